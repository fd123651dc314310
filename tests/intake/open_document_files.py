"""Files that LibreOffice turns into OpenDocument ones with something to be found in them, for tests."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from openpyxl.comments import Comment
from pptx.util import Inches

from tests.intake.traits.office_files import (
    ANN,
    BOB,
    add_text_box,
    deleted,
    flat_file,
    inserted,
    run,
    slides,
    with_footnote,
    word_file,
    workbook,
    workbook_bytes,
)

HIDDEN = (
    '<style:style style:name="H" style:family="text"><style:text-properties '
    'text:display="none"/></style:style>'
    '<style:style style:name="HP" style:family="paragraph">'
    '<style:text-properties text:display="none"/></style:style>'
)
CHANGE_INFO = (
    "<office:change-info><dc:creator>Ann Fox</dc:creator><dc:date>2026-01-05T10:00:00</dc:date>"
    "</office:change-info>"
)
HEADING = '<text:h text:outline-level="1">Options</text:h>'
ROWS: list[list[object]] = [
    ["Post", "Pay", "Note"],
    ["Clerk", 31000, "a"],
    ["Chief", 190000, "b"],
    ["Porter", 24000, "c"],
]
BASIC = (
    '<office:scripts><office:script script:language="ooo:Basic" '
    'xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0">'
    '<ooo:libraries xmlns:ooo="http://openoffice.org/2004/office" xmlns:xlink="http://www.w3.org/1999/xlink">'
    '<ooo:library-embedded ooo:name="Standard"><ooo:module ooo:name="Module1"><ooo:source-code>'
    "Sub Main\nEnd Sub</ooo:source-code></ooo:module></ooo:library-embedded></ooo:libraries>"
    "</office:script></office:scripts>"
)


def texts_with_traits(folder: Path) -> list[Path]:
    """Write what is to become OpenDocument texts, most with one trait each."""

    def text(name: str, body: str, styles: str = "") -> Path:
        return flat_file(folder / f"{name}.fodt", "text", body, styles)

    changes = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>'
        f"{CHANGE_INFO}<text:p>£4m</text:p></text:deletion></text:changed-region>"
        f'<text:changed-region text:id="c2"><text:insertion>{CHANGE_INFO}</text:insertion>'
        f"</text:changed-region>"
        f"</text:tracked-changes>{HEADING}<text:p>It costs "
        '<text:change text:change-id="c1"/><text:change-start text:change-id="c2"/>£9m'
        '<text:change-end text:change-id="c2"/>.</text:p>'
    )
    note = (
        f"{HEADING}<text:p>Text<office:annotation><dc:creator>Cara Day</dc:creator>"
        "<dc:date>2026-01-05T10:00:00</dc:date><text:p>Is this so?</text:p></office:annotation></text:p>"
    )
    spans = f'{HEADING}<text:p>Shown <text:span text:style-name="H">secret words</text:span> shown</text:p>'
    section = (
        '<text:section text:name="S1" text:display="none"><text:p>Exempt part</text:p>'
        "</text:section><text:p/>"
    )
    linked = (
        '<text:section text:name="S1"><text:section-source xlink:href="file:///S:/advice.odt"/>'
        "<text:p>Advice</text:p></text:section><text:p>x</text:p>"
    )
    made = [
        text("changes", changes),
        text("comment", note),
        text("hidden-span", spans, HIDDEN),
        text(
            "hidden-paragraph", '<text:p text:style-name="HP">secret words</text:p><text:p>x</text:p>', HIDDEN
        ),
        text("hidden-section", section),
        text("linked-section", linked),
        text(
            "clean",
            f'{HEADING}<text:p>A <text:a xlink:href="https://www.example.org/">link</text:a></text:p>',
        ),
        text(
            "hidden-field",
            '<text:p>x<text:hidden-text text:condition="ooow:1" text:string-value="secret words" '
            'text:is-hidden="true">secret words</text:hidden-text></text:p>',
        ),
        text(
            "hidden-paragraph-field",
            '<text:p><text:hidden-paragraph text:condition="ooow:1" text:is-hidden="true"/>'
            "secret words</text:p>"
            "<text:p>x</text:p>",
        ),
    ]
    word = word_file(
        folder / "from-word.docx",
        run("Cost ") + deleted("£4m") + inserted("£9m", BOB) + run("hidden", "<w:vanish/>"),
        heading="Options",
    )
    mark = f'<w:pPr><w:rPr><w:del w:id="5" {ANN}/></w:rPr></w:pPr>'
    two = word_file(folder / "from-word-notes.docx", mark + run("One."), run("Two."))
    with_footnote(two, deleted("A source."))
    macro = text("macro", "<text:p>x</text:p>")
    macro.write_text(
        macro.read_text(encoding="utf-8").replace(
            "<office:automatic-styles>", f"{BASIC}<office:automatic-styles>"
        ),
        encoding="utf-8",
    )
    return [*made, word, two, macro]


def sheets_with_traits(folder: Path) -> list[Path]:
    """Write what is to become OpenDocument spreadsheets, most with one trait each."""

    def saved(name: str, book: openpyxl.Workbook) -> Path:
        book.save(folder / f"{name}.xlsx")
        return folder / f"{name}.xlsx"

    hidden = workbook(Summary=ROWS, Salaries=ROWS)
    hidden["Salaries"].sheet_state = "hidden"
    cells = workbook(Pay=ROWS)
    cells["Pay"].row_dimensions[2].hidden = True
    cells["Pay"].row_dimensions[3].hidden = True
    cells["Pay"].column_dimensions["C"].hidden = True
    filtered = workbook(Pay=ROWS)
    filtered["Pay"].auto_filter.ref = "A1:C4"
    filtered["Pay"].auto_filter.add_filter_column(0, ["Clerk"])
    filtered["Pay"].row_dimensions[3].hidden = True
    filtered["Pay"].row_dimensions[4].hidden = True
    blanked = workbook(Pay=ROWS)
    blanked["Pay"]["B3"].number_format = ";;;"
    commented = workbook(Pay=ROWS)
    commented["Pay"]["B3"].comment = Comment("Not agreed", "Cara Day")
    clean = workbook(Pay=ROWS)
    clean["Pay"].freeze_panes = "B2"
    clean["Pay"].merge_cells("A6:C6")
    clean["Pay"].row_dimensions[20].hidden = True
    pivot = flat_file(
        folder / "pivot.fods",
        "spreadsheet",
        '<table:table table:name="Data"><table:table-row>'
        '<table:table-cell office:value-type="string"><text:p>Post</text:p></table:table-cell>'
        '<table:table-cell office:value-type="string"><text:p>Pay</text:p></table:table-cell>'
        "</table:table-row>"
        '<table:table-row><table:table-cell office:value-type="string"><text:p>Clerk</text:p>'
        "</table:table-cell>"
        '<table:table-cell office:value-type="float" office:value="5"><text:p>5</text:p></table:table-cell>'
        "</table:table-row></table:table>"
        '<table:table table:name="Totals"><table:table-row><table:table-cell/></table:table-row>'
        "</table:table>"
        '<table:data-pilot-tables><table:data-pilot-table table:name="P" '
        'table:target-range-address="Totals.A1:Totals.B4"><table:source-cell-range '
        'table:cell-range-address="Data.A1:Data.B2"/><table:data-pilot-field table:source-field-name="Post" '
        'table:orientation="row" table:function="auto"/><table:data-pilot-field '
        'table:source-field-name="Pay" '
        'table:orientation="data" table:function="sum"/></table:data-pilot-table></table:data-pilot-tables>',
    )
    linked = flat_file(
        folder / "linked.fods",
        "spreadsheet",
        '<table:table table:name="Pay"><table:table-source xlink:href="file:///S:/budget.ods" '
        'table:table-name="Sheet1"/><table:table-row><table:table-cell/></table:table-row></table:table>',
    )
    changed = flat_file(
        folder / "changed.fods",
        "spreadsheet",
        '<table:tracked-changes><table:cell-content-change table:id="ct1"><table:cell-address '
        'table:column="0" '
        f'table:row="0" table:table="0"/>{CHANGE_INFO}<table:previous><table:change-track-table-cell '
        'office:value-type="float" office:value="4"><text:p>4</text:p></table:change-track-table-cell>'
        "</table:previous></table:cell-content-change></table:tracked-changes>"
        '<table:table table:name="Pay"><table:table-row><table:table-cell office:value-type="float" '
        'office:value="9"><text:p>9</text:p></table:table-cell></table:table-row></table:table>',
    )
    return [
        saved("hidden-sheet", hidden),
        saved("hidden-cells", cells),
        saved("filtered", filtered),
        saved("blanked", blanked),
        saved("commented", commented),
        saved("clean-sheet", clean),
        pivot,
        linked,
        changed,
    ]


def slides_with_traits(folder: Path) -> list[Path]:
    """Write what is to become OpenDocument slides, most with one trait each."""
    talk = slides("One", "Backup", "Three")
    talk.slides[0].notes_slide.notes_text_frame.text = "Do not say this"
    talk.slides[1]._element.set("show", "0")  # noqa: SLF001
    hidden = add_text_box(talk.slides[2], "Redundancies: 14")
    hidden._element.nvSpPr.cNvPr.set("hidden", "1")  # noqa: SLF001
    talk.save(str(folder / "talk.pptx"))
    clean = slides("One", "Two")
    add_text_box(clean.slides[0], "Seen")
    clean.save(str(folder / "clean-talk.pptx"))
    book = folder / "inner.xlsx"
    book.write_bytes(workbook_bytes(workbook(Pay=ROWS)))
    holder = slides("One")
    holder.slides[0].shapes.add_ole_object(str(book), "Excel.Sheet.12", Inches(1), Inches(2))
    holder.save(str(folder / "holder.pptx"))
    commented = flat_file(
        folder / "commented.fodp",
        "presentation",
        '<draw:page draw:name="p1"><office:annotation svg:x="1cm" svg:y="1cm"><dc:creator>Ann '
        "Fox</dc:creator>"
        "<dc:date>2026-01-05T10:00:00</dc:date><text:p>Is this agreed?</text:p>"
        "</office:annotation></draw:page>",
    )
    return [folder / "talk.pptx", folder / "clean-talk.pptx", folder / "holder.pptx", commented]


def changed_text(folder: Path) -> Path:
    """Write a text with a deletion from the middle of one paragraph to the next, and an insertion of two."""
    gone = "XGONEX"
    info = (
        "<office:change-info><dc:creator>Ann Fox</dc:creator><dc:date>2026-01-05T10:00:00</dc:date>"
        "</office:change-info>"
    )
    return flat_file(
        folder / "changed.fodt",
        "text",
        f'<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>{info}<text:p>'
        f"{gone}</text:p>"
        f"<text:p>{gone}</text:p></text:deletion></text:changed-region>"
        f'<text:changed-region text:id="c2"><text:insertion>{info}</text:insertion></text:changed-region>'
        "</text:tracked-changes>"
        '<text:p>Start <text:change text:change-id="c1"/>end.</text:p>'
        '<text:p>Old<text:change-start text:change-id="c2"/> new</text:p>'
        '<text:p>words<text:change-end text:change-id="c2"/> last.</text:p>',
    )
