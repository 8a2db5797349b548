"""From a part to its price: cap, fallback, guard rails, in their order."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matrix_designer.core.evidence import MISSING
from matrix_designer.core.factor import Basis, read_factor
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
    Tier,
)
from matrix_designer.core.money import DOLLAR, MAX_AMOUNT, POINT, amount_text, read_amount
from matrix_designer.core.pricing import (
    CAP_ROW,
    FALLBACK_ROW,
    NO_ROW,
    UNPRICED,
    compile_matrix,
    price,
    price_one,
)


def factor_tier(text: str, basis: Basis = Basis.COST) -> Tier:
    return Tier(0, None, read_factor(text).factor, basis)


TWICE = Matrix("m", (factor_tier("x2"),))
EMPTY = Matrix("empty", ())


def sells(matrix: Matrix, cost: str, listed: str | None = None) -> str | None:
    units = None if listed is None else read_amount(listed).amount
    part = price_one(compile_matrix(matrix), read_amount(cost).amount, units)
    assert (part.price is None) == (part.row == NO_ROW)
    return None if part.price is None else amount_text(part.price)


def row(matrix: Matrix, cost: str, listed: str | None = None) -> int:
    units = None if listed is None else read_amount(listed).amount
    return price_one(compile_matrix(matrix), read_amount(cost).amount, units).row


@pytest.mark.parametrize("cost", ["0", "0.0001", "0.0049"])
def test_no_price_without_a_cost(cost: str) -> None:
    capped = replace(TWICE, cap=Cap(0, CapRule.LIST), fallback=Fallback(FallbackKind.LIST))
    assert sells(capped, cost, "5.00") is None
    by_list = Matrix("m", (factor_tier("x1", Basis.LIST),), lookup=Basis.LIST)
    assert sells(by_list, cost, "5.00") is None


def test_half_a_cent_of_cost_has_a_price() -> None:
    assert sells(TWICE, "0.005") == "0.01"


@pytest.mark.parametrize(
    ("rule", "listed", "price"),
    [
        (CapRule.LIST, "400.00", "400.00"),
        (CapRule.LIST, "400.005", "400.01"),
        (CapRule.LIST, None, "501.00"),
        (CapRule.COST_PLUS_67, "400.00", "501.00"),
        (CapRule.COST_PLUS_67, None, "501.00"),
        (CapRule.LOWER, "400.00", "400.00"),
        (CapRule.LOWER, "600.00", "501.00"),
        (CapRule.LOWER, None, "501.00"),
        (CapRule.HIGHER, "400.00", "501.00"),
        (CapRule.HIGHER, "600.00", "600.00"),
        (CapRule.HIGHER, None, "501.00"),
    ],
)
def test_cap_rules(rule: CapRule, listed: str | None, price: str) -> None:
    capped = replace(TWICE, cap=Cap(250 * DOLLAR, rule))
    assert sells(capped, "300.00", listed) == price
    assert row(capped, "300.00", listed) == CAP_ROW


def test_the_cap_itself_is_not_above_the_cap() -> None:
    capped = replace(TWICE, cap=Cap(250 * DOLLAR, CapRule.COST_PLUS_67))
    assert sells(capped, "250.00") == "500.00"
    assert sells(capped, "250.0001") == "417.50"
    assert sells(capped, "250.01") == "417.52"


def test_a_capped_part_is_never_looked_up() -> None:
    capped = replace(EMPTY, cap=Cap(250 * DOLLAR, CapRule.COST_PLUS_67), lookup=Basis.LIST)
    assert sells(capped, "300.00") == "501.00"


def test_a_cap_without_a_list_is_counted_where_its_rule_needs_one() -> None:
    cost = np.array([300, 300, 200]) * DOLLAR
    lists = np.array([MISSING, 400 * DOLLAR, MISSING])
    for rule in CapRule:
        capped = replace(TWICE, cap=Cap(250 * DOLLAR, rule))
        counted = price(compile_matrix(capped), cost, lists).cap_without_list
        assert counted.tolist() == [rule is not CapRule.COST_PLUS_67, False, False]


LIST_FALLBACK = Fallback(FallbackKind.LIST)
FACTOR_FALLBACK = Fallback(FallbackKind.FACTOR, read_factor("x1.5").factor)
ADD_ON_FALLBACK = Fallback(FallbackKind.FACTOR, read_factor("+$5.00").factor)


def test_the_default_fallback_is_unpriced() -> None:
    assert sells(EMPTY, "10.00", "20.00") is None


@pytest.mark.parametrize(
    ("fallback", "listed", "price"),
    [
        (LIST_FALLBACK, "20.00", "20.00"),
        (LIST_FALLBACK, "20.005", "20.01"),
        (LIST_FALLBACK, None, None),
        (LIST_FALLBACK, "0", None),
        (FACTOR_FALLBACK, None, "15.00"),
        (ADD_ON_FALLBACK, None, "15.00"),
    ],
)
def test_fallbacks_of_a_gap(fallback: Fallback, listed: str | None, price: str | None) -> None:
    matrix = replace(EMPTY, fallback=fallback)
    assert sells(matrix, "10.00", listed) == price
    assert row(matrix, "10.00", listed) == (NO_ROW if price is None else FALLBACK_ROW)


def test_no_value_to_look_up_goes_to_the_fallback() -> None:
    by_list = replace(TWICE, lookup=Basis.LIST, fallback=FACTOR_FALLBACK)
    assert sells(by_list, "10.00", "30.00") == "20.00"
    assert sells(by_list, "10.00") == "15.00"


def test_no_price_basis_goes_to_the_fallback() -> None:
    on_list = Matrix("m", (factor_tier("90% of list", Basis.LIST),), fallback=FACTOR_FALLBACK)
    assert sells(on_list, "10.00", "30.00") == "27.00"
    assert sells(on_list, "10.00") == "15.00"
    assert sells(replace(on_list, fallback=LIST_FALLBACK), "10.00") is None


def test_rails_and_endings_work_on_cap_and_fallback_too() -> None:
    railed = replace(
        EMPTY,
        fallback=FACTOR_FALLBACK,
        cap=Cap(250 * DOLLAR, CapRule.COST_PLUS_67),
        rails=Rails(ceiling=0),
    )
    assert sells(railed, "10.00", "12.00") == "12.00"
    assert sells(railed, "300.00", "400.00") == "400.00"
    ended = replace(railed, rails=Rails(), ending=Ending(EndingKind.C99))
    assert sells(ended, "10.00") == "14.99"
    assert sells(ended, "300.00") == "500.99"


@pytest.mark.parametrize(
    ("ceiling", "listed", "price"),
    [
        (0, "15.00", "15.00"),
        (0, "25.00", "20.00"),
        (0, "15.0099", "15.00"),
        (10 * POINT, "15.00", "16.50"),
        (10 * POINT, "15.01", "16.51"),
        (33_333, "15.00", "15.49"),
        (-100 * POINT, "15.00", "0.00"),
        (1_000 * POINT, "1.00", "11.00"),
        (0, None, "20.00"),
    ],
)
def test_the_ceiling_is_the_largest_cent_not_above(
    ceiling: int, listed: str | None, price: str
) -> None:
    assert sells(replace(TWICE, rails=Rails(ceiling=ceiling)), "10.00", listed) == price


@pytest.mark.parametrize(
    ("listed", "price"),
    [("15.00", "20.00"), ("25.00", "25.00"), ("25.0001", "25.01"), (None, "20.00")],
)
def test_never_below_list(listed: str | None, price: str) -> None:
    assert sells(replace(TWICE, rails=Rails(is_not_below_list=True)), "10.00", listed) == price


@pytest.mark.parametrize(
    ("kind", "points", "cost", "price"),
    [
        (FloorKind.MARKUP, 150, "10.00", "25.00"),
        (FloorKind.MARKUP, 50, "10.00", "20.00"),
        (FloorKind.MARKUP, 101, "10.01", "20.13"),
        (FloorKind.MARKUP, 100, "10.0001", "20.01"),
        (FloorKind.GP, 60, "10.00", "25.00"),
        (FloorKind.GP, 51, "10.00", "20.41"),
        (FloorKind.GP, -5, "10.00", "20.00"),
    ],
)
def test_the_floor_is_the_least_cent_not_below(
    kind: FloorKind, points: int, cost: str, price: str
) -> None:
    floored = replace(TWICE, rails=Rails(floor=Floor(kind, points * POINT)))
    assert sells(floored, cost) == price


def test_a_wholesale_floor_may_lie_under_cost() -> None:
    minus = Matrix(
        "m", (factor_tier("-10%"),), rails=Rails(floor=Floor(FloorKind.MARKUP, -5 * POINT))
    )
    assert sells(minus, "10.00") == "9.50"
    assert sells(minus, "0.11") == "0.11"


def test_the_floor_wins_over_never_below_list_and_that_over_the_ceiling() -> None:
    rails = Rails(-20 * POINT, is_not_below_list=True, floor=Floor(FloorKind.MARKUP, 60 * POINT))
    railed = replace(TWICE, rails=rails)
    assert sells(railed, "10.00", "15.00") == "16.00"
    assert sells(railed, "10.00", "18.00") == "18.00"
    assert (
        sells(replace(railed, rails=replace(rails, is_not_below_list=False)), "10.00", "18.00")
        == "16.00"
    )
    assert sells(railed, "10.00") == "20.00"


def test_rails_skipped_for_want_of_a_list_are_counted() -> None:
    cost = np.array([100_000, 100_000, 0, 100_000])
    lists = np.array([MISSING, 90_000, MISSING, 0])
    for rails in (Rails(ceiling=0), Rails(is_not_below_list=True)):
        counted = price(compile_matrix(replace(TWICE, rails=rails)), cost, lists).skipped_rails
        assert counted.tolist() == [True, False, False, True]
    floor = Rails(floor=Floor(FloorKind.MARKUP, 0))
    assert not price(compile_matrix(replace(TWICE, rails=floor)), cost, lists).skipped_rails.any()


def test_a_list_of_zero_is_no_list() -> None:
    on_list = Matrix("m", (factor_tier("90% of list", Basis.LIST),), fallback=FACTOR_FALLBACK)
    capped = replace(TWICE, cap=Cap(5 * DOLLAR, CapRule.LIST))
    railed = replace(TWICE, rails=Rails(ceiling=0))
    cost = np.full(1_000, 10 * DOLLAR)
    for size in (1, 1_000):
        for matrix, expected in ((on_list, 15), (capped, 16.7), (railed, 20)):
            lists = np.zeros(size, dtype=np.int64)
            made = price(compile_matrix(matrix), cost[:size], lists)
            assert (made.price == int(expected * DOLLAR)).all()
            assert made.skipped_rails.all() == (matrix is railed)
            assert made.cap_without_list.all() == (matrix is capped)


def test_a_price_below_zero_is_no_price() -> None:
    less = Matrix("m", (factor_tier("-$5.00"),))
    assert sells(less, "5.01") == "0.01"
    assert sells(less, "5.00") == "0.00"
    assert sells(less, "4.99") is None
    assert sells(replace(less, ending=Ending(EndingKind.C99)), "4.99") is None
    assert sells(replace(less, rails=Rails(floor=Floor(FloorKind.MARKUP, 0))), "4.99") == "4.99"
    columns = price(compile_matrix(less), np.array([49_900]), np.array([MISSING]))
    assert (columns.price[0], columns.row[0]) == (UNPRICED, NO_ROW)


def test_a_mixed_mode_leaves_only_the_cap() -> None:
    tiers = (replace(factor_tier("x2"), upper=10 * DOLLAR), factor_tier("+$1.00"))
    mixed = Matrix("m", tiers, mode=Mode.LINEAR, fallback=FACTOR_FALLBACK)
    assert sells(mixed, "5.00", "9.00") is None
    assert sells(replace(mixed, cap=Cap(4 * DOLLAR, CapRule.COST_PLUS_67)), "5.00") == "8.35"


def test_columns_outside_the_declared_range_are_refused() -> None:
    schedule = compile_matrix(TWICE)
    good = np.array([1], dtype=np.int64)
    for bad in (MAX_AMOUNT + 1, -1):
        with pytest.raises(ValueError, match="range"):
            price(schedule, np.array([bad]), good)
    with pytest.raises(ValueError, match="range"):
        price(schedule, good, np.array([-2]))
    with pytest.raises(ValueError, match="int64"):
        price(schedule, np.array([1.5]), good)


def test_nothing_at_all_can_be_priced() -> None:
    none = np.zeros(0, dtype=np.int64)
    assert price(compile_matrix(TWICE), none, none).price.size == 0
