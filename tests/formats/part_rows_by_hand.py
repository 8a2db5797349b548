"""Rows told apart by part, counted from lines in plain Python: what the program must come to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from matrix_designer.core.evidence import Sales
from tests.formats.lines_by_hand import HandLine


def rows_of(
    lines: Iterable[HandLine],
    used: Collection[int | None] = (None,),
    told: Mapping[str, str] | None = None,
) -> list[Any]:
    """Return what tells rows apart in words, with pieces, dollars and lines, sorted.

    `told` says how each part is described, where other lines than these say it.
    """
    counted: dict[Any, list[int]] = {}
    kept = [line for line in lines if line.reason in used]
    told = described(kept) if told is None else told
    for line in kept:
        number = line.part.strip()
        part = (number, told[number] if number else line.description.strip())
        words = (line.source, line.class_, line.pay_type, line.stocking_group, line.vendor)
        texts = (*words, line.customer_type, line.channel)
        price = -1 if line.list is None else line.list
        key = (line.cost, price, line.unit_sold or 0, *(text.strip() for text in texts), part)
        sums = counted.setdefault(key, [0, 0, 0])
        for place, value in enumerate((line.quantity or 0, line.sold or 0, 1)):
            sums[place] += value
    return sorted((*key, *sums) for key, sums in counted.items())


def described(lines: Iterable[HandLine]) -> dict[str, str]:
    """Return the description of each part's last line: of the last day, then the highest line."""
    last: dict[str, tuple[Any, str]] = {}
    for line in lines:
        at = (line.day.toordinal() if line.day else 0, line.line)
        number = line.part.strip()
        if number not in last or at > last[number][0]:
            last[number] = (at, line.description.strip())
    return {number: text for number, (_, text) in last.items()}


def words_of(sales: Sales) -> list[Any]:
    """Return the rows of a history in the same words, in their own order."""
    rows = sales.rows
    assert rows.part is not None
    assert rows.group is not None
    assert rows.vendor is not None
    assert rows.customer_type is not None
    assert rows.channel is not None
    named = (
        [sales.sources[code] for code in rows.source.tolist()],
        [sales.classes[code] for code in rows.sale_class.tolist()],
        [sales.pay_types[code] for code in rows.pay_type.tolist()],
        [sales.groups[code] for code in rows.group.tolist()],
        [sales.vendors[code] for code in rows.vendor.tolist()],
        [sales.customer_types[code] for code in rows.customer_type.tolist()],
        [sales.channels[code] for code in rows.channel.tolist()],
        [
            (sales.part_names[code].number, sales.part_names[code].description)
            for code in rows.part.tolist()
        ],
    )
    amounts = [column.tolist() for column in (rows.cost, rows.list_price, rows.unit_sold)]
    sums = [column.tolist() for column in (rows.quantity, rows.sold, rows.lines)]
    return list(zip(*amounts, *named, *sums, strict=True))
