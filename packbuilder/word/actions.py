"""Decides what the minutes list of the action log: carried in, new, completed. Pure.

Part of ``word.outline``. The tables come after the place to sign, on a page of their own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from packbuilder.meeting.meeting import Action, ActionStatus, Meeting
from packbuilder.word.blocks import Column, MinutesSection, Table, text
from packbuilder.word.standing_business import StandingBusiness, standing_business

_COLUMNS = (Column("Number", 14), Column("Action", 38), Column("Owner", 20), Column("Progress", 28))
_NEW_ROWS = 5
_DATED_NUMBER = re.compile(r"\d{6}/\d{2}")


def action_sections(meeting: Meeting, log: Sequence[Action]) -> tuple[MinutesSection, ...]:
    """Return the tables of actions, or none for a body that keeps no action log.

    Args:
        meeting: Its public view.
        log: The action log, which the public view leaves out and the minutes bring as their own.
    """
    keeps_log = any(StandingBusiness.ACTION_LOG in standing_business(item.title) for item in meeting.items)
    if not log and not keeps_log:
        return ()
    outstanding = [a for a in log if a.status is ActionStatus.OUTSTANDING]
    completed = [a for a in log if a.status is ActionStatus.COMPLETED]
    new = [Action(number, "") for number in _new_numbers(meeting.date, log)]
    tables = (
        ("Actions carried in", outstanding),
        ("New actions", new),
        ("Actions completed since the last meeting", completed),
    )
    return tuple(_section(heading, actions) for heading, actions in tables if actions)


def _section(heading: str, actions: list[Action]) -> MinutesSection:
    rows = tuple((text(a.number), text(a.action), text(a.owner), text(a.progress)) for a in actions)
    return MinutesSection(heading, (Table(heading, _COLUMNS, rows),))


def _new_numbers(held_on: dt.date, log: Sequence[Action]) -> list[str]:
    """Return the next free numbers ("180327/01") where actions are numbered after the day, else blanks."""
    used = {action.number.strip() for action in log}
    if not any(_DATED_NUMBER.fullmatch(number) for number in used):
        return [""] * _NEW_ROWS
    day = f"{held_on:%d%m%y}"
    return [number for n in range(1, 100) if (number := f"{day}/{n:02d}") not in used][:_NEW_ROWS]
