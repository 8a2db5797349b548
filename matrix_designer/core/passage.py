"""The way of parts through a schedule: cap, look-up, factor, guard rails, price ending.

The one vectorised path: every price of the program comes from here, one part or a million.
Knows integer columns; words about the steps are made elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from matrix_designer.core.endings import end_prices
from matrix_designer.core.evidence import Ints
from matrix_designer.core.formula import Formula, simple_formula
from matrix_designer.core.matrix import Cap, CapRule, Fallback, FallbackKind
from matrix_designer.core.money import CENT, MAX_AMOUNT
from matrix_designer.core.rails import Limits, highest_allowed, hold, limits_of, lowest_allowed
from matrix_designer.core.schedule import HALF_CENT, NO_ROW, Bools, Schedule
from matrix_designer.core.wide import floor_prices

CAP_ROW = -2
"""Stands for the cap in integer columns of rows."""
FALLBACK_ROW = -3
"""Stands for the fallback in integer columns of rows."""
OVER_CAP = Fraction(167, 100)
"""The sources' "cost plus 67 %"."""
_OVER_CAP_RULE = Formula(0, OVER_CAP.numerator, 0, OVER_CAP.denominator).rounding()
_LIST_RULE = Formula(0, 1, 0, 1).rounding()
_ROWS_PER_SLICE = 64
"""From so many sorted rows a segment on, slices beat a gather per row."""


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """Every stage of the prices, as columns of whole cents.

    `row` is the tier, CAP_ROW, FALLBACK_ROW or NO_ROW (unpriced) before the rails; `segment` is
    where the look-up landed. `ended` is the price; it counts where `is_priced`. `limits` is None
    without rails.
    """

    row: Ints
    rounded: Ints
    limits: Limits | None
    held: Ints
    ended: Ints
    is_priced: Bools


def pass_through(schedule: Schedule, cost: Ints, list_price: Ints) -> Passage:
    """Take parts through all steps; cost and list are amounts, a list <= 0 is missing.

    Raises ValueError for a column that is not int64 or leaves the declared range.
    """
    _check_range("cost", cost, 0)
    _check_range("list", list_price, -1)
    row, rounded = _from_tiers(schedule, cost, list_price)
    if schedule.matrix.fallback.kind is not FallbackKind.UNPRICED and schedule.mode_mix is None:
        _fall_back(schedule.matrix.fallback, cost, list_price, row, rounded)
    if schedule.matrix.cap is not None:
        _cap(schedule.matrix.cap, cost, list_price, row, rounded)
    is_zero = cost < HALF_CENT
    if is_zero.any():
        row[is_zero] = NO_ROW
    limits = None
    held = rounded
    rails = schedule.matrix.rails
    if rails.ceiling is not None or rails.is_not_below_list or rails.floor is not None:
        limits = limits_of(rails, cost, list_price)
        held = hold(rounded, limits)
    is_priced = (row != NO_ROW) & (held >= 0)
    return Passage(
        row=row,
        rounded=rounded,
        limits=limits,
        held=held,
        ended=_end(schedule, cost, list_price, held, limits),
        is_priced=is_priced,
    )


def _check_range(name: str, values: Ints, least: int) -> None:
    """Refuse what the proof against overflow does not cover."""
    if values.dtype != np.int64:
        raise ValueError(f"the {name} column is {values.dtype}, not int64")
    if values.size and (int(values.min()) < least or int(values.max()) > MAX_AMOUNT):
        raise ValueError(f"the {name} column leaves the range from {least} to {MAX_AMOUNT}")


def _from_tiers(schedule: Schedule, cost: Ints, list_price: Ints) -> tuple[Ints, Ints]:
    """Look up the tiers and apply their factors; rows that none prices are NO_ROW."""
    lookup = cost if schedule.is_by_cost else list_price
    enough = lookup.size >= _ROWS_PER_SLICE * schedule.starts.size
    if enough and bool((lookup[1:] >= lookup[:-1]).all()):
        return _by_slices(schedule, lookup, cost, list_price)
    return _by_gather(schedule, lookup, cost, list_price)


def _by_slices(schedule: Schedule, lookup: Ints, cost: Ints, list_price: Ints) -> tuple[Ints, Ints]:
    """Price sorted look-up values, one contiguous slice per segment."""
    row = np.full(lookup.size, NO_ROW, dtype=np.int64)
    rounded = np.zeros(lookup.size, dtype=np.int64)
    cuts = [*np.searchsorted(lookup, schedule.thresholds).tolist(), lookup.size]
    for segment, owner in enumerate(schedule.rows.tolist()):
        part = slice(cuts[segment], cuts[segment + 1])
        if owner == NO_ROW or part.start == part.stop:
            continue
        is_list = bool(schedule.on_list[segment])
        basis = (list_price if is_list else cost)[part]
        rule = schedule.rounding[segment]
        rounded[part] = (
            floor_prices(rule, basis) if schedule.wide[segment] else _in_int64(rule, basis)
        )
        row[part] = np.where(basis > 0, owner, NO_ROW) if is_list else owner
    return row, rounded


def _by_gather(schedule: Schedule, lookup: Ints, cost: Ints, list_price: Ints) -> tuple[Ints, Ints]:
    """Price look-up values in any order, with each row's own four numbers."""
    segment = np.searchsorted(schedule.thresholds, lookup, side="right") - 1
    row = schedule.rows.take(segment)
    basis = cost
    if bool(schedule.on_list.any()):
        is_list = schedule.on_list.take(segment)
        basis = np.where(is_list, list_price, cost)
        row = np.where(is_list & (list_price <= 0), NO_ROW, row)
    rounded = schedule.slope.take(segment)
    if bool(schedule.square.any()):
        rounded += schedule.square.take(segment) * basis
    rounded *= basis
    rounded += schedule.constant.take(segment)
    rounded //= schedule.divisor.take(segment)
    for index in np.flatnonzero(schedule.wide).tolist():
        here = segment == index
        rounded[here] = floor_prices(schedule.rounding[index], basis[here])
    return row, rounded


def _in_int64(rule: Formula, basis: Ints) -> Ints:
    """Return prices in cents by a rule that is proven to stay inside int64."""
    price = basis * (basis * rule.square + rule.slope) if rule.square else basis * rule.slope
    price += rule.constant
    price //= rule.divisor
    return price


def in_range(rule: Formula, basis: Ints) -> Ints:
    """Return prices in cents by a rule on any declared cost or list."""
    return _in_int64(rule, basis) if rule.is_safe(MAX_AMOUNT) else floor_prices(rule, basis)


def _fall_back(fallback: Fallback, cost: Ints, list_price: Ints, row: Ints, rounded: Ints) -> None:
    """Price what no tier prices, in place; a fallback to list needs a list."""
    if fallback.kind is FallbackKind.LIST:
        which = np.flatnonzero((row == NO_ROW) & (list_price > 0))
        rounded[which] = _in_int64(_LIST_RULE, list_price[which])
    else:
        if fallback.factor is None:
            return
        which = np.flatnonzero(row == NO_ROW)
        rounded[which] = in_range(simple_formula(fallback.factor).rounding(), cost[which])
    row[which] = FALLBACK_ROW


def _cap(cap: Cap, cost: Ints, list_price: Ints, row: Ints, rounded: Ints) -> None:
    """Price what costs more than the cap by its rule, in place."""
    which = np.flatnonzero(cost > cap.above)
    if not which.size:
        return
    plus = _in_int64(_OVER_CAP_RULE, cost[which])
    listed = _in_int64(_LIST_RULE, list_price[which])
    chosen = {
        CapRule.LIST: listed,
        CapRule.COST_PLUS_67: plus,
        CapRule.LOWER: np.minimum(listed, plus),
        CapRule.HIGHER: np.maximum(listed, plus),
    }[cap.rule]
    rounded[which] = np.where(list_price[which] > 0, chosen, plus)
    row[which] = CAP_ROW


def _end(
    schedule: Schedule, cost: Ints, list_price: Ints, held: Ints, limits: Limits | None
) -> Ints:
    """Move prices to the matrix's ending; one that is exactly list stays."""
    ending = schedule.matrix.ending
    if ending is None:
        return held
    lowest = None if limits is None else lowest_allowed(limits)
    highest = None if limits is None else highest_allowed(limits, held)
    moved = end_prices(held, ending, cost, lowest, highest)
    return np.where(held * CENT == list_price, held, moved)
