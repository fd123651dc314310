from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QColor, QDesktopServices, QImage, QPageRanges, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from packbuilder.app.printing import (
    Printable,
    PrintingDialog,
    open_in_viewer,
    pack_printer,
    page_indices,
    print_pack,
    show_in_folder,
)
from packbuilder.app.theme import Theme

A4_PT = (595.3, 841.9)


def _page(
    dots_per_inch: int, width_pt: float, height_pt: float, mark_pt: tuple[int, int, int, int]
) -> QImage:
    """Draw a white page with one black rectangle: left, top, width, height in points."""
    scale = dots_per_inch / 72
    image = QImage(round(width_pt * scale), round(height_pt * scale), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    left, top, width, height = (round(value * scale) for value in mark_pt)
    painter.fillRect(left, top, width, height, QColor("black"))
    painter.end()
    return image


class Pages:
    """Pages whose mark stands the lower the later they are; the third lies on its side."""

    def __init__(self) -> None:
        self.drawn: list[int] = []

    def render(self, page_index: int, dots_per_inch: int) -> QImage:
        self.drawn.append(page_index)
        if page_index == 2:
            return _page(dots_per_inch, A4_PT[1], A4_PT[0], (100, 50, 200, 20))
        return _page(dots_per_inch, *A4_PT, (100, 50 + 100 * page_index, 200, 20))


@pytest.fixture
def pages() -> Pages:
    return Pages()


def _to_file(path: Path) -> QPrinter:
    printer = pack_printer("Pack")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(150)
    return printer


def _inked(path: Path) -> list[tuple[int, int, int, int]]:
    """Return where the black of each page is, in points from its top left: left, top, right, bottom."""
    boxes = []
    with pypdfium2.PdfDocument(path) as pdf:
        for page in pdf:
            image = page.render(scale=1).to_pil().convert("L").point(lambda value: 255 if value < 128 else 0)
            boxes.append(image.getbbox())
    return boxes


def test_every_page_is_printed_where_it_stands_at_its_real_size(
    look: Theme, pages: Pages, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "printed.pdf"
    dialog = PrintingDialog(Printable("Pack", 2, pages.render), _to_file(path))
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.done_printing) as done:
        dialog.start()
    assert done.args == [2]
    assert pages.drawn == [0, 1]
    assert dialog.isHidden()
    first, second = _inked(path)
    assert first == pytest.approx((100, 50, 300, 70), abs=2)
    assert second == pytest.approx((100, 150, 300, 170), abs=2)


def test_a_page_on_its_side_is_turned_to_the_paper_and_keeps_its_size(
    look: Theme, pages: Pages, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "printed.pdf"
    dialog = PrintingDialog(Printable("Pack", 3, pages.render), _to_file(path))
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.done_printing):
        dialog.start()
    left, top, right, bottom = _inked(path)[2]
    assert (right - left, bottom - top) == pytest.approx((20, 200), abs=2)
    assert right == pytest.approx(A4_PT[0] - 50, abs=3)


def test_only_a_page_larger_than_the_paper_is_made_smaller(look: Theme, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "printed.pdf"
    a3 = Printable("A3", 1, lambda index, dpi: _page(dpi, 841.9, 1190.6, (100, 100, 200, 20)))
    dialog = PrintingDialog(a3, _to_file(path))
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.done_printing):
        dialog.start()
    left, _, right, _ = _inked(path)[0]
    assert right - left == pytest.approx(200 * 595.3 / 841.9, abs=3)


def test_cancelling_stops_between_two_pages(look: Theme, tmp_path: Path, qtbot: QtBot) -> None:
    drawn: list[int] = []

    def render(page_index: int, dots_per_inch: int) -> QImage:
        drawn.append(page_index)
        if page_index == 3:
            dialog.cancel_button.click()
        return _page(dots_per_inch, *A4_PT, (0, 0, 10, 10))

    dialog = PrintingDialog(Printable("Pack", 1000, render), _to_file(tmp_path / "printed.pdf"))
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.cancelled):
        dialog.start()
    assert drawn == [0, 1, 2, 3]
    assert not dialog.is_running
    assert dialog.isHidden()


def test_a_page_that_cannot_be_drawn_stops_it_and_is_named(look: Theme, tmp_path: Path, qtbot: QtBot) -> None:
    def render(page_index: int, dots_per_inch: int) -> QImage:
        return QImage() if page_index == 1 else _page(dots_per_inch, *A4_PT, (0, 0, 10, 10))

    dialog = PrintingDialog(Printable("Pack", 3, render), _to_file(tmp_path / "printed.pdf"))
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.failed) as failed:
        dialog.start()
    assert "page 2" in failed.args[0].what


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_nothing_is_an_error(look: Theme, tmp_path: Path, qtbot: QtBot) -> None:
    printer = _to_file(tmp_path / "no such folder" / "printed.pdf")
    dialog = PrintingDialog(Printable("Pack", 1, Pages().render), printer)
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.failed) as failed:
        dialog.start()
    assert failed.args[0].next_step


def test_the_choice_of_pages_is_kept_to(look: Theme, tmp_path: Path) -> None:
    printer = _to_file(tmp_path / "x.pdf")
    assert page_indices(printer, 5, 2) == [0, 1, 2, 3, 4]
    printer.setPrintRange(QPrinter.PrintRange.CurrentPage)
    assert page_indices(printer, 5, 2) == [2]
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setPageRanges(QPageRanges.fromString("1,3-4,9"))
    assert page_indices(printer, 5, 2) == [0, 2, 3]
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert page_indices(printer, 5, 2) == [3, 2, 0]


def test_copies_are_printed_where_the_printer_cannot_make_them(look: Theme, tmp_path: Path) -> None:
    printer = _to_file(tmp_path / "x.pdf")
    printer.setCopyCount(2)
    printer.setCollateCopies(True)
    expected = [0, 1] if printer.supportsMultipleCopies() else [0, 1, 0, 1]
    assert page_indices(printer, 2, 0) == expected
    printer.setCollateCopies(False)
    assert page_indices(printer, 2, 0) == ([0, 1] if printer.supportsMultipleCopies() else [0, 0, 1, 1])


def test_packs_are_printed_on_both_sides_of_a4_unless_the_clerk_says_otherwise(look: Theme) -> None:
    printer = pack_printer("Pack")
    assert printer.pageLayout().pageSize().key() == "A4"
    assert printer.fullPage()
    assert printer.docName() == "Pack"


def test_a_file_is_opened_and_its_folder_shown(look: Theme, tmp_path: Path) -> None:
    opened: list[QUrl] = []

    class Opener(QObject):
        @Slot(QUrl)
        def take(self, url: QUrl) -> None:
            opened.append(url)

    opener = Opener()
    QDesktopServices.setUrlHandler("file", opener, "take")  # type: ignore[arg-type]  # Qt takes words.
    try:
        path = tmp_path / "Pack & minutes #2.pdf"
        assert open_in_viewer(path)
        assert show_in_folder(path)
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert [url.toLocalFile() for url in opened] == [str(path), str(tmp_path)]


def test_the_question_is_about_these_pages_and_saying_no_prints_nothing(
    look: Theme, pages: Pages, qtbot: QtBot
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    printing = print_pack(Printable("Pack", 164, pages.render), window, current_page_index=3)
    question = window.findChild(QPrintDialog)
    assert question is not None
    assert question.isVisible()
    assert (question.minPage(), question.maxPage()) == (1, 164)
    with qtbot.waitSignal(printing.destroyed):
        question.reject()
    assert pages.drawn == []
