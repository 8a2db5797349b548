"""Rows of the tier grid: what each tier does and what it sold.

Derived numbers only; the texts and the columns are the grid's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from matrix_designer.analysis.boundaries import Boundaries
from matrix_designer.analysis.replay import Replay, RowKind, TierFigures
from matrix_designer.analysis.tier_edges import TierEdge, tier_edges
from matrix_designer.core.matrix import FallbackKind, Matrix


@dataclass(frozen=True, slots=True)
class TierRow:
    """One row of the grid: a tier in list order, then cap, then fallback where it can price.

    price_at_top and price_after are amounts (None: no price, or none to tell without a list;
    `is_after_unpriced` says that a part one cent dearer gets no price). `figures` is None without
    sales; `share` is the row's percent of all used cost dollars.
    """

    kind: RowKind
    tier: int | None
    price_at_top: int | None
    price_after: int | None
    is_after_unpriced: bool
    falls: bool
    counts: bool
    figures: TierFigures | None
    share: float | None


def tier_rows(
    boundaries: Boundaries, replay: Replay | None, falling: Mapping[int, bool]
) -> tuple[TierRow, ...]:
    """Return the rows of the grid; `falling` says which tiers (1-based) fall, and if it counts."""
    matrix = boundaries.schedule.matrix
    edges = {edge.tier: edge for edge in tier_edges(boundaries.schedule, boundaries.asked)}
    figures = {(f.kind, f.tier): f for f in replay.tiers} if replay else {}
    cost = replay.replayed.cost if replay else 0
    rows = []
    for kind, tier in _places(matrix):
        edge = edges.get(tier or 0, _NO_EDGE)
        sold = figures.get((kind, tier))
        rows.append(
            TierRow(
                kind=kind,
                tier=tier,
                price_at_top=edge.price_at_top,
                price_after=edge.price_after,
                is_after_unpriced=edge.is_after_unpriced,
                falls=tier in falling,
                counts=falling.get(tier or 0, False),
                figures=sold,
                share=100.0 * sold.cost / cost if sold and cost else None,
            )
        )
    return tuple(rows)


_NO_EDGE = TierEdge(0, None, None, None, is_after_unpriced=False)


def _places(matrix: Matrix) -> Iterator[tuple[RowKind, int | None]]:
    """Yield the kind and tier of every row, as the replay has them."""
    for number in range(1, len(matrix.tiers) + 1):
        yield RowKind.TIER, number
    if matrix.cap is not None:
        yield RowKind.CAP, None
    if matrix.fallback.kind is not FallbackKind.UNPRICED:
        yield RowKind.FALLBACK, None
