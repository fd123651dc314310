"""Takes out of a copy of a Word file what its author hid.

Third in the line, after the file was looked into and before LibreOffice makes pages of the copy: it
prints some of what Word hides, such as hidden rows and shapes. What is hidden, ``word_traits`` says.
"""

from __future__ import annotations

import io
from pathlib import Path

from packbuilder.files import written_beside
from packbuilder.intake.office.accepted_in_word import make_whole
from packbuilder.intake.office.xml_edits import as_bytes, drop
from packbuilder.intake.traits.imported_documents import imported_document
from packbuilder.intake.traits.open_xml import Element, Package, opened_package, short_name
from packbuilder.intake.traits.word_traits import hidden_in_word

_TEXTS = ("w:t", "m:t", "w:delText", "a:t")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def drop_hidden(source: Path, target: Path) -> bool:
    """Write a copy of a Word file without what is hidden in it, if anything is.

    Returns:
        Whether anything was; otherwise, and for what is no Office Open XML text, nothing is written.

    Raises:
        PasswordNeeded: If it opens only with a password.
        PackBuilderError: If it is damaged, or the copy cannot be written.
    """
    with opened_package(source) as package:
        mains = package.related("", "officeDocument") if package.has("[Content_Types].xml") else ()
        if not mains or package.root_name(mains[0]) != "w:document":
            return False
        changed = _without_hidden(package, mains[0])
        if changed:
            with written_beside(target) as temporary:
                package.write(temporary, changed)
    return bool(changed)


def _without_hidden(package: Package, main: str, depth: int = 0) -> dict[str, bytes | None]:
    changed: dict[str, bytes | None] = {}
    imported: dict[str, None] = {}
    for hidden in hidden_in_word(package, main):
        imported.update(dict.fromkeys(hidden.imported))
        if hidden.elements:
            for element in hidden.elements:
                _take_out(element)
            if any(short_name(element) not in _TEXTS for element in hidden.elements):
                make_whole(hidden.root)
            changed[package.exact_name(hidden.part)] = as_bytes(hidden.root)
    for part in imported:
        with imported_document(package, part, depth) as (inner, inner_main):
            if changed_inside := _without_hidden(inner, inner_main, depth + 1):
                written = io.BytesIO()
                inner.write(written, changed_inside)
                changed[part] = written.getvalue()
    return changed


def _take_out(element: Element) -> None:
    if short_name(element) in _TEXTS:
        # A space stays, for LibreOffice hides the line only of a paragraph that holds hidden text.
        for inner in list(element):
            drop(inner)
        element.text = " "
        element.set(_SPACE, "preserve")
        return
    around = element.getparent()
    if short_name(around) == "mc:Choice":
        # The other way to show the same, too.
        both = None if around is None else around.getparent()
        element = element if both is None else both
    drop(element)
