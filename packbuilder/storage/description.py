"""Reads a meeting described in TOML: the format of templates, tests, the command line and power users.

First in the line. ``description_format`` says what can be written, ``description_mistakes`` what
was done where something else is. Whatever is wrong gives one error that names the file, the item
and the key, and says how to write it; nothing is guessed and nothing is skipped.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from packbuilder.errors import PackBuilderError
from packbuilder.files import why_not
from packbuilder.meeting.house_style import ALL_COLUMNS, AgendaColumn, Column, HouseStyle
from packbuilder.meeting.meeting import (
    Access,
    Action,
    Administrator,
    AgendaItem,
    Document,
    Meeting,
    Member,
    Notice,
    Officer,
    Part,
    ProperOfficer,
)
from packbuilder.meeting.numbering import item_number, minute_number
from packbuilder.storage.description_format import (
    FORMAT,
    PATH_ADVICE,
    TABLES,
    Description,
    DocumentTable,
    ItemTable,
    words_of_choice,
)
from packbuilder.storage.description_places import named

_LARGEST_BYTES = 10_000_000

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
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise PackBuilderError(
                f"{path} is no ordinary file.", "Give the .toml file that describes the meeting."
            )
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
        # Most descriptions hold no mistake, and need not wait for what explains one.
        from packbuilder.storage.description_mistakes import explain_syntax

        what, next_step = explain_syntax(str(error), text)
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
            _as_spelt_here(raw), Description, builtin_types=(dt.datetime, dt.date, dt.time)
        )
    except msgspec.ValidationError as error:
        # As above: only now is there something to explain.
        from packbuilder.storage.description_mistakes import explain_value

        what, next_step = explain_value(str(error), raw)
        raise PackBuilderError(f"{path.name}: {what}", next_step) from error
    return _Reader(path).meeting(description)


class _Reader:
    """Turns one description into a meeting; knows the file for errors and relative paths."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self._folder = path.absolute().parent

    def meeting(self, source: Description) -> Meeting:
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

    def _check_numbers(self, source: Description) -> None:
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

    def _item(self, position: int, source: ItemTable) -> AgendaItem:
        where = named("item", position, source.title)
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
                    f"{where}, {named('document', n, document.title or document.file)}",
                    f"item-{position}-document-{n}",
                    document,
                )
                for n, document in enumerate(source.document, start=1)
            ),
        )

    def _document(self, where: str, document_id: str, source: DocumentTable) -> Document:
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
            raise self._error(where, f"{key} holds a character that no path can have.", PATH_ADVICE)
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


def _as_spelt_here(raw: dict[str, Any], table: str = "") -> dict[str, Any]:
    """Return a table with its words of choice as the format spells them: "Action_Log" is "action log"."""
    spelt: dict[str, Any] = {}
    for key, value in raw.items():
        if isinstance(value, str) and (choices := words_of_choice(table, key)):
            plain = " ".join(value.replace("_", " ").split()).casefold()
            spelt[key] = next((c for c in choices if c.casefold() == plain), value)
        elif isinstance(value, dict) and key in TABLES:
            spelt[key] = _as_spelt_here(value, key)
        elif isinstance(value, list) and key in TABLES:
            spelt[key] = [_as_spelt_here(v, key) if isinstance(v, dict) else v for v in value]
        else:
            spelt[key] = value
    return spelt
