"""Falling prices: boundaries, the cap, slides, look-up by list, zones and their dollars."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from matrix_designer.analysis.boundaries import boundaries_of
from matrix_designer.analysis.inversions import inversion_zones
from matrix_designer.core.factor import Basis
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
)
from matrix_designer.core.money import POINT
from matrix_designer.core.pricing import compile_matrix, price
from tests.analysis.check_cases import amount, brief, edges_of, extended, fold, found, matrix

FIFTY = matrix("0.01-50.00 x2", "50.01- +67%")


def zones(judged: Matrix) -> list[tuple[int, int, int]]:
    """Tier, first and last lower cent of each fall."""
    return [
        (fall.tier, fall.low, fall.high) for fall in boundaries_of(compile_matrix(judged)).falls
    ]


def test_the_published_fall_at_fifty_dollars() -> None:
    (fall,) = boundaries_of(compile_matrix(FIFTY)).falls
    assert (fall.top, fall.low, fall.high) == (5000, 5001, 5987)
    assert (fall.price_at_top, fall.price_after) == (amount("100.00"), amount("83.52"))
    assert fall.fall == amount("16.48")


def test_dollars_are_the_pieces_in_the_zone_times_what_they_sell_for_less() -> None:
    sales = [
        ("50.00", None, "1", "100.00"),
        ("50.01", None, "2", "90.00"),
        ("59.87", None, "1.5", "90.00"),
        ("59.88", None, "9", "100.00"),
    ]
    (finding,) = found("inversion", FIFTY, sales)
    assert (finding.tier, finding.severity.value) == (1, "warning")
    assert finding.dollars == extended("32.96") + extended("0.02") * 3 // 2
    assert found("inversion", FIFTY)[0].dollars is None
    assert found("inversion", FIFTY, [])[0].dollars == 0


def test_an_equal_price_is_no_fall() -> None:
    assert zones(matrix("0.01-1.00 x2", "1.01- x1.985")) == []
    assert zones(matrix("0.01-1.00 x2", "1.01- x1.97")) == [(1, 101, 101)]


def test_a_zone_runs_on_through_the_next_tiers() -> None:
    steep = matrix("0.01-1.00 x10", "1.01-2.00 x2", "2.01- x1")
    assert zones(steep) == [(1, 101, 999), (2, 201, 399)]


def test_a_shared_bound_counts_from_the_bound() -> None:
    assert zones(matrix("0.01-50.00 x2", "50.00- +67%")) == [(1, 5001, 5987)]


def test_across_a_gap_there_is_only_the_gap() -> None:
    gappy = matrix("0.01-50.00 x2", "50.02- +67%")
    assert zones(gappy) == []
    assert len(found("gap", gappy)) == 1


def test_the_list_as_it_stands_prices_a_boundary() -> None:
    assert zones(matrix("50.01- +67%", "0.01-50.00 x2")) == [(2, 5001, 5987)]
    hidden = matrix("0.01-50.00 x2", "10.00-20.00 x1.9", "50.01- +67%")
    assert zones(hidden) == [(1, 5001, 5987)], "a tier that never wins has no boundary"


@pytest.mark.parametrize("rule", [CapRule.LOWER, CapRule.HIGHER, CapRule.COST_PLUS_67])
def test_the_fall_into_the_cap_is_one_at_cost_plus_67(rule: CapRule) -> None:
    capped = matrix("0.01- x2", cap=Cap(amount("50.00"), rule))
    assert zones(capped) == [(1, 5001, 5987)]
    (fall,) = boundaries_of(compile_matrix(capped)).falls
    assert fall.is_into_cap


def test_a_cap_that_is_list_alone_has_no_fall() -> None:
    assert zones(matrix("0.01- x2", cap=Cap(amount("50.00"), CapRule.LIST))) == []


def test_a_zone_ends_where_list_alone_takes_over() -> None:
    capped = replace(FIFTY, cap=Cap(amount("55.00"), CapRule.LIST))
    assert zones(capped) == [(1, 5001, 5500)]


def test_rails_that_need_a_list_are_left_out_and_the_floor_is_not() -> None:
    listed = replace(FIFTY, rails=Rails(ceiling=10 * POINT, is_not_below_list=True))
    assert zones(listed) == [(1, 5001, 5987)]
    floored = replace(FIFTY, rails=Rails(floor=Floor(FloorKind.MARKUP, 100 * POINT)))
    assert zones(floored) == []


def test_an_ending_can_hide_a_fall_or_make_one() -> None:
    small = matrix("0.01-10.00 x2", "10.01- x1.99")
    assert zones(small) == [(1, 1001, 1004)]
    assert zones(replace(small, ending=Ending(EndingKind.WHOLE))) == []
    dropping = replace(small, ending=Ending(EndingKind.X5))
    assert zones(matrix("0.01-9.99 x2", "10.00- x1.99")) == [(1, 1000, 1003)]
    assert zones(dropping) == [(1, 1001, 1004)]


SLIDE = matrix("0.01-90.00 x1.9", "90.01-100.00 x2.0", "100.01- x1.7", mode=Mode.LINEAR)


def test_a_slide_falls_inside_its_tier() -> None:
    (finding,) = found("inversion", SLIDE)
    assert finding.tier == 2
    assert finding.message.startswith("Inside tier 2")
    (fall,) = boundaries_of(compile_matrix(SLIDE)).falls
    assert fall.price_at_top == amount("180.02")
    assert (fall.low, fall.high) == (9002, 10589)


def test_the_crest_of_a_steep_slide_is_found_to_the_cent() -> None:
    steep = matrix("0.01-0.50 x20", "0.51-0.90 x1", "0.91- x1", mode=Mode.LINEAR)
    schedule = compile_matrix(steep)
    cents = np.arange(1, 2_000, dtype=np.int64)
    prices = price(schedule, cents * 100, np.full(cents.size, -1)).price
    crest = int(prices.argmax()) if prices[:50].max() == prices.max() else int(prices[:50].argmax())
    lower = cents[(cents > crest + 1) & (prices < prices[crest])]
    stretch = lower[: int((np.diff(lower, append=99_999) > 1).argmax()) + 1]
    assert zones(steep) == [(1, int(stretch[0]), int(stretch[-1]))]


def test_compound_never_falls_where_every_slice_earns() -> None:
    assert zones(replace(FIFTY, mode=Mode.COMPOUND)) == []
    assert found("inversion", FIFTY)[0].way is not None
    with_add_on = matrix("0.01-50.00 x2", "50.01- +$30.00")
    assert found("inversion", with_add_on)[0].way is None


def test_by_list_with_markup_on_cost_the_factor_falls() -> None:
    by_list = matrix("0.01-5.00 x2", "5.01-9.00 x1.5", "9.01- x1.8", lookup=Basis.LIST)
    assert brief("inversion", by_list) == [(1, "warning")]
    sales = [("3.00", "6.00", "2", "5.00"), ("3.00", "5.00", "1", "5.00"), ("3.00", None, "1", "5")]
    (finding,) = found("inversion", by_list, sales)
    assert finding.dollars == extended("3.00"), "2 x (3.00 x 2 - 3.00 x 1.5)"


def test_mixed_bases_cannot_be_told_apart() -> None:
    mixed = matrix("0.01-5.00 x2", "5.01- x0.5")
    on_list = replace(mixed.tiers[1], basis=Basis.LIST)
    assert zones(replace(mixed, tiers=(mixed.tiers[0], on_list))) == []


def test_a_fall_counts_from_a_dollar_and_one_percent_of_cost() -> None:
    def counts(judged: Matrix, elsewhere: str) -> bool:
        schedule = compile_matrix(judged)
        sold = fold([("50.20", None, "1", "90.00"), ("1.00", None, elsewhere, "2.00")])
        prices = price(schedule, sold.cost, sold.list_price)
        (zone,) = inversion_zones(schedule, sold, prices)
        return zone.counts

    assert counts(FIFTY, "4969")
    assert not counts(FIFTY, "4970")
    assert counts(matrix("0.01-50.00 x2", "50.01- x1.9796"), "1"), "100.00 falls to 99.00"
    assert not counts(matrix("0.01-50.00 x2", "50.01- x1.9798"), "1"), "to 99.01"


def test_the_edges_of_tiers_are_their_own_prices() -> None:
    gappy = matrix("0.01-50.00 x2", "50.02-60.00 x1.5", "60.01- x1.4")
    edges = edges_of(compile_matrix(gappy))
    assert [(edge.price_at_top, edge.price_after) for edge in edges] == [
        (amount("100.00"), None),
        (amount("90.00"), amount("84.01")),
        (None, None),
    ]
    assert [edge.is_after_unpriced for edge in edges] == [True, False, False]


def test_a_capped_open_top_has_an_edge_at_the_cap() -> None:
    capped = matrix("0.01- x2", cap=Cap(amount("50.00"), CapRule.LOWER))
    (edge,) = edges_of(compile_matrix(capped))
    assert (edge.top, edge.price_after) == (amount("50.00"), amount("83.52"))
    by_list = matrix("0.01- x2", cap=Cap(amount("50.00"), CapRule.LIST))
    (edge,) = edges_of(compile_matrix(by_list))
    assert (edge.price_at_top, edge.price_after) == (amount("100.00"), None)


def test_a_tier_on_list_leaves_its_neighbours_prices_told() -> None:
    plain = matrix("0.01-10.00 x2", "10.01-20.00 x1.8", "20.01-30.00 x0.9", "30.01- x1.5")
    on_list = replace(plain.tiers[2], basis=Basis.LIST)
    mixed = replace(plain, tiers=(*plain.tiers[:2], on_list, plain.tiers[3]))
    edges = edges_of(compile_matrix(mixed))
    assert [(edge.price_at_top, edge.price_after) for edge in edges] == [
        (amount("20.00"), amount("18.02")),
        (amount("36.00"), None),
        (None, amount("45.02")),
        (None, None),
    ]
    assert not any(edge.is_after_unpriced for edge in edges)


def test_a_fallback_to_list_is_not_told_as_no_price() -> None:
    gappy = matrix("0.01-50.00 x2", "50.02-60.00 x1.5", fallback=Fallback(FallbackKind.LIST))
    edges = edges_of(compile_matrix(gappy))
    assert [edge.is_after_unpriced for edge in edges] == [False, False]


def test_runs_cover_every_cent_once() -> None:
    runs = boundaries_of(compile_matrix(SLIDE)).runs
    assert runs[0].first == 1
    assert all(after.first == run.last + 1 for run, after in pairwise(runs))
