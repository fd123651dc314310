"""Recognises the business that comes at every meeting, and knows its settled words. Pure.

Used by ``word.item_minutes`` for the words, and by the others to tell what an item is. An item is
known by its title, as councils have no other mark for it.
"""

from __future__ import annotations

import re
from enum import StrEnum

from packbuilder.meeting.meeting import AgendaItem, Meeting
from packbuilder.meeting.printed_times import date_words
from packbuilder.word.blocks import Block, Paragraph, gap, paragraph, resolution, strong
from packbuilder.word.earlier_minutes import earlier_minutes_dates


class StandingBusiness(StrEnum):
    """Business that comes at every meeting and has settled words."""

    APOLOGIES = "apologies"
    REQUESTS = "requests to address the meeting"
    DECLARATIONS = "declarations of interest"
    MINUTES = "minutes"
    ACTION_LOG = "action log"
    ANNOUNCEMENTS = "announcements"
    URGENT = "urgent business"
    EXCLUSION = "exclusion of the press and public"
    CLOSE = "close"


_TITLES = {
    kind: re.compile(pattern, re.IGNORECASE)
    for kind, pattern in (
        (StandingBusiness.APOLOGIES, r"\bapologies\b"),
        (
            StandingBusiness.REQUESTS,
            r"\brequests?\b.*\baddress\b|\bpublic (?:questions?|participation|speaking)\b"
            r"|\bquestions from (?:members of )?the public\b",
        ),
        (StandingBusiness.DECLARATIONS, r"\b(?:declarations?|disclosures?) of (?:\w+ )*interests?\b"),
        (
            StandingBusiness.MINUTES,
            r"^(?:to \w+ (?:and \w+ )?)?(?:(?:confirmation|approval|agreement|signing) of )?"
            r"(?:the )?(?:draft |previous )?minutes\b(?! silence)",
        ),
        (StandingBusiness.ACTION_LOG, r"\baction (?:log|tracker)\b|\bmatters arising\b"),
        (
            StandingBusiness.ANNOUNCEMENTS,
            r"\b(?:announcements|communications)\b.*\b(?:chair|mayor|leader)"
            r"|\b(?:chair|mayor|leader)\S* (?:announcements|communications)\b|^announcements$",
        ),
        (
            StandingBusiness.URGENT,
            r"\burgent (?:business(?! case)|items?\b)|^any other (?:urgent )?business\b",
        ),
        (StandingBusiness.EXCLUSION, r"\bexclu(?:sion|de)\b.*\b(?:press|public)\b"),
        (StandingBusiness.CLOSE, r"^clos(?:e|ure|ing)(?: of)?(?: the)?(?: public)?(?: meeting)?\W*$"),
    )
}


def standing_business(title: str) -> tuple[StandingBusiness, ...]:
    """Return the standing business that an item's title announces, in the order of the words.

    There may be several ("Apologies and declarations of interest"), or none.
    """
    places = {kind: match.start() for kind, form in _TITLES.items() if (match := form.search(title.strip()))}
    return tuple(sorted(places, key=places.__getitem__))


def standing_blocks(kind: StandingBusiness, meeting: Meeting, item: AgendaItem) -> tuple[Block, ...]:
    """Return the settled words of standing business, as they stand where nothing out of the usual came.

    Where the agenda recommends the words of a decision, those stand in place of the settled ones
    (``word.item_minutes`` adds them). The exclusion of the public is not here: ``word.exclusion``.
    """
    match kind:
        case StandingBusiness.APOLOGIES:
            return _apologies_blocks(item)
        case StandingBusiness.REQUESTS:
            return (
                paragraph(
                    "None had been received. ",
                    gap("or: who asked to speak, on which item, and what they said"),
                ),
            )
        case StandingBusiness.DECLARATIONS:
            return (
                paragraph("The Chair invited members to declare any interests in the items on the agenda."),
                paragraph(
                    "No declarations were made. ",
                    gap(
                        "or: who declared which interest in which item, and whether they took part or left"
                        " the room"
                    ),
                ),
            )
        case StandingBusiness.MINUTES:
            return () if item.recommendations else (_minutes_resolution(meeting, item),)
        case StandingBusiness.ACTION_LOG:
            return _action_log_blocks(item)
        case StandingBusiness.ANNOUNCEMENTS:
            return (paragraph("There were none. ", gap("or: the announcements")),)
        case StandingBusiness.URGENT:
            return (
                paragraph(
                    "There was none. ",
                    gap(
                        "or: the item, and the special circumstances by reason of which the Chair was of the"
                        " opinion that it should be considered as a matter of urgency (Local Government Act"
                        " 1972, section 100B(4)(b))"
                    ),
                ),
            )
        case StandingBusiness.EXCLUSION:
            return ()
        case StandingBusiness.CLOSE:
            if item.id == meeting.items[-1].id:
                return (closing_words(),)
            return (paragraph("The public part of the meeting closed at ", gap("time"), "."),)


def closing_words() -> Paragraph:
    """Return the close of the meeting."""
    return paragraph("There being no further business the meeting closed at ", gap("time"), ".")


def _apologies_blocks(item: AgendaItem) -> tuple[Block, ...]:
    apologies = paragraph("Apologies for absence were received from ", gap("names"), ".")
    substitutes = paragraph(gap("Member"), " attended as a substitute for ", gap("member"), ".")
    return (apologies, substitutes) if "substitut" in item.title.casefold() else (apologies,)


def _minutes_resolution(meeting: Meeting, item: AgendaItem) -> Paragraph:
    dates = [date_words(date) for date in earlier_minutes_dates(item, meeting.date)]
    meetings = "meetings" if len(dates) > 1 else "meeting"
    return resolution(
        strong("RESOLVED:"),
        f" that the minutes of the {meetings} held on ",
        " and ".join(dates) if dates else gap("date"),
        " be agreed as a correct record.",
    )


def _action_log_blocks(item: AgendaItem) -> tuple[Block, ...]:
    considered = paragraph(
        "The action log, copies of which had been circulated before the meeting, was considered. ",
        gap("Progress reported at the meeting"),
    )
    if item.recommendations:
        return (considered,)
    return (considered, resolution(strong("RESOLVED:"), " that the action log be noted."))
