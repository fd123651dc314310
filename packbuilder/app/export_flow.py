"""One export as the clerk goes through it: what goes out, where to, how far it is, what came of it.

Drives the view in ``export_page`` with the work in ``exporting``. Printing is the same pack, made
in the scratch folder and handed to the system's own viewer.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import QMetaObject, QObject
from PySide6.QtWidgets import QWidget

from packbuilder.app.background import Background
from packbuilder.app.dialogs import Dialogs
from packbuilder.app.export_page import (
    ExportDialog,
    ExportSummary,
    minutes_outcome,
    minutes_summary,
    pack_outcome,
    pack_summary,
)
from packbuilder.app.exporting import Exported, Exporting, minutes_file_name, pack_file_name
from packbuilder.app.preview.printed_pages import PrintedPages
from packbuilder.app.printing import Printable, open_in_viewer, print_pack, show_in_folder
from packbuilder.app.settings import Settings
from packbuilder.app.workspace import Workspace
from packbuilder.errors import PackBuilderError
from packbuilder.meeting.meeting import Access


class ExportFlow(QObject):
    """The exports of one open meeting, one at a time."""

    def __init__(
        self, workspace: Workspace, scratch: Path, settings: Settings, dialogs: Dialogs, window: QWidget
    ) -> None:
        """Be ready to export.

        Args:
            workspace: The meeting; what exports it goes with it.
            scratch: A folder for what is being made.
            settings: Where the last export went.
            dialogs: What asks for another place.
            window: Whose sheet the dialog is.
        """
        super().__init__(workspace)
        self._workspace = workspace
        self._session = workspace.session
        self._scratch = scratch
        self._settings = settings
        self._dialogs = dialogs
        self._window = window
        self._looking = Background("looking at earlier minutes", self)
        self._exporting: Exporting | None = None
        self._summarise: Callable[[Path], ExportSummary] | None = None
        self.dialog: ExportDialog | None = None

    @property
    def is_running(self) -> bool:
        """Whether something is being made."""
        return self._exporting is not None and self._exporting.is_running

    @property
    def process_id(self) -> int:
        """The id of the worker's process, or 0."""
        return self._exporting.process_id if self._exporting is not None else 0

    def start_pack(self) -> None:
        """Show what the public pack will be, and make it if the clerk goes on."""
        self._workspace.findings.look()  # They may lag behind the last edit.

        def summary(target: Path) -> ExportSummary:
            findings = self._workspace.findings.findings
            return pack_summary(self._session, findings, target, is_there=target.exists())

        def make(target: Path) -> None:
            self._run(target, self.tr("Making the pack"), lambda e: e.start_pack(target), _show_pack)

        def _show_pack(dialog: ExportDialog, made: Exported) -> None:
            dialog.show_done(pack_outcome(made.paths[0], made.page_count, made.size_bytes, made.sha256))

        self._ask(pack_file_name(self._session.meeting), self.tr("PDF (*.pdf)"), summary, make)

    def start_minutes(self) -> None:
        """Show what the minutes will be, and write them if the clerk goes on."""
        # Here, as it loads python-docx, for which the opening of the window need not wait.
        from packbuilder.word.minutes import changed_minutes, exempt_minutes_path

        def summary(target: Path) -> ExportSummary:
            is_there = target.exists() or exempt_minutes_path(target).exists()
            return minutes_summary(self._session, target, is_there=is_there)

        def changed(target: Path) -> tuple[Path, ...]:
            return changed_minutes((target, exempt_minutes_path(target)) if is_partly_closed else (target,))

        def make(target: Path) -> None:
            is_agreed = self.dialog is not None and self.dialog.writes_over_changed
            self._run(
                target,
                self.tr("Writing the minutes"),
                lambda e: e.start_minutes(target, write_over_changed=is_agreed),
                lambda dialog, made: dialog.show_done(minutes_outcome(made.paths)),
            )

        meeting = self._session.meeting
        is_partly_closed = any(item.access is not Access.OPEN for item in meeting.items)
        self._ask(minutes_file_name(meeting), self.tr("Word (*.docx)"), summary, make, changed)

    def print_pack(self) -> None:
        """Make the public pack and hand it to the system's viewer, or to our own print dialog."""
        self._workspace.findings.look()  # They may lag behind the last edit.
        target = self._scratch / "to print" / pack_file_name(self._session.meeting)

        def summary(_: Path) -> ExportSummary:
            return pack_summary(self._session, self._workspace.findings.findings, target)

        def make(_: Path) -> None:
            target.parent.mkdir(exist_ok=True)
            self._run(
                target,
                self.tr("Making the pack"),
                lambda e: e.start_pack(target, is_published=False),
                lambda dialog, made: self._print(dialog, target),
            )

        if self._workspace.findings.error_count:
            self._ask(target.name, "", summary, make)
        elif self._open_dialog():
            make(target)

    def close(self) -> None:
        """Stop what runs, and wait until nothing is left of it."""
        if self.dialog is not None:
            self.dialog.done(ExportDialog.DialogCode.Rejected)
        self._looking.close(lambda: None)
        if self._exporting is not None:
            self._exporting.close()
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    # The dialog.

    def _open_dialog(self) -> bool:
        """Make the dialog of a new export; say no where one is running."""
        if self.is_running:
            return False
        if self.dialog is not None:
            self.dialog.close()
            self.dialog.deleteLater()
        dialog = self.dialog = ExportDialog(self._window)
        dialog.cancel_wanted.connect(self._cancel)
        dialog.open_wanted.connect(self._show_file)
        dialog.show_in_folder_wanted.connect(show_in_folder)
        dialog.go_to_wanted.connect(self._workspace.selection.show_place)
        return True

    def _ask(
        self,
        name: str,
        filters: str,
        summary: Callable[[Path], ExportSummary],
        make: Callable[[Path], None],
        changed: Callable[[Path], tuple[Path, ...]] | None = None,
    ) -> None:
        """Show what is about to be made, and make it where the clerk goes on.

        Args:
            name: The name of its file.
            filters: What ``Dialogs`` shows of other files.
            summary: Gives what to show for a place.
            make: Makes it there.
            changed: Finds files that someone changed in a place, on a thread of its own; they are
                written over only where the clerk says so.
        """
        if not self._open_dialog() or self.dialog is None:
            return
        dialog = self.dialog
        folder = self._settings.export_folder or Path.home()
        findings = self._workspace.findings

        listening: list[QMetaObject.Connection] = []
        known: dict[Path, tuple[Path, ...]] = {}

        def show() -> None:
            target = dialog.target or folder / name
            dialog.show_ready(dataclasses.replace(summary(target), changed=known.get(target, ())))
            look(target)

        def look(target: Path) -> None:
            if changed is not None:
                self._looking.do(lambda: changed(target), lambda looked: tell(target, looked))

        def tell(target: Path, looked: Future[tuple[Path, ...]]) -> None:
            if isinstance(looked.exception(), PackBuilderError):
                return  # A file that cannot be read is said when it is to be written over.
            known[target] = looked.result()
            if listening and target == dialog.target:
                dialog.show_changed(known[target])

        def begin() -> None:
            # What was found may change while the clerk reads; once it has begun, it is settled.
            settle()
            listening.append(findings.changed.connect(show))
            listening.append(self._session.documents_changed.connect(show))
            show()

        def settle() -> None:
            while listening:
                QObject.disconnect(listening.pop())

        def change(target: Path) -> None:
            chosen = self._choose(dialog, target, filters)
            if chosen is not None:
                dialog.set_target(chosen, is_there=summary(chosen).is_there)
                look(chosen)

        dialog.start_wanted.connect(settle)
        dialog.start_wanted.connect(make)
        dialog.back_wanted.connect(begin)
        dialog.change_wanted.connect(change)
        dialog.finished.connect(settle)
        begin()
        dialog.open()

    def _choose(self, dialog: ExportDialog, target: Path, filters: str) -> Path | None:
        """Ask for another place; a name without its ending gets that of ``target``."""
        chosen = self._dialogs.save_file(dialog, self.tr("Where to"), target, filters)
        if chosen is None or chosen.suffix.lower() == target.suffix.lower():
            return chosen
        chosen = chosen.with_name(chosen.name + target.suffix)
        # The dialog asked about the name without it.
        question = self.tr("{name} is there already. Write over it?").format(name=chosen.name)
        is_free = not chosen.exists()
        if is_free or self._dialogs.confirm(dialog, self.tr("Where to"), question, self.tr("Write over it")):
            return chosen
        return None

    def _show_file(self, path: Path) -> None:
        if not open_in_viewer(path):
            self._session.refused.emit(
                PackBuilderError(
                    self.tr("There is no program here that opens {name}.").format(name=path.name),
                    self.tr("Open it in the folder: {folder}.").format(folder=path.parent),
                )
            )

    # The work.

    def _run(
        self,
        target: Path,
        words: str,
        start: Callable[[Exporting], None],
        show_done: Callable[[ExportDialog, Exported], None],
    ) -> None:
        dialog = self.dialog
        if dialog is None or self.is_running:
            return
        if self._exporting is not None:
            self._exporting.close()
            self._exporting.deleteLater()
        exporting = self._exporting = Exporting(self._session, self._scratch, self)

        def done(made: Exported) -> None:
            if not target.is_relative_to(self._scratch):
                self._settings.export_folder = target.parent
            show_done(dialog, made)

        exporting.progressed.connect(dialog.show_progress)
        exporting.done.connect(done)
        exporting.failed.connect(dialog.show_failed)
        exporting.cancelled.connect(dialog.show_cancelled)
        dialog.show_progress(words, 0, 0)
        dialog.open()
        start(exporting)

    def _cancel(self) -> None:
        if self._exporting is not None:
            self._exporting.cancel()

    def _print(self, dialog: ExportDialog, pack: Path) -> None:
        dialog.accept()
        if open_in_viewer(pack):
            self._session.said.emit(self.tr("The pack is open in your PDF viewer: print it there."))
            return
        pages = PrintedPages(pack.read_bytes())
        printable = Printable(pack.name, pages.page_count, pages.draw)
        printing = print_pack(
            printable, self._window, current_page_index=max(0, self._workspace.pack.page_number - 1)
        )
        printing.failed.connect(self._session.refused)
        printing.destroyed.connect(pages.close)
