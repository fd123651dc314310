"""Where stamps land on pages of every shape, turn and unit, and that nothing else of a page changes."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import ImageChops, ImageDraw

from packbuilder.meeting.house_style import HouseStyle, LandscapeStamps
from packbuilder.pack.assemble import DrawnSheets, assemble
from packbuilder.pack.blank_sheets import draw_filler
from packbuilder.pack.build import settle_front_sheet
from packbuilder.pack.documents import from_disk, take_documents
from packbuilder.pack.plan import PackPlan, Sheet, SheetKind, Stamp, StampPlace
from packbuilder.pack.proof import prove
from packbuilder.progress import Quiet
from tests.pack.awkward_pages import (
    A4,
    CONTENT_KINDS,
    GRID,
    Box,
    GridPage,
    Shape,
    add_page,
    drawing,
    grid_document,
    meeting_of,
    picture_of,
    save,
    seen,
)

# Liberation Sans: the height of P above the baseline as a share of the font size.
CAPITAL_HEIGHT = 1409 / 2048
PIXELS_A_POINT = 0.4
PLATE_REACH_PT = 12  # a plate has room for a number of four digits


def _with_both_stamps(plan: PackPlan) -> PackPlan:
    """Return a plan in which every page of a document carries its item's stamp too."""

    def both(sheet: Sheet) -> Sheet:
        if sheet.kind is not SheetKind.DOCUMENT:
            return sheet
        item = Stamp("Agenda Item 1", StampPlace.TOP_RIGHT)
        return dataclasses.replace(sheet, stamps=(item, sheet.stamps[-1]))

    return dataclasses.replace(plan, sheets=tuple(map(both, plan.sheets)))


def _pack_of(source: Path, target: Path, style: HouseStyle | None = None) -> PackPlan:
    meeting = meeting_of(source, style=style)
    documents = take_documents(meeting, Quiet(), from_disk())
    facts = {document_id: taken.facts for document_id, taken in documents.items()}
    settled, front_sheet = settle_front_sheet(meeting, facts)
    plan = _with_both_stamps(settled)
    assemble(plan, DrawnSheets(front_sheet, draw_filler(), {}), documents, target, Quiet())
    prove(target, plan, front_sheet, Quiet())
    return plan


def _character_boxes(page: pypdfium2.PdfPage, words: str) -> list[Box]:
    """Return the box of each letter, in the page's own space, where the words stand last on it."""
    text_page = page.get_textpage()
    search = text_page.search(words, match_case=True)
    last: list[Box] = []
    while (found := search.get_next()) is not None:
        start, count = found
        last = [text_page.get_charbox(start + offset) for offset in range(count)]
    search.close()
    text_page.close()
    assert last, f'"{words}" is not on the page'
    return last


def _around(boxes: list[Box]) -> Box:
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _assert_upright(words: str, boxes: list[Box], size_pt: float) -> None:
    """Check that letters run left to right, stand on one line with g below it, and have their size."""
    letters = [(letter, box) for letter, box in zip(words, boxes, strict=True) if letter not in " 1Itm"]
    lefts = [box[0] for _, box in letters]
    assert lefts == sorted(lefts)
    (_, capital), (_, descender) = letters[0], next(pair for pair in letters if pair[0] == "g")
    assert descender[1] < capital[1] - 0.1 * size_pt
    assert capital[3] - capital[1] == pytest.approx(CAPITAL_HEIGHT * size_pt, rel=0.05)


def _assert_stamped(
    frame: tuple[float, float], number_words: str, number: list[Box], item: list[Box], scale: float = 1
) -> None:
    """Check both stamps in a reader's frame: which words, where, how large."""
    width, height = frame
    _assert_upright(number_words, number, 10 * scale)
    left, bottom, right, top = _around(number)
    assert (left + right) / 2 == pytest.approx(width / 2, abs=1 * scale)
    assert bottom > 14 * scale
    assert top < 40 * scale
    _assert_upright("Agenda Item 1", item, 11 * scale)
    left, bottom, right, top = _around(item)
    assert width - 60 * scale < right < width - 20 * scale
    assert height - 60 * scale < bottom
    assert top < height - 14 * scale


def _turned(box: Box, width: float, height: float) -> Box:
    """Return a box as it stands when the page is turned so that its top is to the left."""
    assert width > height
    left, bottom, right, top = box
    return height - top, left, height - bottom, right


def _assert_rest_unchanged(
    before: pypdfium2.PdfPage, after: pypdfium2.PdfPage, grid_page: GridPage, stamps: list[Box]
) -> None:
    pixels_a_unit = PIXELS_A_POINT * grid_page.user_unit
    source, stamped = picture_of(before, pixels_a_unit), picture_of(after, pixels_a_unit)
    assert source.size == stamped.size
    difference = ImageChops.difference(source, stamped)
    assert difference.getbbox() is not None, "the stamps cannot be seen"
    hide = ImageDraw.Draw(difference)
    height = grid_page.size_pt[1]
    for left, bottom, right, top in stamps:
        edges = (
            left - PLATE_REACH_PT,
            height - top - PLATE_REACH_PT,
            right + PLATE_REACH_PT,
            height - bottom + PLATE_REACH_PT,
        )
        hide.rectangle([edge * PIXELS_A_POINT for edge in edges], fill=0)
    assert difference.getbbox() is None, "the page changed outside its stamps"


def _assert_every_page(source: Path, target: Path, plan: PackPlan) -> None:
    sheets = [sheet for sheet in plan.sheets if sheet.kind is SheetKind.DOCUMENT]
    assert len(sheets) == len(GRID)
    with seen(source) as original, seen(target) as pack:
        for grid_page, sheet in zip(GRID, sheets, strict=True):
            try:
                _assert_page(original, pack, grid_page, sheet)
            except AssertionError as error:
                error.add_note(f"page {sheet.page_number} is {grid_page}")
                raise


def _assert_page(
    original: pypdfium2.PdfDocument, pack: pypdfium2.PdfDocument, grid_page: GridPage, sheet: Sheet
) -> None:
    before, after = original[sheet.source_page_index], pack[sheet.page_number - 1]
    number_words = f"Page {sheet.page_number}"
    number = [grid_page.reader_box(box) for box in _character_boxes(after, number_words)]
    item = [grid_page.reader_box(box) for box in _character_boxes(after, "Agenda Item 1")]
    width, height = grid_page.size_pt
    if sheet.stamps_turned:
        in_frame = (
            [_turned(box, width, height) for box in number],
            [_turned(box, width, height) for box in item],
        )
        _assert_stamped((height, width), number_words, *in_frame)
    else:
        _assert_stamped((width, height), number_words, number, item)
    _assert_rest_unchanged(before, after, grid_page, [_around(number), _around(item)])
    before.close()
    after.close()


@pytest.mark.parametrize("kind", CONTENT_KINDS)
def test_stamps_stand_where_the_reader_expects_them_and_the_rest_stays_as_it_was(
    kind: str, tmp_path: Path
) -> None:
    source = save(grid_document(kind), tmp_path / "source.pdf")
    target = tmp_path / "pack.pdf"
    _assert_every_page(source, target, _pack_of(source, target))


def test_landscape_pages_can_carry_stamps_that_read_upright_when_the_pack_is_held_portrait(
    tmp_path: Path,
) -> None:
    source = save(grid_document("balanced"), tmp_path / "source.pdf")
    target = tmp_path / "pack.pdf"
    plan = _pack_of(source, target, HouseStyle(landscape_stamps=LandscapeStamps.SHORT_EDGE))
    turned = [s.stamps_turned for s in plan.sheets if s.kind is SheetKind.DOCUMENT]
    assert turned == [page.size_pt[0] > page.size_pt[1] for page in GRID]
    _assert_every_page(source, target, plan)


ODD_SIZES: tuple[tuple[str, Box], ...] = (
    ("a dot", (0, 0, 3, 3)),
    ("a strip", (0, 0, 20, 800)),
    ("a banner", (0, 0, 800, 20)),
    ("a label", (0, 0, 140, 90)),
    ("A5", (0, 0, 420, 595)),
    ("A3", (0, 0, 842, 1191)),
    ("A0", (0, 0, 2384, 3370)),
    ("the largest", (0, 0, 14400, 14400)),
    ("the longest", (-7200, 0, 7200, 300)),
)


@pytest.mark.parametrize("style", list(LandscapeStamps))
def test_stamps_lie_within_the_smallest_and_the_largest_pages(style: LandscapeStamps, tmp_path: Path) -> None:
    pages = [GridPage(Shape(name, box, box), rotate, 1) for name, box in ODD_SIZES for rotate in (0, 90)]
    source = save(grid_document("balanced", pages), tmp_path / "source.pdf")
    plan = _pack_of(source, tmp_path / "pack.pdf", HouseStyle(landscape_stamps=style))
    sheets = [sheet for sheet in plan.sheets if sheet.kind is SheetKind.DOCUMENT]
    with seen(tmp_path / "pack.pdf") as pack:
        for page, sheet in zip(pages, sheets, strict=True):
            width, height = page.size_pt
            for words in (f"Page {sheet.page_number}", "Agenda Item 1"):
                boxes = _character_boxes(pack[sheet.page_number - 1], words)
                left, bottom, right, top = page.reader_box(_around(boxes))
                assert 0 < left < right < width, (page, words)
                assert 0 < bottom < top < height, (page, words)


@pytest.mark.parametrize(
    ("box", "size_pt"), [((0, 0, 420, 595), 10), (A4, 10), ((0, 0, 842, 1191), 10), ((0, 0, 1684, 2384), 20)]
)
def test_a_number_has_ten_points_up_to_a3_and_grows_with_larger_sheets(
    box: Box, size_pt: float, tmp_path: Path
) -> None:
    page = GridPage(Shape("page", box, box), 0, 1)
    source = save(grid_document("balanced", [page]), tmp_path / "source.pdf")
    _pack_of(source, tmp_path / "pack.pdf")
    with seen(tmp_path / "pack.pdf") as pack:
        capital = _character_boxes(pack[2], "Page 3")[0]
    assert capital[3] - capital[1] == pytest.approx(CAPITAL_HEIGHT * size_pt, rel=0.05)


def test_a_page_that_stands_in_the_document_twice_carries_both_its_numbers(tmp_path: Path) -> None:
    pdf = grid_document("matrix without a save", [GRID[0]])
    pages = pdf.Root.Pages
    pages.Kids.append(pages.Kids[0])
    pages.Count = 2
    source = save(pdf, tmp_path / "source.pdf")
    plan = _pack_of(source, tmp_path / "pack.pdf")
    assert plan.page_count == 4
    with seen(tmp_path / "pack.pdf") as pack:
        for page_number in (3, 4):
            _character_boxes(pack[page_number - 1], f"Page {page_number}")
            text = pack[page_number - 1].get_textpage().get_text_bounded()
            assert text.count("Page ") == 1


def test_a_number_can_be_read_where_the_page_is_black(tmp_path: Path) -> None:
    import pikepdf

    pdf = pikepdf.new()
    add_page(pdf, b"0 g 0 0 595 842 re f")
    source = save(pdf, tmp_path / "source.pdf")
    _pack_of(source, tmp_path / "pack.pdf")
    page = GridPage(Shape("A4", A4, A4), 0, 1)
    with seen(tmp_path / "pack.pdf") as pack:
        image = picture_of(pack[2], 4).convert("L")
        for words in ("Page 3", "Agenda Item 1"):
            left, bottom, right, top = page.reader_box(_around(_character_boxes(pack[2], words)))
            plate = image.crop(
                (round(4 * left), round(4 * (842 - top)), round(4 * right), round(4 * (842 - bottom)))
            )
            shades = plate.histogram()
            area = plate.width * plate.height
            assert sum(shades[200:]) > 0.4 * area, "the plate is not light"
            assert sum(shades[:100]) > 0.1 * area, "the words are not dark"
            assert image.getpixel((round(4 * (left - 20)), round(4 * (842 - bottom)))) == 0


def test_stamps_cost_at_most_four_hundred_bytes_a_page(tmp_path: Path) -> None:
    import pikepdf

    def added_bytes(page_count: int) -> int:
        pdf = pikepdf.new()
        for n in range(page_count):
            add_page(pdf, f"q {drawing(A4)} Q BT /F0 9 Tf 72 400 Td (Paragraph {n}) Tj ET".encode())
        source = tmp_path / f"{page_count}.pdf"
        pdf.save(source, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        target = tmp_path / f"{page_count}-pack.pdf"
        _pack_of(source, target)
        return target.stat().st_size - source.stat().st_size

    assert (added_bytes(202) - added_bytes(2)) / 200 <= 400


def test_pdfium_still_leaves_the_user_unit_out_of_its_sizes(tmp_path: Path) -> None:
    """The grid's arithmetic, and the proof's, rest on it."""
    page = GridPage(Shape("A4", A4, A4), 0, 2)
    with seen(save(grid_document("balanced", [page]), tmp_path / "source.pdf")) as opened:
        assert pdfium.FPDF_GetPageWidthF(opened[0]) == pytest.approx(595 / 2)
