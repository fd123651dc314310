"""The words of a page, with where each lies on it and what painted it.

Serves ``hidden_text``. A word is what stands between white space; only words with letters or
digits are of interest, and only their letters and digits are looked at.
"""

from __future__ import annotations

import ctypes
import dataclasses
from collections.abc import Sequence
from typing import Any

import pypdfium2.raw as pdfium

from packbuilder.intake.seen.pdfium_page import address_of

PageBox = tuple[float, float, float, float]
"""Left, bottom, right, top in the space of the page."""

_MOST_CHARACTERS = 300_000
_WHITE_SPACE = frozenset(
    {0, 9, 10, 11, 12, 13, 32, 0xA0, 0x2028, 0x2029, 0x202F, 0x3000, *range(0x2000, 0x200C)}
)


@dataclasses.dataclass(frozen=True, slots=True)
class Word:
    """A word: its text, and where its letters and digits lie, of which it has at least one.

    ``boxes`` are tight round the ink of each, where the font has a shape for it; ``places`` say
    which characters of the page they are, from 0.
    """

    text: str
    boxes: tuple[PageBox, ...]
    places: tuple[int, ...]

    @property
    def box(self) -> PageBox:
        """The box round all of its letters and digits."""
        return around(self.boxes)


def around(boxes: Sequence[PageBox]) -> PageBox:
    """Return the box round boxes."""
    if len(boxes) == 1:
        return boxes[0]
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def words_of(text: Any) -> list[Word]:
    """Return the words of a page's open text, in the order in which they would be copied."""
    words: list[Word] = []
    letters: list[str] = []
    boxes: list[PageBox] = []
    places: list[int] = []
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    code_of, box_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetCharBox

    def end_word() -> None:
        if boxes:
            words.append(Word("".join(letters), tuple(boxes), tuple(places)))
            boxes.clear()
            places.clear()
        letters.clear()

    for index in range(min(pdfium.FPDFText_CountChars(text), _MOST_CHARACTERS)):
        code = code_of(text, index)
        if code in _WHITE_SPACE:
            end_word()
            continue
        letter = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        letters.append(letter)
        if not letter.isalnum():
            continue
        box_of(text, index, left, right, bottom, top)
        if right.value > left.value and top.value > bottom.value:
            boxes.append((left.value, bottom.value, right.value, top.value))
        else:
            boxes.append(cell_of(text, index))
        places.append(index)
    end_word()
    return words


def cell_of(text: Any, place: int) -> PageBox:
    """Return what a character takes up of its line, whatever its shape."""
    cell = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text, place, cell)
    return cell.left, cell.bottom, cell.right, cell.top


def painted_by(text: Any, place: int) -> int | None:
    """Return the address of the object that paints a character, or None."""
    handle = pdfium.FPDFText_GetTextObject(text, place)
    return address_of(handle) if handle else None
