"""What a PDF carries that its author may not have meant to publish, besides what hides on its pages.

Serves ``take_in``, before the document is cleaned. Attached files and scripts are taken out by
cleaning; marks, the values of fields and hidden layers go into the pack unless the clerk decides
otherwise. Text under black boxes is the business of other modules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name

from packbuilder.intake.excerpts import excerpt
from packbuilder.intake.pdf.annotations import annotations_of
from packbuilder.intake.pdf.attached_files import attached_files
from packbuilder.intake.pdf.field_values import filled_fields
from packbuilder.intake.pdf.form_fields import ObjGen, is_hidden
from packbuilder.intake.pdf.layers import layers_of
from packbuilder.intake.pdf.marks import marks_on, text_of
from packbuilder.intake.pdf.page_resources import ResourceWalk, resources_of
from packbuilder.meeting.document_facts import Trait, TraitKind

_MOST_NAMED = 10
_MOST_ACTIONS = 10_000
_DEEPEST_ACTIONS = 50


def pdf_traits(pdf: pikepdf.Pdf) -> tuple[Trait, ...]:
    """Return what a PDF carries: attached files, scripts, marks, values of fields, hidden layers.

    Each kind is named once, with all its pages; kinds that it does not carry are left out.

    Args:
        pdf: The document as it was opened, before it is cleaned.
    """
    found = (_attached(pdf), _scripts(pdf), _marks(pdf), _form_values(pdf), _hidden_layers(pdf))
    return tuple(trait for trait in found if trait is not None)


def _named(names: Iterable[str]) -> tuple[str, ...]:
    """Return names, each once, as many as a finding has room for."""
    return tuple(dict.fromkeys(excerpt(name) for name in names if name))[:_MOST_NAMED]


def _attached(pdf: pikepdf.Pdf) -> Trait | None:
    files = attached_files(pdf)
    if not files:
        return None
    pages = sorted({file.page_number for file in files if file.page_number is not None})
    names = _named(file.name for file in files)
    return Trait(TraitKind.ATTACHED_FILES, len(files), where=names, page_numbers=tuple(pages))


def _marks(pdf: pikepdf.Pdf) -> Trait | None:
    marks = [(number, mark) for number, page in enumerate(pdf.pages, 1) for mark in marks_on(page.obj)]
    if not marks:
        return None
    return Trait(
        TraitKind.MARKS,
        len(marks),
        page_numbers=tuple(sorted({number for number, _ in marks})),
        by=_named(mark.author for _, mark in marks),
        excerpt=excerpt(next((mark.words for _, mark in marks if mark.words), "")),
    )


def _form_values(pdf: pikepdf.Pdf) -> Trait | None:
    fields = list(filled_fields(pdf))
    if not fields:
        return None
    said = [
        f"{field.label}: {field.words}" if field.label else field.words for field in fields if field.words
    ]
    return Trait(
        TraitKind.FORM_VALUES,
        len(fields),
        page_numbers=tuple(sorted({field.page_number for field in fields})),
        excerpt=excerpt("; ".join(said[:_MOST_NAMED])),
    )


# Scripts.


def _scripts(pdf: pikepdf.Pdf) -> Trait | None:
    seen: set[ObjGen] = set()
    count = _tree_size(pdf) + sum(_script_count(action, seen) for action in _document_actions(pdf))
    pages: list[int] = []
    for page_number, page in enumerate(pdf.pages, start=1):
        on_page = sum(_script_count(action, seen) for action in _page_actions(page.obj))
        count += on_page
        if on_page:
            pages.append(page_number)
    return Trait(TraitKind.SCRIPTS, count, page_numbers=tuple(pages)) if count else None


def _tree_size(pdf: pikepdf.Pdf) -> int:
    """Return how many scripts the document's own table of them names."""
    names = pdf.Root.get(Name.Names)
    stack = [names.get(Name.JavaScript)] if isinstance(names, Dictionary) else []
    seen: set[ObjGen] = set()
    count = 0
    while stack and len(seen) < _MOST_ACTIONS:
        node = stack.pop()
        if not isinstance(node, Dictionary) or (node.is_indirect and node.objgen in seen):
            continue
        if node.is_indirect:
            seen.add(node.objgen)
        pairs, children = node.get(Name.Names), node.get(Name.Kids)
        count += len(pairs) // 2 if isinstance(pairs, Array) else 0
        stack.extend(list(children) if isinstance(children, Array) else [])
    return count


def _document_actions(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    yield from _actions_of(pdf.Root, Name.OpenAction)
    form = pdf.Root.get(Name.AcroForm)
    top = form.get(Name.Fields) if isinstance(form, Dictionary) else None
    stack = list(top) if isinstance(top, Array) else []
    seen: set[ObjGen] = set()
    while stack and len(seen) < _MOST_ACTIONS:
        field = stack.pop()
        if not isinstance(field, Dictionary) or (field.is_indirect and field.objgen in seen):
            continue
        if field.is_indirect:
            seen.add(field.objgen)
        # Widgets are met again on their pages, which the clerk wants to know.
        if Name.Rect not in field:
            yield from _actions_of(field, Name.A)
        children = field.get(Name.Kids)
        stack.extend(list(children) if isinstance(children, Array) else [])


def _page_actions(page: pikepdf.Dictionary) -> Iterator[pikepdf.Object]:
    yield from _actions_of(page, Name.A)
    for annotation in annotations_of(page):
        yield from _actions_of(annotation, Name.A)


def _actions_of(holder: pikepdf.Object, key: Name) -> Iterator[pikepdf.Object]:
    own = holder.get(key)
    if isinstance(own, Dictionary):
        yield own
    additional = holder.get(Name.AA)
    if isinstance(additional, Dictionary):
        yield from additional.values()


def _script_count(action: object, seen: set[ObjGen]) -> int:
    """Count the scripts in an action and in those that follow it (12.6.2, Next)."""
    count = 0
    stack: list[tuple[object, int]] = [(action, 0)]
    while stack:
        each, depth = stack.pop()
        if isinstance(each, Array):
            stack.extend((one, depth + 1) for one in each)
        if not isinstance(each, Dictionary) or depth > _DEEPEST_ACTIONS or len(seen) > _MOST_ACTIONS:
            continue
        if each.is_indirect:
            if each.objgen in seen:
                continue
            seen.add(each.objgen)
        count += Name.JS in each or each.get(Name.S) == Name.JavaScript
        stack.append((each.get(Name.Next), depth + 1))
    return count


# Layers.


def _hidden_layers(pdf: pikepdf.Pdf) -> Trait | None:
    """Return the hidden layers that something on a page is on; the others hide nothing."""
    hidden = {layer.group.objgen: layer.group for layer in layers_of(pdf) if layer.is_hidden}
    if not hidden:
        return None
    walk = ResourceWalk()
    used: dict[ObjGen, None] = {}
    pages: list[int] = []
    for page_number, page in enumerate(pdf.pages, start=1):
        walk.forget()
        on_page = {group for group in _groups_used(walk, page.obj) if group in hidden}
        used.update(dict.fromkeys(sorted(on_page)))
        if on_page:
            pages.append(page_number)
    if walk.is_cut_short:
        used = dict.fromkeys(hidden)  # More than could be looked at: all of them, rather than none.
    if not used:
        return None
    names = _named(text_of(hidden[group].get(Name.Name)) or "Layer without a name" for group in used)
    return Trait(TraitKind.HIDDEN_LAYERS, len(used), where=names, page_numbers=tuple(pages))


def _groups_used(walk: ResourceWalk, page: pikepdf.Dictionary) -> Iterator[ObjGen]:
    """Yield the layers that a page's content, pictures, forms and annotations are on."""
    for holder in walk.holders(page):
        yield from _groups_in(holder.get(Name.OC))
        resources = resources_of(holder)
        marks = resources.get(Name.Properties) if resources is not None else None
        for mark in marks.values() if isinstance(marks, Dictionary) else ():
            yield from _groups_in(mark)
    for annotation in annotations_of(page):
        if not is_hidden(annotation):
            yield from _groups_in(annotation.get(Name.OC))


def _groups_in(membership: object) -> Iterator[ObjGen]:
    """Yield a layer, or those that decide together whether something is shown (8.11.2.2)."""
    if not isinstance(membership, Dictionary):
        return
    yield membership.objgen
    groups = membership.get(Name.OCGs)
    if isinstance(groups, Dictionary):
        yield groups.objgen
    elif isinstance(groups, Array):
        yield from (group.objgen for group in groups if isinstance(group, Dictionary))
