"""Checks of what prices earn and how they stand against list: cost, goal, list, the cent.

Knows the priced history; without sales it judges only what a cost alone can tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from matrix_designer.analysis.checks.context import CheckContext, cents_text, percent_text
from matrix_designer.analysis.checks.rounding import cents_moved
from matrix_designer.analysis.findings import Finding, Severity
from matrix_designer.analysis.fixes.cents import cent_words
from matrix_designer.analysis.fixes.margins import (
    ceiling_words,
    floor_words,
    goal_words,
)
from matrix_designer.analysis.replay import gp_tenths, misses_goal
from matrix_designer.analysis.sums import (
    BELOW_DOLLARS,
    BELOW_PIECES,
    LIST_BLOCK,
    OVER_PIECES,
    ListColumns,
    over_limit_excess,
    products,
    total,
)
from matrix_designer.core.evidence import Ints
from matrix_designer.core.factor import Basis
from matrix_designer.core.money import (
    CENT,
    POINT,
    amount_text,
    divide_half_away,
    divide_half_up,
    quantity_text,
    total_text,
)
from matrix_designer.core.pricing import CAP_ROW, FALLBACK_ROW, NO_ROW, UNPRICED
from matrix_designer.core.rails import floor_ratio

_WHOLE = 100 * POINT
_TENTHS = 1_000
"""Tenths of a percentage point in a whole."""
LEAST_SHARE = 20
"""A tier is held to the goal when it has one part in so many (5 %) of cost dollars."""


def check_below_cost(context: CheckContext) -> Iterator[Finding]:
    """Flag every tier, and the cap and the fallback, that sells a part under its cost."""
    examples = _examples_below_cost(context)
    losses = _losses(context)
    for row in sorted({*examples, *losses}, key=lambda row: (row < 0, abs(row))):
        pieces, loss = losses.get(row, (0, 0))
        name = _ROW_NAMES.get(row, f"Tier {row + 1}")
        message = f"{name} {examples.get(row, 'sells parts under their cost')}."
        if pieces:
            message += f" {quantity_text(pieces)} pieces sold lose ${total_text(loss)}."
        yield Finding(
            code="below-cost",
            severity=Severity.ADVICE if context.is_wholesale else Severity.ERROR,
            message=message,
            why=REIMBURSED
            if context.is_wholesale
            else "Every piece sold under its cost loses money.",
            source="arithmetic",
            matrix=context.matrix.name,
            tier=row + 1 if row >= 0 else None,
            dollars=None if context.fold is None else loss,
            column="factor" if row >= 0 else None,
            way=floor_words(context.matrix),
        )


REIMBURSED = "A wholesale price under cost lives on the reimbursement: see that it comes."
_ROW_NAMES = {CAP_ROW: "The cap", FALLBACK_ROW: "The fallback"}


def _examples_below_cost(context: CheckContext) -> dict[int, str]:
    """Return the rows that price a whole-cent cost under it, each with an example in words."""
    found: dict[int, str] = {}
    boundaries = context.boundaries
    if boundaries.is_stand_in:
        return _factors_below_cost(context)
    for run in boundaries.runs:
        row = FALLBACK_ROW if run.row == NO_ROW else run.row
        for cents, amount in ((run.last, run.price_last), (run.first, run.price_first)):
            if row == FALLBACK_ROW and amount == UNPRICED:
                continue
            if (row >= 0 or row == FALLBACK_ROW) and amount < cents * CENT and row not in found:
                found[row] = (
                    f"gives a part that costs {cents_text(cents)} no price, as it would be negative"
                    if amount == UNPRICED
                    else f"sells a part that costs {cents_text(cents)} for ${amount_text(amount)}"
                )
    return found


def _factors_below_cost(context: CheckContext) -> dict[int, str]:
    """Return the tiers whose factor on cost is under cost, floor or not known to lists aside."""
    floor = context.matrix.rails.floor
    if floor is not None and floor_ratio(floor) >= 1:
        return {}
    found = {}
    for run in context.boundaries.runs:
        if run.row < 0 or context.matrix.tiers[run.row].basis is not Basis.COST:
            continue
        factor = context.matrix.tiers[run.row].factor
        ratio = factor.ratio
        if ratio.numerator < ratio.denominator or ratio.addend < 0:
            found[run.row] = f"prices at {factor.text}, under cost"
    return found


def _losses(context: CheckContext) -> dict[int, tuple[int, int]]:
    """Return pieces and loss (extended) of what the replay sells under cost, by row."""
    if context.fold is None or context.prices is None:
        return {}
    price, fold = context.prices.price, context.fold
    under = context.under_cost
    under = under[price[under] != UNPRICED]
    if not under.size:
        return {}
    row = context.prices.row[under]
    quantity = fold.quantity[under]
    loss = products(fold.cost[under] - price[under], quantity)
    return {
        int(key): (total(quantity[row == key]), total(loss[row == key])) for key in np.unique(row)
    }


@dataclass(frozen=True, slots=True)
class _Earned:
    """Cost and sales of some replayed parts, extended amounts."""

    cost: int
    sales: int

    def misses(self, goal: int) -> bool:
        """Say whether GP % is under a goal (percent units), both at one decimal."""
        return misses_goal(self.sales - self.cost, self.sales, goal)

    @property
    def tenths(self) -> int:
        """GP in tenths of a percent, rounded."""
        return gp_tenths(self.sales - self.cost, self.sales)

    def missing(self, goal: int) -> int:
        """Return the sales that the cost needs at the goal, beyond what there are."""
        return divide_half_up(self.cost * _WHOLE, _WHOLE - goal) - self.sales


def check_below_goal(context: CheckContext) -> Iterator[Finding]:
    """Flag a replay under the GP goal; under a plan the whole is judged, not each matrix."""
    goal, rows = context.design.goal, context.earned
    if goal is None or rows is None or context.whole_cost is not None:
        return
    everything = _Earned(*map(sum, zip(*rows.values(), strict=True))) if rows else _Earned(0, 0)
    if everything.misses(goal):
        yield _below_goal(everything, goal, context.matrix.name, goal_words(context, None))


def whole_below_goal(goal: int | None, cost: int, sales: int) -> Iterator[Finding]:
    """Flag a replay through a plan under the GP goal, by its cost and sales (extended)."""
    everything = _Earned(cost, sales)
    if goal is not None and everything.misses(goal):
        yield _below_goal(everything, goal, "", None)


def _below_goal(everything: _Earned, goal: int, matrix: str, way: str | None) -> Finding:
    return Finding(
        code="below-goal",
        severity=Severity.WARNING,
        message=f"The replay earns {_tenths_text(everything.tenths)} % GP, under the goal of "
        f"{percent_text(goal)} %; ${total_text(everything.missing(goal))} of sales are "
        "missing to reach it.",
        why="The guide for repair order parts is 40 to 45 % GP; the price that earns a goal "
        "is cost / (1 - goal).",
        source="002 section C",
        matrix=matrix,
        dollars=everything.missing(goal),
        way=way,
    )


def check_below_goal_tier(context: CheckContext) -> Iterator[Finding]:
    """Flag tiers under the GP goal that hold at least 5 % of cost dollars."""
    goal, rows = context.design.goal, context.earned
    if goal is None or rows is None:
        return
    whole = context.whole_cost
    cost = sum(each for each, _ in rows.values()) if whole is None else whole
    large = [row for row, (each, _) in rows.items() if row >= 0 and each * LEAST_SHARE >= cost]
    for row in sorted(large):
        part = _Earned(*rows[row])
        if part.misses(goal):
            yield Finding(
                code="below-goal-tier",
                severity=Severity.WARNING,
                message=f"Tier {row + 1} earns {_tenths_text(part.tenths)} % GP, under the goal of "
                f"{percent_text(goal)} %, and holds "
                f"{_tenths_text(divide_half_away(part.cost * _TENTHS, cost))} % of cost dollars.",
                why="The ranges that hold most of the sales decide whether the goal is reached.",
                source="001 ingredient 6",
                matrix=context.matrix.name,
                tier=row + 1,
                dollars=part.missing(goal),
                column="factor",
                way=goal_words(context, row + 1),
            )


def check_above_list(context: CheckContext) -> Iterator[Finding]:
    """Flag parts that sell above list by more than the design's limit."""
    held = _against_list(context)
    fold, prices, lists, marks = context.fold, context.prices, context.lists, context.marks
    if held is None or not held.over_pieces or fold is None or prices is None:
        return
    if lists is None or marks is None:
        return
    limit = context.design.above_list_limit
    price, listed = prices.price, fold.list_price
    worst = _highest_ratio(price, marks.highest, lists)
    yield Finding(
        code="above-list",
        severity=Severity.WARNING,
        message=f"{quantity_text(held.over_pieces)} pieces sell above list by more than "
        f"{percent_text(limit)} %, ${total_text(held.over)} over that limit; at worst "
        f"${amount_text(int(price[worst]))} against a list of ${amount_text(int(listed[worst]))}.",
        why="A price far above list makes customers shop elsewhere, and staff override it.",
        source="001 ingredient 1",
        matrix=context.matrix.name,
        dollars=held.over,
        way=ceiling_words(context),
    )


def _highest_ratio(price: Ints, highest: Ints, lists: ListColumns) -> int:
    """Return the first row of the highest price / list (all above zero).

    No ratio of a block exceeds its highest price (given) by its lowest list; neighbours in cost
    have prices so much alike that few blocks need a look.
    """
    listed = lists.at_least
    bounds = highest / lists.least
    best = (0.0, 0)
    for block in np.argsort(-bounds).tolist():
        if bounds[block] < -best[0]:
            break
        first = block * LIST_BLOCK
        ratio = price[first : first + LIST_BLOCK] / listed[first : first + LIST_BLOCK]
        place = int(np.argmax(ratio))
        best = min(best, (-float(ratio[place]), first + place))
    return best[1]


class _AgainstList(NamedTuple):
    """What stands over the design's limit above list, and below list on cost, with dollars."""

    over_pieces: int
    over: int
    below_pieces: int
    under: int


def _against_list(context: CheckContext) -> _AgainstList | None:
    """Hold the priced history against list, as the replay has it; None without sales."""
    replay, lists = context.replay, context.lists
    if context.fold is None or context.prices is None or lists is None:
        return None
    if replay is not None:
        over, below = replay.over_limit, replay.below_list
        return _AgainstList(over.pieces, replay.over_limit_excess, below.pieces, below.dollars)
    counts = context.counts
    if counts is None:
        return None
    excess = over_limit_excess(counts, lists.limit)
    return _AgainstList(counts[OVER_PIECES], excess, counts[BELOW_PIECES], counts[BELOW_DOLLARS])


def check_below_list(context: CheckContext) -> Iterator[Finding]:
    """Flag tiers on cost that land below list."""
    held = _against_list(context)
    if held is None or not held.below_pieces:
        return
    yield Finding(
        code="below-list",
        severity=Severity.ADVICE,
        message=f"Cost plus prices {quantity_text(held.below_pieces)} pieces below list, "
        f"${total_text(held.under)} under it.",
        why="Parts with a liberal markup from cost to list can sell below the suggested list "
        "without anybody asking for it.",
        source="002 section H",
        matrix=context.matrix.name,
        dollars=held.under,
        way=None if context.matrix.rails.is_not_below_list else "Never sell below list",
    )


def check_coarse_cent(context: CheckContext) -> Iterator[Finding]:
    """Flag parts so cheap that rounding to the cent moves their GP by more than a point."""
    moved = cents_moved(context)
    if moved is not None:
        yield Finding(
            code="coarse-cent",
            severity=Severity.ADVICE,
            message=f"Rounding to the cent moves the GP of {quantity_text(moved.pieces)} pieces by "
            f"more than a point, such as one that costs ${amount_text(moved.cost)} and sells for "
            f"${amount_text(moved.price)}; price them by the pack.",
            why="A fluid by the ounce costs a few cents, and half a cent is a large part of that.",
            source="arithmetic",
            matrix=context.matrix.name,
            dollars=moved.dollars,
            way=cent_words(context),
        )


def _tenths_text(tenths: int) -> str:
    sign = "-" if tenths < 0 else ""
    return f"{sign}{abs(tenths) // 10}.{abs(tenths) % 10}"
