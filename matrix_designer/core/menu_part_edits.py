"""Edits of one service menu: a field of it, and its parts one by one.

Each is an `Edit` as core.edits has them, small enough for several of one menu to stand in one
paste. Menus and parts are counted from 0. Knows designs; it does not know who asks.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.menu import MenuPart, ServiceMenu
from matrix_designer.core.menu_edits import SetMenu
from matrix_designer.core.places import inserted, without_places


@dataclass(frozen=True, slots=True)
class SetMenuWords:
    """Give a menu another name, price or note; None leaves each as it is."""

    at: int
    name: str | None = None
    price: int | None = None
    note: str | None = None
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"menu {self.at + 1}"

    def apply(self, design: Design) -> Design:
        """Return the design with the menu changed; a taken name is refused."""
        menu = _menu(design, self.at)
        made = replace(
            menu,
            name=menu.name if self.name is None else self.name,
            price=menu.price if self.price is None else self.price,
            note=menu.note if self.note is None else self.note,
        )
        return SetMenu(self.at, made).apply(design)


@dataclass(frozen=True, slots=True)
class SetMenuPart:
    """Put another line in the place of one of a menu's; `part` equal to their number adds it."""

    at: int
    part: int
    by: MenuPart
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"part of menu {self.at + 1}"

    def apply(self, design: Design) -> Design:
        """Return the design with the line set."""
        menu = _menu(design, self.at)
        _check_line(menu, self.part, len(menu.parts))
        parts = (*menu.parts[: self.part], self.by, *menu.parts[self.part + 1 :])
        return SetMenu(self.at, replace(menu, parts=parts)).apply(design)


@dataclass(frozen=True, slots=True)
class InsertMenuParts:
    """Put lines into a menu before the one at `part`."""

    at: int
    part: int
    new: tuple[MenuPart, ...]
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"parts of menu {self.at + 1}"

    def apply(self, design: Design) -> Design:
        """Return the design with the lines."""
        menu = _menu(design, self.at)
        _check_line(menu, self.part, len(menu.parts))
        parts = inserted(menu.parts, self.part, self.new)
        return SetMenu(self.at, replace(menu, parts=parts)).apply(design)


@dataclass(frozen=True, slots=True)
class DeleteMenuParts:
    """Take lines out of a menu."""

    at: int
    parts: tuple[int, ...]
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return "delete part of a menu" if len(self.parts) == 1 else "delete parts of a menu"

    def apply(self, design: Design) -> Design:
        """Return the design without the lines."""
        menu = _menu(design, self.at)
        for part in self.parts:
            _check_line(menu, part, len(menu.parts) - 1)
        left = without_places(menu.parts, self.parts)
        return SetMenu(self.at, replace(menu, parts=left)).apply(design)


def _menu(design: Design, at: int) -> ServiceMenu:
    if not 0 <= at < len(design.menus):
        raise MatrixDesignerError(f"There is no menu {at + 1}", f"There are {len(design.menus)}")
    return design.menus[at]


def _check_line(menu: ServiceMenu, part: int, last: int) -> None:
    if not 0 <= part <= last:
        raise MatrixDesignerError(
            f"The menu “{menu.name}” has no line {part + 1}", f"It has {len(menu.parts)}"
        )
