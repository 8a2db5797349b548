"""How a matrix follows another one: by a factor on its multipliers, or by a shift of them.

Knows names and numbers; it knows no tiers. What a derived matrix is, `core/derived.py` works out.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from matrix_designer.core.errors import MatrixDesignerError

UNIT = 10_000
"""A factor of 1 and a shift of 1.00 in ten-thousandths."""
_MOST_FACTOR, _MOST_SHIFT = 100, 10


class DerivationKind(Enum):
    """What is done to every multiplier of the matrix that is followed."""

    FACTOR = "factor"
    SHIFT = "shift"


@dataclass(frozen=True, slots=True)
class Derivation:
    """Which matrix is followed, and by what, in ten-thousandths: × 0.9, or + 0.05."""

    parent: str
    kind: DerivationKind
    value: int

    def __post_init__(self) -> None:
        """Refuse what leaves no price and what nobody means."""
        if self.kind is DerivationKind.FACTOR and not 0 < self.value <= _MOST_FACTOR * UNIT:
            raise MatrixDesignerError(
                "A matrix is derived by a factor above 0 and at most 100", "", "Write one like 0.9"
            )
        if abs(self.value) > max(_MOST_FACTOR, _MOST_SHIFT) * UNIT or (
            self.kind is DerivationKind.SHIFT and abs(self.value) > _MOST_SHIFT * UNIT
        ):
            raise MatrixDesignerError(
                "A matrix is derived by a shift from -10 to 10", "", "Write one like +0.05"
            )

    def of(self, multiplier: Fraction) -> Fraction:
        """Return what becomes of a multiplier, exactly."""
        by = Fraction(self.value, UNIT)
        return multiplier * by if self.kind is DerivationKind.FACTOR else multiplier + by

    @property
    def is_idle(self) -> bool:
        """Whether every multiplier stays as it is."""
        return self.value == (UNIT if self.kind is DerivationKind.FACTOR else 0)
