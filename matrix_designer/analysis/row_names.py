"""The names of a history's rows made ready for a plan: each is asked once, then looked up.

Rows share few items (a part of a source) and few profiles (all else that a plan asks by name).
Knows codes and names; it knows no rules. Made once for a history.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matrix_designer.analysis.fold import Cells, cells_of, order_of
from matrix_designer.core.evidence import Codes, Ints, PartName, Sales, SalesRows
from matrix_designer.core.part_class import name_key, part_key

Places = NDArray[np.int32]
"""Numbers of items or profiles, one a row."""
_MOST_MARKED = 2**24
"""Codes up to this many are told apart by marks; sorting takes longer."""
_UNKNOWN = ("",)
_AT_ONCE = 65_536
"""Rows that go through a step together, so that they stay in the processor's cache."""


@dataclass(frozen=True)
class RowNames:
    """A history as rules see it.

    `rows` are its rows in the order of the fold (by cost, then list). `item` and `profile` number
    each row's item and profile. Per item: the codes of its part and source. Per profile: the
    codes of group, class, customer type, pay type, vendor and channel in `profile_codes`; what
    the names are is in `names`, by their keys, in the same order. `parts` are the keys of part
    numbers, `description` the number of each part's description among `descriptions`.
    """

    rows: SalesRows
    item: Places
    profile: Places
    item_part: Ints
    item_source: Ints
    profile_codes: tuple[Ints, ...]
    names: tuple[tuple[str, ...], ...]
    sources: tuple[str, ...]
    parts: tuple[str, ...]
    descriptions: tuple[str, ...]
    description: Ints

    @cached_property
    def cell(self) -> Cells:
        """The number of each row's (cost, list)."""
        return cells_of(self.rows)

    @cached_property
    def parts_by_key(self) -> dict[str, list[int]]:
        """The codes of the parts that each key stands for."""
        return _by_key(self.parts)

    @cached_property
    def sources_by_key(self) -> dict[str, list[int]]:
        """The codes of the sources that each key stands for."""
        return _by_key(self.sources)

    @cached_property
    def names_by_key(self) -> tuple[dict[str, list[int]], ...]:
        """The codes of the names of profiles that each key stands for."""
        return tuple(map(_by_key, self.names))


def _by_key(keys: Iterable[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for code, key in enumerate(keys):
        found.setdefault(key, []).append(code)
    return found


def row_names(sales: Sales) -> RowNames:
    """Make the names of a history ready; what its rows do not tell apart is unknown."""
    rows = _in_order(sales.rows)
    known = sales.part_names if rows.part is not None else (PartName("", ""),)
    part = rows.part if rows.part is not None else np.zeros(len(rows.cost), np.int32)
    item, firsts = dense_codes((part, rows.source), (len(known), len(sales.sources)))
    columns = (
        (rows.group, sales.groups),
        (rows.sale_class, sales.classes),
        (rows.customer_type, sales.customer_types),
        (rows.pay_type, sales.pay_types),
        (rows.vendor, sales.vendors),
        (rows.channel, sales.channels),
    )
    told = [(codes, names) for codes, names in columns if codes is not None]
    profile, at = dense_codes([codes for codes, _ in told], [len(names) for _, names in told])
    texts = [name_key(name.description) for name in known]
    descriptions = tuple(dict.fromkeys(texts))
    places = {text: place for place, text in enumerate(descriptions)}
    return RowNames(
        rows=rows,
        item=item,
        profile=profile,
        item_part=part[firsts].astype(np.int64),
        item_source=rows.source[firsts].astype(np.int64),
        profile_codes=tuple(
            np.zeros(len(at), np.int64) if codes is None else codes[at].astype(np.int64)
            for codes, _ in columns
        ),
        names=tuple(
            _UNKNOWN if codes is None else tuple(map(name_key, names)) for codes, names in columns
        ),
        sources=tuple(map(name_key, sales.sources)),
        parts=tuple(part_key(name.number) for name in known),
        descriptions=descriptions,
        description=np.array([places[text] for text in texts], np.int64),
    )


def rows_of_items(names: RowNames, held: NDArray[np.bool_]) -> Ints:
    """Return the rows, rising, of the items that are marked."""
    found = [np.zeros(0, np.int64)]
    for start in range(0, len(names.item), _AT_ONCE):
        here = held.take(names.item[start : start + _AT_ONCE], mode="clip")
        found.append(np.flatnonzero(here) + start)
    return np.concatenate(found)


def _in_order(rows: SalesRows) -> SalesRows:
    """Return rows by cost, then list; as they are where they stand so."""
    order = order_of(rows)
    if order is None:
        return rows
    there = (name for name in SalesRows.__slots__ if getattr(rows, name) is not None)
    return replace(rows, **{name: getattr(rows, name)[order] for name in there})


def dense_codes(columns: Sequence[Codes], sizes: Iterable[int]) -> tuple[Places, Ints]:
    """Return a number for each row of some columns of codes, and one row of each number.

    `sizes` are the numbers of names that the columns point at. There is at least one column.
    """
    key: Ints = columns[0].astype(np.int64)
    reach = 1
    for column, size in zip(columns, sizes, strict=True):
        if column is columns[0]:
            reach = size
            continue
        if reach * size > _MOST_MARKED:
            key, firsts = _numbered(key, reach)
            reach = len(firsts)
        key = key * size + column
        reach *= size
    dense, firsts = _numbered(key, reach)
    return dense.astype(np.int32), firsts


def _numbered(key: Ints, reach: int) -> tuple[Ints, Ints]:
    """Return the numbers of keys, from 0 in their order, and one row of each number."""
    if reach > _MOST_MARKED:
        _, firsts, dense = np.unique(key, return_index=True, return_inverse=True)
        return dense.astype(np.int64), firsts.astype(np.int64)
    row = np.full(reach, -1, np.int64)
    row[key] = np.arange(len(key))
    there = np.flatnonzero(row >= 0)
    number = np.zeros(reach, np.int64)
    number[there] = np.arange(len(there))
    return number[key], row[there]
