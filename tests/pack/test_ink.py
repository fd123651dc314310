"""The pages where a stamp would cover something are named, and no others."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Name

from packbuilder.intake.take_in import take_in
from packbuilder.pack.ink import pages_with_ink_under_stamps
from packbuilder.pack.plan import Sheet, SheetKind, Stamp, StampPlace
from tests.pack.awkward_pages import A4, GRID, GridPage, Shape, add_annotation, add_page, look, save, words

NUMBER = Stamp("Page 12", StampPlace.BOTTOM_CENTRE)
ITEM = Stamp("Agenda Item 3", StampPlace.TOP_RIGHT)


def _inked(
    pdf: pikepdf.Pdf, folder: Path, stamps: tuple[Stamp, ...] = (NUMBER, ITEM), *, turned: bool = False
) -> list[int]:
    path = save(pdf, folder / "source.pdf")
    sheets = [
        Sheet(n + 12, SheetKind.DOCUMENT, "item", "document", n, stamps, stamps_turned=turned)
        for n in range(len(pdf.pages))
    ]
    return pages_with_ink_under_stamps(take_in(path), sheets)


def _one_page(content: bytes) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    add_page(pdf, content)
    return pdf


@pytest.mark.parametrize(
    ("content", "has_ink"),
    [
        (b"", False),
        (words("The body of a report"), False),
        (words("7", 295, 24, 9), True),
        (words("7", 295, 50, 9), False),
        (words("Version 2", 72, 24, 9), False),
        (words("RESTRICTED", 480, 812, 11), True),
        (b"0.1 g 0 0 595 842 re f", True),
        (b"0.97 g 0 0 595 842 re f", False),
        (b"0.9 0.9 0 rg 0 0 595 842 re f", True),
    ],
)
def test_ink_is_found_where_a_stamp_goes_and_nowhere_else(
    content: bytes, has_ink: bool, tmp_path: Path
) -> None:
    assert _inked(_one_page(content), tmp_path) == ([12] if has_ink else [])


def test_each_inked_page_is_named_by_its_number(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    for content in (b"", words("7", 295, 24, 9), b"", words("x", 300, 20, 9)):
        add_page(pdf, content)
    assert _inked(pdf, tmp_path, (NUMBER,)) == [13, 15]


def test_what_lies_on_a_comment_or_a_form_counts_as_ink(tmp_path: Path) -> None:
    for subtype in (Name.Stamp, Name.Widget):
        pdf = _one_page(b"")
        annotation = pikepdf.Dictionary(
            Subtype=subtype,
            Rect=Array([250, 15, 350, 35]),
            AP=pikepdf.Dictionary(N=look(pdf)),
            F=4,
            FT=Name.Btn,
            Ff=65536,
            T=pikepdf.String("b"),
        )
        held = add_annotation(pdf, pdf.pages[0].obj, annotation)
        if subtype == Name.Widget:
            pdf.Root[Name.AcroForm] = pikepdf.Dictionary(Fields=Array([held]))
        assert _inked(pdf, tmp_path, (NUMBER,)) == [12], subtype


def _dot(page: GridPage, x_pt: float, y_pt: float) -> bytes:
    """Return a dot of 6 points round a point as the reader sees the page."""
    left, bottom, right, top = page.visible
    x, y = x_pt / page.user_unit, y_pt / page.user_unit
    across, up = {
        0: (left + x, bottom + y),
        90: (right - y, bottom + x),
        180: (right - x, top - y),
        270: (left + y, top - x),
    }[page.rotate % 360]
    side = 6 / page.user_unit
    return f"0 g {across - side / 2} {up - side / 2} {side} {side} re f".encode()


def _grid_page(page: GridPage, content: bytes) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    media, unit = page.shape.media, page.user_unit
    held = add_page(pdf, content, (media[0] / unit, media[1] / unit, media[2] / unit, media[3] / unit))
    if page.shape.crop is not None:
        held[Name.CropBox] = Array([edge / unit for edge in page.shape.crop])
    held[Name.Rotate] = page.rotate
    held[Name.UserUnit] = unit
    return pdf


SOME_GEOMETRY = [page for page in GRID if page.rotate in (0, 90, 180, 270)][::3]


@pytest.mark.parametrize("turned", [False, True])
def test_ink_is_found_on_turned_cropped_and_scaled_pages(turned: bool, tmp_path: Path) -> None:
    pages = SOME_GEOMETRY
    if turned:
        pages = [page for page in pages if page.size_pt[0] > page.size_pt[1]]
    assert len(pages) > 4
    for page in pages:
        width, height = page.size_pt
        # Bottom centre of the frame; where that is turned, the middle of the page's left edge.
        under = (25.0, height / 2) if turned else (width / 2, 25.0)
        beside = (width / 2, 25.0) if turned else (25.0, height / 2)
        assert _inked(_grid_page(page, _dot(page, *under)), tmp_path, (NUMBER,), turned=turned) == [12], page
        assert _inked(_grid_page(page, _dot(page, *beside)), tmp_path, (NUMBER,), turned=turned) == [], page


def test_tiny_and_huge_pages_are_looked_at_too(tmp_path: Path) -> None:
    for box in ((0, 0, 3, 3), (0, 0, 20, 800), (0, 0, 14400, 14400)):
        page = GridPage(Shape("page", box, box), 0, 1)
        assert _inked(_grid_page(page, b""), tmp_path) == []
        black = f"0 g {box[0]} {box[1]} {box[2]} {box[3]} re f".encode()
        assert _inked(_grid_page(page, black), tmp_path) == [12]
    assert _inked(_grid_page(GridPage(Shape("A4", A4, A4), 0, 1), b""), tmp_path) == []
