"""Freezes, in a copy of an Office file, the fields that conversion would work out anew.

Third in the line, after the file was looked into and before LibreOffice makes pages of the copy. To
LibreOffice the copy's name and folder are the file's, and today is the day; so a field that gives a
name, a path, a person or a date would say what its author never saw. Such a field becomes the words
it showed last. Page numbers, references and contents stay fields: they must follow the pages.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path, PurePath

from lxml import etree

from packbuilder.files import written_beside
from packbuilder.intake.office.xml_edits import as_bytes, drop, unwrap
from packbuilder.intake.traits.open_xml import (
    Element,
    Package,
    attribute,
    child,
    descendants,
    may_hold,
    opened_package,
    short_name,
)

_FROZEN_IN_WORD = frozenset(
    {
        "FILENAME", "TEMPLATE", "FILESIZE", "USERNAME", "USERINITIALS", "USERADDRESS", "AUTHOR",
        "LASTSAVEDBY", "DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE", "EDITTIME", "REVNUM",
        "INFO", "DOCPROPERTY",
    }
)  # fmt: skip
_CONTENT = ("w:t", "w:delText", "w:tab", "w:br", "w:drawing")
_LIVE_ON_SLIDES = frozenset({"slidenum", "slidecount"})
_FROZEN_IN_ODF = frozenset(
    f"text:{name}"
    for name in (
        "file-name", "template-name", "author-name", "author-initials", "sender-firstname",
        "sender-lastname", "sender-initials", "sender-title", "sender-position", "sender-email",
        "sender-phone-private", "sender-fax", "sender-company", "sender-phone-work", "sender-street",
        "sender-city", "sender-postal-code", "sender-country", "sender-state-or-province", "date", "time",
        "creation-date", "creation-time", "modification-date", "modification-time", "print-date",
        "print-time", "creator", "initial-creator", "printed-by", "editing-duration", "editing-cycles",
    )
)  # fmt: skip
_DATES_OF_SLIDES = "presentation:date-time-decl"
_ODF_PARTS = ("content.xml", "styles.xml")
_ODF_MARKS = tuple(f":{name.partition(':')[2]}".encode() for name in (*_FROZEN_IN_ODF, _DATES_OF_SLIDES))
_OPEN_XML_MARKS = (b"instrText", b"fldSimple", b":fld ")


@dataclasses.dataclass(frozen=True, slots=True)
class FieldsOf:
    """What the fields of a file stand for.

    Args:
        name: The file's name as the clerk knows it.
        changed: When it was last saved, as ISO 8601 writes it; "" if that is not known.
        as_received: Whether the copy holds what its author saved; what LibreOffice brought to
            OpenDocument has the copy's own name in its fields already.
    """

    name: str
    changed: str = ""
    as_received: bool = True


def freeze_fields(source: Path, target: Path, fields: FieldsOf) -> bool:
    """Write a copy of an Office Open XML or OpenDocument file with its fields frozen, if it has any.

    Returns:
        Whether there were any; otherwise nothing is written.

    Raises:
        PackBuilderError: If it is damaged, or the copy cannot be written.
    """
    with opened_package(source) as package:
        if package.has("[Content_Types].xml"):
            changed = dict(_frozen_open_xml(package, fields))
        else:
            changed = dict(_frozen_odf(package, fields))
        if changed:
            with written_beside(target) as temporary:
                package.write(temporary, changed)
    return bool(changed)


def _frozen_open_xml(package: Package, fields: FieldsOf) -> Iterator[tuple[str, bytes | None]]:
    for name in package.names:
        if name.endswith(".xml") and may_hold(package.read(name), _OPEN_XML_MARKS):
            root = package.tree(name)
            has_changed = _freeze_word(root, fields)
            has_changed = _freeze_slide(root) or has_changed
            if has_changed:
                yield name, as_bytes(root)


@dataclasses.dataclass(slots=True)
class _Field:
    """A field of Word that is made of marks, as far as it was read."""

    marks: list[Element]
    before_result: list[Element] = dataclasses.field(default_factory=list)
    instruction: str = ""
    result: str = ""
    has_result: bool = False
    is_of_instruction: bool = False


def _freeze_word(root: Element, fields: FieldsOf) -> bool:
    frozen = False
    open_fields: list[_Field] = []
    simple: list[Element] = []
    wanted = ("w:fldChar", "w:instrText", "w:delInstrText", "w:fldSimple", *_CONTENT)
    # A list, because fields are taken apart on the way.
    for element in list(descendants(root, *wanted)):
        name = short_name(element)
        if name == "w:fldSimple":
            simple.append(element)
            continue
        kind = attribute(element, "w:fldCharType") if name == "w:fldChar" else ""
        for each in open_fields if kind != "end" else open_fields[:-1]:
            if not each.has_result and not (kind == "separate" and each is open_fields[-1]):
                each.before_result.append(element)
        if kind == "begin":
            is_inside = any(not each.has_result for each in open_fields)
            open_fields.append(_Field([element], is_of_instruction=is_inside))
        elif not open_fields:
            continue
        elif kind:
            open_fields[-1].marks.append(element)
            open_fields[-1].has_result = True
            if kind == "end":
                frozen = _freeze(open_fields.pop(), fields) or frozen
        elif name in ("w:instrText", "w:delInstrText"):
            open_fields[-1].instruction += element.text or ""
        else:
            for each in open_fields:
                each.result += (element.text or " ") if each.has_result else ""
    for element in simple:
        frozen = _freeze_simple(element, fields) or frozen
    return frozen


def _freeze(field: _Field, fields: FieldsOf) -> bool:
    which = _which(field.instruction)
    if field.is_of_instruction or which not in _FROZEN_IN_WORD:
        return False
    if not field.result.strip():
        if which not in ("FILENAME", "TEMPLATE"):
            return False
        # It never showed anything, so there is no word to go by but the name.
        _set_words_beside(field.marks[-1], fields.name if which == "FILENAME" else "")
    for element in (*field.marks, *field.before_result):
        drop(element)
    return True


def _freeze_simple(element: Element, fields: FieldsOf) -> bool:
    which = _which(attribute(element, "w:instr"))
    if which not in _FROZEN_IN_WORD:
        return False
    words = "".join(each.text or "" for each in descendants(element, "w:t"))
    if not words.strip():
        if which not in ("FILENAME", "TEMPLATE"):
            return False
        word = element.tag.rpartition("}")[0] + "}"
        run = etree.SubElement(element, f"{word}r")
        etree.SubElement(run, f"{word}t").text = fields.name if which == "FILENAME" else ""
    for data in list(descendants(element, "w:fldData")):
        drop(data)
    unwrap(element)
    return True


def _set_words_beside(mark: Element, words: str) -> None:
    run = mark.getparent()
    if run is not None and words:
        text = etree.Element(mark.tag.rpartition("}")[0] + "}t")
        text.text = words
        run.insert(run.index(mark), text)


def _which(instruction: str) -> str:
    """Return the first word of a field's instruction in capitals: what kind of field it is."""
    words = instruction.split(maxsplit=1)
    return words[0].upper() if words else ""


def _freeze_slide(root: Element) -> bool:
    frozen = False
    for field in list(descendants(root, "a:fld")):
        if field.get("type", "").lower() in _LIVE_ON_SLIDES or child(field, "a:t") is None:
            continue
        properties = child(field, "a:pPr")
        if properties is not None:
            drop(properties)
        field.attrib.clear()
        field.tag = field.tag.rpartition("}")[0] + "}r"
        frozen = True
    return frozen


def _frozen_odf(package: Package, fields: FieldsOf) -> Iterator[tuple[str, bytes | None]]:
    is_sheet = package.has("mimetype") and b"spreadsheet" in package.read("mimetype")
    for name in _ODF_PARTS:
        if not package.has(name) or not may_hold(package.read(name), _ODF_MARKS):
            continue
        root = package.tree(name)
        has_changed = False
        for element in list(root.iter()):
            kind = short_name(element)
            if kind in _FROZEN_IN_ODF:
                words = _words_of(element, kind, fields, is_sheet=is_sheet)
                if words is None:
                    continue
                for inner in list(element):
                    drop(inner)
                element.text = words
                _unwrap_text(element)
                has_changed = True
            elif kind == _DATES_OF_SLIDES and fields.changed:
                source = next((key for key in element.attrib if key.endswith("}source")), "")
                if element.attrib.get(source) == "current-date":
                    element.set(source, "fixed")
                    element.text = _day(fields.changed)
                    has_changed = True
        if has_changed:
            yield name, as_bytes(root)


def _words_of(element: Element, kind: str, fields: FieldsOf, *, is_sheet: bool) -> str | None:
    """Return what a field becomes, or None if it has to stay one."""
    shown = "".join(element.itertext(with_tail=False))
    if kind == "text:file-name" and (is_sheet or not fields.as_received):
        display = attribute(element, "text:display", "full")
        return {"path": "", "name": PurePath(fields.name).stem}.get(display, fields.name)
    if kind == "text:template-name" and not fields.as_received:
        return ""
    if is_sheet and kind in ("text:date", "text:time"):
        # No spreadsheet keeps what these showed.
        if not fields.changed:
            return None
        return _day(fields.changed) if kind == "text:date" else _time_of_day(fields.changed)
    return shown


def _unwrap_text(element: Element) -> None:
    """Put the text of an element in its place."""
    element.tail = (element.text or "") + (element.tail or "")
    drop(element)


def _day(moment: str) -> str:
    """Return the day of a moment in ISO 8601 as "03/11/2026", or "" if it is none."""
    try:
        return dt.date.fromisoformat(moment[:10]).strftime("%d/%m/%Y")
    except ValueError:
        return ""


def _time_of_day(moment: str) -> str:
    match = re.match(r".{10}T(\d\d:\d\d)", moment)
    return match[1] if match else ""
