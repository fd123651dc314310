"""What taking in gives: an open document, its facts, and how each page is seen."""

from __future__ import annotations

import dataclasses

import pikepdf

from packbuilder.intake.pdf.page_boxes import PageGeometry
from packbuilder.meeting.document_facts import DocumentFacts, FileDetails, ReportCover, Trait


@dataclasses.dataclass(frozen=True, slots=True)
class TakenIn:
    """A document ready to be joined: clean and open, its facts, and how each page is seen."""

    facts: DocumentFacts
    pdf: pikepdf.Pdf
    geometry: tuple[PageGeometry, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class FoundBefore:
    """What a file told before it became pages; empty for what came as a PDF.

    ``may_be_report`` says whether its pages may have the cover of a report.
    """

    traits: tuple[Trait, ...] = ()
    details: FileDetails | None = None
    cover: ReportCover | None = None
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    may_be_report: bool = True
