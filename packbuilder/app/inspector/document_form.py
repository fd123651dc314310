"""The form of a document: what it is called, who may see it, what is known of its file."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Unpack

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from packbuilder.app import settling
from packbuilder.app.attaching import FileToAttach, file_filters
from packbuilder.app.dialogs import Dialogs
from packbuilder.app.inspector.access_field import AccessField
from packbuilder.app.inspector.cover_section import CoverSection
from packbuilder.app.inspector.document_words import (
    document_title,
    file_name,
    folder_of,
    is_being_read,
    origin_words,
    pages_of_the_pack,
    pages_words,
    role_choices,
    sizes_words,
)
from packbuilder.app.inspector.fact_rows import FactRows
from packbuilder.app.inspector.fields import ChoiceField, ElidedLabel, muted_label, show_words, text_field
from packbuilder.app.inspector.file_words import file_lines, says_of_itself
from packbuilder.app.inspector.form import Form
from packbuilder.app.inspector.page_settings import PageSettings, fitting_words
from packbuilder.app.inspector.sections import Section, heading_label
from packbuilder.app.inspector.settled_rows import Settled, SettledRows
from packbuilder.app.parcel_dialog import unpack
from packbuilder.app.selection import Place, Selection
from packbuilder.app.session import Session
from packbuilder.app.taking_in import TakingIn
from packbuilder.app.theme import SPACE, theme
from packbuilder.errors import PasswordNeeded
from packbuilder.intake.kinds import is_taken_in, kind_by_name
from packbuilder.meeting.cover_checks import check_covers
from packbuilder.meeting.document_checks import check_documents
from packbuilder.meeting.edits import (
    DocumentFields,
    change_document,
    remove_document,
    replace_document_file,
    set_document_access,
)
from packbuilder.meeting.findings import Severity, document_file_name
from packbuilder.meeting.meeting import Access, AgendaItem, Document, DocumentRole
from packbuilder.meeting.numbering import appendix_letter, item_number


class DocumentForm(Form):
    """Everything about one document."""

    open_wanted = Signal(str)
    """The id of the document whose original is to be opened."""

    def __init__(
        self,
        session: Session,
        selection: Selection,
        taking_in: TakingIn,
        dialogs: Dialogs,
        parent: QWidget | None = None,
    ) -> None:
        """Show no document yet."""
        super().__init__(session, parent)
        self._selection = selection
        self._taking_in = taking_in
        self._dialogs = dialogs
        self._item: AgendaItem | None = None
        self._document: Document | None = None
        self._item_number = ""
        self._name = ""

        self.item_button = QPushButton(self)
        self.item_button.setAccessibleName(self.tr("Back to the item"))
        self.item_button.setProperty("link", "true")
        theme().keep_icon(self.item_button, "chevron-left", colour="accent")
        self.item_button.clicked.connect(self._show_item)
        self._heading = heading_label("", self)
        head = QVBoxLayout()
        head.setSpacing(SPACE // 2)
        head.addWidget(self.item_button, 0, Qt.AlignmentFlag.AlignLeft)
        head.addWidget(self._heading)
        self.column.addLayout(head)

        self._make_state()
        self._make_to_put_right()

        self._title = text_field(self)
        self._title.setPlaceholderText(self.tr("The name of its file"))
        self._title.committed.connect(lambda v: self._set("title", self._title.visit, title=str(v)))
        self.put("title", self.tr("Title"), self._title)
        self._role = ChoiceField(role_choices(), self)
        self._role.committed.connect(lambda v: self._set("role", role=v))
        self.put("role", self.tr("Role"), self._role)
        self._access = AccessField(self)
        self._access.committed.connect(self._set_access)
        self.column.addWidget(self._access)
        self.register("access", self._access)
        self.register("exempt_paragraphs", self._access)
        self._closed_anyway = muted_label("", self)
        self.column.addWidget(self._closed_anyway)

        self._make_facts()
        self.settled = SettledRows(self, self._access.wording_button)
        self.settled.taken_back.connect(self._take_back)
        self.column.addWidget(self.settled)
        self.register_list(self.settled)
        self._make_file()
        self._make_folded()
        self.column.addStretch(1)
        self.lock_if_read_only(self.item_button, self.open_button)

    def _make_facts(self) -> None:
        """Make what says which pages of the pack are the document's, and what taking in noted."""
        self._pages = QLabel(self)
        self._pages.setWordWrap(True)
        self._facts = muted_label("", self)
        self._fitting_words = muted_label("", self)
        self._warnings = QLabel(self)
        self._warnings.setWordWrap(True)
        self._warnings.setTextFormat(Qt.TextFormat.PlainText)
        self._notes = muted_label("", self)
        self._notes.setTextFormat(Qt.TextFormat.PlainText)
        for label in (self._pages, self._facts):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._pages_heading = heading_label(self.tr("Pages"), self)
        facts = QVBoxLayout()
        facts.setSpacing(SPACE // 2)
        self._warning_card = QFrame(self)
        self._warning_card.setProperty("role", "warning")
        warning = QVBoxLayout(self._warning_card)
        warning.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        warning.addWidget(self._warnings)
        for widget in (
            self._pages_heading,
            self._pages,
            self._facts,
            self._fitting_words,
            self._warning_card,
            self._notes,
        ):
            facts.addWidget(widget)
        self.column.addLayout(facts)

    def _make_file(self) -> None:
        """Make what says which file it is, and what can be done with it."""
        source = QVBoxLayout()
        source.setSpacing(SPACE // 2)
        source.addWidget(heading_label(self.tr("File"), self))
        self._file = ElidedLabel(self)
        self._folder = ElidedLabel(self)
        self._folder.setProperty("role", "muted")
        source.addWidget(self._file)
        source.addWidget(self._folder)
        self.column.addLayout(source)
        self.replace_button = self._button("replace", self.tr("Replace with a newer file..."), self._replace)
        self.open_button = self._button("external-link", self.tr("Open the original"), self._open)
        self.remove_button = self._button("trash-2", self.tr("Remove"), self._remove)
        self.register("file", self.replace_button)
        self.register("original", self.open_button)
        buttons = QVBoxLayout()
        buttons.setSpacing(SPACE)
        for button in (self.replace_button, self.open_button, self.remove_button):
            buttons.addWidget(button)
        self.column.addLayout(buttons)

    def _make_folded(self) -> None:
        """Make what is not needed every day: settings of the pages, the cover, all about the file."""
        settings = self.page_settings = PageSettings(self)
        settings.kept.connect(self._keep_pages)
        settings.turned_back.connect(lambda: self._settle(settling.turn_back))
        settings.size_chosen.connect(
            lambda size: self._settle(lambda session, place: settling.set_page_size(session, place, size))
        )
        settings.blank_end_dropped.connect(
            lambda is_dropped: self._settle(
                lambda session, place: settling.drop_blank_end(session, place, is_dropped)
            )
        )
        self.register("pages", settings.pages, settings)
        self.register("page_size", settings.paper, settings)
        self.register("blank_end", settings.blank_end, settings)
        self.cover = CoverSection(self)
        self.cover.fill_in_wanted.connect(self._fill_in)
        self.about = Section(self.tr("About the file"), self)
        self._about_rows = FactRows(self)
        self.about.fields.addWidget(self._about_rows)
        words = self.tr("Title, author, dates and program do not go into the pack.")
        self._about_itself = muted_label(words, self)
        self.about.fields.addWidget(self._about_itself)
        folded = QVBoxLayout()
        folded.setSpacing(0)
        for section in (settings, self.cover, self.about):
            folded.addWidget(section)
        self.column.addLayout(folded)

    def _make_state(self) -> None:
        """Make what shows while the document has no pages: being read, or what is wrong with it."""
        self._state = QFrame(self)
        self._state.setProperty("role", "notice")
        layout = QVBoxLayout(self._state)
        layout.setContentsMargins(SPACE + SPACE // 2, SPACE, SPACE + SPACE // 2, SPACE + SPACE // 2)
        layout.setSpacing(SPACE)
        self._state_words = QLabel(self._state)
        self._state_words.setWordWrap(True)
        self._state_words.setTextFormat(Qt.TextFormat.PlainText)
        self._next_step = muted_label("", self._state)
        self._next_step.setTextFormat(Qt.TextFormat.PlainText)
        layout.addWidget(self._state_words)
        layout.addWidget(self._next_step)
        self.stop_button = self._button("x", self.tr("Stop"), self._stop)
        self.again_button = self._button("refresh-cw", self.tr("Try again"), self._try_again)
        self.password_button = self._button("key", self.tr("Enter the password..."), self._ask_password)
        self.replace_broken_button = self._button(
            "replace", self.tr("Replace with another file..."), self._replace
        )
        for button in (self.password_button, self.again_button, self.stop_button, self.replace_broken_button):
            layout.addWidget(button)
        self.column.addWidget(self._state)

    def _make_to_put_right(self) -> None:
        """Make what says that the document stops the pack; what it is and its fixes are in the checks."""
        self._to_put_right_card = QFrame(self)
        self._to_put_right_card.setProperty("role", "warning")
        layout = QVBoxLayout(self._to_put_right_card)
        layout.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        self._to_put_right = QLabel(self._to_put_right_card)
        self._to_put_right.setWordWrap(True)
        self._to_put_right.setTextFormat(Qt.TextFormat.PlainText)
        layout.addWidget(self._to_put_right)
        self.column.addWidget(self._to_put_right_card)

    def _show_to_put_right(self, item: AgendaItem, document: Document) -> None:
        facts = self.session.facts
        alone = dataclasses.replace(self.session.meeting, items=(item,))
        found = [
            finding.kind
            for finding in (*check_documents(alone, facts), *check_covers(alone, facts))
            if finding.severity is Severity.ERROR and finding.document_id == document.id
        ]
        self._to_put_right_card.setVisible(bool(found))
        if found:
            kinds = "; ".join(dict.fromkeys(map(settling.kind_words, found)))
            one = self.tr("1 thing to put right: {kinds}. See Checks.")
            many = self.tr("{n} things to put right: {kinds}. See Checks.")
            show_words(
                self._to_put_right, (one if len(found) == 1 else many).format(n=len(found), kinds=kinds)
            )

    def show_document(self, item_id: str, document_id: str) -> None:
        """Show a document, or show it anew after a change of the meeting."""
        meeting = self.session.meeting
        position = next(n for n, item in enumerate(meeting.items, start=1) if item.id == item_id)
        item = meeting.items[position - 1]
        document = next(d for d in item.documents if d.id == document_id)
        self._item, self._document = item, document
        self._item_number = item_number(position, meeting.style.item_numbers).strip(".")
        label = _label(item, document)
        self._name = settling.called(meeting, document_id)
        show_words(self._heading, label or dict(role_choices())[document.role])
        words = self.tr("Item {number}").format(number=self._item_number)
        if self.item_button.text() != words:
            self.item_button.setText(words)
            self.item_button.setAccessibleName(self.tr("Back to {item}").format(item=words))
        self.item_button.setToolTip(item.title)
        self._title.show_value(document.title)
        self._role.show_value(document.role)
        self._access.show_value(document.access, document.exempt_paragraphs)
        self._closed_anyway.setVisible(item.access is not Access.OPEN)
        if item.access is not Access.OPEN:
            show_words(
                self._closed_anyway,
                self.tr("Item {number} is {access}, so this document is closed anyway.").format(
                    number=self._item_number, access=str(item.access)
                ),
            )
        self._show_state(document)
        self._show_facts(item, document)
        self.settled.show_settled(document)
        show_words(self._file, file_name(document))
        show_words(self._folder, origin_words(document))
        self._folder.setVisible(bool(origin_words(document)))
        for label_widget in (self._file, self._folder):
            label_widget.setToolTip(document.file)

    def show_documents(self) -> None:
        """Show anew what taking in came to."""
        if self._item is not None and self._document is not None:
            self._show_state(self._document)
            self._show_facts(self._item, self._document)

    def _show_state(self, document: Document) -> None:
        trouble = self.session.troubles.get(document.id)
        reading = is_being_read(self.session, document)
        self._state.setVisible(reading or trouble is not None)
        needs_password = isinstance(trouble, PasswordNeeded)
        self.stop_button.setVisible(reading)
        self.password_button.setVisible(needs_password)
        may_be_read = is_taken_in(kind_by_name(document_file_name(document)))
        self.again_button.setVisible(trouble is not None and not needs_password and may_be_read)
        self.replace_broken_button.setVisible(trouble is not None)
        self.replace_button.setVisible(trouble is None)
        if trouble is not None:
            role, what, then = "warning", trouble.what, trouble.next_step
        elif self.session.is_read_only:
            role, what, then = "notice", self.tr("It has no pages yet."), ""
        else:
            role, what = "notice", self.tr("Being read")
            then = self.tr("Its pages join the pack when that is done. You can go on working.")
        show_words(self._state_words, what)
        show_words(self._next_step, then)
        self._next_step.setVisible(bool(then))
        if self._state.property("role") != role:
            self._state.setProperty("role", role)
            self._state.style().unpolish(self._state)
            self._state.style().polish(self._state)

    def _show_facts(self, item: AgendaItem, document: Document) -> None:
        self._show_to_put_right(item, document)
        facts = self.session.facts.get(document.id)
        whole = self.session.whole_facts.get(document.id)
        for widget in (self._pages_heading, self._pages, self._facts, self.page_settings):
            widget.setVisible(facts is not None)
        self._warning_card.setVisible(facts is not None and bool(facts.warnings))
        self._notes.setVisible(facts is not None and bool(facts.notes))
        self.cover.setVisible(whole is not None and whole.cover is not None)
        self.about.setVisible(whole is not None and whole.details is not None)
        if facts is None or whole is None:
            self._fitting_words.hide()
            return
        where = pages_of_the_pack(self.session, document)
        count = pages_words(facts.page_count)
        if not where:
            words = self.tr("{count}, not in the public pack").format(count=count)
        else:
            where = where[:1].upper() + where[1:]
            words = self.tr("{pages} of the pack ({count})").format(pages=where, count=count)
        show_words(self._pages, words)
        show_words(self._facts, sizes_words(facts.pages))
        fitting = fitting_words(document.fitting, whole)
        show_words(self._fitting_words, fitting)
        self._fitting_words.setVisible(bool(fitting))
        show_words(self._warnings, "\n".join(facts.warnings))
        show_words(self._notes, "\n".join(facts.notes))
        self.page_settings.show_settings(document.fitting, whole)
        if whole.cover is not None:
            self.cover.show_cover(
                whole.cover, settling.what_cover_fills(self.session, Place(item.id, document.id))
            )
        self._about_rows.show_facts(file_lines(whole, document.treatment.pictured_pages))
        self._about_itself.setVisible(whole.details is not None and says_of_itself(whole.details))

    def _set(self, what: str, visit: int | None = None, **fields: Unpack[DocumentFields]) -> None:
        item, document = self._item, self._document
        if item is not None and document is not None:
            key = "" if visit is None else f"document/{document.id}/{what}/{visit}"
            name = self.tr("Change {what} of {document}").format(what=what, document=self._called())
            place = Place(item.id, document.id)
            self.edit(name, lambda m: change_document(m, document.id, **fields), place, key)

    def _set_access(self, access: Access, paragraphs: tuple[int, ...]) -> None:
        item, document = self._item, self._document
        if item is not None and document is not None:
            name = self.tr("Change access of {document}").format(document=self._called())
            place = Place(item.id, document.id)
            self.edit(name, lambda m: set_document_access(m, document.id, access, paragraphs), place)

    def _replace(self) -> None:
        item, document = self._item, self._document
        if item is None or document is None:
            return
        # The folder is not looked at here: it may be on a share that does not answer.
        folder = Path(folder_of(document)) if folder_of(document) else None
        path = self._dialogs.open_file(
            self.window(),
            self.tr("Replace {name}").format(name=file_name(document)),
            folder,
            file_filters(),
        )
        if path is None:
            return
        name = self.tr("Replace {document}").format(document=self._called())
        place = Place(item.id, document.id)

        def put_in(files: list[FileToAttach]) -> None:
            if not files or not self.session.holds(place):
                return
            newer = files[0]
            self.edit(
                name, lambda m: replace_document_file(m, document.id, str(newer.path), newer.inside), place
            )
            # The same file may have been mended in its place.
            self._taking_in.try_again(document.id)

        unpack([path], self.session, self._taking_in.look_inside, self.window(), put_in, only_one=True)

    def _open(self) -> None:
        if self._document is not None:
            self.open_wanted.emit(self._document.id)

    def _remove(self) -> None:
        item, document = self._item, self._document
        if item is not None and document is not None:
            name = self.tr("Remove {document}").format(document=self._called())
            # The item comes first: nothing then shows a document that is gone.
            self._selection.select(Place(item.id))
            self.session.edit(
                name,
                lambda m: remove_document(m, document.id),
                place=Place(item.id),
                said=self.tr("Removed {title}").format(title=document_title(document, "")),
            )

    def _stop(self) -> None:
        if self._document is not None:
            self._taking_in.stop(self._document.id)

    def _try_again(self) -> None:
        if self._document is not None:
            self._taking_in.try_again(self._document.id)

    def _ask_password(self) -> None:
        document = self._document
        if document is not None:
            password = self._dialogs.ask_password(self.window(), file_name(document))
            if password:
                self._taking_in.give_password(document.id, password)

    def _show_item(self) -> None:
        if self._item is not None:
            self._selection.show_place(Place(self._item.id))

    def _settle(self, settle: Callable[[Session, Place], bool]) -> None:
        """Settle something about the document, unless it was just deleted."""
        item, document = self._item, self._document
        if item is not None and document is not None:
            place = Place(item.id, document.id)
            if self.session.holds(place):
                settle(self.session, place)

    def _keep_pages(self, ranges: tuple[tuple[int, int], ...], visit: int) -> None:
        document = self._document
        if document is not None:
            key = f"document/{document.id}/pages/{visit}"
            self._settle(lambda session, place: settling.keep_pages(session, place, ranges, key))

    def _take_back(self, settled: Settled) -> None:
        self._settle(settled.take_back)

    def _fill_in(self) -> None:
        self._settle(settling.fill_in_from_cover)

    def _called(self) -> str:
        """Return how edits name the document as it is shown: "Appendix B of item 7"."""
        return self._name

    def _button(self, icon: str, words: str, do: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        theme().keep_icon(button, icon)
        button.clicked.connect(lambda: do())
        return button


def _label(item: AgendaItem, document: Document) -> str:
    appendices = [d.id for d in item.documents if d.role is DocumentRole.APPENDIX]
    if document.id not in appendices:
        return ""
    return f"Appendix {appendix_letter(appendices.index(document.id) + 1)}"
