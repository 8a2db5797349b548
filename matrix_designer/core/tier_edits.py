"""What is done to whole tiers and to several factors at once: nudge, split, merge.

Bounds that touch go on touching. Tiers are counted from 0. Knows tiers, factors and edits.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

from matrix_designer.core.design import Design
from matrix_designer.core.edits import InsertTier, ReplaceMatrix
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import Basis, Factor, FactorKind, factor_text
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import CENT, DOLLAR, POINT

NUDGES = {
    FactorKind.MULTIPLIER: CENT,
    FactorKind.MARKUP: POINT,
    FactorKind.PERCENT_OF: POINT,
    FactorKind.GP: POINT // 10,
    FactorKind.ADD_ON: DOLLAR // 10,
}
"""One nudge of each kind: 0.01, a point, a tenth of a point of GP, ten cents."""


@dataclass(frozen=True, slots=True)
class NudgeFactors:
    """Move factors by steps, each in its own kind; nudges of the same tiers are one undo step."""

    matrix: str
    tiers: tuple[int, ...]
    steps: int

    @property
    def text(self) -> str:
        """Name the step."""
        if len(self.tiers) == 1:
            return f"nudge factor of tier {self.tiers[0] + 1}"
        return f"nudge {len(self.tiers)} factors"

    @property
    def merge_key(self) -> Hashable:
        """Belong to the nudges of the same tiers just before."""
        return ("nudge", self.matrix, self.tiers)

    def apply(self, design: Design) -> Design:
        """Return the design with the factors moved; a factor at its limit is refused."""
        matrix = design.matrix_named(self.matrix)
        tiers = list(matrix.tiers)
        for place in self.tiers:
            tier = _tier(matrix, place)
            tiers[place] = replace(tier, factor=nudged(tier.factor, tier.basis, self.steps))
        return _with_tiers(design, matrix, tiers)


def nudged(factor: Factor, basis: Basis, steps: int) -> Factor:
    """Return a factor moved by steps in its own kind."""
    value = factor.value + steps * NUDGES[factor.kind]
    return Factor(factor.kind, value, factor_text(factor.kind, value, basis))


@dataclass(frozen=True, slots=True)
class SplitTier:
    """Part a tier in two of one factor; `at` (an amount) ends the lower one, None halves it."""

    matrix: str
    tier: int
    at: int | None = None
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"split tier {self.tier + 1}"

    def apply(self, design: Design) -> Design:
        """Return the design with the tier parted; `at` must leave both a cent."""
        matrix = design.matrix_named(self.matrix)
        tier = _tier(matrix, self.tier)
        if self.at is None:
            return InsertTier(self.matrix, self.tier).apply(design)
        at = self.at // CENT
        if not tier.first_cent <= at or (tier.last_cent is not None and at >= tier.last_cent):
            raise MatrixDesignerError(
                f"Tier {self.tier + 1} cannot be split there", "", "Split it inside its range"
            )
        parts = replace(tier, upper=at * CENT), replace(tier, lower=(at + 1) * CENT)
        tiers = [*matrix.tiers[: self.tier], *parts, *matrix.tiers[self.tier + 1 :]]
        return _with_tiers(design, matrix, tiers)


@dataclass(frozen=True, slots=True)
class MergeTiers:
    """Make neighbouring tiers one, from the first one's start to the last one's end.

    The first one's factor and basis stay.
    """

    matrix: str
    first: int
    last: int
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        joint = "and" if self.last == self.first + 1 else "to"
        return f"merge tiers {self.first + 1} {joint} {self.last + 1}"

    def apply(self, design: Design) -> Design:
        """Return the design with the tiers merged."""
        matrix = design.matrix_named(self.matrix)
        first, last = _tier(matrix, self.first), _tier(matrix, self.last)
        if self.last <= self.first:
            raise MatrixDesignerError("Only neighbours can be merged", "", "Select the lower one")
        made = replace(first, upper=last.upper)
        tiers = [*matrix.tiers[: self.first], made, *matrix.tiers[self.last + 1 :]]
        return _with_tiers(design, matrix, tiers)


def _tier(matrix: Matrix, place: int) -> Tier:
    if not 0 <= place < len(matrix.tiers):
        raise MatrixDesignerError(
            f"“{matrix.name}” has no tier {place + 1}", f"It has {len(matrix.tiers)} tiers"
        )
    return matrix.tiers[place]


def _with_tiers(design: Design, matrix: Matrix, tiers: list[Tier]) -> Design:
    made = replace(matrix, tiers=tuple(tiers))
    return ReplaceMatrix(matrix.name, made).apply(design)
