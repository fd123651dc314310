"""Starts the program with a meeting file, as a double click does, and says when its agenda is painted.

python -m tests.benchmarks.open_window FILE   (``window.py`` runs it, and reads the line)
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from packbuilder.app.agenda.view import AgendaTree
from packbuilder.app.application import run


class _Watching(QObject):
    """Waits for the agenda's first paint, and ends the program after it."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and isinstance(watched.parent(), AgendaTree):
            QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
            QTimer.singleShot(0, _say_so)
        return False


def _say_so() -> None:
    print("shown", flush=True)
    QApplication.closeAllWindows()


if __name__ == "__main__":
    application = QApplication(sys.argv[:1])
    watching = _Watching()
    application.installEventFilter(watching)
    run(Path(sys.argv[1]))
