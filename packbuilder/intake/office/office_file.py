"""Makes PDFs of what LibreOffice reads: Word, slides, spreadsheets, text and mail.

Second in the line, below ``take_in``. Each file is looked into first, for what its author may not
mean to publish; then, in a copy, fields are frozen and pictures cut, it is treated as the clerk
asked, what is hidden is taken out, and the copies are converted together.
What cannot be looked into as it is (.doc, .xls, .rtf ...) is converted to OpenDocument for that;
spreadsheets are so in any case, because their pages are set up there.
"""

from __future__ import annotations

import contextlib
import dataclasses
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2

from packbuilder.errors import PackBuilderError, PasswordNeeded
from packbuilder.files import unreadable
from packbuilder.intake.covers.cover_in_word import cover_in_word
from packbuilder.intake.kinds import FileKind
from packbuilder.intake.made.delimited_text import values_as_ods
from packbuilder.intake.made.mail_pages import message_as_odt
from packbuilder.intake.made.plain_text import text_as_odt
from packbuilder.intake.office.accepted_changes import accept_changes
from packbuilder.intake.office.cropped_pictures import NOT_CUT, crop_pictures
from packbuilder.intake.office.frozen_fields import FieldsOf, freeze_fields
from packbuilder.intake.office.hidden_dropped import drop_hidden
from packbuilder.intake.office.libreoffice import OfficeFile, Target, convert
from packbuilder.intake.office.spreadsheets import SheetsSetUp, set_up_sheets
from packbuilder.intake.office.told_left_out import told_as_printed
from packbuilder.intake.parcels import read_message
from packbuilder.intake.taken_in import FoundBefore
from packbuilder.intake.traits.office_traits import Inspected, can_inspect, inspect_office
from packbuilder.meeting.document_facts import FileDetails
from packbuilder.meeting.treatment import Remedy, Treatment
from packbuilder.progress import Progress


@dataclasses.dataclass(frozen=True, slots=True)
class OfficePaper:
    """A file that LibreOffice makes pages of."""

    path: Path
    kind: FileKind
    treatment: Treatment = Treatment()


@dataclasses.dataclass(frozen=True, slots=True)
class PaperAsPdf:
    """What became of it: the PDF, and what the file told before."""

    pdf: bytes
    found: FoundBefore


@dataclasses.dataclass(slots=True)
class _OnItsWay:
    """A paper between two steps: the copy that is worked on, and what was found so far."""

    paper: OfficePaper
    copy: Path
    found: FoundBefore = FoundBefore()


_BETWEEN_LETTERS = re.compile(r"[\s\u00ad\ufffe]+")

_OPEN_DOCUMENT = {
    FileKind.WORD: Target.ODT,
    FileKind.POWERPOINT: Target.ODP,
    FileKind.EXCEL: Target.ODS,
}


def office_papers(
    papers: Sequence[OfficePaper], folder: Path, progress: Progress
) -> Iterator[tuple[int, PaperAsPdf | PackBuilderError]]:
    """Make a PDF of each paper.

    Args:
        papers: The papers.
        folder: A folder for what is made on the way, and for the PDFs.
        progress: Told of each paper that is done.

    Yields:
        The index of a paper and what became of it, or why nothing did; in the order in which they
        are ready.

    Raises:
        Cancelled: If the user asked to stop.
    """
    done = 0
    on_their_way: dict[int, _OnItsWay] = {}
    for index, paper in enumerate(papers):
        place = folder / f"paper-{index}"
        place.mkdir()
        try:
            on_their_way[index] = _begun(paper, place)
        except PasswordNeeded as error:
            done += 1
            # LibreOffice cannot be told one, so the clerk is not asked for it.
            yield index, PackBuilderError(error.what, error.next_step)
        except PackBuilderError as error:
            done += 1
            yield index, error
    for index, refusal in list(_brought_to_open_document(on_their_way, folder)):
        done += 1
        del on_their_way[index]
        yield index, refusal
    for index in list(on_their_way):
        try:
            _treat(on_their_way[index], folder / f"paper-{index}")
        except PackBuilderError as error:
            done += 1
            del on_their_way[index]
            yield index, error
    progress.step("Converting", done, len(papers))
    indexes = list(on_their_way)
    files = [OfficeFile(way.copy, Target.PDF, way.paper.path.name) for way in on_their_way.values()]
    for place_in_call, converted in convert(files, folder):
        done += 1
        progress.step("Converting", done, len(papers))
        index = indexes[place_in_call]
        if isinstance(converted, PackBuilderError):
            yield index, converted
        else:
            yield index, _as_pdf(on_their_way[index], converted)


def _as_pdf(way: _OnItsWay, converted: Path) -> PaperAsPdf | PackBuilderError:
    try:
        data = converted.read_bytes()
        converted.unlink()
    except OSError as error:
        return unreadable(way.paper.path.name, error)
    if _prints_place(data, converted.parent):
        return PackBuilderError(
            f"{way.paper.path.name} prints the folder that it is in, which is a temporary one here.",
            "Open it in the program it was made with, save it as PDF, and attach that.",
        )
    found = dataclasses.replace(way.found, traits=told_as_printed(data, way.found.traits))
    return PaperAsPdf(data, found)


def _prints_place(pdf: bytes, place: Path) -> bool:
    """Whether the pages name the folder in which they were made: it tells of this computer.

    Its own name is by chance, so it stands for the path. Links to files need no look: none is kept.
    """
    # A page that PDFium cannot read is told of when it is looked at.
    with contextlib.suppress(pypdfium2.PdfiumError), contextlib.closing(pypdfium2.PdfDocument(pdf)) as pages:
        return any(
            place.name in _BETWEEN_LETTERS.sub("", page.get_textpage().get_text_bounded()) for page in pages
        )
    return False


def _begun(paper: OfficePaper, place: Path) -> _OnItsWay:
    """Look into a file as it was received, where that can be; make a document of what is only words."""
    path = paper.path
    if paper.kind is FileKind.TEXT:
        target = place / "text.odt"
        text_as_odt(_read(path), target, path.stem)
        return _OnItsWay(paper, target, _found_of(paper))
    if paper.kind is FileKind.MAIL:
        target = place / "message.odt"
        message_as_odt(read_message(path), target)
        return _OnItsWay(paper, target, _found_of(paper))
    if paper.kind is FileKind.EXCEL and path.suffix.lower() == ".csv":
        target = place / "values.ods"
        values_as_ods(_read(path), target, path.name)
        return _OnItsWay(paper, target, _found_of(paper))
    if not can_inspect(path):
        return _OnItsWay(paper, path)
    found = _found_of(paper, inspect_office(path))
    if paper.kind is FileKind.WORD:
        found = dataclasses.replace(found, cover=cover_in_word(path))
    way = _OnItsWay(paper, path, found)
    _settle(way, place, as_received=True)
    return way


def _settle(way: _OnItsWay, place: Path, *, as_received: bool) -> None:
    """Have the copy show what its author saw, and no more: its fields frozen, its pictures cut."""
    changed = way.found.details.changed if way.found.details is not None else ""
    # In a folder of its own each keeps its name, which errors say.
    name = f"{way.paper.path.stem}{way.copy.suffix.lower()}"
    step = "received" if as_received else "brought"
    frozen, cut = place / f"{step}-frozen" / name, place / f"{step}-cut" / name
    for each in (frozen, cut):
        each.parent.mkdir()
    if freeze_fields(way.copy, frozen, FieldsOf(way.paper.path.name, changed, as_received=as_received)):
        way.copy = frozen
    cropped = crop_pictures(way.copy, cut)
    if cropped.is_written:
        way.copy = cut
    if cropped.is_any_left and NOT_CUT not in way.found.warnings:
        way.found = dataclasses.replace(way.found, warnings=(*way.found.warnings, NOT_CUT))


def _found_of(paper: OfficePaper, inspected: Inspected | None = None) -> FoundBefore:
    try:
        size_bytes = paper.path.stat().st_size
    except OSError as error:
        raise unreadable(paper.path.name, error) from error
    details = inspected.details if inspected is not None else FileDetails()
    details = dataclasses.replace(details, kind=paper.kind.value, size_bytes=size_bytes)
    traits = inspected.traits if inspected is not None else ()
    return FoundBefore(traits, details, may_be_report=paper.kind is FileKind.WORD)


def _brought_to_open_document(
    on_their_way: dict[int, _OnItsWay], folder: Path
) -> Iterator[tuple[int, PackBuilderError]]:
    """Convert what needs it to OpenDocument, all together, and look into what was not looked into yet.

    Yields:
        The index of a paper that cannot go on, and why.
    """
    wanting = {
        index: _OPEN_DOCUMENT[way.paper.kind] for index, way in on_their_way.items() if _is_to_be_brought(way)
    }
    files = [
        OfficeFile(on_their_way[index].copy, target, on_their_way[index].paper.path.name)
        for index, target in wanting.items()
    ]
    indexes = list(wanting)
    for place_in_call, converted in convert(files, folder) if files else ():
        index = indexes[place_in_call]
        if isinstance(converted, PackBuilderError):
            yield index, converted
            continue
        way = on_their_way[index]
        way.copy = converted
        try:
            if way.found.details is None:
                way.found = _found_of(way.paper, inspect_office(converted))
            _settle(way, folder / f"paper-{index}", as_received=False)
        except PackBuilderError as error:
            yield index, error


def _is_to_be_brought(way: _OnItsWay) -> bool:
    was_looked_into = way.found.details is not None
    is_other_sheet = way.paper.kind is FileKind.EXCEL and way.copy.suffix.lower() != ".ods"
    return not was_looked_into or is_other_sheet


def _treat(way: _OnItsWay, place: Path) -> None:
    """Make the copy as the clerk asked for it, and as it prints well."""
    if way.paper.kind is FileKind.WORD and Remedy.ACCEPT_CHANGES in way.paper.treatment.remedies:
        # In a folder of its own it keeps its name, which errors say.
        target = place / "accepted" / f"{way.paper.path.stem}{way.copy.suffix.lower()}"
        target.parent.mkdir()
        accept_changes(way.copy, target)
        way.copy = target
        # What is told is what is still there, not what should be.
        way.found = dataclasses.replace(way.found, traits=inspect_office(target).traits)
    if way.paper.kind is FileKind.WORD:
        target = place / "shown" / f"{way.paper.path.stem}{way.copy.suffix.lower()}"
        target.parent.mkdir()
        if drop_hidden(way.copy, target):
            way.copy = target
    if way.paper.kind is FileKind.EXCEL:
        target = place / "set-up.ods"
        set_up = set_up_sheets(way.copy, target, name=way.paper.path.name)
        way.copy = target
        way.found = dataclasses.replace(way.found, notes=(*way.found.notes, *_said_of_sheets(set_up)))


def _said_of_sheets(set_up: SheetsSetUp) -> list[str]:
    said: list[str] = []
    if empty := len(set_up.empty):
        said.append("An empty sheet was left out." if empty == 1 else f"{empty} empty sheets were left out.")
    if set_up.not_printed:
        said.append(f"Its author set {', '.join(set_up.not_printed)} not to be printed.")
    if set_up.split:
        said.append(f"Too wide for one page, so that its columns run on: {', '.join(set_up.split)}.")
    return said


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path.name, error) from error
