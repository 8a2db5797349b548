"""Fixes of the tiers' ranges: holes closed, cents that stand twice parted, order, ends, bounds.

Where a range stood in two tiers, the tier that prices it today keeps it, so that no price moves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from matrix_designer.analysis.checks.context import CheckContext, Place, cents_text
from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.fixes.fix import (
    Fix,
    changing,
    place_of,
    with_tier,
    with_tiers,
)
from matrix_designer.core.factor import Basis, read_factor
from matrix_designer.core.matrix import Matrix, Mode, Tier
from matrix_designer.core.money import CENT


def start_tiers(finding: Finding, context: CheckContext) -> Iterator[Fix]:
    """Give an empty matrix its first tier."""
    del finding
    first = Tier(CENT, None, read_factor("+67%").factor)
    yield changing(
        context,
        with_tiers(context.matrix, (first,)),
        FIRST_TIER,
        "Every cost then has a price; split it from there.",
        "Start",
    )


FIRST_TIER = "Start with one tier at cost plus 67 %"


def close_gap(finding: Finding, context: CheckContext) -> Iterator[Fix]:
    """Let the tier below reach up to the next one, or the next one down."""
    index = place_of(context, finding.tier)
    if index is None or context.places[index].last is None:
        return
    below = context.places[index]
    above = next((each for each in context.places[index:] if each.first > below.end + 1), None)
    if above is None:
        return
    top = above.first - 1
    if context.cap_cent is not None:
        top = min(top, context.cap_cent)
    ended = replace(below.tier, upper=top * CENT)
    title = f"End tier {below.number} at {cents_text(top)}"
    yield _widened(context, below, ended, title, "the gap")
    start = (below.last or 0) + 1
    started = replace(above.tier, lower=start * CENT)
    title = f"Start tier {above.number} at {cents_text(start)}"
    yield _widened(context, above, started, title, "the gap")


def part_range(finding: Finding, context: CheckContext) -> Iterator[Fix]:
    """Take what two tiers share away from the one that does not price it today."""
    index = place_of(context, finding.tier)
    if index is None:
        return
    place = context.places[index]
    for other in context.places[index + 1 :]:
        if other.first > place.end:
            return
        last = min(place.end, other.end)
        if (last == other.first) is not (finding.code == "shared-bound"):
            continue
        winner, loser = (place, other) if place.number < other.number else (other, place)
        if len(context.matrix.tiers) > 1:
            yield _parted(context, winner, loser)
            swapped = _parted(context, loser, winner)
            detail = f"Tier {loser.number} then prices what both have, which moves prices."
            yield replace(swapped, detail=detail)
        return


def part_words(place: Place, other: Place) -> str:
    """Say how `part_range` parts two places that share cents, the winner keeping them."""
    winner, loser = (place, other) if place.number < other.number else (other, place)
    pieces = _pieces(winner, loser)
    if not pieces:
        return f"Delete tier {loser.number}"
    if len(pieces) > 1:
        return f"Part tier {loser.number} around tier {winner.number}"
    first, last = pieces[0]
    if first == loser.first:
        return f"End tier {loser.number} at {cents_text(last or 0)}"
    return f"Start tier {loser.number} at {cents_text(first)}"


def _pieces(winner: Place, loser: Place) -> list[tuple[int, int | None]]:
    """Return what is left of the loser's cents without the winner's."""
    pieces: list[tuple[int, int | None]] = []
    if loser.first < winner.first:
        pieces.append((loser.first, winner.first - 1))
    if winner.last is not None and loser.end > winner.last:
        pieces.append((max(loser.first, winner.last + 1), loser.last))
    return pieces


def _parted(context: CheckContext, winner: Place, loser: Place) -> Fix:
    pieces = _pieces(winner, loser)
    made = [
        replace(
            loser.tier,
            lower=loser.tier.lower if first == loser.first else first * CENT,
            upper=loser.tier.upper if last == loser.last else (last or 0) * CENT,
        )
        for first, last in pieces
    ]
    title = part_words(winner, loser) if winner.number < loser.number else _swapped(winner, loser)
    matrix = with_tier(context.matrix, loser.number, *made)
    if _is_ascending(context.matrix) and not _is_ascending(matrix):
        matrix = with_tiers(matrix, sorted(matrix.tiers, key=_first))
    return changing(context, matrix, title, "No price moves.")


def _swapped(winner: Place, loser: Place) -> str:
    """Say how the loser is parted where the winner stands later in the list."""
    pieces = _pieces(winner, loser)
    if len(pieces) == 1 and pieces[0][0] == loser.first:
        return f"End tier {loser.number} at {cents_text(pieces[0][1] or 0)}"
    if len(pieces) == 1:
        return f"Start tier {loser.number} at {cents_text(pieces[0][0])}"
    return f"Let tier {winner.number} win over tier {loser.number}"


def _first(tier: Tier) -> int:
    return tier.first_cent


def _is_ascending(matrix: Matrix) -> bool:
    firsts = [
        tier.first_cent
        for tier in matrix.tiers
        if tier.last_cent is None or tier.last_cent >= tier.first_cent
    ]
    return firsts == sorted(firsts)


def sort_tiers(finding: Finding, context: CheckContext) -> Iterator[Fix]:
    """Put the tiers in ascending order."""
    del finding
    yield changing(
        context,
        with_tiers(context.matrix, sorted(context.matrix.tiers, key=_first)),
        sort_words(context.matrix),
        "Prices move only where tiers overlap.",
        "Sort",
    )


def sort_words(matrix: Matrix) -> str:
    """Say what `sort_tiers` does."""
    return "Sort the tiers by cost" if matrix.lookup is Basis.COST else "Sort the tiers"


def turn_bounds(finding: Finding, context: CheckContext) -> Iterator[Fix]:
    """Swap the bounds of a tier where no other matches them, else delete it: it prices nothing."""
    number = finding.tier or 0
    tier = context.matrix.tiers[number - 1]
    swap = changing(
        context,
        with_tier(context.matrix, number, _swap(tier)),
        "Swap its bounds",
        f"Tier {number} then prices its range.",
    )
    delete = changing(
        context,
        with_tier(context.matrix, number),
        f"Delete tier {number}",
        "It matches nothing, so no price moves.",
    )
    yield from (swap, delete) if turn_words(context, number) == swap.title else (delete, swap)


def turn_words(context: CheckContext, number: int) -> str:
    """Say what `turn_bounds` does first."""
    turned = _swap(context.matrix.tiers[number - 1])
    first, last = turned.first_cent, turned.last_cent or 0
    is_free = all(place.first > last or place.end < first for place in context.places)
    fits = is_free and _is_ascending(with_tier(context.matrix, number, turned))
    fits = fits or len(context.matrix.tiers) == 1
    return "Swap its bounds" if fits else f"Delete tier {number}"


def _swap(tier: Tier) -> Tier:
    return replace(tier, lower=tier.upper or 0, upper=tier.lower)


def start_early(finding: Finding, context: CheckContext) -> Iterator[Fix]:
    """Let the first tier start at one cent."""
    for place in _named(finding, context):
        tier = replace(place.tier, lower=CENT)
        title = f"Start tier {place.number} at $0.01"
        yield _widened(context, place, tier, title, "the cheapest parts too")


def open_top(finding: Finding, context: CheckContext) -> Iterator[Fix]:
    """Let the last tier price everything above its start."""
    for place in _named(finding, context):
        tier = replace(place.tier, upper=None)
        title = f"Open the top of tier {place.number}"
        yield _widened(context, place, tier, title, "whatever costs more")


def _named(finding: Finding, context: CheckContext) -> tuple[Place, ...]:
    """Return the place of a finding's tier; none where it can match no cost."""
    index = place_of(context, finding.tier)
    return () if index is None else (context.places[index],)


def _widened(context: CheckContext, place: Place, tier: Tier, title: str, what: str) -> Fix:
    """Let a tier reach further and price what it then matches."""
    words = f"Its {place.tier.factor.text} then prices {what}."
    return changing(context, with_tier(context.matrix, place.number, tier), title, words)


def cut_bound(finding: Finding, context: CheckContext) -> Iterator[Fix]:
    """Write a bound as the whole cent that it acts as."""
    number = finding.tier or 0
    tier = context.matrix.tiers[number - 1]
    upper = None if tier.upper is None else tier.upper // CENT * CENT
    cut = replace(tier, lower=tier.lower // CENT * CENT, upper=upper)
    yield changing(
        context,
        with_tier(context.matrix, number, cut),
        "Cut the bound to whole cents",
        "It acts as that cent already, so no price moves.",
    )


def simple_mode(finding: Finding, context: CheckContext) -> Iterator[Fix]:
    """Let each tier's factor apply to the whole basis."""
    del finding
    yield changing(
        context,
        replace(context.matrix, mode=Mode.SIMPLE),
        "Use the simple mode",
        "Each tier then prices the whole basis at its own factor.",
    )
