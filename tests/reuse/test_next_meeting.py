"""The next meeting from the last: standing business stays, everything that was for once goes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packbuilder.assets import resource
from packbuilder.meeting.house_style import HouseStyle
from packbuilder.meeting.meeting import (
    Access,
    Action,
    ActionStatus,
    AgendaItem,
    Form,
    Meeting,
    Member,
    Notice,
    Part,
)
from packbuilder.reuse.next_meeting import is_standing, next_meeting
from packbuilder.reuse.next_minute_numbers import next_minute_numbers
from packbuilder.reuse.written_dates import with_meeting_of
from packbuilder.storage.description import read_description
from packbuilder.storage.templates import new_meeting, template_names
from tests.builders import a_document, a_meeting, an_item, meetings

PACKS = sorted((Path(__file__).resolve().parents[1] / "packs").glob("*.toml"))
JUNE, JULY = dt.date(2026, 6, 16), dt.date(2026, 7, 21)


def the_sample() -> Meeting:
    return read_description(resource("sample/meeting.toml"))


def test_the_sample_keeps_its_standing_business_and_loses_the_rest() -> None:
    new = next_meeting(the_sample())

    assert new.meeting.date == dt.date(2027, 6, 17), "the third Thursday, a quarter later"
    assert [(item.title, item.lead, item.minutes) for item in new.meeting.items] == [
        ("Apologies for absence", "Chair", 2),
        ("Notification of requests to address the meeting", "Chair", 3),
        ("Declarations of interests", "Chair", 2),
        ("Minutes of the meeting held on 18 March 2027", "Chair", 3),
        ("Action log", "Lucy Farrant", 5),
        ("Exclusion of the press and public", "Chair", 5),
    ]
    assert [action.number for action in new.meeting.actions] == [
        "170926/03", "101226/01", "101226/02", "101226/04",
    ]  # fmt: skip
    assert new.meeting.style.minute_numbers == "44."
    assert new.kept == (
        "16 members, 5 officers, 4 notices and the house style.",
        "6 standing items: Apologies for absence; Notification of requests to address the meeting; "
        "Declarations of interests; Minutes of the meeting held on 18 March 2027; and 2 more.",
        "4 outstanding actions.",
        "The minutes to be agreed are those of 18 March 2027.",
        "Minute numbers go on from 44.",
        "Check the date in the introduction.",
    )
    assert new.cleared[1:] == (
        "12 documents.",
        "All recommendations.",
        "3 completed actions.",
        "The date of publication.",
    )
    assert new.cleared[0].startswith("6 items of business: Winter 2026/27: what we learned; ")


def test_what_stayed_and_what_went_reads_well_alone_in_a_notice() -> None:
    assert next_meeting(the_sample()).notice_words == (
        "Kept: house style, 16 members, 5 officers, 4 notices, 6 standing items (Apologies for absence; "
        "Notification of requests to address the ...; Declarations of interests; and 3 more), 4 outstanding "
        "actions. Cleared: 6 items of business (Winter 2026/27: what we learned; Eldenham Health and Leisure "
        "Hub: the ...; Warm, safe homes: disabled facilities ...; and 3 more), 12 documents, all "
        "recommendations, 3 completed actions, the date of publication. The minutes to be agreed are those "
        "of 18 March 2027. Minute numbers go on from 44. Check the date in the introduction. Undo gives you "
        "the whole last meeting."
    )
    nothing_cleared = next_meeting(a_meeting(an_item("a", title="Apologies")), JULY).notice_words
    assert nothing_cleared == (
        "Kept: house style, 1 standing item (Apologies). Undo gives you the whole last meeting."
    )


@pytest.mark.parametrize("name", template_names())
def test_all_business_of_a_template_comes_back_at_every_meeting(name: str) -> None:
    last = new_meeting(name, JUNE)

    new = next_meeting(last, JULY)

    expected = [dataclasses.replace(item, title=with_meeting_of(item.title, JUNE)) for item in last.items]
    assert [without_id(item) for item in new.meeting.items] == [without_id(item) for item in expected]
    unchanged = ("items", "date", "style")
    assert dataclasses.replace(new.meeting, **{f: getattr(last, f) for f in unchanged}) == last
    assert new.cleared == ()


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_published_agendas_are_told_apart_item_by_item(path: Path) -> None:
    standing_words = (
        "apologies", "requests", "declarations", "minutes", "action log", "announcements", "work programme",
        "urgent", "exclusion", "close",
    )  # fmt: skip
    titles = [item["title"] for item in tomllib.loads(path.read_text(encoding="utf-8"))["item"]]

    kept = [title for title in titles if is_standing(AgendaItem("i", title))]

    assert kept == [title for title in titles if any(word in title.casefold() for word in standing_words)]


@pytest.mark.parametrize(
    ("title", "stays"),
    [
        ("Work Programme 2026/27", True),
        ("Forward Plan", True),
        ("Petitions", True),
        ("Declarations", True),
        ("Declaration of a climate emergency", False),
        ("Questions from members", True),
        ("Public questions", True),
        ("Dates of future meetings", True),
        ("Welcome and introductions", True),
        ("Any other urgent business", True),
        ("Work programme for the new hospital", False),
        ("Petition: save Corby library", False),
        ("Budget 2027/28", False),
        ("Budget monitoring: the overspend in social care", False),
        ("Declarations of interest policy", False),
        ("Exclusions from schools", False),
        ("Homes", False),
    ],
)
def test_business_is_known_by_its_title(title: str, stays: bool) -> None:
    assert is_standing(AgendaItem("i", title)) is stays


def test_everything_that_was_for_once_goes_from_a_standing_item() -> None:
    last = a_meeting(
        an_item(
            "log",
            a_document("d"),
            title="Action log",
            description="To note progress.",
            lead="Lucy Farrant",
            form=Form.PAPER,
            minutes=5,
            start=dt.time(14, 30),
            access=Access.EXEMPT,
            exempt_paragraphs=(3,),
            public_title="Actions",
            to_follow=True,
            urgency_reason="It came late.",
            recommendations=("Note it.",),
            parts=(Part("Progress", ("Ann Other",)),),
        ),
        an_item("urgent", title="Urgent business", start=dt.time(15)),
        date=JUNE,
        published=dt.date(2026, 6, 8),
    )

    log, urgent = next_meeting(last, JULY).meeting.items

    assert without_id(log) == without_id(
        an_item(
            "log",
            title="Action log",
            description="To note progress.",
            lead="Lucy Farrant",
            form=Form.PAPER,
            minutes=5,
            start=dt.time(14, 30),
            access=Access.EXEMPT,
            exempt_paragraphs=(3,),
            public_title="Actions",
        )
    )
    assert urgent.start is None


def test_how_long_an_item_took_by_the_clock_is_kept_where_the_clock_goes() -> None:
    last = a_meeting(
        an_item("a", title="Apologies", start=dt.time(14)),
        an_item("b", title="Declarations of interest", start=dt.time(14, 2)),
        an_item("c", title="Homes", start=dt.time(14, 7)),
        an_item("d", title="Urgent business", start=dt.time(15), minutes=4),
    )

    items = next_meeting(last).meeting.items

    assert [(item.minutes, item.start) for item in items] == [(2, dt.time(14)), (5, None), (4, None)]


def test_a_heading_over_business_that_went_stands_over_what_is_left_of_its_section() -> None:
    last = a_meeting(
        an_item("a", title="Apologies", section="Opening"),
        an_item("b", title="Homes", section="For decision"),
        an_item("c", title="Budget monitoring"),
        an_item("d", title="Roads", section="For scrutiny"),
        an_item("e", title="Urgent business", section="Closing"),
    )

    assert [item.section for item in next_meeting(last).meeting.items] == [
        "Opening", "For decision", "Closing",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "description", "expected_title", "expected_description"),
    [
        (
            "Minutes of the meeting held on Tuesday 19 May 2026",
            "To agree the minutes of 19th May 2026 as a correct record.",
            "Minutes of the meeting held on Tuesday 16 June 2026",
            "To agree the minutes of 16th June 2026 as a correct record.",
        ),
        (
            "Minutes",
            "To confirm the Minutes of the meeting of the Committee held on 21 November 2022.",
            "Minutes",
            "To confirm the Minutes of the meeting of the Committee held on 16 June 2026.",
        ),
        (
            "Minutes of the previous meeting",
            "To agree the minutes as a correct record.",
            "Minutes of the meeting held on 16 June 2026",
            "To agree the minutes as a correct record.",
        ),
        (
            "Minutes of the last meeting",
            "To agree the minutes of 19 May 2026.",
            "Minutes of the last meeting",
            "To agree the minutes of 16 June 2026.",
        ),
    ],
)
def test_the_minutes_to_be_agreed_are_those_of_the_last_meeting(
    title: str, description: str, expected_title: str, expected_description: str
) -> None:
    last = a_meeting(an_item("m", title=title, description=description), date=JUNE)

    (item,) = next_meeting(last, JULY).meeting.items

    assert (item.title, item.description) == (expected_title, expected_description)


def test_dates_in_texts_that_came_along_are_pointed_out() -> None:
    last = a_meeting(
        an_item("a", title="Apologies", description="By noon on 15 June."),
        introduction="Ask by 12 June 2026.",
        notices=(Notice("Parking", "The car park closes in May 2026."), Notice("Phones", "Switch them off.")),
        members=(Member("Ann Other"),),
    )

    assert next_meeting(last, JULY).kept[2:] == (
        "Check the date in the introduction.",
        'Check the date in the notice "Parking".',
        "Check the date in item 1 (Apologies).",
    )


@pytest.mark.parametrize(
    ("numbers", "last", "date", "item_count", "expected"),
    [
        ("42.", JUNE, JULY, 9, "51."),
        ("1.", JUNE, JULY, 9, "10."),
        ("99", JUNE, JULY, 1, "100"),
        ("01.", JUNE, JULY, 9, "01."),
        ("001", JUNE, JULY, 9, "001"),
        ("67/26", JUNE, JULY, 9, "76/26"),
        ("067/2026.", JUNE, JULY, 9, "076/2026."),
        ("67/26", dt.date(2026, 12, 8), dt.date(2027, 1, 12), 9, "76/26"),
        ("67/26", dt.date(2027, 4, 6), dt.date(2027, 5, 25), 9, "1/27"),
        ("067/26.", dt.date(2027, 4, 6), dt.date(2027, 5, 25), 9, "001/27."),
        ("67/2026", dt.date(2027, 3, 2), dt.date(2027, 6, 1), 9, "1/2027"),
        ("67/27", dt.date(2027, 3, 2), dt.date(2027, 6, 1), 9, "76/27"),
        ("67/27", dt.date(2027, 4, 6), dt.date(2028, 1, 4), 9, "1/28"),
        ("67/99", JUNE, dt.date(2027, 6, 15), 9, "76/99"),
        ("none", JUNE, JULY, 9, "none"),
    ],
)
def test_minute_numbers_run_on_as_the_council_counts_them(
    numbers: str, last: dt.date, date: dt.date, item_count: int, expected: str
) -> None:
    items = [an_item(f"i{n}") for n in range(item_count)]
    meeting = a_meeting(*items, date=last, style=HouseStyle(minute_numbers=numbers))

    assert next_minute_numbers(meeting, date) == expected


TITLES = st.sampled_from(
    ["Apologies", "Minutes of 19 May 2026", "Action log", "Urgent business", "Homes", "Roads"]
)


@given(meetings(), st.lists(TITLES, min_size=4, max_size=4))
def test_nothing_of_the_last_meeting_can_be_published_again_by_mistake(
    last: Meeting, titles: list[str]
) -> None:
    named = tuple(
        dataclasses.replace(item, title=title) for item, title in zip(last.items, titles, strict=False)
    )
    done = Action("1", "Done", status=ActionStatus.COMPLETED)
    last = dataclasses.replace(last, items=named, actions=(*last.actions, done), published=JUNE)

    new = next_meeting(last).meeting

    assert new.published is None
    assert new.date > last.date
    assert not new.documents()
    for item in new.items:
        assert (item.recommendations, item.parts, item.to_follow, item.urgency_reason) == ((), (), False, "")
        assert is_standing(item)
    ids = [item.id for item in new.items]
    assert len(set(ids)) == len(ids)
    assert not set(ids) & {item.id for item in last.items}
    assert done not in new.actions
    closed = {item.title for item in last.items if item.access is not Access.OPEN and is_standing(item)}
    assert sum(item.access is not Access.OPEN for item in new.items) >= len(closed), (
        "what was closed stays so"
    )
    again = next_meeting(dataclasses.replace(last, style=new.style), new.date).meeting
    assert [without_id(item) for item in again.items] == [without_id(item) for item in new.items]


def without_id(item: AgendaItem) -> AgendaItem:
    return dataclasses.replace(item, id="")
