"""Decides everything about the pack before a page is drawn. Pure and fast.

Third in the line: meeting + facts -> ``PackPlan``, which holds every sheet of the file in order
with its number, its stamps and where it comes from, every item's range, and the bookmarks. The
modules after this one draw and join what the plan says and decide nothing.

One unbroken sequence: page 1 is the first page of the file, front sheet included. In a duplex
pack every document starts on an odd page; the blank side before it belongs to what came before.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from enum import StrEnum

from packbuilder.errors import PackBuilderError
from packbuilder.meeting.access import access_line
from packbuilder.meeting.document_facts import DocumentFacts, PageFacts, SourceBookmark
from packbuilder.meeting.house_style import (
    NUMBER_MARK,
    FontFamily,
    HouseStyle,
    LandscapeStamps,
    PageStampPlace,
    stamp_text,
)
from packbuilder.meeting.meeting import Access, AgendaItem, Document, Meeting
from packbuilder.meeting.numbering import item_numbers, page_range

FILLER_WORDS = "This page is intentionally left blank"

_WIDEST_PAGE_NUMBER = "0000"
_WIDEST_ITEM_NUMBER = "00"


class SheetKind(StrEnum):
    """What a page of the pack is."""

    FRONT_SHEET = "front sheet"
    DOCUMENT = "document"
    FILLER = "filler"
    TO_FOLLOW = "to follow"


class StampPlace(StrEnum):
    """Where a stamp goes, as the reader sees the page."""

    TOP_LEFT = "top left"
    TOP_CENTRE = "top centre"
    TOP_RIGHT = "top right"
    BOTTOM_LEFT = "bottom left"
    BOTTOM_CENTRE = "bottom centre"
    BOTTOM_RIGHT = "bottom right"

    @property
    def is_at_top(self) -> bool:
        """Whether it is at the head of the page, where items are named; else it is at the foot."""
        return self in (StampPlace.TOP_LEFT, StampPlace.TOP_CENTRE, StampPlace.TOP_RIGHT)


@dataclasses.dataclass(frozen=True, slots=True)
class Stamp:
    """Words laid on a page.

    ``widest`` are words of the same wording that the plate under them must be wide enough for: a
    page of an earlier pack brings that pack's stamp with it, whose number may be longer.
    """

    text: str
    place: StampPlace
    font: FontFamily = FontFamily.SANS
    widest: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the pack.

    ``page_number`` is printed and counts from 1. ``source_page_index`` counts from 0 inside what
    the page comes from: the front sheet, or the document ``document_id``, and ``page`` is what is
    known of that document's page. ``stamps_turned`` says that the stamps go along the short edge.
    """

    page_number: int
    kind: SheetKind
    item_id: str = ""
    document_id: str = ""
    source_page_index: int = 0
    stamps: tuple[Stamp, ...] = ()
    stamps_turned: bool = False
    page: PageFacts | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class DocumentPlan:
    """Where one document lies. The blank side after it is not counted in."""

    document: Document
    label: str
    first_page: int
    last_page: int

    @property
    def title(self) -> str:
        """The title a bookmark shows: "Appendix A: Data" or the document's own title."""
        if self.label and self.document.title:
            return f"{self.label}: {self.document.title}"
        return self.label or self.document.title or self.document.role.value.capitalize()


@dataclasses.dataclass(frozen=True, slots=True)
class ItemPlan:
    """Where one item lies. ``first_page`` and ``last_page`` are None where it has no pages.

    ``withheld`` are the lines that say that it, or which of its documents, is closed and why.
    """

    item: AgendaItem
    number: str
    first_page: int | None
    last_page: int | None
    range_label: str
    documents: tuple[DocumentPlan, ...]
    withheld: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the pack's outline. ``page_number`` counts from 1."""

    title: str
    page_number: int
    children: tuple[Bookmark, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class PackPlan:
    """The whole pack, decided. ``front_sheet_page_count`` leaves out the blank side after it."""

    meeting: Meeting
    sheets: tuple[Sheet, ...]
    items: tuple[ItemPlan, ...]
    bookmarks: tuple[Bookmark, ...]
    front_sheet_page_count: int

    @property
    def page_count(self) -> int:
        """How many pages the file has."""
        return len(self.sheets)


class _Sequence:
    """Lays sheets one after the other and knows the next number."""

    def __init__(self, style: HouseStyle) -> None:
        self.sheets: list[Sheet] = []
        self._style = style
        self._widest_page_stamp = stamp_text("page_stamp", style.page_stamp, _WIDEST_PAGE_NUMBER)
        self._places = _page_stamp_places(style)
        # Settled once, as there may be thousands of pages: only the number is put in for each.
        self._page_wording = stamp_text("page_stamp", style.page_stamp, NUMBER_MARK)

    @property
    def next_page_number(self) -> int:
        return len(self.sheets) + 1

    def lay(
        self,
        kind: SheetKind,
        item_id: str = "",
        document_id: str = "",
        source_page_index: int = 0,
        *,
        item_stamp: Stamp | None = None,
        page: PageFacts | None = None,
    ) -> None:
        number = self.next_page_number
        page_stamp = self._page_stamp(number)
        stamps = (item_stamp, page_stamp) if item_stamp is not None else (page_stamp,)
        turn_landscape = self._style.landscape_stamps is LandscapeStamps.SHORT_EDGE
        turned = turn_landscape and page is not None and page.is_landscape
        self.sheets.append(Sheet(number, kind, item_id, document_id, source_page_index, stamps, turned, page))

    def pad(self, item_id: str = "") -> None:
        """Lay a filler where the next document would otherwise start on the back of a sheet."""
        if self._style.duplex and len(self.sheets) % 2:
            self.lay(SheetKind.FILLER, item_id)

    def _page_stamp(self, page_number: int) -> Stamp:
        text = self._page_wording.replace(NUMBER_MARK, str(page_number))
        return Stamp(text, self._places[page_number % 2], self._style.font, self._widest_page_stamp)


def _page_stamp_places(style: HouseStyle) -> tuple[StampPlace, StampPlace]:
    """Return where even and odd pages carry their number."""
    if style.page_stamp_place is PageStampPlace.BOTTOM_OUTER:
        even = StampPlace.BOTTOM_LEFT if style.duplex else StampPlace.BOTTOM_RIGHT
        return even, StampPlace.BOTTOM_RIGHT
    place = StampPlace(style.page_stamp_place.value)
    return place, place


def _item_stamp(style: HouseStyle, position: int) -> Stamp | None:
    """Return the stamp of the item at ``position`` (from 1), or None where the council has none."""
    if not style.item_stamp:
        return None
    return Stamp(
        stamp_text("item_stamp", style.item_stamp, position),
        StampPlace(style.item_stamp_place.value),
        style.font,
        stamp_text("item_stamp", style.item_stamp, _WIDEST_ITEM_NUMBER),
    )


def plan_pack(
    meeting: Meeting,
    facts: Mapping[str, DocumentFacts],
    labels: Mapping[str, str],
    front_sheet_page_count: int,
    withheld: Mapping[str, tuple[str, ...]] | None = None,
) -> PackPlan:
    """Lay out the whole pack.

    Args:
        meeting: What this audience may see (``access.public_view`` for the public pack).
        facts: What taking in found out, by document id.
        labels: Appendix labels by document id, from ``numbering.document_labels`` of the meeting
            before anything was withheld.
        front_sheet_page_count: How many pages the front sheet is taken to need, blank side not
            counted. The caller draws it and plans again if that was wrong.
        withheld: What the agenda says of documents kept back, by item id
            (``access.withheld_lines`` of the meeting before they were).

    Raises:
        PackBuilderError: If a document was not taken in, or a stamp's wording is not one.
    """
    style = meeting.style
    numbers = item_numbers(meeting)
    sequence = _Sequence(style)
    for page_index in range(front_sheet_page_count):
        sequence.lay(SheetKind.FRONT_SHEET, source_page_index=page_index)
    sequence.pad()
    items: list[ItemPlan] = []
    for position, item in enumerate(meeting.items, start=1):
        first_page = sequence.next_page_number
        documents = _lay_item(sequence, item, _item_stamp(style, position), facts, labels)
        last_page = sequence.next_page_number - 1
        has_pages = last_page >= first_page
        items.append(
            ItemPlan(
                item=item,
                number=numbers[item.id],
                first_page=first_page if has_pages else None,
                last_page=last_page if has_pages else None,
                range_label=page_range(first_page, last_page, style.range_style) if has_pages else "",
                documents=documents,
                withheld=_closed_lines(meeting, item) + (withheld or {}).get(item.id, ()),
            )
        )
    return PackPlan(
        meeting=meeting,
        sheets=tuple(sequence.sheets),
        items=tuple(items),
        bookmarks=_bookmarks(items, facts),
        front_sheet_page_count=front_sheet_page_count,
    )


def _closed_lines(meeting: Meeting, item: AgendaItem) -> tuple[str, ...]:
    line = access_line(meeting, item)
    return (line,) if line else ()


def _lay_item(
    sequence: _Sequence,
    item: AgendaItem,
    item_stamp: Stamp | None,
    facts: Mapping[str, DocumentFacts],
    labels: Mapping[str, str],
) -> tuple[DocumentPlan, ...]:
    documents: list[DocumentPlan] = []
    for document in item.documents:
        if document.id not in facts:
            raise PackBuilderError(
                f"{document.title or document.file} under {item.title} was not taken in.",
                "Attach it again.",
            )
        first_page = sequence.next_page_number
        for page_index, page in enumerate(facts[document.id].pages):
            is_first = not documents and page_index == 0
            sequence.lay(
                SheetKind.DOCUMENT,
                item.id,
                document.id,
                page_index,
                item_stamp=item_stamp if is_first else None,
                page=page,
            )
        last_page = sequence.next_page_number - 1
        documents.append(DocumentPlan(document, labels.get(document.id, ""), first_page, last_page))
        sequence.pad(item.id)
    if item.to_follow and not item.documents and item.access is Access.OPEN:
        sequence.lay(SheetKind.TO_FOLLOW, item.id, item_stamp=item_stamp)
        sequence.pad(item.id)
    return tuple(documents)


def _bookmarks(items: list[ItemPlan], facts: Mapping[str, DocumentFacts]) -> tuple[Bookmark, ...]:
    """Return "Agenda", then one node per item with its documents and their own bookmarks below.

    An item without pages leads to the agenda, where it is announced.
    """
    nodes = [Bookmark("Agenda", 1)]
    for plan in items:
        number = plan.number if plan.number.endswith(".") else f"{plan.number}."
        title = f"{number} {plan.item.title}"
        if plan.first_page is None or plan.last_page is None:
            nodes.append(Bookmark(title, 1))
            continue
        first_to_last = _in_brackets(plan.first_page, plan.last_page)
        children = tuple(
            Bookmark(
                document.title,
                document.first_page,
                _shifted(facts[document.document.id].bookmarks, document.first_page),
            )
            for document in plan.documents
        )
        nodes.append(Bookmark(f"{title} {first_to_last}", plan.first_page, children))
    return tuple(nodes)


def _in_brackets(first_page: int, last_page: int) -> str:
    """Return "(5-14)" or "(5)", as bookmarks show it whatever the house style."""
    return f"({first_page})" if first_page == last_page else f"({first_page}-{last_page})"


def _shifted(bookmarks: tuple[SourceBookmark, ...], first_page: int) -> tuple[Bookmark, ...]:
    return tuple(
        Bookmark(b.title, first_page + b.page_index, _shifted(b.children, first_page)) for b in bookmarks
    )
