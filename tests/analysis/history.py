"""Invented sales lines for tests: as columns for the package, and replayed line by line here.

The replay below is a loop over lines with the price oracle; it shares no sum with the package.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random

import numpy as np

from matrix_designer.core.evidence import MISSING, Sales, SalesRows, Tally
from tests.oracle.pricing_oracle import Oracle


@dataclass(frozen=True)
class Line:
    """One sales line: amounts in ten-thousandths, quantity in thousandths."""

    cost: int
    list_price: int | None
    unit_sold: int
    quantity: int

    @property
    def sold(self) -> int:
        return self.unit_sold * self.quantity


def rows_of(lines: Sequence[Line], *, is_merged: bool = True) -> SalesRows:
    """Hand lines over as columns: equal ones merged and sorted, or each on its own as it comes."""
    counts: list[tuple[Line, int]] = [(line, 1) for line in lines]
    if is_merged:
        counted = Counter(lines)
        counts = sorted(
            counted.items(),
            key=lambda item: (item[0].cost, item[0].list_price or MISSING, item[0].unit_sold),
        )
    columns = {
        "cost": [line.cost for line, _ in counts],
        "list_price": [line.list_price or MISSING for line, _ in counts],
        "unit_sold": [line.unit_sold for line, _ in counts],
        "source": [0 for _ in counts],
        "sale_class": [0 for _ in counts],
        "pay_type": [0 for _ in counts],
        "quantity": [line.quantity * count for line, count in counts],
        "sold": [line.sold * count for line, count in counts],
        "lines": [count for _, count in counts],
    }
    return SalesRows(**{name: np.array(values, dtype=np.int64) for name, values in columns.items()})


def sales_of(lines: Sequence[Line], *, is_merged: bool = True, days: int | None = None) -> Sales:
    """Hand lines over as an imported history, with two lines set aside."""
    first = dt.date(2025, 1, 1)
    return Sales(
        name="invented.csv",
        digest="0",
        rows=rows_of(lines, is_merged=is_merged),
        sources=("",),
        classes=("",),
        pay_types=("",),
        lines_read=len(lines) + 2,
        used=Tally(len(lines)),
        set_aside={"zero-cost": Tally(2)},
        notes={},
        parts=1,
        first_day=None if days is None else first,
        last_day=None if days is None else first + dt.timedelta(days=days - 1),
    )


def random_lines(rng: Random, parts: Sequence[tuple[int, int | None]], count: int) -> list[Line]:
    """Draw lines of some parts, sold near a price that somebody may have asked."""
    lines = []
    for _ in range(count):
        cost, list_price = rng.choice(parts)
        asked = list_price or cost * 2
        unit_sold = rng.choice((asked, asked, cost, max(asked - rng.randint(0, 50_000), 0)))
        lines.append(
            Line(
                max(cost, 50),
                list_price,
                unit_sold // 100 * 100,
                rng.choice((1000, 1000, 2000, 4500, 125)),
            )
        )
    return lines


@dataclass
class Expected:
    """What a replay of lines must say, summed as fractions of a dollar."""

    used: int = 0
    unpriced: list[Fraction] = field(default_factory=lambda: [Fraction(0)] * 4)
    pieces: Fraction = Fraction(0)
    cost: Fraction = Fraction(0)
    sales: dict[str, Fraction] = field(default_factory=dict)
    rows: dict[int | str | None, list[Fraction]] = field(default_factory=dict)
    moves: dict[str, list[Fraction]] = field(
        default_factory=lambda: {
            name: [Fraction(0), Fraction(0)] for name in ("up", "down", "same")
        }
    )
    above: list[Fraction] = field(default_factory=lambda: [Fraction(0)] * 2)
    over: list[Fraction] = field(default_factory=lambda: [Fraction(0)] * 2)
    excess: Fraction = Fraction(0)
    below: list[Fraction] = field(default_factory=lambda: [Fraction(0)] * 2)
    no_list: Fraction = Fraction(0)


def replay_lines(
    lines: Sequence[Line], states: dict[str, Oracle], compared_with: str, limit: int
) -> Expected:
    """Replay line by line; `states` hold `replayed` and what else there is, limit in percent."""
    expected = Expected(sales=dict.fromkeys((*states, "sold"), Fraction(0)))
    for line in lines:
        quantity = Fraction(line.quantity, 1000)
        cost, sold = Fraction(line.cost, 10_000) * quantity, Fraction(line.unit_sold, 10_000)
        found = {name: oracle.price(line.cost, line.list_price) for name, oracle in states.items()}
        if any(price.cents is None for price in found.values()):
            added = (Fraction(1), quantity, cost, sold * quantity)
            expected.unpriced = [a + b for a, b in zip(expected.unpriced, added, strict=True)]
            continue
        prices = {name: Fraction(price.cents or 0, 100) for name, price in found.items()}
        prices["sold"] = sold
        expected.used += 1
        expected.pieces += quantity
        expected.cost += cost
        for name, price in prices.items():
            expected.sales[name] += price * quantity
        row = expected.rows.setdefault(found["replayed"].row, [Fraction(0)] * 4)
        row[0] += quantity
        row[1] += cost
        row[2] += sold * quantity
        row[3] += prices["replayed"] * quantity
        _move(expected, prices["replayed"] - prices[compared_with], quantity)
        _hold_against_list(expected, line, prices["replayed"], quantity, limit)
        at = found["replayed"].row
        if isinstance(at, int) and states["replayed"].matrix.tiers[at].basis == "cost":
            _hold_below_list(expected, line, prices["replayed"], quantity)
    return expected


def _move(expected: Expected, change: Fraction, quantity: Fraction) -> None:
    way = "up" if change > 0 else "down" if change < 0 else "same"
    expected.moves[way][0] += quantity
    expected.moves[way][1] += change * quantity


def _hold_against_list(
    expected: Expected, line: Line, price: Fraction, quantity: Fraction, limit: int
) -> None:
    if not line.list_price:
        expected.no_list += quantity
        return
    list_price = Fraction(line.list_price, 10_000)
    if price > list_price:
        expected.above[0] += quantity
        expected.above[1] += (price - list_price) * quantity
    if price > list_price * (1 + Fraction(limit, 100)):
        expected.over[0] += quantity
        expected.over[1] += (price - list_price) * quantity
        expected.excess += (price - list_price * (1 + Fraction(limit, 100))) * quantity


def _hold_below_list(expected: Expected, line: Line, price: Fraction, quantity: Fraction) -> None:
    list_price = Fraction(line.list_price or 0, 10_000)
    if price < list_price:
        expected.below[0] += quantity
        expected.below[1] += (list_price - price) * quantity
