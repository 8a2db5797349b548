"""Service menus as a table: read from a file, written as CSV or workbook.

A row holds one part of a menu; the menu's price stands on one of its rows. What a table does not
say of a menu stays as it is. Knows menus and the headings of their columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.menu import MenuPart, ServiceMenu
from matrix_designer.core.money import (
    PIECE,
    NumberStyle,
    amount_text,
    quantity_text,
    read_cost,
    read_quantity,
)
from matrix_designer.core.names import tidy_name, tidy_note
from matrix_designer.core.part_class import name_key
from matrix_designer.core.plan_text import read_price
from matrix_designer.formats.plan_tables import Cells, PlanHead, PlanReading, plan_table
from matrix_designer.formats.tables import read_table
from matrix_designer.formats.text_table import TextTable

_HEAD = PlanHead(
    "service menus",
    {
        "name": ("Menu", "Menu name", "Service", "Service menu", "Package"),
        "price": ("Menu price", "Price", "Our price"),
        "part": ("Part", "Part number", "Part no", "Part #", "Number"),
        "quantity": ("Quantity", "Qty", "Pieces"),
        "description": ("Description", "Desc"),
        "source": ("Source", "Src"),
        "cost": ("Cost", "Our cost"),
        "list_price": ("List", "List price", "MSRP"),
        "note": ("Note", "Notes"),
    },
    ("name",),
)
HEADS = tuple(words[0] for words in _HEAD.headings.values())
_NUMBERS = ("Menu price", "Quantity", "Cost", "List")


@dataclass(frozen=True, slots=True)
class MenuLine:
    """What one row says: of which menu (empty: of the one before), its price and note, a part."""

    name: str
    price: int | None
    note: str
    part: MenuPart | None


@dataclass(slots=True)
class _Said:
    """What all rows of one menu say together."""

    name: str
    price: int | None = None
    note: str = ""
    parts: list[MenuPart] = field(default_factory=list)

    def add(self, line: MenuLine) -> None:
        if line.price is not None and self.price not in {None, line.price}:
            raise MatrixDesignerError(
                f"The table gives the menu “{self.name}” two different prices",
                "",
                "Leave one of them",
            )
        self.price = self.price if line.price is None else line.price
        self.note = self.note or line.note
        self.parts += [] if line.part is None else [line.part]

    def menu(self, old: ServiceMenu | None) -> ServiceMenu:
        if old is None and self.price is None:
            raise MatrixDesignerError(
                f"The table gives the menu “{self.name}” no price",
                "",
                "Write its price beside one of its parts",
            )
        made = old or ServiceMenu(self.name, self.price or 0)
        return replace(
            made,
            price=made.price if self.price is None else self.price,
            note=self.note or made.note,
            parts=tuple(self.parts) or made.parts,
        )


def read_menu_file(path: Path, style: NumberStyle | None = None) -> PlanReading[MenuLine]:
    """Read a file; raises MatrixDesignerError where it holds no menus."""
    return read_menu_table(read_table(path), style)


def read_menu_table(table: TextTable, style: NumberStyle | None = None) -> PlanReading[MenuLine]:
    """Read a table with a head; `style` is what is meant where its numbers do not tell."""
    found = _HEAD.style(table, ("price", "cost", "list_price"), style)
    return _HEAD.read(table, partial(_line, style=found))


def _line(cells: Cells, style: NumberStyle) -> MenuLine:
    name, price = cells["name"], cells.get("price", "")
    return MenuLine(
        tidy_name(name, "service menu") if name else "",
        read_price(price, style) if price else None,
        tidy_note(cells.get("note", "")),
        _part(cells, style),
    )


def _part(cells: Cells, style: NumberStyle) -> MenuPart | None:
    number = " ".join(cells.get("part", "").split())
    if not number:
        return None
    quantity, cost = cells.get("quantity", ""), cells.get("cost", "")
    list_price = cells.get("list_price", "")
    return MenuPart(
        number,
        read_quantity(quantity, style) if quantity else PIECE,
        " ".join(cells.get("description", "").split()),
        " ".join(cells.get("source", "").split()),
        read_cost(cost, style) if cost else None,
        read_cost(list_price, style) if list_price else None,
    )


def merged_menus(
    menus: Sequence[ServiceMenu], reading: PlanReading[MenuLine]
) -> tuple[ServiceMenu, ...]:
    """Return the menus that a table brings, with what it does not say as it was.

    A row without a menu's name goes on with the menu before it.
    """
    known = {name_key(menu.name): menu for menu in menus}
    said: dict[str, _Said] = {}
    last = ""
    for line in reading.rows:
        last = name_key(line.name) or last
        if not last:
            raise MatrixDesignerError("The first row of the table names no menu")
        said.setdefault(last, _Said(line.name)).add(line)
    return tuple(one.menu(known.get(key)) for key, one in said.items())


def menu_table_rows(menus: Iterable[ServiceMenu]) -> tuple[tuple[str, ...], ...]:
    """Return the rows of each menu, in the order of HEADS."""
    return tuple(row for menu in menus for row in _rows(menu))


def _rows(menu: ServiceMenu) -> Iterator[tuple[str, ...]]:
    note = " ".join(menu.note.split("\n"))
    first = (menu.name, amount_text(menu.price))
    for at, part in enumerate(menu.parts):
        yield (
            *(first if not at else (menu.name, "")),
            part.part,
            quantity_text(part.quantity),
            part.description,
            part.source,
            "" if part.cost is None else amount_text(part.cost),
            "" if part.list_price is None else amount_text(part.list_price),
            "" if at else note,
        )
    if not menu.parts:
        yield (*first, "", "", "", "", "", "", note)


def menu_file(path: Path, menus: Iterable[ServiceMenu]) -> bytes:
    """Return the bytes of a file of menus, as its name asks for."""
    return plan_table(path, "Service menus", HEADS, menu_table_rows(menus), _NUMBERS)
