"""Takes the guide's pictures of the window: its main states, without a screen. Run by ``make screenshots``.

The sample meeting is opened in the real window and left as a clerk would see it. Pictures at twice
the size are taken by a second run of this file, as Qt learns its scale when it starts.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

PICTURES = Path(__file__).with_name("pictures")
_PATIENCE_MS = 30_000
_NOW = dt.datetime(2027, 3, 9, 10, 30, tzinfo=dt.UTC)
"""The day before the sample's agenda is published, so that pictures come out alike on every day."""


def _main() -> int:
    scale = sys.argv[1] if len(sys.argv) > 1 else "1"
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # A name that looks well: the start page shows it.
    own = Path(tempfile.gettempdir(), "Committees 2027")
    own.mkdir()
    try:
        # The pictures must not show the meetings of whoever takes them.
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
            os.environ[name] = str(own / name)
        _take_all(own, is_double=scale == "2")
    finally:
        shutil.rmtree(own)
    if scale == "1":
        environment = os.environ | {"QT_SCALE_FACTOR": "2"}
        subprocess.run([sys.executable, __file__, "2"], env=environment, check=True)
    return 0


def _take_all(own: Path, *, is_double: bool) -> None:
    from PySide6.QtCore import QSize, Qt
    from PySide6.QtWidgets import QApplication, QWidget

    from packbuilder.app.application import Application
    from packbuilder.app.dialogs import NativeDialogs
    from packbuilder.app.exporting import pack_file_name
    from packbuilder.app.main_window import MainWindow
    from packbuilder.app.selection import Place
    from packbuilder.app.settings import Settings
    from packbuilder.app.theme import theme
    from packbuilder.meeting.edits import change_item, set_item_access
    from packbuilder.meeting.meeting import Access

    application = QApplication([])
    theme()
    PICTURES.mkdir(exist_ok=True)

    def wait_for(is_so: Callable[[], bool]) -> None:
        deadline = dt.datetime.now() + dt.timedelta(milliseconds=_PATIENCE_MS)
        while not is_so():
            if dt.datetime.now() > deadline:
                raise TimeoutError("the window did not come to rest")
            application.processEvents()
        for _ in range(50):
            application.processEvents()

    def take(name: str, widget: QWidget) -> None:
        for _ in range(50):
            application.processEvents()
        widget.grab().save(str(PICTURES / f"{name}.png"))
        sys.stdout.write(f"{name}.png\n")

    def rest(window: MainWindow) -> None:
        workspace = window.workspace
        if workspace is None:
            raise RuntimeError("no meeting is open")
        wait_for(lambda: workspace.live_pack.is_current and workspace.session.is_saved)
        wait_for(lambda: workspace.pack.is_settled)

    scratch = own / "scratch"
    scratch.mkdir()
    desk = Application(scratch, Settings(own / "settings.ini"), NativeDialogs(), lambda: _NOW)
    window = desk.open_window()
    window.resize(QSize(720, 450) if is_double else QSize(1440, 900))
    window.setMinimumSize(0, 0)
    desk.open(window, _sample_meeting(own))
    workspace = window.workspace
    if workspace is None:
        raise RuntimeError("the sample did not open")
    session, selection = workspace.session, workspace.selection
    if is_double:
        window.resize(QSize(1280, 800))
        workspace.share_out((), ())
        item = session.meeting.items[5]
        selection.show_place(Place(item.id))
        rest(window)
        take("window-double-size", window)
        desk.close()
        return
    rest(window)
    take("window", window)
    item = next(item for item in session.meeting.items if len(item.documents) > 1)
    selection.show_place(Place(item.id))
    rest(window)
    take("item", window)
    selection.show_place(Place(item.id, item.documents[1].id))
    rest(window)
    take("document", window)
    selection.show_place(Place(field="body"))
    rest(window)
    take("meeting", window)
    # Something to put right, as it would come about: a paper taken away, a lead forgotten.
    first, homes = session.meeting.items[0], session.meeting.items[7]
    session.edit("Change lead", lambda m: change_item(m, first.id, lead=""))
    session.edit("Change access", lambda m: set_item_access(m, homes.id, Access.EXEMPT))
    late = session.meeting.items[6]
    session.edit("Change minutes", lambda m: change_item(m, late.id, minutes=90))
    rest(window)
    take("checks", window)
    while session.undo_stack.canUndo():
        session.undo()
    theme().want(Qt.ColorScheme.Dark)
    selection.show_place(Place(item.id))
    rest(window)
    take("window-dark", window)
    theme().want(Qt.ColorScheme.Light)
    window.resize(QSize(1280, 800))
    workspace.share_out((), ())
    rest(window)
    take("window-small", window)
    window.resize(QSize(1440, 900))
    flow = window.exporting
    if flow is None:
        raise RuntimeError("there is nothing to export with")
    flow.start_pack()
    dialog = flow.dialog
    if dialog is None:
        raise RuntimeError("the export did not open")
    dialog.start_wanted.emit(own / pack_file_name(session.meeting))
    wait_for(lambda: not flow.is_running)
    take("export-done", dialog)
    dialog.close()
    window.close_meeting()
    for title in (
        "Planning Committee, 11 March 2027",
        "Cabinet, 4 March 2027",
        "Overview and Scrutiny, 25 February 2027",
    ):
        other = own / f"{title}.meeting"
        other.touch()
        desk.recent.add(other, title)
    window.show_start_page()
    take("start", window)
    desk.close()


def _sample_meeting(folder: Path) -> Path:
    """Make the sample's meeting file, as if its papers had come from a council's own drive."""
    from packbuilder.assets import resource
    from packbuilder.meeting.edits import change_document
    from packbuilder.pack.collect import collect_into_new
    from packbuilder.pack.documents import from_disk
    from packbuilder.progress import Quiet
    from packbuilder.storage.description import read_description
    from packbuilder.storage.meeting_file import MeetingFile

    path = folder / "2027-03-18 Health and Wellbeing Board.meeting"
    meeting = collect_into_new(path, read_description(resource("sample/meeting.toml")), from_disk(), Quiet())
    for _, document in meeting.documents():
        name = Path(document.file).name
        file = f"S:/Democratic Services/Board papers/{name}"
        meeting = change_document(meeting, document.id, file=file, sha256=document.sha256)
    with MeetingFile.open(path) as opened:
        opened.save(meeting)
    return path


if __name__ == "__main__":
    sys.exit(_main())
