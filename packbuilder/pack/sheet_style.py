"""How the pages that packbuilder draws look: their size, margins, colours and text styles.

Below everything that draws front sheets and to-follow sheets, so that they look of one hand.
"""

from __future__ import annotations

from packbuilder.pack.fonts import BOLD, ITALIC, REGULAR
from packbuilder.pack.type_setting import Colour, TextStyle

PAGE_WIDTH_PT = 210 * 72 / 25.4
PAGE_HEIGHT_PT = 297 * 72 / 25.4

LEFT_PT = 56.0
"""The left margin: where text begins."""
RIGHT_PT = PAGE_WIDTH_PT - LEFT_PT
"""Where text ends, from the left edge of the page."""
TEXT_WIDTH_PT = RIGHT_PT - LEFT_PT
BOTTOM_PT = 60.0
"""The bottom margin. "Page N" is stamped in it later, so nothing may be drawn there."""

INK: Colour = (0.10, 0.10, 0.12)
GREY: Colour = (0.30, 0.32, 0.35)
NAVY: Colour = (0.10, 0.29, 0.48)
WHITE: Colour = (1.0, 1.0, 1.0)
PALE: Colour = (0.91, 0.94, 0.97)
RULE: Colour = (0.72, 0.75, 0.78)
RULE_WIDTH_PT = 0.6

BODY = TextStyle(REGULAR, 10, 13.5, INK)
BODY_BOLD = TextStyle(BOLD, 10, 13.5, INK)
BODY_ITALIC = TextStyle(ITALIC, 10, 13.5, INK)
RANGE = TextStyle(REGULAR, 10, 13.5, NAVY, underlined=True)
HEADING = TextStyle(BOLD, 13, 17, NAVY)
MINOR_HEADING = TextStyle(BOLD, 11, 14.5, NAVY)
RUNNING_HEAD = TextStyle(REGULAR, 8.5, 11, GREY)
