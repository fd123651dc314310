"""Cleans a document's form: fields that the reader sees keep their values, everything else goes.

Serves ``cleaning``. A form is a tree beside the pages, so it can hold what no page shows: fields of
pages that were deleted, hidden fields, passwords, earlier values. Joining carries whole trees.
"""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name

from packbuilder.intake.annotations import annotations_of

_FORM_KEYS = {"/Fields", "/DR", "/DA", "/Q", "/NeedAppearances"}

# What makes up a field (ISO 32000-1, 12.7.3 and 12.7.4) and its widget (12.5.6.19), without actions,
# default values and rich text.
FIELD_KEYS = {
    "/Type", "/Subtype", "/Rect", "/F", "/AP", "/AS", "/Border", "/OC", "/BS", "/P", "/H", "/MK", "/FT", "/T",
    "/TU", "/Ff", "/V", "/Kids", "/Parent", "/MaxLen", "/Opt", "/I", "/TI", "/DA", "/DS", "/Q",
}  # fmt: skip

_PASSWORD_FLAG = 1 << 13
_HIDDEN_FLAG = 1 << 1
_DEEPEST_FIELD = 40

ObjGen = tuple[int, int]


def clean_form(pdf: pikepdf.Pdf) -> set[ObjGen]:
    """Clean the form in place; return the widgets that it still holds, by object number.

    A widget that is not among them belongs to no field: a signature, or one that its form forgot.
    """
    form = pdf.Root.get(Name.AcroForm)
    if not isinstance(form, Dictionary):
        return set()
    kept_widgets: set[ObjGen] = set()
    shown = _shown_widgets(pdf)
    fields = form.get(Name.Fields)
    top_level = list(fields) if isinstance(fields, Array) else []
    seen: set[ObjGen] = set()
    kept = [field for field in top_level if _keep(field, shown, kept_widgets, seen, "", 0)]
    if not kept:
        del pdf.Root[Name.AcroForm]
        return set()
    form[Name.Fields] = Array(kept)
    for key in set(form.keys()) - _FORM_KEYS:
        del form[key]
    resources = form.get(Name.DR)
    if isinstance(resources, Dictionary):
        fonts = resources.get(Name.Font)
        form[Name.DR] = Dictionary(Font=fonts) if isinstance(fonts, Dictionary) else Dictionary()
    return kept_widgets


def is_hidden(annotation: pikepdf.Dictionary) -> bool:
    """Tell whether an annotation is shown neither on the screen nor on paper (12.5.3)."""
    flags = annotation.get(Name.F)
    if not isinstance(flags, int):
        return False
    no_view, prints = flags & (1 << 5), flags & (1 << 2)
    return bool(flags & _HIDDEN_FLAG or (no_view and not prints))


def _shown_widgets(pdf: pikepdf.Pdf) -> set[ObjGen]:
    annotations = (annotation for page in pdf.pages for annotation in annotations_of(page.obj))
    return {
        annotation.objgen
        for annotation in annotations
        if annotation.get(Name.Subtype) == Name.Widget
        and annotation.is_indirect
        and not is_hidden(annotation)
    }


def _keep(
    field: object,
    shown: set[ObjGen],
    kept_widgets: set[ObjGen],
    seen: set[ObjGen],
    inherited_kind: str,
    depth: int,
) -> bool:
    """Clean a field and those below it; tell whether the reader sees any of them."""
    if not isinstance(field, Dictionary) or depth > _DEEPEST_FIELD or field.objgen in seen:
        return False
    if field.is_indirect:
        seen.add(field.objgen)
    for key in set(field.keys()) - FIELD_KEYS:
        del field[key]
    flags = field.get(Name.Ff)
    if Name.V in field and isinstance(flags, int) and flags & _PASSWORD_FLAG:
        del field[Name.V]
    kind = str(field.get(Name.FT, inherited_kind))
    children = field.get(Name.Kids)
    if isinstance(children, Array):
        kept = [c for c in children if _keep(c, shown, kept_widgets, seen, kind, depth + 1)]
        field[Name.Kids] = Array(kept)
        return bool(kept)
    if kind == "/Sig" or field.objgen not in shown:
        return False
    kept_widgets.add(field.objgen)
    return True
