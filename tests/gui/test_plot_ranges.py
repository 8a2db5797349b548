"""The part of a y axis that shows holds everything that is drawn in it."""

from __future__ import annotations

from matrix_designer.core.design import Design, InForce
from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.evaluation.evaluate import evaluate
from matrix_designer.gui.plots.ranges import list_range
from tests.gui.test_tier_grid import make_sales


def flat(text: str) -> Matrix:
    return Matrix(text, (Tier(100, None, read_factor(text).factor),))


def test_the_list_pane_holds_the_line_in_force_as_well() -> None:
    """The sales have a list of twice their cost: x1.1 is 55 % of it and x3 150 %."""
    design = Design("two", (flat("x1.1"),), in_force=InForce(flat("x3")))
    low, high = list_range(evaluate(design, make_sales()).curves)
    assert low <= 55
    assert high >= 150
