"""What the window remembers from one day to the next: recent meetings, sizes, choices.

Beside the line. Nothing of a meeting's content is kept here but its title in the list of recent
ones. Settings are a convenience: a file that is damaged, locked or cannot be written is left out
of account, and never an error.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import datetime as dt
import hashlib
import json
import math
from enum import StrEnum
from pathlib import Path

import msgspec
import platformdirs
from PySide6.QtCore import QLockFile, QSettings

_MOST_KEPT_VERSIONS = 500


def settings_path() -> Path:
    """Return where this user's settings lie; the file may not be there yet."""
    return platformdirs.user_config_path("packbuilder", appauthor=False) / "settings.ini"


class ThemeChoice(StrEnum):
    """Which colours the clerk wants."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclasses.dataclass(frozen=True, slots=True)
class RecentMeeting:
    """A meeting file that was opened: where it lies, what it is called, when it was last opened.

    ``title`` is the meeting's ("Cabinet, 18 June 2026"), not the file's.
    """

    path: Path
    title: str
    when: dt.datetime
    is_pinned: bool = False


class Settings:
    """The settings of one user, in an ini file. Every change is written at once.

    What has never been set, or cannot be understood, has its default.
    """

    def __init__(self, path: Path) -> None:
        """Read the settings; the file and its folder are made by the first change."""
        self._path = path
        self._values: dict[str, str] = {}
        self.refresh()

    def refresh(self) -> None:
        """Read the file again: another window of packbuilder may have written it."""
        file = QSettings(str(self._path), QSettings.Format.IniFormat)
        for key in file.allKeys():
            value = file.value(key) if key else None
            if isinstance(value, str):
                self._values[key] = value

    # What is remembered.

    @property
    def recent(self) -> tuple[RecentMeeting, ...]:
        """The meetings opened lately; ``app.recent`` keeps them in order."""
        try:
            return msgspec.json.decode(
                self._values.get("meetings/recent", "[]"),
                type=tuple[RecentMeeting, ...],
                dec_hook=lambda kind, value: Path(value),
            )
        except (msgspec.MsgspecError, TypeError, ValueError, RecursionError):
            return ()

    @recent.setter
    def recent(self, meetings: tuple[RecentMeeting, ...]) -> None:
        # A file name that is no text at all (Linux allows it) can be opened, but not written down here.
        meetings = tuple(meeting for meeting in meetings if _is_text(str(meeting.path) + meeting.title))
        self._set("meetings/recent", msgspec.json.encode(meetings, enc_hook=str).decode())

    @property
    def theme(self) -> ThemeChoice:
        """Light, dark, or what the system says (the default)."""
        try:
            return ThemeChoice(self._values.get("window/theme", ""))
        except ValueError:
            return ThemeChoice.SYSTEM

    @theme.setter
    def theme(self, choice: ThemeChoice) -> None:
        self._set("window/theme", choice.value)

    @property
    def window_geometry(self) -> bytes:
        """Where the window stood, as ``QWidget.saveGeometry`` says it; empty at first."""
        return self._bytes("window/geometry")

    @window_geometry.setter
    def window_geometry(self, geometry: bytes) -> None:
        self._set_bytes("window/geometry", geometry)

    @property
    def window_state(self) -> bytes:
        """The window's bars and panes, as ``QMainWindow.saveState`` says it; empty at first."""
        return self._bytes("window/state")

    @window_state.setter
    def window_state(self, state: bytes) -> None:
        self._set_bytes("window/state", state)

    def splitter(self, name: str) -> tuple[int, ...]:
        """Return the sizes of a splitter's panes in device-independent pixels; empty at first."""
        try:
            sizes = json.loads(self._values.get(f"splitters/{name}", "[]"))
        except (ValueError, RecursionError):
            return ()
        if isinstance(sizes, list) and all(type(size) is int and 0 <= size < 100_000 for size in sizes):
            return tuple(sizes)
        return ()

    def set_splitter(self, name: str, sizes: list[int]) -> None:
        """Remember the sizes of a splitter's panes."""
        self._set(f"splitters/{name}", json.dumps(sizes))

    @property
    def pack_zoom(self) -> float:
        """How large the pack's pages are shown, 1 being their real size; 0 fits the width (the default)."""
        try:
            zoom = float(self._values.get("pack/zoom", "0"))
        except ValueError:
            return 0.0
        return zoom if math.isfinite(zoom) and 0 < zoom <= 64 else 0.0

    @pack_zoom.setter
    def pack_zoom(self, zoom: float) -> None:
        self._set("pack/zoom", repr(zoom))

    @property
    def pack_side_panel(self) -> str:
        """Which panel stands beside the pack's pages, by the name that the pane gives it; "" for none."""
        return self._values.get("pack/side_panel", "")

    @pack_side_panel.setter
    def pack_side_panel(self, name: str) -> None:
        self._set("pack/side_panel", name)

    def place_in(self, path: Path) -> tuple[str, str]:
        """Return the item and the document that were looked at last in a meeting file; ("", "") at first."""
        item_id, _, document_id = self._values.get(_place_key(path), "").partition("/")
        return item_id, document_id

    def keep_place_in(self, path: Path, item_id: str, document_id: str) -> None:
        """Remember what was looked at last in a meeting file."""
        self._set(_place_key(path), f"{item_id}/{document_id}" if item_id else "")

    @property
    def are_checks_folded(self) -> bool:
        """Whether the strip of checks is folded down to its heading."""
        return self._values.get("checks/folded", "") == "true"

    @are_checks_folded.setter
    def are_checks_folded(self, are_folded: bool) -> None:
        self._set("checks/folded", "true" if are_folded else "false")

    @property
    def attach_folder(self) -> Path | None:
        """Where documents were last attached from."""
        return self._folder("folders/attach")

    @attach_folder.setter
    def attach_folder(self, folder: Path | None) -> None:
        self._set_folder("folders/attach", folder)

    @property
    def export_folder(self) -> Path | None:
        """Where a pack or minutes were last written to."""
        return self._folder("folders/export")

    @export_folder.setter
    def export_folder(self, folder: Path | None) -> None:
        self._set_folder("folders/export", folder)

    @property
    def template_folder(self) -> Path | None:
        """Where report templates were last saved."""
        return self._folder("folders/templates")

    @template_folder.setter
    def template_folder(self, folder: Path | None) -> None:
        self._set_folder("folders/templates", folder)

    @property
    def opens_after_export(self) -> bool:
        """Whether an exported file is opened as soon as it is written; not by default."""
        return self._values.get("export/open", "") == "true"

    @opens_after_export.setter
    def opens_after_export(self, opens: bool) -> None:
        self._set("export/open", "true" if opens else "false")

    @property
    def kept_versions(self) -> frozenset[str]:
        """The newer files that the clerk let be, each as ``keep_version`` was told of it."""
        return frozenset(self._values.get("files/kept", "").split())

    def keep_version(self, version: str) -> None:
        """Remember a newer file that the clerk let be: one word. The oldest are forgotten in time."""
        kept = [word for word in self._values.get("files/kept", "").split() if word != version]
        self._set("files/kept", " ".join([*kept, version][-_MOST_KEPT_VERSIONS:]))

    # How it is kept: text only, so that nothing in the file can be more than it seems.

    def _bytes(self, key: str) -> bytes:
        try:
            return base64.b64decode(self._values.get(key, ""), validate=True)
        except (binascii.Error, ValueError):
            return b""

    def _set_bytes(self, key: str, value: bytes) -> None:
        self._set(key, base64.b64encode(value).decode())

    def _folder(self, key: str) -> Path | None:
        # Whether it is there still is not asked: a network folder could take half a minute to say.
        text = self._values.get(key, "")
        return Path(text) if text and "\0" not in text else None

    def _set_folder(self, key: str, folder: Path | None) -> None:
        self._set(key, str(folder) if folder is not None and _is_text(str(folder)) else "")

    def _set(self, key: str, value: str) -> None:
        if self._values.get(key) == value:
            return
        self._values[key] = value
        if self._can_be_locked():
            file = QSettings(str(self._path), QSettings.Format.IniFormat)
            file.setValue(key, value)
            file.sync()

    def _can_be_locked(self) -> bool:
        # QSettings itself would wait for the lock for ever, and the window with it.
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            return False
        lock = QLockFile(f"{self._path}.lock")
        if not lock.tryLock(0):
            return False
        lock.unlock()
        return True


def _is_text(words: str) -> bool:
    try:
        words.encode()
    except UnicodeEncodeError:
        return False
    return True


def _place_key(path: Path) -> str:
    # A name that no ini file can trip over, and that tells nothing.
    return f"places/{hashlib.sha256(str(path).encode(errors='surrogatepass')).hexdigest()[:16]}"
