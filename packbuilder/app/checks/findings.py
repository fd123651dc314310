"""What is to be put right or looked at in the open meeting, kept up to date as it is edited.

The meeting itself is checked on the UI thread, as that takes no longer than a frame and touches no
disk; what only the pages of the pack show comes from the worker that built it.
"""

from __future__ import annotations

import collections
import dataclasses
import datetime as dt
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from packbuilder.app.selection import Place
from packbuilder.app.session import Session
from packbuilder.errors import PasswordNeeded
from packbuilder.meeting.checks import check_meeting
from packbuilder.meeting.clear_days import latest_publication
from packbuilder.meeting.findings import Finding, Severity, item_words, worst_first
from packbuilder.meeting.meeting import Access, Meeting
from packbuilder.pack.double_use import files_used_twice

if TYPE_CHECKING:
    from packbuilder.app.source_watch import SourceWatch

_WAIT_MS = 80
"""How long after the last edit the checks run: typing is not held up by them."""


class Findings(QObject):
    """The findings about a session's meeting, worst first and within that in agenda order."""

    changed = Signal()
    """``findings`` is another list."""

    def __init__(
        self,
        session: Session,
        closed_days: Callable[[dt.date], Collection[dt.date]] = lambda date: frozenset(),
        today: Callable[[], dt.date] | None = None,
        parent: QObject | None = None,
        *,
        sources: SourceWatch | None = None,
    ) -> None:
        """Check the meeting for the first time.

        Args:
            session: The meeting.
            closed_days: Gives the bank holidays, and other days on which the offices are closed, that
                matter to a meeting on a date.
            today: Says today's date, to be told of a deadline that has passed; None not to be.
            parent: Whose it is.
            sources: What knows of newer versions of the documents' files.
        """
        super().__init__(parent)
        self._session = session
        self._sources = sources
        self._closed_days = closed_days
        self._today = today
        self._of_the_pack: tuple[Finding, ...] = ()
        self._findings: tuple[Finding, ...] = ()
        self._counts: collections.Counter[Severity] = collections.Counter()
        self._timer = QTimer(self, interval=_WAIT_MS, singleShot=True)
        self._timer.timeout.connect(self.look)
        session.changed.connect(lambda before: self._timer.start())
        session.documents_changed.connect(lambda: self._timer.start())
        if sources is not None:
            sources.changed.connect(lambda: self._timer.start())
        self._keep(self._found())

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything found, worst first."""
        return self._findings

    @property
    def error_count(self) -> int:
        """How many of them stop the pack."""
        return self._counts[Severity.ERROR]

    @property
    def warning_count(self) -> int:
        """How many of them are likely wrong, or private."""
        return self._counts[Severity.WARNING]

    @property
    def notice_count(self) -> int:
        """How many of them may well be right."""
        return self._counts[Severity.NOTICE]

    @property
    def deadline(self) -> dt.date | None:
        """The day to publish on that is still in time; None once it has passed."""
        date = self._session.meeting.date
        deadline = latest_publication(date, self._closed_days(date))
        return None if self._today is not None and deadline < self._today() else deadline

    def note_pack_findings(self, findings: Sequence[Finding]) -> None:
        """Take what was seen on the pages of the newest pack, in place of what was seen before."""
        self._of_the_pack = tuple(findings)
        self._timer.start()

    def look(self) -> None:
        """Check now, and not a moment after the last edit: before an export."""
        self._timer.stop()
        found = self._found()
        if found != self._findings:
            self._keep(found)
            self.changed.emit()

    def _keep(self, found: tuple[Finding, ...]) -> None:
        self._findings = found
        self._counts = collections.Counter(finding.severity for finding in found)

    def _found(self) -> tuple[Finding, ...]:
        session = self._session
        meeting = session.meeting
        findings = [
            *self._troubles(),
            *(self._sources.findings() if self._sources is not None else ()),
            *files_used_twice(_with_stored_documents(meeting)),
            *check_meeting(
                meeting,
                session.facts,
                closed_days=self._closed_days(meeting.date),
                today=self._today() if self._today is not None else None,
            ),
            *(f for f in self._of_the_pack if session.holds(Place(f.item_id, f.document_id))),
        ]
        places = _places_in_agenda(meeting)
        findings.sort(key=lambda finding: places[finding.document_id or finding.item_id])
        return tuple(worst_first(findings))

    def _troubles(self) -> list[Finding]:
        # The public pack goes without what is closed, read or not: only what is missing from it stops it.
        troubles = self._session.troubles
        return [
            Finding(
                Severity.ERROR if item.access is document.access is Access.OPEN else Severity.WARNING,
                f"{item_words(position, item)}: {troubles[document.id].what}",
                troubles[document.id].next_step,
                item.id,
                document.id,
                "password" if isinstance(troubles[document.id], PasswordNeeded) else "unreadable",
            )
            for position, item in enumerate(self._session.meeting.items, start=1)
            for document in item.documents
            if document.id in troubles
        ]


def _with_stored_documents(meeting: Meeting) -> Meeting:
    """Return the meeting with only those documents whose hash is known: no disk is asked for one."""
    return dataclasses.replace(
        meeting,
        items=tuple(
            dataclasses.replace(item, documents=tuple(d for d in item.documents if d.sha256))
            for item in meeting.items
        ),
    )


def _places_in_agenda(meeting: Meeting) -> dict[str, int]:
    """Return where everything stands, by the id of an item or a document; the meeting itself is first."""
    ids = [""]
    for item in meeting.items:
        ids.append(item.id)
        ids.extend(document.id for document in item.documents)
    return {id_: place for place, id_ in enumerate(ids)}
