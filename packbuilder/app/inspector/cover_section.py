"""What the cover of a report says, and a button that takes it over into the report's item."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from packbuilder.app.inspector.fact_rows import FactRows
from packbuilder.app.inspector.sections import Section
from packbuilder.app.theme import theme
from packbuilder.meeting.document_facts import ReportCover


def _tr(text: str) -> str:
    return QCoreApplication.translate("Cover", text)


class CoverSection(Section):
    """The cover of a report, folded away."""

    fill_in_wanted = Signal()
    """The clerk wants the item filled in from the cover."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show no cover yet."""
        super().__init__(_tr("Cover of the report"), parent)
        self.rows = FactRows(self)
        self.fields.addWidget(self.rows)
        self.fill_in_button = QPushButton(_tr("Fill in from the report"), self)
        theme().keep_icon(self.fill_in_button, "pencil")
        self.fill_in_button.clicked.connect(lambda: self.fill_in_wanted.emit())
        self.fields.addWidget(self.fill_in_button)

    def show_cover(self, cover: ReportCover, what_it_fills: str) -> None:
        """Show what a cover says.

        Args:
            cover: What was read.
            what_it_fills: What of the item is empty and can be filled in, in words; "" for nothing.
        """
        self.rows.show_facts(cover_lines(cover))
        self.fill_in_button.setVisible(bool(what_it_fills))
        self.fill_in_button.setToolTip(
            _tr("Fill in the {what} of the item").format(what=what_it_fills) if what_it_fills else ""
        )


def cover_lines(cover: ReportCover) -> tuple[tuple[str, str], ...]:
    """Return what a cover says: what each line is about, and what it says."""
    recommendations = (
        cover.recommendations
        if len(cover.recommendations) == 1
        else tuple(f"{number}. {words}" for number, words in enumerate(cover.recommendations, start=1))
    )
    lines = (
        (_tr("Title"), cover.title),
        (_tr("Meeting"), cover.body),
        (_tr("Date"), cover.date_line),
        (_tr("Author") if len(cover.authors) == 1 else _tr("Authors"), "\n".join(cover.authors)),
        (_tr("Appendices"), "\n".join(cover.appendices)),
        (_tr("Asks for"), "\n".join((cover.recommendations_lead_in, *recommendations)).strip()),
    )
    return tuple((name, words) for name, words in lines if words)
