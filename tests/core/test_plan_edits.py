"""Edits of the plan: what each makes of it, and what is refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from matrix_designer.core.design import Design
from matrix_designer.core.edits import Edit, ReplaceMatrix
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import Basis, read_factor
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.matrix_edits import DeleteMatrix, RenameMatrix
from matrix_designer.core.money import CENT, POINT
from matrix_designer.core.plan import (
    ANYTHING,
    ByFamily,
    ByFlatPrice,
    ByMatrix,
    ByPercent,
    Conditions,
    LeftAlone,
    Plan,
    Rule,
    Span,
)
from matrix_designer.core.plan_edits import (
    DeleteRules,
    EnableRule,
    InsertRules,
    MoveRules,
    ReplaceRules,
    SetRule,
    SetRuleConditions,
    SetRuleDays,
    SetRuleName,
    SetRuleNote,
    SetRuleTreatment,
)

TIER = Tier(CENT, None, read_factor("x2").factor)
BRAKES = Rule(
    ByPercent(Basis.LIST, -10 * POINT), Conditions(descriptions=("brake",)), name="Brake parts"
)
FLEET = Rule(ByMatrix("Fleet"), Conditions(customer_types=("fleet",)))
REST = Rule(ByMatrix("Retail"), name="Everything else")
BARE = Design("test", (Matrix("Retail", (TIER,)), Matrix("Fleet", (TIER,))))
PLANNED = replace(BARE, plan=Plan((BRAKES, FLEET, REST)))


def rules(design: Design) -> list[Rule]:
    return list(design.plan.rules)


def refusal(edit: Edit, design: Design = PLANNED) -> str:
    with pytest.raises(MatrixDesignerError) as caught:
        edit.apply(design)
    return caught.value.sentence


def test_the_first_rule_of_a_plan_brings_everything_else_with_it() -> None:
    assert rules(InsertRules(0, (BRAKES,)).apply(BARE)) == [BRAKES, REST]
    assert rules(InsertRules(0, (BRAKES, FLEET)).apply(BARE)) == [BRAKES, FLEET, REST]


@pytest.mark.parametrize(
    ("rule", "is_enough"),
    [
        (Rule(LeftAlone()), True),
        (Rule(ByMatrix("Fleet")), True),
        (Rule(ByFlatPrice()), False),
        (Rule(ByFamily()), False),
        (Rule(LeftAlone(), is_enabled=False), False),
        (Rule(LeftAlone(), starts=dt.date(2026, 1, 1)), False),
        (Rule(LeftAlone(), ends=dt.date(2026, 1, 1)), False),
    ],
)
def test_a_first_rule_that_takes_everything_brings_none(rule: Rule, is_enough: bool) -> None:
    made = rules(InsertRules(0, (rule,)).apply(BARE))
    assert made == ([rule] if is_enough else [rule, REST])


def test_later_rules_bring_none() -> None:
    assert rules(InsertRules(1, (BRAKES,)).apply(PLANNED)) == [BRAKES, BRAKES, FLEET, REST]
    assert rules(InsertRules(3, (BRAKES,)).apply(PLANNED))[-1] == BRAKES


@pytest.mark.parametrize(
    ("edit", "changed"),
    [
        (
            SetRuleConditions(1, Conditions(cost=Span(0, 5))),
            replace(FLEET, conditions=Conditions(cost=Span(0, 5))),
        ),
        (SetRuleTreatment(1, LeftAlone()), replace(FLEET, treatment=LeftAlone())),
        (SetRuleName(1, "  Big   fleets "), replace(FLEET, name="Big fleets")),
        (SetRuleNote(1, " see\r\nMay "), replace(FLEET, note="see\nMay")),
        (
            SetRuleDays(1, dt.date(2026, 3, 1), None),
            replace(FLEET, starts=dt.date(2026, 3, 1)),
        ),
        (EnableRule(1, is_enabled=False), replace(FLEET, is_enabled=False)),
        (SetRule(1, BRAKES), BRAKES),
    ],
)
def test_one_rule_is_changed_and_no_other(edit: Edit, changed: Rule) -> None:
    after = edit.apply(PLANNED)
    assert rules(after) == [BRAKES, changed, REST]
    assert edit.apply(after) is after
    assert after.matrices is PLANNED.matrices


@pytest.mark.parametrize(
    ("places", "to", "names"),
    [
        ((0,), 2, "FBR"),
        ((0,), 3, "FRB"),
        ((2,), 0, "RBF"),
        ((2, 0), 1, "BRF"),
        ((0, 2), 3, "FBR"),
    ],
)
def test_rules_move_in_their_order(places: tuple[int, ...], to: int, names: str) -> None:
    made = rules(MoveRules(places, to).apply(PLANNED))
    letters = {BRAKES: "B", FLEET: "F", REST: "R"}
    assert "".join(letters[rule] for rule in made) == names


@pytest.mark.parametrize(("places", "to"), [((0,), 0), ((0,), 1), ((1, 2), 1), ((), 0)])
def test_rules_that_stay_where_they_are_change_nothing(places: tuple[int, ...], to: int) -> None:
    assert MoveRules(places, to).apply(PLANNED) is PLANNED


def test_rules_are_deleted_and_replaced() -> None:
    assert rules(DeleteRules((2, 0, 2)).apply(PLANNED)) == [FLEET]
    assert rules(ReplaceRules((FLEET,)).apply(PLANNED)) == [FLEET]
    assert ReplaceRules(PLANNED.plan.rules).apply(PLANNED) is PLANNED
    assert DeleteRules(()).apply(PLANNED) is PLANNED
    assert InsertRules(0, ()).apply(BARE) is BARE


@pytest.mark.parametrize(
    "edit",
    [
        InsertRules(0, (Rule(ByMatrix("Wholesale")),)),
        SetRuleTreatment(0, ByMatrix("Wholesale")),
        SetRule(0, Rule(ByMatrix("Wholesale"))),
        ReplaceRules((Rule(ByMatrix("Wholesale")),)),
    ],
)
def test_a_matrix_that_is_not_there_is_refused(edit: Edit) -> None:
    said = refusal(edit)
    assert said == "The design has no matrix named “Wholesale”. It has: Retail, Fleet."


def test_a_rule_that_is_not_there_is_refused() -> None:
    said = "The plan has no rule 4. It has 3 rules."
    assert refusal(SetRuleName(3, "x")) == said
    assert refusal(DeleteRules((0, 3))) == said
    assert refusal(MoveRules((3,), 0)) == said
    assert refusal(InsertRules(4, (FLEET,))) == "The plan has no rule 5. It has 3 rules."
    assert refusal(SetRuleName(-1, "x")).startswith("The plan has no rule 0")


def test_days_in_the_wrong_order_and_texts_that_no_file_holds_are_refused() -> None:
    days = SetRuleDays(0, dt.date(2026, 3, 1), dt.date(2026, 2, 1))
    assert refusal(days) == "The rule ends before it starts. Exchange its two days."
    assert "control characters" in refusal(SetRuleName(0, "a\ud800b"))
    assert "81 characters" in refusal(SetRuleName(0, "x" * 81))
    assert "4,001 characters" in refusal(SetRuleNote(0, "x" * 4001))
    assert "control characters" in refusal(SetRuleConditions(0, Conditions(sources=("a\x00",))))


def test_more_rules_than_a_design_holds_are_refused() -> None:
    many = InsertRules(0, (FLEET,) * 9_998)
    assert refusal(many) == "That would be 10,001 rules. A design holds at most 10,000."


def test_a_matrix_that_rules_name_is_not_deleted() -> None:
    assert refusal(DeleteMatrix("Fleet")) == (
        "“Fleet” cannot be deleted: the plan's rules price by it. It is named by rule 2. "
        "Give them another treatment, or delete them first."
    )
    both = SetRuleTreatment(0, ByMatrix("Fleet")).apply(PLANNED)
    assert "rule 1 “Brake parts” and rule 2" in refusal(DeleteMatrix("Fleet"), both)
    free = SetRuleTreatment(1, LeftAlone()).apply(PLANNED)
    assert [matrix.name for matrix in DeleteMatrix("Fleet").apply(free).matrices] == ["Retail"]


def test_rules_follow_a_matrix_that_gets_another_name() -> None:
    for edit in (
        RenameMatrix("Fleet", "Big fleets"),
        ReplaceMatrix("Fleet", Matrix("Big fleets", (TIER,))),
    ):
        after = edit.apply(PLANNED)
        treatments = [rule.treatment for rule in after.plan.rules]
        assert treatments == [BRAKES.treatment, ByMatrix("Big fleets"), ByMatrix("Retail")]
    assert RenameMatrix("Fleet", "Fleet").apply(PLANNED) is PLANNED


def test_a_matrix_that_no_rule_names_leaves_the_plan_alone() -> None:
    lone = replace(PLANNED, plan=Plan((Rule(LeftAlone(), ANYTHING),)))
    assert RenameMatrix("Fleet", "x").apply(lone).plan is lone.plan


def test_steps_are_named_as_people_count() -> None:
    assert SetRuleTreatment(2, LeftAlone()).text == "treatment of rule 3"
    assert EnableRule(0, is_enabled=False).text == "disable rule 1"
    assert InsertRules(0, (FLEET, FLEET)).text == "insert 2 rules"
    assert DeleteRules((4,)).text == "delete rule 5"
    assert MoveRules((4,), 0).text == "move rule 5"
