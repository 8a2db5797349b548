"""How fast a job is and what it will still take: told once it can be known, without jumps."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from matrix_designer.gui import pace
from matrix_designer.gui.application import Program
from matrix_designer.gui.messages import JobLine
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.pace import Pace
from matrix_designer.session.jobs import Progress


class Clock:
    """A clock that stands still until it is told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def words(clock: Clock, one: Pace, seconds: float, part: float, lines: int = 0) -> str:
    clock.now = 100.0 + seconds
    return one.words(part, lines, Numbers())


def test_nothing_is_told_before_it_can_be_known() -> None:
    clock = Clock()
    one = Pace(clock)
    assert words(clock, one, 0.5, 0.5) == ""
    assert words(clock, one, 5, 0.01) == ""
    assert words(clock, one, 5, -1.0) == ""
    assert words(clock, one, 5, 1.0) == ""


def test_rate_and_time_left_follow_from_what_is_done() -> None:
    clock = Clock()
    assert words(clock, Pace(clock), 10, 0.25, 10_000_000) == "250,000 lines a second, 30 s left"
    clock.now = 100.0
    assert words(clock, Pace(clock), 10, 0.05) == "3 min left"
    clock.now = 100.0
    assert words(clock, Pace(clock), 10, 0.999) == "1 s left"


def test_a_step_that_drags_moves_the_time_left_by_little() -> None:
    clock = Clock()
    one = Pace(clock)
    assert words(clock, one, 10, 0.5) == "10 s left"
    assert words(clock, one, 11, 0.5) == "9 s left"
    assert words(clock, one, 12, 0.5) == "9 s left"
    assert words(clock, one, 13, 0.9) == "7 s left"


def test_the_window_tells_it_beside_what_is_done(
    qtbot: QtBot, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "_SETTLED_SECONDS", 0.0)
    go_on = threading.Event()

    def work(progress: Progress) -> None:
        progress.count(4_000_000)
        progress.report("Reading sales.csv", 0.5)
        go_on.wait(20)

    lines = program.window.findChildren(JobLine)
    program.window.desk.run("Reading", work, print)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in lines), timeout=10_000)
    (line,) = [one for one in lines if one.isVisible()]
    said = " ".join(text.text() for text in line.findChildren(QLabel))
    assert said.startswith("Reading sales.csv …")
    assert "lines a second" in said
    assert "s left" in said
    go_on.set()
    qtbot.waitUntil(lambda: not program.window.desk.is_busy)
