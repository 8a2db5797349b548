"""Edits of single rules carried out at once, each by the numbers of the plan before all of them.

One after the other they would have to be renumbered. Knows plans and their edits; whether edits
get into each other's way is for the caller to know.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matrix_designer.core.design import Design
from matrix_designer.core.edits import Edit
from matrix_designer.core.plan import Plan, Rule
from matrix_designer.core.plan_edits import (
    DeleteRules,
    EnableRule,
    InsertRules,
    MoveRules,
    SetRuleConditions,
    SetRuleTreatment,
    rules_brought,
)


@dataclass(frozen=True, slots=True)
class Edited:
    """A design with all edits carried out, and where each of its rules comes from.

    `origins` are places (0-based) of the plan before; the rules that edit 0, 1, 2 ... put in have
    -1, -2, -3 ..., the rule that the first ones of a plan bring with them the number behind those.
    """

    design: Design
    origins: tuple[int, ...]


def all_at_once(design: Design, edits: Sequence[Edit]) -> Edited | None:
    """Carry out edits that are known to be possible one by one, of a rule each.

    None where two are of one rule, or one is of another kind. Rules that come to stand at one
    place do so in the order of the edits.
    """
    rules: dict[int, Rule | None] = {}
    coming: dict[int, list[tuple[int, Rule]]] = {}
    for number, edit in enumerate(edits):
        if isinstance(edit, InsertRules):
            held = [(-1 - number, rule) for rule in edit.rules]
            coming.setdefault(edit.at, []).extend(held)
            continue
        place = place_of(edit)
        if place is None or place in rules:
            return None
        rules[place] = _after(edit, design.plan.rules[place])
        if isinstance(edit, MoveRules):
            coming.setdefault(edit.to, []).append((place, design.plan.rules[place]))
    made: list[tuple[int, Rule]] = []
    for place, rule in enumerate(design.plan.rules):
        made += coming.get(place, ())
        kept = rules.get(place, rule)
        if kept is not None:
            made.append((place, kept))
    made += coming.get(len(design.plan.rules), ())
    if not design.plan.rules:
        brought = rules_brought(design, (rule for _, rule in made))
        made += ((-1 - len(edits), rule) for rule in brought)
    plan = Plan(tuple(rule for _, rule in made))
    return Edited(replace(design, plan=plan), tuple(origin for origin, _ in made))


def place_of(edit: Edit) -> int | None:
    """Return the one rule (0-based) that an edit is of; None where it is of none or of several."""
    if isinstance(edit, EnableRule | SetRuleTreatment | SetRuleConditions):
        return edit.rule
    if isinstance(edit, DeleteRules | MoveRules) and len(edit.places) == 1:
        return edit.places[0]
    return None


def _after(edit: Edit, rule: Rule) -> Rule | None:
    """Return what stands in the place of a rule after an edit of it; None where nothing does."""
    if isinstance(edit, EnableRule):
        return replace(rule, is_enabled=edit.is_enabled)
    if isinstance(edit, SetRuleTreatment):
        return replace(rule, treatment=edit.treatment)
    if isinstance(edit, SetRuleConditions):
        return replace(rule, conditions=edit.conditions)
    return None
