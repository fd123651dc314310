"""Drops pictures and forms that are named among a page's resources but drawn by no page.

Serves ``cleaning``. Pages often share one list of resources. When a page is deleted, the picture it
drew (a scan of a private paper, say) stays in the list, and would come along with the pages that are
left.
"""

from __future__ import annotations

import dataclasses

import pikepdf
from pikepdf import Dictionary, Name, Stream

from packbuilder.intake.content_balance import content_streams


@dataclasses.dataclass(slots=True)
class _Use:
    """A list of pictures, and the contents that may draw them; ``is_known`` if all could be read."""

    pictures: pikepdf.Dictionary
    contents: list[bytes] = dataclasses.field(default_factory=list)
    is_known: bool = True


def drop_unused_pictures(pdf: pikepdf.Pdf) -> int:
    """Drop from every list of resources the pictures that nothing draws; return how many."""
    uses: dict[object, _Use] = {}
    for number, scope in enumerate(pdf.content_scopes()):
        resources = scope.resources
        pictures = resources.get(Name.XObject) if resources is not None else None
        if resources is None or not isinstance(pictures, Dictionary) or not len(pictures.keys()):
            continue
        shared = next((o.objgen for o in (pictures, resources) if o.is_indirect), None)
        use = uses.setdefault(shared or number, _Use(pictures))
        _add_content(use, scope.content)
        _add_borrowers(use, resources)
    return sum(_drop_unused(use) for use in uses.values() if use.is_known)


def _add_content(use: _Use, content: pikepdf.Object) -> None:
    try:
        if isinstance(content, Stream):
            use.contents.append(content.read_bytes())
        elif isinstance(content, Dictionary):
            use.contents.extend(stream.read_bytes() for stream in content_streams(content))
    except pikepdf.PdfError:
        use.is_known = False


def _add_borrowers(use: _Use, resources: pikepdf.Dictionary) -> None:
    """Add what draws with its page's resources because it has none of its own."""
    for picture in use.pictures.values():
        is_form = isinstance(picture, Stream) and picture.get(Name.Subtype) == Name.Form
        if is_form and Name.Resources not in picture:
            _add_content(use, picture)
    fonts = resources.get(Name.Font)
    for font in fonts.values() if isinstance(fonts, Dictionary) else ():
        if isinstance(font, Dictionary) and font.get(Name.Subtype) == Name.Type3:
            use.is_known = use.is_known and Name.Resources in font


def _drop_unused(use: _Use) -> int:
    dropped = 0
    for name in list(use.pictures.keys()):
        # A name may be written with #-escapes; such a one is left.
        if name.isascii() and name[1:].isalnum() and not any(name.encode() in c for c in use.contents):
            del use.pictures[name]
            dropped += 1
    return dropped
