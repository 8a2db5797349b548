"""Plain sold lines carried over into the package's rows at part grain, added up by brute force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

import numpy as np

from matrix_designer.core.evidence import MISSING, Ints, PartName, Sales, SalesRows, Tally
from tests.oracle.bridge import units
from tests.oracle.plan_oracle import PlainPart

Value = TypeVar("Value")
WORDS = (
    *("source", "sale_class", "pay_type"),
    *("group", "vendor", "customer_type", "channel"),
)


@dataclass(frozen=True)
class _Key:
    """What tells rows apart."""

    cost: int
    listed: int
    sold: int
    part: tuple[str, str]
    words: tuple[str, ...]


def sales_of(lines: Sequence[PlainPart], *, is_sold_known: bool = True) -> Sales:
    """Add lines up to distinct rows; a part is its number as written and its description."""
    return sales_with_places(lines, is_sold_known=is_sold_known)[0]


def sales_with_places(
    lines: Sequence[PlainPart], *, is_sold_known: bool = True
) -> tuple[Sales, list[int]]:
    """Return the same, and the row of each line."""
    sums: dict[_Key, list[int]] = defaultdict(lambda: [0, 0, 0])
    for line in lines:
        key = _key(line, is_sold_known=is_sold_known)
        quantity = int(line.quantity * 1_000)
        cell = sums[key]
        cell[0] += quantity
        cell[1] += quantity * key.sold
        cell[2] += 1
    keys = sorted(sums, key=_by_cost_then_list)
    parts, part = _coded([key.part for key in keys])
    words = [_coded([key.words[place] for key in keys]) for place in range(len(WORDS))]
    (sources, source), (classes, sale_class), (pay_types, pay_type), *others = words
    rows = SalesRows(
        cost=_ints([key.cost for key in keys]),
        list_price=_ints([key.listed for key in keys]),
        unit_sold=_ints([key.sold for key in keys]),
        source=source,
        sale_class=sale_class,
        pay_type=pay_type,
        quantity=_ints([sums[key][0] for key in keys]),
        sold=_ints([sums[key][1] for key in keys]),
        lines=_ints([sums[key][2] for key in keys]),
        part=part.astype(np.int32),
        **{
            word: codes.astype(np.int16) for word, (_, codes) in zip(WORDS[3:], others, strict=True)
        },
    )
    places = {key: place for place, key in enumerate(keys)}
    sales = Sales(
        name="plain",
        digest="plain",
        rows=rows,
        sources=sources,
        classes=classes,
        pay_types=pay_types,
        lines_read=len(lines),
        used=Tally(len(lines)),
        set_aside={},
        notes={},
        parts=len(parts),
        is_sold_known=is_sold_known,
        part_names=tuple(PartName(*one) for one in parts),
        groups=others[0][0],
        vendors=others[1][0],
        customer_types=others[2][0],
        channels=others[3][0],
    )
    return sales, [places[_key(line, is_sold_known=is_sold_known)] for line in lines]


def _key(line: PlainPart, *, is_sold_known: bool) -> _Key:
    return _Key(
        cost=units(line.cost),
        listed=MISSING if line.listed is None else units(line.listed),
        sold=units(line.sold or Decimal(0)) if is_sold_known else 0,
        part=(line.words.get("part", ""), line.words.get("description", "")),
        words=tuple(line.words.get(word, "") for word in WORDS),
    )


def _by_cost_then_list(key: _Key) -> tuple[int, int]:
    return key.cost, key.listed


def _coded(values: Sequence[Value]) -> tuple[tuple[Value, ...], Ints]:
    """Return the different values and the place of each among them."""
    names = tuple(dict.fromkeys(values))
    places = {name: place for place, name in enumerate(names)}
    return names, _ints([places[value] for value in values])


def _ints(values: Sequence[int]) -> Ints:
    return np.array(values, np.int64)
