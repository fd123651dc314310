"""Named house styles: what is saved is what is read, and no style loses another or its logo."""

from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from packbuilder.errors import PackBuilderError
from packbuilder.files import safe_file_name
from packbuilder.meeting.house_style import AgendaColumn, Column, FontFamily, HouseStyle
from packbuilder.storage.description import meeting_from_toml
from packbuilder.storage.house_styles import (
    LONGEST_NAME,
    NamedStyle,
    read_style,
    remove_style,
    save_style,
    style_names,
)
from tests.builders import house_styles

AWKWARD = 'a "b" \\ \x7f\n\t#\u00e9\U0001f600'

NAMES = st.text(min_size=1, max_size=LONGEST_NAME).filter(lambda n: n.isprintable() and n == n.strip())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "settings" / "styles"


def a_style(name: str = "Committees", council: str = "Anytown Council", **choices: object) -> NamedStyle:
    return NamedStyle(name, council, dataclasses.replace(HouseStyle(name=name), **choices))  # type: ignore[arg-type]


def a_logo(folder: Path, name: str = "logo.png", content: bytes = b"picture") -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


def file_of(folder: Path) -> Path:
    (path,) = folder.glob("*.toml")
    return path


def test_without_a_folder_there_are_no_styles(folder: Path) -> None:
    assert style_names(folder) == []


def test_styles_are_listed_in_alphabetical_order(folder: Path) -> None:
    for name in ("planning", "Licensing", "Cabinet"):
        save_style(folder, a_style(name))

    assert style_names(folder) == ["Cabinet", "Licensing", "planning"]


@settings(max_examples=60)
@given(name=NAMES, council=st.text(max_size=30), style=house_styles())
@example("Plain", "", HouseStyle(agenda_columns=(AgendaColumn(Column.SUBJECT, AWKWARD),)))
def test_a_style_is_read_as_it_was_saved(name: str, council: str, style: HouseStyle) -> None:
    with TemporaryDirectory() as temporary:
        named = NamedStyle(name, council, dataclasses.replace(style, name=name))
        save_style(Path(temporary), named)

        assert style_names(Path(temporary)) == [name]
        assert read_style(Path(temporary), name) == named


def test_a_saved_style_has_the_keys_of_a_description(folder: Path) -> None:
    named = a_style(font=FontFamily.SERIF, page_stamp="Tudalen {number}", duplex=False)
    save_style(folder, named)
    text = file_of(folder).read_text(encoding="utf-8")

    meeting = meeting_from_toml(f'body = "Cabinet"\ndate = 2026-06-18\n{text}', file_of(folder))

    assert (meeting.council, meeting.style) == (named.council, named.style)


def test_saving_again_replaces_the_style_of_that_name(folder: Path) -> None:
    save_style(folder, a_style(duplex=True))
    save_style(folder, a_style(duplex=False))

    assert style_names(folder) == ["Committees"]
    assert not read_style(folder, "Committees").style.duplex


SAME_IN_A_FILE_NAME = ["A/B", "A:B", "A B", "a b", "A?B", "A  B"]


def test_names_that_a_folder_cannot_tell_apart_stay_styles_of_their_own(folder: Path) -> None:
    assert {safe_file_name(name).casefold() for name in SAME_IN_A_FILE_NAME} == {"a b"}
    for council, name in enumerate(SAME_IN_A_FILE_NAME):
        save_style(folder, a_style(name, f"Council {council}"))

    assert [read_style(folder, name).council for name in SAME_IN_A_FILE_NAME] == [
        f"Council {council}" for council in range(len(SAME_IN_A_FILE_NAME))
    ]
    assert len({path.name.casefold() for path in folder.iterdir()}) == len(SAME_IN_A_FILE_NAME)


# The logo.


def test_the_logo_is_kept_with_the_style_whatever_becomes_of_the_file(folder: Path, tmp_path: Path) -> None:
    logo = a_logo(tmp_path)
    save_style(folder, a_style(logo=logo))
    Path(logo).unlink()

    kept = Path(read_style(folder, "Committees").style.logo)

    assert kept.parent == folder
    assert kept.suffix == ".png"
    assert kept.read_bytes() == b"picture"


def test_a_style_that_was_read_can_be_saved_again_with_its_logo(folder: Path, tmp_path: Path) -> None:
    save_style(folder, a_style(logo=a_logo(tmp_path)))
    read = read_style(folder, "Committees")

    save_style(folder, read)

    assert read_style(folder, "Committees") == read
    assert Path(read.style.logo).read_bytes() == b"picture"


def test_a_copy_of_a_style_under_another_name_has_a_logo_of_its_own(folder: Path, tmp_path: Path) -> None:
    save_style(folder, a_style("First", logo=a_logo(tmp_path)))
    save_style(folder, dataclasses.replace(read_style(folder, "First"), name="Second"))
    remove_style(folder, "First")

    second = read_style(folder, "Second")

    assert second.style.name == "Second"
    assert Path(second.style.logo).read_bytes() == b"picture"


def test_an_old_logo_goes_with_the_choice_of_it(folder: Path, tmp_path: Path) -> None:
    save_style(folder, a_style(logo=a_logo(tmp_path)))
    save_style(folder, a_style(logo=a_logo(tmp_path, "new.JPG", b"newer")))

    assert len(list(folder.iterdir())) == 2
    assert Path(read_style(folder, "Committees").style.logo).read_bytes() == b"newer"

    save_style(folder, a_style())

    assert list(folder.iterdir()) == [file_of(folder)]


def test_a_missing_logo_is_refused_by_name_and_the_style_stays_as_it_was(
    folder: Path, tmp_path: Path
) -> None:
    save_style(folder, a_style(logo=a_logo(tmp_path), council="Before"))

    with pytest.raises(PackBuilderError, match=r"gone\.png could not be read: it is not there"):
        save_style(folder, a_style(logo=str(tmp_path / "gone.png")))

    assert read_style(folder, "Committees").council == "Before"
    assert Path(read_style(folder, "Committees").style.logo).read_bytes() == b"picture"


# What is refused.


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ({"page_stamp": "Page"}, "page_stamp"),
        ({"item_numbers": "one"}, "item_numbers"),
        ({"agenda_columns": (AgendaColumn(Column.ITEM, "Item"),)}, "no Subject column"),
    ],
)
def test_a_choice_that_no_meeting_could_have_is_not_saved(
    choices: dict[str, object], said: str, folder: Path
) -> None:
    with pytest.raises(PackBuilderError, match=said):
        save_style(folder, a_style(**choices))  # type: ignore[arg-type]

    assert style_names(folder) == []


@pytest.mark.parametrize("name", ["", "  ", " Cabinet", "Cab\ninet", "x" * (LONGEST_NAME + 1)])
def test_a_name_that_could_not_be_shown_in_a_list_is_refused(name: str, folder: Path) -> None:
    with pytest.raises(PackBuilderError, match="name"):
        save_style(folder, a_style(name))

    assert not folder.exists()


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace('font = "sans"', 'font = "comic"'),
        lambda text: text.replace("format = 1", "format = 2"),
        lambda text: text.replace("{number}", "", 1),
        lambda text: text + "colour = 3\n",
        lambda text: "",
        lambda text: "\x00\xff" * 99,
    ],
)
def test_a_damaged_file_is_listed_and_refused_by_its_name_and_harms_no_other(
    damage: object, folder: Path
) -> None:
    save_style(folder, a_style("Good"))
    good = file_of(folder)
    save_style(folder, a_style("Bad"))
    (bad,) = set(folder.iterdir()) - {good}
    bad.write_text(damage(bad.read_text(encoding="utf-8")), encoding="latin-1")  # type: ignore[operator]

    (listed,) = set(style_names(folder)) - {"Good"}

    with pytest.raises(PackBuilderError) as refused:
        read_style(folder, listed)
    assert bad.name in str(refused.value)
    assert read_style(folder, "Good") == a_style("Good")
    remove_style(folder, listed)
    assert style_names(folder) == ["Good"]


def test_a_style_of_a_newer_packbuilder_says_so(folder: Path) -> None:
    save_style(folder, a_style())
    path = file_of(folder)
    path.write_text(path.read_text(encoding="utf-8").replace("format = 1", "format = 2"), encoding="utf-8")

    with pytest.raises(PackBuilderError, match="newer packbuilder"):
        read_style(folder, "Committees")


@pytest.mark.parametrize("ask", [read_style, remove_style])
def test_a_style_that_is_not_there_is_said_to_be_missing(ask: object, folder: Path) -> None:
    with pytest.raises(PackBuilderError, match="There is no house style Cabinet"):
        ask(folder, "Cabinet")  # type: ignore[operator]


def test_a_style_that_is_removed_takes_its_logo_along_and_no_other(folder: Path, tmp_path: Path) -> None:
    save_style(folder, a_style("One", logo=a_logo(tmp_path)))
    save_style(folder, a_style("Two", logo=a_logo(tmp_path)))

    remove_style(folder, "One")

    assert style_names(folder) == ["Two"]
    assert len(list(folder.iterdir())) == 2
    assert Path(read_style(folder, "Two").style.logo).read_bytes() == b"picture"


def test_the_file_of_a_style_can_be_read_by_people(folder: Path) -> None:
    save_style(folder, a_style(council='Anytown "New" Council', page_stamp="Tudalen {number} \u0175"))
    text = file_of(folder).read_text(encoding="utf-8")

    assert file_of(folder).name.startswith("Committees-")
    assert 'page_stamp = "Tudalen {number} \u0175"' in text.splitlines()
    assert tomllib.loads(text)["council"] == 'Anytown "New" Council'
