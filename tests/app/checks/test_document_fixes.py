from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from packbuilder.app.checks.document_fixes import pages_named
from packbuilder.app.checks.findings import Findings
from packbuilder.app.checks.fixes import fixes_for, place_of
from packbuilder.app.checks.strip import ChecksStrip
from packbuilder.app.checks.tools import Fix, Tools
from packbuilder.app.dialogs import NativeDialogs
from packbuilder.app.inspector.pane import Inspector
from packbuilder.app.selection import Place, Selection
from packbuilder.app.session import Session
from packbuilder.app.taking_in import TakingIn
from packbuilder.meeting.document_checks import looked_at_kind
from packbuilder.meeting.document_facts import PageFacts, ReportCover, Trait, TraitKind
from packbuilder.meeting.edits import change_document, change_item
from packbuilder.meeting.findings import Finding, Severity
from packbuilder.meeting.fitting import Fitting, PageSize
from packbuilder.meeting.meeting import AgendaItem, Document
from packbuilder.meeting.treatment import Remedy, Treatment
from tests.app.known_facts import know, pages_of

LEFT_OUT = (
    TraitKind.COMMENTS,
    TraitKind.HIDDEN_TEXT,
    TraitKind.SPEAKER_NOTES,
    TraitKind.HIDDEN_SLIDES,
    TraitKind.HIDDEN_SHEETS,
    TraitKind.HIDDEN_CELLS,
    TraitKind.PIVOT_DATA,
    TraitKind.EXTERNAL_LINKS,
    TraitKind.EMBEDDED_FILES,
    TraitKind.MACROS,
    TraitKind.ATTACHED_FILES,
    TraitKind.SCRIPTS,
)
TO_BE_MADE_SAFE = (
    TraitKind.HIDDEN_LAYERS,
    TraitKind.COVERED_TEXT,
    TraitKind.COVERED_PICTURE,
    TraitKind.UNSEEN_TEXT,
    TraitKind.OUTSIDE_PAGE,
)


@pytest.fixture
def tools(
    session: Session, selection: Selection, dialogs: Any, tmp_path: Path, qtbot: QtBot
) -> Iterator[Tools]:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    taking_in = TakingIn(session, scratch)
    parent = QWidget()
    qtbot.addWidget(parent)
    yield Tools(session, selection, taking_in, dialogs, parent)
    taking_in.close()


def _report(session: Session) -> tuple[AgendaItem, Document]:
    item = next(item for item in session.meeting.items if "Eldenham Health" in item.title)
    return item, item.documents[0]


def _found(tools: Tools, kind: str) -> Finding:
    _, document = _report(tools.session)
    return next(
        finding
        for finding in Findings(tools.session, today=lambda: dt.date(2026, 6, 1)).findings
        if (finding.kind, finding.document_id) == (kind, document.id)
    )


def _fixes(tools: Tools, kind: str) -> dict[str, Fix]:
    return {fix.words: fix for fix in fixes_for(_found(tools, kind), tools, None)}


def _know_trait(tools: Tools, bot: QtBot, kind: TraitKind, *page_numbers: int) -> None:
    _, document = _report(tools.session)
    know(tools.session, bot, document, traits=(Trait(kind, page_numbers=page_numbers),))


@pytest.mark.parametrize(
    ("kind", "words", "treatment", "undo_name"),
    [
        ("tracked-changes", "Accept changes", Treatment((Remedy.ACCEPT_CHANGES,)), "Accept changes of"),
        ("marks", "Take them off", Treatment((Remedy.DROP_COMMENTS,)), "Take comments off"),
        ("marks", "Make them part of the page", Treatment((Remedy.FLATTEN,)), "Make marks part of"),
        ("form-values", "Make them part of the page", Treatment((Remedy.FLATTEN,)), "Make marks part of"),
        *((kind, "Make it safe", Treatment((), (2, 3), 9), "Make") for kind in TO_BE_MADE_SAFE),
    ],
)
def test_what_would_be_published_is_put_right_in_a_copy_by_one_edit(
    tools: Tools, qtbot: QtBot, kind: str, words: str, treatment: Treatment, undo_name: str
) -> None:
    _know_trait(tools, qtbot, TraitKind(kind), 2, 3)
    _, before = _report(tools.session)

    with qtbot.waitSignal(tools.session.said) as said:
        _fixes(tools, kind)[words].do()

    _, document = _report(tools.session)
    assert document.treatment == treatment
    assert document.looked_at == ()
    assert said.args[0].endswith("The file you were sent stays as it is.")
    assert tools.session.undo_stack.undoText().startswith(undo_name)
    tools.session.undo()
    assert _report(tools.session)[1] == before


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("tracked-changes", "Print them as they are"),
        ("form-values", "Let it stand"),
        ("unfilled-prompts", "Let it stand"),
        *((kind, "Let it stand") for kind in TO_BE_MADE_SAFE),
        *((kind, "Looked at") for kind in LEFT_OUT),
    ],
)
def test_what_was_looked_at_stops_no_pack_any_more(tools: Tools, qtbot: QtBot, kind: str, words: str) -> None:
    _know_trait(tools, qtbot, TraitKind(kind), 2)

    _fixes(tools, kind)[words].do()

    _, document = _report(tools.session)
    assert [looked_at_kind(entry) for entry in document.looked_at] == [kind]
    assert document.looked_at != (kind,), "more of the kind is told again"
    left = [
        finding
        for finding in Findings(tools.session).findings
        if finding.kind == kind and finding.document_id == document.id
    ]
    assert all(finding.severity is Severity.NOTICE for finding in left)
    for finding in left:
        assert words not in [fix.words for fix in fixes_for(finding, tools, None)]


def test_a_layer_of_no_known_page_makes_every_page_a_picture(tools: Tools, qtbot: QtBot) -> None:
    _know_trait(tools, qtbot, TraitKind.HIDDEN_LAYERS)
    fix = _fixes(tools, "hidden-layers")["Make it safe"]
    assert fix.explanation.startswith("Pages 1-9 become pictures of what is seen")
    fix.do()
    assert _report(tools.session)[1].treatment.pictured_pages == tuple(range(1, 10))


def test_making_safe_names_the_page_and_what_is_lost(tools: Tools, qtbot: QtBot) -> None:
    _know_trait(tools, qtbot, TraitKind.COVERED_TEXT, 4)
    assert _fixes(tools, "covered-text")["Make it safe"].explanation == (
        "Page 4 becomes a picture of what is seen: hidden words are gone, it cannot be searched."
    )
    assert pages_named(_found(tools, "covered-text"), tools) == (4,)


def test_blank_pages_at_the_end_are_left_out(tools: Tools, qtbot: QtBot) -> None:
    _, document = _report(tools.session)
    know(tools.session, qtbot, document, pages=pages_of(9, blank_at_end=2))
    _fixes(tools, "blank-end")["Leave out"].do()
    assert _report(tools.session)[1].fitting == Fitting(drops_blank_end=True)
    assert tools.session.facts[document.id].page_count == 7
    assert tools.session.undo_stack.undoText() == "Leave out blank pages of report of item 7"


def test_odd_sizes_are_scaled_and_a3_stays(tools: Tools, qtbot: QtBot) -> None:
    _, document = _report(tools.session)
    know(tools.session, qtbot, document, pages=(PageFacts(500, 700), PageFacts(842, 1191)))
    _fixes(tools, "odd-size")["Scale to A4"].do()
    assert _report(tools.session)[1].fitting == Fitting(size=PageSize.A4_OR_A3)
    sizes = [round(page.width_pt) for page in tools.session.facts[document.id].pages]
    assert sizes == [595, 842]


def test_the_item_takes_the_title_and_the_recommendations_of_its_report(tools: Tools, qtbot: QtBot) -> None:
    item, document = _report(tools.session)
    cover = ReportCover("Zebra crossings in Fleet Street", recommendations=("paint them.",))
    know(tools.session, qtbot, document, cover=cover)
    tools.session.edit("", lambda m: change_item(m, item.id, recommendations=("paint nothing.",)))

    for kind in ("cover-title", "cover-recommendations"):
        finding = Finding(Severity.NOTICE, "", "", item.id, document.id, kind)
        fixes_for(finding, tools, None)[0].do()

    now = next(i for i in tools.session.meeting.items if i.id == item.id)
    assert (now.title, now.recommendations) == (cover.title, cover.recommendations)
    assert tools.session.undo_stack.undoText() == "Change recommendations of item 7"


class _Sources(QObject):
    """Knows of a newer version of the report, as the watcher of files does."""

    changed = Signal()

    def __init__(self, found: tuple[Finding, ...]) -> None:
        super().__init__()
        self.found = found
        self.taken: list[str] = []
        self.kept: list[str] = []

    def findings(self) -> tuple[Finding, ...]:
        return self.found

    def take(self, document_id: str) -> bool:
        self.taken.append(document_id)
        return True

    def keep(self, document_id: str) -> None:
        self.kept.append(document_id)


def test_a_newer_file_is_told_and_taken_or_not(
    session: Session, selection: Selection, qtbot: QtBot, tmp_path: Path
) -> None:
    item, document = _report(session)
    newer = Finding(Severity.WARNING, "The file was changed.", "", item.id, document.id, "source-changed")
    sources: Any = _Sources((newer,))
    findings = Findings(session, sources=sources)
    taking_in = TakingIn(session, tmp_path)
    strip = ChecksStrip(session, selection, findings, taking_in, NativeDialogs(), sources=sources)
    qtbot.addWidget(strip)
    row = next(
        row
        for number in range(strip.list.rows.rowCount())
        if (row := strip.list.rows.row(strip.list.rows.index(number))).finding.kind == "source-changed"
    )
    take, keep = row.fixes
    assert (take.words, keep.words) == ("Take the newer one", "Keep this one")
    take.do()
    keep.do()
    assert (sources.taken, sources.kept) == ([document.id], [document.id])

    sources.found = ()
    with qtbot.waitSignal(findings.changed):
        sources.changed.emit()
    assert not any(finding.kind == "source-changed" for finding in findings.findings)
    taking_in.close()


def test_go_to_leads_to_the_page_in_the_pack_too(
    session: Session, selection: Selection, qtbot: QtBot, tmp_path: Path
) -> None:
    item, document = _report(session)
    know(session, qtbot, document, traits=(Trait(TraitKind.COVERED_TEXT, page_numbers=(6, 8)),))
    findings = Findings(session)
    taking_in = TakingIn(session, tmp_path)
    strip = ChecksStrip(session, selection, findings, taking_in, NativeDialogs())
    qtbot.addWidget(strip)
    strip.resize(1200, 200)
    strip.show()
    strip.list.setCurrentIndex(strip.list.rows.index(0))
    with qtbot.waitSignal(strip.page_wanted) as wanted:
        qtbot.keyClick(strip.list, Qt.Key.Key_Return)  # type: ignore[no-untyped-call]
    assert wanted.args == [document.id, 6]
    assert selection.place == Place(item.id, document.id)
    taking_in.close()


def test_what_is_left_out_of_many_documents_is_looked_at_together(
    session: Session, selection: Selection, qtbot: QtBot, tmp_path: Path
) -> None:
    item, report = _report(session)
    about = (report, item.documents[1])
    for document in about:
        traits = (Trait(TraitKind.COMMENTS, by=("A",)), Trait(TraitKind.COVERED_TEXT, page_numbers=(1,)))
        know(session, qtbot, document, traits=traits)
    findings = Findings(session)
    taking_in = TakingIn(session, tmp_path)
    strip = ChecksStrip(session, selection, findings, taking_in, NativeDialogs())
    qtbot.addWidget(strip)
    rows = strip.list.rows
    row_of = {rows.row(rows.index(n)).finding.kind: n for n in range(rows.rowCount())}

    def words_of(kind: str) -> list[str]:
        return [action.text() for action in strip.list.menu(rows.index(row_of[kind])).actions()]

    assert not any("of this kind" in words for words in words_of("covered-text")), "each is to be judged"
    menu = strip.list.menu(rows.index(row_of["comments"]))
    next(a for a in menu.actions() if a.text() == "Looked at, all 2 of this kind").trigger()

    looked_at = [_report(session)[0].documents[n].looked_at for n in (0, 1)]
    assert [[looked_at_kind(entry) for entry in entries] for entries in looked_at] == [["comments"]] * 2
    assert session.undo_stack.undoText() == "Looked at: comments of 2 documents"
    session.undo()
    assert _report(session)[0] == item
    taking_in.close()


@pytest.mark.parametrize(
    "kind", [*TraitKind, "scan-without-text", "blank-end", "long-spreadsheet", "odd-size", "source-changed"]
)
def test_go_to_puts_the_cursor_where_it_is_put_right(tools: Tools, qtbot: QtBot, kind: str) -> None:
    item, document = _report(tools.session)
    know(tools.session, qtbot, document, pages=pages_of(9, blank_at_end=2))
    inspector = Inspector(tools.session, tools.selection, tools.taking_in, NativeDialogs())
    qtbot.addWidget(inspector)
    inspector.show()
    finding = Finding(Severity.NOTICE, "", "", item.id, document.id, kind)
    place = place_of(finding, tools.session.meeting)
    assert place.document_id == document.id
    tools.selection.select(place)
    assert inspector.focus_field(place.field)


@pytest.mark.parametrize(
    "kind",
    ["cover-title", "cover-appendices", "cover-recommendations", "cover-no-recommendations", "cover-to-fill"],
)
def test_what_a_cover_says_is_put_right_in_the_item(tools: Tools, qtbot: QtBot, kind: str) -> None:
    item, document = _report(tools.session)
    inspector = Inspector(tools.session, tools.selection, tools.taking_in, NativeDialogs())
    qtbot.addWidget(inspector)
    inspector.show()
    place = place_of(Finding(Severity.NOTICE, "", "", item.id, document.id, kind), tools.session.meeting)
    assert (place.item_id, place.document_id) == (item.id, "")
    tools.selection.select(place)
    assert inspector.focus_field(place.field)


def test_a_document_that_has_gone_has_nothing_to_put_right(tools: Tools) -> None:
    item, _ = _report(tools.session)
    finding = Finding(Severity.WARNING, "", "", item.id, "gone", "covered-text")
    assert [fix.words for fix in fixes_for(finding, tools, None)] == ["Make it safe", "Let it stand"]


def test_another_document_keeps_what_was_let_stand_of_this_one(tools: Tools, qtbot: QtBot) -> None:
    item, report = _report(tools.session)
    other = item.documents[1]
    for document in (report, other):
        know(tools.session, qtbot, document, traits=(Trait(TraitKind.COVERED_TEXT, page_numbers=(1,)),))
    tools.session.edit("", lambda m: change_document(m, report.id, looked_at=("covered-text",)))
    errors = [f for f in Findings(tools.session).findings if f.severity is Severity.ERROR]
    assert [finding.document_id for finding in errors if finding.kind == "covered-text"] == [other.id]


@pytest.mark.parametrize(
    ("words", "fitting"),
    [("Print all pages", Fitting()), ("They are right", Fitting(((1, 5),), of_pages=9))],
)
def test_pages_chosen_of_a_file_with_more_of_them_are_settled_by_one_edit(
    tools: Tools, words: str, fitting: Fitting
) -> None:
    _, document = _report(tools.session)
    chosen = Fitting(((1, 5),), of_pages=10)
    tools.session.edit("", lambda m: change_document(m, document.id, fitting=chosen))
    fixes = _fixes(tools, "pages-changed")
    assert list(fixes) == ["Print all pages", "They are right"]
    fixes[words].do()
    assert _report(tools.session)[1].fitting == fitting
    assert not [f for f in Findings(tools.session).findings if f.kind == "pages-changed"]


def test_pages_beyond_the_end_are_all_printed_by_one_click(tools: Tools) -> None:
    _, document = _report(tools.session)
    tools.session.edit("", lambda m: change_document(m, document.id, fitting=Fitting(((12, 14),))))
    fixes = _fixes(tools, "pages-beyond")
    assert list(fixes) == ["Print all pages"]
    fixes["Print all pages"].do()
    assert _report(tools.session)[1].fitting == Fitting()


def test_a_finding_about_a_cover_that_is_let_stand_is_gone(tools: Tools, qtbot: QtBot) -> None:
    _, document = _report(tools.session)
    know(tools.session, qtbot, document, cover=ReportCover(date_line="1 May 2020"))
    _fixes(tools, "cover-date")["Looked at"].do()
    assert not [f for f in Findings(tools.session).findings if f.kind == "cover-date"]


@pytest.mark.parametrize(
    ("kind", "pages", "words", "fitting", "undo_name"),
    [
        (
            "odd-size",
            (PageFacts(500, 700),) * 2,
            "Scale to A4",
            Fitting(size=PageSize.A4_OR_A3),
            "Change paper size of 2 documents",
        ),
        (
            "blank-end",
            pages_of(3, blank_at_end=1),
            "Leave out",
            Fitting(drops_blank_end=True),
            "Leave out blank pages of 2 documents",
        ),
    ],
)
def test_the_pages_of_many_documents_are_put_right_by_one_edit(
    tools: Tools,
    qtbot: QtBot,
    kind: str,
    pages: tuple[PageFacts, ...],
    words: str,
    fitting: Fitting,
    undo_name: str,
) -> None:
    item, _ = _report(tools.session)
    about = item.documents[:2]
    for document in about:
        know(tools.session, qtbot, document, pages=pages)
    found = [f for f in Findings(tools.session).findings if f.kind == kind]
    gone = Finding(Severity.NOTICE, "", "", item.id, "gone", kind)

    do_all = _fixes(tools, kind)[words].do_all
    assert do_all is not None
    do_all([*found, gone])

    assert [document.fitting for document in _report(tools.session)[0].documents[:2]] == [fitting] * 2
    assert tools.session.undo_stack.undoText() == undo_name
    tools.session.undo()
    assert _report(tools.session)[0] == item


@pytest.mark.parametrize(("severity", "words"), [(Severity.WARNING, ["Looked at"]), (Severity.ERROR, [])])
def test_a_file_that_is_open_and_closed_at_once_is_not_just_looked_at(
    tools: Tools, severity: Severity, words: list[str]
) -> None:
    item, document = _report(tools.session)
    found = Finding(severity, "", "", item.id, document.id, "file-used-twice")
    assert [fix.words for fix in fixes_for(found, tools, None)] == words


def test_a_note_of_taking_in_can_be_put_away(tools: Tools, qtbot: QtBot) -> None:
    _, document = _report(tools.session)
    know(tools.session, qtbot, document, notes=("An empty sheet was left out.",))
    _fixes(tools, "document-note")["Looked at"].do()
    assert not [f for f in Findings(tools.session).findings if f.kind == "document-note"]
