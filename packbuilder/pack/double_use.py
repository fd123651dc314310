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

_Attached = tuple[int, AgendaItem, Document]


def files_used_twice(meeting: Meeting) -> list[Finding]:
    """Return a finding for every file that is attached in two places.

    Files that are not there or cannot be read are passed over: taking them in says why. The whole
    meeting is looked at, closed documents too: the hash by which a meeting file knows its copy; of
    a file on disk the size, and its hash only where another document might be the same.
    """
    attached = [(n, item, d) for n, item in enumerate(meeting.items, start=1) for d in item.documents]
    sizes = {d.id: _size_bytes(Path(d.file)) for _, _, d in attached if not d.sha256}
    count_by_size = collections.Counter(sizes.values())
    some_are_stored = len(sizes) < len(attached)
    first_by_sha256: dict[str, _Attached] = {}
    findings: list[Finding] = []
    for position, item, document in attached:
        sha256: str | None = document.sha256
        if not sha256:
            size = sizes[document.id]
            if size is None or (count_by_size[size] == 1 and not some_are_stored):
                continue
            sha256 = _sha256(Path(document.file))
        if sha256:
            second = (position, item, document)
            first = first_by_sha256.setdefault(sha256, second)
            if first is not second:
                findings.append(_finding(first, second))
    return findings


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
            "file-used-twice",
        )
    return Finding(
        Severity.WARNING,
        f"{here} is the same file as {there}.",
        "Take one of them out, unless it is meant to be there twice.",
        item.id,
        document.id,
        "file-used-twice",
    )
