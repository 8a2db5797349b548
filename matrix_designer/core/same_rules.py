"""Where two compiled matrices price alike because they price by the same rule.

A price is a function of the rule of its look-up segment, of the settings around it (rails, ending,
fallback, cap) and of cost and list. Where all of these are the same, so is the price, at every
cent: nothing has to be computed to know it. The reverse is not said: other rules may price alike.
Knows schedules; it prices nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from matrix_designer.core.formula import Formula, simple_formula
from matrix_designer.core.matrix import Cap, CapRule, Ending, FallbackKind, Rails
from matrix_designer.core.money import CENT, DOLLAR
from matrix_designer.core.passage import OVER_CAP
from matrix_designer.core.rails import floor_ratio
from matrix_designer.core.schedule import NO_ROW, Schedule

_PLUS_67 = Formula(0, OVER_CAP.numerator, 0, OVER_CAP.denominator).rounding()
_LIST = Formula(0, 1, 0, 1).rounding()
_ROOM = (DOLLAR + 2 * CENT) // CENT
"""A price so many cents above the floor is neither held by it nor, ended, brought down to it."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """All that the price of a part depends on, besides its cost and list.

    `formula` rounds to cents, None where nothing is priced or the cap chooses; `cap` is the cap's
    rule, or the cap itself where a part of the stretch may lie above it.
    """

    formula: Formula | None
    on_list: bool = False
    cap: Cap | CapRule | None = None
    rails: Rails = field(default_factory=Rails)
    ending: Ending | None = None


def differing_stretches(
    old: Schedule, new: Schedule, first: int, last: int, *, has_lists: bool
) -> Iterator[tuple[int, int]]:
    """Yield the look-up cents, from one to another, that two schedules price by different rules.

    The parts in question cost (or list) whole cents, one each from `first` to `last`; `has_lists`
    says whether they have a list. Looked up by list, all have, and their cost follows from it.
    """
    if old.is_by_cost is not new.is_by_cost:
        yield first, last
        return
    has_lists = has_lists or not old.is_by_cost
    both = [_rules_by_start(each, has_lists=has_lists) for each in (old, new)]
    edges = {edge for rules in both for edge in rules if first < edge <= last}
    for start, after in pairwise([*sorted({first, *edges}), last + 1]):
        rules = [
            _without_idle_floor(_rule_at(each, start), old.is_by_cost, start, after - 1)
            for each in both
        ]
        if rules[0] != rules[1]:
            yield start, after - 1


def _rules_by_start(schedule: Schedule, *, has_lists: bool) -> dict[int, _Rule]:
    """Return what prices a part, by the first look-up cent of which that holds, rising."""
    matrix = schedule.matrix
    around = _Rule(None, rails=matrix.rails, ending=matrix.ending)
    if not has_lists:
        around = replace(around, rails=Rails(floor=matrix.rails.floor))
    nothing = _fallback(schedule, around, has_lists=has_lists)
    found: dict[int, _Rule] = {}
    for start, row, on_list, formula in zip(
        schedule.starts.tolist(),
        schedule.rows.tolist(),
        schedule.on_list.tolist(),
        schedule.rounding,
        strict=True,
    ):
        is_priced = row != NO_ROW and (has_lists or not on_list)
        found[start] = replace(around, formula=formula, on_list=on_list) if is_priced else nothing
    if matrix.cap is None:
        return found
    if not schedule.is_by_cost:
        return {start: replace(rule, cap=matrix.cap) for start, rule in found.items()}
    start = matrix.cap.above // CENT + 1
    is_plus = not has_lists or matrix.cap.rule is CapRule.COST_PLUS_67
    capped = replace(around, formula=_PLUS_67) if is_plus else replace(around, cap=matrix.cap.rule)
    return {edge: rule for edge, rule in found.items() if edge < start} | {start: capped}


def _fallback(schedule: Schedule, around: _Rule, *, has_lists: bool) -> _Rule:
    """Return what prices a part that no tier prices."""
    fallback = schedule.matrix.fallback
    if schedule.mode_mix is None and fallback.factor is not None:
        return replace(around, formula=simple_formula(fallback.factor).rounding())
    if schedule.mode_mix is None and fallback.kind is FallbackKind.LIST and has_lists:
        return replace(around, formula=_LIST, on_list=True)
    return _Rule(None)


def _rule_at(rules: dict[int, _Rule], cent: int) -> _Rule:
    return rules[max(start for start in rules if start <= cent)]


def _without_idle_floor(rule: _Rule, is_by_cost: bool, first: int, last: int) -> _Rule:  # noqa: FBT001 - private, one caller
    """Leave out a floor that no price of a stretch comes near.

    Rule and floor are straight lines in the cost, so the two ends tell of all in between.
    """
    floor, formula = rule.rails.floor, rule.formula
    if floor is None or formula is None or formula.square or rule.on_list or not is_by_cost:
        return rule
    ratio = floor_ratio(floor)
    for cost in (first * CENT, last * CENT):
        if formula.exact(cost) - cost * ratio / CENT < _ROOM:
            return rule
    return replace(rule, rails=replace(rule.rails, floor=None))
