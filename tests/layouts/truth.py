"""What the generated files say, known before any of them is written.

Invented parts and sales with exact decimals, and the totals that a reader must arrive at. Imports
nothing from the package.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

CENT = Decimal("0.01")
Totals = tuple[int, Decimal, Decimal, Decimal | None]
"""Lines, pieces, cost and sales; sales None where the file does not tell them."""


@dataclass(frozen=True)
class Sale:
    """One line that was sold or given back; `list_price` None where the file has none."""

    part: str
    description: str
    source: str
    cost: Decimal
    list_price: Decimal | None
    quantity: Decimal
    sold: Decimal
    ro: str
    line: int
    day: dt.date
    person: str


@dataclass(frozen=True)
class History:
    """A history: the rows that are read, and the totals of those used and of those given back."""

    rows: int
    used: Totals
    returned: Totals = (0, Decimal(0), Decimal(0), Decimal(0))
    total_lines: int = 0
    first_day: dt.date | None = None
    last_day: dt.date | None = None


@dataclass(frozen=True)
class Listing:
    """A file that is no history: what it is called, its rows, and the sum of each number."""

    kind: str
    rows: int
    sums: dict[str, Decimal] = field(default_factory=dict)


Truth = History | Listing


def make_sales(seed: int, count: int = 120) -> list[Sale]:
    """Return sales over a year; every ninth line gives back a part that nobody bought before."""
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    sales = []
    for place in range(count):
        cost = Decimal(rng.randrange(35, 140_000)) * CENT
        is_return = place % 9 == 8
        sales.append(
            Sale(
                part=f"{'R' if is_return else ''}{rng.randrange(10**7):08d}",
                description=rng.choice(DESCRIPTIONS),
                source=rng.choice(("010", "20", "OIL", "ACC")),
                cost=cost,
                list_price=None if place % 17 == 5 else (cost * Decimal("1.62")).quantize(CENT),
                quantity=Decimal(-rng.randrange(1, 4) if is_return else rng.randrange(1, 13)),
                sold=(cost * Decimal("1.47")).quantize(CENT),
                ro=f"{306_500 + place // 3}",
                line=place % 3 + 1,
                day=dt.date(2025, 1, 1) + dt.timedelta(days=place * 364 // (count - 1)),
                person=rng.choice(("Alvarez", "Brandt", "Cole")),
            )
        )
    return sales


DESCRIPTIONS = (
    "Filter, oil",
    'Hose 3/4"',
    "Heater core",
    "Café au lait trim",
    "Bolt",
    "Core support, upper left",
    "Pad kit; front",
)


def truth_of(sales: Iterable[Sale], *, has_prices: bool = True, total_lines: int = 0) -> History:
    """Return the totals of sales, returns apart; their pieces, costs and prices as written."""
    listed = list(sales)
    kept = [sale for sale in listed if sale.quantity > 0]
    back = [sale for sale in listed if sale.quantity < 0]
    days = [sale.day for sale in listed]
    return History(
        rows=len(listed) + total_lines,
        used=totals(kept, has_prices=has_prices),
        returned=totals(back, has_prices=has_prices),
        total_lines=total_lines,
        first_day=min(days),
        last_day=max(days),
    )


def totals(sales: Iterable[Sale], *, has_prices: bool = True) -> Totals:
    """Add up lines, pieces, cost and sales."""
    listed = list(sales)
    pieces = sum((sale.quantity for sale in listed), Decimal(0))
    cost = sum((sale.quantity * sale.cost for sale in listed), Decimal(0))
    sold = sum((sale.quantity * sale.sold for sale in listed), Decimal(0))
    return len(listed), pieces, cost, sold if has_prices else None
