"""Joins the bar of filters with what sums the sales anew, and greys old figures meanwhile.

Knows the workspace and the bar; how a sum is made is the session's matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.filters import OFF, Filters
from matrix_designer.gui.actions import Actions
from matrix_designer.gui.filter_words import part_text
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.page_entries import COMPARE, DESIGN, SALES
from matrix_designer.gui.panels.filter_bar import FilterBar
from matrix_designer.gui.theme import Theme
from matrix_designer.session.analyst import Analyst
from matrix_designer.session.filtering import Filtering
from matrix_designer.session.workspace import Workspace

_PAGES = (DESIGN, SALES, COMPARE)
"""Where the bar stands: the pages whose figures follow from the sales."""
_VEIL = 150
"""How much of old figures the veil covers, of 255."""


class Veil(QWidget):
    """Greys what it lies over; clicks and keys go through it."""

    def __init__(self, over: QWidget, theme: Theme) -> None:
        """Lie hidden over a widget."""
        super().__init__(over)
        self._over = over
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        over.installEventFilter(self)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    def set_shown(self, *, is_shown: bool) -> None:
        """Lie over all that stands there now, or not."""
        if is_shown:
            self.resize(self._over.size())
            self.raise_()
        self.setVisible(is_shown)

    def eventFilter(self, over: QObject, event: QEvent) -> bool:
        """Cover all of it in every size, and each page that comes."""
        kinds = (QEvent.Type.Resize, QEvent.Type.LayoutRequest)
        if self.isVisible() and event.type() in kinds and over is self._over:
            self.resize(self._over.size())
            self.raise_()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Lay the ground's own colour over everything."""
        colour = QColor(self._theme.colours.surface)
        colour.setAlpha(_VEIL)
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour)
        painter.end()


class FilterDesk(QObject):
    """The filters of one window. `refused(error)`: a MatrixDesignerError for the user."""

    refused = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        analyst: Analyst,
        theme: Theme,
        numbers: Numbers,
        parent: QObject,
    ) -> None:
        """Prepare the bar, which stays hidden until it is wanted."""
        super().__init__(parent)
        self._workspace = workspace
        self._numbers = numbers
        self.bar = FilterBar(theme)
        self._theme = theme
        self._veils: list[Veil] = []
        self._is_wanted = False
        self._page = ""
        self._filtering = Filtering(workspace, analyst, self)
        self._filtering.choices_found.connect(self._on_choices)
        self._filtering.state_changed.connect(self._on_state_changed)
        self._filtering.progressed.connect(self._on_progressed)
        self._filtering.refused.connect(self.refused)
        self.bar.filters_chosen.connect(self._on_filters_chosen)
        self.bar.cancel_requested.connect(self._filtering.cancel)
        self.bar.close_requested.connect(self.close)
        workspace.question_changed.connect(self._show)
        workspace.view_changed.connect(self._show)
        workspace.evidence_changed.connect(self._on_evidence_changed)

    def stand_under(self, above: QWidget, covered: Sequence[QWidget], actions: Actions) -> None:
        """Put the bar under a widget of the window's column, and grey what shows old figures."""
        window = above.parentWidget()
        column = None if window is None else window.layout()
        if isinstance(column, QBoxLayout):
            column.insertWidget(column.indexOf(above) + 1, self.bar)
        self._veils = [Veil(widget, self._theme) for widget in covered]
        actions.filter_sales.triggered.connect(self.open)
        actions.count_all.triggered.connect(self.close)

    def note_page(self, key: str) -> None:
        """Stand only on the pages whose figures follow from the sales."""
        self._page = key
        self._place()

    def open(self) -> None:
        """Show the bar and go to it."""
        if self._workspace.sales is None:
            self.refused.emit(
                MatrixDesignerError("There are no sales to filter", "", "Import sales first")
            )
            return
        self._is_wanted = True
        self._show()
        self._place()
        self.bar.take_focus()
        self._filtering.ask_choices()

    def close(self) -> None:
        """Count all sales again and hide the bar."""
        self._is_wanted = False
        self._filtering.cancel()
        self._on_filters_chosen(OFF)
        self._place()

    def stop(self) -> None:
        """Wait for what runs; the window closes."""
        self._filtering.stop()

    def _place(self) -> None:
        self.bar.setVisible(self._is_wanted and self._page in _PAGES)

    def _show(self) -> None:
        """Show what is chosen and what the figures are made of."""
        work = self._workspace
        whole, part = work.sales, work.sales_in_view
        if whole is None or part is None:
            return
        self.bar.show_filters(work.question.filters, whole.first_day, whole.last_day)
        if not (self._filtering.is_summing or self._filtering.is_asking):
            self.bar.say(part_text(whole, part, self._numbers))

    def _on_state_changed(self) -> None:
        is_busy = self._filtering.is_summing or self._filtering.is_asking
        for veil in self._veils:
            veil.set_shown(is_shown=self._filtering.is_summing)
        if is_busy:
            said = "Filtering the sales" if self._filtering.is_summing else "Reading the choices"
            self.bar.say(f"{said} …", is_busy=True)
        else:
            self.bar.say("", is_busy=False)
            self._show()

    def _on_progressed(self, text: str, part: float) -> None:
        if self._filtering.is_summing or self._filtering.is_asking:
            self.bar.say(f"{text} …", part, is_busy=True)

    def _on_choices(self, choices: Mapping[str, tuple[str, ...]]) -> None:
        self.bar.show_choices(choices)
        self._show()

    def _on_filters_chosen(self, filters: Filters) -> None:
        work = self._workspace
        work.set_question(replace(work.question, filters=filters))

    def _on_evidence_changed(self) -> None:
        """Offer what other sales have to choose from; an open bar stays open."""
        self._is_wanted = self._is_wanted and self._workspace.sales is not None
        self.bar.show_choices({})
        self._place()
        if self._is_wanted:
            self._filtering.ask_choices()
