"""What the styles of an OpenDocument file hide: text, slides, sheets, rows, columns and values.

Used by ``odf_traits``, which reads the styles before what wears them.
"""

from __future__ import annotations

import dataclasses
import re

from packbuilder.intake.traits.open_xml import Element, attribute, short_name

DATA_STYLES = frozenset(
    f"number:{name}-style" for name in ("number", "currency", "percentage", "date", "time", "boolean", "text")
)
"""The elements that say how numbers are written."""


@dataclasses.dataclass(slots=True)
class OdfStyles:
    """What the styles of a file hide, by family and name."""

    parents: dict[tuple[str, str], str] = dataclasses.field(default_factory=dict)
    hides_text: dict[tuple[str, str], bool] = dataclasses.field(default_factory=dict)
    hidden_slides: set[str] = dataclasses.field(default_factory=set)
    hidden_tables: set[str] = dataclasses.field(default_factory=set)
    flat_rows: set[str] = dataclasses.field(default_factory=set)
    flat_columns: set[str] = dataclasses.field(default_factory=set)
    blank_data: set[str] = dataclasses.field(default_factory=set)
    data_of_cells: dict[str, str] = dataclasses.field(default_factory=dict)
    hidden_layers: set[str] = dataclasses.field(default_factory=set)

    def add(self, element: Element) -> None:
        """Take in a style."""
        family, name = attribute(element, "style:family"), attribute(element, "style:name")
        self.parents[family, name] = attribute(element, "style:parent-style-name")
        if data_style := attribute(element, "style:data-style-name"):
            self.data_of_cells[name] = data_style
        for properties in element:
            match short_name(properties):
                case "style:text-properties":
                    if display := attribute(properties, "text:display"):
                        self.hides_text[family, name] = display == "none"
                case "style:drawing-page-properties":
                    if attribute(properties, "presentation:visibility") == "hidden":
                        self.hidden_slides.add(name)
                case "style:table-properties":
                    if attribute(properties, "table:display") == "false":
                        self.hidden_tables.add(name)
                case "style:table-row-properties":
                    if _is_zero(attribute(properties, "style:row-height")):
                        self.flat_rows.add(name)
                case "style:table-column-properties":
                    if _is_zero(attribute(properties, "style:column-width")):
                        self.flat_columns.add(name)
                case _:
                    pass

    def add_data_style(self, element: Element) -> None:
        """Take in a number format; one that shows nothing of any value is kept in mind."""
        name = attribute(element, "style:name")
        shows = False
        for each in element:
            short = short_name(each)
            if short == "style:map":
                shows = shows or attribute(each, "style:apply-style-name") not in self.blank_data
            elif short == "number:text":
                shows = shows or bool("".join(each.itertext()).strip())
            elif short.startswith("number:"):
                shows = True
        if not shows:
            self.blank_data.add(name)

    def hides(self, family: str, name: str) -> bool:
        """Tell whether a style, or one that it is based on, hides its text."""
        seen: set[str] = set()
        while name and name not in seen:
            seen.add(name)
            if (family, name) in self.hides_text:
                return self.hides_text[family, name]
            name = self.parents.get((family, name), "")
        return False

    def blanks(self, cell_style: str) -> bool:
        """Tell whether a cell style shows nothing, by its number format."""
        seen: set[str] = set()
        while cell_style and cell_style not in seen:
            seen.add(cell_style)
            if cell_style in self.data_of_cells:
                return self.data_of_cells[cell_style] in self.blank_data
            cell_style = self.parents.get(("table-cell", cell_style), "")
        return False


def _is_zero(length: str) -> bool:
    return re.fullmatch(r"0+(\.0*)?[a-z]*", length) is not None
