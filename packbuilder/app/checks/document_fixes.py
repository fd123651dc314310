"""What settles a finding about a document's file or pages: done to a copy of it, or let stand.

Part of ``fixes``. Which pages a finding is about comes from the facts: a finding has only words.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from packbuilder.app import settling
from packbuilder.app.checks.tools import Tools, Way
from packbuilder.app.selection import Place
from packbuilder.meeting.document_checks import looked_at_entries
from packbuilder.meeting.document_facts import TraitKind
from packbuilder.meeting.findings import Finding, Severity, pages_words
from packbuilder.meeting.fitting import PageSize
from packbuilder.meeting.treatment import Remedy


def ways_with_document(finding: Finding, tools: Tools) -> list[Way]:
    """Return the ways to settle what was found in a document's file or on its pages; often nothing."""
    ways = _ways(finding, tools)
    # What was let stand already and is told all the same can still be put right.
    return [way for way in ways if way.do is not let_stand] if _is_let_stand(finding, tools) else ways


def _is_let_stand(finding: Finding, tools: Tools) -> bool:
    documents = (document for _, document in tools.session.meeting.documents())
    looked_at = next((d.looked_at for d in documents if d.id == finding.document_id), ())
    entries = looked_at_entries(finding, tools.session.facts.get(finding.document_id))
    return finding.kind in looked_at or any(entry in looked_at for entry in entries)


def _ways(finding: Finding, tools: Tools) -> list[Way]:
    words = _tr("You have looked at it, and it may be published as it is. The document's details say so.")
    stand = Way(_tr("Let it stand"), words, let_stand)
    match finding.kind:
        case TraitKind.TRACKED_CHANGES:
            words = _tr("Print it as if every change were accepted. The file you were sent stays as it is.")
            accept = _remedy(_tr("Accept changes"), words, Remedy.ACCEPT_CHANGES)
            words = _tr("Everyone will see what was added and what was deleted.")
            return [accept, Way(_tr("Print them as they are"), words, let_stand)]
        case TraitKind.PRINTED_HIDDEN | TraitKind.UNFILLED_PROMPTS:
            return [stand]
        case TraitKind.MARKS:
            words = _tr("Comments, highlights and notes are left out of the pack.")
            take_off = _remedy(_tr("Take them off"), words, Remedy.DROP_COMMENTS)
            words = _tr("What is seen of them is printed; their texts and who wrote them are gone.")
            return [take_off, _remedy(_tr("Make them part of the page"), words, Remedy.FLATTEN)]
        case TraitKind.FORM_VALUES:
            words = _tr("What is filled in is printed, and nobody can change it any more.")
            return [_remedy(_tr("Make them part of the page"), words, Remedy.FLATTEN), stand]
        case (
            TraitKind.HIDDEN_LAYERS
            | TraitKind.COVERED_TEXT
            | TraitKind.COVERED_PICTURE
            | TraitKind.UNSEEN_TEXT
            | TraitKind.OUTSIDE_PAGE
        ):
            return [Way(_tr("Make it safe"), _safe_words(finding, tools), make_safe), stand]
        case "pages-changed":
            words = _tr("The pages stay as they were chosen: you have looked at them.")
            return [_all_pages(), Way(_tr("They are right"), words, keep_chosen_pages)]
        case "pages-beyond":
            return [_all_pages()]
        case "says-closed-words":
            return [stand]
        case "blank-end":
            words = _tr("The file stays as it is; the pages are not printed.")
            return [Way(_tr("Leave out"), words, leave_out_blank_end, leave_out_blank_ends), stand]
        case "odd-size":
            words = _tr("Scale every page that is neither A4 nor A3 to A4. Nothing is cut off.")
            return [Way(_tr("Scale to A4"), words, scale_to_a4, scale_all_to_a4), stand]
        case "source-changed":
            return _ways_with_newer_file(tools)
        case "cover-title":
            words = _tr("The item gets the title that its report has.")
            return [Way(_tr("Use the report's title"), words, use_title_of_cover), stand]
        case "cover-recommendations":
            words = _tr("The item gets what its report asks for, and the minutes begin with it.")
            return [Way(_tr("Use the report's"), words, use_recommendations_of_cover), stand]
        case "cover-to-fill":
            words = _tr("What is empty of the item is filled in: its {what}.").format(
                what=settling.what_cover_fills(tools.session, _place(finding))
            )
            return [Way(_tr("Fill in"), words, fill_in_from_cover), stand]
    # One file twice, once closed and once open, is more than to be looked at.
    if finding.kind in settling.TO_LOOK_AT and finding.severity is not Severity.ERROR:
        words = _tr("You have looked at it: it is not told again. The document's details say so.")
        return [Way(_tr("Looked at"), words, let_stand, let_all_stand)]
    return []


def _all_pages() -> Way:
    words = _tr("No page is left out, turned or made a picture. Choose them again if you need to.")
    return Way(_tr("Print all pages"), words, print_all_pages)


def _remedy(words: str, explanation: str, remedy: Remedy) -> Way:
    return Way(
        words,
        explanation,
        lambda tools, finding: settling.use_remedy(tools.session, _place(finding), remedy),
    )


def _safe_words(finding: Finding, tools: Tools) -> str:
    pages = _pages_of(finding, tools)
    one = _tr("{pages} becomes a picture of what is seen: hidden words are gone, it cannot be searched.")
    many = _tr("{pages} become pictures of what is seen: hidden words are gone, they cannot be searched.")
    named = pages_words(list(pages))
    return (one if len(pages) == 1 else many).format(pages=named[:1].upper() + named[1:])


def pages_named(finding: Finding, tools: Tools) -> tuple[int, ...]:
    """Return the pages of the document, by their numbers in it, that what was found is on; often none."""
    facts = tools.session.whole_facts.get(finding.document_id)
    if facts is None:
        return ()
    numbers = {n for trait in facts.traits if trait.kind == finding.kind for n in trait.page_numbers}
    return tuple(sorted(numbers))


def _pages_of(finding: Finding, tools: Tools) -> tuple[int, ...]:
    """Return the pages that are made safe: all of them, where it is not known which are meant."""
    facts = tools.session.whole_facts.get(finding.document_id)
    all_pages = tuple(range(1, facts.page_count + 1)) if facts is not None else ()
    return pages_named(finding, tools) or all_pages


def _ways_with_newer_file(tools: Tools) -> list[Way]:
    sources = tools.sources
    if sources is None:
        return []
    return [
        Way(
            _tr("Take the newer one"),
            _tr("Read the file anew. Its title, role and place stay; look at its pages again."),
            lambda tools, finding: sources.take(finding.document_id),
        ),
        Way(
            _tr("Keep this one"),
            _tr("The pack keeps the pages that it has, until the file changes again."),
            lambda tools, finding: sources.keep(finding.document_id),
        ),
    ]


# The ways themselves.


def let_stand(tools: Tools, finding: Finding) -> None:
    """Note that a finding about a document was looked at and may stand."""
    settling.let_stand(tools.session, finding)


def let_all_stand(tools: Tools, findings: Sequence[Finding]) -> None:
    """Note that findings of one kind, about several documents, were looked at and may stand."""
    settling.let_stand_everywhere(tools.session, findings)


def print_all_pages(tools: Tools, finding: Finding) -> None:
    """Print every page of a document as it came."""
    settling.print_all_pages(tools.session, _place(finding))


def keep_chosen_pages(tools: Tools, finding: Finding) -> None:
    """Note that the pages that were chosen of a document are right."""
    settling.pages_are_right(tools.session, _place(finding))


def make_safe(tools: Tools, finding: Finding) -> None:
    """Make the pages that a finding is about pictures of what is seen on them."""
    settling.make_safe(tools.session, _place(finding), _pages_of(finding, tools))


def leave_out_blank_end(tools: Tools, finding: Finding) -> None:
    """Leave out the blank pages at the end of a document."""
    settling.drop_blank_end(
        tools.session,
        _place(finding),
        True,
        _tr("The blank pages at the end are left out."),
    )


def leave_out_blank_ends(tools: Tools, findings: Sequence[Finding]) -> None:
    """Leave out the blank pages at the end of several documents."""
    settling.drop_blank_ends(tools.session, [_place(finding) for finding in findings])


def scale_to_a4(tools: Tools, finding: Finding) -> None:
    """Scale every odd size in a document to A4."""
    settling.set_page_size(
        tools.session,
        _place(finding),
        PageSize.A4_OR_A3,
        _tr("Odd sizes are scaled to A4. Nothing is cut off."),
    )


def scale_all_to_a4(tools: Tools, findings: Sequence[Finding]) -> None:
    """Scale every odd size in several documents to A4."""
    settling.scale_to_a4(tools.session, [_place(finding) for finding in findings])


def use_title_of_cover(tools: Tools, finding: Finding) -> None:
    """Give the item the title of its report."""
    settling.use_title_of_cover(tools.session, _place(finding))


def use_recommendations_of_cover(tools: Tools, finding: Finding) -> None:
    """Give the item the recommendations of its report."""
    settling.use_recommendations_of_cover(tools.session, _place(finding))


def fill_in_from_cover(tools: Tools, finding: Finding) -> None:
    """Fill in what is empty of the item from the cover of its report."""
    settling.fill_in_from_cover(tools.session, _place(finding))


# What they share.


def _place(finding: Finding) -> Place:
    return Place(finding.item_id, finding.document_id)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Checks", text)
