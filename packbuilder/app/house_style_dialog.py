"""The house style of a meeting: how its pack looks and is numbered, and the saved styles of the council."""

from __future__ import annotations

import dataclasses
import re
import tempfile
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from packbuilder.app.dialogs import Dialogs
from packbuilder.app.house_style_sample import HouseStyleSample, has_page_column
from packbuilder.app.picture_reader import PictureReader
from packbuilder.app.theme import SPACE, theme
from packbuilder.errors import PackBuilderError
from packbuilder.meeting.house_style import (
    ALL_COLUMNS,
    NUMBER_MARK,
    AgendaColumn,
    AgendaStyle,
    Column,
    FontFamily,
    HouseStyle,
    ItemStampPlace,
    LandscapeStamps,
    PageStampPlace,
    RangeStyle,
    check_stamp_wording,
)
from packbuilder.meeting.numbering import item_number, minute_number
from packbuilder.storage.house_styles import NamedStyle, read_style, remove_style, save_style, style_names

_ITEM_PATTERNS = ("1.", "1", "01", "01.")
_LOGO_WIDTH, _LOGO_HEIGHT = 120, 48
_SAMPLE_WIDTH = 264
_WIDTH, _HEIGHT = 960, 960
_NARROW = 840
"""Below this width the sample does not stand beside the form."""
_MOST_OF_SCREEN = 0.9
_GAP = 6
"""The least that lies between two rows."""

_Choice = TypeVar("_Choice", bound=StrEnum)


class HouseStyleDialog(QDialog):
    """Works on a copy of a style and gives it back as ``chosen``. Show it with ``open``."""

    chosen = Signal(object)
    """The ``HouseStyle`` to use for this meeting. A new logo has no ``logo_sha256`` yet."""

    def __init__(
        self,
        style: HouseStyle,
        council: str,
        styles_folder: Path,
        dialogs: Dialogs,
        parent: QWidget | None = None,
        *,
        logo_picture: bytes = b"",
    ) -> None:
        """Show a style.

        Args:
            style: The meeting's.
            council: Whose it is; saved styles are saved as this council's.
            styles_folder: Where the saved styles lie, on this computer.
            dialogs: Asks for files and names.
            parent: The window.
            logo_picture: The copy of the logo that the meeting file holds; without one, ``style.logo``
                is read where it lies.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("House style"))
        self._given = style
        self._name = style.name
        self._council = council
        self._folder = styles_folder
        self._dialogs = dialogs
        self._logo_picture = logo_picture
        self._logo, self._logo_sha256 = style.logo, style.logo_sha256
        self._columns: list[_ColumnRow] = []
        self._is_new_logo = False
        self._reader = PictureReader(self)
        self._reader.read.connect(self._take_picture)

        title = QLabel(self.tr("House style"))
        title.setProperty("role", "title")
        whose = QLabel(council)
        whose.setProperty("role", "muted")

        self._form = QWidget()
        self._groups = QVBoxLayout(self._form)
        self._groups.setContentsMargins(0, 0, SPACE * 2, SPACE)
        self._groups.setSpacing(SPACE)
        self._groups.addWidget(title)
        self._groups.addWidget(whose)
        self._groups.addLayout(self._saved_row())
        self._make_look()
        self._make_agenda()
        self._make_numbers()
        self._make_stamps()
        self._make_printing()
        self._groups.addStretch(1)
        _align(self._form.findChildren(QFormLayout))

        self._sample = HouseStyleSample()
        self._beside = _scrolled(self._sample)
        self._beside.setFixedWidth(_SAMPLE_WIDTH)
        self._scroll = _scrolled(self._form)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        middle = QHBoxLayout()
        middle.setSpacing(SPACE * 3)
        middle.addWidget(self._scroll, 1)
        middle.addWidget(self._beside)
        line = QFrame()
        line.setProperty("role", "line")

        self._error = QLabel()
        self._error.setProperty("role", "error")
        self._error.setWordWrap(True)
        self._error.hide()
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self._use = QPushButton(self.tr("Use for this meeting"))
        self._use.setProperty("primary", "true")
        self._use.setDefault(True)
        self._use.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE)
        foot.addWidget(self._error, 1)
        foot.addStretch()
        foot.addWidget(self._use)
        foot.addWidget(cancel)

        whole = QVBoxLayout(self)
        whole.setContentsMargins(SPACE * 3, SPACE * 3, SPACE * 3, SPACE * 2)
        whole.setSpacing(SPACE)
        whole.addLayout(middle, 1)
        whole.addWidget(line)
        whole.addSpacing(SPACE)
        whole.addLayout(foot)
        self._has_been_shown = False
        screen = (parent or self).screen().availableGeometry()
        most_height = round(screen.height() * _MOST_OF_SCREEN)
        self.setMaximumHeight(most_height)
        self.resize(min(_WIDTH, round(screen.width() * _MOST_OF_SCREEN)), min(_HEIGHT, most_height))
        self._list_saved()
        self._fill(style)

    @property
    def style_shown(self) -> HouseStyle:
        """The style as the form says it now."""
        ranges = self._ranges.currentData()
        return HouseStyle(
            agenda_style=_chosen(self._agenda_style, AgendaStyle),
            agenda_columns=tuple(row.value for row in self._columns if row.is_in.isChecked()),
            item_numbers=str(self._item_numbers.currentData()),
            minute_numbers=self._minute_numbers.text().strip(),
            page_ranges=RangeStyle(ranges) if ranges else None,
            duplex=self._duplex.isChecked(),
            landscape_stamps=_chosen(self._landscape, LandscapeStamps),
            logo=self._logo,
            logo_sha256=self._logo_sha256,
            font=_chosen(self._font, FontFamily),
            item_stamp=self._item_stamp.text().strip(),
            item_stamp_place=_chosen(self._item_place, ItemStampPlace),
            page_stamp=self._page_stamp.text().strip(),
            page_stamp_place=_chosen(self._page_place, PageStampPlace),
            name=self._name,
        )

    def showEvent(self, event: QShowEvent) -> None:
        """End between two rows of the form, when first shown."""
        super().showEvent(event)
        if self._has_been_shown:
            return
        self._has_been_shown = True
        self._put_sample()
        # What the style sheet gives each field is laid out only after this.
        QTimer.singleShot(0, self, self._end_between_rows)

    def _end_between_rows(self) -> None:
        room = self._scroll.viewport().height()
        spans = _spans(self._form)
        if max((bottom for _, bottom in spans), default=0) > room:  # None when it was closed at once.
            last = _last_gap(spans, room)
            self.resize(self.width(), self.height() - (room - last))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the sample where there is room for it."""
        super().resizeEvent(event)
        self._put_sample()

    def _put_sample(self) -> None:
        """Keep the sample beside the form, or on a narrow screen at its end."""
        is_narrow = self.width() < _NARROW
        if is_narrow is self._beside.isHidden():
            return
        if is_narrow:
            self._beside.takeWidget()
            self._groups.addSpacing(SPACE * 2)
            self._groups.addWidget(self._sample)
            self._sample.show()
        else:
            self._groups.removeWidget(self._sample)
            self._groups.takeAt(self._groups.count() - 1)
            self._beside.setWidget(self._sample)
        self._beside.setVisible(not is_narrow)

    def accept(self) -> None:
        """Give the style to the meeting."""
        style = self.style_shown
        super().accept()
        self.chosen.emit(style)

    # The form.

    def _saved_row(self) -> QHBoxLayout:
        self._saved = QComboBox()
        self._saved.setMinimumWidth(160)
        self._saved.setMaximumWidth(320)
        self._saved.activated.connect(self._take_saved)
        label = QLabel(self.tr("Sa&ved style"))
        label.setProperty("role", "field")
        label.setBuddy(self._saved)
        self._save = QPushButton(self.tr("Save &as..."))
        self._save.clicked.connect(self._save_as)
        self._delete = QPushButton(self.tr("De&lete"))
        self._delete.setToolTip(self.tr("Delete the saved style; meetings that took it keep it"))
        self._delete.clicked.connect(self._remove_saved)
        for button in (self._save, self._delete):
            button.setAutoDefault(False)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(label)
        row.addWidget(self._saved, 1)
        row.addWidget(self._save)
        row.addWidget(self._delete)
        row.addStretch(0)
        return row

    def _group(self, heading: str) -> QFormLayout:
        label = QLabel(heading)
        label.setProperty("role", "heading")
        if self._groups.count():
            self._groups.addSpacing(SPACE * 2)
        self._groups.addWidget(label)
        form = QFormLayout()
        form.setSpacing(SPACE)
        form.setHorizontalSpacing(SPACE * 2)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._groups.addLayout(form)
        return form

    def _make_look(self) -> None:
        form = self._group(self.tr("Look"))
        self._picture = QLabel()
        self._picture.setFixedHeight(_LOGO_HEIGHT)
        self._picture.setMinimumWidth(_LOGO_WIDTH)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._picture.setWordWrap(True)
        choose = QPushButton(self.tr("Choose &logo..."))
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose_logo)
        self._no_logo = QPushButton(self.tr("Remove"))
        self._no_logo.setAccessibleName(self.tr("Remove the logo"))
        self._no_logo.setAutoDefault(False)
        self._no_logo.clicked.connect(lambda: self._set_logo("", "", b""))
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(self._picture, 1)
        row.addWidget(choose)
        row.addWidget(self._no_logo)
        caption = QLabel(self.tr("Logo"))
        caption.setFixedHeight(_LOGO_HEIGHT)
        form.addRow(caption, row)
        self._font = _choices(
            (
                (self.tr("Without serifs, like Arial"), FontFamily.SANS),
                (self.tr("With serifs, like Times"), FontFamily.SERIF),
            ),
            self._changed,
        )
        form.addRow(self.tr("&Typeface"), self._font)

    def _make_agenda(self) -> None:
        form = self._group(self.tr("Agenda"))
        self._agenda_style = _choices(
            ((self.tr("Table"), AgendaStyle.TABLE), (self.tr("List"), AgendaStyle.LIST)), self._changed
        )
        form.addRow(self.tr("A&genda as a"), self._agenda_style)
        self._column_rows = QWidget()
        self._grid = QGridLayout(self._column_rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACE // 2)
        self._columns_label = QLabel(self.tr("Columns"))
        form.addRow(self._columns_label, self._column_rows)
        self._ranges = QComboBox()
        self._ranges.addItem(self.tr("As suits the agenda"), "")
        for ranges in RangeStyle:
            self._ranges.addItem(ranges.value, ranges.value)
        self._ranges.currentIndexChanged.connect(self._changed)
        self._no_ranges = QLabel(self.tr("Without a column for pages, the agenda has (Pages 5 - 14)."))
        self._no_ranges.setProperty("role", "muted")
        self._no_ranges.setWordWrap(True)
        below = QVBoxLayout()
        below.setSpacing(SPACE // 2)
        below.addWidget(self._ranges)
        below.addWidget(self._no_ranges)
        caption = QLabel(self.tr("Page &ranges"))
        caption.setBuddy(self._ranges)
        form.addRow(caption, below)

    def _make_numbers(self) -> None:
        form = self._group(self.tr("Numbers"))
        self._item_numbers = QComboBox()
        for pattern in _ITEM_PATTERNS:
            self._add_item_pattern(pattern)
        self._item_numbers.currentIndexChanged.connect(self._changed)
        form.addRow(self.tr("&Items"), self._item_numbers)
        self._minute_numbers, self._minute_error = self._checked_field(
            form,
            self.tr("First &minute"),
            self.tr("Such as 01. in every meeting, 42. to go on from, or 67/23 within the year"),
        )

    def _make_stamps(self) -> None:
        form = self._group(self.tr("Stamps"))
        said = self.tr("{number} is where the number goes")
        self._item_stamp, self._item_error = self._checked_field(
            form, self.tr("O&n an item's first page"), said
        )
        self._item_stamp.setPlaceholderText(self.tr("No stamp"))
        self._item_place = _choices(
            (
                (self.tr("Top left"), ItemStampPlace.TOP_LEFT),
                (self.tr("Top centre"), ItemStampPlace.TOP_CENTRE),
                (self.tr("Top right"), ItemStampPlace.TOP_RIGHT),
            ),
            self._changed,
        )
        self._item_place.setAccessibleName(self.tr("Place of the stamp on an item's first page"))
        form.addRow(self.tr("Its place"), self._item_place)
        self._page_stamp, self._page_error = self._checked_field(form, self.tr("On every &page"), said)
        self._page_place = _choices(
            (
                (self.tr("Bottom left"), PageStampPlace.BOTTOM_LEFT),
                (self.tr("Bottom centre"), PageStampPlace.BOTTOM_CENTRE),
                (self.tr("Bottom right"), PageStampPlace.BOTTOM_RIGHT),
                (self.tr("Bottom, on the outer edge"), PageStampPlace.BOTTOM_OUTER),
            ),
            self._changed,
        )
        self._page_place.setAccessibleName(self.tr("Place of the stamp on every page"))
        form.addRow(self.tr("Its place"), self._page_place)
        self._landscape = _choices(
            (
                (self.tr("Upright, as the page is read"), LandscapeStamps.UPRIGHT),
                (self.tr("Along the short edge, as the pack is held"), LandscapeStamps.SHORT_EDGE),
            ),
            self._changed,
        )
        form.addRow(self.tr("Landscape pages"), self._landscape)

    def _make_printing(self) -> None:
        form = self._group(self.tr("Printing"))
        self._duplex = QCheckBox(self.tr("Printed on &both sides"))
        self._duplex.toggled.connect(self._changed)
        what = self.tr("Every document starts on a right-hand page.")
        self._duplex.setAccessibleDescription(what)
        said = QLabel(what)
        said.setProperty("role", "muted")
        said.setWordWrap(True)
        form.addRow(self._duplex)
        form.addRow(said)

    def _checked_field(self, form: QFormLayout, label: str, hint: str) -> tuple[QLineEdit, QLabel]:
        """Add a line to write in, with what is wrong with it below."""
        field = QLineEdit()
        field.setToolTip(hint)
        field.setAccessibleDescription(hint)
        field.textChanged.connect(self._changed)
        wrong = QLabel()
        wrong.setProperty("role", "error")
        wrong.setWordWrap(True)
        wrong.hide()
        below = QVBoxLayout()
        below.setSpacing(SPACE // 2)
        below.addWidget(field)
        below.addWidget(wrong)
        caption = QLabel(label)
        caption.setBuddy(field)
        form.addRow(caption, below)
        return field, wrong

    def _add_item_pattern(self, pattern: str) -> None:
        shown = "   ".join(item_number(position, pattern) for position in (1, 2, 3))
        self._item_numbers.addItem(shown, pattern)

    # From a style into the form.

    def _fill(self, style: HouseStyle) -> None:
        self._name = style.name
        boxes = (
            (self._font, style.font.value),
            (self._agenda_style, style.agenda_style.value),
            (self._ranges, style.page_ranges.value if style.page_ranges else ""),
            (self._item_place, style.item_stamp_place.value),
            (self._page_place, style.page_stamp_place.value),
            (self._landscape, style.landscape_stamps.value),
        )
        for box, value in boxes:
            box.setCurrentIndex(box.findData(value))
        if self._item_numbers.findData(style.item_numbers) < 0:
            self._add_item_pattern(style.item_numbers)
        self._item_numbers.setCurrentIndex(self._item_numbers.findData(style.item_numbers))
        self._minute_numbers.setText(style.minute_numbers)
        self._item_stamp.setText(style.item_stamp)
        self._page_stamp.setText(style.page_stamp)
        self._duplex.setChecked(style.duplex)
        absent = [
            column
            for column in ALL_COLUMNS
            if all(column.column is not other.column for other in style.agenda_columns)
        ]
        self._show_columns(
            [(column, True) for column in style.agenda_columns] + [(column, False) for column in absent]
        )
        self._set_logo(style.logo, style.logo_sha256, self._logo_picture)
        self._show_name()
        self._changed()

    def _show_columns(self, columns: Iterable[tuple[AgendaColumn, bool]]) -> None:
        for old in self._columns:
            old.forget()
        self._columns = []
        for index, (column, is_in) in enumerate(columns):
            row = _ColumnRow(column, is_in, _column_words(self, column.column), self._changed)
            row.is_in.setAccessibleName(
                self.tr("Column {kind}").format(kind=_column_words(self, column.column))
            )
            row.heading.setAccessibleName(
                self.tr("Heading of the column {kind}").format(kind=_column_words(self, column.column))
            )
            up_name = self.tr("Move the column {kind} forward").format(
                kind=_column_words(self, column.column)
            )
            row.up.setAccessibleName(up_name)
            row.up.setToolTip(up_name)
            row.up.setEnabled(index > 0)
            row.up.clicked.connect(lambda _=False, index=index: self._move_column(index))
            self._grid.addWidget(row.is_in, index, 0)
            self._grid.addWidget(row.heading, index, 1)
            self._grid.addWidget(row.up, index, 2)
            self._columns.append(row)

    def _move_column(self, index: int) -> None:
        rows = [(row.value, row.is_in.isChecked()) for row in self._columns]
        rows[index - 1], rows[index] = rows[index], rows[index - 1]
        self._show_columns(rows)
        # The same button again moves it on; at the front there is nothing left to do with it.
        (self._columns[index - 1].up if index > 1 else self._columns[0].heading).setFocus()
        self._changed()

    # The logo.

    def _choose_logo(self) -> None:
        path = self._dialogs.open_file(
            self, self.tr("Choose the council's logo"), None, self.tr("Pictures (*.png *.jpg *.jpeg)")
        )
        if path is not None:
            self._say("")
            self._is_new_logo = True
            self._reader.start(path)

    def _take_picture(self, path: Path, content: bytes | None) -> None:
        """Show the logo that was read; a newly chosen one that is no picture is refused."""
        is_picture = content is not None and not QImage.fromData(content).isNull()
        if self._is_new_logo and not is_picture:
            self._is_new_logo = False
            self._say(
                self.tr("{name} is no picture that can be read. Choose a PNG or JPEG file.").format(
                    name=path.name
                )
            )
        elif self._is_new_logo:
            self._set_logo(str(path), "", content or b"")
            self._changed()
        elif is_picture and str(path) == self._logo:
            self._set_logo(self._logo, self._logo_sha256, content or b"")

    def _set_logo(self, path: str, sha256: str, picture: bytes) -> None:
        """Show a logo; one that is not at hand yet by its name, until it has been read."""
        self._reader.forget()
        self._is_new_logo = False
        self._logo, self._logo_sha256, self._logo_picture = path, sha256, picture
        image = QImage.fromData(picture) if picture else QImage()
        self._sample.show_logo(image)
        if not image.isNull():
            ratio = self.devicePixelRatioF()
            pixmap = QPixmap.fromImage(
                image.scaled(
                    round(_LOGO_WIDTH * ratio),
                    round(_LOGO_HEIGHT * ratio),
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )
            pixmap.setDevicePixelRatio(ratio)
            self._picture.setPixmap(pixmap)
        else:
            self._picture.setText(Path(path).name if path else self.tr("None"))
            if path and not picture:
                self._reader.start(Path(path))
        self._picture.setAccessibleName(
            self.tr("Logo: {name}").format(name=Path(path).name) if path else self.tr("No logo")
        )
        self._no_logo.setEnabled(bool(path))

    # What is wrong, and what it comes to.

    def _changed(self) -> None:
        if not self._columns:
            return
        is_table = _chosen(self._agenda_style, AgendaStyle) is AgendaStyle.TABLE
        self._column_rows.setVisible(is_table)
        self._columns_label.setVisible(is_table)
        style = self.style_shown
        has_ranges = has_page_column(style)
        self._ranges.setEnabled(has_ranges)
        self._no_ranges.setVisible(not has_ranges)
        self._item_place.setEnabled(bool(style.item_stamp))
        troubles = (
            self._mark(
                self._item_stamp,
                self._item_error,
                self._stamp_trouble(style.item_stamp, "Item {number}") if style.item_stamp else "",
            ),
            self._mark(
                self._page_stamp, self._page_error, self._stamp_trouble(style.page_stamp, "Page {number}")
            ),
            self._mark(self._minute_numbers, self._minute_error, self._minute_trouble(style.minute_numbers)),
        )
        self._use.setEnabled(not any(troubles))
        self._save.setEnabled(not any(troubles))
        self._sample.show_style(style)

    def _stamp_trouble(self, wording: str, example: str) -> str:
        """Return what to write instead of a wording that no stamp can have, or ""."""
        trouble = check_stamp_wording(wording)
        if not trouble:
            return ""
        if wording.count(NUMBER_MARK) > 1:
            words = self.tr("Write {mark} once only, such as {example}.")
        elif NUMBER_MARK not in wording:
            words = self.tr("Write {mark} where the number goes, such as {example}.")
        else:
            return self.tr("This cannot be printed: {trouble}.").format(trouble=trouble)
        return words.format(mark=NUMBER_MARK, example=example)

    def _minute_trouble(self, pattern: str) -> str:
        try:
            minute_number(1, pattern)
        except PackBuilderError:
            return self.tr("Write the first number as it is printed: 01., 42. or 67/23.")
        return ""

    def _mark(self, field: QLineEdit, label: QLabel, trouble: str) -> bool:
        """Show what is wrong with a field under it; return whether anything is."""
        label.setText(trouble)
        label.setVisible(bool(trouble))
        if field.property("invalid") != ("true" if trouble else "false"):
            field.setProperty("invalid", "true" if trouble else "false")
            field.style().unpolish(field)
            field.style().polish(field)
        return bool(trouble)

    def _say(self, trouble: str) -> None:
        self._error.setText(trouble)
        self._error.setVisible(bool(trouble))

    # The saved styles.

    def _list_saved(self) -> None:
        try:
            names = style_names(self._folder)
        except PackBuilderError as error:
            self._say(str(error))
            names = []
        with QSignalBlocker(self._saved):
            self._saved.clear()
            self._saved.addItem(self.tr("None chosen"), "")
            for name in names:
                self._saved.addItem(name, name)
        self._show_name()

    def _show_name(self) -> None:
        index = self._saved.findData(self._name)
        self._saved.setCurrentIndex(max(index, 0))
        self._delete.setEnabled(bool(self._saved.currentData()))

    def _take_saved(self, index: int) -> None:
        name = str(self._saved.itemData(index))
        self._say("")
        if not name:
            self._fill(dataclasses.replace(self.style_shown, name=""))
            return
        try:
            named = read_style(self._folder, name)
        except PackBuilderError as error:
            self._say(str(error))
            self._show_name()
            return
        style = dataclasses.replace(named.style, name=name)
        # A saved style knows how minutes are numbered, not how far this meeting has come.
        if _shape(style.minute_numbers) == _shape(self._given.minute_numbers):
            style = dataclasses.replace(style, minute_numbers=self._given.minute_numbers)
        self._logo_picture = b""
        self._fill(style)

    def _save_as(self) -> None:
        name = self._dialogs.ask_text(
            self,
            self.tr("Save the house style"),
            self.tr("Name of the style:"),
            self._name or self._council,
        )
        if not name:
            return
        self._say("")
        try:
            if name in style_names(self._folder) and not self._dialogs.confirm(
                self,
                self.tr("Save the house style"),
                self.tr("There is a style {name}. Save this one in its place?").format(name=name),
                self.tr("Replace"),
            ):
                return
            style = dataclasses.replace(self.style_shown, name=name)
            with tempfile.TemporaryDirectory(prefix="packbuilder-") as scratch:
                if self._logo_picture:
                    # The meeting's copy of the logo: where it came from, it may be gone.
                    copy = Path(scratch) / (Path(style.logo).name or "logo")
                    copy.write_bytes(self._logo_picture)
                    style = dataclasses.replace(style, logo=str(copy))
                save_style(self._folder, NamedStyle(name, self._council, style))
        except PackBuilderError as error:
            self._say(str(error))
            return
        except OSError:
            self._say(self.tr("The logo could not be copied. Free some space on the disk and try again."))
            return
        self._name = name
        self._list_saved()

    def _remove_saved(self) -> None:
        name = str(self._saved.currentData())
        if not name or not self._dialogs.confirm(
            self,
            self.tr("Delete the saved style"),
            self.tr("Delete the style {name}? Meetings that took it keep it.").format(name=name),
            self.tr("Delete"),
        ):
            return
        try:
            remove_style(self._folder, name)
        except PackBuilderError as error:
            self._say(str(error))
            return
        self._say("")
        if self._name == name:
            self._name = ""
        self._list_saved()


class _ColumnRow:
    """One column of the agenda's table in the form: whether it is there, and its heading."""

    def __init__(self, column: AgendaColumn, is_in: bool, words: str, changed: object) -> None:
        self._kind = column.column
        self.is_in = QCheckBox(words)
        self.is_in.setChecked(is_in)
        self.heading = QLineEdit(column.heading)
        self.heading.setEnabled(is_in)
        self.up = QToolButton()
        theme().keep_icon(self.up, "arrow-up")
        if column.column is Column.SUBJECT:
            # An agenda without its subjects is none.
            self.is_in.setChecked(True)
            self.is_in.setEnabled(False)
        self.is_in.toggled.connect(self.heading.setEnabled)
        self.is_in.toggled.connect(changed)
        self.heading.textChanged.connect(changed)

    @property
    def value(self) -> AgendaColumn:
        """The column as the form says it."""
        return AgendaColumn(self._kind, self.heading.text().strip())

    def forget(self) -> None:
        """Take the row out of the form."""
        for widget in (self.is_in, self.heading, self.up):
            widget.hide()
            widget.deleteLater()


def _align(forms: Iterable[QFormLayout]) -> None:
    """Let the fields of every group begin in one line."""
    items = [
        form.itemAt(row, QFormLayout.ItemRole.LabelRole) for form in forms for row in range(form.rowCount())
    ]
    labels = [label for item in items if item is not None and (label := item.widget()) is not None]
    width = max(label.sizeHint().width() for label in labels)
    for label in labels:
        label.setMinimumWidth(width)


def _scrolled(inner: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    return area


def _column_words(dialog: QDialog, column: Column) -> str:
    return {
        Column.ITEM: dialog.tr("Number"),
        Column.SUBJECT: dialog.tr("Subject"),
        Column.LEAD: dialog.tr("Lead"),
        Column.FORM: dialog.tr("Form"),
        Column.TIME: dialog.tr("Time"),
        Column.PAGE: dialog.tr("Pages"),
    }[column]


def _choices(choices: Iterable[tuple[str, StrEnum]], changed: object) -> QComboBox:
    box = QComboBox()
    for words, value in choices:
        box.addItem(words, value.value)
    # The longest words must not make the form wider than a small screen.
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    box.currentIndexChanged.connect(changed)
    return box


def _chosen(box: QComboBox, kind: type[_Choice]) -> _Choice:
    return kind(str(box.currentData()))


def _spans(form: QWidget) -> list[tuple[int, int]]:
    """Return where everything to read and use in the form begins and ends."""
    kinds = (QLineEdit, QComboBox, QPushButton, QCheckBox, QLabel)
    widgets = [each for kind in kinds for each in form.findChildren(kind) if each.isVisible()]
    tops = [(widget, widget.mapTo(form, QPoint(0, 0)).y()) for widget in widgets]
    # A heading goes with what follows it.
    return [
        (top, top + widget.height() + (SPACE * 2 if widget.property("role") == "heading" else 0))
        for widget, top in tops
    ]


def _last_gap(spans: Iterable[tuple[int, int]], room: int) -> int:
    """Return the last place above ``room`` that lies between two rows."""
    spans = list(spans)
    for place in range(room, 0, -1):
        if not any(top < place + _GAP // 2 and place - _GAP // 2 < bottom for top, bottom in spans):
            return place
    return room


def _shape(minute_numbers: str) -> str:
    """Return how minutes are numbered, without how far they have come."""
    counts_anew = "0" if minute_numbers.startswith("0") else ""
    return counts_anew + re.sub(r"\d+", "n", minute_numbers)
