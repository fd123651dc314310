"""What a PDF carries and says of itself, found before it is cleaned."""

from __future__ import annotations

import time
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from packbuilder.intake.pdf.pdf_details import pdf_details
from packbuilder.intake.pdf.pdf_traits import pdf_traits
from packbuilder.intake.pictures.picture_data import drop_picture_data
from packbuilder.meeting.document_facts import FileDetails, Trait, TraitKind
from tests.pack.awkward_pages import (
    add_annotation,
    add_link,
    add_page,
    document,
    file_specification,
    look,
    script,
    words,
)


def traits(pdf: pikepdf.Pdf) -> dict[TraitKind, Trait]:
    found = pdf_traits(pdf)
    by_kind = {trait.kind: trait for trait in found}
    assert len(by_kind) == len(found), "each kind once"
    return by_kind


def details(pdf: pikepdf.Pdf) -> FileDetails:
    return pdf_details(pdf, 12345)


def field(
    pdf: pikepdf.Pdf, page_index: int, name: str, value: object = None, **entries: object
) -> Dictionary:
    widget = Dictionary(Subtype=Name.Widget, T=String(name))
    for key, entry in {"FT": Name.Tx, **entries}.items():
        widget[f"/{key}"] = entry
    if value is not None:
        widget[Name.V] = value
    held = add_annotation(pdf, pdf.pages[page_index].obj, widget)
    if Name.AcroForm not in pdf.Root:
        pdf.Root[Name.AcroForm] = Dictionary(Fields=Array())
    pdf.Root.AcroForm.Fields.append(held)
    return held


def layer(pdf: pikepdf.Pdf, name: str, *, is_hidden: bool) -> Dictionary:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(name)))
    if Name.OCProperties not in pdf.Root:
        pdf.Root.OCProperties = Dictionary(OCGs=Array(), D=Dictionary(OFF=Array()))
    pdf.Root.OCProperties.OCGs.append(group)
    if is_hidden:
        pdf.Root.OCProperties.D.OFF.append(group)
    return group


def test_a_plain_report_with_links_and_an_empty_form_carries_nothing() -> None:
    pdf = document("A report", "Its end")
    add_link(pdf, pdf.pages[0].obj, A=Dictionary(S=Name.URI, URI=String("https://example.org")))
    field(pdf, 1, "Name")
    field(pdf, 1, "Notes", String("  "))
    layer(pdf, "Roads", is_hidden=False)
    layer(pdf, "Empty", is_hidden=True)
    assert pdf_traits(pdf) == ()


def test_marks_are_found_with_pages_authors_and_words() -> None:
    pdf = document("One", "Two", "Three")
    long = "Why is this so much more than what was agreed in March by the whole of the Cabinet? Ask them"
    note = Dictionary(Subtype=Name.Text, T=String("Jane Doe"), Contents=String(long))
    parent = add_annotation(pdf, pdf.pages[0].obj, note)
    popup = Dictionary(Subtype=Name.Popup, Parent=parent, Contents=String("popup"))
    add_annotation(pdf, pdf.pages[0].obj, popup)
    add_annotation(pdf, pdf.pages[2].obj, Dictionary(Subtype=Name.Highlight, T=String("Ann Other")))
    stamp = Dictionary(Subtype=Name.Stamp, T=String("Jane Doe"), Contents=String("Draft"))
    add_annotation(pdf, pdf.pages[2].obj, stamp)
    found = traits(pdf)[TraitKind.MARKS]
    assert (found.count, found.page_numbers, found.by) == (3, (1, 3), ("Jane Doe", "Ann Other"))
    assert found.excerpt == "Why is this so much more than what was agreed in March by the whole of the\u2026"
    assert len(found.excerpt) <= 80
    assert details(pdf).mark_count == 3


def test_what_belongs_to_a_plan_or_is_hidden_is_no_mark() -> None:
    pdf = document("A plan")
    page = pdf.pages[0].obj
    shx = Dictionary(Subtype=Name.Square, T=String("AutoCAD SHX Text"), Contents=String("NORTH"))
    add_annotation(pdf, page, shx)
    add_annotation(pdf, page, Dictionary(Subtype=Name.Polygon))
    add_annotation(pdf, page, Dictionary(Subtype=Name.Text, Contents=String("hidden"), F=2))
    add_annotation(pdf, page, Dictionary(Subtype=Name.Stamp))
    assert pdf_traits(pdf) == ()


def test_files_attached_to_the_document_or_to_a_place_are_named_once() -> None:
    pdf = document("One", "Two")
    salaries = file_specification(pdf, "C:\\Users\\jane\\Salaries.xlsx", b"x")
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String("s"), salaries])))
    pdf.Root.AF = Array([salaries])
    place = Dictionary(Subtype=Name.FileAttachment, FS=file_specification(pdf, "notes.docx", b"x"))
    add_annotation(pdf, pdf.pages[1].obj, place)
    found = traits(pdf)[TraitKind.ATTACHED_FILES]
    assert (found.count, found.where, found.page_numbers) == (2, ("Salaries.xlsx", "notes.docx"), (2,))
    assert details(pdf).attached_file_count == 2


def test_scripts_are_found_wherever_they_hide() -> None:
    pdf = document("One", "Two", "Three")
    pdf.Root.OpenAction = Dictionary(S=Name.URI, URI=String("https://x"), Next=Array([script()]))
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script()])))
    pdf.pages[1].obj.AA = Dictionary(O=script())
    add_link(pdf, pdf.pages[2].obj, A=script())
    found = traits(pdf)[TraitKind.SCRIPTS]
    assert (found.count, found.page_numbers) == (4, (2, 3))


def test_values_typed_into_a_form_are_found_once_each_with_what_they_say() -> None:
    pdf = document("One", "Two")
    field(pdf, 0, "dob", String("1 May 1970"), TU=String("Date of birth"))
    pdf.Root.AcroForm.Fields.append(
        pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("Name"), V=String("Jane Doe")))
    )
    shared = pdf.Root.AcroForm.Fields[1]
    for page in pdf.pages:
        add_annotation(pdf, page.obj, Dictionary(Subtype=Name.Widget, Parent=shared))
    field(pdf, 1, "Ticked", Name.Yes, FT=Name.Btn, AS=Name.Yes)
    field(pdf, 1, "Not", Name.Off, FT=Name.Btn, AS=Name.Off)
    field(pdf, 1, "Secret", String("password"), Ff=1 << 13)
    field(pdf, 1, "Hidden", String("nobody sees"), F=2)
    found = traits(pdf)[TraitKind.FORM_VALUES]
    assert (found.count, found.page_numbers) == (3, (1, 2))
    assert found.excerpt == "Date of birth: 1 May 1970; Name: Jane Doe"
    assert details(pdf).form_field_count == 6


def test_hidden_layers_are_named_with_the_pages_that_they_are_on() -> None:
    pdf = document("One", "Two", "Three", "Four")
    costs, notes = layer(pdf, "Costs", is_hidden=True), layer(pdf, "Notes", is_hidden=True)
    shown = layer(pdf, "Roads", is_hidden=False)
    layer(pdf, "On no page", is_hidden=True)
    pdf.pages[0].Resources.Properties = Dictionary(A=shown)
    membership = Dictionary(Type=Name.OCMD, OCGs=Array([shown, costs]))
    pdf.pages[1].Resources.Properties = Dictionary(A=membership)
    inner, outer = look(pdf), look(pdf)
    inner[Name.OC] = notes
    outer.Resources[Name.XObject] = Dictionary(Inner=inner)
    pdf.pages[3].Resources[Name.XObject] = Dictionary(Outer=outer)
    found = traits(pdf)[TraitKind.HIDDEN_LAYERS]
    assert (found.count, found.where, found.page_numbers) == (2, ("Costs", "Notes"), (2, 4))
    assert details(pdf).layer_count == 4


def test_what_a_file_says_of_itself_is_read_in_order_of_trust() -> None:
    pdf = document("One")
    pdf.docinfo["/Author"] = "Jane Doe"
    pdf.docinfo["/CreationDate"] = "D:20260301093000+00'00'"
    pdf.docinfo["/ModDate"] = "D:20260230"
    pdf.Root.Lang = String("en-GB")
    xmp = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmp:ModifyDate="2026-03-02T10:00:00Z" rdf:about=""><dc:title><rdf:Alt><rdf:li>Budget</rdf:li></rdf:Alt>
    </dc:title><dc:creator><rdf:Seq><rdf:li>Someone else</rdf:li></rdf:Seq></dc:creator>
    <xmp:CreatorTool>Word</xmp:CreatorTool></rdf:Description></rdf:RDF></x:xmpmeta>"""
    pdf.Root.Metadata = pdf.make_stream(xmp)
    said = details(pdf)
    assert (said.kind, said.size_bytes) == ("PDF", 12345)
    assert (said.title, said.author, said.program, said.language) == ("Budget", "Jane Doe", "Word", "en-GB")
    assert said.created == "2026-03-01T09:30:00+00:00"
    assert said.changed == "2026-03-02T10:00:00+00:00", "30 February is no day"
    assert not said.is_tagged
    pdf.Root.MarkInfo, pdf.Root.StructTreeRoot = Dictionary(Marked=True), Dictionary()
    assert details(pdf).is_tagged


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("D:2026", "2026"),
        ("D:202603", "2026-03"),
        ("20260301", "2026-03-01"),
        ("D:20260301093000Z", "2026-03-01T09:30:00+00:00"),
        ("D:20260301093000-05'30", "2026-03-01T09:30:00-05:30"),
        ("D:20260301093000+99'00'", ""),
        ("yesterday", ""),
    ],
)
def test_dates_are_as_exact_as_they_are_given(stated: str, expected: str) -> None:
    pdf = document("One")
    pdf.docinfo["/CreationDate"] = stated
    assert details(pdf).created == expected


def test_fonts_that_are_not_embedded_are_named_however_deep_they_are() -> None:
    pdf = document("One", "Two")
    embedded = Dictionary(
        Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/ABCDEF+Arial"),
        FontDescriptor=Dictionary(FontFile2=pdf.make_stream(b"font")),
    )  # fmt: skip
    again = Dictionary(Type=Name.Font, FontDescriptor=embedded.FontDescriptor)
    again[Name.BaseFont] = Name("/GHIJKL+Arial")
    deep = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Gill Sans"))
    form = look(pdf)
    form[Name.Resources] = Dictionary(Font=Dictionary(A=embedded, B=again, C=deep))
    add_annotation(pdf, pdf.pages[1].obj, Dictionary(Subtype=Name.Square, AP=Dictionary(N=form)))
    said = details(pdf)
    assert said.font_count == 3
    assert said.fonts_not_embedded == ("Gill Sans", "Helvetica")


def test_links_and_signatures_are_counted() -> None:
    pdf = document("One")
    add_link(pdf, pdf.pages[0].obj, A=Dictionary(S=Name.URI, URI=String("https://example.org")))
    field(pdf, 0, "Signature", pdf.make_indirect(Dictionary(Type=Name.Sig)), FT=Name.Sig)
    field(pdf, 0, "Not signed yet", FT=Name.Sig)
    said = details(pdf)
    assert (said.link_count, said.signature_count, said.form_field_count) == (1, 1, 0)
    assert pdf_traits(pdf) == ()


def test_an_encrypted_file_is_said_to_have_been_so(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    document("One").save(path, encryption=pikepdf.Encryption(owner="o", user=""))
    with pikepdf.open(path) as pdf:
        assert details(pdf).was_encrypted


def test_a_file_that_leads_in_circles_is_looked_at_in_no_time() -> None:
    pdf = pikepdf.new()
    for number in range(300):
        add_page(pdf, words(f"Page {number}"))
    forms = [look(pdf) for _ in range(300)]
    table = pdf.make_indirect(Dictionary({f"/F{n}": form for n, form in enumerate(forms)}))
    hidden = layer(pdf, "Costs", is_hidden=True)
    for form in forms:
        form[Name.Resources] = Dictionary(XObject=table, Properties=Dictionary(A=hidden))
    tree = pdf.make_indirect(Dictionary(Names=Array()))
    tree[Name.Kids] = Array([tree, tree])
    pdf.Root.Names = Dictionary(EmbeddedFiles=tree, JavaScript=tree)
    loop = pdf.make_indirect(Dictionary(S=Name.GoTo))
    loop[Name.Next] = loop
    pdf.Root.OpenAction = loop
    parent = pdf.make_indirect(Dictionary(T=String("f"), FT=Name.Tx))
    parent[Name.Parent] = parent
    parent[Name.Kids] = Array([parent])
    pdf.Root.AcroForm = Dictionary(Fields=Array([parent]))
    for page in pdf.pages:
        page.Resources[Name.XObject] = table
        add_annotation(pdf, page.obj, Dictionary(Subtype=Name.Widget, Parent=parent))
    started = time.perf_counter()
    found = traits(pdf)
    details(pdf)
    assert time.perf_counter() - started < 10
    assert found.keys() == {TraitKind.HIDDEN_LAYERS}


def test_awkward_files_are_looked_at_without_a_crash(shared: Path) -> None:
    paths = sorted((shared / "corpus").rglob("*.pdf"))
    looked_at = 0
    for path in paths[::12]:
        try:
            pdf = pikepdf.open(path, inherit_page_attributes=False)
            len(pdf.pages)
        except (pikepdf.PdfError, pikepdf.PasswordError):
            continue
        started = time.perf_counter()
        with pdf:
            assert details(pdf).kind == "PDF"
            pdf_traits(pdf)
            drop_picture_data(pdf)
        assert time.perf_counter() - started < 20, path.name
        looked_at += 1
    assert looked_at > 40
