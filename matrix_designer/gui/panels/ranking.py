"""The ranking report: by cost band, source, class, person, store or part.

Knows rankings and what is asked of them by signals; it sums nothing and writes no file.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from matrix_designer.analysis.density import Brush
from matrix_designer.analysis.ranking import (
    ASKED,
    Measure,
    RankBy,
    Ranked,
    Ranking,
    SoldParts,
    ordered,
    rank_parts,
)
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.gui.controls import Button, ButtonKind, Text, restyle
from matrix_designer.gui.explaining import add_why
from matrix_designer.gui.menu import Menu
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.explained_rows import facts_of_ranked
from matrix_designer.gui.panels.inset import inset, start_with_tables
from matrix_designer.gui.panels.pane_tabs import PaneTabs
from matrix_designer.gui.panels.ranking_columns import (
    SORTS,
    RankedRow,
    ranked_rows,
    ranking_spec,
    report_texts,
    text_columns,
    total_cells,
)
from matrix_designer.gui.tables.copying import csv_of, put_on_clipboard
from matrix_designer.gui.tables.table import ReadTable
from matrix_designer.gui.theme import TextSize, Theme

WAYS = (
    *(RankBy.COST, RankBy.SOURCE, RankBy.CLASS, RankBy.COUNTERPERSON, RankBy.STORE, RankBy.PART),
)
_NAMES = ("Cost", "Source", "Class", "Counterperson", "Store", "Part")
_NOBODY = {
    RankBy.COUNTERPERSON: "No line of this history names a counterperson.",
    RankBy.STORE: "No line of this history names a store.",
}
_NOTHING = "Nothing was sold."


class RankingPanel(QWidget):
    """One ranking at a time.

    `lines_wanted()`: what the rows stand for now is to be added up from the single lines;
    show_asked or say_instead follows. `verb_wanted()`: the verb beside what is said was pressed.
    `band_chosen(brush)`: a cost band's row was carried out; `part_chosen(name)`: a part's.
    `csv_wanted(name, data)`: write this into a file; `told(sentence)`.
    `rows_changed()`: it needs another height.
    """

    lines_wanted = Signal()
    verb_wanted = Signal()
    band_chosen = Signal(object)
    part_chosen = Signal(str)
    csv_wanted = Signal(str, object)
    told = Signal(str)
    rows_changed = Signal()

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Start without a history."""
        super().__init__(parent)
        self._numbers = numbers
        self._rankings: Mapping[RankBy, Ranking] = {}
        self._asked: dict[RankBy, SoldParts] = {}
        self._by = RankBy.COST
        self._tells_sold = True
        self._sorted = (Measure.COST, True)
        self._rows: tuple[RankedRow, ...] = ()
        self._total: Ranked | None = None
        self.tabs = PaneTabs(_NAMES, theme)
        self.table = ReadTable(
            ranking_spec(self._by, numbers), theme, SORTS, explains=self._facts_of
        )
        self._words = Text("", theme, role="muted")
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.verb = Button("", ButtonKind.LINK, theme)
        self.verb.setToolTip("Adding up millions of single lines takes some seconds")
        self.verb.clicked.connect(self.verb_wanted)
        self._saying = self._make_saying()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._saying)
        self._make_verbs(theme)
        self._build(theme)
        self.tabs.chosen.connect(self._on_tab_chosen)
        self.table.sort_wanted.connect(self._on_sort_wanted)
        self.table.row_activated.connect(self._on_row_activated)
        self.table.menu_wanted.connect(self._on_menu_wanted)
        self.tabs.choose(0)

    @property
    def by(self) -> RankBy:
        """What the rows stand for."""
        return self._by

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        restyle(self, theme)
        for button in (self._copy_button, self._export_button):  # the tabs know their own only
            button.set_theme(theme)

    def full_height(self) -> int:
        """Return the height at which no row is cut off."""
        above = self._column.sizeHint().height() + self._sheet.spacing()
        return above + self.table.full_height()

    def tell_sold(self, *, is_known: bool) -> None:
        """Show the columns of sold dollars, or leave them out: a history may not tell them."""
        if is_known is not self._tells_sold:
            self._tells_sold = is_known
            self._sorted = (Measure.COST, True)
            self._set_spec()

    def show_rankings(self, rankings: Mapping[RankBy, Ranking]) -> None:
        """Show another history."""
        self._rankings = rankings
        self._asked = {}
        self._show()

    def show_asked(self, asked: SoldParts) -> None:
        """Show the parts, or the people, that were asked for."""
        self._asked[asked.by] = asked
        self._show()

    def say_instead(self, sentence: str, verb: str = "") -> None:
        """Say why there are no parts or people, or not yet, and what can be done about it."""
        if self._by in ASKED and not self._asked.get(self._by):
            self._words.setText(sentence)
            self.verb.setText(verb)
            self.verb.setVisible(bool(verb))
            self.verb.updateGeometry()
            self._stack.setCurrentWidget(self._saying)

    def _make_verbs(self, theme: Theme) -> None:
        self.copy = QAction("&Copy the table", self)
        self.copy.setShortcut(QKeySequence.StandardKey.Copy)
        self.copy.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.copy.triggered.connect(self._on_copy)
        self.export = QAction("&Export as CSV…", self)
        self.export.triggered.connect(self._on_export)
        self.addActions([self.copy, self.export])
        self._copy_button = Button("Copy", ButtonKind.LINK, theme)
        self._copy_button.setToolTip("Copy the whole table as text and as a table (Ctrl+C)")
        self._copy_button.clicked.connect(self.copy.trigger)
        self._export_button = Button("Export…", ButtonKind.LINK, theme)
        self._export_button.setToolTip("Write the whole table into a CSV file")
        self._export_button.clicked.connect(self.export.trigger)

    def _make_saying(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(8, 12, 8, 0)
        column.addWidget(self._words)
        column.addWidget(self.verb)
        column.addStretch(1)
        return made

    def _build(self, theme: Theme) -> None:
        self._sheet = sheet = QVBoxLayout(self)
        sheet.setContentsMargins(0, 0, 0, 0)
        sheet.setSpacing(4)
        self._column = column = QVBoxLayout()  # what stands over the table
        column.setSpacing(4)
        title = inset(Text("Where the money is", theme, size=TextSize.TITLE, is_semibold=True))
        title.setSpacing(14)
        title.addWidget(self._copy_button)
        title.addWidget(self._export_button)
        column.addLayout(title)
        start_with_tables(self.tabs)
        column.addWidget(self.tabs)
        sheet.addLayout(column)
        sheet.addWidget(self._stack, 1)

    def _ranking(self) -> Ranking | None:
        if self._by not in ASKED:
            return self._rankings.get(self._by)
        asked = self._asked.get(self._by)
        if not asked:
            return None
        measure, is_descending = self._sorted
        return rank_parts(asked, measure, is_descending=is_descending)

    def _show(self) -> None:
        """Show the ranking in its order, with an accent line where most of the money ends."""
        ranking = self._ranking()
        if ranking is None:
            self._rows, self._total = (), None
            self.table.set_rows(())
            if self._by in self._asked:
                self.say_instead(_NOBODY.get(self._by, _NOTHING))
            elif self._by in ASKED and self._rankings:
                self.lines_wanted.emit()
            return
        measure, is_descending = self._sorted
        rows = ordered(ranking, measure, is_descending=is_descending)
        self._rows = ranked_rows(rows, self._by, ranking.total)
        self._total = ranking.total
        strong = sum(row.is_strong for row in self._rows)
        is_ranked = self._sorted == (Measure.COST, True) and 0 < strong < len(self._rows)
        self._stack.setCurrentWidget(self.table)
        self.table.set_sorted(measure.value, is_descending=is_descending)
        self.table.set_rows(
            self._rows,
            total_cells(ranking.total, self.table.spec, self._numbers),
            strong - 1 if is_ranked else None,
        )
        self.rows_changed.emit()

    def _on_tab_chosen(self, place: int) -> None:
        self._by = WAYS[place]
        self._sorted = (Measure.COST, True)
        self._set_spec()
        self._show()

    def _set_spec(self) -> None:
        spec = ranking_spec(self._by, self._numbers, tells_sold=self._tells_sold)
        self.table.set_spec(spec)

    def _on_sort_wanted(self, key: str) -> None:
        """Sort by a column, highest first, names first to last; a second press turns it round."""
        measure = Measure(key)
        was, is_descending = self._sorted
        first = measure is not Measure.NAME
        self._sorted = (measure, not is_descending if measure is was else first)
        self._show()

    def _on_row_activated(self, place: int) -> None:
        row = self._rows[place].row
        if self._by is RankBy.COST:
            self.band_chosen.emit(Brush(row.low, row.high))
        elif self._by is RankBy.PART and row.name:
            self.part_chosen.emit(row.name)

    def _on_menu_wanted(self, at: QPoint) -> None:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self.copy, self.export])
        add_why(menu, self.table)
        menu.popup(at)

    def _facts_of(self, row: RankedRow) -> PartFacts | None:
        return facts_of_ranked(row) if self._by is RankBy.PART else None

    def _texts(self) -> tuple[tuple[str, ...], ...]:
        if self._total is None:
            return ()
        return report_texts(self._rows, self._total, self._by, tells_sold=self._tells_sold)

    def _on_copy(self) -> None:
        texts = self._texts()
        if texts:
            put_on_clipboard(texts, text_columns(self._by), self._numbers)
            self.told.emit(
                f"{self._numbers.count(len(texts) - 2)} rows and their total are on the clipboard"
            )

    def _on_export(self) -> None:
        texts = self._texts()
        if texts:
            name = f"ranking by {self._by.value}.csv"
            self.csv_wanted.emit(name, csv_of(texts, text_columns(self._by)))
