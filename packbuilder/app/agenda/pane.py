"""The agenda pane: the tree, the field that finds in it, its menus, and what an empty agenda says."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QIcon
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from packbuilder.app.agenda import commands
from packbuilder.app.agenda.dropping import Target, files_in, paths_of
from packbuilder.app.agenda.find_bar import FindBar
from packbuilder.app.agenda.model import AgendaModel
from packbuilder.app.agenda.rows import Column, Row, RowKind, role_words
from packbuilder.app.agenda.view import AgendaTree
from packbuilder.app.attaching import FileToAttach, file_filters
from packbuilder.app.background import Background
from packbuilder.app.dialogs import Dialogs
from packbuilder.app.parcel_dialog import LookInside, unpack
from packbuilder.app.selection import THE_MEETING, Place, Selection
from packbuilder.app.session import Session
from packbuilder.app.theme import SPACE, theme
from packbuilder.errors import PackBuilderError
from packbuilder.meeting.meeting import Access, AgendaItem, Document, DocumentRole


class AgendaPane(QWidget):
    """Shows the agenda of a session, and edits it."""

    report_template_wanted = Signal(str)
    """Save a report template for the item with this id."""

    def __init__(
        self,
        session: Session,
        selection: Selection,
        dialogs: Dialogs,
        look_inside: LookInside,
        parent: QWidget | None = None,
    ) -> None:
        """Show a session's agenda.

        Args:
            session: The meeting.
            selection: What the window shows; the current row follows it, and the other way round.
            dialogs: What asks the user.
            look_inside: What finds out what a mail or ZIP file holds.
            parent: Whose it is.
        """
        super().__init__(parent)
        self._session, self._selection, self._dialogs = session, selection, dialogs
        self._look_inside = look_inside
        self._is_following = False
        self._folder: Path | None = None
        self._files = Background("dropped files", self)
        self.model = AgendaModel(session)
        self.model.setParent(self)
        self.find_bar = FindBar(self)
        self._tree = AgendaTree(self.model, lambda: session.meeting.items, self)
        self.empty = _EmptyAgenda(self._tree.viewport())
        self.empty.add_wanted.clicked.connect(lambda: self.add_item())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.find_bar)
        layout.addWidget(self._tree)
        self.setFocusProxy(self._tree)
        self._tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._connect()
        self._note_whether_empty()
        self._follow(selection.place)

    def _connect(self) -> None:
        tree = self._tree
        # A click makes a row the current one before it selects it, a key after: both are listened to.
        tree.selectionModel().currentChanged.connect(self._tell)
        tree.selectionModel().selectionChanged.connect(self._tell)
        tree.ground_clicked.connect(lambda: self._selection.select(THE_MEETING))
        tree.customContextMenuRequested.connect(self._open_menu)
        tree.wanted.connect(lambda name: getattr(self, name)())
        tree.rows_dropped.connect(self._move_rows)
        tree.files_dropped.connect(self._take_files)
        tree.new_item_left.connect(self._leave_new_item)
        tree.no_file_dropped.connect(self._refuse_what_is_no_file)
        self.model.updated.connect(self._keep_place)
        self.model.updated.connect(self._note_whether_empty)
        self._selection.changed.connect(self._follow)
        self._selection.go_to.connect(self._go_to)
        self.find_bar.wanted.connect(self._find)
        self.find_bar.closed.connect(lambda: tree.setFocus(Qt.FocusReason.OtherFocusReason))

    @property
    def tree(self) -> AgendaTree:
        """The tree."""
        return self._tree

    # What menus, keys and buttons ask for.

    def add_item(self) -> None:
        """Add an item after the current one, and let its subject be typed."""
        self._tree.end_editing()
        if self._session.is_read_only:
            # Asked all the same: the session says why not.
            commands.add_item(self._session, self.tr("New item"))
            return
        self._tree.setFocus(Qt.FocusReason.OtherFocusReason)
        item_id = self.model.begin_draft(self._current_item())
        if not self._tree.type_new_item(item_id):
            self._leave_new_item()

    def _leave_new_item(self) -> None:
        """Take the row of a new item without a subject away, and be where the clerk was before."""
        key = self._tree.key()
        if key is not None and key.item_id == self.model.draft_id:
            self._is_following = True
            self._tree.show_row(self._selection.place)
            self._is_following = False
        self.model.drop_draft()

    def attach_files(self) -> None:
        """Ask for files, and attach them to the current item, or make items of them where there is none."""
        paths = self._dialogs.open_files(self, self.tr("Attach documents"), self._folder, file_filters())
        if paths:
            self._folder = paths[0].parent
            self.attach(paths)

    def attach(self, paths: list[Path]) -> None:
        """Attach files to the current item, after the current document; without one make items of them."""
        item_id = self._current_item()
        if not item_id:
            self._unpack(paths, Target())
            return
        index = None
        place = self._selection.place
        if place.document_id:
            item = self._item(item_id)
            index = [document.id for document in item.documents].index(place.document_id) + 1
        self._unpack(paths, Target(item_id, index))

    def duplicate(self) -> None:
        """Put a copy after each selected item or document, and select the copies."""
        copies = commands.duplicate(self._session, self._places())
        for copy in copies:
            if copy.document_id:
                self._tree.expand_item(copy.item_id)
        self._select(copies)

    def remove(self) -> None:
        """Remove the selected items or documents, or the heading that is the current row."""
        key = self._tree.key()
        places = self._places()
        if not places and key is not None and key.kind is RowKind.SECTION:
            commands.set_section(self._session, key.item_id, "")
        elif places:
            commands.remove(self._session, places)

    def move_up(self) -> None:
        """Move the selected rows up."""
        self._keep_selected(commands.move_up)

    def move_down(self) -> None:
        """Move the selected rows down."""
        self._keep_selected(commands.move_down)

    def edit_current(self) -> None:
        """Edit the current cell, or the subject where the current column cannot be edited."""
        self._tree.setFocus(Qt.FocusReason.ShortcutFocusReason)
        key = self._tree.key()
        if key is None:
            return
        if self._session.is_read_only:
            self._session.said.emit(self.tr("This meeting is open to be read only."))
        elif key.kind is RowKind.SECTION:
            self._tree.edit_column(Column.NUMBER)
        elif not self._tree.edit_column(Column(self._tree.currentIndex().column())):
            self._tree.edit_column(Column.SUBJECT)

    def paste(self) -> None:
        """Attach files that were copied in the file manager."""
        data = QGuiApplication.clipboard().mimeData()
        paths = paths_of(data) if data is not None else []
        if not paths:
            self._session.said.emit(
                self.tr("There are no files to paste: copy them in the file manager first.")
            )
            return
        item_id = self._current_item()
        self._take_files(paths, Target(item_id))

    def copy(self) -> None:
        """Copy the subjects of the selected rows as text."""
        rows = [self.model.index_at(place) for place in self._places()]
        words = [self.model.shown(index).texts[Column.SUBJECT] for index in rows]
        if words:
            QGuiApplication.clipboard().setText("\n".join(words))

    def open_find(self) -> None:
        """Let the clerk find words in the agenda."""
        self.find_bar.open_bar()

    def find_next(self) -> None:
        """Go to the next place that holds the words last looked for."""
        self._find_again(1)

    def find_previous(self) -> None:
        """Go to the place before that holds the words last looked for."""
        self._find_again(-1)

    def set_access(self, place: Place, access: Access) -> None:
        """Say who may see an item or a document; what is exempt is asked for its paragraphs."""
        commands.set_access(self._session, place, access)
        if access is Access.EXEMPT and not self._session.is_read_only:
            self._selection.show_place(dataclasses.replace(place, field="exempt_paragraphs"))

    def replace_file(self, place: Place) -> None:
        """Ask for a newer file, and put it in the place of a document's."""
        document = self._document(place)
        # The folder is not looked at here: it may be on a share that does not answer.
        folder = Path(document.file).parent if document.file else self._folder
        name = Path(document.file).name
        title = self.tr("Replace {name}").format(name=name)
        path = self._dialogs.open_file(self, title, folder, file_filters())
        if path is not None:
            unpack(
                [path],
                self._session,
                self._look_inside,
                self,
                lambda files: self._replace_with(place, files[0]),
                only_one=True,
            )

    def _replace_with(self, place: Place, file: FileToAttach) -> None:
        if self._session.holds(place):
            commands.replace_file(self._session, place.item_id, place.document_id, file.path, file.inside)
            # The same file may have been mended in its place.
            self._session.forget_trouble(place.document_id)

    def set_section(self) -> None:
        """Ask for the heading above the current item."""
        item_id = self._current_item()
        if not item_id:
            return
        before = self._item(item_id).section
        words = self._dialogs.ask_text(
            self,
            self.tr("Section heading"),
            self.tr("Heading above this item and those that follow it:"),
            before,
        )
        if words:
            commands.set_section(self._session, item_id, words)

    def expand_all(self) -> None:
        """Show all documents."""
        self._tree.expandAll()

    def collapse_all(self) -> None:
        """Show items only."""
        self._tree.collapseAll()

    # The selection.

    def _tell(self) -> None:
        current = self._tree.currentIndex()
        key = self.model.key(current)
        # What has no selection is where Qt put the focus by itself, or a heading.
        if self._is_following or key is None or not self._tree.selectionModel().isSelected(current):
            return
        if self._session.holds(key.place):
            self._selection.select(key.place)

    def _follow(self, place: Place) -> None:
        key = self._tree.key()
        is_there = key is not None and key.kind is not RowKind.SECTION and key.place == place
        if is_there and self._tree.selectionModel().isSelected(self._tree.currentIndex()):
            return
        self._is_following = True
        self._tree.show_row(place)
        self._is_following = False

    def _go_to(self, place: Place) -> None:
        index = self.model.index_at(place)
        if not index.isValid():
            return
        self._follow(place)
        # The cursor goes into the field of the inspector, which can say what is wrong with it.
        self._tree.scrollTo(index)

    def _keep_place(self) -> None:
        """After an edit, let the window show what the tree shows, where its own place is gone."""
        if not self._session.holds(self._selection.place):
            key = self._tree.key()
            is_on_business = (
                key is not None and key.kind is not RowKind.SECTION and self._session.holds(key.place)
            )
            self._selection.select(key.place if key is not None and is_on_business else THE_MEETING)
        if self.model.draft_id:
            return
        if self._tree.new_item and self._session.holds(Place(self._tree.new_item)):
            self._selection.select(Place(self._tree.new_item))
        self._follow_quietly()

    def _follow_quietly(self) -> None:
        place = self._selection.place
        key = self._tree.key()
        if place.item_id and (key is None or key.place != place) and len(self._places()) <= 1:
            self._follow(place)

    def _places(self) -> list[Place]:
        return [place for place in self._tree.selected_places() if self._session.holds(place)]

    def _current_item(self) -> str:
        return self._selection.place.item_id

    def _item(self, item_id: str) -> AgendaItem:
        return next(item for item in self._session.meeting.items if item.id == item_id)

    def _document(self, place: Place) -> Document:
        return next(d for d in self._item(place.item_id).documents if d.id == place.document_id)

    def _select(self, places: list[Place]) -> None:
        if places:
            self._tree.select_places(places)
            self._selection.select(places[0])

    def _keep_selected(self, move: Callable[[Session, list[Place]], bool]) -> None:
        places = self._places()
        if not places or not move(self._session, places):
            return
        places = [self._where_now(place) for place in places]
        for place in places:
            if place.document_id:
                self._tree.expand_item(place.item_id)
        self._select(places)

    def _where_now(self, place: Place) -> Place:
        if not place.document_id:
            return place
        items = {document.id: item.id for item, document in self._session.meeting.documents()}
        return Place(items[place.document_id], place.document_id)

    # Drops.

    def _move_rows(self, items: list[str], documents: list[str], target: Target) -> None:
        meeting = self._session.meeting
        if items:
            index = len(meeting.items) if target.index is None else target.index
            # A heading gives its name to what is dropped under it; without headings nothing is changed.
            if commands.move_items(self._session, items, index, target.section):
                self._select(
                    [Place(item.id) for item in self._session.meeting.items if item.id in set(items)]
                )
        elif documents and target.item_id:
            self._tree.expand_item(target.item_id)
            if commands.move_documents(self._session, documents, target.item_id, target.index):
                moved = [
                    Place(i.id, d.id) for i, d in self._session.meeting.documents() if d.id in set(documents)
                ]
                self._select(moved)

    def _take_files(self, paths: list[Path], target: Target) -> None:
        """Attach files, and the files of folders; folders are looked through beside the window's thread."""

        def found(done: Future[list[Path]]) -> None:
            files = done.result()
            if not files:
                self._session.said.emit(self.tr("There are no files in that folder."))
            else:
                self._unpack(files, target)

        self._files.do(lambda: files_in(paths), found)

    def _unpack(self, paths: Sequence[Path], target: Target) -> None:
        """Attach files, of mail and ZIP files what the clerk chooses."""

        def take(files: list[FileToAttach]) -> None:
            # It may have been removed while the clerk was asked.
            if not target.item_id or self._session.holds(Place(target.item_id)):
                self._take_in(files, target)

        unpack(paths, self._session, self._look_inside, self, take)

    def _take_in(self, files: Sequence[FileToAttach], target: Target) -> None:
        if target.item_id:
            self._tree.expand_item(target.item_id)
            count = len(self._item(target.item_id).documents)
            index = None if target.index is None else min(target.index, count)
            new = commands.attach(self._session, target.item_id, files, index)
            self._select([Place(target.item_id, document_id) for document_id in new[:1]])
        else:
            count = len(self._session.meeting.items)
            index = None if target.index is None else min(target.index, count)
            section = target.section
            if index is None and count:
                section = self._session.meeting.items[-1].section
            new = commands.add_items_from_files(self._session, files, index, section)
            for item_id in new:
                self._tree.expand_item(item_id)
            self._select([Place(item_id) for item_id in new[:1]])

    def _refuse_what_is_no_file(self) -> None:
        self._session.refused.emit(
            PackBuilderError(
                self.tr("What you dropped is not a file yet."),
                self.tr("Save the attachment first, or drag it from a folder."),
            )
        )

    # Finding.

    def _find_again(self, way: int) -> None:
        if self.find_bar.field.text().strip():
            self._find(self.find_bar.field.text(), way)
        else:
            self.open_find()

    def _find(self, words: str, way: int) -> None:
        wanted = words.strip().casefold()
        keys = [key for key in self.model.row_keys() if key.kind is not RowKind.SECTION]
        hits = [n for n, key in enumerate(keys) if wanted and wanted in self._words_of(self.model.row(key))]
        if not hits:
            self.find_bar.say_found(0, 0)
            return
        place = self._selection.place
        here = next((n for n, key in enumerate(keys) if key.place == place), 0 if way == 0 else -way)
        if way < 0:
            hit = next((n for n in reversed(hits) if n < here), hits[-1])
        else:
            hit = next((n for n in hits if (n > here if way else n >= here)), hits[0])
        self.find_bar.say_found(hits.index(hit) + 1, len(hits))
        self._selection.select(keys[hit].place)
        self._follow(keys[hit].place)

    @staticmethod
    def _words_of(row: Row) -> str:
        """Return all that is looked through: the tip of a document's subject also names its file."""
        found_in = (row.texts[Column.SUBJECT], row.texts[Column.LEAD], row.tips[Column.SUBJECT])
        return "\n".join(found_in).casefold()

    # Menus.

    def menu_at(self, position: QPoint) -> QMenu:
        """Return the menu for what lies at a position in the tree's viewport."""
        menu = QMenu(self)
        index = self._tree.indexAt(position)
        key = self._tree.key(index) if index.isValid() else None
        if key is None:
            self._add(menu, self.tr("Add item"), "plus", self.add_item, "Ctrl+Return")
            self._add(menu, self.tr("Attach documents..."), "paperclip", self.attach_files)
            self._add(menu, self.tr("Paste files"), "", self.paste, "Ctrl+V")
            menu.addSeparator()
            self._add(menu, self.tr("Show all documents"), "", self.expand_all)
            self._add(menu, self.tr("Hide all documents"), "", self.collapse_all)
        elif key.kind is RowKind.SECTION:
            heading = key.item_id
            self._add(menu, self.tr("Rename section heading"), "pencil", self.edit_current, "F2")
            self._add(
                menu, self.tr("Remove section heading"), "trash-2",
                lambda: commands.set_section(self._session, heading, ""),
            )  # fmt: skip
        else:
            self._fill_menu(menu, key.place)
        return menu

    def _fill_menu(self, menu: QMenu, place: Place) -> None:
        if place.document_id:
            self._add(menu, self.tr("Rename"), "pencil", self.edit_current, "F2")
            roles = menu.addMenu(self.tr("Role"))
            document = self._document(place)
            for role in DocumentRole:
                set_role = functools.partial(
                    commands.set_role, self._session, place.item_id, place.document_id, role
                )
                action = self._add(roles, role_words(role), "", set_role)
                action.setCheckable(True)
                action.setChecked(role is document.role)
            self._add_access(menu, place, document.access)
            self._add(
                menu, self.tr("Replace with a newer file..."), "replace", lambda: self.replace_file(place)
            )
            self._add(menu, self.tr("Attach after this..."), "paperclip", self.attach_files)
        else:
            item = self._item(place.item_id)
            self._add(menu, self.tr("Edit"), "pencil", self.edit_current, "F2")
            self._add(menu, self.tr("Attach documents..."), "paperclip", self.attach_files)
            self._add(menu, self.tr("Paste files"), "", self.paste, "Ctrl+V")
            self._add(menu, self.tr("Add item below"), "plus", self.add_item, "Ctrl+Return")
            self._add(menu, self.tr("Section heading..."), "", self.set_section)
            self._add_access(menu, place, item.access)
            follow = self._add(
                menu, self.tr("Papers to follow"), "",
                lambda: commands.set_to_follow(self._session, item.id, not item.to_follow),
            )  # fmt: skip
            follow.setCheckable(True)
            follow.setChecked(item.to_follow)
            self._add(
                menu, self.tr("Save a report template for this item..."), "file-text",
                lambda: self.report_template_wanted.emit(item.id),
            )  # fmt: skip
        menu.addSeparator()
        self._add(menu, self.tr("Move up"), "arrow-up", self.move_up, "Alt+Shift+Up")
        self._add(menu, self.tr("Move down"), "arrow-down", self.move_down, "Alt+Shift+Down")
        self._add(menu, self.tr("Duplicate"), "copy", self.duplicate, "Ctrl+D")
        self._add(menu, self.tr("Copy text"), "", self.copy, "Ctrl+C")
        menu.addSeparator()
        self._add(menu, self.tr("Remove"), "trash-2", self.remove, "Del")

    def _add_access(self, menu: QMenu, place: Place, now: Access) -> None:
        choices = menu.addMenu(theme().icon("lock"), self.tr("Access"))
        for access, words in (
            (Access.OPEN, self.tr("Open")),
            (Access.EXEMPT, self.tr("Exempt...")),
            (Access.CONFIDENTIAL, self.tr("Confidential")),
        ):
            action = self._add(choices, words, "", functools.partial(self.set_access, place, access))
            action.setCheckable(True)
            action.setChecked(access is now)

    def _add(self, menu: QMenu, words: str, icon: str, do: Callable[[], object], keys: str = "") -> QAction:
        # The keys are only shown: pressing them is the window's matter, or the tree's.
        action = QAction(f"{words}\t{keys}" if keys else words, menu)
        if icon:
            action.setIcon(theme().icon(icon))
        action.triggered.connect(lambda _=False: do())
        menu.addAction(action)
        return action

    def _open_menu(self, position: QPoint) -> None:
        menu = self.menu_at(position)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._tree.viewport().mapToGlobal(position))

    # An empty agenda.

    def _note_whether_empty(self) -> None:
        self.empty.setVisible(self.model.rowCount() == 0)


class _EmptyAgenda(QWidget):
    """What an agenda without items says, over the middle of the tree."""

    def __init__(self, ground: QWidget) -> None:
        super().__init__(ground)
        icon = QLabel(self)
        icon.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        theme().keep_icon(icon, "file-plus-2", _set_picture, "muted")
        words = QLabel(self.tr("Drop reports here, or add the first item"), self)
        words.setProperty("role", "muted")
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        words.setWordWrap(True)
        self.add_wanted = QPushButton(self.tr("Add item"), self)
        theme().keep_icon(self.add_wanted, "plus")
        layout = QVBoxLayout(self)
        layout.setSpacing(SPACE * 2)
        layout.addStretch()
        layout.addWidget(icon)
        layout.addWidget(words)
        layout.addWidget(self.add_wanted, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()
        ground.installEventFilter(self)
        self.setGeometry(ground.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False


def _set_picture(label: QObject, icon: QIcon) -> None:
    if isinstance(label, QLabel):
        label.setPixmap(icon.pixmap(32, 32))
