"""The sources of the sales beside the rules: which nobody thought of, with their dollars.

Shows sources and the treatments that they can be put on; what a drop makes of the plan is asked
for by signals. Knows no rule beyond its number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from matrix_designer.analysis.plan_sources import SoldSource
from matrix_designer.core.plan import Treatment
from matrix_designer.gui.controls import Hairline, Text, fill_ground, restyle
from matrix_designer.gui.grid.columns import Align, Cell, Column, GridSpec, Ink, RowHead
from matrix_designer.gui.icons import icon_pixmap
from matrix_designer.gui.menu import Menu
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.inset import inset
from matrix_designer.gui.panels.uncovered_board import ICONS, Offer, TreatmentBoard, TreatmentRow
from matrix_designer.gui.panels.uncovered_drag import Landing, SourceDrag
from matrix_designer.gui.tables.table import ReadTable
from matrix_designer.gui.texts import counted, with_dollar
from matrix_designer.gui.theme import TextSize, Theme

_NO_NAME = "no source"
_MENU_ICON = 16


class SourcesPanel(QWidget):
    """Sources and treatments.

    `treatment_wanted(source, treatment)`: put a source or a class on a treatment;
    `rule_wanted(place)`: go to a rule, counted from 0.
    """

    help_anchor = "sources"
    treatment_wanted = Signal(object, object)
    rule_wanted = Signal(int)

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Start without sales."""
        super().__init__(parent)
        self._theme = theme
        self._numbers = numbers
        self._sources: tuple[SoldSource, ...] = ()
        self._offers: tuple[Offer, ...] = ()
        self._elsewhere: tuple[Landing, ...] = ()
        self._is_beside = False
        self.title = Text("Sources in the sales", theme, size=TextSize.TITLE, is_semibold=True)
        self.note = Text("", theme, role="muted")
        self.note.setWordWrap(True)
        self.table = ReadTable(_spec(numbers), theme)
        self.hint = Text("", theme, role="muted")
        self.hint.setWordWrap(True)
        self.board = TreatmentBoard(theme)
        self.board.chosen.connect(self._on_treatment_chosen)
        self.table.row_activated.connect(self._on_row_activated)
        self.table.menu_wanted.connect(self._open_menu)
        self.table.current_moved.connect(self._on_current_moved)
        self._drag = SourceDrag(self.table.body.viewport(), self._held_at, theme, self)
        self._build()
        fill_ground(self, theme.colours.surface)

    def _build(self) -> None:
        halves = QHBoxLayout(self)
        halves.setContentsMargins(8, 8, 8, 8)
        halves.setSpacing(10)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        for half in (self._left, self._right):
            half.setSpacing(2)
        self._left.addLayout(inset(self.title))
        self._left.addLayout(inset(self.note, bottom=4))
        self._left.addWidget(self.table, 8)
        self._line = Hairline(self._theme)
        self._left.addWidget(self._line)
        self._lower = QWidget()
        below = QVBoxLayout(self._lower)
        below.setContentsMargins(0, 8, 0, 0)
        below.setSpacing(2)
        head = Text("Drop a source on a treatment", self._theme, is_semibold=True)
        below.addLayout(inset(head))
        below.addLayout(inset(self.hint, bottom=2))
        below.addWidget(self.board)
        self._lower.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._left.addWidget(self._lower)
        self._left.addStretch(1)
        self._right.addStretch(1)
        halves.addLayout(self._left, 2)
        halves.addLayout(self._right)
        self._halves = halves
        for text in (self.note, self.hint):
            text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        fill_ground(self, theme.colours.surface)
        restyle(self, theme)
        self._drag.set_theme(theme)
        self.table.setMaximumHeight(self.table.full_height())

    def set_beside(self, *, is_beside: bool) -> None:
        """Put the treatments beside the sources, where there is the width, or below them."""
        if is_beside == self._is_beside:
            return
        self._is_beside = is_beside
        self._line.setVisible(not is_beside)
        self._halves.setStretch(1, 1 if is_beside else 0)
        if is_beside:
            self._left.removeWidget(self._lower)
            self._right.insertWidget(0, self._lower)
        else:
            self._right.removeWidget(self._lower)
            self._left.insertWidget(self._left.count() - 1, self._lower)

    def set_landings(self, landings: tuple[Landing, ...]) -> None:
        """Let sources be dropped elsewhere too: on the rules."""
        self._elsewhere = landings
        self._set_landings()

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Offer other treatments."""
        if tuple(offers) != self._offers:
            self._offers = tuple(offers)
            self._show_board()
            self._set_landings()

    def show_sources(
        self, sources: Sequence[SoldSource], *, has_sales: bool, has_plan: bool = True
    ) -> None:
        """Show other sources, or the same taken by other rules; the current one stays current."""
        if tuple(sources) == self._sources and self.note.text():
            return
        current, row = self._current(), self.table.body.current_row
        had_focus = self.table.body.hasFocus()
        self._sources = tuple(sources)
        self.note.setText(
            _words(self._sources, self._numbers, has_sales=has_sales, has_plan=has_plan)
        )
        self.table.set_rows(self._sources)
        self.table.setMaximumHeight(self.table.full_height())
        self.table.setVisible(bool(self._sources))
        names = [one.words for one in self._sources]
        if current is not None and names:
            is_there = current.words in names
            place = names.index(current.words) if is_there else min(row, len(names) - 1)
            self.table.body.go_to(place)
        if had_focus:
            self.table.body.setFocus()
        self._show_board()

    def choose(self, place: int = 0) -> None:
        """Put the keyboard on a source."""
        if self._sources:
            self.table.body.go_to(min(place, len(self._sources) - 1))
            self.table.body.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def choose_named(self, name: str) -> None:
        """Put the keyboard on a source, where the sales have it."""
        names = [one.name for one in self._sources if one.part_class is None]
        if name in names:
            self.choose(names.index(name))

    def _current(self) -> SoldSource | None:
        row = self.table.body.current_row
        return self._sources[row] if 0 <= row < len(self._sources) else None

    def _show_board(self) -> None:
        current = self._current()
        said = "" if current is None else current.words
        self.hint.setText(
            f"{said[:1].upper()}{said[1:]} is chosen: press a treatment"
            if said
            else "Or choose one and press a treatment"
        )
        self.board.show_offers(self._offers, said)

    def _set_landings(self) -> None:
        own = tuple(
            Landing(row, partial(self._over, row), partial(self._drop, row))
            for row in self.board.rows
        )
        self._drag.set_landings((*own, *self._elsewhere))

    def _held_at(self, point: QPoint) -> tuple[object, str] | None:
        row = self.table.body.rowAt(point.y())
        if not 0 <= row < len(self._sources):
            return None
        one = self._sources[row]
        return one, f"{one.words[:1].upper()}{one.words[1:]}"

    def _over(self, row: TreatmentRow, point: QPoint | None) -> bool:
        self.board.set_hot(None if point is None else row)
        return True

    def _drop(self, row: TreatmentRow, source: object, _point: QPoint) -> None:
        if row.offer is not None:
            self.treatment_wanted.emit(source, row.offer.treatment)

    def _on_treatment_chosen(self, treatment: Treatment) -> None:
        current = self._current()
        if current is None:
            self.hint.setText("Choose a source in the list first")
            self.choose()
        else:
            self.treatment_wanted.emit(current, treatment)

    def _on_current_moved(self, _row: int) -> None:
        self._show_board()

    def _on_row_activated(self, row: int) -> None:
        body = self.table.body
        box = body.visualRect(self.table.grid_model.index(row, 0))
        self._open_menu(body.viewport().mapToGlobal(box.bottomLeft() + QPoint(24, 0)))

    def _open_menu(self, at: QPoint) -> None:
        """Offer every treatment for the current source, and the rule that takes it now."""
        source = self._current()
        if source is None:
            return
        menu = source_menu(source, self._offers, self._theme, self, self.treatment_wanted.emit)
        rule = next((one for one in source.takers if one is not None), None)
        if rule is not None:
            menu.addSeparator()
            action = menu.addAction(f"&Go to rule {rule + 1}, which takes it")
            action.triggered.connect(partial(self._on_go, rule))
        menu.popup(at)

    def _on_go(self, rule: int) -> None:
        self.rule_wanted.emit(rule)


def source_menu(
    source: SoldSource,
    offers: Sequence[Offer],
    theme: Theme,
    parent: QWidget,
    chosen: Callable[[object, object], object],
) -> Menu:
    """Return a menu of treatments for a source or a class, which is gone when it closes."""
    menu = Menu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setAccessibleName(f"Treatments for {source.words}")
    for place, offer in enumerate(offers):
        key = f"&{place + 1} " if place < 9 else ""  # noqa: PLR2004 - digits that a key has
        action = QAction(f"{key}{offer.name.replace('&', '&&')}", menu)
        icon = icon_pixmap(
            ICONS[type(offer.treatment)],
            theme.colours.text2,
            _MENU_ICON,
            parent.devicePixelRatioF(),
        )
        action.setIcon(icon)
        action.setStatusTip(offer.tip)
        action.triggered.connect(partial(_put, chosen, source, offer.treatment))
        menu.addAction(action)
    return menu


def _put(
    chosen: Callable[[object, object], object], source: SoldSource, treatment: Treatment
) -> None:
    chosen(source, treatment)


def _words(
    sources: Sequence[SoldSource], numbers: Numbers, *, has_sales: bool, has_plan: bool
) -> str:
    """Say how many sources nobody thought of, and what they sold."""
    if not has_sales:
        return "Import sales to see which sources you sell, and on which rule they are."
    if not sources or (len(sources) == 1 and not sources[0].name):
        return "The sales name no source: nothing can be told apart by it."
    if not has_plan:
        return "All of them are on the first matrix: there is no plan yet."
    alone = [one for one in sources if not one.is_named and one.part_class is None]
    if not alone:
        return "Every source is taken by a rule of its own."
    dollars = with_dollar(numbers.dollars(sum(one.cost for one in alone)))
    own = "its own" if len(alone) == 1 else "their own"
    return f"{counted(len(alone), 'source')} without a rule of {own}, {dollars} of cost"


def _spec(numbers: Numbers) -> GridSpec[SoldSource]:
    return GridSpec(
        "Sources in the sales",
        "",
        (
            Column("source", "Source", "", 5.0, _name, Align.LEFT),
            Column(
                *("rule", "Rule", "", 5.0, _rule, Align.LEFT),
                spoken="The rule that takes it",
            ),
            Column(
                *("cost", "Cost $", "", 7.0, partial(_cost, numbers=numbers)),
            ),
            Column(
                *("sold", "Sales $", "", 7.0, partial(_sold, numbers=numbers)),
            ),
        ),
        partial(_head),
        hides_first=("sold",),
    )


def _name(one: SoldSource) -> Cell:
    text = f"class {one.name}" if one.part_class is not None else one.name or _NO_NAME
    if one.is_named or one.part_class is not None:
        return Cell(text)
    return Cell(
        text,
        is_semibold=True,
        icon="triangle-alert",
        icon_ink=Ink.WARNING_GRAPHIC,
        note="no rule of its own",
    )


def _rule(one: SoldSource) -> Cell:
    if not one.takers:
        return Cell("…", Ink.MUTED)
    first = "none" if one.takers[0] is None else f"{one.takers[0] + 1}"
    more = len(one.takers) - 1
    text = f"{first} and {more} more" if more else first
    return Cell(text, Ink.MUTED if one.takers[0] is None else Ink.DERIVED)


def _cost(one: SoldSource, numbers: Numbers) -> Cell:
    return Cell(numbers.dollars(one.cost))


def _sold(one: SoldSource, numbers: Numbers) -> Cell:
    return Cell(numbers.dollars(one.sold) if one.sold else "–", Ink.DERIVED)


def _head(one: SoldSource) -> RowHead:
    taken = "no rule of its own" if not one.is_named else ""
    return RowHead("", f"{one.words[:1].upper()}{one.words[1:]}", note=taken)
