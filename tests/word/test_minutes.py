"""The minutes as a Word document: read back with python-docx, and as LibreOffice prints them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import re
import runpy
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from packbuilder import assets
from packbuilder.errors import PackBuilderError
from packbuilder.meeting.house_style import HouseStyle
from packbuilder.meeting.meeting import (
    Access,
    Action,
    ActionStatus,
    AgendaItem,
    Meeting,
    Member,
    Officer,
)
from packbuilder.word.minutes import changed_minutes, exempt_minutes_path, write_minutes
from tests.builders import meetings

MEMBERS = (
    Member("Councillor Jon-Paul Carr", "North Northamptonshire Council", "Chair"),
    Member("Councillor Helen Harrison", "North Northamptonshire Council"),
    Member("Dr Raf Poggi", "Primary Care Network"),
    Member("Sheila White", "Northamptonshire Healthwatch"),
)

MEETING = Meeting(
    council="North Northamptonshire Council",
    body="Health and Wellbeing Board",
    date=dt.date(2022, 11, 29),
    time=dt.time(14),
    venue="The Council Chamber, Corby",
    members=MEMBERS,
    officers=(Officer("Jenny Daniels", "Democracy Officer"),),
    items=(
        AgendaItem("1", "Apologies for non-attendance"),
        AgendaItem("2", "Members' Declaration of Interests"),
        AgendaItem("3", "Minutes from the Meeting of 6 September 2022"),
        AgendaItem("4", "Action Log"),
        AgendaItem(
            "5",
            "Integrated Care Strategy and PLACE Development",
            recommendations=("It is recommended that the Board:", "3.1 Review it.", "3.2 Note it."),
        ),
        AgendaItem("6", "Better Care Fund", recommendations=("1. Agree:", "a) the plan", "2. Delegate it.")),
    ),
    actions=(
        Action("060922/01", "Circulate the offer", "John Ashton", "Circulated", ActionStatus.COMPLETED),
        Action("060922/02", "Bring the plan back", "Sam Fitzgerald"),
    ),
    style=HouseStyle(minute_numbers="42."),
)

CLOSED_ITEM = AgendaItem(
    "7",
    "Award to Acme Ltd",
    access=Access.EXEMPT,
    exempt_paragraphs=(3,),
    public_title="Award of a contract",
    recommendations=("Pay Acme Ltd.",),
)


# Words that once made an item be taken for standing business, or may.
OPENINGS = (
    "",
    "Exclusion of the press and public: ",
    "Exclusion of the public, ",
    "Minutes of ",
    "Apologies, ",
    "Urgent business, ",
    "Action log, ",
    "Close of meeting, ",
)


def private_marks(item: AgendaItem) -> Iterator[str]:
    """What the public may not read of an item: all that is closed, in marks of their own."""
    if item.public_title:
        yield f"<{item.id} title>"
    for document in item.documents:
        if item.access is not Access.OPEN or document.access is not Access.OPEN:
            yield document.title
            yield document.file
    if item.access is not Access.OPEN:
        for field in ("description", "lead", "urgency", "recommendation", "part", "presenter"):
            yield f"<{item.id} {field}>"


@pytest.fixture
def minutes(tmp_path: Path) -> WordDocument:
    return written(MEETING, tmp_path)


def written(meeting: Meeting, folder: Path) -> WordDocument:
    target = folder / "minutes.docx"
    write_minutes(meeting, target)
    return docx.Document(str(target))


def lines_in(element: Any) -> Iterator[tuple[str, str]]:
    """Every paragraph as style id and words, those of gaps included, which python-docx leaves out."""
    for paragraph in element.iter(qn("w:p")):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        words = "".join(
            "\t" if node.tag == qn("w:tab") else node.text or ""
            for node in paragraph.iter(qn("w:t"), qn("w:tab"))
            if node.getparent().tag == qn("w:r")
        )
        yield (style.get(qn("w:val")) if style is not None else "", words)


def body_lines(document: WordDocument) -> list[tuple[str, str]]:
    return list(lines_in(document.element.body))


def tables_headed(document: WordDocument, first_heading: str) -> list[list[list[str]]]:
    tables = [
        [[" ".join(w for _, w in lines_in(cell)) for cell in row.iter(qn("w:tc"))] for row in rows]
        for rows in (table.iter(qn("w:tr")) for table in document.element.body.iter(qn("w:tbl")))
    ]
    return [table for table in tables if table[0][0] == first_heading]


def template_with(folder: Path, part: str, old: str, new: str) -> Path:
    """A council's own template: ours, with one thing changed."""
    target = folder / "own.docx"
    with zipfile.ZipFile(assets.template("minutes.docx")) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                assert old in data.decode()
                data = data.decode().replace(old, new).encode()
            copy.writestr(name, data)
    return target


class TestWhatIsWritten:
    def test_the_minutes_start_with_the_body_the_day_and_the_draft_mark(self, minutes: WordDocument) -> None:
        assert body_lines(minutes)[:5] == [
            ("Subtitle", "North Northamptonshire Council"),
            ("Title", "Health and Wellbeing Board"),
            ("MeetingDetails", "Minutes of the meeting held at 2.00 pm on Tuesday 29 November 2022"),
            ("MeetingDetails", "Held at The Council Chamber, Corby"),
            ("DraftMark", "Draft, to be agreed as a correct record at the next meeting"),
        ]

    def test_every_item_is_a_real_heading_with_its_minute_number(self, minutes: WordDocument) -> None:
        headings = [p.text for p in minutes.paragraphs if p.style is not None and p.style.name == "Heading 1"]
        assert headings == [
            "Members",
            "Officers",
            "Also present",
            "42.\tApologies for non-attendance",
            "43.\tMembers' Declaration of Interests",
            "44.\tMinutes from the Meeting of 6 September 2022",
            "45.\tAction Log",
            "46.\tIntegrated Care Strategy and PLACE Development",
            "47.\tBetter Care Fund",
            "Actions carried in",
            "New actions",
            "Actions completed since the last meeting",
        ]

    def test_every_member_has_one_row_with_two_boxes_to_tick(self, minutes: WordDocument) -> None:
        (table,) = tables_headed(minutes, "Member")[:1]
        assert table[0] == ["Member", "Role", "Present", "Apologies"]
        assert [row[0] for row in table[1:]] == [
            "Councillor Jon-Paul Carr (Chair)",
            "Councillor Helen Harrison",
            "Dr Raf Poggi",
            "Sheila White",
        ]
        assert all(row[2:] == ["☐", "☐"] for row in table[1:])
        boxes = minutes.element.body.xpath(".//w:sdt[w:sdtPr/*[local-name()='checkbox']]")
        assert len(boxes) == 2 * len(MEMBERS) + 1

    def test_no_member_is_named_outside_the_attendance_before_the_meeting(
        self, minutes: WordDocument
    ) -> None:
        words = "\n".join(words for _, words in body_lines(minutes))
        for member in MEMBERS:
            assert words.count(member.name) == 1

    def test_the_minutes_of_the_last_meeting_are_agreed(self, minutes: WordDocument) -> None:
        held_on = "RESOLVED: that the minutes of the meeting held on 6 September 2022"
        assert ("Resolution", f"{held_on} be agreed as a correct record.") in body_lines(minutes)

    def test_a_resolution_is_a_lettered_list_that_starts_again_for_each_item(
        self, minutes: WordDocument
    ) -> None:
        points = minutes.element.body.xpath(".//w:p[w:pPr/w:pStyle/@w:val='ResolutionList']")
        numbers = [
            (
                int(p.xpath("./w:pPr/w:numPr/w:numId/@w:val")[0]),
                int(p.xpath("./w:pPr/w:numPr/w:ilvl/@w:val")[0]),
            )
            for p in points
        ]
        first, second = numbers[0][0], numbers[2][0]
        assert numbers == [(first, 0), (first, 0), (second, 0), (second, 1), (second, 0)]
        assert first != second
        numbering = minutes.part.numbering_part.element
        restarts = numbering.xpath(f"./w:num[@w:numId='{second}']//w:startOverride/@w:val")
        assert restarts == ["1", "1"]

    def test_actions_carried_in_new_and_completed_are_apart(self, minutes: WordDocument) -> None:
        carried, new, completed = tables_headed(minutes, "Number")
        assert carried[1:] == [["060922/02", "Bring the plan back", "Sam Fitzgerald", ""]]
        assert new[1] == ["291122/01", "", "", ""]
        assert completed[1:] == [["060922/01", "Circulate the offer", "John Ashton", "Circulated"]]

    def test_a_meeting_of_which_nothing_is_known_still_gives_minutes(self, tmp_path: Path) -> None:
        meeting = Meeting(council="", body="Parish Council", date=dt.date(2024, 2, 29))
        assert ("Title", "Parish Council") in body_lines(written(meeting, tmp_path))

    def test_control_characters_from_a_pasted_text_do_no_harm(self, tmp_path: Path) -> None:
        item = AgendaItem("1", "Place\x0b\ndevelopment\x00", recommendations=("Note\x0c it\ud800",))
        document = written(dataclasses.replace(MEETING, items=(item,)), tmp_path)
        assert ("Heading1", "42.\tPlace development") in body_lines(document)


class TestGaps:
    def test_a_gap_is_coloured_and_is_replaced_by_what_is_typed_in_it(self, minutes: WordDocument) -> None:
        gaps = minutes.element.body.xpath(".//w:sdt[w:sdtPr/w:showingPlcHdr]")
        words = ["".join(text.text for text in gap.iter(qn("w:t"))) for gap in gaps]
        assert "[names]" in words
        assert all(gap.find(f"{qn('w:sdtPr')}/{qn('w:temporary')}") is not None for gap in gaps)
        assert {style.get(qn("w:val")) for gap in gaps for style in gap.iter(qn("w:rStyle"))} == {
            "PlaceholderText"
        }
        shading = minutes.styles["Placeholder Text"].element.xpath("./w:rPr/w:shd/@w:fill")
        assert shading not in ([], ["auto"])

    def test_no_bracketed_gap_is_plain_text(self, minutes: WordDocument) -> None:
        plain = "".join(run.text for paragraph in minutes.paragraphs for run in paragraph.runs)
        assert "[" not in plain


class TestWordQuality:
    def test_every_table_repeats_its_headings_and_breaks_no_row(self, minutes: WordDocument) -> None:
        tables = list(minutes.element.body.iter(qn("w:tbl")))
        assert len(tables) == 6
        for table in tables:
            rows = list(table.iter(qn("w:tr")))
            assert [bool(row.xpath("./w:trPr/w:tblHeader")) for row in rows] == [True] + [False] * (
                len(rows) - 1
            )
            assert all(row.xpath("./w:trPr/w:cantSplit") for row in rows)
            assert table.xpath("./w:tblPr/w:tblCaption/@w:val")

    def test_headings_stay_with_what_they_head(self, minutes: WordDocument) -> None:
        for name in ("Title", "Heading 1", "Section Heading", "Resolution"):
            assert minutes.styles[name].element.xpath("./w:pPr/w:keepNext"), name

    def test_a_table_is_never_cut_after_its_headings_or_its_first_row(self, tmp_path: Path) -> None:
        """The Officers once stood at the foot of a page with one row of their table."""
        officers = tuple(Officer(f"Officer {n}") for n in range(5))
        document = written(dataclasses.replace(MEETING, officers=officers), tmp_path)
        (table,) = [t for t in document.tables if t.cell(0, 0).text == "Officer"]
        keeps = [
            {p.paragraph_format.keep_with_next for cell in row.cells for p in cell.paragraphs}
            for row in table.rows
        ]
        assert keeps == [{True}, {True}, {None}, {None}, {True}, {None}]

    def test_a_table_of_one_row_does_not_hold_on_to_what_follows_it(self, minutes: WordDocument) -> None:
        (table,) = [t for t in minutes.tables if t.cell(0, 0).text == "Officer"]
        assert [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows] == [
            True,
            None,
        ]

    def test_the_place_to_sign_is_never_alone_on_a_page(self, minutes: WordDocument) -> None:
        (chair,) = [n for n, p in enumerate(minutes.paragraphs) if p.text.startswith("Chair:")]
        close, chair_line, date_line = minutes.paragraphs[chair - 1 : chair + 2]
        assert close.text.startswith("There being no further business")
        assert close.paragraph_format.keep_with_next
        assert chair_line.paragraph_format.keep_with_next
        assert date_line.text.startswith("Date:")
        assert not date_line.paragraph_format.keep_with_next

    def test_pages_are_a4_with_even_margins_numbered_and_headed(self, minutes: WordDocument) -> None:
        (section,) = minutes.sections
        assert section.page_width is not None
        assert section.page_height is not None
        assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
        margins = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
        assert {round(margin.cm, 1) for margin in margins if margin is not None} == {2.5}
        assert section.header.paragraphs[0].text == "Health and Wellbeing Board\tMinutes, 29 November 2022"
        for footer in (section.footer, section.first_page_footer):
            fields = footer.part.element.xpath(".//w:fldSimple/@w:instr")
            assert fields == [" PAGE ", " NUMPAGES "]

    def test_the_language_is_british_english_and_nobody_is_named_as_author(
        self, minutes: WordDocument
    ) -> None:
        properties = minutes.core_properties
        assert minutes.styles.element.xpath("./w:docDefaults//w:lang/@w:val") == ["en-GB"]
        assert (properties.language, properties.author, properties.last_modified_by) == ("en-GB", "", "")
        assert properties.title == "Minutes: Health and Wellbeing Board, 29 November 2022"
        assert properties.created == properties.modified

    def test_the_same_meeting_gives_the_same_bytes(self, tmp_path: Path) -> None:
        first, second = tmp_path / "1.docx", tmp_path / "2.docx"
        write_minutes(MEETING, first)
        write_minutes(MEETING, second)
        assert first.read_bytes() == second.read_bytes()
        with zipfile.ZipFile(first) as package:
            assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


class TestClosedItems:
    def test_the_minutes_that_are_published_hold_no_secret_anywhere_in_the_file(self, tmp_path: Path) -> None:
        target = tmp_path / "minutes.docx"
        write_minutes(dataclasses.replace(MEETING, items=(*MEETING.items, CLOSED_ITEM)), target)
        with zipfile.ZipFile(target) as package:
            holding = [name for name in package.namelist() if b"Acme" in package.read(name)]
        assert holding == []
        headings = [words for style, words in body_lines(docx.Document(str(target))) if style == "Heading1"]
        assert "48.\tAward of a contract" in headings

    def test_the_exempt_minutes_are_a_file_of_their_own_marked_on_every_page(self, tmp_path: Path) -> None:
        target = tmp_path / "minutes.docx"
        meeting = dataclasses.replace(MEETING, items=(*MEETING.items, CLOSED_ITEM))
        exempt = tmp_path / "minutes (exempt, not for publication).docx"
        assert write_minutes(meeting, target) == (target, exempt)
        document = docx.Document(str(exempt))
        (section,) = document.sections
        for header in (section.header, section.first_page_header):
            assert header.paragraphs[0].text == (
                "Not for publication. Health and Wellbeing Board, 29 November 2022"
            )
        lines = body_lines(document)
        assert [words for style, words in lines if style == "Heading1"] == ["48.\tAward to Acme Ltd"]
        assert ("Resolution", "RESOLVED that: Pay Acme Ltd.") in lines
        assert document.core_properties.title.startswith("Exempt minutes: ")

    def test_a_meeting_in_public_has_one_file(self, tmp_path: Path) -> None:
        assert write_minutes(MEETING, tmp_path / "minutes.docx") == (tmp_path / "minutes.docx",)
        assert [path.name for path in tmp_path.iterdir()] == ["minutes.docx"]

    def test_a_template_without_headers_gets_one_for_the_mark(self, tmp_path: Path) -> None:
        template = template_with(
            tmp_path,
            "word/document.xml",
            '<w:headerReference w:type="default" r:id="rId5"/>'
            '<w:headerReference w:type="first" r:id="rId6"/>',
            "",
        )
        meeting = dataclasses.replace(MEETING, items=(CLOSED_ITEM,))
        *_, exempt = write_minutes(meeting, tmp_path / "minutes.docx", template)
        (section,) = docx.Document(str(exempt)).sections
        for header in (section.header, section.first_page_header):
            assert header.paragraphs[0].text.startswith("Not for publication.")

    @settings(max_examples=60, deadline=None)
    @given(meeting=meetings(), openings=st.lists(st.sampled_from(OPENINGS), min_size=4, max_size=4))
    def test_no_word_of_what_is_closed_is_in_the_minutes_that_are_published(
        self, meeting: Meeting, openings: list[str]
    ) -> None:
        items = tuple(
            dataclasses.replace(item, title=f"{opening}{item.title}")
            for item, opening in zip(meeting.items, openings, strict=False)
        )
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "minutes.docx"
            write_minutes(dataclasses.replace(meeting, items=items), target)
            with zipfile.ZipFile(target) as package:
                published = "".join(
                    html.unescape(package.read(name).decode("utf-8")) for name in package.namelist()
                )
        printed = "".join(re.findall("<i[^>]*>", published))
        for item in items:
            for mark in private_marks(item):
                assert mark not in published
            if item.access is Access.OPEN and not item.public_title:
                assert f"<{item.id} title>" in printed, "what is open is there to be found"


class TestWhatIsThereAlready:
    def test_minutes_that_someone_has_typed_into_are_not_written_over(self, tmp_path: Path) -> None:
        target = tmp_path / "minutes.docx"
        target.write_bytes(b"two hours of typing")
        with pytest.raises(PackBuilderError, match="is there already, and was changed") as refused:
            write_minutes(MEETING, target)
        assert refused.value.next_step == ("Choose another name with -o, or add --replace to write over it.")
        assert target.read_bytes() == b"two hours of typing"

    def test_nothing_is_written_where_only_the_exempt_minutes_are_there(self, tmp_path: Path) -> None:
        meeting = dataclasses.replace(MEETING, items=(*MEETING.items, CLOSED_ITEM))
        target = tmp_path / "minutes.docx"
        exempt_minutes_path(target).write_bytes(b"two hours of typing")
        with pytest.raises(PackBuilderError, match=r"\(exempt, not for publication\)\.docx is there already"):
            write_minutes(meeting, target)
        assert not target.exists()
        assert exempt_minutes_path(target).read_bytes() == b"two hours of typing"

    def test_the_same_minutes_may_be_written_again(self, tmp_path: Path) -> None:
        target = tmp_path / "minutes.docx"
        write_minutes(MEETING, target)
        assert write_minutes(MEETING, target) == (target,)

    def test_minutes_that_nobody_changed_are_written_anew_with_the_agenda(self, tmp_path: Path) -> None:
        target = tmp_path / "minutes.docx"
        write_minutes(MEETING, target)
        assert changed_minutes([target]) == ()
        write_minutes(dataclasses.replace(MEETING, venue="The Guildhall"), target)
        assert "The Guildhall" in "\n".join(p.text for p in docx.Document(str(target)).paragraphs)

    def test_a_word_typed_into_either_document_is_seen(self, tmp_path: Path) -> None:
        meeting = dataclasses.replace(MEETING, items=(*MEETING.items, CLOSED_ITEM))
        minutes, exempt = write_minutes(meeting, tmp_path / "minutes.docx")
        assert changed_minutes([minutes, exempt, tmp_path / "none.docx"]) == ()
        typed = docx.Document(str(exempt))
        typed.add_paragraph("Noted.")
        typed.save(str(exempt))
        assert changed_minutes([minutes, exempt]) == (exempt,)
        with pytest.raises(PackBuilderError, match="was changed since packbuilder wrote it"):
            write_minutes(dataclasses.replace(meeting, venue="The Guildhall"), minutes)
        assert changed_minutes([minutes]) == ()

    def test_a_file_that_is_no_minutes_counts_as_changed(self, tmp_path: Path) -> None:
        blank, broken = tmp_path / "blank.docx", tmp_path / "broken.docx"
        docx.Document().save(str(blank))
        write_minutes(MEETING, broken)
        broken.write_bytes(broken.read_bytes()[:-400])
        assert changed_minutes([blank, broken]) == (blank, broken)

    def test_they_are_replaced_when_that_is_asked_for(self, tmp_path: Path) -> None:
        target = tmp_path / "minutes.docx"
        target.write_bytes(b"a first try")
        write_minutes(MEETING, target, replace=True)
        assert docx.Document(str(target)).core_properties.title.startswith("Minutes: ")

    @pytest.mark.parametrize("name", ["m.pdf", "minutes", "minutes.doc"])
    def test_a_name_that_is_no_word_documents_is_refused(self, name: str, tmp_path: Path) -> None:
        with pytest.raises(PackBuilderError, match=r"not the name of a Word document\. .* ends in \.docx"):
            write_minutes(MEETING, tmp_path / name)
        assert list(tmp_path.iterdir()) == []

    def test_an_ending_in_capitals_will_do(self, tmp_path: Path) -> None:
        assert write_minutes(MEETING, tmp_path / "MINUTES.DOCX") == (tmp_path / "MINUTES.DOCX",)


class TestACouncilsOwnTemplate:
    @pytest.mark.parametrize("style", ["Title", "Resolution List", "Placeholder Text", "Minutes Table"])
    def test_a_missing_style_is_named_and_nothing_is_written(self, style: str, tmp_path: Path) -> None:
        template = template_with(
            tmp_path, "word/styles.xml", f'<w:name w:val="{style}"/>', '<w:name w:val="Other"/>'
        )
        target = tmp_path / "minutes.docx"
        target.write_bytes(b"the older minutes")
        with pytest.raises(PackBuilderError, match=f'no (paragraph|character|table) style "{style}"'):
            write_minutes(MEETING, target, template)
        assert target.read_bytes() == b"the older minutes"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["minutes.docx", "own.docx"]

    def test_a_resolution_style_without_letters_is_refused(self, tmp_path: Path) -> None:
        template = template_with(tmp_path, "word/styles.xml", '<w:numPr><w:numId w:val="2"/></w:numPr>', "")
        with pytest.raises(PackBuilderError, match=r'"Resolution List" .* has no numbering'):
            write_minutes(MEETING, tmp_path / "minutes.docx", template)

    def test_a_file_that_is_no_word_document_is_refused(self, tmp_path: Path) -> None:
        template = tmp_path / "own.docx"
        template.write_bytes(b"not a zip file")
        with pytest.raises(PackBuilderError, match="not a Word document"):
            write_minutes(MEETING, tmp_path / "minutes.docx", template)

    def test_damaged_xml_is_refused(self, tmp_path: Path) -> None:
        template = template_with(tmp_path, "word/styles.xml", "</w:styles>", "")
        with pytest.raises(PackBuilderError, match="not a Word document"):
            write_minutes(MEETING, tmp_path / "minutes.docx", template)

    def test_a_template_that_is_not_there_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(PackBuilderError, match=r"gone\.docx"):
            write_minutes(MEETING, tmp_path / "minutes.docx", tmp_path / "gone.docx")

    def test_a_mark_that_word_cut_into_runs_is_filled_in(self, tmp_path: Path) -> None:
        template = template_with(
            tmp_path,
            "word/header1.xml",
            "<w:r><w:t>{body}</w:t></w:r>",
            "<w:r><w:t>{bo</w:t></w:r><w:r><w:t>dy}</w:t></w:r><w:r><w:t> of {council}</w:t></w:r>",
        )
        write_minutes(MEETING, tmp_path / "minutes.docx", template)
        header = docx.Document(str(tmp_path / "minutes.docx")).sections[0].header
        assert header.paragraphs[0].text.startswith(
            "Health and Wellbeing Board of North Northamptonshire Council"
        )

    def test_the_text_that_the_template_was_saved_with_is_taken_out(self, tmp_path: Path) -> None:
        template = template_with(
            tmp_path, "word/document.xml", "<w:p/>", "<w:p><w:r><w:t>Last year's minutes</w:t></w:r></w:p>"
        )
        write_minutes(MEETING, tmp_path / "minutes.docx", template)
        lines = body_lines(docx.Document(str(tmp_path / "minutes.docx")))
        assert not any("Last year" in words for _, words in lines)


def test_the_template_is_what_its_script_makes(tmp_path: Path) -> None:
    script = runpy.run_path(str(assets.template("make_minutes_template.py")))
    remade = tmp_path / "minutes.docx"
    script["make_template"](remade)
    with zipfile.ZipFile(remade) as new, zipfile.ZipFile(assets.template("minutes.docx")) as shipped:
        assert new.namelist() == shipped.namelist()
        assert all(new.read(name) == shipped.read(name) for name in new.namelist())


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_word_processor_lays_the_minutes_out_as_a_clerk_expects(tmp_path: Path) -> None:
    members = tuple(
        Member(f"Councillor {n:02d}", "Executive Member for a long list of things") for n in range(60)
    )
    write_minutes(dataclasses.replace(MEETING, members=members), tmp_path / "minutes.docx")
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "minutes.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    reader = PdfReader(tmp_path / "minutes.pdf")
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    assert {(round(float(p.mediabox.width)), round(float(p.mediabox.height))) for p in reader.pages} == {
        (595, 842)
    }
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
    assert "Minutes, 29 November 2022" not in pages[0]
    assert "Minutes, 29 November 2022" in pages[1]
    assert "Member Role Present Apologies" in pages[0]
    assert "Member Role Present Apologies" in pages[1], "the headings repeat where the table runs on"
    assert "Actions carried in" in pages[-1], "the actions start on a page of their own"
    assert "Date: ___" not in pages[-1]
    text = " ".join(pages)
    assert "(a) Review it. (b) Note it." in text
    assert "(a) Agree: (i) the plan (b) Delegate it." in text
    assert "Apologies for absence were received from [names]." in text


def test_a_failure_with_the_exempt_minutes_leaves_the_earlier_pair_as_it_was(tmp_path: Path) -> None:
    closed = AgendaItem("sale", "Sale", access=Access.EXEMPT, exempt_paragraphs=(3,), public_title="Property")
    meeting = Meeting("Council", "Cabinet", dt.date(2026, 6, 18), items=(closed,))
    target = tmp_path / "minutes.docx"
    target.write_bytes(b"the earlier minutes")
    exempt_minutes_path(target).mkdir()
    with pytest.raises(PackBuilderError):
        write_minutes(meeting, target, replace=True)
    assert target.read_bytes() == b"the earlier minutes"
    assert sorted(path.name for path in tmp_path.iterdir()) == [exempt_minutes_path(target).name, target.name]
