"""What every pane of the chart is: a plot item with a ground, and a picture that lives over it.

The ground (grid, name, whatever only new sales change) is painted by the plot when the sheet
asks for it, and kept; what an edit changes is painted over it, without the plot. Knows curves
and the theme; prices nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import partial
from typing import NamedTuple

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from matrix_designer.analysis.curves import Curves
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.plots.stage import DASH, Floats, Placement, Side, Stage, Stroke
from matrix_designer.gui.plots.trace import Trace
from matrix_designer.gui.text import font_lines, text_width
from matrix_designer.gui.theme import TextSize, Theme

LINE = 2.0
LINE_SELECTED = 4.0
FADED = 0.35
"""How strong the proposed lines stay under a preview."""
GAP = 6.0
_MANY = 1_000
"""More than a label's box holds of a line's points."""


class Change(IntEnum):
    """What of a pane has to be painted anew: nothing, what lives over the ground, or all."""

    NONE = 0
    OVER = 1
    GROUND = 2


@dataclass(frozen=True, slots=True)
class Ticks:
    """Where grid lines stand: log10 costs and the pane's own y values."""

    x: Sequence[float] = ()
    y: Sequence[float] = ()


class Label(NamedTuple):
    """A text in its box; where a line passes it `is_cut`, and stands on ground of its own."""

    box: QRectF
    text: str
    font: QFont
    colour: QColor
    is_cut: bool = False


class Pane(pg.GraphicsObject):
    """What all panes share: the grid, the name at top right, and a word where there is no data."""

    title = ""

    def __init__(self, theme: Theme, numbers: Numbers) -> None:
        """Start empty."""
        super().__init__()
        self._theme = theme
        self._numbers = numbers
        self._curves: Curves | None = None
        self._preview: Curves | None = None
        self._selected: frozenset[int] = frozenset()
        self._ticks = Ticks()
        self._drawn: tuple[object, ...] = ()
        self._grounded: tuple[object, ...] = ()
        self._is_before = False
        self._kept: QPixmap | None = None
        self._kept_of: tuple[object, ...] = ()
        self._labels: dict[str, tuple[tuple[object, ...], tuple[Label, ...]]] = {}

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._kept = None
        self._labels.clear()
        self.update()

    def set_before(self, *, is_before: bool) -> None:
        """Draw what is in force alone, as the main line."""
        self._is_before = is_before
        self._kept = None

    def show_curves(self, curves: Curves, ticks: Ticks) -> Change:
        """Draw these curves from now on; returns what they change of the picture."""
        self._curves = curves
        self._ticks = ticks
        grounded = (*self.ground_parts(curves), *ticks.x, None, *ticks.y)
        drawn = self.parts(curves)
        change = Change.OVER if drawn != self._drawn else Change.NONE
        if grounded != self._grounded:
            change = Change.GROUND
        self._drawn, self._grounded = drawn, grounded
        return change

    def set_preview(self, curves: Curves | None) -> None:
        """Draw other curves thin over the proposed ones, which fade; None ends it."""
        self._preview = curves

    def set_selected(self, tiers: frozenset[int]) -> bool:
        """Mark these tiers (0-based); returns whether that is new."""
        is_new = tiers != self._selected
        self._selected = tiers
        return is_new

    def parts(self, curves: Curves) -> tuple[object, ...]:
        """Return everything of the curves that the pane draws over its ground."""
        raise NotImplementedError

    def ground_parts(self, _curves: Curves) -> tuple[object, ...]:
        """Return everything of the curves that stands on the ground."""
        return ()

    def kept_parts(self, _curves: Curves) -> tuple[object, ...]:
        """Return everything of the curves that lies over the shades and no edit changes."""
        return ()

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
        """Paint the ground in whole pixels."""
        del option, widget
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        placement = Placement.of(painter.worldTransform(), self.viewRect(), ratio)
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        stage = Stage(painter, placement)
        colours = self._theme.colours
        for value in self._ticks.y:
            stage.horizontal(value, colours.grid)
        for value in self._ticks.x:
            stage.vertical(value, colours.grid)
        if self._curves is not None:
            self.draw_ground(stage, self._curves)
        font = self._name_font()
        stage.label(self._name_place(stage), self.title, font, colours.text2, Side.LEFT)

    def paint_over(self, painter: QPainter, placement: Placement, *, is_vector: bool) -> None:
        """Paint what lives over the ground; a vector picture takes lines, not kept pixels."""
        curves = self._curves
        if curves is None:
            return
        painter.setClipRect(placement.area)
        stage = Stage(painter, placement)
        self.draw_under(stage, self._preview or curves)
        if is_vector:
            self.draw_kept(stage, curves)
        elif self.kept_parts(curves):
            painter.drawPixmap(placement.area.topLeft(), self._kept_picture(placement, curves))
        self.draw_over(stage, curves)
        painter.setClipping(False)

    def draw_ground(self, stage: Stage, curves: Curves) -> None:
        """Draw what only other sales change."""

    def draw_under(self, stage: Stage, curves: Curves) -> None:
        """Draw shades."""

    def draw_kept(self, stage: Stage, curves: Curves) -> None:
        """Draw what lies over the shades, and no edit changes."""

    def draw_over(self, stage: Stage, curves: Curves) -> None:
        """Draw what an edit changes."""

    def _kept_picture(self, placement: Placement, curves: Curves) -> QPixmap:
        """Return the kept part as a clear picture, painted when something of it changed."""
        kept_of = (*self.kept_parts(curves), placement)
        if self._kept is None or kept_of != self._kept_of:
            area = placement.area
            made = QPixmap(
                round(area.width() * placement.ratio), round(area.height() * placement.ratio)
            )
            made.setDevicePixelRatio(placement.ratio)
            made.fill(Qt.GlobalColor.transparent)
            painter = QPainter(made)
            painter.translate(-area.topLeft())
            self.draw_kept(Stage(painter, placement), curves)
            painter.end()
            self._kept, self._kept_of = made, kept_of
        return self._kept

    def _caption(self) -> QFont:
        return self._theme.font(TextSize.CAPTION)

    def _name_font(self) -> QFont:
        return self._theme.font(TextSize.CAPTION, is_semibold=True)

    def _name_place(self, stage: Stage) -> QPointF:
        """Return where the pane's name ends, at its base line."""
        _, ascent = font_lines(self._name_font())
        return QPointF(stage.right, stage.top + ascent + self._theme.px(2))

    def _write(
        self,
        stage: Stage,
        what: str,
        clear_of: tuple[object, ...],
        placed: Callable[[], Iterable[Label]],
    ) -> None:
        """Write labels; they are placed anew where something changed that they keep clear of."""
        asked = (stage.placement, clear_of)
        known = self._labels.get(what)
        if known is None or known[0] != asked:
            known = self._labels[what] = (asked, tuple(placed()))
        for box, text, font, colour, is_cut in known[1]:
            if is_cut:
                gap, ground = self._theme.px(3), self._theme.colours.surface
                left, right = box.left() - gap, box.right() + gap
                stage.fill(left, box.top() + gap, right, box.bottom(), ground)
            stage.write(box, text, font, colour)

    def _label_beside(
        self, stage: Stage, value: float, text: str, lines: Sequence[tuple[Floats, Floats]]
    ) -> None:
        """Name a lying line at its right end: over it, or under it where fewer curves pass."""
        names = text_width(self._name_font(), self.title) + text_width(self._caption(), text)
        left = stage.right - names - self._theme.px(3 * GAP)
        traces = [Trace.of(stage, x, y, left) for x, y in lines]
        place = partial(self._beside, stage, value, text, traces)
        self._write(stage, "beside", (value, text, traces), place)

    def _beside(
        self, stage: Stage, value: float, text: str, lines: Sequence[Trace]
    ) -> tuple[Label]:
        """Place the name of a lying line at the right edge, or left of the pane's own name."""
        font, px = self._caption(), self._theme.px
        line = stage.y(value)
        taken = stage.label_box(self._name_place(stage), self.title, self._name_font(), Side.LEFT)
        _, ascent = font_lines(font)
        spots = [
            QPointF(right, line + down)
            for right in (stage.right, taken.left() - px(2 * GAP))
            for down in (-px(5), ascent + px(3))
        ]
        best, fewest = QRectF(), math.inf
        for spot in spots:
            box = stage.label_box(spot, text, font, Side.LEFT)
            is_cut = box.top() <= line <= box.bottom() or box.intersects(taken)
            hits = _MANY * is_cut + sum(one.hits(box) for one in lines)
            if hits < fewest:
                best, fewest = box, hits
            if not hits:
                break
        return (Label(best, text, font, self._theme.colours.text),)

    def _say(self, stage: Stage, text: str) -> None:
        """Say in the middle why there is nothing to see."""
        font = self._caption()
        centre = stage.area.center()
        _, ascent = font_lines(font)
        at = QPointF(centre.x() - text_width(font, text) / 2, centre.y() + ascent / 2)
        stage.label(at, text, font, self._theme.colours.muted)

    def _dashed(self) -> Stroke:
        return self._stroke(self._theme.colours.in_force, 1.0, DASH)

    def _stroke(
        self, colour: QColor, width: float, dashes: tuple[float, float] | None = None
    ) -> Stroke:
        """Return a line that follows the zoom: 3 and 2 px at 150 %."""
        return Stroke(colour, width * self._theme.zoom, dashes)


NOTHING_SOLD = "Shown once something was sold"
