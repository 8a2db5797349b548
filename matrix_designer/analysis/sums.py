"""Exact sums of a priced history, and the same for a part of it.

Sums of two parts add up to the sums of the whole, so an edit takes away what its part of the
history gave before and adds what it gives now. Integers throughout: a product that could leave
64 bits is made of Python integers instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matrix_designer.analysis.fold import Fold
from matrix_designer.core.evidence import Ints
from matrix_designer.core.factor import Basis
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.money import POINT, divide_half_away

Bools = NDArray[np.bool_]
Exact = NDArray[Any]
"""Integers: int64, or Python integers where 64 bits could be too few."""
Part = slice | Ints
"""Rows of a fold: a slice, or rising row numbers."""
Times = Callable[[Ints, Ints], Exact]
"""How amounts are multiplied by quantities so that all sums are exact."""

LINES, PIECES, COST, SOLD, IN_FORCE, AGAINST, REPLAYED = range(7)
"""Columns of the table by row."""
_ALL_COLUMNS = frozenset(range(REPLAYED + 1))
_OF_PRICE = frozenset((REPLAYED,))
"""The columns that a proposed price decides where its row stays the same."""
SPECIAL_ROWS = 3
"""Rows after the tiers: fallback, cap, no row; the engine's negative numbers count from the end."""
(
    UP_PIECES,
    UP_DOLLARS,
    DOWN_PIECES,
    DOWN_DOLLARS,
    SAME_PIECES,
    ABOVE_PIECES,
    ABOVE_DOLLARS,
    OVER_PIECES,
    OVER_DOLLARS,
    OVER_LISTED,
    BELOW_PIECES,
    BELOW_DOLLARS,
    NO_LIST_PIECES,
) = range(13)
"""Places of the counts over all rows."""
_COUNTS = 13
WHOLE = 100 * POINT
"""A hundred percent in percent units."""
_BLOCK = 4096
_SIGN_BIT = 63
_AT_ONCE = 65_536


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Exact sums of a part of a priced history, as arrays of Python integers.

    `table` has one row per tier, then fallback, cap and no row (so that the engine's row numbers
    index it); the last holds what is unpriced. `counts` are moves and pieces against list.
    """

    table: Exact
    counts: Exact

    def __add__(self, other: Sums) -> Sums:
        """Return the sums of both parts."""
        return Sums(self.table + other.table, self.counts + other.counts)

    def __sub__(self, other: Sums) -> Sums:
        """Return the sums without the other part."""
        return Sums(self.table - other.table, self.counts - other.counts)


@dataclass(frozen=True, slots=True, eq=False)
class ListColumns:
    """What a fold's prices are held against, made once for a limit (percent units).

    at_least: the list, allowed: the highest price that is not over the limit, both amounts and
    NO_LIMIT without a list; missing: all bits set where there is no list; least: the lowest of
    `at_least` in each LIST_BLOCK rows; is_one_under_cost: the limit holds some price under cost;
    least_allowed: the least of allowed / cost.
    """

    limit: int
    at_least: Ints
    allowed: Ints
    missing: Ints
    least: Ints
    is_one_under_cost: bool
    least_allowed: float


LIST_BLOCK = 4096
"""Rows of a fold that are looked at together; neighbours in cost."""
NO_LIMIT = 2**60
"""An amount that no price reaches."""


def list_columns(fold: Fold, limit: int) -> ListColumns:
    """Make the columns for a limit above list; a list of zero or less is none."""
    is_missing = fold.list_price <= 0
    whole, rest = np.divmod(fold.list_price, WHOLE)
    over = whole * limit + rest * limit // WHOLE  # in two parts, which stay inside 64 bits
    at_least = np.where(is_missing, NO_LIMIT, fold.list_price)
    allowed = np.where(is_missing, NO_LIMIT, fold.list_price + over)
    return ListColumns(
        limit=limit,
        at_least=at_least,
        allowed=allowed,
        missing=-is_missing.astype(np.int64),
        least=np.minimum.reduceat(at_least, np.arange(0, len(fold), LIST_BLOCK)),
        is_one_under_cost=bool((allowed < fold.cost).any()),
        least_allowed=float(np.min(allowed / np.maximum(fold.cost, 1), initial=NO_LIMIT)),
    )


@dataclass(frozen=True, slots=True, eq=False)
class PricedFold:
    """A fold with the prices of every state, equal-length columns of amounts, -1 unpriced.

    `row` is the engine's row of the proposed price; `on_cost` has all bits set for each tier that
    prices on cost, none for the others and for the special rows after them.
    """

    fold: Fold
    price: Ints
    row: Ints
    on_cost: Ints
    in_force: Ints | None
    against: Ints | None
    lists: ListColumns


def on_cost_of(matrix: Matrix) -> Ints:
    """Return the masks of the tiers that price on cost."""
    masks = [-(tier.basis is Basis.COST) for tier in matrix.tiers]
    return np.array([*masks, *(0,) * SPECIAL_ROWS], dtype=np.int64)


EVERYTHING = slice(None)


def measure(priced: PricedFold, part: Part = EVERYTHING) -> Sums:
    """Sum a part of a priced history, in pieces that stay in the processor's cache."""
    return _measure_pieces(priced, part, _ALL_COLUMNS)


KnownSums = dict[tuple[int, int, frozenset[int]], Sums]
"""Sums of some columns of stretches (start, stop) of a priced fold that do not overlap."""


def measure_change(
    old: PricedFold, new: PricedFold, part: Part, known: KnownSums
) -> tuple[Sums, KnownSums]:
    """Return by how much the sums of a part change with the proposed prices and rows.

    What both sides have alike, where every part keeps its row, is summed on neither. `known`
    are sums of the old side; those that hold for the new one are returned.
    """
    is_alike = old.row is new.row and not any(
        len(each.price[part]) and int(each.price[part].min()) < 0 for each in (old, new)
    )
    columns = _OF_PRICE if is_alike else _ALL_COLUMNS
    now = _measure_pieces(new, part, columns)
    if not isinstance(part, slice):
        return now - _measure_pieces(old, part, columns), {}
    start, stop, _ = part.indices(len(new.fold))
    key = (start, stop, columns)
    was = known.get(key) or _measure_pieces(old, part, columns)
    kept = {one: sums for one, sums in known.items() if one[1] <= start or one[0] >= stop}
    return now - was, {**kept, key: now}


def _measure_pieces(priced: PricedFold, part: Part, columns: frozenset[int]) -> Sums:
    if not isinstance(part, slice):
        return _measure(priced, part, columns)
    start, stop, _ = part.indices(len(priced.fold))
    cuts = range(start, max(stop, start + 1), _AT_ONCE)
    pieces = (_measure(priced, slice(cut, min(cut + _AT_ONCE, stop)), columns) for cut in cuts)
    return reduce(add, pieces)


def _measure(priced: PricedFold, part: Part, columns: frozenset[int]) -> Sums:
    """Sum a part of a priced history; columns that are not asked for stay zero."""
    price = priced.price[part]
    others = [None if o is None else o[part] for o in (priced.in_force, priced.against)]
    used = _used(price, others)
    fold = priced.fold
    quantity = fold.quantity[part]
    in_force, against = others
    listed = fold.list_price[part]
    counts = np.zeros(_COUNTS, dtype=object)
    table = np.zeros((len(priced.on_cost), REPLAYED + 1), dtype=object)
    if not len(price):
        return Sums(table, counts)
    row = priced.row[part] if used is None else np.where(used, priced.row[part], -1)
    keys, starts = _runs(row)
    reference = against if against is not None else in_force
    times = _multiplier((price, *(o for o in others if o is not None), listed), quantity)
    for column, values, factor in (
        (LINES, fold.lines, None),
        (PIECES, fold.quantity, None),
        (COST, fold.cost_total, None),
        (SOLD, fold.sold, None),
        (IN_FORCE, priced.in_force, quantity),
        (AGAINST, priced.against, quantity),
        (REPLAYED, priced.price, quantity),
    ):
        if values is not None and column in columns:
            summed = values[part] if factor is None else times(values[part], factor)
            _add_runs(table[:, column], summed, keys, starts)
    if used is not None:
        quantity = np.where(used, quantity, 0)
    _count_above(counts, price, priced.lists, quantity, part, times)
    masks = priced.on_cost[keys]
    on_cost = masks[:1] if (masks == masks[0]).all() else priced.on_cost[row]
    _count_below(counts, price - listed, on_cost, quantity, times)
    if reference is None:
        _count_moves(counts, *_against_sold(priced, part, used), products)
    else:
        _count_moves(counts, price, reference, quantity, times)
    return Sums(table, counts)


def over_limit_excess(counts: Exact, limit: int) -> int:
    """Return the dollars over the limit itself, extended, rounded once; limit in percent units."""
    return divide_half_away(counts[OVER_DOLLARS] * WHOLE - counts[OVER_LISTED] * limit, WHOLE)


def products(amount: Ints, quantity: Ints) -> Exact:
    """Return amount x quantity, whose sums over any rows are exact."""
    if _may_leave_64_bits(amount, quantity):
        wide: Exact = amount.astype(object) * quantity.astype(object)
        return wide
    return amount * quantity


def _multiplier(columns: Iterable[Ints], quantity: Ints) -> Times:
    """Return how amounts no larger than those of some columns are multiplied by a quantity.

    Differences of two amounts that are not negative, and -1 for none, are no larger than the
    larger one and 1. Found once for all products of a part: each would look through its rows.
    """
    largest = max(int(column.max()) for column in columns) + 1
    return np.multiply if largest * int(quantity.sum()) < 2**63 else products


def total(amounts: Exact) -> int:
    """Return an exact sum as a Python integer."""
    return int(amounts.sum())


def _may_leave_64_bits(amount: Ints, quantity: Ints) -> bool:
    """Say whether sums of amount x quantity (which is never negative) could leave 64 bits.

    No sum can exceed, block by block, the largest amount times all of the quantity; blocks of a
    fold are neighbours in cost, so that this is not far above the truth.
    """
    if not len(amount):
        return False
    reach = max(int(amount.max()), -int(amount.min())) * int(quantity.sum())
    if reach < 2**63:
        return False
    blocks = np.arange(0, len(amount), _BLOCK)
    largest = np.maximum.reduceat(amount, blocks).tolist()
    least = np.minimum.reduceat(amount, blocks).tolist()
    pieces = np.add.reduceat(quantity, blocks).tolist()
    reach = sum(max(a, -b) * q for a, b, q in zip(largest, least, pieces, strict=True))
    return bool(reach >= 2**63)


def _used(price: Ints, others: list[Ints | None]) -> Bools | None:
    """Return which rows every state prices; None where all do."""
    columns = [price, *(other for other in others if other is not None)]
    if all(not len(column) or int(column.min()) >= 0 for column in columns):
        return None
    used: Bools = columns[0] >= 0
    for column in columns[1:]:
        used &= column >= 0
    return used


def _runs(row: Ints) -> tuple[Ints, Ints]:
    """Return the row number and the start of each run of equal row numbers."""
    starts = np.concatenate(([0], np.flatnonzero(row[1:] != row[:-1]) + 1))
    return row[starts], starts


def _add_runs(column: Exact, values: Exact, keys: Ints, starts: Ints) -> None:
    """Add the sum of each run to the column's place that its key names."""
    sums = np.add.reduceat(values, starts)
    gathered = np.zeros(len(column), dtype=sums.dtype)
    np.add.at(gathered, keys, sums)
    column += gathered.astype(object)


def _count_above(
    counts: Exact, price: Ints, lists: ListColumns, quantity: Ints, part: Part, times: Times
) -> None:
    """Count pieces and dollars above list; `quantity` is 0 where a row is not used."""
    counts[NO_LIST_PIECES] = total(quantity & lists.missing[part])
    room = lists.at_least[part] - price
    is_above = _below_zero(room)
    counts[ABOVE_PIECES] = total(quantity & is_above)
    if not counts[ABOVE_PIECES]:
        return
    dollars = times(room & is_above, quantity)
    counts[ABOVE_DOLLARS] = -total(dollars)
    is_over = _below_zero(lists.allowed[part] - price)
    counts[OVER_PIECES] = total(quantity & is_over)
    counts[OVER_DOLLARS] = -total(dollars & is_over)
    listed = times(lists.at_least[part] & is_over, quantity)
    counts[OVER_LISTED] = total(listed)


def _count_below(counts: Exact, over: Ints, on_cost: Ints, quantity: Ints, times: Times) -> None:
    """Count pieces and dollars that tiers on cost put below list; `over` is price - list."""
    is_below = _below_zero(over) & on_cost
    counts[BELOW_PIECES] = total(quantity & is_below)
    counts[BELOW_DOLLARS] = -total(times(over & is_below, quantity))


def _below_zero(values: Ints) -> Ints:
    """Return all bits set where a value is below zero, none elsewhere, for use with `&`.

    Masks of whole integers pick three times as fast as booleans.
    """
    return values >> _SIGN_BIT


def _against_sold(priced: PricedFold, part: Part, used: Bools | None) -> tuple[Ints, Ints, Ints]:
    """Return price, unit price sold and quantity on the finer level; quantity 0 if not used."""
    fold = priced.fold
    if isinstance(part, slice):
        start, stop, _ = part.indices(len(fold))
        units: Part = slice(*(int(at) for at in np.searchsorted(fold.unit_row, (start, stop))))
    else:
        chosen = np.zeros(len(fold), dtype=np.bool_)
        chosen[part] = True
        units = np.flatnonzero(chosen[fold.unit_row])
    at = fold.unit_row[units]
    quantity = fold.unit_quantity[units]
    if used is not None:
        is_used = np.zeros(len(fold), dtype=np.bool_)
        is_used[part] = used
        quantity = np.where(is_used[at], quantity, 0)
    return priced.price[at], fold.unit_sold[units], quantity


def _count_moves(counts: Exact, price: Ints, reference: Ints, quantity: Ints, times: Times) -> None:
    """Count pieces and dollars whose price rises, falls or stays.

    What rises is half of (all sizes + all changes), what falls half of (all changes - all sizes).
    """
    change = price - reference
    counts[UP_PIECES] = total(quantity & _below_zero(-change))
    counts[DOWN_PIECES] = total(quantity & _below_zero(change))
    counts[SAME_PIECES] = total(quantity) - counts[UP_PIECES] - counts[DOWN_PIECES]
    dollars = times(change, quantity)
    sizes = total(np.abs(dollars))
    counts[UP_DOLLARS] = (sizes + total(dollars)) // 2
    counts[DOWN_DOLLARS] = (total(dollars) - sizes) // 2
