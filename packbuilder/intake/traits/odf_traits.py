"""What an OpenDocument file carries that its author may not mean to publish.

Second in the line, before any conversion: text, spreadsheets and slides, and what older files
(.doc, .xls, .ppt, .rtf) were turned into. Names of elements are those of OpenDocument 1.3 part 3.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

from packbuilder.intake.traits.gathered_traits import (
    GatheredTraits,
    column_letters,
    columns_in_words,
    numbers_in_words,
    runs_of,
)
from packbuilder.intake.traits.odf_styles import DATA_STYLES, OdfStyles
from packbuilder.intake.traits.open_xml import (
    Element,
    Package,
    attribute,
    child,
    descendants,
    short_name,
    text_in,
)
from packbuilder.intake.traits.open_xml_traits import link_in_words
from packbuilder.meeting.document_facts import Trait, TraitKind

_WHOLE = (
    frozenset(
        {
            "style:style",
            "text:changed-region",
            "table:tracked-changes",
            "office:annotation",
            "officeooo:annotation",
            "presentation:notes",
            "table:data-pilot-table",
            "text:hidden-text",
            "draw:layer",
            "office:font-face-decls",
            "text:notes-configuration",
        }
    )
    | DATA_STYLES
)
_NO_LINKS = frozenset(
    {
        "text:a",
        "draw:a",
        "presentation:event-listener",
        "script:event-listener",
        "text:p",
        "text:span",
        "text:s",
        "table:table-row",
        "table:table-cell",
    }
)
"""What draws on nothing outside: what a reader may click, and the many elements that cannot."""
_HEADERS_AND_FOOTERS = re.compile(r"style:(header|footer)(-left|-first)?")
_MACRO_LISTS = re.compile(r"(script|dialog)-l[bc]\.xml")
_PAGE_NUMBER = re.compile(r"\d{0,4}")
_LARGEST_REPEAT = 1_048_576
_MOST_WORDS = 200
_OWN_OBJECTS = ("opendocument.chart", "opendocument.formula")
_OBJECT_WORDS = (
    ("spreadsheet", "spreadsheet"),
    ("text", "text document"),
    ("presentation", "slides"),
    ("graphics", "drawing"),
)


def odf_traits(package: Package) -> tuple[Trait, ...]:
    """Return what an OpenDocument file carries.

    Raises:
        PackBuilderError: If a part is missing or of absurd size.
        zipfile.BadZipFile: And others of ``open_xml.DAMAGE``, if a part is damaged.
    """
    found = GatheredTraits()
    reader = _Reader(package, found)
    if package.has("styles.xml"):
        reader.read("styles.xml")
    reader.read("content.xml")
    reader.finish()
    _gather_macros(package, found)
    return found.traits()


def _gather_macros(package: Package, found: GatheredTraits) -> None:
    for name in package.names:
        folder, _, rest = name.partition("/")
        base = rest.rpartition("/")[2]
        if (folder == "Basic" and base.endswith(".xml") and not _MACRO_LISTS.fullmatch(base)) or (
            folder == "Scripts" and base
        ):
            found.add(TraitKind.MACROS, where=base.removesuffix(".xml"))


@dataclasses.dataclass(slots=True)
class _Table:
    """A sheet, and where in it the reader is."""

    name: str
    is_hidden: bool
    is_link: bool
    row: int = 0
    row_repeat: int = 1
    row_is_hidden: bool = False
    column: int = 0
    column_count: int = 0
    is_filtered: bool = False
    hidden_column_runs: list[tuple[int, int]] = dataclasses.field(default_factory=list)
    column_styles: list[tuple[int, int, str]] = dataclasses.field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = dataclasses.field(default_factory=list)
    hidden_columns: set[int] = dataclasses.field(default_factory=set)
    blanked: int = 0
    blanked_at: str = ""
    cell: str = ""
    cell_kind: str = ""
    words: dict[str, str] = dataclasses.field(default_factory=dict)

    @property
    def place(self) -> str:
        return f"Sheet {self.name}"


class _Reader:
    """Reads the styles and then the content; what goes on between elements is kept here."""

    def __init__(self, package: Package, found: GatheredTraits) -> None:
        self._package = package
        self._found = found
        self._styles = OdfStyles()
        self._media = _media_types(package)
        self._links: dict[str, None] = {}
        self._change_places: dict[str, str] = {}
        self._regions: dict[str, tuple[str, str]] = {}
        self._begin("")

    def _begin(self, place: str) -> None:
        self._story_place = place
        self._heading = ""
        self._heading_text = ""
        self._slide_number = 0
        self._paragraphs = 0
        self._hiding: list[str] = []
        self._hidden_words = ""
        self._paragraph_words = ""
        self._hides_paragraph = False
        self._own_links = 0
        self._tables: list[_Table] = []
        self._is_in_spreadsheet = False

    def read(self, part: str) -> None:
        """Read a part from front to end."""
        self._begin("")
        stack: list[Callable[[], None] | None] = []
        for is_start, name, element, text in self._package.walk(part, _WHOLE):
            if text and self._paragraphs:
                self._text(text)
            if is_start:
                stack.append(self._start(name, element))
            elif name in _WHOLE:
                self._settle_whole(name, element)
            else:
                leave = stack.pop()
                if leave is not None:
                    leave()
        self._end_hidden_piece()

    def finish(self) -> None:
        """Tell of what could be placed only when all was read."""
        for region, (by, words) in self._regions.items():
            self._found.add(
                TraitKind.TRACKED_CHANGES, where=self._change_places.get(region, ""), by=by, words=words
            )
        for target in self._links:
            self._found.add(
                TraitKind.EXTERNAL_LINKS, where=link_in_words(target), words=re.sub(r"^(\.\./)+", "", target)
            )

    @property
    def _where(self) -> str:
        if self._tables and self._is_in_spreadsheet:
            table = self._tables[0]
            return f"{table.place}, {table.cell}" if table.cell else table.place
        if self._slide_number:
            return f"Slide {self._slide_number}"
        return self._story_place or (f"Under “{self._heading}”" if self._heading else "")

    def _start(self, name: str, element: Element) -> Callable[[], None] | None:
        self._note_link(name, element)
        match name:
            case "text:p" | "text:h":
                return self._start_paragraph(name, element)
            case "text:span":
                hides = self._styles.hides("text", attribute(element, "text:style-name"))
                return self._hide(hides=hides)
            case "text:a" if attribute(element, "xlink:href").startswith("#"):
                self._own_links += 1
                return self._leave_own_link
            case "text:s" | "text:tab" | "text:line-break":
                self._text(" ")
                return None
            case "text:section":
                display = attribute(element, "text:display", "true")
                hides = display == "none" or (
                    display == "condition" and attribute(element, "text:is-hidden") == "true"
                )
                return self._hide(hides=hides)
            case "text:hidden-paragraph":
                self._hides_paragraph = attribute(element, "text:is-hidden") == "true"
                return self._hide(hides=False)
            case "text:change" | "text:change-start":
                self._change_places.setdefault(attribute(element, "text:change-id"), self._where)
                return None
            case "office:spreadsheet":
                self._is_in_spreadsheet = True
                return None
            case "draw:page":
                self._slide_number += 1
                style = attribute(element, "draw:style-name")
                if style in self._styles.hidden_slides:
                    self._found.add(TraitKind.HIDDEN_SLIDES, where=self._where)
                return None
            case "draw:object" | "draw:object-ole":
                self._note_object(name, element)
                return None
            case "table:table":
                return self._start_table(element)
            case "table:table-column" | "table:table-row" | "table:table-cell" | "table:covered-table-cell":
                return self._start_in_table(name, element)
            case _:
                pass
        if _HEADERS_AND_FOOTERS.fullmatch(name):
            self._story_place = "Header" if name.startswith("style:header") else "Footer"
            return self._leave_story
        if name.startswith("draw:"):
            return self._hide(hides=self._is_hidden_shape(element))
        return None

    def _settle_whole(self, name: str, element: Element) -> None:
        match name:
            case "style:style":
                self._styles.add(element)
            case "draw:layer":
                if attribute(element, "draw:display", "always") in ("none", "screen"):
                    self._styles.hidden_layers.add(attribute(element, "draw:name"))
            case "text:changed-region":
                self._note_region(element)
            case "table:tracked-changes":
                self._note_cell_changes(element)
            case "office:annotation" | "officeooo:annotation":
                self._found.add(
                    TraitKind.COMMENTS,
                    where=self._where,
                    by=_creator(element),
                    words=text_in(element, "text:p", "text:h"),
                )
            case "presentation:notes":
                self._note_notes(element)
            case "table:data-pilot-table":
                self._note_pivot(element)
            case "text:hidden-text":
                words = attribute(element, "text:string-value")
                if attribute(element, "text:is-hidden", "true") != "false" and words.strip():
                    self._found.add(TraitKind.HIDDEN_TEXT, where=self._where, words=words)
            case _:
                if name in DATA_STYLES:
                    self._styles.add_data_style(element)

    # Text, and what hides it.

    def _start_paragraph(self, name: str, element: Element) -> Callable[[], None]:
        hides = self._styles.hides("paragraph", attribute(element, "text:style-name"))
        self._paragraphs += 1
        if self._paragraphs == 1:
            self._paragraph_words, self._hides_paragraph, self._heading_text = "", False, ""
        leave_hiding = self._hide(hides=hides)

        def leave() -> None:
            if leave_hiding is not None:
                leave_hiding()
            self._paragraphs -= 1
            if self._paragraphs:
                return
            if self._hides_paragraph and self._paragraph_words.strip():
                self._found.add(TraitKind.HIDDEN_TEXT, where=self._where, words=self._paragraph_words)
            elif name == "text:h" and self._heading_text.strip():
                self._heading = " ".join(self._heading_text.split())
            if not self._hiding:
                self._end_hidden_piece()

        return leave

    def _hide(self, *, hides: bool) -> Callable[[], None] | None:
        if not hides:
            return None
        self._hiding.append("")

        def leave() -> None:
            self._hiding.pop()

        return leave

    def _text(self, text: str) -> None:
        if self._is_in_spreadsheet and self._tables:
            table = self._tables[0]
            for key in dict.fromkeys(("", table.cell_kind)):
                if len(table.words.setdefault(key, "")) < _MOST_WORDS:
                    table.words[key] += text
        if self._hiding:
            # Word hides the page numbers of contents from web pages; LibreOffice takes it for more.
            if self._own_links and _PAGE_NUMBER.fullmatch(text.strip()):
                return
            if len(self._hidden_words) < _MOST_WORDS:
                self._hidden_words += text
            return
        if text.strip():
            self._end_hidden_piece()
        if len(self._paragraph_words) < _MOST_WORDS:
            self._paragraph_words += text
            self._heading_text += text

    def _end_hidden_piece(self) -> None:
        if self._hidden_words.strip():
            self._found.add(TraitKind.HIDDEN_TEXT, where=self._where, words=self._hidden_words)
        self._hidden_words = ""

    def _leave_own_link(self) -> None:
        self._own_links -= 1

    def _leave_story(self) -> None:
        self._story_place = ""

    def _is_hidden_shape(self, element: Element) -> bool:
        display = attribute(element, "drawooo:display") or attribute(element, "draw:display")
        return display in ("none", "screen") or (
            attribute(element, "draw:layer") in self._styles.hidden_layers
        )

    # Changes.

    def _note_region(self, element: Element) -> None:
        region = attribute(element, "text:id") or element.get(
            "{http://www.w3.org/XML/1998/namespace}id", f"region {len(self._regions)}"
        )
        self._regions[region] = (_creator(element), text_in(element, "text:p", "text:h"))

    def _note_cell_changes(self, element: Element) -> None:
        for change in element:
            if not short_name(change).startswith("table:"):
                continue
            old = child(change, "table:previous")
            words = "" if old is None else _old_value(old)
            self._found.add(TraitKind.TRACKED_CHANGES, by=_creator(change), words=words)

    # Slides.

    def _note_notes(self, element: Element) -> None:
        words = [
            text_in(frame, "text:p", "text:h")
            for frame in element
            if attribute(frame, "presentation:class") in ("", "notes")
            and attribute(frame, "presentation:placeholder") != "true"
        ]
        if self._slide_number and "".join(words).strip():
            self._found.add(TraitKind.SPEAKER_NOTES, where=self._where, words=" ".join(words))

    # What comes from elsewhere.

    def _note_link(self, name: str, element: Element) -> None:
        if name in _NO_LINKS:
            return
        target = ""
        if name in ("office:dde-source", "text:dde-connection-decl"):
            names = (attribute(element, f"office:dde-{key}") for key in ("topic", "application"))
            target = next(filter(None, names), "DDE")
        elif name.partition(":")[0] in ("draw", "text", "table", "presentation", "style"):
            href = attribute(element, "xlink:href")
            if href and not href.startswith("#") and not self._is_inside(href):
                target = href
        if target:
            self._links.setdefault(target)

    def _is_inside(self, href: str) -> bool:
        name = href.removeprefix("./").rstrip("/")
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", href) or href.startswith(("/", "../")):
            return False
        return (
            self._package.has(name)
            or any(each.startswith(f"{name}/") for each in self._package.names)
            or f"{name}/" in self._media
        )

    def _note_object(self, name: str, element: Element) -> None:
        href = attribute(element, "xlink:href").removeprefix("./").rstrip("/")
        if href and not self._is_inside(href):
            return
        media = self._media.get(f"{href}/", "") or self._media.get(href, "")
        if name == "draw:object":
            inner = next(iter(element), None)
            if any(own in media for own in _OWN_OBJECTS) or (inner is not None and "Math" in str(inner.tag)):
                return
        what = next((words for word, words in _OBJECT_WORDS if word in media), "file")
        place = self._where
        self._found.add(TraitKind.EMBEDDED_FILES, where=f"{place}, {what}" if place else what)

    # Sheets.

    def _start_table(self, element: Element) -> Callable[[], None]:
        name = attribute(element, "table:name")
        is_hidden = attribute(element, "table:style-name") in self._styles.hidden_tables
        # What another file said when it was last looked at is kept in sheets of such names.
        table = _Table(name, is_hidden, is_link=name.startswith("'") and "'#" in name)
        table.words[""] = ""
        self._tables.append(table)

        def leave() -> None:
            self._tables.pop()
            if self._is_in_spreadsheet and not self._tables and not table.is_link:
                self._settle_table(table)

        return leave

    def _settle_table(self, table: _Table) -> None:
        if table.is_hidden:
            self._found.add(TraitKind.HIDDEN_SHEETS, where=table.place, words=table.words[""])
            return
        words = table.words.get("hidden", "")
        if table.hidden_rows:
            rows = numbers_in_words(_joined(table.hidden_rows), "row", "rows")
            place = f"{table.place}, {rows}{' (filtered out)' if table.is_filtered else ''}"
            count = sum(last - first + 1 for first, last in table.hidden_rows)
            self._found.add(TraitKind.HIDDEN_CELLS, count=count, where=place, words=words)
        if table.hidden_columns:
            place = f"{table.place}, {columns_in_words(runs_of(table.hidden_columns))}"
            self._found.add(TraitKind.HIDDEN_CELLS, count=len(table.hidden_columns), where=place, words=words)
        if table.blanked:
            self._found.add(
                TraitKind.HIDDEN_TEXT,
                count=table.blanked,
                where=f"{table.place}, {table.blanked_at}",
                words=table.words.get("blanked", ""),
            )

    def _start_in_table(self, name: str, element: Element) -> Callable[[], None] | None:
        if not self._is_in_spreadsheet or len(self._tables) != 1:
            return None
        table = self._tables[0]
        match name:
            case "table:table-column":
                self._note_column(table, element)
            case "table:table-row":
                table.row += table.row_repeat if table.row else 1
                table.row_repeat = _repeat(element, "table:number-rows-repeated")
                visibility = attribute(element, "table:visibility", "visible")
                is_flat = attribute(element, "table:style-name") in self._styles.flat_rows
                table.row_is_hidden = visibility != "visible" or is_flat
                table.is_filtered = table.is_filtered or visibility == "filter"
                table.column = 0
            case _:
                return self._start_cell(table, element, is_covered=name != "table:table-cell")
        return None

    def _note_column(self, table: _Table, element: Element) -> None:
        repeat = _repeat(element, "table:number-columns-repeated")
        run = table.column_count + 1, table.column_count + repeat
        table.column_count += repeat
        is_flat = attribute(element, "table:style-name") in self._styles.flat_columns
        if is_flat or attribute(element, "table:visibility", "visible") != "visible":
            table.hidden_column_runs.append(run)
        if style := attribute(element, "table:default-cell-style-name"):
            table.column_styles.append((*run, style))

    def _start_cell(self, table: _Table, element: Element, *, is_covered: bool) -> Callable[[], None] | None:
        first = table.column + 1
        table.column += _repeat(element, "table:number-columns-repeated")
        table.cell = f"{column_letters(first)}{table.row}"
        has_value = bool(attribute(element, "office:value-type") or attribute(element, "table:formula"))
        if not has_value or is_covered:
            return None
        kind = ""
        hidden = {
            column
            for low, high in table.hidden_column_runs
            for column in range(max(first, low), min(table.column, high) + 1)
        }
        if table.row_is_hidden:
            run = table.row, table.row + table.row_repeat - 1
            if not table.hidden_rows or table.hidden_rows[-1] != run:
                table.hidden_rows.append(run)
            kind = "hidden"
        elif hidden:
            table.hidden_columns |= hidden
            kind = "hidden"
        elif self._is_blanked(table, element, first):
            table.blanked += (table.column - first + 1) * table.row_repeat
            table.blanked_at = table.blanked_at or table.cell
            kind = "blanked"
        table.cell_kind = kind

        def leave() -> None:
            self._text(" ")
            table.cell, table.cell_kind = "", ""

        return leave

    def _is_blanked(self, table: _Table, element: Element, column: int) -> bool:
        style = attribute(element, "table:style-name")
        if not style:
            style = next((each for low, high, each in table.column_styles if low <= column <= high), "")
        return self._styles.blanks(style)

    def _note_pivot(self, element: Element) -> None:
        target = attribute(element, "table:target-range-address")
        sheet = target.rpartition(":")[2].rpartition(".")[0].strip("$'")
        fields = [
            attribute(field, "table:source-field-name")
            for field in descendants(element, "table:data-pilot-field")
        ]
        self._found.add(
            TraitKind.PIVOT_DATA,
            where=f"Sheet {sheet}" if sheet else "",
            words=", ".join(filter(None, fields)),
        )


def _media_types(package: Package) -> dict[str, str]:
    """Return what the manifest says each part is."""
    if not package.has("META-INF/manifest.xml"):
        return {}
    return {
        attribute(entry, "manifest:full-path"): attribute(entry, "manifest:media-type")
        for entry in descendants(package.tree("META-INF/manifest.xml"), "manifest:file-entry")
    }


def _old_value(previous: Element) -> str:
    values = (
        attribute(cell, "office:value") for cell in descendants(previous, "table:change-track-table-cell")
    )
    return text_in(previous, "text:p") or " ".join(values)


def _creator(element: Element) -> str:
    creator = next(descendants(element, "dc:creator"), None)
    return "" if creator is None else "".join(creator.itertext(with_tail=False))


def _repeat(element: Element, name: str) -> int:
    number = attribute(element, name, "1")
    return min(max(int(number), 1), _LARGEST_REPEAT) if number.isdigit() else 1


def _joined(runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in runs:
        if joined and joined[-1][1] == first - 1:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined
