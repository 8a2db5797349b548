"""One family looked at closely: its parts, the outliers among them, and what a shifted mix earns.

Knows a family's figures and the theme; it asks for no edit but to leave a part out.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from matrix_designer.analysis.families import SoldMember, gp_at
from matrix_designer.core.money import DOLLAR, divide_half_away
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.gui.controls import Button, ButtonKind, Text, fill_ground, restyle
from matrix_designer.gui.explaining import add_why
from matrix_designer.gui.grid.columns import Align, Cell, Column, GridSpec, Ink, RowHead
from matrix_designer.gui.menu import Menu
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.family_lines import FamilyLine
from matrix_designer.gui.panels.inset import inset
from matrix_designer.gui.panels.volume_slider import VolumeSlider
from matrix_designer.gui.tables.table import ReadTable
from matrix_designer.gui.texts import counted, signed
from matrix_designer.gui.theme import TextSize, Theme

_STEPS = 100
"""Steps of the slider: the middle is the mix as it sold, either end half of all pieces moved."""


class MixSlider(VolumeSlider):
    """A slider over the mix of a family: more of the cheapest at the left, of the dearest right."""

    def __init__(self, theme: Theme) -> None:
        """Start at the mix as it sold."""
        super().__init__(theme)
        self.set_steps(_STEPS)
        self.setValue(_STEPS // 2)
        self.setAccessibleName("Shift of the mix")
        self.setToolTip(
            "Have customers take more of the cheapest or of the dearest part (arrows 1 %, "
            "Page Up and Down 10 %)"
        )

    @property
    def moved(self) -> Fraction:
        """The share of all pieces that moves to the dearest part; below 0 to the cheapest."""
        return Fraction(self.value() - _STEPS // 2, _STEPS)


class FamilyMix(QWidget):
    """Members and mix of one family.

    `excluded(part)`: leave a part out of the family; `suggestion_wanted()`: find families.
    """

    excluded = Signal(str)
    suggestion_wanted = Signal()

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Start without a family."""
        super().__init__(parent)
        self._numbers = numbers
        self._line: FamilyLine | None = None
        self._shown: object = None
        self.title = Text("", theme, size=TextSize.TITLE, is_semibold=True)
        self.note = Text("", theme, role="muted")
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.table = ReadTable(_spec(numbers), theme, explains=_facts_of)
        self.slider = MixSlider(theme)
        self.outcome = Text("", theme)
        self.outcome.setWordWrap(True)
        self._ends = (
            Text("more of the cheapest", theme, role="muted"),
            Text("more of the dearest", theme, role="muted"),
        )
        self.leave_out = Button("Leave the part out", ButtonKind.LINK, theme)
        self.leave_out.setToolTip("Take the chosen part out of the family (Space)")
        self.leave_out.clicked.connect(self._on_leave_out)
        self.table.current_moved.connect(self._on_current_moved)
        self.table.menu_wanted.connect(self._on_menu_wanted)
        self.slider.valueChanged.connect(self._show_mix)
        self._build()
        fill_ground(self, theme.colours.surface)
        self.show_family(None)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 10, 8, 8)
        column.setSpacing(4)
        head = inset(self.title)
        head.addWidget(self.leave_out)
        column.addLayout(head)
        column.addLayout(inset(self.note))
        column.addWidget(self.table, 8)
        row = QHBoxLayout()
        row.setContentsMargins(8, 6, 8, 0)
        row.setSpacing(10)
        row.addWidget(self._ends[0])
        row.addWidget(self.slider, 1)
        row.addWidget(self._ends[1])
        column.addLayout(row)
        column.addLayout(inset(self.outcome))
        column.addStretch(1)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        fill_ground(self, theme.colours.surface)
        restyle(self, theme)

    def show_family(self, line: FamilyLine | None) -> None:
        """Show a family, or that none is chosen."""
        family = None if line is None else line.family
        seen = (family, None if line is None else line.figures)
        if seen == self._shown and self._line is not None:
            return
        if line is None or self._line is None or self._line.place != line.place:
            self.slider.setValue(_STEPS // 2)  # another family, at the mix as it sold
        self._shown, self._line = seen, line
        figures = None if line is None or family is None else line.figures
        members = () if figures is None else figures.members
        is_known = family is not None and bool(members)
        for part in (self.table, self.slider, self.outcome, self.leave_out, *self._ends):
            part.setVisible(is_known)
        self.title.setText("" if family is None else family.name)
        if line is None or family is None:
            self.note.setText("Choose a family to see its parts and what another mix would earn.")
            return
        if figures is None or not members:
            self.note.setText(
                "No part of it sold: say who belongs to it, or look at other sales. "
                "A part in two families belongs to the first."
            )
            return
        price = family.price
        rows = tuple(_Row(one, one in figures.outliers, price) for one in members)
        row = self.table.body.current_row
        self.table.set_rows(rows)
        self.table.setMaximumHeight(self.table.full_height())
        if 0 <= row < len(rows):
            self.table.body.go_to(row)
        self.note.setText(_words(line, self._numbers))
        self._show_mix()
        self._on_current_moved(row)

    def _show_mix(self) -> None:
        """Say what the price earns at the mix that the slider stands at."""
        line = self._line
        if line is None or line.family is None or line.figures is None:
            return
        price = line.family.price
        if price is None:
            self.outcome.setText("Type a factor, a GP % or a price, and move the mix.")
            return
        members, moved = line.figures.members, self.slider.moved
        now, then = gp_at(members, price), gp_at(members, price, moved)
        text = mix_words(now.gp_percent, then.gp_percent, moved, self._numbers)
        change = then.gp - now.gp
        dollars = divide_half_away(change.numerator, change.denominator * DOLLAR * 1_000)
        if moved:
            written = signed(self._numbers.count(dollars)) if dollars else "0"
            text = f"{text}, {written} GP $"
        self.outcome.setText(text)
        self.slider.set_words(text)

    def _on_current_moved(self, row: int) -> None:
        self.leave_out.setEnabled(row >= 0)

    def _on_menu_wanted(self, at: QPoint) -> None:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("&Leave it out of the family").triggered.connect(self._on_leave_out)
        add_why(menu, self.table)
        menu.popup(at)

    def _on_leave_out(self) -> None:
        row = self.table.body.current_row
        if self._line is not None and self._line.figures is not None:
            members = self._line.figures.members
            if 0 <= row < len(members):
                self.excluded.emit(members[row].part)


class _Row:
    """One member with what one price makes of it."""

    def __init__(self, member: SoldMember, is_outlier: bool, price: int | None) -> None:  # noqa: FBT001 - three facts
        self.member = member
        self.is_outlier = is_outlier
        self.price = price


def mix_words(now: float | None, then: float | None, moved: Fraction, numbers: Numbers) -> str:
    """Say what a family earns, and what it would with a shifted mix."""
    if now is None or then is None:
        return ""
    first = f"{numbers.fraction(Fraction(now), 1)} % GP at the mix as it sold"
    if not moved:
        return first
    share = numbers.fraction(abs(moved) * 100, 0)
    whom = "dearest" if moved > 0 else "cheapest"
    other = numbers.fraction(Fraction(then), 1)
    return f"{first}; with {share} % of the pieces gone to the {whom} part {other} %"


def _words(line: FamilyLine, numbers: Numbers) -> str:
    figures = line.figures
    if figures is None:
        return ""
    parts = [counted(len(figures.members), "part")]
    if line.average is not None:
        parts.append(f"average cost ${numbers.fraction(line.average / DOLLAR, 4)}, by pieces sold")
    if figures.outliers:
        parts.append(f"{counted(len(figures.outliers), 'outlier')}, far from the others")
    return "  \u00b7  ".join(parts)


def _facts_of(row: _Row) -> PartFacts:
    return PartFacts(0, part=row.member.part, description=row.member.description)


def _spec(numbers: Numbers) -> GridSpec[_Row]:
    return GridSpec(
        "Parts of the family",
        "",
        (
            Column("part", "Part", "", 9.0, _part, Align.LEFT),
            Column(
                *("description", "Description", "", 8.0, _description, Align.LEFT),
            ),
            Column(
                *("pieces", "Pieces", "", 6.0, partial(_pieces, numbers=numbers)),
            ),
            Column("cost", "Average cost", "", 7.0, partial(_cost, numbers=numbers)),
            Column(
                *("gp", "GP % at the price", "", 7.0, partial(_gp, numbers=numbers)),
            ),
            Column("told", "", "", 6.0, _told, Align.LEFT, spoken="Far from the rest"),
        ),
        _head,
        hides_first=("told", "description"),
        stretches="description",
    )


def _part(row: _Row) -> Cell:
    if row.is_outlier:
        return Cell(row.member.part, icon="triangle-alert", icon_ink=Ink.WARNING_GRAPHIC)
    return Cell(row.member.part)


def _description(row: _Row) -> Cell:
    return Cell(row.member.description, Ink.DERIVED)


def _pieces(row: _Row, numbers: Numbers) -> Cell:
    return Cell(numbers.pieces(row.member.pieces), Ink.DERIVED)


def _cost(row: _Row, numbers: Numbers) -> Cell:
    return Cell(numbers.fraction(row.member.average / DOLLAR, 2))


def _gp(row: _Row, numbers: Numbers) -> Cell:
    if row.price is None:
        return Cell("\u2013", Ink.MUTED)
    percent = Fraction(100) * (row.price - row.member.average) / row.price
    ink = Ink.ERROR if percent < 0 else Ink.DERIVED
    return Cell(numbers.fraction(percent, 1), ink, note="under cost" if percent < 0 else "")


def _told(row: _Row) -> Cell:
    return Cell("outlier", Ink.WARNING) if row.is_outlier else Cell()


def _head(row: _Row) -> RowHead:
    return RowHead("", f"Part {row.member.part}", note="outlier" if row.is_outlier else "")
