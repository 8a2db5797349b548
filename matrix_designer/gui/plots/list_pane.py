"""The pane of prices in percent of list: the median, and where the middle 8 of 10 parts lie.

Knows curves and the theme; prices nothing.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from PySide6.QtCore import QPointF

from matrix_designer.analysis.curves import Curves
from matrix_designer.gui.plots.pane import FADED, GAP, LINE, NOTHING_SOLD, Pane
from matrix_designer.gui.plots.stage import Stage, mixed
from matrix_designer.gui.text import font_lines

_LIST = 100.0


class ListPane(Pane):
    """The price in percent of list: the median, and where the middle 8 of 10 parts lie."""

    title = "Price, % of list"

    def parts(self, curves: Curves) -> tuple[object, ...]:
        """Return both bands."""
        return (curves.proposed_of_list, curves.in_force_of_list)

    def kept_parts(self, curves: Curves) -> tuple[object, ...]:
        """Return the band in force, and whether there is a proposed one."""
        return (curves.in_force_of_list, curves.proposed_of_list is None)

    def draw_under(self, stage: Stage, curves: Curves) -> None:
        """Draw the band."""
        band = curves.proposed_of_list
        if band is not None:
            stage.between(band.x, band.low, band.high, self._theme.colours.tint2)

    def draw_kept(self, stage: Stage, curves: Curves) -> None:
        """Draw the list price and the line in force."""
        if curves.proposed_of_list is None:
            return
        stage.dotted(_LIST, self._theme.colours.goal)
        if curves.in_force_of_list is not None:
            other = curves.in_force_of_list
            stage.line(other.x, other.median, self._dashed())

    def draw_over(self, stage: Stage, curves: Curves) -> None:
        """Draw the median and the labels."""
        band = curves.proposed_of_list
        if band is None:
            self._say(stage, NOTHING_SOLD)
            return
        accent = self._theme.colours.accent
        other = None if self._preview is None else self._preview.proposed_of_list
        if other is not None:
            accent = mixed(accent, self._theme.colours.surface, FADED)
        stage.line(band.x, band.median, self._stroke(accent, LINE))
        if other is not None:
            stage.line(other.x, other.median, self._stroke(self._theme.colours.accent, 1.0))
        font, px = self._caption(), self._theme.px
        _, ascent = font_lines(font)
        top = QPointF(stage.left + px(GAP), stage.top + ascent + px(2))
        stage.label(top, "8 of 10 parts", font, self._theme.colours.accent)
        shown = [one for one in (band, curves.in_force_of_list) if one is not None]
        self._label_beside(stage, _LIST, "list price", [(one.x, one.median) for one in shown])
        most = stage.placement.value_y(stage.top)
        if len(band.median) and float(np.fmin.reduce(band.median)) > most:
            percent = self._numbers.fraction(Fraction(round(most)), 0)
            self._say(stage, f"Every price is above {percent} % of list")
