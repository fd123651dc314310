from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from packbuilder.app import settling
from packbuilder.app.selection import Place
from packbuilder.app.session import Session
from packbuilder.errors import PackBuilderError
from packbuilder.meeting.document_checks import check_documents, looked_at_kind
from packbuilder.meeting.document_facts import PageFacts, ReportCover, Trait, TraitKind
from packbuilder.meeting.edits import change_document, change_item, set_document_access
from packbuilder.meeting.findings import Finding, Severity
from packbuilder.meeting.fitting import Fitting, PageSize
from packbuilder.meeting.meeting import Access, AgendaItem, Document
from packbuilder.meeting.treatment import Remedy, Treatment
from tests.app.known_facts import know

COVER = ReportCover(
    title="A hub for Eldenham",
    authors=("Jo Bloggs, Director of Public Health",),
    recommendations=("note the case.", "agree the next steps."),
    recommendations_lead_in="That the Board:",
)


def _report(session: Session) -> tuple[AgendaItem, Document, Place]:
    item = next(item for item in session.meeting.items if "Eldenham Health" in item.title)
    return item, item.documents[0], Place(item.id, item.documents[0].id)


def _now(session: Session) -> Document:
    return _report(session)[1]


def _finding(session: Session, kind: str) -> Finding:
    return next(
        finding
        for finding in check_documents(session.meeting, session.facts)
        if (finding.document_id, finding.kind) == (_now(session).id, kind)
    )


@pytest.mark.parametrize(
    ("settle", "undo_name", "fitting"),
    [
        (
            lambda session, place: settling.leave_out(session, place, 3),
            "Leave out page 3 of report of item 7",
            Fitting(kept=((1, 2), (4, 9)), of_pages=9),
        ),
        (
            lambda session, place: settling.turn(session, place, 3, settling.LEFT),
            "Turn page 3 of report of item 7",
            Fitting(turned=((3, 270),), of_pages=9),
        ),
        (
            lambda session, place: settling.keep_pages(session, place, ((1, 4), (6, 6))),
            "Leave out pages of report of item 7",
            Fitting(kept=((1, 4), (6, 6)), of_pages=9),
        ),
        (
            lambda session, place: settling.set_page_size(session, place, PageSize.A4),
            "Change paper size of report of item 7",
            Fitting(size=PageSize.A4),
        ),
        (
            lambda session, place: settling.drop_blank_end(session, place, True),
            "Leave out blank pages of report of item 7",
            Fitting(drops_blank_end=True),
        ),
    ],
)
def test_pages_are_settled_by_one_edit_that_undo_names_and_takes_back(
    session: Session, settle: Callable[[Session, Place], bool], undo_name: str, fitting: Fitting
) -> None:
    _, document, place = _report(session)
    assert settle(session, place)
    assert _now(session).fitting == fitting
    assert session.undo_stack.undoText() == undo_name
    session.undo()
    assert _now(session) == document


def test_pages_left_out_are_out_of_the_numbering_at_once(session: Session) -> None:
    _, document, place = _report(session)
    count = session.page_numbers.page_count
    settling.keep_pages(session, place, ((1, 4),))
    assert session.facts[document.id].page_count == 4
    assert session.whole_facts[document.id].page_count == 9
    assert session.page_numbers.page_count < count


def test_the_last_page_is_not_left_out_and_the_clerk_is_told_what_to_do(
    session: Session, qtbot: QtBot
) -> None:
    _, _, place = _report(session)
    settling.keep_pages(session, place, ((3, 3),))
    before = session.meeting
    with qtbot.waitSignal(session.refused) as refused:
        assert not settling.leave_out(session, place, 3)
    (error,) = refused.args
    assert isinstance(error, PackBuilderError)
    assert error.next_step == "To leave it out, remove the document."
    assert session.meeting == before


def test_two_turns_to_the_left_put_a_page_upside_down_and_turning_back_puts_it_right(
    session: Session,
) -> None:
    _, _, place = _report(session)
    settling.turn(session, place, 2, settling.LEFT)
    settling.turn(session, place, 2, settling.LEFT)
    assert _now(session).fitting.turned == ((2, 180),)
    settling.turn_back(session, place)
    assert _now(session).fitting == Fitting()


@pytest.mark.parametrize(
    ("remedy", "undo_name", "take_back_name"),
    [
        (Remedy.DROP_COMMENTS, "Take comments off report of item 7", "Put comments back on report of item 7"),
        (
            Remedy.FLATTEN,
            "Make marks part of report of item 7",
            "Take back making marks part of report of item 7",
        ),
    ],
)
def test_a_remedy_is_used_and_taken_back_beside_what_was_done_before(
    session: Session, remedy: Remedy, undo_name: str, take_back_name: str
) -> None:
    _, document, place = _report(session)
    safe = Treatment(pictured_pages=(2,))
    session.edit("", lambda m: change_document(m, document.id, treatment=safe))
    assert settling.use_remedy(session, place, remedy)
    assert _now(session).treatment == Treatment((remedy,), (2,))
    assert session.undo_stack.undoText() == undo_name
    assert settling.take_back_remedy(session, place, remedy)
    assert _now(session).treatment == safe
    assert session.undo_stack.undoText() == take_back_name


def test_pages_are_made_safe_beside_those_that_were_and_said_to_be(session: Session, qtbot: QtBot) -> None:
    _, _, place = _report(session)
    settling.make_safe(session, place, (4,))
    with qtbot.waitSignal(session.said) as said:
        settling.make_safe(session, place, (2, 3))
    assert said.args == ["Only what is seen is kept of pages 2-3. The file you were sent stays as it is."]
    assert _now(session).treatment.pictured_pages == (2, 3, 4)
    settling.take_back_pictures(session, place)
    assert _now(session).treatment == Treatment()


def test_what_is_let_stand_is_noted_once_and_can_be_looked_at_again(session: Session, qtbot: QtBot) -> None:
    _, document, place = _report(session)
    know(session, qtbot, document, pages=(PageFacts(500, 700),) * 9, traits=(Trait(TraitKind.MARKS),))
    odd_size, marks = (_finding(session, kind) for kind in ("odd-size", "marks"))
    settling.let_stand(session, odd_size)
    settling.let_stand(session, marks)
    assert not settling.let_stand(session, marks)
    assert [looked_at_kind(entry) for entry in _now(session).looked_at] == ["odd-size", "marks"]
    assert session.undo_stack.undoText() == "Let stand: comments and marks of report of item 7"
    settling.look_again(session, place, "odd-size")
    settling.look_again(session, place, "marks")
    assert _now(session) == document


def test_what_stands_on_some_pages_is_told_again_when_there_are_more(session: Session, qtbot: QtBot) -> None:
    _, document, place = _report(session)
    covered = Trait(TraitKind.COVERED_TEXT, 2, page_numbers=(2, 5))
    know(session, qtbot, document, traits=(covered,))
    settling.keep_pages(session, place, ((1, 3),))
    settling.let_stand(session, _finding(session, "covered-text"))
    assert _finding(session, "covered-text").severity is Severity.NOTICE
    settling.keep_pages(session, place, ())
    assert _finding(session, "covered-text").severity is Severity.ERROR


@pytest.mark.parametrize(
    ("settle", "words"),
    [
        (settling.use_remedy, "The changes are accepted. {all} The file you were sent stays as it is."),
        (settling.take_back_remedy, "{all}"),
    ],
)
def test_what_was_chosen_of_pages_goes_with_the_pages_that_it_was_chosen_of(
    session: Session, qtbot: QtBot, settle: Callable[[Session, Place, Remedy], bool], words: str
) -> None:
    _, document, place = _report(session)
    others = (Remedy.ACCEPT_CHANGES,) if settle is settling.take_back_remedy else ()
    chosen = dataclasses.replace(
        document,
        fitting=Fitting(((1, 5),), ((2, 90),), PageSize.A4, of_pages=6),
        treatment=Treatment((*others, Remedy.FLATTEN), (3,), of_pages=6),
        looked_at=("covered-text 1f3a9c",),
    )
    fields = {name: getattr(chosen, name) for name in ("fitting", "treatment", "looked_at")}
    session.edit("", lambda m: change_document(m, document.id, **fields))
    with qtbot.waitSignal(session.said) as said:
        settle(session, place, Remedy.ACCEPT_CHANGES)
    now = _now(session)
    assert now.fitting == Fitting(size=PageSize.A4)
    assert (now.treatment.pictured_pages, now.treatment.of_pages) == ((), 0)
    assert Remedy.FLATTEN in now.treatment.remedies
    assert now.looked_at == ()
    again = "All its pages are printed again: look at them anew, as they may be others."
    assert said.args == [words.format(all=again)]
    session.undo()
    assert _now(session) == chosen


@pytest.mark.parametrize(
    ("remedy", "words"),
    [
        (Remedy.ACCEPT_CHANGES, "The changes are accepted."),
        (Remedy.DROP_COMMENTS, "The comments are taken off."),
        (Remedy.FLATTEN, "Marks and fields are part of the pages now."),
    ],
)
def test_that_the_file_stays_as_it_is_is_said_once(
    session: Session, qtbot: QtBot, remedy: Remedy, words: str
) -> None:
    with qtbot.waitSignal(session.said) as said:
        settling.use_remedy(session, _report(session)[2], remedy)
    assert said.args == [f"{words} The file you were sent stays as it is."]


def test_pages_chosen_of_another_number_of_them_stay_in_question_until_they_are_settled(
    session: Session,
) -> None:
    _, document, place = _report(session)
    chosen = Fitting(((1, 5),), of_pages=10)
    safe = Treatment(pictured_pages=(2,), of_pages=10)
    session.edit("", lambda m: change_document(m, document.id, fitting=chosen))
    settling.turn(session, place, 2, settling.RIGHT)
    assert _now(session).fitting.of_pages == 10
    settling.pages_are_right(session, place)
    assert _now(session).fitting == Fitting(((1, 5),), ((2, 90),), of_pages=9)
    session.edit("", lambda m: change_document(m, document.id, treatment=safe))
    settling.print_all_pages(session, place)
    assert (_now(session).fitting, _now(session).treatment) == (Fitting(), Treatment())


def test_only_what_is_empty_is_filled_in_from_the_cover(session: Session, qtbot: QtBot) -> None:
    item, document, place = _report(session)
    know(session, qtbot, document, cover=COVER)
    session.edit("", lambda m: change_item(m, item.id, lead="", recommendations=()))
    title = item.title

    assert settling.what_cover_fills(session, place) == "lead and recommendations"
    with qtbot.waitSignal(session.said) as said:
        assert settling.fill_in_from_cover(session, place)

    item, _, _ = _report(session)
    assert item.title == title
    assert item.lead == "Jo Bloggs"
    assert item.recommendations == ("That the Board:", *COVER.recommendations)
    assert said.args == ["Filled in item 7: lead and recommendations."]
    assert session.undo_stack.undoText() == "Fill in item 7 from its report"
    assert settling.what_cover_fills(session, place) == ""


def test_an_open_item_is_not_filled_in_from_a_closed_report(session: Session, qtbot: QtBot) -> None:
    item, document, place = _report(session)
    know(session, qtbot, document, cover=COVER)
    session.edit("", lambda m: change_item(m, item.id, lead="", recommendations=()))
    session.edit("", lambda m: set_document_access(m, document.id, Access.EXEMPT, (3,)))
    assert settling.what_cover_fills(session, place) == ""
    assert not settling.fill_in_from_cover(session, place)


def test_a_document_that_is_being_read_is_not_fitted(session: Session) -> None:
    _, document, place = _report(session)
    session.edit("", lambda m: change_document(m, document.id, treatment=Treatment(pictured_pages=(1,))))
    assert document.id not in session.whole_facts
    assert not settling.leave_out(session, place, 1)
    assert not settling.keep_pages(session, place, ((1, 1),))
