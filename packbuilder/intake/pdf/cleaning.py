"""Takes out of a PDF whatever acts, hides or belongs to its author alone; keeps what is printed.

By inclusion: a page keeps the entries that make up its appearance and its annotations, a link
keeps where it leads if that is inside the document or on the web, and everything else goes:
scripts, actions that open programs or send data, attached files, sound and film, private data of
the program that made it. Structure tags are dropped whole, with every pointer into them.
"""

from __future__ import annotations

import collections
import contextlib
import re

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from packbuilder.intake.pdf.annotations import annotations_of
from packbuilder.intake.pdf.content_balance import content_streams
from packbuilder.intake.pdf.destinations import Destinations
from packbuilder.intake.pdf.form_fields import ObjGen, clean_form, is_hidden, keep_what_shows
from packbuilder.intake.pdf.marked_content import silence_content, silence_properties
from packbuilder.intake.pdf.marks import SHX_AUTHOR, text_of
from packbuilder.intake.pdf.unused_layers import drop_unused_layers
from packbuilder.intake.pdf.unused_resources import UnreadableContent, drop_unused_resources

_PAGE_KEYS = {
    "/Type", "/Parent", "/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox", "/Rotate",
    "/UserUnit", "/Resources", "/Contents", "/Annots", "/Group",
}  # fmt: skip

_LINK_KEYS = {
    "/Type", "/Subtype", "/Rect", "/Border", "/BS", "/C", "/F", "/H", "/QuadPoints", "/OC", "/AP", "/AS",
}  # fmt: skip

_KEPT_ANNOTATIONS = {
    "/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight",
    "/Underline", "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Popup", "/Widget",
    "/Watermark", "/Redact",
}  # fmt: skip

# What draws an annotation (ISO 32000-1, 12.5), and what makes up a form field (12.7). Who made a
# mark and when is left out, and so is any key that a program added for itself.
_ANNOTATION_KEYS = {
    "/Type", "/Subtype", "/Rect", "/Contents", "/F", "/AP", "/AS", "/Border", "/C", "/OC", "/BS", "/BE",
    "/CA", "/Popup", "/Parent", "/RC", "/IT", "/QuadPoints", "/InkList", "/Vertices", "/L", "/LE", "/LL",
    "/LLE", "/LLO", "/Cap", "/CP", "/CO", "/IC", "/RD", "/DA", "/Q", "/DS", "/CL", "/Open", "/Name", "/Sy",
    "/RO",
    "/OverlayText", "/Repeat", "/FixedPrint",
}  # fmt: skip
_WORDS = {"/Contents", "/RC"}
_DROPPED_FROM_OBJECTS = {
    "/AF", "/PieceInfo", "/StructParent", "/StructParents", "/Metadata", "/OPI", "/EF", "/LastModified",
}  # fmt: skip
# What draws a form or a picture (8.10.2 and 8.9.5). Whatever else a program wrote beside it goes:
# file names, alternate pictures, references to other files, private data.
_FORM_KEYS = {
    "/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Resources", "/Group", "/OC", "/Name",
    "/Length", "/Filter", "/DecodeParms", "/DL",
}  # fmt: skip
_PICTURE_KEYS = {
    "/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Intent", "/ImageMask",
    "/Mask", "/Decode", "/Interpolate", "/SMask", "/SMaskInData", "/Matte", "/OC", "/Name", "/Length",
    "/Filter", "/DecodeParms", "/DL",
}  # fmt: skip
# What contents draw with (7.8.3), how they draw (8.4.5) and how they are blended (11.6.6).
_RESOURCE_KEYS = {
    "/ColorSpace", "/ExtGState", "/Font", "/Pattern", "/ProcSet", "/Properties", "/Shading", "/XObject",
}  # fmt: skip
_STATE_KEYS = {
    "/Type", "/LW", "/LC", "/LJ", "/ML", "/D", "/RI", "/OP", "/op", "/OPM", "/Font", "/BG", "/BG2", "/UCR",
    "/UCR2", "/TR", "/TR2", "/HT", "/FL", "/SM", "/SA", "/BM", "/SMask", "/CA", "/ca", "/AIS", "/TK",
    "/UseBlackPtComp", "/HTO",
}  # fmt: skip
_FONT_KEYS = {
    "/Type", "/Subtype", "/Name", "/BaseFont", "/FirstChar", "/LastChar", "/Widths", "/FontDescriptor",
    "/Encoding", "/ToUnicode", "/DescendantFonts", "/FontBBox", "/FontMatrix", "/CharProcs", "/Resources",
}  # fmt: skip
_LINE_KEYS = {"/Type", "/W", "/S", "/D", "/I"}
_GROUP_KEYS = {"/Type", "/S", "/CS", "/I", "/K"}
_DROPPED_FROM_STREAMS = _DROPPED_FROM_OBJECTS | {"/F", "/FFilter", "/FDecodeParms"}

_DEEPEST_FIELD = 20

_WEB_SCHEMES = {"http", "https", "mailto", "tel"}
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")


class Removed(collections.Counter[str]):
    """How many of each thing were taken out that the clerk is told of, in words such as "action"."""


def clean(pdf: pikepdf.Pdf, destinations: Destinations) -> Removed:
    """Clean an open document in place and say what was taken out, but for what ``pdf_traits`` tells.

    What the document holds besides its pages (scripts, attached files, metadata, tags) needs no
    removing here: joining copies pages into a fresh file and nothing else (unlinked is not
    deleted, so only a fresh file is clean).
    """
    removed = Removed()
    if isinstance(action := pdf.Root.get(Name.OpenAction), Dictionary):
        removed["action"] += action.get(Name.S) != Name.JavaScript
    widgets = clean_form(pdf)
    for page in pdf.pages:
        _clean_page(page.obj, destinations, widgets, removed)
    # Where a content cannot be read, what it draws with stays: it may be seen.
    with contextlib.suppress(UnreadableContent):
        drop_unused_resources(pdf)
    drop_unused_layers(pdf)
    _clean_contents(pdf)
    return removed


def sweep(pack: pikepdf.Pdf) -> None:
    """Drop from every object of a joined pack what belongs to its author alone.

    Pictures and forms bring private data, metadata and pointers into structure tags that pages
    do not show. This is done after joining, when only what pages use is there to look at.
    """
    for thing in pack.objects:
        if isinstance(thing, Stream):
            _drop_from_stream(thing)
            _drop_from_marks(thing.get(Name.Resources))
        elif isinstance(thing, Dictionary):
            # Only what says what it is: among resources, such a key may be the name of a font.
            if Name.Type in thing:
                _drop(thing, _DROPPED_FROM_OBJECTS & set(thing.keys()))
            _drop_from_marks(thing.get(Name.Resources, thing))


def _clean_contents(pdf: pikepdf.Pdf) -> None:
    """Take private words and data out of all that is drawn, and out of what it is drawn with."""
    known: set[ObjGen] = set()
    for scope in pdf.content_scopes():
        content = scope.content
        of_page = content_streams(content) if isinstance(content, Dictionary) else []
        for stream in [content] if isinstance(content, Stream) else of_page:
            if stream.objgen not in known:
                known.add(stream.objgen)
                with contextlib.suppress(pikepdf.PdfError):
                    silence_content(stream)
        _keep_only(content.get(Name.Group), _GROUP_KEYS)
        resources = scope.resources
        if isinstance(resources, Dictionary) and resources.objgen not in known:
            known.add(resources.objgen)
            _keep_only(resources, _RESOURCE_KEYS)
            silence_properties(resources)
            for kind, keys in ((Name.ExtGState, _STATE_KEYS), (Name.Font, _FONT_KEYS)):
                listed = resources.get(kind)
                for each in listed.values() if isinstance(listed, Dictionary) else ():
                    _keep_only(each, keys)


def _keep_only(holder: object, keys: set[str]) -> None:
    if isinstance(holder, Dictionary):
        _drop(holder, set(holder.keys()) - keys)


def _drop(holder: pikepdf.Object, keys: set[str]) -> None:
    for key in keys:
        del holder[key]


def _drop_from_stream(stream: Stream) -> None:
    keys = set(stream.keys())
    subtype = stream.get(Name.Subtype)
    if subtype == Name.Form:
        _drop(stream, keys - _FORM_KEYS)
    elif subtype == Name.Image:
        _drop(stream, keys - _PICTURE_KEYS)
    else:
        _drop(stream, keys & _DROPPED_FROM_STREAMS)


def _drop_from_marks(resources: object) -> None:
    """Clean the property lists that marked content refers to, which often stand directly there."""
    marks = resources.get(Name.Properties) if isinstance(resources, Dictionary) else None
    for mark in marks.values() if isinstance(marks, Dictionary) else ():
        if isinstance(mark, Dictionary):
            _drop(mark, _DROPPED_FROM_OBJECTS & set(mark.keys()))


def _clean_page(
    page: pikepdf.Dictionary, destinations: Destinations, widgets: set[ObjGen], removed: Removed
) -> None:
    for key in set(page.keys()) - _PAGE_KEYS:
        if key == "/AA":
            removed["action"] += 1
        del page[key]
    if Name.Annots not in page:
        return
    cleaned = [_clean_annotation(a, page, destinations, widgets, removed) for a in annotations_of(page)]
    kept = _with_tied_popups([annotation for annotation in cleaned if annotation is not None])
    if kept:
        page[Name.Annots] = Array(kept)
    else:
        del page[Name.Annots]


def _clean_annotation(
    annotation: pikepdf.Dictionary,
    page: pikepdf.Dictionary,
    destinations: Destinations,
    widgets: set[ObjGen],
    removed: Removed,
) -> pikepdf.Object | None:
    subtype = str(annotation.get(Name.Subtype, ""))
    if is_hidden(annotation):
        removed["hidden mark"] += 1
        return None
    if subtype == "/Link":
        return _clean_link(annotation, page, destinations, removed)
    if subtype == "/FileAttachment":
        return None
    if subtype not in _KEPT_ANNOTATIONS:
        removed["sound, film or other medium"] += 1
        return _appearance_only(annotation, page)
    if subtype == "/Widget":
        annotation[Name.P] = page
        if annotation.objgen in widgets:
            return annotation
        removed["signature"] += _is_signature(annotation)
        return _appearance_only(annotation, page)
    # What is seen of them is their look. AutoCAD's lie unseen over drawings, to be searched.
    is_unread = subtype in ("/Popup", "/Watermark") or text_of(annotation.get(Name.T)) == SHX_AUTHOR
    _drop(annotation, set(annotation.keys()) - (_ANNOTATION_KEYS - _WORDS if is_unread else _ANNOTATION_KEYS))
    keep_what_shows(annotation, has_states=False)
    for key in (Name.BS, Name.BE):
        _keep_only(annotation.get(key), _LINE_KEYS)
    annotation[Name.P] = page
    return annotation


def _with_tied_popups(annotations: list[pikepdf.Object]) -> list[pikepdf.Object]:
    """Cut what leads from a page's annotations to others that are not on it; drop windows of nothing."""
    here = {annotation.objgen for annotation in annotations if annotation.is_indirect}
    for annotation in annotations:
        for key in (Name.Popup, Name.Parent):
            other = annotation.get(key)
            is_field = key == Name.Parent and annotation.get(Name.Subtype) == Name.Widget
            if isinstance(other, Dictionary) and not is_field and other.objgen not in here:
                del annotation[key]
    return [each for each in annotations if each.get(Name.Subtype) != Name.Popup or Name.Parent in each]


def _clean_link(
    link: pikepdf.Dictionary, page: pikepdf.Dictionary, destinations: Destinations, removed: Removed
) -> pikepdf.Object | None:
    target = destinations.of_link(link)
    action = link.get(Name.A)
    if Name.AA in link:
        removed["action"] += 1
    for key in set(link.keys()) - _LINK_KEYS - {"/A"}:
        del link[key]
    keep_what_shows(link, has_states=False)
    link[Name.P] = page
    explicit = destinations.explicit(target)
    address = action.get(Name.URI) if isinstance(action, Dictionary) else None
    if Name.A in link:
        del link[Name.A]
    if explicit is not None:
        link[Name.Dest] = explicit
        return link
    if isinstance(address, String) and _is_web_address(address):
        link[Name.A] = Dictionary(S=Name.URI, URI=address)
        return link
    removed["link that led nowhere" if target is not None else "action"] += 1
    return None


def _is_web_address(address: String) -> bool:
    # Readers pass over white space and control characters, so these can hide a scheme.
    text = "".join(c for c in str(address) if c > " ")
    match = _SCHEME.match(text)
    return match[1].lower() in _WEB_SCHEMES if match else text.lower().startswith("www.")


def _appearance_only(annotation: pikepdf.Dictionary, page: pikepdf.Dictionary) -> pikepdf.Object | None:
    """Return an annotation's picture as a plain stamp that does nothing, or None if it has none."""
    appearance = annotation.get(Name.AP)
    normal = appearance.get(Name.N) if isinstance(appearance, Dictionary) else None
    state = annotation.get(Name.AS)
    if isinstance(normal, Dictionary) and isinstance(state, Name):
        normal = normal.get(state)
    if not isinstance(normal, Stream):
        return None
    for key in set(annotation.keys()) - {"/Type", "/Rect", "/AP", "/F", "/OC"}:
        del annotation[key]
    annotation[Name.AP] = Dictionary(N=normal)
    annotation[Name.Subtype] = Name.Stamp
    annotation[Name.P] = page
    return annotation


def _is_signature(widget: pikepdf.Dictionary) -> bool:
    field: object = widget
    for _ in range(_DEEPEST_FIELD):
        if not isinstance(field, Dictionary):
            return False
        if Name.FT in field:
            return bool(field.get(Name.FT) == Name.Sig)
        field = field.get(Name.Parent)
    return False
