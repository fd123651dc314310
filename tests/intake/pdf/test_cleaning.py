"""What no page shows is in no object of a cleaned document, and what pages show looks as it did."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from packbuilder.errors import PackBuilderError
from packbuilder.intake.pdf.marked_content import silence_content
from packbuilder.intake.pdf_in import pdf_in
from packbuilder.intake.print_ready import print_ready
from packbuilder.meeting.treatment import Treatment
from packbuilder.progress import Quiet
from tests.pack.awkward_pages import add_page, helvetica, look, save, words

SECRET = "CANARY"

Make = Callable[[pikepdf.Pdf, pikepdf.Dictionary], None]


def taken_in(pdf: pikepdf.Pdf, folder: Path, treatment: Treatment = Treatment()) -> bytes:
    """Return the file that comes of a document."""
    data = save(pdf, folder / "given.pdf").read_bytes()
    return print_ready(pdf_in("given.pdf", data, Quiet(), treatment=treatment))


def everything_in(data: bytes) -> str:
    """Return all that two readers find in any object, and what a third copies off the pages."""
    found: list[str] = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for thing in pdf.objects:
            found.append(thing.unparse(resolved=True).decode("latin-1"))
            if isinstance(thing, Stream):
                found.append(thing.read_bytes().decode("latin-1"))
            elif isinstance(thing, Dictionary | Array):
                found.append(repr(thing))
    reader = pypdf.PdfReader(io.BytesIO(data))
    for number in range(1, len(reader.xref_objStm) + max(reader.xref[0], default=0) + 1):
        found.append(repr(reader.get_object(number)))
    document = pypdfium2.PdfDocument(data)
    found.extend(page.get_textpage().get_text_range() for page in document)
    document.close()
    return "\n".join(found)


def pictures_of(data: bytes) -> list[bytes]:
    document = pypdfium2.PdfDocument(data)
    pictures = [page.render(scale=1).to_pil().tobytes() for page in document]
    document.close()
    return pictures


def form(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    return look(pdf, words(SECRET, 0, 0))


def pattern(pdf: pikepdf.Pdf, page: pikepdf.Dictionary) -> None:
    page.Resources[Name.Pattern] = Dictionary(
        P1=pdf.make_stream(words(SECRET), PatternType=1, Resources=Dictionary())
    )


def letters(pdf: pikepdf.Pdf, page: pikepdf.Dictionary) -> None:
    glyph = pdf.make_stream(b"900 0 d0 " + words(SECRET))
    page.Resources.Font[Name.T3] = Dictionary(Subtype=Name.Type3, CharProcs=Dictionary(a=glyph))


def font(pdf: pikepdf.Pdf, page: pikepdf.Dictionary) -> None:
    page.Resources.Font[Name.F9] = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/" + SECRET))


def mask(pdf: pikepdf.Pdf, page: pikepdf.Dictionary) -> None:
    page.Resources[Name.ExtGState] = Dictionary(G1=Dictionary(SMask=Dictionary(S=Name.Alpha, G=form(pdf))))


def drawn_by_something_unused(pdf: pikepdf.Pdf, page: pikepdf.Dictionary) -> None:
    outer = look(pdf, b"/Inner Do")
    outer[Name.Resources] = page.Resources
    page.Resources[Name.XObject] = Dictionary(Outer=outer, Inner=form(pdf))


def layer(pdf: pikepdf.Pdf, page: pikepdf.Dictionary) -> None:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(SECRET)))
    page.Resources[Name.Properties] = Dictionary(L=group)
    pdf.Root[Name.OCProperties] = Dictionary(OCGs=Array([group]), D=Dictionary(Order=Array([group])))


def named_list(pdf: pikepdf.Pdf, page: pikepdf.Dictionary) -> None:
    page.Resources[Name.Properties] = Dictionary(P1=Dictionary(ActualText=String(SECRET), Own=String(SECRET)))
    page.Contents = pdf.make_stream(b"/Span /P1 BDC " + words("Seen") + b" EMC")


def private_keys(pdf: pikepdf.Pdf, page: pikepdf.Dictionary) -> None:
    page.Resources[Name.Own] = Dictionary(Note=String(SECRET))
    page.Resources[Name.ExtGState] = Dictionary(G1=Dictionary(ca=1, Own=String(SECRET)))
    page.Resources.Font.F0[Name.Own] = String(SECRET)
    page[Name.Group] = Dictionary(S=Name.Transparency, Own=String(SECRET))
    page.Contents = pdf.make_stream(b"/G1 gs " + words("Seen"))


def mark(subtype: Name, **entries: object) -> Make:
    def make(pdf: pikepdf.Pdf, page: pikepdf.Dictionary) -> None:
        made = Dictionary(Type=Name.Annot, Subtype=subtype, Rect=Array([200, 400, 300, 420]), F=4)
        for key, value in entries.items():
            made["/" + key] = value(pdf) if callable(value) else value
        page[Name.Annots] = Array([pdf.make_indirect(made)])
        if subtype == Name.Widget:
            pdf.Root[Name.AcroForm] = Dictionary(Fields=page.Annots)

    return make


DROP_DOWN = 1 << 17


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(pattern, id="pattern"),
        pytest.param(letters, id="letters"),
        pytest.param(font, id="font"),
        pytest.param(mask, id="mask"),
        pytest.param(drawn_by_something_unused, id="drawn by something unused"),
        pytest.param(layer, id="layer"),
        pytest.param(named_list, id="named list"),
        pytest.param(private_keys, id="private keys"),
        pytest.param(mark(Name.Popup, Contents=String(SECRET)), id="pop-up of nothing"),
        pytest.param(
            mark(Name.Watermark, Contents=String(SECRET), AP=lambda pdf: Dictionary(N=look(pdf))),
            id="watermark",
        ),
        pytest.param(mark(Name.Square, Contents=String(SECRET), T=String("AutoCAD SHX Text")), id="AutoCAD"),
        pytest.param(
            mark(Name.Stamp, AP=lambda pdf: Dictionary(N=look(pdf), D=form(pdf), R=form(pdf))),
            id="other looks",
        ),
        pytest.param(
            mark(
                Name.Stamp,
                AS=Name.On,
                AP=lambda pdf: Dictionary(N=Dictionary(On=look(pdf), Off=form(pdf))),
            ),
            id="other state",
        ),
        pytest.param(
            mark(
                Name.Widget, FT=Name.Ch, Ff=DROP_DOWN, T=String("who"), V=String("Seen"),
                Opt=Array([String("Seen"), Array([String("x"), String(SECRET)]), String(SECRET)]),
                AP=lambda pdf: Dictionary(N=look(pdf)),
            ),
            id="choices not chosen",
        ),
        pytest.param(
            mark(
                Name.Widget, FT=Name.Tx, T=String("who"), TU=String(SECRET), TM=String(SECRET),
                DS=String(SECRET), MK=Dictionary(CA=String("x"), RC=String(SECRET), AC=String(SECRET)),
                AP=lambda pdf: Dictionary(N=look(pdf)),
            ),
            id="what the field says to who fills it in",
        ),
    ],
)  # fmt: skip
def test_what_is_not_seen_is_not_there(make: Make, tmp_path: Path) -> None:
    pdf = pikepdf.new()
    page = add_page(pdf, words("Seen"))
    make(pdf, page)
    given = save(pdf, tmp_path / "before.pdf").read_bytes()
    assert SECRET in everything_in(given), "there is something to be found"
    after = taken_in(pdf, tmp_path)
    assert SECRET not in everything_in(after)
    assert pictures_of(after) == pictures_of(given)


def test_the_choice_that_shows_is_kept(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    page = add_page(pdf, words("Seen"))
    choices = Array([String("Other"), Array([String("code"), String("Chosen words")])])
    make = mark(
        Name.Widget, FT=Name.Ch, Ff=DROP_DOWN, T=String("who"), V=String("code"), Opt=choices,
        AP=lambda pdf: Dictionary(N=look(pdf)),
    )  # fmt: skip
    make(pdf, page)
    assert "Chosen words" in everything_in(taken_in(pdf, tmp_path))


def test_what_pictured_pages_used_leaves_lists_shared_with_other_pages(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    first, second = add_page(pdf, words("Seen")), add_page(pdf)
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(SECRET)))
    pdf.Root[Name.OCProperties] = Dictionary(OCGs=Array([group]), D=Dictionary(Order=Array([group])))
    shared = pdf.make_indirect(
        Dictionary(
            Font=Dictionary(F0=helvetica(), F9=Dictionary(Subtype=Name.Type1, BaseFont=Name("/" + SECRET))),
            Properties=Dictionary(P1=Dictionary(ActualText=String(SECRET)), L1=group),
            XObject=Dictionary(Fm1=form(pdf)),
        )
    )
    first[Name.Resources] = second[Name.Resources] = shared
    second.Contents = pdf.make_stream(b"/Span /P1 BDC /OC /L1 BDC /Fm1 Do EMC EMC BT /F9 9 Tf (x) Tj ET")
    after = taken_in(pdf, tmp_path, Treatment(pictured_pages=(2,)))
    assert SECRET not in everything_in(after)


def test_pages_are_not_pictured_where_it_is_not_known_what_the_others_use(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    add_page(pdf, words("Seen"))
    add_page(pdf).Contents.write(b"no such thing as deflate", filter=Name.FlateDecode)
    with pytest.raises(PackBuilderError, match="cannot be made pictures safely"):
        taken_in(pdf, tmp_path, Treatment(pictured_pages=(1,)))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (b"/Span <</ActualText (CANARY)>> BDC (x) Tj EMC", b"/Span <<>> BDC (x) Tj EMC"),
        (b"/Span<</MCID 3/ActualText<FEFF0043>>>BDC", b"/Span<</MCID 3>>BDC"),
        (b"/P <</#41lt (a\\)(b(c))) /MCID 12 >>BDC", b"/P <</MCID 12>>BDC"),
        (b"/Artifact <</O <</Contents (CANARY)>>>> BDC", b"/Artifact <<>> BDC"),
        (b"/Note <</Text (CANARY)>> DP", b"/Note <<>> DP"),
        (b"/P <</MCID 0/Lang (en-GB)>> BDC", None),
        (b"/Artifact <</Type /Pagination /BBox [0 1 2 3.5]>> BDC", None),
        (b"(<</Alt (x)>> BDC) Tj %<</Alt (x)>> BDC\n/P <</Alt (x)>> BDC",
         b"(<</Alt (x)>> BDC) Tj %<</Alt (x)>> BDC\n/P <<>> BDC"),
        (b"BI /W 1 ID <</Alt (x)>> BDC EI /P <</Alt (x)>> BDC",
         b"BI /W 1 ID <</Alt (x)>> BDC EI /P <<>> BDC"),
    ],
)  # fmt: skip
def test_words_in_marked_content_go_and_nothing_else(given: bytes, kept: bytes | None) -> None:
    pdf = pikepdf.new()
    content = pdf.make_stream(given)
    silence_content(content)
    assert content.read_bytes() == (given if kept is None else kept)
