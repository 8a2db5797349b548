"""Price against list from sold parts: median and middle eight of ten, by pieces, over log cost.

Knows priced folds; invents nothing where no part with a list was sold. Floats, for drawing only.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from math import nan

import numpy as np
from numpy.typing import NDArray

from matrix_designer.analysis.fold import Fold
from matrix_designer.analysis.where_money_is import BINS_A_DECADE, EDGES
from matrix_designer.core.evidence import Ints
from matrix_designer.core.money import DOLLAR
from matrix_designer.core.schedule import Schedule

Floats = NDArray[np.float64]
Quantiles = tuple[float, float, float]
NONE: Quantiles = (nan, nan, nan)
SHARES = (0.1, 0.5, 0.9)
_BITS_INSIDE = 13
_SHARES = np.array(SHARES)
_SLIVER = 1 / (4 * BINS_A_DECADE)
"""How close a sixteenth may come to a bound, in decades."""


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """Price in percent of list over log10 cost, from sold parts: 10 %, median, 90 % by pieces.

    x are edges: interval i runs from x[2 i] to x[2 i + 1], each value stands at both of its
    edges, so that the three draw as steps; NaN where nothing with a list was sold.
    `bins` and `values` (a row of three for each bin, then one of NaN) are for the next edit.
    """

    x: Floats
    low: Floats
    median: Floats
    high: Floats
    bins: Bins = field(repr=False)
    values: Floats = field(repr=False)
    listed: Listed = field(repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Bins:
    """The bins of a schedule that hold rows of the fold, in order, and how their steps lie.

    `rows` are first and end of each in the fold, `x` the edges of the steps and `places` the bin
    that each edge shows, -1 for a break. They hold for as long as the bounds stay.
    """

    bounds: Ints
    rows: tuple[tuple[int, int], ...]
    x: Floats
    places: Ints


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
    bounds = _bounds(schedule)
    listed = _listed(fold) if before is None else before.listed
    if before is not None and np.array_equal(before.bins.bounds, bounds):
        bins, values = before.bins, before.values.copy()
        start, stop, _ = changed.indices(len(fold))
        first = bisect_right(bins.rows, start, key=_end)
        last = bisect_left(bins.rows, stop, key=_start)
        for place in range(first, last):
            values[place] = _quantiles(price, listed, *bins.rows[place])
    else:
        bins = _bins(bounds, fold)
        values = _values(bins, price, listed, before, changed.indices(len(fold)))
    if not np.isfinite(values).any():
        return None
    low, median, high = values.take(bins.places, axis=0).T
    return Band(bins.x, low, median, high, bins, values, listed)


def _start(rows: tuple[int, int]) -> int:
    return rows[0]


def _end(rows: tuple[int, int]) -> int:
    return rows[1]


def _values(
    bins: Bins,
    price: Ints,
    listed: Listed,
    before: Band | None,
    changed: tuple[int, int, int],
) -> Floats:
    """Return the quantiles of every bin; what an edit of the bounds left alone is taken over."""
    start, stop, _ = changed
    known = {} if before is None else dict(zip(before.bins.rows, before.values, strict=False))
    values = np.full((len(bins.rows) + 1, len(SHARES)), nan)
    for place, rows in enumerate(bins.rows):
        is_kept = rows in known and (rows[1] <= start or rows[0] >= stop)
        values[place] = known[rows] if is_kept else _quantiles(price, listed, *rows)
    return values


def _bounds(schedule: Schedule) -> Ints:
    """Return the amounts at which tiers start and the cap takes over."""
    bounds = schedule.thresholds[1:] if schedule.is_by_cost else schedule.thresholds[:0]
    cap = schedule.matrix.cap
    if cap is None:
        return bounds
    place = int(bounds.searchsorted(cap.above + 1))
    if place < len(bounds) and bounds[place] == cap.above + 1:
        return bounds
    return np.concatenate((bounds[:place], (cap.above + 1,), bounds[place:]))


def _bins(bounds: Ints, fold: Fold) -> Bins:
    """Find the bins and lay their steps out, with a break wherever a bin is empty."""
    edges = _edges(bounds)
    cuts = np.searchsorted(fold.cost, edges).tolist()
    rows: list[tuple[int, int]] = []
    ends: list[int] = []
    places: list[int] = []
    previous = -1
    for place, (first, last) in enumerate(pairwise(cuts)):
        if first == last:
            continue
        if previous not in (-1, place):
            ends += (previous, place)
            places += (-1, -1)
        ends += (place, place + 1)
        places += (len(rows),) * 2
        rows.append((first, last))
        previous = place + 1
    x = np.log10(edges / DOLLAR)[ends]
    return Bins(bounds, tuple(rows), x, np.array(places, dtype=np.int64))


def _edges(bounds: Ints) -> Ints:
    """Return the amounts at which a bin starts: the bounds and 1/16 decades.

    A sixteenth that lies close to a bound gives way to it, so that no bin is a sliver.
    """
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
    prices = price.take(listed.rows[here])
    lists, weight = listed.list_price[here], listed.weight[here]
    if prices.size and int(prices.min()) < 0:
        is_priced = prices >= 0
        prices, lists, weight = prices[is_priced], lists[is_priced], weight[is_priced]
    if not prices.size:
        return NONE
    ratio = prices / lists
    bucket = _buckets(ratio)
    running = np.cumsum(np.bincount(bucket, weights=weight))
    aims = _SHARES * running[-1]
    met = running.searchsorted(aims)
    is_met = np.zeros(len(running), dtype=np.bool_)
    is_met[met] = True
    places = is_met.take(bucket).nonzero()[0]
    ratio, weight, bucket = ratio.take(places), weight.take(places), bucket.take(places)
    order = np.argsort(ratio)
    low, median, high = (
        100 * _inside(ratio, weight, order[slice(*ends)], aim - (running[at - 1] if at else 0.0))
        for aim, at, ends in zip(
            aims.tolist(), met.tolist(), _ends_of(bucket[order], met), strict=True
        )
    )
    return low, median, high


def _ends_of(buckets: Ints, wanted: Ints) -> list[tuple[int, int]]:
    """Return where each of some buckets begins and ends among rising bucket numbers."""
    first = buckets.searchsorted(wanted).tolist()
    return list(zip(first, buckets.searchsorted(wanted, side="right").tolist(), strict=True))


def _buckets(ratio: Floats) -> Ints:
    """Return bucket numbers that rise with the ratio, about a thousand buckets to a doubling.

    The bits of a float rise with its value; a sort of all of them costs eight times as much.
    """
    bits = ratio.astype(np.float32).view(np.int32) >> _BITS_INSIDE
    bits -= bits.min()
    return bits.astype(np.int64)


def _inside(ratio: Floats, weight: Floats, order: Ints, aim: float) -> float:
    """Return the ratio at which the weights of one bucket, in this order, reach an aim."""
    place = int(weight[order].cumsum().searchsorted(aim))
    return float(ratio[order[min(place, len(order) - 1)]])
