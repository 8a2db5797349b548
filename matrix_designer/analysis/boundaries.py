"""Boundaries between tiers: the price at a tier's top, one cent later, and how far it falls.

Pure functions over a compiled matrix, and over its sales where there are some. Prices are those
of a part without a list, so that guard rails that need one are left out. Where the look-up and
the price basis differ nothing can be priced from one value alone: the factor then stands for
the price, as if the look-up value were the basis. Knows nothing of findings or drawing.

Costs here are look-up values in whole cents unless a name says amount.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matrix_designer.analysis.crossings import Crossings, Pricer
from matrix_designer.core.evidence import MISSING, Ints
from matrix_designer.core.factor import Basis
from matrix_designer.core.formula import Formula
from matrix_designer.core.matrix import CapRule, FallbackKind, Matrix
from matrix_designer.core.money import CENT, MAX_AMOUNT
from matrix_designer.core.pricing import CAP_ROW, NO_ROW, UNPRICED, Schedule, compile_matrix, price
from matrix_designer.core.rails import floor_ratio

LAST_CENT = MAX_AMOUNT // CENT
"""The dearest whole-cent cost that there is."""


class Run(NamedTuple):
    """Neighbouring cents of one row whose price only rises or only falls.

    `row` is the engine's; UNTOLD where a list decides. Prices are amounts, UNPRICED without one.
    """

    first: int
    last: int
    row: int
    rises: bool
    price_first: int
    price_last: int


UNTOLD = -9
"""The row of costs above a cap that is list alone: no price can be told without a list."""


@dataclass(frozen=True, slots=True)
class Fall:
    """A price that falls as the cost rises by cents: from the top of a tier, or inside it.

    `tier` is 1-based. `top` is the last cent before the fall, `after` the cent where the tier
    (or the first cent past it) is lowest, `low` to `high` the cents that sell for less than the
    top does. Prices and fall are amounts.
    """

    tier: int
    is_inside: bool
    is_into_cap: bool
    top: int
    after: int
    low: int
    high: int
    price_at_top: int
    price_after: int

    @property
    def fall(self) -> int:
        """By how much the price falls, an amount."""
        return self.price_at_top - self.price_after


@dataclass(frozen=True, slots=True)
class TierEdge:
    """What a tier sells for at its top and one cent later; amounts, None where none is told.

    `tier` is 1-based; `top` an amount, None for an open top. `is_after_unpriced` says that a
    part one cent dearer gets no price.
    """

    tier: int
    top: int | None
    price_at_top: int | None
    price_after: int | None
    is_after_unpriced: bool


@dataclass(frozen=True, slots=True)
class Boundaries:
    """All boundaries of a matrix: its runs in order, its falls, and how to price a cent."""

    schedule: Schedule
    is_stand_in: bool
    runs: tuple[Run, ...]
    falls: tuple[Fall, ...]


def boundaries_of(schedule: Schedule) -> Boundaries:
    """Find every run and every fall of a compiled matrix."""
    probe = schedule if _prices_tell(schedule.matrix) else _stand_in(schedule)
    pricer = _pricer(probe)
    runs = _runs(probe, pricer)
    is_stand_in = probe is not schedule
    return Boundaries(
        schedule=schedule,
        is_stand_in=is_stand_in,
        runs=runs,
        falls=_falls(schedule.matrix, runs, pricer),
    )


def tier_edges(boundaries: Boundaries) -> tuple[TierEdge, ...]:
    """Price every tier, in list order, at its top and one cent later.

    Nothing is told where a list decides: a look-up by list, a tier on list, the fallback list.
    """
    schedule = boundaries.schedule
    matrix = schedule.matrix
    tops = [_top_of(matrix, tier.last_cent) for tier in matrix.tiers]
    cents = np.array(
        [min(max(top or 0, 0) + step, LAST_CENT) for top in tops for step in (0, 1)],
        dtype=np.int64,
    )
    amounts = _pricer(schedule)(cents).tolist() if cents.size else []
    told = _is_told(schedule, cents).tolist()
    known = [Told(amount, is_told) for amount, is_told in zip(amounts, told, strict=True)]
    return tuple(
        _tier_edge(number, top, at_top, after)
        for number, (top, at_top, after) in enumerate(
            zip(tops, known[::2], known[1::2], strict=True), start=1
        )
    )


class Told(NamedTuple):
    """A price (an amount or UNPRICED) at some cent, and whether it is one without a list."""

    amount: int
    is_told: bool

    @property
    def price(self) -> int | None:
        """The price that can be told."""
        return self.amount if self.is_told and self.amount != UNPRICED else None


def _is_told(schedule: Schedule, cents: Ints) -> NDArray[np.bool_]:
    """Say for look-up cents whether their price is known without a list."""
    matrix = schedule.matrix
    if not schedule.is_by_cost:
        return np.zeros(cents.size, dtype=np.bool_)
    place = np.searchsorted(schedule.starts, cents, side="right") - 1
    untold = schedule.on_list[place]
    if matrix.fallback.kind is FallbackKind.LIST:
        untold = untold | (schedule.rows[place] == NO_ROW)
    if matrix.cap is not None:
        is_over = cents * CENT > matrix.cap.above
        untold = np.where(is_over, _is_list_cap(matrix), untold)
    told: NDArray[np.bool_] = ~untold
    return told


def _tier_edge(number: int, top: int | None, at_top: Told, after: Told) -> TierEdge:
    if top is None:
        return TierEdge(number, None, None, None, is_after_unpriced=False)
    is_past = top >= LAST_CENT
    return TierEdge(
        tier=number,
        top=top * CENT,
        price_at_top=at_top.price,
        price_after=None if is_past else after.price,
        is_after_unpriced=after.is_told and after.amount == UNPRICED and not is_past,
    )


def _top_of(matrix: Matrix, last: int | None) -> int | None:
    """Return the last cent that a tier with this top can price: its own, or the cap's."""
    if matrix.cap is None or matrix.lookup is not Basis.COST:
        return last
    cap = matrix.cap.above // CENT
    return cap if last is None else min(last, cap)


def _prices_tell(matrix: Matrix) -> bool:
    """Say whether one look-up value is all that a price depends on, lists aside."""
    return matrix.lookup is Basis.COST and all(tier.basis is Basis.COST for tier in matrix.tiers)


def _is_list_cap(matrix: Matrix) -> bool:
    return matrix.cap is not None and matrix.cap.rule is CapRule.LIST


def _stand_in(schedule: Schedule) -> Schedule:
    """Compile the matrix as if every factor multiplied the look-up value."""
    if schedule.mode_mix is not None:
        return schedule
    matrix = schedule.matrix
    return compile_matrix(
        replace(
            matrix,
            lookup=Basis.COST,
            tiers=tuple(replace(tier, basis=Basis.COST) for tier in matrix.tiers),
            cap=matrix.cap if matrix.lookup is Basis.COST else None,
            rails=replace(matrix.rails, floor=None),
        )
    )


def _pricer(schedule: Schedule) -> Pricer:
    def prices(cents: Ints) -> Ints:
        missing = np.full(cents.size, MISSING, dtype=np.int64)
        return price(schedule, cents * CENT, missing).price

    return prices


def _runs(schedule: Schedule, pricer: Pricer) -> tuple[Run, ...]:
    """Cut all cents into runs and price both ends of each in one call."""
    parts = _parts(schedule)
    ends = np.array([cent for first, last, _, _ in parts for cent in (first, last)], dtype=np.int64)
    amounts = pricer(ends).tolist()
    return tuple(
        Run(first, last, row, rises, at_first, at_last)
        for (first, last, row, rises), at_first, at_last in zip(
            parts, amounts[::2], amounts[1::2], strict=True
        )
    )


def _parts(schedule: Schedule) -> list[tuple[int, int, int, bool]]:
    """Return (first, last, row, rises) of every run, in order, from one cent upwards."""
    matrix = schedule.matrix
    cap = None
    if matrix.cap is not None and schedule.is_by_cost:
        cap = matrix.cap.above // CENT
    limit = LAST_CENT if cap is None else min(cap, LAST_CENT)
    starts = [max(start, 1) for start in schedule.starts.tolist()]
    ends = [*(after - 1 for after in starts[1:]), LAST_CENT]
    parts: list[tuple[int, int, int, bool]] = []
    for first, end, row, formula in zip(
        starts, ends, schedule.rows.tolist(), schedule.formulas, strict=True
    ):
        last = min(end, limit)
        if first > last:
            continue
        parts += _bent(first, last, row, formula, matrix)
    if limit < LAST_CENT:
        row = UNTOLD if _is_list_cap(matrix) else CAP_ROW
        parts.append((max(limit + 1, 1), LAST_CENT, row, True))
    return parts


def _bent(
    first: int, last: int, row: int, formula: Formula, matrix: Matrix
) -> list[tuple[int, int, int, bool]]:
    """Cut a slide at its crest, and where the floor stops its fall; all else only rises."""
    if row == NO_ROW or formula.square >= 0:
        return [(first, last, row, True)]
    crest = _nearest(Fraction(-formula.slope, 2 * formula.square * CENT))
    if crest >= last:
        return [(first, last, row, True)]
    parts = [(first, crest, row, True)] if crest >= first else []
    start = max(crest + 1, first)
    if matrix.rails.floor is not None:
        least = floor_ratio(matrix.rails.floor) * formula.divisor
        stop = _nearest((least - formula.slope) / (formula.square * CENT))
        if stop < last:
            held = max(stop + 1, start)
            falling = [(start, held - 1, row, False)] if held > start else []
            return [*parts, *falling, (held, last, row, True)]
    return [*parts, (start, last, row, False)]


def _nearest(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def _falls(matrix: Matrix, runs: Sequence[Run], pricer: Pricer) -> tuple[Fall, ...]:
    """Return one fall for each tier stretch whose price falls inside it or one cent past it."""
    found: list[_Drop] = []
    index = 0
    while index < len(runs):
        stop = index + 1
        while stop < len(runs) and runs[stop].row == runs[index].row:
            stop += 1
        if runs[index].row >= 0:
            drop = _drop(matrix, runs, index, stop)
            if drop is not None:
                found.append(drop)
        index = stop
    return _with_zones(found, runs, pricer)


class _Drop(NamedTuple):
    """A fall whose zone is not known yet; run and run_after hold its top and its lowest price."""

    run: int
    run_after: int
    top: int
    after: int
    price_at_top: int
    price_after: int
    is_inside: bool


def _drop(matrix: Matrix, runs: Sequence[Run], index: int, stop: int) -> _Drop | None:
    """Look for a fall from the highest price of the runs index..stop-1 to a later one."""
    is_followed = stop < len(runs) and _comparable(matrix, runs[stop - 1], runs[stop])
    if stop == index + 1 and runs[index].rises:
        return _step_down(runs, index) if is_followed else None
    points = [
        (place, cent, amount)
        for place in range(index, stop)
        for cent, amount in (
            (runs[place].first, runs[place].price_first),
            (runs[place].last, runs[place].price_last),
        )
    ]
    if is_followed:
        points.append((stop, runs[stop].first, runs[stop].price_first))
    best = lowest = points[0]
    for point in points[1:]:
        if point[2] >= best[2] and lowest[2] >= best[2]:
            best = lowest = point
        elif point[2] < lowest[2]:
            lowest = point
    if lowest[2] >= best[2] or best[2] == UNPRICED or lowest[2] == UNPRICED:
        return None
    return _Drop(
        run=best[0],
        run_after=lowest[0],
        top=best[1],
        after=lowest[1],
        price_at_top=best[2],
        price_after=lowest[2],
        is_inside=best[1] < runs[stop - 1].last,
    )


def _step_down(runs: Sequence[Run], index: int) -> _Drop | None:
    """Compare the top of a run that only rises with the cent after it."""
    run, after = runs[index], runs[index + 1]
    if not UNPRICED < after.price_first < run.price_last:
        return None
    return _Drop(
        run=index,
        run_after=index + 1,
        top=run.last,
        after=after.first,
        price_at_top=run.price_last,
        price_after=after.price_first,
        is_inside=False,
    )


def _comparable(matrix: Matrix, run: Run, after: Run) -> bool:
    """Say whether two neighbouring runs price on the same basis, so that one cent can tell."""
    basis = matrix.tiers[run.row].basis
    if after.row == CAP_ROW:
        return basis is Basis.COST
    return after.row >= 0 and matrix.tiers[after.row].basis is basis


def _with_zones(drops: Sequence[_Drop], runs: Sequence[Run], pricer: Pricer) -> tuple[Fall, ...]:
    """Find where the zone of each fall starts and ends, all falls at a time."""
    starts = Crossings()
    stops = Crossings()
    lows = [_zone_low(drop, runs, starts) for drop in drops]
    highs = [_zone_high(drop, runs, stops) for drop in drops]
    first_lower = starts.solve(pricer)
    first_back = stops.solve(pricer)
    falls = []
    for drop, low, high in zip(drops, lows, highs, strict=True):
        run = runs[drop.run]
        falls.append(
            Fall(
                tier=run.row + 1,
                is_inside=drop.is_inside,
                is_into_cap=runs[drop.run_after].row == CAP_ROW,
                top=(first_lower[low[0]] - 1 if low[1] else low[0] - 1),
                after=drop.after,
                low=first_lower[low[0]] if low[1] else low[0],
                high=first_back[high[0]] - 1 if high[1] else high[0],
                price_at_top=drop.price_at_top,
                price_after=drop.price_after,
            )
        )
    return tuple(falls)


def _zone_low(drop: _Drop, runs: Sequence[Run], crossings: Crossings) -> tuple[int, bool]:
    """Return the first lower cent, or the number of the crossing that will tell it."""
    for place in range(drop.run, len(runs)):
        run = runs[place]
        if run.first > drop.top and run.price_first < drop.price_at_top:
            return run.first, False
        if run.price_last < drop.price_at_top and run.last > drop.top:
            return _search(crossings, run, drop, is_back=False), True
    raise ValueError("a drop without a lower price")


def _zone_high(drop: _Drop, runs: Sequence[Run], crossings: Crossings) -> tuple[int, bool]:
    """Return the last lower cent, or the number of the crossing that ends the zone."""
    begun = False
    for place in range(drop.run, len(runs)):
        run = runs[place]
        if run.last <= drop.top:
            continue
        begun = begun or run.price_first < drop.price_at_top or not run.rises
        is_end = run.price_first == UNPRICED or run.row == UNTOLD
        if is_end or (run.price_first >= drop.price_at_top and run.rises and begun):
            return run.first - 1, False
        if run.rises and run.price_last >= drop.price_at_top:
            return _search(crossings, run, drop, is_back=True), True
    return LAST_CENT, False


def _search(crossings: Crossings, run: Run, drop: _Drop, *, is_back: bool) -> int:
    """Search a run for the top's price, starting where a straight line would meet it."""
    rise, width = run.price_last - run.price_first, run.last - run.first
    ahead = (drop.price_at_top - run.price_first) * width // rise if rise else width // 2
    guess = run.first + min(max(ahead, 0), width)
    return crossings.add(run.first, run.last, guess, drop.price_at_top, is_back=is_back)
