"""What must be true for a change of prices to pay: the honest arithmetic beside every gain.

Knows exact sums of a replay, in total and by row; volumes are unchanged until it asks what
happens when they are not. Pure functions over integers and fractions; it words nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from math import ceil

from matrix_designer.analysis import sums as at
from matrix_designer.analysis.bridge import REFERENCES
from matrix_designer.analysis.replay import ComparedWith, Period, PricingRow, Replay
from matrix_designer.analysis.stacked_rows import StackedRow
from matrix_designer.core.money import divide_half_away

STEPS_A_POINT = 10
"""How many places of the volume there are in a percentage point."""
_STEPS = 100 * STEPS_A_POINT


def break_even_loss(rise: Fraction, margin: Fraction) -> Fraction | None:
    """Return the share of the pieces that a price rise may lose: x / (x + g).

    `rise` is the rise as a part of the price before, `margin` the GP as a part of that price. A
    cut gives what must be gained, below zero. None where nothing would be left of the price.
    """
    left = rise + margin
    return rise / left if left > 0 else None


def implied_elasticity(multiplier: Fraction) -> Fraction | None:
    """Return the elasticity that a multiplier really paid assumes: m / (m - 1); None at m <= 1."""
    return multiplier / (multiplier - 1) if multiplier > 1 else None


class Verdict(Enum):
    """What the change asks of the volume."""

    UNCHANGED = "unchanged"
    """GP stays as it is."""
    MAY_LOSE = "may lose"
    """It pays while less than a share of the pieces is lost."""
    MUST_GAIN = "must gain"
    """It pays only where more than a share of pieces is gained."""
    ALWAYS = "always"
    """It pays at every volume: before, nothing was earned."""
    NEVER = "never"
    """No volume makes up for it: afterwards nothing is earned."""


@dataclass(frozen=True, slots=True)
class Stake:
    """The same pieces before and after a change: cost and sales, extended amounts, exact."""

    cost: int
    before: int
    after: int

    @property
    def gp_before(self) -> int:
        """GP before, an extended amount."""
        return self.before - self.cost

    @property
    def gp_after(self) -> int:
        """GP afterwards, volumes unchanged."""
        return self.after - self.cost

    @property
    def gain(self) -> int:
        """GP afterwards less GP before, volumes unchanged."""
        return self.after - self.before

    @property
    def rise(self) -> Fraction | None:
        """By how much prices rise, as a part of those before; None where nothing was taken."""
        return Fraction(self.gain, self.before) if self.before else None

    @property
    def margin_before(self) -> Fraction | None:
        """GP as a part of sales before; None where nothing was taken."""
        return Fraction(self.gp_before, self.before) if self.before else None

    @property
    def verdict(self) -> Verdict:
        """What the change asks of the volume."""
        if not self.gain:
            return Verdict.UNCHANGED
        if self.gp_before > 0 and self.gp_after > 0:
            return Verdict.MAY_LOSE if self.gain > 0 else Verdict.MUST_GAIN
        return Verdict.ALWAYS if self.gain > 0 else Verdict.NEVER

    @property
    def volume(self) -> Fraction | None:
        """The share of pieces at which GP is what it was: may be lost, or must be gained.

        Zero where nothing changes, None where no volume is the border.
        """
        if self.verdict in {Verdict.ALWAYS, Verdict.NEVER}:
            return None
        if not self.gain:
            return Fraction(0)
        # The same as x / (x + g) of rise and margin, which the tests hold it to.
        return abs(Fraction(self.gain, self.gp_after))

    @property
    def break_even_percent(self) -> float | None:
        """The volume loss that leaves GP as it was, in percent; below zero: must be gained."""
        share = self.volume
        if share is None:
            return None
        return float(-100 * share if self.verdict is Verdict.MUST_GAIN else 100 * share)

    @property
    def multiplier_before(self) -> Fraction | None:
        """Sales per cost before: the multiplier really paid, rails and endings included."""
        return Fraction(self.before, self.cost) if self.cost > 0 else None

    @property
    def multiplier_after(self) -> Fraction | None:
        """Sales per cost afterwards."""
        return Fraction(self.after, self.cost) if self.cost > 0 else None

    @property
    def elasticity_before(self) -> Fraction | None:
        """The elasticity that the prices before assume."""
        paid = self.multiplier_before
        return None if paid is None else implied_elasticity(paid)

    @property
    def elasticity_after(self) -> Fraction | None:
        """The elasticity that the prices afterwards assume."""
        paid = self.multiplier_after
        return None if paid is None else implied_elasticity(paid)

    @property
    def steps(self) -> int:
        """How many places there are from unchanged volume to break-even, a tenth of a point each.

        The last one is break-even itself, wherever it lies; 0 where there is none.
        """
        share = self.volume
        return 0 if share is None else ceil(share * _STEPS)

    def share_at(self, step: int) -> Fraction:
        """Return the share of pieces lost, or gained, at a place from 0 to `steps`."""
        share = self.volume or Fraction(0)
        return share if step >= self.steps else Fraction(max(step, 0), _STEPS)

    def gp_at(self, step: int) -> int:
        """Return GP at a place, the same share of every part lost or gained; rounded once."""
        share = self.share_at(step)
        left = 1 + share if self.verdict is Verdict.MUST_GAIN else 1 - share
        gp = self.gp_after * left
        return divide_half_away(gp.numerator, gp.denominator)


@dataclass(frozen=True, slots=True)
class RowStake(PricingRow):
    """What is at stake in the parts that one row of the proposed matrix prices."""

    stake: Stake


@dataclass(frozen=True, slots=True)
class WhatMustBeTrue:
    """The arithmetic of one replay: in total and by row, against what it is compared with."""

    compared_with: ComparedWith
    period: Period
    total: Stake
    rows: tuple[RowStake, ...]


def what_must_be_true(replay: Replay, rows: Sequence[StackedRow]) -> WhatMustBeTrue:
    """Work out break-even volumes and implied elasticities; `rows` are those of the replay."""
    compared_with = replay.moves.compared_with
    return WhatMustBeTrue(
        compared_with=compared_with,
        period=replay.period,
        total=Stake(replay.replayed.cost, replay.before.sales, replay.replayed.sales),
        rows=tuple(_rows(rows, REFERENCES[compared_with])),
    )


def _rows(rows: Sequence[StackedRow], reference: int) -> Iterator[RowStake]:
    """Yield what is at stake in each row that can price."""
    for one in rows:
        if one.can_price:
            row = one.row
            yield RowStake(
                *(row.kind, row.tier, row.lower, row.upper),
                matrix=row.matrix,
                percent=row.percent,
                stake=Stake(one.cells[at.COST], one.cells[reference], one.cells[at.REPLAYED]),
            )
