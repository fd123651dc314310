"""Works out the numbers that Word puts before the paragraphs of its lists ("3.1", "a)").

They do not stand in the text of a Word file: its paragraphs name a list and a level, and
``numbering.xml`` says how the lists count. For ``intake.covers.cover_in_word``, which reads a report as
its reader sees it.
"""

from __future__ import annotations

import contextlib
import dataclasses
import re

from packbuilder.intake.traits.open_xml import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

BULLET = "\N{BULLET}"

_PLACE = re.compile(r"%(\d)")
_LEVELS = 9


@dataclasses.dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    words: str = ""
    indent_twips: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class _List:
    """A list as paragraphs name it; lists with the same ``shared`` id count together."""

    shared: str
    levels: dict[int, _Level]
    starts_anew: bool


class ListNumbers:
    """The lists of one document, counting as its paragraphs are read in order."""

    def __init__(self, numbering: Element | None) -> None:
        """Read ``numbering.xml``, or take None for a document without lists."""
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, list[int]] = {}
        self._begun: set[str] = set()
        if numbering is not None:
            self._read(numbering)

    def _read(self, numbering: Element) -> None:
        shared = {a.get(f"{W}abstractNumId", ""): a for a in numbering.iterfind(f"{W}abstractNum")}
        for num in numbering.iterfind(f"{W}num"):
            named = value_of(num, "abstractNumId")
            abstract = shared.get(named)
            levels = _levels(abstract) if abstract is not None else {}
            starts_anew = False
            for override in num.iterfind(f"{W}lvlOverride"):
                number = whole(override.get(f"{W}ilvl"), 0)
                redefined = override.find(f"{W}lvl")
                if redefined is not None:
                    levels[number] = _level(redefined)
                start = value_of(override, "startOverride")
                if start:
                    starts_anew = True
                    levels[number] = dataclasses.replace(levels.get(number, _Level()), start=whole(start, 1))
            self._lists[num.get(f"{W}numId", "")] = _List(named, levels, starts_anew)

    def indent_twips(self, list_id: str, level: int) -> int | None:
        """Return how far in a level of a list begins, in twentieths of a point, if the list says so."""
        found = self._lists.get(list_id)
        return found.levels.get(level, _Level()).indent_twips if found is not None else None

    def next_mark(self, list_id: str, level: int) -> str:
        """Count one paragraph, and return what stands before it: "3.1", "a)", a bullet, or ""."""
        found = self._lists.get(list_id)
        level = min(max(level, 0), _LEVELS - 1)
        if found is None or level not in found.levels:
            return ""
        key = found.shared
        if found.starts_anew and list_id not in self._begun:
            self._counts.pop(key, None)
        self._begun.add(list_id)
        counts = self._counts.setdefault(key, [0] * _LEVELS)
        for above in range(level + 1):
            start = found.levels.get(above, _Level()).start
            if counts[above] == 0 and above < level:
                counts[above] = start
            elif above == level:
                counts[above] = start if counts[above] == 0 else counts[above] + 1
        counts[level + 1 :] = [0] * (_LEVELS - level - 1)
        own = found.levels[level]
        if own.form == "bullet":
            return BULLET
        if own.form == "none":
            return ""

        def figure(match: re.Match[str]) -> str:
            place = min(int(match[1]), _LEVELS) - 1
            return _figure(counts[place], found.levels.get(place, _Level()).form)

        return _PLACE.sub(figure, own.words).strip()


def value_of(element: Element | None, name: str) -> str:
    """Return the ``w:val`` of a child element, or ""."""
    child = element.find(f"{W}{name}") if element is not None else None
    return child.get(f"{W}val", "") if child is not None else ""


def whole(text: str | None, otherwise: int) -> int:
    """Return a whole number that a file gives, or another where it gives none."""
    with contextlib.suppress(TypeError, ValueError):
        return int(float(text or ""))
    return otherwise


def _levels(abstract: Element) -> dict[int, _Level]:
    return {whole(lvl.get(f"{W}ilvl"), 0): _level(lvl) for lvl in abstract.iterfind(f"{W}lvl")}


def _level(lvl: Element) -> _Level:
    indent = lvl.find(f"{W}pPr/{W}ind")
    left = (indent.get(f"{W}left") or indent.get(f"{W}start")) if indent is not None else None
    return _Level(
        whole(value_of(lvl, "start"), 1),
        value_of(lvl, "numFmt") or "decimal",
        value_of(lvl, "lvlText"),
        whole(left, 0) if left is not None else None,
    )


def _figure(count: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if count > 0 else ""
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(count)
        return roman.upper() if form == "upperRoman" else roman
    return f"{count:02d}" if form == "decimalZero" else str(count)


def _roman(count: int) -> str:
    words = ""
    for value, figure in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
    ):
        words += figure * (count // value)
        count %= value
    return words + "i" * count
