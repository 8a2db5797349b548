"""The columns of the service menus: what stands in each cell, and in which ink.

Knows rows of menus and how numbers are written; no widget.
"""

from __future__ import annotations

from fractions import Fraction

from matrix_designer.core.money import DOLLAR, PIECE, quantity_text
from matrix_designer.core.plan_words import treatment_words
from matrix_designer.gui.grid.columns import Align, Cell, Column, GridSpec, Ink, RowHead
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.menu_entries import MenuEntries
from matrix_designer.gui.panels.menu_lines import MenuRow, is_filled, make_room, row_after
from matrix_designer.gui.panels.row_heads import marked_head, next_head
from matrix_designer.gui.texts import signed

_NO_FIGURE = Cell("–", Ink.MUTED)
HIDES_FIRST = ("rule", "source", "list", "cost", "description")


def menu_spec(numbers: Numbers, entries: MenuEntries) -> GridSpec[MenuRow]:
    """Return the columns of the service menus."""
    cells = _Cells(numbers)
    return GridSpec(
        name="Service menus",
        corner="No.",
        columns=(*_part_columns(cells, entries), *_price_columns(cells, entries)),
        head=_head,
        is_sunken=_is_waiting,
        hides_first=HIDES_FIRST,
        is_body=is_filled,
        after=_after,
        is_waiting=_is_waiting,
        make_room=make_room,
    )


def _part_columns(cells: _Cells, entries: MenuEntries) -> tuple[Column[MenuRow], ...]:
    group = "Menu and its parts"
    return (
        Column(
            *("name", "Menu, part", group, 16.0, cells.name, Align.LEFT),
            spoken="Menu or part number",
            edit_text=entries.name_text,
            read=entries.read_name,
            most=26.0,
        ),
        Column(
            *("quantity", "Qty", group, 4.4, cells.quantity),
            spoken="Quantity",
            edit_text=entries.quantity_text,
            read=entries.read_quantity,
        ),
        Column(
            *("description", "Description, note", group, 16.0, cells.description, Align.LEFT),
            edit_text=entries.description_text,
            read=entries.read_description,
            most=26.0,
        ),
        Column(
            *("source", "Source", group, 6.0, cells.source, Align.LEFT),
            edit_text=entries.source_text,
            read=entries.read_source,
            most=10.0,
        ),
        Column(
            *("cost", "Cost", group, 7.0, cells.cost),
            spoken="Cost, from the sales where none is typed",
            edit_text=entries.cost_text,
            read=entries.read_cost,
            figure=cells.write_money,
        ),
        Column(
            *("list", "List", group, 7.0, cells.list_price),
            spoken="List, from the sales where none is typed",
            edit_text=entries.list_text,
            read=entries.read_list,
            figure=cells.write_money,
        ),
    )


def _price_columns(cells: _Cells, entries: MenuEntries) -> tuple[Column[MenuRow], ...]:
    group = "Under the plan"
    return (
        Column(*("each", "Each", group, 7.0, cells.each), figure=cells.write_money),
        Column(
            *("total", "Comes to", group, 8.0, cells.total),
            spoken="What it comes to under the plan",
            figure=cells.write_money,
        ),
        Column(
            *("price", "Menu price", "Menu", 8.0, cells.price),
            edit_text=entries.price_text,
            read=entries.read_price,
            figure=cells.write_money,
        ),
        Column(
            *("difference", "Difference", "Menu", 7.4, cells.difference),
            spoken="What the parts come to, less the menu price",
            figure=cells.write_money,
        ),
        Column(*("gp", "GP %", "Menu", 5.4, cells.gp), figure=cells.write_point),
        Column(
            *("rule", "Priced by", "Menu", 12.0, cells.rule, Align.LEFT),
            most=20.0,
        ),
    )


class _Cells:
    """Makes the cells of a row in the user's way of writing numbers."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers

    def name(self, row: MenuRow) -> Cell:
        if row.menu is None:
            return Cell("Type the name of a menu", Ink.MUTED)
        if row.is_menu:
            return Cell(row.menu.name, is_semibold=True)
        if row.part is None:
            return Cell("    type a part number", Ink.MUTED)
        return Cell(f"    {row.part.part}")

    def quantity(self, row: MenuRow) -> Cell:
        if row.part is None:
            return Cell()
        text = self._numbers.typed(quantity_text(row.part.quantity))
        return Cell(text, value=Fraction(row.part.quantity, PIECE))

    def description(self, row: MenuRow) -> Cell:
        if row.is_menu and row.menu is not None:
            return Cell(" ".join(row.menu.note.split()), Ink.DERIVED)
        if row.part is None:
            return Cell()
        known = "" if row.line is None else row.line.facts.description
        return Cell(row.part.description or known, Ink.DERIVED)

    def source(self, row: MenuRow) -> Cell:
        if row.part is None:
            return Cell()
        known = "" if row.line is None else row.line.facts.source
        return Cell(row.part.source or known, Ink.TEXT if row.part.source else Ink.DERIVED)

    def cost(self, row: MenuRow) -> Cell:
        if row.is_menu:
            if row.total is None or not row.total.lines:
                return Cell()
            cost = row.total.cost
            return _NO_FIGURE if cost is None else self._money(cost, _derived(row))
        if row.part is None:
            return Cell()
        if row.part.cost is not None:
            return self._money(row.part.cost, Ink.TEXT)
        known = 0 if row.line is None else row.line.facts.cost
        return self._money(known, _derived(row)) if known else _NO_FIGURE

    def list_price(self, row: MenuRow) -> Cell:
        if row.part is None:
            return Cell()
        if row.part.list_price is not None:
            return self._money(row.part.list_price, Ink.TEXT)
        known = None if row.line is None else row.line.facts.list_price
        return self._money(known, _derived(row)) if known else _NO_FIGURE

    def each(self, row: MenuRow) -> Cell:
        if row.part is None or row.line is None:
            return Cell()
        price = row.line.planned.price
        if price is None:
            why = row.line.planned.steps[-1].detail if row.line.planned.steps else ""
            return Cell("no price", Ink.ERROR, note=self._numbers.typed(why))
        return self._money(price, _derived(row))

    def total(self, row: MenuRow) -> Cell:
        if row.is_menu:
            total = None if row.total is None else row.total.total
            if total is None:
                return _NO_FIGURE if row.menu is not None and row.menu.parts else Cell()
            return self._money(total, Ink.TEXT, is_semibold=True)
        amount = None if row.line is None or row.part is None else row.line.total
        return Cell() if amount is None else self._money(amount, _derived(row))

    def price(self, row: MenuRow) -> Cell:
        if not row.is_menu or row.menu is None:
            return Cell()
        return self._money(row.menu.price, Ink.TEXT, is_semibold=True)

    def difference(self, row: MenuRow) -> Cell:
        by = None if row.total is None or not row.is_menu else row.total.difference
        if by is None:
            return Cell()
        text = self._numbers.fraction(Fraction(by, DOLLAR), 2)
        is_over = by > 0
        note = "the parts come to more than the menu" if is_over else ""
        return Cell(
            signed(text) if by else text,
            Ink.WARNING if is_over else _derived(row),
            is_semibold=is_over,
            corner=Ink.WARNING_GRAPHIC if is_over else None,
            note=note,
            value=Fraction(by, DOLLAR),
        )

    def gp(self, row: MenuRow) -> Cell:
        if not row.is_menu or row.menu is None or row.total is None or not row.total.lines:
            return Cell()
        cost = row.total.cost
        if cost is None:
            return _NO_FIGURE
        value = Fraction(100 * (row.menu.price - cost), row.menu.price)
        ink = Ink.ERROR if value < 0 else _derived(row)
        return Cell(self._numbers.fraction(value, 1), ink, value=value)

    def rule(self, row: MenuRow) -> Cell:
        if row.part is None or row.line is None:
            return Cell()
        match = row.line.planned.match
        words = treatment_words(match.treatment)
        name = "default" if match.rule is None else f"rule {match.rule + 1}"
        return Cell(f"{name}: {words}", _derived(row))

    def _money(self, amount: int, ink: Ink, *, is_semibold: bool = False) -> Cell:
        value = Fraction(amount, DOLLAR)
        return Cell(self._numbers.money(amount), ink, is_semibold=is_semibold, value=value)

    def write_money(self, value: Fraction) -> str:
        return self._numbers.fraction(value, 2)

    def write_point(self, value: Fraction) -> str:
        return self._numbers.fraction(value, 1)


def _derived(row: MenuRow) -> Ink:
    return Ink.QUIET if row.is_stale else Ink.DERIVED


def _head(row: MenuRow) -> RowHead:
    if row.menu is None:
        return next_head("Next menu", "Type the next menu here")
    if not row.is_menu:
        what = "next part" if row.part is None else row.part.part
        return RowHead("", f"{row.menu.name}, {what}")
    number = str(row.menu_at + 1)
    return marked_head(number, f"Menu {number}, {row.menu.name}", row.findings)


def _is_waiting(row: MenuRow) -> bool:
    return row.menu is None


def _after(row: MenuRow, edit: object) -> MenuRow:
    return row_after(row, edit)
