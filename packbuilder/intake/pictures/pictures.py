"""Photos, screenshots and scans as PDF: each picture on a page of A4, upright and of a sensible size.

First in the line for a picture; what comes out is taken in like any PDF. A picture that is itself a
page (a scan, a photographed sheet) fills its page; any other stands within margins, as large as they
allow but never so large that it looks coarse. Where and by whom a photo was taken stays behind.
"""

from __future__ import annotations

import contextlib
import dataclasses
import io
import math
import struct
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode
from PIL import Image, ImageOps, JpegImagePlugin, UnidentifiedImageError

from packbuilder.errors import PackBuilderError
from packbuilder.files import unreadable
from packbuilder.intake.pictures.jpeg_segments import bare_jpeg
from packbuilder.intake.pictures.picture_streams import (
    CodedPicture,
    coded,
    passed_on,
    reduced,
    settled_colours,
)

_FORMATS = ("PNG", "JPEG", "TIFF", "GIF", "BMP", "DIB", "WEBP")
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}

_DAMAGE = (
    UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError,
    EOFError, RuntimeError, OverflowError, ZeroDivisionError, struct.error, zlib.error,
)  # fmt: skip
"""What Pillow raises on broken files."""

_PT_AN_INCH = 72.0
_PT_A_MM = _PT_AN_INCH / 25.4
_A4_PT = (210 * _PT_A_MM, 297 * _PT_A_MM)
_A4_LYING_PT = (_A4_PT[1], _A4_PT[0])
_A3_PT = (297 * _PT_A_MM, 420 * _PT_A_MM)
_MARGIN_PT = 15 * _PT_A_MM

# Paper that is scanned, in inches: A0 to A6, US Letter and Legal, foolscap.
_PAPERS_INCHES = (
    *((841 / 25.4 / math.sqrt(2) ** n, 1189 / 25.4 / math.sqrt(2) ** n) for n in range(7)),
    (8.5, 11.0),
    (8.5, 14.0),
    (8.0, 13.0),
)
_LONGEST_SIDE_OF_A4_INCHES = 12.5
_PAPER_WITHIN = 0.05
_SHAPE_WITHIN = 0.02
_SCAN_DPI = (90, 650)
_UNTRUE_DPI = 97
"""72 and 96 are what programs write that do not know; a scanner's are higher, a fax's 98 at least."""

_MOST_DPI = 300
_MOST_DPI_BLACK_AND_WHITE = 600
_LEAST_DPI = 96
"""A small picture is not enlarged beyond this: it would look coarse."""
_KEEP_UNLESS_FINER_BY = 1.1
_BELIEVABLE_DPI = (30, 4800)

_ORIENTATION = 0x0112
"""The tag by which a camera says how it was held (EXIF 2.3, 4.6.4)."""

_MOST_PIXELS = 200_000_000
_MOST_FRAMES = 1000
_MOST_FILE_BYTES = 1_000_000_000


def picture_as_pdf(path: Path) -> bytes:
    """Return a picture file as a PDF, one page for each picture in it.

    Only TIFF files have several pages; of a moving picture the first is taken (``is_moving``).

    Args:
        path: A PNG, JPEG, TIFF, GIF, BMP or WebP file, whatever its name ends with.

    Raises:
        PackBuilderError: If it cannot be read, is damaged or broken off, larger than about 200
            megapixels, or of a kind that packbuilder does not read, such as HEIC.
    """
    data = _read(path)
    pdf = pikepdf.new()
    with _opened(path, data) as image:
        frame_count = _frame_count(image)
        if frame_count > _MOST_FRAMES:
            raise PackBuilderError(
                f"{path.name} has more than {_MOST_FRAMES:,} pictures in it.",
                "Ask its author for it in parts, or as PDF.",
            )
        for frame in range(frame_count):
            if frame:
                image.seek(frame)
            _refuse_too_large(path, image)
            image.load()
            _add_page(pdf, image, data)
    buffer = io.BytesIO()
    pdf.save(buffer, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
    return buffer.getvalue()


def is_moving(path: Path) -> bool:
    """Tell whether a picture moves (GIF, WebP, PNG): only its first picture goes into the pack.

    Raises:
        PackBuilderError: As ``picture_as_pdf``.
    """
    with _opened(path, _read(path)) as image:
        return image.format in ("GIF", "WEBP", "PNG") and getattr(image, "n_frames", 1) > 1


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST_FILE_BYTES:
            raise PackBuilderError(
                f"{path.name} is larger than 1 GB.", "Ask its author for a smaller copy, as JPEG or PDF."
            )
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path.name, error) from error


@contextlib.contextmanager
def _opened(path: Path, data: bytes) -> Iterator[Image.Image]:
    """Open a picture; whatever goes wrong with it until the end becomes one sentence."""
    if not data:
        raise PackBuilderError(f"{path.name} is empty (0 bytes).", "Ask its author for it again.")
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        raise PackBuilderError(
            f"{path.name} is an HEIC photo, as iPhones take them, which packbuilder cannot read.",
            "Open it in Photos and save it as JPEG, or ask its sender to send it as JPEG.",
        )
    try:
        with warnings.catch_warnings():
            # Pillow warns of odd metadata and of large pictures; the limit on size is set here.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                yield image
    except (Image.DecompressionBombError, MemoryError) as error:
        raise _too_large(path) from error
    except UnidentifiedImageError as error:
        raise PackBuilderError(
            f"{path.name} is damaged, or a kind of picture that packbuilder does not know.",
            "Open it where it was made and save it as PNG, JPEG or PDF.",
        ) from error
    except _DAMAGE as error:
        raise PackBuilderError(
            f"{path.name} is damaged or not complete: part of the picture is missing.",
            "Ask its author for it again.",
        ) from error


def _too_large(path: Path) -> PackBuilderError:
    return PackBuilderError(
        f"{path.name} is a picture of more than {_MOST_PIXELS // 1_000_000} megapixels.",
        "Ask its author for it at a lower resolution: 300 dpi is enough for print.",
    )


def _refuse_too_large(path: Path, image: Image.Image) -> None:
    if image.width * image.height > _MOST_PIXELS:
        raise _too_large(path)


def _frame_count(image: Image.Image) -> int:
    return int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1


@dataclasses.dataclass(frozen=True, slots=True)
class _Placing:
    """The page a picture stands on, and the size it is printed at, in points."""

    page_pt: tuple[float, float]
    size_pt: tuple[float, float]


def _add_page(pdf: pikepdf.Pdf, image: Image.Image, file_data: bytes) -> None:
    dots_an_inch = _resolution(image)
    upright = _upright(image)
    if (upright.width, upright.height) != (image.width, image.height):
        dots_an_inch = (dots_an_inch[1], dots_an_inch[0]) if dots_an_inch is not None else None
    placing = _placing(upright.width, upright.height, dots_an_inch)
    picture = _coded(image, upright, placing, file_data)
    stream = pdf.make_stream(picture.data)
    for key, value in picture.entries.items():
        stream[key] = value
    (page_width, page_height), (width, height) = placing.page_pt, placing.size_pt
    left, bottom = (page_width - width) / 2, (page_height - height) / 2
    content = f"q {width:.3f} 0 0 {height:.3f} {left:.3f} {bottom:.3f} cm /Picture Do Q"
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, round(page_width, 3), round(page_height, 3)]),
        Resources=Dictionary(XObject=Dictionary(Picture=stream)),
        Contents=pdf.make_stream(content.encode()),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))


def _upright(image: Image.Image) -> Image.Image:
    """Return a picture turned as its camera was held; the picture itself where it is upright."""
    try:
        is_turned = image.getexif().get(_ORIENTATION, 1) != 1
        return ImageOps.exif_transpose(image) if is_turned else image
    except _DAMAGE:
        return image  # What is said about the picture is damaged; the picture need not be.


def _resolution(image: Image.Image) -> tuple[float, float] | None:
    """Return the dots an inch across and down that a picture says it has, or None."""
    stated = image.info.get("dpi")
    try:
        across, down = (float(each) for each in stated)  # type: ignore[union-attr]
    except (TypeError, ValueError):
        return None
    lowest, highest = _BELIEVABLE_DPI
    is_believable = lowest <= across <= highest and lowest <= down <= highest
    return (across, down) if is_believable else None


def _placing(width_pixels: int, height_pixels: int, dots_an_inch: tuple[float, float] | None) -> _Placing:
    """Decide on which page a picture stands, and how large."""
    across, down = dots_an_inch or (_LEAST_DPI, _LEAST_DPI)
    # Faxes have twice as many dots across as down: the shape is that of the paper, not of the dots.
    width, height = width_pixels / across, height_pixels / down
    is_scanned = dots_an_inch is not None and min(dots_an_inch) > _UNTRUE_DPI
    paper = _paper(width, height, is_scanned, max(width_pixels, height_pixels))
    if paper is not None:
        page_pt = paper if height >= width else (paper[1], paper[0])
        scale = min(page_pt[0] / width, page_pt[1] / height)
        return _Placing(page_pt, (width * scale, height * scale))
    largest = min(width_pixels / width, height_pixels / height) / _LEAST_DPI * _PT_AN_INCH
    upright, lying = (
        min((page[0] - 2 * _MARGIN_PT) / width, (page[1] - 2 * _MARGIN_PT) / height, largest)
        for page in (_A4_PT, _A4_LYING_PT)
    )
    # A page is turned only for a picture that gains by it.
    page_pt, scale = (_A4_PT, upright) if upright >= lying * 0.99 else (_A4_LYING_PT, lying)
    return _Placing(page_pt, (width * scale, height * scale))


def _paper(
    width: float, height: float, is_size_known: bool, longest_side_pixels: int
) -> tuple[float, float] | None:
    """Return the upright page that a picture fills, if it is itself a page; else None.

    Args:
        width: In inches, or in units of the same length both ways.
        height: The same.
        is_size_known: Whether these are inches.
        longest_side_pixels: What its resolution on A4 follows from.
    """
    short, long = sorted((width, height))
    if is_size_known:
        for paper in _PAPERS_INCHES:
            if abs(short / paper[0] - 1) <= _PAPER_WITHIN and abs(long / paper[1] - 1) <= _PAPER_WITHIN:
                is_larger_than_a4 = paper[1] > _LONGEST_SIDE_OF_A4_INCHES and paper[0] > 9
                return _A3_PT if is_larger_than_a4 else _A4_PT
    has_its_shape = abs(long / short / math.sqrt(2) - 1) <= _SHAPE_WITHIN
    on_a4_dpi = longest_side_pixels / (_A4_PT[1] / _PT_AN_INCH)
    return _A4_PT if has_its_shape and _SCAN_DPI[0] <= on_a4_dpi <= _SCAN_DPI[1] else None


def _coded(image: Image.Image, upright: Image.Image, placing: _Placing, file_data: bytes) -> CodedPicture:
    """Return the picture's stream, with no more pixels than its printed size needs."""
    settled = settled_colours(upright)
    most_dpi = _MOST_DPI_BLACK_AND_WHITE if settled.mode == "1" else _MOST_DPI
    width_pixels, height_pixels = (round(side / _PT_AN_INCH * most_dpi) for side in placing.size_pt)
    is_too_fine = (
        settled.width > width_pixels * _KEEP_UNLESS_FINER_BY
        or settled.height > height_pixels * _KEEP_UNLESS_FINER_BY
    )
    was_jpeg = isinstance(image, JpegImagePlugin.JpegImageFile)
    if is_too_fine:
        settled = reduced(settled, min(settled.width, width_pixels), min(settled.height, height_pixels))
    elif was_jpeg and settled is upright and (jpeg := _passable(image, upright, file_data)) is not None:
        return passed_on(jpeg, settled)
    return coded(settled, was_jpeg=was_jpeg)


def _passable(image: Image.Image, upright: Image.Image, file_data: bytes) -> bytes | None:
    """Return a JPEG's own data without what its camera wrote, if every reader draws it the same."""
    bare = bare_jpeg(file_data) if upright is image and image.mode in ("L", "RGB") else None
    if bare is None or bare.frame not in (0xC0, 0xC1, 0xC2):
        return None
    # Without a marker that says so, some readers take red, green and blue for something else.
    layers = getattr(image, "layer", ())
    says_colours = "jfif" in image.info or "adobe" in image.info or image.mode == "L"
    numbers = [layer[0] for layer in layers]
    return bare.data if says_colours or numbers == [1, 2, 3] else None
