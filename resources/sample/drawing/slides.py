"""The slides of the winter presentation in PowerPoint, 16:9: one function per slide, real charts and tables.

Lengths are points on a slide of 960 by 540.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt
from reportlab.lib.colors import Color

from drawing import house
from drawing.office_charts import COLUMNS, chart_data, dress_columns, rgb
from drawing.office_files import without_program, write_office_file
from drawing.slide_master import (
    HEIGHT_PT,
    LEFT_PT,
    TEXT_WIDTH_PT,
    TITLE_AND_CONTENT,
    TITLE_ONLY,
    TITLE_SLIDE,
    TOP_PT,
    WIDTH_PT,
    dress,
    house_theme,
)

_TITLE = "Winter 2026/27: what we learned"
_CREATED = dt.datetime(2027, 2, 15, 10, 20)
_CHANGED = dt.datetime(2027, 3, 5, 11, 45)
_PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's "No Style, No Grid"."""

Slide = Any
Shape = Any
"""python-pptx has types for little of itself."""


def draw_slides(path: Path) -> None:
    """Draw all ten slides."""
    presentation = Presentation()
    dress(presentation)
    layouts = {layout.name: layout for layout in presentation.slide_layouts}
    slides: Sequence[tuple[str, str, Callable[[Slide], None]]] = (
        (TITLE_SLIDE, _TITLE, _title_slide),
        (TITLE_ONLY, "The winter in six numbers", _numbers_slide),
        (TITLE_ONLY, "What we set out to do", _plan_slide),
        (TITLE_ONLY, "Fewer people waiting to go home", _discharge_slide),
        (TITLE_ONLY, "What patients told us", _quotation_slide),
        (TITLE_ONLY, "Handing over from the ambulance", _ambulance_slide),
        (TITLE_AND_CONTENT, "Caring for people at home", _home_slide),
        (TITLE_ONLY, "Vaccination: go to where people are", _vaccination_slide),
        (TITLE_AND_CONTENT, "What did not work", _failures_slide),
        (TITLE_ONLY, "Next winter: five things we ask of the Board", _asks_slide),
    )
    for layout, title, draw in slides:
        slide = presentation.slides.add_slide(layouts[layout])
        slide.shapes.title.text = title
        draw(slide)
    properties = presentation.core_properties
    properties.title = _TITLE
    properties.author = properties.last_modified_by = "Caroline Whitcombe"
    properties.language = "en-GB"
    properties.revision = 22
    saved = io.BytesIO()
    presentation.save(saved)
    edited = {"ppt/theme/theme1.xml": house_theme, "docProps/app.xml": without_program}
    write_office_file(path, saved.getvalue(), _CREATED, _CHANGED, edited)


def _box(
    slide: Slide,
    left_pt: float,
    top_pt: float,
    width_pt: float,
    height_pt: float,
    *,
    fill: Color | None = None,
    edge: Color | None = None,
    shape: Any = MSO_SHAPE.RECTANGLE,
    margin_pt: float = 0,
) -> Shape:
    """Add a shape to write in."""
    box = slide.shapes.add_shape(shape, Pt(left_pt), Pt(top_pt), Pt(width_pt), Pt(height_pt))
    # The style of a new shape brings a shadow, which LibreOffice draws even where it is switched off.
    box.element.remove(box.element.find(qn("p:style")))
    if shape is MSO_SHAPE.ROUNDED_RECTANGLE:
        box.adjustments[0] = 8 / min(width_pt, height_pt)
    if fill is None:
        box.fill.background()
    else:
        box.fill.solid()
        box.fill.fore_color.rgb = rgb(fill)
    if edge is None:
        box.line.fill.background()
    else:
        box.line.color.rgb = rgb(edge)
        box.line.width = Pt(1)
    frame = box.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Pt(margin_pt)
    return box


def _write(
    shape: Shape,
    words: str,
    *,
    size_pt: float = 18,
    bold: bool = False,
    colour: Color = house.INK,
    after_pt: float = 10,
    bullet: bool = False,
    align: Any = PP_ALIGN.LEFT,
) -> None:
    """Write a paragraph into a shape, below those that are there."""
    frame = shape.text_frame
    paragraph = frame.add_paragraph() if frame.paragraphs[0].runs else frame.paragraphs[0]
    paragraph.alignment = align
    paragraph.space_after = Pt(after_pt)
    paragraph.line_spacing = 1.05
    run = paragraph.add_run()
    run.text = words
    run.font.size = Pt(size_pt)
    run.font.bold = bold
    run.font.color.rgb = rgb(colour)
    if bullet:
        properties = shape.element.txBody.p_lst[-1].get_or_add_pPr()
        properties.set("marL", str(Pt(18)))
        properties.set("indent", str(-Pt(18)))
        for xml in ('<a:buClr {}><a:schemeClr val="accent2"/></a:buClr>', '<a:buFont {} typeface="Arial"/>',
                    '<a:buChar {} char="\u2022"/>'):  # fmt: skip
            properties.append(parse_xml(xml.format(nsdecls("a"))))


def _describe(shape: Shape, words: str) -> None:
    """Say in words what a chart or table shows, for those who cannot see it."""
    shape.element.xpath(".//p:cNvPr")[0].set("descr", words)


def _fill_list(slide: Slide, lines: Sequence[str]) -> None:
    """Fill the slide's own list; what stands between two stars is bold."""
    frame = slide.placeholders[1].text_frame
    for number, line in enumerate(lines):
        paragraph = frame.add_paragraph() if number else frame.paragraphs[0]
        for piece in re.split(r"(\*[^*]+\*)", line):
            if piece:
                run = paragraph.add_run()
                run.text = piece.strip("*")
                run.font.bold = True if piece.startswith("*") else None


def _chart(
    slide: Slide,
    name: str,
    bars: Sequence[tuple[str, float, Color]],
    width_pt: float,
    *,
    unit: str = "",
) -> None:
    height_pt = HEIGHT_PT - TOP_PT - 34
    left, top = Pt(LEFT_PT - 8), Pt(TOP_PT)
    shape = slide.shapes.add_chart(COLUMNS, left, top, Pt(width_pt), Pt(height_pt), chart_data(name, bars))
    dress_columns(shape.chart, bars, font_size_pt=15, unit=unit)
    _describe(shape, f"{name}: " + "; ".join(f"{category} {value}{unit}" for category, value, _ in bars))


def _title_slide(slide: Slide) -> None:
    logo = slide.shapes.add_picture(str(house.LOGO_FILE), Pt(LEFT_PT - 6), Pt(36), height=Pt(60))
    _describe(logo, house.COUNCIL)
    slide.placeholders[1].text = "A first look back, before the next plan is written"
    who = _box(slide, LEFT_PT, 400, TEXT_WIDTH_PT, 80)
    _write(who, "Wealdmere Health and Wellbeing Board, 18 March 2027", size_pt=18)
    _write(who, "Caroline Whitcombe, Daniel Achterberg and Graham Tully", size_pt=18, colour=house.GREY)


def _numbers_slide(slide: Slide) -> None:
    numbers = (
        ("58 to 41", "fit to leave but in hospital, on an average day: November and February"),
        ("24 min", "average wait to hand over from the ambulance; 43 a year ago"),
        ("92%", "had a first reablement visit within two days"),
        ("68%", "of people over 65 had a flu vaccination; 71% a year ago"),
        ("24", "extra beds, all closed again by 28 February"),
        ("1 in 20", "appointments missed"),
    )
    width, height = (TEXT_WIDTH_PT - 40) / 3, 174
    for position, (number, words) in enumerate(numbers):
        left = LEFT_PT + (position % 3) * (width + 20)
        top = TOP_PT + (position // 3) * (height + 20)
        card = _box(slide, left, top, width, height, fill=house.PALE, shape=MSO_SHAPE.ROUNDED_RECTANGLE,
                    margin_pt=20)  # fmt: skip
        _write(card, number, size_pt=38, bold=True, colour=house.TEAL, after_pt=6)
        _write(card, words, size_pt=17, after_pt=0)


def _plan_slide(slide: Slide) -> None:
    columns = (
        ("Keep people well", ("Vaccination in community halls", "One question about damp homes",
                              "Warm spaces in all libraries")),
        ("Care at home", ("Eleven more reablement staff", "Urgent response within two hours",
                          "Falls lifting service with the fire service")),
        ("Home from hospital", ("Recovery ward of 24 beds", "Discharge meeting at 9 every day",
                                "Medicines ready the evening before")),
    )  # fmt: skip
    width = (TEXT_WIDTH_PT - 40) / 3
    for position, (heading, lines) in enumerate(columns):
        left = LEFT_PT + position * (width + 20)
        head = _box(slide, left, TOP_PT, width, 52, fill=house.TEAL, margin_pt=18)
        head.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        head.text_frame.margin_top = head.text_frame.margin_bottom = 0
        _write(head, heading, size_pt=20, bold=True, colour=house.WHITE, after_pt=0)
        body = _box(slide, left, TOP_PT + 52, width, 286, edge=house.RULE, margin_pt=18)
        for line in lines:
            _write(body, line, size_pt=20, after_pt=16, bullet=True)


def _discharge_slide(slide: Slide) -> None:
    what = "People in hospital who were fit to leave, on an average day"
    bars = [
        ("Oct", 66, house.TEAL), ("Nov", 58, house.TEAL), ("Dec", 61, house.TEAL), ("Jan", 49, house.TEAL),
        ("Feb", 41, house.LEAF),
    ]  # fmt: skip
    _chart(slide, what, bars, 480)
    beside = _box(slide, LEFT_PT + 520, TOP_PT, TEXT_WIDTH_PT - 520, 372)
    _write(beside, what, bold=True, after_pt=14)
    for words in (
        "A year ago there were 74 in November and 79 in February.",
        "The discharge meeting moved from noon to nine: half of those leaving now go before lunch.",
        "Hardest to place: people who need two carers, and people who live alone in the villages.",
    ):
        _write(beside, words, after_pt=14)


def _quotation_slide(slide: Slide) -> None:
    slide.element.set("showMasterSp", "0")
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = rgb(house.DEEP_TEAL)
    title = slide.shapes.title
    title.text_frame.paragraphs[0].runs[0].font.size = Pt(24)
    title.text_frame.paragraphs[0].runs[0].font.color.rgb = rgb(house.AMBER)
    _box(slide, WIDTH_PT - 230, HEIGHT_PT - 250, 400, 400, fill=house.TEAL, shape=MSO_SHAPE.OVAL)
    words = _box(slide, LEFT_PT, 140, 720, 340)
    _write(words, "\u201cThe nurse asked me what I was worried about at home. It was the dog. "
           "She rang my neighbour, and I was home that night.\u201d",
           size_pt=38, bold=True, colour=house.WHITE, after_pt=28)  # fmt: skip
    _write(words, "Woman of 83, Sallowford, after nine days on the recovery ward", size_pt=19,
           colour=house.PALE, after_pt=16)  # fmt: skip
    _write(words, "From 212 conversations held by Healthwatch Wealdmere in January and February", size_pt=15,
           colour=house.RULE)  # fmt: skip


def _ambulance_slide(slide: Slide) -> None:
    bars = [
        ("Feb 2024", 52, house.RULE), ("Feb 2025", 47, house.RULE), ("Feb 2026", 43, house.TEAL),
        ("Feb 2027", 24, house.LEAF),
    ]  # fmt: skip
    _chart(slide, "Average wait to hand over", bars, 450, unit=" min")
    beside = _box(slide, LEFT_PT + 490, TOP_PT, TEXT_WIDTH_PT - 490, 372)
    _write(beside, "What made the difference", size_pt=20, bold=True, after_pt=14)
    for line in (
        "A nurse at the door who may say yes",
        "Crews can ring the urgent response team and leave the patient at home",
        "Forty-five minutes is the limit: then the hospital takes over, full or not",
    ):
        _write(beside, line, size_pt=18, after_pt=14, bullet=True)


def _home_slide(slide: Slide) -> None:
    _fill_list(
        slide,
        (
            "*1,340 urgent visits* within two hours, 310 more than last winter; four in five stayed at home",
            "*486 people lifted* after a fall by firefighters; only 38 had to go to hospital",
            "*92 in 100* had a first reablement visit within two days, 78 in 100 in the villages",
            "*93 patients with asthma* and mould at home were visited in Sallowford (item 8)",
        ),
    )
    card = _box(slide, LEFT_PT, 372, TEXT_WIDTH_PT, 92, fill=house.PALE, shape=MSO_SHAPE.ROUNDED_RECTANGLE,
                margin_pt=20)  # fmt: skip
    card.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    _write(card, "Why the villages lag: an hour of care in Brackhollow takes two hours and ten minutes of a "
           "carer's time. Rounds are now planned by valley and no longer by practice.",
           size_pt=19, after_pt=0)  # fmt: skip


def _vaccination_slide(slide: Slide) -> None:
    rows = (
        ("Flu vaccination by 31 January", "2025/26", "2026/27"),
        ("People over 65", "71%", "68%"),
        ("Children of two and three", "44%", "51%"),
        ("Care home staff", "39%", "46%"),
        ("Hospital staff", "52%", "50%"),
        ("Marlcote, over 75 (clinics in halls)", "63%", "77%"),
    )
    height, widths = 46, (532, 150, 150)
    shape = slide.shapes.add_table(len(rows), len(widths), Pt(LEFT_PT), Pt(TOP_PT), Pt(sum(widths)),
                                   Pt(height * len(rows)))  # fmt: skip
    shape.element.xpath(".//a:tableStyleId")[0].text = _PLAIN_TABLE
    _describe(shape, "Flu vaccination by 31 January in the last two winters, by group")
    table = shape.table
    table.horz_banding = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
    for row_number, cells in enumerate(rows):
        is_head, is_last = row_number == 0, row_number == len(rows) - 1
        for column, words in enumerate(cells):
            cell = table.cell(row_number, column)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            cell.margin_left = cell.margin_right = Pt(16)
            if is_head or row_number % 2 == 0:
                cell.fill.solid()
                cell.fill.fore_color.rgb = rgb(house.TEAL if is_head else house.PALE)
            else:
                cell.fill.background()
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.alignment = PP_ALIGN.RIGHT if column else PP_ALIGN.LEFT
            run = paragraph.add_run()
            run.text = words
            run.font.size = Pt(18)
            run.font.bold = is_head or is_last
            run.font.color.rgb = rgb(house.WHITE if is_head else house.INK)
    below = _box(slide, LEFT_PT, TOP_PT + height * len(rows) + 28, TEXT_WIDTH_PT, 70)
    _write(below, "Letters alone no longer work. Clinics in six community halls in Marlcote reached people "
           "who had not come for three years.", size_pt=19)  # fmt: skip


def _failures_slide(slide: Slide) -> None:
    _fill_list(
        slide,
        (
            "Staff vaccination fell at the hospital for the third year. Evening sessions were not enough.",
            "Warm spaces were full in libraries with a caf\u00e9 and empty in the others.",
            "Medicines ready the evening before: reached in 46% of cases; the target was 80%.",
            "The shared record went down on 11 and 12 January. Paper copies took nine days to type in.",
            "We told carers too late. One in three heard of a discharge on the day.",
        ),
    )


def _asks_slide(slide: Slide) -> None:
    asks = (
        "Agree the winter plan in July, not in October",
        "Make Marlcote's clinics the model for all four towns",
        "Keep 16 of the 24 recovery beds all year",
        "One number for homes that make people ill (item 8)",
        "Cars booked with the appointment (item 9)",
    )
    step, size = 70, 46
    for number, words in enumerate(asks, start=1):
        top = TOP_PT + 8 + (number - 1) * step
        for box, text, bold, colour in (
            (_box(slide, LEFT_PT, top, size, size, fill=house.TEAL, shape=MSO_SHAPE.OVAL), str(number), True,
             house.WHITE),
            (_box(slide, LEFT_PT + 68, top, TEXT_WIDTH_PT - 68, size), words, False, house.INK),
        ):  # fmt: skip
            box.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
            align = PP_ALIGN.CENTER if bold else PP_ALIGN.LEFT
            _write(box, text, size_pt=22, bold=bold, colour=colour, after_pt=0, align=align)
