"""Finds files that are attached more than once, by their bytes, whatever they are called.

Beside the line, before anything is built. The same paper once closed and once open is how private
papers get published: nothing else in the pack shows it.
"""

from __future__ import annotations

import collections
from pathlib import Path

from packbuilder.files import file_sha256
from packbuilder.meeting.findings import Finding, Severity, document_words, item_words
from packbuilder.meeting.meeting import Access, AgendaItem, Document, Meeting

KIND = "file-used-twice"
"""What its findings are called."""

_Attached = tuple[int, AgendaItem, Document]

_Key = str | tuple[str, str]
"""The SHA-256 of a file; of a part that is not copied in yet, the file it is in and its name there."""


def files_used_twice(meeting: Meeting) -> list[Finding]:
    """Return a finding for every file that is attached in two places.

    Files that are not there or cannot be read are passed over: taking them in says why. The whole
    meeting is looked at, closed documents too: the hash by which a meeting file knows its copy; of
    a file on disk the size, and its hash only where another document might be the same. A part of a mail
    or ZIP file is known by its place in it until it is copied in.
    """
    attached = [(n, item, d) for n, item in enumerate(meeting.items, start=1) for d in item.documents]
    sizes = {d.id: _size_bytes(Path(d.file)) for _, _, d in attached if not d.sha256 and not d.inside}
    count_by_size = collections.Counter(sizes.values())
    some_are_stored = any(d.sha256 for _, _, d in attached)
    first_by_key: dict[_Key, _Attached] = {}
    findings: list[Finding] = []
    for position, item, document in attached:
        key: _Key | None = document.sha256
        if not document.sha256 and document.inside:
            key = (document.file, document.inside)
        elif not document.sha256:
            size = sizes[document.id]
            if size is None or (count_by_size[size] == 1 and not some_are_stored):
                continue
            key = _sha256(Path(document.file))
        if key is not None:
            second = (position, item, document)
            first = first_by_key.setdefault(key, second)
            if first is not second:
                findings.append(_finding(first, second))
    # What is open in one place and closed in the other is told whatever was looked at.
    looked_at = {document.id for _, _, document in attached if KIND in document.looked_at}
    return [f for f in findings if f.severity is Severity.ERROR or f.document_id not in looked_at]


def _size_bytes(path: Path) -> int | None:
    try:
        return path.stat().st_size if path.is_file() else None
    except OSError:
        return None


def _sha256(path: Path) -> str | None:
    try:
        return file_sha256(path)
    except OSError:
        return None


def _is_closed(attached: _Attached) -> bool:
    _, item, document = attached
    return item.access is not Access.OPEN or document.access is not Access.OPEN


def _finding(first: _Attached, second: _Attached) -> Finding:
    position, item, document = second
    here = f"{item_words(position, item)}, {document_words(document)}"
    there = f"{item_words(first[0], first[1])}, {document_words(first[2])}"
    if _is_closed(first) != _is_closed(second):
        return Finding(
            Severity.ERROR,
            f"{here} is the same file as {there}, and only one of the two is open to the public.",
            "Take it out of one place, or give both the same access.",
            item.id,
            document.id,
            KIND,
        )
    return Finding(
        Severity.WARNING,
        f"{here} is the same file as {there}.",
        "Take one of them out, unless it is meant to be there twice.",
        item.id,
        document.id,
        KIND,
    )
