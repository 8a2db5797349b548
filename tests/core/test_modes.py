"""Simple, compound and linear: how tiers combine."""

from __future__ import annotations

from fractions import Fraction

import pytest

from matrix_designer.core.factor import Basis, read_factor
from matrix_designer.core.formula import Formula
from matrix_designer.core.matrix import Matrix, Mode, Tier
from matrix_designer.core.money import amount_text, read_amount, read_bound
from matrix_designer.core.pricing import compile_matrix, price_one


def matrix(mode: Mode, *tiers: tuple[str, str | None, str], basis: Basis = Basis.COST) -> Matrix:
    made = tuple(
        Tier(
            read_bound(low),
            None if high is None else read_bound(high),
            read_factor(text).factor,
            basis,
        )
        for low, high, text in tiers
    )
    return Matrix("m", made, lookup=basis, mode=mode)


def sells(made: Matrix, amount: str) -> str | None:
    units = read_amount(amount).amount
    if made.lookup is Basis.LIST:
        part = price_one(compile_matrix(made), 10_000, units)
    else:
        part = price_one(compile_matrix(made), units, None)
    return None if part.price is None else amount_text(part.price)


THREE = (("0", "10", "x3.5"), ("10.01", "20", "x3"), ("20.01", None, "x2.5"))


def test_simple_takes_the_whole_basis() -> None:
    assert sells(matrix(Mode.SIMPLE, *THREE), "25.00") == "62.50"


@pytest.mark.parametrize(
    ("cost", "price"),
    [("10.00", "35.00"), ("10.01", "35.03"), ("20.00", "65.00"), ("25.00", "77.50")],
)
def test_compound_adds_slices(cost: str, price: str) -> None:
    assert sells(matrix(Mode.COMPOUND, *THREE), cost) == price


def test_compound_takes_the_exact_basis_past_the_bound() -> None:
    """10.004 finds the first tier and takes it whole; 10.005 finds the second, half a cent in."""
    made = matrix(Mode.COMPOUND, ("0", "10", "x3"), ("10.01", None, "x1"))
    assert sells(made, "10.004") == "30.01"
    assert sells(made, "10.0049") == "30.01"
    assert sells(made, "10.005") == "30.01"
    assert sells(made, "10.0149") == "30.01"
    assert sells(made, "10.015") == "30.02"


def test_compound_rounds_once_at_the_end() -> None:
    """Rounding each slice would give 0.53 (0.02 + 0.51); the exact sum is 0.525, half up 0.53.

    Truncating each slice gives 0.52, wrong by a cent.
    """
    made = matrix(Mode.COMPOUND, ("0", "0.01", "x1.5"), ("0.02", None, "x1.5"))
    assert sells(made, "0.35") == "0.53"
    third = matrix(
        Mode.COMPOUND, ("0", "1", "x1.333"), ("1.01", "2", "x1.333"), ("2.01", None, "x1.333")
    )
    assert sells(third, "3.00") == "4.00"


def test_compound_across_a_gap() -> None:
    """The gap stays unmatched; the tier behind it takes all above the previous upper bound."""
    made = matrix(Mode.COMPOUND, ("0", "100", "x1.5"), ("101", None, "x1.4"))
    assert sells(made, "100.50") is None
    assert sells(made, "101.00") == "151.40"


def test_compound_that_starts_late_counts_from_zero() -> None:
    made = matrix(Mode.COMPOUND, ("5", "10", "x2"), ("10.01", None, "x1"))
    assert sells(made, "4.99") is None
    assert sells(made, "6.00") == "12.00"
    assert sells(made, "12.00") == "22.00"


def test_compound_at_a_shared_bound() -> None:
    made = matrix(Mode.COMPOUND, ("0", "5", "x2"), ("5", None, "x1"))
    assert sells(made, "5.00") == "10.00"
    assert sells(made, "5.01") == "10.01"


def test_compound_on_list() -> None:
    made = matrix(Mode.COMPOUND, *THREE, basis=Basis.LIST)
    assert sells(made, "25.00") == "77.50"
    assert price_one(compile_matrix(made), 10_000, None).price is None


@pytest.mark.parametrize(
    ("cost", "price"),
    [("90.01", "180.02"), ("100.00", "170.03"), ("100.01", "170.02"), ("95.01", "175.77")],
)
def test_linear_slides_and_may_fall_inside_a_tier(cost: str, price: str) -> None:
    made = matrix(
        Mode.LINEAR, ("0", "90", "x2"), ("90.01", "100", "x2.0"), ("100.01", None, "x1.7")
    )
    assert sells(made, cost) == price


def test_the_last_linear_tier_is_constant() -> None:
    made = matrix(Mode.LINEAR, ("0", "10", "x3"), ("10.01", None, "x2"))
    assert sells(made, "10.01") == "20.02"
    assert sells(made, "500.00") == "1000.00"


def test_linear_starts_to_slide_at_one_cent() -> None:
    made = matrix(Mode.LINEAR, ("0", "1", "x3"), ("1.01", None, "x2"))
    assert compile_matrix(made).formulas[1].exact(100) == 300
    assert compile_matrix(made).formulas[1].exact(10_100) == 20_200


def test_linear_slides_by_the_exact_basis_unclamped() -> None:
    """10.005 looks up as 10.01, half a cent before that tier's own lower bound."""
    made = matrix(Mode.LINEAR, ("0", "10", "x9"), ("10.01", "10.01", "x3"), ("10.02", None, "x1"))
    schedule = compile_matrix(made)
    assert schedule.formulas[2].exact(100_050) == Fraction(100_050) * 4
    assert sells(made, "10.005") == "40.02"


def test_linear_that_slides_below_zero_has_no_price() -> None:
    made = matrix(Mode.LINEAR, ("0", "10", "x1"), ("10.01", "10.01", "x1"), ("10.02", None, "x9"))
    assert sells(made, "10.01") == "10.01"
    assert sells(made, "10.005") is None


def test_linear_leaves_a_gap_unmatched() -> None:
    made = matrix(Mode.LINEAR, ("0", "10", "x3"), ("20", None, "x2"))
    assert sells(made, "15.00") is None
    assert sells(made, "20.00") == "40.00"


def test_a_single_tier_is_the_same_in_every_mode() -> None:
    assert {sells(matrix(mode, ("0", None, "42% GP")), "21.38") for mode in Mode} == {"36.86"}


def test_the_rounding_rule_rounds_half_up() -> None:
    rule = Formula(0, 7, 0, 4).rounding()
    assert rule.floor(7_400) == 130
    assert Formula(0, 1, 0, 1).rounding().floor(-150) == -1
    assert Formula(0, 1, 0, 1).rounding().floor(50) == 1
