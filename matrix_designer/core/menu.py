"""Service menus (source 002 I, J): a named list of parts and quantities with one menu price."""

from __future__ import annotations

from dataclasses import dataclass

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.flat_price import check_price
from matrix_designer.core.money import MAX_AMOUNT, PIECE

_MOST_PIECES = 1_000_000 * PIECE


@dataclass(frozen=True, slots=True)
class MenuPart:
    """One part of a menu; quantity in thousandths, cost and list amounts (None: from the sales)."""

    part: str
    quantity: int = 1_000
    description: str = ""
    source: str = ""
    cost: int | None = None
    list_price: int | None = None

    def __post_init__(self) -> None:
        """Refuse no part number and no quantity."""
        if not self.part.strip() or self.quantity <= 0:
            raise MatrixDesignerError("A menu line needs a part number and a quantity above 0")
        if self.quantity > _MOST_PIECES:
            raise MatrixDesignerError(f"A menu has too many pieces of “{self.part}”")
        for amount in (self.cost, self.list_price):
            if amount is not None and not 0 <= amount <= MAX_AMOUNT:
                raise MatrixDesignerError(f"The cost or list of “{self.part}” is out of range")


@dataclass(frozen=True, slots=True)
class ServiceMenu:
    """A menu; `price` is what its parts may cost the customer together, an amount."""

    name: str
    price: int
    parts: tuple[MenuPart, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse no name and a price that is none."""
        if not self.name.strip():
            raise MatrixDesignerError("A service menu needs a name")
        check_price(self.price, f"The price of the menu “{self.name}”")
