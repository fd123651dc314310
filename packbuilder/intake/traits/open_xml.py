"""Opens the zip packages of XML parts that office programs write, of which nothing may be trusted.

Second in the line, before any conversion: ``word_traits``, ``slide_traits``, ``sheet_traits`` and
``odf_traits`` read parts through it. It knows zip, XML and how parts refer to each other (ECMA-376
part 2; OpenDocument 1.3 part 2), and nothing of what they mean. What is damaged or of absurd size
is refused: a file that cannot be inspected must not be published unseen.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import io
import posixpath
import re
import struct
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any, BinaryIO

from lxml import etree

from packbuilder.errors import PackBuilderError, PasswordNeeded
from packbuilder.files import unreadable
from packbuilder.intake.kinds import OLE_START
from packbuilder.intake.traits.xml_element import Element as Element

LARGEST_PART_COUNT = 20_000
LARGEST_UNPACKED_BYTES = 1_500_000_000
LARGEST_XML_BYTES = 200_000_000
LARGEST_RATIO = 400
"""How many times its packed size a large part may have: text packs 60 : 1, deflate ends at 1,032 : 1."""
_RATIO_COUNTS_FROM_BYTES = 50_000_000
_CHUNK_BYTES = 1 << 16

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    etree.LxmlError,
    EOFError,
    RuntimeError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    OverflowError,
    MemoryError,
)
"""What zipfile, zlib and lxml raise on broken files, and what reading the nonsense in them leads to."""

_OLE_NAMES_WITHIN = 64 << 20

_OPEN_XML = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"

_NAMESPACES: dict[str, tuple[str, ...]] = {
    "w": (f"{_OPEN_XML}wordprocessingml/2006/main", f"{_STRICT}wordprocessingml/main"),
    "s": (f"{_OPEN_XML}spreadsheetml/2006/main", f"{_STRICT}spreadsheetml/main"),
    "p": (f"{_OPEN_XML}presentationml/2006/main", f"{_STRICT}presentationml/main"),
    "a": (f"{_OPEN_XML}drawingml/2006/main", f"{_STRICT}drawingml/main"),
    "c": (f"{_OPEN_XML}drawingml/2006/chart", f"{_STRICT}drawingml/chart"),
    "wp": (
        f"{_OPEN_XML}drawingml/2006/wordprocessingDrawing",
        f"{_STRICT}drawingml/wordprocessingDrawing",
    ),
    "xdr": (f"{_OPEN_XML}drawingml/2006/spreadsheetDrawing", f"{_STRICT}drawingml/spreadsheetDrawing"),
    "m": (f"{_OPEN_XML}officeDocument/2006/math", f"{_STRICT}officeDocument/math"),
    "r": (f"{_OPEN_XML}officeDocument/2006/relationships", f"{_STRICT}officeDocument/relationships"),
    "ep": (
        f"{_OPEN_XML}officeDocument/2006/extended-properties",
        f"{_STRICT}officeDocument/extendedProperties",
    ),
    "rel": (f"{_OPEN_XML}package/2006/relationships",),
    "ct": (f"{_OPEN_XML}package/2006/content-types",),
    "cp": (f"{_OPEN_XML}package/2006/metadata/core-properties",),
    "mc": (f"{_OPEN_XML}markup-compatibility/2006",),
    "dc": ("http://purl.org/dc/elements/1.1/",),
    "dcterms": ("http://purl.org/dc/terms/",),
    "v": ("urn:schemas-microsoft-com:vml",),
    "o": ("urn:schemas-microsoft-com:office:office",),
    "tc": ("http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments",),
    "p188": ("http://schemas.microsoft.com/office/powerpoint/2018/8/main",),
    "xlink": ("http://www.w3.org/1999/xlink",),
    **{
        prefix: (f"{_OASIS}{name}:1.0",)
        for prefix, name in (
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("style", "style"),
            ("draw", "drawing"),
            ("presentation", "presentation"),
            ("number", "datastyle"),
            ("meta", "meta"),
            ("manifest", "manifest"),
            ("fo", "xsl-fo-compatible"),
        )
    },
    "officeooo": ("http://openoffice.org/2009/office",),
    "drawooo": ("http://openoffice.org/2010/draw",),
    "loext": ("urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",),
}
_PREFIXES = {address: prefix for prefix, addresses in _NAMESPACES.items() for address in addresses}


@functools.lru_cache(maxsize=4096)
def _short(tag: str) -> str:
    address, _, local = tag.rpartition("}")
    return f"{_PREFIXES.get(address[1:], '?')}:{local}" if address else local


def short_name(element: Element | None) -> str:
    """Return an element's name with packbuilder's own prefix for its namespace: "w:ins"; "" for none.

    Strict and transitional documents have the same prefixes; an unknown namespace has "?".
    """
    tag = None if element is None else element.tag
    return _short(tag) if isinstance(tag, str) else ""


@functools.lru_cache(maxsize=1024)
def _long_names(name: str) -> tuple[str, ...]:
    prefix, colon, local = name.partition(":")
    return tuple(f"{{{address}}}{local}" for address in _NAMESPACES[prefix]) if colon else (name,)


def attribute(element: Element, name: str, default: str = "") -> str:
    """Return the value of an attribute, named as in ``short_name``: "w:val"."""
    for long_name in _long_names(name):
        value = element.get(long_name)
        if value is not None:
            return str(value)
    return default


def child(element: Element, name: str) -> Element | None:
    """Return an element's first child of a name, or None."""
    for each in element:
        if short_name(each) == name:
            return each
    return None


def descendants(element: Element, *names: str) -> Iterator[Element]:
    """Return the elements of these names inside an element, in document order."""
    long_names = [long_name for name in names for long_name in _long_names(name)]
    return element.iterdescendants(*long_names)


def text_in(element: Element, *names: str) -> str:
    """Return the text of the descendants of these names, with a space between them."""
    return " ".join("".join(each.itertext(with_tail=False)) for each in descendants(element, *names))


def is_on(element: Element | None, name: str = "w:val") -> bool | None:
    """Return what an on-or-off element says (ECMA-376, ST_OnOff), or None where there is none."""
    if element is None:
        return None
    return attribute(element, name, "true").lower() not in ("0", "false", "off")


def says_yes(value: str | None) -> bool:
    """Tell whether an XML boolean attribute is true."""
    return value is not None and value.strip().lower() in ("1", "true", "on")


@dataclasses.dataclass(frozen=True, slots=True)
class Relationship:
    """How a part refers to another, or to something outside the package.

    ``kind`` is the last word of its type, the same in strict and transitional files ("header");
    ``target`` is a part's name, or the address outside.
    """

    id: str
    kind: str
    target: str
    is_external: bool


class Package:
    """An open package; every part is read through it. Use ``opened_package``."""

    def __init__(self, file_name: str, archive: zipfile.ZipFile) -> None:
        """Look through the directory of the zip.

        Raises:
            PackBuilderError: If it is of absurd size, has parts of one name, or names that lead
                out of it.
            PasswordNeeded: If its parts are encrypted.
        """
        self.file_name = file_name
        self._archive = archive
        self._infos = _checked_parts(file_name, archive)
        self._folded = {name.casefold(): name for name in reversed(self._infos)}
        if self.has("[Content_Types].xml") and len(self._folded) < len(self._infos):
            raise self.refused("holds two parts of one name")
        self._relationships: dict[str, tuple[Relationship, ...]] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parts, in the order of the zip; folders are left out."""
        return tuple(self._infos)

    def has(self, name: str) -> bool:
        """Tell whether there is a part of this name; capitals do not matter."""
        return name in self._infos or name.casefold() in self._folded

    def exact_name(self, name: str) -> str:
        """Return a part's name as the zip spells it."""
        return name if name in self._infos else self._folded[name.casefold()]

    def info(self, name: str) -> zipfile.ZipInfo:
        """Return what the zip's directory says of a part."""
        return self._infos[self.exact_name(name)]

    def refused(self, why: str) -> PackBuilderError:
        """Return the error that refuses the file; ``why`` goes on from its name, without a full stop."""
        return PackBuilderError(f"{self.file_name} {why}.", _NEXT_STEP)

    def read(self, name: str) -> bytes:
        """Return the bytes of a part.

        Raises:
            PackBuilderError: If it is missing.
            zipfile.BadZipFile: And others of ``DAMAGE``, if it is damaged.
        """
        with self._open(name) as part:
            data: bytes = part.read()
        return data

    def _open(self, name: str, largest_bytes: int = LARGEST_UNPACKED_BYTES) -> Any:
        if not self.has(name):
            raise self.refused(f"is not whole: its part {name} is missing")
        info = self.info(name)
        if info.file_size > largest_bytes:
            raise PackBuilderError(
                f"{self.file_name} unpacks to too much to be read: its part {name} has "
                f"{info.file_size // 1_000_000} MB.",
                "Ask its author for a shorter one, or for a PDF.",
            )
        return self._archive.open(info)

    def write(self, target: Path | BinaryIO, changed: Mapping[str, bytes | None]) -> None:
        """Write the package anew, parts in ``changed`` as given there, or left out for None."""
        with zipfile.ZipFile(target, "w") as archive:
            for name in self.names:
                data = changed[name] if name in changed else self.read(name)
                if data is None:
                    continue
                info = self.info(name)
                copy = zipfile.ZipInfo(name, info.date_time)
                copy.compress_type = info.compress_type
                copy.external_attr = info.external_attr
                archive.writestr(copy, data)

    def tree(self, name: str) -> Element:
        """Return the root element of a part.

        Raises:
            PackBuilderError: If it is missing, too large, or declares a document type.
            etree.LxmlError: And others of ``DAMAGE``, if it is no XML.
        """
        with self._open(name, LARGEST_XML_BYTES) as part:
            root: Element = etree.fromstring(part.read(), _parser())
        self._refuse_document_type(root, name)
        return root

    def root_name(self, name: str) -> str:
        """Return the name of a part's root element, or "" where it is no XML."""
        parser = etree.XMLPullParser(events=("start",), **_SAFE_PARSING)
        with self._open(name) as part, contextlib.suppress(etree.LxmlError):
            while data := part.read(_CHUNK_BYTES):
                parser.feed(data)
                for _, element in parser.read_events():
                    return short_name(element)
        return ""

    def walk(
        self, name: str, whole: frozenset[str] = frozenset()
    ) -> Iterator[tuple[bool, str, Element, str]]:
        """Read a part from front to end, keeping little of it in memory.

        Yields:
            Whether an element starts (or else ends), its short name, the element, and the text
            right before this point. An element has its attributes, but no children: except those
            named in ``whole``, which are told of once, at their end, with all that is in them and
            the text before their start.

        Raises:
            PackBuilderError: If it is missing, too large, or declares a document type.
            etree.LxmlError: And others of ``DAMAGE``, if it is no XML.
        """
        parser = etree.XMLPullParser(
            events=("start", "end"), remove_comments=True, remove_pis=True, **_SAFE_PARSING
        )
        inside_whole: Element | None = None
        text = ""
        is_first = True
        with self._open(name, LARGEST_XML_BYTES) as part:
            for event, element in _read_events(part, parser):
                if is_first:
                    self._refuse_document_type(element, name)
                    is_first = False
                is_start = event == "start"
                if inside_whole is not None:
                    if is_start or element is not inside_whole:
                        continue
                    inside_whole = None
                    yield False, short_name(element), element, text
                    continue
                short = short_name(element)
                text = _text_before(element, is_start=is_start)
                if is_start and short in whole:
                    inside_whole = element
                    continue
                yield is_start, short, element, text

    def elements(self, name: str, *wanted: str) -> Iterator[Element]:
        """Read a part from front to end for elements of these names, each whole; quicker than ``walk``.

        Raises:
            PackBuilderError: If it is missing, too large, or declares a document type.
            etree.LxmlError: And others of ``DAMAGE``, if it is no XML.
        """
        tags = [long_name for each in wanted for long_name in _long_names(each)]
        parser = etree.XMLPullParser(
            events=("end",), tag=tags, remove_comments=True, remove_pis=True, **_SAFE_PARSING
        )
        self._refuse_document_type_of(name)
        with self._open(name, LARGEST_XML_BYTES) as part:
            for _, element in _read_events(part, parser):
                yield element
                element.clear(keep_tail=True)
                parent = element.getparent()
                while parent is not None and (previous := element.getprevious()) is not None:
                    parent.remove(previous)

    def _refuse_document_type_of(self, name: str) -> None:
        for _ in self.walk(name):
            return

    def _refuse_document_type(self, element: Element, name: str) -> None:
        info = element.getroottree().docinfo
        if info.internalDTD is None:
            return
        # OpenOffice.org 2 named one in its manifest, without any content.
        is_old_manifest = name == "META-INF/manifest.xml" and not list(info.internalDTD.iterentities())
        if not is_old_manifest:
            raise self.refused(f"declares a document type in its part {name}, which no office program does")

    def relationships(self, part: str) -> tuple[Relationship, ...]:
        """Return what a part refers to, in the file's order; "" is the package itself."""
        if part not in self._relationships:
            self._relationships[part] = tuple(self._read_relationships(part))
        return self._relationships[part]

    def _read_relationships(self, part: str) -> Iterator[Relationship]:
        name = relationships_part(part)
        if not self.has(name):
            return
        for element in descendants(self.tree(name), "rel:Relationship"):
            target = element.get("Target", "")
            is_external = element.get("TargetMode", "").lower() == "external"
            kind = element.get("Type", "").rstrip("/").rpartition("/")[2]
            yield Relationship(
                element.get("Id", ""), kind, target if is_external else self._place(part, target), is_external
            )

    def _place(self, part: str, target: str) -> str:
        plain = target.replace("\\", "/").partition("#")[0]
        place = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), plain)).lstrip("/")
        return place if self.has(place) else urllib.parse.unquote(place)

    def related(self, part: str, kind: str) -> tuple[str, ...]:
        """Return the parts that a part refers to by a kind of relationship, each that is there."""
        return tuple(
            self.exact_name(each.target)
            for each in self.relationships(part)
            if each.kind == kind and not each.is_external and self.has(each.target)
        )

    def all_relationships(self) -> Iterator[tuple[str, Relationship]]:
        """Return every relationship that leads on from the package, with the part it starts from."""
        waiting, seen = [""], {""}
        while waiting:
            part = waiting.pop(0)
            for each in self.relationships(part):
                yield part, each
                if not each.is_external and self.has(each.target):
                    name = self.exact_name(each.target)
                    if name not in seen:
                        seen.add(name)
                        waiting.append(name)

    def reachable(self) -> frozenset[str]:
        """Return the names of the parts to which relationships lead."""
        targets = (each.target for _, each in self.all_relationships() if not each.is_external)
        return frozenset(self.exact_name(target) for target in targets if self.has(target))


_NEXT_STEP = "Open it in its own program and save it again, or ask its author for a new copy."

_SAFE_PARSING: dict[str, bool] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "attribute_defaults": False,
    "huge_tree": False,
    "recover": False,
}


def _parser() -> Any:
    return etree.XMLParser(**_SAFE_PARSING)


def _read_events(part: IO[bytes], parser: etree.XMLPullParser) -> Iterator[tuple[str, Element]]:
    """Feed a parser from front to end, and give each event as soon as it comes."""
    while True:
        data = part.read(_CHUNK_BYTES)
        if data:
            parser.feed(data)
        else:
            parser.close()
        yield from parser.read_events()
        if not data:
            return


def _text_before(element: Element, *, is_start: bool) -> str:
    """Return the text right before an element's start or end, and let go of what came before that."""
    if is_start:
        parent, previous = element.getparent(), element.getprevious()
        if parent is None:
            return ""
    else:
        parent, previous = element, element[-1] if len(element) else None
    if previous is None:
        return parent.text or ""
    text = previous.tail or ""
    parent.remove(previous)
    return text


def walk_tree(root: Element, whole: frozenset[str] = frozenset()) -> Iterator[tuple[bool, str, Element, str]]:
    """Read a tree as ``Package.walk`` reads a part, but keep all of it; comments are taken out."""
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    inside_whole: Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        is_start = event == "start"
        if inside_whole is not None and element is not inside_whole:
            continue
        short = short_name(element)
        previous = element.getprevious() if is_start else (element[-1] if len(element) else None)
        around = element.getparent() if is_start else element
        text = previous.tail if previous is not None else "" if around is None else around.text
        if inside_whole is not None:
            inside_whole = None
            yield False, short, element, text or ""
        elif is_start and short in whole:
            inside_whole = element
        else:
            yield is_start, short, element, text or ""


def relationships_part(part: str) -> str:
    """Return the name of the part that holds a part's relationships; "" is the package itself."""
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def _checked_parts(file_name: str, archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    def refused(why: str) -> PackBuilderError:
        return PackBuilderError(f"{file_name} {why}.", _NEXT_STEP)

    infos = archive.infolist()
    if len(infos) > LARGEST_PART_COUNT:
        raise refused(f"holds {len(infos):,} parts, more than any office program writes")
    unpacked = sum(info.file_size for info in infos)
    if unpacked > LARGEST_UNPACKED_BYTES or any(
        info.file_size > _RATIO_COUNTS_FROM_BYTES and info.file_size > LARGEST_RATIO * info.compress_size
        for info in infos
    ):
        raise refused(f"unpacks to {unpacked // 1_000_000:,} MB, which looks like an attack")
    parts: dict[str, zipfile.ZipInfo] = {}
    end = 0
    for info in sorted(infos, key=lambda each: each.header_offset):
        # Overlapping parts unpack to far more than the file holds.
        if info.header_offset < end:
            raise refused("is damaged: its parts lie over each other")
        end = info.header_offset + info.compress_size
    for info in infos:
        name = info.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or re.match(r"[A-Za-z]:", name):
            raise refused("names a part outside itself, which no office program does")
        if info.flag_bits & 1:
            raise password_needed(file_name)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refused("is packed in a way that no office program uses")
        if name.endswith("/"):
            continue
        if name in parts:
            raise refused("holds two parts of one name")
        parts[name] = info
    return parts


def password_needed(file_name: str) -> PasswordNeeded:
    """Return the error that says a file opens only with a password."""
    return PasswordNeeded(
        f"{file_name} opens only with a password.",
        "Ask its author for a copy without one.",
    )


def damaged(file_name: str) -> PackBuilderError:
    """Return the error that says a file is damaged."""
    return PackBuilderError(
        f"{file_name} is damaged, so what it carries could not be looked through.", _NEXT_STEP
    )


@contextlib.contextmanager
def opened_package(path: Path) -> Iterator[Package]:
    """Open a package; whatever its damage leads to, in the body too, becomes a sentence.

    Raises:
        PasswordNeeded: If it opens only with a password.
        PackBuilderError: If it cannot be read, is damaged, or is of absurd size.
    """
    try:
        with path.open("rb") as file:
            if is_encrypted_office(file):
                raise password_needed(path.name)
            with zipfile.ZipFile(file) as archive:
                yield Package(path.name, archive)
    except OSError as error:
        raise unreadable(path.name, error) from error
    except DAMAGE as error:
        raise damaged(path.name) from error


@contextlib.contextmanager
def package_in(package: Package, part: str) -> Iterator[Package]:
    """Open a package that is embedded in another.

    Raises:
        zipfile.BadZipFile: And others of ``DAMAGE``, if it is damaged, or none.
        PackBuilderError: If it is of absurd size.
    """
    with zipfile.ZipFile(io.BytesIO(package.read(part))) as archive:
        yield Package(package.file_name, archive)


def is_encrypted_office(file: BinaryIO) -> bool:
    """Tell whether an open file is an Office Open XML file with a password (MS-OFFCRYPTO 2.3.4)."""
    file.seek(0)
    if file.read(len(OLE_START)) != OLE_START:
        file.seek(0)
        return False
    names = file.read(_OLE_NAMES_WITHIN)
    file.seek(0)
    return "EncryptedPackage".encode("utf-16-le") in names


_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")


def may_hold(data: bytes, marks: tuple[bytes, ...]) -> bool:
    """Whether a part may hold one of these names: quicker than to parse it."""
    return data[:2] in _OTHER_ENCODINGS or any(mark in data for mark in marks)
