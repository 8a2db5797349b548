"""Which theme is used: the system's, or the one the user asked for, and how large it is drawn.

Knows settings and Qt's colour scheme; tells whoever listens.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from matrix_designer.gui.fonts import interface_font
from matrix_designer.gui.theme import (
    LEAST_ZOOM,
    MOST_ZOOM,
    ZOOM_STEP,
    Appearance,
    Theme,
    make_theme,
)
from matrix_designer.session.settings import Settings


class Look(QObject):
    """The theme in use. `theme_changed(theme)`."""

    theme_changed = Signal(object)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        """Follow the settings, and the system where they say so."""
        super().__init__(parent)
        self._settings = settings
        self._font = interface_font()
        self._appearance = Appearance(settings.appearance)
        self._percent = _in_steps(settings.zoom)
        self._theme = self._make()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)
        self._dress()

    @property
    def theme(self) -> Theme:
        """The theme in use."""
        return self._theme

    @property
    def appearance(self) -> Appearance:
        """What the user asked for."""
        return self._appearance

    def choose(self, appearance: Appearance) -> None:
        """Use and remember another appearance."""
        self._appearance = appearance
        self._settings.appearance = appearance.value
        self._refresh()

    @property
    def percent(self) -> int:
        """How large fonts and metrics are drawn, 100 being the platform's own size."""
        return self._percent

    def zoom_to(self, percent: int) -> None:
        """Use and remember another zoom: a multiple of ten from 80 to 200."""
        self._percent = _in_steps(percent)
        self._settings.zoom = self._percent
        self._refresh()

    def zoom_by(self, steps: int) -> None:
        """Enlarge by steps of ten percent, or draw smaller."""
        self.zoom_to(self._percent + steps * ZOOM_STEP)

    def _refresh(self) -> None:
        theme = self._make()
        if (theme.is_dark, theme.zoom) == (self._theme.is_dark, self._theme.zoom):
            return
        self._theme = theme
        self._dress()
        self.theme_changed.emit(theme)

    def _make(self) -> Theme:
        is_dark = self._appearance is Appearance.DARK
        if self._appearance is Appearance.SYSTEM:
            scheme = QGuiApplication.styleHints().colorScheme()
            is_dark = scheme is Qt.ColorScheme.Dark
        return make_theme(is_dark=is_dark, base=self._font, zoom=self._percent / 100)

    def _dress(self) -> None:
        QApplication.setPalette(self._theme.palette())
        QApplication.setPalette(self._theme.menu_palette(), "QMenu")  # type: ignore[arg-type]  # the stubs say bytes, Qt takes text
        QApplication.setFont(self._theme.font())

    def _on_scheme_changed(self, _scheme: Qt.ColorScheme) -> None:
        self._refresh()


def _in_steps(percent: int) -> int:
    """Return the nearest zoom that can be chosen."""
    return min(max(round(percent / ZOOM_STEP) * ZOOM_STEP, LEAST_ZOOM), MOST_ZOOM)
