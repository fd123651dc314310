"""Opens the finished pack with other engines and compares what they see with the plan.

Seventh in the line. pikepdf wrote the file; PDFium (what a reader sees) and pypdf (what the file
says) read it back. A file proofed by the engine that wrote it would prove little.

What is proved: the number of pages; each stamp's words, as text, where the plan put them; each
bookmark, page label and agenda link against the printed number; each range printed in the agenda;
the size and the content of every document's page against those found when it was taken in; that
nothing in the file acts; that packbuilder's own fonts are embedded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pypdf.errors import PyPdfError

from packbuilder.errors import ProofFailed
from packbuilder.meeting.house_style import RangeStyle
from packbuilder.meeting.numbering import page_range
from packbuilder.pack.front_sheet import AgendaLink, DrawnFrontSheet
from packbuilder.pack.plan import PackPlan, Sheet, SheetKind, Stamp
from packbuilder.pack.said_by_pypdf import Difference, compare_with_plan
from packbuilder.pack.seen_by_pdfium import ExpectedWords, Region, SeenPack, missing_words
from packbuilder.pack.stamp import stamp_box
from packbuilder.progress import Progress

_NEXT_STEP = (
    "The pack was not saved, and an earlier one is as it was. Build again; if it happens again, this is "
    "an error in packbuilder: please report it."
)

_SIZE_TOLERANCE_PT = 0.5
_PAGES_BETWEEN_STEPS = 50


def prove(path: Path, plan: PackPlan, front_sheet: DrawnFrontSheet, progress: Progress) -> None:
    """Check a finished pack against its plan.

    Args:
        path: The finished file, which nobody else has yet.
        plan: What it should hold.
        front_sheet: Where the agenda's links should be.
        progress: Told of pages read back.

    Raises:
        ProofFailed: If anything differs; names the page.
        Cancelled: If the user asked to stop.
    """

    def tell(page_index: int) -> None:
        if page_index % _PAGES_BETWEEN_STEPS == 0:
            progress.step("Reading the pack back", page_index, plan.page_count)

    missing = missing_words(path, _expected_words(path, plan, front_sheet), tell)
    if missing is not None:
        where = _origin(plan, plan.sheets[missing.page_index])
        raise _fail(f'page {missing.page_index + 1}{where} should say "{missing.words}" where it was put')
    progress.step("Reading the pack back", plan.page_count, plan.page_count)


def _fail(what: str) -> ProofFailed:
    return ProofFailed(f"The finished pack failed its proof: {what}.", _NEXT_STEP)


def _origin(plan: PackPlan, sheet: Sheet) -> str:
    """Return where a page comes from, for an error: ", page 2 of report.pdf under item 4,"."""
    for item in plan.items:
        for planned in item.documents:
            if planned.document.id == sheet.document_id:
                name = Path(planned.document.file).name
                return f", page {sheet.source_page_index + 1} of {name} under item {item.number},"
    return ""


def _expected_words(path: Path, plan: PackPlan, front_sheet: DrawnFrontSheet) -> list[ExpectedWords]:
    """Check what the file says, and return every stamp and printed range that should be seen in it."""
    try:
        units = compare_with_plan(path, plan, front_sheet)
    except Difference as error:
        raise _fail(str(error)) from error
    except (PyPdfError, ValueError, KeyError, AttributeError, TypeError) as error:
        # pypdf raises these too on broken files.
        raise _fail("pypdf cannot read it") from error
    try:
        with SeenPack(path) as pack:
            if pack.page_count != plan.page_count:
                raise _fail(f"it has {pack.page_count} pages where the plan has {plan.page_count}")
            if pack.acting_parts:
                raise _fail("it holds a script or an attached file")
            _check_printed_ranges(pack, plan, front_sheet)
            sizes = [pack.page_size(page_index) for page_index in range(plan.page_count)]
    except ValueError as error:
        raise _fail("PDFium cannot open it") from error
    _check_sizes(plan, sizes, units)
    return [
        words
        for page_index, (sheet, size) in enumerate(zip(plan.sheets, sizes, strict=True))
        for words in _stamps_of(sheet, page_index, size, units.get(page_index, 1.0))
    ]


def _check_sizes(plan: PackPlan, sizes: Sequence[tuple[float, float]], units: Mapping[int, float]) -> None:
    """Check that the reader sees each page of a document as large as it was when taken in."""
    for page_index, (sheet, size) in enumerate(zip(plan.sheets, sizes, strict=True)):
        if sheet.page is None:
            continue
        seen = [side * units.get(page_index, 1.0) for side in size]
        known = [sheet.page.width_pt, sheet.page.height_pt]
        if any(abs(a - b) > _SIZE_TOLERANCE_PT for a, b in zip(seen, known, strict=True)):
            raise _fail(f"page {sheet.page_number}{_origin(plan, sheet)} has another size than it had")


def _stamps_of(
    sheet: Sheet, page_index: int, size: tuple[float, float], user_unit: float
) -> Iterator[ExpectedWords]:
    width, height = (side * user_unit for side in size)
    frame = (height, width) if sheet.stamps_turned else (width, height)
    for stamp in sheet.stamps:
        region = _stamp_region(stamp, frame)
        if sheet.stamps_turned:
            # The frame's left is the page's top: the pack is turned to read it.
            region = Region(1 - region.bottom, region.left, 1 - region.top, region.right)
        yield ExpectedWords(page_index, stamp.text, region, alone=sheet.kind is not SheetKind.DOCUMENT)


def _stamp_region(stamp: Stamp, frame: tuple[float, float]) -> Region:
    width, height = frame
    box = stamp_box(stamp, width, height)
    padding = box.font_size_pt * 0.3
    return Region(
        left=(box.left_pt - padding) / width,
        top=1 - (box.baseline_pt + box.font_size_pt) / height,
        right=(box.left_pt + box.width_pt + padding) / width,
        bottom=1 - (box.baseline_pt - padding) / height,
    )


def _check_printed_ranges(pack: SeenPack, plan: PackPlan, front_sheet: DrawnFrontSheet) -> None:
    """Check that the agenda prints each item's range, and no other, in one of the item's links."""
    printed: dict[str, list[str]] = {}
    for page_index in range(front_sheet.page_count):
        links = [link for link in front_sheet.links if link.page_index == page_index]
        width, height = pack.page_size(page_index)
        found = pack.words_in(page_index, [_link_region(link, width, height) for link in links])
        for link, words in zip(links, found, strict=True):
            printed.setdefault(link.item_id, []).append(words or "")
    for item in plan.items:
        if item.first_page is None or item.last_page is None or (item.item.to_follow and not item.documents):
            continue
        # After a title the agenda prints ranges in words, whatever the house style's ranges.
        in_words = page_range(item.first_page, item.last_page, RangeStyle.WORDS)
        labels = (item.range_label, in_words)
        if not any(_is_in(label, words) for words in printed.get(item.item.id, []) for label in labels):
            raise _fail(f"the agenda does not print {item.range_label} for item {item.number}")


def _is_in(range_label: str, words: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(range_label)}(?![\w-])", words) is not None


def _link_region(link: AgendaLink, width: float, height: float) -> Region:
    return Region(
        link.left_pt / width, 1 - link.top_pt / height, link.right_pt / width, 1 - link.bottom_pt / height
    )
