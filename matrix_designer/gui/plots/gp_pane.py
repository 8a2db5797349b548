"""The pane of GP % against cost: proposed over in force, the goal, and where prices fall.

Knows curves and the theme; prices nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont

from matrix_designer.analysis.curves import Curves, FallZone, Line
from matrix_designer.core.money import DOLLAR, POINT
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.plots.pane import FADED, GAP, LINE, LINE_SELECTED, Label, Pane
from matrix_designer.gui.plots.stage import Floats, Side, Stage, mixed
from matrix_designer.gui.plots.trace import Trace
from matrix_designer.gui.text import font_lines, text_width
from matrix_designer.gui.theme import Theme

FOOT = 3.0
_SHADE_STRENGTH = 0.42
_PROPOSED, _IN_FORCE = "proposed", "in force"
_LABEL_FALLS_FROM = 76
"""The least height at which the curves leave room for words at their foot."""


class GpPane(Pane):
    """GP % against cost: proposed over in force, the goal, and where prices fall."""

    title = "GP %"

    def __init__(self, theme: Theme, numbers: Numbers) -> None:
        """Start without a goal."""
        super().__init__(theme, numbers)
        self._goal: int | None = None
        self.is_presented = False

    def set_goal(self, goal: int | None) -> None:
        """Draw this goal (percent units)."""
        self._goal = goal

    def parts(self, curves: Curves) -> tuple[object, ...]:
        """Return both lines, where the tiers stand, the falls and the goal."""
        return (curves.proposed, curves.in_force, curves.tier_at, curves.falls, self._goal)

    def kept_parts(self, curves: Curves) -> tuple[object, ...]:
        """Return the line in force and the goal."""
        return (curves.in_force, self._goal)

    def draw_under(self, stage: Stage, curves: Curves) -> None:
        """Shade where prices fall, from the curve to the floor; zones that count have a foot."""
        zones, line = self._falls(curves), curves.proposed
        if not zones or not len(line.x):
            return
        ends = np.log10(np.array([(zone.low, zone.high) for zone in zones]) / DOLLAR)
        inside = ends + np.array([_SLIVER, -_SLIVER])
        heights = np.interp(inside, line.x, line.y)
        points = np.diff(line.x.searchsorted(inside)).ravel()
        is_level = (points == 0) & (heights[:, 0] == heights[:, 1])
        pixels = stage.xs(ends).tolist()
        tops = np.maximum(stage.ys(heights[:, 0]), stage.top).tolist()
        strong = self._theme.colours.shade
        weak = mixed(strong, self._theme.colours.surface, _SHADE_STRENGTH)
        for place, zone in enumerate(zones):
            left, right = pixels[place]
            if right < stage.left or left > stage.right:
                continue
            colour = strong if zone.counts else weak
            if is_level[place]:
                stage.fill(left, tops[place], right, stage.bottom, colour)
            elif np.isfinite(heights[place]).all():
                stage.under(*_between(line, *ends[place].tolist()), colour)
            else:
                continue
            if zone.counts:
                foot = FOOT * self._theme.zoom
                ground = self._theme.colours.warning_graphic
                stage.fill(left, stage.bottom - foot, max(right, left + foot), stage.bottom, ground)

    def draw_kept(self, stage: Stage, curves: Curves) -> None:
        """Draw the line in force and the goal."""
        if curves.in_force is not None:
            main = self._stroke(self._theme.colours.in_force, LINE)
            stroke = main if self._is_before else self._dashed()
            stage.line(curves.in_force.x, curves.in_force.y, stroke)
        if self._goal is not None:
            stage.dotted(self._goal / POINT, self._theme.colours.goal)

    def draw_over(self, stage: Stage, curves: Curves) -> None:
        """Draw the proposed line and the labels."""
        if self._is_before:
            self._label_lines(stage, curves)
            return
        accent = self._theme.colours.accent
        if self._preview is not None:
            accent = mixed(accent, self._theme.colours.surface, FADED)
        stage.line(curves.proposed.x, curves.proposed.y, self._stroke(accent, LINE))
        for tier in self._selected:
            if tier < len(curves.tier_at):
                self._emphasise(stage, curves.proposed, curves.tier_at[tier], accent)
        shown = curves
        if self._preview is not None:
            shown = self._preview
            thin = self._stroke(self._theme.colours.accent, 1.0)
            stage.line(shown.proposed.x, shown.proposed.y, thin)
        self._label_lines(stage, curves)
        self._label_falls(stage, self._falls(shown))

    def _falls(self, curves: Curves) -> Sequence[FallZone]:
        """Return where prices fall, which a presentation leaves out."""
        return () if self.is_presented else curves.falls

    def _emphasise(self, stage: Stage, line: Line, at: tuple[float, float], colour: QColor) -> None:
        """Draw one tier's part of the line at the width of a selection."""
        low, high = at
        if low < high:
            stage.line(*_between(line, low, high), self._stroke(colour, LINE_SELECTED))

    def _label_lines(self, stage: Stage, curves: Curves) -> None:
        """Write the names of the lines at their left ends, the goal at the right."""
        proposed = self._start_of(stage, curves.proposed, _PROPOSED, self._name_font())
        in_force = self._start_of(stage, curves.in_force, _IN_FORCE, self._caption())
        clear_of = (proposed, in_force, self._goal, self._is_before)
        self._write(stage, "names", clear_of, partial(self._names, stage, proposed, in_force))
        if self._goal is not None:
            text = f"goal {self._numbers.percent(self._goal)} %"
            shown = [line for line in (curves.proposed, curves.in_force) if line is not None]
            points = [(line.x, line.y) for line in shown]
            self._label_beside(stage, self._goal / POINT, text, points)
        if proposed is None:
            what = "sales are imported" if curves.tier_at else "there is a tier"
            self._say(stage, f"Shown once {what}")

    def _start_of(self, stage: Stage, line: Line | None, text: str, font: QFont) -> Trace | None:
        """Return a line as far as its name reaches, and further where it has gaps there."""
        if line is None:
            return None
        right = stage.left + self._theme.px(GAP) + text_width(font, text)
        start = Trace.of(stage, line.x, line.y, right=right)
        return (Trace.of(stage, line.x, line.y) if start.has_gaps else start).bridged()

    def _names(
        self, stage: Stage, proposed: Trace | None, in_force: Trace | None
    ) -> Iterator[Label]:
        """Place the names of the lines where they start."""
        colours = self._theme.colours
        is_above = (
            in_force is None
            or proposed is None
            or proposed.start(stage.left) <= in_force.start(stage.left)
        )
        if in_force is not None:
            spot = (in_force, proposed, not is_above)
            yield self._at_start(stage, spot, _IN_FORCE, self._caption(), colours.muted)
        if proposed is not None and not self._is_before:
            spot = (proposed, in_force, is_above)
            yield self._at_start(stage, spot, _PROPOSED, self._name_font(), colours.accent)

    def _at_start(
        self,
        stage: Stage,
        spot: tuple[Trace, Trace | None, bool],
        text: str,
        font: QFont,
        colour: QColor,
    ) -> Label:
        """Place a line's name where it starts, over or under it, where no other line passes.

        `spot` has the line, the other one, and whether the name should stand over it. Where the
        goal passes on both sides, the name stands on a piece of ground of its own.
        """
        own, other, is_over = spot
        px, left = self._theme.px, stage.left + self._theme.px(GAP)
        _, ascent = font_lines(font)
        goal = None if self._goal is None else stage.y(self._goal / POINT)
        beside = None if other is None else other.start(stage.left)
        top, bottom = own.reach(stage.left, left + text_width(font, text))
        places = []
        for over in (is_over, not is_over):
            base = top - px(GAP) if over else bottom + ascent + px(4)
            box = stage.label_box(QPointF(left, base), text, font)
            ink = (box.top() + px(2), box.top() + ascent + px(2))
            places.append(
                (box, _is_between(goal, *ink), _is_between(beside, ink[0] - px(3), ink[1]))
            )
        box, is_cut, _ = next((place for place in places if not any(place[1:])), places[0])
        return Label(box, text, font, colour, is_cut)

    def _label_falls(self, stage: Stage, zones: Sequence[FallZone]) -> None:
        """Say by how much the price falls beside every zone that counts, where there is room."""
        counted = [zone for zone in zones if zone.counts]
        if counted and stage.area.height() >= self._theme.px(_LABEL_FALLS_FROM):
            self._write(stage, "falls", (counted,), partial(self._beside_falls, stage, counted))

    def _beside_falls(self, stage: Stage, counted: Sequence[FallZone]) -> Iterator[Label]:
        """Place a text beside every zone, the most dollars first, where it has room."""
        font, px = self._caption(), self._theme.px
        base = stage.bottom - px(4)
        ends = [(stage.x(_log(zone.low)), stage.x(_log(zone.high))) for zone in counted]
        foot = FOOT * self._theme.zoom
        taken = [QRectF(a, base, max(b - a, foot), foot) for a, b in ends]
        order = sorted(range(len(counted)), key=lambda place: -(counted[place].dollars or 0))
        for place in order:
            low, high = ends[place]
            if high < stage.left or low > stage.right:
                continue
            text = f"price falls ${self._numbers.money(counted[place].fall)}"
            spots = (
                (QPointF(max(high, low + foot) + px(5), base), Side.RIGHT),
                (QPointF(low - px(5), base), Side.LEFT),
            )
            for at, side in spots:
                box = stage.label_box(at, text, font, side)
                is_shifted = abs((box.left() if side is Side.RIGHT else box.right()) - at.x()) > 1
                if not is_shifted and not any(box.intersects(other) for other in taken):
                    yield Label(box, text, font, self._theme.colours.warning)
                    taken.append(box)
                    break


def _between(line: Line, low: float, high: float) -> tuple[Floats, Floats]:
    """Return the part of a line inside a range, with points at its ends."""
    inside = (low + _SLIVER, high - _SLIVER)
    first, last = line.x.searchsorted(inside).tolist()
    ends = np.interp(inside, line.x, line.y)
    x = np.concatenate(((low,), line.x[first:last], (high,)))
    return x, np.concatenate((ends[:1], line.y[first:last], ends[1:]))


_SLIVER = 1e-9
"""So little beside a riser is on its tread."""


def _is_between(value: float | None, low: float, high: float) -> bool:
    return value is not None and low <= value <= high


def _log(amount: int) -> float:
    """Return an amount on the cost axis."""
    return math.log10(max(amount, 1) / DOLLAR)
