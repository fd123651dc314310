"""A JPEG file without what its camera wrote beside the picture; its pixels stay bit for bit.

Serves ``pictures`` and ``picture_data``. A JPEG is a run of segments (ITU-T T.81, annex B), each
begun by a marker. What draws the picture is kept; what tells where and by whom it was taken (EXIF,
XMP, IPTC), comments, thumbnails and further pictures after its end are left out. Markers are found
as libjpeg finds them, so that what it would draw of a broken file stays the same.
"""

from __future__ import annotations

import dataclasses
import re

_START = b"\xff\xd8"
_END_OF_PICTURE = 0xD9
_SCAN = 0xDA
_COMMENT = 0xFE
_JFIF, _EXIF_OR_XMP, _ICC_OR_MORE_PICTURES, _IPTC, _ADOBE, _LAST_APPLICATION = (
    0xE0, 0xE1, 0xE2, 0xED, 0xEE, 0xEF,
)  # fmt: skip
_WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD8)}
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}

_MARKER = re.compile(rb"\xff+([^\x00\xff])")
# Inside a scan, FF 00 is a byte of the picture, and D0 to D7 only restart the decoder.
_MARKER_IN_SCAN = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")

_JFIF_BODY_BYTES = 14
"""Name, version, resolution, and the width and height of a thumbnail, which are the last two."""
_START_WITHIN_BYTES = 64
"""PDFium, as others, looks for a picture's start a little way into the data."""


@dataclasses.dataclass(frozen=True, slots=True)
class BareJpeg:
    """A JPEG stripped of private data.

    Args:
        data: The file; the very bytes given where nothing had to go.
        had_private_data: Whether it told of its camera, place, time or people, or held more pictures.
        frame: The marker of its frame: 0xC0 and 0xC1 for sequential, 0xC2 for progressive; others are
            rare, and few readers show them.
    """

    data: bytes
    had_private_data: bool
    frame: int


def bare_jpeg(jpeg: bytes) -> BareJpeg | None:
    """Return a JPEG without private data, or None if its segments cannot be told apart."""
    picture_start = jpeg.find(_START, 0, _START_WITHIN_BYTES)
    if picture_start < 0:
        return None
    position = picture_start + len(_START)
    kept = [jpeg[:position]]
    had_private_data = False
    frame = 0
    while True:
        match = _MARKER.search(jpeg, position)
        if match is None:
            # Broken off: what there is of the picture stays.
            return _bare(jpeg, kept, had_private_data, frame) if frame else None
        marker, start = match[1][0], match.end()
        if marker == _END_OF_PICTURE:
            kept.append(b"\xff\xd9")
            had_private_data = had_private_data or _START in jpeg[start:]
            return _bare(jpeg, kept, had_private_data, frame)
        if marker in _WITHOUT_LENGTH:
            kept.append(b"\xff" + match[1])
            position = start
            continue
        end = start + int.from_bytes(jpeg[start : start + 2])
        if end < start + 2 or end > len(jpeg):
            if not _is_for_programs(marker):
                return None
            # libjpeg passes over one that is too short, and takes one that is too long for the end.
            had_private_data = True
            if end > len(jpeg):
                return _bare(jpeg, kept, had_private_data, frame) if frame else None
            position = start + 2
            continue
        body = _kept_body(marker, jpeg[start + 2 : end])
        if body is not None:
            kept.append(b"\xff" + match[1] + (len(body) + 2).to_bytes(2) + body)
        had_private_data = had_private_data or _is_private(marker, jpeg[start + 2 : end])
        frame = marker if marker in _FRAMES and not frame else frame
        position = end
        if marker == _SCAN:
            after = _MARKER_IN_SCAN.search(jpeg, end)
            position = after.start() if after is not None else len(jpeg)
            kept.append(jpeg[end:position])


def _bare(jpeg: bytes, kept: list[bytes], had_private_data: bool, frame: int) -> BareJpeg:
    data = b"".join(kept)
    return BareJpeg(jpeg if data == jpeg else data, had_private_data, frame)


def _kept_body(marker: int, body: bytes) -> bytes | None:
    """Return what is kept of a segment, without its marker and length; None if nothing is."""
    if marker == _JFIF:
        # A JFIF thumbnail may show what was cut off the picture since.
        is_jfif = body.startswith(b"JFIF\0") and len(body) >= _JFIF_BODY_BYTES
        return body[: _JFIF_BODY_BYTES - 2] + b"\0\0" if is_jfif else None
    if marker == _ICC_OR_MORE_PICTURES:
        return body if body.startswith(b"ICC_PROFILE\0") else None
    if marker == _ADOBE:
        return body if body.startswith(b"Adobe") else None
    return None if marker == _COMMENT or _JFIF < marker <= _LAST_APPLICATION else body


def _is_for_programs(marker: int) -> bool:
    return marker == _COMMENT or _JFIF <= marker <= _LAST_APPLICATION


def _is_private(marker: int, body: bytes) -> bool:
    if marker == _ICC_OR_MORE_PICTURES:
        return body.startswith(b"MPF\0")
    return marker in (_EXIF_OR_XMP, _IPTC)
