"""The pages of a finished pack as pictures for a printer, where there is no viewer to print it."""

from __future__ import annotations

from PySide6.QtGui import QImage

from packbuilder.app.preview.open_pack import OpenPack, Tile
from packbuilder.app.preview.reader import PDFIUM_LOCK

_POINTS_AN_INCH = 72


class PrintedPages:
    """A pack open to be drawn for a printer, until ``close``."""

    def __init__(self, pdf: bytes) -> None:
        """Open a pack.

        Raises:
            ValueError: If PDFium cannot open it.
        """
        with PDFIUM_LOCK:
            self._pack = OpenPack(pdf)
            self._sizes = self._pack.page_sizes()

    @property
    def page_count(self) -> int:
        """How many pages it has."""
        return len(self._sizes)

    def draw(self, page_index: int, dots_per_inch: int) -> QImage:
        """Return a page, white where nothing is; a null image if it cannot be drawn."""
        width_pt, height_pt = self._sizes[page_index]
        width = round(width_pt * dots_per_inch / _POINTS_AN_INCH)
        height = round(height_pt * dots_per_inch / _POINTS_AN_INCH)
        with PDFIUM_LOCK:
            bitmap = self._pack.draw(Tile(page_index, width, height, 0, 0, width, height))
        if bitmap is None:
            return QImage()
        picture = QImage(bitmap.data, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32)
        return picture.copy()  # Its own bytes: those drawn on go away.

    def close(self) -> None:
        """Close the pack."""
        with PDFIUM_LOCK:
            self._pack.close()
