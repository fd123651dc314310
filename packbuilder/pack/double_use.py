"""Finds files that are attached more than once, by their bytes, whatever they are called.

Beside the line, before anything is built. The same paper once closed and once open is how private
papers get published: nothing else in the pack shows it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from packbuilder.meeting.checks import Finding, Severity, document_words, item_words
from packbuilder.meeting.meeting import Access, AgendaItem, Document, Meeting

_Attached = tuple[int, AgendaItem, Document]


def files_used_twice(meeting: Meeting) -> list[Finding]:
    """Return a finding for every file that is attached in two places.

    Files that are not there or cannot be read are passed over: taking them in says why. The whole
    meeting is looked at, closed documents too: only their size and hash, and the hash only where
    another file has the same size.
    """
    by_size: dict[int, list[_Attached]] = {}
    for position, item in enumerate(meeting.items, start=1):
        for document in item.documents:
            size = _size_bytes(Path(document.file))
            if size is not None:
                by_size.setdefault(size, []).append((position, item, document))
    findings: list[Finding] = []
    for alike in by_size.values():
        seen: dict[str, _Attached] = {}
        for attached in alike if len(alike) > 1 else ():
            sha256 = _sha256(Path(attached[2].file))
            first = seen.setdefault(sha256, attached) if sha256 else attached
            if first is not attached:
                findings.append(_finding(first, attached))
    return findings


def _size_bytes(path: Path) -> int | None:
    try:
        return path.stat().st_size if path.is_file() else None
    except OSError:
        return None


def _sha256(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
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
        )
    return Finding(
        Severity.WARNING,
        f"{here} is the same file as {there}.",
        "Take one of them out, unless it is meant to be there twice.",
        item.id,
        document.id,
    )
