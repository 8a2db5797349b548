"""Rows of texts with their heads, as a grid of texts shows them, and the model over them.

Knows texts only. Everything is worked out before it is shown; the model looks up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Place = tuple[int, int]
"""Row and column, from 0."""
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_Role = Qt.ItemDataRole


class RowLook(Enum):
    """How a row is written; one aside keeps to no columns, a quiet one is data in muted ink."""

    DATA = "data"
    HEADER = "header"
    ASIDE = "aside"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head: `over` says what it is taken for, `title` what the file calls it.

    `width` is in digits, 0 for as wide as its texts; a quiet column is written in muted ink.
    """

    title: str
    over: str = ""
    is_right: bool = False
    is_quiet: bool = False
    width: int = 0
    tip: str = ""


@dataclass(frozen=True, slots=True)
class TextRows:
    """What a grid of texts shows.

    `labels` stand in the gutter, one a row. `marks` are cells that cannot be read, `reasons`
    says why for some of them. `looks` has the rows that are not plain data. A row may be shorter
    than there are heads.
    """

    heads: tuple[Head, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    labels: tuple[str, ...] = ()
    marks: frozenset[Place] = frozenset()
    reasons: Mapping[Place, str] = field(default_factory=dict)
    looks: Mapping[int, RowLook] = field(default_factory=dict)


class TextModel(QAbstractTableModel):
    """Rows of texts for a view and for screen readers."""

    def __init__(self, parent: QObject, *, is_by_row: bool = False) -> None:
        """Start without rows; `is_by_row`: headers among them cannot be chosen."""
        super().__init__(parent)
        self.rows = TextRows()
        self._is_by_row = is_by_row

    def show_rows(self, rows: TextRows) -> None:
        """Take other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def text(self, row: int, column: int) -> str:
        """Return a cell's text; '' beyond the end of a short row."""
        cells = self.rows.rows[row]
        return cells[column] if column < len(cells) else ""

    def look(self, row: int) -> RowLook:
        """Return how a row is written."""
        return self.rows.looks.get(row, RowLook.DATA)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Say which cells can be gone to."""
        if self._is_by_row and self.look(index.row()) is RowLook.HEADER:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows.rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.rows.heads)

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> object:
        """Return a cell's text, or what a screen reader and a tooltip say of it."""
        place = index.row(), index.column()
        if role == _Role.DisplayRole:
            return self.text(*place)
        if role == _Role.ToolTipRole:
            return self.rows.reasons.get(place)
        if role == _Role.AccessibleDescriptionRole:
            head = self.rows.heads[place[1]]
            said = [head.over, head.title, "cannot be read" if place in self.rows.marks else ""]
            return ", ".join(filter(None, [*said, self.rows.reasons.get(place, "")]))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> object:
        """Return a head, or a row's label."""
        if orientation == Qt.Orientation.Vertical:
            return self.rows.labels[section] if role == _Role.DisplayRole else None
        if section >= len(self.rows.heads):
            return None
        head = self.rows.heads[section]
        if role == _Role.DisplayRole:
            return ": ".join(filter(None, [head.over, head.title]))
        return head.tip or None if role == _Role.ToolTipRole else None
