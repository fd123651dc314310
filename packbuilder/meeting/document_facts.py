"""What taking in found out about a document: all that planning and checks need of it.

``intake`` fills these records in; ``pack.plan`` and the checks read them and never open a file.
"""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True)
class PageFacts:
    """One page as the reader sees it: rotated, cropped, in points after UserUnit.

    ``saves_before`` and ``operators_after`` are what its content needs around it so that nothing
    it does to the graphics state reaches a stamp: "q" operators before, and what closes it after.
    ``content_crc32`` is the checksum of the content, by which the proof knows the page again.
    """

    width_pt: float
    height_pt: float
    saves_before: int = 1
    operators_after: str = "Q"
    content_crc32: int | None = None

    @property
    def is_landscape(self) -> bool:
        """Whether the reader sees the page wider than high."""
        return self.width_pt > self.height_pt


@dataclasses.dataclass(frozen=True, slots=True)
class SourceBookmark:
    """A bookmark that the document itself brings; ``page_index`` counts from 0 inside it."""

    title: str
    page_index: int
    children: tuple[SourceBookmark, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class DocumentFacts:
    """One document, taken in.

    ``warnings`` and ``notes`` are sentences for the clerk: warnings about what may be wrong or
    private in the published pack, notes about what was changed without harm.
    """

    pages: tuple[PageFacts, ...]
    bookmarks: tuple[SourceBookmark, ...] = ()
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def page_count(self) -> int:
        """How many pages the document has."""
        return len(self.pages)
