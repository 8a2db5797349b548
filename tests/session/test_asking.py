"""Answers off the window's thread: the last question counts, and nothing is left running."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.session.asking import Asking
from matrix_designer.session.jobs import Progress


def test_the_last_question_counts(qtbot: QtBot) -> None:
    owner = QObject()
    asking, answers = Asking(owner), list[object]()
    asking.answered.connect(answers.append)
    gate = threading.Event()

    def first(_progress: Progress) -> str:
        gate.wait(10)
        return "first"

    def second(_progress: Progress) -> str:
        return "second"

    asking.ask("one", first)
    asking.ask("two", second)
    qtbot.waitUntil(lambda: bool(answers))
    gate.set()
    asking.stop()
    assert answers == ["second"]
    assert not asking.is_busy


def test_waiting_tells_the_answer_before_it_returns(qtbot: QtBot) -> None:
    assert qtbot
    asking, answers = Asking(), list[object]()
    asking.answered.connect(answers.append)

    def work(_progress: Progress) -> int:
        return 7

    asking.wait()
    asking.ask("seven", work)
    asking.wait()
    assert answers == [7]
    asking.wait()
    asking.stop()
    assert answers == [7]


def test_what_cannot_be_done_is_told_and_what_is_dropped_is_not(qtbot: QtBot) -> None:
    asking, errors, ended = Asking(), list[MatrixDesignerError](), list[bool]()
    asking.refused.connect(errors.append)
    asking.ended.connect(lambda: ended.append(asking.is_busy))

    def work(_progress: Progress) -> int:
        raise MatrixDesignerError("No")

    with qtbot.waitSignal(asking.refused):
        asking.ask("no", work)
    assert [error.title for error in errors] == ["No"]
    assert ended == [False]
    asking.ask("no", work)
    asking.cancel()
    asking.stop()
    assert len(errors) == 1


def test_a_fault_is_raised_where_it_is_seen(qtbot: QtBot) -> None:
    asking = Asking()

    def work(_progress: Progress) -> int:
        raise ZeroDivisionError

    with qtbot.capture_exceptions() as caught:
        asking.ask("fault", work)
        qtbot.waitUntil(lambda: bool(caught), timeout=5_000)
    assert caught[0][0] is ZeroDivisionError
    asking.stop()


@pytest.mark.parametrize("times", [3])
def test_ended_jobs_are_not_kept(qtbot: QtBot, times: int) -> None:
    asking = Asking()

    def work(_progress: Progress) -> int:
        return 1

    for _ in range(times):
        with qtbot.waitSignal(asking.answered):
            asking.ask("one", work)
    asking.stop()
    qtbot.waitUntil(lambda: not asking.children())
