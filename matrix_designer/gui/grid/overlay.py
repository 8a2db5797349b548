"""What is painted last, over the cells: selection frames, the fill handle, the edited cell, hint.

Knows rectangles and the theme; it knows no rows and does not decide what is selected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter

from matrix_designer.gui.grid.columns import Run
from matrix_designer.gui.grid.hint import Hint
from matrix_designer.gui.theme import Theme

FRAME = 2
HANDLE = 6
_ON, _OFF = 3, 2
_NOWHERE = QRect()


@dataclass(frozen=True, slots=True)
class Shown:
    """What there is to paint: the framed block, the edited or refused cell, and the hint.

    `others` are framed thinly; `block` with the full frame and, while focused, the handle; what
    is `copied` with dashes, and what the handle is drawn over with a thin frame.
    """

    block: QRect
    others: tuple[QRect, ...] = ()
    is_focused: bool = True
    edited: QRect | None = None
    is_refused: bool = False
    hint_at: QRect | None = None
    hint: tuple[Run, ...] = field(default=())
    is_hint_refused: bool = False
    copied: tuple[QRect, ...] = ()
    drawn: QRect = field(default_factory=QRect)


class Overlay:
    """Paints over the cells in one theme."""

    def __init__(self, theme: Theme) -> None:
        """Take a look."""
        self._colours = theme.colours
        self._handle, self._width = theme.px(HANDLE), theme.px(FRAME)
        self._dashes = theme.px(_ON), theme.px(_OFF)
        self.hint = Hint(theme)

    def paint(self, painter: QPainter, shown: Shown) -> None:
        """Paint frames, then the edited cell, then the hint."""
        accent = self._colours.accent
        for other in shown.others:
            _frame(painter, other, accent, 1)
        if not shown.block.isEmpty():
            _frame(painter, shown.block, accent, self._width)
            if shown.is_focused and not (shown.edited or _NOWHERE).contains(shown.block):
                self._paint_handle(painter, shown.block, accent)
        for copied in shown.copied:
            _dash(painter, copied, (accent, self._colours.surface), self._dashes)
        if not shown.drawn.isEmpty():
            _frame(painter, shown.drawn, accent, 1)
        if shown.edited is not None:
            self._paint_edited(painter, shown.edited, is_refused=shown.is_refused)
        if shown.hint_at is not None:
            self.hint.paint(painter, shown.hint_at, shown.hint, is_refused=shown.is_hint_refused)

    def _paint_edited(self, painter: QPainter, cell: QRect, *, is_refused: bool) -> None:
        colours = self._colours
        painter.fillRect(cell, colours.refused if is_refused else colours.surface)
        _frame(painter, cell, colours.error if is_refused else colours.accent, self._width)

    def _paint_handle(self, painter: QPainter, block: QRect, ink: QColor) -> None:
        right, bottom = block.right() + 1, block.bottom() + 1
        size = self._handle
        left, top = right - size + 2, bottom - size + 2
        painter.fillRect(left - 1, top - 1, size + 2, size + 2, self._colours.surface)
        painter.fillRect(left, top, size, size, ink)


def reach(block: QRect) -> QRect:
    """Return the area that a block's frame and handle touch, at the largest zoom."""
    return block.adjusted(-1, -2, 2 * HANDLE, 2 * HANDLE)


def _frame(painter: QPainter, cell: QRect, ink: QColor, width: int) -> None:
    """Draw a frame inside a block's edges, over the hairline above it."""
    box = cell.adjusted(0, -1 if cell.top() > 0 else 0, 0, 0)
    painter.fillRect(box.left(), box.top(), box.width(), width, ink)
    painter.fillRect(box.left(), box.bottom() + 1 - width, box.width(), width, ink)
    painter.fillRect(box.left(), box.top(), width, box.height(), ink)
    painter.fillRect(box.right() + 1 - width, box.top(), width, box.height(), ink)


def _dash(
    painter: QPainter, cell: QRect, colours: tuple[QColor, QColor], dashes: tuple[int, int]
) -> None:
    """Draw dashes that do not march, so many pixels on and off, around what was copied."""
    if cell.isEmpty():
        return
    (ink, ground), (on, off) = colours, dashes
    box = cell.adjusted(0, -1 if cell.top() > 0 else 0, 0, 0)
    for top in (box.top(), box.bottom()):
        painter.fillRect(box.left(), top, box.width(), 1, ground)
        for left in range(box.left(), box.right() + 1, on + off):
            painter.fillRect(left, top, min(on, box.right() + 1 - left), 1, ink)
    for left in (box.left(), box.right()):
        painter.fillRect(left, box.top(), 1, box.height(), ground)
        for top in range(box.top(), box.bottom() + 1, on + off):
            painter.fillRect(left, top, 1, min(on, box.bottom() + 1 - top), ink)


def spans(boxes: Sequence[QRect]) -> QRect:
    """Return the rectangle around boxes."""
    around = QRect()
    for box in boxes:
        around = around.united(box)
    return around
