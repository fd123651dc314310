from __future__ import annotations

import dataclasses
import datetime as dt
import random
import re
import zipfile
from pathlib import Path

import openpyxl
import pypdf
import pytest
from lxml import etree
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from packbuilder.errors import PackBuilderError
from packbuilder.intake.made.open_document import DocumentKind, write_open_document
from packbuilder.intake.office.libreoffice import OfficeFile, Target, convert, find_libreoffice
from packbuilder.intake.office.sheet_areas import TABLE, column_edges_pt
from packbuilder.intake.office.spreadsheets import SheetsSetUp, set_up_sheets

_PT_PER_MM = 72 / 25.4
_YELLOW = PatternFill("solid", fgColor="FFFF00")


def _figures(sheet: Worksheet, column_count: int, row_count: int, width: float = 0) -> None:
    numbers = random.Random(column_count)
    sheet["A1"] = f"Title of {sheet.title}"
    for column in range(1, column_count + 1):
        sheet.cell(3, column, f"Head {column}").font = Font(bold=True)
        if width:
            sheet.column_dimensions[get_column_letter(column)].width = width
        for row in range(4, 4 + row_count):
            sheet.cell(row, column, numbers.randint(100, 99_999))


def _chart(sheet: Worksheet, at: str) -> None:
    chart = BarChart()
    chart.title = "Budget"
    chart.add_data(Reference(sheet, min_col=1, max_col=2, min_row=3, max_row=9), titles_from_data=True)
    sheet.add_chart(chart, at)


def _workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = "Narrow"
    _figures(first, 6, 10)

    def added(name: str) -> Worksheet:
        sheet = book.create_sheet(name)
        assert isinstance(sheet, Worksheet)
        return sheet

    beside = added("Chart beside")
    _figures(beside, 8, 10, width=14)
    _chart(beside, "J3")
    _figures(added("Members' costs"), 20, 30)
    _figures(added("Forty"), 40, 20)
    added("Nothing")
    note = added("Note")
    _figures(note, 5, 5)
    note["A12"] = "Note: " + "the figures are subject to audit. " * 15
    stray = added("Stray")
    _figures(stray, 4, 5)
    stray["C200000"] = " "
    for row in range(12, 900):
        stray.cell(row, 2).border = Border(left=Side("thin" if row % 2 else "thick"))
    for column in range(1, 60):
        stray.column_dimensions[get_column_letter(column)].fill = _YELLOW
    area = added("Area")
    _figures(area, 8, 30)
    area.print_area = "A3:D10"
    area["F20"] = "OUTSIDE"
    rows = added("Repeated")
    _figures(rows, 5, 120)
    rows.print_title_rows = "3:3"
    own = added("Own scale")
    _figures(own, 8, 10)
    own.page_setup.scale = 55
    own.page_setup.orientation = "landscape"
    own.page_setup.paperSize = 1
    own.oddFooter.center.text = "Author's footer"
    large = added("A3")
    _figures(large, 8, 10)
    large.page_setup.paperSize = 8
    refers = added("Refers")
    refers["A1"] = "=Rates!A2*2"
    hidden = added("Hidden")
    hidden["A1"] = "HIDDENSECRET"
    hidden.sheet_state = "hidden"
    very = added("Very hidden")
    very["A1"] = "VERYHIDDENSECRET"
    very.sheet_state = "veryHidden"
    rates = added("Rates")
    rates["A1"], rates["A2"] = "RATESSECRET", 21
    rates.sheet_state = "hidden"
    book.save(path)
    return path


@dataclasses.dataclass(frozen=True)
class _Page:
    text: str
    width_mm: float
    height_mm: float
    letter_pt: float

    @property
    def is_landscape(self) -> bool:
        return self.width_mm > self.height_mm


@dataclasses.dataclass(frozen=True)
class _Printed:
    set_up: SheetsSetUp
    source: Path
    copy: Path
    pages: tuple[_Page, ...]

    def of(self, text: str) -> list[_Page]:
        return [page for page in self.pages if text in page.text]


def _page(page: pypdf.PageObject) -> _Page:
    sizes: list[float] = []

    def visit(text: str, matrix: list[float], place: list[float], font: object, size: float) -> None:
        if text.strip():
            sizes.append(abs(size * place[3] * matrix[3]))

    text = page.extract_text(visitor_text=visit)
    width, height = (float(side) / _PT_PER_MM for side in (page.mediabox.width, page.mediabox.height))
    return _Page(text, width, height, min(sizes, default=0.0))


def _only(files: list[OfficeFile], folder: Path) -> Path:
    ((_, result),) = convert(files, folder)
    assert isinstance(result, Path), result
    return result


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> _Printed:
    if find_libreoffice() is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("sheets")
    source = _only([OfficeFile(_workbook(folder / "costs.xlsx"), Target.ODS)], folder)
    copy = folder / "set up.ods"
    set_up = set_up_sheets(source, copy)
    pdf = pypdf.PdfReader(_only([OfficeFile(copy)], folder))
    return _Printed(set_up, source, copy, tuple(map(_page, pdf.pages)))


def test_the_clerk_is_told_which_sheets_are_printed_and_which_are_not(printed: _Printed) -> None:
    assert printed.set_up.printed == (
        "Narrow", "Chart beside", "Members' costs", "Forty", "Note", "Stray", "Area", "Repeated",
        "Own scale", "A3", "Refers",
    )  # fmt: skip
    assert printed.set_up.empty == ("Nothing",)
    assert printed.set_up.hidden == ("Hidden", "Very hidden", "Rates")


def test_no_sheet_takes_more_pages_than_its_figures_need(printed: _Printed) -> None:
    titles = [re.findall(r"Title of ([\w' ]+?)$", page.text, re.MULTILINE) for page in printed.pages]
    assert [title for each in titles for title in each] == [
        "Narrow", "Chart beside", "Members' costs", "Forty", "Note", "Stray", "Repeated", "Own scale", "A3",
    ]  # fmt: skip
    # Of these only the long one and the one of forty columns go on to further pages.
    assert len(printed.pages) <= 15


def test_hidden_sheets_are_not_printed(printed: _Printed) -> None:
    assert not any("SECRET" in page.text for page in printed.pages)


def test_hidden_sheets_are_taken_out_unless_what_is_seen_is_worked_out_from_them(printed: _Printed) -> None:
    with zipfile.ZipFile(printed.copy) as parts:
        content = parts.read("content.xml").decode()
    assert "HIDDENSECRET" not in content
    assert "RATESSECRET" in content
    assert [page.text.split() for page in printed.pages][-1] == ["42"]


def test_pages_are_a4_unless_their_author_chose_a3(printed: _Printed) -> None:
    sizes = {
        (round(min(p.width_mm, p.height_mm)), round(max(p.width_mm, p.height_mm))) for p in printed.pages
    }
    assert sizes == {(210, 297), (297, 420)}
    assert [round(max(p.width_mm, p.height_mm)) for p in printed.of("Title of A3")] == [420]


@pytest.mark.parametrize(
    ("sheet", "is_landscape"),
    [("Narrow", False), ("Chart beside", True), ("Members' costs", True), ("Note", False)],
)
def test_a_sheet_lies_wide_where_it_would_be_small_upright(
    printed: _Printed, sheet: str, is_landscape: bool
) -> None:
    assert [page.is_landscape for page in printed.of(f"Title of {sheet}")] == [is_landscape]


@pytest.mark.parametrize("sheet", ["Members' costs", "Chart beside"])
def test_all_columns_stand_on_one_page(printed: _Printed, sheet: str) -> None:
    (page,) = printed.of(f"Title of {sheet}")
    last = 20 if sheet == "Members' costs" else 8
    assert all(f"Head {column}" in page.text for column in range(1, last + 1))


def test_figures_stay_large_enough_to_read_however_wide_the_sheet(printed: _Printed) -> None:
    assert min(page.letter_pt for page in printed.pages if page.letter_pt) > 4.4
    assert printed.set_up.split == ("Forty",)
    first = next(n for n, page in enumerate(printed.pages) if "Title of Forty" in page.text)
    # What belongs beside each other follows each other.
    assert "Head 40" in printed.pages[first + 1].text


def test_a_long_note_is_folded_and_makes_nothing_small(printed: _Printed) -> None:
    (page,) = printed.of("Title of Note")
    assert " ".join(page.text.split()).count("the figures are subject to audit.") == 15
    assert page.letter_pt > 9


def test_colours_borders_and_blanks_far_from_the_figures_make_no_pages(printed: _Printed) -> None:
    stray = next(n for n, page in enumerate(printed.pages) if "Title of Stray" in page.text)
    assert "Head 1" in printed.pages[stray + 1].text, "The next page is of the next sheet"


def test_a_print_range_is_respected(printed: _Printed) -> None:
    assert not any("OUTSIDE" in page.text for page in printed.pages)
    assert not any("Title of Area" in page.text for page in printed.pages)


def test_rows_that_repeat_do_so_on_every_page(printed: _Printed) -> None:
    first = next(n for n, page in enumerate(printed.pages) if "Title of Repeated" in page.text)
    assert all("Head 5" in page.text for page in printed.pages[first : first + 2])


def test_what_an_author_set_up_stays(printed: _Printed) -> None:
    (page,) = printed.of("Title of Own scale")
    assert page.is_landscape
    assert "Author's footer" in page.text


def test_the_source_is_not_changed(printed: _Printed) -> None:
    with zipfile.ZipFile(printed.source) as parts:
        assert "HIDDENSECRET" in parts.read("content.xml").decode()


# Spreadsheets as their own program writes them, without LibreOffice.


def _sheet(body: str) -> str:
    return f'<table:table table:name="One">{body}</table:table>'


def _row(text: str, more: str = "") -> str:
    cell = f"<table:table-cell><text:p>{text}</text:p></table:table-cell>"
    return f"<table:table-row {more}>{cell}</table:table-row>"


def _with_styles(path: Path, styles: str) -> Path:
    """Put page styles into a spreadsheet in place of its own."""
    with zipfile.ZipFile(path) as parts:
        kept = {name: parts.read(name) for name in parts.namelist()}
    text = kept["styles.xml"].decode()
    kept["styles.xml"] = re.sub(r'<style:master-page style:name="Default"[^>]*/>', styles, text).encode()
    with zipfile.ZipFile(path, "w") as parts:
        for name, data in kept.items():
            parts.writestr(name, data)
    return path


def _styles_of(path: Path) -> str:
    with zipfile.ZipFile(path) as parts:
        return parts.read("styles.xml").decode()


def test_the_header_and_footer_that_nobody_asked_for_are_dropped_and_others_stay(tmp_path: Path) -> None:
    source = tmp_path / "sheet.ods"
    write_open_document(source, DocumentKind.SHEETS, "Sheet", "", _sheet(_row("Text")))
    _with_styles(
        source,
        '<style:master-page style:name="Default" style:page-layout-name="page">'
        "<style:header><text:p><text:sheet-name>???</text:sheet-name></text:p></style:header>"
        "<style:footer><text:p>Page <text:page-number>1</text:page-number></text:p></style:footer>"
        "</style:master-page>",
    )
    set_up_sheets(source, tmp_path / "set.ods")
    made = _styles_of(tmp_path / "set.ods").partition('<style:master-page style:name="packbuilder1"')[2]
    assert "sheet-name" not in made
    assert "page-number" not in made
    own = tmp_path / "own.ods"
    write_open_document(own, DocumentKind.SHEETS, "Sheet", "", _sheet(_row("Text")))
    _with_styles(
        own,
        '<style:master-page style:name="Default" style:page-layout-name="page"><style:header><text:p>'
        "Finance, <text:sheet-name>???</text:sheet-name></text:p></style:header></style:master-page>",
    )
    set_up_sheets(own, tmp_path / "set.ods")
    made = _styles_of(tmp_path / "set.ods").partition('<style:master-page style:name="packbuilder1"')[2]
    assert "Finance, " in made


def test_a_spreadsheet_with_nothing_to_print_is_refused_by_name(tmp_path: Path) -> None:
    source = tmp_path / "empty.ods"
    write_open_document(source, DocumentKind.SHEETS, "Sheet", "", _sheet(_row(" ")))
    with pytest.raises(PackBuilderError, match=r"^costs\.xlsx has nothing to print"):
        set_up_sheets(source, tmp_path / "set.ods", name="costs.xlsx")


@pytest.mark.parametrize(
    "content",
    [
        b"no XML at all",
        b'<!DOCTYPE a [<!ENTITY x "aaaaaaaaaa"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;">]><a>&y;',
        b"",
    ],
)
def test_a_damaged_spreadsheet_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "costs.ods"
    with zipfile.ZipFile(source, "w") as parts:
        parts.writestr("content.xml", content)
        parts.writestr("styles.xml", "<a/>")
    with pytest.raises(PackBuilderError, match=r"^costs\.ods"):
        set_up_sheets(source, tmp_path / "set.ods")
    source.write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(PackBuilderError, match=r"^costs\.ods is damaged"):
        set_up_sheets(source, tmp_path / "set.ods")


def test_an_entity_does_not_bring_another_file_in(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("TOPSECRET")
    source = tmp_path / "costs.ods"
    write_open_document(source, DocumentKind.SHEETS, "Sheet", "", _sheet(_row("Text") + _row("&secret;")))
    with zipfile.ZipFile(source) as parts:
        kept = {name: parts.read(name) for name in parts.namelist()}
    doctype = f'<!DOCTYPE a [<!ENTITY secret SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>'
    kept["content.xml"] = kept["content.xml"].replace(b"?>\n", b"?>\n" + doctype.encode(), 1)
    with zipfile.ZipFile(source, "w") as parts:
        for name, data in kept.items():
            parts.writestr(name, data)
    with pytest.raises(PackBuilderError, match="damaged"):
        set_up_sheets(source, tmp_path / "set.ods")


def _narrow(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in range(1, 6):
        sheet.append([dt.date(2026, 11, row), 1234567.5 * row, 1 / 3, f"=B{row}*2", "a word"])
        sheet.cell(row, 1).number_format = "dd mmmm yyyy"
        sheet.cell(row, 2).number_format = "£#,##0.00"
        sheet.cell(row, 4).number_format = "#,##0"
        sheet.cell(row, 8, 98765).number_format = "0.00"
        sheet.cell(row, 8).font = Font(name="Arial", size=16, bold=True)
    for column in "ABCDE":
        sheet.column_dimensions[column].width = 4
    sheet.column_dimensions["G"].width = 0.4
    sheet["G1"] = 5551234
    book.save(path)
    return path


def test_no_number_or_date_prints_as_hashes_and_no_other_column_changes(tmp_path: Path) -> None:
    source = _only([OfficeFile(_narrow(tmp_path / "narrow.xlsx"), Target.ODS)], tmp_path)
    copy = tmp_path / "set up.ods"
    set_up_sheets(source, copy)
    (page,) = pypdf.PdfReader(_only([OfficeFile(copy)], tmp_path)).pages
    text = page.extract_text()
    for shown in ("05 November 2026", "£6,172,837.50", "12,345,675", "98765.00"):
        assert shown in text
    # What stands in a column too narrow for any digit was not meant to be seen.
    assert "5551234" not in text
    assert text.count("###") <= 1
    before, after = (_column_widths_pt(each) for each in (source, copy))
    changed = [n for n, (old, new) in enumerate(zip(before, after, strict=True)) if abs(old - new) > 0.1]
    assert changed == [0, 1, 3, 7]
    assert all(after[n] > before[n] for n in changed)


def _column_widths_pt(ods: Path) -> list[float]:
    with zipfile.ZipFile(ods) as parts:
        table = next(etree.fromstring(parts.read("content.xml")).iter(f"{TABLE}table"))
    edge = column_edges_pt(table)
    return [edge(column + 1) - edge(column) for column in range(10)]
