"""The start page: open, the sample, templates and recent files.

Shows a catalog's templates and a list of paths; it opens nothing itself.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from matrix_designer.core.matrix import Matrix
from matrix_designer.core.money import CENT
from matrix_designer.formats.templates import Template
from matrix_designer.gui.controls import (
    Button,
    ButtonKind,
    Hairline,
    Text,
    fill_ground,
    has_ring,
    restyle,
)
from matrix_designer.gui.icons import draw_icon
from matrix_designer.gui.pages.start_recent import RecentRow
from matrix_designer.gui.scroll_bar import ThinScrollBar
from matrix_designer.gui.texts import counted
from matrix_designer.gui.theme import TextSize, Theme
from matrix_designer.session.recent_figures import RecentFigures

_WIDEST = 1_040
_PASTE = QKeySequence.StandardKey.Paste
_WIDE, _FEW_COLUMNS = 720, 3
"""The page's width under which the templates stand in rows of three."""
_LOW, _HIGH = -0.3, 2.9
_FLAT = 0.02
_PLUS_67 = 1 - 100 / 167


class StartPage(QWidget):
    """What to begin with.

    `open_requested()`, `import_requested()`, `sample_requested()`, `template_chosen(id)`,
    `recent_chosen(path)`, `clear_requested()`, `paste_requested()`: lines were copied elsewhere.
    """

    open_requested = Signal()
    import_requested = Signal()
    sample_requested = Signal()
    template_chosen = Signal(str)
    recent_chosen = Signal(str)
    clear_requested = Signal()
    paste_requested = Signal()

    def __init__(
        self, templates: Sequence[Template], theme: Theme, parent: QWidget | None = None
    ) -> None:
        """Offer the templates; recent files follow with `show_recent`."""
        super().__init__(parent)
        self._theme = theme
        fill_ground(self, theme.colours.surface)
        self._area, inside = self._scrolled(theme)
        outer = QHBoxLayout(inside)
        outer.setContentsMargins(24, 0, 24, 0)
        column = QVBoxLayout()
        column.setSpacing(0)
        middle = QWidget()
        middle.setMaximumWidth(_WIDEST)
        middle.setLayout(column)
        outer.addStretch(1)
        outer.addWidget(middle, 100)
        outer.addStretch(1)
        column.addSpacing(40)
        column.addWidget(Text("Matrix Designer", theme, size=TextSize.FIGURE, is_semibold=True))
        column.addSpacing(4)
        column.addWidget(
            Text(
                "Set a goal, see where the money is, change the matrix, check it to the cent.",
                theme,
                role="muted",
            )
        )
        column.addSpacing(28)
        column.addLayout(self._ways(theme))
        column.addSpacing(28)
        column.addWidget(_title("New from a template", theme))
        column.addSpacing(10)
        self._cards = [TemplateCard(template, theme) for template in templates]
        for card in self._cards:
            card.chosen.connect(self.template_chosen)
        self._card_grid = QGridLayout()
        self._card_grid.setSpacing(16)
        self._columns = 0
        self._place_cards()
        column.addLayout(self._card_grid)
        column.addSpacing(28)
        column.addLayout(self._recent_list(theme))
        column.addStretch(1)
        column.addSpacing(16)
        column.addWidget(
            Text(
                "Drop a file anywhere on this window, or paste sales lines copied in Excel "
                "(Ctrl+V). Nothing leaves this machine.",
                theme,
                size=TextSize.CAPTION,
                role="muted",
            )
        )
        column.addSpacing(20)
        self._rows: list[RecentRow] = []

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        fill_ground(self, theme.colours.surface)
        restyle(self, theme)
        bar = self._area.verticalScrollBar()
        if isinstance(bar, ThinScrollBar):
            bar.set_theme(theme)
        self._place_cards()

    def event(self, event: QEvent) -> bool:
        """Keep Paste from being the grid's of the Design page."""
        is_asked = event.type() is QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent) and event.matches(_PASTE):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take sales lines that were copied elsewhere."""
        if event.matches(_PASTE):
            self.paste_requested.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the templates into as many columns as there is room for."""
        super().resizeEvent(event)
        self._place_cards()

    def _place_cards(self) -> None:
        is_wide = self._theme.unzoomed(self.width()) >= _WIDE
        columns = len(self._cards) if is_wide else _FEW_COLUMNS
        if columns == self._columns:
            return
        self._columns = columns
        _lay_out(self._card_grid, self._cards, columns)
        _lay_out(self._way_grid, self._way_cards, len(self._way_cards) if is_wide else 1)

    def show_recent(
        self, files: Sequence[Path], figures: Mapping[Path, RecentFigures] | None = None
    ) -> None:
        """List the files that were opened last, with what they came to where that is known."""
        for row in self._rows:
            self._recent.removeWidget(row)
            row.hide()
            row.deleteLater()
        known = figures or {}
        self._rows = [RecentRow(file, known.get(file), self._theme) for file in files]
        for row in self._rows:
            row.chosen.connect(self.recent_chosen)
            self._recent.addWidget(row)
        self._recent_title.setVisible(bool(files))
        self._recent_line.setVisible(bool(files))
        self._clear.setVisible(bool(files))

    def _scrolled(self, theme: Theme) -> tuple[QScrollArea, QWidget]:
        """Return an area over the whole page, and what scrolls in it where height is short."""
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setVerticalScrollBar(ThinScrollBar(Qt.Orientation.Vertical, theme))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        whole.addWidget(area)
        return area, inside

    def _recent_list(self, theme: Theme) -> QVBoxLayout:
        """Return the heading of the recent files with the room for their rows."""
        whole = QVBoxLayout()
        whole.setSpacing(0)
        self._recent_title = _title("Recent", theme)
        self._clear = Button("Clear list", ButtonKind.LINK, theme)
        self._clear.setToolTip("Forget these files; the files themselves stay (Space)")
        self._clear.clicked.connect(self.clear_requested)
        heading = QHBoxLayout()
        heading.addWidget(self._recent_title)
        heading.addStretch(1)
        heading.addWidget(self._clear)
        whole.addLayout(heading)
        whole.addSpacing(6)
        self._recent_line = Hairline(theme)
        whole.addWidget(self._recent_line)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        whole.addLayout(self._recent)
        return whole

    def _ways(self, theme: Theme) -> QGridLayout:
        """Return the three ways to begin."""
        grid = QGridLayout()
        grid.setSpacing(16)
        opens = WayCard("Open", "a design or a table", "folder-open", theme)
        opens.clicked.connect(self.open_requested)
        imports = WayCard("Import sales", "CSV, workbook or Parquet", "file-input", theme)
        imports.clicked.connect(self.import_requested)
        sample = WayCard("Sample dealership", "an invented year of sales", "store", theme)
        sample.set_first()
        sample.clicked.connect(self.sample_requested)
        self._way_cards = (opens, imports, sample)
        self._way_grid = grid
        return grid


def _lay_out(grid: QGridLayout, cards: Sequence[QWidget], columns: int) -> None:
    """Put cards into so many columns of equal width."""
    for place, card in enumerate(cards):
        grid.addWidget(card, place // columns, place % columns)
    for column in range(len(cards)):
        grid.setColumnStretch(column, 1 if column < columns else 0)


def _title(text: str, theme: Theme) -> Text:
    return Text(text, theme, size=TextSize.TITLE, is_semibold=True)


class Card(QAbstractButton):
    """A bordered card that can be pressed."""

    def __init__(self, name: str, height: int, theme: Theme) -> None:
        """Make a card of a fixed height."""
        super().__init__()
        self._theme = theme
        self._is_first = False
        self.setAccessibleName(name)
        self.setFixedHeight(height)
        self.setMinimumWidth(120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    def set_first(self) -> None:
        """Stand out as the way to begin."""
        self._is_first = True
        self.update()

    def sizeHint(self) -> QSize:
        """Return the least size."""
        return QSize(120, self.height())

    def paint_ground(self, painter: QPainter) -> None:
        """Paint the ground and the edge."""
        c = self._theme.colours
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = c.accent if self._is_first or has_ring(self) else c.line2
        if self.underMouse() and not self._is_first:
            edge = c.control
        painter.setPen(QPen(edge, 2 if has_ring(self) else 1))
        painter.setBrush(c.tint if self._is_first else c.surface)
        radius = self._theme.metrics.radius_card
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)

    def write(self, painter: QPainter, left: float, bases: tuple[float, float], text: str) -> None:
        """Write a name over a small note, cut where the card is narrow."""
        c = self._theme.colours
        name, _, note = text.partition("\n")
        for base, line, font, ink in (
            (bases[0], name, self._theme.font(is_semibold=True), c.text),
            (bases[1], note, self._theme.number_font(TextSize.CAPTION), c.muted),
        ):
            painter.setFont(font)
            painter.setPen(c.accent if self._is_first and line == name else ink)
            room = self.width() - left - self._theme.px(10)
            shown = QFontMetricsF(font).elidedText(line, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QPointF(left, self._theme.px(base)), shown)


class WayCard(Card):
    """One way to begin: an icon, a name, a note."""

    def __init__(self, name: str, note: str, icon: str, theme: Theme) -> None:
        """Make the card."""
        super().__init__(name, 60, theme)
        self._texts = f"{name}\n{note}"
        self._icon_name = icon
        self.setToolTip(note)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card."""
        painter = QPainter(self)
        self.paint_ground(painter)
        ink = self._theme.colours.accent if self._is_first else self._theme.colours.text2
        px, size = self._theme.px, self._theme.metrics.icon_rail
        draw_icon(painter, self._icon_name, ink, QRectF(px(18), px(20), size, size))
        self.write(painter, px(54), (26, 43), self._texts)
        painter.end()


class TemplateCard(Card):
    """One template: its steps of GP %, its title, what it has. `chosen(id)`."""

    chosen = Signal(str)

    def __init__(self, template: Template, theme: Theme) -> None:
        """Show a template."""
        super().__init__(template.title, 164, theme)
        self._template = template
        matrix = template.design.matrix
        tiers = counted(len(matrix.tiers), "tier")
        note = f"{tiers} on {matrix.lookup.value}" if matrix.tiers else "you type"
        self._note = note
        self._steps = _steps(matrix)
        self.setToolTip(template.source or "Begin without a tier")
        self.clicked.connect(self._on_clicked)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card with its small curve."""
        painter = QPainter(self)
        self.paint_ground(painter)
        c = self._theme.colours
        px = self._theme.px
        room = QRectF(px(14), px(18), self.width() - px(28), px(62))
        painter.fillRect(QRectF(px(14), px(94), self.width() - px(28), 1), c.line)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(QPen(c.in_force, px(2)))
        points = [
            QPointF(round(room.left() + x * room.width()), round(room.bottom() - y * room.height()))
            for x, y in self._steps
        ]
        painter.drawPolyline(points)
        painter.setFont(self._theme.font(is_semibold=True))
        painter.setPen(c.text)
        title = QRectF(px(14), px(101), self.width() - px(24), px(34))
        painter.drawText(title, Qt.TextFlag.TextWordWrap, self._template.title)
        painter.setFont(self._theme.number_font(TextSize.CAPTION))
        painter.setPen(c.muted)
        painter.drawText(QPointF(px(14), px(150)), self._note)
        painter.end()

    def _on_clicked(self) -> None:
        self.chosen.emit(self._template.id)


def _steps(matrix: Matrix) -> list[tuple[float, float]]:
    """Return a small picture of a matrix: steps over log cost, both axes from 0 to 1."""
    points: list[tuple[float, float]] = []
    for tier in matrix.tiers:
        multiplier = tier.factor.multiplier
        share = 0.0 if multiplier is None else float(1 - 1 / multiplier)
        height = min(max((share - 0.2) / 0.55, _FLAT), 1.0)
        top = 1.0 if tier.last_cent is None else _place(tier.last_cent)
        points += [(_place(tier.first_cent), height), (top, height)]
    if matrix.cap is not None and matrix.cap.above:
        above = min((_PLUS_67 - 0.2) / 0.55, 1.0)
        points += [(_place(matrix.cap.above // CENT), above), (1.0, above)]
    return points or [(0.0, _FLAT), (1.0, _FLAT)]


def _place(cents: int) -> float:
    where = (math.log10(max(cents, 1) / 100) - _LOW) / (_HIGH - _LOW)
    return min(max(where, 0.0), 1.0)
