"""Where the money is: sold cost dollars along a log cost axis, and the band that holds most.

Knows a fold; knows no prices.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import ceil, log10

import numpy as np
from numpy.typing import NDArray

from matrix_designer.analysis.fold import Fold
from matrix_designer.core.evidence import Ints
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.money import CENT, DOLLAR, EXTENDED_DOLLAR

Floats = NDArray[np.float64]

BINS_A_DECADE = 16
LOWEST, HIGHEST = -2 * BINS_A_DECADE, 6 * BINS_A_DECADE
"""The first and last edge, in bins from $1: $0.01 and $1,000,000."""
EDGES: Ints = np.array(
    [ceil(10 ** (edge / BINS_A_DECADE) * DOLLAR - 1e-6) for edge in range(LOWEST, HIGHEST + 1)],
    dtype=np.int64,
)
"""The least amount of each bin of 1/16 decade, and the end of the last."""
EDGES.flags.writeable = False


@dataclass(frozen=True, slots=True, eq=False)
class Bars:
    """Sold cost dollars in bars of 1/16 decade: edges in log10 dollars (one more than bars)."""

    edges: Floats
    dollars: Floats


@dataclass(frozen=True, slots=True)
class Bracket:
    """The band where the money is: costs from `low` to `high` (amounts, both included).

    `share` is their part of all cost dollars in percent (unrounded).
    """

    low: int
    high: int
    share: float


MOST = (3, 4)
"""What the band must hold of the cost dollars: at least three quarters."""
_ROUND_DOLLARS = (
    *(1, 2, 3, 4, 5, 10, 15, 20, 25, 30, 35, 40, 50, 75),
    *(100, 150, 200, 250, 300, 350, 400, 500, 750),
    *(1_000, 1_500, 2_000, 2_500, 5_000, 10_000, 100_000, 1_000_000),
)
_ROUND_AMOUNTS = (CENT, 10 * CENT, 25 * CENT, 50 * CENT, *(d * DOLLAR for d in _ROUND_DOLLARS))


def bars_of(fold: Fold) -> Bars | None:
    """Return the bars from the first to the last bin that sold anything; None without sales."""
    inner = np.searchsorted(fold.cost, EDGES[1:-1])
    cuts = np.concatenate(([0], inner, [len(fold)]))
    sums = _sums_between(fold.cost_total, cuts)
    filled = np.flatnonzero(sums)
    if not len(filled):
        return None
    first, last = int(filled[0]), int(filled[-1])
    edges = np.arange(LOWEST + first, LOWEST + last + 2, dtype=np.float64) / BINS_A_DECADE
    return Bars(edges, sums[first : last + 1].astype(np.float64) / EXTENDED_DOLLAR)


def bracket_of(
    fold: Fold, most: tuple[int, int] = MOST, *, is_above_low: bool = False
) -> Bracket | None:
    """Return the narrowest band between two round amounts that holds most of the cost dollars.

    `most` is the least part that it holds, as a fraction. Where it `is_above_low`, the band
    starts right above its lower amount, as the cost bands of the ranking do.

    Narrowest is on the log axis (the least ratio of its ends); of equally narrow ones the one
    that holds more wins, then the cheaper. None where nothing was sold.
    """
    running = np.concatenate(([0], np.cumsum(fold.cost_total)))
    everything = int(running[-1])
    if everything <= 0:
        return None
    ends = (0, *_ROUND_AMOUNTS) if is_above_low else _ROUND_AMOUNTS
    amounts = np.array(ends, dtype=np.int64)
    up_to = running[np.searchsorted(fold.cost, amounts, side="right")].tolist()
    below = up_to if is_above_low else running[np.searchsorted(fold.cost, amounts)].tolist()
    part, whole = most
    held = (
        (ends[high] / max(ends[low], CENT), below[low] - up_to[high], low, high)
        for low, high in combinations(range(len(ends)), 2)
        if (up_to[high] - below[low]) * whole >= everything * part
    )
    best = min(held, default=None)
    if best is None:
        return None
    _, minus_dollars, low, high = best
    first = ends[low] + is_above_low
    return Bracket(first, ends[high], -100.0 * minus_dollars / everything)


def span_of(fold: Fold | None, matrix: Matrix) -> tuple[float, float]:
    """Return the cost axis to show first, in log10 dollars: $0.10 to $1,000, or wider.

    Wider where more than 1 % of the cost dollars lie beyond; without sales, where a tier does.
    """
    low, high = 10 * CENT, 1_000 * DOLLAR
    if fold is not None and len(fold):
        running = np.concatenate(([0], np.cumsum(fold.cost_total)))
        everything = int(running[-1])
        if int(running[np.searchsorted(fold.cost, low)]) * 100 > everything:
            low = CENT
        tops = running[np.searchsorted(fold.cost, _TOPS, side="right")].tolist()
        fitting = [
            t for t, up_to in zip(_TOPS, tops, strict=True) if up_to * 100 >= everything * 99
        ]
        high = fitting[0] if fitting else _TOPS[-1]
    else:
        bounds = [t.lower for t in matrix.tiers] + [t.upper or 0 for t in matrix.tiers]
        reach = max((bound for bound in bounds if bound <= _WIDEST_TIERS), default=0)
        high = next(top for top in _TOPS if top >= reach)
    return log10(low / DOLLAR), log10(high / DOLLAR)


_TOPS = tuple(d * DOLLAR for d in (1_000, 2_500, 5_000, 10_000, 100_000, 1_000_000))
_WIDEST_TIERS = 9_999 * DOLLAR


def _sums_between(column: Ints, cuts: Ints) -> Ints:
    """Sum a column between cuts; an empty stretch sums to nothing."""
    running = np.concatenate(([0], np.cumsum(column)))
    return np.diff(running[cuts])
