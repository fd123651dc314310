"""Everything that can be done to the agenda: one function for each, for menus, keys, drops and tests.

Each does one edit with ``session.edit``, names it as Undo shows it, and says it in the status bar
where the clerk may not see it happen. What a read-only session refuses, it refuses by itself.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from packbuilder.app.agenda.rows import document_words, item_position
from packbuilder.app.attaching import Attachable, documents_of
from packbuilder.app.attaching import attach as attach
from packbuilder.app.selection import Place
from packbuilder.app.session import Session
from packbuilder.meeting import edits
from packbuilder.meeting.file_titles import says_appendix, title_of
from packbuilder.meeting.meeting import Access, AgendaItem, DocumentRole, Form, Meeting, new_id
from packbuilder.meeting.numbering import document_labels

_MOST_LETTERS = 60
"""How much of a document's name an edit's name may take up in the Edit menu."""

# Fields.


def set_title(session: Session, item_id: str, title: str) -> bool:
    """Give an item another subject; an empty one is refused, as it would be printed."""
    title = " ".join(title.split())
    if not title:
        session.said.emit(_tr("An item needs a subject: it was left as it was."))
        return False
    return _change_item(session, item_id, "title", _tr("Change subject of item {n}"), title=title)


def set_lead(session: Session, item_id: str, lead: str) -> bool:
    """Say who leads on an item."""
    lead = " ".join(lead.split())
    return _change_item(session, item_id, "lead", _tr("Change lead of item {n}"), lead=lead)


def set_form(session: Session, item_id: str, form: Form) -> bool:
    """Say how an item comes before the meeting."""
    return _change_item(session, item_id, "form", _tr("Change form of item {n}"), form=form)


def set_start(session: Session, item_id: str, start: dt.time | None) -> bool:
    """Fix when an item starts, or let it be worked out again with None."""
    name = _tr("Fix time of item {n}") if start is not None else _tr("Work out time of item {n}")
    return _change_item(session, item_id, "start", name, start=start)


def set_minutes(session: Session, item_id: str, minutes: int | None) -> bool:
    """Say how long an item is to take."""
    return _change_item(session, item_id, "minutes", _tr("Change minutes of item {n}"), minutes=minutes)


def set_to_follow(session: Session, item_id: str, to_follow: bool) -> bool:
    """Say that an item's papers come later, or that they are there."""
    name = _tr("Mark item {n} to follow") if to_follow else _tr("Item {n} no longer to follow")
    return _change_item(session, item_id, "to_follow", name, to_follow=to_follow)


def set_document_title(session: Session, item_id: str, document_id: str, title: str) -> bool:
    """Give a document another title."""
    title = " ".join(title.split())
    return session.edit(
        _tr("Change title of '{title}'").format(title=_called(session.meeting, document_id)),
        lambda meeting: edits.change_document(meeting, document_id, title=title),
        place=Place(item_id, document_id, "title"),
    )


def set_role(session: Session, item_id: str, document_id: str, role: DocumentRole) -> bool:
    """Say what a document is to its item."""
    return session.edit(
        _tr("Change role of '{title}'").format(title=_called(session.meeting, document_id)),
        lambda meeting: edits.change_document(meeting, document_id, role=role),
        place=Place(item_id, document_id, "role"),
    )


def set_access(session: Session, place: Place, access: Access) -> bool:
    """Say who may see an item or a document. What was exempt and stays so keeps its paragraphs."""
    meeting = session.meeting
    item = next(item for item in meeting.items if item.id == place.item_id)
    if place.document_id:
        document = next(d for d in item.documents if d.id == place.document_id)
        paragraphs = document.exempt_paragraphs if access is Access.EXEMPT else ()
        return session.edit(
            _tr("Change access of '{title}'").format(title=_called(meeting, document.id)),
            lambda m: edits.set_document_access(m, document.id, access, paragraphs),
            place=Place(item.id, document.id, "access"),
        )
    paragraphs = item.exempt_paragraphs if access is Access.EXEMPT else ()
    return session.edit(
        _tr("Change access of item {n}").format(n=item_position(meeting, item.id)),
        lambda m: edits.set_item_access(m, item.id, access, paragraphs),
        place=Place(item.id, "", "access"),
    )


def replace_file(session: Session, item_id: str, document_id: str, path: Path, inside: str = "") -> bool:
    """Put a newer file, or the part ``inside`` it, in a document's place; its title, role and access stay."""
    return session.edit(
        _tr("Replace '{title}'").format(title=_called(session.meeting, document_id)),
        lambda meeting: edits.replace_document_file(meeting, document_id, str(path), inside),
        place=Place(item_id, document_id, "file"),
    )


def set_section(session: Session, item_id: str, section: str) -> bool:
    """Set the heading above an item and the items that follow it in the same run; "" takes it away."""
    section = " ".join(section.split())
    run = section_run(session.meeting, item_id)
    name = _tr("Change heading of item {n}") if section else _tr("Remove heading of item {n}")
    return session.edit(
        name.format(n=item_position(session.meeting, item_id)),
        lambda meeting: _with_section(meeting, run, section),
        place=Place(item_id, "", "section"),
        said="" if section else _tr("The heading is gone. Ctrl+Z brings it back."),
    )


def section_run(meeting: Meeting, item_id: str) -> tuple[str, ...]:
    """Return the ids of an item and of those after it that stand under the same heading."""
    items = meeting.items
    first = next(index for index, item in enumerate(items) if item.id == item_id)
    last = first
    while last + 1 < len(items) and items[last + 1].section.strip() == items[first].section.strip():
        last += 1
    return tuple(item.id for item in items[first : last + 1])


# New items and documents.


@dataclasses.dataclass(frozen=True, slots=True)
class Draft:
    """A new item whose subject is still being typed; it stands after another one, or last for ""."""

    item: AgendaItem
    after: str


def draft_after(meeting: Meeting, after: str) -> Draft:
    """Return a new item to stand after another one, or last, under the heading that is in force there."""
    position = item_position(meeting, after) or len(meeting.items)
    section = meeting.items[position - 1].section if position else ""
    return Draft(AgendaItem(new_id(), "", section=section), after)


def with_draft(meeting: Meeting, draft: Draft) -> Meeting:
    """Return the meeting as it is to be with the new item."""
    return edits.add_item(meeting, draft.item, item_position(meeting, draft.after) or None)


def add_draft(session: Session, draft: Draft, title: str) -> bool:
    """Add a new item now that it has a subject; without one nothing is done."""
    item = dataclasses.replace(draft.item, title=" ".join(title.split()))
    if not item.title:
        return False
    number = (item_position(session.meeting, draft.after) or len(session.meeting.items)) + 1
    return session.edit(
        _tr("Add item {n}").format(n=number),
        lambda meeting: with_draft(meeting, Draft(item, draft.after)),
        place=Place(item.id),
        said=_tr("Added item {n}.").format(n=number),
    )


def add_item(session: Session, title: str, after: str = "") -> str:
    """Add an item after another one, or last; return its id, or "" if refused."""
    draft = draft_after(session.meeting, after)
    return draft.item.id if add_draft(session, draft, title) else ""


def add_items_from_files(
    session: Session, files: Sequence[Attachable], index: int | None = None, section: str = ""
) -> list[str]:
    """Make new items named after files, each with its file; return the ids of the items.

    A file that says it is an appendix is filed under the item before it.

    Args:
        session: The meeting.
        files: The files, in order.
        index: Where the first item is to stand, from 0; None is last.
        section: The heading that they stand under.
    """
    items: list[AgendaItem] = []
    for file in files:
        if items and says_appendix(file.name):
            before = items[-1]
            roles = [document.role for document in before.documents]
            items[-1] = dataclasses.replace(before, documents=before.documents + documents_of([file], roles))
        else:
            title = title_of(file.name)
            (document,) = documents_of([file], [])
            form = Form.PRESENTATION if document.role is DocumentRole.SLIDES else Form.REPORT
            if document.role in (DocumentRole.MINUTES, DocumentRole.ACTION_LOG):
                form = Form.PAPER
            items.append(AgendaItem(new_id(), title, form=form, section=section, documents=(document,)))
    if not items:
        return []
    first = len(session.meeting.items) if index is None else index

    def change(meeting: Meeting) -> Meeting:
        for place, item in enumerate(items, start=first):
            meeting = edits.add_item(meeting, item, place)
        return meeting

    count = len(items)
    name = (
        _tr("Add item {n}").format(n=first + 1)
        if count == 1
        else _tr("Add {count} items").format(count=count)
    )
    said = (
        _tr("Added item {n} from its file.") if count == 1 else _tr("Added {count} items from their files.")
    )
    done = session.edit(name, change, place=Place(items[0].id), said=said.format(n=first + 1, count=count))
    return [item.id for item in items] if done else []


def duplicate(session: Session, places: Sequence[Place]) -> list[Place]:
    """Put copies right after items or documents; return where the copies are."""
    items, documents = _apart(session.meeting, places)
    before = _all_places(session.meeting)

    def change(meeting: Meeting) -> Meeting:
        for item_id in items:
            meeting = edits.duplicate_item(meeting, item_id)
        for place in documents:
            item = next(item for item in meeting.items if item.id == place.item_id)
            index = next(n for n, d in enumerate(item.documents) if d.id == place.document_id)
            copy = dataclasses.replace(item.documents[index], id=new_id())
            meeting = edits.attach_document(meeting, item.id, copy, index + 1)
        return meeting

    if not items and not documents:
        return []
    name = _counted(
        session, items, documents,
        (_tr("Duplicate item {n}"), _tr("Duplicate {count} items")),
        (_tr("Duplicate '{title}'"), _tr("Duplicate {count} documents")),
    )  # fmt: skip
    if not session.edit(name, change, place=_first(items, documents)):
        return []
    new = [place for place in _all_places(session.meeting) if place not in before]
    return [place for place in new if bool(place.document_id) == (not items)]


def remove(session: Session, places: Sequence[Place]) -> bool:
    """Take items, with their documents, or documents out of the agenda."""
    items, documents = _apart(session.meeting, places)
    if not items and not documents:
        return False
    name = _counted(
        session, items, documents,
        (_tr("Remove item {n}"), _tr("Remove {count} items")),
        (_tr("Remove '{title}'"), _tr("Remove {count} documents")),
    )  # fmt: skip
    said = _counted(
        session, items, documents,
        (
            _tr("Removed item {n}. Ctrl+Z brings it back."),
            _tr("Removed {count} items. Ctrl+Z brings them back."),
        ),
        (
            _tr("Removed '{whole_title}' from item {n}. Ctrl+Z brings it back."),
            _tr("Removed {count} documents. Ctrl+Z brings them back."),
        ),
    )  # fmt: skip

    def change(meeting: Meeting) -> Meeting:
        for item_id in items:
            meeting = edits.remove_item(meeting, item_id)
        for place in documents:
            meeting = edits.remove_document(meeting, place.document_id)
        return meeting

    return session.edit(name, change, place=_first(items, documents), said=said)


# Moves.


def move_items(session: Session, item_ids: Sequence[str], index: int, section: str | None = None) -> bool:
    """Move items, in their order, to stand before the one that is at ``index`` now.

    ``section`` is the heading that they then stand under; None leaves each its own.
    """
    moved = [item.id for item in session.meeting.items if item.id in set(item_ids)]
    if not moved:
        return False
    target = sum(item.id not in moved for item in session.meeting.items[:index])
    last = len(session.meeting.items) - 1

    def change(meeting: Meeting) -> Meeting:
        for item_id in moved:
            meeting = edits.move_item(meeting, item_id, last)
        for place, item_id in enumerate(moved, start=target):
            meeting = edits.move_item(meeting, item_id, place)
        return meeting if section is None else _with_section(meeting, moved, section)

    number = item_position(session.meeting, moved[0])
    if len(moved) > 1:
        name = _tr("Move {count} items").format(count=len(moved))
        said = _tr("Moved {count} items.").format(count=len(moved))
    elif target + 1 == number:
        name = _tr("Move item {n}").format(n=number)
        said = _tr("Moved item {n} to another heading.").format(n=number)
    else:
        name = _tr("Move item {n}").format(n=number)
        said = _tr("Item {n} is now item {m}.").format(n=number, m=target + 1)
    return session.edit(name, change, place=Place(moved[0]), said=said)


def move_documents(
    session: Session, document_ids: Sequence[str], item_id: str, index: int | None = None
) -> bool:
    """Move documents, in their order, under an item, before the one that is at ``index`` there now."""
    wanted = set(document_ids)
    moved = [(item.id, d.id) for item, d in session.meeting.documents() if d.id in wanted]
    if not moved:
        return False
    there = next(item for item in session.meeting.items if item.id == item_id).documents
    target = sum(document.id not in wanted for document in (there if index is None else there[:index]))

    def change(meeting: Meeting) -> Meeting:
        for left, document_id in moved:
            if left != item_id:
                meeting = edits.move_document(meeting, document_id, item_id)
        for _, document_id in moved:
            meeting = edits.move_document(meeting, document_id, item_id)
        for place, (_, document_id) in enumerate(moved, start=target):
            meeting = edits.move_document(meeting, document_id, item_id, place)
        return meeting

    count, number = len(moved), item_position(session.meeting, item_id)
    called = _called(session.meeting, moved[0][1])
    said = ""
    if any(left != item_id for left, _ in moved):
        one, many = _tr("Moved '{title}' to item {n}."), _tr("Moved {count} documents to item {n}.")
        said = (one if count == 1 else many).format(count=count, n=number, title=called)
    name = _tr("Move '{title}'") if count == 1 else _tr("Move {count} documents")
    return session.edit(
        name.format(count=count, title=called),
        change,
        place=Place(item_id, moved[0][1]),
        said=said,
    )


def move_up(session: Session, places: Sequence[Place]) -> bool:
    """Move items or documents up by one: past a heading, or into the item before, where that comes first."""
    items, documents = _apart(session.meeting, places)
    agenda = session.meeting.items
    if items:
        first = item_position(session.meeting, items[0]) - 1
        section = agenda[first].section.strip()
        above = agenda[first - 1].section if first else ""
        if above.strip() != section:
            return move_items(session, items, first, above)
        return first > 0 and move_items(session, items, first - 1, above)
    if not documents:
        return False
    item, index = _where(session.meeting, documents[0])
    ids = [place.document_id for place in documents]
    if index > 0:
        return move_documents(session, ids, item.id, index - 1)
    position = item_position(session.meeting, item.id) - 1
    return position > 0 and move_documents(session, ids, agenda[position - 1].id)


def move_down(session: Session, places: Sequence[Place]) -> bool:
    """Move items or documents down by one: past a heading, or into the item after, where that comes first."""
    items, documents = _apart(session.meeting, places)
    agenda = session.meeting.items
    if items:
        last = item_position(session.meeting, items[-1]) - 1
        if last + 1 >= len(agenda):
            return False
        below = agenda[last + 1].section
        if below.strip() != agenda[last].section.strip():
            return move_items(session, items, last + 1, below)
        return move_items(session, items, last + 2, below)
    if not documents:
        return False
    item, index = _where(session.meeting, documents[-1])
    ids = [place.document_id for place in documents]
    if index + 1 < len(item.documents):
        return move_documents(session, ids, item.id, index + 2)
    position = item_position(session.meeting, item.id) - 1
    return position + 1 < len(agenda) and move_documents(session, ids, agenda[position + 1].id, 0)


# What the commands share.


def _change_item(session: Session, item_id: str, field: str, name: str, **fields: object) -> bool:
    change: Callable[..., Meeting] = edits.change_item
    return session.edit(
        name.format(n=item_position(session.meeting, item_id)),
        lambda meeting: change(meeting, item_id, **fields),
        place=Place(item_id, "", field),
    )


def _with_section(meeting: Meeting, item_ids: Sequence[str], section: str) -> Meeting:
    for item_id in item_ids:
        meeting = edits.change_item(meeting, item_id, section=section)
    return meeting


def _apart(meeting: Meeting, places: Sequence[Place]) -> tuple[list[str], list[Place]]:
    """Return the items among the places, and the documents where there are no items, in agenda order.

    Where both are meant, it is the items, as these take their documents along.
    """
    wanted = {(place.item_id, place.document_id) for place in places}
    items = [item.id for item in meeting.items if (item.id, "") in wanted]
    documents = [
        Place(item.id, document.id)
        for item, document in meeting.documents()
        if (item.id, document.id) in wanted
    ]
    return (items, []) if items else ([], documents)


def _where(meeting: Meeting, place: Place) -> tuple[AgendaItem, int]:
    item = next(item for item in meeting.items if item.id == place.item_id)
    return item, next(n for n, document in enumerate(item.documents) if document.id == place.document_id)


def _all_places(meeting: Meeting) -> list[Place]:
    documents = [Place(item.id, document.id) for item, document in meeting.documents()]
    return [*(Place(item.id) for item in meeting.items), *documents]


def _first(items: Sequence[str], documents: Sequence[Place]) -> Place:
    return Place(items[0]) if items else documents[0]


def _counted(
    session: Session,
    items: Sequence[str],
    documents: Sequence[Place],
    of_items: tuple[str, str],
    of_documents: tuple[str, str],
) -> str:
    one, many = of_items if items else of_documents
    count = len(items) or len(documents)
    meeting = session.meeting
    number = item_position(meeting, items[0] if items else documents[0].item_id)
    title = whole_title = ""
    if not items:
        document_id = documents[0].document_id
        document = next(d for _, d in meeting.documents() if d.id == document_id)
        title, whole_title = (
            _called(meeting, document_id),
            _short(document_words(document, document_labels(meeting)[document_id])),
        )
    return (one if count == 1 else many).format(n=number, count=count, title=title, whole_title=whole_title)


def _called(meeting: Meeting, document_id: str) -> str:
    """Return what edits call a document: its title, or "Appendix B" or its role where it has none."""
    document = next(d for _, d in meeting.documents() if d.id == document_id)
    title = " ".join(document.title.split())
    return _short(title or document_words(document, document_labels(meeting)[document_id]))


def _short(words: str) -> str:
    """Return words that fit a menu and the status bar."""
    return words if len(words) <= _MOST_LETTERS else words[: _MOST_LETTERS - 3].rstrip() + "..."


def _tr(text: str) -> str:
    return QCoreApplication.translate("Agenda", text)
