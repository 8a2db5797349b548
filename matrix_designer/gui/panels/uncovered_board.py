"""The treatments that a source is dropped on: every matrix, the lists, a percent, hands off.

Knows treatments, their words and drawings; what a drop makes is its owner's matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from matrix_designer.core.factor import Basis
from matrix_designer.core.money import POINT
from matrix_designer.core.plan import (
    ByFamily,
    ByFlatPrice,
    ByMatrix,
    ByPercent,
    LeftAlone,
    Treatment,
)
from matrix_designer.gui.controls import paint_row_ground
from matrix_designer.gui.icons import draw_icon
from matrix_designer.gui.plain_tip import plain_tip
from matrix_designer.gui.text import elided
from matrix_designer.gui.theme import Theme

ICONS: dict[type[Treatment], str] = {
    ByMatrix: "table-2",
    ByFlatPrice: "tag",
    ByPercent: "percent",
    ByFamily: "layers",
    LeftAlone: "ban",
}
"""The drawing of each treatment, in the grid, on the board and in menus alike."""
LIST_LESS_10 = ByPercent(Basis.LIST, -10 * POINT)
"""The percent that is offered; another is typed over it in the rule."""
ROW = 26
_MOST_MATRICES = 8


@dataclass(frozen=True, slots=True)
class Offer:
    """One treatment as it is offered: its name, and what it does in a sentence."""

    treatment: Treatment
    name: str
    tip: str


def offers_of(matrices: Sequence[str]) -> tuple[Offer, ...]:
    """Return what a source may be dropped on."""
    return (
        *(
            Offer(ByMatrix(name), name, f"Price by the matrix “{name}”")
            for name in matrices[:_MOST_MATRICES]
        ),
        Offer(LIST_LESS_10, "List \u2212 10 %", "Price at list less a percent; type another"),
        Offer(ByFlatPrice(), "Flat price list", "Parts on the list sell at their one price"),
        Offer(ByFamily(), "Family price", "Members of a family sell at its one price"),
        Offer(LeftAlone(), "Leave the price alone", "The DMS does not update these prices"),
    )


class TreatmentRow(QAbstractButton):
    """One treatment. `chosen(treatment)`: pressed; `stepped(rows)`: an arrow key."""

    chosen = Signal(object)
    stepped = Signal(int)

    def __init__(self, theme: Theme) -> None:
        """Make an empty row."""
        super().__init__()
        self._theme = theme
        self.offer: Offer | None = None
        self._is_hot = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_offer(self, offer: Offer, source: str) -> None:
        """Show a treatment; `source` is what a press would put on it."""
        self.offer = offer
        self.setAccessibleName(offer.name)
        what = f"put source {source} on it" if source else "choose a source first"
        self.setAccessibleDescription(f"{offer.tip}; press to {what}")
        self.setToolTip(plain_tip(f"{offer.tip} (Space)"))
        self.update()

    def set_hot(self, *, is_hot: bool) -> None:
        """Show that letting go here drops on it."""
        if is_hot != self._is_hot:
            self._is_hot = is_hot
            self.update()

    def sizeHint(self) -> QSize:
        """Return the room for one line."""
        return QSize(self._theme.px(120), self._theme.px(ROW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose on Enter, go along with Up and Down."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif (by := steps.get(Qt.Key(event.key()))) is not None:
            self.stepped.emit(by)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, drawing and name."""
        if self.offer is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, c = self._theme, self._theme.colours
        paint_row_ground(painter, self, theme, c.window, is_current=self._is_hot)
        if self._is_hot:
            radius, rect = theme.metrics.radius_row, QRectF(self.rect())
            painter.setPen(QPen(c.accent, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        size, left = theme.metrics.icon, theme.px(8)
        top = (self.height() - size) // 2
        icon = ICONS[type(self.offer.treatment)]
        draw_icon(painter, icon, c.text2, QRectF(left, top, size, size))
        font = theme.font()
        start = left + size + theme.px(8)
        painter.setFont(font)
        painter.setPen(c.text)
        base = (self.height() + painter.fontMetrics().capHeight()) / 2
        text = elided(font, self.offer.name, self.width() - start - left)
        painter.drawText(QPointF(start, round(base)), text)
        painter.end()

    def _on_clicked(self) -> None:
        if self.offer is not None:
            self.chosen.emit(self.offer.treatment)


class TreatmentBoard(QWidget):
    """All treatments under each other. `chosen(treatment)`."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Start without treatments."""
        super().__init__(parent)
        self._theme = theme
        self._rows: list[TreatmentRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setAccessibleName("Treatments")

    @property
    def rows(self) -> tuple[TreatmentRow, ...]:
        """The treatments that show."""
        return tuple(self._rows)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        for row in self._rows:
            row.set_theme(theme)

    def show_offers(self, offers: Sequence[Offer], source: str) -> None:
        """Show other treatments, or another source to put on them."""
        while len(self._rows) > len(offers):
            row = self._rows.pop()
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self._rows) < len(offers):
            row = TreatmentRow(self._theme)
            row.chosen.connect(self.chosen)
            row.stepped.connect(self._on_stepped)
            self._rows.append(row)
            self._column.addWidget(row)
            row.show()
        for row, offer in zip(self._rows, offers, strict=True):
            row.show_offer(offer, source)

    def set_hot(self, hot: TreatmentRow | None) -> None:
        """Show which row is dragged over."""
        for row in self._rows:
            row.set_hot(is_hot=row is hot)

    def _on_stepped(self, by: int) -> None:
        places = [place for place, row in enumerate(self._rows) if row.hasFocus()]
        if places:
            place = min(max(places[0] + by, 0), len(self._rows) - 1)
            self._rows[place].setFocus(Qt.FocusReason.TabFocusReason)
