"""Recognises the business that comes at every meeting, and knows its settled words. Pure.

Used by ``word.item_minutes`` for the words, and by the others to tell what an item is. An item is
known by its title, as councils have no other mark for it, and by bringing no report.
"""

from __future__ import annotations

import re
from enum import StrEnum

from packbuilder.meeting.meeting import AgendaItem, DocumentRole, Form, Meeting
from packbuilder.meeting.printed_times import date_words
from packbuilder.word.blocks import Block, Paragraph, gap, paragraph, resolution, strong
from packbuilder.word.earlier_minutes import earlier_minutes_dates
from packbuilder.word.provisions import provisions_of


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


# A title begins with the words, and what follows them only says more of the same: "Declarations of interest
# in items on the agenda" does, "Declarations of interest policy" does not.
_LEAD_IN = r"(?:to \w+ (?:and \w+ )?)?(?:(?:any|the) )?"
_TAIL = (
    r"(?=\W*$| ?[-\u2013;,.(\[/&]"
    r"| (?:and|or|by|from|of|in|at|for|on|under|to|which|that|since|received)\b)"
)
_BODY = r"(?:meeting|board|committee|sub-?committee|cabinet|council|executive|panel|forum|commission)"
_CHAIR = r"(?:chair|vice-?chair|mayor|leader)"
_EXCLUDED = r"(?:the )?(?:press|public|members of the public)"
_TITLES = {
    kind: re.compile(rf"{_LEAD_IN}(?:{pattern})", re.IGNORECASE)
    for kind, pattern in (
        (
            StandingBusiness.APOLOGIES,
            r"(?:(?:receipt|notification) of )?apologies"
            r"(?=\W*$| ?[-\u2013:;,.(/&]| (?:and|from|received|of (?:absence|members))\b"
            r"| for (?:absences?|non-?attendance|lateness|(?:late|the) (?:arrival|meeting)|inability)\b)",
        ),
        (
            StandingBusiness.REQUESTS,
            rf"(?:notifications? of )?requests?\b.*\bto address (?:\w+ ){{0,4}}{_BODY}\b"
            r"|public (?:questions?|participation|speaking)"
            rf"(?: (?:session|time|period))?(?=\W*$| ?[-\u2013;,.(\[/&]| and\b)"
            rf"|questions from (?:members of )?the public{_TAIL}",
        ),
        (
            StandingBusiness.DECLARATIONS,
            rf"(?:members?\S* )?(?:(?:declarations?|disclosures?) of (?:\S+ )*?interests?{_TAIL}"
            r"|declarations?(?=\W*$| ?[,;/&]| and\b))",
        ),
        (
            StandingBusiness.MINUTES,
            r"(?:(?:confirmation|approval|agreement|signing) of )?(?:the )?(?:draft |previous )?minutes"
            r"(?=\W*$|\W+\d|\s?[-\u2013:;,.(]| (?:and|dated|for|from|held|of|to)\b)",
        ),
        (
            StandingBusiness.ACTION_LOG,
            rf"(?:(?:review of|updates? (?:on|to)) )?(?:the )?(?:(?:outstanding|rolling|{_BODY})\S* )?"
            rf"action (?:log|tracker){_TAIL}|(?:actions and )?matters arising{_TAIL}",
        ),
        (
            StandingBusiness.ANNOUNCEMENTS,
            rf"{_CHAIR}\S*(?:(?: of| and|,) (?:the )?[\w\S]+){{0,3}} (?:announcements|communications){_TAIL}"
            rf"|(?:announcements|communications)\W+(?:\w+ )*?(?:from|by|of) (?:the )?{_CHAIR}"
            r"|announcements\W*$",
        ),
        (
            StandingBusiness.URGENT,
            rf"(?:other )?(?:items? of )?urgent (?:business|items?|matters?){_TAIL}"
            rf"|any other (?:urgent )?business{_TAIL}",
        ),
        (
            StandingBusiness.EXCLUSION,
            r"(?:local government act 1972\W+)?(?:(?:resolution|motion|proposal) (?:to|for the) )?"
            rf"(?:exclusion of|(?:to )?exclude|excluding) {_EXCLUDED}(?: ?(?:and|or|&|/) ?{_EXCLUDED})?"
            r"(?=\W*$| ?[-\u2013:;,.(]| (?:during|under|pursuant|in accordance)\b"
            r"| from (?:the|this|part of the)(?: (?:rest|remainder) of the)? (?:meeting|room)\b)",
        ),
        (StandingBusiness.CLOSE, r"clos(?:e|ure|ing)(?: of)?(?: the)?(?: public)?(?: meeting)?\W*$"),
    )
}
_OTHER_OPENING = re.compile(
    r"(?:\S+ )?(?:welcome|introductions?|opening remarks|attendance|substitut\w+(?: members?)?)\W*$",
    re.IGNORECASE,
)
_NEXT_PIECE = re.compile(r"\s*(?:[,;/&]|\band\b)\s*(?:and\b\s*)?", re.IGNORECASE)
_TO_DECIDE = re.compile(
    r"\b(?:strateg(?:y|ies)|polic(?:y|ies)|plans?|framework|review|consultation|programme|business case)\b",
    re.IGNORECASE,
)
_COME_WITH_A_REPORT = frozenset({StandingBusiness.MINUTES, StandingBusiness.ACTION_LOG})
_NEVER_TO_DECIDE = _COME_WITH_A_REPORT | {StandingBusiness.EXCLUSION, StandingBusiness.CLOSE}


def brings_report(item: AgendaItem) -> bool:
    """Whether the item is business to decide on a report, whatever its title sounds like."""
    return item.form is Form.REPORT or any(d.role is DocumentRole.REPORT for d in item.documents)


def standing_business(title: str, *, with_report: bool = False) -> tuple[StandingBusiness, ...]:
    """Return the standing business that an item's title announces, in the order of the words.

    There may be several ("Apologies and declarations of interest"), or none. The title has to begin
    with one: "Climate strategy and public participation" is business of its own. So is whatever
    comes ``with_report``, except for minutes and action logs.
    """
    words = " ".join(title.split())
    found: list[StandingBusiness] = []
    start = 0
    for end, next_start in _pieces(words):
        found += (kind for kind, form in _TITLES.items() if form.match(words[start:]))
        if not found and not _OTHER_OPENING.match(words[start:end]):
            return ()
        start = next_start
    kinds = tuple(dict.fromkeys(found))
    if with_report:
        kinds = tuple(kind for kind in kinds if kind in _COME_WITH_A_REPORT)
    if _TO_DECIDE.search(words):
        kinds = tuple(kind for kind in kinds if kind in _NEVER_TO_DECIDE)
    return kinds


def _pieces(title: str) -> list[tuple[int, int]]:
    """Return where each piece of a title ends and where the next begins."""
    joints = [(match.start(), match.end()) for match in _NEXT_PIECE.finditer(title)]
    return [*joints, (len(title), len(title))]


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
            return (paragraph("There was none. ", gap(provisions_of(meeting).urgent_item)),)
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
