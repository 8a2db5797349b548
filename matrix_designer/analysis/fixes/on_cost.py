"""The fix of list-plus tiers: factors on cost that earn what the tiers earned from list.

Knows what each tier's sales cost and earn; without sales nothing tells how list stands to cost.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from matrix_designer.analysis.checks.context import CheckContext
from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.fixes.fix import Fix, changing, with_tiers
from matrix_designer.analysis.fixes.numbers import FOUR_DECIMALS, factor_for
from matrix_designer.core.factor import Basis
from matrix_designer.core.matrix import Mode, Tier

ON_COST = "Price from cost, each tier at the GP it earns"


def put_on_cost(finding: Finding, context: CheckContext) -> Iterator[Fix]:
    """Give every list-plus tier the multiplier that its sales have over their cost.

    A tier that sold nothing takes the one of all of them together.
    """
    del finding
    earned = _earned_on_list(context)
    if on_cost_words(context) is None:
        return
    together = _multiplier(*map(sum, zip(*earned.values(), strict=True)))
    tiers: list[Tier] = []
    for row, tier in enumerate(context.matrix.tiers):
        if tier.basis is not Basis.LIST:
            tiers.append(tier)
            continue
        multiplier = _multiplier(*earned[row]) if row in earned else together
        factor = factor_for(multiplier, tier.factor, Basis.COST, step=FOUR_DECIMALS)
        if factor is None:
            return
        tiers.append(replace(tier, factor=factor, basis=Basis.COST))
    yield changing(
        context,
        with_tiers(context.matrix, tiers),
        ON_COST,
        "What is sold earns what it earned, part by part by its cost; parts without a list then "
        "have a price.",
    )


def on_cost_words(context: CheckContext) -> str | None:
    """Say what `put_on_cost` does; None where nothing was sold, or the mode could not stay."""
    is_free = context.matrix.mode is Mode.SIMPLE
    return ON_COST if is_free and _earned_on_list(context) else None


def _earned_on_list(context: CheckContext) -> dict[int, tuple[int, int]]:
    """Return cost and sales of the list-plus tiers that sold something, by row."""
    tiers = context.matrix.tiers
    return {
        row: (cost, sales)
        for row, (cost, sales) in (context.earned or {}).items()
        if row >= 0 and tiers[row].basis is Basis.LIST and cost > 0 and sales > 0
    }


def _multiplier(cost: int, sales: int) -> Fraction:
    return Fraction(sales, cost)
