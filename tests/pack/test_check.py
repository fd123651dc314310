"""Before the pack is built the clerk hears of everything at once, and nothing private is opened."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from packbuilder.errors import Cancelled
from packbuilder.meeting.findings import Severity
from packbuilder.meeting.house_style import AgendaStyle, HouseStyle
from packbuilder.meeting.meeting import Access, AgendaItem, Document, DocumentRole, Meeting
from packbuilder.pack.check import check_public_pack
from packbuilder.pack.documents import from_disk
from packbuilder.progress import Quiet
from tests.builders import A4_PT, a_document, a_meeting, an_item, write_pdf

ERROR, WARNING, NOTICE = Severity

EXCLUSION = an_item("exclusion", title="Exclusion of the press and public")


class Steps:
    """Progress that keeps what it was told; cancels when it has been told ``most`` things."""

    def __init__(self, most: int = 1000) -> None:
        self.most = most
        self.told: list[tuple[str, int, int]] = []

    def step(self, text: str, done: int, total: int) -> None:
        if len(self.told) == self.most:
            raise Cancelled
        self.told.append((text, done, total))


def complete(*items: AgendaItem) -> Meeting:
    return a_meeting(
        *items,
        time=dt.time(14),
        venue="The Cube, Corby",
        published=dt.date(2026, 6, 9),
        style=HouseStyle(agenda_style=AgendaStyle.LIST),
    )


def paper(folder: Path, name: str, *page_texts: str, **fields: object) -> Document:
    path = write_pdf(folder / f"{name}.pdf", *(page_texts or (name,)))
    return a_document(name, file=str(path), **fields)


def page_with_own_number(folder: Path, name: str) -> Document:
    """Return a paper whose second page has print where its stamp goes."""
    path = folder / f"{name}.pdf"
    canvas = Canvas(str(path), pagesize=A4_PT, invariant=1)
    canvas.drawString(72, 700, "one")
    canvas.showPage()
    canvas.drawCentredString(A4_PT[0] / 2, 24, "7")
    canvas.showPage()
    canvas.save()
    return a_document(name, file=str(path))


def test_a_pack_that_is_ready_has_no_findings(tmp_path: Path) -> None:
    meeting = complete(
        an_item("homes", paper(tmp_path, "report"), paper(tmp_path, "plan", role=DocumentRole.APPENDIX)),
        EXCLUSION,
        an_item(
            "sale",
            paper(tmp_path, "offer"),
            access=Access.EXEMPT,
            exempt_paragraphs=(3,),
            public_title="Land",
        ),
    )

    assert check_public_pack(meeting, Quiet(), from_disk()) == []


def test_every_document_that_cannot_go_in_is_listed_with_its_item(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").write_bytes(b"")
    meeting = complete(
        an_item("homes", a_document("gone", file=str(tmp_path / "gone.pdf"))),
        an_item("roads", paper(tmp_path, "report"), a_document("empty", file=str(tmp_path / "empty.pdf"))),
    )

    findings = check_public_pack(meeting, Quiet(), from_disk())

    assert [(f.severity, f.item_id, f.document_id) for f in findings] == [
        (ERROR, "homes", "gone"),
        (ERROR, "roads", "empty"),
    ]
    assert findings[0].message.startswith("Item 1 (Homes): gone.pdf")
    assert findings[1].message.startswith("Item 2 (Roads): empty.pdf")
    assert all(finding.next_step for finding in findings)


def test_closed_documents_are_not_opened(tmp_path: Path) -> None:
    """They are broken here: nothing is said of it, because nothing looked."""
    (tmp_path / "broken.pdf").write_bytes(b"no PDF at all")
    broken = str(tmp_path / "broken.pdf")
    closed_paper = a_document("advice", file=broken, access=Access.CONFIDENTIAL)
    meeting = complete(
        an_item("homes", paper(tmp_path, "report"), closed_paper),
        EXCLUSION,
        an_item(
            "sale",
            a_document("offer", file=str(tmp_path / "gone.pdf")),
            access=Access.EXEMPT,
            exempt_paragraphs=(3,),
            public_title="Land",
        ),
    )
    steps = Steps()

    assert check_public_pack(meeting, steps, from_disk()) == []
    assert [told for told in steps.told if told[0] == "Looking at documents"] == [
        ("Looking at documents", 0, 1)
    ]


def test_a_private_paper_that_is_also_attached_openly_comes_first(tmp_path: Path) -> None:
    advice = paper(tmp_path, "advice", access=Access.EXEMPT, exempt_paragraphs=(5,))
    copy = a_document("copy", file=advice.file)
    meeting = complete(an_item("late", to_follow=True), an_item("homes", advice, copy))

    findings = check_public_pack(meeting, Quiet(), from_disk())

    assert [(f.severity, f.document_id) for f in findings] == [(ERROR, "copy"), (WARNING, "")]
    assert "only one of the two is open to the public" in findings[0].message


def test_what_the_stamp_covers_is_named_by_its_page_in_the_pack(tmp_path: Path) -> None:
    """The front sheet takes pages 1 and 2, the first report 3 and a blank page; so 7 stands on page 6."""
    meeting = complete(
        an_item("homes", paper(tmp_path, "report")), an_item("roads", page_with_own_number(tmp_path, "log"))
    )

    (finding,) = check_public_pack(meeting, Quiet(), from_disk())

    assert (finding.severity, finding.item_id, finding.document_id) == (NOTICE, "roads", "log")
    assert finding.message == "Item 2 (Roads), log: the stamp covers something on page 6 of the pack."
    assert finding.next_step


def test_no_page_number_is_told_while_a_document_is_missing(tmp_path: Path) -> None:
    """Every later number would be wrong."""
    meeting = complete(
        an_item("homes", a_document("gone", file=str(tmp_path / "gone.pdf"))),
        an_item("roads", page_with_own_number(tmp_path, "log")),
    )

    assert [f.document_id for f in check_public_pack(meeting, Quiet(), from_disk())] == ["gone"]


def test_what_is_wrong_with_the_meeting_itself_is_said_too(tmp_path: Path) -> None:
    meeting = a_meeting(an_item("homes", paper(tmp_path, "report"), title="", lead="Head of Homes"))

    findings = check_public_pack(meeting, Quiet(), from_disk())

    assert [(f.severity, f.message) for f in findings] == [
        (ERROR, "Item 1 has no subject."),
        (NOTICE, "The meeting has no time."),
        (NOTICE, "The meeting has no venue."),
        (NOTICE, "The meeting has no date of publication."),
    ]


def test_the_worst_comes_first_whatever_found_it(tmp_path: Path) -> None:
    report = paper(tmp_path, "report")
    copy = a_document("copy", file=report.file)
    gone = a_document("gone", file=str(tmp_path / "gone.pdf"))

    findings = check_public_pack(
        complete(an_item("homes", report, copy, gone, title="")), Quiet(), from_disk()
    )

    assert [(f.severity, f.document_id) for f in findings] == [
        (ERROR, "gone"),
        (ERROR, ""),
        (WARNING, "copy"),
    ]


def test_checking_can_be_stopped_at_every_step(tmp_path: Path) -> None:
    meeting = complete(an_item("homes", paper(tmp_path, "report"), paper(tmp_path, "plan")))
    counted = Steps()
    check_public_pack(meeting, counted, from_disk())

    assert {text for text, _, _ in counted.told} == {"Looking at documents", "Looking under the stamps"}
    assert all(done < total for _, done, total in counted.told)
    for most in range(len(counted.told)):
        with pytest.raises(Cancelled):
            check_public_pack(meeting, Steps(most), from_disk())
