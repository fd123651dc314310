"""The council's logo: a mere under the sun, with the council's name beside it."""

from __future__ import annotations

import math
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from drawing.house import FONT_FOLDER

_TIMES_LARGER = 4
_SIZE_PX = (640, 180)
_TEAL, _SUN, _GREY = (11, 85, 99), (201, 130, 43), (102, 112, 122)


def draw_logo(path: Path) -> None:
    """Draw the logo at four times its size, shrink it for smooth edges, and save it."""
    scale = _TIMES_LARGER
    image = Image.new("RGB", (_SIZE_PX[0] * scale, _SIZE_PX[1] * scale), "white")
    draw = ImageDraw.Draw(image)
    disc = (10 * scale, 10 * scale, 170 * scale, 170 * scale)
    mask = Image.new("L", image.size, 0)
    ImageDraw.Draw(mask).ellipse(disc, fill=255)
    scene = Image.new("RGB", image.size, (226, 238, 240))
    _draw_scene(ImageDraw.Draw(scene), scale)
    image.paste(scene, mask=mask)
    draw.ellipse(disc, outline=_TEAL, width=5 * scale)

    name = ImageFont.truetype(str(FONT_FOLDER / "LiberationSans-Bold.ttf"), 72 * scale)
    motto = ImageFont.truetype(str(FONT_FOLDER / "LiberationSans-Regular.ttf"), 42 * scale)
    draw.text((196 * scale, 34 * scale), "Wealdmere", font=name, fill=_TEAL)
    draw.text((199 * scale, 108 * scale), "Council", font=motto, fill=_GREY)
    small = image.resize(_SIZE_PX, Image.Resampling.LANCZOS)
    small.quantize(64).save(path, optimize=True)


def _draw_scene(draw: ImageDraw.ImageDraw, scale: int) -> None:
    draw.ellipse((62 * scale, 38 * scale, 118 * scale, 94 * scale), fill=_SUN)
    hills = [(x * scale, (92 - 12 * math.sin(x / 28)) * scale) for x in range(0, 181)]
    draw.polygon([*hills, (180 * scale, 180 * scale), (0, 180 * scale)], fill=(90, 143, 60))
    for top, colour in ((104, (23, 112, 128)), (122, _TEAL), (142, (8, 59, 70))):
        wave = [(x * scale, (top + 5 * math.sin((x + top) / 9)) * scale) for x in range(0, 181)]
        draw.polygon([*wave, (180 * scale, 180 * scale), (0, 180 * scale)], fill=colour)
