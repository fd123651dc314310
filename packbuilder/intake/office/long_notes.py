"""Folds long notes on a sheet, which run over the cells beside them, to the width of its table.

In the line of setting a spreadsheet's pages up. On the screen a note below a table runs on to the
right as far as it likes; on paper it would make the whole table small, or go over to further pages.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence

from lxml import etree

from packbuilder.intake.office.sheet_areas import FO, OFFICE, STYLE, TABLE, RunOver, column_edges_pt, points

_LEAST_WIDTH_PT = 480.0
"""Notes are folded no narrower than a page with ordinary margins."""

_TOLERATED = 1.1
_USUAL_SIZE_PT = 11.0
_LINE_HEIGHT = 1.4


def fold_long_notes(
    content: etree._Element, table: etree._Element, run_over: Sequence[RunOver], right_pt: float
) -> bool:
    """Let cells whose text runs over the table wrap it instead, over the columns of the table.

    Args:
        content: The document's ``content.xml``; new styles go there.
        table: The sheet, changed in place.
        run_over: Its cells whose text runs over those beside them.
        right_pt: Where everything else on the sheet ends, from its left edge.

    Returns:
        Whether anything was folded.
    """
    edge = column_edges_pt(table)
    limit_pt = max(right_pt, _LEAST_WIDTH_PT)
    has_folded = False
    for number, note in enumerate(run_over):
        if note.right_pt <= limit_pt * _TOLERATED:
            continue
        last = note.column
        while edge(last + 1) < limit_pt - 1:
            last += 1
        if _cover(note.cell, last - note.column):
            width_pt = edge(last + 1) - edge(note.column)
            _wrap(content, note, max(width_pt, 1.0), f"{table.get(f'{TABLE}style-name', '')}note{number}")
            has_folded = True
    return has_folded


def _cover(cell: etree._Element, count: int) -> bool:
    """Join a cell with those after it; not where it, or its row, stands for several."""
    row = cell.getparent()
    if cell.get(f"{TABLE}number-columns-repeated", "1") != "1" or row is None:
        return False
    if row.get(f"{TABLE}number-rows-repeated", "1") != "1":
        return False
    left = count
    for other in list(cell.itersiblings()):
        if not left:
            break
        if other.tag != f"{TABLE}table-cell" or len(other):
            return False
        repeated = int(other.get(f"{TABLE}number-columns-repeated", "1"))
        taken = min(left, repeated)
        other.addprevious(_covered(taken))
        if taken == repeated:
            row.remove(other)
        else:
            other.set(f"{TABLE}number-columns-repeated", str(repeated - taken))
        left -= taken
    if left:
        row.append(_covered(left))
    cell.set(f"{TABLE}number-columns-spanned", str(count + 1))
    cell.set(f"{TABLE}number-rows-spanned", "1")
    return True


def _covered(count: int) -> etree._Element:
    covered = etree.Element(f"{TABLE}covered-table-cell")
    covered.set(f"{TABLE}number-columns-repeated", str(count))
    return covered


def _wrap(content: etree._Element, note: RunOver, width_pt: float, name: str) -> None:
    style = _own_style(content, note.cell, "table-cell", f"{name}cell")
    properties = _properties(style, f"{STYLE}table-cell-properties")
    properties.set(f"{FO}wrap-option", "wrap")
    properties.set(f"{STYLE}vertical-align", "top")
    text = style.find(f"{STYLE}text-properties")
    written = text.get(f"{FO}font-size") if text is not None else None
    larger = max(1.0, points(written, _USUAL_SIZE_PT) / _USUAL_SIZE_PT)
    lines = sum(max(1, math.ceil(each * larger / width_pt)) for each in note.line_widths_pt)
    row_style = _own_style(content, note.cell.getparent(), "table-row", f"{name}row")
    row = _properties(row_style, f"{STYLE}table-row-properties")
    row.set(f"{STYLE}row-height", f"{(lines + 0.3) * _USUAL_SIZE_PT * larger * _LINE_HEIGHT:.1f}pt")
    row.set(f"{STYLE}use-optimal-row-height", "false")


def _own_style(content: etree._Element, element: etree._Element, family: str, name: str) -> etree._Element:
    """Give an element a style of its own that looks like the one it has."""
    old = element.get(f"{TABLE}style-name")
    home = content.find(f"{OFFICE}automatic-styles")
    if home is None:
        home = etree.Element(f"{OFFICE}automatic-styles")
        content.insert(0, home)
    for style in home:
        if style.get(f"{STYLE}name") == old and style.get(f"{STYLE}family") == family:
            own = copy.deepcopy(style)
            break
    else:
        own = etree.Element(f"{STYLE}style")
        own.set(f"{STYLE}family", family)
        if old is not None:
            own.set(f"{STYLE}parent-style-name", old)
    own.set(f"{STYLE}name", name)
    home.append(own)
    element.set(f"{TABLE}style-name", name)
    return own


def _properties(style: etree._Element, tag: str) -> etree._Element:
    properties = style.find(tag)
    if properties is None:
        properties = etree.Element(tag)
        style.insert(0, properties)
    return properties
