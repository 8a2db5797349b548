"""Compound and linear in the place of simple tiers, with factors that earn the same.

Slices cannot fall where a bound is passed. The factors are shaped so that the price at each bound
lies between the two that the step table has there, then moved together until the department's own
sales earn what they earned. Knows matrices and sales; nothing of findings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from matrix_designer.analysis.fixes.fix import with_tiers
from matrix_designer.analysis.fixes.numbers import (
    FOUR_DECIMALS,
    THREE_DECIMALS,
    TWO_DECIMALS,
    factor_for,
)
from matrix_designer.analysis.fold import Fold
from matrix_designer.analysis.sums import products, total
from matrix_designer.core.evidence import Ints
from matrix_designer.core.factor import FactorKind
from matrix_designer.core.lookup import mode_mix_problem
from matrix_designer.core.matrix import Matrix, Mode, Tier
from matrix_designer.core.pricing import UNPRICED, Prices, compile_matrix, price

_ONE = Fraction(1)
_LEAST = Fraction(101, 100)
_TRIES = 4
_GRAIN = 10**6
_FIRST_TRY = Fraction(9, 10)


def can_be(matrix: Matrix, mode: Mode) -> bool:
    """Say whether the tiers can be combined in a mode."""
    return bool(matrix.tiers) and mode_mix_problem(replace(matrix, mode=mode)) is None


def recombined(
    matrix: Matrix, mode: Mode, fold: Fold | None, prices: Prices | None
) -> Matrix | None:
    """Return the matrix in another mode, its factors solved to earn the same; None where none.

    Without sales the shaped factors are kept as they are.
    """
    if not can_be(matrix, mode):
        return None
    held = [tier.factor.multiplier or _ONE for tier in matrix.tiers]
    shape = _slopes(matrix, held) if mode is Mode.COMPOUND else _slide(held)
    if min(shape) <= 0:
        return None
    if fold is None or prices is None:
        return _written(matrix, mode, shape, _ONE)
    counted = prices.price != UNPRICED
    parts = fold.cost[counted], fold.list_price[counted]
    quantity = fold.quantity[counted]
    wanted = total(products(prices.price[counted], quantity))
    return _solved(matrix, mode, shape, wanted, _seller(parts, quantity))


Seller = Callable[[Matrix], int | None]


def _seller(parts: tuple[Ints, Ints], quantity: Ints) -> Seller:
    def sells(matrix: Matrix) -> int | None:
        amounts = price(compile_matrix(matrix), *parts).price
        if (amounts == UNPRICED).any():
            return None
        return total(products(amounts, quantity))

    return sells


def _solved(
    matrix: Matrix, mode: Mode, shape: Sequence[Fraction], wanted: int, sells: Seller
) -> Matrix | None:
    """Stretch the markups of a shape until the sales, nearly linear in it, are as wanted."""
    stretch, before = _ONE, None
    best: tuple[int, Matrix] | None = None
    for _ in range(_TRIES):
        tried = _written(matrix, mode, shape, stretch)
        earned = None if tried is None else sells(tried)
        if tried is None or earned is None:
            break
        if best is None or abs(earned - wanted) < best[0]:
            best = (abs(earned - wanted), tried)
        if earned == wanted or (before is not None and earned == before[1]):
            break
        if before is None:
            stretch, before = stretch * _FIRST_TRY, (stretch, earned)
        else:
            stretch, before = _secant(before, (stretch, earned), wanted), (stretch, earned)
        if stretch <= 0:
            break
    return None if best is None else best[1]


def _secant(one: tuple[Fraction, int], other: tuple[Fraction, int], wanted: int) -> Fraction:
    """Return where a straight line through two points meets the wanted sales."""
    at = one[0] + (wanted - one[1]) * (other[0] - one[0]) / (other[1] - one[1])
    return Fraction(at.numerator * _GRAIN // at.denominator, _GRAIN)


def _written(
    matrix: Matrix, mode: Mode, shape: Sequence[Fraction], stretch: Fraction
) -> Matrix | None:
    tiers: list[Tier] = []
    for tier, multiplier in zip(matrix.tiers, shape, strict=True):
        wanted = 1 + (multiplier - 1) * stretch
        is_multiplier = tier.factor.kind is FactorKind.MULTIPLIER
        decimals = (THREE_DECIMALS if is_multiplier else TWO_DECIMALS, FOUR_DECIMALS)
        made = [factor_for(wanted, tier.factor, tier.basis, step=step) for step in decimals]
        factor = next((each for each in made if each is not None), None)
        if factor is None:
            return None
        tiers.append(replace(tier, factor=factor))
    return replace(with_tiers(matrix, tiers), mode=mode)


def _slopes(matrix: Matrix, held: Sequence[Fraction]) -> list[Fraction]:
    """Return slice factors whose prices at the bounds lie between those of the step table.

    They never rise: where they would, neighbours share their mean.
    """
    slopes: list[Fraction] = []
    widths: list[int] = []
    start, paid = 0, Fraction(0)
    for place, (tier, multiplier) in enumerate(zip(matrix.tiers, held, strict=True)):
        last = tier.last_cent
        if last is None or place + 1 == len(held):
            slopes.append(multiplier)
            widths.append(max(start, 1))
            continue
        at_bound = last * (multiplier + held[place + 1]) / 2
        width = max(last - start, 1)
        slopes.append((at_bound - paid) / width)
        widths.append(width)
        start, paid = last, at_bound
    least = min(*held, _LEAST)
    return [max(slope, least) for slope in _falling(slopes, widths)]


def _falling(values: Sequence[Fraction], weights: Sequence[int]) -> list[Fraction]:
    """Return the nearest values that never rise: runs that would are pooled into their mean."""
    pools: list[tuple[Fraction, int, int]] = []
    for value, weight in zip(values, weights, strict=True):
        pools.append((value, weight, 1))
        while len(pools) > 1 and pools[-2][0] < pools[-1][0]:
            upper, lower = pools.pop(), pools.pop()
            both = lower[1] + upper[1]
            mean = (lower[0] * lower[1] + upper[0] * upper[1]) / both
            pools.append((mean, both, lower[2] + upper[2]))
    return [value for value, _, count in pools for _ in range(count)]


def _slide(held: Sequence[Fraction]) -> list[Fraction]:
    """Return multipliers at the lower bounds that pass through the step table's in mid tier."""
    if len(held) == 1:
        return list(held)
    middles = [(below + own) / 2 for below, own in pairwise(held)]
    first = held[0] + (held[0] - middles[0])
    return [max(first, Fraction(1, 100)), *middles]
