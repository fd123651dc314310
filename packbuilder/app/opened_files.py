"""Copies received files out of the meeting, to be looked at in the program that belongs to them.

They come from anyone, and so does their name: what a file is called and what opens it is decided here,
and nothing that could run something is opened.
"""

from __future__ import annotations

from pathlib import Path, PurePath

from packbuilder.errors import PackBuilderError
from packbuilder.files import safe_file_name
from packbuilder.intake.kinds import FileKind, endings_taken_in, kind_of
from packbuilder.meeting.document_facts import DocumentFacts, TraitKind
from packbuilder.meeting.findings import document_file_name
from packbuilder.meeting.meeting import Document

_WITH_MACROS = (".docm", ".dotm", ".xlsm", ".xltm", ".xlsb", ".pptm", ".potm", ".ppsm")
_PROGRAMS = {FileKind.WORD: "Word", FileKind.EXCEL: "Excel", FileKind.POWERPOINT: "PowerPoint"}


def safe_to_open(document: Document, facts: DocumentFacts | None, original: bytes, folder: Path) -> Path:
    """Write a received file under its own name and an ending that goes with what it is; return where.

    Args:
        document: Whose file it is.
        facts: What is known of the file.
        original: The file as it was received.
        folder: Where to write it; made if it is not there.

    Raises:
        PackBuilderError: If it holds macros, or is of no kind that can be opened from here.
        OSError: If it cannot be written.
    """
    name = PurePath(document_file_name(document).replace("\\", "/")).name
    ending = PurePath(name).suffix.lower()
    has_macros = facts is not None and any(trait.kind is TraitKind.MACROS for trait in facts.traits)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / safe_file_name(PurePath(name).stem, ending if ending.isascii() else "")
    if not path.exists() or path.read_bytes() != original:  # It may be open in its program already.
        path.write_bytes(original)
    kind = kind_of(path)
    if has_macros or ending in _WITH_MACROS:
        path.unlink()
        raise PackBuilderError(
            f"{name} holds macros, so packbuilder does not open it.",
            f"Open it in {_PROGRAMS.get(kind, 'its own program')} yourself, if you trust its author.",
        )
    endings = endings_taken_in().get(kind, ())
    if not endings or kind is FileKind.ARCHIVE:
        path.unlink()
        raise PackBuilderError(
            f"{name} cannot be opened from here.", "Open it where it came from, if you know what it is."
        )
    # Any other ending might start a program, whatever the file holds.
    return path if ending in endings else path.replace(path.with_name(path.name + endings[0]))
