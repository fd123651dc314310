"""Sets the pages of a spreadsheet up so that what is printed of it can be read.

In the line between receiving a spreadsheet and converting it to PDF; works on a copy in
OpenDocument form, which LibreOffice makes of every other kind. Few authors ever print a sheet, so
few set its pages up: left alone, a wide one comes out as strips of columns on dozens of pages, and
numbers that do not fit their column as ###. What an author did set (a print range, a scale, rows
that repeat, a header of their own) is respected.
"""

from __future__ import annotations

import copy
import dataclasses
import math
import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from lxml import etree

from packbuilder.errors import PackBuilderError
from packbuilder.files import why_not
from packbuilder.intake.office.long_notes import fold_long_notes
from packbuilder.intake.office.sheet_areas import (
    FO,
    OFFICE,
    STYLE,
    TABLE,
    TEXT,
    Area,
    CellStyles,
    SheetArea,
    area_of,
    column_edges_pt,
    points,
    print_areas,
    widen_columns,
    written_area,
)
from packbuilder.meeting.fitting import A3_PT, A4_PT

_NEARLY_PT = 12.0

_LEAST_PORTRAIT_SCALE = 0.7
"""Below this an upright page gives way to a wide one: ten-point figures are seven points high."""
_LEAST_SCALE = 0.4
"""Below this nobody can read it, even on a wide page: the columns go side by side on more pages."""
_SCALE_OF_SPLIT = 0.5

_LEAST_BOTTOM_PT = 42.5
"""The room of the pack's own page number."""

_LARGEST_PART_BYTES = 150_000_000

_MADE = "packbuilder"
_NO_REFERENCES = frozenset(
    {f"{TABLE}name", f"{TABLE}style-name", f"{TABLE}default-cell-style-name"}
    | {f"{OFFICE}{name}" for name in ("value", "value-type", "date-value", "time-value", "string-value")}
)
_HEADERS_AND_FOOTERS = tuple(
    f"{STYLE}{kind}{which}" for kind in ("header", "footer") for which in ("", "-left", "-first")
)


@dataclasses.dataclass(frozen=True, slots=True)
class SheetsSetUp:
    """What becomes of the sheets of a spreadsheet, by name, in their order.

    Args:
        printed: Those with pages.
        empty: Those left out because there is nothing on them.
        hidden: Those left out because their author hid them, ordinarily or so that only a program
            can show them again.
        not_printed: Those left out because their author set them not to be printed.
        split: Those of ``printed`` that are too wide for one page, so that their columns run on.
    """

    printed: tuple[str, ...]
    empty: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    not_printed: tuple[str, ...] = ()
    split: tuple[str, ...] = ()


def set_up_sheets(source_ods: Path, target_ods: Path, *, name: str = "") -> SheetsSetUp:
    """Write a copy of an .ods whose sheets fit the width of A4, and say which are printed.

    Hidden sheets are taken out, unless what is seen is worked out from them: then they stay hidden,
    and are not printed either.

    Args:
        source_ods: The spreadsheet; it is not changed.
        target_ods: Where the copy goes.
        name: What the clerk knows it by, for errors; its own name where this is empty.

    Raises:
        PackBuilderError: If it is no spreadsheet, is damaged or too large, or nothing on it would
            be printed.
    """
    known_as = name or source_ods.name
    try:
        with zipfile.ZipFile(source_ods) as parts:
            content = _parsed(parts, "content.xml", known_as)
            styles = _parsed(parts, "styles.xml", known_as)
            objects = [
                _part(parts, each.filename, known_as)
                for each in parts.infolist()
                if re.fullmatch(r"(\./)?Object [^/]+/content\.xml", each.filename)
            ]
            set_up = _set_up(content, styles, objects)
            if not set_up.printed:
                raise PackBuilderError(
                    f"{known_as} has nothing to print: "
                    f"{'its sheets are hidden or empty' if set_up.hidden else 'its sheets are empty'}.",
                    "Ask its author which sheets are meant.",
                )
            _write(parts, target_ods, {"content.xml": content, "styles.xml": styles})
    except OSError as error:
        raise PackBuilderError(
            f"{known_as} could not be read: {why_not(error)}.", "Free some space, and try again."
        ) from error
    except (
        zipfile.BadZipFile, zlib.error, etree.LxmlError, KeyError, EOFError,
        RuntimeError, NotImplementedError, ValueError,
    ) as error:  # fmt: skip
        raise PackBuilderError(
            f"{known_as} is damaged: its sheets could not be read.",
            "Open it in the program it was made with, save it as PDF, and attach that.",
        ) from error
    return set_up


def _part(parts: zipfile.ZipFile, name: str, known_as: str) -> bytes:
    with parts.open(name) as part:
        data = part.read(_LARGEST_PART_BYTES + 1)
    if len(data) > _LARGEST_PART_BYTES:
        raise PackBuilderError(
            f"{known_as} is too large: it unpacks to more than {_LARGEST_PART_BYTES // 1_000_000} MB.",
            "Ask its author for the sheets that matter, saved as PDF.",
        )
    return data


def _parsed(parts: zipfile.ZipFile, name: str, known_as: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(_part(parts, name, known_as), parser)
    if root.getroottree().docinfo.doctype:
        # No program writes one; it could bring another file in, or make a small file very large.
        raise ValueError(name)
    return root


def _write(parts: zipfile.ZipFile, target: Path, changed: Mapping[str, etree._Element]) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for entry in parts.infolist():
            if entry.is_dir() or entry.filename.startswith("Thumbnails/"):
                continue
            kept = zipfile.ZipInfo(entry.filename)
            # The kind of file comes first and is not packed, so that it can be told at a glance.
            is_kind = entry.filename == "mimetype"
            kept.compress_type = zipfile.ZIP_STORED if is_kind else zipfile.ZIP_DEFLATED
            if entry.filename in changed:
                data = etree.tostring(changed[entry.filename], xml_declaration=True, encoding="UTF-8")
            else:
                data = parts.read(entry)
            written.writestr(kept, data)


def _set_up(content: etree._Element, styles: etree._Element, objects: list[bytes]) -> SheetsSetUp:
    tables = [
        table
        for table in content.iter(f"{TABLE}table")
        if table.getparent() is not None and table.getparent().tag.endswith("}spreadsheet")
    ]
    cell_styles = CellStyles(content, styles)
    pages = _Pages(content, styles)
    printed, empty, hidden, not_printed, split = [], [], [], [], []
    for table in tables:
        name = table.get(f"{TABLE}name", "")
        if pages.is_hidden(table):
            hidden.append(name)
            _do_not_print(table)
            continue
        if table.get(f"{TABLE}print") == "false":
            not_printed.append(name)
            continue
        area = area_of(table, cell_styles)
        if area.too_narrow_pt:
            widen_columns(content, table, area.too_narrow_pt)
            area = area_of(table, cell_styles)
        ranges = print_areas(table)
        if area.used is None:
            empty.append(name)
            _do_not_print(table)
            continue
        may_fold = not ranges and not pages.has_own_scale(table)
        if may_fold and fold_long_notes(content, table, area.run_over, area.solid_right_pt):
            area = area_of(table, CellStyles(content, styles))
        if not ranges and area.runs_away and area.used is not None:
            table.set(f"{TABLE}print-ranges", written_area(name, area.used))
        printed.append(name)
        if pages.set_up(table, _width_pt(table, area, ranges)):
            split.append(name)
    _take_out_hidden(content, [t for t in tables if t.get(f"{TABLE}name", "") in hidden], objects)
    return SheetsSetUp(*map(tuple, (printed, empty, hidden, not_printed, split)))


def _do_not_print(table: etree._Element) -> None:
    table.attrib.pop(f"{TABLE}print-ranges", None)
    table.set(f"{TABLE}print", "false")


def _width_pt(table: etree._Element, area: SheetArea, ranges: tuple[Area, ...]) -> float:
    """Return how wide what is printed of a sheet is, at full size."""
    edges = column_edges_pt(table)
    if not ranges:
        left = edges(area.used.first_column) if area.used is not None else 0.0
        return area.right_pt - (left if area.runs_away else 0.0)
    return max(edges(each.last_column + 1) - edges(each.first_column) for each in ranges)


def _take_out_hidden(content: etree._Element, tables: list[etree._Element], objects: list[bytes]) -> None:
    """Take hidden sheets out that nothing else mentions, one that only another of them does too."""
    if not tables:
        return
    mentions = _Mentions(content, objects)
    left = list(tables)
    while gone := [table for table in left if not mentions.has(table)]:
        for table in gone:
            mentions.forget(table)
            table.getparent().remove(table)
            left.remove(table)


class _Mentions:
    """What a spreadsheet's formulas, ranges, names and charts refer to, part by part."""

    def __init__(self, content: etree._Element, objects: list[bytes]) -> None:
        self._objects = objects
        self._by_part: dict[etree._Element, set[str]] = {}
        for sheets in content.iter(f"{OFFICE}spreadsheet"):
            for part in sheets:
                self._by_part[part] = {
                    value
                    for element in part.iter()
                    for key, value in element.attrib.items()
                    if key not in _NO_REFERENCES and not key.startswith(STYLE)
                }

    def has(self, table: etree._Element) -> bool:
        """Whether anything outside a sheet has its name in it."""
        name = table.get(f"{TABLE}name", "").replace("'", "''")
        written = name.replace("&", "&amp;").replace("<", "&lt;")
        forms = {written, written.replace("'", "&apos;"), written.replace('"', "&quot;")}
        return any(
            name in value for part, values in self._by_part.items() if part is not table for value in values
        ) or any(form.encode() in data for data in self._objects for form in forms)

    def forget(self, table: etree._Element) -> None:
        """Let what a sheet mentions count no more."""
        self._by_part.pop(table, None)


class _Pages:
    """The page styles of a spreadsheet: each printed sheet gets one of its own."""

    def __init__(self, content: etree._Element, styles: etree._Element) -> None:
        self._table_styles = {
            style.get(f"{STYLE}name"): style
            for root in (styles, content)
            for style in root.iter(f"{STYLE}style")
            if style.get(f"{STYLE}family") == "table"
        }
        self._automatic = _child(content, "automatic-styles", before="body")
        self._layouts = {each.get(f"{STYLE}name"): each for each in styles.iter(f"{STYLE}page-layout")}
        self._masters = {each.get(f"{STYLE}name"): each for each in styles.iter(f"{STYLE}master-page")}
        self._layout_home = _child(styles, "automatic-styles", before="master-styles")
        self._master_home = _child(styles, "master-styles", before=None)
        self._count = 0

    def is_hidden(self, table: etree._Element) -> bool:
        style = self._table_styles.get(table.get(f"{TABLE}style-name"))
        properties = style.find(f"{STYLE}table-properties") if style is not None else None
        return properties is not None and properties.get(f"{TABLE}display") == "false"

    def has_own_scale(self, table: etree._Element) -> bool:
        style = self._table_styles.get(table.get(f"{TABLE}style-name"))
        name = style.get(f"{STYLE}master-page-name", "Default") if style is not None else "Default"
        master = self._masters.get(name)
        layout = self._layouts.get(master.get(f"{STYLE}page-layout-name")) if master is not None else None
        page = layout.find(f"{STYLE}page-layout-properties") if layout is not None else None
        return page is not None and _has_own_scale(page)

    def set_up(self, table: etree._Element, width_pt: float) -> bool:
        """Give a sheet pages that its width fits; return whether it takes several side by side."""
        self._count += 1
        made = f"{_MADE}{self._count}"
        old_style = self._table_styles.get(table.get(f"{TABLE}style-name"))
        style = _copy_or_new(old_style, f"{STYLE}style")
        style.set(f"{STYLE}name", made)
        style.set(f"{STYLE}family", "table")
        old_master = self._masters.get(style.get(f"{STYLE}master-page-name", "Default"))
        style.set(f"{STYLE}master-page-name", made)
        self._automatic.append(style)
        table.set(f"{TABLE}style-name", made)
        master = _copy_or_new(old_master, f"{STYLE}master-page")
        old_layout = self._layouts.get(master.get(f"{STYLE}page-layout-name"))
        for key in (f"{STYLE}display-name", f"{STYLE}next-style-name"):
            master.attrib.pop(key, None)
        master.set(f"{STYLE}name", made)
        master.set(f"{STYLE}page-layout-name", made)
        for part in master:
            if part.tag in _HEADERS_AND_FOOTERS and _is_default(part):
                _switch_off(part)
        self._master_home.append(master)
        layout = _copy_or_new(old_layout, f"{STYLE}page-layout")
        layout.set(f"{STYLE}name", made)
        self._layout_home.append(layout)
        properties = layout.find(f"{STYLE}page-layout-properties")
        if properties is None:
            properties = etree.Element(f"{STYLE}page-layout-properties")
            layout.insert(0, properties)
        return _fit(properties, width_pt)


def _child(root: etree._Element, name: str, before: str | None) -> etree._Element:
    """Return a child of a document by its name, made where it is not there."""
    office = root.tag.partition("}")[0] + "}"
    child = root.find(office + name)
    if child is None:
        child = etree.Element(office + name)
        follower = root.find(office + before) if before is not None else None
        if follower is not None:
            follower.addprevious(child)
        else:
            root.append(child)
    return child


def _copy_or_new(element: etree._Element | None, tag: str) -> etree._Element:
    return copy.deepcopy(element) if element is not None else etree.Element(tag)


def _is_default(part: etree._Element) -> bool:
    """Whether a header or footer is the one that LibreOffice gives every sheet."""
    fields = {element.tag for element in part.iter(f"{TEXT}*")} - {f"{TEXT}p", f"{TEXT}span", f"{TEXT}s"}
    if fields == {f"{TEXT}sheet-name"}:
        return _words(part) == ""
    return fields == {f"{TEXT}page-number"} and _words(part) == "Page"


def _words(part: etree._Element) -> str:
    """Return the text of a header outside its fields."""
    texts: list[str] = []
    for element in part.iter():
        if element.tag not in (f"{TEXT}sheet-name", f"{TEXT}page-number"):
            texts.append(element.text or "")
        texts.append(element.tail or "")
    return "".join(texts).strip()


def _switch_off(part: etree._Element) -> None:
    for child in list(part):
        part.remove(child)
    part.set(f"{STYLE}display", "false")


def _fit(page: etree._Element, width_pt: float) -> bool:
    """Set a page up for a sheet of a width; return whether several go side by side."""
    wide = points(page.get(f"{FO}page-width"))
    high = points(page.get(f"{FO}page-height"))
    is_landscape = page.get(f"{STYLE}print-orientation") == "landscape" or wide > high > 0
    is_a3 = abs(max(wide, high) - A3_PT[1]) < _NEARLY_PT and abs(min(wide, high) - A3_PT[0]) < _NEARLY_PT
    short, long = A3_PT if is_a3 else A4_PT
    if points(page.get(f"{FO}margin-bottom"), _LEAST_BOTTOM_PT) < _LEAST_BOTTOM_PT:
        page.set(f"{FO}margin-bottom", f"{_LEAST_BOTTOM_PT}pt")
    margins_pt = sum(points(page.get(f"{FO}margin-{side}"), 56.7) for side in ("left", "right"))
    pages_across = 1
    if not _has_own_scale(page):
        is_landscape = is_landscape or (short - margins_pt) / width_pt < _LEAST_PORTRAIT_SCALE
        room_pt = max((long if is_landscape else short) - margins_pt, 1.0)
        if room_pt / width_pt < _LEAST_SCALE:
            pages_across = math.ceil(width_pt * _SCALE_OF_SPLIT / room_pt)
            # Side by side in the file, too.
            page.set(f"{STYLE}print-page-order", "ltr")
        page.attrib.pop(f"{STYLE}scale-to", None)
        page.set(f"{STYLE}scale-to-X", str(pages_across))
    page.set(f"{STYLE}print-orientation", "landscape" if is_landscape else "portrait")
    page.set(f"{FO}page-width", f"{long if is_landscape else short}pt")
    page.set(f"{FO}page-height", f"{short if is_landscape else long}pt")
    return pages_across > 1


def _has_own_scale(page: etree._Element) -> bool:
    if any(page.get(f"{STYLE}{key}") for key in ("scale-to-X", "scale-to-Y", "scale-to-pages")):
        return True
    return str(page.get(f"{STYLE}scale-to", "100%")) != "100%"
