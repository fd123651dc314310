"""Tells whether an Office document is encrypted: why LibreOffice did not open it."""

from __future__ import annotations

import contextlib
import zipfile
import zlib
from pathlib import Path

from packbuilder.intake.kinds import OLE_START

_FILE_PASS = 0x2F
"""The record of an .xls file that says how it is encrypted ([MS-XLS] 2.4.117)."""


def is_password_protected(path: Path) -> bool:
    """Say whether an Office document is encrypted, so that it opens with a password only.

    Some encrypted files open all the same: Excel has a password of its own for those that are only
    guarded against changes. So this explains why a file did not open, and refuses none by itself.

    Raises:
        OSError: If it cannot be read.
    """
    data = path.read_bytes()
    if data.startswith(b"PK"):
        return _has_encrypted_parts(path)
    if not data.startswith(OLE_START):
        return False
    if any(name.encode("utf-16-le") in data for name in ("EncryptedPackage", "EncryptedSummary")):
        return True
    word = _start_of_stream(data, "WordDocument")
    if len(word) > 12:
        return bool(word[11] & 1)  # [MS-DOC] 2.5.2, fEncrypted.
    return _has_record(_start_of_stream(data, "Workbook") or _start_of_stream(data, "Book"), _FILE_PASS)


def _has_encrypted_parts(path: Path) -> bool:
    with (
        contextlib.suppress(zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, EOFError, ValueError),
        zipfile.ZipFile(path) as parts,
        parts.open("META-INF/manifest.xml") as manifest,
    ):
        return b"encryption-data" in manifest.read(4_000_000)
    return False


def _start_of_stream(data: bytes, name: str) -> bytes:
    """Return the first sector of a stream of an OLE file ([MS-CFB] 2.6.1), or nothing."""
    place = data.find(name.encode("utf-16-le") + b"\0\0")
    if place < 0 or place + 120 > len(data):
        return b""
    size = 1 << min(data[30], 12)
    first = (int.from_bytes(data[place + 116 : place + 120], "little") + 1) * size
    return data[first : first + size]


def _has_record(workbook: bytes, wanted: int) -> bool:
    place = 0
    while place + 4 <= len(workbook):
        kind, length = (int.from_bytes(workbook[place + n : place + n + 2], "little") for n in (0, 2))
        if kind == wanted:
            return True
        place += 4 + length
    return False
