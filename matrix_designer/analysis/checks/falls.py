"""The check of falling prices: a dearer part that sells for less than a cheaper one.

Knows falls and their zones; finding them is the boundaries' work.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from matrix_designer.analysis.boundaries import Fall
from matrix_designer.analysis.checks.context import CheckContext, cents_text
from matrix_designer.analysis.findings import Finding, Severity
from matrix_designer.analysis.fixes.falls import fall_words
from matrix_designer.core.money import CENT


def check_inversion(context: CheckContext) -> Iterator[Finding]:
    """Flag every boundary at which the price falls, and every slide that falls inside a tier."""
    name, word = context.matrix.name, context.lookup_word
    for zone in context.zones:
        fall = zone.fall
        yield _finding(name, word, fall, zone.is_told, zone.dollars, fall_words(context, fall.tier))


@lru_cache(4096)
def _finding(
    matrix: str,
    word: str,
    fall: Fall,
    is_told: bool,  # noqa: FBT001 - private, one caller
    dollars: int | None,
    way: str | None,
) -> Finding:
    """Say what falls where; an edit leaves most falls as they were, so each is said once."""
    return Finding(
        code="inversion",
        severity=Severity.WARNING,
        message=_message(word, fall, is_told=is_told),
        why="A part that costs more sells for less, which no customer understands; some drop "
        "is inherent in a step table, so the dollars tell which ones matter.",
        source="arithmetic",
        matrix=matrix,
        tier=fall.tier,
        dollars=dollars,
        column="upper",
        way=way,
    )


def _message(word: str, fall: Fall, *, is_told: bool) -> str:
    top, after, high = (cents_text(cents) for cents in (fall.top, fall.after, fall.high))
    if not is_told:
        return (
            f"The factor falls at a {word} of {top}: the same part with a {word} of {after} "
            f"sells for less; it shows up to a {word} of about {high}."
        )
    where = " over the cap" if fall.is_into_cap else ""
    slide = f"Inside tier {fall.tier} the price slides down: a" if fall.is_inside else "A"
    return (
        f"{slide} part with a {word} of {top} sells for {_money(fall.price_at_top)}, one of "
        f"{after}{where} for {_money(fall.price_after)}, {_money(fall.fall)} less; "
        f"parts up to a {word} of {high} sell below {_money(fall.price_at_top)}."
    )


def _money(amount: int) -> str:
    """Write a price, which is whole cents."""
    return cents_text(amount // CENT)
