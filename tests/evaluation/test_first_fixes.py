"""The fix that is offered first: tried in few steps, and the same as if each were tried alone."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from matrix_designer.analysis.findings import Finding
from matrix_designer.core.edits import Together
from matrix_designer.core.factor import Basis, read_factor
from matrix_designer.core.flat_price import FlatPrice
from matrix_designer.core.matrix import Matrix, Rails, Tier
from matrix_designer.core.money import CENT, DOLLAR, POINT
from matrix_designer.core.part_class import Classes, PartClass
from matrix_designer.core.plan import (
    ByFlatPrice,
    ByMatrix,
    ByPercent,
    LeftAlone,
    Rule,
    Span,
    Treatment,
)
from matrix_designer.core.plan_edits import EVERYTHING_ELSE, ReplaceRules
from matrix_designer.core.plan_words import treatment_words
from matrix_designer.core.question import Question
from matrix_designer.evaluation import fixing, plan_batches
from matrix_designer.evaluation.evaluate import Analysis, evaluate, judged
from matrix_designer.evaluation.first_fixes import with_fixes
from matrix_designer.evaluation.fixing import trials, trials_of_all
from matrix_designer.evaluation.plan_regions import BoxRegions, ItemRegions
from tests.analysis.plan_cases import AT_LIST, MAIN, Sold, design, part_sales, rule
from tests.oracle.random_matrices import seeded

LOSS = Matrix("Loss", (Tier(CENT, None, read_factor("x0.9").factor),))
TREATMENTS: tuple[Treatment, ...] = (
    *(ByMatrix("Main"), ByMatrix("Loss"), LeftAlone(), ByFlatPrice()),
    *(ByPercent(Basis.COST, percent * POINT) for percent in (-5, 20)),
    *(ByPercent(Basis.LIST, percent * POINT) for percent in (-60, -30, 0, 15)),
)


def random_rule(rng: Random) -> Rule:
    """Draw a rule that may shadow others, share parts with them, or stand alone."""
    asked: dict[str, object] = {}
    if rng.random() < 0.8:
        asked["sources"] = tuple(rng.sample([f"S{at}" for at in range(8)], rng.choice((1, 1, 2))))
    if rng.random() < 0.2:
        asked["parts"] = (rng.choice(("P1", "P2", "P1*", "*2")),)
    if rng.random() < 0.25:
        asked["channels"] = rng.choice((("Counter",), ("RO",), ("Counter", "RO")))
    if rng.random() < 0.2:
        asked["customer_types"] = (rng.choice(("Wholesale", "Retail")),)
    if rng.random() < 0.2:
        asked["cost"] = rng.choice((Span(0, 10 * DOLLAR), Span(10 * DOLLAR, None)))
    made = rule(rng.choice(TREATMENTS), rng.choice("ab"), **asked)
    return replace(made, starts=dt.date(2026, 7, 1)) if rng.random() < 0.1 else made


def random_analysis(rng: Random) -> Analysis:
    """Judge a plan of many rules over sales, or without."""
    rules = [random_rule(rng) for _ in range(rng.choice((6, 12, 20)))]
    rules += rng.choices(rules, k=3)
    classes = Classes(
        tuple((f"S{at}", rng.choice(list(PartClass))) for at in range(8) if rng.random() < 0.6)
    )
    flat = (FlatPrice("P1", 4 * DOLLAR), FlatPrice("P3", 30 * DOLLAR))
    plan = design(*rules, matrices=(MAIN, LOSS), classes=classes, flat_prices=flat)
    sold = [
        Sold(
            part=f"P{rng.randrange(12)}",
            source=f"S{rng.randrange(9)}",
            cost=(cost := rng.choice((0.5, 3, 9, 12, 25, 60))),
            listed=rng.choice((None, round(cost * 1.1, 2), round(cost * 1.6, 2))),
            sold=9,
            channel=rng.choice(("Counter", "RO", "")),
            customer_type=rng.choice(("Wholesale", "Retail", "")),
        )
        for _ in range(rng.choice((10, 60)))
    ]
    sales = part_sales(sold) if rng.random() < 0.75 else None
    return evaluate(plan, sales, Question(on=dt.date(2026, 11, 22)))


def fixes_as_alone(analysis: Analysis) -> list[Finding]:
    """Return the plan's findings with their fixes, held to those that each has alone."""
    found = [one for one in with_fixes(analysis) if one.is_of_plan]
    for one in found:
        alone = next(trials(analysis, replace(one, fix=None)), None)
        assert one.fix == (None if alone is None else alone.fix.told), one
    return found


def test_fixes_that_are_tried_together_are_those_of_each_alone() -> None:
    rng = seeded("first fixes")
    seen: Counter[tuple[str, bool]] = Counter()
    for _ in range(14):
        for one in fixes_as_alone(random_analysis(rng)):
            seen[one.code, one.fix is not None] += 1
    assert {code for code, _ in seen} >= {*plan_batches.BATCHED}
    assert min(seen[code, True] for code in plan_batches.BATCHED) > 3, seen


def test_two_fixes_for_one_source_are_not_tried_together() -> None:
    plan = design(
        rule(ByMatrix("Main"), sources=("AC",), cost=Span(0, 10 * DOLLAR)),
        rule(ByMatrix("Main"), sources=("AC",)),
        rule(ByMatrix("Main"), sources=("MC",)),
        classes=Classes((("AC", PartClass.COMPETITIVE), ("MC", PartClass.COMPETITIVE))),
    )
    sold = [Sold(source=name, cost=cost) for name in ("AC", "MC") for cost in (5, 20)]
    found = fixes_as_alone(evaluate(plan, part_sales(sold)))
    fixes = {one.rule: one.fix for one in found if one.code == "competitive-on-matrix"}
    # A rule before the second one leaves the source's parts that the first one takes.
    assert [fixes[rule] is None for rule in (1, 2, 3)] == [False, True, False]


@pytest.mark.parametrize("has_sales", [True, False])
def test_the_first_rules_of_a_plan_leave_no_source_uncovered(*, has_sales: bool) -> None:
    sources = [f"S{at}" for at in range(4)]
    plan = design(classes=Classes(tuple((one, PartClass.COMPETITIVE) for one in sources)))
    sales = part_sales(Sold(source=one) for one in (*sources, "T")) if has_sales else None
    analysis = evaluate(plan, sales)
    found = [one for one in fixes_as_alone(analysis) if one.code == "competitive-on-matrix"]
    assert [one.fix for one in found] == ["Put them at list −10 % by a rule of their own"] * 4
    made = [one.after.design.plan for one in trials_of_all(analysis, found) if one is not None]
    assert len(made) == 4
    assert all([rule.name for rule in one.rules][4:] == [EVERYTHING_ELSE] for one in made)


def test_rules_that_say_the_same_and_take_nothing_are_one_finding() -> None:
    without = rule(AT_LIST, list_price=Span(0, 0))
    analysis = evaluate(design(without, rule(ByMatrix("Main")), without))
    found = [one for one in fixes_as_alone(analysis) if one.code == "dead-rule"]
    assert [one.fix for one in found] == [None, None]


def test_an_error_that_nobody_is_named_in_is_looked_for_among_fewer() -> None:
    held = replace(MAIN, name="Held", rails=Rails(ceiling=-30 * POINT))
    plan = design(
        *(rule(AT_LIST, sources=(f"S{at}", f"T{at}")) for at in range(9)),
        *(rule(ByMatrix("Held"), sources=(f"S{at}",)) for at in range(9)),
        matrices=(MAIN, held),
    )
    sold = [Sold(source=f"S{at}", cost=10, listed=18 if at else 12) for at in range(9)]
    found = fixes_as_alone(evaluate(plan, part_sales(sold)))
    fixes = {one.rule: one.fix for one in found if one.code == "dead-rule"}
    # The ceiling of the matrix would sell the first source under its cost.
    assert fixes.pop(10) == "Delete rule 10"
    assert fixes == {at: f"Move rule {at} before rule {at - 9}" for at in range(11, 19)}


def judged_plan(count: int, *, has_sales: bool) -> Analysis:
    """Judge a plan with so many findings of each kind, no two about the same source."""
    cheap, dear = ByPercent(Basis.COST, -5 * POINT), ByPercent(Basis.LIST, 10 * POINT)
    sources = [f"S{at}" for at in range(7 * count)]
    kinds = [sources[at * count : (at + 1) * count] for at in range(7)]
    under = ByPercent(Basis.LIST, -60 * POINT)
    plan = design(
        *(rule(AT_LIST, "first", sources=(one,)) for one in kinds[0]),
        *(rule(cheap, "trade", sources=(one,), customer_types=("Trade",)) for one in kinds[1]),
        *(rule(cheap, "retail", sources=(one,)) for one in kinds[2]),
        *(rule(under, "far under list", sources=(one,)) for one in kinds[3]),
        *(rule(dear, "over list", sources=(one,)) for one in kinds[4]),
        *(rule(ByMatrix("Main"), "escalates", sources=(one,)) for one in kinds[5]),
        *(rule(LeftAlone(), "second", sources=(one,), parts=("P*",)) for one in kinds[0]),
        classes=Classes(tuple((one, PartClass.COMPETITIVE) for one in (*kinds[4], *kinds[5]))),
    )
    sold = [Sold(part=f"P{one}", source=one, customer_type="Trade") for one in sources]
    return evaluate(plan, part_sales(sold) if has_sales else None)


@pytest.mark.parametrize("has_sales", [True, False])
def test_a_thousand_findings_take_a_few_steps(
    monkeypatch: pytest.MonkeyPatch, *, has_sales: bool
) -> None:
    analysis = judged_plan(100, has_sales=has_sales)
    evaluated: list[int] = []

    def counting(*of: Any, **more: Any) -> Analysis:
        evaluated.append(1)
        return judged(*of, **more)

    monkeypatch.setattr(fixing, "judged", counting)
    monkeypatch.setattr(plan_batches, "judged", counting)
    found = with_fixes(analysis)
    of_plan = [one for one in found if one.is_of_plan]
    assert len(of_plan) >= (700 if has_sales else 300)
    assert all(one.fix for one in of_plan)
    others = sum(not one.is_of_plan for one in found)
    assert len(evaluated) < 12 + 3 * others


@pytest.mark.parametrize("has_sales", [True, False])
def test_one_way_for_many_is_that_of_each_in_turn(
    monkeypatch: pytest.MonkeyPatch, *, has_sales: bool
) -> None:
    analysis = judged_plan(4, has_sales=has_sales)
    codes = {one.code for one in analysis.findings if one.is_of_plan}
    assert len(codes) == (5 if has_sales else 3)
    for code in sorted(codes):
        many = [one for one in analysis.findings if one.code == code and one.is_of_plan]
        at_once = [one.fix for one in trials_of_all(analysis, many) if one is not None]
        assert any(isinstance(one.edit, ReplaceRules) for one in at_once)
        with monkeypatch.context() as patched:
            for kind in (BoxRegions, ItemRegions):
                patched.setattr(kind, "take", lambda *_of: False)
            in_turn = [one.fix for one in trials_of_all(analysis, many) if one is not None]
        assert all(isinstance(one.edit, Together) for one in in_turn)
        assert [one.title for one in at_once] == [one.title for one in in_turn]
        assert [one.edit.text for one in at_once] == [one.edit.text for one in in_turn]
        for one, two in zip(at_once, in_turn, strict=True):
            assert one.edit.apply(analysis.design) == two.edit.apply(analysis.design), one.title


@pytest.mark.parametrize("code", ["competitive-on-matrix", "uncovered-source"])
def test_every_way_for_many_does_what_it_says(code: str) -> None:
    sources = [f"S{at}" for at in range(3)]
    of_class = sources if code == "competitive-on-matrix" else ()
    plan = design(
        rule(ByMatrix("Main"), sources=(*of_class, "T")),
        matrices=(MAIN, LOSS),
        classes=Classes(tuple((one, PartClass.MAINTENANCE) for one in of_class)),
    )
    analysis = evaluate(plan, part_sales(Sold(source=one, sold=30) for one in (*sources, "T")))
    many = [one for one in analysis.findings if one.code == code]
    made = [one for one in trials_of_all(analysis, many) if one is not None]
    treatments = [
        [treatment_words(one.treatment) for one in each.after.design.plan.rules] for each in made
    ]
    if code == "uncovered-source":
        assert [one.fix.title for one in made] == [
            "Put 3 sources on the matrix “Main” by a rule each",
            "Put 3 sources on the matrix “Loss” by a rule each",
            "Sell 3 sources at list",
            "Leave the prices of 3 sources alone",
        ]
        told = ["the matrix “Main”", "the matrix “Loss”", "list", "left alone"]
        assert [one[1:] for one in treatments] == [[words] * 3 for words in told]
    else:
        assert [one.fix.title for one in made] == [
            "Put them at list −10 % by 3 rules of their own",
            "Sell them at list by 3 rules of their own",
            "Sell them at cost × 1.45 by 3 rules of their own",
            "Leave their prices alone by 3 rules of their own",
        ]
        told = ["list − 10 %", "list", "cost + 45 %", "left alone"]
        assert [one[:3] for one in treatments] == [[words] * 3 for words in told]


def test_ways_of_two_kinds_are_told_apart() -> None:
    plan = design(
        rule(AT_LIST, "all", sources=("A", "B")),
        rule(ByMatrix("Main"), sources=("A",)),
        rule(ByFlatPrice(), sources=("C",)),
        rule(ByMatrix("Main"), sources=("B",)),
    )
    analysis = evaluate(plan)
    many = [one for one in analysis.findings if one.code == "dead-rule"]
    titles = [one.fix.title for one in trials_of_all(analysis, many) if one is not None]
    assert titles == [
        "Move 2 rules before those that shadow them; switch rule 3 off",
        "Delete 3 rules that can never win",
        "Switch 3 rules off",
    ]


def test_many_rules_of_one_channel_are_all_let_hold_in_every_channel() -> None:
    sources = ("A", "B", "C")
    rules = (rule(AT_LIST, sources=(one,), channels=("Counter",)) for one in sources)
    analysis = evaluate(design(*rules, rule(ByMatrix("Main"))))
    many = [one for one in analysis.findings if one.code == "counter-and-repair-differ"]
    made = [one for one in trials_of_all(analysis, many) if one is not None]
    assert [one.fix.title for one in made] == [
        "Let 3 rules hold over the counter and on repair orders alike",
        "Let 3 rules hold in every channel",
        "Delete 3 rules of one channel",
    ]
    asked = [[one.conditions.channels for one in each.after.design.plan.rules] for each in made]
    assert asked == [[("Counter", "RO")] * 3 + [()], [()] * 4, [()]]
