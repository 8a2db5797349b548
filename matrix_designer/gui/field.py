"""A one-line field in the program's look, which can say that its text is refused.

Knows the theme and keys; what a text means is its owner's matter.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from matrix_designer.gui.theme import Theme

_INSET = 6


class Field(QLineEdit):
    """A text field: Enter selects all, Up, Down and Esc are told.

    `entered()`: it has the focus now. `left_by_key(key)`: Up, Down or Esc was pressed, as a Qt.Key.
    """

    entered = Signal()
    left_by_key = Signal(int)

    def __init__(
        self,
        name: str,
        tip: str,
        theme: Theme,
        *,
        is_number: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty field; `name` is for screen readers."""
        super().__init__(parent)
        self._is_number = is_number
        self._is_refused = False
        self.setFrame(False)
        self.setAccessibleName(name)
        self.setToolTip(tip)
        if is_number:
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.setFont(theme.number_font() if self._is_number else theme.font())
        inset = theme.px(_INSET)
        self.setTextMargins(inset, 0, inset, 0)
        self.setFixedHeight(theme.metrics.field)
        self._paint_texts()

    @property
    def is_refused(self) -> bool:
        """Whether the text cannot be used."""
        return self._is_refused

    def set_refused(self, *, is_refused: bool) -> None:
        """Stand on the refused ground, or on the usual one."""
        if is_refused != self._is_refused:
            self._is_refused = is_refused
            self._paint_texts()

    def sizeHint(self) -> QSize:
        """Return a small width: the layout shares the room out."""
        return QSize(self._theme.px(40), self._theme.metrics.field)

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Select all on Enter; tell Up, Down and Esc."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            event.accept()  # a button that takes the focus now must not be pressed by it too
            self.selectAll()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Escape):
            event.accept()
            self.left_by_key.emit(int(key))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select what stands there when a key brought the focus."""
        super().focusInEvent(event)
        by_key = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if event.reason() in (*by_key, Qt.FocusReason.ShortcutFocusReason):
            self.selectAll()
        self.entered.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground and edge, then the text over them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._theme.colours
        edge, width = colours.control, 1.0
        if self.hasFocus():
            edge, width = colours.accent, 2.0
        if self._is_refused:
            edge = colours.error
        painter.setPen(QPen(edge, width))
        painter.setBrush(colours.refused if self._is_refused else colours.surface)
        half = width / 2
        rect = QRectF(self.rect()).adjusted(half, half, -half, -half)
        radius = self._theme.metrics.radius_field
        painter.drawRoundedRect(rect, radius, radius)
        painter.end()
        super().paintEvent(event)

    def _paint_texts(self) -> None:
        """Write in the theme's colours on the ground that this field paints itself."""
        colours = self._theme.colours
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(Qt.GlobalColor.transparent))
        palette.setColor(
            QPalette.ColorRole.Text, colours.error if self._is_refused else colours.text
        )
        palette.setColor(QPalette.ColorRole.PlaceholderText, colours.muted)
        palette.setColor(QPalette.ColorRole.Highlight, colours.tint2)
        palette.setColor(QPalette.ColorRole.HighlightedText, colours.text)
        self.setPalette(palette)
        self.update()
