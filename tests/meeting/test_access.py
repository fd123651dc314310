"""Nothing private is ever published: the public view of any meeting at all."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given

from packbuilder.meeting.access import (
    EXEMPT_PARAGRAPHS,
    access_line,
    in_words,
    public_view,
    withheld_lines,
)
from packbuilder.meeting.meeting import Access, AgendaItem, DocumentRole, Meeting
from packbuilder.meeting.numbering import document_labels, item_numbers
from tests.builders import a_document, a_meeting, an_item, meetings


def secrets_of(item: AgendaItem) -> list[str]:
    """Return the marks in an item that the public may not read."""
    documents = item.documents
    if item.access is Access.OPEN:
        documents = tuple(d for d in documents if d.access is not Access.OPEN)
    marks = [mark for d in documents for mark in (d.file, d.title, f"'{d.id}'")]
    if item.public_title:
        marks.append(item.title)
    if item.access is not Access.OPEN:
        marks += [item.description, item.urgency_reason, *item.recommendations]
        marks += [mark for part in item.parts for mark in (part.title, *part.presenters)]
    return marks


def published_of(item: AgendaItem) -> list[str]:
    """Return the marks in an item that the public has a right to read."""
    if item.access is not Access.OPEN:
        return [item.id, item.public_title or item.title, item.lead, item.section]
    title = item.public_title or item.title
    marks = [item.id, title, item.lead, item.section, item.description, item.urgency_reason]
    marks += [*item.recommendations, *(part.title for part in item.parts)]
    return marks + [mark for d in item.documents if d.access is Access.OPEN for mark in (d.file, d.title)]


@given(meetings())
def test_nothing_closed_is_anywhere_in_what_the_public_pack_is_made_from(meeting: Meeting) -> None:
    seen = repr(public_view(meeting))

    assert [mark for item in meeting.items for mark in secrets_of(item) if mark in seen] == []
    assert "<action" not in seen


@given(meetings())
def test_everything_open_reaches_the_public(meeting: Meeting) -> None:
    seen = repr(public_view(meeting))

    assert [mark for item in meeting.items for mark in published_of(item) if mark not in seen] == []


@given(meetings())
def test_every_item_keeps_its_place_its_number_and_its_paragraph(meeting: Meeting) -> None:
    view = public_view(meeting)

    assert item_numbers(view) == item_numbers(meeting)
    assert [(i.id, i.access, i.exempt_paragraphs) for i in view.items] == [
        (i.id, i.access, i.exempt_paragraphs) for i in meeting.items
    ]
    assert [(i.minutes, i.start) for i in view.items] == [(i.minutes, i.start) for i in meeting.items]


@given(meetings())
def test_the_public_view_of_the_public_view_is_the_same(meeting: Meeting) -> None:
    view = public_view(meeting)

    assert public_view(view) == view


def test_a_field_that_is_added_to_an_item_stays_private_until_someone_decides() -> None:
    """When this fails, decide whether the new field of a closed item may be published, then add it here."""
    published = {
        "id", "title", "lead", "form", "minutes", "start", "section", "access", "exempt_paragraphs",
    }  # fmt: skip
    withheld = {
        "description", "public_title", "to_follow", "urgency_reason", "recommendations", "parts", "documents",
    }  # fmt: skip

    assert {field.name for field in dataclasses.fields(AgendaItem)} == published | withheld


def test_an_open_appendix_keeps_its_letter_when_the_one_before_it_is_withheld() -> None:
    appendix = DocumentRole.APPENDIX
    item = an_item(
        "sale",
        a_document("offer", role=appendix, access=Access.EXEMPT, exempt_paragraphs=(3,)),
        a_document("plan", role=appendix),
    )
    meeting = a_meeting(item)

    labels = document_labels(meeting)

    assert [labels[d.id] for _, d in public_view(meeting).documents()] == ["Appendix B"]


@pytest.mark.parametrize(
    ("access", "paragraphs", "line"),
    [
        (Access.OPEN, (), ""),
        (Access.CONFIDENTIAL, (), "confidential (Local Government Act 1972, section 100A(3))"),
        (Access.EXEMPT, (3,), "under paragraph 3 of Schedule 12A"),
        (Access.EXEMPT, (5, 1), "under paragraphs 1 and 5 of Schedule 12A"),
        (Access.EXEMPT, (7, 1, 2, 2), "under paragraphs 1, 2 and 7 of Schedule 12A"),
        (Access.EXEMPT, (), "exempt under Schedule 12A"),
    ],
)
def test_the_agenda_says_why_an_item_is_closed(
    access: Access, paragraphs: tuple[int, ...], line: str
) -> None:
    said = access_line(a_meeting(), an_item("sale", access=access, exempt_paragraphs=paragraphs))

    assert line in said
    assert bool(said) == (access is not Access.OPEN)


def test_the_agenda_says_what_is_withheld_from_an_open_item_and_on_what_ground() -> None:
    appendix = DocumentRole.APPENDIX
    sale = an_item(
        "sale",
        a_document("report"),
        a_document("plan", role=appendix),
        a_document("offer", role=appendix, access=Access.EXEMPT, exempt_paragraphs=(3,)),
        a_document("advice", role=appendix, access=Access.EXEMPT, exempt_paragraphs=(5, 3)),
    )
    care = an_item("care", a_document("children", access=Access.CONFIDENTIAL))

    assert withheld_lines(a_meeting(sale, care)) == {
        "sale": (
            "Appendix B is not for publication: "
            "exempt under paragraph 3 of Schedule 12A, Local Government Act 1972.",
            "Appendix C is not for publication: "
            "exempt under paragraphs 3 and 5 of Schedule 12A, Local Government Act 1972.",
        ),
        "care": (
            "A report is not for publication: confidential (Local Government Act 1972, section 100A(3)).",
        ),
    }


def test_a_closed_item_does_not_list_its_papers() -> None:
    """Its own line says that it is closed; what it holds is not told."""
    offer = a_document("offer", access=Access.EXEMPT, exempt_paragraphs=(3,))
    item = an_item("sale", offer, access=Access.EXEMPT, exempt_paragraphs=(3,))

    assert withheld_lines(a_meeting(item)) == {}


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (DocumentRole.REPORT, "A report is"),
        (DocumentRole.APPENDIX, "Appendix A is"),
        (DocumentRole.MINUTES, "A set of minutes is"),
        (DocumentRole.ACTION_LOG, "An action log is"),
        (DocumentRole.SLIDES, "A set of slides is"),
        (DocumentRole.PAPER, "A paper is"),
    ],
)
def test_every_kind_of_withheld_document_is_named_in_plain_english(role: DocumentRole, words: str) -> None:
    meeting = a_meeting(an_item("sale", a_document("d", role=role, access=Access.CONFIDENTIAL)))

    assert withheld_lines(meeting)["sale"][0].startswith(f"{words} not for publication: ")


@given(meetings())
def test_what_is_said_of_withheld_documents_gives_none_of_their_titles_away(meeting: Meeting) -> None:
    said = repr(tuple(withheld_lines(meeting).values()))

    assert [d.title for _, d in meeting.documents() if d.title in said] == []
    assert "<" not in said


def test_schedule_12a_has_seven_paragraphs() -> None:
    assert sorted(EXEMPT_PARAGRAPHS) == [1, 2, 3, 4, 5, 6, 7]
    assert in_words(list(EXEMPT_PARAGRAPHS)) == "paragraphs 1, 2, 3, 4, 5, 6 and 7"


def test_what_is_confidential_at_a_meeting_of_the_executive_is_so_under_the_regulations_of_2012() -> None:
    item = an_item("sale", access=Access.CONFIDENTIAL)
    assert "1972, section 100A(3)" in access_line(a_meeting(item), item)
    assert access_line(a_meeting(item, executive=True), item) == (
        "Not for publication: confidential (Local Authorities (Executive Arrangements) (Meetings and Access "
        "to Information) (England) Regulations 2012, regulation 4(2)(a))."
    )
