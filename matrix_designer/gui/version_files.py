"""Reads the matrix of a file to compare with: another design, or a plain table.

Knows the file dialog and the job that reads; the choice itself is Comparing's.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from matrix_designer.core.design import InForce
from matrix_designer.gui.job_desk import JobDesk
from matrix_designer.session.comparing import Comparing
from matrix_designer.session.documents import read_in_force
from matrix_designer.session.settings import Settings

_FILTER = "Designs and matrices (*.pmatrix *.csv *.tsv *.txt *.xlsx)"


class VersionFiles(QObject):
    """Asks for a file, and has its matrix compared with."""

    def __init__(
        self, comparing: Comparing, settings: Settings, desk: JobDesk, parent: QWidget
    ) -> None:
        """Wait to be asked."""
        super().__init__(parent)
        self._comparing = comparing
        self._settings = settings
        self._desk = desk
        self._parent = parent
        self._name = ""

    def ask(self) -> None:
        """Ask for the file."""
        dialog = QFileDialog(
            self._parent, "Compare with the matrix of a file", str(self._settings.folder), _FILTER
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_chosen)
        dialog.open()

    def read(self, path: Path) -> None:
        """Read a file's matrix in a job."""
        self._name = path.stem
        self._desk.run(f"Reading {path.name}", partial(read_in_force, path), self._on_read)

    def _on_chosen(self, name: str) -> None:
        path = Path(name)
        self._settings.folder = path.absolute().parent
        self.read(path)

    def _on_read(self, result: object) -> None:
        if not isinstance(result, InForce):
            raise TypeError(type(result))
        self._comparing.choose_file(result.matrix, self._name)
