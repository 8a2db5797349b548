"""Reads a flat price list from a file that the user chooses.

Knows the file dialog and the job that reads; what becomes of the list is its owner's matter.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from matrix_designer.formats.flat_price_table import FlatReading, read_flat_file
from matrix_designer.gui.job_desk import JobDesk
from matrix_designer.session.jobs import Progress
from matrix_designer.session.settings import Settings

_FILTER = "Flat prices (*.csv *.tsv *.txt *.xlsx)"


class FlatPriceFiles(QObject):
    """Asks for a file, and hands on what it says."""

    def __init__(
        self,
        taken: Callable[[FlatReading], None],
        settings: Settings,
        desk: JobDesk,
        parent: QWidget,
    ) -> None:
        """Wait to be asked."""
        super().__init__(parent)
        self._taken = taken
        self._settings = settings
        self._desk = desk
        self._parent = parent

    def ask(self) -> None:
        """Ask for the file."""
        folder = str(self._settings.folder)
        dialog = QFileDialog(self._parent, "Import flat prices", folder, _FILTER)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_chosen)
        dialog.open()

    def _on_chosen(self, name: str) -> None:
        path = Path(name)
        self._settings.folder = path.absolute().parent
        self._desk.run(f"Reading {path.name}", partial(_read, path), self._on_read)

    def _on_read(self, result: object) -> None:
        if not isinstance(result, FlatReading):
            raise TypeError(type(result))
        self._taken(result)


def _read(path: Path, _progress: Progress) -> FlatReading:
    return read_flat_file(path)
