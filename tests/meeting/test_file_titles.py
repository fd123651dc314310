"""Titles and roles from the names that report authors really give their files."""

from __future__ import annotations

import pytest

from packbuilder.meeting.file_titles import (
    document_title,
    main_file_of,
    natural_key,
    role_of,
    says_appendix,
    title_of,
)
from packbuilder.meeting.meeting import DocumentRole


@pytest.mark.parametrize(
    ("file_name", "title"),
    [
        ("Place development.pdf", "Place development"),
        ("07 Place development v3 FINAL.docx", "Place development"),
        ("Item 7 - Place development.docx", "Place development"),
        ("Agenda_Item_07_Place_development.pdf", "Place development"),
        ("7. Winter 22-23 - A Stocktake.pdf", "Winter 22-23 - A Stocktake"),
        ("place-development.pdf", "Place development"),
        ("Appendix A - Support for carers.pptx", "Support for carers"),
        ("07a Appendix 2_Joint strategy (1).pdf", "Joint strategy"),
        ("JSNA.pdf", "JSNA"),
        ("Minutes of 6 September 2022.pdf", "Minutes of 6 September 2022"),
        ("Draft Local Plan.pdf", "Draft Local Plan"),
        ("Budget report DRAFT.docx", "Budget report"),
        ("Annual report (draft).docx", "Annual report"),
        ("07 Budget LATE.pdf", "Budget"),
        ("LATE - Roads report.pdf", "Roads report"),
        ("Appendix C - Risk register app c.pdf", "Risk register"),
        ("Budget monitoring 2027-03-01.pdf", "Budget monitoring"),
        ("Budget monitoring 01.03.2027.pdf", "Budget monitoring"),
        ("Budget v3_JS.docx", "Budget"),
        ("Allocations policy v3 jsmith comments accepted.docx", "Allocations policy"),
        ("Contract award EXEMPT.pdf", "Contract award"),
        ("Contract award exempt para 3.pdf", "Contract award"),
        ("Contract award - not for publication.pdf", "Contract award"),
        ("Contract award (confidential).pdf", "Contract award"),
        ("Contract award - part 2.pdf", "Contract award"),
        ("EXEMPT para 3 Appendix 2 Tender prices v2 FINAL.pdf", "Tender prices"),
        ("Apprenticeships.pdf", "Apprenticeships"),
        ("Annual report v1.2.pdf", "Annual report"),
    ],
)
def test_a_title_is_the_name_without_place_and_version(file_name: str, title: str) -> None:
    assert title_of(file_name) == title


@pytest.mark.parametrize(
    "file_name",
    [
        "2023 Budget.pdf",
        "5 year plan.pdf",
        "5-year plan.pdf",
        "20 mph zones.pdf",
        "Item of urgent business.pdf",
        "Accounts 2025-26.pdf",
        "Minutes 2027-03-01.pdf",
        "Late payment of invoices.pdf",
        "Local Plan Part 2.pdf",
        "Exempt accommodation.pdf",
        "Tax exempt.pdf",
        "Waste - IT.pdf",
        "Mobile app 2.pdf",
        "Consultation comments included.pdf",
    ],
)
def test_what_belongs_to_the_title_stays(file_name: str) -> None:
    assert title_of(file_name) == file_name.removesuffix(".pdf")


@pytest.mark.parametrize("file_name", ["Appendix A.pdf", "07.pdf", "v2.pdf", ".pdf", "FINAL.docx", "-.pdf"])
def test_a_title_is_never_empty(file_name: str) -> None:
    assert title_of(file_name).strip()


def test_an_appendix_that_says_only_its_letter_has_no_title_of_its_own() -> None:
    assert document_title("Appendix B.pdf", DocumentRole.APPENDIX) == ""
    assert document_title("Appendix B - Costs.pdf", DocumentRole.APPENDIX) == "Costs"
    assert document_title("Appendix D - EXEMPT.pdf", DocumentRole.APPENDIX) == ""
    assert document_title("Appendix B.pdf", DocumentRole.REPORT) == "Appendix B"


def test_the_first_file_is_the_report_and_the_next_are_appendices() -> None:
    assert role_of("Place development.pdf", []) is DocumentRole.REPORT
    assert role_of("Data.pdf", [DocumentRole.REPORT]) is DocumentRole.APPENDIX
    assert role_of("Data.pdf", [DocumentRole.MINUTES]) is DocumentRole.APPENDIX


def test_a_name_that_says_what_it_is_decides() -> None:
    assert role_of("Appendix A.pdf", []) is DocumentRole.APPENDIX
    assert role_of("Annex 2 Costs.pdf", []) is DocumentRole.APPENDIX
    assert role_of("Draft minutes 6 September.docx", []) is DocumentRole.MINUTES
    assert role_of("Action Log.pdf", [DocumentRole.MINUTES]) is DocumentRole.ACTION_LOG
    assert role_of("Winter.pptx", []) is DocumentRole.SLIDES


def test_a_report_that_comes_after_its_appendices_is_still_the_report() -> None:
    assert role_of("Report.pdf", [DocumentRole.APPENDIX, DocumentRole.APPENDIX]) is DocumentRole.REPORT


def test_only_names_that_begin_so_are_appendices() -> None:
    assert says_appendix("07 Appendix A.pdf")
    assert says_appendix("App B - Plan.pdf")
    assert not says_appendix("Apprenticeships.pdf")
    assert not says_appendix("Report and appendix.pdf")
    assert not says_appendix("Application for a licence.pdf")


def test_files_are_put_in_the_order_that_people_count_in() -> None:
    names = ["10 Last.pdf", "2 Second.pdf", "appendix b.pdf", "Appendix A.pdf", "1 First.pdf"]
    assert sorted(names, key=natural_key) == [
        "1 First.pdf", "2 Second.pdf", "10 Last.pdf", "Appendix A.pdf", "appendix b.pdf",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("file_names", "main"),
    [
        (["Grants.xlsx", "Mill Lane report.docx"], 1),
        (["Covering note.docx", "Mill Lane report.docx", "Report on costs.pdf"], 1),
        (["Site photo.jpg", "Costs.csv", "Mill Lane.docx", "Survey.pdf"], 2),
        (["Site photo.jpg", "Costs.csv"], 0),
        (["Mill Lane.docx", "Survey.pdf"], 0),
        (["Winter.pptx", "Winter report.docx"], 1),
        (["Minutes 6 September.docx", "Report.docx"], 0),
        (["Appendix A - Report of the auditor.pdf", "Letter.pdf"], 1),
        (["Appendix A.pdf", "Action log.xlsx"], None),
        ([], None),
    ],
)
def test_of_files_that_come_together_the_report_is_what_the_others_came_with(
    file_names: list[str], main: int | None
) -> None:
    assert main_file_of(file_names) == main
