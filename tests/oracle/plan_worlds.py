"""A brute-force oracle of plans: every rule asked of every part that a small world holds.

It imports nothing from the package. A world is a few values for each thing that a rule may ask;
its parts are all their combinations. Amounts are whole numbers, a list of None is missing, days
are numbers, None a day on which no dated rule counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import product
from random import Random

NAMES = ("source", "group", "sale_class", "customer_type", "pay_type", "vendor", "channel")
THINGS = (*NAMES, "part", "description", "cost", "list_price", "day")


@dataclass(frozen=True)
class OracleRule:
    """`wanted` maps a thing to its values: names and patterns, or a pair (low, high or None).

    `treatment` is "flat", "family", or any other text that names how it prices.
    """

    treatment: str
    wanted: dict[str, tuple[object, ...]] = field(default_factory=dict)
    classes: tuple[str, ...] = ()
    is_enabled: bool = True
    starts: int | None = None
    ends: int | None = None


@dataclass(frozen=True)
class OracleFamily:
    parts: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True)
class OraclePlan:
    rules: tuple[OracleRule, ...]
    flat: frozenset[str] = frozenset()
    families: tuple[OracleFamily, ...] = ()
    class_of_part: dict[str, str] = field(default_factory=dict)
    class_of_source: dict[str, str] = field(default_factory=dict)


Part = dict[str, object]


@cache
def wild(pattern: str, text: str) -> bool:
    """Match a whole text, letter by letter: `*` any run, `?` one."""
    if not pattern:
        return not text
    if pattern[0] == "*":
        return any(wild(pattern[1:], text[at:]) for at in range(len(text) + 1))
    return bool(text) and pattern[0] in ("?", text[0]) and wild(pattern[1:], text[1:])


@cache
def within(pattern: str, text: str) -> bool:
    """Match anywhere in a text; a pattern without a letter is the empty text's."""
    if not pattern:
        return not text
    return any(
        wild(pattern, text[a:b]) for a in range(len(text) + 1) for b in range(a, len(text) + 1)
    )


def _is_member(family: OracleFamily, part: Part) -> bool:
    number, words, source = (str(part[name]) for name in ("part", "description", "source"))
    if number in family.excluded:
        return False
    if number in family.parts:
        return True
    if not family.descriptions and not family.sources:
        return False
    if family.sources and source not in family.sources:
        return False
    return not family.descriptions or any(within(one, words) for one in family.descriptions)


def matches(plan: OraclePlan, rule: OracleRule, part: Part) -> bool:
    """Ask one rule of one part."""
    if not rule.is_enabled or not _is_its_day(rule, part["day"]):
        return False
    if rule.treatment == "flat" and part["part"] not in plan.flat:
        return False
    if rule.treatment == "family" and not any(_is_member(one, part) for one in plan.families):
        return False
    if rule.classes and class_of(plan, part) not in rule.classes:
        return False
    return all(_is_wanted(thing, values, part[thing]) for thing, values in rule.wanted.items())


def class_of(plan: OraclePlan, part: Part) -> str | None:
    """Return a part's class: its own entry counts before its source's."""
    own = plan.class_of_part.get(str(part["part"]))
    return own or plan.class_of_source.get(str(part["source"]))


def _is_its_day(rule: OracleRule, day: object) -> bool:
    if rule.starts is None and rule.ends is None:
        return True
    if not isinstance(day, int):
        return False
    return (rule.starts is None or rule.starts <= day) and (rule.ends is None or day <= rule.ends)


@cache
def _is_wanted(thing: str, values: tuple[object, ...], value: object) -> bool:
    if thing in ("cost", "list_price"):
        low, high = values
        if not isinstance(value, int) or (thing == "list_price" and value == 0):
            return False
        return int(str(low)) <= value and (high is None or value <= int(str(high)))
    if thing == "part":
        return any(wild(str(one), str(value)) for one in values)
    if thing == "description":
        return any(within(str(one), str(value)) for one in values)
    return value in values


def winner(plan: OraclePlan, part: Part) -> int | None:
    """Return the first rule that takes a part; None for the default."""
    return next((at for at, rule in enumerate(plan.rules) if matches(plan, rule, part)), None)


def parts_of(world: dict[str, Sequence[object]]) -> Iterator[Part]:
    """Yield every combination; a thing without values has the one of an unknown part."""
    for held in product(*_values(world)):
        yield dict(zip(THINGS, held, strict=True))


def _values(world: dict[str, Sequence[object]]) -> list[Sequence[object]]:
    plain: dict[str, object] = {"cost": 10, "list_price": None, "day": None}
    return [world.get(thing) or (plain.get(thing, ""),) for thing in THINGS]


def winners(plan: OraclePlan, world: dict[str, Sequence[object]]) -> list[int | None]:
    """Return the rule that takes each part of a world, in the order of `parts_of`.

    Every rule is asked of every value once, then of every part what all its values allow.
    """
    rules = range(len(plan.rules))
    values = _values(world)
    allowed = []
    for thing, held in zip(THINGS, values, strict=True):
        allowed.append(
            [
                sum(1 << at for at in rules if _allows(plan.rules[at], thing, value))
                for value in held
            ]
        )
    implied: dict[tuple[object, ...], int] = {}
    places = [THINGS.index(thing) for thing in ("part", "description", "source")]
    found: list[int | None] = []
    for held, bits in zip(product(*values), product(*allowed), strict=True):
        key = tuple(held[place] for place in places)
        if key not in implied:
            part = dict(zip(("part", "description", "source"), key, strict=True))
            implied[key] = sum(1 << at for at in rules if _implies(plan, plan.rules[at], part))
        taken = implied[key]
        for each in bits:
            taken &= each
        found.append((taken & -taken).bit_length() - 1 if taken else None)
    return found


def _allows(rule: OracleRule, thing: str, value: object) -> bool:
    if thing == "day":
        return rule.is_enabled and _is_its_day(rule, value)
    return thing not in rule.wanted or _is_wanted(thing, rule.wanted[thing], value)


def _implies(plan: OraclePlan, rule: OracleRule, part: Part) -> bool:
    """Tell whether a part's lists and class let a rule take it."""
    if rule.treatment == "flat" and part["part"] not in plan.flat:
        return False
    if rule.treatment == "family" and not any(_is_member(one, part) for one in plan.families):
        return False
    return not rule.classes or class_of(plan, part) in rule.classes


def _texts(letters: str, longest: int) -> tuple[str, ...]:
    """Return all texts of some letters up to a length."""
    return tuple(
        "".join(held) for length in range(longest + 1) for held in product(letters, repeat=length)
    )


PART_LETTERS = "ABZ"
"""Z stands for all letters that no pattern of a random plan names."""
NUMBERS = _texts(PART_LETTERS, 4)
WORDS = tuple(
    text
    for text in _texts("ab ", 4)
    if "  " not in text and not text.startswith(" ") and not text.endswith(" ")
)
_PATTERNS = ("A", "B", "AB", "A*", "B*", "*", "A?", "*B", "?", "AB*", "*A*", "A*B", "", "??", "?*")
_SAID = ("a", "b", "a b", "ab", "a*b", "?", "b ?", "*", "")
"""Few of a random plan's patterns are without wildcards, as those that people write are."""
COSTS = (0, 99, 100, 101, 199, 200, 201, 500)
LISTS = (None, 0, 99, 100, 101, 300)
DAYS = (None, 9, 10, 15, 20, 21)
"""One of each season that the days of rules cut out; None is a day that no dated rule knows."""
SEASONS = (
    *((10, 20), (None, 20), (10, None), (10, 15), (16, 20)),
    *((None, 9), (None, 15), (16, None), (21, None)),
)
"""First and last days of rules; some leave no day between them."""
MANY = 3
"""Of so many things on, a world has fewer texts: a brute force asks all combinations."""
FEW_NUMBERS = ("", "A", "B", "Z", "AA", "AB", "BA", "AZ", "ZB", "ZZ", "ABZ", "AZB", "ZAZ", "BB")
FEW_WORDS = ("", "a", "b", "z", "ab", "a b", "zab", "b z", "azb")
FAR = "zz"
_VALUES: dict[str, tuple[object, ...]] = {
    **{name: (f"{name[0]}1", f"{name[0]}2", "") for name in NAMES},
    "part": _PATTERNS,
    "description": _SAID,
}


def random_plan(rng: Random) -> tuple[OraclePlan, dict[str, Sequence[object]]]:
    """Draw a plan whose rules ask a few things, and a world that tells all of them apart."""
    has_classes, has_families = rng.random() < 0.25, rng.random() < 0.25
    most = 2 if has_classes or has_families else 3
    asked = rng.sample([*NAMES, "part", "description", "cost", "list_price", "day"], most)
    if rng.random() < 0.4:
        asked = [*asked[:-1], rng.choice(("part", "source"))]
    kinds = ("one", "one", "two", "three", "left", "flat", *(("family",) * 2 * has_families))
    plan = OraclePlan(
        rules=tuple(
            _random_rule(rng, asked, kinds, has_classes=has_classes)
            for _ in range(rng.randint(1, 6))
        ),
        flat=frozenset(rng.sample(("A", "B", "AB", "AA"), rng.randint(0, 3))),
        families=tuple(_random_family(rng) for _ in range(rng.randint(0, 2))),
        class_of_part={part: rng.choice("xy") for part in ("A", "BA") if rng.random() < 0.5},
        class_of_source={name: rng.choice("xy") for name in ("s1", "s2") if rng.random() < 0.5},
    )
    taken = {rule.treatment for rule in plan.rules}
    told = set(asked)
    if "flat" in taken or has_classes:
        told |= {"part"}
    if "family" in taken:
        told |= {"part", "description", "source"}
    if has_classes:
        told |= {"source"}
    world: dict[str, Sequence[object]] = {
        name: (*_VALUES[name], FAR) for name in NAMES if name in told
    }
    worlds: dict[str, Sequence[object]] = {
        "part": NUMBERS if len(told) < MANY else FEW_NUMBERS,
        "description": WORDS if len(told) < MANY else FEW_WORDS,
        "cost": COSTS,
        "list_price": LISTS,
        "day": DAYS,
    }
    world.update({thing: worlds[thing] for thing in told if thing in worlds})
    return plan, world


def random_seasons(rng: Random) -> tuple[OraclePlan, dict[str, Sequence[object]]]:
    """Draw a plan of dated rules that ask little else, and a world that tells them apart."""
    rules = []
    for _ in range(rng.randint(3, 7)):
        wanted: dict[str, tuple[object, ...]] = {}
        if rng.random() < 0.4:
            wanted["source"] = tuple(rng.sample(_VALUES["source"], rng.randint(1, 2)))
        if rng.random() < 0.3:
            wanted["cost"] = rng.choice(((0, 100), (101, None), (100, 200)))
        starts, ends = rng.choice((*SEASONS, (None, None)))
        treatment = rng.choice(("one", "two"))
        rules.append(OracleRule(treatment, wanted, starts=starts, ends=ends))
    world: dict[str, Sequence[object]] = {
        "source": (*_VALUES["source"], FAR),
        "cost": COSTS,
        "day": DAYS,
    }
    return OraclePlan(tuple(rules)), world


def _random_rule(
    rng: Random, asked: Sequence[str], kinds: Sequence[str], *, has_classes: bool
) -> OracleRule:
    wanted: dict[str, tuple[object, ...]] = {}
    for thing in asked:
        if rng.random() < 0.45:
            continue
        if thing == "day":
            continue
        if thing in ("cost", "list_price"):
            low, high = sorted(rng.sample((0, 99, 100, 101, 200, 300), 2))
            wanted[thing] = (low, rng.choice((high, None, low)))
        else:
            values = _VALUES[thing]
            wanted[thing] = tuple(rng.sample(values, rng.randint(1, 2)))
    starts, ends = None, None
    if "day" in asked and rng.random() < 0.6:
        starts, ends = rng.choice(SEASONS)
    return OracleRule(
        treatment=rng.choice(kinds),
        wanted=wanted,
        classes=tuple(rng.sample("xy", rng.randint(0, 2))) if has_classes else (),
        is_enabled=rng.random() < 0.9,
        starts=starts,
        ends=ends,
    )


def _random_family(rng: Random) -> OracleFamily:
    return OracleFamily(
        parts=tuple(rng.sample(("A", "B", "AB"), rng.randint(0, 2))),
        descriptions=tuple(rng.sample(("a", "a b", "b?"), rng.randint(0, 1))),
        sources=tuple(rng.sample(("s1", "s2"), rng.randint(0, 1))),
        excluded=tuple(rng.sample(("A", "BB"), rng.randint(0, 1))),
    )


CENT = 100
FLAT_PRICE, FAMILY_PRICE = 50_000, 40_000
TIMES = {"one": 2, "two": 3}
"""What the treatments of random plans charge: amounts, and multiples of cost; three is list."""


def price_in(
    plan: OraclePlan, part: Part, channel: str, sold: float | None = None
) -> int | str | None:
    """Return what a part sells for in a channel, an amount; None for nothing, text if left alone.

    With a sold price that is what a part that is left alone sells for.
    """
    held = {**part, "channel": channel}
    place = winner(plan, held)
    treatment = "one" if place is None else plan.rules[place].treatment
    cost, listed = int(str(part["cost"])), part["list_price"]
    if treatment == "left" and sold is None:
        return "left alone"
    if cost * 2 < CENT:
        return None
    if treatment == "left":
        return round((sold or 0) * 10_000)
    if treatment == "flat":
        return FLAT_PRICE
    if treatment == "family":
        return FAMILY_PRICE
    basis = int(str(listed or 0)) if treatment == "three" else cost * TIMES[treatment]
    return None if treatment == "three" and not listed else (basis * 2 + CENT) // (CENT * 2) * CENT


def with_channels(
    rng: Random,
    plan: OraclePlan,
    world: dict[str, Sequence[object]],
    channels: tuple[str, str],
) -> tuple[OraclePlan, dict[str, Sequence[object]]]:
    """Return a plan of which some rules are of one of two channels, or of both."""
    rules = []
    for rule in plan.rules:
        wanted = {thing: values for thing, values in rule.wanted.items() if thing != "channel"}
        asked = rng.choice(((), (), channels[:1], channels[1:], channels, ("Web",)))
        if asked:
            wanted["channel"] = asked
        rules.append(replace(rule, wanted=wanted))
    return replace(plan, rules=tuple(rules)), world
