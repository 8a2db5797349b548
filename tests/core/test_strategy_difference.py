"""What two strategies differ in: each kind of change in its words, and nothing where none is."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from matrix_designer.core.design import Design
from matrix_designer.core.factor import Basis, read_factor
from matrix_designer.core.family import Family
from matrix_designer.core.flat_price import FlatPrice
from matrix_designer.core.matrix import Cap, CapRule, Matrix, Tier
from matrix_designer.core.menu import MenuPart, ServiceMenu
from matrix_designer.core.money import POINT
from matrix_designer.core.part_class import Classes, PartClass
from matrix_designer.core.plan import ByMatrix, ByPercent, Conditions, LeftAlone, Plan, Rule
from matrix_designer.core.strategy import Strategy
from matrix_designer.core.strategy_difference import Difference, differences
from tests.core.random_plans import any_family, any_flat_price, any_menu, any_rule


def tier(low: int, high: int | None, factor: str) -> Tier:
    return Tier(low, high, read_factor(factor).factor)


LADDER = Matrix("Retail", (tier(100, 100_000, "×2.00"), tier(100_100, None, "×1.75")))
BRAKES = Rule(ByPercent(Basis.LIST, -10 * POINT), Conditions(sources=("20",)), "Brake parts")
REST = Rule(ByMatrix("Retail"), name="Everything else")
BASE = Strategy((LADDER,), Plan((BRAKES, REST)))


def told(before: Strategy, after: Strategy) -> list[tuple[str, str, str, str]]:
    return [(one.where, one.what, one.before, one.after) for one in differences(before, after)]


def test_nothing_differs_from_an_equal_one() -> None:
    assert differences(BASE, replace(BASE)) == ()


def test_a_factor_is_told_by_its_tier() -> None:
    other = replace(LADDER, tiers=(LADDER.tiers[0], tier(100_100, None, "×1.80")))
    assert told(BASE, replace(BASE, matrices=(other,))) == [
        ("Matrix “Retail”", "tier 2", "10.01 and up: ×1.75", "10.01 and up: ×1.80")
    ]


def test_a_split_tier_tells_both_halves() -> None:
    halves = (tier(100, 50_000, "×2.00"), tier(50_100, 100_000, "×2.00"), LADDER.tiers[1])
    other = replace(BASE, matrices=(replace(LADDER, tiers=halves),))
    assert told(BASE, other) == [
        ("Matrix “Retail”", "number of tiers", "2", "3"),
        ("Matrix “Retail”", "tier 1", "0.01 to 10.00: ×2.00", "0.01 to 5.00: ×2.00"),
        ("Matrix “Retail”", "tier 2", "", "5.01 to 10.00: ×2.00"),
    ]


def test_what_is_around_the_tiers_is_told() -> None:
    other = replace(LADDER, cap=Cap(2_500_000, CapRule.LOWER), lookup=Basis.LIST)
    assert told(BASE, replace(BASE, matrices=(other,))) == [
        ("Matrix “Retail”", "look-up", "cost", "list"),
        ("Matrix “Retail”", "cap", "none", "above 250.00: lower"),
    ]


def test_a_new_matrix_and_another_default() -> None:
    light = replace(LADDER, name="Light")
    assert told(BASE, replace(BASE, matrices=(light, LADDER))) == [
        ("Matrix “Light”", "added", "", "2 tiers"),
        ("Plan", "default matrix", "Retail", "Light"),
    ]


def test_rules_are_told_by_place_and_name() -> None:
    warranty = Rule(LeftAlone(), Conditions(pay_types=("W",)), "Warranty")
    more = Plan((warranty, BRAKES, REST))
    assert told(BASE, replace(BASE, plan=more)) == [
        ("Rule 1 “Warranty”", "added", "", "pay W: left alone")
    ]
    assert told(replace(BASE, plan=more), BASE) == [
        ("Rule 1 “Warranty”", "deleted", "pay W: left alone", "")
    ]
    cheaper = replace(BRAKES, treatment=ByPercent(Basis.LIST, -15 * POINT))
    assert told(BASE, replace(BASE, plan=Plan((cheaper, REST)))) == [
        ("Rule 1 “Brake parts”", "treatment", "list − 10 %", "list − 15 %")
    ]
    off = replace(BRAKES, is_enabled=False)
    assert told(BASE, replace(BASE, plan=Plan((off, REST)))) == [
        ("Rule 1 “Brake parts”", "switched", "on", "off")
    ]


def test_a_rule_that_moved_is_no_other_rule() -> None:
    assert told(BASE, replace(BASE, plan=Plan((REST, BRAKES)))) in (
        [("Rule 1 “Everything else”", "moved", "place 2", "place 1")],
        [("Rule 2 “Brake parts”", "moved", "place 1", "place 2")],
    )


def test_prices_families_classes_and_menus() -> None:
    before = replace(
        BASE,
        flat_prices=(FlatPrice("PF63", 89_500), FlatPrice("A1", 10_000)),
        families=(Family("Oil filters", price=99_500),),
        classes=Classes((("20", PartClass.COMPETITIVE),)),
        menus=(ServiceMenu("Oil change", 395_000, (MenuPart("PF63"),)),),
    )
    after = replace(
        BASE,
        flat_prices=(FlatPrice("pf63", 92_500), FlatPrice("B2", 10_000)),
        families=(Family("Oil filters", price=95_000),),
        classes=Classes((("20", PartClass.CAPTIVE),)),
        menus=(ServiceMenu("Oil change", 399_500, (MenuPart("PF63"),)),),
    )
    found = differences(before, after)
    assert Difference("Flat price pf63", "price", "8.95", "9.25") in found
    assert Difference("Flat price A1", "deleted", "1.00") in found
    assert Difference("Flat price B2", "added", "", "1.00") in found
    assert Difference("Family “Oil filters”", "price", "9.95", "9.50") in found
    assert Difference("Source 20", "class", "competitive", "captive") in found
    assert Difference("Menu “Oil change”", "price", "39.50", "39.95") in found
    assert len(found) == 6


def _random(rng: Random, design: Design) -> Strategy:
    return Strategy(
        design.matrices,
        Plan(tuple(any_rule(rng, design) for _ in range(rng.randint(0, 5)))),
        tuple(any_flat_price(rng) for _ in range(rng.randint(0, 3))),
        tuple(any_family(rng) for _ in range(rng.randint(0, 3))),
        Classes((("20", rng.choice([*PartClass])),)),
        tuple(any_menu(rng) for _ in range(rng.randint(0, 2))),
    )


def test_something_is_told_wherever_two_differ() -> None:
    rng = Random(1)  # noqa: S311 - the same plans each time
    design = Design("D", (LADDER, replace(LADDER, name="Light")))
    for _ in range(400):
        one, other = _random(rng, design), _random(rng, design)
        for after in (
            other,
            replace(one, families=other.families),
            replace(one, menus=one.menus[::-1]),
            replace(one, plan=Plan(one.plan.rules[::-1])),
            replace(one, flat_prices=one.flat_prices[1:]),
        ):
            assert bool(differences(one, after)) is (one != after)
        assert differences(one, replace(one)) == ()
