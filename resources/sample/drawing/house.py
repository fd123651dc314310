"""What all documents of the sample council share: its fonts, its colours, its way of opening a PDF."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

REGULAR = "LiberationSans"
BOLD = "LiberationSans-Bold"
ITALIC = "LiberationSans-Italic"

TEAL = HexColor("#0b5563")
DEEP_TEAL = HexColor("#083b46")
LEAF = HexColor("#5a8f3c")
AMBER = HexColor("#c9822b")
INK = HexColor("#1f2428")
GREY = HexColor("#66707a")
RULE = HexColor("#c3cbd1")
PALE = HexColor("#e9f1f2")
WHITE = HexColor("#ffffff")

COUNCIL = "Wealdmere Council"
SAMPLE_FOLDER = Path(__file__).resolve().parents[1]
FONT_FOLDER = SAMPLE_FOLDER.parent / "fonts"
LOGO_FILE = SAMPLE_FOLDER / "logo.png"


def prepare() -> None:
    """Register the shipped fonts and make reportlab write the same bytes every time."""
    # Binary streams: ASCII85 would add a quarter to every picture.
    rl_config.useA85 = 0
    rl_config.invariant = 1
    pdfmetrics.registerFont(TTFont(REGULAR, str(FONT_FOLDER / "LiberationSans-Regular.ttf")))
    pdfmetrics.registerFont(TTFont(BOLD, str(FONT_FOLDER / "LiberationSans-Bold.ttf")))
    pdfmetrics.registerFont(TTFont(ITALIC, str(FONT_FOLDER / "LiberationSans-Italic.ttf")))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD)


# The first font of every page would otherwise be Helvetica, which is never embedded.
make_canvas = partial(Canvas, initialFontName=REGULAR, pageCompression=1, invariant=1, lang="en-GB")


def describe(canvas: Canvas, title: str) -> None:
    """Write title and author into the file's metadata."""
    canvas.setTitle(title)
    canvas.setAuthor(COUNCIL)
    canvas.setCreator(COUNCIL)
