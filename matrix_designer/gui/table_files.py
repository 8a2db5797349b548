"""Reads a table of the plan from a file that the user chooses.

Knows the file dialog and the job that reads; what becomes of the table is its owner's matter.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from matrix_designer.gui.job_desk import JobDesk
from matrix_designer.session.jobs import Progress
from matrix_designer.session.settings import Settings

Reader = Callable[[Path], object]


class TableFiles(QObject):
    """Asks for a file, and hands on what it says.

    `reader` is asked for when a file was chosen: what reads it off the window.
    """

    def __init__(
        self,
        title: str,
        *,
        reader: Callable[[], Reader],
        taken: Callable[[object], None],
        settings: Settings,
        desk: JobDesk,
        parent: QWidget,
    ) -> None:
        """Wait to be asked."""
        super().__init__(parent)
        self._title = title
        self._reader = reader
        self._taken = taken
        self._settings = settings
        self._desk = desk
        self._parent = parent

    def ask(self) -> None:
        """Ask for the file."""
        folder = str(self._settings.folder)
        kinds = "Tables (*.csv *.tsv *.txt *.xlsx)"
        dialog = QFileDialog(self._parent, self._title, folder, kinds)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_chosen)
        dialog.open()

    def _on_chosen(self, name: str) -> None:
        path = Path(name)
        self._settings.folder = path.absolute().parent
        self._desk.run(f"Reading {path.name}", partial(_read, self._reader(), path), self._taken)


def _read(reader: Reader, path: Path, _progress: Progress) -> object:
    return reader(path)
