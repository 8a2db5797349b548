"""Guard rails as limits in whole cents: ceiling, never below list, floor.

Knows the three limits and their order; it does not know where a price comes from.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from matrix_designer.core.evidence import Ints
from matrix_designer.core.formula import INT64_MAX
from matrix_designer.core.matrix import Floor, FloorKind, Rails
from matrix_designer.core.money import CENT, MAX_AMOUNT, POINT

HUNDRED_PERCENT = 100 * POINT
NO_CEILING = INT64_MAX // CENT
"""A ceiling, in cents, that no price reaches."""
NO_FLOOR = -NO_CEILING
"""A lower limit, in cents, that every price reaches."""


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """The limits of each part in whole cents; None where the matrix has no such rail.

    A part without a list has NO_CEILING and NO_FLOOR for `ceiling` and `not_below`.
    """

    ceiling: Ints | None
    not_below: Ints | None
    floor: Ints | None


def limits_of(rails: Rails, cost: Ints, list_price: Ints) -> Limits:
    """Compute the limits of each part from its cost and list (amounts; no list is <= 0)."""
    ceiling = not_below = floor = None
    has_list = list_price > 0
    if rails.ceiling is not None:
        share = HUNDRED_PERCENT + rails.ceiling
        held = list_price * share // (HUNDRED_PERCENT * CENT)
        ceiling = np.where(has_list, held, NO_CEILING)
    if rails.is_not_below_list:
        not_below = np.where(has_list, -(-list_price // CENT), NO_FLOOR)
    if rails.floor is not None:
        floor = _floor_cents(rails.floor, cost)
    return Limits(ceiling, not_below, floor)


def floor_ratio(floor: Floor) -> Fraction:
    """Return the least price over cost: 1 + markup, or 1 / (1 - GP)."""
    if floor.kind is FloorKind.MARKUP:
        return Fraction(HUNDRED_PERCENT + floor.percent, HUNDRED_PERCENT)
    return Fraction(HUNDRED_PERCENT, HUNDRED_PERCENT - floor.percent)


def _floor_cents(floor: Floor, cost: Ints) -> Ints:
    """Return the least whole cent that is not below cost x ratio."""
    ratio = floor_ratio(floor)
    over, under = ratio.numerator, ratio.denominator * CENT
    if over * MAX_AMOUNT <= INT64_MAX:
        return -(-(cost * over) // under)
    distinct, where = np.unique(cost, return_inverse=True)
    least = np.array([-(-value * over // under) for value in distinct.tolist()], dtype=np.int64)
    held: Ints = least[where]
    return held


def hold(price: Ints, limits: Limits) -> Ints:
    """Hold prices in cents inside their limits: ceiling, then not below list, then floor."""
    if limits.ceiling is not None:
        price = np.minimum(price, limits.ceiling)
    for least in (limits.not_below, limits.floor):
        if least is not None:
            price = np.maximum(price, least)
    return price


def lowest_allowed(limits: Limits) -> Ints | None:
    """Return the least cents that an ending may reach; None where nothing limits it."""
    if limits.not_below is None or limits.floor is None:
        return limits.floor if limits.not_below is None else limits.not_below
    return np.maximum(limits.not_below, limits.floor)


def highest_allowed(limits: Limits, held: Ints) -> Ints | None:
    """Return the greatest cents that an ending may reach, given the prices after the rails.

    A ceiling below the held price was overruled by never-below-list or the floor and no longer
    counts.
    """
    if limits.ceiling is None:
        return None
    return np.where(limits.ceiling >= held, limits.ceiling, NO_CEILING)
