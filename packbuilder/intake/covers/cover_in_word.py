"""Reads the cover of a report that is a Word document.

Part of taking in: the file as it was received is brought down to lines and tables as its reader
sees them (list numbers worked out, tracked changes taken as accepted, what is left to be filled in
left out), in which ``meeting.cover.report_cover`` finds the council's template.

The parts of the file are read as XML rather than with python-docx, which opens no document with
macros, unpacks all that a file holds, and leaves out text boxes, content controls and insertions.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from packbuilder.errors import PackBuilderError
from packbuilder.intake.covers.list_numbers import ListNumbers, W, value_of, whole
from packbuilder.intake.traits.open_xml import Element, Package, opened_package
from packbuilder.meeting.cover.cover_blocks import Block, Line, Table
from packbuilder.meeting.cover.report_cover import read_cover
from packbuilder.meeting.document_facts import ReportCover

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"

_LONGEST_HEADING = 110
_MOST_TEXT_BYTES = 40 << 20
_DEEPEST_STYLE = 20
_DEEPEST_NESTING = 60


def cover_in_word(path: Path) -> ReportCover | None:
    """Return what the cover of a Word report (.docx, .docm, .dotx) says.

    None for a report that follows no template, and for what is no Word document or a damaged one:
    whoever opens the file for its pages says what is wrong with it.
    """
    try:
        with opened_package(path) as package:
            blocks = _Reader(package).blocks()
    except PackBuilderError:
        return None
    return read_cover(blocks)


@dataclasses.dataclass(frozen=True, slots=True)
class _Style:
    """What matters of a paragraph style, with what it has from those it is based on."""

    list_id: str = ""
    level: int = 0
    indent_twips: int | None = None
    is_bold: bool = False
    is_heading: bool = False


class _Reader:
    """Reads one document from its start to its end; list numbers count as it goes."""

    def __init__(self, package: Package) -> None:
        main = package.related("", "officeDocument")[0]
        if package.info(main).file_size > _MOST_TEXT_BYTES:
            raise ValueError("so long a text is no report")
        self._body = _tree(package, main).find(f"{W}body")
        self._styles, self._default_style = _styles(_related(package, main, "styles"))
        self._numbers = ListNumbers(_related(package, main, "numbering"))
        self._carried = ""

    def blocks(self) -> list[Block]:
        """Return the whole text of the document."""
        return list(self._blocks_in(self._body, 0)) if self._body is not None else []

    def _blocks_in(self, parent: Element, depth: int) -> Iterator[Block]:
        if depth > _DEEPEST_NESTING:
            return
        for element in _children(parent):
            if element.tag == f"{W}p":
                yield from self._lines(element, depth)
            elif element.tag == f"{W}tbl":
                yield self._table(element, depth)
            else:
                yield from self._blocks_in(element, depth + 1)

    def _table(self, table: Element, depth: int) -> Table:
        rows = []
        for row in _descend(table, f"{W}tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            cells = []
            for cell in _descend(row, f"{W}tc"):
                merged = cell.find(f"{W}tcPr/{W}vMerge")
                is_covered = merged is not None and merged.get(f"{W}val", "continue") == "continue"
                paragraphs = () if is_covered else tuple(self._paragraphs(cell, depth + 1))
                cells.append(paragraphs)
            rows.append(tuple(cells))
        return Table(tuple(rows))

    def _paragraphs(self, cell: Element, depth: int) -> Iterator[str]:
        for block in self._blocks_in(cell, depth):
            if isinstance(block, Line):
                yield block.text
            else:
                for row in block.rows:
                    for inner in row:
                        yield from inner

    def _lines(self, paragraph: Element, depth: int) -> Iterator[Line]:
        """Give the lines of a paragraph: one for each that a line break ends, and text boxes first."""
        for box in _text_boxes(paragraph):
            for block in self._blocks_in(box, depth + 1):
                if isinstance(block, Line):
                    yield block
                else:
                    yield from (Line(p) for row in block.rows for cell in row for p in cell)
        runs = list(_runs(paragraph, 0))
        words = self._carried + "".join(text for text, _ in runs)
        self._carried = ""
        properties = paragraph.find(f"{W}pPr")
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            # The end of this paragraph was deleted: with the change accepted, the next one runs on.
            self._carried = words
            return
        if not words.strip():
            return
        style = self._styles.get(value_of(properties, "pStyle") or self._default_style, _Style())
        mark, indent_twips = self._mark_and_indent(properties, style)
        said = [(text, bold) for text, bold in runs if text.strip()]
        is_bold = bool(said) and all(style.is_bold if bold is None else bold for _, bold in said)
        has_level = value_of(properties, "outlineLvl") not in ("", "9")
        is_short = len(words) <= _LONGEST_HEADING and not words.rstrip().endswith((".", ";"))
        is_heading = is_short and (style.is_heading or has_level or is_bold)
        for position, piece in enumerate(_pieces(words)):
            text = f"{mark}\t{piece}" if mark and position == 0 else piece
            yield Line(text, is_heading, indent_twips / 20)

    def _mark_and_indent(self, properties: Element | None, style: _Style) -> tuple[str, int]:
        own = properties.find(f"{W}numPr") if properties is not None else None
        list_id = value_of(own, "numId") or style.list_id
        level = whole(value_of(own, "ilvl"), style.level)
        mark = self._numbers.next_mark(list_id, level) if list_id not in ("", "0") else ""
        indent = _indent_twips(properties)
        for otherwise in (
            self._numbers.indent_twips(list_id, level) if mark else None,
            style.indent_twips,
            0,
        ):
            indent = otherwise if indent is None else indent
        return mark, indent or 0


def _tree(package: Package, name: str) -> Element:
    root = package.tree(name)
    if root.tag.startswith(_STRICT):
        # "Strict" documents differ from the others in the address of their elements only.
        content: bytes = etree.tostring(root)
        root = etree.fromstring(content.replace(_STRICT[1:-1].encode(), W[1:-1].encode()))
    return root


def _related(package: Package, main: str, kind: str) -> Element | None:
    """Return the part of a kind that belongs to the text, or None."""
    names = package.related(main, kind)
    return _tree(package, names[0]) if names else None


def _styles(part: Element | None) -> tuple[dict[str, _Style], str]:
    """Return the paragraph styles by their ids, and the id of the one that is meant by none."""
    if part is None:
        return {}, ""
    elements = {
        style.get(f"{W}styleId", ""): style
        for style in part.iterfind(f"{W}style")
        if style.get(f"{W}type") == "paragraph"
    }
    default = next(
        (name for name, style in elements.items() if style.get(f"{W}default") in ("1", "true")), ""
    )
    return {name: _style(name, elements) for name in elements}, default


def _style(name: str, elements: dict[str, Element]) -> _Style:
    style = _Style()
    chain: list[Element] = []
    while name in elements and elements[name] not in chain and len(chain) < _DEEPEST_STYLE:
        chain.append(elements[name])
        name = value_of(chain[-1], "basedOn")
    for element in reversed(chain):
        properties = element.find(f"{W}pPr")
        own_list = properties.find(f"{W}numPr") if properties is not None else None
        indent = _indent_twips(properties)
        bold = _is_on(element.find(f"{W}rPr"), "b")
        outline = value_of(properties, "outlineLvl")
        word = value_of(element, "name").casefold()
        style = _Style(
            list_id=value_of(own_list, "numId") or style.list_id,
            level=whole(value_of(own_list, "ilvl"), style.level),
            indent_twips=style.indent_twips if indent is None else indent,
            is_bold=style.is_bold if bold is None else bold,
            is_heading=style.is_heading or word.startswith("heading ") or outline not in ("", "9"),
        )
    return style


def _indent_twips(properties: Element | None) -> int | None:
    indent = properties.find(f"{W}ind") if properties is not None else None
    left = (indent.get(f"{W}left") or indent.get(f"{W}start")) if indent is not None else None
    return whole(left, 0) if left is not None else None


def _is_on(properties: Element | None, name: str) -> bool | None:
    """Return whether a switch such as bold is on, or None where nothing is said of it."""
    switch = properties.find(f"{W}{name}") if properties is not None else None
    return switch.get(f"{W}val", "1") not in ("0", "false", "off") if switch is not None else None


# Walking through what may lie around a paragraph, a row, a cell or a run.

_LEFT_OUT = frozenset(
    f"{W}{name}" for name in ("del", "moveFrom", "sectPr", "pPr", "tblPr", "tblGrid", "rPr")
)


def _children(parent: Element) -> Iterator[Element]:
    """Give the children that hold what is seen: of a content control its content."""
    for child in parent:
        if not isinstance(child.tag, str) or child.tag in _LEFT_OUT:
            continue
        if child.tag == f"{W}sdt":
            placeholder = child.find(f"{W}sdtPr/{W}showingPlcHdr")
            content = child.find(f"{W}sdtContent")
            if content is None or (
                placeholder is not None and placeholder.get(f"{W}val", "1") not in ("0", "false")
            ):
                continue
            yield content
        elif child.tag == f"{_MC}AlternateContent":
            choice = child.find(f"{_MC}Choice")
            chosen = choice if choice is not None else child.find(f"{_MC}Fallback")
            if chosen is not None:
                yield chosen
        else:
            yield child


_PASSED_THROUGH = frozenset(
    f"{W}{name}"
    for name in (
        "sdtContent",
        "ins",
        "moveTo",
        "smartTag",
        "customXml",
        "hyperlink",
        "fldSimple",
        "dir",
        "bdo",
    )
) | {f"{_MC}Choice", f"{_MC}Fallback"}


def _descend(parent: Element, tag: str, depth: int = 0) -> Iterator[Element]:
    """Give the elements of a kind, through what may be laid around them."""
    for child in _children(parent):
        if child.tag == tag:
            yield child
        elif child.tag in _PASSED_THROUGH and depth < _DEEPEST_NESTING:
            yield from _descend(child, tag, depth + 1)


def _runs(parent: Element, depth: int) -> Iterator[tuple[str, bool | None]]:
    """Give the text of each run that is seen, and whether it says that it is bold."""
    for run in _descend(parent, f"{W}r", depth):
        properties = run.find(f"{W}rPr")
        if not _is_on(properties, "vanish"):
            yield "".join(_texts(run)), _is_on(properties, "b")


_MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}


def _texts(run: Element) -> Iterator[str]:
    for child in run:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif isinstance(child.tag, str) and child.tag.startswith(W):
            yield _MARKS.get(child.tag.removeprefix(W), "")


def _text_boxes(paragraph: Element) -> Iterator[Element]:
    """Give the texts of the boxes that a paragraph carries, each once."""
    for run in _descend(paragraph, f"{W}r"):
        for child in _children(run):
            if child.tag in (f"{_MC}Choice", f"{_MC}Fallback", f"{W}drawing", f"{W}pict", f"{W}object"):
                for box in child.iter(f"{W}txbxContent"):
                    if not any(above.tag == f"{W}txbxContent" for above in box.iterancestors()):
                        yield box


def _pieces(words: str) -> Iterator[str]:
    """Give the lines of a paragraph; a break inside a sentence is none."""
    gathered = ""
    for piece in words.split("\n"):
        if gathered.strip() and (gathered.rstrip()[-1] not in ".:;,@" and piece[:1].islower()):
            gathered = f"{gathered.rstrip()} {piece.lstrip()}"
            continue
        if gathered.strip():
            yield gathered
        gathered = piece
    if gathered.strip():
        yield gathered
