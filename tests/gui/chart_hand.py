"""A hand on the chart of a shown window: where things stand on it, and mouse events there."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from matrix_designer.core.design import Design, InForce
from matrix_designer.core.factor import Basis, read_factor
from matrix_designer.core.matrix import Cap, CapRule, Matrix, Mode, Tier
from matrix_designer.core.money import CENT, DOLLAR, POINT
from matrix_designer.gui.application import Program
from matrix_designer.gui.plots.curves import CurvesView
from matrix_designer.gui.plots.stage import Placement
from matrix_designer.session.workspace import Workspace

FACTORS = ("×2.50", "+98%", "175% of cost", "42% GP", "+$60.00")
TOPS = (500, 2_000, 5_000, 10_000, None)


def ladder(*factors: str, mode: Mode = Mode.SIMPLE, is_shared: bool = False) -> Matrix:
    """Return five tiers of all kinds, or of the given factors; cents between them, or none."""
    tiers, low = [], 1
    for top, text in zip(TOPS, factors or FACTORS, strict=True):
        high = None if top is None else top * CENT
        tiers.append(Tier(low * CENT, high, read_factor(text).factor, Basis.COST))
        low = (top or 0) + (0 if is_shared else 1)
    return Matrix("ladder", tuple(tiers), mode=mode)


def capped() -> Matrix:
    first, second = (read_factor(text).factor for text in ("×2.50", "×1.80"))
    tiers = (Tier(CENT, 20 * DOLLAR, first), Tier(20 * DOLLAR + CENT, 250 * DOLLAR, second))
    return Matrix("capped", tiers, cap=Cap(250 * DOLLAR, CapRule.COST_PLUS_67))


class Hand:
    """Moves the real mouse over the curves of a window."""

    def __init__(self, program: Program, matrix: Matrix, in_force: Matrix | None = None) -> None:
        """Open a design in the window."""
        record = None if in_force is None else InForce(in_force)
        program.workspace.open(Design("hand", (matrix,), 46 * POINT, in_force=record), None, None)
        program.window.show_document()
        program.analyst.catch_up()
        QTest.qWait(1)
        self.program = program
        self.name = matrix.name

    @property
    def curves(self) -> CurvesView:
        return self.program.window.design_page.curves

    @property
    def work(self) -> Workspace:
        return self.program.workspace

    @property
    def matrix(self) -> Matrix:
        return self.work.design.matrix_named(self.name)

    @property
    def glass(self) -> QWidget:
        """What takes the mouse."""
        return self.curves.sheet.viewport()

    @property
    def place(self) -> Placement:
        place = self.curves.sheet.place_of(self.curves.gp)
        assert place is not None
        return place

    @property
    def steps(self) -> list[str]:
        stack = self.work.undo_stack
        return [stack.text(at) for at in range(stack.count())]

    def at(self, dollars: float, gp: float | None = None) -> QPoint:
        """Return the pixel of a cost, at a GP % or on the proposed line."""
        x = math.log10(dollars)
        line = self.program.analyst.analysis.curves.proposed  # type: ignore[union-attr]
        y = float(np.interp(x, line.x, line.y)) if gp is None else gp
        place = self.place
        return QPointF(
            x * place.scale_x + place.shift_x, y * place.scale_y + place.shift_y
        ).toPoint()

    def dot(self, tier: int) -> QPoint:
        """Return the pixel of a tier's dot: the middle of what shows of its tread."""
        analysis = self.program.analyst.analysis
        assert analysis is not None
        low, high = analysis.curves.tier_at[tier]
        place = self.place
        first, last = place.value_x(place.area.left()), place.value_x(place.area.right())
        return self.at(10 ** ((max(low, first) + min(high, last)) / 2))

    def riser(self, dollars: float) -> QPoint:
        """Return a pixel on the riser just above a cost."""
        below, above = self.at(dollars * 0.9999), self.at(dollars * 1.001)
        return QPoint(self.at(dollars + 0.005).x(), (below.y() + above.y()) // 2)

    def hold(self, at: QPoint, way: QPoint, steps: int = 4) -> None:
        """Press at a pixel and move by some pixels, without letting go."""
        QTest.mouseMove(self.glass, at)
        QTest.mousePress(self.glass, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        for step in range(1, steps + 1):
            QTest.mouseMove(self.glass, at + way * step / steps)
            QTest.qWait(1)

    def let_go(self, at: QPoint) -> None:
        QTest.mouseRelease(
            self.glass, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at
        )
        QTest.qWait(1)

    def drag(self, at: QPoint, way: QPoint) -> None:
        self.hold(at, way)
        self.let_go(at + way)

    def cell(self, row: int, column: str) -> str:
        """Return what stands in a cell of the grid."""
        model = self.program.window.design_page.grid.view.grid_model
        return str(model.index(row, model.spec.place_of(column)).data())
