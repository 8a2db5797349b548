"""What a strategy asks of a history: whether its rows must be told apart by part.

Knows rules; it knows no sales.
"""

from __future__ import annotations

from matrix_designer.core.plan import ByFamily, ByFlatPrice, Rule
from matrix_designer.core.strategy import Strategy


def needs_parts(strategy: Strategy) -> bool:
    """Tell whether a plan asks for more than source, class code, pay type, cost and list.

    Rules that are switched off or out of season ask, too: they may be switched on.
    """
    is_classed = bool(strategy.classes.parts)
    return any(_asks(rule, is_classed=is_classed) for rule in strategy.plan.rules)


def _asks(rule: Rule, *, is_classed: bool) -> bool:
    conditions = rule.conditions
    named = (
        *conditions.groups,
        *conditions.customer_types,
        *conditions.vendors,
        *conditions.channels,
        *conditions.parts,
        *conditions.descriptions,
    )
    if named or isinstance(rule.treatment, ByFlatPrice | ByFamily):
        return True
    return is_classed and bool(conditions.classes)
