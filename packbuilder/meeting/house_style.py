"""The council's choices of how things are printed."""

from __future__ import annotations

import dataclasses
import functools
import unicodedata
from enum import StrEnum

from packbuilder.errors import PackBuilderError


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


class FontFamily(StrEnum):
    """The typeface of every page and stamp that packbuilder draws."""

    SANS = "sans"
    SERIF = "serif"


class ItemStampPlace(StrEnum):
    """Where the first page of an item says which item it is."""

    TOP_LEFT = "top left"
    TOP_CENTRE = "top centre"
    TOP_RIGHT = "top right"


class PageStampPlace(StrEnum):
    """Where a page says its number.

    Bottom outer is the edge away from the fold of a pack printed on both sides: on the right of odd
    pages and on the left of even ones. On one side only, it is the right.
    """

    BOTTOM_LEFT = "bottom left"
    BOTTOM_CENTRE = "bottom centre"
    BOTTOM_RIGHT = "bottom right"
    BOTTOM_OUTER = "bottom outer"


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
    style decides. ``logo`` is a path to a picture, or empty; ``logo_sha256`` names the copy of it
    that a meeting file holds (SHA-256, in hexadecimal), and ``logo`` is then where it came from.

    ``item_stamp`` and ``page_stamp`` are the words stamped, "{number}" where the number goes
    (``check_stamp_wording``); an empty ``item_stamp`` stamps no item. ``name`` is that of the named
    style which these choices were taken from, or empty.
    """

    agenda_style: AgendaStyle = AgendaStyle.TABLE
    agenda_columns: tuple[AgendaColumn, ...] = ALL_COLUMNS
    item_numbers: str = "1."
    minute_numbers: str = "01."
    page_ranges: RangeStyle | None = None
    duplex: bool = True
    landscape_stamps: LandscapeStamps = LandscapeStamps.UPRIGHT
    logo: str = ""
    logo_sha256: str = ""
    font: FontFamily = FontFamily.SANS
    item_stamp: str = "Agenda Item {number}"
    item_stamp_place: ItemStampPlace = ItemStampPlace.TOP_RIGHT
    page_stamp: str = "Page {number}"
    page_stamp_place: PageStampPlace = PageStampPlace.BOTTOM_CENTRE
    name: str = ""

    @property
    def range_style(self) -> RangeStyle:
        """The range style in force: the one chosen, or what suits the agenda style."""
        if self.page_ranges is not None:
            return self.page_ranges
        return RangeStyle.WORDS if self.agenda_style is AgendaStyle.LIST else RangeStyle.TIGHT


NUMBER_MARK = "{number}"
"""Where the number goes in the wording of a stamp."""

LONGEST_STAMP_WORDING = 40
"""How many characters the wording of a stamp may have."""


@functools.lru_cache(maxsize=16)  # Asked of the same wording for every page.
def check_stamp_wording(wording: str) -> str:
    """Return what is wrong with the wording of a stamp, as the end of a sentence, or "" if nothing is.

    ``wording`` is such as "Page {number}". Whether the fonts can print it is found when it is drawn.
    """
    before, mark, after = wording.partition(NUMBER_MARK)
    if not mark:
        return "it does not say where the number goes"
    if NUMBER_MARK in after:
        return "it holds {number} more than once"
    if any(brace in before + after for brace in "{}"):
        return "it holds a brace that does not belong to {number}"
    if len(wording) > LONGEST_STAMP_WORDING:
        return f"it has more than {LONGEST_STAMP_WORDING} characters"
    if not wording.isprintable():
        return "it holds a character that cannot be seen"
    if before[-1:].isnumeric() or after[:1].isnumeric():
        return "a digit stands right beside {number} and would change it"
    return ""


def stamp_text(key: str, wording: str, number: int | str) -> str:
    """Return the words of a stamp: the wording with its number, and single spaces.

    Args:
        key: Which wording it is, for the error: "item_stamp" or "page_stamp".
        wording: Such as "Page {number}".
        number: What to put in its place.

    Raises:
        PackBuilderError: If ``check_stamp_wording`` finds something wrong.
    """
    trouble = check_stamp_wording(wording)
    if trouble:
        shown = "".join(c if c.isprintable() else " " for c in wording)
        raise PackBuilderError(
            f'{key} is "{shown}": {trouble}.',
            f"Write up to {LONGEST_STAMP_WORDING} characters with {{number}} where the number goes, "
            'such as "Page {number}".',
        )
    words = wording.replace(NUMBER_MARK, str(number))
    return " ".join(unicodedata.normalize("NFC", words).split())
