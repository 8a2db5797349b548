"""Smoothing many falls in one step: the ways in a menu, each previewed, none taken unseen.

Knows trials, words and the menu of ways; it draws no curve and asks for one edit.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.evaluation.fixing import Trial
from matrix_designer.evaluation.smoothing import falls_of, smoothing_trials
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.effect_words import gp_words, price_words
from matrix_designer.gui.panels.fix_button import WaysMenu
from matrix_designer.gui.texts import counted
from matrix_designer.gui.theme import Theme


class SmoothAll(QWidget):
    """Tries the ways one a turn of the event loop, then offers them under a button.

    `edit_wanted(edit)`: carry this out; `preview_changed(curves)`: show these beside the curves,
    None ends it; `told(sentence)`: what is being done, or what the marked way does to prices.
    """

    edit_wanted = Signal(object)
    preview_changed = Signal(object)
    told = Signal(str)

    def __init__(self, theme: Theme, numbers: Numbers, under: QWidget) -> None:
        """Offer nothing yet; the menu opens under a widget, its right end at the widget's."""
        super().__init__(under)
        self.hide()
        self._theme = theme
        self._numbers = numbers
        self._under = under
        self._analysis: Analysis | None = None
        self._left: Iterator[Trial | None] = iter(())
        self._found: list[Trial] = []
        self._menu: WaysMenu | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_turn)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme

    def show_analysis(self, analysis: Analysis) -> None:
        """Work on another analysis; what was tried on the one before is dropped."""
        if analysis is self._analysis:
            return
        self._timer.stop()
        self._analysis = analysis if analysis.is_judged else None
        if self._menu is not None:
            self._menu.close()

    def begin(self) -> None:
        """Try every way; the menu opens once all are known."""
        if self._analysis is None:
            return
        falls = falls_of(self._analysis)
        if not falls:
            self.told.emit("No price falls at a bound")
            return
        self.told.emit(f"Trying how to smooth {counted(len(falls), 'fall')}")
        self._left, self._found = smoothing_trials(self._analysis), []
        self._timer.start(0)

    def _on_turn(self) -> None:
        try:
            trial = next(self._left)
        except StopIteration:
            self._timer.stop()
            self._offer()
        else:
            self._found += [] if trial is None else [trial]

    def _offer(self) -> None:
        if not self._found:
            self.told.emit("Nothing smooths them without a new error")
            return
        ways = [(one.fix.told, gp_words(one.effect, self._numbers)) for one in self._found]
        menu = WaysMenu(ways, self._theme, self._under)
        menu.setAccessibleName("Ways to smooth all")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.highlighted.connect(self._on_highlighted)
        menu.chosen.connect(self._on_chosen)
        menu.aboutToHide.connect(self._on_hidden)
        self._menu = menu
        corner = self._under.mapToGlobal(self._under.rect().bottomRight())
        menu.popup(corner - QPoint(menu.sizeHint().width() - 1, 0))
        menu.mark_first()

    def _on_highlighted(self, place: int) -> None:
        trial = self._found[place]
        self.preview_changed.emit(trial.after.curves)
        self.told.emit(price_words(trial.effect, self._numbers) or trial.fix.told)

    def _on_chosen(self, place: int) -> None:
        self.preview_changed.emit(None)
        self.edit_wanted.emit(self._found[place].fix.edit)
        self.told.emit(self._found[place].fix.told)

    def _on_hidden(self) -> None:
        self._menu = None
        self.preview_changed.emit(None)
