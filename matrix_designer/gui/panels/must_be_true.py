"""The quiet block beside a gain: break-even volume, implied elasticity, band, and the details.

Shows an analysis. Tornado and band are worked out off the GUI thread a moment after the last
change; until they are there, those before stand greyed.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from matrix_designer.analysis.what_must_be_true import WhatMustBeTrue
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.evaluation.must_be_true import WorkedOut, truth_of, work_out
from matrix_designer.formats.database import Watch
from matrix_designer.gui.controls import Button, ButtonKind
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.must_be_true_details import MustBeTrueDetails
from matrix_designer.gui.panels.truth_words import Said, TruthWords
from matrix_designer.gui.text import elided, text_width
from matrix_designer.gui.texts import day_text
from matrix_designer.gui.theme import TextSize, Theme
from matrix_designer.session.asking import Asking
from matrix_designer.session.jobs import Progress

_HEIGHT, _MARGIN, _APART = 60, 16, 36
_LEAST = 200
_TEXT, _NOTE = 24, 42
"""Base lines of a statement and of what it rests on."""
_NEEDED = (1, 2)
"""The statements that always show: break-even volume and implied elasticity."""
_QUIET_MS = 150
"""How long nothing may change before tornado and band are worked out."""
_DETAILS = "Details"


class MustBeTruePanel(QWidget):
    """The block. Its `details` are a widget of their own, to be placed by the page.

    `details_wanted()`: the details are to be shown. `tier_chosen(place)`: go to a tier, from 0.
    """

    details_wanted = Signal()
    tier_chosen = Signal(int)

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = theme
        self._numbers = numbers
        self._analysis: Analysis | None = None
        self._truth: WhatMustBeTrue | None = None
        self._worked_out: WorkedOut | None = None
        self._is_old = self._is_slow = False
        self._progress = ("", 0.0)
        self._said: tuple[Said, ...] = ()
        self.details = MustBeTrueDetails(theme)
        self.details.tier_chosen.connect(self.tier_chosen)
        self.details.cancel_wanted.connect(self._on_cancel_wanted)
        self.details.draw_wanted.connect(self._ask)
        self._asking = Asking(self)
        self._asking.answered.connect(self._on_answered)
        self._asking.refused.connect(self._on_refused)
        self._asking.became_slow.connect(self._on_became_slow)
        self._asking.progressed.connect(self._on_progressed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_QUIET_MS)
        self._timer.timeout.connect(self._ask)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("What must be true")
        self._link = Button(_DETAILS, ButtonKind.LINK, theme, parent=self)
        self._link.setToolTip("Show the volume's slider, the band and every tier (Enter)")
        self._link.setAccessibleName("What must be true, details")
        self._link.clicked.connect(self.details_wanted)
        self.set_theme(theme)

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """What is shown: every statement with what it rests on."""
        return tuple((one.text, one.note) for one in self._said)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._link.set_theme(theme)
        self.setFixedHeight(theme.px(_HEIGHT))
        self.setMinimumWidth(theme.px(_LEAST))  # a narrow window cuts words
        self._place()
        self.updateGeometry()
        self.update()

    def show_analysis(self, analysis: Analysis) -> None:
        """Show what follows from an analysis; tornado and band follow in a moment."""
        before, self._analysis = self._analysis, analysis
        if before is not None and _is_alike(before, analysis):
            return
        if before is None or before.sales is not analysis.sales:
            self._worked_out = None
            self.details.forget()
        self._truth = truth_of(analysis)
        self._asking.cancel()
        self._is_old = True
        self._say()
        words = self._words()
        if words is None:
            self._timer.stop()
            return
        self.details.show_words(words, basis_of(analysis, self._numbers))
        self._timer.start()

    def stop(self) -> None:
        """Wait for what still runs; the window closes."""
        self._timer.stop()
        self._asking.stop()

    def sizeHint(self) -> QSize:
        """Return the room for all statements."""
        return QSize(round(self._wanted(tuple(enumerate(self._said))) + 1), self._theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the room for volume and elasticity in few words, and the link."""
        shown = (
            (place, Said(said.text, said.short or said.note))
            for place, said in enumerate(self._said)
            if place in _NEEDED
        )
        return QSize(round(self._wanted(tuple(shown)) + 1), self._theme.px(_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the link at its place."""
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the statements on their quiet ground, as many as have room."""
        painter = QPainter(self)
        theme, c, px = self._theme, self._theme.colours, self._theme.px
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(c.window)
        radius = theme.metrics.radius_card
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        end = self._link.x() - px(8)
        left: float = px(_MARGIN)
        small = theme.number_font(TextSize.CAPTION)
        for place, said in self.fitting():
            font = self._font(place)
            width = max(text_width(font, said.text), text_width(small, said.note))
            room = end - left
            is_band = place == len(self._said) - 1 and self._worked_out is not None
            ink = c.muted if is_band and self._is_old else c.text
            note = said.note if text_width(small, said.note) <= room else said.short or said.note
            for base, text, face, colour in (
                (_TEXT, said.text, font, ink),
                (_NOTE, note, small, c.muted),
            ):
                painter.setFont(face)
                painter.setPen(colour)
                painter.drawText(QPointF(round(left), px(base)), elided(face, text, room))
            left += width + px(_APART)
        painter.end()

    def fitting(self) -> tuple[tuple[int, Said], ...]:
        """Return the statements that have room, with their places.

        The band goes first, then the heading; volume and elasticity always stand there.
        """
        told = tuple(enumerate(self._said))
        while told and self._wanted(told) > self.width():
            if len(told) > len(_NEEDED) + 1:
                told = told[:-1]
            elif told[0][0] not in _NEEDED:
                told = told[1:]
            else:
                break
        return told

    def _font(self, place: int) -> QFont:
        if place:
            return self._theme.number_font(TextSize.TITLE, is_semibold=True)
        return self._theme.font(is_semibold=True)

    def _wanted(self, told: tuple[tuple[int, Said], ...]) -> float:
        px, small = self._theme.px, self._theme.number_font(TextSize.CAPTION)
        widths = [
            max(text_width(self._font(place), one.text), text_width(small, one.note))
            for place, one in told
        ]
        link = self._link.sizeHint().width() + px(_MARGIN)
        return px(_MARGIN) + sum(widths) + px(_APART) * len(widths) + link

    def _place(self) -> None:
        self._link.adjustSize()
        left = self.width() - self._link.width() - self._theme.px(_MARGIN)
        self._link.move(left, (self.height() - self._link.height()) // 2)

    def _words(self) -> TruthWords | None:
        return None if self._truth is None else TruthWords(self._truth, self._numbers)

    def _say(self) -> None:
        """Word everything anew."""
        words = self._words()
        if words is None:
            self._said = ()
        else:
            said = [words.heading, words.volume, words.elasticity]
            if self._worked_out is not None and self._worked_out.band is not None:
                said.append(words.band(self._worked_out.band))
            self._said = tuple(said)
        told = (f"{one.text}, {one.note}" for one in self._said[1:])
        sentence = ". ".join(told)
        self.setAccessibleDescription(sentence)
        self.setToolTip(sentence.replace(". ", "\n"))
        self.updateGeometry()
        self.update()

    def _ask(self) -> None:
        """Have tornado and band worked out."""
        self._is_slow = False
        self._progress = "Turning every tier", 0.0
        if self._analysis is not None:
            self._asking.ask("Drawing repair orders", _Work(self._analysis))

    def _on_answered(self, worked_out: WorkedOut | None) -> None:
        self._worked_out = worked_out
        self._is_old = False
        if worked_out is not None:
            self.details.show_worked_out(worked_out)
        self._say()

    def _on_refused(self, _error: MatrixDesignerError) -> None:
        self.details.show_cancelled()

    def _on_became_slow(self) -> None:
        self._is_slow = True
        self.details.show_progress(*self._progress)

    def _on_progressed(self, text: str, part: float) -> None:
        self._progress = text, part
        if self._is_slow:
            self.details.show_progress(text, part)

    def _on_cancel_wanted(self) -> None:
        self._asking.cancel()
        self.details.show_cancelled()


def _is_alike(one: Analysis, other: Analysis) -> bool:
    """Say whether all that this block shows is the same in two analyses."""
    return (
        one.states.sums is other.states.sums
        and one.matrix is other.matrix
        and one.sales is other.sales
        and one.question == other.question
    )


class _Work:
    """Works out what an analysis of its own needs, in a job's thread."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis

    def __call__(self, progress: Progress) -> WorkedOut | None:
        """Work it out, telling how far it is."""

        def report(part: float, text: str) -> None:
            progress.report(text, part)

        def is_cancelled() -> bool:
            return progress.is_cancelled

        return work_out(self._analysis, Watch(report, is_cancelled))


def basis_of(analysis: Analysis, numbers: Numbers) -> str:
    """Say which sales the arithmetic rests on: the period, lines used and set aside."""
    sales, replay = analysis.sales, analysis.replay
    if sales is None or replay is None:
        return ""
    period = "Sales without dates"
    if sales.first_day is not None and sales.last_day is not None:
        period = f"Sales {day_text(sales.first_day)} to {day_text(sales.last_day)}"
    aside = sum(tally.lines for tally in replay.set_aside.values())
    said = f"{period}, {numbers.count(replay.used)} lines used, {numbers.count(aside)} set aside"
    if replay.unpriced.lines:
        said += f", {numbers.count(replay.unpriced.lines)} without a price"
    if replay.period.is_scaled and replay.period.days is not None:
        said += f", scaled from {replay.period.days} days to a year"
    return f"{said}."
