"""Filler pages and to-follow sheets, read back as the public would."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io

import pypdf
import pytest
from pypdf.generic import DictionaryObject

from packbuilder.errors import PackBuilderError
from packbuilder.meeting.house_style import FontFamily, HouseStyle
from packbuilder.meeting.meeting import AgendaItem, Meeting
from packbuilder.pack.blank_sheets import draw_filler, draw_to_follow
from packbuilder.pack.plan import ItemPlan, PackPlan, plan_pack


def to_follow_plan(title: str) -> tuple[PackPlan, ItemPlan]:
    meeting = Meeting(
        council="Anytown Council",
        body="Health & Wellbeing Board",
        date=dt.date(2023, 6, 20),
        items=(
            AgendaItem(id="first", title="Apologies"),
            AgendaItem(id="late", title=title, to_follow=True),
        ),
    )
    plan = plan_pack(meeting, {}, {}, 1)
    return plan, plan.items[1]


def only_page(pdf: bytes) -> pypdf.PageObject:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) == 1
    return reader.pages[0]


def words_of(page: pypdf.PageObject) -> str:
    return " ".join(page.extract_text().split())


def text_ends_pt(page: pypdf.PageObject) -> tuple[float, float]:
    """Return the lowest and the highest baseline, in points from the bottom."""
    baselines: list[float] = []

    def note(text: str, _cm: list[float], matrix: list[float], _font: object, _size: float) -> None:
        if text.strip():
            baselines.append(matrix[5])

    page.extract_text(visitor_text=note)
    return min(baselines), max(baselines)


def font_names(page: pypdf.PageObject) -> set[str]:
    resources = page["/Resources"].get_object()
    assert isinstance(resources, DictionaryObject)
    by_name = resources["/Font"]
    assert isinstance(by_name, DictionaryObject)
    return {str(font.get_object()["/BaseFont"]).split("+")[-1] for font in by_name.values()}


def fonts_are_embedded(page: pypdf.PageObject) -> bool:
    resources = page["/Resources"].get_object()
    assert isinstance(resources, DictionaryObject)
    by_name = resources["/Font"]
    assert isinstance(by_name, DictionaryObject)
    fonts = [font.get_object() for font in by_name.values()]
    return bool(fonts) and all("/FontFile2" in font["/FontDescriptor"] for font in fonts)


def test_a_filler_page_is_a4_and_says_that_it_is_meant_to_be_blank() -> None:
    page = only_page(draw_filler())
    assert words_of(page) == "This page is intentionally left blank"
    assert [round(float(x)) for x in page.mediabox] == [0, 0, 595, 842]
    assert fonts_are_embedded(page)


def test_the_words_of_a_filler_page_stand_in_its_middle() -> None:
    lowest, highest = text_ends_pt(only_page(draw_filler()))
    assert lowest == highest
    assert abs(lowest - 421) < 10


def test_a_to_follow_sheet_says_which_meeting_which_item_and_that_its_paper_will_come() -> None:
    page = only_page(draw_to_follow(*to_follow_plan('Budget <draft> & "next steps"')))
    assert words_of(page) == (
        'Health & Wellbeing Board Tuesday 20 June 2023 2. Budget <draft> & "next steps" To follow'
    )
    assert fonts_are_embedded(page)


def test_a_to_follow_sheet_reads_from_the_margin_in_the_upper_third_of_the_page() -> None:
    page = only_page(draw_to_follow(*to_follow_plan("Winter plan")))
    lowest, highest = text_ends_pt(page)
    assert lowest > 842 * 2 / 3 - 20
    assert highest < 842 - 56
    lefts: dict[str, float] = {}

    def note(text: str, _cm: list[float], matrix: list[float], _font: object, _size: float) -> None:
        if text.strip():
            lefts[text.strip()] = matrix[4]

    page.extract_text(visitor_text=note)
    assert lefts["2."] == lefts["Health & Wellbeing Board"] == 56
    assert lefts["Winter plan"] == lefts["To follow"]


def test_a_long_name_of_a_body_pushes_the_title_of_a_to_follow_sheet_down() -> None:
    plan, item = to_follow_plan("Winter plan")
    meeting = dataclasses.replace(plan.meeting, body="Joint Committee " * 150)
    page = only_page(draw_to_follow(dataclasses.replace(plan, meeting=meeting), item))
    assert words_of(page).count("Joint Committee") == 150
    lowest, _ = text_ends_pt(page)
    assert 56 < lowest < 842 / 2


@pytest.mark.parametrize("title", ["A long title of an item " * 13, "x" * 120, "word " * 400])
def test_a_long_title_stays_clear_of_the_stamps_on_a_to_follow_sheet(title: str) -> None:
    page = only_page(draw_to_follow(*to_follow_plan(title)))
    lowest, highest = text_ends_pt(page)
    assert lowest > 56
    assert highest < 842 - 56
    assert words_of(page).replace(" ", "").count(title.replace(" ", "")) == 1


def test_a_title_that_no_sheet_can_hold_is_refused_by_name() -> None:
    with pytest.raises(PackBuilderError, match="title of item 2 is too long"):
        draw_to_follow(*to_follow_plan("word " * 5000))


def test_an_unprintable_character_is_named_with_its_item() -> None:
    with pytest.raises(PackBuilderError, match=r"title of item 2 holds .*CHECK MARK, U\+2713"):
        draw_to_follow(*to_follow_plan("Done \N{CHECK MARK}"))


def test_the_same_sheet_has_the_same_bytes_every_time() -> None:
    assert draw_filler() == draw_filler()
    plan, item = to_follow_plan("Winter plan")
    assert draw_to_follow(plan, item) == draw_to_follow(plan, item)


def test_in_a_serif_pack_no_sheet_brings_a_sans_font() -> None:
    plan, _ = to_follow_plan("Budget")
    serif = dataclasses.replace(plan.meeting, style=HouseStyle(font=FontFamily.SERIF))
    plan = plan_pack(serif, {}, {}, 1)

    assert font_names(only_page(draw_filler(FontFamily.SERIF))) == {"LiberationSerif"}
    assert font_names(only_page(draw_to_follow(plan, plan.items[1]))) == {
        "LiberationSerif",
        "LiberationSerif-Bold",
    }
