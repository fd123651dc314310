from __future__ import annotations

import io
import queue
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot
from reportlab.lib.colors import black, white
from reportlab.pdfgen.canvas import Canvas

from packbuilder.app.preview.open_pack import Bitmap, Tile
from packbuilder.app.preview.reader import (
    MOST_HITS,
    Answer,
    Drawn,
    Found,
    LinksRead,
    NotOpened,
    Opened,
    Reader,
)
from packbuilder.app.preview.reading import Reading
from tests.app.preview.built_packs import pack_of


@pytest.fixture
def reader() -> Iterator[Reader]:
    made = Reader()
    yield made
    made.close()


def _tile(page_index: int) -> Tile:
    return Tile(page_index, 60, 85, 0, 0, 60, 85)


def _answers(reader: Reader) -> list[Answer]:
    """Return everything the reader says until it has nothing left to do."""
    said: list[Answer] = []
    while reader.is_at_work:
        try:
            said.append(reader.answers.get(timeout=0.02))
        except queue.Empty:
            continue
    return said


def _drawn(reader: Reader) -> list[int]:
    return [answer.tile.page_index for answer in _answers(reader) if isinstance(answer, Drawn)]


def test_what_is_in_view_is_drawn_before_what_is_near_by(reader: Reader) -> None:
    reader.want("3 near by", 1, [_tile(2), _tile(3)])
    reader.want("1 in view", 1, [_tile(0), _tile(1)])
    reader.open(1, pack_of(*"abcd").pdf)
    assert _drawn(reader) == [0, 1, 2, 3]


def test_what_scrolled_away_is_not_drawn(reader: Reader) -> None:
    reader.want("1 in view", 1, [_tile(0), _tile(1)])
    reader.want("1 in view", 1, [_tile(3)])
    reader.open(1, pack_of(*"abcd").pdf)
    assert _drawn(reader) == [3]


def test_pictures_of_a_pack_that_was_replaced_are_not_drawn(reader: Reader) -> None:
    reader.open(1, pack_of("a", "b").pdf)
    assert isinstance(_answers(reader)[0], Opened)
    reader.open(2, pack_of("c", "d").pdf)
    reader.want("1 in view", 1, [_tile(0), _tile(1)])
    assert _drawn(reader) == []
    reader.want("1 in view", 2, [_tile(1)])
    assert _drawn(reader) == [1]


def test_a_file_that_is_no_pack_leaves_the_one_before_open(reader: Reader) -> None:
    reader.open(1, pack_of("a", "b").pdf)
    _answers(reader)
    reader.open(2, b"no PDF")
    assert _answers(reader) == [NotOpened(2)]
    reader.want("1 in view", 1, [_tile(1)])
    assert _drawn(reader) == [1]


def test_links_come_once_for_each_page(reader: Reader) -> None:
    reader.open(1, pack_of("a", "b").pdf)
    reader.want("1 in view", 1, [_tile(0), Tile(0, 120, 170, 0, 0, 120, 170), _tile(1)])
    assert [a.page_index for a in _answers(reader) if isinstance(a, LinksRead)] == [0, 1]


def test_a_search_goes_round_once_from_where_it_begins(reader: Reader) -> None:
    reader.open(1, pack_of("heron", "heron", "otter", "heron").pdf)
    _answers(reader)
    reader.search(7, "HERON", 2, 4)
    found = [answer for answer in _answers(reader) if isinstance(answer, Found)]
    assert [(one.page_index, len(one.hits)) for one in found if one.hits] == [(3, 1), (0, 1), (1, 1)]
    assert [one.is_last for one in found] == [False, False, True]


def test_a_search_for_what_is_everywhere_ends(reader: Reader) -> None:
    pack = pack_of(*["e" * 20] * 150)
    reader.open(1, pack.pdf)
    _answers(reader)
    reader.search(1, "e", 0, 150)
    found = [answer for answer in _answers(reader) if isinstance(answer, Found)]
    assert sum(len(one.hits) for one in found) == MOST_HITS
    assert found[-1].page_index == MOST_HITS // 20 - 1


def test_a_picture_of_an_older_pack_that_comes_late_is_thrown_away(qtbot: QtBot) -> None:
    reading = Reading()
    with qtbot.waitSignal(reading.opened):
        generation = reading.open(pack_of("a").pdf)
    late = Bitmap(bytes(60 * 85 * 4), 60, 85, 240)
    reading.reader.answers.put(Drawn(generation - 1, _tile(0), late))
    reading.want("1 in view", [Tile(0, 120, 170, 0, 0, 120, 170)])
    qtbot.waitUntil(lambda: not reading.is_at_work)
    assert _tile(0) not in reading.pictures
    assert Tile(0, 120, 170, 0, 0, 120, 170) in reading.pictures
    reading.close()
    assert not reading.reader.is_running


def test_a_closed_reader_has_nothing_to_do(reader: Reader) -> None:
    reader.open(1, pack_of("a").pdf)
    reader.close()
    assert not reader.is_running
    assert not reader.is_at_work


def _form(value: str) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(200, 200))
    for page_value in (value, ""):
        canvas.acroForm.textfield(
            name=f"Name{page_value}", value=page_value, x=20, y=80, width=160, height=40, fontSize=24,
            borderWidth=0, fillColor=white, borderColor=white, textColor=black,
        )  # fmt: skip
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _is_inked(bitmap: Bitmap | None) -> bool:
    assert bitmap is not None
    rows = (bitmap.data[n * bitmap.stride :][: bitmap.width * 4] for n in range(bitmap.height))
    return any(row[n + 1] < 100 for row in rows for n in range(0, len(row), 4))


def test_what_is_filled_in_on_a_form_is_seen_as_it_is_printed(reader: Reader) -> None:
    whole, right_half = Tile(0, 200, 200, 0, 0, 200, 200), Tile(0, 400, 400, 30, 100, 200, 200)
    empty = Tile(1, 200, 200, 0, 0, 200, 200)
    for generation in (1, 2):
        reader.open(generation, _form("Ada Field"))
        reader.want("1 in view", generation, [whole, right_half, empty])
        drawn = [answer.bitmap for answer in _answers(reader) if isinstance(answer, Drawn)]
        assert [_is_inked(bitmap) for bitmap in drawn] == [True, True, False]
