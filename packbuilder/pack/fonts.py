"""The shipped fonts: their names, registering them, measuring with them, and what they can print.

Serves every step that draws: front sheet, blank sheets, stamps. Every page that packbuilder draws
uses these fonts alone, so it looks the same on every machine and prints anywhere.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from packbuilder.assets import resource
from packbuilder.errors import PackBuilderError
from packbuilder.meeting.house_style import FontFamily

REGULAR = "LiberationSans"
BOLD = "LiberationSans-Bold"
ITALIC = "LiberationSans-Italic"

_SERIF = "LiberationSerif"
_SERIF_BOLD = "LiberationSerif-Bold"
_SERIF_ITALIC = "LiberationSerif-Italic"


class Faces(NamedTuple):
    """The names of a family's fonts."""

    regular: str
    bold: str
    italic: str


FACES = {
    FontFamily.SANS: Faces(REGULAR, BOLD, ITALIC),
    FontFamily.SERIF: Faces(_SERIF, _SERIF_BOLD, _SERIF_ITALIC),
}
"""The fonts of each family."""

SIZE_SCALE = {FontFamily.SANS: 1.0, FontFamily.SERIF: 1.1}
"""Serif letters are smaller and narrower than sans letters of the same size, so they are set larger."""

_FONT_FILES = {
    REGULAR: "fonts/LiberationSans-Regular.ttf",
    BOLD: "fonts/LiberationSans-Bold.ttf",
    ITALIC: "fonts/LiberationSans-Italic.ttf",
    _SERIF: "fonts/LiberationSerif-Regular.ttf",
    _SERIF_BOLD: "fonts/LiberationSerif-Bold.ttf",
    _SERIF_ITALIC: "fonts/LiberationSerif-Italic.ttf",
}


class Reach(NamedTuple):
    """How far a font reaches above and below its baseline, as shares of its size."""

    ascent: float
    descent: float


_REACH = {FontFamily.SANS: Reach(0.905, 0.212), FontFamily.SERIF: Reach(0.891, 0.216)}
_REACH_BY_FONT = {font: _REACH[family] for family, faces in FACES.items() for font in faces}

_VARIATION_SELECTORS = frozenset(chr(code) for code in range(0xFE00, 0xFE10))
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_BLANKS = re.compile(r"[ \t]+")


@functools.cache
def register_fonts() -> None:
    """Make the shipped fonts known to reportlab; does so once, however often it is called.

    Raises:
        PackBuilderError: If a font file is missing (a damaged installation).
    """
    for name, file in _FONT_FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(resource(file))))


def reach(font: str) -> Reach:
    """Return how far one of the shipped fonts reaches above and below its baseline."""
    return _REACH_BY_FONT[font]


@functools.lru_cache(maxsize=8192)
def width_pt(text: str, font: str, size_pt: float) -> float:
    """Return how wide text is on one line in one of the shipped fonts, in points."""
    register_fonts()
    return float(pdfmetrics.stringWidth(text, font, size_pt))


@functools.cache
def _printable_characters() -> frozenset[str]:
    register_fonts()
    # Of all families together, so that a pack that prints in one prints in the other.
    codes = [frozenset(pdfmetrics.getFont(name).face.charToGlyph) for name in _FONT_FILES]
    characters = (chr(code) for code in frozenset.intersection(*codes))
    # Drawing is strictly left to right: Hebrew would be printed backwards, which is worse than refused.
    return frozenset(
        c for c in characters if unicodedata.bidirectional(c) not in _RIGHT_TO_LEFT and not _is_invisible(c)
    )


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) == "Cf" or character in _VARIATION_SELECTORS


def printable(text: str, where: str) -> str:
    """Return text as the shipped fonts can print it; every kind of line break becomes a newline.

    Runs of spaces become one. What has no ink (soft hyphens, zero-width characters) is left out,
    what the fonts lack is replaced by what Unicode holds to be the same (NFKC).

    Args:
        text: What is to be printed.
        where: What the text is, for the error: "The title of item 4".

    Raises:
        PackBuilderError: If a character remains that cannot be printed.
    """
    lines = (_BLANKS.sub(" ", line).strip(" ") for line in unicodedata.normalize("NFC", text).splitlines())
    tidy = "\n".join(lines).strip("\n")
    known = _printable_characters()
    if known.issuperset(tidy.replace("\n", "")):
        return tidy
    return "".join(c if c == "\n" or c in known else _replacement(c, where) for c in tidy)


def printable_line(text: str, where: str) -> str:
    """Return text as ``printable`` does, on one line: its line breaks become spaces.

    Raises:
        PackBuilderError: If a character remains that cannot be printed.
    """
    return " ".join(printable(text, where).split("\n"))


def refuse_unprintable(text: str, where: str) -> None:
    """Refuse text that the shipped fonts cannot print just as it is, where ``printable`` would change it.

    Raises:
        PackBuilderError: If there is such a character in it.
    """
    known = _printable_characters()
    for character in text:
        if character not in known:
            raise _unprintable(character, where)


def _replacement(character: str, where: str) -> str:
    if _is_invisible(character):
        return ""
    same = unicodedata.normalize("NFKC", character)
    if same and _printable_characters().issuperset(same):
        return same
    raise _unprintable(character, where)


def _unprintable(character: str, where: str) -> PackBuilderError:
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "")
    shown = f'"{character}" ({name}, {code})' if name else f"the character {code}"
    return PackBuilderError(
        f"{where} holds {shown}, which the fonts of the pack cannot print.",
        "Take it out or write it in other words.",
    )
