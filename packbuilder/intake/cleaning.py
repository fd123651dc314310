"""Takes out of a PDF whatever acts, hides or belongs to its author alone; keeps what is printed.

By inclusion: a page keeps the entries that make up its appearance and its annotations, a link
keeps where it leads if that is inside the document or on the web, and everything else goes:
scripts, actions that open programs or send data, attached files, sound and film, private data of
the program that made it. Structure tags are dropped whole, with every pointer into them.
"""

from __future__ import annotations

import collections
import re

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from packbuilder.intake.destinations import Destinations
from packbuilder.intake.layers import layers_of

_PAGE_KEYS = {
    "/Type", "/Parent", "/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox", "/Rotate",
    "/UserUnit", "/Resources", "/Contents", "/Annots", "/Group",
}  # fmt: skip

_LINK_KEYS = {
    "/Type", "/Subtype", "/Rect", "/Border", "/BS", "/C", "/F", "/H", "/QuadPoints", "/OC", "/AP", "/AS",
}  # fmt: skip

_KEPT_ANNOTATIONS = {
    "/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight",
    "/Underline", "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Popup", "/Widget",
    "/Watermark", "/Redact",
}  # fmt: skip

_COMMENTS = {"/Text", "/FreeText", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Caret", "/Ink"}

# What draws an annotation (ISO 32000-1, 12.5), and what makes up a form field (12.7). Who made a
# mark and when is left out, and so is any key that a program added for itself.
_ANNOTATION_KEYS = {
    "/Type", "/Subtype", "/Rect", "/Contents", "/F", "/AP", "/AS", "/Border", "/C", "/OC", "/BS", "/BE",
    "/CA", "/Popup", "/Parent", "/RC", "/IT", "/QuadPoints", "/InkList", "/Vertices", "/L", "/LE", "/LL",
    "/LLE", "/LLO",
    "/Cap", "/CP", "/CO", "/IC", "/RD", "/DA", "/Q", "/DS", "/CL", "/Open", "/Name", "/Sy", "/RO",
    "/OverlayText", "/Repeat", "/FixedPrint",
}  # fmt: skip
_FIELD_KEYS = {
    "/H", "/MK", "/FT", "/T", "/TU", "/TM", "/Ff", "/V", "/DV", "/Kids", "/MaxLen", "/Opt", "/I", "/TI",
    "/RV",
}  # fmt: skip

_DROPPED_FROM_OBJECTS = {
    "/AF", "/PieceInfo", "/StructParent", "/StructParents", "/Metadata", "/OPI", "/EF", "/LastModified",
}  # fmt: skip
_DROPPED_FROM_STREAMS = _DROPPED_FROM_OBJECTS | {"/F", "/FFilter", "/FDecodeParms"}

_DEEPEST_FIELD = 20

_WEB_SCHEMES = {"http", "https", "mailto", "tel"}
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")


class Removed(collections.Counter[str]):
    """How many of each thing were taken out, or found and kept, in words such as "script"."""


def clean(pdf: pikepdf.Pdf, destinations: Destinations) -> Removed:
    """Clean an open document in place and say what was taken out.

    What the document holds besides its pages (scripts, attached files, metadata, tags) needs no
    removing here: joining copies pages into a fresh file and nothing else (unlinked is not
    deleted, so only a fresh file is clean).
    """
    removed = Removed()
    _count_document_level(pdf, removed)
    removed["hidden layer"] += sum(layer.is_hidden for layer in layers_of(pdf))
    _clean_fields(pdf, removed)
    has_form = isinstance(pdf.Root.get(Name.AcroForm), Dictionary)
    for page in pdf.pages:
        _clean_page(page.obj, destinations, removed, has_form=has_form)
    return removed


def sweep(pack: pikepdf.Pdf) -> None:
    """Drop from every object of a joined pack what belongs to its author alone.

    Pictures and forms bring private data, metadata and pointers into structure tags that pages
    do not show. This is done after joining, when only what pages use is there to look at.
    """
    for thing in pack.objects:
        if isinstance(thing, Dictionary | Stream):
            _drop_private(thing)
            resources = thing.get(Name.Resources, thing)
            marks = resources.get(Name.Properties) if isinstance(resources, Dictionary) else None
            for mark in marks.values() if isinstance(marks, Dictionary) else ():
                if isinstance(mark, Dictionary):
                    _drop_private(mark)


def _drop_private(thing: pikepdf.Object) -> None:
    dropped = _DROPPED_FROM_STREAMS if isinstance(thing, Stream) else _DROPPED_FROM_OBJECTS
    for key in dropped & set(thing.keys()):
        if not _is_resource(thing[key]):
            del thing[key]


def _is_resource(value: object) -> bool:
    """Tell a font or picture whose name among a page's resources happens to be such a key."""
    if not isinstance(value, Dictionary | Stream):
        return False
    return value.get(Name.Type) in (Name.Font, Name.XObject) or value.get(Name.Subtype) in (
        Name.Form,
        Name.Image,
    )


def _count_document_level(pdf: pikepdf.Pdf, removed: Removed) -> None:
    names = pdf.Root.get(Name.Names)
    if isinstance(names, Dictionary):
        removed["script"] += Name.JavaScript in names
        removed["attached file"] += _attachment_count(pdf) if Name.EmbeddedFiles in names else 0
    action = pdf.Root.get(Name.OpenAction)
    if isinstance(action, Dictionary):
        removed["script" if action.get(Name.S) == Name.JavaScript else "action"] += 1


def _attachment_count(pdf: pikepdf.Pdf) -> int:
    try:
        return max(1, len(pdf.attachments))
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError):
        return 1  # The table is there but damaged: at least one file was meant to be in it.


def _clean_page(
    page: pikepdf.Dictionary, destinations: Destinations, removed: Removed, *, has_form: bool
) -> None:
    for key in set(page.keys()) - _PAGE_KEYS:
        if key == "/AA":
            removed["action"] += 1
        del page[key]
    if Name.Annots not in page:
        return
    annotations = page.get(Name.Annots)
    kept: list[pikepdf.Object] = []
    if isinstance(annotations, Array):
        for annotation in annotations:
            if isinstance(annotation, Dictionary):
                cleaned = _clean_annotation(annotation, page, destinations, removed, has_form=has_form)
                if cleaned is not None:
                    kept.append(cleaned)
    _tie_popups(kept)
    if kept:
        page[Name.Annots] = Array(kept)
    else:
        del page[Name.Annots]


def _clean_annotation(
    annotation: pikepdf.Dictionary,
    page: pikepdf.Dictionary,
    destinations: Destinations,
    removed: Removed,
    *,
    has_form: bool,
) -> pikepdf.Object | None:
    subtype = str(annotation.get(Name.Subtype, ""))
    if subtype == "/Link":
        return _clean_link(annotation, page, destinations, removed)
    if subtype == "/FileAttachment":
        removed["attached file"] += 1
        return None
    if subtype not in _KEPT_ANNOTATIONS:
        removed["sound, film or other medium"] += 1
        return _appearance_only(annotation, page)
    if _is_script(annotation.get(Name.A)) or Name.AA in annotation:
        removed["script"] += 1
    if subtype in _COMMENTS:
        removed["comment kept"] += 1
    kept = _ANNOTATION_KEYS | _FIELD_KEYS if subtype == "/Widget" else _ANNOTATION_KEYS
    for key in set(annotation.keys()) - kept:
        del annotation[key]
    annotation[Name.P] = page
    if subtype == "/Widget":
        for field in _field_and_parents(annotation):
            _drop_actions(field, removed)
        if _is_signature(annotation):
            removed["signature"] += 1
            return _appearance_only(annotation, page)
        if not has_form:  # A field that no form lists: joining would lose its look in some readers.
            return _appearance_only(annotation, page)
    return annotation


def _tie_popups(annotations: list[pikepdf.Object]) -> None:
    """Cut what leads from a page's annotations to annotations that are not on it."""
    here = {annotation.objgen for annotation in annotations if annotation.is_indirect}
    for annotation in annotations:
        for key in (Name.Popup, Name.Parent):
            other = annotation.get(key)
            is_field = key == Name.Parent and annotation.get(Name.Subtype) == Name.Widget
            if isinstance(other, Dictionary) and not is_field and other.objgen not in here:
                del annotation[key]


def _is_script(action: object) -> bool:
    return isinstance(action, Dictionary) and action.get(Name.S) == Name.JavaScript


def _clean_link(
    link: pikepdf.Dictionary, page: pikepdf.Dictionary, destinations: Destinations, removed: Removed
) -> pikepdf.Object | None:
    target = destinations.of_link(link)
    action = link.get(Name.A)
    if Name.AA in link:
        removed["action"] += 1
    for key in set(link.keys()) - _LINK_KEYS - {"/A"}:
        del link[key]
    link[Name.P] = page
    explicit = destinations.explicit(target)
    address = action.get(Name.URI) if isinstance(action, Dictionary) else None
    if Name.A in link:
        del link[Name.A]
    if explicit is not None:
        link[Name.Dest] = explicit
        return link
    if isinstance(address, String) and _is_web_address(address):
        link[Name.A] = Dictionary(S=Name.URI, URI=address)
        return link
    removed["link that led nowhere" if target is not None else "action"] += 1
    return None


def _is_web_address(address: String) -> bool:
    # Readers pass over white space and control characters, so these can hide a scheme.
    text = "".join(c for c in str(address) if c > " ")
    match = _SCHEME.match(text)
    return match[1].lower() in _WEB_SCHEMES if match else not text.startswith(("/", "\\"))


def _appearance_only(annotation: pikepdf.Dictionary, page: pikepdf.Dictionary) -> pikepdf.Object | None:
    """Return an annotation's picture as a plain stamp that does nothing, or None if it has none."""
    appearance = annotation.get(Name.AP)
    normal = appearance.get(Name.N) if isinstance(appearance, Dictionary) else None
    state = annotation.get(Name.AS)
    if isinstance(normal, Dictionary) and isinstance(state, Name):
        normal = normal.get(state)
    if not isinstance(normal, Stream):
        return None
    for key in set(annotation.keys()) - {"/Type", "/Rect", "/AP", "/F", "/OC"}:
        del annotation[key]
    annotation[Name.AP] = Dictionary(N=normal)
    annotation[Name.Subtype] = Name.Stamp
    annotation[Name.P] = page
    return annotation


def _field_and_parents(widget: pikepdf.Dictionary) -> list[pikepdf.Dictionary]:
    """Return a widget and the fields above it, which its form may have forgotten to list."""
    fields: list[pikepdf.Dictionary] = []
    field: object = widget
    while isinstance(field, Dictionary) and len(fields) < _DEEPEST_FIELD:
        fields.append(field)
        field = field.get(Name.Parent)
    return fields


def _is_signature(widget: pikepdf.Dictionary) -> bool:
    kinds = [field.get(Name.FT) for field in _field_and_parents(widget) if Name.FT in field]
    return bool(kinds and kinds[0] == Name.Sig)


def _drop_actions(field: pikepdf.Dictionary, removed: Removed) -> None:
    if Name.AA in field or _is_script(field.get(Name.A)):
        removed["script"] += 1
    for key in {"/A", "/AA", "/Lock", "/SV"} & set(field.keys()):
        del field[key]


def _clean_fields(pdf: pikepdf.Pdf, removed: Removed) -> None:
    """Clean the form: no scripts, no XFA, no signature fields; values stay."""
    form = pdf.Root.get(Name.AcroForm)
    if not isinstance(form, Dictionary):
        return
    fields = form.get(Name.Fields)
    stack = list(fields) if isinstance(fields, Array) else []
    seen: set[tuple[int, int]] = set()
    while stack:
        field = stack.pop()
        if not isinstance(field, Dictionary) or field.objgen in seen:
            continue
        if field.is_indirect:
            seen.add(field.objgen)
        _drop_actions(field, removed)
        children = field.get(Name.Kids)
        if isinstance(children, Array):
            stack.extend(children)
    if isinstance(fields, Array):
        form[Name.Fields] = Array(
            [f for f in fields if isinstance(f, Dictionary) and f.get(Name.FT) != Name.Sig]
        )
    for key in {"/XFA", "/CO", "/SigFlags"} & set(form.keys()):
        del form[key]
