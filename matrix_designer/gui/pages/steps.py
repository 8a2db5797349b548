"""The thirteen steps page: what a pricing strategy takes, what of it this design shows done.

Shows a design; a tick and the goal are edits of the workspace. Every step leads to its place.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from matrix_designer.analysis.steps import STEPS, StepState, done_count, is_under_guide, steps_of
from matrix_designer.core.edits import Edit, Together
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import plain_number
from matrix_designer.core.version import StepRecord
from matrix_designer.core.version_edits import TickStep, UntickStep
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.gui.controls import ButtonKind, Text, fill_ground, restyle
from matrix_designer.gui.menu import Menu
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.page_head import link_row, page_head, verb_button, verb_links
from matrix_designer.gui.panels.rule_entries import rule_edit
from matrix_designer.gui.panels.step_rows import PLACES, step_spec
from matrix_designer.gui.panels.version_form import (
    BY,
    DAY,
    GOAL,
    NOTE,
    FormAnswer,
    FormAsk,
    VersionForm,
    today_text,
)
from matrix_designer.gui.tables.table import ReadTable
from matrix_designer.gui.tables.table_keys import TableKeys
from matrix_designer.gui.texts import day_text
from matrix_designer.gui.theme import TextSize, Theme
from matrix_designer.session.workspace import Workspace

_OWN = 6
_TICK, _SET_GOAL = "tick", "goal"
_SOURCE = (
    "The road map to a repair order pricing strategy, which dealer and parts manager agree on."
)


class StepsPage(QWidget):
    """The sentence, the goal, the steps.

    `page_wanted(key)`: a step's page; `left()`: back.
    """

    help_anchor = "thirteen-steps"
    page_wanted = Signal(str)
    refused = Signal(object)
    left = Signal()

    def __init__(
        self, workspace: Workspace, theme: Theme, numbers: Numbers, parent: QWidget | None = None
    ) -> None:
        """Start without an analysis."""
        super().__init__(parent)
        self._workspace = workspace
        self._theme = theme
        self._numbers = numbers
        self._states: tuple[StepState, ...] = ()
        self._place = 0
        fill_ground(self, theme.colours.surface)
        self.setAccessibleName("The thirteen steps")
        self._go = self._act("&Go there", self._on_go)
        self._tick = self._act("&Tick it…", self._on_tick)
        self._untick = self._act("&Untick", self._on_untick)
        self._goal = self._act("&Set the goal…", self._on_goal)
        column = QVBoxLayout(self)
        margin = theme.metrics.page_margin
        column.setContentsMargins(margin, 18, margin, 8)
        column.setSpacing(8)
        column.addLayout(self._make_head(theme))
        self.form = VersionForm(theme)
        self.form.answered.connect(self._on_answered)
        self.form.given_up.connect(self._on_given_up)
        column.addWidget(self.form)
        self.table = ReadTable(step_spec(numbers), theme)
        self.table.current_moved.connect(self._on_current_moved)
        self.table.row_activated.connect(self._on_row_activated)
        self.table.menu_wanted.connect(self._on_menu_wanted)
        TableKeys(self.table, numbers, _OWN).delete_wanted.connect(self._on_untick)
        column.addWidget(self.table, 1)
        column.addLayout(self._make_verbs(theme))
        column.addStretch(0)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        fill_ground(self, theme.colours.surface)
        restyle(self, theme)
        self._show()

    def show_analysis(self, analysis: Analysis) -> None:
        """Show what the design holds now."""
        if analysis.is_judged:
            self._show()

    def stop(self) -> None:
        """Nothing runs here."""

    def take_focus(self) -> None:
        """Put the keyboard into the steps."""
        self.table.body.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick on Space; go back on Esc."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            state = self._state
            if state is not None and state.record is not None:
                self._on_untick()
            else:
                self._on_tick()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # Building

    def _act(self, text: str, slot: object) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(slot)
        return action

    def _make_head(self, theme: Theme) -> QHBoxLayout:
        self._sentence = Text("", theme, size=TextSize.HEADLINE, is_semibold=True)
        self._basis = Text("", theme, role="text2")
        self._note = Text(_SOURCE, theme, role="muted")
        tip = "Set the GP % goal, with who agreed it and when (Space)"
        button = verb_button(self._goal, ButtonKind.OUTLINE, tip, theme)
        return page_head((self._sentence, self._basis, self._note), (button,))

    def _make_verbs(self, theme: Theme) -> QHBoxLayout:
        tips = {
            self._go: "Turn to where this step is done (Enter)",
            self._tick: "Say that it is done: when, by whom (Space)",
            self._untick: "Take the tick off (Space)",
        }
        self._links = verb_links(tips, theme)
        row = link_row(self._links.values())
        row.addStretch(1)
        return row

    # Showing

    @property
    def _state(self) -> StepState | None:
        return self._states[self._place] if self._place < len(self._states) else None

    def _show(self) -> None:
        design = self._workspace.design
        self._states = steps_of(design)
        done = done_count(self._states)
        words = "All thirteen steps are done" if done == len(STEPS) else f"{done} of 13 steps done"
        self._sentence.setText(words)
        self._basis.setText(self._goal_words())
        place = self._place
        self.table.set_rows(self._states)
        self.table.setMaximumHeight(self.table.full_height())
        self._place = place
        self.table.body.go_to(place)
        self._show_current()

    def _goal_words(self) -> str:
        design = self._workspace.design
        if design.goal is None:
            return (
                "No goal is set yet. The guide is 40 to 45 % GP on repair orders, 40 % the least."
            )
        words = f"Goal {self._numbers.typed(plain_number(design.goal))} % GP"
        record = self._states[0].record
        if record is not None:
            words += f", agreed by {record.by}" if record.by else ", agreed"
            words += "" if record.day is None else f" on {day_text(record.day)}"
        else:
            words += ", nobody is named who agreed it"
        guide = "under the 40 % that is the least" if is_under_guide(design) else "40 % the least"
        return f"{words}. The guide is 40 to 45 %, {guide}."

    def _show_current(self) -> None:
        state = self._state
        if state is None:
            return
        self._links[self._go].setText(PLACES[state.step.number].words)
        self._links[self._go].updateGeometry()
        has_tick = state.record is not None
        for action, is_there in ((self._tick, not has_tick), (self._untick, has_tick)):
            self._links[action].setVisible(is_there)
            action.setEnabled(is_there)

    # What comes in

    def _on_current_moved(self, row: int) -> None:
        if 0 <= row < len(self._states):
            self._place = row
            self._show_current()

    def _on_row_activated(self, _row: int) -> None:
        self._on_go()

    def _on_menu_wanted(self, at: QPoint) -> None:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([one for one in (self._go, self._tick, self._untick) if one.isEnabled()])
        menu.popup(at)

    def _on_go(self) -> None:
        state = self._state
        if state is None:
            return
        place = PLACES[state.step.number]
        if not place.key:
            self._on_goal()
            return
        self.page_wanted.emit(place.key)
        for action in self.window().findChildren(QAction, place.action) if place.action else ():
            if not action.isChecked():
                action.trigger()

    def _on_goal(self) -> None:
        design = self._workspace.design
        goal = "" if design.goal is None else self._numbers.typed(plain_number(design.goal))
        record = self._states[0].record if self._states else None
        first = [(GOAL, goal), (DAY, today_text())]
        first += [] if record is None else [(BY, record.by), (NOTE, record.note)]
        title = "The GP % goal, who agreed it and when"
        fields = (GOAL, BY, DAY, NOTE)
        self.form.ask(FormAsk(_SET_GOAL, title, "Set", fields, tuple(first)))

    def _on_tick(self) -> None:
        state = self._state
        if state is None or state.record is not None:
            return
        if state.step.number == 1:
            self._on_goal()
            return
        title = f"Step {state.step.number}, {state.step.title.lower()}, is done"
        first = ((DAY, today_text()),)
        self.form.ask(FormAsk(_TICK, title, "Tick", (BY, DAY, NOTE), first))

    def _on_untick(self) -> None:
        state = self._state
        if state is not None and state.record is not None:
            self._workspace.apply(UntickStep(state.step.number))

    def _on_given_up(self) -> None:
        self.form.hide()
        self.take_focus()

    def _on_answered(self, answer: FormAnswer) -> None:
        state = self._state
        if state is None:
            return
        try:
            self._workspace.apply(self._edit_of(answer, state))
        except MatrixDesignerError as error:
            self.form.refuse(error.sentence)
            return
        self.form.hide()
        self.take_focus()

    def _edit_of(self, answer: FormAnswer, state: StepState) -> Edit:
        if answer.what != _SET_GOAL:
            return TickStep(StepRecord(state.step.number, answer.day, answer.by, answer.note))
        matrix = self._workspace.design.matrix
        goal = rule_edit("goal", answer.goal, matrix, self._numbers)
        tick = TickStep(StepRecord(1, answer.day, answer.by, answer.note))
        return Together((goal, tick), "goal and who agreed it")
