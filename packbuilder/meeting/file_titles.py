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

# What authors put at the end to tell their own copies apart, or to say who may see it, which the
# access of the document says and a check reads from the file's own name.
_YEAR_FIRST = r"(?:19|20)[0-9]{2}[-._](?:0[1-9]|1[0-2])[-._](?:0[1-9]|[12][0-9]|3[01])"
_YEAR_LAST = r"(?:0?[1-9]|[12][0-9]|3[01])[-._](?:0?[1-9]|1[0-2])[-._](?:19|20)?[0-9]{2}"
_DATE = rf"(?:{_YEAR_FIRST}|{_YEAR_LAST})"
_VERSION = r"v(?:er(?:sion)?)?[ ._-]?[0-9]+(?:[._][0-9]+)*"
_PARAGRAPHS = r"para(?:graph)?s?\.?[ _-]*[1-7](?:[ _,&-]+[1-7])*"
_TOLD_APART = (
    rf"(?:{_VERSION}|final|clean|copy|not[ _-]+for[ _-]+publication|exempt[ _-]*(?:under[ _-]+)?{_PARAGRAPHS}"
    r"|(?:[a-z]+[ _-]+)?(?:comments|changes)[ _-]+accepted|track(?:ed)?[ _-]+changes)"
)
_COPY = re.compile(
    rf"(?:[\s_,;\u2013\u2014-]+{_TOLD_APART}"
    rf"|[\s_\u2013\u2014-]*[(\[](?:[0-9]{{1,2}}|draft|late|exempt|confidential|{_TOLD_APART})[)\]])$",
    re.IGNORECASE,
)
_DATED = re.compile(rf"[\s_,;\u2013\u2014-]+{_DATE}$")

# These may be part of the subject ("The late payment of invoices", "Local Plan Part 2", "Tax
# exempt"), so they go only where they are shouted, or stand apart behind a dash or an underscore.
_SHOUTED = re.compile(r"[\s_,;\u2013\u2014-]+(?:DRAFT|LATE|EXEMPT|CONFIDENTIAL|PART (?:2|II))$")
_MARK = (
    rf"(?:draft|late(?:[ _-]+(?:paper|report|item))?|exempt(?:[ _-]+{_PARAGRAPHS})?|confidential"
    r"|not[ _-]+for[ _-]+publication|part[ _-]+(?:2|ii))"
)
_APART = re.compile(rf"(?:\s+[\u2013\u2014-]+\s*|_+){_MARK}$", re.IGNORECASE)
_SHOUTED_FIRST = re.compile(
    rf"(?:DRAFT|LATE|EXEMPT|CONFIDENTIAL|NOT FOR PUBLICATION)\b(?:[ _-]+(?i:{_PARAGRAPHS}))?"
    r"[\s_.:,;\u2013\u2014-]+(?=\w)"
)
_APART_FIRST = re.compile(rf"{_MARK}(?:\s+[\u2013\u2014-]+\s*|\s*:\s+|_+)(?=\w)", re.IGNORECASE)

# Who had the file last: two or three letters behind a version or a date ("Budget v3_JS"). Anything
# else of the kind may be what the paper is about ("Waste - IT").
_INITIALS = re.compile(rf"([\s_-](?:{_VERSION}|{_DATE}))[ _-]+[A-Za-z]{{2,3}}$", re.IGNORECASE)

# "Appendix C - Risk register app c": the letter once more. "Mobile app 2" begins otherwise.
_LETTER_LAST = re.compile(
    r"[\s_\u2013\u2014-]+(?:appendix|appx|app|annexe?)\.?[ _-]*(?:[0-9]{1,2}|[A-Za-z])$", re.IGNORECASE
)

# Their date is that of another meeting, and says which.
_RECORD = re.compile(r"\b(?:minutes|notes|action|actions|agenda|decisions)\b", re.IGNORECASE)

_SLIDES = (".ppt", ".pptx", ".pptm", ".pps", ".ppsx", ".odp")

# These come with a report, and are one only where nothing else came.
_SELDOM_REPORTS = (
    ".xls", ".xlsx", ".xlsm", ".ods", ".csv",
    ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".bmp", ".webp",
)  # fmt: skip


def title_of(file_name: str) -> str:
    """Return a title for a document, or for an item of its own, from the name of its file.

    What only says where the file stands ("Item 7 -", "Appendix A"), which copy it is ("v3", "FINAL",
    "(1)", "2027-03-01") and who may see it ("EXEMPT para 3") is left out. Where nothing else is
    left, the name is the title.
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


def main_file_of(file_names: Sequence[str]) -> int | None:
    """Return the index of the file, of those attached together, that the others came with.

    That is the first whose name says report or minutes; otherwise the first that is no spreadsheet or
    picture; otherwise the first. Appendices and action logs are never it: None where there is nothing else.
    """
    ranks = {}
    for index, file_name in enumerate(file_names):
        role = role_of(file_name, ())
        if role in (DocumentRole.APPENDIX, DocumentRole.ACTION_LOG):
            continue
        says_report = "report" in re.findall(r"[a-z]+", file_name.lower())
        if says_report or role is DocumentRole.MINUTES:
            ranks[index] = 0
        else:
            ranks[index] = 2 if file_name.lower().endswith(_SELDOM_REPORTS) else 1
    return min(ranks, key=lambda index: (ranks[index], index), default=None)


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
    has_label = False
    while (shorter := _without_label(name)) != name:
        has_label = has_label or _LETTER.match(name) is not None
        name = shorter
    # The space lets a mark go that is all there is: "Appendix D - EXEMPT" has no title.
    name = f" {name}"
    while (shorter := _without_tail(name, has_label)) != name:
        name = shorter
    return name


def _without_label(name: str) -> str:
    for pattern in (_LETTER, _SHOUTED_FIRST, _APART_FIRST):
        name = name[_end_of(pattern, name) :]
    return name


def _without_tail(name: str, has_label: bool) -> str:
    name = _INITIALS.sub(r"\1", name)
    for pattern in (_COPY, _SHOUTED, _APART):
        name = pattern.sub("", name)
    if not _RECORD.search(name.replace("_", " ")):
        name = _DATED.sub("", name)
    return _LETTER_LAST.sub("", name) if has_label else name


def _tidied(name: str) -> str:
    words = " ".join(name.replace("_", " ").split())
    if " " not in words:
        words = _SPACED.sub(" ", words)
    words = words.strip(" -\u2013\u2014.,;:")
    return words[:1].upper() + words[1:] if words.islower() else words
