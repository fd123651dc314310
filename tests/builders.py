"""Short ways to make meetings, the facts of their documents, and small real PDFs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from packbuilder.meeting.document_facts import LOOKED_WITH, DocumentFacts, PageFacts
from packbuilder.meeting.house_style import (
    AgendaColumn,
    AgendaStyle,
    Column,
    FontFamily,
    HouseStyle,
    ItemStampPlace,
    LandscapeStamps,
    PageStampPlace,
    RangeStyle,
)
from packbuilder.meeting.meeting import (
    Access,
    Action,
    AgendaItem,
    Document,
    DocumentRole,
    Form,
    Meeting,
    Part,
)

A4_PT = (595.3, 841.9)
A4_LANDSCAPE_PT = (841.9, 595.3)

CLOSED = (Access.EXEMPT, Access.CONFIDENTIAL)


def a_document(document_id: str, **fields: Any) -> Document:
    return Document(document_id, **({"file": f"{document_id}.pdf", "title": document_id} | fields))


def an_item(item_id: str, *documents: Document, **fields: Any) -> AgendaItem:
    return AgendaItem(item_id, **({"title": item_id.capitalize()} | fields), documents=documents)


def document_of(meeting: Meeting, document_id: str) -> Document:
    return next(document for _, document in meeting.documents() if document.id == document_id)


def a_meeting(*items: AgendaItem, **fields: Any) -> Meeting:
    named: dict[str, Any] = {
        "council": "Anytown Council",
        "body": "Planning Committee",
        "date": dt.date(2026, 6, 18),
    }
    return Meeting(**(named | fields), items=items)


def pages(count: int, size_pt: tuple[float, float] = A4_PT, **facts: Any) -> DocumentFacts:
    return DocumentFacts((PageFacts(*size_pt),) * count, **({"looked_with": LOOKED_WITH} | facts))


def pages_of(meeting: Meeting, counts: Mapping[str, int]) -> dict[str, DocumentFacts]:
    """Return A4 facts for every document, by document id; one page where ``counts`` does not say."""
    return {document.id: pages(counts.get(document.id, 1)) for _, document in meeting.documents()}


def write_pdf(path: Path, *page_texts: str, size_pt: tuple[float, float] = A4_PT) -> Path:
    """Write a real PDF with one page for each text."""
    canvas = Canvas(str(path), pagesize=size_pt, invariant=1)
    for text in page_texts:
        canvas.drawString(72, size_pt[1] - 72, text)
        canvas.showPage()
    canvas.save()
    return path


@st.composite
def meetings(draw: st.DrawFn) -> Meeting:
    """Draw a meeting in which every text is a mark of its own, such as "<i2 lead>"."""
    items = [_drawn_item(draw, f"i{n}") for n in range(draw(st.integers(0, 4)))]
    actions = (Action("<action number>", "<action>", "<action owner>", "<action progress>"),)
    return a_meeting(*items, time=draw(_CLOCKS), actions=actions, style=draw(house_styles()))


@st.composite
def house_styles(draw: st.DrawFn) -> HouseStyle:
    """Draw a valid house style, without a logo, that this machine can print."""
    kinds = [Column.SUBJECT, *draw(st.lists(st.sampled_from(_OTHER_COLUMNS), unique=True))]
    headings = [draw(st.sampled_from([kind.value.capitalize(), "Item", "Cyflwynir gan"])) for kind in kinds]
    return HouseStyle(
        agenda_style=draw(st.sampled_from(AgendaStyle)),
        agenda_columns=tuple(map(AgendaColumn, draw(st.permutations(kinds)), headings)),
        item_numbers=draw(st.sampled_from(["1", "1.", "01"])),
        minute_numbers=draw(st.sampled_from(["01.", "42.", "67/23"])),
        page_ranges=draw(st.sampled_from([None, *RangeStyle])),
        duplex=draw(st.booleans()),
        landscape_stamps=draw(st.sampled_from(LandscapeStamps)),
        font=draw(st.sampled_from(FontFamily)),
        item_stamp=draw(st.sampled_from(["", "Agenda Item {number}"]) | stamp_wordings()),
        item_stamp_place=draw(st.sampled_from(ItemStampPlace)),
        page_stamp=draw(st.sampled_from(["{number}", "Page {number}", "- {number} -"]) | stamp_wordings()),
        page_stamp_place=draw(st.sampled_from(PageStampPlace)),
        name=draw(st.sampled_from(["", "Committees", 'Cabinet: "A/B"'])),
    )


_OTHER_COLUMNS = [column for column in Column if column is not Column.SUBJECT]


@st.composite
def stamp_wordings(draw: st.DrawFn) -> str:
    """Draw a wording of a stamp, of letters and signs that are in the fonts."""
    around = st.text("Page Tudalen()[]-\\.,:/&'\"#\u2013\u2019\u0175\u0177\u00c2\u00a3", max_size=15)
    return f"{draw(around)}{{number}}{draw(around)}"


# Few choices each, and those that matter: drawing is what takes the time.
_CLOCKS = st.sampled_from([None, dt.time(0, 10), dt.time(14), dt.time(14, 40), dt.time(23, 30)])
_MINUTES = st.sampled_from([None, 0, 5, 90])
_FORMS, _ROLES = st.sampled_from(Form), st.sampled_from(DocumentRole)
_ACCESS: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [
        {"access": Access.OPEN},
        {"access": Access.EXEMPT, "exempt_paragraphs": (3,)},
        {"access": Access.EXEMPT, "exempt_paragraphs": (1, 2, 7)},
        {"access": Access.CONFIDENTIAL},
    ]
)


def _drawn_item(draw: st.DrawFn, item_id: str) -> AgendaItem:
    documents = [
        a_document(
            f"{item_id}d{n}",
            file=f"<{item_id}d{n} file>",
            title=f"<{item_id}d{n} title>",
            role=draw(_ROLES),
            **draw(_ACCESS),
        )
        for n in range(draw(st.integers(0, 3)))
    ]
    return an_item(
        item_id,
        *documents,
        title=f"<{item_id} title>",
        description=f"<{item_id} description>",
        lead=f"<{item_id} lead>",
        form=draw(_FORMS),
        minutes=draw(_MINUTES),
        start=draw(_CLOCKS),
        section=f"<{item_id} section>",
        public_title=draw(st.sampled_from(["", f"<{item_id} public title>"])),
        to_follow=draw(st.booleans()),
        urgency_reason=f"<{item_id} urgency>",
        recommendations=(f"<{item_id} recommendation>",),
        parts=(Part(f"<{item_id} part>", (f"<{item_id} presenter>",)),),
        **draw(_ACCESS),
    )
