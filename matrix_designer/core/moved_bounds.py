"""Moving a bound between two tiers, or the cap: neighbours follow, and nobody is passed.

Knows tiers and edits. Where two tiers touch, they go on touching in the way they did: one cent
apart, or sharing a cent.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

from matrix_designer.core.design import Design
from matrix_designer.core.edits import BoundSide, ReplaceMatrix
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import CENT, MAX_BOUND, amount_text


@dataclass(frozen=True, slots=True)
class Room:
    """How far a bound can go: amounts in whole cents, both included."""

    low: int
    high: int

    def hold(self, amount: int) -> int:
        """Return the nearest whole cent inside."""
        cents = (amount + CENT // 2) // CENT * CENT
        return min(max(cents, self.low), self.high)


@dataclass(frozen=True, slots=True)
class MoveBound:
    """Move one end of a tier; a tier that touches it there follows.

    `amount` becomes the bound as whole cents, no further than `room_of_bound` allows.
    """

    matrix: str
    tier: int
    side: BoundSide
    amount: int
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"“{self.side.value}” of tier {self.tier + 1}"

    def apply(self, design: Design) -> Design:
        """Return the design with the bound moved; raises where there is no such bound."""
        matrix = design.matrix_named(self.matrix)
        room = room_of_bound(matrix, self.tier, self.side)
        if room is None:
            raise MatrixDesignerError(
                f"“{self.side.value}” of tier {self.tier + 1} cannot be moved",
                "It has no bound there, or no room beside it",
            )
        amount = room.hold(self.amount)
        tiers = list(matrix.tiers)
        tier, other = tiers[self.tier], touching(matrix, self.tier, self.side)
        if self.side is BoundSide.UPPER:
            step = 0 if other is None else _step_between(tier, tiers[other])
            tiers[self.tier] = replace(tier, upper=amount)
            if other is not None:
                tiers[other] = replace(tiers[other], lower=amount + step)
        else:
            step = 0 if other is None else _step_between(tiers[other], tier)
            tiers[self.tier] = replace(tier, lower=amount)
            if other is not None:
                tiers[other] = replace(tiers[other], upper=amount - step)
        return _with_tiers(design, matrix, tuple(tiers))


@dataclass(frozen=True, slots=True)
class MoveCap:
    """Move the cap; a tier that ends exactly at it goes on ending there."""

    matrix: str
    amount: int
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"cap at {amount_text(self.amount)}"

    def apply(self, design: Design) -> Design:
        """Return the design with the cap moved; raises where there is none."""
        matrix = design.matrix_named(self.matrix)
        room = room_of_cap(matrix)
        if matrix.cap is None or room is None:
            raise MatrixDesignerError("The matrix has no cap that can be moved")
        amount = room.hold(self.amount)
        tiers = tuple(
            replace(tier, upper=amount) if tier.upper == matrix.cap.above else tier
            for tier in matrix.tiers
        )
        made = replace(matrix, tiers=tiers, cap=replace(matrix.cap, above=amount))
        return ReplaceMatrix(self.matrix, made).apply(design)


def touching(matrix: Matrix, tier: int, side: BoundSide) -> int | None:
    """Return the place of the tier that follows a bound: the neighbour that touches it."""
    other = tier + 1 if side is BoundSide.UPPER else tier - 1
    if not 0 <= tier < len(matrix.tiers) or not 0 <= other < len(matrix.tiers):
        return None
    below, above = sorted((tier, other))
    step = _step_between(matrix.tiers[below], matrix.tiers[above])
    return other if step in (0, CENT) else None


def room_of_bound(matrix: Matrix, tier: int, side: BoundSide) -> Room | None:
    """Return how far a bound can go without passing a neighbour; None where it cannot move.

    Every tier keeps a cent of its own. An open top and a first bound of nothing cannot move.
    """
    tiers = matrix.tiers
    if not 0 <= tier < len(tiers):
        return None
    this, other = tiers[tier], touching(matrix, tier, side)
    if side is BoundSide.UPPER:
        if this.upper is None:
            return None
        return _room_between(this, _next(tiers, tier), follows=other is not None)
    if tier == 0:
        return _made(0, MAX_BOUND if this.upper is None else this.upper // CENT * CENT)
    if other is None:
        before = tiers[tier - 1]
        low = 0 if before.upper is None else before.upper // CENT * CENT + CENT
        top = MAX_BOUND if this.upper is None else this.upper // CENT * CENT
        return _made(low, top) if low <= this.lower else None
    step = _step_between(tiers[other], this)
    room = _room_between(tiers[other], this, follows=True)
    return None if room is None else _made(room.low + step, room.high + step)


def room_of_cap(matrix: Matrix) -> Room | None:
    """Return how far the cap can go: not below the tier in which it lies, nor past the next."""
    cap = matrix.cap
    if cap is None:
        return None
    starts = sorted(tier.first_cent * CENT for tier in matrix.tiers)
    low = max((start for start in starts if start <= cap.above), default=CENT)
    high = min((start for start in starts if start > cap.above), default=MAX_BOUND + CENT)
    return _made(low, high - CENT)


def _room_between(below: Tier, above: Tier | None, *, follows: bool) -> Room | None:
    """Return the room of the upper bound of `below`, before or together with `above`."""
    low = below.first_cent * CENT
    if above is None:
        return _made(low, MAX_BOUND)
    if not follows:
        is_gap = below.upper is not None and below.upper < above.lower
        return _made(low, above.first_cent * CENT - CENT if is_gap else MAX_BOUND)
    step = _step_between(below, above)
    top = MAX_BOUND if above.upper is None else above.upper // CENT * CENT
    if step == 0:
        return _made(low + CENT, top - CENT)  # a shared cent is nobody's own
    return _made(low, top - step)


def _made(low: int, high: int) -> Room | None:
    return Room(low, high) if low <= high else None


def _next(tiers: tuple[Tier, ...], tier: int) -> Tier | None:
    return tiers[tier + 1] if tier + 1 < len(tiers) else None


def _step_between(below: Tier, above: Tier) -> int:
    """Return how far the upper tier's first bound lies over the lower one's last, in amounts.

    Far beyond any for an open top, which nothing touches.
    """
    last = MAX_BOUND if below.last_cent is None else below.last_cent
    return (above.lower // CENT - last) * CENT


def _with_tiers(design: Design, matrix: Matrix, tiers: tuple[Tier, ...]) -> Design:
    return ReplaceMatrix(matrix.name, replace(matrix, tiers=tiers)).apply(design)
