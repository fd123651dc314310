"""Accepts the tracked changes of an OpenDocument text (OpenDocument 1.3 part 3, 5.5).

Used by ``accepted_changes``.
"""

from __future__ import annotations

from packbuilder.intake.office.xml_edits import as_bytes, drop
from packbuilder.intake.traits.open_xml import Element, Package, attribute, child, descendants


def is_odf_text(package: Package) -> bool:
    """Tell whether a file that has a part content.xml is a text, and no sheets or slides."""
    body = next(descendants(package.tree("content.xml"), "office:body"), None)
    return body is not None and child(body, "office:text") is not None


def accepted_in_odf(package: Package) -> dict[str, bytes | None]:
    """Drop what was deleted, which such files keep apart, and the marks of all changes."""
    roots = {name: package.tree(name) for name in ("content.xml", "styles.xml") if package.has(name)}
    before = {name: as_bytes(root) for name, root in roots.items()}
    drawn_before = _drawn(roots)
    for root in roots.values():
        marks = ("text:tracked-changes", "text:change", "text:change-start", "text:change-end")
        for each in list(descendants(root, *marks)):
            drop(each)
    changed: dict[str, bytes | None] = {}
    for name, root in roots.items():
        if (after := as_bytes(root)) != before[name]:
            changed[name] = after
    gone = drawn_before - _drawn(roots)
    if gone:
        _drop_drawn(package, changed, gone)
    return changed


def _drawn(roots: dict[str, Element]) -> set[str]:
    """Return the pictures and objects inside the file that are used in it."""
    return {
        href.removeprefix("./")
        for root in roots.values()
        for each in root.iter()
        if (href := attribute(each, "xlink:href")) and ":" not in href and not href.startswith("#")
    }


def _drop_drawn(package: Package, changed: dict[str, bytes | None], gone: set[str]) -> None:
    def is_gone(name: str) -> bool:
        return any(name == each or name.startswith(f"{each}/") for each in gone)

    for name in package.names:
        if is_gone(name):
            changed[name] = None
    manifest = "META-INF/manifest.xml"
    if package.has(manifest):
        root = package.tree(manifest)
        for entry in list(descendants(root, "manifest:file-entry")):
            if is_gone(attribute(entry, "manifest:full-path").rstrip("/")):
                drop(entry)
        changed[manifest] = as_bytes(root)
