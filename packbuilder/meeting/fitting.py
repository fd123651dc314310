"""Which pages of a document go into the pack, and how they lie on the paper.

First in the line, and pure: settings of a document that change no file. The pages that come out of
taking in are fitted each time they are used (``intake.fitted`` does the same to the PDF).
"""

from __future__ import annotations

import dataclasses
from enum import StrEnum


class PageSize(StrEnum):
    """What becomes of pages of other sizes than the pack's paper."""

    AS_IT_IS = "as it is"
    A4_OR_A3 = "A4 or A3"
    """A3 stays; every other size is scaled to A4."""
    A4 = "A4"
    """Every page is scaled to A4."""


@dataclasses.dataclass(frozen=True, slots=True)
class Fitting:
    """How a document's pages are used; page numbers are those of the document, from 1.

    Args:
        kept: Runs of pages that go into the pack, first and last of each, in order and apart;
            empty means all of them.
        turned: Pages that are turned, and by how many degrees clockwise (90, 180, 270), in order.
        size: What becomes of odd sizes.
        drops_blank_end: Whether blank pages at its end are left out.
    """

    kept: tuple[tuple[int, int], ...] = ()
    turned: tuple[tuple[int, int], ...] = ()
    size: PageSize = PageSize.AS_IT_IS
    drops_blank_end: bool = False
