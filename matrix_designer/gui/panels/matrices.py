"""The list pane: the design's matrices, the matrix in force and the rules of the current one.

Reads a design and an analysis; the only thing that it changes is which matrix is looked at.
"""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from matrix_designer.core.design import Design
from matrix_designer.core.factor import FactorKind, plain_number
from matrix_designer.core.matrix import (
    CapRule,
    Ending,
    EndingKind,
    Fallback,
    FallbackKind,
    Floor,
    FloorKind,
    Matrix,
)
from matrix_designer.core.money import POINT
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.gui.controls import (
    Button,
    ButtonKind,
    Hairline,
    Text,
    fill_ground,
    paint_row_ground,
)
from matrix_designer.gui.icons import draw_icon
from matrix_designer.gui.numbers import MINUS, Numbers
from matrix_designer.gui.texts import counted, day_text
from matrix_designer.gui.theme import TextSize, Theme

_CAP_WORDS = {
    CapRule.LIST: "list price",
    CapRule.COST_PLUS_67: "cost + 67 %",
    CapRule.LOWER: "the lower",
    CapRule.HIGHER: "the higher",
}
_ROW = 38
_RULE = 21


class MatricesPane(QWidget):
    """Matrices, in force, rules.

    `matrix_chosen(name)`: another matrix is to be looked at. `record_requested()`: the user
    wants to read the matrix in force from a file.
    """

    matrix_chosen = Signal(str)
    record_requested = Signal()

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Make an empty pane."""
        super().__init__(parent)
        self._theme = theme
        self._numbers = numbers
        self._rows: list[MatrixRow] = []
        self.setFixedWidth(theme.metrics.matrices)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 10, 8, 8)
        column.setSpacing(0)
        column.addWidget(_head("Matrices", theme))
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        column.addLayout(self._list)
        column.addSpacing(14)
        column.addWidget(_head("In force", theme))
        self._in_force = InForceBlock(theme)
        column.addWidget(self._in_force)
        self._record = Button("Record it", ButtonKind.LINK, theme)
        self._record.setToolTip("Read the matrix that the DMS uses today from a file")
        self._record.clicked.connect(self.record_requested)
        inset = QVBoxLayout()
        inset.setContentsMargins(6, 0, 0, 0)
        inset.addWidget(self._record)
        column.addLayout(inset)
        column.addSpacing(10)
        column.addWidget(Hairline(theme))
        column.addSpacing(10)
        column.addWidget(_head("Rules", theme))
        self._rules = RulesBlock(theme)
        column.addWidget(self._rules)
        column.addStretch(1)
        fill_ground(self, theme.colours.surface)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        fill_ground(self, theme.colours.surface)
        for child in self.findChildren(QWidget):
            change = getattr(child, "set_theme", None)
            if callable(change):
                change(theme)

    def show_analysis(self, analysis: Analysis) -> None:
        """Show other matrices and figures."""
        design, summary = analysis.design, analysis.summary
        self._fit_rows(len(design.matrices))
        for row, matrix in zip(self._rows, design.matrices, strict=True):
            is_current = matrix.name == analysis.matrix.name
            share = self._percent(summary.gp_proposed) if is_current else ""
            row.show_matrix(matrix.name, counted(len(matrix.tiers), "tier"), share, is_current)
        in_force = design.in_force
        self._record.setVisible(in_force is None)
        if in_force is None:
            self._in_force.show_lines("Nothing on record", "", "")
        else:
            since = "" if in_force.since is None else day_text(in_force.since)
            words = f"Since {since}" if since else "On record, no date"
            tiers = counted(len(in_force.matrix.tiers), "tier")
            self._in_force.show_lines(words, tiers, self._percent(summary.gp_in_force))
        self._rules.show_rules(rules_of(analysis.matrix, design, self._numbers))

    def _percent(self, value: float | None) -> str:
        return "" if value is None else f"{self._numbers.fraction(Fraction(value), 1)} %"

    def _fit_rows(self, number: int) -> None:
        """Have as many rows as there are matrices."""
        while len(self._rows) > number:
            row = self._rows.pop()
            self._list.removeWidget(row)
            row.deleteLater()
        while len(self._rows) < number:
            row = MatrixRow(self._theme)
            row.chosen.connect(self.matrix_chosen)
            self._rows.append(row)
            self._list.addWidget(row)


def _head(text: str, theme: Theme) -> Text:
    head = Text(text, theme, is_semibold=True)
    head.setFixedHeight(26)
    head.setContentsMargins(6, 0, 0, 0)
    return head


class MatrixRow(QAbstractButton):
    """One matrix: its name, how many tiers, its GP %. `chosen(name)`: it was pressed."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        """Make an empty row."""
        super().__init__()
        self._theme = theme
        self._name = ""
        self._note = ""
        self._share = ""
        self._is_current = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._on_clicked)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    def show_matrix(self, name: str, note: str, share: str, is_current: bool) -> None:  # noqa: FBT001 - one of four texts of a row
        """Show another matrix."""
        if (name, note, share, is_current) == (
            self._name,
            self._note,
            self._share,
            self._is_current,
        ):
            return
        self._name, self._note, self._share = name, note, share
        self._is_current = is_current
        self.setAccessibleName(f"{name}, {note}")
        self.setToolTip(name)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for two lines."""
        return QSize(100, _ROW)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground of the current row, and the texts."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        c = self._theme.colours
        rect = QRectF(self.rect())
        paint_row_ground(painter, self, self._theme, c.window, is_current=self._is_current)
        name = self._theme.font(is_semibold=self._is_current)
        width = rect.width() - 16
        painter.setFont(name)
        painter.setPen(c.text)
        shown = QFontMetricsF(name).elidedText(self._name, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QPointF(8, 16), shown)
        _two_ends(painter, self._theme, rect, (self._note, self._share), 31)
        painter.end()

    def _on_clicked(self) -> None:
        self.chosen.emit(self._name)


def _two_ends(
    painter: QPainter, theme: Theme, rect: QRectF, texts: tuple[str, str], base: float
) -> None:
    """Write a small note at the left and a figure at the right of one line."""
    font = theme.number_font(TextSize.CAPTION)
    painter.setFont(font)
    painter.setPen(theme.colours.text2)
    painter.drawText(QPointF(8, base), texts[0])
    width = QFontMetricsF(font).horizontalAdvance(texts[1])
    painter.drawText(QPointF(rect.right() - 8 - width, base), texts[1])


class InForceBlock(QWidget):
    """The matrix in force: since when, how many tiers, its GP %."""

    def __init__(self, theme: Theme) -> None:
        """Make an empty block."""
        super().__init__()
        self._theme = theme
        self._texts = ("", "", "")
        self.setFixedHeight(40)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    def show_lines(self, since: str, tiers: str, share: str) -> None:
        """Show other texts."""
        if (since, tiers, share) == self._texts:
            return
        self._texts = (since, tiers, share)
        self.setFixedHeight(40 if tiers else 22)
        self.setAccessibleName(f"In force: {since}, {tiers} {share}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lock and the texts."""
        painter = QPainter(self)
        c = self._theme.colours
        since, tiers, share = self._texts
        left = 8.0
        if tiers:
            draw_icon(painter, "lock", c.muted, QRectF(8, 3, 14, 14))
            left = 27.0
        painter.setFont(self._theme.number_font())
        painter.setPen(c.in_force)
        painter.drawText(QPointF(left, 15), since)
        _two_ends(painter, self._theme, QRectF(self.rect()), (tiers, share), 33)
        painter.end()


class RulesBlock(QWidget):
    """The rules of a matrix, one a line, read only."""

    def __init__(self, theme: Theme) -> None:
        """Make an empty block."""
        super().__init__()
        self._theme = theme
        self._rules: tuple[tuple[str, str], ...] = ()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    @property
    def rules(self) -> tuple[tuple[str, str], ...]:
        """Name and value of every rule."""
        return self._rules

    def show_rules(self, rules: tuple[tuple[str, str], ...]) -> None:
        """Show other rules."""
        if rules == self._rules:
            return
        self._rules = rules
        self.setFixedHeight(_RULE * len(rules) + 2)
        self.setAccessibleName("Rules")
        self.setAccessibleDescription(", ".join(f"{name} {value}" for name, value in rules))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint names in muted at the left and values at the right."""
        painter = QPainter(self)
        font = self._theme.number_font()
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        right = self.width() - 8
        for place, (name, value) in enumerate(self._rules):
            base = place * _RULE + 16
            painter.setPen(self._theme.colours.muted)
            painter.drawText(QPointF(8, base), name)
            painter.setPen(self._theme.colours.text)
            painter.drawText(QPointF(right - metrics.horizontalAdvance(value), base), value)
        painter.end()


def rules_of(matrix: Matrix, design: Design, numbers: Numbers) -> tuple[tuple[str, str], ...]:
    """Say in short texts how a matrix turns a cost into a price."""
    rules = [("Look up by", matrix.lookup.value), ("Combine", matrix.mode.value)]
    if matrix.cap is None:
        rules.append(("Cap above", "none"))
    else:
        rules.append(("Cap above", f"${numbers.money(matrix.cap.above)}"))
        rules.append(("then", _CAP_WORDS[matrix.cap.rule]))
    rails = matrix.rails
    ceiling = "none" if rails.ceiling is None else _over("list", rails.ceiling, numbers)
    rules.append(("Ceiling", ceiling))
    if rails.is_not_below_list:
        rules.append(("Never under", "list"))
    rules.append(("Floor", _floor(rails.floor, numbers)))
    rules.append(("Ending", _ending(matrix.ending)))
    rules.append(("No tier", _fallback(matrix.fallback)))
    goal = "none" if design.goal is None else f"{numbers.ratio(design.goal, POINT, 1)} % GP"
    rules.append(("Goal", goal))
    if design.bare_percent is not None:
        is_markup = design.bare_percent is FactorKind.MARKUP
        rules.append(("Bare %", "markup" if is_markup else "percent of"))
    return tuple(rules)


def _over(word: str, percent: int, numbers: Numbers) -> str:
    sign = MINUS if percent < 0 else "+"
    return f"{word} {sign} {numbers.typed(plain_number(abs(percent)))} %"


def _floor(floor: Floor | None, numbers: Numbers) -> str:
    if floor is None:
        return "none"
    if floor.kind is FloorKind.MARKUP:
        return _over("cost", floor.percent, numbers)
    sign = MINUS if floor.percent < 0 else ""
    return f"{sign}{numbers.typed(plain_number(abs(floor.percent)))} % GP"


def _ending(ending: Ending | None) -> str:
    if ending is None:
        return "none"
    cents = "whole $" if ending.kind is EndingKind.WHOLE else ending.kind.value
    return f"up to {cents}" if ending.is_up else f"nearest {cents}"


def _fallback(fallback: Fallback) -> str:
    if fallback.kind is FallbackKind.UNPRICED:
        return "no price"
    if fallback.kind is FallbackKind.LIST or fallback.factor is None:
        return "list price"
    return f"cost {fallback.factor.text}"
