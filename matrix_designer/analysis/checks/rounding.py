"""How far rounding to the cent moves the GP of cheap parts.

Knows the exact rules of a schedule and the priced history; it says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from matrix_designer.analysis.checks.context import CheckContext
from matrix_designer.analysis.fold import Fold
from matrix_designer.analysis.sums import Bools, Exact, products, total
from matrix_designer.core.evidence import Ints
from matrix_designer.core.formula import Formula
from matrix_designer.core.money import CENT, DOLLAR, divide_half_away
from matrix_designer.core.pricing import Prices
from matrix_designer.core.schedule import HALF_CENT

_DEAREST = 100 * DOLLAR
_HIGHEST = 10 * DOLLAR
"""Costs and prices above these are not looked at: half a cent is no point of their GP."""
_HALF_DOLLAR = DOLLAR // 2
_ALWAYS = _HALF_DOLLAR + HALF_CENT
"""Above this cost no price from cost upwards is low enough."""
_DOUBT = 1e-9
_LARGEST_DIVISOR = 2**62 // _HIGHEST


@dataclass(frozen=True, slots=True)
class Moved:
    """Parts whose GP moves by more than a point: pieces, dollars moved (extended), an example."""

    pieces: int
    dollars: int
    cost: int
    price: int


def cents_moved(context: CheckContext) -> Moved | None:
    """Sum the sold parts that a tier prices and whose GP the cent moves; None where none is."""
    fold, prices = context.fold, context.prices
    if fold is None or prices is None:
        return None
    dollars = Fraction(0)
    moved: list[Ints] = []
    for rows, off, divisor in _moved_rows(context, fold, prices):
        moved.append(rows)
        dollars += Fraction(_sum_of(off, fold.quantity[rows]), divisor)
    found = np.concatenate(moved) if moved else np.zeros(0, dtype=np.int64)
    if not found.size:
        return None
    example = found[np.argmax(fold.quantity[found])]
    return Moved(
        pieces=total(fold.quantity[found]),
        dollars=divide_half_away(dollars.numerator, dollars.denominator),
        cost=int(fold.cost[example]),
        price=int(prices.price[example]),
    )


def coarse_rows(context: CheckContext) -> Ints:
    """Return the fold's rows whose GP the cent moves by more than a point; none without sales."""
    if context.fold is None or context.prices is None:
        return np.zeros(0, dtype=np.int64)
    moved = [rows for rows, _, _ in _moved_rows(context, context.fold, context.prices)]
    return np.concatenate([np.zeros(0, dtype=np.int64), *moved])


def _moved_rows(
    context: CheckContext, fold: Fold, prices: Prices
) -> Iterator[tuple[Ints, Exact, int]]:
    """Yield, rule by rule, the rows that the cent moves, by how much, and what that is over."""
    schedule = context.schedule
    rows = _cheap_rows(fold, prices, context.under_cost)
    lookup = (fold.cost if schedule.is_by_cost else fold.list_price)[rows]
    segments = np.searchsorted(schedule.thresholds, lookup, side="right") - 1
    for segment in np.unique(segments).tolist():
        here = rows[segments == segment]
        basis = (fold.list_price if schedule.on_list[segment] else fold.cost)[here]
        formula = schedule.formulas[segment]
        off, is_moved = _off(formula, basis, fold.cost[here], prices.price[here])
        yield here[is_moved], off[is_moved], formula.divisor


def _cheap_rows(fold: Fold, prices: Prices, under_cost: Ints) -> Ints:
    """Return the rows that half a cent can move by a point: price^2 below about half the cost.

    |cost / exact - cost / price| > 1/100 with the two at most half a cent apart needs
    exact x price < 50 cents x cost, and exact is at least price less half a cent. From half a
    dollar on only a price under cost is so low.
    """
    cheap = fold.rows_costing(0, _ALWAYS)
    end = fold.rows_costing(0, _DEAREST).stop
    first, last = np.searchsorted(under_cost, (cheap.stop, end)).tolist()
    rows = np.concatenate((np.arange(cheap.start, cheap.stop), under_cost[first:last]))
    price = prices.price[rows]
    is_cheap = price <= _HIGHEST
    is_cheap &= prices.row[rows] >= 0
    rows, price = rows[is_cheap], price[is_cheap]
    found: Ints = rows[price * (price - HALF_CENT) <= fold.cost[rows] * _HALF_DOLLAR]
    return found


def _off(formula: Formula, basis: Ints, cost: Ints, price: Ints) -> tuple[Exact, Bools]:
    """Return |price - exact| x divisor, and where rounding moves GP by more than a point.

    Only prices that rounding made count: a rail or an ending moves a price by choice. Floats
    decide but where they could be wrong; there integers do.
    """
    largest = int(basis.max(initial=0))
    if not formula.is_safe(largest) or formula.divisor > _LARGEST_DIVISOR:
        return _off_in_python(formula, basis, cost, price)
    exact = (basis * formula.square + formula.slope) * basis + formula.constant
    off = np.abs(price * formula.divisor - exact)
    is_rounded = (exact > 0) & (2 * off <= CENT * formula.divisor)
    left = 100.0 * cost * off
    right = exact * price.astype(np.float64)
    is_moved = is_rounded & (left > right)
    for place in np.flatnonzero(is_rounded & (np.abs(left - right) <= _DOUBT * right)).tolist():
        is_moved[place] = 100 * int(cost[place]) * int(off[place]) > int(exact[place]) * int(
            price[place]
        )
    return off, is_moved


def _off_in_python(formula: Formula, basis: Ints, cost: Ints, price: Ints) -> tuple[Exact, Bools]:
    """Return the same with unbounded integers, for rules that 64 bits cannot hold."""
    off = np.zeros(basis.size, dtype=object)
    is_moved = np.zeros(basis.size, dtype=np.bool_)
    for place, (value, paid, sells) in enumerate(
        zip(basis.tolist(), cost.tolist(), price.tolist(), strict=True)
    ):
        exact = (value * formula.square + formula.slope) * value + formula.constant
        off[place] = abs(sells * formula.divisor - exact)
        is_rounded = exact > 0 and 2 * off[place] <= CENT * formula.divisor
        is_moved[place] = is_rounded and 100 * paid * off[place] > exact * sells
    return off, is_moved


def _sum_of(off: Exact, quantity: Ints) -> int:
    """Return the sum of off x quantity."""
    if off.dtype == object:
        return int((off * quantity.astype(object)).sum())
    return total(products(off, quantity))
