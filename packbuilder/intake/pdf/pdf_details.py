"""What a PDF says of itself and is made of: author, dates, language, fonts, and counts of what is in it.

Serves ``take_in``, before the document is cleaned: most of this is then gone. For the clerk's eyes;
nothing of it goes into the pack. Work is bounded, as a hostile file may lead in circles.
"""

from __future__ import annotations

import datetime as dt
import re

import pikepdf
from lxml import etree
from pikepdf import Array, Dictionary, Name, Stream, String

from packbuilder.intake.kinds import FileKind
from packbuilder.intake.pdf.annotations import annotations_of
from packbuilder.intake.pdf.attached_files import attached_files
from packbuilder.intake.pdf.field_values import field_counts
from packbuilder.intake.pdf.layers import layers_of
from packbuilder.intake.pdf.marks import marks_on, name_text, text_of
from packbuilder.intake.pdf.page_resources import ResourceWalk, resources_of
from packbuilder.meeting.document_facts import FileDetails

_LONGEST_TEXT = 300
_LARGEST_XMP_BYTES = 2_000_000
_MOST_FONTS_NAMED = 20

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_FONT_FILES = (Name.FontFile, Name.FontFile2, Name.FontFile3)

# ISO 32000-1, 7.9.4: everything after the year may be missing, and often half of the time zone is.
_PDF_DATE = re.compile(
    r"(?:D:)?\s*(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?\s*(Z|[+-])?\s*(\d\d)?'?\s*(\d\d)?"
)
_ISO_DATE = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?"
    r"(?:(Z|[+-])(?:(\d\d):?(\d\d))?)?)?)?)?"
)

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"
_XMP = "http://ns.adobe.com/xap/1.0/"
_PDF = "http://ns.adobe.com/pdf/1.3/"


def pdf_details(pdf: pikepdf.Pdf, size_bytes: int) -> FileDetails:
    """Return what a PDF says of itself and what it is made of.

    Args:
        pdf: The document as it was opened, before it is cleaned.
        size_bytes: The size of its file.
    """
    info = pdf.trailer.get(Name.Info)
    info = info if isinstance(info, Dictionary) else Dictionary()
    xmp = _xmp_values(pdf)
    font_names, missing = _fonts(pdf)
    field_count, signature_count = field_counts(pdf)
    annotations = [annotation for page in pdf.pages for annotation in annotations_of(page.obj)]
    return FileDetails(
        kind=FileKind.PDF.value,
        size_bytes=size_bytes,
        title=_first(info.get(Name.Title), xmp.get(f"{{{_DC}}}title")),
        author=_first(info.get(Name.Author), xmp.get(f"{{{_DC}}}creator")),
        created=_pdf_date(info.get(Name.CreationDate)) or _iso_date(xmp.get(f"{{{_XMP}}}CreateDate")),
        changed=_pdf_date(info.get(Name.ModDate)) or _iso_date(xmp.get(f"{{{_XMP}}}ModifyDate")),
        program=_first(info.get(Name.Creator), xmp.get(f"{{{_XMP}}}CreatorTool"))
        or _first(info.get(Name.Producer), xmp.get(f"{{{_PDF}}}Producer")),
        language=_first(pdf.Root.get(Name.Lang), None)[:40],
        is_tagged=_is_tagged(pdf),
        font_count=len(font_names),
        fonts_not_embedded=tuple(sorted(missing, key=str.lower)[:_MOST_FONTS_NAMED]),
        link_count=sum(annotation.get(Name.Subtype) == Name.Link for annotation in annotations),
        form_field_count=field_count,
        mark_count=sum(1 for page in pdf.pages for _ in marks_on(page.obj)),
        layer_count=len(layers_of(pdf)),
        attached_file_count=len(attached_files(pdf)),
        signature_count=signature_count,
        was_encrypted=bool(pdf.is_encrypted),
    )


def _first(stated: object, in_xmp: str | None) -> str:
    return (text_of(stated) or " ".join((in_xmp or "").split()))[:_LONGEST_TEXT]


def _is_tagged(pdf: pikepdf.Pdf) -> bool:
    marked = pdf.Root.get(Name.MarkInfo)
    says_so = isinstance(marked, Dictionary) and bool(marked.get(Name.Marked))
    return says_so and isinstance(pdf.Root.get(Name.StructTreeRoot), Dictionary)


# Dates.


def _pdf_date(value: object) -> str:
    match = _PDF_DATE.match(str(value).strip()) if isinstance(value, String) else None
    return _iso(match) if match else ""


def _iso_date(value: str | None) -> str:
    match = _ISO_DATE.fullmatch((value or "").strip())
    return _iso(match) if match else ""


def _iso(match: re.Match[str]) -> str:
    """Return a date as ISO 8601 writes it, as exact as it is given; "" if there is no such day."""
    year, month, day, hour, minute, second, sign, zone_hours, zone_minutes = match.groups()
    try:
        moment = dt.datetime(
            int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0)
        )
        if sign == "Z":
            moment = moment.replace(tzinfo=dt.UTC)
        elif sign and zone_hours:
            offset = dt.timedelta(hours=int(zone_hours), minutes=int(zone_minutes or 0))
            moment = moment.replace(tzinfo=dt.timezone(-offset if sign == "-" else offset))
    except ValueError:
        return ""
    if hour is None:
        return "-".join(part for part in (year, month, day) if part)
    return moment.isoformat()


# XMP.


def _xmp_values(pdf: pikepdf.Pdf) -> dict[str, str]:
    """Return the first value of each property in a document's XMP (ISO 16684-1)."""
    stream = pdf.Root.get(Name.Metadata)
    if not isinstance(stream, Stream):
        return {}
    try:
        data = stream.read_bytes()
        if len(data) > _LARGEST_XMP_BYTES:
            return {}
        parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.fromstring(data.strip(b"\0 \r\n\t"), parser)
    except (pikepdf.PdfError, RuntimeError, ValueError, etree.XMLSyntaxError):
        return {}
    values: dict[str, str] = {}
    for description in root.iter(f"{{{_RDF}}}Description") if root is not None else ():
        for name, text in description.attrib.items():
            values.setdefault(str(name), str(text))
        for each in description:
            if isinstance(each.tag, str):
                items = [item.text or "" for item in each.iter(f"{{{_RDF}}}li")]
                # A title stands in several languages, authors stand one after the other.
                text = (
                    "; ".join(filter(None, items)) if each.tag == f"{{{_DC}}}creator" else "".join(items[:1])
                )
                values.setdefault(str(each.tag), text or each.text or "")
    return values


# Fonts.


def _fonts(pdf: pikepdf.Pdf) -> tuple[set[str], set[str]]:
    """Return the names of the fonts that the pages use, and of those that are not embedded.

    A font that the PDF brings in parts counts once; one that is drawn (Type 3) has no name to go by.
    """
    names: set[str] = set()
    missing: set[str] = set()
    seen: set[tuple[int, int]] = set()
    walk = ResourceWalk()
    for page in pdf.pages:
        for holder in walk.holders(page.obj):
            resources = resources_of(holder)
            table = resources.get(Name.Font) if resources is not None else None
            for font in table.values() if isinstance(table, Dictionary) else ():
                if not isinstance(font, Dictionary) or (font.is_indirect and font.objgen in seen):
                    continue
                if font.is_indirect:
                    seen.add(font.objgen)
                name = _font_name(font)
                names.add(name)
                if not _is_embedded(font):
                    missing.add(name)
    return names, missing


def _font_name(font: pikepdf.Dictionary) -> str:
    name = font.get(Name.BaseFont, font.get(Name.Name) if font.get(Name.Subtype) != Name.Type3 else None)
    plain = _SUBSET.sub("", name_text(name)[1:])
    plain = " ".join("".join(c if c.isprintable() else " " for c in plain).split())
    return plain[:_LONGEST_TEXT] or "a font without a name"


def _is_embedded(font: pikepdf.Dictionary) -> bool:
    if font.get(Name.Subtype) == Name.Type3:
        return True
    descendants = font.get(Name.DescendantFonts)
    if isinstance(descendants, Array) and len(descendants):
        font = descendants[0] if isinstance(descendants[0], Dictionary) else font
    descriptor = font.get(Name.FontDescriptor)
    return isinstance(descriptor, Dictionary) and any(
        isinstance(descriptor.get(key), Stream) for key in _FONT_FILES
    )
