"""Cost, goal, list and the coarse cent."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from matrix_designer.core.design import Design
from matrix_designer.core.factor import Basis, read_factor
from matrix_designer.core.matrix import (
    Cap,
    CapRule,
    Fallback,
    FallbackKind,
    Floor,
    FloorKind,
    Mode,
    Rails,
)
from matrix_designer.core.money import POINT
from tests.analysis.check_cases import amount, brief, context, extended, findings, found, matrix

DOUBLE = matrix("0.01- x2")


@pytest.mark.parametrize(
    ("tiers", "expected"),
    [
        (("0.01-5.00 x2", "5.01- x0.99"), [(2, "error")]),
        (("0.01-5.00 -$1.00", "5.01- x2"), [(1, "error")]),
        (("0.01-5.00 x2", "5.01- x1"), []),
        (("0.01-5.00 x0.9", "5.01- -10%"), [(1, "error"), (2, "error")]),
    ],
)
def test_a_factor_under_cost_is_an_error_without_sales(
    tiers: tuple[str, ...], expected: list[tuple[int, str]]
) -> None:
    assert brief("below-cost", matrix(*tiers)) == expected
    floored = matrix(*tiers, rails=Rails(floor=Floor(FloorKind.MARKUP, 0)))
    assert found("below-cost", floored) == []


def test_the_loss_is_what_the_sold_parts_lose() -> None:
    sales = [("10.00", None, "3", "9.00"), ("1.00", None, "1", "2.00")]
    (finding,) = found("below-cost", matrix("0.01-5.00 x2", "5.01- x0.9"), sales)
    assert (finding.tier, finding.dollars) == (2, extended("3.00"))
    (finding,) = found("below-cost", matrix("0.01-50.00 x2", "50.01- x0.9"), sales)
    assert finding.dollars == 0


def test_a_list_under_cost_shows_in_the_sales_alone() -> None:
    on_list = matrix("0.01- x1", basis=Basis.LIST)
    sales = [("10.00", "8.00", "2", "9.00"), ("1.00", "4.00", "1", "2.00")]
    assert found("below-cost", on_list) == []
    (finding,) = found("below-cost", on_list, sales)
    assert (finding.tier, finding.dollars) == (1, extended("4.00"))


def test_the_cap_and_the_fallback_can_be_under_cost_too() -> None:
    capped = matrix("0.01- x2", cap=Cap(amount("5.00"), CapRule.LOWER))
    (finding,) = found("below-cost", capped, [("10.00", "8.00", "1", "9.00")])
    assert (finding.tier, finding.dollars) == (None, extended("2.00"))
    fallback = Fallback(FallbackKind.FACTOR, read_factor("x0.5").factor)
    gappy = matrix("0.01-5.00 x2", "6.00- x1.5", fallback=fallback)
    assert brief("below-cost", gappy) == [(None, "error")]
    assert found("below-cost", matrix("0.01- x2", fallback=fallback)) == []


def test_goal_and_replay_are_compared_at_one_decimal() -> None:
    sales = [("10.00", None, "1", "20.00")]
    for factor, is_below in (("x1.7241", False), ("x1.7227", False), ("x1.7225", True)):
        # 42.00 %, 41.952 % (42.0 at one decimal), 41.945 % (41.9)
        judged = matrix(f"0.01- {factor}")
        many = [("1000.00", None, "1", "1.00")]
        assert bool(found("below-goal", judged, many, goal="42")) == is_below
    assert found("below-goal", DOUBLE, sales, goal="50") == []
    assert found("below-goal", DOUBLE, sales) == []
    assert found("below-goal", DOUBLE, goal="60") == []


def test_the_missing_dollars_are_the_price_of_the_goal_less_the_sales() -> None:
    sales = [("21.38", None, "2", "40.00"), ("10.00", None, "1", "20.00")]
    judged = matrix("0.01- x1.5")
    (finding,) = found("below-goal", judged, sales, goal="42")
    exact = Fraction(extended("52.76") * 100, 58) - extended("79.14")
    assert finding.dollars == round(exact)
    assert (finding.tier, finding.severity.value, finding.source) == (
        None,
        "warning",
        "002 section C",
    )


def test_unpriced_parts_are_in_no_gp() -> None:
    closed = matrix("0.01-20.00 x2")
    assert found("below-goal", closed, [("30.00", None, "1", "1.00")], goal="60") == []
    sales = [("30.00", None, "1", "1.00"), ("10.00", None, "1", "1.00")]
    (finding,) = found("below-goal", closed, sales, goal="60")
    assert finding.dollars == extended("5.00")


def test_a_tier_under_the_goal_with_a_twentieth_of_cost() -> None:
    judged = matrix("0.01-5.00 x1.5", "5.01- x3")
    sales = [("1.00", None, "5", "2.00"), ("95.00", None, "1", "200.00")]
    (finding,) = found("below-goal-tier", judged, sales, goal="50")
    assert (finding.tier, finding.dollars) == (1, extended("2.50"))
    more = [*sales, ("10.00", None, "1", "9.00")]
    assert found("below-goal-tier", judged, more, goal="50") == []
    assert found("below-goal", judged, sales, goal="50") == []


def test_rows_that_come_and_go_are_summed_all_the_same() -> None:
    by_list = matrix("0.01-5.00 x1.5", "5.01- x3", lookup=Basis.LIST)
    sales = [
        (f"{cents}.00", "4.00" if cents % 2 else "9.00", "1", "1.00") for cents in range(1, 20)
    ]
    (finding,) = found("below-goal-tier", by_list, sales, goal="50")
    assert finding.dollars == extended("100.00") * 2 - extended("150.00")


def test_above_list_by_more_than_the_limit() -> None:
    sales = [
        ("10.00", "18.18", "2", "15.00"),
        ("10.00", "18.19", "1", "15.00"),
        ("10.00", None, "7", "15.00"),
        ("10.00", "30.00", "1", "15.00"),
    ]
    (finding,) = found("above-list", DOUBLE, sales)
    assert (finding.tier, finding.severity.value) == (None, "warning")
    assert finding.dollars == 2 * (extended("20.00") - extended("18.18") * 11 // 10)
    strict = replace(Design("d", (DOUBLE,)), above_list_limit=0)
    (finding,) = found("above-list", DOUBLE, sales, design=strict)
    assert finding.dollars == extended("5.45")
    lenient = replace(strict, above_list_limit=100 * POINT)
    assert found("above-list", DOUBLE, sales, design=lenient) == []
    assert found("above-list", DOUBLE) == []


def test_cost_plus_below_list() -> None:
    sales = [("10.00", "25.00", "2", "15.00"), ("10.00", "20.00", "1", "15.00")]
    (finding,) = found("below-list", DOUBLE, sales)
    assert (finding.severity.value, finding.dollars) == ("advice", extended("10.00"))
    held = replace(DOUBLE, rails=Rails(is_not_below_list=True))
    assert found("below-list", held, sales) == []
    assert found("below-list", matrix("0.01- x0.9", basis=Basis.LIST), sales) == []
    capped = replace(DOUBLE, cap=Cap(amount("5.00"), CapRule.COST_PLUS_67))
    assert found("below-list", capped, sales) == []


def test_half_a_cent_is_much_for_an_ounce() -> None:
    fluids = [("0.0375", None, "100", "0.08"), ("10.00", None, "1", "20.00")]
    (finding,) = found("coarse-cent", matrix("0.01- x2.3"), fluids)
    # 0.08625 is sold for 0.09: GP moves from 56.5 to 58.3
    assert (finding.severity.value, finding.dollars) == ("advice", extended("0.375"))
    assert found("coarse-cent", matrix("0.01- x2.4"), fluids) == []
    assert found("coarse-cent", matrix("0.01- x2.3")) == []


def test_rails_and_endings_are_no_rounding() -> None:
    fluids = [("0.0375", "0.10", "100", "0.08")]
    held = matrix("0.01- x2.3", rails=Rails(is_not_below_list=True))
    assert found("coarse-cent", held, fluids) == []


def test_the_coarse_cent_in_rules_too_large_for_64_bits() -> None:
    tiers = [f"{place}.01-{place + 1}.00 {20 + place}.{place:04d}% GP" for place in range(12)]
    compound = matrix(*tiers, mode=Mode.COMPOUND)
    fluids = [("0.0375", None, "100", "0.08"), ("0.0412", None, "10", "0.08")]
    assert bool(context(compound).schedule.wide.any())
    (finding,) = found("coarse-cent", compound, fluids)
    (simple,) = found("coarse-cent", matrix(*tiers), fluids)
    assert finding.dollars == simple.dollars, "the first slice is the first tier"


def test_every_message_is_one_plain_line() -> None:
    judged = matrix("0.01-5.00 x2", "5.00-9.00 x0.9", "12.00- x1.5")
    sales = [("10.00", "8.00", "2", "9.00"), ("0.0375", None, "9", "1.00")]
    for each in findings(judged, sales, goal="60"):
        assert "\n" not in each.message
        assert each.message.endswith((".", "?"))
        assert each.why
        assert each.source.split()[0] in {"001", "002", "arithmetic"}
