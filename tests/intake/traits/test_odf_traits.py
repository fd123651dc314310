"""What an OpenDocument file carries is found, in files that LibreOffice itself wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from packbuilder.intake.traits.office_traits import inspect_office
from packbuilder.meeting.document_facts import Trait, TraitKind
from tests.intake.made_by_libreoffice import MadeByLibreOffice
from tests.intake.traits.office_files import (
    rewritten,
)


@pytest.fixture
def files(made_by_libreoffice: MadeByLibreOffice) -> dict[str, Path]:
    made = made_by_libreoffice
    return {
        **made.texts,
        **{f"{stem} sheet": path for stem, path in made.sheets.items()},
        **{f"{stem} slides": path for stem, path in made.slides.items()},
    }


def _traits(path: Path) -> tuple[Trait, ...]:
    return inspect_office(path).traits


UNDER = ("Under “Options”",)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("changes", Trait(TraitKind.TRACKED_CHANGES, 2, UNDER, by=("Ann Fox",), excerpt="£4m")),
        ("comment", Trait(TraitKind.COMMENTS, 1, UNDER, by=("Cara Day",), excerpt="Is this so?")),
        ("hidden-span", Trait(TraitKind.HIDDEN_TEXT, 1, UNDER, excerpt="secret words")),
        ("hidden-paragraph", Trait(TraitKind.HIDDEN_TEXT, 1, excerpt="secret words")),
        ("hidden-section", Trait(TraitKind.HIDDEN_TEXT, 1, excerpt="Exempt part")),
        ("hidden-field", Trait(TraitKind.HIDDEN_TEXT, 1, excerpt="secret words")),
        ("hidden-paragraph-field", Trait(TraitKind.HIDDEN_TEXT, 1, excerpt="secret words")),
        ("linked-section", Trait(TraitKind.EXTERNAL_LINKS, 1, ("advice.odt",), excerpt="S:/advice.odt")),
        ("macro", Trait(TraitKind.MACROS, 1, ("Module1",))),
        ("from-word-notes", Trait(TraitKind.TRACKED_CHANGES, 2, by=("Ann Fox",), excerpt="A source.")),
        (
            "hidden-sheet sheet",
            Trait(
                TraitKind.HIDDEN_SHEETS,
                1,
                ("Sheet Salaries",),
                excerpt="Post Pay Note Clerk 31000 a Chief 190000 b Porter 24000 c",
            ),
        ),
        (
            "hidden-cells sheet",
            Trait(
                TraitKind.HIDDEN_CELLS,
                3,
                ("Sheet Pay, rows 2-3", "Sheet Pay, column C"),
                excerpt="Note Clerk 31000 a Chief 190000 b c",
            ),
        ),
        (
            "filtered sheet",
            Trait(
                TraitKind.HIDDEN_CELLS,
                2,
                ("Sheet Pay, rows 3-4 (filtered out)",),
                excerpt="Chief 190000 b Porter 24000 c",
            ),
        ),
        ("blanked sheet", Trait(TraitKind.HIDDEN_TEXT, 1, ("Sheet Pay, B3",))),
        (
            "commented sheet",
            Trait(TraitKind.COMMENTS, 1, ("Sheet Pay, B3",), excerpt="Not agreed"),  # it drops the name
        ),
        ("pivot sheet", Trait(TraitKind.PIVOT_DATA, 1, ("Sheet Totals",), excerpt="Post, Pay")),
        ("linked sheet", Trait(TraitKind.EXTERNAL_LINKS, 1, ("budget.ods",), excerpt="S:/budget.ods")),
        ("changed sheet", Trait(TraitKind.TRACKED_CHANGES, 1, by=("Ann Fox",), excerpt="4")),
        (
            "commented slides",
            Trait(TraitKind.COMMENTS, 1, ("Slide 1",), by=("Ann Fox",), excerpt="Is this agreed?"),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_trait_is_found_alone(files: dict[str, Path], name: str, expected: Trait) -> None:
    assert _traits(files[name]) == (expected,)


@pytest.mark.parametrize("name", ["clean", "clean-sheet sheet", "clean-talk slides"])
def test_a_clean_file_has_no_traits(files: dict[str, Path], name: str) -> None:
    assert _traits(files[name]) == ()


def test_traits_of_a_word_file_are_still_there_in_what_libreoffice_made_of_it(files: dict[str, Path]) -> None:
    changes, hidden = _traits(files["from-word"])
    assert (changes.count, changes.where, changes.by) == (2, UNDER, ("Ann Fox", "Bob Lee"))
    assert (hidden.kind, hidden.excerpt) == (TraitKind.HIDDEN_TEXT, "hidden")


def test_notes_hidden_slides_and_hidden_shapes_are_found_together(files: dict[str, Path]) -> None:
    assert _traits(files["talk slides"]) == (
        Trait(TraitKind.HIDDEN_TEXT, 1, ("Slide 3",), excerpt="Redundancies: 14"),
        Trait(TraitKind.SPEAKER_NOTES, 1, ("Slide 1",), excerpt="Do not say this"),
        Trait(TraitKind.HIDDEN_SLIDES, 1, ("Slide 2",)),
    )


def test_an_embedded_workbook_is_found(files: dict[str, Path]) -> None:
    (trait,) = _traits(files["holder slides"])
    assert (trait.kind, trait.count) == (TraitKind.EMBEDDED_FILES, 1)
    assert trait.where[0].startswith("Slide 1, ")


def test_a_file_with_a_password_is_refused_as_such(files: dict[str, Path], tmp_path: Path) -> None:
    from packbuilder.errors import PasswordNeeded

    path = tmp_path / "locked.odt"
    path.write_bytes(files["clean"].read_bytes())

    def change(parts: dict[str, bytes]) -> None:
        manifest = parts["META-INF/manifest.xml"].decode()
        entry = '<manifest:file-entry manifest:full-path="x.xml" manifest:media-type="text/xml">'
        entry += "<manifest:encryption-data/></manifest:file-entry>"
        parts["META-INF/manifest.xml"] = manifest.replace("</manifest:m", f"{entry}</manifest:m").encode()

    with pytest.raises(PasswordNeeded, match=r"locked\.odt opens only with a password"):
        inspect_office(rewritten(path, change))
