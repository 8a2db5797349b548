"""Which items and profiles a plan's rules take: conditions asked of names, remembered by value.

Knows rules and the names of a history's rows; it knows no row. What an edit leaves as it was is
not asked again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from functools import partial
from typing import TypeVar

import numpy as np

from matrix_designer.analysis.asked_rule import AskedRule, Bools
from matrix_designer.analysis.row_names import RowNames
from matrix_designer.core.evidence import Ints
from matrix_designer.core.family import Family
from matrix_designer.core.flat_price import FlatPrice
from matrix_designer.core.matching import family_test, part_classes
from matrix_designer.core.part_class import Classes, PartClass, name_key, part_key
from matrix_designer.core.plan import ByFamily, ByFlatPrice, Conditions, Rule, Treatment
from matrix_designer.core.strategy import Strategy
from matrix_designer.core.text_patterns import description_pattern, part_pattern

Value = TypeVar("Value")
NONE = -1
"""Stands for no class, no flat price and no family."""
_CLASSES = {found: place for place, found in enumerate(PartClass)}
_PROFILE_NAMES = (
    "groups",
    "sale_classes",
    "customer_types",
    "pay_types",
    "vendors",
    "channels",
)
"""The conditions on a profile, in the order of its columns."""
_MOST_KEPT = 100
"""Answers of patterns and families that are kept, an item or part each some bytes."""


class RuleMasks:
    """Answers for one history; `before` are the answers of the plan before."""

    def __init__(
        self, names: RowNames, strategy: Strategy, before: RuleMasks | None = None
    ) -> None:
        """Keep what may be asked; `asked`, `made` and `rules` are what the next plan reuses."""
        self.names = names
        self._strategy = strategy
        is_same = before is not None and before.names is names
        known = before if is_same else None
        self.asked: dict[Hashable, Bools] = {} if known is None else dict(known.asked)
        self.made: dict[str, tuple[object, Ints]] = {} if known is None else dict(known.made)
        self.rules: dict[Hashable, tuple[tuple[object, ...], AskedRule]] = {}
        for oldest in tuple(self.asked)[:-_MOST_KEPT]:
            del self.asked[oldest]
        self._rules_before = {} if known is None else known.rules

    def moved_to(self, names: RowNames) -> None:
        """Stand for other rows of the same items; what was found of profiles is dropped."""
        self.names, self.rules = names, {}

    def asked_rule(self, rule: Rule) -> AskedRule:
        """Return what a rule takes; the very same as before where it takes the same."""
        treatment, asked = rule.treatment, rule.conditions
        is_flat, is_family = isinstance(treatment, ByFlatPrice), isinstance(treatment, ByFamily)
        key = (is_flat, is_family, asked)
        of = (
            self._strategy.flat_prices if is_flat else None,
            self._strategy.families if is_family else None,
            self._strategy.classes if asked.classes else None,
        )
        held = self.rules.get(key) or self._rules_before.get(key)
        if held is None or any(one is not two for one, two in zip(held[0], of, strict=True)):
            items = self.items(treatment, asked)
            if held is None or not _are_equal(items, held[1].items):
                profiles = self.profiles(asked)
                held = (of, AskedRule(items, profiles, asked.cost, asked.list_price))
            else:
                held = (of, held[1])
        self.rules[key] = held
        return held[1]

    def profiles(self, conditions: Conditions) -> Bools | None:
        """Return which profiles conditions take; None: all."""
        taken: Bools | None = None
        for place, field in enumerate(_PROFILE_NAMES):
            wanted = getattr(conditions, field)
            if wanted:
                held = _named(self.names.names_by_key[place], len(self.names.names[place]), wanted)
                taken = _both(taken, held[self.names.profile_codes[place]])
        return taken

    def items(self, treatment: Treatment, conditions: Conditions) -> Bools | None:
        """Return which items a rule takes, by its treatment and its conditions; None: all."""
        names = self.names
        taken: Bools | None = None
        if conditions.sources:
            taken = self._of_sources(conditions.sources)[names.item_source]
        if conditions.classes:
            wanted = np.zeros(len(_CLASSES) + 1, np.bool_)
            wanted[[_CLASSES[one] for one in conditions.classes]] = True
            taken = _both(taken, wanted[self.part_class])
        if conditions.parts:
            taken = _both(taken, self._parts(conditions.parts)[names.item_part])
        if conditions.descriptions:
            held = self._described(conditions.descriptions)
            taken = _both(taken, held[names.description][names.item_part])
        if isinstance(treatment, ByFlatPrice):
            taken = _both(taken, self.flat_price >= 0)
        if isinstance(treatment, ByFamily):
            taken = _both(taken, self.family >= 0)
        return taken

    @property
    def part_class(self) -> Ints:
        """The class of each item, as its place among the classes; NONE without one."""
        return self._kept("classes", self._strategy.classes, self._find_classes)

    @property
    def flat_price(self) -> Ints:
        """The flat price of each item, an amount; NONE without one."""
        return self._kept("flat prices", self._strategy.flat_prices, self._find_flat_prices)

    @property
    def family(self) -> Ints:
        """The place of the first family that each item belongs to; NONE without one."""
        return self._kept("families", self._strategy.families, self._find_families)

    @property
    def family_price(self) -> Ints:
        """The price of each item's family, an amount; NONE without a family or a price."""
        prices = [NONE if one.price is None else one.price for one in self._strategy.families]
        return np.array([*prices, NONE], np.int64)[self.family]

    def _find_classes(self, classes: Classes) -> Ints:
        names = self.names
        of_part, of_source = part_classes(classes)
        by_source = [
            _CLASSES[of_source[key]] if key in of_source else NONE for key in names.sources
        ]
        found = np.array(by_source, np.int64)[names.item_source]
        by_part = np.full(len(names.parts), NONE, np.int64)
        for key, one in of_part.items():
            by_part[names.parts_by_key.get(key, [])] = _CLASSES[one]
        own = by_part[names.item_part]
        return np.where(own >= 0, own, found)

    def _find_flat_prices(self, prices: Iterable[FlatPrice]) -> Ints:
        names = self.names
        by_part = np.full(len(names.parts), NONE, np.int64)
        for one in reversed(tuple(prices)):  # of two for one part the first counts
            by_part[names.parts_by_key.get(part_key(one.part), [])] = one.price
        return by_part[names.item_part]

    def _find_families(self, families: tuple[Family, ...]) -> Ints:
        found = np.full(len(self.names.item_part), NONE, np.int64)
        for place, family in reversed(tuple(enumerate(families))):
            asked = (family.parts, family.descriptions, family.sources, family.excluded)
            found[self._recall(("family", asked), partial(self._find_members, family))] = place
        return found

    def _find_members(self, family: Family) -> Bools:
        names, test = self.names, family_test(family)
        members = np.zeros(len(names.item_part), np.bool_)
        if family.descriptions or family.sources:
            members[:] = True
            if family.descriptions:
                held = self._described(family.descriptions)
                members &= held[names.description][names.item_part]
            if family.sources:
                members &= self._of_sources(family.sources)[names.item_source]
        members |= self._listed(test.parts)[names.item_part]
        if test.excluded:
            members &= ~self._listed(test.excluded)[names.item_part]
        return members

    def _listed(self, keys: Iterable[str]) -> Bools:
        """Return which parts have one of some keys."""
        held = np.zeros(len(self.names.parts), np.bool_)
        for key in keys:
            held[self.names.parts_by_key.get(key, [])] = True
        return held

    def _parts(self, patterns: tuple[str, ...]) -> Bools:
        """Return which parts some patterns match; plain numbers are looked up."""
        return self._recall(("parts", patterns), partial(self._find_parts, patterns))

    def _find_parts(self, patterns: tuple[str, ...]) -> Bools:
        wild = tuple(one for one in patterns if "*" in one or "?" in one)
        held = self._listed(part_key(one) for one in patterns if one not in wild)
        if wild:
            held |= _found(part_pattern(wild), self.names.parts)
        return held

    def _described(self, patterns: tuple[str, ...]) -> Bools:
        """Return which descriptions some patterns match."""
        return self._recall(("descriptions", patterns), partial(self._find_described, patterns))

    def _find_described(self, patterns: tuple[str, ...]) -> Bools:
        return _found(description_pattern(patterns), self.names.descriptions)

    def _of_sources(self, wanted: Iterable[str]) -> Bools:
        """Return which sources have one of some names."""
        return _named(self.names.sources_by_key, len(self.names.sources), wanted)

    def _recall(self, key: Hashable, find: Callable[[], Bools]) -> Bools:
        """Return what was found for a key before, else find it."""
        found = self.asked.pop(key, None)
        if found is None:
            found = find()
        self.asked[key] = found  # the last of them, since it was asked for last
        return found

    def _kept(self, key: str, source: Value, find: Callable[[Value], Ints]) -> Ints:
        """Return what was made of the very same lists before, else make it."""
        held = self.made.get(key)
        if held is None or held[0] is not source:
            held = (source, find(source))
        self.made[key] = held
        return held[1]


def _named(places: dict[str, list[int]], count: int, wanted: Iterable[str]) -> Bools:
    """Return which of so many names are those that are wanted, by where each key stands."""
    held = np.zeros(count, np.bool_)
    for name in wanted:
        held[places.get(name_key(name), [])] = True
    return held


def _are_equal(one: Bools | None, other: Bools | None) -> bool:
    if one is None or other is None:
        return one is other
    return np.array_equal(one, other)


def _both(taken: Bools | None, held: Bools) -> Bools:
    return held if taken is None else taken & held


def _found(pattern: re.Pattern[str], keys: tuple[str, ...]) -> Bools:
    search = pattern.search
    return np.fromiter((search(key) is not None for key in keys), np.bool_, len(keys))
