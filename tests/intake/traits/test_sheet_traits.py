"""What an Excel file carries is found before it is converted, and ordinary files carry nothing."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from packbuilder.intake.traits.office_traits import inspect_office
from packbuilder.meeting.document_facts import Trait, TraitKind
from tests.intake.traits.office_files import OFFICE, related, replaced, rewritten, with_macros, workbook

ROWS: list[list[object]] = [
    ["Post", "Pay", "Note"],
    ["Clerk", 31000, "a"],
    ["Chief", 190000, "b"],
    ["Porter", 24000, "c"],
]
MICROSOFT = "http://schemas.microsoft.com/office"


def _saved(book: openpyxl.Workbook, path: Path) -> Path:
    book.save(path)
    return path


def _traits(path: Path) -> tuple[Trait, ...]:
    return inspect_office(path).traits


def _only(path: Path, kind: TraitKind) -> Trait:
    (trait,) = _traits(path)
    assert trait.kind is kind
    return trait


def test_hidden_and_very_hidden_sheets_are_named(tmp_path: Path) -> None:
    book = workbook(Summary=ROWS, Salaries=ROWS, Names=ROWS)
    book["Salaries"].sheet_state = "hidden"
    book["Names"].sheet_state = "veryHidden"
    trait = _only(_saved(book, tmp_path / "pay.xlsx"), TraitKind.HIDDEN_SHEETS)
    assert trait == Trait(
        TraitKind.HIDDEN_SHEETS,
        2,
        ("Sheet Salaries", "Sheet Names (very hidden)"),
        excerpt="Post Pay Note Clerk 31000 a Chief 190000",
    )


def test_hidden_rows_and_columns_with_values_are_placed(tmp_path: Path) -> None:
    book = workbook(Pay=ROWS)
    book["Pay"].row_dimensions[2].hidden = True
    book["Pay"].row_dimensions[3].hidden = True
    book["Pay"].column_dimensions["C"].hidden = True
    trait = _only(_saved(book, tmp_path / "pay.xlsx"), TraitKind.HIDDEN_CELLS)
    assert trait.count == 3
    assert trait.where == ("Sheet Pay, rows 2-3", "Sheet Pay, column C")
    assert trait.excerpt.startswith("Note Clerk 31000")


def test_rows_and_columns_of_no_height_or_width_are_hidden_too(tmp_path: Path) -> None:
    book = workbook(Pay=ROWS)
    book["Pay"].row_dimensions[3].height = 33
    book["Pay"].column_dimensions["B"].width = 20
    path = _saved(book, tmp_path / "pay.xlsx")
    sheet = "xl/worksheets/sheet1.xml"
    rewritten(path, lambda parts: replaced(parts, sheet, 'width="20"', 'width="0"'))
    rewritten(path, lambda parts: replaced(parts, sheet, 'ht="33"', 'ht="0"'))
    trait = _only(path, TraitKind.HIDDEN_CELLS)
    assert trait.where == ("Sheet Pay, row 3", "Sheet Pay, column B")


def test_rows_that_a_filter_leaves_out_are_told_as_such(tmp_path: Path) -> None:
    book = workbook(Pay=ROWS)
    book["Pay"].auto_filter.ref = "A1:C4"
    book["Pay"].auto_filter.add_filter_column(0, ["Clerk"])
    for row in (3, 4):
        book["Pay"].row_dimensions[row].hidden = True
    trait = _only(_saved(book, tmp_path / "pay.xlsx"), TraitKind.HIDDEN_CELLS)
    assert (trait.count, trait.where) == (2, ("Sheet Pay, rows 3-4 (filtered out)",))


def test_a_collapsed_group_of_columns_is_hidden(tmp_path: Path) -> None:
    book = workbook(Pay=ROWS)
    book["Pay"].column_dimensions.group("B", "C", hidden=True)
    trait = _only(_saved(book, tmp_path / "pay.xlsx"), TraitKind.HIDDEN_CELLS)
    assert (trait.count, trait.where) == (2, ("Sheet Pay, columns B-C",))


def test_hidden_rows_and_columns_without_values_are_nothing(tmp_path: Path) -> None:
    book = workbook(Pay=ROWS)
    sheet = book["Pay"]
    sheet.row_dimensions[9].hidden = True
    sheet.column_dimensions.group("H", "XFD", hidden=True)
    sheet["J2"].font = openpyxl.styles.Font(bold=True)
    sheet.sheet_format.zeroHeight = True
    assert _traits(_saved(book, tmp_path / "pay.xlsx")) == ()


def test_cells_whose_format_shows_nothing_are_hidden_text(tmp_path: Path) -> None:
    book = workbook(Pay=ROWS)
    book["Pay"]["B3"].number_format = ";;;"
    book["Pay"]["B2"].number_format = "#,##0;;"
    assert _only(_saved(book, tmp_path / "pay.xlsx"), TraitKind.HIDDEN_TEXT) == Trait(
        TraitKind.HIDDEN_TEXT, 1, ("Sheet Pay, B3",), excerpt="190000"
    )


def test_comments_are_placed_by_their_cells(tmp_path: Path) -> None:
    book = workbook(Pay=ROWS)
    book["Pay"]["B3"].comment = Comment("Not agreed with the union", "Cara Day")
    assert _only(_saved(book, tmp_path / "pay.xlsx"), TraitKind.COMMENTS) == Trait(
        TraitKind.COMMENTS, 1, ("Sheet Pay, B3",), by=("Cara Day",), excerpt="Not agreed with the union"
    )


def test_threads_of_comments_count_once_though_excel_writes_them_twice(tmp_path: Path) -> None:
    book = workbook(Pay=ROWS)
    book["Pay"]["B3"].comment = Comment("[Threaded comment] Too much?", "tc={1}")
    path = _saved(book, tmp_path / "pay.xlsx")

    def change(parts: dict[str, bytes]) -> None:
        names = 'xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"'
        thread = (
            f'<ThreadedComments {names}><threadedComment ref="B3" personId="{{P1}}" id="{{1}}">'
            f"<text>Too much?"
            '</text></threadedComment><threadedComment ref="B3" personId="{P2}" id="{2}" parentId="{1}">'
            "<text>Ask Bob</text></threadedComment></ThreadedComments>"
        )
        people = (
            f'<personList {names}><person displayName="Ann Fox" id="{{P1}}"/>'
            '<person displayName="Bob Lee" id="{P2}"/></personList>'
        )
        kind = f"{MICROSOFT}/2017/10/relationships"
        sheet = "xl/worksheets/sheet1.xml"
        related(parts, sheet, f"{kind}/threadedComment", "xl/threadedComments/t1.xml", thread.encode())
        related(parts, "xl/workbook.xml", f"{kind}/person", "xl/persons/person.xml", people.encode())

    trait = _only(rewritten(path, change), TraitKind.COMMENTS)
    assert (trait.count, trait.by, trait.where) == (2, ("Ann Fox", "Bob Lee"), ("Sheet Pay, B3",))


def test_what_a_pivot_table_keeps_is_found(tmp_path: Path) -> None:
    path = _saved(workbook(Pay=ROWS, Pivot=[["Sum"]]), tmp_path / "pay.xlsx")

    def change(parts: dict[str, bytes]) -> None:
        names = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        cache = (
            f'<pivotCacheDefinition {names}><cacheFields><cacheField name="Post"/><cacheField name="Pay"/>'
        )
        cache += "</cacheFields></pivotCacheDefinition>"
        kind, part = "pivotCacheDefinition", "xl/pivotCache/pivotCacheDefinition1.xml"
        related(parts, "xl/workbook.xml", kind, part, cache.encode())
        related(
            parts,
            "xl/worksheets/sheet2.xml",
            "pivotTable",
            "xl/pivotTables/p1.xml",
            b"<pivotTableDefinition/>",
        )
        related(parts, "xl/pivotTables/p1.xml", kind, part, cache.encode())
        related(
            parts,
            "xl/workbook.xml",
            f"{MICROSOFT}/2006/relationships/powerPivotData",
            "xl/model/item.data",
            b"x",
        )

    trait = _only(rewritten(path, change), TraitKind.PIVOT_DATA)
    assert trait == Trait(TraitKind.PIVOT_DATA, 2, ("Sheet Pivot", "Data model"), excerpt="Post, Pay")


def test_links_to_other_workbooks_and_connections_are_found(tmp_path: Path) -> None:
    path = _saved(workbook(Pay=ROWS), tmp_path / "pay.xlsx")

    def change(parts: dict[str, bytes]) -> None:
        names = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        book = f"<externalLink {names}/>".encode()
        dde = (
            f'<externalLink {names}><ddeLink ddeService="Excel" ddeTopic="rates.xls"/></externalLink>'
        ).encode()
        related(parts, "xl/workbook.xml", "externalLink", "xl/externalLinks/externalLink1.xml", book)
        related(
            parts, "xl/externalLinks/externalLink1.xml", "externalLinkPath", "file:///S:\\Pay%202026.xlsx"
        )
        related(parts, "xl/workbook.xml", "externalLink", "xl/externalLinks/externalLink2.xml", dde)
        connections = (
            f'<connections {names}><connection id="1" name="HR database"/>'
            '<connection id="2" name="ThisWorkbookDataModel"/></connections>'
        )
        related(parts, "xl/workbook.xml", "connections", "xl/connections.xml", connections.encode())
        related(parts, "xl/worksheets/sheet1.xml", "hyperlink", "https://www.example.org/")

    trait = _only(rewritten(path, change), TraitKind.EXTERNAL_LINKS)
    assert (trait.count, trait.where) == (3, ("Pay 2026.xlsx", "rates.xls", "Connection HR database"))


def test_the_history_of_a_shared_workbook_is_found(tmp_path: Path) -> None:
    path = _saved(workbook(Pay=ROWS), tmp_path / "pay.xlsx")

    def change(parts: dict[str, bytes]) -> None:
        names = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        headers = f'<headers {names}><header userName="Ann Fox"/></headers>'.encode()
        log = f"<revisions {names}><rcc><oc><v>180000</v></oc></rcc></revisions>".encode()
        related(parts, "xl/workbook.xml", "revisionHeaders", "xl/revisions/revisionHeaders.xml", headers)
        related(parts, "xl/revisions/revisionHeaders.xml", "revisionLog", "xl/revisions/log1.xml", log)

    trait = _only(rewritten(path, change), TraitKind.TRACKED_CHANGES)
    assert (trait.count, trait.by, trait.excerpt) == (1, ("Ann Fox",), "180000")


def test_embedded_files_hidden_shapes_and_macros_are_found(tmp_path: Path) -> None:
    path = with_macros(_saved(workbook(Pay=ROWS), tmp_path / "pay.xlsx"), "xl/workbook.xml")

    def change(parts: dict[str, bytes]) -> None:
        sheet = "xl/worksheets/sheet1.xml"
        related(parts, sheet, "package", "xl/embeddings/advice.docx", b"PK")
        drawing = (
            '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
            'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:sp><xdr:nvSpPr>'
            '<xdr:cNvPr id="2" name="Box" hidden="1"/></xdr:nvSpPr><xdr:txBody><a:p><a:r><a:t>'
            "Draft</a:t></a:r>"
            "</a:p></xdr:txBody></xdr:sp></xdr:wsDr>"
        )
        related(parts, sheet, "drawing", "xl/drawings/drawing1.xml", drawing.encode())

    found = {trait.kind: trait for trait in _traits(rewritten(path, change))}
    assert found[TraitKind.EMBEDDED_FILES].where == ("Sheet Pay, Word document",)
    assert found[TraitKind.HIDDEN_TEXT].excerpt == "Draft"
    assert found[TraitKind.MACROS].count == 1
    assert len(found) == 3


def test_everything_at_once_is_found(tmp_path: Path) -> None:
    book = workbook(Pay=ROWS, Names=ROWS)
    book["Names"].sheet_state = "hidden"
    book["Pay"].row_dimensions[2].hidden = True
    book["Pay"]["B4"].number_format = ";;;"
    book["Pay"]["A4"].comment = Comment("Who?", "Cara Day")
    path = with_macros(_saved(book, tmp_path / "pay.xlsx"), "xl/workbook.xml")
    rewritten(
        path,
        lambda parts: related(parts, "xl/worksheets/sheet1.xml", "oleObject", "file:///S:/Pay.docx"),
    )
    assert [trait.kind for trait in _traits(path)] == [
        TraitKind.COMMENTS,
        TraitKind.HIDDEN_TEXT,
        TraitKind.HIDDEN_SHEETS,
        TraitKind.HIDDEN_CELLS,
        TraitKind.EXTERNAL_LINKS,
        TraitKind.MACROS,
    ]


@pytest.mark.parametrize("strict", [False, True])
def test_a_strict_workbook_is_read_as_any_other(tmp_path: Path, strict: bool) -> None:
    book = workbook(Pay=ROWS, Names=ROWS)
    book["Names"].sheet_state = "hidden"
    book["Pay"].row_dimensions[2].hidden = True
    path = _saved(book, tmp_path / "pay.xlsx")

    def change(parts: dict[str, bytes]) -> None:
        for name, data in parts.items():
            if strict and name.endswith((".xml", ".rels")):
                data = data.replace(
                    OFFICE.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships"
                )
                parts[name] = data.replace(
                    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
                )

    kinds = [trait.kind for trait in _traits(rewritten(path, change))]
    assert kinds == [TraitKind.HIDDEN_SHEETS, TraitKind.HIDDEN_CELLS]
