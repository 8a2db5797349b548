"""Where the selection is: an active cell and blocks, moved as a spreadsheet moves them.

Plain values: rows and columns are counted from 0, hidden columns included. Knows no Qt and no noun.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of cells, all four edges included."""

    top: int
    left: int
    bottom: int
    right: int

    def __contains__(self, place: Place) -> bool:
        """Whether a cell lies inside."""
        return self.top <= place[0] <= self.bottom and self.left <= place[1] <= self.right

    @property
    def count(self) -> int:
        """How many cells it has."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    def columns_of(self, shown: Sequence[int]) -> list[int]:
        """Return those of the shown columns that lie inside."""
        return [place for place in shown if self.left <= place <= self.right]


def block_between(one: Place, other: Place) -> Block:
    """Return the block that has the two cells as opposite corners."""
    rows, columns = sorted((one[0], other[0])), sorted((one[1], other[1]))
    return Block(rows[0], columns[0], rows[1], columns[1])


@dataclass(frozen=True, slots=True)
class Selection:
    """The active cell, the far end of the block that is being stretched, and the other blocks.

    The block starts at `anchor`, or at the active cell where that is None.
    """

    active: Place = (0, 0)
    extent: Place = (0, 0)
    others: tuple[Block, ...] = ()
    anchor: Place | None = None

    @property
    def start(self) -> Place:
        """The corner at which the block starts."""
        return self.active if self.anchor is None else self.anchor

    @property
    def block(self) -> Block:
        """The block between where it starts and the far end."""
        return block_between(self.start, self.extent)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks, the one being extended last."""
        return (*self.others, self.block)

    @property
    def is_single(self) -> bool:
        """Whether only the active cell is selected."""
        return self.start == self.extent and not self.others

    def __contains__(self, place: Place) -> bool:
        """Whether a cell is selected."""
        return any(place in block for block in self.blocks)

    def has_row(self, row: int) -> bool:
        """Whether any cell of a row is selected."""
        return any(block.top <= row <= block.bottom for block in self.blocks)

    def whole_rows(self, columns: Sequence[int]) -> tuple[int, ...]:
        """Return the rows, in order, of which every one of these columns is selected."""
        rows = {row for block in self.blocks for row in range(block.top, block.bottom + 1)}
        return tuple(
            row for row in sorted(rows) if all((row, column) in self for column in columns)
        )

    def tinted_in(self, row: int) -> frozenset[int]:
        """Return the selected columns of a row, the active cell left out."""
        columns = {
            column
            for block in self.blocks
            if block.top <= row <= block.bottom
            for column in range(block.left, block.right + 1)
        }
        if row == self.active[0]:
            columns.discard(self.active[1])
        return frozenset(columns)

    def cells(self) -> Iterator[Place]:
        """Walk over all selected cells, each once."""
        seen: set[Place] = set()
        for block in self.blocks:
            for row in range(block.top, block.bottom + 1):
                for column in range(block.left, block.right + 1):
                    if (row, column) not in seen:
                        seen.add((row, column))
                        yield row, column

    def clipped(self, rows: int) -> Selection:
        """Return the same selection inside a grid of so many rows."""
        last = max(rows - 1, 0)
        others = tuple(
            Block(one.top, one.left, min(one.bottom, last), one.right)
            for one in self.others
            if one.top <= last
        )
        anchor = None if self.anchor is None else _above(self.anchor, last)
        return Selection(_above(self.active, last), _above(self.extent, last), others, anchor)

    def at(self, place: Place) -> Selection:
        """Return the selection of one cell."""
        return Selection(place, place)

    def extended_to(self, place: Place) -> Selection:
        """Return this selection with the block stretched to a cell."""
        return replace(self, extent=place)

    def with_another(self, place: Place) -> Selection:
        """Return this selection with a further block that starts at a cell."""
        return Selection(place, place, self.blocks)

    def stretched(self, start: Place, end: Place, *, is_added: bool = False) -> Selection:
        """Return the selection of a block; the active cell stays where it lies inside."""
        active = self.active if self.active in block_between(start, end) else start
        return Selection(active, end, self.blocks if is_added else (), start)

    def moved(
        self, by: Place, rows: int, columns: Sequence[int], *, is_extending: bool
    ) -> Selection:
        """Return the selection after an arrow key: the active cell moves, or with Shift the end.

        `columns` are the shown columns; steps past an edge stop there.
        """
        start = self.extent if is_extending else self.active
        at = columns.index(start[1]) if start[1] in columns else 0
        row = min(max(start[0] + by[0], 0), max(rows - 1, 0))
        place = (row, columns[min(max(at + by[1], 0), len(columns) - 1)])
        return self.extended_to(place) if is_extending else self.at(place)

    def cycled(self, by: Place, columns: Sequence[int]) -> Selection:
        """Return the selection with the active cell moved inside it, as Enter and Tab do."""
        cells: list[Place] = []
        for block in self.blocks:
            across, down = block.columns_of(columns), range(block.top, block.bottom + 1)
            if by[1]:
                cells += [(row, column) for row in down for column in across]
            else:
                cells += [(row, column) for column in across for row in down]
        if self.active not in cells:
            return self
        at = cells.index(self.active) + by[0] + by[1]
        return replace(self, active=cells[at % len(cells)], anchor=self.start)


def jump(
    start: Place,
    by: Place,
    rows: int,
    columns: Sequence[int],
    is_blank: Callable[[Place], bool],
) -> Place:
    """Return where Ctrl and an arrow lead: the edge of filled cells, else the next filled cell.

    `by` is one step; `columns` are the shown columns, the one of `start` among them.
    """
    line: list[Place]
    if by[1]:
        line = [(start[0], column) for column in columns]
    else:
        line = [(row, start[1]) for row in range(rows)]
    if min(by) < 0:
        line.reverse()
    ahead = line[line.index(start) :]
    if len(ahead) == 1:
        return start
    if is_blank(start) or is_blank(ahead[1]):
        return next((place for place in ahead[1:] if not is_blank(place)), ahead[-1])
    last = start
    for place in ahead:
        if is_blank(place):
            break
        last = place
    return last


def _above(place: Place, last: int) -> Place:
    return min(place[0], last), place[1]
