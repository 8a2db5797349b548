"""A test repair order as a sheet of paper, for the printer and for a PDF.

Knows the order in words; where it is put is asked by `paper_printing`. It prices nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.order_sheet import Paper, PaperColumn
from matrix_designer.gui.panels.order_columns import ShownLine, order_spec, order_total
from matrix_designer.gui.panels.order_panel import ShownOrder
from matrix_designer.gui.paper_printing import PaperPrinting
from matrix_designer.gui.texts import NO_FIGURE, counted, day_text
from matrix_designer.session.settings import Settings

_LEFT, _STRONG = ("part", "kind"), ("after",)


class OrderPrinting(PaperPrinting):
    """`told(sentence)`: a file was written or a page printed. `refused(error)`: it could not be."""

    def __init__(
        self,
        shown: Callable[[], ShownOrder | None],
        settings: Settings,
        numbers: Numbers,
        parent: QWidget,
    ) -> None:
        """Ask `shown()` for what stands there, each time."""
        super().__init__(self._sheet, "Print the test repair order", settings, parent)
        self._shown = shown
        self._numbers = numbers

    def _sheet(self) -> Paper | None:
        shown = self._shown()
        return None if shown is None else paper_of(shown, self._numbers)


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
