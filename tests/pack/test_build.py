"""The whole line, as the command and the window call it: what is left behind when it stops."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pikepdf
import pypdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from packbuilder.errors import Cancelled, PackBuilderError, PasswordNeeded
from packbuilder.meeting.meeting import Access, AgendaItem, Document, DocumentRole, Meeting
from packbuilder.pack.build import build_public_pack, plan_public_pack
from packbuilder.pack.documents import from_disk
from packbuilder.progress import Quiet


class StopAt:
    """Progress that cancels at the given step."""

    def __init__(self, step_number: int) -> None:
        self.steps_left = step_number

    def step(self, text: str, done: int, total: int) -> None:
        self.steps_left -= 1
        if self.steps_left < 0:
            raise Cancelled


class Count:
    """Progress that counts its steps."""

    def __init__(self) -> None:
        self.steps = 0

    def step(self, text: str, done: int, total: int) -> None:
        self.steps += 1


def write_pdf(path: Path, *words: str) -> str:
    canvas = Canvas(str(path), invariant=True)
    for text in words:
        canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.save()
    return str(path)


def meeting_of(*items: AgendaItem) -> Meeting:
    return Meeting("Council", "Board", dt.date(2026, 5, 5), dt.time(14, 0), items=items)


def item_of(name: str, *documents: Document) -> AgendaItem:
    return AgendaItem(name, name.capitalize(), documents=documents)


@pytest.fixture
def meeting(tmp_path: Path) -> Meeting:
    report = Document("report", write_pdf(tmp_path / "report.pdf", "one", "two", "three"))
    plan = Document("plan", write_pdf(tmp_path / "plan.pdf", "plan"), "Plan", DocumentRole.APPENDIX)
    return meeting_of(item_of("place", report, plan), item_of("close"))


def test_cancelling_at_any_step_leaves_the_earlier_pack_and_nothing_else(
    meeting: Meeting, tmp_path: Path
) -> None:
    target = tmp_path / "pack.pdf"
    target.write_bytes(b"the earlier pack")
    before = sorted(tmp_path.iterdir())
    counted = Count()
    build_public_pack(meeting, tmp_path / "counted.pdf", counted, from_disk())
    (tmp_path / "counted.pdf").unlink()
    assert counted.steps > 4
    for step_number in range(counted.steps):
        with pytest.raises(Cancelled):
            build_public_pack(meeting, target, StopAt(step_number), from_disk())
        assert target.read_bytes() == b"the earlier pack"
        assert sorted(tmp_path.iterdir()) == before


def test_a_closed_document_is_not_even_opened(tmp_path: Path) -> None:
    missing = str(tmp_path / "never-there.pdf")
    closed = AgendaItem(
        "property",
        "Sale of 5 Mill Lane",
        access=Access.EXEMPT,
        exempt_paragraphs=(3,),
        public_title="Property matter",
        documents=(Document("secret", missing),),
    )
    appendix = Document("appendix", missing, "Costs", DocumentRole.APPENDIX, Access.EXEMPT, (3,))
    later = Document("later", write_pdf(tmp_path / "later.pdf", "x"), "Map", DocumentRole.APPENDIX)
    target = tmp_path / "pack.pdf"
    built = build_public_pack(
        meeting_of(item_of("place", appendix, later), closed), target, Quiet(), from_disk()
    )
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(target).pages)
    assert "Mill Lane" not in text
    assert "Costs" not in text
    assert "Property matter" in text
    assert "paragraph 3 of Schedule 12A" in " ".join(text.split())
    assert built.plan.items[0].documents[0].label == "Appendix B"
    assert built.plan.items[1].first_page is None


def test_a_password_is_asked_for_until_it_fits_or_is_refused(tmp_path: Path) -> None:
    locked = tmp_path / "locked.pdf"
    with pikepdf.open(write_pdf(tmp_path / "open.pdf", "inside")) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(user="right", owner="owner"))
    meeting = meeting_of(item_of("place", Document("locked", str(locked))))
    answers = iter(["wrong", "right"])
    asked: list[str] = []

    def ask(name: str) -> str:
        asked.append(name)
        return next(answers)

    build_public_pack(meeting, tmp_path / "pack.pdf", Quiet(), from_disk(ask))
    assert asked == ["locked.pdf", "locked.pdf"]
    assert "inside" in pypdf.PdfReader(tmp_path / "pack.pdf").pages[2].extract_text()
    with pytest.raises(PasswordNeeded, match=r"Item 1 \(Place\): locked.pdf opens only with a password"):
        build_public_pack(meeting, tmp_path / "other.pdf", Quiet(), from_disk())


def test_the_plan_alone_is_the_plan_of_the_pack(meeting: Meeting, tmp_path: Path) -> None:
    built = build_public_pack(meeting, tmp_path / "pack.pdf", Quiet(), from_disk())
    assert plan_public_pack(meeting, Quiet(), from_disk()) == built.plan


def test_a_long_agenda_settles_with_the_right_numbers(tmp_path: Path) -> None:
    file = write_pdf(tmp_path / "one.pdf", "one")
    items = [
        item_of(
            f"{n} {'a long title that takes more than one line of the agenda ' * 3}", Document(f"d{n}", file)
        )
        for n in range(1, 61)
    ]
    target = tmp_path / "pack.pdf"
    built = build_public_pack(meeting_of(*items), target, Quiet(), from_disk())
    assert built.plan.front_sheet_page_count > 4
    pages = [page.extract_text() for page in pypdf.PdfReader(target).pages]
    for position, item in enumerate(built.plan.items, start=1):
        assert item.first_page is not None
        assert f"Agenda Item {position}\n" in f"{pages[item.first_page - 1]}\n"


def test_one_missing_document_stops_the_pack(meeting: Meeting, tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").unlink()
    with pytest.raises(PackBuilderError, match=r"Item 1 \(Place\): plan.pdf could not be read"):
        build_public_pack(meeting, tmp_path / "pack.pdf", Quiet(), from_disk())
    assert not (tmp_path / "pack.pdf").exists()


def test_a_pack_of_six_hundred_pages_is_proofed_by_two_processes(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "long.pdf"), invariant=True)
    for number in range(600):
        canvas.drawString(72, 700, f"sheet {number}")
        canvas.showPage()
    canvas.save()
    meeting = meeting_of(item_of("place", Document("long", str(tmp_path / "long.pdf"))))
    built = build_public_pack(meeting, tmp_path / "pack.pdf", Quiet(), from_disk())
    assert built.plan.page_count == 602
