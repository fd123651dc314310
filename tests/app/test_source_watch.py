from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

import packbuilder
from packbuilder.app.application import Application
from packbuilder.app.checks.fixes import fixes_for
from packbuilder.app.checks.tools import Tools
from packbuilder.app.selection import Place
from packbuilder.app.session import Session
from packbuilder.app.settings import Settings
from packbuilder.app.source_watch import Replacements, SourceWatch, moved_words
from packbuilder.app.taking_in import TakingIn
from packbuilder.app.theme import Theme
from packbuilder.files import file_sha256
from packbuilder.meeting import edits
from packbuilder.meeting.document_facts import DocumentFacts, FileDetails, PageFacts
from packbuilder.meeting.findings import Finding, Severity
from packbuilder.meeting.meeting import Document
from packbuilder.storage.meeting_file import MeetingFile, Origin
from tests.app.conftest import AnsweringDialogs
from tests.builders import A4_PT, a_meeting, an_item, write_pdf

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

_TODAY = dt.date(2026, 6, 21)
_LATER = dt.datetime(2026, 6, 20, 14, 5)
_RECEIVED = dt.datetime(2026, 6, 18, 9, 0).astimezone()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.ini")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report as it lay on the disk when it was attached."""
    path = write_pdf(tmp_path / "Winter plan.pdf", "one", "two")
    _date(path, dt.datetime(2026, 6, 17, 8, 0))
    return path


@pytest.fixture
def opened(look: Theme, report: Path, tmp_path: Path) -> Iterator[Session]:
    """A meeting to which the report was attached on 18 June, open."""
    session = Session(_with_report(tmp_path / "Board.meeting", report))
    yield session
    session.close()


def _with_report(path: Path, report: Path, inside: str = "") -> MeetingFile:
    file = MeetingFile.create(path, a_meeting())
    sha256 = _store(file, report)
    document = Document("winter", str(report), "Winter plan", sha256=sha256, inside=inside)
    items = (an_item("first"), an_item("second", document))
    file.save(a_meeting(*items))
    return file


def _store(file: MeetingFile, report: Path) -> str:
    data = report.read_bytes()
    details = FileDetails(kind="PDF", size_bytes=len(data))
    facts = DocumentFacts((PageFacts(*A4_PT), PageFacts(*A4_PT)), details=details)
    return file.store_document(data, data, facts, Origin(str(report), _RECEIVED))


def _date(path: Path, when: dt.datetime) -> None:
    os.utime(path, (when.timestamp(), when.timestamp()))


def _rewrite(path: Path, *pages: str, when: dt.datetime = _LATER) -> None:
    write_pdf(path, *pages)
    _date(path, when)


def _watch(session: Session, settings: Settings, qtbot: QtBot) -> SourceWatch:
    watch = SourceWatch(session, settings, lambda: _TODAY, session)
    _look(watch, qtbot)
    return watch


def _look(watch: SourceWatch, qtbot: QtBot) -> None:
    watch.look()
    qtbot.waitUntil(lambda: watch.is_idle, timeout=10000)


def test_a_file_that_was_changed_after_it_was_attached_is_told_of(
    opened: Session, report: Path, settings: Settings, qtbot: QtBot
) -> None:
    _rewrite(report, "one", "two", "three")
    (finding,) = _watch(opened, settings, qtbot).findings()
    assert finding.message == (
        "Item 2 (Second), Winter plan: the file it came from was changed on 20 June at 14:05, "
        "after it was attached."
    )
    assert finding.next_step == "Take the newer one, or keep this one."
    assert (finding.severity, finding.kind) == (Severity.WARNING, "source-changed")
    assert (finding.item_id, finding.document_id) == ("second", "winter")


def test_a_file_that_was_only_touched_or_saved_unchanged_is_not_told_of(
    opened: Session, report: Path, settings: Settings, qtbot: QtBot
) -> None:
    _date(report, _LATER)
    assert _watch(opened, settings, qtbot).findings() == ()


def test_a_file_that_goes_away_or_is_empty_for_a_moment_is_not_told_of(
    opened: Session, report: Path, settings: Settings, qtbot: QtBot
) -> None:
    report.write_bytes(b"")
    watch = _watch(opened, settings, qtbot)
    assert watch.findings() == ()
    report.unlink()
    _look(watch, qtbot)
    assert watch.findings() == ()
    _rewrite(report, "new")
    _look(watch, qtbot)
    assert [finding.document_id for finding in watch.findings()] == ["winter"]


def test_a_change_while_the_meeting_is_open_is_seen_though_the_clock_of_the_file_is_behind(
    opened: Session, report: Path, settings: Settings, qtbot: QtBot
) -> None:
    watch = _watch(opened, settings, qtbot)
    assert watch.findings() == ()
    _rewrite(report, "one", "three", when=dt.datetime(2026, 6, 16, 8, 0))
    with qtbot.waitSignal(watch.changed):
        watch.look()
    assert len(watch.findings()) == 1


def test_an_older_date_with_another_size_is_looked_into_at_opening(
    opened: Session, report: Path, settings: Settings, qtbot: QtBot
) -> None:
    # Copied from a colleague's folder, with the date that it had there.
    _rewrite(report, "one", "two", "three and more", when=dt.datetime(2026, 6, 15, 8, 0))
    assert len(_watch(opened, settings, qtbot).findings()) == 1


def test_a_file_that_is_being_written_is_not_believed(
    opened: Session, report: Path, settings: Settings, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sha256_of_a_moving_file(path: Path) -> str:
        found = file_sha256(path)
        with path.open("ab") as file:
            file.write(b"more")
        return found

    _rewrite(report, "one", "two", "three")
    with monkeypatch.context() as moving:
        moving.setattr("packbuilder.app.source_watch.file_sha256", sha256_of_a_moving_file)
        watch = _watch(opened, settings, qtbot)
    assert watch.findings() == ()
    _look(watch, qtbot)
    assert len(watch.findings()) == 1


def test_a_version_that_is_kept_is_never_told_of_again_but_a_newer_one_is(
    opened: Session, report: Path, settings: Settings, qtbot: QtBot, tmp_path: Path
) -> None:
    _rewrite(report, "one", "two", "three")
    watch = _watch(opened, settings, qtbot)
    watch.keep("winter")
    assert watch.findings() == ()
    _look(watch, qtbot)
    assert watch.findings() == ()
    opened.close()
    again = Session(MeetingFile.open(opened.path))
    try:
        later = _watch(again, Settings(tmp_path / "settings.ini"), qtbot)
        assert later.findings() == ()
        _rewrite(report, "one", "two", "three", "four")
        _look(later, qtbot)
        assert len(later.findings()) == 1
    finally:
        again.close()


@pytest.fixture
def taking_in(opened: Session, tmp_path: Path) -> Iterator[TakingIn]:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    taking = TakingIn(opened, scratch)
    yield taking
    taking.close()


def test_taking_the_newer_version_is_one_edit_that_says_how_many_pages_there_are_now(
    opened: Session, report: Path, settings: Settings, taking_in: TakingIn, qtbot: QtBot
) -> None:
    said: list[str] = []
    Replacements(opened, opened).said.connect(said.append)
    _rewrite(report, "one", "two", "three")
    watch = _watch(opened, settings, qtbot)
    assert watch.take("winter")
    assert opened.undo_stack.undoText() == "Take the newer version of Winter plan"
    assert watch.findings() == ()  # It is being read.
    qtbot.waitUntil(lambda: bool(said), timeout=20000)
    assert said == ["Winter plan, item 2: 2 pages before, 3 now."]
    assert opened.facts["winter"].page_count == 3
    _look(watch, qtbot)
    assert watch.findings() == ()
    opened.undo()
    assert opened.facts["winter"].page_count == 2
    assert len(watch.findings()) == 1


def test_of_a_mail_it_is_said_only_that_it_may_have_changed(
    look: Theme, settings: Settings, qtbot: QtBot, tmp_path: Path
) -> None:
    mail = tmp_path / "RE Papers.eml"
    mail.write_bytes(b"Subject: Papers\n\nHere.")
    _date(mail, dt.datetime(2026, 6, 17, 8, 0))
    session = Session(_with_report(tmp_path / "Board.meeting", mail, inside="Winter plan.pdf"))
    try:
        watch = _watch(session, settings, qtbot)
        assert watch.findings() == ()
        _date(mail, _LATER)
        _look(watch, qtbot)
        (finding,) = watch.findings()
        assert finding.message.endswith(
            "Winter plan: RE Papers.eml, which it came from, may have been changed on 20 June at 14:05, "
            "after it was attached."
        )
        watch.take("winter")
        session.undo()
        assert watch.findings() == ()
    finally:
        session.close()


@pytest.mark.parametrize("server", ["//server/share/Plan.pdf", "\\\\server\\share\\Plan.pdf"])
def test_a_server_that_a_meeting_from_elsewhere_names_is_not_asked(
    look: Theme, report: Path, settings: Settings, qtbot: QtBot, tmp_path: Path, server: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    asked: list[Path] = []

    def note(path: Path) -> None:
        asked.append(path)

    monkeypatch.setattr("packbuilder.app.source_watch._stamp_of", note)
    file = _with_report(tmp_path / "Board.meeting", report)
    file.save(edits.change_document(file.meeting(), "winter", file=server))
    session = Session(file)
    try:
        watch = _watch(session, settings, qtbot)
        assert asked == []
        # One that was attached here is the clerk's own affair.
        sha256 = session.meeting.items[1].documents[0].sha256
        own = Document("own", "//server/share/Own.pdf", "Own", sha256=sha256)
        session.edit("Attach", lambda m: edits.attach_document(m, "first", own))
        _look(watch, qtbot)
        assert asked == [Path("//server/share/Own.pdf")]
    finally:
        session.close()


def test_relative_names_pipes_and_folders_are_left_alone(
    look: Theme, settings: Settings, qtbot: QtBot, tmp_path: Path, report: Path
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for name in (str(pipe), str(tmp_path), "Winter plan.pdf", f"{tmp_path}/no\0name"):
        path = tmp_path / f"{len(name)}.meeting"
        file = _with_report(path, report)
        file.save(edits.change_document(file.meeting(), "winter", file=name))
        session = Session(file)
        assert _watch(session, settings, qtbot).findings() == ()
        session.close()


def test_the_window_is_not_held_up_and_closing_does_not_wait(
    opened: Session, report: Path, settings: Settings, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = threading.Event()
    asked = threading.Event()

    def wait(path: Path) -> None:
        asked.set()
        answers.wait(20)

    monkeypatch.setattr("packbuilder.app.source_watch._stamp_of", wait)
    watch = SourceWatch(opened, settings, lambda: _TODAY, opened)
    qtbot.waitUntil(asked.is_set, timeout=10000)
    watch.look()
    watch.close()
    assert not answers.is_set()
    answers.set()
    QCoreApplication.processEvents()
    assert watch.findings() == ()


def test_a_drive_that_does_not_answer_does_not_keep_the_program_from_ending(
    opened: Session, tmp_path: Path
) -> None:
    opened.close()
    program = tmp_path / "window.py"
    program.write_text(
        "import datetime, sys, threading\n"
        "from pathlib import Path\n"
        "from PySide6.QtGui import QGuiApplication\n"
        "from packbuilder.app import source_watch\n"
        "from packbuilder.app.session import Session\n"
        "from packbuilder.app.settings import Settings\n"
        "from packbuilder.storage.meeting_file import MeetingFile\n"
        "asked = threading.Event()\n"
        "def wait(path):\n"
        "    asked.set()\n"
        "    threading.Event().wait(600)\n"
        "source_watch._stamp_of = wait\n"
        "application = QGuiApplication([])\n"
        "session = Session(MeetingFile.open(Path(sys.argv[1])))\n"
        "settings = Settings(Path(sys.argv[2]))\n"
        "watch = source_watch.SourceWatch(session, settings, datetime.date.today)\n"
        "while not asked.is_set():\n"
        "    application.processEvents()\n"
        "watch.close()\n"
        "session.close()\n"
        "print('closed')\n"
    )
    command = [sys.executable, str(program), str(opened.path), str(tmp_path / "settings.ini")]
    folder = Path(packbuilder.__file__).parents[1]
    ended = subprocess.run(command, cwd=folder, capture_output=True, timeout=20, check=True, text=True)
    assert ended.stdout == "closed\n"


def test_coming_back_to_the_window_is_a_reason_to_look(
    opened: Session, report: Path, settings: Settings, qtbot: QtBot
) -> None:
    watch = _watch(opened, settings, qtbot)
    _rewrite(report, "one", "two", "three")
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    with qtbot.waitSignal(watch.changed, timeout=10000):
        application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    assert len(watch.findings()) == 1


def test_the_checks_tell_of_it_and_a_click_lets_it_be(
    desk: Application, report: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "Board.meeting"
    _with_report(path, report).close()
    _rewrite(report, "one", "two", "three")
    window = desk.open_window()
    desk.open(window, path)
    workspace = window.workspace
    assert workspace is not None
    findings = workspace.findings

    def told() -> list[Finding]:
        return [finding for finding in findings.findings if finding.kind == "source-changed"]

    qtbot.waitUntil(lambda: bool(told()), timeout=10000)
    tools = Tools(
        workspace.session,
        workspace.selection,
        workspace.taking_in,
        AnsweringDialogs(),
        workspace,
        sources=workspace.source_watch,
    )
    ways = fixes_for(told()[0], tools, None)
    assert [way.words for way in ways] == ["Take the newer one", "Keep this one"]
    ways[1].do()
    qtbot.waitUntil(lambda: not told(), timeout=10000)
    assert window.said_words == "Winter plan of item 2 stays as it is."


def test_pages_that_moved_alike_are_said_and_others_are_not() -> None:
    before = {"a": 3, "b": 31, "c": 45}
    assert moved_words(before, {"a": 3, "b": 33, "c": 47}) == "Pages from 31 on are now 2 later."
    assert moved_words(before, {"a": 3, "b": 31, "c": 41}) == "Pages from 45 on are now 4 earlier."
    assert moved_words(before, before) == ""
    assert moved_words(before, {"a": 3, "b": 33, "c": 45}) == ""
    assert moved_words(before, {"a": 3, "b": 33, "c": 49}) == ""
    assert moved_words(before, {"a": 3, "b": 33}) == ""


def test_what_moved_is_reckoned_from_the_pack_as_it_was_before_the_file_was_replaced(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    said: list[str] = []
    Replacements(session, session).said.connect(said.append)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    taking_in = TakingIn(session, scratch)
    try:
        qtbot.waitUntil(lambda: not taking_in.is_busy, timeout=60000)
        item = next(item for item in session.meeting.items if item.documents)
        document = item.documents[0]
        before = session.facts[document.id].page_count
        first_pages = sorted(session.page_numbers.first_pages.values())
        following = next(page for page in first_pages if page > session.page_numbers.first_pages[document.id])
        path = write_pdf(tmp_path / "new.pdf", *["text"] * (before + 4))
        session.edit(
            "Replace",
            lambda m: edits.replace_document_file(m, document.id, str(path)),
            place=Place(item.id, document.id),
        )
        qtbot.waitUntil(lambda: bool(said), timeout=20000)
        number = [other.id for other in session.meeting.items].index(item.id) + 1
        assert said == [
            f"{document.title}, item {number}: {before} pages before, {before + 4} now. "
            f"Pages from {following} on are now 4 later."
        ]
    finally:
        taking_in.close()
