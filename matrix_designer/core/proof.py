"""The prices on which two matrices are compared: every cent of a range and every sold part.

Up to a stated dollar every cent is priced. Beyond it the tiers' edges, evenly spread cents and all
sold parts are; and where they show no difference, no cent in between has one, for each lies in a
stretch that both matrices price by the same rule (`core.same_rules`), or is priced after all.
Knows which costs and lists prove a price list; not what made the two matrices differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matrix_designer.core.evidence import MISSING, Ints
from matrix_designer.core.factor import Basis
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.money import CENT, DOLLAR, MAX_AMOUNT
from matrix_designer.core.pricing import Schedule, compile_matrix, price
from matrix_designer.core.same_rules import differing_stretches

LEAST_TOP = 2_500 * DOLLAR
"""The proof always runs at least up to here (an amount)."""
EVERY_CENT = 10_000 * DOLLAR
"""Up to here (an amount) the proof prices every cent; above it some, and rules are compared."""
SPREAD = 50_000
"""How many cents above that are priced besides."""
WIDEST_BOUND = 100_000 * DOLLAR
"""A tier bound from here on does not widen the proof."""
COST_SHARE = (5, 8)
"""The cost of a part of the range as a share of its list, where a price needs both.

Were they equal, a target that takes one for the other would pass unseen.
"""
HALF = CENT // 2
_BLOCK = 1 << 18

Pair = tuple[Ints, Ints]
Weights = NDArray[np.float64]


def _none() -> Ints:
    return np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Proof:
    """The parts to price: cents 1 to `cents` of the look-up basis, then the sold parts.

    Above `every` (cents) not each is priced, but those `beyond`: edges, and evenly spread ones.
    Looked up by cost, a part of the range has no list, or one of 8/5 of its cost where
    `has_lists`. Looked up by list its cost is 5/8 of it; a cost above `cap` (an amount) is priced
    once more as the cap itself, so that the tiers up there are proven too.
    """

    cents: int
    lookup: Basis = Basis.COST
    has_lists: bool = False
    cap: int | None = None
    sold_cost: Ints = field(default_factory=_none)
    sold_list: Ints = field(default_factory=_none)
    every: int = EVERY_CENT // CENT
    beyond: Ints = field(default_factory=_none)

    @property
    def size(self) -> int:
        """How many prices the proof compares."""
        return sum(cost.size for cost, _ in self.blocks())

    def blocks(self) -> Iterator[Pair]:
        """Yield (cost, list) columns of the whole proof."""
        yield from self.range_between(1, min(self.cents, self.every))
        yield from self._range(self.beyond * CENT)
        for start in range(0, self.sold_cost.size, _BLOCK):
            block = slice(start, start + _BLOCK)
            yield self.sold_cost[block], self.sold_list[block]

    def range_between(self, first: int, last: int) -> Iterator[Pair]:
        """Yield the parts of the range whose look-up cents are first to last, every one."""
        for start in range(first, last + 1, _BLOCK):
            yield from self._range(np.arange(start, min(start + _BLOCK, last + 1)) * CENT)

    def sample(self, first: int, last: int | None, size: int) -> tuple[Pair, Weights]:
        """Return parts whose look-up lies in the cents first to last, about `size` of the range.

        The weights say how many parts of the proof each of them stands for.
        """
        top = self.cents if last is None else min(last, self.cents)
        count = max(0, top - max(first, 1) + 1)
        step = max(1, -(-count // size))
        values = np.arange(max(first, 1), top + 1, step, dtype=np.int64) * CENT
        sold = self._sold(first, last)
        pairs = [*self._range(values), sold]
        cost = np.concatenate([pair[0] for pair in pairs])
        lists = np.concatenate([pair[1] for pair in pairs])
        weights = np.full(cost.size, float(step))
        weights[cost.size - sold[0].size :] = 1.0
        return (cost, lists), weights

    def _range(self, values: Ints) -> Iterator[Pair]:
        """Yield the parts whose look-up values are these amounts."""
        if self.lookup is Basis.COST:
            yield values, self._lists(values) if self.has_lists else np.full(values.size, MISSING)
            return
        costs = np.maximum((values * COST_SHARE[0] // COST_SHARE[1] + HALF) // CENT, 1) * CENT
        yield costs, values
        if self.cap is not None:
            above = costs > self.cap
            if above.any():
                yield np.full(np.count_nonzero(above), self.cap), values[above]

    def _lists(self, costs: Ints) -> Ints:
        return np.minimum(costs * COST_SHARE[1] // COST_SHARE[0] // CENT * CENT, MAX_AMOUNT)

    def _sold(self, first: int, last: int | None) -> Pair:
        """Return the sold parts whose look-up lies in the cents."""
        looked = self.sold_cost if self.lookup is Basis.COST else self.sold_list
        cents = (looked + HALF) // CENT
        inside = cents >= first
        if last is not None:
            inside &= cents <= last
        return self.sold_cost[inside], self.sold_list[inside]


def proof_of(matrix: Matrix, sold: Pair | None = None, every: int = EVERY_CENT) -> Proof:
    """Return the proof for a matrix and the sold (cost, list) pairs.

    Its range runs up to the larger of $2,500.00, the last finite bound (if under $100,000) and
    the dearest sold cost; every cent is priced up to `every` (an amount).
    """
    cost, lists = (_none(), _none()) if sold is None else _distinct(sold)
    bounds = [tier.lower for tier in matrix.tiers]
    bounds += [tier.upper for tier in matrix.tiers if tier.upper is not None]
    top = max([LEAST_TOP, *(bound for bound in bounds if bound < WIDEST_BOUND)])
    if cost.size:
        top = max(top, int(cost.max()))
    by_list = matrix.lookup is Basis.LIST
    cents = min(top, MAX_AMOUNT) // CENT
    return Proof(
        cents=cents,
        lookup=matrix.lookup,
        has_lists=any(tier.basis is Basis.LIST for tier in matrix.tiers),
        cap=matrix.cap.above if by_list and matrix.cap is not None else None,
        sold_cost=cost,
        sold_list=lists,
        every=every // CENT,
        beyond=_beyond(matrix, every // CENT, cents),
    )


def _beyond(matrix: Matrix, every: int, cents: int) -> Ints:
    """Return the cents above `every` that are priced: edges and their neighbours, and a spread."""
    if cents <= every:
        return _none()
    edges = {every + 1, cents}
    for tier in matrix.tiers:
        last = tier.first_cent if tier.last_cent is None else tier.last_cent
        edges |= {tier.first_cent - 1, tier.first_cent, last, last + 1}
    if matrix.cap is not None:
        edges |= {matrix.cap.above // CENT, matrix.cap.above // CENT + 1}
    step = -(-(cents - every) // SPREAD)
    spread = np.arange(every + 1, cents + 1, step, dtype=np.int64)
    inside = [edge for edge in edges if every < edge <= cents]
    return np.union1d(spread, np.array(inside, dtype=np.int64))


def _distinct(sold: Pair) -> Pair:
    """Return each sold (cost, list) pair once, sorted."""
    order = np.lexsort((sold[1], sold[0]))
    cost, lists = sold[0][order], sold[1][order]
    is_new = np.ones(cost.size, dtype=np.bool_)
    is_new[1:] = (np.diff(cost) != 0) | (np.diff(lists) != 0)
    return cost[is_new], lists[is_new]


def count_changes(before: Matrix, after: Matrix, proof: Proof) -> int:
    """Return how many prices of the proof differ between two matrices; unpriced is a price too.

    It is zero only where no cent of the whole range differs: those of it that the proof leaves
    out are priced too where the rules do not say that they are alike, up to the first difference.
    """
    if before == after:
        return 0
    old, new = compile_matrix(before), compile_matrix(after)
    found = sum(_differing(old, new, pair) for pair in proof.blocks())
    return found or next(filter(None, _left_out(old, new, proof)), 0)


def _left_out(old: Schedule, new: Schedule, proof: Proof) -> Iterator[int]:
    """Yield how many prices differ in each block of cents that the proof leaves out."""
    if proof.cents <= proof.every:
        return
    for first, last in differing_stretches(
        old, new, proof.every + 1, proof.cents, has_lists=proof.has_lists
    ):
        for pair in proof.range_between(first, last):
            yield _differing(old, new, pair)


def _differing(old: Schedule, new: Schedule, parts: Pair) -> int:
    return int(np.count_nonzero(price(old, *parts).price != price(new, *parts).price))
