"""The prices on which two matrices are compared: every cent of a range and every sold part.

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
from matrix_designer.core.pricing import compile_matrix, price

LEAST_TOP = 2_500 * DOLLAR
"""The proof always runs at least up to here (an amount)."""
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

    @property
    def size(self) -> int:
        """How many prices the proof compares."""
        return sum(cost.size for cost, _ in self.blocks())

    def blocks(self) -> Iterator[Pair]:
        """Yield (cost, list) columns of the whole proof."""
        for start in range(1, self.cents + 1, _BLOCK):
            yield from self._range(np.arange(start, min(start + _BLOCK, self.cents + 1)) * CENT)
        for start in range(0, self.sold_cost.size, _BLOCK):
            block = slice(start, start + _BLOCK)
            yield self.sold_cost[block], self.sold_list[block]

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


def proof_of(matrix: Matrix, sold: Pair | None = None) -> Proof:
    """Return the proof for a matrix and the sold (cost, list) pairs.

    Its range runs up to the larger of $2,500.00, the last finite bound (if under $100,000) and
    the dearest sold cost.
    """
    cost, lists = (_none(), _none()) if sold is None else _distinct(sold)
    bounds = [tier.lower for tier in matrix.tiers]
    bounds += [tier.upper for tier in matrix.tiers if tier.upper is not None]
    top = max([LEAST_TOP, *(bound for bound in bounds if bound < WIDEST_BOUND)])
    if cost.size:
        top = max(top, int(cost.max()))
    by_list = matrix.lookup is Basis.LIST
    return Proof(
        cents=min(top, MAX_AMOUNT) // CENT,
        lookup=matrix.lookup,
        has_lists=any(tier.basis is Basis.LIST for tier in matrix.tiers),
        cap=matrix.cap.above if by_list and matrix.cap is not None else None,
        sold_cost=cost,
        sold_list=lists,
    )


def _distinct(sold: Pair) -> Pair:
    """Return each sold (cost, list) pair once, sorted."""
    order = np.lexsort((sold[1], sold[0]))
    cost, lists = sold[0][order], sold[1][order]
    is_new = np.ones(cost.size, dtype=np.bool_)
    is_new[1:] = (np.diff(cost) != 0) | (np.diff(lists) != 0)
    return cost[is_new], lists[is_new]


def count_changes(before: Matrix, after: Matrix, proof: Proof) -> int:
    """Return how many prices of the proof differ between two matrices; unpriced is a price too."""
    if before == after:
        return 0
    old, new = compile_matrix(before), compile_matrix(after)
    return sum(
        int(np.count_nonzero(price(old, *pair).price != price(new, *pair).price))
        for pair in proof.blocks()
    )
