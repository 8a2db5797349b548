from __future__ import annotations

from fractions import Fraction

import pytest

from matrix_designer.core.factor import read_factor
from matrix_designer.core.shifted_factor import shift_factor

TWENTIETH = Fraction(1, 20)


@pytest.mark.parametrize("text", ["x1.75", "+75%", "175% of cost", "42% GP", "x0.06", "33.3333 GP"])
@pytest.mark.parametrize("by", [TWENTIETH, -TWENTIETH])
def test_a_shift_is_exact_for_every_kind(text: str, by: Fraction) -> None:
    factor = read_factor(text).factor
    shifted = shift_factor(factor, by)
    assert shifted is not None
    assert factor.multiplier is not None
    assert shifted.multiplier == factor.multiplier + by
    assert shifted != factor


def test_an_add_on_keeps_its_dollars() -> None:
    shifted = shift_factor(read_factor("+$5.00").factor, TWENTIETH)
    assert shifted is not None
    assert shifted.price_of(200_000) == 260_000  # 20.00 x 1.05 + 5.00


def test_nothing_is_left_of_a_twentieth() -> None:
    assert shift_factor(read_factor("x0.05").factor, -TWENTIETH) is None
    assert shift_factor(read_factor("-96%").factor, -TWENTIETH) is None
