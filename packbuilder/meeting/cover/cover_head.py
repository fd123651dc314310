"""Reads the head of a report: council, body and date, and the table of title and authors. Pure.

Part of ``report_cover``. Councils lay it out in a table, or in lines of "Report of: ...".
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence

from packbuilder.meeting.cover.cover_appendices import appendices_in
from packbuilder.meeting.cover.cover_blocks import Block, Line, Table
from packbuilder.meeting.cover.cover_sections import section_kind
from packbuilder.meeting.cover.list_marks import mark_of
from packbuilder.meeting.written_dates import written_date


@dataclasses.dataclass(frozen=True, slots=True)
class CoverHead:
    """What the head of a report says; what it does not say is empty."""

    title: str = ""
    body: str = ""
    date_line: str = ""
    authors: tuple[str, ...] = ()
    appendices: tuple[str, ...] = ()


_FIELDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    # For each field the labels that give it, the surest first.
    ("title", ("report title", "title of report", "title of the report", "report subject",
               "subject of report", "item title", "title", "subject", "report", "topic")),
    ("body", ("report to", "report to the", "name of committee", "name of meeting", "meeting", "committee",
              "body", "board", "report for", "decision maker", "decision-maker", "to")),
    ("date", ("date of meeting", "meeting date", "date of the meeting", "committee date", "date of committee",
              "date of decision", "date")),
    ("authors", ("report author", "author", "author of report", "author of the report", "report written by",
                 "written by", "report prepared by", "prepared by", "report by", "report of", "report from",
                 "reporting officer", "report officer", "lead officer", "lead officer for report",
                 "presenting officer", "responsible officer", "officer",
                 "contact officer", "officer contact", "from")),
    ("appendices", ("list of appendices", "appendices", "appendix", "appendices attached", "attachments",
                    "list of attachments", "annexes", "enclosures", "list of enclosures")),
)  # fmt: skip
_RANK = {label: (field, rank) for field, labels in _FIELDS for rank, label in enumerate(labels)}
_PLURAL = re.compile(r"\s*\(e?s\)|(?<=author)s\b|(?<=officer)s\b|(?<=officer)'s\b|\s*/\s*s\b", re.IGNORECASE)
_LABEL_LINE = re.compile(r"(?P<label>[^:\t]{2,40}?)\s*(?::|\t)\s*(?P<value>.*)", re.DOTALL)

_BODY_WORD = re.compile(
    r"\b(?:board|committee|cabinet|executive|panel|commission|forum|sub-?committee|partnership|authority"
    r"|council|assembly|governors|trustees|scrutiny)\b",
    re.IGNORECASE,
)
_NO_BODY = re.compile(
    r"\b(?:report|agenda|pack|item|page|meeting of|council of|appendix|director|chief executive|officer)\b",
    re.I,
)
_COUNCIL_ONLY = re.compile(r"[\w\s.'\u2019&-]*\bcouncil\b", re.IGNORECASE)
_LONGEST_BODY = 110


def label_of(text: str) -> str:
    """Return a label as labels are compared: "report author" for "1. Report Author(s):"."""
    label = _PLURAL.sub("", mark_of(text).words.replace("\u2019", "'"))
    return label.strip(" :.-\u2013*").casefold()


def read_head(blocks: Sequence[Block]) -> CoverHead:
    """Return what the head of a report says, up to its first section."""
    found: dict[str, tuple[int, tuple[str, ...]]] = {}

    def note(label: str, value: Sequence[str]) -> None:
        field, rank = _RANK.get(label_of(label), ("", 0))
        said = tuple(paragraph for paragraph in value if paragraph)
        if field and said and (field not in found or rank < found[field][0]):
            found[field] = (rank, said)
        elif field and said and rank == found[field][0]:
            found[field] = (rank, (*found[field][1], *said))

    heads: list[Line] = []
    pending = ""
    for block in _head_of(blocks):
        if isinstance(block, Table):
            pending = ""
            _note_table(block, note)
            continue
        if pending:
            note(pending, (block.text,))
            pending = ""
            continue
        match = _LABEL_LINE.fullmatch(block.text)
        if match is not None and label_of(match["label"]) in _RANK:
            if match["value"]:
                note(match["label"], match["value"].split("\n"))
            elif _RANK[label_of(match["label"])][0] != "appendices":
                pending = match["label"]
        else:
            heads.append(block)

    body, date_line = _body_and_date(heads)
    values = {field: value for field, (_, value) in found.items()}
    if "date" in values:
        written = written_date(" ".join(values["date"]))
        date_line = written.words if written else date_line
    return CoverHead(
        title=_title(values.get("title", ())),
        body=" ".join(values["body"]) if "body" in values else body,
        date_line=date_line,
        authors=_authors(values.get("authors", ())),
        appendices=appendices_in(values.get("appendices", ())),
    )


def _head_of(blocks: Sequence[Block]) -> list[Block]:
    """Return what stands before the first section of the text."""
    head: list[Block] = []
    for block in blocks:
        if isinstance(block, Line) and section_kind(block):
            break
        head.append(block)
    return head


_Note = Callable[[str, Sequence[str]], None]


def _note_table(table: Table, note: _Note) -> None:
    """Read the rows of a table; one with no label of its own goes on with the one above."""
    label = ""
    for row in table.rows:
        cells = [cell for cell in row if cell]
        if label and len(cells) == 1 and not row[0]:
            note(label, cells[0])
            continue
        label = " ".join(cells[0]) if cells else ""
        _note_row(cells, note)


def _note_row(cells: Sequence[tuple[str, ...]], note: _Note) -> None:
    """Read a row of labels and values, side by side or in one cell."""
    position = 0
    while position < len(cells):
        cell = cells[position]
        following = cells[position + 1] if position + 1 < len(cells) else ()
        if label_of(" ".join(cell)) in _RANK:
            if following and label_of(" ".join(following)) not in _RANK:
                note(" ".join(cell), following)
                position += 1
        else:
            for paragraph in cell:
                match = _LABEL_LINE.fullmatch(paragraph)
                if match is not None and match["value"]:
                    note(match["label"], match["value"].split("\n"))
        position += 1


def _body_and_date(heads: Sequence[Line]) -> tuple[str, str]:
    """Return the body and the date from the lines at the head: each on its own, or both on one."""
    date_line = ""
    bodies: list[str] = []
    for line in heads:
        words = line.text.replace("\t", " ")
        written = written_date(words)
        if written is not None:
            date_line = date_line or written.words
            words = words[: written.start].strip(" ,-\u2013\u2014|:")
        if (
            words
            and len(words) <= _LONGEST_BODY
            and not words.endswith((".", ":", ";"))
            and _BODY_WORD.search(words)
            and not _NO_BODY.search(words)
        ):
            bodies.append(words)
    named = [body for body in bodies if not _COUNCIL_ONLY.fullmatch(body)]
    return (named or bodies or [""])[0], date_line


def _title(paragraphs: Sequence[str]) -> str:
    """Return the title without the list of what the report is about that may stand under it."""
    plain = [p for p in paragraphs if mark_of(p).kind != "bullet"]
    return " ".join(" ".join(plain or paragraphs).split())


_EMAIL = re.compile(r"\(?<?(?:e-?mail:?\s*|mailto:)?[\w.+'-]+@[\w-]+(?:\.[\w-]+)+>?\)?[.,;]?", re.IGNORECASE)
_PHONE = re.compile(
    r"[,;]?\s*\(?(?:tel(?:ephone)?|phone|mobile|ext(?:ension)?)\b\W*[\d\s()+-]*\)?$", re.IGNORECASE
)
_NOBODY = re.compile(r"(?:n/?a|none|tbc|tba|not applicable)\W*", re.IGNORECASE)


def _authors(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """Return one entry for each author, with the post and without the address."""
    authors: list[str] = []
    for paragraph in paragraphs:
        marked = mark_of(paragraph)
        # "I. Patel" begins with an initial, not with a mark.
        words = marked.words if marked.kind.startswith(("bullet", "number")) else paragraph
        for piece in _EMAIL.split(words):
            for name in re.split(r"\s*;\s+|\n", piece.replace("\t", ", ")):
                author = _PHONE.sub("", name.strip()).strip(" ,;:-\u2013|/")
                if author and any(c.isalpha() for c in author) and not _NOBODY.fullmatch(author):
                    authors.append(author)
    return tuple(authors)
