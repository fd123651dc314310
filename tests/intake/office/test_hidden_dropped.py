"""What an author hid in Word is on no page, whichever way it was hidden; what is shown stays."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest

from packbuilder.intake.kinds import FileKind
from packbuilder.intake.office.hidden_dropped import drop_hidden
from packbuilder.intake.office.office_file import OfficePaper, PaperAsPdf, office_papers
from packbuilder.intake.traits.office_traits import inspect_office
from packbuilder.meeting.document_facts import TraitKind
from packbuilder.progress import Quiet
from tests.intake.traits.office_files import W, related, rewritten, run, slides, with_imported, word_file

_SECRET = "The complainant lives here"
_VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
_HIDE = ' hidden="1"'
_NAMESPACES = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def _vml(shape: str, text: str, look: str = "visibility: hidden") -> str:
    return (
        f'<v:{shape} style="position:absolute;margin-left:50pt;margin-top:5pt;width:99pt;height:60pt;{look}">'
        f"<v:textbox><w:txbxContent><w:p>{run(text)}</w:p></w:txbxContent></v:textbox></v:{shape}>"
    )


def _pict(*shapes: str) -> str:
    return f"<w:r><w:pict {_VML}>{''.join(shapes)}</w:pict></w:r>"


def _shape(text: str, properties: str = "", y: int = 0) -> str:
    return (
        f'<wps:wsp>{properties}<wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="0" y="{y}"/>'
        '<a:ext cx="3000000" cy="400000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
        f"<wps:txbx><w:txbxContent><w:p>{run(text)}</w:p></w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
    )


def _drawing(inner: str, hidden: str = "", kind: str = "Shape") -> str:
    return (
        f'<w:drawing {_NAMESPACES}><wp:anchor behindDoc="0" simplePos="0" relativeHeight="5" locked="0" '
        'layoutInCell="1" allowOverlap="1" distT="0" distB="0" distL="0" distR="0">'
        '<wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>600000</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="3000000" cy="1000000"/><wp:wrapNone/><wp:docPr id="3" name="s"{hidden}/><a:graphic>'
        f'<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessing{kind}">'
        f"{inner}</a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )


def _group(*shapes: str) -> str:
    place = '<a:off x="0" y="0"/><a:ext cx="3000000" cy="1000000"/>'
    child_place = place.replace("a:off", "a:chOff").replace("a:ext", "a:chExt")
    return (
        f"<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm>{place}{child_place}</a:xfrm></wpg:grpSpPr>"
        f"{''.join(shapes)}</wpg:wgp>"
    )


def _row(text: str, properties: str = "") -> str:
    cell = f'<w:tc><w:tcPr><w:tcW w:w="3000"/></w:tcPr><w:p>{run(text)}</w:p></w:tc>'
    return f"<w:tr>{properties}{cell}</w:tr>"


def _table(*rows: str) -> str:
    return f'<w:tbl {W}><w:tblPr/><w:tblGrid><w:gridCol w:w="3000"/></w:tblGrid>{"".join(rows)}</w:tbl>'


_HIDDEN_ROW = _row(_SECRET, "<w:trPr><w:hidden/></w:trPr>")

_BODIES = {
    "vml-shape": _pict(_vml("shape", _SECRET)),
    "vml-rect": _pict(_vml("rect", _SECRET)),
    "vml-beside-a-shown-one": _pict(_vml("shape", _SECRET), _vml("shape", "Shown box", "margin-top:90pt")),
    "drawing": f"<w:r>{_drawing(_shape(_SECRET), _HIDE)}</w:r>",
    "both-ways": (
        f'<w:r><mc:AlternateContent {_NAMESPACES}><mc:Choice Requires="wps">'
        f"{_drawing(_shape(_SECRET), _HIDE)}</mc:Choice><mc:Fallback><w:pict {_VML}>"
        f"{_vml('shape', _SECRET, '')}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    ),
    "in-a-group": "<w:r>"
    + _drawing(
        _group(
            _shape(_SECRET, '<wps:cNvPr id="9" name="h" hidden="1"/>'),
            _shape("Shown box", '<wps:cNvPr id="8" name="s"/>', 500000),
        ),
        kind="Group",
    )
    + "</w:r>",
    "row": _table(_HIDDEN_ROW, _row("Shown row")),
    "whole-table": _table(_HIDDEN_ROW),
    "spec-vanish": run(_SECRET, "<w:specVanish/>"),
    "vanish": run(_SECRET, "<w:vanish/>") + run(" beside it"),
}
_SAID_TWICE = run(_SECRET, "<w:vanish/>") + run(f" as is known: {_SECRET}.")
_SHOWN = {"vml-beside-a-shown-one": "Shown box", "in-a-group": "Shown box", "row": "Shown row"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, PaperAsPdf]:
    folder = tmp_path_factory.mktemp("hidden")
    papers = [
        OfficePaper(
            word_file(folder / f"{name}.docx", run("Before the secret"), body, run("After the secret")),
            FileKind.WORD,
        )
        for name, body in (*_BODIES.items(), ("said-twice", _SAID_TWICE))
    ]
    work = folder / "work"
    work.mkdir()
    found = dict(office_papers(papers, work, Quiet()))
    assert all(isinstance(each, PaperAsPdf) for each in found.values())
    return {
        name: each
        for index, name in enumerate((*_BODIES, "said-twice"))
        if isinstance(each := found[index], PaperAsPdf)
    }


@pytest.mark.parametrize("name", _BODIES)
def test_what_is_told_to_be_left_out_is_on_no_page(made: dict[str, PaperAsPdf], name: str) -> None:
    (trait,) = made[name].found.traits
    assert (trait.kind, trait.count, trait.excerpt) == (TraitKind.HIDDEN_TEXT, 1, _SECRET)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made[name].pdf)).pages)
    assert "complainant" not in text
    assert "Before the secret" in text
    assert "After the secret" in text
    assert _SHOWN.get(name, "") in text


def test_hidden_words_that_are_on_a_page_all_the_same_are_not_told_as_left_out(
    made: dict[str, PaperAsPdf],
) -> None:
    (trait,) = made["said-twice"].found.traits
    assert (trait.kind, trait.page_numbers) == (TraitKind.PRINTED_HIDDEN, (1,))
    assert trait.excerpt == _SECRET


def test_headers_and_documents_inside_lose_what_is_hidden_too(tmp_path: Path) -> None:
    inner = word_file(tmp_path / "inner.docx", run(_SECRET, "<w:vanish/>"), run("Inner")).read_bytes()
    path = with_imported(word_file(tmp_path / "report.docx", run("Body")), inner)
    header = f"<w:hdr {W}><w:p>{_pict(_vml('oval', _SECRET))}</w:p></w:hdr>".encode()
    content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
    rewritten(
        path,
        lambda parts: related(parts, "word/document.xml", "header", "word/head.xml", header, content_type),
    )
    assert [trait.count for trait in inspect_office(path).traits] == [2]
    target = tmp_path / "shown.docx"
    assert drop_hidden(path, target)
    assert inspect_office(target).traits == ()
    with zipfile.ZipFile(target) as parts:
        for name in parts.namelist():
            data = parts.read(name)
            assert b"complainant" not in data, name
            if zipfile.is_zipfile(io.BytesIO(data)):
                assert [each.text for each in docx.Document(io.BytesIO(data)).paragraphs] == [" ", "Inner"]


def test_a_cell_whose_only_table_is_hidden_keeps_a_paragraph(tmp_path: Path) -> None:
    inner = _table(_HIDDEN_ROW).replace(f" {W}", "")
    outer = _table(f"<w:tr><w:tc><w:tcPr/>{inner}</w:tc></w:tr>")
    target = tmp_path / "shown.docx"
    assert drop_hidden(word_file(tmp_path / "report.docx", outer), target)
    (table,) = docx.Document(str(target)).tables
    assert [each.text for each in table.cell(0, 0).paragraphs] == [""]
    assert table.cell(0, 0).tables == []


def test_a_file_without_anything_hidden_is_not_copied(tmp_path: Path) -> None:
    target = tmp_path / "shown"
    words = word_file(
        tmp_path / "report.docx", run("All shown", '<w:vanish w:val="0"/>'), _table(_row("Row"))
    )
    show = tmp_path / "show.pptx"
    slides("Housing").save(str(show))
    assert not drop_hidden(words, target)
    assert not drop_hidden(show, target)
    assert not target.exists()
