"""Goal and list limit, typed where the figures strip shows them.

A click, Enter or Space on the goal or on *Above list + 10 %* puts a field there; Enter or going
elsewhere applies the edit, Esc leaves. Knows the strip and texts.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.gui.controls import RING, has_ring
from matrix_designer.gui.field import Field
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.figures import FiguresStrip
from matrix_designer.gui.panels.rule_entries import rule_edit, rules_of
from matrix_designer.gui.theme import Theme
from matrix_designer.session.workspace import Workspace

_KEYS = ("goal", "limit")
_NAMES = {"goal": "Goal in GP %", "limit": "Limit above list in %"}
_TIPS = {
    "goal": "Type another goal: a GP %, or none (Enter)",
    "limit": "Type by how much a price may pass list, in % (Enter)",
}
_FIELD = 86


class FigureEdits(QObject):
    """Two places of a strip that can be typed over. `refused(error)`: an edit could not be."""

    refused = Signal(object)

    def __init__(
        self, workspace: Workspace, strip: FiguresStrip, theme: Theme, numbers: Numbers
    ) -> None:
        """Lie over a strip."""
        super().__init__(strip)
        self._strip = strip
        self._numbers = numbers
        self._workspace = workspace
        self._key = ""
        self._spots = {key: _Spot(key, theme, strip) for key in _KEYS}
        for spot in self._spots.values():
            spot.wanted.connect(self._on_wanted)
        self._field = Field("", "", theme, is_number=True, parent=strip)
        self._field.hide()
        self._field.returnPressed.connect(self._on_return)
        self._field.editingFinished.connect(self._on_finished)
        self._field.left_by_key.connect(self._on_left_by_key)
        strip.laid_out.connect(self._place)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        for spot in self._spots.values():
            spot.set_theme(theme)
        self._field.set_theme(theme)
        self._place()

    def _place(self) -> None:
        for key, spot in self._spots.items():
            area = self._strip.edit_area(key)
            spot.setVisible(area is not None)
            if area is not None and spot.geometry() != area:
                spot.setGeometry(area)

    def _on_wanted(self, key: str) -> None:
        area = self._strip.edit_area(key)
        if area is None:
            return
        self._key = key
        design = self._workspace.design
        texts = {each.key: each.text for each in rules_of(design.matrix, design, self._numbers)}
        field = self._field
        field.setAccessibleName(_NAMES[key])
        field.setToolTip(_TIPS[key])
        field.set_refused(is_refused=False)
        field.setText(texts[key])
        width = max(self._strip.logical(_FIELD), area.width())
        left = area.center().x() - width // 2 if key == "goal" else area.left()
        field.setGeometry(left, self._strip.field_top(field.height()), width, field.height())
        field.show()
        field.raise_()
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()

    def _on_return(self) -> None:
        if self._is_taken():
            self._leave()

    def _is_taken(self) -> bool:
        """Apply what was typed; a refused text stays, with its reason told."""
        if not self._key:
            return False
        try:
            matrix = self._workspace.design.matrix
            edit = rule_edit(self._key, self._field.text(), matrix, self._numbers)
            self._workspace.apply(edit)
        except MatrixDesignerError as error:
            self._field.set_refused(is_refused=True)
            self.refused.emit(error)
            return False
        return True

    def _on_finished(self) -> None:
        """Take the text when the focus went elsewhere, as a cell does; Enter has its own way."""
        if not self._field.hasFocus() and self._is_taken():
            self._key = ""
            self._field.hide()

    def _on_left_by_key(self, key: int) -> None:
        if key == Qt.Key.Key_Escape:
            self._leave()

    def _leave(self) -> None:
        key, self._key = self._key, ""
        self._field.hide()
        if key:
            self._spots[key].setFocus(Qt.FocusReason.OtherFocusReason)


class _Spot(QAbstractButton):
    """A place of the strip that can be typed over: nothing but a line under the pointer."""

    wanted = Signal(str)

    def __init__(self, key: str, theme: Theme, strip: FiguresStrip) -> None:
        super().__init__(strip)
        self._strip = strip
        self._key = key
        self._theme = theme
        self.setAccessibleName(_NAMES[key])
        self.setToolTip(_TIPS[key])
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._on_clicked)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the hover line under the words, and the focus ring."""
        painter = QPainter(self)
        colours = self._theme.colours
        if self.underMouse():
            left, width = self._strip.edit_span(self._key) or (self.x(), self.width())
            line = QRect(left - self.x(), self.height() - 1, width, 1)
            painter.fillRect(line, colours.control)
        if has_ring(self):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colours.accent, RING))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def _on_clicked(self) -> None:
        self.wanted.emit(self._key)
