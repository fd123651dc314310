from __future__ import annotations

import pytest
from PySide6.QtGui import QKeySequence

from packbuilder.app.actions import commands
from packbuilder.app.application import Application
from packbuilder.app.help_window import shortcuts_in_guide

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def test_every_command_does_something_and_has_words(desk: Application) -> None:
    window = desk.open_window()
    assert {command.name for command in commands()} == window.actions_by_name.keys()
    assert all(action.text() for action in window.actions_by_name.values())


def test_no_two_commands_have_the_same_keys() -> None:
    keys = [key for command in commands() for key in command.keys]
    assert sorted(keys) == sorted(set(keys))


def test_the_guide_names_the_keys_of_every_command_and_no_others() -> None:
    guide = {QKeySequence(keys).toString() for keys in shortcuts_in_guide()}
    first_keys = {QKeySequence(command.keys[0]).toString() for command in commands() if command.keys}
    of_the_agenda = {
        QKeySequence(command.agenda_key).toString() for command in commands() if command.agenda_key
    }
    assert guide == first_keys | (of_the_agenda - {"Ctrl+C", "Ctrl+V"})


def test_commands_that_need_a_meeting_are_grey_on_the_start_page(desk: Application) -> None:
    window = desk.open_window()
    enabled = {name for name, action in window.actions_by_name.items() if action.isEnabled()}
    assert enabled == {command.name for command in commands() if not command.needs_meeting}
