"""A brute-force oracle of replays: every line priced by itself under every state, in Decimals.

It imports nothing from the package.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from tests.oracle.plan_oracle import PlainPart, PlainStrategy, PlanOracle

ZERO = Decimal(0)
RowKey = tuple[tuple[object, ...], int | str | None]
"""A treatment, and of a matrix the row that priced: a tier from 0, `cap` or `fallback`."""


@dataclass
class PlainTotals:
    """Pieces, cost and sales of a state."""

    pieces: Decimal = ZERO
    cost: Decimal = ZERO
    sales: Decimal = ZERO

    def add(self, line: PlainPart, price: Decimal) -> None:
        """Count one line at a price."""
        self.pieces += line.quantity
        self.cost += line.cost * line.quantity
        self.sales += price * line.quantity


@dataclass
class PlainReplay:
    """What a replay must say; rows by (treatment, row of its matrix)."""

    used: int = 0
    unpriced: int = 0
    unpriced_totals: PlainTotals = field(default_factory=PlainTotals)
    replayed: PlainTotals = field(default_factory=PlainTotals)
    sold: PlainTotals = field(default_factory=PlainTotals)
    in_force: PlainTotals | None = None
    against: PlainTotals | None = None
    rows: dict[RowKey, PlainTotals] = field(default_factory=lambda: defaultdict(PlainTotals))
    up: tuple[Decimal, Decimal] = (ZERO, ZERO)
    down: tuple[Decimal, Decimal] = (ZERO, ZERO)
    same: tuple[Decimal, Decimal] = (ZERO, ZERO)
    above_list: tuple[Decimal, Decimal] = (ZERO, ZERO)
    no_list: Decimal = ZERO


def replay_plainly(
    lines: Iterable[PlainPart],
    proposed: PlainStrategy,
    in_force: PlainStrategy | None = None,
    against: PlainStrategy | None = None,
    on: dt.date | None = None,
    *,
    is_sold_known: bool = True,
) -> PlainReplay:
    """Price every line under every state; what one cannot price is in none of the totals."""
    oracle = PlanOracle(proposed, on)
    force = None if in_force is None else PlanOracle(in_force, on)
    other = None if against is None else PlanOracle(against, on)
    found = PlainReplay(
        in_force=None if force is None else PlainTotals(),
        against=None if other is None else PlainTotals(),
    )
    for line in lines:
        made = oracle.price(line, is_replay=is_sold_known)
        beside = [
            None if one is None else one.price(line, is_replay=is_sold_known).price
            for one in (force, other)
        ]
        has_all = (force is None or beside[0] is not None) and (
            other is None or beside[1] is not None
        )
        sold = line.sold or ZERO
        if made.price is None or not has_all:
            found.unpriced += 1
            found.unpriced_totals.add(line, sold)
            continue
        found.used += 1
        found.replayed.add(line, made.price)
        found.sold.add(line, sold)
        for totals, price in zip((found.in_force, found.against), beside, strict=True):
            if totals is not None and price is not None:
                totals.add(line, price)
        found.rows[made.treatment, oracle.row_of(made.treatment, line)].add(line, made.price)
        reference = beside[1] if other is not None else beside[0] if force is not None else sold
        _count(found, line, made.price, reference if reference is not None else ZERO)
    return found


def _count(found: PlainReplay, line: PlainPart, price: Decimal, reference: Decimal) -> None:
    change = (price - reference) * line.quantity
    if price > reference:
        found.up = (found.up[0] + line.quantity, found.up[1] + change)
    elif price < reference:
        found.down = (found.down[0] + line.quantity, found.down[1] + change)
    else:
        found.same = (found.same[0] + line.quantity, ZERO)
    if not line.listed:
        found.no_list += line.quantity
    elif price > line.listed:
        over = (price - line.listed) * line.quantity
        found.above_list = (found.above_list[0] + line.quantity, found.above_list[1] + over)
