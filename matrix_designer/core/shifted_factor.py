"""A factor with its multiplier moved by an exact amount, whatever it was typed as.

Knows factors. It is for asking what would happen: a shifted factor says its old text, is never
shown as one to be typed, and never saved.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from matrix_designer.core.factor import Factor, Ratio


@dataclass(frozen=True, slots=True)
class ShiftedFactor(Factor):
    """The factor typed, priced at `by` more of the basis than it says; exact for every kind.

    42 % GP and 0.05 more are together no GP of four decimals, hence a ratio of its own.
    """

    by: Fraction = Fraction(0)

    def _ratio(self) -> Ratio:
        typed = Factor._ratio(self)  # noqa: SLF001 - its own base, which slots make known by name only
        moved = Fraction(typed.numerator, typed.denominator) + self.by
        return Ratio(moved.numerator, moved.denominator, typed.addend)


def shift_factor(factor: Factor, by: Fraction) -> Factor | None:
    """Return a factor with its multiplier moved; None where nothing of the basis would be left."""
    ratio = factor.ratio
    if Fraction(ratio.numerator, ratio.denominator) + by <= 0:
        return None
    return ShiftedFactor(factor.kind, factor.value, factor.text, by)
