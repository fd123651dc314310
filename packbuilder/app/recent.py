"""The meetings opened lately, for the start page and File > Open recent.

Whether a file is still there is asked in threads of its own: a network folder that is gone may take
half a minute to say so. The list shows at once, and what is missing is marked when it is known.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import queue
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from packbuilder.app.settings import RecentMeeting, Settings
from packbuilder.meeting.meeting import Meeting
from packbuilder.meeting.printed_times import date_words

MOST_RECENT = 12
"""How many meetings are remembered."""

_LOOK_EVERY_MS = 50


def meeting_title(meeting: Meeting) -> str:
    """Return what a meeting is called in lists: "Health and Wellbeing Board, 20 June 2023"."""
    return f"{meeting.body}, {date_words(meeting.date)}"


class Recent(QObject):
    """The list, kept in the settings. Pinned meetings come first, then the others, latest first."""

    changed = Signal()
    """The list, or what is known to be missing from the disk, is another one."""

    def __init__(
        self,
        settings: Settings,
        parent: QObject | None = None,
        *,
        exists: Callable[[Path], bool] = os.path.exists,
    ) -> None:
        """Take the list from the settings.

        Args:
            settings: Where it is kept.
            parent: Whose it is.
            exists: Says whether a file is there; called in a thread, and may take as long as it likes.
        """
        super().__init__(parent)
        self._settings = settings
        self._exists = exists
        self._missing: set[Path] = set()
        self._asked: set[Path] = set()
        self._answers: queue.SimpleQueue[tuple[Path, bool]] = queue.SimpleQueue()
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._take_answers)

    @property
    def meetings(self) -> tuple[RecentMeeting, ...]:
        """Pinned ones first, then the others, each latest first."""
        return _in_order(self._settings.recent)

    def is_missing(self, path: Path) -> bool:
        """Whether a file is known not to be there; one that was not asked for yet counts as there."""
        return path in self._missing

    def look(self) -> None:
        """Find out which files are there; ``changed`` tells when there is news."""
        for meeting in self.meetings:
            # One that has not been answered yet is not asked for a second time.
            if meeting.path not in self._asked:
                self._asked.add(meeting.path)
                # A thread that hangs must not keep packbuilder from ending.
                threading.Thread(
                    target=_ask, args=(self._exists, meeting.path, self._answers), daemon=True
                ).start()
        if self._asked:
            self._timer.start()

    def add(self, path: Path, title: str, when: dt.datetime | None = None) -> None:
        """Put a meeting that was opened at the top; a pinned one stays pinned."""
        path = path.absolute()
        when = when or dt.datetime.now().replace(microsecond=0)
        self._settings.refresh()
        was_pinned = any(meeting.is_pinned for meeting in self._settings.recent if meeting.path == path)
        self._missing.discard(path)
        self._keep([RecentMeeting(path, title, when, was_pinned), *self._others(path)])

    def remove(self, path: Path) -> None:
        """Take a meeting off the list; its file stays."""
        self._settings.refresh()
        self._keep(self._others(path))

    def pin(self, path: Path, is_pinned: bool) -> None:
        """Keep a meeting at the top of the list, or no longer."""
        self._settings.refresh()
        self._keep(
            [
                dataclasses.replace(meeting, is_pinned=is_pinned) if meeting.path == path else meeting
                for meeting in self._settings.recent
            ]
        )

    def _others(self, path: Path) -> list[RecentMeeting]:
        return [meeting for meeting in self._settings.recent if meeting.path != path]

    def _keep(self, meetings: list[RecentMeeting]) -> None:
        self._settings.recent = _in_order(meetings)[:MOST_RECENT]
        self.changed.emit()

    def _take_answers(self) -> None:
        before = set(self._missing)
        while not self._answers.empty():
            path, is_there = self._answers.get()
            self._asked.discard(path)
            if is_there:
                self._missing.discard(path)
            else:
                self._missing.add(path)
        if not self._asked:
            self._timer.stop()
        if self._missing != before:
            self.changed.emit()


def _ask(exists: Callable[[Path], bool], path: Path, answers: queue.SimpleQueue[tuple[Path, bool]]) -> None:
    try:
        is_there = exists(path)
    except (OSError, ValueError):
        is_there = False
    answers.put((path, is_there))


def _in_order(meetings: list[RecentMeeting] | tuple[RecentMeeting, ...]) -> tuple[RecentMeeting, ...]:
    # A naive and an aware time cannot be compared; the settings may hold either once tampered with.
    latest_first = sorted(meetings, key=lambda meeting: meeting.when.replace(tzinfo=None), reverse=True)
    return tuple(sorted(latest_first, key=lambda meeting: not meeting.is_pinned))
