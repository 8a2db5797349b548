"""The exact price rule of one segment: a ratio of integer polynomials of the basis.

Knows exact arithmetic and how tiers combine; it does not know which tier a part finds, nor
arrays. Every rule is (square x b^2 + slope x b + constant) / divisor in amount units, with the
basis b in amount units as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import gcd, lcm
from typing import NamedTuple

from matrix_designer.core.factor import Factor
from matrix_designer.core.matrix import Mode, Tier
from matrix_designer.core.money import CENT

INT64_MAX = 2**63 - 1


class Formula(NamedTuple):
    """price = (square b^2 + slope b + constant) / divisor; the divisor is above zero."""

    square: int
    slope: int
    constant: int
    divisor: int

    def exact(self, basis: int) -> Fraction:
        """Return the unrounded price of a basis, both in amount units."""
        return Fraction((self.square * basis + self.slope) * basis + self.constant, self.divisor)

    def rounding(self) -> Formula:
        """Return the rule whose floor is the price in whole cents, rounded half up.

        floor(p / 100 + 1/2) = floor((2 N + 100 D) / (200 D)) for p = N / D, in lowest terms.
        """
        doubled = Formula(
            2 * self.square,
            2 * self.slope,
            2 * self.constant + CENT * self.divisor,
            2 * CENT * self.divisor,
        )
        return doubled.reduced()

    def floor(self, basis: int) -> int:
        """Return the largest whole number that is not above the rule's value."""
        return ((self.square * basis + self.slope) * basis + self.constant) // self.divisor

    def reduced(self) -> Formula:
        """Return the same rule with the common factor of all four numbers taken out."""
        common = gcd(self.square, self.slope, self.constant, self.divisor)
        if common == 1:
            return self
        return Formula(
            self.square // common,
            self.slope // common,
            self.constant // common,
            self.divisor // common,
        )

    def is_safe(self, largest: int) -> bool:
        """Return whether int64 holds every step of Horner's scheme for |basis| <= largest."""
        reach = (abs(self.square) * largest + abs(self.slope)) * largest + abs(self.constant)
        return reach <= INT64_MAX and self.divisor <= INT64_MAX


def simple_formula(factor: Factor) -> Formula:
    """Return the rule of a factor that applies to the whole basis."""
    ratio = factor.ratio
    return Formula(0, ratio.numerator, ratio.addend * ratio.denominator, ratio.denominator)


def formulas_of(tiers: Sequence[Tier], mode: Mode) -> list[Formula]:
    """Return the rule of every tier, in list order; compound and linear expect a clean list.

    Clean means that `mode_mix_problem` finds nothing.
    """
    if mode is Mode.COMPOUND:
        return _compound_formulas(tiers)
    if mode is Mode.LINEAR:
        return _linear_formulas(tiers)
    return [simple_formula(tier.factor) for tier in tiers]


def multiplier_of(tier: Tier) -> Fraction:
    """Return a tier's exact multiplier; the caller has made sure that it has one."""
    ratio = tier.factor.ratio
    return Fraction(ratio.numerator, ratio.denominator)


def _compound_formulas(tiers: Sequence[Tier]) -> list[Formula]:
    """Add up slices: each from the previous upper bound to its own, the found one takes the rest.

    price = sum of the full slices below + multiplier x (basis - previous upper bound)
    """
    formulas = []
    below, divisor = 0, 1
    previous_upper = 0
    for tier in tiers:
        ratio = tier.factor.ratio
        common = lcm(divisor, ratio.denominator)
        below, divisor = below * (common // divisor), common
        slope = ratio.numerator * (common // ratio.denominator)
        formulas.append(Formula(0, slope, below - slope * previous_upper, divisor))
        if tier.last_cent is not None:
            upper = tier.last_cent * CENT
            below += slope * (upper - previous_upper)
            previous_upper = upper
    return formulas


def _linear_formulas(tiers: Sequence[Tier]) -> list[Formula]:
    """Slide the multiplier from each lower bound to the next one; the last tier is constant.

    price = b (m + (n - m) (b - low) / (next low - low)), unclamped
    """
    formulas = []
    for tier, after in pairwise(tiers):
        low, high = tier.first_cent * CENT, after.first_cent * CENT
        start, end = tier.factor.ratio, after.factor.ratio
        common = lcm(start.denominator, end.denominator)
        first = start.numerator * (common // start.denominator)
        bend = end.numerator * (common // end.denominator) - first
        slope = first * (high - low) - bend * low
        formulas.append(Formula(bend, slope, 0, common * (high - low)))
    return [*formulas, *(simple_formula(tier.factor) for tier in tiers[-1:])]
