"""Reads what becomes of a document's pages: which go in, how they lie, what is done to them first.

First in the line, for ``description``.
"""

from __future__ import annotations

import difflib
import re
from pathlib import Path

from packbuilder.meeting.document_facts import TraitKind
from packbuilder.meeting.fitting import Fitting, numbers_in, page_ranges, turn_degrees, turned
from packbuilder.meeting.treatment import Treatment, with_pictured, with_remedy
from packbuilder.storage.description_format import TURNS_ADVICE, DocumentTable
from packbuilder.storage.description_places import mistake, on_one_line

_TURNS_DEGREES = (90, 180, 270)

_KIND = re.compile(r"[a-z]+(-[a-z]+)*")


def fitting_from(path: Path, where: str, source: DocumentTable) -> Fitting:
    """Return how a document's pages are used; ``path`` and ``where`` are named in errors.

    Raises:
        PackBuilderError: If a key says what it cannot; names it.
    """
    fitting = Fitting(
        kept=_ranges(path, where, "pages", source.pages),
        size=source.size,
        drops_blank_end=source.drop_blank_end,
    )
    for written, degrees in source.rotate.items():
        numbers = numbers_in(_ranges(path, where, "rotate", written))
        if not numbers:
            raise mistake(path, where, "rotate names no page.", TURNS_ADVICE)
        if degrees not in _TURNS_DEGREES:
            raise mistake(
                path,
                where,
                f"rotate turns page {on_one_line(written)} by {degrees}.",
                "Write 90, 180 or 270: degrees clockwise.",
            )
        for number in numbers:
            if turn_degrees(fitting, number):
                raise mistake(path, where, f"rotate has page {number} twice.", "Keep one of the two.")
            fitting = turned(fitting, number, degrees)
    return fitting


def treatment_from(path: Path, where: str, source: DocumentTable) -> Treatment:
    """Return what is done to a copy of a document's file; ``path`` and ``where`` are named in errors.

    Raises:
        PackBuilderError: If a key says what it cannot; names it.
    """
    treatment = Treatment()
    for remedy in source.remedies:
        treatment = with_remedy(treatment, remedy)
    return with_pictured(treatment, numbers_in(_ranges(path, where, "picture_pages", source.picture_pages)))


def looked_at_from(path: Path, where: str, source: DocumentTable) -> tuple[str, ...]:
    """Return the kinds of finding that may stand, whatever is found of them, each once.

    Raises:
        PackBuilderError: If one cannot be the name of a kind; says which was meant, if it can be told.
    """
    for kind in source.looked_at:
        known = [str(each) for each in TraitKind]
        plain = re.sub(r"[\s_-]+", "-", kind.strip()).casefold()
        near = [] if kind in known else difflib.get_close_matches(plain, known, n=1, cutoff=0.8)
        if near or not _KIND.fullmatch(kind):
            raise mistake(
                path,
                where,
                f'looked_at has "{on_one_line(kind)}".',
                f'Did you mean "{near[0]}"?'
                if near
                else f'Write kinds of finding, such as "{TraitKind.TRACKED_CHANGES}" or "{TraitKind.MARKS}".',
            )
    return tuple(dict.fromkeys(source.looked_at))


def _ranges(path: Path, where: str, key: str, written: str) -> tuple[tuple[int, int], ...]:
    try:
        return page_ranges(written)
    except ValueError as error:
        next_step = TURNS_ADVICE if key == "rotate" else f'Write pages and runs of them, as {key} = "1-4, 6".'
        raise mistake(path, where, f"{key}: {error}", next_step) from error
