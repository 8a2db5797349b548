"""Sums of a priced history after an edit: what its part gave before goes, what it gives now comes.

Knows priced folds and their sums; it prices nothing.
"""

from __future__ import annotations

import numpy as np

from matrix_designer.analysis.sums import (
    EVERYTHING,
    KnownSums,
    Part,
    PricedFold,
    Sums,
    measure,
    measure_change,
    on_cost_of,
)
from matrix_designer.core.evidence import Ints
from matrix_designer.core.matrix import Matrix
from matrix_designer.evaluation.pricing import NOTHING


def sum_anew(
    priced: PricedFold, part: Part, old: PricedFold, sums: Sums, known: KnownSums
) -> tuple[Sums, KnownSums]:
    """Return the sums of a priced fold; only `part` may be priced otherwise than in `old`.

    `sums` are those of `old`, `known` sums of stretches that edits reached before.
    """
    if part is EVERYTHING or not _is_comparable(old, priced):
        return measure(priced), {}
    if part is NOTHING:
        return sums, known
    change, known = measure_change(old, priced, part, known)
    return sums + change, known


def _is_comparable(old: PricedFold, new: PricedFold) -> bool:
    """Return whether only the proposed prices can differ."""
    return (
        old.fold is new.fold
        and old.on_cost is new.on_cost
        and old.in_force is new.in_force
        and old.against is new.against
        and old.lists is new.lists
    )


def kept_masks(matrix: Matrix, kept: PricedFold | None) -> Ints:
    """Return the masks of the tiers, the same ones for as long as they are equal."""
    masks = on_cost_of(matrix)
    return kept.on_cost if kept is not None and np.array_equal(kept.on_cost, masks) else masks
