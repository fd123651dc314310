"""Words that are told to be left out, but are on the pages."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from packbuilder.intake.office.told_left_out import still_printed, told_as_printed
from packbuilder.meeting.document_facts import Trait, TraitKind

_SECRET = "The complainant lives at 4 Mill Lane"


def _pdf(*pages: str) -> bytes:
    data = io.BytesIO()
    canvas = Canvas(data, pageCompression=0)
    for page in pages:
        for number, line in enumerate(page.splitlines()):
            canvas.drawString(72, 700 - 20 * number, line)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def _hidden(words: str, count: int = 1) -> Trait:
    return Trait(TraitKind.HIDDEN_TEXT, count, ("Under “Options”",), excerpt=words)


def test_hidden_words_that_are_printed_are_found_across_lines_and_with_their_page() -> None:
    pdf = _pdf("The report", "It says: The complainant lives\nat 4 Mill-Lane, since May.")
    (found,) = still_printed(pdf, [_hidden(f"{_SECRET}…", 3)])
    assert (found.kind, found.count, found.page_numbers) == (TraitKind.PRINTED_HIDDEN, 1, (2,))
    assert found.excerpt == f"{_SECRET}…"


def test_hidden_words_that_run_over_to_the_next_page_are_found() -> None:
    (found,) = still_printed(_pdf("The complainant lives", "at 4 Mill Lane"), [_hidden(_SECRET)])
    assert found.page_numbers == ()


@pytest.mark.parametrize(
    "trait",
    [
        _hidden("The complainant lives at 5 Mill Lane"),
        _hidden("THE COMPLAINANT LIVES AT 4 MILL LANE"),
        _hidden("Recommendations"),
        _hidden("At 4 Mill"),
        _hidden(""),
        Trait(TraitKind.COMMENTS, excerpt=_SECRET),
        Trait(TraitKind.SPEAKER_NOTES, excerpt=_SECRET),
        Trait(TraitKind.HIDDEN_SHEETS, excerpt=_SECRET),
        Trait(TraitKind.HIDDEN_SLIDES, excerpt=_SECRET),
        Trait(TraitKind.TRACKED_CHANGES, excerpt=_SECRET),
    ],
    ids=lambda trait: f"{trait.kind} {trait.excerpt}",
)
def test_what_is_not_there_or_may_be_there_for_another_reason_is_no_alarm(trait: Trait) -> None:
    pdf = _pdf(f"Recommendations\n{_SECRET}")
    assert still_printed(pdf, [trait]) == ()
    assert told_as_printed(pdf, [trait]) == (trait,)


def test_of_words_that_are_printed_it_is_not_said_that_they_are_left_out() -> None:
    (told,) = told_as_printed(_pdf(_SECRET), [_hidden(_SECRET)])
    assert told.kind is TraitKind.PRINTED_HIDDEN
    others, printed = told_as_printed(_pdf(_SECRET), [_hidden(_SECRET, 3)])
    assert (others.kind, others.count, others.excerpt) == (TraitKind.HIDDEN_TEXT, 2, "")
    assert printed.excerpt == _SECRET


def test_a_pdf_that_cannot_be_read_is_left_to_whoever_opens_it() -> None:
    assert still_printed(b"no pdf", [_hidden(_SECRET)]) == ()
