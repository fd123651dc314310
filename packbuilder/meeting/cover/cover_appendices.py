"""Reads the list of appendices that a report gives on its cover. Pure.

Part of ``report_cover``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from packbuilder.meeting.cover.list_marks import mark_of

APPENDIX = re.compile(r"(?:appendix|annexe?|enclosure|attachment|schedule)\b", re.IGNORECASE)
_NONE = re.compile(
    r"(?:none|nil|n/?a|no appendices|no attachments|not applicable|there are (?:none|no appendices)\b.*)\W*",
    re.IGNORECASE,
)
_NEXT_APPENDIX = re.compile(
    r"[;,]?\s+(?:and\s+)?(?=(?:Appendix|Annexe?) (?:[A-Z]{1,2}|\d{1,2})\s?[:.\u2013-])"
)
_LONGEST_APPENDIX = 250


def appendices_in(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """Return the appendices that some paragraphs list, with their letters; none for "None" and "N/A"."""
    appendices: list[str] = []
    for paragraph in paragraphs:
        for piece in _NEXT_APPENDIX.split(paragraph.replace("\t", " ")):
            marked = mark_of(piece)
            words = (
                marked.words if marked.kind == "bullet" or APPENDIX.match(marked.words) else piece
            ).strip()
            if not words or _NONE.fullmatch(marked.words) or words.endswith(":"):
                continue
            if appendices and not marked.kind and words[:1].islower():
                appendices[-1] = f"{appendices[-1]} {words}".rstrip(" .;,")
            elif len(words) <= _LONGEST_APPENDIX and (
                APPENDIX.match(words) or marked.kind or not words.endswith(".")
            ):
                appendices.append(words.rstrip(" .;,"))
    return tuple(appendices)
