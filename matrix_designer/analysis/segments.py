"""A history cut by what prices it: a fold for each matrix of the plan, and one for all else.

Every row of the history is in exactly one segment. Segments that an edit leaves as they were are
kept, object for object. Knows assignments and prices of the states beside the proposed one; it
prices by no proposed matrix.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matrix_designer.analysis.assignment import Assignment
from matrix_designer.analysis.fold import Fold, FoldColumns, fold_columns
from matrix_designer.analysis.own_prices import own_prices
from matrix_designer.analysis.row_names import RowNames
from matrix_designer.core.evidence import Ints
from matrix_designer.core.plan import ByMatrix
from matrix_designer.core.pricing import UNPRICED, compile_matrix, price

SegmentCodes = NDArray[np.uint16]


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """The rows that one matrix of the design prices, or, with no matrix, those of all else.

    `at` are the rows of the history, rising, one for each unit of the fold. `in_force` and
    `against` are prices by row of the fold, None without such a state. `own_price` and `own_row`
    are the prices of what no matrix prices, one row of the fold for each row of the history.
    """

    matrix: str | None
    at: Ints
    fold: Fold
    in_force: Ints | None
    against: Ints | None
    own_price: Ints | None = None
    own_row: Ints | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """All segments: one a matrix in the order of the design, then that of all else.

    `code` is the place of each row's segment among them.
    """

    assignment: Assignment
    in_force: Ints | None
    against: Ints | None
    code: SegmentCodes
    parts: tuple[Segment, ...]


def segment_codes(assignment: Assignment) -> SegmentCodes:
    """Return the place of each row's segment: its matrix's, or the one after all matrices'."""
    strategy = assignment.strategy
    places = {matrix.name: place for place, matrix in enumerate(strategy.matrices)}
    own = len(places)
    codes = [
        places.get(rule.treatment.matrix, own) if isinstance(rule.treatment, ByMatrix) else own
        for rule in strategy.plan.rules
    ]
    return np.array([*codes, 0], np.uint16)[assignment.rule]


def prices_of(assignment: Assignment, *, is_sold_known: bool) -> Ints:
    """Return the price of every row under a whole strategy, UNPRICED where there is none."""
    strategy, rows = assignment.strategy, assignment.names.rows
    found = np.full(len(rows.cost), UNPRICED, np.int64)
    code = segment_codes(assignment)
    for place, matrix in enumerate(strategy.matrices):
        here = np.flatnonzero(code == place)
        if here.size:
            priced = price(compile_matrix(matrix), rows.cost[here], rows.list_price[here])
            found[here] = priced.price
    here = np.flatnonzero(code == len(strategy.matrices))
    found[here] = own_prices(assignment, here, is_sold_known=is_sold_known)[0]
    return found


def make_segments(
    assignment: Assignment,
    in_force: Ints | None,
    against: Ints | None,
    before: Segments | None = None,
    *,
    is_sold_known: bool,
) -> Segments:
    """Cut a history; `in_force` and `against` are prices by row, the same objects if unchanged."""
    names = [matrix.name for matrix in assignment.strategy.matrices]
    kept: dict[str | None, Segment] = {}
    code = segment_codes(assignment)
    if (
        before is not None
        and before.assignment.names is assignment.names
        and before.in_force is in_force
        and before.against is against
    ):
        kept = _untouched(code, names, before)
    parts = tuple(
        kept.get(name) or _cut(name, np.flatnonzero(code == place), assignment, in_force, against)
        for place, name in enumerate(names)
    )
    own = kept.get(None)
    at = own.at if own is not None else np.flatnonzero(code == len(names))
    own_price, own_row = own_prices(assignment, at, is_sold_known=is_sold_known)
    if own is None or not _is_priced_so(own, own_price, own_row):
        own = _own(at, own_price, own_row, assignment.names, in_force, against)
    return Segments(assignment, in_force, against, code, (*parts, own))


def _untouched(
    code: SegmentCodes, names: Sequence[str], before: Segments
) -> dict[str | None, Segment]:
    """Return the segments of before that have the same rows now, by the names of matrices."""
    places: dict[str | None, int] = {name: place for place, name in enumerate(names)}
    places[None] = len(names)
    gone = len(names) + 1
    old = np.array([places.get(one.matrix, gone) for one in before.parts], np.uint16)
    was = old[before.code]
    moved = was != code
    touched = np.zeros(gone + 1, np.bool_)
    touched[was[moved]] = True
    touched[code[moved]] = True
    return {
        one.matrix: one
        for one, place in zip(before.parts, old.tolist(), strict=True)
        if place != gone and not touched[place]
    }


def _is_priced_so(own: Segment, price_now: Ints, row: Ints) -> bool:
    """Tell whether what no matrix prices has some prices already."""
    if own.own_price is None or own.own_row is None:
        return False
    return np.array_equal(own.own_price, price_now) and np.array_equal(own.own_row, row)


def _cut(
    name: str, at: Ints, assignment: Assignment, in_force: Ints | None, against: Ints | None
) -> Segment:
    """Fold the rows of a matrix."""
    others = [None if one is None else _taken(one, at) for one in (in_force, against)]
    columns = _columns(assignment.names, at)
    fold, starts = fold_columns(columns, *(one for one in others if one is not None))
    held = [None if one is None else one[starts] for one in others]
    return Segment(name, at, fold, held[0], held[1])


def _own(
    at: Ints,
    own_price: Ints,
    own_row: Ints,
    names: RowNames,
    in_force: Ints | None,
    against: Ints | None,
) -> Segment:
    """Keep the rows that no matrix prices as they are: each has its own price."""
    columns = _columns(names, at)
    fold = Fold(
        cost=columns.cost,
        list_price=columns.list_price,
        quantity=columns.quantity,
        cost_total=columns.cost * columns.quantity,
        sold=columns.sold,
        lines=columns.lines,
        unit_row=np.arange(len(at)),
        unit_sold=columns.unit_sold,
        unit_quantity=columns.quantity,
    )
    others = [None if one is None else _taken(one, at) for one in (in_force, against)]
    return Segment(None, at, fold, others[0], others[1], own_price, own_row)


def _columns(names: RowNames, at: Ints) -> FoldColumns:
    rows = names.rows
    return FoldColumns(
        *(
            _taken(column, at)
            for column in (
                rows.cost,
                rows.list_price,
                rows.unit_sold,
                rows.quantity,
                rows.sold,
                rows.lines,
            )
        )
    )


def _taken(column: Ints, at: Ints) -> Ints:
    """Return some rows of a column; the column itself where they are all of them."""
    return column if len(at) == len(column) else column[at]
