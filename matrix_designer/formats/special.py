"""Which lines are duplicates, and which were given back: only rows that may be some are fetched.

Knows how to find candidates in SQL by keys; the matching of returns is a pure function beside it.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from matrix_designer.core.evidence import Ints
from matrix_designer.formats.database import create, select, subquery
from matrix_designer.formats.returns import NO_DAY, NO_ORDER, Lines, match_returns
from matrix_designer.formats.set_aside import DUPLICATE, GIVEN_BACK, Amounts, has_returns
from matrix_designer.formats.staging import BLANK_ORDERS, Stage

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Keys = npt.NDArray[np.uint32] | npt.NDArray[np.uint64]
_HAS_ORDER = f"ro_key NOT IN {BLANK_ORDERS}"
_RO_KEY = f"CASE WHEN {_HAS_ORDER} THEN CAST(ro_key >> 1 AS BIGINT) ELSE {NO_ORDER} END"
_DAY = f"coalesce(date_diff('day', DATE '1970-01-01', day), {NO_DAY})"
NOT_SPECIAL = "CAST(NULL AS TINYINT) AS special"
_OPEN = "early IS NULL AND special IS NULL"


@dataclass(frozen=True, slots=True)
class Special:
    """Whether any row is special; if so, how those rows are joined."""

    has_any: bool

    def join(self, rows: str) -> str:
        """Return SQL that joins `p.special` to rows, where any is special."""
        return f"LEFT JOIN special_rows p ON {rows}.file_row_number = p.row" if self.has_any else ""

    def joined(self, amounts: Amounts) -> str:
        """Return the amounts with `special`: DUPLICATE, GIVEN_BACK or NULL."""
        special = "p.special" if self.has_any else NOT_SPECIAL
        return subquery(["a.*", special], f"{amounts.relation} a {self.join('a')}")


def find_special(connection: DuckDBPyConnection, stage: Stage, amounts: Amounts) -> Special:
    """Find the rows that repeat an earlier one and those that were given back."""
    rows = [(row, DUPLICATE) for row in duplicates(connection, stage, amounts)]
    found = make_special(connection, rows)
    if has_returns(stage, amounts.judged):
        rows += [
            (row, GIVEN_BACK)
            for row in given_back(
                connection, found.joined(amounts), has_orders="ro" in stage.fields
            )
        ]
        found = make_special(connection, rows)
    return found


def make_special(connection: DuckDBPyConnection, rows: list[tuple[int, int]]) -> Special:
    """Make the table of the special rows, if there are any."""
    if rows:
        create(connection, "special_rows", {"row": "BIGINT", "special": "TINYINT"}, rows)
    return Special(bool(rows))


def duplicates(connection: DuckDBPyConnection, stage: Stage, amounts: Amounts) -> list[int]:
    """Return the rows that repeat an earlier line of the same repair order, amounts as numbers.

    The upper halves of all keys are sorted as plain numbers, which is far cheaper than grouping
    them; whole keys are looked at only where a half comes twice, lines only where a whole key
    does, and only then for their repair order.
    """
    if "ro" not in stage.fields:
        return []
    key, lines = "line_key", stage.relation
    if stage.odd:
        read = ", ".join(f"{field}_read" for field in sorted(stage.odd))
        key, lines = f"hash(line_key, {read})", amounts.relation
    half = f"CAST({key} >> 32 AS UINTEGER)"
    halves = _repeated(_fetched(connection, select([f"{half} AS key"], lines), np.uint32))
    if not halves.size:
        return []
    _keep_keys(connection, "repeated_halves", halves)
    among = f"WHERE {half} IN {subquery(['key'], 'repeated_halves')}"
    keys = _repeated(_fetched(connection, select([f"{key} AS key"], lines, among), np.uint64))
    if not keys.size:
        return []
    _keep_keys(connection, "repeated_keys", keys)
    rows = connection.execute(
        select(
            ["file_row_number"],
            f"{amounts.relation} a JOIN repeated_keys r ON {key} = r.key",
            f"WHERE early IS NULL AND {_HAS_ORDER} QUALIFY row_number() OVER "
            "(PARTITION BY r.key ORDER BY file_row_number) > 1",
        )
    ).fetchall()
    return [row for (row,) in rows]


def _fetched(connection: DuckDBPyConnection, sql: str, kind: type[np.unsignedinteger]) -> Keys:
    """Return the column `key` of a query."""
    return np.asarray(connection.execute(sql).fetchnumpy()["key"], kind)


def _keep_keys(connection: DuckDBPyConnection, name: str, keys: Keys) -> None:
    """Keep keys as a table of their own."""
    connection.register("incoming", {"key": keys})
    _keep(connection, name, select(["key"], "incoming"))
    connection.unregister("incoming")


def _repeated(keys: Keys) -> Keys:
    """Return the keys that come more than once.

    They are sorted in two threads: the numbers below and above the middle of all.
    """
    middle = keys.dtype.type(1 << (8 * keys.itemsize - 1))

    def repeated_in(*, is_low: bool) -> Keys:
        part = keys[(keys < middle) == is_low]
        part.sort()
        return np.unique(part[1:][part[1:] == part[:-1]])

    with ThreadPoolExecutor(2, thread_name_prefix="sort-keys") as pool:
        low = pool.submit(repeated_in, is_low=True)
        high = pool.submit(repeated_in, is_low=False)
        return np.concatenate([low.result(), high.result()])


def given_back(connection: DuckDBPyConnection, amounts: str, *, has_orders: bool) -> list[int]:
    """Return the rows of sales that a later return gives back."""
    ro = _RO_KEY if has_orders else "CAST(0 AS BIGINT)"
    columns = [f"{ro} AS ro", f"{_DAY} AS day", "file_row_number AS row"]
    keys = ["part_key", "-quantity_amount AS quantity", "abs(unit_sold) AS price"]
    is_return = f"{_OPEN} AND quantity_amount < 0 AND unit_sold IS NOT NULL"
    _keep(connection, "returned", select([*columns, *keys], amounts, f"WHERE {is_return}"))
    groups = subquery(["DISTINCT part_key, quantity, price"], "returned")
    _keep(connection, "returned_groups", select(["*", "row_number() OVER () AS number"], groups))
    same = "USING (part_key, quantity, price)"
    returns = _lines(
        connection,
        select(["row", "number", "ro", "day"], f"returned JOIN returned_groups {same}"),
    )
    if not returns.row.size:
        return []
    match = (
        f"{amounts} l JOIN returned_groups g ON l.part_key = g.part_key "
        "AND l.quantity_amount = g.quantity AND abs(l.unit_sold) = g.price"
    )
    sales = _lines(connection, select([*columns, "g.number AS number"], match, f"WHERE {_OPEN}"))
    matched = match_returns(returns, sales, is_newest_first=_runs_back(returns, sales))
    return [int(row) for row in matched]


def _keep(connection: DuckDBPyConnection, name: str, query: str) -> None:
    """Keep a result as a table."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")


def _lines(connection: DuckDBPyConnection, sql: str) -> Lines:
    found = connection.execute(sql).fetchnumpy()
    row, group, ro, day = (
        np.asarray(found[name], np.int64) for name in ("row", "number", "ro", "day")
    )
    return Lines(row, group, ro, day)


def _runs_back(returns: Lines, sales: Lines) -> bool:
    """Tell whether the file runs from its newest day to its oldest."""
    rows: Ints = np.concatenate([returns.row, sales.row])
    days: Ints = np.concatenate([returns.day, sales.day])
    dated = days != NO_DAY
    if not dated.any():
        return False
    ordered = days[dated][np.argsort(rows[dated])]
    return bool(ordered[0] > ordered[-1])
