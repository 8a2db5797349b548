"""Each code's fixes: what the first way is called, and what the matrix looks like after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from matrix_designer.analysis.checks.suite import run_checks
from matrix_designer.analysis.fixes.fix import Fix
from matrix_designer.analysis.fixes.levels import ladder_bounds
from matrix_designer.analysis.fixes.suite import fixes_for
from matrix_designer.analysis.inversions import inversion_zones
from matrix_designer.core.factor import Basis, FactorKind
from matrix_designer.core.matrix import Cap, CapRule, Floor, FloorKind, Matrix, Mode, Rails
from matrix_designer.core.money import CENT, DOLLAR, POINT, amount_text
from matrix_designer.core.pricing import compile_matrix, price
from matrix_designer.core.target import Target
from tests.analysis.check_cases import Sale, context, matrix


def fixes(code: str, judged: Matrix, sales: Sequence[Sale] | None = None, **more: Any) -> list[Fix]:
    """Every way to answer the first finding of a code; its short text names the first."""
    seen = context(judged, sales, **more)
    finding = next(each for each in run_checks(seen) if each.code == code)
    found = list(fixes_for(finding, seen))
    assert found, f"no fix of {code}"
    assert finding.way == found[0].title
    return found


def fixed(code: str, judged: Matrix, sales: Sequence[Sale] | None = None, **more: Any) -> Matrix:
    """The matrix after the first way."""
    seen = context(judged, sales, **more)
    return fixes(code, judged, sales, **more)[0].edit.apply(seen.design).matrices[0]


def rows(judged: Matrix) -> list[str]:
    """Every tier as `from-to factor`."""
    return [
        f"{amount_text(tier.lower)}-{'' if tier.upper is None else amount_text(tier.upper)} "
        f"{tier.factor.text}"
        for tier in judged.tiers
    ]


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("gap", ("0.01-5.00 x3", "5.02- x2"), ["0.01-5.01 x3", "5.02- x2"]),
        ("overlap", ("0.01-5.00 x3", "4.51- x2"), ["0.01-5.00 x3", "5.01- x2"]),
        ("overlap", ("1.00-2.00 x3", "0.01- x2"), ["0.01-0.99 x2", "1.00-2.00 x3", "2.01- x2"]),
        ("overlap", ("0.01- x3", "1.00-2.00 x2"), ["0.01- x3"]),
        ("shared-bound", ("0.01-5.00 x3", "5.00- x2"), ["0.01-5.00 x3", "5.01- x2"]),
        ("unordered", ("5.01- x2", "0.01-5.00 x3"), ["0.01-5.00 x3", "5.01- x2"]),
        ("reversed-bounds", ("5.00-0.01 x3", "5.01- x2"), ["0.01-5.00 x3", "5.01- x2"]),
        ("reversed-bounds", ("0.01-5.00 x3", "9.00-4.00 x2"), ["0.01-5.00 x3"]),
        ("late-start", ("1.00-5.00 x3", "5.01- x2"), ["0.01-5.00 x3", "5.01- x2"]),
        ("no-top", ("0.01-5.00 x3", "5.01-9.00 x2"), ["0.01-5.00 x3", "5.01- x2"]),
        ("sub-cent-bound", ("0.01-5.005 x3", "5.01- x2"), ["0.01-5.00 x3", "5.01- x2"]),
        ("equal-neighbours", ("0.01-5.00 x3", "5.01- +200%"), ["0.01- x3"]),
        ("no-tiers", (), ["0.01- +67%"]),
        ("percent-kind", ("0.01-5.00 x2", "5.01- x75"), ["0.01-5.00 x2", "5.01- +75%"]),
        ("percent-kind", ("0.01-5.00 x2", "5.01- +1.75%"), ["0.01-5.00 x2", "5.01- ×1.75"]),
        ("rising-factor", ("0.01-5.00 x2", "5.01- x3"), ["0.01-5.00 x2", "5.01- x2"]),
    ],
)
def test_the_first_way_makes_these_tiers(
    code: str, before: tuple[str, ...], after: list[str]
) -> None:
    made = fixed(code, matrix(*before))
    if code == "overlap":
        made = replace(made, tiers=tuple(sorted(made.tiers, key=_lower)))
    assert rows(made) == after


def _lower(tier: Any) -> int:
    return int(tier.lower)


def test_a_rise_from_under_cost_is_answered_from_below() -> None:
    made = fixed("rising-factor", matrix("0.01-5.00 x0.9", "5.01- x3"))
    assert rows(made) == ["0.01-5.00 x3", "5.01- x3"]


def test_a_ladder_has_the_sources_steps_and_leads_to_its_neighbours() -> None:
    assert ladder_bounds(1, 500) == [100, 200, 300, 400]
    assert ladder_bounds(501, 2_500) == [1_000, 1_500, 2_000]
    assert ladder_bounds(2_501, 10_000) == [3_000, 4_500, 6_000, 7_500, 9_000]
    assert ladder_bounds(10_001, None) == [15_000, 20_000]
    made = fixed("wide-tier", matrix("0.01-1.00 x3", "1.01-5.00 x2.5", "5.01-10.00 x2"))
    assert rows(made) == [
        "0.01-1.00 x3",
        "1.01-2.00 ×2.69",
        "2.01-3.00 ×2.56",
        "3.01-4.00 ×2.44",
        "4.01-5.00 ×2.31",
        "5.01-10.00 x2",
    ]


FLUID = ("0.0375", None, "100", "0.08")


@pytest.mark.parametrize(
    ("before", "sales", "after"),
    [
        (("0.01- x2.3",), [FLUID], ["0.01-0.04 ×2.40", "0.05- x2.3"]),
        (("0.01- +130%",), [FLUID], ["0.01-0.04 +140%", "0.05- +130%"]),
        (("0.01- 56.5% GP",), [FLUID], ["0.01-0.04 58.33% GP", "0.05- 56.5% GP"]),
        (("0.01-0.04 x2.3", "0.05- x2"), [FLUID], ["0.01-0.04 ×2.40", "0.05- x2"]),
        (  # 0.11845 and 0.12213 are sold for 0.12, within half a point of GP: their factor stays
            ("0.01- x2.3",),
            [FLUID, ("0.0515", None, "9", "0.10"), ("0.0531", None, "9", "0.10")],
            ["0.01-0.04 ×2.40", "0.05- x2.3"],
        ),
        (  # 0.05 for 0.0200 and 0.09 for 0.0375 are more than one factor can say
            ("0.01- x2.3",),
            [FLUID, ("0.0200", None, "1", "0.04"), ("0.0301", None, "1", "0.08")],
            ["0.01-0.02 ×2.50", "0.03-0.04 ×2.38", "0.05- x2.3"],
        ),
    ],
)
def test_the_cheapest_costs_get_factors_that_say_what_the_rounded_prices_earn(
    before: tuple[str, ...], sales: list[Sale], after: list[str]
) -> None:
    judged = matrix(*before)
    made = fixed("coarse-cent", judged, sales)
    assert rows(made) == after
    seen, new = context(judged, sales).prices, context(made, sales)
    assert seen is not None
    assert new.prices is not None
    assert (seen.price == new.prices.price).all(), "no price moves"
    assert [each for each in run_checks(new) if each.code == "coarse-cent"] == []


@pytest.mark.parametrize(
    "judged",
    [
        matrix("0.01-0.02 x3", "0.03- x2", mode=Mode.COMPOUND),
        matrix("0.01- x2.3", lookup=Basis.LIST),
        matrix("0.01- +$0.0488"),
    ],
)
def test_a_coarse_cent_that_no_tier_can_answer_has_no_fix(judged: Matrix) -> None:
    seen = context(judged, [("0.0375", "0.05", "100", "0.08")])
    finding = next(each for each in run_checks(seen) if each.code == "coarse-cent")
    assert fixes_for(finding, seen) == ()


def test_too_few_levels_become_twelve_and_keep_falling() -> None:
    made = fixed("too-few-levels", matrix("0.01-10.00 x3", "10.01-50.00 x2.5", "50.01- x2"))
    assert len(made.tiers) == 12
    multipliers = [tier.factor.multiplier or 0 for tier in made.tiers]
    assert multipliers == sorted(multipliers, reverse=True)
    assert len(set(multipliers)) == 12


def test_the_ladder_to_a_cap_above_250_has_steps_that_are_allowed() -> None:
    cap = Cap(700 * DOLLAR, CapRule.LOWER)
    judged = matrix("0.01-250.00 x2", "250.01- x1.8", cap=cap)
    finding = [each for each in run_checks(context(judged)) if each.code == "wide-tier"][1]
    way = fixes_for(finding, context(judged))[0]
    made = way.edit.apply(context(judged).design).matrices[0]
    assert [amount_text(tier.upper or 0) for tier in made.tiers[1:-1]] == [
        "300.00",
        "450.00",
        "600.00",
    ]
    left = [each.tier for each in run_checks(context(made)) if each.code == "wide-tier"]
    assert left == [1]


def test_the_cap_comes_to_250_and_takes_the_lower() -> None:
    assert fixed("uncapped", matrix("0.01- x2")).cap == Cap(250 * DOLLAR, CapRule.LOWER)
    high = matrix("0.01- x2", cap=Cap(900 * DOLLAR, CapRule.HIGHER))
    assert fixed("cap-too-high", high).cap == Cap(250 * DOLLAR, CapRule.HIGHER)


def test_rails_answer_costs_and_lists() -> None:
    sales = [("10.00", "12.00", "5", "15.00"), ("20.00", "60.00", "5", "30.00")]
    judged = matrix("0.01-15.00 x1.5", "15.01- x2")
    assert fixed("above-list", judged, sales).rails.ceiling == 10 * POINT
    assert fixed("below-list", judged, sales).rails.is_not_below_list
    made = fixed("below-cost", matrix("0.01- x0.9"))
    assert made.rails.floor is not None
    assert made.rails.floor.percent == 0
    second = fixes("below-cost", matrix("0.01- x0.9"))[1]
    assert second.title == "Raise tier 1 to ×1.00"


def test_factors_are_solved_to_reach_the_goal() -> None:
    sales = [("10.00", None, "5", "15.00"), ("40.00", None, "5", "60.00")]
    judged = matrix("0.01-15.00 x2", "15.01- x1.5")
    assert rows(fixed("below-goal-tier", judged, sales, goal="42")) == [
        "0.01-15.00 x2",
        "15.01- ×1.73",
    ]
    everything, tiers = fixes("below-goal", judged, sales, goal="42")
    assert everything.title == "Raise all factors alike until the goal is met"
    assert tiers.title == "Raise the tiers under the goal to 42 % GP"


def test_a_target_gets_what_it_can_hold() -> None:
    target = Target("t", "T", factor_kind=FactorKind.MULTIPLIER, decimals=1, max_name=3)
    judged = replace(matrix("0.01- x2.35"), name="Captive")
    assert fixed("target-name", judged, target=target).name == "Cap"
    assert rows(fixed("target-decimals", judged, target=target)) == ["0.01- ×2.40"]


FALLING = ("0.01-10.00 x3", "10.01-20.00 x2.4", "20.01-40.00 x2.2", "40.01- x2")
SALES: list[Sale] = [
    ("6.00", None, "20", "18.00"),
    ("10.40", None, "9", "25.00"),
    ("11.00", None, "9", "26.00"),
    ("16.00", None, "4", "35.00"),
    ("30.00", None, "6", "66.00"),
]


def sold(judged: Matrix) -> int:
    seen = context(judged, SALES)
    assert seen.earned is not None
    return sum(sales for _, sales in seen.earned.values())


def lost(judged: Matrix, sales: Sequence[Sale] = SALES) -> int:
    seen = context(judged, sales)
    zones = inversion_zones(seen.schedule, seen.fold, seen.prices)
    return sum(zone.dollars or 0 for zone in zones)


def test_a_fall_has_its_ways_and_slices_earn_the_same() -> None:
    judged = matrix(*FALLING)
    found = fixes("inversion", judged, SALES)
    design = context(judged, SALES).design
    made = {fix.title.split(",")[0]: fix.edit.apply(design).matrices[0] for fix in found}
    names = list(made)
    assert names[0] == "Small tiers along the shelf"
    assert names[1].startswith("Move the bound to $")
    assert names[2:] == [
        "Soften the step",
        "Change the whole matrix to compound",
        "Change the whole matrix to linear",
    ]
    assert [fix.is_partial for fix in found] == [True, True, True, False, False]
    for fix in found[3:]:
        assert fix.caution.startswith("every factor changes, and the DMS must hold ")
    for name in names[:3]:
        assert lost(made[name]) < lost(judged)
    for name in names[3:]:
        assert made[name].mode in (Mode.COMPOUND, Mode.LINEAR)
        assert inversion_zones(compile_matrix(made[name])) == ()
        assert abs(sold(made[name]) - sold(judged)) * 2_000 < sold(judged)


def test_what_a_fall_promises_is_the_way_that_is_offered_first() -> None:
    for target in (None, Target("t", "T"), Target("t", "T", max_levels=4)):
        seen = context(matrix(*FALLING), SALES, target=target)
        falls = [each for each in run_checks(seen) if each.code == "inversion"]
        assert [each.way for each in falls] == [fixes_for(each, seen)[0].title for each in falls]
    assert {each.way for each in falls} == {"Soften the step"}


def test_a_target_without_slices_is_offered_small_tiers_first() -> None:
    found = fixes("inversion", matrix(*FALLING), SALES, target=Target("t", "T"))
    assert found[0].title == "Small tiers along the shelf"
    made = found[0].edit.apply(context(matrix(*FALLING)).design).matrices[0]
    assert len(made.tiers) == 8
    at_end = [tier.factor.price_of(tier.upper or 0) for tier in made.tiers[1:5]]
    assert at_end == sorted(at_end)
    assert min(at_end) >= 30 * DOLLAR
    assert max(at_end) <= 30 * DOLLAR + 25 * 100


@pytest.mark.parametrize("factor", ["x2.5", "+150%", "250% of cost", "60% GP"])
def test_small_tiers_sell_nothing_for_less_than_before_and_hold_the_top(factor: str) -> None:
    judged = matrix("0.01-10.00 x3", f"10.01-25.00 {factor}", "25.01- x2.2")
    fix = fixes("inversion", judged)[0]
    made = fix.edit.apply(context(judged).design).matrices[0]
    cost = np.arange(1, 3_000, dtype=np.int64) * CENT
    lists = np.full(cost.size, -1, dtype=np.int64)
    before, after = (price(compile_matrix(each), cost, lists).price for each in (judged, made))
    small = (cost > 10 * DOLLAR) & (cost <= 12 * DOLLAR)
    assert (after >= before).all()
    assert (after[small] <= np.maximum(before[small], 30 * DOLLAR + 25 * 100)).all()
    sale: list[Sale] = [("11.90", None, "9", "25.00")]
    assert lost(made, sale) < lost(judged, sale), "sold where the shelf ends"
    assert (after[~small] == before[~small]).all()
    falls = -np.diff(after)[1_000 - 1 : 1_200]
    said = f"{(falls > 0).sum()} falls of at most ${falls.max() / DOLLAR:.2f} in the place of one "
    assert fix.detail.endswith(f"; {said}of $4.97.")


def test_list_plus_tiers_go_on_cost_and_earn_the_same() -> None:
    judged = matrix("0.01-10.00 x0.9", "10.01-50.00 +5%", "50.01- x0.8", basis=Basis.LIST)
    judged = replace(judged, lookup=Basis.COST)
    sales: list[Sale] = [
        ("4.00", "10.00", "10", "9.00"),
        ("8.00", "15.00", "4", "13.50"),
        ("20.00", "40.00", "5", "42.00"),
    ]
    found = fixes("list-based", judged, sales)
    assert [fix.title for fix in found] == ["Price from cost, each tier at the GP it earns"]
    made = found[0].edit.apply(context(judged, sales).design).matrices[0]
    assert rows(made) == [
        "0.01-10.00 ×2.00",
        "10.01-50.00 +110%",
        "50.01- ×2.0581",  # sold nothing: 354.00 over 172.00, as the others together
    ]
    assert {tier.basis for tier in made.tiers} == {Basis.COST}
    linear = replace(judged, mode=Mode.LINEAR, lookup=Basis.LIST)
    (advice,) = [each for each in run_checks(context(linear, sales)) if each.code == "list-based"]
    assert advice.way is None


@pytest.mark.parametrize(("markup", "is_offered"), [(5, True), (10, True), (11, False)])
def test_a_ceiling_is_offered_where_the_floor_leaves_room_for_it(
    markup: int, *, is_offered: bool
) -> None:
    floor = Floor(FloorKind.MARKUP, markup * POINT)
    judged = matrix("0.01- x3", rails=Rails(floor=floor))
    sales: list[Sale] = [("10.00", "10.00", "1", "20.00"), ("20.00", "40.00", "1", "60.00")]
    seen = context(judged, sales)
    (finding,) = [each for each in run_checks(seen) if each.code == "above-list"]
    assert finding.way == ("Set a ceiling at list plus 10 %" if is_offered else None)
    made = fixes_for(finding, seen)[0].edit.apply(seen.design).matrices[0]
    left = [each for each in run_checks(context(made, sales)) if each.code == "above-list"]
    assert (not left) is is_offered, "what is said of the fix is true"


def test_what_needs_a_decision_has_no_fix() -> None:
    listed = matrix("0.01- x0.9", basis=Basis.LIST)
    finding = next(each for each in run_checks(context(listed)) if each.code == "list-based")
    assert fixes_for(finding, context(listed)) == ()
