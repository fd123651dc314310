"""The charts in the reports and slides, drawn bar by bar so that their fonts are ours."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from drawing import house


def draw_bars(
    canvas: Canvas,
    left_pt: float,
    bottom_pt: float,
    width_pt: float,
    height_pt: float,
    bars: Sequence[tuple[str, float, Color]],
    *,
    unit: str = "",
    font_size_pt: float = 9,
) -> None:
    """Draw upright bars with their value above and their name below, scaled to the highest."""
    slot = width_pt / len(bars)
    highest = max(value for _, value, _ in bars)
    plot_bottom = bottom_pt + font_size_pt * 1.8
    plot_height = height_pt - font_size_pt * 3.6
    for position, (name, value, colour) in enumerate(bars):
        centre = left_pt + slot * (position + 0.5)
        top = plot_height * value / highest
        canvas.setFillColor(colour)
        canvas.rect(centre - slot * 0.3, plot_bottom, slot * 0.6, top, stroke=0, fill=1)
        canvas.setFillColor(house.INK)
        canvas.setFont(house.BOLD, font_size_pt)
        canvas.drawCentredString(centre, plot_bottom + top + 4, f"{value:,g}{unit}")
        canvas.setFont(house.REGULAR, font_size_pt)
        canvas.drawCentredString(centre, bottom_pt, name)
    canvas.setStrokeColor(house.GREY)
    canvas.setLineWidth(0.8)
    canvas.line(left_pt, plot_bottom, left_pt + width_pt, plot_bottom)


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
        draw_bars(self.canv, 0, 4, self.width, self.height - 30, self._bars, unit=self._unit)


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


def _missed_appointments(width_pt: float) -> Flowable:
    bars = [
        ("No transport", 412, house.AMBER),
        ("Forgot", 388, house.TEAL),
        ("Felt better", 174, house.TEAL),
        ("Work or caring", 236, house.TEAL),
        ("Letter too late", 151, house.TEAL),
        ("Other", 139, house.TEAL),
    ]
    return BarChart(width_pt, "Figure 1: Reasons given for missed appointments, October to December", bars)


CHARTS: dict[str, Callable[[float], Flowable]] = {
    "inactivity": _inactivity,
    "missed appointments": _missed_appointments,
}
