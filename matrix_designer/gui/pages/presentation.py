"""The presentation: two figures, the dumbbell, GP % and the bars, before and after.

Shows an Analysis in type of 150 %. Knows no design beyond it, and nothing that could be changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QPointF, QRectF, Qt, QVariantAnimation, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from matrix_designer.analysis.summary import Summary
from matrix_designer.core.money import POINT
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.gui.controls import fill_ground
from matrix_designer.gui.filter_words import filters_text
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.pages.before_after import BeforeAfter
from matrix_designer.gui.panels.dumbbell import Dumbbell, draw_dumbbell
from matrix_designer.gui.panels.truth_words import break_even_words
from matrix_designer.gui.plots.curves import CurvesView
from matrix_designer.gui.texts import NO_FIGURE, day_text, signed, with_dollar
from matrix_designer.gui.theme import TextSize, Theme

PRESENTED, _LEAST_PRESENTED, _ROOMY = 1.5, 1.0, 1_180
"""The type of a presentation in parts of the window's own, and the width under which it shrinks."""
_MARGIN, _GAP = 40, 32
_LABEL, _FIGURE, _NOTE = 32, 86, 112
"""Base lines of label, figure and note."""
_HEAD, _FOOT = 128, 34
_DUMBBELL, _DUMBBELL_TOP = 250, 26
_LEAST_DUMBBELL = 150
_FADE_MS = 100


@dataclass(frozen=True, slots=True)
class Side:
    """What one side of the toggle says: GP % and GP $ a year, each with a line under it."""

    gp: str
    gp_note: str
    year: str
    year_note: str


class PresentationPage(QWidget):
    """Figures and curve alone. `left()`: Esc was pressed. `is_before` tells the side shown."""

    left = Signal()

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Start empty, on the side after."""
        super().__init__(parent)
        self._window_theme = theme
        self._theme = theme.zoomed(theme.zoom * PRESENTED)
        self._numbers = numbers
        self._summary: Summary | None = None
        self._name = ""
        self._assumption = self._short_assumption = ""
        self._is_hiding = False
        self._after = self._before = Side(NO_FIGURE, "", NO_FIGURE, "")
        self.curves = CurvesView(self._theme, numbers, self, is_presented=True)
        self.toggle = BeforeAfter(self._theme, self)
        self.toggle.switched.connect(self._on_switched)
        self._fade = Fade(self)
        self.setAccessibleName("Presentation")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        fill_ground(self, self._theme.colours.surface)

    @property
    def is_before(self) -> bool:
        """Whether the matrix in force is shown alone."""
        return self.toggle.is_before

    def set_theme(self, theme: Theme) -> None:
        """Take another look, enlarged."""
        self._window_theme = theme
        self._theme = theme.zoomed(theme.zoom * self._enlarged())
        fill_ground(self, self._theme.colours.surface)
        self.curves.set_theme(self._theme)
        self.toggle.set_theme(self._theme)
        self._place()
        self.update()

    def set_names_hidden(self, *, is_hidden: bool) -> None:
        """Leave away the names of the design and of its matrix, which name people."""
        self._is_hiding = is_hidden
        self._describe()

    def show_analysis(self, analysis: Analysis) -> None:
        """Show other figures."""
        self._summary = analysis.summary
        self._name = analysis.matrix.name
        self._assumption = assumption(analysis, self._numbers)
        self._short_assumption = assumption(analysis, self._numbers, is_short=True)
        self._after, self._before = sides(analysis.summary, self._numbers)
        self.toggle.set_possible(is_possible=analysis.summary.gp_proposed is not None)
        self.curves.show_analysis(analysis)
        self._describe()

    def begin(self) -> None:
        """Take the keyboard, on the side after."""
        self.toggle.choose(is_before=False)
        self.toggle.setFocus(Qt.FocusReason.OtherFocusReason)

    def sentence(self) -> str:
        """Say what is shown, for a screen reader."""
        side = self._before if self.is_before else self._after
        return (
            f"{self._title()} {side.gp} {side.gp_note}. "
            f"GP $ a year {side.year} {side.year_note}. {self._assumption}"
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Esc, switch with Space wherever the keyboard is."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Space:
            self.toggle.switch()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place toggle and curves, in smaller type where the screen is narrow."""
        super().resizeEvent(event)
        if self._window_theme.zoom * self._enlarged() != self._theme.zoom:
            self.set_theme(self._window_theme)
        else:
            self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the figures, the dumbbell and the assumption line."""
        painter = QPainter(self)
        theme, colours = self._theme, self._theme.colours
        side = self._before if self.is_before else self._after
        px = theme.px
        figure, year_left, dumbbell = self._columns()
        ink = colours.in_force if self.is_before else colours.accent
        year_ink = colours.in_force if self.is_before else colours.text
        for left, label, text, note, colour in (
            (px(_MARGIN), self._title(), side.gp, side.gp_note, ink),
            (year_left, "GP $ a year", side.year, side.year_note, year_ink),
        ):
            # label and note stand over and under the dumbbell, never beside it
            room = (year_left if left < year_left else self.toggle.x()) - px(12) - left
            self._write(
                painter, QPointF(left, px(_LABEL)), label, theme.font(), colours.muted, room
            )
            self._write(painter, QPointF(left, px(_FIGURE)), text, figure, colour, None)
            self._write(
                painter, QPointF(left, px(_NOTE)), note, theme.number_font(), colours.text2, room
            )
        shown = self._dumbbell()
        if shown is not None and dumbbell.width() >= px(_LEAST_DUMBBELL):
            draw_dumbbell(painter, dumbbell, shown, theme, is_before=self.is_before)
        self._paint_foot(painter)
        painter.end()

    def _paint_foot(self, painter: QPainter) -> None:
        theme = self._theme
        font = theme.number_font()
        base = self.height() - theme.px(14)
        leave = "Esc leaves"
        width = QFontMetricsF(font).horizontalAdvance(leave)
        right = self.width() - theme.px(_MARGIN) - width
        muted = theme.colours.muted
        self._write(painter, QPointF(right, base), leave, font, muted, None)
        room = right - theme.px(_MARGIN + 16)
        at = QPointF(theme.px(_MARGIN), base)
        wide = QFontMetricsF(font).horizontalAdvance(self._assumption)
        told = self._assumption if wide <= room else self._short_assumption
        self._write(painter, at, told, font, muted, room)

    def _write(
        self,
        painter: QPainter,
        at: QPointF,
        text: str,
        font: QFont,
        colour: QColor,
        room: float | None,
    ) -> None:
        painter.setFont(font)
        painter.setPen(colour)
        if room is not None:
            text = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(at, text)

    def _columns(self) -> tuple[QFont, float, QRectF]:
        """Return the figures' font, where GP $ begins and the dumbbell's room.

        Both sides of the toggle are measured, so that switching moves nothing.
        """
        px = self._theme.px
        end = self.toggle.x() - px(_GAP)
        for size in (TextSize.POSTER, TextSize.POSTER_SMALL, TextSize.FIGURE):
            font = self._theme.number_font(size, is_semibold=True)
            wide = QFontMetricsF(font).horizontalAdvance
            plain = QFontMetricsF(self._theme.number_font()).horizontalAdvance
            pair = (self._after, self._before)
            gp = max(*(wide(one.gp) for one in pair), *(plain(one.gp_note) for one in pair))
            year = max(*(wide(one.year) for one in pair), *(plain(one.year_note) for one in pair))
            room = end - year - px(_MARGIN) - gp - 2 * px(_GAP)
            if room >= px(_LEAST_DUMBBELL):
                break
        left = px(_MARGIN) + gp + px(_GAP)
        width = max(min(room, px(_DUMBBELL)), 0.0)
        spare = max(room - width, 0.0)
        year_left = left + width + px(_GAP) + spare / 2
        return font, year_left, QRectF(left + spare / 4, px(_DUMBBELL_TOP), width, px(76))

    def _dumbbell(self) -> Dumbbell | None:
        shown = self._summary
        if shown is None or shown.gp_proposed is None:
            return None
        goal = None if shown.goal is None else shown.goal / POINT
        words = "" if shown.goal is None else f"goal {self._numbers.percent(shown.goal)}"
        has_record = shown.gp_in_force is not None
        other = shown.gp_in_force if has_record else shown.gp_sold
        return Dumbbell(shown.gp_proposed, other, "in force" if has_record else "sold", goal, words)

    def _title(self) -> str:
        """Return what the first figure is about."""
        if self._is_hiding or not self._name:
            return "Gross profit"
        return f"Gross profit, {self._name}"

    def _enlarged(self) -> float:
        """Return how much larger the type is: 150 %, less where the figures had no room."""
        width = self._window_theme.unzoomed(self.width())
        return min(max(PRESENTED * width / _ROOMY, _LEAST_PRESENTED), PRESENTED)

    def _describe(self) -> None:
        self.setAccessibleDescription(self.sentence())
        self.update()

    def _place(self) -> None:
        px = self._theme.px
        size = self.toggle.sizeHint()
        self.toggle.setGeometry(
            self.width() - px(_MARGIN) - size.width(), px(46), size.width(), size.height()
        )
        top, foot = px(_HEAD), px(_FOOT)
        self.curves.setGeometry(
            px(_MARGIN - 26), top, self.width() - px(2 * _MARGIN - 42), self.height() - top - foot
        )
        self._fade.setGeometry(self.rect())

    def _on_switched(self, is_before: bool) -> None:  # noqa: FBT001 - a signal's
        if self.isVisible():
            self._fade.start(self.grab())
        self.curves.set_before(is_before=is_before)
        self._describe()


class Fade(QWidget):
    """The picture of before, over the page, that goes within a tenth of a second."""

    def __init__(self, parent: QWidget) -> None:
        """Stand hidden over the page."""
        super().__init__(parent)
        self._picture = QPixmap()
        self._strength = 0.0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._run = QVariantAnimation(self)
        self._run.setDuration(_FADE_MS)
        self._run.setStartValue(1.0)
        self._run.setEndValue(0.0)
        self._run.valueChanged.connect(self._on_moved)
        self._run.finished.connect(self.hide)
        self.hide()

    def start(self, picture: QPixmap) -> None:
        """Cover the page with its picture and let it go."""
        self._picture = picture
        self._strength = 1.0
        self.show()
        self.raise_()
        self._run.stop()
        self._run.start()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what is left of the picture."""
        painter = QPainter(self)
        painter.setOpacity(self._strength)
        painter.drawPixmap(0, 0, self._picture)
        painter.end()

    def _on_moved(self, value: float) -> None:
        self._strength = value
        self.update()


def sides(summary: Summary, numbers: Numbers) -> tuple[Side, Side]:
    """Return what is said after and before."""
    change, proposed = summary.gp_year_change, summary.gp_proposed
    if proposed is None or change is None:
        empty = Side(NO_FIGURE, "import sales for figures", NO_FIGURE, "")
        return empty, empty
    has_record = summary.gp_in_force is not None
    other = summary.gp_in_force if has_record else summary.gp_sold
    year = summary.gp_year_in_force if has_record else summary.gp_year_sold
    name = "in force" if has_record else "as sold"

    def percent(value: float | None) -> str:
        return NO_FIGURE if value is None else f"{numbers.fraction(Fraction(value), 1)} %"

    was = NO_FIGURE if year is None else with_dollar(numbers.dollars(year))
    note = "volumes unchanged"
    if year is not None and summary.gp_year_proposed is not None:
        note = f"{was} to {with_dollar(numbers.dollars(summary.gp_year_proposed))}, {note}"
    after = Side(
        percent(proposed),
        f"from {percent(other)} {name}",
        with_dollar(signed(numbers.dollars(change))),
        note,
    )
    before = Side(percent(other), name, was, name)
    return after, before


def assumption(analysis: Analysis, numbers: Numbers, *, is_short: bool = False) -> str:
    """Say what the figures rest on; in short without what was set aside."""
    sales, replay = analysis.sales, analysis.replay
    if sales is None or replay is None:
        return "No sales imported yet"
    if sales.first_day is not None and sales.last_day is not None:
        period = f"Sales {day_text(sales.first_day)} to {day_text(sales.last_day)}"
    else:
        period = "Sales without dates"
    aside = sum(tally.lines for tally in replay.set_aside.values())
    used = f"{numbers.count(replay.used)} lines used"
    if not is_short:
        used = f"{used}, {numbers.count(aside)} set aside"
    scaled = ", scaled to a year" if replay.period.is_scaled else ""
    scaled += "" if sales.filters.is_off else f", only {filters_text(sales.filters)}"
    even = break_even_words(analysis.summary.stake, numbers)
    same = f"Volumes unchanged, {even}" if even else "Same parts, same volumes, new prices"
    return f"{period}, {used}{scaled}.  {same}."
