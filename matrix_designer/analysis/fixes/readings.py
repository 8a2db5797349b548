"""Other ways to read a factor whose percent looks like the wrong kind.

Published sources mix markup over cost, percent of cost and GP; the same number then means
another price. Knows factors; it does not know which one was meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from matrix_designer.analysis.checks.context import CheckContext
from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.fixes.fix import Fix, changing, with_tier
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import Basis, Factor, FactorKind, factor_text
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import DOLLAR, amount_text

LARGEST_MULTIPLIER = 20
_LEAST = Fraction(103, 100)
_TEN = 10 * DOLLAR
_USUAL = Fraction(17, 10)
_HUNDRED = 100


def read_otherwise(finding: Finding, context: CheckContext) -> Iterator[Fix]:
    """Offer every other kind that makes a usual price, nearest to the other tiers first."""
    number = finding.tier or 0
    tier = context.matrix.tiers[number - 1]
    for factor in other_readings(context.matrix, number):
        yield changing(
            context,
            with_tier(context.matrix, number, replace(tier, factor=factor)),
            reading_words(factor),
            f"A $10.00 part then sells for ${amount_text(factor.price_of(_TEN))}.",
        )


def reading_words(factor: Factor) -> str:
    """Say how a factor would be read."""
    return f"Read it as {factor.text}"


def other_readings(matrix: Matrix, number: int) -> list[Factor]:
    """Return the other kinds that a 1-based tier's number can mean and that nobody would doubt."""
    tier = matrix.tiers[number - 1]
    others = [
        each.factor.multiplier
        for place, each in enumerate(matrix.tiers, start=1)
        if place != number and each.basis is tier.basis and each.factor.multiplier is not None
    ]
    usual = sorted(each for each in others if _is_usual(each)) or [_USUAL]
    middle = usual[len(usual) // 2]
    found: dict[Fraction, Factor] = {}
    for factor in _readings(tier):
        multiplier = factor.multiplier
        if multiplier is not None and _is_usual(multiplier):
            found.setdefault(multiplier, factor)
    return [found[each] for each in sorted(found, key=lambda each: (abs(each - middle), each))]


def _is_usual(multiplier: Fraction) -> bool:
    return _LEAST < multiplier <= LARGEST_MULTIPLIER


def _readings(tier: Tier) -> Iterator[Factor]:
    """Return a tier's number in every kind, as it stands, times 100 and through 100."""
    held = tier.factor
    kinds = [FactorKind.MULTIPLIER, FactorKind.MARKUP, FactorKind.PERCENT_OF]
    if tier.basis is Basis.COST:
        kinds.append(FactorKind.GP)
    value = abs(held.value)
    for kind in kinds:
        for scaled in (value, value * _HUNDRED, value // _HUNDRED):
            if scaled == value // _HUNDRED and value % _HUNDRED:
                continue
            if (kind, scaled) != (held.kind, held.value):
                try:
                    yield Factor(kind, scaled, factor_text(kind, scaled, tier.basis))
                except MatrixDesignerError:
                    continue
