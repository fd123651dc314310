"""Report templates: right for their item, filled in by an author, and read when they come back."""

from __future__ import annotations

import copy
import datetime as dt
import os
import re
import runpy
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from packbuilder import assets
from packbuilder.errors import PackBuilderError
from packbuilder.intake.covers.cover_in_pdf import cover_in_pdf
from packbuilder.intake.covers.cover_in_word import cover_in_word
from packbuilder.meeting.document_facts import ReportCover
from packbuilder.meeting.house_style import HouseStyle
from packbuilder.meeting.meeting import Access, AgendaItem, Meeting
from packbuilder.word.report_template import report_template_name, write_report_template
from tests.word.test_word_files import SEQUENCES, elements_of, local_name, out_of_order, parts_of

BODY = "North Northamptonshire Health and Wellbeing Board"
ITEM = AgendaItem("7", "Place development: a new sense of place", lead="Ali Gilbert")
MEETING = Meeting(
    council="North Northamptonshire Council", body=BODY, date=dt.date(2023, 6, 20), items=(ITEM,)
)
UNFILLED = ReportCover(
    title=ITEM.title, body=BODY, date_line="Tuesday 20 June 2023", authors=("Ali Gilbert",)
)
FILLED = ReportCover(
    title=ITEM.title,
    body=BODY,
    date_line="Tuesday 20 June 2023",
    authors=("Ali Gilbert",),
    appendices=("Appendix A - Support North Northamptonshire", "Appendix B - Strategy"),
    recommendations_lead_in=f"It is recommended that the {BODY}:",
    recommendations=(
        "Notes the progress of the North Place development, and of the partnerships set up for it;",
        "Agrees the strategy.",
    ),
)


@pytest.fixture
def template(tmp_path: Path) -> Path:
    target = tmp_path / "report.docx"
    write_report_template(MEETING, ITEM, target)
    return target


def paragraph_with(document: WordDocument, words: str) -> Paragraph:
    for element in document.element.body.iter(qn("w:p")):
        if words in "".join(text.text or "" for text in element.iter(qn("w:t"))):
            return Paragraph(element, document)
    raise AssertionError(words)


def type_over(paragraph: Paragraph, words: str) -> None:
    """Type words in place of what is to be filled in, as Word takes them: the control goes."""
    for control in paragraph._p.findall(qn("w:sdt")):  # noqa: SLF001
        paragraph._p.remove(control)  # noqa: SLF001
    paragraph.add_run(words)


def filled_in(template: Path, target: Path) -> Path:
    document = docx.Document(str(template))
    for place, lines in (
        ("Appendix A - its title", FILLED.appendices),
        ("Note, approve", FILLED.recommendations),
    ):
        first = paragraph_with(document, place)
        second = copy.deepcopy(first._p)  # noqa: SLF001
        first._p.addnext(second)  # noqa: SLF001
        type_over(first, lines[0])
        type_over(Paragraph(second, first._parent), lines[1])  # noqa: SLF001
    type_over(paragraph_with(document, "What the report is for"), "It is recommended that nobody reads this.")
    type_over(paragraph_with(document, "[Why]"), "a duty.")
    document.save(str(target))
    return target


def converted(paths: list[Path], folder: Path, kind: str) -> None:
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", kind, "--outdir", str(folder), *map(str, paths)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip


def test_a_template_says_what_is_known_of_its_item(template: Path) -> None:
    assert cover_in_word(template) == UNFILLED


def test_no_instruction_is_left_unmarked(template: Path) -> None:
    document = docx.Document(str(template))
    for control in document.element.body.iter(qn("w:sdt")):
        words = "".join(text.text or "" for text in control.iter(qn("w:t")))
        assert control.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None
        assert re.fullmatch(r"\[[^\[\]]+\]", words)
    assert "{" not in "".join(text.text or "" for text in document.element.iter(qn("w:t")))


def test_a_template_filled_in_and_sent_back_is_read_exactly(template: Path, tmp_path: Path) -> None:
    assert cover_in_word(filled_in(template, tmp_path / "filled.docx")) == FILLED


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_template_is_read_after_another_program_saved_it(template: Path, tmp_path: Path) -> None:
    filled = filled_in(template, tmp_path / "filled.docx")
    folder = tmp_path / "saved"
    folder.mkdir()
    converted([template, filled], folder, "docx")

    assert cover_in_word(folder / "filled.docx") == FILLED
    assert cover_in_word(folder / "report.docx") == UNFILLED

    converted([folder / "filled.docx", folder / "report.docx"], folder, "pdf")

    assert cover_in_pdf((folder / "filled.pdf").read_bytes()) == FILLED
    assert cover_in_pdf((folder / "report.pdf").read_bytes()) == UNFILLED


def test_an_item_without_a_lead_asks_for_the_author(tmp_path: Path) -> None:
    for lead in ("", "Chair"):
        target = tmp_path / f"led by {lead}.docx"
        write_report_template(MEETING, AgendaItem("1", "Winter", lead=lead), target)
        cover = cover_in_word(target)

        assert cover is not None
        assert (cover.title, cover.authors) == ("Winter", ())
        assert paragraph_with(docx.Document(str(target)), "[Name, post]")


def test_a_body_with_an_article_gets_no_second_one(tmp_path: Path) -> None:
    target = tmp_path / "report.docx"
    write_report_template(Meeting("Council", "The Executive", dt.date(2023, 6, 20)), ITEM, target)

    assert (
        paragraph_with(docx.Document(str(target)), "It is recommended").text
        == "It is recommended that the Executive:"
    )


def test_names_with_control_characters_break_no_file(tmp_path: Path) -> None:
    target = tmp_path / "report.docx"
    write_report_template(MEETING, AgendaItem("1", "Wi\x0bn\x01ter <&>", lead="A\x02 B"), target)
    cover = cover_in_word(target)

    assert cover is not None
    assert (cover.title, cover.authors) == ("Wi nter <&>", ("A B",))


def test_the_same_meeting_gives_the_same_bytes_and_no_author_or_clock(template: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.docx"
    write_report_template(MEETING, ITEM, other)

    assert other.read_bytes() == template.read_bytes()
    properties = docx.Document(str(other)).core_properties
    assert (properties.author, properties.last_modified_by) == ("", "")
    with zipfile.ZipFile(other) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_template_that_someone_has_typed_into_is_never_written_over(template: Path) -> None:
    write_report_template(MEETING, ITEM, template)  # As it was written: nothing is lost.
    filled_in(template, template)
    typed = template.read_bytes()

    with pytest.raises(PackBuilderError, match=r"report\.docx is there already, and was changed"):
        write_report_template(MEETING, ITEM, template)
    assert template.read_bytes() == typed

    write_report_template(MEETING, ITEM, template, replace=True)
    assert cover_in_word(template) == UNFILLED


def test_a_file_of_another_kind_is_not_written_over(tmp_path: Path) -> None:
    target = tmp_path / "report.docx"
    target.write_bytes(b"my own notes")

    with pytest.raises(PackBuilderError, match="is there already"):
        write_report_template(MEETING, ITEM, target)
    assert target.read_bytes() == b"my own notes"


def test_only_a_word_document_is_written(tmp_path: Path) -> None:
    with pytest.raises(PackBuilderError, match="not the name of a Word document"):
        write_report_template(MEETING, ITEM, tmp_path / "report.pdf")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [None, b"", b"no zip", b"PK\x03\x04 torn"])
def test_a_template_that_cannot_be_opened_is_refused_by_name(content: bytes | None, tmp_path: Path) -> None:
    own = tmp_path / "own.docx"
    if content is not None:
        own.write_bytes(content)

    with pytest.raises(PackBuilderError, match=r"own\.docx"):
        write_report_template(MEETING, ITEM, tmp_path / "report.docx", own)
    assert not (tmp_path / "report.docx").exists()


def test_a_councils_own_template_is_filled_in_wherever_its_marks_stand(tmp_path: Path) -> None:
    own = docx.Document()
    own.add_heading("{body}", level=1)
    split = own.add_paragraph("On {da")
    split.add_run("te}: ").bold = True
    split.add_run("{title}, by {author}")
    own.sections[0].footer.paragraphs[0].text = "{council}"
    own.save(str(tmp_path / "own.docx"))
    target = tmp_path / "report.docx"
    write_report_template(MEETING, ITEM, target, tmp_path / "own.docx")

    written = docx.Document(str(target))
    assert [paragraph.text for paragraph in written.paragraphs] == [
        BODY,
        f"On Tuesday 20 June 2023: {ITEM.title}, by Ali Gilbert",
    ]
    assert written.sections[0].footer.paragraphs[0].text == "North Northamptonshire Council"


@pytest.mark.parametrize(
    ("title", "position", "pattern", "name"),
    [
        ("Place development", 5, "1", "Item 5 - Place development - report.docx"),
        ("Place development", 5, "01.", "Item 05 - Place development - report.docx"),
        ('Roads: "A/B"  roads?', 12, "1.", "Item 12 - Roads A B roads - report.docx"),
        ("", 3, "1", "Item 3 - report.docx"),
    ],
)
def test_a_template_is_named_after_its_item(title: str, position: int, pattern: str, name: str) -> None:
    meeting = Meeting("C", "B", dt.date(2023, 6, 20), style=HouseStyle(item_numbers=pattern))

    assert report_template_name(meeting, AgendaItem("1", title), position) == name


def test_a_name_is_never_too_long_for_a_disk() -> None:
    name = report_template_name(MEETING, AgendaItem("1", "Very " * 100), 1)

    assert len(os.fsencode(name)) <= 120
    assert name.endswith(" - report.docx")


def test_an_author_of_a_closed_item_gets_its_own_subject(tmp_path: Path) -> None:
    closed = AgendaItem("9", "Award to Acme Ltd", access=Access.EXEMPT, public_title="Award of a contract")
    write_report_template(MEETING, closed, tmp_path / "report.docx")
    cover = cover_in_word(tmp_path / "report.docx")

    assert cover is not None
    assert cover.title == "Award to Acme Ltd"


def test_the_template_is_what_its_maker_makes(tmp_path: Path) -> None:
    maker = runpy.run_path(str(assets.template("make_report_template.py")))
    maker["make_template"](tmp_path / "made.docx")

    assert (tmp_path / "made.docx").read_bytes() == assets.template("report.docx").read_bytes()


def test_every_element_stands_where_the_schema_wants_it(template: Path) -> None:
    for element in (*elements_of(template), *elements_of(assets.template("report.docx"))):
        sequence = SEQUENCES.get(local_name(element))
        assert sequence is None or out_of_order(element, sequence) == ""


def test_every_style_and_list_that_is_named_is_there(template: Path) -> None:
    parts = parts_of(template)
    style_ids = {e.get(qn("w:styleId")) for e in parts["word/styles.xml"].iter(qn("w:style"))}
    list_ids = {e.get(qn("w:numId")) for e in parts["word/numbering.xml"].iter(qn("w:num"))}
    named = list(elements_of(template))
    for tag in ("w:pStyle", "w:rStyle", "w:tblStyle", "w:basedOn", "w:next"):
        assert {e.get(qn("w:val")) for e in named if e.tag == qn(tag)} <= style_ids, tag
    assert {e.get(qn("w:val")) for e in named if e.tag == qn("w:numId")} <= list_ids


def test_tables_are_as_wide_as_the_text_and_do_not_touch(template: Path) -> None:
    tables = [element for element in elements_of(template) if element.tag == qn("w:tbl")]

    assert len(tables) == 2
    for table in tables:
        grid = [int(column.get(qn("w:w"), "0")) for column in table.iter(qn("w:gridCol"))]
        assert sum(grid) == 11906 - 2 * 1417
        for row in table.iter(qn("w:tr")):
            assert [int(width.get(qn("w:w"), "0")) for width in row.iter(qn("w:tcW"))] == grid
        after = table.getnext()
        assert after is not None
        assert after.tag == qn("w:p")
