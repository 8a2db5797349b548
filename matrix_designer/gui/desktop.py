"""What a window offers around its document: zoom, the presentation, help and the tour.

Knows the pages that belong to no design and how to come back from them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenuBar, QWidget

from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.gui.actions import Actions
from matrix_designer.gui.enter_key import EnterKey
from matrix_designer.gui.help_texts import KEYS, topic_for
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.page_entries import HELP
from matrix_designer.gui.rescale import rescale
from matrix_designer.gui.shortcuts import shortcuts
from matrix_designer.gui.theme import Theme
from matrix_designer.gui.zoom_wheel import ZoomWheel
from matrix_designer.session.analyst import Analyst
from matrix_designer.session.settings import Settings

if TYPE_CHECKING:
    from matrix_designer.gui.pages.help import HelpPage
    from matrix_designer.gui.pages.presentation import PresentationPage
    from matrix_designer.gui.tour import Tour

PRESENTATION = "presentation"
DESKTOP_PAGES = (PRESENTATION, HELP)
"""The pages that this module makes, each when it is first asked for."""


class Desktop(QObject):
    """The window's own pages. `page_wanted(key)`; `zoom_wanted(steps)`, 0 is back to 100 %.

    `tour_ended()`: the keyboard is free again.
    """

    page_wanted = Signal(str)
    zoom_wanted = Signal(int)
    tour_ended = Signal()

    def __init__(
        self,
        actions: Actions,
        settings: Settings,
        analyst: Analyst,
        theme: Theme,
        numbers: Numbers,
        window: QWidget,
        bar: QMenuBar,
    ) -> None:
        """Take over the actions that are about the window and not about a design."""
        super().__init__(window)
        self._actions = actions
        self._settings = settings
        self._analyst = analyst
        self._theme = theme
        self._numbers = numbers
        self._window = window
        self._bar = bar
        self._back = "design"
        self._was: Qt.WindowState | None = None
        self._presentation: PresentationPage | None = None
        self._is_behind = False
        self._help: HelpPage | None = None
        self._tour: Tour | None = None
        self._enter = EnterKey(window)
        self._wheel = ZoomWheel(self)
        self._wheel.turned.connect(self.zoom_wanted)
        actions.zoom_in.triggered.connect(self._on_zoom_in)
        actions.zoom_out.triggered.connect(self._on_zoom_out)
        actions.zoom_reset.triggered.connect(self._on_zoom_reset)
        actions.present.triggered.connect(self.present)
        actions.help.triggered.connect(self.explain)
        actions.tour.triggered.connect(self.begin_tour)
        actions.shortcuts.triggered.connect(self._on_shortcuts)
        actions.hide_names.setChecked(settings.hides_names)
        actions.hide_names.toggled.connect(self._on_hide_names)
        analyst.analysis_changed.connect(self._on_analysis_changed)

    def set_theme(self, theme: Theme) -> None:
        """Take another look; the pages take it as part of the window."""
        self._theme = theme
        if self._tour is not None:
            self._tour.set_theme(theme)

    def watch(self) -> None:
        """Follow Ctrl and the wheel over the window, which is shown now."""
        self._wheel.watch(self._window)

    def page(self, key: str) -> QWidget:
        """Return one of the pages, made when it is first asked for."""
        self.note_page(key)
        makers: dict[str, Callable[[], QWidget]] = {
            PRESENTATION: self._present_page,
            HELP: self._help_page,
        }
        return makers[key]()

    def note_page(self, key: str) -> None:
        """Remember a page of the document, to come back to; the screen is no longer filled."""
        if key != PRESENTATION and self._was is not None:
            was, self._was = self._was, None
            self._window.setWindowState(was)
        if key not in DESKTOP_PAGES:
            self._back = key
        if key != "design" and self._tour is not None:
            self._tour.end()

    def present(self) -> None:
        """Fill the screen with the presentation; Esc and F11 come back."""
        if self._was is None:
            self._was = self._window.windowState()
        self.page_wanted.emit(PRESENTATION)
        self._window.setWindowState(self._was | Qt.WindowState.WindowFullScreen)
        self._present_page().begin()

    def explain(self) -> None:
        """Open the page of help that fits where the keyboard is."""
        self.open_help(*topic_for(self._window.focusWidget()))

    def open_help(self, topic: str, anchor: str = "") -> None:
        """Open a page of help; Esc comes back."""
        self.page_wanted.emit(HELP)
        self._help_page().open_topic(topic, anchor)

    def _help_page(self) -> HelpPage:
        if self._help is None:
            from matrix_designer.gui.pages.help import HelpPage

            page = HelpPage(self._theme.zoomed(1.0))
            rescale(page, self._theme.zoom)
            page.set_theme(self._theme)
            page.left.connect(self._on_help_left)
            self._help = page
        self._help.show_shortcuts(shortcuts(self._bar))
        return self._help

    def begin_tour(self) -> None:
        """Lead through the Design page; asked for in Help, or on the first run."""
        from matrix_designer.gui.tour import Tour
        from matrix_designer.gui.tour_marks import tour_marks

        if self._tour is not None:
            return
        self.page_wanted.emit("design")
        self._tour = Tour(tour_marks(self._window), self._theme, self._window)
        self._tour.ended.connect(self._on_tour_ended)
        self._tour.begin()

    def offer_tour(self) -> None:
        """Begin the tour where nobody has seen or skipped it yet."""
        if not self._settings.is_tour_done:
            self.begin_tour()

    def _on_tour_ended(self) -> None:
        self._settings.is_tour_done = True
        if self._tour is not None:
            self._tour.deleteLater()
            self._tour = None
        self.tour_ended.emit()

    def _on_help_left(self) -> None:
        self.page_wanted.emit(self._back)

    def _on_shortcuts(self) -> None:
        self.open_help(KEYS)

    def _present_page(self) -> PresentationPage:
        if self._presentation is None:
            from matrix_designer.gui.pages.presentation import PresentationPage

            page = PresentationPage(self._theme, self._numbers)
            page.set_names_hidden(is_hidden=self._settings.hides_names)
            page.left.connect(self._on_left)
            leave = QShortcut(QKeySequence("F11"), page)
            leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            leave.activated.connect(self._on_left)
            self._presentation = page
            self._is_behind = True
        if self._is_behind and self._analyst.analysis is not None:
            self._is_behind = False
            self._presentation.show_analysis(self._analyst.analysis)
        return self._presentation

    def _on_left(self) -> None:
        self.page_wanted.emit(self._back)

    def _on_analysis_changed(self, analysis: Analysis) -> None:
        """Show it where one looks; out of sight it costs an edit nothing."""
        if self._presentation is not None and self._presentation.isVisible():
            self._presentation.show_analysis(analysis)
        else:
            self._is_behind = True

    def _on_hide_names(self, is_hiding: bool) -> None:  # noqa: FBT001 - a signal's
        self._settings.hides_names = is_hiding
        if self._presentation is not None:
            self._presentation.set_names_hidden(is_hidden=is_hiding)

    def _on_zoom_in(self) -> None:
        self.zoom_wanted.emit(1)

    def _on_zoom_out(self) -> None:
        self.zoom_wanted.emit(-1)

    def _on_zoom_reset(self) -> None:
        self.zoom_wanted.emit(0)
