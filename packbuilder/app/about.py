"""About packbuilder: its version, what it is made of and under which licences, details for a report."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import platform

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtSvgWidgets import QSvgWidget
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from packbuilder import __version__
from packbuilder.app.theme import SPACE
from packbuilder.assets import resource


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """Something by others that packbuilder is made of.

    ``package`` is its name in the Python installation, or empty where it comes inside ``within``.
    """

    name: str
    package: str
    licence: str
    within: str = ""


PARTS = (
    Part("Qt for Python (PySide6), and Qt", "PySide6-Essentials", "LGPL v3"),
    Part("pikepdf", "pikepdf", "MPL 2.0"),
    Part("qpdf", "", "Apache 2.0", within="pikepdf"),
    Part("pypdf", "pypdf", "BSD 3-Clause"),
    Part("pypdfium2", "pypdfium2", "BSD 3-Clause or Apache 2.0"),
    Part("PDFium", "", "BSD 3-Clause and Apache 2.0", within="pypdfium2"),
    Part("reportlab", "reportlab", "BSD"),
    Part("python-docx", "python-docx", "MIT"),
    Part("lxml", "lxml", "BSD 3-Clause"),
    Part("Pillow", "pillow", "MIT-CMU"),
    Part("msgspec", "msgspec", "BSD 3-Clause"),
    Part("holidays", "holidays", "MIT"),
    Part("python-dateutil", "python-dateutil", "BSD and Apache 2.0"),
    Part("platformdirs", "platformdirs", "MIT"),
    Part("filelock", "filelock", "MIT"),
    Part("charset-normalizer", "charset-normalizer", "MIT"),
    Part("packaging", "packaging", "Apache 2.0 or BSD 2-Clause"),
    Part("six", "six", "MIT"),
    Part("typing-extensions", "typing-extensions", "PSF 2.0"),
    Part("Liberation fonts", "", "SIL Open Font Licence 1.1", within="packbuilder"),
    Part("Inter font", "", "SIL Open Font Licence 1.1", within="packbuilder"),
    Part("Lucide icons", "", "ISC, some of them MIT", within="packbuilder"),
)


def version_of(part: Part) -> str:
    """Return the version of a part that is installed, or "" where it has none of its own."""
    if not part.package:
        return ""
    try:
        return importlib.metadata.version(part.package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def details() -> str:
    """Return what whoever looks into a fault wants to know; nothing of meetings, people or folders."""
    screen = QGuiApplication.primaryScreen()
    lines = [
        f"packbuilder {__version__}",
        f"System: {platform.system()} {platform.release()}, {platform.machine()}",
        f"Python {platform.python_version()}, Qt {qVersion()} ({QGuiApplication.platformName()})",
    ]
    if screen is not None:
        size = screen.size()
        lines.append(f"Screen: {size.width()} x {size.height()} at {screen.devicePixelRatio():.0%}")
    lines += [f"{part.package} {version_of(part) or 'not found'}" for part in PARTS if part.package]
    return "\n".join(lines) + "\n"


class AboutDialog(QDialog):
    """Version and licences. Show it with ``open``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Gather the versions."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("About packbuilder"))
        self.setMinimumWidth(560)

        mark = QSvgWidget(str(resource("icons/packbuilder.svg")))
        mark.setFixedSize(56, 56)
        name = QLabel("packbuilder")
        name.setProperty("role", "title")
        version = QLabel(self.tr("Version {version}, under the MIT licence").format(version=__version__))
        version.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        what = QLabel(self.tr("From an agenda and its reports to one document pack, and the minutes in Word"))
        what.setProperty("role", "muted")
        what.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(SPACE // 2)
        for label in (name, version, what):
            words.addWidget(label)
        head = QHBoxLayout()
        head.setSpacing(SPACE * 2)
        head.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)

        made_of = QLabel(self.tr("It is made of these, and thanks those who made them:"))
        self._parts = QTreeWidget()
        self._parts.setAccessibleName(self.tr("Parts and their licences"))
        self._parts.setHeaderLabels([self.tr("Part"), self.tr("Version"), self.tr("Licence")])
        self._parts.setRootIsDecorated(False)
        self._parts.setFrameShape(QFrame.Shape.NoFrame)
        self._parts.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._parts.setStyleSheet("QTreeView::item { padding: 3px 6px; }")
        self._parts.setMinimumHeight(240)
        for part in PARTS:
            shown = version_of(part)
            if part.within:
                shown = self.tr("in {name}").format(name=part.within)
            self._parts.addTopLevelItem(QTreeWidgetItem([part.name, shown or "-", part.licence]))
        header = self._parts.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)

        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._copy = box.addButton(self.tr("&Copy details"), QDialogButtonBox.ButtonRole.ActionRole)
        self._copy.setToolTip(self.tr("Versions and system, for a report of a fault; no titles and no names"))
        self._copy.clicked.connect(self._copy_details)
        box.rejected.connect(self.reject)
        self._copied = QLabel()
        self._copied.setProperty("role", "muted")

        whole = QVBoxLayout(self)
        whole.setContentsMargins(SPACE * 3, SPACE * 3, SPACE * 3, SPACE * 2)
        whole.setSpacing(SPACE)
        whole.addLayout(head)
        whole.addSpacing(SPACE * 2)
        whole.addWidget(made_of)
        whole.addWidget(self._parts, 1)
        whole.addSpacing(SPACE)
        foot = QHBoxLayout()
        foot.addWidget(self._copied, 1)
        foot.addWidget(box)
        whole.addLayout(foot)
        box.button(QDialogButtonBox.StandardButton.Close).setFocus()

    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText(details())
        self._copied.setText(self.tr("Copied."))
