"""Why this price, from anywhere: one key, and the panel at the window's right edge.

Knows the focus, the panel and where a part's facts are looked up; it prices nothing.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QBoxLayout, QMenuBar, QWidget

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.gui.controls import Hairline
from matrix_designer.gui.explaining import part_at
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.why_panel import WhyPanel
from matrix_designer.gui.rescale import rescale
from matrix_designer.gui.theme import NARROW, Theme
from matrix_designer.session.analyst import Analyst
from matrix_designer.session.asking import Asking
from matrix_designer.session.part_facts import known_facts, look_up_facts
from matrix_designer.session.workspace import Workspace

_ALONE = ("start", "presentation")
"""Pages beside which nothing stands."""


class WhyDesk(QObject):
    """The action, and the panel that is made when it is first wanted.

    `told(text)`: a word for the status bar.
    """

    told = Signal(str)

    def __init__(
        self,
        workspace: Workspace,
        analyst: Analyst,
        theme: Theme,
        numbers: Numbers,
        parent: QObject,
    ) -> None:
        """Wait to be asked; nothing shows yet."""
        super().__init__(parent)
        self._workspace = workspace
        self._analyst = analyst
        self._theme = theme
        self._numbers = numbers
        self._row: QBoxLayout | None = None
        self._pages: QWidget | None = None
        self._is_wanted = self._has_room = self._is_over = False
        self._line: Hairline | None = None
        self._panel: WhyPanel | None = None
        self._from: QWidget | None = None
        self._asking = Asking(self)
        self._asking.answered.connect(self._on_answered)
        self._asking.refused.connect(self._on_refused)
        self._facts = PartFacts(0)
        self._asked: PartFacts | None = None
        analyst.analysis_changed.connect(self._on_analysis_changed)

    @property
    def panel(self) -> WhyPanel | None:
        """The panel, once it was wanted."""
        return self._panel

    @property
    def is_open(self) -> bool:
        """Whether the panel shows."""
        return self._panel is not None and not self._panel.isHidden()

    def stand_beside(self, pages: QWidget, action: QAction) -> None:
        """Stand at the end of the row that the pages are in, when the action asks for it."""
        window = pages.parentWidget()
        column = None if window is None else window.layout()
        for row in () if column is None else column.children():
            if isinstance(row, QBoxLayout) and row.indexOf(pages) >= 0:
                self._row = row
        self._pages = pages
        pages.installEventFilter(self)
        action.triggered.connect(self.ask)

    def eventFilter(self, pages: QObject, event: QEvent) -> bool:
        """Follow the pages, where the panel lies over them."""
        if pages is self._pages and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place()
        return False

    def note_page(self, key: str) -> None:
        """Stand beside every page of a document, and nowhere else."""
        self._has_room = key not in _ALONE
        self._place()

    def set_theme(self, theme: Theme) -> None:
        """Remember the look for a panel still to be made; another takes it with the window."""
        self._theme = theme

    def ask(self) -> None:
        """Explain the part under the keys; the same again, or none, goes into the panel."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QMenuBar):
            focus = self._from
        if self._panel is not None and focus is not None and self._panel.isAncestorOf(focus):
            return
        facts = part_at(focus)
        is_again = self._is_wanted and facts == self._asked
        panel = self._open()
        if facts is not None and not is_again:
            self._from, self._asked = focus, facts
            self.explain(facts)
        else:
            panel.take_focus()

    def explain(self, facts: PartFacts) -> None:
        """Explain a part; what is not known of it is looked up in the sales."""
        self._asking.cancel()
        panel = self._open()
        sales = self._workspace.sales_in_view
        found = known_facts(sales, facts)
        panel.explain(found or facts)
        if found is None and sales is not None and facts.part and sales.lines_file is not None:
            self._facts = facts
            self._asking.ask("Looking the part up", partial(look_up_facts, sales, facts))

    def close(self) -> None:
        """Take the panel away; the keyboard goes back to where it came from."""
        self._asking.cancel()
        if self._panel is None or self._line is None:
            return
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self._panel.isAncestorOf(focus)
        self._is_wanted = False
        self._place()
        if had_focus and self._from is not None:
            self._from.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> None:
        """Wait for what still runs; the window closes."""
        self._asking.stop()
        if self._panel is not None:
            self._panel.stop()

    def _open(self) -> WhyPanel:
        panel = self._panel
        if panel is None:
            plain = self._theme.zoomed(1.0)
            panel = self._panel = WhyPanel(plain, self._numbers)
            self._line = Hairline(plain, is_upright=True)
            rescale(panel, self._theme.zoom)
            panel.set_theme(self._theme)
            self._line.set_theme(self._theme)
            panel.closed.connect(self.close)
            panel.wanted.connect(self.explain)
            panel.told.connect(self.told)
            if self._row is not None:
                self._row.addWidget(self._line)
                self._row.addWidget(panel)
            self._place()
        if not self._is_wanted:
            self._remember(QApplication.focusWidget())
            self._is_wanted = True
            self._place()
            if self._analyst.analysis is not None:
                panel.show_analysis(self._analyst.analysis)
        return panel

    def _place(self) -> None:
        """Show the panel where it is wanted: beside the pages, over them where width is short."""
        panel, line, pages, row = self._panel, self._line, self._pages, self._row
        if panel is None or line is None or pages is None or row is None:
            return
        window = pages.window()
        is_over = self._theme.unzoomed(window.width()) < NARROW
        if is_over is not self._is_over:
            self._is_over = is_over
            for widget in (line, panel):
                if is_over:
                    row.removeWidget(widget)
                else:
                    row.addWidget(widget)
        is_shown = self._is_wanted and self._has_room
        line.setVisible(is_shown)
        panel.setVisible(is_shown)
        if is_over and is_shown:
            corner = pages.mapTo(window, pages.rect().topRight())
            left = corner.x() + 1 - panel.width()
            panel.setGeometry(left, corner.y(), panel.width(), pages.height())
            line.setGeometry(left - 1, corner.y(), 1, pages.height())
            line.raise_()
            panel.raise_()

    def _remember(self, widget: QWidget | None) -> None:
        """Remember where the keyboard was, for as long as that is there."""
        self._from = widget
        if widget is not None:
            widget.destroyed.connect(self._on_gone)

    def _on_gone(self) -> None:
        self._from = None

    def _on_analysis_changed(self, analysis: Analysis) -> None:
        if self._panel is not None and analysis.is_judged:
            self._panel.show_analysis(analysis)

    def _on_answered(self, facts: PartFacts) -> None:
        if self._panel is not None and self._panel.facts == self._facts:
            self._panel.explain(facts)

    def _on_refused(self, error: MatrixDesignerError) -> None:
        self.told.emit(error.sentence)
