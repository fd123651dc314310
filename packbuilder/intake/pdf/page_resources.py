"""What a page draws with: its lists of resources, and those of all that it draws, however deep.

Serves what looks for fonts and layers. Work is bounded, since a hostile file may lead in circles or
name the same things a million times over.
"""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from packbuilder.intake.pdf.annotations import annotations_of

_MOST_VISITS = 200_000
_DEEPEST_PAGE_TREE = 100


class ResourceWalk:
    """Walks over the resources of pages; stops, and says so, when there are far too many."""

    def __init__(self) -> None:
        """Start with nothing visited."""
        self._visits = 0
        self._seen: set[tuple[int, int]] = set()

    @property
    def is_cut_short(self) -> bool:
        """Whether something may have been left out."""
        return self._visits >= _MOST_VISITS

    def forget(self) -> None:
        """Forget what was seen, so that the next page's resources are all yielded again."""
        self._seen.clear()

    def holders(self, page: pikepdf.Dictionary) -> Iterator[pikepdf.Object]:
        """Yield the page, then each form, picture, pattern and look of an annotation that it reaches.

        Each is yielded once until ``forget``. Their resources are ``resources_of(holder)``.
        """
        stack: list[pikepdf.Object] = [page]
        while stack and not self.is_cut_short:
            holder = stack.pop()
            self._visits += 1
            if holder.is_indirect:
                if holder.objgen in self._seen:
                    continue
                self._seen.add(holder.objgen)
            yield holder
            stack.extend(self._reached_by(holder))

    def _reached_by(self, holder: pikepdf.Object) -> Iterator[pikepdf.Object]:
        resources = resources_of(holder)
        if resources is not None and not self._is_known(resources):
            for key in (Name.XObject, Name.Pattern):
                yield from (each for each in _values(resources.get(key)) if isinstance(each, Stream))
            for font in _values(resources.get(Name.Font)):
                if isinstance(font, Dictionary) and font.get(Name.Subtype) == Name.Type3:
                    yield font
            for state in _values(resources.get(Name.ExtGState)):
                mask = state.get(Name.SMask) if isinstance(state, Dictionary) else None
                group = mask.get(Name.G) if isinstance(mask, Dictionary) else None
                if isinstance(group, Stream):
                    yield group
        if isinstance(holder, Dictionary):
            for annotation in annotations_of(holder):
                yield from _looks(annotation)

    def _is_known(self, resources: pikepdf.Dictionary) -> bool:
        """Tell whether a shared list of resources was walked before, and count what is in it."""
        self._visits += sum(len(_values(resources.get(key))) for key in (Name.XObject, Name.Pattern))
        if not resources.is_indirect:
            return False
        was_seen = resources.objgen in self._seen
        self._seen.add(resources.objgen)
        return was_seen


def resources_of(holder: pikepdf.Object) -> pikepdf.Dictionary | None:
    """Return the resources of a page, form, pattern or font; a page may inherit them."""
    node: object = holder
    for _ in range(_DEEPEST_PAGE_TREE):
        if not isinstance(node, Dictionary | Stream):
            return None
        resources = node.get(Name.Resources)
        if isinstance(resources, Dictionary):
            return resources
        if node.get(Name.Type) not in (Name.Page, Name.Pages):
            return None
        node = node.get(Name.Parent)
    return None


def _values(table: object) -> list[pikepdf.Object]:
    return list(table.values()) if isinstance(table, Dictionary) else []


def _looks(annotation: pikepdf.Dictionary) -> Iterator[pikepdf.Object]:
    appearance = annotation.get(Name.AP)
    normal = appearance.get(Name.N) if isinstance(appearance, Dictionary) else None
    candidates = [normal] if isinstance(normal, Stream) else _values(normal)
    yield from (each for each in candidates if isinstance(each, Stream))


def as_list(value: object) -> list[pikepdf.Object]:
    """Return the things in an array, or the one thing that stands where an array may."""
    if isinstance(value, Array):
        return list(value)
    return [value] if isinstance(value, Dictionary | Stream) else []


def give_own_resources(page: pikepdf.Dictionary) -> None:
    """Give a page the resources that it has from the tree above it (ISO 32000-1, 7.7.3.4).

    What sweeps resources looks at pages, and would take what only the tree names for unused: a hidden
    layer would then be shown. To be called first: ``pikepdf.Page.resources`` gives a page without a
    list of its own an empty one.
    """
    if Name.Resources in page:
        return
    node: object = page.get(Name.Parent)
    for _ in range(_DEEPEST_PAGE_TREE):
        if not isinstance(node, Dictionary):
            return
        if Name.Resources in node:
            page[Name.Resources] = node[Name.Resources]
            return
        node = node.get(Name.Parent)
