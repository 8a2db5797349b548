"""Price endings: nearest, upwards, and what makes them give way."""

from __future__ import annotations

import pytest

from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import (
    Ending,
    EndingKind,
    Floor,
    FloorKind,
    Matrix,
    Rails,
    Tier,
)
from matrix_designer.core.money import POINT, amount_text, read_amount
from matrix_designer.core.pricing import compile_matrix, price_one

FREE_OF_COST = "0.01"


def ended(
    exact: str,
    kind: EndingKind,
    *,
    up: bool = False,
    cost: str = FREE_OF_COST,
    listed: str | None = None,
    rails: Rails | None = None,
) -> str | None:
    """Return what a price of `exact` becomes; an add-on makes that price from the cost."""
    gap = read_amount(exact).amount - read_amount(cost).amount
    factor = read_factor(f"{'-' if gap < 0 else '+'}${amount_text(abs(gap))}").factor
    tier = Tier(0, None, factor)
    matrix = Matrix("m", (tier,), rails=rails or Rails(), ending=Ending(kind, is_up=up))
    units = None if listed is None else read_amount(listed).amount
    part = price_one(compile_matrix(matrix), read_amount(cost).amount, units)
    return None if part.price is None else amount_text(part.price)


@pytest.mark.parametrize(
    ("kind", "exact", "nearest", "up"),
    [
        (EndingKind.X5, "10.05", "10.05", "10.05"),
        (EndingKind.X5, "10.06", "10.05", "10.15"),
        (EndingKind.X5, "10.09", "10.05", "10.15"),
        (EndingKind.X5, "10.10", "10.15", "10.15"),
        (EndingKind.X9, "10.00", "9.99", "10.09"),
        (EndingKind.X9, "10.04", "10.09", "10.09"),
        (EndingKind.X9, "10.03", "9.99", "10.09"),
        (EndingKind.C95, "10.44", "9.95", "10.95"),
        (EndingKind.C95, "10.45", "10.95", "10.95"),
        (EndingKind.C95, "10.96", "10.95", "11.95"),
        (EndingKind.C99, "10.49", "10.99", "10.99"),
        (EndingKind.C99, "10.48", "9.99", "10.99"),
        (EndingKind.WHOLE, "10.49", "10.00", "11.00"),
        (EndingKind.WHOLE, "10.50", "11.00", "11.00"),
        (EndingKind.WHOLE, "10.00", "10.00", "10.00"),
    ],
)
def test_nearest_and_up(kind: EndingKind, exact: str, nearest: str, up: str) -> None:
    assert ended(exact, kind) == nearest
    assert ended(exact, kind, up=True) == up


def test_an_ending_never_makes_nothing() -> None:
    assert ended("0.30", EndingKind.WHOLE) == "1.00"
    assert ended("0.02", EndingKind.X9) == "0.09"
    assert ended("0.20", EndingKind.C95) == "0.95"


def test_an_ending_never_sells_under_cost() -> None:
    assert ended("10.00", EndingKind.C99, cost="9.995") == "10.99"
    assert ended("10.00", EndingKind.C99, cost="9.99") == "9.99"
    assert ended("9.97", EndingKind.C95, cost="9.97") == "10.95"


def test_an_ending_may_go_down_where_the_price_was_under_cost_already() -> None:
    assert ended("9.97", EndingKind.C95, cost="10.00") == "9.95"


def test_a_ceiling_sends_the_ending_down() -> None:
    at_list = Rails(ceiling=0)
    assert ended("10.60", EndingKind.C99, listed="10.80", rails=at_list) == "9.99"
    assert ended("10.60", EndingKind.C99, up=True, listed="10.80", rails=at_list) == "9.99"
    assert ended("10.60", EndingKind.C99, listed="10.99", rails=at_list) == "10.99"


def test_a_floor_sends_the_ending_up() -> None:
    floor = Rails(floor=Floor(FloorKind.MARKUP, 1_000 * POINT))
    assert ended("11.10", EndingKind.C99, cost="1.00", rails=floor) == "11.99"
    never_below = Rails(is_not_below_list=True)
    assert ended("10.10", EndingKind.C99, listed="10.05", rails=never_below) == "10.99"


def test_an_ending_may_stand_on_its_limit() -> None:
    floor = Rails(floor=Floor(FloorKind.MARKUP, 899 * POINT))
    assert ended("10.40", EndingKind.C99, cost="1.00", rails=floor) == "9.99"
    floor = Rails(floor=Floor(FloorKind.MARKUP, 900 * POINT))
    assert ended("10.40", EndingKind.C99, cost="1.00", rails=floor) == "10.99"


def test_no_ending_inside_the_rails_leaves_the_price() -> None:
    tight = Rails(ceiling=0, floor=Floor(FloorKind.MARKUP, 1_000 * POINT))
    assert ended("11.20", EndingKind.C99, cost="1.00", listed="11.30", rails=tight) == "11.20"


def test_an_overruled_ceiling_no_longer_counts() -> None:
    """The floor lifts the price to 11.00, above the ceiling of 8.00; the ending may go up."""
    rails = Rails(-20 * POINT, floor=Floor(FloorKind.MARKUP, 1_000 * POINT))
    assert ended("5.00", EndingKind.C99, cost="1.00", listed="10.00", rails=rails) == "11.99"
    held = Rails(10 * POINT, floor=Floor(FloorKind.MARKUP, 1_000 * POINT))
    assert ended("5.00", EndingKind.C99, cost="1.00", listed="10.00", rails=held) == "11.00"


def test_a_price_that_is_exactly_list_gets_no_ending() -> None:
    assert ended("10.50", EndingKind.C99, listed="10.50") == "10.50"
    assert ended("10.60", EndingKind.C99, listed="10.50", rails=Rails(ceiling=0)) == "10.50"
    assert ended("10.51", EndingKind.C99, listed="10.50") == "10.99"
    assert ended("10.50", EndingKind.C99) == "10.99"


def test_a_free_price_takes_the_first_ending_upwards() -> None:
    assert ended("0.00", EndingKind.X5) == "0.05"
    assert ended("0.00", EndingKind.WHOLE) == "1.00"
