"""The whole line on one screen: describe -> take in -> plan -> draw -> assemble -> proof -> file."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path

from packbuilder.errors import PackBuilderError
from packbuilder.files import written_beside
from packbuilder.meeting.access import public_view, withheld_lines
from packbuilder.meeting.checks import check_meeting
from packbuilder.meeting.document_checks import check_documents
from packbuilder.meeting.document_facts import DocumentFacts
from packbuilder.meeting.findings import refuse_errors
from packbuilder.meeting.meeting import Meeting
from packbuilder.meeting.numbering import document_labels
from packbuilder.pack.assemble import DrawnSheets, assemble
from packbuilder.pack.blank_sheets import draw_filler, draw_to_follow
from packbuilder.pack.documents import TakeDocument, facts_of, take_documents
from packbuilder.pack.double_use import files_used_twice
from packbuilder.pack.front_sheet import DrawnFrontSheet, draw_front_sheet
from packbuilder.pack.plan import PackPlan, SheetKind, plan_pack
from packbuilder.pack.proof import prove
from packbuilder.progress import Progress

_MOST_ROUNDS = 5


@dataclasses.dataclass(frozen=True, slots=True)
class BuiltPack:
    """A pack that was built and proofed: its plan, and the facts of what went in by document id."""

    plan: PackPlan
    facts: Mapping[str, DocumentFacts]


def build_public_pack(meeting: Meeting, target: Path, progress: Progress, take: TakeDocument) -> BuiltPack:
    """Build the public pack of a meeting and put it at ``target`` once it is proofed.

    Args:
        meeting: The whole meeting; ``take`` is asked for its open documents only.
        target: Where the pack goes.
        progress: Told of each step.
        take: Where documents come from: ``documents.from_disk`` or ``documents.from_meeting_file``.

    Raises:
        PackBuilderError: If a check finds an error, a document cannot be taken in, the target
            cannot be written, or the proof fails. The target is then as it was.
        Cancelled: If the user asked to stop.
    """
    refuse_errors([*files_used_twice(meeting), *check_meeting(meeting, {})])
    return _build(meeting, target, progress, take, to_publish=True)


def build_draft(meeting: Meeting, target: Path, progress: Progress, take: TakeDocument) -> BuiltPack:
    """Build the public pack whatever the checks find, for the clerk to look at while working.

    It is the same pack, proofed too; only ``build_public_pack`` makes one to publish.

    Raises:
        PackBuilderError: If a document cannot be taken in, the target cannot be written, or the
            proof fails. The target is then as it was.
        Cancelled: If the user asked to stop.
    """
    return _build(meeting, target, progress, take, to_publish=False)


def _build(
    meeting: Meeting,
    target: Path,
    progress: Progress,
    take: TakeDocument,
    *,
    to_publish: bool,
) -> BuiltPack:
    documents = take_documents(public_view(meeting), progress, take)
    facts = facts_of(documents)
    if to_publish:
        refuse_errors(check_documents(meeting, facts))
    plan, front_sheet = settle_front_sheet(meeting, facts)
    drawn = DrawnSheets(front_sheet, draw_filler(meeting.style.font), _to_follow_sheets(plan))
    with written_beside(target) as temporary:
        assemble(plan, drawn, documents, temporary, progress)
        documents.clear()  # Their files are held in memory, and the proof needs none of them.
        prove(temporary, plan, front_sheet, progress)
    return BuiltPack(plan, facts)


def plan_public_pack(meeting: Meeting, progress: Progress, take: TakeDocument) -> PackPlan:
    """Plan the public pack of a meeting as ``build_public_pack`` would build it; write nothing.

    Raises:
        PackBuilderError: If a document cannot be taken in.
        Cancelled: If the user asked to stop.
    """
    documents = take_documents(public_view(meeting), progress, take)
    facts = facts_of(documents)
    return settle_front_sheet(meeting, facts)[0]


def settle_front_sheet(
    meeting: Meeting, facts: Mapping[str, DocumentFacts]
) -> tuple[PackPlan, DrawnFrontSheet]:
    """Plan the public pack and draw its front sheet until they agree on its length.

    Args:
        meeting: The whole meeting: letters are given before anything is withheld, and the agenda
            says what was.
        facts: What taking in found out about its open documents, by document id.

    Raises:
        PackBuilderError: If they do not agree after five rounds.
    """
    view, labels, withheld = public_view(meeting), document_labels(meeting), withheld_lines(meeting)
    page_count = 2
    for _ in range(_MOST_ROUNDS):
        plan = plan_pack(view, facts, labels, page_count, withheld)
        front_sheet = draw_front_sheet(plan)
        if front_sheet.page_count == page_count:
            return plan, front_sheet
        page_count = front_sheet.page_count
    raise PackBuilderError(
        "The length of the agenda could not be settled, because its page numbers change its own length.",
        "Shorten one of the longest titles and build again.",
    )


def _to_follow_sheets(plan: PackPlan) -> dict[str, bytes]:
    awaited = {sheet.item_id for sheet in plan.sheets if sheet.kind is SheetKind.TO_FOLLOW}
    return {item.item.id: draw_to_follow(plan, item) for item in plan.items if item.item.id in awaited}
