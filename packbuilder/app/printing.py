"""Opens finished files in the programs that belong to them, and prints a pack where none does.

Printing is best left to the system's PDF viewer. The print dialog here is for computers without one:
pages are drawn as pictures by whoever gives ``render``, and laid on the paper at their real size.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QProcess, QRectF, QSizeF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QImage, QPageSize, QPainter, QTransform
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from packbuilder.app.theme import SPACE
from packbuilder.errors import PackBuilderError

Render = Callable[[int, int], QImage]
"""Draws a page, by its index from 0 and dots per inch; an image of nothing where it cannot."""

_MOST_DOTS_PER_INCH = 300
"""Finer than this no reader sees, and a page takes a hundred megabytes."""

_POINTS_PER_INCH = 72.0
_FITS_WITHIN_PT = 3.0


def open_in_viewer(path: Path) -> bool:
    """Open a file in the program that its kind opens with; return whether there is one."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def show_in_folder(path: Path) -> bool:
    """Show a file in its folder, marked where the system can do that; return whether it could be shown."""
    if sys.platform == "win32":
        # Explorer takes the comma as part of its option, and the path as the next word.
        return QProcess.startDetached("explorer.exe", ["/select,", str(path)])[0]
    if sys.platform == "darwin":
        return QProcess.startDetached("/usr/bin/open", ["-R", str(path)])[0]
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


@dataclasses.dataclass(frozen=True, slots=True)
class Printable:
    """What is printed: its name in the printer's queue, its pages, and what draws them."""

    name: str
    page_count: int
    render: Render


def print_pack(pack: Printable, parent: QWidget, *, current_page_index: int | None = None) -> PrintingDialog:
    """Ask how to print, then print; return the dialog that says how far it is, and goes when it ends.

    Args:
        pack: What to print.
        parent: The window.
        current_page_index: The page that the clerk is looking at, so that it can be printed alone.
    """
    printer = pack_printer(pack.name)
    printing = PrintingDialog(pack, printer, parent, current_page_index=current_page_index or 0)
    for ended in (printing.done_printing, printing.failed, printing.cancelled):
        ended.connect(printing.deleteLater)
    question = QPrintDialog(printer, parent)
    question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    question.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange)
    question.setOption(
        QAbstractPrintDialog.PrintDialogOption.PrintCurrentPage, current_page_index is not None
    )
    question.setMinMax(1, pack.page_count)
    question.setFromTo(1, pack.page_count)

    def answered(result: int) -> None:
        if result == QDialog.DialogCode.Accepted:
            printing.start()
        else:
            printing.deleteLater()

    question.finished.connect(answered)
    QDialog.open(question)  # Its own would have a receiver named.
    return printing


def pack_printer(name: str) -> QPrinter:
    """Return the printer to begin with: A4 on both sides, over the long edge, up to the paper's edge."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide)
    printer.setFullPage(True)
    return printer


def page_indices(printer: QPrinter, page_count: int, current_page_index: int) -> list[int]:
    """Return the pages that were chosen, in the order in which they go to the printer."""
    pages: list[int] = []
    if printer.printRange() is QPrinter.PrintRange.CurrentPage:
        pages = [current_page_index]
    elif printer.printRange() is QPrinter.PrintRange.PageRange:
        chosen = printer.pageRanges()
        if chosen.isEmpty():
            first, last = printer.fromPage() or 1, printer.toPage() or page_count
            pages = list(range(first - 1, min(last, page_count)))
        else:
            pages = [index for index in range(page_count) if chosen.contains(index + 1)]
    else:
        pages = list(range(page_count))
    if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
        pages.reverse()
    if printer.supportsMultipleCopies():
        return pages
    if printer.collateCopies():
        return pages * printer.copyCount()
    return [index for index in pages for _ in range(printer.copyCount())]


class PrintingDialog(QDialog):
    """Sends a pack to a printer, a page at a time, and says how far it is. It can be cancelled."""

    done_printing = Signal(int)
    """How many pages went to the printer."""

    failed = Signal(object)
    """A ``PackBuilderError``."""

    cancelled = Signal()
    """The clerk stopped it; what had gone to the printer is taken back where the printer can."""

    def __init__(
        self,
        pack: Printable,
        printer: QPrinter,
        parent: QWidget | None = None,
        *,
        current_page_index: int = 0,
    ) -> None:
        """Be ready to print; ``start`` does it."""
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(self.tr("Print"))
        self._pack = pack
        self._printer = printer
        self._current_page_index = current_page_index
        self._pages: list[int] = []
        self._done = 0
        self._painter: QPainter | None = None
        # Between two pages the window lives: a page takes less than a tenth of a second.
        self._next = QTimer(self, interval=0)
        self._next.timeout.connect(self._print_next)
        self._build()

    @property
    def is_running(self) -> bool:
        """Whether pages are on their way."""
        return self._painter is not None

    def start(self) -> None:
        """Print what the printer was set to."""
        self._pages = page_indices(self._printer, self._pack.page_count, self._current_page_index)
        self._printer.setFullPage(True)  # The system's dialog may have set margins.
        if not self._pages:
            self._end()
            self.done_printing.emit(0)
            return
        painter = QPainter()
        if not painter.begin(self._printer):
            self._end()
            self.failed.emit(
                PackBuilderError(
                    self.tr("The printer does not take the pack: it may be switched off or out of reach."),
                    self.tr("Look at the printer, or open the pack and print it from there."),
                )
            )
            return
        self._painter = painter
        self._done = 0
        self._bar.setRange(0, len(self._pages))
        self._say()
        self.show()
        self._next.start()

    def reject(self) -> None:
        """Stop printing: Esc, Cancel, and the cross of the window."""
        if self._painter is None:
            super().reject()
            return
        self._next.stop()
        self._printer.abort()
        self._end()
        self.cancelled.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop printing."""
        self.reject()
        event.accept()

    def _build(self) -> None:
        self._words = QLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        layout.setSpacing(SPACE)
        layout.addWidget(self._words)
        layout.addWidget(self._bar)
        layout.addSpacing(SPACE)
        layout.addLayout(row)
        self.setMinimumWidth(400)

    def _print_next(self) -> None:
        painter = self._painter
        if painter is None:
            return
        index = self._pages[self._done]
        dots_per_inch = min(self._printer.resolution(), _MOST_DOTS_PER_INCH)
        image = self._pack.render(index, dots_per_inch)
        if image.isNull() or (self._done and not self._printer.newPage()):
            self._fail(index)
            return
        draw_page(painter, self._printer, image, dots_per_inch)
        self._done += 1
        self._say()
        if self._done == len(self._pages):
            self._end()
            self.done_printing.emit(self._done)

    def _fail(self, page_index: int) -> None:
        self._printer.abort()
        self._end()
        self.failed.emit(
            PackBuilderError(
                self.tr("Printing stopped at page {n}: it could not be drawn or was not taken.").format(
                    n=page_index + 1
                ),
                self.tr("Open the pack and print it from there."),
            )
        )

    def _end(self) -> None:
        self._next.stop()
        painter, self._painter = self._painter, None
        if painter is not None:
            painter.end()
        self.hide()

    def _say(self) -> None:
        words = self.tr("Printing page {n} of {total}")
        self._words.setText(words.format(n=min(self._done + 1, len(self._pages)), total=len(self._pages)))
        self._bar.setValue(self._done)


def draw_page(painter: QPainter, printer: QPrinter, image: QImage, dots_per_inch: int) -> None:
    """Lay the picture of a page in the middle of the paper, at its real size.

    It is turned where it lies the other way than the paper, and only a page that is larger than the
    paper is made smaller.
    """
    paper = printer.pageLayout().fullRectPoints().size()
    if (image.width() > image.height()) != (paper.width() > paper.height()):
        image = image.transformed(QTransform().rotate(90))
    size = QSizeF(image.width(), image.height()) * (_POINTS_PER_INCH / dots_per_inch)
    larger = max(
        size.width() / (paper.width() + _FITS_WITHIN_PT), size.height() / (paper.height() + _FITS_WITHIN_PT)
    )
    if larger > 1:
        size /= max(size.width() / paper.width(), size.height() / paper.height())
    device = printer.resolution() / _POINTS_PER_INCH
    target = QRectF(
        (paper.width() - size.width()) / 2 * device,
        (paper.height() - size.height()) / 2 * device,
        size.width() * device,
        size.height() * device,
    )
    painter.drawImage(target, image)
