"""What fixes of findings are, and what they work with."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from packbuilder.app.dialogs import Dialogs
from packbuilder.app.selection import Selection
from packbuilder.app.session import Session
from packbuilder.app.taking_in import TakingIn
from packbuilder.meeting.findings import Finding
from packbuilder.meeting.meeting import Meeting
from packbuilder.meeting.numbering import document_labels

if TYPE_CHECKING:
    from packbuilder.app.source_watch import SourceWatch


class Labels:
    """The labels of documents, worked out once for all the findings about a meeting as it is."""

    def __init__(self) -> None:
        """Know none yet."""
        self._meeting: Meeting | None = None
        self._labels: dict[str, str] = {}

    def of(self, meeting: Meeting) -> dict[str, str]:
        """Return "Appendix B" or "" for every document, by document id."""
        if meeting is not self._meeting:
            self._meeting, self._labels = meeting, document_labels(meeting)
        return self._labels


@dataclasses.dataclass(frozen=True, slots=True)
class Tools:
    """What fixes work with; ``parent`` is the widget that their questions stand over.

    ``sources`` knows of newer versions of the documents' files; None where nothing watches them.
    """

    session: Session
    selection: Selection
    taking_in: TakingIn
    dialogs: Dialogs
    parent: QWidget
    labels: Labels = dataclasses.field(default_factory=Labels)
    sources: SourceWatch | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Fix:
    """One way to put a finding right: the words of its link, what it does in full, and doing it.

    ``do_all`` does it at once for several findings of its kind; None where each is to be judged.
    """

    words: str
    explanation: str
    do: Callable[[], None]
    do_all: Callable[[Sequence[Finding]], None] | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Way:
    """A fix that is not yet of any one finding."""

    words: str
    explanation: str
    do: Callable[[Tools, Finding], object]
    do_all: Callable[[Tools, Sequence[Finding]], object] | None = None
