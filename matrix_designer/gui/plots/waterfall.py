"""The bridge as a waterfall: a bar for each step from zero change to the whole change.

Knows steps and the theme; it sums nothing, and zero always stands on its axis.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from matrix_designer.gui.controls import RING, has_ring
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.plots.scales import round_ticks
from matrix_designer.gui.plots.stage import Placement, Stage, mixed
from matrix_designer.gui.text import font_lines, text_width
from matrix_designer.gui.texts import signed
from matrix_designer.gui.theme import TextSize, Theme

AXIS = 52
_FOOT, _HEAD = 24, 22
_BAR = 0.86
_WIDEST = 68
_LEAST_BAR = 2
_LABEL_UP, _LABEL_APART = 5, 6
_MOST_TICKS = 5
_COUNTS = Fraction(1, 20)
"""The part of all that moves from which on a step's label is strong."""
_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


@dataclass(frozen=True, slots=True)
class Bar:
    """One step: what stands under it, and by how many whole dollars GP changes there."""

    label: str
    dollars: int


@dataclass(frozen=True, slots=True)
class Fall:
    """All steps of a waterfall, and the name of the whole at its end."""

    bars: tuple[Bar, ...]
    total: str
    running: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Add the steps up once: where each begins, and where the last one ends."""
        sums = [0]
        for bar in self.bars:
            sums.append(sums[-1] + bar.dollars)
        object.__setattr__(self, "running", tuple(sums))


EMPTY = Fall((), "")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a bar stands, and how it is written."""

    left: float
    right: float
    top: float
    bottom: float
    text: str
    strength: int

    @property
    def box(self) -> QRectF:
        """Where the bar is drawn."""
        return QRectF(self.left, self.top, self.right - self.left, self.bottom - self.top)


class Waterfall(QWidget):
    """The bars. `pointed(place)`: the mouse or a key is on a step, -1: on none. `chosen(place)`.

    The whole is no step: it stands after the last one.
    """

    pointed = Signal(int)
    chosen = Signal(int)

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Start without bars."""
        super().__init__(parent)
        self._theme = theme
        self._numbers = numbers
        self._fall = EMPTY
        self._is_before = False
        self._current = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Where the change in GP dollars comes from")
        self.setToolTip("Left and Right go from step to step, Enter goes to the tier")

    @property
    def fall(self) -> Fall:
        """What is drawn."""
        return self._fall

    @property
    def current(self) -> int:
        """The step that the mouse or a key is on; -1 where none is."""
        return self._current

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    def show_fall(self, fall: Fall) -> None:
        """Draw other steps."""
        if fall != self._fall:
            self._fall = fall
            self._point(min(self._current, len(fall.bars) - 1))
            self.update()

    def set_before(self, *, is_before: bool) -> None:
        """Draw the axis alone, as it is before anything changes; nothing moves."""
        self._is_before = is_before
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for bars that can be told apart."""
        return QSize(self._theme.px(600), self._theme.px(300))

    def minimumSizeHint(self) -> QSize:
        """Return the least room."""
        return QSize(self._theme.px(240), self._theme.px(120))

    def bar_box(self, place: int) -> QRectF:
        """Return where a bar is drawn, the whole after the last step; in logical pixels."""
        return list(self._places(self._placement(1.0)))[place].box

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from step to step; Enter goes to the tier."""
        key, last = event.key(), len(self._fall.bars) - 1
        if key in _KEYS and last >= 0:
            self._point(min(max(self._current + _KEYS[Qt.Key(key)], 0), last))
        elif key == Qt.Key.Key_Home and last >= 0:
            self._point(0)
        elif key == Qt.Key.Key_End:
            self._point(last)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current >= 0:
            self.chosen.emit(self._current)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which step is under the mouse."""
        self._point(self._step_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing any more."""
        super().leaveEvent(event)
        self._point(-1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Point at nothing any more."""
        super().focusOutEvent(event)
        if not self.underMouse():
            self._point(-1)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go to the tier that was clicked twice."""
        place = self._step_at(event.position())
        if place >= 0:
            self.chosen.emit(place)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint grid, bars, what joins them, and all texts."""
        painter = QPainter(self)
        theme, colours = self._theme, self._theme.colours
        painter.fillRect(self.rect(), colours.surface)
        placement = self._placement(self.devicePixelRatioF())
        stage = Stage(painter, placement)
        if self._fall.bars:
            self._paint_grid(stage)
            places = list(self._places(placement))
            if self._current >= 0:
                self._paint_pointer(stage)
            if not self._is_before:
                self._paint_bars(stage, places)
                self._paint_texts(painter, stage, places)
            self._paint_names(painter, stage)
        if has_ring(self):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colours.accent, RING))
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(1, 1, -1, -1),
                *(theme.metrics.radius_row, theme.metrics.radius_row),
            )
        painter.end()

    def _placement(self, ratio: float) -> Placement:
        """Return how dollars and slots become pixels: the axis holds zero, whatever the steps."""
        px = self._theme.px
        left, right = float(px(AXIS)), float(self.width())
        top, bottom = float(px(_HEAD)), float(self.height() - px(_FOOT))
        running = self._fall.running
        low, high = min(0, *running, 0), max(0, *running, 0)
        if low < 0:
            bottom -= px(_LEAST_BAR)
        scale = (bottom - top) / max(high - low, 1)
        slots = len(self._fall.bars) + 1
        area = QRectF(left, top, right - left, bottom - top)
        return Placement((right - left) / slots, left, -scale, bottom + low * scale, area, ratio)

    def _places(self, placement: Placement) -> Iterator[_Place]:
        """Yield where every bar stands, the whole last."""
        px, write = self._theme.px, self._numbers.count
        slot = placement.scale_x
        width = min(slot * _BAR, float(px(_WIDEST))) if slot > px(_WIDEST) else slot * _BAR
        running = self._fall.running
        moved = sum(abs(bar.dollars) for bar in self._fall.bars)
        least = px(_LEAST_BAR)
        ends = [*pairwise(running), (0, running[-1])]
        for place, (start, end) in enumerate(ends):
            middle = placement.shift_x + (place + 0.5) * slot
            first, last = (value * placement.scale_y + placement.shift_y for value in (start, end))
            top, bottom = min(first, last), max(first, last)
            if bottom - top < least:
                top, bottom = (last - least, last) if end >= 0 else (last, last + least)
            dollars = end - start
            is_total = place == len(self._fall.bars)
            strength = 2 if is_total else int(abs(dollars) >= moved * _COUNTS and dollars != 0)
            text = signed(write(dollars)) if dollars else "0"
            yield _Place(middle - width / 2, middle + width / 2, top, bottom, text, strength)

    def _paint_grid(self, stage: Stage) -> None:
        """Paint the lines of round dollars and what they are, zero last and strongest."""
        theme, colours = self._theme, self._theme.colours
        font = theme.number_font(TextSize.CAPTION)
        _, ascent = font_lines(font)
        low, high = min(0, *self._fall.running, 0), max(0, *self._fall.running, 0)
        ticks = [tick for tick in round_ticks(low, high, _MOST_TICKS) if abs(tick) >= 1]
        for tick in (*ticks, 0.0):
            stage.horizontal(tick, colours.grid if tick else colours.line2)
            text = self._tick_text(tick)
            right = stage.area.left() - theme.px(8)
            base = round(stage.y(tick) + ascent / 2 - 1)
            stage.painter.setFont(font)
            stage.painter.setPen(colours.muted)
            stage.painter.drawText(QPointF(right - text_width(font, text), base), text)

    def _paint_pointer(self, stage: Stage) -> None:
        """Paint the ground of the step that is pointed at."""
        slot = stage.placement.scale_x
        left = stage.area.left() + self._current * slot
        stage.fill(left, 0, left + slot, self.height(), self._theme.colours.window)

    def _paint_bars(self, stage: Stage, places: list[_Place]) -> None:
        colours = self._theme.colours
        running = self._fall.running
        pen = stage.thickness(1)
        for place, one in enumerate(places):
            is_total = place == len(self._fall.bars)
            ink = self._ink(self._fall.bars[place].dollars) if not is_total else colours.accent
            stage.fill(one.left, one.top, one.right, one.bottom, ink)
            if not is_total:
                level = stage.snap(stage.y(running[place + 1]))
                stage.fill(one.right, level, places[place + 1].left, level + pen, colours.line2)

    def _ink(self, dollars: int) -> QColor:
        """Return the colour of a bar: what moves no money stays grey."""
        colours = self._theme.colours
        if dollars == 0:
            return mixed(colours.bars, colours.surface, 0.5)
        return colours.accent if dollars > 0 else colours.warning_graphic

    def _paint_texts(self, painter: QPainter, stage: Stage, places: list[_Place]) -> None:
        """Write the dollars over the bars: the whole, then the largest, while there is room."""
        colours, px = self._theme.colours, self._theme.px
        order = sorted(
            range(len(places)),
            key=lambda at: (places[at].strength, places[at].bottom - places[at].top),
            reverse=True,
        )
        taken: list[QRectF] = []
        for at in order:
            one = places[at]
            font = self._font(one.strength)
            width, (height, ascent) = text_width(font, one.text), font_lines(font)
            # a wide label hangs over to the side where the neighbours stand lower
            left = (one.left + one.right - width) / 2
            if at < len(self._fall.bars) and self._fall.bars[at].dollars < 0:
                left = max(left, one.left)
            else:
                left = min(left, one.right - width)
            left = min(max(left, stage.area.left()), stage.area.right() - width)
            box = QRectF(left, one.top - px(_LABEL_UP) - ascent, width, height)
            apart = px(_LABEL_APART) / 2
            reach = int(width // stage.placement.scale_x) + 1
            near = (*places[max(at - reach, 0) : at], *places[at + 1 : at + 1 + reach])
            room = box.adjusted(-apart, 0, apart, 0)
            if any(room.intersects(other) for other in taken):
                continue
            if any(box.intersects(bar.box) for bar in near):
                continue
            taken.append(box)
            painter.setFont(font)
            painter.setPen(self._text_ink(one, at, colours.muted))
            painter.drawText(QPointF(round(left), round(one.top - px(_LABEL_UP))), one.text)

    def _text_ink(self, one: _Place, at: int, weak: QColor) -> QColor:
        colours = self._theme.colours
        if at == len(self._fall.bars):
            return colours.accent
        if self._fall.bars[at].dollars < 0:
            return colours.warning
        return colours.text if one.strength else weak

    def _paint_names(self, painter: QPainter, stage: Stage) -> None:
        """Write what stands under the bars, while there is room, or its first word."""
        px, colours = self._theme.px, self._theme.colours
        slot, left = stage.placement.scale_x, stage.area.left()
        base = self.height() - px(6)
        total = self._fall.total
        if text_width(self._font(2), total) > slot:
            total = total.split(maxsplit=1)[0]
        names = [bar.label for bar in self._fall.bars] + [total]
        ends: list[tuple[float, float]] = []
        last = len(names) - 1
        special = [at for at, name in enumerate(names[:-1]) if not name[:1].isdigit()]
        for at in (last, *special, *(at for at in range(last) if at not in special)):
            font = self._font(2 if at == last else 0)
            gap = px(_LABEL_APART)
            for name in dict.fromkeys((names[at], names[at].split(maxsplit=1)[0])):
                width = text_width(font, name)
                start = min(left + (at + 0.5) * slot - width / 2, self.width() - width)
                if any(start < end + gap and start + width > begin - gap for begin, end in ends):
                    continue
                ends.append((start, start + width))
                painter.setFont(font)
                painter.setPen(colours.accent if at == last else colours.text2)
                painter.drawText(QPointF(round(start), base), name)
                break

    def _font(self, strength: int) -> QFont:
        return self._theme.number_font(TextSize.CAPTION, is_semibold=strength > 0)

    def _tick_text(self, value: float) -> str:
        if value == 0:
            return "0"
        for unit, letter in ((10**9, "B"), (10**6, "M"), (10**3, "k")):
            if abs(value) >= unit:
                share = Fraction(round(value)) / unit
                places = 0 if share.denominator == 1 else 1
                return f"{signed(self._numbers.fraction(share, places))}{letter}"
        return signed(self._numbers.fraction(Fraction(round(value)), 0))

    def _step_at(self, at: QPointF) -> int:
        """Return the step under a point; -1 beside them and over the whole."""
        placement = self._placement(1.0)
        place = int((at.x() - placement.area.left()) // placement.scale_x)
        return place if 0 <= place < len(self._fall.bars) else -1

    def _point(self, place: int) -> None:
        if place != self._current:
            self._current = place
            self.pointed.emit(place)
            self.update()
