"""Looks on the pages for what is told to be left out of them.

Fourth in the line, right after conversion: a wall behind ``hidden_dropped``, and for the kinds of
file that it does not know. What LibreOffice prints although its author hid it, nobody may overlook.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterable, Iterator

import pypdfium2

from packbuilder.meeting.document_facts import Trait, TraitKind

_HIDDEN = frozenset({TraitKind.HIDDEN_TEXT, TraitKind.HIDDEN_CELLS})
"""Comments and notes quote the page; a hidden slide or sheet is often an older copy of one that is shown."""

_FEWEST_LETTERS = 12
_FEWEST_WORDS = 3
"""Fewer may well stand on a page for another reason: "Recommendations"."""


def still_printed(pdf: bytes, traits: Iterable[Trait]) -> tuple[Trait, ...]:
    """Return those of the traits that are said to be hidden, but whose words are on the pages.

    Args:
        pdf: What the file was converted to.
        traits: What was found in the file before.

    Returns:
        For each a trait of the kind ``PRINTED_HIDDEN``, with the pages that have its words.
    """
    sought = {trait: letters for trait in traits if (letters := _sought_letters(trait))}
    if not sought:
        return ()
    pages = list(_letters_of_pages(pdf))
    whole = "".join(pages)
    return tuple(
        dataclasses.replace(
            trait,
            kind=TraitKind.PRINTED_HIDDEN,
            count=1,
            page_numbers=tuple(number for number, page in enumerate(pages, start=1) if letters in page),
        )
        for trait, letters in sought.items()
        if letters in whole
    )


def told_as_printed(pdf: bytes, traits: Iterable[Trait]) -> tuple[Trait, ...]:
    """Return traits with those of ``still_printed``, and without saying that the same is left out.

    Args:
        pdf: What the file was converted to.
        traits: What was found in the file before.
    """
    traits = tuple(traits)
    printed = still_printed(pdf, traits)
    words = {trait.excerpt for trait in printed}
    left_out = (
        dataclasses.replace(trait, count=trait.count - 1, excerpt="")
        if trait.kind in _HIDDEN and trait.excerpt in words
        else trait
        for trait in traits
    )
    return (*(trait for trait in left_out if trait.count), *printed)


def _sought_letters(trait: Trait) -> str:
    """Return the letters of a trait's words, or "" if they are no proof."""
    if trait.kind not in _HIDDEN or len(trait.excerpt.split()) < _FEWEST_WORDS:
        return ""
    letters = _letters(trait.excerpt)
    return letters if len(letters) >= _FEWEST_LETTERS else ""


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _letters_of_pages(pdf: bytes) -> Iterator[str]:
    # A page that PDFium cannot read is told of when it is looked at.
    with contextlib.suppress(pypdfium2.PdfiumError), contextlib.closing(pypdfium2.PdfDocument(pdf)) as pages:
        for page in pages:
            yield _letters(page.get_textpage().get_text_bounded())
