"""The fix of the coarse cent: factors that say what a rounded price earns.

Half a cent is a large part of an ounce of fluid, so the factor of its tier promises another GP than
the price has. Costs that cheap get tiers of their own, whose factors fall on the cents that they
sell for already. Knows the priced history; it moves no price of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

import numpy as np

from matrix_designer.analysis.checks.context import CheckContext, cents_text, plural
from matrix_designer.analysis.checks.rounding import coarse_rows
from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.fixes.fix import Fix, changing, with_tier
from matrix_designer.analysis.fixes.numbers import (
    FOUR_DECIMALS,
    THREE_DECIMALS,
    TWO_DECIMALS,
    Toward,
    factor_for,
)
from matrix_designer.analysis.fold import Fold
from matrix_designer.core.factor import ONE, Basis, Factor, FactorKind, factor_text
from matrix_designer.core.matrix import Matrix, Mode, Tier
from matrix_designer.core.money import CENT, cents_of
from matrix_designer.core.pricing import Prices, compile_matrix, price
from matrix_designer.core.schedule import HALF_CENT

_TITLE = "Own tiers for the cheapest costs, on the cent"
_MOST_TIERS = 6
"""Nobody wants more levels than that for fluids."""
_TIMES = Factor(FactorKind.MULTIPLIER, ONE, factor_text(FactorKind.MULTIPLIER, ONE))


class _Part(NamedTuple):
    """A sold cost that a tier prices by rounding alone, with its price and pieces."""

    cost: int
    price: int
    quantity: int


class _Group(NamedTuple):
    """Neighbouring look-up cents from `start` on, and the multipliers that price them all."""

    start: int
    parts: tuple[_Part, ...]
    low: Fraction
    high: Fraction

    @property
    def earned(self) -> Fraction:
        """The multiplier that the parts are sold at together, within what prices them all."""
        paid = sum(part.cost * part.quantity for part in self.parts)
        sold = sum(part.price * part.quantity for part in self.parts)
        return min(max(Fraction(sold, max(paid, 1)), self.low), self.high)


def land_on_cents(finding: Finding, context: CheckContext) -> Iterator[Fix]:
    """Give the cheapest costs tiers whose factors fall on the cents that they sell for."""
    del finding
    matrix, fold, prices = context.matrix, context.fold, context.prices
    if fold is None or prices is None or not _is_simple(matrix):
        return
    coarse = coarse_rows(context)
    top = cents_of(int(fold.cost[coarse].max(initial=0)))
    count = len(matrix.tiers)
    for row in np.unique(prices.row[coarse])[::-1].tolist():
        last = cents_of(int(fold.cost[coarse[prices.row[coarse] == row]].max()))
        tiers = _parted(matrix.tiers[row], _parts(fold, prices, row, matrix.tiers[row], last), last)
        if not tiers:
            return
        matrix = with_tier(matrix, row + 1, *tiers)
    cheap = fold.rows_costing(0, (top + 1) * CENT)
    before = prices.price[cheap]
    after = price(compile_matrix(matrix), fold.cost[cheap], fold.list_price[cheap]).price
    is_under_cost = bool((before < fold.cost[cheap]).any())  # that needs another cure first
    if (after == before).all() and not is_under_cost:
        more = len(matrix.tiers) - count
        factors = f"{plural(more, 'more level')}; the factors" if more else "The factors"
        yield changing(
            context,
            matrix,
            _TITLE,
            f"{factors} up to a cost of {cents_text(top)} say what the rounded prices earn. "
            "No price that was sold moves.",
        )


def cent_words(context: CheckContext) -> str | None:
    """Say what `land_on_cents` does; None where tiers cannot be parted."""
    return _TITLE if _is_simple(context.matrix) else None


def _is_simple(matrix: Matrix) -> bool:
    return matrix.mode is Mode.SIMPLE and matrix.lookup is Basis.COST


def _parts(fold: Fold, prices: Prices, row: int, tier: Tier, last: int) -> Iterator[_Part]:
    """Yield what a tier sells up to a look-up cent, in the order of cost."""
    cheap = fold.rows_costing(0, last * CENT + HALF_CENT - 1)
    own = np.flatnonzero(prices.row[cheap] == row)
    columns = (fold.cost[cheap], prices.price[cheap], fold.quantity[cheap])
    for part in map(_Part, *(column[own].tolist() for column in columns)):
        if tier.factor.price_of(part.cost) == part.price:
            yield part


def _parted(tier: Tier, parts: Iterable[_Part], last: int) -> list[Tier]:
    """Cut a tier at the cents where another factor is needed; empty where it cannot be done."""
    if tier.basis is not Basis.COST or tier.factor.multiplier is None:
        return []
    groups = _groups(parts)
    factors = [_factor_of(group, tier) for group in groups]
    found = [factor for factor in factors if factor is not None]
    if not groups or len(found) < len(groups) or len(groups) > _MOST_TIERS:
        return []
    starts = [group.start for group in groups[1:]]
    if tier.last_cent is None or tier.last_cent > last:
        starts.append(last + 1)
        found.append(tier.factor)
    lowers = [tier.lower, *(start * CENT for start in starts)]
    uppers = [*((start - 1) * CENT for start in starts), tier.upper]
    return [
        replace(tier, lower=lower, upper=upper, factor=factor)
        for lower, upper, factor in zip(lowers, uppers, found, strict=True)
    ]


def _groups(parts: Iterable[_Part]) -> list[_Group]:
    """Put as many neighbouring look-up cents together as one multiplier can price."""
    groups: list[_Group] = []
    for cent, alike in groupby(parts, key=_cent_of):
        sold = tuple(alike)
        ends = [_ends(part) for part in sold]
        group = _Group(cent, sold, max(low for low, _ in ends), min(high for _, high in ends))
        before = groups[-1] if groups else group
        low, high = max(before.low, group.low), min(before.high, group.high)
        if groups and low < high:
            groups[-1] = _Group(before.start, before.parts + sold, low, high)
        else:
            groups.append(group)
    return groups


def _cent_of(part: _Part) -> int:
    return cents_of(part.cost)


def _ends(part: _Part) -> tuple[Fraction, Fraction]:
    """Return between which multipliers a part keeps its price, within a point of its GP.

    GP moves by |cost / exact - cost / price|, which is at most 1/100 while
    100 x cost x |price - exact| <= exact x price.
    """
    both = 100 * part.cost * part.price
    low = max(Fraction(part.price - HALF_CENT), Fraction(both, 100 * part.cost + part.price))
    high = Fraction(part.price + HALF_CENT)
    if 100 * part.cost > part.price:
        high = min(high, Fraction(both, 100 * part.cost - part.price))
    return low / part.cost, high / part.cost


def _factor_of(group: _Group, tier: Tier) -> Factor | None:
    """Write a factor that prices a group: the tier's own, else the roundest near what it earns."""
    if _holds(tier.factor, group):
        return tier.factor
    for like in (tier.factor, _TIMES):
        for step in (TWO_DECIMALS, THREE_DECIMALS, FOUR_DECIMALS):
            for toward in (Toward.NEAREST, Toward.UP, Toward.DOWN):
                made = factor_for(group.earned, like, tier.basis, toward, step)
                if made is not None and _holds(made, group):
                    return made
    return None


def _holds(factor: Factor, group: _Group) -> bool:
    multiplier = factor.multiplier
    return multiplier is not None and all(
        factor.price_of(part.cost) == part.price
        and 100 * abs(part.price - part.cost * multiplier) <= multiplier * part.price
        for part in group.parts
    )
