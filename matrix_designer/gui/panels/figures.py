"""The figures strip: five cells that are always in view.

Draws a Summary as texts and a dumbbell. Knows no design and computes no figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from matrix_designer.analysis.findings import Severity
from matrix_designer.analysis.summary import Summary
from matrix_designer.core.money import DOLLAR, POINT
from matrix_designer.gui.controls import Button, ButtonKind
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.dumbbell import Dumbbell, draw_dumbbell
from matrix_designer.gui.panels.runs import Run, draw_runs, icon_run, runs_width
from matrix_designer.gui.texts import NO_FIGURE, counted, signed, with_dollar
from matrix_designer.gui.theme import TextSize, Theme

_WEIGHTS = (334, 289, 269, 224, 250)
_LEFT = 18
_LABEL, _FIGURE, _NOTE = 21, 45, 63
"""Base lines of label, figure and note."""
_DUMBBELL = 166
_GAP = 8
SEVERITY_ICONS = {
    Severity.ERROR: "octagon-x",
    Severity.WARNING: "triangle-alert",
    Severity.ADVICE: "lightbulb",
}


Cell = tuple[tuple[Run, ...], ...]
"""One cell: label, figure and note, each as runs."""


class FiguresStrip(QWidget):
    """Five cells: GP %, GP $ a year, prices, above list, findings.

    `import_requested()`: the link that stands there while there are no sales was pressed.
    """

    import_requested = Signal()

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Make an empty strip."""
        super().__init__(parent)
        self._theme = theme
        self._numbers = numbers
        self._summary: Summary | None = None
        self._is_short = False
        self._lines: tuple[Cell, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._link = Button("Import sales", ButtonKind.LINK, theme, parent=self)
        self._link.setToolTip("Read invoice lines from a CSV file, a workbook or Parquet")
        self._link.clicked.connect(self.import_requested)
        self._link.hide()
        self.set_short(is_short=False)
        self._prepare()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._link.set_theme(theme)
        self._prepare()
        self.update()

    def set_short(self, *, is_short: bool) -> None:
        """Draw one line instead of three."""
        self._is_short = is_short
        metrics = self._theme.metrics
        self.setFixedHeight(metrics.figures_short if is_short else metrics.figures)
        self._place_link()
        self.update()

    def show_summary(self, summary: Summary) -> None:
        """Show other figures."""
        shown = (*self._lines, self._dumbbell())
        self._summary = summary
        self._prepare()
        self._update_changed(shown)
        self._link.setVisible(summary.moves is None)
        self._place_link()
        self.setAccessibleName("Figures")
        self.setAccessibleDescription(self.sentence())

    def _update_changed(self, shown: Sequence[object]) -> None:
        """Repaint the cells that say something else than the shown ones did."""
        lefts = self._lefts()
        for cell, (old, new) in enumerate(
            zip(shown, (*self._lines, self._dumbbell()), strict=True)
        ):
            if old != new:
                at = cell % len(self._lines)  # the dumbbell stands in the first cell
                left, right = (0, self.width()) if self._is_short else lefts[at : at + 2]
                self.update(left, 0, right - left, self.height())

    def sentence(self) -> str:
        """Say all figures in words, for a screen reader."""
        return ". ".join(
            ", ".join(run.text for line in cell for run in line) for cell, _, _ in self.cells()
        )

    def cells(self) -> tuple[tuple[Cell, int, int], ...]:
        """Return every cell's lines with where the cell begins and ends."""
        lefts = self._lefts()
        return tuple(zip(self._lines, lefts[:-1], lefts[1:], strict=True))

    def _prepare(self) -> None:
        """Write every cell, so that painting only looks it up."""
        self._lines = (
            self._gp(),
            self._year(),
            self._prices(),
            self._above_list(),
            self._findings(),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the link at its place."""
        super().resizeEvent(event)
        self._place_link()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells over the surface."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.colours.surface)
        if self._is_short:
            self._paint_line(painter)
        else:
            self._paint_cells(painter, event.region())
        painter.end()

    def _paint_cells(self, painter: QPainter, region: QRegion) -> None:
        lefts = self._lefts()
        for cell, left, right in self.cells():
            if not region.intersects(QRect(left, 0, right - left, self.height())):
                continue
            if left:
                painter.fillRect(QRectF(left, 12, 1, 50), self._theme.colours.line)
            room = right - left - _LEFT - _GAP
            for base, runs in zip((_LABEL, _FIGURE, _NOTE), cell, strict=True):
                draw_runs(painter, left + _LEFT, base, self.fitted(runs, room))
        dumbbell = self._dumbbell()
        if dumbbell is not None and region.intersects(QRect(0, 0, lefts[1], self.height())):
            place = QRectF(lefts[1] - _DUMBBELL - 16, 0, _DUMBBELL, self.height())
            text = max(runs_width(line) for line in self._lines[0])
            if place.left() > _LEFT + text + _GAP:
                draw_dumbbell(painter, place, dumbbell, self._theme)

    def _paint_line(self, painter: QPainter) -> None:
        """Paint the short strip: GP % with in force and goal, GP $ a year, prices, findings."""
        base = self.height() / 2 + 6
        for left, runs in self.short_parts():
            draw_runs(painter, left, base, runs)

    def short_parts(self) -> list[tuple[float, tuple[Run, ...]]]:
        """Return where each part of the short strip stands: what has no room is left out."""
        findings = self._sized(self._lines[4][1], TextSize.HEADLINE)
        end = self.width() - 16 - runs_width(findings)
        parts = []
        left = 14.0
        for runs in (self._short_gp(), self._short_year(), self._lines[2][1]):
            smaller = self._sized(runs, TextSize.HEADLINE)
            width = runs_width(smaller)
            if left + width + 22 > end:
                break
            parts.append((left, smaller))
            left += width + 22
        return [*parts, (end, findings)]

    def fitted(self, runs: Sequence[Run], room: float) -> tuple[Run, ...]:
        """Return runs with the figures as large as the room allows, else cut with an ellipsis."""
        for size in (TextSize.FIGURE, TextSize.HEADLINE, TextSize.TITLE, TextSize.BODY):
            made = self._sized(runs, size)
            if runs_width(made) <= room:
                return made
        if len(made) == 1:
            metrics = QFontMetricsF(made[0].font)
            text = metrics.elidedText(made[0].text, Qt.TextElideMode.ElideRight, room)
            return (replace(made[0], text=text),)
        return made

    def _sized(self, runs: Sequence[Run], size: TextSize) -> tuple[Run, ...]:
        """Return runs with the figures in another size."""
        if size is TextSize.FIGURE:
            return tuple(runs)
        figure = self._theme.number_font(TextSize.FIGURE, is_semibold=True)
        font = self._theme.number_font(size, is_semibold=True)
        return tuple(replace(run, font=font) if run.font == figure else run for run in runs)

    def _lefts(self) -> list[int]:
        """Return where each cell starts, and the right end."""
        total = sum(_WEIGHTS)
        return [round(self.width() * sum(_WEIGHTS[:place]) / total) for place in range(6)]

    def _place_link(self) -> None:
        self._link.adjustSize()
        if self._is_short:
            self._link.move(14 + 150, (self.height() - self._link.height()) // 2)
        else:
            self._link.move(_LEFT, _NOTE - self._link.height() // 2 - 4)

    # The cells, each as three lines of runs.

    def _label(self, text: str) -> tuple[Run, ...]:
        return (Run(text, self._theme.font(TextSize.CAPTION), self._theme.colours.muted),)

    def _note(self, text: str) -> tuple[Run, ...]:
        font = self._theme.number_font(TextSize.CAPTION)
        return (Run(text, font, self._theme.colours.text2),)

    def _figure(self, text: str, *, is_accent: bool = False) -> Run:
        colours = self._theme.colours
        font = self._theme.number_font(TextSize.FIGURE, is_semibold=True)
        return Run(text, font, colours.accent if is_accent else colours.text)

    def _word(self, text: str) -> Run:
        return Run(text, self._theme.font(), self._theme.colours.muted, before=4)

    def _comma(self) -> Run:
        return Run(",", self._theme.font(), self._theme.colours.muted)

    def _percent(self, value: float) -> str:
        return self._numbers.fraction(Fraction(value), 1)

    def _dollars(self, extended: int) -> str:
        return with_dollar(self._numbers.dollars(extended))

    def _gp(self) -> tuple[tuple[Run, ...], ...]:
        label = self._label("Gross profit, proposed")
        shown = self._summary
        if shown is None or shown.gp_proposed is None:
            return label, (self._figure(NO_FIGURE, is_accent=True),), ()
        figure = (self._figure(f"{self._percent(shown.gp_proposed)} %", is_accent=True),)
        other, name = shown.gp_in_force, "in force"
        if other is None:
            other, name = shown.gp_sold, "as sold"
        if other is None:
            return label, figure, ()
        change = signed(self._percent(shown.gp_proposed - other))
        return label, figure, self._note(f"{change} points on {name}")

    def _year(self) -> tuple[tuple[Run, ...], ...]:
        shown = self._summary
        if shown is None or shown.gp_year_change is None or shown.gp_year_proposed is None:
            return self._label("GP $ a year"), (self._figure(NO_FIGURE),), ()
        label = self._label(f"GP $ {self._period()}, volumes unchanged")
        figure = (self._figure(with_dollar(signed(self._numbers.dollars(shown.gp_year_change)))),)
        before, name = shown.gp_year_in_force, ""
        if before is None:
            before, name = shown.gp_year_sold, "sold "
        if before is None:
            return label, figure, ()
        note = f"{name}{self._dollars(before)} to {self._dollars(shown.gp_year_proposed)}"
        return label, figure, self._note(note)

    def _period(self) -> str:
        """Say what the dollars cover: a year, or the days there are."""
        period = None if self._summary is None else self._summary.period
        if period is None or period.days is None:
            return "in the period"
        return f"in {counted(period.days, 'day')}" if period.is_too_short else "a year"

    def _prices(self) -> tuple[tuple[Run, ...], ...]:
        label = self._label("Prices")
        shown = self._summary
        if shown is None or shown.moves is None:
            return label, (self._figure(NO_FIGURE),), ()
        moves = shown.moves
        pieces = self._numbers.pieces
        down = self._figure(pieces(moves.down.pieces))
        figure = (
            self._figure(pieces(moves.up.pieces)),
            self._word("up"),
            Run(down.text, down.font, down.colour, before=10),
            self._word("down"),
        )
        note = f"{pieces(moves.same.pieces)} same"
        if shown.average_change is not None:
            average = self._numbers.ratio(shown.average_change, DOLLAR, 2)
            note += f", average {with_dollar(signed(average))}"
        return label, figure, self._note(note)

    def _above_list(self) -> tuple[tuple[Run, ...], ...]:
        shown = self._summary
        if shown is None:
            return self._label("Above list"), (self._figure(NO_FIGURE),), ()
        limit = self._numbers.ratio(shown.above_list_limit, POINT, 1).removesuffix(
            f"{self._numbers.point}0"
        )
        label = self._label(f"Above list + {limit} %" if shown.above_list_limit else "Above list")
        if shown.over_limit is None:
            return label, (self._figure(NO_FIGURE),), ()
        over = shown.over_limit
        note = f"pieces, {self._dollars(over.dollars)} over list"
        return label, (self._figure(self._numbers.pieces(over.pieces)),), self._note(note)

    def _findings(self) -> tuple[tuple[Run, ...], ...]:
        label = self._label("Findings")
        counts = {} if self._summary is None else self._summary.findings
        colours = self._theme.colours
        inks = {
            Severity.ERROR: colours.error,
            Severity.WARNING: colours.warning_graphic,
            Severity.ADVICE: colours.muted,
        }
        figure: list[Run] = []
        for severity, ink in inks.items():
            number = counts.get(severity, 0)
            if not number:
                continue
            figure.append(icon_run(SEVERITY_ICONS[severity], ink, before=14 if figure else 0))
            count = self._figure(f"{number}")
            figure.append(Run(count.text, count.font, count.colour, before=6))
        if not figure:
            return label, (self._figure("0"),), self._note("no findings")
        words = (
            (Severity.ERROR, "error", "errors"),
            (Severity.WARNING, "warning", "warnings"),
            (Severity.ADVICE, "advice", "advice"),
        )
        note = ", ".join(
            counted(counts[severity], one, many)
            for severity, one, many in words
            if counts.get(severity, 0)
        )
        return label, tuple(figure), self._note(note)

    def _short_gp(self) -> tuple[Run, ...]:
        """Return GP %, in force and goal on one line."""
        shown = self._summary
        _, figure, _ = self._gp()
        if shown is None or shown.gp_proposed is None:
            return (*figure, self._word("GP"))
        strong = self._theme.number_font(is_semibold=True)
        text = self._theme.colours.text2
        runs = [*figure, self._word("GP")]
        if shown.gp_in_force is not None:
            runs += [
                self._comma(),
                self._word("in force"),
                Run(self._percent(shown.gp_in_force), strong, text, before=4),
            ]
        if shown.goal is not None:
            goal = self._numbers.ratio(shown.goal, POINT, 1)
            runs += [self._comma(), self._word("goal"), Run(goal, strong, text, before=4)]
        return tuple(runs)

    def _short_year(self) -> tuple[Run, ...]:
        _, figure, _ = self._year()
        return (*figure, self._word(self._period()))

    def _dumbbell(self) -> Dumbbell | None:
        shown = self._summary
        if shown is None or shown.gp_proposed is None:
            return None
        goal = None if shown.goal is None else shown.goal / POINT
        goal_text = ""
        if shown.goal is not None:
            is_met = round(shown.gp_proposed, 1) >= round(shown.goal / POINT, 1)
            word = "passed" if is_met else "missed"
            goal_text = f"goal {self._numbers.ratio(shown.goal, POINT, 1)} {word}"
        other, name = shown.gp_in_force, "in force"
        if other is None:
            other, name = shown.gp_sold, "as sold"
        other_text = "" if other is None else f"{name} {self._percent(other)}"
        return Dumbbell(shown.gp_proposed, other, other_text, goal, goal_text)
