"""The findings panel: what is wrong, worst first, the cell that it points at, and how to fix it.

Shows an Analysis and asks for edits; it judges and changes nothing. A fix is tried aside before it
is done: while its button or one of its ways is pointed at, its curves are shown as a preview and
its effect stands in words.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QVBoxLayout, QWidget

from matrix_designer.core.design import Silence
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.silencing import RestoreFindings, SilenceFindings
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.evaluation.fixing import Trial
from matrix_designer.gui.controls import Text
from matrix_designer.gui.explaining import add_why
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.effect_words import effect_words, gp_words
from matrix_designer.gui.panels.explained_rows import facts_of_finding
from matrix_designer.gui.panels.finding_head import FindingHead
from matrix_designer.gui.panels.finding_list import FindingList, FindingModel
from matrix_designer.gui.panels.finding_rows import (
    RESTORE,
    FindingRow,
    fold_findings,
    localised,
    silenced_rows,
    unfold,
    with_matrix,
)
from matrix_designer.gui.panels.fix_button import FixButton, WaysMenu
from matrix_designer.gui.panels.fix_desk import FixDesk
from matrix_designer.gui.panels.reason_line import ReasonLine
from matrix_designer.gui.theme import TextSize, Theme

_BUTTON_INSET = 4
_NO_FIX = "No edit of the tiers answers this without a new error."
_NOTE_LINES, _BROAD_NOTE_LINES = 4, 2
_BROAD = 600
"""The width of a panel, under a tab, in which a note takes fewer lines."""


class FindingsPanel(QWidget):
    """The heading with counts by severity, and the list of findings.

    `finding_activated(finding)`: go to that finding's place; `finding_chosen(finding)`: show it,
    the keyboard stays here. `edit_wanted(edit)`: carry out a fix, silence or restore.
    `preview_changed(curves)`: curves of a fix that is pointed at, None when it is over.
    """

    finding_activated = Signal(object)
    finding_chosen = Signal(object)
    edit_wanted = Signal(object)
    preview_changed = Signal(object)

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Start empty; `show_analysis` fills the panel."""
        super().__init__(parent)
        self.setAccessibleName("Findings")
        self._theme = theme
        self._numbers = numbers
        self._analysis: Analysis | None = None
        self._opened: set[tuple[str, str]] = set()
        self._has_silenced = self._is_pressed = self._is_previewed = False
        self._menu: WaysMenu | None = None
        self._head = FindingHead(theme, self)
        self._model = FindingModel(self)
        self._list = FindingList(numbers, theme, self)
        self._list.setModel(self._model)
        self._button = FixButton(theme, self._list.viewport())
        self._note = Text("", theme, size=TextSize.CAPTION, role="text2")
        self._note.setAccessibleName("What the fix does")
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._note.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._note.hide()
        self._reason = ReasonLine(theme, self)
        self._desk = FixDesk(self)
        self.next_finding = self._action("&Next finding", ("F4",))
        self.fix = self._action("&Fix finding", ("Alt+Return", "Alt+Enter"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 0, 6, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(self._list, 1)
        layout.addWidget(self._note)
        layout.addWidget(self._reason)
        self._is_wide = False
        self._connect()
        self.set_theme(theme)

    def verbs(self) -> tuple[QAction, ...]:
        """Return the actions that work wherever the keyboard is."""
        return self.next_finding, self.fix

    @property
    def help_anchor(self) -> str:
        """The code of the chosen finding, by which help explains it; empty without one."""
        row = self._current()
        return "" if row is None else row.findings[0].code

    def part_to_explain(self) -> PartFacts | None:
        """Return a part that shows the chosen finding."""
        row, shown = self._current(), self._analysis
        return None if row is None or shown is None else facts_of_finding(row.worst, shown.design)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        for part in (self._head, self._list, self._button, self._note, self._reason):
            part.set_theme(theme)
        self._fit_note()
        self._place_button()

    def set_wide(self, *, is_wide: bool) -> None:
        """List one line a finding where the panel has the window's width."""
        self._is_wide = is_wide
        self._list.set_wide(is_wide=is_wide)
        self._fit_note()
        self._place_button()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the note the lines that it needs in this width."""
        super().resizeEvent(event)
        self._fit_note()

    def show_analysis(self, analysis: Analysis) -> None:
        """List an analysis's findings; a selected row stays selected while it is there.

        Before it is judged, what is listed stays, and nothing is done with it.
        """
        if analysis is self._analysis:
            return
        self._desk.forget()
        self._is_pressed = False
        self._end_preview()
        self._analysis = analysis if analysis.is_judged else None
        if self._analysis is None:
            return
        self._head.show_counts(analysis.summary.findings, len(analysis.silenced))
        self._fill()
        if self._button.is_touched:
            self._on_touched()

    # What is listed

    def _fill(self) -> None:
        analysis = self._analysis
        if analysis is None:
            return
        rows = unfold(fold_findings(analysis.findings, self._numbers), self._opened, self._numbers)
        if self._has_silenced:
            rows += silenced_rows(analysis.silenced, analysis.design.silences, self._numbers)
        rows = with_matrix(rows, analysis.matrix.name)
        kept = self._current()
        is_new = self._model.set_rows(rows)
        found = self._place_of(kept) if kept is not None else None
        if found is not None and (is_new or found != self._list.currentIndex().row()):
            self._list.setCurrentIndex(self._model.index(found))
        elif kept is not None and found is None:
            self._list.setCurrentIndex(QModelIndex())
        self._place_button()

    def _place_of(self, kept: FindingRow) -> int | None:
        """Return where a row stands now: the same one, else one of its code."""
        for is_same in (True, False):
            for place, row in enumerate(self._model.rows):
                if row.key == kept.key or (not is_same and row.worst.code == kept.worst.code):
                    return place
        return None

    def _current(self) -> FindingRow | None:
        index = self._list.currentIndex()
        rows = self._model.rows
        return rows[index.row()] if index.isValid() and index.row() < len(rows) else None

    # The button, the note and the preview

    def _place_button(self) -> None:
        """Put the button on the current row where something can be done."""
        row = self._current()
        if row is None or not row.verb:
            self._button.hide()
            self._note.setVisible(False)
            return
        self._button.show_verb(row.verb, row.sentence)
        rect = self._list.visualRect(self._list.currentIndex())
        inset = self._theme.px(_BUTTON_INSET)
        top = rect.bottom() + 1 - self._button.height()
        if self._is_wide:
            top = rect.center().y() - self._button.height() // 2 + 1
        self._button.move(rect.right() - self._button.width() - inset, top)
        self._button.show()
        if self._analysis is not None and row.verb != RESTORE and not row.is_folded:
            self._desk.ask_first(self._analysis, row)
        if not self._is_previewed:
            self._note.setText(self._promise(row))
        self._note.setVisible(True)

    def _promise(self, row: FindingRow) -> str:
        """Say what is offered first, once it is known; no way is named that may not hold."""
        if row.reason:
            return f"Silenced: {row.reason}"
        if self._analysis is None:
            return ""
        first = self._desk.first_of(self._analysis, row)
        if first is not None:
            return localised(f"{first.fix.told}.", self._numbers)
        if self._desk.has_none(self._analysis, row):
            return _NO_FIX
        return f"{row.verb}: all {len(row.findings)} in one step." if row.is_folded else ""

    def _fit_note(self) -> None:
        """Keep the room for the effect, so that pointing at a fix moves nothing."""
        line = self._note.fontMetrics().height()
        is_broad = self.width() >= self._theme.px(_BROAD)
        lines = 1 if self._is_wide else _BROAD_NOTE_LINES if is_broad else _NOTE_LINES
        inset = self._theme.px(8)
        self._note.setWordWrap(not self._is_wide)
        self._note.setContentsMargins(inset, self._theme.px(2), inset, self._theme.px(2))
        self._note.setFixedHeight(lines * line + self._theme.px(6))

    def _on_touched(self) -> None:
        row = self._current()
        if self._analysis is not None and row is not None and row.verb not in {"", RESTORE}:
            self._desk.ask(self._analysis, row)

    def _on_left(self) -> None:
        if self._menu is None:
            self._end_preview()

    def _on_first_found(self) -> None:
        row = self._current()
        if self._is_previewed or row is None or self._analysis is None:
            return
        first = self._desk.first_of(self._analysis, row)
        if first is not None and self._button.is_touched:
            self._preview(first)
        elif first is not None:
            self._note.setText(self._promise(row))

    def _preview(self, trial: Trial) -> None:
        self._is_previewed = True
        words = effect_words(trial, self._numbers)
        self._note.setText(words)
        self._note.setAccessibleDescription(words)
        self.preview_changed.emit(trial.after.curves)

    def _end_preview(self) -> None:
        if self._is_previewed:
            self._is_previewed = False
            self.preview_changed.emit(None)
            row = self._current()
            self._note.setText("" if row is None or not row.verb else self._promise(row))

    # Fixing

    def fix_current(self) -> None:
        """Fix the current row: at once where there is one way, else by a menu of the ways."""
        row = self._current()
        if row is None or not row.verb or self._analysis is None:
            return
        if row.verb == RESTORE:
            worst = row.worst
            self.edit_wanted.emit(RestoreFindings((worst.key,)))
            return
        self._is_pressed = True
        self._desk.ask(self._analysis, row)

    def _on_finished(self) -> None:
        found, row = self._desk.found, self._current()
        if not found and row is not None:
            self._note.setText(self._promise(row))
        if not self._is_pressed:
            return
        self._is_pressed = False
        if len(found) == 1:
            self._take(found[0])
        elif found:
            self._offer(found)

    def _offer(self, found: tuple[Trial, ...]) -> None:
        """Open the menu of the ways over the button, where it hides no curve that it previews."""
        ways = [(trial.fix.told, gp_words(trial.effect, self._numbers)) for trial in found]
        menu = WaysMenu(ways, self._theme, self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.highlighted.connect(self._on_highlighted)
        menu.chosen.connect(self._on_chosen)
        menu.aboutToHide.connect(self._on_menu_hidden)
        self._menu = menu
        corner = self._button.mapToGlobal(self._button.rect().topRight())
        size = menu.sizeHint()
        menu.popup(corner - QPoint(size.width() - 1, size.height()))
        menu.mark_first()

    def _on_menu_hidden(self) -> None:
        self._menu = None
        self._end_preview()

    def _on_highlighted(self, place: int) -> None:
        if place < len(self._desk.found):
            self._preview(self._desk.found[place])

    def _on_chosen(self, place: int) -> None:
        if place < len(self._desk.found):
            self._take(self._desk.found[place])

    def _take(self, trial: Trial) -> None:
        self._end_preview()
        self.edit_wanted.emit(trial.fix.edit)

    # Keys, clicks and the menu

    def _connect(self) -> None:
        self._list.activated.connect(self._on_activated)
        self._list.clicked.connect(self._on_clicked)
        self._list.verb_clicked.connect(self._on_verb_clicked)
        self._list.fold_wanted.connect(self._on_fold_wanted)
        self._list.silence_wanted.connect(self._on_silence_wanted)
        self._list.menu_wanted.connect(self._on_menu_wanted)
        self._list.shifted.connect(self._place_button)
        self._list.selectionModel().currentChanged.connect(self._on_current_changed)
        self._button.touched.connect(self._on_touched)
        self._button.left.connect(self._on_left)
        self._button.clicked.connect(self.fix_current)
        self._desk.first_found.connect(self._on_first_found)
        self._desk.finished.connect(self._on_finished)
        self._reason.given.connect(self._on_reason_given)
        self._reason.left.connect(self._list.setFocus)
        self._head.silenced_wanted.connect(self._on_silenced_wanted)
        self.next_finding.triggered.connect(self._on_next_finding)
        self.fix.triggered.connect(self.fix_current)

    def _action(self, text: str, keys: tuple[str, ...]) -> QAction:
        action = QAction(text, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        return action

    def _on_current_changed(self) -> None:
        self._is_pressed = False
        self._end_preview()
        self._place_button()

    def _on_activated(self, index: QModelIndex) -> None:
        self.finding_activated.emit(self._model.rows[index.row()].worst)

    def _on_clicked(self, index: QModelIndex) -> None:
        self.finding_chosen.emit(self._model.rows[index.row()].worst)

    def _on_verb_clicked(self, index: QModelIndex) -> None:
        self._list.setCurrentIndex(index)
        self.fix_current()

    def _on_next_finding(self) -> None:
        """Go to the current finding's cell from the list; from elsewhere to the next finding's."""
        rows = self._model.rows
        if not rows:
            return
        current = self._list.currentIndex()
        place = current.row() if current.isValid() else -1
        if not (self._list.hasFocus() and current.isValid()):
            place = (place + 1) % len(rows)
            self._list.setCurrentIndex(self._model.index(place))
        self.finding_activated.emit(rows[place].worst)

    def _on_fold_wanted(self, index: QModelIndex, is_open: bool) -> None:  # noqa: FBT001 - a signal's
        row = self._model.rows[index.row()]
        key = row.worst.code, row.worst.matrix
        if row.is_part and not is_open:
            folded = next(
                place
                for place, one in enumerate(self._model.rows)
                if one.is_open and (one.worst.code, one.worst.matrix) == key
            )
            self._list.setCurrentIndex(self._model.index(folded))
        elif row.is_folded and is_open != row.is_open:
            self._list.setCurrentIndex(index)
            (self._opened.add if is_open else self._opened.discard)(key)
            self._fill()

    def _on_silence_wanted(self, index: QModelIndex) -> None:
        row = self._model.rows[index.row()]
        if not row.reason:
            number = len(row.findings)
            self._reason.ask("Why silence it?" if number == 1 else f"Why silence all {number}?")

    def _on_reason_given(self, reason: str) -> None:
        row = self._current()
        self._list.setFocus()
        if row is not None:
            self.edit_wanted.emit(
                SilenceFindings(
                    tuple(
                        Silence(each.code, each.matrix, each.tier, reason, each.subject)
                        for each in row.findings
                    )
                )
            )

    def _on_silenced_wanted(self, is_shown: bool) -> None:  # noqa: FBT001 - a signal's
        self._has_silenced = is_shown
        self._fill()

    def _on_menu_wanted(self, index: QModelIndex, at: QPoint) -> None:
        """Offer every verb of a row with its key."""
        row = self._model.rows[index.row()]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, key, name, is_possible in (
            (row.verb or "Fix", "Alt+Enter", "fix", bool(row.verb)),
            (
                "Go to its rule" if row.worst.is_of_plan else "Go to its cell",
                "F4",
                "go",
                row.worst.is_of_plan or row.worst.tier is not None,
            ),
            ("Copy", "Ctrl+C", "copy", True),
            (
                "Fold" if row.is_open else "Unfold",
                "Left" if row.is_open else "Right",
                "fold",
                row.is_folded,
            ),
            ("Silence…", "Del", "silence", not row.reason),
        ):
            action = menu.addAction(f"{text}\t{key}")
            action.setData(name)
            action.setEnabled(is_possible)
        add_why(menu, self._list)
        menu.triggered.connect(self._on_menu_action)
        menu.popup(at)

    def _on_menu_action(self, action: QAction) -> None:
        index, row = self._list.currentIndex(), self._current()
        if row is None:
            return
        name = action.data()
        if name == "fix":
            self.fix_current()
        elif name == "go":
            self._on_activated(index)
        elif name == "copy":
            self._list.copy(row)
        elif name == "fold":
            self._on_fold_wanted(index, not row.is_open)
        elif name == "silence":
            self._on_silence_wanted(index)
