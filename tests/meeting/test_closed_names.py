"""Names that mark a paper as private are told from ordinary ones that use the same words."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from packbuilder.assets import resource
from packbuilder.meeting.closed_names import file_name_says_closed, paragraphs_named, title_says_closed

PACKS = (*(Path(__file__).resolve().parents[1] / "packs").glob("*.toml"), resource("sample/meeting.toml"))


@pytest.mark.parametrize(
    "file_name",
    [
        "9. Purchase of 12 Mere Street - EXEMPT para 3.pdf",
        "09_Purchase_Exempt_v2.docx",
        "Purchase exempt.pdf",
        "Appendix B (exempt) valuation.pdf",
        "Exempt Appendix A - Valuation.docx",
        "CONFIDENTIAL Land sale.docx",
        "Land sale - confidential.pdf",
        "Restricted - Land.pdf",
        "Item 8 - Confidential - Land.pdf",
        "Strictly confidential.pdf",
        "Land [RESTRICTED].pdf",
        "Land sale (Part 2).pdf",
        "Land sale part II.pdf",
        "Land sale part 2 FINAL.pdf",
        "Land sale - not for publication.pdf",
        "Private report on land.pdf",
        "Land sale (private).pdf",
        "Pink papers - land.pdf",
        "Land sale para 3.pdf",
        "Land sale (paras 1 and 2).pdf",
        "Land (exempt under paragraph 3 of Schedule 12A).pdf",
    ],
)
def test_a_file_that_is_marked_private_is_known_by_its_name(file_name: str) -> None:
    assert file_name_says_closed(file_name)


@pytest.mark.parametrize(
    "title",
    [
        "Private rented sector",
        "Exemptions policy",
        "Confidential Reporting Policy",
        "Whistleblowing (Confidential Reporting) Policy",
        "Confidential Report Handling Procedure",
        "Part 2 of the strategy",
        "Local Plan - Part 2",
        "Supported exempt accommodation",
        "EXEMPT ACCOMMODATION STRATEGY",
        "Council tax: which homes are exempt",
        "Restricted byway 12",
        "Rents: social, affordable, private",
        "Housing - private",
        "Private hire licensing",
        "Confidentiality agreement",
        "Appendix B - non-exempt",
        "Appendix B - exempt version redacted",
        "Response to para 4",
        "Paragraph 11 of the NPPF",
    ],
)
def test_ordinary_papers_with_such_words_are_left_alone(title: str) -> None:
    assert not title_says_closed(title)
    assert not file_name_says_closed(f"{title}.pdf")


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_no_title_of_a_published_pack_is_taken_for_a_private_one(path: Path) -> None:
    items = tomllib.loads(path.read_text(encoding="utf-8"))["item"]
    titles = [str(one["title"]) for i in items for one in (i, *i.get("document", ())) if "title" in one]

    assert titles
    assert [t for t in titles if title_says_closed(t) or file_name_says_closed(f"{t}.pdf")] == []


@pytest.mark.parametrize(
    ("name", "paragraphs"),
    [
        ("Land - EXEMPT para 3.pdf", (3,)),
        ("Land_para_3_v2.pdf", (3,)),
        ("Staffing (paragraphs 2, 1 and 4).pdf", (1, 2, 4)),
        ("Land EXEMPT.pdf", ()),
        ("Land para 12.pdf", ()),
    ],
)
def test_the_paragraph_is_read_from_the_name(name: str, paragraphs: tuple[int, ...]) -> None:
    assert paragraphs_named(name) == paragraphs


@pytest.mark.parametrize(
    "path",
    [
        "EXEMPT - not for publication/Appendix A.docx",
        "June/Exempt/Appendix A.docx",
        "Private/Valuation.pdf",
        "Confidential\\Valuation.pdf",
        "Part 2/Valuation.pdf",
        "Public/Valuation - EXEMPT.pdf",
    ],
)
def test_a_folder_of_a_zip_file_marks_what_is_in_it(path: str) -> None:
    assert file_name_says_closed(path)


def test_folders_with_ordinary_names_mark_nothing() -> None:
    for path in (
        "Public/Appendix A.docx",
        "Private hire licensing/Fees.xlsx",
        "Confidential Reporting Policy/1.pdf",
    ):
        assert not file_name_says_closed(path)
    assert not file_name_says_closed("Budget/Part 2/Tables.pdf", beside=["Budget/Part 1/Tables.pdf"])
