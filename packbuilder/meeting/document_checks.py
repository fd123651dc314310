"""Findings about documents that were taken in: what they carry, how they print.

Pure, beside ``checks``. What a conversion leaves out is a notice: the clerk may want to know. What
goes into the pack and was hardly meant to is a warning, and an error where it cannot be taken back.
What the clerk has looked at and lets stand is not told again.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterable, Mapping

from packbuilder.meeting.document_facts import (
    IN_PICTURES,
    LOOKED_WITH,
    DocumentFacts,
    PageLook,
    Trait,
    TraitKind,
)
from packbuilder.meeting.findings import Finding, Severity, document_words, item_words, pages_words
from packbuilder.meeting.fitting import PageSize, is_a4_or_a3, reaches_beyond
from packbuilder.meeting.meeting import Access, AgendaItem, Document, Meeting

_LONGEST_SPREADSHEET_PAGES = 20
_SPREADSHEET = "spreadsheet"
_MOST_NAMED = 3
_PICTURE = "picture"
_DIGEST_LENGTH = 6
_NOTE = "document-note"


@dataclasses.dataclass(frozen=True, slots=True)
class _Saying:
    """How a trait is told: of one, of several ("{n}"), and what to do.

    ``{by}`` is " by A and B", ``{where}`` is " (Sheet Costs)", ``{pages}`` is " on page 3 of the
    file", ``{words}`` is ': "the first words"'; each empty where nothing is known.
    """

    severity: Severity
    one: str
    many: str
    next_step: str


_SAFE = "Make the page safe, or let it stand if everyone may read it."

_SAYINGS: dict[TraitKind, _Saying] = {
    TraitKind.TRACKED_CHANGES: _Saying(
        Severity.ERROR,
        "a tracked change{by} is printed, with what was deleted{words}.",
        "{n} tracked changes{by} are printed, with what was deleted{words}.",
        "Accept them, or print them as they are if that is meant.",
    ),
    TraitKind.UNFILLED_PROMPTS: _Saying(
        Severity.WARNING,
        "a place of its template is not filled in{words}.",
        "{n} places of its template are not filled in{words}.",
        "Ask its author to fill them in or take them out.",
    ),
    TraitKind.COMMENTS: _Saying(
        Severity.NOTICE,
        "a comment{by} is left out of the pack{where}.",
        "{n} comments{by} are left out of the pack{where}.",
        "Read the original, in case something was still to be settled.",
    ),
    TraitKind.HIDDEN_TEXT: _Saying(
        Severity.NOTICE,
        "hidden text is left out of the pack{where}{words}.",
        "hidden text in {n} places is left out of the pack{where}{words}.",
        "Ask its author, if it should be read.",
    ),
    TraitKind.SPEAKER_NOTES: _Saying(
        Severity.NOTICE,
        "the speaker's notes are left out of the pack{where}.",
        "the speaker's notes of {n} slides are left out of the pack{where}.",
        "Nothing has to be done, unless they should be read.",
    ),
    TraitKind.HIDDEN_SLIDES: _Saying(
        Severity.NOTICE,
        "a hidden slide is left out of the pack{where}.",
        "{n} hidden slides are left out of the pack{where}.",
        "Ask its author, if they should be seen.",
    ),
    TraitKind.HIDDEN_SHEETS: _Saying(
        Severity.NOTICE,
        "a hidden sheet is left out of the pack{where}.",
        "{n} hidden sheets are left out of the pack{where}.",
        "Ask its author, if they should be seen.",
    ),
    TraitKind.HIDDEN_CELLS: _Saying(
        Severity.NOTICE,
        "hidden rows or columns are left out of the pack{where}.",
        "hidden rows or columns in {n} places are left out of the pack{where}.",
        "Ask its author, if they should be seen.",
    ),
    TraitKind.PIVOT_DATA: _Saying(
        Severity.NOTICE,
        "the data behind a pivot table is left out of the pack{where}.",
        "the data behind {n} pivot tables is left out of the pack{where}.",
        "Look at what the table shows of small numbers of people.",
    ),
    TraitKind.EXTERNAL_LINKS: _Saying(
        Severity.NOTICE,
        "a link to another file was not followed{where}.",
        "{n} links to other files were not followed{where}.",
        "Check that its figures and pictures are the newest.",
    ),
    TraitKind.EMBEDDED_FILES: _Saying(
        Severity.NOTICE,
        "a file inside it is left out; only its picture is printed{where}.",
        "{n} files inside it are left out; only their pictures are printed{where}.",
        "Attach what should be read in full.",
    ),
    TraitKind.MACROS: _Saying(
        Severity.NOTICE,
        "it holds macros, which were not run.",
        "it holds macros, which were not run.",
        "Check that nothing on its pages is missing.",
    ),
    TraitKind.ATTACHED_FILES: _Saying(
        Severity.NOTICE,
        "a file attached to it was taken out{where}.",
        "{n} files attached to it were taken out{where}.",
        "Attach what should be read as a document of its own.",
    ),
    TraitKind.SCRIPTS: _Saying(Severity.NOTICE, "a script was taken out.", "{n} scripts were taken out.", ""),
    TraitKind.PRINTED_HIDDEN: _Saying(
        Severity.ERROR,
        "words that its author hid are printed{pages}{words}.",
        "words that its author hid are printed in {n} places{pages}{words}.",
        "Ask its author for a copy without them, or let it stand if everyone may read them.",
    ),
    TraitKind.MARKS: _Saying(
        Severity.WARNING,
        "a comment or mark{by}{pages} will be seen by everyone{words}.",
        "{n} comments or marks{by}{pages} will be seen by everyone{words}.",
        "Take them off, or make them part of the page if they belong there.",
    ),
    TraitKind.FORM_VALUES: _Saying(
        Severity.NOTICE,
        "what is filled in{pages} stays a field, which readers can change.",
        "what is filled in {n} fields{pages} stays so, and readers can change it.",
        "Make them part of the page.",
    ),
    TraitKind.HIDDEN_LAYERS: _Saying(
        Severity.WARNING,
        "a hidden layer{where}{pages} stays hidden, but anyone with the pack can show it.",
        "{n} hidden layers{where}{pages} stay hidden, but anyone with the pack can show them.",
        _SAFE,
    ),
    TraitKind.COVERED_TEXT: _Saying(
        Severity.ERROR,
        "a word{pages} is only covered, and anyone can copy it{words}.",
        "{n} words{pages} are only covered, and anyone can copy them{words}.",
        _SAFE,
    ),
    TraitKind.COVERED_PICTURE: _Saying(
        Severity.ERROR,
        "a part of a picture{pages} is only covered, and anyone can uncover it.",
        "{n} parts of pictures{pages} are only covered, and anyone can uncover them.",
        _SAFE,
    ),
    TraitKind.UNSEEN_TEXT: _Saying(
        Severity.WARNING,
        "a word{pages} cannot be seen, but anyone can copy it{words}.",
        "{n} words{pages} cannot be seen, but anyone can copy them{words}.",
        _SAFE,
    ),
    TraitKind.OUTSIDE_PAGE: _Saying(
        Severity.WARNING,
        "a word outside what is seen{pages} can still be copied{words}.",
        "{n} words outside what is seen{pages} can still be copied{words}.",
        _SAFE,
    ),
}


_UNSEEN_PICTURES = _Saying(
    Severity.WARNING,
    "a picture, or a part of one, that is not seen{pages} can still be got back.",
    "{n} pictures, or parts of them, that are not seen{pages} can still be got back.",
    _SAFE,
)
"""Of a trait outside the page that is ``IN_PICTURES``."""


def check_documents(meeting: Meeting, facts: Mapping[str, DocumentFacts]) -> list[Finding]:
    """Return the findings about all documents of a meeting that were taken in, in agenda order.

    Args:
        meeting: The meeting.
        facts: The documents' facts as they go into the pack (``fitting.fitted_facts``), by id.
    """
    return [
        finding
        for position, item in enumerate(meeting.items, start=1)
        for document in item.documents
        if document.id in facts
        for finding in check_document(item_words(position, item), item, document, facts[document.id])
    ]


def check_document(
    item_named: str, item: AgendaItem, document: Document, facts: DocumentFacts
) -> list[Finding]:
    """Return the findings about one document.

    Args:
        item_named: How a finding names its item.
        item: The item.
        document: The document.
        facts: Its facts as it goes into the pack.
    """
    is_open = item.access is Access.OPEN and document.access is Access.OPEN
    said = [
        *_said_of_taking_in(facts),
        *_said_of_chosen_pages(document, facts),
        *(_said_of_trait(trait) for trait in facts.traits),
        *(Said(Severity.WARNING, _lower_first(words), "", "document-warning") for words in facts.warnings),
        *_said_of_notes(facts),
        *_said_of_pages(document, facts),
    ]
    findings = told(item_named, item, document, said)
    if is_open:
        return findings
    # A closed document is not published: whatever it carries stops no pack.
    return [dataclasses.replace(each, severity=max(each.severity, Severity.WARNING)) for each in findings]


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """What is said of a document, before it is named.

    ``digest`` tells what was found from anything else of its kind; "" where the kind says all.
    """

    severity: Severity
    sentence: str
    next_step: str
    kind: str
    digest: str = ""


_NEVER_STANDS = frozenset(("not-looked-into", "pages-changed", "pages-beyond"))
"""Nobody can have looked at what these are about."""


def told(item_named: str, item: AgendaItem, document: Document, said: Iterable[Said]) -> list[Finding]:
    """Return what is said of a document as findings, but for what the clerk lets stand.

    Of an error that stands a notice is left: whoever looks at the pack next should know of it.
    """
    where = f"{item_named}, {document_words(document)}"
    findings: list[Finding] = []
    for each in said:
        severity, next_step = each.severity, each.next_step
        if _is_let_stand(document, each):
            if severity is not Severity.ERROR:
                continue
            severity, next_step = Severity.NOTICE, "You let it stand."
        message = f"{where}: {each.sentence}"
        findings.append(Finding(severity, message, next_step, item.id, document.id, each.kind))
    return findings


def _is_let_stand(document: Document, said: Said) -> bool:
    if said.kind in _NEVER_STANDS:
        return False
    # A bare kind, as a description has it, is whatever is found of that kind.
    return said.kind in document.looked_at or _entry(said) in document.looked_at


def _entry(said: Said) -> str:
    return f"{said.kind} {said.digest}" if said.digest else said.kind


def looked_at_entries(finding: Finding, facts: DocumentFacts | None) -> tuple[str, ...]:
    """Return what ``Document.looked_at`` holds once a finding about a document is let stand.

    Of what a file carries, and of what was noted as it was taken in, it is the kind and a digest of
    what was found: more of it, or the same on another page, is told again. Of anything else it is the
    kind.

    Args:
        finding: The finding.
        facts: The document's facts that it was made from; None where they are gone.
    """
    if finding.kind not in {*TraitKind, _NOTE}:
        return (finding.kind,)
    said: list[Said] = []
    if facts is not None:
        said = [*(_said_of_trait(trait) for trait in facts.traits), *_said_of_notes(facts)]
    return tuple(
        _entry(each)
        for each in said
        if each.kind == finding.kind and finding.message.endswith(f": {each.sentence}")
    )


def looked_at_kind(entry: str) -> str:
    """Return the kind of finding that an entry of ``Document.looked_at`` is about."""
    return entry.partition(" ")[0]


def _digest(found: str) -> str:
    return hashlib.sha256(found.encode()).hexdigest()[:_DIGEST_LENGTH]


def _said_of_notes(facts: DocumentFacts) -> list[Said]:
    return [Said(Severity.NOTICE, _lower_first(words), "", _NOTE, _digest(words)) for words in facts.notes]


def _said_of_taking_in(facts: DocumentFacts) -> list[Said]:
    if facts.looked_with >= LOOKED_WITH:
        return []
    return [
        Said(
            Severity.ERROR,
            "it was taken in by an earlier packbuilder, which did not look for hidden words.",
            "Open the meeting in the window, which looks again, or attach it again.",
            "not-looked-into",
        )
    ]


def _said_of_chosen_pages(document: Document, facts: DocumentFacts) -> list[Said]:
    fitting, treatment, count = document.fitting, document.treatment, facts.file_page_count
    is_pictured_beyond = any(number > count for number in treatment.pictured_pages)
    choices = (
        ("the pages to print", fitting.of_pages, reaches_beyond(fitting, count)),
        ("the pages to make safe", treatment.of_pages, is_pictured_beyond),
    )
    said = []
    for choice, of_pages, is_beyond in choices:
        if is_beyond:
            sentence = f"{choice} go beyond its end: it has {_pages(count)}."
            said.append(Said(Severity.ERROR, sentence, "Choose them again.", "pages-beyond"))
        elif of_pages not in (0, count):
            sentence = f"{choice} were chosen when it had {_pages(of_pages)}; it has {count}."
            next_step = "Look at its pages, and choose again unless they are right."
            said.append(Said(Severity.ERROR, sentence, next_step, "pages-changed"))
    return said


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count} pages"


def _said_of_trait(trait: Trait) -> Said:
    saying = _UNSEEN_PICTURES if trait.where == IN_PICTURES else _SAYINGS[trait.kind]
    words = (saying.one if trait.count == 1 else saying.many).format(
        n=trait.count,
        by=f" by {_listed(trait.by)}" if trait.by else "",
        where=f" ({_listed(trait.where)})" if trait.where else "",
        pages=f" on {pages_words(list(trait.page_numbers))} of the file" if trait.page_numbers else "",
        words=f": “{_told_once(trait.excerpt.rstrip('.,;:'))}”" if trait.excerpt else "",
    )
    found = repr((trait.count, trait.page_numbers, trait.where, trait.excerpt))
    return Said(saying.severity, words, saying.next_step, str(trait.kind), _digest(found))


_SAID_AGAIN = re.compile(r"(?P<words>.{4,}?)(?:[,;.]?\s+(?P=words))+")


def _told_once(excerpt: str) -> str:
    """Return an excerpt that is the same words several times with them once."""
    again = _SAID_AGAIN.fullmatch(excerpt)
    return again["words"] if again is not None else excerpt


def _said_of_pages(document: Document, facts: DocumentFacts) -> list[Said]:
    said: list[Said] = []
    numbered = list(zip(facts.file_page_numbers, facts.pages, strict=True))
    scans = []
    # What its author sent as a picture, or the clerk made one, was printed from no other file.
    if facts.details is None or facts.details.kind != _PICTURE:
        pictured = document.treatment.pictured_pages
        scans = [n for n, page in numbered if page.look is PageLook.SCAN and n not in pictured]
    if scans:
        one = len(scans) == 1
        said.append(
            Said(
                Severity.NOTICE,
                f"{pages_words(scans)} of the file {'is a scan' if one else 'are scans'} without text: "
                f"{'it' if one else 'they'} cannot be searched or read aloud.",
                "If it is a letter or report, ask for the file that it was printed from.",
                "scan-without-text",
            )
        )
    if (
        facts.details is not None
        and facts.details.kind == _SPREADSHEET
        and facts.page_count > _LONGEST_SPREADSHEET_PAGES
    ):
        said.append(
            Said(
                Severity.WARNING,
                f"it is a spreadsheet of {facts.page_count} pages.",
                "Choose the pages to print, or ask for a summary.",
                "long-spreadsheet",
            )
        )
    blank = blank_pages_at_end(facts)
    if blank:
        said.append(
            Said(
                Severity.NOTICE,
                "its last page is blank." if blank == 1 else f"its last {blank} pages are blank.",
                "Leave it out." if blank == 1 else "Leave them out.",
                "blank-end",
            )
        )
    odd_pages = [number for number, page in numbered if not is_a4_or_a3(page.width_pt, page.height_pt)]
    if odd_pages and document.fitting.size is PageSize.AS_IT_IS:
        them, they_print = ("it", "it prints") if len(odd_pages) == 1 else ("them", "they print")
        said.append(
            Said(
                Severity.NOTICE,
                f"neither A4 nor A3 in size: {pages_words(odd_pages)} of the file.",
                f"Scale {them} to A4, or check how {they_print}.",
                "odd-size",
            )
        )
    return said


def blank_pages_at_end(facts: DocumentFacts) -> int:
    """Return how many pages at a document's end are blank; 0 where all of them are."""
    last = max(
        (n for n, page in enumerate(facts.pages, start=1) if page.look is not PageLook.BLANK), default=0
    )
    return facts.page_count - last if last else 0


def _listed(names: tuple[str, ...]) -> str:
    """Return "A, B and C", or "A, B and 4 more"."""
    if len(names) > _MOST_NAMED:
        names = (*names[: _MOST_NAMED - 1], f"{len(names) - _MOST_NAMED + 1} more")
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
