"""Reads a meeting described in TOML: the format of templates, tests, the command line and power users.

First in the line. ``description_format`` says what can be written, ``description_text`` reads it,
``description_style`` makes the house style of it, ``description_pages`` what becomes of a document's
pages, and ``description_mistakes`` says what was done where something else is written. Whatever is
wrong gives one error that names the file, the item and the key, and says how to write it; nothing
is guessed and nothing is skipped.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from packbuilder.errors import PackBuilderError
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
from packbuilder.storage.description_format import FORMAT, Description, DocumentTable, ItemTable
from packbuilder.storage.description_pages import fitting_from, looked_at_from, treatment_from
from packbuilder.storage.description_places import file_beside, mistake, named
from packbuilder.storage.description_style import style_from
from packbuilder.storage.description_text import read_text, record_from_toml


def read_description(path: Path) -> Meeting:
    """Read a meeting from a TOML description; document paths become absolute.

    Raises:
        PackBuilderError: If the file cannot be read, is not TOML, or says something that a
            description cannot say. The error names the key and the line or item.
    """
    return meeting_from_toml(read_text(path, "meeting description"), path)


def meeting_from_toml(text: str, path: Path) -> Meeting:
    """Turn the text of a description into a meeting; ``path`` is named in errors and roots files.

    Raises:
        PackBuilderError: As ``read_description``.
    """
    description = record_from_toml(text, path, Description, "meeting description")
    return _Reader(path).meeting(description)


class _Reader:
    """Turns one description into a meeting; knows its file, for errors and relative paths."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def meeting(self, source: Description) -> Meeting:
        if source.format != FORMAT:
            raise self._error("", f"format is {source.format}.", "Write format = 1.")
        for key in ("council", "body"):
            if not getattr(source, key).strip():
                raise self._error("", f"{key} is empty.", f"Write the {key}'s name.")
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
            style=style_from(source, self._path),
        )

    def _error(self, where: str, what: str, next_step: str) -> PackBuilderError:
        return mistake(self._path, where, what, next_step)

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
            file=file_beside(self._path, where, "file", source.file),
            title=source.title,
            role=source.role,
            access=source.access,
            exempt_paragraphs=source.exempt_paragraphs,
            inside=source.inside.strip(),
            treatment=treatment_from(self._path, where, source),
            fitting=fitting_from(self._path, where, source),
            looked_at=looked_at_from(self._path, where, source),
        )

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
