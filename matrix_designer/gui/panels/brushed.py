"""What lies under a brush: its dollars at once, its parts when they are added up, its tiers.

Knows a brush and answers about it; it adds nothing up.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from matrix_designer.analysis.density import Brush
from matrix_designer.analysis.priced_by import PricedBy
from matrix_designer.analysis.ranking import RankBy, Ranked, SoldParts, ordered, rank_parts
from matrix_designer.core.evidence import Tally
from matrix_designer.core.matrix import Matrix
from matrix_designer.gui.brush_words import (
    brush_words,
    tally_words,
    tier_place,
    tier_words,
)
from matrix_designer.gui.controls import Button, ButtonKind, Text, restyle
from matrix_designer.gui.explaining import add_why
from matrix_designer.gui.menu import Menu
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.explained_rows import facts_of_ranked
from matrix_designer.gui.panels.inset import inset
from matrix_designer.gui.panels.ranking_columns import (
    RankedRow,
    ranked_rows,
    ranking_spec,
    report_texts,
    text_columns,
    total_cells,
)
from matrix_designer.gui.tables.copying import put_on_clipboard
from matrix_designer.gui.tables.table import ReadTable
from matrix_designer.gui.theme import Theme

_MOST_TIERS = 3
_NOTHING = (
    "Drag over the chart, or press Enter on a cost band, to see the parts that sold there and "
    "the tier that prices them."
)


class BrushedPanel(QWidget):
    """A brush's parts and dollars.

    `tier_wanted(place)`: go to this row of the tier grid. `part_chosen(name)`: a part's row was
    carried out. `cleared()`: the brush is not wanted any more. `told(sentence)`.
    """

    told = Signal(str)
    tier_wanted = Signal(int)
    part_chosen = Signal(str)
    cleared = Signal()

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Start without a brush."""
        super().__init__(parent)
        self._theme = theme
        self._numbers = numbers
        self._rows: tuple[RankedRow, ...] = ()
        self._total: Ranked | None = None
        self._tells_sold = True
        self._places: list[int | None] = []
        self.words = Text("", theme, is_semibold=True)
        self.figures = Text("", theme, role="text2")
        for text in (self.words, self.figures):
            text.setWordWrap(True)
        self.clear = Button("Clear", ButtonKind.LINK, theme)
        self.clear.setToolTip("Take the brush away (Esc)")
        self.clear.setAccessibleName("Clear the brush")
        self.clear.clicked.connect(self.cleared)
        self.links = [Button("", ButtonKind.LINK, theme) for _ in range(_MOST_TIERS)]
        spec = ranking_spec(RankBy.PART, numbers)
        self.table = ReadTable(spec, theme, explains=facts_of_ranked)
        self.table.row_activated.connect(self._on_row_activated)
        self._note = Text("", theme, role="muted")
        self._note.setWordWrap(True)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._saying = QWidget()
        self._saying.setLayout(inset(self._note))
        self._stack.addWidget(self._saying)
        self.copy = QAction("&Copy the table", self)
        self.copy.setShortcut(QKeySequence.StandardKey.Copy)
        self.copy.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.copy.triggered.connect(self._on_copy)
        self.addAction(self.copy)
        self.table.menu_wanted.connect(self._on_menu_wanted)
        for link in self.links:
            link.clicked.connect(self._on_link)
        self._build()
        self.show_brush(None, None)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        restyle(self, theme)

    def tell_sold(self, *, is_known: bool) -> None:
        """Show the columns of sold dollars, or leave them out: a history may not tell them."""
        self._tells_sold = is_known
        self.table.set_spec(ranking_spec(RankBy.PART, self._numbers, tells_sold=is_known))

    def show_brush(self, brush: Brush | None, tally: Tally | None) -> None:
        """Show another brush with what it adds up to; its tiers and parts follow."""
        self.words.setText("" if brush is None else brush_words(brush, self._numbers))
        words = ""
        if tally is not None:
            words = tally_words(tally, self._numbers, tells_sold=self._tells_sold)
        self.figures.setText(words)
        for one in (self.words, self.figures, self.clear):
            one.setVisible(brush is not None)
        if brush is None:
            self.show_tiers((), Matrix(""))
        self.say(_NOTHING if brush is None else "")

    def show_tiers(self, by: Sequence[PricedBy], matrix: Matrix) -> None:
        """Offer the tiers that price the most of it."""
        self._places = []
        shown = [one for one in by if tier_place(one, matrix) is not None][:_MOST_TIERS]
        for link, one in zip(self.links, shown, strict=False):
            name = tier_words(one, matrix, self._numbers)
            percent = self._numbers.ratio(round(1000 * one.share), 10, 0)
            link.setText(f"Go to {name.partition(' (')[0]}, {percent} %")
            link.setToolTip(
                f"{name[:1].upper()}{name[1:]} prices {percent} % of these cost dollars"
            )
            link.updateGeometry()
            self._places.append(tier_place(one, matrix))
        for at, link in enumerate(self.links):
            link.setVisible(at < len(shown))

    def show_parts(self, parts: SoldParts) -> None:
        """Show the parts that were added up."""
        ranking = rank_parts(parts)
        self._rows = ranked_rows(ordered(ranking), RankBy.PART, ranking.total)
        self._total = ranking.total
        total = total_cells(ranking.total, self.table.spec, self._numbers)
        self.table.set_rows(self._rows, total)
        self._stack.setCurrentWidget(self.table)

    def say(self, sentence: str) -> None:
        """Show a sentence where the parts would stand."""
        self._rows, self._total = (), None
        self.table.set_rows(())
        self._note.setText(sentence)
        self._stack.setCurrentWidget(self._saying)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(2)
        column.addLayout(inset(self.words))
        column.addLayout(inset(self.figures))
        links = QHBoxLayout()
        links.setContentsMargins(8, 0, 8, 0)
        links.setSpacing(16)
        for link in self.links:
            links.addWidget(link)
        links.addStretch(1)
        links.addWidget(self.clear)
        column.addLayout(links)
        self._note.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._stack, 1)

    def _on_link(self) -> None:
        sender = self.sender()
        for link, place in zip(self.links, self._places, strict=False):
            if link is sender and place is not None:
                self.tier_wanted.emit(place)

    def _on_menu_wanted(self, at: QPoint) -> None:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.copy)
        add_why(menu, self.table)
        menu.popup(at)

    def _on_copy(self) -> None:
        if self._total is not None:
            by = RankBy.PART
            texts = report_texts(self._rows, self._total, by, tells_sold=self._tells_sold)
            put_on_clipboard(texts, text_columns(by), self._numbers)
            rows = self._numbers.count(len(self._rows))
            self.told.emit(f"{rows} rows and their total are on the clipboard")

    def _on_row_activated(self, row: int) -> None:
        name = self._rows[row].row.name
        if name:
            self.part_chosen.emit(name)
