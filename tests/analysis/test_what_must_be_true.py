from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from matrix_designer.analysis.replay import ComparedWith, RowKind
from matrix_designer.analysis.what_must_be_true import (
    Stake,
    Verdict,
    WhatMustBeTrue,
    break_even_loss,
    implied_elasticity,
    what_must_be_true,
)
from matrix_designer.core.design import Design, InForce
from matrix_designer.core.evidence import Sales
from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import DOLLAR, EXTENDED_DOLLAR, PIECE
from matrix_designer.core.question import Question
from matrix_designer.evaluation.evaluate import evaluate
from tests.analysis.history import Line, sales_of
from tests.analysis.test_replay import some_case
from tests.oracle.bridge import columns_of
from tests.oracle.pricing_oracle import Oracle
from tests.oracle.random_matrices import seeded

GOLDEN = Path(__file__).parents[1] / "golden" / "worked_examples.json"
EXAMPLES = {each["id"]: each for each in json.loads(GOLDEN.read_text(encoding="utf-8"))}
REFERENCES = ("against", "in_force", "sold")


def truth_of(design: Design, sales: Sales, question: Question | None = None) -> WhatMustBeTrue:
    analysis = evaluate(design, sales, question, checks=())
    assert analysis.replay is not None
    return what_must_be_true(analysis.replay, analysis.stacked)


def stake(cost: int, before: int, after: int) -> Stake:
    return Stake(*(each * EXTENDED_DOLLAR for each in (cost, before, after)))


def test_break_even_of_the_worked_example() -> None:
    example = EXAMPLES["break-even-5-40"]
    given = [Fraction(example["given"][name]) / 100 for name in ("rise_percent", "gp_percent")]
    loss = break_even_loss(*given)
    assert loss == Fraction(1, 9)
    assert f"{float(100 * loss):.2f}" == example["expect"]["loss_percent"]
    assert stake(60, 100, 105).volume == loss


def test_implied_elasticity_of_the_worked_example() -> None:
    example = EXAMPLES["implied-elasticity"]
    multiplier = read_factor(example["given"]["factor"]).factor.multiplier
    assert multiplier is not None
    elasticity = implied_elasticity(multiplier)
    assert elasticity is not None
    assert f"{float(elasticity):.2f}" == example["expect"]["elasticity"]


@pytest.mark.parametrize("multiplier", [Fraction(1), Fraction(1, 2), Fraction(0)])
def test_no_elasticity_where_nothing_is_earned(multiplier: Fraction) -> None:
    assert implied_elasticity(multiplier) is None


@pytest.mark.parametrize(
    ("figures", "verdict", "volume", "percent"),
    [
        ((60, 100, 105), Verdict.MAY_LOSE, Fraction(1, 9), 100 / 9),
        ((60, 100, 100), Verdict.UNCHANGED, Fraction(0), 0.0),
        ((60, 100, 95), Verdict.MUST_GAIN, Fraction(1, 7), -100 / 7),
        ((60, 60, 105), Verdict.ALWAYS, None, None),
        ((60, 50, 55), Verdict.ALWAYS, None, None),
        ((60, 100, 60), Verdict.NEVER, None, None),
        ((60, 100, 50), Verdict.NEVER, None, None),
        ((60, 55, 50), Verdict.NEVER, None, None),
        ((0, 0, 0), Verdict.UNCHANGED, Fraction(0), 0.0),
    ],
)
def test_what_a_change_asks_of_the_volume(
    figures: tuple[int, int, int],
    verdict: Verdict,
    volume: Fraction | None,
    percent: float | None,
) -> None:
    held = stake(*figures)
    assert (held.verdict, held.volume, held.break_even_percent) == (verdict, volume, percent)


def test_the_volume_is_the_formula_of_rise_and_margin() -> None:
    rng = seeded("break-even")
    met = dict.fromkeys(Verdict, 0)
    for _ in range(2_000):
        cost = rng.randint(1, 10**6)
        before, after = (cost * rng.randint(80, 300) // 100 + rng.randint(0, 9) for _ in range(2))
        after = before if rng.random() < 0.05 else after
        held = Stake(cost, before, after)
        met[held.verdict] += 1
        assert held.rise is not None
        assert held.margin_before is not None
        if held.volume is None:
            continue
        formula = break_even_loss(held.rise, held.margin_before)
        if held.verdict is Verdict.UNCHANGED:
            assert held.volume == 0
            continue
        assert formula == (held.volume if held.verdict is Verdict.MAY_LOSE else -held.volume)
        left = 1 - formula
        assert left * (after - cost) == before - cost  # the meaning, not the formula
    assert min(met.values()) > 20, met


def test_the_slider_runs_from_the_gain_to_nothing() -> None:
    held = stake(60, 100, 105)
    assert held.steps == 112  # 11.1 % and break-even itself
    assert held.share_at(0) == 0
    assert held.gp_at(0) == held.gp_after
    assert held.share_at(50) == Fraction(5, 100)
    assert held.gp_at(50) == 45 * EXTENDED_DOLLAR * 95 // 100
    assert held.share_at(111) == Fraction(111, 1000)
    assert held.share_at(112) == Fraction(1, 9)
    assert held.gp_at(112) == held.gp_before
    shares = [held.share_at(step) for step in range(held.steps + 1)]
    assert shares == sorted(set(shares))


def test_the_slider_of_a_cut_runs_up() -> None:
    held = stake(60, 100, 95)
    assert held.share_at(held.steps) == Fraction(1, 7)
    assert held.gp_at(held.steps) == held.gp_before
    assert held.gp_at(100) == 35 * EXTENDED_DOLLAR * 110 // 100
    assert stake(60, 100, 100).steps == stake(60, 60, 105).steps == 0


@pytest.mark.parametrize("seed", range(60))
def test_every_row_equals_a_loop_over_lines(seed: int) -> None:
    plain, lines, design, question = some_case(seed)
    truth = truth_of(design, sales_of(lines, days=100), question)
    name = next(each for each in REFERENCES if each in {*plain, "sold"})
    assert truth.compared_with is ComparedWith(name)
    oracles = {each: Oracle(matrix) for each, matrix in plain.items()}
    rows: dict[str, list[int]] = {}
    for line in lines:
        found = {each: one.price(line.cost, line.list_price) for each, one in oracles.items()}
        if any(price.cents is None for price in found.values()):
            continue
        prices = {each: columns_of(price)[0] for each, price in found.items()}
        prices["sold"] = line.unit_sold
        made = found["replayed"].row
        key = f"tier {made + 1}" if isinstance(made, int) else str(made)
        for place in (key, "total"):
            sums = rows.setdefault(place, [0, 0, 0])
            for at, amount in enumerate((line.cost, prices[name], prices["replayed"])):
                sums[at] += amount * line.quantity
    for named, held in (("total", truth.total), *((row.name, row.stake) for row in truth.rows)):
        cost, before, after = rows.get(named, [0, 0, 0])
        assert (held.cost, held.before, held.after) == (cost, before, after)
        paid = Fraction(after, cost) if cost else None
        assert held.multiplier_after == paid
        expected = None if paid is None or paid <= 1 else paid / (paid - 1)
        assert held.elasticity_after == expected
    assert set(rows) <= {"total", *(row.name for row in truth.rows)}


def one_tier(factor: str) -> Matrix:
    return Matrix("one", (Tier(0, None, read_factor(factor).factor),))


def test_the_elasticity_is_of_the_multiplier_really_paid_not_of_the_one_typed() -> None:
    design = Design("d", (one_tier("x1.67"),), in_force=InForce(one_tier("x1.5")))
    truth = truth_of(design, sales_of([Line(DOLLAR // 100, None, 0, PIECE)]))
    (row,) = truth.rows
    assert (row.kind, row.name) == (RowKind.TIER, "tier 1")
    assert row.stake.multiplier_after == 2  # a cent x 1.67 is two cents
    assert row.stake.elasticity_after == 2
    assert row.stake.multiplier_before == 2
    assert row.stake.verdict is Verdict.UNCHANGED
