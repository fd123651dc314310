"""Looks through an Office file as it was received: what it carries, and what it says of itself.

Second in the line, before any conversion. The reader is picked by what the file holds, never by its
name; a file that cannot be looked through is refused, because it would be published unseen.
"""

from __future__ import annotations

import dataclasses
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from packbuilder.errors import PackBuilderError
from packbuilder.intake.traits.odf_traits import odf_traits
from packbuilder.intake.traits.open_xml import (
    DAMAGE,
    Package,
    attribute,
    descendants,
    is_encrypted_office,
    opened_package,
    password_needed,
    short_name,
)
from packbuilder.intake.traits.sheet_traits import sheet_traits
from packbuilder.intake.traits.slide_traits import slide_traits
from packbuilder.intake.traits.word_traits import word_traits
from packbuilder.meeting.document_facts import FileDetails, Trait

_READERS: dict[str, tuple[str, Callable[[Package, str], tuple[Trait, ...]]]] = {
    "w:document": ("Word document", word_traits),
    "p:presentation": ("PowerPoint file", slide_traits),
    "s:workbook": ("Excel workbook", sheet_traits),
}
_ODF_KINDS = {
    "text": "OpenDocument text",
    "spreadsheet": "OpenDocument spreadsheet",
    "presentation": "OpenDocument slides",
}
_ODF_MEDIA = "application/vnd.oasis.opendocument."

_ENDINGS: dict[str, tuple[str, ...]] = {
    "Word document": (".docx", ".docm", ".dotx", ".dotm"),
    "PowerPoint file": (".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm"),
    "Excel workbook": (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb"),
    "OpenDocument text": (".odt", ".ott"),
    "OpenDocument spreadsheet": (".ods", ".ots"),
    "OpenDocument slides": (".odp", ".otp"),
}
_KIND_OF_ENDING = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings}
_LONGEST_DETAIL = 300


@dataclasses.dataclass(frozen=True, slots=True)
class Inspected:
    """What a file carries, and what it says of itself; the other details are told by its pages."""

    traits: tuple[Trait, ...]
    details: FileDetails


def can_inspect(path: Path) -> bool:
    """Tell whether a file is one to look through: Office Open XML or OpenDocument, whole or not.

    A damaged file counts by its name, and so does a ZIP folder; ``inspect_office`` says what is
    wrong with it. What is neither, such as .doc and .csv, is not its business.
    """
    is_named_so = path.suffix.lower() in _KIND_OF_ENDING
    try:
        with path.open("rb") as file:
            if is_encrypted_office(file):
                return True
            if not zipfile.is_zipfile(file):
                return is_named_so
            with zipfile.ZipFile(file) as archive:
                names = {name.replace("\\", "/").casefold() for name in archive.namelist()}
    except (OSError, *DAMAGE):
        return is_named_so
    is_package = "[content_types].xml" in names or {"mimetype", "content.xml"} <= names
    return is_named_so or is_package


def inspect_office(path: Path) -> Inspected:
    """Look through an Office file.

    Raises:
        PasswordNeeded: If it opens only with a password.
        PackBuilderError: If any part of it cannot be read, it is of absurd size, or it holds
            something else than its name says.
    """
    with opened_package(path) as package:
        size_bytes = path.stat().st_size
        main = _main_part(package)
        if main:
            root = package.root_name(main)
            if root not in _READERS:
                raise _holds_something_else(path, "")
            kind, read = _READERS[root]
            _check_name(path, kind)
            traits = read(package, main)
            details = _open_xml_details(package, main)
        else:
            kind = _odf_kind(path, package)
            _check_name(path, kind)
            traits = odf_traits(package)
            details = _odf_details(package)
        return Inspected(traits, dataclasses.replace(details, kind=kind, size_bytes=size_bytes))


def _main_part(package: Package) -> str:
    """Return the name of the main part of an Office Open XML file, "" for what is none."""
    if not package.has("[Content_Types].xml"):
        return ""
    if package.has("mimetype"):
        raise package.refused("is two kinds of file in one, which no office program writes")
    mains = package.related("", "officeDocument")
    if not mains:
        return "[Content_Types].xml"
    if mains[0].lower().endswith(".bin"):
        raise PackBuilderError(
            f"{package.file_name} is a binary workbook, which could not be looked through.",
            "Open it in Excel and save it as .xlsx.",
        )
    return mains[0]


def _odf_kind(path: Path, package: Package) -> str:
    media = package.read("mimetype").decode("ascii", "replace").strip() if package.has("mimetype") else ""
    if package.has("META-INF/manifest.xml"):
        for entry in descendants(package.tree("META-INF/manifest.xml"), "manifest:file-entry"):
            if any(short_name(each) == "manifest:encryption-data" for each in entry):
                raise password_needed(package.file_name)
            if attribute(entry, "manifest:full-path") == "/" and not media:
                media = attribute(entry, "manifest:media-type")
    word = media.removeprefix(_ODF_MEDIA).partition("-")[0] if media.startswith(_ODF_MEDIA) else ""
    if word not in _ODF_KINDS or not package.has("content.xml"):
        raise _holds_something_else(path, "")
    return _ODF_KINDS[word]


def _check_name(path: Path, kind: str) -> None:
    said = _KIND_OF_ENDING.get(path.suffix.lower(), kind)
    if said != kind:
        raise _holds_something_else(path, kind)


def _holds_something_else(path: Path, kind: str) -> PackBuilderError:
    ending = path.suffix.lower()
    named = f"is named {ending} but holds" if ending in _KIND_OF_ENDING else "holds"
    if not kind:
        return PackBuilderError(
            f"{path.name} {named} no document that an office program wrote.",
            "Ask its author for the report itself.",
        )
    article = "an" if kind[0] in "AEIOU" else "a"
    return PackBuilderError(
        f"{path.name} {named} {article} {kind}.",
        f"Give it a name that ends in {_ENDINGS[kind][0]}, and attach it again.",
    )


def _open_xml_details(package: Package, main: str) -> FileDetails:
    said: dict[str, str] = {}
    for kind in ("core-properties", "extended-properties", "extendedProperties"):
        for part in package.related("", kind):
            said.update(_said_in(package, part))
    return FileDetails(
        title=_line(said.get("dc:title", "")),
        author=_line(said.get("dc:creator", "")),
        last_changed_by=_line(said.get("cp:lastModifiedBy", "")),
        created=_date(said.get("dcterms:created", "")),
        changed=_date(said.get("dcterms:modified", "")),
        program=_line(said.get("ep:Application", "")),
        language=_line(said.get("dc:language", "")) or _default_language(package, main),
    )


def _default_language(package: Package, main: str) -> str:
    """Return the language of a Word file's or a slide's text where nothing else is said."""
    for part in package.related(main, "styles"):
        for is_start, name, element, _ in package.walk(part):
            if is_start and name == "w:lang":
                return _line(attribute(element, "w:val"))
            if is_start and name == "w:style":
                break
    return ""


def _odf_details(package: Package) -> FileDetails:
    said = _said_in(package, "meta.xml") if package.has("meta.xml") else {}
    program = said.get("meta:generator", "").partition("$")[0].replace("/", " ")
    return FileDetails(
        title=_line(said.get("dc:title", "")),
        author=_line(said.get("meta:initial-creator", "") or said.get("dc:creator", "")),
        last_changed_by=_line(said.get("dc:creator", "")),
        created=_date(said.get("meta:creation-date", "")),
        changed=_date(said.get("dc:date", "")),
        program=_line(program),
        language=_line(said.get("dc:language", "")),
    )


def _said_in(package: Package, part: str) -> dict[str, str]:
    """Return the text of a part's elements by name, the first of each."""
    said: dict[str, str] = {}
    for is_start, name, _, text in package.walk(part):
        if not is_start and name not in said:
            said[name] = text
    return said


def _line(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_DETAIL]


def _date(text: str) -> str:
    """Return a date as ISO 8601 writes it, to the second; "" for what is none."""
    match = re.match(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?", text.strip())
    if match is None:
        return ""
    rest = text.strip()[match.end() :]
    zone = re.search(r"(Z|[+-]\d\d:\d\d)$", rest)
    return match[0] + (zone[0] if zone and match[1] else "")
