"""The price test: type a cost (and list, pieces, source) and see the price and every step.

Knows the fields and what an Analysis prices with; the prices come from the engine, written by
`tested_price`. Nothing is saved: what is typed here is a question, not a design.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Sales
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.money import (
    CENT,
    MAX_AMOUNT,
    PIECE,
    amount_text,
    quantity_text,
    read_cost,
    read_quantity,
)
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.pricing import Schedule
from matrix_designer.core.sold_part import SoldPart
from matrix_designer.core.strategy import Strategy
from matrix_designer.core.strategy_pricing import Pricer
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.gui.controls import Hairline, Text, fill_ground, restyle
from matrix_designer.gui.field import Field
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.part_picker import PartPicker, facts_of_sold
from matrix_designer.gui.panels.plan_fields import PlanFields, asked_of
from matrix_designer.gui.panels.price_result import PriceFigures, PriceTrace, Tested
from matrix_designer.gui.panels.tested_price import (
    Part,
    TestedPrice,
    planned_price,
    still_holds,
    without_figures,
    written_price,
)
from matrix_designer.gui.texts import day_text
from matrix_designer.gui.theme import TextSize, Theme
from matrix_designer.session.part_facts import known_facts

_EXAMPLE_COST = 10 * 10_000
_ABOVE_PLAN, _NOTE = 88, 20
"""Heights of what stands above the plan's fields, and of the sentence under them."""
Read = Callable[[str], int]


class PriceTestPanel(QWidget):
    """One part under the proposed matrix and the one in force.

    `tier_wanted(tier)`: a tier, counted from 1, is to be selected. `told(text)`: a short word
    for the status bar.
    """

    tier_wanted = Signal(int)
    told = Signal(str)

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Make a panel that shows an example until a cost is typed."""
        super().__init__(parent)
        self._theme = theme
        self._numbers = numbers
        self._schedules: tuple[Schedule, Schedule | None] | None = None
        self._priced: dict[int, tuple[Schedule, Part, TestedPrice]] = {}
        self._sides: tuple[Strategy | None, Strategy | None] = (None, None)
        self._on: dt.date | None = None
        self._pricers: dict[int, Pricer] = {}
        self._named: PartFacts | None = None
        self._sales: Sales | None = None
        self._tier = 0
        self._is_stale = False
        self._is_flat = False
        self._title = Text("Price test", theme, size=TextSize.TITLE, is_semibold=True)
        self._note = Text("", theme, size=TextSize.CAPTION, role="muted")
        self.cost = Field(
            "Cost", "What the dealer paid for one piece (Ctrl+T)", theme, is_number=True
        )
        self.list_price = Field(
            "List", "The list price of one piece; may be empty", theme, is_number=True
        )
        self.pieces = Field("Pieces", "How many pieces; empty is one", theme, is_number=True)
        self.source = Field(
            "Source", "The source of the part; without a plan it changes no price", theme
        )
        self.plan = PlanFields(theme)
        self.plan.changed.connect(self._show)
        self._reads: tuple[tuple[Field, Read], ...] = (
            (self.cost, self._amount),
            (self.list_price, self._amount),
            (self.pieces, self._quantity),
        )
        self.picker = PartPicker(theme, numbers)
        self._sold = Text("", theme, size=TextSize.CAPTION, role="muted")
        self._refusal = Text("", theme, size=TextSize.CAPTION, role="error")
        self._reason = Text("", theme, size=TextSize.CAPTION, role="error")
        self.figures = PriceFigures(theme)
        self.trace = PriceTrace(theme)
        self._build()
        for field in self.fields:
            field.textEdited.connect(self._on_text_edited)
        for field in (self.cost, self.list_price):
            field.textEdited.connect(self._on_amount_edited)
        self.figures.copied.connect(self._on_copied)
        self.picker.picked.connect(self._on_picked)
        self.picker.list_wanted.connect(self._on_list_wanted)
        self.trace.tier_wanted.connect(self.tier_wanted)
        fill_ground(self, theme.colours.surface)

    @property
    def fields(self) -> tuple[Field, Field, Field, Field]:
        """Cost, list, pieces, source."""
        return self.cost, self.list_price, self.pieces, self.source

    @property
    def note(self) -> str:
        """What is told beside the title."""
        return self._note.text()

    @property
    def sold(self) -> str:
        """What is told of the part that was picked; empty where none is."""
        return self._sold.text()

    @property
    def reason(self) -> str:
        """Why a text is refused, or why there is no price; empty where all is well."""
        return self._refusal.text() or self._reason.text()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        fill_ground(self, theme.colours.surface)
        restyle(self, theme)
        self._set_sizes()

    def take_focus(self) -> None:
        """Put the keyboard into the cost, all of it selected."""
        self.cost.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.cost.selectAll()

    def ask_part(self) -> None:
        """Put the keyboard into the search for a sold part."""
        self.picker.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.picker.field.selectAll()

    def part_to_explain(self) -> PartFacts | None:
        """Return the part that is tested; None where a field cannot be read."""
        part = self._part()
        if part is None:
            return None
        if self._named is not None:
            return self._named
        number = self.picker.field.text().strip() if self.sold else ""
        return PartFacts(part.cost, part.list_price, number, source=part.source)

    def stop(self) -> None:
        """Wait for the search; for the window's end."""
        self.picker.stop()

    def set_flat(self, *, is_flat: bool) -> None:
        """Stand beside each other under a tab, or one under the other at the side."""
        way = QBoxLayout.Direction.LeftToRight if is_flat else QBoxLayout.Direction.TopToBottom
        self._column.setDirection(way)
        self._is_flat = is_flat
        self._title.setVisible(not is_flat)
        for place in range(self._column.count() - 1):
            self._column.setStretch(place, 1 if is_flat else 0)
        self._column.setStretch(self._column.count() - 1, 0 if is_flat else 1)
        self._set_sizes()
        self._fit_plan()
        self._line.setVisible(not is_flat and not self.picker.matches.isVisible())

    def _fit_plan(self) -> None:
        """Show as many of the plan's fields as there is height for, where that is short."""
        row, used = self.plan.row_height(self._theme), self._theme.px(_ABOVE_PLAN)
        # with a least height of its own the panel grows smaller again, whatever it shows
        self.setMinimumHeight(used + row if self._is_flat else 0)
        left = (self.height() - used - self._theme.px(_NOTE)) // row
        self.plan.set_rows(max(left, 1) if self._is_flat else None)

    def show_analysis(self, analysis: Analysis) -> None:
        """Price again where a schedule is another one."""
        self._schedules = (analysis.schedule, analysis.in_force_schedule)
        self._take_plans(analysis)
        sales = self._sales = analysis.sales
        lines = None if sales is None or sales.lines_file is None else Path(sales.lines_file)
        if self.picker.set_lines(lines, frozenset() if sales is None else sales.switched_in):
            self._say_sold("")
        self._show()

    def _take_plans(self, analysis: Analysis) -> None:
        """Price through the plan of either side, where it has one."""
        design, self._on = analysis.design, analysis.question.on
        record = design.in_force
        self._sides = (design.strategy, None if record is None else record.whole)
        self._pricers = {}
        self.plan.show_asked(asked_of(self._sides))

    def set_tier(self, tier: int) -> None:
        """Take the example from another tier, counted from 0."""
        if tier != self._tier:
            self._tier = tier
            if not self.cost.text():
                self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the height."""
        super().resizeEvent(event)
        if self._is_flat:
            self._fit_plan()

    def showEvent(self, event: object) -> None:
        """Catch up with what changed while the panel was out of sight."""
        del event
        if self._is_stale:
            self._show()

    def _show(self) -> None:
        """Read the fields and show what they cost; dashes where one is refused.

        The last price would stand beside another cost than its own.
        """
        if self._schedules is None:
            return
        self._is_stale = not self.isVisible()
        if self._is_stale:
            return
        part = self._part()
        if part is None:
            self._show_dashes()
            return
        proposed, in_force = self._schedules
        tested = Tested(
            self._price(0, proposed, part),
            None if in_force is None else self._price(1, in_force, part),
        )
        reason = tested.proposed.reason
        if tested.in_force is not None and tested.in_force.reason != reason:
            told = f"In force: {tested.in_force.reason}" if tested.in_force.reason else ""
            reason = "\n".join(filter(None, (reason, told)))
        self._show_tested(tested, reason)

    def _show_dashes(self) -> None:
        """Take the figures away and leave their rows, so that nothing moves while one types."""
        last = self.figures.tested
        if last is not None:
            before = last.in_force
            dashes = None if before is None else without_figures(before)
            self._show_tested(Tested(without_figures(last.proposed), dashes), "")

    def _show_tested(self, tested: Tested, reason: str) -> None:
        if self._reason.text() != reason:
            self._reason.setText(reason)
            self._reason.setVisible(bool(reason))
        self.figures.show_tested(tested)
        self.trace.show_tested(tested)

    def _price(self, place: int, schedule: Schedule, part: Part) -> TestedPrice:
        """Price a part, or take the price that still holds; one that is named asks the plan."""
        strategy, named = self._sides[place], self._named
        if strategy is not None and strategy.plan and named is not None:
            pricer = self._pricers.get(place) or Pricer(strategy, self._on)
            self._pricers[place] = pricer
            looked_at = schedule.matrix.name
            return planned_price(pricer, looked_at, named, part.quantity, self._numbers)
        known = self._priced.get(place)
        if known is not None and known[1] == part and still_holds(known[0], schedule, part):
            self._priced[place] = (schedule, part, known[2])
            return known[2]
        made = written_price(schedule, part, self._numbers)
        self._priced[place] = (schedule, part, made)
        return made

    def _part(self) -> Part | None:
        """Read the fields; None where one is refused, which then says why."""
        amounts: list[int | None] = []
        refusals: list[str] = []
        for field, read in self._reads:
            value, refusal = None, ""
            if field.text().strip():
                try:
                    value = read(field.text())
                except MatrixDesignerError as error:
                    refusal = error.sentence
            field.set_refused(is_refused=bool(refusal))
            refusals += [f"{field.accessibleName()}: {refusal}"] if refusal else []
            amounts.append(value)
        told = "\n".join(refusals)
        if self._refusal.text() != told:
            self._refusal.setText(told)
            self._refusal.setVisible(bool(told))
        if told:
            return None
        cost, list_price, quantity = amounts
        note = ""
        if cost is None and self._schedules is not None:
            cost, note = example_of(self._schedules[0].matrix, self._tier)
            note = f"For example {note}; type your own cost"
            placeholder = self._numbers.money(cost)
            if self.cost.placeholderText() != placeholder:
                self.cost.setPlaceholderText(placeholder)
        if self._note.text() != note:
            self._note.setText(note)
            self._note.setVisible(bool(note))
        quantity = PIECE if quantity is None else quantity
        made = Part(cost or 0, list_price, quantity, self.source.text().strip())
        texts = self.plan.texts
        has_plan = any(one is not None and one.plan for one in self._sides)
        has_name = has_plan and (bool(made.source) or any(texts.values()))
        facts = PartFacts(made.cost, made.list_price, source=made.source)
        self._named = self.plan.told_of(facts) if has_name else None
        return made

    def _amount(self, text: str) -> int:
        return read_cost(text, self._numbers.style)

    def _quantity(self, text: str) -> int:
        quantity = read_quantity(text, self._numbers.style)
        if quantity < 0:
            raise MatrixDesignerError(f"“{text.strip()}” is negative", "", "Type 0 or more")
        return quantity

    def _on_text_edited(self, _text: str) -> None:
        self._show()

    def _on_amount_edited(self, _text: str) -> None:
        """Test a typed part from now on, not the one that was sold."""
        if self._sold.text():
            self.picker.forget()
            self._say_sold("")

    def _on_picked(self, part: SoldPart) -> None:
        """Take cost, list and source from a part's latest sale, and say what it sold for."""
        numbers = self._numbers
        self.cost.setText(numbers.typed(amount_text(part.cost)))
        listed = part.list_price
        self.list_price.setText("" if listed is None else numbers.typed(amount_text(listed)))
        self.source.setText(part.source)
        facts = facts_of_sold(part)
        self.plan.show_facts(known_facts(self._sales, facts) or facts)
        self._say_sold(sold_text(part, numbers))
        self._show()

    def _say_sold(self, text: str) -> None:
        self._sold.setText(text)
        self._sold.setVisible(bool(text))

    def _on_list_wanted(self, is_wanted: bool) -> None:  # noqa: FBT001 - a signal's
        """Show the parts that were found in the place of the result."""
        self.picker.matches.setVisible(is_wanted)
        self.figures.setVisible(not is_wanted)
        self.trace.setVisible(not is_wanted)
        self._line.setVisible(not is_wanted and not self._is_flat)

    def _on_copied(self, text: str) -> None:
        self.told.emit(f"{text} copied")

    def _build(self) -> None:
        theme = self._theme
        self._column = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        typed = QWidget()
        left = QVBoxLayout(typed)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self.picker, 1)
        left.addWidget(self._head)
        self._fields = QHBoxLayout()
        for field, part in zip(self.fields, (5, 5, 3, 4), strict=True):
            cell = QVBoxLayout()
            cell.setSpacing(2)
            label = Text(field.accessibleName(), theme, size=TextSize.CAPTION, role="muted")
            label.setBuddy(field)
            cell.addWidget(label)
            cell.addWidget(field)
            self._fields.addLayout(cell, part)
        left.addLayout(self._fields)
        left.addWidget(self.plan)
        for text in (self._note, self._sold, self._refusal, self._reason):
            text.setVisible(False)
            text.setWordWrap(True)
            text.setContentsMargins(0, 4, 0, 0)
            left.addWidget(text)
        left.addStretch(1)
        self._line = Hairline(theme)
        top = Qt.AlignmentFlag.AlignTop
        for widget in (typed, self.picker.matches, self.figures, self._line, self.trace):
            self._column.addWidget(widget, 0, top)
        self._column.addStretch(1)
        self.picker.matches.setVisible(False)
        self._set_sizes()

    def _set_sizes(self) -> None:
        theme = self._theme
        margin = theme.metrics.margin
        self._column.setContentsMargins(margin, 0, margin, theme.px(10))
        self._column.setSpacing(theme.px(24 if self._is_flat else 10))
        self._fields.setSpacing(theme.px(8))
        self._head.setFixedHeight(theme.metrics.grid_title)


def sold_text(part: SoldPart, numbers: Numbers) -> str:
    """Say what a part last sold for, when, and how often it sells."""
    told = "Sold" if part.unit_sold is None else f"Sold for ${numbers.money(part.unit_sold)}"
    if part.unit_sold is not None and part.unit_sold > 0:
        share = numbers.ratio((part.unit_sold - part.cost) * 100, part.unit_sold, 1)
        told = f"{told}, {share} % GP"
    if part.day is not None:
        told = f"{told}, on {day_text(part.day)}"
    pieces = numbers.typed(quantity_text(part.pieces))
    return f"{told}; {pieces} {'piece' if pieces == '1' else 'pieces'} in all"


def example_of(matrix: Matrix, tier: int) -> tuple[int, str]:
    """Return a cost that shows a tier at work, its top, and how to call it."""
    if not 0 <= tier < len(matrix.tiers):
        return _EXAMPLE_COST, "a $10.00 part"
    found = matrix.tiers[tier]
    upper = found.last_cent
    if upper is None or upper * CENT > MAX_AMOUNT:
        return min(found.first_cent * CENT, MAX_AMOUNT), f"the start of tier {tier + 1}"
    return max(upper, 1) * CENT, f"the top of tier {tier + 1}"
