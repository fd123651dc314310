"""What a Word file carries that its author may not mean to publish, read before any conversion.

Second in the line. The text is read from front to end with the few things that decide whether a
piece of it is tracked, hidden or drawn from elsewhere; where something is, is told by the heading
above it. Hidden text follows ECMA-376 part 1, 17.3.2.41 and 17.7.3 (toggle properties).
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator

from packbuilder.intake.traits.gathered_traits import GatheredTraits
from packbuilder.intake.traits.imported_documents import imported_document, imported_part
from packbuilder.intake.traits.open_xml import (
    Element,
    Package,
    attribute,
    child,
    is_on,
    may_hold,
    says_yes,
    short_name,
    text_in,
    walk_tree,
)
from packbuilder.intake.traits.open_xml_traits import (
    gather_embedded_files,
    gather_external_links,
    gather_macros,
)
from packbuilder.meeting.document_facts import Trait, TraitKind

_STORY_PLACES = {
    "header": "Header",
    "footer": "Footer",
    "footnotes": "Footnotes",
    "endnotes": "Endnotes",
}

_CHANGED_RUNS = frozenset({"w:ins", "w:del", "w:moveFrom", "w:moveTo"})
CHANGED_FORMATS = frozenset(
    {
        "w:rPrChange",
        "w:pPrChange",
        "w:sectPrChange",
        "w:tblPrChange",
        "w:tblPrExChange",
        "w:tblGridChange",
        "w:trPrChange",
        "w:tcPrChange",
        "w:numberingChange",
    }
)
"""Elements that say how something looked before a change to it was tracked."""
_CHANGED_CELLS = frozenset({"w:cellIns", "w:cellDel", "w:cellMerge"})

_PROPERTIES = frozenset(
    {
        "w:pPr",
        "w:rPr",
        "w:trPr",
        "w:tcPr",
        "w:tblPr",
        "w:tblPrEx",
        "w:tblGrid",
        "w:sectPr",
        "w:sdtPr",
        "m:ctrlPr",
    }
)
_FIELDS_THAT_LINK = frozenset(
    {"INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "IMPORT", "LINK", "DDE", "DDEAUTO", "DATABASE", "RD"}
)
_FORM_STYLES = ("z-top of form", "z-bottom of form", "html top of form", "html bottom of form")
"""Styles whose hidden text web forms leave behind when they are pasted."""

_DRAWN_CHOICES = frozenset({"wps", "wpg", "w14"})
"""What LibreOffice draws of two ways to show the same; of any other choice it draws the fallback."""

_HIDERS = frozenset(
    {
        "w:tbl", "w:tr", "w:drawing", "w:pict",
        "v:shape", "v:rect", "v:roundrect", "v:oval", "v:group",
        "?:wsp", "?:grpSp", "?:pic",
    }
)  # fmt: skip
"""What may hide all that is in it; a table never does, but its style may."""

_VML_SHAPES = frozenset(name for name in _HIDERS if name.startswith("v:"))
_GROUPS = ("?:wgp", "?:grpSp")
_MARKS_OF_HIDING = (b"anish", b"idden", b"IDDEN", b"altChunk")

_LONGEST_HEADING = 200


def word_traits(package: Package, main: str) -> tuple[Trait, ...]:
    """Return what a Word file carries.

    Args:
        package: The open file.
        main: The name of its main part.

    Raises:
        PackBuilderError: If a part is missing or of absurd size.
        zipfile.BadZipFile: And others of ``open_xml.DAMAGE``, if a part is damaged.
    """
    found = GatheredTraits()
    _gather(package, main, found)
    return found.traits()


@dataclasses.dataclass(frozen=True, slots=True)
class HiddenIn:
    """What is hidden in a part: its texts, and the rows and shapes that are hidden with all in them.

    ``imported`` names the documents that are printed as part of it.
    """

    part: str
    root: Element
    elements: tuple[Element, ...]
    imported: tuple[str, ...]


def hidden_in_word(package: Package, main: str) -> Iterator[HiddenIn]:
    """Return what ``word_traits`` calls hidden, as elements that can be changed.

    Args:
        package: The open file.
        main: The name of its main part.

    Raises:
        PackBuilderError: If a part is missing or of absurd size.
        zipfile.BadZipFile: And others of ``open_xml.DAMAGE``, if a part is damaged.
    """
    styles = _Styles(package, main)
    for part, place in _stories(package, main):
        if styles.hide_any or may_hold(package.read(part), _MARKS_OF_HIDING):
            root = package.tree(part)
            reader = _Reader(GatheredTraits(), styles)
            reader.read_tree(package, part, place, root)
            yield HiddenIn(part, root, tuple(reader.hidden), tuple(reader.imported))


def _gather(package: Package, main: str, found: GatheredTraits, depth: int = 0) -> None:
    reader = _Reader(found, _Styles(package, main))
    for part, place in _stories(package, main):
        reader.read(package, part, place)
    reader.finish()
    _gather_comments(package, main, found, reader.comment_places)
    gather_macros(package, found)
    gather_external_links(package, found, tuple(reader.links))
    gather_embedded_files(package, found, reader.programs, lambda part: reader.places.get(part, ""))
    for part in reader.imported:
        with imported_document(package, part, depth) as (inner, inner_main):
            _gather(inner, inner_main, found, depth + 1)


def _stories(package: Package, main: str) -> Iterator[tuple[str, str]]:
    yield main, ""
    seen = {main}
    for kind, place in _STORY_PLACES.items():
        for part in package.related(main, kind):
            if part not in seen:
                seen.add(part)
                yield part, place


def _gather_comments(package: Package, main: str, found: GatheredTraits, places: dict[str, str]) -> None:
    for part in package.related(main, "comments"):
        for is_start, name, element, _ in package.walk(part, frozenset({"w:comment"})):
            if name == "w:comment" and not is_start:
                place = places.get(attribute(element, "w:id"), "")
                found.add(
                    TraitKind.COMMENTS,
                    where=place,
                    by=attribute(element, "w:author"),
                    words=text_in(element, "w:t"),
                )


@dataclasses.dataclass(frozen=True, slots=True)
class _Style:
    kind: str
    name: str
    based_on: str
    hides: bool | None
    outline_level: int | None


def _hides(run_properties: Element | None) -> bool | None:
    """Return whether run properties hide text, or None where they do not say."""
    if run_properties is None:
        return None
    said = [is_on(child(run_properties, name)) for name in ("w:vanish", "w:specVanish")]
    return None if said == [None, None] else any(said)


class _Styles:
    """What the styles of a document say of hidden text and headings."""

    def __init__(self, package: Package, main: str) -> None:
        self._styles: dict[str, _Style] = {}
        self._defaults: dict[str, str] = {}
        self.hides_by_default = False
        self.hide_any = False
        whole = frozenset({"w:style", "w:docDefaults", "w:latentStyles"})
        for part in package.related(main, "styles"):
            for _, name, element, _ in package.walk(part, whole):
                if name == "w:docDefaults":
                    for properties in element.iter():
                        if short_name(properties) == "w:rPr" and _hides(properties):
                            self.hides_by_default = self.hide_any = True
                elif name == "w:style":
                    self._add(element)

    def _add(self, element: Element) -> None:
        def value(name: str) -> str:
            inner = child(element, name)
            return "" if inner is None else attribute(inner, "w:val")

        style_id, kind = attribute(element, "w:styleId"), attribute(element, "w:type", "paragraph")
        name = value("w:name").lower()
        style = _Style(
            kind,
            name,
            value("w:basedOn"),
            _hides(child(element, "w:rPr")),
            _heading_level(name, child(element, "w:pPr")),
        )
        self._styles[style_id] = style
        self.hide_any = self.hide_any or bool(style.hides)
        if says_yes(attribute(element, "w:default")):
            self._defaults[kind] = style_id

    def _line(self, style_id: str, kind: str) -> Iterator[_Style]:
        """Return a style and those it is based on, nearest first."""
        seen: set[str] = set()
        style_id = style_id if style_id in self._styles else self._defaults.get(kind, "")
        while style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            yield self._styles[style_id]
            style_id = self._styles[style_id].based_on

    def hides(self, style_id: str, kind: str) -> bool:
        """Tell whether a style hides its text; "" is the default one of its kind."""
        for style in self._line(style_id, kind):
            if style.hides is not None:
                return style.hides and style.name not in _FORM_STYLES
        return False

    def is_heading(self, style_id: str) -> bool:
        """Tell whether a paragraph style is one of headings."""
        return any(style.outline_level is not None for style in self._line(style_id, "paragraph"))


def _heading_level(name: str, properties: Element | None) -> int | None:
    if match := re.fullmatch(r"heading (\d)", name):
        return int(match[1])
    level = None if properties is None else child(properties, "w:outlineLvl")
    number = "" if level is None else attribute(level, "w:val")
    return int(number) + 1 if number.isdigit() and int(number) < 9 else None


@dataclasses.dataclass(slots=True)
class _Paragraph:
    style: str = ""
    is_heading: bool = False
    text: str = ""


@dataclasses.dataclass(slots=True)
class _Run:
    style: str = ""
    hides: bool | None = None
    is_changed: bool = False


@dataclasses.dataclass(slots=True)
class _Hidden:
    """The shape, row or table that is being read: whether it hides what is in it."""

    name: str
    element: Element
    hides: bool = False
    style: str = ""


class _Reader:
    """Reads one story after the other; what goes on from element to element is kept here."""

    def __init__(self, found: GatheredTraits, styles: _Styles) -> None:
        self._found = found
        self._styles = styles
        self.comment_places: dict[str, str] = {}
        self.links: dict[str, None] = {}
        self.programs: dict[tuple[str, str], str] = {}
        self.places: dict[str, str] = {}
        self.imported: dict[str, None] = {}
        self.hidden: list[Element] = []
        self._moves: Counter[str] = Counter()
        self._move_notes: list[tuple[str, str]] = []
        self._change_words = ""
        self._has_change_words = False
        self._begin_story("", "")

    def _begin_story(self, part: str, place: str) -> None:
        self._part, self._place, self._heading = part, place, ""
        self._paragraphs: list[_Paragraph] = []
        self._runs: list[_Run] = []
        self._around: list[_Hidden] = []
        self._changes: list[str] = []
        self._alternatives: list[bool] = []
        self._told_here: set[tuple[str, ...]] = set()
        self._skipped = 0
        self._links_inside: list[bool] = []
        self._fields: list[str | None] = []
        self._prompts: list[str | None] = []
        self._last_change: tuple[str, str, str] | None = None
        self._last_format: tuple[str, str, str] | None = None
        self._is_in_hidden_piece = False
        self._hidden_words = ""

    def read(self, package: Package, part: str, place: str) -> None:
        """Read a story: the body, a header, the footnotes."""
        self._read(package, part, place, package.walk(part, _PROPERTIES))

    def read_tree(self, package: Package, part: str, place: str, root: Element) -> None:
        """Read a story whose elements are to be changed: ``hidden`` are then those of ``root``."""
        self._read(package, part, place, walk_tree(root, _PROPERTIES))

    def _read(
        self, package: Package, part: str, place: str, steps: Iterator[tuple[bool, str, Element, str]]
    ) -> None:
        self._begin_story(part, place)
        self.places[part] = place
        for is_start, name, element, text in steps:
            if self._is_skipped(name, element, is_start=is_start):
                continue
            if name in _PROPERTIES:
                self._properties(name, element)
            elif name == "w:altChunk":
                if imported := imported_part(package, part, attribute(element, "r:id")):
                    self.imported.setdefault(imported)
            elif is_start:
                self._start(name, element)
            else:
                self._end(name, element, text)
        self._end_hidden_piece()

    def finish(self) -> None:
        """Count what can be counted only when all was read: a move has two ends."""
        for place, by in self._move_notes:
            self._found.add(TraitKind.TRACKED_CHANGES, count=0, where=place, by=by)
        moved = max(self._moves.values(), default=0)
        self._found.add(TraitKind.TRACKED_CHANGES, count=moved, words=self._change_words)

    @property
    def _where(self) -> str:
        return self._place or (f"Under “{self._heading}”" if self._heading else "")

    def _is_skipped(self, name: str, element: Element, *, is_start: bool) -> bool:
        """Tell whether this is the second of two ways to show the same, such as a text box.

        Where LibreOffice draws the second, both are read.
        """
        if name in ("mc:Choice", "mc:Fallback") and not is_start:
            self._end_hidden_piece()
        if name == "mc:Fallback":
            if is_start and (self._skipped or (self._alternatives and self._alternatives[-1])):
                self._skipped += 1
            elif not is_start and self._skipped:
                self._skipped -= 1
            return True
        if self._skipped:
            return True
        if name == "mc:AlternateContent":
            if is_start:
                self._alternatives.append(False)
            elif self._alternatives:
                self._alternatives.pop()
                if not self._alternatives:
                    self._told_here.clear()
            return True
        if name == "mc:Choice":
            if is_start and self._alternatives and element.get("Requires") in _DRAWN_CHOICES:
                self._alternatives[-1] = True
            return True
        return False

    def _is_told(self, *what: str) -> bool:
        """Tell whether the other way to show the same told of this before."""
        if not self._alternatives:
            return False
        was_told = what in self._told_here
        self._told_here.add(what)
        return was_told

    def _start(self, name: str, element: Element) -> None:
        match name:
            case "w:p":
                self._paragraphs.append(_Paragraph())
            case "w:r" | "m:r":
                self._runs.append(_Run())
            case "w:ins" | "w:del" | "w:moveFrom" | "w:moveTo":
                self._note_change(element)
                self._changes.append(name)
            case _ if name in _HIDERS:
                self._around.append(_Hidden(name, element))
                if name in _VML_SHAPES:
                    look = element.get("style", "").replace(" ", "").lower()
                    self._hide_around(hides="visibility:hidden" in look)
            case "w:sdt":
                self._prompts.append(None)
            case "w:hyperlink":
                self._links_inside.append(bool(attribute(element, "w:anchor")))
            case "wp:docPr":
                self._hide_around(hides=says_yes(element.get("hidden")))
            case "?:cNvPr" if self._around:
                # A shape that is in no group is hidden by its wp:docPr.
                if short_name(self._around[-1].element.getparent()) in _GROUPS:
                    self._hide_around(hides=says_yes(element.get("hidden")))
            case "w:commentReference":
                self.comment_places[attribute(element, "w:id")] = self._where
            case "w:fldSimple":
                self._note_field(attribute(element, "w:instr"))
            case "w:fldChar":
                self._field_mark(attribute(element, "w:fldCharType"))
            case "o:OLEObject":
                self.programs[self._part, attribute(element, "r:id")] = element.get("ProgID", "")
            case _:
                pass

    def _end(self, name: str, element: Element, text: str) -> None:
        match name:
            case "w:p":
                self._end_paragraph()
            case "w:r" | "m:r":
                if self._runs:
                    self._runs.pop()
            case "w:t" | "m:t" | "w:delText" | "a:t":
                self._text(element, text)
            case "w:hyperlink":
                if self._links_inside:
                    self._links_inside.pop()
            case "w:instrText":
                if self._fields and self._fields[-1] is not None:
                    self._fields[-1] += text
            case _ if name in _HIDERS:
                if self._around:
                    self._around.pop()
            case "w:ins" | "w:del" | "w:moveFrom" | "w:moveTo":
                if self._changes:
                    self._changes.pop()
            case "w:sdt":
                self._end_control()
            case _:
                pass

    def _end_control(self) -> None:
        prompt = (self._prompts.pop() or "").strip() if self._prompts else ""
        if prompt and not self._is_told("prompt", prompt):
            self._found.add(TraitKind.UNFILLED_PROMPTS, where=self._where, words=prompt)

    def _hide_around(self, *, hides: bool) -> None:
        if hides and self._around:
            self._around[-1].hides = True
            self.hidden.append(self._around[-1].element)

    def _end_paragraph(self) -> None:
        if not self._paragraphs:
            return
        paragraph = self._paragraphs.pop()
        heading = " ".join(paragraph.text.split())
        if paragraph.is_heading and heading and not self._paragraphs:
            self._heading = heading
        self._end_hidden_piece()

    def _properties(self, name: str, element: Element) -> None:
        for each in element.iterdescendants():
            short = short_name(each)
            if short in CHANGED_FORMATS:
                self._note_format(each)
            elif short in _CHANGED_RUNS or short in _CHANGED_CELLS:
                self._note_change(each)
        match name:
            case "w:pPr" if self._paragraphs:
                self._paragraph_properties(self._paragraphs[-1], element)
            case "w:rPr" if self._runs:
                run = self._runs[-1]
                run.hides = _hides(element)
                run.style = _value(element, "w:rStyle")
                run.is_changed = child(element, "w:rPrChange") is not None
            case "w:trPr":
                self._hide_around(hides=bool(is_on(child(element, "w:hidden"))))
            case "w:sdtPr" if self._prompts and is_on(child(element, "w:showingPlcHdr")):
                self._prompts[-1] = ""
            case "w:tblPr" if self._around:
                self._around[-1].style = _value(element, "w:tblStyle")
            case _:
                pass

    def _paragraph_properties(self, paragraph: _Paragraph, element: Element) -> None:
        paragraph.style = _value(element, "w:pStyle")
        has_level = _heading_level("", element) is not None
        paragraph.is_heading = has_level or self._styles.is_heading(paragraph.style)

    def _note_change(self, element: Element) -> None:
        name = short_name(element).removeprefix("w:")
        by, date = attribute(element, "w:author"), attribute(element, "w:date")
        change = (name, by, date)
        # As word processors count: pieces that follow each other, of one person and time, are one.
        if change == self._last_change:
            return
        self._last_change = change
        self._has_change_words = bool(self._change_words)
        if self._is_told(attribute(element, "w:id"), *change):
            return
        if name in ("moveFrom", "moveTo"):
            self._moves[name] += 1
            self._move_notes.append((self._where, by))
        else:
            self._found.add(TraitKind.TRACKED_CHANGES, where=self._where, by=by)

    def _note_format(self, element: Element) -> None:
        by, date = attribute(element, "w:author"), attribute(element, "w:date")
        change = (short_name(element), by, date)
        if change == self._last_format:
            return
        self._last_format = change
        if not self._is_told(attribute(element, "w:id"), *change):
            self._found.add(TraitKind.TRACKED_CHANGES, where=self._where, by=by)

    def _text(self, element: Element, text: str) -> None:
        paragraph = self._paragraphs[-1] if self._paragraphs else _Paragraph()
        run = self._runs[-1] if self._runs else _Run()
        if not run.is_changed and text.strip():
            self._last_format = None
        if self._changes:
            if not self._has_change_words and len(self._change_words) < _LONGEST_HEADING:
                self._change_words += text
            if self._changes[-1] in ("w:del", "w:moveFrom"):
                return
        elif text:
            self._last_change = None
        if self._is_hidden(paragraph, run):
            # LibreOffice so writes the page numbers of contents that Word hides from web pages.
            if any(self._links_inside) and re.fullmatch(r"\d{0,4}", text.strip()):
                return
            self.hidden.append(element)
            self._is_in_hidden_piece = True
            if len(self._hidden_words) < _LONGEST_HEADING:
                self._hidden_words += text
            return
        if self._prompts and self._prompts[-1] is not None:
            self._prompts[-1] += text
        if text.strip():
            self._end_hidden_piece()
        if len(paragraph.text) < _LONGEST_HEADING:
            paragraph.text += text

    def _is_hidden(self, paragraph: _Paragraph, run: _Run) -> bool:
        if any(around.hides for around in self._around):
            return True
        if run.hides is not None:
            return run.hides
        if self._styles.hides_by_default:
            return True
        tables = [around.style for around in self._around if around.name == "w:tbl"]
        # Toggle properties: a style that hides inside another that hides shows again.
        levels = [
            self._styles.hides(paragraph.style, "paragraph"),
            self._styles.hides(run.style, "character") if run.style else False,
            self._styles.hides(tables[-1], "table") if tables else False,
        ]
        return sum(levels) % 2 == 1

    def _end_hidden_piece(self) -> None:
        words = self._hidden_words.strip()
        if self._is_in_hidden_piece and words and not self._is_told("hidden", words):
            self._found.add(TraitKind.HIDDEN_TEXT, where=self._where, words=words)
        self._is_in_hidden_piece, self._hidden_words = False, ""

    def _field_mark(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append("")
        elif self._fields:
            instruction = self._fields[-1]
            if instruction is not None:
                self._note_field(instruction)
            self._fields[-1] = None
            if kind == "end":
                self._fields.pop()

    def _note_field(self, instruction: str) -> None:
        words = re.findall(r'"([^"]*)"|(\S+)', instruction)
        plain = [quoted or bare for quoted, bare in words]
        if not plain or plain[0].upper() not in _FIELDS_THAT_LINK:
            return
        arguments = [word for word in plain[1:] if not word.startswith("\\") or word.startswith("\\\\")]
        # LINK and DDE name the program first, then the file.
        is_of_program = plain[0].upper() in ("LINK", "DDE", "DDEAUTO") and len(arguments) > 1
        target = arguments[1 if is_of_program else 0] if arguments else plain[0]
        self.links.setdefault(target.replace("\\\\", "\\"))


def _value(element: Element, name: str) -> str:
    inner = child(element, name)
    return "" if inner is None else attribute(inner, "w:val")
