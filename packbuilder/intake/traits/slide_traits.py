"""What a PowerPoint file carries that its author may not mean to publish, read before any conversion.

Second in the line. Slides are numbered as PowerPoint numbers them, hidden ones included.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from packbuilder.intake.traits.gathered_traits import GatheredTraits
from packbuilder.intake.traits.open_xml import (
    Element,
    Package,
    attribute,
    child,
    descendants,
    short_name,
    text_in,
)
from packbuilder.intake.traits.open_xml_traits import (
    gather_embedded_files,
    gather_external_links,
    gather_macros,
    hidden_shapes,
    object_programs,
)
from packbuilder.meeting.document_facts import Trait, TraitKind

_NOT_NOTES = frozenset({"sldNum", "dt", "hdr", "ftr", "sldImg"})
"""Placeholders of a notes page in which PowerPoint itself writes."""
_TOP_SHAPES = frozenset({"p:sp", "p:grpSp", "p:graphicFrame", "p:cxnSp", "p:pic"})


def slide_traits(package: Package, main: str) -> tuple[Trait, ...]:
    """Return what a PowerPoint file carries.

    Args:
        package: The open file.
        main: The name of its main part.

    Raises:
        PackBuilderError: If a part is missing or of absurd size.
        zipfile.BadZipFile: And others of ``open_xml.DAMAGE``, if a part is damaged.
    """
    found = GatheredTraits()
    slides, size = _slides_and_size(package, main)
    people = _people(package, main)
    programs: dict[tuple[str, str], str] = {}
    places: dict[str, str] = {}
    for slide_number, slide in enumerate(slides, start=1):
        place = f"Slide {slide_number}"
        places[slide] = place
        programs.update(object_programs(package, slide))
        _gather_slide(package, slide, place, size, found)
        for notes in package.related(slide, "notesSlide"):
            _gather_notes(package, notes, place, found)
        for comments in package.related(slide, "comments"):
            _gather_comments(package, comments, place, people, found)
        for each in package.relationships(slide):
            places.setdefault(each.target, place)
    gather_macros(package, found)
    gather_external_links(package, found)
    gather_embedded_files(package, found, programs, lambda part: places.get(part, ""))
    return found.traits()


def _slides_and_size(package: Package, main: str) -> tuple[tuple[str, ...], tuple[int, int]]:
    parts = {each.id: each.target for each in package.relationships(main) if each.kind == "slide"}
    slides: list[str] = []
    size = (0, 0)
    for is_start, name, element, _ in package.walk(main):
        if is_start and name == "p:sldId":
            part = parts.get(attribute(element, "r:id"), "")
            if not package.has(part):
                raise package.refused(f"is not whole: its slide {len(slides) + 1} is missing")
            slides.append(package.exact_name(part))
        elif is_start and name == "p:sldSz":
            size = (int(element.get("cx", "0")), int(element.get("cy", "0")))
    return tuple(slides), size


def _gather_slide(
    package: Package, slide: str, place: str, size: tuple[int, int], found: GatheredTraits
) -> None:
    root = package.tree(slide)
    if root.get("show", "1").lower() in ("0", "false"):
        found.add(TraitKind.HIDDEN_SLIDES, where=place, words=text_in(root, "a:t"))
    for words in hidden_shapes(package, slide):
        found.add(TraitKind.HIDDEN_TEXT, where=place, words=words)
    for shape in _shapes_beside(root, size):
        words = text_in(shape, "a:t")
        if words.strip():
            found.add(TraitKind.HIDDEN_TEXT, where=f"{place}, beside the slide", words=words)


def _shapes_beside(root: Element, size: tuple[int, int]) -> Iterator[Element]:
    """Return the shapes that lie wholly beside the slide, where nobody sees them."""
    tree = next(descendants(root, "p:spTree"), None)
    if tree is None or min(size) <= 0:
        return
    for shape in tree:
        if short_name(shape) not in _TOP_SHAPES or _is_hidden(shape):
            continue
        box = _box(shape)
        if box is not None and (box[0] >= size[0] or box[1] >= size[1] or box[2] <= 0 or box[3] <= 0):
            yield shape


def _is_hidden(shape: Element) -> bool:
    properties = next(descendants(shape, "p:cNvPr"), None)
    return properties is not None and properties.get("hidden", "").lower() in ("1", "true")


def _box(shape: Element) -> tuple[float, float, float, float] | None:
    """Return left, top, right and bottom of a shape; None where its layout places it."""
    holder = child(shape, "p:xfrm")
    for name in ("p:spPr", "p:grpSpPr"):
        if holder is None and (properties := child(shape, name)) is not None:
            holder = child(properties, "a:xfrm")
    if holder is None:
        return None
    offset, extent = child(holder, "a:off"), child(holder, "a:ext")
    if offset is None or extent is None:
        return None
    left, top = int(offset.get("x", "0")), int(offset.get("y", "0"))
    width, height = int(extent.get("cx", "0")), int(extent.get("cy", "0"))
    if int(holder.get("rot", "0")) == 0:
        return left, top, left + width, top + height
    # Turned: the circle round it, so that no shape is called unseen of which a corner shows.
    reach = math.hypot(width, height) / 2
    middle_x, middle_y = left + width / 2, top + height / 2
    return middle_x - reach, middle_y - reach, middle_x + reach, middle_y + reach


def _gather_notes(package: Package, notes: str, place: str, found: GatheredTraits) -> None:
    words: list[str] = []
    for shape in descendants(package.tree(notes), "p:sp", "p:graphicFrame"):
        placeholder = next(descendants(shape, "p:ph"), None)
        if placeholder is not None and placeholder.get("type", "obj") in _NOT_NOTES:
            continue
        for paragraph in descendants(shape, "a:p"):
            runs = (text for text in descendants(paragraph, "a:t") if not _is_field(text))
            words.append("".join(text.text or "" for text in runs))
    if any(line.strip() for line in words):
        found.add(TraitKind.SPEAKER_NOTES, where=place, words=" ".join(words))


def _is_field(text: Element) -> bool:
    """Tell whether text is filled in by PowerPoint: a page number, a date."""
    return short_name(text.getparent()) == "a:fld"


def _people(package: Package, main: str) -> dict[str, str]:
    """Return the names of those who commented, by the number or id that comments give them."""
    names: dict[str, str] = {}
    for kind in ("commentAuthors", "authors"):
        for part in package.related(main, kind):
            for author in descendants(package.tree(part), "p:cmAuthor", "p188:author"):
                names[author.get("id", "")] = author.get("name", "")
    return names


def _gather_comments(
    package: Package, part: str, place: str, people: dict[str, str], found: GatheredTraits
) -> None:
    for comment in descendants(package.tree(part), "p:cm", "p188:cm", "p188:reply"):
        own = [
            each
            for each in comment.iterdescendants()
            if short_name(each) in ("p:text", "a:t") and _comment_of(each) is comment
        ]
        found.add(
            TraitKind.COMMENTS,
            where=place,
            by=people.get(comment.get("authorId", ""), ""),
            words=" ".join(each.text or "" for each in own),
        )


def _comment_of(element: Element) -> Element | None:
    """Return the comment or reply in which an element is."""
    for each in element.iterancestors():
        if short_name(each) in ("p:cm", "p188:cm", "p188:reply"):
            return each
    return None
