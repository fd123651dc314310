"""Writes small OpenDocument files: what packbuilder makes of texts, tables of values and messages.

LibreOffice then makes PDFs of them, as of any other document. Only what those three need is here.
"""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from packbuilder.errors import PackBuilderError
from packbuilder.files import why_not

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
        "xlink": "http://www.w3.org/1999/xlink",
    }.items()
)
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'

_PAGE = (
    '<style:page-layout style:name="page"><style:page-layout-properties fo:page-width="210mm" '
    'fo:page-height="297mm" style:print-orientation="portrait" fo:margin="20mm" '
    'style:print="charts drawings objects zero-values"/>'
    "</style:page-layout>"
)

_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no XML file may hold, and what nobody sees: control characters and halves of characters."""

_BLANKS = re.compile(" {2,}|^ | $|\t|\n")


class DocumentKind(StrEnum):
    """The kinds of OpenDocument that are written, by the last word of their type."""

    TEXT = "text"
    SHEETS = "spreadsheet"


def in_words(text: str) -> str:
    """Return text without what XML cannot hold."""
    return _NO_CHARACTER.sub("", text)


def text_xml(text: str) -> str:
    """Return text as the content of a paragraph, with its blanks, tabs and line breaks kept."""

    def blank(match: re.Match[str]) -> str:
        if match[0] == "\t":
            return "<text:tab/>"
        if match[0] == "\n":
            return "<text:line-break/>"
        return f'<text:s text:c="{len(match[0])}"/>'

    return _BLANKS.sub(blank, escape(in_words(text)))


def attribute_xml(text: str) -> str:
    """Return text as the value of an attribute, with its quotation marks."""
    return quoteattr(in_words(text))


def write_open_document(target: Path, kind: DocumentKind, title: str, styles: str, body: str) -> None:
    """Write an OpenDocument file on A4 with margins of 2 cm.

    Args:
        target: Where it goes.
        kind: What kind of document it is.
        title: What it says its title is.
        styles: The automatic styles that the body uses, as XML.
        body: What stands inside ``office:text`` or ``office:spreadsheet``, as XML.

    Raises:
        PackBuilderError: If it cannot be written.
    """
    media_type = f"application/vnd.oasis.opendocument.{kind}"
    parts = {
        "content.xml": (
            f'<office:document-content {_NAMESPACES} office:version="1.2">'
            f"<office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
        ),
        "styles.xml": (
            f'<office:document-styles {_NAMESPACES} office:version="1.2"><office:styles>'
            '<style:default-style style:family="paragraph"><style:text-properties '
            'fo:language="en" fo:country="GB"/></style:default-style>'
            '<style:style style:name="Standard" style:family="paragraph" style:class="text"/>'
            f"</office:styles><office:automatic-styles>{_PAGE}</office:automatic-styles>"
            '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="page"/>'
            '<style:master-page style:name="Default" style:page-layout-name="page"/>'
            "</office:master-styles></office:document-styles>"
        ),
        "meta.xml": (
            f'<office:document-meta {_NAMESPACES} office:version="1.2"><office:meta>'
            f"<dc:title>{escape(in_words(title))}</dc:title><dc:language>en-GB</dc:language>"
            "</office:meta></office:document-meta>"
        ),
        "META-INF/manifest.xml": (
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
            'manifest:version="1.2">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{media_type}"/>'
            + "".join(
                f'<manifest:file-entry manifest:full-path="{part}" manifest:media-type="text/xml"/>'
                for part in ("content.xml", "styles.xml", "meta.xml")
            )
            + "</manifest:manifest>"
        ),
    }
    try:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
            written.writestr(zipfile.ZipInfo("mimetype"), media_type)
            for name, xml in parts.items():
                written.writestr(name, (_XML + xml).encode())
    except OSError as error:
        raise PackBuilderError(
            f"{target.name} could not be written: {why_not(error)}.", "Free some space, and try again."
        ) from error
