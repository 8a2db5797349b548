"""Writing a report's table into a file: asks where to, and says what was written.

Knows file dialogs and the folder that was used last; what the table says comes as bytes.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.storage import write_file
from matrix_designer.session.settings import Settings


class ReportFiles(QObject):
    """`told(sentence)`: a file was written. `refused(error)`: it could not be."""

    told = Signal(str)
    refused = Signal(object)

    def __init__(self, settings: Settings, window: QWidget) -> None:
        """Serve a page of a window."""
        super().__init__(window)
        self._settings = settings
        self._window = window
        self._data = b""

    def ask(self, name: str, data: bytes) -> None:
        """Ask for a place for a CSV file; it is written when there is one."""
        self._data = data
        dialog = QFileDialog(
            self._window, "Export", str(self._settings.folder), "Text table (*.csv)"
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(name)
        dialog.fileSelected.connect(self._on_chosen)
        dialog.open()

    def _on_chosen(self, name: str) -> None:
        from matrix_designer.formats.project import refuse_design_place

        path = Path(name)
        self._settings.folder = path.absolute().parent
        try:
            refuse_design_place(path)
            write_file(path, self._data)
        except MatrixDesignerError as error:
            self.refused.emit(error)
        else:
            self.told.emit(f"The table is in {path.name}")
