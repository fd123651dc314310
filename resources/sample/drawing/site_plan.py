"""Appendix A of the hub report: a plan of the site, A3 landscape, drawn in metres at 1:1250."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A3, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from drawing import house

Point = tuple[float, float]

_TITLE = "Appendix A: Site plan, Maltings Yard"
_WIDTH_PT, _HEIGHT_PT = landscape(A3)
_POINTS_PER_METRE = 1000 * mm / 1250
_MAP_LEFT_PT, _MAP_BOTTOM_PT = 44.0, 56.0
_MAP_WIDTH_M, _MAP_HEIGHT_M = 370.0, 320.0
_PANEL_LEFT_PT = _MAP_LEFT_PT + _MAP_WIDTH_M * _POINTS_PER_METRE + 18

_LAND = HexColor("#f4f1ea")
_ROAD = HexColor("#ffffff")
_KERB = HexColor("#b9b3a6")
_BUILDING = HexColor("#d9cfc0")
_BUILDING_EDGE = HexColor("#9a8f7e")
_PARK = HexColor("#cfe3c0")
_WATER = HexColor("#bcdbe6")
_HUB = HexColor("#0b5563")
_PRACTICE = HexColor("#5a8f3c")
_PARKING = HexColor("#e2e4e6")
_BOUNDARY = HexColor("#c0272d")
_TREE = HexColor("#7fae66")


def draw_site_plan(path: Path) -> None:
    """Draw the map on the left and the panel with legend and title on the right."""
    canvas = house.make_canvas(str(path), pagesize=landscape(A3))
    house.describe(canvas, _TITLE)
    canvas.bookmarkPage("plan")
    canvas.addOutlineEntry("Site plan", "plan", 0)
    canvas.saveState()
    frame = canvas.beginPath()
    width, height = _MAP_WIDTH_M * _POINTS_PER_METRE, _MAP_HEIGHT_M * _POINTS_PER_METRE
    frame.rect(_MAP_LEFT_PT, _MAP_BOTTOM_PT, width, height)
    canvas.clipPath(frame, stroke=0, fill=0)
    canvas.translate(_MAP_LEFT_PT, _MAP_BOTTOM_PT)
    canvas.scale(_POINTS_PER_METRE, _POINTS_PER_METRE)
    _draw_ground(canvas)
    _draw_streets(canvas)
    _draw_town(canvas)
    _draw_scheme(canvas)
    _draw_names(canvas)
    canvas.restoreState()
    canvas.setStrokeColor(house.INK)
    canvas.setLineWidth(1)
    canvas.rect(_MAP_LEFT_PT, _MAP_BOTTOM_PT, width, height, stroke=1, fill=0)
    _draw_panel(canvas)
    canvas.showPage()
    canvas.save()


def _area(canvas: Canvas, points: Sequence[Point], fill: Color, edge: Color | None = None) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    canvas.setFillColor(fill)
    if edge is not None:
        canvas.setStrokeColor(edge)
        canvas.setLineWidth(0.35)
    canvas.drawPath(path, stroke=int(edge is not None), fill=1)


def _line(canvas: Canvas, points: Sequence[Point], width_m: float, colour: Color) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(width_m)
    canvas.setLineCap(0)
    canvas.setLineJoin(1)
    canvas.drawPath(path, stroke=1, fill=0)


def _draw_ground(canvas: Canvas) -> None:
    _area(canvas, [(0, 0), (370, 0), (370, 320), (0, 320)], _LAND)
    mere = canvas.beginPath()
    mere.moveTo(-5, 325)
    mere.lineTo(-5, 232)
    mere.curveTo(40, 226, 70, 246, 104, 262)
    mere.curveTo(130, 274, 142, 296, 168, 325)
    mere.close()
    canvas.setFillColor(_WATER)
    canvas.drawPath(mere, stroke=0, fill=1)
    _area(canvas, [(172, 320), (150, 288), (196, 262), (260, 268), (262, 320)], _PARK)


_STREETS: tuple[tuple[tuple[Point, ...], float], ...] = (
    (((-5, 196), (90, 206), (180, 234), (280, 240), (375, 236)), 12),  # Mere Street
    (((276, 325), (280, 240), (290, 120), (286, -5)), 11),  # Station Approach
    (((-5, 62), (120, 56), (288, 66), (375, 60)), 9),  # Mere End
    (((52, 202), (58, 58)), 7),  # Otter Lane
    (((290, 150), (375, 156)), 8),  # Market Place
)
_RAILWAY: tuple[Point, ...] = ((-5, 20), (150, 10), (375, 24))


def _draw_streets(canvas: Canvas) -> None:
    for points, width in _STREETS:
        _line(canvas, points, width + 1.2, _KERB)
    for points, width in _STREETS:
        _line(canvas, points, width, _ROAD)
    _line(canvas, _RAILWAY, 5, house.GREY)
    _line(canvas, _RAILWAY, 3.6, _LAND)
    canvas.saveState()
    canvas.setDash(3, 3)
    _line(canvas, _RAILWAY, 3.6, house.GREY)
    canvas.restoreState()


def _terrace(canvas: Canvas, left: float, bottom: float, count: int, depth: float = 11) -> None:
    for house_number in range(count):
        x = left + house_number * 7.4
        # Neighbours stand a little forward or back, as houses of different years do.
        y = bottom + (0, 0.8, 0.3, -0.4)[house_number % 4]
        _area(canvas, [(x, y), (x + 7.1, y), (x + 7.1, y + depth), (x, y + depth)], _BUILDING,
              _BUILDING_EDGE)  # fmt: skip


def _block(canvas: Canvas, left: float, bottom: float, width: float, height: float) -> None:
    right, top = left + width, bottom + height
    points = [(left, bottom), (right, bottom), (right, top), (left, top)]
    _area(canvas, points, _BUILDING, _BUILDING_EDGE)


def _draw_town(canvas: Canvas) -> None:
    _terrace(canvas, 66, 36, 9)
    _terrace(canvas, 146, 38, 8)
    _terrace(canvas, 214, 40, 8)
    _terrace(canvas, 4, 40, 6)
    for bottom in (78, 100, 122, 144, 166):
        _block(canvas, 8, bottom, 14, 15)
        _block(canvas, 29, bottom + 2, 15, 13)
    _terrace(canvas, 300, 76, 9, 13)
    _terrace(canvas, 300, 38, 9, 12)
    _block(canvas, 302, 102, 28, 36)
    _block(canvas, 336, 106, 30, 30)
    _block(canvas, 304, 168, 24, 52)
    _block(canvas, 334, 172, 32, 26)
    _block(canvas, 338, 204, 26, 18)
    _block(canvas, 298, 252, 30, 40)
    _block(canvas, 336, 254, 30, 54)
    _block(canvas, 300, 300, 26, 16)
    _block(canvas, 210, 2, 44, 3)
    for x, y in ((182, 300), (196, 284), (214, 306), (228, 282), (244, 296), (252, 310), (206, 272),
                 (236, 312), (170, 292), (120, 240), (134, 252), (18, 216), (40, 220)):  # fmt: skip
        _tree(canvas, x, y, 5)


def _tree(canvas: Canvas, x: float, y: float, radius: float) -> None:
    canvas.setFillColor(_TREE)
    canvas.circle(x, y, radius, stroke=0, fill=1)


_SITE: tuple[Point, ...] = ((70, 78), (272, 78), (277, 150), (270, 228), (184, 223), (98, 196), (72, 192))
_HUB_WALLS: tuple[Point, ...] = (
    (84, 136), (146, 136), (146, 146), (176, 146), (176, 196), (152, 196), (110, 186), (84, 184),
)  # fmt: skip
_PRACTICE_WALLS: tuple[Point, ...] = ((176, 160), (222, 160), (222, 212), (186, 208), (176, 204))
_YARD: tuple[Point, ...] = ((70, 78), (132, 78), (132, 128), (71, 128))


def _draw_scheme(canvas: Canvas) -> None:
    _area(canvas, _SITE, HexColor("#faf8f4"))
    _draw_parking(canvas)
    _area(canvas, _HUB_WALLS, _HUB, house.DEEP_TEAL)
    _area(canvas, _PRACTICE_WALLS, _PRACTICE, house.DEEP_TEAL)
    _area(canvas, [(100, 150), (136, 150), (136, 166), (100, 166)], _WATER, house.WHITE)
    _area(canvas, [(142, 154), (156, 154), (156, 166), (142, 166)], _WATER, house.WHITE)
    for x, y in ((78, 90), (78, 110), (78, 126), (232, 216), (246, 218), (260, 219), (264, 200), (265, 182)):
        _tree(canvas, x, y, 3.6)
    canvas.saveState()
    canvas.setDash(2.4, 1.8)
    _line(canvas, [(281, 94), (234, 150), (200, 150), (180, 138), (160, 138)], 1.1, house.AMBER)
    _line(canvas, [(200, 236), (200, 212)], 1.1, house.AMBER)
    canvas.setDash(4, 2)
    _line(canvas, [*_YARD, _YARD[0]], 0.8, house.GREY)
    canvas.restoreState()
    _line(canvas, [*_SITE, _SITE[0]], 1.5, _BOUNDARY)


def _draw_parking(canvas: Canvas) -> None:
    _area(canvas, [(90, 84), (264, 84), (268, 142), (90, 128)], _PARKING)
    canvas.setStrokeColor(house.WHITE)
    canvas.setLineWidth(0.5)
    for row, (left, right) in ((86, (96, 258)), (104, (96, 260)), (116, (150, 262))):
        for x in range(left, right, 3):
            canvas.line(x, row, x, row + 5)
            canvas.line(x, row + 5, x, row + 10)
        canvas.line(left, row + 5, right, row + 5)


def _label(
    canvas: Canvas,
    words: str,
    x: float,
    y: float,
    size_m: float = 4,
    *,
    angle: float = 0,
    font: str = house.REGULAR,
    colour: Color = house.INK,
) -> None:
    canvas.saveState()
    canvas.translate(x, y)
    canvas.rotate(angle)
    canvas.setFillColor(colour)
    canvas.setFont(font, size_m)
    for number, line in enumerate(words.split("\n")):
        canvas.drawCentredString(0, -number * size_m * 1.2, line)
    canvas.restoreState()


def _draw_names(canvas: Canvas) -> None:
    _label(canvas, "The Mere", 58, 284, 9, font=house.ITALIC, colour=house.TEAL)
    _label(canvas, "Meadow Park", 218, 292, 6, font=house.ITALIC, colour=HexColor("#3e6b28"))
    _label(canvas, "MERE STREET", 130, 217.5, 4.2, angle=17)
    _label(canvas, "MERE STREET", 340, 236, 4.2, angle=-2)
    _label(canvas, "STATION APPROACH", 290.6, 104, 4.2, angle=91)
    _label(canvas, "MERE END", 230, 61.5, 4.2, angle=3)
    _label(canvas, "OTTER LANE", 57, 120, 3.8, angle=92)
    _label(canvas, "MARKET PLACE", 335, 152.4, 3.8, angle=4)
    _label(canvas, "Eldenham Station", 232, 6.4, 3.6)
    _label(canvas, "The Maltings\n(listed)", 316, 196, 3.6)
    _label(canvas, "Bus\nstands", 350, 187, 3.6)
    _label(canvas, "Library", 316, 121, 3.8)
    _label(canvas, "Market\nHall", 351, 123, 3.8)
    _label(canvas, "Station Road\nSurgery (present)", 351, 284, 3.4)
    _label(canvas, "Leisure hub", 128, 174, 6, font=house.BOLD, colour=house.WHITE)
    _label(canvas, "Main pool", 118, 156.6, 3.6, colour=house.DEEP_TEAL)
    _label(canvas, "Learner\npool", 149, 161, 3, colour=house.DEEP_TEAL)
    _label(canvas, "General\npractice", 199, 187, 5.2, font=house.BOLD, colour=house.WHITE)
    _label(canvas, "Car park: 134 spaces", 214, 130.6, 4.4, angle=3)
    _label(canvas, "Builders' yard", 108, 121, 3.8, font=house.ITALIC, colour=house.GREY)


def _draw_panel(canvas: Canvas) -> None:
    left, right = _PANEL_LEFT_PT, _WIDTH_PT - 44
    top = _MAP_BOTTOM_PT + _MAP_HEIGHT_M * _POINTS_PER_METRE
    canvas.setFillColor(house.TEAL)
    canvas.setFont(house.BOLD, 20)
    canvas.drawString(left, top - 20, "Maltings Yard")
    canvas.setFillColor(house.INK)
    canvas.setFont(house.REGULAR, 13)
    canvas.drawString(left, top - 42, "Eldenham Health and Leisure Hub")
    canvas.drawString(left, top - 60, "Site plan as proposed")
    _draw_legend(canvas, left, top - 104)
    _draw_north_arrow(canvas, (left + right) / 2, 306)
    _draw_scale_bar(canvas, left, 224)
    canvas.setStrokeColor(house.INK)
    canvas.setLineWidth(1)
    canvas.rect(left, _MAP_BOTTOM_PT, right - left, 124, stroke=1, fill=0)
    canvas.drawImage(str(house.LOGO_FILE), left + 12, _MAP_BOTTOM_PT + 76, width=128, height=36)
    lines = ("Drawing WM-1142-07, revision C", "14 January 2027", "Scale 1:1250 at A3",
             "For illustration; not for construction")  # fmt: skip
    canvas.setFillColor(house.INK)
    canvas.setFont(house.REGULAR, 10)
    for number, line in enumerate(lines):
        canvas.drawString(left + 14, _MAP_BOTTOM_PT + 58 - number * 14, line)


def _draw_legend(canvas: Canvas, left: float, top: float) -> None:
    entries: tuple[tuple[str, Color], ...] = (
        ("Leisure hub", _HUB), ("General practice", _PRACTICE), ("Car park", _PARKING),
        ("Other buildings", _BUILDING), ("Park", _PARK), ("Water", _WATER),
    )  # fmt: skip
    canvas.setFont(house.BOLD, 12)
    canvas.drawString(left, top, "Legend")
    for number, (name, colour) in enumerate(entries):
        y = top - 28 - number * 24
        canvas.setFillColor(colour)
        canvas.setStrokeColor(_BUILDING_EDGE)
        canvas.setLineWidth(0.6)
        canvas.rect(left, y, 26, 14, stroke=1, fill=1)
        _legend_name(canvas, left, y, name)
    lines: tuple[tuple[str, Color, float, tuple[int, ...]], ...] = (
        ("Boundary of the site", _BOUNDARY, 3, ()),
        ("Builders' yard", house.GREY, 1.8, (8, 4)),
        ("Way in on foot, level", house.AMBER, 2.4, (5, 4)),
    )
    for number, (name, colour, width, dash) in enumerate(lines, start=len(entries)):
        y = top - 28 - number * 24
        canvas.saveState()
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(width)
        canvas.setDash(*dash) if dash else canvas.setDash()
        canvas.line(left, y + 7, left + 26, y + 7)
        canvas.restoreState()
        _legend_name(canvas, left, y, name)


def _legend_name(canvas: Canvas, left: float, y: float, name: str) -> None:
    canvas.setFillColor(house.INK)
    canvas.setFont(house.REGULAR, 11.5)
    canvas.drawString(left + 38, y + 3, name)


def _draw_north_arrow(canvas: Canvas, x: float, y: float) -> None:
    canvas.setStrokeColor(house.INK)
    canvas.setLineWidth(1)
    canvas.circle(x, y, 30, stroke=1, fill=0)
    _area(canvas, [(x, y + 40), (x - 12, y - 20), (x, y - 10)], house.INK)
    _area(canvas, [(x, y + 40), (x + 12, y - 20), (x, y - 10)], house.RULE)
    canvas.setFillColor(house.INK)
    canvas.setFont(house.BOLD, 14)
    canvas.drawCentredString(x, y + 46, "N")


def _draw_scale_bar(canvas: Canvas, left: float, y: float) -> None:
    step = 20 * _POINTS_PER_METRE
    canvas.setLineWidth(0.8)
    canvas.setStrokeColor(house.INK)
    for number in range(4):
        canvas.setFillColor(house.INK if number % 2 == 0 else house.WHITE)
        canvas.rect(left + number * step, y, step, 7, stroke=1, fill=1)
    canvas.setFillColor(house.INK)
    canvas.setFont(house.REGULAR, 9.5)
    for number in range(5):
        metres = f"{number * 20}" if number < 4 else "80 m"
        canvas.drawCentredString(left + number * step + (6 if number == 4 else 0), y - 13, metres)
