"""Which tier a cost finds, in lists that are in order and in lists that are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrix_designer.core.factor import Basis, read_factor
from matrix_designer.core.lookup import NO_ROW, Stretch, mode_mix_problem, stretches_of
from matrix_designer.core.matrix import Matrix, Mode, Tier
from matrix_designer.core.money import CENT, MAX_AMOUNT, MAX_BOUND, read_bound
from matrix_designer.core.pricing import compile_matrix, price_one, prices_at


def tier(low: str, high: str | None, factor: str = "x2", basis: Basis = Basis.COST) -> Tier:
    upper = None if high is None else read_bound(high)
    return Tier(read_bound(low), upper, read_factor(factor).factor, basis)


def rows(tiers: tuple[Tier, ...], *costs: int) -> list[int]:
    schedule = compile_matrix(Matrix("m", tiers))
    return [price_one(schedule, cost, None).row for cost in costs]


def test_neighbours_without_a_hole() -> None:
    assert stretches_of([tier("0", "5"), tier("5.01", None)]) == [
        Stretch(0, NO_ROW),
        Stretch(1, 0),
        Stretch(501, 1),
    ]


def test_no_tiers_at_all() -> None:
    assert stretches_of([]) == [Stretch(0, NO_ROW)]
    assert rows((), 1, 10_000, MAX_AMOUNT) == [NO_ROW] * 3


def test_a_gap_and_a_closed_top_find_nothing() -> None:
    tiers = (tier("0", "100"), tier("101", "500"))
    assert rows(tiers, 1_000_000, 1_000_100, 1_009_900, 1_010_000, 5_000_000, 5_000_100) == [
        *(0, NO_ROW, NO_ROW),
        *(1, 1, NO_ROW),
    ]


def test_a_shared_cent_belongs_to_the_first_in_the_list() -> None:
    tiers = (tier("0", "5"), tier("5", "15"))
    assert rows(tiers, 49_900, 50_000, 50_100) == [0, 0, 1]
    assert rows(tiers[::-1], 49_900, 50_000, 50_100) == [1, 0, 0]


def test_an_overlap_belongs_to_the_first_in_the_list() -> None:
    tiers = (tier("0", "20"), tier("10", "30"))
    assert rows(tiers, 90_000, 100_000, 200_000, 200_100) == [0, 0, 0, 1]


def test_a_nested_tier_wins_only_where_it_stands_first() -> None:
    outer, inner = tier("0", "100"), tier("10", "20")
    assert rows((outer, inner), 50_000, 150_000, 500_000) == [0, 0, 0]
    assert rows((inner, outer), 50_000, 150_000, 500_000) == [1, 0, 1]


def test_wrong_order_still_finds_every_tier() -> None:
    tiers = (tier("20.01", None), tier("0", "10"), tier("10.01", "20"))
    assert rows(tiers, 100_000, 100_100, 200_100) == [1, 2, 0]


def test_reversed_bounds_find_nothing() -> None:
    assert rows((tier("10", "5"),), 50_000, 70_000, 100_000) == [NO_ROW] * 3


def test_a_bound_of_zero_counts_as_one_cent() -> None:
    assert stretches_of([tier("0", "0")]) == [Stretch(0, NO_ROW)]
    assert rows((tier("0", "0.01"),), 49, 50, 100, 149, 150) == [NO_ROW, 0, 0, 0, NO_ROW]


def test_a_sub_cent_bound_acts_as_its_whole_cent() -> None:
    tiers = (tier("0", "5.005"), tier("5.015", "9"))
    assert rows(tiers, 50_049, 50_050, 50_149) == [0, 1, 1]


def test_a_max_top_takes_the_dearest_cost() -> None:
    assert rows((tier("0", "99999999.99"),), MAX_AMOUNT) == [0]
    assert rows((Tier(0, MAX_BOUND, tier("0", "1").factor),), MAX_AMOUNT) == [0]
    # $999,999.9999 looks up as $1,000,000.00, one cent above a top of 999,999.99.
    assert rows((tier("0", "999999.99"),), MAX_AMOUNT) == [NO_ROW]


def test_the_cent_is_for_the_look_up_only() -> None:
    """10.005 looks up half up as 10.01, but is multiplied exactly: 20.01, not 20.02."""
    tiers = (tier("0", "10", "x3"), tier("10.01", None, "x2"))
    assert rows(tiers, 100_049, 100_050) == [0, 1]
    schedule = compile_matrix(Matrix("m", tiers))
    assert prices_at(schedule, [100_049, 100_050]) == (300_100, 200_100)


BOUNDS = st.integers(0, 400)


@given(st.lists(st.tuples(BOUNDS, st.none() | BOUNDS), max_size=8), st.integers(0, 405))
def test_the_first_tier_in_the_list_that_holds_the_cent_wins(
    bounds: list[tuple[int, int | None]], cent: int
) -> None:
    factor = read_factor("x2").factor
    tiers = [
        Tier(low * CENT, None if high is None else high * CENT, factor) for low, high in bounds
    ]
    holds = [
        index
        for index, (low, high) in enumerate(bounds)
        if cent >= 1 and low <= cent and (high is None or cent <= high)
    ]
    owner = next(part.row for part in reversed(stretches_of(tiers)) if part.first <= cent)
    assert owner == (holds[0] if holds else NO_ROW)


CLEAN = (tier("0", "10", "x3"), tier("10.01", "20", "x2.5"), tier("20.01", None, "x2"))


@pytest.mark.parametrize("mode", [Mode.COMPOUND, Mode.LINEAR])
def test_modes_that_mix(mode: Mode) -> None:
    add_on = (tier("0", "10"), tier("10.01", None, "+$5.00"))
    on_list = (tier("0", "10"), tier("10.01", None, "x1", Basis.LIST))
    overlap = (tier("0", "10"), tier("9", None))
    nested = (tier("0", None), tier("9", "10"))
    unordered = (tier("10.01", None), tier("0", "10"))
    reversed_bounds = (tier("0", "10"), tier("20", "10.01"))
    same_start = (tier("0", "0.01"), tier("0.01", "5"))
    for tiers in (add_on, on_list, overlap, nested, unordered, reversed_bounds, same_start):
        matrix = Matrix("mixed", tiers, mode=mode)
        assert mode_mix_problem(matrix), tiers
        part = price_one(compile_matrix(matrix), 50_000, 90_000)
        assert (part.price, part.row) == (None, NO_ROW)
        assert part.steps[-1].step == "unpriced"
        assert mode_mix_problem(Matrix("simple", tiers)) is None
    by_list = Matrix("by list", CLEAN, lookup=Basis.LIST, mode=mode)
    assert mode_mix_problem(by_list)


@pytest.mark.parametrize("mode", Mode)
def test_modes_that_work(mode: Mode) -> None:
    gap = (tier("0", "10"), tier("20", "30"))
    shared = (tier("0", "5"), tier("5", "15"))
    late = (tier("3", "5"), tier("5.01", None))
    for tiers in (CLEAN, gap, shared, late, ()):
        assert mode_mix_problem(Matrix("m", tiers, mode=mode)) is None
