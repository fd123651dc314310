"""The jobs themselves: each takes an order and the progress to tell, and gives its answers."""

from __future__ import annotations

import shutil
from collections import OrderedDict
from collections.abc import Collection, Iterator
from pathlib import Path

from packbuilder.errors import PackBuilderError
from packbuilder.files import why_not
from packbuilder.intake.kinds import kind_of
from packbuilder.intake.print_ready import print_ready
from packbuilder.intake.take_in import TakenIn, take_in
from packbuilder.meeting.access import public_view
from packbuilder.meeting.checks import check_meeting
from packbuilder.meeting.findings import refuse_errors
from packbuilder.meeting.meeting import Document
from packbuilder.pack.build import build_draft, build_public_pack
from packbuilder.pack.check import check_stamps
from packbuilder.pack.documents import TakeDocument, from_meeting_file, published_hashes, take_documents
from packbuilder.pack.house_logo import with_logo_from
from packbuilder.pack.plan import PackPlan
from packbuilder.progress import Progress
from packbuilder.storage.meeting_file import MeetingFile
from packbuilder.worker.messages import (
    Answer,
    Build,
    Built,
    Looked,
    PackPage,
    TakeIn,
    Taken,
    WriteMinutes,
    Written,
)

_MOST_KEPT_PAGES = 3000
"""How many pages of opened documents a worker keeps for its next build: some 200 MB of reports."""


class OpenDocuments:
    """Keeps documents open between builds, so that an edit does not read every report again.

    The documents are known by the hash of their original: one that changes is another one.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: OrderedDict[str, TakenIn] = OrderedDict()

    def taking_from(self, take: TakeDocument, allowed: Collection[str]) -> TakeDocument:
        """Return what gives kept documents, for one build, and asks ``take`` for the others.

        A file that is attached twice is given twice: the pages of one can be joined only once. What
        is not ``allowed`` (any more) is closed here, so that no later build is given it.
        """
        for sha256 in [sha256 for sha256 in self._kept if sha256 not in allowed]:
            del self._kept[sha256]
        given: set[str] = set()

        def kept_or_taken(document: Document) -> TakenIn:
            if document.sha256 in given:
                return take(document)
            given.add(document.sha256)
            taken = self._kept.pop(document.sha256, None) or take(document)
            self._kept[document.sha256] = taken
            return taken

        return kept_or_taken

    def drop_oldest(self) -> None:
        """Close those not used for longest, down to the limit."""
        page_count = sum(taken.facts.page_count for taken in self._kept.values())
        while page_count > _MOST_KEPT_PAGES:
            _, taken = self._kept.popitem(last=False)
            page_count -= taken.facts.page_count


def take_file_in(order: TakeIn, progress: Progress) -> Iterator[Answer]:
    """Take a file in: its bytes as received and its print-ready PDF go into the job's folder.

    Raises:
        PackBuilderError: If the file cannot be taken in.
    """
    path, folder = Path(order.path), Path(order.folder)
    progress.step("Reading", 0, 1)
    kind_of(path)  # Refuses what is missing or no ordinary file, before it is read.
    original = folder / "received" / path.name
    try:
        original.parent.mkdir()
        # The copy and not the file: it may be saved over, or go away, between two readings.
        shutil.copyfile(path, original)
    except OSError as error:
        raise PackBuilderError(
            f"{path.name} could not be read: {why_not(error)}.", "Close it where it is open, and try again."
        ) from error
    taken = take_in(original, order.password)
    ready = folder / "print-ready.pdf"
    ready.write_bytes(print_ready(taken))
    yield Taken(job=order.job, original=str(original), print_ready=str(ready), facts=taken.facts)


def build(order: Build, progress: Progress, kept: OpenDocuments) -> Iterator[Answer]:
    """Build a pack; of a draft, say afterwards what its pages show.

    Raises:
        PackBuilderError: If the pack cannot be built.
        Cancelled: If the job was stopped.
    """
    with (
        MeetingFile.open(Path(order.meeting_file), read_only=True) as file,
        # In a folder that the window removes: a worker is often killed before it can do so itself.
        with_logo_from(file, order.meeting, Path(order.target).parent) as meeting,
    ):
        allowed = published_hashes(meeting)
        take = from_meeting_file(file, allowed)
        make = build_draft if order.draft else build_public_pack
        try:
            plan = make(meeting, Path(order.target), progress, kept.taking_from(take, allowed)).plan
            yield Built(job=order.job, pages=_pages(plan), front_sheet_page_count=plan.front_sheet_page_count)
            if order.draft:
                again = kept.taking_from(take, allowed)
                documents = take_documents(public_view(meeting), progress, again)
                findings = check_stamps(meeting, documents, progress)
                yield Looked(job=order.job, findings=tuple(findings))
        finally:
            kept.drop_oldest()


def write_minutes_template(order: WriteMinutes, progress: Progress) -> Iterator[Answer]:
    """Write the minutes in Word.

    Raises:
        PackBuilderError: If a check finds an error, or they cannot be written.
    """
    from packbuilder.word.minutes import write_minutes

    refuse_errors(check_meeting(order.meeting, {}))
    progress.step("Writing the minutes", 0, 1)
    paths = write_minutes(order.meeting, Path(order.target))
    yield Written(job=order.job, paths=tuple(map(str, paths)))


def _pages(plan: PackPlan) -> tuple[PackPage, ...]:
    return tuple(PackPage(sheet.item_id, sheet.document_id) for sheet in plan.sheets)
