"""The recipe most people write: pypdf ``append``, a reportlab number merged on every page; no proof.

python recipe.py OUTPUT.pdf INPUT.pdf ... - the peer that ``run.py`` measures packbuilder against.
"""

from __future__ import annotations

import io
import sys

from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

target, *sources = sys.argv[1:]
writer = PdfWriter()
for source in sources:
    writer.append(source)
for page_number, page in enumerate(writer.pages, start=1):
    stamp = io.BytesIO()
    canvas = Canvas(stamp, pagesize=(float(page.mediabox.width), float(page.mediabox.height)))
    canvas.drawCentredString(float(page.mediabox.width) / 2, 22, f"Page {page_number}")
    canvas.save()
    page.merge_page(PdfReader(stamp).pages[0])
writer.write(target)
