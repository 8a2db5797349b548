"""Puts a test repair order on paper or into a PDF: asks where to, and says what was written.

Knows dialogs and the sheet; prices nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPagedPaintDevice, QPageLayout
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.storage import write_file
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.order_sheet import Paper, PaperColumn, paint_paper, pdf_of, set_page
from matrix_designer.gui.panels.order_columns import ShownLine, order_spec, order_total
from matrix_designer.gui.panels.order_panel import ShownOrder
from matrix_designer.gui.texts import NO_FIGURE, counted, day_text
from matrix_designer.session.settings import Settings

_LEFT, _STRONG = ("part", "kind"), ("after",)
_PLAIN = " -_(),"


class OrderPrinting(QObject):
    """`told(sentence)`: a file was written or a page printed. `refused(error)`: it could not be."""

    told = Signal(str)
    refused = Signal(object)

    def __init__(
        self,
        shown: Callable[[], ShownOrder | None],
        settings: Settings,
        numbers: Numbers,
        parent: QWidget,
    ) -> None:
        """Ask `shown()` for what stands there, each time."""
        super().__init__(parent)
        self._shown = shown
        self._settings = settings
        self._numbers = numbers
        self._parent = parent
        self._printer: QPagedPaintDevice | None = None

    def ask_print(self) -> None:
        """Ask for a printer and print."""
        if self._shown() is None:
            return
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
        dialog = QPrintDialog(printer, self._parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle("Print the test repair order")
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.finished.connect(self._on_print_ended)
        self._printer = printer  # the dialog does not keep it
        dialog.show()

    def ask_pdf(self) -> None:
        """Ask for a name and write a PDF."""
        shown = self._shown()
        if shown is None:
            return
        folder = str(self._settings.folder)
        dialog = QFileDialog(self._parent, "Save as PDF", folder, "PDF page (*.pdf)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix("pdf")
        name = "".join(one if one.isalnum() or one in _PLAIN else "-" for one in shown.title)
        dialog.selectFile(f"{name}.pdf")
        dialog.fileSelected.connect(self._on_file_chosen)
        dialog.open()

    def _on_file_chosen(self, name: str) -> None:
        path = Path(name)
        self._settings.folder = path.absolute().parent
        shown = self._shown()
        if shown is None:
            return
        from matrix_designer.formats.project import refuse_design_place

        try:
            refuse_design_place(path)
            write_file(path, pdf_of(paper_of(shown, self._numbers)))
        except MatrixDesignerError as error:
            self.refused.emit(error)
        else:
            self.told.emit(f"{shown.title} is in {path.name}")

    def _on_print_ended(self, result: int) -> None:
        printer, self._printer = self._printer, None
        shown = self._shown()
        if printer is None or shown is None or result != QDialog.DialogCode.Accepted:
            return
        set_page(printer)
        pages = paint_paper(paper_of(shown, self._numbers), printer)
        self.told.emit(f"{shown.title} is printed on {counted(pages, 'page')}")


def paper_of(shown: ShownOrder, numbers: Numbers, today: dt.date | None = None) -> Paper:
    """Word a sheet: every column of the table, its total, and what the figures rest on."""
    spec = order_spec(numbers, shown.other)
    lines = [ShownLine(line, is_before=False) for line in shown.order.lines]
    total = order_total(shown.order.total, numbers, is_before=False)
    columns = tuple(
        PaperColumn(
            column.title,
            tuple(column.cell(line).text for line in lines),
            cell.text if cell.text != NO_FIGURE else "",
            is_left=column.key in _LEFT,
            is_strong=column.key in _STRONG,
        )
        for column, cell in zip(spec.columns, total, strict=True)
    )
    notes = ["Cost, list and prices are of one piece; the totals count the pieces."]
    if shown.order.total.left_out:
        left = counted(shown.order.total.left_out, "line")
        notes.append(f"{left} without a price on one side: in no total.")
    day = day_text(today or dt.datetime.now(dt.UTC).astimezone().date())
    under = (f"{shown.matrix}, proposed against {shown.other}", shown.note)
    return Paper(shown.title, under, columns, tuple(notes), f"Matrix Designer, {day}")
