"""The application: opens windows, makes new meetings, and knows what runs as long as it does.

What ``packbuilder`` with no command starts. Everything that opens a meeting comes through here, so
that a meeting is in one window only and never in two.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import sys
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from PySide6.QtCore import QLocale, QObject, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from packbuilder import __version__
from packbuilder.app.background import Background
from packbuilder.app.dialogs import Dialogs, NativeDialogs
from packbuilder.app.main_window import MainWindow
from packbuilder.app.messages import MessageBar, install_excepthook
from packbuilder.app.opening import (
    Opened,
    begin_from_copy,
    begin_from_copy_of,
    copied_here,
    open_to_change,
    open_to_read,
)
from packbuilder.app.recent import Recent
from packbuilder.app.scratch import scratch_folder
from packbuilder.app.session import Session
from packbuilder.app.settings import Settings, settings_path
from packbuilder.app.theme import theme
from packbuilder.assets import resource
from packbuilder.bank_holidays import closed_days_around
from packbuilder.errors import PackBuilderError
from packbuilder.meeting.edits import change_meeting
from packbuilder.meeting.meeting import Meeting
from packbuilder.storage.description import read_description
from packbuilder.storage.house_styles import read_style, style_names
from packbuilder.storage.lock import CannotLock, MeetingInUse
from packbuilder.storage.meeting_file import MeetingFile
from packbuilder.storage.new_meetings import create_unnamed
from packbuilder.storage.templates import new_meeting

if TYPE_CHECKING:
    from packbuilder.app.new_meeting_dialog import NewMeeting, NextMeeting


class Application(QObject):
    """The windows of one run, and the meetings in them."""

    def __init__(
        self,
        scratch: Path,
        settings: Settings,
        dialogs: Dialogs,
        clock: Callable[[], dt.datetime],
        parent: QObject | None = None,
    ) -> None:
        """Begin without a window.

        Args:
            scratch: A folder for this run's own files.
            settings: What the user chose.
            dialogs: What asks the user.
            clock: Says what time it is, with its time zone.
            parent: The Qt application.
        """
        super().__init__(parent)
        self._scratch = scratch
        self._settings = settings
        self._dialogs = dialogs
        self._clock = clock
        self._background = Background("application", self)
        # Working out bank holidays takes a while the first time; they are needed soon.
        self._background.do(lambda: closed_days_around(clock().date()), lambda _: None)
        self.recent = Recent(settings, parent=self)
        self.windows: list[MainWindow] = []
        self._is_closed = False

    def open_window(self) -> MainWindow:
        """Open a window with the start page in it."""
        window = MainWindow(
            self._settings, self.recent, self._dialogs, self._scratch, styles_folder(), self._clock
        )
        self.windows.append(window)
        window.new_wanted.connect(lambda template_name: self.begin_new(window, template_name))
        window.next_wanted.connect(lambda path: self.begin_next(window, path))
        window.open_wanted.connect(lambda path: self.open(window, path))
        window.sample_wanted.connect(lambda: self.open_sample(window))
        window.quit_wanted.connect(self.quit)
        window.closed.connect(lambda: self._forget(window))
        window.show()
        return window

    def open(self, window: MainWindow, path: Path | None) -> None:
        """Open a meeting file, asking for one if None: in this window, or a new one where it has one."""
        path = path or self._ask_for_meeting(window, self.tr("Open a meeting"))
        if path is None or self._is_open_already(path):
            return
        try:
            self._show(window, open_to_change(path, self._clock))
        except MeetingInUse as error:
            to_read = (self.tr("Open it to read"), lambda: self._open_to_read(window, path))
            window.messages.show_error(error, actions=[to_read])
        except CannotLock as error:
            copy = (self.tr("Work on a copy here"), lambda: self._open_copy(window, path))
            window.messages.show_error(error, actions=[copy])
        except PackBuilderError as error:
            window.messages.show_error(error)

    def begin_new(self, window: MainWindow, template_name: str) -> None:
        """Ask what the new meeting is, and open it."""
        from packbuilder.app.new_meeting_dialog import NewMeetingDialog  # Here: the window opens sooner.

        session = window.session
        dialog = NewMeetingDialog(
            template_name,
            style_names(styles_folder()),
            window,
            council=session.meeting.council if session is not None else "",
            today=self._clock().date(),
        )
        dialog.begun.connect(lambda wanted: self._open_new(window, lambda: _described(wanted)))
        dialog.open()

    def begin_next(self, window: MainWindow, path: Path | None) -> None:
        """Ask when the meeting after one is, and open it; ask which one first if None."""
        path = path or self._ask_for_meeting(window, self.tr("Choose the last meeting"))
        if path is None:
            return
        last_path = path
        session = self._session_of(path)
        if session is not None:
            self._ask_for_next(window, last_path, session.meeting)
            return

        def read() -> Meeting:
            with MeetingFile.open(last_path, read_only=True) as file:
                return file.meeting()

        def ask(done: Future[Meeting]) -> None:
            try:
                self._ask_for_next(window, last_path, done.result())
            except PackBuilderError as error:
                self._tell(window, error)

        self._background.do(read, ask)

    def open_sample(self, window: MainWindow) -> None:
        """Open the sample meeting, as a new meeting that may be changed at will."""
        self._open_new(window, lambda: read_description(resource("sample/meeting.toml")))

    def front_bar(self) -> MessageBar | None:
        """Return the message bar of the window in front."""
        active = [window for window in self.windows if window.isActiveWindow()]
        windows = active or self.windows
        return windows[-1].messages if windows else None

    def quit(self) -> None:
        """Close every window; one that will not close keeps the application going."""
        for window in list(self.windows):
            if not window.close():
                return

    def close(self) -> None:
        """End what runs beside the windows."""
        self._is_closed = True
        for window in list(self.windows):
            window.close_meeting()
        self._background.close(lambda: None)

    # How meetings are opened.

    def _ask_for_meeting(self, window: MainWindow, title: str) -> Path | None:
        return self._dialogs.open_file(
            window, title, self._settings.export_folder, self.tr("Meetings (*.meeting)")
        )

    def _window_of(self, path: Path) -> MainWindow | None:
        for window in self.windows:
            if window.session is not None and _is_same(window.session.path, path):
                return window
        return None

    def _session_of(self, path: Path) -> Session | None:
        window = self._window_of(path)
        return window.session if window is not None else None

    def _is_open_already(self, path: Path) -> bool:
        window = self._window_of(path)
        if window is not None:
            window.raise_()
            window.activateWindow()
        return window is not None

    def _tell(self, window: MainWindow, error: PackBuilderError) -> None:
        """Show an error in a window, or in another where that is gone by now."""
        bar = window.messages if window in self.windows else self.front_bar()
        if bar is not None:
            bar.show_error(error)

    def _open_new(self, window: MainWindow, describe: Callable[[], Meeting]) -> None:
        try:
            file = create_unnamed(describe())
            path = file.path
            file.close()
            self._show(window, open_to_change(path, self._clock), is_ours=True)
        except PackBuilderError as error:
            window.messages.show_error(error)

    def _ask_for_next(self, window: MainWindow, path: Path, last: Meeting) -> None:
        from packbuilder.app.new_meeting_dialog import NextMeetingDialog  # Here: the window opens sooner.

        if window in self.windows:
            dialog = NextMeetingDialog(path, last, window)
            dialog.begun.connect(lambda wanted: self._open_next(window, wanted, last))
            dialog.open()

    def _open_next(self, window: MainWindow, wanted: NextMeeting, last: Meeting) -> None:
        """Open a copy of the last meeting and make the next of it there, as an edit that can be undone."""
        from packbuilder.reuse.next_meeting import next_meeting  # Here: the window opens sooner.

        following = next_meeting(last, wanted.date)

        def opened(shown: MainWindow) -> None:
            session = shown.session
            if session is not None:
                session.edit(self.tr("Make the next meeting"), lambda _: following.meeting)
                shown.messages.show_notice(following.notice_words, [(self.tr("Undo"), session.undo)])

        window.say(self.tr("Copying the last meeting"))
        session = self._session_of(wanted.path)
        if session is not None:
            # What it still has to save comes first, and the copy is of what it is then.
            session.with_file(
                lambda file: begin_from_copy(file, following.meeting, last),
                lambda done: self._show_copy(window, done, opened),
            )
        else:
            self._background.do(
                lambda: begin_from_copy_of(wanted.path, following.meeting),
                lambda done: self._show_copy(window, done, opened),
            )

    def _open_to_read(self, window: MainWindow, path: Path) -> None:
        try:
            self._show(window, open_to_read(path))
        except PackBuilderError as error:
            window.messages.show_error(error)

    def _open_copy(self, window: MainWindow, path: Path) -> None:
        words = self.tr(
            "This is a copy of {name} on this computer. When you have finished, save a copy back."
        )

        def opened(shown: MainWindow) -> None:
            shown.messages.show_notice(words.format(name=path.name))

        self._background.do(lambda: copied_here(path), lambda done: self._show_copy(window, done, opened))

    def _show_copy(self, window: MainWindow, done: Future[Path], then: Callable[[MainWindow], None]) -> None:
        """Show a meeting that was copied beside the window, which may be gone by now."""
        if self._is_closed:
            return  # The copy lies among the new meetings, and is in nobody's way.
        try:
            path = done.result()
            place = window if window in self.windows else self.open_window()
            then(self._show(place, open_to_change(path, self._clock)))
        except PackBuilderError as error:
            self._tell(window, error)

    def _show(self, window: MainWindow, opened: Opened, *, is_ours: bool = False) -> MainWindow:
        """Show an open meeting in a window, or in a new one where that has a meeting; return which.

        ``is_ours`` says that packbuilder itself has just described it: the files it names are read.

        Raises:
            PackBuilderError: If the file is damaged.
        """
        try:
            session = Session(opened.file, lock=opened.lock, reads_what_it_names=is_ours, clock=self._clock)
        except BaseException:
            opened.file.close()
            if opened.lock is not None:
                opened.lock.release()
            raise
        if window.session is not None:
            window = self.open_window()
        window.messages.clear()
        try:
            window.show_meeting(session)
        except Exception as error:
            # Nobody foresaw it; the file must not stay locked for it.
            window.close_meeting()
            session.close()
            sys.excepthook(type(error), error, error.__traceback__)
            raise PackBuilderError(
                self.tr("{name} could not be shown.").format(name=session.path.name),
                self.tr("It was not changed. Send the details, with the file if it holds nothing private."),
            ) from error
        if opened.file.damage_note:
            window.messages.show_notice(opened.file.damage_note)
        return window

    def _forget(self, window: MainWindow) -> None:
        if window in self.windows:
            self.windows.remove(window)
            window.deleteLater()


def styles_folder() -> Path:
    """Return where this user's named house styles lie; the folder may not be there yet."""
    return platformdirs.user_config_path("packbuilder", appauthor=False) / "styles"


def run(path: Path | None) -> int:
    """Open the window, on a meeting file if one is given; return the exit code when it is closed.

    Raises:
        PackBuilderError: If there is no screen to open it on.
    """
    if sys.platform == "linux" and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        # Qt would end the process with a page of its own words.
        raise PackBuilderError(
            "The window needs a screen, and there is none here.",
            "Use the commands instead: packbuilder --help lists them.",
        )
    application = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(application, QApplication):
        raise RuntimeError("there is a Qt application without windows already")
    application.setApplicationName("packbuilder")
    application.setApplicationDisplayName("")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("packbuilder")
    application.setWindowIcon(QIcon(str(resource("icons/packbuilder.svg"))))
    # Dates and the calendar are always in English, as what is printed is.
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    theme()
    with scratch_folder() as scratch:
        desk = Application(
            scratch,
            Settings(settings_path()),
            NativeDialogs(),
            lambda: dt.datetime.now(dt.UTC).astimezone(),
            application,
        )
        window = desk.open_window()
        uninstall = install_excepthook(desk.front_bar, log_path())
        if path is not None:
            QTimer.singleShot(0, lambda: desk.open(window, path.absolute()))
        try:
            return application.exec()
        finally:
            desk.close()
            uninstall()


def log_path() -> Path:
    """Return where unexpected errors are written down."""
    return platformdirs.user_log_path("packbuilder", appauthor=False) / "packbuilder.log"


def _described(wanted: NewMeeting) -> Meeting:
    """Return the new meeting that the clerk described.

    Raises:
        PackBuilderError: If the named house style cannot be read.
    """
    meeting = new_meeting(wanted.template_name, wanted.date)
    meeting = change_meeting(
        meeting, council=wanted.council, body=wanted.body, time=wanted.time, venue=wanted.venue
    )
    if not wanted.style_name:
        return meeting
    style = read_style(styles_folder(), wanted.style_name).style
    return change_meeting(
        meeting, style=dataclasses.replace(style, minute_numbers=meeting.style.minute_numbers)
    )


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
