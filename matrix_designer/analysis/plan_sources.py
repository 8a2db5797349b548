"""Which sources a history sold, with their dollars, and which rules of a plan take them.

Sums over rows that are assigned already. Knows sales rows and which rule takes each; it matches
and prices nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matrix_designer.analysis.assignment import Assignment
from matrix_designer.analysis.rule_figures import grouped_sums
from matrix_designer.analysis.sums import Exact, products
from matrix_designer.core.evidence import Codes, Ints, Sales
from matrix_designer.core.part_class import PartClass, name_key
from matrix_designer.core.plan import Conditions, Plan


@dataclass(frozen=True, slots=True)
class SoldSource:
    """One source: cost and sold are extended amounts, `takers` the rules that take its lines.

    Rules are counted from 0, None is the default; the one with most cost dollars comes first.
    Without takers nobody worked them out. `is_named` tells whether an enabled rule that counts
    names the source or takes less than everything of it: one that only a rule for all parts, or
    only the default takes, nobody has thought of yet.
    """

    name: str
    lines: int
    cost: int
    sold: int
    takers: tuple[int | None, ...]
    is_named: bool
    part_class: PartClass | None = None

    @property
    def words(self) -> str:
        """What it is called in a sentence: `source 07`, `class competitive`."""
        if self.part_class is not None:
            return f"class {self.part_class.value}"
        return f"source {self.name or 'without a name'}"

    @property
    def conditions(self) -> Conditions:
        """What a part must be to belong to it."""
        if self.part_class is not None:
            return Conditions(classes=(self.part_class,))
        return Conditions(sources=(self.name,))


def sold_classes(sales: Sales, assignment: Assignment) -> tuple[SoldSource, ...]:
    """Return the classes that sold, as sources are told: those no rule asks for first."""
    rows, plan = assignment.names.rows, assignment.strategy.plan
    of_row = assignment.masks.part_class[assignment.names.item]
    at = np.flatnonzero(of_row >= 0)
    if not len(at):
        return ()
    count, place = len(PartClass), of_row[at]
    cost = products(rows.cost[at], rows.quantity[at])
    lines, sold, costs = (
        grouped_sums(column, place, count) for column in (rows.lines[at], rows.sold[at], cost)
    )
    takers = _takers(place, cost, assignment.rule[at], len(plan.rules), count)
    named = {one for rule in plan.rules if rule.is_enabled for one in rule.conditions.classes}
    found = [
        SoldSource(
            *(one.value, lines[code], costs[code]),
            sold=sold[code] if sales.is_sold_known else 0,
            takers=takers[code] if plan else (None,),
            is_named=one in named,
            part_class=one,
        )
        for code, one in enumerate(PartClass)
        if lines[code]
    ]
    return tuple(sorted(found, key=_rank))


def sold_sources(sales: Sales, plan: Plan, assignment: Assignment | None) -> tuple[SoldSource, ...]:
    """Return the sources of a history: those nobody thought of first, then by cost dollars.

    Without an assignment nobody knows yet which rules take which rows, or there is no plan.
    """
    rows, count = sales.rows if assignment is None else assignment.names.rows, len(sales.sources)
    cost = products(rows.cost, rows.quantity)
    lines, sold, costs = (
        grouped_sums(column, rows.source, count) for column in (rows.lines, rows.sold, cost)
    )
    takers: list[tuple[int | None, ...]] = [() if plan else (None,)] * count
    if assignment is not None and plan:
        takers = _takers(rows.source, cost, assignment.rule, len(plan.rules), count)
    found = [
        SoldSource(
            *(name, lines[code], costs[code]),
            sold=sold[code] if sales.is_sold_known else 0,
            takers=takers[code],
            is_named=_is_thought_of(name, plan, takers[code]),
        )
        for code, name in enumerate(sales.sources)
        if lines[code]
    ]
    return tuple(sorted(found, key=_rank))


def _takers(
    source: Ints | Codes, cost: Exact, rule: Ints | Codes, rules: int, count: int
) -> list[tuple[int | None, ...]]:
    """Return the rules that take each source, by cost dollars."""
    ways = rules + 1
    place = source.astype(np.int64) * ways + rule
    table = grouped_sums(cost, place, count * ways)
    seen = np.zeros(count * ways, dtype=bool)
    seen[place] = True
    made: list[tuple[int | None, ...]] = []
    for code in range(count):
        start = code * ways
        present = [(-table[start + at], at) for at in range(ways) if seen[start + at]]
        made.append(tuple(None if at == ways - 1 else at for _, at in sorted(present)))
    return made


def _is_thought_of(name: str, plan: Plan, takers: tuple[int | None, ...]) -> bool:
    """Tell whether any rule says something of a source, by its name or by what it takes of it."""
    if not plan:
        return False
    key = name_key(name)
    named = any(
        key in map(name_key, rule.conditions.sources) for rule in plan.rules if rule.is_enabled
    )
    return named or any(
        taker is not None and plan.rules[taker].conditions != Conditions() for taker in takers[:1]
    )


def _rank(one: SoldSource) -> tuple[bool, int, str]:
    return one.is_named, -one.cost, one.name
