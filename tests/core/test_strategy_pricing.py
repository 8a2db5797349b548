"""One part under a whole plan: its price, and every step in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from matrix_designer.core.factor import Basis, read_factor
from matrix_designer.core.family import Family
from matrix_designer.core.flat_price import FlatPrice
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import DOLLAR, POINT
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.plan import (
    ByFamily,
    ByFlatPrice,
    ByMatrix,
    ByPercent,
    Conditions,
    LeftAlone,
    Plan,
    Rule,
    Treatment,
)
from matrix_designer.core.pricing import compile_matrix, price_one
from matrix_designer.core.strategy import Strategy
from matrix_designer.core.strategy_pricing import Pricer, price_part
from tests.oracle.plan_bridge import facts_of, strategy_of
from tests.oracle.plan_oracle import PlanOracle
from tests.oracle.random_matrices import seeded
from tests.oracle.random_plans import DAY, random_numbers, random_part, random_strategy

FIRST = Matrix("First", (Tier(0, None, read_factor("x2").factor),))
SECOND = Matrix("Second", (Tier(0, None, read_factor("x3").factor),))
PART = PartFacts(10 * DOLLAR, 20 * DOLLAR, part="1925", description="Brake pads", source="BRK")


def under(treatment: Treatment, name: str = "") -> Strategy:
    rule = Rule(treatment, Conditions(sources=("BRK",)), name)
    flat = FlatPrice("1925", 1_799_00, reviewed=dt.date(2026, 5, 1), by="Ann", is_locked=True)
    return Strategy(
        (FIRST, SECOND),
        Plan((rule,)),
        flat_prices=(flat,),
        families=(Family("Pads", descriptions=("brake pad",), price=2_10_00),),
    )


def told(strategy: Strategy, facts: PartFacts = PART) -> list[tuple[str, str, str | None]]:
    steps = price_part(strategy, facts).steps
    return [(step.step, step.detail, step.value) for step in steps]


KNOWN = ("part", "Part “1925”, source “BRK”", None)


def test_without_a_plan_it_is_the_matrix_alone() -> None:
    planned = price_part(Strategy((FIRST, SECOND)), PART)
    alone = price_one(compile_matrix(FIRST), PART.cost, PART.list_price)
    assert planned.priced == alone
    assert planned.steps == alone.steps
    assert planned.matrix is FIRST


def test_a_rule_to_a_matrix_is_named_and_the_matrix_tells_the_rest() -> None:
    assert told(under(ByMatrix("Second"), "Brake parts")) == [
        KNOWN,
        ("plan", "Rule 1 “Brake parts”: the matrix “Second”", "10.00"),
        ("look-up", "Cost 10.00 finds tier 1, 0.01 and up", "10.00"),
        ("factor", "Cost 10.00 × 3 (x3) = 30.00", "30.00"),
        ("rounded", "Rounded half up to the cent, once", "30.00"),
    ]
    planned = price_part(under(ByMatrix("Second")), PART)
    assert (planned.price, planned.matrix) == (30 * DOLLAR, SECOND)


def test_the_default_says_that_no_rule_takes_the_part() -> None:
    steps = told(under(ByMatrix("Second")), replace(PART, source="AC"))
    assert steps[1] == ("plan", "No rule takes it, so the default: the matrix “First”", "10.00")


def test_a_percent_of_list_is_rounded_once() -> None:
    part = replace(PART, list_price=199_950)
    assert told(under(ByPercent(Basis.LIST, -10 * POINT)), part) == [
        KNOWN,
        ("plan", "Rule 1: list − 10 %", "10.00"),
        ("percent", "List 19.995 × 0.9 = 17.9955", "17.9955"),
        ("rounded", "Rounded half up to the cent, once", "18.00"),
    ]


def test_a_percent_of_a_missing_list_is_unpriced() -> None:
    strategy = under(ByPercent(Basis.LIST, -10 * POINT))
    for missing in (None, 0):
        part = replace(PART, list_price=missing)
        assert price_part(strategy, part).price is None
        assert told(strategy, part)[-1] == (
            "unpriced",
            "It prices on list and there is no list",
            None,
        )


def test_a_flat_price_tells_its_review() -> None:
    assert told(under(ByFlatPrice()))[1:] == [
        ("plan", "Rule 1: the flat price list", "10.00"),
        ("flat price", "Flat price 17.99, reviewed 2026-05-01 by Ann, locked", "17.99"),
    ]


def test_a_family_sells_at_its_price_and_one_without_a_price_at_none() -> None:
    strategy = under(ByFamily())
    assert told(strategy)[2] == ("family", "Price 2.10 of the family “Pads”", "2.10")
    unpriced = replace(strategy, families=(replace(strategy.families[0], price=None),))
    assert price_part(unpriced, PART).price is None
    assert told(unpriced)[2] == ("unpriced", "The family “Pads” has no price yet", None)


def test_what_is_left_alone_has_no_price_in_a_price_test() -> None:
    assert price_part(under(LeftAlone()), PART).price is None
    assert told(under(LeftAlone()))[2][0] == "left alone"


@pytest.mark.parametrize("treatment", [ByFlatPrice(), ByFamily(), ByPercent(Basis.LIST, 0)])
def test_nothing_has_a_price_without_a_cost(treatment: Treatment) -> None:
    for cost in (0, 49):
        planned = price_part(under(treatment), replace(PART, cost=cost))
        assert planned.price is None
        assert planned.steps[-1].step == "unpriced"


def test_a_matrix_that_is_not_there_prices_nothing() -> None:
    planned = price_part(under(ByMatrix("Gone")), PART)
    assert (planned.price, planned.matrix, planned.priced) == (None, None, None)
    assert planned.steps[-1].detail == "The design has no matrix named “Gone”"


def test_random_plans_price_as_a_brute_force_does() -> None:
    rng = seeded("strategy pricing")
    for _ in range(100):
        numbers = random_numbers(rng, 20)
        plain = random_strategy(rng, numbers)
        on = rng.choice((None, DAY))
        pricer, oracle = Pricer(strategy_of(plain), on), PlanOracle(plain, on)
        for _ in range(20):
            part = random_part(rng, numbers)
            expected, planned = oracle.price(part), pricer.price(facts_of(part))
            price = None if planned.price is None else Decimal(planned.price) / DOLLAR
            assert price == expected.price, (plain, part)
            if planned.price is not None:
                assert planned.steps[-1].value == f"{price:.2f}"
