"""The findings as the rows of a list, each known again by what it is about when its words change."""

from __future__ import annotations

import collections
import dataclasses
import functools
from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from packbuilder.app.checks.fixes import KINDS_WITH_WORDS_OF_THEIR_OWN
from packbuilder.app.checks.tools import Fix
from packbuilder.meeting.findings import Finding, Severity

AnyIndex = QModelIndex | QPersistentModelIndex

Key = tuple[str, str, str, int]


@dataclasses.dataclass(frozen=True)
class Row:
    """A finding as it is shown. ``aside`` is the next step, or where it is; in muted words.

    ``make_fixes`` is asked for the fixes when they are first drawn or used; what their words depend on
    besides the finding is in ``circumstances``.
    """

    finding: Finding
    aside: str
    make_fixes: Callable[[], tuple[Fix, ...]] = tuple
    circumstances: object = None

    @functools.cached_property
    def fixes(self) -> tuple[Fix, ...]:
        """What one click can do about it."""
        return self.make_fixes()

    def says_the_same(self, other: Row) -> bool:
        """Say whether a row would be drawn as another is."""
        return (self.finding, self.aside, self.circumstances) == (
            other.finding,
            other.aside,
            other.circumstances,
        )


class FindingRows(QAbstractListModel):
    """A list model of findings that never resets: rows come, go and move."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._rows: list[Row] = []
        self._keys: list[Key] = []

    def row(self, index: AnyIndex) -> Row:
        """Return the row at an index."""
        return self._rows[index.row()]

    def holds_all(self, rows: Sequence[Row]) -> bool:
        """Say whether each of some rows is here already, in whatever words and however bad it is."""
        return set(_keys_of(rows)) <= set(self._keys)

    def widest(self) -> tuple[tuple[str, ...], ...]:
        """Return the words of the links that rows have: of one row of each kind where all say the same."""
        asked: dict[object, Row] = {}
        for number, row in enumerate(self._rows):
            kind = row.finding.kind
            asked.setdefault(number if kind in KINDS_WITH_WORDS_OF_THEIR_OWN else kind, row)
        return tuple({tuple(fix.words for fix in row.fixes) for row in asked.values() if row.fixes})

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Become these rows; those that stay keep their place in selections."""
        keys = _keys_of(rows)
        self._remove_all_but(set(keys))
        held = set(self._keys)
        at = 0
        while at < len(keys):
            if keys[at] in held:
                self._move_to(at, keys[at])
                at += 1
                continue
            end = next((n for n in range(at, len(keys)) if keys[n] in held), len(keys))
            self.beginInsertRows(QModelIndex(), at, end - 1)
            self._keys[at:at] = keys[at:end]
            self._rows[at:at] = rows[at:end]
            self.endInsertRows()
            at = end
        pairs = enumerate(zip(rows, self._rows, strict=True))
        changed = [n for n, (row, before) in pairs if not row.says_the_same(before)]
        self._rows = list(rows)
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - an index of nothing
        """Return how many findings there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a finding, as seen, as pointed at or as read out."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.finding.message
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.finding.next_step or row.aside
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.severity_words(row.finding.severity)}: {row.finding.message} {row.aside}".strip()
        return None

    def severity_words(self, severity: Severity) -> str:
        """Return what a severity is called."""
        return {
            Severity.ERROR: self.tr("Error"),
            Severity.WARNING: self.tr("Warning"),
            Severity.NOTICE: self.tr("To look at"),
        }[severity]

    def _remove_all_but(self, wanted: Collection[Key]) -> None:
        end = len(self._keys)
        while end:
            if self._keys[end - 1] in wanted:
                end -= 1
                continue
            start = end - 1
            while start and self._keys[start - 1] not in wanted:
                start -= 1
            self.beginRemoveRows(QModelIndex(), start, end - 1)
            del self._keys[start:end], self._rows[start:end]
            self.endRemoveRows()
            end = start

    def _move_to(self, at: int, key: Key) -> None:
        if self._keys[at] == key:
            return
        was_at = self._keys.index(key, at)
        self.beginMoveRows(QModelIndex(), was_at, was_at, QModelIndex(), at)
        self._keys.insert(at, self._keys.pop(was_at))
        self._rows.insert(at, self._rows.pop(was_at))
        self.endMoveRows()


def _keys_of(rows: Sequence[Row]) -> list[Key]:
    """Return what each row is known by: what is wrong with which thing, the how-manieth time."""
    count: collections.Counter[tuple[str, str, str]] = collections.Counter()
    keys: list[Key] = []
    for row in rows:
        about = (row.finding.kind, row.finding.item_id, row.finding.document_id)
        keys.append((*about, count[about]))
        count[about] += 1
    return keys
