"""What people hide, and what they merely colour, in Word, PowerPoint and Excel, as LibreOffice prints it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import RGBColor
from docx.text.run import Run
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font, PatternFill
from PIL import Image
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor as SlideColour
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm, Pt

from packbuilder.intake.seen.seen_pages import SeenPages, look_at_pages
from packbuilder.meeting.document_facts import PageLook, TraitKind

SECRET = "Margaret Ellison, 14 Quarry Lane"

# A black rectangle as Word draws it: floating, in front of the text, over the line it is anchored to.
RECTANGLE = """<w:r {} xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:drawing>
<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="9" behindDoc="0"
 locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="column"><wp:posOffset>-20000</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="paragraph"><wp:posOffset>-20000</wp:posOffset></wp:positionV>
<wp:extent cx="4000000" cy="260000"/><wp:wrapNone/><wp:docPr id="7" name="Box"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
<wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="4000000" cy="260000"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="000000"/></a:solidFill></wps:spPr>
<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>""".format(nsdecls("w"))


def report() -> tuple[docx.document.Document, Run]:
    word = docx.Document()
    word.add_heading("Licensing panel", 1)
    word.add_paragraph("The panel considered the objection of a neighbour, who gave evidence.")
    run = word.add_paragraph().add_run(SECRET)
    word.add_paragraph("The licence was refused, with reasons that follow.")
    return word, run


def shade(run: Run, colour: str) -> None:
    run.element.get_or_add_rPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="{colour}"/>'))


def write_word_files(folder: Path) -> None:
    word, run = report()
    run.font.highlight_color = WD_COLOR_INDEX.BLACK
    word.save(str(folder / "highlight.docx"))

    word, run = report()
    shade(run, "000000")
    run.font.color.rgb = RGBColor(0, 0, 0)
    word.save(str(folder / "shading.docx"))

    word, run = report()
    run.font.color.rgb = RGBColor(255, 255, 255)
    word.save(str(folder / "white.docx"))

    word, run = report()
    run.element.addnext(parse_xml(RECTANGLE))
    word.save(str(folder / "rectangle.docx"))

    word, run = report()
    run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    run = word.add_paragraph().add_run("In white on dark blue, as a banner")
    shade(run, "1F3864")
    run.font.color.rgb = RGBColor(255, 255, 255)
    word.add_paragraph().add_run("Pale grey small print").font.color.rgb = RGBColor(190, 190, 190)
    table = word.add_table(rows=4, cols=3, style="Medium Shading 1 Accent 1")
    for row in table.rows:
        for cell in row.cells:
            cell.text = "Words in a cell"
    word.save(str(folder / "clean-report.docx"))


def write_slides(folder: Path) -> None:
    slides = pptx.Presentation()
    photo = folder / "photo.png"
    Image.effect_noise((320, 240), 70).save(photo)
    for number in range(3):
        slide = slides.slides.add_slide(slides.slide_layouts[6])
        if number == 0:
            slide.shapes.add_picture(str(photo), 0, 0, slides.slide_width, slides.slide_height)
        if number == 2:
            data = CategoryChartData()  # type: ignore[no-untyped-call]
            data.categories = ["North", "South"]
            data.add_series("Homes", (40, 25))  # type: ignore[no-untyped-call]
            data.add_series("Flats", (30, 35))  # type: ignore[no-untyped-call]
            frame = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_STACKED, Cm(2), Cm(5), Cm(20), Cm(12), data)
            frame.chart.plots[0].has_data_labels = True
        panel = slide.shapes.add_shape(1, Cm(2), Cm(1), Cm(16), Cm(3))
        panel.fill.solid()
        panel.fill.fore_color.rgb = SlideColour(0x10, 0x40, 0x60)  # type: ignore[no-untyped-call]
        panel.text_frame.text = "White words on a panel"
        panel.text_frame.paragraphs[0].font.size = Pt(30)
        panel.text_frame.paragraphs[0].font.color.rgb = SlideColour(255, 255, 255)  # type: ignore[no-untyped-call]
    slides.save(str(folder / "clean-slides.pptx"))


def write_sheets(folder: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (("Area", "Cost"), ("North", 120), ("South", 90), ("East", 75)):
        sheet.append(row)
    for cell in sheet[1]:
        cell.fill, cell.font = PatternFill("solid", fgColor="203050"), Font(color="FFFFFF", bold=True)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=4), titles_from_data=True)
    sheet.add_chart(chart, "D2")
    book.save(folder / "clean-sheet.xlsx")
    sheet["A6"], sheet["A6"].font = SECRET, Font(color="FFFFFF")
    book.save(folder / "white-cells.xlsx")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of office files as LibreOffice prints them."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("needs LibreOffice")
    folder = tmp_path_factory.mktemp("office")
    write_word_files(folder)
    write_slides(folder)
    write_sheets(folder)
    files = [str(path) for path in folder.iterdir() if path.suffix in {".docx", ".pptx", ".xlsx"}]
    profile = tmp_path_factory.mktemp("profile").as_uri()
    call = [
        soffice,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
    ]
    subprocess.run([*call, *files], check=True, capture_output=True, timeout=120)
    return folder


def seen(folder: Path, name: str) -> SeenPages:
    return look_at_pages((folder / name).read_bytes())


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("highlight", TraitKind.COVERED_TEXT),
        ("shading", TraitKind.COVERED_TEXT),
        ("white", TraitKind.UNSEEN_TEXT),
        ("rectangle", TraitKind.COVERED_TEXT),
    ],
)
def test_a_name_blacked_out_or_whitened_in_word_is_found(printed: Path, name: str, kind: TraitKind) -> None:
    (trait,) = seen(printed, f"{name}.pdf").traits
    assert (trait.kind, trait.excerpt, trait.page_numbers) == (kind, SECRET, (1,))


def test_white_words_in_a_spreadsheet_are_found(printed: Path) -> None:
    (trait,) = seen(printed, "white-cells.pdf").traits
    assert (trait.kind, trait.excerpt) == (TraitKind.UNSEEN_TEXT, SECRET)


@pytest.mark.parametrize("name", ["clean-report", "clean-slides", "clean-sheet"])
def test_colours_that_people_can_read_raise_no_alarm(printed: Path, name: str) -> None:
    pages = seen(printed, f"{name}.pdf")
    assert pages.traits == ()
    assert set(pages.looks) == {PageLook.TEXT}
