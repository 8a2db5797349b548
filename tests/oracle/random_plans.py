"""Random plans and parts for the oracle: many rules over few names, so that they collide.

It imports nothing from the package. Seeded by the caller.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from tests.oracle.plan_oracle import PlainFamily, PlainPart, PlainRule, PlainStrategy
from tests.oracle.pricing_oracle import OracleMatrix
from tests.oracle.random_matrices import any_matrix, part_near

SOURCES = ("AC", "BRK", "Oil & Lube", "ENG", "9", "")
WORDS = {
    "source": SOURCES,
    "group": ("A1", "B2", ""),
    "sale_class": ("M", "S", ""),
    "customer_type": ("Retail", "FLEET", "Senior", ""),
    "pay_type": ("C", "W", "I", ""),
    "vendor": ("GM", "Acme  Parts", ""),
    "channel": ("counter", "RO", ""),
}
DESCRIPTIONS = (
    "OIL FILTER",
    "Oil  filter, diesel",
    "BRAKE PAD SET-FR",
    "ENGINE ASM (LS3)",
    "wiper blade",
    "",
)
CLASSES = ("captive", "competitive", "maintenance", "accessory")
DAY = dt.date(2026, 11, 22)
_STARS = ("*", "1*", "*7", "12?4*", "00-1*", "A.*", "?????")
_TEXTS = ("oil*filter", "BRAKE", "asm (", "*", "wip?r", "filter", "f*t*r")


def random_numbers(rng: Random, count: int) -> tuple[str, ...]:
    """Draw part numbers, some of which only blanks and case tell apart."""
    letters = "0123456789A-."
    drawn = ["".join(rng.choices(letters, k=rng.randint(1, 7))) for _ in range(count)]
    return tuple(f"{one[:2]} {one[2:]}".lower() if rng.random() < 0.1 else one for one in drawn)


def random_strategy(
    rng: Random, numbers: tuple[str, ...], rules: int | None = None, matrices: int | None = None
) -> PlainStrategy:
    """Draw a strategy over some part numbers."""
    names = [f"Matrix {place}" for place in range(matrices or rng.randint(1, 4))]
    families = tuple(_family(rng, f"Family {place}", numbers) for place in range(rng.randint(0, 4)))
    count = rng.randint(0, 9) if rules is None else rules
    flats = {one.upper().replace(" ", ""): one for one in _some(rng, numbers, 12)}
    classed = {one.upper().replace(" ", ""): one for one in _some(rng, numbers, 6)}
    return PlainStrategy(
        matrices=tuple((name, any_matrix(rng)) for name in names),
        rules=tuple(_rule(rng, names, numbers) for _ in range(count)),
        flats=tuple((one, Decimal(rng.randint(1, 50_000)) / 100) for one in flats.values()),
        families=families,
        source_classes=tuple(
            (one, rng.choice(CLASSES)) for one in SOURCES[:4] if rng.random() < 0.5
        ),
        part_classes=tuple((one, rng.choice(CLASSES)) for one in classed.values()),
    )


@dataclass(frozen=True)
class World:
    """A department to draw lines and plans from; each part has its source, group and vendor."""

    parts: tuple[dict[str, str], ...]
    sources: tuple[str, ...]


def random_world(rng: Random, parts: int, sources: int) -> World:
    """Draw a department's parts and sources."""
    names = tuple(f"S{place:02d}" for place in range(sources))
    numbers = random_numbers(rng, parts)
    return World(
        tuple(
            {
                "part": f"{number}{place % 97}",
                "description": f"{rng.choice(DESCRIPTIONS)} {rng.randrange(40)}",
                "source": rng.choice(names),
                "group": rng.choice(WORDS["group"]),
                "sale_class": rng.choice(WORDS["sale_class"]),
                "vendor": rng.choice(WORDS["vendor"]),
            }
            for place, number in enumerate(numbers)
        ),
        names,
    )


def line_of(rng: Random, world: World, matrices: tuple[OracleMatrix, ...]) -> PlainPart:
    """Draw a sold line, its cost and list often at a bound of some matrix."""
    sold = {name: rng.choice(WORDS[name]) for name in ("customer_type", "pay_type", "channel")}
    words = {**rng.choice(world.parts), **sold}
    cost, listed = part_near(rng, rng.choice(matrices))
    if rng.random() < 0.4:
        cost = rng.randint(1, 4_000_000)
    return PlainPart(
        Decimal(max(cost, 0)) / 10_000,
        None if listed is None else Decimal(listed) / 10_000,
        words,
        Decimal(rng.randint(0, 90_000)) / 100,
        Decimal(rng.choice((1, 1, 2, 4, 4.5, 12))),
    )


def large_strategy(
    rng: Random, world: World, matrices: int, families: int, flats: int, rules: int
) -> PlainStrategy:
    """Draw a plan of a whole department: its last rules part the sources among the matrices."""
    numbers = tuple(one["part"] for one in world.parts)
    held = random_strategy(rng, numbers[:60], rules - matrices, matrices)
    names = [name for name, _ in held.matrices]
    by_source = tuple(
        PlainRule(("matrix", name), {"source": world.sources[place::matrices]})
        for place, name in enumerate(names)
    )
    special = tuple(
        replace(
            one,
            any_of={**one.any_of, "source": tuple(rng.sample(world.sources, rng.randint(1, 4)))},
        )
        for one in held.rules
    )
    listed = dict.fromkeys(one.upper().replace(" ", "") for one in rng.sample(numbers, flats))
    return replace(
        held,
        rules=(*special, *by_source),
        flats=tuple((one, Decimal(rng.randint(1, 50_000)) / 100) for one in listed),
        families=tuple(_family(rng, f"Family {place}", numbers) for place in range(families)),
        source_classes=tuple((one, rng.choice(CLASSES)) for one in world.sources),
    )


def random_part(rng: Random, numbers: tuple[str, ...]) -> PlainPart:
    """Draw a sold line of one of some parts, spelt this way or that."""
    words = {name: _spelt(rng, rng.choice(choices)) for name, choices in WORDS.items()}
    at = rng.randrange(len(numbers) + 1)
    words["part"] = _spelt(rng, numbers[at]) if at < len(numbers) else ""
    words["description"] = DESCRIPTIONS[at % len(DESCRIPTIONS)]
    cost = _dollars(rng)
    listed = None if rng.random() < 0.15 else Decimal(0) if rng.random() < 0.03 else _dollars(rng)
    quantity = Decimal(rng.choice((1, 1, 2, 4, 4.5, 12)))
    return PlainPart(cost, listed, words, Decimal(rng.randint(0, 40_000)) / 100, quantity)


def _dollars(rng: Random) -> Decimal:
    """Draw a cost or list, often at a bound that rules use, sometimes under half a cent."""
    kind = rng.random()
    if kind < 0.3:
        return Decimal(rng.choice((10, 50, 250)))
    if kind < 0.4:
        return Decimal(rng.randint(0, 200)) / 10_000
    return Decimal(rng.randint(1, 3_000_000)) / 10_000


def _spelt(rng: Random, text: str) -> str:
    kind = rng.random()
    return f" {text.lower()} " if kind < 0.1 else text.upper() if kind < 0.2 else text


def _some(rng: Random, choices: tuple[str, ...], most: int) -> tuple[str, ...]:
    return tuple(rng.sample(choices, rng.randint(0, min(most, len(choices)))))


def _family(rng: Random, name: str, numbers: tuple[str, ...]) -> PlainFamily:
    return PlainFamily(
        name=name,
        parts=_some(rng, numbers, 4),
        descriptions=_some(rng, _TEXTS, 2) if rng.random() < 0.5 else (),
        sources=_some(rng, SOURCES, 2) if rng.random() < 0.4 else (),
        excluded=_some(rng, numbers, 3),
        price=None if rng.random() < 0.2 else Decimal(rng.randint(1, 9_999)) / 100,
    )


def _rule(rng: Random, names: list[str], numbers: tuple[str, ...]) -> PlainRule:
    any_of = {
        name: _some(rng, choices, 2) for name, choices in WORDS.items() if rng.random() < 0.15
    }
    if rng.random() < 0.15:
        any_of["class"] = _some(rng, CLASSES, 2)
    if rng.random() < 0.15:
        any_of["part"] = _some(rng, (*_STARS, *numbers[:3]), 2)
    if rng.random() < 0.15:
        any_of["description"] = _some(rng, _TEXTS, 2)
    starts = DAY + dt.timedelta(rng.randint(-3, 3)) if rng.random() < 0.2 else None
    ends = DAY + dt.timedelta(rng.randint(3, 5)) if rng.random() < 0.1 else None
    return PlainRule(
        treatment=_treatment(rng, names),
        any_of=any_of,
        cost=_span(rng) if rng.random() < 0.2 else None,
        listed=_span(rng) if rng.random() < 0.1 else None,
        is_enabled=rng.random() < 0.9,
        starts=starts,
        ends=ends,
    )


def _treatment(rng: Random, names: list[str]) -> tuple[object, ...]:
    percent = Decimal(rng.choice((-100_000, 0, 50_000, 333_333, -999_999, 12_345_678))) / 10_000
    return rng.choice(
        (
            ("matrix", rng.choice(names)),
            ("matrix", rng.choice((*names, "Gone"))),
            ("flat",),
            ("percent", rng.choice(("cost", "list")), percent),
            ("family",),
            ("alone",),
        )
    )


def _span(rng: Random) -> tuple[Decimal, Decimal | None]:
    low = Decimal(rng.choice((0, 10, 50)))
    return low, None if rng.random() < 0.4 else low + Decimal(rng.choice((0, 40, 200)))
