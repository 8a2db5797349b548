"""The bridge and the comparison, held to a loop over single lines with the price oracle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pytest

from matrix_designer.analysis.bridge import Bridge, bridge_of
from matrix_designer.analysis.comparison import Comparison, average_of, compare
from matrix_designer.analysis.replay import ComparedWith, Replay
from matrix_designer.analysis.stacked_rows import StackedRow
from matrix_designer.analysis.sums import PricedFold
from matrix_designer.core.design import Design, InForce
from matrix_designer.core.question import Question
from matrix_designer.evaluation.evaluate import Analysis, evaluate
from tests.analysis.history import Line, random_lines, sales_of
from tests.oracle.bridge import matrix_of
from tests.oracle.pricing_oracle import Oracle, OracleMatrix, OracleTier
from tests.oracle.random_matrices import any_matrix, part_near, seeded

CASES = 25
DOLLAR = 10**7
NAMES = {"cap": "cap", "fallback": "no tier"}


def compared(analysis: Analysis) -> Comparison:
    return compare(*told_of(analysis))


def told_of(analysis: Analysis) -> tuple[Replay, tuple[StackedRow, ...], list[PricedFold]]:
    assert analysis.replay is not None
    return analysis.replay, analysis.stacked, [one.priced for one in analysis.summed]


def bridged(analysis: Analysis) -> Bridge:
    assert analysis.replay is not None
    return bridge_of(analysis.stacked, analysis.replay)


def steps_by_lines(
    lines: Sequence[Line], proposed: Oracle, others: Sequence[Oracle]
) -> dict[str, Fraction]:
    """Add up line by line what each row of the proposed matrix changes; the last is compared."""
    steps: dict[str, Fraction] = defaultdict(Fraction)
    for line in lines:
        mine = proposed.price(line.cost, line.list_price)
        theirs = [other.price(line.cost, line.list_price) for other in others]
        if mine.cents is None or any(price.cents is None for price in theirs):
            continue
        after = Fraction(mine.cents, 100)
        before = Fraction(line.unit_sold, 10_000)
        for price in theirs:
            before = Fraction(price.cents or 0, 100)
        row = mine.row
        name = f"tier {row + 1}" if isinstance(row, int) else NAMES[str(row)]
        steps[name] += (after - before) * Fraction(line.quantity, 1000)
    return steps


def above_by_lines(
    lines: Sequence[Line], proposed: Oracle, others: Sequence[Oracle]
) -> tuple[list[Fraction], list[Fraction]]:
    """Count pieces and dollars above list before and after, line by line."""
    sides = ([Fraction(0), Fraction(0)], [Fraction(0), Fraction(0)])
    for line in lines:
        mine = proposed.price(line.cost, line.list_price)
        theirs = [other.price(line.cost, line.list_price) for other in others]
        if mine.cents is None or any(price.cents is None for price in theirs):
            continue
        before = Fraction(line.unit_sold, 10_000)
        if theirs:
            before = Fraction(theirs[-1].cents or 0, 100)
        listed = Fraction(line.list_price or 0, 10_000)
        quantity = Fraction(line.quantity, 1000)
        for side, price in zip(sides, (before, Fraction(mine.cents, 100)), strict=True):
            if listed > 0 and price > listed:
                side[0] += quantity
                side[1] += (price - listed) * quantity
    return sides


@pytest.mark.parametrize("states", ["sold", "in force", "against", "both"])
def test_the_steps_are_those_of_a_loop_over_the_lines(states: str) -> None:
    for case in range(CASES):
        rng = seeded(f"bridge {states} {case}")
        plain = [any_matrix(rng) for _ in range(3)]
        parts = [part_near(rng, rng.choice(plain)) for _ in range(14)]
        lines = random_lines(rng, parts, 60)
        in_force = plain[1] if states in {"in force", "both"} else None
        against = plain[2] if states in {"against", "both"} else None
        others = [Oracle(one) for one in (in_force, against) if one is not None]
        design = Design(
            "d",
            (matrix_of(plain[0]),),
            in_force=None if in_force is None else InForce(matrix_of(in_force, "now")),
        )
        question = Question(against=None if against is None else matrix_of(against, "other"))
        analysis = evaluate(design, sales_of(lines), question)
        bridge = bridged(analysis)
        expected = steps_by_lines(lines, Oracle(plain[0]), others)
        found = {step.name: Fraction(step.change, DOLLAR) for step in bridge.steps}
        assert {name: value for name, value in found.items() if value} == {
            name: value for name, value in expected.items() if value
        }
        assert Fraction(bridge.change, DOLLAR) == sum(expected.values())
        assert sum(step.change for step in bridge.steps) == bridge.change
        comparison = compared(analysis)
        before, after = above_by_lines(lines, Oracle(plain[0]), others)
        for told, counted in (
            (comparison.above_before, before),
            (comparison.above_after, after),
        ):
            assert [Fraction(told.pieces, 1000), Fraction(told.dollars, DOLLAR)] == counted
        assert comparison.gain == bridge.change


def ladder(*factors: str) -> OracleMatrix:
    """Return tiers of ten dollars with a cap above 100."""
    tiers = [
        OracleTier(
            Decimal(10 * place) + Decimal("0.01"),
            Decimal(10 * place + 10),
            "multiplier",
            Decimal(x),
        )
        for place, x in enumerate(factors)
    ]
    return OracleMatrix(tuple(tiers), cap=(Decimal(100), "cost+67"), fallback=("list", Decimal(0)))


def test_whole_dollars_and_years_of_the_steps_add_up_to_the_total() -> None:
    rng = seeded(5)
    proposed = ladder("2.01", "1.9", "1.81", "1.72")
    in_force = ladder("2", "1.9", "1.8", "1.75")
    parts = [(rng.randint(5_000, 1_600_000), rng.randint(5_000, 3_000_000)) for _ in range(80)]
    lines = random_lines(rng, parts, 900)
    for days in (None, 40, 90, 365, 500):
        design = Design("d", (matrix_of(proposed),), in_force=InForce(matrix_of(in_force, "now")))
        bridge = bridged(evaluate(design, sales_of(lines, days=days)))
        assert bridge.compared_with is ComparedWith.IN_FORCE
        assert sum(step.in_a_year for step in bridge.steps) == bridge.in_a_year
        assert sum(step.dollars for step in bridge.steps) == bridge.dollars
        factor = Fraction(365, days) if days in {90, 500} else Fraction(1)
        for step in bridge.steps:
            exact = step.change * factor
            assert abs(step.in_a_year - exact) < 1
            assert abs(step.dollars - exact / DOLLAR) < 1
            assert (step.change == 0) <= (step.dollars == 0)
            assert step.dollars * step.change >= 0
    assert [step.name for step in bridge.steps] == [
        *("tier 1", "tier 2", "tier 3", "tier 4"),
        *("cap", "no tier"),
    ]


def test_a_price_that_does_not_move_is_no_step_and_unpriced_lines_are_in_none() -> None:
    design = Design(
        "d",
        (matrix_of(OracleMatrix(ladder("2", "1.5").tiers)),),
        in_force=InForce(matrix_of(OracleMatrix(ladder("2", "1.4").tiers), "now")),
    )
    lines = [
        Line(50_000, None, 90_000, 3000),
        Line(120_000, None, 0, 2000),
        Line(900_000, None, 0, 9),
    ]
    bridge = bridged(evaluate(design, sales_of(lines)))
    assert [(step.name, step.change) for step in bridge.steps] == [
        ("tier 1", 0),
        ("tier 2", 12_000 * 2000),
        ("no tier", 0),
    ]
    assert bridge.before == 50_000 * 3000 + 48_000 * 2000


def test_averages_are_rounded_once() -> None:
    design = Design(
        "d",
        (matrix_of(ladder("2", "1.5")),),
        in_force=InForce(matrix_of(ladder("1.9", "1.6"), "now")),
    )
    lines = [Line(33_300, None, 0, 2000), Line(70_000, None, 0, 1000), Line(150_000, None, 0, 500)]
    comparison = compared(evaluate(design, sales_of(lines)))
    assert average_of(comparison.up) == 4_533  # 2 x (6.66 - 6.33) and 14.00 - 13.30 over 3
    assert average_of(comparison.down) == -15_000
    assert average_of(comparison.same) is None


def test_what_stood_above_list_before_is_counted_anew_where_it_changes() -> None:
    for case in range(30):
        rng = seeded(f"kept {case}")
        plain = [any_matrix(rng) for _ in range(4)]
        parts = [part_near(rng, rng.choice(plain)) for _ in range(12)]
        sales = sales_of(random_lines(rng, parts, 40))
        kept: Comparison | None = None
        for _ in range(6):
            mine, now = rng.choice(plain[:2]), rng.choice(plain[2:])
            design = Design("d", (matrix_of(mine),), in_force=InForce(matrix_of(now, "now")))
            analysis = evaluate(design, sales, previous=None)
            told = told_of(analysis)
            kept = compare(*told, kept)
            assert kept.above_before == compare(*told).above_before


def test_an_edit_leaves_what_stood_above_list_before_as_it_is() -> None:
    rng = seeded("edits")
    proposed = [any_matrix(rng) for _ in range(8)]
    now = any_matrix(rng)
    parts = [part_near(rng, rng.choice(proposed)) for _ in range(20)]
    sales = sales_of(random_lines(rng, parts, 200))
    record = InForce(matrix_of(now, "now"))
    analysis: Analysis | None = None
    kept: Comparison | None = None
    for one in proposed:
        design = Design("d", (matrix_of(one),), in_force=record)
        analysis = evaluate(design, sales, previous=analysis)
        told = told_of(analysis)
        kept = compare(*told, kept)
        assert kept.above_before == compare(*told).above_before


def test_a_step_stands_for_the_costs_that_the_replay_says() -> None:
    design = Design("d", (matrix_of(ladder("2", "1.9")),))
    analysis = evaluate(design, sales_of(random_lines(seeded(6), [(5_000, 9_000)], 9), days=365))
    assert analysis.replay is not None
    rows, steps = analysis.replay.tiers, bridged(analysis).steps
    assert [(row.tier, row.lower, row.upper) for row in rows] == [
        (step.tier, step.lower, step.upper) for step in steps
    ]
