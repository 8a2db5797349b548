"""Random plans and what belongs to them: rules, flat prices, families, classes, menus, versions.

Every value can stand in a design; names are few, so that rules and parts meet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from random import Random
from typing import Any

from matrix_designer.core.derivation import Derivation, DerivationKind
from matrix_designer.core.design import Design, InForce
from matrix_designer.core.factor import Basis, Factor, FactorKind, factor_text
from matrix_designer.core.family import Averaged, Family
from matrix_designer.core.flat_price import CompetitorPrice, FlatPrice
from matrix_designer.core.menu import MenuPart, ServiceMenu
from matrix_designer.core.money import CENT, DOLLAR, PIECE, POINT
from matrix_designer.core.part_class import PartClass
from matrix_designer.core.plan import (
    ByFamily,
    ByFlatPrice,
    ByMatrix,
    ByPercent,
    Conditions,
    LeftAlone,
    Rule,
    Span,
    Treatment,
)
from matrix_designer.core.version import StepRecord

SOURCES = ("FM", "AB", "MO", "GM 12", "ACDelco", "Ölfilter", 'x;y, "z"')
PARTS = (
    "15400-PLM-A02",
    "PF63",
    "OF-1",
    "12 345",
    "*10*",
    "B?12",
    "É9",
    "per cent",
    "a; b",
    "cost",
)
WORDS = ("oil filter", "BRAKE PAD*", "wiper", "battery; new", "air, cabin", "7% off")
PEOPLE = ("J. Smith", "Ann", "owner, by phone", "the GM")


def some(rng: Random, words: tuple[str, ...], most: int = 3) -> tuple[str, ...]:
    return tuple(rng.sample(words, rng.randint(0, most)))


def any_day(rng: Random) -> dt.date:
    return dt.date(rng.randint(2025, 2027), rng.randint(1, 12), rng.randint(1, 28))


def any_amount(rng: Random) -> int:
    return rng.choice((0, 1, 375, rng.randint(1, 500_00) * CENT, rng.randint(1, 10**9)))


def any_price(rng: Random) -> int:
    return rng.randint(1, 90_000) * CENT


def any_span(rng: Random) -> Span | None:
    if rng.random() < 0.6:
        return None
    low, high = sorted((any_amount(rng), any_amount(rng)))
    return Span(low, rng.choice((None, high)))


def any_conditions(rng: Random) -> Conditions:
    return Conditions(
        sources=some(rng, SOURCES),
        groups=some(rng, SOURCES, 1),
        classes=tuple(rng.sample(list(PartClass), rng.randint(0, 2))),
        sale_classes=some(rng, ("A", "fast", "list"), 1),
        customer_types=some(rng, ("fleet", "senior", "military"), 1),
        pay_types=some(rng, ("C", "W", "I"), 2),
        vendors=some(rng, ("NAPA", "cost"), 1),
        channels=some(rng, ("counter", "used vehicles"), 1),
        parts=some(rng, PARTS),
        descriptions=some(rng, WORDS, 2),
        cost=any_span(rng),
        list_price=any_span(rng),
    )


def any_treatment(rng: Random, design: Design) -> Treatment:
    way = rng.randrange(5)
    if way == 0:
        return ByFlatPrice()
    if way == 1:
        return ByFamily()
    if way == 2:
        return LeftAlone()
    if way == 3:
        return ByPercent(rng.choice(list(Basis)), rng.randint(-99 * POINT, 300 * POINT))
    return ByMatrix(rng.choice(design.matrices).name)


def any_rule(rng: Random, design: Design) -> Rule:
    starts, ends = sorted((any_day(rng), any_day(rng)))
    return Rule(
        any_treatment(rng, design),
        any_conditions(rng),
        name=rng.choice(("", "Brake parts", "Fleet", "Spring sale")),
        is_enabled=rng.random() < 0.8,
        starts=rng.choice((None, None, starts)),
        ends=rng.choice((None, None, ends)),
        note=rng.choice(("", "agreed in the meeting\nof May", "see 002 J")),
    )


def any_flat_price(rng: Random) -> FlatPrice:
    return FlatPrice(
        part=f"{rng.choice(PARTS)}{rng.randint(1, 99)}",
        price=any_price(rng),
        description=rng.choice(("", *WORDS)),
        cost=rng.choice((None, any_amount(rng) % (10_000 * DOLLAR))),
        reviewed=rng.choice((None, any_day(rng))),
        by=rng.choice(("", *PEOPLE)),
        is_locked=rng.random() < 0.3,
        agreed=rng.choice(("", *PEOPLE)) + str(rng.randint(1, 9)),
        competitors=tuple(
            CompetitorPrice(rng.choice(PEOPLE), any_price(rng), rng.choice((None, any_day(rng))))
            for _ in range(rng.choice((0, 0, 1, 2)))
        ),
    )


def any_factor(rng: Random) -> Factor:
    value = rng.randint(10_000, 50_000)
    return Factor(FactorKind.MULTIPLIER, value, factor_text(FactorKind.MULTIPLIER, value))


def any_family(rng: Random) -> Family:
    has_price = rng.random() < 0.7
    return Family(
        name=f"{rng.choice(WORDS)} {rng.randint(1, 99)}",
        parts=some(rng, PARTS),
        descriptions=some(rng, WORDS),
        sources=some(rng, SOURCES),
        excluded=some(rng, PARTS, 1),
        price=any_price(rng) if has_price else None,
        factor=any_factor(rng) if has_price and rng.random() < 0.5 else None,
        averaged=any_average(rng) if has_price and rng.random() < 0.5 else None,
        agreed=rng.choice(("", *PEOPLE)),
    )


def any_average(rng: Random) -> Averaged:
    return Averaged(rng.randint(1, 10**14), rng.randint(1, 10**9))


def any_derivation(rng: Random, design: Design) -> Derivation:
    kind = rng.choice(list(DerivationKind))
    low, high = (5_000, 15_000) if kind is DerivationKind.FACTOR else (-2_000, 5_000)
    value = rng.choice((rng.randint(low, high), rng.randint(low // 100, high // 100) * 100))
    return Derivation(rng.choice(design.matrices).name, kind, value)


def any_menu_part(rng: Random) -> MenuPart:
    return MenuPart(
        rng.choice(PARTS),
        rng.choice((PIECE, 4_500, 250)),
        rng.choice(("", *WORDS)),
        rng.choice(("", *SOURCES)),
        rng.choice((None, any_amount(rng) % (10_000 * DOLLAR))),
        rng.choice((None, any_price(rng))),
    )


def any_menu(rng: Random) -> ServiceMenu:
    return ServiceMenu(
        name=f"Service {rng.randint(1, 99)}",
        price=any_price(rng),
        parts=tuple(any_menu_part(rng) for _ in range(rng.randint(0, 3))),
        note=rng.choice(("", "every 5,000 miles")),
    )


def any_step(rng: Random) -> StepRecord:
    return StepRecord(
        rng.randint(1, 13), rng.choice((None, any_day(rng))), rng.choice(("", *PEOPLE)), "done"
    )


def _place(rng: Random, things: tuple[Any, ...]) -> int:
    return rng.randrange(len(things)) if things else 0


def _places(rng: Random, things: tuple[Any, ...]) -> tuple[int, ...]:
    return tuple(sorted({_place(rng, things) for _ in range(rng.randint(1, 3))}))


def _known(rng: Random, things: tuple[Any, ...], key: str) -> Any:
    return getattr(rng.choice(things), key) if things else "none"


Draw = Callable[[Random, Design], Any]


def _several(draw: Draw) -> Draw:
    def drawn(rng: Random, design: Design) -> Any:
        return tuple(draw(rng, design) for _ in range(rng.randint(1, 3)))

    return drawn


def _rule_things(design: Design) -> tuple[Any, ...]:
    return design.plan.rules


_LISTS: dict[str, Callable[[Design], tuple[Any, ...]]] = {
    "Rule": _rule_things,
    "Flat": lambda design: design.flat_prices,
    "Famil": lambda design: design.families,
    "Menu": lambda design: design.menus,
}
"""A part of an edit's name -> the list whose places it counts."""


def list_of(kind: str, design: Design) -> tuple[Any, ...] | None:
    """Return the list that an edit of that name counts places of; None for edits of tiers."""
    for word, things in _LISTS.items():
        if word in kind:
            return things(design)
    return None


def _later(rng: Random, design: Design) -> dt.date:
    """Draw a day on which a version can take effect."""
    known = [version.effective for version in design.versions if version.effective is not None]
    start = max(known, default=dt.date(2026, 3, 1))
    return start + dt.timedelta(days=rng.randint(0, 5))


_PLACES: dict[str, Callable[[Random, tuple[Any, ...]], Any]] = {
    "rule": _place,
    "at": _place,
    "to": _place,
    "places": _places,
}
_VALUES: dict[tuple[str, str], Draw] = {
    ("SetFlatPrice", "by"): lambda rng, _design: any_flat_price(rng),
    ("SetFlatPrices", "changes"): lambda rng, design: tuple(
        (place, any_flat_price(rng)) for place in _places(rng, design.flat_prices)
    ),
    ("ReviewFlatPrices", "reviews"): lambda rng, design: tuple(
        (place, rng.choice((None, any_price(rng)))) for place in _places(rng, design.flat_prices)
    ),
    ("SetFamily", "by"): lambda rng, _design: any_family(rng),
    ("SetMenu", "by"): lambda rng, _design: any_menu(rng),
    ("SetInForce", "in_force"): lambda rng, design: rng.choice(
        (None, design.as_record(any_day(rng)), InForce(rng.choice(design.matrices), any_day(rng)))
    ),
    ("SetMenuWords", "name"): lambda rng, _design: rng.choice((None, f"Menu {rng.random():.3f}")),
    ("SetMenuWords", "price"): lambda rng, _design: rng.choice((None, any_price(rng))),
    ("SetMenuPart", "part"): lambda rng, _design: rng.randint(0, 2),
    ("SetMenuPart", "by"): lambda rng, _design: any_menu_part(rng),
    ("InsertMenuParts", "part"): lambda rng, _design: rng.randint(0, 1),
    ("InsertMenuParts", "new"): lambda rng, _design: (any_menu_part(rng), any_menu_part(rng)),
    ("DeleteMenuParts", "parts"): lambda rng, _design: (rng.randint(0, 2),),
    ("SetRule", "by"): any_rule,
    ("AcceptFamilyPrice", "factor"): lambda rng, _design: any_factor(rng),
    ("AcceptFamilyPrice", "price"): lambda rng, _design: any_price(rng),
    ("TakeProposal", "name"): lambda rng, design: _known(rng, design.proposals, "name"),
    ("RenameProposal", "name"): lambda rng, design: _known(rng, design.proposals, "name"),
    ("DeleteProposal", "name"): lambda rng, design: _known(rng, design.proposals, "name"),
    ("GoBackTo", "version"): lambda rng, design: _place(rng, design.versions) + 1,
    ("GoBackTo", "effective"): _later,
    ("Publish", "effective"): _later,
    ("DeriveMatrix", "derivation"): any_derivation,
    ("SetDerivation", "derivation"): any_derivation,
    ("CopyTiers", "to"): lambda rng, design: _known(rng, design.matrices, "name"),
    ("MoveMatrix", "to"): lambda rng, design: rng.randint(0, len(design.matrices)),
    ("UntickStep", "step"): lambda rng, _design: rng.randint(1, 13),
}
_BY_FIELD: dict[str, Draw] = {
    "conditions": lambda rng, _design: any_conditions(rng),
    "treatment": any_treatment,
    "rules": _several(any_rule),
    "prices": _several(lambda rng, _design: any_flat_price(rng)),
    "families": _several(lambda rng, _design: any_family(rng)),
    "menus": _several(lambda rng, _design: any_menu(rng)),
    "averaged": lambda rng, _design: any_average(rng),
    "part_class": lambda rng, _design: rng.choice((None, *PartClass)),
    "sources": lambda rng, _design: some(rng, SOURCES),
    "parts": lambda rng, _design: some(rng, PARTS),
    "record": lambda rng, _design: any_step(rng),
    "author": lambda rng, _design: rng.choice(("", *PEOPLE)),
    "note": lambda rng, _design: rng.choice(("", "why not")),
}


def plan_value(rng: Random, design: Design, kind: str, name: str) -> tuple[bool, Any]:
    """Draw a value for a field of an edit of the plan; (False, None) for other edits' fields."""
    if draw := _VALUES.get((kind, name)):
        return True, draw(rng, design)
    things = list_of(kind, design)
    if name in _PLACES and things is not None and kind.startswith(_COUNTED):
        return True, _PLACES[name](rng, things)
    if draw := _BY_FIELD.get(name):
        return True, draw(rng, design)
    return False, None


_COUNTED = ("Set", "Insert", "Delete", "Move", "Enable", "Accept", "Review", "Take")
