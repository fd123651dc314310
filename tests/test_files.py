"""A file is at every moment the old one or the whole new one, and its name is good everywhere."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from packbuilder.errors import PackBuilderError
from packbuilder.files import safe_file_name, written_beside

DEVICES = {"con", "prn", "aux", "nul", "conin$", "conout$"} | {
    f"{device}{digit}" for device in ("com", "lpt") for digit in "123456789¹²³"
}

needs_modes = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such modes")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "pack.pdf"


def test_the_new_file_takes_the_place_of_the_old_one_only_at_the_end(target: Path) -> None:
    target.write_text("old")

    with written_beside(target) as temporary:
        temporary.write_text("new")
        assert target.read_text() == "old"

    assert target.read_text() == "new"
    assert list(target.parent.iterdir()) == [target]


def write_half(target: Path, failure: type[BaseException]) -> None:
    with written_beside(target) as temporary:
        temporary.write_text("half")
        raise failure("stopped")


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt, PackBuilderError])
def test_when_the_writing_fails_the_old_file_stays_and_nothing_is_left_beside_it(
    failure: type[BaseException], target: Path
) -> None:
    target.write_text("old")

    with pytest.raises(failure):
        write_half(target, failure)

    assert target.read_text() == "old"
    assert list(target.parent.iterdir()) == [target]


def test_when_the_writing_fails_no_new_file_appears(target: Path) -> None:
    with pytest.raises(PackBuilderError):
        write_half(target, PackBuilderError)

    assert list(target.parent.iterdir()) == []


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    with pytest.raises(PackBuilderError, match="is a folder"), written_beside(tmp_path):
        pytest.fail("nothing is to be written")

    assert tmp_path.is_dir()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "June"

    with pytest.raises(PackBuilderError) as refused, written_beside(missing / "pack.pdf"):
        pytest.fail("nothing is to be written")

    assert refused.value.what == f"The folder {missing} is not there."
    assert refused.value.next_step


def test_a_file_is_no_folder_to_write_in(target: Path) -> None:
    target.write_text("old")

    with pytest.raises(PackBuilderError, match="is not there"), written_beside(target / "pack.pdf"):
        pytest.fail("nothing is to be written")


def test_a_name_that_the_disk_refuses_is_told_as_such(tmp_path: Path) -> None:
    target = tmp_path / f"{'long ' * 60}.pdf"

    with pytest.raises(PackBuilderError, match="could not be written"), written_beside(target):
        pytest.fail("nothing is to be written")


def test_a_file_that_is_there_is_kept_where_only_a_new_one_is_wanted(target: Path) -> None:
    target.write_text("old")

    with pytest.raises(PackBuilderError, match="is there already"), written_beside(target, only_new=True):
        pytest.fail("nothing is to be written")

    assert target.read_text() == "old"


@needs_modes
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_in_is_told_as_such(target: Path) -> None:
    target.parent.chmod(0o555)

    with pytest.raises(PackBuilderError, match="you are not allowed to"), written_beside(target):
        pytest.fail("nothing is to be written")


@contextmanager
def no_file_longer_than(byte_count: int) -> Iterator[None]:
    """Let the system refuse longer files, as a full disk would."""
    resource = pytest.importorskip("resource")
    signal = pytest.importorskip("signal")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (byte_count, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)


@needs_modes
def test_a_full_disk_leaves_the_old_file_and_is_told_as_such(target: Path) -> None:
    target.write_text("old")

    with (
        pytest.raises(PackBuilderError) as refused,
        no_file_longer_than(1000),
        written_beside(target) as temporary,
    ):
        temporary.write_bytes(b"x" * 5000)

    assert refused.value.what == f"{target} could not be written: the disk is full."
    assert target.read_text() == "old"
    assert list(target.parent.iterdir()) == [target]


@needs_modes
@pytest.mark.parametrize("mode", [0o444, 0o600, 0o664])
def test_a_file_that_is_replaced_keeps_who_may_read_and_write_it(mode: int, target: Path) -> None:
    target.write_text("old")
    target.chmod(mode)

    with written_beside(target) as temporary:
        temporary.write_text("new")

    assert target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) == mode


@needs_modes
def test_a_new_file_can_be_read_by_whoever_can_read_other_new_files(target: Path) -> None:
    ordinary = target.with_name("ordinary.pdf")
    ordinary.write_text("x")

    with written_beside(target) as temporary:
        temporary.write_text("new")

    assert target.stat().st_mode == ordinary.stat().st_mode


AWKWARD_TEXTS = st.text() | st.text(alphabet='conaux1.. /\\:*?"<>|\t\n\u202e\ud800é', max_size=30)


@given(text=AWKWARD_TEXTS, longest=st.integers(1, 200))
@example(text="con.pdf", longest=120)
@example(text="Aux .txt", longest=120)
@example(text="COM¹", longest=120)
@example(text="con", longest=3)
@example(text="", longest=3)
@example(text="Board. ", longest=6)
def test_a_safe_name_is_one_that_every_system_takes(text: str, longest: int) -> None:
    name = safe_file_name(text, longest=longest)

    assert name
    assert len(name.encode()) <= longest
    assert name.isprintable()
    assert not set(name) & set('<>:"/\\|?*')
    assert name == name.strip(" ")
    assert not name.startswith(".")
    assert not name.endswith(".")
    assert name.split(".")[0].strip().lower() not in DEVICES


@given(text=AWKWARD_TEXTS)
def test_a_safe_name_stays_as_it_is(text: str) -> None:
    name = safe_file_name(text)

    assert safe_file_name(name) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2026-06-18 Health and Wellbeing Board - Public pack", None),
        ("Adults/Children: what next?", "Adults Children what next"),
        ("Cyngor Sir Ynys Môn", None),
        ("...", "untitled"),
        ("nul", "_nul"),
        ("Consultation", None),
    ],
)
def test_a_name_keeps_what_a_clerk_would_know_it_by(text: str, name: str | None) -> None:
    assert safe_file_name(text) == (name or text)
