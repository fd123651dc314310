"""Where bookmarks and links of a document lead, whatever way they are written."""

from __future__ import annotations

import itertools
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from packbuilder.intake.pdf.destinations import Destinations
from packbuilder.intake.take_in import take_in
from packbuilder.meeting.document_facts import SourceBookmark
from tests.pack.awkward_pages import document, save


def _fit(pdf: pikepdf.Pdf, page_index: int) -> Array:
    return Array([pdf.pages[page_index].obj, Name.Fit])


def _chain(pdf: pikepdf.Pdf, *nodes: Dictionary) -> list[pikepdf.Dictionary]:
    """Write bookmarks as siblings into a document's outline."""
    held = [pdf.make_indirect(node) for node in nodes]
    for before, after in itertools.pairwise(held):
        before[Name.Next] = after
    pdf.Root[Name.Outlines] = Dictionary(First=held[0], Last=held[-1])
    return held


def _bookmarks(pdf: pikepdf.Pdf, folder: Path) -> tuple[SourceBookmark, ...]:
    return take_in(save(pdf, folder / "report.pdf")).facts.bookmarks


def test_chapters_are_found_with_those_below_them(tmp_path: Path) -> None:
    pdf = document("1", "2", "3")
    below = pdf.make_indirect(Dictionary(Title=String("Costs"), A=Dictionary(S=Name.GoTo, D=_fit(pdf, 2))))
    _chain(
        pdf,
        Dictionary(Title=String("  Plan\r\n2026 "), Dest=_fit(pdf, 1), First=below),
        Dictionary(Title=String("Café"), Dest=_fit(pdf, 0)),
    )
    assert _bookmarks(pdf, tmp_path) == (
        SourceBookmark("Plan 2026", 1, (SourceBookmark("Costs", 2),)),
        SourceBookmark("Café", 0),
    )


def test_chapters_that_lead_nowhere_give_way_to_those_below_them(tmp_path: Path) -> None:
    pdf = document("1", "2")
    below = pdf.make_indirect(Dictionary(Title=String("Costs"), Dest=_fit(pdf, 1)))
    _chain(
        pdf,
        Dictionary(Title=String("Gone"), Dest=Array([None, Name.Fit]), First=below),
        Dictionary(Title=String(""), Dest=_fit(pdf, 0)),
        Dictionary(Title=String("Web"), A=Dictionary(S=Name.URI, URI=String("https://example.org"))),
        Dictionary(Dest=_fit(pdf, 0)),
    )
    assert _bookmarks(pdf, tmp_path) == (SourceBookmark("Costs", 1),)


def test_chapters_in_circles_end(tmp_path: Path) -> None:
    pdf = document("1")
    nodes = _chain(pdf, *(Dictionary(Title=String(str(n)), Dest=_fit(pdf, 0)) for n in range(3)))
    nodes[2][Name.Next] = nodes[0]
    nodes[1][Name.First] = nodes[0]
    assert [bookmark.title for bookmark in _bookmarks(pdf, tmp_path)] == ["0", "1", "2"]


def test_chapters_nested_a_thousand_deep_do_not_matter(tmp_path: Path) -> None:
    pdf = document("1")
    top = node = _chain(pdf, Dictionary(Title=String("0"), Dest=_fit(pdf, 0)))[0]
    for n in range(1, 1000):
        below = pdf.make_indirect(Dictionary(Title=String(str(n)), Dest=_fit(pdf, 0)))
        node[Name.First] = below
        node = below
    assert top is not node
    [first] = _bookmarks(pdf, tmp_path)
    assert first.title == "0"


@pytest.mark.parametrize(
    ("view", "kept"),
    [
        ([Name.XYZ, 0, 700, None], ["/XYZ", 0, 700, None]),
        ([Name.FitH, 700], ["/FitH", 700]),
        ([], ["/Fit"]),
        ([Name.Unheard, 7], ["/Fit"]),
        ([7], ["/Fit"]),
    ],
)
def test_the_place_on_the_page_is_kept_where_it_means_something(
    view: list[object], kept: list[object]
) -> None:
    pdf = document("1", "2")
    explicit = Destinations(pdf).explicit(Array([pdf.pages[1].obj, *view]))
    assert explicit is not None
    assert explicit[0].objgen == pdf.pages[1].obj.objgen
    assert [str(part) if isinstance(part, Name) else part for part in list(explicit)[1:]] == kept


@pytest.mark.parametrize(
    "destination",
    [None, 7, Array(), Array([None]), Array([-1, Name.Fit]), Array([9, Name.Fit]), String("unknown"),
     Name("/unknown"), Dictionary(), Dictionary(D=String("unknown")), Array([Dictionary(), Name.Fit])],
)  # fmt: skip
def test_what_leads_nowhere_is_told_as_such(destination: object) -> None:
    assert Destinations(document("1")).explicit(destination) is None


def test_a_damaged_table_of_names_does_not_stop_a_document(tmp_path: Path) -> None:
    pdf = document("1", "2")
    kids = pdf.make_indirect(Dictionary())
    kids[Name.Kids] = Array([kids, None, 7])
    pdf.Root[Name.Names] = Dictionary(Dests=kids)
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), Dest=String("x"))
    pdf.pages[0].obj[Name.Annots] = Array([pdf.make_indirect(link)])
    taken = take_in(save(pdf, tmp_path / "report.pdf"))
    assert taken.facts.page_count == 2
    assert taken.facts.notes == ("A link that led nowhere was taken out.",)
