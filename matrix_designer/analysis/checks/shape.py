"""Checks of the ladder: how many levels, how wide, how they escalate, and where they are capped.

Knows the rules of thumb of the sources; ranges as such are judged elsewhere.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import numpy as np

from matrix_designer.analysis.checks.context import (
    LADDER_TOP,
    CheckContext,
    Place,
    cents_text,
    is_conventional_top,
    ladder_end,
    plural,
)
from matrix_designer.analysis.findings import Finding, Severity
from matrix_designer.analysis.fixes.caps import ADD_CAP, LOWER_CAP
from matrix_designer.analysis.fixes.escalation import rise_words
from matrix_designer.analysis.fixes.on_cost import on_cost_words
from matrix_designer.analysis.fixes.readings import other_readings, reading_words
from matrix_designer.analysis.sums import products, total
from matrix_designer.core.evidence import Ints
from matrix_designer.core.factor import Basis, Factor, FactorKind
from matrix_designer.core.matrix import Mode
from matrix_designer.core.money import CENT, amount_text

FEWEST_LEVELS = 12
LADDER = ((500, 100), (2_500, 500), (10_000, 1_500))
"""Upper bounds and the widths that the sources allow up to them, in cents."""
_LADDER_BOUNDS = tuple(bound for bound, _ in LADDER)
WIDEST = 15_000
"""The width allowed above the ladder's last step, in cents."""
CAP_RATIO = Fraction(167, 100)
"""The sources' cost plus 67 %."""


def check_equal_neighbours(context: CheckContext) -> Iterator[Finding]:
    """Flag two adjacent tiers that price alike and could be one."""
    places = context.places
    for index, (place, after) in enumerate(pairwise(places)):
        if after.first > place.end + 1 or not _prices_alike(place, after):
            continue
        beyond = places[index + 2] if index + 2 < len(places) else None
        if (
            context.matrix.mode is Mode.LINEAR
            and beyond is not None
            and not _prices_alike(after, beyond)
        ):
            continue  # the upper one slides on: as one tier, both would
        yield Finding(
            code="equal-neighbours",
            severity=Severity.ADVICE,
            message=f"Tiers {place.number} and {after.number} have the same factor, "
            f"{place.tier.factor.text}, and could be one.",
            why="Levels that do not escalate take up room in the list and change no price.",
            source="001 ingredient 1",
            matrix=context.matrix.name,
            tier=place.number,
            column="factor",
            way=f"Merge tiers {place.number} and {after.number}",
        )


def _prices_alike(place: Place, after: Place) -> bool:
    return place.tier.basis is after.tier.basis and place.ratio == after.ratio


def check_too_few_levels(context: CheckContext) -> Iterator[Finding]:
    """Flag a matrix of fewer than twelve tiers."""
    count = len(context.matrix.tiers)
    if 0 < count < FEWEST_LEVELS:
        yield Finding(
            code="too-few-levels",
            severity=Severity.ADVICE,
            message=f"The matrix has {plural(count, 'price level')}; at least 12 to 15 are usual.",
            why="Too few levels price some parts too low and some too high, and lead to overrides.",
            source="001 ingredient 1",
            matrix=context.matrix.name,
            way="Split the widest tiers",
        )


def check_wide_tier(context: CheckContext) -> Iterator[Finding]:
    """Flag tiers wider than the ladder allows at their upper bound."""
    limit = ladder_end(context.cap_cent)
    reach = context.places[0].first - 1 if context.places else 0
    for place in context.places:
        top = limit if place.last is None or place.last > limit else place.last
        if top - reach > _allowed(top):
            yield _wide(context, place, top - reach, top)
        if place.last is None:
            break
        reach = max(reach, place.last)


def _allowed(top: int) -> int:
    """Return the width that the ladder allows a tier that ends at `top`, in cents."""
    place = bisect_left(_LADDER_BOUNDS, top)
    return LADDER[place][1] if place < len(LADDER) else WIDEST


def _wide(context: CheckContext, place: Place, width: int, top: int) -> Finding:
    allowed = _allowed(top)
    suggested = " (50.00 is usual)" if allowed == WIDEST else ""
    return Finding(
        code="wide-tier",
        severity=Severity.ADVICE,
        message=f"Tier {place.number} is {cents_text(width)} wide up to {cents_text(top)}, where "
        f"{cents_text(allowed)} is the widest step{suggested}.",
        why="One percentage over a wide range prices some of its parts too low and some too high, "
        "and staff override it.",
        source="001 ingredient 1",
        matrix=context.matrix.name,
        tier=place.number,
        dollars=context.dollars_between(place.first, place.last),
        column="upper",
        way="Make it a ladder",
    )


def check_uncapped(context: CheckContext) -> Iterator[Finding]:
    """Flag an open top above $250 without a cap, unless it is exactly cost plus 67 %."""
    if context.matrix.cap is not None:
        return
    above = [place for place in context.places if place.end > LADDER_TOP // CENT]
    open_ones = [place for place in above if place.last is None or is_conventional_top(place.last)]
    if not open_ones:
        return
    excess = [_against_cap(place) for place in above]
    if not any(excess):
        return
    worst = above[excess.index(max(excess))]
    exceeds = max(excess) > 0
    named, words = (worst, "more") if exceeds else (open_ones[-1], "less")
    is_on_list, factor = named.tier.basis is Basis.LIST, named.tier.factor.text
    against = "list" if is_on_list else "cost plus 67 %"
    if is_on_list and "list" not in factor:
        factor += " on list"
    yield Finding(
        code="uncapped",
        severity=Severity.WARNING if exceeds else Severity.ADVICE,
        message=f"No cap stops the last tier: above $250.00 tier {named.number} ({factor}) prices "
        f"at {words} than {against}.",
        why="A grid without a cap loses sales on high-ticket parts, which customers shop."
        if exceeds
        else "Above $250 cost plus 67 %, which is 40 % GP, or plain list is the standard.",
        source="001 ingredient 7",
        matrix=context.matrix.name,
        tier=open_ones[-1].number,
        dollars=_above_cap_price(context),
        column="upper",
        way=ADD_CAP,
    )


def _against_cap(place: Place) -> Fraction:
    """Return by how much a tier's factor exceeds x1.67 just above $250, on list plain list."""
    ratio = place.ratio
    basis = LADDER_TOP + CENT
    multiplier = Fraction(ratio.numerator, ratio.denominator) + Fraction(ratio.addend, basis)
    return multiplier - (1 if place.tier.basis is Basis.LIST else CAP_RATIO)


def _above_cap_price(context: CheckContext) -> int | None:
    """Sum what parts above $250 sell for beyond cost plus 67 %; None without sales."""
    if context.fold is None or context.prices is None:
        return None
    rows = context.fold.rows_costing(LADDER_TOP + 1, None)
    capped = (context.fold.cost[rows] * 167 + 50 * CENT) // (100 * CENT) * CENT
    excess: Ints = np.maximum(context.prices.price[rows] - capped, 0)
    return total(products(excess, context.fold.quantity[rows]))


def check_cap_too_high(context: CheckContext) -> Iterator[Finding]:
    """Flag a cap above $250."""
    cap = context.matrix.cap
    if cap is not None and cap.above > LADDER_TOP:
        yield Finding(
            code="cap-too-high",
            severity=Severity.ADVICE,
            message=f"The cap stands at ${amount_text(cap.above)}; $250.00 is usual.",
            why="As the price increases customers are more aware and shop; the grid should cap "
            "out around $250.",
            source="001 ingredient 1",
            matrix=context.matrix.name,
            way=LOWER_CAP,
        )


def check_rising_factor(context: CheckContext) -> Iterator[Finding]:
    """Flag a factor that rises with cost."""
    for place, after in pairwise(context.places):
        if place.last is None or place.tier.basis is not after.tier.basis:
            continue
        if _rises(place, after, place.last * CENT):
            yield Finding(
                code="rising-factor",
                severity=Severity.ADVICE,
                message=f"The factor rises from {place.tier.factor.text} in tier {place.number} to "
                f"{after.tier.factor.text} in tier {after.number}.",
                why="Percentages should decrease as cost increases, so that costly parts sell "
                "without resistance.",
                source="002 section H",
                matrix=context.matrix.name,
                tier=place.number,
                column="factor",
                way=rise_words(place, after),
            )


def _rises(place: Place, after: Place, basis: int) -> bool:
    """Say whether a basis (an amount) is worth more under the upper tier's factor."""
    lower, upper = place.ratio, after.ratio
    own = basis * lower.numerator + lower.addend * lower.denominator
    next_one = basis * upper.numerator + upper.addend * upper.denominator
    return next_one * lower.denominator > own * upper.denominator


def check_list_based(context: CheckContext) -> Iterator[Finding]:
    """Flag tiers that multiply list."""
    numbers = [
        number
        for number, tier in enumerate(context.matrix.tiers, start=1)
        if tier.basis is Basis.LIST
    ]
    if numbers:
        which = "All tiers price"
        if len(numbers) < len(context.matrix.tiers):
            few = ", ".join(str(number) for number in numbers[:5])
            more = len(numbers) - 5
            which = f"{'Tiers' if len(numbers) > 1 else 'Tier'} {few}"
            which += f" and {more} more" if more > 0 else ""
            which += " price" if len(numbers) > 1 else " prices"
        yield Finding(
            code="list-based",
            severity=Severity.ADVICE,
            message=f"{which} from list, not from cost.",
            why="List is a moving target, too low on some parts and too high on others, and "
            "sometimes missing; only cost plus controls the gross profit retained.",
            source="001 ingredient 4",
            matrix=context.matrix.name,
            column="factor",
            way=on_cost_words(context),
        )


def check_percent_kind(context: CheckContext) -> Iterator[Finding]:
    """Flag factors that look like a percent of the wrong kind."""
    tiers = context.matrix.tiers
    has_high = any(_is_high(tier.factor) for tier in tiers)
    for number, tier in enumerate(tiers, start=1):
        ratio = tier.factor.ratio
        has_multiplier = tier.factor.kind is not FactorKind.ADD_ON
        doubt = None
        if has_multiplier and ratio.numerator > _LARGEST_MULTIPLIER * ratio.denominator:
            doubt = f"sells for more than {_LARGEST_MULTIPLIER} times its {tier.basis.value}"
        elif has_multiplier and ratio.numerator < ratio.denominator and tier.basis is Basis.COST:
            doubt = "sells for less than its cost"
        elif (
            has_high
            and tier.factor.kind is FactorKind.MARKUP
            and 0 < tier.factor.value <= _LOW_MARKUP
        ):
            doubt = "sells for barely more than its basis, among tiers above 20 %"
        if doubt is not None:
            ten = amount_text(tier.factor.price_of(_TEN))
            readings = other_readings(context.matrix, number)
            yield Finding(
                code="percent-kind",
                severity=Severity.WARNING,
                message=f"Tier {number} reads {tier.factor.text} and {doubt}: $10.00 becomes "
                f"${ten}. Was another percent meant?",
                why="Percent has three meanings here: markup over cost, percent of cost, and GP; "
                "published sources mix them (1.75 % written for ×1.75).",
                source="001 ingredient 4",
                matrix=context.matrix.name,
                tier=number,
                column="factor",
                way=reading_words(readings[0]) if readings else None,
            )


def _is_high(factor: Factor) -> bool:
    """Say whether a factor, of any kind but an add-on, marks up by more than 20 %."""
    ratio = factor.ratio
    return factor.kind is not FactorKind.ADD_ON and 10 * ratio.numerator > 12 * ratio.denominator


_LARGEST_MULTIPLIER = 20
_LOW_MARKUP = 3 * 10_000
_TEN = 100_000
