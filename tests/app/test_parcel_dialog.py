from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from email.message import EmailMessage
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidgetItem, QWidget
from pytestqt.qtbot import QtBot

from packbuilder.app.attaching import FileToAttach, attach
from packbuilder.app.parcel_dialog import Parcel, ParcelDialog, unpack
from packbuilder.app.session import Session
from packbuilder.app.taking_in import TakingIn
from packbuilder.app.theme import Theme
from packbuilder.errors import PackBuilderError
from packbuilder.meeting import edits
from packbuilder.meeting.meeting import DocumentRole
from packbuilder.worker.messages import ParcelPart
from tests.builders import an_item, write_pdf

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

_MESSAGE = ParcelPart("", "e-mail message", 2000, is_message=True)
_REPORT = ParcelPart("07 Winter plan v3 FINAL.docx", "Word document", 245_000)
_COSTS = ParcelPart("Appendix A - Costs.xlsx", "spreadsheet", 88_000)
_PHOTO = ParcelPart("IMG_1.heic", "picture", 4_200_000, refusal="Save it as JPEG.")

Then = Callable[[tuple[ParcelPart, ...] | PackBuilderError], None]


def _mail(*parts: ParcelPart) -> Parcel:
    return Parcel(Path("/in/RE Papers.eml"), parts)


def _zip(*parts: ParcelPart) -> Parcel:
    return Parcel(Path("/in/Papers.zip"), parts)


def _shown(qtbot: QtBot, *parcels: Parcel, only_one: bool = False) -> ParcelDialog:
    dialog = ParcelDialog(parcels, only_one=only_one)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()
    return dialog


def _names(files: list[FileToAttach]) -> list[str]:
    return [file.inside for file in files]


def _row(dialog: ParcelDialog, words: str) -> QTreeWidgetItem:
    flags = Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
    return dialog.list.findItems(words, flags, 0)[0]


def _looking(found: Mapping[str, tuple[ParcelPart, ...] | PackBuilderError]) -> Callable[[Path, Then], None]:
    return lambda path, then: then(found[path.name])


@pytest.fixture
def window(look: Theme, qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def test_what_came_with_a_mail_is_ticked_and_the_mail_itself_is_not(look: Theme, qtbot: QtBot) -> None:
    dialog = _shown(qtbot, _mail(_MESSAGE, _REPORT, _PHOTO, _COSTS))
    assert _names(dialog.ticked()) == [_REPORT.name, _COSTS.name]
    assert dialog.attach_button.text() == "Attach 2 documents"


def test_a_mail_with_nothing_but_its_words_is_attached_itself(look: Theme, qtbot: QtBot) -> None:
    dialog = _shown(qtbot, _mail(_MESSAGE))
    assert _names(dialog.ticked()) == [""]
    assert dialog.attach_button.text() == "Attach 1 document"
    assert _names(_shown(qtbot, _mail(_MESSAGE, _PHOTO)).ticked()) == [""]


def test_what_cannot_be_taken_in_says_why_and_cannot_be_ticked(look: Theme, qtbot: QtBot) -> None:
    dialog = _shown(qtbot, _mail(_REPORT, _PHOTO))
    photo = _row(dialog, "IMG_1.heic")
    assert not photo.flags() & Qt.ItemFlag.ItemIsUserCheckable
    assert (
        photo.data(0, Qt.ItemDataRole.AccessibleTextRole) == "IMG_1.heic, Picture, 4.2 MB, Save it as JPEG."
    )
    dialog.list.setCurrentItem(photo)
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    assert _names(dialog.ticked()) == [_REPORT.name]
    assert not _shown(qtbot, _mail(_PHOTO)).attach_button.isEnabled()


def test_files_of_one_name_are_told_apart_by_their_folders(look: Theme, qtbot: QtBot) -> None:
    exempt = ParcelPart("EXEMPT - not for publication/Appendix A.docx", "Word document", 88_000)
    public = ParcelPart("Public/Appendix A.docx", "Word document", 90_000)
    dialog = _shown(qtbot, _zip(_REPORT, exempt, public))
    rows = [row for n in range(3) if (row := dialog.list.topLevelItem(n)) is not None]
    assert [row.text(0) for row in rows] == [_REPORT.name, "Appendix A.docx", "Appendix A.docx"]
    said = rows[1].data(0, Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Appendix A.docx, Word document, 88 KB, EXEMPT - not for publication"
    heights = [dialog.list.visualItemRect(row).height() for row in rows]
    assert heights[0] < heights[1] == heights[2], "there is a line for the folder"
    assert _names(dialog.ticked()) == [_REPORT.name, exempt.name, public.name]
    assert [file.name for file in dialog.ticked()[1:]] == ["Appendix A.docx"] * 2


def test_the_keyboard_alone_ticks_and_attaches(look: Theme, qtbot: QtBot) -> None:
    dialog = _shown(qtbot, _mail(_MESSAGE, _REPORT, _COSTS))
    chosen: list[list[FileToAttach]] = []
    dialog.chosen.connect(chosen.append)
    assert dialog.list.hasFocus()
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)  # The first that is ticked is the current one.
    QTest.keyClick(dialog.list, Qt.Key.Key_Up)
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert [_names(files) for files in chosen] == [["", _COSTS.name]]
    assert not dialog.isVisible()


def test_a_click_anywhere_on_a_name_ticks_it(look: Theme, qtbot: QtBot) -> None:
    dialog = _shown(qtbot, _mail(_REPORT, _COSTS))
    index = dialog.list.indexFromItem(_row(dialog, _COSTS.name))
    place = dialog.list.visualRect(index).center()
    QTest.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert _names(dialog.ticked()) == [_REPORT.name]
    assert dialog.attach_button.text() == "Attach 1 document"


def test_space_ticks_the_row_whichever_column_was_clicked(look: Theme, qtbot: QtBot) -> None:
    dialog = _shown(qtbot, _mail(_REPORT, _COSTS))
    index = dialog.list.indexFromItem(_row(dialog, _COSTS.name), 1)
    place = dialog.list.visualRect(index).center()
    QTest.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert _names(dialog.ticked()) == [_REPORT.name, _COSTS.name]
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    assert _names(dialog.ticked()) == [_REPORT.name]


def test_the_tick_of_a_parcel_is_for_all_that_is_in_it(look: Theme, qtbot: QtBot) -> None:
    dialog = _shown(qtbot, _mail(_MESSAGE, _REPORT, _PHOTO), _zip(_COSTS))
    mail, parcel = _row(dialog, "RE Papers.eml"), _row(dialog, "Papers.zip")
    assert mail.checkState(0) is Qt.CheckState.PartiallyChecked
    assert parcel.checkState(0) is Qt.CheckState.Checked
    mail.setCheckState(0, Qt.CheckState.Checked)
    assert _names(dialog.ticked()) == ["", _REPORT.name, _COSTS.name]
    parcel.setCheckState(0, Qt.CheckState.Unchecked)
    mail.setCheckState(0, Qt.CheckState.Unchecked)
    assert dialog.ticked() == []
    assert dialog.attach_button.text() == "Attach"
    assert not dialog.attach_button.isEnabled()


def test_of_the_parts_of_a_parcel_one_takes_the_place_of_a_document(look: Theme, qtbot: QtBot) -> None:
    dialog = _shown(qtbot, _mail(_MESSAGE, _REPORT, _COSTS), only_one=True)
    assert _names(dialog.ticked()) == [_REPORT.name]
    dialog.list.setCurrentItem(_row(dialog, _COSTS.name))
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    assert _names(dialog.ticked()) == [_COSTS.name]
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    assert _names(dialog.ticked()) == [_COSTS.name]
    assert dialog.attach_button.text() == "Replace"


def test_files_that_are_no_parcels_go_straight_on(empty_session: Session, window: QWidget) -> None:
    got: list[FileToAttach] = []
    unpack([Path("/in/a.pdf"), Path("/in/b.docx")], empty_session, _looking({}), window, got.extend)
    assert got == [FileToAttach(Path("/in/a.pdf")), FileToAttach(Path("/in/b.docx"))]


def test_the_parcels_of_one_drop_are_asked_about_together_and_keep_their_places(
    empty_session: Session, window: QWidget, qtbot: QtBot
) -> None:
    paths = [Path("/in/RE Papers.eml"), Path("/in/a.pdf"), Path("/in/Papers.zip")]
    found = {"RE Papers.eml": (_MESSAGE, _REPORT), "Papers.zip": (_COSTS,)}
    got: list[FileToAttach] = []
    unpack(paths, empty_session, _looking(found), window, got.extend)
    assert got == []
    (dialog,) = window.findChildren(ParcelDialog)
    dialog.accept()
    assert [(file.path.name, file.inside) for file in got] == [
        ("RE Papers.eml", _REPORT.name),
        ("a.pdf", ""),
        ("Papers.zip", _COSTS.name),
    ]


def test_cancelling_attaches_nothing_of_the_drop(empty_session: Session, window: QWidget) -> None:
    got: list[FileToAttach] = []
    paths = [Path("/in/RE Papers.eml"), Path("/in/a.pdf")]
    unpack(paths, empty_session, _looking({"RE Papers.eml": (_REPORT,)}), window, got.extend)
    (dialog,) = window.findChildren(ParcelDialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert got == []


def test_a_parcel_that_cannot_be_read_is_told_of_and_the_others_go_on(
    empty_session: Session, window: QWidget
) -> None:
    refused: list[PackBuilderError] = []
    empty_session.refused.connect(refused.append)
    damage = PackBuilderError("Papers.zip could not be read: it is damaged.", "Ask for it again.")
    paths = [Path("/in/Papers.zip"), Path("/in/Empty.zip"), Path("/in/a.pdf")]
    got: list[FileToAttach] = []
    unpack(paths, empty_session, _looking({"Papers.zip": damage, "Empty.zip": ()}), window, got.extend)
    assert [error.what for error in refused] == [damage.what, "There is nothing in Empty.zip."]
    assert [file.path.name for file in got] == ["a.pdf"]
    assert window.findChildren(ParcelDialog) == []


@pytest.fixture
def taking_in(empty_session: Session, tmp_path: Path) -> Iterator[TakingIn]:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    taking = TakingIn(empty_session, scratch)
    yield taking
    taking.close()


def test_a_real_mail_is_looked_into_and_its_papers_become_documents(
    empty_session: Session, taking_in: TakingIn, window: QWidget, tmp_path: Path, qtbot: QtBot
) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Papers", "author@example.org", "clerk@example.org"
    mail.set_content("Please find the papers attached.")
    for name in ("07 Winter plan v3 FINAL.pdf", "Appendix A - Costs.pdf"):
        content = write_pdf(tmp_path / name, "one", "two").read_bytes()
        mail.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    path = tmp_path / "RE Papers.eml"
    path.write_bytes(bytes(mail))
    empty_session.edit("Add", lambda m: edits.add_item(m, an_item("one")))

    def take(files: list[FileToAttach]) -> None:
        attach(empty_session, "one", files)

    unpack([path], empty_session, taking_in.look_inside, window, take)
    qtbot.waitUntil(lambda: bool(window.findChildren(ParcelDialog)), timeout=20000)
    window.findChildren(ParcelDialog)[0].accept()
    documents = empty_session.meeting.items[0].documents
    assert [(d.title, d.role) for d in documents] == [
        ("Winter plan", DocumentRole.REPORT),
        ("Costs", DocumentRole.APPENDIX),
    ]
    assert {d.file for d in documents} == {str(path)}
    assert empty_session.undo_stack.undoText() == "Attach 2 documents"
    qtbot.waitUntil(lambda: not taking_in.is_busy and empty_session.is_saved, timeout=20000)
    assert [empty_session.facts[d.id].page_count for d in documents] == [2, 2]
