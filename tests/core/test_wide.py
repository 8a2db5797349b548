"""Bracketed prices equal unbounded integers, for rules of any size."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrix_designer.core import wide
from matrix_designer.core.formula import Formula
from matrix_designer.core.money import MAX_AMOUNT
from matrix_designer.core.wide import floor_prices

DIVISORS = st.integers(1, 10**40)
BASES = st.lists(st.integers(0, MAX_AMOUNT), min_size=1, max_size=8)


@given(
    st.integers(-(10**3), 10**6), DIVISORS, st.integers(-(10**10), 10**12), BASES, st.integers(0, 5)
)
def test_equal_to_unbounded_integers(
    multiplier: int, divisor: int, shift: int, bases: list[int], noise: int
) -> None:
    rule = Formula(0, (multiplier * divisor + noise) // 100, shift * divisor // 7, divisor)
    made = floor_prices(rule, np.array(bases, dtype=np.int64)).tolist()
    assert made == [rule.floor(basis) for basis in bases]


@given(DIVISORS, st.integers(0, 10**6), BASES)
def test_exact_where_the_price_is_a_whole_number(
    divisor: int, whole: int, bases: list[int]
) -> None:
    """A value just at, and just under, a whole number: the brackets cannot tell, so Python does."""
    for constant in (whole * divisor, whole * divisor - 1):
        rule = Formula(0, 3 * divisor, constant, divisor)
        made = floor_prices(rule, np.array(bases, dtype=np.int64)).tolist()
        assert made == [rule.floor(basis) for basis in bases]


def test_few_rows_need_unbounded_integers(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    one_by_one = wide._one_by_one  # noqa: SLF001 - counts what the brackets leave over

    def counted(rule: Formula, basis: np.ndarray) -> np.ndarray:
        seen.append(basis.size)
        return one_by_one(rule, basis)

    monkeypatch.setattr(wide, "_one_by_one", counted)
    rule = Formula(0, 17 * 10**30 + 1, 10**31 + 7, 10**33)
    floor_prices(rule, np.arange(1, 3_000_000, 10, dtype=np.int64))
    assert sum(seen) < 3_000


def test_curved_rules_and_no_rows() -> None:
    rule = Formula(-(10**12), 10**22, 0, 10**20)
    bases = np.array([0, 1, 10**6, MAX_AMOUNT], dtype=np.int64)
    assert floor_prices(rule, bases).tolist() == [rule.floor(each) for each in bases.tolist()]
    assert floor_prices(rule, bases[:0]).size == 0
