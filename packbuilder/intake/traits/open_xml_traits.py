"""What Word, PowerPoint and Excel files carry in the same way: macros, links, embedded files, shapes.

Used by ``word_traits``, ``slide_traits`` and ``sheet_traits``, which know what the parts mean.
"""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Callable, Iterator

from packbuilder.errors import PackBuilderError
from packbuilder.intake.traits.gathered_traits import GatheredTraits
from packbuilder.intake.traits.open_xml import (
    DAMAGE,
    Package,
    attribute,
    package_in,
    says_yes,
)
from packbuilder.meeting.document_facts import TraitKind

_EMBEDDED_KINDS = frozenset({"package", "oleObject"})
_MACRO_KINDS = frozenset({"vbaProject", "xlMacrosheet", "xlIntlMacrosheet"})
_FORMULA_PROGRAMS = ("equation", "mathtype")

_PROGRAM_WORDS: tuple[tuple[str, str], ...] = (
    ("excel", "Excel workbook"),
    ("word", "Word document"),
    ("powerpoint", "PowerPoint file"),
    ("acro", "PDF"),
    ("outlook", "e-mail"),
    ("visio", "Visio drawing"),
    ("package", "file"),
)

_SHAPES = frozenset({"sp", "grpSp", "graphicFrame", "pic", "cxnSp"})
_SHAPE_NAMES = frozenset(f"{prefix}:{name}" for prefix in ("p", "xdr") for name in _SHAPES)
_PROPERTIES = frozenset({"p:cNvPr", "xdr:cNvPr"})


def gather_macros(package: Package, found: GatheredTraits) -> None:
    """Note each store of macros."""
    for _, each in package.all_relationships():
        if each.kind in _MACRO_KINDS and not each.is_external:
            found.add(TraitKind.MACROS)


def gather_external_links(
    package: Package,
    found: GatheredTraits,
    more: tuple[str, ...] = (),
    apart_from: frozenset[str] = frozenset(),
) -> None:
    """Note each thing outside the file that it draws on; what a reader may click is none.

    Args:
        package: The file.
        found: Where it is noted.
        more: Targets that fields name.
        apart_from: Kinds of relationship that are told of elsewhere.
    """
    targets: dict[str, None] = {}
    for _, each in package.all_relationships():
        if each.is_external and each.kind not in ("hyperlink", *apart_from):
            is_own_template = each.kind == "attachedTemplate" and _file_name(each.target) in _OWN_TEMPLATES
            if each.target and not is_own_template:
                targets.setdefault(each.target)
    known = {_plain(target) for target in targets}
    targets.update(dict.fromkeys(target for target in more if _plain(target) not in known))
    for target in targets:
        found.add(TraitKind.EXTERNAL_LINKS, where=link_in_words(target), words=target)


_OWN_TEMPLATES = frozenset({"normal.dotm", "normal.dot", "normal.dotx"})


def link_in_words(target: str) -> str:
    """Return the name of the file that a link leads to, or of its site."""
    parts = urllib.parse.urlsplit(target.replace("\\", "/")) if "://" in target else None
    site = (parts.hostname or "") if parts is not None and parts.scheme.lower() != "file" else ""
    return site or _spelled_name(target) or target


def _plain(target: str) -> str:
    return urllib.parse.unquote(target).replace("\\", "/").rpartition("///")[2].replace("//", "/").casefold()


def _spelled_name(target: str) -> str:
    return urllib.parse.unquote(re.split(r"[\\/]", target.rstrip("\\/"))[-1])


def _file_name(target: str) -> str:
    return _spelled_name(target).lower()


def gather_embedded_files(
    package: Package,
    found: GatheredTraits,
    programs: dict[tuple[str, str], str],
    place_of: Callable[[str], str],
) -> None:
    """Note each file that is embedded whole.

    Formulas of the old equation editors are none, nor is the sheet behind a chart, as long as it is
    the one sheet whose figures the chart shows. A workbook of more sheets, or with hidden ones, is.

    Args:
        package: The file.
        found: Where it is noted.
        programs: The programs of objects, by part and relationship, as the parts name them.
        place_of: Says where a part is.
    """
    noted: set[str] = set()
    for part, each in package.all_relationships():
        if each.kind not in _EMBEDDED_KINDS or each.is_external or not package.has(each.target):
            continue
        name = package.exact_name(each.target)
        program = programs.get((part, each.id), "")
        if name in noted or program.lower().startswith(_FORMULA_PROGRAMS):
            continue
        noted.add(name)
        is_behind_chart = "/charts/" in f"/{part}" or "/chartex/" in f"/{part.lower()}"
        if is_behind_chart and not _holds_more_than_a_chart(package, name):
            continue
        what = "workbook behind a chart" if is_behind_chart else _in_words(program, name)
        place = place_of(part)
        found.add(TraitKind.EMBEDDED_FILES, where=f"{place}, {what}" if place else what)


def _in_words(program: str, name: str) -> str:
    for word, meaning in _PROGRAM_WORDS:
        if word in program.lower():
            return meaning
    ending = name.rpartition(".")[2].lower()
    endings = {"xls": "excel", "xlsx": "excel", "doc": "word", "docx": "word", "ppt": "powerpoint"}
    kind = endings.get(ending, "")
    return next((meaning for word, meaning in _PROGRAM_WORDS if word == kind), "file")


def _holds_more_than_a_chart(package: Package, name: str) -> bool:
    try:
        with package_in(package, name) as inner:
            workbook = inner.related("", "officeDocument")[0]
            filled = 0
            for _, short, element, _ in inner.walk(workbook):
                if short == "s:sheet" and element.get("state", "visible") != "visible":
                    return True
            for sheet in inner.related(workbook, "worksheet"):
                filled += any(short in ("s:v", "s:is") for _, short, _, _ in inner.walk(sheet))
            return filled > 1
    except (PackBuilderError, *DAMAGE):
        # Nobody can tell what is in it, so the clerk is told of it.
        return True


def hidden_shapes(package: Package, part: str) -> Iterator[str]:
    """Return the text of each shape that was hidden by hand and has any, on a slide or a sheet."""
    open_shapes: list[bool] = []
    words: list[str] = []
    for is_start, name, element, text in package.walk(part):
        if name in _SHAPE_NAMES:
            if is_start:
                open_shapes.append(False)
            elif open_shapes:
                was_hidden = open_shapes.pop()
                if was_hidden and not any(open_shapes):
                    if "".join(words).strip():
                        yield " ".join(words)
                    words = []
        elif name in _PROPERTIES and is_start and open_shapes:
            open_shapes[-1] = open_shapes[-1] or says_yes(element.get("hidden"))
        elif name == "a:t" and not is_start and any(open_shapes):
            words.append(text)


def object_programs(package: Package, part: str) -> dict[tuple[str, str], str]:
    """Return the programs of the objects on a part, by part and relationship."""
    programs: dict[tuple[str, str], str] = {}
    if any(each.kind in _EMBEDDED_KINDS for each in package.relationships(part)):
        for element in package.elements(part, "p:oleObj", "s:oleObject"):
            programs[part, attribute(element, "r:id")] = element.get("progId", "")
    return programs
