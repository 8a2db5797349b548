"""One matrix in the list pane: name, tiers, GP %; its name is typed over in place.

Knows the texts of one row; which matrix is looked at is its owner's matter.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton

from matrix_designer.gui.controls import paint_row_ground
from matrix_designer.gui.panels.inline_editor import InlineEditor
from matrix_designer.gui.plain_tip import plain_tip
from matrix_designer.gui.text import elided, text_width
from matrix_designer.gui.theme import TextSize, Theme

ROW = 38
"""The height of two lines."""
_MORE = 15
"""What a third one adds."""


class MatrixRow(QAbstractButton):
    """One matrix: its name, how many tiers, its GP %; F2 types over the name.

    `chosen(name)`: it was pressed; `renamed(name, to)`: another name was typed;
    `menu_requested(at)`: its verbs are wanted.
    """

    chosen = Signal(str)
    renamed = Signal(str, str)
    menu_requested = Signal(object)

    def __init__(self, theme: Theme) -> None:
        """Make an empty row."""
        super().__init__()
        self._theme = theme
        self.name = ""
        self._note = self._more = self._dollars = self._whole = ""
        self._share = ""
        self.is_current = False
        self._editor: InlineEditor | None = None
        self._refusal = ""
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)
        self.clicked.connect(self._on_clicked)

    @property
    def refusal(self) -> str:
        """Why the typed name is not taken; empty where it is."""
        return self._refusal

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_matrix(self, name: str, note: str, share: str, is_current: bool) -> None:  # noqa: FBT001 - one of four texts of a row
        """Show another matrix; lines of the note are its size, its rules and what it sells."""
        if (name, note, share, is_current) == (
            self.name,
            self._whole,
            self._share,
            self.is_current,
        ):
            return
        had = self._more
        self.name, self._share = name, share
        self._note, self._more, self._dollars = (*note.split("\n"), "", "")[:3]
        self._whole = note
        self.is_current = is_current
        if bool(had) is not bool(self._more):
            self.updateGeometry()
        said = ", ".join((name, *note.splitlines()))
        self.setAccessibleName(said)
        self.setAccessibleDescription("F2 renames, the menu key opens more")
        self.setToolTip(plain_tip(f"{name} (F2 renames)"))
        self.update()

    def begin(self) -> None:
        """Type over the name."""
        if self._editor is None:
            self._editor = InlineEditor("Name", "The matrix's name", self._theme, self)
            self._editor.finished.connect(self._on_finished)
            self._editor.given_up.connect(self._end)
            self._editor.textEdited.connect(self._on_text_edited)
        place = QRect(0, 0, self.width(), self._theme.metrics.field)
        self._editor.open_on(self.name, place)

    def refuse(self, sentence: str) -> None:
        """Keep the typed name, with the reason in place of the figures."""
        self._refusal = sentence
        if self._editor is not None:
            self._editor.set_refused(is_refused=True)
            self._editor.setToolTip(plain_tip(sentence))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for two lines, or three where rules are told."""
        return QSize(self._theme.px(100), self._theme.px(ROW + (_MORE if self._more else 0)))

    def minimumSizeHint(self) -> QSize:
        """Return the same height: a row is never cut."""
        return QSize(0, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Rename on F2, choose on Enter, go along with Up and Down."""
        key = event.key()
        if key == Qt.Key.Key_F2:
            self.begin()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(key == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Type over the name."""
        del event
        self.begin()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the verbs of this matrix, which becomes the current one."""
        self.chosen.emit(self.name)
        self.menu_requested.emit(event.globalPos())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground of the current row, and the texts."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, c = self._theme, self._theme.colours
        paint_row_ground(painter, self, theme, c.window, is_current=self.is_current)
        name = theme.font(is_semibold=self.is_current)
        inset = theme.px(8)
        painter.setFont(name)
        painter.setPen(c.text)
        painter.drawText(
            QPointF(inset, theme.px(16)), elided(name, self.name, self.width() - 2 * inset)
        )
        if self._refusal:
            font = theme.font(TextSize.CAPTION)
            painter.setFont(font)
            painter.setPen(c.error)
            told = elided(font, self._refusal, self.width() - 2 * inset)
            painter.drawText(QPointF(inset, theme.px(35)), told)
        else:
            two_ends(painter, theme, self.width(), (self._note, self._share), theme.px(31))
        if self._more:
            two_ends(
                painter, theme, self.width(), (self._more, self._dollars), theme.px(31 + _MORE)
            )
        painter.end()

    def _end(self, *, keeps_focus: bool = True) -> None:
        editor, self._editor = self._editor, None
        self._refusal = ""
        if editor is not None:
            editor.close_for_good()
            if keeps_focus:
                self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.update()

    def _on_finished(self, text: str, keeps_focus: bool) -> None:  # noqa: FBT001 - a signal's
        if text != self.name:
            self.renamed.emit(self.name, text)
        if self._editor is not None and not self._editor.is_refused:
            self._end(keeps_focus=keeps_focus)

    def _on_text_edited(self, _text: str) -> None:
        self._refusal = ""
        self.update()

    def _on_clicked(self) -> None:
        self.chosen.emit(self.name)


def two_ends(
    painter: QPainter, theme: Theme, width: float, texts: tuple[str, str], base: float
) -> None:
    """Write a small note at the left and a figure at the right of one line."""
    font = theme.number_font(TextSize.CAPTION)
    inset = theme.px(8)
    painter.setFont(font)
    painter.setPen(theme.colours.text2)
    end = width - inset - text_width(font, texts[1])
    room = end - inset - (theme.px(6) if texts[1] else 0)
    painter.drawText(QPointF(inset, base), elided(font, texts[0], room))
    painter.drawText(QPointF(end, base), texts[1])
