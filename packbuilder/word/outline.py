"""Decides what the minutes say, before Word is opened. Pure, standard library only.

Beside the line of the pack: a ``Meeting`` becomes a ``MinutesOutline``, and ``word.minutes``
writes that down. The minutes are a draft made before the meeting: what is known is filled in,
what is not is a gap to complete.

What must not be published is kept apart. The entry of a closed item carries its public title and
its mark; its full minute is an exempt entry, which the writer puts in a part of its own.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import re
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum

from packbuilder.meeting.access import EXEMPT_PARAGRAPHS, access_line, in_words
from packbuilder.meeting.meeting import (
    Access,
    Action,
    ActionStatus,
    AgendaItem,
    Document,
    DocumentRole,
    Form,
    Meeting,
    Part,
)
from packbuilder.meeting.numbering import document_labels, item_numbers, minute_number
from packbuilder.meeting.printed_times import clock_words, date_words, day_and_date_words


class SpanKind(StrEnum):
    """What a run of words is to the reader."""

    PLAIN = "plain"
    STRONG = "strong"
    GAP = "gap"
    TICK_BOX = "tick box"


@dataclasses.dataclass(frozen=True, slots=True)
class Span:
    """A run of words. The words of a tick box are its name, read aloud but not printed."""

    words: str
    kind: SpanKind = SpanKind.PLAIN


Text = tuple[Span, ...]


class ParagraphRole(StrEnum):
    """What a paragraph is; the writer has a named style for each."""

    MEETING_DETAILS = "meeting details"
    DRAFT_MARK = "draft mark"
    BODY = "body"
    RESOLUTION = "resolution"
    NOT_FOR_PUBLICATION = "not for publication"
    SIGNATURE = "signature"


@dataclasses.dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    role: ParagraphRole
    text: Text


@dataclasses.dataclass(frozen=True, slots=True)
class BulletList:
    """Points in no order."""

    points: tuple[Text, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class LetteredPoint:
    """One point of a resolution; ``level`` is 0 for (a), 1 for the (i) under it."""

    text: Text
    level: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class LetteredList:
    """Points of a resolution, lettered from (a)."""

    points: tuple[LetteredPoint, ...]


class TableKind(StrEnum):
    """What a table lists; the writer has column widths for each. The value describes the table."""

    PRESENT = "Members of the body, with boxes to tick for who came and who sent apologies"
    IN_ATTENDANCE = "Officers, with a box to tick for who came"
    APOLOGIES = "Members who sent apologies, with their substitutes"
    ALSO_PRESENT = "Others who were present"
    DECLARATIONS = "Declarations of interest"
    ACTIONS = "Actions"


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """A table under a row of headings."""

    kind: TableKind
    headings: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]


Block = Paragraph | BulletList | LetteredList | Table


@dataclasses.dataclass(frozen=True, slots=True)
class MinutesSection:
    """A headed part of the minutes that is not about an agenda item."""

    heading: str
    blocks: tuple[Block, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class MinuteEntry:
    """The minute of one agenda item.

    ``number`` is empty where the minutes need an entry that the agenda has no item for.
    ``section`` is the heading over a run of items, on the first of them.
    """

    number: str
    title: str
    blocks: tuple[Block, ...]
    section: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class ExemptMinutes:
    """The part that is kept apart from the published minutes: the full minutes of closed items."""

    heading: str
    warning: Paragraph
    entries: tuple[MinuteEntry, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class MinutesOutline:
    """All that the minutes say, in order. ``exempt_minutes`` is None where every item was open."""

    council: str
    body: str
    date: dt.date
    opening: tuple[Block, ...]
    attendance: tuple[MinutesSection, ...]
    entries: tuple[MinuteEntry, ...]
    closing: tuple[Block, ...]
    actions: tuple[MinutesSection, ...]
    exempt_minutes: ExemptMinutes | None


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


_STANDING_TITLES: tuple[tuple[StandingBusiness, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
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
)


def standing_business(title: str) -> tuple[StandingBusiness, ...]:
    """Return the standing business that an item's title announces, in the order of the words.

    There may be several ("Apologies and declarations of interest"), or none.
    """
    found = [
        (match.start(), kind) for kind, form in _STANDING_TITLES if (match := form.search(title.strip()))
    ]
    return tuple(kind for _, kind in sorted(found, key=lambda place_and_kind: place_and_kind[0]))


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?,?"
    r"(?:\s+(?P<year>\d{4})\b)?"
    r"|\b(?P<day_figures>\d{1,2})[/.](?P<month_figures>\d{1,2})[/.](?P<year_figures>\d{4})\b",
    re.IGNORECASE,
)


def _dates_in(words: str) -> tuple[dt.date, ...]:
    """Return the dates in a sentence; "6 September and 11 October 2022" lends its year backwards."""
    dates: list[dt.date] = []
    year = ""
    for match in reversed(list(_DATE.finditer(words))):
        year = match["year"] or match["year_figures"] or year
        month = int(match["month_figures"] or _MONTHS.index((match["month"] or "jan")[:3].lower()) + 1)
        try:
            date = dt.date(int(year), month, int(match["day"] or match["day_figures"]))
        except ValueError:  # no year at all, or 31 June
            continue
        dates.insert(0, date)
    return tuple(dict.fromkeys(dates))


def minutes_dates(item: AgendaItem, meeting_date: dt.date) -> tuple[dt.date, ...]:
    """Return the date of the meeting whose minutes the item brings, or none if nothing says it.

    The item's title is asked first, then its description, then the titles of its minutes. A date
    that is not before this meeting is a slip of the pen and is passed over.
    """
    titles = (d.title for d in item.documents if d.role is DocumentRole.MINUTES)
    for words in (item.title, item.description, *titles):
        dates = tuple(date for date in _dates_in(words) if date < meeting_date)
        if dates:
            return dates
    return ()


def minutes_outline(meeting: Meeting) -> MinutesOutline:
    """Decide what the draft minutes of a meeting say.

    The meeting is the whole one, closed items included: their minutes come out apart.

    Raises:
        PackBuilderError: If the meeting's ``minute_numbers`` or ``item_numbers`` is no way to number.
    """
    entries, exempt_entries = _entries(meeting)
    return MinutesOutline(
        council=meeting.council,
        body=meeting.body,
        date=meeting.date,
        opening=_opening(meeting),
        attendance=_attendance(meeting),
        entries=entries,
        closing=_closing(meeting),
        actions=_action_sections(meeting),
        exempt_minutes=_exempt_minutes(exempt_entries),
    )


def _text(*parts: str | Span) -> Text:
    return tuple(Span(part) if isinstance(part, str) else part for part in parts)


def _strong(words: str) -> Span:
    return Span(words, SpanKind.STRONG)


def _gap(words: str) -> Span:
    return Span(f"[{words}]", SpanKind.GAP)


def _paragraph(*parts: str | Span) -> Paragraph:
    return Paragraph(ParagraphRole.BODY, _text(*parts))


def _resolution(*parts: str | Span) -> Paragraph:
    return Paragraph(ParagraphRole.RESOLUTION, _text(*parts))


def _exempt_minutes(entries: tuple[MinuteEntry, ...]) -> ExemptMinutes | None:
    if not entries:
        return None
    warning = Paragraph(
        ParagraphRole.NOT_FOR_PUBLICATION,
        _text("Not for publication. Keep these pages apart from the minutes that are published."),
    )
    return ExemptMinutes("Exempt minutes", warning, entries)


def _in_a_row(words: Sequence[str]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


_SECONDED = _paragraph(
    "Proposed by ",
    _gap("member"),
    ", seconded by ",
    _gap("member"),
    ". ",
    _gap("Agreed unanimously, or the votes"),
)


def _opening(meeting: Meeting) -> tuple[Block, ...]:
    time = clock_words(meeting.time) if meeting.time is not None else _gap("time")
    venue = meeting.venue.strip() or _gap("venue")
    day = day_and_date_words(meeting.date)
    return (
        Paragraph(
            ParagraphRole.MEETING_DETAILS, _text("Minutes of the meeting held at ", time, f" on {day}")
        ),
        Paragraph(ParagraphRole.MEETING_DETAILS, _text("Held at ", venue)),
        Paragraph(
            ParagraphRole.DRAFT_MARK, _text("Draft, to be agreed as a correct record at the next meeting")
        ),
    )


def _attendance(meeting: Meeting) -> tuple[MinutesSection, ...]:
    members = _each_once((m.name, m.position, m.role) for m in meeting.members)
    officers = {
        key: person
        for key, person in _each_once((o.name, "", o.role) for o in meeting.officers).items()
        if key not in members
    }
    return (
        _one_table(
            "Present",
            _people_table(TableKind.PRESENT, "Member", members.values(), ("Present", "Apologies")),
        ),
        _one_table(
            "Apologies and substitutes",
            Table(
                TableKind.APOLOGIES,
                ("Apologies from", "Substitute"),
                (_gap_cells("member", "substitute, or none"),) * 2,
            ),
        ),
        _one_table(
            "In attendance",
            _people_table(TableKind.IN_ATTENDANCE, "Officer", officers.values(), ("Present",)),
        ),
        _one_table(
            "Also present",
            Table(
                TableKind.ALSO_PRESENT,
                ("Name", "Organisation, or the item they came for"),
                (_gap_cells("name", "organisation or item"),) * 2,
            ),
        ),
    )


def _people_table(
    kind: TableKind, heading: str, people: Collection[tuple[str, str]], boxes: tuple[str, ...]
) -> Table:
    """Return people and roles with boxes to tick; a committee of councillors needs no roles."""

    def tick_boxes(name: str) -> tuple[Text, ...]:
        return tuple(_tick_box(f"{name}: {box.lower()}") for box in boxes)

    if not people:
        gaps = _gap_cells(heading.lower(), "role")
        return Table(kind, (heading, "Role", *boxes), ((*gaps, *tick_boxes(heading)),))
    if not any(role for _, role in people):
        rows = tuple((*_text_cells(name), *tick_boxes(name)) for name, _ in people)
        return Table(kind, (heading, *boxes), rows)
    rows = tuple((*_text_cells(name, role), *tick_boxes(name)) for name, role in people)
    return Table(kind, (heading, "Role", *boxes), rows)


def _one_table(heading: str, table: Table) -> MinutesSection:
    return MinutesSection(heading, (table,))


def _text_cells(*cells: str) -> tuple[Text, ...]:
    return tuple(_text(cell) if cell else () for cell in cells)


def _gap_cells(*cells: str) -> tuple[Text, ...]:
    return tuple(_text(_gap(cell)) for cell in cells)


def _tick_box(name: str) -> Text:
    return (Span(name, SpanKind.TICK_BOX),)


_COUNCILLOR = re.compile(r"\b(?:councillor|cllr)\b\.?", re.IGNORECASE)


def _each_once(people: Iterable[tuple[str, str, str]]) -> dict[str, tuple[str, str]]:
    """Return printed name and role by a key that tells people apart, whoever is listed twice.

    Published minutes list people once for each seat they hold: the seats are put together. "Cllr"
    and "Councillor" are the same person.
    """
    positions: dict[str, list[str]] = {}
    roles: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for name, position, role in people:
        printed = " ".join(name.split())
        key = " ".join(_COUNCILLOR.sub("councillor", printed).casefold().split())
        if not key:
            continue
        names.setdefault(key, printed)
        for seen, words in ((positions.setdefault(key, []), position), (roles.setdefault(key, []), role)):
            if words.strip() and words.strip() not in seen:
                seen.append(words.strip())
    people_by_key: dict[str, tuple[str, str]] = {}
    for key, name in names.items():
        new_positions = [p for p in positions[key] if f"({p})".casefold() not in name.casefold()]
        marked = f"{name} ({', '.join(new_positions)})" if new_positions else name
        people_by_key[key] = (marked, "; ".join(roles[key]))
    return people_by_key


def _entries(meeting: Meeting) -> tuple[tuple[MinuteEntry, ...], tuple[MinuteEntry, ...]]:
    """Return the entries in agenda order, and the exempt minutes of the closed items."""
    excluded_for = _exclusions(meeting)
    entries: list[MinuteEntry] = []
    exempt_entries: list[MinuteEntry] = []
    section = ""
    public_is_out = False
    for position, item in enumerate(meeting.items, start=1):
        number = minute_number(position, meeting.style.minute_numbers)
        new_section = item.section if item.section != section else ""
        section = item.section
        blocks: list[Block] = []
        if _is_closed(item):
            if item.id in excluded_for:
                exclusion = _exclusion_blocks(meeting, excluded_for[item.id])
                entries.append(MinuteEntry("", "Exclusion of the press and public", exclusion, new_section))
                new_section = ""
            elif not public_is_out and exempt_entries:
                blocks.append(_paragraph(_gap("The press and public left the meeting again.")))
            public_is_out = True
            blocks.extend(_closed_blocks(item))
            title = item.public_title or item.title
            exempt_entries.append(MinuteEntry(number, item.title, _item_blocks(meeting, item, position)))
        else:
            title = item.title
            if public_is_out and StandingBusiness.CLOSE not in standing_business(title):
                blocks.append(_paragraph(_gap("The press and public came back into the meeting.")))
                public_is_out = False
            if StandingBusiness.EXCLUSION in standing_business(title):
                blocks.extend(_exclusion_blocks(meeting, excluded_for.get(item.id, ())))
            else:
                blocks.extend(_item_blocks(meeting, item, position))
        entries.append(MinuteEntry(number, title, tuple(blocks), new_section))
    return tuple(entries), tuple(exempt_entries)


def _is_closed(item: AgendaItem) -> bool:
    return item.access is not Access.OPEN and StandingBusiness.EXCLUSION not in standing_business(item.title)


def _exclusions(meeting: Meeting) -> dict[str, tuple[AgendaItem, ...]]:
    """Return the closed items that each resolution to exclude the public is for.

    The key is the id of the agenda's own exclusion item, or of the first closed item where that
    would otherwise be taken in public.
    """
    covered: dict[str, list[AgendaItem]] = {}
    resolution_id = ""
    for item in meeting.items:
        if StandingBusiness.EXCLUSION in standing_business(item.title):
            resolution_id = item.id
            covered[resolution_id] = []
        elif _is_closed(item):
            resolution_id = resolution_id or item.id
            covered.setdefault(resolution_id, []).append(item)
    return {key: tuple(items) for key, items in covered.items()}


_EXCLUDED = (
    "under section 100A(4) of the Local Government Act 1972 the press and public be excluded from the meeting"
)
_ON_THE_GROUNDS = (
    "on the grounds that if they were present it is likely that exempt information would be disclosed"
    " to them, as described in the paragraphs of Part 1 of Schedule 12A to the Act named against each item,"
    " and that in all the circumstances of the case the public interest in maintaining the exemption"
    " outweighs the public interest in disclosing the information"
)


def _exclusion_blocks(meeting: Meeting, items: Sequence[AgendaItem]) -> tuple[Block, ...]:
    """Return the resolution that exempt items need, and the statement that confidential ones need."""
    numbers = item_numbers(meeting)
    blocks: list[Block] = []

    def named(item: AgendaItem) -> str:
        return f"Item {numbers[item.id].rstrip('.')}, {item.public_title or item.title}"

    exempt = [item for item in items if item.access is Access.EXEMPT]
    confidential = [item for item in items if item.access is Access.CONFIDENTIAL]
    if exempt:
        blocks.append(
            _resolution(
                _strong("RESOLVED:"),
                f" that {_EXCLUDED} for the following items of business, {_ON_THE_GROUNDS}:",
            )
        )
        blocks.append(
            BulletList(
                tuple(_text(f"{named(item)}: ", *_paragraph_words(item.exempt_paragraphs)) for item in exempt)
            )
        )
        blocks.append(_SECONDED)
    if confidential:
        blocks.append(
            _paragraph(
                "The press and public were excluded under section 100A(2) of the Local Government Act 1972"
                " for the following items of business, because confidential information would have been"
                " disclosed to them in breach of the obligation of confidence:"
            )
        )
        blocks.append(BulletList(tuple(_text(named(item)) for item in confidential)))
    if not blocks:
        blocks.append(
            _paragraph(
                "There was no business for which the press and public had to be excluded. ",
                _gap("or: the resolution, with the items and the paragraphs of Schedule 12A"),
            )
        )
    return tuple(blocks)


def _paragraph_words(numbers: Sequence[int]) -> tuple[str | Span, ...]:
    """Return "paragraph 3." and what that paragraph of Schedule 12A says, or a gap where none is given."""
    if not numbers:
        return (_gap("paragraph of Schedule 12A"),)
    descriptions = [EXEMPT_PARAGRAPHS[n] for n in sorted(set(numbers)) if n in EXEMPT_PARAGRAPHS]
    return (" ".join((f"{in_words(numbers)}.", *descriptions)),)


def _closed_blocks(item: AgendaItem) -> tuple[Block, ...]:
    """Return what the published minutes say of a closed item."""
    unnamed_paragraph = item.access is Access.EXEMPT and not item.exempt_paragraphs
    mark: tuple[str | Span, ...] = (
        (
            "Not for publication: exempt under ",
            _gap("paragraph"),
            " of Schedule 12A, Local Government Act 1972.",
        )
        if unnamed_paragraph
        else (access_line(item),)
    )
    return (
        Paragraph(ParagraphRole.NOT_FOR_PUBLICATION, _text(*mark)),
        _paragraph(
            "The full minute is among the exempt minutes. ",
            _gap("A summary that may be published (Local Government Act 1972, section 100C(2))"),
        ),
    )


def _item_blocks(meeting: Meeting, item: AgendaItem, position: int) -> tuple[Block, ...]:
    """Return the whole minute of an item, standing business or not."""
    blocks = [*_urgency_blocks(item)]
    kinds = standing_business(item.title)
    for kind in kinds:
        blocks.extend(_standing_blocks(kind, meeting, item, position))
    if not kinds:
        blocks.append(_introduction(item))
    if item.parts:
        blocks.append(BulletList(tuple(_text(_part_words(part)) for part in item.parts)))
    blocks.extend(_exempt_document_blocks(meeting, item))
    if not kinds:
        blocks.append(_paragraph(_gap("Summary of the discussion")))
    if not kinds or item.recommendations:
        blocks.extend(resolution_blocks(item.recommendations))
        blocks.append(_SECONDED)
    if not kinds:
        blocks.append(
            _paragraph(
                _strong("Action: "), _gap("what is to be done"), ", ", _gap("by whom"), ", ", _gap("by when")
            )
        )
    return tuple(blocks)


def _urgency_blocks(item: AgendaItem) -> tuple[Block, ...]:
    """Return the special circumstances that the minutes of a late item must specify."""
    reason: Span | str = item.urgency_reason.strip()
    if not reason and not item.to_follow:
        return ()
    blocks: list[Block] = [
        _paragraph(
            _strong("Reason for urgency: "),
            reason
            or _gap("the special circumstances; only if the papers were open for less than five clear days"),
        ),
        _paragraph(
            "By reason of these special circumstances the Chair was of the opinion that the item should"
            " be considered at the meeting as a matter of urgency (Local Government Act 1972, section"
            " 100B(4)(b))."
        ),
    ]
    return tuple(blocks)


_INTRODUCTIONS = {
    Form.REPORT: " introduced the report, copies of which had been circulated before the meeting.",
    Form.PAPER: " introduced the paper, copies of which had been circulated before the meeting.",
    Form.PRESENTATION: " gave a presentation.",
    Form.VERBAL: " gave a verbal update.",
    Form.NONE: " introduced the item.",
}
_NOBODY = frozenset({"all", "n/a", "na", "none", "tba", "tbc", "various", "-"})


def _introduction(item: AgendaItem) -> Paragraph:
    lead = " ".join(item.lead.split())
    if not lead or lead.casefold() in _NOBODY:
        return _paragraph(_gap("Name"), _INTRODUCTIONS[item.form])
    if lead.casefold() in ("chair", "vice-chair"):
        lead = f"The {lead}"
    return _paragraph(lead, _INTRODUCTIONS[item.form])


def _part_words(part: Part) -> str:
    details = [", ".join(part.presenters), part.form.value]
    known = "; ".join(detail for detail in details if detail)
    return f"{part.title} ({known})" if known else part.title


def _exempt_document_blocks(meeting: Meeting, item: AgendaItem) -> tuple[Block, ...]:
    """Return the resolution to take where an open item has a paper that the public may not see."""
    if item.access is not Access.OPEN:
        return ()
    labels = document_labels(meeting)
    blocks: list[Block] = []
    for document in item.documents:
        if document.access is Access.OPEN:
            continue
        paper = labels[document.id] or f"the {document.role.value}"
        blocks.append(_paragraph(_gap(_if_discussed(paper, document))))
    return tuple(blocks)


def _if_discussed(paper: str, document: Document) -> str:
    if document.access is Access.CONFIDENTIAL:
        return (
            f"Only if {paper}, which is confidential, was discussed: The press and public were excluded"
            " under section 100A(2) of the Local Government Act 1972"
        )
    under = f"{in_words(document.exempt_paragraphs)} of " if document.exempt_paragraphs else ""
    return (
        f"Only if {paper}, which is exempt, was discussed: RESOLVED: that {_EXCLUDED} for that discussion,"
        f" on the grounds that exempt information under {under}Part 1 of Schedule 12A to the Act would be"
        " disclosed to them"
    )


def _standing_blocks(
    kind: StandingBusiness, meeting: Meeting, item: AgendaItem, position: int
) -> tuple[Block, ...]:
    """Return the settled words of standing business."""
    match kind:
        case StandingBusiness.APOLOGIES:
            return _apologies_blocks(item)
        case StandingBusiness.REQUESTS:
            return (
                _paragraph(
                    "None had been received. ",
                    _gap("or: who asked to speak, on which item, and what they said"),
                ),
            )
        case StandingBusiness.DECLARATIONS:
            return _declarations_blocks()
        case StandingBusiness.MINUTES:
            return _minutes_blocks(meeting, item)
        case StandingBusiness.ACTION_LOG:
            return _action_log_blocks(meeting, item)
        case StandingBusiness.ANNOUNCEMENTS:
            return (_paragraph("There were none. ", _gap("or: the announcements")),)
        case StandingBusiness.URGENT:
            return (
                _paragraph(
                    "There was none. ",
                    _gap(
                        "or: the item, and the special circumstances by reason of which the Chair was of the"
                        " opinion that it should be considered as a matter of urgency (Local Government Act"
                        " 1972, section 100B(4)(b))"
                    ),
                ),
            )
        case StandingBusiness.EXCLUSION:
            return ()
        case StandingBusiness.CLOSE:
            if position == len(meeting.items):
                return (_closing_words(),)
            return (_paragraph("The public part of the meeting closed at ", _gap("time"), "."),)


def _apologies_blocks(item: AgendaItem) -> tuple[Block, ...]:
    blocks = [_paragraph("Apologies for absence were received from ", _gap("names"), ".")]
    if "substitut" in item.title.casefold():
        blocks.append(_paragraph(_gap("Member"), " attended as a substitute for ", _gap("member"), "."))
    return tuple(blocks)


def _declarations_blocks() -> tuple[Block, ...]:
    return (
        _paragraph("The Chair invited members to declare any interests in the items on the agenda."),
        _paragraph("No declarations were made. ", _gap("or, in place of this sentence, the table")),
        Table(
            TableKind.DECLARATIONS,
            ("Member", "Item", "Interest", "Took part, or left the room"),
            (_gap_cells("member", "item", "interest and its nature", "took part or left"),) * 2,
        ),
    )


def _minutes_blocks(meeting: Meeting, item: AgendaItem) -> tuple[Block, ...]:
    dates = minutes_dates(item, meeting.date)
    meetings = "meetings" if len(dates) > 1 else "meeting"
    held_on = _in_a_row([date_words(date) for date in dates]) if dates else _gap("date")
    return (
        _resolution(
            _strong("RESOLVED:"),
            f" that the minutes of the {meetings} held on ",
            held_on,
            " be agreed as a correct record.",
        ),
    )


def _action_log_blocks(meeting: Meeting, item: AgendaItem) -> tuple[Block, ...]:
    blocks: list[Block] = [
        _paragraph("The action log, copies of which had been circulated before the meeting, was considered.")
    ]
    if meeting.actions:
        blocks.append(BulletList(tuple(_action_words(action) for action in meeting.actions)))
    else:
        blocks.append(_paragraph(_gap("Progress on actions")))
    if not item.recommendations:
        blocks.append(_resolution(_strong("RESOLVED:"), " that the action log be noted."))
    return tuple(blocks)


def _action_words(action: Action) -> Text:
    """Return "210323/02 Send the dates (Cheryl Bird): sent on 26 March. Completed."."""
    number = f"{action.number} " if action.number else ""
    owner = f" ({action.owner})" if action.owner else ""
    progress = action.progress.strip().rstrip(".")
    start = f"{number}{action.action.strip().rstrip('.')}{owner}"
    if action.status is ActionStatus.COMPLETED:
        done = "" if progress.casefold() in ("", "completed", "complete") else f": {progress}"
        return _text(f"{start}{done}. Completed.")
    return _text(f"{start}: ", f"{progress}." if progress else _gap("progress"))


def _closing_words() -> Paragraph:
    return _paragraph("There being no further business the meeting closed at ", _gap("time"), ".")


def _closing(meeting: Meeting) -> tuple[Block, ...]:
    """Return the close, unless the last item says it, and the place to sign."""
    said = bool(meeting.items) and StandingBusiness.CLOSE in standing_business(meeting.items[-1].title)
    signature = (
        Paragraph(ParagraphRole.SIGNATURE, _text("Chair:")),
        Paragraph(ParagraphRole.SIGNATURE, _text("Date:")),
    )
    return signature if said else (_closing_words(), *signature)


_ACTION_HEADINGS = ("Number", "Action", "Owner", "Progress", "Status")
_NEW_ACTION_ROWS = 5
_DATED_NUMBER = re.compile(r"\d{6}/\d{2}")


def _action_sections(meeting: Meeting) -> tuple[MinutesSection, ...]:
    outstanding = [a for a in meeting.actions if a.status is ActionStatus.OUTSTANDING]
    completed = [a for a in meeting.actions if a.status is ActionStatus.COMPLETED]
    return (
        MinutesSection("Actions carried in", _actions_or_none(outstanding)),
        MinutesSection(
            "New actions", (Table(TableKind.ACTIONS, _ACTION_HEADINGS, _new_action_rows(meeting)),)
        ),
        MinutesSection("Actions completed since the last meeting", _actions_or_none(completed)),
    )


def _actions_or_none(actions: Sequence[Action]) -> tuple[Block, ...]:
    if not actions:
        return (_paragraph("None."),)
    rows = tuple(
        _text_cells(a.number, a.action, a.owner, a.progress, a.status.value.capitalize()) for a in actions
    )
    return (Table(TableKind.ACTIONS, _ACTION_HEADINGS, rows),)


def _new_action_rows(meeting: Meeting) -> tuple[tuple[Text, ...], ...]:
    """Return empty rows, numbered after this meeting's date where the council numbers actions so."""
    used = {action.number.strip() for action in meeting.actions}
    if not any(_DATED_NUMBER.fullmatch(number) for number in used):
        return (((),) * len(_ACTION_HEADINGS),) * _NEW_ACTION_ROWS
    day = f"{meeting.date.day:02d}{meeting.date.month:02d}{meeting.date.year % 100:02d}"
    numbers = (f"{day}/{n:02d}" for n in itertools.count(1))
    free = itertools.islice((number for number in numbers if number not in used), _NEW_ACTION_ROWS)
    return tuple(_text_cells(number, "", "", "", "") for number in free)


@dataclasses.dataclass(frozen=True, slots=True)
class _Line:
    """One line of the recommendations: how it was marked, and its words without the mark."""

    marker: str
    words: str
    is_lead_in: bool


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
    r"|recommend(?:ed|ations?)\b(?:\s*:\s*(?:that\b)?|\s+that\b)"
    r"|that\b)[:,]?\s*",
    re.IGNORECASE,
)


def resolution_blocks(recommendations: Sequence[str]) -> tuple[Block, ...]:
    """Turn the recommendations of a report into a draft resolution.

    Their numbers and letters and "It is recommended that" go; their words stay. Several become
    a lettered list, with the points under a point one level down; one stays in the sentence.
    "It is recommended that the Board:" becomes "RESOLVED that: the Board:" over its list. With no
    recommendations the resolution is a gap.
    """
    blocks: list[Block] = []
    for introduction, lines in _groups(_lines(recommendations)):
        blocks.extend(_one_resolution(introduction, lines))
    if not blocks:
        return (
            _resolution(
                _strong("RESOLVED that:"), " ", _gap("the resolution; take this out if none was made")
            ),
        )
    return tuple(blocks)


def _groups(lines: Sequence[_Line]) -> list[tuple[str, list[_Line]]]:
    """Return each run of points with the words that introduce it, or "".

    A point marked like the introduction itself (3.2 after "3.1 It is recommended that the Board:
    a) ... b) ...") belongs to what was introduced no longer.
    """
    groups: list[tuple[str, list[_Line]]] = []
    introduction_marker = ""
    for line in lines:
        if line.is_lead_in:
            groups.append((line.words.strip(" :"), []))
            introduction_marker = line.marker
        elif not groups or (line.marker and line.marker == introduction_marker):
            groups.append(("", [line]))
            introduction_marker = ""
        else:
            groups[-1][1].append(line)
    return groups


def _one_resolution(introduction: str, lines: Sequence[_Line]) -> tuple[Block, ...]:
    if len(lines) <= 1:
        words = " ".join(filter(None, (introduction, *(line.words for line in lines))))
        return (_resolution(_strong("RESOLVED that:"), f" {words}"),) if words else ()
    outer_marker = lines[0].marker
    points = tuple(
        LetteredPoint(_text(line.words), level=int(bool(line.marker) and line.marker != outer_marker))
        for line in lines
    )
    opening = (
        (_strong("RESOLVED that:"), f" {introduction}:") if introduction else (_strong("RESOLVED that:"),)
    )
    return (_resolution(*opening), LetteredList(points))


def _lines(recommendations: Sequence[str]) -> tuple[_Line, ...]:
    split = [" ".join(text.split()) for entry in recommendations for text in entry.splitlines()]
    texts = [text for text in split if text]
    lines: list[_Line] = []
    last_letter = ""
    for index, text in enumerate(texts):
        marker, mark, words = _marked(text, lines[-1].marker if lines else "", last_letter)
        last_letter = mark.strip("(). ").lower() if marker == "letter" else last_letter
        lead_in = _LEAD_IN.match(words)
        words = words[lead_in.end() :] if lead_in is not None else words
        has_points = index + 1 < len(texts) and (words.endswith(":") or not words)
        is_lead_in = has_points and (lead_in is not None or (index == 0 and not marker))
        if words or is_lead_in:
            lines.append(_Line(marker, words, is_lead_in))
    return tuple(lines)


def _marked(text: str, marker_before: str, last_letter: str) -> tuple[str, str, str]:
    """Return the marker's kind, the marker and the words after it.

    "i)", "v)" and "x)" are letters or roman numerals; what came before tells which.
    """
    for kind, pattern in _MARKERS:
        match = pattern.match(text)
        if match is None:
            continue
        mark = match[0]
        figure = mark.strip("(). ")
        if kind == "roman" and len(figure) == 1 and marker_before != "roman":
            is_letter = figure != "i" or last_letter == "h"
            if is_letter:
                continue
        depth = f" {figure.count('.')}" if kind == "number" else ""
        return f"{kind}{depth}", mark, text[match.end() :]
    return "", "", text
