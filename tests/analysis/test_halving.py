"""A tier is parted where half of its cost dollars are sold, as round as its width allows."""

from __future__ import annotations

import numpy as np
import pytest

from matrix_designer.analysis.halving import dollar_half
from matrix_designer.analysis.sold import Sold


def sold(*lines: tuple[int, int]) -> Sold:
    """Make sales of (cents, cost dollars)."""
    lookup = np.array([cents * 100 for cents, _ in lines], np.int64)
    dollars = np.array([amount for _, amount in lines], np.int64) * 10_000_000
    return Sold(None, lookup, dollars, dollars, None)  # type: ignore[arg-type] # no fold is asked


@pytest.mark.parametrize(
    ("lines", "first", "last", "half"),
    [
        (((150, 10), (420, 10), (800, 10)), 1, 1_000, 500),
        (((150, 100), (800, 10)), 1, 1_000, 200),
        (((150, 10), (800, 100)), 1, 1_000, 800),
        (((1_000, 10),), 1, 1_000, 900),
        (((1_234, 5), (1_240, 5)), 1_230, 1_240, 1_234),
        (((5, 1), (3_000, 50), (9_000, 50)), 1_001, None, 3_000),
    ],
)
def test_both_parts_sell_about_the_same(
    lines: tuple[tuple[int, int], ...], first: int, last: int | None, half: int
) -> None:
    found = dollar_half(sold(*lines), first, last)
    assert found == half


def test_nothing_sold_or_one_cent_has_no_half() -> None:
    assert dollar_half(sold((5_000, 10)), 1, 1_000) is None
    assert dollar_half(sold((500, 10)), 500, 500) is None
