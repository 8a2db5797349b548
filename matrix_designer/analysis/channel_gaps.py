"""Parts that a plan prices differently over the counter and on a repair order.

Found without sales: among all parts that could exist, one is looked for that the two channels
price apart, and it is priced in both to be sure. Knows strategies; it knows no history.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, islice
from operator import itemgetter

from matrix_designer.analysis.box_index import BoxIndex
from matrix_designer.analysis.channels import outcome
from matrix_designer.analysis.part_space import Box, PartSpace, in_channel
from matrix_designer.analysis.plan_reach import Steps, boxes_outside
from matrix_designer.analysis.text_sets import UndecidedError
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.money import CENT, DOLLAR, MAX_AMOUNT
from matrix_designer.core.part_class import name_key
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.plan import ByMatrix, Rule, Treatment
from matrix_designer.core.strategy import Strategy
from matrix_designer.core.strategy_pricing import PlannedPrice, Pricer

_MOST_STEPS = 20_000
_MOST_PARTS = 12
"""How many part numbers of a list are tried for one place of the plan."""
_MOST_TRIES = 600
_COSTS = (CENT, DOLLAR, 10 * DOLLAR, 20 * DOLLAR, 35 * DOLLAR, 100 * DOLLAR, 300 * DOLLAR)
_OF_COST = ((7, 10), (1, 1), (13, 10), (167, 100), (2, 1), (4, 1))
"""Lists that are tried, as shares of cost."""


@dataclass(frozen=True, slots=True)
class ChannelGap:
    """A rule (0-based) of one channel alone, and a part with its day that shows the difference."""

    rule: int
    facts: PartFacts
    on: dt.date | None
    counter: PlannedPrice
    repair_order: PlannedPrice


def channel_gaps(strategy: Strategy, counter: str, repair_order: str) -> tuple[ChannelGap, ...]:
    """Return for each rule of one of the two channels a part that they price apart, if any."""
    rules = strategy.plan.rules
    keys = name_key(counter), name_key(repair_order)
    if not any(rule.conditions.channels for rule in rules):
        return ()
    search = _Search(strategy, counter, repair_order)
    found = []
    for place, rule in enumerate(rules):
        if is_of_one(rule, keys):
            named = {name_key(name) for name in rule.conditions.channels}
            try:
                gap = next(search.gaps(place, keys[keys[0] not in named]), None)
            except UndecidedError:
                gap = None
            if gap is not None:
                found.append(gap)
    return tuple(found)


def is_of_one(rule: Rule, keys: tuple[str, str]) -> bool:
    """Tell whether an enabled rule names one of two channels (keys) and not the other."""
    named = {name_key(name) for name in rule.conditions.channels}
    return rule.is_enabled and bool(named) and (keys[0] in named) != (keys[1] in named)


class _Search:
    """Walks the parts that a rule wins in its channel, by the rules that win them in the other."""

    def __init__(self, strategy: Strategy, counter: str, repair_order: str) -> None:
        self._strategy = strategy
        self._names = counter, repair_order
        self._keys = name_key(counter), name_key(repair_order)
        self._space = PartSpace(strategy)
        self._told = self._count_told()
        self._indexes: dict[str, BoxIndex[int]] = {}
        self._pricers: dict[dt.date | None, Pricer] = {}

    def gaps(self, place: int, own: str) -> Iterator[ChannelGap]:
        """Yield parts that a rule prices otherwise than the other channel does.

        What an earlier rule of the other channel alone takes there is told of that rule. Raises
        UndecidedError where it comes to a rule of which it takes too long to say what it asks for.
        """
        if place >= self._told:
            raise UndecidedError
        steps = Steps(_MOST_STEPS)
        rules = self._strategy.plan.rules
        other = self._keys[self._keys[0] == own]
        here, there = self._index_of(own), self._index_of(other)
        for mine in self._boxes(place, own):
            before = [box for box, at in here.touching(mine) if at < place]
            for box in boxes_outside(mine, before, steps):
                taken: list[Box] = []
                # Rules that take nothing of the box in the other channel leave it to the others.
                for at, near in groupby(there.touching(box), key=itemgetter(1)):
                    theirs = [each for each, _ in near]
                    is_told = at < place and is_of_one(rules[at], self._keys)
                    if not is_told and self._is_other(rules[at].treatment, rules[place].treatment):
                        for each in theirs:
                            left = boxes_outside(box.meet(each), taken, steps)
                            yield from self._shown(place, left)
                    taken += theirs
                if self._told < len(rules):
                    raise UndecidedError
                default = ByMatrix(self._strategy.matrix.name)
                if self._is_other(default, rules[place].treatment):
                    yield from self._shown(place, boxes_outside(box, taken, steps))

    def _count_told(self) -> int:
        """Return how many rules there are before one that is too much to be told."""
        places = range(len(self._strategy.plan.rules))
        for at in places:
            try:
                self._boxes(at, self._keys[0])
            except UndecidedError:
                return at
        return len(places)

    def _index_of(self, channel: str) -> BoxIndex[int]:
        """Return what every rule that can be told takes of a channel, made once."""
        found = self._indexes.get(channel)
        if found is None:
            found = self._indexes[channel] = BoxIndex()
            for at in range(self._told):
                found.add(self._boxes(at, channel), at)
        return found

    def _is_other(self, one: Treatment, two: Treatment) -> bool:
        """Tell whether two treatments may price apart: equal ones cannot, under any name."""
        return self._plain(one) != self._plain(two)

    def _plain(self, treatment: Treatment) -> Treatment | Matrix:
        if isinstance(treatment, ByMatrix):
            for matrix in self._strategy.matrices:
                if matrix.name == treatment.matrix:
                    return replace(matrix, name="")
        return treatment

    def _boxes(self, place: int, channel: str) -> tuple[Box, ...]:
        if not self._strategy.plan.rules[place].is_enabled:
            return ()
        held = (in_channel(box, channel) for box in self._space.boxes(place))
        return tuple(box for box in held if box is not None)

    def _shown(self, place: int, boxes: Iterator[Box]) -> Iterator[ChannelGap]:
        """Price parts of some boxes in both channels and yield those that differ."""
        for box in boxes:
            for facts, day in islice(self._tried(box), _MOST_TRIES):
                pricer = self._pricers.get(day)
                if pricer is None:
                    pricer = self._pricers[day] = Pricer(self._strategy, day)
                one, two = (pricer.price(replace(facts, channel=name)) for name in self._names)
                if outcome(one) != outcome(two):
                    yield ChannelGap(place, facts, day, one, two)
                    break

    def _tried(self, box: Box) -> Iterator[tuple[PartFacts, dt.date | None]]:
        """Yield parts of a box at costs and lists where treatments part, the usual ones first."""
        costs, lists = box.numbers[0].ranges, box.numbers[1].ranges
        plain, day = box.facts()
        numbers = box.part_numbers(_MOST_PARTS) or (plain.part,)
        for number in numbers:
            for cost in _within(self._costs(), costs):
                amounts = tuple(cost * over // under for over, under in _OF_COST)
                for listed in _within(amounts, lists):
                    yield replace(plain, part=number, cost=cost, list_price=listed or None), day

    def _costs(self) -> tuple[int, ...]:
        """Return costs at which a price may be told from another."""
        bounds = {
            amount + step
            for matrix in self._strategy.matrices
            for tier in matrix.tiers
            for amount in (tier.lower, tier.upper or tier.lower)
            for step in (-CENT, 0, CENT)
        }
        return (*_COSTS, *sorted(one for one in bounds if 0 < one <= MAX_AMOUNT))


def _within(amounts: tuple[int, ...], ranges: tuple[tuple[int, int], ...]) -> Iterator[int]:
    """Yield the ends of some ranges and the amounts inside them, each once."""
    seen: set[int] = set()
    inside = [one for one in amounts if any(low <= one <= high for low, high in ranges)]
    ends = [end for low, high in ranges for end in (low, high)]
    for amount in (*inside, *ends):
        if amount not in seen:
            seen.add(amount)
            yield amount
