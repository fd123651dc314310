"""Takes the marks of lists off what they stand before: "3.1", "a)", "(ii)", a bullet. Pure.

For reading the covers of reports (``report_cover``), in which a mark tells a point from the text
under it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable


@dataclasses.dataclass(frozen=True, slots=True)
class Marked:
    """A text taken apart: the kind of its mark or "", the figure in it, and the words after it."""

    kind: str
    figure: str
    words: str


NO_MARK = Marked("", "", "")
"""That of a text which has none."""

_BULLET = re.compile(
    r"(?:[-\u2013\u2014*\u2022\u00b7\u25cf\u25e6\u25aa\u25a0\u27a2\u2713\uf0b7\uf0a7\uf0d8]|o(?=\s))\s+"
)
_NUMBER = re.compile(
    r"\(?(?P<figure>\d{1,2}(?:\.\d{1,2})*)(?:(?<=\d\.\d)|(?<=\d\.\d\d)|[.)]|\.\))[.):]?\s+"
    r"(?!(?:million|billion|per\s?cent|percent|m|bn|%)\b)"
)
_LETTER = re.compile(r"(?:\(?(?P<a>[a-z]{1,2}|[A-Z])\)|(?P<b>[a-z])\.)\s+")
_ROMAN = re.compile(r"\(?(?P<figure>x{0,2}(?:ix|iv|v?i{0,3}))[.)]\s+", re.IGNORECASE)
_LABELLED = re.compile(r"(?:recommendation|rec\.?|r)\s?(?P<figure>\d{1,2})\s*[:.)\u2013-]\s*", re.IGNORECASE)


def mark_of(text: str) -> Marked:
    """Return a text without the mark that it begins with; "number 1" is the kind of "3.1", by its stops."""
    if bullet := _BULLET.match(text):
        return Marked("bullet", "", text[bullet.end() :].strip())
    if labelled := _LABELLED.match(text):
        return Marked("label", labelled["figure"], text[labelled.end() :].strip())
    if number := _NUMBER.match(text):
        depth = number["figure"].count(".")
        return Marked(f"number {depth}", number["figure"], text[number.end() :].strip())
    if letter := _LETTER.match(text):
        figure = (letter["a"] or letter["b"]).lower()
        if len(figure) == 1 or len(set(figure)) == 1:
            return Marked("letter", figure, text[letter.end() :].strip())
    roman = _ROMAN.match(text)
    if roman is not None and roman["figure"]:
        return Marked("roman", roman["figure"].lower(), text[roman.end() :].strip())
    return Marked("", "", text)


def marks_of(texts: Iterable[str]) -> list[Marked]:
    """Return the texts of a list without their marks; "i)" is a letter only after "h)", and so on."""
    marks: list[Marked] = []
    before = NO_MARK
    for text in texts:
        mark = mark_of(text)
        if mark.kind == "letter" and mark.figure in ("i", "v", "x", "ii", "xx"):
            follows_letter = before.kind == "letter" and before.figure == chr(ord(mark.figure[0]) - 1)
            if (mark.figure in ("i", "ii") and not follows_letter) or before.kind == "roman":
                mark = dataclasses.replace(mark, kind="roman")
        if mark.kind:
            before = mark
        marks.append(mark)
    return marks


def comes_next(before: Marked, mark: Marked) -> bool:
    """Whether a mark is the one that follows another in a list."""
    if not mark.kind or before.kind != mark.kind:
        return False
    if mark.kind == "bullet":
        return True
    if mark.kind == "letter":
        return _place_of_letter(mark.figure) == _place_of_letter(before.figure) + 1
    if mark.kind == "roman":
        return mark.figure in _ROMANS and _ROMANS.index(mark.figure) == _next_roman(before.figure)
    *over, own = mark.figure.split(".")
    *over_before, own_before = before.figure.split(".")
    return over == over_before and int(own) == int(own_before) + 1


def begins_list(mark: Marked) -> bool:
    """Whether a mark is one that lists begin with: "a)", "i)", "1."."""
    if mark.kind.startswith("number"):
        return mark.figure.rpartition(".")[2] == "1"
    return (mark.kind, mark.figure) in (("letter", "a"), ("roman", "i"), ("label", "1"))


_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


def _next_roman(figure: str) -> int:
    return _ROMANS.index(figure) + 1 if figure in _ROMANS else -1


def _place_of_letter(figure: str) -> int:
    return ord(figure[0]) + 26 * (len(figure) - 1)
