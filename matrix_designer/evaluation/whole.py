"""A plan applied to a whole history: every treatment with its rows, prices and exact sums.

After an edit only the treatments that it reaches are cut, priced and summed again; the others
are the same objects. Without a plan there is none of this: one matrix prices everything.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from matrix_designer.analysis.assignment import Assignment, assign
from matrix_designer.analysis.replay import SummedPart
from matrix_designer.analysis.row_names import RowNames, row_names
from matrix_designer.analysis.segments import Segment, Segments, make_segments, prices_of
from matrix_designer.analysis.sums import (
    EVERYTHING,
    SPECIAL_ROWS,
    KnownSums,
    PricedFold,
    Sums,
    list_columns,
    measure,
)
from matrix_designer.analysis.without_list import WithoutList, without_list
from matrix_designer.core.design import Design
from matrix_designer.core.evidence import Ints, Sales
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.plan import ByMatrix
from matrix_designer.core.pricing import NO_ROW, UNPRICED
from matrix_designer.core.question import Question
from matrix_designer.core.strategy import Strategy
from matrix_designer.core.strategy_needs import needs_parts
from matrix_designer.evaluation.pricing import NOTHING, NOWHERE, Applied, Reached, apply_matrix
from matrix_designer.evaluation.summing import kept_masks, sum_anew


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """A state beside the proposed one: the price of every row under another strategy."""

    strategy: Strategy
    on: dt.date | None
    names: RowNames
    price: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Treated:
    """What one treatment does: its rows, their prices in every state, and the sums of those.

    `applied` is the matrix, None where the treatment is no matrix of the design. `changed` is
    what may be priced otherwise than when it was made last.
    """

    segment: Segment
    applied: Applied | None
    summed: SummedPart
    known_sums: KnownSums
    changed: Reached

    @property
    def matrix(self) -> Matrix | None:
        """The matrix that prices it."""
        return self.summed.matrix

    @property
    def priced(self) -> PricedFold:
        """The prices of its fold in every state."""
        return self.summed.priced

    @property
    def sums(self) -> Sums:
        """The exact sums of those."""
        return self.summed.sums


@dataclass(frozen=True, slots=True, eq=False)
class Whole:
    """A plan over a history: one part a matrix in the order of the design, then the others."""

    sales: Sales
    segments: Segments
    in_force: Beside | None
    against: Beside | None
    parts: tuple[Treated, ...]

    @property
    def names(self) -> RowNames:
        """The rows of the history as rules see them, in the order of the fold."""
        return self.segments.assignment.names

    @property
    def rule(self) -> Ints:
        """The 0-based rule of each row; the number of rules for the default."""
        return self.segments.assignment.rule.astype(np.int64)

    def part_of(self, matrix: str) -> Treated:
        """Return what a matrix of the design does."""
        return next(
            one for one in self.parts if one.matrix is not None and one.matrix.name == matrix
        )

    def changed_since(self, matrix: str, before: Whole | None) -> Reached:
        """Return what a matrix may price otherwise than in an earlier result."""
        now = self.part_of(matrix)
        return NOWHERE if before is not None and now in before.parts else now.changed

    def added(self, column: int) -> int:
        """Return the sum of a column of the tables over all that every state prices."""
        return sum(int(one.sums.table[:NO_ROW, column].sum()) for one in self.parts)

    def without_list(self) -> WithoutList:
        """Count what a missing list did to the prices of matrices."""
        found = [
            without_list(one.priced, one.applied.prices)
            for one in self.parts
            if one.applied is not None and one.applied.prices is not None
        ]
        return WithoutList(sum(one.at_cap for one in found), sum(one.past_rails for one in found))

    def summed(self) -> tuple[SummedPart, ...]:
        """Return the parts as a replay takes them."""
        return tuple(one.summed for one in self.parts)

    def prices(self) -> Ints:
        """Return the proposed price of every row, UNPRICED where there is none."""
        price = np.full(len(self.names.item), UNPRICED, np.int64)
        for one in self.parts:
            price[one.segment.at] = one.segment.by_row(one.priced.price, self.segments.cells)
        return price


def strategies_of(
    design: Design, question: Question
) -> tuple[Strategy, Strategy | None, Strategy | None]:
    """Return what prices the proposed state, that in force and that of the other design."""
    in_force = None
    if design.in_force is not None:
        in_force = design.in_force.strategy or Strategy((design.in_force.matrix,))
    against = question.against_strategy
    if against is None and question.against is not None:
        against = Strategy((question.against,))
    return design.strategy, in_force, against


def is_planned(design: Design, question: Question) -> bool:
    """Tell whether some state is priced by more than one matrix."""
    return any(one is not None and one.plan for one in strategies_of(design, question))


def waits_for_parts(design: Design, question: Question, sales: Sales | None) -> bool:
    """Tell whether some state asks for what the rows of a history do not tell apart."""
    if sales is None or sales.rows.has_parts:
        return False
    return any(one is not None and needs_parts(one) for one in strategies_of(design, question))


def apply_plan(
    design: Design, question: Question, sales: Sales, before: Whole | None = None
) -> Whole:
    """Apply a design's plan to a history; `before` is an earlier result, of any design."""
    known = before if before is not None and before.sales is sales else None
    names = row_names(sales) if known is None else known.names
    proposed, *others = strategies_of(design, question)
    kept = (None, None) if known is None else (known.in_force, known.against)
    is_known = sales.is_sold_known
    in_force, against = (
        _beside(one, question.on, names, old, is_sold_known=is_known)
        for one, old in zip(others, kept, strict=True)
    )
    segments = make_segments(
        _assignment(proposed, question.on, names, known),
        None if in_force is None else in_force.price,
        None if against is None else against.price,
        None if known is None else known.segments,
        is_sold_known=is_known,
    )
    matrices = {ByMatrix(matrix.name): matrix for matrix in design.matrices}
    old = {} if known is None else {one.segment.treatment: one for one in known.parts}
    limit = design.above_list_limit
    parts = tuple(
        _treated(
            segment,
            matrices.get(segment.treatment) if isinstance(segment.treatment, ByMatrix) else None,
            limit,
            old.get(segment.treatment),
            is_sold_known=is_known,
        )
        for segment in segments.parts
    )
    return Whole(sales, segments, in_force, against, parts)


def _assignment(
    strategy: Strategy, on: dt.date | None, names: RowNames, before: Whole | None
) -> Assignment:
    """Assign the rows, or keep them where nothing that decides it has changed."""
    if before is None:
        return assign(strategy, on, names)
    kept = before.segments.assignment
    return (
        kept
        if _is_like(kept.strategy, strategy) and kept.on == on
        else assign(strategy, on, names, kept)
    )


def _is_like(one: Strategy, other: Strategy) -> bool:
    """Tell whether two strategies assign and price all rows alike, their matrices' tiers aside."""
    return (
        one.plan is other.plan
        and one.flat_prices is other.flat_prices
        and one.families is other.families
        and one.classes is other.classes
        and [matrix.name for matrix in one.matrices] == [matrix.name for matrix in other.matrices]
    )


def _beside(
    strategy: Strategy | None,
    on: dt.date | None,
    names: RowNames,
    before: Beside | None,
    *,
    is_sold_known: bool,
) -> Beside | None:
    """Price every row under another strategy, once for as long as it stays the same."""
    if strategy is None:
        return None
    if before is not None and before.on == on and before.names is names:
        is_same_matrices = before.strategy.matrices == strategy.matrices
        if is_same_matrices and _is_like(before.strategy, strategy):
            return before
    price = prices_of(assign(strategy, on, names), is_sold_known=is_sold_known)
    return Beside(strategy, on, names, price)


def _treated(
    segment: Segment,
    matrix: Matrix | None,
    limit: int,
    before: Treated | None,
    *,
    is_sold_known: bool,
) -> Treated:
    """Price and sum one treatment, and only what an edit reaches."""
    fold = segment.fold
    kept = None if before is None or before.segment is not segment else before
    applied, reached = None, Reached(EVERYTHING if kept is None else NOTHING, None)
    if matrix is not None:
        applied, reached = apply_matrix(matrix, fold, before.applied if before else None)
    is_alike = kept is not None and kept.priced.lists.limit == limit
    if kept is not None and is_alike and kept.applied is applied:
        return kept
    price, row, masks = _prices_of(segment, applied, None if kept is None else kept.priced)
    lists = kept.priced.lists if kept is not None and is_alike else list_columns(fold, limit)
    priced = PricedFold(fold, price, row, masks, segment.in_force, segment.against, lists)
    known: KnownSums
    if kept is None:
        sums, known, reached = measure(priced), {}, Reached(EVERYTHING, reached.cents)
    else:
        sums, known = sum_anew(priced, reached.rows, kept.priced, kept.sums, kept.known_sums)
    treatment = segment.treatment
    summed = SummedPart(treatment, matrix, priced, sums, is_sold_known, is_named=True)
    return Treated(segment, applied, summed, known, reached)


def _prices_of(
    segment: Segment, applied: Applied | None, kept: PricedFold | None
) -> tuple[Ints, Ints, Ints]:
    """Return the prices of a segment's fold, their rows, and the masks of those rows."""
    if applied is not None and applied.prices is not None:
        masks = kept_masks(applied.matrix, kept)
        return applied.prices.price, applied.prices.row, masks
    own = segment.own
    if own is None:
        raise ValueError("a segment that nothing prices")
    return own, np.where(own < 0, NO_ROW, 0), np.zeros(1 + SPECIAL_ROWS, np.int64)
