"""How the window looks: the colours of light and dark, and the one small style sheet.

The colours follow the system, and change with it while the window is open. In high contrast the
system's own palette stands, and all that is added is edges in its text colour.
"""

from __future__ import annotations

import dataclasses
import functools
import string
import weakref
from collections.abc import Callable

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QPushButton, QStyleFactory
from shiboken6 import isValid

from packbuilder.assets import resource

SPACE = 8
"""Every distance in the window is a multiple of this, or half of it (in device-independent pixels)."""

ICON_SIZE = QSize(18, 18)
_SIZES = (16, 18, 20, 24, 32, 48)
_GAP = 4


@dataclasses.dataclass(frozen=True, slots=True)
class Colours:
    """The colours of a theme, by what they are for."""

    surface: str
    """What forms and bars stand on."""
    page: str
    """What is written in: the agenda, fields."""
    ground: str
    """What lies behind the pages of the pack."""
    text: str
    muted: str
    """Text that says more about other text."""
    line: str
    hover: str
    selected: str
    accent: str
    accent_hover: str
    on_accent: str
    on_primary: str
    """What stands on a primary button, which in high contrast is a button like others."""
    error: str
    warning: str
    notice: str
    good: str
    notice_ground: str
    warning_ground: str


LIGHT = Colours(
    surface="#f6f7f9",
    page="#ffffff",
    ground="#e3e6eb",
    text="#1a1f27",
    muted="#5a6472",
    line="#d5dae1",
    hover="#eef1f5",
    selected="#dce8f5",
    accent="#1d4f7f",
    accent_hover="#163f66",
    on_accent="#ffffff",
    on_primary="#ffffff",
    error="#b3261e",
    warning="#8a5a00",
    notice="#3d5f8a",
    good="#2c6e49",
    notice_ground="#e8f0f9",
    warning_ground="#fdf3dc",
)

DARK = Colours(
    surface="#1e2227",
    page="#171a1f",
    ground="#0f1114",
    text="#e8eaed",
    muted="#a3abb6",
    line="#383e47",
    hover="#262b32",
    selected="#233a52",
    accent="#6fb1f2",
    accent_hover="#8cc1f6",
    on_accent="#0d1722",
    on_primary="#0d1722",
    error="#f28b82",
    warning="#f0c35e",
    notice="#8ab4e8",
    good="#7fc79b",
    notice_ground="#202c3a",
    warning_ground="#352c17",
)


class Theme(QObject):
    """The look in force. There is one, made with the application."""

    changed = Signal()
    """The colours are others; what draws with them draws again."""

    def __init__(self, application: QApplication) -> None:
        """Give the application its look, and keep it in step with the system."""
        super().__init__(application)
        self._application = application
        self._icons: list[tuple[weakref.ref[QObject], Callable[[QObject, QIcon], None], str, str, int]] = []
        self._wanted = Qt.ColorScheme.Unknown
        self.colours = LIGHT
        self.is_high_contrast = False
        self._give_font()
        application.setStyle(QStyleFactory.create("Fusion"))
        hints = application.styleHints()
        hints.colorSchemeChanged.connect(self._follow)
        self._follow()

    def want(self, scheme: Qt.ColorScheme) -> None:
        """Keep to light or dark whatever the system says; ``Unknown`` follows the system."""
        self._wanted = scheme
        self._follow()

    @property
    def is_dark(self) -> bool:
        """Whether the dark colours are in force."""
        return self.colours is DARK

    def icon(self, name: str, colour: str = "", gap: int = 0) -> QIcon:
        """Return a bundled icon (a file of ``resources/icons``) in the text's colour, or another one.

        ``gap`` is the room after it, in device-independent pixels: buttons leave too little.
        """
        icon = QIcon()
        own = colour or self.colours.text
        for mode, tint in ((QIcon.Mode.Normal, own), (QIcon.Mode.Disabled, self.colours.line)):
            for pixmap in _drawn(name, tint, gap):
                icon.addPixmap(pixmap, mode)
        return icon

    def keep_icon(
        self,
        target: QObject,
        name: str,
        set_icon: Callable[[QObject, QIcon], None] = lambda target, icon: target.setIcon(icon),  # type: ignore[attr-defined]
        colour: str = "",
    ) -> None:
        """Give an action or a button its icon, now and whenever the colours change.

        ``colour`` is the name of a field of ``Colours``, such as "error", or "" for the text's.
        """
        gap = 0
        if isinstance(target, QPushButton) and target.text():
            gap = _GAP
            height = target.iconSize().height()
            target.setIconSize(QSize(height + gap, height))
        self._icons.append((weakref.ref(target), set_icon, name, colour, gap))
        set_icon(target, self.icon(name, getattr(self.colours, colour) if colour else "", gap))

    def _follow(self) -> None:
        self.is_high_contrast = _system_wants_contrast()
        scheme = self._wanted
        if scheme is Qt.ColorScheme.Unknown:
            hints = self._application.styleHints()
            scheme = hints.colorScheme()
        self.colours = DARK if scheme is Qt.ColorScheme.Dark else LIGHT
        if self.is_high_contrast:
            self.colours = _colours_of(self._application.palette(), self.colours)
            self._application.setStyleSheet(resource("window-high-contrast.qss").read_text(encoding="utf-8"))
        else:
            self._application.setPalette(_palette(self.colours))
            self._application.setStyleSheet(_style_sheet(self.colours))
        # Qt may have deleted what Python still has a name for.
        self._icons = [entry for entry in self._icons if (own := entry[0]()) is not None and isValid(own)]
        for reference, set_icon, name, colour, gap in self._icons:
            target = reference()
            if target is not None:
                set_icon(target, self.icon(name, getattr(self.colours, colour) if colour else "", gap))
        self.changed.emit()

    def _give_font(self) -> None:
        # Without a screen there is no system font to follow, and pictures should come out alike.
        if QGuiApplication.platformName() == "offscreen":
            for file in sorted(resource("fonts/window").glob("*.otf")):
                QFontDatabase.addApplicationFont(str(file))
            font = QFont("Inter")
            font.setPixelSize(13)
            self._application.setFont(font)


def theme() -> Theme:
    """Return the look in force."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise RuntimeError("there is no application")
    found = application.findChild(Theme)
    return found if found is not None else Theme(application)


def _system_wants_contrast() -> bool:
    # The hints must be held: as a temporary they are gone before they can be asked.
    hints = QGuiApplication.styleHints()
    accessibility = getattr(hints, "accessibility", None)
    if accessibility is None:
        return False
    wanted = accessibility()
    return bool(wanted.contrastPreference() == Qt.ContrastPreference.HighContrast)


@functools.lru_cache(maxsize=512)  # The window asks for the same few dozen again and again.
def _drawn(name: str, colour: str, gap: int) -> tuple[QPixmap, ...]:
    """Draw an icon in every size that the window has room for."""
    renderer = QSvgRenderer(QByteArray(_svg(name).replace(b"currentColor", colour.encode())))
    ratio = 2.0
    pixmaps = []
    for size in _SIZES:
        pixmap = QPixmap(QSize(size + gap, size) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        pixmaps.append(pixmap)
    return tuple(pixmaps)


@functools.cache
def _svg(name: str) -> bytes:
    return resource(f"icons/{name}.svg").read_bytes()


def _palette(colours: Colours) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: colours.surface,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.Base: colours.page,
        QPalette.ColorRole.AlternateBase: colours.surface,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.Button: colours.surface,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.ToolTipBase: colours.page,
        QPalette.ColorRole.ToolTipText: colours.text,
        QPalette.ColorRole.PlaceholderText: colours.muted,
        QPalette.ColorRole.Highlight: colours.selected,
        QPalette.ColorRole.HighlightedText: colours.text,
        QPalette.ColorRole.Accent: colours.accent,
        QPalette.ColorRole.Link: colours.accent,
        QPalette.ColorRole.LinkVisited: colours.accent,
        QPalette.ColorRole.Mid: colours.line,
        QPalette.ColorRole.Midlight: colours.hover,
        QPalette.ColorRole.Light: colours.page,
        QPalette.ColorRole.Dark: colours.line,
        QPalette.ColorRole.Shadow: colours.line,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    faint = QColor(colours.muted)
    faint.setAlpha(140)
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, faint)
    return palette


def _colours_of(palette: QPalette, otherwise: Colours) -> Colours:
    """Return colours for what we draw ourselves, from a palette that the system chose."""

    def named(role: QPalette.ColorRole) -> str:
        return palette.color(role).name()

    text, page = named(QPalette.ColorRole.Text), named(QPalette.ColorRole.Base)
    selected = named(QPalette.ColorRole.Highlight)
    return dataclasses.replace(
        otherwise,
        surface=named(QPalette.ColorRole.Window),
        page=page,
        ground=named(QPalette.ColorRole.Window),
        text=text,
        muted=text,
        line=text,
        hover=page,
        selected=selected,
        accent=selected,
        accent_hover=selected,
        on_accent=named(QPalette.ColorRole.HighlightedText),
        on_primary=text,
        error=text,
        warning=text,
        notice=text,
        good=text,
        notice_ground=page,
        warning_ground=page,
    )


def _style_sheet(colours: Colours) -> str:
    template = string.Template(resource("window.qss").read_text(encoding="utf-8"))
    arrow = {
        "arrow": resource(
            "icons/arrow-of-boxes-dark.svg" if colours is DARK else "icons/arrow-of-boxes.svg"
        ).as_posix()
    }
    return template.substitute(dataclasses.asdict(colours) | arrow)
