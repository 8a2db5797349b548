"""A history cut by what prices it: a fold for each matrix and each other treatment of the plan.

Every row of the history is in exactly one segment. Segments that an edit leaves as they were are
kept, object for object. Knows assignments and prices of the states beside the proposed one; it
prices by no proposed matrix.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from matrix_designer.analysis.assignment import Assignment
from matrix_designer.analysis.cell_sums import (
    NO_SUMS,
    CellSums,
    GroupCodes,
    PricedCells,
    priced_cells,
    sums_by_group,
    together,
)
from matrix_designer.analysis.fold import Cells, Fold, UnitColumns, Units, fold_apart
from matrix_designer.analysis.own_prices import own_prices
from matrix_designer.analysis.row_names import RowNames
from matrix_designer.core.evidence import Ints
from matrix_designer.core.plan import ByFamily, ByFlatPrice, ByMatrix, LeftAlone, Treatment
from matrix_designer.core.pricing import UNPRICED, compile_matrix, price
from matrix_designer.core.strategy import Strategy

_AT_ONCE = 65_536
"""Rows that go through all steps together, so that they stay in the processor's cache."""


class SegmentRows:
    """Which rows a segment has: those that have its number; looked for when they are asked for."""

    __slots__ = ("_found", "_numbers")

    def __init__(self, code: GroupCodes, place: int) -> None:
        """Keep the numbers of all rows, and the segment's own."""
        self._numbers = (code, place)
        self._found: Ints | None = None

    @property
    def at(self) -> Ints:
        """The rows, rising."""
        found = self._found
        if found is None:
            code, place = self._numbers
            found = self._found = np.flatnonzero(code == place)
        return found

    def stay_in(self, code: GroupCodes, place: int) -> None:
        """Look for the same rows in other numbers from now on, so that the old ones may go."""
        self._numbers = (code, place)


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """The rows of a history that one treatment takes.

    `in_force` and `against` are prices by row of the fold, None without such a state; so are
    `own` where no matrix of the design prices the rows, else None. `sums` are those by cell, None
    where rows of one cell may have prices of their own.
    """

    treatment: Treatment
    rows: SegmentRows
    sums: CellSums | None
    fold: Fold
    in_force: Ints | None
    against: Ints | None
    own: Ints | None

    @property
    def row_count(self) -> int:
        """How many rows it has."""
        return len(self.at) if self.sums is None else int(self.sums.rows.sum())

    @property
    def at(self) -> Ints:
        """The rows, rising, one for each unit of the fold."""
        return self.rows.at

    def by_row(self, column: Ints, cells: PricedCells) -> Ints:
        """Return a column of the fold for the rows `at`; `cells` are those of the history."""
        if self.sums is None:
            return column[self.fold.unit_row]
        found = np.empty(len(cells.first), column.dtype)
        found[self.sums.cell] = column
        return found[cells.cell[self.at]]


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """All segments: one a matrix in the order of the design, then the others of the plan's.

    `code` is the place of each row's segment among them; `in_force` and `against` are the prices
    by row that they were cut with, `cells` what they tell apart.
    """

    assignment: Assignment
    in_force: Ints | None
    against: Ints | None
    cells: PricedCells
    code: GroupCodes
    parts: tuple[Segment, ...]


def treatments_of(strategy: Strategy) -> tuple[Treatment, ...]:
    """Return what may price a part: the matrices in their order, then the other treatments."""
    matrices = [ByMatrix(matrix.name) for matrix in strategy.matrices]
    others = [rule.treatment for rule in strategy.plan.rules]
    return tuple(dict.fromkeys([*matrices, *others]))


def _places(strategy: Strategy) -> GroupCodes:
    """Return the place of each rule's treatment among `treatments_of`, that of the default last."""
    places = {one: place for place, one in enumerate(treatments_of(strategy))}
    codes = [places[rule.treatment] for rule in strategy.plan.rules]
    return np.array([*codes, 0], np.uint16)


def prices_of(assignment: Assignment, *, is_sold_known: bool) -> Ints:
    """Return the price of every row under a whole strategy, UNPRICED where there is none."""
    strategy, rows = assignment.strategy, assignment.names.rows
    found = np.full(len(rows.cost), UNPRICED, np.int64)
    code = _places(strategy).take(assignment.rule, mode="clip")
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
    names = assignment.names
    if (
        before is None
        or before.assignment.names is not names
        or before.in_force is not in_force
        or before.against is not against
    ):
        before = None
    elif before.assignment is assignment:
        return before
    cells = priced_cells(names, in_force, against) if before is None else before.cells
    treatments = treatments_of(assignment.strategy)
    matrices = len(assignment.strategy.matrices)
    code, moves = _coded(assignment, treatments, before)
    held = {} if before is None else {one.treatment: one for one in before.parts}
    olds = [held.get(treatment) for treatment in treatments]
    cut = _Cut(assignment, cells, code, moves, olds, is_sold_known=is_sold_known)
    parts = tuple(
        cut.segment(place, treatment, olds[place], is_own=place >= matrices)
        for place, treatment in enumerate(treatments)
    )
    return Segments(assignment, in_force, against, cells, code, parts)


@dataclass(frozen=True, slots=True, eq=False)
class _Moves:
    """Rows, rising, that another segment has now (None: all); by places of the segments of now."""

    row: Ints | None
    left: GroupCodes
    entered: GroupCodes


def _coded(
    assignment: Assignment, treatments: tuple[Treatment, ...], before: Segments | None
) -> tuple[GroupCodes, _Moves]:
    """Return the place of each row's segment, and the rows whose treatment is another one."""
    rule, places = assignment.rule, _places(assignment.strategy)
    code = np.empty(len(rule), np.uint16)
    now = {treatment: place for place, treatment in enumerate(treatments)}
    old = None
    if before is not None:
        held = [now.get(one.treatment, len(now)) for one in before.parts]
        old = None if held == list(range(len(held))) else np.array(held, np.uint16)
    rows, left = [], []
    for start in range(0, len(rule), _AT_ONCE):
        part = slice(start, min(start + _AT_ONCE, len(rule)))
        held_now = places.take(rule[part], out=code[part], mode="clip")
        if before is not None:
            was = before.code[part]
            was = was if old is None else old.take(was, mode="clip")
            at = np.flatnonzero(was != held_now)
            if len(at):
                rows.append(at + start)
                left.append(was[at])
    if before is None:
        return code, _Moves(None, code[:0], code)
    if not rows:
        return code, _Moves(np.zeros(0, np.int64), code[:0], code[:0])
    row = np.concatenate(rows)
    return code, _Moves(row, np.concatenate(left), code[row])


class _Cut:
    """A history that is cut: which rows moved where, summed by cell."""

    def __init__(
        self,
        assignment: Assignment,
        cells: PricedCells,
        code: GroupCodes,
        moves: _Moves,
        olds: Sequence[Segment | None],
        *,
        is_sold_known: bool,
    ) -> None:
        """Sum what moved; `olds` are the segments of before by the places of now."""
        self._assignment = assignment
        self._names = assignment.names
        self._cells = cells
        self._code = code
        self._is_sold_known = is_sold_known
        rows = assignment.names.rows
        left = np.bincount(moves.left, minlength=len(olds)).tolist()
        entered = np.bincount(moves.entered, minlength=len(olds)).tolist()
        self._is_moved = [bool(one or two) for one, two in zip(left, entered, strict=False)]
        self._emptied = [
            bool(count) and old is not None and count == old.row_count
            for count, old in zip(left, olds, strict=False)
        ]
        self._poured: dict[int, list[CellSums]] = {}
        is_poured = self._pour(moves, olds)
        # What leaves one segment enters another: it is added up once, by both.
        width = len(olds) + 1
        pair, row = moves.entered.astype(np.uint32), moves.row
        if len(moves.left):
            pair += moves.left.astype(np.uint32) * width
            pair, row = _only(~is_poured[moves.left], pair, row)
        if width * width <= np.iinfo(np.uint16).max:
            pair = pair.astype(np.uint16)  # sorted in a fraction of the time
        sums = sums_by_group(rows, cells, pair, row)
        self._entering = _joined({key: key % width for key in sums}, sums)
        is_left = {
            place
            for place, old in enumerate(olds)
            if old is not None and old.sums is not None and not self._emptied[place]
        }
        leaving = {key: key // width for key in sums if key // width in is_left}
        self._leaving = _joined(leaving, sums)

    def _pour(self, moves: _Moves, olds: Sequence[Segment | None]) -> NDArray[np.bool_]:
        """Find the segments of which all rows went to one other: its sums are there already."""
        is_poured = np.zeros(len(olds) + 1, np.bool_)
        for place, old in enumerate(olds):
            if old is not None and old.sums is not None and self._emptied[place]:
                to = moves.entered[moves.left == place]
                if to.min() == to.max():
                    is_poured[place] = True
                    self._poured.setdefault(int(to[0]), []).append(old.sums)
        return is_poured

    def segment(
        self, place: int, treatment: Treatment, old: Segment | None, *, is_own: bool
    ) -> Segment:
        """Return a segment; the very same where neither its rows nor its prices have changed."""
        is_same = old is not None and not self._is_moved[place]
        if old is not None and is_same:
            old.rows.stay_in(self._code, place)
            if _is_settled(old, is_own=is_own):
                return old
        rows = old.rows if old is not None and is_same else SegmentRows(self._code, place)
        if isinstance(treatment, ByFlatPrice | ByFamily | LeftAlone):
            return self._by_row(treatment, rows, old if is_same else None)
        known = NO_SUMS
        if old is not None and old.sums is not None and not self._emptied[place]:
            known = old.sums
        sums = known.moved(self._leaving.get(place), self._entering.get(place))
        for more in self._poured.get(place, ()):
            sums = sums.moved(None, more)
        own = None
        if is_own:
            own = self._own_prices(treatment, self._cells.first[sums.cell])
        return self._of_cells(treatment, rows, sums, own)

    def _own_prices(self, treatment: Treatment, at: Ints) -> Ints:
        return own_prices(treatment, self._assignment, at, is_sold_known=self._is_sold_known)

    def _of_cells(
        self, treatment: Treatment, rows: SegmentRows, sums: CellSums, own: Ints | None
    ) -> Segment:
        """Fold rows of which all of one cell have one price in each state."""
        cells, cell = self._cells, sums.cell
        cost = cells.cost[cell]
        fold = Fold(
            cost=cost,
            list_price=cells.list_price[cell],
            quantity=sums.quantity,
            cost_total=cost * sums.quantity,
            sold=sums.sold,
            lines=sums.lines,
            units=Units(partial(_units_of, self._names, cells.cell, rows)),
        )
        in_force, against = (
            None if column is None else column[cell] for column in (cells.in_force, cells.against)
        )
        return Segment(treatment, rows, sums, fold, in_force, against, own)

    def _by_row(self, treatment: Treatment, rows: SegmentRows, old: Segment | None) -> Segment:
        """Fold rows that have prices by part or by what was sold; `old` has the same rows."""
        at, cells = rows.at, self._cells
        own = self._own_prices(treatment, at)
        if old is not None and _is_priced_so(old, own):
            return old
        fold, starts = fold_apart(self._names.rows, cells.cell, at, own)
        cell = cells.cell[at[starts]]
        in_force, against = (
            None if column is None else column[cell] for column in (cells.in_force, cells.against)
        )
        return Segment(treatment, rows, None, fold, in_force, against, own[starts])


def _joined(places: dict[int, int], sums: dict[int, CellSums]) -> dict[int, CellSums]:
    """Return the sums of each place together; `places` are those of some keys of the sums."""
    found: dict[int, list[CellSums]] = {}
    for key, place in places.items():
        found.setdefault(place, []).append(sums[key])
    return {place: together(held) for place, held in found.items()}


def _only(
    stay: NDArray[np.bool_], group: NDArray[np.uint32], row: Ints | None
) -> tuple[NDArray[np.uint32], Ints | None]:
    """Return the groups and rows (None: all) that stay."""
    if stay.all():
        return group, row
    return group[stay], np.flatnonzero(stay) if row is None else row[stay]


def _units_of(names: RowNames, cell: Cells, rows: SegmentRows) -> UnitColumns:
    """Return the rows of a segment as units of its fold, which has a row for each cell."""
    at = rows.at
    held = cell[at]
    row = np.zeros(len(at), np.int64)
    np.cumsum(held[1:] != held[:-1], out=row[1:])
    return row, names.rows.unit_sold[at], names.rows.quantity[at]


def _is_settled(segment: Segment, *, is_own: bool) -> bool:
    """Tell whether its rows and treatment alone decide the prices that a segment has of its own."""
    is_listed = isinstance(segment.treatment, ByFlatPrice | ByFamily)
    return is_own is (segment.own is not None) and not is_listed


def _is_priced_so(segment: Segment, own: Ints) -> bool:
    """Tell whether a segment has some prices of its own already."""
    return segment.own is not None and np.array_equal(segment.own[segment.fold.unit_row], own)
