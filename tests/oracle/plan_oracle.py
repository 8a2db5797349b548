"""A brute-force oracle of plans: which rule takes a part, and what it sells for.

It imports nothing from the package and shares no way of matching with it: every rule is asked
for every part, wild cards are walked letter by letter, prices are Decimals.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal
from functools import cache
from typing import NamedTuple

from tests.oracle.pricing_oracle import Oracle, OracleMatrix

CENT = Decimal("0.01")
HALF_CENT = Decimal("0.005")


@dataclass(frozen=True)
class PlainPart:
    """A sold line: words as they were written, dollars; list None where there is none."""

    cost: Decimal
    listed: Decimal | None
    words: dict[str, str]
    sold: Decimal | None = None
    quantity: Decimal = Decimal(1)


@dataclass(frozen=True)
class PlainRule:
    """A rule. treatment: ("matrix", name), ("flat",), ("percent", basis, percent), ("family",)
    or ("alone",). `any_of` maps a word's name (source, part, description ...) to what it may be;
    "class" to classes; cost and listed are (low, high or None) in dollars.
    """

    treatment: tuple[object, ...]
    any_of: dict[str, tuple[str, ...]] = field(default_factory=dict)
    cost: tuple[Decimal, Decimal | None] | None = None
    listed: tuple[Decimal, Decimal | None] | None = None
    is_enabled: bool = True
    starts: dt.date | None = None
    ends: dt.date | None = None


@dataclass(frozen=True)
class PlainFamily:
    """A family; `price` None: none yet."""

    name: str
    parts: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    price: Decimal | None = None


@dataclass(frozen=True)
class PlainStrategy:
    """All that prices parts; the first matrix is the default's."""

    matrices: tuple[tuple[str, OracleMatrix], ...]
    rules: tuple[PlainRule, ...] = ()
    flats: tuple[tuple[str, Decimal], ...] = ()
    families: tuple[PlainFamily, ...] = ()
    source_classes: tuple[tuple[str, str], ...] = ()
    part_classes: tuple[tuple[str, str], ...] = ()


class PlainPrice(NamedTuple):
    """The rule from 0 (None: the default), its treatment, and the price (None: none)."""

    rule: int | None
    treatment: tuple[object, ...]
    price: Decimal | None


@cache
def number(text: str) -> str:
    """Spell a part number as everybody would."""
    return "".join(letter for letter in text if not letter.isspace()).upper()


@cache
def word(text: str) -> str:
    """Spell a name as everybody would."""
    return " ".join(text.split()).casefold()


@cache
def is_like(pattern: str, text: str) -> bool:
    """Walk a pattern with * and ? beside a whole text."""
    reached = {0}
    for letter in pattern:
        if letter == "*":
            reached = set(range(min(reached), len(text) + 1)) if reached else set()
        else:
            reached = {at + 1 for at in reached if at < len(text) and (letter in ("?", text[at]))}
    return len(text) in reached


@cache
def is_within(pattern: str, text: str) -> bool:
    """Tell whether a description holds a pattern anywhere; an empty one is of an empty text."""
    if not pattern:
        return not text
    return is_like(f"*{pattern}*", text)


class PlanOracle:
    """Prices lines under a strategy by asking every rule in turn."""

    def __init__(self, strategy: PlainStrategy, on: dt.date | None = None) -> None:
        self.strategy = strategy
        self.on = on
        self.engines = {name: Oracle(matrix) for name, matrix in strategy.matrices}

    def price(self, part: PlainPart, *, is_replay: bool = False) -> PlainPrice:
        """Find the rule and the price; a replay keeps the sold price of what is left alone."""
        for place, rule in enumerate(self.strategy.rules):
            if self._counts(rule) and self._takes(rule, part):
                return PlainPrice(
                    place, rule.treatment, self._priced(rule.treatment, part, is_replay=is_replay)
                )
        default = ("matrix", self.strategy.matrices[0][0])
        return PlainPrice(None, default, self._priced(default, part, is_replay=is_replay))

    def _counts(self, rule: PlainRule) -> bool:
        if not rule.is_enabled:
            return False
        if self.on is None:
            return rule.starts is None and rule.ends is None
        if rule.starts is not None and self.on < rule.starts:
            return False
        return not (rule.ends is not None and self.on > rule.ends)

    def _takes(self, rule: PlainRule, part: PlainPart) -> bool:
        if rule.treatment[0] == "flat" and self.flat_of(part) is None:
            return False
        if rule.treatment[0] == "family" and self.family_of(part) is None:
            return False
        for name, allowed in rule.any_of.items():
            if allowed and not self._is_one(name, allowed, part):
                return False
        listed = part.listed or None
        return _is_between(rule.cost, part.cost) and _is_between(rule.listed, listed)

    def _is_one(self, name: str, allowed: tuple[str, ...], part: PlainPart) -> bool:
        if name == "class":
            return self.class_of(part) in allowed
        given = part.words.get(name, "")
        if name == "part":
            return any(is_like(number(one), number(given)) for one in allowed)
        if name == "description":
            return any(is_within(word(one), word(given)) for one in allowed)
        return any(word(one) == word(given) for one in allowed)

    def class_of(self, part: PlainPart) -> str | None:
        """Return the class of a part: its own, else its source's."""
        for name, found in self.strategy.part_classes:
            if number(name) == number(part.words.get("part", "")):
                return found
        for name, found in self.strategy.source_classes:
            if word(name) == word(part.words.get("source", "")):
                return found
        return None

    def flat_of(self, part: PlainPart) -> Decimal | None:
        """Return the flat price of a part."""
        for name, price in self.strategy.flats:
            if number(name) == number(part.words.get("part", "")):
                return price
        return None

    def family_of(self, part: PlainPart) -> PlainFamily | None:
        """Return the first family that the part belongs to."""
        own, source = number(part.words.get("part", "")), word(part.words.get("source", ""))
        text = word(part.words.get("description", ""))
        for family in self.strategy.families:
            if own and own in [number(one) for one in family.excluded]:
                continue
            if own and own in [number(one) for one in family.parts]:
                return family
            if not family.descriptions and not family.sources:
                continue
            is_described = not family.descriptions or any(
                is_within(word(one), text) for one in family.descriptions
            )
            is_sourced = not family.sources or source in [word(one) for one in family.sources]
            if is_described and is_sourced:
                return family
        return None

    def _priced(
        self, treatment: tuple[object, ...], part: PlainPart, *, is_replay: bool
    ) -> Decimal | None:
        if part.cost < HALF_CENT:
            return None
        kind = treatment[0]
        if kind == "matrix":
            return self._by_matrix(str(treatment[1]), part)
        if kind == "percent":
            return _by_percent(str(treatment[1]), Decimal(str(treatment[2])), part)
        if kind == "family":
            family = self.family_of(part)
            return None if family is None else family.price
        if kind == "flat":
            return self.flat_of(part)
        return part.sold if is_replay else None

    def row_of(self, treatment: tuple[object, ...], part: PlainPart) -> int | str | None:
        """Return what of a matrix prices a part: a tier from 0, `cap` or `fallback`."""
        if treatment[0] != "matrix":
            return None
        listed = None if part.listed is None else int(part.listed * 10_000)
        return self.engines[str(treatment[1])].price(int(part.cost * 10_000), listed).row

    def _by_matrix(self, name: str, part: PlainPart) -> Decimal | None:
        engine = self.engines.get(name)
        listed = None if part.listed is None else int(part.listed * 10_000)
        cents = None if engine is None else engine.price(int(part.cost * 10_000), listed).cents
        return None if cents is None else Decimal(cents) * CENT


def _by_percent(basis: str, percent: Decimal, part: PlainPart) -> Decimal | None:
    amount = part.cost if basis == "cost" else part.listed or None
    if amount is None:
        return None
    exact = amount * (100 + percent) / 100
    return (exact / CENT + Decimal("0.5")).to_integral_value(ROUND_FLOOR) * CENT


def _is_between(span: tuple[Decimal, Decimal | None] | None, amount: Decimal | None) -> bool:
    if span is None:
        return True
    if amount is None:
        return False
    low, high = span
    return amount >= low and (high is None or amount <= high)
