"""Reads a meeting described in TOML: the format of templates, tests, the command line and power users.

First in the line. The records below are the format itself: a key that is not among their fields
is unknown. Whatever is wrong gives one error that names the file, the item and the key, and says
how to write it; nothing is guessed and nothing is skipped.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from packbuilder.errors import PackBuilderError
from packbuilder.files import why_not
from packbuilder.meeting.house_style import (
    ALL_COLUMNS,
    AgendaColumn,
    AgendaStyle,
    Column,
    HouseStyle,
    LandscapeStamps,
    RangeStyle,
)
from packbuilder.meeting.meeting import (
    Access,
    Action,
    ActionStatus,
    Administrator,
    AgendaItem,
    Document,
    DocumentRole,
    Form,
    Meeting,
    Member,
    Notice,
    Officer,
    Part,
    ProperOfficer,
)
from packbuilder.meeting.numbering import item_number, minute_number

FORMAT = 1

_LARGEST_BYTES = 10_000_000


class _Table(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A TOML table that accepts only the keys it names."""


class _Administrator(_Table, frozen=True):
    name: str = ""
    role: str = ""
    email: str = ""
    phone: str = ""


class _ProperOfficer(_Table, frozen=True):
    name: str = ""
    post: str = ""


class _Member(_Table, frozen=True):
    name: str
    role: str = ""
    position: str = ""


class _Officer(_Table, frozen=True):
    name: str
    role: str = ""


class _Notice(_Table, frozen=True):
    text: str
    heading: str = ""


class _Part(_Table, frozen=True):
    title: str
    presenters: tuple[str, ...] = ()
    form: Form = Form.NONE


class _Document(_Table, frozen=True):
    file: str
    title: str = ""
    role: DocumentRole = DocumentRole.REPORT
    access: Access = Access.OPEN
    exempt_paragraphs: tuple[int, ...] = ()


class _Item(_Table, frozen=True):
    title: str
    description: str = ""
    lead: str = ""
    form: Form = Form.NONE
    minutes: int | None = None
    start: dt.time | None = None
    section: str = ""
    access: Access = Access.OPEN
    exempt_paragraphs: tuple[int, ...] = ()
    public_title: str = ""
    to_follow: bool = False
    urgency_reason: str = ""
    recommendations: tuple[str, ...] = ()
    part: tuple[_Part, ...] = ()
    document: tuple[_Document, ...] = ()


class _Action(_Table, frozen=True):
    number: str
    action: str
    owner: str = ""
    progress: str = ""
    status: ActionStatus = ActionStatus.OUTSTANDING


class _Description(_Table, frozen=True):
    format: int
    council: str
    body: str
    date: dt.date
    time: dt.time | None = None
    finish: dt.time | None = None
    venue: str = ""
    executive: bool = False
    published: dt.date | None = None
    introduction: str = ""
    agenda_style: AgendaStyle = AgendaStyle.TABLE
    agenda_columns: tuple[str, ...] | None = None
    item_numbers: str = "1."
    minute_numbers: str = "01."
    page_ranges: RangeStyle | None = None
    duplex: bool = True
    landscape_stamps: LandscapeStamps = LandscapeStamps.UPRIGHT
    logo: str = ""
    administrator: _Administrator = _Administrator()
    proper_officer: _ProperOfficer = _ProperOfficer()
    member: tuple[_Member, ...] = ()
    officer: tuple[_Officer, ...] = ()
    notice: tuple[_Notice, ...] = ()
    item: tuple[_Item, ...] = ()
    action: tuple[_Action, ...] = ()


_TABLES: dict[str, type[_Table]] = {
    "administrator": _Administrator,
    "proper_officer": _ProperOfficer,
    "member": _Member,
    "officer": _Officer,
    "notice": _Notice,
    "item": _Item,
    "part": _Part,
    "document": _Document,
    "action": _Action,
}

_SINGLE_TABLES = ("administrator", "proper_officer")

# What a table is called in an error, where it has one of these.
_NAMING_KEYS = ("title", "name", "file", "heading", "number")

# First match wins, so that "Lead officer" is a lead and "Page no" a page.
_COLUMN_WORDS: tuple[tuple[Column, str], ...] = (
    (Column.PAGE, r"\bpages?\b"),
    (Column.SUBJECT, r"\b(subject|title|business|topic)\b"),
    (Column.LEAD, r"\b(lead|officer|presenter|presented|who|owner)\b"),
    (Column.FORM, r"\b(form|report|verbal|paper|presentation|type|format)\b"),
    (Column.TIME, r"\b(time|timing|start|when)\b"),
    (Column.ITEM, r"\b(item|no|number|ref)\b|#"),
)


def read_description(path: Path) -> Meeting:
    """Read a meeting from a TOML description; document paths become absolute.

    Raises:
        PackBuilderError: If the file cannot be read, is not TOML, or says something that a
            description cannot say. The error names the key and the line or item.
    """
    return meeting_from_toml(_read_text(path), path)


def _read_text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise PackBuilderError(
                f"{path} is far too large for a meeting description.",
                "Give the .toml file that describes the meeting.",
            )
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise PackBuilderError(
            f"{path} could not be read: {why_not(error)}.", "Check the name and the folder."
        ) from error
    except UnicodeDecodeError as error:
        raise PackBuilderError(
            f"{path} is not a text file in UTF-8.",
            "Give the .toml file that describes the meeting, saved as UTF-8.",
        ) from error


def meeting_from_toml(text: str, path: Path) -> Meeting:
    """Turn the text of a description into a meeting; ``path`` is named in errors and roots files.

    Raises:
        PackBuilderError: As ``read_description``.
    """
    try:
        raw: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, next_step = _explain_syntax(str(error), text)
        raise PackBuilderError(f"{path.name} is not a meeting description: {what}", next_step) from error
    # Brackets nested thousands deep, and numbers thousands of digits long.
    except (RecursionError, ValueError) as error:
        raise PackBuilderError(
            f"{path.name} is not a meeting description: it holds more than can be read.",
            "Give the .toml file that describes the meeting.",
        ) from error
    version = raw.get("format")
    if isinstance(version, int) and version > FORMAT:
        raise PackBuilderError(
            f"{path.name} has format {version}, which a newer packbuilder wrote.",
            "Open it with the newer packbuilder.",
        )
    try:
        description = msgspec.convert(raw, _Description, builtin_types=(dt.datetime, dt.date, dt.time))
    except msgspec.ValidationError as error:
        what, next_step = _explain(str(error), raw)
        raise PackBuilderError(f"{path.name}: {what}", next_step) from error
    return _Reader(path).meeting(description)


class _Reader:
    """Turns one description into a meeting; knows the file for errors and relative paths."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self._folder = path.absolute().parent

    def meeting(self, source: _Description) -> Meeting:
        if source.format != FORMAT:
            raise self._error("", f"format is {source.format}.", "Write format = 1.")
        for key in ("council", "body"):
            if not getattr(source, key).strip():
                raise self._error("", f"{key} is empty.", f"Write the {key}'s name.")
        self._check_numbers(source)
        return Meeting(
            council=source.council,
            body=source.body,
            date=source.date,
            time=source.time,
            finish=source.finish,
            venue=source.venue,
            executive=source.executive,
            published=source.published,
            introduction=source.introduction,
            administrator=Administrator(**msgspec.structs.asdict(source.administrator)),
            proper_officer=ProperOfficer(**msgspec.structs.asdict(source.proper_officer)),
            members=tuple(Member(m.name, m.role, m.position) for m in source.member),
            officers=tuple(Officer(o.name, o.role) for o in source.officer),
            notices=tuple(Notice(n.heading, n.text) for n in source.notice),
            items=tuple(self._item(n, item) for n, item in enumerate(source.item, start=1)),
            actions=tuple(Action(a.number, a.action, a.owner, a.progress, a.status) for a in source.action),
            style=HouseStyle(
                agenda_style=source.agenda_style,
                agenda_columns=self._columns(source.agenda_columns),
                item_numbers=source.item_numbers,
                minute_numbers=source.minute_numbers,
                page_ranges=source.page_ranges,
                duplex=source.duplex,
                landscape_stamps=source.landscape_stamps,
                logo=self._file("", "logo", source.logo) if source.logo else "",
            ),
        )

    def _error(self, where: str, what: str, next_step: str) -> PackBuilderError:
        return PackBuilderError(f"{self._name}: {where}{': ' if where else ''}{what}", next_step)

    def _check_numbers(self, source: _Description) -> None:
        try:
            item_number(1, source.item_numbers)
            minute_number(1, source.minute_numbers)
        except PackBuilderError as error:
            raise self._error("", error.what, error.next_step) from error

    def _columns(self, headings: tuple[str, ...] | None) -> tuple[AgendaColumn, ...]:
        if headings is None:
            return ALL_COLUMNS
        columns: list[AgendaColumn] = []
        for heading in headings:
            matches = [c for c, words in _COLUMN_WORDS if re.search(words, heading.lower())]
            if not matches:
                raise self._error(
                    "",
                    f'agenda_columns has "{heading}", and that is not one of the columns.',
                    "Use a heading with Item, Subject, Lead, Report or Form, Time, or Page in it.",
                )
            if any(column.column is matches[0] for column in columns):
                raise self._error(
                    "",
                    f'agenda_columns has two {matches[0].value} columns; the second is "{heading}".',
                    "Take one of them out.",
                )
            columns.append(AgendaColumn(matches[0], heading))
        if not any(column.column is Column.SUBJECT for column in columns):
            raise self._error(
                "", "agenda_columns has no Subject column.", 'Add "Subject"; the others may be left out.'
            )
        return tuple(columns)

    def _item(self, position: int, source: _Item) -> AgendaItem:
        where = _named("item", position, source.title)
        if not source.title.strip():
            raise self._error(where, "title is empty.", "Give the item a title.")
        if source.minutes is not None and not 0 <= source.minutes <= 24 * 60:
            raise self._error(where, f"minutes is {source.minutes}.", "Write 0 to 1440.")
        self._check_access(where, source.access, source.exempt_paragraphs)
        return AgendaItem(
            id=f"item-{position}",
            title=source.title,
            description=source.description,
            lead=source.lead,
            form=source.form,
            minutes=source.minutes,
            start=source.start,
            section=source.section,
            access=source.access,
            exempt_paragraphs=source.exempt_paragraphs,
            public_title=source.public_title,
            to_follow=source.to_follow,
            urgency_reason=source.urgency_reason,
            recommendations=source.recommendations,
            parts=tuple(Part(p.title, p.presenters, p.form) for p in source.part),
            documents=tuple(
                self._document(
                    f"{where}, {_named('document', n, document.title or document.file)}",
                    f"item-{position}-document-{n}",
                    document,
                )
                for n, document in enumerate(source.document, start=1)
            ),
        )

    def _document(self, where: str, document_id: str, source: _Document) -> Document:
        self._check_access(where, source.access, source.exempt_paragraphs)
        return Document(
            id=document_id,
            file=self._file(where, "file", source.file),
            title=source.title,
            role=source.role,
            access=source.access,
            exempt_paragraphs=source.exempt_paragraphs,
        )

    def _file(self, where: str, key: str, path: str) -> str:
        if not path.strip():
            raise self._error(where, f"{key} is empty.", "Name the file.")
        # "C:\new\board.pdf" in double quotes holds a line break and a backspace.
        if any(ord(c) < 32 for c in path):
            raise self._error(where, f"{key} holds a character that no path can have.", _PATH_ADVICE)
        return str(self._folder / path)

    def _check_access(self, where: str, access: Access, paragraphs: tuple[int, ...]) -> None:
        wrong = [n for n in paragraphs if not 1 <= n <= 7]
        if wrong:
            raise self._error(
                where,
                f"exempt_paragraphs has {wrong[0]}; Schedule 12A has paragraphs 1 to 7.",
                "Name the paragraph that applies.",
            )
        if access is Access.EXEMPT and not paragraphs:
            raise self._error(
                where,
                "it is exempt but names no paragraph of Schedule 12A.",
                "Write the paragraph, such as exempt_paragraphs = [3].",
            )
        if access is Access.OPEN and paragraphs:
            raise self._error(
                where,
                "it names exempt_paragraphs but is open.",
                'Write access = "exempt", or take the paragraphs out.',
            )


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _named(kind: str, position: int, name: object) -> str:
    if not isinstance(name, str) or not name.strip():
        return f"{kind} {position}"
    return f"{kind} {position} ({_on_one_line(name)})"


def _on_one_line(text: str) -> str:
    """Return text that can stand in a sentence, whatever it holds."""
    words = "".join(c if c.isprintable() else " " for c in text).split()
    line = " ".join(words)
    return f"{line[:60]} ..." if len(line) > 60 else line


_PATH_ADVICE = "Write paths with forward slashes, or in single quotes."

# What clerks write, and what TOML wants of them. The first that is found in the line is told.
_SYNTAX_ADVICE: tuple[tuple[str, str], ...] = (
    (r"[=\[,]\s*[\u2018\u201c]", 'Use straight quotation marks: ".'),
    (r"=\s*\d{1,2}[:.]\d{2}\s*(am|pm)?\s*(#|$)", "Write a clock time as 14:00:00."),
    (r"=\s*(\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-|\d{1,2} [A-Z])", "Write a date as 2023-06-20."),
    (r"\\", _PATH_ADVICE),
    (r"=\s*(True|False|TRUE|FALSE|yes|no)\b", "Write true or false."),
    (r"=\s*[A-Za-z]", "Put text in quotation marks."),
)


def _explain_syntax(error_text: str, text: str) -> tuple[str, str]:
    """Turn the parser's message ("Invalid value (at line 5, column 9)") into a clerk's words."""
    place = re.search(r" \(at line (\d+), column \d+\)$", error_text)
    if place is None:
        return (
            f"{_lower_first(error_text)}.",
            "Look at the end of the file: something is not closed.",
        )
    lines = text.replace("\r\n", "\n").split("\n")
    line = lines[int(place[1]) - 1].strip() if int(place[1]) <= len(lines) else ""
    advice = (step for pattern, step in _SYNTAX_ADVICE if re.search(pattern, line))
    message = _lower_first(error_text[: place.start()])
    return f"line {place[1]}, {_on_one_line(line)}: {message}.", next(advice, "Correct that line.")


_PATH = re.compile(r"^(?P<message>.*?)(?: - at `\$(?P<path>.*)`)?$", re.DOTALL)
_STEP = re.compile(r"\.([A-Za-z_]+)|\[(\d+)\]")

_TYPE_WORDS = {
    "str": ("text", "Put it in quotation marks."),
    "int": ("a whole number", "Write it in digits alone, without quotation marks."),
    "float": ("a number with a point", ""),
    "bool": ("true or false", "Write true or false."),
    "array": ("a list", "Put it in square brackets."),
    "object": ("a table", "Write its keys under it, one on each line."),
    "date": ("a date", "Write it as 2023-06-20, without quotation marks."),
    "datetime": ("a date with a time", ""),
    "time": ("a clock time", "Write it as 14:00:00, without quotation marks."),
}


def _explain(error_text: str, raw: dict[str, Any]) -> tuple[str, str]:
    """Turn the converter's message ("... - at `$.item[3].minutes`") into a clerk's words."""
    match = _PATH.match(error_text)
    message, path = (match["message"], match["path"] or "") if match else (error_text, "")
    where, table, key, entry = _place(path, raw)
    prefix = f"{where}: " if where else ""
    if unknown := re.search(r"unknown field `(.+?)`", message):
        fields = list((_TABLES.get(table) or _Description).__struct_fields__)
        near = difflib.get_close_matches(unknown[1], fields, n=1)
        step = f"Did you mean {near[0]}?" if near else f"The keys there are {', '.join(fields)}."
        return f"{prefix}{unknown[1]} is not a key that is known there.", step
    if missing := re.search(r"missing required field `(.+?)`", message):
        return f"{prefix}{missing[1]} is missing.", f"Add a line {missing[1]} = ..."
    if value := re.search(r"[Ii]nvalid enum value (.+)", message):
        choices = _choices(table, key)
        return f"{prefix}{key} is {value[1]}.", f"Write one of {choices}." if choices else ""
    if types := re.search(r"Expected `(.+?)`, got `(.+?)`", message):
        words, step = _TYPE_WORDS.get(types[1].split(" | ")[0], (types[1], "Correct it."))
        got = _TYPE_WORDS.get(types[2].split(" | ")[0], (types[2], ""))[0]
        if key in _TABLES and types[1] in ("array", "object"):
            dotted = f"item.{key}" if key in ("part", "document") else key
            header = f"[{dotted}]" if key in _SINGLE_TABLES else f"[[{dotted}]]"
            words = "a table" if key in _SINGLE_TABLES else "a list of tables"
            step = f"Write {header} on a line of its own, and its keys under it."
        what = f"entry {entry} of {key}" if entry else key
        return f"{prefix}{what} should be {words} and is {got}.", step
    return f"{prefix}{key}: {_lower_first(message)}.", "Correct it."


def _place(path: str, raw: dict[str, Any]) -> tuple[str, str, str, int]:
    """Return where a path of the converter leads: in words, the table it is in, the key, the entry.

    The entry counts from 1 inside a list that is no table, such as the recommendations; else it is 0.
    """
    words: list[str] = []
    table, key, entry = "", "", 0
    value: Any = raw
    for step in _STEP.finditer(path):
        name, index = step[1], step[2]
        if name is not None:
            key = name
            table = name if name in _TABLES else table
            value = value.get(name) if isinstance(value, dict) else None
            if name in _SINGLE_TABLES and isinstance(value, dict):
                words.append(name.replace("_", " "))
        elif isinstance(value, list):
            value = value[int(index)]
            entry = 0 if key in _TABLES else int(index) + 1
            if key in _TABLES:
                names = [value.get(k) for k in _NAMING_KEYS] if isinstance(value, dict) else []
                words.append(_named(key, int(index) + 1, next((n for n in names if n), "")))
    return ", ".join(words), table, key, entry


def _choices(table: str, key: str) -> str:
    enums: dict[str, type[Form | Access | DocumentRole | ActionStatus]] = {
        "form": Form, "access": Access, "role": DocumentRole, "status": ActionStatus,
    }  # fmt: skip
    styles: dict[str, type[AgendaStyle | RangeStyle | LandscapeStamps]] = {
        "agenda_style": AgendaStyle, "page_ranges": RangeStyle, "landscape_stamps": LandscapeStamps,
    }  # fmt: skip
    choice = enums.get(key) if table else styles.get(key)
    return ", ".join(f'"{c.value}"' for c in choice) if choice else ""
