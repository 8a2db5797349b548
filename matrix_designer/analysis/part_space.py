"""The space of all parts that could exist, and the boxes in it that a plan's rules take.

A box holds parts by a set of values for each thing that a rule may ask: names, part number,
description, cost, list and the day. Rules become boxes exactly as `core/matching.py` matches
them; the tests hold the two together. It judges nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from matrix_designer.analysis.text_sets import (
    EVERY_TEXT,
    Texts,
    description_patterns,
    literals,
    part_patterns,
)
from matrix_designer.core.family import Family
from matrix_designer.core.money import MAX_AMOUNT
from matrix_designer.core.part_class import PartClass, name_key, part_key
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.plan import ByFamily, ByFlatPrice, Rule, Span
from matrix_designer.core.strategy import Strategy

_NO_LIST = 0
"""A list of zero counts as missing."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Whole numbers as ranges, both ends included, ascending and apart."""

    ranges: tuple[tuple[int, int], ...]

    def meet(self, other: Numbers) -> Numbers:
        """Return what lies in both."""
        if self is other:
            return self
        return Numbers(
            tuple(
                (max(low, first), min(high, last))
                for low, high in self.ranges
                for first, last in other.ranges
                if max(low, first) <= min(high, last)
            )
        )

    def minus(self, other: Numbers) -> Numbers:
        """Return what lies in this and not in the other."""
        left = self.ranges
        for first, last in other.ranges:
            left = tuple(
                piece
                for low, high in left
                for piece in ((low, min(high, first - 1)), (max(low, last + 1), high))
                if piece[0] <= piece[1]
            )
        return Numbers(left)


EVERY_AMOUNT = Numbers(((0, MAX_AMOUNT),))
EVERY_DAY = Numbers(((1, dt.date.max.toordinal()),))
"""Days as the calendar counts them. A plan is always asked on one of them."""


NAME_FIELDS = ("source", "group", "sale_class", "customer_type", "pay_type", "vendor", "channel")
TEXT_FIELDS = (*NAME_FIELDS, "part", "description")
_SOURCE, _CHANNEL = TEXT_FIELDS.index("source"), TEXT_FIELDS.index("channel")
_PART, _DESCRIPTION = TEXT_FIELDS.index("part"), TEXT_FIELDS.index("description")


@dataclass(frozen=True)
class Box:
    """Parts, and days, by a set for each thing that a rule may ask.

    `texts` stand in the order of TEXT_FIELDS; `numbers` are cost, list and day.
    """

    texts: tuple[Texts, ...] = (EVERY_TEXT,) * len(TEXT_FIELDS)
    numbers: tuple[Numbers, ...] = (EVERY_AMOUNT, EVERY_AMOUNT, EVERY_DAY)

    @cached_property
    def is_empty(self) -> bool:
        """Tell whether no part lies in it."""
        return any(not each.ranges for each in self.numbers) or any(
            each.is_empty for each in self.texts
        )

    @cached_property
    def weight(self) -> int:
        """How many things it asks for."""
        numbers = (EVERY_AMOUNT, EVERY_AMOUNT, EVERY_DAY)
        return sum(each is not EVERY_TEXT for each in self.texts) + sum(
            one is not two for one, two in zip(self.numbers, numbers, strict=True)
        )

    def meet(self, other: Box) -> Box:
        """Return what lies in both."""
        return Box(
            tuple(one.meet(two) for one, two in zip(self.texts, other.texts, strict=True)),
            tuple(one.meet(two) for one, two in zip(self.numbers, other.numbers, strict=True)),
        )

    def touches(self, other: Box) -> bool:
        """Tell whether any part lies in both; neither is empty."""
        for mine, theirs in zip(self.texts, other.texts, strict=True):
            if theirs is EVERY_TEXT or mine is EVERY_TEXT:
                continue
            if mine.only is not None and theirs.only is not None:
                if mine.only.isdisjoint(theirs.only):
                    return False
            elif mine.meet(theirs).is_empty:
                return False
        return all(
            one is two or one.meet(two).ranges
            for one, two in zip(self.numbers, other.numbers, strict=True)
        )

    def minus(self, other: Box) -> Iterator[Box]:
        """Yield boxes that hold together what lies in this and not in the other, none empty.

        None are yielded where the other holds all of this one.
        """
        texts, numbers = list(self.texts), list(self.numbers)
        for place, theirs in enumerate(other.numbers):
            if theirs is EVERY_AMOUNT or theirs is EVERY_DAY:
                continue
            left = numbers[place].minus(theirs)
            if left.ranges:
                made = (*numbers[:place], left, *numbers[place + 1 :])
                yield Box(tuple(texts), made)
            numbers[place] = numbers[place].meet(theirs)
        for place, wanted in enumerate(other.texts):
            if wanted is EVERY_TEXT:
                continue
            for piece in texts[place].minus(wanted):
                if not piece.is_empty:
                    made_texts = (*texts[:place], piece, *texts[place + 1 :])
                    yield Box(made_texts, tuple(numbers))
            texts[place] = texts[place].meet(wanted)

    def facts(self) -> tuple[PartFacts, dt.date | None]:
        """Return one part in it, the plainest, and a day; it must not be empty.

        The day is None where the box holds them all: then no dated rule has to be asked.
        """
        names = dict(zip(TEXT_FIELDS, (each.example() for each in self.texts), strict=True))
        cost, listed, day = self.numbers
        low, high = cost.ranges[-1]
        amount = min(max(low, _USUAL_COST), high)
        return (
            PartFacts(cost=amount, list_price=listed.ranges[0][0] or None, **names),
            None if day == EVERY_DAY else dt.date.fromordinal(day.ranges[0][0]),
        )

    def part_numbers(self, most: int) -> tuple[str, ...]:
        """Return some of its part numbers, keys, where they are told one by one."""
        return tuple(sorted(self.texts[_PART].only or ())[:most])


ALL_PARTS = Box()
_USUAL_COST = 200_000


def in_channel(box: Box, channel: str) -> Box | None:
    """Return what a box takes of a channel (a key), whatever the channel; None where nothing."""
    held = box.texts[_CHANNEL]
    if held.meet(literals((channel,))).is_empty:
        return None
    return Box((*box.texts[:_CHANNEL], EVERY_TEXT, *box.texts[_CHANNEL + 1 :]), box.numbers)


def _with_text(place: int, texts: Texts) -> Box:
    held = ALL_PARTS.texts
    return Box((*held[:place], texts, *held[place + 1 :]))


class PartSpace:
    """A strategy's rules as boxes: conditions, and what classes, families and flat prices imply."""

    def __init__(self, strategy: Strategy) -> None:
        """Work out the boxes of classes, families and flat prices once.

        `known` are boxes of rules by place; what is put there is not worked out.
        """
        self._rules = strategy.plan.rules
        self._flat = _with_text(_PART, literals(part_key(one.part) for one in strategy.flat_prices))
        self._families = tuple(box for one in strategy.families for box in _family_boxes(one))
        entries = strategy.classes
        self._of_part = [(part_key(name), found) for name, found in entries.parts]
        self._of_source = [(name_key(name), found) for name, found in entries.sources]
        self._classes: dict[frozenset[PartClass], tuple[Box, ...]] = {}
        self.known: dict[int, tuple[Box, ...]] = {}

    def boxes(self, place: int) -> tuple[Box, ...]:
        """Return the boxes of one rule (0-based), none of them empty; its days count."""
        known = self.known.get(place)
        if known is None:
            known = self.known[place] = tuple(self._made(self._rules[place]))
        return known

    def _made(self, rule: Rule) -> Iterator[Box]:
        base = conditions_box(rule)
        if base.is_empty:
            return
        implied = self._implied(rule)
        classes = self._class_boxes(frozenset(rule.conditions.classes))
        for one in classes:
            for two in implied:
                box = base.meet(one).meet(two)
                if not box.is_empty:
                    yield box

    def _implied(self, rule: Rule) -> tuple[Box, ...]:
        if isinstance(rule.treatment, ByFlatPrice):
            return (self._flat,)
        if isinstance(rule.treatment, ByFamily):
            return self._families
        return (ALL_PARTS,)

    def _class_boxes(self, classes: frozenset[PartClass]) -> tuple[Box, ...]:
        """Return the parts of some classes: a part's own entry counts before its source's."""
        if not classes:
            return (ALL_PARTS,)
        known = self._classes.get(classes)
        if known is not None:
            return known
        own = _with_text(_PART, literals(key for key, found in self._of_part if found in classes))
        listed = frozenset(key for key, _ in self._of_part)
        sources = literals(key for key, found in self._of_source if found in classes)
        rest = _with_text(_PART, Texts(without=listed)).meet(_with_text(_SOURCE, sources))
        found = tuple(box for box in (own, rest) if not box.is_empty)
        self._classes[classes] = found
        return found


def conditions_box(rule: Rule) -> Box:
    """Return what a rule asks by its conditions and days, classes aside."""
    asked = rule.conditions
    wanted = (
        *(asked.sources, asked.groups, asked.sale_classes, asked.customer_types),
        *(asked.pay_types, asked.vendors, asked.channels),
    )
    texts = [literals(map(name_key, names)) if names else EVERY_TEXT for names in wanted]
    texts.append(part_patterns(map(part_key, asked.parts)) if asked.parts else EVERY_TEXT)
    patterns = asked.descriptions
    texts.append(description_patterns(map(name_key, patterns)) if patterns else EVERY_TEXT)
    cost = EVERY_AMOUNT if asked.cost is None else _amounts(asked.cost, 0)
    listed = EVERY_AMOUNT if asked.list_price is None else _amounts(asked.list_price, _NO_LIST + 1)
    return Box(tuple(texts), (cost, listed, _days(rule)))


def _amounts(span: Span, least: int) -> Numbers:
    low, high = max(span.low, least), MAX_AMOUNT if span.high is None else span.high
    return Numbers(((low, high),) if low <= high else ())


def _days(rule: Rule) -> Numbers:
    if rule.starts is None and rule.ends is None:
        return EVERY_DAY
    first = 1 if rule.starts is None else rule.starts.toordinal()
    last = dt.date.max.toordinal() if rule.ends is None else rule.ends.toordinal()
    return Numbers(((first, last),))


def _family_boxes(family: Family) -> Iterator[Box]:
    """Yield the members of a family, those of the families before it included."""
    excluded = frozenset(map(part_key, family.excluded)) - {""}
    own = _with_text(_PART, literals(frozenset(map(part_key, family.parts)) - {""} - excluded))
    if not own.is_empty:
        yield own
    if not family.descriptions and not family.sources:
        return
    box = _with_text(_PART, Texts(without=excluded)) if excluded else ALL_PARTS
    if family.descriptions:
        patterns = description_patterns(map(name_key, family.descriptions))
        box = box.meet(_with_text(_DESCRIPTION, patterns))
    if family.sources:
        box = box.meet(_with_text(_SOURCE, literals(map(name_key, family.sources))))
    yield box
