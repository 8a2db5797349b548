"""Edits of service menus: put in, taken out and changed.

Each is an `Edit` as core.edits has them. Menus are counted from 0, and no name stands twice.
Knows designs; it does not know who asks.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace

from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.menu import ServiceMenu
from matrix_designer.core.names import check_texts, tidy_name, tidy_note
from matrix_designer.core.part_class import name_key
from matrix_designer.core.places import inserted, moved_places, without_places
from matrix_designer.core.plan_limits import MOST_MENU_PARTS, MOST_MENUS, refuse_more


@dataclass(frozen=True, slots=True)
class SetMenu:
    """Put another menu in the place of one: whatever of its fields or parts changed."""

    at: int
    by: ServiceMenu
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"menu “{self.by.name}”"

    def apply(self, design: Design) -> Design:
        """Return the design with the menu set; a taken name is refused."""
        _check_place(design, self.at)
        by = _tidy(self.by)
        if design.menus[self.at] == by:
            return design
        return _with_menus(design, (*design.menus[: self.at], by, *design.menus[self.at + 1 :]))


@dataclass(frozen=True, slots=True)
class InsertMenus:
    """Put menus before the one at `at`; the number of menus adds them at the end."""

    at: int
    menus: tuple[ServiceMenu, ...]
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return "insert menu" if len(self.menus) == 1 else f"insert {len(self.menus)} menus"

    def apply(self, design: Design) -> Design:
        """Return the design with the menus; a taken name is refused."""
        if not 0 <= self.at <= len(design.menus):
            raise _no_menu(self.at, design)
        if not self.menus:
            return design
        return _with_menus(design, inserted(design.menus, self.at, map(_tidy, self.menus)))


@dataclass(frozen=True, slots=True)
class TakeMenus:
    """Take a list in: menus of a known name are exchanged, the others added at the end."""

    menus: tuple[ServiceMenu, ...]
    text: str = "take menus in"
    merge_key: Hashable | None = None

    def apply(self, design: Design) -> Design:
        """Return the design with the list taken in."""
        refuse_same_name(self.menus)
        places = {name_key(menu.name): at for at, menu in enumerate(design.menus)}
        new: list[ServiceMenu] = []
        for menu in self.menus:
            at = places.get(name_key(menu.name))
            if at is None:
                new.append(menu)
            else:
                design = SetMenu(at, menu).apply(design)
        return InsertMenus(len(design.menus), tuple(new)).apply(design)


@dataclass(frozen=True, slots=True)
class DeleteMenus:
    """Take menus out."""

    places: tuple[int, ...]
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return "delete menu" if len(self.places) == 1 else f"delete {len(self.places)} menus"

    def apply(self, design: Design) -> Design:
        """Return the design without the menus."""
        for place in self.places:
            _check_place(design, place)
        if not self.places:
            return design
        return replace(design, menus=without_places(design.menus, self.places))


@dataclass(frozen=True, slots=True)
class MoveMenus:
    """Move menus, in their order, to stand before the one that is at `to` now."""

    places: tuple[int, ...]
    to: int
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return "move menu" if len(self.places) == 1 else f"move {len(self.places)} menus"

    def apply(self, design: Design) -> Design:
        """Return the design with the menus moved."""
        for place in self.places:
            _check_place(design, place)
        if not 0 <= self.to <= len(design.menus):
            raise _no_menu(self.to, design)
        made = moved_places(design.menus, self.places, self.to)
        return design if made == design.menus else replace(design, menus=made)


def _with_menus(design: Design, menus: tuple[ServiceMenu, ...]) -> Design:
    refuse_more(menus, MOST_MENUS, "menus")
    refuse_same_name(menus)
    return replace(design, menus=menus)


def refuse_same_name(menus: Iterable[ServiceMenu]) -> None:
    """Refuse two menus of one name."""
    seen: set[str] = set()
    for menu in menus:
        key = name_key(menu.name)
        if key in seen:
            raise MatrixDesignerError(
                f"There is a menu “{menu.name}” already", "", "Type another name"
            )
        seen.add(key)


def _tidy(menu: ServiceMenu) -> ServiceMenu:
    """Return a menu that the design can hold."""
    refuse_more(menu.parts, MOST_MENU_PARTS, "parts in one menu")
    for part in menu.parts:
        check_texts((part.part, part.description, part.source), "menu line")
    name, note = tidy_name(menu.name, "service menu"), tidy_note(menu.note)
    return menu if (name, note) == (menu.name, menu.note) else replace(menu, name=name, note=note)


def _check_place(design: Design, place: int) -> None:
    if not 0 <= place < len(design.menus):
        raise _no_menu(place, design)


def _no_menu(place: int, design: Design) -> MatrixDesignerError:
    return MatrixDesignerError(f"The design has no menu {place + 1}", f"It has {len(design.menus)}")
