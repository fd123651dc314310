"""Opens the finished pack with other engines and compares what they see with the plan.

Seventh in the line. pikepdf wrote the file; here PDFium (what a reader sees) and pypdf (what the
file says) read it back. A file proofed by the engine that wrote it would prove little.

What is proved: the number of pages; each stamp's words, as text, where the plan put them; each
bookmark, page label and agenda link against the printed number; each range printed in the agenda;
that nothing in the file acts; that packbuilder's own fonts are embedded.
"""

from __future__ import annotations

import ctypes
import dataclasses
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pypdfium2.raw as pdfium
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

from packbuilder.errors import ProofFailed
from packbuilder.pack.front_sheet import AgendaLink, DrawnFrontSheet
from packbuilder.pack.plan import Bookmark, PackPlan, Sheet, SheetKind
from packbuilder.pack.stamp import stamp_box
from packbuilder.progress import Progress

_NEXT_STEP = (
    "The pack was not saved, and an earlier one is as it was. Build again; if it happens again, this is "
    "an error in packbuilder: please report it."
)

_STEPS_TOLD = 50
_DEVICE_UNITS = 1_000_000
_ALLOWED_ACTIONS = {"/GoTo", "/URI"}
_ACTIVE_ANNOTATIONS = {"/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D"}
_ACTIVE_NAMES = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|EF|RichMedia|Rendition|SubmitForm|ImportData|GoToR|GoToE|"
    rb"AA|OpenAction|XFA|Movie|Sound|Screen|FileAttachment|Hide|Named|SetOCGState)(?![A-Za-z0-9])"
)


def prove(path: Path, plan: PackPlan, front_sheet: DrawnFrontSheet, progress: Progress) -> None:
    """Check a finished pack against its plan.

    Args:
        path: The finished file, which nobody else has yet.
        plan: What it should hold.
        front_sheet: Where the agenda's links should be.
        progress: Told of pages read back.

    Raises:
        ProofFailed: If anything differs; names the page.
        Cancelled: If the user asked to stop.
    """
    with path.open("rb") as file:
        units = _prove_with_pypdf(PdfReader(file), plan, front_sheet)
    with _PdfiumDocument(path) as document:
        _prove_with_pdfium(document, plan, front_sheet, units, progress)


def _fail(what: str) -> ProofFailed:
    return ProofFailed(f"The finished pack failed its proof: {what}.", _NEXT_STEP)


# What a reader sees: PDFium.


@dataclasses.dataclass(frozen=True, slots=True)
class _Region:
    """Part of a page as the reader sees it; edges as shares of its width and height, top at 0."""

    left: float
    top: float
    right: float
    bottom: float


class _PdfiumDocument:
    """A file open in PDFium, by its raw interface: the pages of a large pack are many."""

    def __init__(self, path: Path) -> None:
        # pypdfium2's own module initialises the library when it is first imported.
        self._handle = pdfium.FPDF_LoadDocument(str(path).encode() + b"\0", None)
        if not self._handle:
            raise _fail("PDFium cannot open it")

    def __enter__(self) -> _PdfiumDocument:
        return self

    def __exit__(self, *_: object) -> None:
        pdfium.FPDF_CloseDocument(self._handle)

    @property
    def page_count(self) -> int:
        count: int = int(pdfium.FPDF_GetPageCount(self._handle))
        return count

    @property
    def acting_parts(self) -> int:
        """How many scripts and attached files PDFium finds at document level."""
        scripts = pdfium.FPDFDoc_GetJavaScriptActionCount(self._handle)
        return max(0, scripts) + max(0, pdfium.FPDFDoc_GetAttachmentCount(self._handle))

    def page(self, page_index: int) -> _PdfiumPage:
        return _PdfiumPage(self._handle, page_index)


class _PdfiumPage:
    """One page open in PDFium, with its text."""

    def __init__(self, document: ctypes.c_void_p, page_index: int) -> None:
        self._page = pdfium.FPDF_LoadPage(document, page_index)
        if not self._page:
            raise _fail(f"PDFium cannot open page {page_index + 1}")
        self._text = pdfium.FPDFText_LoadPage(self._page)
        self._buffer = (ctypes.c_ushort * 512)()

    def __enter__(self) -> _PdfiumPage:
        return self

    def __exit__(self, *_: object) -> None:
        pdfium.FPDFText_ClosePage(self._text)
        pdfium.FPDF_ClosePage(self._page)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as seen, in the page's own units."""
        return pdfium.FPDF_GetPageWidthF(self._page), pdfium.FPDF_GetPageHeightF(self._page)

    def text_in(self, region: _Region) -> str:
        """Return the words that stand in a region, white space folded."""
        x1, y1 = self._point(region.left, region.top)
        x2, y2 = self._point(region.right, region.bottom)
        edges = (min(x1, x2), max(y1, y2), max(x1, x2), min(y1, y2))
        length = pdfium.FPDFText_GetBoundedText(self._text, *edges, self._buffer, len(self._buffer))
        found = bytes(self._buffer)[: 2 * max(0, min(length, len(self._buffer)))]
        return " ".join(found.decode("utf-16-le", errors="replace").replace("\0", "").split())

    def _point(self, across: float, down: float) -> tuple[float, float]:
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDF_DeviceToPage(
            self._page, 0, 0, _DEVICE_UNITS, _DEVICE_UNITS, 0,
            round(across * _DEVICE_UNITS), round(down * _DEVICE_UNITS), x, y,
        )  # fmt: skip
        return x.value, y.value


def _prove_with_pdfium(
    document: _PdfiumDocument,
    plan: PackPlan,
    front_sheet: DrawnFrontSheet,
    units: Mapping[int, float],
    progress: Progress,
) -> None:
    if document.page_count != plan.page_count:
        raise _fail(f"it has {document.page_count} pages where the plan has {plan.page_count}")
    if document.acting_parts:
        raise _fail("it holds a script or an attached file")
    for page_index, sheet in enumerate(plan.sheets):
        if page_index % _STEPS_TOLD == 0:
            progress.step("Reading the pack back", page_index, plan.page_count)
        with document.page(page_index) as page:
            _prove_stamps(page, sheet, units.get(page_index, 1.0))
            if sheet.kind is SheetKind.FRONT_SHEET:
                _prove_agenda_words(page, sheet, plan, front_sheet)
    progress.step("Reading the pack back", plan.page_count, plan.page_count)


def _prove_stamps(page: _PdfiumPage, sheet: Sheet, user_unit: float) -> None:
    width, height = (side * user_unit for side in page.size)
    for stamp in sheet.stamps:
        frame = (height, width) if sheet.stamps_turned else (width, height)
        box = stamp_box(stamp, *frame)
        padding = box.font_size_pt * 0.3
        left, right = (box.left_pt - padding) / frame[0], (box.left_pt + box.width_pt + padding) / frame[0]
        top = 1 - (box.baseline_pt + box.font_size_pt) / frame[1]
        bottom = 1 - (box.baseline_pt - padding) / frame[1]
        region = _Region(left, top, right, bottom)
        if sheet.stamps_turned:
            # The frame's left is the page's top: the pack is turned to read it.
            region = _Region(1 - bottom, left, 1 - top, right)
        found = page.text_in(region)
        if not re.search(rf"(?<!\w){re.escape(stamp.text)}(?!\w)", found):
            raise _fail(f'page {sheet.page_number} should say "{stamp.text}" at the {stamp.place.value}')


def _prove_agenda_words(
    page: _PdfiumPage, sheet: Sheet, plan: PackPlan, front_sheet: DrawnFrontSheet
) -> None:
    """Check that each link to an item stands on that item's printed range, or its words."""
    width, height = page.size
    items = {item.item.id: item for item in plan.items}
    for link in front_sheet.links:
        if link.page_index != sheet.source_page_index:
            continue
        found = page.text_in(_link_region(link, width, height))
        label = items[link.item_id].range_label
        numbers = re.findall(r"\d+", label)
        is_range = re.fullmatch(r"\(?(?:Pages? )?\d+(?: ?- ?\d+)?\)?", found) is not None
        if is_range and re.findall(r"\d+", found) != numbers:
            raise _fail(f"the agenda prints {found} for {items[link.item_id].item.title}, which is {label}")


def _link_region(link: AgendaLink, width: float, height: float) -> _Region:
    return _Region(
        link.left_pt / width, 1 - link.top_pt / height, link.right_pt / width, 1 - link.bottom_pt / height
    )


# What the file says: pypdf.


def _prove_with_pypdf(reader: PdfReader, plan: PackPlan, front_sheet: DrawnFrontSheet) -> dict[int, float]:
    """Check numbers, labels, bookmarks, links and harmlessness; return the pages' unusual units."""
    catalog = reader.root_object
    pages = list(_pages(catalog))
    if len(pages) != plan.page_count:
        raise _fail(f"it has {len(pages)} pages where the plan has {plan.page_count}")
    page_number_of = {reference.idnum: n for n, (reference, _) in enumerate(pages, start=1)}
    _prove_labels(catalog)
    _prove_bookmarks(catalog, plan.bookmarks, page_number_of)
    _prove_links([page for _, page in pages], plan, front_sheet, page_number_of)
    _prove_fonts([page for _, page in pages], plan)
    if _may_act(reader):
        _prove_harmless(catalog, [page for _, page in pages])
    return {n: _number(page["/UserUnit"]) for n, (_, page) in enumerate(pages) if "/UserUnit" in page}


def _dictionary(value: PdfObject | None) -> DictionaryObject:
    found = value.get_object() if value is not None else None
    if not isinstance(found, DictionaryObject):
        raise _fail("a part of it is not of the kind it should be")
    return found


def _array(value: PdfObject | None) -> ArrayObject:
    found = value.get_object() if value is not None else None
    if not isinstance(found, ArrayObject):
        raise _fail("a part of it is not of the kind it should be")
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


def _prove_labels(catalog: DictionaryObject) -> None:
    numbers = _array(_dictionary(catalog["/PageLabels"])["/Nums"])
    if len(numbers) != 2 or numbers[0] != 0 or list(_dictionary(numbers[1]).items()) != [("/S", "/D")]:
        raise _fail("its page labels do not count from 1")


def _target(node: DictionaryObject, page_number_of: Mapping[int, int]) -> int | None:
    destination = node.get("/Dest")
    if not isinstance(destination, ArrayObject) or not destination:
        return None
    target = list.__getitem__(destination, 0)
    return page_number_of.get(target.idnum) if isinstance(target, IndirectObject) else None


def _prove_bookmarks(
    parent: DictionaryObject, bookmarks: tuple[Bookmark, ...], page_number_of: Mapping[int, int]
) -> None:
    outline = parent.get("/Outlines", parent)
    node = outline.get("/First")
    for bookmark in bookmarks:
        if node is None:
            raise _fail(f'the bookmark "{bookmark.title}" is missing')
        if str(node["/Title"]) != bookmark.title:
            raise _fail(f'the bookmark "{bookmark.title}" reads "{node["/Title"]}"')
        target = _target(node, page_number_of)
        if target != bookmark.page_number:
            raise _fail(f'the bookmark "{bookmark.title}" leads to page {target}, not {bookmark.page_number}')
        _prove_bookmarks(node, bookmark.children, page_number_of)
        node = node.get("/Next")
    if node is not None:
        raise _fail(f'there is a bookmark "{node["/Title"]}" that was not planned')


def _prove_links(
    pages: list[DictionaryObject],
    plan: PackPlan,
    front_sheet: DrawnFrontSheet,
    page_number_of: Mapping[int, int],
) -> None:
    first_page = {item.item.id: item.first_page for item in plan.items}
    linked = {link.item_id for link in front_sheet.links}
    for item in plan.items:
        if item.first_page is not None and item.item.id not in linked:
            raise _fail(f"the agenda has no link to {item.item.title}")
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
            raise _fail(f"the agenda's links on page {page_index + 1} do not lead where it says")


def _prove_fonts(pages: list[DictionaryObject], plan: PackPlan) -> None:
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
                raise _fail(f"the font {font.get('/BaseFont')} of page {sheet.page_number} is not embedded")
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


def _prove_harmless(catalog: DictionaryObject, pages: list[DictionaryObject]) -> None:
    names = catalog.get("/Names", {})
    for key in ("/OpenAction", "/AA"):
        if key in catalog:
            raise _fail("it acts when it is opened")
    if "/JavaScript" in names or "/EmbeddedFiles" in names:
        raise _fail("it holds a script or an attached file")
    for page_number, page in enumerate(pages, start=1):
        if "/AA" in page:
            raise _fail(f"page {page_number} acts when it is shown")
        for reference in page.get("/Annots", []):
            _prove_annotation_harmless(reference.get_object(), page_number)
    stack = list(catalog.get("/AcroForm", {}).get("/Fields", []))
    while stack:
        field = stack.pop().get_object()
        if "/AA" in field or "/A" in field:
            raise _fail("a form field in it acts")
        stack.extend(field.get("/Kids", []))


def _prove_annotation_harmless(annotation: DictionaryObject, page_number: int) -> None:
    action = annotation.get("/A")
    acts = "/AA" in annotation or annotation.get("/Subtype") in _ACTIVE_ANNOTATIONS
    if action is not None and (action.get("/S") not in _ALLOWED_ACTIONS or "/Next" in action):
        acts = True
    if acts:
        raise _fail(f"something on page {page_number} acts")
