"""The named house styles of a council, each a file of its own in one folder.

Beside the line: the window offers them in its settings, and a meeting that takes one holds the
whole of it under its name, so that no meeting depends on this folder. A file has the keys of a
meeting's description, so it can be read, mended and passed on; a logo is copied to stand beside it.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
import shutil
import tomllib
from pathlib import Path

from packbuilder.errors import PackBuilderError
from packbuilder.files import file_sha256, make_folder, safe_file_name, why_not, written_beside
from packbuilder.meeting.house_style import HouseStyle
from packbuilder.storage.description_format import FORMAT, StyleKeys
from packbuilder.storage.description_style import quoted, style_from, style_lines
from packbuilder.storage.description_text import read_text, record_from_toml

LONGEST_NAME = 60
"""How many characters the name of a style may have."""

_KIND = "house style"
_LONGEST_STEM_BYTES = 80
_HASH_DIGITS = 8


@dataclasses.dataclass(frozen=True, slots=True)
class NamedStyle:
    """A house style under its name, and the council whose it is (which may be empty).

    ``style.name`` is the same name. ``style.logo`` is the copy beside the style's file, once saved.
    """

    name: str
    council: str
    style: HouseStyle


class _StyleFile(StyleKeys, frozen=True, kw_only=True):
    """What the file of a style holds."""

    format: int
    council: str = ""


def style_names(folder: Path) -> list[str]:
    """Return the names of the styles in a folder, in alphabetical order; none where there is no folder.

    A file that cannot be read as a style is listed under its file name: ``read_style`` says of it
    what is wrong.

    Raises:
        PackBuilderError: If the folder cannot be read.
    """
    return sorted(_files(folder), key=lambda name: (name.casefold(), name))


def read_style(folder: Path, name: str) -> NamedStyle:
    """Return the style of that name.

    Raises:
        PackBuilderError: If there is none, or its file is damaged or no style's; names the file.
    """
    path = _file_of(folder, name)
    try:
        return _style_in(read_text(path, _KIND), path)
    except PackBuilderError as error:
        raise PackBuilderError(
            f"The house style {name} cannot be read. {error.what}",
            f"Mend the file {path}, or remove the style and save it again.",
        ) from error


def save_style(folder: Path, named: NamedStyle) -> None:
    """Save a style under its name, in place of one of that name; the folder is made where it is missing.

    The logo is copied first, so that the style's file never names one that is not there.

    Raises:
        PackBuilderError: If the name or a choice is not valid, the logo cannot be read, or
            something cannot be written. What was saved before is then as it was.
    """
    _check_name(named.name)
    path = _files(folder).get(named.name, folder / f"{_stem(named.name)}.toml")
    logo = Path(named.style.logo) if named.style.logo else None
    logo_name = _logo_name(path, logo) if logo is not None else ""
    text = _text(named, logo_name)
    _style_in(text, path)  # What could not be read again is never written.
    make_folder(folder, "Choose another.")
    if logo is not None and not (folder / logo_name).is_file():
        with written_beside(folder / logo_name) as temporary:
            shutil.copyfile(logo, temporary)
    with written_beside(path) as temporary:
        temporary.write_text(text, encoding="utf-8")
    _remove_logos(path, kept=logo_name)


def remove_style(folder: Path, name: str) -> None:
    """Remove a style and its copy of the logo; meetings that took it keep what they hold of it.

    Raises:
        PackBuilderError: If there is no such style, or its file cannot be removed.
    """
    path = _file_of(folder, name)
    try:
        path.unlink()
    except OSError as error:
        raise PackBuilderError(
            f"The house style {name} could not be removed: {why_not(error)}.",
            f"Close {path} where it is open.",
        ) from error
    _remove_logos(path, kept="")


def _files(folder: Path) -> dict[str, Path]:
    """Return every style's file by the style's name."""
    try:
        paths = sorted(path for path in folder.glob("*.toml") if path.is_file())
    except OSError as error:
        raise PackBuilderError(
            f"The folder {folder} could not be read: {why_not(error)}.", "Choose another."
        ) from error
    files: dict[str, Path] = {}
    for path in paths:
        name = _name_in(path) or path.stem
        # Of two files that claim one name, the one that packbuilder named after it.
        if name not in files or path.stem == _stem(name):
            files[name] = path
    return files


def _file_of(folder: Path, name: str) -> Path:
    path = _files(folder).get(name)
    if path is None:
        raise PackBuilderError(f"There is no house style {name}.", "Choose another, or save it first.")
    return path


def _name_in(path: Path) -> str:
    """Return the name that a file gives its style, or "" where it cannot be read."""
    try:
        name = tomllib.loads(read_text(path, _KIND)).get("style_name")
    except (PackBuilderError, ValueError, RecursionError):
        return ""
    return name if isinstance(name, str) else ""


def _style_in(text: str, path: Path) -> NamedStyle:
    source = record_from_toml(text, path, _StyleFile, _KIND)
    if source.format != FORMAT:
        raise PackBuilderError(f"{path.name}: format is {source.format}.", f"Write format = {FORMAT}.")
    _check_name(source.style_name)
    return NamedStyle(source.style_name, source.council, style_from(source, path))


def _check_name(name: str) -> None:
    if not name.strip() or name != name.strip() or not name.isprintable():
        raise PackBuilderError(
            f'A house style cannot have the name "{"".join(c if c.isprintable() else " " for c in name)}".',
            "Write a name on one line, without spaces at its ends.",
        )
    if len(name) > LONGEST_NAME:
        raise PackBuilderError(
            f"The name {name[:LONGEST_NAME]}... of a house style has more than {LONGEST_NAME} characters.",
            "Write a shorter one.",
        )


def _text(named: NamedStyle, logo_name: str) -> str:
    style = dataclasses.replace(named.style, name=named.name)
    lines = [f"format = {FORMAT}", f"council = {quoted(named.council)}", *style_lines(style, logo_name)]
    return "\n".join(lines) + "\n"


def _stem(name: str) -> str:
    """Return the file name, without its ending, of a style: two names never share one.

    The hash tells apart what differs only in capitals or in characters that no file name can hold.
    """
    digits = hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()[:_HASH_DIGITS]
    return f"{safe_file_name(name, longest=_LONGEST_STEM_BYTES)}-{digits}"


def _logo_name(path: Path, logo: Path) -> str:
    """Return the name of the logo's copy, by which it is known again: the style's own and the logo's hash."""
    try:
        if logo.exists() and not logo.is_file():
            raise OSError(f"{logo} is no ordinary file")
        digits = file_sha256(logo)[:_HASH_DIGITS]
    except OSError as error:
        raise PackBuilderError(
            f"The logo {logo} could not be read: {why_not(error)}.",
            "Choose another, or take the logo out of the house style.",
        ) from error
    ending = re.sub(r"[^a-z0-9]", "", logo.suffix.lower())[:5]
    return f"{path.stem}.logo-{digits}{'.' if ending else ''}{ending}"


def _remove_logos(path: Path, kept: str) -> None:
    """Remove the copies of logos that a style no longer names; one that cannot be does no harm."""
    for logo in path.parent.iterdir():
        if logo.name.startswith(f"{path.stem}.logo-") and logo.name != kept:
            try:
                logo.unlink()
            except OSError:
                continue
