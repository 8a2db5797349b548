"""The columns of a test repair order and of the parts that change most.

Knows priced lines, how numbers are written, and cells; no widget.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from matrix_designer.analysis.changed_parts import ChangedPart, ChangedParts
from matrix_designer.analysis.repair_order import OrderTotal, PricedLine
from matrix_designer.analysis.replay import Period
from matrix_designer.core.money import DOLLAR, EXTENDED_DOLLAR, quantity_text
from matrix_designer.gui.grid.columns import Align, Cell, Column, GridSpec, Ink, RowHead
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.compare_words import AS_SOLD
from matrix_designer.gui.texts import NO_FIGURE, signed, with_dollar

_QUIET = Cell(NO_FIGURE, Ink.MUTED)
_NO_PRICE = Cell("no price", Ink.ERROR, note="This matrix has no price for it")
_NOT_SOLD = Cell(NO_FIGURE, Ink.MUTED, note="It was not sold, and no matrix is in force")


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of an order, and which side of the toggle is shown."""

    line: PricedLine
    is_before: bool


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part that changes, and which side of the toggle is shown."""

    part: ChangedPart
    is_before: bool


def _head(_row: object) -> RowHead:
    return RowHead("", "")


def order_spec(numbers: Numbers, other: str) -> GridSpec[ShownLine]:
    """Return the columns of an order; `other` heads the prices before."""
    cells = _OrderCells(numbers, other)
    before = other[:1].upper() + other[1:]

    def after(make: Callable[[ShownLine], Cell]) -> Callable[[ShownLine], Cell]:
        """Show what is proposed only on the side after."""
        return lambda row: _QUIET if row.is_before else make(row)

    columns: tuple[Column[ShownLine], ...] = (
        Column("part", "Part", "", 18, cells.part, Align.LEFT),
        Column("kind", "Class", "", 10, cells.kind, Align.LEFT),
        Column("quantity", "Qty", "", 4, cells.quantity, spoken="Quantity"),
        Column("cost", "Cost", "", 8, cells.cost),
        Column("list", "List", "", 8, cells.list_price),
        Column("before", before, "", 8, cells.before, spoken=f"Price {other}"),
        Column("after", "Proposed", "", 8, after(cells.after), head_ink=Ink.ACCENT),
        Column("change", "Change", "", 7, after(cells.change)),
        Column("of_list", "% of list", "", 7, after(cells.of_list), spoken="Proposed % of list"),
        Column("gp_before", "GP % now", "", 6, cells.gp_before, spoken=f"GP % {other}"),
        Column("gp_after", "GP %", "", 6, after(cells.gp_after), spoken="GP % proposed"),
    )
    hidden = ("of_list", "kind", "gp_before", "quantity", "list")
    return GridSpec("Test repair order", "", columns, _head, hides_first=hidden)


def order_total(total: OrderTotal, numbers: Numbers, *, is_before: bool) -> tuple[Cell, ...]:
    """Return the cells under an order, in the order of its columns."""

    def money(extended: int) -> Cell:
        return Cell(numbers.ratio(extended, EXTENDED_DOLLAR, 2), is_semibold=True)

    def percent(value: float | None) -> Cell:
        text = NO_FIGURE if value is None else numbers.fraction(Fraction(value), 1)
        return Cell(text, is_semibold=True)

    change = _QUIET
    if total.change is not None:
        change = Cell(signed(numbers.ratio(total.change, EXTENDED_DOLLAR, 2)), is_semibold=True)
    of_list = Cell()
    if total.listed and not total.without_list:
        of_list = Cell(numbers.ratio(100 * total.after, total.listed, 0), is_semibold=True)
    after = (money(total.after), change, of_list)
    return (
        Cell("Parts total to the customer", is_semibold=True),
        *(Cell(), Cell()),
        money(total.cost),
        money(total.listed) if not total.without_list else Cell(),
        _QUIET if total.before is None else money(total.before),
        *((_QUIET, _QUIET, _QUIET) if is_before else after),
        percent(total.percent_before),
        _QUIET if is_before else percent(total.percent_after),
    )


class _OrderCells:
    """Makes the cells of one line."""

    def __init__(self, numbers: Numbers, other: str) -> None:
        self._numbers = numbers
        self._nothing = _NOT_SOLD if other == AS_SOLD else _NO_PRICE

    def part(self, row: ShownLine) -> Cell:
        part = row.line.part
        return Cell(f"{part.number}  {part.description}".strip() or "typed part")

    def kind(self, row: ShownLine) -> Cell:
        return Cell(row.line.part.kind, Ink.DERIVED)

    def quantity(self, row: ShownLine) -> Cell:
        return Cell(self._numbers.typed(quantity_text(row.line.part.quantity)), Ink.DERIVED)

    def cost(self, row: ShownLine) -> Cell:
        return Cell(self._numbers.money(row.line.part.cost), Ink.DERIVED)

    def list_price(self, row: ShownLine) -> Cell:
        listed = row.line.part.list_price
        return _QUIET if listed is None else Cell(self._numbers.money(listed), Ink.DERIVED)

    def before(self, row: ShownLine) -> Cell:
        price = row.line.before
        if price is None:
            return self._nothing
        ink = Ink.TEXT if row.is_before else Ink.DERIVED
        return Cell(self._numbers.money(price), ink, is_semibold=row.is_before)

    def after(self, row: ShownLine) -> Cell:
        line = row.line
        if line.after is None:
            return _NO_PRICE
        note = f"Priced by {line.row_after}" if line.row_after else ""
        return Cell(self._numbers.money(line.after), is_semibold=True, note=note)

    def change(self, row: ShownLine) -> Cell:
        change = row.line.change
        if change is None:
            return _QUIET
        text = self._numbers.money(change)
        return Cell(signed(text) if change else text, Ink.TEXT if change else Ink.MUTED)

    def of_list(self, row: ShownLine) -> Cell:
        line = row.line
        if line.after is None or not line.part.list_price:
            return _QUIET
        is_above = line.after > line.part.list_price
        text = self._numbers.ratio(100 * line.after, line.part.list_price, 0)
        note = "Above list" if is_above else ""
        return Cell(text, Ink.TEXT if is_above else Ink.DERIVED, note=note)

    def gp_before(self, row: ShownLine) -> Cell:
        return self._percent(row.line.percent_before, Ink.DERIVED)

    def gp_after(self, row: ShownLine) -> Cell:
        return self._percent(row.line.percent_after, Ink.TEXT)

    def _percent(self, value: float | None, ink: Ink) -> Cell:
        return _QUIET if value is None else Cell(self._numbers.fraction(Fraction(value), 1), ink)


def changed_spec(numbers: Numbers, other: str, period: Period) -> GridSpec[ShownPart]:
    """Return the columns of the parts that change most; `other` heads the prices before."""
    cells = _ChangedCells(numbers, period)
    before = other[:1].upper() + other[1:]
    columns: tuple[Column[ShownPart], ...] = (
        Column("part", "Part", "", 18, cells.part, Align.LEFT),
        Column("source", "Source", "", 6, cells.source, Align.LEFT),
        Column("cost", "Latest cost", "", 8, cells.cost),
        Column("lines", "Lines", "", 6, cells.lines),
        Column("pieces", "Pieces", "", 7, cells.pieces),
        Column("price_before", before, "", 8, cells.price_before, spoken=f"Mean price {other}"),
        Column(
            *("price_after", "Proposed", "", 8),
            cells.price_after,
            head_ink=Ink.ACCENT,
            spoken="Mean price proposed",
        ),
        Column("change", "Change in GP $", "", 9, cells.change),
    )
    hidden = ("source", "lines", "cost", "pieces")
    return GridSpec("Parts that change most", "", columns, _head, hides_first=hidden)


def changed_total(found: ChangedParts, numbers: Numbers, period: Period) -> tuple[Cell, ...]:
    """Return the cells under the parts: what all parts together change."""
    count = numbers.count(found.count)
    noun = "part changes" if found.count == 1 else "parts change"
    in_all = period.a_year(found.change)
    change = with_dollar(signed(numbers.ratio(in_all, EXTENDED_DOLLAR, 2)))
    return (
        Cell(f"All {count} {noun}" if found.count != 1 else f"{count} {noun}", is_semibold=True),
        *(Cell() for _ in range(6)),
        Cell(change, is_semibold=True),
    )


class _ChangedCells:
    """Makes the cells of one part."""

    def __init__(self, numbers: Numbers, period: Period) -> None:
        self._numbers = numbers
        self._period = period

    def part(self, row: ShownPart) -> Cell:
        part = row.part
        return Cell(f"{part.number}  {part.description}".strip() or "no part number")

    def source(self, row: ShownPart) -> Cell:
        return Cell(row.part.source, Ink.DERIVED)

    def cost(self, row: ShownPart) -> Cell:
        return Cell(self._numbers.money(row.part.cost), Ink.DERIVED)

    def lines(self, row: ShownPart) -> Cell:
        return Cell(self._numbers.count(row.part.lines), Ink.DERIVED)

    def pieces(self, row: ShownPart) -> Cell:
        return Cell(self._numbers.pieces(row.part.pieces), Ink.DERIVED)

    def price_before(self, row: ShownPart) -> Cell:
        return Cell(self._mean(row.part.price_before), Ink.DERIVED)

    def price_after(self, row: ShownPart) -> Cell:
        if row.is_before:
            return _QUIET
        return Cell(self._mean(row.part.price_after), is_semibold=True)

    def change(self, row: ShownPart) -> Cell:
        if row.is_before:
            return _QUIET
        change = self._period.a_year(row.part.change)
        return Cell(signed(self._numbers.ratio(change, EXTENDED_DOLLAR, 2)))

    def _mean(self, amount: int) -> str:
        return self._numbers.ratio(amount, DOLLAR, 2)
