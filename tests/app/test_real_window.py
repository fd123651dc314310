"""The program as the clerk starts it, in a real window on a screen that nobody sees, with keys alone."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest

from packbuilder.meeting.numbering import item_number
from tests.app import keyboard_run

pytestmark = pytest.mark.skipif(not keyboard_run.can_run(), reason="needs Xvfb and xdotool")


def test_a_pack_is_made_from_the_start_page_to_the_file_with_keys_alone(tmp_path: Path) -> None:
    made = keyboard_run.run(tmp_path)

    assert (made.meeting.council, made.meeting.body) == (keyboard_run.COUNCIL, keyboard_run.BODY)
    titles = [item.title for item in made.meeting.items]
    position = titles.index(keyboard_run.SUBJECT) + 1
    number = item_number(position, made.meeting.style.item_numbers)
    pages = [page.extract_text() for page in pypdf.PdfReader(made.pack).pages]
    report = next(page for page in pages if keyboard_run.REPORT_WORDS in page)
    assert f"Agenda Item {number.strip('.')}" in report
    agenda = " ".join("\n".join(pages[: pages.index(report)]).split())
    assert f"{number} {keyboard_run.SUBJECT}" in agenda
    assert keyboard_run.BODY in agenda
    assert made.exit_code == 0
    assert made.said == ""
