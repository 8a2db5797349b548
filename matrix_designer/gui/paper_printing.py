"""Puts a sheet on paper or into a PDF: asks where to, and says what was written.

Knows dialogs and sheets; what stands on them is told by whoever has them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPagedPaintDevice, QPageLayout
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.storage import write_file
from matrix_designer.gui.order_sheet import Paper, paint_paper, pdf_of, set_page
from matrix_designer.gui.texts import counted
from matrix_designer.session.settings import Settings

_PLAIN = " -_(),"


class PaperPrinting(QObject):
    """`told(sentence)`: a file was written or a page printed. `refused(error)`: it could not be."""

    told = Signal(str)
    refused = Signal(object)

    def __init__(
        self,
        paper: Callable[[], Paper | None],
        what: str,
        settings: Settings,
        parent: QWidget,
    ) -> None:
        """Ask `paper()` for the sheet, each time; `what` heads the printer's dialog."""
        super().__init__(parent)
        self._paper = paper
        self._what = what
        self._settings = settings
        self._parent = parent
        self._printer: QPagedPaintDevice | None = None

    def ask_print(self) -> None:
        """Ask for a printer and print."""
        paper = self._paper()
        if paper is None:
            return
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        ways = QPageLayout.Orientation
        printer.setPageOrientation(ways.Portrait if paper.is_upright else ways.Landscape)
        dialog = QPrintDialog(printer, self._parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self._what)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.finished.connect(self._on_print_ended)
        self._printer = printer  # the dialog does not keep it
        dialog.show()

    def ask_pdf(self) -> None:
        """Ask for a name and write a PDF."""
        paper = self._paper()
        if paper is None:
            return
        folder = str(self._settings.folder)
        dialog = QFileDialog(self._parent, "Save as PDF", folder, "PDF page (*.pdf)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix("pdf")
        name = "".join(one if one.isalnum() or one in _PLAIN else "-" for one in paper.title)
        dialog.selectFile(f"{name}.pdf")
        dialog.fileSelected.connect(self._on_file_chosen)
        dialog.open()

    def _on_file_chosen(self, name: str) -> None:
        path = Path(name)
        self._settings.folder = path.absolute().parent
        paper = self._paper()
        if paper is None:
            return
        from matrix_designer.formats.project import refuse_design_place

        try:
            refuse_design_place(path)
            write_file(path, pdf_of(paper))
        except MatrixDesignerError as error:
            self.refused.emit(error)
        else:
            self.told.emit(f"{paper.title} is in {path.name}")

    def _on_print_ended(self, result: int) -> None:
        printer, self._printer = self._printer, None
        paper = self._paper()
        if printer is None or paper is None or result != QDialog.DialogCode.Accepted:
            return
        set_page(printer, is_upright=paper.is_upright)
        pages = paint_paper(paper, printer)
        self.told.emit(f"{paper.title} is printed on {counted(pages, 'page')}")
