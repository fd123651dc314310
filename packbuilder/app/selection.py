"""What the clerk is looking at: the meeting, one of its items or one of its documents.

One value for the whole window: the agenda, the inspector, the pack pane and the checks all show it
and any of them may set it.
"""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QObject, Signal


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """A place in the meeting. Without a document the item itself; without either the meeting.

    ``field`` names the field to put the cursor in, such as "lead", or is empty. ``document_id``
    always comes with the ``item_id`` it is filed under.
    """

    item_id: str = ""
    document_id: str = ""
    field: str = ""


THE_MEETING = Place()


class Selection(QObject):
    """The place that the window shows now."""

    changed = Signal(object)
    """The new ``Place``."""

    go_to = Signal(object)
    """A ``Place`` to bring into view and put the cursor in; ``changed`` came first where it differs."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin with the meeting."""
        super().__init__(parent)
        self._place = THE_MEETING

    @property
    def place(self) -> Place:
        """Where the window is."""
        return self._place

    def select(self, place: Place) -> None:
        """Move to a place; its ``field`` is left out of account."""
        settled = dataclasses.replace(place, field="")
        if settled != self._place:
            self._place = settled
            self.changed.emit(settled)

    def show_place(self, place: Place) -> None:
        """Move to a place, bring it into view everywhere, and put the cursor in its field."""
        self.select(place)
        self.go_to.emit(place)
