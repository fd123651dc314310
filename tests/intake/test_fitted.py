"""What is left out of a document is gone from its PDF, and what is turned or scaled still works there."""

from __future__ import annotations

import dataclasses
import gc
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageChops, ImageStat
from pypdf.generic import StreamObject

from packbuilder.errors import PackBuilderError
from packbuilder.intake.fitted import fitted
from packbuilder.intake.pdf.page_boxes import page_geometry
from packbuilder.intake.print_ready import print_ready, reopened
from packbuilder.intake.take_in import take_in
from packbuilder.intake.taken_in import TakenIn
from packbuilder.meeting.document_facts import PageLook
from packbuilder.meeting.fitting import A4_PT, Fitting, PageSize, fitted_facts
from packbuilder.meeting.meeting import Document
from packbuilder.pack.build import build_public_pack
from packbuilder.pack.collect import collect_into_new
from packbuilder.pack.documents import from_disk, from_meeting_file
from packbuilder.progress import Quiet
from packbuilder.storage.meeting_file import MeetingFile
from tests.builders import a_document, a_meeting, an_item
from tests.pack.awkward_pages import (
    CONTENT_KINDS,
    GRID,
    Link,
    add_annotation,
    add_link,
    add_page,
    document,
    grid_document,
    helvetica,
    links,
    look,
    save,
    text_of,
    words,
)

LETTER = (0.0, 0.0, 612.0, 792.0)
A2 = (0.0, 0.0, 1190.0, 1684.0)

TO_A4 = Fitting(size=PageSize.A4)
WITHOUT_2 = Fitting(((1, 1), (3, 3)))


def taken_from(pdf: pikepdf.Pdf, folder: Path, name: str = "report.pdf") -> TakenIn:
    return take_in(save(pdf, folder / name))


def written(taken: TakenIn, path: Path) -> Path:
    path.write_bytes(print_ready(taken))
    return path


def pack_of(folder: Path, *documents: Document) -> Path:
    """Build the public pack of a meeting with one item for each document; the proof is in it."""
    items = [an_item(f"item-{n}", document) for n, document in enumerate(documents)]
    build_public_pack(a_meeting(*items), folder / "pack.pdf", Quiet(), from_disk())
    return folder / "pack.pdf"


def everything_in(path: Path) -> bytes:
    """Return all that a PDF holds, decoded, as pikepdf and as pypdf find it, and its bytes."""
    parts = [path.read_bytes()]
    with pikepdf.open(path) as pdf:
        for thing in pdf.objects:
            parts.append(thing.unparse(resolved=True))
            if isinstance(thing, pikepdf.Stream):
                parts.append(thing.read_bytes())
    reader = pypdf.PdfReader(path)
    for number in range(1, int(str(reader.trailer["/Size"]))):
        found = reader.get_object(pypdf.generic.IndirectObject(number, 0, reader))
        parts.append(repr(found).encode())
        if isinstance(found, StreamObject):
            parts.append(found.get_data())
    return b"\n".join(parts)


def pictures_of(path: Path, height_px: int = 240) -> Iterator[Image.Image]:
    """Return every page at one height, so that pages of different sizes can be compared."""
    opened = pypdfium2.PdfDocument(path)
    opened.init_forms()
    for page in opened:
        yield page.render(scale=height_px / page.get_height()).to_pil().convert("RGB")
    opened.close()


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return how different two pictures are, from 0 to 255."""
    grey = ImageChops.difference(one, other.resize(one.size)).convert("L")
    return float(ImageStat.Stat(grey).mean[0])


# A document of three pages whose second is full of words that nobody is to read.


def form_in(pdf: pikepdf.Pdf, content: bytes, resources: pikepdf.Object, **entries: object) -> pikepdf.Stream:
    form = pdf.make_stream(content)
    form[Name.Type], form[Name.Subtype] = Name.XObject, Name.Form
    form[Name.BBox] = Array([0, 0, 595, 842])
    form[Name.Resources] = resources
    for key, value in entries.items():
        form[f"/{key}"] = value
    return form


def picture_in(pdf: pikepdf.Pdf, said: bytes) -> pikepdf.Stream:
    image = pdf.make_stream(said.ljust(60, b"."))
    image[Name.Type], image[Name.Subtype] = Name.XObject, Name.Image
    image[Name.Width], image[Name.Height] = 20, 1
    image[Name.BitsPerComponent], image[Name.ColorSpace] = 8, Name.DeviceRGB
    return image


def pattern_in(pdf: pikepdf.Pdf, content: bytes) -> pikepdf.Stream:
    tile = pdf.make_stream(content)
    tile[Name.Type], tile[Name.PatternType] = Name.Pattern, 1
    tile[Name.PaintType], tile[Name.TilingType] = 1, 1
    tile[Name.BBox] = Array([0, 0, 20, 20])
    tile[Name.XStep], tile[Name.YStep] = 20, 20
    tile[Name.Resources] = Dictionary()
    return tile


def field(pdf: pikepdf.Pdf, page: pikepdf.Dictionary, name: str, value: str) -> pikepdf.Dictionary:
    widget = Dictionary(Subtype=Name.Widget, FT=Name.Tx, T=String(name), V=String(value), F=4)
    widget[Name.DA] = String("/Helv 12 Tf 0 g")
    widget[Name.AP] = Dictionary(N=look(pdf, f"BT /F0 12 Tf 2 5 Td ({value}) Tj ET".encode()))
    return add_annotation(pdf, page, widget)


def with_secrets() -> pikepdf.Pdf:
    """Return a document in which everything that only its second page uses says SECRET."""
    pdf = document("First", "SECRET page", "Third")
    first, second, third = (page.obj for page in pdf.pages)
    shown, secret = (
        pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(name))) for name in ("Map", "SECRET layer")
    )
    resources = pdf.make_indirect(Dictionary())
    resources[Name.XObject] = Dictionary(
        Im1=picture_in(pdf, b"SECRET picture"),
        Im12=picture_in(pdf, b"The plan"),
        Im3=picture_in(pdf, b"SECRET within a form"),
        Fm1=form_in(pdf, b"/Im3 Do BT (SECRET form) ET", resources),
        Fm2=form_in(pdf, b"q 1 0 0 1 9 9 cm Q", Dictionary(Font=Dictionary(SECRET=helvetica())), OC=secret),
    )
    font = helvetica()
    font[Name.ToUnicode] = pdf.make_stream(b"SECRET letters")
    resources[Name.Font] = Dictionary(F0=helvetica(), F1=pdf.make_indirect(font))
    resources[Name.Pattern] = Dictionary(
        P0=pattern_in(pdf, b"0 0 1 rg 0 0 9 9 re f"), P1=pattern_in(pdf, b"(SECRET pattern) Tj")
    )
    mask = Dictionary(Type=Name.Mask, S=Name.Luminosity, G=form_in(pdf, b"(SECRET mask) Tj", Dictionary()))
    resources[Name.ExtGState] = Dictionary(G0=Dictionary(Type=Name.ExtGState, SMask=mask))
    resources[Name.Properties] = Dictionary(
        M0=shown, M1=secret, M2=Dictionary(ActualText=String("SECRET words"))
    )
    for page in (first, second, third):
        page[Name.Resources] = resources
    first.Contents = pdf.make_stream(words("First") + b" q 200 0 0 20 72 600 cm /Im12 Do Q")
    second.Contents = pdf.make_stream(
        words("SECRET page") + b"/F1 9 Tf /Im1 Do /Fm1 Do /Fm2 Do /Pattern cs /P1 scn 0 0 9 9 re f /G0 gs "
        b"/OC /M1 BDC EMC /Span /M2 BDC EMC"
    )
    third.Contents = pdf.make_stream(
        words("Third") + b" /OC /M0 BDC /Pattern cs /P0 scn 72 500 90 90 re f EMC"
    )
    config = Dictionary(Order=Array([shown, secret]), OFF=Array([secret]), RBGroups=Array([Array([secret])]))
    pdf.Root[Name.OCProperties] = Dictionary(OCGs=Array([shown, secret]), D=config)
    _add_secret_annotations(pdf)
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Beginning", 0))
        outline.root.append(pikepdf.OutlineItem("SECRET bookmark", 1))
        outline.root.append(pikepdf.OutlineItem("End", 2))
    return pdf


def _add_secret_annotations(pdf: pikepdf.Pdf) -> None:
    first, second, third = (page.obj for page in pdf.pages)
    names = Array(
        [String("SECRET place"), Array([second, Name.Fit]), String("end"), Array([third, Name.Fit])]
    )
    pdf.Root[Name.Names] = Dictionary(Dests=Dictionary(Names=names))
    add_link(pdf, first, Dest=Array([second, Name.Fit]), Contents=String("SECRET link"))
    add_link(pdf, first, Dest=String("SECRET place"))
    add_link(pdf, first, A=Dictionary(S=Name.GoTo, D=String("end")))
    add_link(pdf, second, Dest=Array([first, Name.Fit]))
    note = add_annotation(pdf, second, Dictionary(Subtype=Name.Text, Contents=String("SECRET note")))
    note[Name.Popup] = add_annotation(pdf, second, Dictionary(Subtype=Name.Popup, Parent=note))
    kept = field(pdf, first, "Name", "Ada")
    gone = field(pdf, second, "SECRET field", "SECRET value")
    both = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("Date"), V=String("June")))
    kids = [field(pdf, page, "", value) for page, value in ((second, "SECRET kid"), (third, "June"))]
    for kid in kids:
        for key in ("/FT", "/T", "/V"):
            del kid[key]
        kid[Name.Parent] = both
    both[Name.Kids] = Array(kids)
    fonts = Dictionary(Helv=helvetica(), SECRET=helvetica())
    pdf.Root[Name.AcroForm] = Dictionary(
        Fields=Array([kept, gone, both]), DR=Dictionary(Font=fonts), DA=String("/Helv 0 Tf")
    )


# Left out.


def test_nothing_of_a_page_that_is_left_out_is_in_the_file(tmp_path: Path) -> None:
    taken = taken_from(with_secrets(), tmp_path)
    whole = written(taken, tmp_path / "whole.pdf")
    assert everything_in(whole).count(b"SECRET") > 30, "the secrets are there to be found"
    ready = written(fitted(taken, WITHOUT_2), tmp_path / "ready.pdf")
    assert b"SECRET" not in everything_in(ready)
    assert [text_of(ready, n).strip().split()[0] for n in (1, 2)] == ["First", "Third"]
    with pikepdf.open(ready) as pdf:
        assert [str(layer.Name) for layer in pdf.Root.OCProperties.OCGs] == ["Map"]
    reader = pypdf.PdfReader(ready)
    fields = {name: str(found["/V"]) for name, found in (reader.get_fields() or {}).items() if "/V" in found}
    assert fields == {"Name": "Ada", "Date": "June"}
    assert links(ready) == [Link(1, 2)]


def test_nothing_of_a_page_that_is_left_out_is_in_the_pack(tmp_path: Path) -> None:
    report = save(with_secrets(), tmp_path / "report.pdf")
    other = save(document("Other"), tmp_path / "other.pdf")
    pack = pack_of(
        tmp_path,
        a_document("other", file=str(other)),
        a_document("report", file=str(report), fitting=WITHOUT_2),
    )
    found = everything_in(pack)
    assert b"SECRET" not in found
    assert b"The plan" in found
    with pikepdf.open(pack) as pdf, pdf.open_outline() as outline:
        assert [node.title for node in outline.root[2].children[0].children] == ["Beginning", "End"]


def test_pages_that_stay_look_as_they_did(tmp_path: Path) -> None:
    taken = taken_from(with_secrets(), tmp_path)
    before = list(pictures_of(written(taken, tmp_path / "whole.pdf")))
    after = list(pictures_of(written(fitted(taken, WITHOUT_2), tmp_path / "ready.pdf")))
    assert len(after) == 2
    for one, other in zip((before[0], before[2]), after, strict=True):
        assert ImageChops.difference(one, other).getbbox() is None


def test_the_same_file_is_used_twice_with_different_pages(tmp_path: Path) -> None:
    report = save(document("One", "Two", "Three", "Four"), tmp_path / "report.pdf")
    first, second = (
        a_document(name, file=str(report), fitting=fitting)
        for name, fitting in (("a", Fitting(((1, 1), (4, 4)))), ("b", Fitting(((2, 3),), ((2, 90),))))
    )
    collected = collect_into_new(
        tmp_path / "m.meeting", a_meeting(an_item("x", first), an_item("y", second)), from_disk(), Quiet()
    )
    from_files = pack_of(tmp_path, first, second)
    said = [text_of(from_files, n).split()[0] for n in range(1, len(pypdf.PdfReader(from_files).pages) + 1)]
    assert [word for word in said if word in ("One", "Two", "Three", "Four")] == [
        "One",
        "Four",
        "Two",
        "Three",
    ]
    with MeetingFile.open(tmp_path / "m.meeting") as file:
        assert len(file.all_facts()) == 1
        assert file.facts(collected.items[0].documents[0].sha256).page_count == 4, "the whole file is kept"
        build_public_pack(file.meeting(), tmp_path / "stored.pdf", Quiet(), from_meeting_file(file))
    for one, other in zip(pictures_of(from_files), pictures_of(tmp_path / "stored.pdf"), strict=True):
        assert difference(one, other) < 0.1


def test_the_document_itself_stays_whole(tmp_path: Path) -> None:
    taken = taken_from(with_secrets(), tmp_path)
    before = print_ready(taken)
    for fitting in (WITHOUT_2, Fitting(turned=((1, 90),), size=PageSize.A4), Fitting(((2, 2),))):
        print_ready(fitted(taken, fitting))
    assert print_ready(taken) == before


def test_the_document_itself_need_not_be_kept(tmp_path: Path) -> None:
    taken = taken_from(with_secrets(), tmp_path)
    expected = print_ready(fitted(taken, WITHOUT_2))
    fitting_only = fitted(taken_from(with_secrets(), tmp_path, "again.pdf"), WITHOUT_2)
    del taken
    gc.collect()
    (tmp_path / "again.pdf").unlink()
    assert print_ready(fitting_only) == expected


def test_a_document_that_is_used_as_it_is_is_not_copied(tmp_path: Path) -> None:
    taken = taken_from(document("One", "Two"), tmp_path)
    assert fitted(taken, Fitting()) is taken
    assert fitted(taken, Fitting(((1, 2),), ((9, 90),), PageSize.A4, True)) is taken


def test_pages_are_not_left_out_of_a_file_that_cannot_be_read_whole(tmp_path: Path) -> None:
    pdf = document("First", "Second")
    pdf.pages[0].Contents.write(b"no such thing as deflate", filter=Name.FlateDecode)
    report = a_document("report", file=str(save(pdf, tmp_path / "report.pdf")))
    with pytest.raises(PackBuilderError) as refused:
        pack_of(tmp_path, dataclasses.replace(report, fitting=Fitting(((1, 1),))))
    assert str(refused.value) == (
        "Item 1 (Item-0): report.pdf: Pages cannot be left out of the document safely, as a part of it "
        "cannot be read. Print the pages that you need to PDF, and attach that."
    )
    assert pack_of(tmp_path, dataclasses.replace(report, fitting=Fitting(((2, 2),)))).exists()


def test_what_cannot_be_read_is_turned_and_scaled_all_the_same(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    for text in ("First", "Second"):
        add_page(pdf, words(text), LETTER)
    pdf.pages[0].Contents.write(b"no such thing as deflate", filter=Name.FlateDecode)
    path = save(pdf, tmp_path / "report.pdf")
    pack_of(
        tmp_path, a_document("report", file=str(path), fitting=dataclasses.replace(TO_A4, turned=((2, 90),)))
    )


# Turned.


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_is_turned_clockwise_whatever_way_it_lay(degrees: int, tmp_path: Path) -> None:
    pages = [page for page in GRID if page.user_unit == 1][::3]
    taken = taken_from(grid_document("balanced", pages), tmp_path)
    turns = tuple((n, degrees) for n in range(1, len(pages) + 1))
    before = pictures_of(written(taken, tmp_path / "before.pdf"))
    after = pictures_of(written(fitted(taken, Fitting(turned=turns)), tmp_path / "after.pdf"))
    for one, other in zip(before, after, strict=True):
        assert difference(one.rotate(-degrees, expand=True), other) < 2.5


def test_a_turned_page_keeps_its_links_and_is_proofed(tmp_path: Path) -> None:
    pdf = document("First", "Second")
    add_link(pdf, pdf.pages[0].obj, Dest=Array([pdf.pages[1].obj, Name.Fit]))
    path = save(pdf, tmp_path / "report.pdf")
    pack = pack_of(
        tmp_path, a_document("report", file=str(path), fitting=Fitting(turned=((1, 90), (2, 270))))
    )
    first = next(link for link in links(pack) if isinstance(link.target, int) and link.on_page > 2)
    assert first.target == first.on_page + 1


# Scaled.


@pytest.mark.parametrize("kind", CONTENT_KINDS)
def test_a_scaled_page_shows_the_same_whatever_its_content_leaves_open(kind: str, tmp_path: Path) -> None:
    pages = [page for page in GRID if page.shape.name.startswith("crop")][::4]
    taken = taken_from(grid_document(kind, pages), tmp_path)
    to_a4 = fitted(taken, TO_A4)
    before = pictures_of(written(taken, tmp_path / "before.pdf"))
    after = pictures_of(written(to_a4, tmp_path / "after.pdf"))
    for seen, one, other in zip(taken.geometry, before, after, strict=True):
        width, height = seen.reader_size_pt
        long, short = max(A4_PT), min(A4_PT)
        paper = (long, short) if width > height else (short, long)
        factor = min(paper[0] / width, paper[1] / height)
        inner = [round(side * factor * other.height / paper[1]) for side in (width, height)]
        corner = ((other.width - inner[0]) // 2, (other.height - inner[1]) // 2)
        expected = Image.new("RGB", other.size, "white")
        expected.paste(one.resize((inner[0], inner[1])), corner)
        assert difference(expected, other) < 5, "the page is there, in the middle"
        # Its edge may be a pixel further out.
        around = (corner[0] - 1, corner[1] - 1, corner[0] + inner[0] + 1, corner[1] + inner[1] + 1)
        other.paste("white", around)
        assert other.getextrema() == ((255, 255),) * 3, "and nothing is beside it that was not seen"


def test_what_restores_too_often_is_scaled_and_cut_off_all_the_same(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    add_page(pdf, b"Q Q Q 1 0 0 rg 0 0 600 600 re f 1 1 1 rg 5 5 590 590 re f", (0, 0, 600, 600))
    after = fitted(taken_from(pdf, tmp_path), TO_A4)
    (shown,) = pictures_of(written(after, tmp_path / "after.pdf"), 842)
    top = (842 - 595) // 2
    assert shown.crop((0, 0, 595, top - 2)).getextrema() == ((255, 255),) * 3
    assert shown.getpixel((300, top + 2)) == (255, 0, 0)
    assert shown.getpixel((300, 842 - top - 3)) == (255, 0, 0)
    pack_of(tmp_path, a_document("report", file=str(tmp_path / "report.pdf"), fitting=TO_A4))


def test_patterns_are_scaled_with_the_page(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    page = add_page(
        pdf, b"/Pattern cs /P0 scn 100 100 400 400 re f /P1 scn 100 800 900 700 re f", (0, 0, 1190, 1684)
    )
    tile = pattern_in(pdf, b"1 0 0 rg 0 0 10 10 re f")
    tile[Name.Matrix] = Array([3, 0, 0, 3, 7, 5])
    shade = Dictionary(
        ShadingType=2,
        ColorSpace=Name.DeviceRGB,
        Coords=Array([100, 0, 1000, 0]),
        Function=Dictionary(
            FunctionType=2, Domain=Array([0, 1]), C0=Array([1, 0, 0]), C1=Array([0, 1, 0]), N=1
        ),
    )
    shading = pdf.make_indirect(Dictionary(Type=Name.Pattern, PatternType=2, Shading=shade))
    page.Resources[Name.Pattern] = Dictionary(P0=tile, P1=shading)
    taken = taken_from(pdf, tmp_path)
    (before,) = pictures_of(written(taken, tmp_path / "before.pdf"), 600)
    (after,) = pictures_of(written(fitted(taken, TO_A4), tmp_path / "after.pdf"), 600)
    assert difference(before, after) < 2
    pack_of(tmp_path, a_document("report", file=str(tmp_path / "report.pdf"), fitting=TO_A4))


@pytest.mark.parametrize("rotate", [0, 90, 270])
@pytest.mark.parametrize("unit", [1.0, 2.0])
def test_a_link_on_a_scaled_page_is_where_its_words_are(rotate: int, unit: float, tmp_path: Path) -> None:
    pdf = pikepdf.new()
    page = add_page(pdf, words("Here", 500, 900, 40), (100, 100, 1100, 1700))
    page[Name.CropBox] = Array([200, 150, 1000, 1650])
    page[Name.Rotate], page[Name.UserUnit] = rotate, unit
    target = Array([page, Name.XYZ, 500, 940, None])
    add_link(pdf, page, Dest=target, Rect=Array([500, 890, 600, 940]))
    ready = written(fitted(taken_from(pdf, tmp_path), TO_A4), tmp_path / "ready.pdf")
    opened = pypdfium2.PdfDocument(ready)
    box = opened[0].get_textpage().get_charbox(0, loose=True)
    opened.close()
    with pikepdf.open(ready) as scaled:
        (link,) = scaled.pages[0].Annots
        left, bottom, right, top = (float(edge) for edge in link.Rect)
        assert left - 1 <= box[0] < box[2] <= right + 1
        assert bottom - 1 <= box[1] < box[3] <= top + 1
        assert [float(v) for v in (link.Dest[2], link.Dest[3])] == pytest.approx([left, top], abs=0.01)
        assert link.Dest[4] is None
        assert "/UserUnit" not in scaled.pages[0]
        assert page_geometry(scaled.pages[0].obj).reader_size_pt == (
            A4_PT if rotate == 0 else (A4_PT[1], A4_PT[0])
        )


def test_every_measure_of_a_mark_is_scaled(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    page = add_page(pdf, words("Map"), A2)
    plain = {"Rect": [400, 400, 800, 800]}
    marks = [
        {"Subtype": Name.Highlight, "QuadPoints": [400, 800, 800, 800, 400, 400, 800, 400]},
        {"Subtype": Name.Ink, "InkList": [[400, 400, 800, 800], [400, 800, 800, 400]]},
        {"Subtype": Name.Polygon, "Vertices": [400, 400, 800, 400, 800, 800]},
        {"Subtype": Name.Line, "L": [400, 400, 800, 800], "LL": 40, "LLE": 20},
        {"Subtype": Name.FreeText, "CL": [400, 400, 500, 500, 800, 800], "RD": [8, 8, 8, 8]},
        {"Subtype": Name.Square, "Border": [0, 0, 4]},
    ]
    for mark in marks:
        entries = {key: Array(v) if isinstance(v, list) else v for key, v in {**plain, **mark}.items()}
        annotation = Dictionary({f"/{key}": value for key, value in entries.items()})
        annotation[Name.BS] = Dictionary(W=6, D=Array([12, 6]))
        annotation[Name.DA] = String("/Helv 24 Tf 0 g")
        add_annotation(pdf, page, annotation)
    taken = taken_from(pdf, tmp_path)
    after = fitted(taken, TO_A4)
    factor = min(A4_PT[0] / 1190, A4_PT[1] / 1684)
    up = (A4_PT[1] - 1684 * factor) / 2
    for before, scaled in zip(taken.pdf.pages[0].Annots, after.pdf.pages[0].Annots, strict=True):
        for key in ("/Rect", "/QuadPoints", "/Vertices", "/L", "/CL"):
            if key in before:
                expected = [float(v) * factor + (up if n % 2 else 0) for n, v in enumerate(before[key])]
                assert [float(v) for v in scaled[key]] == pytest.approx(expected, abs=0.3)
        if "/InkList" in before:
            assert [len(stroke) for stroke in scaled.InkList] == [4, 4]
            assert float(scaled.InkList[1][0]) == pytest.approx(400 * factor, abs=0.3)
        for key, value in (("/LL", 40), ("/LLE", 20)):
            if key in before:
                assert float(scaled[key]) == pytest.approx(value * factor, abs=0.01)
        if "/RD" in before:
            assert [float(v) for v in scaled.RD] == pytest.approx([8 * factor] * 4, abs=0.01)
        if "/Border" in before:
            assert float(scaled.Border[2]) == pytest.approx(4 * factor, abs=0.01)
        assert float(scaled.BS.W) == pytest.approx(6 * factor, abs=0.01)
        assert [float(v) for v in scaled.BS.D] == pytest.approx([12 * factor, 6 * factor], abs=0.01)
        assert float(str(scaled.DA).split()[1]) == pytest.approx(24 * factor, abs=0.01)


def test_marks_are_drawn_where_they_were_on_the_page(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    page = add_page(pdf, b"1 0 0 RG 400 800 400 40 re S", A2)
    stamp = Dictionary(Subtype=Name.Stamp, Rect=Array([400, 800, 800, 840]), F=4, AP=Dictionary(N=look(pdf)))
    add_annotation(pdf, page, stamp)
    taken = taken_from(pdf, tmp_path)
    (before,) = pictures_of(written(taken, tmp_path / "before.pdf"), 600)
    (after,) = pictures_of(written(fitted(taken, TO_A4), tmp_path / "after.pdf"), 600)
    assert difference(before, after) < 0.3
    assert before.getpixel((int(600 * 600 / 1684), int(864 * 600 / 1684))) == (0, 0, 255)


def test_marks_that_nobody_saw_do_not_come_into_view(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    page = add_page(pdf, words("Plan", 400, 400), (0, 0, 1000, 1000))
    page[Name.CropBox] = Array([300, 300, 700, 700])
    outside = Dictionary(Subtype=Name.Text, Rect=Array([320, 720, 340, 740]), Contents=String("OUTSIDE note"))
    note = add_annotation(pdf, page, outside)
    popup = Dictionary(Subtype=Name.Popup, Parent=note, Rect=Array([320, 600, 340, 640]))
    note[Name.Popup] = add_annotation(pdf, page, popup)
    kept = Dictionary(Subtype=Name.Square, Rect=Array([380, 380, 460, 460]), Contents=String("Seen"))
    add_annotation(pdf, page, kept)
    page.Contents = pdf.make_stream(words("Plan", 400, 400) + b" 1 0 0 rg 300 705 400 90 re f")
    # Without looks of their own, or they are drawn into the page when it is taken in, as near an edge.
    both = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("Date")))
    kids = [
        Dictionary(Subtype=Name.Widget, F=4, Parent=both, Rect=Array(box), TU=String(said))
        for box, said in (([320, 750, 520, 770], "OUTSIDE field"), ([400, 500, 460, 520], "Date of visit"))
    ]
    both[Name.Kids] = Array([add_annotation(pdf, page, kid) for kid in kids])
    pdf.Root[Name.AcroForm] = Dictionary(Fields=Array([both]))
    ready = written(fitted(taken_from(pdf, tmp_path), TO_A4), tmp_path / "ready.pdf")
    assert b"OUTSIDE" not in everything_in(ready)
    (shown,) = pictures_of(ready)
    assert (255, 0, 0) not in {colour for _, colour in shown.getcolors(999_999) or []}
    with pikepdf.open(ready) as scaled:
        assert [str(mark.Subtype) for mark in scaled.pages[0].Annots] == ["/Square", "/Widget"]


def test_a_mark_that_comes_near_a_stamp_becomes_part_of_the_page(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    page = add_page(pdf, words("Long"), (0, 0, 300, 2400))
    stamp = Dictionary(Subtype=Name.Stamp, Rect=Array([100, 70, 200, 90]), F=4, AP=Dictionary(N=look(pdf)))
    add_annotation(pdf, page, stamp)
    taken = taken_from(pdf, tmp_path)
    assert len(taken.pdf.pages[0].Annots) == 1
    after = fitted(taken, TO_A4)
    assert "/Annots" not in after.pdf.pages[0]
    pack_of(tmp_path, a_document("report", file=str(tmp_path / "report.pdf"), fitting=TO_A4))


def test_pages_that_share_a_mark_each_get_it_in_its_place(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    pages = [add_page(pdf, words("Map"), A2), add_page(pdf, words("Map"), LETTER)]
    mark = add_annotation(pdf, pages[0], Dictionary(Subtype=Name.Square, Rect=Array([200, 300, 400, 500])))
    pages[1][Name.Annots] = Array([mark])
    after = fitted(taken_from(pdf, tmp_path), TO_A4)
    lefts = [float(page.Annots[0].Rect[0]) for page in after.pdf.pages]
    assert lefts == pytest.approx([200 * A4_PT[0] / 1190, 200 * A4_PT[0] / 612], abs=0.3)


def test_forms_and_layers_of_a_scaled_document_still_work(tmp_path: Path) -> None:
    pdf = with_secrets()
    for page in pdf.pages:
        page.MediaBox = Array([0, 0, 1000, 842])
    path = save(pdf, tmp_path / "report.pdf")
    fitting = dataclasses.replace(WITHOUT_2, size=PageSize.A4_OR_A3, turned=((3, 90),))
    pack = pack_of(tmp_path, a_document("report", file=str(path), fitting=fitting))
    reader = pypdf.PdfReader(pack)
    fields = {name: str(found["/V"]) for name, found in (reader.get_fields() or {}).items() if "/V" in found}
    assert fields == {"Name": "Ada", "Date": "June"}
    assert b"SECRET" not in everything_in(pack)
    with pikepdf.open(pack) as packed:
        assert [str(layer.Name) for layer in packed.Root.OCProperties.OCGs] == ["Map"]
        factor = A4_PT[0] / 842
        left = (A4_PT[1] - 1000 * factor) / 2
        for page_index, name in ((2, "Name"), (3, "Date")):
            (widget,) = [a for a in packed.pages[page_index].Annots if a.Subtype == Name.Widget]
            named = widget if "/T" in widget else widget.Parent
            assert str(named.T) == name
            assert [float(edge) for edge in widget.Rect] == pytest.approx(
                [left + 72 * factor, 600 * factor, left + 272 * factor, 620 * factor], abs=0.01
            )


def test_a_hidden_layer_stays_hidden(tmp_path: Path) -> None:
    taken = taken_from(grid_document("hidden layer left open", GRID[:4]), tmp_path)
    for fitting in (Fitting(((1, 1), (3, 4)), ((1, 90),)), TO_A4):
        ready = written(fitted(taken, fitting), tmp_path / "ready.pdf")
        with pikepdf.open(ready) as pdf:
            assert len(pdf.Root.OCProperties.D.OFF) == 1
        red = {(255, 0, 0)}
        assert not any(red & {c for _, c in shown.getcolors(999_999) or []} for shown in pictures_of(ready))


# What is known of it.


_RUNS = st.lists(
    st.tuples(st.integers(1, 8), st.integers(1, 8)).map(lambda run: (min(run), max(run))), max_size=3
).map(tuple)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(
    fitting=st.builds(
        Fitting,
        _RUNS,
        st.dictionaries(st.integers(1, 8), st.sampled_from([90, 180, 270])).map(
            lambda turns: tuple(sorted(turns.items()))
        ),
        st.sampled_from(PageSize),
        st.booleans(),
    )
)
def test_the_pages_are_those_that_the_facts_say(fitting: Fitting, mixed: TakenIn) -> None:
    after = fitted(mixed, fitting)
    expected = fitted_facts(mixed.facts, fitting)
    assert after.facts.page_count == len(after.pdf.pages) == len(after.geometry) == expected.page_count
    for page, seen, said, planned in zip(
        after.pdf.pages, after.geometry, after.facts.pages, expected.pages, strict=True
    ):
        assert page_geometry(page.obj).reader_size_pt == pytest.approx(seen.reader_size_pt, abs=0.01)
        assert seen.reader_size_pt == pytest.approx((said.width_pt, said.height_pt), abs=0.01)
        assert (said.width_pt, said.height_pt, said.look) == (
            planned.width_pt,
            planned.height_pt,
            planned.look,
        )
        assert said.content_crc32 is not None
    assert (after.facts.bookmarks, after.facts.traits) == (expected.bookmarks, expected.traits)
    again = reopened(print_ready(after), after.facts)
    assert len(again.geometry) == after.facts.page_count


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> TakenIn:
    """Return a document of six pages of several sizes, with bookmarks, blank at its end."""
    pdf = pikepdf.new()
    boxes = (LETTER, (0, 0, 842, 1191), (0, 0, 595, 842), (10, 20, 730, 560), A2, (0, 0, 595, 842))
    for number, box in enumerate(boxes):
        page = add_page(pdf, words(f"Page {number + 1}") if number < 5 else b"", box)
        page[Name.Rotate] = 90 * (number % 3)
    with pdf.open_outline() as outline:
        for number in range(6):
            outline.root.append(pikepdf.OutlineItem(f"Part {number + 1}", number))
    taken = taken_from(pdf, tmp_path_factory.mktemp("mixed"))
    pages = [dataclasses.replace(page, look=PageLook.TEXT) for page in taken.facts.pages]
    pages[5] = dataclasses.replace(pages[5], look=PageLook.BLANK)
    return dataclasses.replace(taken, facts=dataclasses.replace(taken.facts, pages=tuple(pages)))
