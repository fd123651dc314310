"""Checks a meeting before its pack is built: takes everything in and gathers every finding.

Unlike ``build``, which stops at the first document that cannot go in, this lists them all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from packbuilder.errors import PackBuilderError, PasswordNeeded
from packbuilder.intake.taken_in import TakenIn
from packbuilder.meeting.access import public_view
from packbuilder.meeting.checks import check_meeting
from packbuilder.meeting.findings import (
    Finding,
    Severity,
    document_words,
    item_words,
    pages_words,
    worst_first,
)
from packbuilder.meeting.meeting import Meeting
from packbuilder.pack.build import settle_front_sheet
from packbuilder.pack.documents import TakeDocument, facts_of
from packbuilder.pack.double_use import files_used_twice
from packbuilder.pack.ink import pages_with_ink_under_stamps
from packbuilder.pack.plan import Sheet
from packbuilder.progress import Progress


def check_public_pack(
    meeting: Meeting,
    progress: Progress,
    take: TakeDocument,
    *,
    closed_days: Collection[dt.date] = frozenset(),
    today: dt.date | None = None,
) -> list[Finding]:
    """Return everything to look at before the public pack is published, worst first.

    Closed documents are not opened: the public pack does not hold them. ``take`` is as in ``build``,
    ``closed_days`` and ``today`` are as in ``check_meeting``.

    Raises:
        Cancelled: If the user asked to stop.
    """
    view = public_view(meeting)
    findings = files_used_twice(meeting)
    documents: dict[str, TakenIn] = {}
    attached = [(n, item, d) for n, item in enumerate(view.items, start=1) for d in item.documents]
    for done, (position, item, document) in enumerate(attached):
        progress.step("Looking at documents", done, len(attached))
        try:
            documents[document.id] = take(document)
        except PackBuilderError as error:
            findings.append(
                Finding(
                    Severity.ERROR,
                    f"{item_words(position, item)}: {error.what}",
                    error.next_step,
                    item.id,
                    document.id,
                    "password" if isinstance(error, PasswordNeeded) else "unreadable",
                )
            )
    findings.extend(check_meeting(meeting, facts_of(documents), closed_days=closed_days, today=today))
    if len(documents) == len(attached):
        findings.extend(check_stamps(meeting, documents, progress))
    return worst_first(findings)


def check_stamps(meeting: Meeting, documents: dict[str, TakenIn], progress: Progress) -> list[Finding]:
    """Name the pages whose stamps hide ink.

    Args:
        meeting: The whole meeting.
        documents: Every open document of it, by document id: every number depends on them all.
        progress: Told of each document.

    Raises:
        Cancelled: If the user asked to stop.
    """
    try:
        plan, _ = settle_front_sheet(meeting, facts_of(documents))
    except PackBuilderError as error:
        return [Finding(Severity.ERROR, error.what, error.next_step, kind="front-sheet")]
    sheets: dict[str, list[Sheet]] = {}
    for sheet in plan.sheets:
        sheets.setdefault(sheet.document_id, []).append(sheet)
    findings: list[Finding] = []
    done = 0
    for position, item in enumerate(plan.meeting.items, start=1):
        for document in item.documents:
            progress.step("Looking under the stamps", done, len(documents))
            done += 1
            inked = pages_with_ink_under_stamps(documents[document.id], sheets[document.id])
            if inked:
                findings.append(
                    Finding(
                        Severity.NOTICE,
                        f"{item_words(position, item)}, {document_words(document)}: "
                        f"the stamp covers something on {pages_words(inked)} of the pack.",
                        "Look whether anything that matters is hidden.",
                        item.id,
                        document.id,
                        "ink-under-stamp",
                    )
                )
    return findings
