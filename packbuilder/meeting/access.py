"""Who may see what: the public view of a meeting, made by inclusion.

The public pack is built from ``public_view(meeting)`` alone, so what is exempt or confidential
is not hidden somewhere in it: it never reached the code that builds it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from packbuilder.meeting.meeting import Access, AgendaItem, DocumentRole, Meeting
from packbuilder.meeting.numbering import document_labels

EXECUTIVE_REGULATIONS = (
    "Local Authorities (Executive Arrangements) (Meetings and Access to Information) (England) "
    "Regulations 2012"
)
"""What governs access to meetings of a council's executive, in place of section 100A of the 1972 Act."""

_SECTION_100A = "Local Government Act 1972, section 100A(3)"

EXEMPT_PARAGRAPHS: dict[int, str] = {
    1: "Information relating to any individual.",
    2: "Information which is likely to reveal the identity of an individual.",
    3: "Information relating to the financial or business affairs of any particular person"
    " (including the authority holding that information).",
    4: "Information relating to any consultations or negotiations, or contemplated consultations or"
    " negotiations, in connection with any labour relations matter arising between the authority or"
    " a Minister of the Crown and employees of, or office holders under, the authority.",
    5: "Information in respect of which a claim to legal professional privilege could be maintained"
    " in legal proceedings.",
    6: "Information which reveals that the authority proposes to give under any enactment a notice"
    " under or by virtue of which requirements are imposed on a person, or to make an order or"
    " direction under any enactment.",
    7: "Information relating to any action taken or to be taken in connection with the prevention,"
    " investigation or prosecution of crime.",
}
"""Local Government Act 1972, Schedule 12A, Part 1 (England)."""


def in_words(numbers: Sequence[int]) -> str:
    """Return "paragraph 3" or "paragraphs 1, 2 and 3"."""
    ordered = [str(n) for n in sorted(set(numbers))]
    if len(ordered) == 1:
        return f"paragraph {ordered[0]}"
    return f"paragraphs {', '.join(ordered[:-1])} and {ordered[-1]}"


def access_line(meeting: Meeting, item: AgendaItem) -> str:
    """Return the sentence printed under a closed item of a meeting, or "" for an open one."""
    if item.access is Access.OPEN:
        return ""
    return f"Not for publication: {_ground(meeting, item.access, item.exempt_paragraphs)}."


def _ground(meeting: Meeting, access: Access, exempt_paragraphs: Sequence[int]) -> str:
    if access is Access.CONFIDENTIAL:
        law = EXECUTIVE_REGULATIONS + ", regulation 4(2)(a)" if meeting.executive else _SECTION_100A
        return f"confidential ({law})"
    if not exempt_paragraphs:
        return "exempt under Schedule 12A, Local Government Act 1972"
    return f"exempt under {in_words(exempt_paragraphs)} of Schedule 12A, Local Government Act 1972"


_UNTITLED = {
    DocumentRole.REPORT: "A report",
    DocumentRole.APPENDIX: "An appendix",
    DocumentRole.MINUTES: "A set of minutes",
    DocumentRole.ACTION_LOG: "An action log",
    DocumentRole.SLIDES: "A set of slides",
    DocumentRole.PAPER: "A paper",
}


def withheld_lines(meeting: Meeting) -> dict[str, tuple[str, ...]]:
    """Return what the public agenda says of each open item's closed documents, by item id.

    A reader must be able to see that the pack is not whole, and on what ground (Local Government
    Act 1972, section 100B(5)); the document's title is not told, as it may give too much away.
    """
    labels = document_labels(meeting)
    lines: dict[str, tuple[str, ...]] = {}
    for item in meeting.items:
        closed = [d for d in item.documents if d.access is not Access.OPEN]
        if item.access is Access.OPEN and closed:
            named = [(labels[d.id] or _UNTITLED[d.role], d) for d in closed]
            lines[item.id] = tuple(
                f"{name} is not for publication: {_ground(meeting, d.access, d.exempt_paragraphs)}."
                for name, d in named
            )
    return lines


def public_view(meeting: Meeting) -> Meeting:
    """Return the meeting as the public may see it.

    Open items keep their open documents. A closed item keeps its place, number, lead, time and
    paragraph, and the title meant for the public; nothing else of it is carried over, field by
    field, so that a field added later stays out until someone decides that it may go in.
    """
    return dataclasses.replace(meeting, items=tuple(_public_item(item) for item in meeting.items), actions=())


def _public_item(item: AgendaItem) -> AgendaItem:
    if item.access is Access.OPEN:
        open_documents = tuple(d for d in item.documents if d.access is Access.OPEN)
        title = item.public_title or item.title
        return dataclasses.replace(item, title=title, documents=open_documents, public_title="")
    return AgendaItem(
        id=item.id,
        title=item.public_title or item.title,
        lead=item.lead,
        form=item.form,
        minutes=item.minutes,
        start=item.start,
        section=item.section,
        access=item.access,
        exempt_paragraphs=item.exempt_paragraphs,
    )
