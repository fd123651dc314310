"""One picture as PDF keeps it: the smallest stream that shows it as it is, in sRGB, grey or black.

Serves ``pictures``. Photographs become JPEG; drawings, charts and screenshots stay exact; pages
that are only black and white become fax coding (CCITT group 4) where that is smaller.
"""

from __future__ import annotations

import dataclasses
import io
import zlib

from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageCms, TiffImagePlugin

_JPEG_QUALITY = 86
"""At 300 dpi no difference is seen in print; a page-wide photo has about 1.5 MB."""

_EXACT_IF_NO_LARGER_THAN = 1.5
"""A picture stays exact if that costs at most this many times what JPEG would."""
_SAMPLE_ROWS = 32
_SAMPLES = 6

_SIXTEEN_BITS_TO_EIGHT = 255 / 65535


@dataclasses.dataclass(frozen=True, slots=True)
class CodedPicture:
    """The data of a picture's stream, and the entries that say how to read it."""

    data: bytes
    entries: Dictionary


def settled_colours(image: Image.Image) -> Image.Image:
    """Return a picture in black and white ("1"), grey ("L"), at most 256 colours ("P") or sRGB ("RGB").

    What is transparent becomes white. Deep greys are brought to 8 bits. Colours are converted to
    sRGB after the picture's own profile, since a pack mixes pictures of many sources.
    """
    if image.has_transparency_data:
        image = _on_white(image)
    if image.mode in ("I", "F") or image.mode.startswith("I;"):
        return _eight_bits(image)
    if image.mode == "LAB":
        return _converted(image, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")))
    if image.mode in ("RGB", "CMYK") and (profile := _foreign_profile(image)) is not None:
        return _converted(image, profile)
    if image.mode in ("1", "L", "P", "RGB"):
        return image
    return image.convert("L" if image.mode in ("LA", "La") else "RGB")


def _on_white(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    seen = image.convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    is_grey = image.mode in ("1", "L", "LA", "La")
    white.alpha_composite(seen)
    flat = white.convert("L" if is_grey else "RGB")
    if profile is not None:
        flat.info["icc_profile"] = profile
    return flat


def _eight_bits(image: Image.Image) -> Image.Image:
    """Bring whole numbers of 16 or 32 bits, or fractions, to 8 bits."""
    deep = image if image.mode in ("I", "F") else image.convert("I")
    extremes = deep.getextrema()
    lowest, highest = (float(each) for each in extremes if isinstance(each, int | float))
    if image.mode.startswith("I;") or (image.mode == "I" and lowest >= 0 and 255 < highest <= 65535):
        scale, offset = _SIXTEEN_BITS_TO_EIGHT, 0.0
    elif lowest >= 0 and highest <= 255 and not (image.mode == "F" and highest <= 1):
        scale, offset = 1.0, 0.0
    else:
        # Measurements, heights and the like: from the darkest to the brightest there is.
        scale = 255 / (highest - lowest) if highest > lowest else 0.0
        offset = -lowest * scale
    return deep.convert("F").point(lambda value: value * scale + offset).convert("L")


def _foreign_profile(image: Image.Image) -> ImageCms.ImageCmsProfile | None:
    """Return the profile that gives a picture other colours than sRGB, or None."""
    data = image.info.get("icc_profile")
    if not isinstance(data, bytes) or not data:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        description = ImageCms.getProfileDescription(profile)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None
    return None if "srgb" in description.lower() else profile


def _converted(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    try:
        converted = ImageCms.profileToProfile(
            image, profile, ImageCms.createProfile("sRGB"), ImageCms.Intent.RELATIVE_COLORIMETRIC, "RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        converted = None  # A profile of another kind of picture; it is seen without, as elsewhere.
    return image.convert("RGB") if converted is None else converted


def reduced(image: Image.Image, width_pixels: int, height_pixels: int) -> Image.Image:
    """Return a picture with fewer pixels; black and white ones keep their hard edges."""
    size = (max(1, width_pixels), max(1, height_pixels))
    if image.mode == "1":
        grey = image.convert("L").resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        return grey.point(lambda value: 255 if value >= 128 else 0, "1")
    smooth = image.convert("RGB") if image.mode == "P" else image
    return smooth.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def coded(image: Image.Image, *, was_jpeg: bool = False) -> CodedPicture:
    """Return a picture in settled colours as the stream that suits what it shows.

    Args:
        image: As ``settled_colours`` returns it.
        was_jpeg: Whether it comes from a JPEG: then it is a photo, and nothing in it is exact any more.
    """
    if image.mode == "L" and not was_jpeg and _is_black_and_white(image):
        image = image.point(lambda value: value, "1")
    if image.mode == "1":
        return _black_and_white(image)
    if was_jpeg or (image.mode != "P" and _is_photo(image)):
        return _jpeg(image)
    return _exact(image)


def passed_on(jpeg: bytes, image: Image.Image) -> CodedPicture:
    """Return a JPEG of grey or sRGB pixels as the stream it already is."""
    return CodedPicture(jpeg, _entries(image, 8, Filter=Name.DCTDecode))


def _entries(image: Image.Image, bits: int, **more: object) -> Dictionary:
    colours: object = Name.DeviceRGB if image.mode == "RGB" else Name.DeviceGray
    entries = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=image.width,
        Height=image.height,
        ColorSpace=colours,
        BitsPerComponent=bits,
    )
    for key, value in more.items():
        entries[f"/{key}"] = value
    return entries


def _is_black_and_white(image: Image.Image) -> bool:
    histogram = image.histogram()
    return histogram[0] + histogram[255] == sum(histogram)


def _is_photo(image: Image.Image) -> bool:
    """Tell whether JPEG is much smaller than an exact picture, by strips across it."""
    exact = lossy = 0
    rows = min(_SAMPLE_ROWS, image.height)
    for number in range(_SAMPLES):
        top = (image.height - rows) * number // (_SAMPLES - 1)
        strip = image.crop((0, top, image.width, top + rows))
        exact += len(_saved(strip, "PNG", compress_level=6))
        lossy += len(_saved(strip, "JPEG", quality=_JPEG_QUALITY))
    return exact > lossy * _EXACT_IF_NO_LARGER_THAN


def _saved(image: Image.Image, file_format: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    bare = image.copy()
    bare.info = {}  # Savers write metadata that they find there.
    bare.save(buffer, file_format, **options)
    return buffer.getvalue()


def _jpeg(image: Image.Image) -> CodedPicture:
    plain = image.convert("RGB") if image.mode == "P" else image
    data = _saved(plain, "JPEG", quality=_JPEG_QUALITY, optimize=True)
    return CodedPicture(data, _entries(plain, 8, Filter=Name.DCTDecode))


def _exact(image: Image.Image) -> CodedPicture:
    """Take the pixels out of a PNG: PDF reads its rows as they are (ISO 32000-1, 7.4.4.4)."""
    png = _saved(image, "PNG", compress_level=6)
    bits, data = 8, []
    position = 8
    while position + 8 <= len(png):
        length, kind = int.from_bytes(png[position : position + 4]), png[position + 4 : position + 8]
        body = png[position + 8 : position + 8 + length]
        if kind == b"IHDR":
            bits = body[8]
        elif kind == b"IDAT":
            data.append(body)
        position += length + 12
    rows = Dictionary(
        Predictor=15,
        Colors=3 if image.mode == "RGB" else 1,
        BitsPerComponent=bits,
        Columns=image.width,
    )
    entries = _entries(image, bits, Filter=Name.FlateDecode, DecodeParms=rows)
    if image.mode == "P":
        palette = bytes(image.getpalette("RGB") or [])[: 3 * 2**bits]
        colours = Array([Name.Indexed, Name.DeviceRGB, len(palette) // 3 - 1, String(palette)])
        entries[Name.ColorSpace] = colours
    return CodedPicture(b"".join(data), entries)


def _black_and_white(image: Image.Image) -> CodedPicture:
    plain = zlib.compress(image.tobytes(), 9)
    fax = _fax(image)
    if fax is None or len(plain) <= len(fax):
        return CodedPicture(plain, _entries(image, 1, Filter=Name.FlateDecode))
    # Pillow's 1 is white, and fax coding's is not.
    parameters = Dictionary(K=-1, Columns=image.width, Rows=image.height, BlackIs1=True)
    return CodedPicture(fax, _entries(image, 1, Filter=Name.CCITTFaxDecode, DecodeParms=parameters))


def _fax(image: Image.Image) -> bytes | None:
    """Return a picture in CCITT group 4, taken out of a TIFF that has it in one strip."""
    tiff = _saved(image, "TIFF", compression="group4", strip_size=1 << 30)
    with Image.open(io.BytesIO(tiff), formats=("TIFF",)) as written:
        if not isinstance(written, TiffImagePlugin.TiffImageFile):
            return None
        offsets = written.tag_v2.get(TiffImagePlugin.STRIPOFFSETS, ())
        counts = written.tag_v2.get(TiffImagePlugin.STRIPBYTECOUNTS, ())
    if len(offsets) != 1 or len(counts) != 1:
        return None
    return tiff[offsets[0] : offsets[0] + counts[0]]
