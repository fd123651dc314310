"""Portrait documents from text: reports, appendices, minutes, the action log.

A text file starts with facts in TOML between two ``+++`` lines; below them, each line (or run of
lines up to an empty one) is a paragraph, and its first characters say what it is:

    # Heading      a section; numbered in reports and minutes; gets a bookmark
    ## Heading     a heading below it, not numbered; gets a bookmark
    - text         a bullet
    + text         a lettered line: a), b), c)
    ~ text         a paragraph without a number
    = text         a caption of a table, numbered: "Table 1: text"; others link to #table-1
    | a | b |      a row of a table; the first row is its head
    !name          a chart
    anything else  a paragraph, numbered 1.1 in reports

Inside a paragraph, reportlab's own marks hold: <b>, <i>, <a href="...">.
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    Image,
    KeepTogether,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from drawing import house
from drawing.charts import CHARTS

_LEFT_PT, _RIGHT_PT, _TOP_PT, _BOTTOM_PT = 64, 64, 66, 68
_NUMBER_WIDTH_PT = 34
_WIDTH_PT = A4[0] - _LEFT_PT - _RIGHT_PT
_MARKS = ("## ", "# ", "- ", "+ ", "~ ", "= ", "| ", "!")


def _style(name: str, **changes: Any) -> ParagraphStyle:
    settings: dict[str, Any] = {
        "fontName": house.REGULAR,
        "fontSize": 12,
        "leading": 16.5,
        "textColor": house.INK,
        "spaceAfter": 10,
        "alignment": TA_LEFT,
        "bulletFontName": house.REGULAR,
        "bulletFontSize": 12,
        "linkUnderline": 1,
    }
    return ParagraphStyle(name, **(settings | changes))


_BODY = _style("body")
_NUMBERED = _style("numbered", leftIndent=_NUMBER_WIDTH_PT)
_BULLET = _style("bullet", leftIndent=_NUMBER_WIDTH_PT + 16, bulletIndent=_NUMBER_WIDTH_PT + 2, spaceAfter=4)
_LETTERED = _style("lettered", leftIndent=_NUMBER_WIDTH_PT + 22, bulletIndent=_NUMBER_WIDTH_PT, spaceAfter=6)
_HEADING = _style(
    "heading",
    fontName=house.BOLD,
    bulletFontName=house.BOLD,
    fontSize=13.5,
    bulletFontSize=13.5,
    leading=18,
    textColor=house.TEAL,
    leftIndent=_NUMBER_WIDTH_PT,
    spaceBefore=10,
    spaceAfter=7,
)
_PLAIN_HEADING = _style("plain heading", parent=_HEADING, fontName=house.BOLD, fontSize=13.5, leading=18,
                        textColor=house.TEAL, leftIndent=0, spaceBefore=10,
                        spaceAfter=7)  # fmt: skip
_SUBHEADING = _style("subheading", fontName=house.BOLD, leftIndent=_NUMBER_WIDTH_PT, spaceBefore=4)
_CAPTION = _style("caption", fontName=house.BOLD, fontSize=10.5, leading=14, spaceBefore=4, spaceAfter=5)
_CELL = _style("cell", fontSize=10.5, leading=13.5, spaceAfter=0)
_HEAD_CELL = _style("head cell", fontName=house.BOLD, fontSize=10.5, leading=13.5, textColor=house.WHITE,
                    spaceAfter=0)  # fmt: skip
_TITLE = _style("title", fontName=house.BOLD, fontSize=19, leading=24, textColor=house.TEAL, spaceAfter=4)
_SUBTITLE = _style("subtitle", fontSize=12, leading=16, textColor=house.GREY, spaceAfter=12)


@dataclasses.dataclass(frozen=True, slots=True)
class SourceText:
    """One text file: its facts and its paragraphs, each with the mark it began with."""

    facts: dict[str, Any]
    paragraphs: tuple[tuple[str, str], ...]

    @property
    def title(self) -> str:
        """The title of the document, for its first page and its metadata."""
        return str(self.facts["title"])


def read_text(path: Path) -> SourceText:
    """Read one text file of ``text/``."""
    _, facts, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    return SourceText(tomllib.loads(facts), tuple(_paragraphs(body)))


def _paragraphs(body: str) -> Iterator[tuple[str, str]]:
    for block in body.strip().split("\n\n"):
        gathered: list[str] = []
        for line in block.splitlines():
            if gathered and line.startswith(_MARKS):
                yield _marked(" ".join(gathered))
                gathered = []
            gathered.append(line.strip())
        yield _marked(" ".join(gathered))


def _marked(text: str) -> tuple[str, str]:
    for mark in _MARKS:
        if text.startswith(mark):
            return mark.strip(), text[len(mark) :].strip()
    return "", text


class _Report(BaseDocTemplate):
    """A document with a running title from page 2 on, and a bookmark for every heading."""

    def __init__(self, path: Path, title: str, running_title: str) -> None:
        super().__init__(str(path), pagesize=A4, invariant=1, initialFontName=house.REGULAR)
        self._document_title = title
        self._running_title = running_title
        frame = Frame(
            _LEFT_PT,
            _BOTTOM_PT,
            _WIDTH_PT,
            A4[1] - _TOP_PT - _BOTTOM_PT,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )
        self.addPageTemplates(
            [
                PageTemplate("first", [frame], onPage=self._first_page),
                PageTemplate("later", [frame], onPage=self._later_page),
            ]
        )

    def _first_page(self, canvas: Canvas, _template: BaseDocTemplate) -> None:
        house.describe(canvas, self._document_title)

    def _later_page(self, canvas: Canvas, _template: BaseDocTemplate) -> None:
        canvas.saveState()
        canvas.setFont(house.REGULAR, 8.5)
        canvas.setFillColor(house.GREY)
        canvas.drawString(_LEFT_PT, A4[1] - 42, self._running_title)
        canvas.restoreState()

    def afterFlowable(self, flowable: Flowable) -> None:
        """Note a bookmark where a heading came to stand."""
        bookmark = getattr(flowable, "bookmark", None)
        if bookmark is not None:
            key, title, level = bookmark
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(title, key, level, closed=False)


class _Counters:
    """The numbers that run through one document."""

    def __init__(self, first_section: int) -> None:
        self.section = first_section - 1
        self.paragraph = 0
        self.letter = 0
        self.table = 0
        self.bookmark = 0


def draw_report(source: SourceText, path: Path) -> None:
    """Draw a document from its text: title, facts, paragraphs, sign-off."""
    facts = source.facts
    running_title = str(facts.get("running_title", source.title))
    report = _Report(path, source.title, running_title)
    story: list[Flowable] = [NextPageTemplate("later")]
    if facts.get("logo", True):
        story.append(Image(str(house.LOGO_FILE), width=142, height=40, hAlign="LEFT"))
        story.append(Spacer(0, 16))
    story.append(Paragraph(str(facts.get("heading", source.title)), _TITLE))
    if facts.get("subtitle"):
        story.append(Paragraph(facts["subtitle"], _SUBTITLE))
    if facts.get("cover"):
        story.append(_cover_table(facts["cover"]))
        story.append(Spacer(0, 10))
    story.extend(_body(source))
    if facts.get("sign_off"):
        story.append(_sign_off_table(facts["sign_off"]))
    report.build(story, canvasmaker=house.make_canvas)


def _body(source: SourceText) -> Iterator[Flowable]:
    numbered = bool(source.facts.get("numbered_paragraphs", True))
    numbers_sections = bool(source.facts.get("numbered_sections", True))
    widths = iter(source.facts.get("table_widths", []))
    first_section = int(source.facts.get("first_section", 1))
    counters = _Counters(first_section)
    rows: list[list[str]] = []
    # A heading waits here, so that it can be kept together with a table that follows it.
    waiting: list[Flowable] = []
    last_mark = ""
    for mark, text in (*source.paragraphs, ("end", "")):
        if rows and mark != "|":
            yield KeepTogether([*waiting, _table(rows, next(widths))])
            yield Spacer(0, 12)
            rows, waiting = [], []
        if waiting and mark not in ("=", "|"):
            yield from waiting
            waiting = []
        if last_mark in ("-", "+") and mark != last_mark:
            yield Spacer(0, 6)
            counters.letter = 0
        last_mark = mark
        if mark == "|":
            rows.append([cell.strip() for cell in text.strip("| ").split("|")])
        elif mark == "=":
            counters.table += 1
            words = f'<a name="table-{counters.table}"/>Table {counters.table}: {text}'
            waiting.append(Paragraph(words, _CAPTION))
        elif mark == "#":
            yield CondPageBreak(80)
            waiting = [_heading(text, counters, numbers_sections=numbers_sections)]
        elif mark == "##":
            yield CondPageBreak(60)
            level = 1 if counters.section >= first_section else 0
            style = _SUBHEADING if level else _PLAIN_HEADING
            waiting = [_with_bookmark(Paragraph(text, style), counters, text, level)]
        elif mark == "-":
            yield Paragraph(text, _BULLET, bulletText="\u2022")
        elif mark == "+":
            counters.letter += 1
            yield Paragraph(text, _LETTERED, bulletText=f"{chr(96 + counters.letter)})")
        elif mark == "!":
            yield CHARTS[text](_WIDTH_PT)
            yield Spacer(0, 12)
        elif mark == "~" or (mark == "" and not numbered):
            yield Paragraph(text, _NUMBERED if numbers_sections else _BODY)
        elif mark == "":
            counters.paragraph += 1
            number = f"{counters.section}.{counters.paragraph}"
            yield Paragraph(text, _NUMBERED, bulletText=number)


def _heading(text: str, counters: _Counters, *, numbers_sections: bool) -> Paragraph:
    counters.paragraph = 0
    if not numbers_sections:
        return _with_bookmark(Paragraph(text, _PLAIN_HEADING), counters, text, 0)
    counters.section += 1
    words = f'<a name="section-{counters.section}"/>{text}'
    paragraph = Paragraph(words, _HEADING, bulletText=f"{counters.section}.")
    return _with_bookmark(paragraph, counters, f"{counters.section}. {text}", 0)


def _with_bookmark(paragraph: Paragraph, counters: _Counters, title: str, level: int) -> Paragraph:
    counters.bookmark += 1
    paragraph.bookmark = (f"heading-{counters.bookmark}", title, level)
    paragraph.keepWithNext = 1
    return paragraph


def _cover_table(cover: list[list[str]]) -> Table:
    rows = [[Paragraph(f"<b>{label}</b>", _CELL), Paragraph(text, _CELL)] for label, text in cover]
    table = Table(rows, colWidths=[118, _WIDTH_PT - 118], hAlign="LEFT")
    table.setStyle(
        [
            ("FONT", (0, 0), (-1, -1), house.REGULAR),
            ("BACKGROUND", (0, 0), (0, -1), house.PALE),
            ("GRID", (0, 0), (-1, -1), 0.6, house.RULE),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
            ("LEFTPADDING", (0, 0), (-1, -1), 7),
        ]
    )
    return table


def _table(rows: list[list[str]], shares: list[float]) -> Table:
    """Draw a ruled table. ``shares`` are its columns' widths in parts; a negative one aligns right."""
    total = sum(abs(share) for share in shares)
    widths = [_WIDTH_PT * abs(share) / total for share in shares]
    numeric = [column for column, share in enumerate(shares) if share < 0]
    right, head_right = (_style(s.name + " right", parent=s, fontName=s.fontName, fontSize=s.fontSize,
                                leading=s.leading, textColor=s.textColor, spaceAfter=0, alignment=2)
                         for s in (_CELL, _HEAD_CELL))  # fmt: skip
    cells = [[Paragraph(c, head_right if n in numeric else _HEAD_CELL) for n, c in enumerate(rows[0])]]
    cells += [[Paragraph(c, right if n in numeric else _CELL) for n, c in enumerate(r)] for r in rows[1:]]
    table = Table(cells, colWidths=widths, repeatRows=1, hAlign="LEFT")
    table.setStyle(
        [
            ("FONT", (0, 0), (-1, -1), house.REGULAR),
            ("BACKGROUND", (0, 0), (-1, 0), house.TEAL),
            ("LINEBELOW", (0, 1), (-1, -1), 0.6, house.RULE),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 4),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
        ]
    )
    return table


def _sign_off_table(sign_off: list[list[str]]) -> Flowable:
    head = ["Cleared by", "Name", "Date cleared"]
    return KeepTogether([Spacer(0, 8), _table([head, *sign_off], [42, 32, 26])])
