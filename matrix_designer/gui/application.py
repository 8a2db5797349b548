"""The composition root of the window: builds every part and hands each what it needs.

Knows everybody by name; decides nothing about prices.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize
from PySide6.QtWidgets import QApplication, QStyleFactory

from matrix_designer import catalog
from matrix_designer.catalog import Catalog
from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.question import Question
from matrix_designer.evaluation.evaluate import evaluate
from matrix_designer.gui.guard import require_sound_qt
from matrix_designer.gui.look import Look
from matrix_designer.gui.main_window import MainWindow
from matrix_designer.gui.messages import CrashDialog, describe_fault
from matrix_designer.gui.numbers import local_numbers
from matrix_designer.gui.theme import Appearance, Theme
from matrix_designer.session.analyst import Analyst
from matrix_designer.session.documents import open_file, read_sales
from matrix_designer.session.jobs import Progress
from matrix_designer.session.settings import Settings
from matrix_designer.session.workspace import Workspace

_FIRST_SIZE = (1440, 900)
_SAMPLE = "--sample"
_ROUNDS = 6


class Program(QObject):
    """One running window with everything behind it."""

    def __init__(self, settings: Settings) -> None:
        """Build the parts, from the settings to the window."""
        super().__init__()
        shipped = catalog.build()
        self.look = Look(settings, self)
        self.workspace = Workspace(_first_design(shipped), self)
        self.analyst = Analyst(self.workspace, evaluate, self)
        self.window = MainWindow(
            self.workspace, self.analyst, settings, shipped, self.look.theme, local_numbers()
        )
        self.window.actions_.show_appearance(self.look.appearance)
        self.look.theme_changed.connect(self._on_theme_changed)
        self.window.appearance_chosen.connect(self._on_appearance_chosen)

    def begin(self, words: Sequence[str]) -> None:
        """Open what the command line names: a file, the sample, or nothing."""
        if list(words) == [_SAMPLE]:
            self.window.files.open_sample()
        elif words:
            self.window.files.open_path(Path(words[0]))

    def end(self) -> None:
        """Wait for every job and take the window down before what it stands on."""
        self.window.stop()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def show_fault(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Own up to a bug; the design stays open."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.exit(130)
            return
        details = describe_fault(kind, error, trace)
        sys.stderr.write(details + "\n")
        CrashDialog(details, self.look.theme, self.window).open()

    def _on_theme_changed(self, theme: Theme) -> None:
        self.window.set_theme(theme)

    def _on_appearance_chosen(self, name: str) -> None:
        self.look.choose(Appearance(name))
        self.window.actions_.show_appearance(self.look.appearance)


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
    sys.excepthook = program.show_fault
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    window = program.window
    window.take_place(QSize(*_FIRST_SIZE))
    window.show()
    program.begin(words)
    status = app.exec()
    program.end()
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

    `size` is in logical pixels. Raises MatrixDesignerError where a file cannot be read or
    written.
    """
    require_sound_qt()
    os.environ["QT_SCALE_FACTOR"] = str(scale)
    app = QApplication.instance() or make_application()
    opened = open_file(design, Progress(_keep_quiet))
    evidence = opened.sales
    if sales is not None:
        evidence = read_sales(sales, opened.design, Question(), Progress(_keep_quiet)).sales
    with tempfile.TemporaryDirectory(prefix="matrix-designer-") as folder:
        settings = Settings(Path(folder) / "settings.ini")
        settings.appearance = theme
        program = Program(settings)
        program.workspace.open(opened.design, evidence, design)
        window = program.window
        window.setFixedSize(*size)
        window.show_document(page)
        window.show()
        _settle(app, program.analyst)
        picture = window.grab()
        program.end()
    if opened.holding is not None:
        opened.holding.release()
    if not picture.save(str(out), "PNG"):
        raise MatrixDesignerError(
            f"{out} could not be written", "", "Check the folder, the rights and the free space"
        )


def _settle(app: QCoreApplication, analyst: Analyst) -> None:
    """Let Qt lay everything out and draw it."""
    analyst.catch_up()
    for _ in range(_ROUNDS):
        app.processEvents()
        app.sendPostedEvents()


def _keep_quiet(_text: str, _part: float) -> None:
    """Tell nobody how far a job is."""


def _first_design(shipped: Catalog) -> Design:
    """Return what stands in the workspace before anything is opened."""
    return shipped.templates[0].design
