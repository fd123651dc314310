"""One open meeting in the window: its agenda, its pack, its inspector and its checks side by side.

Puts the parts together and knows no more of each than its slots and signals. Everything that runs
for this meeting (taking in, building, exporting) belongs to it and ends with it.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from packbuilder.app.agenda.pane import AgendaPane
from packbuilder.app.checks.findings import Findings
from packbuilder.app.checks.strip import ChecksStrip
from packbuilder.app.dialogs import Dialogs
from packbuilder.app.inspector.pane import Inspector
from packbuilder.app.live_pack import LivePack
from packbuilder.app.opened_files import safe_to_open
from packbuilder.app.preview.pane import PackPane
from packbuilder.app.printing import open_in_viewer, show_in_folder
from packbuilder.app.report_templates import ReportTemplates, SavedTemplates
from packbuilder.app.selection import THE_MEETING, Place, Selection
from packbuilder.app.session import Session
from packbuilder.app.settings import Settings
from packbuilder.app.source_watch import Replacements, SourceWatch
from packbuilder.app.taking_in import TakingIn
from packbuilder.bank_holidays import closed_days_around
from packbuilder.errors import PackBuilderError
from packbuilder.files import why_not
from packbuilder.meeting.clear_days import latest_publication
from packbuilder.meeting.findings import document_file_name
from packbuilder.meeting.meeting import Meeting
from packbuilder.meeting.printed_times import day_and_date_words
from packbuilder.storage.meeting_file import MeetingFile
from packbuilder.worker.messages import PackPage

_SHARES = (46, 32, 22)
"""How the width is shared out to begin with: agenda, pack, inspector, in parts of a hundred."""

_CHECKS_HEIGHT = 168


class Workspace(QWidget):
    """Everything about one open meeting."""

    said = Signal(str)
    """A few words for the status bar."""

    refused = Signal(object)
    """A ``PackBuilderError`` for the clerk."""

    told = Signal(str, object)
    """A notice for the clerk, and the buttons in it: pairs of their words and what they do."""

    house_style_wanted = Signal()

    def __init__(
        self,
        session: Session,
        scratch: Path,
        settings: Settings,
        dialogs: Dialogs,
        clock: Callable[[], dt.datetime],
        parent: QWidget | None = None,
    ) -> None:
        """Show an open meeting; the session is the workspace's own from now on.

        Args:
            session: The meeting.
            scratch: A folder for this meeting's work, removed when the workspace closes.
            settings: What the user chose and how the window was left.
            dialogs: What asks the user.
            clock: Says what time it is.
            parent: The window.
        """
        super().__init__(parent)
        self.session = session
        session.setParent(self)
        self._scratch = scratch
        self._settings = settings
        self.selection = Selection(self)
        self.taking_in = TakingIn(session, scratch, self)
        self.live_pack = LivePack(session, scratch, self)
        self.source_watch = SourceWatch(session, settings, lambda: clock().date(), self)
        self.findings = Findings(
            session, closed_days_around, lambda: clock().date(), self, sources=self.source_watch
        )
        self.replacements = Replacements(session, self)
        self.report_templates = ReportTemplates(session, settings, dialogs, self)
        self.agenda = AgendaPane(session, self.selection, dialogs, self.taking_in.look_inside, self)
        self.pack = PackPane(session, self.selection, self)
        self.inspector = Inspector(session, self.selection, self.taking_in, dialogs, self)
        self.checks = ChecksStrip(
            session,
            self.selection,
            self.findings,
            self.taking_in,
            dialogs,
            self,
            sources=self.source_watch,
        )
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.panes = QSplitter(Qt.Orientation.Horizontal)
        for pane, share in zip((self.agenda, self.pack, self.inspector), _SHARES, strict=True):
            self.panes.addWidget(pane)
            self.panes.setStretchFactor(self.panes.count() - 1, share)
        self.panes.setChildrenCollapsible(False)
        self.panes.setHandleWidth(1)
        self.rows = QSplitter(Qt.Orientation.Vertical)
        self.rows.addWidget(self.panes)
        self.rows.addWidget(self.checks)
        self.rows.setStretchFactor(0, 1)
        self.rows.setStretchFactor(1, 0)
        self.rows.setCollapsible(0, False)
        self.rows.setHandleWidth(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.rows)

    def _connect(self) -> None:
        session, pack = self.session, self.pack
        session.said.connect(self.said)
        session.refused.connect(self.refused)
        session.undone.connect(self._show_undone)
        self.live_pack.working_changed.connect(pack.set_working)
        self.live_pack.built.connect(self._show_pack)
        self.live_pack.failed.connect(lambda error: pack.show_trouble(error.what, error.next_step))
        self.live_pack.looked.connect(self.findings.note_pack_findings)
        self.replacements.said.connect(self.said)
        self.report_templates.saved.connect(self._tell_of_templates)
        self.agenda.report_template_wanted.connect(self.report_templates.save_one)
        self.selection.go_to.connect(self._make_room_for)
        self.checks.page_wanted.connect(pack.go_to_document_page)
        self.inspector.attach_wanted.connect(self.agenda.attach_files)
        self.inspector.house_style_wanted.connect(self.house_style_wanted)
        self.inspector.open_document_wanted.connect(self.open_original)

    def _show_pack(self, pdf: bytes, pages: tuple[PackPage, ...], meeting: Meeting | None) -> None:
        self.pack.clear_trouble()
        self.pack.show_pack(pdf, pages, meeting)

    def _show_undone(self, place: Place) -> None:
        if self.session.holds(place):
            self.selection.show_place(place)
        elif self.session.holds(Place(place.item_id)):
            self.selection.show_place(Place(place.item_id))
        else:
            self.selection.show_place(THE_MEETING)

    def _make_room_for(self, place: Place) -> None:
        """Show the inspector where something is to be put right in it."""
        if place.field and not self.inspector.isVisible():
            self.inspector.show()
            self.inspector.focus_field(place.field)

    def _tell_of_templates(self, saved: SavedTemplates) -> None:
        # Explorer marks a file in its folder; there is one to mark.
        in_folder = saved.folder / [*saved.names, *saved.left][0]
        buttons = [(self.tr("Open folder"), lambda: show_in_folder(in_folder))]
        self.told.emit(self.report_templates.saved_words(saved), buttons)

    def save_report_template(self) -> None:
        """Ask where to save a report template for the item that is shown."""
        self.settle()
        self.report_templates.save_one(self.selection.place.item_id)

    def save_report_templates(self) -> None:
        """Ask where to save report templates for all items that await a report."""
        self.settle()
        self.report_templates.save_all()

    def open_original(self, document_id: str) -> None:
        """Open a document as it was received, in the program that its kind opens with."""
        found = [document for _, document in self.session.meeting.documents() if document.id == document_id]
        if not found or not found[0].sha256:
            return
        document = found[0]
        folder = self._scratch / "originals" / document.sha256
        facts = self.session.whole_facts.get(document_id)

        def copied_out(file: MeetingFile) -> Path:
            return safe_to_open(document, facts, file.original(document.sha256), folder)

        def opened(done: Future[Path]) -> None:
            error = done.exception()
            if error is None:
                path = done.result()
                if not open_in_viewer(path):
                    self.refused.emit(
                        PackBuilderError(
                            self.tr("There is no program here that opens {name}.").format(name=path.name),
                            self.tr("Its pages are shown in the pack."),
                        )
                    )
            elif isinstance(error, PackBuilderError):
                self.refused.emit(error)
            elif isinstance(error, OSError):
                words = self.tr("{name} could not be opened: {why}.")
                self.refused.emit(
                    PackBuilderError(
                        words.format(name=document_file_name(document), why=why_not(error)),
                        self.tr("Free some space, and try again."),
                    )
                )
            else:
                raise error

        self.session.with_file(copied_out, opened)

    def show_meeting_details(self) -> None:
        """Show the meeting itself in the inspector, and put the cursor there."""
        self.inspector.show()
        self.selection.show_place(Place(field="body"))

    def deadline_words(self) -> str:
        """Return by when the agenda must be public."""
        date = self.session.meeting.date
        deadline = latest_publication(date, closed_days_around(date))
        published = self.session.meeting.published
        if published is not None and published <= deadline:
            return self.tr("Publication: {date}").format(date=day_and_date_words(published))
        return self.tr("Publish by {date} (five clear days)").format(date=day_and_date_words(deadline))

    def share_out(self, panes: Sequence[int], rows: Sequence[int]) -> None:
        """Share out the room between the panes, in pixels; an empty sequence takes what is usual."""
        width, height = self.width(), self.height()
        self.panes.setSizes(list(panes) or [width * share // 100 for share in _SHARES])
        self.rows.setSizes(list(rows) or [height - _CHECKS_HEIGHT, _CHECKS_HEIGHT])

    def settle(self) -> None:
        """Take what is typed and not taken yet: an open editor of the agenda, a date in the inspector."""
        self.agenda.tree.end_editing()
        self.inspector.settle()

    def next_pane(self) -> None:
        """Move the focus on: agenda, pack, inspector, checks, and round again."""
        panes: list[QWidget] = [self.agenda, self.pack, self.inspector, self.checks]
        focused = self.focusWidget()
        current = next(
            (n for n, pane in enumerate(panes) if focused is not None and pane.isAncestorOf(focused)), -1
        )
        for step in range(1, len(panes) + 1):
            pane = panes[(current + step) % len(panes)]
            if pane.isVisible():
                pane.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def close_meeting(self) -> PackBuilderError | None:
        """End everything that runs and write what waits; return why the last edit is not saved, if so."""
        self.settle()
        self.source_watch.close()
        self.taking_in.close()
        self.live_pack.close()
        self.pack.close_pack()
        error = self.session.close()
        shutil.rmtree(self._scratch, ignore_errors=True)
        return error
