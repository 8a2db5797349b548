"""What the sales tell of a part that is known by its number only, and of its source and channel.

Sales that are told apart by part answer at once; else a job asks the single lines. Knows sales
and parts; it prices nothing.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matrix_designer.core.evidence import MISSING, Ints, Sales
from matrix_designer.core.part_class import part_key
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.query import LineQuery, Order, Where, plain
from matrix_designer.session.asking import ask_file
from matrix_designer.session.jobs import Progress


def known_facts(sales: Sales | None, facts: PartFacts) -> PartFacts | None:
    """Return a part with what its most sold row tells; None where the rows do not tell parts.

    What is known of the part already stays; a part that was never sold comes back as it is.
    """
    if sales is None or sales.rows.part is None or not part_key(facts.part):
        return None
    key = part_key(facts.part)
    codes = [at for at, one in enumerate(sales.part_names) if part_key(one.number) == key]
    rows = np.flatnonzero(np.isin(sales.rows.part, codes))
    rows = _kept(rows, sales.rows.cost, facts.cost or None)
    if not len(rows):
        return facts
    row = int(rows[int(sales.rows.quantity[rows].argmax())])
    name = sales.part_names[int(sales.rows.part[row])]
    listed = int(sales.rows.list_price[row])
    return replace(
        facts,
        cost=facts.cost or int(sales.rows.cost[row]),
        list_price=facts.list_price or (None if listed == MISSING else listed),
        part=name.number,
        description=facts.description or name.description,
        source=facts.source or _name(sales.sources, sales.rows.source, row),
        group=facts.group or _name(sales.groups, sales.rows.group, row),
        sale_class=facts.sale_class or _name(sales.classes, sales.rows.sale_class, row),
        customer_type=facts.customer_type
        or _name(sales.customer_types, sales.rows.customer_type, row),
        pay_type=facts.pay_type or _name(sales.pay_types, sales.rows.pay_type, row),
        vendor=facts.vendor or _name(sales.vendors, sales.rows.vendor, row),
        channel=facts.channel or _name(sales.channels, sales.rows.channel, row),
    )


def look_up_facts(sales: Sales, facts: PartFacts, progress: Progress) -> PartFacts:
    """Return a part with what its latest used line tells; for a job's thread."""
    if sales.lines_file is None:
        return facts
    query = LineQuery(
        keys=("part",),
        latest=(
            *("description", "source", "class", "cost", "list"),
            *("customer_type", "pay_type", "channel"),
        ),
        sums=("lines",),
        where=Where(alike={"part": frozenset({plain(facts.part)})}, reasons=sales.used_reasons),
        order=(Order("lines", is_descending=True),),
    )
    (columns,) = ask_file(Path(sales.lines_file), (query,), progress)
    if not len(columns):
        return facts
    texts, amounts = columns.texts, columns.numbers
    listed = int(amounts["list"][0])
    return replace(
        facts,
        cost=facts.cost or int(amounts["cost"][0]),
        list_price=facts.list_price or (None if listed == MISSING else listed),
        part=texts["part"][0],
        description=facts.description or texts["description"][0],
        source=facts.source or texts["source"][0],
        sale_class=facts.sale_class or texts["class"][0],
        customer_type=facts.customer_type or texts["customer_type"][0],
        pay_type=facts.pay_type or texts["pay_type"][0],
        channel=facts.channel or texts["channel"][0],
    )


def _kept(rows: Ints, costs: Ints, cost: int | None) -> Ints:
    """Keep the rows of that cost, where there are some."""
    if cost is None:
        return rows
    same = rows[costs[rows] == cost]
    return same if len(same) else rows


def _name(names: tuple[str, ...], codes: NDArray[np.integer[Any]] | None, row: int) -> str:
    return "" if codes is None or not names else names[int(codes[row])]
