"""The one door to DuckDB: a connection without extensions, with capped memory and a way out.

Knows SQL engines; it does not know what the tables mean.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from matrix_designer.core.errors import MatrixDesignerError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "300MB"
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
        connection.execute("SET enable_progress_bar = true")  # else nothing is known on the way
        connection.execute("SET enable_progress_bar_print = false")
        with disk_failures_told(folder):
            yield connection
    finally:
        connection.close()


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
    watch.step(done, text)
    if watch.is_cancelled is _never:
        connection.execute(sql)
        return
    failures: list[Exception] = []

    def work() -> None:
        try:
            connection.execute(sql)
        except Exception as error:  # noqa: BLE001 - carried to the caller's thread and raised there
            failures.append(error)

    worker = threading.Thread(target=work, name="sales-query")
    worker.start()
    is_stopped, share, told = False, (until or done) - done, 0.0
    while worker.is_alive():
        worker.join(_BEAT)
        if not is_stopped and watch.is_cancelled():
            is_stopped = True
            connection.interrupt()
        percent = connection.query_progress() if share and not is_stopped else 0.0
        if percent > told:  # below 0 while it is not known
            told = percent
            watch.progress(done + share * min(told / 100, 1.0), text)
    if is_stopped:
        raise CancelledError
    if failures:
        raise failures[0]


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
    """Make a small table of values that Python judged, to be joined."""
    listed = list(rows)
    types = ", ".join(f"{column} {kind}" for column, kind in columns.items())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({types})")
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
