"""The hand on the chart: mouse, wheel and keys turned into wishes, one state at a time.

Knows handles, drags and pixels of the GP % pane. It changes nothing itself: edits, tiers and
spans are asked for by signals.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, QPointF, Qt, Signal

from matrix_designer.analysis.curves import Curves
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.money import CENT, DOLLAR
from matrix_designer.gui.plots.axis_span import NOTCH, Span, moved, zoomed
from matrix_designer.gui.plots.dragging import Drag, round_amount
from matrix_designer.gui.plots.handles import REACH, Dot, Handle, dots_of, handle_at, handles_of
from matrix_designer.gui.plots.stage import Placement

SLACK = 3.0
"""The pixels that a press may wander and still be a click."""
KEY_STEP = 4.0
"""The pixels that an arrow key moves the hairline; ten times as far with Shift."""
_ANGLE = 120.0
_PAN_PART = 0.25


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands on the chart now, and where; `zoom` is the look's."""

    curves: Curves
    matrix: Matrix
    place: Placement
    span: Span
    zoom: float
    can_edit: bool


@dataclass(frozen=True, slots=True)
class _Press:
    """Where a button went down, on what, and which part of the axis showed."""

    at: QPointF
    handle: Handle | None
    span: Span


class Pointer(QObject):
    """Follows the pointer over one chart.

    `edit_wanted(edit)`: a step of a drag; `drag_ended()`: axes may follow again.
    `tier_chosen(place)`: a tread was clicked, 0-based. `span_wanted(span)`: another part of the
    cost axis, None for all of it. `moved()`: hover or hairline changed. `cursor_wanted(shape)`.
    """

    edit_wanted = Signal(object)
    drag_ended = Signal()
    tier_chosen = Signal(int)
    span_wanted = Signal(object)
    moved = Signal()
    cursor_wanted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Start with nothing on the chart."""
        super().__init__(parent)
        self._scene: Scene | None = None
        self._handles: tuple[Handle, ...] | None = None
        self._press: _Press | None = None
        self._drag: Drag | None = None
        self._is_panning = False
        self._hovered: object = None
        self._hairline: float | None = None

    @property
    def is_dragging(self) -> bool:
        """Whether a handle is held."""
        return self._drag is not None

    @property
    def hovered(self) -> object:
        """The key of the handle that is held, or else under the pointer; None without."""
        return self._hovered if self._drag is None else self._drag.handle.key

    @property
    def hairline(self) -> float | None:
        """The cost that is pointed at, in log10 dollars; None where nothing is."""
        return self._hairline

    @property
    def handles(self) -> tuple[Handle, ...]:
        """What can be taken hold of now."""
        scene = self._scene
        if scene is None or not scene.can_edit:
            return ()
        if self._handles is None:
            self._handles = handles_of(scene.curves, scene.matrix, scene.place)
        return self._handles

    @property
    def marks(self) -> tuple[Handle, ...]:
        """What is to be seen: every dot, and a riser only while it is hovered or held."""
        scene = self._scene
        if scene is None or not scene.can_edit:
            return ()
        return self.handles if self.hovered is not None else dots_of(scene.curves, scene.place)

    @property
    def amount(self) -> int | None:
        """The cost at the hairline: an amount in whole cents, as round as a pixel is wide."""
        if self._hairline is None or self._scene is None:
            return None
        return round_amount(self._hairline, 1 / self._scene.place.scale_x)

    def set_scene(self, scene: Scene | None) -> None:
        """Take what stands on the chart now; a drag goes on with the matrix that it began with."""
        if scene is None or self._scene is None or scene.place != self._scene.place:
            self._hovered = None
        self._scene = scene
        self._handles = None

    # The mouse

    def press(self, at: QPointF) -> None:
        """Remember where the button went down."""
        scene = self._scene
        if scene is not None:
            self._press = _Press(at, self._handle_at(at), scene.span)

    def move(self, at: QPointF) -> None:
        """Hover, drag what is held, or move the axis under an empty hand."""
        scene, press = self._scene, self._press
        if scene is None:
            return
        way = QPointF(0, 0) if press is None else at - press.at
        is_far = max(abs(way.x()), abs(way.y())) > SLACK
        if press is not None and press.handle is not None:
            if self._drag is None and is_far:
                self._drag = Drag(scene.matrix, press.handle)
            if self._drag is not None:
                self._drag_by(self._drag, way, scene.place)
        elif press is not None and (is_far or self._is_panning):
            self._is_panning = True
            self.span_wanted.emit(moved(press.span, -way.x() / scene.place.scale_x))
        else:
            handle = self._handle_at(at)
            self._hovered = None if handle is None else handle.key
        self._point_at(scene.place.value_x(at.x()), scene)
        self.cursor_wanted.emit(self._cursor(press.handle if press else self._handle_at(at)))

    def release(self, at: QPointF) -> None:
        """End a drag; a click on a tread chooses its tier."""
        press, was_drag = self._press, self._drag is not None
        is_click = press is not None and not was_drag and not self._is_panning
        self._let_go()
        if was_drag:
            self.drag_ended.emit()
        elif is_click:
            self._click(at)
        self.move(at)

    def leave(self) -> None:
        """Take the hairline away where nothing is held."""
        if self._press is None:
            self._hovered, self._hairline = None, None
            self.moved.emit()

    def double_click(self, at: QPointF) -> None:
        """Show the whole axis, unless a handle lies there."""
        if self._handle_at(at) is None:
            self.span_wanted.emit(None)

    def turn_wheel(self, at: QPointF, angle: QPointF) -> None:
        """Zoom about the pointer, or move along with a wheel that tilts."""
        scene = self._scene
        if scene is None or self._drag is not None:
            return
        if abs(angle.x()) > abs(angle.y()):
            width = scene.span[1] - scene.span[0]
            self.span_wanted.emit(moved(scene.span, -angle.x() / _ANGLE * width * _PAN_PART / 2))
        else:
            about = scene.place.value_x(at.x())
            self.span_wanted.emit(zoomed(scene.span, about, NOTCH ** (angle.y() / _ANGLE)))

    # The keyboard

    def escape(self) -> bool:
        """Put back what a drag changed, or take the hairline away; says whether it did."""
        drag = self._drag
        if drag is not None:
            self.edit_wanted.emit(drag.restored())
            self._let_go()
            self.drag_ended.emit()
            return True
        had_hairline = self._hairline is not None
        self._hairline = None
        self.moved.emit()
        return had_hairline

    def step(self, pixels: float) -> None:
        """Move the hairline along the axis; it begins in the middle."""
        scene = self._scene
        if scene is None:
            return
        now = sum(scene.span) / 2 if self._hairline is None else self._hairline
        to = now if self._hairline is None else now + pixels * scene.zoom / scene.place.scale_x
        self._point_at(min(max(to, scene.span[0]), scene.span[1]), scene)

    def step_to_tier(self, direction: int) -> None:
        """Move the hairline to the first cent of the next tier, or of the one before."""
        scene = self._scene
        if scene is None:
            return
        now = sum(scene.span) / 2 if self._hairline is None else self._hairline
        starts = sorted(_log(tier.first_cent * CENT) for tier in scene.matrix.tiers)
        beyond = [x for x in starts if (x - now) * direction > _SAME]
        if beyond:
            to = beyond[0] if direction > 0 else beyond[-1]
            self._point_at(min(max(to, scene.span[0]), scene.span[1]), scene)

    def step_to_end(self, direction: int) -> None:
        """Move the hairline to an end of what shows."""
        if self._scene is not None:
            self._point_at(self._scene.span[1 if direction > 0 else 0], self._scene)

    def choose(self) -> None:
        """Choose the tier at the hairline."""
        tier = None if self._hairline is None else self._tier_at(self._hairline)
        if tier is not None:
            self.tier_chosen.emit(tier)

    def zoom(self, notches: float) -> None:
        """Zoom about the hairline, or the middle."""
        scene = self._scene
        if scene is not None and self._drag is None:
            about = sum(scene.span) / 2 if self._hairline is None else self._hairline
            self.span_wanted.emit(zoomed(scene.span, about, NOTCH**notches))

    def pan(self, direction: int) -> None:
        """Move the axis by a quarter of what shows."""
        scene = self._scene
        if scene is not None and self._drag is None:
            width = scene.span[1] - scene.span[0]
            self.span_wanted.emit(moved(scene.span, direction * width * _PAN_PART))

    def _drag_by(self, drag: Drag, way: QPointF, place: Placement) -> None:
        """Ask for the edit that brings the handle along."""
        handle = drag.handle
        width = 1 / place.scale_x
        x = handle.x + way.x() * width
        if isinstance(handle, Dot):
            floor, top = place.value_y(place.area.bottom()), place.value_y(place.area.top())
            y = min(max(handle.y + way.y() / place.scale_y, floor), top)
        else:
            y = handle.high
        self.edit_wanted.emit(drag.edit_at(x, y, width))

    def _handle_at(self, at: QPointF) -> Handle | None:
        scene = self._scene
        if scene is None:
            return None
        reach = REACH * scene.zoom
        if not scene.place.area.adjusted(-reach, -reach, reach, reach).contains(at):
            return None
        return handle_at(self.handles, scene.place, at.x(), at.y(), reach)

    def _point_at(self, x: float, scene: Scene) -> None:
        low, high = scene.span
        self._hairline = x if low - _SAME <= x <= high + _SAME else None
        self.moved.emit()

    def _click(self, at: QPointF) -> None:
        """Choose the tier whose dot or tread lies there."""
        scene = self._scene
        if scene is None:
            return
        handle = self._handle_at(at)
        if isinstance(handle, Dot):
            self.tier_chosen.emit(handle.tier)
            return
        x = scene.place.value_x(at.x())
        tier = self._tier_at(x)
        line = scene.curves.proposed
        if tier is None or not len(line.x):
            return
        height = float(np.interp(x, line.x, line.y)) * scene.place.scale_y + scene.place.shift_y
        if abs(height - at.y()) <= REACH * scene.zoom:
            self.tier_chosen.emit(tier)

    def _tier_at(self, x: float) -> int | None:
        if self._scene is None:
            return None
        extents = enumerate(self._scene.curves.tier_at)
        return next((tier for tier, (low, high) in extents if low - _SAME <= x <= high), None)

    def _cursor(self, handle: Handle | None) -> Qt.CursorShape:
        if self._is_panning:
            return Qt.CursorShape.ClosedHandCursor
        if handle is None:
            return Qt.CursorShape.ArrowCursor
        is_dot = isinstance(handle, Dot)
        return Qt.CursorShape.SizeVerCursor if is_dot else Qt.CursorShape.SplitHCursor

    def _let_go(self) -> None:
        self._press, self._drag, self._is_panning = None, None, False


_SAME = 1e-9


def _log(amount: int) -> float:
    return math.log10(max(amount, 1) / DOLLAR)
