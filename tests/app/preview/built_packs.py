"""What the tests of the pack pane call a pack, and small ones made up."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable

from reportlab.pdfgen.canvas import Canvas

from packbuilder.meeting.meeting import Meeting
from packbuilder.worker.messages import PackPage


@dataclasses.dataclass(frozen=True)
class Pack:
    """What the window hands to the pane."""

    pdf: bytes
    pages: tuple[PackPage, ...]
    front_sheet_page_count: int = 1


BuildPack = Callable[[Callable[[Meeting], Meeting]], Pack]
ShowPack = Callable[[Pack], None]


def pack_of(*words: str) -> Pack:
    """Make a pack with a page for each of some words; none is any item's."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(595, 842))
    for word in words:
        canvas.setFont("Helvetica", 40)
        canvas.drawString(72, 700, word)
        canvas.rect(72, 100, 450, 500, fill=1)
        canvas.showPage()
    canvas.save()
    return Pack(target.getvalue(), tuple(PackPage("", "") for _ in words))
