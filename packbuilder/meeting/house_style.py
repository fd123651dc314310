"""The council's choices of how things are printed."""

from __future__ import annotations

import dataclasses
from enum import StrEnum


class AgendaStyle(StrEnum):
    """The two agendas that councils publish."""

    TABLE = "table"
    LIST = "list"


class RangeStyle(StrEnum):
    """How a run of page numbers is printed, shown by its own example."""

    TIGHT = "5-14"
    SPACED = "5 - 14"
    WORDS = "(Pages 5 - 14)"


class LandscapeStamps(StrEnum):
    """Where a landscape page carries its stamps.

    Upright reads with the page; short edge reads with the printed pack, held portrait.
    """

    UPRIGHT = "upright"
    SHORT_EDGE = "short edge"


class Column(StrEnum):
    """What a column of the agenda's table holds."""

    ITEM = "item"
    SUBJECT = "subject"
    LEAD = "lead"
    FORM = "form"
    TIME = "time"
    PAGE = "page"


@dataclasses.dataclass(frozen=True, slots=True)
class AgendaColumn:
    """One column of the agenda's table and the heading that the council prints over it."""

    column: Column
    heading: str


ALL_COLUMNS = (
    AgendaColumn(Column.ITEM, "Item"),
    AgendaColumn(Column.SUBJECT, "Subject"),
    AgendaColumn(Column.LEAD, "Lead officer"),
    AgendaColumn(Column.FORM, "Form"),
    AgendaColumn(Column.TIME, "Time"),
    AgendaColumn(Column.PAGE, "Page"),
)


@dataclasses.dataclass(frozen=True, slots=True)
class HouseStyle:
    """How this council prints its packs and numbers its items.

    ``item_numbers`` and ``minute_numbers`` are the first number as it is printed ("01", "1.",
    "42.", "67/23"); the others follow its pattern. ``page_ranges`` is None where the agenda
    style decides. ``logo`` is a path to a picture, or empty.
    """

    agenda_style: AgendaStyle = AgendaStyle.TABLE
    agenda_columns: tuple[AgendaColumn, ...] = ALL_COLUMNS
    item_numbers: str = "1."
    minute_numbers: str = "01."
    page_ranges: RangeStyle | None = None
    duplex: bool = True
    landscape_stamps: LandscapeStamps = LandscapeStamps.UPRIGHT
    logo: str = ""

    @property
    def range_style(self) -> RangeStyle:
        """The range style in force: the one chosen, or what suits the agenda style."""
        if self.page_ranges is not None:
            return self.page_ranges
        return RangeStyle.WORDS if self.agenda_style is AgendaStyle.LIST else RangeStyle.TIGHT
