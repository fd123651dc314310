"""Which pages of a document go into the pack is what the clerk chose, and never a page more."""

from __future__ import annotations

import dataclasses
import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packbuilder.meeting.document_facts import (
    DocumentFacts,
    PageFacts,
    PageLook,
    SourceBookmark,
    Trait,
    TraitKind,
)
from packbuilder.meeting.fitting import (
    A3_PT,
    A4_PT,
    Fitting,
    PageSize,
    fitted_facts,
    fitted_size_pt,
    kept_page_numbers,
    left_out,
    numbers_in,
    page_ranges,
    ranges_words,
    reaches_beyond,
    runs_of,
    settled,
    turn_degrees,
    turned,
)

BLANK = PageFacts(595, 842, look=PageLook.BLANK)
TEXT = PageFacts(595, 842, look=PageLook.TEXT)

_RUNS = st.lists(
    st.tuples(st.integers(1, 14), st.integers(1, 14)).map(lambda run: (min(run), max(run))), max_size=5
).map(tuple)
_FITTINGS = st.builds(
    Fitting,
    _RUNS,
    st.dictionaries(st.integers(1, 14), st.sampled_from([90, 180, 270])).map(
        lambda turns: tuple(sorted(turns.items()))
    ),
    st.sampled_from(PageSize),
    st.booleans(),
)
_SIDES = st.floats(30, 3000)
_PAGES = st.lists(
    st.builds(PageFacts, _SIDES, _SIDES, look=st.sampled_from(PageLook)), min_size=1, max_size=10
).map(tuple)


def numbered(count: int) -> tuple[PageFacts, ...]:
    return tuple(PageFacts(595, 842, content_crc32=n) for n in range(1, count + 1))


# Which pages.


def test_without_runs_every_page_goes_in() -> None:
    assert kept_page_numbers(Fitting(), numbered(3)) == (1, 2, 3)


def test_only_the_pages_that_were_chosen_go_in() -> None:
    assert kept_page_numbers(Fitting(((1, 2), (5, 5))), numbered(6)) == (1, 2, 5)


def test_runs_are_cut_off_at_the_end_of_the_document() -> None:
    assert kept_page_numbers(Fitting(((2, 9),)), numbered(3)) == (2, 3)


def test_runs_beyond_the_end_publish_one_page_and_not_the_whole_document() -> None:
    assert kept_page_numbers(Fitting(((7, 9),)), numbered(3)) == (3,)


def test_blank_pages_at_the_end_are_left_out_and_others_stay() -> None:
    pages = (TEXT, BLANK, TEXT, BLANK, BLANK)
    assert kept_page_numbers(Fitting(drops_blank_end=True), pages) == (1, 2, 3)
    assert kept_page_numbers(Fitting(), pages) == (1, 2, 3, 4, 5)


def test_the_end_is_that_of_the_pages_that_were_chosen() -> None:
    pages = (TEXT, BLANK, TEXT, BLANK)
    assert kept_page_numbers(Fitting(((1, 2), (4, 4)), drops_blank_end=True), pages) == (1,)


def test_a_document_of_blank_pages_keeps_its_first() -> None:
    assert kept_page_numbers(Fitting(drops_blank_end=True), (BLANK, BLANK)) == (1,)
    assert kept_page_numbers(Fitting(((2, 3),), drops_blank_end=True), (BLANK, BLANK, BLANK)) == (2,)


def test_a_page_that_nobody_looked_at_is_not_taken_for_blank() -> None:
    assert kept_page_numbers(Fitting(drops_blank_end=True), (TEXT, PageFacts(595, 842))) == (1, 2)


@given(_FITTINGS, _PAGES)
def test_one_page_at_least_goes_in_and_none_that_was_not_chosen(
    fitting: Fitting, pages: tuple[PageFacts, ...]
) -> None:
    numbers = kept_page_numbers(fitting, pages)
    assert numbers
    assert list(numbers) == sorted(set(numbers))
    assert set(numbers) <= set(range(1, len(pages) + 1))
    if fitting.kept and any(first <= len(pages) for first, _ in fitting.kept):
        assert set(numbers) <= set(numbers_in(fitting.kept))


def test_a_document_without_pages_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="without pages"):
        kept_page_numbers(Fitting(), ())


def test_runs_and_turns_that_a_newer_version_has_no_pages_for_are_known() -> None:
    assert reaches_beyond(Fitting(((2, 5),)), 4)
    assert reaches_beyond(Fitting(turned=((5, 90),)), 4)
    assert not reaches_beyond(Fitting(((2, 4),), ((4, 90),)), 4)


# How large.


@pytest.mark.parametrize("size_pt", [A4_PT, (612 - 6, 840), (842, 595), (590, 850)])
@pytest.mark.parametrize("size", PageSize)
def test_what_is_a4_but_for_a_few_points_stays_as_it_is(size_pt: tuple[float, float], size: PageSize) -> None:
    assert fitted_size_pt(size, *size_pt) == size_pt


@pytest.mark.parametrize("size_pt", [A3_PT, (1190.55, 841.89), (850, 1180)])
def test_a3_stays_where_it_may(size_pt: tuple[float, float]) -> None:
    assert fitted_size_pt(PageSize.A4_OR_A3, *size_pt) == size_pt
    landscape = size_pt[0] > size_pt[1]
    assert fitted_size_pt(PageSize.A4, *size_pt) == (A4_PT[::-1] if landscape else A4_PT)


@pytest.mark.parametrize("size_pt", [(612, 792), (420, 595), (1684, 2384), (500, 500)])
@pytest.mark.parametrize("size", [PageSize.A4_OR_A3, PageSize.A4])
def test_other_sizes_become_a4_and_keep_their_orientation(
    size_pt: tuple[float, float], size: PageSize
) -> None:
    assert fitted_size_pt(size, *size_pt) == A4_PT
    if size_pt[0] != size_pt[1]:
        assert fitted_size_pt(size, *size_pt[::-1]) == A4_PT[::-1]
    assert fitted_size_pt(PageSize.AS_IT_IS, *size_pt) == size_pt


def test_a_page_is_turned_before_it_is_scaled() -> None:
    facts = DocumentFacts((PageFacts(960, 540), PageFacts(960, 540)))
    fitted = fitted_facts(facts, Fitting(turned=((2, 270),), size=PageSize.A4))
    assert [(page.width_pt, page.height_pt) for page in fitted.pages] == [A4_PT[::-1], A4_PT]


# What is known of them.


def test_the_facts_of_a_document_that_is_used_as_it_is_are_the_very_same() -> None:
    facts = DocumentFacts(numbered(3))
    assert fitted_facts(facts, Fitting()) is facts
    assert fitted_facts(facts, Fitting(((1, 3),), ((7, 90),), PageSize.A4, True)) is facts


def test_a_page_that_is_turned_keeps_its_content_and_one_that_is_scaled_has_another() -> None:
    page = PageFacts(612, 792, 3, "Q Q", 7, PageLook.SCAN)
    (turned_page,) = fitted_facts(DocumentFacts((page,)), Fitting(turned=((1, 90),))).pages
    assert turned_page == dataclasses.replace(page, width_pt=792, height_pt=612)
    (scaled,) = fitted_facts(DocumentFacts((page,)), Fitting(size=PageSize.A4)).pages
    assert (scaled.look, scaled.content_crc32) == (PageLook.SCAN, None)


def test_bookmarks_lead_to_where_their_pages_are_now() -> None:
    outline = (
        SourceBookmark("Summary", 0),
        SourceBookmark("Private part", 1, (SourceBookmark("In private", 1), SourceBookmark("Maps", 3))),
        SourceBookmark("Ends", 2, (SourceBookmark("Notes", 1),)),
    )
    facts = DocumentFacts(numbered(4), outline)
    assert fitted_facts(facts, left_out(Fitting(), 2, 4)).bookmarks == (
        SourceBookmark("Summary", 0),
        SourceBookmark("Maps", 2),
        SourceBookmark("Ends", 1),
    )


def test_what_was_found_on_pages_that_are_left_out_is_no_longer_of_interest() -> None:
    comments = Trait(TraitKind.MARKS, 5, page_numbers=(1, 3), by=("Ann Other",), excerpt="Is this right?")
    covered = Trait(TraitKind.COVERED_TEXT, 1, page_numbers=(3,))
    macros = Trait(TraitKind.MACROS)
    facts = DocumentFacts(numbered(4), traits=(comments, covered, macros))
    assert fitted_facts(facts, left_out(Fitting(), 3, 4)).traits == (
        dataclasses.replace(comments, count=4, page_numbers=(1,), excerpt=""),
        macros,
    )
    later = fitted_facts(facts, left_out(Fitting(), 1, 4)).traits[0]
    assert later.page_numbers == (3,), "numbers stay those of the document as it was received"
    assert later.excerpt == "", "the words of a page that is left out are not shown"
    assert fitted_facts(facts, turned(Fitting(), 1, 90)).traits == facts.traits


@given(_FITTINGS, _PAGES)
def test_facts_agree_with_the_pages_that_go_in(fitting: Fitting, pages: tuple[PageFacts, ...]) -> None:
    outline = tuple(SourceBookmark(str(n), n) for n in range(len(pages)))
    traits = tuple(Trait(TraitKind.MARKS, page_numbers=(n + 1,)) for n in range(len(pages)))
    fitted = fitted_facts(DocumentFacts(pages, outline, traits=traits), fitting)
    numbers = kept_page_numbers(fitting, pages)
    assert fitted.page_count == len(numbers)
    assert [(b.title, b.page_index) for b in fitted.bookmarks] == [
        (str(number - 1), index) for index, number in enumerate(numbers)
    ]
    assert [trait.page_numbers for trait in fitted.traits] == [(number,) for number in numbers]
    for number, page in zip(numbers, fitted.pages, strict=True):
        before = pages[number - 1]
        assert page.look is before.look
        is_turned = turn_degrees(fitting, number) % 180 == 90
        as_turned = (before.height_pt, before.width_pt) if is_turned else (before.width_pt, before.height_pt)
        assert (page.width_pt, page.height_pt) == fitted_size_pt(fitting.size, *as_turned)
        assert page.is_landscape == (as_turned[0] > as_turned[1])


# Edits.


def test_pages_are_left_out_one_by_one() -> None:
    assert left_out(left_out(Fitting(), 3, 6), 4, 6) == Fitting(((1, 2), (5, 6)))


def test_facts_of_pages_that_are_left_know_the_file_that_they_are_of() -> None:
    some = fitted_facts(DocumentFacts(numbered(4)), Fitting(((2, 3),)))
    assert (some.page_count, some.file_page_numbers, some.file_page_count) == (2, (2, 3), 4)
    turned_only = fitted_facts(DocumentFacts(numbered(4)), Fitting(turned=((2, 90),)))
    assert (turned_only.file_page_numbers, turned_only.file_page_count) == ((1, 2, 3, 4), 4)


def test_the_last_page_of_a_document_cannot_be_left_out() -> None:
    with pytest.raises(ValueError, match="One page of a document has to stay"):
        left_out(Fitting(((2, 2),)), 2, 3)


def test_a_page_is_turned_by_quarters_and_back_again() -> None:
    fitting = turned(turned(Fitting(), 3, 90), 1, -90)
    assert fitting == Fitting(turned=((1, 270), (3, 90)))
    assert turned(turned(fitting, 3, 270), 1, 90) == Fitting()
    with pytest.raises(ValueError, match="45 degrees"):
        turned(Fitting(), 1, 45)


@given(_FITTINGS, st.integers(2, 14), st.data())
def test_edits_that_come_to_the_same_give_the_same_value(
    fitting: Fitting, page_count: int, data: st.DataObject
) -> None:
    fitting = dataclasses.replace(fitting, drops_blank_end=False)
    plain = settled(fitting, page_count)
    numbers = kept_page_numbers(plain, numbered(page_count))
    assert numbers == kept_page_numbers(fitting, numbered(page_count))
    number = data.draw(st.sampled_from(numbers))
    if len(numbers) > 1:
        without = left_out(plain, number, page_count)
        assert number not in kept_page_numbers(without, numbered(page_count))
    assert settled(plain, page_count) == plain
    assert (plain.kept == ()) == (len(numbers) == page_count or not plain.kept)


# As it is written.


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("", ()),
        (" , ", ()),
        ("6", ((6, 6),)),
        ("1-4, 6", ((1, 4), (6, 6))),
        (" 1 \u2013 4 ;6", ((1, 4), (6, 6))),
        ("1 to 4\n6", ((1, 4), (6, 6))),
        ("6, 1-4", ((1, 4), (6, 6))),
        ("1-4, 5", ((1, 5),)),
        ("2-6, 3, 1", ((1, 6),)),
        ("007", ((7, 7),)),
    ],
)
def test_pages_are_read_as_clerks_write_them(text: str, ranges: tuple[tuple[int, int], ...]) -> None:
    assert page_ranges(text) == ranges


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1-4, six", '"six" is not a page or a run of pages, such as 1-4, 6.'),
        ("1-4 6", '"1-4 6" is not a page or a run of pages, such as 1-4, 6.'),
        ("1-", '"1-" is not a page or a run of pages, such as 1-4, 6.'),
        ("-3", '"-3" is not a page or a run of pages, such as 1-4, 6.'),
        ("\u0663", '"\u0663" is not a page or a run of pages, such as 1-4, 6.'),
        ("0-4", "There is no page 0: pages count from 1."),
        ("6-4", "6-4 runs backwards: write 4-6."),
        ("1-999999", "There is no page 999999."),
        ("9" * 5000, "There is no page 99999999999999999999...."),
    ],
)
def test_what_is_no_pages_is_said_plainly(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        page_ranges(text)


@given(_RUNS.map(runs_of))
def test_pages_are_read_as_they_are_written(ranges: tuple[tuple[int, int], ...]) -> None:
    assert page_ranges(ranges_words(ranges)) == ranges


@given(st.text("0123456789-, to\u2013;x", max_size=12))
def test_no_text_is_read_as_something_it_does_not_say(text: str) -> None:
    try:
        ranges = page_ranges(text)
    except ValueError:
        return
    assert all(1 <= first <= last for first, last in ranges)
    assert all(before[1] + 1 < after[0] for before, after in itertools.pairwise(ranges))
