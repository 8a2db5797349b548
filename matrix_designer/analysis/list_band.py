"""Price against list from sold parts: median and middle eight of ten, by pieces, over log cost.

Knows priced folds; invents nothing where no part with a list was sold. Floats, for drawing only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from math import nan

import numpy as np
from numpy.typing import NDArray

from matrix_designer.analysis.fold import Fold
from matrix_designer.analysis.where_money_is import BINS_A_DECADE, EDGES
from matrix_designer.core.evidence import Ints
from matrix_designer.core.money import DOLLAR
from matrix_designer.core.schedule import Bools, Schedule

Floats = NDArray[np.float64]
Quantiles = tuple[float, float, float]
NONE: Quantiles = (nan, nan, nan)
SHARES = (0.1, 0.5, 0.9)
_BITS_INSIDE = 13
_SLIVER = 1 / (4 * BINS_A_DECADE)
"""How close a sixteenth may come to a bound, in decades."""


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """Price in percent of list over log10 cost, from sold parts: 10 %, median, 90 % by pieces.

    x are edges: interval i runs from x[2 i] to x[2 i + 1], each value stands at both of its
    edges, so that the three draw as steps; NaN where nothing with a list was sold.
    `known` holds the quantiles by rows of the fold, for the next edit.
    """

    x: Floats
    low: Floats
    median: Floats
    high: Floats
    known: dict[tuple[int, int], Quantiles] = field(default_factory=dict, repr=False)
    listed: Listed | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """The rows of a fold that have a list, rising, with that list and their quantity as floats."""

    rows: Ints
    list_price: Floats
    weight: Floats


def list_band(
    schedule: Schedule,
    fold: Fold,
    price: Ints,
    before: Band | None = None,
    changed: slice = slice(None),
) -> Band | None:
    """Return the band of a priced fold; None where no part with a list was sold.

    Bins are 1/16 decade, cut at the tiers' bounds and the cap. `before` is the band of the same
    fold whose prices differ in the rows `changed` only.
    """
    edges = _edges(schedule)
    cuts = np.searchsorted(fold.cost, edges).tolist()
    listed = _listed(fold) if before is None or before.listed is None else before.listed
    start, stop, _ = changed.indices(len(fold))
    known = {} if before is None else before.known
    found: dict[tuple[int, int], Quantiles] = {}
    filled: list[tuple[int, int, Quantiles]] = []
    for place, rows in enumerate(pairwise(cuts)):
        first, last = rows
        if first == last:
            continue
        is_kept = last <= start or first >= stop
        value = known.get(rows) if is_kept else None
        if value is None:
            value = _quantiles(price, listed, first, last)
        found[rows] = value
        filled.append((place, place + 1, value))
    if all(value is NONE for value in found.values()):
        return None
    return _band(np.log10(edges / DOLLAR), filled, found, listed)


def _edges(schedule: Schedule) -> Ints:
    """Return the amounts at which a bin starts: tier bounds, just above the cap, 1/16 decades.

    A sixteenth that lies close to a bound gives way to it, so that no bin is a sliver.
    """
    bounds = schedule.thresholds[1:] if schedule.is_by_cost else schedule.thresholds[:0]
    cap = schedule.matrix.cap
    above = np.array([] if cap is None else [cap.above + 1], dtype=np.int64)
    bounds = np.union1d(bounds, above)
    if not len(bounds):
        return EDGES
    after = np.searchsorted(bounds, EDGES)
    nearest = np.minimum(
        np.abs(np.log10(bounds[np.minimum(after, len(bounds) - 1)] / EDGES)),
        np.abs(np.log10(bounds[np.maximum(after - 1, 0)] / EDGES)),
    )
    return np.union1d(EDGES[nearest >= _SLIVER], bounds)


def _listed(fold: Fold) -> Listed:
    rows = np.flatnonzero(fold.list_price > 0)
    return Listed(
        rows,
        fold.list_price[rows].astype(np.float64),
        fold.quantity[rows].astype(np.float64),
    )


def _quantiles(price: Ints, listed: Listed, first: int, last: int) -> Quantiles:
    """Return the weighted quantiles of price / list in percent, of the rows that have both."""
    here = slice(*np.searchsorted(listed.rows, (first, last)).tolist())
    prices, lists, weight = price[listed.rows[here]], listed.list_price[here], listed.weight[here]
    if prices.size and int(prices.min()) < 0:
        is_priced = prices >= 0
        prices, lists, weight = prices[is_priced], lists[is_priced], weight[is_priced]
    if not prices.size:
        return NONE
    ratio = prices / lists
    bucket = _buckets(ratio)
    running = np.cumsum(np.bincount(bucket, weights=weight))
    aims = np.array(SHARES) * running[-1]
    low, median, high = (
        100 * _inside(ratio, weight, bucket == at, aim - (running[at - 1] if at else 0.0))
        for aim, at in zip(aims.tolist(), np.searchsorted(running, aims).tolist(), strict=True)
    )
    return low, median, high


def _buckets(ratio: Floats) -> NDArray[np.int32]:
    """Return bucket numbers that rise with the ratio, about a thousand buckets to a doubling.

    The bits of a float rise with its value; a sort of all of them costs eight times as much.
    """
    bits = ratio.astype(np.float32).view(np.int32) >> _BITS_INSIDE
    bits -= bits.min()
    return bits


def _inside(ratio: Floats, weight: Floats, here: Bools, aim: float) -> float:
    """Return the ratio at which the weights of one bucket, from its least ratio, reach an aim."""
    places = np.flatnonzero(here)
    ratio, weight = ratio[places], weight[places]
    order = np.argsort(ratio)
    place = int(np.searchsorted(np.cumsum(weight[order]), aim))
    return float(ratio[order[min(place, len(order) - 1)]])


def _band(
    x: Floats,
    filled: list[tuple[int, int, Quantiles]],
    known: dict[tuple[int, int], Quantiles],
    listed: Listed,
) -> Band:
    """Lay the quantiles out as steps, with a break wherever a bin is empty."""
    places: list[int] = []
    values: list[Quantiles] = []
    previous = -1
    for first, last, value in filled:
        if previous not in (-1, first):
            places += (previous, first)
            values += (NONE, NONE)
        places += (first, last)
        values += (value, value)
        previous = last
    low, median, high = np.array(values).T
    return Band(x[places], low, median, high, known, listed)
