"""What every check may look at, and what checks say in the same words.

Knows the nouns that a check judges; it judges nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate
from math import inf
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from matrix_designer.analysis.boundaries import Boundaries, Fall, boundaries_of
from matrix_designer.analysis.findings import Finding, Severity
from matrix_designer.analysis.fold import Fold
from matrix_designer.analysis.inversions import InversionZone, inversion_zones
from matrix_designer.analysis.price_marks import PriceMarks, price_marks
from matrix_designer.analysis.replay import Replay, RowKind, TierFigures
from matrix_designer.analysis.sold import Sold, sort_sold
from matrix_designer.analysis.sums import (
    Exact,
    ListColumns,
    PricedFold,
    list_columns,
    measure,
    on_cost_of,
    products,
)
from matrix_designer.analysis.wholesale_rules import is_only_for_wholesale
from matrix_designer.core.design import Design
from matrix_designer.core.evidence import Ints
from matrix_designer.core.factor import Basis, Ratio, plain_number
from matrix_designer.core.lookup import mode_mix_problem
from matrix_designer.core.matrix import CapRule, FallbackKind, Matrix, Mode, Tier
from matrix_designer.core.money import CENT, DOLLAR
from matrix_designer.core.pricing import CAP_ROW, FALLBACK_ROW, NO_ROW, Prices, Schedule
from matrix_designer.core.target import Target

LADDER_TOP = 250 * DOLLAR
"""Where the sources cap the grid, an amount."""
SHORTEST_CONVENTIONAL_TOP = 9_999
"""The lowest top in dollars that people type to mean "no top"."""


class Place(NamedTuple):
    """A tier that can match a cost: its 1-based number, its cents, and its exact rule.

    `end` is the last cent, too, infinite for an open top.
    """

    number: int
    tier: Tier
    first: int
    last: int | None
    ratio: Ratio
    end: float


def places_of(matrix: Matrix) -> tuple[Place, ...]:
    """Return the tiers that can match a cost, sorted by their lower bound."""
    found = []
    for number, tier in enumerate(matrix.tiers, start=1):
        first, last = tier.first_cent, tier.last_cent
        if last is None or last >= first:
            end = inf if last is None else last
            found.append(Place(number, tier, first, last, tier.factor.ratio, end))
    found.sort(key=attrgetter("first", "end"))
    return tuple(found)


@dataclass(frozen=True)
class CheckContext:
    """One matrix of a design with everything that judges it; derived views are made once.

    `fold` and `prices` (of `matrix`, on the fold's rows) are None without sales; `target` is the
    chosen export target or None. A replay of the same sales, boundaries, zones and list columns
    may be handed in where they are known already: a replay leaves out what a compared matrix
    cannot price. Under a plan, fold, prices and replay are of what the matrix prices, and
    `whole_cost` is the cost dollars (extended) of everything; None without a plan.
    """

    design: Design
    matrix: Matrix
    schedule: Schedule
    fold: Fold | None = None
    prices: Prices | None = None
    target: Target | None = None
    replay: Replay | None = None
    known_boundaries: Boundaries | None = field(default=None, repr=False)
    known_zones: tuple[InversionZone, ...] | None = field(default=None, repr=False)
    known_lists: ListColumns | None = field(default=None, repr=False)
    known_marks: PriceMarks | None = field(default=None, repr=False)
    whole_cost: int | None = None

    @cached_property
    def boundaries(self) -> Boundaries:
        """The matrix's runs and falls."""
        return self.known_boundaries or boundaries_of(self.schedule)

    @cached_property
    def sold(self) -> Sold | None:
        """The sales by look-up value; None without sales."""
        return None if self.fold is None else sort_sold(self.fold, self.matrix)

    @cached_property
    def zones(self) -> tuple[InversionZone, ...]:
        """Every fall with what was sold in its zone."""
        if self.known_zones is not None:
            return self.known_zones
        return inversion_zones(self.schedule, self.fold, self.prices, self.boundaries, self.sold)

    @cached_property
    def last_falls(self) -> dict[int, Fall]:
        """The last fall of each 1-based tier that falls."""
        return {zone.fall.tier: zone.fall for zone in self.zones}

    @cached_property
    def into_cap(self) -> frozenset[int]:
        """The 1-based tiers whose price falls at the cap."""
        return frozenset(zone.fall.tier for zone in self.zones if zone.fall.is_into_cap)

    @cached_property
    def other_modes(self) -> tuple[Mode, ...]:
        """The modes that the tiers could be combined in, but are not; found once for all."""
        if not self.matrix.tiers:
            return ()
        return tuple(
            mode
            for mode in Mode
            if mode is not self.matrix.mode
            and mode_mix_problem(replace(self.matrix, mode=mode)) is None
        )

    @cached_property
    def lists(self) -> ListColumns | None:
        """List and the highest price within the design's limit, by row; None without sales."""
        if self.known_lists is not None or self.fold is None:
            return self.known_lists
        return list_columns(self.fold, self.design.above_list_limit)

    @cached_property
    def counts(self) -> Exact | None:
        """The counts of the priced history, where no replay has them; None without sales."""
        if self.fold is None or self.prices is None or self.lists is None:
            return None
        on_cost = on_cost_of(self.matrix)
        prices = self.prices
        return measure(
            PricedFold(self.fold, prices.price, prices.row, on_cost, None, None, self.lists)
        ).counts

    @cached_property
    def marks(self) -> PriceMarks | None:
        """Where the prices stand out; None without sales."""
        if self.known_marks is not None or self.fold is None or self.prices is None:
            return self.known_marks
        return price_marks(self.fold, self.prices.price)

    @property
    def under_cost(self) -> Ints:
        """The fold's rows that sell under cost or get no price, rising; none without sales."""
        return np.zeros(0, dtype=np.int64) if self.marks is None else self.marks.under_cost

    @cached_property
    def earned(self) -> dict[int, tuple[int, int]] | None:
        """Cost and replayed sales (extended) by the engine's row; None without sales."""
        if self.replay is not None:
            return {
                _row_of(figures): (figures.cost, figures.replayed)
                for figures in self.replay.tiers
                if figures.kind is not RowKind.LEFT_ALONE
            }
        if self.fold is None or self.prices is None:
            return None
        return _sums_by_row(self.fold, self.prices)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The tiers that can match a cost, sorted by their lower bound."""
        return places_of(self.matrix)

    @cached_property
    def place_index(self) -> dict[int, int]:
        """Where each 1-based tier that can match a cost stands among the places."""
        return {place.number: index for index, place in enumerate(self.places)}

    @cached_property
    def reaches(self) -> tuple[float, ...]:
        """How far each place and those before it reach: the first to hold a cent is found fast."""
        return tuple(accumulate((place.end for place in self.places), max))

    @cached_property
    def cap_cent(self) -> int | None:
        """The last cent that the look-up by cost meets below the cap; None without such a cap."""
        if self.matrix.cap is None or self.matrix.lookup is not Basis.COST:
            return None
        return self.matrix.cap.above // CENT

    @cached_property
    def is_wholesale(self) -> bool:
        """Whether the matrix prices for wholesale customers alone."""
        return is_only_for_wholesale(self.design, self.matrix.name)

    @property
    def is_list_cap(self) -> bool:
        """Whether the cap is list alone."""
        return self.matrix.cap is not None and self.matrix.cap.rule is CapRule.LIST

    @property
    def unmatched_severity(self) -> Severity:
        """How bad it is that a cost matches no tier."""
        is_unpriced = self.matrix.fallback.kind is FallbackKind.UNPRICED
        return Severity.ERROR if is_unpriced else Severity.WARNING

    @property
    def unmatched_words(self) -> str:
        """What a cost that matches no tier gets."""
        return _FALLBACK_WORDS[self.matrix.fallback.kind]

    @property
    def lookup_word(self) -> str:
        """The value that picks the tier, in a word."""
        return self.matrix.lookup.value

    def dollars_between(self, first: int, last: int | None) -> int | None:
        """Return the sold dollars in the look-up cents first..last; None where none are told."""
        if self.sold is None or (self.replay is not None and self.replay.sold is None):
            return None
        return self.sold.dollars(first, last)


def _row_of(figures: TierFigures) -> int:
    """Return the engine's row of a row of figures."""
    if figures.tier is not None:
        return figures.tier - 1
    return CAP_ROW if figures.kind is RowKind.CAP else FALLBACK_ROW


def _sums_by_row(fold: Fold, prices: Prices) -> dict[int, tuple[int, int]]:
    """Sum cost and price x quantity of what is priced, by the engine's row."""
    row = prices.row
    if not row.size:
        return {}
    sales, cost = products(prices.price, fold.quantity), fold.cost_total
    starts = _run_starts(row)
    if starts.size > row.size // 8:
        order = np.argsort(row, kind="stable")
        row, sales, cost = row[order], sales[order], cost[order]
        starts = _run_starts(row)
    found: dict[int, tuple[int, int]] = {}
    for key, a_cost, a_sale in zip(
        row[starts].tolist(),
        np.add.reduceat(cost, starts).tolist(),
        np.add.reduceat(sales, starts).tolist(),
        strict=True,
    ):
        if key != NO_ROW:
            before = found.get(key, (0, 0))
            found[key] = (before[0] + a_cost, before[1] + a_sale)
    return found


def _run_starts(row: Ints) -> Ints:
    """Return where each run of equal rows starts."""
    return np.concatenate(([0], np.flatnonzero(row[1:] != row[:-1]) + 1))


_FALLBACK_WORDS = {
    FallbackKind.UNPRICED: "get no price",
    FallbackKind.LIST: "fall back to list",
    FallbackKind.FACTOR: "fall back to the matrix's fallback factor",
}

Check = Callable[[CheckContext], Iterator[Finding]]
"""A check: looks at a context and says what it finds."""


def cents_text(cents: int) -> str:
    """Write whole cents in dollars for a sentence: 501 -> `$5.01`."""
    return f"${cents // 100}.{cents % 100:02d}"


def is_conventional_top(cents: int) -> bool:
    """Say whether a top only means "no top": all nines from 9999 on, or beyond every cost."""
    dollars, rest = divmod(cents, 100)
    if dollars >= 10**6 - 1:
        return True
    return dollars >= SHORTEST_CONVENTIONAL_TOP and set(str(dollars)) == {"9"} and rest in (0, 99)


def ladder_end(cap: int | None) -> int:
    """Return the cent at which the ladder ends: the cap's, else $250; "no cap" is none."""
    return LADDER_TOP // CENT if cap is None or is_conventional_top(cap) else cap


def percent_text(percent: int) -> str:
    """Write percent units with the decimals that they need: 460000 -> `46`."""
    return ("-" if percent < 0 else "") + plain_number(abs(percent))


def plural(count: int, word: str) -> str:
    """Write a count with its noun: `1 price`, `3 prices`."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
