"""What an edit of a plan does to the rule of each row: only what it can change is looked at.

A row keeps its rule unless that rule is gone, or one that is new takes the row and stands before
it. Rows whose rule is gone and that no new one takes are left open: all later rules are to be
asked for them. Knows rules as rows are asked by them; it knows no plans.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matrix_designer.analysis.asked_rule import AskedRule, AskedRules, Bools
from matrix_designer.analysis.row_names import RowNames
from matrix_designer.core.evidence import Ints

RuleCodes = NDArray[np.uint16]
_AT_ONCE = 65_536
"""Rows that go through all steps together, so that they stay in the processor's cache."""
_MOST_ADDED = 3
"""With more new rules than these all rows are asked anew."""
_MOST_COMPARED = 5_000
_OPEN = 3
"""With more rows open than one in so many all rows are asked anew."""


class Revised(NamedTuple):
    """The rule of each row, and the rows, rising, that are open: their rule has to be found."""

    rule: RuleCodes
    open: Ints


class _Change(NamedTuple):
    """What to do with each rule of before: its new place, for one that is `gone` that of the next.

    `gone` are old places with whether a rule is left that may take their rows, `added` the new
    places of rules that are new, the last first.
    """

    place: RuleCodes
    is_renumbered: bool
    gone: tuple[tuple[int, bool], ...]
    added: tuple[tuple[int, AskedRule], ...]


def revised(
    before: AskedRules, now: AskedRules, rule: RuleCodes, names: RowNames
) -> Revised | None:
    """Return the rules of all rows after an edit; None where it changes too much for that.

    `rule` is each row's before; the very same is returned where nothing has changed.
    """
    change = _change(before, now)
    if change is None:
        return None
    if not change.added and not change.gone and not change.is_renumbered:
        return Revised(rule, np.zeros(0, np.int64))
    made = rule.copy()
    cuts = [(place, one, _costing(one, names.rows.cost)) for place, one in change.added]
    found, most = [], len(rule) // _OPEN
    for start in range(0, len(rule), _AT_ONCE):
        part = slice(start, min(start + _AT_ONCE, len(rule)))
        was, held = rule[part], made[part]
        is_open = _replace(change, was, held)
        for place, one, reach in cuts:
            hit = _taken(one, reach, names, part)
            if hit is not None:
                hit &= held > place
                np.copyto(held, np.uint16(place), where=hit)
                if is_open is not None:
                    is_open &= ~hit
        if is_open is not None:
            at = np.flatnonzero(is_open)
            most -= len(at)
            if most < 0:
                return None
            if len(at):
                found.append(at + start)
    return Revised(made, np.concatenate(found) if found else np.zeros(0, np.int64))


def rows_taken(one: AskedRule, names: RowNames) -> Ints:
    """Return the rows, rising, that a rule would take if it stood alone."""
    count, reach = len(names.item), _costing(one, names.rows.cost)
    found = [np.zeros(0, np.int64)]
    for start in range(0, count, _AT_ONCE):
        hit = _taken(one, reach, names, slice(start, min(start + _AT_ONCE, count)))
        if hit is not None:
            found.append(np.flatnonzero(hit) + start)
    return np.concatenate(found)


def _replace(change: _Change, was: RuleCodes, held: RuleCodes) -> Bools | None:
    """Write the new places of rules over `held`; return which rows are open, None: none."""
    if change.is_renumbered:
        change.place.take(was, out=held, mode="clip")
    is_open: Bools | None = None
    for old, has_later in change.gone:
        mine: Bools = was == old
        if not change.is_renumbered:
            np.copyto(held, change.place[old], where=mine)
        if has_later:
            is_open = mine if is_open is None else is_open | mine
    return is_open


def _costing(one: AskedRule, cost: Ints) -> tuple[int, int]:
    """Return the first row that a rule may take by its cost, and the one after the last."""
    if one.cost is None:
        return 0, len(cost)
    first = int(np.searchsorted(cost, one.cost.low, side="left"))
    if one.cost.high is None:
        return first, len(cost)
    return first, int(np.searchsorted(cost, one.cost.high, side="right"))


def _taken(one: AskedRule, reach: tuple[int, int], names: RowNames, part: slice) -> Bools | None:
    """Return which rows of a stretch a rule takes; None where it takes none."""
    first, last = max(reach[0], part.start), min(reach[1], part.stop)
    if first >= last:
        return None
    held = None
    if one.items is not None:
        held = one.items.take(names.item[part], mode="clip")
    if one.profiles is not None:
        taken = one.profiles.take(names.profile[part], mode="clip")
        held = taken if held is None else np.logical_and(held, taken, out=held)
    if one.list_price is not None:
        listed = names.rows.list_price[part]
        taken = listed >= max(one.list_price.low, 1)  # a list of zero or less is none
        if one.list_price.high is not None:
            taken &= listed <= one.list_price.high
        held = taken if held is None else np.logical_and(held, taken, out=held)
    if held is None:
        held = np.ones(part.stop - part.start, np.bool_)
    held[: first - part.start] = False
    held[last - part.start :] = False
    return held


def _change(before: AskedRules, now: AskedRules) -> _Change | None:
    """Find which rules stayed, in their order, and which are new or gone."""
    stayed = _stayed(before, now)
    if stayed is None:
        return None
    kept = {new for _, new in stayed}
    added = [
        (place, one)
        for place, one in reversed(tuple(enumerate(now)))
        if one is not None and place not in kept
    ]
    if len(added) > _MOST_ADDED:
        return None
    places = np.full(len(before) + 1, len(now), np.int64)
    following, last, gone = len(now), len(before), list[tuple[int, bool]]()
    for old, new in (*reversed(stayed), (-1, 0)):
        places[old + 1 : last] = following
        gone += [
            (each, following < len(now))
            for each in range(old + 1, last)
            if before[each] is not None
        ]
        if old >= 0:
            places[old] = following = new
        last = old
    is_renumbered = len(before) != len(now) or any(old != new for old, new in stayed)
    return _Change(places.astype(np.uint16), is_renumbered, tuple(gone), tuple(added))


def _stayed(before: AskedRules, now: AskedRules) -> list[tuple[int, int]] | None:
    """Return pairs of old and new places of rules that stayed, as many as can be in one order."""
    start = 0
    while start < min(len(before), len(now)) and before[start] is now[start]:
        start += 1
    end = 0
    least = min(len(before), len(now)) - start
    while end < least and before[-1 - end] is now[-1 - end]:
        end += 1
    olds, news = before[start : len(before) - end], now[start : len(now) - end]
    if len(olds) * len(news) > _MOST_COMPARED:
        return None
    pairs = [(place, place) for place in range(start)]
    pairs += [(start + old, start + new) for old, new in _longest(olds, news)]
    return pairs + [(len(before) - one, len(now) - one) for one in range(end, 0, -1)]


def _longest(olds: AskedRules, news: AskedRules) -> list[tuple[int, int]]:
    """Return the longest run of pairs that are the same, both sides rising."""
    most = [[0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    for old in reversed(range(len(olds))):
        for new in reversed(range(len(news))):
            most[old][new] = (
                most[old + 1][new + 1] + 1
                if olds[old] is news[new]
                else max(most[old + 1][new], most[old][new + 1])
            )
    found, old, new = [], 0, 0
    while old < len(olds) and new < len(news):
        if olds[old] is news[new]:
            found.append((old, new))
            old, new = old + 1, new + 1
        elif most[old + 1][new] >= most[old][new + 1]:
            old += 1
        else:
            new += 1
    return found
