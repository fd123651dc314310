from __future__ import annotations

from pathlib import Path

import docx
import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from packbuilder.app.application import Application
from packbuilder.app.opened_files import safe_to_open
from packbuilder.errors import PackBuilderError
from packbuilder.meeting.document_facts import DocumentFacts, Trait, TraitKind
from packbuilder.meeting.edits import change_document
from tests.builders import a_document, write_pdf

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def pdf(tmp_path: Path) -> bytes:
    return write_pdf(tmp_path / "any.pdf", "text").read_bytes()


@pytest.fixture
def word(tmp_path: Path) -> bytes:
    path = tmp_path / "any.docx"
    docx.Document().save(str(path))
    return path.read_bytes()


def test_a_file_keeps_the_name_and_ending_that_its_author_gave_it(
    pdf: bytes, word: bytes, tmp_path: Path
) -> None:
    folder = tmp_path / "opened"
    path = safe_to_open(a_document("d", file="C:\\Papers\\Winter plan.docx"), None, word, folder)
    assert path == folder / "Winter plan.docx"
    assert path.read_bytes() == word
    part = a_document("d", file="/in/Papers.zip", inside="Finance/Budget.pdf")
    assert safe_to_open(part, None, pdf, folder).name == "Budget.pdf"
    mail = a_document("d", file="/in/RE Papers.eml")
    assert safe_to_open(mail, None, b"Subject: Papers\n\nHere.", folder).name == "RE Papers.eml"


@pytest.mark.parametrize(
    "name", ["Report.exe", "Report.pdf.bat", "Report", "Report.js", "Report\u202efdp.scr", "Report.docx"]
)
def test_a_pdf_is_opened_as_a_pdf_whatever_it_is_called(pdf: bytes, tmp_path: Path, name: str) -> None:
    path = safe_to_open(a_document("d", file=f"/in/{name}"), None, pdf, tmp_path / "opened")
    assert path.suffix == ".pdf"
    assert path.read_bytes() == pdf
    assert "\u202e" not in path.name
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("content", [b"MZ\x90\x00program", b"PK\x05\x06" + b"\0" * 18, b"<html></html>"])
def test_what_could_not_have_been_taken_in_is_not_opened(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "opened"
    with pytest.raises(PackBuilderError, match="cannot be opened from here"):
        safe_to_open(a_document("d", file="/in/x.exe"), None, content, folder)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("Report.docm", DocumentFacts(())),
        ("Report.docm", None),
        ("Report.docx", DocumentFacts((), traits=(Trait(TraitKind.MACROS),))),
    ],
)
def test_what_holds_macros_is_left_to_the_clerk(
    word: bytes, tmp_path: Path, name: str, facts: DocumentFacts | None
) -> None:
    folder = tmp_path / "opened"
    with pytest.raises(PackBuilderError) as refused:
        safe_to_open(a_document("d", file=f"/in/{name}"), facts, word, folder)
    assert refused.value.what == f"{name} holds macros, so packbuilder does not open it."
    assert refused.value.next_step == "Open it in Word yourself, if you trust its author."
    assert list(folder.iterdir()) == []


def test_a_copy_that_its_program_has_open_is_shown_again(pdf: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "opened"
    document = a_document("d", file="/in/Report.pdf")
    path = safe_to_open(document, None, pdf, folder)
    path.chmod(0o444)
    written = path.stat().st_mtime_ns
    assert safe_to_open(document, None, pdf, folder).stat().st_mtime_ns == written


def test_the_window_opens_the_file_as_it_was_received(
    desk: Application, sample_file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    def note(url: QUrl) -> bool:
        opened.append(Path(url.toLocalFile()))
        return len(opened) == 1

    monkeypatch.setattr(QDesktopServices, "openUrl", note)
    window = desk.open_window()
    desk.open(window, sample_file)
    workspace = window.workspace
    assert workspace is not None
    session = workspace.session
    _, document = session.meeting.documents()[0]
    workspace.open_original(document.id)
    qtbot.waitUntil(lambda: len(opened) == 1, timeout=20000)
    assert opened[0].name == Path(document.file).name
    assert opened[0].read_bytes().startswith(b"%PDF-")
    workspace.open_original(document.id)
    qtbot.waitUntil(window.messages.isVisible, timeout=20000)
    assert window.messages.what.text() == f"There is no program here that opens {opened[0].name}."
    window.messages.close_message()
    session.edit("Rename", lambda m: change_document(m, document.id, file="/in/Report.docm"))
    workspace.open_original(document.id)
    qtbot.waitUntil(window.messages.isVisible, timeout=20000)
    assert "holds macros" in window.messages.what.text()
    assert len(opened) == 2
