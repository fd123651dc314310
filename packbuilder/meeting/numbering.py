"""Item numbers, appendix letters, minute numbers and page ranges, worked out from order.

Nothing here is ever stored: move an item and every number follows.
"""

from __future__ import annotations

import functools
import re

from packbuilder.errors import PackBuilderError
from packbuilder.meeting.house_style import RangeStyle
from packbuilder.meeting.meeting import DocumentRole, Meeting

_ITEM_PATTERN = re.compile(r"(0{0,3})1(\.?)")
_MINUTE_PATTERN = re.compile(r"([0-9]{1,6})(/[0-9]{2,4})?(\.?)")


@functools.lru_cache(maxsize=4096)  # Asked for every item after every keystroke.
def item_number(position: int, pattern: str) -> str:
    """Return the printed number of the item at ``position`` (from 1), after a first one like "01".

    Raises:
        PackBuilderError: If the pattern is not "1", "1.", "01" or "01.".
    """
    match = _ITEM_PATTERN.fullmatch(pattern)
    if match is None:
        raise PackBuilderError(
            f'item_numbers is "{pattern}", which is no way to number items.',
            'Write it as the first number is printed: "1", "1." or "01".',
        )
    return f"{position:0{len(match[1]) + 1}d}{match[2]}"


def item_numbers(meeting: Meeting) -> dict[str, str]:
    """Return the printed number of every item, by item id."""
    pattern = meeting.style.item_numbers
    return {item.id: item_number(n, pattern) for n, item in enumerate(meeting.items, start=1)}


def minute_number(position: int, pattern: str) -> str:
    """Return the number of the minute at ``position`` (from 1), after a first one like "42.".

    "01." counts within the meeting, "42." runs on from 42, "67/23" runs on within the year.

    Raises:
        PackBuilderError: If the pattern is none of these.
    """
    match = _MINUTE_PATTERN.fullmatch(pattern)
    if match is None:
        raise PackBuilderError(
            f'minute_numbers is "{pattern}", which is no way to number minutes.',
            'Write it as the first number is printed: "01.", "42." or "67/23".',
        )
    width = len(match[1]) if match[1].startswith("0") else 1
    return f"{int(match[1]) + position - 1:0{width}d}{match[2] or ''}{match[3]}"


def appendix_letter(position: int) -> str:
    """Return the letter of the appendix at ``position`` (from 1): A to Z, then AA, AB and so on."""
    letters = ""
    while position > 0:
        position, remainder = divmod(position - 1, 26)
        letters = chr(ord("A") + remainder) + letters
    return letters


def document_labels(meeting: Meeting) -> dict[str, str]:
    """Return "Appendix B" or "" for every document, by document id.

    Letters are given before anything is withheld, so that an exempt Appendix A leaves the open
    Appendix B its letter in the public pack too.
    """
    labels: dict[str, str] = {}
    for item in meeting.items:
        appendices = [d for d in item.documents if d.role is DocumentRole.APPENDIX]
        letters = {d.id: appendix_letter(n) for n, d in enumerate(appendices, start=1)}
        for document in item.documents:
            letter = letters.get(document.id)
            labels[document.id] = f"Appendix {letter}" if letter else ""
    return labels


def page_range(first_page: int, last_page: int, style: RangeStyle) -> str:
    """Return a run of page numbers as the house style prints it; a single page is one number."""
    if style is RangeStyle.WORDS:
        if first_page == last_page:
            return f"(Page {first_page})"
        return f"(Pages {first_page} - {last_page})"
    if first_page == last_page:
        return str(first_page)
    dash = "-" if style is RangeStyle.TIGHT else " - "
    return f"{first_page}{dash}{last_page}"
