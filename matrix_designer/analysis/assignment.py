"""Which rule of a plan takes each row of a history: the same answers as `core/matching.py`.

Every rule is a bit. Items, profiles and ranges of cost and list each have the bits of the rules
that they allow; what a row's four have in common are the rules that match, the lowest wins. After
an edit only the rows that a rule loses or may gain are looked at (`reassigning`). It prices
nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matrix_designer.analysis.asked_rule import AskedRules, Bools
from matrix_designer.analysis.reassigning import Revised, RuleCodes, revised, rows_taken
from matrix_designer.analysis.row_names import Places, RowNames
from matrix_designer.analysis.rule_masks import RuleMasks
from matrix_designer.core.evidence import Ints
from matrix_designer.core.plan import Rule, Span
from matrix_designer.core.strategy import Strategy

Bits = NDArray[np.uint64]
_WORD = 63
"""Rules that one number of 64 bits holds, beside the bit that stands for none of them."""
_NONE_OF_THEM = np.uint64(2**63)
_AT_ONCE = 65_536
"""Rows that go through all steps together, so that they stay in the processor's cache."""
_ONE = np.uint64(1)
_MOST_CHANGED = 4
"""With more rules changed than these the bits of all are made anew."""


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """The rule of each row: `rule` is 0-based, the number of rules for the default.

    `asked`, `masks`, `words` and `list_slots` are what the next assignment reuses; the rows are
    those of `names`.
    """

    strategy: Strategy
    on: dt.date | None
    names: RowNames
    rule: RuleCodes
    asked: AskedRules
    masks: RuleMasks
    words: tuple[Word, ...]
    list_slots: ListSlots | None


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """Up to 63 rules as bits: those that each item and each profile allows."""

    asked: AskedRules
    items: Bits
    profiles: Bits


@dataclass(frozen=True, slots=True, eq=False)
class ListSlots:
    """For each row which of the ranges between some edges (amounts) its list falls into."""

    edges: tuple[int, ...]
    slot: NDArray[np.uint16]


class _Rows(NamedTuple):
    """Rows by rising cost, as far as rules ask; `slots` is None where none asks for a list."""

    item: Places
    profile: Places
    cost: Ints
    slots: ListSlots | None


def assign(
    strategy: Strategy,
    on: dt.date | None,
    names: RowNames,
    before: Assignment | None = None,
) -> Assignment:
    """Assign every row to the first rule that counts on the day and matches."""
    known = before if before is not None and before.names is names else None
    masks = RuleMasks(names, strategy, before.masks if before is not None else None)
    asked = tuple(
        masks.asked_rule(one) if one.counts_on(on) else None for one in strategy.plan.rules
    )
    slots = None if known is None else known.list_slots
    words = () if known is None else known.words
    change = None
    if known is not None and len(known.rule) == len(names.item):
        change = revised(known.asked, asked, known.rule, names)
    if change is not None and not len(change.open):
        return Assignment(strategy, on, names, change.rule, asked, masks, words, slots)
    words = _words(asked, words, names)
    if change is not None:
        _settle(change, asked, words, names)
        return Assignment(strategy, on, names, change.rule, asked, masks, words, slots)
    edges = _list_edges(asked)
    if slots is None or slots.edges != edges:
        slots = _slots(edges, names.rows.list_price) if edges else None
    rule = np.full(len(names.item), len(asked), np.uint16)
    _find(asked, words, _Rows(names.item, names.profile, names.rows.cost, slots), rule)
    return Assignment(strategy, on, names, rule, asked, masks, words, slots)


def answers_for(assignment: Assignment, names: RowNames) -> Assignment:
    """Return what holds of an assignment for other rows of the same items: no row's rule."""
    masks = copy(assignment.masks)
    masks.moved_to(names)
    return replace(
        assignment,
        names=names,
        rule=np.zeros(0, np.uint16),
        asked=(),
        masks=masks,
        words=(),
        list_slots=None,
    )


def rows_of_rule(rule: Rule, assignment: Assignment) -> Ints:
    """Return the rows, rising, that a rule would take if it stood alone and counted every day."""
    return rows_taken(assignment.masks.asked_rule(rule), assignment.names)


def _settle(change: Revised, asked: AskedRules, words: tuple[Word, ...], names: RowNames) -> None:
    """Find the rule of the rows that a change left open."""
    at, edges = change.open, _list_edges(asked)
    rows = _Rows(
        names.item[at],
        names.profile[at],
        names.rows.cost[at],
        _slots(edges, names.rows.list_price[at]) if edges else None,
    )
    found = np.full(len(at), len(asked), np.uint16)
    _find(asked, words, rows, found)
    change.rule[at] = found


def _words(asked: AskedRules, before: tuple[Word, ...], names: RowNames) -> tuple[Word, ...]:
    """Return the bits of all rules, those of before where few rules have changed."""
    found = []
    for place, first in enumerate(range(0, len(asked), _WORD)):
        rules = asked[first : first + _WORD]
        old = before[place] if place < len(before) else None
        if old is None or len(old.asked) != len(rules):
            old = Word(
                (None,) * len(rules),
                np.zeros(len(names.item_part), np.uint64),
                np.zeros(len(names.profile_codes[0]), np.uint64),
            )
        found.append(_changed(old, rules))
    return tuple(found)


def _changed(old: Word, rules: AskedRules) -> Word:
    """Return a word with other rules in the places of those that differ."""
    differ = [
        (np.uint64(1 << place), was, now)
        for place, (was, now) in enumerate(zip(old.asked, rules, strict=True))
        if was is not now
    ]
    items, profiles = old.items.copy(), old.profiles.copy()
    for bit, was, now in differ:
        if was is not None:
            items &= ~bit
            profiles &= ~bit
        if now is not None:
            _add(items, now.items, bit)
            _add(profiles, now.profiles, bit)
    return Word(rules, items, profiles)


def _find(asked: AskedRules, words: tuple[Word, ...], rows: _Rows, rule: RuleCodes) -> None:
    """Write the winner of each row over `rule`, which says of each that none wins."""
    for place in reversed(range(len(words))):
        first = place * _WORD
        _find_in_word(first, asked[first : first + _WORD], words[place], rows, rule)


def _find_in_word(first: int, rules: AskedRules, word: Word, rows: _Rows, found: RuleCodes) -> None:
    """Write the winners among up to 63 rules, the first of which has a number, over `found`."""
    costs, slots = rows.cost, rows.slots
    cost_edges = _edges(one.cost for one in rules if one is not None)
    cuts = [0, *np.searchsorted(costs, cost_edges).tolist(), len(costs)]
    of_cost = _span_bits(cost_edges, [None if one is None else one.cost for one in rules])
    of_list = None
    if slots is not None:
        of_list = _span_bits(
            slots.edges, [None if one is None else one.list_price for one in rules], 1
        )
    bits, other = np.empty((2, _AT_ONCE), np.uint64)
    winner = np.empty(_AT_ONCE, np.uint8)
    for place, allowed in enumerate(of_cost):
        for start in range(cuts[place], cuts[place + 1], _AT_ONCE):
            part = slice(start, min(start + _AT_ONCE, cuts[place + 1]))
            size = part.stop - part.start
            held, spare = bits[:size], other[:size]
            # Every place is there, so that "clip" only spares the look whether it is.
            word.items.take(rows.item[part], out=held, mode="clip")
            held &= word.profiles.take(rows.profile[part], out=spare, mode="clip")
            if of_list is not None and slots is not None:
                held &= of_list.take(slots.slot[part], out=spare, mode="clip")
            held &= allowed
            held |= _NONE_OF_THEM
            # The zeros below the lowest bit are the ones of the number one less.
            np.subtract(held, _ONE, out=spare)
            np.invert(held, out=held)
            held &= spare
            won = np.bitwise_count(held, out=winner[:size])
            if first:
                won = won + np.uint16(first)
            np.copyto(found[part], won, where=won < first + _WORD)


def _add(bits: Bits, taken: Bools | None, bit: np.uint64) -> None:
    if taken is None:
        bits |= bit
    else:
        bits |= taken * bit


def _list_edges(asked: AskedRules) -> tuple[int, ...]:
    return _edges(one.list_price for one in asked if one is not None)


def _edges(spans: Iterable[Span | None]) -> tuple[int, ...]:
    """Return the amounts at which some span begins or has just ended."""
    edges = set()
    for span in spans:
        if span is not None:
            edges.add(span.low)
            if span.high is not None:
                edges.add(span.high + 1)
    return tuple(sorted(edges))


def _span_bits(edges: tuple[int, ...], spans: Sequence[Span | None], missing: int = 0) -> Bits:
    """Return the rules that each range between edges allows; the first lies below all edges.

    With `missing` the ranges begin with that of no amount at all, which no span holds.
    """
    bits = []
    starts = [*(None,) * missing, -1, *edges]
    for start in starts:
        allowed = 0
        for place, span in enumerate(spans):
            if span is None or (start is not None and start >= 0 and span.holds(start)):
                allowed |= 1 << place
        bits.append(allowed | ~((1 << len(spans)) - 1) & (2**64 - 1))
    return np.array(bits, np.uint64)


def _slots(edges: tuple[int, ...], list_price: Ints) -> ListSlots:
    """Find the range of each list; a list of zero or less is none, which is slot 0."""
    slot = (np.searchsorted(np.array(edges), list_price, side="right") + 1).astype(np.uint16)
    slot[list_price <= 0] = 0
    return ListSlots(edges, slot)
