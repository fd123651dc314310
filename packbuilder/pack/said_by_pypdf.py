"""What a finished pack says, by pypdf: pages, labels, bookmarks, links, fonts, and nothing that acts.

Half of the proof: every number that the file holds is compared with the plan.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NumberObject,
    PdfObject,
    StreamObject,
)

from packbuilder.pack.front_sheet import DrawnFrontSheet
from packbuilder.pack.plan import Bookmark, PackPlan, SheetKind

_ALLOWED_ACTIONS = {"/GoTo", "/URI"}
_ACTIVE_ANNOTATIONS = {"/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D"}
_ACTIVE_NAMES = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|EF|RichMedia|Rendition|SubmitForm|ImportData|GoToR|GoToE|"
    rb"AA|OpenAction|XFA|Movie|Sound|Screen|FileAttachment|Hide|Named|SetOCGState)(?![A-Za-z0-9])"
)


class Difference(Exception):
    """Something in the file is not as planned; says what, as the end of a sentence."""


def compare_with_plan(path: Path, plan: PackPlan, front_sheet: DrawnFrontSheet) -> dict[int, float]:
    """Check numbers, labels, bookmarks, links, fonts and harmlessness.

    Returns:
        The unit of each page that has one of its own, by page index.

    Raises:
        Difference: If the file does not say what the plan says.
    """
    with path.open("rb") as file:
        return _compare(PdfReader(file), plan, front_sheet)


def _compare(reader: PdfReader, plan: PackPlan, front_sheet: DrawnFrontSheet) -> dict[int, float]:
    catalog = reader.root_object
    pages = list(_pages(catalog))
    if len(pages) != plan.page_count:
        raise Difference(f"it has {len(pages)} pages where the plan has {plan.page_count}")
    page_number_of = {reference.idnum: n for n, (reference, _) in enumerate(pages, start=1)}
    _check_labels(catalog)
    _check_bookmarks(catalog, plan.bookmarks, page_number_of)
    _check_links([page for _, page in pages], plan, front_sheet, page_number_of)
    _check_contents([page for _, page in pages], plan)
    _check_fonts([page for _, page in pages], plan)
    if _may_act(reader):
        _check_harmless(catalog, [page for _, page in pages])
    return {n: _number(page["/UserUnit"]) for n, (_, page) in enumerate(pages) if "/UserUnit" in page}


def _dictionary(value: PdfObject | None) -> DictionaryObject:
    found = value.get_object() if value is not None else None
    if not isinstance(found, DictionaryObject):
        raise Difference("a part of it is not of the kind it should be")
    return found


def _array(value: PdfObject | None) -> ArrayObject:
    found = value.get_object() if value is not None else None
    if not isinstance(found, ArrayObject):
        raise Difference("a part of it is not of the kind it should be")
    return found


def _number(value: PdfObject) -> float:
    found = value.get_object()
    return float(found) if isinstance(found, NumberObject | FloatObject) else 1.0


def _pages(catalog: DictionaryObject) -> Iterator[tuple[IndirectObject, DictionaryObject]]:
    stack = [catalog.raw_get("/Pages")]
    while stack:
        reference = stack.pop()
        node = reference.get_object()
        if "/Kids" in node:
            stack.extend(reversed(node["/Kids"]))
        else:
            yield reference, node


def _check_labels(catalog: DictionaryObject) -> None:
    numbers = _array(_dictionary(catalog["/PageLabels"])["/Nums"])
    if len(numbers) != 2 or numbers[0] != 0 or list(_dictionary(numbers[1]).items()) != [("/S", "/D")]:
        raise Difference("its page labels do not count from 1")


def _target(node: DictionaryObject, page_number_of: Mapping[int, int]) -> int | None:
    destination = node.get("/Dest")
    if not isinstance(destination, ArrayObject) or not destination:
        return None
    target = list.__getitem__(destination, 0)
    return page_number_of.get(target.idnum) if isinstance(target, IndirectObject) else None


def _check_bookmarks(
    parent: DictionaryObject, bookmarks: tuple[Bookmark, ...], page_number_of: Mapping[int, int]
) -> None:
    outline = parent.get("/Outlines", parent)
    node = outline.get("/First")
    for bookmark in bookmarks:
        if node is None:
            raise Difference(f'the bookmark "{bookmark.title}" is missing')
        if str(node["/Title"]) != bookmark.title:
            raise Difference(f'the bookmark "{bookmark.title}" reads "{node["/Title"]}"')
        if "/A" in node:
            raise Difference(f'the bookmark "{bookmark.title}" acts')
        target = _target(node, page_number_of)
        if target != bookmark.page_number:
            raise Difference(
                f'the bookmark "{bookmark.title}" leads to page {target}, not {bookmark.page_number}'
            )
        _check_bookmarks(node, bookmark.children, page_number_of)
        node = node.get("/Next")
    if node is not None:
        raise Difference(f'there is a bookmark "{node["/Title"]}" that was not planned')


def _check_links(
    pages: list[DictionaryObject],
    plan: PackPlan,
    front_sheet: DrawnFrontSheet,
    page_number_of: Mapping[int, int],
) -> None:
    first_page = {item.item.id: item.first_page for item in plan.items}
    linked = {link.item_id for link in front_sheet.links}
    for item in plan.items:
        if item.first_page is not None and item.item.id not in linked:
            raise Difference(f"the agenda has no link to {item.item.title}")
    for page_index in {link.page_index for link in front_sheet.links}:
        expected = [
            (round(link.left_pt, 2), round(link.bottom_pt, 2), first_page[link.item_id])
            for link in front_sheet.links
            if link.page_index == page_index and first_page[link.item_id] is not None
        ]
        annotations = [a.get_object() for a in pages[page_index].get("/Annots", [])]
        found = [
            (round(float(a["/Rect"][0]), 2), round(float(a["/Rect"][1]), 2), _target(a, page_number_of))
            for a in annotations
        ]
        if sorted(found, key=str) != sorted(expected, key=str):
            raise Difference(f"the agenda's links on page {page_index + 1} do not lead where it says")


def _check_contents(pages: list[DictionaryObject], plan: PackPlan) -> None:
    """Check that each page of a document is the one that the plan puts there.

    Its content must have the checksum found when it was taken in. The first stream and the last
    are packbuilder's own.
    """
    for sheet, page in zip(plan.sheets, pages, strict=True):
        if sheet.page is None or sheet.page.content_crc32 is None:
            continue
        checksum = 0
        for part in _array(page["/Contents"])[1:-1]:
            stream = part.get_object()
            if not isinstance(stream, StreamObject):
                raise Difference(f"a part of page {sheet.page_number} is missing")
            checksum = zlib.crc32(stream.get_data(), checksum)
        if checksum != sheet.page.content_crc32:
            raise Difference(f"page {sheet.page_number} is not the page that should be there")


def _check_fonts(pages: list[DictionaryObject], plan: PackPlan) -> None:
    """Check that every font of a page that packbuilder drew is in the file."""
    known: set[int] = set()
    for sheet, page in zip(plan.sheets, pages, strict=True):
        if sheet.kind is SheetKind.DOCUMENT:
            continue
        fonts = _dictionary(_dictionary(page["/Resources"]).get("/Font", DictionaryObject()))
        for name in fonts:
            reference = fonts.raw_get(name)
            if isinstance(reference, IndirectObject) and reference.idnum in known:
                continue
            font = reference.get_object()
            if "/FontFile2" not in font.get("/FontDescriptor", {}):
                raise Difference(
                    f"the font {font.get('/BaseFont')} of page {sheet.page_number} is not embedded"
                )
            if isinstance(reference, IndirectObject):
                known.add(reference.idnum)


def _may_act(reader: PdfReader) -> bool:
    """Tell whether any name of an acting thing occurs in the file's objects, read as plain bytes.

    Packs are written with object streams, so a search through these finds every dictionary that
    is not a stream's own. Words of a title may look the same; then the objects are looked at.
    """
    streams = {number for number, _ in reader.xref_objStm.values()}
    parts = (IndirectObject(number, 0, reader).get_object() for number in streams)
    return any(isinstance(p, StreamObject) and _ACTIVE_NAMES.search(p.get_data()) for p in parts)


def _check_harmless(catalog: DictionaryObject, pages: list[DictionaryObject]) -> None:
    names = catalog.get("/Names", {})
    for key in ("/OpenAction", "/AA"):
        if key in catalog:
            raise Difference("it acts when it is opened")
    if "/JavaScript" in names or "/EmbeddedFiles" in names or "/AF" in catalog:
        raise Difference("it holds a script or an attached file")
    for page_number, page in enumerate(pages, start=1):
        if "/AA" in page:
            raise Difference(f"page {page_number} acts when it is shown")
        if "/AF" in page:
            raise Difference(f"page {page_number} holds an attached file")
        for reference in page.get("/Annots", []):
            _check_annotation_harmless(reference.get_object(), page_number)
    stack = list(catalog.get("/AcroForm", {}).get("/Fields", []))
    seen: set[int] = set()
    while stack:
        field = stack.pop().get_object()
        if not isinstance(field, DictionaryObject) or id(field) in seen:
            continue  # A gap, or fields that go in circles.
        seen.add(id(field))
        if "/AA" in field or "/A" in field:
            raise Difference("a form field in it acts")
        stack.extend(field.get("/Kids", []))


def _check_annotation_harmless(annotation: DictionaryObject, page_number: int) -> None:
    action = annotation.get("/A")
    acts = "/AA" in annotation or annotation.get("/Subtype") in _ACTIVE_ANNOTATIONS
    if action is not None and (action.get("/S") not in _ALLOWED_ACTIONS or "/Next" in action):
        acts = True
    if acts:
        raise Difference(f"something on page {page_number} acts")
