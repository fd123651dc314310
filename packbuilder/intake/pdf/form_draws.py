"""Counts how often a page draws its forms: forms in forms can make a tiny file draw for years.

Serves ``seen_pages``, before PDFium opens a page: from then on nothing could stop it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf

_MOST_DRAWS = 100_000
_DEEPEST = 200
_DRAWN = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do(?![A-Za-z0-9])")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")


def draws_too_much(page: pikepdf.Dictionary) -> bool:
    """Tell whether a page, or a mark on it, draws forms more often than can be waited for.

    Args:
        page: The page's dictionary. One that is damaged is taken not to.
    """
    try:
        return _Draws().of_page(page) > _MOST_DRAWS
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, AttributeError, KeyError):
        return False


class _Draws:
    """The counts of forms of one page, each found once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], int] = {}

    def of_page(self, page: pikepdf.Dictionary) -> int:
        resources = pikepdf.Page(page).resources
        total = 0
        if _forms_of(resources):
            contents = page.get("/Contents")
            streams = contents if isinstance(contents, pikepdf.Array) else [contents]
            content = b"\n".join(one.read_bytes() for one in streams if isinstance(one, pikepdf.Stream))
            total += self._of_content(content, resources, 0)
        return total + sum(self._of_form(look, resources, 0) for look in _looks_of(page))

    def _of_content(self, content: bytes, resources: pikepdf.Object, depth: int) -> int:
        forms = _forms_of(resources)
        names = [_HEX.sub(lambda code: bytes([int(code[1], 16)]), name) for name in _DRAWN.findall(content)]
        drawn = {name: names.count(name) for name in set(names)} if forms else {}
        return sum(
            count * self._of_form(forms[key], resources, depth + 1)
            for name, count in drawn.items()
            if (key := "/" + name.decode("latin-1")) in forms
        )

    def _of_form(self, form: pikepdf.Stream, resources: pikepdf.Object, depth: int) -> int:
        if depth > _DEEPEST:
            return 0
        known = self._known.get(form.objgen)
        if known is None:
            self._known[form.objgen] = 1  # A form within itself is drawn no more than once.
            own = form.get("/Resources", resources)
            known = 1 + (self._of_content(form.read_bytes(), own, depth) if _forms_of(own) else 0)
            self._known[form.objgen] = min(known, _MOST_DRAWS + 1)
        return self._known[form.objgen]


def _forms_of(resources: pikepdf.Object) -> dict[str, pikepdf.Stream]:
    xobjects = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    if not isinstance(xobjects, pikepdf.Dictionary):
        return {}
    return {
        name: one
        for name, one in xobjects.items()
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") != pikepdf.Name.Image
    }


def _looks_of(page: pikepdf.Dictionary) -> Iterator[pikepdf.Stream]:
    marks = page.get("/Annots")
    for mark in marks if isinstance(marks, pikepdf.Array) else []:
        looks = mark.get("/AP") if isinstance(mark, pikepdf.Dictionary) else None
        look = looks.get("/N") if isinstance(looks, pikepdf.Dictionary) else None
        if isinstance(look, pikepdf.Stream):
            yield look
