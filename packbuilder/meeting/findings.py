"""What a check finds, and how findings are worded and put in order.

Pure. ``checks`` and the checks of the pack make findings; the command line and the window show them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from enum import IntEnum

from packbuilder.errors import PackBuilderError
from packbuilder.meeting.meeting import AgendaItem, Document


class Severity(IntEnum):
    """How bad a finding is.

    An error stops the pack; a warning is likely wrong or private; a notice may well be right.
    """

    ERROR = 0
    WARNING = 1
    NOTICE = 2


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at; ``item_id`` and ``document_id`` are empty where it is about the meeting.

    ``kind`` says what is wrong in a word that stays the same ("no-lead"), so that programs can tell
    findings apart and the window knows what would put one right.
    """

    severity: Severity
    message: str
    next_step: str = ""
    item_id: str = ""
    document_id: str = ""
    kind: str = ""


def refuse_errors(findings: Sequence[Finding]) -> None:
    """Stop if any finding is an error.

    Raises:
        PackBuilderError: With the first error, and how many more there are.
    """
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors:
        more = f" ({len(errors) - 1} more: see packbuilder check.)" if len(errors) > 1 else ""
        raise PackBuilderError(errors[0].message, f"{errors[0].next_step}{more}")


def worst_first(findings: list[Finding]) -> list[Finding]:
    """Return findings with errors first; within a severity they keep their order."""
    return sorted(findings, key=lambda finding: finding.severity)


def item_words(position: int, item: AgendaItem) -> str:
    """Return how a finding names an item."""
    return f"Item {position} ({item.title})" if item.title.strip() else f"Item {position}"


def document_words(document: Document) -> str:
    """Return how a finding names a document: its title, else its file's name."""
    return document.title or document_file_name(document)


def document_file_name(document: Document) -> str:
    """Return the name of a document's file, wherever it came from: of what is meant inside a parcel."""
    return (document.inside or document.file).replace("\\", "/").rsplit("/", 1)[-1]


def pages_words(page_numbers: list[int]) -> str:
    """Return "page 3" or "pages 1, 3-5", runs drawn together."""
    runs: list[list[int]] = []
    for number in page_numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = ", ".join(f"{r[0]}-{r[-1]}" if len(r) > 1 else str(r[0]) for r in runs)
    return f"page {words}" if len(page_numbers) == 1 else f"pages {words}"
