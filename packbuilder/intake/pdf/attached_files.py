"""The files that are attached to a PDF, to the whole of it or to a place on a page.

Serves what names and counts them. They never go into a pack; but a clerk may want to know of them,
and in a portfolio they are all there is.
"""

from __future__ import annotations

import dataclasses

import pikepdf
from pikepdf import Array, Dictionary, Name

from packbuilder.intake.pdf.annotations import annotations_of
from packbuilder.intake.pdf.form_fields import ObjGen
from packbuilder.intake.pdf.marks import text_of
from packbuilder.intake.pdf.page_resources import as_list

_MOST_NODES = 20_000


@dataclasses.dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file attached to a PDF; ``page_number`` is None where it is attached to the whole document."""

    name: str
    page_number: int | None = None


def attached_files(pdf: pikepdf.Pdf) -> list[AttachedFile]:
    """Return the files attached to a document, each once, those of the whole document first."""
    found: list[AttachedFile] = []
    seen: set[ObjGen] = set()

    def add(specification: object, page_number: int | None, name: str = "") -> None:
        if isinstance(specification, Dictionary):
            if Name.EF not in specification:
                return  # Only names a file somewhere else.
            if specification.is_indirect:
                if specification.objgen in seen:
                    return
                seen.add(specification.objgen)
            name = _name_of(specification) or name
        found.append(AttachedFile(name or "a file without a name", page_number))

    for name, specification in _embedded(pdf):
        add(specification, None, name)
    for specification in as_list(pdf.Root.get(Name.AF)):
        add(specification, None)
    for page_number, page in enumerate(pdf.pages, start=1):
        for specification in as_list(page.obj.get(Name.AF)):
            add(specification, page_number)
        for annotation in annotations_of(page.obj):
            if annotation.get(Name.Subtype) == Name.FileAttachment:
                add(annotation.get(Name.FS), page_number)
    return found


def _embedded(pdf: pikepdf.Pdf) -> list[tuple[str, pikepdf.Object]]:
    """Return the entries of the table of attached files, a tree that may be damaged or lead in circles."""
    names = pdf.Root.get(Name.Names)
    stack = [names.get(Name.EmbeddedFiles)] if isinstance(names, Dictionary) else []
    seen: set[ObjGen] = set()
    entries: list[tuple[str, pikepdf.Object]] = []
    while stack and len(seen) < _MOST_NODES and len(entries) < _MOST_NODES:
        node = stack.pop()
        if not isinstance(node, Dictionary) or (node.is_indirect and node.objgen in seen):
            continue
        if node.is_indirect:
            seen.add(node.objgen)
        pairs = node.get(Name.Names)
        if isinstance(pairs, Array):
            entries.extend((text_of(pairs[i]), pairs[i + 1]) for i in range(0, len(pairs) - 1, 2))
        children = node.get(Name.Kids)
        if isinstance(children, Array):
            stack.extend(reversed(list(children)[:_MOST_NODES]))
    return entries


def _name_of(specification: pikepdf.Dictionary) -> str:
    for key in (Name.UF, Name.F, Name.DOS, Name.Mac, Name.Unix):
        name = text_of(specification.get(key))
        if name:
            return name.replace("\\", "/").rpartition("/")[2]
    return ""
