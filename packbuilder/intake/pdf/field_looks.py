"""Draws the values of form fields whose look was left to the viewer, so that they print.

qpdf draws what is typed on one line. Text on several lines is set here: wrapped, and smaller where it
would not fit, since what a resident wrote must not be cut off.
"""

from __future__ import annotations

import re

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, Stream, String

from packbuilder.intake.pdf.annotations import annotations_of
from packbuilder.intake.pdf.page_boxes import box_of

_MULTILINE_FLAG = 1 << 12
_DEEPEST_FIELD = 40

_SIZES_PT = (12.0, 11.0, 10.0, 9.0, 8.0, 7.0, 6.0, 5.0, 4.0)
_DEFAULT_SIZE_PT = 10.0
_LEADING = 1.15
_ASCENT = 0.8
_PADDING_PT = 2.0

# The widths of Helvetica's characters from the space on (Adobe's font metrics), in thousandths of its size.
_HELVETICA = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778,
    722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278,
    278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_COURIER_WIDTH = 600
_OTHER_WIDTH = 611


def draw_field_values(pdf: pikepdf.Pdf) -> None:
    """Give a look to each text and choice field that has none, or to all where the form asks for it."""
    form = pdf.Root.get(Name.AcroForm)
    if not isinstance(form, Dictionary):
        return
    draws_all = bool(form.get(Name.NeedAppearances))
    widgets = [
        annotation
        for page in pdf.pages
        for annotation in annotations_of(page.obj)
        if annotation.get(Name.Subtype) == Name.Widget
    ]
    # qpdf draws every field or none: those that have a look keep it.
    looks = [] if draws_all else [(widget, widget.get(Name.AP)) for widget in widgets if Name.AP in widget]
    if not draws_all and len(looks) == len(widgets):
        return
    for widget, _ in looks:
        del widget[Name.AP]
    form[Name.NeedAppearances] = True
    try:
        pdf.generate_appearance_streams()
        without_look = {id(widget) for widget, _ in looks}
        for widget in widgets:
            if id(widget) not in without_look and _is_multiline(widget):
                _set_lines(widget)
    finally:
        form[Name.NeedAppearances] = False
        for widget, look in looks:
            widget[Name.AP] = look


def _is_multiline(widget: pikepdf.Dictionary) -> bool:
    flags = _inherited(widget, Name.Ff)
    is_text = _inherited(widget, Name.FT) == Name.Tx
    return is_text and isinstance(flags, int) and bool(flags & _MULTILINE_FLAG)


def _inherited(widget: pikepdf.Dictionary, key: Name) -> object:
    node: object = widget
    for _ in range(_DEEPEST_FIELD):
        if not isinstance(node, Dictionary):
            return None
        if key in node:
            return node.get(key)
        node = node.get(Name.Parent)
    return None


def _set_lines(widget: pikepdf.Dictionary) -> None:
    """Set the one line that qpdf drew anew, on as many lines as its field has room for."""
    appearance = widget.get(Name.AP)
    look = appearance.get(Name.N) if isinstance(appearance, Dictionary) else None
    box = box_of(look.get(Name.BBox)) if isinstance(look, Stream) else None
    if not isinstance(look, Stream) or box is None:
        return
    drawn = pikepdf.parse_content_stream(look)
    text = next((i.operands[0] for i in drawn if str(i.operator) == "Tj" and i.operands), None)
    font_call = next((i for i in drawn if str(i.operator) == "Tf" and len(i.operands) == 2), None)
    if not isinstance(text, String) or font_call is None:
        return
    width, height = box[2] - box[0] - 2 * _PADDING_PT, box[3] - box[1] - 2 * _PADDING_PT
    widths = _widths(look, font_call.operands[0])
    wished = _wished_size_pt(widget)
    for size in (wished, *(smaller for smaller in _SIZES_PT if smaller < wished)):
        lines = _wrapped(bytes(text), widths, width / size * 1000)
        if len(lines) * size * _LEADING <= height:
            break
    before: list[object] = []
    for instruction in drawn:
        name = str(instruction.operator)
        if name == "Td":
            break
        operands = [font_call.operands[0], size] if name == "Tf" else list(instruction.operands)
        before.append((operands, instruction.operator))
    start = [box[0] + _PADDING_PT, box[3] - _PADDING_PT - size * _ASCENT]
    # A viewer's field scrolls; on paper, what is outside the field would run over the page.
    instructions: list[object] = [*before, ([size * _LEADING], Operator("TL")), (start, Operator("Td"))]
    for line in lines:
        instructions += [([String(line)], Operator("Tj")), ([], Operator("T*"))]
    instructions += [([], Operator(name)) for name in ("ET", "Q", "EMC")]
    look.write(pikepdf.unparse_content_stream(instructions))  # type: ignore[arg-type]


def _wished_size_pt(widget: pikepdf.Dictionary) -> float:
    """Return the size that a field's default appearance asks for; it may leave it to the viewer."""
    appearance = _inherited(widget, Name.DA)
    match = re.search(r"([\d.]+)\s+Tf", str(appearance)) if isinstance(appearance, String) else None
    try:
        size = float(match[1]) if match else 0.0
    except ValueError:
        size = 0.0
    return min(size, 72.0) or _DEFAULT_SIZE_PT


def _widths(look: pikepdf.Stream, name: object) -> list[float]:
    """Return the width of each of the 256 characters of the font that a look is drawn with."""
    resources = look.get(Name.Resources)
    fonts = resources.get(Name.Font) if isinstance(resources, Dictionary) else None
    font = fonts.get(name) if isinstance(fonts, Dictionary) and isinstance(name, Name) else None
    widths = [float(_OTHER_WIDTH)] * 256
    widths[32 : 32 + len(_HELVETICA)] = [float(width) for width in _HELVETICA]
    if not isinstance(font, Dictionary):
        return widths
    stated, first = font.get(Name.Widths), font.get(Name.FirstChar)
    if isinstance(stated, Array) and isinstance(first, int):
        for code, width in enumerate(stated, start=first):
            if 0 <= code < 256 and isinstance(width, int | float):
                widths[code] = float(width)
    elif "Courier" in str(font.get(Name.BaseFont)):
        widths = [float(_COURIER_WIDTH)] * 256
    return widths


def _wrapped(text: bytes, widths: list[float], longest: float) -> list[bytes]:
    """Return a text in lines no longer than ``longest``, in thousandths of the font's size."""
    lines: list[bytes] = []
    for paragraph in re.split(rb"\r\n|\r|\n", text):
        line = b""
        for word in re.findall(rb" *[^ ]+", paragraph):
            if line and sum(widths[c] for c in line + word) > longest:
                lines.append(line)
                line, word = b"", word.lstrip(b" ")
            while sum(widths[c] for c in word) > longest and len(word) > 1:
                fitting = next(n for n in range(len(word) - 1, 0, -1)
                               if n == 1 or sum(widths[c] for c in word[:n]) <= longest)  # fmt: skip
                lines.append(word[:fitting])
                word = word[fitting:]
            line += word
        lines.append(line)
    return lines
