"""Gaps, overlaps, order, ends, bounds and modes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matrix_designer.core.factor import Basis, read_factor
from matrix_designer.core.matrix import Cap, CapRule, Fallback, FallbackKind, Mode, Tier
from tests.analysis.check_cases import amount, brief, extended, found, matrix

LIST = Fallback(FallbackKind.LIST)
FACTOR = Fallback(FallbackKind.FACTOR, read_factor("x1.5").factor)
SALES = [
    ("0.50", "1.00", "2", "1.00"),
    ("5.00", "9.00", "3", "8.00"),
    ("5.50", "9.00", "1", "8.00"),
    ("7.00", "9.00", "1", "10.00"),
    ("20.00", "40.00", "1", "35.00"),
]


def capped(at: str, rule: CapRule = CapRule.LOWER) -> Cap:
    return Cap(amount(at), rule)


def test_a_gap_is_an_error_where_its_costs_get_no_price() -> None:
    gappy = matrix("0.01-5.00 x2", "6.00- x1.5")
    (gap,) = found("gap", gappy, SALES)
    assert (gap.tier, gap.severity.value, gap.dollars) == (1, "error", extended("8.00"))
    assert "$5.01 to $5.99" in gap.message


@pytest.mark.parametrize("fallback", [LIST, FACTOR])
def test_a_gap_with_a_fallback_is_a_warning(fallback: Fallback) -> None:
    gappy = matrix("0.50-5.00 x2", "6.00-10.00 x1.5", fallback=fallback)
    assert brief("gap", gappy) == [(1, "warning")]
    assert brief("late-start", gappy) == [(1, "warning")]
    assert brief("no-top", gappy) == [(2, "warning")]


def test_no_dollars_without_sales_and_zero_where_nothing_was_sold() -> None:
    gappy = matrix("0.01-5.00 x2", "5.02- x1.5")
    assert found("gap", gappy)[0].dollars is None
    assert found("gap", gappy, SALES)[0].dollars == 0


def test_a_gap_ends_at_the_cap_and_above_it_there_is_none() -> None:
    gappy = matrix("0.01-5.00 x2", "8.00- x1.5")
    assert found("gap", replace(gappy, cap=capped("5.00"))) == []
    (gap,) = found("gap", replace(gappy, cap=capped("6.00")), SALES)
    assert "to $6.00" in gap.message
    assert gap.dollars == extended("8.00")


def test_a_cap_on_cost_does_not_close_a_gap_of_list() -> None:
    gappy = matrix("0.01-5.00 x2", "10.00- x1.5", lookup=Basis.LIST, cap=capped("5.20"))
    (gap,) = found("gap", gappy, SALES)
    assert gap.dollars == extended("24.00"), "the 5.50 and 7.00 costs are capped, their list is not"


def test_a_tier_that_reaches_over_the_next_one_closes_its_gap() -> None:
    nested = matrix("0.01-50.00 x2", "10.00-20.00 x1.9", "50.01- x1.7")
    assert found("gap", nested) == []
    assert brief("overlap", nested) == [(1, "error")]


def test_an_overlap_and_what_was_sold_in_it() -> None:
    overlapping = matrix("0.01-6.00 x2", "5.00- x1.5")
    (overlap,) = found("overlap", overlapping, SALES)
    assert (overlap.tier, overlap.severity.value) == (1, "error")
    assert overlap.dollars == extended("32.00")
    assert found("shared-bound", overlapping) == []


def test_tiers_that_are_no_neighbours_overlap_too() -> None:
    far = matrix("0.01-5.00 x2", "5.01-10.00 x1.9", "10.01-20.00 x1.8", "4.00-4.50 x3")
    assert brief("overlap", far) == [(1, "error")]
    wide = matrix("0.01-30.00 x2", "5.01-10.00 x1.9", "10.01-20.00 x1.8")
    assert brief("overlap", wide) == [(1, "error"), (1, "error")]


def test_two_open_tops_overlap_for_ever() -> None:
    (overlap,) = found("overlap", matrix("0.01- x2", "5.00- x1.5"), SALES)
    assert "from $5.00 on" in overlap.message
    assert overlap.dollars == extended("77.00")


def test_a_thousand_overlaps_of_one_tier_are_said_together() -> None:
    tops = [Tier(100 * cent, None, read_factor("x2").factor) for cent in range(1, 301)]
    crowd = replace(matrix(), tiers=tuple(tops))
    assert len(found("overlap", crowd)) == 299


def test_a_shared_bound_is_no_overlap() -> None:
    shared = matrix("0.01-5.00 x2", "5.00- x1.5")
    (bound,) = found("shared-bound", shared, SALES)
    assert (bound.tier, bound.severity.value) == (1, "warning")
    assert bound.dollars == extended("24.00")
    assert found("overlap", shared) == []
    assert found("gap", shared) == []


def test_wrong_order_is_flagged_once_and_judged_on_the_sorted_list() -> None:
    mixed = matrix("0.01-5.00 x2", "10.01- x1.5", "5.01-10.00 x1.8")
    assert brief("unordered", mixed) == [(3, "error")]
    for code in ("gap", "overlap", "late-start", "no-top"):
        assert found(code, mixed) == []


def test_reversed_bounds_match_nothing() -> None:
    reversed_one = matrix("0.01-5.00 x2", "10.00-5.01 x1.8", "10.01- x1.5")
    assert brief("reversed-bounds", reversed_one) == [(2, "error")]
    assert brief("gap", reversed_one) == [(1, "error")]
    assert found("unordered", reversed_one) == []
    assert found("unordered", matrix("0.01-5.00 x2", "0.01-9.00 x1.9")) == [], "an overlap"


def test_a_first_bound_of_zero_is_one_cent() -> None:
    assert found("late-start", matrix("0.00- x2")) == []
    assert found("late-start", matrix("0.01- x2")) == []
    (late,) = found("late-start", matrix("1.00- x2"), SALES)
    assert (late.tier, late.severity.value, late.dollars) == (1, "error", extended("2.00"))


def test_a_closed_top_is_an_error_until_the_cap_takes_over() -> None:
    closed = matrix("0.01-10.00 x2")
    (top,) = found("no-top", closed, SALES)
    assert (top.tier, top.severity.value, top.dollars) == (1, "error", extended("35.00"))
    assert found("no-top", replace(closed, cap=capped("10.00"))) == []
    assert brief("no-top", replace(closed, cap=capped("10.01"))) == [(1, "error")]
    assert found("no-top", matrix("0.01- x2")) == []


@pytest.mark.parametrize(
    ("top", "severity"),
    [
        ("9999.99", "advice"),
        ("99999.99", "advice"),
        ("999999", "advice"),
        ("999999.50", "advice"),
        ("999999.99", "advice"),
        ("1000000", "advice"),
        ("9999999.99", "advice"),
        ("99999999.99", "advice"),
        ("9999", "advice"),
        ("999.99", "error"),
        ("9999.98", "error"),
        ("9998.99", "error"),
        ("2000", "error"),
    ],
)
def test_a_conventional_top_only_means_no_top(top: str, severity: str) -> None:
    assert brief("no-top", matrix(f"0.01-{top} x2")) == [(1, severity)]


def test_a_conventional_top_that_a_sold_cost_passes_is_an_error() -> None:
    dear = [("10000.00", None, "1", "12000.00")]
    (top,) = found("no-top", matrix("0.01-9999.99 x2"), dear)
    assert (top.severity.value, top.dollars) == ("error", extended("12000.00"))
    (top,) = found("no-top", matrix("0.01-9999.99 x2"), SALES)
    assert (top.severity.value, top.dollars) == ("advice", 0)


def test_an_empty_matrix_and_sub_cent_bounds() -> None:
    assert brief("no-tiers", matrix()) == [(None, "error")]
    fine = matrix("0.01-5.005 x2", "5.01- x1.5")
    assert brief("sub-cent-bound", fine) == [(1, "error")]
    assert found("gap", fine) == []
    assert found("shared-bound", fine) == []


@pytest.mark.parametrize("mode", [Mode.COMPOUND, Mode.LINEAR])
def test_a_mode_that_the_tiers_cannot_have(mode: Mode) -> None:
    assert brief("mode-mix", matrix("0.01-5.00 x2", "5.01- +$5.00", mode=mode)) == [(None, "error")]
    on_list = matrix("0.01- x2", basis=Basis.LIST, mode=mode)
    assert brief("mode-mix", on_list) == [(None, "error")]
    assert found("mode-mix", matrix("0.01-5.00 x2", "5.01- x1.5", mode=mode)) == []
    assert found("mode-mix", matrix("0.01-5.00 x2", "5.01- +$5.00")) == []
