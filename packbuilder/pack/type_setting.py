"""Sets text in lines: what is set in which style, how wide it is, and where it breaks.

Stands between the fonts and the pages: ``page_flow`` lays these lines on pages, ``sheet_drawing``
draws them. Knows nothing of PDF and nothing of meetings.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from packbuilder.pack.fonts import REGULAR, reach, width_pt

Colour: TypeAlias = tuple[float, float, float]
"""Red, green and blue, each from 0 to 1."""

_EVENLY_ENOUGH_PT = 2.0
# Widths are sums of fractions: a text must still fit a column that was measured to hold it.
_HAIR_PT = 0.001
_GOOD_BREAKS = frozenset("/-@._&=?\N{EN DASH}\N{EM DASH}")


@dataclasses.dataclass(frozen=True, slots=True)
class TextStyle:
    """How text looks. ``leading_pt`` is the height of a line of it."""

    font: str
    size_pt: float
    leading_pt: float
    colour: Colour = (0.0, 0.0, 0.0)
    underlined: bool = False


_NOTHING = TextStyle(REGULAR, 0.0, 0.0)


@dataclasses.dataclass(frozen=True, slots=True)
class Run:
    """Text in one style. ``link`` names what it leads to; ``whole`` forbids a line break in it."""

    text: str
    style: TextStyle
    link: str = ""
    whole: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Fragment:
    """The part of a run that stands on one line, ``left_pt`` from the left of its column."""

    text: str
    left_pt: float
    width_pt: float
    run: Run


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One line of a column; ``gap_pt`` is the space above it where another line precedes it."""

    fragments: tuple[Fragment, ...]
    height_pt: float
    gap_pt: float = 0.0

    @property
    def width_pt(self) -> float:
        """How far the line reaches, from the left of its column."""
        return max((f.left_pt + f.width_pt for f in self.fragments), default=0.0)

    @property
    def baseline_pt(self) -> float:
        """How far the baseline is below the top of the line."""
        largest = max((f.run.style for f in self.fragments), key=lambda s: s.size_pt, default=_NOTHING)
        size_pt, (ascent, descent) = largest.size_pt, reach(largest.font)
        return (self.height_pt - size_pt * (ascent + descent)) / 2 + size_pt * ascent


_Word: TypeAlias = list[tuple[Run, str]]


def text_width_pt(text: str, style: TextStyle) -> float:
    """Return how wide text is on one line, in points."""
    return width_pt(text, style.font, style.size_pt)


def runs_width_pt(runs: Sequence[Run]) -> float:
    """Return how wide runs are on one line, in points."""
    return sum(text_width_pt(run.text, run.style) for run in runs)


def longest_word_width_pt(runs: Sequence[Run]) -> float:
    """Return how wide a column must be for no word of these runs to be broken, in points."""
    return max((_word_width_pt(word) for word in _words(runs)), default=0.0)


def broken_into_lines(runs: Sequence[Run], width_pt: float, indent_pt: float = 0.0) -> tuple[Line, ...]:
    """Break runs into lines that fit a column; a word wider than the column is broken too.

    Args:
        runs: What to set, one after the other; a space between two runs belongs to either text.
        width_pt: The width of the column.
        indent_pt: How far every line stands in from the left, as under a bullet.
    """
    room_pt = width_pt - indent_pt
    lines: list[list[_Word]] = []
    used_pt = 0.0
    for word in _fitting_words(runs, room_pt):
        word_pt = _word_width_pt(word)
        space_pt = text_width_pt(" ", lines[-1][-1][-1][0].style) if lines else 0.0
        if lines and used_pt + space_pt + word_pt <= room_pt + _HAIR_PT:
            lines[-1].append(word)
            used_pt += space_pt + word_pt
        else:
            lines.append([word])
            used_pt = word_pt
    return tuple(_line(words, indent_pt) for words in lines)


def broken_evenly(runs: Sequence[Run], width_pt: float) -> tuple[Line, ...]:
    """Break runs into no more lines than the column needs, all about as long; for headings."""
    lines = broken_into_lines(runs, width_pt)
    least_pt, most_pt = min(longest_word_width_pt(runs), width_pt), width_pt
    while most_pt - least_pt > _EVENLY_ENOUGH_PT:
        middle_pt = (least_pt + most_pt) / 2
        narrower = broken_into_lines(runs, middle_pt)
        if len(narrower) <= len(lines):
            lines, most_pt = narrower, middle_pt
        else:
            least_pt = middle_pt
    return lines


def _words(runs: Sequence[Run]) -> Iterator[_Word]:
    word: _Word = []
    for run in runs:
        texts = [run.text] if run.whole else run.text.split(" ")
        for position, text in enumerate(texts):
            if position and word:
                yield word
                word = []
            if text:
                word.append((run, text))
    if word:
        yield word


def _word_width_pt(word: _Word) -> float:
    return sum(text_width_pt(text, run.style) for run, text in word)


def _fitting_words(runs: Sequence[Run], room_pt: float) -> Iterator[_Word]:
    for word in _words(runs):
        if _word_width_pt(word) <= room_pt + _HAIR_PT:
            yield word
        else:
            yield from _broken_word(word, room_pt)


def _broken_word(word: _Word, room_pt: float) -> Iterator[_Word]:
    """Break a word into pieces that fit, after a slash or the like where there is one."""
    characters = [(run, character) for run, text in word for character in text]
    start = 0
    while start < len(characters):
        end, used_pt = start, 0.0
        while end < len(characters):
            run, character = characters[end]
            used_pt += text_width_pt(character, run.style)
            if used_pt > room_pt + _HAIR_PT and end > start:
                break
            end += 1
        if end < len(characters):
            good = (k for k in range(end, start, -1) if characters[k - 1][1] in _GOOD_BREAKS)
            end = next(good, end)
        yield characters[start:end]
        start = end


def _line(words: Sequence[_Word], indent_pt: float) -> Line:
    texts: list[tuple[Run, str]] = []
    for position, word in enumerate(words):
        if position:
            texts.append((texts[-1][0], " "))
        texts.extend(word)
    fragments: list[Fragment] = []
    left_pt = indent_pt
    # One string for each run, so that a reader of the PDF finds whole phrases.
    for _, same in itertools.groupby(texts, key=lambda piece: id(piece[0])):
        pieces = list(same)
        run, text = pieces[0][0], "".join(piece for _, piece in pieces)
        fragments.append(Fragment(text, left_pt, text_width_pt(text.rstrip(" "), run.style), run))
        left_pt += text_width_pt(text, run.style)
    return Line(tuple(fragments), max(fragment.run.style.leading_pt for fragment in fragments))


def aligned_right(lines: Sequence[Line], width_pt: float) -> tuple[Line, ...]:
    """Return lines moved so that each ends at the right of a column ``width_pt`` wide."""
    return tuple(_moved(line, width_pt - line.width_pt) for line in lines)


def centred(lines: Sequence[Line], width_pt: float) -> tuple[Line, ...]:
    """Return lines moved to the middle of a column ``width_pt`` wide."""
    return tuple(_moved(line, (width_pt - line.width_pt) / 2) for line in lines)


def _moved(line: Line, by_pt: float) -> Line:
    moved = tuple(dataclasses.replace(f, left_pt=f.left_pt + by_pt) for f in line.fragments)
    return dataclasses.replace(line, fragments=moved)


def spaced(lines: Sequence[Line], gap_pt: float) -> tuple[Line, ...]:
    """Return lines with a gap above the first, for where they follow others."""
    return (*(dataclasses.replace(line, gap_pt=gap_pt) for line in lines[:1]), *lines[1:])


def height_pt(lines: Sequence[Line]) -> float:
    """Return how high lines are one below the other; the gap above the first does not count."""
    return sum(line.height_pt for line in lines) + sum(line.gap_pt for line in lines[1:])
