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
from typing import Any, cast

import msgspec
import msgspec.inspect

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


def _takes(record: type[_Table]) -> dict[str, msgspec.inspect.Type]:
    """Return what each key of a table takes when it is written."""
    fields = cast(msgspec.inspect.StructType, msgspec.inspect.type_info(record)).fields
    return {
        f.name: f.type.types[0] if isinstance(f.type, msgspec.inspect.UnionType) else f.type for f in fields
    }


# By the table's name; "" is the top of the file.
_KEYS = {"": _takes(_Description)} | {name: _takes(record) for name, record in _TABLES.items()}

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
        content = path.read_bytes()
    except OSError as error:
        raise PackBuilderError(
            f"{path} could not be read: {why_not(error)}.", "Check the name and the folder."
        ) from error
    for start, kind in _OTHER_FILES.items():
        if content.startswith(start):
            raise PackBuilderError(
                f"{path} is not a text file: it is {kind}.",
                "Save it as plain text, under a name that ends in .toml.",
            )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PackBuilderError(
            f"{path} is not a text file in UTF-8.",
            "Give the .toml file that describes the meeting, saved as plain text in UTF-8.",
        ) from error


# How files begin that a word processor made of a description.
_OTHER_FILES = {
    b"{\\rtf": "an RTF document",
    b"PK\x03\x04": "a Word document, or another file packed like one",
    b"\xd0\xcf\x11\xe0": "an old Word document, or another old Office file",
}


def meeting_from_toml(text: str, path: Path) -> Meeting:
    """Turn the text of a description into a meeting; ``path`` is named in errors and roots files.

    Raises:
        PackBuilderError: As ``read_description``.
    """
    try:
        raw: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, next_step = _explain_syntax(str(error), text)
        raise PackBuilderError(f"{path.name}: {what}", next_step) from error
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
        description = msgspec.convert(
            _as_spelt_here(raw), _Description, builtin_types=(dt.datetime, dt.date, dt.time)
        )
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


def _as_spelt_here(raw: dict[str, Any], table: str = "") -> dict[str, Any]:
    """Return a table with its words of choice as the format spells them: "Action_Log" is "action log"."""
    spelt: dict[str, Any] = {}
    for key, value in raw.items():
        if isinstance(value, str) and (choices := _choices(table, key)):
            plain = " ".join(value.replace("_", " ").split()).casefold()
            spelt[key] = next((c for c in choices if c.casefold() == plain), value)
        elif isinstance(value, dict) and key in _TABLES:
            spelt[key] = _as_spelt_here(value, key)
        elif isinstance(value, list) and key in _TABLES:
            spelt[key] = [_as_spelt_here(v, key) if isinstance(v, dict) else v for v in value]
        else:
            spelt[key] = value
    return spelt


def _choices(table: str, key: str) -> list[str]:
    """Return the words that a key may take, or nothing where it takes any text."""
    takes = _KEYS[table].get(key)
    return [str(c.value) for c in takes.cls] if isinstance(takes, msgspec.inspect.EnumType) else []


# What is no TOML at all, in a clerk's words.

_PATH_ADVICE = "Write paths with forward slashes, or in single quotes."

_HEADING_ADVICE = "Write a heading alone on its line, as [[item]] or [[item.document]]."

# What a file holds besides plain characters: headings, whole texts, comments, and what opens and closes.
_MARKS = re.compile(
    r"""
    ^[ \t]*\[\[?[\w. -]*\]{0,2}                           # a heading
    | \"{3}(?:\\.|[^\\])*?\"{3} | '{3}.*?'{3} | \"{3} | '{3}
    | "(?:\\[^\n]|[^"\\\n])*"   | '[^'\n]*'
    | \#[^\n]* | ["'\[\]]
    """,
    re.MULTILINE | re.DOTALL | re.VERBOSE,
)

_HEADING = re.compile(r"\s*\[\[?\s*([\w.-]+)")
_KEY_LINE = re.compile(r"\s*([\w-]+)\s*=\s*(.*)", re.DOTALL)
_QUOTATION_MARKS = ('"', "'", '"""', "'''")


def _explain_syntax(error_text: str, text: str) -> tuple[str, str]:
    """Turn the parser's message ("Invalid value (at line 5, column 9)") into a clerk's words.

    The parser says only where it gave up. What the clerk did is looked for in the text there.
    """
    text = text.replace("\r\n", "\n")
    lines = text.split("\n")
    place = re.search(r"\(at line (\d+), column (\d+)\)$", error_text)
    offset = (
        sum(len(line) + 1 for line in lines[: int(place[1]) - 1]) + int(place[2]) - 1 if place else len(text)
    )
    position, what, next_step = _syntax_mistake(error_text, lines, text, offset)
    return f"line {position}, {_on_one_line(lines[position - 1])}: {what}.", next_step


def _syntax_mistake(message: str, lines: list[str], text: str, offset: int) -> tuple[int, str, str]:
    """Return the line to mend (from 1), what is wrong with it, and what to do."""
    position = text.count("\n", 0, offset) + 1
    line = lines[position - 1]
    character = text[offset : offset + 1]
    if message.startswith("Cannot"):
        return _written_twice(lines, position)
    if message.startswith(("Unescaped", "Escaped", "Invalid hex")):
        return position, "the \\ in double quotation marks stands for something else", _PATH_ADVICE
    if character and character in "\u2018\u2019\u201c\u201d":
        return position, "the quotation marks are curly", 'Use straight quotation marks: ".'
    if character and ord(character) < 32 and character not in "\t\n\r":
        return position, "it holds a character that cannot be seen", "Type the line again."
    opened_at, mark = _left_open(text[:offset])
    if mark in _QUOTATION_MARKS:
        if re.search(r":\\|\\\\", lines[opened_at - 1]):
            return opened_at, "the text has no closing quotation mark", _PATH_ADVICE
        return opened_at, "the text has no closing quotation mark", f"Put {mark} at the end of the text."
    if mark == "[":
        goes_on = position > opened_at and (_HEADING.match(line) or _KEY_LINE.match(line))
        if goes_on or not character:
            return opened_at, "the list that opens here is not closed", "Put ] after its last entry."
        return position, *_mistake_in_list(text, offset)
    if _HEADING.match(line):
        return position, "that is not a heading", _HEADING_ADVICE
    return position, *_mistake_in_line(line)


def _left_open(text: str) -> tuple[int, str]:
    """Return where a text or list opens that is not closed (its line, from 1) and its mark; else 0 and ""."""
    lists: list[int] = []
    for mark in _MARKS.finditer(text):
        if mark[0] in _QUOTATION_MARKS:
            return text.count("\n", 0, mark.start()) + 1, mark[0]
        if mark[0] == "[":
            lists.append(mark.start())
        elif mark[0] == "]" and lists:
            lists.pop()
    return (text.count("\n", 0, lists[0]) + 1, "[") if lists else (0, "")


def _mistake_in_list(text: str, offset: int) -> tuple[str, str]:
    if text[offset] in "\"'" or text[offset].isdigit():
        return "there is no comma before this entry", "Put a comma between the entries of a list."
    if text[:offset].rstrip().endswith(("[", ",")):
        return "an entry has no quotation marks", "Put it in quotation marks."
    return _TEXT_OUTSIDE, 'Give each entry one " at each end; write a " inside it as \\".'


_TEXT_OUTSIDE = "some of the text is outside the quotation marks"


def _mistake_in_line(line: str) -> tuple[str, str]:
    """Return what is wrong with a line that should be ``key = ...``, and what to do."""
    pair = _KEY_LINE.match(line)
    if pair is None:
        key = re.match(r"\s*([A-Za-z][\w -]*?)\s*[=:]", line)
        if key is None:
            return "that is neither a heading nor a key with =", "Put # before it if it is a note."
        return "that is no key with =", f"Write {key[1].lower().replace(' ', '_').replace('-', '_')} = ..."
    key_name, written = pair[1], re.split(r"(?:^|\s)#", pair[2])[0].strip()
    if not written:
        return f"nothing stands after {key_name} =", "Write it there, or take the line out."
    if written[0] in "\"'":
        if written[0] == '"':
            return _TEXT_OUTSIDE, 'Use \' at both ends of the text, or write each " inside it as \\".'
        return _TEXT_OUTSIDE, 'Use " at both ends of the text.'
    takes = next((_KEYS[table][key_name] for table in (*_TABLES, "") if key_name in _KEYS[table]), None)
    words, next_step = _TYPE_WORDS[_TOML_TYPES.get(type(takes), "str")]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", written):
        return "there is no such date", "Correct the day or the month."
    if words == "text":
        return "the text has no quotation marks", next_step
    return f"{key_name} should be {words}", next_step


_KEEP_ONE = "Keep one of the two."


def _written_twice(lines: list[str], position: int) -> tuple[int, str, str]:
    """Return what is wrong where a name is taken already: it is written twice, or its heading is wrong."""
    heading = _HEADING.match(lines[position - 1])
    if heading is None:
        while position > 1 and not _KEY_LINE.match(lines[position - 1]):
            position -= 1
        key = _KEY_LINE.match(lines[position - 1])
        above = [h[0].strip() for line in lines[:position] if (h := re.match(r"\s*\[\[[\w.-]+\]\]", line))]
        another = f"if another begins here, write {above[-1]} above it." if above else ""
        step = f"Keep one of the two; {another}" if another else _KEEP_ONE
        return position, f"{key[1] if key else 'it'} is written twice", step
    name = heading[1]
    before = list(enumerate(lines[:position], start=1))
    if name.split(".")[-1] not in _SINGLE_TABLES:
        for n, line in before:
            if re.match(rf"\s*\[\s*{re.escape(name)}\s*\]", line):
                return n, "it has one bracket on each side", f"Write [[{name}]] with two brackets."
    for n, line in before:
        if re.match(rf"\s*\[\[?\s*{re.escape(name)}\s*\]", line):
            break
        if re.match(rf"\s*\[\[?\s*{re.escape(name)}\.", line):
            return n, f"it stands before the first [[{name}]]", f"Write [[{name}]] and its title above it."
    return position, f"{name} is written twice", _KEEP_ONE


# What reads, but is no description.

_PATH = re.compile(r"^(?P<message>.*?)(?: - at `\$(?P<path>.*)`)?$", re.DOTALL)
_STEP = re.compile(r"\.([A-Za-z_]+)|\[(\d+)\]")

_TYPE_WORDS = {
    "str": ("text", "Put it in quotation marks."),
    "int": ("a whole number", "Write the number alone, without quotation marks."),
    "float": ("a number with a point", ""),
    "bool": ("true or false", "Write true or false."),
    "array": ("a list", "Put it in square brackets."),
    "object": ("a heading", "Write its keys under it, one on each line."),
    "date": ("a date", "Write it as 2023-06-20, without quotation marks."),
    "datetime": ("a date with a time", ""),
    "time": ("a clock time", "Write it as 14:00:00, without quotation marks."),
}

_TOML_TYPES: dict[type, str] = {
    msgspec.inspect.IntType: "int",
    msgspec.inspect.BoolType: "bool",
    msgspec.inspect.VarTupleType: "array",
    msgspec.inspect.DateType: "date",
    msgspec.inspect.TimeType: "time",
}

# Keys that clerks write for one that the table has, where the two words are nothing like each other.
_OTHER_WORDS = {
    "": {"committee": "body", "place": "venue", "location": "venue", "start": "time", "end": "finish"},
    "item": {
        "time": "start", "duration": "minutes", "presenter": "lead", "officer": "lead", "subject": "title",
        "heading": "section", "summary": "description", "name": "title", "decision": "recommendations",
    },
    "document": {"name": "title", "path": "file", "type": "role", "kind": "role"},
    "member": {"post": "role", "title": "role"},
    "officer": {"post": "role", "title": "role"},
    "notice": {"title": "heading", "description": "text"},
    "action": {"title": "action", "lead": "owner"},
}  # fmt: skip


def _explain(error_text: str, raw: dict[str, Any]) -> tuple[str, str]:
    """Turn the converter's message ("... - at `$.item[3].minutes`") into a clerk's words."""
    match = _PATH.match(error_text)
    message, path = (match["message"], match["path"] or "") if match else (error_text, "")
    where, table, key, entry = _place(path, raw)
    prefix = f"{where}: " if where else ""
    if unknown := re.search(r"unknown field `(.+?)`", message):
        return f"{prefix}{unknown[1]} is not a key that is known there.", _key_meant(unknown[1], table)
    if missing := re.search(r"missing required field `(.+?)`", message):
        return f"{prefix}{missing[1]} is missing.", f"Add a line {missing[1]} = ..."
    if value := re.search(r"[Ii]nvalid enum value '?(.*?)'?$", message):
        choices = [f'"{c}"' for c in _choices(table, key)]
        near = difflib.get_close_matches(f'"{value[1].casefold()}"', choices, n=1, cutoff=0.7)
        step = f"Did you mean {near[0]}?" if near else f"Write one of {', '.join(choices)}."
        return f'{prefix}{key} is "{_on_one_line(value[1])}".', step
    if types := re.search(r"Expected `(.+?)`, got `(.+?)`", message):
        words, step = _TYPE_WORDS.get(types[1].split(" | ")[0], (types[1], "Correct it."))
        got = _TYPE_WORDS.get(types[2].split(" | ")[0], (types[2], ""))[0]
        if key in _TABLES and types[1] in ("array", "object"):
            what, step = _heading_mistake(key, got, raw)
            return f"{prefix}{what}.", step
        what = f"entry {entry} of {key}" if entry else key
        return f"{prefix}{what} should be {words} and is {got}.", step
    return f"{prefix}{key}: {_lower_first(message)}.", "Correct it."


def _key_meant(written: str, table: str) -> str:
    """Return what to do about a key that a table does not have."""
    here = list(_KEYS[table])
    plain = re.sub(r"\W+", "_", written).casefold()
    words = set(plain.split("_"))
    meant = [k for k in here if k == plain]
    meant += [k for k in [_OTHER_WORDS.get(table, {}).get(plain)] if k]
    if not meant and table == "" and plain in ("part", "document"):
        return f"Write [[item.{plain}]], below the [[item]] that it belongs to."
    if not meant and table == "" and plain in _KEYS["item"]:
        return "It belongs to an item: write it below [[item]]."
    if not meant and table in ("part", "document") and plain in _KEYS["item"]:
        return f"It belongs to the item: write it above the first [[item.{table}]]."
    if not meant and table and plain in _KEYS[""] and plain not in _TABLES:
        return "It belongs to the meeting: write it above the first line in square brackets."
    meant += difflib.get_close_matches(plain, here, n=1)
    meant += [k for k in here if words & set(k.split("_"))]
    return f"Did you mean {meant[0]}?" if meant else f"The keys there are {', '.join(here)}."


def _heading_mistake(key: str, got: str, raw: dict[str, Any]) -> tuple[str, str]:
    """Return what is wrong where a heading such as ``[[item]]`` was not written as one, and what to do."""
    dotted = f"item.{key}" if key in ("part", "document") else key
    if key in _SINGLE_TABLES:
        if got == _TYPE_WORDS["array"][0]:
            return f"[[{key}]] has two brackets on each side", f"Write [{key}] with one bracket on each side."
        return f"{key} is {got}", f"Write [{key}] on a line of its own, and its keys under it."
    if got != _TYPE_WORDS["object"][0]:
        return f"{key} is {got}", f"Write [[{dotted}]] on a line of its own, and its keys under it."
    if key == "item" and raw["item"].keys() <= {"part", "document"}:
        inner = next(iter(raw["item"]))
        return f"[[item.{inner}]] stands before the first [[item]]", "Write [[item]] and its title above it."
    return f"[{dotted}] has one bracket on each side", f"Write [[{dotted}]] with two brackets."


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
