"""Rows of the tier grid: what each tier does and what it sold.

Derived numbers only; the texts and the columns are the grid's.
"""

from __future__ import annotations

from dataclasses import dataclass

from matrix_designer.analysis.replay import RowKind, TierFigures


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
