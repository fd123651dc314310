"""Draws the documents of the sample meeting anew: ``python resources/sample/make_sample.py``.

The sample is a meeting of an invented council; ``meeting.toml`` describes it. Its words are in
``text/``, one file per document, with the marks explained in ``drawing/reports.py``. What is not
text (logo, slides, site plan, scanned letter) is drawn by the other modules of ``drawing/``.

Run it after changing a text; the PDFs and the logo beside this file are what packbuilder ships.
It needs reportlab and pillow, writes the same bytes every time for the same versions of the two,
and is never run by packbuilder itself.
"""

from __future__ import annotations

from drawing import house
from drawing.logo import draw_logo
from drawing.reports import draw_report, read_text
from drawing.scan import draw_scan
from drawing.site_plan import draw_site_plan
from drawing.slides import draw_slides

_FROM_TEXT = (
    "minutes",
    "action-log",
    "hub-report",
    "hub-cost-estimate",
    "homes-report",
    "homes-data",
    "transport-report",
    "quincunx-report",
)


def make_sample() -> None:
    """Draw the logo first, since the documents show it, then every document."""
    folder = house.SAMPLE_FOLDER
    house.prepare()
    draw_logo(house.LOGO_FILE)
    for name in _FROM_TEXT:
        draw_report(read_text(folder / "text" / f"{name}.txt"), folder / f"{name}.pdf")
    draw_slides(folder / "winter-slides.pdf")
    draw_site_plan(folder / "hub-site-plan.pdf")
    draw_scan(folder / "homes-letter.pdf")


if __name__ == "__main__":
    make_sample()
