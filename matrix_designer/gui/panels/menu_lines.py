"""The rows of the service menus: each menu, under it its parts, and room for the next of both.

Plain values; knows menus and what they come to. No widget and no column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.menus import MenuLine, MenuTotal
from matrix_designer.core.menu import MenuPart, ServiceMenu
from matrix_designer.core.menu_edits import InsertMenus
from matrix_designer.core.menu_part_edits import InsertMenuParts, SetMenuPart, SetMenuWords
from matrix_designer.core.money import CENT
from matrix_designer.core.part_class import name_key
from matrix_designer.gui.grid.columns import Room


@dataclass(frozen=True, slots=True)
class MenuRow:
    """One row of the grid.

    A menu's own row has no `part_at`; a part's row has one, and without `part` it waits for the
    next part. Without a `menu` the row waits for the next menu.
    """

    menu_at: int
    menu: ServiceMenu | None
    part_at: int | None = None
    part: MenuPart | None = None
    line: MenuLine | None = None
    total: MenuTotal | None = None
    findings: tuple[Finding, ...] = ()
    is_stale: bool = False

    @property
    def is_menu(self) -> bool:
        """Whether it is a menu's own row."""
        return self.menu is not None and self.part_at is None


def menu_rows(
    menus: Sequence[ServiceMenu],
    totals: Sequence[MenuTotal],
    findings: Mapping[str, Sequence[Finding]],
    *,
    is_stale: bool,
) -> list[MenuRow]:
    """Return the rows; `totals` may be of the menus before, `findings` are by the menu's key."""
    by_menu = {name_key(total.menu.name): total for total in totals}
    rows = []
    for at, menu in enumerate(menus):
        key = name_key(menu.name)
        total = by_menu.get(key)
        found = tuple(findings.get(key, ()))
        rows.append(MenuRow(at, menu, total=total, findings=found, is_stale=is_stale))
        lines = () if total is None else total.lines
        for place, part in enumerate(menu.parts):
            line = lines[place] if place < len(lines) and lines[place].part == part else None
            rows.append(MenuRow(at, menu, place, part, line, is_stale=is_stale))
        rows.append(MenuRow(at, menu, len(menu.parts)))
    return [*rows, MenuRow(len(menus), None)]


def row_after(row: MenuRow, edit: object) -> MenuRow:
    """Return a row as an edit leaves it, so that the next cell of a pasted row goes on from it."""
    if isinstance(edit, SetMenuPart):
        return replace(row, part=edit.by)
    if isinstance(edit, SetMenuWords) and row.menu is not None:
        return replace(
            row,
            menu=replace(
                row.menu,
                name=row.menu.name if edit.name is None else edit.name,
                price=row.menu.price if edit.price is None else edit.price,
            ),
        )
    return row


def make_room(rows: Sequence[MenuRow], first: int, last: int) -> Room[MenuRow]:
    """Return the rows with room for a block: parts in the menu it begins in, or menus at the end.

    The numbers of what is added say that they are still to come: the pasted ones take their place.
    """
    start = rows[first]
    own = [row for row in rows if row.menu_at == start.menu_at and row.menu is not None]
    if start.menu is None:
        menus = [
            ServiceMenu(f"new menu {start.menu_at + place + 1}", CENT)
            for place in range(last - first + 1)
        ]
        added = [MenuRow(start.menu_at + place, menu) for place, menu in enumerate(menus)]
        return Room((*rows[:first], *added), (InsertMenus(start.menu_at, tuple(menus)),))
    end = rows.index(own[-1])
    held = len(start.menu.parts)
    parts = [MenuPart(f"new part {held + place + 1}") for place in range(last - end + 1)]
    if not parts:
        return Room(tuple(rows))
    lines = [MenuRow(start.menu_at, start.menu, held + at, one) for at, one in enumerate(parts)]
    edit = InsertMenuParts(start.menu_at, held, tuple(parts))
    return Room((*rows[:end], *lines, *rows[end:]), (edit,))


def is_filled(row: MenuRow) -> bool:
    """Whether a row is a menu or belongs to one: the last row waits for the next menu."""
    return row.menu is not None
