"""What a report is brought down to before its cover is read: lines and tables. Pure.

``intake.covers.cover_in_word`` and ``intake.covers.cover_in_pdf`` make these; ``report_cover`` reads them.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from packbuilder.meeting.cover.list_marks import mark_of


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, with the mark of its list before its words ("3.1 ", "a) ", "• ") if it has one.

    ``is_heading`` says that it looks like one: by its style, or because all of it is bold.
    ``indent_pt`` is how far in it begins; what stands further in belongs to the point above.
    """

    text: str
    is_heading: bool = False
    indent_pt: float = 0.0


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """A table: rows of cells, each cell a tuple of its paragraphs."""

    rows: tuple[tuple[tuple[str, ...], ...], ...]


Block = Line | Table


_LONGEST_TEXT = 5_000
"""What a paragraph has beyond this is not read: no cover has so long a one."""

_PLACEHOLDER = re.compile(r"[\[<\u2039\u00ab][^\[\]<>]*[\]>\u203a\u00bb][\s.;:,]*")
_PROMPT = re.compile(
    r"(?:click|tap)(?: or tap)? (?:here )?to enter (?:text|a date)\W*|choose an item\W*", re.I
)


def without_placeholders(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks without what the template left to be filled in, white space made single."""
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Table):
            rows = (tuple(tuple(_tidy(p) for p in cell if _is_said(p)) for cell in row) for row in block.rows)
            kept.append(Table(tuple(rows)))
        elif _is_said(block.text):
            kept.append(dataclasses.replace(block, text=_tidy(block.text)))
    return kept


def _is_said(text: str) -> bool:
    words = mark_of(_tidy(text)).words.strip()
    return bool(words) and not (_PLACEHOLDER.fullmatch(words) or _PROMPT.fullmatch(words))


def _tidy(text: str) -> str:
    """Return text with its white space made single, but for a tab that sets a value apart."""
    return re.sub(r" ?\t[ \t]*", "\t", re.sub(r"[^\S\t\n]+", " ", text[:_LONGEST_TEXT])).strip()
