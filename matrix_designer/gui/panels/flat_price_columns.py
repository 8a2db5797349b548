"""The columns of the flat price list: what stands in each cell, and in which ink.

Knows rows of the list and how numbers are written; no widget.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from operator import attrgetter

from matrix_designer.core.flat_price import FlatPrice
from matrix_designer.core.money import DOLLAR, PIECE
from matrix_designer.gui.grid.columns import Align, Cell, Column, GridSpec, Ink, RowHead
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.flat_price_entries import FlatEntries, competitor_words, cost_of
from matrix_designer.gui.panels.flat_price_lines import (
    FlatLine,
    is_price,
    line_after,
    new_line,
)
from matrix_designer.gui.panels.row_heads import marked_head, next_head
from matrix_designer.gui.texts import day_text, signed

_NO_FIGURE = Cell("\u2013", Ink.MUTED)
HIDES_FIRST = ("pieces", "by", "agreed", "description", "reviewed", "list", "cost", "best")


def flat_spec(numbers: Numbers, entries: FlatEntries) -> GridSpec[FlatLine]:
    """Return the columns of the flat price list."""
    cells = _Cells(numbers)
    return GridSpec(
        name="Flat prices",
        corner="No.",
        columns=(
            *_part_columns(cells, entries),
            *_price_columns(cells, entries),
            *_review_columns(cells, entries),
            *_market_columns(cells, entries),
        ),
        head=_head,
        is_sunken=_is_blank,
        hides_first=HIDES_FIRST,
        is_body=is_price,
        after=_after,
        new_row=_new_row,
        is_waiting=_is_blank,
        noun=attrgetter("price"),
    )


def _part_columns(cells: _Cells, entries: FlatEntries) -> tuple[Column[FlatLine], ...]:
    group = "Part"
    return (
        Column(
            *("part", "Part", group, 12.0, cells.part, Align.LEFT),
            spoken="Part number",
            edit_text=cells.part_text,
            read=entries.read_part,
            most=18.0,
        ),
        Column(
            *("description", "Description", group, 14.0, cells.description, Align.LEFT),
            edit_text=partial(_text_of, take=_description),
            read=entries.read_description,
            most=22.0,
        ),
    )


def _price_columns(cells: _Cells, entries: FlatEntries) -> tuple[Column[FlatLine], ...]:
    group = "Price"
    return (
        Column(
            *("price", "Price", group, 7.0, cells.price),
            spoken="Flat price",
            edit_text=entries.price_text,
            read=entries.read_price,
            figure=cells.write_money,
        ),
        Column(
            *("gp", "GP %", group, 5.4, cells.gp),
            spoken="GP % at what the part costs now",
            figure=cells.write_point,
        ),
        Column(
            *("now", "Cost now", group, 7.0, cells.now),
            spoken="What a piece costs in the sales",
            figure=cells.write_money,
        ),
        Column(*("list", "List", group, 7.0, cells.list_price), figure=cells.write_money),
        Column(*("pieces", "Pieces", group, 6.0, cells.pieces), spoken="Pieces sold"),
    )


def _review_columns(cells: _Cells, entries: FlatEntries) -> tuple[Column[FlatLine], ...]:
    group = "Review"
    return (
        Column(
            *("cost", "Cost then", group, 7.0, cells.cost),
            spoken="What it cost at its review",
            edit_text=entries.cost_text,
            read=entries.read_cost,
            figure=cells.write_money,
        ),
        Column(
            *("reviewed", "Reviewed", group, 8.4, cells.reviewed),
            spoken="Day of the last review",
            edit_text=cells.reviewed_text,
            read=entries.read_reviewed,
        ),
        Column(
            *("by", "By", group, 6.0, cells.by, Align.LEFT),
            spoken="Reviewed by",
            edit_text=partial(_text_of, take=_by),
            read=entries.read_by,
            most=12.0,
        ),
        Column(
            *("locked", "Locked", group, 4.6, cells.locked, Align.LEFT),
            edit_text=cells.locked_text,
            read=entries.read_locked,
            press=cells.switched,
        ),
        Column(
            *("agreed", "Agreed", group, 7.0, cells.agreed, Align.LEFT),
            spoken="Who agreed",
            edit_text=partial(_text_of, take=_agreed),
            read=entries.read_agreed,
            most=14.0,
        ),
    )


def _market_columns(cells: _Cells, entries: FlatEntries) -> tuple[Column[FlatLine], ...]:
    group = "Market"
    return (
        Column(
            *("best", "Best competitor", group, 11.0, cells.best, Align.LEFT),
            edit_text=entries.competitors_text,
            read=entries.read_competitors,
            most=16.0,
        ),
        Column(
            *("theirs", "Theirs", group, 7.0, cells.theirs),
            spoken="Price of the best competitor",
            figure=cells.write_money,
        ),
        Column(
            *("difference", "Difference", group, 7.4, cells.difference),
            spoken="Our price less theirs",
            figure=cells.write_money,
        ),
    )


class _Cells:
    """Makes the cells of a row in the user's way of writing numbers."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers

    def part(self, line: FlatLine) -> Cell:
        if line.price is None:
            return Cell("Type a part number", Ink.MUTED)
        return Cell(line.price.part, is_semibold=True)

    def part_text(self, line: FlatLine) -> str | None:
        return "" if line.price is None else line.price.part

    def description(self, line: FlatLine) -> Cell:
        return Cell(_text_of(line, _description) or "", Ink.DERIVED)

    def price(self, line: FlatLine) -> Cell:
        if line.price is None:
            return Cell()
        is_dear = bool(
            line.sold and line.sold.list_price and line.price.price > line.sold.list_price
        )
        corner, note = (Ink.WARNING_GRAPHIC, "above list") if is_dear else (None, "")
        value = Fraction(line.price.price, DOLLAR)
        text = self._numbers.money(line.price.price)
        return Cell(text, is_semibold=True, value=value, corner=corner, note=note)

    def gp(self, line: FlatLine) -> Cell:
        cost = cost_of(line)
        if line.price is None:
            return Cell()
        if not cost:
            return _NO_FIGURE
        value = Fraction(100 * (line.price.price - cost), line.price.price)
        is_loss = value < 0
        ink = _derived(line) if not is_loss else Ink.ERROR
        note = "sold under cost" if is_loss else ""
        return Cell(self._numbers.fraction(value, 1), ink, value=value, note=note)

    def now(self, line: FlatLine) -> Cell:
        if line.price is None:
            return Cell()
        if line.sold is None:
            return _NO_FIGURE
        moved = [one for one in line.findings if one.code == "flat-cost-moved"]
        corner = Ink.WARNING_GRAPHIC if moved else None
        note = "\n".join(one.message for one in moved)
        return self._money(line.sold.average_cost, _derived(line), corner, note)

    def list_price(self, line: FlatLine) -> Cell:
        if line.price is None:
            return Cell()
        listed = None if line.sold is None else line.sold.list_price
        return _NO_FIGURE if listed is None else self._money(listed, _derived(line))

    def pieces(self, line: FlatLine) -> Cell:
        if line.price is None:
            return Cell()
        if line.sold is None:
            return _NO_FIGURE
        pieces = line.sold.pieces
        return Cell(self._numbers.pieces(pieces), _derived(line), value=Fraction(pieces, PIECE))

    def cost(self, line: FlatLine) -> Cell:
        if line.price is None or line.price.cost is None:
            return Cell()
        return self._money(line.price.cost, Ink.TEXT)

    def reviewed(self, line: FlatLine) -> Cell:
        if line.price is None:
            return Cell()
        day = line.price.reviewed
        return Cell("never", Ink.MUTED) if day is None else Cell(day_text(day))

    def reviewed_text(self, line: FlatLine) -> str | None:
        if line.price is None:
            return None
        return "" if line.price.reviewed is None else line.price.reviewed.isoformat()

    def by(self, line: FlatLine) -> Cell:
        return Cell(_text_of(line, _by) or "")

    def locked(self, line: FlatLine) -> Cell:
        if line.price is None:
            return Cell()
        if line.price.is_locked:
            return Cell(icon="lock", note="locked: it changes only with a note of who agreed")
        return Cell(icon="square", ink=Ink.QUIET, note="not locked")

    def locked_text(self, line: FlatLine) -> str | None:
        if line.price is None:
            return None
        return "yes" if line.price.is_locked else "no"

    def switched(self, line: FlatLine) -> str:
        return "no" if line.price is not None and line.price.is_locked else "yes"

    def agreed(self, line: FlatLine) -> Cell:
        text = " ".join((_text_of(line, _agreed) or "").split())
        return Cell(text, note=text)

    def best(self, line: FlatLine) -> Cell:
        if line.price is None or line.best is None:
            return Cell()
        more = len(line.price.competitors) - 1
        text = f"{line.best.competitor} and {more} more" if more else line.best.competitor
        return Cell(text, note=competitor_words(line.price, self._numbers))

    def theirs(self, line: FlatLine) -> Cell:
        return Cell() if line.best is None else self._money(line.best.price, Ink.DERIVED)

    def difference(self, line: FlatLine) -> Cell:
        if line.best is None or line.price is None:
            return Cell()
        by = line.price.price - line.best.price
        text = self._numbers.money(by)
        text = signed(text) if by else text
        ink = Ink.WARNING if by > 0 else Ink.DERIVED
        return Cell(text, ink, is_semibold=by > 0, value=Fraction(by, DOLLAR))

    def _money(self, amount: int, ink: Ink, corner: Ink | None = None, note: str = "") -> Cell:
        value = Fraction(amount, DOLLAR)
        # parts of a cent tell something of what costs cents
        is_small = amount < DOLLAR
        text = self._numbers.money(amount) if is_small else self._numbers.fraction(value, 2)
        return Cell(text, ink, corner=corner, note=note, value=value)

    def write_money(self, value: Fraction) -> str:
        return self._numbers.fraction(value, 2)

    def write_point(self, value: Fraction) -> str:
        return self._numbers.fraction(value, 1)


def _derived(line: FlatLine) -> Ink:
    return Ink.QUIET if line.is_stale else Ink.DERIVED


def _text_of(line: FlatLine, take: Callable[[FlatPrice], str]) -> str | None:
    return None if line.price is None else take(line.price)


def _description(price: FlatPrice) -> str:
    return price.description


def _by(price: FlatPrice) -> str:
    return price.by


def _agreed(price: FlatPrice) -> str:
    return price.agreed


def _head(line: FlatLine) -> RowHead:
    if line.price is None:
        return next_head("Next flat price", "Type the next part here")
    number = str(line.place + 1)
    return marked_head(number, f"Flat price {number}, {line.price.part}", line.findings)


def _is_blank(line: FlatLine) -> bool:
    return line.price is None


def _after(line: FlatLine, edit: object) -> FlatLine:
    return line_after(line, edit)


def _new_row(lines: object) -> tuple[FlatLine, object]:
    return new_line(lines)  # type: ignore[arg-type] # the grid hands its own rows on
