"""What can stand in a cell of the rule grid, as a list to choose from: Alt+Down, as in Excel.

Knows the workspace, the grid and its readings: a choice is read as if it were typed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QIcon

from matrix_designer.core.edits import Edit, Together
from matrix_designer.core.factor import Basis
from matrix_designer.core.money import POINT
from matrix_designer.core.part_class import PartClass, name_key
from matrix_designer.core.plan import ByMatrix, ByPercent, Treatment
from matrix_designer.core.plan_text import names_text
from matrix_designer.gui.grid.columns import Reading
from matrix_designer.gui.icons import icon_pixmap
from matrix_designer.gui.menu import Menu
from matrix_designer.gui.pages.plan_grid import RuleGrid
from matrix_designer.gui.pages.plan_lines import NAMES_OF, RuleLine
from matrix_designer.gui.panels.uncovered_board import ICONS, LIST_LESS_10, offers_of
from matrix_designer.gui.theme import Theme
from matrix_designer.session.workspace import Workspace

_MOST = 30
_ICON = 16
_NO_NAME = "without one"
_MORE = (
    ByPercent(Basis.LIST, 0),
    ByPercent(Basis.COST, 45 * POINT),  # 002 section D: maintenance parts
    ByPercent(Basis.COST, 67 * POINT),  # 001 ingredient 7: dear parts
)


@dataclass(frozen=True, slots=True)
class _Choice:
    """One line of the list: `read` is what it makes of a rule's row."""

    label: str
    is_held: bool
    read: Callable[[RuleLine], Reading]
    icon: str = ""


class RuleChoices(QObject):
    """The list under a cell. `told(sentence)`: why there is none."""

    told = Signal(str)

    def __init__(self, workspace: Workspace, grid: RuleGrid, theme: Theme) -> None:
        """Choose for the cells of a grid."""
        super().__init__(grid)
        self._workspace = workspace
        self._grid = grid
        self._theme = theme

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme

    def open(self) -> None:
        """Offer what can stand in the active cell, and so in those of all selected rules."""
        view = self._grid.view
        row, column = view.selection.active
        rules = len(self._workspace.design.plan.rules)
        if not 0 <= row < rules:
            self.told.emit("Select the rule in which something is to be chosen")
            return
        key = view.grid_model.spec.columns[column].key
        choices = self._choices(key, view.grid_model.rows[row])
        if not choices:
            self.told.emit("Nothing is known to choose from here: type it")
            return
        menu = Menu(self._grid)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(f"Choices, {view.grid_model.spec.columns[column].name}")
        for one in choices[:_MOST]:
            menu.addAction(self._action(one, menu))
        if len(choices) > _MOST:
            more = menu.addAction(f"and {len(choices) - _MOST} more: type them")
            more.setEnabled(False)
        cell = view.visualRect(view.grid_model.index(row, column))
        menu.popup(view.viewport().mapToGlobal(cell.bottomLeft()))

    def _action(self, one: _Choice, menu: Menu) -> QAction:
        action = QAction(one.label.replace("&", "&&"), menu)
        if one.icon:
            ratio = self._grid.devicePixelRatioF()
            pixmap = icon_pixmap(one.icon, self._theme.colours.text2, _ICON, ratio)
            action.setIcon(QIcon(pixmap))
        else:
            action.setCheckable(True)
            action.setChecked(one.is_held)
        action.triggered.connect(partial(self._on_chosen, one))
        return action

    def _choices(self, key: str, line: RuleLine) -> list[_Choice]:
        if key == "treatment":
            return [self._treatment(one, line) for one in self._treatments()]
        field = NAMES_OF.get(key)
        if field is None:
            return []
        known = [one.value for one in PartClass]
        if field != "classes":
            known = sorted(self._grid.names_sold(field), key=name_key)
        held = _held(line, field)
        return [
            _Choice(
                name or _NO_NAME,
                name_key(name) in held,
                partial(self._toggle, field=field, name=name, is_held=name_key(name) in held),
            )
            for name in known
        ]

    def _treatments(self) -> list[Treatment]:
        """Return what the board offers, and more percents after its one."""
        names = [one.name for one in self._workspace.design.matrices]
        offered = [one.treatment for one in offers_of(names)]
        at = offered.index(LIST_LESS_10) + 1
        return [*offered[:at], *_MORE, *offered[at:]]

    def _treatment(self, treatment: Treatment, line: RuleLine) -> _Choice:
        entries = self._grid.entries
        shown = entries.shown(treatment)
        label = shown if isinstance(treatment, ByMatrix) else f"{shown[:1].upper()}{shown[1:]}"
        is_held = line.rule is not None and line.rule.treatment == treatment
        read = partial(entries.read_treatment, text=entries.treatment_text(treatment))
        return _Choice(label, is_held, read, ICONS[type(treatment)])

    def _toggle(self, line: RuleLine, *, field: str, name: str, is_held: bool) -> Reading:
        """Read a row with a name more, or without it, whichever the active row needs."""
        names = [one.value if isinstance(one, PartClass) else one for one in _names(line, field)]
        kept = [one for one in names if name_key(one) != name_key(name)]
        made = kept if is_held else [*kept, name]
        return self._grid.entries.read_names(line, names_text(made), field)

    def _on_chosen(self, one: _Choice) -> None:
        """Carry a choice out for all selected rules, as one step."""
        rows = self._grid.view.grid_model.rows
        found = [one.read(rows[place]).edit for place in self._grid.picked]
        edits = [cast("Edit", edit) for edit in found if edit is not None]
        if len(edits) == 1:
            self._grid.apply(edits[0])
        elif edits:
            self._grid.apply(Together(tuple(edits), f"choose {one.label}, {len(edits)} rules"))


def _names(line: RuleLine, field: str) -> Sequence[str | PartClass]:
    names: Sequence[str | PartClass] = getattr(line.conditions, field)
    return names


def _held(line: RuleLine, field: str) -> frozenset[str]:
    names = _names(line, field)
    return frozenset(name_key(one.value if isinstance(one, PartClass) else one) for one in names)
