"""The same paper attached twice is found by its bytes, and stopped where one of the two is private."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from packbuilder.meeting.findings import Severity
from packbuilder.meeting.meeting import Access, Document
from packbuilder.pack.double_use import files_used_twice
from tests.builders import a_document, a_meeting, an_item

EXEMPT: dict[str, Any] = {"access": Access.EXEMPT, "exempt_paragraphs": (3,)}
CONFIDENTIAL: dict[str, Any] = {"access": Access.CONFIDENTIAL}


def attached(path: Path, content: str = "the offer", **fields: Any) -> Document:
    path.write_text(content, encoding="utf-8")
    return a_document(path.stem, file=str(path), **fields)


def test_papers_that_differ_are_not_found_even_where_they_are_as_long(tmp_path: Path) -> None:
    one, other = attached(tmp_path / "a.pdf", "page one"), attached(tmp_path / "b.pdf", "page two")
    longer = attached(tmp_path / "c.pdf", "page three")

    assert files_used_twice(a_meeting(an_item("homes", one, other), an_item("sale", longer, **EXEMPT))) == []


def test_one_paper_under_two_names_is_warned_of_at_its_second_place(tmp_path: Path) -> None:
    first, copy = attached(tmp_path / "offer.pdf"), attached(tmp_path / "offer (1).pdf", title="")

    (finding,) = files_used_twice(a_meeting(an_item("homes", first), an_item("sale", copy)))

    assert finding.severity is Severity.WARNING
    assert finding.message == "Item 2 (Sale), offer (1).pdf is the same file as Item 1 (Homes), offer."
    assert (finding.item_id, finding.document_id) == ("sale", "offer (1)")
    assert finding.next_step


def test_one_path_attached_to_two_items_is_found(tmp_path: Path) -> None:
    paper = attached(tmp_path / "offer.pdf")
    again = a_document("again", file=paper.file)

    (finding,) = files_used_twice(a_meeting(an_item("homes", paper), an_item("sale", again)))

    assert finding.document_id == "again"


@pytest.mark.parametrize("closed", [EXEMPT, CONFIDENTIAL])
@pytest.mark.parametrize("is_closed_first", [True, False])
def test_a_private_paper_that_is_also_open_is_an_error(
    closed: dict[str, Any], is_closed_first: bool, tmp_path: Path
) -> None:
    opened = an_item("homes", attached(tmp_path / "report.pdf"))
    private = an_item("sale", attached(tmp_path / "offer.pdf", **closed))
    items = (private, opened) if is_closed_first else (opened, private)

    (finding,) = files_used_twice(a_meeting(*items))

    assert finding.severity is Severity.ERROR
    assert "Item 1" in finding.message
    assert "Item 2" in finding.message
    assert "only one of the two is open to the public" in finding.message
    assert finding.item_id == items[1].id
    assert finding.next_step


def test_a_paper_of_a_closed_item_is_private_whatever_it_says_itself(tmp_path: Path) -> None:
    opened = an_item("homes", attached(tmp_path / "report.pdf"))
    private = an_item("sale", attached(tmp_path / "offer.pdf"), **EXEMPT)

    (finding,) = files_used_twice(a_meeting(opened, private))

    assert finding.severity is Severity.ERROR


def test_a_paper_that_is_private_in_both_places_is_only_warned_of(tmp_path: Path) -> None:
    one = an_item("homes", attached(tmp_path / "report.pdf", **EXEMPT))
    other = an_item("sale", attached(tmp_path / "offer.pdf"), **CONFIDENTIAL)

    (finding,) = files_used_twice(a_meeting(one, other))

    assert finding.severity is Severity.WARNING


def test_a_third_copy_is_found_as_well(tmp_path: Path) -> None:
    copies = [attached(tmp_path / f"{name}.pdf") for name in ("one", "two", "three")]

    findings = files_used_twice(a_meeting(an_item("sale", *copies)))

    assert [finding.document_id for finding in findings] == ["two", "three"]


def test_what_a_meeting_file_holds_is_known_by_its_hash_and_not_by_where_it_came_from(tmp_path: Path) -> None:
    came_from = str(tmp_path / "report.pdf")
    stored = {"file": came_from, "sha256": "aa"}
    opened = an_item("homes", a_document("old", file=came_from, sha256="bb"), a_document("report", **stored))
    private = an_item("sale", a_document("offer", **stored | {"file": "elsewhere.pdf"}), **EXEMPT)

    (finding,) = files_used_twice(a_meeting(opened, private))

    assert finding.severity is Severity.ERROR
    assert finding.document_id == "offer"


def test_a_file_on_disk_is_known_among_those_that_a_meeting_file_holds(tmp_path: Path) -> None:
    on_disk = attached(tmp_path / "offer.pdf")
    sha256 = hashlib.sha256(b"the offer").hexdigest()

    (finding,) = files_used_twice(a_meeting(an_item("sale", on_disk, a_document("copy", sha256=sha256))))

    assert finding.document_id == "copy"


def test_files_that_are_not_there_or_cannot_be_named_are_left_to_taking_in(tmp_path: Path) -> None:
    paths = ["", str(tmp_path), str(tmp_path / "missing.pdf"), str(tmp_path / f"{'long' * 80}.pdf")]
    documents = [a_document(f"d{n}", file=path) for n, path in enumerate([*paths, *paths])]

    assert files_used_twice(a_meeting(an_item("sale", *documents))) == []


@pytest.mark.parametrize("closed", [EXEMPT, CONFIDENTIAL])
def test_a_part_of_a_mail_that_is_once_open_and_once_private_is_found_before_it_is_copied_in(
    closed: dict[str, Any], tmp_path: Path
) -> None:
    mail = str(tmp_path / "late.eml")
    opened = a_document("report", file=mail, inside="Offer.pdf")
    beside = a_document("beside", file=mail, inside="Public/Offer.pdf")
    private = a_document("offer", file=mail, inside="Offer.pdf", **closed)

    (finding,) = files_used_twice(a_meeting(an_item("homes", opened, beside), an_item("sale", private)))

    assert (finding.severity, finding.document_id) == (Severity.ERROR, "offer")


def test_parts_that_are_copied_in_are_known_by_what_they_hold(tmp_path: Path) -> None:
    one = a_document("one", file="late.eml", inside="Offer.pdf", sha256="aa")
    newer = a_document("newer", file="late.eml", inside="Offer.pdf", sha256="bb")
    same = a_document("same", file="other.zip", inside="Papers/Offer.pdf", sha256="aa", **EXEMPT)

    (finding,) = files_used_twice(a_meeting(an_item("homes", one, newer, same)))

    assert finding.document_id == "same"
