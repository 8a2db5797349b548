"""What the checks of a plan may look at: a strategy, the sales with the rule that takes each row.

Knows the nouns that a check judges; it judges nothing. What an edit leaves as it was is not
worked out again: answers are remembered by the very things that they were made of.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, TypeVar

import numpy as np

from matrix_designer.analysis.assignment import Assignment
from matrix_designer.analysis.channels import ChannelNames, channel_names
from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.own_prices import own_prices
from matrix_designer.analysis.row_names import rows_of_items
from matrix_designer.analysis.wholesale_rules import is_for_wholesale
from matrix_designer.core.conditions_text import conditions_text
from matrix_designer.core.design import Design
from matrix_designer.core.evidence import Ints, Sales
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.money import PIECE, quantity_text
from matrix_designer.core.part_class import PartClass
from matrix_designer.core.plan import ByMatrix, Rule, Treatment
from matrix_designer.core.plan_words import rule_words, treatment_words
from matrix_designer.core.pricing import UNPRICED, Schedule, compile_matrix, price
from matrix_designer.core.strategy import Strategy

Made = TypeVar("Made")


class Memo:
    """Answers, each with what it was made of; it is found again while those are the same objects.

    Small values (a day, a number) may be among them: equal ones count as the same.
    """

    def __init__(self, before: Memo | None = None) -> None:
        """Start with nothing but the answers that were given last time."""
        self._before = {} if before is None else before._given  # noqa: SLF001 - of the same class
        self._given: dict[str, tuple[tuple[object, ...], Any]] = {}

    def recall(self, name: str, of: tuple[object, ...], make: Callable[[], Made]) -> Made:
        """Return the answer of that name, made anew where something that it is of differs."""
        for held in (self._given, self._before):
            known = held.get(name)
            if known is not None and _are_same(known[0], of):
                self._given[name] = known
                made: Made = known[1]
                return made
        made = make()
        self._given[name] = (of, made)
        return made

    def recall_rows(self, name: str, of: tuple[object, ...], make: Callable[[], Ints]) -> Ints:
        """Return rows; the very object of last time where they are equal, though made anew."""
        before = self.last(name)
        made = self.recall(name, of, make)
        if before is not None and before is not made and np.array_equal(before, made):
            self._given[name] = (of, before)
            kept: Ints = before
            return kept
        return made

    def last(self, name: str) -> Any:
        """Return what was kept under a name, now or last time; None where nothing was."""
        known = self._given.get(name) or self._before.get(name)
        return None if known is None else known[1]

    def keep(self, name: str, made: object) -> None:
        """Keep something for the next time, whatever it was made of."""
        self._given[name] = ((), made)


def _are_same(one: tuple[object, ...], two: tuple[object, ...]) -> bool:
    return len(one) == len(two) and all(
        mine is theirs or (isinstance(mine, str | int | dt.date) and mine == theirs)
        for mine, theirs in zip(one, two, strict=True)
    )


@dataclass(frozen=True)
class PlanContext:
    """A design's plan with everything that judges it.

    `assignment` says which rule takes each row of the sales on the day; both are None without
    sales, the assignment also where the design has nothing that a part could be assigned by.
    """

    design: Design
    sales: Sales | None = None
    assignment: Assignment | None = None
    on: dt.date | None = None
    memo: Memo = field(default_factory=Memo, repr=False, compare=False)

    @cached_property
    def strategy(self) -> Strategy:
        """All that prices parts."""
        return self.design.strategy

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules of the plan."""
        return self.design.plan.rules

    @cached_property
    def channel_names(self) -> ChannelNames:
        """What the rules and the sales call the channels."""
        return channel_names(self.design.plan, self.sales)

    def treatment(self, rule: int) -> Treatment:
        """Return what a rule (0-based; their number: the default) does."""
        if rule == len(self.rules):
            return ByMatrix(self.design.matrix.name)
        return self.rules[rule].treatment

    def matrix_of(self, rule: int) -> Matrix | None:
        """Return the matrix by which a rule prices; None where it prices otherwise."""
        treatment = self.treatment(rule)
        if not isinstance(treatment, ByMatrix):
            return None
        return next((one for one in self.design.matrices if one.name == treatment.matrix), None)

    def rule_name(self, rule: int) -> str:
        """Name a rule, or the default, at the start of a sentence."""
        if rule == len(self.rules):
            return "The default"
        words = rule_words(rule, self.rules[rule])
        return words[:1].upper() + words[1:]

    def rule_subject(self, rule: int) -> str:
        """Tell a rule from the others by what it says, wherever it stands."""
        if rule == len(self.rules):
            return "the default"
        held = self.rules[rule]
        days = f" {held.starts or ''}..{held.ends or ''}" if held.starts or held.ends else ""
        name = f"{held.name}: " if held.name else ""
        treatment = treatment_words(held.treatment)
        return f"{name}{conditions_text(held.conditions)}: {treatment}{days}"

    def number_of(self, rule: int) -> int | None:
        """Return the 1-based number of a rule; None for the default."""
        return None if rule == len(self.rules) else rule + 1

    def is_wholesale(self, rule: int) -> bool:
        """Tell whether a rule is for wholesale customers alone."""
        if rule == len(self.rules):
            return False
        return is_for_wholesale(self.rules[rule])

    @property
    def is_sold_known(self) -> bool:
        """Whether the sales tell for how much a line was sold."""
        return self.sales is not None and self.sales.is_sold_known

    def sold(self, at: Ints) -> int | None:
        """Return the sold dollars of some rows, extended; None where none are told."""
        if self.assignment is None or not self.is_sold_known:
            return None
        return int(self.assignment.names.rows.sold[at].sum())

    def pieces(self, at: Ints) -> int:
        """Return the pieces of some rows, thousandths."""
        return 0 if self.assignment is None else int(self.assignment.names.rows.quantity[at].sum())

    def part_number(self, row: int) -> str:
        """Return the part number of a row; empty where the rows do not tell."""
        if self.sales is None or self.assignment is None:
            return ""
        part = self.assignment.names.rows.part
        return "" if part is None else self.sales.part_names[int(part[row])].number

    def source_name(self, code: int) -> str:
        """Return a source as the sales write it."""
        return "" if self.sales is None else self.sales.sources[code]

    def rows_of_classes(self, *classes: PartClass) -> Ints:
        """Return the rows of the parts in some classes, rising."""
        assignment = self.assignment
        if assignment is None or not _has_any(self.design, classes):
            return np.zeros(0, np.int64)
        places = [place for place, one in enumerate(PartClass) if one in classes]
        return self.memo.recall(
            f"rows of {places}",
            (assignment.names, self.design.classes),
            lambda: rows_of_items(assignment.names, np.isin(assignment.masks.part_class, places)),
        )

    def prices(self, at: Ints, assignment: Assignment | None = None) -> Ints:
        """Return the prices of some rows, as their own assignment or another one has them.

        UNPRICED where there is none; what is left alone has its sold price, if it is known.
        """
        assigned = assignment or self.assignment
        found = np.full(len(at), UNPRICED, np.int64)
        if assigned is None or not len(at):
            return found
        taker = assigned.rule[at]
        for rule in np.flatnonzero(np.bincount(taker)).tolist():
            here = np.flatnonzero(taker == rule)
            found[here] = self.prices_by(rule, at[here], assigned)
        return found

    def prices_by(self, rule: int, at: Ints, assigned: Assignment) -> Ints:
        """Return the prices of some rows by one rule, which takes them all."""
        matrix = self.matrix_of(rule)
        if matrix is None:
            return own_prices(self.treatment(rule), assigned, at, is_sold_known=self.is_sold_known)
        schedule = self.memo.recall(
            f"schedule of {matrix.name}", (matrix,), partial(compile_matrix, matrix)
        )
        rows = assigned.names.rows
        return _prices_of(schedule, rows.cost[at], rows.list_price[at])


def _prices_of(schedule: Schedule, cost: Ints, list_price: Ints) -> Ints:
    """Price rows of which neighbours often have the same cost and list."""
    is_new = np.ones(len(cost), np.bool_)
    is_new[1:] = (cost[1:] != cost[:-1]) | (list_price[1:] != list_price[:-1])
    starts = np.flatnonzero(is_new)
    found: Ints = price(schedule, cost[starts], list_price[starts]).price[np.cumsum(is_new) - 1]
    return found


PlanCheck = Callable[[PlanContext], Iterator[Finding]]
"""A check of the plan: looks at a context and says what it finds."""


def _has_any(design: Design, classes: tuple[PartClass, ...]) -> bool:
    entries = design.classes
    return any(found in classes for _, found in (*entries.sources, *entries.parts))


def pieces_words(pieces: int) -> str:
    """Write pieces (thousandths) with their noun."""
    return f"{quantity_text(pieces)} piece{'' if pieces == PIECE else 's'}"


def source_words(name: str) -> str:
    """Name a source in a sentence."""
    return f"source “{name}”" if name.strip() else "parts without a source"


def escalates(matrix: Matrix) -> bool:
    """Tell whether a factor of a matrix falls somewhere as cost rises, or adds dollars."""
    highest = None
    for tier in matrix.tiers:
        ratio = tier.factor.ratio
        if ratio.addend > 0:
            return True
        multiplier = tier.factor.multiplier
        if multiplier is None:
            continue
        if highest is not None and multiplier < highest:
            return True
        highest = multiplier
    return False
