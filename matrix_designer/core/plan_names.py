"""Which rules of a plan name which matrix, and how they follow one that gets another name.

Knows plans and names; it does not know who asks.
"""

from __future__ import annotations

from dataclasses import replace

from matrix_designer.core.plan import ByMatrix, Plan, Rule
from matrix_designer.core.plan_words import rule_words

_SHOWN = 5


def names_matrix(rule: Rule, matrix: str) -> bool:
    """Tell whether a rule prices by the matrix of that name."""
    return isinstance(rule.treatment, ByMatrix) and rule.treatment.matrix == matrix


def rules_naming(plan: Plan, matrix: str) -> tuple[int, ...]:
    """Return the places of the rules that price by the matrix of that name."""
    return tuple(place for place, rule in enumerate(plan.rules) if names_matrix(rule, matrix))


def rename_in_plan(plan: Plan, before: str, after: str) -> Plan:
    """Return the plan with its rules following a matrix's new name; the same plan if none does."""
    if before == after or not rules_naming(plan, before):
        return plan
    return Plan(
        tuple(
            replace(rule, treatment=ByMatrix(after)) if names_matrix(rule, before) else rule
            for rule in plan.rules
        )
    )


def rules_listed(plan: Plan, places: tuple[int, ...]) -> str:
    """Name some rules in a sentence; beyond a few they are counted."""
    shown = [rule_words(place, plan.rules[place]) for place in places[:_SHOWN]]
    more = len(places) - len(shown)
    if more:
        return f"{', '.join(shown)} and {more} more"
    return " and ".join((", ".join(shown[:-1]), shown[-1])) if len(shown) > 1 else "".join(shown)
