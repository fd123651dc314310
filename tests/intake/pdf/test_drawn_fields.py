"""Fields of forms count as what is seen: what they cover is found, and what they say stays to be read."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String

from packbuilder.intake.pdf.drawn_fields import as_shown
from packbuilder.intake.pdf_in import pdf_in
from packbuilder.intake.taken_in import TakenIn
from packbuilder.meeting.document_facts import TraitKind
from packbuilder.meeting.treatment import Remedy, Treatment
from packbuilder.progress import Quiet
from tests.intake.seen.bad_redactions import LINE, SECRET, Sheet, words
from tests.pack.awkward_pages import helvetica, look

FIELD_PT = (72, LINE - 6, 372, LINE + 18)
BLACK = b"0 g 0 0 300 24 re f"
VALUE = b"/Tx BMC 1 g 0 0 300 24 re f q BT /Helv 12 Tf 0 g 2 7 Td (Corby) Tj ET Q EMC"


def form(
    content: str, field_look: bytes | None, *, is_known: bool = True, asks_for_looks: bool = False
) -> bytes:
    """Return a page with one field that holds "Corby"; ``is_known`` says whether the form lists it."""
    sheet = Sheet()
    pdf = sheet.pdf
    field = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("town"), V=String("Corby"),
                   Rect=Array(FIELD_PT), F=4, DA=String("/Helv 12 Tf 0 g"))
    )  # fmt: skip
    fonts = Dictionary(Font=Dictionary(Helv=helvetica()))
    if field_look is not None:
        drawn = look(pdf, field_look)
        drawn.BBox, drawn.Resources = Array([0, 0, 300, 24]), fonts
        field.AP = Dictionary(N=drawn)
    sheet.page.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([field] if is_known else []), DR=fonts, NeedAppearances=asks_for_looks
    )
    return sheet.data(content)


def taken(data: bytes, treatment: Treatment = Treatment()) -> TakenIn:
    return pdf_in("form.pdf", data, Quiet(), treatment=treatment)


def darkness(document: TakenIn) -> float:
    """Return how much of the field's place is dark, of 1, as it is seen in the pack."""
    buffer = io.BytesIO()
    document.pdf.save(buffer)
    seen = pypdfium2.PdfDocument(buffer.getvalue())
    seen.init_forms()
    try:
        left, bottom, right, top = FIELD_PT
        picture = seen[0].render(scale=1).to_pil().convert("L")
        pixels: bytes = picture.crop((left + 3, 842 - top + 3, right - 3, 842 - bottom - 3)).tobytes()
        return sum(grey < 128 for grey in pixels) / len(pixels)
    finally:
        seen.close()


MADE_SAFE = Treatment(pictured_pages=(1,))


@pytest.mark.parametrize("field_look", [VALUE, None], ids=["with a look", "without a look"])
@pytest.mark.parametrize("asks_for_looks", [True, False])
def test_what_is_filled_in_stays_to_be_read_on_a_pictured_page(
    field_look: bytes | None, asks_for_looks: bool
) -> None:
    before = form(words("Town", y=600), field_look, asks_for_looks=asks_for_looks)
    assert 0.01 < darkness(taken(before, MADE_SAFE)) < 0.2


@pytest.mark.filterwarnings("ignore::pikepdf.PageCopyWarning")
@pytest.mark.parametrize("is_known", [True, False])
def test_a_name_under_a_black_field_is_found_and_stays_covered_in_every_remedy(is_known: bool) -> None:
    data = form(words(SECRET), BLACK, is_known=is_known)
    as_it_is = taken(data)
    assert [
        (t.excerpt, t.page_numbers) for t in as_it_is.facts.traits if t.kind is TraitKind.COVERED_TEXT
    ] == [(SECRET, (1,))]
    for treatment in (
        Treatment(),
        MADE_SAFE,
        Treatment((Remedy.FLATTEN,)),
        Treatment((Remedy.FLATTEN,), (1,)),
    ):
        assert darkness(taken(data, treatment)) > 0.99
    assert taken(data, MADE_SAFE).facts.traits == ()


def test_an_ordinary_form_with_values_raises_no_alarm() -> None:
    data = form(words("Name of the town:", y=LINE + 40) + words("__________________"), VALUE)
    assert [trait.kind for trait in taken(data).facts.traits] == [TraitKind.FORM_VALUES]


def test_a_file_without_fields_is_looked_at_as_it_is() -> None:
    data = Sheet().data(words("Minutes"))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert as_shown(pdf, data) is data


def test_the_document_itself_keeps_its_fields() -> None:
    document = taken(form(words("Town", y=600), VALUE))
    (field,) = document.pdf.pages[0].obj.Annots
    assert field.Subtype == Name.Widget
    assert str(field.V) == "Corby"
