"""Appendices B and C of the homes report: a letter and a diary, scanned grey and not quite straight."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from drawing import house

_DPI = 150
_SIZE_PX = (1240, 1754)
"""A4 at 150 dots an inch."""
_PAPER, _INK, _PENCIL = 238, 44, 92
_LEFT_PX, _RIGHT_PX = 132, 1128
_TYPE_PX, _LINE_PX, _GAP_PX = 23, 30, 14

_LETTER = (
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
    "What would help us is not complicated.",
    "1.  One telephone number, answered by somebody who can see what we said last time.",
    "2.  One visit that looks at everything: the damp, the boiler, the stairs and the wiring. Several of "
    "us look after a parent who cannot manage the bath, and that has been a third list to wait on.",
    "3.  A copy of what the inspector found, on the day, in plain words, with a date by which something "
    "will be done.",
    "4.  The same for those of us who rent privately. We know that the law is different. The mould is not.",
    "5.  A fan that runs quietly. Most of us had one put in and most of us turn it off at night, because "
    "the children wake.",
    "We hear that there may be one number from the autumn. If so, we should like to try it before it "
    "opens, and to tell you honestly whether it works. We have kettles and a hall.",
    "Please do not answer this letter with another survey.",
    "Yours sincerely,",
)
_ADDRESS = ("Marlcote Tenants' Panel", "Kiln Road Community Centre, Marlcote")
_TO = ("8 February 2027", "", "The Chair, Health and Wellbeing Board", "Civic Centre, Eldenham")
_SIGNED = ("Denise Abara", "for the Marlcote Tenants' Panel")
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


def draw_scans(letter: Path, diary: Path) -> None:
    """Make the two sheets as a scanner does that writes one picture for each."""
    chance = random.Random(1103)
    for path, page, angle in ((letter, _letter_page(chance), 0.6), (diary, _diary_page(chance), 1.1)):
        scanned = _as_scanned(page, angle, chance)
        scanned.save(path, "JPEG", quality=58, optimize=True, dpi=(_DPI, _DPI))


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
    font = _font("Regular", _TYPE_PX)
    for paragraph in paragraphs:
        for line in _wrapped(draw, paragraph, font, _RIGHT_PX - _LEFT_PX):
            draw.text((_LEFT_PX, top), line, font=font, fill=_INK)
            top += _LINE_PX
        top += _GAP_PX
    return top


def _letter_page(chance: random.Random) -> Image.Image:
    page, draw = _blank()
    font = _font("Regular", _TYPE_PX)
    draw.text((_LEFT_PX, 100), _ADDRESS[0], font=_font("Bold", 32), fill=_INK)
    for number, line in enumerate(_ADDRESS[1:]):
        draw.text((_LEFT_PX, 144 + number * _LINE_PX), line, font=font, fill=_INK)
    for number, line in enumerate(_TO):
        draw.text((_LEFT_PX, 226 + number * _LINE_PX), line, font=font, fill=_INK)
    bottom = _type_paragraphs(draw, 376, _LETTER)
    _signature(draw, _LEFT_PX + 10, bottom + 32, chance)
    for number, line in enumerate(_SIGNED):
        draw.text((_LEFT_PX, bottom + 62 + number * _LINE_PX), line, font=font, fill=_INK)
    draw.text(
        (_LEFT_PX + 560, bottom + 62 + _LINE_PX), "Enclosed: a page of a damp diary", font=font, fill=_INK
    )
    _received_stamp(page)
    return page


def _received_stamp(page: Image.Image) -> None:
    """Stamp the date of receipt askew, as the post room does."""
    stamp = Image.new("L", (352, 142), 0)
    draw = ImageDraw.Draw(stamp)
    draw.rectangle((5, 5, 346, 136), outline=190, width=6)
    draw.text((176, 44), "RECEIVED", font=_font("Bold", 40), fill=200, anchor="mm")
    draw.text((176, 98), "12 FEB 2027", font=_font("Bold", 33), fill=180, anchor="mm")
    stamp = stamp.rotate(7, expand=True, resample=Image.Resampling.BICUBIC)
    page.paste(96, (740, 130), mask=stamp)


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
    draw.text((_LEFT_PX, 140), "Damp diary", font=_font("Bold", 42), fill=_INK)
    draw.text((_LEFT_PX, 204), "Please fill in one line a day. Bring it to the meeting on Kiln Road.",
              font=_font("Regular", 25), fill=_INK)  # fmt: skip
    columns = (_LEFT_PX, 270, 400, 542, 674, _RIGHT_PX)
    heads = ("January", "Bedroom\n(degrees)", "Damp\n(per cent)", "Mould\nseen?", "What happened")
    top, row_height = 268, 84
    for row in range(len(_DIARY) + 2):
        y = top + row * row_height
        draw.line([(columns[0], y), (columns[-1], y)], fill=_PENCIL, width=2)
    for x in columns:
        draw.line([(x, top), (x, top + (len(_DIARY) + 1) * row_height)], fill=_PENCIL, width=2)
    for x, head in zip(columns, heads, strict=False):
        draw.multiline_text((x + 10, top + 12), head, font=_font("Bold", 23), fill=_INK, spacing=7)
    for row, cells in enumerate(_DIARY, start=1):
        for column, cell in enumerate(cells):
            _write_by_hand(page, cell, columns[column] + 13, top + row * row_height + 10,
                           columns[column + 1] - columns[column] - 20, chance)  # fmt: skip
    draw.text((_LEFT_PX, top + 13 * row_height + 36), "Name and address removed by the Panel.",
              font=_font("Italic", 24), fill=_INK)  # fmt: skip
    return page


def _write_by_hand(
    page: Image.Image, text: str, left: int, top: int, width: int, chance: random.Random
) -> None:
    """Write a few words that sway a little, on up to two lines."""
    font = _font("Italic", 26)
    lines = _wrapped(ImageDraw.Draw(page), text, font, width)
    y = float(top + (0 if len(lines) > 1 else 15))
    for line in lines:
        slip = Image.new("L", (width + 36, 50), 0)
        ImageDraw.Draw(slip).text((5, 7), line, font=font, fill=225)
        slip = slip.rotate(chance.uniform(-1.2, 1.2), resample=Image.Resampling.BICUBIC)
        page.paste(_PENCIL - 25, (left + chance.randint(-4, 4), round(y) + chance.randint(-2, 2)), mask=slip)
        y += 33


def _as_scanned(page: Image.Image, angle: float, chance: random.Random) -> Image.Image:
    """Tilt the page, punch it, let a shadow fall along its edge and strew grain over it."""
    draw = ImageDraw.Draw(page)
    for y in (0.36, 0.64):
        centre = round(_SIZE_PX[1] * y)
        draw.ellipse((42, centre - 18, 78, centre + 18), fill=120)
    page = page.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=_PAPER - 12)
    width, height = _SIZE_PX
    shadow = Image.new("L", (width, 1))
    shadow.putdata([max(0, 70 - round(x * 0.8)) for x in range(width)])
    page.paste(90, (0, 0), mask=shadow.resize(_SIZE_PX))
    grain = Image.frombytes("L", (width // 2, height // 2), chance.randbytes((width // 2) * (height // 2)))
    grain = grain.filter(ImageFilter.GaussianBlur(1.2)).resize(_SIZE_PX)
    return Image.blend(page, grain, 0.07).filter(ImageFilter.GaussianBlur(0.5))
