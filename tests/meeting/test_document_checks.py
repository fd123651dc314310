"""What the clerk is told of what a document carries, and what stops a pack."""

from __future__ import annotations

import dataclasses

import pytest

from packbuilder.meeting.document_checks import check_documents, looked_at_entries
from packbuilder.meeting.document_facts import (
    LOOKED_WITH,
    DocumentFacts,
    FileDetails,
    PageFacts,
    PageLook,
    Trait,
    TraitKind,
)
from packbuilder.meeting.findings import Finding, Severity
from packbuilder.meeting.fitting import Fitting, PageSize, fitted_facts
from packbuilder.meeting.meeting import Access, Document
from packbuilder.meeting.treatment import Treatment
from tests.builders import A4_PT, a_document, a_meeting, an_item, pages

STOPS_THE_PACK = {
    TraitKind.TRACKED_CHANGES,
    TraitKind.PRINTED_HIDDEN,
    TraitKind.COVERED_TEXT,
    TraitKind.COVERED_PICTURE,
}


def _found(
    *traits: Trait,
    document: Document | None = None,
    facts: DocumentFacts | None = None,
    access: Access = Access.OPEN,
) -> list[Finding]:
    document = document or a_document("d", title="Report")
    meeting = a_meeting(an_item("homes", document, access=access))
    return check_documents(meeting, {"d": facts or pages(3, traits=traits)})


@pytest.mark.parametrize("kind", TraitKind)
@pytest.mark.parametrize("count", [1, 7])
def test_whatever_a_file_carries_is_told_in_a_whole_sentence(kind: TraitKind, count: int) -> None:
    (finding,) = _found(Trait(kind, count))
    assert finding.message.startswith("Item 1 (Homes), Report: ")
    assert finding.message.endswith(".")
    assert "{" not in finding.message + finding.next_step
    assert (finding.item_id, finding.document_id, finding.kind) == ("homes", "d", kind.value)
    assert count == 1 or kind is TraitKind.MACROS or "7" in finding.message


@pytest.mark.parametrize("kind", TraitKind)
def test_a_pack_is_stopped_only_by_what_cannot_be_taken_back(kind: TraitKind) -> None:
    (finding,) = _found(Trait(kind))
    assert (finding.severity is Severity.ERROR) == (kind in STOPS_THE_PACK)


def test_a_finding_says_who_where_and_which_words() -> None:
    (changes,) = _found(Trait(TraitKind.TRACKED_CHANGES, 2, by=("J Smith", "A Jones"), excerpt="not agreed"))
    assert changes.message == (
        "Item 1 (Homes), Report: 2 tracked changes by J Smith and A Jones are printed, with what was "
        "deleted: “not agreed”."
    )
    (covered,) = _found(Trait(TraitKind.COVERED_TEXT, 3, page_numbers=(2, 3), excerpt="Mrs Brown"))
    assert covered.message == (
        "Item 1 (Homes), Report: 3 words on pages 2-3 of the file are only covered, and anyone can copy "
        "them: “Mrs Brown”."
    )
    where = tuple(f"Sheet {letter}" for letter in "ABCDE")
    (sheets,) = _found(Trait(TraitKind.HIDDEN_SHEETS, 5, where=where))
    assert "(Sheet A, Sheet B and 3 more)" in sheets.message


def test_what_the_clerk_let_stand_is_not_told_again_but_an_error_leaves_a_notice() -> None:
    document = a_document("d", looked_at=("tracked-changes", "hidden-sheets"))
    found = _found(
        Trait(TraitKind.TRACKED_CHANGES),
        Trait(TraitKind.HIDDEN_SHEETS),
        Trait(TraitKind.COMMENTS),
        document=document,
    )
    assert [(f.kind, f.severity) for f in found] == [
        ("tracked-changes", Severity.NOTICE),
        ("comments", Severity.NOTICE),
    ]
    assert found[0].next_step == "You let it stand."


@pytest.mark.parametrize("of", ["item", "document"])
def test_what_a_closed_document_carries_stops_no_public_pack(of: str) -> None:
    closed = Access.EXEMPT
    document = a_document("d", access=closed if of == "document" else Access.OPEN)
    (finding,) = _found(
        Trait(TraitKind.COVERED_TEXT),
        document=document,
        access=closed if of == "item" else Access.OPEN,
    )
    assert finding.severity is Severity.WARNING


def _looks(*looks: PageLook) -> DocumentFacts:
    return DocumentFacts(tuple(PageFacts(*A4_PT, look=look) for look in looks), looked_with=LOOKED_WITH)


def test_scans_that_cannot_be_read_aloud_are_named_by_page() -> None:
    facts = _looks(PageLook.TEXT, PageLook.SCAN, PageLook.SCAN, PageLook.SCAN_WITH_TEXT)
    (finding,) = _found(facts=facts)
    assert (finding.kind, finding.severity) == ("scan-without-text", Severity.NOTICE)
    assert "pages 2-3 of the file are scans without text" in finding.message
    (one,) = _found(facts=_looks(PageLook.SCAN))
    assert "page 1 of the file is a scan without text: it cannot" in one.message


@pytest.mark.parametrize(
    ("looks", "said"),
    [
        ((PageLook.TEXT, PageLook.BLANK), "its last page is blank"),
        ((PageLook.TEXT, PageLook.BLANK, PageLook.BLANK), "its last 2 pages are blank"),
        ((PageLook.BLANK, PageLook.TEXT), ""),
        ((PageLook.BLANK,), ""),
    ],
)
def test_blank_pages_at_the_end_are_told(looks: tuple[PageLook, ...], said: str) -> None:
    found = [finding.message for finding in _found(facts=_looks(*looks)) if finding.kind == "blank-end"]
    assert found == ([f"Item 1 (Homes), Report: {said}."] if said else [])


@pytest.mark.parametrize(("page_count", "is_told"), [(20, False), (21, True)])
def test_a_spreadsheet_of_more_than_twenty_pages_is_a_warning(page_count: int, is_told: bool) -> None:
    facts = pages(page_count, details=FileDetails(kind="spreadsheet"))
    assert [f.severity for f in _found(facts=facts)] == ([Severity.WARNING] if is_told else [])
    as_report = dataclasses.replace(facts, details=FileDetails(kind="Word document"))
    assert _found(facts=as_report) == []


def test_an_odd_size_is_told_until_it_is_scaled() -> None:
    facts = pages(1, (500.0, 500.0))
    assert [f.kind for f in _found(facts=facts)] == ["odd-size"]
    scaled = a_document("d", fitting=Fitting(size=PageSize.A4_OR_A3))
    assert _found(document=scaled, facts=facts) == []


def test_pages_are_told_by_the_numbers_that_they_have_in_the_file() -> None:
    odd_scan = PageFacts(500, 700, look=PageLook.SCAN)
    whole = dataclasses.replace(
        pages(4),
        pages=(*pages(2).pages, odd_scan, PageFacts(*A4_PT)),
        traits=(Trait(TraitKind.MARKS, page_numbers=(3,)),),
    )
    fitting = Fitting(((3, 4),))
    found = _found(facts=fitted_facts(whole, fitting), document=a_document("d", fitting=fitting))
    assert [finding.kind for finding in found] == ["marks", "scan-without-text", "odd-size"]
    for finding in found:
        assert "page 3 of the file" in finding.message


# What was let stand.


def test_what_is_let_stand_is_what_was_looked_at_and_nothing_else_of_its_kind() -> None:
    whole = pages(6, traits=(Trait(TraitKind.COVERED_TEXT, 2, page_numbers=(2, 5), excerpt="the valuation"),))
    fitting = Fitting(((1, 3),))
    document, facts = a_document("d", fitting=fitting), fitted_facts(whole, fitting)
    (finding,) = _found(facts=facts, document=document)
    looked_at = looked_at_entries(finding, facts)

    stands = dataclasses.replace(document, looked_at=looked_at)
    (notice,) = _found(facts=facts, document=stands)
    assert (notice.severity, notice.next_step) == (Severity.NOTICE, "You let it stand.")
    all_pages = dataclasses.replace(stands, fitting=Fitting())
    (error,) = _found(facts=whole, document=all_pages)
    assert error.severity is Severity.ERROR


@pytest.mark.parametrize(
    "other",
    [
        Trait(TraitKind.HIDDEN_SHEETS, 2, ("Sheet A",), (1,), excerpt="pay"),
        Trait(TraitKind.HIDDEN_SHEETS, 1, ("Sheet B",), (1,), excerpt="pay"),
        Trait(TraitKind.HIDDEN_SHEETS, 1, ("Sheet A",), (2,), excerpt="pay"),
        Trait(TraitKind.HIDDEN_SHEETS, 1, ("Sheet A",), (1,), excerpt="names"),
    ],
)
def test_another_find_of_a_kind_that_stands_is_told(other: Trait) -> None:
    trait = Trait(TraitKind.HIDDEN_SHEETS, 1, ("Sheet A",), (1,), excerpt="pay")
    (finding,) = _found(trait)
    document = a_document(
        "d", title="Report", looked_at=looked_at_entries(finding, pages(3, traits=(trait,)))
    )
    assert document.looked_at[0].startswith("hidden-sheets ")
    assert _found(trait, document=document) == []
    assert len(_found(other, document=document)) == 1


def test_what_is_told_of_a_file_that_has_changed_meanwhile_is_not_let_stand() -> None:
    (finding,) = _found(Trait(TraitKind.COVERED_TEXT))
    assert looked_at_entries(finding, pages(3, traits=(Trait(TraitKind.COVERED_TEXT, 2),))) == ()
    assert looked_at_entries(finding, None) == ()


# The pages that were chosen.


def test_pages_chosen_of_a_file_that_had_more_of_them_stop_the_pack() -> None:
    document = a_document("d", title="Report", fitting=Fitting(((1, 5),), of_pages=6))
    (finding,) = _found(facts=pages(5), document=document)
    assert (finding.kind, finding.severity) == ("pages-changed", Severity.ERROR)
    assert finding.message == (
        "Item 1 (Homes), Report: the pages to print were chosen when it had 6 pages; it has 5."
    )
    assert _found(facts=fitted_facts(pages(6), document.fitting), document=document) == []


def test_pages_made_safe_in_a_file_that_had_more_of_them_stop_the_pack() -> None:
    document = a_document("d", treatment=Treatment(pictured_pages=(3,), of_pages=6))
    (finding,) = _found(facts=pages(5), document=document)
    assert (finding.kind, finding.severity) == ("pages-changed", Severity.ERROR)
    assert "the pages to make safe were chosen when it had 6 pages" in finding.message
    assert _found(facts=pages(6), document=document) == []


@pytest.mark.parametrize(
    "chosen",
    [
        {"fitting": Fitting(((7, 9),))},
        {"fitting": Fitting(((1, 2), (5, 6)))},
        {"fitting": Fitting(turned=((6, 90),))},
        {"treatment": Treatment(pictured_pages=(6,))},
    ],
)
@pytest.mark.parametrize("looked_at", [(), ("pages-beyond",)])
def test_pages_beyond_the_end_stop_the_pack_whoever_looked_at_them(
    chosen: dict[str, Fitting | Treatment], looked_at: tuple[str, ...]
) -> None:
    document = a_document("d", looked_at=looked_at, **chosen)
    (finding,) = _found(facts=fitted_facts(pages(5), document.fitting), document=document)
    assert (finding.kind, finding.severity) == ("pages-beyond", Severity.ERROR)
    assert finding.message.endswith("go beyond its end: it has 5 pages.")


# What an earlier packbuilder took in.


@pytest.mark.parametrize(
    ("access", "severity"), [(Access.OPEN, Severity.ERROR), (Access.EXEMPT, Severity.WARNING)]
)
def test_what_nobody_looked_into_is_not_published(access: Access, severity: Severity) -> None:
    document = a_document("d", access=access, looked_at=("not-looked-into",))
    (finding,) = _found(facts=pages(1, looked_with=LOOKED_WITH - 1), document=document)
    assert (finding.kind, finding.severity) == ("not-looked-into", severity)
    assert "an earlier packbuilder, which did not look for hidden words" in finding.message


def test_a_template_that_was_not_filled_in_is_a_warning_with_what_it_asks_for() -> None:
    (finding,) = _found(Trait(TraitKind.UNFILLED_PROMPTS, 3, excerpt="[What it costs...]"))
    assert finding.severity is Severity.WARNING
    assert finding.message == (
        "Item 1 (Homes), Report: 3 places of its template are not filled in: “[What it costs...]”."
    )


def test_a_page_that_the_clerk_made_a_picture_is_no_scan_to_ask_another_file_for() -> None:
    scanned = dataclasses.replace(pages(3), pages=(PageFacts(*A4_PT, look=PageLook.SCAN),) * 3)
    safe = a_document("d", treatment=Treatment(pictured_pages=(1, 3), of_pages=3))
    (finding,) = _found(facts=scanned, document=safe)
    assert "page 2 of the file is a scan" in finding.message


def test_a_photo_is_no_scan() -> None:
    photo = dataclasses.replace(
        pages(1), pages=(PageFacts(*A4_PT, look=PageLook.SCAN),), details=FileDetails(kind="picture")
    )
    assert _found(facts=photo) == []


def test_words_that_lie_twice_under_a_box_are_told_once() -> None:
    twice = "John Carpenter of 12 High Street, John Carpenter of 12 High Street"
    (finding,) = _found(Trait(TraitKind.COVERED_TEXT, 12, excerpt=twice))
    assert finding.message.endswith(": “John Carpenter of 12 High Street”.")


def test_one_page_of_an_odd_size_is_called_it() -> None:
    facts = dataclasses.replace(pages(1), pages=(PageFacts(500, 700),))
    (finding,) = _found(facts=facts)
    assert finding.next_step == "Scale it to A4, or check how it prints."


def test_a_note_that_was_looked_at_is_put_away_and_another_is_told() -> None:
    facts = dataclasses.replace(pages(1), notes=("An empty sheet was left out.",))
    (finding,) = _found(facts=facts)
    entries = looked_at_entries(finding, facts)
    assert len(entries) == 1
    seen = a_document("d", looked_at=entries)
    assert _found(facts=facts, document=seen) == []
    other = dataclasses.replace(pages(1), notes=(*facts.notes, "A chart was left out."))
    assert [f.message for f in _found(facts=other, document=seen)] == [
        "Item 1 (Homes), d: a chart was left out."
    ]
