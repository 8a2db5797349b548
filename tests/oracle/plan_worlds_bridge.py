"""Hands plans of the oracle over to the package, and parts of the package back to the oracle."""

from __future__ import annotations

import datetime as dt

from matrix_designer.core.factor import Basis, read_factor
from matrix_designer.core.family import Family
from matrix_designer.core.flat_price import FlatPrice
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import CENT, DOLLAR
from matrix_designer.core.part_class import Classes, PartClass
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.plan import (
    ByFamily,
    ByFlatPrice,
    ByMatrix,
    ByPercent,
    Conditions,
    LeftAlone,
    Plan,
    Rule,
    Span,
    Treatment,
)
from matrix_designer.core.strategy import Strategy
from tests.oracle.plan_worlds import NAMES, THINGS, OraclePlan, OracleRule, Part

FIRST_DAY = dt.date(2026, 1, 1)
CLASSES = {"x": PartClass.COMPETITIVE, "y": PartClass.MAINTENANCE}
_PLURALS = {
    **{name: f"{name}s" for name in NAMES},
    "sale_class": "sale_classes",
    "part": "parts",
    "description": "descriptions",
}
TREATMENTS: dict[str, Treatment] = {
    "one": ByMatrix("one"),
    "two": ByMatrix("two"),
    "three": ByPercent(Basis.LIST, 0),
    "flat": ByFlatPrice(),
    "family": ByFamily(),
    "left": LeftAlone(),
}
MATRICES = tuple(
    Matrix(name, (Tier(CENT, None, read_factor(text).factor),))
    for name, text in (("one", "x2"), ("two", "x3"))
)


def strategy_of(plan: OraclePlan) -> Strategy:
    """Write a plan of the oracle as a strategy."""
    return Strategy(
        matrices=MATRICES,
        plan=Plan(tuple(map(rule_of, plan.rules))),
        flat_prices=tuple(FlatPrice(part, 5 * DOLLAR) for part in sorted(plan.flat)),
        families=tuple(
            Family(
                f"family {at}", one.parts, one.descriptions, one.sources, one.excluded, 4 * DOLLAR
            )
            for at, one in enumerate(plan.families)
        ),
        classes=Classes(
            tuple((name, CLASSES[found]) for name, found in plan.class_of_source.items()),
            tuple((name, CLASSES[found]) for name, found in plan.class_of_part.items()),
        ),
    )


def rule_of(rule: OracleRule) -> Rule:
    """Write a rule of the oracle as the package has it."""
    made: dict[str, tuple[str, ...]] = {}
    spans: dict[str, Span] = {}
    for thing, values in rule.wanted.items():
        if thing in ("cost", "list_price"):
            low, high = values
            spans[thing] = Span(int(str(low)), None if high is None else int(str(high)))
        else:
            made[_PLURALS[thing]] = tuple(map(str, values))
    return Rule(
        treatment=TREATMENTS[rule.treatment],
        conditions=Conditions(
            **made,
            classes=tuple(CLASSES[one] for one in rule.classes),
            cost=spans.get("cost"),
            list_price=spans.get("list_price"),
        ),
        is_enabled=rule.is_enabled,
        starts=_day(rule.starts),
        ends=_day(rule.ends),
    )


def _day(number: int | None) -> dt.date | None:
    return None if number is None else FIRST_DAY + dt.timedelta(days=number)


def part_of(facts: PartFacts, day: dt.date | None) -> Part:
    """Write a part of the package as the oracle has it."""
    found: Part = {thing: getattr(facts, thing) for thing in THINGS if thing != "day"}
    found["day"] = None if day is None else (day - FIRST_DAY).days
    return found


def facts_of(part: Part) -> tuple[PartFacts, dt.date | None]:
    """Write a part of the oracle as the package has it, with its day."""
    day = part["day"]
    made = {thing: value for thing, value in part.items() if thing != "day"}
    return PartFacts(**made), _day(day if isinstance(day, int) else None)  # type: ignore[arg-type]
