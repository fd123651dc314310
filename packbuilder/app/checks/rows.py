"""The findings as the rows of a list, each known again by what it is about when its words change."""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from packbuilder.app.checks.fixes import Fix
from packbuilder.meeting.findings import Finding, Severity

AnyIndex = QModelIndex | QPersistentModelIndex

Key = tuple[str, str, str, int]


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A finding as it is shown. ``aside`` is the next step, or where it is; in muted words."""

    finding: Finding
    aside: str
    fixes: tuple[Fix, ...] = ()

    def says_the_same(self, other: Row) -> bool:
        """Say whether a row would be drawn as another is."""
        words = [fix.words for fix in self.fixes]
        return (self.finding, self.aside, words) == (
            other.finding,
            other.aside,
            [fix.words for fix in other.fixes],
        )


class FindingRows(QAbstractListModel):
    """A list model of findings that never resets: rows come, go and move one by one."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._rows: list[Row] = []
        self._keys: list[Key] = []

    def row(self, index: AnyIndex) -> Row:
        """Return the row at an index."""
        return self._rows[index.row()]

    def widest(self) -> tuple[tuple[str, ...], ...]:
        """Return the words of the links of every row that has any."""
        return tuple({tuple(fix.words for fix in row.fixes) for row in self._rows if row.fixes})

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Become these rows; those that stay keep their place in selections."""
        keys = _keys_of(rows)
        wanted = set(keys)
        for at in reversed(range(len(self._keys))):
            if self._keys[at] not in wanted:
                self.beginRemoveRows(QModelIndex(), at, at)
                del self._keys[at], self._rows[at]
                self.endRemoveRows()
        for at, (key, row) in enumerate(zip(keys, rows, strict=True)):
            self._put(at, key, row)

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

    def _put(self, at: int, key: Key, row: Row) -> None:
        if at >= len(self._keys) or self._keys[at] != key:
            if key in self._keys:
                was_at = self._keys.index(key)
                self.beginMoveRows(QModelIndex(), was_at, was_at, QModelIndex(), at)
                self._keys.insert(at, self._keys.pop(was_at))
                self._rows.insert(at, self._rows.pop(was_at))
                self.endMoveRows()
            else:
                self.beginInsertRows(QModelIndex(), at, at)
                self._keys.insert(at, key)
                self._rows.insert(at, row)
                self.endInsertRows()
                return
        before, self._rows[at] = self._rows[at], row
        if not row.says_the_same(before):
            self.dataChanged.emit(self.index(at), self.index(at))


def _keys_of(rows: Sequence[Row]) -> list[Key]:
    """Return what each row is known by: what is wrong with which thing, the how-manieth time."""
    count: collections.Counter[tuple[str, str, str]] = collections.Counter()
    keys: list[Key] = []
    for row in rows:
        about = (row.finding.kind, row.finding.item_id, row.finding.document_id)
        keys.append((*about, count[about]))
        count[about] += 1
    return keys
