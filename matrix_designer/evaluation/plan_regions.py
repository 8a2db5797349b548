"""Which parts fixes of a plan may reach, so that those that do not meet are tried together.

Where sales are judged, parts are the items that were sold; else, and for rules that can never
win, all that could exist. Knows rules, edits of them, boxes and items; it tries nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from matrix_designer.analysis.asked_rule import Bools
from matrix_designer.analysis.assignment import Assignment
from matrix_designer.analysis.box_index import BoxIndex
from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.part_space import conditions_box
from matrix_designer.analysis.rule_masks import RuleMasks
from matrix_designer.analysis.text_sets import UndecidedError
from matrix_designer.core.edits import Edit
from matrix_designer.core.plan import Conditions, LeftAlone, Rule
from matrix_designer.core.plan_edits import InsertRules, SetRuleConditions
from matrix_designer.core.plan_together import place_of

NOBODY = -1
OF_SOURCES = ("uncovered-source", "competitive-on-matrix")
"""Codes that are about a source, whichever rule has it; a fix puts in a rule for the source."""


class Regions(Protocol):
    """Parts that belong to numbers 0, 1, 2 ..., no part to two of them."""

    def take(self, rules: Sequence[Rule]) -> bool:
        """Give all parts that some rules may ask for to the next number.

        Nothing is given, and False returned, where one of them has parts of these already.
        """
        ...

    def owners(self, rule: Rule) -> frozenset[int] | None:
        """Return whose parts a rule may ask for; None: not known."""
        ...


class BoxRegions:
    """Regions of all parts that could exist; classes, lists and families are left out of account.

    So a rule may ask for less than is said, never for more.
    """

    def __init__(self) -> None:
        """Start with nobody."""
        self._index: BoxIndex[int] = BoxIndex()
        self._count = 0

    def take(self, rules: Sequence[Rule]) -> bool:
        """Give the boxes of some rules to the next number."""
        try:
            boxes = [box for rule in rules if not (box := conditions_box(rule)).is_empty]
            if any(next(self._index.touching(box), None) is not None for box in boxes):
                return False
        except UndecidedError:
            return False
        self._index.add(boxes, self._count)
        self._count += 1
        return True

    def owners(self, rule: Rule) -> frozenset[int] | None:
        """Return whose boxes the box of a rule meets."""
        try:
            box = conditions_box(rule)
            if box.is_empty:
                return frozenset()
            return frozenset(owner for _, owner in self._index.touching(box))
        except UndecidedError:
            return None


class ItemRegions:
    """Regions of items that were sold, each a part of a source."""

    def __init__(self, assignment: Assignment) -> None:
        """Start with nobody."""
        names, strategy = assignment.names, assignment.strategy
        self._masks = RuleMasks(names, strategy, assignment.masks)
        self._owner = np.full(len(names.item_part), NOBODY, np.int32)
        self._count = 0

    def take(self, rules: Sequence[Rule]) -> bool:
        """Give the items of some rules to the next number."""
        held = [self._items(rule) for rule in rules]
        if any((self._owner[items] != NOBODY).any() for items in held):
            return False
        for items in held:
            self._owner[items] = self._count
        self._count += 1
        return True

    def owners(self, rule: Rule) -> frozenset[int] | None:
        """Return whose items a rule may ask for."""
        found = np.unique(self._owner[self._items(rule)]).tolist()
        return frozenset(found) - {NOBODY}

    def _items(self, rule: Rule) -> Bools | slice:
        items = self._masks.asked_rule(rule).items
        return slice(None) if items is None else items


def regions_for(code: str, assignment: Assignment | None) -> Regions:
    """Return regions in which findings of a code can be told apart, as yet without an owner."""
    if assignment is None or code == "dead-rule":
        return BoxRegions()
    return ItemRegions(assignment)


def reached(rules: Sequence[Rule], finding: Finding, edit: Edit) -> list[Rule] | None:
    """Return rules for all parts that an edit, or its finding, can be about; None: not known."""
    found: list[Rule] = []
    if isinstance(edit, InsertRules):
        found += edit.rules
    elif place_of(edit) is None:
        return None
    elif isinstance(edit, SetRuleConditions):
        found.append(replace(rules[edit.rule], conditions=edit.conditions))
    if finding.code in OF_SOURCES:
        found.append(of_source(finding.subject))
    elif finding.rule is not None:
        found.append(rules[finding.rule - 1])
    return [anywhere(rule) for rule in found]


def anywhere(rule: Rule) -> Rule:
    """Return a rule that takes in every channel what it takes in some."""
    return replace(rule, conditions=replace(rule.conditions, channels=()))


def of_source(name: str) -> Rule:
    """Return a rule for all that a source may have."""
    return Rule(LeftAlone(), Conditions(sources=(name,)))
