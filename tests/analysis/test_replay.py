from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from matrix_designer.analysis.fold import fold_rows
from matrix_designer.analysis.replay import ComparedWith, Period, Replay, RowKind, TierFigures
from matrix_designer.core.design import Design, InForce
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import Cap, CapRule, Matrix, Tier
from matrix_designer.core.money import DOLLAR, PIECE, POINT, total_text
from matrix_designer.core.question import Question
from matrix_designer.evaluation.evaluate import evaluate
from tests.analysis.history import Expected, Line, random_lines, replay_lines, sales_of
from tests.oracle.bridge import matrix_of
from tests.oracle.pricing_oracle import Oracle, OracleMatrix, OracleTier
from tests.oracle.random_matrices import any_matrix, part_near

CASES = 120
LIMIT = 10
UNITS = {"dollars": 10**7, "pieces": 1000}


def dollars(extended: int) -> Fraction:
    return Fraction(extended, UNITS["dollars"])


def pieces(quantity: int) -> Fraction:
    return Fraction(quantity, UNITS["pieces"])


def figures(row: TierFigures) -> list[Fraction]:
    return [pieces(row.pieces), dollars(row.cost), dollars(row.sold or 0), dollars(row.replayed)]


def assert_equals(replay: Replay, expected: Expected, matrix: OracleMatrix) -> None:
    assert replay.used == expected.used
    assert replay.lines == replay.used + replay.unpriced.lines + 2
    unpriced = replay.unpriced
    assert [
        Fraction(unpriced.lines),
        pieces(unpriced.pieces),
        dollars(unpriced.cost),
        dollars(unpriced.sales),
    ] == expected.unpriced
    states = {
        "sold": replay.sold,
        "replayed": replay.replayed,
        "in_force": replay.in_force,
        "against": replay.against,
    }
    assert {name for name, totals in states.items() if totals} == set(expected.sales)
    for name, totals in states.items():
        if totals is not None:
            assert pieces(totals.pieces) == expected.pieces
            assert dollars(totals.cost) == expected.cost
            assert dollars(totals.sales) == expected.sales[name]
    assert_rows(replay, expected, matrix)
    for name, move in (
        ("up", replay.moves.up),
        ("down", replay.moves.down),
        ("same", replay.moves.same),
    ):
        assert [pieces(move.pieces), dollars(move.dollars)] == expected.moves[name]
    above, over = replay.above_list, replay.over_limit
    assert [pieces(above.pieces), dollars(above.dollars)] == expected.above
    assert [pieces(over.pieces), dollars(over.dollars)] == expected.over
    below = replay.below_list
    assert [pieces(below.pieces), dollars(below.dollars)] == expected.below
    assert abs(dollars(replay.over_limit_excess) - expected.excess) <= Fraction(1, 2 * 10**7)
    assert pieces(replay.no_list_pieces) == expected.no_list


def assert_rows(replay: Replay, expected: Expected, matrix: OracleMatrix) -> None:
    keys: list[int | str] = list(range(len(matrix.tiers)))
    keys += ["cap"] if matrix.cap else []
    keys += ["fallback"] if matrix.fallback else []
    nothing = [Fraction(0)] * 4
    assert [figures(row) for row in replay.tiers] == [expected.rows.get(k, nothing) for k in keys]
    assert set(expected.rows) <= set(keys)


def some_case(seed: int) -> tuple[dict[str, OracleMatrix], list[Line], Design, Question]:
    rng = Random(seed)  # noqa: S311 - test data
    proposed = any_matrix(rng)
    plain = {"replayed": proposed}
    if rng.random() < 0.6:
        plain["in_force"] = any_matrix(rng)
    if rng.random() < 0.3:
        plain["against"] = any_matrix(rng)
    parts = [part_near(rng, rng.choice(list(plain.values()))) for _ in range(12)]
    lines = random_lines(rng, parts, 40)
    in_force = plain.get("in_force")
    design = Design(
        "random",
        (matrix_of(proposed, "proposed"),),
        above_list_limit=LIMIT * POINT,
        in_force=None if in_force is None else InForce(matrix_of(in_force, "old")),
    )
    against = plain.get("against")
    return plain, lines, design, Question(against=None if against is None else matrix_of(against))


@pytest.mark.parametrize("seed", range(CASES))
def test_a_replay_equals_a_loop_over_lines_however_they_are_cut_and_ordered(seed: int) -> None:
    plain, lines, design, question = some_case(seed)
    compared = next(name for name in ("against", "in_force", "sold") if name in {*plain, "sold"})
    oracles = {name: Oracle(matrix) for name, matrix in plain.items()}
    expected = replay_lines(lines, oracles, compared, LIMIT)
    replay = evaluate(design, sales_of(lines), question, checks=()).replay
    assert replay is not None
    assert replay.moves.compared_with is ComparedWith(compared)
    assert_equals(replay, expected, plain["replayed"])
    for _ in range(2):
        Random(seed).shuffle(lines)  # noqa: S311 - test data
        other = evaluate(design, sales_of(lines, is_merged=False), question, checks=()).replay
        assert other == replay


def test_the_cases_meet_everything_that_a_replay_counts() -> None:
    met = {"unpriced": 0, "up": 0, "down": 0, "same": 0, "above": 0, "over": 0, "no_list": 0}
    for seed in range(CASES):
        _, lines, design, question = some_case(seed)
        replay = evaluate(design, sales_of(lines), question, checks=()).replay
        assert replay is not None
        met["unpriced"] += replay.unpriced.lines > 0
        met["up"] += replay.moves.up.pieces > 0
        met["down"] += replay.moves.down.pieces > 0
        met["same"] += replay.moves.same.pieces > 0
        met["above"] += replay.above_list.pieces > 0
        met["over"] += 0 < replay.over_limit.pieces < replay.above_list.pieces
        met["no_list"] += replay.no_list_pieces > 0
    assert min(met.values()) >= CASES // 10, met


def one_tier(factor: str, cap: Cap | None = None) -> Matrix:
    return Matrix("one", (Tier(0, None, read_factor(factor).factor),), cap=cap)


def test_a_compared_matrix_that_cannot_price_a_line_takes_it_out_of_every_total() -> None:
    narrow = Matrix("narrow", (Tier(0, 10 * DOLLAR, read_factor("x3").factor),))
    lines = [Line(5 * DOLLAR, None, 9 * DOLLAR, PIECE), Line(50 * DOLLAR, None, 80 * DOLLAR, PIECE)]
    design = Design("d", (one_tier("x2"),), in_force=InForce(narrow))
    replay = evaluate(design, sales_of(lines)).replay
    assert replay is not None
    assert (replay.lines, replay.used, replay.unpriced.lines) == (4, 1, 1)
    assert total_text(replay.unpriced.cost) == "50.00"
    assert total_text(replay.unpriced.sales) == "80.00"
    assert total_text(replay.replayed.sales) == "10.00"
    assert replay.sold is not None
    assert total_text(replay.sold.sales) == "9.00"
    assert replay.in_force is not None
    assert total_text(replay.in_force.sales) == "15.00"
    assert replay.gain == replay.replayed.gp - replay.in_force.gp


def test_gp_percent_is_a_ratio_of_sums() -> None:
    lines = [Line(DOLLAR, None, 4 * DOLLAR, PIECE), Line(90 * DOLLAR, None, 96 * DOLLAR, PIECE)]
    replay = evaluate(Design("d", (one_tier("x2"),)), sales_of(lines)).replay
    assert replay is not None
    assert replay.sold is not None
    assert replay.sold.gp_percent == 9.0
    assert replay.replayed.gp_percent == 50.0


def test_a_cap_has_a_row_of_its_own() -> None:
    cap = Cap(250 * DOLLAR, CapRule.LOWER)
    lines = [Line(250 * DOLLAR, None, 0, PIECE), Line(250 * DOLLAR + 1, None, 0, PIECE)]
    replay = evaluate(Design("d", (one_tier("x2", cap),)), sales_of(lines)).replay
    assert replay is not None
    tier, over = replay.tiers
    assert (tier.kind, tier.tier, tier.lines) == (RowKind.TIER, 1, 1)
    assert (over.kind, over.tier, over.lines, over.name) == (RowKind.CAP, None, 1, "cap")
    assert over.lower == 250 * DOLLAR + 100
    assert over.upper is None


def test_sums_beyond_64_bits_are_exact() -> None:
    line = Line(900_000 * DOLLAR, 900_000 * DOLLAR, 2 * DOLLAR, 200_000 * PIECE)
    lines = [line, replace(line, cost=line.cost + 1)]
    design = Design("d", (one_tier("x9000.3333"),), in_force=InForce(one_tier("x9000")))
    replay = evaluate(design, sales_of(lines)).replay
    assert replay is not None
    oracles = {
        "replayed": Oracle(plain_one("9000.3333")),
        "in_force": Oracle(plain_one("9000")),
    }
    expected = replay_lines(lines, oracles, "in_force", LIMIT)
    assert_equals(replay, expected, plain_one("1"))
    assert replay.replayed.sales > 2**63


def plain_one(value: str) -> OracleMatrix:
    return OracleMatrix((OracleTier(Decimal(0), None, "multiplier", Decimal(value)),))


def test_a_history_too_large_to_add_up_is_refused_in_a_sentence() -> None:
    line = Line(900_000 * DOLLAR, None, DOLLAR, 10**9 * PIECE)
    with pytest.raises(MatrixDesignerError, match="460 billion"):
        fold_rows(sales_of([line]).rows)


def test_an_empty_history_replays_to_nothing() -> None:
    replay = evaluate(Design("d", (one_tier("x2"),)), sales_of([])).replay
    assert replay is not None
    assert replay.used == 0
    assert replay.replayed.gp_percent is None
    assert replay.moves.same.pieces == 0


def test_a_fold_is_sorted_and_keeps_every_piece() -> None:
    rng = Random(5)  # noqa: S311 - test data
    lines = random_lines(
        rng, [(rng.randint(100, 900), rng.choice((None, 700, 800))) for _ in range(9)], 80
    )
    fold = fold_rows(sales_of(lines, is_merged=False).rows)
    keys = list(zip(fold.cost.tolist(), fold.list_price.tolist(), strict=True))
    assert keys == sorted(set(keys))
    assert int(fold.lines.sum()) == 80
    assert int(fold.quantity.sum()) == sum(line.quantity for line in lines)
    assert int(fold.cost_total.sum()) == sum(line.cost * line.quantity for line in lines)
    assert np.array_equal(np.unique(fold.unit_row), np.arange(len(fold)))


@pytest.mark.parametrize(
    ("days", "is_scaled", "a_year"),
    [
        (None, False, 100),
        (59, False, 100),
        (60, True, 608),
        (365, False, 100),
        (366, False, 100),
        (730, True, 50),
        (182, True, 201),
    ],
)
def test_a_period_is_scaled_to_a_year_by_the_days_it_covers(
    days: int | None, is_scaled: bool, a_year: int
) -> None:
    period = Period(days)
    assert period.is_scaled is is_scaled
    assert period.a_year(100) == a_year
    assert period.a_year(-100) == -a_year
    assert period.is_too_short is (days == 59)
