"""Which lines are duplicates, and which were given back: only rows that may be some are fetched.

Knows how to find candidates in SQL by keys; the matching of returns is a pure function beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matrix_designer.core.evidence import Ints
from matrix_designer.formats.database import create, select, subquery
from matrix_designer.formats.returns import NO_DAY, Lines, match_returns
from matrix_designer.formats.set_aside import DUPLICATE, GIVEN_BACK, Amounts, has_returns
from matrix_designer.formats.staging import Stage

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_RO_KEY = "CAST(coalesce(ro_key, 0) >> 1 AS BIGINT)"
_DAY = f"coalesce(date_diff('day', DATE '1970-01-01', day), {NO_DAY})"
_OPEN = "early IS NULL AND special IS NULL"


def find_special(connection: DuckDBPyConnection, stage: Stage, amounts: Amounts) -> str:
    """Return the amounts with `special`: DUPLICATE, GIVEN_BACK or NULL."""
    rows = [(row, DUPLICATE) for row in _duplicates(connection, stage, amounts)]
    if has_returns(stage, amounts.judged):
        with_duplicates = _joined(connection, amounts, rows)
        rows += [(row, GIVEN_BACK) for row in _given_back(connection, stage, with_duplicates)]
    return _joined(connection, amounts, rows)


def _joined(connection: DuckDBPyConnection, amounts: Amounts, rows: list[tuple[int, int]]) -> str:
    """Return the amounts with the special rows joined, if there are any."""
    if not rows:
        return subquery(["*", "CAST(NULL AS TINYINT) AS special"], amounts.relation)
    create(connection, "special_rows", {"row": "BIGINT", "special": "TINYINT"}, rows)
    join = f"{amounts.relation} a LEFT JOIN special_rows p ON a.file_row_number = p.row"
    return subquery(["a.*", "p.special"], join)


def _duplicates(connection: DuckDBPyConnection, stage: Stage, amounts: Amounts) -> list[int]:
    """Return the rows that repeat an earlier line of the same repair order, amounts as numbers.

    The keys of all lines are sorted as plain numbers, which is far cheaper than grouping them;
    lines are looked at only where a key comes twice.
    """
    if "ro" not in stage.fields:
        return []
    key, lines = "line_key", stage.relation
    if stage.odd:
        read = ", ".join(f"{field}_read" for field in sorted(stage.odd))
        key = f"CASE WHEN line_key IS NOT NULL THEN hash(line_key, {read}) END"
        lines = amounts.relation
    found = connection.execute(
        select([f"{key} AS key"], lines, "WHERE line_key IS NOT NULL")
    ).fetchnumpy()
    keys = np.asarray(found["key"], np.uint64)
    keys.sort()
    repeated = np.unique(keys[1:][keys[1:] == keys[:-1]])
    if not repeated.size:
        return []
    create(connection, "repeated_keys", {"key": "UBIGINT"}, [(int(key),) for key in repeated])
    rows = connection.execute(
        select(
            ["file_row_number"],
            f"{amounts.relation} a JOIN repeated_keys r ON {key} = r.key",
            "WHERE early IS NULL QUALIFY row_number() OVER "
            "(PARTITION BY r.key ORDER BY file_row_number) > 1",
        )
    ).fetchall()
    return [row for (row,) in rows]


def _given_back(connection: DuckDBPyConnection, stage: Stage, amounts: str) -> list[int]:
    """Return the rows of sales that a later return gives back."""
    ro = _RO_KEY if "ro" in stage.fields else "CAST(0 AS BIGINT)"
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
