"""The slides of the winter presentation: A4 landscape, one function per slide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from drawing import house
from drawing.charts import draw_bars

_WIDTH_PT, _HEIGHT_PT = landscape(A4)
_LEFT_PT = 58
_TEXT_WIDTH_PT = _WIDTH_PT - 2 * _LEFT_PT
_TITLE = "Winter 2026/27: what we learned"


def draw_slides(path: Path) -> None:
    """Draw all ten slides."""
    canvas = house.make_canvas(str(path), pagesize=landscape(A4))
    house.describe(canvas, _TITLE)
    slides: Sequence[tuple[str, Callable[[Canvas], None]]] = (
        (_TITLE, _title_slide),
        ("The winter in six numbers", _numbers_slide),
        ("What we set out to do", _plan_slide),
        ("Fewer people waiting to go home", _discharge_slide),
        ("What patients told us", _quotation_slide),
        ("Handing over from the ambulance", _ambulance_slide),
        ("Caring for people at home", _home_slide),
        ("Vaccination: go to where people are", _vaccination_slide),
        ("What did not work", _failures_slide),
        ("Next winter: five things we ask of the Board", _asks_slide),
    )
    for number, (title, draw) in enumerate(slides, start=1):
        key = f"slide-{number}"
        canvas.bookmarkPage(key)
        canvas.addOutlineEntry(title, key, 0)
        draw(canvas)
        canvas.showPage()
    canvas.save()


def _write(
    canvas: Canvas,
    words: str,
    left_pt: float,
    top_pt: float,
    width_pt: float,
    *,
    size_pt: float = 18,
    font: str = house.REGULAR,
    colour: object = house.INK,
    bullet: str | None = None,
) -> float:
    """Set a paragraph below ``top_pt`` and return where the next one may start."""
    style = ParagraphStyle(
        "slide",
        fontName=font,
        fontSize=size_pt,
        leading=size_pt * 1.3,
        textColor=colour,
        leftIndent=24 if bullet else 0,
        bulletFontName=font,
        bulletFontSize=size_pt,
        bulletColor=house.LEAF,
    )
    paragraph = Paragraph(words, style, bulletText=bullet)
    _, height = paragraph.wrap(width_pt, _HEIGHT_PT)
    paragraph.drawOn(canvas, left_pt, top_pt - height)
    return float(top_pt - height - size_pt * 0.6)


def _frame(canvas: Canvas, title: str) -> float:
    """Draw what every ordinary slide has, and return where its content may start."""
    canvas.setFillColor(house.TEAL)
    canvas.rect(0, 0, 14, _HEIGHT_PT, stroke=0, fill=1)
    bottom = _write(canvas, title, _LEFT_PT, _HEIGHT_PT - 62, _TEXT_WIDTH_PT, size_pt=30, font=house.BOLD,
                    colour=house.TEAL)  # fmt: skip
    canvas.setFillColor(house.LEAF)
    canvas.rect(_LEFT_PT, bottom + 4, 70, 4, stroke=0, fill=1)
    return bottom - 26


def _bullets(canvas: Canvas, top_pt: float, lines: Sequence[str], width_pt: float = _TEXT_WIDTH_PT) -> float:
    for line in lines:
        top_pt = _write(canvas, line, _LEFT_PT, top_pt, width_pt, size_pt=21, bullet="\u2022") - 8
    return top_pt


def _title_slide(canvas: Canvas) -> None:
    canvas.setFillColor(house.TEAL)
    canvas.rect(0, 190, _WIDTH_PT, 240, stroke=0, fill=1)
    canvas.setFillColor(house.LEAF)
    canvas.rect(0, 182, _WIDTH_PT, 8, stroke=0, fill=1)
    canvas.drawImage(str(house.LOGO_FILE), _LEFT_PT - 6, _HEIGHT_PT - 112, width=213, height=60)
    _write(canvas, _TITLE, _LEFT_PT, 378, _TEXT_WIDTH_PT, size_pt=44, font=house.BOLD, colour=house.WHITE)
    _write(canvas, "A first look back, before the next plan is written", _LEFT_PT, 304, _TEXT_WIDTH_PT,
           size_pt=22, colour=house.WHITE)  # fmt: skip
    below = _write(canvas, "Wealdmere Health and Wellbeing Board, 18 March 2027", _LEFT_PT, 150,
                   _TEXT_WIDTH_PT, size_pt=17)  # fmt: skip
    _write(canvas, "Caroline Whitcombe, Daniel Achterberg and Graham Tully", _LEFT_PT, below,
           _TEXT_WIDTH_PT, size_pt=17, colour=house.GREY)  # fmt: skip


def _numbers_slide(canvas: Canvas) -> None:
    top = _frame(canvas, "The winter in six numbers")
    numbers = (
        ("58 to 41", "fit to leave but in hospital, on an average day: November and February"),
        ("24 min", "average wait to hand over from the ambulance; 43 a year ago"),
        ("92%", "had a first reablement visit within two days"),
        ("68%", "of people over 65 had a flu vaccination; 71% a year ago"),
        ("24", "extra beds, all closed again by 28 February"),
        ("1 in 20", "appointments missed"),
    )
    width, height = (_TEXT_WIDTH_PT - 40) / 3, 172
    for position, (number, words) in enumerate(numbers):
        left = _LEFT_PT + (position % 3) * (width + 20)
        upper = top - (position // 3) * (height + 16)
        canvas.setFillColor(house.PALE)
        canvas.roundRect(left, upper - height, width, height, 8, stroke=0, fill=1)
        below = _write(canvas, number, left + 18, upper - 18, width - 36, size_pt=36, font=house.BOLD,
                       colour=house.TEAL)  # fmt: skip
        _write(canvas, words, left + 18, below + 8, width - 36, size_pt=16)


def _plan_slide(canvas: Canvas) -> None:
    top = _frame(canvas, "What we set out to do")
    columns = (
        ("Keep people well", ("Vaccination in community halls", "One question about damp homes",
                              "Warm spaces in all libraries")),
        ("Care at home", ("Eleven more reablement staff", "Urgent response within two hours",
                          "Falls lifting service with the fire service")),
        ("Home from hospital", ("Recovery ward of 24 beds", "Discharge meeting at 9 every day",
                                "Medicines ready the evening before")),
    )  # fmt: skip
    width = (_TEXT_WIDTH_PT - 40) / 3
    for position, (heading, lines) in enumerate(columns):
        left = _LEFT_PT + position * (width + 20)
        canvas.setFillColor(house.TEAL)
        canvas.rect(left, top - 50, width, 50, stroke=0, fill=1)
        _write(canvas, heading, left + 16, top - 13, width - 32, size_pt=19, font=house.BOLD,
               colour=house.WHITE)  # fmt: skip
        canvas.setStrokeColor(house.RULE)
        canvas.rect(left, top - 330, width, 280, stroke=1, fill=0)
        lower = top - 72
        for line in lines:
            lower = _write(canvas, line, left + 16, lower, width - 32, size_pt=20, bullet="\u2022") - 8


def _discharge_slide(canvas: Canvas) -> None:
    top = _frame(canvas, "Fewer people waiting to go home")
    bars = [
        ("Oct", 66, house.TEAL), ("Nov", 58, house.TEAL), ("Dec", 61, house.TEAL), ("Jan", 49, house.TEAL),
        ("Feb", 41, house.LEAF),
    ]  # fmt: skip
    draw_bars(canvas, _LEFT_PT, 74, 420, top - 74, bars, font_size_pt=15)
    lower = top - 6
    for words in (
        "People in hospital who were fit to leave, on an average day",
        "A year ago there were 74 in November and 79 in February.",
        "The discharge meeting moved from noon to nine: half of those leaving now go before lunch.",
        "Hardest to place: people who need two carers, and people who live alone in the villages.",
    ):
        lower = _write(canvas, words, _LEFT_PT + 460, lower, _TEXT_WIDTH_PT - 460, size_pt=17,
                       font=house.BOLD if lower == top - 6 else house.REGULAR) - 6  # fmt: skip


def _quotation_slide(canvas: Canvas) -> None:
    # Dark to the very edge: a stamp laid on this slide can be read only with a plate behind it.
    canvas.setFillColor(house.DEEP_TEAL)
    canvas.rect(-2, -2, _WIDTH_PT + 4, _HEIGHT_PT + 4, stroke=0, fill=1)
    canvas.setFillColor(house.TEAL)
    canvas.circle(_WIDTH_PT - 30, 60, 190, stroke=0, fill=1)
    lower = _write(canvas, "What patients told us", _LEFT_PT, _HEIGHT_PT - 62, _TEXT_WIDTH_PT, size_pt=24,
                   font=house.BOLD, colour=house.AMBER) - 30  # fmt: skip
    lower = _write(
        canvas,
        "\u201cThe nurse asked me what I was worried about at home. It was the dog. "
        "She rang my neighbour, and I was home that night.\u201d",
        _LEFT_PT, lower, 640, size_pt=36, font=house.BOLD, colour=house.WHITE,
    ) - 16  # fmt: skip
    lower = _write(canvas, "Woman of 83, Sallowford, after nine days on the recovery ward", _LEFT_PT, lower,
                   640, size_pt=18, colour=house.PALE) - 14  # fmt: skip
    _write(canvas, "From 212 conversations held by Healthwatch Wealdmere in January and February", _LEFT_PT,
           lower, 640, size_pt=14, colour=house.RULE)  # fmt: skip


def _ambulance_slide(canvas: Canvas) -> None:
    top = _frame(canvas, "Handing over from the ambulance")
    bars = [
        ("Feb 2024", 52, house.RULE), ("Feb 2025", 47, house.RULE), ("Feb 2026", 43, house.TEAL),
        ("Feb 2027", 24, house.LEAF),
    ]  # fmt: skip
    draw_bars(canvas, _LEFT_PT, 74, 380, top - 84, bars, unit=" min", font_size_pt=15)
    lower = _write(canvas, "What made the difference", _LEFT_PT + 430, top - 4, 300, size_pt=20,
                   font=house.BOLD)  # fmt: skip
    for line in (
        "A nurse at the door who may say yes",
        "Crews can ring the urgent response team and leave the patient at home",
        "Forty-five minutes is the limit: then the hospital takes over, full or not",
    ):
        lower = _write(canvas, line, _LEFT_PT + 430, lower, 290, size_pt=18, bullet="\u2022") - 4


def _home_slide(canvas: Canvas) -> None:
    top = _frame(canvas, "Caring for people at home")
    lower = _bullets(
        canvas,
        top,
        (
            "<b>1,340 urgent visits</b> within two hours, 310 more than last winter; "
            "four in five stayed at home",
            "<b>486 people lifted</b> after a fall by firefighters; only 38 had to go to hospital",
            "<b>92 in 100</b> had a first reablement visit within two days, 78 in 100 in the villages",
            "<b>93 patients with asthma</b> and mould at home were visited in Sallowford (item 8)",
        ),
    )
    canvas.setFillColor(house.PALE)
    canvas.roundRect(_LEFT_PT, lower - 122, _TEXT_WIDTH_PT, 108, 8, stroke=0, fill=1)
    _write(canvas, "Why the villages lag: an hour of care in Brackhollow takes two hours and ten minutes "
           "of a carer's time. Rounds are now planned by valley and no longer by practice.",
           _LEFT_PT + 20, lower - 34, _TEXT_WIDTH_PT - 40, size_pt=19)  # fmt: skip


def _vaccination_slide(canvas: Canvas) -> None:
    top = _frame(canvas, "Vaccination: go to where people are")
    head = ("Flu vaccination by 31 January", "2025/26", "2026/27")
    rows = (
        ("People over 65", "71%", "68%"),
        ("Children of two and three", "44%", "51%"),
        ("Care home staff", "39%", "46%"),
        ("Hospital staff", "52%", "50%"),
        ("Marlcote, over 75 (clinics in halls)", "63%", "77%"),
    )
    row_height, offsets = 46, (16, 470, 610)
    for number, row in enumerate((head, *rows)):
        bottom = top - (number + 1) * row_height
        if number == 0 or number % 2 == 0:
            canvas.setFillColor(house.TEAL if number == 0 else house.PALE)
            canvas.rect(_LEFT_PT, bottom, _TEXT_WIDTH_PT, row_height, stroke=0, fill=1)
        canvas.setFillColor(house.WHITE if number == 0 else house.INK)
        last = number == len(rows)
        canvas.setFont(house.BOLD if number == 0 or last else house.REGULAR, 17)
        for offset, words in zip(offsets, row, strict=True):
            canvas.drawString(_LEFT_PT + offset, bottom + 17, words)
    _write(canvas, "Letters alone no longer work. Clinics in six community halls in Marlcote reached "
           "people who had not come for three years.", _LEFT_PT, top - 6 * row_height - 24,
           _TEXT_WIDTH_PT, size_pt=18)  # fmt: skip


def _failures_slide(canvas: Canvas) -> None:
    top = _frame(canvas, "What did not work")
    _bullets(
        canvas,
        top,
        (
            "Staff vaccination fell at the hospital for the third year. Evening sessions were not enough.",
            "Warm spaces were full in libraries with a caf\u00e9 and empty in the others.",
            "Medicines ready the evening before: reached in 46% of cases; the target was 80%.",
            "The shared record went down on 11 and 12 January. Paper copies took nine days to type in.",
            "We told carers too late. One in three heard of a discharge on the day.",
        ),
    )


def _asks_slide(canvas: Canvas) -> None:
    top = _frame(canvas, "Next winter: five things we ask of the Board")
    asks = (
        "Agree the winter plan in July, not in October",
        "Make Marlcote's clinics the model for all four towns",
        "Keep 16 of the 24 recovery beds all year",
        "One number for homes that make people ill (item 8)",
        "Cars booked with the appointment (item 9)",
    )
    for number, words in enumerate(asks, start=1):
        centre = top - 22 - (number - 1) * 62
        canvas.setFillColor(house.TEAL)
        canvas.circle(_LEFT_PT + 22, centre, 22, stroke=0, fill=1)
        canvas.setFillColor(house.WHITE)
        canvas.setFont(house.BOLD, 20)
        canvas.drawCentredString(_LEFT_PT + 22, centre - 7, str(number))
        _write(canvas, words, _LEFT_PT + 64, centre + 14, _TEXT_WIDTH_PT - 64, size_pt=21)
