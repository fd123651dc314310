"""Appendix B of the homes report: a letter and a diary on paper, scanned grey and not quite straight."""

from __future__ import annotations

import io
import math
import random
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader

from drawing import house

_DPI = 120
_SIZE_PX = (round(A4[0] / 72 * _DPI), round(A4[1] / 72 * _DPI))
_PAPER, _INK, _PENCIL = 238, 44, 92
_LEFT_PX, _RIGHT_PX = 118, 890

_LETTER = (
    (
        "",
        "Dear members of the Board,",
        "We are nine tenants who meet on the first Tuesday of the month in the community centre on Kiln "
        "Road. Some of us rent from Wealdmere Homes and some from private landlords. We were asked in "
        "January what it is like to report damp in Marlcote, and we would rather write it down ourselves "
        "than be written about.",
        "First, we want to say that the people who come are kind. Nobody on our panel has been spoken to "
        "rudely. What wears us down is the number of people. One of our members has a son of four with "
        "asthma. Between 3 November and 4 December she rang four numbers, gave his diagnosis seven times and "
        "was visited by three inspectors, each of whom measured the same wall.",
        "Second, nobody tells us what they found. The inspector writes on a tablet, thanks us for the tea "
        "and goes. Two weeks later we ring, and are told that the report is with another team. We asked four "
        "members to keep a diary this winter. A page of one of them is enclosed.",
        "Third, we are told to open the windows and put the heating on. We know. A bedroom that costs "
        "\u00a34.60 a day to keep at eighteen degrees is not kept at eighteen degrees by a family that has "
        "\u00a331 left on a Friday.",
    ),
    (
        "What would help us is not complicated.",
        "1.  One telephone number, answered by somebody who can see what we said last time.",
        "2.  One visit that looks at everything: the damp, the boiler, the stairs and the wiring. Several of "
        "us look after a parent who cannot manage the bath, and that has been a third list to wait on.",
        "3.  A copy of what the inspector found, on the day, in plain words, with a date by which something "
        "will be done.",
        "4.  The same for those of us who rent privately. We know that the law is different. The mould is "
        "not.",
        "5.  A fan that runs quietly. Most of us had one put in and most of us turn it off at night, because "
        "the children wake.",
        "We hear that there may be one number from the autumn. If so, we should like to try it before it "
        "opens, and to tell you honestly whether it works. We have kettles and a hall.",
        "Please do not answer this letter with another survey.",
        "Yours sincerely,",
    ),
)
_ADDRESS = ("Marlcote Tenants' Panel", "Kiln Road Community Centre", "Marlcote")
_DIARY = (
    ("Sun 10", "6", "91", "yes", "Wiped bedroom wall again. Black by window."),
    ("Mon 11", "9", "84", "yes", "Rang. 25 mins on hold. Told: other team."),
    ("Tue 12", "8", "86", "yes", "J. coughing at night, inhaler x 3"),
    ("Wed 13", "11", "79", "no", "Heating on 3 hrs. Meter 4.60"),
    ("Thu 14", "12", "77", "no", "Inspector came 10.15. Very nice. No paper."),
    ("Fri 15", "9", "85", "yes", "31 left till Tues. Heating off."),
    ("Sat 16", "7", "90", "yes", "Mum's - kids slept there"),
    ("Sun 17", "7", "89", "yes", "Wet patch now past the plug socket"),
    ("Mon 18", "10", "82", "yes", "Rang about socket. Electrician same day!"),
    ("Tue 19", "10", "81", "no", "Doctor. Steroids for J. again"),
    ("Wed 20", "12", "76", "no", "Letter from landlord: 'open windows'"),
    ("Thu 21", "11", "80", "yes", "No news of report"),
)


def draw_scan(path: Path) -> None:
    """Make the three pages as pictures and put each on a page of the PDF."""
    canvas = house.make_canvas(str(path), pagesize=A4)
    house.describe(canvas, "Scanned document")
    chance = random.Random(1103)
    pages = (_first_page(), _second_page(chance), _diary_page(chance))
    for number, (page, angle) in enumerate(zip(pages, (0.7, -0.5, 1.1), strict=True), start=1):
        picture = io.BytesIO()
        _as_scanned(page, angle, chance).save(picture, "JPEG", quality=42, optimize=True)
        picture.seek(0)
        canvas.drawImage(ImageReader(picture), 0, 0, width=A4[0], height=A4[1])
        canvas.bookmarkPage(f"scan-{number}")
        canvas.showPage()
    canvas.save()


def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(house.FONT_FOLDER / f"LiberationSans-{name}.ttf"), size)


def _blank() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    page = Image.new("L", _SIZE_PX, _PAPER)
    return page, ImageDraw.Draw(page)


def _wrapped(draw: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if draw.textlength(longer, font=font) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _type_paragraphs(draw: ImageDraw.ImageDraw, top: int, paragraphs: Sequence[str]) -> int:
    font = _font("Regular", 21)
    for paragraph in paragraphs:
        for line in _wrapped(draw, paragraph, font, _RIGHT_PX - _LEFT_PX):
            draw.text((_LEFT_PX, top), line, font=font, fill=_INK)
            top += 31
        top += 17
    return top


def _first_page() -> Image.Image:
    page, draw = _blank()
    draw.text((_LEFT_PX, 120), _ADDRESS[0], font=_font("Bold", 27), fill=_INK)
    for number, line in enumerate(_ADDRESS[1:]):
        draw.text((_LEFT_PX, 158 + number * 30), line, font=_font("Regular", 21), fill=_INK)
    draw.text((_LEFT_PX, 268), "8 February 2027", font=_font("Regular", 21), fill=_INK)
    draw.text((_LEFT_PX, 322), "The Chair, Health and Wellbeing Board", font=_font("Regular", 21), fill=_INK)
    draw.text((_LEFT_PX, 352), "Civic Centre, Eldenham", font=_font("Regular", 21), fill=_INK)
    _type_paragraphs(draw, 392, _LETTER[0])
    _received_stamp(page)
    return page


def _received_stamp(page: Image.Image) -> None:
    """Stamp the date of receipt askew, as the post room does."""
    stamp = Image.new("L", (300, 120), 0)
    draw = ImageDraw.Draw(stamp)
    draw.rectangle((4, 4, 295, 115), outline=190, width=5)
    draw.text((150, 36), "RECEIVED", font=_font("Bold", 34), fill=200, anchor="mm")
    draw.text((150, 82), "12 FEB 2027", font=_font("Bold", 28), fill=180, anchor="mm")
    stamp = stamp.rotate(7, expand=True, resample=Image.Resampling.BICUBIC)
    page.paste(96, (570, 246), mask=stamp)


def _second_page(chance: random.Random) -> Image.Image:
    page, draw = _blank()
    bottom = _type_paragraphs(draw, 130, _LETTER[1])
    _signature(draw, _LEFT_PX + 10, bottom + 52, chance)
    font = _font("Regular", 21)
    draw.text((_LEFT_PX, bottom + 104), "Denise Abara", font=font, fill=_INK)
    draw.text((_LEFT_PX, bottom + 134), "for the Marlcote Tenants' Panel", font=font, fill=_INK)
    draw.text((_LEFT_PX, bottom + 194), "Enclosed: a page of a damp diary", font=font, fill=_INK)
    return page


def _signature(draw: ImageDraw.ImageDraw, left: int, base: int, chance: random.Random) -> None:
    points = []
    for step in range(150):
        x = left + step * 1.7
        height = 26 * math.exp(-step / 70) + 5
        y = base - height * math.sin(step / 4.3) + chance.uniform(-1, 1)
        points.append((x + 9 * math.sin(step / 3.1), y))
    draw.line(points, fill=_PENCIL - 30, width=3, joint="curve")
    draw.line([(left - 6, base + 24), (left + 262, base + 10)], fill=_PENCIL - 30, width=3)


def _diary_page(chance: random.Random) -> Image.Image:
    page, draw = _blank()
    draw.text((_LEFT_PX, 120), "Damp diary", font=_font("Bold", 34), fill=_INK)
    draw.text((_LEFT_PX, 170), "Please fill in one line a day. Bring it to the meeting on Kiln Road.",
              font=_font("Regular", 20), fill=_INK)  # fmt: skip
    columns = (_LEFT_PX, 222, 326, 440, 546, _RIGHT_PX)
    heads = ("January", "Bedroom\n(degrees)", "Damp\n(per cent)", "Mould\nseen?", "What happened")
    top, row_height = 218, 66
    for row in range(len(_DIARY) + 2):
        y = top + row * row_height
        draw.line([(columns[0], y), (columns[-1], y)], fill=_PENCIL, width=2)
    for x in columns:
        draw.line([(x, top), (x, top + (len(_DIARY) + 1) * row_height)], fill=_PENCIL, width=2)
    for x, head in zip(columns, heads, strict=False):
        draw.multiline_text((x + 8, top + 8), head, font=_font("Bold", 19), fill=_INK, spacing=5)
    for row, cells in enumerate(_DIARY, start=1):
        for column, cell in enumerate(cells):
            _write_by_hand(page, cell, columns[column] + 10, top + row * row_height + 8,
                           columns[column + 1] - columns[column] - 16, chance)  # fmt: skip
    draw.text((_LEFT_PX, top + 13 * row_height + 30), "Name and address removed by the Panel.",
              font=_font("Italic", 19), fill=_INK)  # fmt: skip
    return page


def _write_by_hand(
    page: Image.Image, text: str, left: int, top: int, width: int, chance: random.Random
) -> None:
    """Write a few words that sway a little, on up to two lines."""
    font = _font("Italic", 21)
    lines = _wrapped(ImageDraw.Draw(page), text, font, width)
    y = float(top + (0 if len(lines) > 1 else 12))
    for line in lines:
        slip = Image.new("L", (width + 30, 40), 0)
        ImageDraw.Draw(slip).text((4, 6), line, font=font, fill=225)
        slip = slip.rotate(chance.uniform(-1.2, 1.2), resample=Image.Resampling.BICUBIC)
        page.paste(_PENCIL - 25, (left + chance.randint(-4, 4), round(y) + chance.randint(-2, 2)), mask=slip)
        y += 27


def _as_scanned(page: Image.Image, angle: float, chance: random.Random) -> Image.Image:
    """Tilt the page, punch it, let a shadow fall along its edge and strew grain over it."""
    draw = ImageDraw.Draw(page)
    for y in (0.36, 0.64):
        centre = round(_SIZE_PX[1] * y)
        draw.ellipse((34, centre - 14, 62, centre + 14), fill=120)
    page = page.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=_PAPER - 12)
    width, height = _SIZE_PX
    shadow = Image.new("L", (width, 1))
    shadow.putdata([max(0, 70 - x) for x in range(width)])
    page.paste(90, (0, 0), mask=shadow.resize(_SIZE_PX))
    grain = Image.frombytes("L", (width // 2, height // 2), chance.randbytes((width // 2) * (height // 2)))
    grain = grain.filter(ImageFilter.GaussianBlur(1.2)).resize(_SIZE_PX)
    return Image.blend(page, grain, 0.07).filter(ImageFilter.GaussianBlur(0.5))
