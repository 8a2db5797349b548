"""Fixes of the ladder: levels merged, split, and made as narrow as the sources allow.

A tier that becomes several keeps its factor in its middle; the steps around it are interpolated
towards the neighbours' factors, so that prices go down in small steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from matrix_designer.analysis.checks.context import CheckContext, Place, ladder_end, places_of
from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.fixes.fix import (
    Fix,
    changing,
    neighbours,
    with_tier,
    with_tiers,
)
from matrix_designer.analysis.fixes.numbers import (
    FOUR_DECIMALS,
    THREE_DECIMALS,
    TWO_DECIMALS,
    factor_for,
)
from matrix_designer.core.factor import Factor, FactorKind
from matrix_designer.core.matrix import CapRule, Matrix, Tier
from matrix_designer.core.money import CENT, MAX_BOUND

ENOUGH_LEVELS = 12
STEPS = ((500, 100), (2_500, 500), (10_000, 1_500), (25_000, 5_000))
"""Cents up to which a ladder's steps have a width: the sources' widths, 50.00 above $100."""
_WIDEST = 15_000
"""The width of the steps to a cap above $250."""
_CAP_MULTIPLIER = Fraction(167, 100)
_ONE = Fraction(1)


def merge_levels(finding: Finding, context: CheckContext) -> Iterator[Fix]:
    """Make two neighbours of one factor one tier."""
    _, place, above = neighbours(context, finding.tier)
    if place is None or above is None:
        return
    upper = above.tier.upper if above.end >= place.end else place.tier.upper
    matrix = with_tier(context.matrix, place.number, replace(place.tier, upper=upper))
    gone = matrix.tiers[above.number - 1]
    tiers = [tier for tier in matrix.tiers if tier is not gone]
    yield changing(
        context,
        with_tiers(matrix, tiers),
        f"Merge tiers {place.number} and {above.number}",
        "No price moves.",
        "Merge",
    )


def make_ladder(finding: Finding, context: CheckContext) -> Iterator[Fix]:
    """Split a wide tier into the steps that the sources allow."""
    below, place, above = neighbours(context, finding.tier)
    if place is None:
        return
    bounds = ladder_bounds(place.first, place.last, context.cap_cent)
    steps = step_tiers(context.matrix, place, below, above, bounds)
    yield changing(
        context,
        with_tier(context.matrix, place.number, *steps),
        "Make it a ladder",
        f"{len(steps)} steps; its factor stays in the middle, the others lead to its neighbours'.",
        "Ladder",
    )


def ladder_bounds(first: int, last: int | None, cap: int | None = None) -> list[int]:
    """Return the last cents of a ladder's steps from `first` up, without the uppermost's."""
    top = ladder_end(cap) if last is None else min(ladder_end(cap), last)
    bounds = []
    at = first - 1
    while at < top:
        limit, width = next((each for each in STEPS if at < each[0]), (top, _WIDEST))
        at = min((at // width + 1) * width, limit)
        if at < top:
            bounds.append(at)
    return bounds


def split_widest(finding: Finding, context: CheckContext) -> Iterator[Fix]:
    """Halve the widest tiers, measured by the ladder, until there are enough levels."""
    del finding
    matrix = context.matrix
    added = 0
    while len(matrix.tiers) < ENOUGH_LEVELS:
        parted = _halve_widest(matrix, context.cap_cent)
        if parted is None:
            return
        matrix = parted
        added += 1
    yield changing(
        context,
        matrix,
        "Split the widest tiers",
        f"{added} more levels; each part of a tier leads to its neighbours' factors.",
        "Split",
    )


def _halve_widest(matrix: Matrix, cap: int | None) -> Matrix | None:
    """Split the tier that is widest for where it stands; None where all are a few cents wide."""
    places = places_of(matrix)
    limit = ladder_end(cap)
    widest: tuple[Fraction, int, int] | None = None
    for index, place in enumerate(places):
        end = place.last
        if end is None:
            end = min(max(limit, 2 * place.first), MAX_BOUND // CENT)
        middle = _round_middle(place.first, end)
        if middle is None:
            continue
        allowed = next((width for bound, width in STEPS if end <= bound), STEPS[-1][1])
        size = (Fraction(end - place.first + 1, allowed), -index, middle)
        widest = size if widest is None else max(widest, size)
    if widest is None:
        return None
    index, middle = -widest[1], widest[2]
    below = places[index - 1] if index else None
    above = places[index + 1] if index + 1 < len(places) else None
    steps = step_tiers(matrix, places[index], below, above, [middle])
    return with_tier(matrix, places[index].number, *steps)


def _round_middle(first: int, last: int) -> int | None:
    """Return the last cent of a range's lower half, as round as the range is wide."""
    if last <= first:
        return None
    middle = (first + last) // 2
    least = first + (middle - first) // 2
    for step in (10_000, 5_000, 1_000, 500, 100, 50, 25, 10, 5):
        rounder = middle // step * step
        if rounder >= least:
            return rounder
    return middle


def step_tiers(
    matrix: Matrix, place: Place, below: Place | None, above: Place | None, bounds: Sequence[int]
) -> list[Tier]:
    """Cut a tier at some cents and interpolate the factors of its steps."""
    factors = _step_factors(matrix, place, below, above, [*bounds, None])
    lowers = [place.tier.lower, *((bound + 1) * CENT for bound in bounds)]
    uppers = [*(bound * CENT for bound in bounds), place.tier.upper]
    return [
        replace(place.tier, lower=lower, upper=upper, factor=factor)
        for lower, upper, factor in zip(lowers, uppers, factors, strict=True)
    ]


def _step_factors(
    matrix: Matrix,
    place: Place,
    below: Place | None,
    above: Place | None,
    bounds: Sequence[int | None],
) -> list[Factor]:
    own = place.tier.factor
    held = own.multiplier
    count = len(bounds)
    low, high = _edges(matrix, place, below, above)
    if held is None or low == high or count == 1:
        return [own] * count
    wanted = []
    for step in range(count):
        at = Fraction(2 * step + 1, 2 * count)  # the step's middle, on the tier's width
        half = 2 * at if 2 * at <= 1 else 2 * at - 1
        start, end = (low, held) if 2 * at <= 1 else (held, high)
        wanted.append(start + (end - start) * half)
    for decimals in (TWO_DECIMALS, THREE_DECIMALS, FOUR_DECIMALS):
        made = [factor_for(each, own, place.tier.basis, step=decimals) for each in wanted]
        written = [factor for factor in made if factor is not None]
        if len(written) == count and len({factor.value for factor in written}) == count:
            return written
    return written if len(written) == count else [own] * count


def _edges(
    matrix: Matrix, place: Place, below: Place | None, above: Place | None
) -> tuple[Fraction, Fraction]:
    """Return the multipliers at a tier's two ends: half way to the neighbours'."""
    held = place.tier.factor.multiplier or _ONE
    before = _multiplier(place, below)
    after = _multiplier(place, above)
    if above is None and after is None:
        after = _of_cap(matrix, place)
    low = None if before is None else (before + held) / 2
    high = None if after is None else (after + held) / 2
    if low is None and high is None:
        return held, held
    low = held + (held - high) if low is None and high is not None else low
    high = held - (low - held) if high is None and low is not None else high
    least = min(held, _ONE)
    return max(low or held, least), max(high or held, least)


def _multiplier(place: Place, other: Place | None) -> Fraction | None:
    """Return a neighbour's multiplier where it can be compared."""
    if other is None or other.tier.basis is not place.tier.basis:
        return None
    if other.tier.factor.kind is FactorKind.ADD_ON:
        return None
    return other.tier.factor.multiplier


def _of_cap(matrix: Matrix, place: Place) -> Fraction | None:
    """Return what follows the last tier under a cap that is not list alone."""
    cap = matrix.cap
    is_known = cap is not None and cap.rule is not CapRule.LIST
    if not is_known or place.tier.basis.value != "cost":
        return None
    return _CAP_MULTIPLIER
