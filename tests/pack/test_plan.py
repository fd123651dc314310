"""The numbers are always right: where every page of the pack lies and what is stamped on it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packbuilder.errors import PackBuilderError
from packbuilder.meeting.access import public_view
from packbuilder.meeting.document_facts import DocumentFacts, SourceBookmark
from packbuilder.meeting.house_style import (
    FontFamily,
    HouseStyle,
    ItemStampPlace,
    LandscapeStamps,
    PageStampPlace,
    RangeStyle,
)
from packbuilder.meeting.meeting import Access, AgendaItem, DocumentRole, Meeting
from packbuilder.meeting.numbering import document_labels
from packbuilder.pack.plan import Bookmark, PackPlan, Sheet, SheetKind, StampPlace, plan_pack
from tests.builders import (
    A4_LANDSCAPE_PT,
    a_document,
    a_meeting,
    an_item,
    meetings,
    pages,
    pages_of,
)

SIMPLEX = HouseStyle(duplex=False)


def plan_of(
    meeting: Meeting, facts: Mapping[str, DocumentFacts] | None = None, front_sheet_page_count: int = 2
) -> PackPlan:
    """Plan a pack whose documents have one page each, save those in ``facts``."""
    all_facts = {**pages_of(meeting, {}), **(facts or {})}
    return plan_pack(meeting, all_facts, document_labels(meeting), front_sheet_page_count)


def kinds(sheets: Sequence[Sheet]) -> str:
    """Return one letter for each sheet: front sheet, document, blank filler, to follow."""
    letters = {
        SheetKind.FRONT_SHEET: "F",
        SheetKind.DOCUMENT: "D",
        SheetKind.FILLER: "b",
        SheetKind.TO_FOLLOW: "T",
    }
    return "".join(letters[sheet.kind] for sheet in sheets)


def stamps_at(sheet: Sheet, place: StampPlace) -> list[str]:
    return [stamp.text for stamp in sheet.stamps if stamp.place is place]


def words_and_places(sheet: Sheet) -> list[tuple[str, StampPlace]]:
    return [(stamp.text, stamp.place) for stamp in sheet.stamps]


@st.composite
def public_plans(draw: st.DrawFn, *, duplex: bool | None = None) -> PackPlan:
    """Draw the plan of a public pack, as it is made: numbers and letters first, then what is withheld."""
    style = HouseStyle(duplex=draw(st.booleans()) if duplex is None else duplex)
    meeting = dataclasses.replace(draw(meetings()), style=style)
    view = public_view(meeting)
    counts = {d.id: draw(st.integers(1, 4)) for _, d in view.documents()}
    return plan_pack(view, pages_of(view, counts), document_labels(meeting), draw(st.integers(1, 4)))


# Every page has its number.


@given(public_plans())
def test_the_pages_are_numbered_from_one_without_a_gap_and_each_carries_its_number(plan: PackPlan) -> None:
    assert [sheet.page_number for sheet in plan.sheets] == list(range(1, plan.page_count + 1))
    for sheet in plan.sheets:
        assert stamps_at(sheet, StampPlace.BOTTOM_CENTRE) == [f"Page {sheet.page_number}"]


@given(public_plans())
def test_every_page_of_every_document_is_in_the_pack_once_and_in_order(plan: PackPlan) -> None:
    laid = [
        (s.item_id, s.document_id, s.source_page_index) for s in plan.sheets if s.kind is SheetKind.DOCUMENT
    ]

    assert laid == [
        (item.item.id, document.document.id, page_index)
        for item in plan.items
        for document in item.documents
        for page_index in range(document.last_page - document.first_page + 1)
    ]
    front = [s.source_page_index for s in plan.sheets if s.kind is SheetKind.FRONT_SHEET]
    assert front == list(range(plan.front_sheet_page_count))


# Duplex.


@given(public_plans(duplex=True))
def test_in_a_duplex_pack_every_document_starts_on_the_front_of_a_sheet(plan: PackPlan) -> None:
    starts = [document.first_page for item in plan.items for document in item.documents]

    assert [page_number for page_number in starts if page_number % 2 == 0] == []
    assert plan.page_count % 2 == 0


@given(public_plans(duplex=True))
def test_a_filler_lies_only_where_an_odd_page_would_have_an_empty_back(plan: PackPlan) -> None:
    for before, sheet in pairwise(plan.sheets):
        if sheet.kind is SheetKind.FILLER:
            assert before.page_number % 2 == 1
            assert before.kind is not SheetKind.FILLER
            assert sheet.item_id == before.item_id


def test_a_single_sided_pack_has_no_filler() -> None:
    meeting = a_meeting(
        an_item("homes", a_document("report"), a_document("map")),
        an_item("fund", to_follow=True),
        an_item("log", a_document("log")),
        style=SIMPLEX,
    )

    assert kinds(plan_of(meeting, {"report": pages(3)}, front_sheet_page_count=1).sheets) == "FDDDDTD"


def test_the_front_sheet_is_padded_to_whole_leaves() -> None:
    meeting = a_meeting(an_item("log", a_document("log")))

    assert kinds(plan_of(meeting, front_sheet_page_count=3).sheets) == "FFFbDb"
    assert kinds(plan_of(meeting, front_sheet_page_count=4).sheets) == "FFFFDb"


# Ranges.


@given(public_plans())
def test_each_item_with_pages_starts_where_the_one_before_it_ended(plan: PackPlan) -> None:
    ranges = [(i.first_page, i.last_page) for i in plan.items if i.first_page is not None]

    front = plan.front_sheet_page_count
    end = front + front % 2 if plan.meeting.style.duplex else front
    for first_page, last_page in ranges:
        assert first_page == end + 1
        assert last_page is not None
        assert last_page >= first_page
        end = last_page
    assert end == plan.page_count


def test_the_blank_side_after_a_document_is_counted_in_the_item_it_follows() -> None:
    meeting = a_meeting(an_item("log", a_document("log")), an_item("homes", a_document("report")))

    log, homes = plan_of(meeting, {"report": pages(2)}, front_sheet_page_count=14).items

    assert (log.first_page, log.last_page, log.range_label) == (15, 16, "15-16")
    assert (log.documents[0].first_page, log.documents[0].last_page) == (15, 15)
    assert (homes.first_page, homes.last_page) == (17, 18)


@pytest.mark.parametrize(
    ("ranges", "labels"),
    [
        (RangeStyle.TIGHT, ["3-5", "6", ""]),
        (RangeStyle.SPACED, ["3 - 5", "6", ""]),
        (RangeStyle.WORDS, ["(Pages 3 - 5)", "(Page 6)", ""]),
    ],
)
def test_ranges_are_printed_in_the_house_style(ranges: RangeStyle, labels: list[str]) -> None:
    meeting = a_meeting(
        an_item("homes", a_document("report")),
        an_item("log", a_document("log")),
        an_item("close"),
        style=dataclasses.replace(SIMPLEX, page_ranges=ranges),
    )

    plan = plan_of(meeting, {"report": pages(3)})

    assert [item.range_label for item in plan.items] == labels


# Stamps.


@given(public_plans())
def test_the_item_is_stamped_once_on_its_first_page_with_its_place_in_the_agenda(plan: PackPlan) -> None:
    stamped = {s.page_number: stamps_at(s, StampPlace.TOP_RIGHT) for s in plan.sheets if len(s.stamps) > 1}

    assert stamped == {
        item.first_page: [f"Agenda Item {position}"]
        for position, item in enumerate(plan.items, start=1)
        if item.first_page is not None
    }


def test_an_item_without_pages_still_counts_in_the_stamps_of_those_after_it() -> None:
    meeting = a_meeting(
        an_item("apologies"), an_item("homes", a_document("r")), style=HouseStyle(item_numbers="01")
    )

    plan = plan_of(meeting)

    assert plan.items[1].number == "02"
    assert words_and_places(plan.sheets[2]) == [
        ("Agenda Item 2", StampPlace.TOP_RIGHT),
        ("Page 3", StampPlace.BOTTOM_CENTRE),
    ]


@pytest.mark.parametrize(
    ("setting", "turned"),
    [(LandscapeStamps.SHORT_EDGE, [True, False]), (LandscapeStamps.UPRIGHT, [False] * 2)],
)
def test_stamps_are_turned_on_landscape_pages_where_the_council_wants_it(
    setting: LandscapeStamps, turned: list[bool]
) -> None:
    meeting = a_meeting(
        an_item("homes", a_document("slides"), a_document("report")),
        style=HouseStyle(duplex=False, landscape_stamps=setting),
    )

    plan = plan_of(meeting, {"slides": pages(1, A4_LANDSCAPE_PT)})

    assert [sheet.stamps_turned for sheet in plan.sheets] == [False, False, *turned]


# To follow, and closed.


def test_a_paper_that_is_to_follow_has_a_sheet_that_says_so() -> None:
    meeting = a_meeting(an_item("fund", to_follow=True), an_item("homes", a_document("report")))

    plan = plan_of(meeting)

    assert kinds(plan.sheets) == "FFTbDb"
    assert (plan.items[0].first_page, plan.items[0].last_page) == (3, 4)
    assert stamps_at(plan.sheets[2], StampPlace.TOP_RIGHT) == ["Agenda Item 1"]
    assert plan.sheets[2].item_id == "fund"


def test_the_sheet_goes_when_the_paper_has_come() -> None:
    assert kinds(plan_of(a_meeting(an_item("fund", a_document("paper"), to_follow=True))).sheets) == "FFDb"


@pytest.mark.parametrize("access", [Access.EXEMPT, Access.CONFIDENTIAL])
def test_a_closed_item_keeps_its_line_and_has_no_pages(access: Access) -> None:
    meeting = a_meeting(
        an_item("sale", a_document("offer"), access=access, exempt_paragraphs=(3,), to_follow=True),
        an_item("homes", a_document("report")),
    )

    plan = plan_of(public_view(meeting))

    sale, homes = plan.items
    assert (sale.number, sale.first_page, sale.last_page, sale.range_label) == ("1.", None, None, "")
    assert sale.documents == ()
    assert kinds(plan.sheets) == "FFDb"
    assert stamps_at(plan.sheets[2], StampPlace.TOP_RIGHT) == ["Agenda Item 2"]
    assert homes.first_page == 3


def test_a_closed_paper_that_is_to_follow_is_announced_by_no_sheet_even_in_a_pack_that_may_hold_it() -> None:
    meeting = a_meeting(an_item("sale", access=Access.EXEMPT, exempt_paragraphs=(3,), to_follow=True))

    assert kinds(plan_of(meeting).sheets) == "FF"


@given(public_plans())
def test_no_page_of_the_public_pack_comes_from_what_is_closed(plan: PackPlan) -> None:
    open_documents = {
        document.id
        for item, document in plan.meeting.documents()
        if item.access is Access.OPEN and document.access is Access.OPEN
    }

    assert {sheet.document_id for sheet in plan.sheets if sheet.document_id} == open_documents


# Labels and bookmarks.


def test_an_appendix_is_named_by_its_letter_and_title() -> None:
    appendix = DocumentRole.APPENDIX
    item = an_item(
        "homes",
        a_document("report", title=""),
        a_document("map", title="Site plan", role=appendix),
        a_document("data", title="", role=appendix),
    )

    plan = plan_of(a_meeting(item))

    assert [document.label for document in plan.items[0].documents] == ["", "Appendix A", "Appendix B"]
    assert [document.title for document in plan.items[0].documents] == [
        "Report",
        "Appendix A: Site plan",
        "Appendix B",
    ]


def test_an_open_appendix_keeps_its_letter_where_the_one_before_it_is_withheld() -> None:
    appendix = DocumentRole.APPENDIX
    item = an_item(
        "homes",
        a_document("offer", role=appendix, access=Access.EXEMPT, exempt_paragraphs=(3,)),
        a_document("map", role=appendix),
    )
    meeting = a_meeting(item)
    view = public_view(meeting)

    plan = plan_pack(view, pages_of(view, {}), document_labels(meeting), 2)

    assert [document.label for document in plan.items[0].documents] == ["Appendix B"]


def test_the_bookmarks_are_the_agenda_then_items_then_documents_then_their_own() -> None:
    own = SourceBookmark("1. Summary", 0, (SourceBookmark("1.1 Costs", 1),))
    meeting = a_meeting(
        an_item("apologies"),
        an_item("homes", a_document("report"), a_document("map", role=DocumentRole.APPENDIX)),
        an_item("log", a_document("log")),
        style=HouseStyle(duplex=False, item_numbers="01", page_ranges=RangeStyle.WORDS),
    )

    plan = plan_of(meeting, {"report": pages(3, bookmarks=(own,)), "map": pages(2)})

    assert plan.bookmarks == (
        Bookmark("Agenda", 1),
        Bookmark("01. Apologies", 1),
        Bookmark(
            "02. Homes (3-7)",
            3,
            (
                Bookmark("report", 3, (Bookmark("1. Summary", 3, (Bookmark("1.1 Costs", 4),)),)),
                Bookmark("Appendix A: map", 6),
            ),
        ),
        Bookmark("03. Log (8)", 8, (Bookmark("log", 8),)),
    )


@given(public_plans())
def test_every_bookmark_leads_to_the_page_where_its_item_or_document_starts(plan: PackPlan) -> None:
    agenda, *nodes = plan.bookmarks

    assert agenda.page_number == 1
    assert [node.page_number for node in nodes] == [item.first_page or 1 for item in plan.items]
    for node, item in zip(nodes, plan.items, strict=True):
        assert [b.page_number for b in node.children] == [d.first_page for d in item.documents]


# The whole.


def test_a_document_that_was_not_taken_in_is_named_with_its_item() -> None:
    meeting = a_meeting(an_item("homes", a_document("report", title="Homes for all")))

    with pytest.raises(PackBuilderError, match="Homes for all under Homes was not taken in") as refused:
        plan_pack(meeting, {}, {}, 2)

    assert refused.value.next_step


def test_the_largest_packs_can_be_planned() -> None:
    items: list[AgendaItem] = [an_item(f"item {n}", a_document(f"report {n}")) for n in range(200)]
    meeting = a_meeting(*items)

    plan = plan_of(meeting, {document.id: pages(10) for _, document in meeting.documents()})

    assert plan.page_count == 2 + 200 * 10
    assert plan.items[-1].range_label == "1993-2002"
    assert words_and_places(plan.sheets[1992]) == [
        ("Agenda Item 200", StampPlace.TOP_RIGHT),
        ("Page 1993", StampPlace.BOTTOM_CENTRE),
    ]


# The council's stamps.


def styled(**choices: Any) -> PackPlan:
    """Plan an agenda of one page with its blank side, a report of three pages and one of one."""
    meeting = a_meeting(
        an_item("one", a_document("a")), an_item("two", a_document("b")), style=HouseStyle(**choices)
    )
    facts = {"a": pages(3), "b": pages(1)}
    return plan_pack(meeting, facts, {}, 1)


def test_every_sheet_of_whatever_kind_says_its_number_in_the_councils_words() -> None:
    plan = styled(page_stamp="Tudalen {number}", page_stamp_place=PageStampPlace.BOTTOM_LEFT)

    assert {sheet.kind for sheet in plan.sheets} == {
        SheetKind.FRONT_SHEET,
        SheetKind.FILLER,
        SheetKind.DOCUMENT,
    }
    assert [stamps_at(sheet, StampPlace.BOTTOM_LEFT) for sheet in plan.sheets] == [
        [f"Tudalen {number}"] for number in range(1, len(plan.sheets) + 1)
    ]


def test_outer_page_numbers_stand_away_from_the_fold_of_a_pack_printed_on_both_sides() -> None:
    plan = styled(page_stamp_place=PageStampPlace.BOTTOM_OUTER)

    assert [sheet.stamps[-1].place.value for sheet in plan.sheets[:4]] == [
        "bottom right",
        "bottom left",
        "bottom right",
        "bottom left",
    ]


def test_outer_page_numbers_stand_on_the_right_of_a_pack_printed_on_one_side() -> None:
    plan = styled(page_stamp_place=PageStampPlace.BOTTOM_OUTER, duplex=False)

    assert {sheet.stamps[-1].place for sheet in plan.sheets} == {StampPlace.BOTTOM_RIGHT}


@pytest.mark.parametrize("place", ItemStampPlace)
def test_items_are_stamped_on_their_first_page_in_the_councils_words_and_place(place: ItemStampPlace) -> None:
    plan = styled(item_stamp="Eitem {number}", item_stamp_place=place)

    stamped = {sheet.page_number: stamps_at(sheet, StampPlace(place.value)) for sheet in plan.sheets}
    assert {number: texts for number, texts in stamped.items() if texts} == {
        3: ["Eitem 1"],
        7: ["Eitem 2"],
    }


def test_a_council_may_have_no_item_stamps() -> None:
    plan = styled(item_stamp="")

    assert {len(sheet.stamps) for sheet in plan.sheets} == {1}


def test_stamps_are_in_the_councils_font() -> None:
    plan = styled(font=FontFamily.SERIF)

    assert {stamp.font for sheet in plan.sheets for stamp in sheet.stamps} == {FontFamily.SERIF}


@pytest.mark.parametrize("key", ["item_stamp", "page_stamp"])
def test_a_pack_without_the_number_in_a_stamp_is_not_planned(key: str) -> None:
    with pytest.raises(PackBuilderError, match=f'{key} is "Page": it does not say where the number goes'):
        styled(**{key: "Page"})
