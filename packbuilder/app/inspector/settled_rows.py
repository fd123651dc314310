"""What the clerk has settled about a document, each with a button that takes it back."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from packbuilder.app import settling
from packbuilder.app.inspector.fields import show_words
from packbuilder.app.inspector.sections import heading_label
from packbuilder.app.selection import Place
from packbuilder.app.session import Session
from packbuilder.app.theme import SPACE
from packbuilder.meeting.document_checks import looked_at_kind
from packbuilder.meeting.findings import pages_words
from packbuilder.meeting.meeting import Document
from packbuilder.meeting.treatment import Remedy

_AS_ON_BUTTON = 3
"""What a button leaves above its words, so that those beside it stand in line with them."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Settled", text)


@dataclasses.dataclass(frozen=True, slots=True)
class Settled:
    """One thing that was settled, in words, and what takes it back."""

    words: str
    take_back: Callable[[Session, Place], bool]


def settled(document: Document) -> tuple[Settled, ...]:
    """Return what was settled about a document: what is done to its file, then what may stand."""
    remedies = {
        Remedy.ACCEPT_CHANGES: _tr("Changes accepted"),
        Remedy.DROP_COMMENTS: _tr("Comments taken off"),
        Remedy.FLATTEN: _tr("Marks and fields made part of the pages"),
    }
    found = [
        Settled(
            remedies[remedy],
            lambda session, place, remedy=remedy: settling.take_back_remedy(session, place, remedy),  # type: ignore[misc]
        )
        for remedy in document.treatment.remedies
    ]
    pictured = document.treatment.pictured_pages
    if pictured:
        words = _tr("{pages} is a picture") if len(pictured) == 1 else _tr("{pages} are pictures")
        pages = pages_words(list(pictured))
        found.append(Settled(words.format(pages=pages[:1].upper() + pages[1:]), settling.take_back_pictures))
    for kind in dict.fromkeys(looked_at_kind(entry) for entry in document.looked_at):
        words = _tr("You looked at: {kind}") if kind in settling.TO_LOOK_AT else _tr("You let stand: {kind}")
        found.append(
            Settled(
                words.format(kind=settling.kind_words(kind)),
                lambda session, place, kind=kind: settling.look_again(session, place, kind),  # type: ignore[misc]
            )
        )
    return tuple(found)


class _SettledRow(QWidget):
    """One thing that was settled, and the button beside it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setContentsMargins(0, _AS_ON_BUTTON, 0, _AS_ON_BUTTON)
        self.button = QPushButton(_tr("Take back"), self)
        self.button.setProperty("link", "true")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)


class SettledRows(QWidget):
    """The rows, under a heading; nothing where nothing was settled."""

    taken_back = Signal(object)
    """The ``Settled`` that the clerk takes back."""

    def __init__(self, parent: QWidget, after: QWidget) -> None:
        """Begin with no rows; Tab comes to them from ``after``."""
        super().__init__(parent)
        self._after = after
        self._settled: tuple[Settled, ...] = ()
        self.rows: list[_SettledRow] = []
        self._is_read_only = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(heading_label(_tr("What was settled"), self))
        self.hide()

    def set_read_only(self) -> None:
        """Let nothing be taken back."""
        self._is_read_only = True

    def show_settled(self, document: Document) -> None:
        """Show what was settled about a document."""
        self._settled = settled(document)
        while len(self.rows) < len(self._settled):
            self._add_row()
        for number, row in enumerate(self.rows):
            is_used = number < len(self._settled)
            if is_used:
                words = self._settled[number].words
                show_words(row.words, words)
                row.button.setAccessibleName(_tr("Take back: {what}").format(what=words))
                row.button.setVisible(not self._is_read_only)
            if row.isHidden() is is_used:
                row.setVisible(is_used)
        self.setVisible(bool(self._settled))

    def _add_row(self) -> None:
        number = len(self.rows)
        row = _SettledRow(self)
        row.button.clicked.connect(lambda: self.taken_back.emit(self._settled[number]))
        self._layout.addWidget(row)
        # What is made later comes last with Tab, unless it is said where it stands.
        QWidget.setTabOrder(self.rows[-1].button if self.rows else self._after, row.button)
        self.rows.append(row)
