"""The table of the action log: each action with its number, owner, progress and status."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from packbuilder.app.inspector.record_table import Record, RecordField, RecordLayout, RecordList, RecordTable
from packbuilder.meeting.meeting import Action, ActionStatus

_HEADINGS = {"number", "no", "no.", "ref", "action", "owner", "lead", "progress", "status"}


def _tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text)


def actions_list(parent: QWidget) -> RecordList:
    """Return the table of actions."""
    choices = (
        (str(ActionStatus.OUTSTANDING), _tr("Outstanding")),
        (str(ActionStatus.COMPLETED), _tr("Completed")),
    )
    layout = RecordLayout(
        fields=(
            RecordField(_tr("Action")),
            RecordField(_tr("Number")),
            RecordField(_tr("Owner")),
            RecordField(_tr("Progress")),
            RecordField(_tr("Status"), choices),
        ),
        lines=((1, 4), (0,), (2,), (3,)),
        add_words=_tr("Add an action"),
    )
    table = RecordTable(layout, actions_pasted, parent, name=_tr("Action log"))
    return RecordList(
        table,
        parent,
        hint=_tr("Ctrl+V pastes rows from Excel or Word: number, action, owner, progress, status."),
    )


def actions_pasted(text: str) -> list[Record]:
    """Return the actions of a pasted table: number, action, owner, progress, status; or an action a line."""
    records: list[Record] = []
    for line in text.splitlines():
        cells = [" ".join(cell.split()) for cell in line.split("\t")]
        if not any(cells) or all(cell.lower() in _HEADINGS for cell in cells if cell):
            continue
        if len(cells) == 1:
            cells = ["", *cells]
        number, action, owner, progress, status = (*cells, "", "", "", "", "")[:5]
        is_done = status.lower().startswith(("complete", "closed", "done"))
        settled = ActionStatus.COMPLETED if is_done else ActionStatus.OUTSTANDING
        records.append((action, number, owner, progress, str(settled)))
    return records


def action_records(actions: tuple[Action, ...]) -> tuple[Record, ...]:
    """Return actions as the table shows them."""
    return tuple((a.action, a.number, a.owner, a.progress, str(a.status)) for a in actions)


def actions_of(records: tuple[Record, ...]) -> tuple[Action, ...]:
    """Return the actions that the table holds."""
    return tuple(
        Action(number, action, owner, progress, ActionStatus(status))
        for action, number, owner, progress, status in records
    )
