"""The fields of a PDF's form: which are filled in and seen, and how many there are.

Serves what finds and counts them. A field is told by its widgets on the pages, since forms forget
fields that still show; signatures also by the form's tree, since they need not show.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from packbuilder.intake.pdf.annotations import annotations_of
from packbuilder.intake.pdf.form_fields import ObjGen, is_hidden
from packbuilder.intake.pdf.marks import text_of

_DEEPEST_FIELD = 40
_MOST_FIELDS = 100_000
_PUSH_BUTTON_FLAG = 1 << 16
_PASSWORD_FLAG = 1 << 13


@dataclasses.dataclass(frozen=True, slots=True)
class FilledField:
    """A field that has a value and is seen on a page.

    ``words`` are what was typed or chosen, "" for a ticked box; ``label`` is what its author called it.
    """

    page_number: int
    label: str
    words: str


def filled_fields(pdf: pikepdf.Pdf) -> Iterator[FilledField]:
    """Yield each filled-in field once, where it is first seen."""
    seen: set[ObjGen] = set()
    for page_number, page in enumerate(pdf.pages, start=1):
        for annotation in annotations_of(page.obj):
            if annotation.get(Name.Subtype) != Name.Widget or is_hidden(annotation):
                continue
            line = _line_of(annotation)
            field = _own_field(line)
            if field.is_indirect and field.objgen in seen:
                continue
            words = _value(line, annotation)
            if words is not None:
                if field.is_indirect:
                    seen.add(field.objgen)
                yield FilledField(page_number, _label(line), words)


def field_counts(pdf: pikepdf.Pdf) -> tuple[int, int]:
    """Return how many fields a document's form has besides signatures, and how often it is signed."""
    fields: set[object] = set()
    signatures: set[ObjGen] = set()
    widgets = (
        annotation
        for page in pdf.pages
        for annotation in annotations_of(page.obj)
        if annotation.get(Name.Subtype) == Name.Widget
    )
    for number, widget in enumerate([*_top_fields(pdf), *widgets]):
        line = _line_of(widget)
        field = _own_field(line)
        if _inherited(line, Name.FT) == Name.Sig:
            value = _inherited(line, Name.V)
            if isinstance(value, Dictionary):
                signatures.add(value.objgen if value.is_indirect else field.objgen)
        elif _inherited(line, Name.FT) is not None:
            fields.add(field.objgen if field.is_indirect else number)
    return len(fields), len(signatures)


def _top_fields(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """Return the fields at the ends of a form's tree."""
    form = pdf.Root.get(Name.AcroForm)
    top = form.get(Name.Fields) if isinstance(form, Dictionary) else None
    stack = list(top) if isinstance(top, Array) else []
    seen: set[ObjGen] = set()
    ends: list[pikepdf.Dictionary] = []
    while stack and len(seen) < _MOST_FIELDS and len(ends) < _MOST_FIELDS:
        field = stack.pop()
        if not isinstance(field, Dictionary) or (field.is_indirect and field.objgen in seen):
            continue
        if field.is_indirect:
            seen.add(field.objgen)
        children = field.get(Name.Kids)
        below = [c for c in children if _is_field(c)] if isinstance(children, Array) else []
        if below:
            stack.extend(below)
        else:
            ends.append(field)
    return ends


def _is_field(child: object) -> bool:
    """Tell a field from a widget that only shows its parent (12.7.3.1)."""
    return isinstance(child, Dictionary) and (Name.T in child or Name.Kids in child)


def _line_of(widget: pikepdf.Dictionary) -> list[pikepdf.Dictionary]:
    """Return a widget and the fields above it, nearest first."""
    line: list[pikepdf.Dictionary] = []
    node: object = widget
    while isinstance(node, Dictionary) and len(line) < _DEEPEST_FIELD:
        line.append(node)
        node = node.get(Name.Parent)
    return line


def _own_field(line: list[pikepdf.Dictionary]) -> pikepdf.Dictionary:
    """Return the field that a widget shows: itself, or the one above it that has a name."""
    return next((each for each in line if Name.T in each), line[0])


def _inherited(line: list[pikepdf.Dictionary], key: Name) -> pikepdf.Object | None:
    return next((each.get(key) for each in line if key in each), None)


def _value(line: list[pikepdf.Dictionary], widget: pikepdf.Dictionary) -> str | None:
    """Return what a field says, "" for a ticked box, or None if it is empty."""
    kind = _inherited(line, Name.FT)
    stated = _inherited(line, Name.Ff)
    flags = stated if isinstance(stated, int) else 0
    value = _inherited(line, Name.V)
    if kind == Name.Btn:
        state = widget.get(Name.AS, value)
        is_ticked = isinstance(state, Name) and state != Name.Off and not flags & _PUSH_BUTTON_FLAG
        return "" if is_ticked else None
    if kind not in (Name.Tx, Name.Ch) or (kind == Name.Tx and flags & _PASSWORD_FLAG):
        return None
    if isinstance(value, pikepdf.Stream):
        return "long text"
    choices = list(value) if isinstance(value, Array) else [value]
    words = ", ".join(filter(None, (text_of(c) for c in choices if isinstance(c, String))))
    return words or None


def _label(line: list[pikepdf.Dictionary]) -> str:
    return text_of(_inherited(line, Name.TU)) or text_of(_inherited(line, Name.T))
