"""New meetings from templates: dated, ready to fill in, and never in the place of another."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from packbuilder.assets import template
from packbuilder.errors import PackBuilderError
from packbuilder.meeting.checks import Severity, check_meeting
from packbuilder.storage.description import meeting_from_toml, read_description
from packbuilder.storage.templates import describe_new_meeting, template_names

JUNE = dt.date(2026, 6, 18)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "june.toml"


def test_the_templates_are_listed_in_order() -> None:
    assert template_names() == sorted(template_names())
    assert "blank" in template_names()


@pytest.mark.parametrize("name", template_names())
def test_a_new_meeting_is_the_template_with_the_date_put_in(name: str, target: Path) -> None:
    describe_new_meeting(name, JUNE, target)

    source = template(f"meetings/{name}.toml")
    undated = source.read_text(encoding="utf-8")
    assert read_description(target) == meeting_from_toml(
        undated.replace("format = 1\n", "format = 1\ndate = 2026-06-18\n"), target
    )
    assert read_description(target).date == JUNE
    # What a clerk reads in the file stays: its comments, and its order.
    assert [
        line for line in target.read_text(encoding="utf-8").splitlines() if "date = 2026" not in line
    ] == (undated.splitlines())


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
