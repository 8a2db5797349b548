"""The pane of sold prices against list: a density on the ground, the proposed price over it.

Knows a density, curves and the theme; it does not know who brushes it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage

from matrix_designer.analysis.curves import Curves
from matrix_designer.analysis.density import Density
from matrix_designer.gui.plots.density_picture import density_image
from matrix_designer.gui.plots.pane import GAP, LINE, NOTHING_SOLD, Pane
from matrix_designer.gui.plots.stage import Floats, Placement, Stage
from matrix_designer.gui.text import font_lines, text_width

_LIST = 100.0
_HALO = 2.0
"""What stays of the surface at either side of the proposed line, so that it shows on the dark."""
_LIMIT_DASH = (5.0, 3.0)
_PROPOSED = "proposed"
NO_LIST = "No line has both a sold price and a list price"


class DensityPane(Pane):
    """Sold price in percent of list: darker is more cost dollars."""

    title = "Sold price, % of list"

    density: Density | None = None
    has_sales = False
    limit: float | None = None
    detail = 1
    _image: QImage | None = None
    _image_of: tuple[object, ...] = ()

    def set_density(self, density: Density | None, *, has_sales: bool, limit: float | None) -> None:
        """Draw this density, and the limit above list (percent of list) as a line."""
        self.density, self.has_sales, self.limit = density, has_sales, limit

    def parts(self, curves: Curves) -> tuple[object, ...]:
        """Return the lines."""
        return (curves.proposed_of_list,)

    def ground_parts(self, _curves: Curves) -> tuple[object, ...]:
        """Return the density and the limit."""
        return (self.density, self.limit)

    def draw_ground(self, stage: Stage, curves: Curves) -> None:
        """Draw the density, and list and limit over it."""
        if self.density is None:
            self._say(stage, NO_LIST if self.has_sales else NOTHING_SOLD)
            return
        stage.painter.drawImage(stage.area.topLeft(), self._picture(self.density, stage.placement))
        stage.dotted(_LIST, self._theme.colours.goal)
        font, px = self._caption(), self._theme.px
        left = QPointF(stage.area.left() + px(GAP), stage.y(_LIST) - px(4))
        stage.label(left, "list price", font, self._theme.colours.text)
        if self.limit is not None and self.density.y[0] < self.limit < self.density.y[1]:
            colours = self._theme.colours
            ends = np.array(self.density.x), np.full(2, self.limit)
            stage.line(*ends, self._stroke(colours.warning_graphic, 1.0, _LIMIT_DASH))
            at = QPointF(stage.area.left() + px(GAP), stage.y(self.limit) - px(4))
            more = self._numbers.ratio(round(self.limit - _LIST), 1, 0)
            stage.label(at, f"list + {more} %, the limit", font, colours.warning)
        del curves

    def draw_over(self, stage: Stage, curves: Curves) -> None:
        """Draw the median of the proposed price."""
        band = curves.proposed_of_list
        if band is None or self.density is None:
            return
        colours = self._theme.colours
        x, y = _held(band.x, band.median, *self.density.y)
        stage.line(x, y, self._stroke(colours.surface, LINE + 2 * _HALO))
        stage.line(x, y, self._stroke(colours.accent, LINE))
        self._name_line(stage, band.x, band.median)

    def _name_line(self, stage: Stage, x: Floats, y: Floats) -> None:
        """Name the line beside the place from which on it stays in the picture."""
        font, px = self._name_font(), self._theme.px
        height, _ = font_lines(font)
        top = stage.placement.value_y(stage.area.top() + height + px(8))
        is_out = (x < stage.placement.value_x(stage.area.left())) | (y > top)
        after = np.flatnonzero(is_out)
        first = int(after[-1]) + 1 if len(after) else 0
        inside = np.flatnonzero(np.isfinite(y[first:]))
        if not len(inside):
            return
        first += int(inside[0])
        left = stage.x(float(x[first])) + px(GAP)
        under = (x >= x[first]) & (stage.xs(x) <= left + text_width(font, _PROPOSED) + px(GAP))
        highest = float(np.nanmin(stage.ys(y[under])))
        at = QPointF(left, highest - px(5))
        stage.label(at, _PROPOSED, font, self._theme.colours.accent)

    def _picture(self, density: Density, placement: Placement) -> QImage:
        """Return the density as pixels, made when something of it changed."""
        colours = self._theme.colours
        placement = replace(placement, ratio=placement.ratio * self.detail)
        made_of = (density, placement, colours.accent.rgb(), colours.surface.rgb())
        if self._image is None or made_of != self._image_of:
            self._image = density_image(density, placement, colours.accent, colours.surface)
            self._image_of = made_of
        return self._image


def _held(x: Floats, y: Floats, low: float, high: float) -> tuple[Floats, Floats]:
    """Return a line without what lies outside; where it leaves, it goes to the edge.

    A clip would do on a screen; not every reader of a vector picture knows one.
    """
    is_out = (y > high) | (y < low)
    breaks = np.flatnonzero(is_out[:-1] & is_out[1:]) + 1
    held: Floats = np.insert(np.clip(y, low, high), breaks, np.nan)
    return np.insert(x, breaks, x[breaks]), held
