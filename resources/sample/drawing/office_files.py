"""Writes Office files so that the same content gives the same bytes, whenever and wherever it is drawn."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from lxml import etree

from drawing import house

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_DATES = re.compile(rb"(<dcterms:(created|modified)\b[^>]*>)[^<]*(</dcterms:\2>)")


def write_office_file(
    path: Path,
    content: bytes,
    created: dt.datetime,
    changed: dt.datetime,
    edited: Mapping[str, Callable[[bytes], bytes]] | None = None,
) -> None:
    """Write an Office file without the time of its drawing.

    Args:
        path: Where to write it.
        content: The file as the library that made it saved it.
        created: When its properties say that it was begun.
        changed: When they say that it was last saved.
        edited: What is to be done to parts of it, by their names, that the library gives no way to.
    """
    path.write_bytes(_stable(content, created, changed, edited or {}))


def without_program(properties: bytes) -> bytes:
    """Return the second properties of a file (docProps/app.xml) with nothing in them but the council.

    The libraries write what program they pass for, and what their own empty file was.
    """
    root = etree.fromstring(properties)
    for child in list(root):
        root.remove(child)
    etree.SubElement(root, f"{{{etree.QName(root).namespace}}}Company").text = house.COUNCIL
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _stable(
    content: bytes, created: dt.datetime, changed: dt.datetime, edited: Mapping[str, Callable[[bytes], bytes]]
) -> bytes:
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = _with_dates(data, created, changed)
            elif name.endswith(".xlsx"):
                # The figures behind a chart are a workbook of their own, with dates of its own.
                data = _stable(data, created, changed, {})
            if name in edited:
                data = edited[name](data)
            entry = zipfile.ZipInfo(name, date_time=_ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            package.writestr(entry, data)
    return written.getvalue()


def _with_dates(core: bytes, created: dt.datetime, changed: dt.datetime) -> bytes:
    moments = {b"created": created, b"modified": changed}

    def dated(found: re.Match[bytes]) -> bytes:
        return found[1] + f"{moments[found[2]]:%Y-%m-%dT%H:%M:%SZ}".encode() + found[3]

    return _DATES.sub(dated, core)
