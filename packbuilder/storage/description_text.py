"""Reads a file in TOML into a record of the format: a meeting's description, or a named house style.

First in the line, below ``description`` and ``house_styles``, which make values of the records.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from packbuilder.errors import PackBuilderError
from packbuilder.files import why_not
from packbuilder.storage.description_format import FORMAT, TABLES, Table, words_of_choice

_LARGEST_BYTES = 10_000_000

_Record = TypeVar("_Record", bound=Table)


def read_text(path: Path, kind: str) -> str:
    """Return the text of a file; ``kind`` is what it should be, for errors: "meeting description".

    Raises:
        PackBuilderError: If it cannot be read, is far too large or is not text in UTF-8.
    """
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise PackBuilderError(f"{path} is no ordinary file.", _right_file(kind))
        if path.stat().st_size > _LARGEST_BYTES:
            raise PackBuilderError(
                f"{path} is far too large for a {kind}.",
                _right_file(kind),
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
            f"Give the .toml file of the {kind}, saved as plain text in UTF-8.",
        ) from error


# How files begin that a word processor made of a description.
_OTHER_FILES = {
    b"{\\rtf": "an RTF document",
    b"PK\x03\x04": "a Word document, or another file packed like one",
    b"\xd0\xcf\x11\xe0": "an old Word document, or another old Office file",
}


def _right_file(kind: str) -> str:
    return f"Give the .toml file of the {kind}."


def record_from_toml(text: str, path: Path, record: type[_Record], kind: str) -> _Record:
    """Return what a text in TOML says; ``path`` and ``kind`` are named in errors.

    Raises:
        PackBuilderError: If it is not TOML, or says something that such a record cannot hold. The
            error names the key and the line or place.
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
            f"{path.name} is not a {kind}: it holds more than can be read.",
            _right_file(kind),
        ) from error
    version = raw.get("format")
    if isinstance(version, int) and version > FORMAT:
        raise PackBuilderError(
            f"{path.name} has format {version}, which a newer packbuilder wrote.",
            "Open it with the newer packbuilder.",
        )
    try:
        return msgspec.convert(_as_spelt_here(raw), record, builtin_types=(dt.datetime, dt.date, dt.time))
    except msgspec.ValidationError as error:
        # As above: only now is there something to explain.
        from packbuilder.storage.description_mistakes import explain_value

        what, next_step = explain_value(str(error), raw)
        raise PackBuilderError(f"{path.name}: {what}", next_step) from error


def _as_spelt_here(raw: dict[str, Any], table: str = "") -> dict[str, Any]:
    """Return a table with its words of choice as the format spells them: "Action_Log" is "action log"."""
    spelt: dict[str, Any] = {}
    for key, value in raw.items():
        if choices := words_of_choice(table, key):
            spelt[key] = (
                [_word(v, choices) for v in value] if isinstance(value, list) else _word(value, choices)
            )
        elif isinstance(value, dict) and key in TABLES:
            spelt[key] = _as_spelt_here(value, key)
        elif isinstance(value, list) and key in TABLES:
            spelt[key] = [_as_spelt_here(v, key) if isinstance(v, dict) else v for v in value]
        else:
            spelt[key] = value
    return spelt


def _word(value: Any, choices: list[str]) -> Any:
    """Return a word as it is spelt among some choices; what is none of them as it is written."""
    plain = " ".join(value.replace("_", " ").split()).casefold() if isinstance(value, str) else ""
    return next((choice for choice in choices if choice.casefold() == plain), value)
