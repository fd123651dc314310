"""The column charts of the Word report and of the slides: real charts, which can be changed in Office."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt
from reportlab.lib.colors import Color

from drawing import house

_NO_FRAME = f"<c:spPr {nsdecls('c', 'a')}><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"

# Without types, as most of python-pptx.
_RGBColor: Any = RGBColor
_CategoryChartData: Any = CategoryChartData
_CategoryWorkbookWriter: Any = CategoryWorkbookWriter
_Chart: Any = Chart

COLUMNS = XL_CHART_TYPE.COLUMN_CLUSTERED


def rgb(colour: Color) -> Any:
    """Return a colour of the council as Office files name it."""
    return _RGBColor(*(round(part * 255) for part in colour.rgb()))


def chart_data(name: str, bars: Sequence[tuple[str, float, Color]]) -> Any:
    """Return the figures of a chart with one column for each name."""
    data = _CategoryChartData()
    data.categories = [category for category, _, _ in bars]
    data.add_series(name, [value for _, value, _ in bars])
    return data


def figures_of(data: Any) -> bytes:
    """Return the workbook that goes behind a chart, so that its figures can be changed."""
    return bytes(_CategoryWorkbookWriter(data).xlsx_blob)


def a_chart(space: Any) -> Any:
    """Return the chart of a part that is no part of a presentation."""
    return _Chart(space, None)


def dress_columns(
    chart: Any, bars: Sequence[tuple[str, float, Color]], *, font_size_pt: float, unit: str = ""
) -> None:
    """Give a chart the council's look: each column in its colour, its value above, no grid or frame."""
    chart.has_legend = False
    chart.has_title = False
    chart.font.size = Pt(font_size_pt)
    chart.font.name = "Arial"
    chart.font.color.rgb = rgb(house.INK)
    # LibreOffice draws a frame where nothing is said of one.
    chart.element.chart.addnext(parse_xml(_NO_FRAME))
    values = chart.value_axis
    values.visible = False
    values.has_major_gridlines = False
    values.minimum_scale = 0
    # Room for the value above the highest column.
    values.maximum_scale = max(value for _, value, _ in bars) * 1.1
    names = chart.category_axis
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.has_major_gridlines = False
    names.format.line.color.rgb = rgb(house.GREY)
    plot = chart.plots[0]
    plot.gap_width = 66
    plot.vary_by_categories = False
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.position = XL_LABEL_POSITION.OUTSIDE_END
    labels.number_format = f'#,##0"{unit}"'
    labels.number_format_is_linked = False
    labels.font.bold = True
    labels.font.size = Pt(font_size_pt)
    for point, (_, _, colour) in zip(plot.series[0].points, bars, strict=False):
        point.format.fill.solid()
        point.format.fill.fore_color.rgb = rgb(colour)
