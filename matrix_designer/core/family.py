"""Families of parts at one price: cost averaging (source 002 I, DOMAIN 8).

A family says who belongs to it and what its accepted price is. The sales-weighted cost that the
price was made of is kept as an exact fraction, so that a changed average can be told; it never
changes the price by itself. Amounts are ten-thousandths of a dollar, quantities thousandths.
"""

from __future__ import annotations

from dataclasses import dataclass

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import Factor
from matrix_designer.core.flat_price import check_price

_MOST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Averaged:
    """A sales-weighted cost: extended cost over pieces (thousandths), an exact fraction."""

    cost: int
    pieces: int

    def __post_init__(self) -> None:
        """Refuse an average of no pieces and one that no design file holds."""
        if not (0 <= self.cost <= _MOST and 0 < self.pieces <= _MOST):
            raise MatrixDesignerError("An average needs pieces, and a cost of 0.00 or more")


@dataclass(frozen=True, slots=True)
class Family:
    """Parts that sell at one price.

    Members: the part numbers of `parts`, and what matches one of the description patterns and
    one of the sources, as far as those are named (a family that names none of the two has only
    its parts); never those of `excluded`. A part in two families belongs to the first.
    `price` is the accepted one (an amount, None: not yet); `factor` says how it was made of the
    average (None: typed), `averaged` of which one, `agreed` who agreed to it.
    """

    name: str
    parts: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    price: int | None = None
    factor: Factor | None = None
    averaged: Averaged | None = None
    agreed: str = ""

    def __post_init__(self) -> None:
        """Refuse no name and a price that is none."""
        if not self.name.strip():
            raise MatrixDesignerError("A family needs a name")
        if self.price is not None:
            check_price(self.price, f"The price of the family “{self.name}”")
