"""The list pane: the design's matrices, the matrix in force and the rules of the current one.

Shows an analysis; names, the date and the rules are typed over in place, each one Edit. What is
looked at is somebody else's to decide.
"""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from matrix_designer.analysis.sums import COST, REPLAYED
from matrix_designer.core.derivation_edits import SetDerivation
from matrix_designer.core.design import InForce
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.matrix_edits import DateRecord, RenameMatrix
from matrix_designer.core.plan_names import rules_naming
from matrix_designer.core.pricing import NO_ROW
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.gui.controls import (
    Button,
    ButtonKind,
    Hairline,
    Text,
    fill_ground,
    restyle,
)
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.derived_line import read_derivation, written_derivation
from matrix_designer.gui.panels.editable_line import EditableLine, LineContent
from matrix_designer.gui.panels.in_force_block import InForceBlock, read_day
from matrix_designer.gui.panels.matrix_row import MatrixRow
from matrix_designer.gui.panels.rules import Apply, RulesBlock
from matrix_designer.gui.scroll_bar import ThinScrollBar
from matrix_designer.gui.texts import counted, day_text
from matrix_designer.gui.theme import Theme
from matrix_designer.session.workspace import Workspace


class MatricesPane(QWidget):
    """Matrices, in force, rules.

    `matrix_chosen(name)`: another matrix is to be looked at. `record_requested(at)`: the
    ways to record the matrix in force are wanted at a place of the screen; so with
    `menu_requested(at)`, `record_menu_requested(at)` the verbs of a matrix and of the record.
    `record_chosen()`: the matrix in force is to be looked at. `left()`: Esc was pressed.
    `refused(error)`: a name was not taken.
    """

    matrix_chosen = Signal(str)
    record_requested = Signal(object)
    record_chosen = Signal()
    menu_requested = Signal(object)
    record_menu_requested = Signal(object)
    new_requested = Signal()
    left = Signal()

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme,
        numbers: Numbers,
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty pane; edits of the rules, names and the date go to the workspace."""
        super().__init__(parent)
        self._workspace = workspace
        self._theme = theme
        self._numbers = numbers
        self._is_record_shown = self._is_to_be_typed = False
        self._seen: object = None
        self._rows: list[MatrixRow] = []
        self._column = self._make_column(theme)
        head = QHBoxLayout()
        head.addWidget(_head("Matrices", theme), 1)
        self._new = Button("", ButtonKind.FLAT, theme, icon="plus")
        self._new.setAccessibleName("New matrix")
        self._new.setToolTip("Add an empty matrix (Ctrl+Shift+M)")
        self._new.clicked.connect(self.new_requested)
        head.addWidget(self._new)
        self._column.addLayout(head)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self._column.addLayout(self._list)
        self._follows = EditableLine(theme)
        self._follows.entered.connect(self._on_derivation_entered)
        self._follows.hide()
        self._column.addWidget(self._follows)
        self._column.addSpacing(14)
        self._column.addWidget(_head("In force", theme))
        self._in_force = InForceBlock(theme)
        self._in_force.clicked.connect(self._on_record_clicked)
        self._in_force.menu_requested.connect(self.record_menu_requested)
        self._column.addWidget(self._in_force)
        self._date = EditableLine(theme)
        self._date.entered.connect(self._on_date_entered)
        self._column.addWidget(self._date)
        self._record = Button("Record it", ButtonKind.LINK, theme)
        self._record.setToolTip(
            "Say what the DMS uses today: from a file, by hand, or the matrix above (Space)"
        )
        self._record.clicked.connect(self._on_record_asked)
        inset = QVBoxLayout()
        inset.setContentsMargins(6, 0, 0, 0)
        inset.addWidget(self._record)
        self._column.addLayout(inset)
        self._column.addSpacing(10)
        self._column.addWidget(Hairline(theme))
        self._column.addSpacing(10)
        self._column.addWidget(_head("Rules", theme))
        self._rules = RulesBlock(workspace.apply, self._current, theme, numbers)
        self._column.addWidget(self._rules)
        self._column.addStretch(1)
        self._set_sizes()

    @property
    def rules(self) -> RulesBlock:
        """The lines of the rules."""
        return self._rules

    @property
    def rows(self) -> tuple[MatrixRow, ...]:
        """The rows of the matrices, in order."""
        return tuple(self._rows)

    @property
    def in_force(self) -> InForceBlock:
        """The block of the matrix in force."""
        return self._in_force

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        for ground in (self, self._inside):
            fill_ground(ground, theme.colours.surface)
        restyle(self, theme)
        bar = self._area.verticalScrollBar()
        if isinstance(bar, ThinScrollBar):
            bar.set_theme(theme)
        self._set_sizes()

    def take_focus(self) -> None:
        """Put the keyboard on the current matrix."""
        for row in self._rows:
            if row.is_current:
                row.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def type_derivation(self) -> None:
        """Type by what the current matrix follows, as soon as the analysis knows of it."""
        self._is_to_be_typed = True
        self._seen = None

    def rename_current(self) -> None:
        """Type over the name of the current matrix."""
        for row in self._rows:
            if row.is_current:
                row.begin()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc lead back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def show_record(self, correct: Apply | None) -> None:
        """Look at the matrix in force, whose rules `correct` changes; None: at a proposed one."""
        self._is_record_shown = correct is not None
        self._rules.set_apply(correct or self._workspace.apply)
        self._seen = None

    def show_analysis(self, analysis: Analysis) -> None:
        """Show other matrices and figures; what did not change costs nothing."""
        design, summary = analysis.design, analysis.summary
        record, schedule = design.in_force, analysis.in_force_schedule
        if self._is_record_shown and record is not None and schedule is not None:
            self._rules.show_rules(record.matrix, None, schedule.mode_mix)
        else:
            self._rules.show_rules(analysis.matrix, design, analysis.schedule.mode_mix)
        notes = matrix_notes(analysis, self._numbers)
        shares = [self._share_of(analysis, one) for one in design.matrices]
        seen = (
            tuple(one.name for one in design.matrices),
            notes,
            shares,
            analysis.matrix.name,
            design.in_force,
            summary.gp_proposed,
            summary.gp_in_force,
        )
        if seen == self._seen:
            return
        self._seen = seen
        self._fit_rows(len(design.matrices))
        for row, matrix, note, share in zip(
            self._rows, design.matrices, notes, shares, strict=True
        ):
            is_asked = matrix.name == analysis.matrix.name
            is_current = is_asked and not self._is_record_shown
            row.show_matrix(matrix.name, note, share, is_current)
        self._show_follows(analysis.matrix)
        self._show_in_force(design.in_force, summary.gp_in_force)

    def _make_column(self, theme: Theme) -> QVBoxLayout:
        """Make the column that everything stands in; it scrolls where the pane is too low."""
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setSpacing(0)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setVerticalScrollBar(ThinScrollBar(Qt.Orientation.Vertical, theme))
        self._area.setWidget(self._inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)
        for ground in (self, self._inside):
            fill_ground(ground, theme.colours.surface)
        return column

    def _show_follows(self, matrix: Matrix) -> None:
        """Say what the matrix that is looked at follows, to be typed over."""
        derivation = matrix.derived_from
        is_shown = derivation is not None and not self._is_record_shown
        self._follows.setVisible(is_shown)
        if derivation is None or not is_shown:
            self._follows.end(keeps_focus=False)
            return
        text = written_derivation(derivation, self._numbers)
        tip = f"By what it follows “{derivation.parent}”: × 0.9, or +0.05 on every multiplier"
        self._follows.show_content(LineContent("Follows", text, text, tip))
        if self._is_to_be_typed:
            self._is_to_be_typed = False
            self._follows.begin()

    def _show_in_force(self, in_force: InForce | None, share: float | None) -> None:
        self._record.setVisible(in_force is None)
        self._date.setVisible(in_force is not None)
        if in_force is None:
            self._in_force.show_lines("Nothing on record", "", "", is_current=False)
            return
        since = "" if in_force.since is None else day_text(in_force.since)
        tiers = counted(len(in_force.matrix.tiers), "tier")
        name = in_force.matrix.name
        self._in_force.show_lines(
            name, tiers, self._percent(share), is_current=self._is_record_shown
        )
        self._date.show_content(
            LineContent("Since", since or "no date", since, "The day from which the DMS uses it")
        )

    def _current(self) -> Matrix:
        """Return the matrix that is looked at, as the design now has it."""
        design = self._workspace.design
        if self._is_record_shown and design.in_force is not None:
            return design.in_force.matrix
        wanted = self._workspace.question.matrix
        return next((one for one in design.matrices if one.name == wanted), design.matrix)

    def _percent(self, value: float | None) -> str:
        return "" if value is None else f"{self._numbers.fraction(Fraction(value), 1)} %"

    def _share_of(self, analysis: Analysis, matrix: Matrix) -> str:
        """Return the GP % of what a matrix prices; without a plan of the one that is looked at."""
        if analysis.states.whole is None:
            is_asked = matrix.name == analysis.matrix.name
            return self._percent(analysis.summary.gp_proposed) if is_asked else ""
        cost, sales = sold_by(analysis, matrix)
        return self._percent((sales - cost) * 100 / sales) if sales else ""

    def _fit_rows(self, number: int) -> None:
        """Have as many rows as there are matrices."""
        while len(self._rows) > number:
            row = self._rows.pop()
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self._rows) < number:
            row = MatrixRow(self._theme)
            row.chosen.connect(self.matrix_chosen)
            row.renamed.connect(self._on_renamed)
            row.menu_requested.connect(self.menu_requested)
            self._rows.append(row)
            self._list.addWidget(row)
            row.show()

    def _on_renamed(self, name: str, to: str) -> None:
        row = next(row for row in self._rows if row.name == name)
        try:
            self._workspace.apply(RenameMatrix(name, to))
        except MatrixDesignerError as error:
            row.refuse(error.sentence)

    def _on_derivation_entered(self, text: str) -> None:
        matrix = self._current()
        derivation = matrix.derived_from
        if derivation is None:
            return
        try:
            found = read_derivation(text, derivation.parent, self._numbers)
            self._workspace.apply(SetDerivation(matrix.name, found))
        except MatrixDesignerError as error:
            self._follows.refuse(error.sentence)

    def _on_date_entered(self, text: str) -> None:
        try:
            self._workspace.apply(DateRecord(read_day(text)))
        except MatrixDesignerError as error:
            self._date.refuse(error.sentence)

    def _on_record_asked(self) -> None:
        self.record_requested.emit(self._record.mapToGlobal(self._record.rect().bottomLeft()))

    def _on_record_clicked(self) -> None:
        self.record_chosen.emit()

    def _set_sizes(self) -> None:
        theme = self._theme
        self.setFixedWidth(theme.metrics.matrices)
        side = theme.px(8)
        self._column.setContentsMargins(side, theme.px(8), side, side)


def sold_by(analysis: Analysis, matrix: Matrix) -> tuple[int, int]:
    """Return cost and proposed sales of what a matrix prices under the plan, extended amounts."""
    whole = analysis.states.whole
    if whole is None:
        return 0, 0
    table = whole.part_of(matrix.name).sums.table[:NO_ROW]
    return int(table[:, COST].sum()), int(table[:, REPLAYED].sum())


def matrix_notes(analysis: Analysis, numbers: Numbers) -> tuple[str, ...]:
    """Say of every matrix how large it is, what it follows, its rules and what it sells."""
    return tuple(_note(analysis, place, numbers) for place in range(len(analysis.design.matrices)))


def _note(analysis: Analysis, place: int, numbers: Numbers) -> str:
    design = analysis.design
    matrix = design.matrices[place]
    told = counted(len(matrix.tiers), "tier")
    if matrix.derived_from is not None:
        told = f"{matrix.derived_from.parent} {written_derivation(matrix.derived_from, numbers)}"
    if not design.plan:
        return told
    rules = [str(at + 1) for at in rules_naming(design.plan, matrix.name)]
    used = [f"{'rule' if len(rules) == 1 else 'rules'} {', '.join(rules)}"] if rules else []
    if not place:
        used.append("default")
    told = f"{told}\n{', '.join(used) or 'no rule'}"
    if analysis.states.whole is None:
        return told
    return f"{told}\n${numbers.dollars(sold_by(analysis, matrix)[1])}"


def _head(text: str, theme: Theme) -> Text:
    head = Text(text, theme, is_semibold=True)
    head.setFixedHeight(26)
    head.setContentsMargins(6, 0, 0, 0)
    return head
