"""Changes the XML of a part in place: what the modules that accept tracked changes have in common."""

from __future__ import annotations

from lxml import etree

from packbuilder.intake.traits.open_xml import Element


def as_bytes(root: Element) -> bytes:
    """Return a part as it is written into a package."""
    data = etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
    return bytes(data)


def drop(element: Element) -> None:
    """Take an element out, but leave the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        previous = element.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
        element.tail = None
    parent.remove(element)


def unwrap(element: Element) -> None:
    """Put what is in an element in its place."""
    parent = element.getparent()
    if parent is None:
        return
    place = parent.index(element)
    for inner in list(element):
        parent.insert(place, inner)
        place += 1
    drop(element)
