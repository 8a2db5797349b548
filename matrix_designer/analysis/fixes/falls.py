"""Fixes of a price that falls at a bound: small tiers, another bound, less step; slices, a slide.

The ways in front touch the bound alone and lessen what its fall costs. Only slices and slides
remove it, and they change every factor of the matrix, so they stand behind and say so.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from matrix_designer.analysis.boundaries import Fall
from matrix_designer.analysis.checks.context import CheckContext, Place, cents_text, plural
from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.fixes.fix import Fix, changing, place_of, with_tier
from matrix_designer.analysis.fixes.numbers import (
    FOUR_DECIMALS,
    THREE_DECIMALS,
    TWO_DECIMALS,
    Toward,
    factor_for,
)
from matrix_designer.analysis.fixes.slices import recombined
from matrix_designer.analysis.fixes.weight import new_falls, weigh, weight_of
from matrix_designer.core.factor import Basis, Factor, FactorKind
from matrix_designer.core.matrix import Matrix, Mode, Tier
from matrix_designer.core.money import CENT

COMPOUND = "Change the whole matrix to compound"
LINEAR = "Change the whole matrix to linear"
SHELF = "Small tiers along the shelf"
SOFTEN = "Soften the step"
SHELF_STEPS = 4


class _Step(NamedTuple):
    """A bound at which simple tiers fall: the fall, the place below it and the one above."""

    fall: Fall
    below: Place
    above: Place


def smooth(finding: Finding, context: CheckContext) -> Iterator[Fix]:
    """Offer every way, the ones that leave the other tiers as they are first."""
    yield from _lessened(finding, context)
    yield from _recombined(context)


def fall_words(context: CheckContext, number: int | None) -> str | None:
    """Say what `smooth` offers first where a 1-based tier falls; a cap may stay below it."""
    if number in context.into_cap:
        return None
    step = _step(number, context)
    if step is not None and _is_a_fall(step):
        return SHELF if _room(context, step) else SOFTEN
    for mode, title in _MODES:
        if mode in context.other_modes and _holds(context, mode):
            return title
    return None


_MODES = ((Mode.COMPOUND, COMPOUND), (Mode.LINEAR, LINEAR))


def _holds(context: CheckContext, mode: Mode) -> bool:
    return context.target is None or mode in context.target.modes


def _recombined(context: CheckContext) -> Iterator[Fix]:
    """Change how the tiers combine, with factors that earn the same."""
    for mode, title in _MODES:
        if context.matrix.mode is mode:
            continue
        made = recombined(context.matrix, mode, context.fold, context.prices)
        if made is not None:
            solved = "the sales earn what they earned" if context.fold is not None else ""
            shaped = solved or "prices stay between the two that each bound has"
            changed = changing(
                context,
                made,
                title,
                f"No bound falls any more; factors are set so that {shaped}.",
                "Smooth",
            )
            caution = f"every factor changes, and the DMS must hold {mode.value}"
            yield replace(changed, caution=caution)


def _lessened(finding: Finding, context: CheckContext) -> Iterator[Fix]:
    step = _step(finding.tier, context)
    if step is None:
        return
    ways = _LESSENING if _room(context, step) else _WITHOUT_ROOM
    for way in ways:
        made = way(context, step)
        if made is not None:
            yield replace(made, is_partial=True, verb="Smooth")


def lessen(finding: Finding, context: CheckContext, like: Fix) -> Fix | None:
    """Take the way that lessened another bound at this one, without trying the others.

    What it does is not said: it is one of many, which are tried together.
    """
    step = _step(finding.tier, context)
    if step is None:
        return None
    titles = (SHELF, "Move", SOFTEN)
    way = next(
        way for way, title in zip(_UNTOLD, titles, strict=True) if like.title.startswith(title)
    )
    made = way(context, step)
    return None if made is None else replace(made, is_partial=True, verb="Smooth")


def _step(number: int | None, context: CheckContext) -> _Step | None:
    """Return the two tiers of a falling bound; None inside a tier, at the cap, and for slices."""
    if context.matrix.mode is not Mode.SIMPLE:
        return None
    fall = None if number is None else context.last_falls.get(number)
    index = place_of(context, number)
    if fall is None or index is None or fall.is_inside or fall.is_into_cap:
        return None
    places, after = context.places, fall.after
    place = places[index]
    for at in range(bisect_left(context.reaches, after), len(places)):
        above = places[at]
        if above.first > after:
            break
        is_next = after <= above.end and above is not place
        if is_next and above.tier.basis is place.tier.basis:
            return _Step(fall, place, above)
    return None


def _is_a_fall(step: _Step) -> bool:
    """Say whether both tiers have multipliers, the upper tier the lower one; see _multipliers."""
    below, above = step.below.tier.factor, step.above.tier.factor
    if below.kind is FactorKind.ADD_ON or above.kind is FactorKind.ADD_ON:
        return False
    low, high = below.ratio, above.ratio
    return high.numerator * low.denominator < low.numerator * high.denominator


def _multipliers(step: _Step) -> tuple[Fraction, Fraction] | None:
    if not _is_a_fall(step):
        return None
    low, high = step.below.ratio, step.above.ratio
    return Fraction(low.numerator, low.denominator), Fraction(high.numerator, high.denominator)


def _shelf_end(step: _Step) -> int:
    """Return the last cent that small tiers may take; the tier above keeps at least one."""
    last = step.above.last
    return step.fall.high if last is None else min(step.fall.high, last - 1)


def _room(context: CheckContext, step: _Step) -> int:
    """Return how many small tiers can stand along the shelf; none over the target's levels."""
    count = _shelf_end(step) - step.above.first + 1
    levels = None if context.target is None else context.target.max_levels
    if levels is not None:
        count = min(count, levels - len(context.matrix.tiers))
    return 0 if count < 0 else min(count, SHELF_STEPS)


def _shelf(context: CheckContext, step: _Step, *, is_told: bool = True) -> Fix | None:
    """Put small tiers into the zone, each as dear at its end as the top was.

    So nothing there sells for less than before, and what falls comes back within its own tier.
    """
    multipliers = _multipliers(step)
    count = _room(context, step)
    if multipliers is None or not count:
        return None
    top, start, high = step.fall.top, step.above.first, _shelf_end(step)
    ends = [start - 1 + (high - start + 1) * each // count for each in range(1, count + 1)]
    factors = _along(step, top * multipliers[0], ends)
    if not factors:
        return None
    ends = ends[: len(factors)]
    starts = [start, *(end + 1 for end in ends)]
    small = [
        replace(
            step.above.tier,
            lower=step.above.tier.lower if first == start else first * CENT,
            upper=end * CENT,
            factor=factor,
        )
        for first, end, factor in zip(starts, ends, factors, strict=False)
    ]
    rest = replace(step.above.tier, lower=starts[-1] * CENT)
    matrix = with_tier(context.matrix, step.above.number, *small, rest)
    words = _shelf_words(context, step, matrix, ends) if is_told else ""
    return changing(context, matrix, SHELF, words)


def _shelf_untold(context: CheckContext, step: _Step) -> Fix | None:
    return _shelf(context, step, is_told=False)


def _shelf_words(context: CheckContext, step: _Step, matrix: Matrix, ends: Sequence[int]) -> str:
    """Say what small tiers do: how many, up to where, and what falls in the place of the fall."""
    tiers = plural(len(ends), "tier")
    words = f"{tiers} from {cents_text(step.above.first)} to {cents_text(ends[-1])}"
    falls = new_falls(weigh(matrix, context, has_sales=False), weight_of(context.zones))
    if not falls:
        return f"{words}; nothing falls there any more."
    most = cents_text(max(falls) // CENT)
    at_most = f"{plural(len(falls), 'fall')} of at most {most}"
    return f"{words}; {at_most} in the place of one of {cents_text(step.fall.fall // CENT)}."


def _along(step: _Step, paid: Fraction, ends: Sequence[int]) -> list[Factor]:
    """Write a factor for each small tier that sells its last cent for what was paid before.

    Never for less, so that what falls comes back within its own tier; with as few decimals as
    pass the top by little. Those that no factor between the two tiers' can do are left out.
    """
    made: list[Factor] = []
    like, basis = step.above.tier.factor, step.above.tier.basis
    highest = step.below.ratio
    for decimals in (TWO_DECIMALS, THREE_DECIMALS, FOUR_DECIMALS):
        made, at = [], paid
        limit = Fraction(highest.numerator, highest.denominator)
        for end in ends:
            factor = factor_for(at / end, like, basis, Toward.UP, decimals)
            multiplier = None if factor is None else factor.multiplier
            if factor is None or multiplier is None or not multiplier < limit:
                break
            if factor.value <= like.value:
                break
            made.append(factor)
            at, limit = multiplier * end, multiplier
        is_close = (at - paid) * CENT * _OVERSHOOT <= step.fall.fall
        if len(made) == len(ends) and is_close:
            break
    return made


_OVERSHOOT = 20
"""Small tiers with few decimals may pass the top by this part of what fell."""


def _moved(context: CheckContext, step: _Step) -> Fix | None:
    """Move the bound to where the zone above it sells the fewest pieces."""
    multipliers, sold = _multipliers(step), context.sold
    if multipliers is None or sold is None or context.matrix.lookup is not Basis.COST:
        return None
    ratio = multipliers[0] / multipliers[1]
    top = step.below.last or step.fall.top
    least = max(step.below.first, (step.below.first + top) // 2)
    end = step.above.last or 2 * top
    most = min((top + end) // 2, end - 1)
    rows = sold.rows(slice(None))
    cents = (context.fold.cost[rows] + CENT // 2) // CENT if context.fold is not None else None
    if context.fold is None or cents is None or not cents.size:
        return None
    pieces = np.concatenate(([0], np.cumsum(context.fold.quantity[rows])))
    candidates = np.unique(cents[(cents >= least) & (cents <= most)])
    if not candidates.size:
        return None
    ends = candidates * ratio.numerator // ratio.denominator
    starts_at = np.searchsorted(cents, candidates, side="right")
    ends_at = np.searchsorted(cents, ends, side="right")
    zone = pieces[np.maximum(ends_at, starts_at)] - pieces[starts_at]
    best = min(
        zip(zone.tolist(), np.abs(candidates - top).tolist(), candidates.tolist(), strict=True)
    )
    bound = best[2]
    if bound == top:
        return None
    where = "where nothing is sold" if best[0] == 0 else "where less is sold"
    matrix = with_tier(
        context.matrix, step.below.number, replace(step.below.tier, upper=bound * CENT)
    )
    matrix = with_tier(
        matrix, step.above.number, replace(step.above.tier, lower=(bound + 1) * CENT)
    )
    return changing(
        context,
        matrix,
        f"Move the bound to {cents_text(bound)}, {where}",
        f"Parts between {cents_text(min(top, bound))} and {cents_text(max(top, bound))} change "
        "their tier.",
    )


def _softened(context: CheckContext, step: _Step) -> Fix | None:
    """Bring the two factors closer, the way that leaves the least falling."""
    multipliers = _multipliers(step)
    if multipliers is None:
        return None
    low, high = multipliers
    before = weight_of(context.zones)
    tried: list[tuple[int, int, int, Matrix]] = []
    for place, (down, up) in enumerate(_SHARES):
        lower = _with(step.below, low - (low - high) * down, Toward.DOWN)
        upper = _with(step.above, high + (low - high) * up, Toward.UP)
        if lower is None or upper is None:
            continue
        matrix = with_tier(context.matrix, step.below.number, lower)
        matrix = with_tier(matrix, step.above.number, upper)
        if matrix == context.matrix:
            continue
        after = weigh(matrix, context)
        tried.append((after.dollars or 0, max(new_falls(after, before), default=0), place, matrix))
    if not tried:
        return None
    best = min(tried, key=_rank)[3]
    low_text, high_text = (
        best.tiers[each.number - 1].factor.text for each in (step.below, step.above)
    )
    return changing(
        context,
        best,
        SOFTEN,
        f"Tier {step.below.number} becomes {low_text}, tier {step.above.number} {high_text}.",
    )


_SHARES = (
    (Fraction(0), Fraction(1, 2)),
    (Fraction(1, 2), Fraction(0)),
    (Fraction(1, 4), Fraction(1, 4)),
    (Fraction(1, 10), Fraction(1, 10)),
)


_LESSENING = (_shelf, _moved, _softened)
_UNTOLD = (_shelf_untold, _moved, _softened)
_WITHOUT_ROOM = (_softened, _moved)


def _rank(tried: tuple[int, int, int, Matrix]) -> tuple[int, int, int]:
    return tried[:3]


def _with(place: Place, multiplier: Fraction, toward: Toward) -> Tier | None:
    if multiplier == place.tier.factor.multiplier:
        return place.tier
    factor = factor_for(multiplier, place.tier.factor, place.tier.basis, toward, THREE_DECIMALS)
    return None if factor is None else replace(place.tier, factor=factor)
