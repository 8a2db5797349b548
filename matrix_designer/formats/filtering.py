"""A history summed anew from a part of its lines.

Knows the index of a file of lines and sums; it does not know who chooses the part.
"""

from __future__ import annotations

import datetime as dt
import threading
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import MISSING, SET_ASIDE_REASONS, Ints, Sales, SalesRows, Tally
from matrix_designer.core.filters import FILTERED, Filters
from matrix_designer.core.query import Where
from matrix_designer.formats.database import (
    SILENT,
    Watch,
    database,
    disk_failures_told,
    run,
    select,
)
from matrix_designer.formats.line_index import DistinctRows, LineIndex, make_line_index
from matrix_designer.formats.line_queries import where_sql
from matrix_designer.formats.lines_failures import readable_lines
from matrix_designer.formats.part_rows import rows_of_some
from matrix_designer.formats.scratch import scratch_folder
from matrix_designer.formats.set_aside import MARKS, REASON_CODES
from matrix_designer.formats.staging import GROUPED

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LARGEST = 2.0**62
"""What a sum must stay under: half of what 64 bits hold."""
Flags = npt.NDArray[np.bool_]


class HistoryFilter:
    """Sums parts of one history, from any thread, over one index until it is closed."""

    def __init__(self, sales: Sales) -> None:
        """Make nothing yet; `sales` are the whole history, with its file of lines.

        Raises MatrixDesignerError where they have none.
        """
        if sales.lines_file is None:
            raise MatrixDesignerError(
                "Only a history whose single lines were kept can be filtered",
                sales.name,
                "Import the sales again",
            )
        self._sales = sales
        self._lines = Path(sales.lines_file)
        self._lock = threading.Lock()
        self._stack = ExitStack()
        self._open: tuple[DuckDBPyConnection, LineIndex] | None = None

    @property
    def sales(self) -> Sales:
        """The whole history."""
        return self._sales

    def choices(self, watch: Watch = SILENT) -> dict[str, tuple[str, ...]]:
        """Return, for each name among Filters, the texts that the lines have, sorted."""
        with self._lock:
            connection, index = self._prepared(watch)
            found = {}
            with disk_failures_told(index.path.parent):
                for column, name in FILTERED.items():
                    rows = connection.execute(select([f"DISTINCT {column}"], index.relation))
                    found[name] = tuple(sorted(text for (text,) in rows.fetchall()))
            return found

    def sums(self, filters: Filters, watch: Watch = SILENT) -> Sales:
        """Return the history of the lines that pass; with all filters off, the whole as it is.

        Raises CancelledError when the watch stops it.
        """
        if filters.is_off:
            return self._sales
        with self._lock:
            connection, index = self._prepared(watch)
            where = where_sql(Where(filters, None))
            with disk_failures_told(index.path.parent):
                added = _added(connection, index, where, watch)
                parts = _count_parts(connection, index, where, watch)
        return _filtered(self._sales, filters, index, added, parts)

    def close(self) -> None:
        """Remove the index, after the last sum has ended."""
        with self._lock:
            self._open = None
            self._stack.close()

    def _prepared(self, watch: Watch) -> tuple[DuckDBPyConnection, LineIndex]:
        """Return the database and its index, made at the first use."""
        if self._open is not None:
            return self._open
        with ExitStack() as stack:
            folder = stack.enter_context(scratch_folder())
            connection = stack.enter_context(database(folder))
            switched = self._sales.switched_in
            path = folder / "index.parquet"
            with readable_lines(self._lines):
                grain = self._sales.grain
                index = make_line_index(connection, self._lines, switched, path, watch, grain)
            self._stack = stack.pop_all()
        self._open = connection, index
        return self._open


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """What lines add up to by distinct row: equal-length columns, exact."""

    lines: Ints
    pieces: Ints
    cost: Ints
    sold: Ints

    def tally(self, among: Flags | slice) -> Tally:
        """Add up some rows."""
        columns = (self.lines, self.pieces, self.cost, self.sold)
        return Tally(*(_total(column[among]) for column in columns))


def _total(values: Ints) -> int:
    """Add up; raises MatrixDesignerError for sums beyond 64 bits, which no history has."""
    if np.abs(values).sum(dtype=np.float64) > _LARGEST:
        raise MatrixDesignerError(
            "The dollars of this history add up to more than can be believed",
            "",
            "Check the cost and the quantity columns",
        )
    return int(values.sum())


def _added(connection: DuckDBPyConnection, index: LineIndex, where: str, watch: Watch) -> _Sums:
    """Add up the lines that pass."""
    columns = ["id", "count(*) AS lines", "CAST(coalesce(sum(quantity), 0) AS BIGINT) AS pieces"]
    if not index.is_unit_exact:
        columns.append("CAST(coalesce(sum(sold), 0) AS BIGINT) AS sold")
    sql = select(columns, f"{index.relation} l", f"{where} GROUP BY id")
    run(connection, f"CREATE OR REPLACE TEMP TABLE added AS {sql}", watch, 0.0, "Filtering", 0.6)
    found = connection.execute(select(["*"], "added")).fetchnumpy()
    places = np.asarray(found["id"], np.int64)
    rows = index.rows

    def spread(name: str) -> Ints:
        made = np.zeros(len(rows.cost), np.int64)
        made[places] = np.asarray(found[name], np.int64)
        return made

    pieces = spread("pieces")
    sold = rows.unit_sold * pieces if index.is_unit_exact else spread("sold")
    return _Sums(spread("lines"), pieces, rows.cost * pieces, sold)


def _count_parts(connection: DuckDBPyConnection, index: LineIndex, where: str, watch: Watch) -> int:
    """Count the parts of the used lines that pass."""
    used = f"{where} AND why = 0"
    sql = select(["count(DISTINCT part_key) AS parts"], f"{index.relation} l", used)
    run(connection, f"CREATE OR REPLACE TEMP TABLE counted AS {sql}", watch, 0.6, "Filtering", 0.9)
    row = connection.execute(select(["parts"], "counted")).fetchone() or (0,)
    return int(row[0])


def _filtered(whole: Sales, filters: Filters, index: LineIndex, added: _Sums, parts: int) -> Sales:
    reasons = index.rows.reason
    used = slice(0, index.rows.used)
    tallies = {reason: added.tally(reasons == REASON_CODES[reason]) for reason in SET_ASIDE_REASONS}
    return replace(
        _with_rows(whole, index, added),
        lines_read=int(added.lines.sum()),
        used=added.tally(used),
        set_aside=tallies,
        notes=_notes(index.rows, added, is_sold_known=whole.is_sold_known),
        parts=parts,
        first_day=_later(whole.first_day, filters.first_day),
        last_day=_earlier(whole.last_day, filters.last_day),
        filters=filters,
    )


def _with_rows(whole: Sales, index: LineIndex, added: _Sums) -> Sales:
    """Return the history with the distinct used rows of some lines, and the names they have."""
    rows = index.rows
    used, starts = rows.used, rows.starts
    lines = _by_row(added.lines[:used], starts)
    kept = lines > 0
    at = starts[kept]
    columns = {
        "cost": rows.cost[at],
        "list_price": rows.list_price[at],
        "unit_sold": rows.unit_sold[at],
        "quantity": _by_row(added.pieces[:used], starts)[kept],
        "sold": _by_row(added.sold[:used], starts)[kept],
        "lines": lines[kept],
    }
    codes = [column[at] for column in rows.codes]
    if index.kinds is not None:
        kind, part = codes
        return rows_of_some(columns, kind, part, index.kinds, index.parts).of(whole)
    names = {}
    for place, column in enumerate(GROUPED):
        there, codes[place] = np.unique(codes[place], return_inverse=True)
        names[column] = tuple(index.names[column][code] for code in there.tolist())
    source, sale_class, pay_type = codes
    return replace(
        whole,
        rows=SalesRows(source=source, sale_class=sale_class, pay_type=pay_type, **columns),
        sources=names["source"],
        classes=names["class"],
        pay_types=names["pay_type"],
    )


def _by_row(values: Ints, starts: Ints) -> Ints:
    return np.add.reduceat(values, starts) if len(starts) else values[:0]


def _notes(rows: DistinctRows, added: _Sums, *, is_sold_known: bool) -> dict[str, Tally]:
    """Count what is used but noted; notes that nothing has are left out.

    A unit price of 0 is a gift only where the history tells prices: else it stands for none.
    """
    used = rows.reason == 0
    is_told = np.full(len(rows.unit_sold), is_sold_known)
    is_free = rows.unit_sold == 0
    conditions = {
        "missing-list": rows.list_price == MISSING,
        "no-charge": is_told & is_free,
        "under-cost": is_told & ~is_free & (rows.unit_sold < rows.cost),
        **{mark: (rows.marks & bit) != 0 for mark, bit in MARKS.items()},
    }
    tallies = {note: added.tally(used & flags) for note, flags in conditions.items()}
    return {note: tally for note, tally in tallies.items() if tally.lines}


def _later(one: dt.date | None, other: dt.date | None) -> dt.date | None:
    return one if one is None or other is None else max(one, other)


def _earlier(one: dt.date | None, other: dt.date | None) -> dt.date | None:
    return one if one is None or other is None else min(one, other)
