"""The composition root of the window: builds every part and hands each what it needs.

Knows everybody by name; decides nothing about prices.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QCoreApplication, QEvent, QIODevice, QObject, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from matrix_designer import catalog
from matrix_designer.core.question import Question
from matrix_designer.formats.scratch import scratch_folder
from matrix_designer.formats.storage import write_file
from matrix_designer.gui.endings import Endings
from matrix_designer.gui.fault_report import FaultLog
from matrix_designer.gui.faults import Faults
from matrix_designer.gui.garbage import Collector
from matrix_designer.gui.guard import require_sound_qt
from matrix_designer.gui.look import Look
from matrix_designer.gui.main_window import MainWindow
from matrix_designer.gui.normal_faults import guard_overrides
from matrix_designer.gui.page_entries import IMPORT
from matrix_designer.gui.theme import Theme
from matrix_designer.gui.warm_up import WarmUp
from matrix_designer.gui.windows import FIRST_SIZE, Shared, Windows
from matrix_designer.session.analyst import Analyst
from matrix_designer.session.asking import Asking
from matrix_designer.session.documents import open_file, read_sales
from matrix_designer.session.jobs import Progress
from matrix_designer.session.settings import Settings
from matrix_designer.session.workspace import Workspace

_SAMPLE = "--sample"
_ROUNDS = 6


class Program(QObject):
    """The running program: its look, its windows, and what it does about its own faults."""

    def __init__(self, settings: Settings) -> None:
        """Build the parts, from the settings to the first window."""
        super().__init__()
        guard_overrides()
        self._collector = Collector(self)
        self.look = Look(settings, self)
        self.windows = Windows(Shared(settings, catalog.build(), self.look, _today), self)
        self.faults = Faults(
            self.windows.keep_now,
            self._front_window,
            self._theme,
            FaultLog(settings.state_folder / "faults.log"),
            self,
        )
        self.faults.quit_wanted.connect(self.windows.leave)

    @property
    def window(self) -> MainWindow:
        """The oldest window."""
        return self.windows.all[0].window

    @property
    def workspace(self) -> Workspace:
        """The workspace of the oldest window."""
        return self.windows.all[0].workspace

    @property
    def analyst(self) -> Analyst:
        """The analyst of the oldest window."""
        return self.windows.all[0].analyst

    def begin(self, words: Sequence[str]) -> None:
        """Open what the command line names: a file, the sample, or nothing."""
        self.windows.look_for_work()
        if list(words) == [_SAMPLE]:
            self.window.files.open_sample()
        elif words:
            self.window.files.open_path(Path(words[0]))

    def build_document_page(self) -> QWidget:
        """Build, if need be, and return the page that the oldest window shows a document on."""
        return self.window.design_page

    def end(self) -> None:
        """Wait for every job and take the windows down before what they stand on."""
        self.windows.end()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self._collector.stop()

    def _front_window(self) -> QWidget:
        return self.windows.front.window

    def _theme(self) -> Theme:
        return self.look.theme


def make_application(words: Sequence[str] = ()) -> QApplication:
    """Make the one QApplication, in the Fusion style."""
    app = QApplication([sys.argv[0], *words])
    app.setApplicationName("Matrix Designer")
    app.setApplicationDisplayName("Matrix Designer")
    app.setDesktopFileName("matrix-designer")
    app.setStyle(QStyleFactory.create("Fusion"))
    return app


def open_window(words: Sequence[str] = ()) -> int:
    """Open the window on a file, on `--sample` or empty; returns the exit status."""
    require_sound_qt()
    app = make_application()
    program = Program(Settings())
    program.faults.install()
    endings = Endings(app)
    endings.end_wanted.connect(program.windows.leave)
    endings.keep_wanted.connect(program.windows.keep_now)
    window = program.window
    window.take_place(FIRST_SIZE)
    window.show()
    warm_up = WarmUp(program.build_document_page, program)
    QTimer.singleShot(0, warm_up, warm_up.start)  # after the first repaint
    program.begin(words)
    status = app.exec()
    warm_up.stop()
    endings.stop()
    program.end()
    program.faults.uninstall()
    return status


def take_screenshot(
    design: Path,
    sales: Path | None,
    page: str,
    theme: str,
    size: tuple[int, int],
    scale: float,
    out: Path,
) -> None:
    """Draw the real window on a design into a PNG of size x scale pixels.

    `size` is in logical pixels. The page of an import shows how the sales would be understood;
    nothing of them is imported. Raises MatrixDesignerError where a file cannot be read or
    written.
    """
    require_sound_qt()
    os.environ["QT_SCALE_FACTOR"] = str(scale)
    app = QApplication.instance() or make_application()
    opened = open_file(design, Progress(_keep_quiet))
    try:
        evidence = opened.sales
        is_looked_at = page == IMPORT
        if sales is not None and not is_looked_at:
            evidence = read_sales(
                (sales,), opened.design, Question(on=_today()), Progress(_keep_quiet)
            ).sales
        with scratch_folder() as folder:
            settings = Settings(Path(folder) / "settings.ini")
            settings.appearance = theme
            program = Program(settings)
            program.workspace.open(opened.design, evidence, design)
            window = program.window
            window.setFixedSize(*size)
            window.show_document(page)
            if sales is not None and is_looked_at:
                _look_at(sales, window, settings)
            window.show()
            _settle(app, program.analyst, window)
            picture = window.grab()
            program.end()
    finally:
        if opened.holding is not None:
            opened.holding.release()
    write_file(out, _png_of(picture))


def _look_at(sales: Path, window: MainWindow, settings: Settings) -> None:
    """Show how a file of sales would be understood."""
    from matrix_designer.session.importing import look
    from matrix_designer.session.layouts import LayoutMemory

    memory = LayoutMemory(settings.layouts_folder)
    window.files.imports.show(look(sales, memory, Progress(_keep_quiet)))


def _png_of(picture: QPixmap) -> bytes:
    """Return a picture as the bytes of a PNG; Qt writes no file: it would leave half of one."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    return bytes(buffer.data().data())


def _settle(app: QCoreApplication, analyst: Analyst, window: QWidget) -> None:
    """Let Qt lay everything out and draw it, with whatever is still being worked out."""
    analyst.catch_up()
    for _ in range(_ROUNDS):
        app.processEvents()
        app.sendPostedEvents()
        for asking in window.findChildren(Asking):
            asking.wait()


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()


def _keep_quiet(_text: str, _part: float) -> None:
    """Tell nobody how far a job is."""
