"""Finding a sold part by number or description: a field, and the parts that it finds.

Knows texts and keys; the search runs in `PartSearch`, the prices are somebody else's.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.sold_part import FoundParts, SoldPart
from matrix_designer.gui.field import Field
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.text import elided, text_width
from matrix_designer.gui.theme import TextSize, Theme
from matrix_designer.session.part_search import PartSearch

_ROW = 38
_ROWS = 7
_LEAST_LETTERS = 2
_HINT = "Find a sold part"
_NO_LINES = "No sales to search"


def facts_of_sold(part: SoldPart) -> PartFacts:
    """Return what a sold part's latest sale tells."""
    return PartFacts(
        cost=part.cost,
        list_price=part.list_price,
        part=part.number,
        description=part.description,
        source=part.source,
    )


class MatchList(QWidget):
    """The parts that were found, one of them current. `chosen(part)`: it was clicked."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Start with nothing found."""
        super().__init__(parent)
        self._theme = theme
        self._numbers = numbers
        self._parts: Sequence[SoldPart] = ()
        self._note = ""
        self._place = 0
        self._first = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Sold parts found")
        self.setMouseTracking(True)

    @property
    def parts(self) -> tuple[SoldPart, ...]:
        """What was found."""
        return tuple(self._parts)

    @property
    def note(self) -> str:
        """What is said under the parts, or in their place."""
        return self._note

    @property
    def current(self) -> SoldPart | None:
        """The part that Enter takes."""
        return self._parts[self._place] if self._place < len(self._parts) else None

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_parts(self, parts: Sequence[SoldPart], note: str) -> None:
        """Show other parts, the first of them current."""
        self._parts, self._note = parts, note
        self._place = self._first = 0
        self._tell()
        self.updateGeometry()
        self.update()

    def step(self, steps: int) -> None:
        """Make another part current, and bring it into view."""
        self._place = min(max(self._place + steps, 0), max(len(self._parts) - 1, 0))
        self._first = min(max(self._first, self._place - self._shown() + 1), self._place)
        self._tell()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for the parts that fit, and for the note."""
        note = _ROW // 2 if self._note else 0
        rows = min(len(self._parts), _ROWS)
        return QSize(self._theme.px(200), self._theme.px(rows * _ROW + note))

    def minimumSizeHint(self) -> QSize:
        """Return room for one part."""
        return QSize(0, self._theme.px(_ROW))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the part that was clicked."""
        place = self._place_at(event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and place < len(self._parts):
            self.chosen.emit(self._parts[place])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Make the part under the mouse current."""
        place = self._place_at(event.position().y())
        if place != self._place and place < len(self._parts):
            self._place = place
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Go along the parts."""
        self.step(-1 if event.angleDelta().y() > 0 else 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint number and sold price, description and cost of every part in view."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, c = self._theme, self._theme.colours
        height, inset = theme.px(_ROW), theme.px(6)
        caption = theme.number_font(TextSize.CAPTION)
        strong, plain = theme.number_font(is_semibold=True), theme.number_font()
        right = self.width() - inset
        last = self._first + self._shown()
        for row, part in enumerate(self._parts[self._first : last]):
            top = row * height
            if self._first + row == self._place:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(c.tint)
                radius = theme.metrics.radius_row
                painter.drawRoundedRect(QRectF(0, top, self.width(), height), radius, radius)
            money = self._numbers.money
            sold = "" if part.unit_sold is None else f"${money(part.unit_sold)}"
            for font, ink, left_text, right_text, down in (
                (strong, c.text, part.number, sold, 16),
                (caption, c.muted, part.description, f"cost {money(part.cost)}", 31),
            ):
                base = top + theme.px(down)
                end = plain if font is strong else caption
                width = text_width(end, right_text)
                painter.setPen(ink)
                painter.setFont(font)
                told = elided(font, left_text, right - width - inset - theme.px(8))
                painter.drawText(QPointF(inset, base), told)
                painter.setFont(end)
                painter.drawText(QPointF(right - width, base), right_text)
        if self._note:
            painter.setFont(caption)
            painter.setPen(c.muted)
            base = min(len(self._parts), self._shown()) * height + theme.px(13)
            painter.drawText(QPointF(inset, base), elided(caption, self._note, right - inset))
        painter.end()

    def _shown(self) -> int:
        """Return how many parts have room."""
        note = self._theme.px(_ROW // 2) if self._note else 0
        return max((self.height() - note) // self._theme.px(_ROW), 1)

    def _place_at(self, y: float) -> int:
        return self._first + int(y) // self._theme.px(_ROW)

    def _tell(self) -> None:
        part = self.current
        self.setAccessibleDescription(
            self._note if part is None else f"{part.number}, {part.description}"
        )


class PartPicker(QWidget):
    """The field, with its list apart.

    `picked(part)`: a SoldPart was taken; `list_wanted(is_wanted)`: the list is to show or to go.
    """

    picked = Signal(object)
    list_wanted = Signal(bool)

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Start without sales."""
        super().__init__(parent)
        self._numbers = numbers
        self._lines: Path | None = None
        self._switched_in: frozenset[str] = frozenset()
        self._search = PartSearch(self)
        self.field = Field("Sold part", "", theme)
        self.matches = MatchList(theme, numbers)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)
        self.field.entered.connect(self._on_entered)
        self.field.textEdited.connect(self._on_text_edited)
        self.field.returnPressed.connect(self._on_return)
        self.field.left_by_key.connect(self._on_left_by_key)
        self.matches.chosen.connect(self._take)
        self._search.found.connect(self._on_found)
        self._search.refused.connect(self._on_refused)
        self._search.became_slow.connect(self._on_became_slow)
        self.set_lines(None)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self.field.set_theme(theme)

    def set_lines(self, lines: Path | None, switched_in: frozenset[str] = frozenset()) -> bool:
        """Search a file of lines, None without sales; returns whether it is another one."""
        self._switched_in = switched_in
        if lines == self._lines and self.field.toolTip():
            return False
        self._lines = lines
        self.forget()
        self.field.setEnabled(lines is not None)
        self.field.setPlaceholderText(_NO_LINES if lines is None else _HINT)
        self.field.setToolTip(
            "Import sales to find the parts that were sold"
            if lines is None
            else "Part number or words of the description; Down and Enter take one (Ctrl+Shift+T)"
        )
        return True

    def forget(self) -> None:
        """Empty the field: what is tested is no sold part any more."""
        self._search.cancel()
        if self.field.text():
            self.field.clear()
        self.list_wanted.emit(False)  # noqa: FBT003 - a signal's argument

    def part_to_explain(self) -> PartFacts | None:
        """Return the part that Enter would take, while parts are listed."""
        part = self.matches.current if self.matches.isVisible() else None
        if part is None:
            return None
        return facts_of_sold(part)

    def stop(self) -> None:
        """Wait for the search; for the window's end."""
        self._search.stop()

    def _on_entered(self) -> None:
        """Make ready while the first letters are typed."""
        if self._lines is not None:
            self._search.prepare(self._lines, self._switched_in)

    def _on_text_edited(self, text: str) -> None:
        """Look for what is typed; one letter finds too much."""
        if self._lines is None or len(text.strip()) < _LEAST_LETTERS:
            self._search.cancel()
            self.list_wanted.emit(False)  # noqa: FBT003 - a signal's argument
            return
        self._search.look_for(self._lines, text, self._switched_in)

    def _on_found(self, found: FoundParts) -> None:
        count = len(found.parts)
        note = "" if count else f"No sold part has “{found.text.strip()}”"
        if count > _ROWS:
            note = f"{count} parts; Down goes on"
        if found.has_more:
            note = f"The first {count}; type more to narrow it down"
        self.matches.show_parts(found.parts, note)
        self.list_wanted.emit(True)  # noqa: FBT003 - a signal's argument

    def _on_refused(self, error: MatrixDesignerError) -> None:
        self.matches.show_parts((), error.sentence)
        self.list_wanted.emit(True)  # noqa: FBT003 - a signal's argument

    def _on_became_slow(self) -> None:
        self.matches.show_parts((), "Looking through the sales lines… Esc stops")
        self.list_wanted.emit(True)  # noqa: FBT003 - a signal's argument

    def _on_return(self) -> None:
        part = self.matches.current
        if part is not None and self.matches.isVisible() and not self._search.is_busy:
            self._take(part)

    def _on_left_by_key(self, key: int) -> None:
        if key == int(Qt.Key.Key_Escape):
            self._search.cancel()
            self.list_wanted.emit(False)  # noqa: FBT003 - a signal's argument
        elif self.matches.isVisible():
            self.matches.step(1 if key == int(Qt.Key.Key_Down) else -1)

    def _take(self, part: SoldPart) -> None:
        self._search.cancel()
        self.field.setText(part.number)
        self.field.setCursorPosition(0)
        self.list_wanted.emit(False)  # noqa: FBT003 - a signal's argument
        self.picked.emit(part)
