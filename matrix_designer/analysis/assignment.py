"""Which rule of a plan takes each row of a history: the same answers as `core/matching.py`.

Every rule is a bit. Items, profiles and ranges of cost and list each have the bits of the rules
that they allow; what a row's four have in common are the rules that match, the lowest wins.
It prices nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matrix_designer.analysis.row_names import RowNames
from matrix_designer.analysis.rule_masks import Bools, RuleMasks
from matrix_designer.core.evidence import Ints
from matrix_designer.core.plan import Rule, Span
from matrix_designer.core.strategy import Strategy

Bits = NDArray[np.uint64]
RuleCodes = NDArray[np.uint16]
_WORD = 63
"""Rules that one number of 64 bits holds, beside the bit that stands for none of them."""
_NONE_OF_THEM = np.uint64(2**63)
_AT_ONCE = 65_536
"""Rows that go through all steps together, so that they stay in the processor's cache."""
_ONE = np.uint64(1)


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """The rule of each row: `rule` is 0-based, the number of rules for the default.

    `masks` and `list_slots` are what the next assignment reuses; the rows are those of `names`.
    """

    strategy: Strategy
    on: dt.date | None
    names: RowNames
    rule: RuleCodes
    masks: RuleMasks
    list_slots: ListSlots | None


@dataclass(frozen=True, slots=True, eq=False)
class ListSlots:
    """For each row which of the ranges between some edges (amounts) its list falls into."""

    edges: tuple[int, ...]
    slot: NDArray[np.uint16]


def assign(
    strategy: Strategy,
    on: dt.date | None,
    names: RowNames,
    before: Assignment | None = None,
) -> Assignment:
    """Assign every row to the first rule that counts on the day and matches."""
    is_same = before is not None and before.names is names
    masks = RuleMasks(names, strategy, before.masks if before is not None else None)
    rules = strategy.plan.rules
    edges = _edges(rule.conditions.list_price for rule in rules)
    slots = before.list_slots if before is not None and is_same else None
    if slots is None or slots.edges != edges:
        slots = _slots(edges, names.rows.list_price) if edges else None
    rule = np.full(len(names.item), len(rules), np.uint16)
    for first in reversed(range(0, len(rules), _WORD)):
        word = [one if one.counts_on(on) else None for one in rules[first : first + _WORD]]
        _assign_word(first, word, names, masks, slots, rule)
    return Assignment(strategy, on, names, rule, masks, slots)


def _assign_word(
    first: int,
    rules: Sequence[Rule | None],
    names: RowNames,
    masks: RuleMasks,
    slots: ListSlots | None,
    found: RuleCodes,
) -> None:
    """Write the winners among up to 64 rules, the first of which has a number, over `found`."""
    by_item, by_profile = _bits(names, masks, rules)
    costs = names.rows.cost
    cost_edges = _edges(one.conditions.cost for one in rules if one is not None)
    cuts = [0, *np.searchsorted(costs, cost_edges).tolist(), len(costs)]
    of_cost = _span_bits(
        cost_edges, [None if one is None else one.conditions.cost for one in rules]
    )
    of_list = None
    if slots is not None:
        lists = [None if one is None else one.conditions.list_price for one in rules]
        of_list = _span_bits(slots.edges, lists, 1)
    bits, other = np.empty((2, _AT_ONCE), np.uint64)
    winner = np.empty(_AT_ONCE, np.uint8)
    for place, allowed in enumerate(of_cost):
        for start in range(cuts[place], cuts[place + 1], _AT_ONCE):
            part = slice(start, min(start + _AT_ONCE, cuts[place + 1]))
            size = part.stop - part.start
            held, spare = bits[:size], other[:size]
            # Every place is there, so that "clip" only spares the look whether it is.
            by_item.take(names.item[part], out=held, mode="clip")
            held &= by_profile.take(names.profile[part], out=spare, mode="clip")
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


def _bits(names: RowNames, masks: RuleMasks, rules: Sequence[Rule | None]) -> tuple[Bits, Bits]:
    """Return the rules that each item and each profile allows."""
    items = np.zeros(len(names.item_part), np.uint64)
    profiles = np.zeros(len(names.profile_codes[0]), np.uint64)
    for place, rule in enumerate(rules):
        if rule is not None:
            bit = np.uint64(1 << place)
            _add(items, masks.items(rule.treatment, rule.conditions), bit)
            _add(profiles, masks.profiles(rule.conditions), bit)
    return items, profiles


def _add(bits: Bits, taken: Bools | None, bit: np.uint64) -> None:
    if taken is None:
        bits |= bit
    else:
        bits |= taken * bit


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
