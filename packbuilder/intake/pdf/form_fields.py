"""Cleans a document's form: fields that the reader sees keep their values, everything else goes.

Serves ``cleaning``. A form is a tree beside the pages, so it can hold what no page shows: fields of
pages that were deleted, hidden fields, passwords, earlier values. Joining carries whole trees.
"""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from packbuilder.intake.pdf.annotations import annotations_of
from packbuilder.intake.pdf.unused_resources import is_named, names_in

_FORM_KEYS = {"/Fields", "/DR", "/DA", "/Q", "/NeedAppearances"}

# What makes up a field (ISO 32000-1, 12.7.3 and 12.7.4) and its widget (12.5.6.19), without actions,
# default values, rich text, and what its author wrote for those who fill it in.
FIELD_KEYS = {
    "/Type", "/Subtype", "/Rect", "/F", "/AP", "/AS", "/Border", "/OC", "/BS", "/P", "/H", "/MK", "/FT", "/T",
    "/Ff", "/V", "/Kids", "/Parent", "/MaxLen", "/Opt", "/I", "/TI", "/DA", "/Q",
}  # fmt: skip

# How a field's look is made (12.5.6.19): of its captions, only the one that shows.
_LOOK_KEYS = {"/R", "/BC", "/BG", "/CA", "/I", "/IF", "/TP"}

_INHERITED = ("/FT", "/Ff", "/V")
_PASSWORD_FLAG = 1 << 13
_DROP_DOWN_FLAG = 1 << 17
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
    kept = [field for field in top_level if _keep(field, shown, kept_widgets, seen, Dictionary(), 0)]
    if not kept:
        del pdf.Root[Name.AcroForm]
        return set()
    form[Name.Fields] = Array(kept)
    for key in set(form.keys()) - _FORM_KEYS:
        del form[key]
    resources = form.get(Name.DR)
    if isinstance(resources, Dictionary):
        form[Name.DR] = _fonts_named(form, resources.get(Name.Font))
    return kept_widgets


def keep_what_shows(annotation: pikepdf.Dictionary, *, has_states: bool) -> None:
    """Keep of an annotation's looks the one that is seen on paper, in place (12.5.5).

    Args:
        annotation: The annotation.
        has_states: Whether readers may choose between its looks, as they do by ticking a box.
    """
    if Name.AP not in annotation:
        return
    appearance = annotation.get(Name.AP)
    normal = appearance.get(Name.N) if isinstance(appearance, Dictionary) else None
    state = annotation.get(Name.AS)
    if not has_states and isinstance(normal, Dictionary) and isinstance(state, Name):
        shown = normal.get(state)
        normal = Dictionary({str(state): shown}) if isinstance(shown, Stream) else Dictionary()
    # A dictionary of its own: marks may share one and show different looks of it.
    annotation[Name.AP] = Dictionary(N=normal) if isinstance(normal, Stream | Dictionary) else Dictionary()


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
    inherited: pikepdf.Dictionary,
    depth: int,
) -> bool:
    """Clean a field and those below it; tell whether the reader sees any of them."""
    if not isinstance(field, Dictionary) or depth > _DEEPEST_FIELD or field.objgen in seen:
        return False
    if field.is_indirect:
        seen.add(field.objgen)
    for key in set(field.keys()) - FIELD_KEYS:
        del field[key]
    own = {key: field[key] for key in _INHERITED if key in field}
    inherited = Dictionary({**dict(inherited.items()), **own})
    kind, flags = inherited.get(Name.FT), inherited.get(Name.Ff)
    if Name.V in field and isinstance(flags, int) and flags & _PASSWORD_FLAG and kind != Name.Btn:
        del field[Name.V]
    _drop_what_does_not_show(field, inherited)
    children = field.get(Name.Kids)
    if isinstance(children, Array):
        kept = [c for c in children if _keep(c, shown, kept_widgets, seen, inherited, depth + 1)]
        field[Name.Kids] = Array(kept)
        return bool(kept)
    if kind == Name.Sig or field.objgen not in shown:
        return False
    kept_widgets.add(field.objgen)
    return True


def _drop_what_does_not_show(field: pikepdf.Dictionary, inherited: pikepdf.Dictionary) -> None:
    kind, flags, value = (inherited.get(key) for key in (Name.FT, Name.Ff, Name.V))
    is_button = kind == Name.Btn
    keep_what_shows(field, has_states=is_button)
    marks = field.get(Name.MK)
    if isinstance(marks, Dictionary):
        field[Name.MK] = Dictionary({key: marks[key] for key in _LOOK_KEYS if key in marks})
    is_drop_down = kind == Name.Ch and isinstance(flags, int) and bool(flags & _DROP_DOWN_FLAG)
    if not (is_button or is_drop_down):
        return
    chosen = _chosen(field.get(Name.Opt), value) if is_drop_down else []
    for key in (Name.Opt, Name.I, Name.TI):
        if key in field:
            del field[key]
    if chosen:
        field[Name.Opt] = Array(chosen)
    # A value that is none of a lone button's looks was never chosen on paper.
    if is_button and Name.Kids not in field and Name.V in field and field.get(Name.AS) != field.get(Name.V):
        del field[Name.V]


def _chosen(choices: object, value: object) -> list[pikepdf.Object]:
    """Return what of a drop-down list was chosen; a choice may have a name for machines before its words."""
    if not isinstance(choices, Array) or not isinstance(value, String):
        return []
    chosen: list[pikepdf.Object] = []
    for choice in choices:
        words = list(choice) if isinstance(choice, Array) else [choice]
        if str(value) in [str(each) for each in words if isinstance(each, String)]:
            chosen.append(choice)
    return chosen


def _fonts_named(form: pikepdf.Dictionary, fonts: object) -> pikepdf.Dictionary:
    """Return the form's own list of resources: the fonts that its fields name."""
    if not isinstance(fonts, Dictionary):
        return Dictionary()
    named = names_in(b"\n".join(_default_appearances(form)))
    return Dictionary(Font=Dictionary({key: font for key, font in fonts.items() if is_named(key, named)}))


def _default_appearances(form: pikepdf.Dictionary) -> list[bytes]:
    found: list[bytes] = []
    stack: list[object] = [form]
    seen: set[ObjGen] = set()
    while stack:
        node = stack.pop()
        if not isinstance(node, Dictionary) or (node.is_indirect and node.objgen in seen):
            continue
        seen.add(node.objgen)
        appearance = node.get(Name.DA)
        if isinstance(appearance, String):
            found.append(bytes(appearance))
        for key in (Name.Fields, Name.Kids):
            below = node.get(key)
            stack.extend(below if isinstance(below, Array) else [])
    return found
