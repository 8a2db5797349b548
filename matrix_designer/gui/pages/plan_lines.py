"""The rows of the rule grid: each rule of the plan with what it takes, and the default below.

Plain values; knows plans, figures and findings. No widget and no column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.rule_figures import RuleFigures
from matrix_designer.core.design import Design
from matrix_designer.core.plan import ByMatrix, Conditions, Rule
from matrix_designer.core.plan_edits import (
    EnableRule,
    InsertRules,
    SetRule,
    SetRuleConditions,
    SetRuleDays,
    SetRuleName,
    SetRuleNote,
    SetRuleTreatment,
)

NAMES_OF = {
    "source": "sources",
    "group": "groups",
    "class": "classes",
    "code": "sale_classes",
    "customer": "customer_types",
    "pay": "pay_types",
    "vendor": "vendors",
    "channel": "channels",
    "part": "parts",
    "description": "descriptions",
}
"""Which field of the conditions each column of names shows."""
SPANS_OF = {"cost": "cost", "list": "list_price"}


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One row: a rule counted from 0, or, with none, what is left to the default.

    `matrix` is the default's; `figures` are None until they are worked out, and `is_stale` says
    that they are of a plan before. `counts` tells whether the rule is looked at today.
    """

    place: int | None
    rule: Rule | None
    matrix: str
    figures: RuleFigures | None = None
    findings: tuple[Finding, ...] = ()
    is_stale: bool = False
    counts: bool = True

    @property
    def conditions(self) -> Conditions:
        """What a part must be; nothing in particular for the default."""
        return Conditions() if self.rule is None else self.rule.conditions


def lines_of(
    design: Design,
    figures: Mapping[int | None, RuleFigures] | None,
    findings: Mapping[int, Sequence[Finding]],
    counting: Sequence[bool],
    *,
    is_stale: bool,
) -> list[RuleLine]:
    """Return the grid's rows; `counting` says of each rule whether it counts on the day."""
    known = figures or {}
    matrix = design.matrix.name
    lines = [
        RuleLine(
            *(place, rule, matrix, known.get(place)),
            findings=tuple(findings.get(place + 1, ())),
            is_stale=is_stale,
            counts=counting[place],
        )
        for place, rule in enumerate(design.plan.rules)
    ]
    return [*lines, RuleLine(None, None, matrix, known.get(None), is_stale=is_stale)]


def line_after(line: RuleLine, edit: object) -> RuleLine:
    """Return a row as an edit leaves it, so that the next cell of a pasted row goes on from it."""
    if line.rule is None:
        return line
    rule = line.rule
    if isinstance(edit, SetRuleConditions):
        rule = replace(rule, conditions=edit.conditions)
    elif isinstance(edit, SetRuleTreatment):
        rule = replace(rule, treatment=edit.treatment)
    elif isinstance(edit, SetRuleName):
        rule = replace(rule, name=edit.name)
    elif isinstance(edit, SetRuleNote):
        rule = replace(rule, note=edit.note)
    elif isinstance(edit, SetRuleDays):
        rule = replace(rule, starts=edit.starts, ends=edit.ends)
    elif isinstance(edit, EnableRule):
        rule = replace(rule, is_enabled=edit.is_enabled)
    elif isinstance(edit, SetRule):
        rule = edit.by
    return replace(line, rule=rule)


def new_line(matrix: str, lines: Sequence[RuleLine]) -> tuple[RuleLine, object]:
    """Return the rule that a paste adds below the others, with the edit that adds it."""
    place = sum(line.rule is not None for line in lines)
    rule = Rule(ByMatrix(matrix))
    return RuleLine(place, rule, matrix), InsertRules(place, (rule,))


def is_rule(line: RuleLine) -> bool:
    """Whether a row is a rule: the default cannot be typed over."""
    return line.rule is not None


def used_columns(design: Design) -> frozenset[str]:
    """Return the keys of those columns in which any rule says something."""
    used: set[str] = set()
    for rule in design.plan.rules:
        held = rule.conditions
        used |= {key for key, name in NAMES_OF.items() if getattr(held, name)}
        for key, name in SPANS_OF.items():
            if getattr(held, name) is not None:
                used |= {f"{key}_from", f"{key}_to"}
        used |= {key for key in ("starts", "ends") if getattr(rule, key) is not None}
        if rule.note:
            used.add("note")
    return frozenset(used)
