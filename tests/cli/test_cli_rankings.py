"""Where the money is, told by `replay`: the same numbers as the Sales page, to the cent."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrix_designer.analysis.ranking import (
    RankBy,
    Ranking,
    ordered,
    rank_by_class,
    rank_by_cost,
    rank_by_source,
)
from matrix_designer.formats.sales import ImportOptions, import_sales
from matrix_designer.gui.panels.ranking_columns import ranked_rows, report_texts
from tests.cli.conftest import Run

SALES = """RO,Date,Part,Source,Class,Counterperson,Cost,List,Qty,Sold Price
1,2025-01-01,A1,03,A,Diaz,12.00,24.00,4,24.00
1,2025-01-01,A2,12,B,Diaz,21.00,42.00,10,46.20
2,2025-01-02,A3,12,A,,2.00,6.00,6,7.80
3,2025-01-03,A4,12,B,Cole,80.00,160.00,1,144.00
4,2025-01-04,A5,20,B,Cole,300.00,,1,500.00
"""
PAGE = {RankBy.COST: rank_by_cost, RankBy.SOURCE: rank_by_source, RankBy.CLASS: rank_by_class}


@pytest.fixture(name="sales")
def _sales(tmp_path: Path) -> Path:
    path = tmp_path / "sales.csv"
    path.write_text(SALES)
    return path


def page_rows(ranking: Ranking) -> list[list[str]]:
    """Return name, lines, pieces, cost, sales and GP of each row, as the page exports them."""
    rows = ranked_rows(ordered(ranking), ranking.by, ranking.total)
    return [list(row[:6]) for row in report_texts(rows, ranking.total, ranking.by)[1:-1]]


@pytest.mark.parametrize("by", list(PAGE))
def test_a_ranking_is_that_of_the_page(
    command: Run, ladder: Path, sales: Path, tmp_path: Path, by: RankBy
) -> None:
    data = command("replay", ladder, "--sales", sales, "--json").data["where_the_money_is"]
    told = [
        [str(row[key]) for key in ("name", "lines", "pieces", "cost", "sales", "gp")]
        for row in data[by.value.replace(" ", "_")]
    ]
    history = import_sales(sales, options=ImportOptions(folder=tmp_path)).sales
    assert told == page_rows(PAGE[by](history))


def test_counterpersons_shares_and_the_band_are_told(
    command: Run, ladder: Path, sales: Path
) -> None:
    ran = command("replay", ladder, "--sales", sales, "--json")
    data = ran.data["where_the_money_is"]
    # Cole 380, Diaz 258, nobody 12, of 650
    assert [(row["name"], row["cost"]) for row in data["counterperson"]] == [
        ("Cole", "380.00"),
        ("Diaz", "258.00"),
        ("", "12.00"),
    ]
    shares = [row["running_percent"] for row in data["counterperson"]]
    assert shares == pytest.approx([100 * 380 / 650, 100 * 638 / 650, 100])
    assert data["counterperson"][0]["gp_percent"] == pytest.approx(100 * 264 / 644)
    # 21.00 to 300.00 hold 590 of 650, 91 %; 80.00 and 300.00 alone 58 %
    assert (data["most_of_cost"]["from"], data["most_of_cost"]["to"]) == ("20.01", "300.00")
    said = command("replay", ladder, "--sales", sales).out
    assert "90.8 % of cost dollars at costs from 20.01 to 300.00." in said
    assert "250.01 to 1000.00" in said
    assert "none given" in said


def test_sold_dollars_that_a_history_does_not_tell_are_null(
    command: Run, ladder: Path, sales: Path
) -> None:
    rows = [line.rpartition(",")[0] for line in SALES.splitlines()]
    sales.write_text("\n".join(rows))
    data = command("replay", ladder, "--sales", sales, "--json").data["where_the_money_is"]
    row = data["source"][0]
    assert (row["sales"], row["gp"], row["gp_percent"]) == (None, None, None)
    assert row["cost"] == "302.00"
