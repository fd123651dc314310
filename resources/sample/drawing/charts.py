"""The charts in the reports that are PDFs, drawn bar by bar so that their fonts are ours."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from drawing import house

_TYPE_PT = 9


def _draw_bars(
    canvas: Canvas,
    bottom_pt: float,
    width_pt: float,
    height_pt: float,
    bars: Sequence[tuple[str, float, Color]],
    unit: str,
) -> None:
    """Draw upright bars with their value above and their name below, scaled to the highest."""
    slot = width_pt / len(bars)
    highest = max(value for _, value, _ in bars)
    plot_bottom = bottom_pt + _TYPE_PT * 1.8
    plot_height = height_pt - _TYPE_PT * 3.6
    for position, (name, value, colour) in enumerate(bars):
        centre = slot * (position + 0.5)
        top = plot_height * value / highest
        canvas.setFillColor(colour)
        canvas.rect(centre - slot * 0.3, plot_bottom, slot * 0.6, top, stroke=0, fill=1)
        canvas.setFillColor(house.INK)
        canvas.setFont(house.BOLD, _TYPE_PT)
        canvas.drawCentredString(centre, plot_bottom + top + 4, f"{value:,g}{unit}")
        canvas.setFont(house.REGULAR, _TYPE_PT)
        canvas.drawCentredString(centre, bottom_pt, name)
    canvas.setStrokeColor(house.GREY)
    canvas.setLineWidth(0.8)
    canvas.line(0, plot_bottom, width_pt, plot_bottom)


class BarChart(Flowable):
    """A captioned bar chart between two paragraphs of a report."""

    def __init__(
        self, width_pt: float, caption: str, bars: Sequence[tuple[str, float, Color]], unit: str = ""
    ) -> None:
        """Take the width of the text, the caption and the bars."""
        super().__init__()
        self.width, self.height = width_pt, 188
        self._caption, self._bars, self._unit = caption, bars, unit

    def draw(self) -> None:
        """Draw the caption, then the bars below it."""
        self.canv.setFont(house.BOLD, 10)
        self.canv.setFillColor(house.INK)
        self.canv.drawString(0, self.height - 12, self._caption)
        _draw_bars(self.canv, 4, self.width, self.height - 30, self._bars, self._unit)


def _inactivity(width_pt: float) -> Flowable:
    bars = [
        ("Eldenham East", 34, house.AMBER),
        ("Eldenham West", 27, house.TEAL),
        ("Marlcote", 31, house.AMBER),
        ("Sallowford", 22, house.TEAL),
        ("Thrapley", 24, house.TEAL),
        ("Rural wards", 21, house.TEAL),
    ]
    return BarChart(width_pt, "Figure 1: Adults doing less than 30 minutes of activity a week", bars, "%")


CHARTS: dict[str, Callable[[float], Flowable]] = {
    "inactivity": _inactivity,
}
