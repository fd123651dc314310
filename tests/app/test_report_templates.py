from __future__ import annotations

import threading
from pathlib import Path

import docx
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from packbuilder.app.application import Application
from packbuilder.app.report_templates import ReportTemplates, SavedTemplates, items_that_await_a_report
from packbuilder.app.selection import THE_MEETING, Place
from packbuilder.app.session import Session
from packbuilder.app.settings import Settings
from packbuilder.errors import PackBuilderError
from packbuilder.meeting import edits
from packbuilder.meeting.meeting import Form
from tests.app.conftest import AnsweringDialogs
from tests.builders import a_document, a_meeting, an_item

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def templates(
    empty_session: Session, dialogs: AnsweringDialogs, tmp_path: Path, qtbot: QtBot
) -> ReportTemplates:
    for item in (
        an_item("welcome"),
        an_item("budget", form=Form.REPORT, lead="Ann Author"),
        an_item("done", a_document("d"), form=Form.REPORT),
        an_item("waste", form=Form.PAPER),
        an_item("talk", form=Form.PRESENTATION),
    ):
        empty_session.edit("Add", lambda m, item=item: edits.add_item(m, item))  # type: ignore[misc]
    widget = QWidget()
    qtbot.addWidget(widget)
    return ReportTemplates(empty_session, Settings(tmp_path / "settings.ini"), dialogs, widget)


def _saved(templates: ReportTemplates, qtbot: QtBot) -> SavedTemplates:
    with qtbot.waitSignal(templates.saved, timeout=10000) as blocker:
        templates.save_all()
    assert blocker.args is not None
    saved: SavedTemplates = blocker.args[0]
    return saved


def test_only_reports_and_papers_that_are_not_there_yet_are_waited_for() -> None:
    items = (an_item("a", form=Form.REPORT), an_item("b"), an_item("c", a_document("d"), form=Form.PAPER))
    assert [(n, item.id) for n, item in items_that_await_a_report(a_meeting(*items))] == [(1, "a")]


def test_every_item_that_awaits_a_report_gets_its_template(
    templates: ReportTemplates, dialogs: AnsweringDialogs, tmp_path: Path, qtbot: QtBot
) -> None:
    dialogs.folder = tmp_path / "Templates"
    dialogs.folder.mkdir()
    saved = _saved(templates, qtbot)
    assert saved.names == ("Item 2 - Budget - report.docx", "Item 4 - Waste - report.docx")
    assert sorted(path.name for path in dialogs.folder.iterdir()) == sorted(saved.names)
    assert templates.saved_words(saved) == "Saved 2 report templates in Templates."
    words = "\n".join(
        cell.text
        for table in docx.Document(str(dialogs.folder / saved.names[0])).tables
        for row in table.rows
        for cell in row.cells
    )
    words += "\n".join(p.text for p in docx.Document(str(dialogs.folder / saved.names[0])).paragraphs)
    assert "Ann Author" in words


def test_what_an_author_has_written_in_is_left_and_told_of(
    templates: ReportTemplates, dialogs: AnsweringDialogs, tmp_path: Path, qtbot: QtBot
) -> None:
    dialogs.folder = tmp_path
    first = _saved(templates, qtbot)
    begun = tmp_path / first.names[0]
    document = docx.Document(str(begun))
    document.add_paragraph("What the author has written.")
    document.save(str(begun))
    content = begun.read_bytes()
    saved = _saved(templates, qtbot)
    assert (saved.names, saved.left) == (first.names[1:], first.names[:1])
    assert begun.read_bytes() == content
    assert templates.saved_words(saved) == (
        f"Saved the report template {saved.names[0]}. "
        f"{saved.left[0]} was changed since: it was left as it is."
    )


def test_a_template_for_one_item_is_named_after_it_and_gets_its_ending(
    templates: ReportTemplates, dialogs: AnsweringDialogs, tmp_path: Path, qtbot: QtBot
) -> None:
    dialogs.target = tmp_path / "For Ann"
    with qtbot.waitSignal(templates.saved, timeout=10000) as blocker:
        templates.save_one("budget")
    assert blocker.args is not None
    assert blocker.args[0] == SavedTemplates(tmp_path, ("For Ann.docx",))
    assert (tmp_path / "For Ann.docx").is_file()


def test_a_folder_that_cannot_be_written_is_told_of(
    templates: ReportTemplates,
    empty_session: Session,
    dialogs: AnsweringDialogs,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    dialogs.folder = tmp_path / "gone"
    with qtbot.waitSignal(empty_session.refused, timeout=10000) as blocker:
        templates.save_all()
    assert blocker.args is not None
    assert isinstance(blocker.args[0], PackBuilderError)


def test_nothing_is_asked_where_there_is_nothing_to_save(
    empty_session: Session, dialogs: AnsweringDialogs, tmp_path: Path, qtbot: QtBot
) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    templates = ReportTemplates(empty_session, Settings(tmp_path / "settings.ini"), dialogs, widget)
    said: list[str] = []
    empty_session.said.connect(said.append)
    templates.save_all()
    templates.save_one("")
    assert dialogs.asked == []
    assert said == [
        "No item awaits a report: templates are for reports and papers that have no document.",
        "Select an item first: a report template is for one item.",
    ]


def test_the_files_are_written_beside_the_window(
    templates: ReportTemplates,
    dialogs: AnsweringDialogs,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    threads: list[str] = []

    def note(*_: object, **__: object) -> None:
        threads.append(threading.current_thread().name)

    monkeypatch.setattr("packbuilder.word.report_template.write_report_template", note)
    dialogs.folder = tmp_path
    _saved(templates, qtbot)
    assert len(threads) == 2
    assert all(name.startswith("report templates") for name in threads)


def test_the_window_saves_the_template_of_the_item_shown_and_offers_its_folder(
    desk: Application, sample_file: Path, dialogs: AnsweringDialogs, tmp_path: Path, qtbot: QtBot
) -> None:
    window = desk.open_window()
    desk.open(window, sample_file)
    workspace = window.workspace
    assert workspace is not None
    dialogs.target = tmp_path / "report.docx"
    workspace.selection.select(THE_MEETING)
    window.actions_by_name["report_template"].trigger()
    assert window.said_words == "Select an item first: a report template is for one item."
    workspace.selection.select(Place(workspace.session.meeting.items[6].id))
    window.actions_by_name["report_template"].trigger()
    qtbot.waitUntil(window.messages.isVisible, timeout=10000)
    assert window.messages.what.text() == "Saved the report template report.docx."
    assert [button.text() for button in window.messages.action_buttons] == ["Open folder"]
    assert (tmp_path / "report.docx").is_file()
