"""A history cut by what prices it: a fold for each matrix and each other treatment of the plan.

Every row of the history is in exactly one segment. Segments that an edit leaves as they were are
kept, object for object. Knows assignments and prices of the states beside the proposed one; it
prices by no proposed matrix.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matrix_designer.analysis.assignment import Assignment
from matrix_designer.analysis.fold import Fold, Units, fold_units, units_at, units_moved
from matrix_designer.analysis.own_prices import own_prices
from matrix_designer.analysis.row_names import RowNames
from matrix_designer.core.evidence import Ints
from matrix_designer.core.plan import ByFamily, ByFlatPrice, ByMatrix, Treatment
from matrix_designer.core.pricing import UNPRICED, compile_matrix, price
from matrix_designer.core.strategy import Strategy

SegmentCodes = NDArray[np.uint16]
_FEW = 4
"""Fewer moves than one in so many rows are carried out on the rows of before."""


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """The rows of a history that one treatment takes.

    `at` are the rows, rising, one for each unit of the fold, `units` their columns. `in_force`
    and `against` are prices by row of the fold, None without such a state; so are `own` where no
    matrix of the design prices the rows, else None.
    """

    treatment: Treatment
    at: Ints
    units: Units
    fold: Fold
    in_force: Ints | None
    against: Ints | None
    own: Ints | None


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """All segments: one a matrix in the order of the design, then the others of the plan's.

    `code` is the place of each row's segment among them; `in_force` and `against` are the prices
    by row that they were cut with.
    """

    assignment: Assignment
    in_force: Ints | None
    against: Ints | None
    code: SegmentCodes
    parts: tuple[Segment, ...]


def treatments_of(strategy: Strategy) -> tuple[Treatment, ...]:
    """Return what may price a part: the matrices in their order, then the other treatments."""
    matrices = [ByMatrix(matrix.name) for matrix in strategy.matrices]
    others = [rule.treatment for rule in strategy.plan.rules]
    return tuple(dict.fromkeys([*matrices, *others]))


def _codes(assignment: Assignment) -> SegmentCodes:
    """Return the place of each row's treatment among `treatments_of`."""
    strategy = assignment.strategy
    places = {one: place for place, one in enumerate(treatments_of(strategy))}
    codes = [places[rule.treatment] for rule in strategy.plan.rules]
    return np.array([*codes, 0], np.uint16).take(assignment.rule, mode="clip")


def prices_of(assignment: Assignment, *, is_sold_known: bool) -> Ints:
    """Return the price of every row under a whole strategy, UNPRICED where there is none."""
    strategy, rows = assignment.strategy, assignment.names.rows
    found = np.full(len(rows.cost), UNPRICED, np.int64)
    code = _codes(assignment)
    schedules = {ByMatrix(one.name): compile_matrix(one) for one in strategy.matrices}
    for place, treatment in enumerate(treatments_of(strategy)):
        here = np.flatnonzero(code == place)
        if not here.size:
            continue
        if isinstance(treatment, ByMatrix) and treatment in schedules:
            schedule = schedules[treatment]
            found[here] = price(schedule, rows.cost[here], rows.list_price[here]).price
        else:
            found[here] = own_prices(treatment, assignment, here, is_sold_known=is_sold_known)
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
    if (
        before is None
        or before.assignment.names is not assignment.names
        or before.in_force is not in_force
        or before.against is not against
    ):
        before = None
    elif before.assignment is assignment:
        return before
    treatments = treatments_of(assignment.strategy)
    matrices = len(assignment.strategy.matrices)
    code = _codes(assignment)
    moves = None if before is None else _moves(code, treatments, before)
    olds = {} if before is None else {one.treatment: one for one in before.parts}
    parts = []
    for place, treatment in enumerate(treatments):
        old = olds.get(treatment)
        is_own = place >= matrices
        at, units = _rows_of(place, code, assignment.names, old, moves)
        is_same = old is not None and at is old.at
        if old is not None and is_same and _is_settled(old, is_own=is_own):
            parts.append(old)
            continue
        own = None
        if is_own:
            own = own_prices(treatment, assignment, at, is_sold_known=is_sold_known)
        if old is not None and is_same and _is_priced_so(old, own):
            parts.append(old)
        else:
            parts.append(_cut(treatment, at, units, assignment.names, (in_force, against, own)))
    return Segments(assignment, in_force, against, code, tuple(parts))


@dataclass(frozen=True, slots=True, eq=False)
class _Moves:
    """Rows, rising, that another segment has now; by places of the segments of now."""

    row: Ints
    left: SegmentCodes
    entered: SegmentCodes


def _moves(code: SegmentCodes, treatments: tuple[Treatment, ...], before: Segments) -> _Moves:
    """Return the rows whose treatment is another one than before."""
    places = {treatment: place for place, treatment in enumerate(treatments)}
    gone = len(places)
    old = np.array([places.get(one.treatment, gone) for one in before.parts], np.uint16)
    was = old.take(before.code, mode="clip")
    row = np.flatnonzero(was != code)
    return _Moves(row, was[row], code[row])


def _rows_of(
    place: int, code: SegmentCodes, names: RowNames, old: Segment | None, moves: _Moves | None
) -> tuple[Ints, Units]:
    """Return the rows of a segment with their columns; the very same where none has moved."""
    if old is not None and moves is not None:
        leaving, entering = moves.row[moves.left == place], moves.row[moves.entered == place]
        if not len(leaving) and not len(entering):
            return old.at, old.units
        if (len(leaving) + len(entering)) * _FEW < len(old.at):
            return units_moved(names.rows, names.cell, old.at, old.units, leaving, entering)
    at = np.flatnonzero(code == place)
    return at, units_at(names.rows, names.cell, at)


def _is_settled(segment: Segment, *, is_own: bool) -> bool:
    """Tell whether its rows and treatment alone decide the prices that a segment has of its own."""
    is_listed = isinstance(segment.treatment, ByFlatPrice | ByFamily)
    return is_own is (segment.own is not None) and not is_listed


def _is_priced_so(segment: Segment, own: Ints | None) -> bool:
    """Tell whether a segment has some prices of its own already."""
    if own is None or segment.own is None:
        return False
    return np.array_equal(segment.own[segment.fold.unit_row], own)


def _cut(
    treatment: Treatment,
    at: Ints,
    units: Units,
    names: RowNames,
    prices: tuple[Ints | None, Ints | None, Ints | None],
) -> Segment:
    """Fold the rows of a treatment, apart where some state has another price for them.

    `prices` are those in force and against of all rows, and those of the treatment's own rows.
    """
    in_force, against, own = prices
    apart = [
        None if in_force is None else in_force[at],
        None if against is None else against[at],
        own,
    ]
    fold, starts = fold_units(names.rows, at, units, [one for one in apart if one is not None])
    held = [None if one is None else one[starts] for one in apart]
    return Segment(treatment, at, units, fold, held[0], held[1], held[2])
