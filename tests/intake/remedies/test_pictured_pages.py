"""A pictured page looks the same, and nothing that it hid can be got out of it any more."""

from __future__ import annotations

import io
import zlib

import pikepdf
import pypdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageChops, ImageStat

from packbuilder.errors import PackBuilderError
from packbuilder.intake.pdf_in import pdf_in
from packbuilder.intake.remedies.pictured_pages import picture_pages
from packbuilder.intake.seen.seen_pages import look_at_pages
from packbuilder.meeting.document_facts import PageLook
from packbuilder.meeting.treatment import Treatment
from packbuilder.progress import Quiet
from tests.intake.seen.bad_redactions import (
    BAD_REDACTIONS,
    REPORT,
    SECRET,
    BadRedaction,
    Sheet,
    clean_ocr,
    plain,
    words,
)

LARGEST_DIFFERENCE = 4.0
"""Of 255, on average over a page: more than the edges of letters drawn at another size make."""


def pictured(data: bytes, page_numbers: tuple[int, ...] = (1,)) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        picture_pages(pdf, data, page_numbers)
        buffer = io.BytesIO()
        pdf.save(buffer)
    return buffer.getvalue()


def look(data: bytes, page_index: int = 0) -> tuple[Image.Image, tuple[float, float]]:
    document = pypdfium2.PdfDocument(data)
    try:
        page = document[page_index]
        width, height = page.get_size()
        return page.render(scale=800 / max(width, height)).to_pil().convert("RGB"), (width, height)
    finally:
        document.close()


def said_by_every_engine(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        seen = "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return seen + "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def every_byte(data: bytes) -> bytes:
    parts = [data]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for one in pdf.objects:
            parts.append(one.unparse())
            if isinstance(one, pikepdf.Stream) and one.get("/Filter") != Name.DCTDecode:
                parts.append(one.read_bytes())
    return b"\n".join(parts)


@pytest.mark.parametrize("case", BAD_REDACTIONS, ids=lambda case: case.name)
def test_what_was_hidden_is_gone_and_the_page_looks_the_same(case: BadRedaction) -> None:
    before = case.make()
    after = pictured(before)
    assert look_at_pages(after).traits == ()
    assert said_by_every_engine(after).strip() == ""
    assert b"Ellison" not in every_byte(after)
    (was, _), (now, _) = look(before), look(after)
    assert abs(was.width - now.width) <= 1
    assert max(ImageStat.Stat(ImageChops.difference(was, now.resize(was.size))).mean) < LARGEST_DIFFERENCE


def test_a_page_of_words_keeps_its_size_and_stays_small() -> None:
    after = pictured(plain())
    assert look(after)[1] == (595, 242)
    assert len(after) < 100_000


def test_a_scan_stays_under_a_megabyte() -> None:
    assert len(pictured(clean_ocr())) < 1_000_000


def test_colours_stay_colours() -> None:
    before = Sheet().data("1 0 0 rg 100 620 100 100 re f 0 0 1 rg 300 700 100 100 re f")
    (was, _), (now, _) = look(before), look(pictured(before))
    assert now.getpixel((201, 231)) == was.getpixel((201, 231)) == (255, 0, 0)


def test_pale_grey_words_stay_to_be_seen() -> None:
    now, _ = look(pictured(Sheet().data(REPORT + "0.8 g " + words(SECRET, size=40))))
    assert now.convert("L").crop((60, 130, 560, 195)).histogram()[:215] != [0] * 215


def test_a_turned_and_cropped_page_with_a_large_unit_is_seen_as_before() -> None:
    sheet = Sheet()
    sheet.page.Rotate = 90
    sheet.page.CropBox = Array([50, 650, 595, 842])
    sheet.page.UserUnit = 2
    after = pictured(sheet.data(REPORT + words(SECRET)))
    with pikepdf.open(io.BytesIO(after)) as pdf:
        page = pdf.pages[0].obj
        assert [float(edge) for edge in page.MediaBox] == [0, 0, 384, 1090]
        assert set(page.keys()) == {
            "/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents",
        }  # fmt: skip


def test_a_large_plan_is_pictured_within_bounds() -> None:
    after = pictured(Sheet((2384, 3370)).data(words(SECRET, 300, 1000, 90) + "1 0 0 rg 0 0 2384 300 re f"))
    with pikepdf.open(io.BytesIO(after)) as pdf:
        picture = pdf.pages[0].obj.Resources.XObject.Page
        assert int(picture.Width) * int(picture.Height) <= 24_100_000
    assert len(after) < 1_000_000


def bookmarked(*titles: str) -> bytes:
    """Return two pages, with bookmarks that lead to the first, the second, the first and so on."""
    joined = pikepdf.open(io.BytesIO(plain()))
    joined.pages.extend(pikepdf.open(io.BytesIO(plain())).pages)
    with joined.open_outline() as outline:
        for number, title in enumerate(titles):
            outline.root.append(pikepdf.OutlineItem(title, number % 2))
    buffer = io.BytesIO()
    joined.save(buffer)
    return buffer.getvalue()


def test_other_pages_stay_as_they_are_and_bookmarks_lead_where_they_led() -> None:
    after = pictured(bookmarked("The objection", "The reply"))
    reader = pypdf.PdfReader(io.BytesIO(after))
    assert SECRET not in reader.pages[0].extract_text()
    assert SECRET in reader.pages[1].extract_text()
    bookmarks = [each for each in reader.outline if isinstance(each, pypdf.generic.Destination)]
    assert [(each.title, reader.get_destination_page_number(each)) for each in bookmarks] == [
        ("Page 1", 0),
        ("The reply", 1),
    ]
    assert look_at_pages(after).looks == (PageLook.SCAN, PageLook.TEXT)


def test_a_heading_that_was_hidden_does_not_stay_in_the_bookmarks() -> None:
    data = bookmarked("3. Settlement with Ellison", "4. Budget", "3.1 Ellison's claim")
    assert b"Ellison" not in every_byte(pictured(data, (1, 2)))
    taken = pdf_in("report.pdf", data, Quiet(), treatment=Treatment(pictured_pages=(1,)))
    assert [each.title for each in taken.facts.bookmarks] == ["Page 1", "4. Budget", "Page 1"]


def test_links_fields_tags_and_thumbnails_of_the_page_are_gone() -> None:
    sheet = Sheet()
    pdf, page = sheet.pdf, sheet.page
    widget = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("name"), V=String("Ellison"),
                   Rect=Array([72, 400, 200, 420]))
    )  # fmt: skip
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 50, 50]),
        A=Dictionary(S=Name.URI, URI=String("mailto:Ellison@example.org")),
    )  # fmt: skip
    page.Annots = Array([widget, link])
    pdf.Root.AcroForm = Dictionary(Fields=Array([widget]), XFA=String("<Ellison/>"))
    pdf.Root.StructTreeRoot = Dictionary(
        Type=Name.StructTreeRoot, K=Dictionary(S=Name.P, ActualText=String("Ellison"), Pg=page)
    )
    page.Thumb = pdf.make_stream(zlib.compress(b"Ellison"), Filter=Name.FlateDecode)
    page.PieceInfo = Dictionary(Word=String("Ellison"))
    assert b"Ellison" not in every_byte(pictured(sheet.data(REPORT)))


def test_a_field_that_another_page_shows_too_stays_there() -> None:
    sheet = Sheet()
    pdf = sheet.pdf
    pdf.add_blank_page(page_size=(595, 842))
    field = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("name"), V=String("Corby"), Kids=Array([])))
    for page in pdf.pages:
        rect = Array([72, 400, 200, 420])
        widget = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=rect, Parent=field))
        field.Kids.append(widget)
        page.obj.Annots = Array([widget])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    with pikepdf.open(io.BytesIO(pictured(sheet.data(REPORT)))) as after:
        (kept,) = after.Root.AcroForm.Fields
        (shown,) = kept.Kids
        assert shown.objgen == after.pages[1].obj.Annots[0].objgen
        assert str(kept.V) == "Corby"


@pytest.mark.parametrize("page_number", [0, 2])
def test_a_page_that_is_not_there_is_refused_and_nothing_is_changed(page_number: int) -> None:
    data = plain()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        with pytest.raises(PackBuilderError, match=f"Page {page_number}"):
            picture_pages(pdf, data, (1, page_number))
        assert SECRET.encode() in pdf.pages[0].obj.Contents.read_bytes()
