"""Files of every kind, taken in together as a clerk drops them: each becomes its own pages."""

from __future__ import annotations

import email.message
import shutil
import zipfile
from pathlib import Path

import docx
import openpyxl
import pptx
import pypdf
import pytest
from lxml import etree
from PIL import Image

from packbuilder.errors import Cancelled, PackBuilderError
from packbuilder.intake.office import office_file
from packbuilder.intake.print_ready import print_ready
from packbuilder.intake.take_in import Received, take_in, take_in_all
from packbuilder.intake.taken_in import TakenIn
from packbuilder.meeting.document_facts import DocumentFacts, PageLook, TraitKind
from packbuilder.meeting.treatment import Remedy, Treatment
from packbuilder.progress import Quiet
from tests.builders import write_pdf

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _word(path: Path, *, tracked: bool = False) -> Path:
    document = docx.Document()
    document.core_properties.author = "Jane Smith"
    document.add_heading("Place development", 1)
    paragraph = document.add_paragraph("The board agreed the plan.")
    if tracked:
        deletion = etree.SubElement(paragraph._p, f"{{{_W}}}del")  # noqa: SLF001 (python-docx has no API for it)
        deletion.set(f"{{{_W}}}author", "Jane Smith")
        run = etree.SubElement(deletion, f"{{{_W}}}r")
        etree.SubElement(run, f"{{{_W}}}delText").text = "It cost too much."
    document.save(str(path))
    return path


def _sheet(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Budget"
    for row in range(1, 30):
        for column in range(1, 15):
            book.active.cell(row, column, row * column)
    salaries = book.create_sheet("Salaries")
    salaries["A1"] = "Chief officer 140,000"
    salaries.sheet_state = "veryHidden"
    book.create_sheet("Nothing")
    book.save(path)
    return path


def _slides(path: Path) -> Path:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[0])
    slide.shapes.title.text = "Winter plan"
    slide.notes_slide.notes_text_frame.text = "Do not mention the closure"
    show.save(str(path))
    return path


def _mail(path: Path, attached: Path) -> Path:
    message = email.message.EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        "lead@example.org",
        "clerk@example.org",
        "Late report",
    )
    message.set_content("Please find the late report.")
    message.add_attachment(
        attached.read_bytes(), maintype="application", subtype="octet-stream", filename=attached.name
    )
    path.write_bytes(message.as_bytes())
    return path


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("papers")
    report = _word(folder / "report.docx")
    (folder / "note.txt").write_text("Dear members\n\nThe £5 charge stands.\n", encoding="utf-8")
    (folder / "table.csv").write_text("Ward;Homes\nNorth;12\nSouth;9\n", encoding="utf-8")
    (folder / "old.rtf").write_text(r"{\rtf1 Old report}")
    (folder / "broken.docx").write_bytes(report.read_bytes()[:3000])
    Image.new("RGB", (800, 600), "green").save(folder / "photo.jpg")
    _mail(folder / "mail.eml", report)
    with zipfile.ZipFile(folder / "papers.zip", "w") as archive:
        archive.write(report, "late/report.docx")
    write_pdf(folder / "plain.pdf", "one", "two")
    return {
        path.name: path
        for path in (
            report, _word(folder / "tracked.docx", tracked=True), _sheet(folder / "budget.xlsx"),
            _slides(folder / "winter.pptx"),
            *(folder / name for name in ("note.txt", "table.csv", "old.rtf", "broken.docx", "photo.jpg",
                                         "mail.eml", "plain.pdf")),
        )
    }  # fmt: skip


@pytest.fixture(scope="module")
def taken(
    papers: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, TakenIn | PackBuilderError]:
    names = list(papers)
    outcome: dict[str, TakenIn | PackBuilderError] = {}
    files = [Received(path) for path in papers.values()]
    for index, way_in in take_in_all(files, tmp_path_factory.mktemp("work"), Quiet()):
        outcome[names[index]] = way_in if isinstance(way_in, PackBuilderError) else way_in()
    return outcome


def _facts(outcome: TakenIn | PackBuilderError) -> DocumentFacts:
    assert isinstance(outcome, TakenIn), outcome
    return outcome.facts


def _text(outcome: TakenIn | PackBuilderError, tmp_path: Path) -> str:
    assert isinstance(outcome, TakenIn), outcome
    path = tmp_path / "pages.pdf"
    path.write_bytes(print_ready(outcome))
    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages)


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("report.docx", "Word document", "The board agreed the plan."),
        ("budget.xlsx", "spreadsheet", "28 56 84"),
        ("winter.pptx", "PowerPoint file", "Winter plan"),
        ("note.txt", "text file", "The £5 charge stands."),
        ("table.csv", "spreadsheet", "Ward Homes North 12"),
        ("old.rtf", "Word document", "Old report"),
        ("mail.eml", "e-mail message", "Please find the late report."),
        ("plain.pdf", "PDF", "one two"),
    ],
)
def test_each_kind_of_file_becomes_pages_with_its_words(
    taken: dict[str, TakenIn | PackBuilderError], tmp_path: Path, name: str, kind: str, words: str
) -> None:
    facts = _facts(taken[name])
    assert words in _text(taken[name], tmp_path)
    assert facts.details is not None
    assert facts.details.kind == kind
    assert facts.details.size_bytes > 0
    assert {page.look for page in facts.pages} == {PageLook.TEXT}


def test_a_picture_is_a_page_without_words(taken: dict[str, TakenIn | PackBuilderError]) -> None:
    facts = _facts(taken["photo.jpg"])
    assert facts.pages[0].look in (PageLook.SCAN, PageLook.DRAWING)
    assert facts.details is not None
    assert facts.details.kind == "picture"


def test_a_broken_file_is_refused_by_name_and_the_others_go_on(
    taken: dict[str, TakenIn | PackBuilderError],
) -> None:
    refused = {name: outcome for name, outcome in taken.items() if isinstance(outcome, PackBuilderError)}
    assert list(refused) == ["broken.docx"]
    assert refused["broken.docx"].what.startswith("broken.docx ")


def test_what_an_author_hid_is_found_before_conversion_and_is_not_on_the_pages(
    taken: dict[str, TakenIn | PackBuilderError], tmp_path: Path
) -> None:
    (hidden,) = [t for t in _facts(taken["budget.xlsx"]).traits if t.kind is TraitKind.HIDDEN_SHEETS]
    assert "Salaries" in hidden.where[0]
    assert "Chief officer" not in _text(taken["budget.xlsx"], tmp_path)
    (notes,) = [t for t in _facts(taken["winter.pptx"]).traits if t.kind is TraitKind.SPEAKER_NOTES]
    assert notes.excerpt == "Do not mention the closure"
    assert "closure" not in _text(taken["winter.pptx"], tmp_path)


def test_slides_are_put_on_a4(taken: dict[str, TakenIn | PackBuilderError]) -> None:
    (page,) = _facts(taken["winter.pptx"]).pages
    assert (round(page.width_pt), round(page.height_pt)) == (842, 595)


def test_an_empty_sheet_is_left_out_and_told(taken: dict[str, TakenIn | PackBuilderError]) -> None:
    assert "An empty sheet was left out." in _facts(taken["budget.xlsx"]).notes


def test_the_author_is_known_but_is_not_in_the_pages(
    taken: dict[str, TakenIn | PackBuilderError],
) -> None:
    outcome = taken["report.docx"]
    details = _facts(outcome).details
    assert details is not None
    assert details.author == "Jane Smith"
    assert isinstance(outcome, TakenIn)
    assert b"Jane Smith" not in print_ready(outcome)


def test_accepting_changes_takes_deleted_words_out_of_the_pages(
    taken: dict[str, TakenIn | PackBuilderError], papers: dict[str, Path], tmp_path: Path
) -> None:
    changes = [t for t in _facts(taken["tracked.docx"]).traits if t.kind is TraitKind.TRACKED_CHANGES]
    assert [(t.count, t.by) for t in changes] == [(1, ("Jane Smith",))]
    assert "It cost too much." in _text(taken["tracked.docx"], tmp_path)
    accepted = take_in(papers["tracked.docx"], treatment=Treatment((Remedy.ACCEPT_CHANGES,)))
    assert _text(accepted, tmp_path) == "Place development The board agreed the plan."
    assert TraitKind.TRACKED_CHANGES not in {trait.kind for trait in accepted.facts.traits}


def test_what_is_still_there_after_accepting_is_still_told(
    papers: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if a change stood where accepting does not look.
    monkeypatch.setattr(office_file, "accept_changes", shutil.copyfile)
    accepted = take_in(papers["tracked.docx"], treatment=Treatment((Remedy.ACCEPT_CHANGES,)))
    assert TraitKind.TRACKED_CHANGES in {trait.kind for trait in accepted.facts.traits}


def test_what_is_inside_a_mail_or_zip_folder_is_taken_in_by_its_name(
    papers: dict[str, Path], tmp_path: Path
) -> None:
    inside = take_in(papers["mail.eml"], inside="report.docx")
    assert "The board agreed the plan." in _text(inside, tmp_path)
    with pytest.raises(PackBuilderError, match=r"mail\.eml"):
        take_in(papers["mail.eml"], inside="other.docx")


def test_work_on_many_files_can_be_stopped(papers: dict[str, Path], tmp_path: Path) -> None:
    class _Stopping:
        def step(self, text: str, done: int, total: int) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        list(take_in_all([Received(papers["note.txt"])], tmp_path, _Stopping()))
