"""The findings panel: what is wrong, worst first, and the cell that it points at.

Shows an Analysis; it judges and changes nothing. A click or Enter asks to be taken to the place.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from matrix_designer.analysis.findings import Finding, Severity
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.gui.icons import draw_icon
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.finding_rows import (
    SEVERITY_ICONS,
    FindingRow,
    copied_text,
    fold_findings,
)
from matrix_designer.gui.scroll_bar import ThinScrollBar
from matrix_designer.gui.theme import TextSize, Theme

_ICON = 16
_INSET = 8
_TEXT_LEFT = 32
_TOP = 5
_WIDE_ROW = 24
_MOST_BROKEN = 200
_DOLLARS, _PLACE = 190, 110
_DOLLARS_FROM_RIGHT = _DOLLARS + _PLACE + _INSET
_Index = QModelIndex | QPersistentModelIndex
_ROW = Qt.ItemDataRole.UserRole


def severity_colour(theme: Theme, severity: Severity) -> str:
    """Return the colour of a severity's icon as a name."""
    colours = theme.colours
    chosen = {
        Severity.ERROR: colours.error,
        Severity.WARNING: colours.warning_graphic,
        Severity.ADVICE: colours.muted,
    }
    return chosen[severity].name()


class FindingsPanel(QWidget):
    """The heading with counts by severity, and the list of findings.

    `finding_activated(finding)`: the user wants to see that finding's place.
    """

    finding_activated = Signal(object)

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Start empty; `show_analysis` fills the panel."""
        super().__init__(parent)
        self._numbers = numbers
        self._shown: tuple[Finding, ...] | None = None
        self._heading = _Heading(theme, self)
        self._model = _Model(numbers, self)
        self._delegate = _Delegate(theme, self)
        self._list = _List(numbers, theme, self)
        self._list.setModel(self._model)
        self._list.setItemDelegate(self._delegate)
        self._list.activated.connect(self._on_activated)
        self._list.clicked.connect(self._on_activated)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 0, 6, 0)
        layout.setSpacing(0)
        layout.addWidget(self._heading)
        layout.addWidget(self._list, 1)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._heading.set_theme(theme)
        self._delegate.set_theme(theme)
        self._list.set_theme(theme)
        self._list.viewport().update()

    def set_wide(self, *, is_wide: bool) -> None:
        """List one line a finding where the panel has the window's width."""
        self._delegate.is_wide = is_wide
        self._list.scheduleDelayedItemsLayout()

    def show_analysis(self, analysis: Analysis) -> None:
        """List an analysis's findings; a selected row stays selected while it is there."""
        if analysis.findings is self._shown:
            return
        self._shown = analysis.findings
        self._heading.show_counts(analysis.summary.findings, len(analysis.silenced))
        rows = fold_findings(analysis.findings, self._numbers)
        kept = self._list.currentIndex()
        code = self._model.rows[kept.row()].worst.code if kept.isValid() else ""
        if self._model.set_rows(rows) and code:
            for place, row in enumerate(rows):
                if row.worst.code == code:
                    self._list.setCurrentIndex(self._model.index(place))
                    break

    def _on_activated(self, index: QModelIndex) -> None:
        self.finding_activated.emit(self._model.rows[index.row()].worst)


class _Model(QAbstractListModel):
    """Rows as they were folded."""

    def __init__(self, numbers: Numbers, parent: QObject) -> None:
        super().__init__(parent)
        self._numbers = numbers
        self.rows: tuple[FindingRow, ...] = ()

    def set_rows(self, rows: tuple[FindingRow, ...]) -> bool:
        """Take other rows; returns whether the list was made anew."""
        if len(rows) == len(self.rows):
            before, self.rows = self.rows, rows
            for place, (one, other) in enumerate(zip(before, rows, strict=True)):
                if one != other:
                    self.dataChanged.emit(self.index(place), self.index(place))
            return False
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()
        return True

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return how many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a row, its sentence, or what a tooltip and a screen reader say."""
        row = self.rows[index.row()]
        if role == _ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.sentence
        if role == Qt.ItemDataRole.ToolTipRole:
            worst = row.worst
            return f"{worst.code}\n{worst.message}\n{worst.why}\n{worst.source}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (row.severity.value, row.sentence, row.dollars, row.place)
            return ", ".join(part for part in parts if part)
        return None


class _List(QListView):
    """A list without a frame whose selected rows copy as text."""

    def __init__(self, numbers: Numbers, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._numbers = numbers
        self._bar = ThinScrollBar(Qt.Orientation.Vertical, theme)
        self.setVerticalScrollBar(self._bar)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Findings")

    def set_theme(self, theme: Theme) -> None:
        """Take another look for the scroll bar."""
        self._bar.set_theme(theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy with the platform's key, activate with Enter; else as a list does."""
        index = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Copy) and index.isValid():
            row = index.data(_ROW)
            QGuiApplication.clipboard().setText(copied_text(row, self._numbers))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.activated.emit(index)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the sentences anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def dataChanged(self, first: _Index, last: _Index, roles: Sequence[int] = (), /) -> None:
        """Repaint a row that stays as high as it was; others move what is below them."""
        if (
            first == last
            and self.visualRect(first).height() == self.sizeHintForIndex(first).height()
        ):
            self.update(first)
        else:
            super().dataChanged(first, last, roles)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say in words that there is nothing to list."""
        super().paintEvent(event)
        if self.model() is not None and self.model().rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().placeholderText().color())
            painter.drawText(
                QRectF(self.viewport().rect()).adjusted(_INSET, _TOP, -_INSET, 0),
                int(Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap),
                "No findings. Every cost has one price, and none of the checks objects.",
            )
            painter.end()


class _Delegate(QStyledItemDelegate):
    """Paints a finding: icon, sentence in at most two lines, dollars and place under it."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._broken: dict[tuple[str, float], list[str]] = {}
        self.is_wide = False

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._broken.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the height for one line, or for one or two lines of sentence and a note."""
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        if self.is_wide:
            return QSize(width, _WIDE_ROW)
        lines = self._lines(index.data(_ROW).sentence, width - _TEXT_LEFT - _INSET)
        metrics = self._theme.metrics
        return QSize(width, metrics.finding if len(lines) == 1 else metrics.finding_long)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one row."""
        row: FindingRow = index.data(_ROW)
        theme, colours = self._theme, self._theme.colours
        rect = QRectF(option.rect)
        state = option.state
        painter.save()
        self._paint_ground(painter, rect, state)
        top = (rect.height() - _ICON) / 2 if self.is_wide else _TOP + 1
        icon = QRectF(rect.left() + _INSET, rect.top() + top, _ICON, _ICON)
        severity = severity_colour(theme, row.severity)
        draw_icon(painter, SEVERITY_ICONS[row.severity], type(colours.text)(severity), icon)
        if self.is_wide:
            self._paint_line(painter, rect, row)
        else:
            self._paint_block(painter, rect, row)
        painter.restore()

    def _paint_line(self, painter: QPainter, rect: QRectF, row: FindingRow) -> None:
        """Paint sentence, dollars and place on one line, in columns."""
        theme, colours = self._theme, self._theme.colours
        centre = Qt.AlignmentFlag.AlignVCenter
        dollars = QRectF(rect.right() - _DOLLARS_FROM_RIGHT, rect.top(), _DOLLARS, rect.height())
        place = QRectF(rect.right() - _PLACE - _INSET, rect.top(), _PLACE, rect.height())
        text = rect.adjusted(_TEXT_LEFT, 0, -_DOLLARS_FROM_RIGHT - _INSET, 0)
        painter.setFont(theme.font())
        painter.setPen(colours.text)
        metrics = QFontMetricsF(theme.font())
        elided = metrics.elidedText(row.sentence, Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, int(centre), elided)
        painter.setPen(colours.text2)
        painter.setFont(theme.number_font(TextSize.CAPTION, is_semibold=True))
        painter.drawText(dollars, int(centre), row.dollars)
        painter.setFont(theme.font(TextSize.CAPTION))
        painter.drawText(place, int(centre), row.place)

    def _paint_block(self, painter: QPainter, rect: QRectF, row: FindingRow) -> None:
        """Paint the sentence in at most two lines, dollars and place under it."""
        theme, colours = self._theme, self._theme.colours
        body = QFontMetricsF(theme.font())
        caption = QFontMetricsF(theme.font(TextSize.CAPTION))
        left = rect.left() + _TEXT_LEFT
        width = rect.width() - _TEXT_LEFT - _INSET
        y = rect.top() + _TOP + body.ascent()
        painter.setFont(theme.font())
        painter.setPen(colours.text)
        for line in self._lines(row.sentence, width):
            painter.drawText(QPointF(left, y), line)
            y += body.height() - 1
        y = rect.bottom() - 6 - caption.descent()
        painter.setPen(colours.text2)
        strong = theme.number_font(TextSize.CAPTION, is_semibold=True)
        for font, text in ((strong, row.dollars), (theme.font(TextSize.CAPTION), row.place)):
            if text:
                painter.setFont(font)
                painter.drawText(QPointF(left, y), text)
                left += QFontMetricsF(font).horizontalAdvance(text) + 10

    def _paint_ground(self, painter: QPainter, rect: QRectF, state: QStyle.StateFlag) -> None:
        """Paint the ground of a current or hovered row."""
        colours = self._theme.colours
        is_current = bool(state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        if is_current or is_hovered:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.tint if is_current else colours.window)
            radius = self._theme.metrics.radius_row
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), radius, radius)

    def _lines(self, text: str, width: float) -> list[str]:
        """Break a sentence into at most two lines, once for a width."""
        key = (text, width)
        if key not in self._broken:
            if len(self._broken) >= _MOST_BROKEN:
                self._broken.clear()
            self._broken[key] = self._break(text, width)
        return self._broken[key]

    def _break(self, text: str, width: float) -> list[str]:
        """Break a sentence into at most two lines, the second shortened where it must be."""
        font = self._theme.font()
        layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        layout.beginLayout()
        starts: list[int] = []
        while len(starts) <= 1:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(width, 40.0))
            starts.append(line.textStart())
        layout.endLayout()
        if len(starts) < 2:  # noqa: PLR2004 - a second line or none
            return [text]
        rest = QFontMetricsF(font).elidedText(
            text[starts[1] :], Qt.TextElideMode.ElideRight, max(width, 40.0)
        )
        return [text[: starts[1]].rstrip(), rest]


class _Heading(QWidget):
    """The title and the counts by severity, by icon and word."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._counts: dict[Severity, int] = {}
        self._silenced = 0
        self.setAccessibleName("Findings: none")
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.setFixedHeight(theme.metrics.chart_title)
        self.update()

    def show_counts(self, counts: dict[Severity, int], silenced: int) -> None:
        """Show these counts."""
        if (counts, silenced) == (self._counts, self._silenced):
            return
        self._counts, self._silenced = counts, silenced
        self.setAccessibleName(f"Findings: {self._words() or 'none'}")
        self.update()

    def _words(self) -> str:
        return ", ".join(part for _, part in self._parts())

    def _parts(self) -> list[tuple[Severity, str]]:
        parts = []
        for severity in Severity:
            count = self._counts.get(severity, 0)
            if count:
                plural = "" if count == 1 or severity is Severity.ADVICE else "s"
                word = "" if severity is Severity.ADVICE else f" {severity.value}{plural}"
                parts.append((severity, f"{count}{word}"))
        return parts

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint title and counts on one line."""
        del event
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        title = theme.font(TextSize.TITLE, is_semibold=True)
        middle = self.height() / 2
        metrics = QFontMetricsF(title)
        base = middle + (metrics.ascent() - metrics.descent()) / 2
        painter.setFont(title)
        painter.setPen(colours.text)
        painter.drawText(QPointF(_INSET, base), "Findings")
        x = _INSET + metrics.horizontalAdvance("Findings") + 14
        font = theme.number_font(TextSize.CAPTION)
        caption = QFontMetricsF(font)
        painter.setFont(font)
        for severity, text in self._parts():
            colour = type(colours.text)(severity_colour(theme, severity))
            draw_icon(painter, SEVERITY_ICONS[severity], colour, QRectF(x, middle - 7, 14, 14))
            x += 19
            painter.setPen(colours.text2)
            painter.drawText(QPointF(x, base - 0.5), text)
            x += caption.horizontalAdvance(text) + 12
        if self._silenced:
            painter.setPen(colours.muted)
            painter.drawText(QPointF(x, base - 0.5), f"{self._silenced} silenced")
        painter.end()
