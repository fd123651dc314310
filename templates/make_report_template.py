"""Makes ``templates/report.docx``: the council's report, with its cover and its headings, to be filled in.

    python templates/make_report_template.py [FILE.docx]

It looks like the minutes, but for page numbers, which the pack gives: styles, margins and lists are
those of ``minutes.docx`` beside it, with the few styles more that a report needs. A council that wants
other headings or another look copies the file and changes it in Word; ``{council}``, ``{body}``,
``{date}``, ``{title}`` and ``{author}`` are filled in wherever they stand, and any of them may be left
out. What is to be written stands in square brackets, in content controls that go with the first
letter typed; packbuilder reads neither as part of the report.

Lengths in the parts below are twentieths of a point (567 to the centimetre), sizes of type are half
points: WordprocessingML's own units.
"""

from __future__ import annotations

import re
import sys
import zipfile
from pathlib import Path

_FOLDER = Path(__file__).parent
_TEXT_WIDTH = 9072
_INK = "1F2A37"
_ACCENT = "1F4E79"
_QUIET = "5B6673"
_LABEL_FILL = "E4EAF1"
_HEADINGS_LIST, _HEADINGS_ABSTRACT = 3, 3

_SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Purpose of Report", ("What the report is for, in one or two sentences",)),
    ("Executive Summary", ("What members need to know if they read no further: at most half a page",)),
    ("Recommendations", ()),
    ("Report Background", ("How this came before the meeting, and what was decided on it before",)),
    ("Issues and Choices", ("What there is to choose from, and what speaks for and against each choice",)),
    ("Next Steps", ("What happens if the recommendations are agreed: who does what, by when",)),
    ("Implications (including financial implications)", ()),
    ("Background Papers", ("The papers this report relies on and where they can be read, or None",)),
)
_IMPLICATIONS = (
    ("Resources and Financial", "What it costs, in money and in staff, and where that comes from"),
    ("Legal", "The duties and powers that apply, and what lawyers advised"),
    ("Risk", "What could go wrong, how likely that is, and what is done about it"),
    ("Consultation", "Who was asked, how, and what they said"),
    ("Consideration by Scrutiny", "When a scrutiny committee looked at this and what it advised, or N/A"),
    ("Climate and Environment Impact", "What it does to the climate and the environment"),
    ("Community Impact", "What it does to residents, and to those with protected characteristics"),
)
_APPROVERS = ("Monitoring Officer", "Section 151 Officer", "Other Director/SME")


def _run(words: str, style: str = "") -> str:
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{words}</w:t></w:r>'


def _gap(words: str) -> str:
    """A content control that shows what is to be written until something is."""
    return (
        "<w:sdt><w:sdtPr><w:temporary/><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        f"{_run(f'[{words}]', 'PlaceholderText')}</w:sdtContent></w:sdt>"
    )


def _paragraph(style: str, content: str, level: int | None = None, numbering: int = _HEADINGS_LIST) -> str:
    listed = (
        f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>'
        if level is not None
        else ""
    )
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{listed}</w:pPr>{content}</w:p>'


def _table(description: str, widths: tuple[int, ...], rows: list[tuple[str, ...]], *, headed: bool) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    body = "".join(_row(widths, row, is_head=headed and n == 0) for n, row in enumerate(rows))
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="MinutesTable"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="{"04A0" if headed else "0480"}"/>'
        f'<w:tblCaption w:val="{description}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'
    )


def _row(widths: tuple[int, ...], cells: tuple[str, ...], *, is_head: bool) -> str:
    written = []
    for number, (width, content) in enumerate(zip(widths, cells, strict=True)):
        is_label = is_head or number == 0
        fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{_LABEL_FILL}"/>' if is_label else ""
        style = "TableHeading" if is_label else "TableText"
        written.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}</w:tcPr>'
            f"{_paragraph(style, content)}</w:tc>"
        )
    head = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(written)}</w:tr>"


def _body() -> str:
    parts = [
        _paragraph("Subtitle", _run("{council}")),
        _paragraph("Title", _run("{body}")),
        _paragraph("ReportDate", _run("{date}")),
        _table(
            "Title and author of the report",
            (3780, 5292),
            [
                (_run("Report Title"), _run("{title}")),
                (_run("Report Author"), _run("{author}")),
            ],
            headed=False,
        ),
        _paragraph("TableGap", ""),
        _table(
            "Who contributed to the report, checked and approved it",
            (3780, 3592, 1700),
            [
                (_run("Contributors/Checkers/Approvers"), _run("Name"), _run("Date")),
                *((_run(approver), _gap("Name"), _gap("Date")) for approver in _APPROVERS),
            ],
            headed=True,
        ),
        _paragraph("PlainHeading", _run("List of Appendices")),
        _paragraph("BodyText", _gap("Appendix A - its title; one line for each, or None")),
    ]
    for heading, instructions in _SECTIONS:
        parts.append(_paragraph("Heading1", _run(heading)))
        parts += [_paragraph("NumberedText", _gap(words), level=1) for words in instructions]
        if heading == "Recommendations":
            parts += [
                _paragraph("NumberedText", _run("It is recommended that the {body}:"), level=1),
                _paragraph("ResolutionList", _gap("Note, approve, agree ... what is to be decided")),
                _paragraph("NumberedText", _run("Reasons for recommendations: ") + _gap("Why"), level=1),
            ]
        elif heading.startswith("Implications"):
            for implication, words in _IMPLICATIONS:
                parts.append(_paragraph("Heading2", _run(implication)))
                parts.append(_paragraph("NumberedText", _gap(words), level=2))
    return "".join(parts)


def _style(
    style_id: str,
    name: str,
    properties: str,
    run_properties: str = "",
    following: str = "",
    base: str = "Normal",
) -> str:
    is_own = not name.startswith("heading ")
    return (
        f'<w:style w:type="paragraph"{" w:customStyle=" + chr(34) + "1" + chr(34) if is_own else ""}'
        f' w:styleId="{style_id}"><w:name w:val="{name}"/><w:basedOn w:val="{base}"/>'
        f'<w:next w:val="{following or style_id}"/><w:qFormat/>'
        f"<w:pPr>{properties}</w:pPr><w:rPr>{run_properties}</w:rPr></w:style>"
    )


def _listed(level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{_HEADINGS_LIST}"/></w:numPr>'


_HEADING_TYPE = f'<w:b/><w:bCs/><w:color w:val="{_ACCENT}"/><w:sz w:val="24"/><w:szCs w:val="24"/>'


def _styles(of_minutes: str) -> str:
    """The styles of the minutes, with a numbered heading, its text, and a quiet gap."""
    kept = re.sub(r'<w:style [^>]*w:styleId="(?:Heading1|PlaceholderText)">.*?</w:style>', "", of_minutes)
    own = (
        _style(
            "Heading1",
            "heading 1",
            f'<w:keepNext/><w:keepLines/>{_listed(0)}<w:spacing w:before="320" w:after="120"/>'
            '<w:outlineLvl w:val="0"/>',
            _HEADING_TYPE,
            following="NumberedText",
        ),
        _style(
            "Heading2",
            "heading 2",
            f'<w:keepNext/><w:keepLines/>{_listed(1)}<w:spacing w:before="160" w:after="80"/>'
            '<w:outlineLvl w:val="1"/>',
            f'<w:b/><w:bCs/><w:color w:val="{_INK}"/>',
            following="NumberedText",
        ),
        _style(
            "PlainHeading",
            "Plain Heading",
            '<w:keepNext/><w:keepLines/><w:spacing w:before="320" w:after="120"/><w:outlineLvl w:val="0"/>',
            _HEADING_TYPE,
            following="BodyText",
        ),
        _style("NumberedText", "Numbered Text", '<w:spacing w:before="0" w:after="120"/>'),
        _style("ReportDate", "Report Date", '<w:spacing w:before="0" w:after="280"/>', base="MeetingDetails"),
        _style(
            "TableGap", "Table Gap", '<w:spacing w:before="0" w:after="0" w:line="200" w:lineRule="exact"/>'
        ),
        '<w:style w:type="character" w:styleId="PlaceholderText"><w:name w:val="Placeholder Text"/>'
        f'<w:qFormat/><w:rPr><w:i/><w:iCs/><w:color w:val="{_QUIET}"/></w:rPr></w:style>',
    )
    return kept.replace("</w:styles>", f"{''.join(own)}</w:styles>")


def _numbering(of_minutes: str) -> str:
    """The lists of the minutes, with that of the headings: 1., 1.1, 1.1.1."""

    def level(number: int, words: str, style: str) -> str:
        linked = f'<w:pStyle w:val="{style}"/>' if style else ""
        bold = '<w:rPr><w:b w:val="0"/><w:bCs w:val="0"/></w:rPr>' if not style else ""
        return (
            f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>{linked}'
            f'<w:lvlText w:val="{words}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="850" w:hanging="850"/></w:pPr>{bold}</w:lvl>'
        )

    levels = level(0, "%1.", "Heading1") + level(1, "%1.%2", "Heading2") + level(2, "%1.%2.%3", "")
    abstract = (
        f'<w:abstractNum w:abstractNumId="{_HEADINGS_ABSTRACT}"><w:multiLevelType w:val="multilevel"/>'
        f"{levels}</w:abstractNum>"
    )
    number = f'<w:num w:numId="{_HEADINGS_LIST}"><w:abstractNumId w:val="{_HEADINGS_ABSTRACT}"/></w:num>'
    # The recommendations stand further in than their number, as the resolutions of the minutes do not.
    moved = of_minutes.replace(
        '<w:pStyle w:val="ResolutionList"/><w:lvlText w:val="(%1)"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="567" w:hanging="567"/>',
        '<w:pStyle w:val="ResolutionList"/><w:lvlText w:val="(%1)"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="1417" w:hanging="567"/>',
    )
    first_number = moved.index("<w:num ")
    with_abstract = f"{moved[:first_number]}{abstract}{moved[first_number:]}"
    return with_abstract.replace("</w:numbering>", f"{number}</w:numbering>")


def make_template(target: Path) -> None:
    """Write the template; the same bytes every time."""
    with zipfile.ZipFile(_FOLDER / "minutes.docx") as minutes:
        parts = {name: minutes.read(name).decode() for name in minutes.namelist()}
    document = parts["word/document.xml"]
    for name in ("word/footer1.xml", "word/footer2.xml"):
        # The pack numbers its pages in this place; a number of the report's own would stand beside it.
        start, end = parts[name].index("<w:r>"), parts[name].rindex("</w:p>")
        parts[name] = parts[name][:start] + parts[name][end:]
    parts |= {
        "word/document.xml": document.replace("<w:p/>", _body()),
        "word/styles.xml": _styles(parts["word/styles.xml"]),
        "word/numbering.xml": _numbering(parts["word/numbering.xml"]),
        "word/header1.xml": parts["word/header1.xml"].replace("Minutes, {date}", "Report, {date}"),
        "docProps/core.xml": parts["docProps/core.xml"].replace(
            "<dc:title>Minutes</dc:title>", "<dc:title>Report</dc:title>"
        ),
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, xml in parts.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            package.writestr(entry, xml)


if __name__ == "__main__":
    make_template(Path(sys.argv[1]) if len(sys.argv) > 1 else _FOLDER / "report.docx")
