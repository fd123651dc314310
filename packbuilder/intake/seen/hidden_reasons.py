"""Why words that are not seen are hidden: by something painted over them, or of themselves.

Serves ``hidden_text``, which asks only for the few words that seem hidden. Their page is drawn once
more, in colour, up to those words and without what was painted later.
"""

from __future__ import annotations

import ctypes
import dataclasses
import functools
import itertools
from collections.abc import Callable, Sequence

import pypdfium2.raw as pdfium
from PIL import ImageChops

from packbuilder.intake.seen.grey_pictures import middle_of, strongest
from packbuilder.intake.seen.page_words import Word, around
from packbuilder.intake.seen.pdfium_page import OpenPage, PageObject
from packbuilder.intake.seen.seen_places import SeenPlaces
from packbuilder.intake.seen.word_ink import Change, WordInk
from packbuilder.meeting.document_facts import TraitKind

_MOST_LAYERS = 16
_LAST_LATIN = 0x24F
_LONGEST_NAME = 256
_LARGEST_COVER = 4
"""Times a word: what covers more of the page, such as a hatching, was not meant for initials."""
_SYMBOLS = ("symbol", "dings", "marlett")


@dataclasses.dataclass(frozen=True, slots=True)
class Suspect:
    """A word with the letters of it that cannot be seen, from 0, and its place among the words.

    ``kind`` says why, once that is known. ``has_ink`` says that the word would leave ink were it not
    hidden, ``is_blanked`` that it was read from a scan that shows plain paper there, ``is_boxed`` that
    a box was laid over all of it.
    """

    word_index: int
    word: Word
    letters: frozenset[int]
    kind: TraitKind | None = None
    is_boxed: bool = False
    has_ink: bool = True
    is_blanked: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class PageInFile:
    """What can be asked of the file that a page stands in; PDFium knows neither.

    ``user_unit`` is the size of one unit of the page in points, ``has_hidden_layers`` is of the document.
    """

    user_unit: Callable[[], float]
    has_hidden_layers: Callable[[], bool]


class Reasons:
    """Why words of one page are hidden, by a fresh copy of the page."""

    def __init__(self, page: OpenPage, places: SeenPlaces, ink: WordInk, in_file: PageInFile) -> None:
        """Take the page, just opened, and what has been seen of it."""
        self._page, self._places, self._ink, self._in_file = page, places, ink, in_file
        self._objects = page.objects()
        self._texts = [one for one in self._objects if one.is_text]

    def settle(self, suspects: Sequence[tuple[Suspect, PageObject]]) -> list[Suspect]:
        """Return suspects with the reason, each given with what paints it; without those that are seen."""
        change = self._change_by(self._texts, with_marks=True)
        layers: dict[tuple[int, int], list[tuple[Suspect, PageObject]]] = {}
        for suspect, painter in suspects:
            letters = self._still_hidden(suspect, change)
            if letters:
                kept = dataclasses.replace(suspect, letters=letters)
                layers.setdefault(self._layers[painter.order], []).append((kept, painter))
        settled: list[Suspect] = []
        for place, (layer, members) in enumerate(sorted(layers.items(), key=lambda item: item[0])):
            shown = self._seen_when_painted(layer) if place < _MOST_LAYERS else None
            for suspect, painter in members:
                kind = self._kind(suspect, painter, shown)
                if kind is not None:
                    is_boxed = kind is TraitKind.COVERED_TEXT and self._is_boxed(suspect, painter)
                    settled.append(dataclasses.replace(suspect, kind=kind, is_boxed=is_boxed))
        return settled

    def _change_by(self, texts: Sequence[PageObject], *, with_marks: bool) -> Change:
        """Return by how much words that are shown change the page; they are not shown afterwards."""
        with_words = self._page.picture(with_marks=with_marks, in_colour=True)
        for one in texts:
            one.show(False)
        without = self._page.picture(with_marks=with_marks, in_colour=True)
        return Change(strongest(ImageChops.difference(with_words, without)))

    def _still_hidden(self, suspect: Suspect, change: Change) -> frozenset[int]:
        """Return the letters that colour does not show either: red on green may be of one grey."""
        if not suspect.has_ink:
            return suspect.letters
        word = suspect.word
        return frozenset(
            letter
            for letter in suspect.letters
            if self._ink.is_hidden(self._page.in_pixels(word.boxes[letter]), change) is not False
            or self._ink.is_under_block(word.places[letter])
        )

    @functools.cached_property
    def _layers(self) -> list[tuple[int, int]]:
        """The first and last of the objects that each is painted with, nothing but words between them."""
        layers: list[tuple[int, int]] = []
        for is_layer, members in itertools.groupby(self._objects, lambda one: one.is_text or one.is_form):
            orders = [one.order for one in members]
            layers += [(orders[0], orders[-1])] * len(orders) if is_layer else [(n, n) for n in orders]
        return layers

    def _seen_when_painted(self, layer: tuple[int, int]) -> Change:
        """Return where words showed at the time they were painted, before anything else was."""
        for one in self._objects:
            one.show(one.order <= layer[1] or one.is_form)
        return self._change_by(
            [one for one in self._texts if layer[0] <= one.order <= layer[1]], with_marks=False
        )

    def _kind(self, suspect: Suspect, painter: PageObject, shown: Change | None) -> TraitKind | None:
        if shown is None:
            return TraitKind.COVERED_TEXT
        box = self._page.in_pixels(around([suspect.word.boxes[letter] for letter in suspect.letters]))
        if self._ink.is_mostly_seen(box, shown):
            return TraitKind.COVERED_TEXT
        if suspect.has_ink:
            # Black on black is how words are blacked out in Word and Excel.
            is_blacked_out = self._places.is_dark_box(middle_of(box))
            return TraitKind.COVERED_TEXT if is_blacked_out else TraitKind.UNSEEN_TEXT
        if self._places.shows_words(middle_of(box)) or not self._is_meant_to_be_seen(suspect, painter):
            return None
        return TraitKind.UNSEEN_TEXT

    def _is_boxed(self, suspect: Suspect, painter: PageObject) -> bool:
        """Tell whether one plain box covers a whole word of letters, however short; bullets are none."""
        word = suspect.word
        if not suspect.has_ink or len(suspect.letters) < len(word.boxes) or not word.text.isalpha():
            return False
        if any(name in _font_name(painter).casefold() for name in _SYMBOLS):
            return False
        box = self._page.in_pixels(word.box)
        if not self._places.is_one_colour(box):
            return False
        boxes = self._page.marks()
        for one in self._objects:
            if one.order > painter.order and not one.is_text and not one.is_form:
                bounds = self._page.bounds(one)
                boxes += [bounds] if bounds is not None else []
        across, down = box[2] - box[0], box[3] - box[1]
        return any(
            cover[0] <= box[0] and cover[1] <= box[1] and cover[2] >= box[2] and cover[3] >= box[3]
            for cover in boxes
            if min(cover[2] - cover[0], cover[3] - cover[1]) <= _LARGEST_COVER * max(across, down)
        )

    def _is_meant_to_be_seen(self, suspect: Suspect, painter: PageObject) -> bool:
        """Tell whether words that leave no ink anywhere would leave some: clipped off, or under a mask.

        Not so are letters for which this machine has no font, and those of a layer that is switched
        off, which is told of elsewhere.
        """
        font = pdfium.FPDFTextObj_GetFont(painter.handle)
        is_embedded = bool(font) and pdfium.FPDFFont_GetIsEmbedded(font) == 1
        is_latin = all(ord(letter) <= _LAST_LATIN for letter in suspect.word.text)
        if not is_embedded and not is_latin:
            return False
        return not (_may_be_in_layer(painter) and self._in_file.has_hidden_layers())


def _font_name(painter: PageObject) -> str:
    font = pdfium.FPDFTextObj_GetFont(painter.handle)
    if not font:
        return ""
    buffer = ctypes.create_string_buffer(_LONGEST_NAME)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, _LONGEST_NAME)
    return buffer.value.decode("utf-8", "replace")


def _may_be_in_layer(painter: PageObject | None) -> bool:
    while painter is not None:
        if painter.is_form or pdfium.FPDFPageObj_CountMarks(painter.handle) > 0:
            return True
        painter = painter.inside
    return False
