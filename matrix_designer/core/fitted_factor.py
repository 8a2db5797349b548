"""A factor of the same kind with another multiplier, in the steps in which people write it.

Knows factors; it does not know who turns the multiplier.
"""

from __future__ import annotations

from matrix_designer.core.factor import (
    ONE,
    Basis,
    Factor,
    FactorKind,
    factor_text,
    nearest_value,
)
from matrix_designer.core.money import CENT, POINT

_HUNDRED = 100 * POINT
STEPS = {
    FactorKind.MULTIPLIER: ONE // 100,
    FactorKind.MARKUP: POINT,
    FactorKind.PERCENT_OF: POINT,
    FactorKind.GP: POINT // 10,
    FactorKind.ADD_ON: CENT,
}
"""The finest step of each kind: 0.01, 1 point, 1 point, 0.1 point, $0.01."""


def fit_factor(like: Factor, multiplier: float, basis: Basis, amount: int) -> Factor:
    """Return the factor of the kind of `like` nearest to a multiplier, in whole steps.

    An add-on has its multiplier at `amount` of the basis. The very same factor comes back where
    the nearest step has its value, so that its text stays as typed.
    """
    if like.kind is FactorKind.MULTIPLIER:
        exact = multiplier * ONE
    elif like.kind is FactorKind.MARKUP:
        exact = (multiplier - 1) * _HUNDRED
    elif like.kind is FactorKind.PERCENT_OF:
        exact = multiplier * _HUNDRED
    elif like.kind is FactorKind.GP:
        exact = (1 - 1 / max(multiplier, 1e-9)) * _HUNDRED
    else:
        exact = (multiplier - 1) * amount
    return _in_steps(like, exact, basis)


def _in_steps(like: Factor, exact: float, basis: Basis) -> Factor:
    step = STEPS[like.kind]
    value = round(exact / step) * step
    held = nearest_value(like.kind, value)
    if held != value:
        value = -(-held // step) * step if held > value else held // step * step
    if value == like.value:
        return like
    return Factor(like.kind, value, factor_text(like.kind, value, basis))
