"""What a matrix refuses to hold; every wrong order and overlap it does hold."""

from __future__ import annotations

import pytest

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import Basis, read_factor
from matrix_designer.core.matrix import (
    Cap,
    CapRule,
    Fallback,
    FallbackKind,
    Floor,
    FloorKind,
    Rails,
    Tier,
)
from matrix_designer.core.money import MAX_BOUND, POINT

FACTOR = read_factor("x2").factor


@pytest.mark.parametrize(
    ("lower", "upper"), [(-1, None), (MAX_BOUND + 1, None), (0, -1), (0, MAX_BOUND + 1)]
)
def test_bounds_out_of_range(lower: int, upper: int | None) -> None:
    with pytest.raises(MatrixDesignerError, match="bound"):
        Tier(lower, upper, FACTOR)


def test_reversed_bounds_are_held() -> None:
    tier = Tier(90_000, 50_000, FACTOR)
    assert (tier.first_cent, tier.last_cent) == (900, 500)


def test_cents_of_a_tier() -> None:
    assert Tier(0, None, FACTOR).first_cent == 1
    assert Tier(0, None, FACTOR).last_cent is None
    assert Tier(50_050, 60_099, FACTOR).first_cent == 500
    assert Tier(50_050, 60_099, FACTOR).last_cent == 600


def test_gp_works_on_cost_only() -> None:
    gp = read_factor("42% GP").factor
    assert Tier(0, None, gp).basis is Basis.COST
    with pytest.raises(MatrixDesignerError, match="GP"):
        Tier(0, None, gp, Basis.LIST)


def test_ceilings_lie_between_minus_100_and_1000() -> None:
    for points in (-100, 0, 1_000):
        assert Rails(points * POINT).ceiling == points * POINT
    for units in (-100 * POINT - 1, 1_000 * POINT + 1):
        with pytest.raises(MatrixDesignerError, match="ceiling"):
            Rails(units)


def test_floors_that_have_a_price() -> None:
    for kind, units in (
        (FloorKind.MARKUP, 1 - 100 * POINT),
        (FloorKind.MARKUP, 999_800 * POINT),
        (FloorKind.GP, 1 - 100 * POINT),
        (FloorKind.GP, 100 * POINT - 1),
    ):
        assert Floor(kind, units).percent == units
    for kind, units in (
        (FloorKind.MARKUP, -100 * POINT),
        (FloorKind.MARKUP, 999_800 * POINT + 1),
        (FloorKind.GP, -100 * POINT),
        (FloorKind.GP, 100 * POINT),
    ):
        with pytest.raises(MatrixDesignerError, match="floor"):
            Floor(kind, units)


def test_fallbacks_and_caps_that_say_nothing() -> None:
    for kind, factor in (
        (FallbackKind.FACTOR, None),
        (FallbackKind.LIST, FACTOR),
        (FallbackKind.UNPRICED, FACTOR),
    ):
        with pytest.raises(MatrixDesignerError, match="fallback"):
            Fallback(kind, factor)
    for above in (-1, MAX_BOUND + 1):
        with pytest.raises(MatrixDesignerError, match="cap"):
            Cap(above, CapRule.LIST)
