"""What a price test says: the price in two columns, and the steps that led to it.

Paints texts that come written; it prices nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolTip, QWidget

from matrix_designer.gui.controls import RING, has_ring
from matrix_designer.gui.panels.tested_price import NONE, StepLine, TestedPrice, step_names
from matrix_designer.gui.plain_tip import plain_tip
from matrix_designer.gui.text import elided, text_width
from matrix_designer.gui.theme import TextSize, Theme

_HEAD, _PRICE, _FIGURE, _STEP = 18, 29, 20, 19
_PROPOSED_END = 0.645
"""Where the proposed column ends, as a part of the width; the one in force ends at the right."""
_GAP = 10
_NO_COLUMN = ("none on", "record")
"""What stands where nothing is in force, in two lines where one has no room."""


@dataclass(frozen=True, slots=True)
class Tested:
    """Both columns of a price test; `in_force` is None without a matrix in force."""

    proposed: TestedPrice
    in_force: TestedPrice | None

    @property
    def columns(self) -> tuple[TestedPrice, TestedPrice | None]:
        """Proposed, then in force."""
        return self.proposed, self.in_force


class _TwoColumns(QWidget):
    """A painted block of lines with a name at the left and two columns at the right."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tested: Tested | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def _ends(self) -> tuple[float, float]:
        """Return the right ends of the two columns."""
        return round(self.width() * _PROPOSED_END), float(self.width())

    def _right(
        self, painter: QPainter, font: QFont, text: str, end: float, base: float, room: float
    ) -> None:
        """Write a text that ends at `end`, cut where it has no room."""
        shown = elided(font, text, room)
        painter.setFont(font)
        painter.drawText(QPointF(end - text_width(font, shown), base), shown)

    def _ring(self, painter: QPainter) -> None:
        if has_ring(self):
            painter.setPen(QPen(self._theme.colours.accent, RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)


class PriceFigures(_TwoColumns):
    """The price in both columns with its GP; Ctrl+C or a click on a price copies it.

    `copied(text)`: a price lies on the clipboard.
    """

    copied = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(theme, parent)
        self.setToolTip("Click a price to copy it (Ctrl+C copies the proposed one)")

    @property
    def tested(self) -> Tested | None:
        """What is shown."""
        return self._tested

    def show_tested(self, tested: Tested) -> None:
        """Show another price."""
        if tested == self._tested:
            return
        had = self._tested
        self._tested = tested
        self.setAccessibleName(f"Price proposed {_spoken(tested.proposed)}")
        self.setAccessibleDescription(f"In force {_spoken(tested.in_force)}")
        if had is None or len(_rows(had)) != len(_rows(tested)):
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for head, price and figures."""
        rows = 2 if self._tested is None else len(_rows(self._tested))
        return QSize(200, self._theme.px(_HEAD + _PRICE + rows * _FIGURE))

    def minimumSizeHint(self) -> QSize:
        """Return the same height."""
        return QSize(0, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the proposed price."""
        if event.matches(QKeySequence.StandardKey.Copy) and self._tested is not None:
            self._copy(self._tested.proposed)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Copy the price that was clicked."""
        price = self._price_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and price is not None:
            self._copy(price)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over a price that can be copied."""
        price = self._price_at(event.position().toPoint())
        can_copy = price is not None and bool(price.plain)
        shape = Qt.CursorShape.PointingHandCursor if can_copy else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy a price."""
        if self._tested is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        proposed = menu.addAction("&Copy the proposed price", self._copy_proposed)
        proposed.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        proposed.setEnabled(bool(self._tested.proposed.plain))
        in_force = menu.addAction("Copy the price &in force", self._copy_in_force)
        in_force.setEnabled(self._tested.in_force is not None and bool(self._tested.in_force.plain))
        menu.popup(event.globalPos())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint heads, prices and figures."""
        if self._tested is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, c = self._theme, self._theme.colours
        ends = self._ends()
        room = (ends[0] - theme.px(46), ends[1] - ends[0] - theme.px(_GAP))
        caption = theme.font(TextSize.CAPTION)
        base = theme.px(12)
        painter.setPen(c.accent)
        head = theme.font(TextSize.CAPTION, is_semibold=True)
        self._right(painter, head, "Proposed", ends[0], base, room[0])
        painter.setPen(c.muted)
        self._right(painter, caption, "In force", ends[1], base, room[1])
        base = theme.px(_HEAD + 21)
        painter.drawText(QPointF(0, base), "Price")
        sizes = ((TextSize.FIGURE, True), (TextSize.HEADLINE, False))
        for place, column in enumerate(self._tested.columns):
            if column is None:
                self._say_no_column(painter, ends[place], base, room[place])
                continue
            text, is_priced = column.price, bool(column.plain)
            size, strong = sizes[place] if is_priced else (TextSize.BODY, place == 0)
            ink = (c.text if place == 0 else c.in_force) if is_priced else c.error
            painter.setPen(ink)
            font = self._fitting(size, text, room[place], is_semibold=strong)
            self._right(painter, font, text, ends[place], base, room[place])
        for name, proposed, in_force in _rows(self._tested):
            base += theme.px(_FIGURE)
            painter.setPen(c.muted)
            painter.setFont(caption)
            painter.drawText(QPointF(0, base), name)
            painter.setPen(c.text)
            strong_font = theme.number_font(is_semibold=True)
            self._right(painter, strong_font, proposed, ends[0], base, room[0])
            painter.setPen(c.in_force)
            self._right(painter, theme.number_font(), in_force, ends[1], base, room[1])
        self._ring(painter)
        painter.end()

    def _say_no_column(self, painter: QPainter, end: float, base: float, room: float) -> None:
        """Say that nothing is on record: a second line has the room of the figures not there."""
        font = self._theme.number_font()
        fits = text_width(font, " ".join(_NO_COLUMN)) <= room
        painter.setPen(self._theme.colours.muted)
        for line in (" ".join(_NO_COLUMN),) if fits else _NO_COLUMN:
            self._right(painter, font, line, end, base, room)
            base += self._theme.px(_FIGURE)

    def _fitting(self, size: TextSize, text: str, room: float, *, is_semibold: bool) -> QFont:
        """Return the largest font, from a size down, in which a text has room."""
        sizes = (TextSize.FIGURE, TextSize.HEADLINE, TextSize.TITLE, TextSize.BODY)
        for one in sizes[sizes.index(size) :]:
            font = self._theme.number_font(one, is_semibold=is_semibold)
            if text_width(font, text) <= room:
                break
        return font

    def _price_at(self, at: QPoint) -> TestedPrice | None:
        top = self._theme.px(_HEAD)
        if self._tested is None or not top <= at.y() < top + self._theme.px(_PRICE):
            return None
        end = self._ends()[0]
        if self._theme.px(46) <= at.x() <= end:
            return self._tested.proposed
        return self._tested.in_force if at.x() > end else None

    def _copy(self, price: TestedPrice) -> None:
        if price.plain:
            QGuiApplication.clipboard().setText(price.plain)
            self.copied.emit(price.plain)

    def _copy_proposed(self) -> None:
        if self._tested is not None:
            self._copy(self._tested.proposed)

    def _copy_in_force(self) -> None:
        if self._tested is not None and self._tested.in_force is not None:
            self._copy(self._tested.in_force)


class PriceTrace(_TwoColumns):
    """Every step in both columns; each has its whole sentence as a tip.

    `tier_wanted(tier)`: the proposed tier was clicked, or Enter pressed; counted from 1.
    """

    tier_wanted = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(theme, parent)
        self._names: tuple[tuple[str, str], ...] = ()

    @property
    def lines(self) -> tuple[tuple[str, str, str], ...]:
        """Name, proposed and in force of every line."""
        if self._tested is None:
            return ()
        proposed, in_force = self._tested.columns
        return tuple(
            (name, _step(proposed, key).text, _step(in_force, key).text)
            for key, name in self._names
        )

    def show_tested(self, tested: Tested) -> None:
        """Show other steps."""
        if tested == self._tested:
            return
        self._tested = tested
        names = step_names(tested.columns)
        if names != self._names:
            self._names = names
            self.updateGeometry()
        self.setAccessibleName("Steps to the price")
        told = (f"{name}: {_step(tested.proposed, key).sentence}" for key, name in names)
        self.setAccessibleDescription(". ".join(told))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for all steps."""
        return QSize(200, self._theme.px(_STEP) * len(self._names) + 2)

    def minimumSizeHint(self) -> QSize:
        """Return the same height."""
        return QSize(0, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for the tier."""
        tier = None if self._tested is None else self._tested.proposed.tier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and tier is not None:
            self.tier_wanted.emit(tier)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for the tier that was clicked."""
        tier = self._tier_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and tier is not None:
            self.tier_wanted.emit(tier)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over the tier that a click selects."""
        is_tier = self._tier_at(event.position().toPoint()) is not None
        shape = Qt.CursorShape.PointingHandCursor if is_tier else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def event(self, event: QEvent) -> bool:
        """Tell the whole sentence of the step under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), plain_tip(self._tip_at(event.pos())), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the steps."""
        if self._tested is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, c = self._theme, self._theme.colours
        ends = self._ends()
        caption = theme.font(TextSize.CAPTION)
        number = theme.number_font(TextSize.CAPTION)
        link = theme.number_font(TextSize.CAPTION, is_semibold=True)
        room = (ends[0] - theme.px(66), ends[1] - ends[0] - theme.px(_GAP))
        height = theme.px(_STEP)
        for place, (key, name) in enumerate(self._names):
            base = place * height + theme.px(14)
            painter.setPen(c.muted)
            painter.setFont(caption)
            painter.drawText(QPointF(0, base), name)
            for at, column in enumerate(self._tested.columns):
                line = _step(column, key)
                is_link = at == 0 and line.tier is not None
                painter.setPen(self._ink(line, at, is_link=is_link))
                font = link if is_link else number
                self._right(painter, font, line.text, ends[at], base, room[at])
        self._ring(painter)
        painter.end()

    def _ink(self, line: StepLine, place: int, *, is_link: bool) -> QColor:
        c = self._theme.colours
        if is_link:
            return c.accent
        if line.text == NONE:
            return c.muted
        return c.in_force if place else c.text

    def _place_at(self, at: QPoint) -> str | None:
        place = at.y() // self._theme.px(_STEP)
        return self._names[place][0] if 0 <= place < len(self._names) else None

    def _tier_at(self, at: QPoint) -> int | None:
        key = self._place_at(at)
        if key is None or self._tested is None or at.x() > self._ends()[0]:
            return None
        return _step(self._tested.proposed, key).tier

    def _tip_at(self, at: QPoint) -> str:
        key = self._place_at(at)
        if key is None or self._tested is None:
            return ""
        is_in_force = at.x() > self._ends()[0]
        column = self._tested.in_force if is_in_force else self._tested.proposed
        line = _step(column, key)
        is_link = line.tier is not None and not is_in_force
        return f"{line.sentence} (Enter or a click selects it)" if is_link else line.sentence


def _rows(tested: Tested) -> tuple[tuple[str, str, str], ...]:
    """Return the figures under the price: name, proposed, in force."""
    proposed, in_force = tested.columns
    rows = [
        ("GP %", proposed.gp_percent, in_force.gp_percent if in_force else ""),
        ("GP $", proposed.gp_dollars, in_force.gp_dollars if in_force else ""),
    ]
    if proposed.together:
        rows.append(("Together", proposed.together, in_force.together if in_force else ""))
    return tuple(rows)


def _step(column: TestedPrice | None, key: str) -> StepLine:
    if column is None:
        return StepLine("", "")
    return column.steps.get(key, StepLine(NONE, "There is no such step here"))


def _spoken(column: TestedPrice | None) -> str:
    if column is None:
        return " ".join(_NO_COLUMN)
    if not column.plain:
        return f"{column.price}: {column.reason}"
    return f"{column.price}, GP {column.gp_percent} %, GP ${column.gp_dollars}"
