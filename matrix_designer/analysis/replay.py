"""A replay: a sales history under a matrix, volumes unchanged, beside what was sold.

Pure functions over integers: no I/O, no Qt. All states cover the same used lines: a line that a
compared matrix cannot price is unpriced and in none of the totals.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property, reduce
from operator import add

from matrix_designer.analysis import sums as at
from matrix_designer.analysis.fold import Fold, fold_rows
from matrix_designer.analysis.sums import PricedFold, Sums, measure, over_limit_excess
from matrix_designer.core.evidence import Sales, Tally
from matrix_designer.core.matrix import FallbackKind, Matrix
from matrix_designer.core.money import CENT, POINT, divide_half_away, divide_half_up
from matrix_designer.core.plan import (
    ByFamily,
    ByFlatPrice,
    ByMatrix,
    ByPercent,
    LeftAlone,
    Treatment,
)
from matrix_designer.core.plan_words import percent_words
from matrix_designer.core.pricing import CAP_ROW, FALLBACK_ROW, NO_ROW

__all__ = [
    "AboveList",
    "BelowList",
    "ComparedWith",
    "Fold",
    "Move",
    "Moves",
    "Period",
    "PricingRow",
    "Replay",
    "RowKind",
    "TierFigures",
    "Totals",
    "fold_rows",
    "replay",
    "replay_of",
]


def gp_tenths(gp: int, sales: int) -> int:
    """Return GP in tenths of a percent, rounded; there are sales."""
    return divide_half_away(gp * 1_000, sales)


def misses_goal(gp: int, sales: int, goal: int) -> bool:
    """Say whether GP % is under a goal (percent units), both at one decimal."""
    return sales > 0 and gp_tenths(gp, sales) < divide_half_up(goal * 10, POINT)


def gp_percent(gp: int, sales: int) -> float | None:
    """Return GP % as a ratio of sums, None where nothing was taken."""
    return 100.0 * gp / sales if sales else None


@dataclass(frozen=True, slots=True)
class Totals:
    """One state of a history: pieces in thousandths, cost and sales as extended amounts."""

    pieces: int
    cost: int
    sales: int

    @property
    def gp(self) -> int:
        """Gross profit, an extended amount."""
        return self.sales - self.cost

    @property
    def gp_percent(self) -> float | None:
        """Gross profit in percent of sales; None without sales."""
        return gp_percent(self.gp, self.sales)


class RowKind(Enum):
    """What priced the parts of a row of figures."""

    MATRIX = "matrix"
    TIER = "tier"
    CAP = "cap"
    FALLBACK = "fallback"
    FLAT_PRICE = "flat price"
    FAMILY = "family"
    PERCENT = "percent"
    LEFT_ALONE = "left alone"


@dataclass(frozen=True, slots=True)
class PricingRow:
    """A row of what is proposed that prices parts.

    `tier` is 1-based, None for the other kinds; lower and upper are amounts (upper None: open,
    both None: no range). Of several matrices each row names its own in `matrix`; None where there
    is one, and for what no matrix prices. `percent` says what a percent row does.
    """

    kind: RowKind
    tier: int | None
    lower: int | None
    upper: int | None
    matrix: str | None = field(default=None, kw_only=True)
    percent: str | None = field(default=None, kw_only=True)

    @property
    def name(self) -> str:
        """The name of the row: `tier 3`, `cap`, `fallback`, `list − 10 %`, a matrix's name."""
        return row_name(self)


def row_name(row: PricingRow) -> str:
    """Name a row."""
    if row.percent is not None:
        return row.percent
    if row.kind is RowKind.MATRIX and row.matrix is not None:
        return row.matrix
    return row.kind.value if row.tier is None else f"tier {row.tier}"


@dataclass(frozen=True, slots=True)
class TierFigures(PricingRow):
    """What one tier (or cap, fallback, left alone) sold: extended amounts of the used lines.

    cost, sold, in_force, replayed are sums; in_force is None without one, sold where nothing
    tells it.
    """

    lines: int
    pieces: int
    cost: int
    sold: int | None
    in_force: int | None
    replayed: int


@dataclass(frozen=True, slots=True)
class Move:
    """Pieces whose price moved one way, and by how many dollars (extended, signed)."""

    pieces: int
    dollars: int


class ComparedWith(Enum):
    """What the proposed prices are compared with: the first of these that there is."""

    AGAINST = "against"
    IN_FORCE = "in_force"
    SOLD = "sold"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Moves:
    """Prices up, down and the same, and what they were compared with."""

    up: Move
    down: Move
    same: Move
    compared_with: ComparedWith


@dataclass(frozen=True, slots=True)
class AboveList:
    """Used pieces that the proposed price puts above list, and the dollars over list."""

    pieces: int
    dollars: int


@dataclass(frozen=True, slots=True)
class BelowList:
    """Used pieces that tiers on cost price below list, and the dollars under list."""

    pieces: int
    dollars: int


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a history covers (None: unknown) and how it is scaled to a year.

    From 60 days on, a period that is not a year (365 or 366 days) is scaled by 365 / days.
    """

    days: int | None

    @property
    def is_scaled(self) -> bool:
        """Whether a year's figures differ from the period's."""
        return self.days is not None and self.days >= SHORTEST_SCALED and self.days not in YEAR

    @property
    def is_too_short(self) -> bool:
        """Whether the period is known and too short to say anything about a year."""
        return self.days is not None and self.days < SHORTEST_SCALED

    def a_year(self, extended: int) -> int:
        """Return an extended sum scaled to a year, rounded once; itself where it is not scaled."""
        if not self.is_scaled or self.days is None:
            return extended
        return divide_half_away(extended * 365, self.days)


SHORTEST_SCALED = 60
"""Days under which nothing is scaled."""
YEAR = (365, 366)


@dataclass(frozen=True, slots=True)
class Replay:
    """A whole replay. `lines` = `used` + lines set aside + lines unpriced.

    sold, replayed, in_force, against: the same used lines as sold, under the proposed matrix,
    under the one in force and under the other design's (None where there is none; sold where the
    history does not tell it).
    `above_list` counts every piece above list, `over_limit` those above list by more than the
    design's limit (its dollars are over list, too), `over_limit_excess` is what those cost above
    the limit itself, extended; `below_list` counts what tiers on cost put below list, its dollars
    under list; `no_list_pieces` are used pieces without list.
    """

    lines: int
    used: int
    unpriced: Tally
    set_aside: dict[str, Tally]
    sold: Totals | None
    replayed: Totals
    in_force: Totals | None
    against: Totals | None
    tiers: tuple[TierFigures, ...]
    moves: Moves
    above_list: AboveList
    over_limit: AboveList
    over_limit_excess: int
    below_list: BelowList
    no_list_pieces: int
    period: Period

    @property
    def gain(self) -> int | None:
        """GP proposed minus in force, an extended amount; None without a matrix in force."""
        return None if self.in_force is None else self.replayed.gp - self.in_force.gp

    @property
    def before(self) -> Totals:
        """The state that the proposed one is compared with; ValueError where there is none."""
        states = {
            ComparedWith.AGAINST: self.against,
            ComparedWith.IN_FORCE: self.in_force,
            ComparedWith.SOLD: self.sold,
        }
        before = states.get(self.moves.compared_with)
        if before is None:
            raise ValueError("a replay that is compared with nothing")
        return before


def replay(sales: Sales, matrix: Matrix, priced: PricedFold) -> Replay:
    """Replay a priced history: measure it and say what came of it."""
    return replay_of(sales, matrix, priced, measure(priced))


def replay_of(sales: Sales, matrix: Matrix, priced: PricedFold, sums: Sums) -> Replay:
    """Put the sums of a priced history into words' order; `matrix` is the proposed one."""
    treatment, is_known = ByMatrix(matrix.name), sales.is_sold_known
    return _replay(sales, [SummedPart(treatment, matrix, priced, sums, is_known)])


@dataclass(frozen=True, eq=False)
class SummedPart:
    """What one treatment did to its rows; `matrix` None: no matrix of the design.

    Where it is one of several (`is_named`), its rows name their matrix. Its figures are made
    once.
    """

    treatment: Treatment
    matrix: Matrix | None
    priced: PricedFold
    sums: Sums
    is_sold_known: bool
    is_named: bool = False

    @cached_property
    def table(self) -> list[list[int]]:
        """The table of the sums by row."""
        found: list[list[int]] = self.sums.table.tolist()
        return found

    @cached_property
    def figures(self) -> tuple[TierFigures, ...]:
        """The rows of figures: every tier in list order, cap and fallback, or the treatment's."""
        has_in_force = self.priced.in_force is not None
        return tuple(
            _figures(
                row,
                self.table[place],
                is_sold_known=self.is_sold_known,
                has_in_force=has_in_force,
            )
            for row, place in part_rows(self)
        )


def replay_of_whole(sales: Sales, parts: Sequence[SummedPart]) -> Replay:
    """Put the sums of all treatments into one replay; there is a matrix among them."""
    return _replay(sales, parts)


def _replay(sales: Sales, parts: Sequence[SummedPart]) -> Replay:
    priced = parts[0].priced
    used = reduce(add, (one.sums.table[:NO_ROW].sum(axis=0) for one in parts)).tolist()
    unpriced = reduce(add, (one.sums.table[NO_ROW] for one in parts)).tolist()
    summed = reduce(add, (one.sums.counts for one in parts))
    counts = summed.tolist()
    has_in_force, has_against = priced.in_force is not None, priced.against is not None
    compared_with = _compared_with(sales, has_against=has_against, has_in_force=has_in_force)
    if compared_with is ComparedWith.NOTHING:
        counts = [0 if place in _MOVED else count for place, count in enumerate(counts)]
    return Replay(
        lines=sales.lines_read,
        used=used[at.LINES],
        unpriced=Tally(*unpriced[at.LINES : at.SOLD + 1]),
        set_aside=sales.set_aside,
        sold=_totals(used, at.SOLD) if sales.is_sold_known else None,
        replayed=_totals(used, at.REPLAYED),
        in_force=_totals(used, at.IN_FORCE) if has_in_force else None,
        against=_totals(used, at.AGAINST) if has_against else None,
        tiers=tuple(row for one in parts for row in one.figures),
        moves=Moves(
            up=Move(counts[at.UP_PIECES], counts[at.UP_DOLLARS]),
            down=Move(counts[at.DOWN_PIECES], counts[at.DOWN_DOLLARS]),
            same=Move(counts[at.SAME_PIECES], 0),
            compared_with=compared_with,
        ),
        above_list=AboveList(counts[at.ABOVE_PIECES], counts[at.ABOVE_DOLLARS]),
        over_limit=AboveList(counts[at.OVER_PIECES], counts[at.OVER_DOLLARS]),
        over_limit_excess=over_limit_excess(summed, priced.lists.limit),
        below_list=BelowList(counts[at.BELOW_PIECES], counts[at.BELOW_DOLLARS]),
        no_list_pieces=counts[at.NO_LIST_PIECES],
        period=Period(sales.days),
    )


def _totals(used: Sequence[int], sales: int) -> Totals:
    return Totals(used[at.PIECES], used[at.COST], used[sales])


_MOVED = frozenset({at.UP_PIECES, at.UP_DOLLARS, at.DOWN_PIECES, at.DOWN_DOLLARS, at.SAME_PIECES})
"""The counts that compare prices with something."""


def _compared_with(sales: Sales, *, has_against: bool, has_in_force: bool) -> ComparedWith:
    if has_against:
        return ComparedWith.AGAINST
    if has_in_force:
        return ComparedWith.IN_FORCE
    return ComparedWith.SOLD if sales.is_sold_known else ComparedWith.NOTHING


def pricing_rows(matrix: Matrix, name: str | None = None) -> Iterator[tuple[PricingRow, int]]:
    """Yield what may price parts, with its place in a table of sums: tiers, cap, fallback.

    The fallback stands there in any case: where it prices nothing, nothing is in its place.
    `name` is what the rows name as their matrix.
    """
    for place, tier in enumerate(matrix.tiers):
        yield PricingRow(RowKind.TIER, place + 1, tier.lower, tier.upper, matrix=name), place
    if matrix.cap is not None:
        yield PricingRow(RowKind.CAP, None, matrix.cap.above + CENT, None, matrix=name), CAP_ROW
    yield PricingRow(RowKind.FALLBACK, None, None, None, matrix=name), FALLBACK_ROW


_OWN_KINDS: dict[type[Treatment], RowKind] = {
    ByFlatPrice: RowKind.FLAT_PRICE,
    ByFamily: RowKind.FAMILY,
    ByPercent: RowKind.PERCENT,
    LeftAlone: RowKind.LEFT_ALONE,
}


def part_rows(part: SummedPart) -> Iterator[tuple[PricingRow, int]]:
    """Yield what prices a treatment's parts, with its place in the table of its sums."""
    if part.matrix is not None:
        name = part.matrix.name if part.is_named else None
        is_nothing = part.matrix.fallback.kind is FallbackKind.UNPRICED
        for row, place in pricing_rows(part.matrix, name):
            if row.kind is not RowKind.FALLBACK or not is_nothing:
                yield row, place
        return
    kind = _OWN_KINDS.get(type(part.treatment))
    if kind is not None:
        percent = percent_words(part.treatment) if isinstance(part.treatment, ByPercent) else None
        yield PricingRow(kind, None, None, None, percent=percent), 0


def _figures(
    row: PricingRow, cells: Sequence[int], *, is_sold_known: bool, has_in_force: bool
) -> TierFigures:
    return TierFigures(
        *(row.kind, row.tier, row.lower, row.upper),
        matrix=row.matrix,
        percent=row.percent,
        lines=cells[at.LINES],
        pieces=cells[at.PIECES],
        cost=cells[at.COST],
        sold=cells[at.SOLD] if is_sold_known else None,
        in_force=cells[at.IN_FORCE] if has_in_force else None,
        replayed=cells[at.REPLAYED],
    )
