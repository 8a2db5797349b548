"""Keeping the single lines of an import: a file named by its content, whole or not at all.

Knows where lines are kept and what they are written as; it does not know how they were read.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Grain, Sales
from matrix_designer.formats.customers import customer_salt, hashed_sql
from matrix_designer.formats.database import Watch, beside, run_together, select
from matrix_designer.formats.evidence_cache import cache_folders
from matrix_designer.formats.lines import (
    COLUMNS,
    ROW_GROUP,
    lines_file_view,
    sum_lines,
    write_lines_sql,
)
from matrix_designer.formats.row_groups import append
from matrix_designer.formats.set_aside import Amounts
from matrix_designer.formats.staging import GROUPED, TEXTS, Stage
from matrix_designer.formats.storage import digest_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LEAST_GROUPS = 4
"""A history of fewer groups of lines is written in one thread."""


@dataclass(frozen=True, slots=True)
class Keep:
    """Where lines are to be kept (None: the cache), how many bytes they may take, what is used."""

    folder: Path | None
    size: int
    switched_in: frozenset[str] = frozenset()
    grain: Grain = Grain.SLIM


def line_columns(stage: Stage, amounts: Amounts) -> list[str]:
    """Return SQL for the columns of a file of lines, and the key of a part, over the amounts."""
    made = {
        "line": "file_line",
        "cost": "cost_amount",
        "list": "list_amount",
        "quantity": "quantity_amount",
        "sold": "sold_amount",
        "reason": amounts.reason(),
        "file": "''",
    }
    if stage.has_texts:
        made |= {name: f"trim({name})" for name in GROUPED}
    made |= {name: "''" for name in GROUPED if name not in stage.fields or stage.has_kinds}
    texts = {"ro": "ro", "ro_line": "line"} | {name: name for name in TEXTS if name != "line"}
    for column, name in texts.items():
        is_there = stage.has_texts and name in stage.fields
        made[column] = f"{name}_text" if is_there else "''"
    if stage.has_texts and "customer" in stage.fields:
        made["customer"] = hashed_sql("customer_text", customer_salt())
    columns = [f"{made[name]} AS {name}" if name in made else name for name in COLUMNS]
    columns += ["kind"] if stage.has_kinds else []
    return [*columns, "part_key"] if "part" in stage.fields else columns


def keep_lines(
    connection: DuckDBPyConnection,
    relations: Sequence[str],
    name: str,
    keep: Keep,
    watch: Watch,
) -> Sales:
    """Write the lines under the name of their content, and sum what was written.

    The lines of several relations follow each other.
    """
    import duckdb

    home = home_of(keep.folder, keep.size)
    try:
        with tempfile.TemporaryDirectory(dir=home, prefix=".lines-") as folder:
            written = _written(connection, relations, Path(folder), watch)
            view = lines_file_view(written)
            with digest_beside(written) as digest:
                adding = watch.part(0.9, 0.1)
                sales = sum_lines(connection, view, name, keep.switched_in, adding, keep.grain)
            path = home / f"{digest.result()}.parquet"
            _put(written, path, digest.result())
    except (OSError, duckdb.IOException) as error:
        raise _not_kept(home, error) from error
    return replace(sales, digest=digest.result(), lines_file=path)


def _written(
    connection: DuckDBPyConnection, relations: Sequence[str], folder: Path, watch: Watch
) -> Path:
    """Write each relation in a thread of its own, then put their files behind each other.

    Joins keep no order among threads: equal lines would get a new name each time.
    """
    files = [folder / f"lines-{number}.parquet" for number in range(len(relations))]
    with beside(connection, len(relations)) as connections:
        statements = [
            (one, write_lines_sql(relation, file))
            for one, relation, file in zip(connections, relations, files, strict=True)
        ]
        run_together(statements, watch, 0.65, "Keeping the lines", 0.9)
    first, *others = files
    for other in others:
        append(first, other)
        other.unlink()
    first.chmod(0o600)
    return first


def halves(connection: DuckDBPyConnection, stage: Stage) -> list[str]:
    """Return SQL for the rows of each half of a long stage; for all rows of a short one.

    Where it is cut depends on its rows alone.
    """
    row = connection.execute(select(["count(*)"], stage.relation)).fetchone()
    groups = (int(row[0]) if row else 0) // ROW_GROUP
    if groups < _LEAST_GROUPS:
        return [""]
    cut = groups // 2 * ROW_GROUP
    return [f"WHERE file_row_number < {cut}", f"WHERE file_row_number >= {cut}"]


def _put(written: Path, path: Path, digest: str) -> None:
    """Give lines their name; what lies there by that name is trusted only by its hash."""
    try:
        written.replace(path)
    except PermissionError:  # Windows, while somebody reads the one that is there
        if digest_of(path) != digest:
            raise


@contextmanager
def digest_beside(path: Path) -> Iterator[Future[str]]:
    """Work out a file's hash beside what is done with it meanwhile."""
    with ThreadPoolExecutor(1, thread_name_prefix="sales-digest") as pool:
        yield pool.submit(digest_of, path)


def _not_kept(home: Path, error: Exception) -> MatrixDesignerError:
    """Make the error for lines that found no room."""
    reason = error.strerror if isinstance(error, OSError) else "the file could not be written"
    return MatrixDesignerError(
        "The lines of this history could not be kept", f"{home}: {reason}", "Free some space there"
    )


def home_of(folder: Path | None, size: int) -> Path:
    """Return the folder that keeps lines; the first that can be written and has room."""
    for place in (folder,) if folder is not None else cache_folders():
        try:
            place.mkdir(parents=True, exist_ok=True)
            if os.access(place, os.W_OK) and shutil.disk_usage(place).free > size:
                return place
        except OSError:
            continue
    raise MatrixDesignerError(
        "The lines of this history could not be kept", "No folder has room", "Free some space"
    )


def move_file(source: Path, target: Path) -> None:
    """Move a file to its place, whole or not at all."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".lines-")
    os.close(handle)
    temporary = Path(name)
    try:
        shutil.copyfile(source, temporary)
        temporary.replace(target)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise _not_kept(target.parent, error) from error
