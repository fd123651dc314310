"""Stores streams that are the same in several documents (a font, a crest) once.

Reports from one council bring the same fonts and pictures again and again; qpdf does not notice
(qpdf issue 414), so a pack would carry each copy.
"""

from __future__ import annotations

import collections
import hashlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

_SMALLEST_WORTH_SHARING_BYTES = 64


def share_identical_streams(pack: pikepdf.Pdf) -> int:
    """Make every reference to a repeated stream lead to its first copy; return how many were repeated.

    Two streams are the same when their dictionaries and their stored bytes are. Streams that
    refer to other objects are compared after those were shared, so a picture and its mask join
    together.
    """
    replaced: set[tuple[int, int]] = set()
    # A picture's dictionary names its mask: once masks are shared, such pictures become the same.
    for _ in range(3):
        replacements = _repeated_streams(pack, replaced)
        if not replacements:
            break
        _redirect(pack, replacements)
        replaced.update(replacements)
    return len(replaced)


def _repeated_streams(pack: pikepdf.Pdf, replaced: set[tuple[int, int]]) -> dict[tuple[int, int], Stream]:
    by_length: dict[int, list[Stream]] = collections.defaultdict(list)
    for thing in pack.objects:
        if isinstance(thing, Stream) and thing.objgen not in replaced:
            length = thing.get(Name.Length)
            if isinstance(length, int) and length >= _SMALLEST_WORTH_SHARING_BYTES:
                by_length[length].append(thing)
    replacements: dict[tuple[int, int], Stream] = {}
    for streams in by_length.values():
        if len(streams) < 2:
            continue
        first_of: dict[bytes, Stream] = {}
        for stream in streams:
            first = first_of.setdefault(_digest(stream), stream)
            if first.objgen != stream.objgen:
                replacements[stream.objgen] = first
    return replacements


def _digest(stream: Stream) -> bytes:
    digest = hashlib.sha256(stream.read_raw_bytes())
    for key in sorted(stream.keys()):
        value = stream[key]
        described = value.unparse() if isinstance(value, pikepdf.Object) else repr(value).encode()
        digest.update(key.encode(errors="surrogateescape") + b"=" + described + b";")
    return digest.digest()


def _redirect(pack: pikepdf.Pdf, replacements: dict[tuple[int, int], Stream]) -> None:
    for thing in pack.objects:
        stack: list[pikepdf.Object] = [thing]
        while stack:
            holder = stack.pop()
            if isinstance(holder, Array):
                entries: list[tuple[int | str, object]] = list(enumerate(holder))
            elif isinstance(holder, Dictionary | Stream):
                entries = list(holder.items())
            else:
                continue
            for key, value in entries:
                if not isinstance(value, Array | Dictionary | Stream):
                    continue
                if not value.is_indirect:
                    stack.append(value)
                elif (first := replacements.get(value.objgen)) is not None:
                    holder[key] = first
