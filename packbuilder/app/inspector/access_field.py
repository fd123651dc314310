"""Who may see an item or a document, and under which paragraphs of Schedule 12A it is closed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from packbuilder.app.inspector.fields import CheckField, ChoiceField, muted_label
from packbuilder.app.inspector.sections import Block
from packbuilder.app.theme import SPACE
from packbuilder.meeting.access import EXEMPT_PARAGRAPHS
from packbuilder.meeting.meeting import Access


def _tr(text: str) -> str:
    return QCoreApplication.translate("AccessField", text)


def _in_short() -> dict[int, str]:
    return {
        1: _tr("About an individual"),
        2: _tr("Likely to reveal who an individual is"),
        3: _tr("Financial or business affairs"),
        4: _tr("Labour relations negotiations"),
        5: _tr("Legal professional privilege"),
        6: _tr("Proposed notice, order or direction"),
        7: _tr("Prevention or prosecution of crime"),
    }


class _Paragraph(CheckField):
    """A paragraph in short words; its wording under them once it is ticked, or asked for."""

    def __init__(self, number: int, parent: QWidget) -> None:
        self._full = EXEMPT_PARAGRAPHS[number]
        super().__init__(f"{number}. {_in_short()[number]}", parent, explanation=self._full)
        self._is_ticked = self._is_spelt_out = False
        self._show_wording()

    def show_value(self, is_ticked: bool) -> None:
        super().show_value(is_ticked)
        self._is_ticked = is_ticked
        self._show_wording()

    def spell_out(self, is_spelt_out: bool) -> None:
        self._is_spelt_out = is_spelt_out
        self._show_wording()

    def _show_wording(self) -> None:
        is_shown = self._is_ticked or self._is_spelt_out
        if self.more.isHidden() is is_shown:
            self.more.setVisible(is_shown)
        for widget in (self.box, self.words):
            widget.setToolTip("" if is_shown else self._full)


class AccessField(QWidget):
    """Open, exempt or confidential; the seven paragraphs to tick where it is exempt."""

    committed = Signal(object, object)
    """The ``Access`` and the tuple of paragraphs that the clerk chose."""

    def __init__(
        self,
        parent: QWidget | None = None,
        between: Callable[[], Sequence[QWidget]] = tuple,
    ) -> None:
        """Begin open.

        Args:
            parent: Whose it is.
            between: Makes what is filled in after the choice and before the paragraphs.
        """
        super().__init__(parent)
        self._access = Access.OPEN
        self._paragraphs: tuple[int, ...] = ()
        self._is_spelt_out = False
        self.choice = ChoiceField(
            (
                (Access.OPEN, self.tr("Open to the public")),
                (Access.EXEMPT, self.tr("Exempt: may be closed")),
                (Access.CONFIDENTIAL, self.tr("Confidential: must be closed")),
            ),
            self,
        )
        self.choice.committed.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        self.block = Block(self.tr("Access"), self.choice, self)
        layout.addWidget(self.block)
        # Made in this order, as Tab goes in the order in which fields are made.
        for widget in between():
            layout.addWidget(widget)
        self.paragraphs: dict[int, _Paragraph] = {}
        self._ground = QWidget(self)
        self._make_ground()
        layout.addWidget(self._ground)
        self.setFocusProxy(self.choice)

    def _make_ground(self) -> None:
        ground = QVBoxLayout(self._ground)
        ground.setContentsMargins(0, SPACE // 2, 0, 0)
        ground.setSpacing(SPACE)
        ground.addWidget(muted_label(self.tr("Exempt under Schedule 12A as:"), self._ground))
        for number in EXEMPT_PARAGRAPHS:
            box = _Paragraph(number, self._ground)
            box.committed.connect(lambda is_ticked, number=number: self._tick(number, bool(is_ticked)))
            ground.addWidget(box)
            self.paragraphs[number] = box
        self.wording_button = QPushButton(self._ground)
        self.wording_button.setProperty("link", "true")
        self.wording_button.clicked.connect(lambda: self._spell_out(not self._is_spelt_out))
        ground.addWidget(self.wording_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._spell_out(False)
        self._none = QLabel(
            self.tr("Tick the paragraph that applies: the agenda must name it."), self._ground
        )
        self._none.setProperty("role", "error")
        self._none.setWordWrap(True)
        ground.addWidget(self._none)
        self._ground.hide()

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

    def _spell_out(self, is_spelt_out: bool) -> None:
        self._is_spelt_out = is_spelt_out
        for paragraph in self.paragraphs.values():
            paragraph.spell_out(is_spelt_out)
        self.wording_button.setText(
            self.tr("Hide the full wording") if is_spelt_out else self.tr("Show the full wording")
        )

    def _choose(self, access: object) -> None:
        # The paragraphs go with the ground: confidential information has none in Schedule 12A.
        paragraphs = self._paragraphs if access is Access.EXEMPT else ()
        self.committed.emit(access, paragraphs)

    def _tick(self, number: int, is_ticked: bool) -> None:
        others = {n for n in self._paragraphs if n != number}
        self.committed.emit(self._access, tuple(sorted(others | ({number} if is_ticked else set()))))
