"""What a text typed into the service menus is read as: an edit with its hint, or a refusal.

Knows menus, their grammar and edits; no widget.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.menu import MenuPart, ServiceMenu
from matrix_designer.core.menu_edits import InsertMenus
from matrix_designer.core.menu_part_edits import SetMenuPart, SetMenuWords
from matrix_designer.core.money import CENT, amount_text, quantity_text, read_cost, read_quantity
from matrix_designer.core.part_class import part_key
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.plan_text import read_price
from matrix_designer.gui.grid.columns import Reading, Run, Tone
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.menu_lines import MenuRow

Ask = Callable[[str], PartFacts | None]
"""What the sales tell of a part number; None where it was not sold."""


class MenuEntries:
    """Reads typed texts in the user's way of writing numbers."""

    def __init__(self, numbers: Numbers, ask: Ask) -> None:
        """Take how numbers are written, and what the sales tell of a part."""
        self._numbers = numbers
        self._ask = ask

    def name_text(self, row: MenuRow) -> str | None:
        """Write what editing the first column starts from."""
        if row.menu is None:
            return ""
        if row.is_menu:
            return row.menu.name
        return "" if row.part is None else row.part.part

    def read_name(self, row: MenuRow, text: str) -> Reading:
        """Read a menu's name, or a part number; in a waiting row it begins one."""
        words = " ".join(text.split())
        if not words:
            return Reading()
        if row.menu is None:
            made = ServiceMenu(words, CENT)
            return Reading(InsertMenus(row.menu_at, (made,)), _said("a new menu: type its price"))
        if row.is_menu:
            is_same = words == row.menu.name
            return Reading() if is_same else Reading(SetMenuWords(row.menu_at, name=words))
        if not part_key(words):
            return Reading()
        part = MenuPart(words) if row.part is None else replace(row.part, part=words)
        return self._part(row, part, self._sold_words(words))

    def quantity_text(self, row: MenuRow) -> str | None:
        """Write what editing the quantity starts from."""
        if row.part is None:
            return None
        return self._numbers.typed(quantity_text(row.part.quantity))

    def read_quantity(self, row: MenuRow, text: str) -> Reading:
        """Read how many pieces a menu has of a part."""
        if row.part is None:
            return Reading()
        try:
            quantity = read_quantity(text, self._numbers.style)
            return self._part(row, replace(row.part, quantity=quantity))
        except MatrixDesignerError as error:
            return Reading(refusal=error.sentence)

    def description_text(self, row: MenuRow) -> str | None:
        """Write what editing the description, or a menu's note, starts from."""
        if row.is_menu and row.menu is not None:
            return row.menu.note
        return None if row.part is None else row.part.description

    def read_description(self, row: MenuRow, text: str) -> Reading:
        """Read a description, or a menu's note."""
        words = " ".join(text.split())
        if row.is_menu and row.menu is not None:
            is_same = words == row.menu.note
            return Reading() if is_same else Reading(SetMenuWords(row.menu_at, note=words))
        return (
            Reading() if row.part is None else self._part(row, replace(row.part, description=words))
        )

    def source_text(self, row: MenuRow) -> str | None:
        """Write what editing the source starts from."""
        return None if row.part is None else row.part.source

    def read_source(self, row: MenuRow, text: str) -> Reading:
        """Read a part's source; empty takes it from the sales."""
        if row.part is None:
            return Reading()
        return self._part(row, replace(row.part, source=" ".join(text.split())))

    def cost_text(self, row: MenuRow) -> str | None:
        """Write what editing the cost starts from; empty where it comes from the sales."""
        return None if row.part is None else self._amount(row.part.cost)

    def read_cost(self, row: MenuRow, text: str) -> Reading:
        """Read a cost; empty takes it from the sales."""
        return self._read_amount(row, text, "cost")

    def list_text(self, row: MenuRow) -> str | None:
        """Write what editing the list starts from; empty where it comes from the sales."""
        return None if row.part is None else self._amount(row.part.list_price)

    def read_list(self, row: MenuRow, text: str) -> Reading:
        """Read a list price; empty takes it from the sales."""
        return self._read_amount(row, text, "list_price")

    def price_text(self, row: MenuRow) -> str | None:
        """Write what editing the menu's price starts from."""
        return self._amount(row.menu.price) if row.is_menu and row.menu is not None else None

    def read_price(self, row: MenuRow, text: str) -> Reading:
        """Read what the parts of a menu may cost together."""
        if not row.is_menu or row.menu is None:
            return Reading()
        try:
            price = read_price(text, self._numbers.style)
        except MatrixDesignerError as error:
            return Reading(refusal=error.sentence)
        if price == row.menu.price:
            return Reading()
        return Reading(SetMenuWords(row.menu_at, price=price))

    def _read_amount(self, row: MenuRow, text: str, field: str) -> Reading:
        if row.part is None:
            return Reading()
        amount = None
        if text.strip():
            try:
                amount = read_cost(text, self._numbers.style)
            except MatrixDesignerError as error:
                return Reading(refusal=error.sentence)
        part = (
            replace(row.part, cost=amount)
            if field == "cost"
            else replace(row.part, list_price=amount)
        )
        return self._part(row, part)

    def _part(self, row: MenuRow, part: MenuPart, hint: tuple[Run, ...] = ()) -> Reading:
        if part == row.part or row.part_at is None:
            return Reading()
        return Reading(SetMenuPart(row.menu_at, row.part_at, part), hint)

    def _amount(self, amount: int | None) -> str:
        return "" if amount is None else self._numbers.typed(amount_text(amount))

    def _sold_words(self, part: str) -> tuple[Run, ...]:
        found = self._ask(part)
        if found is None:
            return _said("not in the sales: type its cost")
        cost = self._numbers.money(found.cost)
        return (*_said(found.description or part), Run("   ·   it costs "), Run(cost, Tone.STRONG))


def _said(text: str) -> tuple[Run, ...]:
    return (Run(text),)
