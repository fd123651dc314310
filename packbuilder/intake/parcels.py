"""Parcels: e-mail messages and ZIP folders, which hold several files. What is in them, and one taken out.

First in the line, before any file is taken in. The parts of a parcel are offered one by one. What is
in a parcel inside a parcel is not: a ZIP folder in a message is named, and refused with what to do.
Only the files attached to a forwarded message are offered with it, since authors forward reports so.
"""

from __future__ import annotations

import dataclasses
import email
import email.policy
import io
import mimetypes
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from email.message import EmailMessage, Message
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from PIL import Image

from packbuilder.errors import PackBuilderError
from packbuilder.files import safe_file_name, unreadable, written_beside
from packbuilder.intake.kinds import OLE_START, FileKind, endings_taken_in

_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, KeyError, IndexError, TypeError,
    AttributeError, LookupError, RuntimeError, OSError, OverflowError,
)  # fmt: skip

_MOST_PARTS = 2000
_LARGEST_PART_BYTES = 1_000_000_000
_LARGEST_MESSAGE_BYTES = 300_000_000
_HARMLESS_BYTES = 100_000_000
_MOST_TIMES_PACKED = 300
"""A file over ``_HARMLESS_BYTES`` that unpacks to more than this many times its size is no document."""
_DEEPEST_FORWARDING = 5

_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_NESTED_KIND = FileKind.ARCHIVE.value
_OUTLOOK_KIND = "Outlook package"
_MAIL_KIND = FileKind.MAIL.value

_NO_DOCUMENTS = {".ds_store", "thumbs.db", "desktop.ini", ".directory", "__macosx"}
# Signatures and keys that mail programs send along.
_NO_ATTACHMENTS = {
    "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature",
    "application/pgp-keys", "message/delivery-status", "message/disposition-notification",
    "text/rfc822-headers",
}  # fmt: skip
_SEALED = {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"}
_OUTLOOK_PACKAGES = {"application/ms-tnef", "application/vnd.ms-tnef"}
_MESSAGE_HEADERS = ("From", "To", "Subject", "Date", "Received", "Message-ID", "MIME-Version")

_LARGEST_LOGO_PIXELS = 100_000
_LARGEST_LOGO_BYTES = 10_000


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """One file in a parcel, as it is offered.

    Args:
        name: What tells it from the other parts: its path in a ZIP folder, with "/"; the name of what
            is attached to a message, with a number where another has that name; "" for the message itself.
        size_bytes: How large it is when taken out.
        kind: What it is, in the clerk's words.
        is_message: Whether it is the text of the e-mail message itself.
    """

    name: str
    size_bytes: int
    kind: str
    is_message: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class _Found:
    """A part, and how it is got: a message's part holds its data, a ZIP folder's its entry."""

    part: Part
    data: bytes = b""
    entry: zipfile.ZipInfo | None = None


def parts_of(path: Path) -> tuple[Part, ...]:
    """Return what a parcel holds: the message itself first, files of a ZIP folder in natural order.

    Logos, signatures and what operating systems add of their own are left out.

    Raises:
        PackBuilderError: If it is no parcel, damaged, locked with a password, or sealed.
    """
    with _opened(path) as parcel:
        return tuple(found.part for found in parcel.found)


def taken_out(path: Path, name: str, folder: Path) -> Path:
    """Write one part of a parcel into a folder under its own name, made safe; return where.

    Args:
        path: The parcel.
        name: The part's name, as ``parts_of`` says; "" for the message itself, which is copied whole.
        folder: Where to put it; a file of that name there is replaced.

    Raises:
        PackBuilderError: If the parcel cannot be read or no longer has the part; if the part is
            locked, far too large, or itself a parcel that must be opened first.
    """
    with _opened(path) as parcel:
        found = next((each for each in parcel.found if each.part.name == name), None)
        if found is None:
            raise PackBuilderError(
                f"{path.name} does not hold {name or 'a message'}.", _where_else(name, parcel.found)
            )
        _refuse_nested(path, found.part)
        target = folder / (_safe_name(name) if name else safe_file_name(path.stem, ".eml"))
        with written_beside(target) as temporary, temporary.open("wb") as file:
            if found.entry is not None and parcel.archive is not None:
                _unpack(path, parcel.archive, found.entry, file)
            else:
                file.write(found.data)
        return target


def read_message(path: Path) -> EmailMessage:
    """Read an e-mail message (.eml).

    Raises:
        PackBuilderError: If it cannot be read, is none, or is sealed (encrypted).
    """
    return _message(path, _read_whole(path))


@dataclasses.dataclass(slots=True)
class _Parcel:
    found: tuple[_Found, ...]
    archive: zipfile.ZipFile | None = None

    def __enter__(self) -> _Parcel:
        return self

    def __exit__(self, *_: object) -> None:
        if self.archive is not None:
            self.archive.close()


def _opened(path: Path) -> _Parcel:
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as error:
        raise unreadable(path.name, error) from error
    if start.startswith(_ZIP_STARTS):
        return _opened_archive(path)
    if start.startswith(OLE_START):
        raise PackBuilderError(
            f"{path.name} is in Outlook's own format (.msg), which only Outlook can read.",
            "Open it in Outlook, save the files attached to it, and attach those.",
        )
    if path.name.lower() == "winmail.dat":
        raise _outlook_package(path.name)
    data = _read_whole(path)
    return _Parcel(tuple(_found_in_message(path, data)))


def _where_else(name: str, found: tuple[_Found, ...]) -> str:
    """Return what to do about a part that is not there: it may lie in a folder of the parcel."""
    last = _last_step(name).casefold()
    places = [each.part.name for each in found if last and _last_step(each.part.name).casefold() == last]
    if not places:
        return "Look at what is in it, and choose again."
    return f"Choose again: it holds {' and '.join(places[:3])}."


def _damaged(path: Path) -> PackBuilderError:
    return PackBuilderError(f"{path.name} is damaged or not complete.", "Ask its sender to send it again.")


def _outlook_package(name: str) -> PackBuilderError:
    return PackBuilderError(
        f"{name} is a package that only Outlook can open (winmail.dat).",
        "Ask its sender to send the files again, in a message in HTML or plain text.",
    )


def _refuse_nested(path: Path, part: Part) -> None:
    if part.kind == _OUTLOOK_KIND:
        raise _outlook_package(f"{part.name} in {path.name}")
    if part.kind == _NESTED_KIND:
        raise PackBuilderError(
            f"{part.name} in {path.name} is a ZIP folder itself.",
            "Save it in a folder of yours, and attach it from there.",
        )


# Names.


def _kind_words(name: str) -> str:
    ending = PurePosixPath(name).suffix.lower()
    for kind, endings in endings_taken_in().items():
        if ending in endings:
            return kind.value
    if ending == ".zip":
        return _NESTED_KIND
    if ending == ".eml":
        return _MAIL_KIND
    return f"{ending[1:].upper()} file" if ending else "file"


def _last_step(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2]


def _safe_name(name: str, mark: str = "") -> str:
    """Return the last name of a path, safe for every system, with a mark before its ending."""
    base = _last_step(name)
    stem, ending = PurePosixPath(base).stem, PurePosixPath(base).suffix
    if not re.fullmatch(r"\.[A-Za-z0-9]{1,10}", ending):
        stem, ending = base, ""
    return safe_file_name(stem, f"{mark}{ending}")


class _Names:
    """Gives each file of a message a safe name of its own; case does not tell names apart on Windows."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def distinct(self, name: str) -> str:
        safe = _safe_name(name)
        number = 1
        while safe.lower() in self._taken:
            number += 1
            safe = _safe_name(name, f" ({number})")
        self._taken.add(safe.lower())
        return safe


def _natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return what sorts "Appendix 2" before "Appendix 10"."""
    pieces = re.findall(r"[0-9]+|[^0-9]+", name.casefold())
    return tuple((0, int(p), "") if p.isdecimal() and len(p) < 20 else (1, 0, p) for p in pieces)


# ZIP folders.


def _opened_archive(path: Path) -> _Parcel:
    archive: zipfile.ZipFile | None = None
    try:
        archive = zipfile.ZipFile(path)
        return _Parcel(_found_in_archive(path, archive), archive)
    except PackBuilderError:
        if archive is not None:
            archive.close()
        raise
    except (*_DAMAGE, NotImplementedError) as error:
        if archive is not None:
            archive.close()
        raise _damaged(path) from error


def _found_in_archive(path: Path, archive: zipfile.ZipFile) -> tuple[_Found, ...]:
    # Of two entries of one name the last one counts, as it does where the folder is unpacked.
    named = {_name_of(entry): entry for entry in archive.infolist()}
    entries = [(name, entry) for name, entry in named.items() if _is_document(name, entry)]
    if not entries:
        raise PackBuilderError(f"{path.name} has no files in it.", "Ask its sender for the files.")
    if len(entries) > _MOST_PARTS:
        raise PackBuilderError(
            f"{path.name} holds more than {_MOST_PARTS:,} files.", "Unpack it, and attach the files you need."
        )
    if all(entry.flag_bits & 1 for _, entry in entries):
        raise _locked(path.name)
    entries.sort(key=lambda pair: [_natural(step) for step in pair[0].split("/")])
    return tuple(
        _Found(Part(name, entry.file_size, _kind_words(name)), entry=entry) for name, entry in entries
    )


def _name_of(entry: zipfile.ZipInfo) -> str:
    """Return an entry's path, with what can be shown only; many programs write UTF-8 without saying so."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = entry.filename
    return "".join(c if c.isprintable() else " " for c in name.replace("\\", "/"))


def _is_document(name: str, entry: zipfile.ZipInfo) -> bool:
    steps = name.split("/")
    is_left_out = any(step.lower() in _NO_DOCUMENTS for step in steps)
    return not (entry.is_dir() or not steps[-1] or is_left_out or steps[-1].startswith(("._", "~$")))


def _locked(name: str) -> PackBuilderError:
    return PackBuilderError(
        f"{name} opens only with a password.", "Unpack it with its password, and attach what is in it."
    )


def _unpack(path: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: BinaryIO) -> None:
    name = f"{_last_step(_name_of(entry))} in {path.name}"
    if entry.flag_bits & 1:
        raise _locked(name)
    too_large = PackBuilderError(
        f"{name} unpacks to far more than a document has.", "Ask its sender for an ordinary copy."
    )
    done = 0
    try:
        with archive.open(entry) as source:
            while piece := source.read(1 << 20):
                done += len(piece)
                # Counted, not believed: a folder that is meant to do harm names a smaller size.
                is_bomb = done > _HARMLESS_BYTES and done > entry.compress_size * _MOST_TIMES_PACKED
                if done > _LARGEST_PART_BYTES or is_bomb:
                    raise too_large
                _write(target, piece)
    except NotImplementedError as error:
        raise PackBuilderError(
            f"{name} is packed in a way that packbuilder cannot read.",
            "Unpack the ZIP folder, and attach the file from there.",
        ) from error
    except _NotWritten as error:
        raise error.reason from error
    except _DAMAGE as error:
        raise PackBuilderError(
            f"{name} is damaged or not complete.", "Ask its sender to send it again."
        ) from error


class _NotWritten(Exception):
    """The target could not be written: no fault of the parcel's."""

    def __init__(self, reason: OSError) -> None:
        super().__init__(str(reason))
        self.reason = reason


def _write(target: BinaryIO, piece: bytes) -> None:
    try:
        target.write(piece)
    except OSError as error:
        raise _NotWritten(error) from error


# Messages.


def _read_whole(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST_MESSAGE_BYTES:
            raise PackBuilderError(
                f"{path.name} is larger than {_LARGEST_MESSAGE_BYTES // 1_000_000} MB, which no message is.",
                "Save the files attached to it, and attach those.",
            )
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path.name, error) from error


def _message(path: Path, data: bytes) -> EmailMessage:
    try:
        message = email.message_from_bytes(data.removeprefix(_BYTE_ORDER_MARK), policy=email.policy.default)
        is_message = any(header in message for header in _MESSAGE_HEADERS)
        is_sealed = message.get_content_type() in _SEALED or _is_sealed(message)
    except (*_DAMAGE, RecursionError) as error:
        raise _damaged(path) from error
    if not is_message or not isinstance(message, EmailMessage):
        raise PackBuilderError(
            f"{path.name} is not an e-mail message.", "Ask its sender for the files themselves."
        )
    if is_sealed:
        raise PackBuilderError(
            f"{path.name} is an encrypted message.",
            "Open it in your mail program, save the files attached to it, and attach those.",
        )
    return message


def _is_sealed(message: Message) -> bool:
    return message.get_content_type() == "multipart/encrypted"


def _found_in_message(path: Path, data: bytes) -> Iterator[_Found]:
    message = _message(path, data)
    try:
        leaves = list(_leaves(message, 0))
        shown = b"".join(_payload(leaf) for leaf in leaves if _is_text_of(leaf))
        attached = [leaf for leaf in leaves if not _is_text_of(leaf) and not _is_ornament(leaf, shown)]
    except (*_DAMAGE, RecursionError) as error:
        raise _damaged(path) from error
    if len(attached) > _MOST_PARTS:
        raise PackBuilderError(
            f"{path.name} holds more than {_MOST_PARTS:,} files.", "Save those you need, and attach them."
        )
    yield _Found(Part("", len(shown), _MAIL_KIND, is_message=True), data)
    names = _Names()
    for number, leaf in enumerate(attached, start=1):
        name = names.distinct(_given_name(leaf, number))
        attachment = _payload(leaf)
        is_outlook = leaf.get_content_type() in _OUTLOOK_PACKAGES or name.lower() == "winmail.dat"
        kind = _OUTLOOK_KIND if is_outlook else _kind_words(name)
        if not is_outlook and _is_inline(leaf, shown):
            kind = "picture in the message"
        yield _Found(Part(name, len(attachment), kind), attachment)


def _leaves(message: Message, depth: int) -> Iterator[Message]:
    """Yield what a message is made of, in order; a forwarded message itself, then what is attached to it.

    The text of a forwarded message belongs to that message alone.
    """
    if message.get_content_type() == "message/rfc822":
        yield message
        if depth < _DEEPEST_FORWARDING:
            for inner in _children(message):
                yield from (leaf for leaf in _leaves(inner, depth + 1) if not _is_text_of(leaf))
    elif message.is_multipart() and message.get_content_maintype() == "multipart":
        for child in _children(message):
            yield from _leaves(child, depth)
    else:
        yield message


def _children(message: Message) -> list[Message]:
    payload = message.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def _payload(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822":
        return b"".join(child.as_bytes(policy=email.policy.compat32) for child in _children(part))
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _header(read: Callable[[], object]) -> str:
    """Return what a header says, or "" where it says nothing that could be understood."""
    try:
        value = read()
    except _DAMAGE:
        return ""
    return str(value) if value is not None else ""


def _is_text_of(part: Message) -> bool:
    """Tell whether a part is what the message says, and not a file sent with it."""
    return (
        part.get_content_type() in ("text/plain", "text/html", "text/enriched")
        and not _header(part.get_filename)
        and _header(part.get_content_disposition) != "attachment"
    )


def _is_inline(part: Message, shown: bytes) -> bool:
    """Tell whether a part is a picture in the text, judged by what the text shows or the part says."""
    content_id = _header(lambda: part.get("Content-ID")).strip("<> \t\r\n")
    is_shown = bool(content_id) and f"cid:{content_id}".encode("utf-8", "replace") in shown
    is_attached = _header(part.get_content_disposition) == "attachment"
    return part.get_content_maintype() == "image" and bool(content_id) and (is_shown or not is_attached)


def _is_ornament(part: Message, shown: bytes) -> bool:
    """Tell whether a part is a logo in the text, a signature, or what a program says to another."""
    kind = part.get_content_type()
    if kind in _NO_ATTACHMENTS:
        return True
    if not _is_inline(part, shown):
        return False
    data = _payload(part)
    if len(data) <= _LARGEST_LOGO_BYTES:
        return True
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "GIF", "BMP", "WEBP")) as picture:
            return picture.width * picture.height <= _LARGEST_LOGO_PIXELS
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, SyntaxError, *_DAMAGE):
        return False


def _given_name(part: Message, number: int) -> str:
    name = " ".join(_header(part.get_filename).split())
    kind = part.get_content_type()
    if kind == "message/rfc822":
        forwarded = _children(part)
        subject = _header(lambda: forwarded[0].get("Subject"))
        stem = name.removesuffix(".eml") or " ".join(subject.split()) or "Forwarded message"
        # A subject may have slashes, which are no folders.
        return f"{stem.replace('/', ' ')}.eml"
    return name or f"Attachment {number}{mimetypes.guess_extension(kind) or ''}"
