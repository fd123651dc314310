"""What gets installed: the locked packages, their licences, and everything the program needs in its wheel."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

PROJECT = Path(__file__).resolve().parents[1]

LOCK = (PROJECT / "requirements.lock").read_text(encoding="utf-8")


def _locked() -> Iterator[tuple[Requirement, str]]:
    """Give every package of the lock with the lines that belong to it."""
    for entry in re.split(r"\n(?=[a-z0-9])", LOCK):
        if re.match(r"[a-z0-9]", entry):
            yield Requirement(entry.splitlines()[0].rstrip(" \\")), entry


def _declared() -> list[Requirement]:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    return [Requirement(r) for r in project["project"]["dependencies"] + project["dependency-groups"]["dev"]]


def _files_under(folder: str, root: Path) -> set[Path]:
    return {p.relative_to(root) for p in (root / folder).rglob("*") if p.is_file()}


@pytest.mark.parametrize("wanted", _declared(), ids=str)
def test_the_lock_holds_a_version_that_the_project_admits(wanted: Requirement) -> None:
    versions = [next(iter(r.specifier)).version for r, _ in _locked() if r.name == wanted.name]

    assert len(versions) == 1
    assert wanted.specifier.contains(versions[0])


def test_every_locked_package_is_exact_and_has_its_hashes() -> None:
    loose = [
        str(requirement)
        for requirement, entry in _locked()
        if [s.operator for s in requirement.specifier] != ["=="] or "--hash=sha256:" not in entry
    ]

    assert loose == []


def test_the_lock_leaves_it_to_each_machine_where_packages_come_from() -> None:
    assert not re.search(r"://|--index-url|--extra-index|--find-links|--trusted-host", LOCK)


def _is_binding(licence: str) -> bool:
    # "LGPL-3.0-only OR GPL-2.0-only" leaves the choice to whoever uses it.
    return all(re.search(r"\bA?GPL|GNU (Affero )?General Public", one) for one in licence.split(" OR "))


def test_no_package_brings_a_licence_that_binds_the_whole_program() -> None:
    binding = []
    for requirement, _ in _locked():
        if requirement.marker is not None and not requirement.marker.evaluate():
            continue
        about = importlib.metadata.metadata(requirement.name)
        stated = [
            line for key in ("License-Expression", "License", "Classifier") for line in about.get_all(key, [])
        ]
        if any(map(_is_binding, stated)):
            binding.append(requirement.name)

    assert binding == []


def test_the_wheel_carries_fonts_samples_and_templates_and_finds_them(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(PROJECT)],
        check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(installed)
    program = "from packbuilder import assets; print(assets.resource('fonts')); print(assets.template('.'))"

    found = subprocess.run(
        [sys.executable, "-c", program], cwd=installed, check=True, capture_output=True, text=True
    ).stdout.splitlines()

    assert [Path(line) for line in found] == [
        installed / "packbuilder" / "resources" / "fonts",
        installed / "packbuilder" / "templates",
    ]
    for folder in ("resources", "templates"):
        shipped = _files_under(folder, installed / "packbuilder")
        assert shipped == {p for p in _files_under(folder, PROJECT) if "__pycache__" not in p.parts}
