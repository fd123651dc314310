"""Scales a page to a paper size, with everything on it: content, patterns, marks, links and fields.

Serves ``fitted``. The content keeps its own streams, with a matrix before them and what closes them
after them, so that the page still says and draws what it did. What is measured in the page's own
space besides its content is written anew: where annotations lie, and where links to the page lead.
"""

from __future__ import annotations

import dataclasses
import re
from decimal import Decimal
from typing import TypeGuard

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from packbuilder.intake.pdf.annotations import annotations_of
from packbuilder.intake.pdf.content_balance import content_streams
from packbuilder.intake.pdf.page_boxes import Box, PageGeometry, box_of
from packbuilder.meeting.document_facts import PageFacts

_OTHER_BOXES = (Name.CropBox, Name.TrimBox, Name.BleedBox, Name.ArtBox, Name.UserUnit)

# Entries of an annotation (ISO 32000-2, 12.5.6) that are points, and those that are lengths.
_POINTS = (Name.Rect, Name.QuadPoints, Name.InkList, Name.Vertices, Name.L, Name.CL)
_LENGTHS = (Name.RD, Name.LL, Name.LLE, Name.LLO, Name.CO, Name.Border)

_FONT_SIZE = re.compile(r"(?P<size>\d*\.?\d+)(?=\s+Tf\b)")

_DECIMALS = 6


@dataclasses.dataclass(frozen=True, slots=True)
class Scale:
    """How a page's own space is carried to the scaled page: larger by ``factor``, then moved."""

    factor: float
    right: float
    up: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the page lies on the scaled page."""
        return self.factor * x + self.right, self.factor * y + self.up

    def across(self, value: object) -> object:
        """Return where a distance from the left lies; what is no number stays what it is."""
        return _rounded(self.factor * float(value) + self.right) if _is_number(value) else value

    def upwards(self, value: object) -> object:
        """Return where a height lies; what is no number stays what it is."""
        return _rounded(self.factor * float(value) + self.up) if _is_number(value) else value

    def length(self, value: object) -> object:
        """Return how long something is; what is no number stays what it is."""
        if isinstance(value, Array):
            return Array([self.length(each) for each in value])
        return _rounded(self.factor * float(value)) if _is_number(value) else value

    def points(self, value: object) -> object:
        """Return an array of points, x and y in turn, or of such arrays, on the scaled page."""
        if not isinstance(value, Array):
            return value
        if any(isinstance(each, Array) for each in value):
            return Array([self.points(each) for each in value])
        return Array([self.upwards(each) if n % 2 else self.across(each) for n, each in enumerate(value)])


def scale_to(geometry: PageGeometry, size_pt: tuple[float, float]) -> tuple[Scale, PageGeometry]:
    """Return how a page is carried to another size, in the middle of it, and what is then seen.

    Args:
        geometry: What is seen of the page.
        size_pt: Width and height of the scaled page as the reader sees it.
    """
    width, height = reversed(size_pt) if geometry.rotation % 180 else size_pt
    left, bottom, right, top = geometry.box
    factor = min(width / (right - left), height / (top - bottom))
    scale = Scale(
        factor,
        (width - factor * (right - left)) / 2 - factor * left,
        (height - factor * (top - bottom)) / 2 - factor * bottom,
    )
    return scale, PageGeometry((0.0, 0.0, width, height), geometry.rotation, 1.0)


def scale_page(
    pdf: pikepdf.Pdf,
    page: pikepdf.Page,
    before: PageGeometry,
    after: PageGeometry,
    scale: Scale,
    facts: PageFacts,
) -> None:
    """Scale a page of an open document, with its annotations; what was not seen of it stays unseen.

    Args:
        pdf: The document.
        page: The page.
        before: What is seen of the page.
        after: What is to be seen of it.
        scale: How the one is carried to the other.
        facts: What must stand round the page's content.
    """
    streams = content_streams(page.obj)
    if streams:
        opening, closing = _around(before.box, scale, facts)
        page.obj[Name.Contents] = Array([pdf.make_stream(opening), *streams, pdf.make_stream(closing)])
    page.obj[Name.MediaBox] = Array([_rounded(edge) for edge in after.box])
    for key in _OTHER_BOXES:
        if key in page.obj:
            del page.obj[key]
    _scale_patterns(pdf, page.obj, scale)
    _scale_annotations(page.obj, before.box, scale)


def _around(box: Box, scale: Scale, facts: PageFacts) -> tuple[bytes, bytes]:
    """Return the operators before and after a content.

    The matrix comes before the states that are saved for restores too many: these must not undo it.
    """
    matrix = (scale.factor, 0, 0, scale.factor, scale.right, scale.up)
    visible = (box[0], box[1], box[2] - box[0], box[3] - box[1])
    opening = [
        "q",
        f"{' '.join(map(_number, matrix))} cm",
        f"{' '.join(map(_number, visible))} re W n",
        "q " * facts.saves_before,
    ]
    # The empty line ends a comment that the page's content may end in.
    closing = ["", facts.operators_after, "Q", ""]
    return "\n".join(opening).encode("ascii"), "\n".join(closing).encode("ascii")


def _number(value: float) -> str:
    return f"{value:.{_DECIMALS}f}".rstrip("0").rstrip(".")


def _rounded(value: float) -> float:
    return round(value, 3)


def _is_number(value: object) -> TypeGuard[int | float | Decimal]:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


# Patterns are laid out in the page's own space, whatever matrix they are drawn under (8.7.3.1).


def _scale_patterns(pdf: pikepdf.Pdf, page: pikepdf.Dictionary, scale: Scale) -> None:
    resources = page.get(Name.Resources)
    patterns = resources.get(Name.Pattern) if isinstance(resources, Dictionary) else None
    if not isinstance(resources, Dictionary) or not isinstance(patterns, Dictionary):
        return
    # Written beside the ones that are there, which other pages of other sizes may draw with. A list
    # that stands within the resources is copied too, or two pages would change the same one.
    own = Dictionary(
        {
            key: Dictionary(dict(held.items()))
            if isinstance(held, Dictionary) and not held.is_indirect
            else held
            for key, held in resources.items()
        }
    )
    own[Name.Pattern] = Dictionary(
        {name: _scaled_pattern(pdf, pattern, scale) for name, pattern in patterns.items()}
    )
    page[Name.Resources] = own


def _scaled_pattern(pdf: pikepdf.Pdf, pattern: object, scale: Scale) -> object:
    if isinstance(pattern, Stream):
        # As it is stored; its filters are among the entries that follow.
        scaled = pdf.make_stream(pattern.read_raw_bytes())
        for key in set(pattern.keys()) - {"/Length"}:
            scaled[key] = pattern[key]
        scaled[Name.Matrix] = _scaled_matrix(pattern.get(Name.Matrix), scale)
        return scaled
    if isinstance(pattern, Dictionary):
        other = Dictionary(dict(pattern.items()))
        other[Name.Matrix] = _scaled_matrix(pattern.get(Name.Matrix), scale)
        return pdf.make_indirect(other)
    return pattern


def _scaled_matrix(matrix: object, scale: Scale) -> Array:
    values = [float(v) for v in matrix if _is_number(v)] if isinstance(matrix, Array) else []
    a, b, c, d, e, f = values if len(values) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    moved = scale.point(e, f)
    return Array([round(v, _DECIMALS) for v in (*(scale.factor * v for v in (a, b, c, d)), *moved)])


# What lies on the page.


def _scale_annotations(page: pikepdf.Dictionary, visible: Box, scale: Scale) -> None:
    annotations = annotations_of(page)
    if not annotations:
        return
    kept = [a for a in annotations if _is_seen(a, visible)]
    here = {annotation.objgen for annotation in kept if annotation.is_indirect}
    # A window that belonged to what is no longer there.
    kept = [a for a in kept if not _is_popup(a) or _parent_of(a) in (None, *here)]
    for annotation in kept:
        popup = annotation.get(Name.Popup)
        if isinstance(popup, Dictionary) and popup.objgen not in here:
            del annotation[Name.Popup]
        _scale_annotation(annotation, scale)
    if kept:
        page[Name.Annots] = Array(kept)
    else:
        del page[Name.Annots]


def _is_seen(annotation: pikepdf.Dictionary, visible: Box) -> bool:
    """Tell whether an annotation reaches into what is seen of a page; a note's window need not.

    One beside it would come into view with the margin that a scaled page may have.
    """
    box = box_of(annotation.get(Name.Rect))
    if box is None or _is_popup(annotation):
        return True
    return box[0] < visible[2] and box[2] > visible[0] and box[1] < visible[3] and box[3] > visible[1]


def _is_popup(annotation: pikepdf.Dictionary) -> bool:
    return bool(annotation.get(Name.Subtype) == Name.Popup)


def _parent_of(annotation: pikepdf.Dictionary) -> tuple[int, int] | None:
    parent = annotation.get(Name.Parent)
    return parent.objgen if isinstance(parent, Dictionary) else None


def _scale_annotation(annotation: pikepdf.Dictionary, scale: Scale) -> None:
    """Scale an annotation; its look, a form of its own, follows the rectangle (12.5.5)."""
    for key in _POINTS:
        if key in annotation:
            annotation[key] = scale.points(annotation[key])
    for key in _LENGTHS:
        if key in annotation:
            annotation[key] = scale.length(annotation[key])
    style = annotation.get(Name.BS)
    if isinstance(style, Dictionary):
        own = Dictionary(dict(style.items()))
        for key in (Name.W, Name.D):
            if key in own:
                own[key] = scale.length(own[key])
        annotation[Name.BS] = own
    appearance = annotation.get(Name.DA)
    if isinstance(appearance, String):
        annotation[Name.DA] = String(
            _FONT_SIZE.sub(lambda m: _number(scale.factor * float(m[0])), str(appearance))
        )
    # Of fixed size on the paper, which is another one now.
    if Name.FixedPrint in annotation:
        del annotation[Name.FixedPrint]


def scaled_view(destination: Array, scale: Scale) -> Array:
    """Return a destination on a scaled page: the same page, and the same place on it (12.3.2.2)."""
    page, *view = destination
    name = str(view[0]) if view else ""
    numbers = view[1:]
    if name == "/XYZ":
        places = [*(place(n) for place, n in zip((scale.across, scale.upwards), numbers, strict=False))]
        return Array([page, view[0], *places, *numbers[2:]])
    if name in ("/FitH", "/FitBH"):
        return Array([page, view[0], *map(scale.upwards, numbers)])
    if name in ("/FitV", "/FitBV"):
        return Array([page, view[0], *map(scale.across, numbers)])
    if name == "/FitR":
        return Array(
            [page, view[0], *(scale.upwards(v) if n % 2 else scale.across(v) for n, v in enumerate(numbers))]
        )
    return destination
