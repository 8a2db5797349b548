"""All that must be true for a change to pay: the volume's slider, the band, every tier.

Shows what it is told; what takes long is worked out by MustBeTruePanel.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from matrix_designer.evaluation.must_be_true import WorkedOut
from matrix_designer.gui.controls import Button, ButtonKind, Text, fill_ground, restyle
from matrix_designer.gui.panels.tornado_rows import TornadoRows
from matrix_designer.gui.panels.truth_rows import heads, truth_rows
from matrix_designer.gui.panels.truth_words import TruthWords
from matrix_designer.gui.panels.volume_slider import VolumeSlider
from matrix_designer.gui.scroll_bar import ThinScrollBar
from matrix_designer.gui.theme import TextSize, Theme

_LEFT, _NARROW_LEFT, _LEAST = 360, 280, 720
"""The widths of the words beside the rows, and the width under which the rows go below them."""
_ANY_WIDTH = 16_777_215
"""What Qt takes for no limit."""
_ROWS = 580
"""The width that the rows want before the words have theirs."""
_SAME_PARTS = "The same share of every part."
CANCEL, DRAW = "Cancel", "Draw the band"


class MustBeTrueDetails(QWidget):
    """Slider, band and words at the left, tiers by what they move at the right.

    `tier_chosen(place)`: go to a tier, counted from 0. `cancel_wanted()`, `draw_wanted()`: the
    band that is worked out is not wanted, or wanted after all.
    """

    tier_chosen = Signal(int)
    cancel_wanted = Signal()
    draw_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = theme
        self._words: TruthWords | None = None
        self._worked_out: WorkedOut | None = None
        fill_ground(self, theme.colours.surface)
        self.setAccessibleName("What must be true, in detail")
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(24)
        self._side = self._make_area(theme)
        self.rows = TornadoRows(theme)
        self.rows.tier_chosen.connect(self.tier_chosen)
        self._box.addWidget(self._side)
        self._box.addWidget(self.rows, 1)
        self._fit()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        for ground in (self, self._inside):
            fill_ground(ground, theme.colours.surface)
        restyle(self, theme)
        self._fit()

    def show_words(self, words: TruthWords, basis: str) -> None:
        """Show other arithmetic; `basis` says the period and the lines that it rests on.

        The slider keeps its place as far as there is one.
        """
        self._words = words
        self._basis.setText(f"Volumes unchanged unless moved here. {basis}")
        steps = words.truth.total.steps
        self.slider.set_steps(steps)
        low, high = words.ends()
        self._low.setText(low)
        self._high.setText(high if steps else "")
        self._say_place()
        swings = self._worked_out.swings if self._worked_out is not None else ()
        self.rows.show_rows(truth_rows(words, swings), heads(words))
        self.rows.set_old(is_old=True)

    def forget(self) -> None:
        """Let go of tornado and band: they are of other sales."""
        self._worked_out = None
        self._say_band("", "")

    def show_worked_out(self, worked_out: WorkedOut) -> None:
        """Show tornado and band of the arithmetic that shows."""
        self._worked_out = worked_out
        words = self._words
        if words is None:
            return
        self.rows.show_rows(truth_rows(words, worked_out.swings), heads(words))
        if worked_out.band is not None:
            gp, change, how = words.band_lines(worked_out.band)
            self._say_band(f"{gp}, {change}.", f"{how}.")
        elif worked_out.no_band is not None:
            self._say_band("No band of GP.", worked_out.no_band.sentence)
        self._link.hide()

    def show_progress(self, text: str, part: float) -> None:
        """Say how far tornado and band are; what was shown stands greyed."""
        self._how.setText(f"{text}, {round(100 * part)} %")
        self._offer(CANCEL)

    def show_cancelled(self) -> None:
        """Say that nothing was worked out."""
        self._say_band("The band was not drawn.", "")
        self._offer(DRAW)

    def _make_area(self, theme: Theme) -> QScrollArea:
        """Make the words, which scroll where the height is short."""
        inside = QWidget()
        inside.setLayout(self._make_side(theme))
        fill_ground(inside, theme.colours.surface)
        self._inside = inside
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setVerticalScrollBar(ThinScrollBar(Qt.Orientation.Vertical, theme))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        return area

    def _make_side(self, theme: Theme) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(Text("If the volume changes", theme, is_semibold=True))
        self.slider = VolumeSlider(theme)
        self.slider.valueChanged.connect(self._on_moved)
        column.addWidget(self.slider)
        ends = QHBoxLayout()
        self._low = Text("", theme, size=TextSize.CAPTION, role="muted")
        self._high = Text("", theme, size=TextSize.CAPTION, role="muted")
        ends.addWidget(self._low)
        ends.addStretch(1)
        ends.addWidget(self._high)
        column.addLayout(ends)
        column.addSpacing(6)
        self._gp = Text("", theme, size=TextSize.TITLE, is_semibold=True)
        self._left = Text("", theme, role="text2")
        for text in (self._gp, self._left):
            column.addWidget(text)
        column.addSpacing(8)
        self._band = Text("", theme, role="text")
        self._how = Text("", theme, size=TextSize.CAPTION, role="muted")
        self._link = Button(CANCEL, ButtonKind.LINK, theme)
        self._link.setToolTip("Stop working out the band, or draw it after all (Enter)")
        self._link.clicked.connect(self._on_link)
        self._link.hide()
        self._basis = Text("", theme, size=TextSize.CAPTION, role="muted")
        for text in (self._band, self._how):
            column.addWidget(text)
        column.addWidget(self._link)
        column.addSpacing(8)
        column.addWidget(self._basis)
        column.addStretch(1)
        for text in (self._left, self._band, self._how, self._basis):
            text.setWordWrap(True)
        return column

    def sizeHint(self) -> QSize:
        """Return the room for words and all rows."""
        low = max(self._inside.sizeHint().height(), self.rows.sizeHint().height())
        return QSize(self._theme.px(1_000), low)

    def minimumSizeHint(self) -> QSize:
        """Return the width of the rows alone: the words go above them."""
        return QSize(self.rows.minimumWidth(), self.rows.minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the rows below where there is little width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = self._theme.unzoomed(self.width())
        is_wide = width >= _LEAST
        way = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        if self._box.direction() is not way:
            self._box.setDirection(way)
        self._box.setStretch(0, 0 if is_wide else 3)
        self._box.setStretch(1, 1 if is_wide else 2)
        if is_wide:
            left = min(max(width - _ROWS, _NARROW_LEFT), _LEFT)
            self._side.setFixedWidth(self._theme.px(left))
        else:
            self._loosen()

    def _loosen(self) -> None:
        """Let the words have the whole width, and more of the height than the rows."""
        self._side.setMinimumWidth(0)
        self._side.setMaximumWidth(_ANY_WIDTH)

    def _say_band(self, band: str, how: str) -> None:
        self._band.setText(band)
        self._how.setText(how)

    def _offer(self, text: str) -> None:
        self._link.setText(text)
        self._link.updateGeometry()
        self._link.show()

    def _say_place(self) -> None:
        if self._words is None:
            return
        said = self._words.place(self.slider.value())
        self._gp.setText(said.text)
        self._left.setText(f"{said.note}.")
        self.slider.set_words(f"{said.text} {said.note}. {_SAME_PARTS}")

    def _on_moved(self, _value: int) -> None:
        self._say_place()

    def _on_link(self) -> None:
        if self._link.text() == CANCEL:
            self.cancel_wanted.emit()
        else:
            self.draw_wanted.emit()
