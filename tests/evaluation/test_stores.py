"""Figures per store are those of a replay of that store alone, and add up to the group's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from matrix_designer.analysis.by_store import StoreFigures, group_of
from matrix_designer.core.design import Design, InForce
from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import CENT
from matrix_designer.core.question import Question
from matrix_designer.evaluation.evaluate import evaluate
from matrix_designer.evaluation.stores import stores_of
from matrix_designer.formats.sales import load_sales_parquet
from tests.formats.lines_by_hand import HandLine, random_lines, write_lines


def _matrix(name: str, factor: str, top: int | None = None) -> Matrix:
    return Matrix(name, (Tier(CENT, top, read_factor(factor).factor),))


PROPOSED = _matrix("proposed", "x2", 40 * 100 * CENT)
"""What costs more than $40 gets no price."""
DESIGN = Design("test", (PROPOSED,), in_force=InForce(_matrix("old", "x1.5")))
AGAINST = _matrix("other", "+$5.00")


def _used(lines: list[HandLine]) -> list[HandLine]:
    return [line for line in lines if line.reason is None]


@pytest.fixture(name="lines")
def _lines() -> list[HandLine]:
    made = random_lines(17, 500)
    return [
        line if line.reason is not None else replace(line, cost=line.cost or 9_900, quantity=2_000)
        for line in made
    ]


def _found(path: Path) -> tuple[StoreFigures, ...]:
    analysis = evaluate(DESIGN, load_sales_parquet(path), Question(against=AGAINST))
    return stores_of(analysis)


def test_every_store_is_what_it_is_alone(lines: list[HandLine], tmp_path: Path) -> None:
    stores = _found(write_lines(tmp_path / "all.parquet", lines))
    assert [one.store for one in stores] == ["", "North", "South"]
    for one in stores:
        alone = [line for line in lines if line.store == one.store]
        path = write_lines(tmp_path / f"{one.store}-alone.parquet", alone)
        replay = evaluate(DESIGN, load_sales_parquet(path), Question(against=AGAINST)).replay
        assert replay is not None
        assert (one.lines, one.unpriced) == (replay.used, replay.unpriced)
        assert (one.sold, one.replayed) == (replay.sold, replay.replayed)
        assert (one.in_force, one.against) == (replay.in_force, replay.against)
        assert replay.unpriced.lines


def test_the_group_is_the_whole_history(lines: list[HandLine], tmp_path: Path) -> None:
    path = write_lines(tmp_path / "all.parquet", lines)
    analysis = evaluate(DESIGN, load_sales_parquet(path), Question(against=AGAINST))
    replay, group = analysis.replay, group_of(stores_of(analysis))
    assert replay is not None
    assert (group.lines, group.unpriced) == (replay.used, replay.unpriced)
    assert (group.sold, group.replayed) == (replay.sold, replay.replayed)
    assert (group.in_force, group.against) == (replay.in_force, replay.against)


def test_money_is_counted_by_hand(tmp_path: Path) -> None:
    lines = [
        HandLine(1, cost=100_000, quantity=2_000, unit_sold=180_000, sold=360_000_000, store="N"),
        HandLine(2, cost=200_000, quantity=1_000, unit_sold=350_000, sold=350_000_000, store="S"),
        HandLine(3, cost=500_000, quantity=1_000, unit_sold=900_000, sold=900_000_000, store="S"),
    ]
    north, south = _found(write_lines(tmp_path / "lines.parquet", lines))
    assert north.sold is not None
    assert (north.sold.gp, north.replayed.gp) == (160_000_000, 200_000_000)
    assert north.in_force is not None
    assert north.in_force.gp == 100_000_000
    assert (south.lines, south.unpriced.lines, south.unpriced.sales) == (1, 1, 900_000_000)


def test_a_history_without_stores_or_without_lines_has_none(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "older.parquet", [HandLine(1)], is_old=True)
    assert _found(path) == ()
    assert stores_of(evaluate(DESIGN)) == ()
