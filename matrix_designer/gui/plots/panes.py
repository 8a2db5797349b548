"""The three panes: GP % against cost, price in percent of list, and sold cost dollars.

Each is one item that paints prepared curves through a Stage. They know the curves' nouns and
the theme; they compute no prices.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import repeat

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from matrix_designer.analysis.curves import Bars, Bracket, Curves, FallZone, Line
from matrix_designer.core.money import DOLLAR, POINT
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.plots.stage import DASH, Floats, Side, Stage, Stroke
from matrix_designer.gui.theme import TextSize, Theme

LINE = 2.0
LINE_SELECTED = 4.0
FOOT = 3.0
_SHADE_STRENGTH = 0.42
_GAP = 6.0
_SAMPLES = 24
"""At how many places along a label it is looked whether a curve passes."""


@dataclass(frozen=True, slots=True)
class Ticks:
    """Where grid lines stand: log10 costs and the pane's own y values."""

    x: Sequence[float] = ()
    y: Sequence[float] = ()


class Pane(pg.GraphicsObject):
    """What all panes share: the grid, the name at top right, and a word where there is no data."""

    title = ""

    def __init__(self, theme: Theme, numbers: Numbers) -> None:
        """Start empty."""
        super().__init__()
        self._theme = theme
        self._numbers = numbers
        self._curves: Curves | None = None
        self._ticks = Ticks()
        self._drawn: tuple[object, ...] = ()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    def show_curves(self, curves: Curves, ticks: Ticks) -> None:
        """Draw these curves from now on; nothing is repainted where its part stays the same."""
        self._curves = curves
        self._ticks = ticks
        drawn = (*self.parts(curves), *ticks.x, None, *ticks.y)
        if drawn != self._drawn:
            self._drawn = drawn
            self.update()

    def parts(self, curves: Curves) -> tuple[object, ...]:
        """Return everything of the curves that the pane draws."""
        raise NotImplementedError

    def boundingRect(self) -> QRectF:
        """Return the whole view, since the pane draws to its edges."""
        return self.viewRect()

    def viewTransformChanged(self) -> None:
        """Follow the view's range, which the library's item remembers until it is told."""
        self.prepareGeometryChange()
        super().viewTransformChanged()
        self.update()

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Paint grid, curves and labels in whole pixels."""
        del option, widget
        stage = Stage(painter, self.viewRect())
        colours = self._theme.colours
        for value in self._ticks.y:
            stage.horizontal(value, colours.grid)
        for value in self._ticks.x:
            stage.vertical(value, colours.grid)
        if self._curves is not None:
            self.draw(stage, self._curves)
        self._name(stage)

    def draw(self, stage: Stage, curves: Curves) -> None:
        """Draw what the pane is about."""
        raise NotImplementedError

    def _name(self, stage: Stage) -> None:
        font = self._theme.font(TextSize.CAPTION, is_semibold=True)
        at = QPointF(stage.area.right(), stage.area.top() + QFontMetricsF(font).ascent() + 2)
        stage.label(at, self.title, font, self._theme.colours.text2, Side.LEFT)

    def _label_beside(
        self, stage: Stage, value: float, text: str, lines: Sequence[tuple[Floats, Floats]]
    ) -> None:
        """Name a lying line at its right end: over it, or under it where fewer curves pass."""
        font, strong = (
            self._theme.font(TextSize.CAPTION, is_semibold=bold) for bold in (False, True)
        )
        line = stage.y(value)
        name = QPointF(stage.area.right(), stage.area.top() + QFontMetricsF(strong).ascent() + 2)
        taken = stage.label_box(name, self.title, strong, Side.LEFT)
        spots = [
            QPointF(right, line + down)
            for right in (stage.area.right(), taken.left() - 2 * _GAP)
            for down in (-5, QFontMetricsF(font).ascent() + 3)
        ]
        best, fewest = spots[0], len(lines) * _SAMPLES * 2 + 1
        for spot in spots:
            box = stage.label_box(spot, text, font, Side.LEFT)
            is_cut = box.top() <= line <= box.bottom() or box.intersects(taken)
            hits = len(lines) * _SAMPLES * is_cut + sum(_hits(stage, box, *of) for of in lines)
            if hits < fewest:
                best, fewest = spot, hits
            if not hits:
                break
        stage.label(best, text, font, self._theme.colours.text, Side.LEFT)

    def _say_nothing_sold(self, stage: Stage) -> None:
        self._say(stage, "Shown once sales are imported")

    def _say(self, stage: Stage, text: str) -> None:
        """Say in the middle why there is nothing to see."""
        font = self._theme.font(TextSize.CAPTION)
        width = QFontMetricsF(font).horizontalAdvance(text)
        centre = stage.area.center()
        at = QPointF(centre.x() - width / 2, centre.y() + QFontMetricsF(font).ascent() / 2)
        stage.label(at, text, font, self._theme.colours.muted)

    def _dashed(self) -> Stroke:
        return Stroke(self._theme.colours.in_force, self._theme.zoom, DASH)

    def _solid(self, colour: QColor, width: float = LINE) -> Stroke:
        return Stroke(colour, width * self._theme.zoom)


class GpPane(Pane):
    """GP % against cost: proposed over in force, the goal, and where prices fall."""

    title = "GP %"

    def __init__(self, theme: Theme, numbers: Numbers) -> None:
        """Start without a goal and without selected tiers."""
        super().__init__(theme, numbers)
        self._goal: int | None = None
        self._selected: frozenset[int] = frozenset()
        self._is_presented = False
        self._is_before = False

    def set_presented(self, *, is_presented: bool) -> None:
        """Leave everything out that is for whoever works on the matrix."""
        self._is_presented = is_presented
        self.update()

    def set_before(self, *, is_before: bool) -> None:
        """Draw the matrix in force alone and as the main line."""
        self._is_before = is_before
        self.update()

    def set_goal(self, goal: int | None) -> None:
        """Draw this goal (percent units)."""
        self._goal = goal

    def parts(self, curves: Curves) -> tuple[object, ...]:
        """Return both lines, where the tiers stand, the falls and the goal."""
        return (curves.proposed, curves.in_force, curves.tier_at, curves.falls, self._goal)

    def set_selected(self, tiers: frozenset[int]) -> None:
        """Draw these tiers (0-based) in the width of a selection."""
        if tiers != self._selected:
            self._selected = tiers
            self.update()

    def draw(self, stage: Stage, curves: Curves) -> None:
        """Draw shades, lines and labels, proposed on top."""
        colours = self._theme.colours
        falls = () if self._is_presented else curves.falls
        taken = self._shade_all(stage, curves.proposed, falls)
        if curves.in_force is not None:
            stroke = self._solid(colours.in_force) if self._is_before else self._dashed()
            stage.line(curves.in_force.x, curves.in_force.y, stroke)
        if self._goal is not None:
            stage.dotted(self._goal / POINT, colours.goal)
        if self._is_before:
            self._label_lines(stage, curves)
            return
        stage.line(curves.proposed.x, curves.proposed.y, self._solid(colours.accent))
        for tier in self._selected:
            if tier < len(curves.tier_at):
                self._emphasise(stage, curves.proposed, curves.tier_at[tier])
        self._label_lines(stage, curves)
        self._label_falls(stage, falls, taken)

    def _shade_all(self, stage: Stage, line: Line, zones: tuple[FallZone, ...]) -> list[QRectF]:
        """Shade every zone from the curve to the floor; returns the boxes of those that count."""
        ends = [(_log(zone.low), _log(zone.high)) for zone in zones]
        heights = _heights_at(line, [(low + high) / 2 for low, high in ends])
        boxes = map(self._shade, repeat(stage), zones, ends, heights)
        return [box for box in boxes if box is not None]

    def _shade(
        self, stage: Stage, zone: FallZone, ends: tuple[float, float], height: float
    ) -> QRectF | None:
        """Shade a zone; returns the box of one that counts."""
        left, right = map(stage.x, ends)
        if right < stage.area.left() or left > stage.area.right():
            return None
        shade = QColor(self._theme.colours.shade)
        if not zone.counts:
            shade.setAlphaF(_SHADE_STRENGTH)
        top = stage.y(height)
        bottom = stage.area.bottom()
        stage.fill(left, max(top, stage.area.top()), right, bottom, shade)
        if not zone.counts:
            return None
        foot = self._theme.colours.warning_graphic
        stage.fill(left, bottom - FOOT, max(right, left + FOOT), bottom, foot)
        return QRectF(left, bottom - FOOT, max(right - left, FOOT), FOOT)

    def _emphasise(self, stage: Stage, line: Line, at: tuple[float, float]) -> None:
        """Draw one tier's part of the line at the width of a selection."""
        low, high = at
        if not low < high:
            return
        inside = (line.x >= low - 1e-12) & (line.x <= high + 1e-12)
        stroke = self._solid(self._theme.colours.accent, LINE_SELECTED)
        first, middle, last = _heights_at(line, (low + 1e-9, (low + high) / 2, high - 1e-9))
        if np.isclose(first, middle) and np.isclose(last, middle):
            stage.line(np.array([low, high]), np.array([middle, middle]), stroke)
        else:
            stage.line(line.x[inside], line.y[inside], stroke)

    def _label_lines(self, stage: Stage, curves: Curves) -> None:
        """Write the names of the lines at their left ends, the goal at the right."""
        colours, area = self._theme.colours, stage.area
        plain = self._theme.font(TextSize.CAPTION)
        strong = self._theme.font(TextSize.CAPTION, is_semibold=True)
        metrics = QFontMetricsF(plain)
        left = area.left() + _GAP
        proposed = _first(curves.proposed)
        in_force = _first(curves.in_force) if curves.in_force is not None else None
        is_above = in_force is None or proposed is None or proposed >= in_force
        for value, text, font, colour, is_over in (
            (in_force, "in force", plain, colours.muted, not is_above),
            (proposed, "proposed", strong, colours.accent, is_above),
        ):
            if value is not None and not (self._is_before and text == "proposed"):
                down = -_GAP if is_over else metrics.ascent() + 4
                stage.label(QPointF(left, stage.y(value) + down), text, font, colour)
        if self._goal is not None:
            text = f"goal {self._numbers.ratio(self._goal, POINT, 1)} %"
            shown = [line for line in (curves.proposed, curves.in_force) if line is not None]
            points = [(line.x, line.y) for line in shown]
            self._label_beside(stage, self._goal / POINT, text, points)
        if proposed is None:
            has_tiers = bool(curves.tier_at)
            what = "sales are imported" if has_tiers else "there is a tier"
            self._say(stage, f"Shown once {what}")

    def _label_falls(self, stage: Stage, zones: tuple[FallZone, ...], taken: list[QRectF]) -> None:
        """Say by how much the price falls beside every zone that counts, where there is room."""
        font = self._theme.font(TextSize.CAPTION)
        counted = sorted((zone for zone in zones if zone.counts), key=_dollars, reverse=True)
        for zone in counted:
            low, high = (stage.x(_log(end)) for end in (zone.low, zone.high))
            text = f"price falls ${self._numbers.money(zone.fall)}"
            base = stage.area.bottom() - 4
            spots = (
                (QPointF(max(high, low + FOOT) + 5, base), Side.RIGHT),
                (QPointF(low - 5, base), Side.LEFT),
            )
            for at, side in spots:
                box = stage.label_box(at, text, font, side)
                is_shifted = abs((box.left() if side is Side.RIGHT else box.right()) - at.x()) > 1
                if not is_shifted and not any(box.intersects(other) for other in taken):
                    stage.label(at, text, font, self._theme.colours.warning, side)
                    taken.append(box)
                    break


class ListPane(Pane):
    """The price in percent of list: the median, and where the middle 8 of 10 parts lie."""

    title = "Price, % of list"

    def parts(self, curves: Curves) -> tuple[object, ...]:
        """Return both bands."""
        return (curves.proposed_of_list, curves.in_force_of_list)

    def draw(self, stage: Stage, curves: Curves) -> None:
        """Draw the band, the lines and the list price."""
        colours = self._theme.colours
        band = curves.proposed_of_list
        font = self._theme.font(TextSize.CAPTION)
        if band is None:
            self._say_nothing_sold(stage)
            return
        tint = QColor(colours.tint2)
        stage.between(band.x, band.low, band.high, tint)
        stage.dotted(100.0, colours.goal)
        if curves.in_force_of_list is not None:
            other = curves.in_force_of_list
            stage.line(other.x, other.median, self._dashed())
        stage.line(band.x, band.median, self._solid(colours.accent))
        ascent = QFontMetricsF(font).ascent()
        top = QPointF(stage.area.left() + _GAP, stage.area.top() + ascent + 2)
        stage.label(top, "8 of 10 parts", font, colours.accent)
        shown = [one for one in (band, curves.in_force_of_list) if one is not None]
        self._label_beside(stage, 100.0, "list price", [(one.x, one.median) for one in shown])
        most = float(self.viewRect().bottom())
        prices = band.median[np.isfinite(band.median)]
        if len(prices) and float(prices.min()) > most:
            self._say(
                stage, f"Every price is above {self._numbers.fraction(Fraction(most), 0)} % of list"
            )


class MoneyPane(Pane):
    """Sold cost dollars in bars, with the band that holds most of them."""

    title = "Sold cost $"

    def parts(self, curves: Curves) -> tuple[object, ...]:
        """Return the bars and the bracket."""
        return (curves.bars, curves.bracket)

    def draw(self, stage: Stage, curves: Curves) -> None:
        """Draw the bars, the floor line and the bracket with its sentence."""
        if curves.bars is None:
            self._say_nothing_sold(stage)
            return
        self._draw_bars(stage, curves.bars, curves.bracket)
        stage.horizontal(0.0, self._theme.colours.line2)
        if curves.bracket is not None:
            self._draw_bracket(stage, curves.bracket)

    def _draw_bars(self, stage: Stage, bars: Bars, bracket: Bracket | None) -> None:
        colours = self._theme.colours
        low, high = _logs(bracket) if bracket is not None else (np.inf, -np.inf)
        floor, gap = stage.y(0.0), stage.thickness(1)
        for left, right, dollars in zip(bars.edges[:-1], bars.edges[1:], bars.dollars, strict=True):
            if dollars > 0:
                is_in = low <= (left + right) / 2 <= high
                colour = colours.bars_strong if is_in else colours.bars
                edge = max(stage.snap(stage.x(right)) - gap, stage.snap(stage.x(left)) + gap)
                stage.fill(stage.x(left), stage.y(float(dollars)), edge, floor, colour)

    def _draw_bracket(self, stage: Stage, bracket: Bracket) -> None:
        colours = self._theme.colours
        font = self._theme.font(TextSize.CAPTION, is_semibold=True)
        metrics = QFontMetricsF(font)
        low, high = (stage.x(end) for end in _logs(bracket))
        top = stage.area.top() + metrics.ascent() / 2 + 2
        pen = stage.thickness(1)
        stage.fill(low, top, high, top + pen, colours.text2)
        stage.fill(low, top, low + pen, top + 4, colours.text2)
        stage.fill(high - pen, top, high, top + 4, colours.text2)
        text = (
            f"{self._numbers.fraction(Fraction(bracket.share), 0)} % of cost dollars: "
            f"${_short(self._numbers, bracket.low)} to ${_short(self._numbers, bracket.high)}"
        )
        base = top + metrics.ascent() / 2 - 1
        is_left = low - stage.area.left() > metrics.horizontalAdvance(text) + 5
        at = QPointF(low - 5, base) if is_left else QPointF(high + 5, base)
        stage.label(at, text, font, colours.text, Side.LEFT if is_left else Side.RIGHT)


def _hits(stage: Stage, box: QRectF, x: Floats, y: Floats) -> int:
    """Count at how many places along a box a line runs through it."""
    if not len(x):
        return 0
    across = np.linspace(box.left(), box.right(), _SAMPLES)
    first, last = stage.x(float(x[0])), stage.x(float(x[-1]))
    if last <= first:
        return 0
    values = np.interp((across - first) / (last - first) * (x[-1] - x[0]) + x[0], x, y)
    down = stage.y(0.0) + values * (stage.y(1.0) - stage.y(0.0))
    return int(np.count_nonzero((down >= box.top() - 1) & (down <= box.bottom() + 1)))


def _first(line: Line | None) -> float | None:
    if line is None:
        return None
    finite = line.y[np.isfinite(line.y)]
    return float(finite[0]) if len(finite) else None


def _heights_at(line: Line, xs: Sequence[float]) -> list[float]:
    """Return the line's y at each x between its points; its nearest end where it is broken."""
    finite = np.isfinite(line.y)
    if not xs or not finite.any():
        return [0.0] * len(xs)
    heights: list[float] = np.interp(xs, line.x[finite], line.y[finite]).tolist()
    return heights


def _log(amount: int) -> float:
    """Return an amount on the cost axis."""
    return math.log10(max(amount, 1) / DOLLAR)


def _dollars(zone: FallZone) -> int:
    return zone.dollars or 0


def _logs(bracket: Bracket) -> tuple[float, float]:
    return _log(bracket.low), _log(bracket.high)


def _short(numbers: Numbers, amount: int) -> str:
    return numbers.ratio(amount, DOLLAR, 0) if amount % DOLLAR == 0 else numbers.money(amount)
