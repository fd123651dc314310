"""676 awkward PDFs from seven public projects, each packed between two ordinary reports.

Each is packed, proofed and right, or refused with one sentence that names it. Runs in worker
processes, since a file that hangs or crashes the engine must fail one test and not end the run.
"""

from __future__ import annotations

import collections
import datetime as dt
import functools
import logging
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pypdf
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from packbuilder.errors import PackBuilderError, ProofFailed
from packbuilder.intake.taken_in import TakenIn
from packbuilder.meeting.document_facts import TraitKind
from packbuilder.meeting.meeting import AgendaItem, Document, Meeting
from packbuilder.pack.build import build_public_pack
from packbuilder.pack.documents import from_disk
from packbuilder.progress import Quiet

SECONDS_A_FILE = 20
LET_STAND = (str(TraitKind.COVERED_TEXT), str(TraitKind.COVERED_PICTURE))
"""What would stop a pack: each file is to be packed, whatever it hides."""


def ordinary_report(path: Path, page_count: int) -> Path:
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    for page_number in range(1, page_count + 1):
        canvas.drawString(72, 700, f"{path.stem} sheet {page_number}")
        canvas.showPage()
    canvas.save()
    return path


WHOLE_CORPUS = bool(os.environ.get("WHOLE_CORPUS"))
"""Set it to pack all 676 files, which takes over a minute; else every second one is."""


@functools.cache
def _taken_once(document: Document) -> TakenIn:
    return from_disk()(document)


def _take_ordinary_reports_once(document: Document) -> TakenIn:
    """Take a document in; the two reports around it are the same for every file."""
    is_ordinary = Path(document.file).name in ("before.pdf", "after.pdf")
    return _taken_once(document) if is_ordinary else from_disk()(document)


def outcome(path: Path, folder: Path) -> str:
    """Pack one file between two reports; return "packed", "refused" or what is wrong."""
    logging.disable()  # qpdf and pypdf log what they mend.
    before, after = folder / "before.pdf", folder / "after.pdf"
    files = (before, path, after)
    items = tuple(
        AgendaItem(
            f"item-{n}", f"Report {n}", documents=(Document(f"document-{n}", str(file), looked_at=LET_STAND),)
        )
        for n, file in enumerate(files, start=1)
    )
    target = folder / f"{path.stem}-{abs(hash(path))}.pdf"
    meeting = Meeting("Council", "Board", dt.date(2026, 5, 5), items=items)
    try:
        built = build_public_pack(meeting, target, Quiet(), _take_ordinary_reports_once)
    except ProofFailed as error:
        return str(error)
    except PackBuilderError as error:
        left = list(folder.glob(f".{path.stem}*"))
        named = path.name in error.what and bool(error.next_step)
        return "refused" if named and not left and not target.exists() else f"badly refused: {error}"
    last_item = built.plan.items[-1]
    assert last_item.first_page is not None
    reader = pypdf.PdfReader(target)
    last_report = [page.extract_text() for page in reader.pages[last_item.first_page - 1 :]]
    target.unlink()
    for sheet_number, text in enumerate(last_report[:3], start=1):
        number = last_item.first_page + sheet_number - 1
        if f"after sheet {sheet_number}" not in text or f"Page {number}" not in text:
            return f"page {number} is wrong: {text}"
    return "packed"


def test_every_awkward_file_is_packed_or_refused_by_name(shared: Path, tmp_path: Path) -> None:
    paths = sorted((shared / "corpus").rglob("*.pdf"))[:: 1 if WHOLE_CORPUS else 2]
    ordinary_report(tmp_path / "before.pdf", 2)
    ordinary_report(tmp_path / "after.pdf", 3)
    outcomes: dict[str, list[str]] = collections.defaultdict(list)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for path, future in [(path, pool.submit(outcome, path, tmp_path)) for path in paths]:
            try:
                outcomes[future.result(timeout=SECONDS_A_FILE * 2)].append(path.name)
            except Exception as error:  # any crash at all is what this looks for
                outcomes[f"crashed: {error!r}"].append(path.name)
    counts = {what: len(names) for what, names in outcomes.items()}
    wrong = {what: names for what, names in outcomes.items() if what not in ("packed", "refused")}
    assert not wrong
    assert counts == ({"packed": 651, "refused": 25} if WHOLE_CORPUS else {"packed": 323, "refused": 15})
    assert sum(counts.values()) == len(paths)


@pytest.mark.parametrize(
    ("name", "covered"), [("annotations.pdf", "file"), ("FormTestFromOo.pdf", "RdoGrp1")]
)
def test_a_file_with_a_covered_word_stops_the_pack_until_it_is_let_stand(
    shared: Path, tmp_path: Path, name: str, covered: str
) -> None:
    path = next((shared / "corpus").rglob(name))
    document = Document("document", str(path))
    meeting = Meeting(
        "Council", "Board", dt.date(2026, 5, 5), items=(AgendaItem("item", "Place", documents=(document,)),)
    )
    with pytest.raises(PackBuilderError, match=f"only covered, and anyone can copy .*: “{covered}”"):
        build_public_pack(meeting, tmp_path / "pack.pdf", Quiet(), from_disk())


@pytest.mark.parametrize("name", ["PasswordSample-128bit.pdf", "empty.pdf"])
def test_a_refusal_says_what_to_do(shared: Path, tmp_path: Path, name: str) -> None:
    path = next((shared / "corpus").rglob(name))
    item = AgendaItem("item", "Place", documents=(Document("document", str(path)),))
    meeting = Meeting("Council", "Board", dt.date(2026, 5, 5), items=(item,))
    with pytest.raises(PackBuilderError, match=rf"^Item 1 \(Place\): {name} .*\. .*\.$"):
        build_public_pack(meeting, tmp_path / "pack.pdf", Quiet(), from_disk())
