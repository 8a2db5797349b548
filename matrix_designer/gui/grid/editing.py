"""The editing of one cell: live reading, taking, refusing, restoring.

Knows the model, the editor and what a column read; it knows no selection and no noun.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QAbstractScrollArea

from matrix_designer.gui.grid.columns import Ask, Reading, Run
from matrix_designer.gui.grid.editor import CellEditor, Leave
from matrix_designer.gui.grid.hint import plain_text
from matrix_designer.gui.grid.model import GridModel
from matrix_designer.gui.grid.question import Question
from matrix_designer.gui.grid.selection import Place
from matrix_designer.gui.plain_tip import plain_tip
from matrix_designer.gui.theme import Theme


class Editing(QObject):
    """Edits one cell at a time.

    `read()`: the text was read anew; `finished(edit, leave, is_tab)`: the editor closed with an
    edit or None, and where the selection goes; `entered(text, answer)`: it closed with a text for
    every selected cell, and which answer was given where it can mean several things, or None.
    """

    read = Signal()
    finished = Signal(object, object, bool)
    entered = Signal(str, object)

    def __init__(self, model: GridModel, theme: Theme, view: QAbstractScrollArea) -> None:
        """Start with no cell in editing."""
        super().__init__(view)
        self._view = view
        self._model = model
        self.editor = CellEditor(theme, view.viewport())
        self.question = Question(theme, view)
        self.place: Place | None = None
        self.is_refused = False
        self._initial = ""
        self._reading = Reading()
        self._leaving: tuple[Leave, bool] = (Leave.STAY, False)
        self.editor.textChanged.connect(self._on_text_changed)
        self.editor.left.connect(self._on_left)
        self.editor.abandoned.connect(self.abandon)
        self.editor.lost.connect(self._on_lost)
        self.question.answered.connect(self._on_answered)
        self.question.given_up.connect(self._on_given_up)
        self.question.lost.connect(self._on_question_lost)

    def start(self, place: Place, cell: QRect, typed: str | None) -> None:
        """Open the editor over a cell; nothing happens where it takes no text."""
        initial = self._model.edit_text(place)
        if initial is None:
            return
        self.place, self._initial, self.is_refused = place, initial, False
        self.editor.stand_over(cell)
        self.editor.setAccessibleName(self._model.spoken_name(place))
        self.editor.start(initial if typed is None else typed, is_typed_over=typed is not None)
        self._on_text_changed()

    def follow(self, box_of: Callable[[Place], QRect]) -> None:
        """Stay over the cell when columns move."""
        if self.place is not None:
            self.editor.stand_over(box_of(self.place))

    def hint_at_rest(self, active: Place) -> tuple[tuple[Run, ...], bool]:
        """Return the hint to show, and whether it refuses.

        It is that of the text being typed, or of a refused text that stays in the active cell.
        """
        if self.place is not None:
            if self.question.isVisible():
                return (), False
            refusal = self._reading.refusal
            return ((Run(refusal),), True) if refusal else (self._reading.hint, False)
        refused = self._model.refusal(active)
        return ((), False) if refused is None else ((Run(refused.reason),), True)

    def leave_if_open(self) -> None:
        """Take the text because the focus or the selection goes elsewhere; keep it if refused."""
        if self.place is None:
            return
        place, text, reading = self.place, self.editor.text(), self._reading
        refusal = reading.refusal or (reading.ask.refusal if reading.ask is not None else "")
        if text != self._initial and refusal:
            self._close()
            self._model.refuse(place, text, refusal)
            self.finished.emit(None, Leave.STAY, False)  # noqa: FBT003 - a signal takes no names
        else:
            self._take(Leave.STAY, is_tab=False)

    def abandon(self) -> None:
        """Forget the text."""
        if self.place is None:
            return
        place = self.place
        self._close()
        self._model.forget_refusal(place)
        self.finished.emit(None, Leave.STAY, False)  # noqa: FBT003 - a signal takes no names

    def abandon_if_gone(self) -> None:
        """Forget the text where its row is no longer there."""
        if self.place is not None and self.place[0] >= self._model.rowCount():
            self.abandon()

    def _on_text_changed(self) -> None:
        if self.place is None:
            return
        column = self._model.spec.columns[self.place[1]]
        row = self._model.rows[self.place[0]]
        self._reading = Reading() if column.read is None else column.read(row, self.editor.text())
        if self.is_refused and not self._reading.refusal:
            self._show_refused(is_refused=False)
        said = self._reading.refusal or plain_text(self._reading.hint)
        self.editor.setAccessibleDescription(said)
        self.editor.setToolTip(plain_tip(self._reading.refusal))
        self.read.emit()

    def _on_left(self, leave: Leave, is_tab: bool) -> None:  # noqa: FBT001 - a signal takes no names
        """Take the text, or stay with the reason beside it."""
        if self._reading.refusal and self.editor.text() != self._own_text():
            self._show_refused(is_refused=True)
            self.read.emit()
            return
        if self._reading.ask is not None and self.place is not None:
            self._leaving = (leave, is_tab)
            self._put(self._reading.ask)
            return
        if leave is Leave.FILL:
            self._enter(None)
        else:
            self._take(leave, is_tab=is_tab)

    def _enter(self, answer: int | None) -> None:
        """Close with a text for every selected cell."""
        text, place = self.editor.text(), self.place
        self._close()
        if place is not None:
            self._model.forget_refusal(place)
        self.entered.emit(text, answer)

    def _put(self, ask: Ask) -> None:
        """Ask what the text means, beside its cell."""
        corner = self.editor.mapTo(self._view, QPoint())
        frame = self.editor.frame
        cell = QRect(corner, self.editor.size()).adjusted(0, -frame, 0, frame)
        self.question.ask(ask.words, [words for words, _edit in ask.answers], cell)
        self.read.emit()

    def _on_answered(self, answer: int) -> None:
        """Carry out what the text was said to mean, and leave as it was left."""
        place, ask = self.place, self._reading.ask
        if place is None or ask is None:
            return
        leave, is_tab = self._leaving
        if leave is Leave.FILL:
            self._enter(answer)
            return
        self._model.forget_refusal(place)
        edit = ask.answers[answer][1]
        self._close()
        self.finished.emit(edit, leave, is_tab)

    def _on_given_up(self) -> None:
        """Go back to the text."""
        self.question.close_()
        self.read.emit()
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_question_lost(self) -> None:
        """Keep the text without an answer, unless the focus went back to it."""
        if self.editor.hasFocus():
            self.question.close_()
        else:
            self.leave_if_open()

    def _on_lost(self) -> None:
        """Leave because the focus went elsewhere, but not to the question."""
        if not self.question.isVisible():
            self.leave_if_open()

    def _take(self, leave: Leave, *, is_tab: bool) -> None:
        """Close with the edit that the text means; an unchanged text means none."""
        if self.place is None:
            return
        place, text, reading = self.place, self.editor.text(), self._reading
        is_unchanged = text == self._own_text()
        if is_unchanged or not reading.refusal:
            self._model.forget_refusal(place)
        self._close()
        edit = None if is_unchanged or reading.refusal else reading.edit
        self.finished.emit(edit, leave, is_tab)

    def _own_text(self) -> str | None:
        """Return the text of the cell itself, not one that was refused."""
        if self.place is None:
            return None
        own = self._model.spec.columns[self.place[1]].edit_text
        return None if own is None else own(self._model.rows[self.place[0]])

    def _show_refused(self, *, is_refused: bool) -> None:
        self.is_refused = is_refused
        self.editor.show_refused(is_refused=is_refused)

    def _close(self) -> None:
        self.place, self.is_refused, self._reading = None, False, Reading()
        focused = self._view.window().focusWidget()
        had_focus = focused is self.editor or self.question.isVisible()
        self.question.close_()
        if had_focus:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.editor.hide()
