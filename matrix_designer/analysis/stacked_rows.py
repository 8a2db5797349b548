"""The rows by which a change is told: every tier of one matrix, and each other treatment at once.

Knows the exact sums of a replay; all rows together are all that every state prices.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matrix_designer.analysis.replay import (
    PricingRow,
    RowKind,
    SummedPart,
    part_rows,
    pricing_rows,
)
from matrix_designer.core.matrix import FallbackKind
from matrix_designer.core.pricing import NO_ROW


@dataclass(frozen=True, slots=True)
class StackedRow:
    """What prices parts, and its sums in the columns of the table by row.

    `can_price` is False for a fallback that gives no price.
    """

    row: PricingRow
    cells: Sequence[int]
    can_price: bool = True


def stacked_rows(parts: Sequence[SummedPart], matrix: str) -> tuple[StackedRow, ...]:
    """Return the tiers, cap and fallback of a matrix, then one row for each other treatment.

    The fallback stands there in any case. What a plan does not use is left out.
    """
    own = next(one for one in parts if one.matrix is not None and one.matrix.name == matrix)
    others = [one for one in parts if one is not own]
    return (*_tiers(own), *(row for one in others for row in _whole(one)))


def _tiers(part: SummedPart) -> Iterator[StackedRow]:
    if part.matrix is not None:
        is_unpriced = part.matrix.fallback.kind is FallbackKind.UNPRICED
        for row, place in pricing_rows(part.matrix):
            is_nothing = row.kind is RowKind.FALLBACK and is_unpriced
            yield StackedRow(row, part.table[place], can_price=not is_nothing)


def _whole(part: SummedPart) -> Iterator[StackedRow]:
    """Yield the one row of a treatment; none where it prices nothing."""
    cells: list[int] = part.sums.table[:NO_ROW].sum(axis=0).tolist()
    if not any(cells):
        return
    if part.matrix is not None:
        yield StackedRow(
            PricingRow(RowKind.MATRIX, None, None, None, matrix=part.matrix.name), cells
        )
        return
    for row, _ in part_rows(part):
        yield StackedRow(row, cells)
