"""What the Plan page shows of rules and sources: edit after edit equal to a sum made anew."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from matrix_designer.core.class_edits import AssignClass
from matrix_designer.core.design import Design
from matrix_designer.core.edits import Edit
from matrix_designer.core.evidence import Sales
from matrix_designer.core.factor import Basis
from matrix_designer.core.matching import Matcher
from matrix_designer.core.money import POINT
from matrix_designer.core.part_class import PartClass
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.plan import ByMatrix, ByPercent, Conditions, Rule
from matrix_designer.core.plan_edits import (
    DeleteRules,
    EnableRule,
    InsertRules,
    MoveRules,
    SetRuleConditions,
    SetRuleTreatment,
)
from matrix_designer.core.question import Question
from matrix_designer.evaluation.evaluate import Analysis, evaluate
from matrix_designer.evaluation.plan_view import PlanView, look_at_plan, look_at_rule
from tests.benchmarks._make_plan import make_part_sales, make_plan_design

DAY = dt.date(2026, 11, 22)


def few_parts() -> Sales:
    """Return a small history that names no part but its own."""
    sales = make_part_sales(60)
    part = sales.rows.part
    assert part is not None
    used, codes = np.unique(part, return_inverse=True)
    rows = replace(sales.rows, part=codes.astype(part.dtype))
    names = tuple(sales.part_names[int(code)] for code in used)
    return replace(sales, rows=rows, part_names=names)


SALES = few_parts()
Step = Callable[[Design], Edit]
STEPS: tuple[Step, ...] = (
    lambda _design: SetRuleTreatment(3, ByPercent(Basis.LIST, -7 * POINT)),
    lambda _design: SetRuleConditions(2, Conditions(sources=("S05", "S11"))),
    lambda _design: MoveRules((4, 5), 0),
    lambda design: InsertRules(
        1, (Rule(ByMatrix(design.matrix.name), Conditions(descriptions=("bolt",))),)
    ),
    lambda _design: DeleteRules((0, 7)),
    lambda _design: EnableRule(1, is_enabled=False),
    lambda design: InsertRules(0, (design.plan.rules[2],)),
    lambda _design: DeleteRules((1,)),
    lambda _design: AssignClass(PartClass.MAINTENANCE, sources=("S01", "S02")),
    lambda design: DeleteRules(tuple(range(len(design.plan.rules)))),
)


def looked(
    design: Design, before: Analysis | None, view: PlanView | None
) -> tuple[Analysis, PlanView]:
    analysis = evaluate(design, SALES, Question(on=DAY), None, before)
    return analysis, look_at_plan(analysis, view)


def brute_costs(design: Design) -> dict[int | None, int]:
    """Return the extended cost that each rule takes, row by row."""
    matcher, rows = Matcher(design.strategy, DAY), SALES.rows
    found: dict[int | None, int] = defaultdict(int)
    assert rows.part is not None
    columns = {
        "source": (rows.source, SALES.sources),
        "group": (rows.group, SALES.groups),
        "sale_class": (rows.sale_class, SALES.classes),
        "customer_type": (rows.customer_type, SALES.customer_types),
        "pay_type": (rows.pay_type, SALES.pay_types),
        "vendor": (rows.vendor, SALES.vendors),
        "channel": (rows.channel, SALES.channels),
    }
    for row in range(len(rows.cost)):
        name = SALES.part_names[int(rows.part[row])]
        told = {
            key: names[int(codes[row])]
            for key, (codes, names) in columns.items()
            if codes is not None and names
        }
        listed = int(rows.list_price[row])
        facts = PartFacts(
            int(rows.cost[row]),
            listed if listed > 0 else None,
            name.number,
            name.description,
            **told,
        )
        found[matcher.match(facts).rule] += int(rows.cost[row]) * int(rows.quantity[row])
    return dict(found)


def test_every_edit_of_a_plan_leaves_what_a_fresh_look_finds() -> None:
    design = make_plan_design()
    analysis, view = looked(design, None, None)
    for step in STEPS:
        design = step(design).apply(design)
        analysis, view = looked(design, analysis, view)
        fresh = look_at_plan(evaluate(design, SALES, Question(on=DAY)))
        assert view.figures == fresh.figures
        assert view.total == fresh.total
        assert view.sources == fresh.sources
        if view.figures is not None:
            costs = {way: one.cost for way, one in view.figures.items() if one.cost}
            assert costs == brute_costs(design)


def test_the_rules_of_all_parts_come_to_the_replay() -> None:
    analysis, view = looked(make_plan_design(), None, None)
    assert analysis.replay is not None
    assert view.total is not None
    assert view.total.proposed is not None
    assert view.total.parts == len(np.unique(SALES.rows.part)) if SALES.rows.part is not None else 0
    assert sum(one.cost for one in view.sources if one.part_class is None) == view.total.cost
    priced = [one.proposed for one in (view.figures or {}).values() if one.proposed is not None]
    assert sum(one.sales for one in priced) == view.total.proposed.sales


def test_a_source_that_only_the_rule_for_all_parts_takes_stands_first() -> None:
    design = make_plan_design()
    rules = (
        Rule(ByMatrix(design.matrix.name), Conditions(sources=("S01",))),
        Rule(ByMatrix(design.matrix.name)),
    )
    design = replace(design, plan=replace(design.plan, rules=rules))
    _, view = looked(design, None, None)
    named = [one for one in view.sources if one.is_named and one.part_class is None]
    assert [one.name for one in named] == ["S01"]
    assert named[0].takers == (0,)
    assert all(
        one.takers == (1,) for one in view.sources if not one.is_named and not one.part_class
    )


@pytest.mark.parametrize("place", [0, 5, 29, 30])
def test_a_rule_looked_at_closely_has_the_parts_that_it_takes(place: int) -> None:
    _, view = looked(make_plan_design(), None, None)
    detail = look_at_rule(view, place)
    assert detail is not None
    assert view.assignment is not None
    assert view.figures is not None
    key = None if place == 30 else place
    assert detail.count == view.figures[key].parts
    taken = sum(cost for _, cost in detail.before)
    if key is not None and detail.matched:
        assert detail.matched - taken == view.figures[key].cost
    assert [one.cost for one in detail.parts] == sorted(
        (one.cost for one in detail.parts), reverse=True
    )
