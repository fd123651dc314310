"""What a document's name says of who may see it: "Purchase of 12 Mere Street - EXEMPT para 3.pdf".

Pure; used by ``checks``. Authors mark what is private in the name of the file, and nothing else may say
so. Such words are ordinary ones too ("Private rented sector", "Confidential Reporting Policy"): they
count only where they stand apart as a mark does, and a doubt is left alone.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection

_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}$")
_COPY = re.compile(
    r"(?i:[\s-]+(?:v(?:er(?:sion)?)?[ .]?\d+(?:\.\d+)*|final|draft|clean|copy)|\s*\(\d{1,2}\))$"
)
_PLACE = re.compile(r"^(?i:(?:agenda )?item )?\d{1,3}[a-z]?[.):]?\s+(?:[-\u2013\u2014]\s+)?")

_PARAGRAPHS = r"para(?:graph)?s?\.? ?[1-7](?:(?:, ?| ?& ?| and |, and )[1-7])*\b"
_MARK = (
    r"(?:strictly |not for publication|exempt|confidential|restricted|private|pink papers?|part (?:2|ii)\b"
    rf"|{_PARAGRAPHS})"
)
_PAPER = r"(?:appendix|appendices|annexe?|report|papers?|minutes?|version|session|business)"

# "(EXEMPT para 3)", " - Confidential", "Exempt appendix A": nothing but marks between brackets or dashes.
_APART = re.compile(
    rf"(?:{_MARK}(?: (?:under|by virtue of))?[\s,:/&-]*)+(?:{_PAPER}(?: [a-z]{{1,2}}| \d{{1,2}})?)?"
    r"(?:schedule 12a|of|the|[\s,])*",
    re.IGNORECASE,
)
# A part of a name that dashes set off may be no more than one of several ("Housing - private").
_APART_IN_BRACKETS_ONLY = re.compile(r"private|part (?:2|ii)", re.IGNORECASE)
_AT_THE_START = re.compile(
    rf"(?:exempt|confidential|restricted|private) {_PAPER}\b"
    r"(?!.*\b(?:polic|procedur|protocol|framework|rules))",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(
    rf"\b(?:not for publication|pink papers?|exempt\W+(?:(?:under|by virtue of) )?{_PARAGRAPHS})",
    re.IGNORECASE,
)
_IN_CAPITALS = re.compile(r"\b(?:EXEMPT|CONFIDENTIAL|RESTRICTED|PRIVATE)\b")
_AT_THE_END = re.compile(
    r"(?<!\bis )(?<!\bare )(?<!\bbe )(?<!\bas )(?<!\bor )(?<!\band )(?<!\binformation )(?<!\bkeeping )"
    r"\b(?:exempt|confidential|restricted)$",
    re.IGNORECASE,
)
_PARAGRAPH_AT_THE_END = re.compile(
    rf"(?<!\bto )(?<!\bof )(?<!\bin )(?<!\bon )(?<!\band )\b{_PARAGRAPHS}$", re.IGNORECASE
)
_PART_TWO_AT_THE_END = re.compile(r"\bpart (?:2|ii)$", re.IGNORECASE)
# What has parts of its own: "Local Plan - Part 2".
_HAS_PARTS = re.compile(
    r"\b(?:plan|strategy|framework|constitution|act|study|guidance|schedule)[\s,:\u2013-]+part (?:2|ii)$",
    re.IGNORECASE,
)
_PART_ONE = re.compile(r"\bpart[ _-]?(?:1|i|one)\b", re.IGNORECASE)
_IS_OPEN = re.compile(
    r"\b(?:(?:non|not|un)[ -]?(?:exempt|confidential|restricted|private)|redacted|(?:public|open) version)\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_DASHES = re.compile(r"\s+[-\u2013\u2014]+\s+|\s*[\u2013\u2014]\s*")


def file_name_says_closed(file_name: str, beside: Collection[str] = ()) -> bool:
    """Say whether a file's name, or a folder that it is in, marks what is in it as private.

    Args:
        file_name: The name, with its suffix; of what is in a ZIP file, with the folders there.
        beside: The names of the other files of the item: a "part 2" beside a "part 1" is no mark.
    """
    *folders, last = file_name.replace("\\", "/").split("/")
    return any(_folder_says_closed(folder, beside) for folder in folders) or _name_says_closed(
        _words(_SUFFIX.sub("", last)), beside
    )


def _folder_says_closed(folder: str, beside: Collection[str]) -> bool:
    name = _words(folder)
    # Of a file it might be one of several ("Private rented sector"); a folder called so says who may look.
    return name.casefold() == "private" or _name_says_closed(name, beside)


def _name_says_closed(name: str, beside: Collection[str]) -> bool:
    if _says_closed(name):
        return True
    if _IS_OPEN.search(name):
        return False
    if _PART_TWO_AT_THE_END.search(name):
        return not _HAS_PARTS.search(name) and not any(_PART_ONE.search(_words(other)) for other in beside)
    return bool(_PARAGRAPH_AT_THE_END.search(name))


def title_says_closed(title: str) -> bool:
    """Say whether a document's title marks it as private."""
    return _says_closed(_words(title))


def paragraphs_named(name: str) -> tuple[int, ...]:
    """Return the paragraphs of Schedule 12A that a name gives: (3,) for "EXEMPT para 3"."""
    found = re.search(rf"\b{_PARAGRAPHS}", _words(_SUFFIX.sub("", name)), re.IGNORECASE)
    return tuple(sorted({int(digit) for digit in re.findall(r"\d", found[0])})) if found else ()


def _words(name: str) -> str:
    name = " ".join(name.replace("_", " ").split())
    while (shorter := _COPY.sub("", name)) != name:
        name = shorter
    return name


@functools.lru_cache(maxsize=4096)  # Asked for every document after every keystroke.
def _says_closed(name: str) -> bool:
    if _IS_OPEN.search(name):
        return False
    if any(_APART.fullmatch(words.strip()) for words in _BRACKETS.findall(name)) or _ANYWHERE.search(name):
        return True
    bare = _PLACE.sub("", _BRACKETS.sub(" ", name)).strip()
    if any(_is_mark(part.strip()) for part in _DASHES.split(bare)):
        return True
    # Where all of it is in capitals, a word in capitals is no mark.
    stands_out = any(letter.islower() for letter in name) and _IN_CAPITALS.search(name)
    return bool(stands_out or _AT_THE_END.search(bare))


def _is_mark(part: str) -> bool:
    if _APART_IN_BRACKETS_ONLY.fullmatch(part):
        return part.isupper() and not part.casefold().startswith("part")
    return bool(_APART.fullmatch(part) or _AT_THE_START.match(part))
