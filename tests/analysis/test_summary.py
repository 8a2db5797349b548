from __future__ import annotations

from dataclasses import replace

from matrix_designer.core.design import Design, InForce
from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import CENT, DOLLAR, PIECE, POINT, total_text
from matrix_designer.evaluation.evaluate import evaluate
from tests.analysis.history import Line, sales_of


def one_tier(factor: str) -> Matrix:
    return Matrix("one", (Tier(0, None, read_factor(factor).factor),))


LINES = [
    Line(10 * DOLLAR, 18 * DOLLAR, 17 * DOLLAR, 3 * PIECE),
    Line(20 * DOLLAR, 44 * DOLLAR, 40 * DOLLAR, PIECE),
    Line(5 * DOLLAR, None, 9 * DOLLAR, PIECE),
]


def test_the_strip_compares_with_the_matrix_in_force_over_a_year() -> None:
    design = Design("d", (one_tier("x2"),), goal=46 * POINT, in_force=InForce(one_tier("x1.9")))
    summary = evaluate(design, sales_of(LINES, days=73)).summary
    assert summary.goal == 46 * POINT
    assert summary.gp_proposed == 50.0
    assert summary.gp_in_force is not None
    assert round(summary.gp_in_force, 4) == 47.3684
    assert summary.gp_year_change is not None
    assert total_text(summary.gp_year_change) == "27.50"
    assert summary.gp_year_proposed is not None
    assert total_text(summary.gp_year_proposed) == "275.00"
    assert summary.average_change == DOLLAR + 10 * CENT
    assert summary.moves is not None
    assert summary.moves.up.pieces == 5 * PIECE


def test_without_a_matrix_in_force_the_strip_compares_with_what_was_sold() -> None:
    summary = evaluate(Design("d", (one_tier("x2"),)), sales_of(LINES)).summary
    assert summary.gp_in_force is None
    assert summary.gp_year_in_force is None
    assert summary.gp_year_change is not None
    assert total_text(summary.gp_year_change) == "10.00"


def test_above_list_counts_pieces_over_the_designs_limit_and_dollars_over_list() -> None:
    design = Design("d", (one_tier("x2"),), above_list_limit=10 * POINT)
    summary = evaluate(design, sales_of(LINES)).summary
    assert summary.over_limit is not None
    assert summary.over_limit.pieces == 3 * PIECE
    assert total_text(summary.over_limit.dollars) == "6.00"
    at_limit = Design("d", (one_tier("x2"),), above_list_limit=111_111)
    assert evaluate(at_limit, sales_of(LINES)).summary.over_limit == summary.over_limit
    dear = [Line(1_000 * DOLLAR, 1_000 * DOLLAR, 0, PIECE)]
    wide = Design("d", (one_tier("x9999"),), above_list_limit=1_000 * POINT)
    replay = evaluate(wide, sales_of(dear)).replay
    assert replay is not None
    assert replay.over_limit.pieces == PIECE
    assert total_text(replay.over_limit_excess) == "9988000.00"
    over = Design("d", (one_tier("x2"),), above_list_limit=111_112)
    over_limit = evaluate(over, sales_of(LINES)).summary.over_limit
    assert over_limit is not None
    assert over_limit.pieces == 0


def test_a_goal_is_met_at_one_decimal_as_the_check_compares() -> None:
    design = Design("d", (one_tier("x2"),), goal=50 * POINT)
    for goal, is_met in ((500_000, True), (500_400, True), (500_500, False), (499_999, True)):
        made = evaluate(replace(design, goal=goal), sales_of(LINES))
        assert made.summary.is_goal_met is is_met
        assert any(one.code == "below-goal" for one in made.findings) is not is_met
    assert not evaluate(replace(design, goal=None), sales_of(LINES)).summary.is_goal_met
    assert not evaluate(design).summary.is_goal_met
