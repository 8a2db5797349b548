"""The program's own mistakes: one dialog, the work kept, nothing on standard error."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from matrix_designer.formats.recovery import find_work
from matrix_designer.gui.application import Program
from matrix_designer.gui.dialogs import crash
from matrix_designer.gui.dialogs.crash import CrashDialog, Told
from matrix_designer.gui.fault_report import FaultLog, make_report, without_paths
from tests.gui.document_hands import button, click, has_button, keys, type_factor, typed

Opened = Callable[[Path], None]
PRIVATE = "/home/anna/Smith Motors/matrix.pmatrix"


@pytest.fixture(name="changed")
def _changed(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path
) -> Iterator[Program]:
    """Return a program with unsaved work, which takes its own faults."""
    open_file(table_file)
    type_factor(qtbot, program.windows.all[0], "x2.22")
    was = sys.excepthook, threading.excepthook
    sys.excepthook = program.faults.take
    threading.excepthook = program.faults._take_from_thread  # noqa: SLF001 - as install does
    yield program
    sys.excepthook, threading.excepthook = was


def fault(program: Program, message: str = "a bug") -> None:
    """Raise where Qt called, as a bug in a slot does."""

    def work() -> None:
        raise ZeroDivisionError(message)

    try:
        work()
    except ZeroDivisionError as error:
        program.faults.take(type(error), error, error.__traceback__)
    QCoreApplication.sendPostedEvents(program.faults)


def dialogs(program: Program) -> list[CrashDialog]:
    return [one for one in program.window.findChildren(CrashDialog) if one.isVisible()]


def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


def test_a_fault_keeps_the_work_and_says_so_in_one_dialog(
    qtbot: QtBot, changed: Program, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    fault(changed)
    (dialog,) = dialogs(changed)
    assert list(state(tmp_path).glob("recovery/*/work.json")), "before anybody answers"
    assert capsys.readouterr().err == ""
    log = (state(tmp_path) / "faults.log").read_text()
    assert "ZeroDivisionError: a bug" in log
    click(button(dialog, "Continue"))
    qtbot.waitUntil(lambda: not dialogs(changed))
    assert typed(changed.window) == "x2.22"
    keys(changed.window, "Ctrl+Z")
    qtbot.waitUntil(lambda: typed(changed.window) == "×2.50")


def test_details_stay_folded_and_what_is_copied_names_no_file_until_they_are_seen(
    qtbot: QtBot, changed: Program
) -> None:
    fault(changed, f"could not read '{PRIVATE}'")
    (dialog,) = dialogs(changed)
    view = dialog.findChild(QPlainTextEdit)
    assert view is not None
    assert not view.isVisible()
    click(button(dialog, "Copy report"))
    copied = QGuiApplication.clipboard().text()
    assert "ZeroDivisionError" in copied
    assert "anna" not in copied
    assert "Smith" not in copied
    click(button(dialog, "Show details"))
    qtbot.waitUntil(view.isVisible)
    assert PRIVATE in view.toPlainText()
    click(button(dialog, "Copy report"))
    assert PRIVATE in QGuiApplication.clipboard().text()
    click(button(dialog, "Hide details"))
    assert not view.isVisible()
    click(button(dialog, "Continue"))


def test_further_faults_are_counted_in_the_same_dialog(qtbot: QtBot, changed: Program) -> None:
    for _ in range(4):
        fault(changed)
    (dialog,) = dialogs(changed)
    words = " ".join(label.text() for label in dialog.findChildren(type(dialog._more)))  # noqa: SLF001
    assert "3 further mistakes" in words
    click(button(dialog, "Continue"))
    qtbot.waitUntil(lambda: not dialogs(changed))
    fault(changed)
    assert len(dialogs(changed)) == 1
    click(button(dialogs(changed)[0], "Continue"))


def cut(dialog: CrashDialog) -> list[str]:
    """Return the texts that show less than they say, scrolling left out."""
    texts = [one for one in dialog.findChildren(QLabel) if one.isVisible()]
    return [
        one.text()
        for one in texts
        if one.height() < one.heightForWidth(one.width()) or one.width() > dialog.width()
    ]


@pytest.mark.parametrize("zoom", [80, 100, 150, 200])
def test_the_dialog_shows_its_texts_whole_on_the_screen_that_there_is(
    qtbot: QtBot, changed: Program, zoom: int
) -> None:
    changed.look.zoom_to(zoom)
    fault(changed, "a long message " * 60)
    (dialog,) = dialogs(changed)
    screen = dialog.screen().availableGeometry()
    told = dialog.findChild(Told)
    assert told is not None
    for step in ("at first", "further", "Show details", "Hide details"):
        if step == "further":
            fault(changed)
        elif step != "at first":
            click(button(dialog, step))
        qtbot.wait(10)
        assert not cut(dialog), step
        assert screen.contains(dialog.frameGeometry()), step
        assert told.verticalScrollBar().maximum() == 0, step
        for name in ("Copy report", "Quit", "Continue"):
            at = button(dialog, name).geometry()
            assert dialog.rect().contains(at), step
    tall = dialog.height()
    click(button(dialog, "Show details"))
    assert dialog.height() > tall
    click(button(dialog, "Continue"))


def test_where_the_screen_is_low_the_texts_are_scrolled_over_the_buttons(
    qtbot: QtBot, changed: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crash, "_FRAME", 660)  # as if the screen were so much lower
    fault(changed)
    (dialog,) = dialogs(changed)
    assert dialog.height() <= 140
    told = dialog.findChild(Told)
    assert told is not None
    bar = told.verticalScrollBar()
    assert bar.maximum() > 0
    assert told.focusPolicy() is Qt.FocusPolicy.StrongFocus
    told.setFocus()
    QTest.keyClick(told, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    assert dialog.rect().contains(button(dialog, "Continue").geometry())
    click(button(dialog, "Continue"))
    qtbot.waitUntil(lambda: not dialogs(changed))


def test_a_fault_in_another_thread_comes_to_the_window(qtbot: QtBot, changed: Program) -> None:
    def work() -> None:
        raise ZeroDivisionError("in a thread")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(dialogs(changed)) == 1)
    click(button(dialogs(changed)[0], "Continue"))


def test_quit_closes_without_a_question_and_the_work_is_offered_again(
    qtbot: QtBot, changed: Program, tmp_path: Path
) -> None:
    fault(changed)
    window = changed.window
    click(button(dialogs(changed)[0], "Quit"))
    qtbot.waitUntil(lambda: not window.isVisible())
    (found,) = find_work(state(tmp_path) / "recovery")
    assert found.edits == 1
    found.place.leave()


def test_a_fault_while_owning_up_goes_to_the_log_and_the_dialog_says_what_it_means(
    qtbot: QtBot, changed: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken() -> bool:
        fault(changed, "inside")
        raise RuntimeError("keeping broke too")

    monkeypatch.setattr(changed.faults, "_keep_work", broken)
    fault(changed, "outside")
    (dialog,) = dialogs(changed)
    said = " ".join(label.text() for label in dialog.findChildren(type(dialog._words)))  # noqa: SLF001
    assert "could not be kept" in said
    log = (state(tmp_path) / "faults.log").read_text()
    for words in ("outside", "inside", "keeping broke too"):
        assert words in log
    assert log.count("ZeroDivisionError: inside") == 1, "it does not recur"
    click(button(dialog, "Continue"))
    qtbot.waitUntil(lambda: not dialogs(changed))


def test_the_dialog_says_where_the_work_could_not_be_kept(
    qtbot: QtBot, changed: Program, tmp_path: Path
) -> None:
    state(tmp_path).write_text("in the way")
    fault(changed)
    (dialog,) = dialogs(changed)
    said = " ".join(label.text() for label in dialog.findChildren(type(dialog._words)))  # noqa: SLF001
    assert "could not be kept" in said
    click(button(dialog, "Continue"))
    qtbot.waitUntil(lambda: not dialogs(changed))
    state(tmp_path).unlink()


def test_a_closed_crash_dialog_is_gone(qtbot: QtBot, changed: Program) -> None:
    fault(changed)
    watch = weakref.ref(dialogs(changed)[0])
    click(button(dialogs(changed)[0], "Continue"))
    qtbot.wait(10)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert watch() is None
    assert not has_button(changed.window, "Show details")


def test_a_report_keeps_the_programs_own_lines_and_hides_the_rest() -> None:
    text = (
        'File "/home/anna/app/matrix_designer/gui/faults.py", line 3\n'
        'File "/usr/lib/python3.11/pathlib.py", line 9\n'
        'File "/usr/lib/python3.11/site-packages/numpy/core.py", line 1\n'
        "FileNotFoundError: [Errno 2] No such file: '/home/anna/Smith Motors/a.pmatrix'\n"
        "OSError: “C:\\Users\\Anna\\x.csv” and C:\\Users\\Anna\\y.csv and /tmp/z.csv, x = 3/4\n"
    )
    said = without_paths(text)
    assert '"matrix_designer/gui/faults.py", line 3' in said
    assert "lib/python3.11/pathlib.py" in said
    for secret in ("anna", "Anna", "Smith", "z.csv", "y.csv"):
        assert secret not in said
    assert "x = 3/4" in said


def test_the_log_stays_small(tmp_path: Path) -> None:
    log = FaultLog(tmp_path / "state" / "faults.log")
    report = make_report(ValueError, ValueError("x" * 300_000), None)
    for _ in range(12):
        log.write(report.full)
    assert sum(file.stat().st_size for file in (tmp_path / "state").iterdir()) < 4_000_000


CHILD = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QTimer, qFatal
from matrix_designer.core.edits import SetGoal
from matrix_designer.gui import application

kind = sys.argv[1]

def strike(program):
    program.workspace.apply(SetGoal(450_000))
    if kind == "fatal":
        qFatal("the end")
    elif kind == "abort":
        program.windows.all[0].autosave.keep_now()
        os.abort()

begin = application.Program.begin

def begin_and_strike(self, words):
    begin(self, words)
    QTimer.singleShot(50, lambda: strike(self))

application.Program.begin = begin_and_strike
sys.exit(application.open_window())
"""


@pytest.mark.parametrize("kind", ["fatal", "abort"])
def test_what_ends_the_program_at_once_leaves_the_work(tmp_path: Path, kind: str) -> None:
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "QT_QPA_PLATFORM": "offscreen",
    }
    child = subprocess.run(
        [sys.executable, "-c", CHILD, kind],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert child.returncode != 0
    assert "Traceback" not in child.stderr
    found = find_work(tmp_path / "state" / "matrix-designer" / "recovery")
    assert [one.edits for one in found] == [1]
    for one in found:
        one.place.leave()
