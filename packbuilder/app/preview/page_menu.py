"""What can be done with a page of the pack that a document brought: turn it, leave it out."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QMenu, QWidget

from packbuilder.app.settling import LEFT, RIGHT
from packbuilder.app.theme import theme


def _tr(text: str) -> str:
    return QCoreApplication.translate("PageMenu", text)


class PageMenu(QMenu):
    """A menu for one page. Which page that is, knows who shows it."""

    turn_wanted = Signal(int)
    """By how many degrees clockwise the page is to be turned."""

    leave_out_wanted = Signal()
    """The page is to be left out of the pack."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with nothing that can be done."""
        super().__init__(_tr("Page"), parent)
        self.left = self.addAction(_tr("Turn left"))
        self.right = self.addAction(_tr("Turn right"))
        self.addSeparator()
        self.leave_out = self.addAction(_tr("Leave this page out"))
        theme().keep_icon(self.left, "rotate-ccw")
        theme().keep_icon(self.right, "rotate-cw")
        theme().keep_icon(self.leave_out, "file-minus")
        self.left.triggered.connect(lambda: self.turn_wanted.emit(LEFT))
        self.right.triggered.connect(lambda: self.turn_wanted.emit(RIGHT))
        self.leave_out.triggered.connect(lambda: self.leave_out_wanted.emit())
        self.show_state(can_be_edited=False)

    def show_state(self, *, can_be_edited: bool) -> None:
        """Show whether anything can be done with the page: it is a document's, and not to be read only."""
        for action in (self.left, self.right, self.leave_out):
            action.setEnabled(can_be_edited)
