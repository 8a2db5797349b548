"""What happens when the program makes a mistake: the work is kept, one dialog says so.

Takes every way by which a fault can come: the GUI thread, other threads, what Python cannot
raise, and Qt's own messages. Knows hooks; how work is kept comes in as a function.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication, QWidget

from matrix_designer.gui.dialogs.crash import CrashDialog, FaultReport
from matrix_designer.gui.fault_report import FaultLog, make_report
from matrix_designer.gui.theme import Theme

_KEPT = (
    "Your work was kept: it is still open, and the next start offers it again if it is not saved. "
    "You can go on, but save under a new name soon. Nothing is sent anywhere."
)
_NOT_KEPT = (
    "Your work is still open, but it could not be kept for the next start: save it under a new "
    "name now. Nothing is sent anywhere."
)


class Faults(QObject):
    """Shows one dialog at a time, whatever goes wrong. `quit_wanted()`: the user gives up."""

    quit_wanted = Signal()
    _came = Signal(object, object)
    _owned_up = Signal(object, bool)

    def __init__(
        self,
        keep_work: Callable[[], bool],
        front: Callable[[], QWidget | None],
        theme: Callable[[], Theme],
        log: FaultLog,
        parent: QObject | None = None,
    ) -> None:
        """Keep work by `keep_work`, show dialogs over `front()` in the look of `theme()`."""
        super().__init__(parent)
        self._keep_work = keep_work
        self._front = front
        self._theme = theme
        self._log = log
        self._dialog: CrashDialog | None = None
        self._is_at_it = False
        self._is_due = False
        self._further = 0
        self._came.connect(self._on_came, Qt.ConnectionType.QueuedConnection)
        self._owned_up.connect(self._on_owned_up, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take every fault of this process from now on."""
        sys.excepthook = self.take
        threading.excepthook = self._take_from_thread
        sys.unraisablehook = self._take_unraisable
        qInstallMessageHandler(self._take_qt_message)

    def uninstall(self) -> None:
        """Leave faults to Python and Qt again, for the end of the program."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        sys.unraisablehook = sys.__unraisablehook__
        qInstallMessageHandler(None)

    def take(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Own up to a fault in the GUI thread; a fault in here goes to the log alone.

        The work is kept at once; the dialog waits until what was being painted is painted.
        """
        if issubclass(kind, KeyboardInterrupt):
            QApplication.exit(130)
            return
        report = make_report(kind, error, trace)
        self._log.write(report.full)
        if self._is_at_it:
            return
        if self._dialog is not None:
            self._dialog.add_further()
        elif self._is_due:
            self._further += 1
        else:
            self._is_due = True
            self._owned_up.emit(report, self._is_work_kept())

    def _is_work_kept(self) -> bool:
        self._is_at_it = True
        try:
            return self._keep_work()
        except Exception as other:  # noqa: BLE001 - a fault while owning up must not recurse
            self._log.write(make_report(type(other), other, other.__traceback__).full)
            return False
        finally:
            self._is_at_it = False

    def _on_owned_up(self, report: FaultReport, is_kept: bool) -> None:  # noqa: FBT001 - a signal
        further, self._further, self._is_due = self._further, 0, False
        self._is_at_it = True
        try:
            dialog = CrashDialog(
                report, _KEPT if is_kept else _NOT_KEPT, self._theme(), self._front()
            )
            dialog.quit_chosen.connect(self.quit_wanted)
            dialog.finished.connect(self._on_finished)
            self._dialog = dialog
            for _ in range(further):
                dialog.add_further()
            dialog.open()
        except Exception as other:  # noqa: BLE001 - a fault while owning up must not recurse
            self._dialog = None
            self._log.write(make_report(type(other), other, other.__traceback__).full)
        finally:
            self._is_at_it = False

    def _on_finished(self, _result: int) -> None:
        self._dialog = None

    def _on_came(self, kind: type[BaseException], error: BaseException) -> None:
        self.take(kind, error, error.__traceback__)

    def _take_from_thread(self, told: threading.ExceptHookArgs) -> None:
        """Hand a fault of another thread to the GUI thread."""
        if told.exc_value is not None and not issubclass(told.exc_type, SystemExit):
            self._came.emit(told.exc_type, told.exc_value)

    def _take_unraisable(self, told: sys.UnraisableHookArgs) -> None:
        """Log what Python could raise nowhere, such as a fault while something is deleted."""
        error = told.exc_value
        if error is not None:
            self._log.write(make_report(type(error), error, told.exc_traceback).full)

    def _take_qt_message(self, kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        """Log what Qt says; before it ends the program, keep the work."""
        self._log.write(f"Qt {kind.name}: {text}")
        if kind is QtMsgType.QtFatalMsg and not self._is_at_it:
            self._is_at_it = True
            self._keep_work()
