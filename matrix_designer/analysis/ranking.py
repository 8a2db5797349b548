"""The ranking report: sold by cost band, source, class, person, store or part.

Knows exact sums of a history, not prices and not how anything is shown. All rows of a ranking
with its rest are the lines used: nothing drops out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import accumulate, pairwise

import numpy as np

from matrix_designer.analysis.fold import Fold
from matrix_designer.analysis.repair_order import TOLD
from matrix_designer.core.evidence import Ints, Sales
from matrix_designer.core.money import CENT, DOLLAR
from matrix_designer.core.query import DAY, Columns, LineQuery, Order, Where

BAND_TOPS = tuple(
    dollars * DOLLAR for dollars in (1, 2, 5, 10, 15, 20, 25, 35, 50, 75, 100, 250, 1_000)
)
"""Where a cost band ends, the top included: the steps that published ladders take."""
MOST_MONEY = (4, 5)
"""What the band where the money is holds of the cost dollars: 80 %."""
TOP_PARTS = 200
"""So many parts are listed one by one; all others share the last row."""


class RankBy(Enum):
    """What the rows of a ranking stand for."""

    COST = "cost band"
    SOURCE = "source"
    CLASS = "class"
    COUNTERPERSON = "counterperson"
    STORE = "store"
    PART = "part"


ASKED = frozenset({RankBy.COUNTERPERSON, RankBy.STORE, RankBy.PART})
"""What the rows of a history do not tell: its single lines are asked."""


class Measure(Enum):
    """By what the rows of a ranking are sorted."""

    NAME = "name"
    PIECES = "pieces"
    COST = "cost"
    SALES = "sales"
    GP = "gp"
    GP_PERCENT = "gp_percent"


@dataclass(frozen=True, slots=True)
class Ranked:
    """One row: pieces in thousandths, cost and sales as extended amounts.

    `low` and `high` are the first and last cost of a band (amounts; None: no band, open top).
    `name` is empty for what has no source, class or part number. `stands_for` counts the parts
    (or people) of a row that gathers those that are not listed; 0 for every other row.
    """

    name: str
    lines: int
    pieces: int
    cost: int
    sales: int
    detail: str = ""
    low: int | None = None
    high: int | None = None
    stands_for: int = 0

    @property
    def gp(self) -> int:
        """Gross profit as sold, an extended amount."""
        return self.sales - self.cost

    @property
    def is_rest(self) -> bool:
        """Whether the row gathers what was not listed one by one."""
        return self.stands_for > 0


@dataclass(frozen=True, slots=True)
class Ranking:
    """Rows with the most cost dollars first, what all of them add up to, and the rest if any."""

    by: RankBy
    rows: tuple[Ranked, ...]
    total: Ranked
    rest: Ranked | None = None


def rank_by_cost(sales: Sales) -> Ranking:
    """Rank by cost band; bands that sold nothing are left out."""
    rows = sales.rows
    band = np.searchsorted(np.array(BAND_TOPS), rows.cost, side="left")
    edges: tuple[int | None, ...] = (0, *BAND_TOPS, None)
    ends = [((low or 0) + 1 if low else 1, high) for low, high in pairwise(edges)]
    return _ranking(RankBy.COST, sales, band, [_band_name(*end) for end in ends], ends)


def rank_by_source(sales: Sales) -> Ranking:
    """Rank by source."""
    return _ranking(RankBy.SOURCE, sales, sales.rows.source, sales.sources)


def rank_by_class(sales: Sales) -> Ranking:
    """Rank by class."""
    return _ranking(RankBy.CLASS, sales, sales.rows.sale_class, sales.classes)


def lines_of(sales: Sales) -> Where:
    """Return which single lines a history is the sum of."""
    return Where(filters=sales.filters, reasons=sales.used_reasons)


def ask_sellers(where: Where, by: RankBy) -> LineQuery:
    """Ask what every counterperson, or every store, sold."""
    sums = ("lines", "pieces", "cost", "sales")
    return LineQuery(keys=(by.value,), sums=sums, where=where)


def ask_parts(where: Where) -> LineQuery:
    """Ask what every part sold, with what its latest line says of it."""
    return LineQuery(
        keys=("part",),
        sums=("lines", "pieces", "cost", "sales"),
        latest=("description",),
        where=where,
    )


@dataclass(frozen=True, slots=True, eq=False)
class SoldParts:
    """What every part of a history, or of a brush over it, sold: columns of equal length.

    `by` says what else than parts the rows stand for.
    """

    names: tuple[str, ...]
    details: tuple[str, ...]
    lines: Ints
    pieces: Ints
    cost: Ints
    sales: Ints
    by: RankBy = RankBy.PART

    def __len__(self) -> int:
        """Return the number of parts; all lines without a number are one."""
        return len(self.names)

    @property
    def total(self) -> Ranked:
        """What all of them add up to."""
        return _row("", [int(column.sum()) for column in self._sums])

    def row(self, at: int) -> Ranked:
        """Return one part."""
        return _row(self.names[at], [int(column[at]) for column in self._sums], self.details[at])

    @property
    def _sums(self) -> tuple[Ints, ...]:
        return (self.lines, self.pieces, self.cost, self.sales)


def ask_latest(part: str, where: Where) -> LineQuery:
    """Ask for what a part's latest line says of it."""
    return LineQuery(
        columns=("cost", "list", "description", *TOLD),
        where=replace(where, among={**where.among, "part": frozenset((part,))}),
        order=(Order(DAY, is_descending=True), Order("line", is_descending=True)),
        limit=1,
    )


def judge_sellers(answer: Columns, by: RankBy) -> SoldParts:
    """Return the counterpersons or the stores of an answer; none where no line names one."""
    names, n = answer.texts[by.value], answer.numbers
    most = len(names) if any(names) else 0
    lines, pieces, cost, sales = (n[key][:most] for key in ("lines", "pieces", "cost", "sales"))
    return SoldParts(names[:most], ("",) * most, lines, pieces, cost, sales, by)


def judge_parts(answer: Columns) -> SoldParts:
    """Return the parts of an answer."""
    texts, n = answer.texts, answer.numbers
    lines, pieces, cost, sales = (n[key] for key in ("lines", "pieces", "cost", "sales"))
    return SoldParts(texts["part"], texts["description"], lines, pieces, cost, sales)


def rank_parts(
    parts: SoldParts,
    measure: Measure = Measure.COST,
    *,
    is_descending: bool = True,
    most: int = TOP_PARTS,
) -> Ranking:
    """Rank parts (or people): the first ones by a measure, and all others in the rest."""
    order = _order_of(parts, measure, is_descending=is_descending)
    rows = tuple(parts.row(at) for at in order[:most].tolist())
    total = parts.total
    left = len(parts) - len(rows)
    rest = Ranked(
        "",
        total.lines - sum(row.lines for row in rows),
        total.pieces - sum(row.pieces for row in rows),
        total.cost - sum(row.cost for row in rows),
        total.sales - sum(row.sales for row in rows),
        stands_for=left,
    )
    return Ranking(parts.by, rows, total, rest if left else None)


def _order_of(parts: SoldParts, measure: Measure, *, is_descending: bool) -> Ints:
    """Return the order of the parts; equal ones by cost dollars, then by name."""
    by_cost = np.lexsort((np.arange(len(parts)), -parts.cost))
    if measure is Measure.NAME:
        named = sorted(range(len(parts)), key=parts.names.__getitem__, reverse=is_descending)
        return np.array(named, dtype=np.int64)
    gp = parts.sales - parts.cost
    if measure is Measure.GP_PERCENT:
        share = np.divide(gp, parts.sales, out=np.full(len(parts), -np.inf), where=parts.sales > 0)
        sign = -1 if is_descending else 1
        return by_cost[np.argsort(sign * share[by_cost], kind="stable")]
    column = {Measure.PIECES: parts.pieces, Measure.SALES: parts.sales, Measure.GP: gp}
    chosen = column.get(measure, parts.cost)[by_cost]
    return by_cost[np.argsort(-chosen if is_descending else chosen, kind="stable")]


def ordered(
    ranking: Ranking, measure: Measure = Measure.COST, *, is_descending: bool = True
) -> tuple[Ranked, ...]:
    """Return the rows by a measure; equal ones by cost dollars, and the rest last.

    Parts and people come in the order in which they were ranked.
    """
    if ranking.by in ASKED:
        return (*ranking.rows, ranking.rest) if ranking.rest is not None else ranking.rows
    rows = sorted(ranking.rows, key=_by_cost_dollars)
    rows.sort(key=_KEYS[measure], reverse=is_descending)
    return tuple(rows)


def running_costs(rows: Sequence[Ranked]) -> tuple[int, ...]:
    """Return the cost dollars of each row and all before it, extended."""
    return tuple(accumulate(row.cost for row in rows))


def rows_with_most(rows: Sequence[Ranked], total: int) -> int:
    """Return how many rows from the first on hold MOST_MONEY of the cost dollars; 0: nothing."""
    part, whole = MOST_MONEY
    if total <= 0:
        return 0
    running = running_costs(rows)
    return next((at + 1 for at, cost in enumerate(running) if cost * whole >= total * part), 0)


def cost_between(fold: Fold, low: int, high: int) -> int:
    """Return the cost dollars of costs from `low` to `high` (amounts, both included), extended."""
    return int(fold.cost_total[fold.rows_costing(low, high)].sum())


def _ranking(
    by: RankBy,
    sales: Sales,
    group: Ints,
    names: Sequence[str],
    ends: Sequence[tuple[int, int | None]] = (),
) -> Ranking:
    """Sum the rows of a history by group; its sums are proven to fit when it is folded."""
    rows = sales.rows
    columns = (rows.lines, rows.quantity, rows.cost * rows.quantity, rows.sold)
    table = np.zeros((len(columns), len(names)), dtype=np.int64)
    for place, column in enumerate(columns):
        np.add.at(table[place], group, column)
    sums: list[list[int]] = table.T.tolist()
    made = [
        _row(name, sums[at], "", *(ends[at] if ends else (None, None)))
        for at, name in enumerate(names)
        if sums[at][0]
    ]
    made.sort(key=_by_cost_dollars)
    return Ranking(by, tuple(made), _row("", table.sum(axis=1).tolist()))


def _row(
    name: str,
    sums: Sequence[int],
    detail: str = "",
    low: int | None = None,
    high: int | None = None,
) -> Ranked:
    lines, pieces, cost, sales = sums
    return Ranked(name, lines, pieces, cost, sales, detail, low, high)


def _by_cost_dollars(row: Ranked) -> tuple[int, str]:
    return -row.cost, row.name


def _gp_share(row: Ranked) -> float:
    return row.gp / row.sales if row.sales else float("-inf")


_KEYS: dict[Measure, Callable[[Ranked], tuple[int, str] | float]] = {
    Measure.NAME: lambda row: (row.low or 0, row.name),
    Measure.PIECES: lambda row: row.pieces,
    Measure.COST: lambda row: row.cost,
    Measure.SALES: lambda row: row.sales,
    Measure.GP: lambda row: row.gp,
    Measure.GP_PERCENT: _gp_share,
}


def _band_name(low: int, high: int | None) -> str:
    """Name a band by whole cents, with a point, as files and other programs read it."""
    first = (low + CENT - 1) // CENT * CENT
    if high is None:
        return f"above {first // DOLLAR}.00"
    return f"{first // DOLLAR}.{first % DOLLAR // CENT:02d} to {high // DOLLAR}.00"
