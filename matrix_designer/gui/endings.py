"""The system asks the program to end: a signal from outside, or the end of the session.

Knows signals and the session; what is done about it is told by one signal of its own.
"""

from __future__ import annotations

import contextlib
import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Signal
from PySide6.QtGui import QGuiApplication, QSessionManager

_NAMES = ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK")


class Endings(QObject):
    """Watches for the end. `end_wanted()`: close without a question. `keep_wanted()`: it may come.

    Python runs no handler while Qt waits for events, so the number of a signal is written to a
    socket, which wakes Qt.
    """

    end_wanted = Signal()
    keep_wanted = Signal()

    def __init__(self, app: QGuiApplication, parent: QObject | None = None) -> None:
        """Watch from now on."""
        super().__init__(parent)
        self._numbers = {getattr(signal, name) for name in _NAMES if hasattr(signal, name)}
        self._ours, self._theirs = socket.socketpair()
        for one in (self._ours, self._theirs):
            one.settimeout(0)
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_activated)
        signal.set_wakeup_fd(self._theirs.fileno(), warn_on_full_buffer=False)
        for number in self._numbers:
            signal.signal(number, _take)
        app.commitDataRequest.connect(self._on_commit_data)

    def stop(self) -> None:
        """Leave signals to Python again."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(-1)
        for number in self._numbers:
            signal.signal(number, signal.SIG_DFL)
        self._ours.close()
        self._theirs.close()

    def _on_activated(self) -> None:
        with contextlib.suppress(OSError):
            if set(self._ours.recv(64)) & {int(number) for number in self._numbers}:
                self.end_wanted.emit()

    def _on_commit_data(self, _session: QSessionManager) -> None:
        self.keep_wanted.emit()


def _take(_number: int, _frame: object) -> None:
    """Let Python keep running: its wake-up socket tells Qt."""
