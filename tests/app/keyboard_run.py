"""Goes from the start page to an exported pack with keys alone, in the real window on a screen of its own.

python -m tests.app.keyboard_run FOLDER   (from the top of the checkout; needs Xvfb and xdotool)

The program runs as the clerk starts it, in folders of its own below FOLDER; a report is attached and
the pack lies there as pack.pdf in the end. What is waited for is a window, a file, or what the meeting
file says; where xwd is there, the window is kept in FOLDER/window.xwd just before the export.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from packbuilder.errors import PackBuilderError
from packbuilder.meeting.meeting import AgendaItem, Meeting
from packbuilder.storage.meeting_file import MeetingFile
from tests.builders import write_pdf

COUNCIL = "Anytown Council"
BODY = "Harbour Board"
SUBJECT = "Repairs to the north pier"
REPORT_WORDS = "The pier was surveyed in May."

_PATIENCE_S = 20
_LOOK_EVERY_S = 0.03
_RETURN_AGAIN_AFTER_S = 1.0
_SCREEN = "1440x900x24"

_Found = TypeVar("_Found")


class TookTooLongError(Exception):
    """What a key should have brought about did not come."""


@dataclasses.dataclass(frozen=True)
class KeyboardRun:
    """What came of it: the pack, what the meeting file held at the end, and what the program said."""

    pack: Path
    meeting: Meeting
    exit_code: int
    said: str


def can_run() -> bool:
    """Say whether there is a screen to be had, and someone to press keys."""
    return all(shutil.which(program) for program in ("Xvfb", "xdotool"))


def run(folder: Path) -> KeyboardRun:
    """Do it all, below a folder that is there and empty.

    Raises:
        TookTooLongError: If something did not come; it says what, and what the program said.
    """
    report = write_pdf(folder / "pier-report.pdf", REPORT_WORDS, "Costs")
    pack = folder / "pack.pdf"
    with _screen() as display, (folder / "said.txt").open("w") as said:
        environment = _environment(folder, display)
        program = subprocess.Popen(
            [sys.executable, "-m", "packbuilder"],
            env=environment, stdout=said, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        keyboard = _Keyboard(environment)
        try:
            _go_through(keyboard, folder, report, pack)
            exit_code = program.wait(_PATIENCE_S)
        except (TookTooLongError, subprocess.TimeoutExpired) as error:
            keyboard.take_picture(folder / "failed.xwd")
            raise TookTooLongError(f"{error}\n{(folder / 'said.txt').read_text()}") from error
        finally:
            program.kill()
            program.wait()
    return KeyboardRun(pack, _kept(folder), exit_code, (folder / "said.txt").read_text())


def _go_through(keyboard: _Keyboard, folder: Path, report: Path, pack: Path) -> None:
    keyboard.face("packbuilder")
    keyboard.press("ctrl+n")

    keyboard.face("New meeting")
    keyboard.write(COUNCIL)
    keyboard.press("Tab")
    keyboard.write(BODY)
    keyboard.press("Return")

    keyboard.face(".* - packbuilder")
    keyboard.press("Insert")
    keyboard.write(SUBJECT)
    keyboard.press("Return")
    _wait("the subject in the meeting", lambda: _item(folder))
    keyboard.press("Escape")  # No further item.

    keyboard.press("ctrl+shift+a")
    keyboard.answer("Attach documents", str(report))
    _wait("the report in the meeting", lambda: _has_report(folder))
    keyboard.face(".* - packbuilder")
    keyboard.take_picture(folder / "window.xwd")
    keyboard.press("ctrl+e")
    keyboard.face("Export the public pack")
    keyboard.press("shift+Tab", "shift+Tab", "space")  # Past Cancel, to Change.
    keyboard.answer("Where to", str(pack))
    keyboard.face("Export the public pack")
    keyboard.press("Return")
    _wait("the pack", pack.exists)

    keyboard.face("Export the public pack")
    keyboard.press("Escape")
    keyboard.face(".* - packbuilder")
    keyboard.press("ctrl+q")


class _Keyboard:
    """Presses keys as an X server passes them on from a real keyboard."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment

    def face(self, title: str) -> None:
        """Wait for the window of a title, a pattern, and give it the focus if nothing is before it."""

        def has_focus() -> bool:
            shown = self._windows(title)
            if not shown:
                return False
            focused = self._do("getwindowfocus")
            if focused in shown:
                return True
            # No window manager does it; a dialog that is closing holds its parent back for a moment.
            self._do("windowfocus", shown[0])
            return False

        _wait(f"the window {title!r}", has_focus)

    def answer(self, title: str, words: str) -> None:
        """Write words into Qt's own file dialog of a title, and see it close.

        A list of files that begin so may open under the words, and takes the first Return for itself.
        """
        self.face(title)
        self.write(words)
        pressed_at = 0.0

        def is_gone() -> bool:
            nonlocal pressed_at
            if not self._windows(title):
                return True
            if time.monotonic() - pressed_at > _RETURN_AGAIN_AFTER_S:
                self.press("Return")
                pressed_at = time.monotonic()
            return False

        _wait(f"the end of the window {title!r}", is_gone)

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        self._do("key", "--clearmodifiers", *keys)

    def write(self, words: str) -> None:
        """Write words where the cursor is."""
        self._do("type", "--delay", "4", words)

    def take_picture(self, path: Path) -> None:
        """Keep what is on the screen, where there is a program that can."""
        if shutil.which("xwd"):
            subprocess.run(["xwd", "-root", "-silent", "-out", str(path)], env=self._environment, check=True)

    def _windows(self, title: str) -> list[str]:
        return self._do("search", "--onlyvisible", "--name", f"^{title}$").split()

    def _do(self, *arguments: str) -> str:
        # A window may close between two looks: what did not go is tried again by whoever waits.
        done = subprocess.run(
            ["xdotool", *arguments], env=self._environment, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()


def _wait(what: str, look: Callable[[], _Found]) -> _Found:
    """Look again and again until there is something."""
    until = time.monotonic() + _PATIENCE_S
    while True:
        if found := look():
            return found
        if time.monotonic() > until:
            raise TookTooLongError(f"waited in vain for {what}")
        time.sleep(_LOOK_EVERY_S)


@contextlib.contextmanager
def _screen() -> Iterator[str]:
    """Give the name of a display of our own, which the X server chooses among those that are free."""
    read_end, write_end = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", _SCREEN, "-nolisten", "tcp"],
        pass_fds=[write_end], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write_end)
    try:
        with open(read_end) as answer:  # noqa: PTH123 - a pipe
            number = re.sub(r"\D", "", answer.readline())
        if not number:
            raise TookTooLongError("the X server did not start")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


def _environment(folder: Path, display: str) -> dict[str, str]:
    """Return the environment of a user who has just been given this machine."""
    of_its_own = {"HOME": folder / "home"}
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        of_its_own[f"XDG_{name}_HOME"] = folder / name.lower()
    for path in of_its_own.values():
        path.mkdir()
    taken_away = ("WAYLAND_DISPLAY", "XAUTHORITY", "QT_QPA_PLATFORMTHEME", "DBUS_SESSION_BUS_ADDRESS")
    kept = {name: value for name, value in os.environ.items() if name not in taken_away}
    ours = {name: str(path) for name, path in of_its_own.items()}
    return {**kept, **ours, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}


def _kept(folder: Path) -> Meeting:
    """Return the meeting as it is on the disk."""

    def read() -> Meeting | None:
        # It may be in the middle of being made.
        with contextlib.suppress(PackBuilderError):
            for path in (folder / "data").glob("packbuilder/Meetings/*.meeting"):
                with MeetingFile.open(path, read_only=True) as file:
                    return file.meeting()
        return None

    meeting = _wait("a meeting file", read)
    assert meeting is not None
    return meeting


def _item(folder: Path) -> AgendaItem | None:
    return next((item for item in _kept(folder).items if item.title == SUBJECT), None)


def _has_report(folder: Path) -> bool:
    item = _item(folder)
    return item is not None and any(document.sha256 for document in item.documents)


if __name__ == "__main__":
    made = run(Path(sys.argv[1]))
