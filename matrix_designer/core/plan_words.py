"""Rules and treatments in plain words, as traces, tables and the grid of the plan name them.

Knows the nouns of a plan; it matches and prices nothing.
"""

from __future__ import annotations

from matrix_designer.core.factor import Basis, plain_number
from matrix_designer.core.plan import (
    ByFamily,
    ByFlatPrice,
    ByMatrix,
    ByPercent,
    Rule,
    Treatment,
)


def rule_words(place: int, rule: Rule) -> str:
    """Name a rule by its 0-based place: `rule 3 “Brake parts”`."""
    name = f" “{rule.name.strip()}”" if rule.name.strip() else ""
    return f"rule {place + 1}{name}"


def treatment_words(treatment: Treatment) -> str:
    """Say what a treatment does: `the matrix “Front counter”`, `list − 10 %`, `left alone`."""
    if isinstance(treatment, ByMatrix):
        return f"the matrix “{treatment.matrix}”"
    if isinstance(treatment, ByFlatPrice):
        return "the flat price list"
    if isinstance(treatment, ByPercent):
        return percent_words(treatment)
    if isinstance(treatment, ByFamily):
        return "the price of its family"
    return "left alone"


def percent_words(treatment: ByPercent) -> str:
    """Write a percent on its basis: `list − 10 %`, `cost + 5 %`, `list` where it is zero."""
    basis = "cost" if treatment.basis is Basis.COST else "list"
    if not treatment.percent:
        return basis
    sign = "−" if treatment.percent < 0 else "+"
    return f"{basis} {sign} {plain_number(abs(treatment.percent))} %"
