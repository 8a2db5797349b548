"""The bridge from GP before to GP proposed: what each tier adds or takes, volumes unchanged.

Knows exact sums of a replay; its steps add up to the whole change, in the period, scaled to a
year and in whole dollars alike. It draws and words nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from matrix_designer.analysis import sums as at
from matrix_designer.analysis.replay import (
    ComparedWith,
    Period,
    PricingRow,
    Replay,
    RowKind,
    row_name,
)
from matrix_designer.analysis.stacked_rows import StackedRow
from matrix_designer.core.money import EXTENDED_DOLLAR, divide_half_away

REFERENCES = {
    ComparedWith.AGAINST: at.AGAINST,
    ComparedWith.IN_FORCE: at.IN_FORCE,
    ComparedWith.SOLD: at.SOLD,
}
"""The column of the table of sums that holds what is compared with."""

Rounding = Callable[[int], int]


@dataclass(frozen=True, slots=True)
class Step(PricingRow):
    """What the parts that one row of the proposed matrix, or another treatment, prices add to GP.

    The fallback's are all that no tier prices. pieces in thousandths; cost and GP are extended
    amounts.
    `change` is GP after minus before in the period, `in_a_year` the same in a year and `dollars`
    in whole dollars of that: each of the three adds up over the steps.
    """

    lines: int
    pieces: int
    cost: int
    before: int
    after: int
    in_a_year: int
    dollars: int

    @property
    def change(self) -> int:
        """GP after minus before, an extended amount; cost is the same in both."""
        return self.after - self.before

    @property
    def name(self) -> str:
        """The name of the step: `tier 3`, `cap`, `no tier`, or that of the treatment."""
        return "no tier" if self.kind is RowKind.FALLBACK else row_name(self)


@dataclass(frozen=True, slots=True)
class Bridge:
    """Every tier in list order, then the cap where there is one, then what no tier prices.

    Under a plan the other matrices and treatments follow, one step each.
    `before` and `after` are GP in the period, extended amounts.
    """

    compared_with: ComparedWith
    period: Period
    before: int
    after: int
    steps: tuple[Step, ...]

    @property
    def change(self) -> int:
        """The whole change of GP in the period."""
        return self.after - self.before

    @property
    def in_a_year(self) -> int:
        """The whole change of GP in a year; in the period where that is not scaled."""
        return self.period.a_year(self.change)

    @property
    def dollars(self) -> int:
        """The same in whole dollars, rounded once."""
        return divide_half_away(self.in_a_year, EXTENDED_DOLLAR)


def bridge_of(rows: Sequence[StackedRow], replay: Replay) -> Bridge:
    """Cut the change of GP by what prices; `rows` are all that the replay is made of."""
    column = REFERENCES[replay.moves.compared_with]
    cells = [one.cells for one in rows]
    changes = [each[at.REPLAYED] - each[column] for each in cells]
    period = replay.period
    yearly = _shared(changes, period.a_year)
    dollars = _shared(yearly, _whole_dollars)
    steps = tuple(
        Step(
            *(one.row.kind, one.row.tier, one.row.lower, one.row.upper),
            matrix=one.row.matrix,
            percent=one.row.percent,
            lines=one.cells[at.LINES],
            pieces=one.cells[at.PIECES],
            cost=one.cells[at.COST],
            before=one.cells[column],
            after=one.cells[at.REPLAYED],
            in_a_year=in_a_year,
            dollars=whole,
        )
        for one, in_a_year, whole in zip(rows, yearly, dollars, strict=True)
    )
    before = sum(each[column] - each[at.COST] for each in cells)
    after = sum(each[at.REPLAYED] - each[at.COST] for each in cells)
    return Bridge(replay.moves.compared_with, period, before, after, steps)


def _shared(parts: Iterable[int], rounded: Rounding) -> list[int]:
    """Round parts so that they add up to their rounded sum; none is off by a whole unit.

    Each is the difference of two rounded running sums: a part of nothing stays nothing, and no
    part changes its sign.
    """
    running = [rounded(total) for total in accumulate(parts, initial=0)]
    return [after - before for before, after in pairwise(running)]


def _whole_dollars(extended: int) -> int:
    return divide_half_away(extended, EXTENDED_DOLLAR)
