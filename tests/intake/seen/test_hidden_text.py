"""Words that can be copied and not be seen are found, however they were hidden; nothing else is."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from packbuilder.intake.seen.seen_pages import look_at_pages
from packbuilder.meeting.document_facts import PageLook, SourceBookmark, TraitKind
from packbuilder.progress import Quiet
from tests.intake.seen.bad_redactions import (
    BAD_REDACTIONS,
    LINE,
    REPORT,
    SECRET,
    BadRedaction,
    Sheet,
    clean_ocr,
    clean_ocr_beneath,
    plain,
    scan_under_box,
    scan_under_mark,
    words,
)

TRUE_ALARMS = {
    "annotations.pdf",  # a magnifying glass over "file"
    "federal-register-2020-17221.pdf",  # the printer's job ticket, invisible in the margin
    "issue-461-example.pdf",  # words left of the sheet
    "issue-912.pdf",  # a cell whose text runs on under the next ones and off the sheet
    "imagemagick-images.pdf",  # "Background" above the sheet
}


@pytest.mark.parametrize("case", BAD_REDACTIONS, ids=lambda case: case.name)
def test_words_that_are_hidden_are_found_and_quoted(case: BadRedaction) -> None:
    traits = [t for t in look_at_pages(case.make()).traits if t.kind is not TraitKind.COVERED_PICTURE]
    assert [(t.kind, t.excerpt, t.page_numbers, t.count) for t in traits] == [
        (case.kind, case.excerpt, (1,), len(case.excerpt.split()))
    ]


HARMLESS = {
    "nothing hidden": plain,
    "a scan with its words": clean_ocr,
    "a scan painted over its words": clean_ocr_beneath,
    "grey words": lambda: Sheet().data(REPORT + "0.8 g " + words(SECRET)),
    "red on green of the same grey": lambda: Sheet().data(
        REPORT + "0 0.51 0 rg 60 690 250 25 re f 1 0 0 rg " + words(SECRET)
    ),
    "white on black": lambda: Sheet().data(REPORT + "0 g 60 690 250 25 re f 1 g " + words(SECRET)),
    "a box round words": lambda: Sheet().data(REPORT + words(SECRET) + "0 G 60 690 250 25 re S"),
    "words struck through": lambda: Sheet().data(REPORT + words(SECRET) + "1 w 70 704 m 260 704 l S"),
    "words printed twice": lambda: Sheet().data(REPORT + words(SECRET) + words(SECRET)),
    "a full stop under a box": lambda: Sheet().data(REPORT + words(".......") + "0 g 60 690 90 25 re f"),
    "a bold heading": lambda: Sheet().data(REPORT + words("III IIII", size=60, before="2 Tr 3 w")),
}


@pytest.mark.parametrize("make", HARMLESS.values(), ids=HARMLESS.keys())
def test_words_that_people_can_read_raise_no_alarm(make: object) -> None:
    assert callable(make)
    assert look_at_pages(make()).traits == ()


def test_a_highlight_that_shows_the_words_through_raises_no_alarm() -> None:
    sheet = Sheet()
    sheet.page.Resources.ExtGState.M = Dictionary(BM=Name.Multiply)
    sheet.mark("Highlight", "/M gs 1 1 0 rg 0 0 190 18 re f")
    assert look_at_pages(sheet.data(REPORT + words(SECRET))).traits == ()


def test_the_icon_of_a_note_hides_nothing_for_good() -> None:
    sheet = Sheet()
    sheet.mark("Text", "1 1 0 rg 0 0 24 24 re f", rect=(72, 695, 96, 719))
    assert look_at_pages(sheet.data(REPORT + words(SECRET))).traits == ()


def test_words_on_a_layer_that_is_off_are_left_to_the_check_of_layers() -> None:
    sheet = Sheet()
    layer = sheet.pdf.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String("Draft")))
    sheet.pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    sheet.page.Resources.Properties = Dictionary(L=layer)
    assert look_at_pages(sheet.data(f"{REPORT} /OC /L BDC {words(SECRET)} EMC")).traits == ()


def test_a_name_beside_a_rule_and_a_visible_word_is_quoted_alone() -> None:
    line = words("Objector:") + words("Ellison", x=140) + words("of Corby", x=220)
    (trait,) = look_at_pages(Sheet().data(REPORT + line + f"0 g 138 {LINE - 5} 50 16 re f")).traits
    assert trait.excerpt == "Ellison"


def test_a_bookmark_that_says_a_covered_name_is_found_with_it() -> None:
    data = Sheet().data(REPORT + words("Objection of Ellison") + f"0 g 138 {LINE - 5} 70 18 re f")
    (alone,) = look_at_pages(data).traits
    assert (alone.excerpt, alone.count) == ("Ellison", 1)
    said = SourceBookmark("Part 2", 0, (SourceBookmark("(Ellison), objection of", 0),))
    (trait,) = look_at_pages(data, bookmarks=(said,)).traits
    assert (trait.kind, trait.count, trait.excerpt) == (TraitKind.COVERED_TEXT, 2, "Ellison")


@pytest.mark.parametrize("title", ["Objection", "Ellison of"])
def test_a_bookmark_that_says_only_what_can_be_read_is_not_counted(title: str) -> None:
    line = words("Objection of Ellison") + words("Ellison", y=LINE - 60)
    data = Sheet().data(REPORT + line + f"0 g 138 {LINE - 5} 70 18 re f")
    (trait,) = look_at_pages(data, bookmarks=(SourceBookmark(title, 0),)).traits
    assert trait.count == 1


@pytest.mark.parametrize("make", [scan_under_box, scan_under_mark])
def test_a_box_over_a_line_of_a_scan_is_a_redaction_that_can_be_undone(make: object) -> None:
    assert callable(make)
    pages = look_at_pages(make())
    assert pages.looks == (PageLook.SCAN,)
    assert [(t.kind, t.count, t.page_numbers) for t in pages.traits] == [(TraitKind.COVERED_PICTURE, 1, (1,))]


def test_a_box_over_blank_paper_of_a_scan_hides_nothing() -> None:
    assert look_at_pages(scan_under_box("0 g 68 610 210 22 re f")).traits == ()


def test_a_label_on_a_scan_is_no_cover() -> None:
    assert (
        look_at_pages(scan_under_box("1 g 60 602 200 14 re f 0 g " + words("Page 12", 80, 605))).traits == ()
    )


def test_pages_are_told_apart_by_what_they_are_made_of() -> None:
    def blank() -> bytes:
        return Sheet().data("")

    def drawing() -> bytes:
        return Sheet().data("100 610 m 300 800 l S 50 650 200 80 re f")

    def photo_with_words() -> bytes:
        sheet = Sheet()
        sheet.picture("Photo", Image.effect_noise((200, 280), 80))
        return sheet.data("q 595 0 0 842 0 0 cm /Photo Do Q 1 g " + words("Thank you for coming", size=40))

    made = [blank(), drawing(), plain(), scan_under_box(""), clean_ocr(), photo_with_words()]
    joined = pikepdf.new()
    for data in made:
        joined.pages.extend(pikepdf.open(io.BytesIO(data)).pages)
    buffer = io.BytesIO()
    joined.save(buffer)
    assert look_at_pages(buffer.getvalue()).looks == (
        PageLook.BLANK, PageLook.DRAWING, PageLook.TEXT,
        PageLook.SCAN, PageLook.SCAN_WITH_TEXT, PageLook.TEXT,
    )  # fmt: skip


def test_a_page_that_cannot_be_drawn_is_unknown_and_the_others_are_looked_at() -> None:
    pdf = pikepdf.open(io.BytesIO(plain()))
    pdf.add_blank_page(page_size=(595, 842))
    pdf.pages[1].obj.MediaBox = Array([0, 0, 1e-30, 1e30])
    buffer = io.BytesIO()
    pdf.save(buffer)
    looks = look_at_pages(buffer.getvalue()).looks
    assert looks[0] is PageLook.TEXT
    assert len(looks) == 2


@pytest.mark.parametrize("data", [b"", b"no PDF", b"%PDF-1.7\n%%EOF", plain()[:700]])
def test_a_file_that_is_no_pdf_is_looked_at_without_a_crash(data: bytes) -> None:
    assert set(look_at_pages(data).looks) <= {PageLook.UNKNOWN, PageLook.TEXT, PageLook.BLANK}


def test_a_sheet_of_200_inches_is_looked_at() -> None:
    data = Sheet((14_400, 14_400)).data(words(SECRET, 100, 100, 300) + "0 g 50 0 9000 600 re f")
    (trait,) = look_at_pages(data).traits
    assert trait.excerpt == SECRET


def test_each_page_is_told_to_whoever_waits() -> None:
    told: list[tuple[int, int]] = []

    class Listener(Quiet):
        def step(self, text: str, done: int, total: int) -> None:
            told.append((done, total))

    look_at_pages(clean_ocr(), Listener())
    assert told == [(0, 1)]


def test_real_reports_and_scans_raise_no_false_alarm(shared: Path) -> None:
    folders = (shared / "corpus/OCRmyPDF", shared / "corpus/sample-files", shared / "corpus/pdfplumber/tests")
    largest = 1_000_000
    files = [
        path for folder in folders for path in sorted(folder.rglob("*.pdf")) if path.stat().st_size < largest
    ]
    alarms = {path.name for path in files[::3] if look_at_pages(path.read_bytes()).traits}
    assert files
    assert alarms <= TRUE_ALARMS


def test_the_sample_raises_no_false_alarm() -> None:
    sample = Path(__file__).parents[3] / "resources/sample"
    files = sorted(sample.glob("*.pdf"))
    assert files
    assert {path.name for path in files if look_at_pages(path.read_bytes()).traits} == set()


@pytest.mark.parametrize("initials", ["JB", "K"])
def test_initials_under_a_box_of_their_own_are_found(initials: str) -> None:
    data = Sheet().data(REPORT + words("Child") + words(initials, x=120) + f"0 g 116 {LINE - 4} 24 16 re f")
    (trait,) = look_at_pages(data).traits
    assert (trait.kind, trait.excerpt) == (TraitKind.COVERED_TEXT, initials)


@pytest.mark.parametrize("font", ["Wingdings", "Symbol", "ABCDEF+ZapfDingbats"])
def test_a_bullet_under_a_box_is_no_initial(font: str) -> None:
    sheet = Sheet()
    sheet.page.Resources.Font.F1 = Dictionary(
        Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name(f"/{font}"), Encoding=Name.WinAnsiEncoding
    )
    data = sheet.data(words("n", x=120) + f"0 g 116 {LINE - 4} 24 16 re f")
    assert look_at_pages(data).traits == ()


def test_a_letter_under_a_large_area_of_a_drawing_is_no_initial() -> None:
    data = Sheet().data(words("The map", y=780) + words("a") + "0 g 60 620 200 140 re f")
    assert look_at_pages(data).traits == ()
