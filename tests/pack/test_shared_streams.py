"""What several reports bring along, a font or a crest, is in the pack once."""

from __future__ import annotations

import random
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import ImageChops

from packbuilder.pack.shared_streams import share_identical_streams
from tests.pack.awkward_pages import add_page, build, picture, save, words

NOISE = random.Random(1).randbytes(64 * 64)
CREST_AT = b"q 200 0 0 200 100 400 cm /Crest Do Q\n"


def _with_crest(text: str, mask: bytes = NOISE[::-1]) -> pikepdf.Pdf:
    """Return a page with a crest that has a mask."""
    pdf = pikepdf.new()
    page = add_page(pdf, CREST_AT + words(text))
    crest, soft = _image(pdf, NOISE), _image(pdf, mask)
    crest[Name.SMask] = soft
    page.Resources[Name.XObject] = Dictionary(Crest=crest)
    return pdf


def _image(pdf: pikepdf.Pdf, data: bytes) -> pikepdf.Stream:
    image = pdf.make_stream(data)
    for key, value in {
        "/Type": Name.XObject,
        "/Subtype": Name.Image,
        "/Width": 64,
        "/Height": 64,
        "/ColorSpace": Name.DeviceGray,
        "/BitsPerComponent": 8,
    }.items():
        image[key] = value
    return image


def _images(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return sum(
            1 for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get(Name.Subtype) == Name.Image
        )


def test_a_crest_in_three_reports_is_stored_once(tmp_path: Path) -> None:
    files = [save(_with_crest(f"Report {n}"), tmp_path / f"{n}.pdf") for n in range(3)]
    pack = build(tmp_path, *files)
    assert _images(pack.path) == 2
    area = (0, 100, 595, 780)
    for item_number, path in enumerate(files, start=1):
        before, after = picture(path, 1), picture(pack.path, pack.first_page(item_number))
        assert ImageChops.difference(before.crop(area), after.crop(area)).getbbox() is None


def test_pictures_that_differ_only_in_their_mask_stay_two(tmp_path: Path) -> None:
    one = save(_with_crest("One"), tmp_path / "one.pdf")
    two = save(_with_crest("Two", mask=bytes(64 * 64)), tmp_path / "two.pdf")
    pack = build(tmp_path, one, two)
    assert _images(pack.path) == 4
    before, after = picture(two, 1), picture(pack.path, pack.first_page(2))
    area = (0, 100, 595, 780)
    assert ImageChops.difference(before.crop(area), after.crop(area)).getbbox() is None


def test_a_font_in_three_reports_is_stored_once(tmp_path: Path) -> None:
    font_file = Path(__file__).parents[2] / "resources/fonts/LiberationSans-Italic.ttf"
    files: list[Path] = []
    for n in range(3):
        pdf = pikepdf.new()
        page = add_page(pdf, words(f"Report {n}"))
        program = pdf.make_stream(font_file.read_bytes())
        page.Resources.Font.F0[Name.Subtype] = Name.TrueType
        page.Resources.Font.F0[Name.FontDescriptor] = pdf.make_indirect(
            Dictionary(Type=Name.FontDescriptor, FontName=Name.Liberation, Flags=32, FontFile2=program)
        )
        files.append(save(pdf, tmp_path / f"{n}.pdf"))
    pack = build(tmp_path, *files)
    with pikepdf.open(pack.path) as opened:
        programs = {
            o.FontFile2.objgen for o in opened.objects if isinstance(o, Dictionary) and Name.FontFile2 in o
        }
        whole = [p for p in programs if len(opened.get_object(p).read_bytes()) > 300_000]
    assert len(whole) == 1


def test_streams_with_other_dictionaries_or_bytes_stay_apart() -> None:
    pdf = pikepdf.new()
    data = b"x" * 100
    plain, other, form, same = (pdf.make_stream(d) for d in (data, b"y" * 100, data, data))
    form[Name.Subtype] = Name.Form
    pdf.Root[Name("/Test")] = Array([plain, other, form, same, Dictionary(Deep=Array([same]))])
    assert share_identical_streams(pdf) == 1
    held = pdf.Root.Test
    assert held[3].objgen == held[0].objgen == held[4].Deep[0].objgen
    assert len({held[n].objgen for n in range(3)}) == 3
