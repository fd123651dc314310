"""What a finished pack holds of its documents: pages and links, and nothing that acts or hides."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Name, NameTree, String
from PIL import ImageChops

from packbuilder.meeting.document_facts import TraitKind
from tests.pack.awkward_pages import (
    Link,
    Pack,
    add_annotation,
    add_link,
    add_page,
    all_bytes,
    build,
    build_between,
    document,
    file_specification,
    helvetica,
    links,
    links_inside,
    look,
    picture,
    save,
    script,
    text_of,
    words,
)

# Links.


def _explicit(pdf: pikepdf.Pdf, page_index: int) -> Array:
    return Array([pdf.pages[page_index].obj, Name.XYZ, 0, 800, 0])


def _names_tree(pdf: pikepdf.Pdf, **targets: int) -> None:
    tree = NameTree.new(pdf)
    for name, page_index in targets.items():
        tree[name] = Dictionary(D=_explicit(pdf, page_index))
    pdf.Root[Name.Names] = Dictionary(Dests=tree.obj)


def _direct_names(pdf: pikepdf.Pdf, **targets: int) -> None:
    entries: list[pikepdf.Object] = []
    for name in sorted(targets):
        entries += [String(name), _explicit(pdf, targets[name])]
    pdf.Root[Name.Names] = Dictionary(Dests=Dictionary(Names=Array(entries)))


def _old_dictionary(pdf: pikepdf.Pdf, **targets: int) -> None:
    table = Dictionary()
    for name, page_index in targets.items():
        table[f"/{name}"] = _explicit(pdf, page_index)
    pdf.Root[Name.Dests] = table


def _three_pages(
    name_them: Callable[..., None], as_name: Callable[[str], object], *, by_action: bool
) -> pikepdf.Pdf:
    """Return a document whose first page links to its last, and its last to its first, by name."""
    pdf = document("First", "Second", "Third")
    name_them(pdf, start=0, end=2)
    for page_index, name in ((0, "end"), (2, "start")):
        target = as_name(name)
        page = pdf.pages[page_index].obj
        if by_action:
            add_link(pdf, page, A=Dictionary(S=Name.GoTo, D=target))
        else:
            add_link(pdf, page, Dest=target)
    return pdf


@pytest.mark.parametrize("by_action", [False, True], ids=["destination", "action"])
@pytest.mark.parametrize(
    ("name_them", "as_name"),
    [(_names_tree, String), (_direct_names, String), (_old_dictionary, lambda name: Name(f"/{name}"))],
    ids=["names tree", "names in the catalog", "old dictionary"],
)
def test_links_by_name_reach_their_own_document_when_two_use_the_same_names(
    name_them: Callable[..., None], as_name: Callable[[str], object], by_action: bool, tmp_path: Path
) -> None:
    files = [
        save(_three_pages(name_them, as_name, by_action=by_action), tmp_path / f"{n}.pdf") for n in (1, 2)
    ]
    pack = build(tmp_path, *files)
    for item_number in (1, 2):
        first = pack.first_page(item_number)
        assert links_inside(pack, item_number) == [Link(first, first + 2), Link(first + 2, first)]


def test_links_to_places_reach_their_page_forward_and_backward(tmp_path: Path) -> None:
    pdf = document("First", "Second", "Third")
    add_link(pdf, pdf.pages[0].obj, Dest=_explicit(pdf, 2))
    add_link(pdf, pdf.pages[0].obj, A=Dictionary(S=Name.GoTo, D=_explicit(pdf, 0)))
    add_link(pdf, pdf.pages[2].obj, Dest=Array([1, Name.Fit]))
    pack = build_between(tmp_path, pdf)
    first = pack.first_page(2)
    assert links_inside(pack, 2) == [Link(first, first + 2), Link(first, first), Link(first + 2, first + 1)]


def test_links_work_in_a_document_that_has_a_form(tmp_path: Path) -> None:
    pdf = _three_pages(_names_tree, String, by_action=False)
    _add_text_field(pdf, pdf.pages[1].obj, "Name", "Ada")
    pack = build_between(tmp_path, pdf)
    first = pack.first_page(2)
    assert links_inside(pack, 2) == [Link(first, first + 2), Link(first + 2, first)]


def test_links_with_names_beyond_plain_letters_work(tmp_path: Path) -> None:
    pdf = document("First", "Second")
    key = String("Größe 第2")
    pdf.Root[Name.Names] = Dictionary(
        Dests=pdf.make_indirect(Dictionary(Names=Array([key, _explicit(pdf, 1)])))
    )
    add_link(pdf, pdf.pages[0].obj, Dest=key)
    pack = build_between(tmp_path, pdf)
    assert links_inside(pack, 2) == [Link(pack.first_page(2), pack.first_page(2) + 1)]


def test_a_page_that_is_not_among_a_documents_pages_is_not_published(tmp_path: Path) -> None:
    pdf = document("Shown")
    hidden = add_page(pdf, words("HIDDENPAGE"))
    del pdf.pages[1]
    page = pdf.pages[0].obj
    add_link(pdf, page, Dest=Array([hidden, Name.Fit]))
    add_annotation(pdf, page, Dictionary(Subtype=Name.Text, Contents=String("Look"), P=hidden))
    note = add_annotation(pdf, page, Dictionary(Subtype=Name.Text, Contents=String("Look")))
    popup = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Popup, P=hidden, Parent=note))
    note[Name.Popup] = popup
    field = _add_text_field(pdf, page, "Name", "Ada")
    widgets = [field, _widget(pdf, hidden)]
    parent = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("Name"), V=String("Ada"), Kids=Array(widgets)))
    for widget in widgets:
        widget[Name.Parent] = parent
    pdf.Root.AcroForm[Name.Fields] = Array([parent])
    pack = build_between(tmp_path, pdf)
    assert b"Shown" in all_bytes(pack.path)
    assert b"HIDDENPAGE" not in all_bytes(pack.path)
    assert links_inside(pack, 2) == []
    assert "A link that led nowhere was taken out." in pack.built.facts["document-2"].notes


def test_three_thousand_named_places_do_not_slow_a_pack_down(tmp_path: Path) -> None:
    pdf = document("First", "Second")
    _names_tree(pdf, **{f"place{n:04}": n % 2 for n in range(3000)})
    for n in range(300):
        add_link(pdf, pdf.pages[0].obj, Dest=String(f"place{10 * n + 1:04}"))
    pack = build_between(tmp_path, pdf)
    first = pack.first_page(2)
    assert links_inside(pack, 2) == [Link(first, first + 1)] * 300


# What may leave the document, and what may not.

KEPT_ADDRESSES = [
    "https://www.example.gov.uk/reports?id=4#page=2",
    "http://example.org",
    "HTTPS://EXAMPLE.ORG",
    "mailto:clerk@example.gov.uk",
    "www.example.gov.uk",
]
REFUSED_ADDRESSES = [
    "javascript:alert(1)",
    " JavaScript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "file:///C:/Windows/System32/calc.exe",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "\\\\server\\share\\tool.exe",
    "//server/share/tool.exe",
]


def test_links_to_web_pages_and_mail_addresses_stay(tmp_path: Path) -> None:
    pdf = document("Links")
    for address in KEPT_ADDRESSES:
        add_link(pdf, pdf.pages[0].obj, A=Dictionary(S=Name.URI, URI=String(address)))
    pack = build_between(tmp_path, pdf)
    assert [link.target for link in links_inside(pack, 2)] == KEPT_ADDRESSES


@pytest.mark.parametrize("address", REFUSED_ADDRESSES)
def test_links_that_run_or_open_files_are_taken_out(address: str, tmp_path: Path) -> None:
    pdf = document("Links")
    add_link(pdf, pdf.pages[0].obj, A=Dictionary(S=Name.URI, URI=String(address)))
    wide = b"\xfe\xff" + address.encode("utf-16-be")
    add_link(pdf, pdf.pages[0].obj, A=Dictionary(S=Name.URI, URI=String(wide)))
    pack = build_between(tmp_path, pdf)
    assert links_inside(pack, 2) == []


def _actions(pdf: pikepdf.Pdf) -> list[Dictionary]:
    other = String("OTHERFILE.pdf")
    return [
        Dictionary(S=Name.Launch, F=other),
        Dictionary(S=Name.SubmitForm, F=Dictionary(FS=Name.URL, F=String("http://OTHERFILE"))),
        Dictionary(S=Name.GoToR, F=other, D=Array([0, Name.Fit])),
        Dictionary(S=Name.GoToE, F=other, D=Array([0, Name.Fit])),
        Dictionary(S=Name.ImportData, F=other),
        Dictionary(S=Name.Named, N=Name.Print),
        Dictionary(S=Name.Hide, T=String("OTHERFILE")),
        Dictionary(S=Name.ResetForm),
        Dictionary(S=Name.Thread, F=other, D=0),
        script("OTHERFILE"),
        Dictionary(S=Name.Rendition, JS=String("OTHERFILE")),
        Dictionary(S=Name("/URI"), URI=String("file:///OTHERFILE"), Next=script("OTHERFILE")),
    ]


def test_links_that_open_programs_or_send_data_are_taken_out(tmp_path: Path) -> None:
    pdf = document("Links")
    for action in _actions(pdf):
        add_link(pdf, pdf.pages[0].obj, A=action)
    pack = build_between(tmp_path, pdf)
    assert links_inside(pack, 2) == []
    assert b"OTHERFILE" not in all_bytes(pack.path)
    notes = pack.built.facts["document-2"].notes
    assert any(re.search(r"1[12] actions? .*taken out", note) for note in notes), notes


def test_what_follows_after_a_link_is_taken_out_and_the_link_stays(tmp_path: Path) -> None:
    pdf = document("First", "Second")
    page = pdf.pages[0].obj
    add_link(pdf, page, A=Dictionary(S=Name.GoTo, D=_explicit(pdf, 1), Next=script("CHAINED")))
    add_link(
        pdf,
        page,
        A=Dictionary(S=Name.URI, URI=String("https://example.org"), Next=Array([script("CHAINED")])),
        AA=Dictionary(E=script("CHAINED")),
        PA=Dictionary(S=Name.URI, URI=String("https://CHAINED.example")),
    )
    pack = build_between(tmp_path, pdf)
    first = pack.first_page(2)
    assert links_inside(pack, 2) == [Link(first, first + 1), Link(first, "https://example.org")]
    assert b"CHAINED" not in all_bytes(pack.path)


def _scripts_everywhere() -> pikepdf.Pdf:
    pdf = document("First", "Second")
    page = pdf.pages[0].obj
    names = NameTree.new(pdf)
    names["start"] = script("SCRIPTTEXT")
    pdf.Root[Name.Names] = Dictionary(JavaScript=names.obj)
    pdf.Root[Name.OpenAction] = script("SCRIPTTEXT")
    pdf.Root[Name.AA] = Dictionary(WC=script("SCRIPTTEXT"))
    page[Name.AA] = Dictionary(O=script("SCRIPTTEXT"))
    add_annotation(
        pdf,
        page,
        Dictionary(
            Subtype=Name.Square,
            A=Dictionary(S=Name.GoTo, D=_explicit(pdf, 1), Next=script("SCRIPTTEXT")),
            AA=Dictionary(E=script("SCRIPTTEXT")),
            AP=Dictionary(N=look(pdf)),
        ),
    )
    field = _add_text_field(pdf, page, "Total", "12")
    field[Name.A] = script("SCRIPTTEXT")
    field[Name.AA] = Dictionary(K=script("SCRIPTTEXT"), C=script("SCRIPTTEXT"))
    form = pdf.Root.AcroForm
    form[Name.CO] = Array([field])
    parent = pdf.make_indirect(
        Dictionary(T=String("group"), Kids=Array([field]), AA=Dictionary(F=script("SCRIPTTEXT")))
    )
    field[Name.Parent] = parent
    form[Name.Fields] = Array([parent])
    stray = _widget(pdf, page)
    add_annotation(pdf, page, stray)
    stray[Name.Parent] = pdf.make_indirect(
        Dictionary(
            FT=Name.Tx, T=String("unlisted"), Kids=Array([stray]), AA=Dictionary(F=script("SCRIPTTEXT"))
        )
    )
    bookmark = pdf.make_indirect(Dictionary(Title=String("Bookmark"), A=script("SCRIPTTEXT")))
    pdf.Root[Name.Outlines] = Dictionary(First=bookmark, Last=bookmark, Count=1)
    return pdf


def test_no_script_of_a_document_reaches_the_pack(tmp_path: Path) -> None:
    pack = build_between(tmp_path, _scripts_everywhere())
    everything = all_bytes(pack.path)
    assert b"SCRIPTTEXT" not in everything
    assert re.search(rb"/(JavaScript|JS|OpenAction|AA)\b", everything) is None
    assert any(trait.kind is TraitKind.SCRIPTS for trait in pack.built.facts["document-2"].traits)


def test_no_file_attached_to_a_document_reaches_the_pack(tmp_path: Path) -> None:
    pdf = document("First")
    page = pdf.pages[0].obj
    attached = file_specification(pdf, "salaries.xlsx", b"ATTACHEDBYTES")
    names = NameTree.new(pdf)
    names["salaries"] = attached
    pdf.Root[Name.Names] = Dictionary(EmbeddedFiles=names.obj)
    pdf.Root[Name.AF] = Array([attached])
    page[Name.AF] = Array([attached])
    pin = look(pdf)
    pin[Name.AF] = Array([attached])
    add_annotation(pdf, page, Dictionary(Subtype=Name.FileAttachment, FS=attached, AP=Dictionary(N=pin)))
    add_annotation(pdf, page, Dictionary(Subtype=Name.Square, AF=Array([attached]), AP=Dictionary(N=pin)))
    page.Resources[Name.XObject] = Dictionary(X0=pin)
    page.Resources[Name.Properties] = Dictionary(P0=Dictionary(AF=Array([attached])))
    pack = build_between(tmp_path, pdf)
    everything = all_bytes(pack.path)
    assert b"ATTACHEDBYTES" not in everything
    assert b"salaries.xlsx" not in everything
    (told,) = [t for t in pack.built.facts["document-2"].traits if t.kind is TraitKind.ATTACHED_FILES]
    assert told.where == ("salaries.xlsx",)


@pytest.mark.parametrize("subtype", ["RichMedia", "Sound", "Movie", "Screen", "3D"])
def test_sound_and_film_go_and_their_picture_stays(subtype: str, tmp_path: Path) -> None:
    pdf = document("Watch this")
    film = pdf.make_stream(b"FILMBYTES")
    annotation = Dictionary(
        Subtype=Name(f"/{subtype}"),
        AP=Dictionary(N=look(pdf)),
        RichMediaContent=Dictionary(Assets=Dictionary(Names=Array([String("a"), film]))),
        Sound=film,
        Movie=Dictionary(F=film),
        A=Dictionary(S=Name.Rendition, R=Dictionary(C=Dictionary(D=film))),
        F=4,
    )
    annotation["/3DD"] = film
    add_annotation(pdf, pdf.pages[0].obj, annotation)
    pack = build_between(tmp_path, pdf)
    everything = all_bytes(pack.path)
    assert b"FILMBYTES" not in everything
    assert f"/{subtype}".encode() + b" " not in everything
    at = (172, 842 - 610)
    assert picture(tmp_path / "middle.pdf", 1).getpixel(at) in ((0, 0, 255), (255, 255, 255))
    assert picture(pack.path, pack.first_page(2)).getpixel(at) == (0, 0, 255)


def test_what_belongs_to_the_author_alone_is_not_published(tmp_path: Path) -> None:
    pdf = document("First")
    page = pdf.pages[0].obj
    private = pdf.make_stream(b"PRIVATEDATA")
    image = pdf.make_stream(b"\x80")
    for key, value in {
        "/Type": Name.XObject,
        "/Subtype": Name.Image,
        "/Width": 1,
        "/Height": 1,
        "/ColorSpace": Name.DeviceGray,
        "/BitsPerComponent": 8,
        "/Metadata": private,
        "/PieceInfo": Dictionary(Illustrator=Dictionary(Private=private)),
        "/StructParent": 7,
        "/OPI": Dictionary(F=String("PRIVATEDATA")),
    }.items():
        image[key] = value
    page.Resources[Name.XObject] = Dictionary(X0=image)
    page.Resources[Name.Properties] = Dictionary(M0=Dictionary(Metadata=private))
    page[Name.Thumb] = private
    page[Name.PieceInfo] = Dictionary(Word=Dictionary(Private=private))
    page[Name.Metadata] = private
    page[Name.StructParents] = 3
    add_annotation(pdf, page, Dictionary(Subtype=Name.Square, StructParent=4, AP=Dictionary(N=look(pdf))))
    pdf.Root[Name.Metadata] = private
    pdf.Root[Name.PieceInfo] = Dictionary(Word=Dictionary(Private=private))
    element = pdf.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.P, Alt=String("PRIVATEDATA"), Pg=page)
    )
    pdf.Root[Name.StructTreeRoot] = pdf.make_indirect(Dictionary(K=element))
    pdf.docinfo[Name.Author] = String("PRIVATEDATA")
    pack = build_between(tmp_path, pdf)
    everything = all_bytes(pack.path)
    assert b"PRIVATEDATA" not in everything
    assert re.search(rb"/(Thumb|PieceInfo|StructParents?|StructTreeRoot|OPI)\b", everything) is None


def test_fonts_and_pictures_keep_their_names_whatever_they_are_called(tmp_path: Path) -> None:
    pdf = document()
    page = add_page(pdf, b"q 200 0 0 20 72 600 cm /OPI Do Q /EF Do BT /AF 20 Tf 72 700 Td (Still here) Tj ET")
    page[Name.Resources] = pdf.make_indirect(
        Dictionary(
            Font=pdf.make_indirect(Dictionary(AF=helvetica())),
            XObject=pdf.make_indirect(
                Dictionary(OPI=look(pdf, b"1 0 0 rg 0 0 1 1 re f"), EF=look(pdf), Metadata=look(pdf))
            ),
        )
    )
    pack = build_between(tmp_path, pdf)
    before, after = picture(tmp_path / "middle.pdf", 1), picture(pack.path, pack.first_page(2))
    area = (0, 100, 595, 780)
    assert before.getpixel((100, 842 - 610)) == (255, 0, 0)
    assert ImageChops.difference(before.crop(area), after.crop(area)).getbbox() is None


def test_what_was_deleted_but_is_still_in_a_file_is_not_published(tmp_path: Path) -> None:
    pdf = document("Shown")
    pdf.Root[Name("/Kept")] = pdf.make_stream(b"DELETEDTEXT")
    pdf.save(tmp_path / "kept.pdf", compress_streams=False)
    # Nothing refers to it any longer, as an incremental update leaves things behind.
    data = re.sub(rb"/Kept \d+ 0 R", lambda found: b" " * len(found[0]), (tmp_path / "kept.pdf").read_bytes())
    (tmp_path / "deleted.pdf").write_bytes(data)
    assert b"DELETEDTEXT" in data
    pack = build(tmp_path, tmp_path / "deleted.pdf")
    assert "Shown" in text_of(pack.path, 3)
    assert b"DELETEDTEXT" not in all_bytes(pack.path)


# Forms.


def _widget(pdf: pikepdf.Pdf, page: pikepdf.Dictionary, **entries: object) -> pikepdf.Dictionary:
    widget = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=Array([72, 500, 272, 520]), P=page, F=4)
    )
    for key, value in entries.items():
        widget[f"/{key}"] = value
    return widget


def _form(pdf: pikepdf.Pdf) -> pikepdf.Object:
    if Name.AcroForm not in pdf.Root:
        pdf.Root[Name.AcroForm] = pdf.make_indirect(
            Dictionary(
                Fields=Array(),
                DR=Dictionary(Font=Dictionary(Helv=helvetica())),
                DA=String("/Helv 12 Tf 0 g"),
            )
        )
    return pdf.Root.AcroForm


def _add_text_field(
    pdf: pikepdf.Pdf, page: pikepdf.Dictionary, name: str, value: str, *, with_look: bool = True
) -> pikepdf.Dictionary:
    field = _widget(pdf, page, FT=Name.Tx, T=String(name), V=String(value), DA=String("/Helv 12 Tf 0 g"))
    if with_look:
        field[Name.AP] = Dictionary(N=look(pdf, f"BT /F0 12 Tf 2 5 Td ({value}) Tj ET".encode()))
    add_annotation(pdf, page, field)
    _form(pdf).Fields.append(field)
    return field


def _add_check_box(pdf: pikepdf.Pdf, page: pikepdf.Dictionary, name: str, *, is_on: bool) -> None:
    states = Dictionary(
        Yes=look(pdf, b"0 0.5 0 rg 0 0 200 20 re f"), Off=look(pdf, b"1 0 0 rg 0 0 200 20 re f")
    )
    state = Name.Yes if is_on else Name.Off
    field = _widget(pdf, page, FT=Name.Btn, T=String(name), V=state, AS=state, AP=Dictionary(N=states))
    field[Name.Rect] = Array([72, 400, 272, 420])
    add_annotation(pdf, page, field)
    _form(pdf).Fields.append(field)


def _add_radio(pdf: pikepdf.Pdf, page: pikepdf.Dictionary, name: str, chosen: int) -> None:
    group = pdf.make_indirect(
        Dictionary(FT=Name.Btn, Ff=49152, T=String(name), V=Name(f"/Choice{chosen}"), Kids=Array())
    )
    for n in range(3):
        states = Dictionary(
            {f"/Choice{n}": look(pdf, b"0 0 200 20 re f"), "/Off": look(pdf, b"0 0 200 20 re S")}
        )
        state = Name(f"/Choice{n}") if n == chosen else Name.Off
        button = _widget(pdf, page, Parent=group, AS=state, AP=Dictionary(N=states))
        button[Name.Rect] = Array([72, 300 - 40 * n, 272, 320 - 40 * n])
        add_annotation(pdf, page, button)
        group.Kids.append(button)
    _form(pdf).Fields.append(group)


def _filled_in(value: str, *, is_on: bool, chosen: int) -> pikepdf.Pdf:
    pdf = document("A form")
    page = pdf.pages[0].obj
    _add_text_field(pdf, page, "Name", value)
    _add_check_box(pdf, page, "Agreed", is_on=is_on)
    _add_radio(pdf, page, "Choice", chosen)
    return pdf


def _assert_looks_as_before(source: Path, pack: Pack, item_number: int) -> None:
    """Compare a document's first page with the pack's, leaving out where stamps are."""
    before, after = picture(source, 1, 2), picture(pack.path, pack.first_page(item_number), 2)
    area = (0, 120, 1190, 1580)
    assert ImageChops.difference(before.crop(area), after.crop(area)).getbbox() is None


def test_fields_of_the_same_name_keep_their_own_values_and_look(tmp_path: Path) -> None:
    ada = save(_filled_in("Ada", is_on=True, chosen=0), tmp_path / "ada.pdf")
    grace = save(_filled_in("Grace", is_on=False, chosen=2), tmp_path / "grace.pdf")
    pack = build(tmp_path, ada, grace)
    _assert_looks_as_before(ada, pack, 1)
    _assert_looks_as_before(grace, pack, 2)
    fields = pypdf.PdfReader(pack.path).get_fields() or {}
    values = [str(field.get("/V")) for field in fields.values() if "/V" in field]
    assert sorted(values) == ["/Choice0", "/Choice2", "/Off", "/Yes", "Ada", "Grace"]


def test_values_that_the_viewer_was_to_draw_are_drawn(tmp_path: Path) -> None:
    pdf = document("A form")
    _add_text_field(pdf, pdf.pages[0].obj, "Name", "Ada Lovelace", with_look=False)
    _form(pdf)[Name.NeedAppearances] = True
    pack = build_between(tmp_path, pdf)
    dark = picture(pack.path, pack.first_page(2), 2).convert("L").crop((144, 644, 544, 684)).histogram()
    assert sum(dark[:128]) > 100
    assert b"/NeedAppearances true" not in all_bytes(pack.path)


def test_a_ticked_box_that_no_form_lists_keeps_its_tick(tmp_path: Path) -> None:
    pdf = document("A form")
    _add_check_box(pdf, pdf.pages[0].obj, "Agreed", is_on=True)
    del pdf.Root[Name.AcroForm]
    pack = build_between(tmp_path, pdf)
    assert picture(pack.path, pack.first_page(2)).getpixel((172, 842 - 410)) == (0, 128, 0)


@pytest.mark.parametrize("is_nested", [False, True])
def test_a_signature_keeps_its_look_and_is_no_field_any_more(is_nested: bool, tmp_path: Path) -> None:
    pdf = document("Signed")
    page = pdf.pages[0].obj
    _add_text_field(pdf, page, "Name", "Ada")
    seal = pdf.make_indirect(
        Dictionary(Type=Name.Sig, Contents=String(b"SEALBYTES"), Name=String("SIGNERNAME"))
    )
    field = _widget(pdf, page, FT=Name.Sig, T=String("Signature"), V=seal, AP=Dictionary(N=look(pdf)))
    field[Name.Rect] = Array([72, 400, 272, 420])
    add_annotation(pdf, page, field)
    form = _form(pdf)
    form[Name.SigFlags] = 3
    pdf.Root[Name.Perms] = Dictionary(DocMDP=seal)
    if is_nested:
        parent = pdf.make_indirect(Dictionary(T=String("group"), Kids=Array([field])))
        field[Name.Parent] = parent
        form.Fields.append(parent)
    else:
        form.Fields.append(field)
    pack = build_between(tmp_path, pdf)
    _assert_looks_as_before(tmp_path / "middle.pdf", pack, 2)
    everything = all_bytes(pack.path)
    assert re.search(rb"SEALBYTES|SIGNERNAME|/Sig\b|/SigFlags|/Perms", everything) is None
    assert any("was signed" in note for note in pack.built.facts["document-2"].notes)


def test_a_form_with_both_kinds_of_fields_keeps_the_ordinary_ones(tmp_path: Path) -> None:
    pdf = _filled_in("Ada", is_on=True, chosen=1)
    _form(pdf)[Name.XFA] = Array([String("template"), pdf.make_stream(b"<xfa>XFADATA</xfa>")])
    pack = build_between(tmp_path, pdf)
    _assert_looks_as_before(tmp_path / "middle.pdf", pack, 2)
    assert b"XFADATA" not in all_bytes(pack.path)


# Damage that a pack survives.


def test_gaps_among_annotations_do_not_matter(tmp_path: Path) -> None:
    pdf = document("First", "Second", "Third")
    add_link(pdf, pdf.pages[0].obj, Dest=_explicit(pdf, 1))
    gone = pdf.make_indirect(Dictionary())
    pdf.pages[0].obj.Annots.extend(list(Array([None, gone, 7, String("x"), Dictionary()])))
    pdf.pages[1].obj[Name.Annots] = String("none")
    pdf.pages[2].obj[Name.Annots] = Array([None])
    pack = build_between(tmp_path, pdf)
    assert links_inside(pack, 2) == [Link(pack.first_page(2), pack.first_page(2) + 1)]


def test_content_that_cannot_be_decoded_still_gets_its_number(tmp_path: Path) -> None:
    pdf = document("First", "Second", "Third")
    for page, broken in (
        (pdf.pages[0].obj, pikepdf.Stream(pdf, b"\xff\xfe nonsense", Filter=Name.FlateDecode)),
        (pdf.pages[1].obj, pikepdf.Stream(pdf, b"nonsense", Filter=Name.Unheard)),
    ):
        page[Name.Contents] = pdf.make_indirect(broken)
    pack = build_between(tmp_path, pdf)
    first = pack.first_page(2)
    for page_number in range(first, first + 3):
        assert f"Page {page_number}" in text_of(pack.path, page_number)
    assert "Third" in text_of(pack.path, first + 2)


def test_bookmarks_in_a_loop_are_told_once(tmp_path: Path) -> None:
    pdf = document("First", "Second")
    nodes = [
        pdf.make_indirect(Dictionary(Title=String(f"Chapter {n}"), Dest=_explicit(pdf, n % 2)))
        for n in range(40)
    ]
    for n, node in enumerate(nodes):
        node[Name.First] = nodes[(n + 1) % len(nodes)]
        node[Name.Next] = nodes[0]
    pdf.Root[Name.Outlines] = pdf.make_indirect(Dictionary(First=nodes[0], Last=nodes[0]))
    pack = build_between(tmp_path, pdf)
    titles = [title for title in _all_bookmarks(pack.path) if title.startswith("Chapter")]
    assert len(titles) == len(set(titles))
    assert "Chapter 0" in titles


def _all_bookmarks(path: Path) -> list[str]:
    titles: list[str] = []
    stack: list[object] = [pypdf.PdfReader(path).outline]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack.extend(node)
        elif isinstance(node, pypdf.generic.Destination):
            titles.append(str(node.title))
    return titles


@pytest.mark.parametrize(
    "title",
    [
        "Café 第一章 🙂",
        "þÿ",
        "a\0b",
        "Tab\tand\r\nline",
        "\x1ben\x1bEnglish",
        "(un(balanced\\",
        "ﬁ\u00ad\u202e",
        "\x7f\x9f",
    ],
)
def test_any_bookmark_title_can_go_into_a_pack(title: str, tmp_path: Path) -> None:
    pdf = document("First")
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Title", 0))
    pdf.Root.Outlines.First[Name.Title] = String(title)
    pack = build_between(tmp_path, pdf)
    assert len(_all_bookmarks(pack.path)) == 1 + 3 + 3 + 1


def test_raw_bytes_as_a_bookmark_title_can_go_into_a_pack(tmp_path: Path) -> None:
    titles = (
        b"\xfe\xff\xd8\x00",
        b"\xff\xfea\0b\0",
        b"\xef\xbb\xbf\xc3\xa9",
        b"\xad\x9f\x7f",
        b"\xfe\xff\x00",
    )
    pdf = document("First")
    with pdf.open_outline() as outline:
        outline.root.extend(pikepdf.OutlineItem("Title", 0) for _ in titles)
    node: object = pdf.Root.Outlines.First
    for title in titles:
        assert isinstance(node, Dictionary)
        node[Name.Title] = String(title)
        node = node.get(Name.Next)
    pack = build_between(tmp_path, pdf)
    assert "Page 5" in text_of(pack.path, 5)


# Packs in packs, and order.


def test_a_pack_that_goes_into_a_pack_carries_the_new_numbers(tmp_path: Path) -> None:
    """Last meeting's minutes are often cut out of its pack, with their old numbers on them."""
    (tmp_path / "last").mkdir()
    last = build(tmp_path / "last", save(document("Minutes", "More"), tmp_path / "minutes.pdf"))
    pack = build(tmp_path, save(document("Report", "End"), tmp_path / "report.pdf"), last.path)
    first = pack.first_page(2)
    assert first == 5
    assert re.search(r"Page 5(?!\d)", text_of(pack.path, 5))
    # The old number lies under the new one's plate: nothing of it is seen beside the new one.
    foot = (200, 800, 400, 842)
    fresh = build(tmp_path / "last", *[tmp_path / "report.pdf"] * 3)
    for page_number in (7, 8):  # The old minutes; the old agenda before them is not just as wide.
        with_old, without = (picture(path, page_number).crop(foot) for path in (pack.path, fresh.path))
        assert ImageChops.difference(with_old, without).getbbox() is None


@pytest.mark.parametrize("footer", ["12", "Page 5", "Page 55", "x", "Page", "5 of 9"])
@pytest.mark.parametrize("left", [282, 265, 298, 313])
def test_a_documents_own_footer_does_not_stop_a_pack(footer: str, left: float, tmp_path: Path) -> None:
    pdf = pikepdf.new()
    add_page(pdf, words(footer, left, 22, 10))
    pack = build_between(tmp_path, pdf)
    assert "Page 5" in text_of(pack.path, 5)


def test_the_same_documents_make_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        build_between(tmp_path / folder, _filled_in("Ada", is_on=True, chosen=1))
    one, two = ((tmp_path / folder / "pack.pdf").read_bytes() for folder in ("one", "two"))
    assert one == two


def test_every_link_of_the_agenda_reaches_its_item(tmp_path: Path) -> None:
    pack = build_between(tmp_path, document("Only page"))
    agenda = [link for link in links(pack.path) if link.on_page <= 2]
    starts = {pack.first_page(n) for n in (1, 2, 3)}
    assert {link.target for link in agenda} == starts


def test_an_encrypted_document_is_plain_in_the_pack(tmp_path: Path) -> None:
    pdf = document("First")
    path = tmp_path / "locked.pdf"
    pdf.save(path, encryption=pikepdf.Encryption(owner="secret", user="", R=6))
    pack = build(tmp_path, path)
    assert "First" in text_of(pack.path, 3)
    assert not pypdf.PdfReader(pack.path).is_encrypted


def test_a_mark_at_the_foot_of_a_page_cannot_cover_its_number(tmp_path: Path) -> None:
    pdf = document("First")
    cover = look(pdf, b"0 g 0 0 200 20 re f")
    mark = Dictionary(Subtype=Name.Stamp, AP=Dictionary(N=cover), Rect=Array([200, 5, 400, 45]), F=4)
    add_annotation(pdf, pdf.pages[0].obj, mark)
    pack = build(tmp_path, save(pdf, tmp_path / "report.pdf"))
    shown = picture(pack.path, 3)
    width, height = shown.size
    at_number = shown.crop((int(width * 0.47), int(height * 0.955), int(width * 0.53), int(height * 0.985)))
    assert sum(at_number.convert("L").histogram()[200:]) > 0.3 * at_number.width * at_number.height
