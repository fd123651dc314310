"""What taking in found out about a document: all that planning and checks need of it.

``intake`` fills these records in; ``pack.plan`` and the checks read them and never open a file.
"""

from __future__ import annotations

import dataclasses
from enum import StrEnum

LOOKED_WITH = 1
"""What this packbuilder looks for in a document: one more each time it looks for something new."""


class PageLook(StrEnum):
    """What a page is made of, to a program that reads text."""

    UNKNOWN = ""
    TEXT = "text"
    SCAN = "scan"
    """A picture of a page, with no text that could be searched or read out."""
    SCAN_WITH_TEXT = "scan with text"
    """A picture of a page, with the text that a scanner's program read from it."""
    DRAWING = "drawing"
    BLANK = "blank"
    """Nothing is to be seen on it."""


@dataclasses.dataclass(frozen=True, slots=True)
class PageFacts:
    """One page as the reader sees it: rotated, cropped, in points after UserUnit.

    ``saves_before`` and ``operators_after`` are what its content needs around it so that nothing
    it does to the graphics state reaches a stamp: "q" operators before, and what closes it after.
    ``content_crc32`` is the checksum of the content, by which the proof knows the page again.
    """

    width_pt: float
    height_pt: float
    saves_before: int = 1
    operators_after: str = "Q"
    content_crc32: int | None = None
    look: PageLook = PageLook.UNKNOWN

    @property
    def is_landscape(self) -> bool:
        """Whether the reader sees the page wider than high."""
        return self.width_pt > self.height_pt


@dataclasses.dataclass(frozen=True, slots=True)
class SourceBookmark:
    """A bookmark that the document itself brings; ``page_index`` counts from 0 inside it."""

    title: str
    page_index: int
    children: tuple[SourceBookmark, ...] = ()


class TraitKind(StrEnum):
    """What a file may carry that its author did not mean to publish."""

    # Found in the file as it was received; only the first two of them are ever printed.
    TRACKED_CHANGES = "tracked-changes"
    UNFILLED_PROMPTS = "unfilled-prompts"
    """What a template asks to be written, such as "[Name]", where nothing was."""
    COMMENTS = "comments"
    HIDDEN_TEXT = "hidden-text"
    SPEAKER_NOTES = "speaker-notes"
    HIDDEN_SLIDES = "hidden-slides"
    HIDDEN_SHEETS = "hidden-sheets"
    HIDDEN_CELLS = "hidden-rows-or-columns"
    PIVOT_DATA = "pivot-data"
    EXTERNAL_LINKS = "external-links"
    EMBEDDED_FILES = "embedded-files"
    MACROS = "macros"
    # Found in a PDF: taken out of the pack.
    ATTACHED_FILES = "attached-files"
    SCRIPTS = "scripts"
    # Found on pages, of the file or of what it was converted to: they go into the pack as they are.
    PRINTED_HIDDEN = "printed-hidden-words"
    """Words that the file hides, but that were printed all the same."""
    MARKS = "marks"
    FORM_VALUES = "form-values"
    HIDDEN_LAYERS = "hidden-layers"
    COVERED_TEXT = "covered-text"
    """Text under an opaque box, a picture or a mark: a redaction that anyone can undo."""
    COVERED_PICTURE = "covered-picture"
    """A part of a picture under an opaque box: the same."""
    UNSEEN_TEXT = "unseen-text"
    """Text that cannot be seen for another reason: it has the colour of its ground, or none."""
    OUTSIDE_PAGE = "outside-page"
    """Text or a picture outside the visible part of a page, which can still be got back."""


IN_PICTURES = ("picture",)
"""Where a trait is that is of pictures and not of words."""


@dataclasses.dataclass(frozen=True, slots=True)
class Trait:
    """One thing that a file carries and that is to be looked at before it is published.

    Args:
        kind: What it is.
        count: How many of it.
        where: Where it is in the file's own words, shortest first known: "Sheet Salaries",
            "Slide 4"; empty where pages say it or nothing does. At most ten.
        page_numbers: The pages of the document, from 1; empty for what has none.
        by: The people who made it, as named in the file, each once. At most ten.
        excerpt: The first of its words, at most 80 characters, so that the clerk can judge it.
    """

    kind: TraitKind
    count: int = 1
    where: tuple[str, ...] = ()
    page_numbers: tuple[int, ...] = ()
    by: tuple[str, ...] = ()
    excerpt: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class FileDetails:
    """What a file says of itself, and what it is made of; nothing of this goes into the pack.

    ``kind`` is in the clerk's words ("Word document"), dates are as ISO 8601 writes them ("" where
    the file gives none), counts are over all pages.
    """

    kind: str = ""
    size_bytes: int = 0
    title: str = ""
    author: str = ""
    last_changed_by: str = ""
    created: str = ""
    changed: str = ""
    program: str = ""
    language: str = ""
    is_tagged: bool = False
    font_count: int = 0
    fonts_not_embedded: tuple[str, ...] = ()
    link_count: int = 0
    form_field_count: int = 0
    mark_count: int = 0
    layer_count: int = 0
    attached_file_count: int = 0
    signature_count: int = 0
    was_encrypted: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class ReportCover:
    """What the cover of a report says, where it follows the council's template.

    ``appendices`` are as listed, with their letters ("Appendix A - DFG data"); ``recommendations``
    as the minutes need them: one sentence each, without numbers of their own. Where the report
    leads into a list ("It is recommended that the Board:"), ``recommendations_lead_in`` has it.
    """

    title: str = ""
    body: str = ""
    date_line: str = ""
    authors: tuple[str, ...] = ()
    appendices: tuple[str, ...] = ()
    recommendations: tuple[str, ...] = ()
    recommendations_lead_in: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class DocumentFacts:
    """One document, taken in.

    ``warnings`` and ``notes`` are sentences for the clerk: warnings about what may be wrong or
    private in the published pack, notes about what was changed without harm. ``traits`` are what
    checks make findings of. ``details`` and ``cover`` are None where nothing is known of them.
    ``looked_with`` is the ``LOOKED_WITH`` of the packbuilder that took it in, 0 for one before that.

    Where pages of the file were left out (``fitting.fitted_facts``), ``page_numbers`` are the numbers,
    from 1, that those left have in the file, and ``whole_page_count`` is how many it has.
    """

    pages: tuple[PageFacts, ...]
    bookmarks: tuple[SourceBookmark, ...] = ()
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    traits: tuple[Trait, ...] = ()
    details: FileDetails | None = None
    cover: ReportCover | None = None
    looked_with: int = 0
    page_numbers: tuple[int, ...] = ()
    whole_page_count: int = 0

    @property
    def file_page_count(self) -> int:
        """How many pages the file has, those that were left out too."""
        return self.whole_page_count or self.page_count

    @property
    def file_page_numbers(self) -> tuple[int, ...]:
        """The numbers, from 1, that the pages have in the file."""
        return self.page_numbers or tuple(range(1, self.page_count + 1))

    @property
    def page_count(self) -> int:
        """How many pages the document has."""
        return len(self.pages)
