"""Checks of what a plan's treatments charge: above list, under cost, apart by channel.

Knows the rows of the sales with the rule that takes each; which rule that is, is judged in plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from matrix_designer.analysis.assignment import Assignment
from matrix_designer.analysis.checks.margin import REIMBURSED
from matrix_designer.analysis.checks.plan_context import PlanContext, pieces_words
from matrix_designer.analysis.findings import Finding, Severity
from matrix_designer.analysis.row_names import rows_of_items
from matrix_designer.analysis.sums import products, total
from matrix_designer.core.evidence import Ints
from matrix_designer.core.factor import Basis
from matrix_designer.core.money import CENT, amount_text, total_text
from matrix_designer.core.part_class import PartClass, part_key
from matrix_designer.core.plan import ByFamily, ByFlatPrice, ByPercent, LeftAlone
from matrix_designer.core.plan_words import percent_words
from matrix_designer.core.pricing import UNPRICED


@dataclass(frozen=True, slots=True, eq=False)
class OverList:
    """Rows that one rule sells above list: `at` rows, `excess` extended dollars, the worst row."""

    rule: int
    at: Ints
    pieces: int
    excess: int
    worst: int
    worst_price: int


def shopped_rows(context: PlanContext) -> Ints:
    """Return the rows of parts that are never to sell above list: menu, flat or competitive."""
    assigned = context.assignment
    if assigned is None:
        return np.zeros(0, np.int64)
    design = context.design
    of = (assigned.names, design.classes, design.flat_prices, design.menus)
    return context.memo.recall("shopped", of, lambda: _find_shopped(context, assigned))


def _find_shopped(context: PlanContext, assigned: Assignment) -> Ints:
    names, design = assigned.names, context.design
    found = np.zeros(len(names.item_part), np.bool_)
    if design.flat_prices:
        found |= assigned.masks.flat_price >= 0
    wanted = {part_key(one.part) for menu in design.menus for one in menu.parts}
    for key in wanted:
        for code in names.parts_by_key.get(key, ()):
            found |= names.item_part == code
    place = list(PartClass).index(PartClass.COMPETITIVE)
    found |= assigned.masks.part_class == place
    at = rows_of_items(names, found)
    return at[names.rows.list_price[at] > 0]


def over_list(context: PlanContext) -> tuple[OverList, ...]:
    """Return what each rule sells of shopped parts above list, in the order of the rules."""
    assigned = context.assignment
    at = shopped_rows(context)
    if assigned is None or not len(at):
        return ()
    found = []
    groups = context.memo.recall("shopped by rule", (assigned, at), partial(_cut, assigned, at))
    for rule, mine in groups:
        treatment = context.treatment(rule)
        if isinstance(treatment, LeftAlone):
            continue
        held = context.memo.recall_rows(f"shopped by {rule}", (mine,), partial(_same, mine))
        of = (held, context.matrix_of(rule), treatment, *_lists_of(context, treatment))
        over = context.memo.recall(f"over list by {rule}", of, partial(_over, context, rule, held))
        if over is not None:
            found.append(over)
    return tuple(found)


def over_list_by_rule(context: PlanContext) -> dict[int, OverList]:
    """Return the same by rule, found once for all findings."""
    of = (context.assignment, context.design)
    return context.memo.recall(
        "over list by rule", of, lambda: {one.rule: one for one in over_list(context)}
    )


def _cut(assigned: Assignment, at: Ints) -> tuple[tuple[int, Ints], ...]:
    """Return the rows of each rule among some, rising."""
    taker = assigned.rule[at]
    order = np.argsort(taker, kind="stable")
    counts = np.bincount(taker)
    cuts = np.concatenate(([0], np.cumsum(counts))).tolist()
    return tuple(
        (rule, at[order[cuts[rule] : cuts[rule + 1]]]) for rule in np.flatnonzero(counts).tolist()
    )


def _same(rows: Ints) -> Ints:
    return rows


def _lists_of(context: PlanContext, treatment: object) -> tuple[object, ...]:
    """Return the lists on which the prices of a treatment depend."""
    if isinstance(treatment, ByFlatPrice):
        return (context.design.flat_prices,)
    return (context.design.families,) if isinstance(treatment, ByFamily) else ()


def _over(context: PlanContext, rule: int, at: Ints) -> OverList | None:
    if context.assignment is None:
        return None
    rows = context.assignment.names.rows
    prices = context.prices_by(rule, at, context.assignment)
    listed = rows.list_price[at]
    is_over = prices > listed
    if not is_over.any():
        return None
    at, prices, listed = at[is_over], prices[is_over], listed[is_over]
    excess = products(prices - listed, rows.quantity[at])
    worst = int(np.argmax(prices / listed))
    pieces = context.pieces(at)
    return OverList(rule, at, pieces, total(excess), int(at[worst]), int(prices[worst]))


def check_competitive_above_list(context: PlanContext) -> Iterator[Finding]:
    """Flag menu, flat-priced and competitive parts that sell above list."""
    assigned = context.assignment
    if assigned is None:
        return
    rows = assigned.names.rows
    for over in over_list(context):
        listed = int(rows.list_price[over.worst])
        number = context.part_number(over.worst)
        which = f"part “{number}”" if number else "a part"
        yield Finding(
            code="competitive-above-list",
            severity=Severity.WARNING,
            message=f"{context.rule_name(over.rule)} sells "
            f"{pieces_words(over.pieces)} of menu, flat-priced or competitive "
            f"parts above list, ${total_text(over.excess)} over it; at worst {which} at "
            f"${amount_text(over.worst_price)} against a list of ${amount_text(listed)}.",
            why="It is never advisable to inflate the list price of menu items, customer-sensitive "
            "parts and parts that are advertised.",
            source="002 section M",
            matrix="",
            dollars=over.excess,
            way=at_list_words(context, over.rule),
            rule=context.number_of(over.rule),
            subject=context.rule_subject(over.rule),
        )


def at_list_words(context: PlanContext, rule: int) -> str:
    """Say what is tried first about parts above list."""
    treatment = context.treatment(rule)
    if isinstance(treatment, ByPercent) and treatment.basis is Basis.LIST:
        return f"Let rule {rule + 1} sell at list"
    if isinstance(treatment, ByFlatPrice):
        return "Lower those flat prices to list"
    return "Sell them at list by a rule of their own"


@dataclass(frozen=True, slots=True, eq=False)
class UnderCost:
    """Rows that one rule sells under their cost, the loss (extended), and the worst of them."""

    rule: int
    at: Ints
    pieces: int
    loss: int
    worst: int
    worst_price: int


def under_cost(context: PlanContext) -> tuple[UnderCost, ...]:
    """Return what each rule that is no matrix sells under cost, in the order of the rules."""
    assigned = context.assignment
    if assigned is None:
        return ()
    found = []
    for rule, held in enumerate(context.rules):
        treatment = held.treatment
        if not isinstance(treatment, ByFlatPrice | ByFamily | ByPercent):
            continue
        at = context.memo.recall_rows(
            f"rows of rule {rule}", (assigned,), partial(_rows_of, assigned, rule)
        )
        of = (at, treatment, *_lists_of(context, treatment))
        under = context.memo.recall(
            f"under cost by {rule}", of, partial(_under, context, assigned, rule, at)
        )
        if under is not None:
            found.append(under)
    return tuple(found)


def under_cost_by_rule(context: PlanContext) -> dict[int, UnderCost]:
    """Return the same by rule, found once for all findings."""
    of = (context.assignment, context.design)
    return context.memo.recall(
        "under cost by rule", of, lambda: {one.rule: one for one in under_cost(context)}
    )


def _rows_of(assigned: Assignment, rule: int) -> Ints:
    return np.flatnonzero(assigned.rule == rule)


def _under(context: PlanContext, assigned: Assignment, rule: int, at: Ints) -> UnderCost | None:
    rows = assigned.names.rows
    prices = context.prices_by(rule, at, assigned)
    # Half a cent may be lost where the cost itself has parts of one: that is rounding.
    least = rows.cost[at]
    treatment = context.treatment(rule)
    if isinstance(treatment, ByPercent) and treatment.basis is Basis.COST:
        least = least - (CENT // 2 if treatment.percent >= 0 else 0)
    is_under = (prices != UNPRICED) & (prices < least)
    if not is_under.any():
        return None
    at, prices = at[is_under], prices[is_under]
    loss = products(rows.cost[at] - prices, rows.quantity[at])
    worst = int(np.argmin(prices / rows.cost[at]))
    pieces = context.pieces(at)
    return UnderCost(rule, at, pieces, total(loss), int(at[worst]), int(prices[worst]))


def check_plan_below_cost(context: PlanContext) -> Iterator[Finding]:
    """Flag flat prices, families and percents that sell a part under its cost."""
    if context.assignment is None:
        yield from _below_cost_by_rule(context)
        return
    rows = context.assignment.names.rows
    for under in under_cost(context):
        number = context.part_number(under.worst)
        which = f"part “{number}”" if number else "a part"
        message = (
            f"{context.rule_name(under.rule)} sells {pieces_words(under.pieces)}"
            f" under their cost and loses ${total_text(under.loss)}; at worst {which}, "
            f"which costs ${amount_text(int(rows.cost[under.worst]))}, at "
            f"${amount_text(under.worst_price)}."
        )
        yield _below_cost(context, under.rule, message, under.loss)


def _below_cost_by_rule(context: PlanContext) -> Iterator[Finding]:
    """Without sales: what a rule alone tells."""
    for rule, held in enumerate(context.rules):
        treatment = held.treatment
        if (
            held.is_enabled
            and isinstance(treatment, ByPercent)
            and treatment.basis is Basis.COST
            and treatment.percent < 0
        ):
            words = percent_words(treatment)
            message = f"{context.rule_name(rule)} prices at {words}, under cost."
            yield _below_cost(context, rule, message, None)


def _below_cost(context: PlanContext, rule: int, message: str, dollars: int | None) -> Finding:
    is_wholesale = context.is_wholesale(rule)
    return Finding(
        code="below-cost",
        severity=Severity.ADVICE if is_wholesale else Severity.ERROR,
        message=message,
        why=REIMBURSED if is_wholesale else "Every piece sold under its cost loses money.",
        source="arithmetic",
        matrix="",
        dollars=dollars,
        way=at_cost_words(context, rule),
        rule=rule + 1,
        subject=context.rule_subject(rule),
    )


def at_cost_words(context: PlanContext, rule: int) -> str | None:
    """Say what is tried first about parts under cost."""
    treatment = context.treatment(rule)
    if isinstance(treatment, ByPercent) and treatment.basis is Basis.COST:
        return f"Let rule {rule + 1} sell at cost"
    if isinstance(treatment, ByFlatPrice):
        return "Raise those flat prices to cost"
    if isinstance(treatment, ByFamily):
        return "Take those parts out of their family"
    return "Sell them at cost by a rule of their own"
