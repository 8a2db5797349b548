"""Ranges of tiers that are parted or taken over: whole cents, nothing lost between neighbours.

Knows tiers; not who wants them changed.
"""

from __future__ import annotations

from dataclasses import replace

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.matrix import Tier
from matrix_designer.core.money import CENT, MAX_BOUND


def part_tier(tier: Tier) -> tuple[Tier, Tier]:
    """Part a tier into its lower and upper half at a whole cent, rounder where it is wide."""
    first, last = tier.first_cent, tier.last_cent
    if last is not None and last <= first:
        raise MatrixDesignerError(
            "The tier is one cent wide and cannot be parted", "", "Widen it first"
        )
    middle = min(_middle(first, last), MAX_BOUND // CENT - 1)
    return replace(tier, upper=middle * CENT), replace(tier, lower=(middle + 1) * CENT)


def _middle(first: int, last: int | None) -> int:
    """Return the cent that halves a range, as round as the range is wide."""
    middle = max(2 * first, 100) if last is None else (first + last) // 2
    least = first + (middle - first) // 2
    for step in (10_000, 1_000, 500, 100, 50, 25, 10, 5):
        rounder = middle // step * step
        if rounder >= least:
            return rounder
    return middle


def take_out(tiers: list[Tier], place: int) -> None:
    """Remove one tier and let the neighbour that it touches take over its range."""
    gone = tiers.pop(place)
    if place > 0:
        below = tiers[place - 1]
        if below.last_cent is not None and below.last_cent + 1 == gone.first_cent:
            tiers[place - 1] = replace(below, upper=gone.upper)
    elif tiers and gone.last_cent is not None and gone.last_cent + 1 == tiers[0].first_cent:
        tiers[0] = replace(tiers[0], lower=gone.lower)
