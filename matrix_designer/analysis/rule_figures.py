"""What each rule of a plan takes of a history, in sums exact to the cent.

Sums over rows that are assigned and priced already. Knows sales rows, which rule takes each and
what each sells for; it matches and prices nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from matrix_designer.analysis.sums import Exact, products
from matrix_designer.core.evidence import Codes, Ints, SalesRows

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

    lines: int
    pieces: int
    cost: int
    sold: int | None
    in_force: Earned | None
    proposed: Earned | None
    parts: int | None = None


def rule_figures(
    rows: SalesRows,
    rule: Ints | Codes,
    ways: int,
    proposed: Ints | None,
    in_force: Ints | None,
    *,
    is_sold_known: bool,
) -> tuple[Mapping[int | None, RuleFigures], RuleFigures]:
    """Return the figures by rule, counted from 0 and None for the default, and of all together.

    `rule` says of each row which rule takes it, `ways` - 1 being the default; `proposed` and
    `in_force` are prices by row, negative where there is none.
    """
    cost = products(rows.cost, rows.quantity)
    columns = [rows.lines, rows.quantity, cost, rows.sold]
    for price in (proposed, in_force):
        if price is not None:
            is_priced = price >= 0
            columns += [cost * is_priced, products(np.maximum(price, 0), rows.quantity)]
    sums = [grouped_sums(column, rule, ways) for column in columns]
    parts = None if rows.part is None else _parts(rows.part, rule, ways)
    total_parts = None if rows.part is None else len(np.unique(rows.part))
    made = [
        _figures([one[way] for one in sums], proposed is not None, in_force is not None)
        for way in range(ways)
    ]
    found: dict[int | None, RuleFigures] = {}
    for way, figures in enumerate(made):
        count = None if parts is None else parts[way]
        key = None if way == ways - 1 else way
        found[key] = _with_parts(figures, count, is_sold_known=is_sold_known)
    total = _figures([sum(one) for one in sums], proposed is not None, in_force is not None)
    return found, _with_parts(total, total_parts, is_sold_known=is_sold_known)


def grouped_sums(values: Exact, group: Ints | Codes, groups: int) -> list[int]:
    """Return exact sums of whole numbers, none of them negative, by group."""
    if values.dtype != object and int(values.sum(dtype=np.int64)) < _EXACT_IN_FLOAT:
        sums = np.bincount(group, weights=values, minlength=groups)
        return [int(one) for one in sums.tolist()]
    held = np.zeros(groups, dtype=values.dtype)
    np.add.at(held, group, values)
    return [int(one) for one in held.tolist()]


def _parts(part: Ints | Codes, rule: Ints | Codes, ways: int) -> list[int]:
    """Count the part numbers that each rule takes."""
    key = np.unique(part.astype(np.int64) * ways + rule)
    counts: list[int] = np.bincount(key % ways, minlength=ways).tolist()
    return counts


def _figures(sums: list[int], has_proposed: bool, has_in_force: bool) -> RuleFigures:  # noqa: FBT001 - two of one kind
    lines, pieces, cost, sold, *rest = sums
    proposed = Earned(*rest[:2]) if has_proposed else None
    in_force = Earned(*rest[-2:]) if has_in_force else None
    return RuleFigures(lines, pieces, cost, sold, in_force, proposed)


def _with_parts(figures: RuleFigures, parts: int | None, *, is_sold_known: bool) -> RuleFigures:
    return RuleFigures(
        *(figures.lines, figures.pieces, figures.cost),
        figures.sold if is_sold_known else None,
        figures.in_force,
        figures.proposed,
        parts,
    )
