"""What LibreOffice itself writes, for all tests of Office files at once: its calls are what takes time."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from tests.intake.open_document_files import (
    changed_text,
    sheets_with_traits,
    slides_with_traits,
    texts_with_traits,
)
from tests.intake.traits.clean_office_files import CleanFiles, make_clean_files
from tests.intake.traits.office_files import converted


@dataclasses.dataclass(frozen=True)
class MadeByLibreOffice:
    """The OpenDocument files by their stems, what they are made of, and the profile that was used."""

    texts: dict[str, Path]
    sheets: dict[str, Path]
    slides: dict[str, Path]
    clean: CleanFiles
    profile: Path


def make_by_libreoffice(folder: Path) -> MadeByLibreOffice:
    """Convert every source to OpenDocument, in one call for each kind."""
    clean_folder, made, profile = folder / "clean", folder / "made", folder / "profile"
    for each in (clean_folder, made):
        each.mkdir()
    clean = make_clean_files(clean_folder)
    texts = [*texts_with_traits(folder), changed_text(folder), *clean.texts]
    return MadeByLibreOffice(
        converted(texts, "odt", made, profile),
        converted([*sheets_with_traits(folder), *clean.sheets], "ods", made, profile),
        converted([*slides_with_traits(folder), *clean.slides], "odp", made, profile),
        clean,
        profile,
    )
