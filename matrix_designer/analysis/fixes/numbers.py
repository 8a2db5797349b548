"""Factors written for a wanted multiplier, in the kind that a tier already has.

Knows exact ratios and their texts; nothing of tiers or findings.
"""

from __future__ import annotations

from enum import Enum
from fractions import Fraction

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import Basis, Factor, FactorKind, exact_value, factor_text
from matrix_designer.core.money import divide_half_up

TWO_DECIMALS, THREE_DECIMALS, FOUR_DECIMALS = 100, 10, 1
"""Steps of a factor's value, which counts ten-thousandths."""


class Toward(Enum):
    """Where a factor is rounded to."""

    DOWN = "down"
    NEAREST = "nearest"
    UP = "up"


def factor_for(
    multiplier: Fraction,
    like: Factor,
    basis: Basis,
    toward: Toward = Toward.NEAREST,
    step: int = TWO_DECIMALS,
) -> Factor | None:
    """Write a multiplier in the kind of another factor; None where the kind cannot have it.

    An add-on has no multiplier: its place is taken by one.
    """
    kind = FactorKind.MULTIPLIER if like.kind is FactorKind.ADD_ON else like.kind
    if multiplier <= 0:
        return None
    exact = exact_value(kind, multiplier) / step
    if toward is Toward.NEAREST:
        whole = divide_half_up(exact.numerator, exact.denominator)
    else:
        whole = exact.numerator // exact.denominator
        whole += toward is Toward.UP and exact.denominator > 1
    value = whole * step
    try:
        return Factor(kind, value, factor_text(kind, value, basis))
    except MatrixDesignerError:
        return None
