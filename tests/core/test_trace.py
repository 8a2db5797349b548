"""The trace says every step in words, and ends at the price."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from matrix_designer.core.factor import Basis, read_factor
from matrix_designer.core.matrix import (
    Cap,
    CapRule,
    Ending,
    EndingKind,
    Fallback,
    FallbackKind,
    Floor,
    FloorKind,
    Matrix,
    Mode,
    Rails,
    Tier,
)
from matrix_designer.core.money import CENT, DOLLAR, POINT, amount_text
from matrix_designer.core.pricing import compile_matrix, price_one
from tests.oracle.bridge import matrix_of
from tests.oracle.random_matrices import any_matrix, part_near, seeded

FULL = Matrix(
    "Front counter",
    (
        Tier(0, 10 * DOLLAR, read_factor("x3").factor),
        Tier(10 * DOLLAR + CENT, None, read_factor("42% GP").factor),
    ),
    cap=Cap(250 * DOLLAR, CapRule.LOWER),
    rails=Rails(10 * POINT, is_not_below_list=True, floor=Floor(FloorKind.MARKUP, 20 * POINT)),
    ending=Ending(EndingKind.X9),
)


def told(matrix: Matrix, cost: int, listed: int | None) -> list[tuple[str, str, str | None]]:
    steps = price_one(compile_matrix(matrix), cost, listed).steps
    return [(step.step, step.detail, step.value) for step in steps]


def test_every_step_of_a_full_matrix() -> None:
    assert told(FULL, 213_850, 30 * DOLLAR) == [
        ("plan", "The matrix “Front counter” prices it", "21.385"),
        ("cap", "Cost 21.385 is not above the cap 250.00", "21.385"),
        ("look-up", "Cost 21.385 looks up as 21.39 and finds tier 2, 10.01 and up", "21.39"),
        ("factor", "Cost 21.385 / 0.58 (42% GP) = 36.870689…", "36.8707"),
        ("rounded", "Rounded half up to the cent, once", "36.87"),
        ("ceiling", "At most list 30.00 + 10 % = 33.00: down from 36.87", "33.00"),
        ("not below list", "At least list 30.00 = 30.00: 33.00 stays", "33.00"),
        ("floor", "At least + 20 % markup on cost 21.385 = 25.67: 33.00 stays", "33.00"),
        ("ending", "Ending nearest .x9: down from 33.00", "32.99"),
    ]


def test_the_cap_takes_the_place_of_look_up_and_factor() -> None:
    capped = replace(FULL, rails=Rails(), ending=None)
    both = "the lower of list 450.00 and cost × 1.67 = 501.00"
    assert told(capped, 300 * DOLLAR, 450 * DOLLAR)[1:] == [
        ("cap", f"Cost 300.00 is above the cap 250.00: {both}", "450.00"),
        ("rounded", "Rounded half up to the cent, once", "450.00"),
    ]
    assert "there is no list, so cost × 1.67 = 501.00" in told(capped, 300 * DOLLAR, None)[1][1]


def test_rails_without_a_list_say_that_they_were_skipped() -> None:
    steps = {step: detail for step, detail, _ in told(FULL, 20 * DOLLAR, None)}
    assert steps["ceiling"] == steps["not below list"] == "Skipped, because there is no list"


def test_what_is_unpriced_says_why() -> None:
    bare = replace(FULL, tiers=FULL.tiers[:1], cap=None)
    by_list = replace(bare, lookup=Basis.LIST)
    on_list = replace(
        FULL, tiers=(Tier(0, None, read_factor("90% of list").factor, Basis.LIST),), cap=None
    )
    less = Matrix("m", (Tier(0, None, read_factor("-$5.00").factor),))
    for matrix, cost, words in (
        (bare, 0, "there is no price without a cost"),
        (bare, 11 * DOLLAR, "matches no tier"),
        (by_list, DOLLAR, "The look-up is by list and there is no list"),
        (on_list, DOLLAR, "The tier prices on list and there is no list"),
        (replace(bare, fallback=Fallback(FallbackKind.LIST)), 11 * DOLLAR, "there is no list"),
        (replace(bare, mode=Mode.COMPOUND, lookup=Basis.LIST), DOLLAR, "The mode cannot work"),
        (less, 4 * DOLLAR, "-1.00 is below zero, which is no price"),
    ):
        steps = told(matrix, cost, None)
        assert any(words in detail for _, detail, _ in steps), (words, steps)
        assert steps[-1][2] is None


def test_compound_and_linear_tell_their_sums() -> None:
    tiers = (
        Tier(0, 10 * DOLLAR, read_factor("x3.5").factor),
        Tier(10 * DOLLAR + CENT, 20 * DOLLAR, read_factor("x3").factor),
        Tier(20 * DOLLAR + CENT, None, read_factor("x2.5").factor),
    )
    compound = told(Matrix("m", tiers, mode=Mode.COMPOUND), 25 * DOLLAR, None)
    assert compound[2] == ("factor", "10.00 × 3.5 + 10.00 × 3 + 5.00 × 2.5 = 77.50", "77.50")
    linear = told(Matrix("m", tiers, mode=Mode.LINEAR), 15 * DOLLAR + CENT, None)
    assert linear[2] == (
        "factor",
        "x3 at 10.01 slides to x2.5 at 20.01: 15.01 × 2.75 = 41.2775",
        "41.2775",
    )


def test_the_fallback_tells_its_sum() -> None:
    priced = replace(
        FULL,
        tiers=(),
        cap=None,
        rails=Rails(),
        ending=None,
        fallback=Fallback(FallbackKind.FACTOR, read_factor("+$5.00").factor),
    )
    assert (
        "fallback",
        "No tier prices it, so cost 10.00 + 5.00 (+$5.00) = 15.00",
        "15.00",
    ) in told(priced, 10 * DOLLAR, None)


def test_every_trace_ends_at_the_price_and_carries_money() -> None:
    rng = seeded(9)
    money = re.compile(r"-?[0-9]+\.[0-9]{2,4}")
    for _ in range(1_500):
        plain = any_matrix(rng)
        matrix = matrix_of(plain)
        cost, listed = part_near(rng, plain)
        part = price_one(compile_matrix(matrix), cost, listed)
        last = part.steps[-1]
        assert last.value == (None if part.price is None else amount_text(part.price))
        assert part.steps[0].step == "plan"
        for step in part.steps:
            assert step.detail
            assert step.value is None or money.fullmatch(step.value), step
        names = [step.step for step in part.steps]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("rule", "cost", "brief"),
    [
        (CapRule.LOWER, 300, "lower: list"),
        (CapRule.LOWER, 255, "lower: list"),
        (CapRule.LOWER, 251, "lower: + 67 %"),
        (CapRule.HIGHER, 300, "higher: + 67 %"),
        (CapRule.HIGHER, 251, "higher: list"),
        (CapRule.LIST, 300, "list"),
        (CapRule.COST_PLUS_67, 300, "cost + 67 %"),
    ],
)
def test_the_cap_says_in_short_which_rule_took_what(rule: CapRule, cost: int, brief: str) -> None:
    tier = Tier(100, 250 * DOLLAR, read_factor("x2").factor)
    schedule = compile_matrix(Matrix("m", (tier,), cap=Cap(250 * DOLLAR, rule)))
    priced = price_one(schedule, cost * DOLLAR, 425 * DOLLAR)
    assert [step.brief for step in priced.steps if step.step == "cap"] == [brief]
