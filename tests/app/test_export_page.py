from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from packbuilder.app.checks.drawing import GO_TO
from packbuilder.app.checks.findings import Findings
from packbuilder.app.export_page import (
    ExportDialog,
    ExportSummary,
    FindingAndPlace,
    left_out_lines,
    minutes_outcome,
    minutes_summary,
    pack_outcome,
    pack_summary,
)
from packbuilder.app.selection import Place
from packbuilder.app.session import Session
from packbuilder.app.theme import Theme
from packbuilder.errors import PackBuilderError
from packbuilder.meeting import edits
from packbuilder.meeting.findings import Finding, Severity
from packbuilder.meeting.meeting import Access, Document, DocumentRole
from tests.builders import a_document, a_meeting, an_item, document_of

ERROR = FindingAndPlace(
    Finding(Severity.ERROR, "Item 9 has no paragraph.", "Name it.", "nine"), Place("nine")
)
WARNING = FindingAndPlace(Finding(Severity.WARNING, "Item 3 is to follow.", "Attach it."), Place("three"))
SHA256 = hashlib.sha256(b"pack").hexdigest()


@pytest.fixture
def dialog(look: Theme, qtbot: QtBot) -> ExportDialog:
    dialog = ExportDialog()
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


@pytest.fixture
def summary(tmp_path: Path) -> ExportSummary:
    return ExportSummary("Export the public pack", tmp_path / "2027-03-18 Board - Public pack.pdf")


def _words(dialog: QWidget) -> str:
    return "\n".join(
        label.text().replace("\u200b", "") for label in dialog.findChildren(QLabel) if label.isVisible()
    )


def test_a_meeting_with_nothing_against_it_is_exported_with_one_key(
    dialog: ExportDialog, summary: ExportSummary, qtbot: QtBot
) -> None:
    dialog.show_ready(summary)
    words = _words(dialog)
    assert summary.target.name in words
    assert str(summary.target.parent) in words
    qtbot.waitUntil(dialog.export_button.hasFocus)
    with qtbot.waitSignal(dialog.start_wanted) as wanted:
        QTest.keyClick(dialog.export_button, Qt.Key.Key_Return)
    assert wanted.args == [summary.target]


def test_an_error_stops_the_export_and_leads_to_where_it_is_put_right(
    dialog: ExportDialog, summary: ExportSummary, qtbot: QtBot
) -> None:
    dialog.show_ready(dataclasses.replace(summary, findings=(ERROR, WARNING)))
    assert not dialog.export_button.isEnabled()
    assert "1 to put right first, 1 to look at" in _words(dialog)
    assert dialog.findings.rows.rowCount() == 2
    with qtbot.waitSignal(dialog.go_to_wanted) as wanted:
        dialog.findings.followed.emit(0, GO_TO)
    assert wanted.args == [Place("nine")]
    assert not dialog.isVisible()


def test_what_is_only_to_be_looked_at_does_not_stop_it(dialog: ExportDialog, summary: ExportSummary) -> None:
    dialog.show_ready(dataclasses.replace(summary, findings=(WARNING,)))
    assert dialog.export_button.isEnabled()
    assert "1 to look at" in _words(dialog)


def test_documents_on_their_way_in_are_waited_for(dialog: ExportDialog, summary: ExportSummary) -> None:
    dialog.show_ready(dataclasses.replace(summary, reading_count=2))
    assert not dialog.export_button.isEnabled()
    assert "2 documents are still being read." in _words(dialog)
    dialog.show_ready(summary)
    assert dialog.export_button.isEnabled()
    assert "still being read" not in _words(dialog)


def test_another_place_can_be_chosen_and_a_file_there_is_said_to_be_replaced(
    dialog: ExportDialog, summary: ExportSummary, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog.show_ready(summary)
    with qtbot.waitSignal(dialog.change_wanted) as wanted:
        dialog.change_button.click()
    assert wanted.args == [summary.target]
    assert "It is replaced" not in _words(dialog)
    dialog.set_target(tmp_path / "Other.pdf", is_there=True)
    assert "Other.pdf" in _words(dialog)
    assert "It is replaced once the new one is made." in _words(dialog)
    with qtbot.waitSignal(dialog.start_wanted) as started:
        dialog.export_button.click()
    assert started.args == [tmp_path / "Other.pdf"]


def test_minutes_that_were_changed_are_named_and_only_a_button_that_says_so_goes_on(
    dialog: ExportDialog, summary: ExportSummary, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog.show_ready(dataclasses.replace(summary, is_there=True))
    assert (dialog.export_button.text(), dialog.writes_over_changed) == ("Export", False)
    dialog.show_changed([tmp_path / "Minutes (exempt).docx"])
    words = _words(dialog)
    assert "These minutes were changed since packbuilder wrote them:\nMinutes (exempt).docx" in words
    assert "It is replaced" not in words
    assert (dialog.export_button.text(), dialog.writes_over_changed) == ("Write over them", True)
    qtbot.waitUntil(dialog.change_button.hasFocus)  # Return, pressed by habit, writes over nothing.
    dialog.set_target(tmp_path / "Other.docx")
    assert "were changed" not in _words(dialog)
    assert (dialog.export_button.text(), dialog.writes_over_changed) == ("Export", False)


def test_progress_is_in_numbers_and_escape_stops_it_without_closing(
    dialog: ExportDialog, summary: ExportSummary, qtbot: QtBot
) -> None:
    dialog.show_ready(summary)
    dialog.show_progress("Reading the pack back", 64, 1164)
    assert "Reading the pack back" in _words(dialog)
    assert "64 of 1,164" in _words(dialog)
    cancels: list[int] = []
    dialog.cancel_wanted.connect(lambda: cancels.append(1))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.close()
    assert dialog.isVisible()
    assert cancels == [1], "asked for once, however often"
    dialog.show_cancelled()
    assert "Nothing was changed." in _words(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_it_can_be_put_away_by_whoever_needs_only_the_file(
    dialog: ExportDialog, summary: ExportSummary
) -> None:
    dialog.show_progress("Making the pack", 1, 2)
    cancels: list[int] = []
    dialog.cancel_wanted.connect(lambda: cancels.append(1))
    dialog.accept()
    assert not dialog.isVisible()
    assert not dialog.is_running
    assert cancels == []


def test_a_finished_pack_says_what_was_checked_and_is_opened(
    dialog: ExportDialog, summary: ExportSummary, qtbot: QtBot
) -> None:
    dialog.show_ready(summary)
    dialog.show_progress("Saving", 0, 0)
    dialog.show_done(pack_outcome(summary.target, 164, 18_200_000, SHA256))
    words = _words(dialog)
    assert "Public pack made: 164 pages, 18.2 MB" in words
    assert "All 164 pages are there" in words
    assert "page labels" in words
    assert str(summary.target) in words
    assert SHA256 not in words
    dialog.details_button.click()
    assert SHA256 in _words(dialog)
    with qtbot.waitSignal(dialog.open_wanted) as opened:
        dialog.open_button.click()
    with qtbot.waitSignal(dialog.show_in_folder_wanted) as shown:
        dialog.folder_button.click()
    assert opened.args == shown.args == [summary.target]
    dialog.close_button.click()
    assert not dialog.isVisible()


def test_finished_minutes_claim_no_proof_and_name_both_files(
    dialog: ExportDialog, summary: ExportSummary, tmp_path: Path
) -> None:
    dialog.show_ready(summary)
    dialog.show_done(minutes_outcome([tmp_path / "Minutes.docx", tmp_path / "Minutes - exempt.docx"]))
    words = _words(dialog)
    assert "Minutes template written, in 2 files" in words
    assert "Minutes - exempt.docx" in words
    assert "Checked" not in words
    assert "SHA-256" not in words


def test_a_failure_says_why_and_that_nothing_was_changed_and_can_be_tried_again(
    dialog: ExportDialog, summary: ExportSummary
) -> None:
    dialog.show_ready(summary)
    dialog.show_progress("Saving", 1, 2)
    dialog.show_failed(PackBuilderError("Pack.pdf is open elsewhere.", "Close it there."), "line 1")
    words = _words(dialog)
    assert "Pack.pdf is open elsewhere." in words
    assert "Close it there." in words
    assert "Nothing was changed." in words
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text().endswith("line 1")
    backs: list[int] = []
    dialog.back_wanted.connect(lambda: backs.append(1))
    dialog.back_button.click()
    assert dialog.export_button.isVisible()
    assert backs == [1], "what is shown may be out of date by now"
    dialog.show_progress("Again", 0, 2)
    dialog.show_failed(PackBuilderError("x"))
    assert not dialog.copy_button.isVisible()


def test_nothing_in_it_is_cut_off(dialog: ExportDialog, summary: ExportSummary, qtbot: QtBot) -> None:
    lines = tuple(f"Appendix {n} of item 7 is exempt and is not in this pack." * 3 for n in range(4))
    dialog.show_ready(dataclasses.replace(summary, findings=(ERROR, WARNING), left_out=lines))

    def fits() -> bool:
        return all(
            label.height() >= label.heightForWidth(label.width())
            for label in dialog.findChildren(QLabel)
            if label.isVisible() and label.hasHeightForWidth() and label.text()
        )

    qtbot.waitUntil(fits)
    dialog.show_done(pack_outcome(summary.target, 164, 18_200_000, SHA256))
    qtbot.waitUntil(fits)


# What it is given to show.


def test_what_is_left_out_is_named_by_number_and_never_by_title() -> None:
    exempt = {"access": Access.EXEMPT, "exempt_paragraphs": (3,)}
    appendices = [
        a_document(f"a{n}", role=DocumentRole.APPENDIX, **(exempt if n == 2 else {})) for n in (1, 2)
    ]
    meeting = a_meeting(
        an_item("one", *appendices, title="Canary one"),
        an_item("two", a_document("canary"), title="Canary two", **exempt),
        an_item("three", Document("r", "canary.pdf", access=Access.CONFIDENTIAL)),
        an_item("four", title="Canary four", **exempt),
        an_item("five", title="Canary five", access=Access.CONFIDENTIAL),
    )
    lines = left_out_lines(meeting)
    assert lines == (
        "2 items are exempt and are not in this pack; the agenda says so: 2 and 4.",
        "Item 5 is confidential and is not in this pack; the agenda says so.",
        "Appendix B of item 1 is exempt and is not in this pack.",
        "The report of item 3 is confidential and is not in this pack.",
    )
    assert left_out_lines(a_meeting(an_item("one"))) == ()


def test_the_summary_of_a_pack_counts_open_documents_that_are_not_in_yet(
    empty_session: Session, tmp_path: Path
) -> None:
    closed = a_document("closed", access=Access.CONFIDENTIAL)
    item = an_item("one", a_document("open"), closed, to_follow=True)
    empty_session.edit("Add", lambda m: edits.add_item(m, item))
    findings = Findings(empty_session)
    summary = pack_summary(empty_session, findings.findings, tmp_path / "Pack.pdf")
    assert summary.reading_count == 1
    assert [f.finding for f in summary.findings] == list(findings.findings)
    assert summary.to_follow == "Item 1 is to follow."
    empty_session.note_trouble(
        document_of(empty_session.meeting, "open"), PackBuilderError("open.pdf is damaged.")
    )
    assert pack_summary(empty_session, (), tmp_path / "Pack.pdf").reading_count == 0


def test_the_summary_of_minutes_shows_only_what_stops_them(empty_session: Session, tmp_path: Path) -> None:
    item = an_item("one", a_document("d"), access=Access.EXEMPT)
    empty_session.edit("Add", lambda m: edits.add_item(m, item))
    empty_session.note_trouble(document_of(empty_session.meeting, "d"), PackBuilderError("d.pdf is damaged."))
    summary = minutes_summary(empty_session, tmp_path / "Minutes.docx")
    assert [f.finding.kind for f in summary.findings] == ["paragraph-missing"]
    assert "a Word file of its own" in summary.left_out[0]
    assert summary.reading_count == 0


def test_a_finished_pack_does_not_claim_that_pages_are_as_they_came() -> None:
    checked = " ".join(pack_outcome(Path("Pack.pdf"), 3, 1000, SHA256).checked)
    assert "size and content that were planned" in checked
    assert "came with" not in checked, "some may be scaled, turned or pictures"
