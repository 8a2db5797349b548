"""Checks of the tiers' ranges: gaps, overlaps, order, ends, bounds, and whether a mode works.

Ranges are judged on the list sorted by lower bound, in whole cents. Knows no prices.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from matrix_designer.analysis.checks.context import (
    CheckContext,
    Place,
    cents_text,
    is_conventional_top,
    plural,
)
from matrix_designer.analysis.findings import Finding, Severity
from matrix_designer.analysis.fixes.ranges import FIRST_TIER, part_words, sort_words, turn_words
from matrix_designer.core.money import CENT, amount_text

_MOST_PAIRS = 1_000
"""With more overlapping pairs than that, the pairs of one lower tier are said together."""
_SILENT = (
    "What a DMS does with a cost that matches no tier is silent and varies: "
    "the lowest tier, list, or cost."
)
_FIRST_WINS = "The first tier in the list wins, whether that was meant or not."


def check_no_tiers(context: CheckContext) -> Iterator[Finding]:
    """Flag an empty matrix."""
    if not context.matrix.tiers:
        yield Finding(
            code="no-tiers",
            severity=Severity.ERROR,
            message="The matrix has no tiers, so it prices nothing below its cap."
            if context.matrix.cap
            else "The matrix has no tiers, so it prices nothing.",
            why="A matrix needs price levels: at least 12 to 15.",
            source="001 ingredient 1",
            matrix=context.matrix.name,
            way=FIRST_TIER,
        )


def check_gap(context: CheckContext) -> Iterator[Finding]:
    """Flag costs between two tiers, up to the cap, that match none."""
    reach: Place | None = None
    for place in context.places:
        if reach is not None and place.first > reach.end + 1 and reach.last is not None:
            first, last = reach.last + 1, place.first - 1
            if context.cap_cent is not None:
                last = min(last, context.cap_cent)
            if first <= last:
                yield _gap(context, reach, first, last)
        if reach is None or place.end > reach.end:
            reach = place


def _gap(context: CheckContext, below: Place, first: int, last: int) -> Finding:
    return Finding(
        code="gap",
        severity=context.unmatched_severity,
        message=f"Parts with a {context.lookup_word} {_range(first, last)} match no tier and "
        f"{context.unmatched_words}.",
        why=_SILENT,
        source="arithmetic",
        matrix=context.matrix.name,
        tier=below.number,
        dollars=context.dollars_between(first, last),
        column="upper",
        way=f"End tier {below.number} at {cents_text(last)}",
    )


def check_overlap(context: CheckContext) -> Iterator[Finding]:
    """Flag two tiers that share more than one cent (overlap) or exactly one (shared bound)."""
    places = context.places
    partners = [_partners(places, index) for index in range(len(places))]
    is_many = sum(len(found) for found in partners) > _MOST_PAIRS
    for place, above in zip(places, partners, strict=True):
        if is_many and len(above) > 1:
            yield _overlaps(context, place, above)
            continue
        for other in above:
            last = min((end for end in (place.last, other.last) if end is not None), default=None)
            if last == other.first:
                yield _shared_bound(context, place, other)
            else:
                yield _overlap(context, place, other, last)


def _partners(places: tuple[Place, ...], index: int) -> tuple[Place, ...]:
    """Return the later tiers that start inside a tier; they stand together in the sorted list."""
    stop = index + 1
    while stop < len(places) and places[stop].first <= places[index].end:
        stop += 1
    return places[index + 1 : stop]


def _overlap(context: CheckContext, place: Place, other: Place, last: int | None) -> Finding:
    winner = min(place.number, other.number)
    return Finding(
        code="overlap",
        severity=Severity.ERROR,
        message=f"Tiers {place.number} and {other.number} both match a {context.lookup_word} "
        f"{_range(other.first, last)}; tier {winner} wins.",
        why=_FIRST_WINS,
        source="arithmetic",
        matrix=context.matrix.name,
        tier=place.number,
        dollars=context.dollars_between(other.first, last),
        column="upper",
        way=part_words(place, other),
    )


def _overlaps(context: CheckContext, place: Place, above: tuple[Place, ...]) -> Finding:
    """Say all overlaps of one lower tier in one finding."""
    last = place.last if all(other.end >= place.end for other in above) else None
    return Finding(
        code="overlap",
        severity=Severity.ERROR,
        message=f"Tier {place.number} shares its range from {cents_text(above[0].first)} on with "
        f"{plural(len(above), 'other tier')}.",
        why=_FIRST_WINS,
        source="arithmetic",
        matrix=context.matrix.name,
        tier=place.number,
        dollars=context.dollars_between(above[0].first, last),
        column="upper",
    )


def _shared_bound(context: CheckContext, place: Place, other: Place) -> Finding:
    at = cents_text(other.first)
    winner = min(place.number, other.number)
    return Finding(
        code="shared-bound",
        severity=Severity.WARNING,
        message=f"{at} stands in tiers {place.number} and {other.number}; "
        f"tier {winner} prices it here, another system may take the other.",
        why="One cent in two tiers has two prices; which one wins differs from system to system.",
        source="arithmetic",
        matrix=context.matrix.name,
        tier=place.number,
        dollars=context.dollars_between(other.first, other.first),
        column="upper",
        way=part_words(place, other),
    )


def check_unordered(context: CheckContext) -> Iterator[Finding]:
    """Flag tiers that are not ascending, at the first that stands too late."""
    listed = sorted(context.places, key=lambda place: place.number)
    late = [(above, below) for above, below in pairwise(listed) if below.first < above.first]
    if late:
        above, below = late[0]
        yield Finding(
            code="unordered",
            severity=Severity.ERROR,
            message=f"Tier {below.number} starts at {cents_text(below.first)}, below tier "
            f"{above.number}, which starts at {cents_text(above.first)}.",
            why="Systems that read only upper or lower bounds give a list in the wrong order "
            "other prices. Each level escalates upwards.",
            source="001 ingredient 1",
            matrix=context.matrix.name,
            tier=below.number,
            column="lower",
            way=sort_words(context.matrix),
        )


def check_reversed_bounds(context: CheckContext) -> Iterator[Finding]:
    """Flag a tier that ends before it starts."""
    for number, tier in enumerate(context.matrix.tiers, start=1):
        if tier.upper is not None and tier.upper // CENT < tier.first_cent:
            yield Finding(
                code="reversed-bounds",
                severity=Severity.ERROR,
                message=f"Tier {number} runs from ${amount_text(tier.lower)} to "
                f"${amount_text(tier.upper)}, so it matches nothing.",
                why="A range that ends before it starts matches no cost.",
                source="arithmetic",
                matrix=context.matrix.name,
                tier=number,
                column="upper",
                way=turn_words(context, number),
            )


def check_late_start(context: CheckContext) -> Iterator[Finding]:
    """Flag a first lower bound above one cent."""
    if not context.places or context.places[0].first <= 1:
        return
    first = context.places[0]
    last = first.first - 1
    if context.cap_cent is not None:
        last = min(last, context.cap_cent)
    if last < 1:
        return
    yield Finding(
        code="late-start",
        severity=context.unmatched_severity,
        message=f"The first tier starts at {cents_text(first.first)}; parts with a "
        f"{context.lookup_word} {_range(1, last)} {context.unmatched_words}.",
        why=_SILENT,
        source="arithmetic",
        matrix=context.matrix.name,
        tier=first.number,
        dollars=context.dollars_between(1, last),
        column="lower",
        way=f"Start tier {first.number} at $0.01",
    )


def check_no_top(context: CheckContext) -> Iterator[Finding]:
    """Flag a closed last tier above which no cap takes over."""
    if not context.places:
        return
    top = max(context.places, key=lambda place: place.end)
    if top.last is None or (context.cap_cent is not None and context.cap_cent <= top.last):
        return
    is_conventional = is_conventional_top(top.last) and not _is_passed(context, top.last)
    severity = Severity.ADVICE if is_conventional else context.unmatched_severity
    message = (
        f"The last tier ends at {cents_text(top.last)}, a top that only means “no top”; "
        "no part sold costs more, but some system may take it at its word."
    )
    if not is_conventional:
        above = cents_text(top.last + 1)
        until = "" if context.cap_cent is None else f" to {cents_text(context.cap_cent)}"
        message = (
            f"The last tier ends at {cents_text(top.last)}; parts with a {context.lookup_word} "
            f"from {above}{until or ' on'} {context.unmatched_words}."
        )
    elif context.sold is None:
        message = f"The last tier ends at {cents_text(top.last)}, a top that only means “no top”."
    yield Finding(
        code="no-top",
        severity=severity,
        message=message,
        why=_SILENT,
        source="arithmetic",
        matrix=context.matrix.name,
        tier=top.number,
        dollars=context.dollars_between(top.last + 1, None),
        column="upper",
        way=f"Open the top of tier {top.number}",
    )


def _is_passed(context: CheckContext, last: int) -> bool:
    """Say whether a part was sold above a top."""
    if context.sold is None:
        return False
    places = context.sold.between(last + 1, None)
    return bool(places.stop > places.start)


def check_sub_cent_bound(context: CheckContext) -> Iterator[Finding]:
    """Flag bounds of more than two decimals."""
    for number, tier in enumerate(context.matrix.tiers, start=1):
        broken = [
            (column, bound)
            for column, bound in (("lower", tier.lower), ("upper", tier.upper))
            if bound is not None and bound % CENT
        ]
        if broken:
            words = " and ".join(
                f"${amount_text(bound)} (acts as {cents_text(bound // CENT)})"
                for _, bound in broken
            )
            yield Finding(
                code="sub-cent-bound",
                severity=Severity.ERROR,
                message=f"Tier {number} has a bound of more than two decimals: {words}.",
                why="Costs are looked up in whole cents, so a finer bound means something else "
                "in every system.",
                source="arithmetic",
                matrix=context.matrix.name,
                tier=number,
                column=broken[0][0],
                way="Cut the bound to whole cents",
            )


def check_mode_mix(context: CheckContext) -> Iterator[Finding]:
    """Flag a mode that the tiers cannot have."""
    problem = context.schedule.mode_mix
    if problem is not None:
        yield Finding(
            code="mode-mix",
            severity=Severity.ERROR,
            message=f"The {context.matrix.mode.value} mode cannot price these tiers: {problem}.",
            why="Compound and linear need one basis for look-up and price, no add-on, and "
            "ascending tiers without overlap; without them nothing is priced.",
            source="arithmetic",
            matrix=context.matrix.name,
            way="Use the simple mode",
        )


def _range(first: int, last: int | None) -> str:
    """Say a range of cents: `of $5.00`, `from $5.01 to $5.99`, `from $5.01 on`."""
    if last is None:
        return f"from {cents_text(first)} on"
    if first == last:
        return f"of {cents_text(first)}"
    return f"from {cents_text(first)} to {cents_text(last)}"
