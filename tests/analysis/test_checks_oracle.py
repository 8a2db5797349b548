"""Random matrices and sales: the checks against an oracle that walks every cent."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from matrix_designer.analysis.boundaries import boundaries_of
from matrix_designer.analysis.checks.context import CheckContext
from matrix_designer.analysis.checks.suite import run_checks
from matrix_designer.analysis.findings import Finding
from matrix_designer.core.design import Design
from matrix_designer.core.money import POINT, amount_text, quantity_text
from matrix_designer.core.pricing import compile_matrix, price
from tests.analysis.check_cases import Sale, fold
from tests.analysis.check_oracle import CheckOracle, Part, small_matrix, small_sales
from tests.oracle.bridge import matrix_of

SEEDS = range(120)
GOAL = Fraction(42, 100)


def sale(part: Part) -> Sale:
    listed = None if part.listed is None else amount_text(part.listed)
    return amount_text(part.cost), listed, quantity_text(part.quantity), amount_text(part.sold)


def dollars_of(findings: list[Finding], code: str) -> list[int | None]:
    return sorted((each.dollars for each in findings if each.code == code), key=lambda d: d or 0)


def only(value: int | None) -> list[int]:
    return [] if value is None else [value]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_checks_say_what_every_cent_says(seed: int) -> None:
    rng = Random(seed)  # noqa: S311 - a test's dice
    plain, parts = small_matrix(rng), small_sales(rng)
    oracle = CheckOracle(plain, parts)
    judged = matrix_of(plain)
    schedule, sold = compile_matrix(judged), fold([sale(part) for part in parts])
    prices = price(schedule, sold.cost, sold.list_price)
    design = Design("d", (judged,), goal=42 * POINT)
    found = list(run_checks(CheckContext(design, judged, schedule, sold, prices)))
    overlaps, bounds = oracle.pairs()
    assert dollars_of(found, "gap") == [dollars for dollars, _ in oracle.gaps()]
    assert dollars_of(found, "late-start") == only(oracle.late_start())
    assert dollars_of(found, "no-top") == only(oracle.no_top())
    assert dollars_of(found, "overlap") == overlaps
    assert dollars_of(found, "shared-bound") == bounds
    assert bool(dollars_of(found, "unordered")) == oracle.is_unordered()
    assert bool(dollars_of(found, "mode-mix")) == oracle.oracle.is_mixed
    assert sum(each or 0 for each in dollars_of(found, "below-cost")) == oracle.losses()
    assert dollars_of(found, "below-goal") == only(oracle.under_goal(GOAL))
    under = {each.tier: each.dollars for each in found if each.code == "below-goal-tier"}
    assert under == oracle.tiers_under_goal(GOAL)
    over = oracle.over_list(Fraction(1, 10))
    assert dollars_of(found, "above-list") == ([int(over + Fraction(1, 2))] if over else [])
    assert dollars_of(found, "below-list") == ([oracle.under_list()] if oracle.under_list() else [])


@pytest.mark.parametrize("seed", SEEDS)
def test_falls_and_zones_are_those_of_every_cent(seed: int) -> None:
    rng = Random(10_000 + seed)  # noqa: S311 - a test's dice
    plain, parts = small_matrix(rng), small_sales(rng)
    if plain.lookup == "list" or any(tier.basis == "list" for tier in plain.tiers):
        return
    oracle = CheckOracle(plain, parts)
    judged = matrix_of(plain)
    schedule, sold = compile_matrix(judged), fold([sale(part) for part in parts])
    prices = price(schedule, sold.cost, sold.list_price)
    context = CheckContext(Design("d", (judged,)), judged, schedule, sold, prices)
    zones = [
        (zone.fall.tier, zone.fall.low, zone.fall.high, zone.dollars) for zone in context.zones
    ]
    assert zones == oracle.falls()


def test_the_falls_of_many_matrices_were_worth_looking_at() -> None:
    count = 0
    for seed in SEEDS:
        plain = small_matrix(Random(10_000 + seed))  # noqa: S311 - a test's dice
        count += len(boundaries_of(compile_matrix(matrix_of(plain))).falls)
    assert count > 50
