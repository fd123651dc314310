"""Takes comments off the pages of a PDF, or makes marks and filled-in fields part of their pages.

Serves ``take_in``: remedies that the clerk chooses. Both work on the document in memory; the file as it
was received stays as it is. Nothing that was hidden ever shows afterwards, and nothing that was covered
is uncovered.
"""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name

from packbuilder.intake.pdf.annotations import annotations_of
from packbuilder.intake.pdf.field_looks import draw_field_values
from packbuilder.intake.pdf.form_fields import ObjGen, is_hidden
from packbuilder.intake.pdf.layers import layers_of
from packbuilder.intake.pdf.marks import COMMENT_SUBTYPES, DRAWING_SUBTYPES, name_text
from packbuilder.intake.pdf.page_boxes import make_attributes_own
from packbuilder.intake.remedies.covering_marks import covering

# They stay what they are: links lead somewhere; what is marked for redaction must be redacted first.
_UNTOUCHED = {"/Link", "/Redact"}

# Icons that stand for what is no longer there once a page is flat.
_ICONS = {"/Text", "/Popup", "/FileAttachment", "/Sound", "/Movie"}

# What a mark says besides its look: comments, authors, dates, replies.
_WORDS_OF_MARKS = {"/Contents", "/RC", "/T", "/Subj", "/M", "/CreationDate", "/Popup", "/IRT", "/RT", "/NM",
                   "/State", "/StateModel", "/A", "/AA"}  # fmt: skip

_COMMENTS = COMMENT_SUBTYPES | DRAWING_SUBTYPES | {"/FileAttachment", "/Sound"}

_COVERS_NOTHING = {"/Text", "/Caret", "/FileAttachment", "/Sound"}
"""Small icons beside or between the words."""


def flatten(pdf: pikepdf.Pdf) -> None:
    """Make marks and the values of fields part of their pages, in place; the form is gone.

    What they say besides is gone too: comments, their authors, and the icons of notes and attached
    files. Links go on working. What is hidden, or on a hidden layer, is taken off. A mark that brings
    no look of its own stays a mark, for its reader to draw, but says nothing; only a text box keeps
    its words, which are its look. Marks for redaction stay, so that they are still found and refused.
    """
    draw_field_values(pdf)
    hidden_layers = {layer.group.objgen for layer in layers_of(pdf) if layer.is_hidden}
    untouched: list[list[pikepdf.Dictionary]] = []
    for page in pdf.pages:
        make_attributes_own(page.obj)
        annotations = annotations_of(page.obj)
        untouched.append([each for each in annotations if name_text(each.get(Name.Subtype)) in _UNTOUCHED])
        _keep_on(page.obj, [each for each in annotations if _becomes_flat(each, hidden_layers)])
    pdf.flatten_annotations("all")
    for page, kept in zip(pdf.pages, untouched, strict=True):
        marks = [each for each in annotations_of(page.obj) if each.get(Name.Subtype) != Name.Widget]
        for mark in marks:
            _silence(mark)
        _keep_on(page.obj, [*kept, *marks])
    if Name.AcroForm in pdf.Root:
        del pdf.Root[Name.AcroForm]


def drop_comments(pdf: pikepdf.Pdf) -> None:
    """Take off, in place, what readers of a document added to its pages, and what pops up beside it.

    That is notes, highlights, text boxes, drawings, and files and sounds attached to a place. Links
    and fields stay. So do stamps, since signatures and approvals are often put in as such, and text
    written with a typewriter tool, by which people fill in forms: stamps lose the words beside them,
    and what is left is still found as a mark. A mark that covers something stays as it is: without it,
    everybody could read what it covers. Marks for redaction stay, so that they are refused.
    """
    comments = {
        index: [each for each in annotations_of(page.obj) if _is_comment(each)]
        for index, page in enumerate(pdf.pages)
    }
    to_judge = {
        index: [each for each in on_page if _is_drawn(each)]
        for index, on_page in comments.items()
        if any(map(_is_drawn, on_page))
    }
    verdicts = covering(pdf, to_judge)
    for index, page in enumerate(pdf.pages):
        covers = iter(verdicts.get(index, ()))
        kept: list[pikepdf.Dictionary] = []
        for each in annotations_of(page.obj):
            if _is_comment(each):
                if _is_drawn(each) and next(covers):
                    kept.append(each)
            elif each.get(Name.Subtype) != Name.Popup:
                kept.append(each)
                if each.get(Name.Subtype) == Name.Stamp:
                    _silence(each)
        for each in kept:
            if Name.Popup in each:
                del each[Name.Popup]
        _keep_on(page.obj, kept)


def _keep_on(page: pikepdf.Dictionary, annotations: list[pikepdf.Dictionary]) -> None:
    if annotations:
        page[Name.Annots] = Array(annotations)
    elif Name.Annots in page:
        del page[Name.Annots]


def _becomes_flat(annotation: pikepdf.Dictionary, hidden_layers: set[ObjGen]) -> bool:
    subtype = name_text(annotation.get(Name.Subtype))
    if subtype in _UNTOUCHED or subtype in _ICONS or is_hidden(annotation):
        return False
    layer = annotation.get(Name.OC)
    if not isinstance(layer, Dictionary):
        return True
    members = layer.get(Name.OCGs)
    groups = list(members) if isinstance(members, Array) else [members]
    named = {layer.objgen, *(group.objgen for group in groups if isinstance(group, Dictionary))}
    return not named & hidden_layers


def _silence(mark: pikepdf.Dictionary) -> None:
    """Take from a mark all that it says besides its look."""
    is_its_look = mark.get(Name.Subtype) == Name.FreeText and Name.AP not in mark
    for key in _WORDS_OF_MARKS & set(mark.keys()):
        if not (is_its_look and key in ("/Contents", "/RC")):
            del mark[key]


def _is_comment(annotation: pikepdf.Dictionary) -> bool:
    subtype = name_text(annotation.get(Name.Subtype))
    is_typed = name_text(annotation.get(Name.IT)).lower() == "/freetexttypewriter"
    return subtype in _COMMENTS and not is_typed


def _is_drawn(comment: pikepdf.Dictionary) -> bool:
    return name_text(comment.get(Name.Subtype)) not in _COVERS_NOTHING and not is_hidden(comment)
