"""Random matrices and parts for the oracle: clean ones, broken ones, and dear edge cases.

It imports nothing from the package. Seeded by the caller.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import TypeVar

from tests.oracle.pricing_oracle import OracleMatrix, OracleTier

Value = TypeVar("Value")
KINDS = ("multiplier", "markup", "percent-of", "gp", "add-on")
MODES = ("simple", "compound", "linear")
MAX_UNITS = 9_999_999_999
CAP_RULES = ("list", "cost+67", "lower", "higher")
ENDINGS = (".x5", ".x9", ".95", ".99", "1.00")


def seeded(seed: int | str) -> Random:
    """Return repeatable test data's source."""
    return Random(seed)  # noqa: S311 - nothing here is secret


def random_value(rng: Random, kind: str) -> Decimal:
    """Draw a factor value: mostly of the trade's size, sometimes anywhere in its range."""
    decimals = rng.choice((0, 1, 2, 2, 2, 3, 4))
    wild = rng.random() < 0.1
    low, high = {
        "multiplier": (1, 9999) if wild else (1, 5),
        "markup": (-99, 999_800) if wild else (0, 400),
        "percent-of": (1, 999_900) if wild else (100, 500),
        "gp": (0, 99) if wild else (20, 80),
        "add-on": (-99_999, 99_999) if wild else (-5, 50),
    }[kind]
    scale = Decimal(10) ** decimals
    return rng.randint(low * int(scale), high * int(scale)) / scale


def clean_tiers(rng: Random, kind: str, basis: str = "cost") -> tuple[OracleTier, ...]:
    """Draw ascending tiers without a hole, from 0 or 0.01 to an open or closed top."""
    count = rng.randint(1, 15)
    top = rng.choice((300, 3_000, 30_000, 3_000_000, 99_999_999))
    bounds = sorted(rng.sample(range(1, 100 * top), count))
    tiers = []
    lower = Decimal(rng.choice((0, 1))) / 100
    for place, bound in enumerate(bounds):
        is_open = place + 1 == count and rng.random() < 0.7
        upper = None if is_open else Decimal(bound) / 100
        tiers.append(OracleTier(lower, upper, kind, random_value(rng, kind), basis))
        lower = Decimal(bound + 1) / 100
    return tuple(tiers)


def damaged(rng: Random, tiers: tuple[OracleTier, ...]) -> tuple[OracleTier, ...]:
    """Break a clean list: gaps, overlaps, shared bounds, wrong order, reversal, sub-cents."""
    held = list(tiers)
    for _ in range(rng.randint(1, 3)):
        place = rng.randrange(len(held))
        tier = held[place]
        move = Decimal(rng.choice((-500, -100, -2, -1, 1, 2, 100, 500))) / 100
        damage = rng.randrange(6)
        if damage == 0:
            tier = replace(tier, lower=max(tier.lower + move, Decimal(0)))
        elif damage == 1 and tier.upper is not None:
            tier = replace(tier, upper=max(tier.upper + move, Decimal(0)))
        elif damage == 2 and tier.upper is not None:
            tier = replace(tier, lower=tier.upper, upper=tier.lower)
        elif damage == 3:
            tier = replace(tier, lower=tier.lower + Decimal("0.0050"))
        elif damage == 4:
            kind = rng.choice(KINDS)
            tier = replace(tier, kind=kind, value=random_value(rng, kind), basis="cost")
        held[place] = tier
        if damage == 5:
            rng.shuffle(held)
    return tuple(held)


def any_matrix(rng: Random) -> OracleMatrix:
    """Draw a matrix with any mixture of features, wrong ones included."""
    lookup = rng.choice(("cost", "cost", "list"))
    kind = rng.choice(KINDS)
    basis = "cost" if kind == "gp" else rng.choice(("cost", "cost", "list"))
    mode = rng.choice(MODES)
    if mode != "simple" and rng.random() < 0.8:
        kind = rng.choice(KINDS[:3] if lookup == "list" else KINDS[:4])
        basis = lookup
    tiers = clean_tiers(rng, kind, basis)
    if rng.random() < 0.4:
        tiers = damaged(rng, tiers)
    return OracleMatrix(
        tiers=tiers if rng.random() < 0.98 else (),
        lookup=lookup,
        mode=mode,
        cap=_maybe(rng, (_dollars(rng, 500), rng.choice(CAP_RULES))),
        fallback=_maybe(rng, _fallback(rng)),
        ceiling=_maybe(rng, _percent(rng, -100, 1_000)),
        not_below_list=rng.random() < 0.2,
        floor=_maybe(rng, _floor(rng)),
        ending=_maybe(rng, (rng.choice(ENDINGS), rng.choice(("nearest", "up")))),
    )


def part_near(rng: Random, matrix: OracleMatrix) -> tuple[int, int | None]:
    """Draw a cost and list: often near a bound or the cap, to the fourth decimal."""
    cost = _amount(rng, matrix)
    if rng.random() < 0.15:
        return cost, None
    if rng.random() < 0.5:
        return cost, min(cost * rng.randint(80, 300) // 100, MAX_UNITS)
    return cost, _amount(rng, matrix)


def _amount(rng: Random, matrix: OracleMatrix) -> int:
    bounds = [tier.lower for tier in matrix.tiers]
    bounds += [tier.upper for tier in matrix.tiers if tier.upper is not None]
    if matrix.cap is not None:
        bounds.append(matrix.cap[0])
    way = rng.random()
    if bounds and way < 0.5:
        near = int(rng.choice(bounds) * 10_000)
        return min(
            max(near + rng.choice((-150, -100, -51, -50, -1, 0, 1, 49, 50, 100)), 0), MAX_UNITS
        )
    if way < 0.8:
        return rng.randint(0, rng.choice((200, 20_000, 5_000_000)))
    return rng.choice((rng.randint(0, MAX_UNITS), rng.randint(0, 50_000) * 100, MAX_UNITS))


def _maybe(rng: Random, value: Value) -> Value | None:
    return value if rng.random() < 0.4 else None


def _dollars(rng: Random, most: int) -> Decimal:
    return Decimal(rng.randint(0, most * 100)) / 100


def _percent(rng: Random, low: int, high: int) -> Decimal:
    near = (max(low, -20), min(high, 40))
    least, most = rng.choice((near, near, (low, high)))
    return Decimal(rng.randint(least * 10_000, most * 10_000)) / 10_000


def _floor(rng: Random) -> tuple[str, Decimal]:
    if rng.random() < 0.5:
        return "markup", max(_percent(rng, -100, 999_800), Decimal("-99.9999"))
    return "gp", min(max(_percent(rng, -100, 100), Decimal("-99.9999")), Decimal("99.9999"))


def _fallback(rng: Random) -> tuple[str, Decimal]:
    kind = rng.choice(("list", *KINDS))
    return kind, Decimal(0) if kind == "list" else random_value(rng, kind)
