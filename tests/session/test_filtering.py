"""Filters of the question: summed off the GUI thread, never saved, never undone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from matrix_designer.core.design import Design
from matrix_designer.core.edits import SetGoal
from matrix_designer.core.evidence import Sales
from matrix_designer.core.factor import read_factor
from matrix_designer.core.filters import OFF, Filters
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import CENT, POINT
from matrix_designer.evaluation.evaluate import evaluate
from matrix_designer.formats.project import save_design
from matrix_designer.formats.sales import import_sales, load_sales_parquet
from matrix_designer.session.analyst import Analyst
from matrix_designer.session.filtering import Filtering
from matrix_designer.session.workspace import Workspace

DESIGN = Design("test", (Matrix("main", (Tier(CENT, None, read_factor("x2").factor),)),))
SALES = """RO,Date,Part Number,Source,Pay Type,Cost,List,Qty,Sold Price,Store
1,2026-01-01,A1,03,C,10.00,25.00,2,20.00,North
2,2026-01-02,A2,03,C,20.00,50.00,1,35.00,South
3,2026-01-03,A3,12,C,30.00,70.00,1,55.00,South
4,2026-01-04,A4,12,W,30.00,70.00,1,55.00,
"""
NORTH = Filters(stores=frozenset({"North"}))
SOUTH = Filters(stores=frozenset({"South"}))


class Desk:
    """A workspace with sales, its analyst, and its filtering, with what that said."""

    def __init__(self, sales: Sales) -> None:
        self.work = Workspace(DESIGN)
        self.analyst = Analyst(self.work, evaluate, self.work)
        self.work.open(DESIGN, sales, None)
        self.filtering = Filtering(self.work, self.analyst, self.work)
        self.errors: list[object] = []
        self.choices: list[object] = []
        self.filtering.refused.connect(self.errors.append)
        self.filtering.choices_found.connect(self.choices.append)
        self.analyst.catch_up()

    def choose(self, filters: Filters) -> None:
        self.work.set_question(replace(self.work.question, filters=filters))

    @property
    def used(self) -> int:
        """How many lines the figures in view are made of."""
        analysis = self.analyst.analysis
        assert analysis is not None
        assert analysis.replay is not None
        assert analysis.sales is not None
        assert analysis.question.filters == analysis.sales.filters
        return analysis.replay.used


@pytest.fixture(name="sales")
def _sales(tmp_path: Path) -> Sales:
    source = tmp_path / "sales.csv"
    source.write_text(SALES)
    return import_sales(source).sales


@pytest.fixture(name="desk")
def _desk(qtbot: QtBot, sales: Sales) -> Iterator[Desk]:
    del qtbot
    desk = Desk(sales)
    yield desk
    desk.filtering.stop()


def test_chosen_filters_change_the_figures_once_they_are_summed(qtbot: QtBot, desk: Desk) -> None:
    assert desk.used == 3
    desk.choose(SOUTH)
    assert desk.filtering.is_summing
    assert desk.used == 3, "the old figures stand meanwhile, and say of what they are"
    qtbot.waitUntil(lambda: desk.used == 2)
    assert not desk.filtering.is_summing


def test_an_edit_meanwhile_is_of_the_old_figures_and_stays(qtbot: QtBot, desk: Desk) -> None:
    desk.choose(SOUTH)
    desk.work.apply(SetGoal(46 * POINT))
    desk.analyst.catch_up()
    assert desk.used == 3
    qtbot.waitUntil(lambda: desk.used == 2)
    assert desk.analyst.analysis is not None
    assert desk.analyst.analysis.design.goal == 46 * POINT


def test_choosing_again_drops_what_was_chosen_before(qtbot: QtBot, desk: Desk) -> None:
    desk.choose(SOUTH)
    desk.choose(NORTH)
    qtbot.waitUntil(lambda: desk.used == 1)
    assert desk.work.sales_in_view is not None
    assert desk.work.sales_in_view.filters == NORTH


def test_all_filters_off_is_the_whole_history_again(qtbot: QtBot, desk: Desk, sales: Sales) -> None:
    desk.choose(NORTH)
    qtbot.waitUntil(lambda: desk.used == 1)
    desk.choose(OFF)
    qtbot.waitUntil(lambda: desk.used == 3)
    assert desk.work.sales_in_view is sales


def test_cancelling_keeps_the_figures_with_their_filters(qtbot: QtBot, desk: Desk) -> None:
    desk.choose(NORTH)
    qtbot.waitUntil(lambda: desk.used == 1)
    desk.choose(SOUTH)
    desk.filtering.cancel()
    assert not desk.filtering.is_summing
    assert desk.work.question.filters == NORTH
    desk.analyst.catch_up()
    assert desk.used == 1


def test_filters_are_neither_undone_nor_saved(
    qtbot: QtBot, desk: Desk, sales: Sales, tmp_path: Path
) -> None:
    desk.work.mark_saved(tmp_path / "d.pmatrix", DESIGN, sales)
    desk.choose(NORTH)
    qtbot.waitUntil(lambda: desk.used == 1)
    assert not desk.work.is_unsaved
    assert not desk.work.undo_stack.canUndo()
    save_design(tmp_path / "filtered.pmatrix", desk.work.design, desk.work.sales)
    save_design(tmp_path / "whole.pmatrix", DESIGN, sales)
    filtered, whole = (tmp_path / f"{name}.pmatrix" for name in ("filtered", "whole"))
    assert filtered.read_bytes() == whole.read_bytes()


def test_other_sales_are_looked_at_as_a_whole(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    desk.choose(NORTH)
    qtbot.waitUntil(lambda: desk.used == 1)
    other = tmp_path / "other.csv"
    other.write_text(SALES.replace("North", "East"))
    desk.work.set_evidence(import_sales(other).sales)
    desk.analyst.catch_up()
    assert desk.used == 3
    assert desk.work.question.filters == OFF
    desk.choose(Filters(stores=frozenset({"East"})))
    qtbot.waitUntil(lambda: desk.used == 1)


def test_a_reason_switched_in_keeps_the_filters(qtbot: QtBot, desk: Desk, sales: Sales) -> None:
    desk.choose(Filters(sources=frozenset({"12"})))
    qtbot.waitUntil(lambda: desk.used == 1)
    assert sales.lines_file is not None
    switched = load_sales_parquet(Path(sales.lines_file), switched_in=frozenset({"warranty"}))
    desk.work.set_evidence(replace(switched, lines_file=sales.lines_file))
    assert desk.work.question.filters == Filters(sources=frozenset({"12"}))
    qtbot.waitUntil(lambda: desk.work.sales_in_view is not desk.work.sales)
    assert desk.used == 2


def test_the_choices_are_what_the_lines_say(qtbot: QtBot, desk: Desk) -> None:
    desk.filtering.ask_choices()
    assert desk.filtering.is_asking
    qtbot.waitUntil(lambda: bool(desk.choices))
    assert desk.choices == [
        {
            "sources": ("03", "12"),
            "pay_types": ("C", "W"),
            "customer_types": ("",),
            "counterpersons": ("",),
            "stores": ("", "North", "South"),
        }
    ]


def test_lines_that_are_gone_are_told_and_the_filters_go_back(
    qtbot: QtBot, desk: Desk, sales: Sales
) -> None:
    assert sales.lines_file is not None
    Path(sales.lines_file).unlink()
    desk.choose(NORTH)
    qtbot.waitUntil(lambda: bool(desk.errors))
    assert "not at hand" in str(desk.errors[0])
    assert desk.work.question.filters == OFF
    assert desk.used == 3


def test_sales_without_lines_cannot_be_filtered(desk: Desk, sales: Sales) -> None:
    desk.work.set_evidence(replace(sales, lines_file=None))
    desk.choose(NORTH)
    assert "single lines were kept" in str(desk.errors[0])
    assert desk.work.question.filters == OFF
