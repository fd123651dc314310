"""How the pages that packbuilder draws look: their size, margins, colours and text styles.

Below everything that draws front sheets and to-follow sheets, so that they look of one hand.
"""

from __future__ import annotations

import dataclasses
import functools

from packbuilder.meeting.house_style import FontFamily
from packbuilder.pack.fonts import FACES, SIZE_SCALE
from packbuilder.pack.type_setting import Colour, TextStyle

PAGE_WIDTH_PT = 210 * 72 / 25.4
PAGE_HEIGHT_PT = 297 * 72 / 25.4

LEFT_PT = 56.0
"""The left margin: where text begins."""
RIGHT_PT = PAGE_WIDTH_PT - LEFT_PT
"""Where text ends, from the left edge of the page."""
TEXT_WIDTH_PT = RIGHT_PT - LEFT_PT
BOTTOM_PT = 60.0
"""The bottom margin. The page's number is stamped in it later, so nothing may be drawn there."""

INK: Colour = (0.10, 0.10, 0.12)
GREY: Colour = (0.30, 0.32, 0.35)
NAVY: Colour = (0.10, 0.29, 0.48)
WHITE: Colour = (1.0, 1.0, 1.0)
PALE: Colour = (0.91, 0.94, 0.97)
RULE: Colour = (0.72, 0.75, 0.78)
RULE_WIDTH_PT = 0.6


@dataclasses.dataclass(frozen=True, slots=True)
class TextStyles:
    """The text styles of every drawn page, in one family of fonts.

    Sizes are those of sans letters, in points; serif letters are set as large as they look.
    """

    family: FontFamily
    body: TextStyle
    body_bold: TextStyle
    body_italic: TextStyle
    range: TextStyle
    heading: TextStyle
    minor_heading: TextStyle
    running_head: TextStyle

    def regular(self, size_pt: float, leading_pt: float, colour: Colour) -> TextStyle:
        """Return a style in the family's regular font."""
        return _style(self.family, FACES[self.family].regular, size_pt, leading_pt, colour)

    def bold(self, size_pt: float, leading_pt: float, colour: Colour) -> TextStyle:
        """Return a style in the family's bold font."""
        return _style(self.family, FACES[self.family].bold, size_pt, leading_pt, colour)


@functools.cache
def text_styles(family: FontFamily) -> TextStyles:
    """Return the text styles of a family of fonts."""
    regular, bold, italic = FACES[family]
    return TextStyles(
        family,
        body=_style(family, regular, 10, 13.5, INK),
        body_bold=_style(family, bold, 10, 13.5, INK),
        body_italic=_style(family, italic, 10, 13.5, INK),
        range=dataclasses.replace(_style(family, regular, 10, 13.5, NAVY), underlined=True),
        heading=_style(family, bold, 13, 17, NAVY),
        minor_heading=_style(family, bold, 11, 14.5, NAVY),
        running_head=_style(family, regular, 8.5, 11, GREY),
    )


def _style(family: FontFamily, font: str, size_pt: float, leading_pt: float, colour: Colour) -> TextStyle:
    return TextStyle(font, size_pt * SIZE_SCALE[family], leading_pt, colour)
