"""Draws the documents of the sample meeting anew: ``python resources/sample/make_sample.py``.

The sample is a meeting of an invented council; ``meeting.toml`` describes it. Its words are in
``text/``, one file per document, with the marks explained in ``drawing/reports.py``. What is not
text (logo, slides, site plan, scans) is drawn by the other modules of ``drawing/``. The files are of
the kinds that clerks are sent: PDF, Word, PowerPoint, Excel and pictures.

Run it after changing a text; the files beside this one are what packbuilder ships. It needs
python-pptx and openpyxl, which only development has, writes the same bytes every time for the same
versions of the libraries, and is never run by packbuilder itself.
"""

from __future__ import annotations

from drawing import house
from drawing.logo import draw_logo
from drawing.reports import draw_report, read_text
from drawing.scan import draw_scans
from drawing.site_plan import draw_site_plan
from drawing.slides import draw_slides
from drawing.word_report import write_word_report
from drawing.workbook import write_workbook

_FROM_TEXT = (
    "minutes",
    "action-log",
    "hub-report",
    "hub-cost-estimate",
    "homes-report",
    "quincunx-report",
)


def make_sample() -> None:
    """Draw the logo first, since the documents show it, then every document."""
    folder = house.SAMPLE_FOLDER
    house.prepare()
    draw_logo(house.LOGO_FILE)
    for name in _FROM_TEXT:
        draw_report(read_text(folder / "text" / f"{name}.txt"), folder / f"{name}.pdf")
    write_word_report(read_text(folder / "text" / "transport-report.txt"), folder / "transport-report.docx")
    write_workbook(read_text(folder / "text" / "homes-data.txt"), folder / "homes-data.xlsx")
    draw_slides(folder / "winter-slides.pptx")
    draw_site_plan(folder / "hub-site-plan.pdf")
    draw_scans(folder / "homes-letter.jpg", folder / "homes-diary.jpg")


if __name__ == "__main__":
    make_sample()
