"""A set of parts to test a matrix with, proposed from what was sold.

From low to high cost, powertrain parts that only the maker sells and parts that shoppers compare,
as source 002 asks for (section E). Knows the design's classes and, where it has none, words of
descriptions; guesses are named as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, log

from matrix_designer.analysis.repair_order import (
    TOLD,
    OrderPart,
    Origin,
    asked,
    listed,
    told_of,
)
from matrix_designer.core.evidence import Sales
from matrix_designer.core.matching import part_classes
from matrix_designer.core.part_class import NO_CLASSES, Classes, name_key, part_key
from matrix_designer.core.query import Columns, LineQuery, Order, Where

CAPTIVE, COMPETITIVE = "captive", "competitive"
CAPTIVES, COMPETITIVES = 6, 4
"""How many parts of each kind are proposed."""
_CANDIDATES = 8_000
"""Only the parts with the most lines are looked at."""
_LOW_EDGE, _HIGH_EDGE = 0.03, 0.003
"""The part of a kind's lines at either end of the costs that is no guide to its range."""
_NEIGHBOURS, _NEAR = 12, log(1.25)
"""How many parts around a step are looked at, and how far their costs may lie off, in logs."""
_COMPETITIVE_WORDS = (
    *("filter", "plug", "pad", "pads", "rotor", "rotors", "wiper", "blade", "belt", "battery"),
    *("oil", "fluid", "coolant", "antifreeze", "atf", "grease", "tire", "tires", "tyre", "tyres"),
    *("shock", "strut", "muffler", "exhaust", "bulb", "lamp", "brake", "brakes", "maintenance"),
    *("competitive", "motorcraft", "delco", "accessory", "accessories", "mat"),
)
_POWERTRAIN_WORDS = (
    *("engine", "transmission", "piston", "valve", "gasket", "seal", "crankshaft", "camshaft"),
    *("pump", "bearing", "mount", "clutch", "gear", "shaft", "axle", "injector", "sensor"),
    *("turbo", "manifold", "cylinder", "timing", "driveline", "differential", "captive"),
)
_NEVER_COMPETITIVE = (*("seal", "gasket"),)
"""A seal for oil and a gasket of a filter are captive parts."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    part: OrderPart
    kind: str
    lines: int
    is_powertrain: bool


def ask(sales: Sales) -> LineQuery:
    """Ask for the parts that were sold most often, each as its latest line has it."""
    return LineQuery(
        keys=("part",),
        latest=("description", "cost", "list", "unit_sold", *TOLD),
        sums=("lines",),
        where=Where(filters=sales.filters, reasons=sales.used_reasons, present=frozenset({"part"})),
        order=(Order("lines", is_descending=True),),
        limit=_CANDIDATES,
    )


def judge(columns: Columns, classes: Classes = NO_CLASSES) -> tuple[OrderPart, ...]:
    """Propose parts of both kinds from low to high cost, those sold often first.

    A part that is in a class is of that; maintenance and accessories are compared as well.
    """
    kinds: dict[str, list[_Candidate]] = {CAPTIVE: [], COMPETITIVE: []}
    for one in _candidates(columns, classes):
        kinds[one.kind].append(one)
    wanted = {CAPTIVE: CAPTIVES, COMPETITIVE: COMPETITIVES}
    for kind, other in ((CAPTIVE, COMPETITIVE), (COMPETITIVE, CAPTIVE)):
        missing = wanted[kind] - len(kinds[kind])
        if missing > 0:  # a source with one kind of parts is tested with that kind alone
            wanted[kind] -= missing
            wanted[other] += missing
    picked = [one for kind, found in kinds.items() for one in _spread(found, wanted[kind])]
    return tuple(sorted(picked, key=lambda part: (part.cost, part.number)))


def kind_by_words(words: str) -> str:
    """Guess from source, class and description whether shoppers can compare a part."""
    found = set(re.findall(r"[a-z]+", words.lower()))
    if found & set(_NEVER_COMPETITIVE) or CAPTIVE in found:
        return CAPTIVE
    return COMPETITIVE if found & set(_COMPETITIVE_WORDS) else CAPTIVE


def _candidates(columns: Columns, classes: Classes) -> Iterator[_Candidate]:
    numbers, texts = columns.numbers, columns.texts
    of_part, of_source = part_classes(classes)
    for place in range(len(columns)):
        cost = int(numbers["cost"][place])
        source, description = texts["source"][place], texts["description"][place]
        words = f"{texts['class'][place]} {source} {description}"
        number = texts["part"][place]
        own = of_part.get(part_key(number)) or of_source.get(name_key(source))
        kind = kind_by_words(words) if own is None else own.value
        part = OrderPart(
            number=number,
            description=description,
            kind=f"{kind}, source {source}" if source.strip() else kind,
            cost=cost,
            list_price=listed(int(numbers["list"][place])),
            unit_sold=asked(int(numbers["unit_sold"][place])),
            origin=Origin.SOLD,
            told=told_of(columns, place),
        )
        is_powertrain = bool(set(re.findall(r"[a-z]+", words.lower())) & set(_POWERTRAIN_WORDS))
        if cost > 0:
            group = CAPTIVE if kind == CAPTIVE else COMPETITIVE
            yield _Candidate(part, group, int(numbers["lines"][place]), is_powertrain)


def _spread(found: Sequence[_Candidate], count: int) -> list[OrderPart]:
    """Pick parts at even steps of log cost; near each step the one that is sold most often.

    Parts of the powertrain go first, and descriptions that were not picked before.
    """
    if not found or count <= 0:
        return []
    ordered = sorted(found, key=lambda one: (one.part.cost, one.part.number))
    low, high = _range_of(ordered)
    steps = [
        exp(log(low) + (log(high) - log(low)) * step / max(count - 1, 1)) for step in range(count)
    ]
    picked: list[_Candidate] = []
    for cost in steps:
        left = [(abs(log(one.part.cost / cost)), one) for one in ordered if one not in picked]
        left.sort(key=lambda pair: pair[0])
        near = [one for off, one in left[:_NEIGHBOURS] if off <= max(_NEAR, left[0][0])]
        if near:
            told = {one.part.description for one in picked}
            picked.append(
                max(
                    near,
                    key=lambda one: (
                        one.part.description not in told,
                        one.is_powertrain,
                        one.lines,
                        one.part.number,
                    ),
                )
            )
    return [one.part for one in picked]


def _range_of(ordered: Sequence[_Candidate]) -> tuple[float, float]:
    """Return the costs between which nearly all lines lie."""
    lines = sum(one.lines for one in ordered)
    seen = 0
    low, high = ordered[0].part.cost, ordered[-1].part.cost
    for one in ordered:
        if seen <= lines * _LOW_EDGE:
            low = one.part.cost
        seen += one.lines
        if seen <= lines * (1 - _HIGH_EDGE):
            high = one.part.cost
    return float(low), float(max(high, low))
