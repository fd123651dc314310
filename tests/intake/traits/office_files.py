"""Office files for tests: made by the usual libraries, with plain XML where these cannot make a thing.

python-docx, openpyxl and python-pptx write no tracked changes, footnotes, text boxes, macros, pivot
tables, threaded comments or embedded files of their own, so these are put into their files here.
"""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
from docx.oxml import parse_xml
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ANN = 'w:author="Ann Fox" w:date="2026-01-05T10:00:00Z"'
BOB = 'w:author="Bob Lee" w:date="2026-01-06T11:00:00Z"'

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
VBA_TYPE = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"


def rewritten(path: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """Change the parts of a package in place."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
        stored = {info.filename for info in archive.infolist() if info.compress_type == zipfile.ZIP_STORED}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return path


def related(
    parts: dict[str, bytes],
    source: str,
    kind: str,
    target: str,
    data: bytes | None = None,
    content_type: str = "",
) -> str:
    """Add a relationship, and its part where ``data`` is given; return the relationship's id."""
    folder, _, base = source.rpartition("/")
    name = f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    rels = parts.get(name, b"").decode() or f'<Relationships xmlns="{namespace}"></Relationships>'
    rel_id = f"rIdTest{len(re.findall('<Relationship ', rels))}"
    type_ = kind if "://" in kind else f"{OFFICE}/{kind}"
    mode = "" if data is not None else ' TargetMode="External"'
    where = f"/{target}" if data is not None else target
    new = f'<Relationship Id="{rel_id}" Type="{type_}" Target="{where}"{mode}/>'
    parts[name] = rels.replace("</Relationships>", f"{new}</Relationships>").encode()
    if data is not None:
        parts[target] = data
        if content_type:
            types = parts["[Content_Types].xml"].decode()
            override = f'<Override PartName="/{target}" ContentType="{content_type}"/>'
            parts["[Content_Types].xml"] = types.replace("</Types>", f"{override}</Types>").encode()
    return rel_id


def replaced(parts: dict[str, bytes], name: str, old: str, new: str) -> None:
    """Replace text in a part, which must have it."""
    text = parts[name].decode()
    assert old in text, f"{old} is in {name}"
    parts[name] = text.replace(old, new, 1).encode()


# Word.


def word_file(path: Path, *body_xml: str, heading: str = "") -> Path:
    """Write a Word file with a heading and these paragraphs or tables, given as XML."""
    document = docx.Document()
    if heading:
        document.add_heading(heading, level=1)
    body = document.element.body
    for xml in body_xml:
        element = xml if xml.startswith("<w:p ") or xml.startswith("<w:tbl ") else f"<w:p {W} {R}>{xml}</w:p>"
        body.insert(len(body) - 1, parse_xml(element))
    document.save(str(path))
    return path


def run(text: str, properties: str = "") -> str:
    """Return a run of text."""
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:t xml:space="preserve">{text}</w:t></w:r>'


def inserted(text: str, who: str = ANN) -> str:
    """Return an insertion."""
    return f'<w:ins w:id="1" {who}>{run(text)}</w:ins>'


def deleted(text: str, who: str = ANN) -> str:
    """Return a deletion."""
    content = f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r>'
    return f'<w:del w:id="2" {who}>{content}</w:del>'


def with_style(path: Path, style_xml: str) -> Path:
    """Put a style into a Word file."""
    return rewritten(
        path, lambda parts: replaced(parts, "word/styles.xml", "</w:styles>", f"{style_xml}</w:styles>")
    )


def with_macros(path: Path, main: str) -> Path:
    """Put a store of macros into a file."""

    def change(parts: dict[str, bytes]) -> None:
        folder = main.partition("/")[0]
        related(
            parts,
            main,
            VBA_TYPE,
            f"{folder}/vbaProject.bin",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "application/vnd.ms-office.vbaProject",
        )

    return rewritten(path, change)


def with_imported(path: Path, data: bytes, kind: str = "aFChunk") -> Path:
    """Put a whole file into the text of a Word file, to be printed as part of it."""

    def change(parts: dict[str, bytes]) -> None:
        rel_id = related(parts, "word/document.xml", kind, "word/chunk.dat", data, WORD_TYPE)
        replaced(parts, "word/document.xml", "<w:sectPr", f'<w:altChunk {R} r:id="{rel_id}"/><w:sectPr')

    return rewritten(path, change)


def with_footnote(path: Path, note_xml: str) -> Path:
    """Put a footnote with these runs into a Word file that has a paragraph."""

    def change(parts: dict[str, bytes]) -> None:
        notes = (
            f'<w:footnotes {W}><w:footnote w:id="-1" w:type="separator"><w:p><w:r><w:separator/></w:r></w:p>'
            '</w:footnote><w:footnote w:id="0" w:type="continuationSeparator"><w:p><w:r>'
            "<w:continuationSeparator/></w:r></w:p></w:footnote>"
            f'<w:footnote w:id="2"><w:p>{note_xml}</w:p></w:footnote></w:footnotes>'
        )
        related(
            parts,
            "word/document.xml",
            "footnotes",
            "word/footnotes.xml",
            notes.encode(),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        )
        document = parts["word/document.xml"].decode()
        place = document.rindex("</w:p>")
        reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
        parts["word/document.xml"] = (document[:place] + reference + document[place:]).encode()

    return rewritten(path, change)


# Sheets.


def workbook(**sheets: Sequence[Sequence[object]]) -> openpyxl.Workbook:
    """Return a workbook with these sheets and their rows."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return book


def workbook_bytes(book: openpyxl.Workbook) -> bytes:
    """Return a workbook as a file's bytes."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


# Slides.


def slides(*titles: str) -> Any:
    """Return a presentation with these slides."""
    presentation = pptx.Presentation()
    for title in titles:
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        slide.shapes.title.text = title
    return presentation


def add_text_box(slide: Any, text: str, left_inches: float = 1.0) -> Any:
    """Put a text box on a slide and return it."""
    box = slide.shapes.add_textbox(Inches(left_inches), Inches(2), Inches(3), Inches(1))
    box.text_frame.text = text
    return box


def add_chart(slide: Any, kind: XL_CHART_TYPE) -> None:
    """Put a chart on a slide, with the one sheet that python-pptx puts behind it."""
    data = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["2024", "2025"]
    data.add_series("Spend", (1.2, 2.4))  # type: ignore[no-untyped-call]
    slide.shapes.add_chart(kind, Inches(1), Inches(2), Inches(5), Inches(3), data)


# OpenDocument, by LibreOffice.

OFFICE_NAMES = (
    " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("style", "style"),
            ("draw", "drawing"),
            ("presentation", "presentation"),
            ("svg", "svg-compatible"),
            ("fo", "xsl-fo-compatible"),
            ("number", "datastyle"),
            ("meta", "meta"),
        )
    )
    + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:ooow="http://openoffice.org/2004/writer"'
)


def flat_file(path: Path, kind: str, body: str, styles: str = "") -> Path:
    """Write a flat OpenDocument file ("text", "spreadsheet", "presentation")."""
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {OFFICE_NAMES} office:version="1.3" '
        f'office:mimetype="application/vnd.oasis.opendocument.{kind}">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document>",
        encoding="utf-8",
    )
    return path


def converted(files: Iterable[Path], ending: str, folder: Path, profile: Path) -> dict[str, Path]:
    """Let LibreOffice save files in another format; return the new files by their stems."""
    sources = [str(file) for file in files]
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            ending,
            "--outdir",
            str(folder),
            *sources,
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    suffix = ending.partition(":")[0]
    made = {Path(source).stem: folder / f"{Path(source).stem}.{suffix}" for source in sources}
    missing = [stem for stem, path in made.items() if not path.is_file()]
    assert not missing, f"LibreOffice made no file of {missing}"
    return made
