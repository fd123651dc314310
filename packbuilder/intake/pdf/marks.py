"""The marks that people leave on the pages of a PDF: notes, highlights, drawings, stamps.

Serves what finds, counts and takes off comments. What belongs to the document itself is no mark: links,
fields, and the words that AutoCAD lays over its drawings so that they can be searched.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

import pikepdf
from pikepdf import Name, String

from packbuilder.intake.pdf.annotations import annotations_of
from packbuilder.intake.pdf.form_fields import is_hidden

COMMENT_SUBTYPES = frozenset(
    {"/Text", "/FreeText", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Caret", "/Ink"}
)
"""Marks by which somebody says something, whether or not words stand beside them."""

DRAWING_SUBTYPES = frozenset({"/Line", "/Square", "/Circle", "/Polygon", "/PolyLine"})
"""Marks that may as well be part of a plan or a map."""

SHX_AUTHOR = "AutoCAD SHX Text"
"""Who left the words that AutoCAD lays over its drawings; cleaning takes them out."""
_TAG = re.compile(r"<[^>]*>")
_LONGEST_READ = 2000


@dataclasses.dataclass(frozen=True, slots=True)
class Mark:
    """One mark: who left it, and what it says."""

    annotation: pikepdf.Dictionary
    author: str
    words: str


def marks_on(page: pikepdf.Dictionary) -> Iterator[Mark]:
    """Yield the marks on a page that the reader sees and that say something, in order.

    Notes, highlights and the like always do; lines, shapes and stamps if words stand beside them.
    """
    for annotation in annotations_of(page):
        subtype = name_text(annotation.get(Name.Subtype))
        if is_hidden(annotation) or not _may_be_mark(subtype):
            continue
        author, words = text_of(annotation.get(Name.T)), _words_of(annotation)
        if author != SHX_AUTHOR and (subtype in COMMENT_SUBTYPES or words):
            yield Mark(annotation, author, words)


def _may_be_mark(subtype: str) -> bool:
    return subtype in COMMENT_SUBTYPES or subtype in DRAWING_SUBTYPES or subtype == "/Stamp"


def _words_of(annotation: pikepdf.Dictionary) -> str:
    plain = text_of(annotation.get(Name.Contents))
    return plain or text_of(annotation.get(Name.RC), is_rich=True)


def name_text(value: object) -> str:
    """Return a PDF name with its slash; with #-escapes where its bytes mean nothing; "" for no name."""
    if not isinstance(value, Name):
        return ""
    try:
        return str(value)
    except UnicodeDecodeError:
        return value.unparse().decode("ascii", "replace")


def text_of(value: object, *, is_rich: bool = False) -> str:
    """Return a text string on one line, without what cannot be printed; "" for anything else."""
    if not isinstance(value, String):
        return ""
    text = str(value)[:_LONGEST_READ]
    if is_rich:
        text = _TAG.sub(" ", text)
    return " ".join("".join(c if c.isprintable() and c != "\ufffd" else " " for c in text).split())
