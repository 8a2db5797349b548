"""What a drag on the chart asks for: the edit that puts a factor or a bound under the pointer.

Every edit starts from the matrix as it was when the drag began and carries the drag's own merge
key, so that the whole drag is one undo step. Knows matrices and data coordinates, no pixels.
"""

from __future__ import annotations

from dataclasses import dataclass

from matrix_designer.core.edits import Edit, ReplaceMatrix, SetFactor
from matrix_designer.core.factor import Basis, FactorKind
from matrix_designer.core.fitted_factor import fit_factor
from matrix_designer.core.matrix import Matrix, Mode
from matrix_designer.core.money import CENT, DOLLAR, MAX_AMOUNT
from matrix_designer.core.moved_bounds import MoveBound, MoveCap
from matrix_designer.gui.plots.handles import Dot, Handle

_HIGHEST_GP = 99.9
_ROUND = (1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 100_000)
"""Round steps of a bound, in cents."""


@dataclass(frozen=True, slots=True, eq=False)
class Drag:
    """One drag of a handle, from the matrix that stood when it began."""

    matrix: Matrix
    handle: Handle

    def edit_at(self, x: float, y: float, width: float) -> Edit:
        """Return the edit for a place in log10 dollars and GP %; `width` is a pixel's, in x."""
        if isinstance(self.handle, Dot):
            return self._factor_at(self.handle, y)
        amount = round_amount(x, width)
        tier, side = self.handle.tier, self.handle.side
        if tier is None:
            return MoveCap(self.matrix.name, amount, merge_key=self)
        return MoveBound(self.matrix.name, tier, side, amount, merge_key=self)

    def restored(self) -> Edit:
        """Return the edit that puts everything back where it was."""
        return ReplaceMatrix(self.matrix.name, self.matrix, merge_key=self)

    def _factor_at(self, dot: Dot, gp: float) -> Edit:
        """Return the edit that brings the curve at the dot to a GP %, in steps of the factor."""
        tier = self.matrix.tiers[dot.tier]
        cost = max(round(10**dot.x * DOLLAR), 1)
        shown, wanted = (1 / (1 - min(one, _HIGHEST_GP) / 100) for one in (dot.y, gp))
        if tier.factor.kind is FactorKind.ADD_ON:
            now = 1 + tier.factor.value / cost
        else:
            now = float(tier.factor.multiplier or 1)
        if tier.basis is Basis.LIST:
            multiplier = now * wanted / shown
        else:
            multiplier = now + (wanted - shown) / _weight(self.matrix, dot.tier, cost)
        factor = fit_factor(tier.factor, multiplier, tier.basis, cost)
        return SetFactor(self.matrix.name, dot.tier, factor, merge_key=self)


def round_amount(x: float, width: float) -> int:
    """Return the roundest whole-cent amount within half a pixel of a place in log10 dollars."""
    amount = 10**x * DOLLAR
    room = (10 ** (x + width / 2) - 10 ** (x - width / 2)) * DOLLAR
    step = max((one for one in _ROUND if one * CENT <= room), default=1) * CENT
    return min(max(round(amount / step), 1) * step, MAX_AMOUNT // CENT * CENT)


def _weight(matrix: Matrix, tier: int, cost: int) -> float:
    """Return how much the multiplier at a cost follows that of its tier: 1 in a simple table.

    Compound: only what lies above the tier before counts. Linear: it slides to the next tier's.
    """
    tiers = matrix.tiers
    if matrix.mode is Mode.COMPOUND and tier > 0:
        before = tiers[tier - 1].upper or 0
        return max((cost - before) / cost, _LEAST_WEIGHT)
    if matrix.mode is Mode.LINEAR and tier + 1 < len(tiers):
        low, high = tiers[tier].first_cent * CENT, tiers[tier + 1].first_cent * CENT
        return max((high - cost) / (high - low), _LEAST_WEIGHT)
    return 1.0


_LEAST_WEIGHT = 0.05
