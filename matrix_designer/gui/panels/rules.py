"""The rules of the current matrix, each typed over or chosen where it stands.

Knows lines and edits; what a rule means and how it is written is in `rule_entries`.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from matrix_designer.core.design import Design
from matrix_designer.core.edits import Edit
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.matrix import Matrix
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.editable_line import EditableLine, LineChoice, LineContent
from matrix_designer.gui.panels.rule_entries import Rule, rule_edit, rules_of
from matrix_designer.gui.theme import Theme

Apply = Callable[[Edit], object]
Current = Callable[[], Matrix]


class RulesBlock(QWidget):
    """One line a rule.

    `apply` carries an edit out, or raises what the line then says; `current` is the matrix as it
    is now, which may be ahead of what is shown.
    """

    def __init__(self, apply: Apply, current: Current, theme: Theme, numbers: Numbers) -> None:
        """Make an empty block."""
        super().__init__()
        self._apply = apply
        self._theme = theme
        self._numbers = numbers
        self._current = current
        self._rules: tuple[Rule, ...] = ()
        self._lines: dict[str, RuleLine] = {}
        self._shown: object = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setAccessibleName("Rules")

    @property
    def rules(self) -> tuple[tuple[str, str], ...]:
        """Name and value of every rule."""
        return tuple((rule.name, rule.value) for rule in self._rules)

    def line(self, key: str) -> EditableLine:
        """Return the line of a rule."""
        return self._lines[key]

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        for line in self._lines.values():
            line.set_theme(theme)

    def set_apply(self, apply: Apply) -> None:
        """Carry edits out another way from now on."""
        self._apply = apply
        self._shown = None

    def show_rules(self, matrix: Matrix, design: Design | None, mode_mix: str | None) -> None:
        """Show the rules of a matrix, and of the design where one is given.

        An edit that touches none of them costs nothing.
        """
        goals = design and (design.goal, design.above_list_limit, design.bare_percent)
        seen = (
            *(matrix.lookup, matrix.mode, matrix.cap, matrix.fallback, matrix.rails),
            *(matrix.ending, mode_mix, goals),
        )
        if seen == self._shown:
            return
        self._shown = seen
        self._rules = rules_of(matrix, design, self._numbers)
        keys = [rule.key for rule in self._rules]
        for key in [key for key in self._lines if key not in keys]:
            line = self._lines.pop(key)
            line.hide()
            line.deleteLater()
        for place, rule in enumerate(self._rules):
            if rule.key not in self._lines:
                self._lines[rule.key] = made = RuleLine(rule.key, self._theme)
                made.rule_entered.connect(self._on_rule_entered)
                self._column.insertWidget(place, made)
                above = self._lines.get(keys[place - 1]) if place else None
                if above is not None:
                    QWidget.setTabOrder(above, made)
            self._lines[rule.key].show_content(_content(rule))

    def _on_rule_entered(self, key: str, text: str) -> None:
        """Carry out what was typed into a line, or say there why not."""
        line = self._lines[key]
        try:
            self._apply(rule_edit(key, text, self._current(), self._numbers))
        except MatrixDesignerError as error:
            line.refuse(error.sentence)


class RuleLine(EditableLine):
    """The line of one rule. `rule_entered(key, text)`: the same as `entered`, with its key."""

    rule_entered = Signal(str, str)

    def __init__(self, key: str, theme: Theme) -> None:
        """Make an empty line."""
        super().__init__(theme)
        self._key = key
        self.entered.connect(self._on_entered)

    def _on_entered(self, text: str) -> None:
        self.rule_entered.emit(self._key, text)


def _content(rule: Rule) -> LineContent:
    return LineContent(
        name=rule.name,
        value=rule.value,
        text=rule.text,
        tip=rule.tip,
        choices=tuple(LineChoice(one.label, one.text, one.is_begun) for one in rule.choices),
        is_typed=rule.is_typed,
        note=rule.warning,
    )
