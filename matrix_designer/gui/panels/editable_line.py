"""A line of a list pane that is typed over where it stands: Enter keeps, Esc gives back.

Knows one text, its choices and why it was refused; what it means is the owner's matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from matrix_designer.gui.controls import Text, paint_row_ground
from matrix_designer.gui.icons import draw_icon
from matrix_designer.gui.panels.inline_editor import InlineEditor
from matrix_designer.gui.plain_tip import plain_tip
from matrix_designer.gui.text import elided, text_width
from matrix_designer.gui.theme import TextSize, Theme

_HEIGHT = 22
_INSET = 8
_ARROW = 12


@dataclass(frozen=True, slots=True)
class LineChoice:
    """One entry of the line's menu; `is_begun`: the text is to be completed by typing."""

    label: str
    text: str
    is_begun: bool = False


@dataclass(frozen=True, slots=True)
class LineContent:
    """A line's name, value, the text to type over and the menu; `note` stands under it."""

    name: str
    value: str
    text: str
    tip: str
    choices: tuple[LineChoice, ...] = ()
    is_typed: bool = True
    note: str = ""


class EditableLine(QWidget):
    """One line. `entered(text)`: a text was typed or chosen; the owner takes or refuses it."""

    entered = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Make an empty line."""
        super().__init__(parent)
        self._theme = theme
        self._content = LineContent("", "", "", "")
        self._editor: InlineEditor | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._note = Text("", theme, size=TextSize.CAPTION, role="error")
        self._note.setWordWrap(True)
        self._note.setVisible(False)
        self._column.addWidget(self._note)
        self._set_sizes()

    @property
    def content(self) -> LineContent:
        """What the line shows."""
        return self._content

    @property
    def note(self) -> str:
        """What stands under the line: why a text was refused, or what is wrong."""
        return self._note.text()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._note.set_theme(theme)
        if self._editor is not None:
            self._editor.set_theme(theme)
        self._set_sizes()
        self.update()

    def show_content(self, content: LineContent) -> None:
        """Show another text; what is being typed stays."""
        if content == self._content:
            return
        self._content = content
        self.setAccessibleName(f"{content.name} {content.value}".strip())
        how = "Enter edits" if content.is_typed else "Enter chooses"
        self.setToolTip(plain_tip(f"{content.tip} ({how})"))
        self.setAccessibleDescription(content.tip)
        if self._editor is None:
            self._say(content.note)
        self.update()

    def begin(self, text: str | None = None, *, caret: int | None = None) -> None:
        """Open the editor on a text, the caret at `caret`, else all selected."""
        if self._editor is None:
            content = self._content
            self._editor = InlineEditor(content.name, content.tip, self._theme, self)
            self._editor.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._editor.finished.connect(self._on_finished)
            self._editor.given_up.connect(self.end)
            self._editor.textEdited.connect(self._on_text_edited)
        shown = self._content.text if text is None else text
        self._editor.open_on(shown, self._editor_rect(), caret=caret)
        self.update()

    def refuse(self, sentence: str) -> None:
        """Keep the typed text, with the reason under it."""
        if self._editor is not None:
            self._editor.set_refused(is_refused=True)
        self._say(sentence)

    def end(self, *, keeps_focus: bool = True) -> None:
        """Close the editor."""
        editor, self._editor = self._editor, None
        if editor is not None:
            editor.close_for_good()
            if keeps_focus:
                self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say(self._content.note)
        self.update()

    def open_menu(self) -> None:
        """Offer the choices under the line."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for choice in self._content.choices:
            action = menu.addAction(choice.label.replace("&", "&&"))
            action.setData(choice.text)
            action.setCheckable(True)
            action.setChecked(choice.text == self._content.text)
            group.addAction(action)
            if action.isChecked():
                menu.setActiveAction(action)
        menu.triggered.connect(self._on_chosen)
        width = menu.sizeHint().width()
        corner = QPointF(self.width() - width, self._theme.px(_HEIGHT)).toPoint()
        menu.popup(self.mapToGlobal(corner))

    def sizeHint(self) -> QSize:
        """Return the line's height, and the note's where there is one."""
        note = self._note.heightForWidth(self.width()) if self._note.text() else 0
        return QSize(self._theme.px(120), self._theme.px(_HEIGHT) + max(note, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Edit or choose on Enter, Space or F2; typing replaces; Up and Down go along."""
        key, text = event.key(), event.text()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_F2):
            self._act()
        elif key == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_menu()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(key == Qt.Key.Key_Down)
        elif self._content.is_typed and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.entered.emit("")
        elif self._content.is_typed and len(text) == 1 and text.isprintable():
            self.begin(text, caret=1)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Edit or choose."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self._act()

    def resizeEvent(self, event: object) -> None:
        """Keep the editor over the value, and the note whole."""
        del event
        self._fit_note()
        if self._editor is not None:
            self._editor.setGeometry(self._editor_rect())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint name and value."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, c = self._theme, self._theme.colours
        rect = QRectF(0, 0, self.width(), theme.px(_HEIGHT))
        paint_row_ground(painter, self, theme, c.window, is_current=False)
        font = theme.number_font()
        base, inset = theme.px(16), theme.px(_INSET)
        painter.setFont(font)
        painter.setPen(c.muted)
        painter.drawText(QPointF(inset, base), self._content.name)
        if self._editor is None:
            used = inset + text_width(font, self._content.name) + theme.px(10)
            value = elided(font, self._content.value, rect.width() - inset - used)
            painter.setPen(c.text)
            left = rect.width() - inset - text_width(font, value)
            painter.drawText(QPointF(left, base), value)
            if self._content.choices and (self.underMouse() or self.hasFocus()):
                size = theme.px(_ARROW)
                arrow = QRectF(round(left) - size - 3, (rect.height() - size) / 2, size, size)
                draw_icon(painter, "chevron-down", c.muted, arrow)
        painter.end()

    def _act(self) -> None:
        if self._content.is_typed and not self._content.choices:
            self.begin()
        elif self._content.choices:
            self.open_menu()

    def _editor_rect(self) -> QRect:
        theme = self._theme
        font = theme.number_font()
        left = theme.px(_INSET) + text_width(font, self._content.name) + theme.px(6)
        left = min(round(left), self.width() // 2)
        if not self._content.name:
            left = 0
        height = min(theme.metrics.field, theme.px(_HEIGHT))
        return QRect(left, 0, self.width() - left, height)

    def _say(self, text: str) -> None:
        if text != self._note.text():
            self._note.setText(text)
            self._note.setVisible(bool(text))
            self._fit_note()
            self.updateGeometry()

    def _fit_note(self) -> None:
        """Keep the note's room where the list is longer than its pane."""
        least = self.sizeHint().height()
        if self.minimumHeight() != least:
            self.setMinimumHeight(least)

    def _on_finished(self, text: str, keeps_focus: bool) -> None:  # noqa: FBT001 - a signal's
        """Hand a changed text to the owner; an unchanged one is no edit."""
        if text != self._content.text:
            self.entered.emit(text)
        if self._editor is not None and not self._editor.is_refused:
            self.end(keeps_focus=keeps_focus)

    def _on_text_edited(self, _text: str) -> None:
        self._say(self._content.note)

    def _on_chosen(self, action: QAction) -> None:
        label, text = action.text(), str(action.data())
        choices: Sequence[LineChoice] = self._content.choices
        begun = {choice.text for choice in choices if choice.is_begun}
        if text in begun and label:
            kept = self._content.text
            is_same_kind = text.strip("% ").casefold() in kept.casefold() and bool(kept)
            shown = kept if is_same_kind else text
            caret = None if is_same_kind else 0 if shown.startswith("%") else len(shown)
            self.begin(shown, caret=caret)
        elif text != self._content.text:
            self.entered.emit(text)

    def _set_sizes(self) -> None:
        theme = self._theme
        self._column.setContentsMargins(0, theme.px(_HEIGHT), 0, 0)
        inset = theme.px(_INSET)
        self._note.setContentsMargins(inset, 0, inset, theme.px(4))
        self._fit_note()
