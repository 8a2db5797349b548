"""Prepared rows behind Qt's model interface: made when a row changes, looked up when painted.

Knows column specs and Qt's roles; it does not know the rows' noun or how a cell is painted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from matrix_designer.gui.grid.blocks import Refused, following
from matrix_designer.gui.grid.columns import Align, Cell, GridSpec, RowHead
from matrix_designer.gui.grid.selection import Place
from matrix_designer.gui.plain_tip import plain_tip

Measure = Callable[[Cell], float]
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ITEM = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_EDITABLE = _ITEM | Qt.ItemFlag.ItemIsEditable


@dataclass(frozen=True, slots=True)
class PreparedRow:
    """Everything that painting one row looks up; `widths` are the texts' widths in pixels.

    `words` says which cells show words where their column shows numbers, `spills` whether a
    text runs on over cells beside its own.
    """

    cells: tuple[Cell, ...]
    widths: tuple[float, ...]
    words: tuple[bool, ...]
    head: RowHead
    is_sunken: bool
    spills: bool = False


class GridModel(QAbstractTableModel):
    """Rows of one noun under the columns of a spec.

    `cells_exchanged(rows, is_as_wide)`: these rows show something else, told once after all of
    them, and whether every text is as wide as before; `head_exchanged(row)`: the gutter shows
    something else beside a row.
    """

    cells_exchanged = Signal(object, bool)
    head_exchanged = Signal(int)

    def __init__(
        self, spec: GridSpec[Any], measure: Measure, parent: QObject | None = None
    ) -> None:
        """Start without rows; `measure` says how wide a cell's content is in pixels."""
        super().__init__(parent)
        self._spec = spec
        self._measure = measure
        self._rows: list[Any] = []
        self._made_of: list[Any] = []
        self._prepared: list[PreparedRow] = []
        self._refused: dict[Place, Refused] = {}
        self._widest: dict[tuple[int, float], float] = {}

    @property
    def spec(self) -> GridSpec[Any]:
        """The columns."""
        return self._spec

    @property
    def rows(self) -> Sequence[Any]:
        """The nouns as they were given."""
        return self._rows

    def prepared(self, row: int) -> PreparedRow:
        """Return what painting a row looks up."""
        return self._prepared[row]

    def cell(self, place: Place) -> Cell:
        """Return one prepared cell."""
        return self._prepared[place[0]].cells[place[1]]

    def content_width(self, column: int, room: float) -> float:
        """Return the width of the widest cell of a column; words take the numbers' room too."""
        if (column, room) not in self._widest:
            self._widest[column, room] = max(
                (row.widths[column] + (0 if row.words[column] else room) for row in self._prepared),
                default=0.0,
            )
        return self._widest[column, room]

    def set_spec(self, spec: GridSpec[Any], measure: Measure) -> None:
        """Take other columns or another look; all rows are prepared anew."""
        self.beginResetModel()
        self._spec, self._measure = spec, measure
        self._prepared = [self._prepare(row) for row in self._rows]
        self._made_of = list(self._rows)
        self._widest.clear()
        self._refused.clear()
        self.endResetModel()

    def hold(self, rows: Sequence[Any]) -> bool:
        """Edit these nouns in the rows that there are, which show them after `set_rows`.

        Returns whether that could be: not where rows come or go.
        """
        if len(rows) != len(self._rows):
            return False
        self._rows = list(rows)
        return True

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Take other rows; only those that differ are prepared, and their other cells told."""
        old, new = self._made_of, list(rows)
        shorter = min(len(old), len(new))
        same = _count_same(old, new)
        tail = min(_count_same(reversed(old), reversed(new)), shorter - same)
        middle = shorter - same - tail
        self._move_refused(old, new, same + middle)
        self._resize(same + middle, len(new) - len(old), new)
        self._rows = new
        self._exchange(same, new[same : same + middle])

    def refusal(self, place: Place) -> Refused | None:
        """Return the text that stays unread in a cell, if there is one."""
        return self._refused.get(place)

    def refused_in(self, row: int) -> dict[int, str]:
        """Return the texts that stay unread in a row, by column."""
        return {place[1]: one.text for place, one in self._refused.items() if place[0] == row}

    def refuse(self, place: Place, text: str, reason: str) -> None:
        """Keep a text that cannot be read in its cell, with its reason."""
        self._refused[place] = Refused(text, reason)
        self._tell(place[0], range(self.columnCount()))

    @property
    def refused_count(self) -> int:
        """How many cells show a text that cannot be read."""
        return len(self._refused)

    def forget_refusals(self, places: Iterable[Place] | None = None) -> bool:
        """Show the own texts of these cells again, or of all; returns whether any was refused."""
        found = self._refused.keys() & set(self._refused if places is None else places)
        for place in found:
            self.forget_refusal(place)
        return bool(found)

    def forget_refusal(self, place: Place) -> bool:
        """Show the cell's own text again; returns whether there was another."""
        if self._refused.pop(place, None) is None:
            return False
        self._tell(place[0], range(self.columnCount()))
        return True

    def edit_text(self, place: Place) -> str | None:
        """Return the text that editing a cell starts from; None where it cannot be edited."""
        column = self._spec.columns[place[1]]
        if column.edit_text is None:
            return None
        refused = self._refused.get(place)
        own = column.edit_text(self._rows[place[0]])
        return refused.text if refused is not None and own is not None else own

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return the number of columns, hidden ones included."""
        return 0 if parent.isValid() else len(self._spec.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Say whether a cell can be edited."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        place = (index.row(), index.column())
        return _ITEM if self.edit_text(place) is None else _EDITABLE

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Look a cell up in the role that Qt asks for."""
        if not index.isValid():
            return None
        place = (index.row(), index.column())
        look = _LOOKS.get(role)
        return None if look is None else look(self, place)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Name a column or a row."""
        role = Qt.ItemDataRole(role)
        if orientation is Qt.Orientation.Horizontal:
            column = self._spec.columns[section]
            if role is Qt.ItemDataRole.DisplayRole:
                return column.title
            spoken = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
            return column.name if role in spoken else None
        head = self._prepared[section].head
        return {
            Qt.ItemDataRole.DisplayRole: head.text,
            Qt.ItemDataRole.AccessibleTextRole: head.spoken,
            Qt.ItemDataRole.ToolTipRole: plain_tip(head.note) or None,
            Qt.ItemDataRole.AccessibleDescriptionRole: head.note or None,
        }.get(role)

    def shown_text(self, place: Place) -> str:
        """Return what stands in a cell: the refused text where there is one."""
        refused = self._refused.get(place)
        return self.cell(place).text if refused is None else refused.text

    def spoken_name(self, place: Place) -> str:
        """Return how a screen reader names a cell."""
        head = self._prepared[place[0]].head
        column = self._spec.columns[place[1]]
        return f"{head.spoken}, {column.name}: {self.shown_text(place) or 'empty'}"

    def description(self, place: Place) -> str:
        """Return what else is to be said of a cell."""
        refused = self._refused.get(place)
        parts = [
            f"refused: {refused.reason}" if refused is not None else "",
            self.cell(place).note,
            "can be edited" if self.edit_text(place) is not None else "",
        ]
        return ". ".join(part.rstrip(".") for part in parts if part)

    def tooltip(self, place: Place) -> str | None:
        """Return why a text is refused, or the cell's note."""
        refused = self._refused.get(place)
        text = self.cell(place).note if refused is None else refused.reason
        return plain_tip(text) or None

    def alignment(self, place: Place) -> Qt.AlignmentFlag:
        """Return where a column's texts stand."""
        is_left = self._spec.columns[place[1]].align is Align.LEFT
        side = Qt.AlignmentFlag.AlignLeft if is_left else Qt.AlignmentFlag.AlignRight
        return side | Qt.AlignmentFlag.AlignVCenter

    def _prepare(self, row: Any, before: PreparedRow | None = None) -> PreparedRow:
        """Prepare a row; a cell that is as before is the same object, not measured again."""
        cells = tuple(column.cell(row) for column in self._spec.columns)
        if before is None:
            widths = tuple(map(self._measure, cells))
        else:
            pairs = zip(cells, before.cells, strict=True)
            cells = tuple(old if old == cell else cell for cell, old in pairs)
            widths = tuple(
                width if cell is old else self._measure(cell)
                for cell, old, width in zip(cells, before.cells, before.widths, strict=True)
            )
        words = tuple(cell.is_word for cell in cells)
        spills = any(cell.spills for cell in cells)
        head, is_sunken = self._spec.head(row), self._spec.is_sunken(row)
        return PreparedRow(cells, widths, words, head, is_sunken, spills)

    def _move_refused(self, old: list[Any], new: list[Any], at: int) -> None:
        """Keep unread texts in their rows where rows come, go or change places."""
        noun, by = self._spec.noun, len(new) - len(old)
        if not self._refused:
            return
        if noun is not None:
            self._refused = following(self._refused, list(map(noun, old)), list(map(noun, new)))
        elif by:
            gone = max(-by, 0)
            self._refused = {
                (row if row < at else row + by, column): refused
                for (row, column), refused in self._refused.items()
                if not at <= row < at + gone
            }

    def _resize(self, at: int, by: int, new: list[Any]) -> None:
        """Insert or remove rows at a place."""
        if by:
            self._widest.clear()
        if by > 0:
            self.beginInsertRows(_ROOT, at, at + by - 1)
            self._rows[at:at] = self._made_of[at:at] = new[at : at + by]
            self._prepared[at:at] = [self._prepare(row) for row in new[at : at + by]]
            self.endInsertRows()
        elif by < 0:
            self.beginRemoveRows(_ROOT, at, at - by - 1)
            del self._rows[at : at - by], self._made_of[at : at - by]
            del self._prepared[at : at - by]
            self.endRemoveRows()

    def _exchange(self, start: int, rows: list[Any]) -> None:
        """Prepare the rows that differ, then tell what each shows otherwise."""
        changes: list[tuple[int, list[int]]] = []
        is_as_wide = True
        for place, row in enumerate(rows, start):
            if _is_same(self._made_of[place], row):
                continue
            old = self._prepared[place]
            new = self._prepare(row, old)
            self._made_of[place], self._prepared[place] = row, new
            is_as_wide &= (new.widths, new.words) == (old.widths, old.words)
            is_as_wide &= (new.head.text, new.head.icon) == (old.head.text, old.head.icon)
            if new.head._replace(note="") != old.head._replace(note=""):
                self.head_exchanged.emit(place)
            is_whole = new.is_sunken != old.is_sunken
            if is_whole:
                self.head_exchanged.emit(place)
            pairs = zip(old.cells, new.cells, strict=True)
            columns = [at for at, (a, b) in enumerate(pairs) if is_whole or a is not b]
            if columns:
                changes.append((place, columns))
        if not is_as_wide:
            self._widest.clear()
        if not changes:
            return
        for place, columns in changes:
            self._tell(place, columns)
        self.cells_exchanged.emit([place for place, _ in changes], is_as_wide)

    def _tell(self, row: int, columns: Iterable[int]) -> None:
        """Tell of cells one by one: of a run of them the view would repaint the neighbours too."""
        for column in columns:
            cell = self.createIndex(row, column)
            self.dataChanged.emit(cell, cell)


def _is_same(one: Any, other: Any) -> bool:
    return one is other or one == other


def _count_same(old: Iterable[Any], new: Iterable[Any]) -> int:
    """Return how many rows are the same from the first on."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one is not other and one != other:
            break
        count += 1
    return count


_LOOKS: dict[int, Callable[[GridModel, Place], object]] = {
    Qt.ItemDataRole.DisplayRole: GridModel.shown_text,
    Qt.ItemDataRole.EditRole: GridModel.edit_text,
    Qt.ItemDataRole.ToolTipRole: GridModel.tooltip,
    Qt.ItemDataRole.AccessibleTextRole: GridModel.spoken_name,
    Qt.ItemDataRole.AccessibleDescriptionRole: GridModel.description,
    Qt.ItemDataRole.TextAlignmentRole: GridModel.alignment,
}
