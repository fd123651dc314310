"""Comments taken off pages, or made part of them: nothing hidden shows, nothing covered is uncovered."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from packbuilder.intake.pdf.pdf_traits import pdf_traits
from packbuilder.intake.remedies.flattened import drop_comments, flatten
from packbuilder.meeting.document_facts import TraitKind
from tests.pack.awkward_pages import add_annotation, add_link, document, helvetica, look

BLUE, WHITE = (0, 0, 255), (255, 255, 255)
ON_MARK = (80, 842 - 610)
RECTANGLE = (72, 600, 272, 620)


def saved(pdf: pikepdf.Pdf) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()


def seen(data: bytes, *, with_marks: bool = True) -> Image.Image:
    document = pypdfium2.PdfDocument(data)
    image: Image.Image = document[0].render(draw_annots=with_marks).to_pil().convert("RGB")
    document.close()
    return image


def said(data: bytes) -> str:
    return pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()


def subtypes(pdf: pikepdf.Pdf) -> list[str]:
    return [str(each.Subtype) for each in pdf.pages[0].get(Name.Annots, Array())]


def mark(pdf: pikepdf.Pdf, subtype: str, **entries: object) -> pikepdf.Dictionary:
    """Put a mark on the first page; with a look of blue unless it is given ``AP``."""
    annotation = Dictionary(Subtype=Name(f"/{subtype}"), F=4)
    for key, entry in entries.items():
        annotation[f"/{key}"] = entry
    if "AP" not in entries:
        annotation[Name.AP] = Dictionary(N=look(pdf))
    return add_annotation(pdf, pdf.pages[0].obj, annotation)


def without_look(pdf: pikepdf.Pdf, subtype: str, **entries: object) -> pikepdf.Dictionary:
    held = mark(pdf, subtype, **entries)
    del held[Name.AP]
    return held


def text_field(pdf: pikepdf.Pdf, value: str, height: int = 20, **entries: object) -> pikepdf.Dictionary:
    box = Array([72, 400, 272, 400 + height])
    held = without_look(pdf, "Widget", FT=Name.Tx, T=String("Name"), V=String(value), Rect=box,
                        DA=String("/Helv 10 Tf 0 g"), **entries)  # fmt: skip
    fonts = Dictionary(Font=Dictionary(Helv=helvetica()))
    pdf.Root.AcroForm = Dictionary(Fields=Array([held]), DR=fonts, DA=String("/Helv 0 Tf 0 g"))
    return held


def test_marks_and_values_become_part_of_the_page_and_their_words_are_gone() -> None:
    pdf = document("The report")
    comment = mark(pdf, "Square", Contents=String("SECRETCOMMENT"), T=String("JANEDOE"))
    comment[Name.Popup] = without_look(pdf, "Popup", Parent=comment, Contents=String("SECRETPOPUP"))
    text_field(pdf, "Typed value")
    before = seen(saved(pdf))
    flatten(pdf)
    data = saved(pdf)
    assert seen(data, with_marks=False).getpixel(ON_MARK) == before.getpixel(ON_MARK) == BLUE
    assert "Typed value" in said(data)
    assert "The report" in said(data)
    assert subtypes(pdf) == []
    assert Name.AcroForm not in pdf.Root
    assert pdf_traits(pdf) == ()
    for private in (b"SECRETCOMMENT", b"JANEDOE", b"SECRETPOPUP"):
        assert private not in data


def test_what_is_hidden_does_not_show_when_a_page_becomes_flat() -> None:
    pdf = document("The report")
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Costs")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    mark(pdf, "Square", F=2)
    mark(pdf, "Square", F=32)
    mark(pdf, "Square", OC=layer)
    mark(pdf, "Square", OC=Dictionary(Type=Name.OCMD, OCGs=layer))
    mark(pdf, "Text")
    mark(pdf, "FileAttachment")
    flatten(pdf)
    assert seen(saved(pdf)).getpixel(ON_MARK) == WHITE
    assert subtypes(pdf) == []


def test_links_go_on_working_and_marks_for_redaction_stay_to_be_refused() -> None:
    for remedy in (flatten, drop_comments):
        pdf = document("The report")
        link = add_link(pdf, pdf.pages[0].obj, A=Dictionary(S=Name.URI, URI=String("https://example.org")))
        link[Name.AP] = Dictionary(N=look(pdf))
        mark(pdf, "Redact")
        mark(pdf, "Ink")
        remedy(pdf)
        assert subtypes(pdf) == ["/Link", "/Redact"]
        assert pdf.pages[0].Annots[0].A.URI == "https://example.org"


def test_a_mark_that_its_reader_draws_stays_but_says_nothing() -> None:
    pdf = document("The report")
    quads = Array([72, 720, 272, 720, 72, 690, 272, 690])
    without_look(
        pdf, "Highlight", Contents=String("SECRET"), T=String("JANEDOE"), QuadPoints=quads, C=[1, 1, 0]
    )
    without_look(pdf, "FreeText", Contents=String("Words in a box"), T=String("JANEDOE"))
    flatten(pdf)
    data = saved(pdf)
    assert subtypes(pdf) == ["/Highlight", "/FreeText"]
    assert b"SECRET" not in data
    assert b"JANEDOE" not in data
    assert pdf.pages[0].Annots[1].Contents == "Words in a box"


def test_a_look_that_a_field_brings_is_kept_as_it_is() -> None:
    pdf = document("The report")
    held = text_field(pdf, "Other")
    held[Name.AP] = Dictionary(N=look(pdf, b"BT /F0 12 Tf 2 5 Td (Formatted as typed) Tj ET"))
    flatten(pdf)
    assert "Formatted as typed" in said(saved(pdf))


def test_what_was_typed_on_several_lines_is_not_cut_off() -> None:
    sentence = "The access road is too narrow for buses, and the hedge hides children."
    for asks_for_looks in (True, False):
        pdf = document("A form")
        text_field(pdf, f"{sentence}\rSecond: {sentence} {sentence}", 70, Ff=1 << 12)
        pdf.Root.AcroForm.NeedAppearances = asks_for_looks
        flatten(pdf)
        data = saved(pdf)
        document_seen = pypdfium2.PdfDocument(data)
        text = document_seen[0].get_textpage().get_text_bounded(70, 398, 274, 472)
        document_seen.close()
        assert " ".join(text.split()) == f"{sentence} Second: {sentence} {sentence}"


def test_comments_come_off_and_what_belongs_to_the_document_stays() -> None:
    pdf = document("The report")
    note = mark(pdf, "Text", Contents=String("SECRETCOMMENT"), T=String("JANEDOE"))
    note[Name.Popup] = without_look(pdf, "Popup", Parent=note)
    for subtype in ("FreeText", "Underline", "Caret", "Ink", "Line", "Square", "FileAttachment", "Sound"):
        mark(pdf, subtype, Contents=String("SECRETCOMMENT"))
    mark(pdf, "Stamp", Contents=String("SECRETCOMMENT"), T=String("JANEDOE"))
    mark(pdf, "FreeText", IT=Name.FreeTextTypewriter, Contents=String("Filled in"))
    text_field(pdf, "Value")
    drop_comments(pdf)
    data = saved(pdf)
    assert subtypes(pdf) == ["/Stamp", "/FreeText", "/Widget"]
    assert b"SECRETCOMMENT" not in data
    assert b"JANEDOE" not in data
    assert Name.AcroForm in pdf.Root


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_mark_that_covers_words_stays_so_that_nobody_reads_them(rotation: int) -> None:
    pdf = document("Name of the child: Sam Smith")
    pdf.pages[0].obj[Name.Rotate] = rotation
    over_words = Array([150, 695, 250, 715])
    mark(
        pdf,
        "Square",
        Rect=over_words,
        Contents=String("covers"),
        AP=Dictionary(N=look(pdf, b"0 0 200 20 re f")),
    )
    mark(pdf, "Square", Contents=String("beside"), AP=Dictionary(N=look(pdf, b"0 0 200 20 re f")))
    drop_comments(pdf)
    assert [str(each.Contents) for each in pdf.pages[0].Annots] == ["covers"]
    assert [trait.kind for trait in pdf_traits(pdf)] == [TraitKind.MARKS], "the clerk is still told"


def test_a_highlight_or_an_outline_round_words_covers_nothing() -> None:
    pdf = document("The total is 25 million pounds")
    over_words = Array([72, 695, 272, 715])
    yellow = look(pdf, b"/M gs 1 1 0 rg 0 0 200 20 re f")
    yellow.Resources.ExtGState = Dictionary(M=Dictionary(BM=Name.Multiply))
    mark(pdf, "Highlight", Rect=over_words, AP=Dictionary(N=yellow))
    mark(pdf, "Square", Rect=over_words, AP=Dictionary(N=look(pdf, b"1 0 0 RG 1 1 198 18 re S")))
    mark(pdf, "StrikeOut", Rect=over_words, AP=Dictionary(N=look(pdf, b"1 0 0 RG 0 9 m 200 9 l S")))
    drop_comments(pdf)
    assert subtypes(pdf) == []


def test_a_text_box_that_its_reader_draws_over_words_stays_too() -> None:
    pdf = document("Name of the child: Sam Smith")
    without_look(pdf, "FreeText", Rect=Array([150, 695, 250, 715]), Contents=String("removed"), C=[1, 1, 1])
    drop_comments(pdf)
    assert subtypes(pdf) == ["/FreeText"]


def test_awkward_files_become_flat_without_a_crash(shared: Path) -> None:
    names = ("AcroFormsBasicFields.pdf", "commented.pdf", "MultilineFields.pdf", "AcroFormsRotation.pdf")
    for name in names:
        path = next((shared / "corpus").rglob(name))
        for remedy in (flatten, drop_comments):
            started = time.perf_counter()
            with pikepdf.open(path, inherit_page_attributes=False) as pdf:
                page_count = len(pdf.pages)
                remedy(pdf)
                assert len(pypdfium2.PdfDocument(saved(pdf))) == page_count
            assert time.perf_counter() - started < 20, name
