"""The jobs themselves: each takes an order and the progress to tell, and gives its answers."""

from __future__ import annotations

import shutil
from collections import OrderedDict
from collections.abc import Collection, Iterator
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from packbuilder.errors import PackBuilderError, PasswordNeeded
from packbuilder.files import safe_file_name, unreadable
from packbuilder.intake.kinds import is_parcel, is_taken_in, kind_by_name, kind_of, refusal
from packbuilder.intake.print_ready import print_ready
from packbuilder.intake.take_in import Received, part_taken_out, take_in_all
from packbuilder.intake.taken_in import TakenIn
from packbuilder.meeting.access import public_view
from packbuilder.meeting.checks import check_meeting
from packbuilder.meeting.document_facts import LOOKED_WITH
from packbuilder.meeting.findings import refuse_errors
from packbuilder.meeting.fitting import Fitting
from packbuilder.meeting.meeting import Document
from packbuilder.meeting.treatment import Treatment
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
    FileToTakeIn,
    Inside,
    Looked,
    LookInside,
    NotTaken,
    PackPage,
    ParcelPart,
    TakeIn,
    Taken,
    Why,
    WriteMinutes,
    Written,
)

if TYPE_CHECKING:
    from packbuilder.intake.parcels import Part

_MOST_KEPT_PAGES = 3000
"""How many pages of opened documents a worker keeps for its next build: some 200 MB of reports."""


class OpenDocuments:
    """Keeps documents open between builds, so that an edit does not read every report again.

    The documents are known by the hash of their original and by what is done to their pages: one
    that changes is another one. What an earlier packbuilder took in is not kept: it is looked at anew,
    and may then have other pages.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: OrderedDict[tuple[str, Treatment, Fitting], TakenIn] = OrderedDict()

    def taking_from(self, take: TakeDocument, allowed: Collection[str]) -> TakeDocument:
        """Return what gives kept documents, for one build, and asks ``take`` for the others.

        A file that is attached twice is given twice: the pages of one can be joined only once. What
        is not ``allowed`` (any more) is closed here, so that no later build is given it.
        """
        for key in [key for key in self._kept if key[0] not in allowed]:
            del self._kept[key]
        given: set[tuple[str, Treatment, Fitting]] = set()

        def kept_or_taken(document: Document) -> TakenIn:
            key = (document.sha256, document.treatment, document.fitting)
            if key in given:
                return take(document)
            given.add(key)
            taken = self._kept.pop(key, None) or take(document)
            if taken.facts.looked_with >= LOOKED_WITH:
                self._kept[key] = taken
            return taken

        return kept_or_taken

    def drop_oldest(self) -> None:
        """Close those not used for longest, down to the limit."""
        page_count = sum(taken.facts.page_count for taken in self._kept.values())
        while page_count > _MOST_KEPT_PAGES:
            _, taken = self._kept.popitem(last=False)
            page_count -= taken.facts.page_count


def take_files_in(order: TakeIn, progress: Progress) -> Iterator[Answer]:
    """Take files in: the bytes of each as received and its print-ready PDF go into the job's folder.

    What one file cannot is told of that file; the others go on.

    Raises:
        Cancelled: If the job was stopped.
    """
    folder = Path(order.folder)
    received: list[Received] = []
    indexes: list[int] = []
    for index, file in enumerate(order.files):
        progress.step("Reading", index, len(order.files))
        try:
            received.append(_received(file, order.meeting_file, folder / str(index) / "received"))
        except PackBuilderError as error:
            yield _not_taken(order.job, index, error)
            continue
        indexes.append(index)
    for place, way_in in take_in_all(received, folder, progress):
        index = indexes[place]
        try:
            if isinstance(way_in, PackBuilderError):
                raise way_in
            taken = way_in()
            ready = folder / str(index) / "print-ready.pdf"
            ready.write_bytes(print_ready(taken))
        except PackBuilderError as error:
            yield _not_taken(order.job, index, error)
            continue
        except OSError as error:  # A full disk, most likely: it must not pass for an unknown fault.
            yield _not_taken(order.job, index, unreadable(received[place].path.name, error))
            continue
        original = str(received[place].path)
        yield Taken(job=order.job, index=index, original=original, print_ready=str(ready), facts=taken.facts)


def _received(file: FileToTakeIn, meeting_file: str, folder: Path) -> Received:
    """Copy a file, or what is meant inside it, into a folder of its own, under its own name.

    The copy is read and not the file: it may be saved over, or go away, between two readings.
    """
    path = Path(file.path)
    name = file.inside or path.name
    if not file.sha256:
        kind_of(path)  # Refuses what is missing or no ordinary file, before it is read.
    try:
        folder.mkdir(parents=True)
        if file.sha256:
            with MeetingFile.open(Path(meeting_file), read_only=True) as held:
                data = held.original(file.sha256)
            target = folder / safe_file_name(PurePath(name).stem, PurePath(name).suffix)
            target.write_bytes(data)
        elif file.inside:
            target = part_taken_out(path, file.inside, folder)
        else:
            target = folder / path.name
            shutil.copyfile(path, target)
    except OSError as error:
        raise unreadable(name, error) from error
    return Received(target, file.password, file.treatment)


def _not_taken(job: int, index: int, error: PackBuilderError) -> NotTaken:
    why = Why.PASSWORD if isinstance(error, PasswordNeeded) else Why.REFUSED
    return NotTaken(job=job, index=index, why=why, what=error.what, next_step=error.next_step)


def look_inside(order: LookInside) -> Iterator[Answer]:
    """Say what a mail or ZIP file holds.

    Raises:
        PackBuilderError: If it cannot be read.
    """
    # Few workers are asked this, and what reads mail takes long to load.
    from packbuilder.intake.parcels import parts_of

    path = Path(order.path)
    kind_of(path)
    parts = tuple(
        ParcelPart(part.name, part.kind, part.size_bytes, part.is_message, _why_not_taken_in(part))
        for part in parts_of(path)
    )
    yield Inside(job=order.job, parts=parts)


def _why_not_taken_in(part: Part) -> str:
    if part.is_message:
        return ""
    kind = kind_by_name(part.name)
    if is_taken_in(kind) and not is_parcel(PurePath(part.name)):
        return ""
    return refusal(PurePath(part.name), kind).what


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
