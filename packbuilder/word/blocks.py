"""What minutes are made of: words and their meaning, paragraphs, lists and tables. Pure.

The modules that decide what the minutes say return these records; ``word.minutes`` gives each its
look. Nothing here knows Word.
"""

from __future__ import annotations

import dataclasses
from enum import StrEnum


class SpanKind(StrEnum):
    """What a run of words is to the reader."""

    PLAIN = "plain"
    STRONG = "strong"
    GAP = "gap"
    TICK_BOX = "tick box"


@dataclasses.dataclass(frozen=True, slots=True)
class Span:
    """A run of words. The words of a tick box are its name, read aloud but not printed."""

    words: str
    kind: SpanKind = SpanKind.PLAIN


Text = tuple[Span, ...]


class ParagraphRole(StrEnum):
    """What a paragraph is; the writer has a named style for each."""

    MEETING_DETAILS = "meeting details"
    DRAFT_MARK = "draft mark"
    BODY = "body"
    RESOLUTION = "resolution"
    NOT_FOR_PUBLICATION = "not for publication"
    SIGNATURE = "signature"


@dataclasses.dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    role: ParagraphRole
    text: Text


@dataclasses.dataclass(frozen=True, slots=True)
class BulletList:
    """Points in no order."""

    points: tuple[Text, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class LetteredPoint:
    """One point of a resolution; ``level`` is 0 for (a), 1 for the (i) under it."""

    words: str
    level: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class LetteredList:
    """Points of a resolution, lettered from (a)."""

    points: tuple[LetteredPoint, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``width_percent`` is its share of the width between the margins."""

    heading: str
    width_percent: int


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """A table under a row of headings; ``description`` is for those who cannot see it."""

    description: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]


Block = Paragraph | BulletList | LetteredList | Table


@dataclasses.dataclass(frozen=True, slots=True)
class MinutesSection:
    """A headed part of the minutes that is not about an agenda item."""

    heading: str
    blocks: tuple[Block, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class MinuteEntry:
    """The minute of one agenda item.

    ``number`` is empty where the minutes need an entry that the agenda has no item for.
    ``section`` is the heading over a run of items, on the first of them.
    """

    number: str
    title: str
    blocks: tuple[Block, ...]
    section: str = ""


def text(*parts: str | Span) -> Text:
    """Return words as they stand in a paragraph, a point or a cell; plain ones may come as a string."""
    return tuple(Span(part) if isinstance(part, str) else part for part in parts)


def strong(words: str) -> Span:
    """Return words that stand out."""
    return Span(words, SpanKind.STRONG)


def gap(words: str) -> Span:
    """Return a place to fill in, which shows in square brackets what belongs there."""
    return Span(f"[{words}]", SpanKind.GAP)


def tick_box(name: str) -> Span:
    """Return a box to tick."""
    return Span(name, SpanKind.TICK_BOX)


def paragraph(*parts: str | Span) -> Paragraph:
    """Return an ordinary paragraph."""
    return Paragraph(ParagraphRole.BODY, text(*parts))


def resolution(*parts: str | Span) -> Paragraph:
    """Return a paragraph that records a decision, or leads in to its points."""
    return Paragraph(ParagraphRole.RESOLUTION, text(*parts))


def gap_rows(*cells: str, count: int) -> tuple[tuple[Text, ...], ...]:
    """Return rows of a table in which every cell is a place to fill in."""
    return (tuple(text(gap(cell)) for cell in cells),) * count
