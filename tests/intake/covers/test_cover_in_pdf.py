"""Covers in PDF files, where letters stand at places and nothing says what a paragraph is."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from packbuilder.intake.covers.cover_in_pdf import cover_in_pdf
from packbuilder.meeting.document_facts import ReportCover

LEFT_PT, VALUE_PT, TOP_PT = 70, 200, 780


class Typed:
    """A PDF typed line by line."""

    def __init__(self) -> None:
        self._buffer = io.BytesIO()
        self.canvas = Canvas(self._buffer, pagesize=A4, invariant=1)
        self.level_pt = float(TOP_PT)

    def line(
        self, words: str, *, x: float = LEFT_PT, bold: bool = False, size: float = 11, down: float = 14
    ) -> None:
        self.canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        self.canvas.drawString(x, self.level_pt, words)
        self.level_pt -= down

    def row(self, label: str, *values: str) -> None:
        self.canvas.setFont("Helvetica", 11)
        self.canvas.drawString(LEFT_PT, self.level_pt, label)
        for value in values:
            self.line(value, x=VALUE_PT)

    def gap(self) -> None:
        self.level_pt -= 14

    def new_page(self) -> None:
        self.canvas.showPage()
        self.level_pt = TOP_PT

    def data(self) -> bytes:
        self.canvas.save()
        return self._buffer.getvalue()


def a_head(page: Typed) -> None:
    page.line("Wealdmere Council")
    page.line("Cabinet", bold=True, size=16, down=20)
    page.line("20 June 2023")
    page.gap()


def test_a_table_without_rules_is_read_by_its_columns() -> None:
    page = Typed()
    a_head(page)
    page.row("Report Title", "The renewal of the heating of the baths and of the", "library at Mere Street")
    page.row("Report Author", "Ali Gilbert, Director of Place", "Jo Day, Planner")
    page.gap()
    page.line("3.   Recommendations", bold=True)
    page.line("That the heating of the baths and of the library be renewed for no more than", x=LEFT_PT)
    page.line("\u00a3160,000.")

    assert cover_in_pdf(page.data()) == ReportCover(
        title="The renewal of the heating of the baths and of the library at Mere Street",
        body="Cabinet",
        date_line="20 June 2023",
        authors=("Ali Gilbert, Director of Place", "Jo Day, Planner"),
        recommendations=(
            "That the heating of the baths and of the library be renewed for no more than \u00a3160,000.",
        ),
    )


def test_stamps_and_running_heads_are_no_part_of_the_report() -> None:
    page = Typed()
    for number in (1, 2, 3):
        page.canvas.setFont("Helvetica", 9)
        page.canvas.drawString(450, 815, "Agenda Item 7")
        page.canvas.drawString(280, 30, f"Page {number + 4}")
        page.canvas.drawString(LEFT_PT, 815, f"Homes and their heating, {number}")
        if number == 1:
            a_head(page)
            page.row("Report Title", "Homes")
            page.row("Report Author", "A B")
            page.gap()
            page.line("3. Recommendations", bold=True)
            page.line("It is recommended that the Cabinet:")
            page.level_pt = 80
            page.line("a) agrees that homes which are cold, damp or full of steps be made warm, dry", x=90)
        elif number == 2:
            page.level_pt = 790
            page.line("and level before the next winter;", x=103)
            page.line("b) notes the report.", x=90)
        page.new_page()

    cover = cover_in_pdf(page.data())
    assert cover is not None
    assert cover.body == "Cabinet"
    assert cover.recommendations == (
        "agrees that homes which are cold, damp or full of steps be made warm, dry and level before the next"
        " winter;",
        "notes the report.",
    )


def test_a_word_cut_at_its_own_hyphen_is_put_together() -> None:
    page = Typed()
    a_head(page)
    page.row("Title", "Homes")
    page.line("3. Recommendations", bold=True)
    page.line("That the partners of the Council be asked for a statement of how they will co-")
    page.line("operate in this.")

    cover = cover_in_pdf(page.data())
    assert cover is not None
    assert cover.recommendations[0].endswith("how they will co-operate in this.")


def test_only_the_first_pages_are_read() -> None:
    page = Typed()
    a_head(page)
    page.row("Title", "Homes")
    page.line("1. Background", bold=True)
    page.new_page()
    page.line("2. Recommendations", bold=True)
    page.line("That it be noted.")
    data = page.data()

    first, both = cover_in_pdf(data, 1), cover_in_pdf(data, 2)
    assert first is not None
    assert both is not None
    assert (first.recommendations, both.recommendations) == ((), ("That it be noted.",))


def test_a_scan_has_no_cover() -> None:
    page = Typed()
    page.canvas.rect(50, 50, 400, 700, fill=1)

    assert cover_in_pdf(page.data()) is None


@pytest.mark.parametrize("data", [b"", b"no PDF", b"%PDF-1.7\n", b"%PDF-1.4\ntrailer<</Root 1 0 R>>"])
def test_what_cannot_be_opened_has_no_cover(data: bytes) -> None:
    assert cover_in_pdf(data) is None


def test_a_file_cut_short_does_no_harm() -> None:
    page = Typed()
    a_head(page)
    page.row("Title", "Homes")
    data = page.data()

    for length in range(0, len(data), 97):
        cover_in_pdf(data[:length])
