"""What the read-out says of one cost: prices of the engine, lists of parts sold around it."""

from __future__ import annotations

import pytest

from matrix_designer.analysis.fold import fold_rows
from matrix_designer.analysis.reading import median_list, read_at
from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import Cap, CapRule, Matrix, Tier
from matrix_designer.core.money import CENT, DOLLAR
from matrix_designer.core.pricing import compile_matrix
from tests.analysis.history import Line, rows_of


def two_tiers(factor: str, cap: CapRule | None = None) -> Matrix:
    tiers = (
        Tier(CENT, 10 * DOLLAR, read_factor("x2").factor),
        Tier(10 * DOLLAR + CENT, 50 * DOLLAR, read_factor(factor).factor),
    )
    return Matrix("m", tiers, cap=None if cap is None else Cap(50 * DOLLAR, cap))


def test_a_cost_is_read_under_both_matrices() -> None:
    reading = read_at(
        20 * DOLLAR, compile_matrix(two_tiers("42% GP")), compile_matrix(two_tiers("x1.5")), None
    )
    assert reading.list_price is None
    now, before = reading.proposed, reading.in_force
    assert (now.tier, now.row, now.price) == (2, "tier 2", 3_448 * CENT)
    assert now.gp == 1_448 * CENT
    assert now.multiplier == pytest.approx(1.724)
    assert now.gp_percent == pytest.approx(100 * 14.48 / 34.48)
    assert before is not None
    assert (before.price, before.gp) == (30 * DOLLAR, 10 * DOLLAR)


def test_no_price_is_said_as_such() -> None:
    reading = read_at(60 * DOLLAR, compile_matrix(two_tiers("x1.5")), None, None)
    assert reading.in_force is None
    assert reading.proposed.price is None
    assert reading.proposed.tier is None


def test_the_list_is_the_median_of_pieces_sold_around_the_cost() -> None:
    lines = [
        Line(100 * DOLLAR, 300 * DOLLAR, 200 * DOLLAR, 1_000),
        Line(101 * DOLLAR, 202 * DOLLAR, 200 * DOLLAR, 5_000),
        Line(99 * DOLLAR, 99 * DOLLAR, 200 * DOLLAR, 1_000),
        Line(99 * DOLLAR, None, 200 * DOLLAR, 90_000),
        Line(150 * DOLLAR, 900 * DOLLAR, 200 * DOLLAR, 90_000),
    ]
    fold = fold_rows(rows_of(lines))
    assert median_list(fold, 100 * DOLLAR) == 200 * DOLLAR
    assert median_list(fold, 5 * DOLLAR) is None
    capped = compile_matrix(two_tiers("x1.5", CapRule.LOWER))
    reading = read_at(100 * DOLLAR, capped, None, fold)
    assert reading.proposed.row == "cap"
    assert reading.proposed.price == 167 * DOLLAR
