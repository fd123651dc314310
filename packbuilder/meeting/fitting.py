"""Which pages of a document go into the pack, and how they lie on the paper.

First in the line, and pure: settings of a document that change no file. The pages that come out of
taking in are fitted each time they are used (``intake.fitted`` does the same to the PDF).
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

from packbuilder.meeting.document_facts import DocumentFacts, PageFacts, PageLook, SourceBookmark, Trait

A4_PT = (595.28, 841.89)
A3_PT = (841.89, 1190.55)

_NEAR_PT = 12.0
"""How far a page may be from a paper size and still pass for it: no printer shows the difference."""

_LARGEST_PAGE_NUMBER = 99_999

_RUN = re.compile(r"(\d+)(?:\s*(?:[-\u2010-\u2015\u2212]|to)\s*(\d+))?", re.ASCII | re.IGNORECASE)


class PageSize(StrEnum):
    """What becomes of pages of other sizes than the pack's paper."""

    AS_IT_IS = "as it is"
    A4_OR_A3 = "A4 or A3"
    """A3 stays; every other size is scaled to A4."""
    A4 = "A4"
    """Every page is scaled to A4. One that is A4 but for a few points stays as it is, here as above."""


@dataclasses.dataclass(frozen=True, slots=True)
class Fitting:
    """How a document's pages are used; page numbers are those of the document, from 1.

    Args:
        kept: Runs of pages that go into the pack, first and last of each, in order and apart;
            empty means all of them.
        turned: Pages that are turned, and by how many degrees clockwise (90, 180, 270), in order.
        size: What becomes of odd sizes.
        drops_blank_end: Whether blank pages at its end are left out.
        of_pages: How many pages the document had when ``kept`` and ``turned`` were chosen; 0 where
            nobody knows, as of a description.
    """

    kept: tuple[tuple[int, int], ...] = ()
    turned: tuple[tuple[int, int], ...] = ()
    size: PageSize = PageSize.AS_IT_IS
    drops_blank_end: bool = False
    of_pages: int = 0


# What it comes to.


def kept_page_numbers(fitting: Fitting, pages: Sequence[PageFacts]) -> tuple[int, ...]:
    """Return the numbers, from 1, of the pages of a document that go into the pack, in order.

    Runs are cut off at the end of the document; checks tell of that (``reaches_beyond``), and no
    pack is published with it. There is always one page at least, so that there is a plan: where every
    run lies beyond the end, the last page; where every page that was asked for is blank, the first of
    them.

    Args:
        fitting: How the pages are used.
        pages: All pages of the document.

    Raises:
        ValueError: If the document has no pages (programming error).
    """
    if not pages:
        raise ValueError("a document without pages cannot be fitted")
    numbers = _kept(fitting, len(pages))
    if fitting.drops_blank_end:
        while len(numbers) > 1 and pages[numbers[-1] - 1].look is PageLook.BLANK:
            numbers.pop()
    return tuple(numbers)


def reaches_beyond(fitting: Fitting, page_count: int) -> bool:
    """Whether a run or a turned page lies, in part at least, beyond the end of a document."""
    numbers = [*(last for _, last in fitting.kept), *(number for number, _ in fitting.turned)]
    return any(number > page_count for number in numbers)


def turn_degrees(fitting: Fitting, page_number: int) -> int:
    """Return by how many degrees clockwise a page is turned: 0, 90, 180 or 270."""
    return dict(fitting.turned).get(page_number, 0) % 360


def fitted_size_pt(size: PageSize, width_pt: float, height_pt: float) -> tuple[float, float]:
    """Return the width and height, in points, that a page of some size gets.

    A page that is scaled keeps its orientation: a landscape page becomes landscape A4.
    """
    if size is PageSize.AS_IT_IS or _is_near((width_pt, height_pt), A4_PT):
        return width_pt, height_pt
    if size is PageSize.A4_OR_A3 and _is_near((width_pt, height_pt), A3_PT):
        return width_pt, height_pt
    short_pt, long_pt = A4_PT
    return (long_pt, short_pt) if width_pt > height_pt else (short_pt, long_pt)


def is_a4_or_a3(width_pt: float, height_pt: float) -> bool:
    """Say whether a page is A4 or A3, near enough for a printer, either way round."""
    return any(_is_near((width_pt, height_pt), paper_pt) for paper_pt in (A4_PT, A3_PT))


def _is_near(size_pt: tuple[float, float], paper_pt: tuple[float, float]) -> bool:
    # Shorter side first, as papers are given: the orientation does not matter.
    return all(
        abs(side - paper_side) <= _NEAR_PT for side, paper_side in zip(sorted(size_pt), paper_pt, strict=True)
    )


def fitted_facts(facts: DocumentFacts, fitting: Fitting) -> DocumentFacts:
    """Return the facts of a document as its pages are used: what the plan and the agenda need.

    Pages that are left out are gone, and so are bookmarks to them and what was found on them alone;
    the page numbers of other finds stay those of the document as it was received, and where only
    some of their pages are left, their count is the most that there can be. A page that is scaled
    has a content of its own, of which nothing is known here (``intake.fitted`` writes it).

    Its cover is that of the whole document (``covers.usable_cover``). Where nothing comes out
    different, the very same facts are returned.
    """
    numbers = kept_page_numbers(fitting, facts.pages)
    pages = tuple(_fitted_page(fitting, number, facts.pages[number - 1]) for number in numbers)
    if pages == facts.pages:
        return facts
    index_of = {number - 1: index for index, number in enumerate(numbers)}
    return dataclasses.replace(
        facts,
        pages=pages,
        bookmarks=_kept_bookmarks(facts.bookmarks, index_of),
        traits=tuple(kept for trait in facts.traits if (kept := _kept_trait(trait, set(numbers)))),
        page_numbers=numbers if len(numbers) < facts.page_count else (),
        whole_page_count=facts.page_count if len(numbers) < facts.page_count else 0,
    )


def _fitted_page(fitting: Fitting, page_number: int, page: PageFacts) -> PageFacts:
    size_pt = (page.width_pt, page.height_pt)
    if turn_degrees(fitting, page_number) % 180:
        size_pt = (page.height_pt, page.width_pt)
    fitted_pt = fitted_size_pt(fitting.size, *size_pt)
    if fitted_pt != size_pt:
        return PageFacts(*fitted_pt, look=page.look)
    return dataclasses.replace(page, width_pt=size_pt[0], height_pt=size_pt[1])


def _kept_bookmarks(
    bookmarks: tuple[SourceBookmark, ...], index_of: dict[int, int]
) -> tuple[SourceBookmark, ...]:
    """Return bookmarks to the pages that are left; those below one that goes take its place."""
    kept: list[SourceBookmark] = []
    for bookmark in bookmarks:
        children = _kept_bookmarks(bookmark.children, index_of)
        if bookmark.page_index in index_of:
            kept.append(SourceBookmark(bookmark.title, index_of[bookmark.page_index], children))
        else:
            kept.extend(children)
    return tuple(kept)


def _kept_trait(trait: Trait, numbers: set[int]) -> Trait | None:
    left = tuple(number for number in trait.page_numbers if number in numbers)
    if left == trait.page_numbers:
        return trait
    if not left:
        return None
    gone = len(trait.page_numbers) - len(left)
    # Its words may be those of pages that nobody is to read.
    return dataclasses.replace(trait, page_numbers=left, count=max(len(left), trait.count - gone), excerpt="")


# How it is changed.


def settled(fitting: Fitting, page_count: int) -> Fitting:
    """Return a fitting as the edits below leave it: what keeps the same pages is the same value.

    Runs are in order, apart and within the document; none means all pages.
    """
    turns = sorted((number, degrees % 360) for number, degrees in dict(fitting.turned).items())
    return dataclasses.replace(
        fitting,
        kept=_runs_of(_kept(fitting, page_count), page_count),
        turned=tuple(turn for turn in turns if turn[1]),
    )


def left_out(fitting: Fitting, page_number: int, page_count: int) -> Fitting:
    """Return a fitting by which a page of a document does not go into the pack; how it is turned stays.

    Raises:
        ValueError: If no page would go in. The sentence can be shown.
    """
    numbers = [number for number in _kept(fitting, page_count) if number != page_number]
    if not numbers:
        raise ValueError("One page of a document has to stay. To leave it out, remove the document.")
    return settled(dataclasses.replace(fitting, kept=_runs_of(numbers, page_count)), page_count)


def turned(fitting: Fitting, page_number: int, degrees: int) -> Fitting:
    """Return a fitting by which a page is turned further, clockwise; four quarters turn it back.

    Raises:
        ValueError: If the degrees are no multiple of 90 (programming error).
    """
    if degrees % 90:
        raise ValueError(f"a page cannot be turned by {degrees} degrees")
    turns = dict(fitting.turned)
    turns[page_number] = (turns.get(page_number, 0) + degrees) % 360
    return dataclasses.replace(
        fitting, turned=tuple((number, turn) for number, turn in sorted(turns.items()) if turn)
    )


def chosen_of(fitting: Fitting, page_count: int) -> Fitting:
    """Return a fitting whose pages are known to be chosen of so many; 0 where none are chosen."""
    return dataclasses.replace(fitting, of_pages=page_count if fitting.kept or fitting.turned else 0)


def with_all_pages(fitting: Fitting) -> Fitting:
    """Return a fitting by which every page of a document goes in, as it lies; its sizes stay settled."""
    return dataclasses.replace(fitting, kept=(), turned=(), of_pages=0)


def _kept(fitting: Fitting, page_count: int) -> list[int]:
    """Return the numbers of the pages that the runs name and the document has; the last if there are none."""
    if not fitting.kept:
        return list(range(1, page_count + 1))
    numbers: set[int] = set()
    for first, last in fitting.kept:
        numbers.update(range(max(first, 1), min(last, page_count) + 1))
    return sorted(numbers) or [page_count]


def _runs_of(page_numbers: Iterable[int], page_count: int) -> tuple[tuple[int, int], ...]:
    """Return pages of a document as runs; as none where they are all of it."""
    runs = runs_of((n, n) for n in page_numbers if 1 <= n <= page_count)
    return () if runs == ((1, page_count),) else runs


# How it is written.


def runs_of(runs: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return runs of pages in order and apart: those that meet or overlap become one."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(runs):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)


def page_ranges(text: str) -> tuple[tuple[int, int], ...]:
    """Read pages as a clerk writes them, "1-4, 6": runs in order and apart, none for an empty text.

    Raises:
        ValueError: If it is something else. The sentence can be shown.
    """
    runs: list[tuple[int, int]] = []
    for part in re.split(r"[,;\n]", text):
        written = part.strip()
        if not written:
            continue
        match = _RUN.fullmatch(written)
        if match is None:
            raise ValueError(f'"{_shortened(written)}" is not a page or a run of pages, such as 1-4, 6.')
        first, last = (_page_number(digits) for digits in (match[1], match[2] or match[1]))
        if last < first:
            raise ValueError(f"{first}-{last} runs backwards: write {last}-{first}.")
        runs.append((first, last))
    return runs_of(runs)


def _page_number(digits: str) -> int:
    digits = digits.lstrip("0")
    if not digits:
        raise ValueError("There is no page 0: pages count from 1.")
    if len(digits) > len(str(_LARGEST_PAGE_NUMBER)):
        raise ValueError(f"There is no page {_shortened(digits)}.")
    return int(digits)


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return f"{line[:20]}..." if len(line) > 20 else line


def ranges_words(ranges: Iterable[tuple[int, int]]) -> str:
    """Return runs of pages as ``page_ranges`` reads them: "1-4, 6"."""
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)


def numbers_in(ranges: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    """Return every page number of some runs, in order."""
    return tuple(itertools.chain.from_iterable(range(first, last + 1) for first, last in runs_of(ranges)))
