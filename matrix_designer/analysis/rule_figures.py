"""What a rule of a plan takes of a history, and how whole numbers are summed by group.

Plain values and exact sums; knows no rows and no rules.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matrix_designer.analysis.sums import Exact
from matrix_designer.core.evidence import Codes, Ints

_EXACT_IN_FLOAT = 2**53
"""Whole numbers below this are exact as floats, and so are sums of them that stay below."""


@dataclass(frozen=True, slots=True)
class Earned:
    """Cost and sales, extended, of the lines that have a price in one state."""

    cost: int
    sales: int


@dataclass(frozen=True, slots=True)
class RuleFigures:
    """What a rule takes: pieces in thousandths, cost and sold extended amounts.

    `sold` is what the lines were sold for (None where the history does not tell); `proposed` and
    `in_force` what they earn under the strategy (None: there is none in force, or nobody knows
    yet). `parts` counts part numbers, None where the sales are not told apart by part.
    """

    pieces: int
    cost: int
    sold: int | None
    in_force: Earned | None
    proposed: Earned | None
    parts: int | None = None


def grouped_sums(values: Exact, group: Ints | Codes, groups: int) -> list[int]:
    """Return exact sums of whole numbers, none of them negative, by group."""
    if values.dtype != object and int(values.sum(dtype=np.int64)) < _EXACT_IN_FLOAT:
        sums = np.bincount(group, weights=values, minlength=groups)
        return [int(one) for one in sums.tolist()]
    held = np.zeros(groups, dtype=values.dtype)
    np.add.at(held, group, values)
    return [int(one) for one in held.tolist()]
