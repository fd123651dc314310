"""Lets the clerk choose the house style of the open meeting, and puts it, with its logo, into the meeting."""

from __future__ import annotations

import dataclasses
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from packbuilder.app.dialogs import Dialogs
from packbuilder.app.house_style_dialog import HouseStyleDialog
from packbuilder.app.session import Session
from packbuilder.errors import PackBuilderError
from packbuilder.files import why_not
from packbuilder.meeting.edits import change_meeting
from packbuilder.meeting.house_style import HouseStyle
from packbuilder.storage.meeting_file import MeetingFile


class HouseStyleFlow(QObject):
    """One visit to the house style: from the dialog's opening to the edit."""

    def __init__(
        self, session: Session, styles_folder: Path, scratch: Path, dialogs: Dialogs, parent: QWidget
    ) -> None:
        """Be ready to ask.

        Args:
            session: The meeting whose style it is.
            styles_folder: Where the named styles lie.
            scratch: A folder for a copy of the logo, to show it.
            dialogs: What asks for files and names.
            parent: The window, whose sheet the dialog is.
        """
        super().__init__(session)
        self._session = session
        self._styles_folder = styles_folder
        self._scratch = scratch
        self._dialogs = dialogs
        self._window = parent

    def start(self) -> None:
        """Open the dialog, once the logo that the meeting carries is at hand."""
        style = self._session.meeting.style
        if style.logo_sha256:
            self._session.with_file(
                lambda file: self._copied_out(file, style), lambda done: self._ask(done, style)
            )
        else:
            self._open(style)

    def _copied_out(self, file: MeetingFile, style: HouseStyle) -> Path:
        path = self._scratch / f"logo-{style.logo_sha256[:16]}{Path(style.logo).suffix}"
        path.write_bytes(file.logo(style.logo_sha256))
        return path

    def _ask(self, done: Future[Path], style: HouseStyle) -> None:
        try:
            self._open(dataclasses.replace(style, logo=str(done.result())))
        except PackBuilderError as error:
            self._session.refused.emit(error)
            self._open(style)

    def _open(self, style: HouseStyle) -> None:
        dialog = HouseStyleDialog(
            style, self._session.meeting.council, self._styles_folder, self._dialogs, self._window
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(lambda chosen: self._take(chosen, style))
        dialog.open()

    def _take(self, chosen: HouseStyle, shown: HouseStyle) -> None:
        before = self._session.meeting.style
        if chosen.logo == shown.logo:
            self._use(dataclasses.replace(chosen, logo=before.logo, logo_sha256=before.logo_sha256))
        elif not chosen.logo:
            self._use(dataclasses.replace(chosen, logo_sha256=""))
        else:
            self._session.with_file(
                lambda file: file.store_logo(Path(chosen.logo).read_bytes()),
                lambda done: self._use_with_logo(chosen, done),
            )

    def _use_with_logo(self, chosen: HouseStyle, done: Future[str]) -> None:
        error = done.exception()
        if error is None:
            self._use(dataclasses.replace(chosen, logo_sha256=done.result()))
        elif isinstance(error, PackBuilderError):
            self._session.refused.emit(error)
        elif isinstance(error, OSError):
            self._session.refused.emit(
                PackBuilderError(
                    self.tr("The logo {name} could not be read: {why}.").format(
                        name=Path(chosen.logo).name, why=why_not(error)
                    ),
                    self.tr("Choose it again."),
                )
            )
        else:
            raise error

    def _use(self, style: HouseStyle) -> None:
        self._session.edit(
            self.tr("Change house style"),
            lambda meeting: change_meeting(meeting, style=style),
            said=self.tr("The house style was changed."),
        )
