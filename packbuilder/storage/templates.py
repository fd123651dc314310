"""Meeting templates: descriptions without a date, shipped in ``templates/meetings``.

A new description also shows, commented out, whatever else can be written in one
(``templates/description-example.toml``), so that a clerk finds it where it is needed.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import tomllib
from pathlib import Path

from packbuilder.assets import template
from packbuilder.errors import PackBuilderError
from packbuilder.files import written_beside
from packbuilder.meeting.meeting import Meeting
from packbuilder.storage.description import meeting_from_toml

_BODY_LINE = re.compile(r"^body = .*\n", re.MULTILINE)
_FIRST_HEADING = re.compile(r"^\[|\Z", re.MULTILINE)
_EXAMPLE_KEY = re.compile(r"#(\w+) = ")


def template_names() -> list[str]:
    """Return the names of the templates, in order."""
    return sorted(path.stem for path in template("meetings").glob("*.toml"))


def describe_new_meeting(template_name: str, date: dt.date, target: Path) -> None:
    """Write the description of a new meeting, made from a template, to ``target``.

    Raises:
        PackBuilderError: If there is no such template, or the target is there already or cannot
            be written.
    """
    if target.suffix.lower() != ".toml":
        raise PackBuilderError(
            f"{target.name} does not end in .toml, as the name of a description does.",
            "Choose a name that ends in .toml.",
        )
    text, _ = _filled_in(template_name, date)
    with written_beside(target, only_new=True) as temporary:
        temporary.write_text(_with_example(text), encoding="utf-8")


def new_meeting(template_name: str, date: dt.date) -> Meeting:
    """Return a new meeting, made from a template.

    Raises:
        PackBuilderError: If there is no such template.
    """
    return _filled_in(template_name, date)[1]


def _filled_in(template_name: str, date: dt.date) -> tuple[str, Meeting]:
    """Return a template with its date, as text and as what it describes."""
    names = template_names()
    if template_name not in names:
        near = difflib.get_close_matches(template_name, names, n=1)
        raise PackBuilderError(
            f'There is no template "{template_name}".',
            f"Did you mean {near[0]}?" if near else f"The templates are {', '.join(names)}.",
        )
    source = template(f"meetings/{template_name}.toml")
    text = _dated(source.read_text(encoding="utf-8"), date)
    return text, meeting_from_toml(text, source)


def _dated(text: str, date: dt.date) -> str:
    return _BODY_LINE.sub(lambda line: f"{line[0]}date = {date.isoformat()}\n", text, count=1)


def _with_example(text: str) -> str:
    """Return a description with the example's keys of the meeting after its own, and the rest at its end.

    TOML takes keys of the meeting only above the first heading. Those that the description has
    already are left out: a key may be written once only.
    """
    meeting_keys, rest = template("description-example.toml").read_text(encoding="utf-8").split("\n\n", 1)
    used = tomllib.loads(text)
    unused = "".join(
        f"{line}\n"
        for line in meeting_keys.split("\n")
        if not ((key := _EXAMPLE_KEY.match(line)) and key[1] in used)
    )
    first_heading = _FIRST_HEADING.search(text)
    own_keys = text[: first_heading.start()] if first_heading else text
    return "\n".join(
        part.strip("\n") + "\n" for part in (own_keys, unused, text[len(own_keys) :], rest) if part
    )
