"""The packs that two councils published, made again from their facts.

``tests/packs`` holds the agenda and the page ranges of each (item 12 of 20 June 2023 was published as
118-164, but its first page is 117: the range here is the right one). Stand-ins of the right page counts take
the documents' place; each of their pages says which document and which page it is.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import Any

import pypdf
import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from packbuilder.meeting.house_style import AgendaColumn, AgendaStyle, Column, HouseStyle, RangeStyle
from packbuilder.meeting.meeting import (
    AgendaItem,
    Document,
    DocumentRole,
    Form,
    Meeting,
    Member,
    Notice,
    Part,
)
from packbuilder.pack.build import BuiltPack, build_public_pack
from packbuilder.pack.documents import from_disk
from packbuilder.progress import Quiet

PACKS = sorted((Path(__file__).parent / "packs").glob("*.toml"))

COLUMNS = {
    "Item": Column.ITEM,
    "Subject": Column.SUBJECT,
    "Lead Officer": Column.LEAD,
    "Report/ Verbal Presentation": Column.FORM,
    "Presenting Officer": Column.LEAD,
    "Time": Column.TIME,
    "Page no": Column.PAGE,
    "Page no.": Column.PAGE,
}

ROLES = {
    "minutes": DocumentRole.MINUTES,
    "action log": DocumentRole.ACTION_LOG,
    "appendix": DocumentRole.APPENDIX,
    "slides": DocumentRole.SLIDES,
}


@dataclasses.dataclass(frozen=True)
class Made:
    """A pack made again: the facts it was made from, what was built, and the finished file's pages."""

    facts: dict[str, Any]
    built: BuiltPack
    reader: pypdf.PdfReader
    page_texts: list[str]

    @property
    def shift(self) -> int:
        """How many pages our front matter is longer than the published one."""
        front_pages = next(n for n, sheet in enumerate(self.built.plan.sheets) if sheet.item_id)
        return front_pages - int(self.facts["front_sheet_pages"])


@pytest.fixture(scope="module", params=PACKS, ids=lambda path: path.stem)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp(request.param.stem)
    facts = tomllib.loads(request.param.read_text(encoding="utf-8"))
    target = folder / "pack.pdf"
    built = build_public_pack(described(facts, folder), target, Quiet(), from_disk())
    reader = pypdf.PdfReader(target)
    return Made(facts, built, reader, [page.extract_text() for page in reader.pages])


def described(facts: dict[str, Any], folder: Path) -> Meeting:
    columns = tuple(AgendaColumn(COLUMNS[heading], heading) for heading in facts.get("agenda_columns", []))
    style = HouseStyle(
        agenda_style=AgendaStyle(facts["agenda_style"]),
        agenda_columns=columns,
        item_numbers=facts["item_number_style"],
        page_ranges=RangeStyle.SPACED if facts["page_range_style"] == "5 - 14" else None,
    )
    serial = iter(range(1, 1000))
    return Meeting(
        council=facts["council"],
        body=facts["body"],
        date=facts["date"],
        time=clock(facts["time"]),
        venue=facts["venue"],
        members=tuple(Member(m["name"], m.get("role", ""), m.get("chair", "")) for m in facts["member"]),
        notices=tuple(Notice(n["heading"], n["text"]) for n in facts.get("notice", [])),
        items=tuple(item_of(n, item, folder, serial) for n, item in enumerate(facts["item"])),
        style=style,
    )


def item_of(position: int, facts: dict[str, Any], folder: Path, serial: Any) -> AgendaItem:
    return AgendaItem(
        id=f"item-{position}",
        title=facts["title"],
        description=facts.get("description", ""),
        lead=facts.get("lead", ""),
        form=form_of(facts.get("kind", "")),
        start=clock(facts["start_time"]) if facts.get("start_time") else None,
        parts=tuple(
            Part(part["title"], tuple(part.get("presenters", ())), form_of(part.get("kind", "")))
            for part in facts.get("sub", [])
        ),
        documents=tuple(stand_in(document, folder, next(serial)) for document in facts.get("document", [])),
    )


def form_of(kind: str) -> Form:
    return Form(kind.lower()) if kind.lower() in set(Form) else Form.NONE


def clock(text: str) -> dt.time:
    match = re.match(r"(\d+)[.:](\d\d) ?([ap]m)", text)
    assert match, text
    return dt.time(int(match[1]) % 12 + (12 if match[3] == "pm" else 0), int(match[2]))


def stand_in(facts: dict[str, Any], folder: Path, serial: int) -> Document:
    path = folder / f"{serial:02d}.pdf"
    size = landscape(A4) if facts["orientation"] == "landscape" else A4
    canvas = Canvas(str(path), pagesize=size, invariant=True)
    for page_number in range(1, facts["last_page"] - facts["first_page"] + 2):
        canvas.drawString(60, size[1] - 90, f"DOCUMENT {serial} SHEET {page_number}")
        canvas.showPage()
    canvas.save()
    role = ROLES.get(facts["kind"], DocumentRole.REPORT)
    return Document(f"document-{serial}", str(path), facts["title"], role)


def test_every_item_has_the_published_range(made: Made) -> None:
    assert made.shift % 2 == 0
    expected = [(item["title"], item.get("first_page"), item.get("last_page")) for item in made.facts["item"]]
    found = [
        (
            item.item.title,
            item.first_page and item.first_page - made.shift,
            item.last_page and item.last_page - made.shift,
        )
        for item in made.built.plan.items
    ]
    assert found == expected
    assert len(made.reader.pages) == made.facts["last_page"] + made.shift


def test_every_page_of_every_document_stands_where_it_was_published(made: Made) -> None:
    documents = [document for item in made.facts["item"] for document in item.get("document", [])]
    for serial, document in enumerate(documents, start=1):
        for page_number in range(document["first_page"], document["last_page"] + 1):
            text = made.page_texts[page_number + made.shift - 1]
            sheet = page_number - document["first_page"] + 1
            assert f"DOCUMENT {serial} SHEET {sheet}\n" in f"{text}\n"


def test_every_page_says_its_number_and_every_first_page_its_item(made: Made) -> None:
    for page_number, text in enumerate(made.page_texts, start=1):
        assert re.search(rf"\bPage {page_number}\b", text)
    stamped = {
        page_number: int(match[1])
        for page_number, text in enumerate(made.page_texts, start=1)
        if (match := re.search(r"Agenda Item (\d+)", text))
    }
    assert stamped == {
        item["first_page"] + made.shift: position
        for position, item in enumerate(made.facts["item"], start=1)
        if "first_page" in item
    }


def test_every_odd_side_left_over_says_that_it_is_blank_on_purpose(made: Made) -> None:
    fillers = {n for n, text in enumerate(made.page_texts, start=1) if "intentionally left blank" in text}
    expected = {
        document["last_page"] + 1 + made.shift
        for item in made.facts["item"]
        for document in item.get("document", [])
        if document["last_page"] % 2
    }
    assert {n for n in fillers if made.built.plan.sheets[n - 1].item_id} == expected


def test_the_agenda_prints_each_range_and_bookmarks_lead_to_it(made: Made) -> None:
    agenda = " ".join(" ".join(made.page_texts[: made.built.plan.front_sheet_page_count]).split())
    bookmarks = [node for node in made.reader.outline if isinstance(node, pypdf.generic.Destination)]
    for item, bookmark in zip(made.built.plan.items, bookmarks[1:], strict=True):
        assert item.range_label in agenda
        if item.first_page is not None:
            assert made.reader.get_destination_page_number(bookmark) == item.first_page - 1
            assert f"({item.first_page}-{item.last_page})" in str(bookmark.title)
