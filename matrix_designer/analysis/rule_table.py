"""Sums of a history by class, source and rule: what an edit of the plan moves, and no more.

Exact integers. After an edit only the rows that another rule takes, or that sell for another
price, are taken away and added anew. Knows rows that are assigned and priced already.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from matrix_designer.analysis.assignment import Assignment
from matrix_designer.analysis.rule_figures import Earned, RuleFigures, grouped_sums
from matrix_designer.analysis.sums import Exact, products
from matrix_designer.core.evidence import Codes, Ints
from matrix_designer.core.part_class import PartClass

PIECES, COST, SOLD, PROPOSED_COST, PROPOSED, IN_FORCE_COST, IN_FORCE = range(7)
_COLUMNS = 7
NO_CLASS = 0
"""The place of parts without a class; the classes follow in their order."""


@dataclass(frozen=True, slots=True, eq=False)
class RuleTable:
    """Sums by (class, source, rule, column), all rows in them; the last rule is the default.

    `cost` is the extended cost of each row; `base` the class and source of each item.
    """

    assignment: Assignment
    proposed: Ints | None
    in_force: Ints | None
    cost: Exact
    base: Ints
    sums: Exact

    @property
    def by_rule(self) -> list[list[int]]:
        """The columns of each rule, then of the default."""
        rows: list[list[int]] = self.sums.sum(axis=(0, 1)).tolist()
        return rows


def rule_table(
    assignment: Assignment,
    proposed: Ints | None,
    in_force: Ints | None,
    sources: int,
    before: RuleTable | None = None,
) -> RuleTable:
    """Sum a history; `before` is the table of an earlier plan, of any history."""
    names = assignment.names
    base = (assignment.masks.part_class + 1) * sources + names.item_source
    shape = (len(PartClass) + 1, sources, len(assignment.strategy.plan.rules) + 1)
    is_same = (
        before is not None
        and before.assignment.names is names
        and before.in_force is in_force
        and (before.proposed is None) is (proposed is None)
        and before.sums.shape[1] == sources
        and np.array_equal(before.base, base)
    )
    if before is None or not is_same:
        cost = products(names.rows.cost, names.rows.quantity)
        made = RuleTable(assignment, proposed, in_force, cost, base, np.zeros(0, np.int64))
        return _with_sums(made, _sums(made, _cells(made, slice(None)), slice(None), shape))
    made = RuleTable(assignment, proposed, in_force, before.cost, base, before.sums)
    places = _new_places(before.assignment, assignment)
    was = places[before.assignment.rule]
    differs = was != assignment.rule
    if proposed is not None and before.proposed is not None:
        differs |= before.proposed != proposed
    moved = np.flatnonzero(differs)
    sums = np.zeros((*shape, _COLUMNS), before.sums.dtype)
    kept = np.flatnonzero(places >= 0)
    sums[:, :, places[kept]] = before.sums[:, :, kept]
    if len(moved):
        there = moved[was[moved] >= 0]  # what a rule that is gone took has no cell any more
        old = base[names.item[there]] * shape[2] + was[there]
        sums -= _sums(before, old, there, shape)
        sums += _sums(made, _cells(made, moved), moved, shape)
    return _with_sums(made, sums)


def _with_sums(table: RuleTable, sums: Exact) -> RuleTable:
    return RuleTable(
        *(table.assignment, table.proposed, table.in_force),
        *(table.cost, table.base, sums),
    )


def _new_places(before: Assignment, after: Assignment) -> Ints:
    """Return where each rule of before stands now, -1 where it is gone; the default stays last."""
    old, rules = before.strategy.plan.rules, after.strategy.plan.rules
    places = {id(rule): place for place, rule in enumerate(rules)}
    found = [places.get(id(rule), -1) for rule in old]
    if len(old) == len(rules):  # a rule that was changed in its place keeps it
        found = [place if at < 0 else at for place, at in enumerate(found)]
    times = Counter(found)  # one rule may stand twice, and no two may come to one place
    return np.array([*(at if times[at] == 1 else -1 for at in found), len(rules)], np.int64)


def _cells(table: RuleTable, at: slice | Ints) -> Ints:
    """Return the cell of each row: class and source of its item, and its rule."""
    assignment = table.assignment
    ways = len(assignment.strategy.plan.rules) + 1
    cells: Ints = table.base[assignment.names.item[at]] * ways + assignment.rule[at]
    return cells


def _sums(table: RuleTable, cells: Ints, at: slice | Ints, shape: tuple[int, ...]) -> Exact:
    """Sum every column of some rows into their cells."""
    rows = table.assignment.names.rows
    quantity, cost = rows.quantity[at], table.cost[at]
    count = shape[0] * shape[1] * shape[2]
    columns: list[Exact | None] = [quantity, cost, rows.sold[at]]
    for price in (table.proposed, table.in_force):
        if price is None:
            columns += [None, None]
            continue
        here = price[at]
        columns += [np.where(here >= 0, cost, 0), products(np.maximum(here, 0), quantity)]
    made = np.zeros((count, _COLUMNS), object if table.cost.dtype == object else np.int64)
    for place, column in enumerate(columns):
        if column is not None:
            made[:, place] = grouped_sums(column, cells, count)
    return made.reshape((*shape, _COLUMNS))


def figures_of(
    table: RuleTable, part: Codes | Ints | None, parts: int, *, is_sold_known: bool
) -> tuple[dict[int | None, RuleFigures], RuleFigures]:
    """Return the figures by rule, counted from 0 and None for the default, and of all together."""
    by_rule = table.by_rule
    counts = None if part is None else _part_counts(table.assignment, part, parts)
    found: dict[int | None, RuleFigures] = {}
    for way, sums in enumerate(by_rule):
        count = None if counts is None else counts[way]
        key = None if way == len(by_rule) - 1 else way
        found[key] = _figures(table, sums, count, is_sold_known=is_sold_known)
    every = [sum(column) for column in zip(*by_rule, strict=True)]
    all_parts = None if counts is None else counts[-1]
    return found, _figures(table, every, all_parts, is_sold_known=is_sold_known)


def _figures(
    table: RuleTable, sums: list[int], parts: int | None, *, is_sold_known: bool
) -> RuleFigures:
    has_proposed, has_in_force = table.proposed is not None, table.in_force is not None
    return RuleFigures(
        pieces=sums[PIECES],
        cost=sums[COST],
        sold=sums[SOLD] if is_sold_known else None,
        in_force=Earned(sums[IN_FORCE_COST], sums[IN_FORCE]) if has_in_force else None,
        proposed=Earned(sums[PROPOSED_COST], sums[PROPOSED]) if has_proposed else None,
        parts=parts,
    )


def _part_counts(assignment: Assignment, part: Codes | Ints, parts: int) -> list[int]:
    """Count the part numbers that each rule takes, and at the end all of them."""
    ways = len(assignment.strategy.plan.rules) + 1
    seen = np.zeros(ways * parts, np.bool_)
    seen[assignment.rule.astype(np.int32) * parts + part] = True
    marks = seen.reshape(ways, parts)
    counts: list[int] = np.count_nonzero(marks, axis=1).tolist()
    return [*counts, int(np.count_nonzero(marks.any(axis=0)))]
