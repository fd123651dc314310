"""Sets an e-mail message on A4 pages: who wrote to whom, when and about what, and what it says.

In the line between receiving and converting: a message becomes an OpenDocument text, LibreOffice a
PDF of that. What is attached to a message is no part of it here (``parcels`` gives it out).
"""

from __future__ import annotations

import datetime as dt
import email.errors
import email.header
import email.utils
import re
from collections.abc import Iterator, Sequence
from email.message import EmailMessage, MIMEPart
from pathlib import Path

from packbuilder.errors import PackBuilderError
from packbuilder.intake.made.mail_words import Paragraph, Run, paragraphs_of_html
from packbuilder.intake.made.open_document import (
    DocumentKind,
    attribute_xml,
    in_words,
    text_xml,
    write_open_document,
)
from packbuilder.intake.made.plain_text import decoded_text

_HEAD = ("From", "To", "Cc", "Date", "Subject")
_BROKEN = (
    email.errors.MessageError, AttributeError, IndexError, KeyError, LookupError, TypeError, ValueError,
    AssertionError, RecursionError,
)  # fmt: skip
"""What the standard library raises for headers and parts that are not as they should be."""

_LARGEST_CHARACTERS = 2_000_000
_QUOTE = re.compile(r"((?:>\s?)+)")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?')\]]")
_DEEPEST_SHOWN = 5

_FONT = 'fo:font-family="\'Liberation Sans\'" fo:font-size="11pt"'
_QUOTED_LOOK = 'fo:border-left="1.5pt solid #9a9a9a" fo:padding-left="3mm"'


def message_as_odt(message: EmailMessage, target: Path) -> None:
    """Write a message as an OpenDocument text.

    Of a message that comes in both forms, the plain words are used, unless there are none. Broken
    headers are shown as far as they can be read. Who had a copy is told by name, without addresses.
    What was attached is not named: it may have been left out because it is not to be published.

    Args:
        message: The message, parsed with ``email.policy.default``.
        target: Where the document goes.

    Raises:
        PackBuilderError: If it cannot be written.
    """
    heads = [(name, _names(message) if name == "Cc" else _header(message, name)) for name in _HEAD]
    paragraphs = _body(message)
    styles: dict[str, str] = {}
    body = [_head_table([(name, text) for name, text in heads if text])]
    body += [_paragraph(each, styles) for each in paragraphs]
    if not paragraphs:
        body.append('<text:p text:style-name="words">(The message has no words of its own.)</text:p>')
    title = dict(heads)["Subject"] or "E-mail message"
    all_styles = _FIXED_STYLES + "".join(styles.values())
    write_open_document(target, DocumentKind.TEXT, title, all_styles, "".join(body))


def _header(message: EmailMessage, name: str) -> str:
    try:
        values = message.get_all(name, [])
        if name == "Date" and values:
            date = getattr(values[0], "datetime", None)
            if isinstance(date, dt.datetime):
                return f"{date:%A} {date.day} {date:%B %Y}, {date:%H:%M}"
        text = ", ".join(str(value) for value in values)
    except _BROKEN:
        raw = [value for key, value in message.raw_items() if key.lower() == name.lower()]
        text = ", ".join(map(_as_far_as_readable, raw))
    return " ".join(in_words(text).split())


def _names(message: EmailMessage) -> str:
    """Return the names of those who had a copy; whoever is known by an address alone is left out."""
    raw = [str(value) for key, value in message.raw_items() if key.lower() == "cc"]
    try:
        pairs = email.utils.getaddresses(raw)
    except _BROKEN:
        return ""
    names = (" ".join(in_words(_as_far_as_readable(name)).split()) for name, _ in pairs)
    return ", ".join(name for name in names if name and "@" not in name)


def _as_far_as_readable(raw: object) -> str:
    try:
        return str(email.header.make_header(email.header.decode_header(str(raw))))
    except _BROKEN:
        return str(raw)


def _body(message: EmailMessage) -> list[Paragraph]:
    found: list[Paragraph] = []
    for kind in ("plain", "html"):
        part = _part(message, kind)
        if part is None:
            continue
        text = _content(part).replace("\r\n", "\n").replace("\r", "\n")
        if len(text) > _LARGEST_CHARACTERS:
            raise PackBuilderError(
                "The message is too long for a report.", "Attach the part of it that matters."
            )
        found = _paragraphs_of_text(text, _is_flowed(part)) if kind == "plain" else paragraphs_of_html(text)
        if found:
            break
    return found


def _part(message: EmailMessage, kind: str) -> MIMEPart | None:
    try:
        return message.get_body((kind,))
    except _BROKEN:
        return next((p for p in message.walk() if p.get_content_type() == f"text/{kind}"), None)


def _content(part: MIMEPart) -> str:
    try:
        content = part.get_content()
        if isinstance(content, str):
            return content
    except _BROKEN:
        pass  # An unknown encoding, most often: its letters are found out from what they are.
    try:
        data = part.get_payload(decode=True)
    except _BROKEN:
        return ""
    return decoded_text(data) if isinstance(data, bytes) else ""


def _is_flowed(part: MIMEPart) -> bool:
    """Whether lines that end in a blank go on in the next one (RFC 3676)."""
    try:
        return str(part.get_param("format", "")).lower() == "flowed"
    except _BROKEN:
        return False


def _paragraphs_of_text(text: str, is_flowed: bool) -> list[Paragraph]:
    """Return the paragraphs of a plain message: lines between blank ones, of one depth of quotation."""
    paragraphs: list[Paragraph] = []
    lines: list[str] = []
    depth = 0

    def end() -> None:
        if lines:
            paragraphs.append(Paragraph(tuple(_with_links("\n".join(lines).rstrip())), depth))
            lines.clear()

    for line in text.split("\n"):
        quote = _QUOTE.match(line)
        line_depth = quote[1].count(">") if quote else 0
        words = line[quote.end() :] if quote else line
        if line_depth != depth or not words.strip():
            end()
            depth = line_depth
        if not words.strip():
            continue
        words = words.expandtabs(8)
        if is_flowed and lines and lines[-1].endswith(" ") and lines[-1] != "-- ":
            lines[-1] += words
        else:
            lines.append(words if is_flowed else words.rstrip())
    end()
    return paragraphs


def _with_links(text: str) -> Iterator[Run]:
    done = 0
    for match in _ADDRESS.finditer(text):
        if match.start() > done:
            yield Run(text[done : match.start()])
        yield Run(match[0], match[0])
        done = match.end()
    if done < len(text):
        yield Run(text[done:])


def _head_table(heads: Sequence[tuple[str, str]]) -> str:
    rows = "".join(
        '<table:table-row><table:table-cell table:style-name="cell"><text:p text:style-name="label">'
        f'{name}</text:p></table:table-cell><table:table-cell table:style-name="cell">'
        f'<text:p text:style-name="{"subject" if name == "Subject" else "head"}">{text_xml(text)}</text:p>'
        "</table:table-cell></table:table-row>"
        for name, text in heads
    )
    if not rows:
        return ""
    return (
        '<table:table table:name="Message" table:style-name="table">'
        '<table:table-column table:style-name="labels"/><table:table-column table:style-name="values"/>'
        f'{rows}</table:table><text:p text:style-name="rule"/>'
    )


def _paragraph(paragraph: Paragraph, styles: dict[str, str]) -> str:
    quoted, indent = min(paragraph.quoted, _DEEPEST_SHOWN), min(paragraph.indent, _DEEPEST_SHOWN)
    name = f"words-{quoted}-{indent}{'-heading' if paragraph.is_heading else ''}"
    styles[name] = _style(
        name,
        f'fo:margin-left="{quoted * 5 + indent * 7}mm" fo:margin-bottom="{1 if indent else 3}mm" '
        f'fo:text-indent="{-6 if paragraph.mark else 0}mm" {_QUOTED_LOOK if quoted else ""}',
        f'fo:color="{"#404040" if quoted else "#000000"}" '
        f'fo:font-weight="{"bold" if paragraph.is_heading else "normal"}"',
    )
    mark = f"{text_xml(paragraph.mark)}<text:tab/>" if paragraph.mark else ""
    runs = "".join(
        f'<text:a xlink:type="simple" xlink:href={attribute_xml(run.link)}>{text_xml(run.text)}</text:a>'
        if run.link
        else text_xml(run.text)
        for run in paragraph.runs
    )
    return f'<text:p text:style-name="{name}">{mark}{runs}</text:p>'


def _style(name: str, paragraph: str, text: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="Standard">'
        f"<style:paragraph-properties {paragraph}/>"
        f"<style:text-properties {_FONT} {text}/></style:style>"
    )


_FIXED_STYLES = "".join(
    (
        '<style:style style:name="table" style:family="table"><style:table-properties style:width="170mm" '
        'table:align="left" table:border-model="collapsing"/></style:style>',
        *(
            f'<style:style style:name="{name}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width}mm"/></style:style>'
            for name, width in (("labels", 22), ("values", 148))
        ),
        '<style:style style:name="cell" style:family="table-cell">'
        '<style:table-cell-properties fo:border="none" fo:padding="0.6mm"/></style:style>',
        _style("label", "", 'fo:font-weight="bold" fo:color="#404040"'),
        _style("head", ""),
        _style("subject", "", 'fo:font-weight="bold"'),
        _style("words", 'fo:margin-bottom="3mm"'),
        _style("rule", 'fo:margin-bottom="5mm" fo:border-bottom="0.75pt solid #808080" fo:line-height="2mm"'),
    )
)
