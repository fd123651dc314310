"""Saves report templates for the authors of an agenda's papers: Word files, each filled in for its item.

Beside the line. The files are written in a thread of their own, as their folder may be on a network. What
an author may have begun to fill in is never written over without asking.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from packbuilder.app.background import Background
from packbuilder.app.dialogs import Dialogs
from packbuilder.app.session import Session
from packbuilder.app.settings import Settings
from packbuilder.errors import PackBuilderError
from packbuilder.files import why_not
from packbuilder.meeting.meeting import AgendaItem, Form, Meeting

_ENDING = ".docx"


@dataclasses.dataclass(frozen=True, slots=True)
class SavedTemplates:
    """What came of saving templates into a folder: the ``names`` saved; those ``left`` were changed since."""

    folder: Path
    names: tuple[str, ...]
    left: tuple[str, ...] = ()


def items_that_await_a_report(meeting: Meeting) -> tuple[tuple[int, AgendaItem], ...]:
    """Return the items for which a report or a paper is still to be written, with their positions from 1."""
    return tuple(
        (position, item)
        for position, item in enumerate(meeting.items, start=1)
        if item.form in (Form.REPORT, Form.PAPER) and not item.documents
    )


class ReportTemplates(QObject):
    """Saves templates for a session's items, where the clerk says."""

    saved = Signal(object)
    """The ``SavedTemplates``."""

    def __init__(self, session: Session, settings: Settings, dialogs: Dialogs, parent: QWidget) -> None:
        """Be ready.

        Args:
            session: The meeting.
            settings: Where the last folder is remembered.
            dialogs: What asks for the place.
            parent: What the questions stand over.
        """
        super().__init__(parent)
        self._session = session
        self._settings = settings
        self._dialogs = dialogs
        self._parent = parent
        self._background = Background("report templates", self)

    def save_one(self, item_id: str) -> None:
        """Ask where, and save the template for one item; it takes the place of a file of that name."""
        from packbuilder.word.report_template import report_template_name  # Here: the window opens sooner.

        meeting = self._session.meeting
        found = [(position, item) for position, item in enumerate(meeting.items, 1) if item.id == item_id]
        if not found:
            self._session.said.emit(self.tr("Select an item first: a report template is for one item."))
            return
        ((position, item),) = found
        proposed = self._folder() / report_template_name(meeting, item, position)
        target = self._dialogs.save_file(
            self._parent,
            self.tr("Save a report template"),
            proposed,
            self.tr("Word documents") + f" (*{_ENDING})",
        )
        if target is None:
            return
        if target.suffix.lower() != _ENDING:
            target = target.with_name(target.name + _ENDING)
            # The dialog asked about the name without it.
            question = self.tr("{name} is there already. Write over it?").format(name=target.name)
            if target.exists() and not self._dialogs.confirm(
                self._parent, self.tr("Save a report template"), question, self.tr("Write over it")
            ):
                return
        self._settings.template_folder = target.parent
        self._background.do(lambda: _save_one(meeting, item, target), self._tell)

    def save_all(self) -> None:
        """Ask for a folder, and save a template for every item that awaits a report."""
        meeting = self._session.meeting
        items = items_that_await_a_report(meeting)
        if not items:
            self._session.said.emit(
                self.tr(
                    "No item awaits a report: templates are for reports and papers that have no document."
                )
            )
            return
        folder = self._dialogs.open_folder(
            self._parent, self.tr("Folder for the report templates"), self._folder()
        )
        if folder is None:
            return
        self._settings.template_folder = folder
        self._background.do(lambda: _save_all(meeting, items, folder), self._tell)

    def saved_words(self, saved: SavedTemplates) -> str:
        """Return what to tell of templates that were saved."""
        words = []
        if len(saved.names) == 1:
            words.append(self.tr("Saved the report template {name}.").format(name=saved.names[0]))
        elif saved.names:
            words.append(
                self.tr("Saved {count} report templates in {folder}.").format(
                    count=len(saved.names), folder=saved.folder.name or saved.folder
                )
            )
        if len(saved.left) == 1:
            words.append(
                self.tr("{name} was changed since: it was left as it is.").format(name=saved.left[0])
            )
        elif saved.left:
            words.append(
                self.tr("{count} were changed since: they were left as they are.").format(
                    count=len(saved.left)
                )
            )
        return " ".join(words)

    def _folder(self) -> Path:
        return self._settings.template_folder or self._settings.export_folder or Path.home()

    def _tell(self, done: Future[SavedTemplates]) -> None:
        error = done.exception()
        if error is None:
            self.saved.emit(done.result())
        elif isinstance(error, PackBuilderError):
            self._session.refused.emit(error)
        elif isinstance(error, OSError):
            self._session.refused.emit(
                PackBuilderError(
                    self.tr("The report template could not be saved: {why}.").format(why=why_not(error)),
                    self.tr("Choose another folder."),
                )
            )
        else:
            raise error


# In the thread: no Qt from here on.


def _save_one(meeting: Meeting, item: AgendaItem, target: Path) -> SavedTemplates:
    from packbuilder.word.report_template import write_report_template

    # The dialog asked before a file is written over.
    write_report_template(meeting, item, target, replace=True)
    return SavedTemplates(target.parent, (target.name,))


def _save_all(meeting: Meeting, items: Sequence[tuple[int, AgendaItem]], folder: Path) -> SavedTemplates:
    from packbuilder.word.report_template import report_template_name, write_report_template
    from packbuilder.word.word_files import changed_files

    names: list[str] = []
    left: list[str] = []
    for position, item in items:
        target = folder / report_template_name(meeting, item, position)
        if changed_files([target]):
            left.append(target.name)
        else:
            write_report_template(meeting, item, target)
            names.append(target.name)
    return SavedTemplates(folder, tuple(names), tuple(left))
