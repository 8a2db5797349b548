"""The workspace: one way for a change to travel, and back."""

from __future__ import annotations

import datetime as dt
import gc
import random
import subprocess
import sys
import weakref
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from matrix_designer.core.design import Design
from matrix_designer.core.edits import (
    BoundSide,
    DeleteTiers,
    Edit,
    InsertTier,
    RenameDesign,
    ReplaceMatrix,
    SetBound,
    SetFactor,
    SetGoal,
)
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Sales, SalesRows, Tally
from matrix_designer.core.factor import FactorKind as Kind
from matrix_designer.core.factor import factor_text, read_factor
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import CENT, DOLLAR, POINT
from matrix_designer.core.question import Question
from matrix_designer.session.workspace import UNDO_LIMIT, Workspace


def design() -> Design:
    two, three = read_factor("x2").factor, read_factor("x3").factor
    tiers = (Tier(CENT, 10 * DOLLAR, three), Tier(10 * DOLLAR + CENT, None, two))
    return Design("test", (Matrix("main", tiers),))


def sales() -> Sales:
    import numpy as np

    none = np.zeros(0, np.int64)
    return Sales("s", "0", SalesRows(*([none] * 9)), (), (), (), 0, Tally(), {}, {}, 0)


@pytest.fixture
def workspace(qtbot: QtBot) -> Workspace:
    assert qtbot
    return Workspace(design())


def multiplier(number: int) -> SetFactor:
    text = factor_text(Kind.MULTIPLIER, number)
    return SetFactor("main", 0, read_factor(text).factor, merge_key=None)


def test_an_edit_is_one_step_and_says_before_and_after(workspace: Workspace) -> None:
    seen: list[tuple[object, object]] = []
    workspace.design_changed.connect(lambda before, after: seen.append((before, after)))
    first = workspace.design
    assert workspace.apply(multiplier(25_000))
    assert seen == [(first, workspace.design)]
    assert workspace.undo_stack.count() == 1
    assert workspace.undo_stack.undoText() == "factor of tier 1"


def test_an_edit_that_changes_nothing_leaves_no_step(workspace: Workspace) -> None:
    assert not workspace.apply(RenameDesign("test"))
    assert workspace.undo_stack.count() == 0
    assert not workspace.is_unsaved


def test_a_refused_edit_leaves_everything_as_it_was(workspace: Workspace) -> None:
    before = workspace.design
    with pytest.raises(MatrixDesignerError):
        workspace.apply(SetFactor("main", 7, read_factor("x2").factor))
    assert workspace.design is before
    assert workspace.undo_stack.count() == 0


def test_undo_and_redo_bring_back_the_identical_designs(workspace: Workspace) -> None:
    first = workspace.design
    workspace.apply(SetGoal(46 * POINT))
    last = workspace.design
    workspace.undo_stack.undo()
    assert workspace.design is first
    workspace.undo_stack.redo()
    assert workspace.design is last


def test_undo_and_redo_restore_the_selection_and_doing_does_not(workspace: Workspace) -> None:
    restored: list[object] = []
    workspace.selection_restored.connect(restored.append)
    workspace.apply(SetGoal(46 * POINT), selection=("row", 3))
    assert restored == []
    workspace.undo_stack.undo()
    workspace.undo_stack.redo()
    assert restored == [("row", 3), ("row", 3)]


def test_steps_with_one_merge_key_become_one(workspace: Workspace) -> None:
    first = workspace.design
    for number in (25_000, 25_100, 25_200):
        factor = read_factor(factor_text(Kind.MULTIPLIER, number)).factor
        workspace.apply(SetFactor("main", 0, factor, merge_key="nudge"))
    workspace.apply(SetGoal(46 * POINT))
    assert workspace.undo_stack.count() == 2
    workspace.undo_stack.undo()
    assert workspace.design.matrix.tiers[0].factor.value == 25_200
    workspace.undo_stack.undo()
    assert workspace.design is first


def test_merged_steps_that_lead_back_leave_no_step(workspace: Workspace) -> None:
    before = workspace.design
    for text in ("x2.5", "x3"):
        workspace.apply(SetFactor("main", 0, read_factor(text).factor, merge_key="nudge"))
    assert workspace.design == before
    assert workspace.undo_stack.count() == 0


def test_a_thousand_steps_are_kept(workspace: Workspace) -> None:
    for number in range(UNDO_LIMIT + 50):
        workspace.apply(RenameDesign(f"name {number}"))
    assert workspace.undo_stack.count() == UNDO_LIMIT
    while workspace.undo_stack.canUndo():
        workspace.undo_stack.undo()
    assert workspace.design.name == "name 49"


def test_the_unsaved_mark_follows_edits_undo_and_saving(workspace: Workspace) -> None:
    told: list[bool] = []
    workspace.document_changed.connect(lambda: told.append(workspace.is_unsaved))
    workspace.apply(SetGoal(46 * POINT))
    workspace.undo_stack.undo()
    workspace.undo_stack.redo()
    workspace.mark_saved(Path("a.pmatrix"), workspace.design, None)
    assert told[0] is True
    assert False in told[1:2]
    assert told[-1] is False
    assert workspace.path == Path("a.pmatrix")


def test_what_changed_while_saving_stays_unsaved(workspace: Workspace) -> None:
    workspace.apply(SetGoal(46 * POINT))
    written = workspace.design
    workspace.apply(SetGoal(45 * POINT))
    workspace.mark_saved(Path("a.pmatrix"), written, None)
    assert workspace.is_unsaved


def test_no_step_counts_as_saved_when_the_file_got_one_that_is_passed(
    workspace: Workspace,
) -> None:
    workspace.apply(multiplier(30_000))
    written = workspace.design
    workspace.apply(multiplier(40_000))
    workspace.mark_saved(Path("there.pmatrix"), written, None)
    while workspace.undo_stack.canUndo():
        workspace.undo_stack.undo()
        assert workspace.is_unsaved, "the file holds another design than the one that shows"


def test_sales_are_not_undoable_and_make_the_document_unsaved(workspace: Workspace) -> None:
    told: list[int] = []
    workspace.evidence_changed.connect(lambda: told.append(1))
    made = sales()
    workspace.set_evidence(made)
    workspace.set_evidence(made)
    assert told == [1]
    assert workspace.is_unsaved
    assert workspace.undo_stack.count() == 0
    workspace.mark_saved(Path("a.pmatrix"), workspace.design, made)
    assert not workspace.is_unsaved


def test_another_document_starts_with_an_empty_stack(workspace: Workspace) -> None:
    workspace.apply(SetGoal(46 * POINT))
    workspace.set_question(Question(matrix="main"))
    other = design()
    workspace.open(other, None, Path("b.pmatrix"))
    assert workspace.design is other
    assert workspace.undo_stack.count() == 0
    assert workspace.question == Question()
    assert not workspace.is_unsaved


def test_the_question_goes_on_to_the_matrix_in_the_place_of_the_one_that_it_named(
    workspace: Workspace,
) -> None:
    workspace.set_question(Question(matrix="main"))
    told: list[int] = []
    workspace.question_changed.connect(lambda: told.append(1))
    workspace.apply(ReplaceMatrix("main", Matrix("other", workspace.design.matrix.tiers)))
    assert workspace.question == Question(matrix="other")
    assert told == [1]


def some_edit(chance: random.Random, now: Design) -> Edit:
    tiers = len(now.matrix.tiers)
    place = chance.randrange(tiers)
    factor = read_factor(factor_text(Kind.MULTIPLIER, chance.randrange(10_000, 40_000))).factor
    made: list[Edit] = [
        SetFactor("main", place, factor),
        SetFactor("main", place, factor, merge_key=("drag", place)),
        SetBound("main", place, BoundSide.UPPER, chance.randrange(1, 500) * DOLLAR),
        SetBound("main", place, BoundSide.LOWER, chance.randrange(0, 500) * DOLLAR),
        InsertTier("main", chance.randrange(tiers + 1)),
        SetGoal(chance.randrange(99) * POINT),
    ]
    if tiers > 1:
        made.append(DeleteTiers("main", (place,)))
    return chance.choice(made)


def test_random_sequences_undo_to_the_start_and_redo_to_the_end(workspace: Workspace) -> None:
    for seed in range(200):
        chance = random.Random(seed)  # noqa: S311 - a test's dice
        start = design()
        workspace.open(start, None, None)
        for _ in range(50):
            try:
                workspace.apply(some_edit(chance, workspace.design))
            except MatrixDesignerError:
                continue
        end = workspace.design
        while workspace.undo_stack.canUndo():
            workspace.undo_stack.undo()
        assert workspace.design is start
        while workspace.undo_stack.canRedo():
            workspace.undo_stack.redo()
        assert workspace.design is end


def steps_alive() -> int:
    gc.collect()
    return sum(1 for thing in gc.get_objects() if type(thing).__name__ == "_Step")


def test_forgotten_and_merged_steps_let_their_designs_go(workspace: Workspace) -> None:
    before = steps_alive()
    for number in range(2 * UNDO_LIMIT):
        workspace.apply(SetGoal(number % 90 * POINT))
    assert steps_alive() - before <= UNDO_LIMIT
    workspace.undo_stack.clear()
    for number in range(500):
        workspace.apply(SetGoal(number % 90 * POINT + 1, merge_key="drag"))
    assert steps_alive() - before == 1


def test_a_workspace_goes_when_nobody_needs_it(qtbot: QtBot) -> None:
    assert qtbot
    made = Workspace(design())
    made.apply(SetGoal(46 * POINT))
    watch = weakref.ref(made)
    del made
    gc.collect()
    assert watch() is None


RINGS = """
import gc
from PySide6.QtCore import QCoreApplication
from matrix_designer.core.design import Design
from matrix_designer.core.edits import SetGoal
from matrix_designer.core.matrix import Matrix
from matrix_designer.session.workspace import Workspace

app = QCoreApplication([])
for number in range(100):
    made = Workspace(Design("ring", (Matrix("ring", ()),)))
    made.ring = made
    for goal in range(40):
        made.apply(SetGoal(goal * 10_000))
    del made
    if number % 7 == 0:
        gc.collect()
"""


def test_the_collector_takes_workspaces_with_their_steps_down_in_any_order() -> None:
    result = subprocess.run([sys.executable, "-c", RINGS], check=False, capture_output=True)
    assert (result.returncode, result.stderr) == (0, b"")


def test_every_document_is_looked_at_on_the_day_that_it_is(qtbot: QtBot) -> None:
    assert qtbot
    days = iter((dt.date(2026, 11, 22), dt.date(2026, 11, 23)))
    workspace = Workspace(Design("d", (Matrix("m"),)), today=partial(next, days))
    assert workspace.question == Question(on=dt.date(2026, 11, 22))
    workspace.open(Design("e", (Matrix("m"),)), None, None)
    assert workspace.question == Question(on=dt.date(2026, 11, 23))
