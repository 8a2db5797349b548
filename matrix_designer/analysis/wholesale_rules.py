"""Which rules of a plan are for wholesale customers alone, and which matrices only they use.

Told by the names of customer types and channels that a rule asks for. Knows plans, no sales.
"""

from __future__ import annotations

from matrix_designer.core.design import Design
from matrix_designer.core.part_class import name_key
from matrix_designer.core.plan import ByMatrix, Rule

_WORDS = ("wholesale", "whsl", "whs", "trade", "jobber", "body shop", "bodyshop")


def is_for_wholesale(rule: Rule) -> bool:
    """Tell whether a rule takes wholesale customers alone."""
    asked = rule.conditions
    return any(
        names and all(_is_wholesale(name) for name in names)
        for names in (asked.customer_types, asked.channels)
    )


def is_only_for_wholesale(design: Design, matrix: str) -> bool:
    """Tell whether a matrix prices by rules for wholesale alone; the default is for all."""
    if matrix == design.matrix.name:
        return False
    rules = [
        rule
        for rule in design.plan.rules
        if rule.is_enabled
        and isinstance(rule.treatment, ByMatrix)
        and rule.treatment.matrix == matrix
    ]
    return bool(rules) and all(map(is_for_wholesale, rules))


def _is_wholesale(name: str) -> bool:
    key = name_key(name)
    return any(word in key for word in _WORDS)
