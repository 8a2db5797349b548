"""Checks of what a plan's treatments charge: above list, under cost, apart by channel.

Knows the rows of the sales with the rule that takes each; which rule that is, is judged in plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from matrix_designer.analysis.assignment import Assignment, assign
from matrix_designer.analysis.channel_gaps import channel_gaps, is_of_one
from matrix_designer.analysis.channels import CUSTOMER_NAMES, channel_kind, channel_names
from matrix_designer.analysis.checks.margin import REIMBURSED
from matrix_designer.analysis.checks.plan_context import PlanContext, pieces_words
from matrix_designer.analysis.findings import Finding, Severity
from matrix_designer.analysis.row_names import RowNames
from matrix_designer.analysis.sums import products, total
from matrix_designer.core.evidence import Codes, Ints
from matrix_designer.core.factor import Basis
from matrix_designer.core.money import CENT, amount_text, total_text
from matrix_designer.core.part_class import PartClass, name_key, part_key
from matrix_designer.core.plan import ByFamily, ByFlatPrice, ByPercent, LeftAlone
from matrix_designer.core.plan_words import percent_words
from matrix_designer.core.pricing import UNPRICED
from matrix_designer.core.strategy_pricing import PlannedPrice

_CHANNELS = 5
"""Where the channel stands among the names of a profile."""


@dataclass(frozen=True, slots=True, eq=False)
class OverList:
    """Rows that one rule sells above list: `at` rows, `excess` extended dollars, the worst row."""

    rule: int
    at: Ints
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
    at = np.flatnonzero(found[names.item])
    return at[names.rows.list_price[at] > 0]


def over_list(context: PlanContext) -> tuple[OverList, ...]:
    """Return what each rule sells of shopped parts above list, in the order of the rules."""
    assigned = context.assignment
    at = shopped_rows(context)
    if assigned is None or not len(at):
        return ()
    found = []
    taker = context.memo.recall("takers of shopped", (assigned, at), lambda: assigned.rule[at])
    for rule in np.unique(taker).tolist():
        treatment = context.treatment(rule)
        if isinstance(treatment, LeftAlone):
            continue
        held = context.memo.recall(f"shopped by {rule}", (taker, at), partial(_of, at, taker, rule))
        of = (held, context.matrix_of(rule), treatment, *_lists_of(context, treatment))
        over = context.memo.recall(f"over list by {rule}", of, partial(_over, context, rule, held))
        if over is not None:
            found.append(over)
    return tuple(found)


def _of(at: Ints, taker: Codes, rule: int) -> Ints:
    held: Ints = at[taker == rule]
    return held


def _lists_of(context: PlanContext, treatment: object) -> tuple[object, ...]:
    """Return the lists on which the prices of a treatment depend."""
    if isinstance(treatment, ByFlatPrice):
        return (context.design.flat_prices,)
    return (context.design.families,) if isinstance(treatment, ByFamily) else ()


def _over(context: PlanContext, rule: int, at: Ints) -> OverList | None:
    if context.assignment is None:
        return None
    rows = context.assignment.names.rows
    prices = context.prices(at)
    listed = rows.list_price[at]
    is_over = prices > listed
    if not is_over.any():
        return None
    at, prices, listed = at[is_over], prices[is_over], listed[is_over]
    excess = products(prices - listed, rows.quantity[at])
    worst = int(np.argmax(prices / listed))
    return OverList(rule, at, total(excess), int(at[worst]), int(prices[worst]))


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
            f"{pieces_words(context.pieces(over.at))} of menu, flat-priced or competitive "
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
        of = (assigned, treatment, *_lists_of(context, treatment))
        under = context.memo.recall(
            f"under cost by {rule}", of, partial(_under, context, assigned, rule)
        )
        if under is not None:
            found.append(under)
    return tuple(found)


def _under(context: PlanContext, assigned: Assignment, rule: int) -> UnderCost | None:
    rows = assigned.names.rows
    at = np.flatnonzero(assigned.rule == rule)
    prices = context.prices(at)
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
    return UnderCost(rule, at, total(loss), int(at[worst]), int(prices[worst]))


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
            f"{context.rule_name(under.rule)} sells {pieces_words(context.pieces(under.at))}"
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


@dataclass(frozen=True, slots=True, eq=False)
class ApartRows:
    """Rows that a rule of one channel alone prices apart: prices over the counter and on an RO."""

    rule: int
    at: Ints
    counter: Ints
    repair_order: Ints
    dollars: int


def apart_rows(context: PlanContext) -> tuple[ApartRows, ...]:
    """Return, by the rule of one channel alone that does it, the rows that two channels part.

    They are those that a customer pays for, over the counter, on a repair order, or not told.
    """
    assigned = context.assignment
    if assigned is None or not _names_one_channel(context):
        return ()
    both = context.memo.recall(
        "in both channels", (assigned, context.sales), lambda: _both_assigned(context, assigned)
    )
    counter, repair_order, at = both
    at = at[counter.rule[at] != repair_order.rule[at]]
    if not len(at):
        return ()
    one, two = context.prices(at, counter), context.prices(at, repair_order)
    apart = one != two
    at, one, two = at[apart], one[apart], two[apart]
    is_single = np.array([*(_is_single(context, r) for r in range(len(context.rules))), False])
    takers = counter.rule[at].astype(np.int64), repair_order.rule[at].astype(np.int64)
    beyond = len(context.rules)
    by = np.minimum(*(np.where(is_single[taker], taker, beyond) for taker in takers))
    quantity = assigned.names.rows.quantity[at]
    # A price that is none in one channel has no difference in dollars.
    moved = np.where((one != UNPRICED) & (two != UNPRICED), np.abs(one - two), 0)
    dollars = products(moved, quantity)
    return tuple(
        ApartRows(
            rule, at[by == rule], one[by == rule], two[by == rule], total(dollars[by == rule])
        )
        for rule in np.unique(by).tolist()
    )


def _names_one_channel(context: PlanContext) -> bool:
    return any(_is_single(context, rule) for rule in range(len(context.rules)))


def _is_single(context: PlanContext, rule: int) -> bool:
    """Tell whether an enabled rule is of the counter or of repair orders, but not of both."""
    if not context.rules[rule].conditions.channels:
        return False
    names = channel_names(context.design.plan, context.sales)
    return is_of_one(context.rules[rule], (name_key(names.counter), name_key(names.repair_order)))


def _both_assigned(
    context: PlanContext, assigned: Assignment
) -> tuple[Assignment, Assignment, Ints]:
    """Assign every row as if it were sold over the counter and on a repair order."""
    names, plan = assigned.names, context.design.plan
    called = channel_names(plan, context.sales)
    found = []
    for channel in (called.counter, called.repair_order):
        moved = context.memo.recall(
            f"rows in {channel}", (names,), partial(_in_channel, names, channel)
        )
        made = assign(context.strategy, context.on, moved, context.memo.last(f"assigned {channel}"))
        context.memo.keep(f"assigned {channel}", made)
        found.append(made)
    return found[0], found[1], context.memo.recall("retail", (names,), lambda: retail_rows(names))


def _in_channel(names: RowNames, channel: str) -> RowNames:
    codes = list(names.profile_codes)
    codes[_CHANNELS] = np.zeros(len(codes[0]), np.int64)
    held = list(names.names)
    held[_CHANNELS] = (name_key(channel),)
    return replace(names, profile_codes=tuple(codes), names=tuple(held))


def retail_rows(names: RowNames) -> Ints:
    """Return the rows that a customer pays for and that the counter or a repair order sold."""
    pays, channels = names.names[3], names.names[_CHANNELS]
    is_paid = np.array([key in CUSTOMER_NAMES or not key for key in pays], np.bool_)
    is_told = np.array([channel_kind(key) is not None or not key for key in channels], np.bool_)
    held = is_paid[names.profile_codes[3]] & is_told[names.profile_codes[_CHANNELS]]
    return np.flatnonzero(held[names.profile])


def check_counter_and_repair(context: PlanContext) -> Iterator[Finding]:
    """Flag parts that cost the customer otherwise over the counter than on a repair order."""
    if context.assignment is None:
        yield from _gaps_without_sales(context)
        return
    for apart in apart_rows(context):
        row = int(apart.at[0])
        number = context.part_number(row)
        which = f"part “{number}”" if number else "a part"
        one, two = int(apart.counter[0]), int(apart.repair_order[0])
        message = (
            f"{context.rule_name(apart.rule)} makes {pieces_words(context.pieces(apart.at))}"
            f" cost otherwise over the counter than on a repair order, such as {which}: "
            f"{_price_words(one)} and {_price_words(two)}."
        )
        yield _differs(context, apart.rule, message, apart.dollars)


def _gaps_without_sales(context: PlanContext) -> Iterator[Finding]:
    if not any(rule.is_enabled and rule.conditions.channels for rule in context.rules):
        return
    names = channel_names(context.design.plan)
    strategy = context.strategy
    design = context.design
    of = (design.plan, design.matrices, design.flat_prices, design.families, design.classes)
    for gap in context.memo.recall(
        "channel gaps", of, lambda: channel_gaps(strategy, names.counter, names.repair_order)
    ):
        message = (
            f"{context.rule_name(gap.rule)} makes a part cost otherwise over the counter than on "
            f"a repair order: one that costs ${amount_text(gap.facts.cost)} is "
            f"{_planned_words(gap.counter)} and {_planned_words(gap.repair_order)}."
        )
        yield _differs(context, gap.rule, message, None)


def _planned_words(planned: PlannedPrice) -> str:
    if isinstance(planned.match.treatment, LeftAlone):
        return "left alone"
    return _price_words(UNPRICED if planned.price is None else planned.price)


def _price_words(price: int) -> str:
    return "without a price" if price == UNPRICED else f"${amount_text(price)}"


def _differs(context: PlanContext, rule: int, message: str, dollars: int | None) -> Finding:
    return Finding(
        code="counter-and-repair-differ",
        severity=Severity.WARNING,
        message=message,
        why="All parts should be priced the same over the counter and in the service department; "
        "repair orders and counter invoices must print identical prices.",
        source="001 ingredient 2, 002 section M",
        matrix="",
        dollars=dollars,
        way=f"Let rule {rule + 1} hold over the counter and on repair orders alike",
        rule=rule + 1,
        subject=context.rule_subject(rule),
    )
