"""Sets a plain text file on A4 pages, line by line, as its author saw it.

In the line between receiving and converting: a text becomes an OpenDocument text, LibreOffice a PDF
of that. Also knows how the letters of a file of text are written down.
"""

from __future__ import annotations

import codecs
from pathlib import Path

from packbuilder.errors import PackBuilderError
from packbuilder.intake.made.open_document import DocumentKind, text_xml, write_open_document

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # Begins as that of UTF-16 does.
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LOOKED_AT_BYTES = 4096
_MANY_ZEROS = 0.3

_LARGEST_BYTES = 5_000_000
"""Some 2,000 pages: more is a log, or data, and no report."""

_TAB_COLUMNS = 8

_STYLES = "".join(
    f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="Standard">'
    f'<style:paragraph-properties fo:margin-top="0pt" fo:margin-bottom="0pt" {more}/>'
    '<style:text-properties fo:font-family="\'Liberation Mono\'" style:font-family-generic="modern" '
    'style:font-pitch="fixed" fo:font-size="9.5pt"/></style:style>'
    for name, more in (("line", ""), ("first", 'fo:break-before="page"'))
)


def decoded_text(data: bytes) -> str:
    """Return the text of a file: in the encoding that it begins with, or UTF-8, or that of Windows."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    start = data[:_LOOKED_AT_BYTES]
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = start[first::2]
        if zeros and zeros.count(0) / len(zeros) > _MANY_ZEROS and start.count(0) < len(start) * 0.6:
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def text_as_odt(text_bytes: bytes, target: Path, title: str) -> None:
    """Write a text file as an OpenDocument text: A4, letters of one width, long lines wrapped.

    A form feed begins a new page. Other control characters, which nobody sees, are left out.

    Args:
        text_bytes: The file as received.
        target: Where the document goes.
        title: What it is called, such as the file's name; errors say it too.

    Raises:
        PackBuilderError: If there is nothing in it, there is far too much, or it cannot be written.
    """
    if len(text_bytes) > _LARGEST_BYTES:
        raise PackBuilderError(
            f"{title} is too long for a report: {len(text_bytes) / 1_000_000:.0f} MB of text.",
            "Attach the part of it that matters.",
        )
    text = decoded_text(text_bytes)
    if not text.strip("\ufeff\0 \t\r\n\f\v"):
        raise PackBuilderError(f"{title} has no text in it.", "Ask its author for it again.")
    sheets = text.replace("\r\n", "\n").replace("\r", "\n").split("\f")
    # A form feed at the end would give a blank page; before it, and at the start, it is meant.
    while len(sheets) > 1 and not sheets[-1].strip():
        sheets.pop()
    body: list[str] = []
    for number, sheet in enumerate(sheets):
        for place, line in enumerate(sheet.rstrip("\n").split("\n")):
            style = "first" if number and not place else "line"
            written = text_xml(line.rstrip().expandtabs(_TAB_COLUMNS))
            body.append(f'<text:p text:style-name="{style}">{written}</text:p>')
    write_open_document(target, DocumentKind.TEXT, title, _STYLES, "".join(body))
