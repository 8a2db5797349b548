"""The figures of the Sales page against counts by SQL over the single lines of the sample year.

The SQL here is written by hand over the file of lines; it shares nothing with the package's.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from matrix_designer.analysis.density import Brush, tally
from matrix_designer.analysis.fold import fold_rows
from matrix_designer.analysis.priced_by import priced_by
from matrix_designer.analysis.ranking import (
    Measure,
    RankBy,
    ask_latest,
    ask_parts,
    ask_sellers,
    judge_parts,
    judge_sellers,
    lines_of,
    rank_by_class,
    rank_by_cost,
    rank_by_source,
    rank_parts,
)
from matrix_designer.analysis.swing import Reading, swings
from matrix_designer.core.evidence import Sales, Tally
from matrix_designer.evaluation.evaluate import evaluate
from matrix_designer.formats.dealership import sample_design, write_sample_sales
from matrix_designer.formats.line_queries import ask_lines
from matrix_designer.formats.sales import ImportOptions, import_sales

SUMS = "count(*), sum(quantity)::BIGINT, sum(cost * quantity)::BIGINT, sum(sold)::BIGINT"
BRUSHES = (
    Brush(100_001, 350_000),
    Brush(None, 50_000),
    Brush(2_000_000, None),
    Brush(100_000, 349_200, 9_500, 11_300),
    Brush(None, None, 10_000, None),
    Brush(10_000, 1_000_000, None, 10_000),
)


@pytest.fixture(scope="module", name="sales")
def _sales(tmp_path_factory: pytest.TempPathFactory) -> Sales:
    folder = tmp_path_factory.mktemp("sample")
    write_sample_sales(folder / "sales.csv")
    return import_sales(folder / "sales.csv", options=ImportOptions(folder=folder)).sales


@pytest.fixture(name="engine")
def _engine(sales: Sales) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as engine:
        engine.execute(f"CREATE VIEW lines AS FROM read_parquet('{sales.lines_file}')")
        yield engine


def condition(brush: Brush) -> str:
    said = ["reason IS NULL"]
    said += [] if brush.low is None else [f"cost >= {brush.low}"]
    said += [] if brush.high is None else [f"cost <= {brush.high}"]
    said += [] if brush.is_band else ["list > 0"]
    said += [] if brush.ratio_low is None else [f"unit_sold * 10000 >= list * {brush.ratio_low}"]
    said += [] if brush.ratio_high is None else [f"unit_sold * 10000 < list * {brush.ratio_high}"]
    return " AND ".join(said)


def test_rankings_are_what_the_lines_add_up_to(
    sales: Sales, engine: duckdb.DuckDBPyConnection
) -> None:
    for column, ranking in (("source", rank_by_source(sales)), ("class", rank_by_class(sales))):
        found = engine.execute(
            f"SELECT {column}, {SUMS} FROM lines WHERE reason IS NULL GROUP BY 1 ORDER BY 4 DESC"  # noqa: S608 - our own words
        ).fetchall()
        shown = [(row.name, row.lines, row.pieces, row.cost, row.sales) for row in ranking.rows]
        assert shown == found
    for band in rank_by_cost(sales).rows:
        assert band.low is not None
        where = condition(Brush(band.low, band.high))
        row = engine.execute(f"SELECT {SUMS} FROM lines WHERE {where}").fetchone()  # noqa: S608 - our own words
        assert (band.lines, band.pieces, band.cost, band.sales) == row


@pytest.mark.parametrize("brush", BRUSHES)
def test_a_brush_holds_the_parts_and_dollars_that_sql_counts(
    sales: Sales, engine: duckdb.DuckDBPyConnection, brush: Brush
) -> None:
    assert sales.lines_file is not None
    held = tally(sales.rows, brush.holds(sales.rows))
    where = condition(brush)
    counted = engine.execute(f"SELECT {SUMS} FROM lines WHERE {where}").fetchone()  # noqa: S608 - our own words
    assert counted == (held.lines, held.pieces, held.cost, held.sales)
    assert held.lines > 10
    answer = ask_lines(Path(sales.lines_file), ask_parts(brush.where(lines_of(sales))))
    parts = judge_parts(answer)
    by_part = engine.execute(
        f"SELECT part, {SUMS} FROM lines WHERE {where} GROUP BY 1 ORDER BY 4 DESC, part"  # noqa: S608 - our own words
    ).fetchall()
    ranking = rank_parts(parts, most=len(by_part))
    assert ranking.rest is None
    shown = [(row.name, row.lines, row.pieces, row.cost, row.sales) for row in ranking.rows]
    assert shown == by_part
    total = ranking.total
    assert Tally(total.lines, total.pieces, total.cost, total.sales) == held


def test_counterpersons_are_what_the_lines_add_up_to(
    sales: Sales, engine: duckdb.DuckDBPyConnection
) -> None:
    assert sales.lines_file is not None
    query = ask_sellers(lines_of(sales), RankBy.COUNTERPERSON)
    people = judge_sellers(ask_lines(Path(sales.lines_file), query), RankBy.COUNTERPERSON)
    ranking = rank_parts(people)
    found = engine.execute(
        f"SELECT counterperson, {SUMS} FROM lines WHERE reason IS NULL GROUP BY 1 ORDER BY 4 DESC"  # noqa: S608 - our own words
    ).fetchall()
    assert [(row.name, row.lines, row.pieces, row.cost, row.sales) for row in ranking.rows] == found
    assert len(found) > 2
    assert ranking.total.cost == sales.used.cost


def test_the_rest_of_the_parts_is_what_is_not_listed(sales: Sales) -> None:
    assert sales.lines_file is not None
    parts = judge_parts(ask_lines(Path(sales.lines_file), ask_parts(lines_of(sales))))
    ranking = rank_parts(parts, Measure.PIECES)
    assert ranking.rest is not None
    assert (len(ranking.rows), ranking.rest.stands_for) == (200, sales.parts - 200)
    listed = sum(row.cost for row in ranking.rows)
    assert listed + ranking.rest.cost == sales.used.cost == ranking.total.cost


def test_the_latest_cost_of_a_part_is_that_of_its_last_line(
    sales: Sales, engine: duckdb.DuckDBPyConnection
) -> None:
    assert sales.lines_file is not None
    rows = engine.execute(
        "SELECT part, last(cost ORDER BY day, line) FROM lines WHERE reason IS NULL "
        "GROUP BY 1 HAVING min(cost) < max(cost) ORDER BY 1 LIMIT 5"
    ).fetchall()
    assert len(rows) == 5
    for part, cost in rows:
        answer = ask_lines(Path(sales.lines_file), ask_latest(part, lines_of(sales)))
        assert answer.number("cost") == cost


def test_the_swing_is_what_every_line_swung_by_itself_adds_up_to(
    sales: Sales, engine: duckdb.DuckDBPyConnection
) -> None:
    analysis = evaluate(sample_design(), sales)
    assert analysis.prices is not None
    fold, price = fold_rows(sales.rows), analysis.prices.price
    engine.register("priced", {"cost": fold.cost, "list_key": fold.list_price, "price": price})
    low, high = 100_001, 350_000
    found = {
        (one.reading, one.percent): one.gp_change for one in swings(fold, price, low, high, 10)
    }
    for (reading, percent), change in found.items():
        base = "price" if reading is Reading.PRICE else "(price - l.cost)"
        # half up to the cent: amounts are ten-thousandths, a cent is 100 of them
        row = engine.execute(
            f"SELECT sum((floor((price + {base} * {percent} / 100::DECIMAL(9, 0)) / 100 + 0.5) "  # noqa: S608 - our own words
            "* 100 - price)::BIGINT * quantity)::BIGINT FROM lines l JOIN priced p "
            "ON l.cost = p.cost AND coalesce(l.list, -1) = p.list_key "
            f"WHERE reason IS NULL AND l.cost BETWEEN {low} AND {high} AND price >= 0"
        ).fetchone()
        assert row == (change,)


def test_tiers_that_price_a_brush_share_all_of_its_dollars(sales: Sales) -> None:
    analysis = evaluate(sample_design(), sales)
    assert analysis.states.priced is not None
    for brush in BRUSHES:
        held = tally(sales.rows, brush.holds(sales.rows))
        assert sum(one.cost for one in priced_by(analysis.states.priced, brush)) == held.cost
