"""The rules of the house: what may import what, what may lie where, and what no file may say."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]

MODULES = {
    "__init__", "__main__", "errors", "progress", "files", "assets", "bank_holidays",
    "meeting", "intake", "pack", "word", "storage", "reuse", "worker", "app",
}  # fmt: skip

FOLDERS = {".ci", "packbuilder", "resources", "templates", "tests"}

MADE_HERE = {"demo", "build", "dist", "__pycache__"}

TEXT_OF_ONE_MACHINE = re.compile(rb"(?<![\w./-])/(?:work|root)/|/tmp/[w]/|/opt/(?:wheels|pypi)")

REGISTRY_HOST = re.compile(
    rb"pypi\.org|pythonhosted\.org|npmjs\.(?:com|org)|deb\.debian\.org|ubuntu\.com", re.I
)

EACH_RULE_BROKEN_ONCE = [
    ("house", "meeting/timings.py", "import packbuilder.pack.plan"),
    ("house", "errors.py", "import packbuilder.files"),
    ("house", "storage/description.py", "import packbuilder.intake"),
    ("house", "word/__init__.py", "import packbuilder.pack.plan"),
    ("house", "intake/__init__.py", "import packbuilder.storage"),
    ("house", "utils.py", "import packbuilder.errors"),
    ("intake", "intake/pdf/marks.py", "import packbuilder.intake.take_in"),
    ("intake", "intake/seen/__init__.py", "import packbuilder.intake.office.office_file"),
    ("pack", "pack/plan.py", "import packbuilder.pack.front_sheet"),
    ("pack", "pack/helpers.py", "import packbuilder.pack.plan"),
    ("pure-meeting", "meeting/numbering.py", "import msgspec"),
    ("pure-plan", "pack/plan.py", "import pypdf"),
    ("pdf", "storage/description.py", "import pikepdf"),
    ("pages-shown", "word/__init__.py", "import pypdfium2"),
    ("pages-shown", "app/session.py", "import pypdfium2"),
    ("pdf", "app/preview/pane.py", "import pikepdf"),
    ("calendar", "meeting/clear_days.py", "import holidays"),
    ("locks", "storage/meeting_file.py", "import filelock"),
    ("pdf", "files.py", "import pypdf"),
    ("drawing", "intake/__init__.py", "import reportlab.pdfgen.canvas"),
    ("word", "pack/front_sheet.py", "import docx"),
    ("qt", "pack/front_sheet.py", "from PySide6 import QtCore"),
    ("qt", "worker/serve.py", "from PySide6 import QtCore"),
    ("house", "worker/serve.py", "import packbuilder.app.session"),
    ("window", "app/agenda/pane.py", "import packbuilder.app.preview.pane"),
    ("window", "app/session.py", "import packbuilder.app.workspace"),
]


def _lint_imports(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", command, "--no-logo", "--no-cache", *options],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip


def _files_of_the_project() -> Iterator[Path]:
    for top in sorted(PROJECT.iterdir()):
        if top.is_file():
            yield top
        elif top.name in FOLDERS:
            yield from (p for p in sorted(top.rglob("*")) if p.is_file() and "__pycache__" not in p.parts)


def test_every_import_rule_holds() -> None:
    result = _lint_imports(PROJECT)

    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(("rule", "module", "forbidden_import"), EACH_RULE_BROKEN_ONCE)
def test_an_import_rule_notices_when_it_is_broken(
    rule: str, module: str, forbidden_import: str, tmp_path: Path
) -> None:
    shutil.copytree(
        PROJECT / "packbuilder", tmp_path / "packbuilder", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    with (tmp_path / "packbuilder" / module).open("a", encoding="utf-8") as broken:
        broken.write(f"\n{forbidden_import}\n")

    result = _lint_imports(tmp_path, "--contract", rule)

    assert "0 kept, 1 broken" in result.stdout, result.stdout + result.stderr


def test_the_meeting_imports_nothing_but_the_standard_library() -> None:
    imported = set()
    for module in (PROJECT / "packbuilder" / "meeting").rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add((node.module or "").split(".")[0])

    assert imported - sys.stdlib_module_names == {"packbuilder"}


def test_everything_but_the_window_works_without_qt() -> None:
    program = """
import importlib, pkgutil, sys
sys.modules["PySide6"] = None
import packbuilder
names = [m.name for m in pkgutil.walk_packages(packbuilder.__path__, "packbuilder.")]
for name in names:
    if not name.startswith("packbuilder.app"):
        importlib.import_module(name)
print(len(names))
"""
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stderr
    assert int(result.stdout) > 10


def test_every_module_has_a_place_in_the_design() -> None:
    found = {p.stem for p in (PROJECT / "packbuilder").iterdir() if p.name not in {"__pycache__", "py.typed"}}

    assert found <= MODULES


def test_there_are_no_stray_top_level_folders() -> None:
    found = {p.name for p in PROJECT.iterdir() if p.is_dir()}
    caches = {name for name in found if name.startswith(".")} - FOLDERS

    assert found - caches - MADE_HERE <= FOLDERS


def test_no_file_tells_of_the_machine_it_was_written_on() -> None:
    telling = [
        str(p.relative_to(PROJECT))
        for p in _files_of_the_project()
        if TEXT_OF_ONE_MACHINE.search(p.read_bytes())
    ]

    assert telling == []


def test_no_file_names_the_host_of_a_package_registry() -> None:
    naming = [
        str(p.relative_to(PROJECT)) for p in _files_of_the_project() if REGISTRY_HOST.search(p.read_bytes())
    ]

    assert naming == []
