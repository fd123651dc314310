"""Fields that would tell of this computer, or of today, and what becomes of them on the pages."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import docx
import openpyxl
import pikepdf
import pptx
import pypdf
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml import etree
from pptx.util import Inches

from packbuilder.errors import PackBuilderError
from packbuilder.intake.made.open_document import DocumentKind, write_open_document
from packbuilder.intake.office import office_file
from packbuilder.intake.office.frozen_fields import FieldsOf, freeze_fields
from packbuilder.intake.print_ready import print_ready
from packbuilder.intake.take_in import Received, take_in, take_in_all
from packbuilder.progress import Quiet

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_TODAY = (f"{dt.date.today():%d/%m/%Y}", f"{dt.date.today().day} {dt.date.today():%B %Y}")


def _add_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """Write a field as Word does: its instruction in two pieces, its result in a run of its own."""
    middle = len(instruction) // 2
    for kind, text in (
        ("begin", ""), ("", instruction[:middle]), ("", instruction[middle:]), ("separate", ""),
        ("shown", shown), ("end", ""),
    ):  # fmt: skip
        run = paragraph.add_run(shown if kind == "shown" else "")
        if kind == "shown":
            continue
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)  # noqa: SLF001 (python-docx has no API for it)


def _add_simple_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    if shown:
        run = OxmlElement("w:r")
        text = OxmlElement("w:t")
        text.text = shown
        run.append(text)
        field.append(run)
    paragraph._p.append(field)  # noqa: SLF001


def _word(path: Path) -> Path:
    document = docx.Document()
    document.core_properties.author = "Somebody Else"
    _add_field(document.add_paragraph("Dated: "), ' DATE \\@ "d MMMM yyyy" ', "3 November 2021")
    _add_field(document.add_paragraph("By: "), " AUTHOR ", "Jane Smith")
    _add_simple_field(document.add_paragraph("Kept as: "), " FILENAME ", "")
    link = OxmlElement("w:hyperlink")
    where = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    link.set(qn("r:id"), document.part.relate_to("Appendix A.docx", where, is_external=True))
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "the appendix"
    run.append(text)
    link.append(run)
    document.add_paragraph("See ")._p.append(link)  # noqa: SLF001
    foot = document.sections[0].footer.paragraphs[0]
    _add_field(foot, " FILENAME \\p ", "N:\\Reports\\Shown.docx")
    foot.add_run(" page ")
    _add_field(foot, " PAGE ", "77")
    document.save(str(path))
    return path


def _sheet(path: Path) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "Ward"
    book.active.oddFooter.center.text = "&Z&F of &A on &D"
    book.properties.modified = dt.datetime(2021, 11, 3, 9, 30)
    book.save(path)
    # openpyxl writes the moment of saving.
    kept = path.with_suffix(".saved")
    with zipfile.ZipFile(path) as parts, zipfile.ZipFile(kept, "w") as written:
        for name in parts.namelist():
            data = parts.read(name)
            if name == "docProps/core.xml":
                now = f"{dt.date.today():%Y-%m-%d}".encode()
                data = data.replace(now, b"2021-11-03")
            written.writestr(name, data)
    return kept.replace(path)


def _slides(path: Path) -> Path:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    box = slide.shapes.add_textbox(Inches(1), Inches(1), Inches(6), Inches(1))
    box.text_frame.text = "Shown on "
    paragraph = box.text_frame.paragraphs[0]._p  # noqa: SLF001
    for kind, shown in (("datetime1", "3 November 2021"), ("slidenum", " 77")):
        field = etree.SubElement(
            paragraph, f"{_A}fld", id="{5BCAD085-E8A6-8845-BD4E-CB4CCA059FC4}", type=kind
        )
        etree.SubElement(field, f"{_A}t").text = shown
    show.save(str(path))
    return path


def _text(path: Path) -> Path:
    body = (
        '<text:p>Kept as <text:file-name text:display="full">/home/jane/Shown.odt</text:file-name> on '
        '<text:date text:date-value="2021-11-03">3 November 2021</text:date> by '
        '<text:author-name text:fixed="false">Jane Smith</text:author-name>.</text:p>'
    )
    write_open_document(path, DocumentKind.TEXT, "A note", "", body)
    return path


def _rich_text(path: Path) -> Path:
    path.write_text(r"{\rtf1 Kept as {\field{\*\fldinst FILENAME \\p}{\fldrslt old}} there}", "ascii")
    return path


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("fields")
    files = [
        _word(folder / "report.docx"), _sheet(folder / "budget.xlsx"), _slides(folder / "winter.pptx"),
        _text(folder / "note.odt"), _rich_text(folder / "old.rtf"),
    ]  # fmt: skip
    texts = {}
    for index, way_in in take_in_all(
        [Received(path) for path in files], tmp_path_factory.mktemp("packbuilder-work"), Quiet()
    ):
        assert not isinstance(way_in, PackBuilderError), way_in
        pdf = folder / f"{index}.pdf"
        pdf.write_bytes(print_ready(way_in()))
        words = " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(pdf).pages)
        texts[files[index].name] = words
        with pikepdf.open(pdf) as opened:
            addresses = [str(each.get("/A")) for page in opened.pages for each in page.get("/Annots", [])]
        texts[files[index].name + " links"] = " ".join(addresses)
    return texts


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("report.docx", "Dated: 3 November 2021 By: Jane Smith Kept as: report.docx See the appendix"),
        ("report.docx", "N:\\Reports\\Shown.docx page 1"),
        ("budget.xlsx", "budget.xlsx of Sheet on 03/11/2021"),
        ("winter.pptx", "Shown on 3 November 2021"),
        ("note.odt", "Kept as /home/jane/Shown.odt on 3 November 2021 by Jane Smith."),
        ("old.rtf", "Kept as old.rtf there"),
    ],
)
def test_a_field_says_what_its_author_saw(pages: dict[str, str], name: str, words: str) -> None:
    assert words in pages[name]


def test_page_numbers_stay_those_of_the_pages(pages: dict[str, str]) -> None:
    assert not any("77" in text for text in pages.values())


def test_no_page_or_link_tells_of_this_computer_or_of_today(pages: dict[str, str]) -> None:
    for text in pages.values():
        for private in ("packbuilder", "converted-", "f00000", "file:", *_TODAY):
            assert private not in text


def test_pages_that_name_the_folder_they_were_made_in_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if a field were written in a way that nobody knew of.
    monkeypatch.setattr(office_file, "freeze_fields", lambda *_: False)
    with pytest.raises(PackBuilderError, match=r"^report\.docx prints the folder"):
        take_in(_word(tmp_path / "report.docx"))


def test_a_file_without_such_fields_is_not_written_anew(tmp_path: Path) -> None:
    plain = tmp_path / "plain.docx"
    document = docx.Document()
    _add_field(document.add_paragraph("Page "), " PAGE ", "1")
    document.save(str(plain))
    assert not freeze_fields(plain, tmp_path / "copy.docx", FieldsOf("plain.docx"))
    assert not (tmp_path / "copy.docx").exists()


def test_a_field_inside_the_result_of_another_is_frozen_and_the_other_stays(tmp_path: Path) -> None:
    source, target = tmp_path / "nested.docx", tmp_path / "copy.docx"
    document = docx.Document()
    paragraph = document.add_paragraph()
    _add_field(paragraph, " TOC ", "")
    end = paragraph.runs[-1]._r  # noqa: SLF001
    inner = document.add_paragraph()
    _add_field(inner, " SAVEDATE ", "3 November 2021")
    for run in inner.runs:
        end.addprevious(run._r)  # noqa: SLF001
    document.save(str(source))
    assert freeze_fields(source, target, FieldsOf("nested.docx"))
    with zipfile.ZipFile(target) as parts:
        written = parts.read("word/document.xml").decode()
    assert written.count("w:fldChar ") == 3
    assert "SAVE" not in written
    assert "3 November 2021" in written
