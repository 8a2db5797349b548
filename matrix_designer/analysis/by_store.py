"""Figures per store and for the group: a replay parted by where the lines were sold.

Knows priced histories and sums of lines; it does not know files. Integers throughout; it words
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from matrix_designer.analysis.line_prices import LinePrices
from matrix_designer.analysis.replay import Totals
from matrix_designer.core.evidence import Tally
from matrix_designer.core.query import Columns, LineQuery, Where

_STORE = "store"
_TALLY = ("lines", "pieces", "cost", "sales")
_PROPOSED, _IN_FORCE, _AGAINST = "proposed", "in force", "against"


@dataclass(frozen=True, slots=True)
class StoreFigures:
    """One store, '' for lines that name none: its used lines under every state.

    `unpriced` are the lines that some state cannot price, which are in none of the totals. `sold`
    is None where the history does not tell it.
    """

    store: str
    lines: int
    sold: Totals | None
    replayed: Totals
    in_force: Totals | None
    against: Totals | None
    unpriced: Tally


@dataclass(frozen=True, slots=True)
class StoreQuestions:
    """What must be asked of the lines: those that every state prices, and all."""

    priced: LineQuery
    whole: LineQuery


def ask(prices: LinePrices, where: Where) -> StoreQuestions:
    """Return the questions for a priced history; `where` are the lines that it is made of."""
    states = {
        _PROPOSED: prices.price,
        _IN_FORCE: prices.in_force,
        _AGAINST: prices.against,
    }
    used = prices.used
    table = prices.table(used, {name: one[used] for name, one in states.items() if one is not None})
    return StoreQuestions(
        LineQuery(keys=(_STORE,), sums=_TALLY, prices=table, where=where),
        LineQuery(keys=(_STORE,), sums=_TALLY, where=where),
    )


def judge(
    priced: Columns, whole: Columns, *, is_sold_known: bool = True
) -> tuple[StoreFigures, ...]:
    """Return the stores by name from the answers to both questions."""
    rows = {store: row for row, store in enumerate(priced.texts[_STORE])}
    found = tuple(
        _figures(store, priced, rows.get(store), _tally(whole, row))
        for row, store in enumerate(whole.texts[_STORE])
    )
    return found if is_sold_known else tuple(replace(one, sold=None) for one in found)


def group_of(stores: tuple[StoreFigures, ...]) -> StoreFigures:
    """Return all stores together: every figure is the sum of theirs."""
    return StoreFigures(
        store="",
        lines=sum(one.lines for one in stores),
        sold=_added_where_all([one.sold for one in stores]),
        replayed=_added([one.replayed for one in stores]),
        in_force=_added_where_all([one.in_force for one in stores]),
        against=_added_where_all([one.against for one in stores]),
        unpriced=Tally(
            sum(one.unpriced.lines for one in stores),
            sum(one.unpriced.pieces for one in stores),
            sum(one.unpriced.cost for one in stores),
            sum(one.unpriced.sales for one in stores),
        ),
    )


def _tally(columns: Columns, row: int | None) -> Tally:
    if row is None:
        return Tally()
    return Tally(*(columns.number(name, row) for name in _TALLY))


def _figures(store: str, priced: Columns, row: int | None, whole: Tally) -> StoreFigures:
    used = _tally(priced, row)

    def state(name: str) -> Totals | None:
        if name not in priced.numbers:
            return None
        sales = 0 if row is None else priced.number(name, row)
        return Totals(used.pieces, used.cost, sales)

    return StoreFigures(
        store=store,
        lines=used.lines,
        sold=Totals(used.pieces, used.cost, used.sales),
        replayed=state(_PROPOSED) or Totals(0, 0, 0),
        in_force=state(_IN_FORCE),
        against=state(_AGAINST),
        unpriced=Tally(
            whole.lines - used.lines,
            whole.pieces - used.pieces,
            whole.cost - used.cost,
            whole.sales - used.sales,
        ),
    )


def _added(totals: list[Totals]) -> Totals:
    return Totals(
        sum(one.pieces for one in totals),
        sum(one.cost for one in totals),
        sum(one.sales for one in totals),
    )


def _added_where_all(totals: list[Totals | None]) -> Totals | None:
    known = [one for one in totals if one is not None]
    return _added(known) if known and len(known) == len(totals) else None
