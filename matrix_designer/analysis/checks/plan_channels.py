"""The check of channels: what costs a customer otherwise over the counter than on a repair order.

With sales every retail row is assigned as if it were sold in each; without, a part is looked for
that the two channels price apart. Knows rows and rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from matrix_designer.analysis.assignment import Assignment, answers_for, assign, rows_of_rule
from matrix_designer.analysis.channel_gaps import channel_gaps, is_of_one
from matrix_designer.analysis.channels import CUSTOMER_NAMES, channel_kind
from matrix_designer.analysis.checks.plan_context import PlanContext, pieces_words
from matrix_designer.analysis.findings import Finding, Severity
from matrix_designer.analysis.row_names import RowNames
from matrix_designer.analysis.sums import products, total
from matrix_designer.core.design import Design
from matrix_designer.core.evidence import Ints, SalesRows
from matrix_designer.core.money import amount_text
from matrix_designer.core.part_class import name_key
from matrix_designer.core.plan import LeftAlone, Rule
from matrix_designer.core.pricing import UNPRICED
from matrix_designer.core.strategy_pricing import PlannedPrice

_PAY_TYPES, _CHANNELS = 3, 5
"""Where pay types and channels stand among the names of a profile."""


@dataclass(frozen=True, slots=True)
class ApartRows:
    """What a rule of one channel alone prices apart: pieces (thousandths), extended dollars.

    `part` is an example, with its price over the counter and on a repair order.
    """

    rule: int
    part: str
    counter: int
    repair_order: int
    pieces: int
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
    if not len(both.at):
        return ()
    of = (both, context.design.matrices)
    return context.memo.recall("apart", of, partial(_find_apart, context, both))


@dataclass(frozen=True, slots=True, eq=False)
class _Both:
    """The rows that matter, assigned as if sold in one channel and the other, and where apart."""

    counter: Assignment
    repair_order: Assignment
    at: Ints


def _find_apart(context: PlanContext, both: _Both) -> tuple[ApartRows, ...]:
    counter, repair_order, at = both.counter, both.repair_order, both.at
    one, two = context.prices(at, counter), context.prices(at, repair_order)
    apart = one != two
    at, one, two = at[apart], one[apart], two[apart]
    is_single = np.array([*(_is_single(context, r) for r in range(len(context.rules))), False])
    takers = counter.rule[at].astype(np.int64), repair_order.rule[at].astype(np.int64)
    beyond = len(context.rules)
    by = np.minimum(*(np.where(is_single[taker], taker, beyond) for taker in takers))
    quantity = counter.names.rows.quantity[at]
    # A price that is none in one channel has no difference in dollars.
    moved = np.where((one != UNPRICED) & (two != UNPRICED), np.abs(one - two), 0)
    dollars = products(moved, quantity)
    found = []
    for rule in np.unique(by).tolist():
        mine = by == rule
        first = int(np.flatnonzero(mine)[0])
        found.append(
            ApartRows(
                rule,
                _part_of(context, counter, int(at[first])),
                int(one[first]),
                int(two[first]),
                total(quantity[mine]),
                total(dollars[mine]),
            )
        )
    return tuple(found)


def _part_of(context: PlanContext, assigned: Assignment, row: int) -> str:
    part = assigned.names.rows.part
    if context.sales is None or part is None:
        return ""
    return context.sales.part_names[int(part[row])].number


def _names_one_channel(context: PlanContext) -> bool:
    return any(_is_single(context, rule) for rule in range(len(context.rules)))


def _is_single(context: PlanContext, rule: int) -> bool:
    """Tell whether an enabled rule is of the counter or of repair orders, but not of both."""
    if not context.rules[rule].conditions.channels:
        return False
    names = context.channel_names
    return is_of_one(context.rules[rule], (name_key(names.counter), name_key(names.repair_order)))


def _both_assigned(context: PlanContext, assigned: Assignment) -> _Both:
    """Assign the rows that matter as if they were sold over the counter and on a repair order."""
    called = context.channel_names
    rules = tuple(one for place, one in enumerate(context.rules) if _is_single(context, place))
    of = (assigned.names,)
    retail = context.memo.recall("retail rows", of, partial(retail_rows, assigned.names))
    few = context.memo.recall(
        "rows of one channel",
        (assigned.names, *_lists(context.design), *rules),
        partial(_that_matter, assigned, rules, retail),
    )
    found = []
    for channel in (called.counter, called.repair_order):
        moved = context.memo.recall(
            f"rows in {channel}", (few,), partial(_in_channel, few, channel)
        )
        before = context.memo.last(f"assigned {channel}")
        if before is None or before.names is not moved:
            before = answers_for(assigned, moved)
        made = assign(context.strategy, context.on, moved, before)
        context.memo.keep(f"assigned {channel}", made)
        found.append(made)
    return _Both(found[0], found[1], np.flatnonzero(found[0].rule != found[1].rule))


def _lists(design: Design) -> tuple[object, ...]:
    return design.classes, design.families, design.flat_prices


def _that_matter(assigned: Assignment, rules: tuple[Rule, ...], retail: Ints) -> RowNames:
    """Return the retail rows that some of the rules may take, whatever their channel."""
    names = assigned.names
    allowed = np.zeros(len(names.rows.cost), np.bool_)
    for rule in rules:
        anywhere = replace(rule, conditions=replace(rule.conditions, channels=()))
        allowed[rows_of_rule(anywhere, assigned)] = True
    at = retail[allowed[retail]]
    columns: dict[str, Any] = {
        name: None if column is None else column[at]
        for name in SalesRows.__slots__
        for column in (getattr(names.rows, name),)
    }
    return replace(names, rows=SalesRows(**columns), item=names.item[at], profile=names.profile[at])


def _in_channel(names: RowNames, channel: str) -> RowNames:
    codes = list(names.profile_codes)
    codes[_CHANNELS] = np.zeros(len(codes[0]), np.int64)
    held = list(names.names)
    held[_CHANNELS] = (name_key(channel),)
    return replace(names, profile_codes=tuple(codes), names=tuple(held))


def retail_rows(names: RowNames) -> Ints:
    """Return the rows that a customer pays for and that the counter or a repair order sold."""
    pays, channels = names.names[_PAY_TYPES], names.names[_CHANNELS]
    is_paid = np.array([key in CUSTOMER_NAMES or not key for key in pays], np.bool_)
    is_told = np.array([channel_kind(key) is not None or not key for key in channels], np.bool_)
    held = is_paid[names.profile_codes[_PAY_TYPES]] & is_told[names.profile_codes[_CHANNELS]]
    return np.flatnonzero(held[names.profile])


def check_counter_and_repair(context: PlanContext) -> Iterator[Finding]:
    """Flag parts that cost the customer otherwise over the counter than on a repair order."""
    if context.assignment is None:
        yield from _gaps_without_sales(context)
        return
    for apart in apart_rows(context):
        which = f"part “{apart.part}”" if apart.part else "a part"
        message = (
            f"{context.rule_name(apart.rule)} makes {pieces_words(apart.pieces)}"
            f" cost otherwise over the counter than on a repair order, such as {which}: "
            f"{_price_words(apart.counter)} and {_price_words(apart.repair_order)}."
        )
        yield _differs(context, apart.rule, message, apart.dollars)


def _gaps_without_sales(context: PlanContext) -> Iterator[Finding]:
    if not any(rule.is_enabled and rule.conditions.channels for rule in context.rules):
        return
    names = context.channel_names
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
