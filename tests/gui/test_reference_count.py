"""Shows when the PySide6 pin may be lifted: a void call must not drop a reference to None."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot


class Caller(QObject):
    called = Signal(bool)


def test_void_calls_and_emits_keep_the_references_to_none_and_true(qtbot: QtBot) -> None:
    assert qtbot
    caller = Caller()
    before = sys.getrefcount(None), sys.getrefcount(True)  # noqa: FBT003 - the object itself
    for _ in range(2_000):
        caller.setObjectName("name")
        caller.called.emit(True)  # noqa: FBT003 - a signal takes no names
    after = sys.getrefcount(None), sys.getrefcount(True)  # noqa: FBT003 - the object itself
    assert all(abs(now - then) < 500 for now, then in zip(after, before, strict=True))
