"""Makes the documents that the benchmarks build packs of: reports by LibreOffice, scans, slides.

Run by ``run.py``. Everything is made from a fixed seed, so that two runs measure the same files.
"""

from __future__ import annotations

import io
import json
import random
import shutil
import subprocess
from pathlib import Path

import docx
from PIL import Image, ImageDraw, ImageFilter
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

WORDS = [
    "board", "committee", "report", "service", "partnership", "health", "wellbeing", "council", "officer",
    "resources", "budget", "year", "plan", "strategy", "review", "access", "housing", "residents", "local",
    "priority", "delivery", "outcome", "performance", "risk", "legal", "financial",
]  # fmt: skip


def sentence(chooser: random.Random) -> str:
    """Return a sentence of council words."""
    return " ".join(chooser.choices(WORDS, k=chooser.randint(9, 22))).capitalize() + "."


def word_report(path: Path, page_count: int, seed: int) -> None:
    """Write a Word report of about ``page_count`` pages with headings, lists and tables."""
    chooser = random.Random(seed)
    report = docx.Document()
    for page in range(page_count):
        report.add_heading(f"{page + 1}. {sentence(chooser)[:40]}", level=1 if page % 5 == 0 else 2)
        for _ in range(5):
            report.add_paragraph(" ".join(sentence(chooser) for _ in range(3)))
        table = report.add_table(rows=4, cols=4)
        table.style = "Table Grid"
        for row in table.rows:
            for cell in row.cells:
                cell.text = " ".join(chooser.choices(WORDS, k=2))
        report.add_page_break()  # type: ignore[no-untyped-call]
    report.save(str(path))


def reports_by_libreoffice(folder: Path, page_counts: list[int]) -> list[Path]:
    """Write Word reports and let LibreOffice turn them into tagged PDFs with bookmarks; return those."""
    sources = []
    for number, page_count in enumerate(page_counts):
        source = folder / f"report-{number}-{page_count}.docx"
        if not source.with_suffix(".pdf").exists():
            word_report(source, page_count, number)
            sources.append(source)
    if sources:
        yes = {"type": "boolean", "value": "true"}
        options = json.dumps({"UseTaggedPDF": yes, "ExportBookmarks": yes})
        profile = folder / "profile"
        subprocess.run(
            ["soffice", f"-env:UserInstallation={profile.absolute().as_uri()}", "--headless", "--convert-to",
             f"pdf:writer_pdf_Export:{options}", "--outdir", str(folder), *map(str, sources)],
            check=True, capture_output=True, timeout=1200,
        )  # fmt: skip
        shutil.rmtree(profile)
    return [folder / f"report-{n}-{c}.pdf" for n, c in enumerate(page_counts)]


def scan(path: Path, page_count: int, seed: int) -> Path:
    """Write pages that are one grey picture each, as a copier makes them."""
    if path.exists():
        return path
    chooser = random.Random(seed)
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    for _ in range(page_count):
        noise = Image.effect_noise((1240, 1754), 40).point(lambda v: 255 - abs(v - 128) // 3)
        draw = ImageDraw.Draw(noise)
        for line in range(40):
            draw.text((120, 140 + 36 * line), sentence(chooser), fill=20, font_size=26)
        jpeg = io.BytesIO()
        noise.filter(ImageFilter.GaussianBlur(0.4)).save(jpeg, "JPEG", quality=88)
        canvas.drawImage(ImageReader(jpeg), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return path


def slides(path: Path, page_count: int, seed: int) -> Path:
    """Write landscape slides with a coloured ground and a photograph-like picture."""
    if path.exists():
        return path
    chooser = random.Random(seed)
    canvas = Canvas(str(path), pagesize=landscape(A4), invariant=True)
    width, height = landscape(A4)
    for _ in range(page_count):
        canvas.setFillColorRGB(0.1, 0.2, 0.4)
        canvas.rect(0, 0, width, height, fill=1, stroke=0)
        picture = Image.effect_noise((900, 600), 90)
        jpeg = io.BytesIO()
        picture.convert("RGB").save(jpeg, "JPEG", quality=80)
        canvas.drawImage(ImageReader(jpeg), 420, 120, 380, 300)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.setFont("Helvetica", 20)
        for line in range(8):
            canvas.drawString(50, height - 90 - 40 * line, sentence(chooser)[:32])
        canvas.showPage()
    canvas.save()
    return path


def plain_report(path: Path, page_count: int, seed: int) -> Path:
    """Write portrait pages of text, all different; quick to make, for packs of thousands of pages."""
    if path.exists():
        return path
    chooser = random.Random(seed)
    canvas = Canvas(str(path), pagesize=A4, invariant=True, pageCompression=1)
    for _ in range(page_count):
        canvas.setFont("Helvetica", 11)
        for line in range(40):
            canvas.drawString(60, 780 - 18 * line, sentence(chooser)[:85])
        canvas.showPage()
    canvas.save()
    return path
