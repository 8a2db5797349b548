"""The parts that change most, worked out off the GUI thread when somebody looks at them.

Knows what to ask and how the answer is shown; sums nothing.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from matrix_designer.analysis.changed_parts import ChangedParts, ask, judge
from matrix_designer.analysis.replay import Period
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Sales
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.evaluation.line_prices import are_priced_alike, line_prices
from matrix_designer.gui.controls import Text, restyle
from matrix_designer.gui.explaining import add_why
from matrix_designer.gui.menu import Menu
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.explained_rows import facts_of_change
from matrix_designer.gui.panels.order_columns import ShownPart, changed_spec, changed_total
from matrix_designer.gui.tables.table import ReadTable
from matrix_designer.gui.tables.table_keys import TableKeys
from matrix_designer.gui.theme import TextSize, Theme
from matrix_designer.session.asking import Asking, ask_file
from matrix_designer.session.jobs import Progress

_OWN = 2
"""How many columns hold people's own texts: part and source."""
_QUIET_MS = 150
"""How long nothing may change before the lines are asked."""
_NO_LINES = "The single sales lines are not at hand: import the sales again to see their parts"


class ChangedPartsPanel(QWidget):
    """A sentence and the ranking. It asks only while it shows."""

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._numbers = numbers
        self._analysis: Analysis | None = None
        self._other = "in force"
        self._found: ChangedParts | None = None
        self._is_due = self._is_before = False
        self._asking = Asking(self)
        self._asking.answered.connect(self._on_answered)
        self._asking.refused.connect(self._on_refused)
        self._asking.became_slow.connect(self._on_became_slow)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_QUIET_MS)
        self._timer.timeout.connect(self._ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        self.says = Text("", theme, size=TextSize.CAPTION, role="muted")
        column.addWidget(self.says)
        spec = changed_spec(numbers, self._other, Period(None))
        self.table = ReadTable(spec, theme, explains=facts_of_change)
        self.table.menu_wanted.connect(self._on_menu_wanted)
        TableKeys(self.table, numbers, _OWN)
        column.addWidget(self.table, 1)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        restyle(self, theme)

    def show_analysis(self, analysis: Analysis, other: str) -> None:
        """Rank anew, a moment after the last change and only while this shows."""
        before, self._analysis, self._other = self._analysis, analysis, other
        if before is not None and are_priced_alike(before.states, analysis.states):
            return
        self._is_due = True
        self._asking.cancel()
        if self.isVisible():
            self._timer.start()

    def set_before(self, *, is_before: bool) -> None:
        """Show the prices before alone."""
        self._is_before = is_before
        self._fill()

    def stop(self) -> None:
        """Wait for what still runs; the window closes."""
        self._timer.stop()
        self._asking.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what changed while this was hidden."""
        super().showEvent(event)
        if self._is_due:
            self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask nothing any more."""
        super().hideEvent(event)
        self._timer.stop()

    def _on_menu_wanted(self, at: QPoint) -> None:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        add_why(menu, self.table)
        if menu.actions():
            menu.popup(at)
        else:
            menu.deleteLater()

    def _ask(self) -> None:
        analysis = self._analysis
        if analysis is None:
            return
        self._is_due = False
        sales = analysis.sales
        if sales is None or analysis.states.priced is None or sales.lines_file is None:
            self._found = None
            self._fill()
            self.says.setText(_NO_LINES)
            return
        self._asking.ask(
            "Ranking the parts that change",
            partial(_rank, sales, analysis),
        )

    def _on_answered(self, found: ChangedParts | None) -> None:
        self._found = found
        if self._analysis is not None and self._analysis.replay is not None:
            period = self._analysis.replay.period
            self.table.set_spec(changed_spec(self._numbers, self._other, period))
        self._fill()

    def _on_refused(self, error: MatrixDesignerError) -> None:
        self._found = None
        self._fill()
        self.says.setText(error.sentence)

    def _on_became_slow(self) -> None:
        self.says.setText("Ranking the parts over all sales lines…")

    def _fill(self) -> None:
        found = self._found
        if found is None or self._analysis is None or self._analysis.replay is None:
            self.table.set_rows((), ())
            return
        rows = [ShownPart(part, self._is_before) for part in found.parts]
        period = self._analysis.replay.period
        total = changed_total(found, self._numbers, period) if not self._is_before else ()
        self.table.set_rows(rows, total)
        shown, count = len(found.parts), self._numbers.count(found.count)
        words = "No part changes its price"
        if found.count:
            words = "Mean prices of a piece; volumes unchanged"
            if found.count > shown:
                words = f"The {shown} of {count} parts with the most dollars, up or down. {words}"
        if period.is_scaled:
            words = f"{words}; change scaled to a year"
        self.says.setText(words)


def _rank(sales: Sales, analysis: Analysis, progress: Progress) -> ChangedParts | None:
    prices = line_prices(analysis)
    if prices is None or sales.lines_file is None:
        return None
    (columns,) = ask_file(Path(sales.lines_file), (ask(sales, prices),), progress)
    return judge(columns)
