"""Stamps as the page's content carries them: what is written, and how the page's own things are treated."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Name
from pypdf.generic import StreamObject

from packbuilder.errors import PackBuilderError
from packbuilder.intake.pdf.page_boxes import PageGeometry
from packbuilder.meeting.document_facts import PageFacts
from packbuilder.meeting.house_style import FontFamily, HouseStyle
from packbuilder.pack.fonts import FACES
from packbuilder.pack.fonts import width_pt as font_width_pt
from packbuilder.pack.plan import Sheet, SheetKind, Stamp, StampPlace
from packbuilder.pack.stamp import Stamper, plate_box, reader_matrix, stamp_box
from tests.pack.awkward_pages import A4, add_page, at, build, document, helvetica, number_at, save

NUMBER = Stamp("Page 5", StampPlace.BOTTOM_CENTRE)
ITEM = Stamp("Agenda Item 4", StampPlace.TOP_RIGHT)
SHEET = Sheet(5, SheetKind.DOCUMENT, "item", "document", 0, (ITEM, NUMBER))
UPRIGHT = PageGeometry(A4, 0, 1.0)
PLAIN = PageFacts(595, 842)


def _lay(pdf: pikepdf.Pdf, sheet: Sheet = SHEET) -> pikepdf.Dictionary:
    Stamper(pdf, [sheet]).lay(pdf.pages[0], sheet, UPRIGHT, PLAIN)
    return pdf.pages[0].obj


@pytest.mark.parametrize("text", ["Page 1", "Page 1234", "Page 99999"])
def test_a_number_stands_in_the_middle_however_long_it_is(text: str) -> None:
    box = stamp_box(Stamp(text, StampPlace.BOTTOM_CENTRE), 595, 842)
    assert box.left_pt + box.width_pt / 2 == pytest.approx(595 / 2)


@pytest.mark.parametrize("text", ["Agenda Item 1", "Agenda Item 100"])
def test_an_item_stamp_ends_at_the_same_place_however_long_it_is(text: str) -> None:
    box = stamp_box(Stamp(text, StampPlace.TOP_RIGHT), 595, 842)
    assert box.left_pt + box.width_pt == pytest.approx(595 - 34)


@pytest.mark.parametrize("place", StampPlace)
@pytest.mark.parametrize("font", FontFamily)
@pytest.mark.parametrize("text", ["5", "Page 5", "Agenda Item 4", "M" * 40])
@pytest.mark.parametrize("frame", [(595, 842), (842, 595), (200, 300), (60, 90)])
def test_a_stamp_stands_whole_in_its_corner_whatever_its_words(
    place: StampPlace, font: FontFamily, text: str, frame: tuple[float, float]
) -> None:
    width, height = frame
    scale = min(1, min(frame) / 200)
    box = stamp_box(Stamp(text, place, font), *frame)
    left, right = box.left_pt, box.left_pt + box.width_pt
    margin = 34 * scale

    assert left >= margin - 0.001
    assert right <= width - margin + 0.001
    if "left" in place.value:
        assert left == pytest.approx(margin)
    elif "right" in place.value:
        assert right == pytest.approx(width - margin)
    else:
        assert left + right == pytest.approx(width)
    assert (box.baseline_pt > height / 2) == ("top" in place.value)
    assert font_width_pt(text, FACES[font].regular, box.font_size_pt) == pytest.approx(box.width_pt)


@pytest.mark.parametrize("place", StampPlace)
def test_the_plate_covers_a_longer_number_of_an_earlier_pack_in_the_same_place(place: StampPlace) -> None:
    left, _, right, _ = plate_box(Stamp("Page 5", place, widest="Page 0000"), 595, 842)
    longer = stamp_box(Stamp("Page 1888", place), 595, 842)

    assert left < longer.left_pt
    assert longer.left_pt + longer.width_pt < right


def test_a_stamp_in_serif_letters_is_drawn_with_them() -> None:
    stamps = tuple(dataclasses.replace(stamp, font=FontFamily.SERIF) for stamp in SHEET.stamps)
    pdf = document("Report")
    page = _lay(pdf, dataclasses.replace(SHEET, stamps=stamps))

    assert "LiberationSerif" in str(page.Resources.Font.Pb0.BaseFont)


@pytest.mark.parametrize(
    "wording", [r"\({number}) [/%]", "\u2013 {number} \u2013", "Tud\u00e2l \u0175 {number}"]
)
def test_every_sign_of_a_wording_is_in_the_pack_as_text(wording: str, tmp_path: Path) -> None:
    style = HouseStyle(page_stamp=wording)
    pack = build(tmp_path, save(document("Report"), tmp_path / "report.pdf"), style=style)

    assert wording.replace("{number}", "3") in pypdf.PdfReader(pack.path).pages[2].extract_text()


def test_words_that_the_fonts_cannot_print_are_refused_by_name(tmp_path: Path) -> None:
    report = save(document("Report"), tmp_path / "report.pdf")

    with pytest.raises(PackBuilderError, match=r"The stamp .* holds .*HEBREW LETTER ALEF"):
        build(tmp_path, report, style=HouseStyle(page_stamp="\N{HEBREW LETTER ALEF} {number}"))
    assert not (tmp_path / "pack.pdf").exists()


@pytest.mark.parametrize("stamp", [NUMBER, ITEM])
@pytest.mark.parametrize("frame", [(595, 842), (842, 595), (100, 300), (3, 3), (2384, 3370)])
def test_the_plate_covers_the_words_and_stays_on_the_page(stamp: Stamp, frame: tuple[float, float]) -> None:
    box = stamp_box(stamp, *frame)
    left, bottom, right, top = plate_box(stamp, *frame)
    assert 0 <= left < box.left_pt
    assert box.left_pt + box.width_pt < right <= frame[0]
    assert 0 <= bottom < box.baseline_pt - 0.2 * box.font_size_pt
    assert box.baseline_pt + 0.7 * box.font_size_pt < top <= frame[1]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("turned", [False, True])
def test_the_readers_corners_are_the_pages_corners(rotation: int, turned: bool) -> None:
    geometry = PageGeometry((10, 20, 310, 220), rotation, 2.0)
    width, height = geometry.reader_size_pt
    if turned:
        width, height = height, width
    a, b, c, d, e, f = reader_matrix(geometry, turned=turned)
    corners = {
        (round(a * x + c * y + e, 6), round(b * x + d * y + f, 6)) for x in (0, width) for y in (0, height)
    }
    assert corners == {(10, 20), (310, 20), (10, 220), (310, 220)}
    assert a * d - b * c == pytest.approx(1 / 4), "not mirrored, and scaled by the unit"


def test_stamps_are_page_furniture_that_a_screen_reader_passes_over() -> None:
    pdf = document("Report")
    page = _lay(pdf)
    data = page.Contents[-1].read_bytes()
    assert data.count(b"/Artifact<</Type/Pagination/Subtype/Footer>>BDC") == 1
    assert data.count(b"/Artifact<</Type/Pagination/Subtype/Header>>BDC") == 1
    assert data.count(b"BDC") == data.count(b"EMC")


def test_a_page_keeps_the_fonts_it_has_under_their_names() -> None:
    pdf = document("Report")
    own = pdf.make_indirect(helvetica())
    pdf.pages[0].obj.Resources.Font[Name("/Pb0")] = own
    page = _lay(pdf)
    fonts = page.Resources.Font
    assert fonts.Pb0.objgen == own.objgen
    assert fonts.F0.BaseFont == Name.Helvetica
    assert "LiberationSans" in str(fonts.Pb1.BaseFont)
    assert b"/Pb1 10 Tf" in page.Contents[-1].read_bytes()


@pytest.mark.parametrize("resources", [None, Dictionary(), Dictionary(Font=None), Dictionary(Font=Array())])
def test_a_page_without_usable_resources_gets_the_font(resources: Dictionary | None) -> None:
    pdf = document("Report")
    page = pdf.pages[0].obj
    del page[Name.Resources]
    if resources is not None:
        page[Name.Resources] = resources
    assert "LiberationSans" in str(_lay(pdf).Resources.Font.Pb0.BaseFont)


def test_all_pages_share_one_font_and_one_opening(tmp_path: Path) -> None:
    pack = build(tmp_path, save(document(*map(str, range(20))), tmp_path / "report.pdf"))
    reader = pypdf.PdfReader(pack.path)
    fonts, openings = set(), set()
    for page in reader.pages:
        fonts.add(number_at(page, "/Resources", "/Font", "/Pb0"))
        openings.add(number_at(page, "/Contents", 0))
    assert len(fonts) == 1
    assert len(openings) == 1


def test_the_font_of_the_stamps_is_in_the_file_with_the_letters_they_need(tmp_path: Path) -> None:
    pack = build(tmp_path, save(document("Report"), tmp_path / "report.pdf"))
    page = pypdf.PdfReader(pack.path).pages[2]
    program = at(page, "/Resources", "/Font", "/Pb0", "/FontDescriptor", "/FontFile2").get_object()
    assert isinstance(program, StreamObject)
    assert len(program.get_data()) > 5000
    assert "+LiberationSans" in str(at(page, "/Resources", "/Font", "/Pb0", "/BaseFont")), "a subset"
    assert "Agenda Item 1" in page.extract_text()
    assert "Page 3" in page.extract_text()


def test_a_page_with_damaged_content_entries_keeps_what_is_content() -> None:
    pdf = pikepdf.new()
    page = add_page(pdf)
    good = pdf.make_stream(b"0 0 9 9 re f")
    page[Name.Contents] = Array([None, good, Dictionary(), 7])
    contents = _lay(pdf).Contents
    assert [part.read_bytes() for part in contents][:2] == [b"q ", b"0 0 9 9 re f"]
    assert len(contents) == 3
