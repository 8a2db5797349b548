"""What is compared with follows the design, and is forgotten with the document."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from matrix_designer.core.design import Design
from matrix_designer.core.edits import ReplaceMatrix
from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.matrix_edits import DeleteMatrix
from matrix_designer.core.question import Question
from matrix_designer.core.strategy import Strategy
from matrix_designer.core.version_edits import KeepProposal, Publish
from matrix_designer.session.comparing import Comparing
from matrix_designer.session.workspace import Workspace


def matrix(name: str, factor: str = "×2") -> Matrix:
    return Matrix(name, (Tier(100, None, read_factor(factor).factor),))


@pytest.fixture
def work(qtbot: QtBot) -> Workspace:
    assert qtbot
    return Workspace(Design("d", (matrix("A"), matrix("B"))))


def test_a_matrix_of_the_design_is_compared_as_it_stands(work: Workspace) -> None:
    comparing = Comparing(work, work)
    assert comparing.own_names == ("B",)
    comparing.choose_own("B")
    assert comparing.name == "B"
    assert work.question.against is work.design.matrix_named("B")
    changed = matrix("B", "×3")
    work.apply(ReplaceMatrix("B", changed))
    assert work.question.against is changed
    work.undo_stack.undo()
    assert work.question.against == matrix("B")


def test_one_that_is_gone_or_shown_itself_is_compared_no_more(work: Workspace) -> None:
    comparing = Comparing(work, work)
    comparing.choose_own("B")
    work.apply(DeleteMatrix("B"))
    assert work.question.against is None
    assert not comparing.name
    work.undo_stack.undo()
    comparing.choose_own("B")
    work.set_question(replace(work.question, matrix="B"))
    assert work.question.against is None
    assert comparing.own_names == ("A",)


def test_a_matrix_of_a_file_stays_whatever_the_design_does(work: Workspace) -> None:
    comparing = Comparing(work, work)
    other = matrix("B", "×9")
    comparing.choose_file(other, "last year")
    work.apply(ReplaceMatrix("B", matrix("B", "×3")))
    assert work.question.against is other
    assert comparing.name == "last year"
    assert comparing.own is None
    comparing.choose_in_force()
    assert work.question.against is None


def test_another_document_begins_with_the_matrix_in_force(work: Workspace) -> None:
    comparing = Comparing(work, work)
    comparing.choose_own("B")
    work.open(Design("e", (matrix("C"), matrix("B", "×5"))), None, None)
    assert work.question == Question()
    assert not comparing.name
    comparing.choose_file(matrix("X"), "x")
    work.open(Design("f", (matrix("C"),)), None, None)
    assert work.question == Question()
    assert not comparing.name


def whole(work: Workspace) -> Strategy | None:
    """Return all that is compared with, where that is more than a matrix."""
    return work.question.against_strategy


def test_a_version_or_a_proposal_is_compared_whole(work: Workspace) -> None:
    work.apply(KeepProposal("bold"))
    work.apply(Publish(dt.date(2026, 12, 1)))
    comparing = Comparing(work, work)
    assert comparing.version_names == ("version 1", "proposal “bold”")
    comparing.choose_version("proposal “bold”")
    assert comparing.name == "proposal “bold”"
    assert whole(work) is work.design.proposals[0].strategy
    assert work.question.against is work.design.proposals[0].strategy.matrix
    comparing.choose_own("B")
    assert whole(work) is None
    comparing.choose_version("version 1")
    comparing.choose_in_force()
    assert whole(work) is None
    assert comparing.name == ""
