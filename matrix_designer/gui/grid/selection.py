"""Where the selection is: an active cell and blocks, moved as a spreadsheet moves them.

Plain values: rows and columns are counted from 0, hidden columns included. Knows no Qt and no noun.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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


def block_between(one: Place, other: Place) -> Block:
    """Return the block that has the two cells as opposite corners."""
    rows, columns = sorted((one[0], other[0])), sorted((one[1], other[1]))
    return Block(rows[0], columns[0], rows[1], columns[1])


@dataclass(frozen=True, slots=True)
class Selection:
    """The active cell, the far end of the block that it anchors, and the other blocks."""

    active: Place = (0, 0)
    extent: Place = (0, 0)
    others: tuple[Block, ...] = ()

    @property
    def block(self) -> Block:
        """The block between the active cell and the far end."""
        return block_between(self.active, self.extent)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks, the one being extended last."""
        return (*self.others, self.block)

    @property
    def is_single(self) -> bool:
        """Whether only the active cell is selected."""
        return self.active == self.extent and not self.others

    def __contains__(self, place: Place) -> bool:
        """Whether a cell is selected."""
        return any(place in block for block in self.blocks)

    def has_row(self, row: int) -> bool:
        """Whether any cell of a row is selected."""
        return any(block.top <= row <= block.bottom for block in self.blocks)

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
        return Selection(_above(self.active, last), _above(self.extent, last), others)

    def at(self, place: Place) -> Selection:
        """Return the selection of one cell."""
        return Selection(place, place)

    def extended_to(self, place: Place) -> Selection:
        """Return this selection with the block stretched to a cell."""
        return replace(self, extent=place)

    def with_another(self, place: Place) -> Selection:
        """Return this selection with a further block that starts at a cell."""
        return Selection(place, place, self.blocks)

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


def _above(place: Place, last: int) -> Place:
    return min(place[0], last), place[1]
