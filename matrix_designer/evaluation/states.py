"""The states of a history that stand side by side: proposed, in force, against.

Each is priced and summed once, and after an edit only where the edit reaches.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matrix_designer.analysis.fold import Fold
from matrix_designer.analysis.sums import (
    EVERYTHING,
    KnownSums,
    Part,
    PricedFold,
    Sums,
    list_columns,
    measure,
    measure_change,
    on_cost_of,
)
from matrix_designer.core.design import Design
from matrix_designer.core.evidence import Ints
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.question import Question
from matrix_designer.evaluation.pricing import NOTHING, Applied, Reached, apply_matrix


@dataclass(frozen=True, slots=True, eq=False)
class States:
    """All states over one fold; everything but the schedules is None without sales.

    `changed` is what the proposed matrix may price otherwise than in the states before; its
    cents hold whatever the fold before was. `known_sums` are of stretches that edits reached.
    """

    fold: Fold | None
    proposed: Applied
    in_force: Applied | None
    against: Applied | None
    priced: PricedFold | None
    sums: Sums | None
    known_sums: KnownSums
    changed: Reached


def apply_states(
    design: Design,
    matrix: Matrix,
    question: Question,
    fold: Fold | None,
    before: States | None,
) -> States:
    """Price and sum all states; `before` is an earlier result, of any design and history."""
    proposed, reached = apply_matrix(matrix, fold, before.proposed if before else None)
    in_force = _other(
        design.in_force.matrix if design.in_force else None,
        fold,
        before.in_force if before else None,
    )
    against = _other(question.against, fold, before.against if before else None)
    priced = _priced(design, fold, proposed, in_force, against, before)
    if before is not None and before.fold is not fold:
        before = None
    sums, known_sums = _sums(priced, reached.rows, before)
    return States(
        fold=fold,
        proposed=proposed,
        in_force=in_force,
        against=against,
        priced=priced,
        sums=sums,
        known_sums=known_sums,
        changed=reached if before is not None else Reached(EVERYTHING, reached.cents),
    )


def _other(matrix: Matrix | None, fold: Fold | None, before: Applied | None) -> Applied | None:
    """Apply a matrix that edits do not touch."""
    return None if matrix is None else apply_matrix(matrix, fold, before)[0]


def _priced(
    design: Design,
    fold: Fold | None,
    proposed: Applied,
    in_force: Applied | None,
    against: Applied | None,
    before: States | None,
) -> PricedFold | None:
    if fold is None or proposed.prices is None:
        return None
    limit = design.above_list_limit
    kept = before.priced if before else None
    is_kept = kept is not None and kept.fold is fold and kept.lists.limit == limit
    lists = kept.lists if kept is not None and is_kept else list_columns(fold, limit)
    return PricedFold(
        fold=fold,
        price=proposed.prices.price,
        row=proposed.prices.row,
        on_cost=_on_cost(proposed.matrix, kept),
        in_force=_prices(in_force),
        against=_prices(against),
        lists=lists,
    )


def _on_cost(matrix: Matrix, kept: PricedFold | None) -> Ints:
    """Return the masks of the tiers, the same ones for as long as they are equal."""
    masks = on_cost_of(matrix)
    return kept.on_cost if kept is not None and np.array_equal(kept.on_cost, masks) else masks


def _prices(applied: Applied | None) -> Ints | None:
    return None if applied is None or applied.prices is None else applied.prices.price


def _sums(
    priced: PricedFold | None, part: Part, before: States | None
) -> tuple[Sums | None, KnownSums]:
    """Sum everything, or take away what the part gave before and add what it gives now."""
    if priced is None:
        return None, {}
    old = before.priced if before else None
    if (
        before is None
        or before.sums is None
        or old is None
        or part is EVERYTHING
        or not _is_comparable(old, priced)
    ):
        return measure(priced), {}
    if part is NOTHING:
        return before.sums, before.known_sums
    change, known = measure_change(old, priced, part, before.known_sums)
    return before.sums + change, known


def _is_comparable(old: PricedFold, new: PricedFold) -> bool:
    """Return whether only the proposed prices can differ."""
    return (
        old.fold is new.fold
        and old.on_cost is new.on_cost
        and old.in_force is new.in_force
        and old.against is new.against
        and old.lists is new.lists
    )
