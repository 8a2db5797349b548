"""Lines of a file as they are, letter under letter, with the cuts between their fixed columns.

Knows texts, cuts and what the columns are called; what a cut means is its owner's matter. A cut
lies before a character; so does the caret that the keys move.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from matrix_designer.gui.controls import fill_ground
from matrix_designer.gui.scroll_bar import ThinScrollBar
from matrix_designer.gui.text import elided, font_lines, text_width
from matrix_designer.gui.theme import TextSize, Theme

LINES = 6
"""So many lines are shown."""
_LEFT, _NAMES, _SCALE, _ROW, _TOP = 24, 20, 24, 19, 3
_FIGURES = 16
"""The part of the scale that has figures; the handles of the cuts stand under it."""
_NEAR, _HANDLE, _EVERY, _HALF = 5, 7, 10, 5
_LEAST_LETTER = 7
_Key = Qt.Key


@dataclass(frozen=True, slots=True)
class CutLines:
    """What is shown: the lines, where they are cut, and the names of columns by their place."""

    texts: tuple[str, ...] = ()
    cuts: tuple[int, ...] = ()
    names: Mapping[int, str] | None = None

    @property
    def length(self) -> int:
        """How many characters the longest line has."""
        return max(map(len, self.texts), default=0)

    def name(self, column: int) -> str:
        """Return what a column is called; '' for one that is left out."""
        return (self.names or {}).get(column, "")


class CutRuler(QAbstractScrollArea):
    """The lines under a ruler.

    `added(at)`, `removed(at)`, `moved(at, to)`: a cut before a character, counted from 0.
    `caret_moved()`: the keys or the mouse went elsewhere.
    """

    added = Signal(int)
    removed = Signal(int)
    moved = Signal(int, int)
    caret_moved = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Start without lines."""
        super().__init__(parent)
        self._lines = CutLines()
        self._caret = 1
        self._drag: tuple[int, int] | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBar(ThinScrollBar(Qt.Orientation.Horizontal, theme))
        self.viewport().setMouseTracking(True)
        self.setAccessibleName("Cuts between the fixed columns")
        self.setToolTip(
            "Drag a cut; a double click makes or removes one "
            "(Left and Right, Space; Shift+Left and Shift+Right move a cut)"
        )
        self.set_theme(theme)

    # What it shows

    @property
    def cuts(self) -> tuple[int, ...]:
        """Where the lines are cut, a cut that is being dragged included."""
        return self._lines.cuts

    @property
    def caret(self) -> int:
        """The character before which the caret stands, counted from 0."""
        return self._caret

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        fill_ground(self.viewport(), theme.colours.surface)
        self._font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._font.setPointSizeF(theme.font().pointSizeF())
        width = QFontMetricsF(self._font).horizontalAdvance("0")
        self._letter = max(round(width + 2 * theme.zoom), theme.px(_LEAST_LETTER))
        bar = self.horizontalScrollBar()
        if isinstance(bar, ThinScrollBar):
            bar.set_theme(theme)
        self._fit()

    def show_lines(self, lines: CutLines) -> None:
        """Show other lines or other cuts; the caret stays."""
        self._lines = lines
        self._drag = None
        self._caret = max(min(self._caret, lines.length - 1), 1)
        self._fit()
        self._tell()

    def place_of(self, at: int) -> QPoint:
        """Return where a cut before a character lies in the viewport, beside the first line."""
        top = self._theme.px(_NAMES + _SCALE + _ROW // 2)
        return QPoint(self._left(at), top)

    def sizeHint(self) -> QSize:
        """Return the height of the ruler and its lines."""
        px = self._theme.px
        lines = min(len(self._lines.texts), LINES)
        height = px(_NAMES + _SCALE + 2 * _TOP) + lines * px(_ROW)
        return QSize(px(200), height + self.horizontalScrollBar().sizeHint().height())

    # Keys

    def event(self, event: QEvent) -> bool:
        """Keep the own keys from being shortcuts of the window."""
        is_asked = event.type() is QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent) and self._verb(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the caret or the cut under it, make a cut, remove one."""
        if event.key() == _Key.Key_Escape and self._drag is not None:
            self._give_back()
            return
        verb = self._verb(event)
        if verb is None:
            event.ignore()
        elif self._lines.length > 1:
            verb()

    def _verb(self, event: QKeyEvent) -> Callable[[], None] | None:
        """Return what a key does here; None where it is none of this widget's."""
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain = {
            _Key.Key_Home: self._go_to_start,
            _Key.Key_End: self._go_to_end,
            _Key.Key_Left: self._go_left,
            _Key.Key_Right: self._go_right,
            _Key.Key_Space: self._toggle,
            _Key.Key_Insert: self._toggle,
            _Key.Key_Delete: self._remove,
            _Key.Key_Backspace: self._remove,
        }
        jumps = {_Key.Key_Left: self._go_to_cut_before, _Key.Key_Right: self._go_to_cut_after}
        moves = {_Key.Key_Left: self._move_left, _Key.Key_Right: self._move_right}
        verbs = {
            Qt.KeyboardModifier.NoModifier: plain,
            Qt.KeyboardModifier.ControlModifier: jumps,
            Qt.KeyboardModifier.ShiftModifier: moves,
        }
        return verbs.get(held, {}).get(_Key(key))

    def _go_to_start(self) -> None:
        self._go_to(1)

    def _go_to_end(self) -> None:
        self._go_to(self._lines.length - 1)

    def _go_left(self) -> None:
        self._go_to(self._caret - 1)

    def _go_right(self) -> None:
        self._go_to(self._caret + 1)

    def _go_to_cut_before(self) -> None:
        place = bisect_left(self.cuts, self._caret) - 1
        self._go_to(self.cuts[place] if place >= 0 else 1)

    def _go_to_cut_after(self) -> None:
        place = bisect_right(self.cuts, self._caret)
        self._go_to(self.cuts[place] if place < len(self.cuts) else self._lines.length - 1)

    def _move_left(self) -> None:
        self._move(self._caret, self._caret - 1)

    def _move_right(self) -> None:
        self._move(self._caret, self._caret + 1)

    def _toggle(self) -> None:
        if self._caret in self.cuts:
            self._remove()
        else:
            self._set_cuts((*self.cuts, self._caret))
            self.added.emit(self._caret)

    def _remove(self) -> None:
        if self._caret in self.cuts:
            self._set_cuts(tuple(cut for cut in self.cuts if cut != self._caret))
            self.removed.emit(self._caret)

    def _move(self, at: int, to: int) -> None:
        """Move a cut as far as its neighbours let it, and the caret with it."""
        if at in self.cuts:
            to = self._bounded(at, to)
            if to != at:
                self._set_cuts((*(cut for cut in self.cuts if cut != at), to))
                self.moved.emit(at, to)
            self._go_to(to)

    def _bounded(self, at: int, to: int) -> int:
        least = max((cut for cut in self.cuts if cut < at), default=0) + 1
        most = min((cut for cut in self.cuts if cut > at), default=self._lines.length) - 1
        return min(max(to, least), most)

    def _set_cuts(self, cuts: tuple[int, ...]) -> None:
        """Show cuts that were just made; the names come with what is understood of them."""
        names = self._lines.names if len(cuts) == len(self.cuts) else None
        self._lines = CutLines(self._lines.texts, tuple(sorted(cuts)), names)
        self.viewport().update()
        self._tell()

    def _go_to(self, at: int) -> None:
        self._caret = max(min(at, self._lines.length - 1), 1)
        bar, x, room = self.horizontalScrollBar(), self._left(self._caret), self._theme.px(24)
        if x < room:
            bar.setValue(bar.value() + x - room)
        elif x > self.viewport().width() - room:
            bar.setValue(bar.value() + x + room - self.viewport().width())
        self.viewport().update()
        self._tell()

    def _tell(self) -> None:
        """Say where the caret stands, for the owner and for screen readers."""
        self.setAccessibleDescription(self.words)
        self.caret_moved.emit()

    @property
    def words(self) -> str:
        """Where the caret stands, and in or behind what."""
        column = bisect_right(self.cuts, self._caret)
        name = self._lines.name(column) or "left out"
        has = "a cut begins" if self._caret in self.cuts else "no cut, in"
        count = len(self.cuts)
        cuts = "1 cut" if count == 1 else f"{count} cuts"
        return f"Before character {self._caret + 1}: {has} column {column + 1} ({name}); {cuts}"

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a cut, or set the caret."""
        if event.button() != Qt.MouseButton.LeftButton or self._lines.length <= 1:
            return
        near = self._near(event.position())
        if near is not None:
            self._drag = (near, near)
        self._go_to(self._at(event.position()) if near is None else near)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the cut, or show that there is one to be dragged."""
        if self._drag is None:
            is_near = self._near(event.position()) is not None
            shape = Qt.CursorShape.SplitHCursor if is_near else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            return
        first, now = self._drag
        to = self._bounded(now, self._at(event.position()))
        if to != now:
            self._set_cuts((*(cut for cut in self.cuts if cut != now), to))
            self._drag = (first, to)
        self._go_to(to)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Leave the cut where it is."""
        if event.button() == Qt.MouseButton.LeftButton and self._drag is not None:
            (first, now), self._drag = self._drag, None
            if first != now:
                self.moved.emit(first, now)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Make a cut where there is none, else remove it."""
        if event.button() == Qt.MouseButton.LeftButton and self._lines.length > 1:
            near = self._near(event.position())
            self._go_to(self._at(event.position()) if near is None else near)
            self._toggle()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the caret."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the caret."""
        super().focusOutEvent(event)
        self.viewport().update()

    def _give_back(self) -> None:
        if self._drag is not None:
            (first, now), self._drag = self._drag, None
            self._set_cuts((*(cut for cut in self.cuts if cut != now), first))
            self._go_to(first)

    def _near(self, position: QPointF) -> int | None:
        """Return the cut under the mouse."""
        reach = self._theme.px(_NEAR)
        at = min(self.cuts, key=lambda cut: abs(self._left(cut) - position.x()), default=None)
        return at if at is not None and abs(self._left(at) - position.x()) <= reach else None

    def _at(self, position: QPointF) -> int:
        across = position.x() + self.horizontalScrollBar().value() - self._theme.px(_LEFT)
        return max(min(round(across / self._letter), self._lines.length - 1), 1)

    # Painting

    def _left(self, at: int) -> int:
        margin = self._theme.px(_LEFT)
        return margin + at * self._letter - self.horizontalScrollBar().value()

    def _fit(self) -> None:
        """Have as much to scroll as the longest line needs."""
        width = self._lines.length * self._letter + 2 * self._theme.px(_LEFT)
        bar = self.horizontalScrollBar()
        bar.setRange(0, max(width - self.viewport().width(), 0))
        bar.setPageStep(max(self.viewport().width(), 1))
        bar.setSingleStep(self._letter)
        height = self.sizeHint().height()
        if self.height() != height:
            self.setFixedHeight(height)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scroll as far as the new width asks for."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint names, ruler, lines, cuts and caret."""
        painter = QPainter(self.viewport())
        theme, c = self._theme, self._theme.colours
        px, width = theme.px, self.viewport().width()
        top, bottom = px(_NAMES), px(_NAMES + _SCALE + 2 * _TOP) + self._rows() * px(_ROW)
        self._paint_columns(painter, bottom)
        self._paint_scale(painter, top)
        painter.fillRect(0, px(_NAMES + _SCALE) - 1, width, 1, c.line2)
        self._paint_lines(painter, px(_NAMES + _SCALE + _TOP))
        handle, low = px(_HANDLE), px(_NAMES + _SCALE)
        for cut in self.cuts:
            x = self._left(cut)
            painter.fillRect(x, low - handle, 1, bottom - low + handle, c.accent)
            painter.fillRect(x - handle // 2, low - handle, handle, handle, c.accent)
        if self.hasFocus() and self._lines.length > 1:
            x = self._left(self._caret)
            painter.fillRect(x - 1, low, px(2), bottom - low, c.text)
        painter.end()

    def _rows(self) -> int:
        return min(len(self._lines.texts), LINES)

    def _paint_columns(self, painter: QPainter, bottom: int) -> None:
        """Paint the ground of columns that a field is taken from, and their names over them."""
        theme, c = self._theme, self._theme.colours
        font = theme.font(TextSize.CAPTION, is_semibold=True)
        height, ascent = font_lines(font)
        base = round((theme.px(_NAMES) - height) / 2 + ascent)
        starts = (0, *self.cuts)
        ends = (*self.cuts, self._lines.length)
        painter.setFont(font)
        painter.setPen(c.accent)
        for column, (start, end) in enumerate(zip(starts, ends, strict=True)):
            if name := self._lines.name(column):
                left, right = self._left(start), self._left(end)
                top = theme.px(_NAMES)
                painter.fillRect(QRect(left, top, right - left, bottom - top), c.tint)
                painter.drawText(left + 2, base, elided(font, name, right - left - 4))

    def _paint_scale(self, painter: QPainter, top: int) -> None:
        """Paint the number of every tenth character over it, and ticks between."""
        theme, c = self._theme, self._theme.colours
        font = theme.number_font(TextSize.CAPTION)
        height, ascent = font_lines(font)
        low = top + theme.px(_SCALE) - 1
        base = round(top + (theme.px(_FIGURES) - height) / 2 + ascent)
        painter.setFont(font)
        painter.setPen(c.muted)
        for at in self._in_view():
            middle = self._left(at) + self._letter // 2
            if (at + 1) % _EVERY == 0:
                text = f"{at + 1}"
                painter.drawText(round(middle - text_width(font, text) / 2), base, text)
            elif (at + 1) % _HALF == 0:
                painter.fillRect(middle, low - theme.px(4), 1, theme.px(4), c.control)

    def _paint_lines(self, painter: QPainter, top: int) -> None:
        """Paint each letter in its place, whatever its width."""
        theme, row = self._theme, self._theme.px(_ROW)
        height, ascent = font_lines(self._font)
        painter.setFont(self._font)
        painter.setPen(theme.colours.text)
        view = self._in_view()
        for place, text in enumerate(self._lines.texts[:LINES]):
            base = round(top + place * row + (row - height) / 2 + ascent)
            for at in range(view.start, min(view.stop, len(text))):
                if not text[at].isspace():
                    letter = text[at] if text[at].isprintable() else "\u00b7"
                    room = self._letter - text_width(self._font, letter)
                    painter.drawText(QPointF(self._left(at) + room / 2, base), letter)

    def _in_view(self) -> range:
        """Return the characters that are in view."""
        across = self.horizontalScrollBar().value() - self._theme.px(_LEFT)
        first = max(across // self._letter, 0)
        last = (across + self.viewport().width()) // self._letter + 1
        return range(first, max(min(last, self._lines.length), first))
