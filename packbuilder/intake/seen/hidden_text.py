"""Finds the words of a page that can be copied from it but not be seen on it.

Serves ``seen_pages``. Words that are painted are hidden where their ink makes no difference to the
page. Words that are not painted are what a scanner's program read from a scan; they are hidden only
where the scan shows nothing.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from typing import Any

from packbuilder.intake.seen.grey_pictures import middle_of
from packbuilder.intake.seen.hidden_reasons import PageInFile, Reasons, Suspect
from packbuilder.intake.seen.page_content import PageContent
from packbuilder.intake.seen.page_words import Word, cell_of, painted_by
from packbuilder.intake.seen.pdfium_page import OpenPage, PageObject, PixelBox, opened_page
from packbuilder.intake.seen.seen_places import SeenPlaces
from packbuilder.intake.seen.word_ink import WordInk
from packbuilder.meeting.document_facts import TraitKind

_SMALLEST_PT = 1.0
_FEWEST_LETTERS = 3
"""Fewer letters and digits hidden together are mostly chance, but for initials under a box."""
_FEWEST_LETTERS_READ = 4
"""Shorter words are read from specks of blank paper, too."""


@dataclasses.dataclass(frozen=True, slots=True)
class HiddenWord:
    """A word that cannot be seen, and why: a kind of trait."""

    text: str
    kind: TraitKind


def hidden_words(
    document: Any, page_index: int, page: OpenPage, text: Any, content: PageContent, in_file: PageInFile
) -> list[HiddenWord]:
    """Return the hidden words of an open page in the order in which they would be copied.

    The page is of no use for drawing afterwards: its words have been made black.

    Raises:
        Unreadable: If the page cannot be drawn.
    """
    if not content.words:
        return []
    texts = [one for one in content.objects if one.is_text]
    is_any_painted = any(one.address not in content.unpainted for one in texts)
    ink = WordInk(page, text, content) if is_any_painted else None
    places = SeenPlaces(page, content)
    suspects = _Search(page, text, content, places, ink, in_file).suspects()
    settled = [suspect for suspect in suspects if suspect.kind is not None]
    asked = _with_painters(page, text, texts, places, [s for s in suspects if s.kind is None])
    if asked and ink is not None:
        with opened_page(document, page_index, page.pixels_a_unit) as fresh:
            fresh.hide_notes()
            settled += Reasons(fresh, places, ink, in_file).settle(asked)
    settled.sort(key=lambda suspect: suspect.word_index)
    return [
        HiddenWord(suspect.word.text, suspect.kind)
        for suspect in _without_chance(settled)
        if suspect.kind is not None
    ]


class _Search:
    """Looks through the words of one page for those of which something cannot be seen."""

    def __init__(
        self,
        page: OpenPage,
        text: Any,
        content: PageContent,
        places: SeenPlaces,
        ink: WordInk | None,
        in_file: PageInFile,
    ) -> None:
        self._page, self._text, self._content = page, text, content
        self._places, self._ink, self._in_file = places, ink, in_file

    def suspects(self) -> list[Suspect]:
        found = (self._suspect(index, word) for index, word in enumerate(self._content.words))
        return [suspect for suspect in found if suspect is not None]

    def _suspect(self, index: int, word: Word) -> Suspect | None:
        box = self._page.in_pixels(word.box)
        if not all(map(math.isfinite, box)):
            return None
        outside = self._letters_outside(word, box)
        if 2 * len(outside) > len(word.boxes):
            return Suspect(index, word, outside, TraitKind.OUTSIDE_PAGE)
        if self._is_tiny(word):
            return Suspect(index, word, _all_letters(word), TraitKind.UNSEEN_TEXT)
        if self._ink is not None and self._is_painted(word):
            return self._painted(index, word, box, self._ink)
        return self._unpainted(index, word, box)

    def _letters_outside(self, word: Word, box: PixelBox) -> frozenset[int]:
        is_inside = box[0] >= 0 and box[1] >= 0
        if is_inside and box[2] <= self._page.width_px and box[3] <= self._page.height_px:
            return frozenset()
        boxes = [self._page.in_pixels(letter) for letter in word.boxes]
        return frozenset(place for place, letter in enumerate(boxes) if not self._places.is_inside(letter))

    def _is_tiny(self, word: Word) -> bool:
        if any(max(box[2] - box[0], box[3] - box[1]) >= _SMALLEST_PT for box in word.boxes):
            return False
        cells = [cell_of(self._text, place) for place in word.places]
        largest = max(max(cell[2] - cell[0], cell[3] - cell[1]) for cell in cells)
        return largest * self._in_file.user_unit() < _SMALLEST_PT

    def _is_painted(self, word: Word) -> bool:
        if not self._content.unpainted:
            return True
        return painted_by(self._text, word.places[0]) not in self._content.unpainted

    def _painted(self, index: int, word: Word, box: PixelBox, ink: WordInk) -> Suspect | None:
        """Look at a word that has a colour of its own."""
        if ink.is_all_seen(box):
            return None
        boxes = [self._page.in_pixels(letter) for letter in word.boxes]
        states = [ink.is_hidden(letter, ink.change) for letter in boxes]
        hidden = frozenset(
            letter
            for letter, state in enumerate(states)
            if state is not False or ink.is_under_block(word.places[letter])
        )
        has_ink = any(state is not None for state in states)
        return Suspect(index, word, hidden, has_ink=has_ink) if hidden else None

    def _unpainted(self, index: int, word: Word, box: PixelBox) -> Suspect | None:
        """Look at a word that has no colour: the scan behind it should show it."""
        middle = middle_of(box)
        if self._places.shows_words(middle):
            boxes = [middle_of(self._page.in_pixels(letter)) for letter in word.boxes]
            dark = frozenset(n for n, letter in enumerate(boxes) if self._places.is_dark_box(letter))
            return Suspect(index, word, dark, TraitKind.COVERED_TEXT) if dark else None
        is_pale, is_on_picture = self._places.is_pale(middle), self._places.has_picture(box)
        if is_pale and is_on_picture and not self._places.is_blanked(box):
            return None
        kind = TraitKind.UNSEEN_TEXT if is_pale and not is_on_picture else TraitKind.COVERED_TEXT
        return Suspect(index, word, _all_letters(word), kind, is_blanked=is_pale and is_on_picture)


def _all_letters(word: Word) -> frozenset[int]:
    return frozenset(range(len(word.boxes)))


def _with_painters(
    page: OpenPage, text: Any, texts: Sequence[PageObject], places: SeenPlaces, suspects: Sequence[Suspect]
) -> list[tuple[Suspect, PageObject]]:
    """Return suspects with what paints them, without those that are seen on a scan painted over them."""
    by_address = {one.address: one for one in texts}
    found: list[tuple[Suspect, PageObject]] = []
    for suspect in suspects:
        address = painted_by(text, suspect.word.places[min(suspect.letters)])
        painter = by_address.get(address) if address is not None else None
        if painter is None:
            continue
        is_under_scan = places.is_under_scan(painter.order)
        if not (is_under_scan and _is_seen_on_scan(page, places, suspect.word)):
            found.append((dataclasses.replace(suspect, is_blanked=is_under_scan), painter))
    return found


def _is_seen_on_scan(page: OpenPage, places: SeenPlaces, word: Word) -> bool:
    box = page.in_pixels(word.box)
    middle = middle_of(box)
    return places.shows_words(middle) or (places.is_pale(middle) and not places.is_blanked(box))


def _without_chance(suspects: Sequence[Suspect]) -> list[Suspect]:
    """Leave out what is hidden by chance: odd letters of words that can be read."""
    found: list[Suspect] = []
    run: list[Suspect] = []
    for suspect in suspects:
        if not _is_word_hidden(suspect):
            continue
        if run and (run[-1].word_index + 1 != suspect.word_index or run[-1].kind is not suspect.kind):
            found += _if_enough(run)
            run = []
        run.append(suspect)
    return found + _if_enough(run)


def _if_enough(run: list[Suspect]) -> list[Suspect]:
    if all(suspect.is_blanked and len(suspect.letters) < _FEWEST_LETTERS_READ for suspect in run):
        return []
    if sum(len(suspect.letters) for suspect in run) >= _FEWEST_LETTERS:
        return run
    return [suspect for suspect in run if suspect.is_boxed]


def _is_word_hidden(suspect: Suspect) -> bool:
    if 2 * len(suspect.letters) > len(suspect.word.boxes):
        return True
    together = 0
    for letter in range(len(suspect.word.boxes)):
        together = together + 1 if letter in suspect.letters else 0
        if together >= _FEWEST_LETTERS:
            return True
    return False
