"""Where links and bookmarks of a document lead: page indices inside it.

Named destinations are resolved here once and written out as explicit ones, so that two documents
that use the same name cannot reach into each other after joining.
"""

from __future__ import annotations

from decimal import Decimal

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, String

from packbuilder.meeting.document_facts import SourceBookmark

_DEEPEST_BOOKMARK = 12
_MOST_BOOKMARKS = 5000
_VIEWS = {"/XYZ", "/Fit", "/FitH", "/FitV", "/FitR", "/FitB", "/FitBH", "/FitBV"}


def _view(destination: Array) -> list[object]:
    """Return how a destination shows its page: a known name and its numbers, and nothing else."""
    name = destination[1] if len(destination) > 1 else None
    if str(name) not in _VIEWS:
        return [Name.Fit]
    settings = (destination[i] for i in range(2, min(len(destination), 6)))
    return [name, *(s if isinstance(s, int | float | Decimal) else None for s in settings)]


class Destinations:
    """Resolves the destinations of one open document; knows its pages and its names."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        """Look up the document's pages and its tables of named destinations."""
        self._pages = [page.obj for page in pdf.pages]
        self._index_of = {page.objgen: index for index, page in enumerate(self._pages)}
        self._root = pdf.Root
        self._tree = self._name_tree(pdf)

    def _name_tree(self, pdf: pikepdf.Pdf) -> NameTree | None:
        names = self._root.get(Name.Names)
        tree = names.get(Name.Dests) if isinstance(names, Dictionary) else None
        if not isinstance(tree, Dictionary):
            return None
        return NameTree(tree if tree.is_indirect else pdf.make_indirect(tree))

    def explicit(self, destination: object) -> Array | None:
        """Return a destination as an explicit array into this document, or None if it leads nowhere."""
        array = self._named(destination) if isinstance(destination, String | Name) else destination
        if isinstance(array, Dictionary):
            array = array.get(Name.D)
        if not isinstance(array, Array) or len(array) == 0:
            return None
        page_index = self._page_index(array[0])
        if page_index is None:
            return None
        return Array([self._pages[page_index], *_view(array)])

    def page_index(self, destination: object) -> int | None:
        """Return the index of the page that a destination leads to, or None."""
        array = self.explicit(destination)
        return None if array is None else self._index_of[array[0].objgen]

    def _page_index(self, target: object) -> int | None:
        if isinstance(target, int):  # A remote destination's form, which occurs in local ones.
            return target if 0 <= target < len(self._pages) else None
        if isinstance(target, Dictionary):
            return self._index_of.get(target.objgen)
        return None

    def _named(self, name: String | Name) -> object:
        if isinstance(name, Name):
            table = self._root.get(Name.Dests)
            return table.get(name) if isinstance(table, Dictionary) else None
        if self._tree is None:
            return None
        try:
            return self._tree.get(str(name))
        except (pikepdf.PdfError, RuntimeError, ValueError):
            return None

    def of_link(self, holder: Dictionary) -> object:
        """Return the destination that an annotation or bookmark leads to, or None."""
        if Name.Dest in holder:
            return holder.get(Name.Dest)
        action = holder.get(Name.A)
        if isinstance(action, Dictionary) and action.get(Name.S) == Name.GoTo:
            return action.get(Name.D)
        return None

    def bookmarks(self) -> tuple[SourceBookmark, ...]:
        """Return the document's own outline; loops and entries that lead nowhere are left out."""
        outlines = self._root.get(Name.Outlines)
        if not isinstance(outlines, Dictionary):
            return ()
        return self._siblings(outlines.get(Name.First), set(), 0)

    def _siblings(self, node: object, seen: set[tuple[int, int]], depth: int) -> tuple[SourceBookmark, ...]:
        found: list[SourceBookmark] = []
        while isinstance(node, Dictionary) and len(seen) < _MOST_BOOKMARKS:
            if node.objgen in seen:
                break
            seen.add(node.objgen)
            children: tuple[SourceBookmark, ...] = ()
            if depth < _DEEPEST_BOOKMARK:
                children = self._siblings(node.get(Name.First), seen, depth + 1)
            page_index = self.page_index(self.of_link(node))
            title = node.get(Name.Title)
            words = _words_of(title) if isinstance(title, String) else ""
            if page_index is not None and words:
                found.append(SourceBookmark(words, page_index, children))
            else:
                found.extend(children)
            node = node.get(Name.Next)
        return tuple(found)


def _words_of(title: String) -> str:
    """Return a title on one line, without what cannot be written back so that every reader agrees.

    That is control characters, and U+FFFD, which stands for bytes that mean nothing.
    """
    return " ".join("".join(c if c >= " " and c != "\ufffd" else " " for c in str(title)).split())
