"""The one place that shows errors and notices, and what catches those that nobody expected.

An unexpected error ends nothing: it is logged and shown, and the window goes on. Logs and the details
to copy hold what ``worker.fault_details`` tells of it, and never its own words.
"""

from __future__ import annotations

import dataclasses
import logging
import re
import sys
import threading
import types
from collections.abc import Callable, Sequence
from logging.handlers import RotatingFileHandler
from pathlib import Path

import PySide6
from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from packbuilder.app.theme import ICON_SIZE, SPACE, theme
from packbuilder.errors import PackBuilderError
from packbuilder.worker.fault_details import fault_details, versions

_LOG_BYTES = 500_000
_OLD_LOGS = 2

Action = tuple[str, Callable[[], None]]


@dataclasses.dataclass(frozen=True, slots=True)
class _Message:
    what: str
    next_step: str = ""
    details: str = ""
    actions: tuple[Action, ...] = ()
    is_error: bool = True


class MessageBar(QFrame):
    """Shows one error or notice at a time, above the panes, until it is closed.

    Errors come one after the other: none takes the place of one that was not seen. A notice gives
    way to the next notice, and waits behind errors.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        """Be out of sight."""
        super().__init__(parent)
        self._errors: list[_Message] = []
        self._notice: _Message | None = None
        self._shown: _Message | None = None
        self._icon = QLabel()
        self.what, self.next_step = QLabel(), QLabel()
        self.more = QLabel()
        self.copy_button = QPushButton(self.tr("Copy details"))
        self.close_button = QToolButton()
        self._action_buttons: list[QPushButton] = []
        self._build()
        theme().changed.connect(self._draw)
        self.hide()

    @property
    def details(self) -> str:
        """What Copy details copies, of the message that is shown."""
        return self._shown.details if self._shown is not None else ""

    @property
    def action_buttons(self) -> tuple[QPushButton, ...]:
        """The buttons of the notice that is shown."""
        return tuple(self._action_buttons)

    def show_error(self, error: PackBuilderError, details: str = "", actions: Sequence[Action] = ()) -> None:
        """Show an error after those that were not closed yet, with buttons that do something about it.

        ``details`` are for whoever mends packbuilder.
        """
        message = _Message(error.what, error.next_step, details, tuple(actions))
        if message not in self._errors:  # The disk is still full: it needs no saying twice.
            self._errors.append(message)
        self._show_next()

    def show_notice(self, words: str, actions: Sequence[Action] = ()) -> None:
        """Show what was done, with the words of buttons and what they do; they close the notice."""
        self._notice = _Message(words, actions=tuple(actions), is_error=False)
        self._show_next()

    def forget(self, error: PackBuilderError) -> None:
        """Take an error away that is over, wherever it stands in the row."""
        self._errors = [
            message
            for message in self._errors
            if (message.what, message.next_step) != (error.what, error.next_step)
        ]
        self._show_next()

    def clear(self) -> None:
        """Forget everything, and go out of sight."""
        self._errors.clear()
        self._notice = None
        self._show_next()

    def close_message(self) -> None:
        """Close what is shown; what waits comes next."""
        if self._errors:
            self._errors.pop(0)
        else:
            self._notice = None
        self._show_next()

    def copy_details(self) -> None:
        """Copy what was shown, with the details, for whoever mends packbuilder."""
        message = self._shown
        if message is not None:
            QGuiApplication.clipboard().setText(
                f"{message.what} {message.next_step}".strip() + f"\n\n{message.details}"
            )
            self.copy_button.setText(self.tr("Copied"))

    def _build(self) -> None:
        for label in (self.what, self.next_step):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            label.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.more.setProperty("role", "muted")
        self.copy_button.clicked.connect(self.copy_details)
        self.close_button.setIconSize(ICON_SIZE)
        self.close_button.setAccessibleName(self.tr("Close"))
        self.close_button.setToolTip(self.tr("Close (Esc)"))
        self.close_button.clicked.connect(self.close_message)
        theme().keep_icon(self.close_button, "x")
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.close_message)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self.what)
        words.addWidget(self.next_step)
        words.addStretch(1)
        self._card = QFrame()
        self._row = QHBoxLayout(self._card)
        self._row.setContentsMargins(3 * SPACE // 2, SPACE, SPACE, SPACE)
        self._row.setSpacing(SPACE)
        self._row.addWidget(self._icon)
        self._row.addSpacing(SPACE // 2)
        self._row.addLayout(words, 1)
        self._row.addWidget(self.more)
        self._row.addWidget(self.copy_button)
        self._row.addWidget(self.close_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        outer.addWidget(self._card)

    def _show_next(self) -> None:
        waiting = [*self._errors, *([self._notice] if self._notice is not None else [])]
        message = waiting[0] if waiting else None
        self.more.setText(self.tr("{n} more").format(n=len(waiting) - 1))
        self.more.setVisible(len(waiting) > 1)
        if message is self._shown:
            return
        had_focus = self.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self._shown = message
        self._put_actions(message.actions if message is not None else ())
        if message is None:
            self.hide()
            return
        self.what.setText(message.what)
        self.next_step.setText(message.next_step)
        self.next_step.setVisible(bool(message.next_step))
        self.copy_button.setText(self.tr("Copy details"))
        self.copy_button.setVisible(bool(message.details))
        self.setAccessibleName(self.tr("Error") if message.is_error else self.tr("Notice"))
        self._draw()
        self.show()
        if had_focus:
            self.close_button.setFocus()
        self._announce(message)

    def _put_actions(self, actions: Sequence[Action]) -> None:
        for button in self._action_buttons:
            button.hide()
            button.deleteLater()
        self._action_buttons = []
        at = self._row.indexOf(self.copy_button)
        for number, (words, do) in enumerate(actions):
            button = QPushButton(words)
            button.clicked.connect(lambda _=False, do=do: self._act(do))
            self._row.insertWidget(at + number, button)
            self._action_buttons.append(button)

    def _act(self, do: Callable[[], None]) -> None:
        # Closed first: what is done may have a notice of its own.
        self.close_message()
        do()

    def _draw(self) -> None:
        message = self._shown
        if message is None:
            return
        self._card.setProperty("role", "warning" if message.is_error else "notice")
        self._card.style().unpolish(self._card)
        self._card.style().polish(self._card)
        colours = theme().colours
        name, colour = ("circle-alert", colours.error) if message.is_error else ("info", colours.notice)
        self._icon.setPixmap(theme().icon(name, colour).pixmap(ICON_SIZE))
        font = self.font()
        font.setWeight(font.Weight.DemiBold if message.next_step else font.Weight.Normal)
        self.what.setFont(font)

    def _announce(self, message: _Message) -> None:
        event = QAccessibleAnnouncementEvent(self, f"{message.what} {message.next_step}".strip())
        politeness = QAccessible.AnnouncementPoliteness
        event.setPoliteness(politeness.Assertive if message.is_error else politeness.Polite)
        QAccessible.updateAccessibility(event)


# What nobody expected.


class _Unexpected(QObject):
    """Carries an unexpected error from the thread that it happened in to the window."""

    happened = Signal(str)

    def __init__(self, front_bar: Callable[[], MessageBar | None], log: logging.Logger) -> None:
        super().__init__()
        self._front_bar = front_bar
        self._log = log
        self.happened.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def note(self, details: str) -> None:
        """Log it, and have it shown."""
        self._log.error("%s", details)
        if isValid(self):
            self.happened.emit(details)

    def _show(self, details: str) -> None:
        bar = self._front_bar()
        if bar is None or not isValid(bar):
            return
        bar.show_error(
            PackBuilderError(
                self.tr("Something went wrong in packbuilder. What you did last may not have been done."),
                self.tr(
                    "Your meeting is safe where the status bar says Saved. Go on; if it happens again, "
                    "send the details."
                ),
            ),
            details,
        )


def install_excepthook(front_bar: Callable[[], MessageBar | None], log_path: Path) -> Callable[[], None]:
    """Log errors that nobody caught, and show them in a bar instead of ending the application.

    Args:
        front_bar: Gives the bar of the window in front, or None while there is none.
        log_path: The log; its folder is made, and it is kept short. Where it cannot be written, errors
            are only shown.

    Returns:
        What puts everything back as it was.
    """
    log, handler = _open_log(log_path)
    unexpected = _Unexpected(front_bar, log)
    hook, thread_hook = sys.excepthook, threading.excepthook

    def note(kind: type[BaseException], error: BaseException, trace: types.TracebackType | None) -> None:
        if issubclass(kind, Exception):
            unexpected.note(_details(error, trace))
        else:
            hook(kind, error, trace)  # Ctrl+C and the like do end it.

    def note_in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and issubclass(args.exc_type, Exception):
            unexpected.note(_details(args.exc_value, args.exc_traceback))

    def note_of_qt(kind: QtMsgType, context: QMessageLogContext, words: str) -> None:
        if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
            unexpected.note(f"{_about()}\nQt {kind.name}: {_origin_in_qt(words)}")
        elif qt_before is not None:
            qt_before(kind, context, words)
        elif sys.stderr is not None:
            sys.stderr.write(f"{words}\n")

    sys.excepthook = note
    threading.excepthook = note_in_thread
    qt_before = qInstallMessageHandler(note_of_qt)

    def undo() -> None:
        sys.excepthook, threading.excepthook = hook, thread_hook
        qInstallMessageHandler(qt_before)
        if handler is not None:
            log.removeHandler(handler)
            handler.close()

    return undo


def _open_log(path: Path) -> tuple[logging.Logger, logging.Handler | None]:
    log = logging.getLogger("packbuilder.unexpected")
    log.propagate = False
    log.addHandler(logging.NullHandler())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=_LOG_BYTES, backupCount=_OLD_LOGS, encoding="utf-8")
    except OSError:
        return log, None
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log.addHandler(handler)
    return log, handler


def _about() -> str:
    return versions(f"PySide6 {PySide6.__version__}")


def _details(error: BaseException, trace: types.TracebackType | None) -> str:
    return fault_details(error, trace, _about())


_QT_NAME = re.compile(r"Q[A-Za-z]+(?:::~?[A-Za-z]+)*")


def _origin_in_qt(words: str) -> str:
    """Return only which part of Qt a message is from: the rest may name files."""
    match = _QT_NAME.match(words)
    return match[0] if match is not None else "unnamed"
