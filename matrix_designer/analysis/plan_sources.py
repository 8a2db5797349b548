"""Which sources a history sold, with their dollars, and which rules of a plan take them.

Knows sums by class, source and rule; it matches and prices nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from matrix_designer.analysis.rule_table import COST, NO_CLASS, PIECES, SOLD, RuleTable
from matrix_designer.core.evidence import Sales
from matrix_designer.core.part_class import PartClass, name_key
from matrix_designer.core.plan import Conditions, Plan


@dataclass(frozen=True, slots=True)
class SoldSource:
    """One source: cost and sold are extended amounts, `takers` the rules that take its lines.

    Rules are counted from 0, None is the default; the one with most cost dollars comes first.
    Without takers nobody worked them out. `is_named` tells whether an enabled rule that counts
    names the source or takes less than everything of it, and that any rule takes some of it: one
    that only a rule for all parts, or only the default takes, nobody has thought of yet.
    """

    name: str
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


def sold_classes(sales: Sales, table: RuleTable) -> tuple[SoldSource, ...]:
    """Return the classes that sold, as sources are told: those no rule asks for first."""
    plan = table.assignment.strategy.plan
    named = {one for rule in plan.rules if rule.is_enabled for one in rule.conditions.classes}
    by_class = table.sums.sum(axis=1).tolist()[NO_CLASS + 1 :]
    found = [
        SoldSource(
            *(one.value, sum(column[COST] for column in rules)),
            sold=_sold(sales, rules),
            takers=_takers(rules, plan),
            is_named=one in named,
            part_class=one,
        )
        for one, rules in zip(PartClass, by_class, strict=True)
        if any(column[PIECES] for column in rules)
    ]
    return tuple(sorted(found, key=_rank))


def sold_sources(sales: Sales, table: RuleTable) -> tuple[SoldSource, ...]:
    """Return the sources of a history: those nobody thought of first, then by cost dollars."""
    plan = table.assignment.strategy.plan
    found = []
    for name, rules in zip(sales.sources, table.sums.sum(axis=0).tolist(), strict=True):
        if any(column[PIECES] for column in rules):
            takers = _takers(rules, plan)
            cost = sum(column[COST] for column in rules)
            is_named = _is_thought_of(name, plan, takers)
            found.append(SoldSource(name, cost, _sold(sales, rules), takers, is_named))
    return tuple(sorted(found, key=_rank))


def _sold(sales: Sales, rules: list[list[int]]) -> int:
    return sum(column[SOLD] for column in rules) if sales.is_sold_known else 0


def _takers(rules: list[list[int]], plan: Plan) -> tuple[int | None, ...]:
    """Return the rules that take some pieces, by cost dollars."""
    held = [(-column[COST], at) for at, column in enumerate(rules) if column[PIECES]]
    return tuple(None if at == len(plan.rules) else at for _, at in sorted(held))


def _is_thought_of(name: str, plan: Plan, takers: tuple[int | None, ...]) -> bool:
    """Tell whether any rule says something of a source, by its name or by what it takes of it."""
    if not plan:
        return True  # nobody has begun to think
    if takers == (None,):
        return False  # a rule that is off, or asks for more, names it in vain
    key = name_key(name)
    named = any(
        key in map(name_key, rule.conditions.sources) for rule in plan.rules if rule.is_enabled
    )
    return named or any(
        taker is not None and plan.rules[taker].conditions != Conditions() for taker in takers[:1]
    )


def _rank(one: SoldSource) -> tuple[bool, int, str]:
    return one.is_named, -one.cost, one.name
