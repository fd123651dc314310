"""The inspector itself: a column that scrolls, with the form of what is selected."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from packbuilder.app.dialogs import Dialogs
from packbuilder.app.inspector.document_form import DocumentForm
from packbuilder.app.inspector.form import Form
from packbuilder.app.inspector.item_form import ItemForm
from packbuilder.app.inspector.meeting_form import MeetingForm
from packbuilder.app.inspector.sections import Section
from packbuilder.app.selection import THE_MEETING, Place, Selection
from packbuilder.app.session import Session
from packbuilder.app.taking_in import TakingIn
from packbuilder.app.theme import SPACE

_LEAST_WIDTH = 260
_USUAL_WIDTH = 290
_FOLDS = "sections of the meeting form"


class Inspector(QWidget):
    """Shows the form of the item or the document that is selected, or of the meeting."""

    house_style_wanted = Signal()
    """The clerk asks for the house style."""

    attach_wanted = Signal()
    """The clerk asks for a document to attach to the item that is shown."""

    open_document_wanted = Signal(str)
    """The id of a document whose original is to be opened."""

    def __init__(
        self,
        session: Session,
        selection: Selection,
        taking_in: TakingIn,
        dialogs: Dialogs,
        parent: QWidget | None = None,
    ) -> None:
        """Show what is selected, from now on.

        Args:
            session: The meeting.
            selection: What is selected in the window.
            taking_in: What reads documents, to be stopped or tried again.
            dialogs: What asks for files and passwords.
            parent: Whose it is.
        """
        super().__init__(parent)
        self._session = session
        self._selection = selection
        self.setMinimumWidth(_LEAST_WIDTH)
        self._taking_in = taking_in
        self._dialogs = dialogs
        self._places: dict[Form, _FormArea] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._layout = layout
        self._shown: Form | None = None
        self._shown_place = THE_MEETING
        session.changed.connect(self._refresh)
        session.documents_changed.connect(self._refresh)
        session.pages_changed.connect(self._show_pages)
        selection.changed.connect(self._refresh)
        selection.go_to.connect(self._go_to)
        self._refresh()

    # Each form is made as it is first shown: a hundred widgets take time that opening has not.

    @cached_property
    def meeting_form(self) -> MeetingForm:
        """The form of the meeting."""
        form = MeetingForm(self._session, self)
        form.house_style_wanted.connect(self.house_style_wanted)
        _keep_folds(form, self.window())
        self._place(form)
        return form

    @cached_property
    def item_form(self) -> ItemForm:
        """The form of an item."""
        form = ItemForm(self._session, self._selection, self)
        form.attach_wanted.connect(self.attach_wanted)
        self._place(form)
        return form

    @cached_property
    def document_form(self) -> DocumentForm:
        """The form of a document."""
        form = DocumentForm(self._session, self._selection, self._taking_in, self._dialogs, self)
        form.open_wanted.connect(self.open_document_wanted)
        self._place(form)
        return form

    def _place(self, form: Form) -> None:
        area = _FormArea(form, self)
        area.hide()
        self._places[form] = area
        self._layout.addWidget(area)

    def sizeHint(self) -> QSize:
        """Be as wide as the forms are drawn for."""
        return QSize(_USUAL_WIDTH, 640)

    def focus_field(self, name: str) -> bool:
        """Put the cursor in a field of the form that is shown; return whether it has one of that name."""
        form = self._shown
        if form is None or not form.focus_field(name):
            return False
        # What was just unfolded has no place yet to scroll to.
        area = self._places[form]
        QTimer.singleShot(0, area, area.show_focus)
        return True

    def settle(self) -> None:
        """Take what is typed in the form that is shown, and not taken yet."""
        if self._shown is not None:
            self._shown.settle()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Pass the cursor on to the first field: who comes by F6 wants to type."""
        super().focusInEvent(event)
        if self._shown is not None:
            self._shown.focus_first()
            self._places[self._shown].show_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo and redo, where the window does not see to it first."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self._session.undo()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self._session.redo()
        else:
            super().keyPressEvent(event)

    def _refresh(self) -> None:
        place = self._selection.place
        if not self._session.holds(place):
            place = THE_MEETING
        if place != self._shown_place and self._shown is not None:
            self._shown.settle()
        if place.document_id:
            self.document_form.show_document(place.item_id, place.document_id)
            form: Form = self.document_form
        elif place.item_id:
            self.item_form.show_item(place.item_id)
            form = self.item_form
        else:
            self.meeting_form.show_meeting()
            form = self.meeting_form
        if form is not self._shown:
            if self._shown is not None:
                self._places[self._shown].hide()
            self._shown = form
            self._places[form].show()
        if place != self._shown_place:
            self._shown_place = place
            self._places[form].verticalScrollBar().setValue(0)

    def _show_pages(self) -> None:
        if isinstance(self._shown, ItemForm | DocumentForm):
            self._shown.show_documents()

    def _go_to(self, place: Place) -> None:
        if place.field:
            self.focus_field(place.field)


class _FormArea(QScrollArea):
    """Scrolls a form up and down, and keeps the field with the cursor in sight."""

    def __init__(self, form: Form, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        form.setMinimumWidth(0)
        self.setWidget(form)

    def show_focus(self) -> None:
        """Scroll to the field that has the cursor."""
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self.ensureWidgetVisible(focused, 0, 4 * SPACE)


def _keep_folds(form: Form, window: QWidget) -> None:
    """Fold the sections as they were left in a window, whose next meeting has a form of its own."""
    kept = window.property(_FOLDS)
    folds: dict[str, bool] = dict(kept) if isinstance(kept, dict) else {}
    for number, section in enumerate(form.findChildren(Section)):
        section.set_open(folds.get(str(number), section.is_open))

        def keep(is_open: bool, number: int = number) -> None:
            folds[str(number)] = is_open
            window.setProperty(_FOLDS, folds)

        section.folded.connect(keep)
