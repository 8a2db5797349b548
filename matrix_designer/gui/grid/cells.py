"""What a grid shows: columns that fit, prepared rows, and over them what stands out.

Keeps the selection as a value and lays the columns out. Knows no noun, and not how keys and
pointer change what it shows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QTableView, QWidget

from matrix_designer.gui.grid.columns import GridSpec, Run, Tone, TotalRow
from matrix_designer.gui.grid.delegate import CellDelegate, RowState
from matrix_designer.gui.grid.editing import Editing
from matrix_designer.gui.grid.figures import figures_of
from matrix_designer.gui.grid.headers import ColumnHead, Corner, Gutter
from matrix_designer.gui.grid.model import GridModel
from matrix_designer.gui.grid.overlay import Overlay, Shown, reach, spans
from matrix_designer.gui.grid.selection import Block, Place, Selection
from matrix_designer.gui.grid.transfer import Transfer
from matrix_designer.gui.grid.widths import Need, share_out
from matrix_designer.gui.theme import Theme

_PADDING = 13


class CellsView(QTableView):
    """Rows under the columns of a spec, with a selection of its own.

    `selection_moved(figures)`: other cells are selected or hold other numbers (SelectionFigures);
    `columns_laid_out()`: other columns or widths; `widths_chosen()`: a column was given a width.
    """

    selection_moved = Signal(object)
    columns_laid_out = Signal()
    widths_chosen = Signal()

    def __init__(self, spec: GridSpec[Any], theme: Theme, parent: QWidget | None = None) -> None:
        """Start without rows."""
        super().__init__(parent)
        self._theme = theme
        self._selection = Selection()
        self._hovered: Place | None = None
        self._off: frozenset[str] = frozenset()
        self._pinned: frozenset[str] = frozenset()
        self._delegate = CellDelegate(theme)
        self._overlay = Overlay(theme)
        self._gaps: dict[int, int] = {}
        self._total = TotalRow("", {})
        self._total_widths: dict[str, float] = {}
        self._laid_out: object = None
        self._own_widths: dict[str, int] = {}
        self._note = ""
        self._is_too_wide = False
        self._grid = GridModel(spec, self._delegate.measure, self)
        self._head = ColumnHead(self._grid, theme, self)
        self._gutter = Gutter(self._grid, theme, self._is_row_selected, self)
        self._corner = Corner(spec.corner, theme, self)
        self.setModel(self._grid)
        self._editing = Editing(self._grid, theme, self)
        self._transfer = Transfer(self._grid, theme, self, self._cell_in_view)
        self._transfer.told.connect(self.say)
        self._head.width_dragged.connect(self._on_width_dragged)
        self._head.width_forgotten.connect(self._on_width_forgotten)
        self._dress()
        for changed in (
            self._grid.rowsInserted,
            self._grid.rowsRemoved,
            self._grid.modelReset,
        ):
            changed.connect(self._on_rows_changed)
        self._grid.cells_exchanged.connect(self._on_cells_exchanged)

    def _dress(self) -> None:
        """Take everything off a stock table view that a spreadsheet does otherwise."""
        self.setHorizontalHeader(self._head)
        self.setVerticalHeader(self._gutter)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setCornerButtonEnabled(False)
        for button in self.findChildren(
            QAbstractButton, options=Qt.FindChildOption.FindDirectChildrenOnly
        ):
            button.hide()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setAccessibleName(self._grid.spec.name)
        self.setAccessibleDescription("Type to replace, F2 to edit, Ctrl+Tab to leave")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def grid_model(self) -> GridModel:
        """The prepared rows."""
        return self._grid

    @property
    def head(self) -> ColumnHead:
        """The head, whose sections the total row follows."""
        return self._head

    @property
    def gutter(self) -> Gutter:
        """The row numbers, beside which the total row starts."""
        return self._gutter

    @property
    def selection(self) -> Selection:
        """What is selected, as a value that `select` takes back."""
        return self._selection

    @property
    def shown_columns(self) -> list[int]:
        """The columns that show, from left to right."""
        return [place for place, _ in self._head.shown_sections()]

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows; what does not differ is neither prepared nor repainted."""
        self._grid.set_rows(rows)

    def set_total(self, total: TotalRow) -> None:
        """Keep the columns wide enough for this row under them."""
        if total == self._total:
            return
        self._total = total
        widths = self._total_widths
        self._measure_total()
        if self._total_widths != widths:
            self._lay_out()

    def _measure_total(self) -> None:
        cells = self._total.cells.items()
        self._total_widths = {key: self._delegate.measure(cell) for key, cell in cells}

    def set_spec(self, spec: GridSpec[Any]) -> None:
        """Take other columns, or the same in another locale."""
        self._editing.abandon()
        self._grid.set_spec(spec, self._delegate.measure)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._editing.abandon()
        self._theme = theme
        self._delegate = CellDelegate(theme)
        self._overlay = Overlay(theme)
        self._measure_total()
        self._editing.editor.set_theme(theme)
        self._editing.question.set_theme(theme)
        self._transfer.question.set_theme(theme)
        for edge in (self._head, self._gutter, self._corner):
            edge.set_theme(theme)
        self._grid.set_spec(self._grid.spec, self._delegate.measure)

    def set_row_height(self, pixels: int) -> None:
        """Make rows lower or higher."""
        if pixels != self._gutter.defaultSectionSize():
            self._gutter.setDefaultSectionSize(pixels)
            self.columns_laid_out.emit()

    @property
    def own_widths(self) -> dict[str, int]:
        """The widths that columns were given by hand, by key, at a zoom of 100 %."""
        return dict(self._own_widths)

    def set_own_widths(self, widths: Mapping[str, int]) -> None:
        """Give columns these widths; the others are as wide as they need."""
        self._own_widths = dict(widths)
        self._lay_out()

    def _on_width_dragged(self, column: int, width: int) -> None:
        key = self._grid.spec.columns[column].key
        own = round(self._theme.unzoomed(width - self._gaps.get(column, 0)))
        if self._own_widths.get(key) != own:
            self._own_widths[key] = own
            self._lay_out()
            self.widths_chosen.emit()

    def _on_width_forgotten(self, column: int) -> None:
        if self._own_widths.pop(self._grid.spec.columns[column].key, None) is not None:
            self._lay_out()
            self.widths_chosen.emit()

    def set_columns(self, off: Collection[str], pinned: Collection[str]) -> None:
        """Never show the columns `off`; never hide those `pinned` for want of width."""
        chosen = (frozenset(off), frozenset(pinned))
        if chosen != (self._off, self._pinned):
            self._off, self._pinned = chosen
            self._lay_out()

    def full_height(self) -> int:
        """Return the height at which no row is cut off."""
        return self.height_of(self._grid.rowCount())

    def height_of(self, rows: int) -> int:
        """Return the height that shows so many rows."""
        low = self.horizontalScrollBar().sizeHint().height() if self._is_too_wide else 0
        return self._head.height() + rows * self._gutter.defaultSectionSize() + low

    def whole_height(self, most: int) -> int:
        """Return the greatest height up to `most` that cuts no row."""
        rows = (most - self.height_of(0)) // self._gutter.defaultSectionSize()
        return self.height_of(max(rows, 1))

    def select(self, selection: Selection, *, is_followed: bool = True) -> None:
        """Select cells; where it is followed, bring the moving end into view, else move nothing."""
        self._editing.leave_if_open()
        self._note = ""
        old = self._selection
        self._selection = selection.clipped(self._grid.rowCount())
        self._repaint_selections(old, self._selection)
        bars = self.verticalScrollBar(), self.horizontalScrollBar()
        stood = [bar.value() for bar in bars]
        self._mirror_selection()
        if is_followed and self._grid.rowCount():
            self.scrollTo(self._grid.index(*self._selection.extent))
        elif not is_followed:
            for bar, value in zip(bars, stood, strict=True):
                bar.setValue(value)  # Qt goes to the active cell by itself
        self._tell_figures()

    def select_all(self) -> None:
        """Select every cell; what is in view stays in view."""
        shown = self.shown_columns
        if shown and self._grid.rowCount():
            last = (self._grid.rowCount() - 1, shown[-1])
            self.select(self._selection.stretched((0, shown[0]), last), is_followed=False)

    def inner_rect(self, place: Place) -> QRect:
        """Return a cell's box in the viewport without the gap before its group."""
        box = self.visualRect(self._grid.index(*place))
        return box.adjusted(self._gaps.get(place[1], 0), 0, 0, 0)

    def _on_rows_changed(self) -> None:
        """Follow the rows: widths, selection and figures."""
        self._editing.abandon_if_gone()
        self._gutter.fit_numbers()
        self._lay_out()
        self._selection = self._selection.clipped(self._grid.rowCount())
        self._tell_figures()

    def _on_cells_exchanged(self, rows: Sequence[int], is_as_wide: bool) -> None:  # noqa: FBT001 - a signal takes no names
        """Follow other cells in the rows that there are."""
        if not is_as_wide:
            self._gutter.fit_numbers()
            self._lay_out()
        if any(map(self._selection.has_row, rows)):
            self._tell_figures()

    def _tell_figures(self) -> None:
        figures = figures_of(self._grid, self._selection, self.shown_columns)
        self.selection_moved.emit(replace(figures, note=self._note))

    def say(self, sentence: str) -> None:
        """Say something beside the figures, until the selection moves."""
        self._note = f"{self._note} · {sentence}" if self._note else sentence
        self._tell_figures()

    def _mirror_selection(self) -> None:
        """Tell Qt's selection, which screen readers follow."""
        if not self._grid.rowCount():
            return
        flag = QItemSelectionModel.SelectionFlag
        picked = QItemSelection()
        for block in self._selection.blocks:
            top_left = self._grid.index(block.top, block.left)
            picked.select(top_left, self._grid.index(block.bottom, block.right))
        model = self.selectionModel()
        model.setCurrentIndex(self._grid.index(*self._selection.active), flag.NoUpdate)
        model.select(picked, flag.ClearAndSelect)

    def _repaint_selections(self, *selections: Selection) -> None:
        boxes = [self._block_rect(block) for one in selections for block in one.blocks]
        area = reach(spans(boxes))
        self.viewport().update(0, area.top(), self.viewport().width(), area.height())
        self._gutter.viewport().update(0, area.top(), self._gutter.width(), area.height())

    def _block_rect(self, block: Block) -> QRect:
        """Return a block's box in the viewport."""
        sections, columns = self._head.shown_sections(), range(block.left, block.right + 1)
        boxes = [box for place, box in sections if place in columns]
        if block.bottom >= self._grid.rowCount() or not boxes:
            return QRect()
        left, top = boxes[0].left(), self.rowViewportPosition(block.top)
        bottom = self.rowViewportPosition(block.bottom) + self.rowHeight(block.bottom)
        return QRect(left, top, boxes[-1].right() + 1 - left, bottom - top)

    def _row_state(self, row: int) -> RowState:
        """Say what is to be shown of a row."""
        refused = self._grid.refused_in(row)
        hovered = self._hovered[1] if self._hovered is not None and self._hovered[0] == row else -1
        if not self._selection.has_row(row):
            return RowState(hovered=hovered, refused=refused)
        tinted = self._selection.tinted_in(row)
        return RowState(is_selected=True, tinted=tinted, hovered=hovered, refused=refused)

    def _is_row_selected(self, row: int) -> bool:
        return self._selection.has_row(row)

    def paintEvent(self, event: QPaintEvent, /) -> None:
        """Paint the rows that lie in the area to paint, then over them what stands out."""
        painter, region = QPainter(self.viewport()), event.region()
        painter.fillRect(event.rect(), self._theme.colours.surface)
        sections = self._delegate.sections(self._grid.spec.columns, self._head.shown_sections())
        width = self.viewport().width()
        for row in self._rows_in(event.rect()):
            top, height = self.rowViewportPosition(row), self.rowHeight(row)
            band = QRect(0, top, width, height)
            if region.intersects(band):
                state = self._row_state(row)
                prepared = self._grid.prepared(row)
                whole = prepared.spills
                seen = [s for s in sections if whole or region.intersects(s.box(top, height))]
                self._delegate.paint_row(painter, band, prepared, seen, state)
        if self._grid.rowCount():
            self._overlay.paint(painter, self._shown())
        painter.end()

    def _rows_in(self, area: QRect) -> range:
        """Return the rows that lie in a part of the viewport."""
        first, last = self.rowAt(area.top()), self.rowAt(area.bottom())
        end = self._grid.rowCount() if last < 0 else last + 1
        return range(end if first < 0 else first, end)

    def _shown(self) -> Shown:
        """Say what stands out now."""
        editing = self._editing
        block = self._block_rect(self._selection.block)
        others = tuple(map(self._block_rect, self._selection.others))
        focused = self.window().focusWidget()
        is_focused = focused is self or focused is editing.editor
        edited = None if editing.place is None else editing.editor.box
        runs, is_hint_refused = editing.hint_at_rest(self._selection.active)
        hint_at = None
        if runs and edited is not None and not is_hint_refused:
            runs = (*runs, *self._fill_hint())
        if runs:
            cell = edited or self.inner_rect(self._selection.active)
            hint_at = self._overlay.hint.place(cell, runs, self.viewport().rect())
        return Shown(
            block,
            others,
            is_focused,
            edited,
            editing.is_refused,
            hint_at,
            runs,
            is_hint_refused,
            tuple(map(self._block_rect, self._transfer.copied)),
            self._drawn_block(),
        )

    def _drawn_block(self) -> QRect:
        """Return the box that a fill is drawn over; empty while there is none."""
        return QRect()

    def _fill_hint(self) -> tuple[Run, ...]:
        """Say how to fill the other selected cells with the text that is typed."""
        if self._selection.is_single:
            return ()
        shown = self.shown_columns
        cells = sum(1 for place in self._selection.cells() if place[1] in shown)
        return (Run("   ·   "), Run("Ctrl+Enter", Tone.STRONG), Run(f" fills {cells} cells"))

    def _cell_in_view(self, place: Place) -> QRect:
        """Return a cell's box in the view's own pixels."""
        return self.inner_rect(place).translated(self.viewport().pos())

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        """Show the frame of a grid that has the focus."""
        super().focusInEvent(event)
        self._repaint_selections(self._selection)

    def focusOutEvent(self, event: QFocusEvent, /) -> None:
        """Show the frame of a grid that has not."""
        super().focusOutEvent(event)
        self._repaint_selections(self._selection)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Share the width out anew."""
        super().resizeEvent(event)
        self._lay_out()
        if self._grid.rowCount():
            self.scrollTo(self._grid.index(*self._selection.extent))

    def updateGeometries(self) -> None:
        """Keep the corner over the gutter's head."""
        super().updateGeometries()
        self._corner.setGeometry(0, 0, self._gutter.width(), self._head.height())

    def _lay_out(self) -> None:
        """Show the columns that there is width for, and share the width out."""
        spec = self._grid.spec
        needs = tuple(
            Need(one.key, one.group, self._need(at)) for at, one in enumerate(spec.columns)
        )
        asked = (needs, self.viewport().width(), self._gutter.length(), self._off, self._pinned)
        if asked == self._laid_out:
            return
        self._laid_out = asked
        width = self.viewport().width()
        chosen = (self._off, self._pinned, self._theme.zoom, self._own_widths)
        shares = share_out(needs, width, spec.hides_first, *chosen)
        self._is_too_wide = sum(share.width for share in shares) > width
        by_key = {share.key: share for share in shares}
        gaps = {}
        for place, column in enumerate(spec.columns):
            share = by_key.get(column.key)
            self.setColumnHidden(place, share is None)
            if share is not None:
                gaps[place] = share.gap
                self.setColumnWidth(place, share.width)
        self._gaps = gaps
        self._head.set_gaps(gaps)
        self._head.viewport().update()
        self.viewport().update()
        self._leave_hidden()
        self._editing.follow(self.inner_rect)
        self.columns_laid_out.emit()

    def _leave_hidden(self) -> None:
        """Go to the nearest column that shows where a selected block has none that does."""
        shown, chosen = self.shown_columns, self._selection
        row, column = chosen.active
        if shown and not all(block.columns_of(shown) for block in chosen.blocks):
            nearest = min(shown, key=partial(_distance, column))
            self.select(chosen.at((row, nearest)), is_followed=False)

    def _need(self, place: int) -> int:
        """Return the width that a column needs with its padding, nothing cut."""
        column = self._grid.spec.columns[place]
        if column.key in self._own_widths:
            return self._theme.px(self._own_widths[column.key])
        least = column.digits * self._delegate.digit
        room = self._delegate.room(column)
        content = self._delegate.at_most(column, self._grid.content_width(place, room))
        content = max(content, self._total_widths.get(column.key, -room) + room)
        return round(max(least, content, self._head.title_width(place))) + self._theme.px(_PADDING)


def _distance(one: int, other: int) -> int:
    return abs(one - other)
