"""Names a place in a description as a clerk knows it: "item 3 (New homes), document 1 (report.pdf)".

First in the line, for the errors of ``description``, ``description_style`` and ``description_mistakes``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from packbuilder.errors import PackBuilderError
from packbuilder.storage.description_format import PATH_ADVICE, SINGLE_TABLES, TABLES

# What a table is called in an error, where it has one of these.
_NAMING_KEYS = ("title", "name", "file", "heading", "number")

_STEP = re.compile(r"\.([A-Za-z_]+)|\[(\d+)\]")


def mistake(path: Path, where: str, what: str, next_step: str) -> PackBuilderError:
    """Return the error that names the file, the place in it (or "") and what is wrong there."""
    return PackBuilderError(f"{path.name}: {where}{': ' if where else ''}{what}", next_step)


def file_beside(path: Path, where: str, key: str, written: str) -> str:
    """Return a path as it is written in the file ``path``, from the folder of that file.

    Raises:
        PackBuilderError: If it is empty or holds what no path can.
    """
    if not written.strip():
        raise mistake(path, where, f"{key} is empty.", "Name the file.")
    # "C:\new\board.pdf" in double quotes holds a line break and a backspace.
    if any(ord(c) < 32 for c in written):
        raise mistake(path, where, f"{key} holds a character that no path can have.", PATH_ADVICE)
    return str(path.absolute().parent / written)


def named(kind: str, position: int, name: object) -> str:
    """Return what a table is called: its kind, its position from 1, and its name where it has one."""
    if not isinstance(name, str) or not name.strip():
        return f"{kind} {position}"
    return f"{kind} {position} ({on_one_line(name)})"


def on_one_line(text: str) -> str:
    """Return text that can stand in a sentence, whatever it holds."""
    words = "".join(c if c.isprintable() else " " for c in text).split()
    line = " ".join(words)
    return f"{line[:60]} ..." if len(line) > 60 else line


def place_of(path: str, raw: dict[str, Any]) -> tuple[str, str, str, int]:
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
            table = name if name in TABLES else table
            value = value.get(name) if isinstance(value, dict) else None
            if name in SINGLE_TABLES and isinstance(value, dict):
                words.append(name.replace("_", " "))
        elif isinstance(value, list):
            value = value[int(index)]
            entry = 0 if key in TABLES else int(index) + 1
            if key in TABLES:
                names = [value.get(k) for k in _NAMING_KEYS] if isinstance(value, dict) else []
                words.append(named(key, int(index) + 1, next((n for n in names if n), "")))
    return ", ".join(words), table, key, entry
