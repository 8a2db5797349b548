"""Classes of parts: suggested from what was sold, and what captive parts must earn for the goal.

A suggestion carries its reasons with their figures, to be accepted or not. That a part is captive
does not prove that its buyers do not look at the price; the split by class shows what is earned.
Customers are counted from single lines: `ask` says what to sum, `judge` reads the answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

import numpy as np

from matrix_designer.analysis.assignment import Assignment
from matrix_designer.analysis.class_words import class_by_words
from matrix_designer.analysis.grouped_sums import sums_by
from matrix_designer.analysis.sums import products, total
from matrix_designer.core.evidence import Codes, Ints, Sales
from matrix_designer.core.money import POINT
from matrix_designer.core.part_class import Classes, PartClass, name_key, part_key
from matrix_designer.core.pricing import UNPRICED
from matrix_designer.core.query import Columns, LineQuery, Where

A_WEEK, OFTEN, A_FEW = 7, 50, 4
"""Sold often: a line a week over the days of the history, a few at least; without days 50."""
MANY_CUSTOMERS = 25
OVERRIDDEN = Fraction(1, 5)
"""Often overridden: so many of its lines were not sold at the price in force; of at least"""
_FEWEST_LINES = 10
LIST_NEAR_COST = Fraction(3, 2)
"""List close to cost: it is at most so many times cost, and leaves a third of it as GP."""
_OF_A_SOURCE = Fraction(4, 5)
"""A whole source is suggested where so much of its cost is of one class."""
_FEWEST_PARTS = 3


class Reason(Enum):
    """Why a part looks as if customers compared its price; `figure` of ClassReason says what."""

    SOLD_OFTEN = "sold often"
    MANY_CUSTOMERS = "many customers"
    OVERRIDDEN = "often overridden"
    LIST_NEAR_COST = "list close to cost"
    NAMED = "named in the guide"


@dataclass(frozen=True, slots=True)
class ClassReason:
    """One reason: lines, customers, the share overridden, list / cost, or 1 for a word."""

    reason: Reason
    figure: Fraction
    word: str = ""

    @property
    def words(self) -> str:
        """Say it with its figure."""
        if self.reason is Reason.SOLD_OFTEN:
            return f"sold {int(self.figure)} times"
        if self.reason is Reason.MANY_CUSTOMERS:
            return f"{int(self.figure)} customers or repair orders"
        if self.reason is Reason.OVERRIDDEN:
            return f"{float(100 * self.figure):.0f} % of its lines not at the price in force"
        if self.reason is Reason.LIST_NEAR_COST:
            return f"list is {float(self.figure):.2f} × cost"
        return f"“{self.word}” is among the guide's parts (002 section D)"


@dataclass(frozen=True, slots=True)
class SuggestedClass:
    """A class for a part, or for a source with `part` empty, and why; sums are extended amounts.

    `parts` is how many part numbers it is about.
    """

    part_class: PartClass
    source: str
    part: str
    description: str
    reasons: tuple[ClassReason, ...]
    lines: int
    pieces: int
    cost: int
    sold: int
    parts: int = 1

    @property
    def words(self) -> str:
        """Say why, reason by reason."""
        return "; ".join(one.words for one in self.reasons)


def ask(sales: Sales) -> LineQuery:
    """Ask how many customers bought each part; repair orders, where customers are not known."""
    return LineQuery(
        keys=("part", "customer"),
        sums=("ros",),
        where=Where(filters=sales.filters, reasons=sales.used_reasons, present=frozenset({"part"})),
    )


def judge(columns: Columns) -> dict[str, int]:
    """Return the customers of each part, by its key; its repair orders where none is known."""
    customers: dict[str, int] = defaultdict(int)
    orders: dict[str, int] = defaultdict(int)
    for number, customer, ros in zip(
        columns.texts["part"],
        columns.texts["customer"],
        columns.numbers["ros"].tolist(),
        strict=True,
    ):
        key = part_key(number)
        customers[key] += bool(customer)
        orders[key] += ros
    return {key: customers[key] or orders[key] for key in orders}


def suggest_classes(
    sales: Sales,
    assignment: Assignment,
    classes: Classes,
    in_force: Ints | None = None,
    customers: Mapping[str, int] | None = None,
) -> tuple[SuggestedClass, ...]:
    """Suggest classes for sources and parts that have none, those with most cost first.

    `in_force` are the prices in force by row of the assignment; without them nobody overrode.
    """
    names = assignment.names
    if names.rows.part is None:
        return ()
    found = list(_of_parts(sales, assignment, in_force, customers or {}))
    known_sources = {name_key(name) for name, _ in classes.sources}
    known_parts = {part_key(name) for name, _ in classes.parts}
    whole = _of_sources(sales, assignment, found)
    taken = {name_key(one.source) for one in whole}
    kept = [one for one in whole if name_key(one.source) not in known_sources]
    kept += [
        one
        for one in found
        if part_key(one.part) not in known_parts
        and name_key(one.source) not in taken | known_sources
    ]
    return tuple(sorted(kept, key=_by_cost))


def _by_cost(one: SuggestedClass) -> tuple[int, str, str]:
    return -one.cost, one.source, one.part


def _of_parts(
    sales: Sales, assignment: Assignment, in_force: Ints | None, customers: Mapping[str, int]
) -> Iterator[SuggestedClass]:
    """Yield what each part of a source looks like, where it looks like anything."""
    names = assignment.names
    rows, item, count = names.rows, names.item, len(names.item_part)
    lines, pieces, cost, sold, listed = (
        _added(item, column, count)
        for column in (
            rows.lines,
            rows.quantity,
            rows.cost * rows.quantity,
            rows.sold,
            np.maximum(rows.list_price, 0) * rows.quantity,
        )
    )
    with_list = _added(item, np.where(rows.list_price > 0, rows.cost * rows.quantity, 0), count)
    overridden = _overridden(assignment, in_force if sales.is_sold_known else None, count)
    often = OFTEN if not sales.days else max(sales.days // A_WEEK, A_FEW)
    for place in range(count):
        name = sales.part_names[int(names.item_part[place])]
        source = sales.sources[int(names.item_source[place])]
        if not name.number.strip() or not pieces[place]:
            continue
        named = class_by_words(name.description, source)
        reasons = tuple(
            _reasons(
                lines=lines[place],
                often=often,
                customers=customers.get(names.parts[int(names.item_part[place])], 0),
                overridden=overridden[place],
                listed=listed[place],
                with_list=with_list[place],
                word="" if named is None else named[1],
            )
        )
        suggested = _class_of(reasons, None if named is None else named[0])
        if suggested is not None:
            yield SuggestedClass(
                *(suggested, source, name.number, name.description, reasons),
                *(lines[place], pieces[place], cost[place], sold[place]),
            )


def _added(place: Codes, column: Ints, count: int) -> list[int]:
    found: list[int] = sums_by(place, column, count).tolist()
    return found


def _overridden(assignment: Assignment, in_force: Ints | None, count: int) -> list[int]:
    """Return the lines of each item that were not sold at the price in force."""
    if in_force is None:
        return [0] * count
    rows = assignment.names.rows
    differs = (in_force != UNPRICED) & (rows.unit_sold != in_force)
    return _added(assignment.names.item, np.where(differs, rows.lines, 0), count)


def _reasons(
    *,
    lines: int,
    often: int,
    customers: int,
    overridden: int,
    listed: int,
    with_list: int,
    word: str,
) -> Iterator[ClassReason]:
    if lines >= often:
        yield ClassReason(Reason.SOLD_OFTEN, Fraction(lines))
    if customers >= MANY_CUSTOMERS:
        yield ClassReason(Reason.MANY_CUSTOMERS, Fraction(customers))
    share, of = OVERRIDDEN.numerator, OVERRIDDEN.denominator
    if lines >= _FEWEST_LINES and overridden * of >= lines * share:
        yield ClassReason(Reason.OVERRIDDEN, Fraction(overridden, lines))
    near, beside = LIST_NEAR_COST.numerator, LIST_NEAR_COST.denominator
    if with_list and listed * beside <= with_list * near:
        yield ClassReason(Reason.LIST_NEAR_COST, Fraction(listed, with_list))
    if word:
        yield ClassReason(Reason.NAMED, Fraction(1), word)


def _class_of(reasons: Sequence[ClassReason], named: PartClass | None) -> PartClass | None:
    """Return the class that reasons speak for: two are needed, of which a word may be one."""
    if named is PartClass.ACCESSORY:
        return named
    if len(reasons) < 2:  # noqa: PLR2004 - two reasons
        return None
    return named or PartClass.COMPETITIVE


def _of_sources(
    sales: Sales, assignment: Assignment, found: Sequence[SuggestedClass]
) -> list[SuggestedClass]:
    """Return the sources of which nearly all cost is of one class."""
    names = assignment.names
    rows = names.rows
    cost = _added(rows.source, rows.cost * rows.quantity, len(sales.sources))
    groups: dict[tuple[str, PartClass], list[SuggestedClass]] = defaultdict(list)
    for one in found:
        groups[(one.source, one.part_class)].append(one)
    whole = []
    for (source, part_class), held in groups.items():
        own = sum(one.cost for one in held)
        of_all = cost[sales.sources.index(source)]
        if source.strip() and len(held) >= _FEWEST_PARTS and own >= of_all * _OF_A_SOURCE:
            whole.append(
                SuggestedClass(
                    *(part_class, source, "", "", _shared(held)),
                    sum(one.lines for one in held),
                    sum(one.pieces for one in held),
                    own,
                    sum(one.sold for one in held),
                    len(held),
                )
            )
    return whole


def _shared(held: Sequence[SuggestedClass]) -> tuple[ClassReason, ...]:
    """Return each reason once, with the figure of the part with most cost that has it."""
    found: dict[Reason, ClassReason] = {}
    for one in sorted(held, key=_by_cost):
        for reason in one.reasons:
            found.setdefault(reason.reason, reason)
    return tuple(found[reason] for reason in Reason if reason in found)


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """What is earned in one class (None: no class); pieces in thousandths, the rest extended.

    `cost` and `sales` are of what the plan prices, `sales` at its prices; `sold` as sold.
    """

    part_class: PartClass | None
    pieces: int
    cost: int
    sales: int
    sold: int

    @property
    def gp_percent(self) -> float | None:
        """GP % at the plan's prices."""
        return 100 * (self.sales - self.cost) / self.sales if self.sales else None


def split_by_class(assignment: Assignment, prices: Ints) -> tuple[ClassFigures, ...]:
    """Return what each class earns at some prices by row, in the order of PartClass, then none."""
    rows = assignment.names.rows
    place = assignment.masks.part_class[assignment.names.item]
    is_priced = prices != UNPRICED
    found = []
    for number, part_class in (*enumerate(PartClass), (-1, None)):
        at = np.flatnonzero((place == number) & is_priced)
        if at.size:
            quantity = rows.quantity[at]
            found.append(
                ClassFigures(
                    part_class,
                    total(quantity),
                    total(products(rows.cost[at], quantity)),
                    total(products(prices[at], quantity)),
                    total(rows.sold[at]),
                )
            )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class CaptiveGoal:
    """What captive parts must earn, at the present mix, for all parts together to earn the goal.

    Parts without a class count as captive: what is not competitive, maintenance or accessory is
    left to them (source 001 ingredient 5). Sums are extended; `gp_percent` is None where the
    goal is met whatever they earn, or they sell nothing.
    """

    goal: int
    captive_cost: int
    captive_sales: int
    other_cost: int
    other_sales: int

    @property
    def needed_sales(self) -> Fraction:
        """What captive parts must sell for: cost / (1 - goal) of all, less what the others sell."""
        whole = 100 * POINT
        cost = self.captive_cost + self.other_cost
        return Fraction(cost * whole, whole - self.goal) - self.other_sales

    @property
    def gp_percent(self) -> float | None:
        """The GP % that captive parts need."""
        needed = self.needed_sales
        if not self.captive_cost or needed <= 0:
            return None
        return float(100 * (needed - self.captive_cost) / needed)

    @property
    def present(self) -> float | None:
        """The GP % that captive parts earn at the plan's prices."""
        sales = self.captive_sales
        return 100 * (sales - self.captive_cost) / sales if sales else None


def captive_goal(split: Sequence[ClassFigures], goal: int) -> CaptiveGoal:
    """Return what captive parts must earn for a goal (percent units)."""
    captive = [one for one in split if one.part_class in (None, PartClass.CAPTIVE)]
    others = [one for one in split if one not in captive]
    return CaptiveGoal(
        goal,
        sum(one.cost for one in captive),
        sum(one.sales for one in captive),
        sum(one.cost for one in others),
        sum(one.sales for one in others),
    )
