"""Photos, screenshots and scans on pages: upright, of a sensible size, without a trace of their camera."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageCms, ImageDraw, ImageStat

from packbuilder.errors import PackBuilderError
from packbuilder.intake.pictures.pictures import is_moving, picture_as_pdf

RED, BLUE, WHITE = (220, 20, 20), (20, 20, 220), (255, 255, 255)
A4_PT, A3_PT = (595.276, 841.89), (841.89, 1190.551)
KEPT_OPEN: dict[bytes, pikepdf.Pdf] = {}
"""A stream is only good as long as its document is open."""
ORIENTATION, PLACE = 0x0112, 0x8825


def photo(width: int, height: int) -> Image.Image:
    """Return something with as much detail as a photo, red at its top left."""
    noise = Image.effect_noise((width // 8, height // 8), 90).resize((width, height))
    shade = Image.linear_gradient("L").resize((width, height))
    picture = Image.merge("RGB", (noise, shade, Image.blend(noise, shade, 0.5)))
    ImageDraw.Draw(picture).rectangle((0, 0, width // 4, height // 4), fill=RED)
    return picture


def sheet(width: int, height: int) -> Image.Image:
    """Return a scanned page in grey: lines of words, and a black corner at the top left."""
    page = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(page)
    for line in range(10, 80):
        for word in range(8, 80, 6):
            draw.rectangle((word * width // 90, line * height // 90, (word + 4) * width // 90,
                            line * height // 90 + height // 200), fill=0)  # fmt: skip
    draw.rectangle((0, 0, width // 10, height // 10), fill=0)
    return page


def saved(path: Path, picture: Image.Image, **options: Any) -> Path:
    picture.save(path, **options)
    return path


def page_size(data: bytes, page_index: int = 0) -> tuple[float, float]:
    box = pypdf.PdfReader(io.BytesIO(data)).pages[page_index].mediabox
    return round(float(box.width), 3), round(float(box.height), 3)


def seen(data: bytes, page_index: int = 0) -> Image.Image:
    document = pypdfium2.PdfDocument(data)
    image: Image.Image = document[page_index].render(scale=0.5).to_pil().convert("RGB")
    document.close()
    return image


def inked(picture: Image.Image) -> tuple[int, int, int, int]:
    """Return the box round everything that is not white."""
    box = ImageChops.difference(picture, Image.new("RGB", picture.size, WHITE)).getbbox()
    assert box is not None
    return box


def stream(data: bytes, page_index: int = 0) -> pikepdf.Stream:
    found = KEPT_OPEN.setdefault(data, pikepdf.open(io.BytesIO(data))).pages[page_index]
    picture = found.Resources.XObject.Picture
    assert isinstance(picture, pikepdf.Stream)
    return picture


def is_near(colour: object, expected: tuple[int, int, int], by: int = 12) -> bool:
    assert isinstance(colour, tuple)
    return all(abs(a - b) <= by for a, b in zip(colour, expected, strict=True))


def camera_data(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = "PHONEMAKER"
    exif[PLACE] = {1: "N", 2: (52.0, 29.0, 13.0), 3: "W", 4: (0.0, 41.0, 6.0)}
    return exif


def as_held(picture: Image.Image, orientation: int) -> Image.Image:
    """Return the pixels that a camera stores for a picture, held as the tag says."""
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    return picture.transpose(undo[orientation]) if orientation in undo else picture


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("file_format", ["JPEG", "TIFF", "PNG", "WEBP"])
def test_a_photo_stands_upright_however_the_camera_was_held(
    tmp_path: Path, orientation: int, file_format: str
) -> None:
    upright = Image.new("RGB", (300, 200), BLUE)
    ImageDraw.Draw(upright).rectangle((0, 0, 149, 99), fill=RED)
    stored = as_held(upright, orientation)
    path = tmp_path / "photo"
    if file_format == "TIFF":
        stored.save(path, file_format, tiffinfo={ORIENTATION: orientation})
    else:
        stored.save(path, file_format, exif=camera_data(orientation).tobytes())
    picture = seen(picture_as_pdf(path))
    left, top, right, bottom = inked(picture)
    assert (right - left) / (bottom - top) == pytest.approx(1.5, abs=0.05)
    assert is_near(picture.getpixel((left + 10, top + 10)), RED)
    for x, y in ((right - 10, top + 10), (left + 10, bottom - 10), (right - 10, bottom - 10)):
        assert is_near(picture.getpixel((x, y)), BLUE)


def test_the_place_where_a_photo_was_taken_stays_behind(tmp_path: Path) -> None:
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>HOMEADDRESS</x:xmpmeta>"
    for name, size in (("small.jpg", (1200, 900)), ("large.jpg", (4032, 3024))):
        path = saved(tmp_path / name, photo(*size), exif=camera_data(1), xmp=xmp, comment=b"BYJANE")
        data = picture_as_pdf(path)
        coded = stream(data).read_raw_bytes()
        assert b"PHONEMAKER" in path.read_bytes()
        assert b"HOMEADDRESS" in path.read_bytes()
        for private in (b"PHONEMAKER", b"HOMEADDRESS", b"BYJANE", b"Exif"):
            assert private not in data
            assert private not in coded
        assert not Image.open(io.BytesIO(coded)).getexif()


def test_a_jpeg_that_fits_goes_in_pixel_for_pixel_and_a_phone_photo_becomes_small(tmp_path: Path) -> None:
    fits = saved(tmp_path / "fits.jpg", photo(1600, 1200), quality=93)
    coded = stream(picture_as_pdf(fits)).read_raw_bytes()
    assert Image.open(io.BytesIO(coded)).tobytes() == Image.open(fits).tobytes()
    assert abs(len(coded) - fits.stat().st_size) < 100, "not coded anew"
    large = saved(tmp_path / "phone.tif", photo(4032, 3024))
    assert large.stat().st_size > 36_000_000
    data = picture_as_pdf(large)
    assert len(data) < 3_000_000
    assert int(stream(data).Width) == pytest.approx(240 / 25.4 * 300, abs=3), "300 dpi on 240 mm"


def test_a_photo_stands_within_margins_on_the_page_that_suits_its_shape(tmp_path: Path) -> None:
    for size, page in (((1600, 1200), A4_PT[::-1]), ((1200, 1600), A4_PT), ((1500, 1500), A4_PT)):
        data = picture_as_pdf(saved(tmp_path / "photo.jpg", photo(*size)))
        picture = seen(data)
        assert page_size(data) == pytest.approx(page, abs=0.01)
        left, top, right, bottom = inked(picture)
        margin = 15 / 25.4 * 72 * 0.5
        edges = (left, top, picture.width - right, picture.height - bottom)
        assert min(edges) == pytest.approx(margin, abs=2)
        assert abs(edges[0] - edges[2]) <= 2, "centred"
        assert abs(edges[1] - edges[3]) <= 2


def test_a_small_logo_is_not_blown_up(tmp_path: Path) -> None:
    logo = Image.new("P", (192, 96), 1)
    logo.putpalette([255, 255, 255, *BLUE])
    data = picture_as_pdf(saved(tmp_path / "logo.gif", logo))
    left, _, right, _ = inked(seen(data))
    assert page_size(data) == pytest.approx(A4_PT, abs=0.01)
    assert right - left == pytest.approx(2 * 72 * 0.5, abs=2), "2 inches: 96 dots an inch"


@pytest.mark.parametrize(
    ("size", "dpi", "page"),
    [
        ((1240, 1754), 150, A4_PT),
        ((1754, 1240), 150, A4_PT[::-1]),
        ((1748, 2480), 300, A4_PT),  # A5, which is enlarged
        ((1754, 2480), 150, A3_PT),
        ((1275, 1650), 150, A4_PT),  # US Letter
        ((1654, 2339), 72, A4_PT),  # A scanner's app that does not know
        ((1654, 2339), 96, A4_PT),
    ],
)
def test_a_scan_fills_its_page(
    tmp_path: Path, size: tuple[int, int], dpi: int, page: tuple[float, float]
) -> None:
    data = picture_as_pdf(saved(tmp_path / "scan.png", sheet(*size), dpi=(dpi, dpi)))
    assert page_size(data) == pytest.approx(page, abs=0.01)
    picture = seen(data)
    left, top, *_ = inked(picture)
    assert left <= 1
    assert top / picture.height < 0.05


def test_every_page_of_a_tiff_goes_in_and_black_and_white_stays_so(tmp_path: Path) -> None:
    pages = [sheet(2480, 3508).convert("1", dither=Image.Dither.NONE) for _ in range(3)]
    ImageDraw.Draw(pages[2]).rectangle((0, 3000, 2480, 3508), fill=0)
    path = saved(tmp_path / "scan.tif", pages[0], save_all=True, append_images=pages[1:], dpi=(300, 300))
    data = picture_as_pdf(path)
    assert len(pypdf.PdfReader(io.BytesIO(data)).pages) == 3
    assert len(data) < 150_000
    for index, page in enumerate(pages):
        assert int(stream(data, index).BitsPerComponent) == 1
        expected = page.convert("RGB").resize(seen(data, index).size)
        difference = ImageStat.Stat(ImageChops.difference(seen(data, index), expected)).mean
        assert max(difference) < 12, "the right way round, neither mirrored nor inverted"


def test_a_page_with_much_dither_is_coded_as_fax_or_plainly_and_looks_the_same(tmp_path: Path) -> None:
    text = Image.new("1", (4961, 7016), 1)
    draw = ImageDraw.Draw(text)
    for number in range(3000):
        x, y = number * 7919 % 4800, number * 104729 % 6900
        draw.ellipse((x, y, x + 30, y + 41), fill=0)
    data = picture_as_pdf(saved(tmp_path / "scan.tif", text, compression="group4", dpi=(600, 600)))
    assert stream(data).Filter == pikepdf.Name.CCITTFaxDecode
    assert int(stream(data).Width) == 4961, "600 dpi is kept: it costs little"
    assert ImageStat.Stat(seen(data).convert("L")).mean[0] > 128, "ink is black, paper white"


def test_a_fax_keeps_the_shape_of_its_paper(tmp_path: Path) -> None:
    fax = sheet(1728, 1143).convert("1", dither=Image.Dither.NONE)
    data = picture_as_pdf(saved(tmp_path / "fax.tif", fax, dpi=(204, 98)))
    assert page_size(data) == pytest.approx(A4_PT, abs=0.01)
    _, top, _, bottom = inked(seen(data))
    assert bottom - top > 300, "not squashed to half its height"


def test_a_screenshot_stays_exact_and_a_picture_of_few_colours_keeps_them(tmp_path: Path) -> None:
    screenshot = sheet(1200, 800).convert("RGB")
    ImageDraw.Draw(screenshot).rectangle((0, 400, 300, 500), fill=(1, 2, 3))
    for picture in (screenshot, screenshot.quantize(16)):
        coded = stream(picture_as_pdf(saved(tmp_path / "screen.png", picture)))
        exact = pikepdf.PdfImage(coded).as_pil_image().convert("RGB")
        assert exact.tobytes() == picture.convert("RGB").tobytes()


def test_what_is_transparent_becomes_white(tmp_path: Path) -> None:
    clear = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    ImageDraw.Draw(clear).rectangle((50, 50, 149, 149), fill=(*BLUE, 255))
    indexed = Image.new("P", (200, 200), 0)
    indexed.putpalette([0, 0, 0, *BLUE])
    ImageDraw.Draw(indexed).rectangle((50, 50, 149, 149), fill=1)
    paths = [
        saved(tmp_path / "clear.png", clear),
        saved(tmp_path / "indexed.png", indexed, transparency=0),
        saved(tmp_path / "grey.png", clear.convert("LA")),
        saved(tmp_path / "clear.webp", clear, lossless=True),
    ]
    for path in paths:
        picture = seen(picture_as_pdf(path))
        left, top, right, bottom = inked(picture)
        assert right - left == pytest.approx(100 / 96 * 72 * 0.5, abs=2), path.name
        assert bottom - top == pytest.approx(100 / 96 * 72 * 0.5, abs=2), path.name


def test_deep_greys_keep_their_brightness(tmp_path: Path) -> None:
    deep = Image.new("I;16", (200, 200), 0x8080)
    fractions = Image.new("F", (200, 200), 0.5)
    fractions.paste(1.0, (0, 0, 20, 20))
    fractions.paste(0.0, (20, 0, 40, 20))
    for path in (saved(tmp_path / "deep.png", deep), saved(tmp_path / "deep.tif", fractions)):
        picture = seen(picture_as_pdf(path))
        middle = picture.getpixel((picture.width // 2, picture.height // 2))
        assert is_near(middle, (128, 128, 128), 3), path.name


def test_printers_colours_look_right_on_the_screen(tmp_path: Path) -> None:
    path = saved(tmp_path / "print.jpg", Image.new("CMYK", (200, 200), (0, 255, 255, 0)))
    picture = seen(picture_as_pdf(path))
    red, green, blue = picture.getpixel((picture.width // 2, picture.height // 2))  # type: ignore[misc]
    assert red > 200
    assert max(green, blue) < 60


def test_colours_of_another_profile_are_converted_and_those_of_srgb_are_left(tmp_path: Path) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = photo(800, 600)
    plain = saved(tmp_path / "plain.jpg", picture, icc_profile=srgb, quality=92)
    coded = stream(picture_as_pdf(plain)).read_raw_bytes()
    assert Image.open(io.BytesIO(coded)).tobytes() == Image.open(plain).tobytes()
    lab = ImageCms.profileToProfile(picture, ImageCms.createProfile("sRGB"),
                                    ImageCms.createProfile("LAB"), outputMode="LAB")  # fmt: skip
    assert lab is not None
    data = picture_as_pdf(saved(tmp_path / "lab.tif", lab))
    image = seen(data)
    left, top, *_ = inked(image)
    assert is_near(image.getpixel((left + 10, top + 10)), RED, 20)


def test_a_moving_picture_gives_its_first_and_is_told(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (100, 100), RED), Image.new("RGB", (100, 100), BLUE)]
    path = saved(tmp_path / "moving.gif", frames[0], save_all=True, append_images=frames[1:])
    data = picture_as_pdf(path)
    picture = seen(data)
    assert len(pypdf.PdfReader(io.BytesIO(data)).pages) == 1
    assert is_near(picture.getpixel((picture.width // 2, picture.height // 2)), RED)
    assert is_moving(path)
    assert not is_moving(saved(tmp_path / "still.gif", frames[0]))


def test_a_name_that_is_wrong_does_not_matter_and_the_same_picture_gives_the_same_bytes(
    tmp_path: Path,
) -> None:
    path = saved(tmp_path / "photo.jpg", photo(400, 300), format="PNG")
    assert picture_as_pdf(path) == picture_as_pdf(path)


def refused(path: Path) -> PackBuilderError:
    with pytest.raises(PackBuilderError) as caught:
        picture_as_pdf(path)
    error = caught.value
    assert path.name in error.what
    assert error.what.endswith(".")
    assert error.next_step.endswith(".")
    return error


@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP"])
def test_a_picture_that_breaks_off_is_refused_rather_than_published_half(
    tmp_path: Path, file_format: str
) -> None:
    path = saved(tmp_path / "report.img", photo(400, 300), format=file_format)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    assert "damaged" in refused(path).what


def test_what_is_no_picture_empty_or_missing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.png"
    assert "could not be read" in refused(path).what
    path.write_bytes(b"")
    assert "empty" in refused(path).what
    path.write_bytes(b"words" * 100)
    assert "does not know" in refused(path).what
    header = struct.pack(">IIBBBBB", 0, 0, 8, 2, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + header + b"\0" * 4)
    refused(path)


def test_an_iphone_photo_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "IMG_0001.HEIC"
    path.write_bytes(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\0" * 100)
    assert "JPEG" in refused(path).next_step


def test_a_picture_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path / "plan.png", Image.new("1", (16, 16)))
    small = path.read_bytes()
    head = b"IHDR" + struct.pack(">II", 16000, 16000) + small[24:29]
    path.write_bytes(small[:12] + head + struct.pack(">I", zlib.crc32(head)) + small[33:])
    error = refused(path)
    assert "megapixels" in error.what
    assert "300 dpi" in error.next_step
