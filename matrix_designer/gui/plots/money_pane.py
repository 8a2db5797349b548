"""The pane of sold cost dollars: bars, and the band that holds most of them.

Knows curves and the theme; sums nothing.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from matrix_designer.analysis.curves import Bars, Bracket, Curves
from matrix_designer.core.money import DOLLAR
from matrix_designer.gui.brush_words import band_words
from matrix_designer.gui.plots.pane import GAP, NOTHING_SOLD, Pane
from matrix_designer.gui.plots.stage import Side, Stage
from matrix_designer.gui.text import font_lines, text_width


class MoneyPane(Pane):
    """Sold cost dollars in bars, with the band that holds most of them."""

    title = "Sold cost $"

    def parts(self, curves: Curves) -> tuple[object, ...]:
        """Return where the selected tiers stand: no edit changes what was sold."""
        return (curves.tier_at,) if self._selected else ()

    def ground_parts(self, curves: Curves) -> tuple[object, ...]:
        """Return the bars and the bracket."""
        return (curves.bars, curves.bracket)

    def draw_ground(self, stage: Stage, curves: Curves) -> None:
        """Draw the bars, the floor line and the bracket with its sentence."""
        if curves.bars is None:
            self._say(stage, NOTHING_SOLD)
            return
        self._draw_bars(stage, curves.bars, curves.bracket)
        stage.horizontal(0.0, self._theme.colours.line2)
        if curves.bracket is not None:
            self._draw_bracket(stage, curves.bracket)

    def draw_over(self, stage: Stage, curves: Curves) -> None:
        """Draw the bars of the selected tiers in the strong colour."""
        extents = [curves.tier_at[tier] for tier in self._selected if tier < len(curves.tier_at)]
        if curves.bars is None or not extents:
            return
        edges = curves.bars.edges
        middles = (edges[:-1] + edges[1:]) / 2
        chosen = np.zeros(len(middles), dtype=np.bool_)
        for low, high in extents:
            chosen |= (middles >= low) & (middles <= high)
        for place in np.flatnonzero(chosen & (curves.bars.dollars > 0)).tolist():
            self._draw_bar(stage, curves.bars, place, self._theme.colours.bars_strong)

    def _draw_bars(self, stage: Stage, bars: Bars, bracket: Bracket | None) -> None:
        colours = self._theme.colours
        low, high = _logs(bracket) if bracket is not None else (np.inf, -np.inf)
        middles = (bars.edges[:-1] + bars.edges[1:]) / 2
        for place in np.flatnonzero(bars.dollars > 0).tolist():
            is_in = low <= middles[place] <= high
            self._draw_bar(stage, bars, place, colours.bars_strong if is_in else colours.bars)

    def _draw_bar(self, stage: Stage, bars: Bars, place: int, colour: QColor) -> None:
        """Draw one bar with a gap of a pixel after it."""
        left, right = stage.x(float(bars.edges[place])), stage.x(float(bars.edges[place + 1]))
        floor, gap = stage.y(0.0), stage.thickness(1)
        edge = max(stage.snap(right) - gap, stage.snap(left) + gap)
        stage.fill(left, stage.y(float(bars.dollars[place])), edge, floor, colour)

    def _draw_bracket(self, stage: Stage, bracket: Bracket) -> None:
        colours, px = self._theme.colours, self._theme.px
        font = self._name_font()
        line_height, ascent = font_lines(font)
        low, high = (stage.x(end) for end in _logs(bracket))
        if high < stage.area.left() or low > stage.area.right():
            return
        top = stage.area.top() + ascent / 2 + px(2)
        name = stage.label_box(self._name_place(stage), self.title, font, Side.LEFT)
        if low + px(GAP) > name.left() - px(GAP):  # it would lie under the name: go below it
            top += line_height
        else:
            high = min(high, name.left() - px(GAP))
        pen = stage.thickness(1)
        stage.fill(low, top, high, top + pen, colours.text2)
        stage.fill(low, top, low + pen, top + px(4), colours.text2)
        stage.fill(high - pen, top, high, top + px(4), colours.text2)
        text = (
            f"{self._numbers.fraction(Fraction(bracket.share), 0)} % of cost dollars: "
            f"{band_words(bracket.low, bracket.high, self._numbers)}"
        )
        base, width = top + ascent / 2 - px(1), text_width(font, text) + px(5)
        is_left = low - stage.area.left() > width
        if not is_left and name.left() - high < width:  # the name has this line: take the next
            base += line_height
        at = QPointF(low - px(5), base) if is_left else QPointF(high + px(5), base)
        stage.label(at, text, font, colours.text, Side.LEFT if is_left else Side.RIGHT)


def _logs(bracket: Bracket) -> tuple[float, float]:
    return math.log10(bracket.low / DOLLAR), math.log10(bracket.high / DOLLAR)
