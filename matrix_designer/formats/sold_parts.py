"""Sold parts found by number or description in a file of single sales lines.

One query with a limit; it reads what the import wrote and changes nothing. To open a database
takes longer than to search a year of lines, so that a finder keeps the one that it has opened.
"""

from __future__ import annotations

import threading
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

from matrix_designer.core.sold_part import FoundParts, SoldPart
from matrix_designer.formats.database import SILENT, Watch, database, quoted, run, select
from matrix_designer.formats.scratch import scratch_folder

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LIMIT = 50
_MOST_WORDS = 8
_LATEST = "((coalesce(day, DATE '1970-01-01') - DATE '1970-01-01')::BIGINT * 1099511627776 + line)"
"""A later day, then a later line, is a larger number."""
_KEPT = "{'d': description, 's': source, 'c': cost, 'l': list, 'u': unit_sold, 'day': day}"


class PartFinder:
    """Searches files of lines, from any thread, over one database until it is closed."""

    def __init__(self) -> None:
        """Open nothing yet."""
        self._lock = threading.Lock()
        self._stack = ExitStack()
        self._connection: DuckDBPyConnection | None = None

    def find(self, lines: Path, text: str, limit: int = LIMIT, watch: Watch = SILENT) -> FoundParts:
        """Find the parts of used lines whose number or description has every word of a text.

        Letter case and the hyphens and blanks inside part numbers do not count. Exact numbers
        stand first, then numbers that begin so, then by pieces. Raises CancelledError.
        """
        with closing(self._cursor()) as cursor:
            return _find(cursor, lines, text, limit, watch)

    def close(self) -> None:
        """Close the database, after the last search has ended."""
        with self._lock:
            self._connection = None
            self._stack.close()

    def _cursor(self) -> DuckDBPyConnection:
        """Return a connection of its own, so that a search that is given up delays no other."""
        with self._lock:
            if self._connection is None:
                place = self._stack.enter_context(scratch_folder())
                self._connection = self._stack.enter_context(database(place))
            return self._connection.cursor()


def _find(
    connection: DuckDBPyConnection, lines: Path, text: str, limit: int, watch: Watch
) -> FoundParts:
    words = text.casefold().split()[:_MOST_WORDS]
    if not words:
        return FoundParts(text, (), has_more=False)
    whole = quoted(_plain("".join(words)))
    number = "replace(replace(lower(part), '-', ''), ' ', '')"
    found = select(
        [
            "part",
            f"arg_max({_KEPT}, {_LATEST}) AS kept",
            "CAST(sum(quantity) AS BIGINT) AS pieces",
            "count(*) AS lines",
        ],
        f"read_parquet({quoted(lines)})",
        f"WHERE reason IS NULL AND part <> '' AND {_condition(words)} GROUP BY part",
    )
    rank = (
        f"CASE WHEN {number} = {whole} THEN 0 WHEN starts_with({number}, {whole}) THEN 1 ELSE 2 END"
    )
    wanted = select(
        ["part", "kept.d", "kept.s", "kept.c", "kept.l", "kept.u", "kept.day", "pieces", "lines"],
        f"({found})",
        f"ORDER BY {rank}, pieces DESC, part LIMIT {limit + 1}",
    )
    run(connection, f"CREATE TEMP TABLE found AS {wanted}", watch, 0.0, f"Looking for {text}")
    rows = connection.execute(select(["*"], "found")).fetchall()
    parts = tuple(
        SoldPart(
            number=str(row[0]),
            description=row[1] or "",
            source=row[2] or "",
            cost=int(row[3]),
            list_price=None if row[4] is None else int(row[4]),
            unit_sold=int(row[5]),
            day=row[6],
            pieces=int(row[7]),
            lines=int(row[8]),
        )
        for row in rows[:limit]
    )
    return FoundParts(text, parts, has_more=len(rows) > limit)


def _condition(words: list[str]) -> str:
    """Return SQL: every word stands in the number, its hyphens aside, or in the description."""
    told = "lower(coalesce(description, ''))"
    plain = "replace(replace(lower(part), '-', ''), ' ', '')"
    each = (
        f"(contains({plain}, {quoted(_plain(word) or word)}) OR contains({told}, {quoted(word)}))"
        for word in words
    )
    return " AND ".join(each)


def _plain(word: str) -> str:
    return word.replace("-", "")
