"""What the meeting file keeps of a document: its pages as they print, and nothing its author left in it."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from packbuilder.errors import PackBuilderError
from packbuilder.intake.print_ready import print_ready, reopened
from packbuilder.intake.take_in import take_in
from tests.pack.awkward_pages import (
    GRID,
    add_annotation,
    all_bytes,
    document,
    file_specification,
    grid_document,
    look,
    save,
    script,
)


def _with_secrets() -> pikepdf.Pdf:
    """Return a report with a form, and with private things in every corner of the file."""
    pdf = document("First", "Second")
    page = pdf.pages[0].obj
    field = Dictionary(Subtype=Name.Widget, FT=Name.Tx, T=String("Name"), V=String("Ada"), F=4)
    field[Name.AP] = Dictionary(N=look(pdf))
    field[Name.AA] = Dictionary(K=script("SECRET script"))
    pdf.Root[Name.AcroForm] = Dictionary(Fields=Array([add_annotation(pdf, page, field)]))
    pdf.Root[Name.OpenAction] = script("SECRET action")
    pdf.Root[Name.PieceInfo] = Dictionary(Word=Dictionary(Private=String("SECRET piece")))
    pdf.Root[Name.Metadata] = pdf.make_stream(b"SECRET metadata")
    pdf.Root.Pages[Name.PieceInfo] = String("SECRET tree")
    pdf.attachments["secret.txt"] = b"SECRET attachment"
    page[Name.AF] = Array([file_specification(pdf, "SECRET.txt", b"SECRET file")])
    page.Resources[Name.Properties] = Dictionary(M0=Dictionary(Metadata=pdf.make_stream(b"SECRET mark")))
    pdf.docinfo[Name.Author] = String("SECRET author")
    return pdf


def test_only_pages_and_form_are_kept(tmp_path: Path) -> None:
    ready = tmp_path / "ready.pdf"
    ready.write_bytes(print_ready(take_in(save(_with_secrets(), tmp_path / "report.pdf"))))
    assert b"SECRET" not in all_bytes(ready)
    with pikepdf.open(ready) as pdf:
        assert set(pdf.Root.keys()) == {"/Type", "/Pages", "/AcroForm"}
        assert "/Info" not in pdf.trailer
        assert len(pdf.pages) == 2
        assert str(pdf.Root.AcroForm.Fields[0].V) == "Ada"


def test_the_same_document_gives_the_same_bytes_and_can_still_be_used(tmp_path: Path) -> None:
    taken = take_in(save(document("First", "Second"), tmp_path / "report.pdf"))
    before = io.BytesIO()
    taken.pdf.save(before, static_id=True)
    ready = print_ready(taken)
    assert print_ready(taken) == ready
    assert print_ready(take_in(tmp_path / "report.pdf")) == ready
    after = io.BytesIO()
    taken.pdf.save(after, static_id=True)
    assert after.getvalue() == before.getvalue()


def test_it_opens_again_as_it_was_taken_in(tmp_path: Path) -> None:
    """Of every shape, turned, cropped and scaled; and what is written of it again is the same."""
    taken = take_in(save(grid_document("balanced", GRID), tmp_path / "grid.pdf"))
    again = reopened(print_ready(taken), taken.facts)
    assert again.facts == taken.facts
    assert again.geometry == taken.geometry
    assert print_ready(again) == print_ready(taken)


def test_content_that_cannot_be_decoded_is_kept_as_it_came(tmp_path: Path) -> None:
    pdf = document("First", "Second")
    broken = pdf.pages[1].Contents
    broken.write(b"no such thing as deflate", filter=Name.FlateDecode)
    taken = take_in(save(pdf, tmp_path / "report.pdf"))
    again = reopened(print_ready(taken), taken.facts)
    kept = again.pdf.pages[1].Contents
    streams = list(kept) if isinstance(kept, Array) else [kept]
    assert b"no such thing as deflate" in [stream.read_raw_bytes() for stream in streams]


@pytest.mark.parametrize("data", [b"", b"no report", "half"])
def test_what_is_not_whole_is_refused(data: bytes | str, tmp_path: Path) -> None:
    taken = take_in(save(document("First", "Second"), tmp_path / "report.pdf"))
    facts = taken.facts
    if isinstance(data, str):
        data, facts = print_ready(taken), dataclasses.replace(facts, pages=facts.pages[:1])
    with pytest.raises(PackBuilderError, match="is damaged"):
        reopened(data, facts)
