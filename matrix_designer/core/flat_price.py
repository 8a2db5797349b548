"""Flat prices of competitive parts (source 001 ingredient 2, 002 D, J, K): one part, one price.

Amounts are ten-thousandths of a dollar; a price is a whole number of cents.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import CENT, MAX_AMOUNT
from matrix_designer.core.part_class import part_key


@dataclass(frozen=True, slots=True)
class CompetitorPrice:
    """What a competitor asks for the part, seen in a market review (source 002 K)."""

    competitor: str
    price: int
    seen: dt.date | None = None

    def __post_init__(self) -> None:
        """Refuse no name and a price that is none."""
        if not self.competitor.strip():
            raise MatrixDesignerError("A competitor's price needs the competitor's name")
        check_price(self.price, f"The price at “{self.competitor}”")


@dataclass(frozen=True, slots=True)
class FlatPrice:
    """The one price of a part.

    `cost` is what it cost when the price was last reviewed (None: unknown), `reviewed` and `by`
    when and by whom. A locked price changes only with a note of who `agreed` (source 002 J).
    """

    part: str
    price: int
    description: str = ""
    cost: int | None = None
    reviewed: dt.date | None = None
    by: str = ""
    is_locked: bool = False
    agreed: str = ""
    competitors: tuple[CompetitorPrice, ...] = ()

    def __post_init__(self) -> None:
        """Refuse no part number and a price that is none."""
        if not part_key(self.part):
            raise MatrixDesignerError("A flat price needs a part number")
        check_price(self.price, f"The flat price of “{self.part}”")
        if self.cost is not None and not 0 <= self.cost <= MAX_AMOUNT:
            raise MatrixDesignerError(f"The cost of “{self.part}” is out of range")


def is_price(amount: int) -> bool:
    """Tell whether an amount is a whole number of cents from 0.01 to 999999.99."""
    return not amount % CENT and CENT <= amount <= MAX_AMOUNT


def check_price(price: int, what: str) -> None:
    """Refuse a price that is none."""
    if not is_price(price):
        raise MatrixDesignerError(
            f"{what} must be whole cents from 0.01 to 999999.99", "", "Type it with two decimals"
        )
