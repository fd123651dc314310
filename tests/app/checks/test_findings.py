from __future__ import annotations

import datetime as dt
from pathlib import Path

from pytestqt.qtbot import QtBot

from packbuilder.app.checks.findings import Findings
from packbuilder.app.session import Session
from packbuilder.app.settling import let_stand
from packbuilder.errors import PackBuilderError, PasswordNeeded
from packbuilder.meeting import edits
from packbuilder.meeting.findings import Finding, Severity
from packbuilder.meeting.meeting import Access, Document, Form
from tests.builders import a_document, an_item, document_of


def _kinds(findings: Findings) -> list[str]:
    return [finding.kind for finding in findings.findings]


def _with_items(session: Session) -> None:
    def add(meeting):  # type: ignore[no-untyped-def]
        meeting = edits.add_item(meeting, an_item("one", form=Form.VERBAL, lead="Chair"))
        return edits.add_item(meeting, an_item("two", form=Form.REPORT, lead="Chair"))

    session.edit("Add", add)


def test_an_edit_is_checked_soon_after_it(empty_session: Session, qtbot: QtBot) -> None:
    findings = Findings(empty_session)
    assert "no-documents" not in _kinds(findings)
    with qtbot.waitSignal(findings.changed):
        _with_items(empty_session)
    assert "no-documents" in _kinds(findings)
    with qtbot.waitSignal(findings.changed):
        empty_session.undo()
    assert "no-documents" not in _kinds(findings)


def test_typing_is_checked_once_and_not_at_every_letter(empty_session: Session, qtbot: QtBot) -> None:
    _with_items(empty_session)
    findings = Findings(empty_session)
    told = []
    findings.changed.connect(lambda: told.append(1))
    with qtbot.waitSignal(findings.changed):
        for title in ("W", "Wi", "Win"):
            empty_session.edit("Type", lambda m, t=title: edits.change_item(m, "two", title=t))  # type: ignore[misc]
    assert told == [1]


def test_the_worst_comes_first_and_then_what_is_first_in_the_agenda(empty_session: Session) -> None:
    _with_items(empty_session)
    empty_session.edit("Close", lambda m: edits.set_item_access(m, "two", Access.EXEMPT))
    empty_session.edit("Follow", lambda m: edits.change_item(m, "one", to_follow=True))
    findings = Findings(empty_session)
    assert _kinds(findings)[0] == "paragraph-missing"
    severities = [finding.severity for finding in findings.findings]
    assert severities == sorted(severities)
    warnings = [f.item_id for f in findings.findings if f.severity is Severity.WARNING]
    assert warnings == sorted(warnings, key=["", "one", "two"].index)
    assert findings.error_count == 1
    counted = findings.error_count + findings.warning_count + findings.notice_count
    assert counted == len(findings.findings)


def test_a_document_that_could_not_be_read_is_an_error_that_names_its_item(
    empty_session: Session, qtbot: QtBot
) -> None:
    item = an_item("one", a_document("paper"), a_document("locked"))
    empty_session.edit("Add", lambda m: edits.add_item(m, item))
    findings = Findings(empty_session)
    with qtbot.waitSignal(findings.changed):
        empty_session.note_trouble(
            document_of(empty_session.meeting, "paper"),
            PackBuilderError("paper.pdf is damaged.", "Ask for it again."),
        )
        empty_session.note_trouble(
            document_of(empty_session.meeting, "locked"),
            PasswordNeeded("locked.pdf has a password.", "Give it."),
        )
    first, second = findings.findings[:2]
    assert (first.kind, first.message) == ("unreadable", "Item 1 (One): paper.pdf is damaged.")
    assert (first.next_step, first.item_id, first.document_id) == ("Ask for it again.", "one", "paper")
    assert second.kind == "password"
    assert findings.error_count == 2


def test_a_closed_document_that_could_not_be_read_does_not_stop_the_public_pack(
    empty_session: Session,
) -> None:
    item = an_item("one", a_document("secret", access=Access.CONFIDENTIAL))
    empty_session.edit("Add", lambda m: edits.add_item(m, item))
    empty_session.note_trouble(
        document_of(empty_session.meeting, "secret"), PackBuilderError("secret.pdf is damaged.")
    )
    findings = Findings(empty_session)
    assert findings.error_count == 0
    assert "unreadable" in _kinds(findings)


def test_the_same_file_closed_in_one_place_and_open_in_another_is_an_error(empty_session: Session) -> None:
    same = "a" * 64
    closed = Document("d1", "/gone/report.docx", sha256=same, access=Access.CONFIDENTIAL)
    open_ = Document("d2", "/gone/copy.docx", sha256=same)
    empty_session.edit("Add", lambda m: edits.add_item(m, an_item("one", closed)))
    empty_session.edit("Add", lambda m: edits.add_item(m, an_item("two", open_)))
    findings = Findings(empty_session)
    (found,) = [f for f in findings.findings if f.kind == "file-used-twice"]
    assert found.severity is Severity.ERROR
    assert found.document_id == "d2"


def test_files_that_are_not_in_the_meeting_yet_are_not_looked_for_on_any_disk(
    empty_session: Session, tmp_path: Path
) -> None:
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(b"the same")
    documents = [Document(name, str(tmp_path / name)) for name in ("a.pdf", "b.pdf")]
    empty_session.edit("Add", lambda m: edits.add_item(m, an_item("one", *documents)))
    assert "file-used-twice" not in _kinds(Findings(empty_session))


def test_what_the_pages_showed_is_replaced_by_what_the_next_pack_shows(
    empty_session: Session, qtbot: QtBot
) -> None:
    _with_items(empty_session)
    findings = Findings(empty_session)
    ink = Finding(Severity.NOTICE, "The stamp covers something.", "Look.", "one", kind="ink-under-stamp")
    with qtbot.waitSignal(findings.changed):
        findings.note_pack_findings((ink,))
    assert "ink-under-stamp" in _kinds(findings)
    with qtbot.waitSignal(findings.changed):
        findings.note_pack_findings(())
    assert "ink-under-stamp" not in _kinds(findings)


def test_what_the_pages_of_a_removed_item_showed_goes_with_it(empty_session: Session) -> None:
    _with_items(empty_session)
    findings = Findings(empty_session)
    findings.note_pack_findings([Finding(Severity.NOTICE, "Covered.", item_id="one", kind="ink-under-stamp")])
    findings.look()
    assert "ink-under-stamp" in _kinds(findings)
    empty_session.edit("Remove", lambda m: edits.remove_item(m, "one"))
    findings.look()
    assert "ink-under-stamp" not in _kinds(findings)


def test_a_deadline_that_has_passed_is_nothing_to_publish_by(empty_session: Session) -> None:
    # Thursday 18 June 2026: five clear days before it end on Wednesday 10 June.
    in_time = Findings(empty_session, today=lambda: dt.date(2026, 6, 10))
    assert in_time.deadline == dt.date(2026, 6, 10)
    assert Findings(empty_session, today=lambda: dt.date(2026, 6, 11)).deadline is None
    closed = Findings(empty_session, lambda date: {dt.date(2026, 6, 15)}, lambda: dt.date(2026, 6, 1))
    assert closed.deadline == dt.date(2026, 6, 9)


def test_a_file_that_is_meant_to_be_there_twice_can_be_put_away(empty_session: Session) -> None:
    twins = [a_document(name, sha256="5" * 64) for name in ("first", "second")]
    items = [an_item("one", twins[0]), an_item("two", twins[1])]
    for item in items:
        empty_session.edit("", lambda meeting, item=item: edits.add_item(meeting, item))  # type: ignore[misc]
    findings = Findings(empty_session)
    (twice,) = (found for found in findings.findings if found.kind == "file-used-twice")
    assert twice.severity is Severity.WARNING

    let_stand(empty_session, twice)
    findings.look()
    assert "file-used-twice" not in _kinds(findings)
    assert empty_session.undo_stack.undoText().startswith("Looked at: the same file in two places")

    empty_session.edit("", lambda m: edits.set_document_access(m, "first", Access.CONFIDENTIAL, ()))
    findings.look()
    assert [f.severity for f in findings.findings if f.kind == "file-used-twice"] == [Severity.ERROR]
