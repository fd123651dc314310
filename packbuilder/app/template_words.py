"""What the window says of each meeting template: its name in plain words, and what it is for."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QCoreApplication

from packbuilder.storage.templates import template_names

_LAST = "blank"


@dataclasses.dataclass(frozen=True, slots=True)
class TemplateWords:
    """A template in the window. ``name`` is that of its file; ``icon`` is a file of ``resources/icons``."""

    name: str
    title: str
    purpose: str
    icon: str


def template_words() -> tuple[TemplateWords, ...]:
    """Return every template that is there, the empty one last.

    One that this version has no words for goes by the name of its file.
    """
    names = sorted(template_names(), key=lambda name: (name == _LAST, name))
    known = _known()
    return tuple(
        known.get(name) or TemplateWords(name, name.replace("-", " ").capitalize(), "", "file-text")
        for name in names
    )


def _known() -> dict[str, TemplateWords]:
    def tr(text: str) -> str:
        return QCoreApplication.translate("Templates", text)

    words = (
        TemplateWords(
            "cabinet",
            tr("Cabinet"),
            tr("Executive decisions, agenda in sections"),
            "landmark",
        ),
        TemplateWords(
            "health-and-wellbeing-board",
            tr("Health and wellbeing board"),
            tr("Agenda as a table with leads and times"),
            "users",
        ),
        TemplateWords(
            "overview-and-scrutiny",
            tr("Overview and scrutiny"),
            tr("Agenda as a list, work programme"),
            "scan-search",
        ),
        TemplateWords("blank", tr("Blank"), tr("An empty agenda for any other meeting"), "file"),
    )
    return {each.name: each for each in words}
