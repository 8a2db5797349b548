"""The sheet that a person works on: mouse, wheel and keys go to the pointer, marks come back.

Knows Qt's events and which wish of the pointer each one is; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from matrix_designer.analysis.curves import Curves
from matrix_designer.core.matrix import Matrix
from matrix_designer.gui.controls import has_ring
from matrix_designer.gui.plots.axis_span import Span
from matrix_designer.gui.plots.overlay import Overlay
from matrix_designer.gui.plots.pane import Pane
from matrix_designer.gui.plots.pointer import KEY_STEP, Pointer, Scene
from matrix_designer.gui.plots.scales import PlainAxis
from matrix_designer.gui.plots.sheet import Sheet
from matrix_designer.gui.theme import Theme

_FAR = 10
_Key = Qt.Key
_ALONG = {_Key.Key_Left: -1, _Key.Key_Right: 1}
_ENDS = {_Key.Key_Home: -1, _Key.Key_End: 1}
_PAGES = {_Key.Key_PageUp: -1, _Key.Key_PageDown: 1}
_CHOOSE = (_Key.Key_Return, _Key.Key_Enter, _Key.Key_Space)


class ChartSheet(Sheet):
    """A sheet with handles, a hairline and a focus; the first pane carries the handles."""

    def __init__(
        self,
        axes: Mapping[Pane, PlainAxis],
        cost_axis: PlainAxis,
        shares: Sequence[int],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        """Listen to mouse and keys."""
        self._overlay = Overlay(theme)
        self._handled = next(iter(axes))
        self._content: tuple[Curves, Matrix, Span, bool] | None = None
        self._scene_of: tuple[object, ...] = ()
        super().__init__(axes, cost_axis, shares, theme, parent)
        self.pointer = Pointer(self)
        self.pointer.moved.connect(self.touch)
        self.pointer.cursor_wanted.connect(self._on_cursor_wanted)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(False)
        self.setAccessibleName("Curves")
        self.setToolTip("Arrows move the hairline, Enter selects its tier, + and − zoom, 0 fits")

    def event(self, event: QEvent) -> bool:
        """Keep the tip for screen readers: over the curves it would hide them."""
        return event.type() is QEvent.Type.ToolTip or super().event(event)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._overlay.theme = theme
        super().set_theme(theme)

    def set_content(self, curves: Curves, matrix: Matrix, span: Span, *, can_edit: bool) -> None:
        """Say what stands on the sheet now, for whoever takes hold of it."""
        self._content = (curves, matrix, span, can_edit)

    def refresh(self) -> None:
        """Tell the pointer what stands where, if anything of it changed."""
        place = self.place_of(self._handled)
        if self._content is None or place is None:
            return
        curves, matrix, span, can_edit = self._content
        scene_of = (curves, matrix, span, can_edit, place)
        if scene_of != self._scene_of:
            self._scene_of = scene_of
            zoom = self._overlay.theme.zoom
            self.pointer.set_scene(Scene(curves, matrix, place, span, zoom, can_edit))

    def paint_marks(self, painter: QPainter) -> None:
        """Paint hairline, handles and the focus ring over everything."""
        self.refresh()
        marks, pointer = self._overlay, self.pointer
        marks.handles, marks.hovered = pointer.marks, pointer.hovered
        marks.hairline, marks.has_ring = pointer.hairline, has_ring(self)
        marks.paint_lines(painter, self.places)
        place = self.place_of(self._handled)
        if place is not None:
            marks.paint_handles(painter, place)
        marks.paint_ring(painter, QRectF(self.viewport().rect()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of what lies there."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.refresh()
            self.pointer.press(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Hover or drag."""
        self.refresh()
        self.pointer.move(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.refresh()
            self.pointer.release(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the whole axis."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.pointer.double_click(event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom the cost axis."""
        self.refresh()
        self.pointer.turn_wheel(event.position(), QPointF(event.angleDelta()))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Take the hairline away."""
        super().leaveEvent(event)
        self.pointer.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the hairline, the axis or the selection; everything else is the window's."""
        self.refresh()
        if not self._take_key(_Key(event.key()), event.modifiers()):
            event.ignore()

    def _take_key(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        """Do what a key asks for; says whether it means anything here."""
        pointer = self.pointer
        is_ctrl = bool(held & Qt.KeyboardModifier.ControlModifier)
        is_shift = bool(held & Qt.KeyboardModifier.ShiftModifier)
        if held & Qt.KeyboardModifier.AltModifier:
            return False
        if key in _ALONG and is_ctrl:
            pointer.step_to_tier(_ALONG[key])
        elif key in _ALONG:
            pointer.step(_ALONG[key] * KEY_STEP * (_FAR if is_shift else 1))
        elif is_ctrl:
            return False
        elif key in _ENDS:
            pointer.step_to_end(_ENDS[key])
        elif key in _PAGES:
            pointer.pan(_PAGES[key])
        elif key in _CHOOSE:
            pointer.choose()
        elif key is _Key.Key_Escape:
            return pointer.escape()
        else:
            return False
        return True

    def _on_cursor_wanted(self, shape: Qt.CursorShape) -> None:
        if self.viewport().cursor().shape() is not shape:
            self.viewport().setCursor(shape)
