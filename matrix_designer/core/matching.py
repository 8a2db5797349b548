"""Which rule of a plan prices a part: the first one that counts on the day and matches.

Knows one part's facts and a strategy made ready for look-ups. It prices nothing; for the rows of
a whole history `analysis/assignment.py` asks the same questions of names and spans.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import merge
from operator import itemgetter

from matrix_designer.core.family import Family
from matrix_designer.core.flat_price import FlatPrice
from matrix_designer.core.part_class import Classes, PartClass, name_key, part_key
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.plan import (
    ByFamily,
    ByFlatPrice,
    ByMatrix,
    Conditions,
    Rule,
    Span,
    Treatment,
)
from matrix_designer.core.strategy import Strategy
from matrix_designer.core.text_patterns import description_pattern, part_pattern


@dataclass(frozen=True, slots=True)
class Match:
    """What the plan says of one part.

    `rule` is the 0-based rule that won, None for the default. `flat_price` and `family` are those
    of the part, whatever the treatment uses; so is `part_class`.
    """

    rule: int | None
    treatment: Treatment
    flat_price: FlatPrice | None = None
    family: Family | None = None
    part_class: PartClass | None = None


@dataclass(frozen=True, slots=True)
class NameTest:
    """Conditions on names, each a set of keys or an expression; None: anything."""

    sources: frozenset[str] | None
    groups: frozenset[str] | None
    sale_classes: frozenset[str] | None
    customer_types: frozenset[str] | None
    pay_types: frozenset[str] | None
    vendors: frozenset[str] | None
    channels: frozenset[str] | None
    parts: re.Pattern[str] | None
    descriptions: re.Pattern[str] | None


def name_test(conditions: Conditions) -> NameTest:
    """Make the names and patterns of some conditions ready to be asked."""
    return NameTest(
        sources=_keys(conditions.sources),
        groups=_keys(conditions.groups),
        sale_classes=_keys(conditions.sale_classes),
        customer_types=_keys(conditions.customer_types),
        pay_types=_keys(conditions.pay_types),
        vendors=_keys(conditions.vendors),
        channels=_keys(conditions.channels),
        parts=part_pattern(conditions.parts) if conditions.parts else None,
        descriptions=(
            description_pattern(conditions.descriptions) if conditions.descriptions else None
        ),
    )


def _keys(names: Iterable[str]) -> frozenset[str] | None:
    return frozenset(map(name_key, names)) or None


@dataclass(frozen=True, slots=True)
class FamilyTest:
    """Who belongs to a family: keys of parts, keys that never do, and a pattern with sources."""

    family: Family
    parts: frozenset[str]
    excluded: frozenset[str]
    descriptions: re.Pattern[str] | None
    sources: frozenset[str] | None

    def holds(self, part: str, description: str, source: str) -> bool:
        """Tell whether a part belongs to it, by its keys."""
        if part in self.excluded:
            return False
        if part in self.parts:
            return True
        if self.descriptions is None and self.sources is None:
            return False
        if self.sources is not None and source not in self.sources:
            return False
        return self.descriptions is None or self.descriptions.search(description) is not None


def family_test(family: Family) -> FamilyTest:
    """Make a family ready to be asked for its members."""
    patterns = description_pattern(family.descriptions) if family.descriptions else None
    return FamilyTest(
        family=family,
        parts=frozenset(map(part_key, family.parts)) - {""},
        excluded=frozenset(map(part_key, family.excluded)) - {""},
        descriptions=patterns,
        sources=_keys(family.sources),
    )


def flat_prices_by_key(flat_prices: Iterable[FlatPrice]) -> dict[str, FlatPrice]:
    """Return the flat prices by the key of their part; of two for one part the first counts."""
    found: dict[str, FlatPrice] = {}
    for flat_price in flat_prices:
        found.setdefault(part_key(flat_price.part), flat_price)
    return found


def part_classes(classes: Classes) -> tuple[dict[str, PartClass], dict[str, PartClass]]:
    """Return the classes of parts and of sources by their keys."""
    parts = {part_key(name): found for name, found in classes.parts}
    return parts, {name_key(name): found for name, found in classes.sources}


class Matcher:
    """A strategy made ready to match many parts one by one; `on` is the day of dated rules."""

    __slots__ = (
        "_class_of_part",
        "_class_of_source",
        "_families",
        "_flat_prices",
        "_rules",
        "_rules_of_source",
        "strategy",
    )

    def __init__(self, strategy: Strategy, on: dt.date | None = None) -> None:
        """Keep the rules that count on the day, and the lists by key."""
        self.strategy = strategy
        self._flat_prices = flat_prices_by_key(strategy.flat_prices)
        self._families = tuple(map(family_test, strategy.families))
        self._class_of_part, self._class_of_source = part_classes(strategy.classes)
        rules = tuple(
            (number, rule, name_test(rule.conditions))
            for number, rule in enumerate(strategy.plan.rules)
            if rule.counts_on(on)
        )
        # A plan may have a rule for each source: those of the others are not asked.
        self._rules = tuple(one for one in rules if one[2].sources is None)
        self._rules_of_source: dict[str, list[tuple[int, Rule, NameTest]]] = {}
        for one in rules:
            for source in one[2].sources or ():
                self._rules_of_source.setdefault(source, []).append(one)

    def match(self, facts: PartFacts) -> Match:
        """Return the rule that prices a part, or the default."""
        part, source = part_key(facts.part), name_key(facts.source)
        description = name_key(facts.description)
        flat_price = self._flat_prices.get(part)
        family = next(
            (one.family for one in self._families if one.holds(part, description, source)), None
        )
        part_class = self._class_of_part.get(part) or self._class_of_source.get(source)
        keys = _Keys(
            facts=facts,
            part=part,
            description=description,
            names=(
                source,
                *map(name_key, (facts.group, facts.sale_class, facts.customer_type)),
                *map(name_key, (facts.pay_type, facts.vendor, facts.channel)),
            ),
            part_class=part_class,
            is_flat=flat_price is not None,
            is_member=family is not None,
        )
        named = self._rules_of_source.get(source, ())
        for number, rule, test in merge(self._rules, named, key=itemgetter(0)):
            if _matches(rule, test, keys):
                return Match(number, rule.treatment, flat_price, family, part_class)
        default = ByMatrix(self.strategy.matrix.name)
        return Match(None, default, flat_price, family, part_class)


def match_part(strategy: Strategy, facts: PartFacts, on: dt.date | None = None) -> Match:
    """Return what the plan says of one part on a day; for many parts keep a Matcher."""
    return Matcher(strategy, on).match(facts)


@dataclass(frozen=True, slots=True)
class _Keys:
    """A part as rules see it; `names` stand in the order of NameTest."""

    facts: PartFacts
    part: str
    description: str
    names: tuple[str, ...]
    part_class: PartClass | None
    is_flat: bool
    is_member: bool


def _matches(rule: Rule, test: NameTest, keys: _Keys) -> bool:
    """Tell whether a rule takes a part."""
    if isinstance(rule.treatment, ByFlatPrice) and not keys.is_flat:
        return False
    if isinstance(rule.treatment, ByFamily) and not keys.is_member:
        return False
    asked = (
        test.sources,
        test.groups,
        test.sale_classes,
        test.customer_types,
        test.pay_types,
        test.vendors,
        test.channels,
    )
    if any(w is not None and name not in w for w, name in zip(asked, keys.names, strict=True)):
        return False
    return _is_one_of(rule, test, keys) and _is_within(rule, keys.facts)


def _is_one_of(rule: Rule, test: NameTest, keys: _Keys) -> bool:
    """Tell whether a part's class, number and description are among those asked for."""
    classes = rule.conditions.classes
    if classes and keys.part_class not in classes:
        return False
    if test.parts is not None and test.parts.search(keys.part) is None:
        return False
    return test.descriptions is None or test.descriptions.search(keys.description) is not None


def _is_within(rule: Rule, facts: PartFacts) -> bool:
    """Tell whether a part's cost and list are in the spans of a rule; a list of zero is none."""
    conditions = rule.conditions
    return _holds(conditions.cost, facts.cost) and _holds(
        conditions.list_price, facts.list_price or None
    )


def _holds(span: Span | None, amount: int | None) -> bool:
    """Tell whether a span allows an amount; a missing one is in no span."""
    return span is None or (amount is not None and span.holds(amount))
