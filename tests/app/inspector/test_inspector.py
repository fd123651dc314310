"""What every form of the inspector keeps to: names, the order of Tab, width, quickness."""

from __future__ import annotations

import datetime as dt
import itertools
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from packbuilder.app.inspector.fields import LongField
from packbuilder.app.inspector.form import Form
from packbuilder.app.inspector.pane import Inspector
from packbuilder.app.inspector.sections import Section
from packbuilder.app.selection import Place, Selection
from packbuilder.app.session import Session
from packbuilder.app.taking_in import TakingIn
from packbuilder.meeting.edits import change_item, remove_item
from packbuilder.meeting.meeting import AgendaItem, Meeting
from packbuilder.storage.meeting_file import MeetingFile

HUB = "Eldenham Health"
_INPUTS = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractButton, QAbstractItemView)


@pytest.fixture(params=["meeting", "item", "closed item", "document"])
def shown(request: pytest.FixtureRequest, desk: Any) -> Any:
    """An inspector with one of its forms, everything unfolded."""
    if request.param == "item":
        desk.select_item(HUB)
    elif request.param == "closed item":
        desk.select_item("QUINCUNX")
    elif request.param == "document":
        desk.select_document(HUB, "Site plan")
    for section in desk.inspector.findChildren(Section):
        section.set_open(True)
    return desk


def _inputs(inspector: QWidget) -> Iterator[QWidget]:
    for widget in inspector.findChildren(QWidget):
        is_here = widget.window() is inspector.window()
        if is_here and isinstance(widget, _INPUTS) and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            yield widget


def test_every_input_has_an_accessible_name(shown: Any) -> None:
    for widget in _inputs(shown.inspector):
        named = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
        assert named, widget


def test_every_button_without_words_has_a_tooltip(shown: Any) -> None:
    for button in shown.inspector.findChildren(QAbstractButton):
        if button.isVisible() and not button.text() and not button.icon().isNull():
            assert button.toolTip(), button.accessibleName()


def test_tab_goes_down_the_form_and_reaches_everything(shown: Any) -> None:
    form = shown.inspector._shown  # noqa: SLF001
    form.focus_field("body") or form.focus_field("title")
    first = shown.inspector.window().focusWidget()
    seen = [first]
    while True:
        shown.bot.keyClick(seen[-1], Qt.Key.Key_Tab)
        now = shown.inspector.window().focusWidget()
        if now is first or len(seen) > 400:
            break
        seen.append(now)

    wanted = {w for w in _inputs(shown.inspector) if w.isVisible() and w.isEnabled()}
    assert wanted - set(seen) == set()
    places = [w.mapTo(form, w.rect().topLeft()).y() for w in seen]
    start = places.index(min(places))
    in_turn = zip(seen[start:] + seen[:start], places[start:] + places[:start], strict=True)
    for (one, here), (other, there) in itertools.pairwise(in_turn):
        assert there >= here - 12, (one, other)


@pytest.mark.parametrize("width", [260, 290, 420])
def test_nothing_is_wider_than_the_pane(shown: Any, width: int) -> None:
    shown.inspector.resize(width, 900)
    shown.bot.waitUntil(lambda: shown.inspector.width() == width)
    form = shown.inspector._shown  # noqa: SLF001

    shown.bot.waitUntil(lambda: form.width() <= width)
    for widget in form.findChildren(QWidget):
        if widget.isVisible():
            right = widget.mapTo(shown.inspector, widget.rect().topRight()).x()
            assert right <= width, widget


def test_a_field_that_goes_to_another_item_shows_its_text(desk: Any) -> None:
    first = desk.select_item(HUB)
    field = desk.focus("lead")
    other = next(item for item in desk.session.meeting.items if item.lead != first.lead)

    desk.selection.select(Place(other.id))

    assert isinstance(field, LongField)
    assert field.text() == other.lead
    assert desk.item(HUB).lead == first.lead


def test_text_that_is_no_value_stays_with_its_item(desk: Any) -> None:
    desk.select_item(HUB)
    field = desk.retype("start", "99")
    other = desk.session.meeting.items[0]

    desk.selection.select(Place(other.id))

    assert isinstance(field, QLineEdit)
    assert field.text() == ""
    assert field.property("invalid") is False
    assert desk.session.meeting.items[0] == other


def test_a_time_that_is_enough_is_taken_by_the_item_it_was_typed_for(desk: Any) -> None:
    item = desk.select_item(HUB)
    desk.retype("start", "3.15")
    other = desk.session.meeting.items[0]

    desk.selection.select(Place(other.id))

    assert desk.item_by_id(item.id).start == dt.time(15, 15)
    assert desk.session.meeting.items[0] == other


def test_a_part_that_is_being_typed_stays_with_its_item(desk: Any) -> None:
    item = desk.select_item(HUB)
    desk.bot.keyClick(desk.focus("parts"), Qt.Key.Key_Return)
    desk.bot.keyClicks(desk.inspector.window().focusWidget(), "The case")
    other = desk.session.meeting.items[0]

    desk.selection.select(Place(other.id))
    desk.bot.keyClick(desk.inspector.window().focusWidget(), Qt.Key.Key_X)

    assert [part.title for part in desk.item_by_id(item.id).parts] == ["The case"]
    assert desk.session.meeting.items[0] == other


def test_deleting_the_item_that_is_being_typed_in_harms_nothing(desk: Any) -> None:
    item = desk.select_item(HUB)
    desk.retype("start", "3.15")

    desk.session.edit("Delete", lambda m: remove_item(m, item.id))

    assert all(other.id != item.id for other in desk.session.meeting.items)


def test_a_meeting_that_may_only_be_read_takes_no_typing(
    sample_file: Path, selection: Selection, tmp_path: Path, qtbot: Any, look: object
) -> None:
    session = Session(MeetingFile.open(sample_file), is_read_only=True)
    taking_in = TakingIn(session, tmp_path)
    inspector = Inspector(session, selection, taking_in, None)  # type: ignore[arg-type]  # nothing is asked
    qtbot.addWidget(inspector)
    before = session.meeting
    with qtbot.waitActive(inspector):
        inspector.show()
        inspector.activateWindow()
    for place in (
        Place(),
        Place(before.items[6].id),
        Place(before.items[6].id, before.items[6].documents[0].id),
    ):
        selection.select(place)
        for widget in _inputs(inspector):
            if widget.isVisible():
                qtbot.keyClicks(widget, "e")
                qtbot.keyClick(widget, Qt.Key.Key_Delete)
    assert session.meeting == before
    taking_in.close()
    session.close()


def test_an_update_at_200_items_takes_no_time(
    look: object, selection: Selection, tmp_path: Path, qtbot: QtBot
) -> None:
    items = tuple(AgendaItem(f"i{n}", f"Item number {n}", minutes=5) for n in range(200))
    meeting = Meeting("Council", "Body", dt.date(2027, 3, 18), dt.time(14), items=items)
    session = Session(MeetingFile.create(tmp_path / "Long.meeting", meeting))
    taking_in = TakingIn(session, tmp_path)
    inspector = Inspector(session, selection, taking_in, None)  # type: ignore[arg-type]  # nothing is asked
    qtbot.addWidget(inspector)
    inspector.show()
    selection.select(Place("i150"))
    widgets = len(inspector.findChildren(QWidget))
    spent = []
    for n in range(40):
        session._meeting = change_item(session.meeting, "i150", lead=f"Lead {n}")  # noqa: SLF001
        begun = time.perf_counter()
        inspector._refresh()  # noqa: SLF001
        spent.append(time.perf_counter() - begun)
    session._meeting = meeting  # noqa: SLF001
    taking_in.close()
    session.close()

    assert len(inspector.findChildren(QWidget)) == widgets
    # A tenth of what a keystroke may take: room for a slow machine, none for rebuilding widgets.
    assert sorted(spent)[20] < 0.003


def test_a_form_is_made_when_it_is_first_shown(desk: Any) -> None:
    assert {type(form).__name__ for form in desk.inspector.findChildren(Form)} == {"MeetingForm"}
    desk.select_item(HUB)
    assert {type(form).__name__ for form in desk.inspector.findChildren(Form)} == {"MeetingForm", "ItemForm"}


def test_who_comes_by_keyboard_is_in_the_first_field(desk: Any) -> None:
    inspector = desk.inspector
    for select, first in (
        (lambda: None, "body"),
        (lambda: desk.select_item(HUB), "title"),
        (lambda: desk.select_document(HUB, "Site plan"), "title"),
    ):
        select()
        inspector.setFocus(Qt.FocusReason.ShortcutFocusReason)
        focused = inspector.window().focusWidget()
        assert focused is inspector._shown.fields[first]  # noqa: SLF001
        assert focused.accessibleName()


def test_sections_stay_folded_as_they_were_while_the_window_is_open(
    desk: Any, session: Session, selection: Selection, qtbot: QtBot
) -> None:
    window = QWidget()
    qtbot.addWidget(window)

    def sections() -> list[Section]:
        made = Inspector(session, selection, desk.taking_in, desk.answers, window)
        return list(made.meeting_form.findChildren(Section))

    first = sections()
    assert [section.is_open for section in first] == [False] * 6 + [True]
    first[0].button.click()
    first[-1].button.click()
    assert [section.is_open for section in sections()] == [True] + [False] * 6
