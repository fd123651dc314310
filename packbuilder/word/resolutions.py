"""Turns the recommendations of a report into a draft resolution. Pure.

Used by ``word.item_minutes``. Recommendations come as reports print them: numbered 3.1, lettered,
bulleted or not at all, under "It is recommended that the Board:" or without it. The marks are
taken off, as the minutes letter the points themselves; the words stay.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from packbuilder.word.blocks import (
    Block,
    LetteredList,
    LetteredPoint,
    Paragraph,
    gap,
    paragraph,
    resolution,
    strong,
)


@dataclasses.dataclass(frozen=True, slots=True)
class _Line:
    """One line: the kind of mark before it or "", its words, and whether points follow under it.

    ``is_whole`` says that it began with "That": it needs no words of an introduction before it.
    """

    marker: str
    words: str
    introduces: bool
    is_whole: bool = False


_MARKERS = (
    (
        "number",
        re.compile(r"\(?\d+(?:(?:\.\d+)+[.)]?|[.)])\s+(?!(?:million|billion|per\s?cent|percent|m|bn)\b)"),
    ),
    ("roman", re.compile(r"\(?[ivx]+[.)]\s+")),
    ("letter", re.compile(r"(?:\(?[a-zA-Z]\)|[a-z]\.)\s+")),
    ("bullet", re.compile(r"[-\u2013\u2022\u00b7*]\s+")),
)
_LEAD_IN = re.compile(
    r"(?:it is (?:\w+ )?recommended\b[:,]?(?:\s*that\b)?"
    r"|(?:recommend(?:ed|ations?)|resolved)\b(?:\s*:\s*(?:that\b)?|\s+that\b)"
    r"|that\b)[:,]?\s*",
    re.IGNORECASE,
)


def resolution_blocks(recommendations: Sequence[str]) -> tuple[Block, ...]:
    """Turn the recommendations of a report into a draft resolution.

    Several become a lettered list, with the points under a point one level down; one stays in the
    sentence. "It is recommended that the Board:" becomes "RESOLVED that: the Board:" over its
    list, and goes where each point says "That ..." for itself. With no recommendations the
    resolution is a gap.
    """
    blocks: list[Block] = []
    for introduction, points in _groups(_lines(recommendations)):
        blocks.extend(_one_resolution(introduction, points))
    empty = resolution(strong("RESOLVED that:"), " ", gap("the resolution; take this out if none was made"))
    return tuple(blocks) or (empty,)


def proposer_and_seconder() -> Paragraph:
    """Return the place for who proposed and who seconded, and how the vote went."""
    return paragraph(
        "Proposed by ",
        gap("member"),
        ", seconded by ",
        gap("member"),
        ". ",
        gap("Agreed unanimously, or the votes"),
    )


def _one_resolution(introduction: str, points: Sequence[_Line]) -> tuple[Block, ...]:
    are_whole = bool(points) and all(
        point.is_whole for point in points if point.marker in ("", points[0].marker)
    )
    if introduction and are_whole:
        introduction = "" if _BODY.fullmatch(introduction) else _up_to_that(introduction)
    if len(points) <= 1:
        point = points[0].words if points else ""
        words = f"{introduction} {_run_on(introduction, point)}".strip() if introduction else point
        return (resolution(strong("RESOLVED that:"), f" {words}"),) if words else ()
    lead_in = f" {introduction}:" if introduction else ""
    lettered = tuple(
        LetteredPoint(point.words, level=int(point.marker not in ("", points[0].marker))) for point in points
    )
    return (resolution(strong("RESOLVED that:"), *filter(None, (lead_in,))), LetteredList(lettered))


_BODY = re.compile(
    r"(?:the\s+)?(?:(?:[A-Z][\w'\u2019-]*,?|of|and|for|the|on|in|&)\s+)*"
    r"(?:[A-Z][\w'\u2019-]*|committee|board|council|cabinet|executive|panel|members)"
)
"""Who is to decide, and no more: "recommends to Council" would be lost with it."""


def _up_to_that(introduction: str) -> str:
    return introduction if introduction.endswith(" that") else f"{introduction} that"


_BEGINNINGS = frozenset(
    ("the", "a", "an", "this", "these", "those", "all", "no", "its", "officers", "members")
)


def _run_on(introduction: str, point: str) -> str:
    """Return a point as the rest of the sentence that its introduction begins.

    After a body it begins with what the body does; after "that" perhaps with a name, which stays.
    """
    first = point.split(" ", 1)[0]
    is_plain = first.isalpha() and first[1:].islower()
    if introduction.endswith(" that"):
        is_plain = first.casefold() in _BEGINNINGS
    return f"{point[:1].lower()}{point[1:]}" if is_plain else point


def _groups(lines: Sequence[_Line]) -> list[tuple[str, list[_Line]]]:
    """Return each run of points with the words that introduce it, or "".

    A point marked like the introduction itself (3.2 after "3.1 It is recommended that the Board:
    a) ... b) ...") is introduced no longer.
    """
    groups: list[tuple[str, list[_Line]]] = []
    introduction_marker = ""
    for line in lines:
        if line.introduces:
            groups.append((line.words.strip(" :"), []))
            introduction_marker = line.marker
        elif not groups or (line.marker and line.marker == introduction_marker):
            groups.append(("", [line]))
            introduction_marker = ""
        else:
            groups[-1][1].append(line)
    return groups


def _lines(recommendations: Sequence[str]) -> list[_Line]:
    marked = _marked([line for entry in recommendations for line in entry.splitlines()])
    lines: list[_Line] = []
    for position, (marker, marked_words) in enumerate(marked, start=1):
        lead_in = _LEAD_IN.match(marked_words)
        words = marked_words[lead_in.end() :] if lead_in else marked_words
        introduces = False
        if position < len(marked):
            is_open = not words or words.endswith(":")
            next_is_marked = bool(marked[position][0])
            introduces = (is_open and (lead_in is not None or (position == 1 and not marker))) or (
                lead_in is not None and next_is_marked and not marker and not words.endswith((".", ";"))
            )
        if words or introduces:
            is_whole = lead_in is not None and "that" in lead_in[0].casefold()
            lines.append(_Line(marker, words, introduces, is_whole))
    return lines


def _marked(texts: Sequence[str]) -> list[tuple[str, str]]:
    """Return the kind of mark before each text that is not empty, and the text without the mark.

    Numbers of different depth ("3." and "3.1") are of different kinds. "i)", "v)" and "x)" are
    letters or roman numerals: what came before tells which.
    """
    marked: list[tuple[str, str]] = []
    kind_before, figure_before = "", ""
    for text in filter(None, (" ".join(text.split()) for text in texts)):
        kind, words = "", text
        for possible_kind, pattern in _MARKERS:
            match = pattern.match(text)
            if match is None:
                continue
            figure = match[0].strip("(). ")
            if possible_kind == "roman" and len(figure) == 1 and kind_before != "roman":
                runs_on_from_h = (kind_before, figure_before) == ("letter", "h")
                if figure != "i" or runs_on_from_h:
                    continue
            depth = f" {figure.count('.')}" if possible_kind == "number" else ""
            kind, words = f"{possible_kind}{depth}", text[match.end() :]
            kind_before, figure_before = kind, figure.lower()
            break
        marked.append((kind, words))
    return marked
