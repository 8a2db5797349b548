"""What is proposed beside what it is compared with: totals, moves, list, and the bridge.

Made when the comparison is looked at: nothing here belongs to what an edit repaints elsewhere.
Pure functions over integers; they word nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from matrix_designer.analysis.bridge import Bridge, bridge_of
from matrix_designer.analysis.replay import AboveList, ComparedWith, Move, Replay, Totals
from matrix_designer.analysis.stacked_rows import StackedRow
from matrix_designer.analysis.sums import PricedFold, products, total
from matrix_designer.core.evidence import Ints
from matrix_designer.core.money import divide_half_away


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that is said of two states of the same used lines.

    `above_before` and `above_after` count every piece above its list, with the dollars over it.
    `counted` are the priced parts of the history, each with what it had above list before.
    """

    compared_with: ComparedWith
    before: Totals
    after: Totals
    bridge: Bridge
    up: Move
    down: Move
    same: Move
    above_before: AboveList
    above_after: AboveList
    counted: tuple[tuple[PricedFold, AboveList], ...] = field(repr=False, compare=False)

    @property
    def gain(self) -> int:
        """GP after minus before in the period, an extended amount."""
        return self.after.gp - self.before.gp


def compare(
    replay: Replay,
    rows: Sequence[StackedRow],
    parts: Sequence[PricedFold],
    previous: Comparison | None = None,
) -> Comparison:
    """Set a replay beside what it is compared with; `rows` and `parts` are all that it is made of.

    `previous` is any earlier comparison; what stood above list before is counted once.
    """
    known = () if previous is None else previous.counted
    counted = tuple((priced, _known_above(priced, known)) for priced in parts)
    return Comparison(
        compared_with=replay.moves.compared_with,
        before=replay.before,
        after=replay.replayed,
        bridge=bridge_of(rows, replay),
        up=replay.moves.up,
        down=replay.moves.down,
        same=replay.moves.same,
        above_before=AboveList(
            sum(above.pieces for _, above in counted), sum(above.dollars for _, above in counted)
        ),
        above_after=replay.above_list,
        counted=counted,
    )


def _known_above(priced: PricedFold, known: Sequence[tuple[PricedFold, AboveList]]) -> AboveList:
    """Return what the state before puts above list, as it was counted where that still holds."""
    for old, above in known:
        if old is priced or _is_same_before(old, priced):
            return above
    return _above_before(priced)


def average_of(move: Move) -> int | None:
    """Return the mean change a piece, an amount rounded once; None where no piece moved."""
    return divide_half_away(move.dollars, move.pieces) if move.pieces else None


def reference_of(priced: PricedFold) -> Ints | None:
    """Return the prices that the proposed ones are compared with; None: those sold."""
    return priced.in_force if priced.against is None else priced.against


def used_rows(priced: PricedFold) -> Ints:
    """Return the rows of the fold that every state prices."""
    states = (priced.price, priced.in_force, priced.against)
    is_used = np.logical_and.reduce([state >= 0 for state in states if state is not None])
    return np.flatnonzero(is_used)


def _is_same_before(old: PricedFold, new: PricedFold) -> bool:
    """Say whether the side before is the same, over the same used rows."""
    return (
        old.fold is new.fold
        and old.in_force is new.in_force
        and old.against is new.against
        and np.array_equal(old.price < 0, new.price < 0)
    )


def _above_before(priced: PricedFold) -> AboveList:
    """Count what the state before puts above list, over the used rows."""
    fold, reference = priced.fold, reference_of(priced)
    rows = used_rows(priced)
    if reference is not None:
        return _above(reference[rows], fold.list_price[rows], fold.quantity[rows])
    is_used = np.zeros(len(fold), dtype=np.bool_)
    is_used[rows] = True
    units = np.flatnonzero(is_used[fold.unit_row])
    listed = fold.list_price[fold.unit_row[units]]
    return _above(fold.unit_sold[units], listed, fold.unit_quantity[units])


def _above(price: Ints, listed: Ints, quantity: Ints) -> AboveList:
    is_above = (listed > 0) & (price > listed)
    pieces = quantity[is_above]
    return AboveList(total(pieces), total(products((price - listed)[is_above], pieces)))
