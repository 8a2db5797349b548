"""Widgets beside each other that go on in another line where the room ends.

Knows sizes only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_GAP = 8
_HIGHEST = 16_777_215


class FlowRow(QWidget):
    """A row of widgets in their own sizes, as many lines high as it needs."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._widgets: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_widgets(self, widgets: Sequence[QWidget]) -> None:
        """Hold other widgets, in their order."""
        self._widgets = list(widgets)
        before: QWidget | None = None
        for one in self._widgets:
            one.setParent(self)
            one.show()
            if before is not None:
                QWidget.setTabOrder(before, one)
            before = one
        self._place(self.width())
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """Tell that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return how high the row is at a width."""
        return self._lay_out(width, is_placing=False)

    def sizeHint(self) -> QSize:
        """Return the height at the width that there is."""
        return QSize(100, self._lay_out(self.width(), is_placing=False))

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the widgets out again."""
        super().resizeEvent(event)
        self._place(event.size().width())

    def event(self, event: QEvent) -> bool:
        """Lay the widgets out again where one of them has another size."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._place(self.width())
            self.updateGeometry()
        return super().event(event)

    def _place(self, width: int) -> None:
        height = self._lay_out(width, is_placing=True)
        if height != self.height():
            self.updateGeometry()

    def _lay_out(self, width: int, *, is_placing: bool) -> int:
        """Share the widgets out among lines, each in the middle of its line; returns the height."""
        left, top, line = 0, 0, 0
        in_line: list[tuple[QWidget, int, QSize]] = []
        for one in self._widgets:
            size = one.sizeHint().boundedTo(QSize(max(width, 1), _HIGHEST))
            if left and left + size.width() > width:
                _place_line(in_line if is_placing else [], top, line)
                left, top, line, in_line = 0, top + line + _GAP, 0, []
            in_line.append((one, left, size))
            left += size.width() + _GAP
            line = max(line, size.height())
        _place_line(in_line if is_placing else [], top, line)
        return top + line


def _place_line(widgets: list[tuple[QWidget, int, QSize]], top: int, height: int) -> None:
    for widget, left, size in widgets:
        down = (height - size.height()) // 2
        widget.setGeometry(left, top + down, size.width(), size.height())
