"""A matrix compiled for pricing: read-only integer arrays, one entry per look-up segment.

Knows how to prove that int64 holds every product; a segment for which it cannot is marked wide
and priced with Python integers by the same formula. It does not price.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matrix_designer.core.evidence import Ints
from matrix_designer.core.factor import Basis
from matrix_designer.core.formula import Formula, formulas_of
from matrix_designer.core.lookup import NO_ROW, Stretch, mode_mix_problem, stretches_of
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import CENT, MAX_AMOUNT, cents_of

Bools = NDArray[np.bool_]
HALF_CENT = CENT // 2
NOTHING = Formula(0, 0, 0, 1)
"""The rule of a segment that no tier owns."""


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """A compiled matrix; total: every look-up value from 0 upwards falls into one segment.

    Per segment: `starts` (first look-up cent), `thresholds` (the least amount that rounds half
    up to that cent), `rows` (0-based tier or NO_ROW), `on_list` (the price basis is list), and
    the rounding rule floor((square b^2 + slope b + constant) / divisor) = price in cents. Where
    `wide` is set the four numbers are those of NOTHING, and `rounding` holds the true ones.
    `formulas` are the exact rules. `mode_mix` says why the mode cannot work, or is None.
    """

    matrix: Matrix
    starts: Ints
    thresholds: Ints
    rows: Ints
    on_list: Bools
    square: Ints
    slope: Ints
    constant: Ints
    divisor: Ints
    wide: Bools
    formulas: tuple[Formula, ...]
    rounding: tuple[Formula, ...]
    mode_mix: str | None

    @property
    def is_by_cost(self) -> bool:
        """Whether cost picks the tier."""
        return self.matrix.lookup is Basis.COST


def compile_matrix(matrix: Matrix, before: Schedule | None = None) -> Schedule:
    """Compile a matrix of any shape; one that its mode cannot have compiles to no tier at all.

    `before` is any earlier schedule: what both have alike is taken over from it.
    """
    problem = mode_mix_problem(matrix)
    tiers = matrix.tiers if problem is None else ()
    rules = formulas_of(tiers, matrix.mode)
    if before is not None and before.mode_mix == problem and _is_laid_out_alike(before, matrix):
        starts, thresholds, rows, on_list = _layout_of(before)
    else:
        starts, thresholds, rows, on_list = _laid_out(tiers)
    formulas = tuple(NOTHING if row == NO_ROW else rules[row] for row in rows.tolist())
    known = {} if before is None else dict(zip(before.formulas, before.rounding, strict=True))
    rounding = tuple(known.get(formula) or formula.rounding() for formula in formulas)
    ends = [start - 1 for start in starts.tolist()[1:]] + [None]
    wide = [
        not rule.is_safe(_largest_basis(matrix, is_list, end))
        for rule, is_list, end in zip(rounding, on_list.tolist(), ends, strict=True)
    ]
    held = [NOTHING if is_wide else rule for rule, is_wide in zip(rounding, wide, strict=True)]
    square, slope, constant, divisor = map(_frozen, zip(*held, strict=True))
    return Schedule(
        matrix=matrix,
        starts=starts,
        thresholds=thresholds,
        rows=rows,
        on_list=on_list,
        square=square,
        slope=slope,
        constant=constant,
        divisor=divisor,
        wide=_frozen_bools(wide),
        formulas=formulas,
        rounding=rounding,
        mode_mix=problem,
    )


Layout = tuple[Ints, Ints, Ints, Bools]
"""Segments without their rules: starts, thresholds, rows and on_list of a schedule."""


def _laid_out(tiers: Sequence[Tier]) -> Layout:
    """Cut the look-up values into segments."""
    stretches = stretches_of(tiers)
    return (
        _frozen([part.first for part in stretches]),
        _frozen([part.first * CENT - HALF_CENT for part in stretches]),
        _frozen([part.row for part in stretches]),
        _frozen_bools(
            [part.row != NO_ROW and tiers[part.row].basis is Basis.LIST for part in stretches]
        ),
    )


def _layout_of(schedule: Schedule) -> Layout:
    return schedule.starts, schedule.thresholds, schedule.rows, schedule.on_list


def _is_laid_out_alike(before: Schedule, matrix: Matrix) -> bool:
    """Return whether a matrix has the ranges and bases of the one that was compiled."""
    old = before.matrix
    return len(old.tiers) == len(matrix.tiers) and all(
        one is other
        or (one.first_cent, one.last_cent, one.basis)
        == (other.first_cent, other.last_cent, other.basis)
        for one, other in zip(old.tiers, matrix.tiers, strict=True)
    )


def _largest_basis(matrix: Matrix, is_list: bool, end: int | None) -> int:  # noqa: FBT001 - private, one caller
    """Return the greatest price basis that a segment can meet, from the declared ranges."""
    if end is None or is_list is not (matrix.lookup is Basis.LIST):
        return MAX_AMOUNT
    return min(MAX_AMOUNT, end * CENT + HALF_CENT)


def _frozen(values: Sequence[int]) -> Ints:
    array = np.array(values, dtype=np.int64)
    array.flags.writeable = False
    return array


def _frozen_bools(values: list[bool]) -> Bools:
    array = np.array(values, dtype=np.bool_)
    array.flags.writeable = False
    return array


def affected_interval(before: Matrix, after: Matrix) -> tuple[int, int | None] | None:
    """Return the look-up cents, first and last, that an edit re-prices; see changed_interval."""
    return changed_interval(compile_matrix(before), compile_matrix(after))


def changed_interval(before: Schedule, after: Schedule) -> tuple[int, int | None] | None:
    """Return the look-up cents (first, last) outside of which two schedules price alike.

    Alike means the same price from the same row. Last is None where the interval is open; the
    whole is None where nothing changed. One tier for simple, the tier before as well for
    linear, all above for compound follow from comparing the segments' rules.
    """
    old, new = before.matrix, after.matrix
    if old is new:
        return None
    if (old.lookup, old.rails, old.ending, old.fallback) != (
        new.lookup,
        new.rails,
        new.ending,
        new.fallback,
    ) or before.mode_mix != after.mode_mix:
        return (0, None)
    interval = _differing_cents(before, after)
    if old.cap == new.cap:
        return interval
    if new.lookup is Basis.LIST:
        return (0, None)
    first = min(cents_of(cap.above) for cap in (old.cap, new.cap) if cap is not None)
    return (first if interval is None else min(first, interval[0]), None)


def _differing_cents(before: Schedule, after: Schedule) -> tuple[int, int | None] | None:
    """Walk two schedules side by side, from the start of a segment of either to the next."""
    old, new = _rules_by_start(before), _rules_by_start(after)
    first = last = None
    is_open = False
    old_rule = new_rule = None
    for edge in sorted({*old, *new}):
        if is_open:
            last = edge - 1
        old_rule, new_rule = old.get(edge, old_rule), new.get(edge, new_rule)
        is_open = old_rule != new_rule
        if is_open and first is None:
            first = edge
    if first is None:
        return None
    return first, None if is_open else last


def _rules_by_start(schedule: Schedule) -> dict[int, tuple[int, bool, Formula]]:
    """Return what each segment does, by its first look-up cent."""
    rules = zip(schedule.rows.tolist(), schedule.on_list.tolist(), schedule.rounding, strict=True)
    return dict(zip(schedule.starts.tolist(), rules, strict=True))


def slice_of(interval: tuple[int, int | None], lookup: Ints) -> slice:
    """Return the slice of a sorted column of look-up amounts that an interval of cents covers."""
    first, last = interval
    start = int(np.searchsorted(lookup, first * CENT - HALF_CENT))
    stop = lookup.size
    if last is not None:
        stop = int(np.searchsorted(lookup, (last + 1) * CENT - HALF_CENT))
    return slice(start, stop)


__all__ = [
    "NO_ROW",
    "Bools",
    "Schedule",
    "Stretch",
    "affected_interval",
    "changed_interval",
    "compile_matrix",
    "slice_of",
]
