"""The Compare page: what changes against the matrix in force, in total, by tier and by part.

Shows an analysis; it prices nothing and changes no design.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from matrix_designer.analysis.comparison import Comparison, compare
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.gui.controls import RING, Hairline, Text, fill_ground, restyle
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.pages.before_after import BeforeAfter
from matrix_designer.gui.panels.bridge_panel import BridgePanel
from matrix_designer.gui.panels.compare_figures import CompareFigures
from matrix_designer.gui.panels.compare_words import Head, head_of, name_of
from matrix_designer.gui.panels.empty_state import EmptyState
from matrix_designer.gui.theme import TextSize, Theme

_TOP = 18


class ComparePage(QWidget):
    """The sentence, the figures, the waterfall and what changes most.

    `import_wanted()`: sales are to be read. `tier_wanted(place)`: go to a tier, counted from 0.
    """

    import_wanted = Signal()
    tier_wanted = Signal(int)

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Start without an analysis."""
        super().__init__(parent)
        self._theme = theme
        self._numbers = numbers
        self._analysis: Analysis | None = None
        self._head: Head | None = None
        fill_ground(self, theme.colours.surface)
        self.setAccessibleName("Compare")
        column = QVBoxLayout(self)
        margin = theme.metrics.page_margin
        column.setContentsMargins(margin, _TOP, margin, 8)
        column.setSpacing(4)
        column.addLayout(self._make_head(theme))
        self.figures = CompareFigures(theme)
        self._beside = QHBoxLayout()
        self._beside.setSpacing(24)
        self._beside.addWidget(self.figures, 1)
        column.addLayout(self._beside)
        column.addSpacing(10)
        self.bridge = BridgePanel(theme, numbers)
        self.bridge.tier_chosen.connect(self.tier_wanted)
        column.addWidget(self.bridge, 1)
        self._empty = EmptyState(
            "git-compare-arrows",
            "No sales to compare on",
            "A comparison re-prices what was really sold, under both matrices.\n"
            "A year of invoice lines from the DMS is enough.",
            "Import sales",
            theme,
        )
        self._empty.wanted.connect(self.import_wanted)
        column.addWidget(self._empty, 1)
        self._line = Hairline(theme)
        column.addWidget(self._line)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        fill_ground(self, theme.colours.surface)
        restyle(self, theme)

    def show_analysis(self, analysis: Analysis) -> None:
        """Compare anew, where anything that counts here changed."""
        self._analysis = analysis
        compared = comparison_of(analysis)
        for widget in (self.figures, self.bridge):
            widget.setVisible(compared is not None)
        self._empty.setVisible(compared is None)
        self.toggle.set_possible(is_possible=compared is not None)
        if compared is None:
            self._head = None
            self._sentence.setText("What would change")
            self._basis.setText(f"{analysis.matrix.name}, proposed")
            return
        other = name_of(compared.compared_with, "the other version")
        self._head = head_of(analysis, compared, other, self._numbers)
        self.figures.show_figures(self._head.figures)
        self.bridge.show_bridge(compared.bridge, analysis, other)
        self._say()

    def stop(self) -> None:
        """Wait for what still runs; the window closes."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Switch between before and after with Space wherever nothing else wants it."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.toggle.switch()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the new width."""
        super().resizeEvent(event)

    def _make_head(self, theme: Theme) -> QHBoxLayout:
        """Make the sentence over what it rests on, and the toggle beside them."""
        row = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(4)
        self._sentence = Text("", theme, size=TextSize.HEADLINE, is_semibold=True)
        self._basis = Text("", theme, role="muted")
        for text in (self._sentence, self._basis):
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.addWidget(text)
        row.addLayout(words, 1)
        self.toggle = BeforeAfter(theme)
        self.toggle.switched.connect(self._on_switched)
        row.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignTop)
        row.setContentsMargins(0, 0, RING, 0)
        return row

    def _say(self) -> None:
        if self._head is not None:
            is_before = self.toggle.is_before
            head = self._head
            self._sentence.setText(head.sentence_before if is_before else head.sentence)
            self._basis.setText(head.basis)

    def _on_switched(self, is_before: bool) -> None:  # noqa: FBT001 - a signal's
        self.figures.set_before(is_before=is_before)
        self.bridge.set_before(is_before=is_before)
        self._say()


def comparison_of(analysis: Analysis) -> Comparison | None:
    """Return the comparison of an analysis; None without sales."""
    states, replay = analysis.states, analysis.replay
    if replay is None or states.priced is None or states.sums is None:
        return None
    return compare(analysis.matrix, replay, states.priced, states.sums)
