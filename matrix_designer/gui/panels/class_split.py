"""What each class earns, and what captive parts must earn for the goal (source 001 ingredient 5).

Knows the split and how it is worded; captive is the department's own word and proves nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from matrix_designer.analysis.classes import CaptiveGoal, ClassFigures, captive_goal
from matrix_designer.gui.controls import Text, fill_ground, restyle
from matrix_designer.gui.grid.columns import Align, Cell, Column, GridSpec, Ink, RowHead
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.inset import inset
from matrix_designer.gui.tables.table import ReadTable
from matrix_designer.gui.theme import TextSize, Theme

_PROVES_NOTHING = (
    "That only the dealer sells a part does not prove that its buyers ignore the price."
)


@dataclass(frozen=True, slots=True)
class _Row:
    """One class among all: `greatest` and `total` are cost dollars, extended."""

    figures: ClassFigures
    greatest: int
    total: int


class ClassSplit(QWidget):
    """The split by class, and the captive GP that the goal needs."""

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Start without figures."""
        super().__init__(parent)
        self._numbers = numbers
        self.title = Text("What each class earns", theme, size=TextSize.TITLE, is_semibold=True)
        self.table = ReadTable(_spec(numbers), theme)
        self.goal = Text("", theme, is_semibold=True)
        self.note = Text("", theme, role="muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(3)
        column.addLayout(inset(self.title))
        column.addWidget(self.table)
        for text in (self.goal, self.note):
            text.setWordWrap(True)
            text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            column.addLayout(inset(text, top=2))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        fill_ground(self, theme.colours.surface)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        fill_ground(self, theme.colours.surface)
        restyle(self, theme)
        self.table.setFixedHeight(self.table.full_height())

    def show_split(self, split: Sequence[ClassFigures], goal: int | None) -> None:
        """Show what each class earns; `goal` is in percent units, None without one."""
        total = sum(one.cost for one in split)
        greatest = max((one.cost for one in split), default=0)
        self.table.set_rows(tuple(_Row(one, greatest, total) for one in split))
        self.table.setFixedHeight(self.table.full_height())
        self.table.setVisible(bool(split))
        if not split:
            self.goal.setText("")
            self.note.setText("Import sales to see what each class earns.")
        elif goal is None:
            self.goal.setText("")
            self.note.setText(f"Set a goal in the figures above. {_PROVES_NOTHING}")
        else:
            self.goal.setText(goal_words(captive_goal(split, goal), self._numbers))
            self.note.setText(f"Parts without a class count as captive. {_PROVES_NOTHING}")


def goal_words(goal: CaptiveGoal, numbers: Numbers) -> str:
    """Say what captive parts must earn at the present mix."""
    wanted = numbers.ratio(goal.goal, 10_000, 1)
    if goal.gp_percent is None:
        return f"The goal of {wanted} % is met whatever captive parts earn."
    needed = numbers.fraction(Fraction(goal.gp_percent), 1)
    words = f"For the goal of {wanted} % captive parts need {needed} % GP at the present mix"
    if goal.present is None:
        return f"{words}."
    return f"{words}; they earn {numbers.fraction(Fraction(goal.present), 1)} %."


def _spec(numbers: Numbers) -> GridSpec[_Row]:
    return GridSpec(
        "What each class earns",
        "",
        (
            Column("class", "Class", "", 10.0, _name, Align.LEFT),
            Column("pieces", "Pieces", "", 6.5, partial(_pieces, numbers=numbers)),
            Column("cost", "Cost $", "", 8.0, partial(_cost, numbers=numbers)),
            Column(
                *("sold", "GP % sold", "", 7.0, partial(_sold, numbers=numbers)),
                spoken="GP % as sold",
            ),
            Column(
                *("gp", "Proposed", "", 7.0, partial(_gp, numbers=numbers)),
                head_ink=Ink.ACCENT,
                spoken="GP % proposed",
            ),
            Column(
                *("share", "% of cost $", "", 10.0, partial(_share, numbers=numbers)),
                has_bar=True,
                spoken="share of cost dollars in percent",
            ),
        ),
        _head,
        hides_first=("share", "pieces"),
    )


def _name(row: _Row) -> Cell:
    found = row.figures.part_class
    return Cell("no class", Ink.DERIVED) if found is None else Cell(found.value)


def _pieces(row: _Row, numbers: Numbers) -> Cell:
    return Cell(numbers.pieces(row.figures.pieces), Ink.DERIVED)


def _cost(row: _Row, numbers: Numbers) -> Cell:
    return Cell(numbers.dollars(row.figures.cost), Ink.DERIVED)


def _sold(row: _Row, numbers: Numbers) -> Cell:
    sold, cost = row.figures.sold, row.figures.cost
    if not sold:
        return Cell("\u2013", Ink.MUTED)
    return Cell(numbers.ratio(100 * (sold - cost), sold, 1), Ink.MUTED)


def _gp(row: _Row, numbers: Numbers) -> Cell:
    percent = row.figures.gp_percent
    if percent is None:
        return Cell("\u2013", Ink.MUTED)
    return Cell(numbers.fraction(Fraction(percent), 1))


def _share(row: _Row, numbers: Numbers) -> Cell:
    if not row.total:
        return Cell("\u2013", Ink.MUTED)
    text = numbers.ratio(100 * row.figures.cost, row.total, 1)
    return Cell(text, Ink.DERIVED, bar=row.figures.cost / row.greatest if row.greatest else 0.0)


def _head(row: _Row) -> RowHead:
    found = row.figures.part_class
    return RowHead("", "no class" if found is None else found.value)
