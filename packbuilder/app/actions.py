"""Every command of the window, once: its words, icon, shortcut and what it does.

Menus, toolbar, context menus and the guide's list of keys all come from this table.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from packbuilder.app.theme import theme


@dataclasses.dataclass(frozen=True, slots=True)
class Command:
    """One command. ``name`` is how the code calls it; ``needs_meeting`` greys it on the start page.

    ``keys`` work wherever the focus is in the window; ``agenda_key`` in the agenda only, which sees to
    it itself, so that the same key goes on meaning what it always does in a field.
    """

    name: str
    text: str
    icon: str = ""
    keys: tuple[str, ...] = ()
    needs_meeting: bool = True
    is_switch: bool = False
    agenda_key: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Menu:
    """A menu of the menu bar: commands, None for a line between them, a text for a menu in the menu."""

    title: str
    entries: tuple[Command | Menu | None, ...]
    name: str = ""


def _c(
    name: str,
    text: str,
    icon: str = "",
    keys: str = "",
    *,
    needs_meeting: bool = True,
    is_switch: bool = False,
    agenda_key: str = "",
) -> Command:
    return Command(name, text, icon, tuple(keys.split()), needs_meeting, is_switch, agenda_key)


def _t(text: str) -> str:
    return str(QT_TRANSLATE_NOOP("Commands", text))


MENUS = (
    Menu(
        _t("&File"),
        (
            _c("new", _t("&New meeting..."), "plus", "Ctrl+N", needs_meeting=False),
            _c("next_meeting", _t("Next meeting from this &one..."), "calendar-plus", "Ctrl+Shift+N"),
            _c("open", _t("&Open..."), "folder-open", "Ctrl+O", needs_meeting=False),
            Menu(_t("Open &recent"), (), "recent"),
            _c("sample", _t("Open the s&ample"), "book-open", needs_meeting=False),
            None,
            _c("give_name", _t("&Save..."), "save", "Ctrl+S"),
            _c("save_copy", _t("Save a &copy as..."), "copy", "F12"),
            _c("show_in_folder", _t("Show in &folder"), "folder"),
            None,
            _c("report_templates", _t("Save report &templates..."), "file-text"),
            None,
            _c("house_style", _t("House st&yle..."), "settings"),
            None,
            _c("close_meeting", _t("C&lose the meeting"), "", "Ctrl+W"),
            _c("quit", _t("E&xit"), "", "Ctrl+Q", needs_meeting=False),
        ),
    ),
    Menu(
        _t("&Edit"),
        (
            _c("undo", _t("&Undo"), "undo-2", "Ctrl+Z"),
            _c("redo", _t("&Redo"), "redo-2", "Ctrl+Y Ctrl+Shift+Z"),
            _c("history", _t("Undo &history"), "history", is_switch=True),
            None,
            _c("copy", _t("&Copy"), "copy", agenda_key="Ctrl+C"),
            _c("paste", _t("&Paste files"), agenda_key="Ctrl+V"),
            None,
            _c("find", _t("&Find in the agenda"), "search", "Ctrl+F"),
            _c("find_next", _t("Find &next"), "", "F3"),
        ),
    ),
    Menu(
        _t("&Agenda"),
        (
            _c("add_item", _t("Add &item"), "plus", agenda_key="Ins"),
            _c("attach", _t("&Attach documents..."), "paperclip", "Ctrl+Shift+A"),
            _c("section", _t("&Section heading..."), "list"),
            _c("report_template", _t("Save a report &template for this item..."), "file-text"),
            None,
            _c("edit", _t("&Edit"), "pencil", agenda_key="F2"),
            _c("duplicate", _t("&Duplicate"), "copy", "Ctrl+D"),
            _c("remove", _t("&Remove"), "trash-2", agenda_key="Del"),
            None,
            _c("move_up", _t("Move &up"), "arrow-up", "Alt+Shift+Up"),
            _c("move_down", _t("Move d&own"), "arrow-down", "Alt+Shift+Down"),
            None,
            _c("expand", _t("Show all &documents")),
            _c("collapse", _t("&Hide all documents")),
        ),
    ),
    Menu(
        _t("&View"),
        (
            _c("meeting_details", _t("&Meeting details"), "landmark", "Ctrl+I"),
            _c("checks", _t("&Checks"), "panel-bottom", "Ctrl+Shift+K", is_switch=True),
            _c("inspector", _t("&Inspector"), "panel-right", "Ctrl+Shift+I", is_switch=True),
            _c("thumbnails", _t("&Thumbnails"), "layout-grid", "Ctrl+T"),
            _c("bookmarks", _t("&Bookmarks of the pack"), "bookmark", "Ctrl+B"),
            None,
            _c("zoom_in", _t("Zoom &in"), "zoom-in", "Ctrl++ Ctrl+="),
            _c("zoom_out", _t("Zoom &out"), "zoom-out", "Ctrl+-"),
            _c("fit_width", _t("Fit the &width"), "move-horizontal", "Ctrl+0"),
            _c("fit_page", _t("Fit the &page"), "maximize"),
            None,
            _c("next_pane", _t("&Next part of the window"), "", "F6"),
            Menu(
                _t("&Colours"),
                (
                    _c("colours_system", _t("As the &system"), needs_meeting=False, is_switch=True),
                    _c("colours_light", _t("&Light"), needs_meeting=False, is_switch=True),
                    _c("colours_dark", _t("&Dark"), needs_meeting=False, is_switch=True),
                ),
                "colours",
            ),
        ),
    ),
    Menu(
        _t("&Pack"),
        (
            _c("export_pack", _t("&Export pack..."), "file-output", "Ctrl+E"),
            _c("export_minutes", _t("Write the &minutes..."), "file-text", "Ctrl+M"),
            _c("print", _t("&Print..."), "printer", "Ctrl+P"),
            None,
            _c("find_in_pack", _t("&Find in the pack"), "scan-search", "Ctrl+Shift+F"),
            _c("go_to_page", _t("&Go to page"), "", "Ctrl+G"),
            None,
            _c("turn_page_left", _t("Turn page &left"), "rotate-ccw"),
            _c("turn_page_right", _t("Turn page &right"), "rotate-cw"),
            _c("leave_page_out", _t("Leave this page &out"), "file-minus"),
        ),
        "pack",
    ),
    Menu(
        _t("&Help"),
        (
            _c("guide", _t("&Guide"), "circle-question-mark", "F1", needs_meeting=False),
            _c("keyboard", _t("&Keyboard"), "", needs_meeting=False),
            None,
            _c("about", _t("&About packbuilder"), "info", needs_meeting=False),
        ),
    ),
)


def commands(menus: tuple[Menu, ...] = MENUS) -> list[Command]:
    """Return every command, in the order of the menus."""
    found: list[Command] = []
    for menu in menus:
        for entry in menu.entries:
            if isinstance(entry, Menu):
                found.extend(commands((entry,)))
            elif entry is not None:
                found.append(entry)
    return found


def make_actions(parent: QWidget, slots: Mapping[str, Callable[[], None]]) -> dict[str, QAction]:
    """Make the action of every command, by its name.

    Args:
        parent: The window; its actions work wherever the focus is in it.
        slots: What each command does.
    """
    actions: dict[str, QAction] = {}
    for command in commands():
        action = QAction(QCoreApplication.translate("Commands", command.text), parent)
        action.setObjectName(command.name)
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        action.setCheckable(command.is_switch)
        plain = action.text().replace("&", "").removesuffix("...")
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        if command.agenda_key:
            keys = QKeySequence(command.agenda_key).toString(QKeySequence.SequenceFormat.NativeText)
            action.setText(f"{action.text()}\t{keys}")  # Shown in menus, and taken by nobody.
        action.setToolTip(f"{plain} ({keys})" if keys else plain)
        if command.icon:
            theme().keep_icon(action, command.icon)
        slot = slots[command.name]
        action.triggered.connect(lambda _checked=False, slot=slot: slot())
        parent.addAction(action)
        actions[command.name] = action
    return actions


def fill_menu_bar(bar: QMenuBar, actions: Mapping[str, QAction]) -> dict[str, QMenu]:
    """Fill a menu bar; return the menus that have a name, by it."""
    named: dict[str, QMenu] = {}
    for menu in MENUS:
        _fill(bar.addMenu(QCoreApplication.translate("Commands", menu.title)), menu, actions, named)
    return named


def _fill(widget: QMenu, menu: Menu, actions: Mapping[str, QAction], named: dict[str, QMenu]) -> None:
    if menu.name:
        named[menu.name] = widget
    for entry in menu.entries:
        if entry is None:
            widget.addSeparator()
        elif isinstance(entry, Menu):
            _fill(widget.addMenu(QCoreApplication.translate("Commands", entry.title)), entry, actions, named)
        else:
            widget.addAction(actions[entry.name])
