"""Fixes of a factor that rises with cost: bring the upper one down, or the lower one up.

Knows neighbouring factors; what sells is told elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from matrix_designer.analysis.checks.context import CheckContext, Place
from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.fixes.fix import Fix, changing, place_of, with_tier
from matrix_designer.core.factor import Basis, Factor, FactorKind
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.money import CENT


def stop_rise(finding: Finding, context: CheckContext) -> Iterator[Fix]:
    """Give the upper tier the lower one's factor, or the lower one the upper one's."""
    index = place_of(context, finding.tier)
    if index is None or index + 1 >= len(context.places):
        return
    place, above = context.places[index], context.places[index + 1]
    down = changing(
        context,
        _lowered(context.matrix, context.places, index),
        _words("Lower", above, place),
        "Tiers above that would rise again come down with it.",
    )
    up = changing(
        context,
        _raised(context.matrix, context.places, index + 1),
        _words("Raise", place, above),
        "Tiers below that would rise to it go up with it.",
    )
    yield from (down, up) if rise_words(place, above) == down.title else (up, down)


def rise_words(place: Place, above: Place) -> str:
    """Say what `stop_rise` does first: no factor under cost is handed on."""
    if _is_under_cost(place.tier.factor, place.tier.basis):
        return _words("Raise", place, above)
    return _words("Lower", above, place)


def _words(verb: str, place: Place, like: Place) -> str:
    return f"{verb} tier {place.number} to {like.tier.factor.text}"


def _is_under_cost(factor: Factor, basis: Basis) -> bool:
    if factor.kind is FactorKind.ADD_ON:
        return factor.value < 0
    return basis is Basis.COST and factor.ratio.numerator < factor.ratio.denominator


def _lowered(matrix: Matrix, places: tuple[Place, ...], index: int) -> Matrix:
    """Hand a factor on to the tiers above, for as long as they would rise."""
    held = places[index]
    for place in places[index + 1 :]:
        if place.tier.basis is not held.tier.basis or not _is_higher(place, held, place.first):
            break
        tier = replace(place.tier, factor=held.tier.factor)
        matrix = with_tier(matrix, place.number, tier)
    return matrix


def _raised(matrix: Matrix, places: tuple[Place, ...], index: int) -> Matrix:
    """Hand a factor down to the tiers below, for as long as it would be a rise from them."""
    held = places[index]
    for place in reversed(places[:index]):
        last = place.first if place.last is None else place.last
        if place.tier.basis is not held.tier.basis or not _is_higher(held, place, last):
            break
        tier = replace(place.tier, factor=held.tier.factor)
        matrix = with_tier(matrix, place.number, tier)
    return matrix


def _is_higher(one: Place, other: Place, cents: int) -> bool:
    """Say whether a basis is worth more under the one place's factor than under the other's."""
    basis = cents * CENT
    left, right = one.ratio, other.ratio
    mine = basis * left.numerator + left.addend * left.denominator
    theirs = basis * right.numerator + right.addend * right.denominator
    return mine * right.denominator > theirs * left.denominator
