"""Rows are assigned to rules as parts are matched one by one, and quickly after an edit."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from matrix_designer.analysis.assignment import Assignment, assign
from matrix_designer.analysis.row_names import RowNames, dense_codes, row_names
from matrix_designer.core.evidence import MISSING, Sales
from matrix_designer.core.matching import Matcher
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.plan import Conditions, LeftAlone, Plan, Rule, Span
from matrix_designer.core.strategy import Strategy
from matrix_designer.core.text_patterns import description_pattern
from tests.oracle.plain_sales import sales_of
from tests.oracle.plan_bridge import strategy_of
from tests.oracle.random_matrices import seeded
from tests.oracle.random_plans import DAY, random_numbers, random_part, random_strategy


def facts_at(sales: Sales, row: int) -> PartFacts:
    """Read a row's facts off its columns."""
    rows = sales.rows
    name = sales.part_names[int(rows.part[row])] if rows.part is not None else None
    listed = int(rows.list_price[row])
    columns = (
        ("source", rows.source, sales.sources),
        ("sale_class", rows.sale_class, sales.classes),
        ("pay_type", rows.pay_type, sales.pay_types),
        ("group", rows.group, sales.groups),
        ("vendor", rows.vendor, sales.vendors),
        ("customer_type", rows.customer_type, sales.customer_types),
        ("channel", rows.channel, sales.channels),
    )
    return PartFacts(
        int(rows.cost[row]),
        None if listed == MISSING else listed,
        part=name.number if name else "",
        description=name.description if name else "",
        **{field: names[int(codes[row])] for field, codes, names in columns if codes is not None},
    )


def expected(strategy: Strategy, sales: Sales, on: object) -> list[int]:
    matcher = Matcher(strategy, on)  # type: ignore[arg-type]
    matches = [matcher.match(facts_at(sales, row)) for row in range(len(sales.rows.cost))]
    default = len(strategy.plan.rules)
    return [default if match.rule is None else match.rule for match in matches]


def random_sales(rng: Random, numbers: tuple[str, ...], lines: int = 150) -> Sales:
    return sales_of([random_part(rng, numbers) for _ in range(lines)])


def test_random_rows_are_assigned_as_parts_are_matched() -> None:
    rng = seeded("assignment")
    for _ in range(60):
        numbers = random_numbers(rng, 30)
        plain = random_strategy(rng, numbers)
        sales, on = random_sales(rng, numbers), rng.choice((None, DAY))
        strategy = strategy_of(plain)
        found = assign(strategy, on, row_names(sales))
        assert found.rule.tolist() == expected(strategy, sales, on), plain


def test_a_plan_of_more_rules_than_a_word_has_bits() -> None:
    rng = seeded("many rules")
    numbers = random_numbers(rng, 30)
    sales = random_sales(rng, numbers, 400)
    for rules in (62, 63, 64, 126, 127, 150):
        strategy = strategy_of(random_strategy(rng, numbers, rules))
        some = tuple(one for one in strategy.plan.rules if one.conditions != Conditions())
        last = Rule(LeftAlone(), Conditions(sources=("9",)))
        strategy = replace(strategy, plan=Plan((*some, *(last,) * (rules - len(some)))))
        assert assign(strategy, DAY, row_names(sales)).rule.tolist() == expected(
            strategy, sales, DAY
        )


def edited_plan(rng: Random, kind: str, plan: Plan, other: Plan) -> Plan:
    rules = list(plan.rules)
    place = rng.randrange(len(rules))
    if kind == "rule":
        rules[place] = rng.choice(other.rules)
    elif kind == "order":
        rules.insert(rng.randrange(len(rules)), rules.pop(place))
    elif kind == "insert":
        rules.insert(place, rng.choice(other.rules))
    elif kind == "enable":
        rules[place] = replace(rules[place], is_enabled=not rules[place].is_enabled)
    elif len(rules) > 1:
        del rules[place]
    return Plan(tuple(rules))


def test_edits_reuse_what_they_leave_alone_and_change_nothing_by_it() -> None:
    rng = seeded("assignment edits")
    numbers = random_numbers(rng, 30)
    sales = random_sales(rng, numbers)
    names = row_names(sales)
    before: Assignment | None = None
    strategy = strategy_of(random_strategy(rng, numbers, 8))
    for _ in range(200):
        other = strategy_of(random_strategy(rng, numbers, 8))
        lists = ("plan", "flat_prices", "families", "classes")
        field = rng.choice((*lists, "rule", "rule", "order", "insert", "delete", "enable"))
        if field in lists:
            strategy = replace(strategy, **{field: getattr(other, field)})
        else:
            strategy = replace(strategy, plan=edited_plan(rng, field, strategy.plan, other.plan))
        before = assign(strategy, DAY, names, before)
        assert before.rule.tolist() == expected(strategy, sales, DAY)


def test_a_new_rule_for_lists_takes_no_part_without_one() -> None:
    rng = seeded("no list")
    sales = random_sales(rng, random_numbers(rng, 30))
    assert (sales.rows.list_price <= 0).any()
    last = Rule(LeftAlone(), Conditions())
    strategy = replace(strategy_of(random_strategy(rng, ())), plan=Plan((last,)))
    names = row_names(sales)
    first = assign(strategy, None, names)
    both = replace(strategy, plan=Plan((Rule(LeftAlone(), Conditions(list_price=Span(0))), last)))
    assert assign(both, None, names, first).rule.tolist() == expected(both, sales, None)


def test_conditions_that_stay_are_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = seeded("asked once")
    sales = random_sales(rng, random_numbers(rng, 30))
    filters = Rule(LeftAlone(), Conditions(descriptions=("filter",)))
    brakes = Rule(LeftAlone(), Conditions(descriptions=("brake",)))
    strategy = replace(strategy_of(random_strategy(rng, ())), plan=Plan((filters,)))
    names = row_names(sales)
    first = assign(strategy, None, names)
    asked: list[tuple[str, ...]] = []

    def spy(patterns: tuple[str, ...]) -> re.Pattern[str]:
        asked.append(patterns)
        return description_pattern(patterns)

    monkeypatch.setattr("matrix_designer.analysis.rule_masks.description_pattern", spy)
    both = replace(strategy, plan=Plan((filters, brakes)))
    second = assign(both, None, names, first)
    assert asked == [("brake",)]
    assert second.rule.tolist() == expected(both, sales, None)


def test_rows_of_the_coarse_grain_answer_what_they_can() -> None:
    rng = seeded("slim")
    numbers = random_numbers(rng, 30)
    fine = random_sales(rng, numbers)
    slim = replace(
        fine,
        rows=replace(
            fine.rows, part=None, group=None, vendor=None, customer_type=None, channel=None
        ),
        part_names=(),
    )
    rules = (
        Rule(LeftAlone(), Conditions(sources=("AC", "9"), pay_types=("C",))),
        Rule(LeftAlone(), Conditions(sale_classes=("M",))),
    )
    strategy = replace(strategy_of(random_strategy(rng, numbers)), plan=Plan(rules))
    found = assign(strategy, None, row_names(slim)).rule.tolist()
    assert found == assign(strategy, None, row_names(fine)).rule.tolist()
    assert set(found) == {0, 1, 2}


def test_rows_in_any_order_are_put_in_that_of_the_fold() -> None:
    rng = seeded("unordered")
    sales = random_sales(rng, random_numbers(rng, 10))
    order = np.array(rng.sample(range(len(sales.rows.cost)), len(sales.rows.cost)))
    mixed = replace(
        sales.rows,
        **{name: getattr(sales.rows, name)[order] for name in type(sales.rows).__slots__},
    )
    names: RowNames = row_names(replace(sales, rows=mixed))
    assert names.rows.cost.tolist() == sales.rows.cost.tolist()
    assert names.rows.list_price.tolist() == sales.rows.list_price.tolist()


def test_codes_that_are_too_many_to_be_marked_are_sorted() -> None:
    rng = seeded("dense")
    columns = [np.array([rng.randrange(9) for _ in range(500)]) for _ in range(4)]
    want = sorted({tuple(int(column[row]) for column in columns) for row in range(500)})
    for sizes in ((9, 9, 9, 9), (10**4, 10**4, 10**4, 10**4)):
        dense, firsts = dense_codes(columns, sizes)
        seen = [tuple(int(column[row]) for column in columns) for row in firsts]
        assert [seen[place] for place in dense] == [
            tuple(int(column[row]) for column in columns) for row in range(500)
        ]
        assert sorted(seen) == want
