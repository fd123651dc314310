"""Edits of a meeting: each gives a new value, loses nothing, and can be taken back."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any, get_type_hints

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from packbuilder.meeting.access import public_view
from packbuilder.meeting.edits import (
    DocumentFields,
    ItemFields,
    MeetingFields,
    add_item,
    attach_document,
    change_document,
    change_item,
    change_meeting,
    duplicate_item,
    move_document,
    move_item,
    remove_document,
    remove_item,
    set_document_access,
    set_item_access,
)
from packbuilder.meeting.meeting import Access, AgendaItem, Document, DocumentRole, Meeting, Member, new_id
from packbuilder.meeting.numbering import item_numbers
from tests.builders import CLOSED, a_document, a_meeting, an_item, meetings

Draw = Callable[[st.SearchStrategy[Any]], Any]

THREE = a_meeting(
    an_item("apologies"),
    an_item("homes", a_document("report"), a_document("map", role=DocumentRole.APPENDIX)),
    an_item("sale", a_document("offer"), access=Access.EXEMPT, exempt_paragraphs=(3,)),
)


def item_ids(meeting: Meeting) -> list[str]:
    return [item.id for item in meeting.items]


def document_ids(meeting: Meeting) -> dict[str, list[str]]:
    return {item.id: [document.id for document in item.documents] for item in meeting.items}


def all_ids(meeting: Meeting) -> list[str]:
    return item_ids(meeting) + [document.id for _, document in meeting.documents()]


def any_edit(meeting: Meeting, draw: Draw) -> Meeting:
    """Make one edit that the window could make."""
    items, documents = item_ids(meeting), [d.id for _, d in meeting.documents()]
    edits: list[Callable[[], Meeting]] = [
        lambda: change_meeting(meeting, venue=draw(st.text(max_size=5))),
        lambda: add_item(meeting, AgendaItem(new_id(), "New"), draw(st.integers(0, len(items)))),
    ]
    if items:
        item_id = draw(st.sampled_from(items))
        edits += [
            lambda: remove_item(meeting, item_id),
            lambda: move_item(meeting, item_id, draw(st.integers(0, len(items) - 1))),
            lambda: duplicate_item(meeting, item_id),
            lambda: change_item(meeting, item_id, title=draw(st.text(max_size=5))),
            lambda: set_item_access(meeting, item_id, draw(st.sampled_from(Access))),
            lambda: attach_document(meeting, item_id, Document(new_id(), "late.pdf")),
        ]
        if documents:
            document_id = draw(st.sampled_from(documents))
            edits += [
                lambda: remove_document(meeting, document_id),
                lambda: move_document(meeting, document_id, item_id),
                lambda: change_document(meeting, document_id, title=draw(st.text(max_size=5))),
                lambda: set_document_access(meeting, document_id, draw(st.sampled_from(Access))),
            ]
    edit: Callable[[], Meeting] = draw(st.sampled_from(edits))
    return edit()


# Any run of edits.


@given(meetings(), st.data())
def test_after_any_edits_every_id_is_still_unique(meeting: Meeting, data: st.DataObject) -> None:
    for _ in range(8):
        meeting = any_edit(meeting, data.draw)

        assert len(set(all_ids(meeting))) == len(all_ids(meeting))


@given(meetings(), st.data())
def test_any_edits_are_undone_by_going_back_to_the_value_before(
    meeting: Meeting, data: st.DataObject
) -> None:
    kept, written = [meeting], [repr(meeting)]
    for _ in range(6):
        kept.append(any_edit(kept[-1], data.draw))
        written.append(repr(kept[-1]))

    assert [repr(value) for value in kept] == written


# The meeting.


def test_a_field_of_the_meeting_is_set_and_the_rest_stays() -> None:
    members = (Member("Cllr Helen Harrison", position="Chair"),)

    changed = change_meeting(THREE, venue="Corby", members=members)

    assert changed == dataclasses.replace(THREE, venue="Corby", members=members)


def test_what_can_be_set_is_what_the_records_hold_save_ids_access_and_what_has_edits_of_its_own() -> None:
    access = {"access", "exempt_paragraphs"}

    assert set(MeetingFields.__annotations__) == names_of(Meeting) - {"items"}
    assert set(ItemFields.__annotations__) == names_of(AgendaItem) - {"id", "documents"} - access
    assert set(DocumentFields.__annotations__) == names_of(Document) - {"id"} - access
    for fields, record in ((MeetingFields, Meeting), (ItemFields, AgendaItem), (DocumentFields, Document)):
        hints = get_type_hints(record)
        assert {name: hints[name] for name in fields.__annotations__} == get_type_hints(fields)


def names_of(record: type[Any]) -> set[str]:
    return {field.name for field in dataclasses.fields(record)}


# Items.


@pytest.mark.parametrize(
    ("index", "order"),
    [
        (None, ["apologies", "homes", "sale", "late"]),
        (0, ["late", "apologies", "homes", "sale"]),
        (2, ["apologies", "homes", "late", "sale"]),
        (3, ["apologies", "homes", "sale", "late"]),
    ],
)
def test_an_item_is_added_where_it_is_wanted(index: int | None, order: list[str]) -> None:
    assert item_ids(add_item(THREE, an_item("late"), index)) == order


def test_an_added_item_brings_its_documents_and_moves_the_numbers_below_it() -> None:
    changed = add_item(THREE, an_item("late", a_document("paper")), 1)

    assert document_ids(changed)["late"] == ["paper"]
    assert item_numbers(changed) == {"apologies": "1.", "late": "2.", "homes": "3.", "sale": "4."}


def test_a_removed_item_takes_its_documents_with_it() -> None:
    changed = remove_item(THREE, "homes")

    assert document_ids(changed) == {"apologies": [], "sale": ["offer"]}


@pytest.mark.parametrize(
    ("item_id", "index", "order"),
    [
        ("apologies", 0, ["apologies", "homes", "sale"]),
        ("apologies", 1, ["homes", "apologies", "sale"]),
        ("apologies", 2, ["homes", "sale", "apologies"]),
        ("sale", 0, ["sale", "apologies", "homes"]),
    ],
)
def test_a_moved_item_then_stands_at_the_index(item_id: str, index: int, order: list[str]) -> None:
    changed = move_item(THREE, item_id, index)

    assert item_ids(changed) == order
    assert sorted(map(repr, changed.items)) == sorted(map(repr, THREE.items))


@given(meetings(), st.data())
def test_moving_an_item_there_and_back_changes_nothing(meeting: Meeting, data: st.DataObject) -> None:
    assume(meeting.items)
    indices = st.integers(0, len(meeting.items) - 1)
    index, there = data.draw(indices), data.draw(indices)
    item_id = meeting.items[index].id

    assert move_item(move_item(meeting, item_id, there), item_id, index) == meeting


def test_a_copy_of_an_item_stands_right_after_it_and_shares_no_id_with_it() -> None:
    changed = duplicate_item(THREE, "homes")

    original, copy = changed.items[1:3]
    assert item_ids(changed)[0::3] == ["apologies", "sale"]
    assert original == THREE.items[1]
    assert {copy.id, *(d.id for d in copy.documents)}.isdisjoint(all_ids(THREE))
    assert [(d.file, d.role) for d in copy.documents] == [(d.file, d.role) for d in original.documents]
    assert dataclasses.replace(copy, id="homes", documents=original.documents) == original


def test_a_field_of_an_item_is_set_and_the_rest_of_the_agenda_stays() -> None:
    changed = change_item(THREE, "homes", title="New homes", minutes=20, start=dt.time(14, 40))

    assert changed.items[1] == dataclasses.replace(
        THREE.items[1], title="New homes", minutes=20, start=dt.time(14, 40)
    )
    assert (changed.items[0], changed.items[2]) == (THREE.items[0], THREE.items[2])


def test_a_closed_item_names_its_paragraphs_once_and_in_order() -> None:
    changed = set_item_access(THREE, "homes", Access.EXEMPT, [5, 3, 5])

    assert changed.items[1].access is Access.EXEMPT
    assert changed.items[1].exempt_paragraphs == (3, 5)
    assert public_view(changed).items[1].documents == ()


def test_an_item_that_is_opened_names_no_paragraph_any_more() -> None:
    changed = set_item_access(THREE, "sale", Access.OPEN)

    assert changed.items[2] == dataclasses.replace(THREE.items[2], access=Access.OPEN, exempt_paragraphs=())


# Documents.


@pytest.mark.parametrize(
    ("index", "order"),
    [(None, ["report", "map", "late"]), (0, ["late", "report", "map"]), (1, ["report", "late", "map"])],
)
def test_a_document_is_attached_where_it_is_wanted(index: int | None, order: list[str]) -> None:
    assert document_ids(attach_document(THREE, "homes", a_document("late"), index))["homes"] == order


def test_a_removed_document_leaves_the_others() -> None:
    assert document_ids(remove_document(THREE, "report")) == {
        "apologies": [],
        "homes": ["map"],
        "sale": ["offer"],
    }


def test_a_document_moves_within_its_item_and_to_another() -> None:
    assert document_ids(move_document(THREE, "map", "homes", 0))["homes"] == ["map", "report"]
    assert document_ids(move_document(THREE, "map", "apologies")) == {
        "apologies": ["map"],
        "homes": ["report"],
        "sale": ["offer"],
    }


@given(meetings(), st.data())
def test_moving_a_document_from_an_open_item_there_and_back_changes_nothing(
    meeting: Meeting, data: st.DataObject
) -> None:
    left = [
        (item.id, document.id, index)
        for item in meeting.items
        if item.access is Access.OPEN
        for index, document in enumerate(item.documents)
    ]
    assume(left)
    item_id, document_id, index = data.draw(st.sampled_from(left))
    # Into a closed item and out again would leave it closed: that is tested on its own.
    other = data.draw(st.sampled_from([item.id for item in meeting.items if item.access is Access.OPEN]))

    there = move_document(meeting, document_id, other)

    assert move_document(there, document_id, item_id, index) == meeting


@given(meetings())
def test_no_move_of_a_document_publishes_what_was_closed(meeting: Meeting) -> None:
    published = {document.id for _, document in public_view(meeting).documents()}

    for _, document in meeting.documents():
        for item in meeting.items:
            moved = move_document(meeting, document.id, item.id)
            assert {d.id for _, d in public_view(moved).documents()} <= published


@pytest.mark.parametrize("access", CLOSED)
def test_a_document_that_leaves_a_closed_item_takes_its_access_along(access: Access) -> None:
    meeting = set_item_access(THREE, "sale", access, [3])

    _, offer = move_document(meeting, "offer", "apologies").documents()[0]

    assert (offer.access, offer.exempt_paragraphs) == (access, (3,))


def test_a_document_that_moves_between_closed_items_is_closed_as_the_new_one_is() -> None:
    meeting = add_item(THREE, an_item("staff", access=Access.EXEMPT, exempt_paragraphs=(1,)))

    moved = move_document(meeting, "offer", "staff")

    assert moved.items[3].documents == THREE.items[2].documents


def test_a_confidential_document_stays_confidential_when_it_moves_under_an_exempt_item() -> None:
    meeting = add_item(THREE, an_item("secret", a_document("letter"), access=Access.CONFIDENTIAL))

    moved = move_document(meeting, "letter", "sale")

    assert moved.items[2].documents[1].access is Access.CONFIDENTIAL


def test_a_field_of_a_document_is_set_and_the_rest_stays() -> None:
    changed = change_document(THREE, "map", title="Site plan", file="site-plan.pdf")

    report, site_plan = changed.items[1].documents
    assert report == THREE.items[1].documents[0]
    assert site_plan == dataclasses.replace(
        THREE.items[1].documents[1], title="Site plan", file="site-plan.pdf"
    )


def test_an_appendix_of_an_open_report_can_be_closed_and_opened() -> None:
    closed = set_document_access(THREE, "map", Access.EXEMPT, [1])

    assert [d.id for _, d in public_view(closed).documents()] == ["report"]
    assert set_document_access(closed, "map", Access.OPEN) == THREE


# Programming errors.


@pytest.mark.parametrize(
    "edit",
    [
        lambda: remove_item(THREE, "report"),
        lambda: move_item(THREE, "nowhere", 0),
        lambda: duplicate_item(THREE, "nowhere"),
        lambda: change_item(THREE, "nowhere", title="x"),
        lambda: set_item_access(THREE, "nowhere", Access.OPEN),
        lambda: attach_document(THREE, "nowhere", a_document("late")),
        lambda: remove_document(THREE, "homes"),
        lambda: move_document(THREE, "nowhere", "homes"),
        lambda: move_document(THREE, "map", "nowhere"),
        lambda: change_document(THREE, "nowhere", title="x"),
        lambda: set_document_access(THREE, "nowhere", Access.OPEN),
    ],
)
def test_an_id_that_the_meeting_does_not_hold_is_a_key_error(edit: Callable[[], Meeting]) -> None:
    with pytest.raises(KeyError):
        edit()


@pytest.mark.parametrize(
    "edit",
    [
        lambda: add_item(THREE, an_item("late"), 4),
        lambda: add_item(THREE, an_item("late"), -1),
        lambda: move_item(THREE, "homes", 3),
        lambda: attach_document(THREE, "homes", a_document("late"), 3),
        lambda: move_document(THREE, "map", "homes", 2),
    ],
)
def test_an_index_that_the_list_does_not_reach_is_an_index_error(edit: Callable[[], Meeting]) -> None:
    with pytest.raises(IndexError):
        edit()


@pytest.mark.parametrize(
    "edit",
    [
        lambda: add_item(THREE, an_item("homes")),
        lambda: add_item(THREE, an_item("late", a_document("map"))),
        lambda: add_item(THREE, an_item("late", a_document("twice"), a_document("twice"))),
        lambda: attach_document(THREE, "homes", a_document("offer")),
        lambda: set_item_access(THREE, "homes", Access.OPEN, [3]),
        lambda: set_item_access(THREE, "homes", Access.EXEMPT, [8]),
        lambda: set_document_access(THREE, "map", Access.EXEMPT, [0]),
    ],
)
def test_a_used_id_and_a_paragraph_that_cannot_be_are_value_errors(edit: Callable[[], Meeting]) -> None:
    with pytest.raises(ValueError, match=r"used already|paragraph"):
        edit()
