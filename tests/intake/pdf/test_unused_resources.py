"""What pages name and do not use is dropped by its exact name; what they use stays, however it is written."""

from __future__ import annotations

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from packbuilder.intake.pdf import unused_resources
from packbuilder.intake.pdf.unused_resources import UnreadableContent, drop_unused_resources, names_in
from tests.pack.awkward_pages import add_page, helvetica, look


def names_left(content: bytes, *names: str) -> set[str]:
    """Return which fonts of a page are left that draws a content."""
    pdf = pikepdf.new()
    page = add_page(pdf, content)
    page.Resources[Name.Font] = Dictionary({f"/{name}": helvetica() for name in names})
    drop_unused_resources(pdf)
    return {key[1:] for key in page.Resources.Font.keys()}  # noqa: SIM118


@pytest.mark.parametrize(
    ("content", "names", "left"),
    [
        (b"/F12 9 Tf", ("F1", "F12", "F123"), {"F12"}),
        (b"/F1 9 Tf/F2 9 Tf", ("F1", "F2", "F3"), {"F1", "F2"}),
        (b"/F#31 9 Tf", ("F1", "F3"), {"F1"}),
        (b"/Big#20Font 9 Tf", ("Big Font", "Big"), {"Big Font"}),
        (b"/C2_0 9 Tf /T1.5+x 9 Tf", ("C2_0", "T1.5+x", "T1"), {"C2_0", "T1.5+x"}),
        (b"", ("F1",), set()),
    ],
)
def test_a_name_is_known_in_every_spelling_and_no_other_for_it(
    content: bytes, names: tuple[str, ...], left: set[str]
) -> None:
    assert names_left(content, *names) == left


def test_a_name_that_is_not_plain_is_left_alone() -> None:
    assert names_left(b"", "Sch\u00f6n") == {"Sch\u00f6n"}


def test_names_are_found_between_all_that_may_end_them() -> None:
    assert names_in(b"/A/B[/C]<</D(/E)>>/F%/G\n/H ") == {b"A", b"B", b"C", b"D", b"E", b"F", b"G", b"H"}


def test_a_content_that_cannot_be_read_is_not_passed_over() -> None:
    pdf = pikepdf.new()
    add_page(pdf, b"/F0 9 Tf").Contents.write(b"no such thing as deflate", filter=Name.FlateDecode)
    with pytest.raises(UnreadableContent):
        drop_unused_resources(pdf)


def test_forms_within_forms_without_end_are_not_passed_over() -> None:
    pdf = pikepdf.new()
    page = add_page(pdf)
    resources = pdf.make_indirect(Dictionary(XObject=Dictionary()))
    page[Name.Resources] = resources
    for number in range(unused_resources._MOST_ROUNDS + 2):  # noqa: SLF001
        form = look(pdf, f"/N{number + 1} Do".encode())
        form[Name.Resources] = resources
        resources.XObject[f"/N{number}"] = form
    with pytest.raises(UnreadableContent):
        drop_unused_resources(pdf)


def test_what_every_letter_of_a_drawn_font_uses_stays() -> None:
    pdf = pikepdf.new()
    page = add_page(pdf, b"BT /T3 9 Tf (ab) Tj ET")
    pictures = Dictionary(A=look(pdf), B=look(pdf), C=look(pdf))
    page.Resources.Font[Name.T3] = Dictionary(
        Subtype=Name.Type3,
        CharProcs=Dictionary(a=pdf.make_stream(b"/A Do"), b=pdf.make_stream(b"/B Do")),
        Resources=Dictionary(XObject=pictures),
    )
    drop_unused_resources(pdf)
    assert set(page.Resources.Font.T3.Resources.XObject.keys()) == {"/A", "/B"}


def test_what_a_form_borrows_stays_in_the_list_of_every_page_that_draws_it() -> None:
    pdf = pikepdf.new()
    borrower = look(pdf, b"/F9 9 Tf")
    if Name.Resources in borrower:
        del borrower[Name.Resources]
    pages = [add_page(pdf, b"/Fm Do") for _ in range(2)]
    for page in pages:
        page.Resources[Name.XObject] = Dictionary(Fm=borrower)
        page.Resources[Name.Font] = Dictionary(F9=helvetica(), F8=helvetica())
    drop_unused_resources(pdf)
    assert [set(page.Resources.Font.keys()) for page in pages] == [{"/F9"}, {"/F9"}]


def test_colours_that_stand_for_plain_ones_stay() -> None:
    pdf = pikepdf.new()
    page = add_page(pdf, b"0 0 1 rg 0 0 9 9 re f")
    page.Resources[Name.ColorSpace] = Dictionary(DefaultRGB=Name.DeviceRGB, CS0=Name.DeviceRGB)
    drop_unused_resources(pdf)
    assert set(page.Resources.ColorSpace.keys()) == {"/DefaultRGB"}
