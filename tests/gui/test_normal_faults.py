"""A fault in whatever Qt calls from Python is told, and ends nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from matrix_designer.formats.recovery import find_work

KINDS = """
import os, sys
from types import FunctionType
from PySide6.QtCore import (
    QAbstractTableModel, QCoreApplication, QEvent, QObject, QRectF, QSize, Qt, QTimer
)
from PySide6.QtGui import QKeyEvent, QUndoCommand, QUndoStack
from PySide6.QtWidgets import (
    QApplication, QGraphicsRectItem, QGraphicsScene, QGraphicsView, QStyledItemDelegate, QTableView,
    QWidget,
)
from matrix_designer.gui.normal_faults import guard_overrides

__name__ = "matrix_designer.invented"
kind, moment = sys.argv[1:]
faults = []

def strike(name):
    if name == kind:
        [][0]

def define():
    class Widget(QWidget):
        def paintEvent(self, event): strike("paint")
        def resizeEvent(self, event): strike("resize")
        def sizeHint(self) -> QSize:
            strike("size")
            return QSize(10, 10)
        def keyPressEvent(self, event): strike("key")
        def event(self, event) -> bool:
            if event.type() == QEvent.Type.User:
                strike("event")
            return super().event(event)
        def eventFilter(self, watched, event) -> bool:
            if event.type() == QEvent.Type.User:
                strike("filter")
            return False
        def timerEvent(self, event):
            self.killTimer(event.timerId())
            strike("timer")
    class Model(QAbstractTableModel):
        def rowCount(self, parent=None) -> int:
            strike("rows")
            return 2
        def columnCount(self, parent=None): return 2
        def data(self, index, role=0):
            strike("data")
            return "x"
    class Command(QUndoCommand):
        def redo(self): strike("redo")
    class Painter(QStyledItemDelegate):
        def paint(self, painter, option, index): strike("cell")
    class Item(QGraphicsRectItem):
        def boundingRect(self) -> QRectF:
            strike("bounds")
            return QRectF(0, 0, 9, 9)
        def paint(self, painter, option, widget=None): strike("item")
    return Widget, Model, Command, Painter, Item

def act():
    widget = held["widget"] = Widget()
    widget.show()
    widget.adjustSize()
    widget.grab()
    watched = held["watched"] = QObject()
    watched.installEventFilter(widget)
    for one in (widget, watched):
        QCoreApplication.sendEvent(one, QEvent(QEvent.Type.User))
    a = Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier
    QCoreApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, *a))
    table, model, painter = held["table"] = QTableView(), Model(), Painter()
    table.setModel(model)
    table.setItemDelegate(painter)
    model.index(0, 0).data()
    table.show()
    table.grab()
    stack = held["stack"] = QUndoStack()
    stack.push(Command())
    scene, item = held["scene"] = QGraphicsScene(), Item()
    scene.addItem(item)
    view = held["view"] = QGraphicsView(scene)
    view.show()
    view.grab()

def act_in_handler():
    class Starter(QObject):
        def timerEvent(self, event):
            self.killTimer(event.timerId())
            held["timed"] = Widget()
            held["timed"].startTimer(1)
            act()
    starter = held["starter"] = Starter()
    starter.startTimer(1)

held = {}
sys.excepthook = lambda *fault: faults.append(fault[0].__name__)
app = QApplication([])
if moment == "after":
    guard_overrides()
Widget, Model, Command, Painter, Item = classes = define()
if moment == "before":
    guard_overrides()
methods = [one for made in classes for one in vars(made).values() if isinstance(one, FunctionType)]
counted = [sys.getrefcount(one) for one in methods]
app.processEvents()
QTimer.singleShot(0, act)
QTimer.singleShot(1, act_in_handler)
QTimer.singleShot(100, lambda: QTimer.singleShot(100, app.quit))
app.exec()
lost = [a.__name__ for a, n in zip(methods, counted) if sys.getrefcount(a) < n]
assert not lost, lost
print("alive after", *sorted(set(faults)), flush=True)
os._exit(0)
"""
REAL = """
import sys
from importlib import import_module
from PySide6.QtCore import QTimer
from matrix_designer.core.edits import SetGoal
from matrix_designer.gui import application
from matrix_designer.gui.dialogs.crash import CrashDialog

module, made, name = sys.argv[1:]
owner = getattr(import_module(f"matrix_designer.{module}"), made)
sound = getattr(owner, name)
left = [0]

def faulty(*words):
    if left[0]:
        left[0] -= 1
        [][0]
    return sound(*words)

setattr(owner, name, faulty)

def strike(program):
    if program.workspace.sales is None or not program.window.isVisible():
        QTimer.singleShot(20, lambda: strike(program))
        return
    left[0] = 1
    program.window.resize(program.window.width() - 30, program.window.height() - 20)
    program.workspace.apply(SetGoal(450_000))
    program.window.repaint()
    QTimer.singleShot(300, lambda: look(program))

def look(program):
    shown = [one for one in program.window.findChildren(CrashDialog) if one.isVisible()]
    print("left", left[0], "dialogs", len(shown), flush=True)
    program.windows.leave()

begin = application.Program.begin

def begin_and_strike(self, words):
    begin(self, words)
    QTimer.singleShot(50, lambda: strike(self))

application.Program.begin = begin_and_strike
print("ended", application.open_window(["--sample"]), flush=True)
"""


def carried_out(program: str, words: tuple[str, ...], folder: Path) -> str:
    """Return what a program said that ended as it should."""
    environment = {
        **os.environ,
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_STATE_HOME": str(folder / "state"),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "QT_QPA_PLATFORM": "offscreen",
    }
    ended = subprocess.run(
        [sys.executable, "-c", program, *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    return ended.stdout


@pytest.mark.parametrize(
    "kind",
    [
        *("paint", "resize", "size", "key", "event", "filter", "timer"),
        *("rows", "data", "redo", "cell", "bounds", "item"),
    ],
)
def test_a_fault_in_any_kind_of_override_is_told_and_ends_nothing(
    tmp_path: Path, kind: str
) -> None:
    moment = "before" if kind in {"paint", "key", "redo"} else "after"
    said = carried_out(KINDS, (kind, moment), tmp_path)
    assert said.split() == ["alive", "after", "IndexError"]


@pytest.mark.parametrize(
    "where",
    [
        "gui.grid.model GridModel rowCount",
        "gui.panels.figures FiguresStrip paintEvent",
        "session.workspace _Step redo",
    ],
)
def test_the_window_owns_up_to_it_and_keeps_the_work(tmp_path: Path, where: str) -> None:
    said = carried_out(REAL, tuple(where.split()), tmp_path)
    assert said.split() == ["left", "0", "dialogs", "1", "ended", "0"]
    found = find_work(tmp_path / "state" / "matrix-designer" / "recovery")
    assert len(found) == 1
    for one in found:
        one.place.leave()
