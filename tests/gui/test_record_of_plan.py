"""The record of a design with a plan: its matrix is looked at by itself."""

from __future__ import annotations

import datetime as dt

from matrix_designer.core.design import Design, InForce
from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import CENT
from matrix_designer.core.plan import ByMatrix, Rule
from matrix_designer.core.plan_edits import InsertRules
from matrix_designer.core.version_edits import Publish
from matrix_designer.gui.pages.record_view import alone

TIER = Tier(CENT, None, read_factor("x2").factor)


def test_a_published_record_is_shown_without_the_plan_that_names_other_matrices() -> None:
    design = Design("d", (Matrix("Retail", (TIER,)), Matrix("Fleet", (TIER,))))
    planned = InsertRules(0, (Rule(ByMatrix("Fleet")),)).apply(design)
    shown = alone(Publish(dt.date(2026, 5, 1)).apply(planned))
    assert shown.matrices == (Matrix("Retail", (TIER,)),)
    assert shown.in_force == InForce(shown.matrix, dt.date(2026, 5, 1))
    assert not shown.strategy.needs_parts
