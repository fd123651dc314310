"""What the clerk settles about a document: its pages, what is done to its file, what may stand.

One function for each, for the inspector, the checks and the pack pane. Each does one edit, named as
Undo shows it, and says it in the status bar; the file as it was received never changes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication

from packbuilder.app.selection import Place
from packbuilder.app.session import Session
from packbuilder.errors import PackBuilderError
from packbuilder.meeting.covers import cover_recommendations, covering_report, fill_from_covers, usable_cover
from packbuilder.meeting.document_checks import looked_at_entries, looked_at_kind
from packbuilder.meeting.document_facts import ReportCover, TraitKind
from packbuilder.meeting.edits import (
    ItemFields,
    change_document,
    change_item,
    has_choices_to_lose,
    treat_document,
)
from packbuilder.meeting.findings import Finding, pages_words
from packbuilder.meeting.fitting import (
    Fitting,
    PageSize,
    chosen_of,
    left_out,
    settled,
    turned,
    with_all_pages,
)
from packbuilder.meeting.meeting import Access, AgendaItem, Document, Meeting
from packbuilder.meeting.numbering import document_labels, item_numbers
from packbuilder.meeting.treatment import (
    Remedy,
    Treatment,
    pictured_of,
    with_pictured,
    with_remedy,
    without_pictured,
    without_remedy,
)

RIGHT, LEFT = 90, 270
"""Turns, in degrees clockwise."""


def called(meeting: Meeting, document_id: str) -> str:
    """Return how edits name a document: "Appendix B of item 7", "report of item 7"."""
    item, document = next((i, d) for i, d in meeting.documents() if d.id == document_id)
    name = document_labels(meeting)[document_id] or document.role.value
    return _tr("{name} of item {number}").format(name=name, number=item_numbers(meeting)[item.id].strip("."))


# Its pages.


def leave_out(session: Session, place: Place, page_number: int) -> bool:
    """Leave a page of a document, by its number in it, out of the pack; the last one left is refused."""
    facts = session.whole_facts.get(place.document_id)
    if facts is None:
        return False
    try:
        fitting = left_out(_document(session, place).fitting, page_number, facts.page_count)
    except ValueError:
        session.refused.emit(
            PackBuilderError(
                _tr("Page {number} is all that is printed of this document.").format(number=page_number),
                _tr("To leave it out, remove the document."),
            )
        )
        return False
    return fit(
        session,
        place,
        fitting,
        _tr("Leave out page {number} of {document}").format(
            number=page_number, document=_called(session, place)
        ),
        said=_tr("Left out page {number} of {document}. Ctrl+Z brings it back.").format(
            number=page_number, document=_called(session, place)
        ),
    )


def turn(session: Session, place: Place, page_number: int, degrees: int) -> bool:
    """Turn a page of a document, by its number in it, by so many degrees clockwise."""
    left, right = (
        _tr("Turned page {number} of {document} left."),
        _tr("Turned page {number} of {document} right."),
    )
    said = left if degrees == LEFT else right
    return fit(
        session,
        place,
        turned(_document(session, place).fitting, page_number, degrees),
        _tr("Turn page {number} of {document}").format(number=page_number, document=_called(session, place)),
        said=said.format(number=page_number, document=_called(session, place)),
    )


def turn_back(session: Session, place: Place) -> bool:
    """Let every page of a document lie as it came."""
    return fit(
        session,
        place,
        dataclasses.replace(_document(session, place).fitting, turned=()),
        _tr("Turn back pages of {document}").format(document=_called(session, place)),
    )


def keep_pages(
    session: Session, place: Place, ranges: tuple[tuple[int, int], ...], merge_key: str = ""
) -> bool:
    """Print the pages of a document in some ranges, by their numbers in it; all for no ranges."""
    facts = session.whole_facts.get(place.document_id)
    if facts is None:
        return False
    fitting = dataclasses.replace(_document(session, place).fitting, kept=ranges)
    words = _tr("Leave out pages of {document}") if ranges else _tr("Print all pages of {document}")
    return fit(
        session,
        place,
        settled(fitting, facts.page_count),
        words.format(document=_called(session, place)),
        merge_key=merge_key,
    )


def set_page_size(session: Session, place: Place, size: PageSize, said: str = "") -> bool:
    """Say what becomes of odd sizes in a document."""
    return fit(
        session,
        place,
        dataclasses.replace(_document(session, place).fitting, size=size),
        _tr("Change paper size of {document}").format(document=_called(session, place)),
        said=said,
    )


def drop_blank_end(session: Session, place: Place, is_dropped: bool, said: str = "") -> bool:
    """Leave out the blank pages at the end of a document, or print them."""
    words = (
        _tr("Leave out blank pages of {document}") if is_dropped else _tr("Print blank pages of {document}")
    )
    return fit(
        session,
        place,
        dataclasses.replace(_document(session, place).fitting, drops_blank_end=is_dropped),
        words.format(document=_called(session, place)),
        said=said,
    )


def drop_blank_ends(session: Session, places: Sequence[Place]) -> bool:
    """Leave out the blank pages at the end of several documents, in one edit."""
    return _fit_all(
        session,
        places,
        lambda fitting: dataclasses.replace(fitting, drops_blank_end=True),
        _tr("Leave out blank pages of {count} documents"),
        _tr("The blank pages at the end of {count} documents are left out."),
    )


def scale_to_a4(session: Session, places: Sequence[Place]) -> bool:
    """Scale every odd size in several documents to A4, in one edit."""
    return _fit_all(
        session,
        places,
        lambda fitting: dataclasses.replace(fitting, size=PageSize.A4_OR_A3),
        _tr("Change paper size of {count} documents"),
        _tr("Odd sizes of {count} documents are scaled to A4. Nothing is cut off."),
    )


def _fit_all(
    session: Session,
    places: Sequence[Place],
    change_fitting: Callable[[Fitting], Fitting],
    name: str,
    said: str,
) -> bool:
    fittings = {
        place.document_id: _chosen(session, place, change_fitting(_document(session, place).fitting))
        for place in places
    }

    def change(meeting: Meeting) -> Meeting:
        for document_id, fitting in fittings.items():
            meeting = change_document(meeting, document_id, fitting=fitting)
        return meeting

    count = len(fittings)
    return session.edit(name.format(count=count), change, place=places[0], said=said.format(count=count))


def fit(
    session: Session, place: Place, fitting: Fitting, name: str, *, merge_key: str = "", said: str = ""
) -> bool:
    """Change how a document's pages are used.

    Pages that were chosen when the document had another number of them stay in question.
    """
    chosen = _chosen(session, place, fitting)
    return session.edit(
        name,
        lambda meeting: change_document(meeting, place.document_id, fitting=chosen),
        place=place,
        merge_key=merge_key,
        said=said,
    )


def _chosen(session: Session, place: Place, fitting: Fitting) -> Fitting:
    facts = session.whole_facts.get(place.document_id)
    return chosen_of(fitting, fitting.of_pages or (facts.page_count if facts is not None else 0))


def print_all_pages(session: Session, place: Place) -> bool:
    """Print every page of a document as it came: none left out, turned or made a picture."""
    document = _document(session, place)

    def change(meeting: Meeting) -> Meeting:
        return change_document(
            meeting,
            place.document_id,
            fitting=with_all_pages(document.fitting),
            treatment=without_pictured(document.treatment),
        )

    return session.edit(
        _tr("Print all pages of {document}").format(document=_called(session, place)),
        change,
        place=place,
        said=_tr("All its pages are printed, as they came."),
    )


def pages_are_right(session: Session, place: Place) -> bool:
    """Note that the pages that were chosen are the right ones of those that a document has now."""
    facts = session.whole_facts.get(place.document_id)
    if facts is None:
        return False
    document, page_count = _document(session, place), facts.page_count
    return session.edit(
        _tr("Keep chosen pages of {document}").format(document=_called(session, place)),
        lambda meeting: change_document(
            meeting,
            place.document_id,
            fitting=chosen_of(document.fitting, page_count),
            treatment=pictured_of(document.treatment, page_count),
        ),
        place=place,
        said=_tr("The pages stay as they were chosen."),
    )


# What is done to its file.


def use_remedy(session: Session, place: Place, remedy: Remedy) -> bool:
    """Have something put right in the copy of a document's file; its pages are then made anew."""
    names = {
        Remedy.ACCEPT_CHANGES: _tr("Accept changes of {document}"),
        Remedy.DROP_COMMENTS: _tr("Take comments off {document}"),
        Remedy.FLATTEN: _tr("Make marks part of {document}"),
    }
    said = {
        Remedy.ACCEPT_CHANGES: _tr("The changes are accepted."),
        Remedy.DROP_COMMENTS: _tr("The comments are taken off."),
        Remedy.FLATTEN: _tr("Marks and fields are part of the pages now."),
    }
    return _treat(
        session, place, with_remedy(_document(session, place).treatment, remedy), names[remedy], said[remedy]
    )


def take_back_remedy(session: Session, place: Place, remedy: Remedy) -> bool:
    """Do no longer put something right in the copy of a document's file."""
    names = {
        Remedy.ACCEPT_CHANGES: _tr("Take back accepting changes of {document}"),
        Remedy.DROP_COMMENTS: _tr("Put comments back on {document}"),
        Remedy.FLATTEN: _tr("Take back making marks part of {document}"),
    }
    treatment = without_remedy(_document(session, place).treatment, remedy)
    return _treat(session, place, treatment, names[remedy])


def make_safe(session: Session, place: Place, page_numbers: Sequence[int]) -> bool:
    """Make pages of a document, by their numbers in it, pictures of what is seen on them."""
    pages = pages_words(list(page_numbers))
    before, facts = _document(session, place).treatment, session.whole_facts.get(place.document_id)
    page_count = before.of_pages or (facts.page_count if facts is not None else 0)
    treatment = pictured_of(with_pictured(before, tuple(page_numbers)), page_count)
    said = _tr("Only what is seen is kept of {pages}.")
    return _treat(session, place, treatment, _tr("Make {document} safe"), said.format(pages=pages))


def take_back_pictures(session: Session, place: Place) -> bool:
    """Use every page of a document as it came, with what lies hidden on it."""
    treatment = without_pictured(_document(session, place).treatment)
    return _treat(session, place, treatment, _tr("Take back pictures of {document}"))


def _treat(session: Session, place: Place, treatment: Treatment, name: str, said: str = "") -> bool:
    told = [said] if said else []
    if has_choices_to_lose(_document(session, place), treatment):
        told.append(_tr("All its pages are printed again: look at them anew, as they may be others."))
    if said:
        told.append(_tr("The file you were sent stays as it is."))
    return session.edit(
        name.format(document=_called(session, place)),
        lambda meeting: treat_document(meeting, place.document_id, treatment),
        place=place,
        said=" ".join(told),
    )


# What may stand.


TO_LOOK_AT = frozenset(
    {
        *map(
            str,
            (
                TraitKind.COMMENTS,
                TraitKind.HIDDEN_TEXT,
                TraitKind.SPEAKER_NOTES,
                TraitKind.HIDDEN_SLIDES,
                TraitKind.HIDDEN_SHEETS,
                TraitKind.HIDDEN_CELLS,
                TraitKind.PIVOT_DATA,
                TraitKind.EXTERNAL_LINKS,
                TraitKind.EMBEDDED_FILES,
                TraitKind.MACROS,
                TraitKind.ATTACHED_FILES,
                TraitKind.SCRIPTS,
            ),
        ),
        "document-note",
        "file-used-twice",
        "scan-without-text",
        "long-spreadsheet",
        "cover-date",
        "cover-body",
        "cover-appendices",
        "cover-no-recommendations",
    }
)
"""What no click puts right, and what is left out: it is looked at, and does not stand in the pack."""


def let_stand(session: Session, finding: Finding) -> bool:
    """Note that the clerk has looked at what was found in a document, and lets it stand."""
    place = Place(finding.item_id, finding.document_id)
    what = _stands_words(finding.kind)
    return session.edit(
        _tr("{what} of {document}").format(what=what, document=_called(session, place)),
        _let_stand(session, [finding]),
        place=place,
        said=_tr("{what}. The document's details say so.").format(what=what),
    )


def _stands_words(kind: str) -> str:
    words = _tr("Looked at: {kind}") if kind in TO_LOOK_AT else _tr("Let stand: {kind}")
    return words.format(kind=kind_words(kind))


def let_stand_everywhere(session: Session, findings: Sequence[Finding]) -> bool:
    """Note that what was found in several documents, of one kind, was looked at and may stand."""
    what, count = _stands_words(findings[0].kind), len({finding.document_id for finding in findings})
    return session.edit(
        _tr("{what} of {count} documents").format(what=what, count=count),
        _let_stand(session, findings),
        place=Place(findings[0].item_id, findings[0].document_id),
        said=_tr("{what} of {count} documents. Their details say so.").format(what=what, count=count),
    )


def _let_stand(session: Session, findings: Sequence[Finding]) -> Callable[[Meeting], Meeting]:
    added: dict[str, list[str]] = {}
    for finding in findings:
        entries = looked_at_entries(finding, session.facts.get(finding.document_id))
        added.setdefault(finding.document_id, []).extend(entries)

    def change(meeting: Meeting) -> Meeting:
        for _, document in meeting.documents():
            new = added.get(document.id, [])
            kept = (entry for entry in document.looked_at if entry not in new)
            meeting = change_document(meeting, document.id, looked_at=(*kept, *new))
        return meeting

    return change


def look_again(session: Session, place: Place, kind: str) -> bool:
    """Have findings of a kind about a document told again."""
    looked_at = tuple(entry for entry in _document(session, place).looked_at if looked_at_kind(entry) != kind)
    return session.edit(
        _tr("Look again at {kind} of {document}").format(
            kind=kind_words(kind), document=_called(session, place)
        ),
        lambda meeting: change_document(meeting, place.document_id, looked_at=looked_at),
        place=place,
    )


def kind_words(kind: str) -> str:
    """Return what findings of a kind about a document are called among what was settled."""
    words = {
        TraitKind.TRACKED_CHANGES: _tr("tracked changes"),
        TraitKind.UNFILLED_PROMPTS: _tr("places not filled in"),
        TraitKind.COMMENTS: _tr("comments"),
        TraitKind.HIDDEN_TEXT: _tr("hidden text"),
        TraitKind.SPEAKER_NOTES: _tr("speaker notes"),
        TraitKind.HIDDEN_SLIDES: _tr("hidden slides"),
        TraitKind.HIDDEN_SHEETS: _tr("hidden sheets"),
        TraitKind.HIDDEN_CELLS: _tr("hidden rows and columns"),
        TraitKind.PIVOT_DATA: _tr("data behind tables"),
        TraitKind.EXTERNAL_LINKS: _tr("links to other files"),
        TraitKind.EMBEDDED_FILES: _tr("files inside it"),
        TraitKind.MACROS: _tr("macros"),
        TraitKind.ATTACHED_FILES: _tr("attached files"),
        TraitKind.SCRIPTS: _tr("scripts"),
        TraitKind.PRINTED_HIDDEN: _tr("hidden words that are printed"),
        TraitKind.MARKS: _tr("comments and marks"),
        TraitKind.FORM_VALUES: _tr("filled-in fields"),
        TraitKind.HIDDEN_LAYERS: _tr("hidden layers"),
        TraitKind.COVERED_TEXT: _tr("text that is covered up"),
        TraitKind.COVERED_PICTURE: _tr("parts of pictures that are covered up"),
        TraitKind.UNSEEN_TEXT: _tr("text that cannot be seen"),
        TraitKind.OUTSIDE_PAGE: _tr("text outside the page"),
        "scan-without-text": _tr("scans without text"),
        "blank-end": _tr("blank pages at the end"),
        "long-spreadsheet": _tr("its many pages"),
        "odd-size": _tr("odd paper sizes"),
        "source-changed": _tr("a newer file"),
        "cover-date": _tr("the date on its cover"),
        "cover-body": _tr("the meeting on its cover"),
        "cover-title": _tr("the title on its cover"),
        "cover-appendices": _tr("the appendices on its cover"),
        "cover-recommendations": _tr("its recommendations"),
        "cover-no-recommendations": _tr("that it recommends nothing"),
        "cover-to-fill": _tr("what its cover says"),
        "document-note": _tr("what was noted as it was read"),
        "file-used-twice": _tr("the same file in two places"),
        "pages-changed": _tr("the pages to print"),
        "pages-beyond": _tr("the pages to print"),
        "not-looked-into": _tr("what may be hidden in it"),
        "says-closed-words": _tr("what its item says of it"),
    }
    return words.get(kind, kind.replace("-", " "))


# What its cover says.


def what_cover_fills(session: Session, place: Place) -> str:
    """Return what is empty of the item and its report's cover can fill in, in words; "" for nothing."""
    names = (("title", _tr("subject")), ("lead", _tr("lead")), ("recommendations", _tr("recommendations")))
    fields = _filled_in(session, place)
    words = [name for field, name in names if field in fields]
    if len(words) < 2:
        return "".join(words)
    return _tr("{first} and {last}").format(first=", ".join(words[:-1]), last=words[-1])


def fill_in_from_cover(session: Session, place: Place) -> bool:
    """Fill in what is empty of an item from the cover of its report."""
    fields = _filled_in(session, place)
    return _change_item(
        session,
        place,
        fields,
        _tr("Fill in item {number} from its report"),
        _tr("Filled in item {number}: {what}.").replace("{what}", what_cover_fills(session, place)),
    )


def use_title_of_cover(session: Session, place: Place) -> bool:
    """Give an item the title that its report has on its cover."""
    cover = _cover(session, place)
    if cover is None or not cover.title or _item(session, place).access is not Access.OPEN:
        return False
    said = _tr("Item {number} is called as its report is.")
    return _change_item(session, place, {"title": cover.title}, _tr("Change subject of item {number}"), said)


def use_recommendations_of_cover(session: Session, place: Place) -> bool:
    """Give an item the recommendations of its report, in place of those that it may have."""
    cover = _cover(session, place)
    if cover is None or not cover.recommendations:
        return False
    return _change_item(
        session,
        place,
        {"recommendations": cover_recommendations(cover)},
        _tr("Change recommendations of item {number}"),
        _tr("Item {number} has the recommendations of its report."),
    )


def _filled_in(session: Session, place: Place) -> ItemFields:
    item = _item(session, place)
    report = covering_report(item)
    if report is None or report.id != place.document_id:
        return {}
    alone = dataclasses.replace(session.meeting, items=(item,))
    (filled,) = fill_from_covers(alone, session.facts).items
    fields: ItemFields = {}
    if filled.title != item.title:
        fields["title"] = filled.title
    if filled.lead != item.lead:
        fields["lead"] = filled.lead
    if filled.recommendations != item.recommendations:
        fields["recommendations"] = filled.recommendations
    return fields


def _cover(session: Session, place: Place) -> ReportCover | None:
    """Return the cover of a document, where its words may stand in its item: none of a closed report."""
    item = _item(session, place)
    report = covering_report(item)
    return (
        usable_cover(item, session.facts) if report is not None and report.id == place.document_id else None
    )


def _change_item(session: Session, place: Place, fields: ItemFields, name: str, said: str) -> bool:
    number = item_numbers(session.meeting)[place.item_id].strip(".")
    return session.edit(
        name.format(number=number),
        lambda meeting: change_item(meeting, place.item_id, **fields),
        place=Place(place.item_id),
        said=said.format(number=number),
    )


# What they share.


def _item(session: Session, place: Place) -> AgendaItem:
    return next(item for item in session.meeting.items if item.id == place.item_id)


def _document(session: Session, place: Place) -> Document:
    return next(d for _, d in session.meeting.documents() if d.id == place.document_id)


def _called(session: Session, place: Place) -> str:
    return called(session.meeting, place.document_id)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Settling", text)
