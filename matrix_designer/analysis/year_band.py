"""The band of a year's GP: what other years would have brought with repair orders like these.

Whole repair orders are drawn again with replacement, as many as there were, many times over:
the lines of one order come together, so that they are drawn together. `ask` says what must be
known of the single lines, `judge` draws. Integers throughout; it words nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from matrix_designer.analysis.line_prices import LinePrices
from matrix_designer.analysis.replay import ComparedWith
from matrix_designer.core.draws import Draws
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Ints
from matrix_designer.core.query import (
    DAY,
    NOTHING,
    Columns,
    Filters,
    LineQuery,
    Where,
)

SEED = 2026
"""Where the draws begin, unless a question says otherwise."""
RESAMPLES = 1_000
SHARE = 80
"""The percent of resamples that the band holds; as many lie above it as below."""
LEAST_ORDERS = 30
"""Fewer orders than that say too little about how orders differ."""
MOST_DRAWN = 32_768
"""Of more orders, equally many at a time are first put together at random and drawn as one.

How far the sum of a draw strays stays the same; only this many draws a resample are needed.
"""
_AFTER, _BEFORE = "after", "before"
_NONE = frozenset({""})
_SAFE = 2**62
_HALF_BITS = 31
Step = Callable[[float], None]
"""Called with the part that is done, 0 to 1; raises to cancel."""


@dataclass(frozen=True, slots=True)
class Band:
    """The middle of many resamples of a sum: extended amounts of the history's own period."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class YearBand:
    """Bands of GP afterwards, before and of the change, from the same draws.

    `orders` are the repair orders drawn, `days` the days whose lines without a repair order were
    drawn together, `held` the lines with neither, which every resample has as they are.
    """

    seed: int
    resamples: int
    orders: int
    days: int
    held: int
    gp_after: Band
    gp_before: Band
    change: Band


@dataclass(frozen=True, slots=True)
class BandQuestions:
    """What must be asked of the lines: sums by repair order, and by day where there is none."""

    by_order: LineQuery
    by_day: LineQuery


def ask(
    prices: LinePrices, compared_with: ComparedWith, where: Where | None = None
) -> BandQuestions:
    """Return the questions for a priced history; `where` are the lines that it is made of.

    Rows that some state cannot price are not in the table of prices, and so in no answer.
    """
    where = where or Where(Filters())
    used = prices.used
    cost = prices.cost[used]
    margins = {_AFTER: prices.price[used] - cost}  # summed as they are: two sums fewer
    reference = {
        ComparedWith.AGAINST: prices.against,
        ComparedWith.IN_FORCE: prices.in_force,
    }.get(compared_with)
    sums: tuple[str, ...] = ("cost", "sales")
    if reference is not None:
        sums = ()
        margins[_BEFORE] = reference[used] - cost
    table = prices.table(used, margins)
    return BandQuestions(
        by_order=LineQuery(
            keys=("store", "ro"),
            unnamed=frozenset({"store", "ro"}),
            sums=sums,
            prices=table,
            where=replace(where, present=where.present | {"ro"}),
        ),
        by_day=LineQuery(
            keys=("store", DAY),
            unnamed=frozenset({"store"}),
            sums=("lines", *sums),
            prices=table,
            where=replace(where, among={**where.among, "ro": _NONE}),
        ),
    )


def judge(
    by_order: Columns, by_day: Columns, seed: int = SEED, on_step: Step | None = None
) -> YearBand | None:
    """Draw the resamples; None where there are too few orders to draw from.

    The answers come in the order of their keys, so that equal histories give equal bands.
    """
    order_gp = _gp_of(by_order)
    day_gp = _gp_of(by_day)
    is_dated = by_day.numbers[DAY] != NOTHING
    held = [[int(each) for each in gp[~is_dated]] for gp in day_gp]
    units = [np.concatenate((a, b[is_dated])) for a, b in zip(order_gp, day_gp, strict=True)]
    count = len(units[0])
    if count < LEAST_ORDERS:
        return None
    draws = Draws(seed)
    after, before = _bundled(draws, *units)
    totals = _resampled(draws, after, before, on_step)
    fixed = [sum(each) for each in held]
    sums_after = [total + fixed[0] for total in totals[0]]
    sums_before = [total + fixed[1] for total in totals[1]]
    changes = [a - b for a, b in zip(sums_after, sums_before, strict=True)]
    return YearBand(
        seed=seed,
        resamples=RESAMPLES,
        orders=len(order_gp[0]),
        days=int(is_dated.sum()),
        held=int(by_day.numbers["lines"][~is_dated].sum()),
        gp_after=_band(sums_after),
        gp_before=_band(sums_before),
        change=_band(changes),
    )


def totals_of(by_order: Columns, by_day: Columns) -> tuple[int, int]:
    """Return GP afterwards and before of all lines in the answers, extended amounts."""
    pairs = zip(_gp_of(by_order), _gp_of(by_day), strict=True)
    after, before = (_exact_sum(one) + _exact_sum(other) for one, other in pairs)
    return after, before


def refuse_other_totals(told: tuple[int, int], gp_after: int, gp_before: int) -> None:
    """Raise MatrixDesignerError where the lines do not add up to what the replay says."""
    if told != (gp_after, gp_before):
        raise MatrixDesignerError(
            "The single sales lines do not add up to the sales",
            "They were changed after the sales were read",
            "Import the sales again",
        )


def _gp_of(answer: Columns) -> tuple[Ints, Ints]:
    numbers = answer.numbers
    if _BEFORE in numbers:
        return numbers[_AFTER], numbers[_BEFORE]
    return numbers[_AFTER], numbers["sales"] - numbers["cost"]


def _bundled(draws: Draws, after: Ints, before: Ints) -> tuple[Ints, Ints]:
    """Put many orders together at random, equally many at a time; the last may be fewer."""
    size = -(-len(after) // MOST_DRAWN)
    if size <= 1:
        return after, before
    order = draws.order(len(after))
    starts = np.arange(0, len(after), size)
    return np.add.reduceat(after[order], starts), np.add.reduceat(before[order], starts)


def _resampled(
    draws: Draws, after: Ints, before: Ints, on_step: Step | None
) -> tuple[list[int], list[int]]:
    """Return the sums of each resample."""
    count = len(after)
    largest = max(int(np.abs(each).max()) for each in (after, before))
    add = _plain_sum if largest * count < _SAFE else _exact_sum
    sums: tuple[list[int], list[int]] = ([], [])
    for number in range(RESAMPLES):
        if on_step is not None and not number % 50:
            on_step(number / RESAMPLES)
        drawn = draws.below(count, count)
        sums[0].append(add(after[drawn]))
        sums[1].append(add(before[drawn]))
    return sums


def _plain_sum(amounts: Ints) -> int:
    return int(amounts.sum())


def _exact_sum(amounts: Ints) -> int:
    """Add up amounts whose sum may not fit 64 bits, in two halves that do."""
    high = amounts >> _HALF_BITS
    low = amounts - (high << _HALF_BITS)
    return (int(high.sum()) << _HALF_BITS) + int(low.sum())


def _band(sums: list[int]) -> Band:
    """Return the sums between which the share lies, the same number left out at both ends."""
    ordered = sorted(sums)
    left_out = len(ordered) * (100 - SHARE) // 200
    return Band(ordered[left_out], ordered[-1 - left_out])
