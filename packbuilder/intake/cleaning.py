"""Takes out of a PDF whatever acts, hides or belongs to its author alone; keeps what is printed.

By inclusion: a page keeps the entries that make up its appearance and its annotations, a link
keeps where it leads if that is inside the document or on the web, and everything else goes:
scripts, actions that open programs or send data, attached files, sound and film, private data of
the program that made it. Structure tags are dropped whole, with every pointer into them.
"""

from __future__ import annotations

import collections
import re

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from packbuilder.intake.annotations import annotations_of
from packbuilder.intake.destinations import Destinations
from packbuilder.intake.form_fields import ObjGen, clean_form, is_hidden
from packbuilder.intake.layers import layers_of
from packbuilder.intake.unused_pictures import drop_unused_pictures

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

_COMMENTS = {"/Text", "/FreeText", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Caret", "/Ink"}

# What draws an annotation (ISO 32000-1, 12.5), and what makes up a form field (12.7). Who made a
# mark and when is left out, and so is any key that a program added for itself.
_ANNOTATION_KEYS = {
    "/Type", "/Subtype", "/Rect", "/Contents", "/F", "/AP", "/AS", "/Border", "/C", "/OC", "/BS", "/BE",
    "/CA", "/Popup", "/Parent", "/RC", "/IT", "/QuadPoints", "/InkList", "/Vertices", "/L", "/LE", "/LL",
    "/LLE", "/LLO", "/Cap", "/CP", "/CO", "/IC", "/RD", "/DA", "/Q", "/DS", "/CL", "/Open", "/Name", "/Sy",
    "/RO",
    "/OverlayText", "/Repeat", "/FixedPrint",
}  # fmt: skip
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
_DROPPED_FROM_STREAMS = _DROPPED_FROM_OBJECTS | {"/F", "/FFilter", "/FDecodeParms"}

_DEEPEST_FIELD = 20

_WEB_SCHEMES = {"http", "https", "mailto", "tel"}
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")


class Removed(collections.Counter[str]):
    """How many of each thing were taken out, or found and kept, in words such as "script"."""


def clean(pdf: pikepdf.Pdf, destinations: Destinations) -> Removed:
    """Clean an open document in place and say what was taken out.

    What the document holds besides its pages (scripts, attached files, metadata, tags) needs no
    removing here: joining copies pages into a fresh file and nothing else (unlinked is not
    deleted, so only a fresh file is clean).
    """
    removed = Removed()
    _count_document_level(pdf, removed)
    removed["hidden layer"] += sum(layer.is_hidden for layer in layers_of(pdf))
    _count_field_actions(pdf, removed)
    widgets = clean_form(pdf)
    for page in pdf.pages:
        _clean_page(page.obj, destinations, widgets, removed)
    drop_unused_pictures(pdf)
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


def _count_document_level(pdf: pikepdf.Pdf, removed: Removed) -> None:
    names = pdf.Root.get(Name.Names)
    if isinstance(names, Dictionary):
        removed["script"] += Name.JavaScript in names
        removed["attached file"] += _attachment_count(pdf) if Name.EmbeddedFiles in names else 0
    action = pdf.Root.get(Name.OpenAction)
    if isinstance(action, Dictionary):
        removed["script" if action.get(Name.S) == Name.JavaScript else "action"] += 1


def _attachment_count(pdf: pikepdf.Pdf) -> int:
    try:
        return max(1, len(pdf.attachments))
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError):
        return 1  # The table is there but damaged: at least one file was meant to be in it.


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
    kept = [annotation for annotation in cleaned if annotation is not None]
    _tie_popups(kept)
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
        removed["attached file"] += 1
        return None
    if subtype not in _KEPT_ANNOTATIONS:
        removed["sound, film or other medium"] += 1
        return _appearance_only(annotation, page)
    if _is_script(annotation.get(Name.A)) or Name.AA in annotation:
        removed["script"] += 1
    if subtype == "/Widget":
        annotation[Name.P] = page
        if annotation.objgen in widgets:
            return annotation
        removed["signature"] += _is_signature(annotation)
        return _appearance_only(annotation, page)
    if subtype in _COMMENTS or (subtype != "/Popup" and {"/Contents", "/RC"} & set(annotation.keys())):
        removed["comment kept"] += 1
    for key in set(annotation.keys()) - _ANNOTATION_KEYS:
        del annotation[key]
    annotation[Name.P] = page
    return annotation


def _tie_popups(annotations: list[pikepdf.Object]) -> None:
    """Cut what leads from a page's annotations to annotations that are not on it."""
    here = {annotation.objgen for annotation in annotations if annotation.is_indirect}
    for annotation in annotations:
        for key in (Name.Popup, Name.Parent):
            other = annotation.get(key)
            is_field = key == Name.Parent and annotation.get(Name.Subtype) == Name.Widget
            if isinstance(other, Dictionary) and not is_field and other.objgen not in here:
                del annotation[key]


def _is_script(action: object) -> bool:
    return isinstance(action, Dictionary) and action.get(Name.S) == Name.JavaScript


def _clean_link(
    link: pikepdf.Dictionary, page: pikepdf.Dictionary, destinations: Destinations, removed: Removed
) -> pikepdf.Object | None:
    target = destinations.of_link(link)
    action = link.get(Name.A)
    if Name.AA in link:
        removed["action"] += 1
    for key in set(link.keys()) - _LINK_KEYS - {"/A"}:
        del link[key]
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


def _count_field_actions(pdf: pikepdf.Pdf, removed: Removed) -> None:
    """Count the scripts of a form's fields, before they are dropped with all that is no field."""
    form = pdf.Root.get(Name.AcroForm)
    fields = form.get(Name.Fields) if isinstance(form, Dictionary) else None
    stack = list(fields) if isinstance(fields, Array) else []
    seen: set[ObjGen] = set()
    while stack:
        field = stack.pop()
        if not isinstance(field, Dictionary) or field.objgen in seen:
            continue
        if field.is_indirect:
            seen.add(field.objgen)
        removed["script"] += Name.AA in field or _is_script(field.get(Name.A))
        children = field.get(Name.Kids)
        if isinstance(children, Array):
            stack.extend(children)
