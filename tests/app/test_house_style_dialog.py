from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from packbuilder.app.house_style_dialog import HouseStyleDialog
from packbuilder.app.house_style_sample import HouseStyleSample
from packbuilder.app.theme import Theme
from packbuilder.assets import resource
from packbuilder.meeting.house_style import (
    AgendaColumn,
    AgendaStyle,
    Column,
    FontFamily,
    HouseStyle,
    ItemStampPlace,
    LandscapeStamps,
    PageStampPlace,
    RangeStyle,
)
from packbuilder.storage.house_styles import NamedStyle, read_style, save_style, style_names

UNUSUAL = HouseStyle(
    agenda_style=AgendaStyle.TABLE,
    agenda_columns=(
        AgendaColumn(Column.SUBJECT, "Business & <other> matters"),
        AgendaColumn(Column.ITEM, "No."),
        AgendaColumn(Column.PAGE, "Page no"),
    ),
    item_numbers="001",
    minute_numbers="67/23",
    page_ranges=RangeStyle.SPACED,
    duplex=False,
    landscape_stamps=LandscapeStamps.SHORT_EDGE,
    logo="/somewhere/logo.png",
    logo_sha256="ab" * 32,
    font=FontFamily.SERIF,
    item_stamp="ITEM {number}",
    item_stamp_place=ItemStampPlace.TOP_LEFT,
    page_stamp="- {number} -",
    page_stamp_place=PageStampPlace.BOTTOM_OUTER,
    name="Anytown",
)


class Answers:
    """Dialogs that answer what the test says."""

    def __init__(self) -> None:
        self.file: Path | None = None
        self.text = ""
        self.goes_on = True
        self.asked: list[str] = []

    def open_files(self, parent: QWidget, title: str, folder: Path | None, filters: str) -> list[Path]:
        return [self.file] if self.file else []

    def open_file(self, parent: QWidget, title: str, folder: Path | None, filters: str) -> Path | None:
        return self.file

    def save_file(self, parent: QWidget, title: str, proposed: Path, filters: str) -> Path | None:
        return None

    def open_folder(self, parent: QWidget, title: str, folder: Path | None) -> Path | None:
        return None

    def ask_text(self, parent: QWidget, title: str, question: str, text: str = "") -> str:
        self.asked.append(text)
        return self.text

    def ask_password(self, parent: QWidget, file_name: str) -> str:
        return ""

    def confirm(self, parent: QWidget, title: str, question: str, go_on: str) -> bool:
        self.asked.append(question)
        return self.goes_on


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "styles"


def shown(
    qtbot: QtBot, folder: Path, answers: Answers, style: HouseStyle = HouseStyle(), picture: bytes = b""
) -> HouseStyleDialog:
    dialog = HouseStyleDialog(style, "Anytown Council", folder, answers, logo_picture=picture)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()
    return dialog


def button(dialog: HouseStyleDialog, text: str) -> QAbstractButton:
    return next(
        b
        for b in dialog.findChildren(QAbstractButton)
        if text in (b.text().replace("&", ""), b.accessibleName())
    )


def field(dialog: HouseStyleDialog, label: str) -> QWidget:
    buddy = next(
        each.buddy() for each in dialog.findChildren(QLabel) if each.text().replace("&", "") == label
    )
    assert buddy is not None
    return buddy


def line(dialog: HouseStyleDialog, label: str) -> QLineEdit:
    found = field(dialog, label)
    assert isinstance(found, QLineEdit)
    return found


def saved_box(dialog: HouseStyleDialog) -> QComboBox:
    found = field(dialog, "Saved style")
    assert isinstance(found, QComboBox)
    return found


def take(dialog: HouseStyleDialog, name: str) -> None:
    box = saved_box(dialog)
    index = box.findText(name)
    box.setCurrentIndex(index)
    box.activated.emit(index)


def used(dialog: HouseStyleDialog, qtbot: QtBot) -> HouseStyle:
    with qtbot.waitSignal(dialog.chosen) as chosen:
        QTest.mouseClick(button(dialog, "Use for this meeting"), Qt.MouseButton.LeftButton)
    assert chosen.args is not None
    style = chosen.args[0]
    assert isinstance(style, HouseStyle)
    return style


def errors(dialog: HouseStyleDialog) -> list[str]:
    return [
        label.text()
        for label in dialog.findChildren(QLabel)
        if label.property("role") == "error" and label.isVisible()
    ]


@pytest.mark.parametrize(
    "style", [HouseStyle(), UNUSUAL, HouseStyle(agenda_style=AgendaStyle.LIST, item_stamp="")]
)
def test_a_style_that_is_only_looked_at_comes_back_the_same(
    look: Theme, qtbot: QtBot, folder: Path, answers: Answers, style: HouseStyle
) -> None:
    assert used(shown(qtbot, folder, answers, style), qtbot) == style


def test_what_the_clerk_chooses_is_what_the_meeting_gets(
    look: Theme, qtbot: QtBot, folder: Path, answers: Answers
) -> None:
    dialog = shown(qtbot, folder, answers)
    for label, words in (
        ("Typeface", "With serifs, like Times"),
        ("Page ranges", "5 - 14"),
        ("Items", "01   02   03"),
    ):
        box = field(dialog, label)
        assert isinstance(box, QComboBox)
        box.setCurrentText(words)
    for label, words in (("On every page", "{number}"), ("First minute", "42.")):
        line(dialog, label).clear()
        QTest.keyClicks(line(dialog, label), words)
    QTest.keyClick(button(dialog, "Printed on both sides"), Qt.Key.Key_Space)
    QTest.keyClick(button(dialog, "Column Form"), Qt.Key.Key_Space)

    style = used(dialog, qtbot)

    assert style == dataclasses.replace(
        HouseStyle(),
        font=FontFamily.SERIF,
        page_ranges=RangeStyle.SPACED,
        item_numbers="01",
        page_stamp="{number}",
        minute_numbers="42.",
        duplex=False,
        agenda_columns=tuple(c for c in HouseStyle().agenda_columns if c.column is not Column.FORM),
    )


def test_columns_get_other_headings_and_another_order_and_keep_their_subject(
    look: Theme, qtbot: QtBot, folder: Path, answers: Answers
) -> None:
    dialog = shown(qtbot, folder, answers)
    heading = next(
        e for e in dialog.findChildren(QLineEdit) if e.accessibleName() == "Heading of the column Lead"
    )
    heading.clear()
    QTest.keyClicks(heading, "Presented by")
    QTest.mouseClick(button(dialog, "Move the column Lead forward"), Qt.MouseButton.LeftButton)
    subject = button(dialog, "Column Subject")

    assert isinstance(subject, QCheckBox)
    assert not subject.isEnabled()
    assert used(dialog, qtbot).agenda_columns[:3] == (
        AgendaColumn(Column.ITEM, "Item"),
        AgendaColumn(Column.LEAD, "Presented by"),
        AgendaColumn(Column.SUBJECT, "Subject"),
    )


@pytest.mark.parametrize(
    ("label", "wording", "said"),
    [
        ("On every page", "Page", "Write {number} where the number goes, such as Page {number}."),
        ("On every page", "", "Write {number} where the number goes, such as Page {number}."),
        (
            "On an item's first page",
            "Item",
            "Write {number} where the number goes, such as Item {number}.",
        ),
        (
            "On an item's first page",
            "Item {number} of {number}",
            "Write {number} once only, such as Item {number}.",
        ),
        ("First minute", "next", "Write the first number as it is printed: 01., 42. or 67/23."),
    ],
)
def test_wording_that_cannot_be_printed_says_what_to_write_and_cannot_be_used(
    look: Theme, qtbot: QtBot, folder: Path, answers: Answers, label: str, wording: str, said: str
) -> None:
    dialog = shown(qtbot, folder, answers)
    line(dialog, label).clear()
    QTest.keyClicks(line(dialog, label), wording)

    assert errors(dialog) == [said]
    assert line(dialog, label).property("invalid") == "true"
    assert not button(dialog, "Use for this meeting").isEnabled()
    assert not button(dialog, "Save as...").isEnabled()

    line(dialog, label).setText("01." if label == "First minute" else "Page {number}")
    assert errors(dialog) == []
    assert button(dialog, "Use for this meeting").isEnabled()


def test_page_ranges_are_chosen_only_where_the_agenda_has_a_column_for_them(
    look: Theme, qtbot: QtBot, folder: Path, answers: Answers
) -> None:
    dialog = shown(qtbot, folder, answers)
    kind, ranges = field(dialog, "Agenda as a"), field(dialog, "Page ranges")
    assert isinstance(kind, QComboBox)

    def says_why() -> bool:
        words = "Without a column for pages, the agenda has (Pages 5 - 14)."
        return any(label.text() == words and label.isVisible() for label in dialog.findChildren(QLabel))

    assert ranges.isEnabled()
    assert not says_why()
    kind.setCurrentText("List")
    assert not ranges.isEnabled()
    assert says_why()
    kind.setCurrentText("Table")
    QTest.keyClick(button(dialog, "Column Pages"), Qt.Key.Key_Space)
    assert not ranges.isEnabled()
    assert says_why()


@pytest.mark.parametrize("style", [HouseStyle(), HouseStyle(agenda_style=AgendaStyle.LIST)])
def test_the_form_fits_the_screen_and_no_row_is_cut_through(
    look: Theme, qtbot: QtBot, folder: Path, answers: Answers, style: HouseStyle
) -> None:
    dialog = shown(qtbot, folder, answers, style)
    screen = dialog.screen().availableGeometry()
    form = dialog.findChildren(QScrollArea)[0]
    inner = form.widget()
    assert inner is not None

    assert dialog.height() <= screen.height() * 0.9
    assert dialog.width() <= screen.width() * 0.9
    fields = [each for kind in (QLineEdit, QComboBox, QPushButton) for each in inner.findChildren(kind)]

    def cut_through() -> list[QWidget]:
        fold = form.viewport().height()
        tops = [(each, each.mapTo(inner, QPoint(0, 0)).y()) for each in fields if each.isVisible()]
        return [each for each, top in tops if top < fold < top + each.height()]

    qtbot.waitUntil(lambda: not cut_through())


def test_at_200_per_cent_on_a_small_screen_everything_can_be_reached(
    look: Theme, qtbot: QtBot, folder: Path, answers: Answers
) -> None:
    dialog = shown(qtbot, folder, answers)
    dialog.resize(576, 337)
    form = dialog.findChildren(QScrollArea)[0]
    inner, sample = form.widget(), dialog.findChildren(HouseStyleSample)[0]
    assert inner is not None
    qtbot.waitUntil(lambda: inner.width() == form.viewport().width())

    assert (dialog.width(), dialog.height()) == (576, 337)
    assert sample.isVisible()
    assert inner.isAncestorOf(sample)
    dialog.resize(960, 600)
    assert sample.isVisible()
    assert not inner.isAncestorOf(sample)


def test_items_need_no_stamp(look: Theme, qtbot: QtBot, folder: Path, answers: Answers) -> None:
    dialog = shown(qtbot, folder, answers)
    line(dialog, "On an item's first page").clear()

    assert errors(dialog) == []
    assert used(dialog, qtbot).item_stamp == ""


def test_a_style_is_saved_for_the_council_and_taken_by_another_meeting(
    look: Theme, qtbot: QtBot, folder: Path, answers: Answers
) -> None:
    dialog = shown(qtbot, folder, answers, dataclasses.replace(UNUSUAL, logo="", logo_sha256="", name=""))
    answers.text = "Large print"
    QTest.mouseClick(button(dialog, "Save as..."), Qt.MouseButton.LeftButton)

    assert answers.asked == ["Anytown Council"]
    assert errors(dialog) == []
    assert read_style(folder, "Large print").council == "Anytown Council"
    assert saved_box(dialog).currentText() == "Large print"
    assert used(dialog, qtbot).name == "Large print"

    other = shown(qtbot, folder, answers)
    take(other, "Large print")
    assert used(other, qtbot) == dataclasses.replace(
        UNUSUAL, logo="", logo_sha256="", name="Large print", minute_numbers="67/23"
    )


def test_taking_a_saved_style_does_not_put_back_the_minute_numbers(
    look: Theme, qtbot: QtBot, folder: Path, answers: Answers
) -> None:
    save_style(
        folder, NamedStyle("Anytown", "Anytown Council", HouseStyle(name="Anytown", minute_numbers="1/23"))
    )
    dialog = shown(qtbot, folder, answers, HouseStyle(minute_numbers="67/23"))
    take(dialog, "Anytown")

    assert used(dialog, qtbot).minute_numbers == "67/23"


def test_a_saved_style_is_written_over_only_when_the_clerk_says_so(
    look: Theme, qtbot: QtBot, folder: Path, answers: Answers
) -> None:
    save_style(folder, NamedStyle("Anytown", "", HouseStyle(name="Anytown")))
    dialog = shown(qtbot, folder, answers, HouseStyle(duplex=False))
    answers.text, answers.goes_on = "Anytown", False
    QTest.mouseClick(button(dialog, "Save as..."), Qt.MouseButton.LeftButton)
    assert read_style(folder, "Anytown").style.duplex

    answers.goes_on = True
    QTest.mouseClick(button(dialog, "Save as..."), Qt.MouseButton.LeftButton)
    assert not read_style(folder, "Anytown").style.duplex


def test_a_saved_style_is_deleted_after_a_question(
    look: Theme, qtbot: QtBot, folder: Path, answers: Answers
) -> None:
    save_style(folder, NamedStyle("Anytown", "", HouseStyle(name="Anytown")))
    dialog = shown(qtbot, folder, answers)
    assert not button(dialog, "Delete").isEnabled()
    take(dialog, "Anytown")
    QTest.mouseClick(button(dialog, "Delete"), Qt.MouseButton.LeftButton)

    assert style_names(folder) == []
    assert saved_box(dialog).count() == 1
    assert used(dialog, qtbot).name == ""


def test_a_damaged_saved_style_says_so_and_changes_nothing(
    look: Theme, qtbot: QtBot, folder: Path, answers: Answers
) -> None:
    folder.mkdir()
    (folder / "broken.toml").write_text("no style [")
    dialog = shown(qtbot, folder, answers)
    take(dialog, "broken")

    assert len(errors(dialog)) == 1
    assert "broken" in errors(dialog)[0]
    assert used(dialog, qtbot) == HouseStyle()


def has_picture(dialog: HouseStyleDialog, name: str) -> bool:
    return any(
        label.accessibleName() == name and not label.pixmap().isNull()
        for label in dialog.findChildren(QLabel)
    )


def test_the_logo_that_the_meeting_has_is_shown(
    look: Theme, qtbot: QtBot, folder: Path, answers: Answers
) -> None:
    style = HouseStyle(logo=str(resource("sample/logo.png")), logo_sha256="ab" * 32)
    dialog = shown(qtbot, folder, answers, style)

    qtbot.waitUntil(lambda: has_picture(dialog, "Logo: logo.png"))
    assert used(dialog, qtbot) == style


def test_a_logo_that_cannot_be_read_any_more_goes_by_its_name_and_stays(
    look: Theme, qtbot: QtBot, folder: Path, answers: Answers
) -> None:
    dialog = shown(qtbot, folder, answers, UNUSUAL)

    assert any(label.text() == "logo.png" for label in dialog.findChildren(QLabel))
    assert used(dialog, qtbot).logo == UNUSUAL.logo


def test_the_logo_of_a_saved_style_is_taken_along(
    look: Theme, qtbot: QtBot, folder: Path, answers: Answers
) -> None:
    style = HouseStyle(name="Anytown", logo=str(resource("sample/logo.png")))
    save_style(folder, NamedStyle("Anytown", "", style))
    dialog = shown(qtbot, folder, answers, UNUSUAL)
    take(dialog, "Anytown")

    chosen = used(dialog, qtbot)
    assert Path(chosen.logo).parent == folder
    assert chosen.logo_sha256 == ""


def test_a_new_logo_is_shown_and_is_another_one_than_the_meeting_file_holds(
    look: Theme, qtbot: QtBot, folder: Path, answers: Answers
) -> None:
    dialog = shown(qtbot, folder, answers, HouseStyle(logo="old.png", logo_sha256="ab" * 32))
    answers.file = resource("sample/logo.png")
    QTest.mouseClick(button(dialog, "Choose logo..."), Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: has_picture(dialog, "Logo: logo.png"))
    style = used(dialog, qtbot)
    assert (style.logo, style.logo_sha256) == (str(answers.file), "")


def test_what_is_no_picture_is_refused_and_the_old_logo_stays(
    look: Theme, qtbot: QtBot, folder: Path, answers: Answers, tmp_path: Path
) -> None:
    answers.file = tmp_path / "logo.png"
    answers.file.write_bytes(b"no picture")
    dialog = shown(qtbot, folder, answers, HouseStyle(logo="old.png", logo_sha256="ab" * 32))
    QTest.mouseClick(button(dialog, "Choose logo..."), Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: len(errors(dialog)) == 1)
    assert "logo.png" in errors(dialog)[0]
    assert used(dialog, qtbot).logo == "old.png"


def test_a_logo_can_be_taken_out(look: Theme, qtbot: QtBot, folder: Path, answers: Answers) -> None:
    dialog = shown(qtbot, folder, answers, UNUSUAL)
    QTest.mouseClick(button(dialog, "Remove the logo"), Qt.MouseButton.LeftButton)

    style = used(dialog, qtbot)
    assert (style.logo, style.logo_sha256) == ("", "")


def test_a_style_is_saved_with_the_meetings_own_copy_of_a_logo_that_is_gone_elsewhere(
    look: Theme, qtbot: QtBot, folder: Path, answers: Answers
) -> None:
    picture = resource("sample/logo.png").read_bytes()
    dialog = shown(qtbot, folder, answers, UNUSUAL, picture)
    answers.text = "Anytown"
    QTest.mouseClick(button(dialog, "Save as..."), Qt.MouseButton.LeftButton)

    assert errors(dialog) == []
    assert Path(read_style(folder, "Anytown").style.logo).read_bytes() == picture
    assert used(dialog, qtbot).logo == UNUSUAL.logo


def test_the_sample_has_the_words_of_the_pack(look: Theme, qtbot: QtBot) -> None:
    sample = HouseStyleSample()
    qtbot.addWidget(sample)
    sample.show_style(UNUSUAL)
    page = next(w for w in sample.findChildren(QWidget) if w.accessibleName() == "Sample page")

    assert page.accessibleDescription() == "ITEM 4, top left. - 5 -, bottom outer"
    assert sample.lines_of(UNUSUAL) == [
        ("Business & <other> matters", "New homes"),
        ("No.", "004"),
        ("Page no", "5 - 14"),
    ]
    assert sample.minute_words(UNUSUAL) == "Item 4 becomes minute 70/23."
    assert sample.minute_words(HouseStyle(minute_numbers="14.")) == "Item 4 becomes minute 17."
    assert sample.lines_of(HouseStyle(agenda_style=AgendaStyle.LIST))[0] == (
        "",
        "4.  New homes  (Pages 5 - 14)",
    )
    spaced = HouseStyle(agenda_style=AgendaStyle.LIST, page_ranges=RangeStyle.SPACED)
    assert sample.lines_of(spaced)[0] == ("", "4.  New homes  (Pages 5 - 14)")
    without_pages = HouseStyle(agenda_columns=(AgendaColumn(Column.SUBJECT, "Subject"),))
    assert sample.lines_of(without_pages) == [("Subject", "New homes  (Pages 5 - 14)")]


def test_the_sample_shows_the_logo_once_it_is_chosen(
    look: Theme, qtbot: QtBot, folder: Path, answers: Answers
) -> None:
    dialog = shown(qtbot, folder, answers)
    head = next(
        w for w in dialog.findChildren(QWidget) if w.accessibleName() == "Sample of the head with the logo"
    )
    assert not head.isVisible()
    answers.file = resource("sample/logo.png")
    QTest.mouseClick(button(dialog, "Choose logo..."), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(head.isVisible)
    picture = head.grab().toImage()
    colours = {picture.pixelColor(x, y).saturation() > 60 for x in range(16, 66) for y in range(12, 28)}
    assert True in colours

    QTest.mouseClick(button(dialog, "Remove the logo"), Qt.MouseButton.LeftButton)
    assert not head.isVisible()


def test_everything_in_the_form_has_a_name_for_a_screen_reader(
    look: Theme, qtbot: QtBot, folder: Path, answers: Answers
) -> None:
    dialog = shown(qtbot, folder, answers, UNUSUAL)
    for kind in (QLineEdit, QComboBox, QAbstractButton):
        for widget in dialog.findChildren(kind):
            if widget.isVisible() and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus:
                interface = QAccessible.queryAccessibleInterface(widget)
                assert interface.text(QAccessible.Text.Name), widget


def test_enter_in_a_field_uses_the_style_and_never_deletes_or_saves_one(
    look: Theme, qtbot: QtBot, folder: Path, answers: Answers
) -> None:
    dialog = shown(qtbot, folder, answers)
    with qtbot.waitSignal(dialog.chosen):
        QTest.keyClick(line(dialog, "On every page"), Qt.Key.Key_Return)
    assert answers.asked == []
    assert isinstance(button(dialog, "Cancel"), QPushButton)
