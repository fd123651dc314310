"""What is done to a copy of a received file before its pages are used: settings of a document.

First in the line. The file as it was received stays as it is; undoing an edit brings back the pages
as they were. What the pages then look like is the business of ``intake``.
"""

from __future__ import annotations

import dataclasses
from enum import StrEnum


class Remedy(StrEnum):
    """What puts right something that a file carries."""

    ACCEPT_CHANGES = "accept changes"
    """Tracked changes of a Word document are accepted, as if its author had done so."""
    DROP_COMMENTS = "drop comments"
    """Comments and highlights that readers left on the pages of a PDF are taken off."""
    FLATTEN = "flatten"
    """Marks and filled-in fields become part of their pages: what they say besides is gone."""


@dataclasses.dataclass(frozen=True, slots=True)
class Treatment:
    """What is done to a document.

    Args:
        remedies: Each once, in the order of ``Remedy`` (``treatment`` sees to that).
        pictured_pages: The pages, from 1, of which only what is seen is kept: they become pictures,
            and the text under a black box is gone.
        of_pages: How many pages the document had when ``pictured_pages`` were chosen; 0 where nobody
            knows, as of a description. It changes no page, and is no part of ``key``.
    """

    remedies: tuple[Remedy, ...] = ()
    pictured_pages: tuple[int, ...] = ()
    of_pages: int = 0

    @property
    def key(self) -> str:
        """What tells the pages of one treatment from those of another; "" for none."""
        pages = [f"pages {' '.join(map(str, self.pictured_pages))}"] if self.pictured_pages else []
        return "; ".join([*self.remedies, *pages])


def with_remedy(treatment: Treatment, remedy: Remedy) -> Treatment:
    """Return a treatment that has a remedy too."""
    remedies = tuple(each for each in Remedy if each in (*treatment.remedies, remedy))
    return dataclasses.replace(treatment, remedies=remedies)


def without_remedy(treatment: Treatment, remedy: Remedy) -> Treatment:
    """Return a treatment without a remedy."""
    remedies = tuple(each for each in treatment.remedies if each is not remedy)
    return dataclasses.replace(treatment, remedies=remedies)


def with_pictured(treatment: Treatment, page_numbers: tuple[int, ...]) -> Treatment:
    """Return a treatment by which further pages become pictures."""
    numbers = tuple(sorted({*treatment.pictured_pages, *page_numbers}))
    return dataclasses.replace(treatment, pictured_pages=numbers)


def without_pictured(treatment: Treatment) -> Treatment:
    """Return a treatment by which no page becomes a picture."""
    return dataclasses.replace(treatment, pictured_pages=(), of_pages=0)


def pictured_of(treatment: Treatment, page_count: int) -> Treatment:
    """Return a treatment whose pictured pages are known to be chosen of so many; 0 where none are."""
    return dataclasses.replace(treatment, of_pages=page_count if treatment.pictured_pages else 0)


def makes_other_pages(before: Treatment, after: Treatment) -> bool:
    """Whether text may stand on another page after one treatment than it does after another."""
    return (Remedy.ACCEPT_CHANGES in before.remedies) != (Remedy.ACCEPT_CHANGES in after.remedies)
