"""The documents of an item as rows to click: icon, title, what it is, where its pages are."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QIcon, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from packbuilder.app.inspector.document_words import document_icon, document_state, document_title
from packbuilder.app.inspector.fields import muted_label, show_words
from packbuilder.app.session import Session
from packbuilder.app.theme import SPACE, theme
from packbuilder.meeting.meeting import AgendaItem, Document, DocumentRole
from packbuilder.meeting.numbering import appendix_letter


class DocumentRow(QAbstractButton):
    """One document; a click, Enter or Space selects it."""

    def __init__(self, parent: QWidget) -> None:
        """Begin with no document."""
        super().__init__(parent)
        self.document_id = ""
        self._icon_name = ("", "")
        self._picture = QLabel(self)
        self._title = QLabel(self)
        self._title.setWordWrap(True)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._state = muted_label("", self)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._title)
        texts.addWidget(self._state)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, SPACE // 2, 0, SPACE // 2)
        layout.setSpacing(SPACE)
        layout.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(texts, 1)
        for label in (self._picture, self._title, self._state):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme().changed.connect(self._draw_icon)

    def show_document(self, document: Document, title: str, state: str, icon: tuple[str, str]) -> None:
        """Show a document in words."""
        self.document_id = document.id
        show_words(self._title, title)
        show_words(self._state, state)
        name = f"{title}, {state}"
        if name != self.accessibleName():
            self.setAccessibleName(name)
        if icon != self._icon_name:
            self._icon_name = icon
            self._draw_icon()

    def sizeHint(self) -> QSize:
        """Be as high as the words need."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def hasHeightForWidth(self) -> bool:
        """Say that a narrower row is a higher one."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Be as high as the words need at a width."""
        layout = self.layout()
        return layout.heightForWidth(width) if layout is not None else super().heightForWidth(width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground under the pointer, and a frame round the row that has the keys."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.underMouse():
            painter.setBrush(QColor(theme().colours.hover))
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme().colours.accent), 1))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 5, 5)
        painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Draw anew under the pointer."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Draw anew without the pointer."""
        super().leaveEvent(event)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw the frame."""
        super().focusInEvent(event)
        self.update()

    def _draw_icon(self) -> None:
        name, colour = self._icon_name
        if name:
            icon: QIcon = theme().icon(name, getattr(theme().colours, colour))
            self._picture.setPixmap(icon.pixmap(QSize(18, 18)))


class DocumentRows(QWidget):
    """The rows of all documents of an item; they are used again for the next item."""

    chosen = Signal(str)
    """The id of the document that was clicked."""

    def __init__(self, session: Session, parent: QWidget, after: QWidget) -> None:
        """Begin with no rows; Tab comes to them from ``after``."""
        super().__init__(parent)
        self._after = after
        self._session = session
        self.rows: list[DocumentRow] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._none = muted_label(self.tr("None yet. Drop files on the item, or attach them here."), self)
        self._layout.addWidget(self._none)

    def show_item(self, item: AgendaItem) -> None:
        """Show the documents of an item."""
        while len(self.rows) < len(item.documents):
            row = DocumentRow(self)
            row.clicked.connect(lambda checked=False, row=row: self.chosen.emit(row.document_id))
            self._layout.addWidget(row)
            # What is made later comes last with Tab, unless it is said where it stands.
            QWidget.setTabOrder(self.rows[-1] if self.rows else self._after, row)
            self.rows.append(row)
        self._none.setVisible(not item.documents)
        appendices = 0
        for number, row in enumerate(self.rows):
            is_used = number < len(item.documents)
            if is_used:
                document = item.documents[number]
                label = ""
                if document.role is DocumentRole.APPENDIX:
                    appendices += 1
                    label = f"Appendix {appendix_letter(appendices)}"
                row.show_document(
                    document,
                    document_title(document, label),
                    document_state(self._session, item, document),
                    document_icon(self._session, item, document),
                )
            if row.isHidden() is is_used:
                row.setVisible(is_used)
