"""Measures taking documents in against what it cannot be quicker than: LibreOffice, and reading the file.

python -m tests.benchmarks.documents_in [--rounds N]   (from the top of the checkout)

Two questions:

1. Twenty Word reports of five pages, from being dropped to having pages in the meeting, with all that
   is looked for in them, as the window does it (two workers, copies into the meeting file), against
   one plain call of ``soffice`` that converts them all. Aim: within three times.
2. A PDF of 400 pages of text: what looking for hidden words costs a page.

The rounds take turns, so that other work on the machine falls on both; its load is printed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import docx
from PySide6.QtWidgets import QApplication

from packbuilder.app.session import Session
from packbuilder.app.taking_in import TakingIn
from packbuilder.intake.take_in import take_in
from packbuilder.meeting import edits
from packbuilder.meeting.meeting import AgendaItem, Document, Meeting, new_id
from packbuilder.storage.meeting_file import MeetingFile
from tests.benchmarks.make_inputs import plain_report
from tests.builders import a_meeting

_REPORTS = 20
_PAGES_EACH = 5
_TEXT_PAGES = 400
_PATIENCE_S = 300.0


def _word_reports(folder: Path) -> list[Path]:
    folder.mkdir()
    paths = []
    for number in range(_REPORTS):
        report = docx.Document()
        for page in range(_PAGES_EACH):
            report.add_heading(f"{page + 1}. Report {number}", 1)
            for paragraph in range(5):
                report.add_paragraph(f"{page}.{paragraph} The board is asked to note the report. " * 5)
            table = report.add_table(4, 3)
            for row in table.rows:
                for cell in row.cells:
                    cell.text = "12.5"
            if page + 1 < _PAGES_EACH:
                report.add_page_break()  # type: ignore[no-untyped-call]
        paths.append(folder / f"report {number}.docx")
        report.save(str(paths[-1]))
    return paths


def _plain_call_s(paths: list[Path], folder: Path) -> float:
    started = time.perf_counter()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", str(folder), *map(str, paths)],
        check=True, capture_output=True,
    )  # fmt: skip
    seconds = time.perf_counter() - started
    assert len(list(folder.glob("*.pdf"))) == _REPORTS
    return seconds


def _window_s(application: QApplication, paths: list[Path], folder: Path) -> float:
    (folder / "scratch").mkdir()
    meeting: Meeting = a_meeting()
    session = Session(MeetingFile.create(folder / "New.meeting", meeting))
    taking = TakingIn(session, folder / "scratch")
    documents = tuple(Document(new_id(), str(path)) for path in paths)
    started = time.perf_counter()
    session.edit("Attach", lambda m: edits.add_item(m, AgendaItem(new_id(), "Reports", documents=documents)))
    while len(session.facts) < _REPORTS or not session.is_saved:
        application.processEvents()
        if time.perf_counter() - started > _PATIENCE_S or session.troubles:
            raise TimeoutError(str([error.what for error in session.troubles.values()]))
    seconds = time.perf_counter() - started
    taking.close()
    session.close()
    return seconds


def _pdf_ms_a_page(folder: Path) -> float:
    path = plain_report(folder / "long.pdf", _TEXT_PAGES, seed=4)
    started = time.perf_counter()
    pages = take_in(path).facts.page_count
    return (time.perf_counter() - started) * 1000 / pages


def main() -> None:
    """Take turns, and print medians, spreads and ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    application = QApplication([])
    plain: list[float] = []
    ours: list[float] = []
    folder = Path(tempfile.mkdtemp(prefix="documents-in-"))
    try:
        paths = _word_reports(folder / "reports")
        for number in range(options.rounds):
            for kind, seconds in (("plain", plain), ("window", ours)):
                place = folder / f"{kind}-{number}"
                place.mkdir()
                seconds.append(
                    _plain_call_s(paths, place) if kind == "plain" else _window_s(application, paths, place)
                )
        ms_a_page = _pdf_ms_a_page(folder)
    finally:
        shutil.rmtree(folder)
    ratio = statistics.median(ours) / statistics.median(plain)
    sys.stdout.write(
        f"load {os.getloadavg()[0]:.1f}\n"
        f"{_REPORTS} Word reports, one soffice call: {_words(plain)}\n"
        f"{_REPORTS} Word reports, dropped on the window: {_words(ours)}; {ratio:.2f} times the plain call "
        "(aim 3)\n"
        f"a PDF of {_TEXT_PAGES} pages taken in: {ms_a_page:.1f} ms a page\n"
    )


def _words(seconds: list[float]) -> str:
    return f"{statistics.median(seconds):.1f} s ({min(seconds):.1f}-{max(seconds):.1f})"


if __name__ == "__main__":
    main()
