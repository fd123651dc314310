"""Crops the pictures of an Office file for good, in a copy of it.

Third in the line, before LibreOffice makes pages of the copy. Office programs crop a picture by
saying how much of it is shown, and LibreOffice puts the whole of it into the PDF: what an author
cut off could be taken out of the pack. So a picture that is cropped becomes one that holds only
what is shown. Drawings (EMF, WMF, SVG) cannot be cut; that one is cropped is told.
"""

from __future__ import annotations

import dataclasses
import io
import posixpath
import struct
import warnings
import zipfile
import zlib
from pathlib import Path

from lxml import etree
from PIL import Image

from packbuilder.files import written_beside
from packbuilder.intake.office.xml_edits import as_bytes, drop
from packbuilder.intake.traits.open_xml import (
    Element,
    Package,
    attribute,
    child,
    descendants,
    may_hold,
    opened_package,
    relationships_part,
    short_name,
)

NOT_CUT = "A picture or drawing in it is cropped, and what was cut off can still be found in the pack."
"""What the clerk is told of a file with a picture that is cropped and could not be cut."""

_FORMATS = ("PNG", "JPEG", "TIFF", "GIF", "BMP", "DIB")
_DAMAGE = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, AttributeError, EOFError, RuntimeError,
    OverflowError, ZeroDivisionError, MemoryError, struct.error, zlib.error, Image.DecompressionBombError,
)  # fmt: skip
_MARKS = (b"srcRect", b"cropleft", b"croptop", b"cropright", b"cropbottom")
_SIDES = ("l", "t", "r", "b")
_OLD_SIDES = ("cropleft", "croptop", "cropright", "cropbottom")
_NOTHING_PERCENT = 0.01
_KINDS = {"jpg": "image/jpeg", "png": "image/png"}
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES_PART = "[Content_Types].xml"

Crop = tuple[float, float, float, float]
"""How much of a picture is cut off: left, top, right, bottom, as shares of its width and height."""


@dataclasses.dataclass(frozen=True, slots=True)
class Cropped:
    """What became of the pictures: whether a copy was written, and whether one could not be cut."""

    is_written: bool = False
    is_any_left: bool = False


def crop_pictures(source: Path, target: Path) -> Cropped:
    """Write a copy of a file with its cropped pictures cut, if it has any.

    Pictures of OpenDocument files are not cut, only told of.

    Raises:
        PackBuilderError: If the file is damaged, or the copy cannot be written.
    """
    with opened_package(source) as package:
        if not package.has(_TYPES_PART):
            return Cropped(is_any_left=_is_cropped_in_odf(package))
        cutting = _Cutting(package)
        cutting.cut_all()
        if cutting.made:
            with written_beside(target) as temporary:
                package.write(temporary, cutting.changed)
                with zipfile.ZipFile(temporary, "a") as archive:
                    for name, data in cutting.made.values():
                        archive.writestr(name, data)
    return Cropped(bool(cutting.made), cutting.is_any_left)


class _Cutting:
    """The pictures of one package being cut: what changes, and what comes into being."""

    def __init__(self, package: Package) -> None:
        self.changed: dict[str, bytes | None] = {}
        self.made: dict[tuple[str, Crop], tuple[str, bytes]] = {}
        self.is_any_left = False
        self._package = package

    def cut_all(self) -> None:
        for name in self._package.names:
            if name.endswith((".xml", ".vml")) and may_hold(self._package.read(name), _MARKS):
                self._cut_in(name)
        if self.made:
            self.changed[self._package.exact_name(_TYPES_PART)] = self._types()

    def _cut_in(self, part: str) -> None:
        root = self._package.tree(part)
        targets = {
            each.id: (each.kind, each.target)
            for each in self._package.relationships(part)
            if not each.is_external
        }
        ids: dict[str, str] = {}
        for element in list(descendants(root, "a:srcRect", "v:imagedata")):
            crop, picture = _asked_of(element)
            if max(crop) * 100 < _NOTHING_PERCENT or picture is None:
                continue
            held, key = picture
            kind, target = targets.get(held.get(key, ""), ("", ""))
            if kind != "image" or not self._package.has(target):
                # Linked from outside: nothing of it comes into the PDF.
                continue
            made = self._cut(self._package.exact_name(target), crop)
            if made is None:
                self.is_any_left = True
                continue
            held.set(key, ids.setdefault(made, f"packbuilderCut{len(ids) + 1}"))
            _take_crop_off(element, crop)
        if ids:
            self.changed[part] = as_bytes(root)
            self._refer(part, ids)

    def _cut(self, picture: str, crop: Crop) -> str | None:
        """Return the name of the part that holds what is shown of a picture, or None if it cannot be cut."""
        key = (picture, crop)
        if key not in self.made:
            try:
                ending, data = _cut_picture(self._package.read(picture), crop)
            except _DAMAGE:
                return None
            folder = posixpath.dirname(picture)
            self.made[key] = (posixpath.join(folder, f"packbuilder-cut{len(self.made) + 1}.{ending}"), data)
        return self.made[key][0]

    def _refer(self, part: str, ids: dict[str, str]) -> None:
        name = self._package.exact_name(relationships_part(part))
        root = self._package.tree(name)
        kind = next(
            each.get("Type", "") for each in root if each.get("Type", "").rstrip("/").endswith("/image")
        )
        for picture, id_ in ids.items():
            etree.SubElement(root, f"{_RELATIONSHIP}Relationship", Id=id_, Type=kind, Target=f"/{picture}")
        self.changed[name] = as_bytes(root)

    def _types(self) -> bytes:
        root = self._package.tree(_TYPES_PART)
        there = {each.get("Extension", "").lower() for each in root}
        for ending, kind in _KINDS.items():
            if ending not in there:
                default = etree.Element(
                    root.tag.rpartition("}")[0] + "}Default", Extension=ending, ContentType=kind
                )
                root.insert(0, default)
        return as_bytes(root)


def _asked_of(element: Element) -> tuple[Crop, tuple[Element, str] | None]:
    """Return how a picture is cropped, and the element and attribute that say which picture it is."""
    if short_name(element) == "v:imagedata":
        left, top, right, bottom = (_share_in_old(element.get(side, "")) for side in _OLD_SIDES)
        named = next((key for key in element.attrib if key.endswith(("}id", "}relid"))), None)
        return (left, top, right, bottom), (element, named) if named else None
    left, top, right, bottom = (_share(element.get(side, "0")) for side in _SIDES)
    fill = element.getparent()
    blip = child(fill, "a:blip") if fill is not None else None
    if blip is None:
        return (left, top, right, bottom), None
    named = next((key for key in blip.attrib if key.endswith("}embed")), None)
    return (left, top, right, bottom), (blip, named) if named else None


def _share(written: str) -> float:
    """Return a share written in thousandths of a percent, or with a percent sign."""
    try:
        return float(written[:-1]) / 100 if written.endswith("%") else float(written) / 100_000
    except ValueError:
        return 0.0


def _share_in_old(written: str) -> float:
    """Return a share as VML writes it: a fraction, or a number of 65,536ths with an f."""
    try:
        return float(written[:-1]) / 65_536 if written.endswith("f") else float(written or "0")
    except ValueError:
        return 0.0


def _take_crop_off(element: Element, crop: Crop) -> None:
    """Let a cut picture be shown whole; where the frame is larger than the picture, it stays so."""
    is_old = short_name(element) == "v:imagedata"
    if not is_old:
        blip = child(element.getparent(), "a:blip")  # type: ignore[arg-type]
        # The same picture as a drawing, which newer programs show in its place: it is whole.
        for other in list(descendants(blip, "a:extLst")) if blip is not None else ():
            drop(other)
    for side, opposite, share in zip(
        _OLD_SIDES if is_old else _SIDES, (crop[2], crop[3], crop[0], crop[1]), crop, strict=True
    ):
        element.attrib.pop(side, None)
        if share < 0:
            left_over = share / (1 - max(opposite, 0.0))
            element.set(side, f"{left_over:.5f}" if is_old else str(round(left_over * 100_000)))


def _cut_picture(data: bytes, crop: Crop) -> tuple[str, bytes]:
    """Return what is shown of a picture, and the ending of its kind: JPEG stays JPEG, all else is PNG.

    Raises:
        OSError: And others of ``_DAMAGE``, if it is no picture that can be read, or too large.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            left, top, right, bottom = (max(share, 0.0) for share in crop)
            width, height = image.size
            x, y = min(round(left * width), width - 1), min(round(top * height), height - 1)
            box = (
                x,
                y,
                max(x + 1, width - round(right * width)),
                max(y + 1, height - round(bottom * height)),
            )
            is_photo = image.format == "JPEG"
            dpi = image.info.get("dpi")
            kept = {"icc_profile": image.info.get("icc_profile")}
            shown = image.crop(box)
            if is_photo:
                kept |= {"quality": 95, "subsampling": 0}
            else:
                if shown.mode not in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
                    shown = shown.convert("RGBA" if "A" in shown.mode else "RGB")
                if "transparency" in image.info:
                    kept["transparency"] = image.info["transparency"]
            if dpi and min(dpi) > 0:
                kept["dpi"] = tuple(map(float, dpi))
    # Whatever else the picture says of itself stays behind: its preview shows all of it.
    shown.info = {}
    written = io.BytesIO()
    shown.save(written, "JPEG" if is_photo else "PNG", **kept)
    return ("jpg" if is_photo else "png"), written.getvalue()


def _is_cropped_in_odf(package: Package) -> bool:
    """Whether an OpenDocument file has a picture that is cropped."""
    for part in ("content.xml", "styles.xml"):
        if not package.has(part) or b":clip=" not in package.read(part):
            continue
        root = package.tree(part)
        cropping = {
            attribute(style, "style:name")
            for style in descendants(root, "style:style")
            if any(
                _is_clip(attribute(each, "fo:clip"))
                for each in descendants(style, "style:graphic-properties")
            )
        }
        for image in descendants(root, "draw:image"):
            frame = image.getparent()
            if frame is not None and attribute(frame, "draw:style-name") in cropping:
                return True
    return False


def _is_clip(written: str) -> bool:
    """Whether a clip cuts anything off: lengths above nothing, such as "rect(0in, 1.2in, 0in, 0in)"."""
    inside = written.partition("(")[2].rstrip(") ")
    lengths = [
        each.strip().rstrip("abcdefghijklmnopqrstuvwxyz%") for each in inside.replace(",", " ").split()
    ]
    try:
        return any(float(length) > 0 for length in lengths if length)
    except ValueError:
        return True
