"""Which tier a look-up value finds: the first in list order whose range holds its cent.

Knows ranges of whole cents and whether a mode can work on them; it does not know prices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise

from matrix_designer.core.factor import Basis, FactorKind
from matrix_designer.core.matrix import Matrix, Mode, Tier

NO_ROW = -1
"""Stands for no tier (and no cap, no fallback) in integer columns of rows."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Look-up cents from `first` up to the next stretch, all owned by one tier or by none."""

    first: int
    row: int


def stretches_of(tiers: Sequence[Tier]) -> list[Stretch]:
    """Cut the look-up cents from 0 upwards into stretches; where tiers overlap the first wins.

    The list is total: it starts at 0 and its last stretch is open. Neighbours differ in owner.
    """
    opens: dict[int, list[int]] = {}
    edges = {0}
    for row, tier in enumerate(tiers):
        last = tier.last_cent
        if last is not None and last < tier.first_cent:
            continue
        opens.setdefault(tier.first_cent, []).append(row)
        edges.add(tier.first_cent)
        if last is not None:
            edges.add(last + 1)
    stretches: list[Stretch] = []
    active: list[int] = []
    for edge in sorted(edges):
        for row in opens.get(edge, ()):
            heappush(active, row)
        while active and _ends_before(tiers[active[0]], edge):
            heappop(active)
        owner = active[0] if active else NO_ROW
        if not stretches or stretches[-1].row != owner:
            stretches.append(Stretch(edge, owner))
    return stretches


def _ends_before(tier: Tier, cent: int) -> bool:
    return tier.last_cent is not None and tier.last_cent < cent


def mode_mix_problem(matrix: Matrix) -> str | None:
    """Say why the tiers cannot have the matrix's mode (`mode-mix`); None where they can.

    Compound and linear need one basis for look-up and all prices, no add-on, and ascending
    tiers without overlap. A cent that stands in two neighbours is a shared bound, no overlap.
    """
    if matrix.mode is Mode.SIMPLE:
        return None
    for number, tier in enumerate(matrix.tiers, start=1):
        if problem := _unfit(tier, matrix.lookup):
            return f"tier {number} {problem}, which {matrix.mode.value} cannot use"
    for number, (tier, after) in enumerate(pairwise(matrix.tiers), start=2):
        if problem := _disorder(tier, after):
            return (
                f"tier {number} {problem} tier {number - 1}, which {matrix.mode.value} cannot use"
            )
    return None


def _unfit(tier: Tier, lookup: Basis) -> str | None:
    """Say what makes a tier alone unfit for compound and linear."""
    if tier.factor.kind is FactorKind.ADD_ON:
        return "is an add-on"
    if tier.basis is not lookup:
        return f"prices on {tier.basis.value} while the look-up is by {lookup.value}"
    if tier.last_cent is not None and tier.last_cent < tier.first_cent:
        return "runs from above to"
    return None


def _disorder(tier: Tier, after: Tier) -> str | None:
    """Say how a tier stands wrong to the one before it."""
    if after.first_cent <= tier.first_cent:
        return "does not start above"
    if tier.last_cent is None or after.first_cent < tier.last_cent:
        return "overlaps"
    return None
