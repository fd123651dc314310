"""New meetings from templates: dated, ready to fill in, and never in the place of another."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path

import pytest

from packbuilder.assets import template
from packbuilder.errors import PackBuilderError
from packbuilder.meeting.access import public_view
from packbuilder.meeting.checks import check_meeting
from packbuilder.meeting.findings import Severity
from packbuilder.storage.description import meeting_from_toml, read_description
from packbuilder.storage.description_format import TABLES, Description
from packbuilder.storage.templates import describe_new_meeting, template_names

JUNE = dt.date(2026, 6, 18)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "june.toml"


def test_the_templates_are_listed_in_order() -> None:
    assert template_names() == sorted(template_names())
    assert "blank" in template_names()


def _own_lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _filled_in(text: str) -> str:
    """Return a description after the clerk took away the # of every example."""
    return re.sub(r"^#(?=\w+ = |\[)", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize("name", template_names())
def test_a_new_meeting_is_the_template_with_the_date_put_in(name: str, target: Path) -> None:
    describe_new_meeting(name, JUNE, target)

    source = template(f"meetings/{name}.toml")
    undated = source.read_text(encoding="utf-8")
    text = target.read_text(encoding="utf-8")
    assert read_description(target) == meeting_from_toml(f"date = 2026-06-18\n{undated}", target)
    assert _own_lines(text) == _own_lines(re.sub(r"(\nbody = .*\n)", r"\1date = 2026-06-18\n", undated))
    # What the template says to the clerk stays too.
    assert text.startswith(undated.split("\n\n")[0])


def test_the_example_shows_every_key_that_can_be_written() -> None:
    example = _filled_in(template("description-example.toml").read_text(encoding="utf-8"))
    written = tomllib.loads(example)
    tables = {"": [written]} | {
        name: written[name] for name in ("member", "officer", "notice", "item", "action")
    }
    for name in ("administrator", "proper_officer"):
        tables[name] = [written[name]]
    for name in ("part", "document"):
        tables[name] = [row for item in written["item"] for row in item.get(name, [])]

    shown = {name: set().union(*rows) for name, rows in tables.items()}

    assert shown == {"": set(Description.__struct_fields__)} | {
        name: set(record.__struct_fields__) for name, record in TABLES.items()
    }


@pytest.mark.parametrize("name", template_names())
def test_a_new_meeting_with_every_example_filled_in_is_read_and_holds_them_all(
    name: str, target: Path
) -> None:
    describe_new_meeting(name, JUNE, target)
    plain = read_description(target)
    target.write_text(_filled_in(target.read_text(encoding="utf-8")), encoding="utf-8")

    filled_in = read_description(target)

    assert (filled_in.council, filled_in.body, filled_in.date) == (plain.council, plain.body, JUNE)
    assert filled_in.items[: len(plain.items)] == plain.items
    assert filled_in.notices[: len(plain.notices)] == plain.notices
    assert len(filled_in.items) == len(plain.items) + 3
    assert filled_in.venue
    assert filled_in.administrator.name
    assert filled_in.proper_officer.name
    assert filled_in.members
    assert filled_in.officers
    assert filled_in.actions
    assert filled_in.executive
    # What the example closes to the public is closed.
    assert [d.title for _, d in public_view(filled_in).documents()] == [
        "New homes in Marlcote",
        "Map of the sites",
        "Survey",
    ]


@pytest.mark.parametrize("name", template_names())
def test_every_line_of_a_new_meeting_fits_on_the_screen_or_is_the_templates_own(
    name: str, target: Path
) -> None:
    describe_new_meeting(name, JUNE, target)

    assert [
        line
        for line in target.read_text(encoding="utf-8").splitlines()
        if line.startswith("#") and len(line) > 120
    ] == []


@pytest.mark.parametrize("name", template_names())
def test_what_a_template_leaves_to_be_filled_in_is_found_before_it_is_published(
    name: str, target: Path
) -> None:
    describe_new_meeting(name, JUNE, target)

    findings = check_meeting(read_description(target), {})

    assert 'The council still says "[Council]".' in [
        finding.message for finding in findings if finding.severity is Severity.ERROR
    ]


def test_a_meeting_that_is_there_is_never_overwritten(target: Path) -> None:
    target.write_text("work of a week", encoding="utf-8")

    with pytest.raises(PackBuilderError, match=r"june\.toml is there already"):
        describe_new_meeting("blank", JUNE, target)

    assert target.read_text(encoding="utf-8") == "work of a week"


@pytest.mark.parametrize(
    ("name", "next_step"),
    [
        ("cabinett", "Did you mean cabinet?"),
        ("planning", f"The templates are {', '.join(template_names())}."),
        ("../meetings/blank", "The templates are"),
        ("", "The templates are"),
    ],
)
def test_an_unknown_template_is_answered_with_those_there_are(
    name: str, next_step: str, target: Path
) -> None:
    with pytest.raises(PackBuilderError, match="There is no template") as refused:
        describe_new_meeting(name, JUNE, target)

    assert refused.value.next_step.startswith((next_step, "Did you mean blank?"))
    assert not target.exists()


@pytest.mark.parametrize("file_name", ["june.meeting", "june", "june.toml.txt"])
def test_only_descriptions_are_written(file_name: str, tmp_path: Path) -> None:
    with pytest.raises(PackBuilderError, match=r"does not end in \.toml"):
        describe_new_meeting("blank", JUNE, tmp_path / file_name)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["missing/june.toml", f"{'long' * 80}.toml"])
def test_a_place_that_cannot_be_written_is_refused_by_name(place: str, tmp_path: Path) -> None:
    with pytest.raises(PackBuilderError, match=r"is not there|could not be written"):
        describe_new_meeting("blank", JUNE, tmp_path / place)
