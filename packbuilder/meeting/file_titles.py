"""What a file's name says of the document in it: a title to begin with, and what it is to its item.

Pure. Authors name files "07 Place development v3 FINAL.docx"; the agenda should not. What is
guessed here is only where the clerk starts: every title and role can be changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from packbuilder.meeting.meeting import DocumentRole

_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}$")
_DIGITS = re.compile(r"([0-9]+)")
_SPACED = re.compile(r"(?<=[A-Za-z0-9])[-_]+(?=[A-Za-z0-9])")

# "Item 7 - ", "Agenda item 07: ", "07_", "7. ", "7) ", "07 ": where a file stands, which numbering says.
_PLACE = re.compile(
    r"(?:(?:agenda[ _-]+)?item[ _-]*[0-9]{1,3}[a-z]?(?![A-Za-z0-9])"
    r"|[0-9]{1,3}[a-z]?(?=\s*[.):_]|\s+[-\u2013\u2014]\s)"
    r"|0[0-9]{1,2}[a-z]?(?=[ -]))[\s.):_\u2013\u2014-]*(?=\D)",
    re.IGNORECASE,
)

# "Appendix A - ", "App 2: ", "Annex B": packbuilder gives the letters.
_LETTER = re.compile(
    r"(?:appendix|appx|app|annexe?|enclosure|enc)\b\.?[ _-]*"
    r"(?:[0-9]{1,2}|[A-Za-z]{1,2}|[ivx]{1,4})?(?![A-Za-z0-9])[\s.):_\u2013\u2014-]*",
    re.IGNORECASE,
)

# What authors put at the end to tell their own copies apart. "Draft" stays: it may be one.
_COPY = re.compile(
    r"(?:[\s_\u2013\u2014-]+(?:v(?:er(?:sion)?)?[ ._-]?[0-9]+(?:[._][0-9]+)*|final|clean|copy)"
    r"|[\s_\u2013\u2014-]*\((?:[0-9]{1,2}|final|clean|copy)\))$",
    re.IGNORECASE,
)

_SLIDES = (".ppt", ".pptx", ".pptm", ".pps", ".ppsx", ".odp")


def title_of(file_name: str) -> str:
    """Return a title for a document, or for an item of its own, from the name of its file.

    What only says where the file stands ("Item 7 -", "Appendix A") and which copy it is ("v3",
    "FINAL", "(1)") is left out. Where nothing else is left, the name is the title.
    """
    name = _without_suffix(file_name)
    return _tidied(_bare(name)) or _tidied(name) or file_name


def document_title(file_name: str, role: DocumentRole) -> str:
    """Return the title of a document; "" for an appendix whose file says no more than its letter."""
    name = _without_suffix(file_name)
    if role is DocumentRole.APPENDIX and not _tidied(_bare(name)):
        return ""
    return title_of(file_name)


def says_appendix(file_name: str) -> bool:
    """Say whether a file's name begins as an appendix's does."""
    name = _without_suffix(file_name).replace("_", " ").strip()
    return _LETTER.match(name[_end_of(_PLACE, name) :]) is not None


def role_of(file_name: str, before: Iterable[DocumentRole]) -> DocumentRole:
    """Say what a new file is to its item.

    The name decides where it says so ("Appendix B", "Minutes of ..."). Otherwise what comes first
    is the report, or slides if it is a slide show, and what comes after that is an appendix.

    Args:
        file_name: The file's name.
        before: The roles of the documents that stand before it under the item.
    """
    if says_appendix(file_name):
        return DocumentRole.APPENDIX
    words = re.findall(r"[a-z]+", file_name.lower())
    has_one = any(role is not DocumentRole.APPENDIX for role in before)
    if ("action" in words and "log" in words) or ("actions" in words and "log" in words):
        return DocumentRole.ACTION_LOG
    if "minutes" in words and not has_one:
        return DocumentRole.MINUTES
    if has_one:
        return DocumentRole.APPENDIX
    if file_name.lower().endswith(_SLIDES) or "slides" in words or "presentation" in words:
        return DocumentRole.SLIDES
    return DocumentRole.REPORT


def natural_key(name: str) -> tuple[tuple[int, int | str], ...]:
    """Return what to sort file names by as people do: "2 Report" before "10 Report", "a" with "A"."""
    parts: Sequence[str] = _DIGITS.split(name.casefold())
    # A number and a word are never compared with each other: the first of each pair tells them apart.
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in parts if part)


def _without_suffix(file_name: str) -> str:
    return _SUFFIX.sub("", file_name)


def _end_of(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.match(text)
    return match.end() if match else 0


def _bare(name: str) -> str:
    name = name.strip()
    name = name[_end_of(_PLACE, name) :]
    name = name[_end_of(_LETTER, name) :]
    while (shorter := _COPY.sub("", name)) != name:
        name = shorter
    return name


def _tidied(name: str) -> str:
    words = " ".join(name.replace("_", " ").split())
    if " " not in words:
        words = _SPACED.sub(" ", words)
    words = words.strip(" -\u2013\u2014.,;:")
    return words[:1].upper() + words[1:] if words.islower() else words
