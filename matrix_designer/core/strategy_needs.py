"""What a strategy asks of a history: whether its rows must be told apart by part.

Knows rules; it knows no sales.
"""

from __future__ import annotations

from matrix_designer.core.plan import ByFamily, ByFlatPrice, LeftAlone, Rule
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


def told_apart_by(strategy: Strategy) -> frozenset[str]:
    """Return what the price of a sold line depends on beside its cost and its list.

    They are columns of the rows of a history; `part` stands for its description as well.
    """
    found: set[str] = set()
    for rule in strategy.plan.rules:
        conditions = rule.conditions
        found |= {column for name, column in _BY_NAME.items() if getattr(conditions, name)}
        if conditions.classes:
            found |= {"source"} if strategy.classes.sources else set()
            found |= {"part"} if strategy.classes.parts else set()
        if isinstance(rule.treatment, ByFlatPrice | ByFamily):
            found.add("part")
        if isinstance(rule.treatment, ByFamily) and any(one.sources for one in strategy.families):
            found.add("source")
        if isinstance(rule.treatment, LeftAlone):
            found.add("unit_sold")
    return frozenset(found)


_BY_NAME = {
    "sources": "source",
    "groups": "group",
    "sale_classes": "sale_class",
    "customer_types": "customer_type",
    "pay_types": "pay_type",
    "vendors": "vendor",
    "channels": "channel",
    "parts": "part",
    "descriptions": "part",
}
"""The conditions of a rule on names, and the columns of the rows that hold them."""
