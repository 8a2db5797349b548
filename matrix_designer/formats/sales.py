"""Importing a sales history: from any file of lines to Sales, with nothing dropped in silence.

Knows the order of the steps: look, cut, convert, judge, set aside, sum. How each is done is in
the modules beside this one.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Sales
from matrix_designer.formats.alike import add_up_alike, can_be_alike
from matrix_designer.formats.database import SILENT, THREADS, Watch, database, run, select, subquery
from matrix_designer.formats.disk import write_failure
from matrix_designer.formats.evidence_cache import cache_folders
from matrix_designer.formats.first_pass import Run, staged
from matrix_designer.formats.judging import Judged, judge_texts
from matrix_designer.formats.lines import (
    COLUMNS,
    LinesView,
    lines_file_view,
    lines_relation,
    rows_digest,
    sum_lines,
    write_lines_sql,
)
from matrix_designer.formats.mapping import SalesMapping, read_mapping
from matrix_designer.formats.raw import SalesFile, look_at
from matrix_designer.formats.set_aside import REASON_CODES, Amounts, has_returns, make_amounts
from matrix_designer.formats.special import Special, find_special
from matrix_designer.formats.staging import (
    GROUPED,
    KINDS,
    TEXTS,
    Stage,
    State,
    Survey,
    judge_text,
)
from matrix_designer.formats.storage import digest_of
from matrix_designer.formats.tables import cannot_read, is_workbook
from matrix_designer.formats.wording import CORE_CODES

_PARQUET = b"PAR1"
_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How an import is done.

    `switched_in` may name `internal` and `warranty`, whose lines are then used. Without
    `keep_lines` only the sums are made, which is faster; such sales cannot be saved in a design.
    `folder` is where the file of lines is kept, the user's cache by default.
    """

    switched_in: frozenset[str] = frozenset()
    core_codes: frozenset[str] = CORE_CODES
    keep_lines: bool = True
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class ImportedSales:
    """Imported sales, where each field came from, and a sentence for each problem."""

    sales: Sales
    columns: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def import_sales(
    path: Path | str,
    mapping: SalesMapping | Path | str | None = None,
    options: ImportOptions | None = None,
    watch: Watch = SILENT,
) -> ImportedSales:
    """Import a CSV, TSV, XLSX, XLS, ODS or Parquet file of sales lines.

    Raises MatrixDesignerError that names the file and the line, cell or column, and
    CancelledError when the watch stops it.
    """
    path, options = Path(path), options or ImportOptions()
    if mapping is None or isinstance(mapping, SalesMapping):
        wishes = mapping or SalesMapping()
    else:
        wishes = read_mapping(mapping)
    if _is_parquet(path):
        sales = load_sales_parquet(path, switched_in=options.switched_in, watch=watch)
        return ImportedSales(sales, {name: name for name in COLUMNS})
    before = _fingerprint(path)
    with _scratch() as folder:
        watch.step(0.0, f"Looking at {path.name}")
        file = look_at(path, wishes)
        with database(folder) as connection:
            run_ = Run(connection, folder, file, options.keep_lines, watch)
            stage, survey = staged(run_, wishes.style)
            if _fingerprint(path) != before:
                raise MatrixDesignerError(
                    f"{path.name} was changed while it was read", "", "Import it again"
                )
            sales, problems = _summed(run_, options, stage, survey)
    return ImportedSales(sales, file.columns.names, (*file.columns.problems, *problems))


@contextmanager
def _scratch() -> Iterator[Path]:
    """Make a folder for one run and remove it."""
    with tempfile.TemporaryDirectory(prefix="matrix-designer-") as folder:
        yield Path(folder)


def _is_parquet(path: Path) -> bool:
    if is_workbook(path):
        return False
    with path.open("rb") as file:
        return file.read(4) == _PARQUET


def _fingerprint(path: Path) -> tuple[int, int, int]:
    """Return what changes when a file is written to."""
    try:
        status = path.stat()
    except OSError as error:
        raise cannot_read(path, error) from error
    return status.st_size, status.st_mtime_ns, status.st_ino


def _summed(
    run_: Run, options: ImportOptions, stage: Stage, survey: Survey
) -> tuple[Sales, tuple[str, ...]]:
    """Judge, set aside and sum the lines of a stage; keep them where that is wanted."""
    run_.watch.step(0.6, "Judging the lines")
    judged = judge_texts(run_.connection, stage, survey, options.core_codes)
    needs_days = options.keep_lines or has_returns(stage, judged)
    amounts = make_amounts(stage, judged, has_days=needs_days)
    found = find_special(run_.connection, stage, amounts)
    special = found.joined(amounts)
    relation = subquery(_line_columns(stage, amounts), special)
    if options.keep_lines:
        home = _home(options.folder, stage.path.stat().st_size)
        sales = _kept(run_, relation, home, options.switched_in)
    else:
        run_.watch.step(0.8, "Adding up the lines")
        view = LinesView(
            relation,
            "part_key" if "part" in stage.fields else None,
            amounts.constants(stage),
            "extended_sold" not in stage.fields,
            (judged.day.first, judged.day.last),
            KINDS if stage.has_kinds else None,
            _alike(stage, judged, found),
        )
        sales = sum_lines(run_.connection, view, run_.name, options.switched_in)
        sales = replace(sales, digest=rows_digest(sales))
    if not sales.set_aside["unreadable"].lines:
        return sales, ()
    return sales, _problems(run_, stage, subquery(["*", f"{amounts.reason()} AS reason"], special))


def _alike(stage: Stage, judged: Judged, special: Special) -> str | None:
    """Return a relation of lines added up before what is worked out of them, where that is right.

    There are far fewer of them than lines.
    """
    if not can_be_alike(stage, judged):
        return None
    rows = add_up_alike(stage, judged, special)
    amounts = make_amounts(stage, judged, has_days=False, rows=rows)
    names = {"cost": "cost_amount", "list": "list_amount", "quantity": "quantity_amount"}
    columns = [f"{amount} AS {name}" for name, amount in names.items()]
    columns += ["unit_sold", f"{amounts.reason()} AS reason", "marks", "lines", "pieces"]
    columns += ["kind"] if stage.has_kinds else []
    return subquery(columns, amounts.relation)


def _line_columns(stage: Stage, amounts: Amounts) -> list[str]:
    """Return SQL for the columns of a file of lines, and the key of a part, over the amounts."""
    made = {
        "line": "file_line",
        "cost": "cost_amount",
        "list": "list_amount",
        "quantity": "quantity_amount",
        "sold": "sold_amount",
        "reason": amounts.reason(),
    }
    if stage.has_texts:
        made |= {name: f"trim({name})" for name in GROUPED}
    made |= {name: "''" for name in GROUPED if name not in stage.fields or stage.has_kinds}
    texts = {"ro": "ro", "ro_line": "line"} | {name: name for name in TEXTS if name != "line"}
    for column, name in texts.items():
        is_there = stage.has_texts and name in stage.fields
        made[column] = f"{name}_text" if is_there else "''"
    columns = [f"{made[name]} AS {name}" if name in made else name for name in COLUMNS]
    columns += ["kind"] if stage.has_kinds else []
    return [*columns, "part_key"] if "part" in stage.fields else columns


def _kept(run_: Run, relation: str, home: Path, switched_in: frozenset[str]) -> Sales:
    """Write the lines under the name of their content, and sum what was written."""
    import duckdb

    try:
        with tempfile.TemporaryDirectory(dir=home, prefix=".lines-") as folder:
            written = Path(folder) / "lines.parquet"
            sql = write_lines_sql(relation, written)
            # joins keep no order among threads: equal lines would get a new name each time
            run_.connection.execute("SET threads = 1")
            run(run_.connection, sql, run_.watch, 0.75, "Keeping the lines")
            run_.connection.execute(f"SET threads = {THREADS}")
            written.chmod(0o600)
            run_.watch.step(0.9, "Adding up the lines")
            view = lines_file_view(written)
            with _digest_of(written) as digest:
                sales = sum_lines(run_.connection, view, run_.name, switched_in)
            path = home / f"{digest.result()}.parquet"
            _put(written, path, digest.result())
    except (OSError, duckdb.IOException) as error:
        raise _not_kept(home, error) from error
    return replace(sales, digest=digest.result(), lines_file=path)


def _put(written: Path, path: Path, digest: str) -> None:
    """Give lines their name; what lies there by that name is trusted only by its hash."""
    try:
        written.replace(path)
    except PermissionError:  # Windows, while somebody reads the one that is there
        if digest_of(path) != digest:
            raise


@contextmanager
def _digest_of(path: Path) -> Iterator[Future[str]]:
    """Work out a file's hash beside what is done with it meanwhile."""
    with ThreadPoolExecutor(1, thread_name_prefix="sales-digest") as pool:
        yield pool.submit(digest_of, path)


def _not_kept(home: Path, error: Exception) -> MatrixDesignerError:
    """Make the error for lines that found no room."""
    reason = error.strerror if isinstance(error, OSError) else "the file could not be written"
    return MatrixDesignerError(
        "The lines of this history could not be kept", f"{home}: {reason}", "Free some space there"
    )


def _home(folder: Path | None, size: int) -> Path:
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


def _move(source: Path, target: Path) -> None:
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


def _problems(run_: Run, stage: Stage, lines: str) -> tuple[str, ...]:
    """Return a sentence for each of the first lines that could not be read."""
    names = [name for name in stage.numbers if name in stage.odd]
    rows = run_.connection.execute(
        select(
            ["file_line", "is_broken", *(f"{name}_odd" for name in names)],
            lines,
            f"WHERE reason = {REASON_CODES['unreadable']} ORDER BY file_line LIMIT {_EXAMPLES}",
        )
    ).fetchall()
    return tuple(
        f"{run_.file.where(line)}: "
        + _why(run_.file, stage, is_broken, dict(zip(names, odd, strict=True)))
        for line, is_broken, *odd in rows
    )


def _why(file: SalesFile, stage: Stage, is_broken: object, odd: dict[str, str | None]) -> str:
    """Say why a line could not be read."""
    if is_broken:
        return "the row has more cells than the header has columns"
    for name, text in odd.items():
        if text is not None:
            _, state, why = judge_text(name, text, stage.style)
            if state is State.REFUSED:
                return f"{file.columns.name(file.columns.places[name])}: {why}"
    return "the sold price is missing, or a number is too large to be believed"


def load_sales_parquet(
    path: Path | str,
    name: str | None = None,
    digest: str | None = None,
    switched_in: Iterable[str] = (),
    watch: Watch = SILENT,
) -> Sales:
    """Sum a file of lines that an import wrote; `digest` is its SHA-256 where it is known.

    Raises MatrixDesignerError when it is not such a file.
    """
    import duckdb

    path = Path(path)
    with _scratch() as folder, database(folder) as connection:
        try:
            view = LinesView(lines_relation(connection, path))
            watch.step(0.2, f"Adding up {path.name}")
            if digest is None:
                with _digest_of(path) as found:
                    sales = sum_lines(connection, view, name or path.name, tuple(switched_in))
                digest = found.result()
            else:
                sales = sum_lines(connection, view, name or path.name, tuple(switched_in))
        except duckdb.Error as error:
            raise MatrixDesignerError(
                f"{path.name} cannot be read: it is damaged", "", "Import the sales again"
            ) from error
    return replace(sales, digest=digest, lines_file=path.resolve())


def write_sales_parquet(sales: Sales, path: Path | str) -> None:
    """Write the lines of imported sales to a file of their own."""
    if sales.lines_file is None:
        raise MatrixDesignerError("These sales were summed without keeping their lines")
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _move(Path(sales.lines_file), path)
    except OSError as error:
        raise write_failure(path, error) from error
