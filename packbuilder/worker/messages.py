"""What the window and its worker say to each other: one JSON object a line, told apart by ``type``.

Both sides read this module and nothing else of each other. Every order carries a ``job`` number,
which each answer to it repeats.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from packbuilder.meeting.document_facts import DocumentFacts
from packbuilder.meeting.findings import Finding
from packbuilder.meeting.meeting import Meeting
from packbuilder.meeting.treatment import Treatment


class _Message(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    job: int


# Orders.


class FileToTakeIn(msgspec.Struct, frozen=True, kw_only=True):
    """One file to take in.

    ``path`` is where it lies, and gives it its name; ``inside`` names the part of a mail or ZIP file
    that is meant, with its folders. Where ``sha256`` is given, the meeting file holds it, and the disk
    is not read.
    """

    path: str
    inside: str = ""
    sha256: str = ""
    password: str = ""
    treatment: Treatment = Treatment()


class TakeIn(_Message, frozen=True):
    """Take in files, together, as that is quicker; put what comes of them into ``folder``."""

    files: tuple[FileToTakeIn, ...]
    folder: str
    meeting_file: str = ""


class LookInside(_Message, frozen=True):
    """Say what a mail or ZIP file at ``path`` holds."""

    path: str


class Build(_Message, frozen=True):
    """Build the public pack of a meeting whose documents ``meeting_file`` holds, at ``target``.

    A draft is built whatever the checks find, and is looked at for what only its pages show.
    """

    meeting: Meeting
    meeting_file: str
    target: str
    draft: bool = False


class WriteMinutes(_Message, frozen=True):
    """Write the minutes of a meeting at ``target``, in a folder of the window's own."""

    meeting: Meeting
    target: str


class Stop(_Message, frozen=True):
    """Stop the job at its next step, if it still runs."""


Order = TakeIn | LookInside | Build | WriteMinutes | Stop


# Answers.


class Why(StrEnum):
    """What kind of failure it was."""

    REFUSED = "refused"
    PASSWORD = "password"
    STOPPED = "stopped"
    FAULT = "fault"


class Step(_Message, frozen=True):
    """How far the job is."""

    text: str
    done: int
    total: int


class Taken(_Message, frozen=True):
    """One of the files was taken in: two files in the job's folder, and the facts.

    ``index`` says which, counting from 0 in the order's list.
    """

    index: int
    original: str
    print_ready: str
    facts: DocumentFacts


class NotTaken(_Message, frozen=True):
    """One of the files could not be taken in; the others go on."""

    index: int
    why: Why
    what: str
    next_step: str = ""


class ParcelPart(msgspec.Struct, frozen=True):
    """One thing that a mail or ZIP file holds.

    ``name`` has the folders of a ZIP file, and is empty for the mail's own words; ``words`` say what
    kind of file it is, and ``refusal`` why it cannot be taken in, if it cannot.
    """

    name: str
    words: str
    size_bytes: int
    is_message: bool = False
    refusal: str = ""

    @property
    def can_be_taken_in(self) -> bool:
        """Whether it is of a kind that packbuilder takes in."""
        return not self.refusal


class Inside(_Message, frozen=True):
    """What the mail or ZIP file holds."""

    parts: tuple[ParcelPart, ...]


class PackPage(msgspec.Struct, frozen=True, array_like=True):
    """Whose a page of the pack is; both empty for the front sheet and the blank side after it."""

    item_id: str
    document_id: str


class Built(_Message, frozen=True):
    """The pack lies at the target, proofed. ``pages`` are in the order of the file."""

    pages: tuple[PackPage, ...]
    front_sheet_page_count: int


class Looked(_Message, frozen=True):
    """What looking at a draft's pages found; comes after ``Built``."""

    findings: tuple[Finding, ...]


class Written(_Message, frozen=True):
    """The Word files that were written."""

    paths: tuple[str, ...]


class Done(_Message, frozen=True):
    """The job is done; the last answer to it."""


class Failed(_Message, frozen=True):
    """The job was not done; the last answer to it. ``details`` are for whoever mends packbuilder."""

    why: Why
    what: str = ""
    next_step: str = ""
    details: str = ""


Answer = Step | Taken | NotTaken | Inside | Built | Looked | Written | Done | Failed

_orders: msgspec.json.Decoder[Order] = msgspec.json.Decoder(Order)
_answers: msgspec.json.Decoder[Answer] = msgspec.json.Decoder(Answer)


def to_line(message: Order | Answer) -> bytes:
    """Return a message as the line that carries it."""
    return msgspec.json.encode(message) + b"\n"


def order_from(line: bytes) -> Order:
    """Read an order.

    Raises:
        msgspec.MsgspecError: If the line is none.
    """
    return _orders.decode(line)


def answer_from(line: bytes) -> Answer:
    """Read an answer.

    Raises:
        msgspec.MsgspecError: If the line is none.
    """
    return _answers.decode(line)
