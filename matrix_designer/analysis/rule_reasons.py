"""Why the rules before the one that won did not match a part: the first condition that failed.

Knows rules and one part's facts; every condition is asked of the matcher itself, one at a time,
so that nothing here can disagree with it. Words are left to whoever shows them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from enum import Enum

from matrix_designer.core.matching import Match, match_part
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.plan import (
    ANYTHING,
    ByFamily,
    ByFlatPrice,
    Conditions,
    LeftAlone,
    Plan,
    Rule,
)
from matrix_designer.core.strategy import Strategy


class NotLooked(Enum):
    """Why a rule was not even looked at, or what its treatment implies."""

    OFF = "switched off"
    NOT_ITS_DAY = "not its day"
    NOT_ON_THE_LIST = "not on the flat price list"
    IN_NO_FAMILY = "in no family"


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A rule that did not take the part: its place, 0-based, and why.

    `failed` is the name of a field of Conditions, or what kept the rule from being looked at.
    """

    place: int
    rule: Rule
    failed: str | NotLooked


def passed_over(
    strategy: Strategy, facts: PartFacts, match: Match, on: dt.date | None = None
) -> tuple[PassedOver, ...]:
    """Return the rules before the one that won, in order, each with its first reason."""
    end = len(strategy.plan.rules) if match.rule is None else match.rule
    return tuple(
        PassedOver(place, rule, _reason(strategy, rule, facts, match, on))
        for place, rule in enumerate(strategy.plan.rules[:end])
    )


def _reason(
    strategy: Strategy, rule: Rule, facts: PartFacts, match: Match, on: dt.date | None
) -> str | NotLooked:
    if not rule.is_enabled:
        return NotLooked.OFF
    if not rule.counts_on(on):
        return NotLooked.NOT_ITS_DAY
    if isinstance(rule.treatment, ByFlatPrice) and match.flat_price is None:
        return NotLooked.NOT_ON_THE_LIST
    if isinstance(rule.treatment, ByFamily) and match.family is None:
        return NotLooked.IN_NO_FAMILY
    for name in (field.name for field in fields(Conditions)):
        wanted = getattr(rule.conditions, name)
        if wanted in ((), None):
            continue
        alone = Rule(LeftAlone(), replace(ANYTHING, **{name: wanted}))
        classes = strategy.classes
        asked = Strategy(strategy.matrices[:1], Plan((alone,)), classes=classes)
        if match_part(asked, facts, on).rule is None:
            return name
    return NotLooked.OFF
