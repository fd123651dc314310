"""Where pages end: nothing lost, nothing cut, no heading without what it announces."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packbuilder.pack.fonts import REGULAR
from packbuilder.pack.page_flow import NEVER_SPLIT, Cell, Placed, Row, laid_on_pages
from packbuilder.pack.type_setting import Fragment, Line, Run, TextStyle

STYLE = TextStyle(REGULAR, 8, 10)
LINE_PT = STYLE.leading_pt


def lines(name: str, count: int) -> tuple[Line, ...]:
    runs = (Run(f"{name}{n}", STYLE) for n in range(count))
    return tuple(Line((Fragment(run.text, 0.0, 10.0, run),), LINE_PT) for run in runs)


def row(name: str, line_count: int, *, keeps: bool = False, least: int = 2, header: Row | None = None) -> Row:
    cell = Cell(0.0, lines(name, line_count))
    return Row((cell,), keeps_with_next=keeps, least_lines=least, header=header)


def words_on(page: list[Placed]) -> list[str]:
    return [
        fragment.text
        for placed in page
        for cell in placed.row.cells
        for line in cell.lines
        for fragment in line.fragments
    ]


ROWS = st.builds(
    lambda *numbers: numbers,
    st.integers(1, 30),
    st.integers(0, 20),
    st.integers(0, 6),
    st.integers(0, 6),
    st.booleans(),
    st.sampled_from([1, 2, 6, NEVER_SPLIT]),
    st.sampled_from([0, 0, 1, 4]),
)


@given(st.lists(ROWS, max_size=12), st.integers(80, 200), st.integers(80, 200))
def test_every_line_is_laid_once_in_order_and_inside_its_page(
    numbers: list[tuple[int, int, int, int, bool, int, int]], first_room_pt: int, later_room_pt: int
) -> None:
    rows = [
        Row(
            (Cell(0.0, lines(f"r{n}-", count)),),
            space,
            above,
            below,
            keeps_with_next=keeps,
            least_lines=least,
            rather_with=rather,
        )
        for n, (count, space, above, below, keeps, least, rather) in enumerate(numbers)
    ]
    pages = laid_on_pages(rows, first_room_pt, later_room_pt)
    wanted = [text for laid in rows for text in words_on([Placed(laid, 0.0)])]
    assert [text for page in pages for text in words_on(page)] == wanted
    for page_index, page in enumerate(pages):
        room_pt = later_room_pt if page_index else first_room_pt
        assert all(placed.down_pt + placed.row.height_pt <= room_pt for placed in page)
        for one, other in itertools.pairwise(page):
            assert other.down_pt >= one.down_pt + one.row.height_pt


def test_a_heading_goes_over_with_what_it_announces() -> None:
    first, second = laid_on_pages([row("a", 8), row("heading", 1, keeps=True), row("b", 2)], 100, 100)
    assert words_on(first)[-1] == "a7"
    assert words_on(second) == ["heading0", "b0", "b1"]


def test_a_chain_of_rows_that_belong_together_goes_over_whole() -> None:
    chain = [row("heading", 1, keeps=True), row("header", 1, keeps=True), row("item", 2)]
    first, second = laid_on_pages([row("a", 7), *chain], 100, 100)
    assert words_on(first)[-1] == "a6"
    assert words_on(second)[0] == "heading0"


def test_rows_that_would_rather_be_together_go_over_whole() -> None:
    table = [Row((Cell(0.0, lines("heading", 1)),), rather_with=3), *(row(f"m{n}-", 1) for n in range(3))]
    first, second = laid_on_pages([row("a", 7), *table], 100, 100)
    assert words_on(first)[-1] == "a6"
    assert words_on(second) == ["heading0", "m0-0", "m1-0", "m2-0"]


@pytest.mark.parametrize(
    ("above", "members", "after"),
    [(6, 5, 0), (8, 12, 0), (8, 4, 6)],
    ids=["too much of the page left blank", "more than a page", "another page"],
)
def test_rows_that_would_rather_be_together_are_parted_where_that_costs_too_much(
    above: int, members: int, after: int
) -> None:
    heading = Row((Cell(0.0, lines("heading", 1)),), rather_with=members)
    table = [heading, *(row(f"m{n}-", 1) for n in range(members)), *(row(f"z{n}-", 1) for n in range(after))]
    first, *_ = laid_on_pages([row("a", above), *table], 100, 100)
    assert len(words_on(first)) == 10


def test_the_space_before_a_row_is_left_out_at_the_top_of_a_page() -> None:
    spaced = Row((Cell(0.0, lines("b", 2)),), space_pt=30.0)
    _, (placed,) = laid_on_pages([row("a", 9), spaced], 100, 100)
    assert placed.down_pt == 0


def test_a_table_that_goes_on_repeats_its_header_and_what_follows_it_does_not() -> None:
    header = row("header", 1, keeps=True, least=NEVER_SPLIT)
    items = [row(f"item{n}-", 3, header=header) for n in range(5)]
    pages = laid_on_pages([header, *items, row("after", 8, least=NEVER_SPLIT)], 100, 100)
    assert [words_on(page)[0] for page in pages] == ["header0", "header0", "after0"]


@pytest.mark.parametrize("above", range(10))
def test_a_row_that_is_split_leaves_enough_lines_on_either_side(above: int) -> None:
    pages = laid_on_pages(
        [row("a", above), row("b", 9, least=4)] if above else [row("b", 9, least=4)], 100, 100
    )
    counts = [sum(text.startswith("b") for text in words_on(page)) for page in pages]
    assert all(count == 0 or count >= 4 for count in counts)
    assert sum(counts) == 9


def test_a_row_that_is_never_split_is_split_where_no_page_could_hold_it() -> None:
    pages = laid_on_pages([row("a", 25, least=NEVER_SPLIT)], 100, 100)
    assert len(pages) == 3
    assert sum(len(words_on(page)) for page in pages) == 25


def test_the_rule_of_a_split_row_stands_at_its_end_only() -> None:
    ruled = Row((Cell(0.0, lines("a", 15)),), is_ruled=True)
    (first,), (second,) = laid_on_pages([ruled], 100, 100)
    assert not first.row.is_ruled
    assert second.row.is_ruled


def test_text_that_goes_on_under_a_repeated_header_is_set_off_from_it() -> None:
    header = row("header", 1, keeps=True, least=NEVER_SPLIT)
    text = Row((Cell(0.0, lines("a", 15)),), above_pt=0.0, below_pt=5.0, header=header)
    pages = laid_on_pages([header, text], 100, 100)
    _, rest = pages[1]
    assert rest.row.above_pt == 5.0
