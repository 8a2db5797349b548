"""A history that does not tell sold prices: it can be replayed, and nothing is made up for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from matrix_designer.analysis.replay import ComparedWith
from matrix_designer.core.design import Design, InForce
from matrix_designer.core.evidence import Sales
from matrix_designer.core.factor import Factor, FactorKind
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.evaluation.evaluate import evaluate
from matrix_designer.evaluation.must_be_true import truth_of
from matrix_designer.formats.sales import ImportOptions, import_sales, load_sales_parquet

TWICE = Matrix("M", (Tier(1, None, Factor(FactorKind.MULTIPLIER, 20_000, "2.00")),))
THRICE = Matrix("N", (Tier(1, None, Factor(FactorKind.MULTIPLIER, 30_000, "3.00")),))
RANKING = "Part,Description,Cost,List,Qty\nA,Filter,10.00,18.00,4\nB,Hose,20.00,,1\n"


@pytest.fixture(name="sales")
def _sales(tmp_path: Path) -> Sales:
    path = tmp_path / "ranking.csv"
    path.write_text(RANKING)
    return import_sales(path, options=ImportOptions(folder=tmp_path / "kept")).sales


def test_a_ranking_without_prices_is_known_to_be_one(sales: Sales) -> None:
    assert not sales.is_sold_known
    assert sales.used.lines == 2
    assert set(sales.notes) == {"missing-list"}
    assert sales.lines_file is not None
    assert not load_sales_parquet(Path(sales.lines_file)).is_sold_known


def test_it_is_replayed_and_compared_with_nothing(sales: Sales) -> None:
    analysis = evaluate(Design("d", (TWICE,)), sales)

    replay, summary = analysis.replay, analysis.summary
    assert replay is not None
    assert replay.sold is None
    assert replay.moves.compared_with is ComparedWith.NOTHING
    assert replay.moves.up.pieces == replay.moves.down.pieces == replay.moves.same.pieces == 0
    assert {row.sold for row in replay.tiers} == {None}
    assert replay.replayed.sales == 2 * replay.replayed.cost
    assert (summary.gp_proposed, summary.gp_sold, summary.gp_year_change) == (50.0, None, None)
    assert summary.moves is None
    assert summary.stake is None
    assert truth_of(analysis) is None


def test_it_is_compared_with_the_matrix_in_force(sales: Sales) -> None:
    design = replace(Design("d", (THRICE,)), in_force=InForce(TWICE, None, ""))

    analysis = evaluate(design, sales)

    assert analysis.replay is not None
    assert analysis.replay.moves.compared_with is ComparedWith.IN_FORCE
    assert analysis.replay.moves.up.pieces == 5_000
    assert analysis.summary.gp_year_change == 60 * 10**7
    assert truth_of(analysis) is not None


def test_a_column_that_may_be_the_price_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "ranking.csv"
    path.write_text("Part,Cost,Qty,VK\nA,10.00,4,15.00\n")

    with pytest.raises(Exception, match="no column was recognised for the sold price"):
        import_sales(path, options=ImportOptions(keep_lines=False))


def test_findings_weigh_no_sold_dollars_that_nobody_told(sales: Sales) -> None:
    closed = Matrix("M", (Tier(1, 15 * 10_000, TWICE.tiers[0].factor),))

    found = {one.code: one.dollars for one in evaluate(Design("d", (closed,)), sales).findings}

    assert found["no-top"] is None
