"""The pricing guide of maintenance parts (source 002 D): all prices quoted without a look-up.

Flat prices, families at one price, the parts of the light-repair classes under the plan, and
service menus. Knows strategies and what the sales tell of parts; it draws nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import numpy as np

from matrix_designer.analysis.menus import sold_facts
from matrix_designer.core.evidence import Sales
from matrix_designer.core.matching import Matcher
from matrix_designer.core.part_class import PartClass, name_key, part_key
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.strategy import Strategy
from matrix_designer.core.strategy_pricing import Pricer

MOST_PARTS = 2_000
"""So many parts of the classes are listed, those with most pieces first."""
GUIDED = (PartClass.MAINTENANCE, PartClass.COMPETITIVE)


class GuideGroup(Enum):
    """Which list of the guide a line stands in, in its order."""

    FLAT = "Flat price"
    FAMILY = "One price for all"
    CLASS = "Light repair"
    MENU = "Service menu"


@dataclass(frozen=True, slots=True)
class GuideLine:
    """One price to be quoted: of a part, of a family or of a menu (an amount)."""

    group: GuideGroup
    part: str
    description: str
    price: int


def pricing_guide(
    strategy: Strategy, sales: Sales | None = None, on: dt.date | None = None
) -> tuple[GuideLine, ...]:
    """Return every line of the guide, list by list, each by its first text."""
    lines = [*_flat(strategy), *_families(strategy), *_classes(strategy, sales, on)]
    lines += [
        GuideLine(GuideGroup.MENU, one.name, " ".join(one.note.split()), one.price)
        for one in strategy.menus
    ]
    order = {group: place for place, group in enumerate(GuideGroup)}
    return tuple(sorted(lines, key=lambda line: (order[line.group], line.part.casefold())))


def _flat(strategy: Strategy) -> Iterator[GuideLine]:
    for one in strategy.flat_prices:
        yield GuideLine(GuideGroup.FLAT, one.part, one.description, one.price)


def _families(strategy: Strategy) -> Iterator[GuideLine]:
    for one in strategy.families:
        if one.price is not None:
            members = ", ".join((*one.descriptions, *one.sources, *one.parts))
            yield GuideLine(GuideGroup.FAMILY, one.name, members, one.price)


def _classes(strategy: Strategy, sales: Sales | None, on: dt.date | None) -> Iterator[GuideLine]:
    """Yield the parts of maintenance and competitive classes that stand in no other list."""
    matcher, pricer = Matcher(strategy, on), Pricer(strategy, on)
    for facts in _guided_parts(strategy, sales):
        match = matcher.match(facts)
        if match.flat_price is not None or match.family is not None:
            continue
        price = pricer.price(facts).price
        if price is not None:
            yield GuideLine(GuideGroup.CLASS, facts.part, facts.description, price)


def _guided_parts(strategy: Strategy, sales: Sales | None) -> tuple[PartFacts, ...]:
    """Return the sold parts of the guided classes, by their numbers or by their sources."""
    if sales is None or sales.rows.part is None:
        return ()
    classes = strategy.classes
    numbers = {part_key(name): found for name, found in classes.parts}
    sources = {name_key(name) for name, found in classes.sources if found in GUIDED}
    if not sources and not any(found in GUIDED for found in numbers.values()):
        return ()
    codes = [code for code, name in enumerate(sales.sources) if name_key(name) in sources]
    parts = np.asarray(sales.rows.part)
    pieces = np.zeros(len(sales.part_names), dtype=np.int64)
    of_source = np.zeros(len(sales.part_names), dtype=bool)
    np.add.at(pieces, parts, sales.rows.quantity)
    of_source[parts[np.isin(sales.rows.source, codes)]] = True
    wanted = []
    for code in np.argsort(-pieces, kind="stable").tolist():
        key = part_key(sales.part_names[code].number)
        found = numbers.get(key)
        is_wanted = found in GUIDED if found is not None else bool(of_source[code])
        if key and is_wanted:
            wanted.append(key)
    found_facts = sold_facts(sales, set(wanted[:MOST_PARTS]))
    return tuple(found_facts[key] for key in dict.fromkeys(wanted) if key in found_facts)
