"""The window: the start page or one open meeting, with menus, toolbar, message bar and status bar.

The parts of an open meeting are put together in ``workspace``; what is here is what belongs to the
window whatever it shows. Which meeting it shows is decided in ``application``.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import tempfile
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QLabel,
    QMainWindow,
    QSizePolicy,
    QStackedWidget,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from packbuilder.app.actions import commands, fill_menu_bar, make_actions
from packbuilder.app.dialogs import Dialogs
from packbuilder.app.export_flow import ExportFlow
from packbuilder.app.messages import MessageBar
from packbuilder.app.preview.layout import Fit
from packbuilder.app.preview.pane import SidePanel
from packbuilder.app.printing import show_in_folder
from packbuilder.app.recent import Recent, meeting_title
from packbuilder.app.selection import Place
from packbuilder.app.session import Session
from packbuilder.app.settings import Settings, ThemeChoice
from packbuilder.app.settling import LEFT, RIGHT
from packbuilder.app.sizes import size_words
from packbuilder.app.start_page import StartPage
from packbuilder.app.theme import ICON_SIZE, theme
from packbuilder.app.undo_history import UndoHistory
from packbuilder.app.workspace import Workspace
from packbuilder.errors import PackBuilderError
from packbuilder.meeting.meeting import Meeting
from packbuilder.storage.lock import MeetingLock
from packbuilder.storage.new_meetings import is_unnamed, proposed_name

if TYPE_CHECKING:
    from packbuilder.app.help_window import HelpWindow

_SAID_FOR_MS = 8000
_TOOLS_LEFT = ("add_item", "attach", None, "undo", "redo")
_TOOLS_RIGHT = ("export_minutes", "print", "export_pack")
_SCHEMES = {
    ThemeChoice.SYSTEM: Qt.ColorScheme.Unknown,
    ThemeChoice.LIGHT: Qt.ColorScheme.Light,
    ThemeChoice.DARK: Qt.ColorScheme.Dark,
}


class MainWindow(QMainWindow):
    """One window, with the start page or one meeting in it."""

    new_wanted = Signal(str)
    """A new meeting, from the named template or from one still to be chosen ("")."""

    next_wanted = Signal(object)
    """The next meeting after that in the given meeting file, or in one still to be chosen (None)."""

    open_wanted = Signal(object)
    """A meeting file to open, or one still to be chosen (None)."""

    sample_wanted = Signal()
    quit_wanted = Signal()

    closed = Signal()
    """The window is gone, and everything that ran in it."""

    def __init__(
        self,
        settings: Settings,
        recent: Recent,
        dialogs: Dialogs,
        scratch: Path,
        styles_folder: Path,
        clock: Callable[[], dt.datetime],
    ) -> None:
        """Make the window, with the start page in it.

        Args:
            settings: What the user chose, and how the last window was left.
            recent: The meetings opened lately.
            dialogs: What asks the user.
            scratch: This run's own folder.
            styles_folder: Where the named house styles lie.
            clock: Says what time it is, with its time zone.
        """
        super().__init__()
        self._settings = settings
        self._recent = recent
        self._dialogs = dialogs
        self._scratch = scratch
        self._styles_folder = styles_folder
        self._clock = clock
        self.workspace: Workspace | None = None
        self._noted_path: Path | None = None
        self._not_saved: PackBuilderError | None = None
        self._reading = ""
        self.exporting: ExportFlow | None = None
        self._help: HelpWindow | None = None
        self.messages = MessageBar(self)
        self.start_page = StartPage(recent, self)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.start_page)
        self._build_centre()
        self.actions_by_name = make_actions(self, self._slots())
        self._menus = fill_menu_bar(self.menuBar(), self.actions_by_name)
        self._build_toolbar()
        self._build_status_bar()
        self._build_history()
        self._connect_start_page()
        self._menus["recent"].aboutToShow.connect(self._list_recent)
        self._menus["pack"].aboutToShow.connect(self._offer_page)
        self._build_colours()
        self.setMinimumSize(960, 500)
        self.resize(QSize(1440, 900).boundedTo(self.screen().availableGeometry().size()))
        if settings.window_geometry:
            self.restoreGeometry(settings.window_geometry)
        self.show_start_page()

    # The meeting in it.

    @property
    def session(self) -> Session | None:
        """The open meeting, if one is."""
        return self.workspace.session if self.workspace is not None else None

    def show_meeting(self, session: Session) -> None:
        """Show an open meeting, which is the window's own from now on. Another one is closed first."""
        self.close_meeting()
        scratch = Path(tempfile.mkdtemp(dir=self._scratch))
        workspace = Workspace(session, scratch, self._settings, self._dialogs, self._clock, self)
        self.workspace = workspace
        self.exporting = ExportFlow(workspace, scratch, self._settings, self._dialogs, self)
        workspace.said.connect(self.say)
        workspace.refused.connect(self.messages.show_error)
        workspace.told.connect(self.messages.show_notice)
        workspace.house_style_wanted.connect(self._choose_house_style)
        session.changed.connect(self._meeting_changed)
        session.moved.connect(self._has_moved)
        session.pages_changed.connect(self._show_facts)
        session.saved_changed.connect(self._show_saved)
        session.saving_failed.connect(self._show_not_saved)
        session.undo_stack.indexChanged.connect(self._show_undo)
        workspace.live_pack.built.connect(self._note_size)
        workspace.taking_in.progressed.connect(self._show_taking_in)
        workspace.findings.changed.connect(self._show_facts)
        self._history_view.setStack(session.undo_stack)
        self._pack_size_bytes = 0
        self._stack.addWidget(workspace)
        self._stack.setCurrentWidget(workspace)
        self._restore_panes(workspace)
        self._is_meeting_shown(True)
        self._noted_path = None
        self._note_place(session)
        self._show_name(session)
        self._show_undo()
        self._show_facts()
        workspace.agenda.setFocus()
        if session.is_read_only:
            self.messages.show_notice(
                self.tr("This meeting is open to be read only. Save a copy of it to make changes."),
                [(self.tr("Save a copy..."), self._save_copy)],
            )

    def close_meeting(self) -> None:
        """Close the meeting, if one is open: what runs is ended, what waits is written."""
        workspace, self.workspace = self.workspace, None
        if workspace is None:
            return
        if self.exporting is not None:
            self.exporting.close()
            self.exporting = None
        self._keep_panes(workspace)
        self._history_view.setStack(None)  # type: ignore[arg-type]  # Qt takes None, its types do not say so.
        error = workspace.close_meeting()
        self._reading = ""
        self._stack.removeWidget(workspace)
        workspace.deleteLater()
        if error is not None:
            self.messages.show_error(error)

    @property
    def said_words(self) -> str:
        """What the status bar says was done last."""
        return self._said.text()

    @property
    def saved_words(self) -> str:
        """What the status bar says of the file."""
        return self._saved.text()

    def say(self, words: str) -> None:
        """Say something in the status bar for a while; "" takes back what was said."""
        self._said_timer.stop()
        self._show_said(words)

    def _show_said(self, words: str = "") -> None:
        """Show what was said; where nothing is, which document is being read."""
        self._said.setText(words or self._reading)
        if words:
            self._said_timer.start()

    # How it is built.

    def _build_centre(self) -> None:
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.messages)
        layout.addWidget(self._stack, 1)
        self.setCentralWidget(centre)

    def _build_toolbar(self) -> None:
        bar = QToolBar(self.tr("Tools"))
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setIconSize(ICON_SIZE)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        for name in _TOOLS_LEFT:
            if name is None:
                bar.addSeparator()
            else:
                self._add_tool(bar, name)
        between = QWidget()
        between.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(between)
        for name in _TOOLS_RIGHT:
            self._add_tool(bar, name)
        self._toolbar = bar
        self.addToolBar(bar)

    def _add_tool(self, bar: QToolBar, name: str) -> None:
        action = self.actions_by_name[name]
        bar.addAction(action)
        button = bar.widgetForAction(action)
        if isinstance(button, QToolButton):
            short = {
                "attach": self.tr("Attach"),
                "export_minutes": self.tr("Minutes"),
                "export_pack": self.tr("Export pack"),
            }
            plain = action.text().split("\t")[0].replace("&", "").removesuffix("...")
            action.setIconText(short.get(name, plain))
            button.setAccessibleName(plain)
            if name == "export_pack":
                button.setProperty("primary", True)
                theme().keep_icon(action, "file-output", colour="on_primary")

    def _build_status_bar(self) -> None:
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        self._facts, self._said, self._deadline, self._saved = QLabel(), QLabel(), QLabel(), QLabel()
        self._facts.setAccessibleName(self.tr("The pack"))
        self._saved.setAccessibleName(self.tr("Saved"))
        for label in (self._said, self._deadline):
            label.setTextFormat(Qt.TextFormat.PlainText)
        bar.addWidget(self._facts)
        bar.addWidget(self._said, 1)
        bar.addPermanentWidget(self._deadline)
        bar.addPermanentWidget(self._saved)
        self._said_timer = QTimer(self, interval=_SAID_FOR_MS, singleShot=True)
        self._said_timer.timeout.connect(self._show_said)
        self._pack_size_bytes = 0

    def _build_history(self) -> None:
        self._history_view = UndoHistory()
        dock = QDockWidget(self.tr("Undo history"), self)
        dock.setObjectName("history")
        dock.setWidget(self._history_view)
        dock.setStyleSheet("QDockWidget::close-button { subcontrol-position: right; right: 8px; }")
        dock.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
        dock.setAllowedAreas(Qt.DockWidgetArea.RightDockWidgetArea)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        dock.hide()
        dock.visibilityChanged.connect(self.actions_by_name["history"].setChecked)
        self._history = dock

    def _build_colours(self) -> None:
        group = QActionGroup(self)
        for choice in ThemeChoice:
            action = self.actions_by_name[f"colours_{choice.value}"]
            group.addAction(action)
            action.setChecked(choice is self._settings.theme)
        theme().want(_SCHEMES[self._settings.theme])

    def _connect_start_page(self) -> None:
        page = self.start_page
        page.new_wanted.connect(self.new_wanted)
        page.next_wanted.connect(lambda: self.next_wanted.emit(None))
        page.next_from_wanted.connect(self.next_wanted)
        page.open_wanted.connect(lambda: self.open_wanted.emit(None))
        page.recent_wanted.connect(self.open_wanted)
        page.sample_wanted.connect(self.sample_wanted)

    def _slots(self) -> dict[str, Callable[[], None]]:
        """Return what each command does, by its name."""

        def on_workspace(what: Callable[[Workspace], object]) -> Callable[[], None]:
            def do() -> None:
                if self.workspace is not None:
                    what(self.workspace)

            return do

        def on_export(what: Callable[[ExportFlow], object]) -> Callable[[], None]:
            def do() -> None:
                if self.workspace is not None and self.exporting is not None:
                    # What goes out is what the clerk sees, and lies where the file lies now.
                    self.workspace.settle()
                    self.workspace.session.flush()
                    what(self.exporting)

            return do

        return {
            "new": lambda: self.new_wanted.emit(""),
            "next_meeting": on_workspace(lambda w: self.next_wanted.emit(w.session.path)),
            "open": lambda: self.open_wanted.emit(None),
            "sample": self.sample_wanted.emit,
            "give_name": self._give_name,
            "save_copy": self._save_copy,
            "report_templates": on_workspace(lambda w: w.save_report_templates()),
            "show_in_folder": on_workspace(lambda w: show_in_folder(w.session.path)),
            "house_style": self._choose_house_style,
            "close_meeting": self._leave_meeting,
            "quit": self.quit_wanted.emit,
            "undo": on_workspace(lambda w: w.session.undo()),
            "redo": on_workspace(lambda w: w.session.redo()),
            "history": self._toggle_history,
            "copy": on_workspace(lambda w: w.agenda.copy()),
            "paste": on_workspace(lambda w: w.agenda.paste()),
            "find": on_workspace(lambda w: w.agenda.open_find()),
            "find_next": on_workspace(lambda w: w.agenda.find_next()),
            "add_item": on_workspace(lambda w: w.agenda.add_item()),
            "attach": on_workspace(lambda w: w.agenda.attach_files()),
            "section": on_workspace(lambda w: w.agenda.set_section()),
            "report_template": on_workspace(lambda w: w.save_report_template()),
            "edit": on_workspace(lambda w: w.agenda.edit_current()),
            "duplicate": on_workspace(lambda w: w.agenda.duplicate()),
            "remove": on_workspace(lambda w: w.agenda.remove()),
            "move_up": on_workspace(lambda w: w.agenda.move_up()),
            "move_down": on_workspace(lambda w: w.agenda.move_down()),
            "expand": on_workspace(lambda w: w.agenda.expand_all()),
            "collapse": on_workspace(lambda w: w.agenda.collapse_all()),
            "meeting_details": on_workspace(lambda w: w.show_meeting_details()),
            "checks": on_workspace(lambda w: w.checks.setVisible(self._is_on("checks"))),
            "inspector": on_workspace(lambda w: w.inspector.setVisible(self._is_on("inspector"))),
            "thumbnails": on_workspace(lambda w: w.pack.toggle_thumbnails()),
            "bookmarks": on_workspace(lambda w: w.pack.toggle_bookmarks()),
            "zoom_in": on_workspace(lambda w: w.pack.zoom_in()),
            "zoom_out": on_workspace(lambda w: w.pack.zoom_out()),
            "fit_width": on_workspace(lambda w: w.pack.zoom_to_fit_width()),
            "fit_page": on_workspace(lambda w: w.pack.zoom_to_fit_page()),
            "next_pane": on_workspace(lambda w: w.next_pane()),
            "colours_system": lambda: self._want_colours(ThemeChoice.SYSTEM),
            "colours_light": lambda: self._want_colours(ThemeChoice.LIGHT),
            "colours_dark": lambda: self._want_colours(ThemeChoice.DARK),
            "export_pack": on_export(lambda e: e.start_pack()),
            "export_minutes": on_export(lambda e: e.start_minutes()),
            "print": on_export(lambda e: e.print_pack()),
            "find_in_pack": on_workspace(lambda w: w.pack.open_find()),
            "go_to_page": on_workspace(lambda w: w.pack.go_to_page_field()),
            "turn_page_left": on_workspace(lambda w: w.pack.turn_page(LEFT)),
            "turn_page_right": on_workspace(lambda w: w.pack.turn_page(RIGHT)),
            "leave_page_out": on_workspace(lambda w: w.pack.leave_page_out()),
            "guide": lambda: self.show_guide(),
            "keyboard": lambda: self.show_guide("keyboard"),
            "about": self._show_about,
        }

    # What it shows of the meeting.

    def _is_meeting_shown(self, is_shown: bool) -> None:
        for command in commands():
            if command.needs_meeting:
                self.actions_by_name[command.name].setEnabled(is_shown)
        self._toolbar.setVisible(is_shown)
        self.statusBar().setVisible(is_shown)
        for name in ("checks", "inspector"):
            self.actions_by_name[name].setChecked(is_shown)

    def show_start_page(self) -> None:
        """Show the ways to begin."""
        self._stack.setCurrentWidget(self.start_page)
        self._is_meeting_shown(False)
        self._history.hide()
        self.setWindowTitle("packbuilder")
        self.start_page.setFocus()

    def _meeting_changed(self, before: Meeting) -> None:
        session = self.session
        if session is not None and (session.meeting.body, session.meeting.date) != (before.body, before.date):
            self._show_name(session)
        self._show_facts()

    def _show_name(self, session: Session) -> None:
        name = meeting_title(session.meeting) if is_unnamed(session.path) else session.path.stem
        read_only = self.tr(" (read only)") if session.is_read_only else ""
        self.setWindowTitle(f"{name}{read_only} - packbuilder")

    def _note_place(self, session: Session) -> None:
        """Remember where the meeting lies now, under the name that it has now."""
        if self._noted_path is not None and self._noted_path != session.path:
            self._recent.remove(self._noted_path)
        self._noted_path = session.path
        self._recent.add(session.path, meeting_title(session.meeting))

    def _has_moved(self) -> None:
        if self.session is not None:
            self._note_place(self.session)
            self._show_name(self.session)
            self._show_facts()

    def _show_undo(self) -> None:
        session = self.session
        if session is None:
            return
        for name, can, text, words in (
            ("undo", session.undo_stack.canUndo(), session.undo_stack.undoText(), self.tr("&Undo {edit}")),
            ("redo", session.undo_stack.canRedo(), session.undo_stack.redoText(), self.tr("&Redo {edit}")),
        ):
            action = self.actions_by_name[name]
            action.setEnabled(can)
            icon_text = action.iconText()
            action.setText(words.format(edit=text).strip())
            action.setIconText(icon_text)
            keys = action.shortcut().toString()
            action.setToolTip(f"{action.text().replace('&', '')} ({keys})")

    def _show_facts(self) -> None:
        workspace = self.workspace
        if workspace is None:
            return
        session = workspace.session
        meeting, pages = session.meeting, session.page_numbers
        parts = [_counted(pages.page_count, self.tr("page"), self.tr("pages"))]
        if self._pack_size_bytes:
            parts.append(size_words(self._pack_size_bytes))
        parts.append(_counted(len(meeting.items), self.tr("item"), self.tr("items")))
        to_put_right, to_look_at = (
            workspace.findings.error_count,
            (workspace.findings.warning_count + workspace.findings.notice_count),
        )
        if to_put_right:
            parts.append(self.tr("{n} to put right").format(n=to_put_right))
        if to_look_at:
            parts.append(self.tr("{n} to look at").format(n=to_look_at))
        self._facts.setText(" · ".join(parts))
        self._deadline.setText(workspace.deadline_words())
        self._saved.setText(self._saved_words(session))

    def _show_not_saved(self, error: PackBuilderError) -> None:
        self._not_saved = error
        self.messages.show_error(error)
        self._show_facts()

    def _show_saved(self, is_saved: bool) -> None:
        if is_saved and self._not_saved is not None:
            self.messages.forget(self._not_saved)
            self._not_saved = None
        self._show_facts()

    def _saved_words(self, session: Session) -> str:
        if session.is_read_only:
            return self.tr("Read only")
        if session.is_failing:
            return self.tr("Not saved")
        if not session.is_saved:
            return self.tr("Saving")
        return self.tr("Saved; no name yet") if is_unnamed(session.path) else self.tr("Saved")

    def _show_taking_in(self, done: int, total: int, name: str) -> None:
        if total:
            words = (
                self.tr("Reading document {n} of {total}: {name}") if name else self.tr("Reading documents")
            )
            self._reading = words.format(n=min(done + 1, total), total=total, name=name)
        else:
            self._reading = ""
        if not self._said_timer.isActive():
            self._show_said()
        self._show_facts()

    def _note_size(self, pdf: bytes, pages: object) -> None:
        self._pack_size_bytes = len(pdf)
        self._show_facts()

    # What it does.

    def show_guide(self, page: str = "") -> None:
        """Open the guide, at a page of it."""
        if self._help is None:
            from packbuilder.app.help_window import HelpWindow  # Here, as few visits need it.

            self._help = HelpWindow(self)
        self._help.show_page(page)

    def _show_about(self) -> None:
        from packbuilder.app.about import AboutDialog  # Here, as it looks up what is installed.

        about = AboutDialog(self)
        about.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        about.open()

    def _choose_house_style(self) -> None:
        if self.workspace is not None:
            from packbuilder.app.house_style_flow import HouseStyleFlow  # Here, as few visits need it.

            HouseStyleFlow(
                self.workspace.session, self._styles_folder, self._scratch, self._dialogs, self
            ).start()

    def _toggle_history(self) -> None:
        self._history.setVisible(self._is_on("history"))

    def _is_on(self, name: str) -> bool:
        return self.actions_by_name[name].isChecked()

    def _want_colours(self, choice: ThemeChoice) -> None:
        self._settings.theme = choice
        theme().want(_SCHEMES[choice])

    def _offer_page(self) -> None:
        can_be_changed = self.workspace is not None and self.workspace.pack.can_change_page
        for name in ("turn_page_left", "turn_page_right", "leave_page_out"):
            self.actions_by_name[name].setEnabled(can_be_changed)

    def _list_recent(self) -> None:
        menu = self._menus["recent"]
        menu.clear()
        for meeting in self._recent.meetings:
            action = QAction(meeting.title.replace("&", "&&"), menu)
            action.setToolTip(str(meeting.path))
            action.setEnabled(not self._recent.is_missing(meeting.path))
            action.triggered.connect(lambda _checked=False, path=meeting.path: self.open_wanted.emit(path))
            menu.addAction(action)
        if menu.isEmpty():
            menu.addAction(self.tr("Nothing opened yet")).setEnabled(False)

    def _give_name(self) -> None:
        workspace = self.workspace
        if workspace is None:
            return
        workspace.settle()
        session = workspace.session
        if session.is_read_only:
            self._save_copy()
            return
        if not is_unnamed(session.path):
            self.say(self.tr("Saved. packbuilder saves every change as you make it."))
            return
        target = self._ask_where(self.tr("Save the meeting"), session)
        if target is None:
            return

        def named(done: Future[MeetingLock]) -> None:
            if self._succeeded(done):
                words = self.tr("Saved as {name}. Every change is saved there from now on.")
                self.say(words.format(name=target.name))

        session.give_name(target, named)

    def _save_copy(self) -> None:
        workspace = self.workspace
        if workspace is None:
            return
        workspace.settle()
        target = self._ask_where(self.tr("Save a copy"), workspace.session)
        if target is None:
            return

        def show() -> None:
            show_in_folder(target)

        def copied(done: Future[None]) -> None:
            if self._succeeded(done):
                words = self.tr("A copy was saved: {name}. You are still working on the meeting itself.")
                self.messages.show_notice(words.format(name=target.name), [(self.tr("Show in folder"), show)])

        workspace.session.save_copy(target, copied)

    def _ask_where(self, title: str, session: Session) -> Path | None:
        folder = self._settings.export_folder or Path.home()
        target = self._dialogs.save_file(
            self, title, folder / proposed_name(session.meeting), self.tr("Meetings (*.meeting)")
        )
        if target is None:
            return None
        if target.suffix.lower() != ".meeting":
            target = target.with_name(f"{target.name}.meeting")
            # The dialog asked about the name without its ending, if at all.
            if target.exists() and not self._dialogs.confirm(
                self,
                title,
                self.tr("{name} is there already. Write over it?").format(name=target.name),
                self.tr("Write over it"),
            ):
                return None
        self._settings.export_folder = target.parent
        return target

    def _succeeded(self, done: Future[MeetingLock] | Future[None]) -> bool:
        error = done.exception()
        if isinstance(error, PackBuilderError):
            self.messages.show_error(error)
        elif error is not None:
            raise error
        return error is None

    def _leave_meeting(self) -> None:
        if self._may_close():
            self.close_meeting()
            self.show_start_page()

    def _may_close(self) -> bool:
        """Say whether the meeting may be closed: nothing runs, and everything is on the disk."""
        if self.exporting is not None and self.exporting.is_running:
            question = self.tr(
                "The export is not finished. If you close the meeting, it is stopped and nothing is written."
            )
            if not self._dialogs.confirm(
                self, self.tr("An export is running"), question, self.tr("Stop the export")
            ):
                return False
        if self.workspace is None:
            return True
        self.workspace.settle()
        error = self.workspace.session.flush()
        if error is None:
            return True
        question = self.tr("{why} If you close it now, your last changes are lost.").format(why=error)
        return self._dialogs.confirm(
            self, self.tr("The last changes are not saved"), question, self.tr("Close and lose them")
        )

    # How it is left and found again.

    def _keep_panes(self, workspace: Workspace) -> None:
        place = workspace.selection.place
        self._settings.keep_place_in(workspace.session.path, place.item_id, place.document_id)
        self._settings.set_splitter("panes", workspace.panes.sizes())
        self._settings.are_checks_folded = workspace.checks.is_folded
        if not workspace.checks.is_folded:
            self._settings.set_splitter("rows", workspace.rows.sizes())
        pack = workspace.pack
        self._settings.pack_zoom = pack.zoom if pack.fit is Fit.NONE else 0
        self._settings.pack_side_panel = pack.side_panel.value

    def _restore_panes(self, workspace: Workspace) -> None:
        workspace.share_out(self._settings.splitter("panes"), self._settings.splitter("rows"))
        place = Place(*self._settings.place_in(workspace.session.path))
        if workspace.session.holds(place):
            workspace.selection.show_place(place)
        workspace.checks.set_folded(self._settings.are_checks_folded)
        if self._settings.pack_zoom:
            workspace.pack.zoom = self._settings.pack_zoom
        with contextlib.suppress(ValueError):  # A panel of another version.
            workspace.pack.side_panel = SidePanel(self._settings.pack_side_panel or SidePanel.NONE)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close the meeting with the window; an export that runs is asked about."""
        if not self._may_close():
            event.ignore()
            return
        self._settings.window_geometry = bytes(self.saveGeometry().data())
        self.close_meeting()
        if self._help is not None:
            self._help.close()
        event.accept()
        self.closed.emit()


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
