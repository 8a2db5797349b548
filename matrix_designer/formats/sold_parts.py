"""Sold parts found by number or description in a file of single sales lines.

The first search adds the lines up by part, once for a file; every search after it looks through
the parts, which are a hundredth as many. To open a database takes longer than to look, so that a
finder keeps the one that it has opened. It reads what the import wrote and changes nothing.
"""

from __future__ import annotations

import threading
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

from matrix_designer.core.sold_part import FoundParts, SoldPart
from matrix_designer.formats.database import (
    SILENT,
    CancelledError,
    Watch,
    database,
    disk_failures_told,
    quoted,
    run,
    select,
)
from matrix_designer.formats.lines_failures import readable_lines
from matrix_designer.formats.scratch import scratch_folder
from matrix_designer.formats.set_aside import REASON_CODES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LIMIT = 50
_MOST_WORDS = 8
_BEAT = 0.05
_LATEST = "((coalesce(day, DATE '1970-01-01') - DATE '1970-01-01')::BIGINT * 1099511627776 + line)"
"""A later day, then a later line, is a larger number."""
_KEPT = "{'s': source, 'c': cost, 'l': list, 'u': unit_sold, 'day': day}"
_NUMBER = "replace(replace(lower(part), '-', ''), ' ', '')"


class PartFinder:
    """Searches files of lines, from any thread, over one database until it is closed."""

    def __init__(self) -> None:
        """Open nothing yet."""
        self._changed = threading.Condition()
        self._stack = ExitStack()
        self._folder = Path()
        self._connection: DuckDBPyConnection | None = None
        self._added_up: tuple[Path, frozenset[str]] | None = None
        self._is_adding = False
        self._is_given_up = False

    def find(
        self,
        lines: Path,
        text: str,
        limit: int = LIMIT,
        watch: Watch = SILENT,
        *,
        switched_in: frozenset[str] = frozenset(),
    ) -> FoundParts:
        """Find the parts of used lines whose number or description has every word of a text.

        `switched_in` names reasons whose lines are used all the same.

        Letter case and the hyphens and blanks inside part numbers do not count. Exact numbers
        stand first, then numbers that begin so, then by pieces. Raises CancelledError; what was
        begun to be added up is then finished all the same, for the next search.
        """
        words = text.casefold().split()[:_MOST_WORDS]
        if not words:
            return FoundParts(text, (), has_more=False)
        self.prepare(lines, watch, switched_in=switched_in)
        with closing(self._cursor()) as cursor, disk_failures_told(self._folder):
            return _find(cursor, words, text, limit, watch)

    def prepare(
        self, lines: Path, watch: Watch = SILENT, *, switched_in: frozenset[str] = frozenset()
    ) -> None:
        """Add the lines of a file up by part, or wait for who does.

        Raises CancelledError, and MatrixDesignerError where the file is gone or damaged.
        """
        with self._changed:
            while self._is_adding:
                self._changed.wait(_BEAT)
                _stop_where_unwanted(watch)
            if self._added_up == (lines, switched_in):
                return
            self._is_adding, self._is_given_up = True, False
        try:
            cursor = self._cursor()
            with closing(cursor), disk_failures_told(self._folder), readable_lines(lines):
                # Not by the watch of this search: the next letter typed would begin it anew.
                own = Watch(is_cancelled=self._is_unwanted)
                run(cursor, _adding_up(lines, switched_in), own, 0.0, "Adding up the parts")
            self._added_up = lines, switched_in
        finally:
            with self._changed:
                self._is_adding = False
                self._changed.notify_all()
        _stop_where_unwanted(watch)

    def give_up(self) -> None:
        """Stop what is being added up: nobody will search any more."""
        self._is_given_up = True

    def close(self) -> None:
        """Close the database, after the last search has ended."""
        with self._changed:
            self._connection, self._added_up = None, None
            self._stack.close()

    def _is_unwanted(self) -> bool:
        return self._is_given_up

    def _cursor(self) -> DuckDBPyConnection:
        """Return a connection of its own, so that a search that is given up delays no other."""
        with self._changed:
            if self._connection is None:
                self._folder = self._stack.enter_context(scratch_folder())
                self._connection = self._stack.enter_context(database(self._folder))
            return self._connection.cursor()


def _stop_where_unwanted(watch: Watch) -> None:
    if watch.is_cancelled():
        raise CancelledError


def _adding_up(lines: Path, switched_in: frozenset[str]) -> str:
    """Return SQL that makes the table of parts: sums, the latest line, and what is searched.

    A part is told by every description that it was sold under, the latest one is shown.
    """
    codes = [str(REASON_CODES[reason]) for reason in sorted(switched_in)]
    used = f"(reason IS NULL OR reason IN ({', '.join(codes)}))" if codes else "reason IS NULL"
    each = select(
        [
            "part",
            "coalesce(description, '') AS told",
            f"max({_LATEST}) AS latest",
            f"arg_max({_KEPT}, {_LATEST}) AS kept",
            "sum(quantity) AS pieces",
            "count(*) AS lines",
        ],
        f"read_parquet({quoted(lines)})",
        f"WHERE {used} AND part <> '' GROUP BY part, told",
    )
    parts = select(
        [
            "part",
            f"{_NUMBER} AS plain",
            "string_agg(lower(told), chr(10)) AS words",
            "arg_max(told, latest) AS description",
            "arg_max(kept, latest) AS kept",
            "CAST(sum(pieces) AS BIGINT) AS pieces",
            "CAST(sum(lines) AS BIGINT) AS lines",
        ],
        f"({each})",
        "GROUP BY part",
    )
    return f"CREATE OR REPLACE TABLE parts AS {parts}"


def _find(
    connection: DuckDBPyConnection, words: list[str], text: str, limit: int, watch: Watch
) -> FoundParts:
    whole = quoted(_plain("".join(words)))
    rank = f"CASE WHEN plain = {whole} THEN 0 WHEN starts_with(plain, {whole}) THEN 1 ELSE 2 END"
    shown = ("s", "c", "l", "u", "day")
    wanted = select(
        ["part", "description", *(f"kept.{name}" for name in shown), "pieces", "lines"],
        "parts",
        f"WHERE {_condition(words)} ORDER BY {rank}, pieces DESC, part LIMIT {limit + 1}",
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
            unit_sold=None if row[5] is None else int(row[5]),
            day=row[6],
            pieces=int(row[7]),
            lines=int(row[8]),
        )
        for row in rows[:limit]
    )
    return FoundParts(text, parts, has_more=len(rows) > limit)


def _condition(words: list[str]) -> str:
    """Return SQL: every word stands in the number, its hyphens aside, or in a description."""
    each = (
        f"(contains(plain, {quoted(_plain(word) or word)}) OR contains(words, {quoted(word)}))"
        for word in words
    )
    return " AND ".join(each)


def _plain(word: str) -> str:
    return word.replace("-", "")
