"""Importing a sales history: from any file of lines to Sales, with nothing dropped in silence.

Knows the order of the steps: look, cut, convert, judge, set aside, sum. How each is done is in
the modules beside this one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Grain, Sales
from matrix_designer.formats.alike import add_up_alike, can_be_alike
from matrix_designer.formats.database import SILENT, CancelledError, Watch, database, subquery
from matrix_designer.formats.disk import write_failure
from matrix_designer.formats.first_pass import Run, staged
from matrix_designer.formats.further_down import refuse_negative_sales
from matrix_designer.formats.judging import Judged, judge_texts
from matrix_designer.formats.keeping import (
    Keep,
    digest_beside,
    halves,
    keep_lines,
    line_columns,
    move_file,
)
from matrix_designer.formats.lines import (
    COLUMNS,
    LinesView,
    count_lines,
    lines_relation,
    rows_digest,
    sum_lines,
)
from matrix_designer.formats.mapping import SalesMapping, read_mapping
from matrix_designer.formats.raw import look_at
from matrix_designer.formats.scratch import scratch_folder
from matrix_designer.formats.set_aside import has_returns, make_amounts
from matrix_designer.formats.several import (
    MOST_FILES,
    Part,
    columns_of,
    join_parts,
    name_of,
    read_kept_part,
    read_part,
)
from matrix_designer.formats.special import Special, find_special
from matrix_designer.formats.staging import (
    KINDS,
    Stage,
    Survey,
)
from matrix_designer.formats.tables import cannot_read, is_workbook
from matrix_designer.formats.unread import line_problems
from matrix_designer.formats.used_parts import used_parts
from matrix_designer.formats.wording import CORE_CODES

_PARQUET = b"PAR1"
_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How an import is done.

    `switched_in` may name `internal` and `warranty`, whose lines are then used. Without
    `keep_lines` only the sums are made, which is faster; such sales cannot be saved in a design.
    `folder` is where the file of lines is kept, the user's cache by default. With the grain of
    parts the rows are told apart by all that a plan asks for.
    """

    switched_in: frozenset[str] = frozenset()
    core_codes: frozenset[str] = CORE_CODES
    keep_lines: bool = True
    folder: Path | None = None
    grain: Grain = Grain.SLIM


@dataclass(frozen=True, slots=True)
class ImportedSales:
    """Imported sales, where each field came from, and a sentence for each problem.

    `layouts` has the titles of the published layouts that were recognised.
    """

    sales: Sales
    columns: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    layouts: tuple[str, ...] = ()


def import_sales(
    path: Path | str | Sequence[Path | str],
    mapping: SalesMapping | Path | str | Sequence[SalesMapping] | None = None,
    options: ImportOptions | None = None,
    watch: Watch = SILENT,
) -> ImportedSales:
    """Import one CSV, TSV, XLSX, XLS, ODS or Parquet file of sales lines, or several as one.

    A mapping counts for every file; a sequence has one for each. Raises MatrixDesignerError that
    names the file and the line, cell or column, and CancelledError when the watch stops it.
    """
    options = options or ImportOptions()
    paths = [Path(path)] if isinstance(path, Path | str) else [Path(one) for one in path]
    wishes = _wishes(mapping, len(paths))
    if len(paths) == 1:
        return _import_one(paths[0], wishes[0], options, watch)
    return _import_several(paths, wishes, options, watch)


def _wishes(
    mapping: SalesMapping | Path | str | Sequence[SalesMapping] | None, files: int
) -> list[SalesMapping]:
    """Return a mapping for each file."""
    if mapping is None or isinstance(mapping, SalesMapping):
        return [mapping or SalesMapping()] * files
    if isinstance(mapping, Path | str):
        return [read_mapping(mapping)] * files
    if len(mapping) != files:
        raise ValueError("as many mappings as files")
    return list(mapping)


def _import_one(
    path: Path, wishes: SalesMapping, options: ImportOptions, watch: Watch
) -> ImportedSales:
    if _is_parquet(path):
        sales = load_sales_parquet(
            path, switched_in=options.switched_in, watch=watch, grain=options.grain
        )
        return ImportedSales(sales, {name: name for name in COLUMNS})
    with scratch_folder() as folder, database(folder) as connection:
        with _unchanged(path):
            watch.step(0.0, f"Looking at {path.name}")
            file = look_at(path, wishes)
            keeps_texts = options.keep_lines or options.grain is Grain.PART
            run_ = Run(connection, folder, file, keeps_texts, watch)
            stage, survey = staged(run_, wishes.style)
        sales, problems = _summed(run_, options, stage, survey)
    layouts = () if file.layout is None else (file.layout.title,)
    problems = (*file.columns.problems, *problems)
    return ImportedSales(sales, file.columns.names, problems, layouts)


def _import_several(
    paths: Sequence[Path], wishes: Sequence[SalesMapping], options: ImportOptions, watch: Watch
) -> ImportedSales:
    """Read each file as it is, then judge them together."""
    _refuse_same(paths)
    parts: list[Part] = []
    with scratch_folder() as folder, database(folder) as connection:
        for number, (path, mapping) in enumerate(zip(paths, wishes, strict=True)):
            own = folder / str(number)
            own.mkdir()
            told = watch.part(number / len(paths), 1 / len(paths), 0.7)
            lines = own / "lines.parquet"
            with _unchanged(path):
                if _is_parquet(path):
                    part = read_kept_part(connection, path, lines, told)
                else:
                    told.step(0.0, f"Looking at {path.name}")
                    file = look_at(path, mapping)
                    run_ = Run(connection, own, file, keeps_lines=True, watch=told)
                    part = read_part(run_, mapping, options.core_codes, lines)
            parts.append(part)
        relation, told_of = join_parts(connection, parts, watch)
        name = name_of(paths)
        if options.keep_lines:
            size = sum(part.lines.stat().st_size for part in parts)
            keep = Keep(options.folder, size, options.switched_in, options.grain)
            keeping = watch.part(0.25, 0.75)  # its first step comes behind what was told
            sales = keep_lines(connection, [relation], name, keep, keeping)
        else:
            adding = watch.part(0.9, 0.1)
            used, grain = options.switched_in, options.grain
            sales = sum_lines(connection, LinesView(relation), name, used, adding, grain)
            sales = replace(sales, digest=rows_digest(sales))
    problems = (*(problem for part in parts for problem in part.problems), *told_of)
    layouts = tuple(part.layout for part in parts if part.layout is not None)
    return ImportedSales(sales, columns_of(parts), problems, tuple(dict.fromkeys(layouts)))


def _refuse_same(paths: Sequence[Path]) -> None:
    """Refuse no file, too many, and the same file named twice."""
    if not paths:
        raise MatrixDesignerError("No file is named", "", "Name a file of sales")
    if len(paths) > MOST_FILES:
        raise MatrixDesignerError(f"{len(paths)} files at once", f"At most {MOST_FILES} are read")
    seen: set[Path] = set()
    for path in paths:
        if path.resolve() in seen:
            raise MatrixDesignerError(f"{path.name} is named twice", "", "Name each file once")
        seen.add(path.resolve())


@contextmanager
def _unchanged(path: Path) -> Iterator[None]:
    """Refuse what was read of a file that changed meanwhile; what else was wrong came of that."""
    before = _fingerprint(path)
    try:
        yield
    except CancelledError:
        raise
    except Exception as error:
        if _fingerprint(path) != before:
            raise _was_changed(path) from error
        raise
    if _fingerprint(path) != before:
        raise _was_changed(path)


def _was_changed(path: Path) -> MatrixDesignerError:
    return MatrixDesignerError(
        f"{path.name} was changed while it was read", "Nothing of it was kept", "Import it again"
    )


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
    needs_days = run_.keeps_lines or has_returns(stage, judged)
    amounts = make_amounts(stage, judged, has_days=needs_days)
    found = find_special(run_.connection, stage, amounts)
    special = found.joined(amounts)
    judged_lines = subquery(["*", f"{amounts.reason()} AS reason"], special)
    refuse_negative_sales(run_.connection, run_.file, judged, judged_lines)
    columns = line_columns(stage, amounts)
    parted = halves(run_.connection, stage) if run_.keeps_lines else [""]
    relations = [subquery(columns, special, rows) for rows in parted]
    if options.keep_lines:
        size = stage.path.stat().st_size
        keep = Keep(options.folder, size, options.switched_in, options.grain)
        sales = keep_lines(run_.connection, relations, run_.name, keep, run_.watch)
    elif options.grain is Grain.PART:
        keep = Keep(run_.folder, 0, options.switched_in, options.grain)
        sales = keep_lines(run_.connection, relations, run_.name, keep, run_.watch)
        sales = replace(sales, digest=rows_digest(sales), lines_file=None)
    else:
        view = LinesView(
            relations[0],
            "part_key" if "part" in stage.fields else None,
            amounts.constants(stage),
            "extended_sold" not in stage.fields,
            (judged.day.first, judged.day.last),
            KINDS if stage.has_kinds else None,
            _alike(stage, judged, found),
            used_parts=used_parts(stage, judged, found),
        )
        adding = run_.watch.part(0.65, 0.35)
        sales = sum_lines(run_.connection, view, run_.name, options.switched_in, adding)
        sales = replace(sales, digest=rows_digest(sales))
    if not sales.set_aside["unreadable"].lines:
        return sales, stage.notes
    return sales, (*stage.notes, *line_problems(run_, stage, judged_lines))


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


def load_sales_parquet(
    path: Path | str,
    name: str | None = None,
    digest: str | None = None,
    switched_in: Iterable[str] = (),
    watch: Watch = SILENT,
    grain: Grain = Grain.SLIM,
) -> Sales:
    """Sum a file of lines that an import wrote; `digest` is its SHA-256 where it is known.

    Raises MatrixDesignerError when it is not such a file.
    """
    import duckdb

    path = Path(path)
    with scratch_folder() as folder, database(folder) as connection:
        try:
            view = LinesView(lines_relation(connection, path), is_file=True)
            adding = watch.part(0.05, 0.95)
            title, used = name or path.name, tuple(switched_in)
            watch.count(count_lines(connection, view))
            if digest is None:
                with digest_beside(path) as found:
                    sales = sum_lines(connection, view, title, used, adding, grain)
                digest = found.result()
            else:
                sales = sum_lines(connection, view, title, used, adding, grain)
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
        move_file(Path(sales.lines_file), path)
    except OSError as error:
        raise write_failure(path, error) from error
