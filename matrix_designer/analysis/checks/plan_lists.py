"""Checks of what was agreed once and has moved since, or never was: families, flat prices, menus.

Nothing is re-priced in silence: what moved is a finding, and a person decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from matrix_designer.analysis.checks.context import plural
from matrix_designer.analysis.checks.plan_context import PlanContext
from matrix_designer.analysis.families import (
    average_of,
    average_sold,
    price_by_factor,
)
from matrix_designer.analysis.findings import Finding, Severity
from matrix_designer.analysis.grouped_sums import sums_by
from matrix_designer.analysis.menus import MenuTotal, menu_parts, menu_totals
from matrix_designer.analysis.row_names import rows_of_items
from matrix_designer.core.family import Averaged, Family
from matrix_designer.core.flat_price import FlatPrice
from matrix_designer.core.money import CENT, amount_text, divide_half_away, divide_half_up
from matrix_designer.core.part_class import part_key
from matrix_designer.core.plan import ByFamily

MOVED = Fraction(5, 100)
"""A cost has moved past the margin where it is more than so much above or below the agreed one."""
MOVED_WORDS = "5 %"


@dataclass(frozen=True, slots=True)
class MovedFamily:
    """A family (0-based) whose average moved: the new one and the price that it would make.

    `price` is made by the family's factor, or keeps the GP % of a typed price.
    """

    place: int
    averaged: Averaged
    price: int


def moved_families(context: PlanContext) -> tuple[MovedFamily, ...]:
    """Return the families whose accepted price is no longer what their average makes."""
    assigned, sales = context.assignment, context.sales
    families = context.design.families
    if assigned is None or sales is None or not families:
        return ()
    found = (_moved(context, place, family) for place, family in enumerate(families))
    return tuple(one for one in found if one is not None)


def _average_now(context: PlanContext, place: int) -> Averaged | None:
    """Return what the parts of a family cost on average now, worked out anew for other parts."""
    assigned, sales, memo = context.assignment, context.sales, context.memo
    if assigned is None or sales is None:
        return None
    of_item = assigned.masks.family
    items = memo.recall_rows(
        f"items of family {place}", (of_item,), lambda: np.flatnonzero(of_item == place)
    )
    return memo.recall(
        f"average of family {place}",
        (assigned.names, items),
        lambda: average_sold(sales, assigned, items),
    )


def _moved(context: PlanContext, place: int, family: Family) -> MovedFamily | None:
    old = family.averaged
    if family.price is None or old is None or old.pieces <= 0:
        return None
    new = _average_now(context, place)
    if new is None:
        return None
    before, after = average_of(old), average_of(new)
    if not before or before == after:
        return None
    if family.factor is not None:
        price = price_by_factor(new, family.factor)
        return None if price == family.price or price <= 0 else MovedFamily(place, new, price)
    if abs(after - before) <= before * MOVED:
        return None
    return MovedFamily(place, new, kept_margin(family.price, before, after))


def kept_margin(price: int, before: Fraction, after: Fraction) -> int:
    """Return the price that earns at a new cost what a price earned at the old one, in GP %."""
    exact = price * after / before
    return max(divide_half_up(exact.numerator, exact.denominator * CENT) * CENT, CENT)


def check_family_average(context: PlanContext) -> Iterator[Finding]:
    """Flag families whose sales-weighted cost has moved since their price was accepted."""
    for moved in moved_families(context):
        family = context.design.families[moved.place]
        old, price = family.averaged, family.price
        if old is None or price is None:
            continue
        by = "its factor makes" if family.factor is not None else "the same GP % needs"
        yield Finding(
            code="family-average-moved",
            severity=Severity.WARNING,
            message=f"The family “{family.name}” costs ${_average(moved.averaged)} on average now, "
            f"${_average(old)} when its price of ${amount_text(price)} was accepted; "
            f"{by} ${amount_text(moved.price)} of it.",
            why="One price for a family holds as long as the average that it was made of. It "
            "changes when somebody accepts another, never by itself.",
            source="002 section I",
            matrix="",
            dollars=abs(moved.price - price) * moved.averaged.pieces,
            way=accept_words(moved),
            subject=family.name,
        )


def check_family_unpriced(context: PlanContext) -> Iterator[Finding]:
    """Flag families that have no price although a rule prices their parts by it."""
    families = context.design.families
    if all(one.price is not None for one in families):
        return
    takers = [
        place
        for place, rule in enumerate(context.rules)
        if isinstance(rule.treatment, ByFamily) and rule.counts_on(context.on)
    ]
    for place, rule, dollars in _unpriced(context, takers) if takers else ():
        family = families[place]
        yield Finding(
            code="family-unpriced",
            severity=Severity.ERROR,
            message=f"The family “{family.name}” has no price, and rule {rule + 1} prices "
            "its parts by it: they have none.",
            why="Cost averaging ends with one price that is accepted; until then the parts of a "
            "family are better left to another rule.",
            source="002 section I",
            matrix="",
            dollars=dollars,
            way=None if context.design.goal is None or not dollars else GOAL_WORDS,
            subject=family.name,
        )


GOAL_WORDS = "Price it by its average at the goal"
"""What is tried first about a family without a price."""


def _unpriced(context: PlanContext, takers: list[int]) -> Iterator[tuple[int, int, int | None]]:
    """Yield the places of families without a price, the first rule that wants it, what was sold.

    With sales only those of which a rule takes a line; the dollars are None where none are told.
    """
    assigned = context.assignment
    waiting = [at for at, one in enumerate(context.design.families) if one.price is None]
    if assigned is None:
        yield from ((place, takers[0], None) for place in waiting)
        return
    at = np.flatnonzero(np.isin(assigned.rule, takers))
    of_row = assigned.masks.family[assigned.names.item[at]]
    for place in waiting:
        mine = at[of_row == place]
        if len(mine):
            yield place, int(assigned.rule[mine].min()), context.sold(mine)


def accept_words(moved: MovedFamily) -> str:
    """Say what is tried first about a family that moved."""
    return f"Accept ${amount_text(moved.price)}"


def _average(averaged: Averaged) -> str:
    return amount_text(divide_half_away(averaged.cost, averaged.pieces))


@dataclass(frozen=True, slots=True)
class MovedFlatPrice:
    """A flat price (0-based) whose part costs otherwise now: its average, the price that keeps GP.

    `pieces` (thousandths) and `cost` (extended) are those of the sales.
    """

    place: int
    cost: int
    pieces: int
    price: int

    @property
    def average(self) -> int:
        """What a piece costs now, an amount rounded once."""
        return divide_half_away(self.cost, self.pieces)


def moved_flat_prices(context: PlanContext) -> tuple[MovedFlatPrice, ...]:
    """Return the flat prices whose part's cost moved past the margin since the last review."""
    assigned = context.assignment
    prices = context.design.flat_prices
    if assigned is None or not any(one.cost for one in prices):
        return ()
    return context.memo.recall(
        "flat prices that moved",
        (assigned.names, prices),
        lambda: tuple(_that_moved(prices, _costs_of(context, prices))),
    )


def _that_moved(
    prices: tuple[FlatPrice, ...], costs: list[tuple[int, int]]
) -> Iterator[MovedFlatPrice]:
    """Yield the prices of which (extended cost, pieces) are past the margin, by whole numbers."""
    over, under = MOVED.as_integer_ratio()
    for place, (one, (cost, pieces)) in enumerate(zip(prices, costs, strict=True)):
        if one.cost and pieces:
            before = one.cost * pieces
            if abs(cost - before) * under > before * over:
                price = max(divide_half_up(one.price * cost, before * CENT) * CENT, CENT)
                yield MovedFlatPrice(place, cost, pieces, price)


def _costs_of(context: PlanContext, prices: tuple[FlatPrice, ...]) -> list[tuple[int, int]]:
    """Return the extended cost and the pieces of each listed part."""
    assigned = context.assignment
    if assigned is None:
        return [(0, 0)] * len(prices)
    names = assigned.names
    at = rows_of_items(names, assigned.masks.flat_price >= 0)
    part = names.item_part[names.item[at]]
    sums = [
        sums_by(part, column, len(names.parts))
        for column in (names.rows.cost[at] * names.rows.quantity[at], names.rows.quantity[at])
    ]
    found = []
    for one in prices:
        codes = names.parts_by_key.get(part_key(one.part), [])
        found.append((int(sums[0][codes].sum()), int(sums[1][codes].sum())))
    return found


def check_flat_cost(context: PlanContext) -> Iterator[Finding]:
    """Flag flat prices whose part costs more or less by a margin than at the last review."""
    for moved in moved_flat_prices(context):
        flat = context.design.flat_prices[moved.place]
        when = f" on {flat.reviewed.isoformat()}" if flat.reviewed else ""
        yield Finding(
            code="flat-cost-moved",
            severity=Severity.WARNING,
            message=f"Part “{flat.part}” costs ${amount_text(moved.average)} on average in the "
            f"sales, ${amount_text(flat.cost or 0)} when its flat price of "
            f"${amount_text(flat.price)} was reviewed{when}: more than {MOVED_WORDS} apart.",
            why="A flat price is not updated with cost; it is reviewed, and changed with the "
            "agreement of those who quote it.",
            source="002 section J",
            matrix="",
            dollars=abs(moved.cost - (flat.cost or 0) * moved.pieces),
            way=keep_price_words(flat, moved) if flat.is_locked else keep_margin_words(moved),
            subject=flat.part,
        )


def keep_margin_words(moved: MovedFlatPrice) -> str:
    """Say what is tried first about a flat price whose cost moved."""
    return f"Price it at ${amount_text(moved.price)}, which keeps its GP %"


def keep_price_words(flat: FlatPrice, moved: MovedFlatPrice) -> str:
    """Say what a flat price can always do: stay as it is, which a locked one does."""
    return f"Keep ${amount_text(flat.price)} at a cost of ${amount_text(moved.average)}"


def menus_that_differ(context: PlanContext) -> tuple[MenuTotal, ...]:
    """Return the menus whose parts do not come to the menu's price under the plan."""
    design = context.design
    if not design.menus:
        return ()
    strategy = context.strategy
    known = context.memo.recall(
        "menu parts", (design.menus, context.sales), lambda: menu_parts(strategy, context.sales)
    )
    of = (design.menus, known, design.plan, design.matrices, design.flat_prices, design.families)
    totals = context.memo.recall(
        "menus",
        (*of, design.classes, context.on),
        lambda: menu_totals(strategy, known, context.on),
    )
    return tuple(one for one in totals if one.lines and one.difference != 0)


def check_menu(context: PlanContext) -> Iterator[Finding]:
    """Flag menus whose parts no longer come to the menu's price."""
    for one in menus_that_differ(context):
        menu, total = one.menu, one.total
        if total is None:
            numbers = ", ".join(f"“{line.part.part}”" for line in one.unpriced)
            said = f"{plural(len(one.unpriced), 'part')} without a price ({numbers})"
            message = f"The menu “{menu.name}” has {said}: it cannot be added up."
        else:
            message = (
                f"The parts of the menu “{menu.name}” come to ${amount_text(total)} under the "
                f"plan, and the menu says ${amount_text(menu.price)}."
            )
        yield Finding(
            code="menu-total",
            severity=Severity.WARNING,
            message=message,
            why="If the prices of its parts move, quotes from the menu are not accurate, and "
            "repair orders do not close.",
            source="002 section J",
            matrix="",
            way=None if total is None else menu_words(total),
            subject=menu.name,
        )


def menu_words(total: int) -> str:
    """Say what is tried first about a menu that differs."""
    return f"Make the menu's price ${amount_text(total)}"
