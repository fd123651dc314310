"""Pictures that are covered, cut off or not seen can be got back from a pack, and are told of."""

from __future__ import annotations

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw, ImageFont

from packbuilder.intake.pdf.drawn_fields import as_shown
from packbuilder.intake.seen.seen_pages import look_at_pages
from packbuilder.meeting.document_facts import Trait, TraitKind
from tests.intake.seen.bad_redactions import Sheet, scan_under_box, scanned, words

PLACE = "q 300 0 0 100 60 610 cm /Photo Do Q "
PICTURE = Trait(TraitKind.OUTSIDE_PAGE, 1, where=("picture",), page_numbers=(1,))
COVERED = Trait(TraitKind.COVERED_PICTURE, 1, page_numbers=(1,))


def _screenshot() -> Image.Image:
    picture = Image.new("L", (900, 300), 255)
    pen = ImageDraw.Draw(picture)
    for row in range(9):
        line = f"{row} Margaret Ellison, 14 Quarry Lane"
        pen.text((20, 10 + 32 * row), line, fill=20, font=ImageFont.load_default(size=40))
    return picture


def _sheet(picture: Image.Image | None = None) -> Sheet:
    sheet = Sheet()
    sheet.picture("Photo", _screenshot() if picture is None else picture)
    sheet.page.Resources.ExtGState.Clear = Dictionary(ca=0)
    return sheet


COVERS = {
    "a black box": "0 g 80 640 150 20 re f",
    "a white box": "1 g 80 640 150 20 re f",
    "a box that says so": "0 g 80 640 150 20 re f 1 g " + words("REDACTED", 100, 645),
    "thin strips, one on the other": "0 g " + " ".join(f"80 {640 + 4 * n} 150 4 re f" for n in range(6)),
}


@pytest.mark.parametrize("box", COVERS.values(), ids=COVERS.keys())
def test_a_box_over_a_part_of_a_picture_is_a_redaction_that_can_be_undone(box: str) -> None:
    assert look_at_pages(_sheet().data(words("The letter:", y=730) + PLACE + box)).traits == (COVERED,)


@pytest.mark.parametrize("box", [box.replace("640", "694") for box in COVERS.values()], ids=COVERS.keys())
def test_the_same_is_so_on_a_scan(box: str) -> None:
    box = "0 g " + " ".join(f"68 {692 + 4 * n} 210 4.2 re f" for n in range(6)) if "4 re" in box else box
    assert look_at_pages(scan_under_box(box.replace(" 645", " 699"))).traits == (COVERED,)


def test_a_black_field_over_a_part_of_a_picture_is_found() -> None:
    sheet = _sheet()
    sheet.mark("Widget", "0 g 0 0 150 20 re f", rect=(80, 640, 230, 660), FT=Name.Btn, Ff=1 << 16)
    sheet.pdf.Root.AcroForm = Dictionary(Fields=sheet.page.Annots)
    data = sheet.data(words("The letter:", y=730) + PLACE)
    assert look_at_pages(as_shown(sheet.pdf, data)).traits == (COVERED,)


NO_COVERS = {
    "a panel with words on it": "0 g 80 640 150 20 re f 1 g " + words("Our new park", 100, 645),
    "a coloured bar of a chart": "0.2 0.5 0.8 rg 80 620 20 60 re f 0.8 0.3 0.1 rg 110 620 20 40 re f",
    "a box over the whole and more beside": "1 g 50 600 320 60 re f",
    "a glass that shows through": "q /Half gs 0 g 80 640 150 20 re f Q",
}


@pytest.mark.parametrize("box", NO_COVERS.values(), ids=NO_COVERS.keys())
def test_what_designers_lay_over_pictures_hides_nothing(box: str) -> None:
    sheet = _sheet()
    sheet.page.Resources.ExtGState.Half = Dictionary(ca=0.5)
    assert look_at_pages(sheet.data(words("The letter:", y=730) + PLACE + box)).traits == ()


def test_a_dark_bar_over_a_photograph_that_fills_the_page_is_its_design() -> None:
    sheet = _sheet(Image.effect_noise((600, 240), 40))
    content = "q 595 0 0 242 0 600 cm /Photo Do Q 0 g 60 640 400 20 re f 1 g "
    assert (
        look_at_pages(sheet.data(content + " " + words("Thank you for coming", y=730, size=40))).traits == ()
    )


UNSEEN = {
    "half of it clipped away": f"q 60 610 150 100 re W n {PLACE} Q",
    "all of it clipped away": f"q 10 605 2 2 re W n {PLACE} Q",
    "half of it off the page": "q 300 0 0 100 445 610 cm /Photo Do Q",
    "all of it off the page": "q 300 0 0 100 700 610 cm /Photo Do Q",
    "under a white box": f"{PLACE} 1 g 50 605 320 110 re f",
    "under another picture": f"{PLACE} q 310 0 0 110 55 605 cm /Blank Do Q",
    "too small to see": "q .1 0 0 .1 100 650 cm /Photo Do Q",
    "transparent": f"q /Clear gs {PLACE} Q",
}


@pytest.mark.parametrize("content", UNSEEN.values(), ids=UNSEEN.keys())
def test_a_picture_that_is_cut_off_or_unseen_is_told_of(content: str) -> None:
    sheet = _sheet()
    sheet.picture("Blank", Image.new("L", (50, 50), 200))
    assert look_at_pages(sheet.data(words("The letter:", y=730) + content)).traits == (PICTURE,)


def test_a_picture_is_not_taken_for_another_of_the_same_size() -> None:
    sheet = _sheet()
    sheet.picture("Other", _screenshot().transpose(Image.Transpose.FLIP_TOP_BOTTOM))
    content = f"q 60 610 150 100 re W n {PLACE} Q q 150 0 0 100 400 610 cm /Other Do Q "
    assert look_at_pages(sheet.data(content + words("Two letters:", y=730))).traits == (PICTURE,)


def test_a_scan_that_was_cropped_is_told_of() -> None:
    sheet = _sheet(scanned())
    sheet.page.CropBox = Array([0, 600, 595, 690])
    assert look_at_pages(sheet.data("q 595 0 0 842 0 0 cm /Photo Do Q")).traits == (PICTURE,)


SEEN = {
    "bleed": "q 300 0 0 20 -12 828 cm /Photo Do Q",
    "a background larger than the page": "q 900 0 0 500 -100 500 cm /Photo Do Q",
    "cut off in one place and whole in another": f"q 60 610 150 100 re W n {PLACE} Q {PLACE}",
    "drawn twice in one place": PLACE + PLACE,
}


@pytest.mark.parametrize("content", SEEN.values(), ids=SEEN.keys())
def test_a_picture_that_is_seen_or_that_only_fills_the_page_is_not(content: str) -> None:
    assert look_at_pages(_sheet().data(content + " " + words("Thank you for coming"))).traits == ()


def test_blank_paper_that_is_clipped_away_is_not_told_of() -> None:
    content = f"q 60 610 150 100 re W n {PLACE} Q " + words("A square", y=730)
    assert look_at_pages(_sheet(Image.new("L", (900, 300), 90)).data(content)).traits == ()


def test_a_picture_on_a_layer_that_is_off_is_left_to_the_check_of_layers() -> None:
    sheet = _sheet()
    layer = sheet.pdf.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String("Draft")))
    sheet.pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    sheet.page.Resources.XObject.Photo.OC = layer
    assert look_at_pages(sheet.data(words("The letter:", y=730) + PLACE)).traits == ()
