"""A brute-force oracle of the checks: every cent of a small matrix, one by one.

It imports nothing from the package: prices come from the price oracle, and each question is
asked cent by cent, part by part. Cents are look-up values; money in ten-thousandths of a dollar;
dollars are extended by thousandths of a piece.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from random import Random

from tests.oracle.pricing_oracle import Oracle, OracleMatrix, OracleTier
from tests.oracle.random_matrices import damaged

LAST = 3_000
"""The dearest cent that small matrices reach; above it nothing changes any more."""


@dataclass(frozen=True)
class Part:
    """One sold part: amounts, thousandths of a piece, and the unit price it was sold for."""

    cost: int
    listed: int | None
    quantity: int
    sold: int


def small_matrix(rng: Random) -> OracleMatrix:
    """Draw a matrix whose bounds stay under $30.00, often broken."""
    kind = rng.choice(("multiplier", "multiplier", "markup", "gp", "add-on"))
    basis = "list" if kind != "gp" and rng.random() < 0.15 else "cost"
    lookup = rng.choice(("cost", "cost", "cost", "list"))
    mode = rng.choice(("simple", "simple", "simple", "compound", "linear"))
    if mode != "simple":
        kind = "multiplier" if kind == "add-on" else kind
        lookup = basis
    bounds = sorted(rng.sample(range(1, LAST), rng.randint(1, 6)))
    tiers = []
    lower = Decimal(rng.choice((0, 1, 1, 1, 40))) / 100
    for place, bound in enumerate(bounds):
        is_open = place + 1 == len(bounds) and rng.random() < 0.6
        upper = None if is_open else Decimal(bound) / 100
        tiers.append(OracleTier(lower, upper, kind, _value(rng, kind), basis))
        lower = Decimal(bound + (0 if rng.random() < 0.1 else 1)) / 100
    made = tuple(tiers)
    if rng.random() < 0.5:
        made = damaged(rng, made)
    return OracleMatrix(
        tiers=tuple(
            replace(t, kind="multiplier", value=Decimal(2)) if _is_wild(t) else t for t in made
        ),
        lookup=lookup,
        mode=mode,
        cap=(
            Decimal(rng.randint(1, LAST)) / 100,
            rng.choice(("list", "cost+67", "lower", "higher")),
        )
        if rng.random() < 0.4
        else None,
        fallback=rng.choice((None, None, ("list", Decimal(0)), ("multiplier", Decimal("1.5")))),
        ceiling=Decimal(10) if rng.random() < 0.15 else None,
        not_below_list=rng.random() < 0.15,
    )


def small_sales(rng: Random) -> list[Part]:
    """Draw a few hundred parts, costs to the fourth decimal among them."""
    parts = []
    for _ in range(rng.choice((0, 40, 150))):
        cost = rng.randrange(1, LAST) * 100 + rng.choice((0, 0, 0, 49, 50, -50, 1))
        listed = None if rng.random() < 0.1 else cost * rng.randint(80, 300) // 100
        quantity = rng.choice((1000, 2000, 500, 4500))
        parts.append(Part(max(cost, 50), listed, quantity, rng.randrange(1, LAST) * 100))
    return parts


def _value(rng: Random, kind: str) -> Decimal:
    low, high = {"multiplier": (70, 400), "markup": (-2000, 30_000), "gp": (0, 7_500)}.get(
        kind, (-50, 500)
    )
    return Decimal(rng.randint(low, high)) / 100


def _is_wild(tier: OracleTier) -> bool:
    """Say whether damage has drawn a factor from the far ends of its range."""
    return tier.kind == "percent-of" or abs(tier.value) > 400


class CheckOracle:
    """Answers, cent by cent, what the checks have to say about one matrix and its sales."""

    def __init__(self, matrix: OracleMatrix, parts: Sequence[Part]) -> None:
        self.matrix = matrix
        self.parts = parts
        self.oracle = Oracle(matrix)
        self.ranges = [
            (max(int(t.lower * 100), 1), LAST + 99 if t.upper is None else int(t.upper * 100))
            for t in matrix.tiers
        ]
        self.covered = {
            cent: [row for row, (first, last) in enumerate(self.ranges) if first <= cent <= last]
            for cent in range(1, LAST + 100)
        }

    # What was sold

    def looked_up(self, part: Part) -> int | None:
        """Return the cent that a part is looked up at; None over the cap or without a value."""
        if self.matrix.cap is not None and Decimal(part.cost) / 10_000 > self.matrix.cap[0]:
            return None
        value = part.cost if self.matrix.lookup == "cost" else part.listed
        return None if not value else (value + 50) // 100

    def sold_at(self, cents: Iterable[int]) -> int:
        wanted = set(cents)
        return sum(p.sold * p.quantity for p in self.parts if self.looked_up(p) in wanted)

    def price(self, part: Part) -> int | None:
        cents = self.oracle.price(part.cost, part.listed).cents
        return None if cents is None else cents * 100

    # Geometry

    def cap_cent(self) -> int:
        """Return the last cent that the look-up meets."""
        if self.matrix.cap is None or self.matrix.lookup != "cost":
            return LAST + 99
        return int(self.matrix.cap[0] * 100)

    def gaps(self) -> list[tuple[int, int]]:
        """Return dollars and length of the holes between matched cents, up to the cap."""
        matched = [cent for cent, rows in self.covered.items() if rows]
        if not matched:
            return []
        found: list[list[int]] = []
        for cent in range(matched[0], matched[-1]):
            if self.covered[cent]:
                continue
            if self.covered[cent - 1]:
                found.append([])
            if cent <= self.cap_cent():
                found[-1].append(cent)
        return sorted((self.sold_at(hole), len(hole)) for hole in found if hole)

    def late_start(self) -> int | None:
        """Return the sold dollars before the first matched cent; None where it is the first."""
        matched = [cent for cent, rows in self.covered.items() if rows]
        before = [c for c in range(1, matched[0]) if c <= self.cap_cent()] if matched else []
        return self.sold_at(before) if before else None

    def no_top(self) -> int | None:
        """Return the sold dollars above the last matched cent; None where it has no end."""
        matched = [cent for cent, rows in self.covered.items() if rows]
        if not matched or matched[-1] == LAST + 99 or self.cap_cent() <= matched[-1]:
            return None
        top = matched[-1]
        looked = [(self.looked_up(part), part) for part in self.parts]
        return sum(p.sold * p.quantity for cent, p in looked if cent is not None and cent > top)

    def pairs(self) -> tuple[list[int], list[int]]:
        """Return the sold dollars of every overlap and of every shared bound."""
        overlaps: list[int] = []
        bounds: list[int] = []
        for one, other in combinations(self.ranges, 2):
            shared = range(max(one[0], other[0]), min(one[1], other[1]) + 1)
            if one[0] > one[1] or other[0] > other[1] or not shared:
                continue
            is_open = shared[-1] == LAST + 99
            dollars = self.sold_at(range(shared[0], LAST * 4) if is_open else shared)
            (overlaps if len(shared) > 1 else bounds).append(dollars)
        return sorted(overlaps), sorted(bounds)

    def is_unordered(self) -> bool:
        valid = [first for first, last in self.ranges if first <= last]
        return valid != sorted(valid)

    # Falls, by cost alone

    def bare_price(self, cent: int) -> tuple[int | None, int | str | None]:
        """Price a part without a list: cents, and the row that did it."""
        return self.oracle.price(cent * 100, None)

    def falls(self) -> list[tuple[int, int, int, int]]:
        """Return (tier, first and last lower cent, dollars) of each tier stretch that falls."""
        prices = {cent: self.bare_price(cent) for cent in range(1, LAST * 5)}
        is_list_cap = self.matrix.cap is not None and self.matrix.cap[1] == "list"
        found = []
        cent = 1
        while cent < LAST + 100:
            row = self.oracle.find_tier(cent * 100) if prices[cent][1] != "cap" else None
            stop = cent + 1
            while stop < LAST + 100 and self._row(stop, prices) == self._row(cent, prices):
                stop += 1
            if isinstance(row, int):
                stretch = list(range(cent, stop))
                after = self._row(stop, prices)
                if isinstance(after, int) or (after == "cap" and not is_list_cap):
                    stretch.append(stop)
                fall = self._fall(row, stretch, prices)
                if fall is not None:
                    found.append(fall)
            cent = stop
        return found

    def _row(
        self, cent: int, prices: dict[int, tuple[int | None, int | str | None]]
    ) -> int | str | None:
        return "cap" if prices[cent][1] == "cap" else self.oracle.find_tier(cent * 100)

    def _fall(
        self,
        row: int,
        stretch: list[int],
        prices: dict[int, tuple[int | None, int | str | None]],
    ) -> tuple[int, int, int, int] | None:
        """Walk a stretch up to its first fall, then on until the price is back."""
        best = -1
        for cent in stretch:
            now = prices[cent][0]
            if best >= 0 and (now is None or now < best):
                if now is None:
                    return None
                return self._zone(row, cent, best, prices)
            best = max(best, -1 if now is None else now)
        return None

    def _zone(
        self,
        row: int,
        low: int,
        best: int,
        prices: dict[int, tuple[int | None, int | str | None]],
    ) -> tuple[int, int, int, int]:
        is_list_cap = self.matrix.cap is not None and self.matrix.cap[1] == "list"
        high = low
        while (
            high + 1 in prices
            and (amount := prices[high + 1][0]) is not None
            and amount < best
            and not (is_list_cap and prices[high + 1][1] == "cap")
        ):
            high += 1
        dollars = 0
        for part in self.parts:
            theirs = self.price(part)
            if low <= (part.cost + 50) // 100 <= high and theirs is not None:
                dollars += max(best * 100 - theirs, 0) * part.quantity
        return row + 1, low, high, dollars

    # Money

    def losses(self) -> int:
        """Return what all sold parts together lose under their cost."""
        priced = [(part, self.price(part)) for part in self.parts]
        return sum(
            (p.cost - amount) * p.quantity
            for p, amount in priced
            if amount is not None and amount < p.cost
        )

    def earned(self) -> dict[int | str | None, tuple[int, int]]:
        """Return cost and replayed sales by row."""
        found: dict[int | str | None, tuple[int, int]] = {}
        for part in self.parts:
            priced = self.oracle.price(part.cost, part.listed)
            if priced.cents is not None:
                cost, sales = found.get(priced.row, (0, 0))
                found[priced.row] = (
                    cost + part.cost * part.quantity,
                    sales + priced.cents * 100 * part.quantity,
                )
        return found

    def under_goal(self, goal: Fraction) -> int | None:
        """Return the sales that all priced parts miss, rounded; None where the goal is met."""
        return _missing([*self.earned().values()], goal)

    def tiers_under_goal(self, goal: Fraction) -> dict[int, int]:
        """Return the 1-based tiers under the goal that hold 5 % of cost, with what they miss."""
        rows = self.earned()
        everything = sum(cost for cost, _ in rows.values())
        return {
            row + 1: missing
            for row, (cost, sales) in rows.items()
            if isinstance(row, int)
            and Fraction(cost, everything) >= Fraction(5, 100)
            and (missing := _missing([(cost, sales)], goal)) is not None
        }

    def over_list(self, limit: Fraction) -> Fraction:
        """Return the dollars above list x (1 + limit), exact."""
        total = Fraction(0)
        for part in self.parts:
            amount = self.price(part)
            if amount is not None and part.listed:
                total += max(amount - part.listed * (1 + limit), Fraction(0)) * part.quantity
        return total

    def under_list(self) -> int:
        """Return the dollars under list of what tiers on cost price."""
        total = 0
        for part in self.parts:
            priced = self.oracle.price(part.cost, part.listed)
            if not isinstance(priced.row, int) or priced.cents is None or not part.listed:
                continue
            if self.matrix.tiers[priced.row].basis == "cost":
                total += max(part.listed - priced.cents * 100, 0) * part.quantity
        return total

    def above_cap_price(self, parts: Sequence[Part]) -> int:
        """Return what parts above $250 sell for beyond cost plus 67 %, whatever the matrix."""
        total = 0
        for part in parts:
            amount = self.price(part)
            if part.cost > 2_500_000 and amount is not None:
                capped = int(Fraction(part.cost * 167, 10_000) + Fraction(1, 2)) * 100
                total += max(amount - capped, 0) * part.quantity
        return total


def _missing(rows: Sequence[tuple[int, int]], goal: Fraction) -> int | None:
    cost, sales = (sum(column) for column in zip(*rows, strict=True)) if rows else (0, 0)
    if sales <= 0 or _one_decimal(Fraction(sales - cost, sales)) >= _one_decimal(goal):
        return None
    exact = Fraction(cost) / (1 - goal) - sales
    return int(exact + Fraction(1, 2)) if exact >= 0 else -int(-exact + Fraction(1, 2))


def _one_decimal(share: Fraction) -> int:
    """Return a share in tenths of a percent, halves away from zero."""
    tenths = abs(share) * 1000 + Fraction(1, 2)
    return int(tenths) if share >= 0 else -int(tenths)
