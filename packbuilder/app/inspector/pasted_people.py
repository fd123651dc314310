"""Members and officers out of text that was copied from Excel, Word or an e-mail. Pure: no Qt.

A table gives a row a line with tabs between its cells, with or without a row of headings; running
text gives "Name (Chair)", "Name, role" or "Name - role" a line.
"""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import io
import re

from packbuilder.meeting.meeting import Member

_NAME_HEADINGS = {"name", "names", "member", "members", "councillor", "councillors", "officer", "officers"}
_ROLE_HEADINGS = {
    "role", "title", "job title", "post", "organisation", "organization", "representing", "designation",
    "organisation/role", "role/organisation", "portfolio", "party", "job", "capacity", "body",
}  # fmt: skip
_POSITION_HEADINGS = {"position", "office", "chair", "chair/vice-chair", "position on board"}
_FIRST_NAME_HEADINGS = {"first name", "forename", "firstname", "given name"}
_SURNAME_HEADINGS = {"surname", "last name", "lastname", "family name"}
_HONORIFIC_HEADINGS = {"honorific", "salutation", "prefix"}
_HONORIFICS = {
    "cllr", "councillor", "ald", "alderman", "dr", "mr", "mrs", "ms", "miss", "mx",
    "prof", "professor", "sir", "rev",
}  # fmt: skip

_VICE = r"(?:vice|deputy)[ -]*chair(?:man|woman|person)?"
_POSITION = re.compile(rf"(?:the )?(?:co-)?(?:{_VICE}|chair(?:man|woman|person)?)", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")
_BULLET = re.compile(r"^\s*(?:[\u2022\u00b7\u25aa\u25cf\u2023*\u2013-]|\d{1,3}[.)])\s+")
_DASH = re.compile(r"\s+[-\u2013\u2014]\s+|\s*[\u2013\u2014]\s*")
_SPACES = re.compile(r"[\s\u00a0]+")


@dataclasses.dataclass(frozen=True, slots=True)
class _Columns:
    name: tuple[int, ...]
    role: int | None
    position: int | None


def people_from(text: str) -> tuple[Member, ...]:
    """Return the people that some pasted text lists, in its order; lines without a name are left out.

    Never fails: what cannot be taken apart becomes a name, for the clerk to see and put right.
    """
    rows = _rows(text)
    if not any(len(row) > 1 for row in rows):
        return tuple(member for row in rows if row for member in _from_line(row[0]))
    columns = None
    people: list[Member] = []
    for row in rows:
        if not any(row):
            continue
        headed = _headings(row)
        if headed is not None and not people:
            columns = headed
            continue
        members = _from_line(row[0]) if len(row) == 1 else _from_cells(row, columns)
        people.extend(members)
    return tuple(people)


def _rows(text: str) -> list[list[str]]:
    if "\t" in text:
        # Excel quotes a cell that holds a line break, so lines alone do not tell rows apart.
        # A quotation mark without its fellow is just a character, and would swallow the rows after it.
        if text.count('"') % 2 == 0:
            with contextlib.suppress(csv.Error):
                lines = io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"))
                return [[_clean(cell) for cell in row] for row in csv.reader(lines, delimiter="\t")]
        return [[_clean(cell) for cell in line.split("\t")] for line in text.splitlines()]
    return [[_clean(line)] for line in text.splitlines() if line.strip()]


def _clean(words: str) -> str:
    return _SPACES.sub(" ", words.replace("\x00", "")).strip()


def _headings(row: list[str]) -> _Columns | None:
    names = [cell.lower().rstrip(":") for cell in row]
    first = [n for n, cell in enumerate(names) if cell in _HONORIFIC_HEADINGS]
    first += [n for n, cell in enumerate(names) if cell in _FIRST_NAME_HEADINGS]
    first += [n for n, cell in enumerate(names) if cell in _SURNAME_HEADINGS]
    if first and "title" in names[: first[0]]:
        first.insert(0, names.index("title"))
    whole = [n for n, cell in enumerate(names) if cell in _NAME_HEADINGS]
    if not whole and not first:
        return None
    name = tuple(whole[:1]) or tuple(first)
    others = [n for n in range(len(names)) if n not in name]
    role = next((n for n in others if names[n] in _ROLE_HEADINGS), None)
    position = next((n for n in others if names[n] in _POSITION_HEADINGS), None)
    return _Columns(name, role, position)


def _from_cells(row: list[str], columns: _Columns | None) -> tuple[Member, ...]:
    if columns is not None:
        name = " ".join(row[n] for n in columns.name if n < len(row) and row[n])
        role = _cell(row, columns.role)
        position = _cell(row, columns.position)
        if columns.position is not None and columns.role is None and not _POSITION.fullmatch(position):
            # "Position" is also what people call their post.
            role, position = position, ""
        return _member(name, role, position)
    name, *rest = row
    if _DIGITS.fullmatch(name) and rest:
        name, *rest = rest
    if name.lower().rstrip(".") in _HONORIFICS and rest:
        name, rest = f"{name} {rest[0]}", rest[1:]
    position = next((cell for cell in rest if _POSITION.fullmatch(cell)), "")
    roles = [cell for cell in rest if cell and cell != position]
    return _member(name, ", ".join(roles), position)


_DIGITS = re.compile(r"\d{1,3}\.?")


def _cell(row: list[str], index: int | None) -> str:
    return row[index] if index is not None and index < len(row) else ""


def _from_line(line: str) -> tuple[Member, ...]:
    words = _BULLET.sub("", line).strip().rstrip(";")
    if _heading_alone(words):
        return ()
    for pattern in (_DASH, re.compile(r",\s+")):
        found = pattern.search(words)
        if found is not None:
            return _member(words[: found.start()], words[found.end() :], "")
    return _member(words, "", "")


def _heading_alone(words: str) -> bool:
    return words.lower().rstrip(":") in _NAME_HEADINGS


def _member(name: str, role: str, position: str) -> tuple[Member, ...]:
    name, in_name = _bracketed(name)
    role, in_role = _bracketed(role)
    for said in (in_name, in_role):
        if said and _POSITION.fullmatch(said):
            position = position or said
    if in_name and not _POSITION.fullmatch(in_name):
        role = f"{in_name}, {role}" if role else in_name
    if in_role and not _POSITION.fullmatch(in_role):
        role = f"{role} ({in_role})" if role else in_role
    if not position and _POSITION.fullmatch(role):
        role, position = "", role
    elif not position:
        head, comma, tail = role.partition(", ")
        if comma and _POSITION.fullmatch(head):
            position, role = head, tail
        else:
            head, comma, tail = role.rpartition(", ")
            if comma and _POSITION.fullmatch(tail):
                role, position = head, tail
    name = name.strip(" ,;:")
    if not name:
        return ()
    return (Member(name, role.strip(" ,;"), _settled(position)),)


def _bracketed(words: str) -> tuple[str, str]:
    found = _IN_BRACKETS.search(words)
    return (words[: found.start()], found[1].strip()) if found is not None else (words, "")


def _settled(position: str) -> str:
    """Return "Chair" and "Vice-Chair" as the agenda prints them; other words stay as they are."""
    words = position.strip()
    lower = words.lower()
    if lower in ("chair", "the chair"):
        return "Chair"
    if re.fullmatch(r"(?:the )?vice[ -]*chair", lower):
        return "Vice-Chair"
    return words[:1].upper() + words[1:]
