"""Takes attached files in: each kind goes its own way to a PDF, and every PDF through ``pdf_in``.

Second in the line. What comes out is a ``TakenIn``: an open, clean document whose pages can be
joined as they are, and the ``DocumentFacts`` that planning and checks read. A file is taken in
whole or refused with one sentence; a page is never left out, and nothing that cannot be looked
into is converted.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from packbuilder.errors import PackBuilderError
from packbuilder.files import unreadable, working_folder
from packbuilder.intake.fitted import fitted
from packbuilder.intake.kinds import FileKind, is_taken_in, kind_of, refusal
from packbuilder.intake.pdf_in import pdf_in
from packbuilder.intake.taken_in import FoundBefore, TakenIn
from packbuilder.meeting.document_facts import FileDetails
from packbuilder.meeting.fitting import Fitting, PageSize
from packbuilder.meeting.treatment import Treatment
from packbuilder.progress import Progress, Quiet

if TYPE_CHECKING:
    from packbuilder.intake.office.office_file import PaperAsPdf


@dataclasses.dataclass(frozen=True, slots=True)
class Received:
    """A file that is to be taken in.

    Args:
        path: The file: the very one, not what holds it (``part_taken_out``).
        password: What opens it, where it needs one.
        treatment: What is to be done to its pages.
    """

    path: Path
    password: str = ""
    treatment: Treatment = Treatment()


def take_in(path: Path, password: str = "", treatment: Treatment = Treatment(), inside: str = "") -> TakenIn:
    """Take in one file.

    Args:
        path: The file.
        password: What opens it, where it needs one.
        treatment: What is to be done to its pages.
        inside: The name of what is meant inside a mail or ZIP file; empty for the file itself.

    Raises:
        PasswordNeeded: If it opens only with a password other than the one given.
        PackBuilderError: If it is missing, empty, of a kind that cannot be taken in, damaged beyond
            repair, has no pages, or cannot be converted.
    """
    with working_folder() as folder:
        received = Received(part_taken_out(path, inside, folder), password, treatment)
        ((_, way_in),) = take_in_all([received], folder, Quiet())
        if isinstance(way_in, PackBuilderError):
            raise way_in
        return way_in()


def part_taken_out(path: Path, inside: str, folder: Path) -> Path:
    """Return the file that is meant: itself, or what is named inside it, written into ``folder``.

    Raises:
        PackBuilderError: If there is nothing of that name inside, or it cannot be read.
    """
    if not inside:
        return path
    from packbuilder.intake.parcels import taken_out

    kind_of(path)  # Refuses what is missing or no ordinary file.
    target = folder / "inside"
    target.mkdir(exist_ok=True)
    return taken_out(path, inside, target)


def take_in_all(
    files: Sequence[Received], folder: Path, progress: Progress
) -> Iterator[tuple[int, Callable[[], TakenIn] | PackBuilderError]]:
    """Take in several files; those that LibreOffice converts go to it together.

    Args:
        files: The files.
        folder: A folder for what is made on the way; it can go when the last file was given.
        progress: Told of each file and of the pages looked at.

    Yields:
        Each file's index and what takes it in (so that one open document is held at a time), or why
        it cannot be; in the order in which they are ready.

    Raises:
        Cancelled: If the user asked to stop.
    """
    papers: list[tuple[int, FileKind]] = []
    for index, received in enumerate(files):
        try:
            kind = _kind_taken_in(received.path)
        except PackBuilderError as error:
            yield index, error
            continue
        if kind in (FileKind.PDF, FileKind.PICTURE):
            progress.step("Reading", index, len(files))
            yield index, _way_in(received, kind, progress)
        else:
            papers.append((index, kind))
    if not papers:
        return
    # Only now: most files are PDFs, and what reads the others takes longer to load than they to be read.
    from packbuilder.intake.office.office_file import OfficePaper, office_papers

    waiting = [OfficePaper(files[index].path, kind, files[index].treatment) for index, kind in papers]
    for place, paper in office_papers(waiting, folder, progress):
        index = papers[place][0]
        if isinstance(paper, PackBuilderError):
            yield index, paper
        else:
            yield index, _pages_of(files[index], papers[place][1], paper, progress)


def _kind_taken_in(path: Path) -> FileKind:
    kind = kind_of(path)
    if not is_taken_in(kind) or kind is FileKind.ARCHIVE or _is_misnamed(path, kind):
        raise refusal(path, kind)
    return kind


def _is_misnamed(path: Path, kind: FileKind) -> bool:
    """Whether a file calls itself a PDF and is none: its author should know that it is something else."""
    return path.suffix.lower() == ".pdf" and kind is not FileKind.PDF


def _way_in(received: Received, kind: FileKind, progress: Progress) -> Callable[[], TakenIn]:
    path = received.path
    if kind is FileKind.PICTURE:

        def picture() -> TakenIn:
            from packbuilder.intake.pictures.pictures import picture_as_pdf

            details = FileDetails(kind=kind.value, size_bytes=path.stat().st_size)
            return pdf_in(
                path.name,
                picture_as_pdf(path),
                progress,
                treatment=received.treatment,
                found=FoundBefore(details=details, may_be_report=False),
            )

        return picture

    def pdf() -> TakenIn:
        return pdf_in(path.name, _read(path), progress, received.password, received.treatment)

    return pdf


def _pages_of(
    received: Received, kind: FileKind, paper: PaperAsPdf, progress: Progress
) -> Callable[[], TakenIn]:
    def pages() -> TakenIn:
        taken = pdf_in(
            received.path.name,
            paper.pdf,
            progress,
            treatment=received.treatment,
            found=paper.found,
        )
        # Slides have the shape of a screen, and are printed on paper.
        return fitted(taken, Fitting(size=PageSize.A4_OR_A3)) if kind is FileKind.POWERPOINT else taken

    return pages


def _read(path: Path) -> bytes:
    try:
        # Read whole: the file may be on a share, and may change or vanish before the pack is written.
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path.name, error) from error
