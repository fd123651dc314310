"""What is taken in, what is refused, and what the clerk is told about it."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from typing import Literal

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from packbuilder.errors import PackBuilderError, PasswordNeeded
from packbuilder.intake.take_in import take_in
from packbuilder.intake.taken_in import TakenIn
from packbuilder.meeting.document_facts import PageLook, TraitKind
from packbuilder.pack.build import build_public_pack
from packbuilder.pack.documents import from_disk
from packbuilder.progress import Quiet
from tests.pack.awkward_pages import (
    add_annotation,
    add_page,
    document,
    look,
    meeting_of,
    save,
    text_of,
    words,
)


def _plain(path: Path) -> bytes:
    """Return a report of three pages as bytes, without object streams, so that it can be damaged."""
    pdf = document("First page", "Second page", "Third page")
    pdf.save(path, compress_streams=False, static_id=True)
    return path.read_bytes()


def _texts(taken: TakenIn) -> list[str]:
    return [page.Contents.read_bytes().decode("latin-1") for page in taken.pdf.pages]


def _refused(path: Path) -> PackBuilderError:
    with pytest.raises(PackBuilderError) as caught:
        take_in(path)
    error = caught.value
    assert path.name in error.what, "the file is named"
    assert error.what.endswith("."), "it is a sentence"
    assert error.next_step.endswith("."), "the next step is told"
    return error


def _taken_or_refused(path: Path) -> TakenIn | PackBuilderError:
    try:
        return take_in(path)
    except PackBuilderError as error:
        return error


def _is_told(outcome: TakenIn | PackBuilderError, path: Path) -> bool:
    """Tell whether the clerk hears of the damage: by a note, or by a refusal that names the file."""
    if isinstance(outcome, PackBuilderError):
        return path.name in outcome.what
    return any("damaged" in note for note in outcome.facts.warnings)


# Files that are no PDF.


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.touch()
    assert _refused(path).what == "report.pdf is empty (0 bytes)."


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    error = _refused(tmp_path / "report.pdf")
    assert "it is not there" in error.what
    assert str(tmp_path) in error.next_step


def test_a_folder_named_like_a_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.mkdir()
    assert "folder" in _refused(path).what or os.name == "nt"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = save(document("First"), tmp_path / "report.pdf")
    path.chmod(0)
    assert "not allowed" in _refused(path).what


def _word_file() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    return buffer.getvalue()


def _png() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (9, 9)).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["report.docx", "REPORT.DOCX", "slides.pptx", "budget.xlsx"])
def test_an_office_file_that_cannot_be_looked_into_is_refused_unconverted(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(_word_file())
    assert "holds no document" in _refused(tmp_path / name).what


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("report.pdf", b"Dear clerk, please find the report below.", "is named .pdf but is a text file"),
        ("scan.pdf", _png(), "is named .pdf but is a picture"),
        ("report.pdf", _word_file(), "is named .pdf but is a ZIP folder"),
        ("report.pdf", b"<!DOCTYPE html><title>Sign in</title>", "is named .pdf but is a web page"),
        ("report.pdf", b"{\\rtf1 Report}", "is named .pdf but is a Word document"),
        ("report.pdf", b"\0\1\2\3" * 100, "is named .pdf but is a file of a kind"),
        (
            "letter.msg",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99),
            "is a message in Outlook's own format",
        ),
        ("photo.heic", b"\0\0\0\x18ftypheic" + bytes(99), "is a picture in Apple's HEIC format"),
        ("page.html", b"<html><body>Sign in</body></html>", "is a web page, which"),
        ("papers.zip", _word_file(), "is a ZIP folder, which"),
        ("model.dwg", b"AC1027\0\0\0" + bytes(99), "is a file of a kind that packbuilder does not know"),
    ],
)
def test_a_file_that_is_no_pdf_is_named_for_what_it_is(
    name: str, data: bytes, what: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    error = _refused(tmp_path / name)
    assert what in error.what


def test_the_item_of_a_refused_file_is_named_and_no_pack_is_written(tmp_path: Path) -> None:
    good = save(document("First"), tmp_path / "good.pdf")
    (tmp_path / "bad.pdf").write_bytes(b"no report")
    (tmp_path / "out").mkdir()
    with pytest.raises(PackBuilderError, match=r"Item 2 \(Subject 2\): bad\.pdf"):
        build_public_pack(
            meeting_of(good, tmp_path / "bad.pdf"), tmp_path / "out/pack.pdf", Quiet(), from_disk()
        )
    assert list((tmp_path / "out").iterdir()) == []


# Damaged files.


def test_rubbish_before_the_header_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + _plain(path))
    assert [("First" in t, "Third" in t) for t in _texts(take_in(path))] == [(1, 0), (0, 0), (0, 1)]


def test_rubbish_after_the_end_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(_plain(path) + b"\n<!-- sent by the gateway -->\n" + bytes(2000))
    assert len(_texts(take_in(path))) == 3


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: data.rindex(b"xref")],
        lambda data: data[: data.rindex(b"startxref")],
        lambda data: data.replace(b"startxref\n", b"startxref\n9"),
        lambda data: data.replace(b"0000000", b"0000009"),
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data[: data.rindex(b"%%EOF") - 30],
    ],
    ids=["no table", "no end", "wrong start", "wrong table", "line ends changed", "end cut off"],
)
def test_a_file_with_a_damaged_table_is_mended_and_the_clerk_is_told(damage: object, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    assert callable(damage)
    path.write_bytes(damage(_plain(path)))
    taken = take_in(path)
    assert ["First" in _texts(taken)[0], "Third" in _texts(taken)[2]] == [True, True]
    assert any("damaged" in note for note in taken.facts.warnings)


def test_a_file_that_breaks_off_is_mended_with_a_note_or_refused_but_never_shortened_in_silence(
    tmp_path: Path,
) -> None:
    path = tmp_path / "report.pdf"
    data = _plain(path)
    outcomes: set[str] = set()
    for length in range(200, len(data) - 20, 97):
        path.write_bytes(data[:length])
        outcome = _taken_or_refused(path)
        assert _is_told(outcome, path), length
        outcomes.add("mended" if isinstance(outcome, TakenIn) else "refused")
    assert outcomes == {"refused", "mended"}


@pytest.mark.parametrize("position", range(0, 1600, 53))
def test_a_changed_byte_never_shows_the_clerk_a_traceback(position: int, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    data = bytearray(_plain(path))
    for offset in range(0, 8, 3):
        data[min(position + offset, len(data) - 1)] = 0xFF
    path.write_bytes(bytes(data))
    outcome = _taken_or_refused(path)
    assert isinstance(outcome, TakenIn) or path.name in outcome.what


def test_a_page_tree_in_a_loop_is_refused_or_mended(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    data = _plain(path)
    with pikepdf.open(path) as pdf:
        pages = pdf.Root.Pages.objgen[0]
        first = pdf.pages[0].obj.objgen[0]
    path.write_bytes(data.replace(f"{first} 0 R".encode(), f"{pages} 0 R".encode(), 1))
    assert _is_told(_taken_or_refused(path), path)


def test_a_file_without_pages_is_refused(tmp_path: Path) -> None:
    path = save(pikepdf.new(), tmp_path / "report.pdf")
    assert "no pages" in _refused(path).what or "damaged" in _refused(path).what


def test_content_that_breaks_off_is_told_by_its_page(tmp_path: Path) -> None:
    pdf = document("First")
    add_page(pdf, b"BT /F0 12 Tf 72 700 Td (Broken o")
    taken = take_in(save(pdf, tmp_path / "report.pdf"))
    assert taken.facts.warnings == ("Page 2 could not be read whole: compare it with the original.",)


# Protected files.


REVISIONS: tuple[Literal[2, 3, 4, 6], ...] = (2, 3, 4, 6)


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_file_that_needs_a_password_is_refused_and_opens_with_it(
    revision: Literal[2, 3, 4, 6], tmp_path: Path
) -> None:
    path = tmp_path / "locked.pdf"
    encryption = pikepdf.Encryption(
        owner="boss",
        user="häuser" if revision == 6 else "user",
        R=revision,
        aes=revision > 3,
        metadata=revision > 3,
    )
    document("First").save(path, encryption=encryption)
    with pytest.raises(PasswordNeeded, match=r"locked\.pdf opens only with a password\."):
        take_in(path)
    with pytest.raises(PasswordNeeded, match="different password"):
        take_in(path, "wrong")
    for password in ("häuser" if revision == 6 else "user", "boss"):
        taken = take_in(path, password)
        assert "First" in _texts(taken)[0]
        assert any("encrypted" in note or "restricted" in note for note in taken.facts.notes)


def test_a_file_with_an_empty_password_is_taken_in_with_a_note(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    document("First").save(
        path,
        encryption=pikepdf.Encryption(
            owner="boss", user="", R=6, allow=pikepdf.Permissions(modify_assembly=True)
        ),
    )
    assert take_in(path).facts.notes == ("The file was encrypted; the pack is not.",)


def test_the_clerk_is_told_that_a_restriction_ends(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    allow = pikepdf.Permissions(print_highres=False, extract=False)
    document("First").save(path, encryption=pikepdf.Encryption(owner="boss", user="", R=6, allow=allow))
    assert any("restricted" in note for note in take_in(path).facts.notes)


def test_the_password_is_asked_for_until_it_is_right(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    document("First").save(path, encryption=pikepdf.Encryption(owner="boss", user="open", R=6))
    tried = iter(["wrong", "open"])
    asked: list[str] = []

    def ask(name: str) -> str:
        asked.append(name)
        return next(tried)

    build_public_pack(meeting_of(path), tmp_path / "pack.pdf", Quiet(), from_disk(ask))
    assert asked == ["locked.pdf", "locked.pdf"]
    assert "First" in text_of(tmp_path / "pack.pdf", 3)


# Forms that only one program shows.


def _with_xfa(*, fields: bool, needs_rendering: bool = False) -> pikepdf.Pdf:
    pdf = document("Please wait...")
    form = Dictionary(XFA=pdf.make_stream(b"<xdp/>"), Fields=Array())
    if fields:
        widget = Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, Rect=Array([0, 0, 9, 9]), FT=Name.Tx, T=String("a")
        )
        pdf.pages[0].obj[Name.Annots] = Array([pdf.make_indirect(widget)])
        form[Name.Fields] = Array([pdf.pages[0].obj.Annots[0]])
    pdf.Root[Name.AcroForm] = form
    if needs_rendering:
        pdf.Root[Name.NeedsRendering] = True
    return pdf


@pytest.mark.parametrize(("fields", "needs_rendering"), [(False, False), (True, True)])
def test_a_form_that_only_one_program_can_show_is_refused(
    fields: bool, needs_rendering: bool, tmp_path: Path
) -> None:
    pdf = _with_xfa(fields=fields, needs_rendering=needs_rendering)
    error = _refused(save(pdf, tmp_path / "form.pdf"))
    assert "dynamic XFA form" in error.what
    assert "print it to PDF" in error.next_step


def test_a_form_that_every_program_can_show_is_taken_in(tmp_path: Path) -> None:
    taken = take_in(save(_with_xfa(fields=True), tmp_path / "form.pdf"))
    assert taken.facts.page_count == 1
    assert Name.XFA not in taken.pdf.Root.AcroForm


# What the clerk is told.


def test_an_ordinary_report_gives_no_notes(tmp_path: Path) -> None:
    assert take_in(save(document("First", "Second"), tmp_path / "report.pdf")).facts.notes == ()


def test_comments_are_kept_and_told(tmp_path: Path) -> None:
    pdf = document("First")
    page = pdf.pages[0].obj
    page[Name.Annots] = Array(
        [
            pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Text,
                    Rect=Array([9, 9, 30, 30]),
                    Contents=String("Is this right?"),
                )
            )
        ]
    )
    taken = take_in(save(pdf, tmp_path / "report.pdf"))
    assert [(t.kind, t.page_numbers, t.excerpt) for t in taken.facts.traits] == [
        (TraitKind.MARKS, (1,), "Is this right?")
    ]
    assert len(taken.pdf.pages[0].obj.Annots) == 1


def test_the_original_file_is_never_changed(tmp_path: Path) -> None:
    pdf = document("First")
    pdf.Root[Name.OpenAction] = Dictionary(S=Name.JavaScript, JS=String("x"))
    path = save(pdf, tmp_path / "report.pdf")
    before = path.read_bytes()
    take_in(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("box", "rotate", "unit", "size_pt"),
    [
        ((0, 0, 595, 842), 0, 1, (595, 842)),
        ((0, 0, 595, 842), 90, 1, (842, 595)),
        ((0, 0, 595, 842), -90, 1, (842, 595)),
        ((0, 0, 595, 842), 450, 1, (842, 595)),
        ((0, 0, 595, 842), 45, 1, (595, 842)),
        ((595, 842, 0, 0), 180, 2, (1190, 1684)),
        ((0, 0, 0, 0), 0, 1, (612, 792)),
    ],
)
def test_a_page_has_the_size_that_its_reader_sees(
    box: tuple[float, float, float, float],
    rotate: int,
    unit: float,
    size_pt: tuple[float, float],
    tmp_path: Path,
) -> None:
    pdf = pikepdf.new()
    page = add_page(pdf, words("Text"), box)
    page[Name.Rotate] = rotate
    page[Name.UserUnit] = unit
    facts = take_in(save(pdf, tmp_path / "report.pdf")).facts.pages[0]
    assert (facts.width_pt, facts.height_pt) == size_pt
    assert facts.is_landscape == (size_pt[0] > size_pt[1])


def test_a_page_whose_content_is_lost_is_told_by_its_number(tmp_path: Path) -> None:
    pdf = document("First", "Second", "Third")
    pdf.pages[1].obj.Contents = pikepdf.Array([pikepdf.Dictionary()])
    taken = take_in(save(pdf, tmp_path / "report.pdf"))
    assert taken.facts.warnings == ("Page 2 could not be read whole: compare it with the original.",)


def test_a_mark_for_redaction_that_was_not_applied_is_refused(tmp_path: Path) -> None:
    pdf = document("First", "A secret name")
    add_annotation(pdf, pdf.pages[1].obj, pikepdf.Dictionary(Subtype=pikepdf.Name.Redact))
    with pytest.raises(PackBuilderError, match=r"report\.pdf is marked for redaction on page 2"):
        take_in(save(pdf, tmp_path / "report.pdf"))


def test_a_hidden_layer_is_told_as_something_the_public_could_show(tmp_path: Path) -> None:
    pdf = document("First")
    layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("Comments")))
    pdf.Root.OCProperties = pikepdf.Dictionary(
        OCGs=pikepdf.Array([layer]), D=pikepdf.Dictionary(OFF=pikepdf.Array([layer]))
    )
    page = pdf.pages[0]
    page.Resources.Properties = pikepdf.Dictionary(L=layer)
    page.contents_add(b"/OC /L BDC 0 0 9 9 re f EMC")
    taken = take_in(save(pdf, tmp_path / "report.pdf"))
    assert [(t.kind, t.where) for t in taken.facts.traits] == [(TraitKind.HIDDEN_LAYERS, ("Comments",))]


def test_what_happens_to_the_file_afterwards_does_not_matter(tmp_path: Path) -> None:
    path = save(document("First", "Second"), tmp_path / "report.pdf")
    taken = take_in(path)
    path.write_bytes(b"another report, half saved")
    assert "First" in _texts(taken)[0]


def test_a_picture_that_only_a_deleted_page_drew_does_not_come_along(tmp_path: Path) -> None:
    pdf = document("First", "Second")
    open_picture, private_picture = look(pdf, b"0 0 1 rg % OPEN"), look(pdf, b"0 0 1 rg % PRIVATE")
    pictures = pikepdf.Dictionary(Open=open_picture, Scan=private_picture)
    shared = pdf.make_indirect(pikepdf.Dictionary(XObject=pictures))
    for page, drawn in zip(pdf.pages, (b"/Open Do", b"/Scan Do"), strict=True):
        page.obj.Resources = shared
        page.obj.Contents = pdf.make_stream(drawn)
    del pdf.pages[1]
    taken = take_in(save(pdf, tmp_path / "report.pdf"))
    assert list(taken.pdf.pages[0].obj.Resources.XObject.keys()) == ["/Open"]


def test_a_picture_is_not_taken_for_one_whose_name_begins_like_it(tmp_path: Path) -> None:
    pdf = document("First", "Second")
    pictures = pikepdf.Dictionary(Im12=look(pdf), Im1=look(pdf, b"0 0 1 rg % PRIVATE"))
    shared = pdf.make_indirect(pikepdf.Dictionary(XObject=pictures))
    for page, drawn in zip(pdf.pages, (b"/Im12 Do", b"/Im1 Do"), strict=True):
        page.obj.Resources = shared
        page.obj.Contents = pdf.make_stream(drawn)
    del pdf.pages[1]
    taken = take_in(save(pdf, tmp_path / "report.pdf"))
    assert list(taken.pdf.pages[0].obj.Resources.XObject.keys()) == ["/Im12"]


def test_a_form_that_draws_with_the_list_of_its_page_takes_nothing_out_of_it(tmp_path: Path) -> None:
    pdf = document("First")
    page = pdf.pages[0].obj
    page.Resources.XObject = pikepdf.Dictionary(Outer=look(pdf, b"/Inner Do"), Inner=look(pdf))
    for form in page.Resources.XObject.values():
        if pikepdf.Name.Resources in form:
            del form.Resources
    page.Contents = pdf.make_stream(b"/Outer Do")
    taken = take_in(save(pdf, tmp_path / "report.pdf"))
    assert set(taken.pdf.pages[0].obj.Resources.XObject.keys()) == {"/Outer", "/Inner"}


def test_a_cover_that_cannot_be_read_costs_the_cover_and_not_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(data: bytes) -> None:
        raise AttributeError(len(data))

    monkeypatch.setattr("packbuilder.intake.pdf_in.cover_in_pdf", broken)
    facts = take_in(save(document("First"), tmp_path / "report.pdf")).facts
    assert (facts.page_count, facts.cover) == (1, None)
    assert facts.warnings == ("Its cover could not be read.",)


def test_where_looking_fails_the_clerk_hears_that_nothing_was_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise AttributeError

    monkeypatch.setattr("packbuilder.intake.pdf_in.look_at_pages", broken)
    facts = take_in(save(document("First", "Second"), tmp_path / "report.pdf")).facts
    assert [page.look for page in facts.pages] == [PageLook.UNKNOWN] * 2
    assert facts.warnings == ("Words that cannot be seen were not looked for on pages 1-2.",)


@pytest.mark.parametrize(
    "bound",
    [
        "packbuilder.intake.seen.pdfium_page._MOST_OBJECTS",
        "packbuilder.intake.seen.seen_pages._MOST_CHARACTERS",
    ],
)
def test_a_page_with_more_on_it_than_can_be_looked_at_is_named(
    bound: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf = document("First", "Second")
    pdf.pages[1].contents_add(b" ".join(words("Plot", 72, 100 + 20 * n) for n in range(20)))
    monkeypatch.setattr(bound, 15)
    facts = take_in(save(pdf, tmp_path / "report.pdf")).facts
    assert [page.look for page in facts.pages] == [PageLook.TEXT, PageLook.UNKNOWN]
    assert facts.warnings == ("Words that cannot be seen were not looked for on page 2.",)


def test_fields_that_no_reader_sees_do_not_come_along(tmp_path: Path) -> None:
    pdf = document("First")
    seen = add_annotation(
        pdf,
        pdf.pages[0].obj,
        pikepdf.Dictionary(Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="seen", V="kept", DV="EARLIER"),
    )
    hidden = add_annotation(
        pdf,
        pdf.pages[0].obj,
        pikepdf.Dictionary(Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="hidden", V="SECRET", F=2),
    )
    elsewhere = pdf.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Tx, T="elsewhere", V="DELETED PAGE"))
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([seen, hidden, elsewhere]))
    taken = take_in(save(pdf, tmp_path / "report.pdf"))
    fields = taken.pdf.Root.AcroForm.Fields
    assert [(str(field.T), str(field.V), "/DV" in field) for field in fields] == [("seen", "kept", False)]
    assert len(taken.pdf.pages[0].obj.Annots) == 1


def test_a_page_that_unpacks_to_more_than_any_reader_takes_is_refused_by_its_file(tmp_path: Path) -> None:
    path = tmp_path / "bomb.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.pages[0].obj[pikepdf.Name.Contents] = pdf.make_stream(b"0 0 m\n" * 12_000_000)
        pdf.save(path)
    with pytest.raises(PackBuilderError, match=r"bomb\.pdf: page 1 unpacks to more than 64 MB"):
        take_in(path)
