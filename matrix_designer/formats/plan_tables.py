"""What the tables of a plan have in common: a head that is recognised, rows read one by one.

Knows headings and cells; it does not know what a rule or a family is. A row that cannot be read is
left out and named with its line. What is written is text that no spreadsheet runs.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import NumberStyle
from matrix_designer.formats.safe_text import escape_text, unescape_text
from matrix_designer.formats.tables import is_repeated_header
from matrix_designer.formats.text_table import TextTable

Read = TypeVar("Read")
Cells = Mapping[str, str]
"""Field -> the text of its cell."""
_SEARCHED_ROWS = 20
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class PlanReading(Generic[Read]):
    """What the rows of a table say, in order, and what could not be read.

    `unread` are the headings of columns that nothing is known to stand in.
    """

    rows: tuple[Read, ...]
    problems: tuple[str, ...]
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanHead:
    """The columns that a kind of table can have: field -> headings, the one written first.

    `needed` are the fields without which a row of headings is none.
    """

    what: str
    headings: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]

    def find(self, table: TextTable) -> tuple[int, dict[str, int]]:
        """Return the place of the head and the column of each field; raises where none is."""
        field_of = {
            word.casefold(): field for field, words in self.headings.items() for word in words
        }
        for place, row in enumerate(table.rows[:_SEARCHED_ROWS]):
            columns: dict[str, int] = {}
            for at, cell in enumerate(row):
                field = field_of.get(" ".join(cell.replace("\ufeff", "").split()).casefold())
                if field is not None:
                    columns.setdefault(field, at)
            if all(field in columns for field in self.needed):
                return place, columns
        names = " and ".join(self.headings[field][0] for field in self.needed)
        raise MatrixDesignerError(
            f"{table.path.name} has no head of a table of {self.what}",
            "",
            f"Name a column {names}" if len(self.needed) == 1 else f"Name columns {names}",
        )

    def style(
        self, table: TextTable, fields: Iterable[str], wished: NumberStyle | None = None
    ) -> NumberStyle:
        """Return what comma and point mean in some fields; `wished` counts where nothing tells.

        Raises MatrixDesignerError where nothing tells and nothing is wished.
        """
        _, columns = self.find(table)
        found = table.number_style([columns[one] for one in fields if one in columns]) or wished
        if found is None:
            raise MatrixDesignerError(
                f"{table.path.name}: the prices do not tell whether a comma or a point separates "
                "decimals",
                "",
                "Write them with a decimal point and no grouping, such as 1000.00",
            )
        return found

    def read(self, table: TextTable, turn: Callable[[Cells], Read]) -> PlanReading[Read]:
        """Read the rows below the head; a table of which none can be read is refused."""
        at, columns = self.find(table)
        rows: list[Read] = []
        problems: list[str] = []
        for place in range(at + 1, len(table.rows)):
            row = table.rows[place]
            if is_repeated_header(row, table.rows[at]) or not any(cell.strip() for cell in row):
                continue
            try:
                rows.append(turn(_cells(row, columns)))
            except MatrixDesignerError as error:
                problems.append(f"{table.where(place)}: {error.sentence}")
        if not rows:
            told = problems[0] if problems else "It has no row below its head"
            raise MatrixDesignerError(f"{table.path.name} holds no {self.what}", told)
        known = set(columns.values())
        heads = (cell.strip() for place, cell in enumerate(table.rows[at]) if place not in known)
        return PlanReading(tuple(rows), tuple(_told(problems)), tuple(filter(None, heads)))


def _cells(row: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    return {
        field: unescape_text(row[at].strip()) if at < len(row) else ""
        for field, at in columns.items()
    }


def _told(problems: Sequence[str]) -> Iterator[str]:
    yield from problems[:_MOST_TOLD]
    if (more := len(problems) - _MOST_TOLD) > 0:
        yield f"and {more:,} more rows"


def plan_csv(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write a table as CSV in UTF-8 with a mark in front, which spreadsheets ask for."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows(map(_harmless, rows))
    return made.getvalue().encode("utf-8-sig")


def plan_workbook(
    title: str, heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: Iterable[str] = ()
) -> bytes:
    """Write a table as a workbook of one sheet; columns of `numbers` hold numbers."""
    from matrix_designer.formats.workbook_writer import Sheet, write_workbook

    places = frozenset(heads.index(head) for head in numbers)
    return write_workbook((Sheet(title, (heads, *map(_harmless, rows)), places),))


def plan_table(
    path: Path,
    title: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    numbers: Iterable[str] = (),
) -> bytes:
    """Write a table as what the name of its file asks for: a workbook, else CSV."""
    if path.suffix.casefold() == ".xlsx":
        return plan_workbook(title, heads, rows, numbers)
    return plan_csv(heads, rows)


def _harmless(row: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(escape_text, row))
