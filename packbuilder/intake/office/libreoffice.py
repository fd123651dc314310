"""Has LibreOffice make PDFs of Office documents, many in one call, and trusts nothing it says.

In the line between treating a copy and opening the PDF. LibreOffice takes two seconds to start and a
tenth of one for a short report, so files are converted together. It ends with exit code 0 whether
it made anything or not: a conversion has succeeded when there is a new file that opens. Each call
has a folder and a LibreOffice profile of its own, so that neither the clerk's LibreOffice nor
another call is in its way. A file at which it hangs or breaks off is refused; the others are still
converted.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import re
import shutil
import sys
import tempfile
import time
import zipfile
import zlib
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from enum import StrEnum
from pathlib import Path

import pikepdf

from packbuilder.errors import PackBuilderError
from packbuilder.files import unreadable, why_not
from packbuilder.intake.office.office_content import is_office_content
from packbuilder.intake.office.office_password import is_password_protected
from packbuilder.intake.office.office_profile import write_profile
from packbuilder.intake.office.office_run import Running
from packbuilder.intake.office.rtf_fields import RTF_START, without_included_files

SILENCE_S = 90.0
"""How long LibreOffice may work on one file before it is taken to hang."""

_PROBE_S = 40.0
"""How long it may take over one word: many times what its first start takes."""

_MOST_AT_ONCE = 40
"""Files in one call: enough that its start does not count, and not so many that its memory fills."""

_LOOK_EVERY_S = 0.2

_PLACES_ON_WINDOWS = (
    "LibreOffice/program/soffice.com",
    "Programs/LibreOffice/program/soffice.com",
    "LibreOfficePortable/App/libreoffice/program/soffice.com",
)
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
)

_CONVERTING = re.compile(r"^convert .*[/\\]f(\d{6})\b")
_NOT_OPENED = "could not be loaded"
_PROBE_TEXT = b"{\\rtf1 Page}"


class Target(StrEnum):
    """What a file is converted to."""

    PDF = "pdf"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"


@dataclasses.dataclass(frozen=True, slots=True)
class OfficeFile:
    """A file to be converted; which of LibreOffice's programs is for it, it finds out from the file.

    Args:
        path: Where it is; it is copied, and never changed.
        target: What it is to become.
        name: What the clerk knows it by, where that is not the name it lies under: errors say it.
    """

    path: Path
    target: Target = Target.PDF
    name: str = ""

    @property
    def known_as(self) -> str:
        """The name that the clerk knows."""
        return self.name or self.path.name


def find_libreoffice() -> Path | None:
    """Return the program of LibreOffice, or None where it is not installed."""
    if sys.platform == "win32":
        # soffice.com says what it does to whoever started it; soffice.exe says it to nobody.
        roots = [os.environ.get(name, "") for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
        names = ["soffice.com"]
        places = [Path(root, place) for root in roots if root for place in _PLACES_ON_WINDOWS]
    else:
        names = ["soffice", "libreoffice"]
        # Where the packages of libreoffice.org lie, each version in a folder of its own.
        newest_first = sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)
        places = [*map(Path, _PLACES), *newest_first]
    on_path = (shutil.which(name) for name in names)
    return next((Path(found) for found in on_path if found), None) or next(
        (place for place in places if place.is_file()), None
    )


def libreoffice_missing(name: str) -> PackBuilderError:
    """Return the error that says that a file needs LibreOffice, which is not on this computer."""
    return PackBuilderError(
        f"{name} can be taken in only where LibreOffice is installed, and it is not on this computer.",
        "Install it from www.libreoffice.org (it is free), or save the file as PDF and attach that.",
    )


def convert(
    files: Sequence[OfficeFile],
    folder: Path,
    *,
    libreoffice: Path | None = None,
    silence_s: float = SILENCE_S,
) -> Generator[tuple[int, Path | PackBuilderError], None, None]:
    """Convert files, and give each result as soon as it is known, with its file's place in ``files``.

    Whoever stops asking closes the generator: LibreOffice is ended then, and what it left removed.

    Args:
        files: What to convert; two may have the same name.
        folder: An existing folder. Results lie in a new folder inside it; nothing else is left there.
        libreoffice: Its program, where that is known; otherwise it is looked for.
        silence_s: How many seconds LibreOffice may take over one file.

    Yields:
        The place of a file in ``files``, and either the path of what it became or why it did not.
        Each place comes once, though not always in order.
    """
    program = libreoffice or find_libreoffice()
    if program is None:
        yield from ((index, libreoffice_missing(file.known_as)) for index, file in enumerate(files))
        return
    try:
        place = Path(tempfile.mkdtemp(prefix="converted-", dir=folder)).absolute()
        for name in ("in", "temporary"):
            (place / name).mkdir()
        write_profile(place / "profile")
    except OSError as error:
        yield from ((index, _not_written(file, error)) for index, file in enumerate(files))
        return
    conversion = _Conversion(files, place, program, silence_s)
    try:
        for target in Target:
            yield from conversion.of([i for i, file in enumerate(files) if file.target is target], target)
    finally:
        conversion.tidy()


class _Ended(StrEnum):
    """How a call of LibreOffice came to its end."""

    BY_ITSELF = "by itself"
    SILENT = "silent"


@dataclasses.dataclass(frozen=True, slots=True)
class _Left:
    """What one call left undone."""

    not_made: tuple[int, ...]
    broken_off_at: int | None
    not_reached: tuple[int, ...]
    ended: _Ended


class _Conversion:
    """The conversion of some files in a folder of its own.

    There, a file is called by its number, so that it does not matter what its own name is.
    """

    def __init__(self, files: Sequence[OfficeFile], place: Path, program: Path, silence_s: float) -> None:
        self._files = files
        self._place = place
        self._program = program
        self._silence_s = silence_s
        self._copies: dict[int, str] = {}
        self._has_worked = False

    def tidy(self) -> None:
        """Leave nothing but results."""
        for name in ("in", "out", "profile", "temporary"):
            shutil.rmtree(self._place / name, ignore_errors=True)
        with contextlib.suppress(OSError):
            self._place.rmdir()

    def of(self, indexes: Sequence[int], target: Target) -> Iterator[tuple[int, Path | PackBuilderError]]:
        """Convert the files of one target."""
        ready: list[int] = []
        for index in indexes:
            try:
                self._copy(index)
                if is_office_content(self._place / self._copies[index]):
                    ready.append(index)
                else:
                    yield index, _not_made(self._files[index])
            except OSError as error:
                yield index, _not_copied(self._files[index], error)
        waiting = deque(tuple(ready[n : n + _MOST_AT_ONCE]) for n in range(0, len(ready), _MOST_AT_ONCE))
        while waiting:
            batch = waiting.popleft()
            left = yield from self._call(batch, target, self._silence_s)
            for index in left.not_made:
                yield index, _not_made(self._files[index])
            culprit = left.broken_off_at
            if left.not_reached:
                waiting.appendleft(left.not_reached)
            if culprit is None:
                continue
            if len(batch) > 1:
                # Alone, it may do: those before it may have used up the memory.
                waiting.appendleft((culprit,))
                continue
            if not self._has_worked and not self._works():
                for each in (culprit, *(index for later in waiting for index in later)):
                    yield each, _does_not_work(self._files[each])
                return
            yield culprit, _broken_off(self._files[culprit], left.ended, self._silence_s)

    def _copy(self, index: int) -> None:
        path = self._files[index].path
        is_plain = re.fullmatch(r"\.[a-z0-9]{1,8}", path.suffix.lower())
        copy = f"in/f{index:06}{path.suffix.lower() if is_plain else ''}"
        shutil.copyfile(path, self._place / copy)
        with (self._place / copy).open("rb") as start:
            is_rich_text = start.read(len(RTF_START)) == RTF_START
        if is_rich_text:
            rtf = (self._place / copy).read_bytes()
            (self._place / copy).write_bytes(without_included_files(rtf))
        self._copies[index] = copy

    def _works(self) -> bool:
        """Whether LibreOffice converts anything at all on this computer: a file of one word."""
        probe = len(self._files)
        self._copies[probe] = f"in/f{probe:06}.rtf"
        (self._place / self._copies[probe]).write_bytes(_PROBE_TEXT)
        for _, made in self._call((probe,), Target.PDF, min(self._silence_s, _PROBE_S)):
            made.unlink(missing_ok=True)
            self._has_worked = True
        return self._has_worked

    def _call(
        self, batch: tuple[int, ...], target: Target, silence_s: float
    ) -> Generator[tuple[int, Path], None, _Left]:
        """Call LibreOffice once; give each file that it made, and return what it left."""
        out = self._place / "out"
        out.mkdir(exist_ok=True)
        reached = _Reached(batch, out, target)
        left = list(batch)
        ended = _Ended.BY_ITSELF
        quiet_since = time.monotonic()
        with Running(self._program, self._place, [self._copies[i] for i in batch], target) as running:
            while (line := running.line_within(_LOOK_EVERY_S)) is not None:
                if reached.hear(line) or reached.see():
                    quiet_since = time.monotonic()
                elif time.monotonic() - quiet_since > silence_s:
                    ended = _Ended.SILENT
                    break
                yield from self._made([i for i in left if i in reached.settled()], left, target)
        yield from self._made(list(left), left, target)
        shutil.rmtree(out, ignore_errors=True)
        self._has_worked = self._has_worked or bool(reached.not_opened)
        return reached.left(left, ended)

    def _made(self, indexes: list[int], left: list[int], target: Target) -> Iterator[tuple[int, Path]]:
        for index in indexes:
            made = self._place / "out" / f"f{index:06}.{target}"
            if _opens(made, target):
                left.remove(index)
                self._has_worked = True
                yield index, made.replace(self._place / f"{index + 1:03}.{target}")


class _Reached:
    """How far a call has come: told by what it says, and where it says nothing by the files it makes.

    LibreOffice does one file after another: it loads it, says so, and writes what it becomes.
    """

    def __init__(self, batch: Sequence[int], out: Path, target: Target) -> None:
        self.not_opened: set[int] = set()
        self._batch = batch
        self._out = out
        self._target = target
        self._next = 0
        self._written: int | None = None
        self._sizes: dict[str, int] = {}

    def hear(self, line: str) -> bool:
        """Take in a line, and say whether it tells of a file; what else it prints is no progress."""
        if (said := _CONVERTING.match(line)) and int(said[1]) in self._batch:
            self._written = self._batch.index(int(said[1]))
            self._next = self._written + 1
            return True
        if _NOT_OPENED in line and self._next < len(self._batch):
            self.not_opened.add(self._batch[self._next])
            self._next += 1
            self._written = None
            return True
        return False

    def see(self) -> bool:
        """Look for new files, and say whether there are, or one grew."""
        sizes = {}
        with contextlib.suppress(OSError):
            sizes = {entry.name: entry.stat().st_size for entry in os.scandir(self._out)}
        has_changed = sizes != self._sizes
        self._sizes = sizes
        for position in range(len(self._batch) - 1, self._next - 1, -1):
            if f"f{self._batch[position]:06}.{self._target}" in sizes:
                self._written, self._next = position, position + 1
                break
        return has_changed

    def settled(self) -> set[int]:
        """Return the files that it is done with."""
        return {index for n, index in enumerate(self._batch[: self._next]) if n != self._written}

    def left(self, left: Sequence[int], ended: _Ended) -> _Left:
        """Say of the files that were not made why not."""
        self.see()
        if not left or (ended is _Ended.BY_ITSELF and self._next == len(self._batch)):
            return _Left(tuple(left), None, (), ended)
        at = self._next
        if self._written is not None and self._batch[self._written] in left:
            at = self._written
        if at == len(self._batch):
            return _Left(tuple(left), None, (), ended)
        place = {index: n for n, index in enumerate(self._batch)}
        return _Left(
            tuple(index for index in left if place[index] < at),
            self._batch[at],
            tuple(index for index in left if place[index] > at),
            ended,
        )


def _opens(made: Path, target: Target) -> bool:
    """Whether a file is there, and is what it should be."""
    if not made.is_file():
        return False
    if target is Target.PDF:
        try:
            with pikepdf.open(made) as pdf:
                return len(pdf.pages) > 0 and not pdf.get_warnings()
        except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, OSError):
            return False
    try:
        with zipfile.ZipFile(made) as parts, parts.open("content.xml") as content:
            while content.read(1 << 20):  # To its end, where its checksum is compared.
                pass
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError):
        return False
    return True


_SAVE_AS_PDF = "Open it in the program it was made with, save it as PDF, and attach that."


def _not_copied(file: OfficeFile, error: OSError) -> PackBuilderError:
    return unreadable(file.known_as, error)


def _not_written(file: OfficeFile, error: OSError) -> PackBuilderError:
    return PackBuilderError(
        f"{file.known_as} could not be converted: {why_not(error)}.", "Free some space, and try again."
    )


def _not_made(file: OfficeFile) -> PackBuilderError:
    with contextlib.suppress(OSError):
        if is_password_protected(file.path):
            return PackBuilderError(
                f"{file.known_as} is protected by a password.",
                "Open it in the program it was made with, take the password off, and attach it again.",
            )
    return PackBuilderError(
        f"{file.known_as} is damaged, or not what its name says: LibreOffice could make no pages of it.",
        _SAVE_AS_PDF,
    )


def _broken_off(file: OfficeFile, ended: _Ended, silence_s: float) -> PackBuilderError:
    if ended is _Ended.SILENT:
        return PackBuilderError(
            f"{file.known_as} was not converted: LibreOffice was still at it after {silence_s:.0f} seconds.",
            _SAVE_AS_PDF,
        )
    return PackBuilderError(f"{file.known_as} was not converted: LibreOffice broke off at it.", _SAVE_AS_PDF)


def _does_not_work(file: OfficeFile) -> PackBuilderError:
    return PackBuilderError(
        f"{file.known_as} was not converted: LibreOffice does not work on this computer.",
        "Start LibreOffice to see what it says, or save the file as PDF and attach that.",
    )
