"""The pictures that were drawn, as Qt shows them; the least used go first once they fill their room.

All of this is on the UI thread. Pictures of the pack before are kept apart: they stand in for the
new ones until those come, and are never taken for them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable

from PySide6.QtGui import QImage

from packbuilder.app.preview.open_pack import Bitmap, Tile

MOST_BYTES = 64 * 1024 * 1024


class Pictures:
    """The pictures of one pack, bounded in bytes."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        """Hold nothing yet."""
        self._most_bytes = most_bytes
        self._images: OrderedDict[Tile, QImage] = OrderedDict()
        self._whole: dict[int, list[Tile]] = {}
        self._stand_ins: dict[int, QImage] = {}
        self._not_drawn: set[int] = set()
        self.byte_count = 0

    def __contains__(self, tile: Tile) -> bool:
        """Say whether a picture is here."""
        return tile in self._images

    def __len__(self) -> int:
        """Return how many pictures are here."""
        return len(self._images)

    def page_indices(self) -> set[int]:
        """Return the pages that something is here of."""
        return {tile.page_index for tile in self._images}

    def add(self, tile: Tile, bitmap: Bitmap | None) -> None:
        """Keep a picture that was drawn; None means that the page cannot be."""
        self._stand_ins.pop(tile.page_index, None)
        if bitmap is None:
            self._not_drawn.add(tile.page_index)
            return
        # The image must own its pixels: the bytes it is made from go away with this call.
        image = QImage(
            bitmap.data, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32
        ).copy()
        self._forget(tile)
        self._images[tile] = image
        self.byte_count += image.sizeInBytes()
        if tile.is_whole:
            self._whole.setdefault(tile.page_index, []).append(tile)
        while self.byte_count > self._most_bytes and len(self._images) > 1:
            self._forget(next(iter(self._images)))

    def get(self, tile: Tile) -> QImage | None:
        """Return a picture, and count it as used."""
        image = self._images.get(tile)
        if image is not None:
            self._images.move_to_end(tile)
        return image

    def instead_of(self, page_index: int, width: int) -> QImage | None:
        """Return a picture of a whole page to scale until the right one comes: the nearest in size."""
        tiles = self._whole.get(page_index)
        if tiles:
            nearest = min(tiles, key=lambda tile: (tile.width < width, abs(tile.width - width)))
            return self.get(nearest)
        return self._stand_ins.get(page_index)

    def cannot_draw(self, page_index: int) -> bool:
        """Say whether PDFium gave up on a page."""
        return page_index in self._not_drawn

    def begin_again(self, page_before: Callable[[int], int | None], new_pages: Iterable[int]) -> None:
        """Empty the shelf for a new pack; what was seen last stands in until the new pictures come.

        Args:
            page_before: Gives the index that a page of the new pack had in the one before, or None.
            new_pages: The pages of the new pack that are in view.
        """
        stand_ins = {}
        for page_index in new_pages:
            before = page_before(page_index)
            image = None if before is None else self.instead_of(before, 1_000_000)
            if image is not None:
                stand_ins[page_index] = image
        self._images.clear()
        self._whole.clear()
        self._not_drawn.clear()
        self._stand_ins = stand_ins
        self.byte_count = 0

    def _forget(self, tile: Tile) -> None:
        image = self._images.pop(tile, None)
        if image is None:
            return
        self.byte_count -= image.sizeInBytes()
        if tile.is_whole:
            tiles = self._whole[tile.page_index]
            tiles.remove(tile)
            if not tiles:
                del self._whole[tile.page_index]
