"""Takes out of a PDF's pictures what cameras and picture programs wrote into them; pixels stay.

Serves ``take_in``. A phone writes into each photo when and where it was taken, to a few metres; a
program that makes a PDF of it often puts the photo in as it is. A photo in a report would publish
the place of somebody's home.
"""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from packbuilder.intake.pictures.jpeg_segments import bare_jpeg

_DAMAGE = (pikepdf.PdfError, RuntimeError, ValueError, TypeError, OSError, SyntaxError)

_JPEG_FILTERS = {"/DCTDecode", "/DCT"}
_JPEG_2000_FILTER = "/JPXDecode"

_JPEG_2000_START = b"\x00\x00\x00\x0cjP  \r\n\x87\n"
# EXIF, XMP, IPTC and places are in uuid boxes; the others are XML, addresses, rights, provenance.
_PRIVATE_BOXES = {b"uuid", b"xml ", b"uinf", b"jp2i", b"jumb", b"asoc", b"lbl "}
_BOXES_WITH_OFFSETS = {b"ftbl", b"flst"}

_QUALITY_ANEW = 95
_MOST_PIXELS_ANEW = 64_000_000
_LARGEST_PACKED_BYTES = 64_000_000
"""A picture packed a second time is unpacked for this; more could be meant to fill the memory."""


def drop_picture_data(pdf: pikepdf.Pdf) -> int:
    """Take the data of cameras out of every JPEG and JPEG 2000 picture of an open document.

    Pictures stay as they are, bit for bit; but a JPEG that is made so oddly that its parts cannot be told
    apart is made anew from what is seen of it. What cannot be read is left: see ``unread_pictures``.

    Returns:
        How many pictures told of their camera, place, time or people, or held more pictures.
    """
    return sum(_drop_from(thing) for thing in pdf.objects if isinstance(thing, Stream))


def unread_pictures(pdf: pikepdf.Pdf) -> int:
    """Return how many JPEG pictures ``drop_picture_data`` left as they are because it cannot read them."""
    return sum(_is_unread(thing) for thing in pdf.objects if isinstance(thing, Stream))


def _is_unread(stream: Stream) -> bool:
    filters = _as_list(stream.get(Name.Filter))
    if not filters or str(filters[-1]) not in _JPEG_FILTERS:
        return False
    try:
        coded = stream.read_raw_bytes()
        if len(filters) > 1:
            parameters = _as_list(stream.get(Name.DecodeParms, stream.get(Name.DP)))
            coded = _unpacked(coded, filters[:-1], parameters[: len(filters) - 1])
        return bare_jpeg(coded) is None
    except _DAMAGE:
        return True


def _drop_from(stream: Stream) -> bool:
    filters = _as_list(stream.get(Name.Filter))
    last = str(filters[-1]) if filters else ""
    if last not in _JPEG_FILTERS and last != _JPEG_2000_FILTER:
        return False
    parameters = _as_list(stream.get(Name.DecodeParms, stream.get(Name.DP)))
    try:
        coded = stream.read_raw_bytes()
        if len(filters) > 1:
            coded = _unpacked(coded, filters[:-1], parameters[: len(filters) - 1])
        bare, had_private_data = _bare(coded, is_jpeg=last in _JPEG_FILTERS)
        if bare is coded:
            return False
        own = parameters[len(filters) - 1 : len(filters)]
        kept = own[0] if own and isinstance(own[0], Dictionary) else None
        stream.write(bare, filter=Name(last), decode_parms=kept)
    except _DAMAGE:
        return False
    return had_private_data


def _as_list(value: object) -> list[pikepdf.Object]:
    if isinstance(value, Array):
        return list(value)
    return [value] if isinstance(value, Name | Dictionary) else []


def _unpacked(coded: bytes, filters: list[pikepdf.Object], parameters: list[pikepdf.Object]) -> bytes:
    """Undo the filters that stand before the picture's own."""
    if len(coded) > _LARGEST_PACKED_BYTES:
        raise ValueError
    scratch = pikepdf.new()
    stream = scratch.make_stream(coded)
    # Names and numbers only: plain values, so that nothing of the document is carried over.
    stream[Name.Filter] = Array([Name(str(each)) for each in filters])
    if any(isinstance(each, Dictionary) for each in parameters):
        stream[Name.DecodeParms] = Array(
            [pikepdf.Object.parse(each.unparse(resolved=True)) for each in parameters]
        )
    return stream.read_bytes()


def _bare(coded: bytes, *, is_jpeg: bool) -> tuple[bytes, bool]:
    """Return a coded picture without private data (itself where it has none), and whether it had any."""
    if is_jpeg:
        jpeg = bare_jpeg(coded)
        return (_made_anew(coded), True) if jpeg is None else (jpeg.data, jpeg.had_private_data)
    bare = _without_private_boxes(coded)
    return bare, bare is not coded


def _made_anew(coded: bytes) -> bytes:
    """Return a JPEG coded again from its pixels.

    Raises:
        ValueError: If it cannot be read, or its colours mean something that the new one would not say.
    """
    # As a plain JPEG: Pillow would warn of further pictures in it that it cannot find.
    with JpegImageFile(io.BytesIO(coded)) as picture:
        if picture.mode not in ("L", "RGB") or picture.width * picture.height > _MOST_PIXELS_ANEW:
            raise ValueError
        pixels = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    buffer = io.BytesIO()
    pixels.save(buffer, "JPEG", quality=_QUALITY_ANEW, subsampling=0)
    return buffer.getvalue()


def _without_private_boxes(coded: bytes) -> bytes:
    """Return a JPEG 2000 file without the boxes that do not draw it (ISO/IEC 15444-1, annex I)."""
    if not coded.startswith(_JPEG_2000_START):
        return coded  # Only the code stream, which has no such boxes.
    kept: list[bytes] = []
    kinds: set[bytes] = set()
    position = 0
    while position + 8 <= len(coded):
        length, kind = int.from_bytes(coded[position : position + 4]), coded[position + 4 : position + 8]
        header = 8
        if length == 1:
            length, header = int.from_bytes(coded[position + 8 : position + 16]), 16
        end = position + length if length else len(coded)
        if end < position + header or end > len(coded):
            return coded
        kinds.add(kind)
        if kind not in _PRIVATE_BOXES:
            kept.append(coded[position:end])
        position = end
    if not kinds & _PRIVATE_BOXES or kinds & _BOXES_WITH_OFFSETS:
        return coded
    return b"".join([*kept, coded[position:]])
