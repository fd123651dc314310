"""What puts a finding right: edits of one click where there can be no two minds, else the place to go to.

Each fix is one named edit that can be undone, or asks for what only the clerk has: a file, a password.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from packbuilder.app.attaching import FileToAttach, attach, file_filters
from packbuilder.app.checks.document_fixes import ways_with_document
from packbuilder.app.checks.tools import Fix, Tools, Way
from packbuilder.app.parcel_dialog import unpack
from packbuilder.app.selection import Place
from packbuilder.app.settling import called
from packbuilder.intake.kinds import is_taken_in, kind_by_name
from packbuilder.meeting import edits
from packbuilder.meeting.access import in_words
from packbuilder.meeting.closed_names import paragraphs_named
from packbuilder.meeting.document_facts import TraitKind
from packbuilder.meeting.exclusion import exclusion_description
from packbuilder.meeting.findings import Finding, document_file_name, document_words
from packbuilder.meeting.meeting import Access, AgendaItem, Document, Meeting, new_id
from packbuilder.meeting.numbering import document_labels
from packbuilder.meeting.printed_times import date_words
from packbuilder.meeting.timings import timetable


def fixes_for(finding: Finding, tools: Tools, deadline: dt.date | None) -> tuple[Fix, ...]:
    """Return what one click can do about a finding, the likeliest first; often nothing.

    Args:
        finding: What was found.
        tools: What the fixes work with.
        deadline: The day to publish on that is still in time, or None if there is none.
    """
    if tools.session.is_read_only:
        return ()
    return tuple(
        Fix(
            way.words,
            way.explanation,
            functools.partial(_follow, way.do, tools, finding),
            functools.partial(_follow_all, way.do_all, tools) if way.do_all is not None else None,
        )
        for way in _ways(finding, tools, deadline)
    )


def _follow(do: Callable[[Tools, Finding], object], tools: Tools, finding: Finding) -> None:
    do(tools, finding)


def _follow_all(
    do_all: Callable[[Tools, Sequence[Finding]], object], tools: Tools, findings: Sequence[Finding]
) -> None:
    # What some of them are about may have gone since the checks last ran.
    held = [each for each in findings if tools.session.holds(Place(each.item_id, each.document_id))]
    if held:
        do_all(tools, held)


def place_of(finding: Finding, meeting: Meeting) -> Place:
    """Return where a finding is put right by hand, with the field to put the cursor in."""
    field = _FIELDS.get(finding.kind, "")
    if finding.kind == "placeholder" and not finding.document_id:
        field = _field_with_brackets(finding, meeting)
    if finding.kind == "overrun" and finding.item_id:
        return Place(finding.item_id, field="start")
    if finding.kind == "unknown-time":
        before = _item_before(meeting, finding.item_id)
        return Place(before.id if before is not None else finding.item_id, field=field)
    if finding.kind in _PUT_RIGHT_IN_ITEM:
        return Place(finding.item_id, field=field)
    return Place(finding.item_id, finding.document_id, field)


# What each kind of finding has for it.

_FIELDS: dict[str, str] = {
    "no-council": "council",
    "no-body": "body",
    "no-time": "time",
    "no-venue": "venue",
    "no-published": "published",
    "weekend": "date",
    "deadline": "published",
    "published-after-meeting": "published",
    "overrun": "finish",
    "title-missing": "title",
    "no-lead": "lead",
    "early-start": "start",
    "overlap": "start",
    "unknown-time": "minutes",
    "to-follow": "documents",
    "no-documents": "documents",
    "unreadable": "file",
    "password": "file",
    "to-follow-has-paper": "to_follow",
    "public-title-missing": "public_title",
    "paragraph-missing": "exempt_paragraphs",
    "wrong-letter": "title",
    "no-exclusion": "access",
    "name-says-closed": "access",
    # What lies on pages or was left out is looked at in the file itself.
    **dict.fromkeys(map(str, TraitKind), "original"),
    "scan-without-text": "file",
    "blank-end": "blank_end",
    "long-spreadsheet": "pages",
    "odd-size": "page_size",
    "source-changed": "file",
    "cover-date": "file",
    "cover-body": "file",
    "cover-title": "title",
    "cover-appendices": "documents",
    "cover-recommendations": "recommendations",
    "cover-no-recommendations": "recommendations",
    "cover-to-fill": "title",
    "says-closed-words": "title",
    "pages-changed": "pages",
    "pages-beyond": "pages",
    "not-looked-into": "file",
    "document-note": "original",
    "file-used-twice": "file",
}

_PUT_RIGHT_IN_ITEM = frozenset(
    {
        "cover-title",
        "cover-appendices",
        "cover-recommendations",
        "cover-no-recommendations",
        "cover-to-fill",
        "says-closed-words",
    }
)
"""What is found about a document, and put right in the item that it belongs to."""

KINDS_WITH_WORDS_OF_THEIR_OWN = frozenset({"wrong-letter"})
"""Findings of any other kind have links of the same words as all of their kind."""


def _ways(finding: Finding, tools: Tools, deadline: dt.date | None) -> list[Way]:
    meeting = tools.session.meeting
    attach = Way(_tr("Attach..."), _tr("Choose the files to attach to the item."), attach_papers)
    replace = Way(_tr("Replace..."), _tr("Choose another file in its place."), replace_file)
    match finding.kind:
        case "to-follow":
            return [attach]
        case "no-documents":
            words = _tr("Say in the agenda that its papers are to follow.")
            return [attach, Way(_tr("Mark to follow"), words, mark_to_follow)]
        case "to-follow-has-paper":
            words = _tr("The agenda no longer says that its papers are to follow.")
            return [Way(_tr("Remove the mark"), words, remove_to_follow)]
        case "unreadable":
            again = Way(_tr("Try again"), _tr("Read the file once more."), try_again)
            return [again, replace] if _may_be_read(finding, tools) else [replace]
        case "password":
            words = _tr("Enter the password to open the file with. It is not kept.")
            return [Way(_tr("Enter password..."), words, enter_password), replace]
        case "no-exclusion":
            words = _tr("Add “{title}” to the agenda before the closed item.").format(title=exclusion_title())
            return [Way(_tr("Add the item"), words, add_exclusion)]
        case "name-says-closed":
            words = _tr("Keep it out of the public pack; the public agenda says that it is exempt.")
            return [Way(_tr("Make it exempt"), words, make_exempt)]
        case "wrong-letter":
            label = tools.labels.of(meeting).get(finding.document_id, "")
            words = _tr("Change the letter in its title to that of its place.")
            return [Way(_tr("Rename to {label}").format(label=label), words, correct_letter)]
        case "no-published" | "deadline" | "published-after-meeting" if deadline is not None:
            words = _tr("Set the date of publication to the last day that is in time.")
            return [
                Way(
                    _tr("Set to {date}").format(date=date_words(deadline)),
                    words,
                    lambda tools, finding: set_publication(tools, finding, deadline),
                )
            ]
    return ways_with_document(finding, tools) if finding.document_id else []


def _may_be_read(finding: Finding, tools: Tools) -> bool:
    """Say whether a file may be read another time: not where its name promises what is never taken in."""
    documents = (document for _, document in tools.session.meeting.documents())
    document = next((each for each in documents if each.id == finding.document_id), None)
    return document is not None and is_taken_in(kind_by_name(document_file_name(document)))


# The fixes themselves.


def mark_to_follow(tools: Tools, finding: Finding) -> None:
    """Say that an item's papers come later."""
    _change_item(tools, finding, _tr("Mark item {n} to follow"), to_follow=True)


def remove_to_follow(tools: Tools, finding: Finding) -> None:
    """Say that an item's papers are there."""
    _change_item(tools, finding, _tr("Item {n} no longer to follow"), to_follow=False)


def set_publication(tools: Tools, finding: Finding, date: dt.date) -> None:
    """Set the day on which the agenda is published."""
    tools.session.edit(
        _tr("Set date of publication"),
        lambda meeting: edits.change_meeting(meeting, published=date),
        place=Place(field="published"),
        said=_tr("The date of publication is {date}.").format(date=date_words(date)),
    )


def correct_letter(tools: Tools, finding: Finding) -> None:
    """Give the title of an appendix the letter of its place."""
    meeting = tools.session.meeting
    label = document_labels(meeting)[finding.document_id]
    title = _OWN_LABEL.sub(label, _document(meeting, finding.document_id).title, count=1)
    tools.session.edit(
        _tr("Rename to {label}").format(label=label),
        lambda meeting: edits.change_document(meeting, finding.document_id, title=title),
        place=Place(finding.item_id, finding.document_id, "title"),
        said=_tr("The appendix is called “{title}”.").format(title=title),
    )


def add_exclusion(tools: Tools, finding: Finding) -> None:
    """Put an item that asks the public to leave before the first closed one."""
    meeting = tools.session.meeting
    index = _index(meeting, finding.item_id)
    closed = meeting.items[index]
    description = exclusion_description(meeting, (item.access for item in meeting.items[index:]))
    item = AgendaItem(new_id(), exclusion_title(), description, section=closed.section)
    if _takes_times_away(meeting, item, index):
        # No time of its own: every time in the agenda stays as it is.
        item = dataclasses.replace(item, minutes=0)
    done = tools.session.edit(
        _tr("Add item {n}").format(n=index + 1),
        lambda meeting: edits.add_item(meeting, item, index),
        place=Place(item.id),
        said=_tr("Added item {n}: {title}.").format(n=index + 1, title=item.title),
    )
    if done:
        tools.selection.show_place(Place(item.id))


def make_exempt(tools: Tools, finding: Finding) -> None:
    """Close a document whose name says that it is exempt, under the paragraph that the name gives."""
    document = _document(tools.session.meeting, finding.document_id)
    paragraphs = paragraphs_named(document.inside or document_file_name(document)) or paragraphs_named(
        document.title
    )
    name = document_words(document)
    tools.session.edit(
        _tr("Make {name} exempt").format(name=name),
        lambda meeting: edits.set_document_access(meeting, document.id, Access.EXEMPT, paragraphs),
        place=Place(finding.item_id, finding.document_id, "access"),
        said=_tr("“{name}” is exempt under {paragraphs} and not in the public pack.").format(
            name=name, paragraphs=in_words(paragraphs)
        )
        if paragraphs
        else _tr("“{name}” is exempt and not in the public pack.").format(name=name),
    )


def exclusion_title() -> str:
    """Return what the item is called that asks the public to leave."""
    return _tr("Exclusion of the press and public")


def attach_papers(tools: Tools, finding: Finding) -> None:
    """Ask for files, and attach them to the item."""
    paths = tools.dialogs.open_files(tools.parent, _tr("Attach documents"), None, file_filters())

    def put_in(files: list[FileToAttach]) -> None:
        if tools.session.holds(Place(finding.item_id)):
            attach(tools.session, finding.item_id, files)

    unpack(paths, tools.session, tools.taking_in.look_inside, tools.parent, put_in)


def replace_file(tools: Tools, finding: Finding) -> None:
    """Ask for a file, and put it in the place of a document that could not be read."""
    document = _document(tools.session.meeting, finding.document_id)
    question = _tr("Replace {name}").format(name=document_file_name(document))
    path = tools.dialogs.open_file(tools.parent, question, Path(document.file).parent, file_filters())
    if path is None:
        return
    name = _tr("Replace {document}").format(document=called(tools.session.meeting, document.id))
    place = Place(finding.item_id, finding.document_id)

    def put_in(files: list[FileToAttach]) -> None:
        if not files or not tools.session.holds(place):
            return
        newer = files[0]
        tools.session.edit(
            name,
            lambda meeting: edits.replace_document_file(
                meeting, finding.document_id, str(newer.path), newer.inside
            ),
            place=place,
        )
        # The same file may have been mended in its place: then nothing changed but its content.
        tools.taking_in.try_again(finding.document_id)

    unpack([path], tools.session, tools.taking_in.look_inside, tools.parent, put_in, only_one=True)


def try_again(tools: Tools, finding: Finding) -> None:
    """Take a document in once more."""
    tools.taking_in.try_again(finding.document_id)


def enter_password(tools: Tools, finding: Finding) -> None:
    """Ask for the password of a document, and take it in with that."""
    name = document_file_name(_document(tools.session.meeting, finding.document_id))
    password = tools.dialogs.ask_password(tools.parent, name)
    if password:
        tools.taking_in.give_password(finding.document_id, password)


# What they share.

_OWN_LABEL = re.compile(r"(?i:appendix) (?:[A-Z]|A[A-Z]|\d+)\b")
_BRACKETS = re.compile(r"\[[^\]]+\]")


def _change_item(tools: Tools, finding: Finding, name: str, *, to_follow: bool) -> None:
    number = _index(tools.session.meeting, finding.item_id) + 1
    tools.session.edit(
        name.format(n=number),
        lambda meeting: edits.change_item(meeting, finding.item_id, to_follow=to_follow),
        place=Place(finding.item_id, field="to_follow"),
        said=_tr("Item {n} is to follow.").format(n=number)
        if to_follow
        else _tr("Item {n} is no longer to follow.").format(n=number),
    )


def _takes_times_away(meeting: Meeting, item: AgendaItem, index: int) -> bool:
    """Whether an item of no known length would leave those after it without the times that they have."""
    if not any(other.minutes is not None or other.start is not None for other in meeting.items):
        return False
    known, left = timetable(meeting).timings, timetable(edits.add_item(meeting, item, index)).timings
    return any(known[id_].start is not None and left[id_].start is None for id_ in known)


def _index(meeting: Meeting, item_id: str) -> int:
    return next(index for index, item in enumerate(meeting.items) if item.id == item_id)


def _item_before(meeting: Meeting, item_id: str) -> AgendaItem | None:
    index = next((n for n, item in enumerate(meeting.items) if item.id == item_id), 0)
    return meeting.items[index - 1] if index else None


def _document(meeting: Meeting, document_id: str) -> Document:
    return next(document for _, document in meeting.documents() if document.id == document_id)


def _field_with_brackets(finding: Finding, meeting: Meeting) -> str:
    named: tuple[tuple[str, str], ...] = (
        ("council", meeting.council),
        ("body", meeting.body),
        ("venue", meeting.venue),
    )
    if finding.item_id:
        items = [item for item in meeting.items if item.id == finding.item_id]
        named = tuple(pair for item in items for pair in (("title", item.title), ("lead", item.lead)))
    else:
        named = tuple((field, name) for field, name in named if f"The {field} " in finding.message)
    return next((field for field, name in named if _BRACKETS.search(name)), "")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Checks", text)
