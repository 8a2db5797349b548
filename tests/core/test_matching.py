"""Rules match parts as a person reads them, and exactly as a brute force over random plans."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from matrix_designer.core.family import Family
from matrix_designer.core.flat_price import FlatPrice
from matrix_designer.core.matching import Match, Matcher, match_part
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.part_class import Classes, PartClass
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.plan import (
    ByFamily,
    ByFlatPrice,
    ByMatrix,
    Conditions,
    LeftAlone,
    Plan,
    Rule,
    Span,
)
from matrix_designer.core.strategy import Strategy
from tests.oracle.plan_bridge import facts_of, strategy_of, treatment_of
from tests.oracle.plan_oracle import PlanOracle
from tests.oracle.random_matrices import seeded
from tests.oracle.random_plans import DAY, random_numbers, random_part, random_strategy

PART = PartFacts(
    cost=100_000,
    list_price=200_000,
    part="19 256-a",
    description="Oil filter,  DIESEL",
    source="AC",
    group="A1",
    sale_class="M",
    customer_type="Fleet",
    pay_type="C",
    vendor="Acme Parts",
    channel="counter",
)
DEFAULT = Match(None, ByMatrix("First"))


def strategy(*rules: Rule) -> Strategy:
    return Strategy((Matrix("First"), Matrix("Second")), Plan(rules))


def takes(conditions: Conditions, facts: PartFacts = PART) -> bool:
    return match_part(strategy(Rule(LeftAlone(), conditions)), facts).rule == 0


@pytest.mark.parametrize(
    ("conditions", "is_taken"),
    [
        (Conditions(), True),
        (Conditions(sources=("BRK", " ac ")), True),
        (Conditions(sources=("BRK",)), False),
        (Conditions(sources=("AC",), groups=("B2",)), False),
        (Conditions(groups=("a1",)), True),
        (Conditions(sale_classes=("m",)), True),
        (Conditions(customer_types=("FLEET",)), True),
        (Conditions(pay_types=("W", "I")), False),
        (Conditions(vendors=("acme   parts",)), True),
        (Conditions(channels=("Counter",)), True),
        (Conditions(parts=("19256-A",)), True),
        (Conditions(parts=("1925",)), False),
        (Conditions(parts=("19*",)), True),
        (Conditions(parts=("?9256??",)), True),
        (Conditions(parts=("?9256?",)), False),
        (Conditions(parts=("19256.A",)), False),
        (Conditions(descriptions=("filter",)), True),
        (Conditions(descriptions=("oil*diesel",)), True),
        (Conditions(descriptions=("oil filter, d?esel",)), True),
        (Conditions(descriptions=("diesel*oil",)), False),
        (Conditions(cost=Span(100_000)), True),
        (Conditions(cost=Span(0, 100_000)), True),
        (Conditions(cost=Span(100_001)), False),
        (Conditions(list_price=Span(0, 199_999)), False),
        (Conditions(list_price=Span(200_000, 200_000)), True),
        (Conditions(classes=(PartClass.CAPTIVE,)), False),
    ],
)
def test_each_condition(conditions: Conditions, is_taken: bool) -> None:
    assert takes(conditions) is is_taken


def test_a_part_without_a_list_is_in_no_list_span() -> None:
    for missing in (None, 0):
        assert not takes(Conditions(list_price=Span(0)), replace(PART, list_price=missing))


def test_an_unknown_name_matches_the_empty_name_alone() -> None:
    blank = replace(PART, source="", description="", part="")
    assert takes(Conditions(sources=("",)), blank)
    assert takes(Conditions(descriptions=("",)), blank)
    assert takes(Conditions(parts=("",)), blank)
    assert not takes(Conditions(sources=("",)))
    assert not takes(Conditions(descriptions=("",)))
    assert not takes(Conditions(parts=("",)))


def test_the_first_rule_that_matches_wins_and_a_disabled_one_is_passed_over() -> None:
    first, second = Rule(LeftAlone()), Rule(ByMatrix("Second"))
    assert match_part(strategy(first, second), PART).rule == 0
    asked = match_part(strategy(replace(first, is_enabled=False), second), PART)
    assert (asked.rule, asked.treatment) == (1, ByMatrix("Second"))
    assert match_part(strategy(), PART) == DEFAULT


def test_a_dated_rule_counts_from_its_first_day_to_its_last() -> None:
    rule = Rule(LeftAlone(), starts=DAY, ends=DAY + dt.timedelta(2))
    found = [
        match_part(strategy(rule), PART, day).rule
        for day in (None, *(DAY + dt.timedelta(days) for days in (-1, 0, 2, 3)))
    ]
    assert found == [None, None, 0, 0, None]


def test_flat_prices_and_families_take_only_their_own() -> None:
    flat = FlatPrice("19256 A", 1_000)
    family = Family("Filters", descriptions=("filter",), sources=("AC",), excluded=("19256-B",))
    plan = Plan((Rule(ByFlatPrice()), Rule(ByFamily())))
    held = replace(strategy(), plan=plan, flat_prices=(flat,), families=(family,))
    matcher = Matcher(held)
    found = [
        (match.rule, match.flat_price, match.family)
        for match in (
            matcher.match(replace(PART, part=part, source=source))
            for part, source in (
                ("19256a", "BRK"),
                ("19256-C", "ac"),
                ("19256-B", "AC"),
                ("19256-C", "BRK"),
            )
        )
    ]
    assert found == [(0, flat, None), (1, None, family), (None, None, None), (None, None, None)]


def test_a_part_in_two_families_belongs_to_the_first() -> None:
    first, second = Family("A", parts=("19256-A",)), Family("B", sources=("AC",))
    held = replace(strategy(Rule(ByFamily())), families=(first, second))
    assert match_part(held, PART).family is first
    assert match_part(replace(held, families=(second, first)), PART).family is second


def test_a_part_has_its_own_class_before_its_sources() -> None:
    classes = Classes((("ac", PartClass.CAPTIVE),), (("19256A", PartClass.COMPETITIVE),))
    held = replace(
        strategy(Rule(LeftAlone(), Conditions(classes=(PartClass.COMPETITIVE,)))), classes=classes
    )
    assert match_part(held, replace(PART, part="19256a")).rule == 0
    other = match_part(held, PART)
    assert (other.rule, other.part_class) == (None, PartClass.CAPTIVE)


def test_random_plans_match_as_a_brute_force_does() -> None:
    rng = seeded("matching")
    won: dict[str, int] = {}
    for _ in range(150):
        numbers = random_numbers(rng, 20)
        plain = random_strategy(rng, numbers)
        on = rng.choice((None, DAY))
        matcher, oracle = Matcher(strategy_of(plain), on), PlanOracle(plain, on)
        for _ in range(20):
            part = random_part(rng, numbers)
            expected, match = oracle.price(part), matcher.match(facts_of(part))
            assert match.rule == expected.rule, (plain, part)
            assert match.treatment == treatment_of(expected.treatment)
            kind = "default" if expected.rule is None else str(expected.treatment[0])
            won[kind] = won.get(kind, 0) + 1
    assert (
        min(won[kind] for kind in ("default", "matrix", "flat", "family", "percent", "alone")) > 20
    )
