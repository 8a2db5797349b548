"""Copying and saving the chart: asks where to, and says what was written.

Knows the chart's verbs and file dialogs; how a picture is made is the pictures' matter.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.storage import write_file
from matrix_designer.gui.plots.chart_verbs import ChartVerbs
from matrix_designer.gui.plots.pictures import (
    COPIED_SCALE,
    PDF,
    PNG,
    SVG,
    image_of,
    pdf_of,
    png_of,
    svg_of,
)
from matrix_designer.gui.plots.sheet import Sheet

_PLAIN = " -_(),"
_FILTERS = {
    SVG: "Scalable picture (*.svg)",
    PNG: "Picture (*.png)",
    PDF: "PDF page (*.pdf)",
}


class Pictured(Protocol):
    """A chart that is made for one picture, and goes with it."""

    @property
    def sheet(self) -> Sheet:
        """What is painted."""

    def hide(self) -> None:
        """Be seen no more."""

    def deleteLater(self) -> None:
        """Go."""


class PictureCommands(QObject):
    """`told(sentence)`: something was copied or written. `refused(error)`: it could not be."""

    told = Signal(str)
    refused = Signal(object)

    def __init__(
        self, sheet: Sheet, verbs: ChartVerbs, for_picture: Callable[[], Pictured]
    ) -> None:
        """Listen to the verbs of a sheet; `title` names its pictures.

        `for_picture()` makes the same chart in the shape that a picture has.
        """
        super().__init__(sheet)
        self._sheet = sheet
        self._for_picture = for_picture
        self._folder: Path | None = None
        self._kind, self._scale = SVG, 1.0
        self.title = "Chart"
        verbs.copy.triggered.connect(self.copy)
        verbs.save_svg.triggered.connect(self._on_svg_wanted)
        verbs.save_pdf.triggered.connect(self._on_pdf_wanted)
        verbs.png_wanted.connect(self._on_png_wanted)

    def copy(self) -> None:
        """Put the chart on the clipboard as an image.

        Qt makes the data itself: data made here would be deleted after the interpreter's end.
        """
        svg = self._svg()
        QGuiApplication.clipboard().setImage(image_of(svg, COPIED_SCALE))
        self.told.emit("The chart is on the clipboard")

    def write(self, path: Path, kind: str, scale: float = 1.0) -> None:
        """Write the chart into a file; only a PNG has a scale. Refused where it cannot be."""
        svg = self._svg()
        if kind == PNG:
            data = png_of(svg, scale)
        elif kind == PDF:
            data = pdf_of(svg, self.title, self._sheet.logicalDpiX())
        else:
            data = svg
        from matrix_designer.formats.project import refuse_design_place

        try:
            refuse_design_place(path)
            write_file(path, data)
        except MatrixDesignerError as error:
            self.refused.emit(error)
        else:
            self.told.emit(f"The chart is in {path.name}")

    def _svg(self) -> bytes:
        drawn = self._for_picture()
        try:
            return svg_of(drawn.sheet, self.title)
        finally:
            drawn.hide()
            drawn.deleteLater()

    def _on_png_wanted(self, scale: float) -> None:
        self._scale = scale
        self._ask(PNG)

    def _on_svg_wanted(self) -> None:
        self._ask(SVG)

    def _on_pdf_wanted(self) -> None:
        self._ask(PDF)

    def _ask(self, kind: str) -> None:
        """Ask for a name; the file is written when there is one."""
        self._kind = kind
        places = QStandardPaths.StandardLocation.PicturesLocation
        folder = self._folder or Path(QStandardPaths.writableLocation(places))
        window = self._sheet.window()
        dialog = QFileDialog(window, "Save the chart", str(folder), _FILTERS[kind])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix(kind)
        dialog.selectFile(f"{_file_name(self.title)}.{kind}")
        dialog.fileSelected.connect(self._on_chosen)
        dialog.open()

    def _on_chosen(self, name: str) -> None:
        path = Path(name)
        self._folder = path.absolute().parent
        self.write(path, self._kind, self._scale)


def _file_name(title: str) -> str:
    return "".join(letter if letter.isalnum() or letter in _PLAIN else "-" for letter in title)
