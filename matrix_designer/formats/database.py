"""The one door to DuckDB: a connection without extensions, with capped memory and a way out.

Knows SQL engines; it does not know what the tables mean.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from matrix_designer.core.errors import MatrixDesignerError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "380MB"
"""What the engine may hold before it goes to disk; the process has about 100 MB beside it.

With 300 MB the sums of 100 million lines with 790,000 distinct ones went to disk and back, which
doubled the work and, for the buffers of what is written, the peak as well.
"""
THREADS = 2
_BEAT = 0.05


class CancelledError(MatrixDesignerError):
    """The person who asked for something long has changed their mind."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("The import was cancelled", "", "Nothing was changed")


def _ignore(fraction: float, text: str) -> None:
    """Tell nobody about the progress."""
    del fraction, text


def _ignore_count(lines: int) -> None:
    """Tell nobody how many lines there are."""
    del lines


def _never() -> bool:
    """Say that nobody has cancelled."""
    return False


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told how far a long job is (0 to 1, and what it does), and who may stop it.

    `count` is told how many lines the job is about, once that is known.
    """

    progress: Callable[[float, str], None] = _ignore
    is_cancelled: Callable[[], bool] = _never
    count: Callable[[int], None] = _ignore_count

    def step(self, fraction: float, text: str) -> None:
        """Tell the progress; raises CancelledError when the job is not wanted any more."""
        if self.is_cancelled():
            raise CancelledError
        self.progress(fraction, text)

    def part(self, start: float, share: float, of: float = 1.0) -> Watch:
        """Return a watch for one of several jobs: its whole is a share of what `of` is of this."""

        def tell(fraction: float, text: str) -> None:
            self.progress((start + share * fraction) * of, text)

        return Watch(tell, self.is_cancelled)


SILENT = Watch()


@contextmanager
def database(folder: Path) -> Iterator[DuckDBPyConnection]:
    """Open an empty database in memory that spills into a folder, and close it again.

    Raises MatrixDesignerError where the disk or the memory fails it.
    """
    import duckdb

    connection = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "memory_limit": MEMORY,
            "threads": str(THREADS),
            "temp_directory": str(folder),
            "enable_external_file_cache": "false",
        },
    )
    try:
        _tell_progress(connection)
        with disk_failures_told(folder):
            yield connection
    finally:
        connection.close()


def _tell_progress(connection: DuckDBPyConnection) -> None:
    """Let a connection know how far it is, and say it only where it is asked."""
    connection.execute("SET enable_progress_bar = true")
    connection.execute("SET enable_progress_bar_print = false")


@contextmanager
def beside(connection: DuckDBPyConnection, count: int) -> Iterator[list[DuckDBPyConnection]]:
    """Open so many connections to the same database, that one among them, and close the others.

    Each works in one thread meanwhile, so that it keeps the order of rows through joins.
    """
    connection.execute("SET threads = 1")
    others = [connection.cursor() for _ in range(count - 1)]
    try:
        for other in others:
            _tell_progress(other)
        yield [connection, *others]
    finally:
        for other in others:
            other.close()
        connection.execute(f"SET threads = {THREADS}")


@contextmanager
def disk_failures_told(folder: Path) -> Iterator[None]:
    """Raise MatrixDesignerError where the disk or the memory fails an engine that uses a folder.

    For whoever asks a database that was left open; one that is opened for a block says it itself.
    """
    import duckdb

    try:
        yield
    except duckdb.IOException as error:
        raise MatrixDesignerError(
            "The sales could not be worked through: the disk is full or fails",
            f"The working files lie in {folder.parent}",
            "Free some space there, or name another folder in TMPDIR",
        ) from error
    except duckdb.OutOfMemoryException as error:
        raise MatrixDesignerError(
            "The sales could not be worked through: there is too little memory or room",
            f"The working files lie in {folder.parent}",
            "Close other programs, or free some space there",
        ) from error


def run(
    connection: DuckDBPyConnection,
    sql: str,
    watch: Watch,
    done: float,
    text: str,
    until: float | None = None,
) -> None:
    """Run one long statement; the watch may stop it at any time.

    `done` is told at its start, `until` at its end, and on the way as far as the engine knows.
    Raises CancelledError, and whatever the engine raises.
    """
    if watch.is_cancelled is _never:
        watch.step(done, text)
        connection.execute(sql)
        return
    run_together([(connection, sql)], watch, done, text, until)


def run_together(
    statements: Sequence[tuple[DuckDBPyConnection, str]],
    watch: Watch,
    done: float,
    text: str,
    until: float | None = None,
) -> None:
    """Run long statements beside each other, each on its own connection, as `run` does one.

    What one of them raises stops the others.
    """
    watch.step(done, text)
    failures: list[Exception] = []

    def work(connection: DuckDBPyConnection, sql: str) -> None:
        try:
            connection.execute(sql)
        except Exception as error:  # noqa: BLE001 - carried to the caller's thread and raised there
            failures.append(error)

    workers = [
        threading.Thread(target=work, args=statement, name="sales-query")
        for statement in statements
    ]
    for worker in workers:
        worker.start()
    is_stopped, is_ended, share, told = False, False, (until or done) - done, 0.0
    while running := [worker for worker in workers if worker.is_alive()]:
        running[0].join(_BEAT)
        is_stopped = is_stopped or watch.is_cancelled()
        if (is_stopped or failures) and not is_ended:
            is_ended = True
            for connection, _ in statements:
                connection.interrupt()
        percent = _progress(statements, workers) if share and not is_ended else 0.0
        if percent > told:
            told = percent
            watch.progress(done + share * min(told / 100, 1.0), text)
    if is_stopped:
        raise CancelledError
    if failures:
        raise failures[0]


def _progress(
    statements: Sequence[tuple[DuckDBPyConnection, str]], workers: Sequence[threading.Thread]
) -> float:
    """Return how many percent of all statements are done; what is not known counts as nothing."""
    percents = [
        max(connection.query_progress(), 0.0) if worker.is_alive() else 100.0
        for (connection, _), worker in zip(statements, workers, strict=True)
    ]
    return sum(percents) / len(percents)


def quoted(text: str | Path) -> str:
    """Write a text as an SQL literal."""
    return "'" + str(text).replace("'", "''") + "'"


def select(columns: Iterable[str], relation: str, tail: str = "") -> str:
    """Return a query over a relation; all parts are our own SQL or quoted literals."""
    return " ".join(("SELECT", ", ".join(columns), "FROM", relation, tail)).strip()


def subquery(columns: Iterable[str], relation: str, tail: str = "") -> str:
    """Return a query as a relation."""
    return f"({select(columns, relation, tail)})"


_EXACT_TYPES = {"VARCHAR": "object", "UBIGINT": "uint64"}
"""Where numpy's own choice would not do: of large and small unsigned numbers it makes floats."""


def create(
    connection: DuckDBPyConnection,
    name: str,
    columns: Mapping[str, str],
    rows: Iterable[tuple[object, ...]],
) -> None:
    """Make a small table of values that Python judged, to be joined on any connection."""
    listed = list(rows)
    types = ", ".join(f"{column} {kind}" for column, kind in columns.items())
    connection.execute(f"CREATE OR REPLACE TABLE {name} ({types})")
    if listed:
        import numpy as np

        parts = list(zip(*listed, strict=True))
        arrays = {
            column: np.array(values, dtype=_EXACT_TYPES.get(kind))
            for (column, kind), values in zip(columns.items(), parts, strict=True)
        }
        connection.register("incoming", arrays)
        connection.execute(f"INSERT INTO {name} FROM incoming")
        connection.unregister("incoming")
