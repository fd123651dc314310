"""Explains a description that cannot be read: from what the reader's libraries say to what the clerk did.

First in the line, and loaded by ``description`` only once something is wrong. The TOML parser and
msgspec's converter speak to programmers. Here their message leads to the place, and the place
shows what was written there and what to write instead.
"""

from __future__ import annotations

import difflib
import re
from typing import Any

import msgspec.inspect

from packbuilder.storage.description_format import (
    KEYS,
    PATH_ADVICE,
    SINGLE_TABLES,
    TABLES,
    TURNS_ADVICE,
    words_of_choice,
)
from packbuilder.storage.description_places import on_one_line, place_of

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

_TURNS = ("pages in curly brackets, with their degrees", TURNS_ADVICE)
"""What ``rotate`` takes, which is the only key of its kind."""

_TOML_TYPES: dict[type, str] = {
    msgspec.inspect.IntType: "int",
    msgspec.inspect.BoolType: "bool",
    msgspec.inspect.VarTupleType: "array",
    msgspec.inspect.DateType: "date",
    msgspec.inspect.TimeType: "time",
}

# What is no TOML at all.

_HEADING_ADVICE = "Write a heading alone on its line, as [[item]] or [[item.document]]."
_TEXT_OUTSIDE = "some of the text is outside the quotation marks"
_KEEP_ONE = "Keep one of the two."

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


def explain_syntax(error_text: str, text: str) -> tuple[str, str]:
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
    return f"line {position}, {on_one_line(lines[position - 1])}: {what}.", next_step


def _syntax_mistake(message: str, lines: list[str], text: str, offset: int) -> tuple[int, str, str]:
    """Return the line to mend (from 1), what is wrong with it, and what to do."""
    position = text.count("\n", 0, offset) + 1
    line = lines[position - 1]
    character = text[offset : offset + 1]
    if message.startswith("Cannot"):
        return _written_twice(lines, position)
    if message.startswith(("Unescaped", "Escaped", "Invalid hex")):
        return position, "the \\ in double quotation marks stands for something else", PATH_ADVICE
    if character and character in "\u2018\u2019\u201c\u201d":
        return position, "the quotation marks are curly", 'Use straight quotation marks: ".'
    if character and ord(character) < 32 and character not in "\t\n\r":
        return position, "it holds a character that cannot be seen", "Type the line again."
    opened_at, mark = _left_open(text[:offset])
    if mark in _QUOTATION_MARKS:
        if re.search(r":\\|\\\\", lines[opened_at - 1]):
            return opened_at, "the text has no closing quotation mark", PATH_ADVICE
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
    takes = next((KEYS[table][key_name] for table in (*TABLES, "") if key_name in KEYS[table]), None)
    words, next_step = _TYPE_WORDS[_TOML_TYPES.get(type(takes), "str")]
    if isinstance(takes, msgspec.inspect.DictType):
        words, next_step = _TURNS
    if re.fullmatch(r"\d{4}-\d\d-\d\d", written):
        return "there is no such date", "Correct the day or the month."
    if words == "text":
        return "the text has no quotation marks", next_step
    return f"{key_name} should be {words}", next_step


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
    if name.split(".")[-1] not in SINGLE_TABLES:
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

# Keys that clerks write for one that the table has, where the two words are nothing like each other.
_OTHER_WORDS = {
    "": {"committee": "body", "place": "venue", "location": "venue", "start": "time", "end": "finish"},
    "item": {
        "time": "start", "duration": "minutes", "presenter": "lead", "officer": "lead", "subject": "title",
        "heading": "section", "summary": "description", "name": "title", "decision": "recommendations",
    },
    "document": {
        "name": "title", "path": "file", "type": "role", "kind": "role", "page": "pages", "turn": "rotate",
        "attachment": "inside", "paper": "size", "remedy": "remedies", "pictures": "picture_pages",
    },
    "member": {"post": "role", "title": "role"},
    "officer": {"post": "role", "title": "role"},
    "notice": {"title": "heading", "description": "text"},
    "action": {"title": "action", "lead": "owner"},
}  # fmt: skip


def explain_value(error_text: str, raw: dict[str, Any]) -> tuple[str, str]:
    """Turn the converter's message ("... - at `$.item[3].minutes`") into a clerk's words."""
    match = _PATH.match(error_text)
    message, path = (match["message"], match["path"] or "") if match else (error_text, "")
    where, table, key, entry = place_of(path, raw)
    prefix = f"{where}: " if where else ""
    if unknown := re.search(r"unknown field `(.+?)`", message):
        return f"{prefix}{unknown[1]} is not a key that is known there.", _key_meant(unknown[1], table)
    if missing := re.search(r"missing required field `(.+?)`", message):
        return f"{prefix}{missing[1]} is missing.", f"Add a line {missing[1]} = ..."
    if value := re.search(r"[Ii]nvalid enum value '?(.*?)'?$", message):
        choices = [f'"{c}"' for c in words_of_choice(table, key)]
        near = difflib.get_close_matches(f'"{value[1].casefold()}"', choices, n=1, cutoff=0.7)
        step = f"Did you mean {near[0]}?" if near else f"Write one of {', '.join(choices)}."
        what = f"entry {entry} of {key}" if entry else key
        return f'{prefix}{what} is "{on_one_line(value[1])}".', step
    if types := re.search(r"Expected `(.+?)`, got `(.+?)`", message):
        words, step = _TYPE_WORDS.get(types[1].split(" | ")[0], (types[1], "Correct it."))
        got = _TYPE_WORDS.get(types[2].split(" | ")[0], (types[2], ""))[0]
        if key in TABLES and types[1] in ("array", "object"):
            what, step = _heading_mistake(key, got, raw)
            return f"{prefix}{what}.", step
        what = f"entry {entry} of {key}" if entry else key
        if isinstance(KEYS[table].get(key), msgspec.inspect.DictType):
            what, words = (what, _TURNS[0]) if types[1] == "object" else (f"a turn in {key}", words)
            step = _TURNS[1]
        return f"{prefix}{what} should be {words} and is {got}.", step
    return f"{prefix}{key}: {_lower_first(message)}.", "Correct it."


def _key_meant(written: str, table: str) -> str:
    """Return what to do about a key that a table does not have."""
    here = list(KEYS[table])
    plain = re.sub(r"\W+", "_", written).casefold()
    words = set(plain.split("_"))
    meant = [k for k in here if k == plain]
    meant += [k for k in [_OTHER_WORDS.get(table, {}).get(plain)] if k]
    if not meant and table == "" and plain in ("part", "document"):
        return f"Write [[item.{plain}]], below the [[item]] that it belongs to."
    if not meant and table == "" and plain in KEYS["item"]:
        return "It belongs to an item: write it below [[item]]."
    if not meant and table in ("part", "document") and plain in KEYS["item"]:
        return f"It belongs to the item: write it above the first [[item.{table}]]."
    if not meant and table and plain in KEYS[""] and plain not in TABLES:
        return "It belongs to the meeting: write it above the first line in square brackets."
    meant += difflib.get_close_matches(plain, here, n=1)
    meant += [k for k in here if words & set(k.split("_"))]
    return f"Did you mean {meant[0]}?" if meant else f"The keys there are {', '.join(here)}."


def _heading_mistake(key: str, got: str, raw: dict[str, Any]) -> tuple[str, str]:
    """Return what is wrong where a heading such as ``[[item]]`` was not written as one, and what to do."""
    dotted = f"item.{key}" if key in ("part", "document") else key
    if key in SINGLE_TABLES:
        if got == _TYPE_WORDS["array"][0]:
            return f"[[{key}]] has two brackets on each side", f"Write [{key}] with one bracket on each side."
        return f"{key} is {got}", f"Write [{key}] on a line of its own, and its keys under it."
    if got != _TYPE_WORDS["object"][0]:
        return f"{key} is {got}", f"Write [[{dotted}]] on a line of its own, and its keys under it."
    if key == "item" and raw["item"].keys() <= {"part", "document"}:
        inner = next(iter(raw["item"]))
        return f"[[item.{inner}]] stands before the first [[item]]", "Write [[item]] and its title above it."
    return f"[{dotted}] has one bracket on each side", f"Write [[{dotted}]] with two brackets."


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
