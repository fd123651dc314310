"""Meeting templates: descriptions without a date, shipped in ``templates/meetings``."""

from __future__ import annotations

import datetime as dt
import difflib
from pathlib import Path

from packbuilder.assets import template
from packbuilder.errors import PackBuilderError
from packbuilder.files import written_beside
from packbuilder.storage.description import meeting_from_toml

_FIRST_LINE = "format = 1\n"


def template_names() -> list[str]:
    """Return the names of the templates, in order."""
    return sorted(path.stem for path in template("meetings").glob("*.toml"))


def describe_new_meeting(template_name: str, date: dt.date, target: Path) -> None:
    """Write the description of a new meeting, made from a template, to ``target``.

    Raises:
        PackBuilderError: If there is no such template, or the target is there already or cannot
            be written.
    """
    names = template_names()
    if template_name not in names:
        near = difflib.get_close_matches(template_name, names, n=1)
        raise PackBuilderError(
            f'There is no template "{template_name}".',
            f"Did you mean {near[0]}?" if near else f"The templates are {', '.join(names)}.",
        )
    if target.suffix.lower() != ".toml":
        raise PackBuilderError(
            f"{target.name} does not end in .toml, and this version writes descriptions only.",
            "Choose a name that ends in .toml.",
        )
    source = template(f"meetings/{template_name}.toml")
    text = source.read_text(encoding="utf-8").replace(
        _FIRST_LINE, f"{_FIRST_LINE}date = {date.isoformat()}\n", 1
    )
    meeting_from_toml(text, source)
    with written_beside(target, only_new=True) as temporary:
        temporary.write_text(text, encoding="utf-8")
