"""Bounds that move with their neighbour: how far, and what follows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrix_designer.core.design import Design
from matrix_designer.core.edits import BoundSide
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import Basis, FactorKind, read_factor
from matrix_designer.core.fitted_factor import STEPS, fit_factor
from matrix_designer.core.matrix import Cap, CapRule, Matrix, Tier
from matrix_designer.core.money import CENT, DOLLAR
from matrix_designer.core.moved_bounds import (
    MoveBound,
    MoveCap,
    Room,
    room_of_bound,
    room_of_cap,
    touching,
)

TEN = read_factor("x2").factor
UPPER, LOWER = BoundSide.UPPER, BoundSide.LOWER


def matrix(*cents: tuple[int, int | None], cap: int | None = None) -> Matrix:
    """Return a matrix of bounds in cents."""
    tiers = tuple(
        Tier(low * CENT, None if high is None else high * CENT, TEN) for low, high in cents
    )
    above = None if cap is None else Cap(cap * CENT, CapRule.COST_PLUS_67)
    return Matrix("m", tiers, cap=above)


def bounds(made: Matrix) -> list[tuple[int, int | None]]:
    return [
        (tier.lower // CENT, None if tier.upper is None else tier.upper // CENT)
        for tier in made.tiers
    ]


def moved(made: Matrix, tier: int, side: BoundSide, cents: int) -> list[tuple[int, int | None]]:
    after = MoveBound("m", tier, side, cents * CENT).apply(Design("d", (made,)))
    return bounds(after.matrix_named("m"))


LADDER = matrix((1, 500), (501, 2_000), (2_001, None))
SHARED = matrix((0, 500), (500, 2_000), (2_000, None))
GAP = matrix((1, 500), (600, 2_000), (2_001, None))


@pytest.mark.parametrize(
    ("made", "tier", "side", "to", "wanted"),
    [
        (LADDER, 0, UPPER, 700, [(1, 700), (701, 2_000), (2_001, None)]),
        (LADDER, 1, LOWER, 701, [(1, 700), (701, 2_000), (2_001, None)]),
        (LADDER, 0, UPPER, 9_000, [(1, 1_999), (2_000, 2_000), (2_001, None)]),
        (LADDER, 1, UPPER, 3, [(1, 500), (501, 501), (502, None)]),
        (LADDER, 0, UPPER, 0, [(1, 1), (2, 2_000), (2_001, None)]),
        (SHARED, 0, UPPER, 700, [(0, 700), (700, 2_000), (2_000, None)]),
        (SHARED, 1, UPPER, 3, [(0, 500), (500, 501), (501, None)]),
        (GAP, 0, UPPER, 550, [(1, 550), (600, 2_000), (2_001, None)]),
        (GAP, 0, UPPER, 5_000, [(1, 599), (600, 2_000), (2_001, None)]),
        (GAP, 1, LOWER, 2, [(1, 500), (501, 2_000), (2_001, None)]),
    ],
)
def test_a_bound_takes_its_neighbour_along_and_passes_nobody(
    made: Matrix, tier: int, side: BoundSide, to: int, wanted: list[tuple[int, int | None]]
) -> None:
    assert moved(made, tier, side, to) == wanted


def test_what_cannot_move_is_refused() -> None:
    assert room_of_bound(LADDER, 2, UPPER) is None
    assert room_of_bound(LADDER, 9, UPPER) is None
    with pytest.raises(MatrixDesignerError):
        MoveBound("m", 2, UPPER, DOLLAR).apply(Design("d", (LADDER,)))
    with pytest.raises(MatrixDesignerError):
        MoveCap("m", DOLLAR).apply(Design("d", (LADDER,)))
    assert touching(GAP, 0, UPPER) is None
    assert touching(GAP, 1, UPPER) == 2


def test_a_bound_that_stays_is_the_very_same_design() -> None:
    design = Design("d", (LADDER,))
    assert MoveBound("m", 0, UPPER, 500 * CENT).apply(design) is design


@given(st.lists(st.integers(2, 5_000), min_size=2, max_size=9, unique=True), st.data())
def test_a_clean_ladder_stays_clean_wherever_a_bound_is_moved(
    tops: list[int], data: st.DataObject
) -> None:
    tops = sorted(tops)
    is_shared = data.draw(st.booleans())
    lows = [1, *(top + (0 if is_shared else 1) for top in tops[:-1])]
    made = matrix(*zip(lows, tops, strict=True))
    tier = data.draw(st.integers(0, len(tops) - 1))
    room = room_of_bound(made, tier, UPPER)
    if room is None:
        return
    to = data.draw(st.integers(0, 6_000))
    after = moved(made, tier, UPPER, to)
    step = 0 if is_shared else 1
    assert [low for low, _ in after[1:]] == [(top or 0) + step for _, top in after[:-1]]
    assert all(top is not None and low <= top for low, top in after)
    before = bounds(made)
    assert all(
        one == other
        for place, (one, other) in enumerate(zip(before, after, strict=True))
        if place not in (tier, tier + 1)
    )


def test_the_cap_takes_a_tier_along_that_ends_there() -> None:
    made = matrix((1, 2_000), (2_001, 25_000), cap=25_000)
    after = MoveCap("m", 300 * DOLLAR).apply(Design("d", (made,))).matrix_named("m")
    assert bounds(after) == [(1, 2_000), (2_001, 30_000)]
    assert after.cap == Cap(300 * DOLLAR, CapRule.COST_PLUS_67)
    assert room_of_cap(made) == Room(2_001 * CENT, 99_999_999_99 * CENT)
    open_top = replace(matrix((1, 2_000), (2_001, None)), cap=made.cap)
    lowest = MoveCap("m", 0).apply(Design("d", (open_top,))).matrix_named("m")
    assert lowest.cap is not None
    assert lowest.cap.above == 2_001 * CENT
    assert bounds(lowest) == [(1, 2_000), (2_001, None)]


@given(
    st.sampled_from(["x1.75", "+75%", "175% of cost", "42% GP", "+$5.00"]),
    st.floats(0.001, 20_000),
)
def test_a_fitted_factor_keeps_kind_and_steps_and_comes_near(text: str, wanted: float) -> None:
    like = read_factor(text).factor
    cost = 20 * DOLLAR
    made = fit_factor(like, wanted, Basis.COST, cost)
    assert made.kind is like.kind
    assert made.value % STEPS[like.kind] == 0
    assert read_factor(made.text).factor == made
    ratio = made.ratio
    multiplier = (ratio.numerator * cost + ratio.addend * ratio.denominator) / (
        ratio.denominator * cost
    )
    if 1.1 < wanted < 5:
        slack = 0.03 if like.kind is FactorKind.GP else 0.0051
        assert abs(multiplier - wanted) <= slack


def test_a_factor_that_stays_keeps_its_text() -> None:
    typed = read_factor("1.75 x").factor
    assert fit_factor(typed, 1.7501, Basis.COST, DOLLAR) is typed
