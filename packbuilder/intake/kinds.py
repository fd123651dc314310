"""What kind of file something is, judged by its content; the name only helps to say so.

The place where each further format joins: a kind that packbuilder can take in gets a function in
``take_in``; every other kind is refused here with a sentence that says what to do instead.
"""

from __future__ import annotations

import contextlib
import difflib
from enum import StrEnum
from pathlib import Path

from packbuilder.errors import PackBuilderError
from packbuilder.files import why_not

_HEAD_BYTES = 1024
_PDF_HEADER_WITHIN = 1024
"""Readers accept a PDF header within the first 1,024 bytes (ISO 32000-1, annex H.3, note 13)."""


class FileKind(StrEnum):
    """The kinds of file that authors send, in the words of an error."""

    PDF = "PDF"
    WORD = "Word document"
    POWERPOINT = "PowerPoint file"
    EXCEL = "spreadsheet"
    OFFICE = "Office document"
    PICTURE = "picture"
    MAIL = "e-mail message"
    ARCHIVE = "ZIP folder"
    WEB_PAGE = "web page"
    TEXT = "text file"
    EMPTY = "empty file"
    UNKNOWN = "file of a kind that packbuilder does not know"


_MAGIC: tuple[tuple[bytes, FileKind], ...] = (
    (b"\x89PNG\r\n\x1a\n", FileKind.PICTURE),
    (b"\xff\xd8\xff", FileKind.PICTURE),
    (b"II*\x00", FileKind.PICTURE),
    (b"MM\x00*", FileKind.PICTURE),
    (b"GIF8", FileKind.PICTURE),
    (b"{\\rtf", FileKind.WORD),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind.OFFICE),
    (b"PK\x03\x04", FileKind.ARCHIVE),
)

_SUFFIX_KINDS: dict[str, FileKind] = {
    **dict.fromkeys((".docx", ".doc", ".odt", ".dotx", ".docm"), FileKind.WORD),
    **dict.fromkeys((".pptx", ".ppt", ".odp", ".ppsx", ".pptm"), FileKind.POWERPOINT),
    **dict.fromkeys((".xlsx", ".xls", ".ods", ".xlsm", ".csv"), FileKind.EXCEL),
    **dict.fromkeys((".eml", ".msg"), FileKind.MAIL),
    **dict.fromkeys((".htm", ".html"), FileKind.WEB_PAGE),
}


def endings_taken_in() -> dict[FileKind, tuple[str, ...]]:
    """Return the kinds of file that can be taken in, with the endings of their names (".pdf")."""
    return {FileKind.PDF: (".pdf",)}


def kind_of(path: Path) -> FileKind:
    """Say what kind of file ``path`` is.

    Raises:
        PackBuilderError: If it cannot be read.
    """
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise PackBuilderError(
                f"{path.name} is no ordinary file (a device or a pipe).", "Name the report's own file."
            )
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except (OSError, ValueError) as error:
        reason = why_not(error) if isinstance(error, OSError) else "its name is not a possible one"
        raise PackBuilderError(f"{path.name} could not be read: {reason}.", _where_to_look(path)) from error
    if not head:
        return FileKind.EMPTY
    if b"%PDF-" in head[:_PDF_HEADER_WITHIN]:
        return FileKind.PDF
    by_name = _SUFFIX_KINDS.get(path.suffix.lower())
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            is_container = kind in (FileKind.ARCHIVE, FileKind.OFFICE)
            return by_name if is_container and by_name is not None else kind
    if by_name in (FileKind.MAIL, FileKind.WEB_PAGE, FileKind.EXCEL):
        return by_name
    if b"\0" not in head:
        start = head.lstrip()[:200].lower()
        is_web_page = start.startswith((b"<!doctype html", b"<html"))
        return FileKind.WEB_PAGE if is_web_page else FileKind.TEXT
    return FileKind.UNKNOWN


def _where_to_look(path: Path) -> str:
    """Return what to do about a file that is not there: a name near it in its folder, or the folder."""
    names: dict[str, str] = {}
    with contextlib.suppress(OSError, ValueError):
        if not path.exists():
            names = {other.name.lower(): other.name for other in path.parent.iterdir()}
    near = difflib.get_close_matches(path.name.lower(), names, n=1, cutoff=0.8)
    return f"Perhaps it is {names[near[0]]}." if near else f"Check that it is in {path.parent}."


def refusal(path: Path, kind: FileKind) -> PackBuilderError:
    """Return the error that says why a file of this kind cannot go into the pack."""
    if kind is FileKind.EMPTY:
        return PackBuilderError(f"{path.name} is empty (0 bytes).", "Ask its author for it again.")
    article = "an" if kind.value[0].lower() in "aeo" else "a"
    if path.suffix.lower() == ".pdf":
        return PackBuilderError(
            f"{path.name} is named .pdf but is {article} {kind.value}.",
            "Open it where it was made and save it as PDF.",
        )
    return PackBuilderError(
        f"{path.name} is {article} {kind.value}, which packbuilder cannot take in yet.",
        "Save it as PDF and attach that.",
    )
