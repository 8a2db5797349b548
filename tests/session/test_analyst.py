"""The analyst: many changes, one evaluation, and nothing evaluated that is there already."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from matrix_designer.core.design import Design
from matrix_designer.core.edits import InsertTier, RenameDesign, SetFactor, SetGoal
from matrix_designer.core.evidence import Sales
from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import CENT, POINT
from matrix_designer.core.question import Question
from matrix_designer.core.target import Target
from matrix_designer.evaluation.evaluate import Analysis, evaluate
from matrix_designer.session.analyst import Analyst
from matrix_designer.session.workspace import Workspace

DESIGN = Design("test", (Matrix("main", (Tier(CENT, None, read_factor("x2").factor),)),))


class Counted:
    """Evaluates and counts how often, and with which analysis before."""

    def __init__(self) -> None:
        self.before: list[Analysis | None] = []

    def __call__(
        self,
        design: Design,
        sales: Sales | None,
        question: Question,
        target: Target | None,
        previous: Analysis | None,
        *,
        is_hasty: bool,
    ) -> Analysis:
        self.before.append(previous)
        return evaluate(design, sales, question, target, previous, is_hasty=is_hasty)


@pytest.fixture
def counted() -> Counted:
    return Counted()


@pytest.fixture
def analyst(qtbot: QtBot, counted: Counted) -> Analyst:
    workspace = Workspace(DESIGN)
    made = Analyst(workspace, counted, workspace)
    made.setProperty("workspace", workspace)
    with qtbot.waitSignal(made.analysis_changed):
        pass
    return made


def workspace_of(analyst: Analyst) -> Workspace:
    found = analyst.parent()
    assert isinstance(found, Workspace)
    return found


def test_the_first_analysis_follows_by_itself(analyst: Analyst, counted: Counted) -> None:
    assert counted.before == [None]
    assert analyst.analysis is not None
    assert analyst.analysis.design is DESIGN


def test_many_edits_are_one_evaluation_with_the_one_before(
    qtbot: QtBot, analyst: Analyst, counted: Counted
) -> None:
    first = analyst.analysis
    work = workspace_of(analyst)
    with qtbot.waitSignal(analyst.analysis_changed):
        work.apply(SetGoal(46 * POINT))
        work.apply(RenameDesign("again"))
    assert counted.before == [None, first]
    assert analyst.analysis is not None
    assert analyst.analysis.design is work.design


def test_an_analysis_made_elsewhere_is_used_where_it_fits(
    qtbot: QtBot, analyst: Analyst, counted: Counted
) -> None:
    other = Design("other", DESIGN.matrices)
    made = evaluate(other)
    analyst.adopt(made)
    with qtbot.waitSignal(analyst.analysis_changed) as told:
        workspace_of(analyst).open(other, None, None)
    assert told.args == [made]
    assert counted.before == [None]


def test_an_analysis_of_something_else_is_not_shown(
    qtbot: QtBot, analyst: Analyst, counted: Counted
) -> None:
    analyst.adopt(evaluate(Design("other", DESIGN.matrices)))
    work = workspace_of(analyst)
    with qtbot.waitSignal(analyst.analysis_changed):
        work.apply(SetGoal(46 * POINT))
    assert len(counted.before) == 2
    assert analyst.analysis is not None
    assert analyst.analysis.design is work.design


def test_figures_come_first_and_the_findings_of_the_same_edit_follow(
    qtbot: QtBot, analyst: Analyst
) -> None:
    told: list[tuple[bool, int]] = []
    analyst.analysis_changed.connect(
        lambda analysis: told.append((analysis.is_judged, len(analysis.findings)))
    )
    assert analyst.analysis is not None
    before = len(analyst.analysis.findings)
    below = SetFactor("main", 0, read_factor("x0.5").factor)
    with qtbot.waitSignals([analyst.analysis_changed] * 2):
        workspace_of(analyst).apply(below)
    assert told[0] == (False, before), "what was found before stands until the checks have run"
    assert told[1][0]
    assert told[1][1] > before
    assert analyst.analysis.findings == evaluate(workspace_of(analyst).design).findings


def test_catching_up_leaves_nothing_to_follow(qtbot: QtBot, analyst: Analyst) -> None:
    told: list[bool] = []
    analyst.analysis_changed.connect(lambda analysis: told.append(analysis.is_judged))
    workspace_of(analyst).apply(SetFactor("main", 0, read_factor("x0.5").factor))
    analyst.catch_up()
    qtbot.wait(20)
    assert told == [True]


def test_findings_of_other_tiers_never_stand_for_these(qtbot: QtBot, analyst: Analyst) -> None:
    told: list[bool] = []
    analyst.analysis_changed.connect(lambda analysis: told.append(analysis.is_judged))
    with qtbot.waitSignal(analyst.analysis_changed):
        workspace_of(analyst).apply(InsertTier("main", 1))
    assert told == [True]
