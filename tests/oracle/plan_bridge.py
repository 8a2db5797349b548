"""Carries an oracle's plain strategy and parts over into the package, and nothing else."""

from __future__ import annotations

from decimal import Decimal

from matrix_designer.core.factor import Basis
from matrix_designer.core.family import Family
from matrix_designer.core.flat_price import FlatPrice
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
from tests.oracle.bridge import matrix_of, units
from tests.oracle.plan_oracle import PlainPart, PlainRule, PlainStrategy


def strategy_of(plain: PlainStrategy) -> Strategy:
    """Build the package's strategy from the oracle's."""
    return Strategy(
        matrices=tuple(matrix_of(matrix, name) for name, matrix in plain.matrices),
        plan=Plan(tuple(rule_of(rule) for rule in plain.rules)),
        flat_prices=tuple(FlatPrice(part, units(price)) for part, price in plain.flats),
        families=tuple(
            Family(
                one.name,
                one.parts,
                one.descriptions,
                one.sources,
                one.excluded,
                None if one.price is None else units(one.price),
            )
            for one in plain.families
        ),
        classes=Classes(
            tuple((name, PartClass(found)) for name, found in plain.source_classes),
            tuple((name, PartClass(found)) for name, found in plain.part_classes),
        ),
    )


def rule_of(plain: PlainRule) -> Rule:
    """Build a rule."""
    asked = plain.any_of
    conditions = Conditions(
        sources=asked.get("source", ()),
        groups=asked.get("group", ()),
        classes=tuple(map(PartClass, asked.get("class", ()))),
        sale_classes=asked.get("sale_class", ()),
        customer_types=asked.get("customer_type", ()),
        pay_types=asked.get("pay_type", ()),
        vendors=asked.get("vendor", ()),
        channels=asked.get("channel", ()),
        parts=asked.get("part", ()),
        descriptions=asked.get("description", ()),
        cost=_span(plain.cost),
        list_price=_span(plain.listed),
    )
    return Rule(
        treatment_of(plain.treatment),
        conditions,
        is_enabled=plain.is_enabled,
        starts=plain.starts,
        ends=plain.ends,
    )


def treatment_of(plain: tuple[object, ...]) -> Treatment:
    """Build a treatment."""
    if plain[0] == "matrix":
        return ByMatrix(str(plain[1]))
    if plain[0] == "percent":
        return ByPercent(Basis(str(plain[1])), units(Decimal(str(plain[2]))))
    others: dict[str, Treatment] = {
        "flat": ByFlatPrice(),
        "family": ByFamily(),
        "alone": LeftAlone(),
    }
    return others[str(plain[0])]


def facts_of(plain: PlainPart) -> PartFacts:
    """Build a part's facts."""
    listed = None if plain.listed is None else units(plain.listed)
    return PartFacts(units(plain.cost), listed, **plain.words)


def _span(plain: tuple[Decimal, Decimal | None] | None) -> Span | None:
    if plain is None:
        return None
    low, high = plain
    return Span(units(low), None if high is None else units(high))
