"""Takes out of marked content what programs say of it: words to read aloud or to copy in its place.

Serves ``cleaning``. A span may carry the words it stands for (ISO 32000-1, 14.9.4), and readers copy
those instead of what is seen: the old words, where somebody replaced only the visible ones. The tags
they serve are dropped anyway. Contents without such words stay as they are, byte for byte.
"""

from __future__ import annotations

import re

import pikepdf
from pikepdf import Array, Dictionary, Name

_LAYER_TYPES = (Name.OCG, Name.OCMD)

# What says which part of a page this is (14.8.2.2), in names and numbers that tell nothing.
_HARMLESS = re.compile(
    rb"(?:[\s\x00\[\]0-9.+-]|/(?:MCID|Type|Subtype|Attached|BBox|Pagination|Layout|Page|Background|Header|"
    rb"Footer|Watermark|Top|Bottom|Left|Right)(?![^\s\x00\[\]/<>()])|"
    rb"/Lang[\s\x00]*\([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,4})*\))*+"
)
_MARKED_CONTENT_ID = re.compile(rb"/MCID[\s\x00]+\d+")

_STRING = rb"\((?:[^()\\]++|\\.)*+\)"
for _ in range(3):  # Brackets within brackets.
    _STRING = rb"\((?:[^()\\]++|\\.|" + _STRING + rb")*+\)"
_HEX = rb"<[0-9A-Fa-f\s\x00]*+>"
_LIST = rb"<<(?:[^<>()%]++|" + _STRING + rb"|" + _HEX + rb")*+>>"
_LIST = rb"<<(?P<body>(?:[^<>()%]++|" + _STRING + rb"|" + _HEX + rb"|" + _LIST + rb")*+)>>"
_MARKED = _LIST + rb"(?=[\s\x00]*(?:BDC|DP)(?![^\s\x00\[\]/<>()%]))"
_ANY_MARKED = re.compile(_MARKED, re.DOTALL)
# Strings, comments and inline pictures first: what looks like a list in them is none.
_MARKED_OR_OPAQUE = re.compile(
    _STRING
    + rb"|%[^\r\n]*+|(?<![^\s\x00])BI[\s\x00/].*?[\s\x00]ID[\s\x00].*?[\s\x00]EI(?![^\s\x00])|"
    + _MARKED,
    re.DOTALL,
)


def silence_content(content: pikepdf.Stream) -> None:
    """Take the words out of the lists that stand in a content itself; leave it alone if it has none."""
    data = content.read_bytes()
    if b"<<" not in data or not any(_says_something(match) for match in _ANY_MARKED.finditer(data)):
        return
    bare = _MARKED_OR_OPAQUE.sub(_silenced, data)
    if bare != data:
        content.write(bare)


def silence_properties(resources: pikepdf.Dictionary) -> None:
    """Empty the lists that contents refer to by name, but for layers, which decide what is seen."""
    marks = resources.get(Name.Properties)
    for key, mark in list(marks.items()) if isinstance(marks, Dictionary) else ():
        is_layer = isinstance(mark, Dictionary) and (
            mark.get(Name.Type) in _LAYER_TYPES or isinstance(mark.get(Name.OCGs), Array | Dictionary)
        )
        if not is_layer and isinstance(marks, Dictionary):
            marks[key] = Dictionary()


def _says_something(match: re.Match[bytes]) -> bool:
    return _HARMLESS.fullmatch(match["body"]) is None


def _silenced(match: re.Match[bytes]) -> bytes:
    if match["body"] is None or not _says_something(match):
        return match[0]
    number = _MARKED_CONTENT_ID.search(match["body"])
    return b"<<" + (number[0] if number else b"") + b">>"
