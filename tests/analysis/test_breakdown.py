from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from matrix_designer.analysis.breakdown import by_class, by_cost_band, by_source
from matrix_designer.core.design import Design, InForce
from matrix_designer.core.evidence import Sales
from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import DOLLAR
from matrix_designer.core.pricing import compile_matrix, price
from matrix_designer.evaluation.evaluate import evaluate
from tests.analysis.history import random_lines, sales_of


def one_tier(factor: str, top: int | None = None) -> Matrix:
    return Matrix("one", (Tier(0, top, read_factor(factor).factor),))


def coded_sales(rng: Random) -> Sales:
    parts = [(rng.randint(50, 3_000_000), rng.randint(100, 4_000_000)) for _ in range(40)]
    sales = sales_of(random_lines(rng, parts, 200), is_merged=False)
    codes = np.array([rng.randrange(3) for _ in range(200)], dtype=np.int64)
    rows = replace(sales.rows, source=codes, sale_class=2 - codes)
    return replace(sales, rows=rows, sources=("a", "b", "c", "d"), classes=("x", "y", "z"))


@pytest.mark.parametrize("top", [None, 100 * DOLLAR])
def test_groups_are_those_of_a_loop_over_rows_and_add_up_to_the_replay(top: int | None) -> None:
    sales = coded_sales(Random(4))  # noqa: S311 - test data
    old = one_tier("x1.9", top)
    analysis = evaluate(Design("d", (one_tier("x2"),), in_force=InForce(old)), sales)
    replay, priced = analysis.replay, analysis.states.priced
    assert replay is not None
    assert priced is not None
    rows = sales.rows
    proposed, in_force = (
        price(compile_matrix(matrix), rows.cost, rows.list_price).price.tolist()
        for matrix in (one_tier("x2"), old)
    )
    expected: dict[str, list[int]] = defaultdict(lambda: [0] * 5)
    for row, (now, before) in enumerate(zip(proposed, in_force, strict=True)):
        if before >= 0:
            cell = expected["abcd"[rows.source[row]]]
            quantity = int(rows.quantity[row])
            cell[0] += 1
            cell[1] += int(rows.cost[row]) * quantity
            cell[2] += int(rows.sold[row])
            cell[3] += before * quantity
            cell[4] += now * quantity
    assert replay.sold is not None
    found = by_source(sales, priced)
    assert {g.name: [g.lines, g.cost, g.sold, g.in_force, g.replayed] for g in found} == expected
    for groups in (found, by_class(sales, priced), [b.figures for b in by_cost_band(priced)]):
        assert sum(group.lines for group in groups) == replay.used
        assert sum(group.pieces for group in groups) == replay.replayed.pieces
        assert sum(group.cost for group in groups) == replay.replayed.cost
        assert sum(group.sold for group in groups) == replay.sold.sales
        assert sum(group.replayed for group in groups) == replay.replayed.sales
        assert {group.against for group in groups} == {None}
    assert [g.replayed for g in by_class(sales, priced)] == [g.replayed for g in reversed(found)]


def test_a_band_holds_its_top_and_names_its_costs() -> None:
    sales = coded_sales(Random(4))  # noqa: S311 - test data
    priced = evaluate(Design("d", (one_tier("x2"),)), sales).states.priced
    assert priced is not None
    bands = by_cost_band(priced)
    assert [band.figures.name for band in bands][:2] == ["$0.01 to $1", "$1.01 to $5"]
    assert bands[-1].figures.name == "above $1,000"
    costs = sales.rows.cost
    for band in bands:
        inside = (costs > band.above) & (costs <= (band.top or 10**12))
        assert band.figures.lines == int(inside.sum())
