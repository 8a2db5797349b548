"""Jobs: off the GUI thread, with exactly one ending each, and no thread left."""

from __future__ import annotations

import threading
import weakref

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.session.jobs import EndedJobs, Job, Progress


class Endings:
    """Collects what a job says."""

    def __init__(self, job: Job[object]) -> None:
        self.said: list[tuple[str, object]] = []
        job.succeeded.connect(self.on_succeeded)
        job.refused.connect(self.on_refused)
        job.broke.connect(self.on_broke)
        job.cancelled.connect(self.on_cancelled)

    def on_succeeded(self, result: object) -> None:
        self.said.append(("succeeded", result))

    def on_refused(self, error: object) -> None:
        self.said.append(("refused", error))

    def on_broke(self, error: object) -> None:
        self.said.append(("broke", error))

    def on_cancelled(self) -> None:
        self.said.append(("cancelled", None))


def run(qtbot: QtBot, job: Job[object]) -> Endings:
    endings = Endings(job)
    job.start()
    qtbot.waitUntil(lambda: not job.is_running and bool(endings.said))
    return endings


def test_a_result_comes_back_on_the_gui_thread(qtbot: QtBot) -> None:
    here = threading.current_thread()
    seen: list[bool] = []

    def work(_progress: Progress) -> object:
        seen.append(threading.current_thread() is here)
        return 2**40

    assert run(qtbot, Job("work", work)).said == [("succeeded", 2**40)]
    assert seen == [False]


def test_a_users_mistake_is_handed_over(qtbot: QtBot) -> None:
    error = MatrixDesignerError("no")

    def work(_progress: Progress) -> object:
        raise error

    assert run(qtbot, Job("work", work)).said == [("refused", error)]


def test_a_bug_is_handed_over(qtbot: QtBot) -> None:
    def work(_progress: Progress) -> object:
        raise ZeroDivisionError

    (said,) = run(qtbot, Job("work", work)).said
    assert said[0] == "broke"
    assert isinstance(said[1], ZeroDivisionError)


def test_a_cancelled_job_says_so_at_once_and_nothing_later(qtbot: QtBot) -> None:
    gate = threading.Event()

    def work(progress: Progress) -> object:
        gate.wait(5)
        progress.report("too late")
        return "unwanted"

    job: Job[object] = Job("work", work)
    endings = Endings(job)
    job.start()
    job.cancel()
    assert endings.said == [("cancelled", None)]
    gate.set()
    job.wait()
    qtbot.wait(20)
    assert endings.said == [("cancelled", None)]


def test_progress_is_told_and_slow_jobs_show(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matrix_designer.session.jobs.SHOWN_AFTER_MS", 20)
    gate = threading.Event()

    def work(progress: Progress) -> object:
        progress.report("reading", 0.5)
        gate.wait(5)
        return None

    job: Job[object] = Job("work", work)
    told: list[tuple[str, float]] = []
    job.progressed.connect(lambda text, part: told.append((text, part)))
    with qtbot.waitSignal(job.became_slow):
        job.start()
    gate.set()
    with qtbot.waitSignal(job.succeeded):
        pass
    job.wait()
    assert told == [("reading", 0.5)]


def test_a_quick_job_never_shows(qtbot: QtBot) -> None:
    slow: list[int] = []
    job: Job[object] = Job("work", lambda _progress: None)
    job.became_slow.connect(lambda: slow.append(1))
    run(qtbot, job)
    qtbot.wait(30)
    assert slow == []


def test_an_ended_job_is_held_until_qt_has_deleted_it(qtbot: QtBot) -> None:
    parent, ended = QObject(), EndedJobs()
    first = Job("Counting", _count_to_three, parent)
    with qtbot.waitSignal(first.succeeded):
        first.start()
    first.wait()
    known = weakref.ref(first)
    ended.add(first)
    del first
    held = known()
    assert held is not None
    assert isValid(held)
    QCoreApplication.sendPostedEvents(held, QEvent.Type.DeferredDelete)
    assert not isValid(held)
    del held
    assert known() is not None
    ended.add(Job("Counting", _count_to_three, parent))
    assert known() is None


def _count_to_three(_progress: Progress) -> int:
    return 3
