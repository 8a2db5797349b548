"""The head of the Sales page: where the money is in one sentence, and what the figures rest on.

Knows figures and how they are worded.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from matrix_designer.analysis.ranking import MOST_MONEY
from matrix_designer.analysis.sales_figures import THUMB, SalesFigures
from matrix_designer.core.evidence import Sales
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.gui.brush_words import band_words
from matrix_designer.gui.controls import Button, ButtonKind, Text, restyle
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.status_words import lines_words
from matrix_designer.gui.theme import TextSize, Theme


class SalesHead(QWidget):
    """Headline and basis. `set_aside_wanted()`: show what was left out."""

    set_aside_wanted = Signal()

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Start without a history."""
        super().__init__(parent)
        self._numbers = numbers
        self.headline = Text("", theme, size=TextSize.HEADLINE, is_semibold=True)
        self.headline.setWordWrap(True)
        self.basis = Text("", theme, role="muted")
        self.basis.setWordWrap(True)
        self.set_aside = Button("What was set aside…", ButtonKind.LINK, theme)
        self.set_aside.setToolTip("Show the lines that are not in these figures, and why")
        self.set_aside.clicked.connect(self.set_aside_wanted)
        self.set_aside.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 10, 24, 10)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.headline, 1)
        row.addWidget(self.set_aside)
        column.addLayout(row)
        column.addWidget(self.basis)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        restyle(self, theme)

    def say(self, sentence: str) -> None:
        """Say what is going on in place of the figures."""
        self.headline.setText(sentence)
        self.basis.setText("")

    def offer_set_aside(self) -> None:
        """Offer the page of what was set aside: there is one."""
        self.set_aside.show()

    def show_figures(self, figures: SalesFigures, analysis: Analysis) -> None:
        """Say where a history's money is, and what is known of its lines."""
        self.headline.setText(describe_money(figures, self._numbers))
        self.basis.setText(describe_history(analysis, figures.sales, self._numbers))


def describe_money(figures: SalesFigures, numbers: Numbers) -> str:
    """Say which round band holds most, and what the rule of thumb's band does."""
    bracket, everything = figures.bracket, figures.sales.used.cost
    if bracket is None or everything <= 0:
        return "Nothing was sold"
    percent = numbers.ratio(round(bracket.share * 100), 100, 0)
    band = band_words(bracket.low, bracket.high, numbers)
    words = f"{percent} % of cost dollars sit in parts that cost {band}"
    if (bracket.low, bracket.high) == THUMB:
        return words
    thumb = numbers.share(figures.thumb, everything, MOST_MONEY)
    return f"{words}; {band_words(*THUMB, numbers)} hold {thumb} %"


def describe_history(analysis: Analysis, sales: Sales, numbers: Numbers) -> str:
    """Say what the figures rest on, in the words of the status bar, and how many parts sold.

    Lines that no tier prices were sold all the same, so that they count on this page.
    """
    parts = lines_words(analysis, numbers)
    if analysis.replay is not None and analysis.replay.unpriced.lines:
        parts[-1] += ", counted here as sold"
    if sales.parts:
        parts.append(f"{numbers.count(sales.parts)} {'part' if sales.parts == 1 else 'parts'}")
    if not sales.is_sold_known:
        parts.append("sold prices unknown")
    return "  ·  ".join(parts)
