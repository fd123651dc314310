"""What the pages of the pack are called: for the words under them and for those who hear them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from packbuilder.app.preview.whose_pages import WhosePages
from packbuilder.meeting.meeting import Meeting
from packbuilder.meeting.numbering import document_labels, item_numbers


def _tr(text: str) -> str:
    return QCoreApplication.translate("PackPane", text)


class PageNames:
    """The names of the pages of one pack, of one meeting."""

    def __init__(self, meeting: Meeting, pages: WhosePages, page_count: int) -> None:
        """Look up what the names are made of."""
        self._pages = pages
        self._page_count = page_count
        numbers = item_numbers(meeting)
        self._items = {item.id: (numbers[item.id].rstrip("."), item.title) for item in meeting.items}
        labels = document_labels(meeting)
        self._documents = {
            document.id: labels[document.id] or document.title for _, document in meeting.documents()
        }

    def under(self, page_index: int) -> str:
        """Return the words under a page: "Page 45 - Item 7, Appendix A"."""
        return _tr("Page {number} \u2013 {whose}").format(
            number=page_index + 1, whose=self._whose(page_index)
        )

    def spoken(self, page_index: int) -> str:
        """Return the words a screen reader says: "Page 45 of 164, item 7 Place development"."""
        page = self._pages.whose(page_index)
        said = _tr("Page {number} of {count}").format(number=page_index + 1, count=self._page_count)
        if page.item_id not in self._items:
            return _tr("{page}, agenda").format(page=said) if not page.item_id else said
        number, title = self._items[page.item_id]
        return _tr("{page}, item {item} {title}").format(page=said, item=number, title=title).rstrip()

    def _whose(self, page_index: int) -> str:
        page = self._pages.whose(page_index)
        if page.item_id not in self._items:
            return _tr("Agenda") if not page.item_id else _tr("an item that was taken out")
        number, title = self._items[page.item_id]
        document = self._documents.get(page.document_id, "") or title
        return _tr("Item {item}, {title}").format(item=number, title=document).rstrip(", ")
