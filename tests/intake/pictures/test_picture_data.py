"""Where and by whom the photos in a report were taken: gone from the pack, with no pixel changed."""

from __future__ import annotations

import functools
import io
import zlib
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops, ImageStat

from packbuilder.intake.pictures.jpeg_segments import bare_jpeg
from packbuilder.intake.pictures.picture_data import drop_picture_data, unread_pictures

PRIVATE = (b"PHONEMAKER", b"HOMEADDRESS", b"BYJANE", b"SECONDPICTURE")


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2) + body


@functools.cache
def noise() -> Image.Image:
    return Image.effect_noise((160, 120), 80)


def plain_jpeg(mode: str = "RGB", **options: object) -> bytes:
    picture = noise().convert(mode)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", **options)
    return buffer.getvalue()


def phone_photo(mode: str = "RGB", **options: object) -> bytes:
    """Return a photo with all that phones and picture programs write beside it."""
    jpeg = plain_jpeg(mode, **options)
    extra = (
        segment(0xE1, b"Exif\0\0PHONEMAKER")
        + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0HOMEADDRESS")
        + segment(0xE2, b"MPF\0" + bytes(20))
        + segment(0xED, b"Photoshop 3.0\0BYJANE")
        + segment(0xFE, b"BYJANE")
    )
    return jpeg[:2] + extra + jpeg[2:] + plain_jpeg() + b"SECONDPICTURE"


def pdf_with(data: bytes, mode: str, filters: object, parameters: object = None) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    picture = pdf.make_stream(data)
    picture[Name.Type] = Name.XObject
    picture[Name.Subtype] = Name.Image
    picture[Name.Width], picture[Name.Height], picture[Name.BitsPerComponent] = 160, 120, 8
    colours = {"RGB": Name.DeviceRGB, "L": Name.DeviceGray, "CMYK": Name.DeviceCMYK}
    picture[Name.ColorSpace] = colours[mode]
    picture[Name.Filter] = filters
    if parameters is not None:
        picture[Name.DecodeParms] = parameters
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, 160, 120]),
        Resources=Dictionary(XObject=Dictionary(Picture=picture)),
        Contents=pdf.make_stream(b"160 0 0 120 0 0 cm /Picture Do"),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    return pdf


def saved(pdf: pikepdf.Pdf) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()


def looks(data: bytes) -> bytes:
    document = pypdfium2.PdfDocument(data)
    picture: bytes = document[0].render(scale=2).to_pil().tobytes()
    document.close()
    return picture


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_rows": 1}])
def test_a_photo_loses_its_camera_and_place_and_no_pixel(mode: str, options: dict[str, object]) -> None:
    pdf = pdf_with(phone_photo(mode, **options), mode, Name.DCTDecode)
    before = looks(saved(pdf))
    assert drop_picture_data(pdf) == 1
    data = saved(pdf)
    assert looks(data) == before
    assert not any(private in data for private in PRIVATE)
    coded = pdf.pages[0].Resources.XObject.Picture.read_raw_bytes()
    assert (
        Image.open(io.BytesIO(coded)).tobytes()
        == Image.open(io.BytesIO(plain_jpeg(mode, **options))).tobytes()
    )
    assert drop_picture_data(pdf) == 0, "there is nothing left to drop"


def test_a_photo_packed_a_second_time_is_found_too() -> None:
    packed = zlib.compress(phone_photo())
    parameters = Array([Dictionary(), Dictionary(ColorTransform=1)])
    pdf = pdf_with(packed, "RGB", Array([Name.FlateDecode, Name.DCTDecode]), parameters)
    before = looks(saved(pdf))
    assert drop_picture_data(pdf) == 1
    picture = pdf.pages[0].Resources.XObject.Picture
    assert looks(saved(pdf)) == before
    assert picture.Filter == Name.DCTDecode
    assert int(picture.DecodeParms.ColorTransform) == 1
    assert not any(private in picture.read_raw_bytes() for private in PRIVATE)


def test_what_tells_colours_apart_is_kept() -> None:
    profile = segment(0xE2, b"ICC_PROFILE\0\1\1" + b"profile")
    jpeg = phone_photo("CMYK")
    bare = bare_jpeg(jpeg[:2] + profile + jpeg[2:])
    assert bare is not None
    assert b"ICC_PROFILE" in bare.data
    assert b"Adobe" in bare.data, "without it, the colours of printers' photos are inverted"


def test_a_thumbnail_of_what_was_cut_off_is_dropped() -> None:
    jpeg = plain_jpeg()
    header_end = 4 + int.from_bytes(jpeg[4:6])
    header = jpeg[6 : header_end - 2] + bytes([2, 2]) + b"THUMBNAIL..."
    bare = bare_jpeg(
        jpeg[:2] + segment(0xE0, header) + segment(0xE0, b"JFXX\0\x10THUMBNAIL") + jpeg[header_end:]
    )
    assert bare is not None
    assert b"THUMBNAIL" not in bare.data
    assert Image.open(io.BytesIO(bare.data)).tobytes() == Image.open(io.BytesIO(jpeg)).tobytes()


def test_a_photo_that_breaks_off_still_loses_its_place_and_nonsense_is_left_as_it_is() -> None:
    photo = phone_photo()
    cut = bare_jpeg(photo[: len(photo) // 4])
    assert cut is not None
    assert not any(private in cut.data for private in PRIVATE)
    for nonsense in (
        b"",
        b"\xff\xd8",
        b"\xff\xd8\xff\xe1\xff\xff",
        b"\xff\xd8\xff\xc0\x00\x00",
        b"words" * 50,
    ):
        assert bare_jpeg(nonsense) is None
        pdf = pdf_with(nonsense, "RGB", Name.DCTDecode)
        assert drop_picture_data(pdf) == 0
        assert pdf.pages[0].Resources.XObject.Picture.read_raw_bytes() == nonsense


def test_a_plain_picture_is_not_written_anew() -> None:
    jpeg = plain_jpeg()
    bare = bare_jpeg(jpeg)
    assert bare is not None
    assert bare.data is jpeg
    assert not bare.had_private_data
    assert bare.frame == 0xC0


def test_a_jpeg_2000_picture_loses_its_place_too(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    picture = Image.effect_noise((160, 120), 80).convert("RGB")
    picture.save(buffer, "JPEG2000", irreversible=False)
    plain = buffer.getvalue()
    box = b"uuid" + bytes(16) + b"PHONEMAKER"
    start = plain.index(b"jp2c") - 4
    pdf = pdf_with(plain[:start] + (len(box) + 4).to_bytes(4) + box + plain[start:], "RGB", Name.JPXDecode)
    before = looks(saved(pdf))
    assert drop_picture_data(pdf) == 1
    assert pdf.pages[0].Resources.XObject.Picture.read_raw_bytes() == plain
    assert looks(saved(pdf)) == before


def odd_photos() -> list[bytes]:
    """Return photos with a segment that says it is too long, or too short to be one."""
    photo = phone_photo()
    before_end = photo.index(b"\xff\xd9")
    return [
        photo[:before_end] + b"\xff\xe5\xff\xff" + photo[before_end:],
        photo[:2] + b"\xff\xe5\x00\x01" + photo[2:],
    ]


@pytest.mark.parametrize("photo", odd_photos())
def test_a_photo_with_a_broken_segment_keeps_its_pixels_and_no_place(photo: bytes) -> None:
    pdf = pdf_with(photo, "RGB", Name.DCTDecode)
    before = looks(saved(pdf))
    assert drop_picture_data(pdf) == 1
    after = saved(pdf)
    assert not any(private in after for private in PRIVATE)
    assert looks(after) == before
    assert unread_pictures(pdf) == 0


def test_a_photo_whose_segments_cannot_be_told_apart_is_made_anew() -> None:
    photo = phone_photo()
    before_end = photo.index(b"\xff\xd9")
    pdf = pdf_with(photo[:before_end] + b"\xff\xc4\xff\xff", "RGB", Name.DCTDecode)
    assert unread_pictures(pdf) == 1
    assert drop_picture_data(pdf) == 1
    assert not any(private in saved(pdf) for private in PRIVATE)
    made = pdf.pages[0].Resources.XObject.Picture.read_raw_bytes()
    with Image.open(io.BytesIO(made)) as picture:
        difference = ImageChops.difference(
            picture.convert("L"), Image.open(io.BytesIO(plain_jpeg())).convert("L")
        )
    assert ImageStat.Stat(difference).mean[0] < 2
    assert unread_pictures(pdf) == 0


def test_a_photo_that_cannot_be_read_is_counted() -> None:
    pdf = pdf_with(b"\xff\xd8\xff\xc4\xff\xff Exif PHONEMAKER", "RGB", Name.DCTDecode)
    assert drop_picture_data(pdf) == 0
    assert unread_pictures(pdf) == 1
