"""List against cost, source by source: how far apart they stand, and how widely that varies.

Knows ratios that were worked out and how numbers are written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from matrix_designer.analysis.list_ratio import ListRatio
from matrix_designer.gui.controls import Text, restyle
from matrix_designer.gui.grid.columns import Align, Cell, Column, GridSpec, Ink, RowHead
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.inset import inset
from matrix_designer.gui.tables.table import ReadTable
from matrix_designer.gui.theme import TextSize, Theme

_WORDS = (
    "List / cost by pieces: the median, and where the middle eight of ten lie. The wider that is, "
    "the less a price on list earns what it promises."
)
_NONE = "–"
Write = Callable[[ListRatio], str]


class ListRatiosPanel(QWidget):
    """A small table: one row for each source, and all of them together."""

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._numbers = numbers
        self.table = ReadTable(_spec(numbers), theme)
        words = Text(_WORDS, theme, size=TextSize.CAPTION, role="muted")
        words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(4)
        column.addLayout(inset(words))
        column.addWidget(self.table, 1)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        restyle(self, theme)

    def show_ratios(self, ratios: Sequence[ListRatio]) -> None:
        """Show the sources; the last one is all of them."""
        if not ratios:
            self.table.set_rows(())
            return
        cells = tuple(one.cell(ratios[-1]) for one in self.table.spec.columns)
        total = [Cell(cell.text, is_semibold=True) for cell in cells]
        total[0] = Cell("All", is_semibold=True)
        self.table.set_rows(ratios[:-1], total)


def _spec(numbers: Numbers) -> GridSpec[ListRatio]:
    def ratio(value: float | None) -> str:
        return _NONE if value is None else f"×{numbers.ratio(round(value * 1000), 1000, 2)}"

    def column(key: str, title: str, write: Write, ink: Ink = Ink.DERIVED) -> Column[ListRatio]:
        return Column(key, title, "", 5.0, partial(_cell, write=write, ink=ink))

    return GridSpec(
        "List against cost by source",
        "",
        (
            Column("name", "Source", "", 8.0, _name, align=Align.LEFT),
            column("low", "10 %", lambda one: ratio(one.low)),
            column("median", "median", lambda one: ratio(one.median), Ink.TEXT),
            column("high", "90 %", lambda one: ratio(one.high)),
            column("pieces", "with list", lambda one: numbers.pieces(one.pieces)),
            column("bare", "without", lambda one: numbers.pieces(one.no_list_pieces)),
            column("cost", "Cost $", lambda one: numbers.dollars(one.cost)),
        ),
        _head,
        hides_first=("cost", "bare", "pieces"),
    )


def _cell(one: ListRatio, write: Write, ink: Ink) -> Cell:
    return Cell(write(one), ink)


def _name(one: ListRatio) -> Cell:
    return Cell(one.name or "no source", Ink.TEXT if one.name else Ink.MUTED)


def _head(one: ListRatio) -> RowHead:
    return RowHead(one.name, f"source {one.name or 'none'}")
