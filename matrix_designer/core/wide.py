"""Prices by rules whose products int64 does not hold, in integers all the same.

A straight rule is bracketed: its slope and constant, cut to k binary places, give a lower and
an upper bound of each price in int64. Where both round down to the same cent that is the price;
the few others, and every curved rule, are priced with Python's unbounded integers.
"""

from __future__ import annotations

import numpy as np

from matrix_designer.core.evidence import Ints
from matrix_designer.core.formula import Formula

_BITS = 62
_LEAST_PLACES = 16


def floor_prices(rule: Formula, basis: Ints) -> Ints:
    """Return the rule's value, rounded down, for each basis from 0 up; exact for any rule."""
    if not basis.size:
        return basis.copy()
    largest = max(int(basis.max()), 1)
    reach = (abs(rule.slope) * largest + abs(rule.constant)) // rule.divisor + 1
    places = _BITS - reach.bit_length()
    if rule.square or places < _LEAST_PLACES:
        return _one_by_one(rule, basis)
    # True value x 2^places lies from `below` to less than `below` + basis + 1, and neither
    # leaves int64: `reach` x 2^places is under 2^62, a basis under 2^34.
    below = basis * ((rule.slope << places) // rule.divisor)
    below += (rule.constant << places) // rule.divisor
    price: Ints = below >> places
    unsure = np.flatnonzero(price != (below + basis + 1) >> places)
    price[unsure] = _one_by_one(rule, basis[unsure])
    return price


def _one_by_one(rule: Formula, basis: Ints) -> Ints:
    """Return the same with unbounded integers, once per distinct basis."""
    distinct, where = np.unique(basis, return_inverse=True)
    exact = np.array([rule.floor(value) for value in distinct.tolist()], dtype=np.int64)
    price: Ints = exact[where]
    return price
