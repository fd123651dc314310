"""What must stand round a page's content so that nothing of it reaches what is drawn after it.

A page may save the graphics state (q) and never restore it (Q), restore it once too often, or
end inside a text object; a stamp drawn after it would then be turned, scaled or lost. Found once
when the file is taken in.
"""

from __future__ import annotations

import re

import pikepdf
from pikepdf import Array, Name, Stream

# Operators that stand between white space or delimiters. Inside strings and inline pictures this
# finds some that are none; only pages that seem unbalanced are read properly, which is slow.
_OPERATORS = re.compile(rb"[\s\x00\])>}](q|Q|BT|ET)(?=[\s\x00/\[(<%{])")

_UNKNOWN_DEPTH = 16
"""How many saved states absorb surplus restores where a content cannot be read."""
_UNKNOWN_CLOSING = " ".join(["Q"] * _UNKNOWN_DEPTH)

_LARGEST_PARSED_BYTES = 50_000_000


# Every operator (ISO 32000-1, annex A), for the end of a content that is whole.
_LAST_OPERATOR = re.compile(
    rb"(?:^|[\s\x00\])>}])(?:b\*?|B\*?|BDC|BMC|BT|BX|c|cm|cs|CS|d|d0|d1|Do|DP|EI|EMC|ET|EX|f\*?|F|g|G|gs|h|i|j|J|k|K|l|"
    rb"m|M|MP|n|q|Q|re|rg|RG|ri|s|S|sc|SC|scn|SCN|sh|T\*|Tc|Td|TD|Tf|Tj|TJ|TL|Tm|Tr|Ts|Tw|Tz|v|w|W\*?|y|'|\")"
    rb"[\s\x00]*$"
)
_LONGEST_TAIL_BYTES = 100


def settle_content(pdf: pikepdf.Pdf, page: pikepdf.Page) -> tuple[int, str, bool]:
    """Find what must stand round a page's content; write the content anew where it breaks off.

    A content that ends inside an array, a string or a picture would swallow what comes after it.

    Returns:
        How many q must stand before it, the operators that close it after (an ordinary page gives
        1 and "Q"), and whether it was written anew.
    """
    try:
        parts = [stream.read_bytes() for stream in content_streams(page.obj)]
    except pikepdf.PdfError:
        return _UNKNOWN_DEPTH, _UNKNOWN_CLOSING, False
    data = b"\n".join([b"", *parts, b""])
    operators = _OPERATORS.findall(data)
    lowest, depth, in_text = _walk(operators)
    is_whole = _LAST_OPERATOR.search(data[-_LONGEST_TAIL_BYTES:]) is not None or not data.strip(
        b"\0\t\n\f\r "
    )
    if is_whole and not (lowest or depth or in_text):
        return 1, "Q", False
    if len(data) > _LARGEST_PARSED_BYTES:
        return _UNKNOWN_DEPTH, _UNKNOWN_CLOSING, False
    try:
        instructions = pikepdf.parse_content_stream(page)
    except (pikepdf.PdfError, TypeError, ValueError):
        return _UNKNOWN_DEPTH, _UNKNOWN_CLOSING, False
    if not is_whole:
        page.obj[Name.Contents] = pdf.make_stream(pikepdf.unparse_content_stream(instructions))
    lowest, depth, in_text = _walk([str(i.operator).encode() for i in instructions])
    saves_before = 1 - lowest
    closing = ["ET"] * in_text + ["Q"] * (saves_before + depth)
    return saves_before, " ".join(closing), not is_whole


def _walk(operators: list[bytes]) -> tuple[int, int, bool]:
    """Return the lowest and the last depth of saved states, and whether a text object is open."""
    depth = lowest = 0
    in_text = False
    for operator in operators:
        if operator == b"q":
            depth += 1
        elif operator == b"Q":
            depth -= 1
            lowest = min(lowest, depth)
        elif operator in (b"BT", b"ET"):
            in_text = operator == b"BT"
    return lowest, depth, in_text


def content_streams(page: pikepdf.Dictionary) -> list[pikepdf.Stream]:
    """Return a page's content streams in order, leaving out what is no stream."""
    contents = page.get(Name.Contents)
    if isinstance(contents, Stream):
        return [contents]
    if isinstance(contents, Array):
        return [part for part in contents if isinstance(part, Stream)]
    return []
