from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pytest

from matrix_designer.analysis.tornado import Swing, tornado
from matrix_designer.core.design import Design, InForce
from matrix_designer.core.evidence import Sales
from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import Cap, CapRule, Matrix, Rails, Tier
from matrix_designer.core.money import DOLLAR, EXTENDED_DOLLAR, PIECE
from matrix_designer.core.question import Question
from matrix_designer.evaluation.evaluate import evaluate
from tests.analysis.history import Line, sales_of
from tests.analysis.test_replay import some_case
from tests.oracle.pricing_oracle import Number, Oracle, OracleMatrix

CASES = 80
TWENTIETH = Fraction(1, 20)


class ShiftedOracle(Oracle):
    """Prices with one tier's multiplier moved; an add-on takes so much more of the basis."""

    def __init__(self, matrix: OracleMatrix, tier: int, by: Fraction) -> None:
        super().__init__(matrix)
        self.tier, self.by = tier, by
        self.exact[tier] += by
        self.quick[tier] += Decimal(by.numerator) / Decimal(by.denominator)

    def _tier_price(
        self, index: int, basis: Number, multipliers: list[Number], number: type[Number]
    ) -> Number:
        made = super()._tier_price(index, basis, multipliers, number)
        if index == self.tier and self.matrix.tiers[index].kind == "add-on":
            made += basis * (multipliers[index] - 1)
        return made


def swings_of(design: Design, sales: Sales, question: Question | None = None) -> tuple[Swing, ...]:
    analysis = evaluate(design, sales, question, checks=())
    assert analysis.states.priced is not None
    return tornado(analysis.schedule, analysis.states.priced)


def brute_force(
    plain: dict[str, OracleMatrix], lines: Sequence[Line], tier: int, by: Fraction
) -> int | None:
    """Add up, line by line, what a shift does to GP."""
    states = [Oracle(matrix) for matrix in plain.values()]
    now = ShiftedOracle(plain["replayed"], tier, by)
    if now.exact[tier] <= 0:
        return None
    old = Oracle(plain["replayed"])
    change = 0
    for line in lines:
        part = line.cost, line.list_price
        was, will = old.price(*part).cents, now.price(*part).cents
        if was is None or will is None or any(each.price(*part).cents is None for each in states):
            continue
        change += (will - was) * 100 * line.quantity
    return change


@pytest.mark.parametrize("seed", range(CASES))
def test_every_swing_equals_a_loop_over_lines(seed: int) -> None:
    plain, lines, design, question = some_case(seed)
    swings = swings_of(design, sales_of(lines), question)
    count = len(plain["replayed"].tiers)
    assert sorted(swing.tier for swing in swings) == list(range(1, count + 1))
    for swing in swings:
        for by, told in ((TWENTIETH, swing.up), (-TWENTIETH, swing.down)):
            assert told == brute_force(plain, lines, swing.tier - 1, by)
    reaches = [swing.reach for swing in swings]
    assert reaches == sorted(reaches, reverse=True)


def test_the_cases_move_both_ways_and_not_at_all() -> None:
    met = {"moves": 0, "still": 0, "uneven": 0}
    for seed in range(CASES):
        _, lines, design, question = some_case(seed)
        for swing in swings_of(design, sales_of(lines), question):
            met["moves"] += swing.reach > 0
            met["still"] += swing.reach == 0
            met["uneven"] += swing.up is not None and swing.up != -(swing.down or 0)
    assert min(met.values()) > CASES // 2, met


def some_design(**rules: object) -> Design:
    tiers = (
        Tier(0, 10 * DOLLAR, read_factor("x2").factor),
        Tier(1001 * DOLLAR // 100, None, read_factor("40% GP").factor),
    )
    return Design("d", (Matrix("m", tiers, **rules),))  # type: ignore[arg-type]  # by name


def test_a_tier_that_sells_more_stands_first() -> None:
    lines = [Line(5 * DOLLAR, None, 0, PIECE), Line(60 * DOLLAR, None, 0, 2 * PIECE)]
    first, second = swings_of(some_design(), sales_of(lines))
    assert (first.tier, second.tier) == (2, 1)
    assert first == Swing(2, 6 * EXTENDED_DOLLAR, -6 * EXTENDED_DOLLAR)
    assert second == Swing(1, EXTENDED_DOLLAR // 4, -EXTENDED_DOLLAR // 4)


def test_cap_and_rails_take_the_swing_away() -> None:
    lines = [Line(60 * DOLLAR, 90 * DOLLAR, 0, PIECE)]
    capped = some_design(cap=Cap(50 * DOLLAR, CapRule.LOWER))
    assert {swing.reach for swing in swings_of(capped, sales_of(lines))} == {0}
    listed = [Line(60 * DOLLAR, 99 * DOLLAR, 0, PIECE)]
    railed = swings_of(some_design(rails=Rails(ceiling=0)), sales_of(listed))
    assert railed[0] == Swing(2, 0, -2 * EXTENDED_DOLLAR)  # 103 and 100 are held at 99, 97 is not


def test_a_line_that_the_matrix_in_force_cannot_price_moves_nothing() -> None:
    lines = [Line(60 * DOLLAR, None, 0, PIECE)]
    narrow = Matrix("n", (Tier(0, 10 * DOLLAR, read_factor("x3").factor),))
    design = Design("d", some_design().matrices, in_force=InForce(narrow))
    assert {swing.reach for swing in swings_of(design, sales_of(lines))} == {0}
