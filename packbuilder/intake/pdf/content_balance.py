"""What must stand round a page's content so that nothing of it reaches what is drawn after it.

A page may save the graphics state (q) and never restore it (Q), restore it once too often, end in
a text object, a hidden layer or a path that is not painted, or break off in the middle of an
operand. A stamp drawn after it would be turned, scaled, hidden or swallowed. Found once, when the
file is taken in. Nearly every page is sound, and that is told by counting; reading a content
operator by operator takes a hundred times as long and is done only where the counts are off.
"""

from __future__ import annotations

import dataclasses
import re
import zlib
from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Name, Stream

# Strings, with one level of brackets inside, and comments: what is in them is no operator. A look
# back comes after the character it guards, so that the search can leap from bracket to bracket.
_WORDS = re.compile(rb"\((?<!\\\()(?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\)|%[^\r\n]*+", re.DOTALL)

# Operators that stand between white space or delimiters. Inside inline pictures this finds some
# that are none; such pages seem unbalanced and are then read properly.
_STATE_OPERATORS = re.compile(rb"[\s\x00\])>}](q|Q|BT|ET|BMC|BDC|EMC)(?=[\s\x00/\[(<%{])")

# Every operator that may end a content that is whole (ISO 32000-1, annex A). Those that build a
# path or set a clip are left out: a path must be painted or ended before anything else is drawn.
_SOUND_END = re.compile(
    rb"(?:^|[\s\x00\])>}])(?:b\*?|B\*?|BX|cm|cs|CS|d|d0|d1|Do|DP|EI|EMC|ET|EX|f\*?|F|g|G|gs|i|j|J|k|K|M|MP|n|"
    rb"q|Q|rg|RG|ri|s|S|sc|SC|scn|SCN|sh|w)[\s\x00]*$"
)
_LONGEST_END_BYTES = 100

_PATH_OPERATORS = {"m", "l", "c", "v", "y", "h", "re", "W", "W*"}
_ALL_BUT_BRACKETS = bytes(set(range(256)) - set(b"[]()<>\\"))
_WHITE_SPACE = b"\0\t\n\f\r "

# Inside an inline picture anything may look like an operator.
_INLINE_PICTURE = re.compile(rb"[\s\x00]BI[\s\x00/].*?[\s\x00]ID[\s\x00]", re.DOTALL)

_UNKNOWN_DEPTH = 16
"""How many saved states absorb surplus restores where a content cannot be read."""

_LARGEST_READ_BYTES = 5_000_000
"""Reading a larger content operator by operator would keep the clerk waiting."""


@dataclasses.dataclass(frozen=True, slots=True)
class Surroundings:
    """What must stand before and after a page's content.

    ``crc32`` is the checksum of the content's streams, decoded, one after the other; None where
    they could not all be read. ``was_mended`` says that the content was written anew.
    """

    saves_before: int = 1
    operators_after: str = "Q"
    crc32: int | None = None
    was_mended: bool = False


_UNKNOWN_CLOSING = " ".join(["ET", *["EMC"] * _UNKNOWN_DEPTH, *["Q"] * _UNKNOWN_DEPTH])


class ContentTooLarge(Exception):
    """A page whose content unpacks to more than any reader takes: a slip, or meant to do harm."""


LARGEST_CONTENT_BYTES = 64_000_000
"""pypdf, for one, gives up at 75 MB; the largest page of real reports has a few."""


def settle_content(pdf: pikepdf.Pdf, page: pikepdf.Page) -> Surroundings:
    """Find what must stand round a page's content; write the content anew where it breaks off.

    Raises:
        ContentTooLarge: If it is larger than ``LARGEST_CONTENT_BYTES``.
    """
    try:
        parts = _unpacked(page)
    except pikepdf.PdfError:
        return Surroundings(_UNKNOWN_DEPTH, _UNKNOWN_CLOSING)
    crc32 = _crc32(parts) if _names_only_streams(page.obj) else None
    data = b"\n".join([b"", *parts, b""])
    if b"(" in data or b"%" in data:
        data = _WORDS.sub(b" ", data)
    state_operators = _STATE_OPERATORS.findall(data)
    if _is_sound(data, state_operators):
        return Surroundings(crc32=crc32)
    if len(data) > _LARGEST_READ_BYTES:
        return Surroundings(_UNKNOWN_DEPTH, _UNKNOWN_CLOSING, crc32)
    try:
        instructions = pikepdf.parse_content_stream(page)
    except (pikepdf.PdfError, TypeError, ValueError):
        return Surroundings(_UNKNOWN_DEPTH, _UNKNOWN_CLOSING, crc32)
    operators = [str(instruction.operator) for instruction in instructions]
    is_whole = _is_read_to_its_end(data, operators)
    if not is_whole:
        content = pikepdf.unparse_content_stream(instructions)
        page.obj[Name.Contents] = pdf.make_stream(content)
        crc32 = zlib.crc32(content)
    return dataclasses.replace(_surroundings(operators), crc32=crc32, was_mended=not is_whole)


def _unpacked(page: pikepdf.Page) -> list[bytes]:
    parts: list[bytes] = []
    for stream in content_streams(page.obj):
        parts.append(stream.read_bytes())
        if sum(map(len, parts)) > LARGEST_CONTENT_BYTES:
            raise ContentTooLarge
    return parts


def _crc32(parts: Sequence[bytes]) -> int:
    checksum = 0
    for part in parts:
        checksum = zlib.crc32(part, checksum)
    return checksum


def _names_only_streams(page: pikepdf.Dictionary) -> bool:
    """Tell whether all that a page calls its content is there; a lost stream reads as nothing."""
    contents = page.get(Name.Contents)
    named = len(contents) if isinstance(contents, Array) else Name.Contents in page
    return len(content_streams(page)) == named


def _is_sound(data: bytes, state_operators: Sequence[bytes]) -> bool:
    """Tell, by counting, whether a content closes all that it opens and ends with an operator."""
    if not data.strip(_WHITE_SPACE):
        return True
    depth = lowest = marks = 0
    in_text = False
    for operator in state_operators:
        if operator == b"q":
            depth += 1
        elif operator == b"Q":
            depth -= 1
            lowest = min(lowest, depth)
        elif operator in (b"BMC", b"BDC"):
            marks += 1
        elif operator == b"EMC":
            marks = max(0, marks - 1)
        else:
            in_text = operator == b"BT"
    brackets = data.translate(None, _ALL_BUT_BRACKETS)
    return (
        not depth
        and not lowest
        and not in_text
        and brackets.count(b"[") == brackets.count(b"]")
        and brackets.count(b"(") - brackets.count(b"\\(") == brackets.count(b")") - brackets.count(b"\\)")
        and brackets.count(b"<") == brackets.count(b">")
        and not marks
        and not (b"BI" in data and _INLINE_PICTURE.search(data))
        and _SOUND_END.search(data[-_LONGEST_END_BYTES:]) is not None
    )


def _is_read_to_its_end(data: bytes, operators: Sequence[str]) -> bool:
    """Tell whether reading reached the last word of a content and missed no operator on the way.

    An array, string or picture that is never closed swallows the operators after it.
    """
    last_word = re.split(rb"[\s\x00\])>}]+", data.rstrip(_WHITE_SPACE))[-1:]
    if last_word == [b"EI"]:
        return bool(operators) and operators[-1] == "INLINE IMAGE"
    if not operators or last_word != [operators[-1].encode()]:
        return False
    read = sum(operator in ("q", "Q", "BT", "ET", "BMC", "BDC", "EMC") for operator in operators)
    return read >= len(_STATE_OPERATORS.findall(data))


def _surroundings(operators: Sequence[str]) -> Surroundings:
    depth = lowest = marks = 0
    in_text = False
    for operator in operators:
        if operator == "q":
            depth += 1
        elif operator == "Q":
            depth -= 1
            lowest = min(lowest, depth)
        elif operator in ("BT", "ET"):
            in_text = operator == "BT"
        elif operator in ("BMC", "BDC"):
            marks += 1
        elif operator == "EMC":
            marks = max(0, marks - 1)
    saves_before = 1 - lowest
    closing = ["n"] if operators and operators[-1] in _PATH_OPERATORS else []
    closing += ["ET"] * in_text + ["EMC"] * marks + ["Q"] * (saves_before + depth)
    return Surroundings(saves_before, " ".join(closing))


def content_streams(page: pikepdf.Dictionary) -> list[pikepdf.Stream]:
    """Return a page's content streams in order, leaving out what is no stream."""
    contents = page.get(Name.Contents)
    if isinstance(contents, Stream):
        return [contents]
    if isinstance(contents, Array):
        return [part for part in contents if isinstance(part, Stream)]
    return []
