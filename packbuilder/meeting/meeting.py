"""The value everything else is made from: ``Meeting`` and the records inside it.

First in the line: describe -> take in -> plan -> draw -> assemble -> proof -> file. All records
are frozen, all sequences are tuples. Numbers, letters, page ranges and clock times are not here:
they are worked out (``numbering``, ``timings``) each time they are needed.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from enum import StrEnum

from packbuilder.meeting.fitting import Fitting
from packbuilder.meeting.house_style import HouseStyle
from packbuilder.meeting.treatment import Treatment


class Form(StrEnum):
    """How an item comes before the meeting, as printed in the agenda's table."""

    NONE = ""
    REPORT = "report"
    PAPER = "paper"
    PRESENTATION = "presentation"
    VERBAL = "verbal"


class Access(StrEnum):
    """Who may see something.

    Exempt information *may* be closed to the public (Local Government Act 1972, Schedule 12A);
    confidential information *must* be (section 100A(2) and (3)).
    """

    OPEN = "open"
    EXEMPT = "exempt"
    CONFIDENTIAL = "confidential"


class DocumentRole(StrEnum):
    """What a document is to its item. Appendices get letters, the others do not."""

    REPORT = "report"
    APPENDIX = "appendix"
    MINUTES = "minutes"
    ACTION_LOG = "action log"
    SLIDES = "slides"
    PAPER = "paper"


class ActionStatus(StrEnum):
    """Where an action of the log stands."""

    OUTSTANDING = "outstanding"
    COMPLETED = "completed"


def new_id() -> str:
    """Return a fresh identifier for an item or a document."""
    return uuid.uuid4().hex


@dataclasses.dataclass(frozen=True, slots=True)
class Document:
    """A file filed under an item. ``file`` is its path, as absolute as its description made it.

    ``sha256`` names the copy that the meeting file holds (the SHA-256 of the original, in
    hexadecimal); ``file`` is then where it came from. It is empty for a file on disk.

    ``inside`` names the part of a mail or ZIP file that is meant, with its folders in the ZIP file;
    empty is the file itself.
    ``looked_at`` is what the clerk has looked at in this very file and lets stand: a kind of finding
    ("odd-size"), or a kind and the digest of what was found ("covered-text 1f3a9c"), which says
    nothing about anything else that is found. ``treatment`` and ``fitting`` say what becomes of its pages.
    """

    id: str
    file: str
    title: str = ""
    role: DocumentRole = DocumentRole.REPORT
    access: Access = Access.OPEN
    exempt_paragraphs: tuple[int, ...] = ()
    sha256: str = ""
    inside: str = ""
    treatment: Treatment = Treatment()
    fitting: Fitting = Fitting()
    looked_at: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """A sub-item: listed under its item in the agenda, with its presenters and form."""

    title: str
    presenters: tuple[str, ...] = ()
    form: Form = Form.NONE


@dataclasses.dataclass(frozen=True, slots=True)
class AgendaItem:
    """One numbered piece of business.

    ``minutes`` is how long it is to take; ``start`` a fixed clock time. Either may be missing,
    and the other is then derived (``timings``). ``public_title`` is printed in the public pack
    instead of the title where that would give too much away.
    """

    id: str
    title: str
    description: str = ""
    lead: str = ""
    form: Form = Form.NONE
    minutes: int | None = None
    start: dt.time | None = None
    section: str = ""
    access: Access = Access.OPEN
    exempt_paragraphs: tuple[int, ...] = ()
    public_title: str = ""
    to_follow: bool = False
    urgency_reason: str = ""
    recommendations: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    documents: tuple[Document, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Member:
    """Someone who sits on the body; ``position`` is "Chair", "Vice-Chair" or empty."""

    name: str
    role: str = ""
    position: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Officer:
    """Someone who attends to advise or to take the minutes."""

    name: str
    role: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Notice:
    """Standing information printed after the agenda; line breaks in ``text`` are kept."""

    heading: str
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Administrator:
    """Whom to ask about the agenda."""

    name: str = ""
    role: str = ""
    email: str = ""
    phone: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class ProperOfficer:
    """Who signs the agenda (Local Government Act 1972, section 100B)."""

    name: str = ""
    post: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Action:
    """One row of the action log."""

    number: str
    action: str
    owner: str = ""
    progress: str = ""
    status: ActionStatus = ActionStatus.OUTSTANDING


@dataclasses.dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting of one body, as described. ``finish`` is when it should be over, if that is set.

    ``executive`` says that the body is the council's executive (its cabinet), whose meetings are
    closed under the Local Authorities (Executive Arrangements) (Meetings and Access to
    Information) (England) Regulations 2012 and not under section 100A of the 1972 Act.
    """

    council: str
    body: str
    date: dt.date
    time: dt.time | None = None
    finish: dt.time | None = None
    venue: str = ""
    executive: bool = False
    published: dt.date | None = None
    introduction: str = ""
    administrator: Administrator = Administrator()
    proper_officer: ProperOfficer = ProperOfficer()
    members: tuple[Member, ...] = ()
    officers: tuple[Officer, ...] = ()
    notices: tuple[Notice, ...] = ()
    items: tuple[AgendaItem, ...] = ()
    actions: tuple[Action, ...] = ()
    style: HouseStyle = HouseStyle()

    def documents(self) -> tuple[tuple[AgendaItem, Document], ...]:
        """Return every document with its item, in agenda order."""
        return tuple((item, document) for item in self.items for document in item.documents)
