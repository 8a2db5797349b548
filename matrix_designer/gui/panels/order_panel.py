"""A test repair order: made from the history or typed, priced before and after, printed.

Knows what an order is made of and how it is shown; lookups run off the GUI thread.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from matrix_designer.analysis.repair_order import (
    FoundOrder,
    OrderChoices,
    OrderPart,
    Origin,
    PricedOrder,
    price_order,
)
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Sales
from matrix_designer.core.query import day_of
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.evaluation.sides import sides_of
from matrix_designer.gui.controls import Button, ButtonKind, Text, restyle
from matrix_designer.gui.explaining import add_why
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.compare_words import order_changes
from matrix_designer.gui.panels.explained_rows import facts_of_line
from matrix_designer.gui.panels.order_columns import ShownLine, order_spec, order_total
from matrix_designer.gui.panels.order_entry import OrderEntry
from matrix_designer.gui.panels.step_rows import TEST_ORDER
from matrix_designer.gui.tables.table import ReadTable
from matrix_designer.gui.tables.table_keys import TableKeys
from matrix_designer.gui.texts import counted, day_text
from matrix_designer.gui.theme import TextSize, Theme
from matrix_designer.session.asking import Asking
from matrix_designer.session.order_entries import (
    MOST_ROWS,
    Entry,
    entries_of,
    read_entries,
    read_entry,
)
from matrix_designer.session.order_work import (
    FoundLines,
    Wanted,
    find_order,
    find_parts,
    propose_parts,
)

_OWN = 2
"""How many columns hold people's own texts: part and class."""
_HINT = "Type a repair order or part numbers, or have a set proposed"
_TOLD_BY = "Parts without a class: captive or competitive by words of source and description"
_HINT_ALONE = "Type a part with its cost, and its list if it has one"
_ROOMY = 1_000
"""The width from which the fields have words before them."""


@dataclass(frozen=True, slots=True)
class ShownOrder:
    """What a print shows: the order as it is priced, what it is called and what it rests on."""

    title: str
    note: str
    other: str
    matrix: str
    order: PricedOrder


class OrderPanel(QWidget):
    """Fields, lines and total.

    `print_wanted()`, `pdf_wanted()`: what is shown is to go on paper, or into a file.
    `turned_to()`: a key asked for something here. The page that has the panel takes its `verbs`.
    """

    print_wanted = Signal()
    pdf_wanted = Signal()
    turned_to = Signal()

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Start with no line."""
        super().__init__(parent)
        self._theme = theme
        self._numbers = numbers
        self._analysis: Analysis | None = None
        self._other = "in force"
        self._parts: tuple[OrderPart, ...] = ()
        self._found: tuple[OrderPart, ...] = ()
        self._name = self._note = self._told = self._digest = ""
        self._priced: PricedOrder | None = None
        self._is_before = False
        self._is_example = self._is_unasked = False
        self._sampled: Sales | None = None
        self._refused: tuple[str, ...] = ()
        self._asking = Asking(self)
        self._asking.answered.connect(self._on_answered)
        self._asking.refused.connect(self._on_refused)
        self._asking.became_slow.connect(self._on_became_slow)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        self.entry = OrderEntry(theme)
        self.entry.order_wanted.connect(self._on_order_wanted)
        self.entry.entered.connect(self._on_entered)
        self.entry.pasted.connect(self._on_pasted)
        column.addLayout(self._make_head(theme))
        column.addLayout(self._make_title(theme))
        self.table = ReadTable(order_spec(numbers, self._other), theme, explains=facts_of_line)
        self.table.menu_wanted.connect(self._on_menu_wanted)
        TableKeys(self.table, numbers, _OWN).delete_wanted.connect(self._on_remove)
        column.addWidget(self.table, 1)
        self._make_actions()
        self._show()

    @property
    def shown(self) -> ShownOrder | None:
        """What stands there, for a print; None without a line."""
        if self._priced is None or self._analysis is None or not self._parts:
            return None
        matrix = self._analysis.matrix.name
        return ShownOrder(self.title(), self.note(), self._other, matrix, self._priced)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        restyle(self, theme)

    def show_analysis(self, analysis: Analysis, other: str) -> None:
        """Price the lines anew; `other` names what is compared with."""
        self._analysis = analysis
        digest = "" if analysis.sales is None else analysis.sales.digest
        if digest != self._digest:
            self._digest = digest
            if any(part.origin is not Origin.TYPED for part in self._parts):
                self._replace((), "", "")  # they are another history's
        if other != self._other:
            self._other = other
            self.table.set_spec(order_spec(self._numbers, other))
        self.entry.set_history(is_there=self._sales() is not None)
        self._propose.setEnabled(self._sales() is not None)
        self._show()
        if self.isVisible():
            self._give_example()

    def set_before(self, *, is_before: bool) -> None:
        """Show the prices before alone."""
        self._is_before = is_before
        self._show()

    def stop(self) -> None:
        """Wait for what still runs; the window closes."""
        self._asking.stop()

    def title(self) -> str:
        """Return what the lines are called."""
        return f"Test repair order {self._name}".strip()

    def note(self) -> str:
        """Say how many parts there are, and where they come from."""
        if not self._parts:
            return ""
        parts = counted(len(self._parts), "part")
        changes = order_changes(self._found, self._parts)
        return ", ".join(filter(None, (parts, self._note, changes)))

    def showEvent(self, event: QShowEvent) -> None:
        """Have a set at hand when somebody looks here first."""
        super().showEvent(event)
        self._give_example()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave away the words before the fields where it is narrow."""
        super().resizeEvent(event)
        self.entry.set_words_shown(is_shown=self._theme.unzoomed(self.width()) >= _ROOMY)

    def _make_head(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.entry)
        row.addStretch(1)
        self._propose = Button("Propose a set", ButtonKind.FLAT, theme)
        self._propose.setToolTip(
            "Ten sold parts from low to high cost, powertrain and competitive (Alt+R)"
        )
        self._clear = Button("Clear", ButtonKind.FLAT, theme)
        self._clear.setToolTip("Take all lines out (Enter)")
        self._print = Button("Print…", ButtonKind.OUTLINE, theme)
        self._print.setToolTip("Put the test repair order on paper (Ctrl+P)")
        self._pdf = Button("PDF…", ButtonKind.OUTLINE, theme)
        self._pdf.setToolTip("Save the test repair order as a PDF (Alt+P)")
        for button, slot in (
            (self._propose, self._on_propose),
            (self._clear, self._on_clear),
            (self._pdf, self.pdf_wanted),
            (self._print, self.print_wanted),
        ):
            button.clicked.connect(slot)
            row.addWidget(button)
        return row

    def _make_title(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(14)
        self._title = Text("", theme, is_semibold=True)
        self._count = Text("", theme, size=TextSize.CAPTION, role="muted")
        self.says = Text("", theme, size=TextSize.CAPTION, role="text2")
        self.says.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self._title)
        row.addWidget(self._count)
        row.addWidget(self.says, 1)
        return row

    def _make_actions(self) -> None:
        """Make the keys: they count wherever the keyboard is on the page."""
        self._remove = QAction("Remove the line", self)
        self._remove.setShortcut(QKeySequence("Del"))
        self._remove.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._remove.triggered.connect(self._on_remove)
        verbs = []
        for key, slot in (
            ("Ctrl+Shift+O", self._on_order_key),
            ("Ctrl+Shift+A", self._on_part_key),
            ("Alt+R", self._on_propose),
            ("Ctrl+P", self._on_print_key),
            ("Alt+P", self._on_pdf_key),
        ):
            action = QAction(self)
            action.setShortcut(QKeySequence(key))
            action.triggered.connect(self.turned_to)
            action.triggered.connect(slot)
            verbs.append(action)
        self.verbs = tuple(verbs)
        self.verbs[0].setObjectName(TEST_ORDER)

    def _sales(self) -> Sales | None:
        sales = None if self._analysis is None else self._analysis.sales
        return sales if sales is not None and sales.lines_file is not None else None

    # What is asked for

    def _give_example(self) -> None:
        """Propose a set for a history once, where nothing stands that somebody asked for."""
        sales = self._sales()
        if sales is None or sales is self._sampled or self._asking.is_busy:
            return
        if not self._parts or self._is_example:
            self._on_propose()
            self._sampled, self._is_unasked = sales, True

    def _on_order_key(self) -> None:
        self.entry.order.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_part_key(self) -> None:
        self.entry.part.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_print_key(self) -> None:
        if self._parts:
            self.print_wanted.emit()

    def _on_pdf_key(self) -> None:
        if self._parts:
            self.pdf_wanted.emit()

    def _on_order_wanted(self, number: str, store: str | None = None) -> None:
        sales = self._sales()
        if sales is not None:
            self._say("")
            work = partial(find_order, sales, number, store=store)
            self._asking.ask("Looking for a repair order", work)

    def _on_propose(self) -> None:
        sales = self._sales()
        if sales is not None and self._analysis is not None:
            self._is_unasked = False
            self._say("")
            classes = self._analysis.design.classes
            self._asking.ask("Proposing parts", partial(propose_parts, sales, classes=classes))

    def _on_entered(self, entry: Entry) -> None:
        if len(self._parts) >= MOST_ROWS:
            self._say(f"A test repair order holds at most {MOST_ROWS} lines")
            return
        try:
            read = read_entry(entry, self._numbers.style)
        except MatrixDesignerError as error:
            self._say(error.sentence)
            return
        self._refused = ()
        self._take((read,))

    def _on_pasted(self, text: str) -> None:
        try:
            entries = entries_of(text, MOST_ROWS - len(self._parts))
        except MatrixDesignerError as error:
            self._say(error.sentence)
            return
        read, self._refused = read_entries(entries, self._numbers.style)
        self._take(read)

    def _take(self, read: Iterable[OrderPart | Wanted]) -> None:
        """Add what has a cost, and look up the rest."""
        read = tuple(read)
        typed = tuple(one for one in read if isinstance(one, OrderPart))
        wanted = tuple(one for one in read if isinstance(one, Wanted))
        if typed:
            self._add(typed)
        sales = self._sales()
        if wanted and sales is not None:
            self._say("")
            self._asking.ask("Looking for parts", partial(find_parts, sales, wanted))
        elif wanted:
            self._say_unknown(tuple(one.number for one in wanted))
        else:
            self._say("; ".join(self._refused))

    def _on_answered(self, answer: object) -> None:
        if isinstance(answer, FoundOrder):
            self._show_found(answer)
        elif isinstance(answer, OrderChoices):
            self._offer(answer)
        elif isinstance(answer, FoundLines):
            if answer.parts:
                self._add(answer.parts)
            self._say_unknown(answer.unknown)
        elif isinstance(answer, tuple):
            self._replace(answer, "", "low to high cost, proposed from what is sold")
            self._is_example = self._is_unasked
            self._say(_TOLD_BY)

    def _show_found(self, found: FoundOrder) -> None:
        day = "" if found.day is None else day_text(day_of(found.day))
        note = [text for text in (found.store, day) if text]
        note += [
            f"{counted(count, 'line')} set aside ({reason})"
            for reason, count in found.set_aside.items()
        ]
        self._replace(found.parts, found.number, ", ".join(note))
        self._say("" if found.parts else "No line of this repair order is used")
        self.entry.order.selectAll()

    def _offer(self, choices: OrderChoices) -> None:
        """Let one of several repair orders be chosen, from a menu under the field."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for one in choices.orders:
            day = "" if one.day is None else f", {day_text(day_of(one.day))}"
            action = menu.addAction(f"{one.name}{day}, {counted(one.lines, 'line')}")
            action.setData((one.number, one.store))
        menu.triggered.connect(self._on_order_chosen)
        more = "; type more to narrow them down" if choices.has_more else ""
        self._say(f"{len(choices.orders)} repair orders begin with {choices.typed}{more}")
        menu.popup(self.entry.order.mapToGlobal(self.entry.order.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])

    def _on_order_chosen(self, action: QAction) -> None:
        number, store = action.data()
        self.entry.order.setText(number)
        self._on_order_wanted(number, store)

    def _say_unknown(self, unknown: tuple[str, ...]) -> None:
        said = list(self._refused)
        if len(unknown) == 1:
            said.append(f"{unknown[0]} was not sold; type its cost, and its list if it has one")
        elif unknown:
            said.append(f"Not sold: {', '.join(unknown)}. Type their costs")
        if unknown:
            self.entry.refuse_part(wants_cost=len(unknown) == 1)
        self._say("; ".join(said))

    def _on_refused(self, error: MatrixDesignerError) -> None:
        if self.entry.order.text().strip() and "repair order" in error.title:
            self.entry.refuse_order()
        self._say(error.sentence)

    def _on_became_slow(self) -> None:
        self._say("Looking through the sales lines…")

    # The lines

    def _add(self, parts: tuple[OrderPart, ...]) -> None:
        if self._is_example:  # nobody asked for it: what is typed begins an order of its own
            self._parts, self._found, self._note, self._is_example = (), (), "", False
        self._parts = (*self._parts, *parts)
        self.entry.clear_part()
        self._show()

    def _replace(self, parts: tuple[OrderPart, ...], name: str, note: str) -> None:
        self._parts, self._found, self._name, self._note = parts, parts, name, note
        self._is_example = False
        self._show()

    def _on_clear(self) -> None:
        self._replace((), "", "")
        self._say("")
        self.entry.part.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_remove(self) -> None:
        row = self.table.body.current_row
        if 0 <= row < len(self._parts):
            self._parts = (*self._parts[:row], *self._parts[row + 1 :])
            self._is_example = False
            self._show()
            self.table.body.go_to(min(row, len(self._parts) - 1))

    def _on_menu_wanted(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._remove.setEnabled(self.table.body.current_row >= 0)
        menu.addAction(self._remove)
        add_why(menu, self.table)
        menu.popup(at)

    def _show(self) -> None:
        """Price and show the lines."""
        self._title.setText(self.title())
        self._count.setText(self.note())
        for text in (self._title, self._count):
            text.setVisible(bool(self._parts))
        for button in (self._clear, self._print, self._pdf):
            button.setEnabled(bool(self._parts))
        if self._analysis is None:
            return
        self._priced = price_order(self._parts, *sides_of(self._analysis))
        rows = [ShownLine(line, self._is_before) for line in self._priced.lines]
        total = order_total(self._priced.total, self._numbers, is_before=self._is_before)
        current = self.table.body.current_row
        self.table.set_rows(rows, total if rows else ())
        if 0 <= current < len(rows):
            self.table.body.go_to(current)
        self._say(self._told)

    def _say(self, text: str) -> None:
        """Say one sentence beside the fields; without one, what the total leaves out."""
        self._told = text
        if not text and self._priced is not None and self._priced.total.left_out:
            lines = counted(self._priced.total.left_out, "line")
            text = f"{lines} without a price on one side: in no total"
        if not text and not self._parts:
            text = _HINT if self._sales() is not None else _HINT_ALONE
        self.says.setText(text)
        self.says.setToolTip(text)
