"""Where the money is, as sold: the rankings of the Sales page, as text for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from matrix_designer.analysis.fold import fold_rows
from matrix_designer.analysis.ranking import (
    MOST_MONEY,
    RankBy,
    Ranked,
    Ranking,
    ask_sellers,
    judge_sellers,
    lines_of,
    ordered,
    rank_by_class,
    rank_by_cost,
    rank_by_source,
    rank_parts,
    running_costs,
)
from matrix_designer.analysis.where_money_is import Bracket, bracket_of
from matrix_designer.cli.answer import shown_percent, table
from matrix_designer.core.evidence import Sales
from matrix_designer.core.money import CENT, amount_text, quantity_text, total_text

_MOST = 10
"""So many rows of a ranking are told to people; all of them stand in the JSON."""
_NAMELESS = "none given"


@dataclass(frozen=True, slots=True)
class Rankings:
    """Every ranking of a history, and the round band that holds 80 % of its cost dollars."""

    rankings: tuple[Ranking, ...]
    band: Bracket | None
    is_sold_known: bool


def rankings_of(sales: Sales) -> Rankings:
    """Rank a history; by person and store only where its single lines are at hand and name one."""
    made = [rank_by_cost(sales), rank_by_source(sales), rank_by_class(sales)]
    if sales.lines_file is not None and Path(sales.lines_file).is_file():
        from matrix_designer.formats.line_queries import ask_lines

        for by in (RankBy.COUNTERPERSON, RankBy.STORE):
            query = ask_sellers(lines_of(sales), by)
            found = judge_sellers(ask_lines(Path(sales.lines_file), query), by)
            if len(found):
                made.append(rank_parts(found, most=len(found)))
    band = bracket_of(fold_rows(sales.rows), MOST_MONEY, is_above_low=True)
    return Rankings(tuple(made), band, sales.is_sold_known)


def rankings_json(found: Rankings) -> dict[str, object]:
    """Return each ranking, most cost dollars first, by what its rows stand for."""
    data: dict[str, object] = {
        ranking.by.value.replace(" ", "_"): _rows(ranking, is_sold_known=found.is_sold_known)
        for ranking in found.rankings
    }
    band = found.band
    data["most_of_cost"] = (
        None
        if band is None
        else {
            "from": amount_text(_whole_cent(band.low)),
            "to": amount_text(band.high),
            "percent": band.share,
        }
    )
    return data


def ranking_lines(found: Rankings) -> Iterator[str]:
    """Yield where the money is, for people."""
    yield ""
    yield "Where the money is, as sold; lines without a price are counted here as well."
    if found.band is not None:
        ends = f"{amount_text(_whole_cent(found.band.low))} to {amount_text(found.band.high)}"
        yield f"{shown_percent(found.band.share)} of cost dollars at costs from {ends}."
    for ranking in found.rankings:
        if ranking.by is RankBy.STORE:  # the stores have a table of their own, with prices
            continue
        is_band = ranking.by is RankBy.COST
        if len(ranking.rows) > 1 or is_band:  # else all is one
            yield ""
            shown = ordered(ranking)[: None if is_band else _MOST]
            yield from _table(ranking, shown, is_sold_known=found.is_sold_known)
        if not is_band and len(ranking.rows) > _MOST:
            yield f"and {len(ranking.rows) - _MOST} more, in --json"


def _table(ranking: Ranking, rows: Sequence[Ranked], *, is_sold_known: bool) -> list[str]:
    total = ranking.total.cost
    return table(
        (
            (
                row.name or _NAMELESS,
                quantity_text(row.pieces),
                total_text(row.cost),
                total_text(row.sales) if is_sold_known else "-",
                shown_percent(_percent(row.gp, row.sales) if is_sold_known else None),
                shown_percent(_percent(running, total)),
            )
            for row, running in zip(rows, running_costs(rows), strict=True)
        ),
        (_HEADS[ranking.by], "Pieces", "Cost $", "Sold $", "GP %", "running"),
    )


_HEADS = {
    RankBy.COST: "Cost of one piece",
    RankBy.SOURCE: "Source",
    RankBy.CLASS: "Class",
    RankBy.COUNTERPERSON: "Counterperson",
}


def _rows(ranking: Ranking, *, is_sold_known: bool) -> list[dict[str, object]]:
    rows = ordered(ranking)
    total = ranking.total.cost
    return [
        {
            "name": row.name,
            "lines": row.lines,
            "pieces": quantity_text(row.pieces),
            "cost": total_text(row.cost),
            "sales": total_text(row.sales) if is_sold_known else None,
            "gp": total_text(row.gp) if is_sold_known else None,
            "gp_percent": _percent(row.gp, row.sales) if is_sold_known else None,
            "share_percent": _percent(row.cost, total),
            "running_percent": _percent(running, total),
        }
        for row, running in zip(rows, running_costs(rows), strict=True)
    ]


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole > 0 else None


def _whole_cent(amount: int) -> int:
    return (amount + CENT - 1) // CENT * CENT
