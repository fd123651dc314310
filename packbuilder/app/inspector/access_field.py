"""Who may see an item or a document, and under which paragraphs of Schedule 12A it is closed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from packbuilder.app.inspector.fields import CheckField, ChoiceField, muted_label
from packbuilder.app.inspector.sections import Block
from packbuilder.app.theme import SPACE
from packbuilder.meeting.access import EXEMPT_PARAGRAPHS
from packbuilder.meeting.meeting import Access


class AccessField(QWidget):
    """Open, exempt or confidential; the seven paragraphs in full where it is exempt."""

    committed = Signal(object, object)
    """The ``Access`` and the tuple of paragraphs that the clerk chose."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin open."""
        super().__init__(parent)
        self._access = Access.OPEN
        self._paragraphs: tuple[int, ...] = ()
        self.choice = ChoiceField(
            (
                (Access.OPEN, self.tr("Open to the public")),
                (Access.EXEMPT, self.tr("Exempt: may be closed")),
                (Access.CONFIDENTIAL, self.tr("Confidential: must be closed")),
            ),
            self,
        )
        self.choice.committed.connect(self._choose)
        self._ground = QWidget(self)
        ground = QVBoxLayout(self._ground)
        ground.setContentsMargins(0, SPACE // 2, 0, 0)
        ground.setSpacing(SPACE)
        ground.addWidget(muted_label(self.tr("Exempt under Schedule 12A as:"), self._ground))
        self.paragraphs: dict[int, CheckField] = {}
        for number, words in EXEMPT_PARAGRAPHS.items():
            box = CheckField(f"{number}. {words}", self._ground)
            box.committed.connect(lambda is_ticked, number=number: self._tick(number, bool(is_ticked)))
            ground.addWidget(box)
            self.paragraphs[number] = box
        self._none = QLabel(
            self.tr("Tick the paragraph that applies: the agenda must name it."), self._ground
        )
        self._none.setProperty("role", "error")
        self._none.setWordWrap(True)
        ground.addWidget(self._none)
        self._ground.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE // 2)
        self.block = Block(self.tr("Access"), self.choice, self)
        layout.addWidget(self.block)
        layout.addWidget(self._ground)
        self.setFocusProxy(self.choice)

    def show_value(self, access: Access, paragraphs: tuple[int, ...]) -> None:
        """Show who may see it."""
        if (access, paragraphs) == (self._access, self._paragraphs):
            return
        self._access, self._paragraphs = access, paragraphs
        self.choice.show_value(access)
        self._ground.setVisible(access is Access.EXEMPT)
        self._none.setVisible(not paragraphs)
        for number, box in self.paragraphs.items():
            box.show_value(number in paragraphs)

    def _choose(self, access: object) -> None:
        # The paragraphs go with the ground: confidential information has none in Schedule 12A.
        paragraphs = self._paragraphs if access is Access.EXEMPT else ()
        self.committed.emit(access, paragraphs)

    def _tick(self, number: int, is_ticked: bool) -> None:
        others = {n for n in self._paragraphs if n != number}
        self.committed.emit(self._access, tuple(sorted(others | ({number} if is_ticked else set()))))
