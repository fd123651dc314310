"""Reports that two councils published, written again in Word from their text, and read back."""

from __future__ import annotations

import dataclasses
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterable
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.text.paragraph import Paragraph

from packbuilder import assets
from packbuilder.intake.covers.cover_in_pdf import cover_in_pdf
from packbuilder.intake.covers.cover_in_word import cover_in_word
from packbuilder.meeting.document_facts import ReportCover

NORTH = "North Northamptonshire Health and Wellbeing Board"
DASS = "David Watts, Executive Director of Adults, Communities and Wellbeing (DASS)"
LOUGHEAD = "Zakia Loughead, Assistant Director Safeguarding, Wellbeing and Provider Services"
PROVIDERS = "Transforming NNC Adult Social Care Provider Services - Strategy and Case for Change"
PROVIDERS_APPENDICES = (f"Appendix A - {PROVIDERS} v3.2", "Appendix B - Equality Screening Assessment")


@dataclasses.dataclass(frozen=True)
class Published:
    """A report as a seed holds it, and what its cover says to someone who reads it."""

    name: str
    seed: str
    first_line: int
    last_line: int
    cover: ReportCover


REPORTS = (
    Published(
        "place development",
        "000_b7e90f106bd6e113.txt",
        595,
        720,
        ReportCover(
            title="North Northamptonshire Place development",
            body=NORTH,
            date_line="20th June 2023",
            authors=(
                "Ali Gilbert, Director of North Place Development",
                "Kerry Purnell, Assistant Director Communities & Leisure NNC",
                "Pratima Dattani, CEO Support Northamptonshire",
                "Susan Hamilton, Director of Public Health NNC",
                "Cate Carmichael, Interim Deputy Director of Public Health NNC",
            ),
            appendices=(
                "Appendix A Support North Northamptonshire",
                "Appendix B North Joint Health and Wellbeing Strategy",
            ),
            recommendations_lead_in="It is recommended that the North Health and Wellbeing Board notes the"
            " progress of:",
            recommendations=(
                "A New Sense of Place.",
                "Support North Northamptonshire (SNN)",
                "The ambitions proposed for the Joint Health and Wellbeing Strategy and to support the"
                " developmental approach proposed.",
            ),
        ),
    ),
    Published(
        "health inequalities",
        "000_b7e90f106bd6e113.txt",
        1335,
        1390,
        ReportCover(
            title="Financial Year 2023/2024 Health Inequalities Update (HIAA Funding) for HWBB June 23",
            body=NORTH,
            date_line="20th June 2023",
            authors=(
                "Connor Melia, Health Improvement Principal \u2013 Public Health, North Northamptonshire"
                " Council",
                "Shirley Plenderleith, Assistant Director, North Northamptonshire Council",
            ),
            recommendations=("That progress is noted.",),
        ),
    ),
    Published(
        "disabled facilities grant",
        "000_b7e90f106bd6e113.txt",
        1427,
        1470,
        ReportCover(
            title="Disabled Facilities Grant \u2013 2022/2023 full year review",
            body=NORTH,
            date_line="5th June 2023",
            authors=("Amy Plank, Strategic Lead for Private Sector Housing, North Northamptonshire Council",),
            appendices=("Appendix A \u2013 DFG Data 2022/2023 full year",),
            # 3.2 of this report states a duty and asks for nothing.
            recommendations=(
                "The Board are asked to note the total DFG spend to date for 2022/2023 as illustrated in"
                " Appendix A.",
            ),
        ),
    ),
    Published(
        "needs assessment",
        "000_b7e90f106bd6e113.txt",
        1866,
        1930,
        ReportCover(
            title="Developing the Children and Young People's (CYP) Health and Wellbeing Joint Strategic"
            " Needs Assessment (JSNA)",
            body=NORTH,
            date_line="5th June 2023",
            authors=("Abdu Mohiddin, Consultant in Public Health, North Northamptonshire Council",),
            appendices=("Appendix A \u2013 Developing the CYP JSNA slides \u2013 Presentation",),
            recommendations_lead_in="It is recommended that the Board:",
            recommendations=(
                "Note the progress of the JSNA",
                "Note the emerging findings of the JSNA",
                "Consider a future presentation on the completed JSNA",
            ),
        ),
    ),
    Published(
        "drugs partnership",
        "000_b7e90f106bd6e113.txt",
        2115,
        2185,
        ReportCover(
            title="Northamptonshire Combating Drug Partnership",
            body=NORTH,
            date_line="20th June 2023",
            authors=("Michael Bridges, Consultant in Public Health, North Northamptonshire Council",),
            appendices=(
                "Appendix A \u2013 Northamptonshire CPD Strategic Action Plan 2023/24",
                "Appendix B \u2013 Northamptonshire CPD Terms of Reference",
                "Appendix C \u2013 National Combating Drug Outcome Framework",
            ),
            recommendations_lead_in="The Health and Wellbeing Board is requested to:",
            recommendations=(
                "Note the progress of the Northamptonshire CDP and support attendance from all identified"
                " partners.",
                "Note the governance structure.",
                "Note the Strategic Action Plan.",
            ),
        ),
    ),
    Published(
        "integrated care strategy",
        "001_0c3e686d5f289889.txt",
        350,
        420,
        ReportCover(
            title="Integrated Care Northamptonshire Strategy and North Place Delivery",
            body=NORTH,
            date_line="29th November 2022",
            authors=(
                "David Watts - Executive Director of Adults, Health Partnerships and Housing (DASS)",
                "Ali Gilbert - ICS Place Director",
            ),
            appendices=("Appendix A \u2013 Draft Integrated Care Northamptonshire Strategy v3",),
            recommendations_lead_in="It is recommended that the North Health and Wellbeing Board:",
            recommendations=(
                "Review the draft ICN strategy and recommend the adoption of the draft ICN Strategy Live Your"
                " Best Life to the Northamptonshire Integrated Care Partnership (ICP) on 1st December 2022.",
                "Note the progress of the Integrated Care Partnership North Place development and"
                " implementation progress, alongside its role in delivering the strategy.",
            ),
        ),
    ),
    Published(
        "provider services",
        "001_0c3e686d5f289889.txt",
        1784,
        1864,
        ReportCover(
            title=PROVIDERS,
            body=NORTH,
            date_line="29th November 2022",
            authors=(DASS, LOUGHEAD),
            appendices=PROVIDERS_APPENDICES,
            recommendations=(
                "The Board are asked to note and endorse the approach for transformation of NNC Adult Social"
                " Care Provider Services.",
            ),
        ),
    ),
    Published(
        "provider services at the executive",
        "001_0c3e686d5f289889.txt",
        1868,
        1945,
        ReportCover(
            title=PROVIDERS,
            body="EXECUTIVE",
            date_line="13th October 2022",
            authors=(DASS, LOUGHEAD),
            appendices=PROVIDERS_APPENDICES,
            recommendations_lead_in="It is recommended that the Executive:",
            recommendations=(
                "Consider the strategy and case for change and approve the proposal recommended option 3 (set"
                " out in section 3.3 of this report), to consult with regular users of NNC CQC regulated"
                " provider services on the future proposed strategy and implications",
                "Approve the request to engage with Unions and staff affected on the strategy, case for"
                " change and the four proposed phases of transformation",
                "Delegate final decision making, following consultation, to the Executive Member for Adults,"
                " Health and Wellbeing, in Consultation with Executive Director for Adults, Communities and"
                " Wellbeing, to conclude the statutory consultation with people that use those services",
                "Delegate the final decision, to the Executive Member for Adults, Health and Wellbeing, in"
                " Consultation with the Executive Director for Adults, Communities and Wellbeing, as to"
                " whether to implement the strategy and phased proposals and after that decision to enter"
                " into formal consultation with unions and affected staff",
                "Note that as part of phase 1 proposals that due diligence is being undertaken to consider"
                " and make recommendations to the Executive on the business case for running a Specialist"
                " Care Centre. It is anticipated that final proposals will be brought to the Executive for"
                " consideration at its meeting on 10th November 2022",
            ),
        ),
    ),
    Published(
        "safeguarding annual report",
        "001_0c3e686d5f289889.txt",
        2388,
        2470,
        # Its section "Recommendations" states a duty and asks for nothing.
        ReportCover(
            title="NSCP Annual Report 2021-22",
            body="North NORTHAMPTONSHIRE HEALTH AND WELLBEING BOARD",
            date_line="29th November 2022",
            authors=("Lisa Walsh, Business Manager, Northamptonshire Safeguarding Childrens Partnership",),
            appendices=(
                "Appendix A \u2013 NSCP Annual Report 2021-22",
                "Appendix B \u2013 NSCP Annual Report 2021-22 Briefing Paper",
            ),
        ),
    ),
)

TWICE = [
    pytest.param(report, typed, id=f"{report.name}, {typed}")
    for report in REPORTS
    for typed in ("typed", "listed")
]


# Writing the reports again: their headings, tables, lists and raised letters.

POINT = re.compile(r"(?:- )?(?P<mark>[a-z]\)|\d+\.\d+\.?|\d+\)|-) (?P<words>.*)")


def write_report(report: Published, seeds: Path, target: Path, *, typed: bool) -> Path:
    """Write a report, with the marks of its lists typed, or made by Word's lists."""
    lines = (seeds / report.seed).read_text(encoding="utf-8").splitlines()
    document = docx.Document()
    table: list[list[str]] = []
    for line in [*lines[report.first_line - 1 : report.last_line], ""]:
        if "\t" in line:
            table.append(line.split("\t"))
            continue
        if table:
            add_table(document, table)
            table = []
        if line.strip(" -\ufeff"):
            add_line(document, line, typed=typed)
    document.save(str(target))
    return target


def add_table(document: WordDocument, rows: list[list[str]]) -> None:
    width = max(len(row) for row in rows)
    table = document.add_table(rows=0, cols=width, style="Table Grid")
    for row in rows:
        cells = table.add_row().cells
        if len([cell for cell in row if cell.strip()]) < 3 and width > 2:
            cells[1].merge(cells[-1])
        for cell, text in zip(cells, row, strict=False):
            for number, paragraph in enumerate(paragraphs_of(text)):
                place = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
                if paragraph.startswith("- "):
                    place.style = document.styles["List Bullet"]
                add_words(place, paragraph.removeprefix("- "))


def paragraphs_of(cell: str) -> list[str]:
    """Return the paragraphs of a cell, which the text of the seed runs together."""
    ends = r"</?p>|</?ul[^>]*>|(?<=\.uk) (?=[A-Z])|(?<=\(DASS\)) +(?=[A-Z])"
    broken = re.sub(ends, "\n", cell)
    if "<ul" in cell:
        broken = broken.replace(" - ", "\n- ")
    return [paragraph.strip() for paragraph in broken.split("\n") if paragraph.strip()]


def add_line(document: WordDocument, line: str, *, typed: bool) -> None:
    heading = re.match(r"\s*#+ ", line)
    words = line[heading.end() :] if heading else line.strip()
    plain = words.replace("**", "")
    is_section = re.match(r"\d{1,2}\.? [A-Z][\w ()]{3,60}$", plain) or plain == "List of Appendices"
    point = POINT.fullmatch(words)
    if heading or is_section or words.startswith("**"):
        paragraph = document.add_heading(level=2) if heading and not typed else document.add_paragraph()
        add_words(paragraph, words if "**" in words else f"**{words}**")
    elif point is None:
        add_words(document.add_paragraph(), words)
    elif point["mark"] == "-":
        add_words(document.add_paragraph(style="List Bullet"), point["words"])
    elif typed or not point["mark"].endswith(")"):
        paragraph = document.add_paragraph()
        add_words(paragraph, f"{point['mark']}\t{point['words']}")
        if point["mark"].endswith(")"):
            paragraph.paragraph_format.left_indent = docx.shared.Cm(1.5)
    else:
        paragraph = document.add_paragraph()
        number_with(document, paragraph, begins=point["mark"] in ("a)", "1)"))
        add_words(paragraph, point["words"])


def number_with(document: WordDocument, paragraph: Paragraph, *, begins: bool) -> None:
    """Put a paragraph in a list a), b), c), a new one where it begins."""
    numbering = document.part.numbering_part.element
    if not numbering.xpath("w:abstractNum[@w:abstractNumId='90']"):
        numbering.insert(0, parse_xml(
            f"<w:abstractNum {nsdecls('w')} w:abstractNumId='90'><w:lvl w:ilvl='0'><w:start w:val='1'/>"
            "<w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%1)'/><w:lvlJc w:val='left'/>"
            "<w:pPr><w:ind w:left='1134' w:hanging='567'/></w:pPr></w:lvl></w:abstractNum>"
        ))  # fmt: skip
    if begins:
        fresh = numbering.add_num(90)
        fresh.add_lvlOverride(ilvl=0).add_startOverride(1)
    number = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001
    number.get_or_add_ilvl().val = 0
    number.get_or_add_numId().val = numbering.num_lst[-1].numId


def add_words(paragraph: Paragraph, words: str) -> None:
    """Add words with what is bold and raised in them; a raised "th" is a run of its own."""
    is_bold = is_raised = False
    for piece in re.split(r"(\*\*|</?b>|</?sup>|</?a[^>]*>|<input[^>]*>)", words):
        if piece in ("**", "<b>", "</b>"):
            is_bold = not is_bold
        elif piece in ("<sup>", "</sup>"):
            is_raised = piece == "<sup>"
        elif piece and not piece.startswith("<"):
            run = paragraph.add_run(piece)
            run.bold = is_bold or None
            run.font.superscript = is_raised or None


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    seeds = Path(__file__).resolve().parents[4] / "shared" / "seeds"
    if not seeds.is_dir():
        pytest.skip("needs the folder shared/ beside the checkout")
    folder = tmp_path_factory.mktemp("reports")
    return {
        (report.name, typed): write_report(
            report, seeds, folder / f"{report.name}, {typed}.docx", typed=typed == "typed"
        )
        for report in REPORTS
        for typed in ("typed", "listed")
    }


@pytest.fixture(scope="module")
def converted(
    written: dict[tuple[str, str], Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("converted")
    listed = {name: path for (name, typed), path in written.items() if typed == "listed"}
    convert(listed.values(), folder, "pdf")
    return {name: (folder / f"{path.stem}.pdf").read_bytes() for name, path in listed.items()}


def convert(paths: Iterable[Path], folder: Path, kind: str) -> None:
    profile = (folder / "profile").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind,
         "--outdir", str(folder), *map(str, paths)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip


@pytest.mark.parametrize(("report", "typed"), TWICE)
def test_a_published_report_is_read_from_word(
    report: Published, typed: str, written: dict[tuple[str, str], Path]
) -> None:
    assert cover_in_word(written[report.name, typed]) == report.cover


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_a_published_report_is_read_from_its_pdf(report: Published, converted: dict[str, bytes]) -> None:
    assert cover_in_pdf(converted[report.name]) == report.cover


def sample_file(stem: str) -> Path:
    return next(assets.resource("sample").glob(f"{stem}.*"))


def cover_in(path: Path) -> ReportCover | None:
    return cover_in_pdf(path.read_bytes()) if path.suffix == ".pdf" else cover_in_word(path)


@pytest.mark.parametrize("stem", ["hub-report", "homes-report", "transport-report", "quincunx-report"])
def test_a_report_of_the_sample_is_read(stem: str) -> None:
    path = sample_file(stem)
    meeting = tomllib.loads(assets.resource("sample/meeting.toml").read_text(encoding="utf-8"))
    item = next(i for i in meeting["item"] if path.name in [d["file"] for d in i.get("document", [])])
    cover = cover_in(path)

    assert cover is not None
    assert (cover.title, cover.body) == (item["title"], meeting["body"])
    assert (cover.recommendations_lead_in, *cover.recommendations) == tuple(item["recommendations"])
    assert [author.split(",")[0] for author in cover.authors] == [item["lead"]]
    appendices = [d["title"] for d in item["document"] if d["role"] == "appendix"]
    assert [re.split(r": | \(", words)[1] for words in cover.appendices] == appendices


@pytest.mark.parametrize("stem", ["minutes", "action-log", "homes-data", "homes-letter", "winter-slides"])
def test_other_papers_of_the_sample_have_no_cover(stem: str) -> None:
    assert cover_in(sample_file(stem)) is None
