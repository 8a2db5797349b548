"""The Compare page: what changes against the matrix in force, in total, by tier and by part.

Shows an analysis; it prices nothing and changes no design.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from matrix_designer.analysis.comparison import Comparison, compare
from matrix_designer.analysis.replay import ComparedWith
from matrix_designer.core.strategy import Strategy
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.gui.controls import (
    RING,
    Button,
    ButtonKind,
    Hairline,
    Text,
    fill_ground,
    restyle,
)
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.pages.before_after import BeforeAfter
from matrix_designer.gui.panels.bridge_panel import BridgePanel
from matrix_designer.gui.panels.changed_parts_panel import ChangedPartsPanel
from matrix_designer.gui.panels.compare_figures import CompareFigures
from matrix_designer.gui.panels.compare_words import AS_SOLD, Head, head_of, name_of
from matrix_designer.gui.panels.empty_state import EmptyState
from matrix_designer.gui.panels.must_be_true import MustBeTruePanel
from matrix_designer.gui.panels.order_panel import OrderPanel, ShownOrder
from matrix_designer.gui.panels.pane_tabs import PaneTabs
from matrix_designer.gui.panels.scrolled_sheet import ScrolledSheet
from matrix_designer.gui.text import text_width
from matrix_designer.gui.theme import TextSize, Theme
from matrix_designer.session.comparing import Comparing

_TOP = 18
_TALL = 640
"""The height from which the waterfall stands over the tabs; below it is one of them."""
_LEAST_LOW = 240
"""What stands under the tabs has at least this; the page is scrolled where there is less."""
_TRUTH_WIDTH = 530
"""The width at which the block beside the figures cuts neither of its two statements."""
_MOST_WIDTH = 16_777_215
_BRIDGE, _ORDER, _PARTS, _TRUTH = range(4)
_TABS = ("By tier", "Test repair order", "Parts that change most", "What must be true")
_EMPTY = "What would change"
_IN_FORCE, _FILE = "in force", "file"


class ComparePage(QWidget):
    """The sentence, the figures, the waterfall, and under tabs what changes for whom.

    `import_wanted()`: sales are to be read. `record_wanted()`: the matrix in force is to be
    recorded. `version_wanted()`: another file's matrix is to be compared with.
    `tier_wanted(place)`: go to a tier, counted from 0. `print_wanted()`, `pdf_wanted()`: the test
    repair order is to be printed, or written into a file.
    """

    import_wanted = Signal()
    record_wanted = Signal()
    version_wanted = Signal()
    tier_wanted = Signal(int)
    print_wanted = Signal()
    pdf_wanted = Signal()

    def __init__(
        self, comparing: Comparing, theme: Theme, numbers: Numbers, parent: QWidget | None = None
    ) -> None:
        """Start without an analysis."""
        super().__init__(parent)
        self._comparing = comparing
        self._theme = theme
        self._numbers = numbers
        self._analysis: Analysis | None = None
        self._compared: Comparison | None = None
        self._head: Head | None = None
        self._is_tall = True
        fill_ground(self, theme.colours.surface)
        self.setAccessibleName("Compare")
        self._scroll = ScrolledSheet(theme)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        column = QVBoxLayout(self._scroll.sheet)
        margin = theme.metrics.page_margin
        column.setContentsMargins(margin, _TOP, margin, 8)
        column.setSpacing(4)
        column.addLayout(self._make_head(theme))
        self.figures = CompareFigures(theme)
        self.truth = MustBeTruePanel(theme, numbers)
        self.truth.details_wanted.connect(self._on_details_wanted)
        self.truth.tier_chosen.connect(self.tier_wanted)
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.setSpacing(16)
        self._beside.addWidget(self.figures)
        self._beside.addWidget(self.truth, 1)
        column.addLayout(self._beside)
        self.bridge = BridgePanel(theme, numbers)
        self.bridge.tier_chosen.connect(self.tier_wanted)
        self._high = QVBoxLayout()
        self._high.setContentsMargins(0, 10, 0, 0)
        column.addLayout(self._high, 5)
        self._empty = EmptyState(
            "git-compare-arrows",
            "No sales to compare on",
            "A comparison re-prices what was really sold, under both matrices.\n"
            "A year of invoice lines is enough. Typed parts can be tested without it, below.",
            "Import sales",
            theme,
        )
        self._empty.wanted.connect(self.import_wanted)
        self._alone = EmptyState(
            "git-compare-arrows",
            "Nothing to compare with",
            "These sales do not tell what was asked for a part, and no matrix is in force.\n"
            "Record the matrix that the DMS uses today, or compare with another version.",
            "Record what is in force…",
            theme,
        )
        self._alone.wanted.connect(self.record_wanted)
        for state in (self._empty, self._alone):
            self._high.addWidget(state)
        self._line = Hairline(theme)
        column.addWidget(self._line)
        self._make_tabs(theme, column)
        self._place_bridge()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        fill_ground(self, theme.colours.surface)
        restyle(self, theme)
        for hidden in (self.bridge, self._empty, self._alone):
            hidden.set_theme(theme)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Ask for little: what has no room goes under a tab or is scrolled."""
        return QSize(self._theme.px(420), self._theme.px(300))

    def show_analysis(self, analysis: Analysis) -> None:
        """Compare anew, where anything that counts here changed."""
        self._analysis = analysis
        compared = self._compared = comparison_of(analysis, self._compared)
        has_sales = compared is not None
        for widget in (self.figures, self.truth):
            widget.setVisible(has_sales)
        self._empty.setVisible(analysis.sales is None)
        self._alone.setVisible(analysis.sales is not None and not has_sales)
        self.toggle.set_possible(is_possible=True)
        self._record.setVisible(analysis.design.in_force is None and has_sales)
        other = self._other(analysis, compared)
        if compared is None:
            self._head = None
            self._basis.setText(f"{analysis.matrix.name}, proposed against {other}")
        else:
            self._head = head_of(analysis, compared, self._comparing.name, self._numbers)
            self.figures.show_figures(self._head.figures)
            self.truth.show_analysis(analysis)
            self.bridge.show_bridge(compared.bridge, analysis, other)
        self._against.setText(f"Against {other} ▾")
        self._against.setAccessibleName(f"Compared with {other}")
        self.order.show_analysis(analysis, other)
        self.changed.show_analysis(analysis, other)
        self._place_bridge()
        self._say()
        self._fit()

    def shown_order(self) -> ShownOrder | None:
        """Return the test repair order as it stands; None without a line."""
        return self.order.shown

    def compare_with(self, name: str) -> None:
        """Compare with another matrix of the design, as it stands."""
        self._comparing.choose_own(name)

    def compare_with_version(self, strategy: Strategy, name: str) -> None:
        """Compare with all of a published version or a proposal."""
        self._comparing.choose_strategy(strategy, name)

    def stop(self) -> None:
        """Wait for what still runs; the window closes."""
        for panel in (self.truth, self.order, self.changed):
            panel.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Switch between before and after with Space wherever nothing else wants it."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.toggle.switch()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the new size."""
        super().resizeEvent(event)
        self._fit()

    # Building

    def _make_head(self, theme: Theme) -> QHBoxLayout:
        """Make the sentence over what it rests on, and the choices beside them."""
        row = QHBoxLayout()
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(4)
        self._sentence = Text("", theme, size=TextSize.HEADLINE, is_semibold=True)
        self._basis = Text("", theme, role="muted")
        self._basis.setWordWrap(True)
        for text in (self._sentence, self._basis):
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        first = QHBoxLayout()
        first.setSpacing(12)
        self._sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._sentence.setWordWrap(True)
        first.addWidget(self._sentence, 1)
        words.addLayout(first)
        words.addWidget(self._basis)
        row.addLayout(words, 1)
        self._record = Button("Record what is in force…", ButtonKind.LINK, theme)
        self._record.setToolTip("Record the matrix that the DMS uses today, from a file")
        self._record.clicked.connect(self.record_wanted)
        self._against = Button("", ButtonKind.OUTLINE, theme)
        self._against.setToolTip("Choose what the proposed matrix is compared with (Alt+Down)")
        self._against.clicked.connect(self._on_against_pressed)
        key = QAction(self)
        key.setShortcut("Alt+Down")
        key.triggered.connect(self._on_against_pressed)
        self.addAction(key)
        self.toggle = BeforeAfter(theme)
        self.toggle.switched.connect(self._on_switched)
        for button in (self._record, self._against):
            first.addWidget(button)
        self.toggle.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignTop)
        row.setContentsMargins(0, 0, RING, 0)
        return row

    def _make_tabs(self, theme: Theme, column: QVBoxLayout) -> None:
        self.tabs = PaneTabs(_TABS, theme)
        if (row := self.tabs.layout()) is not None:
            row.setContentsMargins(0, 0, 0, 0)
        self.tabs.chosen.connect(self._on_tab_chosen)
        column.addWidget(self.tabs)
        self.order = OrderPanel(theme, self._numbers)
        self.addActions(list(self.order.verbs))
        self.order.turned_to.connect(self._on_order_wanted)
        self.order.print_wanted.connect(self.print_wanted)
        self.order.pdf_wanted.connect(self.pdf_wanted)
        self.changed = ChangedPartsPanel(theme, self._numbers)
        self._low = QStackedWidget()
        self._bridge_room = QWidget()
        room = QVBoxLayout(self._bridge_room)
        room.setContentsMargins(0, 4, 0, 0)
        for panel in (self._bridge_room, self.order, self.changed, self.truth.details):
            self._low.addWidget(panel)
        # the window is as wide as it is: what stands there scrolls or is cut, never the page
        self._low.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column.addWidget(self._low, 4)
        self.tabs.choose(_ORDER)

    # Showing

    def _other(self, analysis: Analysis, compared: Comparison | None) -> str:
        """Name what is compared with."""
        if compared is not None:
            return name_of(compared.compared_with, self._comparing.name)
        if analysis.states.against is not None:
            return self._comparing.name
        return _IN_FORCE if analysis.states.in_force is not None else AS_SOLD

    def _sentences(self) -> tuple[str, str]:
        """Return the sentence after and before."""
        head = self._head
        return (_EMPTY, _EMPTY) if head is None else (head.sentence, head.sentence_before)

    def _say(self) -> None:
        self._sentence.setText(self._sentences()[self.toggle.is_before])
        if self._head is not None:
            self._basis.setText(self._head.basis)

    def _fit(self) -> None:
        """Put the block beside the figures or under them, and the waterfall where it has room."""
        theme = self._theme
        room = self._scroll.viewport().width() - 2 * theme.metrics.page_margin
        taken = sum(
            one.sizeHint().width() + theme.px(12)
            for one in (self.toggle, self._against, self._record)
            if one is not self._record or self._record.isVisible()
        )
        self._low.setMinimumHeight(theme.px(_LEAST_LOW))
        headline = theme.font(TextSize.HEADLINE, is_semibold=True)
        said = max(text_width(headline, text) for text in self._sentences())
        size = TextSize.HEADLINE if said <= room - taken - theme.px(8) else TextSize.TITLE
        self._sentence.setFont(theme.font(size, is_semibold=True))
        needed = self.figures.wanted() + self.truth.minimumSizeHint().width() + theme.px(16)
        direction = QBoxLayout.Direction
        wanted = direction.LeftToRight if needed <= room else direction.TopToBottom
        if self._beside.direction() != wanted:
            self._beside.setDirection(wanted)
        is_beside = wanted is direction.LeftToRight
        self.figures.setMaximumWidth(_MOST_WIDTH)
        self.figures.setMinimumWidth(0)
        if is_beside:  # the block has room for its two statements before the figures spread
            spread = min(self.figures.sizeHint().width(), room - theme.px(16 + _TRUTH_WIDTH))
            self.figures.setFixedWidth(max(spread, self.figures.wanted()))
        is_tall = theme.unzoomed(self.height()) >= _TALL
        if is_tall is not self._is_tall:
            self._is_tall = is_tall
            self._place_bridge()

    def _place_bridge(self) -> None:
        """Put the waterfall over the tabs, or under one of them; without sales nowhere."""
        has_sales = self._head is not None
        is_high = self._is_tall
        home = self._high if is_high else self._bridge_room.layout()
        if home is not None and home.indexOf(self.bridge) < 0:
            home.addWidget(self.bridge)
        self.bridge.setVisible(has_sales)
        shown = {_BRIDGE: has_sales and not is_high, _PARTS: has_sales, _TRUTH: has_sales}
        for place, is_shown in shown.items():
            self.tabs.set_tab_shown(place, is_shown=is_shown)
        if not shown.get(self._low.currentIndex(), True):
            self.tabs.choose(_ORDER)
        elif not is_high and has_sales and self._low.currentIndex() == _ORDER:
            self.tabs.choose(_BRIDGE)

    # What comes in

    def _on_switched(self, is_before: bool) -> None:  # noqa: FBT001 - a signal's
        for part in (self.figures, self.bridge, self.order, self.changed):
            part.set_before(is_before=is_before)
        self._say()

    def _on_tab_chosen(self, place: int) -> None:
        self._low.setCurrentIndex(place)

    def _on_order_wanted(self) -> None:
        self.tabs.choose(_ORDER)

    def _on_details_wanted(self) -> None:
        self.tabs.choose(_TRUTH)

    def _on_against_pressed(self) -> None:
        """Offer every version that there is."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        has_record = self._analysis is not None and self._analysis.design.in_force is not None
        chosen = self._comparing.own
        first = menu.addAction("The matrix in force" if has_record else "As sold")
        first.setData(_IN_FORCE)
        first.setCheckable(True)
        first.setChecked(not self._comparing.name)
        for name in self._comparing.own_names:
            action = menu.addAction(name.replace("&", "&&"))
            action.setData(("own", name))
            action.setCheckable(True)
            action.setChecked(name == chosen)
        for name in self._comparing.version_names:
            action = menu.addAction(name.replace("&", "&&"))
            action.setData(("version", name))
            action.setCheckable(True)
            action.setChecked(name == self._comparing.name)
        menu.addSeparator()
        menu.addAction("The matrix of a file…").setData(_FILE)
        menu.triggered.connect(self._on_version_chosen)
        menu.popup(self._against.mapToGlobal(self._against.rect().bottomLeft()))

    def _on_version_chosen(self, action: QAction) -> None:
        data = action.data()
        if data == _FILE:
            self.version_wanted.emit()
        elif data == _IN_FORCE:
            self._comparing.choose_in_force()
        elif data[0] == "version":
            self._comparing.choose_version(str(data[1]))
        else:
            self._comparing.choose_own(str(data[1]))


def comparison_of(analysis: Analysis, previous: Comparison | None = None) -> Comparison | None:
    """Return the comparison of an analysis; None without sales or anything to compare with."""
    replay = analysis.replay
    if replay is None or replay.moves.compared_with is ComparedWith.NOTHING:
        return None
    parts = [one.priced for one in analysis.summed]
    return compare(replay, analysis.stacked, parts, previous)
