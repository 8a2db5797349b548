"""A test repair order: a handful of parts priced before and after, line by line and in all.

Knows parts, what prices them and exact sums. A line that one side cannot price stands in no
total, unless there is no side before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from matrix_designer.analysis.replay import gp_percent
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import MISSING
from matrix_designer.core.money import PIECE
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.plan import LeftAlone
from matrix_designer.core.plan_words import treatment_words
from matrix_designer.core.pricing import CAP_ROW, FALLBACK_ROW, Schedule, price_one
from matrix_designer.core.query import NOTHING, Columns, LineQuery, Order, Where
from matrix_designer.core.strategy_pricing import Pricer


class Origin(Enum):
    """Where a line of a test repair order comes from."""

    ORDER = "order"
    """A repair order of the history."""
    SOLD = "sold"
    """The latest sale of a part."""
    TYPED = "typed"
    """Cost and list as somebody typed them."""


_UNTOLD = PartFacts(0)
TOLD = (*("source", "class", "customer_type", "pay_type", "channel", "stocking_group", "vendor"),)
"""The columns of a line that a plan may ask for beside part, description, cost and list."""


def told_of(columns: Columns, row: int) -> PartFacts:
    """Return what the columns `TOLD` of an answer say of a part."""
    texts = {name: columns.texts[name][row] for name in TOLD}
    return PartFacts(
        0,
        source=texts["source"],
        group=texts["stocking_group"],
        sale_class=texts["class"],
        customer_type=texts["customer_type"],
        pay_type=texts["pay_type"],
        vendor=texts["vendor"],
        channel=texts["channel"],
    )


@dataclass(frozen=True, slots=True)
class OrderPart:
    """One line: a part as the customer buys it; cost and list are amounts, quantity thousandths.

    `kind` says what it is: its class or source, captive or competitive. `unit_sold` is the
    amount that was asked for it, None where it was not sold. `told` has what else is known of the
    line, for a plan to ask.
    """

    number: str
    description: str
    kind: str
    cost: int
    list_price: int | None
    quantity: int = PIECE
    unit_sold: int | None = None
    origin: Origin = Origin.TYPED
    told: PartFacts = _UNTOLD

    @property
    def facts(self) -> PartFacts:
        """All that is known of it."""
        return replace(
            self.told,
            cost=self.cost,
            list_price=self.list_price,
            part=self.number,
            description=self.description,
        )


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line with its price of one piece before and after, amounts, None: unpriced.

    `row_after` names what prices it now: `tier 3`, `cap`, `fallback`, under a plan also `the flat
    price` and the like; empty where nothing does.
    """

    part: OrderPart
    before: int | None
    after: int | None
    row_after: str

    @property
    def change(self) -> int | None:
        """The price of one piece after minus before."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before

    @property
    def percent_before(self) -> float | None:
        """GP % of the line before."""
        return (
            None if self.before is None else gp_percent(self.before - self.part.cost, self.before)
        )

    @property
    def percent_after(self) -> float | None:
        """GP % of the line afterwards."""
        return None if self.after is None else gp_percent(self.after - self.part.cost, self.after)

    @property
    def is_counted(self) -> bool:
        """Whether the line stands in the totals: both sides price it."""
        return self.change is not None


@dataclass(frozen=True, slots=True)
class OrderTotal:
    """What the counted lines come to, extended amounts.

    `before` is None where there is no such side: the lines that are priced now count then.
    `listed` is the list of those that have one, `without_list` how many have none; `left_out` are
    the lines that one side cannot price.
    """

    cost: int
    listed: int
    before: int | None
    after: int
    without_list: int
    left_out: int

    @property
    def change(self) -> int | None:
        """What the customer pays more."""
        return None if self.before is None else self.after - self.before

    @property
    def percent_before(self) -> float | None:
        """GP % of the order before."""
        return None if self.before is None else gp_percent(self.before - self.cost, self.before)

    @property
    def percent_after(self) -> float | None:
        """GP % of the order afterwards."""
        return gp_percent(self.after - self.cost, self.after)


@dataclass(frozen=True, slots=True)
class PricedOrder:
    """All lines in their order, and their total."""

    lines: tuple[PricedLine, ...]
    total: OrderTotal


Side = Schedule | Pricer
"""What prices one side of a comparison: a matrix, or a whole plan."""


def price_order(parts: Iterable[OrderPart], after: Side, before: Side | None) -> PricedOrder:
    """Price every line under both sides; without one before, by what was asked for it.

    What a plan leaves alone keeps the price that was asked, as in a replay.
    """
    lines = tuple(_priced(part, after, before) for part in parts)
    has_before = before is not None or any(line.before is not None for line in lines)
    return PricedOrder(lines, total_of(lines, has_before=has_before))


def total_of(lines: Sequence[PricedLine], *, has_before: bool) -> OrderTotal:
    """Add up the lines that both sides price; without a side before, those priced now."""
    counted = [
        line for line in lines if line.is_counted or (not has_before and line.after is not None)
    ]
    return OrderTotal(
        cost=sum(line.part.cost * line.part.quantity for line in counted),
        listed=sum((line.part.list_price or 0) * line.part.quantity for line in counted),
        before=_extended_before(counted) if has_before else None,
        after=sum((line.after or 0) * line.part.quantity for line in counted),
        without_list=sum(line.part.list_price is None for line in counted),
        left_out=len(lines) - len(counted),
    )


def _extended_before(lines: Iterable[PricedLine]) -> int:
    return sum((line.before or 0) * line.part.quantity for line in lines)


def _priced(part: OrderPart, after: Side, before: Side | None) -> PricedLine:
    now, row = _priced_by(part, after)
    was = part.unit_sold
    if before is not None:
        was, _ = _priced_by(part, before)
    return PricedLine(part, was, now, row)


def _priced_by(part: OrderPart, side: Side) -> tuple[int | None, str]:
    """Return the price of a part and the name of what prices it."""
    if isinstance(side, Schedule):
        made = price_one(side, part.cost, part.list_price)
        return made.price, _row_name(made.row)
    planned = side.price(part.facts)
    treatment = planned.match.treatment
    if isinstance(treatment, LeftAlone):
        return part.unit_sold, "" if part.unit_sold is None else "the price that was asked"
    if planned.price is None:
        return None, ""
    if planned.priced is None or planned.matrix is None:
        return planned.price, treatment_words(treatment)
    row = _row_name(planned.priced.row)
    is_one = len(side.strategy.matrices) == 1
    return planned.price, row if is_one else f"{row} of “{planned.matrix.name}”"


def _row_name(row: int) -> str:
    if row >= 0:
        return f"tier {row + 1}"
    return {CAP_ROW: "cap", FALLBACK_ROW: "fallback"}.get(row, "")


@dataclass(frozen=True, slots=True)
class FoundOrder:
    """A repair order of the history: its used lines, and how many are set aside for what.

    `store` is the one that it is of, where the history names stores.
    """

    number: str
    day: int | None
    parts: tuple[OrderPart, ...]
    set_aside: dict[str, int]
    store: str = ""


@dataclass(frozen=True, slots=True)
class OrderChoice:
    """A repair order that may be meant: its number, its used lines, its last day and its store."""

    number: str
    lines: int
    day: int | None
    store: str = ""

    @property
    def name(self) -> str:
        """The number, with the store where one is named."""
        return f"{self.number}, {self.store}" if self.store else self.number


@dataclass(frozen=True, slots=True)
class OrderChoices:
    """The repair orders whose numbers begin as was typed; `has_more` where the limit cut them."""

    typed: str
    orders: tuple[OrderChoice, ...]
    has_more: bool


def ask_orders(typed: str, used_reasons: frozenset[str], most: int) -> LineQuery:
    """Ask for the repair orders whose number begins so, those with the most lines first."""
    return LineQuery(
        keys=("ro", "store"),
        sums=("lines", "last_day"),
        where=Where(begins={"ro": typed}, present=frozenset({"ro"}), reasons=used_reasons),
        order=(Order("lines", is_descending=True),),
        limit=most + 1,
    )


def judge_orders(typed: str, columns: Columns, most: int) -> OrderChoices:
    """Return the repair orders of an answer; raises MatrixDesignerError where there is none."""
    if not len(columns):
        raise MatrixDesignerError(
            f"No repair order has the number “{typed}”", "", "Type how its number begins"
        )
    orders = tuple(
        OrderChoice(number, int(lines), None if day == NOTHING else int(day), store)
        for number, store, lines, day in zip(
            *(columns.texts["ro"], columns.texts["store"]),
            *(columns.numbers["lines"], columns.numbers["last_day"]),
            strict=True,
        )
    )
    return OrderChoices(typed, orders[:most], has_more=len(orders) > most)


def ask_order(
    number: str, used_reasons: frozenset[str], store: str | None = None
) -> tuple[LineQuery, LineQuery]:
    """Ask for the used lines of a repair order, and for what is set aside of it.

    Stores count their orders from 1 each: without a `store` those of all that have the number.
    """
    among = {"ro": frozenset({number})}
    if store is not None:
        among["store"] = frozenset({store})
    return (
        LineQuery(
            columns=(
                *("line", "part", "description", "store", *TOLD),
                *("cost", "list", "quantity", "unit_sold", "day"),
            ),
            where=Where(among=among, reasons=used_reasons),
        ),
        LineQuery(
            keys=("reason", "store"), sums=("lines",), where=Where(among=among, reasons=None)
        ),
    )


def orders_alike(number: str, used: Columns, reasons: Columns) -> OrderChoices | None:
    """Return the orders of several stores that have one number; None where one store has it."""
    stores = sorted(set(reasons.texts["store"]))
    if len(stores) < 2:  # noqa: PLR2004 - several
        return None
    choices = []
    for store in stores:
        own = [place for place, name in enumerate(used.texts["store"]) if name == store]
        days = [day for place in own if (day := used.number("day", place)) != NOTHING]
        choices.append(OrderChoice(number, len(own), max(days, default=None), store))
    return OrderChoices(number, tuple(choices), has_more=False)


def judge_order(
    number: str, used: Columns, reasons: Columns, used_reasons: frozenset[str]
) -> FoundOrder:
    """Make a repair order of the answers; raises MatrixDesignerError where there is none."""
    if not len(reasons):
        raise MatrixDesignerError(
            f"No repair order has the number “{number}”", "", "Type how its number begins"
        )
    numbers, texts = used.numbers, used.texts
    stores = set(reasons.texts["store"])
    days = [int(day) for day in numbers["day"] if day != NOTHING]
    return FoundOrder(
        number=number,
        day=max(days, default=None),
        parts=tuple(
            OrderPart(
                number=texts["part"][place],
                description=texts["description"][place],
                kind=kind_of(texts["source"][place], texts["class"][place]),
                cost=int(numbers["cost"][place]),
                list_price=listed(int(numbers["list"][place])),
                quantity=int(numbers["quantity"][place]),
                unit_sold=asked(int(numbers["unit_sold"][place])),
                origin=Origin.ORDER,
                told=told_of(used, place),
            )
            for place in range(len(used))
        ),
        set_aside={
            reason: int(count)
            for reason, count in zip(reasons.texts["reason"], reasons.numbers["lines"], strict=True)
            if reason not in used_reasons
        },
        store=stores.pop() if len(stores) == 1 else "",
    )


def listed(list_price: int) -> int | None:
    """Return a list as parts have it; a list of zero is none."""
    return list_price if list_price > 0 and list_price != MISSING else None


def asked(unit_sold: int) -> int | None:
    """Return what was asked for a piece; None where the history does not tell it."""
    return None if unit_sold == NOTHING else unit_sold


def kind_of(source: str, sale_class: str) -> str:
    """Say what a part is by its class, else by its source; one letter says too little alone."""
    named = sale_class.strip()
    if len(named) > 1:
        return named
    told = [f"source {source.strip()}" if source.strip() else "", f"class {named}" if named else ""]
    return ", ".join(text for text in told if text)
