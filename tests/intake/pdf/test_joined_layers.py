"""Hidden layers stay hidden: a pack must not show what an author had switched off."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import ImageChops

from tests.pack.awkward_pages import (
    add_page,
    all_bytes,
    build,
    document,
    number_at,
    picture,
    save,
    value_at,
    words,
)

# Each layer paints one square of its own colour.
COLOURS = ("1 0 0", "0 0 1", "0 0.5 0")
SQUARES = [(100 + 120 * n, 842 - 450) for n in range(len(COLOURS))]


def _layered(config: Dictionary) -> pikepdf.Pdf:
    """Return a page with three layers; in the configuration the numbers 0, 1, 2 stand for them."""
    pdf = pikepdf.new()
    layers = [
        pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(f"Layer {n}"))) for n in range(len(COLOURS))
    ]
    content = words("Drawing")
    for n, colour in enumerate(COLOURS):
        x, y = 80 + 120 * n, 430
        content += f"\n/OC /L{n} BDC {colour} rg {x} {y} 40 40 re f EMC".encode()
    page = add_page(pdf, content)
    page.Resources[Name.Properties] = Dictionary({f"/L{n}": layer for n, layer in enumerate(layers)})
    for key, value in list(config.items()):
        if isinstance(value, Array):
            config[key] = _with_layers(value, layers)
    pdf.Root[Name.OCProperties] = Dictionary(OCGs=Array(layers), D=config)
    return pdf


def _with_layers(value: Array, layers: list[pikepdf.Dictionary]) -> Array:
    result: list[object] = []
    for part in value:
        if isinstance(part, int):
            result.append(layers[part])
        elif isinstance(part, Array):
            result.append(_with_layers(part, layers))
        elif isinstance(part, Dictionary) and Name.OCGs in part:
            part[Name.OCGs] = _with_layers(Array(list(part.OCGs.as_list())), layers)
            result.append(part)
        else:
            result.append(part)
    return Array(result)


def _colours_shown(path: Path, page_number: int) -> list[bool]:
    image = picture(path, page_number)
    return [image.getpixel(square) != (255, 255, 255) for square in SQUARES]


CONFIGURATIONS = [
    (Dictionary(), [True, True, True]),
    (Dictionary(OFF=Array([1])), [True, False, True]),
    (Dictionary(BaseState=Name.OFF), [False, False, False]),
    (Dictionary(BaseState=Name.OFF, ON=Array([2])), [False, False, True]),
    (Dictionary(OFF=Array([0, None, 2]), RBGroups=Array([Array([0, 1, 2])])), [False, True, False]),
]


@pytest.mark.parametrize(("config", "shown"), CONFIGURATIONS)
@pytest.mark.parametrize(("other", "other_shown"), CONFIGURATIONS[1:4:2])
def test_layers_of_two_documents_show_and_hide_as_they_did(
    config: Dictionary, shown: list[bool], other: Dictionary, other_shown: list[bool], tmp_path: Path
) -> None:
    one = save(_layered(_copy(config)), tmp_path / "one.pdf")
    two = save(_layered(_copy(other)), tmp_path / "two.pdf")
    assert _colours_shown(one, 1) == shown
    pack = build(tmp_path, one, two)
    assert _colours_shown(pack.path, pack.first_page(1)) == shown
    assert _colours_shown(pack.path, pack.first_page(2)) == other_shown
    area = (0, 100, 595, 780)
    for path, item_number in ((one, 1), (two, 2)):
        before, after = picture(path, 1), picture(pack.path, pack.first_page(item_number))
        assert ImageChops.difference(before.crop(area), after.crop(area)).getbbox() is None


def _copy(config: Dictionary) -> Dictionary:
    copied = pikepdf.Object.parse(config.unparse())
    assert isinstance(copied, Dictionary)
    return copied


def test_a_layer_hidden_in_print_only_stays_so(tmp_path: Path) -> None:
    rule = Dictionary(Event=Name.Print, Category=Array([Name.Print]), OCGs=Array([1]))
    pdf = _layered(Dictionary(AS=Array([rule])))
    pdf.pages[0].obj.Resources.Properties.L1[Name.Usage] = Dictionary(Print=Dictionary(PrintState=Name.OFF))
    pack = build(tmp_path, save(pdf, tmp_path / "source.pdf"))
    catalog = pypdf.PdfReader(pack.path).root_object
    rules = ("/OCProperties", "/D", "/AS")
    assert value_at(catalog, *rules, 0, "/Event") == "/Print"
    assert value_at(catalog, *rules, 0, "/Category") == ["/Print"]
    assert value_at(catalog, *rules, 0, "/OCGs", 0, "/Name") == "Layer 1"
    assert value_at(catalog, *rules, 0, "/OCGs", 0, "/Usage", "/Print", "/PrintState") == "/OFF"


def test_layers_that_exclude_each_other_still_do(tmp_path: Path) -> None:
    pdf = _layered(Dictionary(OFF=Array([0, 2]), RBGroups=Array([Array([0, 1]), Array([1, 2])])))
    other = save(_layered(Dictionary(RBGroups=Array([Array([0, 2])]))), tmp_path / "other.pdf")
    catalog = pypdf.PdfReader(build(tmp_path, save(pdf, tmp_path / "one.pdf"), other).path).root_object
    groups = [
        [number_at(catalog, "/OCProperties", "/D", "/RBGroups", n, place) for place in (0, 1)]
        for n in range(3)
    ]
    layers = [number_at(catalog, "/OCProperties", "/OCGs", n) for n in range(6)]
    assert groups == [[layers[0], layers[1]], [layers[1], layers[2]], [layers[3], layers[5]]]


def test_each_layer_of_a_pack_is_listed_once_and_is_the_one_its_page_uses(tmp_path: Path) -> None:
    files = [save(_layered(Dictionary(OFF=Array([1]))), tmp_path / f"{n}.pdf") for n in range(2)]
    pack = build(tmp_path, *files)
    reader = pypdf.PdfReader(pack.path)
    listed = [number_at(reader.root_object, "/OCProperties", "/OCGs", n) for n in range(6)]
    pages = [reader.pages[pack.first_page(item_number) - 1] for item_number in (1, 2)]
    used = [number_at(page, "/Resources", "/Properties", f"/L{n}") for page in pages for n in range(3)]
    assert listed == used
    assert len(set(listed)) == 6


def test_a_comment_on_a_hidden_layer_stays_hidden(tmp_path: Path) -> None:
    pdf = _layered(Dictionary(OFF=Array([1])))
    page = pdf.pages[0].obj
    form = pdf.make_stream(b"1 0 1 rg 0 0 40 40 re f")
    form[Name.Type], form[Name.Subtype], form[Name.BBox] = Name.XObject, Name.Form, Array([0, 0, 40, 40])
    page[Name.Annots] = Array(
        [
            pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Square,
                    Rect=Array([400, 500, 440, 540]),
                    OC=page.Resources.Properties.L1,
                    AP=Dictionary(N=form),
                    F=4,
                )
            )
        ]
    )
    pack = build(tmp_path, save(pdf, tmp_path / "source.pdf"))
    # PDFium shows such comments all the same; Acrobat does not.
    reader = pypdf.PdfReader(pack.path)
    shown_by = number_at(reader.pages[2], "/Annots", 0, "/OC")
    assert shown_by == number_at(reader.root_object, "/OCProperties", "/D", "/OFF", 0)


def test_what_a_program_wrote_to_itself_beside_an_unused_layer_is_left_behind(tmp_path: Path) -> None:
    pdf = document("First")
    layer = pdf.make_indirect(
        Dictionary(
            Type=Name.OCG,
            Name=String("Grid"),
            PieceInfo=Dictionary(Maker=Dictionary(Private=String("QUINCE"))),
        )
    )
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary())
    report = save(pdf, tmp_path / "report.pdf")
    assert b"QUINCE" in all_bytes(report)
    assert b"QUINCE" not in all_bytes(build(tmp_path, report).path)
