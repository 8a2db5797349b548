"""Service menus (source 002 I, J): what a menu's parts come to under the plan, beside its price.

Knows strategies and what the sales tell of a part; it prices by the plan.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from matrix_designer.core.evidence import MISSING, Codes, Sales
from matrix_designer.core.menu import MenuPart, ServiceMenu
from matrix_designer.core.money import CENT, PIECE, divide_half_up
from matrix_designer.core.part_class import part_key
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.strategy import Strategy
from matrix_designer.core.strategy_pricing import PlannedPrice, Pricer


@dataclass(frozen=True, slots=True)
class MenuLine:
    """One part of a menu with its price a piece and what it comes to (amounts; None: none)."""

    part: MenuPart
    facts: PartFacts
    planned: PlannedPrice

    @property
    def total(self) -> int | None:
        """Price x quantity, half up to the cent."""
        if self.planned.price is None:
            return None
        return divide_half_up(self.planned.price * self.part.quantity, PIECE * CENT) * CENT


@dataclass(frozen=True, slots=True)
class MenuTotal:
    """A menu and its lines; `total` is None where a part has no price."""

    menu: ServiceMenu
    lines: tuple[MenuLine, ...]

    @property
    def unpriced(self) -> tuple[MenuLine, ...]:
        """The lines without a price."""
        return tuple(line for line in self.lines if line.total is None)

    @property
    def total(self) -> int | None:
        """What the parts come to under the plan, an amount."""
        if self.unpriced or not self.lines:
            return None
        return sum(line.total or 0 for line in self.lines)

    @property
    def difference(self) -> int | None:
        """By how much the parts come to more than the menu's price."""
        return None if self.total is None else self.total - self.menu.price

    @property
    def cost(self) -> int | None:
        """What the parts cost, half up to the cent; None where the cost of one is not known."""
        if not all(line.facts.cost for line in self.lines):
            return None
        exact = sum(line.facts.cost * line.part.quantity for line in self.lines)
        return divide_half_up(exact, PIECE * CENT) * CENT


def menu_totals(
    strategy: Strategy,
    known: Mapping[str, PartFacts] | None = None,
    on: dt.date | None = None,
) -> tuple[MenuTotal, ...]:
    """Price every menu of a strategy; `known` are parts by key, as `menu_parts` finds them."""
    pricer = Pricer(strategy, on)
    return tuple(
        MenuTotal(menu, tuple(_line(pricer, part, known or {}) for part in menu.parts))
        for menu in strategy.menus
    )


def _line(pricer: Pricer, part: MenuPart, known: Mapping[str, PartFacts]) -> MenuLine:
    """Price one part: what the menu says of it counts before what the sales say."""
    sold = known.get(part_key(part.part), PartFacts(0))
    facts = PartFacts(
        cost=sold.cost if part.cost is None else part.cost,
        list_price=sold.list_price if part.list_price is None else part.list_price,
        part=part.part,
        description=part.description or sold.description,
        source=part.source or sold.source,
        group=sold.group,
        sale_class=sold.sale_class,
        vendor=sold.vendor,
        pay_type=sold.pay_type,
    )
    return MenuLine(part, facts, pricer.price(facts))


def menu_parts(strategy: Strategy, sales: Sales | None) -> dict[str, PartFacts]:
    """Return what the sales tell of the parts of all menus: the row of each that sold most."""
    wanted = {part_key(part.part) for menu in strategy.menus for part in menu.parts}
    return sold_facts(sales, wanted)


def sold_facts(sales: Sales | None, wanted: set[str]) -> dict[str, PartFacts]:
    """Return what the sales tell of some parts, by their keys: the row that sold most pieces."""
    part = None if sales is None else sales.rows.part
    if sales is None or part is None or not wanted:
        return {}
    rows = sales.rows
    codes = {
        code: key
        for code, one in enumerate(sales.part_names)
        if (key := part_key(one.number)) in wanted
    }
    if not codes:
        return {}
    at = np.flatnonzero(np.isin(part, list(codes)))
    order = at[np.argsort(-rows.quantity[at], kind="stable")]
    found: dict[str, PartFacts] = {}
    for row in order.tolist():
        code = int(part[row])
        if codes[code] not in found:
            found[codes[code]] = _facts_of(sales, row)
    return found


def _facts_of(sales: Sales, row: int) -> PartFacts:
    rows = sales.rows
    if rows.part is None:
        return PartFacts(int(rows.cost[row]))
    name, listed = sales.part_names[int(rows.part[row])], int(rows.list_price[row])
    return PartFacts(
        cost=int(rows.cost[row]),
        list_price=None if listed == MISSING else listed,
        part=name.number,
        description=name.description,
        source=_name(sales.sources, rows.source, row),
        group=_name(sales.groups, rows.group, row),
        sale_class=_name(sales.classes, rows.sale_class, row),
        vendor=_name(sales.vendors, rows.vendor, row),
    )


def _name(names: tuple[str, ...], codes: Codes | None, row: int) -> str:
    return "" if codes is None or not names else names[int(codes[row])]
