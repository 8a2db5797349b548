"""The states of a history that stand side by side: proposed, in force, against.

Each is priced and summed once, and after an edit only where the edit reaches.
"""

from __future__ import annotations

from dataclasses import dataclass

from matrix_designer.analysis.fold import Fold
from matrix_designer.analysis.sums import (
    EVERYTHING,
    KnownSums,
    Part,
    PricedFold,
    Sums,
    list_columns,
    measure,
)
from matrix_designer.core.design import Design
from matrix_designer.core.evidence import Ints
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.pricing import changed_interval
from matrix_designer.core.question import Question
from matrix_designer.evaluation.pricing import Applied, Reached, apply_matrix
from matrix_designer.evaluation.summing import kept_masks, sum_anew
from matrix_designer.evaluation.whole import Whole


@dataclass(frozen=True, slots=True, eq=False)
class States:
    """All states over one fold; everything but the schedules is None without sales.

    `changed` is what the proposed matrix may price otherwise than in the states before; its
    cents hold whatever the fold before was. `known_sums` are of stretches that edits reached.

    Under a plan they are of the rows that the proposed matrix prices, and `whole` is of all;
    `in_force` and `against` are then the matrices that stand beside the proposed one, while the
    prices beside are in `priced`.
    """

    fold: Fold | None
    proposed: Applied
    in_force: Applied | None
    against: Applied | None
    priced: PricedFold | None
    sums: Sums | None
    known_sums: KnownSums
    changed: Reached
    whole: Whole | None = None


def planned_states(
    matrix: Matrix, beside: tuple[Matrix | None, Matrix | None], whole: Whole, before: States | None
) -> States:
    """Return the states of one matrix of a plan; `beside` are those in force and against."""
    part = whole.part_of(matrix.name)
    if part.applied is None:
        raise ValueError("a matrix that is no matrix")
    fold = part.priced.fold
    olds = (None, None) if before is None else (before.in_force, before.against)
    in_force, against = (_other(one, fold, old) for one, old in zip(beside, olds, strict=True))
    reached = part.changed
    if before is not None and before.fold is fold:
        reached = whole.changed_since(matrix.name, before.whole)
    elif before is not None:
        cents = changed_interval(before.proposed.schedule, part.applied.schedule)
        reached = Reached(EVERYTHING, cents)
    return States(
        fold=fold,
        proposed=part.applied,
        in_force=in_force,
        against=against,
        priced=part.priced,
        sums=part.sums,
        known_sums=part.known_sums,
        changed=reached,
        whole=whole,
    )


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
        on_cost=kept_masks(proposed.matrix, kept),
        in_force=_prices(in_force),
        against=_prices(against),
        lists=lists,
    )


def _prices(applied: Applied | None) -> Ints | None:
    return None if applied is None or applied.prices is None else applied.prices.price


def _sums(
    priced: PricedFold | None, part: Part, before: States | None
) -> tuple[Sums | None, KnownSums]:
    """Sum everything, or take away what the part gave before and add what it gives now."""
    if priced is None:
        return None, {}
    if before is None or before.sums is None or before.priced is None:
        return measure(priced), {}
    return sum_anew(priced, part, before.priced, before.sums, before.known_sums)
