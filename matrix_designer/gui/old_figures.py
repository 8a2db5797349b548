"""Greys figures of a design that was edited since, until the next analysis is there.

Knows the analyst's word on that and the widgets to lie over; it works nothing out.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from matrix_designer.gui.filter_desk import Veil
from matrix_designer.gui.theme import Theme
from matrix_designer.session.analyst import Analyst


class OldFigures(QObject):
    """A veil over the strip of figures; the rule grid greys its own."""

    def __init__(self, analyst: Analyst, over: QWidget, theme: Theme, parent: QObject) -> None:
        """Wait for the analyst to fall behind."""
        super().__init__(parent)
        self._veil = Veil(over, theme)
        analyst.fell_behind.connect(self._on_fell_behind)
        analyst.analysis_changed.connect(self._on_analysis_changed)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._veil.set_theme(theme)

    def _on_fell_behind(self) -> None:
        self._veil.set_shown(is_shown=True)

    def _on_analysis_changed(self, _analysis: object) -> None:
        self._veil.set_shown(is_shown=False)
