"""The Set-aside page: what was left out of the figures and why, each reason with its lines.

Shows figures by reason and asks for single lines; it counts nothing itself. Switching a reason in
sums the history anew in a job.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from matrix_designer.analysis.left_aside import AsideRow, LeftAside
from matrix_designer.core.evidence import Sales
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.gui.controls import (
    RING,
    Button,
    ButtonKind,
    Hairline,
    Text,
    fill_ground,
    restyle,
)
from matrix_designer.gui.explaining import add_why
from matrix_designer.gui.job_desk import JobDesk
from matrix_designer.gui.menu import Menu
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.pages.aside_rows import (
    equation,
    headline,
    line_rows,
    lines_title,
    part_of_row,
    reason_rows,
    rule_text,
)
from matrix_designer.gui.panels.empty_state import EmptyState
from matrix_designer.gui.panels.page_head import page_head
from matrix_designer.gui.panels.scrolled_sheet import ScrolledSheet
from matrix_designer.gui.panels.text_grid import TextGrid
from matrix_designer.gui.panels.text_rows import TextRows
from matrix_designer.gui.theme import TextSize, Theme
from matrix_designer.gui.tick import Tick
from matrix_designer.session.analyst import Analyst
from matrix_designer.session.aside_lines import (
    AsideLines,
    Switched,
    count_aside,
    export_aside,
    read_aside,
    switch,
)
from matrix_designer.session.asking import Asking
from matrix_designer.session.settings import Settings
from matrix_designer.session.workspace import Workspace

_BOTH = 1_000
"""The width from which the lines stand beside the reasons."""
_LEAST_LINES = 200
_MOST_WIDTH = 16_777_215
_LIST = 520


def _not_known(_digest: str) -> tuple[str, ...]:
    return ()


class SetAsidePage(QWidget):
    """Reasons at the left, the lines of the chosen one at the right.

    `left()`: back to the figures. `import_wanted()`: there are no sales yet. `told(sentence)`;
    `refused(error)`.
    """

    help_anchor = "set-aside"
    left = Signal()
    import_wanted = Signal()
    told = Signal(str)
    refused = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        analyst: Analyst,
        desk: JobDesk,
        settings: Settings,
        theme: Theme,
        numbers: Numbers,
        parent: QWidget | None = None,
    ) -> None:
        """Start without sales."""
        super().__init__(parent)
        self._workspace = workspace
        self._analyst = analyst
        self._desk = desk
        self._settings = settings
        self._theme = theme
        self._numbers = numbers
        self._analysis: Analysis | None = None
        self._counted: tuple[Sales, LeftAside] | None = None
        self._places: Mapping[int, AsideRow] = {}
        self._row: AsideRow | None = None
        self.why_unread: Callable[[str], Sequence[str]] = _not_known
        self._counting = Asking(self)
        self._reading = Asking(self)
        self._counting.answered.connect(self._on_counted)
        self._reading.answered.connect(self._on_read)
        for asking in (self._counting, self._reading):
            asking.refused.connect(self.refused)
        fill_ground(self, theme.colours.surface)
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._empty = EmptyState(
            "file-input",
            "No sales yet",
            "Figures need a year of invoice lines. Any CSV or workbook will do:\n"
            "what is left out of it, and why, is listed here.",
            "Import sales…",
            theme,
        )
        self._empty.button.setToolTip("Choose a file of sales (Ctrl+I)")
        self._empty.wanted.connect(self.import_wanted)
        self._stack.addWidget(self._empty)
        self._scroll = ScrolledSheet(theme)
        self._make_sheet(theme, self._scroll.sheet)
        self._stack.addWidget(self._scroll)
        self._fit()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        fill_ground(self, theme.colours.surface)
        restyle(self, theme)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Reflow for the new size."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Put the lines beside the reasons, or under them where there is no width for both."""
        theme = self._theme
        is_narrow = theme.unzoomed(self.width()) < _BOTH
        way = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        self._halves.setDirection(way)
        self._parting.setVisible(not is_narrow)
        self._reasons.setMinimumWidth(0 if is_narrow else theme.px(_LIST))
        self._reasons.setMaximumWidth(_MOST_WIDTH if is_narrow else theme.px(_LIST))
        grid = self.reasons  # under each other, all reasons show and the page scrolls
        full = grid.horizontalHeader().sizeHint().height() + grid.verticalHeader().length()
        grid.setMinimumHeight(full + RING if is_narrow else theme.px(_LEAST_LINES))
        self.lines.setMinimumHeight(theme.px(_LEAST_LINES))

    def show_analysis(self, analysis: Analysis) -> None:
        """Count anew where the sales are others; else only what has no price may differ."""
        before, self._analysis = self._analysis, analysis
        self._stack.setCurrentIndex(0 if analysis.sales is None else 1)
        if analysis.sales is None:
            self._counted = None
            return
        if before is None or before.sales is not analysis.sales or self._counted is None:
            self._counting.ask("Counting", partial(count_aside, analysis.sales))
        else:
            self._say_head()

    def part_to_explain(self) -> PartFacts | None:
        """Return the part of the line that the keys are on."""
        if not self.lines.hasFocus():
            return None
        return part_of_row(self.lines.rows, self.lines.place[0], self._numbers)

    def _on_menu_wanted(self, at: QPoint) -> None:
        """Offer the line's own verb, where the line has a part."""
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        add_why(menu, self.lines)
        if menu.actions():
            menu.popup(self.lines.viewport().mapToGlobal(at))
        else:
            menu.deleteLater()

    def stop(self) -> None:
        """Wait for what still runs."""
        self._counting.stop()
        self._reading.stop()

    # Building

    def _make_sheet(self, theme: Theme, sheet: QWidget) -> None:
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        margin = theme.metrics.page_margin
        self._title = Text("", theme, size=TextSize.HEADLINE, is_semibold=True)
        self._note = Text("", theme, role="muted")
        for text in (self._title, self._note):
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._back = Button("Back to Sales", ButtonKind.OUTLINE, theme)
        self._back.setToolTip("Back to the figures (Space)")
        self._back.clicked.connect(self.left)
        head = page_head((self._title, self._note), (self._back,))
        head.setContentsMargins(margin, 14, margin, 14)
        column.addLayout(head)
        column.addWidget(Hairline(theme))
        self._halves = QHBoxLayout()
        self._halves.setSpacing(0)
        self._reasons = self._make_reasons(theme)
        self._parting = Hairline(theme, is_upright=True)
        self._halves.addWidget(self._reasons)
        self._halves.addWidget(self._parting)
        self._halves.addLayout(self._make_lines(theme), 1)
        column.addLayout(self._halves, 1)

    def _make_reasons(self, theme: Theme) -> QWidget:
        pane = QWidget()
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 4, 0, 8)
        column.setSpacing(0)
        self.reasons = TextGrid(
            "Reasons",
            "Up and Down choose a reason; its lines stand beside",
            theme,
            is_by_row=True,
        )
        self.reasons.row_moved.connect(self._on_reason_chosen)
        self.reasons.row_opened.connect(self._on_reason_opened)
        column.addWidget(self.reasons, 1)
        switches = QVBoxLayout()
        switches.setContentsMargins(theme.metrics.page_margin - RING, 8, 14, 4)
        switches.setSpacing(4)
        self._ticks: dict[str, Tick] = {}
        for code, words in (
            ("internal", "Use internal lines"),
            ("warranty", "Use warranty lines"),
        ):
            tick = self._ticks[code] = Tick(words, "Count them in every figure", theme)
            tick.clicked.connect(self._on_switched)
            switches.addWidget(tick)
        column.addLayout(switches)
        return pane

    def _make_lines(self, theme: Theme) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(0)
        title = QHBoxLayout()
        title.setContentsMargins(14, 0, 14, 0)
        title.setSpacing(8)
        self._lines_title = Text("", theme, size=TextSize.TITLE, is_semibold=True)
        title.addWidget(self._lines_title, 1)
        self._export = Button("Export as CSV…", ButtonKind.OUTLINE, theme)
        self._export.setToolTip("Write all lines of this reason to a CSV file (Space)")
        self._export.clicked.connect(self._on_export)
        title.addWidget(self._export)
        column.addLayout(title)
        self._rule = Text("", theme, role="text2")
        self._rule.setWordWrap(True)
        self._rule.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        rule = QHBoxLayout()
        rule.setContentsMargins(14, 4, 14, 8)
        rule.addWidget(self._rule)
        column.addLayout(rule)
        self.lines = TextGrid(
            "Lines of this reason", "Arrows move, Ctrl+C copies; numbered as in the file", theme
        )
        self.lines.told.connect(self.told)
        self.lines.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.lines.customContextMenuRequested.connect(self._on_menu_wanted)
        column.addWidget(self.lines, 1)
        return column

    # What comes in

    def _on_counted(self, left: object) -> None:
        if not isinstance(left, LeftAside) or self._analysis is None:
            raise TypeError(type(left))
        sales = self._analysis.sales
        if sales is None:
            return
        self._counted = (sales, left)
        chosen = None if self._row is None else self._row.reason.code
        rows, self._places = reason_rows(left, self._numbers)
        self.reasons.show_rows(rows)
        self._fit()
        for code, tick in self._ticks.items():
            tick.setChecked(code in sales.switched_in)
            row = next(one for one in left.aside if one.reason.code == code)
            tick.setEnabled(bool(row.tally.lines))
        self._say_head()
        self._choose(chosen)

    def _say_head(self) -> None:
        if self._counted is None or self._analysis is None:
            return
        sales, left = self._counted
        self._title.setText(headline(sales, left, self._numbers))
        self._note.setText(equation(sales, self._analysis.replay, left, self._numbers))

    def _choose(self, code: str | None) -> None:
        """Show the lines of the reason that was looked at, else of the first with any."""
        self._row = None
        filled = [place for place, row in self._places.items() if row.tally.lines]
        same = [place for place in filled if self._places[place].reason.code == code]
        first = next(iter((*same, *filled)), None)
        if first is None:
            self._show_lines(None, TextRows())
        else:
            self.reasons.go_to((first, 0))
            self._on_reason_chosen(first)

    def _on_reason_chosen(self, place: int) -> None:
        row = self._places.get(place)
        if row is None or row is self._row or self._counted is None:
            return
        self._row = row
        if not row.tally.lines:
            self._reading.cancel()
            self._show_lines(row, TextRows())
            return
        self._rule.setText(self._rule_of(row))
        self._reading.ask("Reading lines", partial(read_aside, self._counted[0], row))

    def _on_reason_opened(self, _place: int) -> None:
        self.lines.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_read(self, found: object) -> None:
        if not isinstance(found, AsideLines):
            raise TypeError(type(found))
        if found.row is self._row:
            self._show_lines(found.row, line_rows(found.columns, self._numbers))

    def _show_lines(self, row: AsideRow | None, rows: TextRows) -> None:
        self.lines.show_rows(rows)
        self.lines.scrollToTop()
        self._export.setEnabled(bool(rows.rows))
        if row is None:
            self._lines_title.setText("Nothing was set aside, nothing noted")
            self._rule.setText("")
        else:
            self._lines_title.setText(lines_title(row, len(rows.rows), self._numbers))
            self._rule.setText(self._rule_of(row))

    def _rule_of(self, row: AsideRow) -> str:
        """Return the rule of a reason, and of lines that cannot be read what is wrong with them."""
        digest = "" if self._counted is None else self._counted[0].digest
        told = self.why_unread(digest) if row.reason.code == "unreadable" else ()
        return "\n".join((rule_text(row), *told))

    def _on_switched(self) -> None:
        """Sum the history anew; until that is done the old one stands."""
        sales, work = self._workspace.sales, self._workspace
        if sales is None:
            return
        reasons = frozenset(code for code, tick in self._ticks.items() if tick.isChecked())
        task = partial(switch, sales, reasons, work.design, work.question)
        self._desk.run("Adding up the lines", task, self._on_summed)

    def _on_summed(self, result: object) -> None:
        if not isinstance(result, Switched):
            raise TypeError(type(result))
        if result.analysis is not None:
            self._analyst.adopt(result.analysis)
        self._workspace.set_evidence(result.sales)

    def _on_export(self) -> None:
        if self._row is None:
            return
        dialog = QFileDialog(self, "Export the lines", str(self._settings.folder), "CSV (*.csv)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(f"{self._row.reason.code}.csv")
        dialog.fileSelected.connect(self._on_export_chosen)
        dialog.open()

    def _on_export_chosen(self, name: str) -> None:
        if self._row is None or self._counted is None:
            return
        path = Path(name)
        task = partial(export_aside, self._counted[0], self._row, path)
        self._desk.run(f"Writing {path.name}", task, self._on_exported, can_cancel=False)

    def _on_exported(self, sentence: object) -> None:
        self.told.emit(str(sentence))
