"""Tells whether a file holds what an Office program could have written, before LibreOffice sees it.

LibreOffice opens whatever it does not know as a text: of a damaged Word document it would make pages
of rubbish, and of an empty file an empty page.
"""

from __future__ import annotations

import re
from pathlib import Path

from packbuilder.intake.kinds import OLE_START

_ZIP_START = b"PK\x03\x04"
_ROOT = "Root Entry".encode("utf-16-le")
_OLD_WORKBOOKS = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")
"""How sheets began before Excel 5, and still do where programs write them plainly."""

_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
_NOT_IN_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LOOKED_AT_BYTES = 64_000


def is_office_content(path: Path) -> bool:
    """Say whether a file is a container of an Office program, or text of any kind (RTF, HTML, XML).

    Of the containers, this looks only at what tells whether they are whole enough to be known again.

    Raises:
        OSError: If it cannot be read.
    """
    with path.open("rb") as file:
        start = file.read(_LOOKED_AT_BYTES)
        if start.startswith(OLE_START):
            # [MS-CFB] 2.2: the size of a sector, and the one where the directory begins.
            size = 1 << min(int.from_bytes(start[30:32], "little"), 12)
            file.seek((int.from_bytes(start[48:52], "little") + 1) * size)
            return file.read(len(_ROOT)) == _ROOT
    if start.startswith((_ZIP_START, *_BYTE_ORDER_MARKS, *_OLD_WORKBOOKS)):
        return True
    return bool(start.strip()) and not _NOT_IN_TEXT.search(start)
