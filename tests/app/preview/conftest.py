"""A real pack of the sample meeting, and the pane that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from packbuilder.app.preview.pane import PackPane
from packbuilder.app.selection import Selection
from packbuilder.app.session import Session
from packbuilder.meeting.meeting import Meeting
from packbuilder.pack.build import build_draft
from packbuilder.pack.documents import from_meeting_file
from packbuilder.progress import Quiet
from packbuilder.storage.meeting_file import MeetingFile
from packbuilder.worker.messages import PackPage
from tests.app.preview.built_packs import BuildPack, Pack, ShowPack


@pytest.fixture(scope="session")
def build_pack(_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> BuildPack:
    """Build the sample's pack after a change to the meeting."""

    def build(change: Callable[[Meeting], Meeting]) -> Pack:
        target = tmp_path_factory.mktemp("pack") / "pack.pdf"
        file = MeetingFile.open(_sample)
        try:
            built = build_draft(change(file.meeting()), target, Quiet(), from_meeting_file(file))
        finally:
            file.close()
        pages = tuple(PackPage(sheet.item_id, sheet.document_id) for sheet in built.plan.sheets)
        return Pack(target.read_bytes(), pages, built.plan.front_sheet_page_count)

    return build


@pytest.fixture(scope="session")
def pack(build_pack: BuildPack) -> Pack:
    """The sample's public pack."""
    return build_pack(lambda meeting: meeting)


@pytest.fixture
def pane(qtbot: QtBot, session: Session, selection: Selection) -> Iterator[PackPane]:
    """The pack pane as wide as in the window, with no pack yet."""
    made = PackPane(session, selection)
    qtbot.addWidget(made)
    made.resize(450, 700)
    made.show()
    yield made
    made.close_pack()


@pytest.fixture
def show(qtbot: QtBot, pane: PackPane) -> ShowPack:
    """Show a pack, and wait until all of it that is in view is drawn."""

    def show_pack(shown: Pack) -> None:
        with qtbot.waitSignal(pane.pack_shown):
            pane.show_pack(shown.pdf, shown.pages)
        qtbot.waitUntil(lambda: pane.is_settled)

    return show_pack
