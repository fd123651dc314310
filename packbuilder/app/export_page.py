"""What the clerk sees of an export: what goes out and what does not, how far it is, what came of it.

A view and no more: ``export_flow`` drives it. The same dialog serves the pack and the minutes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from packbuilder.app.checks.fixes import place_of
from packbuilder.app.checks.rows import Row
from packbuilder.app.checks.strip import FindingList
from packbuilder.app.selection import Place
from packbuilder.app.session import Session
from packbuilder.app.sizes import size_words
from packbuilder.app.theme import ICON_SIZE, SPACE, theme
from packbuilder.errors import PackBuilderError
from packbuilder.meeting.checks import check_meeting
from packbuilder.meeting.findings import Finding, Severity
from packbuilder.meeting.meeting import Access, DocumentRole, Meeting
from packbuilder.meeting.numbering import document_labels, item_numbers

_WIDTH = 600
_LIST_HEIGHT = 184
_LARGE_ICON = QSize(24, 24)


@dataclasses.dataclass(frozen=True, slots=True)
class FindingAndPlace:
    """A finding, and where Go to leads from it."""

    finding: Finding
    place: Place


@dataclasses.dataclass(frozen=True, slots=True)
class ExportSummary:
    """What is about to be exported.

    ``findings`` are worst first; an error among them stops the export, and so does anything in
    ``reading_count``: documents that are still being read. ``left_out`` and ``to_follow`` are sentences.
    ``is_there`` says that the target is a file already; ``changed`` are files in its place that
    someone changed since packbuilder wrote them.
    """

    heading: str
    target: Path
    findings: tuple[FindingAndPlace, ...] = ()
    left_out: tuple[str, ...] = ()
    to_follow: str = ""
    reading_count: int = 0
    is_there: bool = False
    changed: tuple[Path, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class ExportOutcome:
    """What was exported: one sentence, its files (the first is the one to open), what was checked."""

    words: str
    paths: tuple[Path, ...]
    checked: tuple[str, ...] = ()
    sha256: str = ""


def pack_summary(
    session: Session, findings: Sequence[Finding], target: Path, *, is_there: bool = False
) -> ExportSummary:
    """Return what to show before the public pack is exported."""
    meeting = session.meeting
    reading = sum(
        document.id not in session.facts and document.id not in session.troubles
        for item, document in meeting.documents()
        if item.access is document.access is Access.OPEN
    )
    return ExportSummary(
        _tr("Export the public pack"),
        target,
        tuple(FindingAndPlace(finding, place_of(finding, meeting)) for finding in findings),
        left_out_lines(meeting),
        _to_follow_words(meeting),
        reading,
        is_there,
    )


def minutes_summary(session: Session, target: Path, *, is_there: bool = False) -> ExportSummary:
    """Return what to show before the minutes are written; of what was found, only what stops them."""
    meeting = session.meeting
    errors = [f for f in check_meeting(meeting, {}) if f.severity is Severity.ERROR]
    is_closed = any(item.access is not Access.OPEN for item in meeting.items)
    return ExportSummary(
        _tr("Write the minutes template"),
        target,
        tuple(FindingAndPlace(finding, place_of(finding, meeting)) for finding in errors),
        (_tr("What is closed to the public goes into a Word file of its own beside it."),)
        if is_closed
        else (),
        is_there=is_there,
    )


def left_out_lines(meeting: Meeting) -> tuple[str, ...]:
    """Return in sentences what is not in the public pack; items by number, as titles may tell too much."""
    numbers = {id_: number.rstrip(".") for id_, number in item_numbers(meeting).items()}
    lines: list[str] = []
    for access, one, many in (
        (
            Access.EXEMPT,
            _tr("Item {numbers} is exempt and is not in this pack; the agenda says so."),
            _tr("{count} items are exempt and are not in this pack; the agenda says so: {numbers}."),
        ),
        (
            Access.CONFIDENTIAL,
            _tr("Item {numbers} is confidential and is not in this pack; the agenda says so."),
            _tr("{count} items are confidential and are not in this pack; the agenda says so: {numbers}."),
        ),
    ):
        closed = [numbers[item.id] for item in meeting.items if item.access is access]
        if closed:
            lines.append((one if len(closed) == 1 else many).format(count=len(closed), numbers=_list(closed)))
    labels = document_labels(meeting)
    for item, document in meeting.documents():
        if item.access is Access.OPEN and document.access is not Access.OPEN:
            words = _tr("{document} of item {number} is {access} and is not in this pack.")
            name = labels[document.id] or _ROLES[document.role]
            access_words = _tr("exempt") if document.access is Access.EXEMPT else _tr("confidential")
            lines.append(words.format(document=name, number=numbers[item.id], access=access_words))
    return tuple(lines)


def _to_follow_words(meeting: Meeting) -> str:
    numbers = item_numbers(meeting)
    to_follow = [
        numbers[item.id].rstrip(".")
        for item in meeting.items
        if item.to_follow and item.access is Access.OPEN
    ]
    if not to_follow:
        return ""
    one, many = _tr("Item {numbers} is to follow."), _tr("{count} items are to follow: {numbers}.")
    return (one if len(to_follow) == 1 else many).format(count=len(to_follow), numbers=_list(to_follow))


def pack_outcome(path: Path, page_count: int, size_bytes: int, sha256: str) -> ExportOutcome:
    """Return what to show of a public pack that was made and proofed."""
    pages = _tr("1 page") if page_count == 1 else _tr("{n} pages").format(n=f"{page_count:,}")
    return ExportOutcome(
        _tr("Public pack made: {pages}, {size}").format(pages=pages, size=size_words(size_bytes)),
        (path,),
        (
            _tr("All {pages} are there, in the order of the agenda.").format(pages=pages)
            if page_count > 1
            else _tr("Its page is there."),
            _tr("Every page number and item mark was read back, as text, from where it was put."),
            _tr("Every document's pages have the size and content that were planned."),
            _tr("Bookmarks, page labels and the agenda's links lead to the printed numbers."),
            _tr("The fonts are in the file, and nothing in it acts by itself."),
        ),
        sha256,
    )


def minutes_outcome(paths: Sequence[Path]) -> ExportOutcome:
    """Return what to show of minutes that were written."""
    one, many = _tr("Minutes template written"), _tr("Minutes template written, in {n} files")
    words = one if len(paths) == 1 else many.format(n=len(paths))
    return ExportOutcome(words, tuple(paths))


class ExportDialog(QDialog):
    """One export, in a sheet of the window: ready, running, then done, failed or cancelled."""

    start_wanted = Signal(object)
    """Export to this ``Path``."""

    cancel_wanted = Signal()
    """Stop what runs."""

    back_wanted = Signal()
    """What is about to be exported is shown again, after a failure: it may have changed since."""

    change_wanted = Signal(object)
    """Ask for another place and name than this ``Path``; ``set_target`` gives the answer."""

    open_wanted = Signal(object)
    """Open this ``Path``."""

    show_in_folder_wanted = Signal(object)
    """Show this ``Path`` in its folder."""

    go_to_wanted = Signal(object)
    """A ``Place`` to put something right in; the dialog has closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(_WIDTH)
        self._summary: ExportSummary | None = None
        self._outcome: ExportOutcome | None = None
        self._details = ""
        self._is_running = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        self._layout.setSpacing(2 * SPACE)
        self._build_ready()
        self._build_progress()
        self._build_done()
        self._build_failed()
        self._layout.addStretch(1)
        self._build_buttons()
        theme().changed.connect(self._draw_icons)

    @property
    def is_running(self) -> bool:
        """Whether the export runs: closing asks for it to be stopped."""
        return self._is_running

    @property
    def target(self) -> Path | None:
        """Where it goes."""
        return self._summary.target if self._summary is not None else None

    @property
    def writes_over_changed(self) -> bool:
        """Whether the button to go on says that changed files are written over."""
        return self._summary is not None and bool(self._summary.changed)

    # The stages.

    def show_ready(self, summary: ExportSummary) -> None:
        """Show what is about to be exported; again whenever it changes."""
        self._summary = summary
        self.setWindowTitle(summary.heading)
        self._heading.setText(summary.heading)
        errors = [f for f in summary.findings if f.finding.severity is Severity.ERROR]
        is_stopped = bool(errors or summary.reading_count)
        self._found.setText(self._found_words(len(errors), len(summary.findings) - len(errors)))
        self._found.setProperty("role", "error" if errors else "heading")
        _polish(self._found)
        self._found_box.setVisible(bool(summary.findings))
        self.findings.show_rows([Row(f.finding, f.finding.next_step) for f in summary.findings])
        one = self.tr("1 document is still being read. The pack can be made when it is in.")
        many = self.tr("{n} documents are still being read. The pack can be made when they are in.")
        self._reading.setText((one if summary.reading_count == 1 else many).format(n=summary.reading_count))
        self._reading.setVisible(summary.reading_count > 0)
        _clear(self._left_out)
        _fill(self._left_out, summary.left_out, "eye-off", "muted")
        _fill(self._left_out, [summary.to_follow] if summary.to_follow else [], "clock", "muted")
        self._left_out_box.setVisible(bool(summary.left_out or summary.to_follow))
        self._show_target()
        self.export_button.setEnabled(not is_stopped)
        self._show(self._ready, (self.close_button, self.export_button))
        self.close_button.setText(self.tr("Cancel"))
        if errors:
            self.findings.setFocus()
        else:
            self._focus_to_go_on()

    def set_target(self, target: Path, *, is_there: bool = False) -> None:
        """Export to another place."""
        if self._summary is not None:
            self._summary = dataclasses.replace(self._summary, target=target, is_there=is_there, changed=())
            self._show_target()
            self._focus_to_go_on()

    def show_changed(self, changed: Sequence[Path]) -> None:
        """Say which files in the target's place were changed; the way on is then to write over them."""
        if self._summary is not None and tuple(changed) != self._summary.changed:
            self._summary = dataclasses.replace(self._summary, changed=tuple(changed))
            self._show_target()
            self._focus_to_go_on()

    def show_progress(self, text: str, done: int, total: int) -> None:
        """Show how far it is; a total of 0 means that nobody knows."""
        if not self._is_running:
            self._is_running = True
            self.stop_button.setEnabled(True)
            self.stop_button.setText(self.tr("Cancel"))
            self._show(self._progress, (self.stop_button,))
            self.stop_button.setFocus()
        self._step.setText(text)
        self._count.setText(self.tr("{done:,} of {total:,}").format(done=done, total=total) if total else "")
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def show_done(self, outcome: ExportOutcome) -> None:
        """Show what was made."""
        self._is_running = False
        self._outcome = outcome
        self._done_words.setText(outcome.words)
        self._done_paths.setText("\n".join(_breakable(path) for path in outcome.paths))
        _clear(self._checked)
        _fill(self._checked, outcome.checked, "check", "good")
        self._checked_box.setVisible(bool(outcome.checked))
        self._sha256.setText(outcome.sha256)
        self._hash_box.setVisible(bool(outcome.sha256))
        self._show_hash(False)
        self.close_button.setText(self.tr("Close"))
        self._show(self._done, (self.folder_button, self.close_button, self.open_button))
        self.open_button.setFocus()

    def show_failed(self, error: PackBuilderError, details: str = "") -> None:
        """Show why nothing was made; ``details`` are for whoever mends packbuilder."""
        self._details = f"{error}\n\n{details}"
        self._stopped(error.what, error.next_step, "circle-x", "error")
        self.copy_button.setVisible(bool(details))

    def show_cancelled(self) -> None:
        """Show that it was stopped."""
        self._stopped(self.tr("The export was stopped."), "", "circle-x", "muted")

    # How it is built.

    def _build_ready(self) -> None:
        self._ready, layout = _stage()
        self._heading = _label("title")
        layout.addWidget(self._heading)
        self._found_box, box = _stage(SPACE // 2)
        self._found = _label("heading")
        font = self._found.font()
        font.setWeight(font.Weight.DemiBold)
        self._found.setFont(font)
        self.findings = FindingList()
        self.findings.followed.connect(self._follow)
        frame = QFrame()
        frame.setProperty("role", "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(2, 2, 2, 2)
        inside.addWidget(self.findings)
        box.addWidget(self._found)
        box.addWidget(frame)
        layout.addWidget(self._found_box)
        self._reading = _label("")
        layout.addWidget(self._reading)
        self._file_name, self._folder, self._is_there = _label("heading"), _label("muted"), _label("muted")
        self.change_button = QPushButton(self.tr("Change..."))
        self.change_button.setAccessibleName(self.tr("Change name or folder"))
        self.change_button.clicked.connect(lambda: self.change_wanted.emit(self.target))
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._file_name, self._folder, self._is_there):
            words.addWidget(label)
        self._changed_icon, self._changed = QLabel(), _label("")
        self._changed_box = QWidget()
        beside = _beside(self._changed_icon, self._changed)
        beside.setContentsMargins(0, SPACE, 0, 0)
        self._changed_box.setLayout(beside)
        words.addWidget(self._changed_box)
        row = QHBoxLayout()
        row.setSpacing(2 * SPACE)
        row.addLayout(words, 1)
        row.addWidget(self.change_button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(row)
        self._left_out_box, box = _stage(SPACE // 2)
        self._left_out = box
        layout.addWidget(self._left_out_box)
        self._layout.addWidget(self._ready)

    def _build_progress(self) -> None:
        self._progress, layout = _stage(SPACE)
        self._working = _label("title")
        self._working.setText(self.tr("Exporting"))
        self._step, self._count = _label(""), _label("muted")
        self._count.setWordWrap(False)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        row = QHBoxLayout()
        row.addWidget(self._step, 1)
        row.addWidget(self._count)
        layout.addWidget(self._working)
        layout.addSpacing(SPACE)
        layout.addLayout(row)
        layout.addWidget(self._bar)
        note = _label("muted")
        note.setText(self.tr("An earlier file stays as it is until the new one is finished and checked."))
        layout.addWidget(note)
        self._layout.addWidget(self._progress)

    def _build_done(self) -> None:
        self._done, layout = _stage()
        self._done_icon = QLabel()
        self._done_words, self._done_paths = _label("title"), _label("muted")
        layout.addLayout(_beside(self._done_icon, self._done_words, _LARGE_ICON))
        layout.addWidget(self._done_paths)
        self._checked_box, outer = _stage(SPACE // 2)
        heading = _label("heading")
        heading.setText(self.tr("Checked in the finished file"))
        outer.addWidget(heading)
        self._checked = QVBoxLayout()
        self._checked.setSpacing(SPACE // 2)
        outer.addLayout(self._checked)
        layout.addWidget(self._checked_box)
        self._hash_box, box = _stage(SPACE // 2)
        self.details_button = QToolButton()
        self.details_button.setText(self.tr("Details"))
        self.details_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.details_button.clicked.connect(lambda: self._show_hash(self._sha256_row.isHidden()))
        self._sha256 = _label("muted")
        self._sha256.setWordWrap(False)
        self._sha256.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        name = _label("")
        name.setText(self.tr("SHA-256 of the file"))
        hash_row, row = _stage(2)
        self._sha256_row: QWidget = hash_row
        row.setContentsMargins(3 * SPACE, 0, 0, 0)
        row.addWidget(name)
        row.addWidget(self._sha256)
        box.addWidget(self.details_button)
        box.addWidget(self._sha256_row)
        layout.addWidget(self._hash_box)
        self._layout.addWidget(self._done)

    def _build_failed(self) -> None:
        self._failed, layout = _stage(SPACE)
        self._failed_icon = QLabel()
        self._failed_icon_name = ("circle-x", "error")
        self._why, self._next_step, unchanged = _label("heading"), _label(""), _label("muted")
        unchanged.setText(self.tr("Nothing was changed."))
        layout.addLayout(_beside(self._failed_icon, self._why))
        for label in (self._next_step, unchanged):
            layout.addWidget(label)
        self._layout.addWidget(self._failed)

    def _build_buttons(self) -> None:
        self.export_button = _button(self.tr("Export"), is_primary=True)
        self.export_button.clicked.connect(lambda: self.start_wanted.emit(self.target))
        self.stop_button = _button(self.tr("Cancel"))
        self.stop_button.clicked.connect(self._stop)
        self.close_button = _button(self.tr("Close"))
        self.close_button.clicked.connect(self.reject)
        self.open_button = _button(self.tr("Open"), is_primary=True)
        self.open_button.clicked.connect(lambda: self._with_path(self.open_wanted.emit))
        self.folder_button = _button(self.tr("Show in folder"))
        self.folder_button.clicked.connect(lambda: self._with_path(self.show_in_folder_wanted.emit))
        self.copy_button = _button(self.tr("Copy details"))
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._details))
        self.back_button = _button(self.tr("Back"))
        self.back_button.clicked.connect(self._go_back)
        self._buttons = (
            self.copy_button,
            self.folder_button,
            self.back_button,
            self.stop_button,
            self.close_button,
            self.export_button,
            self.open_button,
        )
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addStretch(1)
        for button in self._buttons:
            row.addWidget(button)
        self._layout.addLayout(row)

    # What happens in it.

    def reject(self) -> None:
        """Stop what runs, or close: Esc, and the cross of the window."""
        if self._is_running:
            self._stop()
        else:
            super().reject()

    def done(self, result: int) -> None:
        """Close, whatever it shows: whoever made the file may need no more of it."""
        self._is_running = False
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay open while it runs, until it has stopped."""
        if self._is_running:
            self._stop()
            event.ignore()
        else:
            super().closeEvent(event)

    def _stop(self) -> None:
        if self.stop_button.isEnabled():
            self.stop_button.setEnabled(False)
            self.stop_button.setText(self.tr("Stopping"))
            self.cancel_wanted.emit()

    def _stopped(self, what: str, next_step: str, icon: str, colour: str) -> None:
        self._is_running = False
        self._failed_icon_name = (icon, colour)
        self._why.setText(what)
        self._next_step.setText(next_step)
        self._next_step.setVisible(bool(next_step))
        self.close_button.setText(self.tr("Close"))
        can_go_back = self._summary is not None
        buttons = (self.back_button, self.close_button) if can_go_back else (self.close_button,)
        self._show(self._failed, buttons)
        self.close_button.setFocus()

    def _go_back(self) -> None:
        if self._summary is not None:
            self.show_ready(self._summary)
            self.back_wanted.emit()

    def _with_path(self, emit: object) -> None:
        if self._outcome is not None and self._outcome.paths and callable(emit):
            emit(self._outcome.paths[0])

    def _follow(self, row: int, link: int) -> None:
        if self._summary is not None:
            place = self._summary.findings[row].place
            self.accept()
            self.go_to_wanted.emit(place)

    def _found_words(self, error_count: int, other_count: int) -> str:
        if error_count:
            more = self.tr(", {n} to look at").format(n=other_count) if other_count else ""
            return self.tr("{n} to put right first").format(n=error_count) + more
        return self.tr("{n} to look at").format(n=other_count)

    # How it looks.

    def _show_target(self) -> None:
        summary = self._summary
        if summary is not None:
            self._file_name.setText(summary.target.name)
            self._folder.setText(self.tr("in {folder}").format(folder=_breakable(summary.target.parent)))
            self._is_there.setText(
                self.tr("A file of this name is there. It is replaced once the new one is made.")
            )
            self._is_there.setVisible(summary.is_there and not summary.changed)
            names = "\n".join(path.name for path in summary.changed)
            words = self.tr("These minutes were changed since packbuilder wrote them:\n{names}")
            self._changed.setText(words.format(names=names))
            self._changed_box.setVisible(bool(summary.changed))
            self.export_button.setText(self.tr("Write over them") if summary.changed else self.tr("Export"))

    def _focus_to_go_on(self) -> None:
        # Return goes on, and does not ask for the place again; but nothing is written over by habit.
        is_safe = self._summary is None or not self._summary.changed
        (self.export_button if is_safe else self.change_button).setFocus()

    def _show_hash(self, is_shown: bool) -> None:
        self._sha256_row.setVisible(is_shown)
        self._draw_icons()

    def _show(self, stage: QWidget, buttons: Sequence[QPushButton]) -> None:
        for other in (self._ready, self._progress, self._done, self._failed):
            other.setVisible(other is stage)
        for button in self._buttons:
            button.setVisible(button in buttons)
        self._draw_icons()

    def _draw_icons(self) -> None:
        colours = theme().colours
        self._done_icon.setPixmap(theme().icon("circle-check", colours.good).pixmap(_LARGE_ICON))
        name, colour = self._failed_icon_name
        self._changed_icon.setPixmap(theme().icon("triangle-alert", colours.warning).pixmap(ICON_SIZE))
        self._failed_icon.setPixmap(theme().icon(name, getattr(colours, colour)).pixmap(ICON_SIZE))
        is_folded = self._sha256_row.isHidden()
        self.details_button.setIcon(theme().icon("chevron-right" if is_folded else "chevron-down"))

    def event(self, event: QEvent) -> bool:
        """Keep the dialog as high as what it shows, as soon as that is known."""
        is_done = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._fit()
        return is_done

    def _fit(self) -> None:
        rows = range(min(self.findings.rows.rowCount(), _LIST_HEIGHT))
        height = min(sum(self.findings.sizeHintForRow(row) for row in rows), _LIST_HEIGHT)
        if self.findings.height() != height:
            self.findings.setFixedHeight(height)
        width = max(self.width(), _WIDTH)
        self.resize(width, self._layout.totalHeightForWidth(width))


_ROLES = {
    DocumentRole.REPORT: "The report",
    DocumentRole.APPENDIX: "An appendix",
    DocumentRole.MINUTES: "The minutes",
    DocumentRole.ACTION_LOG: "The action log",
    DocumentRole.SLIDES: "The slides",
    DocumentRole.PAPER: "The paper",
}


def _stage(spacing: int = 2 * SPACE) -> tuple[QWidget, QVBoxLayout]:
    stage = QWidget()
    layout = QVBoxLayout(stage)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    return stage, layout


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _button(words: str, *, is_primary: bool = False) -> QPushButton:
    button = QPushButton(words)
    button.setProperty("primary", "true" if is_primary else "false")
    button.setDefault(is_primary)
    button.setAutoDefault(True)
    return button


def _beside(icon: QLabel, words: QLabel, size: QSize = ICON_SIZE) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(SPACE)
    icon.setFixedWidth(size.width())
    row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(words, 1)
    return row


def _clear(layout: QVBoxLayout) -> None:
    while (old := layout.takeAt(0)) is not None:
        widget = old.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _fill(layout: QVBoxLayout, lines: Sequence[str], icon_name: str, colour: str) -> None:
    """Put a line of text with an icon into a layout for each of the sentences."""
    for line in lines:
        icon, words = QLabel(), _label("")
        words.setText(line)
        theme().keep_icon(
            icon,
            icon_name,
            lambda label, icon: label.setPixmap(icon.pixmap(ICON_SIZE)),  # type: ignore[attr-defined]
            colour,
        )
        row = QWidget()
        inside = _beside(icon, words)
        inside.setContentsMargins(0, 0, 0, 0)
        row.setLayout(inside)
        layout.addWidget(row)


def _polish(widget: QWidget) -> None:
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _breakable(path: Path) -> str:
    """Return a path that a label can break after each folder, and so never cuts off."""
    return str(path).replace("/", "/\u200b").replace("\\", "\\\u200b")


def _list(numbers: Sequence[str]) -> str:
    if len(numbers) == 1:
        return numbers[0]
    return _tr("{numbers} and {last}").format(numbers=", ".join(numbers[:-1]), last=numbers[-1])


def _tr(text: str) -> str:
    return QCoreApplication.translate("Export", text)
