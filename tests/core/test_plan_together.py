"""Edits of rules at once: each does what it does alone, by the numbers of before."""

from __future__ import annotations

import pytest

from matrix_designer.core.design import Design
from matrix_designer.core.edits import Edit, SetGoal
from matrix_designer.core.plan import ByPercent, Conditions, LeftAlone, Plan, Rule
from matrix_designer.core.plan_edits import (
    EVERYTHING_ELSE,
    DeleteRules,
    EnableRule,
    InsertRules,
    MoveRules,
    SetRuleConditions,
    SetRuleTreatment,
)
from matrix_designer.core.plan_together import all_at_once
from tests.analysis.plan_cases import AT_LIST, MAIN, UNDER_LIST

RULES = tuple(Rule(AT_LIST, Conditions(sources=(name,)), name) for name in "abcdef")
DESIGN = Design("d", (MAIN,), plan=Plan(RULES))


def new(name: str) -> Rule:
    return Rule(LeftAlone(), Conditions(sources=(name,)), name)


def names(*edits: Edit) -> str:
    made = all_at_once(DESIGN, edits)
    assert made is not None
    return "".join(rule.name for rule in made.design.plan.rules)


@pytest.mark.parametrize(
    "edit",
    [
        InsertRules(0, (new("x"),)),
        InsertRules(6, (new("x"),)),
        MoveRules((4,), 1),
        MoveRules((1,), 5),
        MoveRules((0,), 6),
        DeleteRules((2,)),
        EnableRule(3, is_enabled=False),
        SetRuleTreatment(3, UNDER_LIST),
        SetRuleConditions(3, Conditions(sources=("z",))),
    ],
)
def test_one_edit_does_what_it_does_alone(edit: Edit) -> None:
    made = all_at_once(DESIGN, [edit])
    assert made is not None
    assert made.design == edit.apply(DESIGN)
    old = [RULES[origin].name for origin in made.origins if origin >= 0]
    kept = [rule.name for rule in made.design.plan.rules if rule.name != "x"]
    assert old == kept


def test_all_go_by_the_numbers_of_before() -> None:
    assert names(InsertRules(1, (new("x"),)), InsertRules(3, (new("y"),))) == "axbcydef"
    assert names(MoveRules((5,), 0), MoveRules((3,), 1), DeleteRules((1,))) == "fadce"
    made = all_at_once(DESIGN, [MoveRules((5,), 0), InsertRules(0, (new("x"),)), DeleteRules((2,))])
    assert made is not None
    assert made.origins == (5, -2, 0, 1, 3, 4)
    treated = all_at_once(
        DESIGN, [SetRuleTreatment(4, UNDER_LIST), InsertRules(2, (new("x"),)), MoveRules((5,), 1)]
    )
    assert treated is not None
    assert [isinstance(one.treatment, ByPercent) for one in treated.design.plan.rules] == [
        *(True, True, True, False, True, True, True)
    ]
    assert treated.design.plan.rules[-1].treatment == UNDER_LIST


def test_the_first_rules_of_a_plan_bring_the_last_one() -> None:
    empty = Design("d", (MAIN,))
    made = all_at_once(empty, [InsertRules(0, (new("x"),)), InsertRules(0, (new("y"),))])
    assert made is not None
    alone = InsertRules(0, (new("x"), new("y"))).apply(empty)
    assert made.design == alone
    assert [rule.name for rule in alone.plan.rules] == ["x", "y", EVERYTHING_ELSE]
    assert made.origins == (-1, -2, -3)
    whole = all_at_once(empty, [InsertRules(0, (Rule(LeftAlone()),))])
    assert whole is not None
    assert len(whole.origins) == 1


def test_edits_of_one_rule_and_of_something_else_are_left_to_others() -> None:
    assert all_at_once(DESIGN, [DeleteRules((2,)), EnableRule(2, is_enabled=False)]) is None
    assert all_at_once(DESIGN, [DeleteRules((2, 3))]) is None
    assert all_at_once(DESIGN, [SetGoal(100)]) is None
