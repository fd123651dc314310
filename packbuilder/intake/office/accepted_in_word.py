"""Accepts the tracked changes of a Word file, as Word itself would.

Used by ``accepted_changes``. What each piece of markup means is told by ECMA-376 part 1, 17.13.5.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

from lxml import etree

from packbuilder.intake.office.xml_edits import as_bytes, drop, unwrap
from packbuilder.intake.traits.imported_documents import imported_document, imported_part
from packbuilder.intake.traits.open_xml import (
    Element,
    Package,
    attribute,
    child,
    descendants,
    relationships_part,
    short_name,
)
from packbuilder.intake.traits.word_traits import CHANGED_FORMATS

_RANGE_MARKS = tuple(
    f"w:{name}Range{end}"
    for name in (
        "moveFrom",
        "moveTo",
        "customXmlIns",
        "customXmlDel",
        "customXmlMoveFrom",
        "customXmlMoveTo",
    )
    for end in ("Start", "End")
)
_DELETED = ("w:del", "w:moveFrom")
_INSERTED = ("w:ins", "w:moveTo")
_MARK_HOLDERS = frozenset({"w:rPr", "w:trPr", "w:numPr", "m:ctrlPr"})
"""Where a change is no container of runs, but says something of what it stands in."""

_STORIES = frozenset(
    {
        "w:body",
        "w:tc",
        "w:hdr",
        "w:ftr",
        "w:footnote",
        "w:endnote",
        "w:comment",
        "w:txbxContent",
        "w:docPartBody",
    }
)
"""What paragraphs stand in; none of them but the body may be without one."""
_WRAPPERS = frozenset({"w:sdt", "w:sdtContent", "w:customXml", "w:smartTag"})
_CONTENT_ROOTS = frozenset(
    {
        "w:document",
        "w:hdr",
        "w:ftr",
        "w:footnotes",
        "w:endnotes",
        "w:comments",
        "w:glossaryDocument",
        "w:styles",
        "w:numbering",
    }
)
_WITHOUT_CONTENT = frozenset(
    {
        "w:pPr",
        "w:bookmarkStart",
        "w:bookmarkEnd",
        "w:commentRangeStart",
        "w:commentRangeEnd",
        "w:permStart",
        "w:permEnd",
        "w:proofErr",
    }
)
_NOTES = {"w:footnote": "w:footnoteReference", "w:endnote": "w:endnoteReference"}


def accepted_in_word(package: Package, depth: int = 0) -> dict[str, bytes | None]:
    """Return the parts of a Word file that change as its changes are accepted, None for what goes.

    Args:
        package: The open file.
        depth: How many other files it lies in.

    Raises:
        PackBuilderError: If it cannot be read, or a file in its text is no Word document.
        zipfile.BadZipFile: And others of ``open_xml.DAMAGE``, if it is damaged.
    """
    # By what a part holds: its name and ending may be anything.
    roots = {
        name: package.tree(name)
        for name in package.names
        if package.root_name(name) in (*_CONTENT_ROOTS, "w:settings")
    }
    before = {name: as_bytes(root) for name, root in roots.items()}
    noted_before = _references(roots)
    links_before = {name: _link_ids(root) for name, root in roots.items()}
    for root in roots.values():
        if short_name(root) == "w:settings":
            for each in list(descendants(root, "w:trackRevisions")):
                drop(each)
        else:
            _accept_in_story(root)
    _drop_notes(roots, noted_before - _references(roots))
    changed: dict[str, bytes | None] = {}
    for name, root in roots.items():
        if (after := as_bytes(root)) != before[name]:
            changed[name] = after
    gone_links = {name: links_before[name] - _link_ids(root) for name, root in roots.items()}
    _drop_parts(package, changed, {name: ids for name, ids in gone_links.items() if ids})
    _accept_in_imported(package, roots, changed, depth)
    return changed


def _accept_in_imported(
    package: Package, roots: dict[str, Element], changed: dict[str, bytes | None], depth: int
) -> None:
    """Accept the changes of the files that are printed as part of this one."""
    imported = {
        imported_part(package, name, attribute(each, "r:id"))
        for name, root in roots.items()
        for each in descendants(root, "w:altChunk")
    }
    for part in sorted(imported - {""}):
        with imported_document(package, part, depth) as (inner, _):
            written = io.BytesIO()
            inner.write(written, accepted_in_word(inner, depth + 1))
            changed[part] = written.getvalue()


def _accept_in_story(root: Element) -> None:
    # Rows and cells first: what is in them need not be looked at.
    _drop_rows_and_cells(root)
    _accept_in_formulas(root)
    for each in list(descendants(root, *_DELETED)):
        if short_name(each.getparent()) not in _MARK_HOLDERS:
            drop(each)
    for each in list(descendants(root, "w:delText", "w:delInstrText")):
        drop(each)
    for each in list(descendants(root, *_INSERTED)):
        if short_name(each.getparent()) in _MARK_HOLDERS:
            drop(each)
        else:
            unwrap(each)
    for each in list(descendants(root, *CHANGED_FORMATS, *_RANGE_MARKS)):
        drop(each)
    _mend_fields(root)
    _join_paragraphs(root)
    # Marks that stand where they mean nothing, as some converters leave them.
    for each in list(descendants(root, *_DELETED, "w:cellDel")):
        drop(each)
    make_whole(root)


def make_whole(root: Element) -> None:
    """Keep a story valid from which rows or shapes were taken: no table without rows, no empty cell."""
    _drop_empty(root)
    _mend_merged_cells(root)
    _give_paragraphs(root)


def _drop_rows_and_cells(root: Element) -> None:
    for properties in list(descendants(root, "w:trPr")):
        if child(properties, "w:del") is not None:
            row = properties.getparent()
            if row is not None:
                drop(row)
    for mark in list(descendants(root, "w:cellDel")):
        cell = next((each for each in mark.iterancestors() if short_name(each) == "w:tc"), None)
        if cell is not None:
            drop(cell)
    for mark in list(descendants(root, "w:cellMerge")):
        _accept_merge(mark)
    for mark in list(descendants(root, "w:cellIns")):
        drop(mark)


def _accept_merge(mark: Element) -> None:
    properties = mark.getparent()
    kind = attribute(mark, "w:vMerge")
    if properties is not None and kind in ("cont", "rest") and child(properties, "w:vMerge") is None:
        merge = etree.Element(mark.tag.replace("}cellMerge", "}vMerge"))
        if kind == "rest":
            merge.set(mark.tag.replace("}cellMerge", "}val"), "restart")
        properties.replace(mark, merge)
        before = ("w:cnfStyle", "w:tcW", "w:gridSpan", "w:hMerge")
        place = sum(1 for each in properties if short_name(each) in before)
        properties.insert(place, merge)
    else:
        drop(mark)


def _accept_in_formulas(root: Element) -> None:
    """Settle the changes that formulas note of themselves, outside runs."""
    for properties in list(descendants(root, "m:ctrlPr")):
        for mark in [each for each in properties if short_name(each) in (*_DELETED, *_INSERTED)]:
            if short_name(mark) in _DELETED:
                around = properties.getparent()
                formula = None if around is None else around.getparent()
                kept = () if formula is None else descendants(formula, "m:t")
                if formula is not None and not any(not _is_deleted(each) for each in kept):
                    drop(formula)
            unwrap(mark)
    for run in list(descendants(root, "m:r")):
        look = child(run, "w:rPr")
        if look is not None and any(child(look, name) is not None for name in _DELETED):
            drop(run)


def _is_deleted(element: Element) -> bool:
    return any(short_name(each) in _DELETED for each in element.iterancestors())


def _mend_fields(root: Element) -> None:
    """Take out what is left of fields of which a part was deleted."""
    open_fields: list[Element] = []
    strays: list[Element] = []
    instructions: list[tuple[Element | None, Element]] = []
    for each in descendants(root, "w:fldChar", "w:instrText"):
        if short_name(each) == "w:instrText":
            instructions.append((open_fields[-1] if open_fields else None, each))
            continue
        kind = attribute(each, "w:fldCharType")
        if kind == "begin":
            open_fields.append(each)
        elif not open_fields:
            strays.append(each)
        elif kind == "end":
            open_fields.pop()
    strays += open_fields
    for begin, instruction in instructions:
        if begin is None or any(begin is each for each in open_fields):
            strays.append(instruction)
    for each in strays:
        drop(each)


def _join_paragraphs(root: Element) -> None:
    """Join each paragraph whose mark was deleted with the next; the next one's look stays."""
    for paragraph in list(descendants(root, "w:p")):
        properties = child(paragraph, "w:pPr")
        marks = None if properties is None else child(properties, "w:rPr")
        gone = [] if marks is None else [each for each in marks if short_name(each) in _DELETED]
        if not gone:
            continue
        for mark in gone:
            drop(mark)
        content = [each for each in paragraph if short_name(each) != "w:pPr"]
        following = _next_paragraph(paragraph)
        if following is not None:
            place = 1 if child(following, "w:pPr") is not None else 0
            for each in content:
                following.insert(place, each)
                place += 1
            drop(paragraph)
        elif all(short_name(each) in _WITHOUT_CONTENT for each in content):
            drop(paragraph)


def _next_paragraph(paragraph: Element) -> Element | None:
    """Return the paragraph right after one, in the same story; None where a table or nothing is."""
    here = paragraph
    while True:
        following: Element | None = here.getnext()
        while following is not None and (
            not short_name(following) or short_name(following) in _WITHOUT_CONTENT
        ):
            following = following.getnext()
        if following is None:
            parent = here.getparent()
            if parent is None or short_name(parent) not in _WRAPPERS:
                return None
            here = parent
            continue
        while following is not None and short_name(following) in _WRAPPERS:
            blocks = [
                each for each in following if short_name(each) in ("w:p", "w:tbl", "w:sdtContent", *_WRAPPERS)
            ]
            following = blocks[0] if blocks else None
        return following if following is not None and short_name(following) == "w:p" else None


_HOLDERS: dict[str, Callable[[str], bool]] = {
    "w:hyperlink": lambda name: name not in _WITHOUT_CONTENT,
    "w:fldSimple": lambda name: name not in ("w:fldData", *_WITHOUT_CONTENT),
    "w:smartTag": lambda name: name not in ("w:smartTagPr", *_WITHOUT_CONTENT),
    "w:customXml": lambda name: name not in ("w:customXmlPr", *_WITHOUT_CONTENT),
    "w:sdtContent": lambda name: name not in _WITHOUT_CONTENT,
    "w:tr": lambda name: name in ("w:tc", *_WRAPPERS),
    "w:tbl": lambda name: name in ("w:tr", *_WRAPPERS),
    "m:oMath": lambda name: True,
    "m:oMathPara": lambda name: name == "m:oMath",
}
"""What is nothing without content, and what its content is."""


def _drop_empty(root: Element) -> None:
    holders = list(descendants(root, *_HOLDERS))
    # From the innermost out, so that what holds only empty things goes too.
    for holder in reversed(holders):
        is_content = _HOLDERS[short_name(holder)]
        if any(is_content(short_name(each)) for each in holder):
            continue
        parent = holder.getparent()
        if short_name(holder) == "w:sdtContent" and parent is not None:
            drop(parent)
        else:
            drop(holder)


def _mend_merged_cells(root: Element) -> None:
    """Let a merged cell begin in the first row that is left of it."""
    for table in descendants(root, "w:tbl"):
        merged: set[int] = set()
        for row in _rows(table):
            column = _number_in(child(row, "w:trPr"), "w:gridBefore", 0)
            still_merged: set[int] = set()
            for cell in _cells(row):
                properties = child(cell, "w:tcPr")
                merge = None if properties is None else child(properties, "w:vMerge")
                if merge is not None:
                    if attribute(merge, "w:val", "continue") == "continue" and column not in merged:
                        merge.set(merge.tag.replace("}vMerge", "}val"), "restart")
                    still_merged.add(column)
                column += _number_in(properties, "w:gridSpan", 1)
            merged = still_merged


def _rows(table: Element) -> Iterator[Element]:
    for row in descendants(table, "w:tr"):
        if next(each for each in row.iterancestors() if short_name(each) == "w:tbl") is table:
            yield row


def _cells(row: Element) -> Iterator[Element]:
    for cell in descendants(row, "w:tc"):
        if next(each for each in cell.iterancestors() if short_name(each) == "w:tr") is row:
            yield cell


def _number_in(properties: Element | None, name: str, otherwise: int) -> int:
    inner = None if properties is None else child(properties, name)
    value = "" if inner is None else attribute(inner, "w:val")
    return int(value) if value.isdigit() else otherwise


def _give_paragraphs(root: Element) -> None:
    """Give every cell, note and header that lost its last paragraph an empty one."""
    for story in (root, *descendants(root, *_STORIES)):
        name = short_name(story)
        if name not in _STORIES or name == "w:body":
            continue
        blocks = [each for each in story if short_name(each) not in ("w:tcPr", *_WITHOUT_CONTENT)]
        # A cell ends in a paragraph, whatever stands before it (17.4.66).
        if not blocks or (name == "w:tc" and short_name(blocks[-1]) == "w:tbl"):
            namespace = etree.QName(story).namespace
            story.append(etree.Element(f"{{{namespace}}}p"))


def _references(roots: dict[str, Element]) -> set[tuple[str, str]]:
    """Return the notes and comments that the text refers to, by kind and number."""
    return {
        (short_name(each), attribute(each, "w:id"))
        for root in roots.values()
        for each in descendants(root, "w:footnoteReference", "w:endnoteReference", "w:commentReference")
    }


def _drop_notes(roots: dict[str, Element], gone: set[tuple[str, str]]) -> None:
    """Take out notes and comments to which nothing refers any more."""
    references = {**_NOTES, "w:comment": "w:commentReference"}
    for root in roots.values():
        for note in list(descendants(root, *references)):
            if (references[short_name(note)], attribute(note, "w:id")) in gone:
                drop(note)
        for mark in list(descendants(root, "w:commentRangeStart", "w:commentRangeEnd")):
            if ("w:commentReference", attribute(mark, "w:id")) in gone:
                drop(mark)


_LINK_NAMESPACES = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}",
)


def _link_ids(root: Element) -> set[str]:
    return {
        str(value)
        for each in root.iter()
        for key, value in each.attrib.items()
        if str(key).startswith(_LINK_NAMESPACES)
    }


def _drop_parts(package: Package, changed: dict[str, bytes | None], gone_links: dict[str, set[str]]) -> None:
    """Take out the relationships that nothing uses any more, and the parts they led to."""
    if not gone_links:
        return
    before = package.reachable()
    for part, ids in gone_links.items():
        name = relationships_part(part)
        if not package.has(name):
            continue
        root = package.tree(name)
        for each in list(descendants(root, "rel:Relationship")):
            if each.get("Id") in ids:
                drop(each)
        changed[package.exact_name(name)] = as_bytes(root)
    gone = before - _still_reachable(package, gone_links)
    if not gone:
        return
    for part in gone:
        changed[part] = None
        if package.has(relationships_part(part)):
            changed[package.exact_name(relationships_part(part))] = None
    types = package.exact_name("[Content_Types].xml")
    root = package.tree(types)
    for each in list(descendants(root, "ct:Override")):
        if each.get("PartName", "").lstrip("/").casefold() in {part.casefold() for part in gone}:
            drop(each)
    changed[types] = as_bytes(root)


def _still_reachable(package: Package, gone_links: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = [""]
    while waiting:
        part = waiting.pop()
        for each in package.relationships(part):
            if each.is_external or not package.has(each.target) or each.id in gone_links.get(part, ()):
                continue
            name = package.exact_name(each.target)
            if name not in seen:
                seen.add(name)
                waiting.append(name)
    return seen
