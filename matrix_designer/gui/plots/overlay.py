"""What the pointer needs to see over the chart: handles, the hovered one, the hairline, the ring.

Paints only; what is hovered or held is told by whoever follows the pointer.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from matrix_designer.gui.plots.handles import Dot, Handle, Riser
from matrix_designer.gui.plots.stage import Placement, Stage, mixed
from matrix_designer.gui.theme import Theme

DOT, DOT_HOVERED, HALO = 6.0, 9.0, 18.0
_EDGE = 1.5
_RISER = 4.0
_RING = 2
_HALO_STRENGTH = 0.25


class Overlay:
    """The marks over the chart; `handles` stand on the GP % pane, `hairline` is log10 dollars."""

    def __init__(self, theme: Theme) -> None:
        """Start without marks."""
        self.theme = theme
        self.handles: tuple[Handle, ...] = ()
        self.hovered: object = None
        self.hairline: float | None = None
        self.has_ring = False
        self._dots: dict[tuple[object, ...], QPixmap] = {}

    def paint_lines(self, painter: QPainter, places: Iterable[Placement]) -> None:
        """Draw the hairline through every pane."""
        if self.hairline is None:
            return
        for place in places:
            at = self.hairline * place.scale_x + place.shift_x
            if place.area.left() <= at <= place.area.right():
                stage = Stage(painter, place)
                stage.vertical(self.hairline, self.theme.colours.control)

    def paint_handles(self, painter: QPainter, place: Placement) -> None:
        """Draw the dots, and what is hovered larger."""
        painter.setClipRect(place.area.adjusted(-_RISER, 0, _RISER, 0))
        stage = Stage(painter, place)
        hovered = None
        if self.hovered is not None:
            hovered = next((one for one in self.handles if one.key == self.hovered), None)
        dots = (one for one in self.handles if isinstance(one, Dot) and one is not hovered)
        self._put(stage, self._dot(DOT, place.ratio, has_halo=False), dots)
        if isinstance(hovered, Riser):
            self._paint_riser(stage, hovered)
        elif hovered is not None:
            self._put(stage, self._dot(DOT_HOVERED, place.ratio, has_halo=True), (hovered,))
        painter.setClipping(False)

    def paint_ring(self, painter: QPainter, rect: QRectF) -> None:
        """Draw the ring of the keyboard's focus."""
        if not self.has_ring:
            return
        width = float(self.theme.px(_RING))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.theme.colours.accent, width))
        inside = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
        radius = self.theme.metrics.radius_row
        painter.drawRoundedRect(inside, radius, radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _paint_riser(self, stage: Stage, riser: Riser) -> None:
        """Draw a riser in the width of a line that is held."""
        half = stage.thickness(_RISER * self.theme.zoom) / 2
        at = stage.x(riser.x)
        upper, lower = sorted((stage.y(riser.low), stage.y(riser.high)))
        least = DOT_HOVERED * self.theme.zoom
        if lower - upper < least:
            middle = (upper + lower) / 2
            upper, lower = middle - least / 2, middle + least / 2
        stage.fill(at - half, upper - half, at + half, lower + half, self.theme.colours.accent)

    def _put(self, stage: Stage, picture: QPixmap, dots: Iterable[Dot]) -> None:
        """Lay a dot's picture down in whole pixels."""
        half = picture.width() / stage.ratio / 2
        for dot in dots:
            at = QPointF(stage.snap(stage.x(dot.x) - half), stage.snap(stage.y(dot.y) - half))
            stage.painter.drawPixmap(at, picture)

    def _dot(self, size: float, ratio: float, *, has_halo: bool) -> QPixmap:
        """Return a dot as a clear picture, painted once: fifteen ellipses would cost more."""
        colours, zoom = self.theme.colours, self.theme.zoom
        key = (size, ratio, has_halo, zoom, colours.accent.rgb(), colours.surface.rgb())
        made = self._dots.get(key)
        if made is None:
            made = self._dots[key] = _draw_dot(
                size * zoom,
                HALO * zoom if has_halo else 0.0,
                _EDGE * zoom,
                ratio,
                (colours.accent, colours.surface),
            )
        return made


def _draw_dot(
    size: float, halo: float, edge: float, ratio: float, colours: tuple[QColor, QColor]
) -> QPixmap:
    """Draw an accent ring with a surface heart, and a pale halo around it."""
    accent, surface = colours
    side = 2 * round(max(size, halo) / 2 + 1)
    made = QPixmap(round(side * ratio), round(side * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
    centre = QPointF(side / 2, side / 2)
    if halo:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(accent, surface, _HALO_STRENGTH))
        painter.drawEllipse(centre, halo / 2, halo / 2)
    painter.setPen(QPen(accent, edge))
    painter.setBrush(surface)
    painter.drawEllipse(centre, (size - edge) / 2, (size - edge) / 2)
    painter.end()
    return made
