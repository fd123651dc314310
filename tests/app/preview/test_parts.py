from __future__ import annotations

import pytest

from packbuilder.app.preview.layout import GAP, MARGIN, Fit, lay_out, next_zoom, tiles_of
from packbuilder.app.preview.open_pack import Bitmap, OpenPack, Tile
from packbuilder.app.preview.pictures import Pictures
from packbuilder.app.preview.whose_pages import WhosePages
from packbuilder.app.selection import THE_MEETING, Place
from packbuilder.worker.messages import PackPage
from tests.app.preview.built_packs import pack_of

_A4, _A4_TURNED, _A3 = (595.0, 842.0), (842.0, 595.0), (1191.0, 842.0)
_PIXELS_PER_PT = 96 / 72


def _pages(*runs: tuple[str, str, int]) -> WhosePages:
    return WhosePages(tuple(PackPage(item, document) for item, document, count in runs for _ in range(count)))


def test_fitted_to_the_width_no_page_is_wider_than_the_view() -> None:
    layout = lay_out([_A4, _A4, _A3, _A4_TURNED], Fit.WIDTH, 1.0, 430, 700, _PIXELS_PER_PT)
    assert layout.width == 430
    assert [page.width for page in layout.pages] == [430 - 2 * MARGIN] * 4
    assert layout.zoom == pytest.approx((430 - 2 * MARGIN) / (595 * _PIXELS_PER_PT))


def test_a_slip_is_not_blown_up_to_the_width() -> None:
    layout = lay_out([_A4, _A4, (300.0, 200.0)], Fit.WIDTH, 1.0, 430, 700, _PIXELS_PER_PT)
    assert layout.pages[2].width == pytest.approx(layout.pages[0].width * 300 / 595, abs=1)


def test_fitted_to_the_page_every_page_is_seen_whole() -> None:
    layout = lay_out([_A4, _A4_TURNED], Fit.PAGE, 1.0, 430, 300, _PIXELS_PER_PT)
    assert all(page.height <= 300 - MARGIN - GAP and page.width <= 430 - 2 * MARGIN for page in layout.pages)


def test_pages_lie_under_each_other_in_the_middle() -> None:
    layout = lay_out([_A4, _A4_TURNED, _A4], Fit.NONE, 1.0, 2000, 700, _PIXELS_PER_PT)
    for before, after in zip(layout.pages, layout.pages[1:], strict=False):
        assert after.top == before.bottom + GAP
    assert all(abs(2 * page.left + page.width - layout.width) <= 1 for page in layout.pages)
    assert layout.pages_between(layout.pages[1].top, layout.pages[1].bottom) == range(1, 2)


def test_a_view_without_room_still_has_a_layout() -> None:
    assert lay_out([_A4], Fit.PAGE, 1.0, 0, 0, _PIXELS_PER_PT).pages[0].width > 0


def test_zoom_steps_lead_up_and_down_and_end() -> None:
    assert next_zoom(1.0, larger=True) == 1.1
    assert next_zoom(1.0, larger=False) == 0.9
    assert next_zoom(6.0, larger=True) == 6.0
    assert next_zoom(0.1, larger=False) == 0.1


def test_a_very_large_page_is_drawn_in_squares_that_cover_it_once() -> None:
    assert len(tiles_of(0, 800, 1100)) == 1
    tiles = tiles_of(3, 5000, 7000)
    assert sum(tile.width * tile.height for tile in tiles) == 5000 * 7000
    seen = tiles_of(3, 5000, 7000, (1100, 1100, 1900, 1900))
    assert [(tile.left, tile.top) for tile in seen] == [(1024, 1024)]


def test_a_square_of_a_page_shows_what_the_whole_page_shows_there() -> None:
    open_pack = OpenPack(pack_of("heron").pdf)
    whole = open_pack.draw(Tile(0, 600, 849, 0, 0, 600, 849))
    part = open_pack.draw(Tile(0, 600, 849, 70, 100, 200, 300))
    open_pack.close()
    assert whole is not None
    assert part is not None
    for y in range(300):
        begin = (y + 100) * whole.stride + 70 * 4
        assert part.data[y * part.stride : y * part.stride + 800] == whole.data[begin : begin + 800]


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(ValueError, match="PDFium cannot open it"):
        OpenPack(b"no PDF")


def test_pictures_never_take_more_room_than_they_have() -> None:
    pictures = Pictures(most_bytes=10 * 40_000)
    tiles = [Tile(index, 100, 100, 0, 0, 100, 100) for index in range(30)]
    for tile in tiles:
        pictures.add(tile, Bitmap(bytes(40_000), 100, 100, 400))
        pictures.get(tiles[0])
        assert pictures.byte_count <= 400_000
    assert tiles[0] in pictures, "what is used stays"
    assert tiles[1] not in pictures
    assert tiles[29] in pictures


def test_a_picture_of_the_pack_before_is_never_counted_as_one_of_the_new_pack() -> None:
    pictures = Pictures()
    tile = Tile(4, 100, 100, 0, 0, 100, 100)
    pictures.add(tile, Bitmap(bytes(40_000), 100, 100, 400))
    pictures.begin_again(lambda page_index: page_index - 2, range(5, 8))
    assert len(pictures) == 0
    assert pictures.get(tile) is None
    assert pictures.instead_of(4, 100) is None
    assert pictures.instead_of(6, 100) is not None, "it stands in where that page is now"
    pictures.add(Tile(6, 100, 100, 0, 0, 100, 100), None)
    assert pictures.instead_of(6, 100) is None
    assert pictures.cannot_draw(6)


def test_the_same_page_of_a_document_is_found_wherever_it_went() -> None:
    before = _pages(("", "", 2), ("4", "a", 10), ("5", "b", 3))
    after = _pages(("", "", 2), ("3", "new", 6), ("4", "a", 10), ("5", "b", 3))
    assert before.same_page_in(after, 5, 21) == 11
    assert before.is_same_page(5, after, 11)
    assert not before.is_same_page(5, after, 12)


def test_where_a_document_got_shorter_its_last_page_is_shown() -> None:
    before = _pages(("", "", 2), ("4", "a", 10), ("5", "b", 3))
    after = _pages(("", "", 2), ("4", "a", 4), ("5", "b", 3))
    assert before.same_page_in(after, 11, 9) == 5


def test_where_document_or_item_are_gone_the_nearest_is_shown() -> None:
    before = _pages(("", "", 2), ("4", "a", 4), ("4", "b", 2), ("5", "c", 3))
    without_document = _pages(("", "", 2), ("4", "a", 4), ("5", "c", 3))
    assert before.same_page_in(without_document, 7, 9) == 2
    without_item = _pages(("", "", 2), ("5", "c", 3))
    assert before.same_page_in(without_item, 3, 5) == 3
    assert before.same_page_in(without_item, 7, 5) == 4


def test_a_place_is_at_its_first_page() -> None:
    pages = _pages(("", "", 2), ("4", "a", 4), ("4", "b", 2))
    assert pages.first_page_of(THE_MEETING) == 0
    assert pages.first_page_of(Place("4")) == 2
    assert pages.first_page_of(Place("4", "b")) == 6
    assert pages.first_page_of(Place("9")) is None
    assert pages.first_page_of(Place("4", "gone")) is None
