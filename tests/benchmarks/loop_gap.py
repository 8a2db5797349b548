"""Look for the longest gap of the event loop while the window is used by keys; a command.

Run: python packaging/dev.py bench loop_gap
A scripted hand types, nudges, pastes, undoes, turns pages, imports the sample dealership and
changes the theme, all from inside the loop; a timer of one millisecond notes how long the loop
was away between two of its ticks. Prints the longest gap of every step in wall and processor time
and what it ran on; exit 1 where one took 100 ms of processor time or more.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, qVersion
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from matrix_designer.gui.application import Program, make_application
from matrix_designer.gui.warm_up import WarmUp
from matrix_designer.session.jobs import Job
from matrix_designer.session.settings import Settings
from tests.benchmarks._rows import ran_on, tell
from tests.benchmarks.edit_reprice import say

LONGEST = 100.0
"""Milliseconds."""
QUIET = 60
"""How long nothing may be left to do before the next step, in milliseconds."""
PATIENCE = 60.0
Step = tuple[str, Callable[[], object]]


@dataclass(frozen=True)
class Gap:
    """The longest gap of a step, in milliseconds of wall and of processor time."""

    step: str
    wall: float
    processor: float


class GapProbe(QObject):
    """Notes how long the event loop is away between two ticks of a fast timer."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start to watch."""
        super().__init__(parent)
        self._wall = self._processor = 0.0
        self._at = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start(1)

    def begin(self) -> None:
        """Forget the gaps so far."""
        self._wall = self._processor = 0.0
        self._at = time.perf_counter(), time.thread_time()

    def longest(self, step: str) -> Gap:
        """Return the longest gap since `begin`."""
        return Gap(step, self._wall * 1000, self._processor * 1000)

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()

    def _on_tick(self) -> None:
        now = time.perf_counter(), time.thread_time()
        self._wall = max(self._wall, now[0] - self._at[0])
        self._processor = max(self._processor, now[1] - self._at[1])
        self._at = now


def drive(steps: Sequence[Step], is_quiet: Callable[[], bool]) -> list[Gap]:
    """Take each step from inside the event loop and wait until nothing is left to do after it.

    Raises TimeoutError where it never gets quiet.
    """
    probe, gaps = GapProbe(), []
    for name, act in steps:
        loop = QEventLoop()
        probe.begin()
        QTimer.singleShot(0, loop, act)
        _run_until_quiet(loop, is_quiet)
        gaps.append(probe.longest(name))
    probe.stop()
    return gaps


def _run_until_quiet(loop: QEventLoop, is_quiet: Callable[[], bool]) -> None:
    """Run a loop until all is quiet twice in a row."""
    until, seen = time.monotonic() + PATIENCE, 0
    watch = QTimer(loop)

    def look() -> None:
        nonlocal seen
        seen = seen + 1 if is_quiet() else 0
        if seen == 2 or time.monotonic() > until:
            loop.quit()

    watch.timeout.connect(look)
    watch.start(QUIET)
    loop.exec()
    watch.stop()
    if not is_quiet():
        raise TimeoutError("the window never got quiet")


class Hand:
    """Keys for the window of a program."""

    def __init__(self, program: Program) -> None:
        """Take the window in hand."""
        self._program = program
        self._window = program.window

    def keys(self, *texts: str) -> Callable[[], None]:
        """Return a step that presses keys where the focus is."""

        def act() -> None:
            for text in texts:
                QTest.keySequence(self._window.focusWidget() or self._window, QKeySequence(text))

        return act

    def typed(self, tier: int, text: str) -> Callable[[], None]:
        """Return a step that types a factor into a tier."""

        def act() -> None:
            grid = self._window.design_page.grid
            grid.select_tier(tier, "factor")
            grid.view.setFocus()
            for letter in text:
                QTest.keyClicks(self._window.focusWidget() or grid.view, letter)
            QTest.keyClick(self._window.focusWidget() or grid.view, Qt.Key.Key_Return)

        return act

    def pasted(self, tier: int, text: str) -> Callable[[], None]:
        """Return a step that pastes a column of texts over factors."""

        def act() -> None:
            QGuiApplication.clipboard().setText(text)
            grid = self._window.design_page.grid
            grid.select_tier(tier, "factor")
            grid.view.setFocus()
            QTest.keySequence(grid.view, QKeySequence("Ctrl+V"))

        return act

    def turned(self, page: str) -> Callable[[], None]:
        """Return a step that turns to a page."""
        return lambda: self._window.show_page(page)

    def is_quiet(self) -> bool:
        """Whether no job runs and nothing is loaded."""
        jobs = self._program.findChildren(Job)
        loads = self._program.findChildren(WarmUp)
        return not (
            self._window.desk.is_busy
            or any(job.is_running for job in jobs)
            or any(load.is_loading for load in loads)
        )


def all_steps(program: Program) -> list[Step]:
    """Return what a person does in some minutes, twice: the first time builds pages."""
    hand = Hand(program)
    warm_up = WarmUp(program.build_document_page, program)
    steps: list[Step] = [
        ("load between events", warm_up.start),
        ("import the sample", program.window.files.open_sample),
    ]
    for turn in ("first", "second"):
        edits: list[Step] = [
            ("type a factor", hand.typed(2, f"2.2{len(turn)}")),
            ("paste five factors", hand.pasted(3, "2.31\n2.12\n1.98\n1.91\n1.85\n")),
            ("undo", hand.keys("Ctrl+Z")),
            ("redo", hand.keys("Ctrl+Y")),
            ("export page", hand.turned("export")),
            ("start page", hand.turned("start")),
            ("design page", hand.turned("design")),
            ("dark", lambda: program.window.appearance_chosen.emit("dark")),
            ("light", lambda: program.window.appearance_chosen.emit("light")),
        ]
        steps += [(f"{name}, {turn} time", act) for name, act in edits]
    return steps


def main() -> int:
    """Print the longest gap of every step."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or make_application()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "settings.ini")
        settings.appearance, settings.is_tour_done = "light", True
        program = Program(settings)
        program.window.resize(1600, 1000)
        program.window.show()
        gaps = drive(all_steps(program), Hand(program).is_quiet)
        program.end()
    assert app is not None
    say(f"{ran_on()}; Qt {qVersion()}")
    for gap in gaps:
        say(f"{gap.step:<32} wall {gap.wall:7.1f} ms   processor {gap.processor:7.1f} ms")
    worst = max(gaps, key=lambda gap: gap.processor)
    figures = f"{worst.processor:.1f} ms of processor time, at “{worst.step}”"
    tell("longest gap of the event loop in a scripted drive", figures, "100 ms")
    return 1 if worst.processor >= LONGEST else 0


if __name__ == "__main__":
    sys.exit(main())
