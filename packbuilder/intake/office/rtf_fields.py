"""Takes out of a copied RTF file the fields that would draw other files into its pages.

In the line between receiving and converting. LibreOffice is told to fetch nothing from outside a
document, and obeys, but for one thing: the INCLUDEPICTURE field of RTF, with which a report could
show a picture from the clerk's own computer to the public.
"""

from __future__ import annotations

import re

RTF_START = b"{\\rtf"

_INSTRUCTION = re.compile(rb"\\fldinst(?![a-z])")
_BRACES = re.compile(rb"\\[\\{}]|[{}]")
_HEXADECIMAL = re.compile(rb"\\'([0-9a-fA-F]{2})")
_UNICODE = re.compile(rb"\\u(-?\d+) ?")
_CONTROL = re.compile(rb"\\[a-zA-Z]+-?\d* ?|\\[^a-zA-Z]|[{}\s]")
_NO_INSTRUCTION = b"\\fldinsx"
"""A word that no program knows, and which is passed over with all that its group holds."""


def without_included_files(rtf: bytes) -> bytes:
    """Return an RTF file whose fields include no other file; each still shows what it showed last."""
    parts: list[bytes] = []
    done = 0
    for match in _INSTRUCTION.finditer(rtf):
        if b"INCLUDE" in _plain(rtf[match.end() : _end_of_group(rtf, match.end())]):
            parts += [rtf[done : match.start()], _NO_INSTRUCTION]
            done = match.end()
    return b"".join([*parts, rtf[done:]])


def _end_of_group(rtf: bytes, start: int) -> int:
    depth = 0
    for brace in _BRACES.finditer(rtf, start):
        depth += {b"{": 1, b"}": -1}.get(brace[0], 0)
        if depth < 0:
            return brace.start()
    return len(rtf)


def _plain(group: bytes) -> bytes:
    """Return the letters of a group in capitals, however they are written: some as numbers."""
    text = _HEXADECIMAL.sub(lambda match: bytes([int(match[1], 16)]), group)
    text = _UNICODE.sub(lambda match: bytes([int(match[1]) & 0x7F]), text)
    return _CONTROL.sub(b"", text).upper()
