"""The sheet of what was sold: bars over a density, and a brush that a person draws over them.

Knows the mouse, keys and where the panes stand; what lies under the brush is not its matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from matrix_designer.analysis.brushing import Box, box_of, brush_between, moved_along, moved_up
from matrix_designer.analysis.density import Brush
from matrix_designer.gui.controls import RING, has_ring
from matrix_designer.gui.plots.pane import Pane
from matrix_designer.gui.plots.scales import PlainAxis
from matrix_designer.gui.plots.sheet import Sheet
from matrix_designer.gui.plots.stage import Placement, Stage
from matrix_designer.gui.theme import Theme

_LEAST_DRAG = 4
"""Pixels under which a press and release is a click."""
_VEIL = 26
"""How strong the accent lies over what is brushed, of 255."""
_Key = Qt.Key
_ALONG = {_Key.Key_Left: -1, _Key.Key_Right: 1}
_UP = {_Key.Key_Down: -1, _Key.Key_Up: 1}
_BEGIN = (_Key.Key_Return, _Key.Key_Enter, _Key.Key_Space)


class SalesSheet(Sheet):
    """A sheet with a brush. `brush_changed(brush)`: None where there is none any more.

    Over the density a rectangle is drawn, over the bars a band of cost.
    """

    brush_changed = Signal(object)

    def __init__(
        self,
        axes: Mapping[Pane, PlainAxis],
        cost_axis: PlainAxis,
        shares: Sequence[int],
        theme: Theme,
        boxed: Pane,
        parent: QWidget | None = None,
    ) -> None:
        """Make the plots; `boxed` is the pane whose brush has a height."""
        self._boxed = boxed
        self._panes = tuple(axes)
        self._brush: Brush | None = None
        self._first: Brush | None = None
        self._from: tuple[Pane, QPointF] | None = None
        self._to: QPointF | None = None
        super().__init__(axes, cost_axis, shares, theme, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName("Sold price against list, and sold cost dollars")
        self.setToolTip(
            "Drag over a part to see what sold there. Enter begins a brush, arrows move it, "
            "with Shift its far end, Esc clears it"
        )

    @property
    def brush(self) -> Brush | None:
        """What is brushed."""
        return self._brush

    def set_brush(self, brush: Brush | None) -> None:
        """Show a brush, without telling anybody."""
        self._brush = brush
        self._from = self._to = None
        self.touch()

    def set_first(self, brush: Brush | None) -> None:
        """Say which brush the keyboard begins with."""
        self._first = brush

    def event(self, event: QEvent) -> bool:
        """Keep the tip for screen readers: over the chart it would hide it."""
        return event.type() is QEvent.Type.ToolTip or super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a brush where the pointer is."""
        pane = self._pane_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and pane is not None:
            self._from, self._to = (pane, event.position()), None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the brush out."""
        if self._from is None:
            return
        far = (event.position() - self._from[1]).manhattanLength()
        if self._to is not None or far >= self._theme.px(_LEAST_DRAG):
            self._to = event.position()
            self.touch()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the brush that was drawn; a click takes it away."""
        if event.button() is not Qt.MouseButton.LeftButton or self._from is None:
            return
        drawn = self._drawn()
        self._from = self._to = None
        self._change(drawn)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take a second click as a first."""
        self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin, move or clear a brush; everything else is the window's."""
        if not self._take_key(_Key(event.key()), event.modifiers()):
            event.ignore()

    def paint_marks(self, painter: QPainter) -> None:
        """Paint the brush and the focus ring over everything."""
        drawn = self._drawn() if self._to is not None else self._brush
        if drawn is not None:
            for pane in self._panes:
                place = self.place_of(pane)
                if place is not None:
                    self._paint_brush(painter, drawn, pane, place)
        if has_ring(self):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.colours.accent, RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(ring, self._theme.px(4), self._theme.px(4))

    def _take_key(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        """Do what a key asks for; says whether it means anything here."""
        others = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if held & others:
            return False
        if key is _Key.Key_Escape:
            return self._escape()
        wanted = self._first if self._brush is None else self._brush
        if key in _ALONG or key in _UP:
            is_end_only = bool(held & Qt.KeyboardModifier.ShiftModifier)
            if self._brush is not None and key in _ALONG:
                wanted = moved_along(self._brush, _ALONG[key], is_end_only=is_end_only)
            elif self._brush is not None:
                wanted = moved_up(self._brush, _UP[key], is_end_only=is_end_only)
        elif key not in _BEGIN:
            return False
        self._change(wanted)
        return True

    def _escape(self) -> bool:
        """Give a brush up that is being drawn, or clear the one there is."""
        if self._from is not None:
            self._from = self._to = None
            self.touch()
            return True
        if self._brush is None:
            return False
        self._change(None)
        return True

    def _change(self, brush: Brush | None) -> None:
        """Take another brush and tell it."""
        is_new = brush != self._brush
        self._brush = brush
        self.touch()
        if is_new:
            self.brush_changed.emit(brush)

    def _pane_at(self, at: QPointF) -> Pane | None:
        for pane in self._panes:
            place = self.place_of(pane)
            if place is not None and place.area.contains(at):
                return pane
        return None

    def _drawn(self) -> Brush | None:
        """Return the brush between where the pointer went down and where it is."""
        if self._from is None or self._to is None:
            return None
        pane, start = self._from
        place = self.place_of(pane)
        if place is None:
            return None
        xs = _held(start.x(), self._to.x(), place.area.left(), place.area.right())
        ys = _held(start.y(), self._to.y(), place.area.top(), place.area.bottom())
        x = (place.value_x(xs[0]), place.value_x(xs[1]))
        y = (place.value_y(ys[0]), place.value_y(ys[1])) if pane is self._boxed else None
        return brush_between(x, y)

    def _paint_brush(self, painter: QPainter, brush: Brush, pane: Pane, place: Placement) -> None:
        stage = Stage(painter, place)
        area = place.area
        shown: Box = (
            *(place.value_x(area.left()), place.value_x(area.right())),
            *(place.value_y(area.bottom()), place.value_y(area.top())),
        )
        x0, x1, y0, y1 = box_of(brush, shown)
        left, right = (max(min(stage.x(x), area.right()), area.left()) for x in (x0, x1))
        top, bottom = area.top(), area.bottom()
        if pane is self._boxed:
            top, bottom = (max(min(stage.y(y), bottom), top) for y in (y1, y0))
        accent, pen = self._theme.colours.accent, stage.thickness(1)
        veil = QColor(accent)
        veil.setAlpha(_VEIL)
        stage.fill(left, top, right, bottom, veil)
        for one in (left, right - pen):
            stage.fill(one, top, one + pen, bottom, accent)
        if pane is self._boxed:
            stage.fill(left, top, right, top + pen, accent)
            stage.fill(left, bottom - pen, right, bottom, accent)


def _held(one: float, other: float, low: float, high: float) -> tuple[float, float]:
    """Return two places, neither outside."""
    return min(max(one, low), high), min(max(other, low), high)
