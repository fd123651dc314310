"""Gathers what is found in a file, piece by piece, into the few traits a clerk is told of."""

from __future__ import annotations

import dataclasses

from packbuilder.intake.excerpts import excerpt
from packbuilder.meeting import fitting
from packbuilder.meeting.document_facts import Trait, TraitKind

_MOST_NAMED = 10


@dataclasses.dataclass(slots=True)
class _Gathered:
    count: int = 0
    where: dict[str, None] = dataclasses.field(default_factory=dict)
    by: dict[str, None] = dataclasses.field(default_factory=dict)
    words: str = ""


class GatheredTraits:
    """What was found so far, one entry for each kind."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._found: dict[TraitKind, _Gathered] = {}

    def add(self, kind: TraitKind, *, count: int = 1, where: str = "", by: str = "", words: str = "") -> None:
        """Note something that was found; ``words`` are kept of the first that has any."""
        found = self._found.setdefault(kind, _Gathered())
        found.count += count
        if where and len(found.where) < _MOST_NAMED:
            found.where.setdefault(excerpt(where))
        by = " ".join(by.split())
        if by and len(found.by) < _MOST_NAMED:
            found.by.setdefault(excerpt(by))
        if not found.words:
            found.words = excerpt(words)

    def traits(self) -> tuple[Trait, ...]:
        """Return the traits, in the order of their kinds."""
        return tuple(
            Trait(kind, found.count, tuple(found.where), by=tuple(found.by), excerpt=found.words)
            for kind in TraitKind
            if (found := self._found.get(kind)) is not None and found.count > 0
        )


def numbers_in_words(numbers: list[tuple[int, int]], one: str, many: str, most: int = 3) -> str:
    """Return runs of numbers in words: "rows 4-6 and 9", "row 4", "rows 1, 3, 5 and more"."""
    runs = [f"{first}-{last}" if last > first else str(first) for first, last in numbers]
    word = one if len(numbers) == 1 and numbers[0][0] == numbers[0][1] else many
    return f"{word} {_listed(runs, most)}"


def _listed(runs: list[str], most: int) -> str:
    if len(runs) > most:
        return f"{', '.join(runs[:most])} and more"
    return " and ".join(filter(None, [", ".join(runs[:-1]), runs[-1]]))


def column_letters(number: int) -> str:
    """Return the letters of a sheet's column, counted from 1: 28 is "AB"."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def columns_in_words(columns: list[tuple[int, int]]) -> str:
    """Return runs of columns, counted from 1, in words: "columns C-D and F"."""
    runs = [
        f"{column_letters(first)}-{column_letters(last)}" if last > first else column_letters(first)
        for first, last in columns
    ]
    word = "column" if len(columns) == 1 and columns[0][0] == columns[0][1] else "columns"
    return f"{word} {_listed(runs, 3)}"


def runs_of(numbers: set[int]) -> list[tuple[int, int]]:
    """Return numbers as runs, first and last of each, in order."""
    return list(fitting.runs_of((number, number) for number in numbers))
