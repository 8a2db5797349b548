"""The what-if of a swing of the proposed prices over a cost band, in both readings.

Knows fields, a priced history and how numbers are written; the arithmetic is analysis' matter.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from matrix_designer.analysis.density import Brush
from matrix_designer.analysis.replay import Totals
from matrix_designer.analysis.sums import PricedFold
from matrix_designer.analysis.swing import Reading, Swing, swings
from matrix_designer.analysis.what_must_be_true import Verdict
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import CENT, read_amount, read_number
from matrix_designer.gui.controls import Button, ButtonKind, Text, restyle
from matrix_designer.gui.field import Field
from matrix_designer.gui.grid.columns import Align, Cell, Column, GridSpec, Ink, RowHead
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.inset import inset
from matrix_designer.gui.tables.table import ReadTable
from matrix_designer.gui.texts import signed, with_dollar
from matrix_designer.gui.theme import TextSize, Theme

_PERCENT = 10
_MOST_PERCENT = 90
_FIELD_WIDTH = 76
_NONE = "–"
_NO_SALES = "Shown once sales are imported."
_OUTSIDE = "Nothing was sold in this band."


class SwingPanel(QWidget):
    """Band and percent above, the two readings up and down below.

    `band_chosen(brush)`: show this band in the chart.
    """

    band_chosen = Signal(object)

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Start on the rule of thumb's ten percent, without a band."""
        super().__init__(parent)
        self._numbers = numbers
        self._priced: PricedFold | None = None
        self._basis = ""
        self.low = Field("Cost from", "The lowest cost of the band", theme, is_number=True)
        self.high = Field(
            "Cost to", "The highest cost of the band, included", theme, is_number=True
        )
        self.percent = Field(
            "Swing in percent", "Up and down by so many percent", theme, is_number=True
        )
        self.percent.setText(numbers.count(_PERCENT))
        self.show_band = Button("Show in the chart", ButtonKind.LINK, theme)
        self.show_band.setToolTip("Brush this band in the chart")
        self.show_band.clicked.connect(self._on_show_band)
        self.table = ReadTable(_spec(numbers), theme)
        self.words = Text("", theme, size=TextSize.CAPTION, role="muted")
        self.words.setWordWrap(True)
        for field in self._fields:
            field.setFixedWidth(_FIELD_WIDTH)
            field.textEdited.connect(self._show)
        self._build(theme)

    @property
    def _fields(self) -> tuple[Field, Field, Field]:
        return self.low, self.high, self.percent

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        restyle(self, theme)

    def show_priced(self, priced: PricedFold | None, basis: str) -> None:
        """Show what a priced history would do; `basis` says what the figures rest on."""
        self._priced, self._basis = priced, basis
        self._show()

    def set_band(self, low: int, high: int | None) -> None:
        """Take another band (amounts)."""
        first = (low + CENT - 1) // CENT * CENT
        self.low.setText(self._numbers.money(first))
        self.high.setText("" if high is None else self._numbers.money(high))
        self._show()

    def _build(self, theme: Theme) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(6)
        for words, field in (
            ("Cost from", self.low),
            ("to", self.high),
            ("swings by", self.percent),
        ):
            label = Text(words, theme, role="text2")
            label.setBuddy(field)
            row.addWidget(label)
            row.addWidget(field)
        row.addWidget(Text("%", theme, role="text2"))
        row.addStretch(1)
        row.addWidget(self.show_band)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        column.addLayout(inset(self.words, bottom=4))

    def _band(self) -> tuple[int, int | None, int] | None:
        """Return band and percent; None where a field cannot be read, which then says so."""
        style = self._numbers.style
        read: list[int | None] = []
        for field in (self.low, self.high):
            amount = None
            is_open = field is self.high and not field.text().strip()
            try:
                amount = None if is_open else read_amount(field.text(), style).amount
                is_fine = is_open or (amount is not None and amount >= 0)
            except MatrixDesignerError:
                is_fine = False
            if is_fine and field is self.high and amount is not None and read[0] is not None:
                is_fine = amount >= read[0]
            field.set_refused(is_refused=not is_fine)
            read.append(amount if is_fine else None)
        try:
            number = read_number(self.percent.text(), style)
            percent = int(number) if number == int(number) else 0
        except MatrixDesignerError:
            percent = 0
        self.percent.set_refused(is_refused=not 0 < percent <= _MOST_PERCENT)
        if any(field.is_refused for field in self._fields) or read[0] is None:
            return None
        return read[0], read[1], percent

    def _show(self) -> None:
        """Work both readings out and say what they rest on."""
        band = self._band()
        self.show_band.setEnabled(band is not None and self._priced is not None)
        if self._priced is None or band is None:
            self.table.set_rows(())
            self.words.setText(_NO_SALES if self._priced is None else "")
            return
        found = swings(self._priced.fold, self._priced.price, *band)
        if not found[0].band_before.pieces:
            self.table.set_rows(())
            self.words.setText(_OUTSIDE)
            return
        self.table.set_rows(found)
        before = found[0]
        share = self._numbers.ratio(100 * before.band_before.cost, max(before.before.cost, 1), 0)
        self.words.setText(
            f"Volumes unchanged. {self._basis}. The band holds {share} % of cost dollars. Proposed "
            "prices, each rounded to the cent after the swing; rails and endings are left out."
        )

    def _on_show_band(self) -> None:
        band = self._band()
        if band is not None:
            self.band_chosen.emit(Brush(max(band[0], 1), band[1]))


Write = Callable[[Swing], str]


def _spec(numbers: Numbers) -> GridSpec[Swing]:
    def column(
        key: str, title: str, write: Write, ink: Ink = Ink.DERIVED, spoken: str = ""
    ) -> Column[Swing]:
        cell = partial(_cell, write=write, ink=ink)
        return Column(key, title, "", 5.0, cell, spoken=spoken)

    return GridSpec(
        "What a swing of the prices of a cost band would do",
        "",
        (
            Column("reading", "Reading", "", 9.0, _reading, align=Align.LEFT),
            column(
                "gain", "GP $", partial(_gain, numbers=numbers), Ink.TEXT, "change of GP dollars"
            ),
            column("percent", "GP %", partial(_gp, numbers=numbers), spoken="GP % of everything"),
            column("points", "points", partial(_points, numbers=numbers), Ink.TEXT),
            column("band", "GP % of band", partial(_gp_of_band, numbers=numbers)),
            column("volume", "pays while", partial(_volume, numbers=numbers), spoken="break-even"),
        ),
        _head,
        hides_first=("band", "percent"),
    )


def _cell(swing: Swing, write: Write, ink: Ink) -> Cell:
    return Cell(write(swing), ink)


def reading_words(swing: Swing) -> str:
    """Name a reading: markup x 1.1."""
    hundredths = 100 + swing.percent
    factor = f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0")
    what = "Markup" if swing.reading is Reading.MARKUP else "Price"
    return f"{what} × {factor}"


def _reading(swing: Swing) -> Cell:
    return Cell(reading_words(swing))


def _head(swing: Swing) -> RowHead:
    return RowHead(reading_words(swing), reading_words(swing))


def _gain(swing: Swing, numbers: Numbers) -> str:
    return with_dollar(signed(numbers.dollars(swing.gp_change)))


def _gp(swing: Swing, numbers: Numbers) -> str:
    return f"{_percent(swing.before, numbers)} to {_percent(swing.after, numbers)}"


def _gp_of_band(swing: Swing, numbers: Numbers) -> str:
    return f"{_percent(swing.band_before, numbers)} to {_percent(swing.band_after, numbers)}"


def _percent(totals: Totals, numbers: Numbers) -> str:
    return numbers.ratio(100 * totals.gp, totals.sales, 1) if totals.sales > 0 else _NONE


def _points(swing: Swing, numbers: Numbers) -> str:
    before, after = swing.before, swing.after
    if before.sales <= 0 or after.sales <= 0:
        return _NONE
    change = after.gp * before.sales - before.gp * after.sales
    return signed(numbers.ratio(100 * change, before.sales * after.sales, 1))


def _volume(swing: Swing, numbers: Numbers) -> str:
    """Say at which volume of the band the swing pays for itself."""
    stake = swing.stake
    share = stake.volume
    if share is None:
        return "always" if stake.verdict is Verdict.ALWAYS else "never"
    if stake.verdict is Verdict.UNCHANGED:
        return "unchanged"
    percent = numbers.fraction(100 * share, 1)
    if stake.verdict is Verdict.MAY_LOSE:
        return f"under {percent} % lost"
    return f"over {percent} % gained"
