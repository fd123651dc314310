"""A pack is the same whether its documents come from files or from the meeting file that holds them."""

from __future__ import annotations

import dataclasses
import itertools
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import ImageChops

from packbuilder.assets import resource
from packbuilder.errors import PackBuilderError
from packbuilder.intake.taken_in import TakenIn
from packbuilder.meeting.fitting import Fitting
from packbuilder.meeting.meeting import Access, Document, Meeting
from packbuilder.meeting.treatment import Remedy, Treatment
from packbuilder.pack.build import BuiltPack, build_public_pack, plan_public_pack
from packbuilder.pack.check import check_public_pack
from packbuilder.pack.collect import collect_into_new
from packbuilder.pack.documents import TakeDocument, from_disk, from_meeting_file, published_hashes
from packbuilder.progress import Quiet
from packbuilder.storage.description import read_description
from packbuilder.storage.meeting_file import MeetingFile
from tests.builders import a_document, a_meeting, an_item
from tests.pack.awkward_pages import (
    GRID,
    add_annotation,
    add_link,
    add_page,
    document,
    grid_document,
    helvetica,
    links,
    look,
    meeting_of,
    picture_of,
    save,
    seen,
    words,
)


def _form(value: str) -> pikepdf.Pdf:
    """Return a form with a text field and a ticked box, named as every other such form names them."""
    pdf = document("A form")
    page = pdf.pages[0].obj
    text = Dictionary(Subtype=Name.Widget, FT=Name.Tx, T=String("Name"), V=String(value), F=4)
    text[Name.AP] = Dictionary(N=look(pdf, f"BT /F0 12 Tf 2 5 Td ({value}) Tj ET".encode()))
    box = Dictionary(Subtype=Name.Widget, FT=Name.Btn, T=String("Agreed"), V=Name.Yes, AS=Name.Yes, F=4)
    box[Name.Rect] = Array([72, 400, 272, 420])
    box[Name.AP] = Dictionary(N=Dictionary(Yes=look(pdf, b"0 0.5 0 rg 0 0 200 20 re f"), Off=look(pdf)))
    pdf.Root[Name.AcroForm] = Dictionary(
        Fields=Array([add_annotation(pdf, page, text), add_annotation(pdf, page, box)]),
        DR=Dictionary(Font=Dictionary(Helv=helvetica())),
        DA=String("/Helv 12 Tf 0 g"),
    )
    return pdf


def _drawn_by_the_viewer() -> pikepdf.Pdf:
    pdf = _form("Grace")
    del pdf.pages[0].Annots[0][Name.AP]
    pdf.pages[0].Annots[0][Name.DA] = String("/Helv 12 Tf 0 g")
    pdf.Root.AcroForm[Name.NeedAppearances] = True
    return pdf


def _layers() -> pikepdf.Pdf:
    pdf = pikepdf.new()
    shown, hidden = (
        pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(name))) for name in ("Map", "Notes")
    )
    page = add_page(
        pdf,
        words("Plan") + b"\n/OC /L0 BDC 1 0 0 rg 80 430 40 40 re f EMC\n/OC /L1 BDC 200 430 40 40 re f EMC",
    )
    page.Resources[Name.Properties] = Dictionary(L0=shown, L1=hidden)
    rule = Dictionary(Event=Name.Print, Category=Array([Name.Print]), OCGs=Array([shown]))
    config = Dictionary(
        BaseState=Name.OFF, ON=Array([shown]), RBGroups=Array([Array([shown, hidden])]), AS=Array([rule])
    )
    pdf.Root[Name.OCProperties] = Dictionary(OCGs=Array([shown, hidden]), D=config)
    return pdf


def _named_places() -> pikepdf.Pdf:
    pdf = document("First", "Second", "Third")
    places = [Array([page.obj, Name.Fit]) for page in pdf.pages]
    names = Array([String("end"), places[2], String("start"), places[0]])
    pdf.Root[Name.Names] = Dictionary(Dests=Dictionary(Names=names))
    add_link(pdf, pdf.pages[0].obj, Dest=String("end"))
    add_link(pdf, pdf.pages[2].obj, A=Dictionary(S=Name.GoTo, D=String("start")))
    add_link(pdf, pdf.pages[1].obj, A=Dictionary(S=Name.URI, URI=String("https://example.org/")))
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Conclusion", 2))
    return pdf


def _not_to_be_decoded() -> pikepdf.Pdf:
    pdf = document("First", "Second")
    pdf.pages[0].Contents.write(b"no such thing as deflate", filter=Name.FlateDecode)
    return pdf


AWKWARD: dict[str, list[Callable[[], pikepdf.Pdf]]] = {
    "forms with the same names": [lambda: _form("Ada"), lambda: _form("Grace"), _drawn_by_the_viewer],
    "layers": [_layers, _layers],
    "named places": [_named_places, _named_places],
    "rotated, cropped and scaled": [lambda: grid_document("balanced", GRID)],
    "not balanced": [
        lambda: grid_document("save left open under a matrix", GRID[::20]),
        lambda: grid_document("hidden layer left open", GRID[::20]),
    ],
    "not to be decoded": [_not_to_be_decoded],
}


def both_packs(meeting: Meeting, folder: Path) -> tuple[BuiltPack, BuiltPack]:
    """Build a pack from files as ``files.pdf``, and from the meeting file as ``stored.pdf``."""
    from_files = build_public_pack(meeting, folder / "files.pdf", Quiet(), from_disk(lambda _: "open"))
    path = folder / "m.meeting"
    collect_into_new(path, meeting, from_disk(lambda _: "open"), Quiet())
    with MeetingFile.open(path) as file:
        target = folder / "stored.pdf"
        return from_files, build_public_pack(file.meeting(), target, Quiet(), from_meeting_file(file))


def assert_same_pack(folder: Path, *, pixels_a_unit: float = 0.7) -> None:
    """Compare what a reader sees of every page, what it says, and where its links and fields are."""
    one, other = folder / "files.pdf", folder / "stored.pdf"
    with seen(one) as before, seen(other) as after:
        assert len(before) == len(after)
        for page_index in range(len(before)):
            pages = before[page_index], after[page_index]
            difference = ImageChops.difference(*(picture_of(page, pixels_a_unit) for page in pages))
            assert difference.getbbox() is None, f"page {page_index + 1} looks different"
    assert links(one) == links(other)
    assert _said(one) == _said(other)


def _said(path: Path) -> object:
    reader = pypdf.PdfReader(path)
    fields = {name: str(field.get("/V")) for name, field in (reader.get_fields() or {}).items()}
    with pikepdf.open(path) as pdf:
        layers = pdf.Root.get(Name.OCProperties)
        hidden = len(layers.D.OFF) if layers is not None else 0
        content = [page.Contents for page in pdf.pages]
        stamps = [list(c)[-1].read_bytes() if isinstance(c, Array) else c.read_bytes() for c in content]
    return fields, hidden, stamps, [page.extract_text() for page in reader.pages], reader.page_labels


def without_hashes(built: BuiltPack) -> object:
    plan = built.plan
    items = [(item.number, item.range_label, item.first_page, item.last_page) for item in plan.items]
    return plan.sheets, plan.bookmarks, items, built.facts


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_documents_make_the_same_pack_from_the_meeting_file(name: str, tmp_path: Path) -> None:
    made = [*(make() for make in AWKWARD[name]), document("Last")]
    files = [save(pdf, tmp_path / f"{n}.pdf") for n, pdf in enumerate(made)]
    one, other = both_packs(meeting_of(*files), tmp_path)
    assert without_hashes(one) == without_hashes(other)
    assert_same_pack(tmp_path)


def test_an_encrypted_document_needs_no_password_once_it_was_copied_in(tmp_path: Path) -> None:
    document("Inside").save(
        tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="boss", user="open", R=6)
    )
    both_packs(meeting_of(tmp_path / "locked.pdf"), tmp_path)
    assert_same_pack(tmp_path)


def test_the_sample_makes_the_same_pack_from_its_meeting_file(tmp_path: Path) -> None:
    one, other = both_packs(read_description(resource("sample/meeting.toml")), tmp_path)
    assert without_hashes(one) == without_hashes(other)
    assert_same_pack(tmp_path, pixels_a_unit=0.4)


def test_the_meeting_file_is_enough_when_the_files_are_gone(tmp_path: Path) -> None:
    files = [save(document(f"Report {n}"), tmp_path / f"{n}.pdf") for n in range(2)]
    path = tmp_path / "m.meeting"
    collect_into_new(path, meeting_of(*files), from_disk(), Quiet())
    for gone in files:
        gone.unlink()
    with MeetingFile.open(path) as file:
        meeting, take = file.meeting(), from_meeting_file(file)
        built = build_public_pack(meeting, tmp_path / "pack.pdf", Quiet(), take)
        assert plan_public_pack(meeting, Quiet(), take) == built.plan
        assert not [f for f in check_public_pack(meeting, Quiet(), take) if f.document_id]


def test_the_public_pack_asks_for_no_closed_document(tmp_path: Path) -> None:
    paths = [save(document(name), tmp_path / f"{name}.pdf") for name in ("report", "advice", "offer")]
    report, advice, offer = (a_document(path.stem, file=str(path)) for path in paths)
    advice = dataclasses.replace(advice, access=Access.EXEMPT, exempt_paragraphs=(5,))
    closed: dict[str, object] = {"access": Access.CONFIDENTIAL, "public_title": "Land"}
    meeting = a_meeting(an_item("homes", report, advice), an_item("sale", offer, **closed))
    collected = collect_into_new(tmp_path / "m.meeting", meeting, from_disk(), Quiet())
    assert all(document.sha256 for _, document in collected.documents())
    asked: list[str] = []

    def watched(take: TakeDocument) -> TakeDocument:
        def asking(document: Document) -> TakenIn:
            asked.append(document.id)
            return take(document)

        return asking

    with MeetingFile.open(tmp_path / "m.meeting") as file:
        take = watched(from_meeting_file(file))
        build_public_pack(file.meeting(), tmp_path / "pack.pdf", Quiet(), take)
        check_public_pack(file.meeting(), Quiet(), take)
    assert asked == ["report", "report"]


def test_a_closed_document_cannot_be_opened_for_a_public_pack_whoever_asks(tmp_path: Path) -> None:
    paths = [save(document(name), tmp_path / f"{name}.pdf") for name in ("report", "advice", "offer")]
    report, advice, offer = (a_document(path.stem, file=str(path)) for path in paths)
    advice = dataclasses.replace(advice, access=Access.EXEMPT, exempt_paragraphs=(5,))
    closed: dict[str, object] = {"access": Access.CONFIDENTIAL, "public_title": "Land"}
    meeting = a_meeting(an_item("homes", report, advice), an_item("sale", offer, **closed))
    collected = collect_into_new(tmp_path / "m.meeting", meeting, from_disk(), Quiet())
    report, advice, offer = (document for _, document in collected.documents())
    with MeetingFile.open(tmp_path / "m.meeting") as file:
        take = from_meeting_file(file, published_hashes(collected))
        assert take(report).facts.page_count == 1
        for withheld in (advice, offer):
            with pytest.raises(PackBuilderError, match="not open to the public, so it was not opened"):
                take(withheld)


def test_a_document_that_was_never_copied_in_is_named_with_its_item(tmp_path: Path) -> None:
    path = save(document("Report"), tmp_path / "report.pdf")
    with (
        MeetingFile.create(tmp_path / "m.meeting", meeting_of(path)) as file,
        pytest.raises(PackBuilderError) as refused,
    ):
        build_public_pack(file.meeting(), tmp_path / "pack.pdf", Quiet(), from_meeting_file(file))
    assert str(refused.value) == (
        "Item 1 (Subject 1): Report 1 was not copied into m.meeting. Attach it again."
    )


def test_documents_are_asked_for_in_agenda_order_and_each_refusal_is_listed(tmp_path: Path) -> None:
    files = [save(document(f"Report {n}"), tmp_path / f"{n}.pdf") for n in range(3)]
    meeting = meeting_of(*files)
    seen_ids: list[str] = []

    def take(document: Document) -> TakenIn:
        seen_ids.append(document.id)
        raise PackBuilderError(f"{document.id} is not there.")

    findings = check_public_pack(meeting, Quiet(), take)
    assert seen_ids == [document.id for _, document in meeting.documents()]
    assert [f.document_id for f in itertools.islice(findings, 3)] == seen_ids


def test_a_document_is_held_with_what_was_done_to_it_and_whole(tmp_path: Path) -> None:
    path = save(document("First", "Second", "Third"), tmp_path / "report.pdf")
    pictured = Treatment(pictured_pages=(2,))
    report = dataclasses.replace(
        a_document("report", file=str(path)), treatment=pictured, fitting=Fitting(((2, 3),), ((3, 90),))
    )
    both_packs(a_meeting(an_item("homes", report)), tmp_path)
    assert_same_pack(tmp_path)
    with MeetingFile.open(tmp_path / "m.meeting") as file:
        ((_, stored),) = file.meeting().documents()
        assert set(file.all_facts()) == {(stored.sha256, pictured.key)}
        assert file.facts(stored.sha256, pictured.key).page_count == 3
        assert from_meeting_file(file)(stored).facts.page_count == 2
        assert stored == dataclasses.replace(report, sha256=stored.sha256)


def test_only_the_part_of_a_parcel_that_is_meant_is_copied_in(tmp_path: Path) -> None:
    save(document("The report"), tmp_path / "report.pdf")
    with zipfile.ZipFile(tmp_path / "papers.zip", "w") as parcel:
        parcel.write(tmp_path / "report.pdf", "report.pdf")
        parcel.writestr("private.txt", "CANARY, for your eyes only")
    report = a_document("report", file=str(tmp_path / "papers.zip"), inside="report.pdf")
    collected = collect_into_new(
        tmp_path / "m.meeting", a_meeting(an_item("homes", report)), from_disk(), Quiet()
    )
    ((_, stored),) = collected.documents()
    assert (stored.file, stored.inside) == (report.file, "report.pdf")
    with MeetingFile.open(tmp_path / "m.meeting") as file:
        assert file.original(stored.sha256) == (tmp_path / "report.pdf").read_bytes()
        assert from_meeting_file(file)(stored).facts.page_count == 1
        assert file.origin(stored.sha256).path == report.file
    assert b"CANARY" not in (tmp_path / "m.meeting").read_bytes()


@pytest.mark.parametrize("treatment", [Treatment((Remedy.FLATTEN,)), Treatment(pictured_pages=(1,))])
def test_a_closed_document_is_refused_whatever_was_done_to_its_pages(
    treatment: Treatment, tmp_path: Path
) -> None:
    path = save(document("Advice"), tmp_path / "advice.pdf")
    advice = a_document(
        "advice", file=str(path), access=Access.EXEMPT, exempt_paragraphs=(5,), treatment=treatment
    )
    collected = collect_into_new(
        tmp_path / "m.meeting", a_meeting(an_item("homes", advice)), from_disk(), Quiet()
    )
    ((_, withheld),) = collected.documents()
    with MeetingFile.open(tmp_path / "m.meeting") as file:
        take = from_meeting_file(file, published_hashes(collected))
        for asked in (
            withheld,
            dataclasses.replace(withheld, treatment=Treatment(), fitting=Fitting(((1, 1),))),
        ):
            with pytest.raises(PackBuilderError, match="not open to the public, so it was not opened"):
                take(asked)
        assert from_meeting_file(file)(withheld).facts.page_count == 1


def test_pages_that_were_never_made_are_not_taken_for_others(tmp_path: Path) -> None:
    path = save(document("Report"), tmp_path / "report.pdf")
    collected = collect_into_new(tmp_path / "m.meeting", meeting_of(path), from_disk(), Quiet())
    ((_, stored),) = collected.documents()
    with (
        MeetingFile.open(tmp_path / "m.meeting") as file,
        pytest.raises(PackBuilderError, match="What was chosen for the pages of Report 1 has not been done"),
    ):
        from_meeting_file(file)(dataclasses.replace(stored, treatment=Treatment((Remedy.FLATTEN,))))


def test_a_file_that_goes_away_after_it_was_converted_is_said_to_be_gone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Notes", encoding="utf-8")
    documents = [Document(id_, str(path)) for id_ in ("a", "b")]
    take = from_disk(together=documents)
    assert take(documents[0]).facts.page_count == 1
    path.unlink()
    with pytest.raises(PackBuilderError, match=r"notes\.txt"):
        take(documents[1])
