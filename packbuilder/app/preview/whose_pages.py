"""Whose each page of the pack is, and which page of a new pack is the one that was looked at. Pure."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from packbuilder.app.selection import Place
from packbuilder.meeting.document_facts import DocumentFacts
from packbuilder.meeting.fitting import kept_page_numbers, turn_degrees
from packbuilder.meeting.meeting import Document, Meeting
from packbuilder.worker.messages import PackPage

NOBODYS = PackPage("", "")


@dataclasses.dataclass(frozen=True, slots=True)
class SourcePage:
    """The page of a document that a page of the pack is: its number there, and how it was turned."""

    number: int
    turned_degrees: int = 0


@dataclasses.dataclass(frozen=True)
class WhosePages:
    """The pages of a pack in order, each with its item and document.

    ``sources`` are the pages of the documents that they are, where that is known.
    ``documents`` are those of the meeting that the pack was built of, by id.
    """

    pages: tuple[PackPage, ...] = ()
    sources: tuple[SourcePage | None, ...] = ()
    documents: Mapping[str, Document] = dataclasses.field(default_factory=dict)

    def source(self, page_index: int) -> SourcePage | None:
        """Return which page of its document a page is; None if it is no document's, or not known."""
        return self.sources[page_index] if 0 <= page_index < len(self.sources) else None

    @cached_property
    def indices(self) -> dict[PackPage, list[int]]:
        """The indices of the pages of each item and document, in order."""
        indices: dict[PackPage, list[int]] = defaultdict(list)
        for index, page in enumerate(self.pages):
            indices[page].append(index)
        return dict(indices)

    @cached_property
    def positions(self) -> list[int]:
        """Which page of its item or document each page is, from 0."""
        counts: dict[PackPage, int] = defaultdict(int)
        positions = []
        for page in self.pages:
            positions.append(counts[page])
            counts[page] += 1
        return positions

    @cached_property
    def first_of_item(self) -> dict[str, int]:
        """The index of the first page of each item, by its id."""
        first: dict[str, int] = {}
        for index, page in enumerate(self.pages):
            first.setdefault(page.item_id, index)
        return first

    @cached_property
    def front_page_count(self) -> int:
        """How many pages at the beginning are the agenda's own."""
        return next((n for n, page in enumerate(self.pages) if page.item_id), len(self.pages))

    def whose(self, page_index: int) -> PackPage:
        """Return whose a page is; one that was not told of is nobody's."""
        return self.pages[page_index] if 0 <= page_index < len(self.pages) else NOBODYS

    def first_page_of(self, place: Place) -> int | None:
        """Return the index of the first page of a place; None if it has none. The meeting's is the agenda."""
        if place.document_id:
            indices = self.indices.get(PackPage(place.item_id, place.document_id))
            return indices[0] if indices else None
        return self.first_of_item.get(place.item_id)

    def same_page_in(self, other: WhosePages, page_index: int, other_count: int) -> int:
        """Return the index in another pack of the page that is this one here.

        It is the same page of the same document; the next that is left, if it was left out, or the
        last; the first of the item, if the document is gone; the same number, if the item is.
        ``other_count`` is how many pages the other pack has.
        """
        last = max(0, other_count - 1)
        if not 0 <= page_index < len(self.pages):
            return min(page_index, last)
        page = self.pages[page_index]
        indices = other.indices.get(page)
        source = self.source(page_index)
        if indices and source is not None:
            for index in indices:
                there = other.source(index)
                if there is not None and there.number >= source.number:
                    return min(index, last)
        if indices:
            return min(indices[min(self.positions[page_index], len(indices) - 1)], last)
        return min(other.first_of_item.get(page.item_id, page_index), last)

    def is_same_page(self, page_index: int, other: WhosePages, other_index: int) -> bool:
        """Say whether a page here and one of another pack are the same page of the same document."""
        if not (0 <= page_index < len(self.pages) and 0 <= other_index < len(other.pages)):
            return False
        if self.pages[page_index] != other.pages[other_index]:
            return False
        here, there = self.source(page_index), other.source(other_index)
        if here is not None and there is not None:
            return here == there
        return self.positions[page_index] == other.positions[other_index]


def whose_pages(
    pages: tuple[PackPage, ...], meeting: Meeting, whole_facts: Mapping[str, DocumentFacts]
) -> WhosePages:
    """Return whose the pages of a pack are, and which pages of the documents.

    Args:
        pages: As building the pack told.
        meeting: The meeting that it was built of.
        whole_facts: Of each document whole, by its id.
    """
    documents = {document.id: document for _, document in meeting.documents()}
    whose = WhosePages(pages, documents=documents)
    sources: list[SourcePage | None] = [None] * len(pages)
    for page, indices in whose.indices.items():
        document, facts = documents.get(page.document_id), whole_facts.get(page.document_id)
        if document is None or facts is None:
            continue
        numbers = kept_page_numbers(document.fitting, facts.pages)
        # Where it was built of other pages than are known now, nothing is said rather than a guess.
        if len(numbers) == len(indices):
            for index, number in zip(indices, numbers, strict=True):
                sources[index] = SourcePage(number, turn_degrees(document.fitting, number))
    return dataclasses.replace(whose, sources=tuple(sources))
