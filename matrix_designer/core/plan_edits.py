"""Edits of the plan: rules put in, taken out, moved, changed and switched off.

Each is an `Edit` as core.edits has them. Rules are counted from 0. Knows designs and plans; it
does not know who asks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, fields, replace

from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.names import check_texts, tidy_label, tidy_note
from matrix_designer.core.places import moved_places, without_places
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
from matrix_designer.core.plan_limits import MOST_MEMBERS, MOST_RULES, refuse_more

EVERYTHING_ELSE = "Everything else"
"""The name of the last rule, which the first rule of a plan brings with it."""


@dataclass(frozen=True, slots=True)
class SetRuleConditions:
    """Say what a part must be for a rule to match."""

    rule: int
    conditions: Conditions
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"conditions of rule {self.rule + 1}"

    def apply(self, design: Design) -> Design:
        """Return the design with the conditions set."""
        return _changed(design, self.rule, lambda rule: replace(rule, conditions=self.conditions))


@dataclass(frozen=True, slots=True)
class SetRuleTreatment:
    """Say how a rule prices; a matrix that is not there is refused."""

    rule: int
    treatment: Treatment
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"treatment of rule {self.rule + 1}"

    def apply(self, design: Design) -> Design:
        """Return the design with the treatment set."""
        return _changed(design, self.rule, lambda rule: replace(rule, treatment=self.treatment))


@dataclass(frozen=True, slots=True)
class SetRuleName:
    """Name a rule; an empty text takes its name away."""

    rule: int
    name: str
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"name of rule {self.rule + 1}"

    def apply(self, design: Design) -> Design:
        """Return the design with the name set."""
        name = tidy_label(self.name)
        return _changed(design, self.rule, lambda rule: replace(rule, name=name))


@dataclass(frozen=True, slots=True)
class SetRuleNote:
    """Write a note to a rule."""

    rule: int
    note: str
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"note of rule {self.rule + 1}"

    def apply(self, design: Design) -> Design:
        """Return the design with the note set."""
        note = tidy_note(self.note)
        return _changed(design, self.rule, lambda rule: replace(rule, note=note))


@dataclass(frozen=True, slots=True)
class SetRuleDays:
    """Give a rule its first and last day; None is no limit."""

    rule: int
    starts: dt.date | None
    ends: dt.date | None
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"days of rule {self.rule + 1}"

    def apply(self, design: Design) -> Design:
        """Return the design with the days set; an end before the start is refused."""
        return _changed(
            design, self.rule, lambda rule: replace(rule, starts=self.starts, ends=self.ends)
        )


@dataclass(frozen=True, slots=True)
class EnableRule:
    """Switch a rule on or off; a rule that is off keeps its place."""

    rule: int
    is_enabled: bool
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"{'enable' if self.is_enabled else 'disable'} rule {self.rule + 1}"

    def apply(self, design: Design) -> Design:
        """Return the design with the rule on or off."""
        return _changed(design, self.rule, lambda rule: replace(rule, is_enabled=self.is_enabled))


@dataclass(frozen=True, slots=True)
class SetRule:
    """Put another rule in the place of one: a pasted row, a fix."""

    rule: int
    by: Rule
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"rule {self.rule + 1}"

    def apply(self, design: Design) -> Design:
        """Return the design with the other rule."""
        return _changed(design, self.rule, lambda _: self.by)


@dataclass(frozen=True, slots=True)
class InsertRules:
    """Put rules before rule `at`; `at` equal to the number of rules adds them at the end.

    The first rules of a plan bring a last one that puts everything else on the first matrix,
    unless one of them takes everything itself, so that no source is uncovered at once.
    """

    at: int
    rules: tuple[Rule, ...]
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return "insert rule" if len(self.rules) == 1 else f"insert {len(self.rules)} rules"

    def apply(self, design: Design) -> Design:
        """Return the design with the rules; more than a design holds are refused."""
        rules = design.plan.rules
        if not 0 <= self.at <= len(rules):
            raise no_rule(self.at, design.plan)
        if not self.rules:
            return design
        new = tuple(_tidy(design, rule) for rule in self.rules)
        if not rules:
            new = (*new, *rules_brought(design, new))
        made = (*rules[: self.at], *new, *rules[self.at :])
        refuse_more(made, MOST_RULES, "rules")
        return replace(design, plan=Plan(made))


@dataclass(frozen=True, slots=True)
class DeleteRules:
    """Take rules out."""

    places: tuple[int, ...]
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        one = len(self.places) == 1
        return f"delete rule {self.places[0] + 1}" if one else f"delete {len(self.places)} rules"

    def apply(self, design: Design) -> Design:
        """Return the design without the rules."""
        _check_places(design.plan, self.places)
        if not self.places:
            return design
        return replace(design, plan=Plan(without_places(design.plan.rules, self.places)))


@dataclass(frozen=True, slots=True)
class MoveRules:
    """Move rules, in their order, to stand before the rule that is at `to` now."""

    places: tuple[int, ...]
    to: int
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        one = len(self.places) == 1
        return f"move rule {self.places[0] + 1}" if one else f"move {len(self.places)} rules"

    def apply(self, design: Design) -> Design:
        """Return the design with the rules moved; the same one where they stand there already."""
        rules = design.plan.rules
        _check_places(design.plan, self.places)
        if not 0 <= self.to <= len(rules):
            raise no_rule(self.to, design.plan)
        made = moved_places(rules, self.places, self.to)
        return design if made == rules else replace(design, plan=Plan(made))


@dataclass(frozen=True, slots=True)
class ReplaceRules:
    """Put a whole plan in the place of the one there is, as a file read in does."""

    rules: tuple[Rule, ...]
    text: str = "replace rules"
    merge_key: Hashable | None = None

    def apply(self, design: Design) -> Design:
        """Return the design with the plan."""
        refuse_more(self.rules, MOST_RULES, "rules")
        made = Plan(tuple(_tidy(design, rule) for rule in self.rules))
        return design if made == design.plan else replace(design, plan=made)


def everything_else(design: Design) -> Rule:
    """Return the last rule of a plan: whatever no other takes is on the first matrix."""
    return Rule(ByMatrix(design.matrix.name), name=EVERYTHING_ELSE)


def rules_brought(design: Design, first: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return the rule that the first ones of a plan bring with them; none where one takes all."""
    return () if any(map(_takes_everything, first)) else (everything_else(design),)


def no_rule(place: int, plan: Plan) -> MatrixDesignerError:
    """Say that there is no such rule, and how many there are."""
    count = len(plan.rules)
    return MatrixDesignerError(
        f"The plan has no rule {place + 1}", f"It has {count} rule{'' if count == 1 else 's'}"
    )


def _takes_everything(rule: Rule) -> bool:
    """Tell whether a rule leaves nothing to those after it; flat prices and families imply some."""
    return (
        rule.is_enabled
        and rule.conditions == ANYTHING
        and rule.starts is None
        and rule.ends is None
        and not isinstance(rule.treatment, ByFlatPrice | ByFamily)
    )


def _changed(design: Design, place: int, change: Callable[[Rule], Rule]) -> Design:
    """Return the design with one rule exchanged; the very same design where it is equal."""
    rules = design.plan.rules
    if not 0 <= place < len(rules):
        raise no_rule(place, design.plan)
    made = _tidy(design, change(rules[place]))
    if made == rules[place]:
        return design
    return replace(design, plan=Plan((*rules[:place], made, *rules[place + 1 :])))


def _tidy(design: Design, rule: Rule) -> Rule:
    """Return a rule that the design can hold; one that names a matrix not there is refused."""
    if isinstance(rule.treatment, ByMatrix):
        design.matrix_named(rule.treatment.matrix)
    for field in fields(rule.conditions):
        names = getattr(rule.conditions, field.name)
        if isinstance(names, tuple) and names:
            words = field.name.replace("_", " ")
            refuse_more(names, MOST_MEMBERS, f"{words} in one rule")
            check_texts((name for name in names if isinstance(name, str)), "condition")
    name, note = tidy_label(rule.name), tidy_note(rule.note)
    return rule if (name, note) == (rule.name, rule.note) else replace(rule, name=name, note=note)


def _check_places(plan: Plan, places: Iterable[int]) -> None:
    for place in places:
        if not 0 <= place < len(plan.rules):
            raise no_rule(place, plan)
