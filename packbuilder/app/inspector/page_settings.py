"""Which pages of a document are printed, how they lie, and on what size of paper."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from packbuilder.app.inspector.fields import CheckField, ChoiceField, LineField, show_words
from packbuilder.app.inspector.sections import Block, Section
from packbuilder.app.theme import SPACE
from packbuilder.app.typed_values import Standing, Typed
from packbuilder.meeting.document_facts import DocumentFacts
from packbuilder.meeting.findings import pages_words
from packbuilder.meeting.fitting import (
    Fitting,
    PageSize,
    kept_page_numbers,
    page_ranges,
    ranges_words,
    settled,
)

Ranges = tuple[tuple[int, int], ...]


def _tr(text: str) -> str:
    return QCoreApplication.translate("PageSettings", text)


class PagesField(LineField):
    """Pages to print: "1-4, 6", or nothing for all of them. The value is their ranges."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with a document of one page."""
        super().__init__(parent, read=self._read_pages, write=ranges_words, empty=())
        self._page_count = 1

    def set_page_count(self, page_count: int) -> None:
        """Take how many pages the document has."""
        self._page_count = page_count
        words = _tr("Its only page") if page_count == 1 else _tr("All {count}")
        self.setPlaceholderText(words.format(count=page_count))

    def _read_pages(self, text: str) -> Typed[Ranges]:
        is_begun = text.rstrip().endswith(("-", "\N{EN DASH}", ","))
        self._what_is_wrong = _tr("Write pages such as 1-4, 6.")
        try:
            ranges = page_ranges(text.rstrip("-\N{EN DASH}, "))
        except ValueError as error:
            self._what_is_wrong = str(error)
            return Typed(Standing.WRONG)
        if ranges and ranges[-1][1] > self._page_count:
            words = _tr("It has 1 page.") if self._page_count == 1 else _tr("It has {count} pages.")
            self._what_is_wrong = words.format(count=self._page_count)
            return Typed(Standing.WRONG)
        # More digits may follow: it is taken when the clerk leaves.
        kept = settled(Fitting(kept=ranges), self._page_count).kept
        return Typed(Standing.BEGUN) if is_begun else Typed(Standing.ENOUGH, kept)


class PageSettings(Section):
    """The settings of a document's pages, folded away, with what they come to in the heading."""

    kept = Signal(object, int)
    """The ranges of pages to print, and which visit to the field it was."""

    turned_back = Signal()
    """Every page is to lie as it came."""

    size_chosen = Signal(object)
    """The ``PageSize`` that the clerk chose."""

    blank_end_dropped = Signal(object)
    """Whether blank pages at the end are left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show no document yet."""
        super().__init__(_tr("Pages to print"), parent)
        self.pages = PagesField(self)
        self.pages.committed.connect(lambda ranges: self.kept.emit(ranges, self.pages.visit))
        self.fields.addWidget(Block(_tr("Pages to print"), self.pages, self))

        self._turned = QWidget(self)
        column = QVBoxLayout(self._turned)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE // 2)
        self._turned_words = QLabel(self._turned)
        self._turned_words.setWordWrap(True)
        self.turn_back_button = QPushButton(_tr("Turn back"), self._turned)
        self.turn_back_button.setProperty("link", "true")
        self.turn_back_button.setToolTip(_tr("Let every page lie as it came"))
        self.turn_back_button.clicked.connect(lambda: self.turned_back.emit())
        column.addWidget(self._turned_words)
        column.addWidget(self.turn_back_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.fields.addWidget(self._turned)

        self.paper = ChoiceField(
            (
                (PageSize.AS_IT_IS, _tr("As it is")),
                (PageSize.A4_OR_A3, _tr("Scale odd sizes to A4, keep A3")),
                (PageSize.A4, _tr("Scale all to A4")),
            ),
            self,
        )
        self.paper.committed.connect(self.size_chosen)
        self.fields.addWidget(Block(_tr("Paper size"), self.paper, self))

        self.blank_end = CheckField(_tr("Leave out blank pages at the end"), self)
        self.blank_end.committed.connect(self.blank_end_dropped)
        self.fields.addWidget(self.blank_end)

    def show_settings(self, fitting: Fitting, facts: DocumentFacts) -> None:
        """Show the settings of a document.

        Args:
            fitting: The settings.
            facts: Of the whole document, with the pages that are left out.
        """
        self.set_title(self._summary(fitting, facts))
        self.pages.set_page_count(facts.page_count)
        self.pages.show_value(fitting.kept)
        show_words(self._turned_words, turned_words(fitting))
        self._turned.setVisible(bool(fitting.turned))
        self.paper.show_value(fitting.size)
        blank_count = blank_end_count(fitting, facts)
        self.blank_end.setVisible(bool(blank_count) or fitting.drops_blank_end)
        words = _tr("Leave out blank pages at the end ({count})")
        self.blank_end.set_words(words.format(count=blank_count))
        self.blank_end.show_value(fitting.drops_blank_end)

    def _summary(self, fitting: Fitting, facts: DocumentFacts) -> str:
        count = len(kept_page_numbers(fitting, facts.pages))
        if count < facts.page_count:
            return _tr("Pages to print ({count} of {all})").format(count=count, all=facts.page_count)
        return _tr("Pages to print (all {count})").format(count=count) if count > 1 else _tr("Pages to print")


def fitting_words(fitting: Fitting, facts: DocumentFacts) -> str:
    """Return what is done to a document's pages, in sentences: what is left out, turned and scaled.

    Args:
        fitting: The settings.
        facts: Of the whole document.
    """
    sentences = []
    kept = set(kept_page_numbers(fitting, facts.pages))
    missing = [number for number in range(1, facts.page_count + 1) if number not in kept]
    if missing:
        pages = pages_words(missing)
        words = _tr("{pages} is left out.") if len(missing) == 1 else _tr("{pages} are left out.")
        sentences.append(words.format(pages=pages[:1].upper() + pages[1:]))
    sentences.append(turned_words(fitting))
    scaled = {
        PageSize.AS_IT_IS: "",
        PageSize.A4_OR_A3: _tr("Odd sizes are scaled to A4."),
        PageSize.A4: _tr("Everything is scaled to A4."),
    }
    sentences.append(scaled[fitting.size])
    return " ".join(sentence for sentence in sentences if sentence)


def blank_end_count(fitting: Fitting, facts: DocumentFacts) -> int:
    """Return how many blank pages there are at the end of what is printed of a whole document."""
    with_them, without = (
        kept_page_numbers(dataclasses.replace(fitting, drops_blank_end=is_dropped), facts.pages)
        for is_dropped in (False, True)
    )
    return len(with_them) - len(without)


def turned_words(fitting: Fitting) -> str:
    """Return which pages are turned: "Page 3 is turned right. Pages 5-6 are upside down."; "" for none."""
    wordings = (
        (90, (_tr("{pages} is turned right."), _tr("{pages} are turned right."))),
        (270, (_tr("{pages} is turned left."), _tr("{pages} are turned left."))),
        (180, (_tr("{pages} is upside down."), _tr("{pages} are upside down."))),
    )
    sentences = []
    for degrees, (one, many) in wordings:
        numbers = [number for number, by in fitting.turned if by == degrees]
        if numbers:
            words = (one if len(numbers) == 1 else many).format(pages=pages_words(numbers))
            sentences.append(words[:1].upper() + words[1:])
    return " ".join(sentences)
