"""The widths of a table's columns: fitted to what stands in them, and the subject never starved."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packbuilder.pack.column_widths import CELL_PADDING_PT, ColumnText, column_widths_pt
from packbuilder.pack.fonts import REGULAR
from packbuilder.pack.type_setting import Run, TextStyle, runs_width_pt

STYLE = TextStyle(REGULAR, 10, 13)
TABLE_PT = 480.0


def column(heading: str, *cells: str) -> ColumnText:
    return ColumnText(Run(heading, STYLE), [[Run(cell, STYLE)] for cell in cells])


def needed_pt(text: str) -> float:
    return runs_width_pt([Run(text, STYLE)]) + 2 * CELL_PADDING_PT


TEXTS = st.text("abc WM", max_size=60)


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=5))
def test_columns_fill_the_table_and_leave_the_subject_room(texts: list[tuple[str, str, str]]) -> None:
    *widths_pt, subject_pt = column_widths_pt([*(column(*text) for text in texts), None], TABLE_PT)
    assert sum(widths_pt) + subject_pt == pytest.approx(TABLE_PT)
    assert subject_pt >= 90 - 0.01
    assert all(width_pt >= 0 for width_pt in widths_pt)


def test_a_column_is_as_wide_as_its_widest_text() -> None:
    lead_pt, page_pt, subject_pt = column_widths_pt(
        [column("Lead", "Karen Spellman", "Chair"), column("Page no", "5-14"), None], TABLE_PT
    )
    assert lead_pt == pytest.approx(needed_pt("Karen Spellman"), abs=0.5)
    assert page_pt == pytest.approx(needed_pt("Page no"), abs=0.5)
    assert subject_pt == pytest.approx(TABLE_PT - lead_pt - page_pt)


def test_headings_go_on_two_lines_before_a_name_is_broken() -> None:
    names = column("Lead Officer", "Susan Hamilton")
    forms = column("Report/ Verbal Presentation", "Report")
    others = [column("Time of the item", "2.00 pm"), column("Page number", "115-162")]
    widths_pt = column_widths_pt([None, names, forms, *others], 450)
    assert widths_pt[1] == pytest.approx(needed_pt("Susan Hamilton"), abs=0.5)
    assert widths_pt[2] < needed_pt("Report/ Verbal Presentation") - 20
    assert widths_pt[2] >= needed_pt("Presentation")


def test_a_name_breaks_between_words_before_the_subject_is_starved() -> None:
    leads = column("Lead", "Executive Director of Adults, Communities and Wellbeing")
    lead_pt, subject_pt = column_widths_pt([leads, None], 260)
    assert subject_pt == pytest.approx(165)
    assert lead_pt >= needed_pt("Communities")
