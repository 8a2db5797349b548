"""Levels, widths, the cap, rising factors and the wrong percent."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from matrix_designer.core.factor import Basis
from matrix_designer.core.matrix import Cap, CapRule, Mode
from tests.analysis.check_cases import amount, brief, extended, found, matrix

LADDER = (0, 1, 2, 3, 4, 5, 10, 15, 20, 25, 40, 55, 70, 85, 100, 250)
ACG = tuple(
    f"{lower}.01-{upper}.00 x{3.5 - place / 10:.2f}"
    for place, (lower, upper) in enumerate(pairwise(LADDER))
)
CAP = Cap(amount("250.00"), CapRule.LOWER)


def test_the_ladder_of_the_source_has_no_wide_tier_and_enough_levels() -> None:
    ladder = matrix(*ACG, cap=CAP)
    for code in ("wide-tier", "too-few-levels", "uncapped", "cap-too-high", "no-top", "gap"):
        assert found(code, ladder) == []


def test_equal_neighbours_price_alike_whatever_their_factor_is_called() -> None:
    alike = matrix("0.01-5.00 x1.3", "5.01-9.00 +30%", "9.01- 130% of cost")
    assert brief("equal-neighbours", alike) == [(1, "advice"), (2, "advice")]
    assert found("equal-neighbours", matrix("0.01-5.00 x1.3", "6.00- x1.3")) == [], (
        "a gap parts them"
    )
    on_list = replace(alike.tiers[1], basis=Basis.LIST)
    assert found("equal-neighbours", replace(alike, tiers=(alike.tiers[0], on_list))) == []


def test_linear_neighbours_are_one_only_where_the_next_one_is_equal_too() -> None:
    slide = matrix(
        "0.01-5.00 x2", "5.01-9.00 x2", "9.01-20.00 x1.5", "20.01- x1.5", mode=Mode.LINEAR
    )
    assert brief("equal-neighbours", slide) == [(3, "advice")]


def test_fewer_than_twelve_levels() -> None:
    assert brief("too-few-levels", matrix(*ACG[:11])) == [(None, "advice")]
    assert found("too-few-levels", matrix(*ACG[:12])) == []
    assert found("too-few-levels", matrix()) == []


@pytest.mark.parametrize(
    ("lower", "upper", "is_wide"),
    [
        ("4.00", "5.00", False),
        ("3.99", "5.00", True),
        ("0.01", "5.01", False),
        ("0.00", "5.00", True),
        ("20.00", "25.00", False),
        ("19.99", "25.00", True),
        ("10.01", "25.01", False),
        ("85.00", "100.00", False),
        ("84.99", "100.00", True),
        ("100.00", "250.00", False),
        ("99.99", "250.00", True),
        ("100.00", "400.00", False),
        ("99.99", "400.00", True),
        ("100.00", "", False),
        ("99.99", "", True),
        ("300.00", "999.00", False),
    ],
)
def test_the_width_allowed_at_an_upper_bound(lower: str, upper: str, is_wide: bool) -> None:
    next_cent = f"{int(lower.replace('.', '')) + 1:03d}"
    judged = matrix(f"0.01-{lower} x2", f"{next_cent[:-2]}.{next_cent[-2:]}-{upper} x1.9")
    assert (2 in [each.tier for each in found("wide-tier", judged)]) == is_wide


def test_a_top_above_the_cap_is_clipped_there() -> None:
    judged = matrix("0.01-100.00 x2", "100.01- x1.9")
    assert 2 not in [each.tier for each in found("wide-tier", replace(judged, cap=CAP))]
    low = replace(judged, cap=Cap(amount("20.00"), CapRule.LOWER))
    (wide,) = found(
        "wide-tier", low, [("12.00", None, "2", "20.00"), ("30.00", None, "1", "50.00")]
    )
    assert wide.tier == 1
    assert "up to $20.00" in wide.message
    assert wide.dollars == extended("40.00"), "what the cap takes is not in the tier"


def test_a_cap_ends_the_ladder_wherever_it_stands() -> None:
    judged = matrix("0.01-100.00 x2", "100.01-250.00 x1.9", "250.01- x1.8")
    assert 3 not in [each.tier for each in found("wide-tier", judged)]
    for cap, is_wide in (("400.00", False), ("400.01", True), ("99999.99", False)):
        capped = replace(judged, cap=Cap(amount(cap), CapRule.LOWER))
        assert (3 in [each.tier for each in found("wide-tier", capped)]) == is_wide, cap


def test_a_tier_inside_another_makes_the_next_one_no_wider() -> None:
    judged = matrix("0.01-50.00 x2", "20.00-30.00 x1.9", "50.01-60.00 x1.8")
    assert [each.tier for each in found("wide-tier", judged)] == [1]
    opened = matrix("0.01- x2", "20.00-30.00 x1.9", "200.00- x1.8")
    assert [each.tier for each in found("wide-tier", opened)] == [1]


def test_a_list_plus_top_is_held_against_list() -> None:
    for factor, severity, words in (
        ("x0.9", "advice", "(x0.9 on list) prices at less than list."),
        ("90% of list", "advice", "(90% of list) prices at less than list."),
        ("+10%", "warning", "(+10% on list) prices at more than list."),
    ):
        (uncapped,) = found("uncapped", matrix(f"0.01- {factor}", basis=Basis.LIST))
        assert uncapped.severity.value == severity
        assert uncapped.message.endswith(words)
    assert found("uncapped", matrix("0.01- x1", basis=Basis.LIST)) == []


def test_a_late_first_tier_is_as_wide_as_it_is() -> None:
    assert found("wide-tier", matrix("4.01-5.00 x2")) == []


@pytest.mark.parametrize(
    ("tiers", "severity"),
    [
        (("0.01- x1.68",), "warning"),
        (("0.01- x1.66",), "advice"),
        (("0.01- +67%",), None),
        (("0.01- x1.67",), None),
        (("0.01-9999.99 x2",), "warning"),
        (("0.01-2000.00 x2",), None),
        (("0.01-250.00 x2", "250.01- x1.67"), None),
        (("0.01-250.01 x2", "250.02- x1.67"), "warning"),
        (("0.01-300.00 x1.67", "300.01- x1.5"), "advice"),
        (("0.01- +$5.00",), "advice"),
        (("0.01- +$200.00",), "warning"),
    ],
)
def test_an_open_top_without_a_cap(tiers: tuple[str, ...], severity: str | None) -> None:
    expected = [] if severity is None else [(len(tiers), severity)]
    assert brief("uncapped", matrix(*tiers)) == expected
    assert found("uncapped", matrix(*tiers, cap=CAP)) == []


def test_uncapped_dollars_are_what_is_sold_beyond_cost_plus_67() -> None:
    sales = [
        ("250.00", None, "1", "500.00"),
        ("300.00", None, "2", "500.00"),
        ("300.01", None, "1", "500.00"),
    ]
    (uncapped,) = found("uncapped", matrix("0.01- x2"), sales)
    assert uncapped.dollars == extended("297.00"), "2 x 99.00 + (600.02 - 501.02)"
    (uncapped,) = found("uncapped", matrix("0.01- x1.5"), sales)
    assert uncapped.dollars == 0


def test_a_cap_above_250() -> None:
    judged = matrix("0.01- x2")
    assert found("cap-too-high", replace(judged, cap=CAP)) == []
    high = replace(judged, cap=Cap(CAP.above + 1, CapRule.LIST))
    assert brief("cap-too-high", high) == [(None, "advice")]


def test_a_factor_that_rises_with_cost() -> None:
    rising = matrix("0.01-5.00 x2", "5.01-10.00 +110%", "10.01- x2.1")
    assert brief("rising-factor", rising) == [(1, "advice")]
    falling = matrix("0.01-5.00 +$5.00", "5.01-10.00 x1.5", "10.01- x1.4")
    assert found("rising-factor", falling) == []
    assert brief("rising-factor", matrix("0.01-5.00 +$2.00", "5.01- x1.5")) == [(1, "advice")]


@pytest.mark.parametrize(
    ("factor", "is_doubted"),
    [
        ("x20", False),
        ("x20.01", True),
        ("+1950%", True),
        ("x0.58", True),
        ("58% of cost", True),
        ("x1", False),
        ("+1.75%", True),
        ("+3%", True),
        ("+3.01%", False),
        ("0% GP", False),
    ],
)
def test_the_wrong_percent(factor: str, is_doubted: bool) -> None:
    judged = matrix("0.01-5.00 +80%", f"5.01- {factor}")
    assert brief("percent-kind", judged) == ([(2, "warning")] if is_doubted else [])


def test_small_markups_among_small_markups_are_meant() -> None:
    assert found("percent-kind", matrix("0.01-5.00 +2%", "5.01- +1%")) == []
    assert found("percent-kind", matrix("0.01-5.00 x1.2", "5.01- +1%")) == []
    assert brief("percent-kind", matrix("0.01-5.00 x1.21", "5.01- +1%")) == [(2, "warning")]


def test_below_one_is_usual_on_list() -> None:
    assert found("percent-kind", matrix("0.01- x0.9", basis=Basis.LIST)) == []
    assert brief("percent-kind", matrix("0.01- x21", basis=Basis.LIST)) == [(1, "warning")]


def test_list_plus() -> None:
    judged = matrix("0.01- x1.1", basis=Basis.LIST)
    (advice,) = found("list-based", judged)
    assert (advice.tier, advice.severity.value, advice.source) == (
        None,
        "advice",
        "001 ingredient 4",
    )
    assert found("list-based", matrix("0.01- x2", lookup=Basis.LIST)) == []
