"""A brute-force oracle of prices: what a part costs a customer, straight from the definitions.

It imports nothing from the package and shares no formula with it: cents are searched one by one,
slices are walked, the exact price is a Decimal, or a Fraction where 28 digits cannot tell a tie.
Money comes and goes as ten-thousandths of a dollar (ints) and whole cents; factors, percents and
bounds are Decimals in dollars and points.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import NamedTuple, TypeVar

Number = TypeVar("Number", Fraction, Decimal)
NEAR_TIE = Decimal("1e-9")
HALF = Decimal("0.5")
FARTHEST_ENDING = 101


@dataclass(frozen=True)
class OracleTier:
    """From, to (None: open), kind (multiplier, markup, percent-of, gp, add-on), value, basis."""

    lower: Decimal
    upper: Decimal | None
    kind: str
    value: Decimal
    basis: str = "cost"


@dataclass(frozen=True)
class OracleMatrix:
    """A matrix in plain words; every optional part is None where it is left out.

    cap: (above, rule of list, cost+67, lower, higher); fallback: (list, 0) or (kind, value);
    ceiling: percent; floor: (markup or gp, percent); ending: (text, nearest or up).
    """

    tiers: tuple[OracleTier, ...]
    lookup: str = "cost"
    mode: str = "simple"
    cap: tuple[Decimal, str] | None = None
    fallback: tuple[str, Decimal] | None = None
    ceiling: Decimal | None = None
    not_below_list: bool = False
    floor: tuple[str, Decimal] | None = None
    ending: tuple[str, str] | None = None


class OraclePrice(NamedTuple):
    """Price in cents (None: unpriced) and what made it: a tier from 0, `cap` or `fallback`."""

    cents: int | None
    row: int | str | None


NOTHING = OraclePrice(None, None)


def half_up(exact: Fraction) -> int:
    """Round to a whole number, halves upwards."""
    return floor(exact + Fraction(1, 2))


class Oracle:
    """Prices parts under one matrix, by the steps of the contract, in their order."""

    def __init__(self, matrix: OracleMatrix) -> None:
        self.matrix = matrix
        self.ranges = [
            (int(tier.lower * 100), None if tier.upper is None else int(tier.upper * 100))
            for tier in matrix.tiers
        ]
        self.exact = [multiplier(tier, Fraction) for tier in matrix.tiers]
        self.quick = [multiplier(tier, Decimal) for tier in matrix.tiers]
        self.is_mixed = matrix.mode != "simple" and not self._can_mix()

    def price(self, cost: int, list_price: int | None) -> OraclePrice:
        """Price one part; cost and list in ten-thousandths of a dollar."""
        if cost < 50:  # rounds to 0.00
            return NOTHING
        listed = list_price or None
        priced = self._before_rails(cost, listed)
        if priced.cents is None:
            return NOTHING
        held, lowest, highest = self._rails(priced.cents, cost, listed)
        if held < 0:
            return NOTHING
        ending = self.matrix.ending
        if ending is not None and held * 100 != listed:
            held = _with_ending(ending, held, cost, lowest, highest)
        return OraclePrice(held, priced.row)

    def find_tier(self, units: int) -> int | None:
        """Find the first tier in list order whose range holds the value's cent, half up."""
        cents, rest = divmod(units, 100)
        cents += rest >= 50
        if cents < 1:
            return None
        for index, (first, last) in enumerate(self.ranges):
            if first <= cents and (last is None or cents <= last):
                return index
        return None

    def tier_cents(self, index: int, basis: int) -> int:
        """Return what a tier makes of a basis, rounded half up to the cent, once."""
        cents = self._tier_price(index, Decimal(basis), self.quick, Decimal) / 100
        whole = cents.to_integral_value(ROUND_FLOOR)
        rest = cents - whole
        if abs(rest - HALF) > NEAR_TIE:
            return int(whole) + (rest > HALF)
        return half_up(self._tier_price(index, Fraction(basis), self.exact, Fraction) / 100)

    def _can_mix(self) -> bool:
        """Compound and linear: one basis, no add-on, ascending, at most one cent shared."""
        ranges = [(max(first, 1), last) for first, last in self.ranges]
        for tier, (first, last) in zip(self.matrix.tiers, ranges, strict=True):
            if tier.kind == "add-on" or tier.basis != self.matrix.lookup:
                return False
            if last is not None and last < first:
                return False
        return all(
            last is not None and first < after and last <= after
            for (first, last), (after, _) in pairwise(ranges)
        )

    def _before_rails(self, cost: int, listed: int | None) -> OraclePrice:
        """Cap, look-up, factor, fallback."""
        cap = self.matrix.cap
        if cap is not None and Decimal(cost) / 10_000 > cap[0]:
            return OraclePrice(_over_cap(cap[1], cost, listed), "cap")
        if self.is_mixed:
            return NOTHING
        value = cost if self.matrix.lookup == "cost" else listed
        found = None if value is None else self.find_tier(value)
        if found is not None:
            basis = cost if self.matrix.tiers[found].basis == "cost" else listed
            if basis is not None:
                return OraclePrice(self.tier_cents(found, basis), found)
        return self._fall_back(cost, listed)

    def _tier_price(
        self, index: int, basis: Number, multipliers: list[Number], number: type[Number]
    ) -> Number:
        """Return the exact price in ten-thousandths of a dollar."""
        tiers = self.matrix.tiers
        tier = tiers[index]
        if tier.kind == "add-on":
            return basis + number(tier.value) * 10_000
        if self.matrix.mode == "compound":
            total = number(0)
            reached = number(0)
            for below in range(index):
                upper = self.ranges[below][1]
                assert upper is not None
                total += (number(upper * 100) - reached) * multipliers[below]
                reached = number(upper * 100)
            return total + (basis - reached) * multipliers[index]
        if self.matrix.mode == "linear" and index + 1 < len(tiers):
            low = number(max(self.ranges[index][0], 1) * 100)
            high = number(self.ranges[index + 1][0] * 100)
            way = (basis - low) / (high - low)
            return basis * (multipliers[index] * (1 - way) + multipliers[index + 1] * way)
        return basis * multipliers[index]

    def _fall_back(self, cost: int, listed: int | None) -> OraclePrice:
        fallback = self.matrix.fallback
        if fallback is None:
            return NOTHING
        if fallback[0] == "list":
            if listed is None:
                return NOTHING
            return OraclePrice(half_up(Fraction(listed, 100)), "fallback")
        kind, value = fallback
        if kind == "add-on":
            exact = cost + Fraction(value) * 10_000
        else:
            tier = OracleTier(Decimal(0), None, kind, value)
            exact = cost * multiplier(tier, Fraction)
        return OraclePrice(half_up(exact / 100), "fallback")

    def _rails(
        self, cents: int, cost: int, listed: int | None
    ) -> tuple[int, int | None, int | None]:
        """Return the price inside the rails, and the limits that an ending has to keep."""
        lowest = highest = None
        if self.matrix.ceiling is not None and listed is not None:
            share = 1 + Fraction(self.matrix.ceiling) / 100
            highest = floor(Fraction(listed, 100) * share)
            cents = min(cents, highest)
        if self.matrix.not_below_list and listed is not None:
            lowest = ceil(Fraction(listed, 100))
            cents = max(cents, lowest)
        if self.matrix.floor is not None:
            kind, percent = self.matrix.floor
            share = Fraction(percent) / 100
            ratio = 1 + share if kind == "markup" else 1 / (1 - share)
            least = ceil(Fraction(cost, 100) * ratio)
            lowest = least if lowest is None else max(lowest, least)
            cents = max(cents, least)
        if highest is not None and cents > highest:
            highest = None
        return cents, lowest, highest


def multiplier(tier: OracleTier, number: type[Number]) -> Number:
    """Return a tier's multiplier; an add-on counts as 1."""
    value = number(tier.value)
    if tier.kind == "multiplier":
        return value
    if tier.kind == "markup":
        return 1 + value / 100
    if tier.kind == "percent-of":
        return value / 100
    if tier.kind == "gp":
        return 1 / (1 - value / 100)
    assert tier.kind == "add-on"
    return number(1)


def _over_cap(rule: str, cost: int, listed: int | None) -> int:
    """Price a part above the cap: list, cost x 167/100, the lower or the higher of both."""
    plus = half_up(Fraction(cost * 167, 10_000))
    if listed is None or rule == "cost+67":
        return plus
    at_list = half_up(Fraction(listed, 100))
    return {"list": at_list, "lower": min(at_list, plus), "higher": max(at_list, plus)}[rule]


def _with_ending(
    ending: tuple[str, str], cents: int, cost: int, lowest: int | None, highest: int | None
) -> int:
    """Look for the ending cent by cent, outwards from the price."""
    text, way = ending

    def ends_right(candidate: int) -> bool:
        shown = f"{candidate // 100}.{candidate % 100:02d}"
        if text == "1.00":
            return shown.endswith(".00")
        return shown.endswith(text.removeprefix(".x") if text.startswith(".x") else text)

    def is_allowed(candidate: int) -> bool:
        if candidate <= 0 or (candidate * 100 < cost <= cents * 100):
            return False
        is_above = lowest is None or candidate >= lowest
        return is_above and (highest is None or candidate <= highest)

    upwards = [cents + away for away in range(FARTHEST_ENDING) if ends_right(cents + away)]
    downwards = [cents - away for away in range(FARTHEST_ENDING) if ends_right(cents - away)]
    wanted = upwards[0]
    if way == "nearest" and cents - downwards[0] < upwards[0] - cents:
        wanted = downwards[0]
    for candidate in (wanted, *upwards, *downwards):
        if is_allowed(candidate):
            return candidate
    return cents
