"""Parts against channels: what a part costs over the counter, on a repair order, inside, outside.

Differences that the plan does not mean are flagged and stand first. Knows the analysis and one
part to be looked up; prices come from the plan.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from matrix_designer.analysis.channel_parts import PartInChannels, best_sold, parts_in_channels
from matrix_designer.core.evidence import Sales
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.sold_part import SoldPart
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.gui.controls import Text, fill_ground, restyle
from matrix_designer.gui.explaining import add_why
from matrix_designer.gui.menu import Menu
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.channel_rows import channel_spec, facts_of_row
from matrix_designer.gui.panels.part_picker import PartPicker, facts_of_sold
from matrix_designer.gui.tables.table import ReadTable
from matrix_designer.gui.tables.table_keys import TableKeys
from matrix_designer.gui.texts import counted
from matrix_designer.gui.theme import Theme
from matrix_designer.session.part_facts import known_facts

_OWN = 3
_QUIET_MS = 120
_SEARCH = 260
_NOTHING = (
    "The parts that sell most stand here once the sales are told apart by part: "
    "they are, as soon as the plan has a rule. Or find a sold part."
)


class ChannelPanel(QWidget):
    """A search and the table. It prices only while it shows."""

    told = Signal(str)
    refused = Signal(object)
    help_anchor = "channels"

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._numbers = numbers
        self._analysis: Analysis | None = None
        self._sold: tuple[PartFacts, ...] = ()
        self._sold_of: Sales | None = None
        self._picked: tuple[PartFacts, ...] = ()
        self._is_stale = True
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_QUIET_MS)
        self._timer.timeout.connect(self._price)
        fill_ground(self, theme.colours.surface)
        self.setAccessibleName("Parts by channel")
        self.says = Text("", theme, role="muted")
        self.says.setWordWrap(True)
        self.says.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.picker = PartPicker(theme, numbers)
        self.picker.setFixedWidth(_SEARCH)
        self.picker.picked.connect(self._on_picked)
        self.picker.list_wanted.connect(self._on_list_wanted)
        self.picker.matches.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 8)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.picker, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.says, 1)
        column.addLayout(head)
        column.addWidget(self.picker.matches)
        self.table = ReadTable(channel_spec(numbers), theme, explains=facts_of_row)
        self.table.menu_wanted.connect(self._on_menu_wanted)
        TableKeys(self.table, numbers, _OWN)
        column.addWidget(self.table, 1)

    @property
    def rows(self) -> tuple[PartInChannels, ...]:
        """What stands in the table."""
        return tuple(self.table.grid_model.rows)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        fill_ground(self, theme.colours.surface)
        restyle(self, theme)

    def show_analysis(self, analysis: Analysis) -> None:
        """Price anew, a moment after the last change and only while this shows."""
        self._analysis = analysis
        sales = analysis.sales
        lines = None if sales is None or sales.lines_file is None else Path(sales.lines_file)
        if self.picker.set_lines(lines, frozenset() if sales is None else sales.switched_in):
            self._picked = ()
        self._is_stale = True
        if self.isVisible():
            self._timer.start()

    def stop(self) -> None:
        """Wait for the search; the window closes."""
        self._timer.stop()
        self.picker.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Price what changed while this was hidden."""
        super().showEvent(event)
        if self._is_stale:
            self._timer.start()

    def _price(self) -> None:
        analysis = self._analysis
        if analysis is None or not self.isVisible():
            return
        self._is_stale = False
        if self._sold_of is not analysis.sales:
            self._sold, self._sold_of = best_sold(analysis.sales), analysis.sales
        parts = tuple(dict.fromkeys((*self._picked, *self._sold)))
        strategy, on = analysis.design.strategy, analysis.question.on
        found = parts_in_channels(strategy, parts, analysis.sales, on)
        current = self.table.body.current_row
        self.table.set_rows(found)
        if 0 <= current < len(found):
            self.table.body.go_to(current)
        self._say(found)

    def _say(self, found: tuple[PartInChannels, ...]) -> None:
        flagged = sum(one.is_flagged for one in found)
        words = _NOTHING
        if flagged:
            parts = counted(flagged, "part is", "parts are")
            words = f"{parts} priced apart where the plan does not mean it: they stand first."
        elif found:
            words = (
                "No part is priced apart by accident. A bold price differs from the repair "
                "order's because a rule names the channel, the pay type or the customer."
            )
        self.says.setText(words)

    def _on_picked(self, part: SoldPart) -> None:
        sales = None if self._analysis is None else self._analysis.sales
        facts = facts_of_sold(part)
        self._picked = (known_facts(sales, facts) or facts, *self._picked)
        self._price()

    def _on_list_wanted(self, is_wanted: bool) -> None:  # noqa: FBT001 - a signal's
        self.picker.matches.setVisible(is_wanted)
        self.table.setVisible(not is_wanted)

    def _on_menu_wanted(self, at: QPoint) -> None:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        add_why(menu, self.table)
        if menu.actions():
            menu.popup(at)
        else:
            menu.deleteLater()
