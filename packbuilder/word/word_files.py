"""What the Word files that packbuilder writes have in common: marks filled in, and bytes that stay the same.

Under ``word.report_template``: a template's marks, such as ``{body}``, are filled in wherever they
stand; the finished file holds nothing of the clock, and says in its properties what was written, so
that one that someone has typed into since is known and never written over unasked.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from packbuilder.errors import PackBuilderError
from packbuilder.files import why_not

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_PROPERTIES_PART = "docProps/core.xml"
_IDENTIFIER = "{http://purl.org/dc/elements/1.1/}identifier"
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MOST_UNPACKED_BYTES = 64 << 20
"""More than this no file of packbuilder's unpacks to: one that does is not looked into."""


def printable(words: str) -> str:
    """Return the words without the control characters that come with pasted text and break Word."""
    return _NOT_IN_XML.sub("", words)


def opened_template(template: Path, kind: str) -> Document:
    """Open a Word file as a template.

    Args:
        template: The file.
        kind: What it is a template of ("minutes"), for what is said of it.

    Raises:
        PackBuilderError: If it cannot be opened.
    """
    try:
        return docx.Document(str(template))
    except OSError as error:
        raise PackBuilderError(
            f"The {kind} template {template} could not be read: {why_not(error)}.", "Choose it again."
        ) from error
    # python-docx lets through what zipfile and lxml raise on a damaged file; SyntaxError is lxml's.
    except (OpcError, KeyError, ValueError, SyntaxError, zipfile.BadZipFile) as error:
        raise PackBuilderError(
            f"The {kind} template {template} is not a Word document that can be opened.",
            "Save it in Word as a Word document (.docx) and choose it again.",
        ) from error


def set_properties(document: Document, title: str, held: dt.datetime) -> None:
    """Say what a document is, in the language it is in, and nothing about who made it when.

    Args:
        document: The document.
        title: What it is called.
        held: When the meeting is held, which stands for all its dates.
    """
    properties = document.core_properties
    properties.title = printable(title)[:255]
    properties.author = ""
    properties.last_modified_by = ""
    properties.language = "en-GB"
    properties.revision = 1
    properties.created = held
    properties.modified = held


def fill_in_marks(paragraph: BaseOxmlElement, words: Mapping[str, str]) -> None:
    """Put words for the marks in a paragraph, also where Word has cut a mark into several runs."""
    texts = list(paragraph.iter(qn("w:t")))
    whole = "".join(text.text or "" for text in texts)
    if not any(mark in whole for mark in words):
        return
    if any(whole.count(mark) != sum((t.text or "").count(mark) for t in texts) for mark in words):
        texts[0].text = whole
        for text in texts[1:]:
            text.text = ""
    for text in texts:
        filled = text.text or ""
        for mark, meant in words.items():
            filled = filled.replace(mark, meant)
        text.text = filled
        text.set(qn("xml:space"), "preserve")


def changed_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return which of these files are there and are not as packbuilder wrote them.

    A file that packbuilder did not write counts as changed.

    Raises:
        PackBuilderError: If a file is there and cannot be read.
    """
    return tuple(path for path in paths if path.is_file() and not _is_as_written(file_bytes(path)))


def file_bytes(path: Path) -> bytes:
    """Return what a file holds.

    Raises:
        PackBuilderError: If it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise PackBuilderError(
            f"{path} is there already and could not be read: {why_not(error)}.",
            "Close it where it is open, or choose another name.",
        ) from error


def _is_as_written(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            if sum(entry.file_size for entry in entries) > _MOST_UNPACKED_BYTES:
                return False
            if any(e.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for e in entries):
                return False
            identifier = ET.fromstring(package.read(_PROPERTIES_PART)).findtext(_IDENTIFIER)
            return identifier == _identifier(package)
    # What is no package, or a broken one, is not as it was written.
    except (
        zipfile.BadZipFile,
        zlib.error,
        ET.ParseError,
        KeyError,
        ValueError,
        RuntimeError,
        EOFError,
        OSError,
    ):
        return False


def _identifier(package: zipfile.ZipFile) -> str:
    """Return what stands for everything in a package but its properties, which hold this."""
    digest = hashlib.sha256()
    for name in sorted(package.namelist()):
        if name != _PROPERTIES_PART:
            digest.update(f"{name}\0".encode() + hashlib.sha256(package.read(name)).digest())
    return f"sha256:{digest.hexdigest()}"


def bytes_without_clock(document: Document) -> bytes:
    """Return a document's package with the time of writing taken out, and its identifier put in."""
    written = io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as package:
        document.core_properties.identifier = _identifier(package)
    written = io.BytesIO()
    document.save(written)
    rewritten = io.BytesIO()
    with (
        zipfile.ZipFile(written) as source,
        zipfile.ZipFile(rewritten, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, date_time=_ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            package.writestr(entry, source.read(name))
    return rewritten.getvalue()
