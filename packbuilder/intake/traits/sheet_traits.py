"""What an Excel file carries that its author may not mean to publish, read before any conversion.

Second in the line. Sheets are read row by row, and their text is looked up only where it is told.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from packbuilder.intake.traits.gathered_traits import (
    GatheredTraits,
    column_letters,
    columns_in_words,
    numbers_in_words,
    runs_of,
)
from packbuilder.intake.traits.open_xml import (
    Element,
    Package,
    attribute,
    child,
    descendants,
    says_yes,
    short_name,
    text_in,
)
from packbuilder.intake.traits.open_xml_traits import (
    gather_embedded_files,
    gather_external_links,
    gather_macros,
    hidden_shapes,
    object_programs,
)
from packbuilder.meeting.document_facts import Trait, TraitKind

_LAST_COLUMN = 16_384
_CELLS_IN_EXCERPT = 8
_SHEET_KINDS = frozenset({"worksheet", "chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"})
_WORKSHEET_PARTS = ("s:row", "s:cols", "s:sheetFormatPr", "s:autoFilter")
_OWN_CONNECTIONS = ("thisworkbookdatamodel", "worksheetconnection_")
"""Connections of a workbook to its own sheets and its own data model."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    part: str
    state: str

    @property
    def place(self) -> str:
        return f"Sheet {self.name}"


@dataclasses.dataclass(slots=True)
class _Cells:
    """The first cells of a finding, by which its words are told."""

    values: list[tuple[str, str]] = dataclasses.field(default_factory=list)

    @property
    def is_full(self) -> bool:
        return len(self.values) >= _CELLS_IN_EXCERPT

    def add(self, cell: Element) -> None:
        if not self.is_full:
            inline = child(cell, "s:is")
            value = child(cell, "s:v")
            if inline is not None:
                self.values.append(("", text_in(inline, "s:t")))
            elif value is not None:
                self.values.append((cell.get("t", ""), value.text or ""))


@dataclasses.dataclass(slots=True)
class _SheetFacts:
    """What was found on one sheet."""

    hidden_rows: set[int] = dataclasses.field(default_factory=set)
    hidden_columns: set[int] = dataclasses.field(default_factory=set)
    blanked: int = 0
    blanked_at: str = ""
    is_filtered: bool = False
    first_cells: _Cells = dataclasses.field(default_factory=_Cells)
    hidden_cells: _Cells = dataclasses.field(default_factory=_Cells)
    blanked_cells: _Cells = dataclasses.field(default_factory=_Cells)


def sheet_traits(package: Package, main: str) -> tuple[Trait, ...]:
    """Return what an Excel file carries.

    Args:
        package: The open file.
        main: The name of its main part.

    Raises:
        PackBuilderError: If a part is missing or of absurd size.
        zipfile.BadZipFile: And others of ``open_xml.DAMAGE``, if a part is damaged.
    """
    found = GatheredTraits()
    sheets = tuple(_sheets(package, main))
    blank_styles = _blank_styles(package, main)
    people = _people(package, main)
    read = [(sheet, _read_sheet(package, sheet, blank_styles)) for sheet in sheets]
    words = _Words(package, main, [facts for _, facts in read])
    programs: dict[tuple[str, str], str] = {}
    places: dict[str, str] = {}
    for sheet, facts in read:
        places[sheet.part] = sheet.place
        _gather_sheet(sheet, facts, words, found)
        programs.update(object_programs(package, sheet.part))
        _gather_comments(package, sheet, people, found)
        for drawing in package.related(sheet.part, "drawing"):
            for text in hidden_shapes(package, drawing):
                found.add(TraitKind.HIDDEN_TEXT, where=sheet.place, words=text)
    _gather_pivots(package, main, sheets, found)
    _gather_changes(package, main, found)
    gather_macros(package, found)
    _gather_links(package, main, found)
    gather_embedded_files(package, found, programs, lambda part: places.get(part, ""))
    return found.traits()


def _sheets(package: Package, main: str) -> Iterator[_Sheet]:
    parts = {each.id: each for each in package.relationships(main)}
    for is_start, name, element, _ in package.walk(main):
        if is_start and name == "s:sheet":
            link = parts.get(attribute(element, "r:id"))
            title = element.get("name", "")
            if link is None or link.kind not in _SHEET_KINDS or not package.has(link.target):
                raise package.refused(f"is not whole: its sheet {title} is missing")
            yield _Sheet(title, package.exact_name(link.target), element.get("state", "visible"))


def _blank_styles(package: Package, main: str) -> frozenset[str]:
    """Return the cell styles whose number format shows nothing at all, such as ";;;"."""
    blank_formats: set[str] = set()
    styles: set[str] = set()
    for part in package.related(main, "styles"):
        for is_start, name, element, _ in package.walk(part, frozenset({"s:cellXfs", "s:numFmts"})):
            if is_start:
                continue
            if name == "s:numFmts":
                for each in descendants(element, "s:numFmt"):
                    if _shows_nothing(each.get("formatCode", "")):
                        blank_formats.add(each.get("numFmtId", ""))
            elif name == "s:cellXfs":
                for index, each in enumerate(element):
                    if each.get("numFmtId", "0") in blank_formats:
                        styles.add(str(index))
    return frozenset(styles)


def _shows_nothing(code: str) -> bool:
    sections = code.replace('""', "").replace(" ", "").split(";")
    return len(sections) == 4 and not any(sections)


def _read_sheet(package: Package, sheet: _Sheet, blank_styles: frozenset[str]) -> _SheetFacts:
    facts = _SheetFacts()
    hidden: list[tuple[int, int]] = []
    shown: list[tuple[int, int]] = []
    hides_other_columns = False
    row_number = 0
    for element in package.elements(sheet.part, *_WORKSHEET_PARTS):
        name = short_name(element)
        if name == "s:sheetFormatPr":
            hides_other_columns = _is_zero(element.get("defaultColWidth"))
        elif name == "s:autoFilter":
            facts.is_filtered = True
        elif name == "s:cols":
            for each in descendants(element, "s:col"):
                run = int(each.get("min", "0")), min(int(each.get("max", "0")), _LAST_COLUMN)
                is_hidden = says_yes(each.get("hidden")) or _is_zero(each.get("width"))
                (hidden if is_hidden else shown).append(run)
        elif name == "s:row":
            row_number = int(element.get("r") or row_number + 1)
            is_hidden_row = says_yes(element.get("hidden")) or _is_zero(element.get("ht"))
            if (
                not (is_hidden_row or hidden or blank_styles or hides_other_columns)
                and facts.first_cells.is_full
            ):
                continue
            column = 0
            for cell in element:
                column = _column(cell.get("r")) or column + 1
                if not _has_value(cell):
                    continue
                facts.first_cells.add(cell)
                is_hidden_column = any(first <= column <= last for first, last in hidden) or (
                    hides_other_columns and not any(first <= column <= last for first, last in shown)
                )
                if is_hidden_row:
                    facts.hidden_rows.add(row_number)
                    facts.hidden_cells.add(cell)
                elif is_hidden_column:
                    facts.hidden_columns.add(column)
                    facts.hidden_cells.add(cell)
                elif cell.get("s", "0") in blank_styles:
                    facts.blanked += 1
                    facts.blanked_at = facts.blanked_at or f"{column_letters(column)}{row_number}"
                    facts.blanked_cells.add(cell)
    return facts


def _is_zero(size: str | None) -> bool:
    return size is not None and float(size) == 0


def _column(reference: str | None) -> int:
    number = 0
    for letter in reference or "":
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _has_value(cell: Element) -> bool:
    return any(
        (short_name(each) == "s:v" and each.text) or short_name(each) in ("s:is", "s:f") for each in cell
    )


class _Words:
    """The words of cells; text that cells share is read once, and only what is asked for is kept."""

    def __init__(self, package: Package, main: str, facts: list[_SheetFacts]) -> None:
        kept = [
            cells for each in facts for cells in (each.first_cells, each.hidden_cells, each.blanked_cells)
        ]
        wanted = {
            int(value) for cells in kept for kind, value in cells.values if kind == "s" and value.isdigit()
        }
        self._shared: dict[int, str] = {}
        index = 0
        for part in package.related(main, "sharedStrings"):
            for is_start, name, element, _ in package.walk(part, frozenset({"s:si"})):
                if name == "s:si" and not is_start:
                    if index in wanted:
                        self._shared[index] = text_in(element, "s:t")
                    index += 1

    def of(self, cells: _Cells) -> str:
        return " ".join(
            self._shared.get(int(value), "") if kind == "s" and value.isdigit() else value
            for kind, value in cells.values
        )


def _gather_sheet(sheet: _Sheet, facts: _SheetFacts, words: _Words, found: GatheredTraits) -> None:
    if sheet.state != "visible":
        place = f"{sheet.place} (very hidden)" if sheet.state == "veryHidden" else sheet.place
        found.add(TraitKind.HIDDEN_SHEETS, where=place, words=words.of(facts.first_cells))
        return
    hidden_words = words.of(facts.hidden_cells)
    if facts.hidden_rows:
        rows = numbers_in_words(runs_of(facts.hidden_rows), "row", "rows")
        place = f"{sheet.place}, {rows}{' (filtered out)' if facts.is_filtered else ''}"
        found.add(TraitKind.HIDDEN_CELLS, count=len(facts.hidden_rows), where=place, words=hidden_words)
    if facts.hidden_columns:
        place = f"{sheet.place}, {columns_in_words(runs_of(facts.hidden_columns))}"
        found.add(TraitKind.HIDDEN_CELLS, count=len(facts.hidden_columns), where=place, words=hidden_words)
    if facts.blanked:
        place = f"{sheet.place}, {facts.blanked_at}"
        found.add(
            TraitKind.HIDDEN_TEXT, count=facts.blanked, where=place, words=words.of(facts.blanked_cells)
        )


def _people(package: Package, main: str) -> dict[str, str]:
    names: dict[str, str] = {}
    for part in package.related(main, "person"):
        for person in descendants(package.tree(part), "tc:person"):
            names[person.get("id", "")] = person.get("displayName", "")
    return names


def _gather_comments(package: Package, sheet: _Sheet, people: dict[str, str], found: GatheredTraits) -> None:
    has_threads = False
    for part in package.related(sheet.part, "threadedComment"):
        for comment in descendants(package.tree(part), "tc:threadedComment"):
            has_threads = True
            found.add(
                TraitKind.COMMENTS,
                where=f"{sheet.place}, {comment.get('ref', '')}".rstrip(", "),
                by=people.get(comment.get("personId", ""), ""),
                words=text_in(comment, "tc:text"),
            )
    for part in package.related(sheet.part, "comments"):
        root = package.tree(part)
        authors = ["".join(author.itertext()) for author in descendants(root, "s:author")]
        for comment in descendants(root, "s:comment"):
            number = comment.get("authorId", "")
            author = authors[int(number)] if number.isdigit() and int(number) < len(authors) else ""
            # Excel writes each thread a second time for its older versions.
            if not (has_threads and author.startswith("tc=")):
                place = f"{sheet.place}, {comment.get('ref', '')}".rstrip(", ")
                found.add(TraitKind.COMMENTS, where=place, by=author, words=text_in(comment, "s:t"))


def _gather_pivots(package: Package, main: str, sheets: tuple[_Sheet, ...], found: GatheredTraits) -> None:
    places: dict[str, str] = {}
    for sheet in sheets:
        for table in package.related(sheet.part, "pivotTable"):
            for cache in package.related(table, "pivotCacheDefinition"):
                places.setdefault(cache, sheet.place)
    caches = dict.fromkeys((*package.related(main, "pivotCacheDefinition"), *places))
    for cache in caches:
        fields = [field.get("name", "") for field in descendants(package.tree(cache), "s:cacheField")]
        found.add(TraitKind.PIVOT_DATA, where=places.get(cache, ""), words=", ".join(fields))
    for _ in package.related(main, "powerPivotData"):
        found.add(TraitKind.PIVOT_DATA, where="Data model")


def _gather_changes(package: Package, main: str, found: GatheredTraits) -> None:
    """Note the history of a shared workbook, which keeps the old values of changed cells."""
    for part in package.related(main, "revisionHeaders"):
        for header in descendants(package.tree(part), "s:header"):
            found.add(TraitKind.TRACKED_CHANGES, count=0, by=header.get("userName", ""))
        for log in package.related(part, "revisionLog"):
            root = package.tree(log)
            found.add(TraitKind.TRACKED_CHANGES, count=len(root), words=text_in(root, "s:v", "s:t"))


def _gather_links(package: Package, main: str, found: GatheredTraits) -> None:
    gather_external_links(package, found)
    for part in package.related(main, "externalLink"):
        if not any(each.is_external for each in package.relationships(part)):
            link = next(descendants(package.tree(part), "s:ddeLink"), None)
            topic = "" if link is None else link.get("ddeTopic", "")
            found.add(TraitKind.EXTERNAL_LINKS, where=topic, words=topic)
    for part in package.related(main, "connections"):
        for each in descendants(package.tree(part), "s:connection"):
            name = each.get("name", "")
            if not name.replace(" ", "").lower().startswith(_OWN_CONNECTIONS):
                found.add(TraitKind.EXTERNAL_LINKS, where=f"Connection {name}", words=name)
