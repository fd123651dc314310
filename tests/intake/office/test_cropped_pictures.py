"""What an author cropped away from a picture is not in the pack, and the page looks as it did."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import openpyxl.drawing.image
import pikepdf
import pptx
import pypdfium2
import pytest
from docx.oxml import OxmlElement
from docx.shared import Inches
from PIL import Image

from packbuilder.errors import PackBuilderError
from packbuilder.intake.made.open_document import DocumentKind, write_open_document
from packbuilder.intake.office.cropped_pictures import NOT_CUT, Cropped, crop_pictures
from packbuilder.intake.office.libreoffice import OfficeFile, convert
from packbuilder.intake.print_ready import print_ready
from packbuilder.intake.take_in import Received, take_in_all
from packbuilder.intake.taken_in import TakenIn
from packbuilder.progress import Quiet

_CROP_OF_SHEET = b'<a:srcRect xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r="50000"/>'
_GREEN, _RED, _BLUE = (0, 120, 0), (220, 0, 0), (0, 0, 220)


def _picture(path: Path) -> Path:
    """Green on the left, red on the right, with a blue strip along the top."""
    image = Image.new("RGB", (400, 200), _GREEN)
    image.paste(_RED, (200, 0, 400, 200))
    image.paste(_BLUE, (0, 0, 400, 20))
    image.save(path, quality=95, dpi=(144, 144))
    return path


def _word(path: Path, picture: Path, *crops: dict[str, str]) -> Path:
    document = docx.Document()
    for crop in crops:
        shape = document.add_picture(str(picture), width=Inches(3), height=Inches(3))
        fill = shape._inline.graphic.graphicData.pic.blipFill  # noqa: SLF001
        element = OxmlElement("a:srcRect")
        for side, share in crop.items():
            element.set(side, share)
        fill.insert(1, element)
    document.save(str(path))
    return path


def _drawing(path: Path, like: Path) -> Path:
    """Write a Word file whose cropped picture is in a form that cannot be cut."""
    with zipfile.ZipFile(like) as parts, zipfile.ZipFile(path, "w") as written:
        for name in parts.namelist():
            written.writestr(name, b"\x01\0\0\0 EMF" if "media/" in name else parts.read(name))
    return path


def _slides(path: Path, picture: Path) -> Path:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    slide.shapes.add_picture(str(picture), 0, 0, Inches(4), Inches(4)).crop_right = 0.5
    show.save(str(path))
    return path


def _sheet(path: Path, picture: Path) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "Map"
    book.active.add_image(openpyxl.drawing.image.Image(io.BytesIO(picture.read_bytes())), "B3")
    whole = path.with_suffix(".whole")
    book.save(whole)
    with zipfile.ZipFile(whole) as parts, zipfile.ZipFile(path, "w") as written:
        for name in parts.namelist():
            data = parts.read(name)
            if name == "xl/drawings/drawing1.xml":
                data = data.replace(b"<a:stretch", _CROP_OF_SHEET + b"<a:stretch")
                assert data.count(b"srcRect") == 1
            written.writestr(name, data)
    return path


def _colours(image: Image.Image) -> set[str]:
    """Return which of the three colours are in a picture in more than traces."""
    found = set()
    for count, colour in image.convert("RGB").getcolors(1 << 24) or ():
        assert isinstance(colour, tuple)
        red, green, blue = colour
        for name, is_it in (
            ("red", red > 150 and green < 80 and blue < 80),
            ("green", green > 80 and red < 60 and blue < 60),
            ("blue", blue > 150 and red < 80 and green < 80),
        ):
            if is_it and count > 20:
                found.add(name)
    return found


def _held(pdf: pikepdf.Pdf) -> list[set[str]]:
    """Return the colours of each picture that a PDF holds, seen or not."""
    return [
        _colours(pikepdf.PdfImage(each).as_pil_image())
        for each in pdf.objects
        if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
    ]


def _seen(pdf: bytes) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    image: Image.Image = document[0].render(scale=1).to_pil().convert("RGB")
    document.close()
    return image


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("cropped")
    png, jpg = _picture(folder / "map.png"), _picture(folder / "map.jpg")
    gif = folder / "map.gif"
    Image.open(png).quantize().save(gif)
    return {
        path.name: path
        for path in (
            _word(folder / "png.docx", png, {"r": "50000"}),
            _word(folder / "jpg.docx", jpg, {"r": "50%", "t": "12000"}),
            _word(folder / "gif.docx", gif, {"r": "50000"}),
            _word(folder / "both.docx", png, {"r": "50000"}, {"l": "50000", "t": "12000"}),
            _word(folder / "padded.docx", png, {"r": "50000", "l": "-25000"}),
            _slides(folder / "slides.pptx", png),
            _sheet(folder / "sheet.xlsx", png),
            _drawing(folder / "drawing.docx", folder / "png.docx"),
        )
    }


@pytest.fixture(scope="module")
def taken(files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, TakenIn]:
    names = list(files)
    outcome = {}
    received = [Received(path) for path in files.values()]
    for index, way_in in take_in_all(received, tmp_path_factory.mktemp("work"), Quiet()):
        assert not isinstance(way_in, PackBuilderError), way_in
        outcome[names[index]] = way_in()
    return outcome


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("png.docx", [{"green", "blue"}]),
        ("jpg.docx", [{"green"}]),
        ("gif.docx", [{"green", "blue"}]),
        ("both.docx", [{"green", "blue"}, {"red"}]),
        ("padded.docx", [{"green", "blue"}]),
        ("slides.pptx", [{"green", "blue"}]),
        ("sheet.xlsx", [{"green", "blue"}]),
    ],
)
def test_what_was_cropped_away_is_not_in_the_pages(
    taken: dict[str, TakenIn], name: str, held: list[set[str]]
) -> None:
    with pikepdf.open(io.BytesIO(print_ready(taken[name]))) as pdf:
        assert sorted(map(sorted, _held(pdf))) == sorted(map(sorted, held))
    assert NOT_CUT not in taken[name].facts.warnings


def test_the_page_looks_as_with_the_whole_picture(
    taken: dict[str, TakenIn], files: dict[str, Path], tmp_path: Path
) -> None:
    names = ["png.docx", "jpg.docx", "both.docx", "padded.docx"]
    for place, whole in convert([OfficeFile(files[name]) for name in names], tmp_path):
        assert isinstance(whole, Path)
        before, after = _seen(whole.read_bytes()), _seen(print_ready(taken[names[place]]))
        assert before.size == after.size
        pairs = zip(before.tobytes(), after.tobytes(), strict=True)
        assert sum(abs(one - other) > 60 for one, other in pairs) < 0.01 * len(before.tobytes())
        assert _colours(before) == _colours(after)


def test_a_cropped_drawing_that_cannot_be_cut_is_told_of(taken: dict[str, TakenIn]) -> None:
    assert NOT_CUT in taken["drawing.docx"].facts.warnings


def test_a_cropped_picture_of_an_open_document_is_told_of(tmp_path: Path) -> None:
    body = (
        '<text:p><draw:frame draw:style-name="cut" svg:width="5cm" svg:height="5cm" '
        'text:anchor-type="as-char">'
        '<draw:image xlink:href="Pictures/map.png"/></draw:frame></text:p>'
    )
    style = (
        '<style:style style:name="cut" style:family="graphic"><style:graphic-properties '
        'fo:clip="rect(0cm, 2cm, 0cm, 0cm)"/></style:style>'
    )
    draw = ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    odt = tmp_path / "open.odt"
    write_open_document(odt, DocumentKind.TEXT, "Map", style, body.replace("<text:p>", f"<text:p{draw}>"))
    assert crop_pictures(odt, tmp_path / "copy.odt") == Cropped(is_any_left=True)
    write_open_document(
        odt,
        DocumentKind.TEXT,
        "Map",
        style.replace("2cm", "0cm"),
        body.replace("<text:p>", f"<text:p{draw}>"),
    )
    assert crop_pictures(odt, tmp_path / "copy.odt") == Cropped()


def test_a_file_whose_pictures_are_whole_is_not_written_anew(tmp_path: Path) -> None:
    source = _word(tmp_path / "whole.docx", _picture(tmp_path / "map.png"), {})
    assert crop_pictures(source, tmp_path / "copy.docx") == Cropped()
    assert not (tmp_path / "copy.docx").exists()
