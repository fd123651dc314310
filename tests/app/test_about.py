from __future__ import annotations

import getpass
import importlib.metadata
import platform
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QTreeWidget
from pytestqt.qtbot import QtBot

from packbuilder import __version__
from packbuilder.app.about import PARTS, AboutDialog, Part, details, version_of
from packbuilder.app.theme import Theme
from packbuilder.assets import resource


@pytest.fixture
def dialog(look: Theme, qtbot: QtBot) -> AboutDialog:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()
    return dialog


def test_it_says_the_version_and_the_licence(dialog: AboutDialog) -> None:
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert __version__ in said
    assert "MIT" in said


def test_every_part_is_listed_with_its_version_and_licence(dialog: AboutDialog) -> None:
    tree = dialog.findChildren(QTreeWidget)[0]
    items = [item for row in range(tree.topLevelItemCount()) if (item := tree.topLevelItem(row))]
    rows = [[item.text(column) for column in range(3)] for item in items]
    assert [row[0] for row in rows] == [part.name for part in PARTS]
    assert all(all(cell and cell != "-" for cell in row) for row in rows)
    assert ["pikepdf", importlib.metadata.version("pikepdf"), "MPL 2.0"] in rows


STANDS_FOR = {
    "LGPL v3": "LGPL-3.0",
    "MPL 2.0": "MPL-2.0",
    "BSD 3-Clause": "BSD-3-Clause",
    "Apache 2.0": "Apache",
    "BSD": "BSD",
    "MIT": "MIT",
    "MIT-CMU": "MIT-CMU",
    "PSF 2.0": "PSF-2.0",
    "BSD 2-Clause": "BSD-2-Clause",
}


@pytest.mark.parametrize("part", [part for part in PARTS if part.package], ids=lambda part: part.package)
def test_the_licence_is_the_one_that_the_package_states(part: Part) -> None:
    metadata = importlib.metadata.metadata(part.package)
    known = [key for key in ("License-Expression", "License", "Classifier") if key in metadata]
    stated = " ".join(words for key in known for words in metadata.get_all(key) or [])
    for licence in part.licence.replace(" or ", " and ").split(" and "):
        assert STANDS_FOR[licence] in stated or f"{licence} License" in stated


def test_no_package_that_packbuilder_needs_is_left_out() -> None:
    text = Path(resource("guide").parent.parent / "pyproject.toml")
    if not text.is_file():
        pytest.skip("packbuilder is installed, not checked out")
    import tomllib

    needs = tomllib.loads(text.read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {part.package.lower() for part in PARTS}
    assert {need.split(">")[0].strip().lower() for need in needs} <= names


def test_details_are_copied_and_hold_versions_and_nothing_of_the_clerk(
    dialog: AboutDialog, qtbot: QtBot
) -> None:
    copy = next(b for b in dialog.findChildren(QPushButton) if b.text() == "&Copy details")
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    text = QGuiApplication.clipboard().text()

    assert text == details()
    assert f"packbuilder {__version__}" in text
    assert f"pypdf {importlib.metadata.version('pypdf')}" in text
    assert str(Path.home()) not in text
    assert platform.node() not in text.split() or not platform.node()
    assert f"/{getpass.getuser()}" not in text
    assert any(label.text() == "Copied." for label in dialog.findChildren(QLabel))


def test_a_package_that_is_not_there_has_no_version() -> None:
    assert version_of(Part("None", "no-such-package-as-this", "MIT")) == ""


@pytest.mark.parametrize("size", [16, 32, 256])
def test_packbuilders_own_icon_is_sharp_and_stands_out_at_every_size(look: Theme, size: int) -> None:
    picture = QIcon(str(resource("icons/packbuilder.svg"))).pixmap(size, size).toImage()

    assert (picture.width(), picture.height()) == (size, size)
    assert picture.pixelColor(0, 0).alpha() < 255
    lightness = {
        picture.pixelColor(x, y).lightness() // 32
        for x in range(size)
        for y in range(size)
        if picture.pixelColor(x, y).alpha() == 255
    }
    assert min(lightness) <= 3
    assert max(lightness) == 7


def test_escape_closes_it(dialog: AboutDialog, qtbot: QtBot) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
