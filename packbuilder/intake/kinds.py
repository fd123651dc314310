"""What kind of file something is, judged by its content; the name only helps to say so.

Second in the line: ``take_in`` sends each kind its own way. A kind that cannot be taken in is
refused here, with a sentence that says what to do instead.
"""

from __future__ import annotations

import contextlib
import difflib
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path, PurePath

from packbuilder.errors import PackBuilderError
from packbuilder.files import why_not

OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the files of older Office programs begin, and encrypted ones of newer ([MS-CFB] 2.2)."""

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
    HEIC = "picture in Apple's HEIC format"
    MAIL = "e-mail message"
    OUTLOOK_MAIL = "message in Outlook's own format"
    ARCHIVE = "ZIP folder"
    WEB_PAGE = "web page"
    TEXT = "text file"
    EMPTY = "empty file"
    UNKNOWN = "file of a kind that packbuilder does not know"


_TAKEN_IN: dict[FileKind, tuple[str, ...]] = {
    FileKind.PDF: (".pdf",),
    FileKind.WORD: (".docx", ".doc", ".odt", ".rtf", ".docm", ".dotx"),
    FileKind.POWERPOINT: (".pptx", ".ppt", ".odp", ".ppsx", ".pptm"),
    FileKind.EXCEL: (".xlsx", ".xls", ".ods", ".csv", ".xlsm"),
    FileKind.PICTURE: (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".bmp", ".webp"),
    FileKind.TEXT: (".txt",),
    FileKind.MAIL: (".eml",),
    FileKind.ARCHIVE: (".zip",),
}

_CONVERTED = (FileKind.WORD, FileKind.POWERPOINT, FileKind.EXCEL, FileKind.TEXT, FileKind.MAIL)

_BY_ENDING: dict[str, FileKind] = {
    **{ending: kind for kind, endings in _TAKEN_IN.items() for ending in endings},
    ".msg": FileKind.OUTLOOK_MAIL,
    **dict.fromkeys((".heic", ".heif"), FileKind.HEIC),
    **dict.fromkeys((".htm", ".html"), FileKind.WEB_PAGE),
}

_MAGIC: tuple[tuple[bytes, FileKind], ...] = (
    (b"\x89PNG\r\n\x1a\n", FileKind.PICTURE),
    (b"\xff\xd8\xff", FileKind.PICTURE),
    (b"II*\x00", FileKind.PICTURE),
    (b"MM\x00*", FileKind.PICTURE),
    (b"GIF8", FileKind.PICTURE),
    (b"{\\rtf", FileKind.WORD),
    (OLE_START, FileKind.OFFICE),
    (b"PK\x03\x04", FileKind.ARCHIVE),
    (b"PK\x05\x06", FileKind.ARCHIVE),
)

_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")

# A part that only one program's files have (ECMA-376, part 1; ODF 1.3, part 2, 3.3).
_OFFICE_PARTS = (
    ("word/", FileKind.WORD),
    ("ppt/", FileKind.POWERPOINT),
    ("xl/", FileKind.EXCEL),
)
_OPEN_DOCUMENT = (
    (b"opendocument.text", FileKind.WORD),
    (b"opendocument.presentation", FileKind.POWERPOINT),
    (b"opendocument.spreadsheet", FileKind.EXCEL),
)


def endings_taken_in() -> dict[FileKind, tuple[str, ...]]:
    """Return the kinds of file that can be taken in, with the endings of their names (".pdf")."""
    return dict(_TAKEN_IN)


def is_parcel(path: PurePath) -> bool:
    """Say whether a file holds other files that can be attached one by one, by its name alone."""
    return _BY_ENDING.get(path.suffix.lower()) in (FileKind.MAIL, FileKind.ARCHIVE)


def needs_conversion(path: PurePath) -> bool:
    """Say whether LibreOffice makes the pages of a file, by its name alone."""
    return _BY_ENDING.get(path.suffix.lower()) in _CONVERTED


def kind_by_name(name: str) -> FileKind:
    """Return what kind of file a name promises."""
    return _BY_ENDING.get(PurePath(name).suffix.lower(), FileKind.UNKNOWN)


def is_taken_in(kind: FileKind) -> bool:
    """Say whether files of a kind can be taken in."""
    return kind in _TAKEN_IN


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
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return FileKind.HEIC
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return FileKind.PICTURE
    by_name = _BY_ENDING.get(path.suffix.lower())
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return _kind_of_container(path, kind, by_name)
    if by_name in (FileKind.MAIL, FileKind.WEB_PAGE, FileKind.EXCEL):
        return by_name
    if head.startswith(b"BM") and path.suffix.lower() == ".bmp":
        return FileKind.PICTURE
    if b"\0" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = head.lstrip()[:200].lower()
        is_web_page = start.startswith((b"<!doctype html", b"<html"))
        return FileKind.WEB_PAGE if is_web_page else FileKind.TEXT
    return FileKind.UNKNOWN


def _kind_of_container(path: Path, kind: FileKind, by_name: FileKind | None) -> FileKind:
    """Return what a file is whose first bytes many kinds share."""
    if kind is FileKind.OFFICE:
        return by_name or kind
    if kind is not FileKind.ARCHIVE:
        return kind
    try:
        with zipfile.ZipFile(path) as archive:
            found = _kind_of_zip(archive)
    except (OSError, zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, EOFError):
        # Too damaged to look into: what its name promises is what its author will be asked for again.
        return by_name or kind
    # A Word document without its main part is a broken one, and no folder of files.
    return by_name if found is kind and by_name in _CONVERTED else found


def _kind_of_zip(archive: zipfile.ZipFile) -> FileKind:
    names = archive.namelist()
    if "mimetype" in names and archive.getinfo("mimetype").file_size < _HEAD_BYTES:
        said = archive.read("mimetype")
        for words, office in _OPEN_DOCUMENT:
            if words in said:
                return office
    if "[Content_Types].xml" in names:
        for folder, office in _OFFICE_PARTS:
            if any(name.startswith(folder) for name in names):
                return office
    return FileKind.ARCHIVE


def _where_to_look(path: Path) -> str:
    """Return what to do about a file that is not there: a name near it in its folder, or the folder."""
    names: dict[str, str] = {}
    with contextlib.suppress(OSError, ValueError):
        if not path.exists():
            names = {other.name.lower(): other.name for other in path.parent.iterdir()}
    near = difflib.get_close_matches(path.name.lower(), names, n=1, cutoff=0.8)
    return f"Perhaps it is {names[near[0]]}." if near else f"Check that it is in {path.parent}."


_WHAT_TO_DO = {
    FileKind.HEIC: "Open it in Photos, save it as JPEG, and attach that.",
    FileKind.OUTLOOK_MAIL: "In Outlook, save the message as PDF (print it) and its attachments in a folder.",
    FileKind.ARCHIVE: "Attach the file from inside it.",
    FileKind.WEB_PAGE: "Open it in a browser, print it to PDF, and attach that.",
}


def refusal(path: PurePath, kind: FileKind) -> PackBuilderError:
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
        f"{path.name} is {article} {kind.value}, which packbuilder cannot take in.",
        _WHAT_TO_DO.get(kind, "Save it as PDF and attach that."),
    )
