"""The two small forms with which a meeting begins: a new one from a template, or the next from the last."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
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
    QVBoxLayout,
    QWidget,
)

from packbuilder.app.date_field import ClockField, DateField
from packbuilder.app.template_words import template_words
from packbuilder.app.theme import SPACE, theme
from packbuilder.bank_holidays import closed_days_around
from packbuilder.meeting.clear_days import latest_publication
from packbuilder.meeting.meeting import Meeting
from packbuilder.meeting.printed_times import clock_words, day_and_date_words
from packbuilder.reuse.next_date import proposed_date, proposed_date_words
from packbuilder.reuse.next_meeting import next_meeting
from packbuilder.storage.templates import new_meeting

_WIDTH = 552
_MOST_OF_SCREEN = 0.9
_WEEKS_AHEAD = 4
_USUAL_TIME = dt.time(18)
_ROUND_TEXT = 16
"""What a field's frame and padding take of its height."""


@dataclasses.dataclass(frozen=True, slots=True)
class NewMeeting:
    """What the clerk said of a new meeting. ``style_name`` is empty for the template's own style."""

    template_name: str
    council: str
    body: str
    date: dt.date
    time: dt.time
    style_name: str
    venue: str = ""


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
        self._publish_by = _note()
        self._time = ClockField(_USUAL_TIME)
        self._is_time_typed = False
        self._time_note = _note()
        self._venue = QLineEdit()
        self._venue.setPlaceholderText(self.tr("Optional"))
        self._style = QComboBox()
        self._style.addItem(self.tr("As in the template"), "")
        for name in style_names:
            self._style.addItem(name, name)

        form = _form()
        _add_row(form, self.tr("&Template"), self._template)
        _add_row(form, self.tr("&Council"), self._council)
        _add_row(form, self.tr("&Body"), self._body)
        _add_row(form, self.tr("&Date"), self._date, self._publish_by)
        _add_row(form, self.tr("T&ime"), self._time, self._time_note)
        _add_row(form, self.tr("&Venue"), self._venue)
        if style_names:
            _add_row(form, self.tr("House &style"), self._style)

        whole = _whole(self, self.tr("New meeting"))
        inner = QWidget()
        inner.setLayout(form)
        form.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(_FormArea(inner), 1)
        self._begin, self._why_not = _buttons(self, whole, self.tr("Begin the meeting"))

        self._template.currentIndexChanged.connect(self._fill_from_template)
        for field in (self._council, self._body):
            field.textChanged.connect(self._see_whether_ready)
        self._date.value_changed.connect(self._see_date)
        self._time.value_changed.connect(self._see_time)
        self._time.textEdited.connect(self._keep_time)
        index = self._template.findData(template_name)
        self._template.setCurrentIndex(max(index, 0))
        self._fill_from_template()
        self._see_date()
        self._see_time()
        self.resize(_WIDTH, min(self.sizeHint().height() + 2 * SPACE, _most_height(self, parent)))
        (self._body if self._council.text() else self._council).setFocus()

    def accept(self) -> None:
        """Begin the meeting."""
        date, time = self._date.value, self._time.value
        if date is None or time is None or self._missing():
            return
        values = NewMeeting(
            template_name=str(self._template.currentData()),
            council=self._council.text().strip(),
            body=self._body.text().strip(),
            date=date,
            time=time,
            style_name=str(self._style.currentData()),
            venue=self._venue.text().strip(),
        )
        super().accept()
        self.begun.emit(values)

    def _fill_from_template(self) -> None:
        meeting = new_meeting(str(self._template.currentData()), self._date_now)
        if not self._council_given and not self._council.isModified():
            self._council.setText(_real(meeting.council))
        if not self._body.isModified():
            self._body.setText(_real(meeting.body))
        if not self._venue.isModified():
            self._venue.setText(_real(meeting.venue))
        if not self._is_time_typed:
            self._time.show_value(meeting.time or _USUAL_TIME)
        self._see_whether_ready()

    def _keep_time(self) -> None:
        self._is_time_typed = True

    def _missing(self) -> str:
        """Return what keeps the meeting from beginning, the first thing in the form, or ""."""
        if not self._council.text().strip():
            return self.tr("Write the council's name first.")
        if not self._body.text().strip():
            return self.tr("Write the body's name first.")
        if self._date.value is None:
            return self._date.how_to_write
        return self._time.how_to_write if self._time.value is None else ""

    def _see_whether_ready(self) -> None:
        missing = self._missing()
        self._begin.setEnabled(not missing)
        # What is red says so itself, under its field.
        self._why_not.setText("" if missing in (self._date.problem, self._time.problem) else missing)

    def _see_date(self) -> None:
        date = self._date.value
        publish_by = _publication_words(self, date, self._date) if date is not None else ""
        _say(self._publish_by, publish_by, self._date.problem)
        self._see_whether_ready()

    def _see_time(self) -> None:
        _say(self._time_note, "", self._time.problem)
        self._see_whether_ready()


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
        self._proposed = proposed or proposed_date(last)
        self._how = "" if proposed else proposed_date_words(last)
        self._date = DateField(self._proposed)
        self._note = _note()
        form = _form()
        _add_row(form, self.tr("&Date of the next"), self._date, self._note)

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
        self._begin, self._why_not = _buttons(self, whole, self.tr("Begin the next meeting"))
        self._date.value_changed.connect(self._see_date)
        self._see_date()
        self.resize(_WIDTH, min(640, _most_height(self, parent)))
        self._date.setFocus()

    def accept(self) -> None:
        """Begin the meeting."""
        date = self._date.value
        if date is None or date <= self._last.date:
            return
        values = NextMeeting(self._path, date)
        super().accept()
        self.begun.emit(values)

    def _see_date(self) -> None:
        date = self._date.value
        is_later = date is not None and date > self._last.date
        self._begin.setEnabled(is_later)
        if date is None:
            _say(self._note, "", self._date.problem)
            self._why_not.setText("" if self._date.problem else self._date.how_to_write)
            return
        self._why_not.setText("" if is_later else self.tr("Choose a later date."))
        how = [self._how] if self._how and date == self._proposed else []
        _say(
            self._note,
            "\n".join([*how, _publication_words(self, date, self._date)]) if is_later else "",
            "" if is_later else self.tr("This is not after the last meeting."),
        )
        if is_later:
            following = next_meeting(self._last, date)
            self._kept.setText("\n".join(following.kept))
            self._cleared.setText("\n".join(following.cleared))
            for words in (self._kept, self._cleared):
                # Left alone, a layout gives wrapped words less room than they need.
                words.setMinimumHeight(words.heightForWidth(_WIDTH - SPACE * 6))


class _FormArea(QScrollArea):
    """As high as what is in it, but gives way and scrolls on a small screen."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inner)

    def sizeHint(self) -> QSize:
        """Ask for the whole form."""
        inner = self.widget()
        return inner.sizeHint() if inner is not None else super().sizeHint()


def _most_height(dialog: QDialog, parent: QWidget | None) -> int:
    return round((parent or dialog).screen().availableGeometry().height() * _MOST_OF_SCREEN)


def _real(words: str) -> str:
    """Return words of a template, or "" where they only hold the place of some ("[Council]")."""
    return "" if words.startswith("[") and words.endswith("]") else words


def _publication_words(dialog: QDialog, date: dt.date, field: DateField) -> str:
    by = day_and_date_words(latest_publication(date, closed_days_around(date)))
    words = dialog.tr("Publish by {date} (five clear days)").format(date=by)
    # Until the field writes the date out itself, this says how it was understood.
    return words if field.is_written_out else f"{day_and_date_words(date)}. {words}"


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setSpacing(SPACE + 4)
    form.setHorizontalSpacing(SPACE * 2)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form


def _add_row(form: QFormLayout, label: str, field: QWidget, note: QLabel | None = None) -> None:
    """Add a field as high as every other, its label on its middle, and a note below it."""
    field.ensurePolished()
    field.setFixedHeight(field.fontMetrics().height() + _ROUND_TEXT)
    caption = QLabel(label)
    caption.setBuddy(field)
    caption.setFixedHeight(field.height())
    if note is None:
        form.addRow(caption, field)
        return
    below = QVBoxLayout()
    below.setSpacing(SPACE // 2)
    below.addWidget(field)
    below.addWidget(note)
    form.addRow(caption, below)


def _note() -> QLabel:
    note = QLabel()
    note.setWordWrap(True)
    note.setTextFormat(Qt.TextFormat.PlainText)
    return note


def _say(note: QLabel, words: str, problem: str) -> None:
    """Put words under a field: what is wrong, where something is."""
    role = "error" if problem else "muted"
    if note.property("role") != role:
        note.setProperty("role", role)
        note.style().unpolish(note)
        note.style().polish(note)
    note.setText(problem or words)
    note.setVisible(bool(problem or words))


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


def _buttons(dialog: QDialog, whole: QVBoxLayout, go_on: str) -> tuple[QPushButton, QLabel]:
    """Add the buttons; return the one that goes on, and the words beside it on why it cannot."""
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    begin = box.addButton(go_on, QDialogButtonBox.ButtonRole.AcceptRole)
    begin.setProperty("primary", "true")
    begin.setDefault(True)
    box.accepted.connect(dialog.accept)
    box.rejected.connect(dialog.reject)
    why_not = _note()
    why_not.setProperty("role", "muted")
    foot = QHBoxLayout()
    foot.setSpacing(SPACE * 2)
    foot.addWidget(why_not, 1)
    foot.addWidget(box)
    whole.addSpacing(SPACE * 2)
    whole.addLayout(foot)
    return begin, why_not


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
