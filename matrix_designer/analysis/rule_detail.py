"""One rule looked at closely: what matches it, which rules take some of that before, its parts.

Sums over rows that are assigned and priced already. Knows sales rows and plans; it prices
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matrix_designer.analysis.assignment import Assignment, assign
from matrix_designer.analysis.rule_figures import Earned, grouped_sums
from matrix_designer.analysis.sums import Exact, products
from matrix_designer.core.evidence import Ints, Sales, SalesRows
from matrix_designer.core.plan import Plan

MOST_PARTS = 40


@dataclass(frozen=True, slots=True)
class RulePart:
    """One part that a rule takes: pieces in thousandths, cost extended."""

    number: str
    description: str
    source: str
    pieces: int
    cost: int
    in_force: Earned | None
    proposed: Earned | None


@dataclass(frozen=True, slots=True)
class RuleDetail:
    """What a rule does: `matched` is the extended cost of all that its conditions match.

    `before` are the rules that take some of it earlier, counted from 0, each with its cost, the
    dearest first; `parts` those that it takes, by cost, `count` how many there are in all.
    `unpriced` are what it takes and gives no price: how many parts, and their cost.
    """

    matched: int
    before: tuple[tuple[int, int], ...]
    parts: tuple[RulePart, ...]
    count: int
    unpriced: tuple[int, int] = (0, 0)


def rule_detail(
    sales: Sales,
    assignment: Assignment,
    place: int,
    prices: tuple[Ints | None, Ints | None],
) -> RuleDetail:
    """Look at a rule, counted from 0 (the number of rules: the default).

    `prices` are those in force and proposed by row, None where there are none.
    """
    rows, rules = assignment.names.rows, assignment.strategy.plan.rules
    cost = products(rows.cost, rows.quantity)
    matched = 0
    before: tuple[tuple[int, int], ...] = ()
    if place < len(rules) and rules[place].counts_on(assignment.on):
        alone = replace(assignment.strategy, plan=Plan((rules[place],)))
        here = assign(alone, assignment.on, assignment.names, assignment).rule == 0
        sums = grouped_sums(cost * here, assignment.rule, len(rules) + 1)
        matched = sum(sums)
        before = tuple(
            sorted(
                ((rule, held) for rule, held in enumerate(sums[:place]) if held),
                key=_by_cost,
            )
        )
    at = np.flatnonzero(assignment.rule == place)
    parts, count = _parts(sales, assignment, at, prices)
    return RuleDetail(matched, before, parts, count, _unpriced(rows, cost, at, prices[1]))


def _unpriced(rows: SalesRows, cost: Exact, at: Ints, proposed: Ints | None) -> tuple[int, int]:
    """Return how many parts of some rows have no proposed price, and their cost."""
    if proposed is None or rows.part is None:
        return 0, 0
    gone = at[proposed[at] < 0]
    return len(np.unique(rows.part[gone])), int(cost[gone].sum())


def _by_cost(pair: tuple[int, int]) -> tuple[int, int]:
    return -pair[1], pair[0]


def _parts(
    sales: Sales,
    assignment: Assignment,
    at: Ints,
    prices: tuple[Ints | None, Ints | None],
) -> tuple[tuple[RulePart, ...], int]:
    """Return the parts of some rows with most cost dollars, and how many parts there are."""
    rows = assignment.names.rows
    if rows.part is None or not len(at):
        return (), 0
    part, quantity = rows.part[at], rows.quantity[at]
    size = len(sales.part_names)
    costs = grouped_sums(products(rows.cost[at], quantity), part, size)
    lines = np.bincount(part, minlength=size)
    order = sorted(np.flatnonzero(lines).tolist(), key=lambda code: (-costs[code], code))
    shown = np.array(order[:MOST_PARTS], np.int64)
    number = np.full(size, -1, np.int64)
    number[shown] = np.arange(len(shown))
    few = np.flatnonzero(number[part] >= 0)
    at, group, quantity = at[few], number[part[few]], quantity[few]
    pieces = grouped_sums(quantity, group, len(shown))
    states = [_earned(assignment, at, group, len(shown), price) for price in prices]
    source = np.zeros(len(shown), np.int64)
    source[group] = rows.source[at]
    made = []
    for place, code in enumerate(shown.tolist()):
        name = sales.part_names[code]
        in_force, proposed = (None if state is None else state[place] for state in states)
        made.append(
            RulePart(
                *(name.number, name.description, sales.sources[int(source[place])]),
                pieces[place],
                costs[code],
                in_force,
                proposed,
            )
        )
    return tuple(made), len(order)


def _earned(
    assignment: Assignment, at: Ints, group: Ints, groups: int, price: Ints | None
) -> list[Earned] | None:
    if price is None:
        return None
    rows, here = assignment.names.rows, price[at]
    is_priced = here >= 0
    quantity = rows.quantity[at]
    costs = grouped_sums(products(rows.cost[at], quantity) * is_priced, group, groups)
    sales = grouped_sums(products(np.maximum(here, 0), quantity), group, groups)
    return [Earned(*pair) for pair in zip(costs, sales, strict=True)]
