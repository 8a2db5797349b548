"""The verbs on rules, carried out on what the rule grid has selected: one verb, one step.

Knows the workspace and the grid; it asks for edits and changes nothing by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from matrix_designer.analysis.plan_sources import SoldSource
from matrix_designer.core.edits import Edit, Together
from matrix_designer.core.part_class import name_key
from matrix_designer.core.plan import (
    ANYTHING,
    ByFamily,
    ByFlatPrice,
    ByMatrix,
    Conditions,
    Plan,
    Rule,
    Treatment,
)
from matrix_designer.core.plan_edits import (
    DeleteRules,
    EnableRule,
    InsertRules,
    MoveRules,
    SetRuleConditions,
)
from matrix_designer.gui.grid.keys import Command
from matrix_designer.gui.pages.plan_grid import RuleGrid
from matrix_designer.gui.pages.plan_verbs import PlanVerbs
from matrix_designer.session.workspace import Workspace


class PlanWork(QObject):
    """Turns verbs and drops into edits of the plan. `told(sentence)`: what was done, or why not."""

    told = Signal(str)

    def __init__(self, workspace: Workspace, grid: RuleGrid, verbs: PlanVerbs) -> None:
        """Answer the actions and the grid's keys."""
        super().__init__(grid)
        self._workspace = workspace
        self._grid = grid
        verbs.insert.triggered.connect(self.insert)
        verbs.delete.triggered.connect(self._on_delete)
        verbs.move_up.triggered.connect(self._on_up)
        verbs.move_down.triggered.connect(self._on_down)
        verbs.switch.triggered.connect(self._on_switch)
        grid.command_wanted.connect(self.carry_out)

    @property
    def _plan(self) -> Plan:
        return self._workspace.design.plan

    def carry_out(self, command: Command) -> None:
        """Do what a key asks for."""
        if command is Command.INSERT:
            self.insert()
        elif command is Command.DELETE:
            self._on_delete()
        elif command is Command.NUDGE_FAR_UP:
            self._move(-1)
        elif command is Command.NUDGE_FAR_DOWN:
            self._move(1)

    def insert(self) -> None:
        """Put a rule before the selected one, and go to its first condition."""
        rules = self._plan.rules
        at = min(self._grid.first_row, len(rules))
        if at == len(rules) and rules and takes_everything(rules[-1]):
            at -= 1  # below a rule that takes everything it would never win
        design = self._workspace.design
        # off, because a rule without a condition would take everything from those below
        rule = Rule(ByMatrix(design.matrix.name), is_enabled=False)
        if self._grid.apply(InsertRules(at, (rule,))):
            self._grid.select_row(at, "source")
            self._grid.setFocus()
            self.told.emit("The new rule counts from its first condition on")

    def put(self, source: SoldSource, treatment: Treatment) -> None:
        """Make a rule that puts a source or a class on a treatment, where it wins."""
        rules = self._plan.rules
        if not source.name:
            self.told.emit("The sales name no source here: write a rule by its description")
            return
        at = place_for(self._plan, source.conditions)
        name = f"{source.words[:1].upper()}{source.words[1:]}"
        rule = Rule(treatment, source.conditions, name=name)
        if self._grid.apply(InsertRules(at, (rule,))):
            brought = len(self._plan.rules) - len(rules) - 1
            self._grid.select_row(at, "treatment")
            words = self._grid.entries.told(treatment)
            more = "; a last rule takes everything else" if brought else ""
            self.told.emit(f"Rule {at + 1} puts {source.words} on {words}{more}")

    def put_first(self, treatment: Treatment, name: str) -> None:
        """Make a rule before all others for the parts that its treatment implies."""
        if self._grid.apply(InsertRules(0, (Rule(treatment, name=name),))):
            self._grid.select_row(0, "treatment")
            self.told.emit(f"Rule 1 takes every part of {self._grid.entries.told(treatment)}")

    def put_on_rule(self, source: SoldSource, place: int) -> None:
        """Add a source to those that a rule names, or a class to its classes."""
        rules = self._plan.rules
        if not 0 <= place < len(rules) or not source.name:
            return
        field = "sources" if source.part_class is None else "classes"
        held = getattr(rules[place].conditions, field)
        new = getattr(source.conditions, field)
        if not held:
            what = "source" if source.part_class is None else "class"
            self.told.emit(f"Rule {place + 1} names no {what}: drop it on a treatment")
            return
        if set(map(_key, new)) <= set(map(_key, held)):
            self.told.emit(f"Rule {place + 1} names {source.words} already")
            return
        changed: dict[str, Any] = {field: (*held, *new)}
        made = replace(rules[place].conditions, **changed)
        if self._grid.apply(SetRuleConditions(place, made)):
            self._grid.select_row(place, "source" if source.part_class is None else "class")
            self.told.emit(f"Rule {place + 1} takes {source.words} as well")

    def _on_delete(self) -> None:
        if not self._grid.picked:
            self.told.emit("Select the rules to delete")
            return
        first = self._grid.picked[0]
        if self._grid.apply(DeleteRules(self._grid.picked)):
            self._grid.select_row(first)

    def _move(self, by: int) -> None:
        """Move the selected rules by one place, as one block."""
        picked = self._grid.picked
        if not picked:
            self.told.emit("Select the rules to move")
            return
        to = picked[0] - 1 if by < 0 else picked[-1] + 2
        if not 0 <= to <= len(self._plan.rules):
            self.told.emit("It is the first rule" if by < 0 else "It is the last rule")
            return
        column = self._grid.view.selection.active[1]
        key = self._grid.view.grid_model.spec.columns[column].key
        if self._grid.apply(MoveRules(picked, to)):
            first = to if by < 0 else to - len(picked)
            self._grid.select_row(first, key, len(picked))

    def _on_up(self) -> None:
        self._move(-1)

    def _on_down(self) -> None:
        self._move(1)

    def _on_switch(self) -> None:
        """Switch the selected rules as the first of them is to be switched."""
        picked = self._grid.picked
        if not picked:
            self.told.emit("Select the rules to switch")
            return
        is_on = not self._plan.rules[picked[0]].is_enabled
        edits: tuple[Edit, ...] = tuple(EnableRule(place, is_on) for place in picked)
        name = f"{'enable' if is_on else 'disable'} {len(edits)} rules"
        self._grid.apply(edits[0] if len(edits) == 1 else Together(edits, name))


def takes_everything(rule: Rule) -> bool:
    """Whether a rule leaves nothing to those below it; flat prices and families imply some."""
    is_bound = rule.starts is not None or rule.ends is not None
    is_some = isinstance(rule.treatment, ByFlatPrice | ByFamily)
    return rule.is_enabled and not is_bound and not is_some and rule.conditions == ANYTHING


def place_for(plan: Plan, wanted: Conditions) -> int:
    """Return where a rule for a source or a class wins: before one that takes all of it.

    Rules that ask for more than that stay before it: they are narrower.
    """
    for place, rule in enumerate(plan.rules):
        held = rule.conditions
        is_all = rule.is_enabled and (
            (_is_alone(held, "sources") and _shares(held.sources, wanted.sources))
            or (_is_alone(held, "classes") and _shares(held.classes, wanted.classes))
        )
        if takes_everything(rule) or is_all:
            return place
    return len(plan.rules)


def _is_alone(held: Conditions, field: str) -> bool:
    """Whether conditions ask for nothing but one field."""
    emptied: dict[str, Any] = {field: ()}
    return held != ANYTHING and replace(held, **emptied) == ANYTHING


def _shares(held: Sequence[object], wanted: Sequence[object]) -> bool:
    return bool(set(map(_key, held)) & set(map(_key, wanted)))


def _key(name: object) -> object:
    return name_key(name) if isinstance(name, str) else name
