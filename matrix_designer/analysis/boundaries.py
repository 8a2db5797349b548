"""Boundaries between tiers: the price at a tier's top, one cent later, and how far it falls.

Pure functions over a compiled matrix, and over its sales where there are some. Prices are those
of a part without a list, so that guard rails that need one are left out. Where the look-up and
the price basis differ nothing can be priced from one value alone: the factor then stands for
the price, as if the look-up value were the basis. Knows nothing of findings or drawing.

Costs here are look-up values in whole cents unless a name says amount.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from matrix_designer.analysis.asked import EVERY_CENT, Asked, Reach
from matrix_designer.analysis.crossings import Pricer, Search
from matrix_designer.analysis.tier_edges import LAST_CENT, is_list_cap
from matrix_designer.core.evidence import MISSING, Ints
from matrix_designer.core.factor import Basis
from matrix_designer.core.formula import Formula
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.money import CENT
from matrix_designer.core.pricing import CAP_ROW, NO_ROW, UNPRICED, Schedule, compile_matrix, price
from matrix_designer.core.rails import floor_ratio


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


class Fall(NamedTuple):
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
class Boundaries:
    """All boundaries of a matrix: its runs in order and its falls.

    `asked` and `drops` are what told them, for the next edit.
    """

    schedule: Schedule
    is_stand_in: bool
    runs: tuple[Run, ...]
    falls: tuple[Fall, ...]
    asked: Asked = field(repr=False, compare=False)
    drops: dict[_Drop, Fall] = field(repr=False, compare=False)


def boundaries_of(
    schedule: Schedule, before: Boundaries | None = None, reach: Reach = EVERY_CENT
) -> Boundaries:
    """Find every run and every fall of a compiled matrix.

    `before` are the boundaries of a schedule that prices other cents alike than those in `reach`.
    """
    if before is not None and before.schedule is schedule:
        return before
    asked = Asked(_pricer(schedule), None if before is None else before.asked, reach)
    is_stand_in = not _prices_tell(schedule.matrix)
    probe = _stand_in(schedule) if is_stand_in else schedule
    told = Asked(_pricer(probe)) if probe is not schedule else asked
    runs = _runs(_parts(probe), told)
    drops = _drops(schedule.matrix, runs)
    known = {} if before is None or told is not asked else _outside(before.drops, reach)
    falls = _with_zones(drops, runs, told, known)
    return Boundaries(
        schedule=schedule,
        is_stand_in=probe is not schedule,
        runs=runs,
        falls=falls,
        asked=asked,
        drops=dict(zip(drops, falls, strict=True)) if told is asked else {},
    )


def _prices_tell(matrix: Matrix) -> bool:
    """Say whether one look-up value is all that a price depends on, lists aside."""
    return matrix.lookup is Basis.COST and all(tier.basis is Basis.COST for tier in matrix.tiers)


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


def _runs(parts: Sequence[tuple[int, int, int, bool]], asked: Asked) -> tuple[Run, ...]:
    """Price both ends of each run."""
    amounts = asked.prices([cent for part in parts for cent in part[:2]])
    return tuple(
        Run(*part, at_first, at_last)
        for part, at_first, at_last in zip(parts, amounts[::2], amounts[1::2], strict=True)
    )


def _parts(schedule: Schedule) -> list[tuple[int, int, int, bool]]:
    """Return (first, last, row, rises) of every run, in order, from one cent upwards."""
    matrix = schedule.matrix
    cap = None
    if matrix.cap is not None and schedule.is_by_cost:
        cap = matrix.cap.above // CENT
    limit = LAST_CENT if cap is None else min(cap, LAST_CENT)
    starts = np.maximum(schedule.starts, 1)
    ends = np.minimum(np.append(starts[1:] - 1, LAST_CENT), limit).tolist()
    parts: list[tuple[int, int, int, bool]] = []
    for first, last, row, formula in zip(
        starts.tolist(), ends, schedule.rows.tolist(), schedule.formulas, strict=True
    ):
        if first > last:
            continue
        if row == NO_ROW or formula.square >= 0:
            parts.append((first, last, row, True))
        else:
            parts += _bent(first, last, row, formula, matrix)
    if limit < LAST_CENT:
        row = UNTOLD if is_list_cap(matrix) else CAP_ROW
        parts.append((max(limit + 1, 1), LAST_CENT, row, True))
    return parts


def _bent(
    first: int, last: int, row: int, formula: Formula, matrix: Matrix
) -> list[tuple[int, int, int, bool]]:
    """Cut a slide down at its crest, and where the floor stops its fall."""
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


def _drops(matrix: Matrix, runs: Sequence[Run]) -> list[_Drop]:
    """Return one drop for each tier stretch whose price falls inside it or one cent past it."""
    found: list[_Drop | None] = []
    index, count = 0, len(runs)
    while index < count:
        run, stop = runs[index], index + 1
        while stop < count and runs[stop].row == run.row:
            stop += 1
        if run.row < 0:
            pass  # neither the cap nor the fallback is a tier
        elif not run.rises or stop > index + 1:
            found.append(_drop(matrix, runs, index, stop))
        elif stop < count and UNPRICED < runs[stop].price_first < run.price_last:
            found.append(_step_down(matrix, runs, index))
        index = stop
    return [drop for drop in found if drop is not None]


class _Drop(NamedTuple):
    """A fall whose zone is not known yet; run and run_after hold its top and its lowest price.

    Of equal drops the rows are equal: `row` and `row_after` are those of the two runs.
    """

    row: int
    row_after: int
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
        row=runs[best[0]].row,
        row_after=runs[lowest[0]].row,
        run=best[0],
        run_after=lowest[0],
        top=best[1],
        after=lowest[1],
        price_at_top=best[2],
        price_after=lowest[2],
        is_inside=best[1] < runs[stop - 1].last,
    )


def _step_down(matrix: Matrix, runs: Sequence[Run], index: int) -> _Drop | None:
    """Return the drop from the top of a run that only rises to the lower cent after it."""
    run, after = runs[index], runs[index + 1]
    if not _comparable(matrix, run, after):
        return None
    first, _, row_after, _, price_after, _ = after
    _, top, row, _, _, price_at_top = run
    return _Drop(row, row_after, index, index + 1, top, first, price_at_top, price_after, False)  # noqa: FBT003 - is_inside; by name it takes twice as long


def _comparable(matrix: Matrix, run: Run, after: Run) -> bool:
    """Say whether two neighbouring runs price on the same basis, so that one cent can tell."""
    basis = matrix.tiers[run.row].basis
    if after.row == CAP_ROW:
        return basis is Basis.COST
    return after.row >= 0 and matrix.tiers[after.row].basis is basis


def _outside(drops: dict[_Drop, Fall], reach: Reach) -> dict[_Drop, Fall]:
    """Return the falls that no edit of the cents in reach can touch."""
    first, last = reach or (LAST_CENT + 2, None)
    return {
        drop: fall
        for drop, fall in drops.items()
        if fall.high + 1 < first or (last is not None and drop.top > last)
    }


def _with_zones(
    drops: Sequence[_Drop], runs: Sequence[Run], asked: Asked, known: dict[_Drop, Fall]
) -> tuple[Fall, ...]:
    """Find where the zone of each fall starts and ends, all falls at a time."""
    new = [drop for drop in drops if drop not in known] if known else list(drops)
    ends = [end for drop in new for end in (_zone_low(drop, runs), _zone_high(drop, runs))]
    answers = iter(asked.answers([end for end in ends if isinstance(end, Search)]))
    found = [next(answers) if isinstance(end, Search) else end for end in ends]
    made = map(_fall, new, found[::2], found[1::2])
    if not known:
        return tuple(made)
    fresh = dict(zip(new, made, strict=True))
    return tuple(known.get(drop) or fresh[drop] for drop in drops)


def _fall(drop: _Drop, first: int, end: int) -> Fall:
    """Return a drop as a fall whose zone runs from its first cent to the one before its end."""
    row, row_after, _, _, _, after, price_at_top, price_after, is_inside = drop
    is_into_cap = row_after == CAP_ROW
    return Fall(
        row + 1, is_inside, is_into_cap, first - 1, after, first, end - 1, price_at_top, price_after
    )


def _zone_low(drop: _Drop, runs: Sequence[Run]) -> int | Search:
    """Return the first lower cent, or the search that will tell it."""
    if not drop.is_inside:
        return drop.after
    for place in range(drop.run, len(runs)):
        run = runs[place]
        if run.first > drop.top and run.price_first < drop.price_at_top:
            return run.first
        if run.price_last < drop.price_at_top and run.last > drop.top:
            return _search(run, drop, is_back=False)
    raise ValueError("a drop without a lower price")


def _zone_high(drop: _Drop, runs: Sequence[Run]) -> int | Search:
    """Return the cent after the last lower one, or the search that will tell it."""
    begun, top, price_at_top = False, drop.top, drop.price_at_top
    for place in range(drop.run if drop.is_inside else drop.run_after, len(runs)):
        run = runs[place]
        first, last, row, rises, price_first, price_last = run
        if last <= top:
            continue
        begun = begun or price_first < price_at_top or not rises
        is_end = price_first == UNPRICED or row == UNTOLD
        if is_end or (price_first >= price_at_top and rises and begun):
            return first
        if rises and price_last >= price_at_top:
            return _search(run, drop, is_back=True)
    return LAST_CENT + 1


def _search(run: Run, drop: _Drop, *, is_back: bool) -> Search:
    """Search a run for the top's price, starting where a straight line would meet it."""
    first, last, _, _, price_first, price_last = run
    rise, width = price_last - price_first, last - first
    ahead = (drop.price_at_top - price_first) * width // rise if rise else width // 2
    guess = first + min(max(ahead, 0), width)
    return Search(first, last, drop.price_at_top, is_back, guess)
