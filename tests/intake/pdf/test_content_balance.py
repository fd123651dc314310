"""What must stand round a page's content so that a stamp after it is drawn as if alone."""

from __future__ import annotations

import time
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageChops

from packbuilder.intake.pdf.content_balance import Surroundings, settle_content
from tests.pack.awkward_pages import add_page, picture, save

DRAWN = b"1 0 0 rg 50 50 300 300 re f\n"


def _settled(content: bytes) -> Surroundings:
    pdf = pikepdf.new()
    add_page(pdf, content)
    return settle_content(pdf, pdf.pages[0])


@pytest.mark.parametrize(
    ("content", "saves_before", "operators_after"),
    [
        (b"", 1, "Q"),
        (b" \n", 1, "Q"),
        (b"q 1 0 0 1 5 5 cm Q", 1, "Q"),
        (b"q 0 0 9 9 re f", 1, "Q Q"),
        (b"q q Q q", 1, "Q Q Q"),
        (b"Q", 2, "Q"),
        (b"Q Q q", 3, "Q Q"),
        (b"q Q Q 1 g", 2, "Q"),
        (b"BT /F0 9 Tf (words) Tj", 1, "ET Q"),
        (b"q BT (words) Tj", 1, "ET Q Q"),
        (b"(Q and A) Tj q Q", 1, "Q"),
        (b"BT (a) Tj ET q (A Q here) ' ", 1, "Q Q"),
        (b"BT (a \\) Q \\( b (Q) ) Tj ET q 1 g", 1, "Q Q"),
        (b"q 1 g % Q\n0 g", 1, "Q Q"),
        (b"q 1 g %( \n Q 0 g", 1, "Q"),
        (b"/OC /L0 BDC 1 g", 1, "EMC Q"),
        (b"/P BMC q BT (x) Tj", 1, "ET EMC Q Q"),
        (b"EMC 1 g", 1, "Q"),
        (b"0 0 9 9 re W", 1, "n Q"),
        (b"0 0 m 9 9 l", 1, "n Q"),
        (b"0 0 9 9 re W n", 1, "Q"),
        (b"BI /W 2 /H 2 /BPC 8 /CS /G ID q( Q EI q 1 g", 1, "Q Q"),
        (b"<51> Tj <</A[(Q)]>> pop", 1, "Q"),
    ],
)
def test_what_is_left_open_is_closed(content: bytes, saves_before: int, operators_after: str) -> None:
    around = _settled(content)
    assert (around.saves_before, around.operators_after) == (saves_before, operators_after)


@pytest.mark.parametrize(
    "content",
    [b"", b"q 1 g Q", b"BT (We prefer B) Tj ET", b"1 g % and so on", b"q", b"BT (a (b) c) Tj ET\r\n\0"],
)
def test_whole_contents_are_left_as_they_are(content: bytes) -> None:
    pdf = pikepdf.new()
    page = add_page(pdf, content)
    assert not settle_content(pdf, pdf.pages[0]).was_mended
    assert page.Contents.read_bytes() == content


@pytest.mark.parametrize(
    "rest",
    [
        b"BT (words",
        b"BT (We prefer plan B",
        b"BT [(a) 5 (b) TJ",
        b"BT [(a) 5 (b",
        b"/P <</MCID 0 BDC",
        b"BT <48656C6C",
        b"1 0 0 1 5",
        b"BT (a) Tj ET (b ET",
    ],
)
def test_contents_that_break_off_are_written_anew_and_show_the_same(rest: bytes, tmp_path: Path) -> None:
    pdf = pikepdf.new()
    page = add_page(pdf, DRAWN + rest)
    before = picture(save(pdf, tmp_path / "before.pdf"), 1, 0.5)
    around = settle_content(pdf, pdf.pages[0])
    assert around.was_mended
    data = page.Contents.read_bytes()
    page[pikepdf.Name.Contents] = pdf.make_stream(
        b"q " * around.saves_before
        + b"\n"
        + data
        + b"\n"
        + around.operators_after.encode()
        + b" 0 0 1 rg 0 0 10 10 re f"
    )
    after = picture(save(pdf, tmp_path / "after.pdf"), 1, 0.5)
    assert after.getpixel((2, 418)) == (0, 0, 255), "what comes after it is drawn, where it belongs"
    for image in (before, after):
        image.paste((255, 255, 255), (0, 410, 10, 421))
    assert ImageChops.difference(before, after).getbbox() is None


@pytest.mark.parametrize(
    "part", [b"(", b"(a", b"(\\", b"((a)", b"(\\(", b"[(", b"<<", b"%", b"q ", b"BI ID "], ids=repr
)
def test_large_nonsense_is_read_in_good_time(part: bytes) -> None:
    started = time.monotonic()
    _settled(part * (600_000 // len(part)))
    assert time.monotonic() - started < 5


OPERATORS = st.sampled_from(
    [
        b"q",
        b"Q",
        b"BT",
        b"ET",
        b"/P BMC",
        b"EMC",
        b"(Q q) Tj",
        b"1 g",
        b"% Q",
        b"0 0 5 5 re",
        b"n",
        b"f",
        b".5 0 0 .5 9 9 cm",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(OPERATORS, max_size=12))
def test_whatever_a_content_leaves_behind_the_state_after_it_is_the_one_before(parts: list[bytes]) -> None:
    around = _settled(b"\n".join(parts))
    pdf = pikepdf.new()
    whole = b"\n".join([b"q " * around.saves_before, *parts, around.operators_after.encode()])
    page = add_page(pdf, whole)
    depth = lowest_after_opening = marks = 0
    depths: list[int] = []
    in_text = False
    for instruction in pikepdf.parse_content_stream(pikepdf.Page(page)):
        operator = str(instruction.operator)
        depth += (operator == "q") - (operator == "Q")
        marks = max(0, marks + (operator == "BMC") - (operator == "EMC"))
        in_text = operator == "BT" or (in_text and operator != "ET")
        depths.append(depth)
    lowest_after_opening = min(depths[around.saves_before - 1 : -1], default=1)
    assert depth == 0
    assert lowest_after_opening >= 1, "the page's own restores never reach the state before it"
    assert marks == 0
    assert not in_text
