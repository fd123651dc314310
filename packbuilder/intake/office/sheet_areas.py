"""Where something stands on a sheet, and how wide that is: what its pages are set up by."""

from __future__ import annotations

import bisect
import copy
import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping

from lxml import etree

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
NUMBER = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"

_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "px": 0.75}
_LENGTH = re.compile(r"(-?\d*\.?\d+)(pt|in|cm|mm|pc|px)")
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})$")
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::(?:[^:]*\.)?\$?([A-Z]{1,3})\$?(\d{1,7}))?$")
_USUAL_LETTER_PT = 5.3
"""How wide a letter of ten points is, on average."""

_LETTERS_EM = {
    ",": 0.28, ".": 0.28, " ": 0.28, ":": 0.28, "/": 0.28, "-": 0.33, "%": 0.89, "(": 0.33, ")": 0.33,
}  # fmt: skip
_DIGIT_EM, _SMALL_LETTER_EM, _OTHER_LETTER_EM = 0.556, 0.5, 0.78
"""How wide letters are in Arial."""
_LIKE_ARIAL = ("arial", "liberation", "helvetica", "times")
_OTHER_FONT_TIMES = 1.16
"""Any other font may be missing here, and the one in its place may be this much wider."""
_BESIDE_NUMBER_PT = 3.0
"""What a cell keeps free on both sides of a number."""
_LEAST_COLUMN_PT = 6.0
"""A column narrower than this was not meant to be read: no digit fits it."""

_NEAR_ROWS, _NEAR_COLUMNS = 30, 5
"""Cells with borders or a ground but nothing in them belong to a table that ends this near to them."""

_ALL_COLUMNS, _ALL_ROWS = 16_384, 1_048_576


@dataclasses.dataclass(frozen=True, slots=True)
class _Direction:
    """Columns or rows: how a sheet writes them down, and how wide or high they usually are."""

    element: str
    repeated: str
    properties: str
    size: str
    usual_pt: float
    most: int


_COLUMNS = _Direction(
    f"{TABLE}table-column",
    "number-columns-repeated",
    f"{STYLE}table-column-properties",
    f"{STYLE}column-width",
    64.0,
    _ALL_COLUMNS,
)
_ROWS = _Direction(
    f"{TABLE}table-row",
    "number-rows-repeated",
    f"{STYLE}table-row-properties",
    f"{STYLE}row-height",
    15.0,
    _ALL_ROWS,
)


@dataclasses.dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells; rows and columns count from 0, and the last ones belong to it."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def joined(self, other: Area | None) -> Area:
        """Return the smallest area that holds both."""
        if other is None:
            return self
        return Area(
            min(self.first_row, other.first_row),
            min(self.first_column, other.first_column),
            max(self.last_row, other.last_row),
            max(self.last_column, other.last_column),
        )


@dataclasses.dataclass(frozen=True, slots=True)
class RunOver:
    """A cell whose text runs over the empty cells to its right.

    Args:
        cell: The cell itself.
        column: Its column, from 0.
        right_pt: About where its text ends, from the left edge of the sheet.
        line_widths_pt: About how wide each of its lines is.
    """

    cell: etree._Element
    column: int
    right_pt: float
    line_widths_pt: tuple[float, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class SheetArea:
    """Where something is to be seen on a sheet.

    Args:
        used: The area with all that has content; None if there is none.
        right_pt: Where it ends, from the left edge of the sheet, with text that runs over its cell.
        solid_right_pt: Where it ends without such text.
        run_over: The cells with such text.
        runs_away: Whether cells far from it have a look, or nothing but a space, and would print.
        too_narrow_pt: The columns in which a number or date would print as ###, and how wide each
            has to be.
    """

    used: Area | None
    right_pt: float = 0.0
    solid_right_pt: float = 0.0
    run_over: tuple[RunOver, ...] = ()
    runs_away: bool = False
    too_narrow_pt: Mapping[int, float] = dataclasses.field(default_factory=dict)


class CellStyles:
    """How cells look: what shows where one is empty, which wrap their text, how wide a number gets."""

    def __init__(self, *roots: etree._Element) -> None:
        """Read the cell styles of a document's parts."""
        self._styles: dict[str, etree._Element] = {}
        self._plain_formats = {"", "N0"}
        self._has_plain_format: dict[str | None, bool] = {}
        for root in roots:
            for style in root.iter(f"{STYLE}style", f"{STYLE}default-style"):
                if style.get(f"{STYLE}family") == "table-cell":
                    self._styles[style.get(f"{STYLE}name", "")] = style
            for written in root.iter(f"{NUMBER}number-style"):
                number = written.find(f"{NUMBER}number")
                if number is not None and number.get(f"{NUMBER}decimal-places") is None and len(written) == 1:
                    self._plain_formats.add(written.get(f"{STYLE}name", ""))
        self._visible: set[str] = set()
        self._wrapping: set[str] = set()
        for style in (style for root in roots for style in root.iter(f"{STYLE}style")):
            cell = style.find(f"{STYLE}table-cell-properties")
            if style.get(f"{STYLE}family") != "table-cell" or cell is None:
                continue
            name = style.get(f"{STYLE}name", "")
            if cell.get(f"{FO}wrap-option") == "wrap":
                self._wrapping.add(name)
            if cell.get(f"{FO}background-color", "transparent") != "transparent" or any(
                not value.startswith("none")
                for key, value in cell.attrib.items()
                if key.startswith(f"{FO}border")
            ):
                self._visible.add(name)

    def is_visible(self, name: str | None) -> bool:
        """Whether a cell of this style is seen though nothing is in it."""
        return name in self._visible

    def wraps(self, name: str | None) -> bool:
        """Whether text that is wider than its cell goes on below."""
        return name in self._wrapping

    def has_plain_format(self, name: str | None) -> bool:
        """Whether a number's decimals are cut off, not the number, where it does not fit."""
        if name not in self._has_plain_format:
            format_name = self._said(name, "", f"{STYLE}data-style-name")
            self._has_plain_format[name] = format_name in self._plain_formats
        return self._has_plain_format[name]

    def number_pt(self, name: str | None, text: str) -> float:
        """Return about how wide a column has to be for a number or date; 0 where it adapts to it."""
        cell, letters = "table-cell-properties", "text-properties"
        is_turned = self._said(name, cell, f"{STYLE}rotation-angle") not in ("", "0")
        if is_turned or self._said(name, cell, f"{STYLE}shrink-to-fit") == "true":
            return 0.0
        font = (
            self._said(name, letters, f"{STYLE}font-name") or self._said(name, letters, f"{FO}font-family")
        ).lower()
        size_pt = points(self._said(name, letters, f"{FO}font-size"), 10.0)
        breadth = 1.0 if any(each in font for each in _LIKE_ARIAL) else _OTHER_FONT_TIMES
        ems = sum(map(_letter_em, text))
        bold = 1.06 if self._said(name, letters, f"{FO}font-weight") == "bold" else 1.0
        return ems * size_pt * breadth * bold + _BESIDE_NUMBER_PT

    def _said(self, name: str | None, group: str, key: str) -> str:
        """Return what a style says, or the one that it is made from, or the default; "" if none does."""
        seen: set[str] = set()
        name = name or "Default"
        while name not in seen:
            seen.add(name)
            style = self._styles.get(name)
            if style is None:
                name = ""
                continue
            holder = style.find(f"{STYLE}{group}") if group else style
            if holder is not None and (said := holder.get(key)):
                return str(said)
            name = style.get(f"{STYLE}parent-style-name", "")
        return ""


def _letter_em(letter: str) -> float:
    if letter.isdigit():
        return _DIGIT_EM
    return _LETTERS_EM.get(letter, _SMALL_LETTER_EM if letter.islower() else _OTHER_LETTER_EM)


def points(length: str | None, otherwise: float = 0.0) -> float:
    """Return a length such as "2.5cm" in points."""
    match = _LENGTH.fullmatch(length or "")
    return float(match[1]) * _POINTS[match[2]] if match else otherwise


def written_area(sheet: str, area: Area) -> str:
    """Return an area of a sheet as a print range has it."""
    quoted = "'" + sheet.replace("'", "''") + "'"
    first = f"{_letters(area.first_column)}{area.first_row + 1}"
    last = f"{_letters(area.last_column)}{area.last_row + 1}"
    return f"{quoted}.{first}:{quoted}.{last}"


def print_areas(table: etree._Element) -> tuple[Area, ...]:
    """Return the print ranges that a sheet's author set."""
    areas = []
    for written in _apart(table.get(f"{TABLE}print-ranges", "")):
        if match := _RANGE.search(written):
            first = (int(match[2]) - 1, _column(match[1]))
            last = (int(match[4]) - 1, _column(match[3])) if match[3] else first
            areas.append(Area(*first, *last))
    return tuple(areas)


def column_edges_pt(table: etree._Element) -> Callable[[int], float]:
    """Return what tells where a column begins, from the left edge; hidden ones have no width."""
    return _edges_pt(table, _COLUMNS)


def area_of(table: etree._Element, styles: CellStyles) -> SheetArea:
    """Find out where something is to be seen on a sheet."""
    edge = column_edges_pt(table)
    used: Area | None = None
    looks: list[Area] = []
    run_over: list[RunOver] = []
    solid_pt = 1.0
    numbers: dict[tuple[int, int, str | None], str] = {}
    column_styles = _column_styles(table)
    row_index = 0
    for row in _in_table(table, f"{TABLE}table-row"):
        rows = _repeated(row, "number-rows-repeated", _ALL_ROWS)
        is_shown = row.get(f"{TABLE}visibility", "visible") == "visible"
        last_row = row_index + rows - 1
        for first, last, cell in _cells(row) if is_shown else ():
            spanned = last + _repeated(cell, "number-columns-spanned", _ALL_COLUMNS) - 1
            style = cell.get(f"{TABLE}style-name")
            text = _text(cell)
            if text.strip() or _has_value(cell):
                used = Area(row_index, first, last_row, spanned).joined(used)
                if _has_value(cell):
                    which = style or row.get(f"{TABLE}default-cell-style-name") or column_styles(first)
                    shown = text.partition(".")[0] if styles.has_plain_format(which) else text
                    if spanned == last and len(shown) > len(numbers.get((first, last, which), "")):
                        numbers[first, last, which] = shown
                is_free = spanned == first and not styles.wraps(style) and not _has_value(cell)
                widths = tuple(len(line) * _USUAL_LETTER_PT for line in text.split("\n"))
                if is_free and edge(first) + max(widths) > edge(spanned + 1) and _is_last(cell):
                    run_over.append(RunOver(cell, first, edge(first) + max(widths), widths))
                solid_pt = max(solid_pt, edge(spanned + 1))
            elif text or styles.is_visible(style):
                looks.append(Area(row_index, first, last_row, last))
        row_index += rows
    too_narrow_pt: dict[int, float] = {}
    for (first, last, which), shown in numbers.items():
        need_pt = styles.number_pt(which, shown)
        for column in range(first, last + 1):
            width_pt = edge(column + 1) - edge(column)
            if _LEAST_COLUMN_PT < width_pt < need_pt:
                too_narrow_pt[column] = max(need_pt, too_narrow_pt.get(column, 0.0))
    for shape in _shape_areas(table, edge):
        used = shape.joined(used)
        solid_pt = max(solid_pt, edge(shape.last_column + 1))
    if used is None:
        return SheetArea(None)
    runs_away = any(
        styles.is_visible(column.get(f"{TABLE}default-cell-style-name"))
        for column in _in_table(table, f"{TABLE}table-column")
    )
    content = used
    for look in looks:
        if (
            look.last_row <= content.last_row + _NEAR_ROWS
            and look.last_column <= content.last_column + _NEAR_COLUMNS
        ):
            used = used.joined(look)
            solid_pt = max(solid_pt, edge(look.last_column + 1))
        else:
            runs_away = True
    right_pt = max([solid_pt, *(each.right_pt for each in run_over)])
    if runs_away:
        # A print range cuts off text that runs over its cell, so it goes on to where that ends.
        last_column = _reached(edge, 0, right_pt - 0.5, _ALL_COLUMNS)
        used = dataclasses.replace(used, last_column=max(used.last_column, last_column))
    return SheetArea(used, right_pt, solid_pt, tuple(run_over), runs_away, too_narrow_pt)


def widen_columns(content: etree._Element, table: etree._Element, widths_pt: Mapping[int, float]) -> None:
    """Give columns of a sheet these widths, each by its place from 0, with styles of their own."""
    styles = {style.get(f"{STYLE}name"): style for style in content.iter(f"{STYLE}style")}
    home = content.find(f"{OFFICE}automatic-styles")
    if home is None:
        return
    first = 0
    for element in list(_in_table(table, _COLUMNS.element)):
        repeated = _repeated(element, _COLUMNS.repeated, _COLUMNS.most)
        inside = sorted(column for column in widths_pt if first <= column < first + repeated)
        rest = first
        for column in inside:
            if column > rest:
                _column_before(element, column - rest)
            widened = _column_before(element, 1)
            name = f"wide{len(styles)}"
            style = copy.deepcopy(styles.get(widened.get(f"{TABLE}style-name")))
            if style is None:
                style = etree.Element(f"{STYLE}style")
            style.set(f"{STYLE}name", name)
            style.set(f"{STYLE}family", "table-column")
            properties = style.find(_COLUMNS.properties)
            if properties is None:
                properties = etree.SubElement(style, _COLUMNS.properties)
            properties.set(_COLUMNS.size, f"{widths_pt[column]:.2f}pt")
            properties.attrib.pop(f"{STYLE}use-optimal-column-width", None)
            home.append(style)
            styles[name] = style
            widened.set(f"{TABLE}style-name", name)
            rest = column + 1
        first += repeated
        if not inside:
            continue
        if rest < first:
            _column_before(element, first - rest)
        element.getparent().remove(element)


def _column_before(element: etree._Element, count: int) -> etree._Element:
    """Put a copy of a column before it, for a number of columns."""
    made = copy.copy(element)
    made.tail = None
    made.set(f"{TABLE}{_COLUMNS.repeated}", str(count))
    element.addprevious(made)
    return made


def _column_styles(table: etree._Element) -> Callable[[int], str | None]:
    """Return what tells the style of cells that have none of their own, by their column."""
    starts, names, count = [], [], 0
    for element in _in_table(table, _COLUMNS.element):
        starts.append(count)
        names.append(element.get(f"{TABLE}default-cell-style-name"))
        count += _repeated(element, _COLUMNS.repeated, _COLUMNS.most)

    def style_of(column: int) -> str | None:
        return names[bisect.bisect_right(starts, column) - 1] if starts else None

    return style_of


def _in_table(table: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield rows or columns, in whatever groups they stand, and none of a table inside a cell."""
    for child in table:
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and child.tag.startswith(f"{TABLE}table-") and child.tag not in (
            f"{TABLE}table-row", f"{TABLE}table-column",
        ):  # fmt: skip
            yield from _in_table(child, tag)


def _cells(row: etree._Element) -> Iterator[tuple[int, int, etree._Element]]:
    column = 0
    for cell in row:
        if cell.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            continue
        repeated = _repeated(cell, "number-columns-repeated", _ALL_COLUMNS)
        yield column, column + repeated - 1, cell
        column += repeated


def _repeated(element: etree._Element, attribute: str, most: int) -> int:
    written = element.get(f"{TABLE}{attribute}", "1")
    return max(1, min(int(written), most)) if written.isdecimal() else 1


def _text(cell: etree._Element) -> str:
    """Return the text of a cell, without that of a comment on it."""
    paragraphs = [child for child in cell if child.tag == f"{TEXT}p"]
    return "\n".join("".join(_written(paragraph)) for paragraph in paragraphs)


def _written(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield " " if child.tag in (f"{TEXT}s", f"{TEXT}tab") else ""
        yield from _written(child)
        yield child.tail or ""


def _has_value(cell: etree._Element) -> bool:
    return str(cell.get(f"{OFFICE}value-type", "string")) != "string"


def _is_last(cell: etree._Element) -> bool:
    """Whether the cells to the right of one are empty, so that its text runs over them."""
    return not any(_text(other) or _has_value(other) for other in cell.itersiblings())


def _shape_areas(table: etree._Element, edge: Callable[[int], float]) -> Iterator[Area]:
    """Yield where the pictures, charts and drawings of a sheet stand."""
    top = _edges_pt(table, _ROWS)
    for holder, row, column in _holders(table):
        for shape in holder:
            if not isinstance(shape.tag, str) or not shape.tag.startswith(DRAW):
                continue
            end = _CELL.search(shape.get(f"{TABLE}end-cell-address", "").rpartition(".")[2])
            if end:
                last_row, last_column = int(end[2]) - 1, _column(end[1])
            else:
                right_pt = sum(points(shape.get(f"{SVG}{key}")) for key in ("x", "width"))
                bottom_pt = sum(points(shape.get(f"{SVG}{key}")) for key in ("y", "height"))
                last_row = _reached(top, row, bottom_pt, _ALL_ROWS)
                last_column = _reached(edge, column, right_pt, _ALL_COLUMNS)
            yield Area(row, column, max(row, last_row), max(column, last_column))


def _holders(table: etree._Element) -> Iterator[tuple[etree._Element, int, int]]:
    """Yield what shapes stand in, with the cell they are measured from: a cell, or the whole sheet."""
    for holder in table.iterchildren(f"{TABLE}shapes"):
        yield holder, 0, 0
    row_index = 0
    for row in _in_table(table, f"{TABLE}table-row"):
        for column, _, cell in _cells(row):
            if len(cell):
                yield cell, row_index, column
        row_index += _repeated(row, "number-rows-repeated", _ALL_ROWS)


def _reached(edge: Callable[[int], float], start: int, length_pt: float, most: int) -> int:
    """Return the row or column in which something ends that begins at the edge of another."""
    end_pt = edge(start) + length_pt
    low, high = start, most - 1
    while low < high:
        middle = (low + high) // 2
        if edge(middle + 1) < end_pt:
            low = middle + 1
        else:
            high = middle
    return low


def _edges_pt(table: etree._Element, direction: _Direction) -> Callable[[int], float]:
    sizes: dict[str | None, float] = {}
    for style in table.getroottree().getroot().iter(f"{STYLE}style"):
        properties = style.find(direction.properties)
        if properties is not None:
            size = points(properties.get(direction.size), direction.usual_pt)
            sizes[style.get(f"{STYLE}name")] = size
    starts, runs, count, place = [0], [], 0, 0.0
    for element in _in_table(table, direction.element):
        repeated = _repeated(element, direction.repeated, direction.most)
        is_shown = element.get(f"{TABLE}visibility", "visible") == "visible"
        size = sizes.get(element.get(f"{TABLE}style-name"), direction.usual_pt) if is_shown else 0.0
        runs.append((place, size))
        count += repeated
        place += size * repeated
        starts.append(count)
    runs.append((place, direction.usual_pt))

    def edge(number: int) -> float:
        run = bisect.bisect_right(starts, number) - 1
        before, size = runs[run]
        return before + (number - starts[run]) * size

    return edge


def _apart(ranges: str) -> list[str]:
    """Return the ranges of a list; a blank inside quotation marks belongs to the name of a sheet."""
    return re.findall(r"(?:'(?:[^']|'')*'|[^\s'])+", ranges)


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
