"""Joins pages in plan order into one file: pages, stamps, bookmarks, labels, links, metadata.

Sixth in the line. It carries out the plan and decides nothing. Every page is copied into a fresh
file, so nothing that a source held besides its pages can come along.
"""

from __future__ import annotations

import dataclasses
import html
import io
import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, cast

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, String

from packbuilder.errors import PackBuilderError
from packbuilder.files import PatientFile
from packbuilder.intake.pdf.cleaning import sweep
from packbuilder.intake.pdf.joined_layers import merge_layers
from packbuilder.intake.pdf.joined_pages import append_pages
from packbuilder.intake.taken_in import TakenIn
from packbuilder.meeting.printed_times import date_words
from packbuilder.pack.fonts import printable_line
from packbuilder.pack.front_sheet import DrawnFrontSheet
from packbuilder.pack.plan import Bookmark, PackPlan, Sheet, SheetKind
from packbuilder.pack.shared_streams import share_identical_streams
from packbuilder.pack.stamp import Stamper, plain_page
from packbuilder.progress import Progress

LANGUAGE = "en-GB"


@dataclasses.dataclass(frozen=True, slots=True)
class DrawnSheets:
    """What packbuilder drew for a pack. ``to_follow`` is by item id."""

    front_sheet: DrawnFrontSheet
    filler: bytes
    to_follow: Mapping[str, bytes]


def assemble(
    plan: PackPlan,
    drawn: DrawnSheets,
    documents: Mapping[str, TakenIn],
    target: Path,
    progress: Progress,
) -> None:
    """Write the pack that the plan describes to ``target``.

    Args:
        plan: Every sheet in order.
        drawn: The pages that packbuilder drew.
        documents: The documents taken in, by document id; only those of the plan are touched.
        target: Where to write; the caller puts it in its final place.
        progress: Told of each document joined.

    Raises:
        PackBuilderError: If a document cannot be joined, or the words of a stamp cannot be printed.
        OSError: If the file cannot be written.
        Cancelled: If the user asked to stop.
    """
    pack = pikepdf.new()
    sources = _Sources(pack, drawn)
    stamper = Stamper(pack, plan.sheets)
    done = 0
    for (kind, item_id, document_id), run in itertools.groupby(plan.sheets, _origin):
        sheets = list(run)
        if kind is SheetKind.DOCUMENT:
            try:
                _join_document(pack, documents[document_id], sheets, stamper)
            except (pikepdf.PdfError, RuntimeError, ValueError) as error:
                raise _cannot_join(plan, document_id) from error
        else:
            for sheet in sheets:
                page = sources.append(kind, item_id, sheet.source_page_index)
                stamper.lay(page, sheet, *plain_page(page))
        done += len(sheets)
        progress.step("Joining pages", done, plan.page_count)
    merge_layers(pack, [documents[d.document.id].pdf for item in plan.items for d in item.documents])
    sweep(pack)  # After the layers, which bring objects of their own.
    pages = [page.obj for page in pack.pages]
    _link_agenda(plan, drawn.front_sheet, pages)
    _write_outline(pack, plan.bookmarks, pages)
    _write_catalog(pack, plan)
    share_identical_streams(pack)
    with PatientFile(target) as file:
        pack.save(
            cast(BinaryIO, file),
            object_stream_mode=ObjectStreamMode.generate,
            deterministic_id=True,
            fix_metadata_version=False,
            min_version="1.7",
        )


def _cannot_join(plan: PackPlan, document_id: str) -> PackBuilderError:
    item, planned = next((i, d) for i in plan.items for d in i.documents if d.document.id == document_id)
    return PackBuilderError(
        f"Item {item.number} ({item.item.title}): {Path(planned.document.file).name} could not be joined "
        "to the pack, because of how it is made inside.",
        "Print it to PDF, and attach that.",
    )


def _origin(sheet: Sheet) -> tuple[SheetKind, str, str]:
    return sheet.kind, sheet.item_id, sheet.document_id


class _Sources:
    """The drawn pages, opened once and kept open until the pack is written."""

    def __init__(self, pack: pikepdf.Pdf, drawn: DrawnSheets) -> None:
        self._pack = pack
        self._front_sheet = pikepdf.open(io.BytesIO(drawn.front_sheet.pdf))
        self._filler = pikepdf.open(io.BytesIO(drawn.filler))
        self._to_follow = {id_: pikepdf.open(io.BytesIO(pdf)) for id_, pdf in drawn.to_follow.items()}

    def append(self, kind: SheetKind, item_id: str, source_page_index: int) -> pikepdf.Page:
        """Append a drawn page to the pack and return it."""
        if kind is SheetKind.FRONT_SHEET:
            source = self._front_sheet
        elif kind is SheetKind.FILLER:
            source = self._filler
        else:
            source = self._to_follow[item_id]
        # A fresh page each time: qpdf copies a page once, and would give it again with its stamps.
        drawn = self._pack.copy_foreign(source.pages[source_page_index].obj)
        self._pack.pages.append(pikepdf.Page(Dictionary(dict(drawn.items()))))
        return self._pack.pages[-1]


def _join_document(pack: pikepdf.Pdf, taken: TakenIn, sheets: list[Sheet], stamper: Stamper) -> None:
    start = len(pack.pages)
    append_pages(pack, taken.pdf)
    for sheet in sheets:
        index = sheet.source_page_index
        stamper.lay(pack.pages[start + index], sheet, taken.geometry[index], taken.facts.pages[index])


def _link_agenda(plan: PackPlan, front_sheet: DrawnFrontSheet, pages: Sequence[pikepdf.Object]) -> None:
    """Lay a link over every page range of the agenda."""
    first_page = {item.item.id: item.first_page for item in plan.items}
    links: dict[int, list[Dictionary]] = {}
    for link in front_sheet.links:
        page_number = first_page[link.item_id]
        if page_number is None:
            continue
        box = (link.left_pt, link.bottom_pt, link.right_pt, link.top_pt)
        annotation = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=Array([round(edge, 2) for edge in box]),
            Border=Array([0, 0, 0]),
            F=4,
            Dest=Array([pages[page_number - 1], Name.Fit]),
        )
        links.setdefault(link.page_index, []).append(annotation)
    for page_index, page_links in links.items():
        pages[page_index][Name.Annots] = Array(page_links)


def _write_outline(
    pack: pikepdf.Pdf, bookmarks: tuple[Bookmark, ...], pages: Sequence[pikepdf.Object]
) -> None:
    """Write bookmarks as an outline with the first level open (ISO 32000-1, 12.3.3)."""
    root = pack.make_indirect(Dictionary(Type=Name.Outlines))
    _write_siblings(pack, root, bookmarks, pages)
    root[Name.Count] = len(bookmarks)
    pack.Root[Name.Outlines] = root


def _write_siblings(
    pack: pikepdf.Pdf,
    parent: pikepdf.Object,
    bookmarks: tuple[Bookmark, ...],
    pages: Sequence[pikepdf.Object],
) -> None:
    nodes = [
        pack.make_indirect(
            Dictionary(
                Title=String(bookmark.title),
                Parent=parent,
                Dest=Array([pages[bookmark.page_number - 1], Name.Fit]),
            )
        )
        for bookmark in bookmarks
    ]
    for before, after in itertools.pairwise(nodes):
        before[Name.Next] = after
        after[Name.Prev] = before
    parent[Name.First] = nodes[0]
    parent[Name.Last] = nodes[-1]
    for node, bookmark in zip(nodes, bookmarks, strict=True):
        if bookmark.children:
            _write_siblings(pack, node, bookmark.children, pages)
            node[Name.Count] = -len(bookmark.children)


def pack_title(plan: PackPlan) -> str:
    """Return the title that a reader's window shows: "Public document pack, Cabinet, 20 June 2023"."""
    return f"Public document pack, {plan.meeting.body}, {date_words(plan.meeting.date)}"


def _write_catalog(pack: pikepdf.Pdf, plan: PackPlan) -> None:
    title = printable_line(pack_title(plan), "The name of the body")
    council = printable_line(plan.meeting.council, "The name of the council")
    catalog = pack.Root
    catalog[Name.Lang] = String(LANGUAGE)
    catalog[Name.PageMode] = Name.UseOutlines
    catalog[Name.PageLabels] = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
    catalog[Name.ViewerPreferences] = Dictionary(
        DisplayDocTitle=True,
        PrintScaling=Name("/None"),
        Duplex=Name.DuplexFlipLongEdge if plan.meeting.style.duplex else Name.Simplex,
    )
    pack.docinfo[Name.Title] = String(title)
    pack.docinfo[Name.Author] = String(council)
    metadata = pack.make_stream(_xmp(title, council))
    metadata[Name.Type] = Name.Metadata
    metadata[Name.Subtype] = Name.XML
    catalog[Name.Metadata] = metadata


def _xmp(title: str, council: str) -> bytes:
    """Return the title, author and language as XMP, without dates, so that same input gives same bytes."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{html.escape(title)}</rdf:li></rdf:Alt></dc:title>'
        f"<dc:creator><rdf:Seq><rdf:li>{html.escape(council)}</rdf:li></rdf:Seq></dc:creator>"
        f"<dc:language><rdf:Bag><rdf:li>{LANGUAGE}</rdf:li></rdf:Bag></dc:language>"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()
