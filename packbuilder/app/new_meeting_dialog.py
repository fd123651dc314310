"""The two small forms with which a meeting begins: a new one from a template, or the next from the last."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTime, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from packbuilder.app.date_field import DateField
from packbuilder.app.template_words import template_words
from packbuilder.app.theme import SPACE, theme
from packbuilder.bank_holidays import closed_days_around
from packbuilder.meeting.clear_days import latest_publication
from packbuilder.meeting.meeting import Meeting
from packbuilder.meeting.printed_times import clock_words, day_and_date_words
from packbuilder.reuse.next_date import proposed_date
from packbuilder.reuse.next_meeting import next_meeting
from packbuilder.storage.templates import new_meeting

_WIDTH = 552
_WEEKS_AHEAD = 4
_USUAL_TIME = dt.time(18)


@dataclasses.dataclass(frozen=True, slots=True)
class NewMeeting:
    """What the clerk said of a new meeting. ``style_name`` is empty for the template's own style."""

    template_name: str
    council: str
    body: str
    date: dt.date
    time: dt.time
    style_name: str


@dataclasses.dataclass(frozen=True, slots=True)
class NextMeeting:
    """The meeting that follows the one in the file at ``path``."""

    path: Path
    date: dt.date


def usual_date(today: dt.date) -> dt.date:
    """Return a likely date for a new meeting: four weeks ahead, on a day when the offices are open."""
    date = today + dt.timedelta(weeks=_WEEKS_AHEAD)
    while date.weekday() >= 5 or date in closed_days_around(date):
        date += dt.timedelta(days=1)
    return date


class NewMeetingDialog(QDialog):
    """Asks who meets, when, and in which style. Show it with ``open``."""

    begun = Signal(object)
    """A ``NewMeeting``, once the clerk said to begin it."""

    def __init__(
        self,
        template_name: str,
        style_names: Sequence[str] = (),
        parent: QWidget | None = None,
        *,
        council: str = "",
        today: dt.date | None = None,
    ) -> None:
        """Fill the form from a template.

        Args:
            template_name: The template to begin with; the clerk may choose another.
            style_names: The named house styles that there are.
            parent: The window.
            council: The council to propose, as the clerk has one only: that of the last meeting.
            today: For tests.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("New meeting"))
        self._date_now = usual_date(today or dt.date.today())
        self._council_given = council

        self._template = QComboBox()
        for words in template_words():
            self._template.addItem(words.title, words.name)
        self._council = QLineEdit(council)
        self._council.setPlaceholderText(self.tr("Such as Anytown Council"))
        self._body = QLineEdit()
        self._body.setPlaceholderText(self.tr("The committee, board or cabinet that meets"))
        self._date = DateField(self._date_now)
        self._time = QTimeEdit()
        self._time.setDisplayFormat("h.mm ap")
        self._time.setStyleSheet("QTimeEdit::up-button, QTimeEdit::down-button { width: 0; border: none; }")
        self._time.lineEdit().setTextMargins(SPACE, 0, 0, 0)
        self._publish_by = QLabel()
        self._publish_by.setProperty("role", "muted")
        self._style = QComboBox()
        self._style.addItem(self.tr("As in the template"), "")
        for name in style_names:
            self._style.addItem(name, name)

        form = QFormLayout()
        form.setSpacing(SPACE + 4)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("&Template"), self._template)
        form.addRow(self.tr("&Council"), self._council)
        form.addRow(self.tr("&Body"), self._body)
        form.addRow(self.tr("&Date"), self._date)
        form.addRow("", self._publish_by)
        form.addRow(self.tr("T&ime"), self._time)
        form.addRow(self.tr("House &style"), self._style)
        form.setRowVisible(self._style, bool(style_names))

        whole = _whole(self, self.tr("New meeting"))
        whole.addLayout(form)
        whole.addStretch(1)
        self._begin = _buttons(self, whole, self.tr("Begin the meeting"))
        self.setTabOrder(self._template, self._council)

        self._template.currentIndexChanged.connect(self._fill_from_template)
        for field in (self._council, self._body):
            field.textChanged.connect(self._see_whether_ready)
        self._date.dateChanged.connect(self._say_publication)
        index = self._template.findData(template_name)
        self._template.setCurrentIndex(max(index, 0))
        self._fill_from_template()
        self._say_publication()
        (self._body if self._council.text() else self._council).setFocus()

    def accept(self) -> None:
        """Begin the meeting."""
        values = NewMeeting(
            template_name=str(self._template.currentData()),
            council=self._council.text().strip(),
            body=self._body.text().strip(),
            date=self._date.value,
            time=_time_in(self._time),
            style_name=str(self._style.currentData()),
        )
        super().accept()
        self.begun.emit(values)

    def _fill_from_template(self) -> None:
        meeting = new_meeting(str(self._template.currentData()), self._date_now)
        if not self._council_given and not self._council.isModified():
            self._council.setText(_real(meeting.council))
        if not self._body.isModified():
            self._body.setText(_real(meeting.body))
        time = meeting.time or _USUAL_TIME
        self._time.setTime(QTime(time.hour, time.minute))
        self._see_whether_ready()

    def _see_whether_ready(self) -> None:
        self._begin.setEnabled(bool(self._council.text().strip() and self._body.text().strip()))

    def _say_publication(self) -> None:
        self._publish_by.setText(_publication_words(self, self._date.value))


class NextMeetingDialog(QDialog):
    """Shows the last meeting, proposes the date of the next, and says what is kept. Show it with ``open``."""

    begun = Signal(object)
    """A ``NextMeeting``, once the clerk said to begin it."""

    def __init__(
        self, path: Path, last: Meeting, parent: QWidget | None = None, *, proposed: dt.date | None = None
    ) -> None:
        """Show what will happen.

        Args:
            path: The file of the last meeting.
            last: What it holds.
            parent: The window.
            proposed: The date to propose, where the habit of the last meeting does not decide it.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Next meeting"))
        self._path = path
        self._last = last

        body = QLabel(last.body)
        body.setProperty("role", "heading")
        body.setWordWrap(True)
        when = day_and_date_words(last.date) + (f", {clock_words(last.time)}" if last.time else "")
        last_one = QLabel(self.tr("Last meeting: {when}").format(when=when))
        last_one.setProperty("role", "muted")
        last_one.setWordWrap(True)
        self._date = DateField(proposed or proposed_date(last))
        self._note = QLabel()
        self._note.setWordWrap(True)

        form = QFormLayout()
        form.setSpacing(SPACE + 4)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("&Date of the next"), self._date)
        form.addRow("", self._note)

        whole = _whole(self, self.tr("Next meeting from the last one"))
        whole.addWidget(body)
        whole.addWidget(last_one)
        whole.addSpacing(SPACE)
        whole.addLayout(form)
        inner = QWidget()
        points = QVBoxLayout(inner)
        points.setContentsMargins(0, 0, 0, 0)
        points.setSpacing(SPACE)
        self._kept = _points(points, self.tr("What comes along"), "check")
        self._cleared = _points(points, self.tr("What is cleared"), "x")
        points.addStretch(1)
        # On a small screen this is what gives way.
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(self.tr("What comes along and what is cleared"))
        scroll.setWidget(inner)
        whole.addWidget(scroll, 1)
        whole.addSpacing(SPACE)
        note = QLabel(self.tr("The last meeting stays as it is."))
        note.setProperty("role", "muted")
        whole.addWidget(note)
        self._begin = _buttons(self, whole, self.tr("Begin the next meeting"))
        self._date.dateChanged.connect(self._see_date)
        self._see_date()
        self.resize(_WIDTH, 640)
        self._date.setFocus()

    def accept(self) -> None:
        """Begin the meeting."""
        values = NextMeeting(self._path, self._date.value)
        super().accept()
        self.begun.emit(values)

    def _see_date(self) -> None:
        date = self._date.value
        is_later = date > self._last.date
        self._begin.setEnabled(is_later)
        self._note.setProperty("role", "muted" if is_later else "error")
        self._note.style().unpolish(self._note)
        self._note.style().polish(self._note)
        self._note.setText(
            _publication_words(self, date)
            if is_later
            else self.tr("This is not after the last meeting. Choose a later date.")
        )
        if is_later:
            following = next_meeting(self._last, date)
            self._kept.setText("\n".join(following.kept))
            self._cleared.setText("\n".join(following.cleared))
            for words in (self._kept, self._cleared):
                # Left alone, a layout gives wrapped words less room than they need.
                words.setMinimumHeight(words.heightForWidth(_WIDTH - SPACE * 6))


def _time_in(field: QTimeEdit) -> dt.time:
    time = field.time()
    return dt.time(time.hour(), time.minute())


def _real(words: str) -> str:
    """Return words of a template, or "" where they only hold the place of some ("[Council]")."""
    return "" if words.startswith("[") and words.endswith("]") else words


def _publication_words(dialog: QDialog, date: dt.date) -> str:
    by = day_and_date_words(latest_publication(date, closed_days_around(date)))
    return dialog.tr("A {weekday}. Publish by {date} (five clear days)").format(
        weekday=day_and_date_words(date).split()[0], date=by
    )


def _whole(dialog: QDialog, title: str) -> QVBoxLayout:
    dialog.setMinimumWidth(_WIDTH)
    whole = QVBoxLayout(dialog)
    whole.setContentsMargins(SPACE * 3, SPACE * 3, SPACE * 3, SPACE * 2)
    whole.setSpacing(SPACE)
    heading = QLabel(title)
    heading.setProperty("role", "title")
    whole.addWidget(heading)
    whole.addSpacing(SPACE)
    return whole


def _buttons(dialog: QDialog, whole: QVBoxLayout, go_on: str) -> QPushButton:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    begin = box.addButton(go_on, QDialogButtonBox.ButtonRole.AcceptRole)
    begin.setProperty("primary", "true")
    begin.setDefault(True)
    box.accepted.connect(dialog.accept)
    box.rejected.connect(dialog.reject)
    whole.addSpacing(SPACE * 2)
    whole.addWidget(box)
    return begin


def _points(whole: QVBoxLayout, title: str, icon: str) -> QLabel:
    """Add a heading with its icon, and below it a label for sentences; return the label."""
    picture = QLabel()
    picture.setFixedWidth(SPACE * 3)
    theme().keep_icon(
        picture,
        icon,
        lambda target, its_icon: target.setPixmap(its_icon.pixmap(16, 16)),  # type: ignore[attr-defined]
        "muted",
    )
    heading = QLabel(title)
    heading.setProperty("role", "field")
    head = QHBoxLayout()
    head.setSpacing(0)
    head.addWidget(picture)
    head.addWidget(heading, 1)
    words = QLabel()
    words.setWordWrap(True)
    words.setContentsMargins(SPACE * 3, 0, 0, 0)
    words.setAccessibleName(title)
    whole.addSpacing(SPACE)
    whole.addLayout(head)
    whole.addWidget(words)
    return words
