"""Drops whatever pages name among their resources and do not use.

Serves ``cleaning``, and ``pictured_pages`` and ``fitted`` once pages have become pictures or were left
out. Pages often share one list of fonts, pictures, patterns and layers, and forms share it with them.
What only a deleted page drew (a scan of a private paper, say) would come along with the pages that are
left. Dropping is by exact names: where "/Im12" is drawn, "/Im1" is not.
"""

from __future__ import annotations

import dataclasses
import re

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from packbuilder.intake.pdf.content_balance import content_streams

_KINDS = (
    Name.XObject,
    Name.Font,
    Name.Pattern,
    Name.Shading,
    Name.ExtGState,
    Name.ColorSpace,
    Name.Properties,
)

# A name ends at white space or a delimiter; a character may be written as # and its code (7.3.5).
_NAME = re.compile(rb"/([^\x00\t\n\f\r ()<>\[\]{}/%]+)")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")

_DEFAULT_COLOURS = {b"DefaultGray", b"DefaultRGB", b"DefaultCMYK"}
"""Colour spaces that stand for the plain ones wherever those are used (8.6.5.6)."""

_MOST_ROUNDS = 40
"""Forms within forms, each in a list of the one before: no real file has more than a few."""


_Read = dict[tuple[int, int], set[bytes] | None]
"""The names in each stream that was read, by its number; None where it cannot be read."""


class UnreadableContent(Exception):
    """Something that a page draws cannot be read, so that it is not known what it uses."""


@dataclasses.dataclass(slots=True)
class _Use:
    """A list of resources of one kind, and the names in all that is drawn with it.

    ``is_known`` if all of that could be read.
    """

    resources: pikepdf.Dictionary
    names: set[bytes] = dataclasses.field(default_factory=set)
    is_known: bool = True


def drop_unused_resources(pdf: pikepdf.Pdf) -> None:
    """Drop from every list of resources what nothing draws that is drawn with that list.

    Pages must have their inherited attributes as their own.

    Raises:
        UnreadableContent: If a content cannot be read, or forms lie within each other without end. All
            the rest is then dropped, but something may be left that nothing draws.
    """
    tell_lists_apart(pdf)
    read: _Read = {}
    # What draws something may itself be drawn by nothing: one round shows it to the next.
    for _ in range(_MOST_ROUNDS):
        if not _drop_once(pdf, read):
            break
    else:
        raise UnreadableContent
    if None in read.values():
        raise UnreadableContent


def tell_lists_apart(pdf: pikepdf.Pdf) -> None:
    """Give each list of resources a number, by which those who share it know it."""
    for scope in pdf.content_scopes():
        if isinstance(scope.resources, Dictionary) and not scope.resources.is_indirect:
            pdf.make_indirect(scope.resources)


def names_in(content: bytes) -> set[bytes]:
    """Return every name in a content or a default appearance, without its slash and its escapes."""
    names = set(_NAME.findall(content))
    return {_ESCAPE.sub(lambda code: bytes([int(code[1], 16)]), n) if b"#" in n else n for n in names}


def is_named(key: str, names: set[bytes]) -> bool:
    """Whether a key of a list of resources, such as "/Im1", is among some names.

    One that is not plain ASCII counts as named: programs do not agree on how it is written.
    """
    return not key.isascii() or key[1:].encode() in names


def _drop_once(pdf: pikepdf.Pdf, read: _Read) -> int:
    uses: dict[object, _Use] = {}
    borrowed: set[bytes] | None = set()
    for number, scope in enumerate(pdf.content_scopes()):
        names = _names_drawn(scope.content, read)
        if scope.kind != "page" and Name.Resources not in scope.content:
            # It is drawn with the list of whatever draws it, which may be any: it is met only once.
            borrowed = None if borrowed is None or names is None else borrowed | names
        if not isinstance(scope.resources, Dictionary):
            continue
        for kind in _KINDS:
            held = scope.resources.get(kind)
            if isinstance(held, Dictionary) and len(held.keys()):
                shared = next((o.objgen for o in (held, scope.resources) if o.is_indirect), number)
                use = uses.setdefault((shared, kind), _Use(held))
                use.is_known = use.is_known and names is not None
                use.names |= names or set()
                if kind == Name.ColorSpace:
                    use.names |= _DEFAULT_COLOURS | _colours_of_pictures(scope.resources)
    if borrowed is None:
        return 0
    return sum(_drop_unnamed(use, borrowed) for use in uses.values() if use.is_known)


def _names_drawn(content: pikepdf.Object, read: _Read) -> set[bytes] | None:
    """Return the names in a content; ``read`` remembers them by stream, as pages share streams."""
    names: set[bytes] = set()
    if isinstance(content, Stream):
        streams = [content]
    else:
        streams = content_streams(content) if isinstance(content, Dictionary) else []
    for stream in streams:
        if stream.objgen not in read:
            try:
                read[stream.objgen] = names_in(stream.read_bytes())
            except pikepdf.PdfError:
                read[stream.objgen] = None
    for stream in streams:
        known = read[stream.objgen]
        if known is None:
            return None
        names |= known
    return names


def _colours_of_pictures(resources: pikepdf.Dictionary) -> set[bytes]:
    """Return the names of the colours of pictures: readers look them up in the list of who draws them."""
    pictures = resources.get(Name.XObject)
    names: set[bytes] = set()
    for picture in pictures.values() if isinstance(pictures, Dictionary) else ():
        colours = picture.get(Name.ColorSpace) if isinstance(picture, Stream) else None
        named = list(colours) if isinstance(colours, Array) else [colours]
        names |= {each.unparse()[1:] for each in named if isinstance(each, Name)}
    return names


def _drop_unnamed(use: _Use, borrowed: set[bytes]) -> int:
    keys = list(use.resources.keys())
    unnamed = [key for key in keys if not is_named(key, use.names) and not is_named(key, borrowed)]
    for key in unnamed:
        del use.resources[key]
    return len(unnamed)
