"""The figures strip: five cells that are always in view.

Lays out and paints what FigureCells writes, and after an edit only the lines that say something
else. Knows no design and computes no figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from matrix_designer.analysis.summary import Summary
from matrix_designer.gui.controls import Button, ButtonKind
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.dumbbell import draw_dumbbell, goal_span, places_of, words_left
from matrix_designer.gui.panels.figure_cells import Cell, FigureCells, Runs
from matrix_designer.gui.panels.runs import Run, draw_runs, runs_width
from matrix_designer.gui.panels.short_line import NOTHING, ShortLine, lay_short, sized
from matrix_designer.gui.panels.truth_words import gain_tip
from matrix_designer.gui.plain_tip import plain_tip
from matrix_designer.gui.text import elided
from matrix_designer.gui.theme import TextSize, Theme

_WEIGHTS = (334, 289, 269, 224, 250)
_LEFT = 18
_LINES = ((0, 21, 26), (26, 45, 52), (52, 63, 74))
"""Top, base line and bottom of label, figure and note."""
_NOTE = 63
_GP_NOTE = (0, 2)
"""Cell and line of the change of GP %."""
_YEAR_NOTE = (1, 2)
"""Cell and line of GP $ before and afterwards."""
_APART = 44
"""The least room between the change of GP % and the words under the dumbbell."""
_DUMBBELL = 166
_GAP = 8
_RULE = (12, 50)
"""Top and height of the line before a cell."""

_SHORT_BASE = 6
"""How far under its middle the short strip's base line lies."""

Look = tuple[object, ...]
"""What a dumbbell shows: equal ones look alike."""


class FiguresStrip(QWidget):
    """Five cells: GP %, GP $ a year, prices, above list, findings.

    `import_requested()`: the link that stands there while there are no sales was pressed.
    `laid_out()`: the cells stand elsewhere.
    """

    import_requested = Signal()
    laid_out = Signal()

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Make an empty strip."""
        super().__init__(parent)
        self._theme = theme
        self._numbers = numbers
        self._summary: Summary | None = None
        self._is_short = False
        self._text = FigureCells(theme, numbers)
        self._lines: tuple[Cell, ...] = self._text.write(None)
        self._lefts: list[int] = []
        self._places: list[list[QRect]] = []
        self._areas: list[list[QRect]] = []
        self._beside: QRectF | None = None
        self._look: Look = ()
        self._short = NOTHING
        self._fitted: dict[tuple[int, int], tuple[Runs, float, Runs]] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Figures")
        self._link = Button("Import sales", ButtonKind.LINK, theme, parent=self)
        self._link.setToolTip("Read invoice lines from a CSV file, a workbook or Parquet")
        self._link.clicked.connect(self.import_requested)
        self._link.hide()
        self.set_short(is_short=False)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._link.set_theme(theme)
        self._text = FigureCells(theme, self._numbers)
        self._lines = self._text.write(self._summary)
        self._fitted.clear()
        self.set_short(is_short=self._is_short)

    def set_short(self, *, is_short: bool) -> None:
        """Draw one line instead of three."""
        self._is_short = is_short
        metrics = self._theme.metrics
        self.setFixedHeight(metrics.figures_short if is_short else metrics.figures)
        self._lay_out()
        self.update()

    def show_summary(self, summary: Summary) -> None:
        """Show other figures."""
        shown, dumbbell = self._lines, self._look
        self._summary = summary
        self._lines = self._text.write(summary)
        self._place_dumbbell()
        self._update_changed(shown, dumbbell)
        if (dumbbell == ()) is not (self._look == ()):
            self.laid_out.emit()
        is_linked = summary.period is None
        if is_linked is self._link.isHidden():
            self._link.setVisible(is_linked)
            self._lay_out()
            self.laid_out.emit()
            self.update()
        self.setAccessibleDescription(self.sentence())

    def sentence(self) -> str:
        """Say all figures in words, for a screen reader."""
        cells = [[said for line in cell if (said := _said(line))] for cell in self._lines]
        dumbbell = self._text.dumbbell()
        if dumbbell is not None and dumbbell.goal_text:
            cells[0].append(dumbbell.goal_text)
        return ". ".join(map(", ".join, cells))

    def cells(self) -> tuple[tuple[Cell, int, int], ...]:
        """Return every cell's lines with where the cell begins and ends."""
        return tuple(zip(self._lines, self._lefts[:-1], self._lefts[1:], strict=True))

    def logical(self, size: float) -> int:
        """Return a size times the zoom."""
        return self._theme.px(size)

    def field_top(self, height: int) -> int:
        """Return where a field of some height stands that is typed into over an edit's area."""
        return (self.height() - height) // 2 if self._is_short else self._theme.px(6)

    def edit_area(self, key: str) -> QRect | None:
        """Return where the goal or the list limit stands; None where it does not show."""
        if not self._lefts:
            return None
        if self._is_short:
            span, reach, tall = self._short.spans.get(key), self._theme.px(4), self._theme.px(24)
            if span is None:
                return None
            return QRect(span[0] - reach, (self.height() - tall) // 2, span[1] + 2 * reach, tall)
        px, beside = self._theme.px, self._beside
        if key == "limit":
            left, right = self._lefts[3:5]
            width = min(px(130), right - left - px(_LEFT))
            return QRect(left + px(_LEFT), px(6), width, px(20))
        if beside is None or self._text.dumbbell() is None:
            return None
        return QRect(round(beside.left()), px(6), round(beside.width()), px(22))

    def edit_span(self, key: str) -> tuple[int, int] | None:
        """Return where the words in an edit's area begin and how wide they are."""
        if self._is_short:
            return self._short.spans.get(key)
        if key == "limit":
            left = self._lefts[3] + self._theme.px(_LEFT)
            return left, round(runs_width(self._lines[3][0]))
        beside, dumbbell = self._beside, self._text.dumbbell()
        if beside is None or dumbbell is None:
            return None
        return goal_span(dumbbell, beside, self._theme)

    def event(self, event: QEvent) -> bool:
        """Say what must be true where the pointer rests on the gain."""
        if event.type() is not QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
            return super().event(event)
        summary, at = self._summary, event.pos().x()
        is_gain = self._is_short or self._lefts[1] <= at < self._lefts[2]
        tip = gain_tip(summary, self._numbers) if summary is not None and is_gain else ""
        QToolTip.showText(event.globalPos(), plain_tip(tip), self)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the link at its place."""
        super().resizeEvent(event)
        self._lay_out()
        self.laid_out.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells over the surface."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.colours.surface)
        if self._is_short:
            self._paint_line(painter)
        else:
            self._paint_cells(painter, event.region())
        painter.end()

    def _update_changed(self, shown: Sequence[Cell], dumbbell: Look) -> None:
        """Repaint what says something else than was shown."""
        if self._is_short:
            spans, self._short = self._short.spans, self._lay_short()
            if spans != self._short.spans:
                self.laid_out.emit()
            self.update()
            return
        for place, old, new in zip(self._places, shown, self._lines, strict=True):
            for rect, before, after in zip(place, _three(old), _three(new), strict=True):
                if before != after:
                    self.update(rect)
        is_alone = () in (dumbbell, self._look)  # texts may then reach to the end of their cell
        if dumbbell != self._look or (is_alone and shown[0] != self._lines[0]):
            self.update(QRect(0, 0, self._lefts[1], self.height()))

    def _place_dumbbell(self) -> None:
        """Find where the dumbbell stands and what it shows; nothing where there is none."""
        self._beside, self._look = self._dumbbell_room(), ()
        dumbbell = self._text.dumbbell()
        if self._beside is not None and dumbbell is not None:
            places = places_of(dumbbell, self._beside, self._theme)
            self._look = (places, dumbbell.other_text, dumbbell.goal_text)

    def _lay_out(self) -> None:
        """Find where each cell and each of its lines stands."""
        px, total = self._theme.px, sum(_WEIGHTS)
        lefts = [round(self.width() * sum(_WEIGHTS[:place]) / total) for place in range(6)]
        self._lefts = lefts
        ends = [max(lefts[1] - px(_DUMBBELL) - px(16), 0), *lefts[2:]]
        self._places = [
            [
                QRect(left + 1, px(top), end - left - 1, px(bottom) - px(top))
                for top, _, bottom in _LINES
            ]
            for left, end in zip(lefts, ends, strict=False)
        ]
        self._areas = [
            [QRect(left, px(top), right - left, px(bottom) - px(top)) for top, _, bottom in _LINES]
            for left, right in pairwise(lefts)
        ]
        self._place_dumbbell()
        self._short = NOTHING
        if self._is_short:
            self._short = self._lay_short()
        else:
            self._place_link()

    def _paint_cells(self, painter: QPainter, region: QRegion) -> None:
        px = self._theme.px
        rule, height, margin = px(_RULE[0]), px(_RULE[1]), px(_LEFT)
        bases = [px(base) for _, base, _ in _LINES]
        for number, (cell, left, right) in enumerate(self.cells()):
            if left and region.intersects(QRect(left, rule, 1, height)):
                painter.fillRect(QRectF(left, rule, 1, height), self._theme.colours.line)
            room = right - left - margin - px(_GAP)
            for line, (area, runs) in enumerate(
                zip(self._areas[number], _three(cell), strict=True)
            ):
                if runs and region.intersects(area):
                    fitted = self._fitting((number, line), runs, room)
                    draw_runs(painter, left + margin, bases[line], fitted)
        beside, dumbbell = self._beside, self._text.dumbbell()
        if beside is None or dumbbell is None:
            return
        if region.intersects(beside.toAlignedRect()):
            draw_dumbbell(painter, beside, dumbbell, self._theme)

    def _gp_note(self, runs: Runs) -> Runs:
        """Return the change of GP % without what it is measured on, where that is said close by."""
        room, dumbbell = self._beside, self._text.dumbbell()
        if room is None or dumbbell is None:
            return runs
        end = self._theme.px(_LEFT + _APART) + runs_width(runs)
        return runs if end <= words_left(dumbbell, room, self._theme) else runs[:1]

    def _dumbbell_room(self) -> QRectF | None:
        """Return where the dumbbell stands; None where the first cell has no room for it."""
        px = self._theme.px
        left = self._lefts[1] - px(_DUMBBELL) - px(16)
        text = max(runs_width(line) for line in self._lines[0])
        if left <= px(_LEFT) + text + px(_GAP):
            return None
        return QRectF(left, 0, px(_DUMBBELL), self.height())

    def _paint_line(self, painter: QPainter) -> None:
        """Paint the short strip: what `short_parts` has room for."""
        base = self.height() / 2 + self._theme.px(_SHORT_BASE)
        for left, runs in self._short.parts:
            draw_runs(painter, left, base, runs)

    def short_parts(self) -> tuple[tuple[float, Runs], ...]:
        """Return where each part of the short strip stands: what has no room is left out."""
        return self._short.parts

    def _lay_short(self) -> ShortLine:
        """Place what one line has room for, and the link on the same base line."""
        link = 0 if self._link.isHidden() else self._link.sizeHint().width()
        line = lay_short(self._text, self._lines, self.width(), self._theme, link)
        if link:
            words = self._link.fontMetrics()
            down = self._theme.px(_SHORT_BASE) - (words.ascent() - words.descent()) // 2
            self._link.adjustSize()
            self._link.move(
                round(line.link), (self.height() - self._link.height()) // 2 + max(down, 0)
            )
        return line

    def _fitting(self, key: tuple[int, int], runs: Runs, room: float) -> Runs:
        """Return a line as it fits, worked out when it or the room change."""
        shown = self._gp_note(runs) if key == _GP_NOTE else runs
        known = self._fitted.get(key)
        if known is None or known[1] != room or known[0] != shown:
            known = self._fitted[key] = (shown, room, self.fitted(key, shown, room))
        return known[2]

    def fitted(self, key: tuple[int, int], runs: Sequence[Run], room: float) -> Runs:
        """Return a cell's line with the figures as large as the room allows, else cut.

        What GP was gives way to what must be true; other lines end in an ellipsis.
        """
        whole: Runs = tuple(runs)
        if key == _YEAR_NOTE and runs_width(whole) > room:
            whole = whole[1:]
        made = whole
        for size in (TextSize.FIGURE, TextSize.HEADLINE, TextSize.TITLE, TextSize.BODY):
            made = sized(whole, size, self._theme)
            if runs_width(made) <= room:
                return made
        if len(made) == 1:
            return (replace(made[0], text=elided(made[0].font, made[0].text, room)),)
        return made

    def _place_link(self) -> None:
        px = self._theme.px
        self._link.adjustSize()
        self._link.move(px(_LEFT), px(_NOTE) - self._link.height() // 2 - px(4))


def _said(runs: Runs) -> str:
    """Return the words of a line as they are read out."""
    return " ".join(" ".join(run.text for run in runs).split())


def _three(cell: Cell) -> Iterator[Runs]:
    """Yield label, figure and note; nothing for a line that a cell has not got."""
    for line in range(3):
        yield cell[line] if line < len(cell) else ()
