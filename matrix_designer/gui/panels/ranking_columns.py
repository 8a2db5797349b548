"""The columns of the ranking report, as cells of a table and as texts for other programs.

Knows ranked rows and how numbers are written; no widget, no file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from matrix_designer.analysis.ranking import (
    MOST_MONEY,
    Measure,
    RankBy,
    Ranked,
    rows_with_most,
    running_costs,
)
from matrix_designer.core.money import CENT, quantity_text, total_text
from matrix_designer.gui.grid.columns import Align, Cell, Column, GridSpec, Ink, RowHead
from matrix_designer.gui.numbers import Numbers

HEADS = {
    RankBy.COST: "Cost of one piece",
    RankBy.SOURCE: "Source",
    RankBy.CLASS: "Class",
    RankBy.COUNTERPERSON: "Counterperson",
    RankBy.STORE: "Store",
    RankBy.PART: "Part",
}
SORTS = tuple(measure.value for measure in Measure)
SHARE = "share"
_NAMELESS = {
    RankBy.COST: "no cost",
    RankBy.SOURCE: "no source",
    RankBy.CLASS: "no class",
    RankBy.COUNTERPERSON: "no counterperson",
    RankBy.STORE: "no store",
    RankBy.PART: "no part number",
}
_NO_SALES = "–"


@dataclass(frozen=True, slots=True)
class RankedRow:
    """A ranked row in its place: `running` is the cost dollars of it and all before it.

    total and greatest are cost dollars of everything and of the greatest row, all extended;
    `is_strong` says that it is among those that hold most of the money.
    """

    row: Ranked
    by: RankBy
    running: int
    total: int
    greatest: int
    is_strong: bool


def ranked_rows(rows: Sequence[Ranked], by: RankBy, total: Ranked) -> tuple[RankedRow, ...]:
    """Put rows in their places."""
    most = rows_with_most(rows, total.cost)
    greatest = max((row.cost for row in rows if not row.is_rest), default=0)
    return tuple(
        RankedRow(row, by, running, total.cost, greatest, place < most)
        for place, (row, running) in enumerate(zip(rows, running_costs(rows), strict=True))
    )


def ranking_spec(by: RankBy, numbers: Numbers, *, tells_sold: bool = True) -> GridSpec[RankedRow]:
    """Return the columns of a ranking; those of sold dollars only where a history tells them."""
    name: Column[RankedRow] = Column(
        Measure.NAME.value,
        HEADS[by],
        "",
        12.0,
        partial(_name, numbers=numbers),
        align=Align.LEFT,
    )
    detail: Column[RankedRow] = Column(
        "detail", "Description", "", 8.0, _detail, align=Align.LEFT, spoken="description"
    )
    figures: tuple[Column[RankedRow], ...] = (
        _figure(
            Measure.PIECES.value, "Pieces", lambda row: numbers.pieces(row.pieces), Ink.DERIVED
        ),
        _figure(Measure.COST.value, "Cost $", lambda row: numbers.dollars(row.cost), Ink.TEXT),
    )
    sold = (
        _figure(
            Measure.SALES.value, "Sales $", lambda row: numbers.dollars(row.sales), Ink.DERIVED
        ),
        _figure(Measure.GP.value, "GP $", lambda row: numbers.dollars(row.gp), Ink.DERIVED),
        _figure(Measure.GP_PERCENT.value, "GP %", partial(_gp_percent, numbers), Ink.DERIVED),
    )
    share: Column[RankedRow] = Column(
        SHARE,
        "% of cost $",
        "",
        10.0,
        partial(_share, numbers=numbers),
        has_bar=True,
        spoken="share of cost dollars in percent",
    )
    running: Column[RankedRow] = Column(
        "running",
        "running",
        "",
        4.0,
        partial(_running, numbers=numbers),
        spoken="running share of cost dollars",
    )
    figures = (*figures, *sold) if tells_sold else figures
    shown = (name, detail, *figures) if by is RankBy.PART else (name, *figures)
    return GridSpec(
        f"Ranking by {by.value}",
        "",
        (*shown, share, running),
        partial(_head, numbers=numbers),
        hides_first=(
            *(("detail",) if by is RankBy.PART else ()),
            *(("gp", "sales") if tells_sold else ()),
            "pieces",
            "running",
        ),
    )


def total_cells(total: Ranked, spec: GridSpec[RankedRow], numbers: Numbers) -> tuple[Cell, ...]:
    """Return the total as cells under the columns."""
    texts = {
        Measure.NAME.value: "Total",
        Measure.PIECES.value: numbers.pieces(total.pieces),
        Measure.COST.value: numbers.dollars(total.cost),
        Measure.SALES.value: numbers.dollars(total.sales),
        Measure.GP.value: numbers.dollars(total.gp),
        Measure.GP_PERCENT.value: _gp_percent(numbers, total),
    }
    return tuple(Cell(texts.get(one.key, ""), is_semibold=True) for one in spec.columns)


REPORT_HEADS = (
    *("Lines", "Pieces", "Cost", "Sales", "GP", "GP %"),
    *("Share of cost %", "Running share %"),
)


def report_texts(
    rows: Sequence[RankedRow], total: Ranked, by: RankBy, *, tells_sold: bool = True
) -> tuple[tuple[str, ...], ...]:
    """Return heads, rows and total for other programs: exact, with a point and no grouping.

    The first column, of parts the first two, is text of people's own. Sold dollars that a history
    does not tell stay empty.
    """
    is_part = by is RankBy.PART
    heads = (HEADS[by], *(("Description",) if is_part else ()), *REPORT_HEADS)
    plain = Numbers(".", "")
    made = [heads]
    for row in rows:
        own = (name_of(row.row, by, plain), *((row.row.detail,) if is_part else ()))
        shares = (_percent(row.row.cost, row.total), _percent(row.running, row.total))
        made.append((*own, *_sums(row.row, tells_sold), *shares))
    whole = _percent(total.cost, total.cost)
    made.append(("Total", *(("",) if is_part else ()), *_sums(total, tells_sold), whole, whole))
    return tuple(made)


def text_columns(by: RankBy) -> int:
    """Return how many of a report's first columns are texts of people's own."""
    return 2 if by is RankBy.PART else 1


def name_of(row: Ranked, by: RankBy, numbers: Numbers) -> str:
    """Name a row: its costs, its text, or what it stands for."""
    if row.is_rest:
        noun = by.value if row.stands_for == 1 else f"{by.value}s"
        return f"{numbers.count(row.stands_for)} other {noun}"
    if row.low is None:
        return _on_one_line(row.name) or _NAMELESS[by]
    first = numbers.money((row.low + CENT - 1) // CENT * CENT)
    if row.high is None:
        return f"above {numbers.money(row.low // CENT * CENT)}"
    return f"{first} to {numbers.money(row.high)}"


def _sums(row: Ranked, tells_sold: bool) -> Iterator[str]:  # noqa: FBT001 - a fact of the history
    yield str(row.lines)
    yield quantity_text(row.pieces)
    yield total_text(row.cost)
    if tells_sold:
        yield from (total_text(row.sales), total_text(row.gp), _percent(row.gp, row.sales))
    else:
        yield from ("", "", "")


def _percent(part: int, whole: int) -> str:
    """Write a share with two decimals, more where they keep it under the line; or nothing."""
    written = Numbers(".", "").share(part, whole, MOST_MONEY, 2) if whole > 0 else ""
    return written.replace("\u2212", "-")


def _figure(key: str, title: str, write: Callable[[Ranked], str], ink: Ink) -> Column[RankedRow]:
    return Column(key, title, "", 5.0, partial(_cell, write=write, ink=ink))


def _cell(row: RankedRow, write: Callable[[Ranked], str], ink: Ink) -> Cell:
    return Cell(write(row.row), Ink.MUTED if row.row.is_rest else ink)


def _name(row: RankedRow, numbers: Numbers) -> Cell:
    text = name_of(row.row, row.by, numbers)
    is_quiet = row.row.is_rest or not (row.row.name or row.row.low)
    return Cell(text, Ink.MUTED if is_quiet else Ink.TEXT, note=_on_one_line(row.row.detail))


def _detail(row: RankedRow) -> Cell:
    return Cell(_on_one_line(row.row.detail), Ink.MUTED)


def _on_one_line(text: str) -> str:
    """Return people's own text as it can stand in a cell: no line ends, no control letters."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _gp_percent(numbers: Numbers, row: Ranked) -> str:
    return numbers.ratio(100 * row.gp, row.sales, 1) if row.sales > 0 else _NO_SALES


def _share(row: RankedRow, numbers: Numbers) -> Cell:
    if row.total <= 0:
        return Cell(_NO_SALES, Ink.DERIVED)
    text = numbers.ratio(100 * row.row.cost, row.total, 1)
    bar = None
    if row.greatest > 0 and not row.row.is_rest:
        bar = max(row.row.cost / row.greatest, 0.0)
    return Cell(text, Ink.DERIVED, bar=bar, is_bar_strong=row.is_strong)


def _running(row: RankedRow, numbers: Numbers) -> Cell:
    if row.total <= 0:
        return Cell(_NO_SALES, Ink.MUTED)
    return Cell(f"{numbers.share(row.running, row.total, MOST_MONEY)} %", Ink.MUTED)


def _head(row: RankedRow, numbers: Numbers) -> RowHead:
    name = name_of(row.row, row.by, numbers)
    return RowHead(name, f"{row.by.value} {name}")
