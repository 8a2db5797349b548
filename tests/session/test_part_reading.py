"""Rows are told apart by part once the design needs it, and nothing else moves by it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
from pytestqt.qtbot import QtBot

from matrix_designer.core.design import Design
from matrix_designer.core.edits import SetGoal
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Grain, Sales
from matrix_designer.core.factor import Basis, read_factor
from matrix_designer.core.filters import Filters
from matrix_designer.core.flat_price import FlatPrice
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import CENT, DOLLAR, POINT
from matrix_designer.core.plan import ByPercent, Conditions, Plan, Rule
from matrix_designer.evaluation.evaluate import evaluate
from matrix_designer.formats import sales as sales_module
from matrix_designer.formats.sales import import_sales, load_sales_parquet
from matrix_designer.session.analyst import Analyst
from matrix_designer.session.filtering import Filtering
from matrix_designer.session.part_reading import PartReading, PartsState
from matrix_designer.session.workspace import Workspace

PLAIN = Design("test", (Matrix("main", (Tier(CENT, None, read_factor("x2").factor),)),))
PLANNED = replace(
    PLAIN, plan=Plan((Rule(ByPercent(Basis.LIST, -10 * POINT), Conditions(parts=("A*",))),))
)
SALES = """RO,Date,Part Number,Source,Pay Type,Cost,List,Qty,Sold Price,Store
1,2026-01-01,A1,03,C,10.00,25.00,2,20.00,North
2,2026-01-02,A2,03,C,10.00,25.00,1,20.00,South
3,2026-01-03,B3,12,C,30.00,70.00,1,55.00,South
"""
NORTH = Filters(stores=frozenset({"North"}))


class SetDesign:
    """An edit that takes another design."""

    text = "Take another design"
    merge_key = None

    def __init__(self, after: Design) -> None:
        self._after = after

    def apply(self, _design: Design) -> Design:
        return self._after


class Desk:
    """A saved document with sales, its analyst, and what reads parts, with what that said."""

    def __init__(self, sales: Sales, design: Design = PLAIN) -> None:
        self.work = Workspace(design)
        self.analyst = Analyst(self.work, evaluate, self.work)
        self.work.open(design, sales, None)
        self.filtering = Filtering(self.work, self.analyst, self.work)
        self.reading = PartReading(self.work, self.analyst, self.work)
        self.states: list[PartsState] = []
        self.errors: list[MatrixDesignerError] = []
        self.reading.state_changed.connect(self.states.append)
        self.reading.refused.connect(self.errors.append)
        self.analyst.catch_up()

    def plan(self, design: Design = PLANNED) -> None:
        self.work.apply(SetDesign(design))

    @property
    def grain(self) -> Grain:
        assert self.work.sales is not None
        return self.work.sales.grain

    def stop(self) -> None:
        self.reading.stop()
        self.filtering.stop()


@pytest.fixture
def sales(tmp_path: Path) -> Sales:
    path = tmp_path / "sales.csv"
    path.write_text(SALES)
    return import_sales(path).sales


@pytest.fixture
def desk(qtbot: QtBot, sales: Sales) -> Desk:
    assert qtbot
    made = Desk(sales)
    made.work.mark_saved(Path("saved.pmatrix"), made.work.design, sales)
    return made


def test_nothing_is_read_without_a_plan(desk: Desk) -> None:
    desk.work.apply(SetGoal(40 * POINT))

    assert (desk.grain, desk.states) == (Grain.SLIM, [])
    desk.stop()


@pytest.mark.parametrize(
    "design",
    [PLANNED, replace(PLAIN, flat_prices=(FlatPrice("A1", 20 * DOLLAR),))],
    ids=["a rule", "a flat price"],
)
def test_the_first_rule_has_the_parts_read(desk: Desk, design: Design) -> None:
    slim = desk.work.sales
    assert slim is not None
    steps = desk.work.undo_stack.count()
    desk.plan(design)
    assert desk.reading.state is PartsState.READING
    assert desk.work.sales is slim

    desk.reading.wait()

    sales, analysis = desk.work.sales, desk.analyst.analysis
    assert sales is not None
    assert analysis is not None
    assert analysis.sales is sales
    assert [part.number for part in sales.part_names] == ["A1", "A2", "B3"]
    assert (sales.digest, sales.lines_file, sales.used) == (slim.digest, slim.lines_file, slim.used)
    assert desk.states == [PartsState.READING, PartsState.FINE]
    assert desk.work.undo_stack.count() == steps + 1
    desk.stop()


def test_a_version_with_a_plan_that_is_compared_with_has_the_parts_read(desk: Desk) -> None:
    question = replace(
        desk.work.question, against=PLANNED.matrix, against_strategy=PLANNED.strategy
    )
    desk.work.set_question(question)
    assert desk.reading.state is PartsState.READING

    desk.reading.wait()

    assert desk.grain is Grain.PART
    assert desk.work.question == question
    desk.stop()


def test_reading_marks_nothing_as_unsaved_and_is_no_step(desk: Desk) -> None:
    desk.plan()
    desk.work.mark_saved(Path("saved.pmatrix"), desk.work.design, desk.work.sales)
    desk.reading.wait()

    assert desk.grain is Grain.PART
    assert not desk.work.is_unsaved
    desk.stop()


def test_what_was_saved_with_slim_rows_is_saved_when_the_parts_are_there(desk: Desk) -> None:
    slim = desk.work.sales
    desk.plan()
    desk.reading.wait()
    desk.work.mark_saved(Path("saved.pmatrix"), desk.work.design, slim)

    assert not desk.work.is_unsaved
    desk.stop()


def test_without_the_plan_again_nothing_is_awaited(desk: Desk) -> None:
    desk.plan()
    desk.work.undo_stack.undo()

    assert desk.reading.state is PartsState.FINE
    desk.reading.stop()
    assert desk.grain is Grain.SLIM
    desk.stop()


def test_who_will_not_wait_can_ask_again(desk: Desk) -> None:
    desk.plan()
    desk.reading.drop()
    assert desk.reading.state is PartsState.DROPPED
    desk.work.apply(SetGoal(40 * POINT))
    assert desk.reading.state is PartsState.DROPPED

    desk.reading.read()
    desk.reading.wait()

    assert desk.grain is Grain.PART
    desk.stop()


def test_lines_that_are_gone_are_told_and_the_figures_stand(desk: Desk, sales: Sales) -> None:
    assert sales.lines_file is not None
    Path(sales.lines_file).unlink()
    desk.plan()

    assert desk.states == [PartsState.GONE]
    assert desk.work.sales is sales
    desk.stop()


def test_lines_that_cannot_be_read_are_refused_in_a_sentence(desk: Desk, sales: Sales) -> None:
    assert sales.lines_file is not None
    Path(sales.lines_file).write_bytes(b"PAR1 and nothing else")
    desk.plan()
    desk.reading.wait()

    assert desk.states == [PartsState.READING, PartsState.FAILED]
    assert len(desk.errors) == 1
    desk.work.apply(SetGoal(40 * POINT))
    assert desk.reading.state is PartsState.FAILED
    desk.stop()


def test_other_sales_meanwhile_are_kept(desk: Desk, sales: Sales) -> None:
    desk.plan()
    other = replace(sales, name="other")
    desk.work.set_evidence(other)
    desk.reading.wait()

    assert desk.work.sales is not None
    assert desk.work.sales.name == "other"
    assert desk.grain is Grain.PART
    desk.stop()


def test_filters_stay_and_are_summed_at_the_finer_grain(desk: Desk) -> None:
    desk.work.set_question(replace(desk.work.question, filters=NORTH))
    desk.filtering._sums.wait()  # noqa: SLF001 - waits for the thread
    slim = desk.work.sales_in_view
    desk.plan()
    desk.reading.wait()
    assert desk.work.sales_in_view is slim  # the old figures stay until the new ones are there
    desk.filtering._sums.wait()  # noqa: SLF001 - waits for the thread

    view = desk.work.sales_in_view
    assert view is not None
    assert (view.grain, view.filters, view.used.lines) == (Grain.PART, NORTH, 1)
    assert [part.number for part in view.part_names] == ["A1"]
    desk.stop()


def test_sales_that_have_parts_already_are_not_read(
    qtbot: QtBot, sales: Sales, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert qtbot
    assert sales.lines_file is not None
    fine = load_sales_parquet(Path(sales.lines_file), grain=Grain.PART)

    def refuse(*_: object) -> NoReturn:
        raise AssertionError

    monkeypatch.setattr(sales_module, "load_sales_parquet", refuse)
    desk = Desk(fine, PLANNED)

    assert desk.reading.state is PartsState.FINE
    desk.stop()
